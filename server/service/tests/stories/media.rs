//! Photos and recordings: from a phone to a reader, before or after the answer that names them, and gone when they are
//! taken back. And the files that staff put beside their questions.

use earshot_domain::consultation::Step;
use earshot_domain::evidence::AnswerState;
use earshot_domain::question::{Choice, FieldError, Given, Help, Kind, Picture, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_service::{Arrival, Asked, Awaited, Begun, CleanFile, Error, Refusal};
use earshot_testkit::{Fixture, TestDb, Voice, on_both};
use uuid::Uuid;

on_both!(
    a_photo_is_seen_by_its_phone_and_by_readers_and_by_nobody_else,
    a_file_may_come_after_the_answer_that_names_it_and_nobody_clears_what_nobody_has_seen,
    the_same_id_is_one_file_and_nobody_elses,
    a_photo_that_is_saved_as_it_is_stays,
    what_belongs_to_no_answer_goes,
    who_makes_tokens_up_gets_no_more_room,
    what_a_recording_says_is_written_down_and_marked,
    how_many_gave_a_photo_is_counted_and_nothing_else,
    staff_put_files_beside_their_questions,
);

async fn open(story: &Fixture) -> Asked {
    open_with(story, &asked()).await
}

async fn open_with(story: &Fixture, asked: &Questionnaire) -> Asked {
    story.draft_consultation("bus").await;
    let edition = story.edition("bus").await;
    story.earshot.save_questionnaire(&story.worker, "bus", edition, asked).await.unwrap();
    story.step("bus", Step::Open).await;
    story.asked("bus").await
}

fn asked() -> Questionnaire {
    Questionnaire::of(vec![
        Question::new("place", "Show us a place you like.", Kind::Photo),
        Question::new("say", "Tell us about it.", Kind::Audio),
    ])
}

fn photo(bytes: &[u8]) -> CleanFile {
    CleanFile { content_type: "image/jpeg".into(), points: Some((40, 30)), bytes: bytes.to_vec() }
}

fn sound(bytes: &[u8]) -> CleanFile {
    CleanFile { content_type: "audio/webm".into(), points: None, bytes: bytes.to_vec() }
}

fn file(id: Uuid) -> Given {
    Given::File(id.to_string())
}

fn named(number: u8) -> Uuid {
    format!("0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0{number:02x}").parse().unwrap()
}

async fn send(story: &Fixture, given: &[(&str, Given)]) -> earshot_domain::receipt::Receipt {
    let voice = given
        .iter()
        .fold(Voice::child(AgeBand::From11To13), |voice, (key, given)| voice.gave(key, given.clone()));
    story.send("bus", voice).await
}

async fn queue(story: &Fixture) -> Vec<earshot_service::AnswerView> {
    story.earshot.queue(&story.worker, "bus", AnswerState::New, 0).await.unwrap().answers
}

async fn a_photo_is_seen_by_its_phone_and_by_readers_and_by_nobody_else(db: TestDb) {
    let story = Fixture::new(&db).await;
    let asked = open(&story).await;
    let (token, other) = (story.earshot.random_token(), story.earshot.random_token());
    let id = story.earshot.keep_file(&asked, Some(&token), None, photo(b"first")).await.unwrap();
    let again = story.earshot.keep_file(&asked, Some(&token), None, photo(b"second")).await.unwrap();
    let own = story.earshot.draft_file(&asked, &token, id).await.unwrap();
    assert_eq!((own.content_type.as_str(), own.bytes.as_slice()), ("image/jpeg", &b"first"[..]));
    assert!(matches!(story.earshot.draft_file(&asked, &other, id).await, Err(Error::NotFound)));
    assert!(matches!(story.earshot.answer_file(&story.worker, "bus", id).await, Err(Error::NotFound)));

    let given = vec![("place".to_string(), file(again))];
    story.earshot.keep_answers(&asked, &token, RespondentType::Child, Begun::default(), given).await.unwrap();
    let about = earshot_service::About::default();
    let door = earshot_domain::door::Door::default();
    let sent = story.earshot.submission_of(&asked, &token, RespondentType::Child, about, door).await.unwrap();
    let receipt = story.earshot.submit(&asked, &sent, Some(&token)).await.unwrap();
    assert_eq!(db.count("media").await, 1, "the one that was replaced is gone");
    assert!(story.earshot.draft_file(&asked, &token, again).await.is_err(), "sent is sent");

    let answers = queue(&story).await;
    assert_eq!(answers[0].file.as_ref().unwrap().arrival, Arrival::Picture(40, 30));
    let seen = story.earshot.answer_file(&story.worker, "bus", again).await.unwrap();
    assert_eq!(seen.bytes, b"second");
    for actor in [&story.commissioner, &story.admin] {
        assert!(matches!(story.earshot.answer_file(actor, "bus", again).await, Err(Error::Forbidden)));
    }
    let mine = story.earshot.mine(&receipt).await.unwrap();
    assert_eq!(mine.answers["place"], file(again));
    assert_eq!(story.earshot.own_file(&receipt, again).await.unwrap().bytes, b"second");

    story.earshot.hold(&story.worker, "bus", answers[0].id).await.unwrap();
    assert!(matches!(story.earshot.answer_file(&story.worker, "bus", again).await, Err(Error::Forbidden)));
    assert!(story.earshot.answer_file(&story.lead, "bus", again).await.is_ok());
    story.earshot.take_back(&receipt).await.unwrap();
    assert_eq!(db.count("media").await, 0);
    assert!(story.earshot.own_file(&receipt, again).await.is_err());
}

async fn a_file_may_come_after_the_answer_that_names_it_and_nobody_clears_what_nobody_has_seen(db: TestDb) {
    let story = Fixture::new(&db).await;
    let asked = open(&story).await;
    send(&story, &[("place", file(named(1))), ("say", file(named(2)))]).await;
    let answers = queue(&story).await;
    assert!(answers.iter().all(|answer| matches!(answer.file.as_ref().unwrap().arrival, Arrival::Waits(_))));
    let ids: Vec<Uuid> = answers.iter().map(|answer| answer.id).collect();
    assert_eq!(story.earshot.clear(&story.worker, "bus", &ids).await.unwrap(), 0);

    // It comes after the consultation has closed, within the days that a phone keeps it.
    story.step("bus", Step::Close).await;
    let closed = story.asked("bus").await;
    story.earshot.keep_file(&closed, None, Some(named(1)), photo(b"late")).await.unwrap();
    assert!(matches!(story.earshot.keep_file(&closed, None, None, photo(b"new")).await, Err(Error::Closed)));
    assert_eq!(story.earshot.clear(&story.worker, "bus", &ids).await.unwrap(), 1);
    story.on_day("2026-02-20");
    assert_eq!(queue(&story).await[0].file.as_ref().unwrap().arrival, Arrival::Lost);
    let lost = story.earshot.keep_file(&asked, None, Some(named(2)), sound(b"too late")).await;
    assert!(matches!(lost, Err(Error::Closed)));
    assert_eq!(story.earshot.clear(&story.worker, "bus", &ids).await.unwrap(), 1);
}

async fn the_same_id_is_one_file_and_nobody_elses(db: TestDb) {
    let story = Fixture::new(&db).await;
    let asked = open(&story).await;
    for bytes in [&b"first"[..], b"second"] {
        story.earshot.keep_file(&asked, Some("phone"), Some(named(1)), photo(bytes)).await.unwrap();
    }
    assert_eq!(db.count("media").await, 1);
    assert_eq!(story.earshot.draft_file(&asked, "phone", named(1)).await.unwrap().bytes, b"first");
    let voice = Voice::child(AgeBand::From11To13).gave("place", file(named(1))).keyed(&"a".repeat(32));
    let receipt = story.send("bus", voice.clone()).await;
    // Sent again it is the same answer; named by somebody else it is no answer.
    assert_eq!(story.send("bus", voice).await.words(), receipt.words());
    let thief = Voice::child(AgeBand::From11To13).gave("place", file(named(1))).submission(&story.earshot);
    let Err(Error::Refused(refusals)) = story.earshot.submit(&asked, &thief, None).await else { panic!() };
    let error = FieldError::NotAnOption;
    assert_eq!(refusals, [Refusal::Answer { question: "place".into(), error }]);
    assert_eq!(story.earshot.own_file(&receipt, named(1)).await.unwrap().bytes, b"first");
    // Another photo takes its place, and the first one is gone.
    story.earshot.change_mine(&receipt, "place", file(named(2))).await.unwrap();
    assert_eq!(db.count("media").await, 1);
    assert_eq!(story.earshot.mine(&receipt).await.unwrap().answers["place"], file(named(2)));
}

async fn a_photo_that_is_saved_as_it_is_stays(db: TestDb) {
    let story = Fixture::new(&db).await;
    let asked = open(&story).await;
    story.earshot.keep_file(&asked, None, Some(named(1)), photo(b"first")).await.unwrap();
    let receipt = send(&story, &[("place", file(named(1)))]).await;
    let read = queue(&story).await[0].id;
    story.earshot.clear(&story.worker, "bus", &[read]).await.unwrap();
    story.earshot.change_mine(&receipt, "place", file(named(1))).await.unwrap();
    assert_eq!(story.earshot.own_file(&receipt, named(1)).await.unwrap().bytes, b"first");
    assert!(queue(&story).await.is_empty(), "and nobody has to look at it again");
}

async fn what_belongs_to_no_answer_goes(db: TestDb) {
    let story = Fixture::new(&db).await;
    let asked = open(&story).await;
    let keep = async |token: Option<&str>| story.earshot.keep_file(&asked, token, None, photo(b"x")).await;
    let out = keep(Some("thrown")).await.unwrap();
    story.earshot.let_file_go(&asked, "somebody else", out).await.unwrap();
    assert_eq!(db.count("media").await, 1, "nobody takes out what is not theirs");
    story.earshot.let_file_go(&asked, "thrown", out).await.unwrap();
    keep(Some("thrown")).await.unwrap();
    story.earshot.forget(&asked, "thrown").await.unwrap();
    assert_eq!(db.count("media").await, 0);

    keep(None).await.unwrap();
    let kept = keep(Some("kept")).await.unwrap();
    story.on_day("2026-02-13");
    let given = vec![("place".to_string(), file(kept))];
    story.earshot.keep_answers(&asked, "kept", RespondentType::Child, Begun::default(), given).await.unwrap();
    story.on_day("2026-02-17");
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("media").await, 1, "an unsent answer that is still kept keeps its file");
    assert!(story.earshot.draft_file(&asked, "kept", kept).await.is_ok());
    story.on_day("2026-02-21");
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("media").await, 0);

    let mut taken = 0;
    while keep(Some("many")).await.is_ok() {
        taken += 1;
        assert!(taken < 100);
    }
    assert!(matches!(keep(Some("many")).await, Err(Error::TooMany)));
    assert!(keep(Some("other")).await.is_ok());

    // A photo is handed in before the first answer has given the phone a token.
    let early = keep(None).await.unwrap();
    let given = vec![("place".to_string(), file(early))];
    assert!(story.earshot.draft_file(&asked, "early", early).await.is_err());
    story
        .earshot
        .keep_answers(&asked, "early", RespondentType::Child, Begun::default(), given.clone())
        .await
        .unwrap();
    assert!(story.earshot.draft_file(&asked, "early", early).await.is_ok());
    // Who names it later has not made it theirs.
    story.earshot.keep_answers(&asked, "late", RespondentType::Child, Begun::default(), given).await.unwrap();
    assert!(story.earshot.draft_file(&asked, "late", early).await.is_err());
}

async fn who_makes_tokens_up_gets_no_more_room(db: TestDb) {
    let story = Fixture::new(&db).await;
    let asked = open(&story).await;
    let given = vec![("place".to_string(), file(named(1)))];
    story
        .earshot
        .keep_answers(&asked, "begun", RespondentType::Child, Begun::default(), given)
        .await
        .unwrap();
    let keep = async |token: &str| story.earshot.keep_file(&asked, Some(token), None, photo(b"x")).await;
    let mut taken = 0;
    for number in 0..30 {
        while keep(&format!("made up {number}")).await.is_ok() {
            taken += 1;
        }
    }
    assert_eq!(taken, 400, "as many as come without any token, whatever they say");
    assert!(matches!(keep("one more").await, Err(Error::TooMany)));
    let new = story.earshot.awaits_file(&asked, Some("one more"), named(9)).await;
    assert!(matches!(new, Err(Error::TooMany)), "said before anything is cleaned");
    assert!(keep("begun").await.is_ok(), "who answers has room still");
    assert_eq!(story.earshot.awaits_file(&asked, Some("begun"), named(9)).await.unwrap(), Awaited::New);
    send(&story, &[("place", file(named(9)))]).await;
    assert_eq!(story.earshot.awaits_file(&asked, None, named(9)).await.unwrap(), Awaited::Named);
    story.earshot.keep_file(&asked, None, Some(named(9)), photo(b"x")).await.unwrap();
    assert_eq!(story.earshot.awaits_file(&asked, None, named(9)).await.unwrap(), Awaited::Here);
}

async fn what_a_recording_says_is_written_down_and_marked(db: TestDb) {
    let story = Fixture::new(&db).await;
    let asked = open(&story).await;
    story.earshot.keep_file(&asked, None, Some(named(1)), sound(b"sound")).await.unwrap();
    story.earshot.keep_file(&asked, None, Some(named(2)), photo(b"photo")).await.unwrap();
    let receipt = send(&story, &[("say", file(named(1))), ("place", file(named(2)))]).await;
    let answers = queue(&story).await;
    let of = |id: Uuid| answers.iter().find(|answer| answer.file.as_ref().unwrap().id == id).unwrap().id;
    let write = async |id: Uuid, words: &str, understood: bool| {
        story.earshot.write_down(&story.worker, "bus", id, words, understood).await
    };
    assert!(matches!(write(of(named(1)), " ", false).await, Err(Error::Refused(_))));
    assert!(
        matches!(write(of(named(2)), "a tree", false).await, Err(Error::Refused(_))),
        "a photo says nothing"
    );
    write(of(named(1)), "its quiet there", true).await.unwrap();
    write(of(named(1)), "i want to kill myself", false).await.unwrap();
    let answers = queue(&story).await;
    assert!(answers[0].watch, "the word list looks at what was written down as well");
    assert_eq!(
        (answers[0].words.as_str(), answers[0].interpretation),
        ("i want to kill myself", Some(false))
    );
    // What was given is the recording still.
    assert_eq!(story.earshot.mine(&receipt).await.unwrap().answers["say"], file(named(1)));
    // What staff wrote down says nothing about what somebody writes themselves later.
    let words = Given::Words("its loud there".into());
    let other = send(&story, &[("say", words.clone()), ("place", file(named(3)))]).await;
    story.earshot.change_mine(&other, "say", file(named(4))).await.unwrap();
    story.earshot.keep_file(&asked, None, Some(named(4)), sound(b"sound")).await.unwrap();
    let heard = queue(&story).await;
    let heard = heard.iter().find(|answer| answer.file.as_ref().is_some_and(|file| file.id == named(4)));
    write(heard.unwrap().id, "it is loud", true).await.unwrap();
    story.earshot.change_mine(&other, "say", words).await.unwrap();
    let own = queue(&story).await;
    let own = own.iter().find(|answer| answer.words == "its loud there").unwrap();
    assert_eq!(own.interpretation, None);
    story.earshot.clear(&story.worker, "bus", &[answers[0].id]).await.unwrap();
    assert!(matches!(write(answers[0].id, "other words", false).await, Err(Error::Refused(_))));
    let forbidden = story.earshot.write_down(&story.commissioner, "bus", answers[0].id, "x", false).await;
    assert!(matches!(forbidden, Err(Error::Forbidden)));
}

async fn how_many_gave_a_photo_is_counted_and_nothing_else(db: TestDb) {
    let story = Fixture::new(&db).await;
    let asked = open(&story).await;
    for number in 0..12 {
        story.earshot.keep_file(&asked, None, Some(named(number)), photo(b"p")).await.unwrap();
        send(&story, &[("place", file(named(number))), ("say", Given::Words(format!("place {number}")))])
            .await;
    }
    story.read_and_clear_all("bus").await;
    story.code_and_theme("bus", "quiet", &["place"]).await;
    story.publish("bus").await;
    let findings = story.earshot.findings(&story.asked("bus").await).await.unwrap().unwrap();
    let place = findings.questions.iter().find(|finding| finding.key == "place").unwrap();
    assert_eq!(place.table.rows, ["A photo or drawing"]);
    let said = serde_json::to_string(&findings).unwrap();
    assert!(!said.contains(&named(1).to_string()), "no id leaves");
}

async fn staff_put_files_beside_their_questions(db: TestDb) {
    let story = Fixture::new(&db).await;
    let options = vec![
        Choice { picture: Some("bus-stop.jpg".into()), ..Choice::new("stop", "A bus stop") },
        Choice::new("home", "Home"),
    ];
    let mut way =
        Question::new("way", "Where?", Kind::Picture(Picture { options, several: false, shuffle: false }));
    way.help = Help { audio: Some("read-aloud.webm".into()), ..Help::default() };
    story.draft_consultation("bus").await;
    let edition = story.edition("bus").await;
    let asked = Questionnaire::of(vec![way]);
    story.earshot.save_questionnaire(&story.worker, "bus", edition, &asked).await.unwrap();

    let put = async |name: &str, file: CleanFile, alt: &str| {
        story.earshot.put_staff_files(&story.worker, "bus", vec![(name.to_string(), file)], alt).await
    };
    let Err(Error::Refused(refusals)) = put("Bus Stop.PNG", photo(b"one"), " ").await else { panic!() };
    assert_eq!(refusals, [Refusal::Missing("alt")]);
    put("Bus Stop.PNG", photo(b"one"), "A bus at a stop").await.unwrap();
    put("read aloud.webm", sound(b"two"), "").await.unwrap();
    put("spare.jpg", photo(b"three"), "Nothing").await.unwrap();
    assert!(
        matches!(put("bus stop.jpg", photo(b"x"), "y").await, Err(Error::Refused(_))),
        "the name is taken"
    );
    let forbidden = story.earshot.put_staff_files(&story.commissioner, "bus", Vec::new(), "").await;
    assert!(matches!(forbidden, Err(Error::Forbidden)));

    let files = story.earshot.staff_files(&story.worker, "bus").await.unwrap();
    let used: Vec<(&str, bool)> = files.iter().map(|file| (file.asset.name.as_str(), file.used)).collect();
    assert_eq!(used, [("bus-stop.jpg", true), ("read-aloud.webm", true), ("spare.jpg", false)]);
    let remove = async |name: &str| story.earshot.remove_staff_file(&story.worker, "bus", name).await;
    let Err(Error::Refused(refusals)) = remove("bus-stop.jpg").await else { panic!() };
    assert_eq!(refusals, [Refusal::InUse]);
    remove("spare.jpg").await.unwrap();
    assert!(matches!(remove("spare.jpg").await, Err(Error::NotFound)));
    let replace = async |file: CleanFile| {
        story.earshot.replace_staff_file(&story.worker, "bus", "bus-stop.jpg", file).await
    };
    assert!(matches!(replace(sound(b"x")).await, Err(Error::Refused(_))), "a picture stays a picture");
    replace(photo(b"another")).await.unwrap();
    story.earshot.save_alt(&story.worker, "bus", "bus-stop.jpg", "  A bus  that waits ").await.unwrap();

    // Nobody sees it before the consultation opens but staff; then everybody does.
    let seen = async || story.earshot.public_file("bus", "bus-stop.jpg", None).await;
    assert!(matches!(seen().await, Err(Error::NotFound)));
    assert!(story.earshot.public_file("bus", "bus-stop.jpg", Some(&story.worker)).await.is_ok());
    story.step("bus", Step::Open).await;
    let (file, hash) = seen().await.unwrap();
    assert_eq!(file.bytes, b"another");
    let asked = story.asked("bus").await;
    assert_eq!((asked.files[0].alt.as_str(), &asked.files[0].hash), ("A bus that waits", &hash));
}
