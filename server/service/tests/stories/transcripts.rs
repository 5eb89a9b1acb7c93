//! Sessions: every turn is read like an answer, a speaker is one voice, names are nowhere, and a session is taken back whole.

use earshot_domain::consultation::Step;
use earshot_domain::evidence::{AnswerState, QuoteConsent, QuoteState};
use earshot_domain::export::{ExportContent, ExportForm, ExportKind, ExportState};
use earshot_domain::policy::Role;
use earshot_domain::session::Speaker;
use earshot_domain::text;
use earshot_service::{
    AuditSearch, CodingFilter, CodingPile, Concern, Error, ExportOrder, MatrixAsk, NewTranscript, NewTurn,
    Refusal, RoundText, SecondCoder,
};
use earshot_testkit::{Fixture, TestDb, Voice, answers_to, on_both};

use earshot_domain::respondent::{AgeBand, RespondentType};

on_both!(
    every_turn_waits_to_be_read_and_what_is_held_is_hidden,
    a_speaker_is_one_voice_and_no_part_of_a_share,
    turns_stand_with_the_answers_to_their_question,
    a_file_has_the_words_of_speakers_and_no_rows_without_answers,
    a_session_is_taken_back_whole,
    parents_and_professionals_are_voices_of_their_own,
    one_speaker_is_taken_back_and_the_others_stay,
    with_fewer_than_two_adults_it_says_why,
    no_session_is_taken_back_while_something_of_it_is_held,
    what_a_session_must_say_and_who_may_take_it_in,
);

/// What was said: by whom, and which words in it are a name.
fn session(turns: &[(Speaker, &str, &str)]) -> NewTranscript {
    let turn = |(speaker, words, name): &(Speaker, &str, &str)| NewTurn {
        speaker: *speaker,
        words: (*words).to_string(),
        hide: text::find(words, name),
    };
    NewTranscript {
        title: "Tuesday group".into(),
        held_on: Some("2026-02-09".parse().unwrap()),
        many: 6,
        adults: 2,
        few_adults: String::new(),
        bands: vec![AgeBand::From11To13],
        consent: Some(QuoteConsent::Yes),
        question: None,
        again: false,
        content: turns.iter().map(|(_, words, _)| *words).collect(),
        turns: turns.iter().map(turn).collect(),
    }
}

const ONE: Speaker = Speaker::Young(1);
const TWO: Speaker = Speaker::Young(2);

fn tuesday() -> NewTranscript {
    session(&[
        (Speaker::Worker, "What about you, Zebedee?", "Zebedee"),
        (ONE, "the bus is full and Kim waits", "Kim"),
        (Speaker::Worker, "Is it?", ""),
        (TWO, "sometimes i want to kill myself", ""),
        (Speaker::Worker, "You said that you want to die?", ""),
        (ONE, "the bus is late", ""),
        (Speaker::LeftOut, "Group of Tuesday", ""),
    ])
}

async fn every_turn_waits_to_be_read_and_what_is_held_is_hidden(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let earshot = &story.earshot;
    let id = earshot.keep_transcript(&story.worker, "bus", &tuesday()).await.unwrap();
    let new = story.queue("bus", AnswerState::New).await;
    assert_eq!(new.len(), 3, "what the worker said, and what is left out, is nobody's answer");
    assert!(new[0].watch && new[0].words.starts_with("sometimes"), "the word list puts it first");
    assert!(
        new.iter().all(|answer| answer.question == "Said in a group" && answer.interpretation == Some(false))
    );
    earshot.hold(&story.worker, "bus", new[0].id).await.unwrap();
    story.read_and_clear_all("bus").await;

    let view = earshot.transcript(&story.worker, "bus", id).await.unwrap();
    let said: Vec<Option<&str>> = view.turns.iter().map(|turn| turn.words.as_deref()).collect();
    assert_eq!(
        said,
        [
            Some("What about you, [name]?"),
            Some("the bus is full and [name] waits"),
            None,
            None,
            None,
            Some("the bus is late"),
        ],
        "what is held is hidden, and so is what the worker said right before and after it"
    );
    assert_eq!(view.turns[3].answer.map(|(_, state)| state), Some(AnswerState::Held));
    assert_eq!((view.turns[0].speaker, view.turns[1].speaker), (Speaker::Worker, ONE));
    assert!(
        db.dump().await.iter().all(|row| !row.contains("Zebedee")),
        "names in a worker's words are not kept"
    );
    let answer = story.answer("bus", "the bus is full").await;
    assert_eq!(answer.redactions.len(), 1, "and those in a young person's are hidden from the start");
}

async fn a_speaker_is_one_voice_and_no_part_of_a_share(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    for n in 0..12 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("bus number {n} is late"))).await;
    }
    let many = NewTranscript { many: 12, ..tuesday() };
    story.earshot.keep_transcript(&story.worker, "bus", &many).await.unwrap();
    let held = story.answer("bus", "sometimes").await;
    story.earshot.hold(&story.worker, "bus", held.id).await.unwrap();
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "late", &["the bus is", "bus number"]).await;
    let view = story.theme_view("bus", theme).await;
    assert_eq!(view.voices.value(), Some(15), "twelve and one, rounded");
    assert_eq!(
        view.frequency.map(earshot_domain::frequency::Frequency::key),
        Some("frequency-all"),
        "of those who were asked one by one"
    );
    assert!(view.in_sessions, "and that not all of them are among those is said");
    let need = story.need(&[theme]).await;
    let method = story.earshot.need(&story.worker, need).await.unwrap().panel.method;
    assert!(method.contains("; 1 group session with about 10 young people)"), "{method}");
    let asked = story.code_and_theme("bus", "number", &["bus number"]).await;
    assert!(!story.theme_view("bus", asked).await.in_sessions);
    let quote = story.quote("bus", "the bus is late", theme).await;
    assert_eq!(quote.attribution, "Young person");
    let findings = story.earshot.findings_preview(&story.worker, "bus").await.unwrap();
    assert_eq!(findings.children.value(), Some(10), "the speakers are none of the twelve who answered");
    story.publish("bus").await;
    let traced = story.earshot.trace(quote.reference).await.unwrap();
    assert_eq!((traced.question.as_str(), traced.attribution.as_str()), ("Said in a group", "Young person"));

    // Without a yes in the session nothing of it is quoted.
    story.open_consultation("stop").await;
    let no = NewTranscript { consent: Some(QuoteConsent::No), question: Some("worst".into()), ..tuesday() };
    story.earshot.keep_transcript(&story.worker, "stop", &no).await.unwrap();
    let answer = story.answer("stop", "the bus is late").await;
    assert_eq!(answer.question, "What is the worst bit?");
    assert!(!answer.may_be_quoted());
}

const WORST: &str = "What is the worst bit?";

/// One who answered, a session about the same question, and one about none.
async fn heard(story: &Fixture) {
    story.open_consultation("bus").await;
    story.send("bus", Voice::child(AgeBand::From11To13).wrote("worst", "the bus is cold")).await;
    let free = session(&[(ONE, "somewhere dry", ""), (ONE, "and a light", "")]);
    let worst = [(ONE, "Karen says the bus is late", ""), (TWO, "the bus is late again", "")];
    let about = NewTranscript { question: Some("worst".into()), ..session(&worst) };
    for new in [&free, &about] {
        story.earshot.keep_transcript(&story.worker, "bus", new).await.unwrap();
    }
    story.read_and_clear_all("bus").await;
}

async fn turns_stand_with_the_answers_to_their_question(db: TestDb) {
    let story = Fixture::new(&db).await;
    heard(&story).await;
    let (e, worker) = (&story.earshot, &story.worker);
    let questions = e.coding_questions(worker, "bus").await.unwrap();
    let pair = |key: &str, words: &str| (key.to_string(), words.to_string());
    assert_eq!(questions, [pair("#", "Said in a group"), pair("worst", WORST)], "one for all of its turns");
    for (key, many) in [("#", 2), ("worst", 3)] {
        let pile = CodingPile { question: Some(key.into()), ..CodingFilter::All.into() };
        assert_eq!(e.coding_queue(worker, "bus", pile, 0).await.unwrap().total, Some(many), "{key}");
    }

    let alike = e.alike(worker, "bus", "").await.unwrap();
    assert_eq!((alike.at.as_deref(), alike.looked_at), (Some("worst"), 3));
    let id = story.answer("bus", "the bus is late again").await.id;
    let near = e.alike_answer(worker, "bus", id).await.unwrap();
    assert_eq!(near.question, WORST);

    let cards = e.taking_out_queue(worker, "bus", 0).await.unwrap().cards;
    assert!(cards.iter().any(|card| card.question == WORST), "{cards:?}");

    story.code("bus", "late", &["Karen"]).await;
    story.code("bus", "dry", &["somewhere"]).await;
    let ask = MatrixAsk { singles: true, ..MatrixAsk::default() };
    let lines = e.matrix(worker, "bus", &ask).await.unwrap().lines;
    let cells = lines.iter().flat_map(|line| &line.cells);
    let mut said: Vec<&str> = cells.flat_map(|cell| &cell.said).map(|said| said.question.as_str()).collect();
    said.sort_unstable();
    assert_eq!(said, ["Said in a group", WORST]);

    let sets = e.qda_project(worker, "bus").await.unwrap().questions;
    let sets: Vec<(&str, usize)> = sets.iter().map(|set| (set.name.as_str(), set.texts.len())).collect();
    assert_eq!(sets, [("Question 10", 3), ("Said in a group", 2)]);

    let ali = story.colleague("ali@wexmoor.example", Role::Analyst).await;
    let second = ali.staff_id.map(SecondCoder::Staff);
    let text = RoundText { first: None, second, sample: None };
    let number = e.start_round(worker, "bus", &text).await.unwrap();
    let mut asked = Vec::new();
    for at in 1..=5 {
        let now = e.round(worker, "bus", number, Some(at)).await.unwrap().now.unwrap();
        asked.push(now.words.question);
    }
    asked.sort_unstable();
    assert_eq!(asked, ["Said in a group", "Said in a group", WORST, WORST, WORST]);
}

async fn a_file_has_the_words_of_speakers_and_no_rows_without_answers(db: TestDb) {
    let story = Fixture::new(&db).await;
    heard(&story).await;
    story.code("bus", "dry", &["and a light"]).await;
    let gathered = async |form: ExportForm| {
        let order = ExportOrder {
            kind: Some(ExportKind::Answers),
            form: Some(form),
            raw: false,
            reason: "For the review of school transport".into(),
        };
        story.earshot.ask_export(&story.worker, "bus", &order).await.unwrap();
        let taken = story.earshot.take_export().await.unwrap().unwrap();
        story.earshot.gather_export(&taken).await.unwrap()
    };
    let ExportContent::Answers(table) = gathered(ExportForm::Csv).await else { panic!("no table") };
    assert_eq!(table.rows.len(), 1, "nobody in a session was asked the rest");
    let ExportContent::Words(pack) = gathered(ExportForm::Jsonl).await else { panic!("no words") };
    let held: Vec<(&str, &str, usize)> = pack
        .questions
        .iter()
        .map(|question| (question.name.as_str(), question.label.as_str(), question.lines.len()))
        .collect();
    assert_eq!(held, [("worst", WORST, 3), ("#", "Said in a group", 1)]);
    let line = &pack.questions[1].lines[0];
    assert_eq!((line.words.as_str(), line.codes.len()), ("somewhere dry\n\nand a light", 1));
}

async fn a_session_is_taken_back_whole(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let harmless = session(&[
        (Speaker::Worker, "what quokkaquestion", ""),
        (ONE, "the bus zanzibarquokka is late", ""),
        (TWO, "why quokka", ""),
    ]);
    let id = story.earshot.keep_transcript(&story.worker, "bus", &harmless).await.unwrap();
    story.send("bus", answers_to(AgeBand::From11To13, "i walk")).await;
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "late", &["the bus"]).await;
    let quote = story.quote("bus", "the bus", theme).await;
    story.publish("bus").await;
    let refused = story.earshot.remove_transcript(&story.commissioner, "bus", id).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let order = ExportOrder {
        kind: Some(ExportKind::Answers),
        form: Some(ExportForm::Csv),
        raw: false,
        reason: "For the review of school transport".into(),
    };
    story.earshot.ask_export(&story.worker, "bus", &order).await.unwrap();
    let taken = story.earshot.take_export().await.unwrap().unwrap();
    story.earshot.gather_export(&taken).await.unwrap();
    assert!(story.earshot.export_made(&taken, "bus.zip", b"the bytes").await.unwrap());
    story.draft_consultation("stop").await;
    let elsewhere = story.earshot.remove_transcript(&story.worker, "stop", id).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
    for _ in 0..2 {
        story.earshot.remove_transcript(&story.worker, "bus", id).await.unwrap();
    }
    assert!(db.dump().await.iter().all(|row| !row.contains("quokka")), "nothing that was said is left");
    assert_eq!(story.quote_view("bus", quote.reference).await.state, QuoteState::Struck);
    let files = story.earshot.exports(&story.worker, "bus").await.unwrap().exports;
    assert_eq!(files[0].state, ExportState::NeedsReissue, "nor is it in a file that was made before");
    assert!(story.earshot.transcripts(&story.worker, "bus").await.unwrap().is_empty());
    assert!(matches!(story.earshot.transcript(&story.worker, "bus", id).await, Err(Error::NotFound)));
    assert_eq!(
        story.queue("bus", AnswerState::Cleared).await.len(),
        3,
        "the others' words are where they were"
    );
}

async fn parents_and_professionals_are_voices_of_their_own(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let (parent, nurse) = (Speaker::Parent(1), Speaker::Professional(1));
    let mixed = session(&[
        (ONE, "the bus is late", ""),
        (parent, "the bus worries me", ""),
        (nurse, "the bus makes them ill", ""),
    ]);
    let id = story.earshot.keep_transcript(&story.worker, "bus", &mixed).await.unwrap();
    story.read_and_clear_all("bus").await;
    let view = story.earshot.transcript(&story.worker, "bus", id).await.unwrap();
    let who: Vec<String> = view.turns.iter().map(|turn| turn.speaker.key()).collect();
    assert_eq!(who, ["YP1", "P1", "A1"]);
    let theme = story.code_and_theme("bus", "late", &["the bus"]).await;
    let (mut kinds, mut quotes) = (Vec::new(), Vec::new());
    for start in ["the bus is late", "the bus worries", "the bus makes"] {
        kinds.push(story.answer("bus", start).await.respondent);
        quotes.push(story.quote("bus", start, theme).await.id);
    }
    assert_eq!(kinds, [RespondentType::Child, RespondentType::Parent, RespondentType::Professional]);
    story.publish("bus").await;
    let findings = story.earshot.findings_preview(&story.worker, "bus").await.unwrap();
    let said = |quotes: &[(i64, String, String)]| -> Vec<String> {
        quotes.iter().map(|(_, words, who)| format!("{who}: {words}")).collect()
    };
    assert_eq!(said(&findings.themes[0].quotes), ["Young person: the bus is late"]);
    let mut others = said(&findings.themes[0].other_quotes);
    others.sort_unstable();
    assert_eq!(
        others,
        ["Parent or carer: the bus worries me", "Professional: the bus makes them ill"],
        "never among the young people's"
    );
    let need = story.need(&[theme]).await;
    for quote in quotes {
        story.earshot.set_need_quote(&story.worker, need, quote, true).await.unwrap();
    }
    let panel = story.earshot.need(&story.worker, need).await.unwrap().panel;
    assert_eq!((panel.quotes.len(), panel.other_quotes.len()), (1, 2));
    assert_eq!(panel.quotes[0].respondent, RespondentType::Child);

    // Parents by themselves are a session, and nobody by themselves is none.
    let alone = NewTranscript { many: 0, ..session(&[(parent, "we drive them", "")]) };
    story.open_consultation("stop").await;
    story.earshot.keep_transcript(&story.worker, "stop", &alone).await.unwrap();
    let nobody = NewTranscript { many: 3, ..session(&[(Speaker::Worker, "Hello?", "")]) };
    match story.earshot.keep_transcript(&story.worker, "stop", &nobody).await {
        Err(Error::Refused(why)) => assert_eq!(why, [Refusal::Unreadable("speakers")]),
        other => panic!("{other:?}"),
    }
}

async fn one_speaker_is_taken_back_and_the_others_stay(db: TestDb) {
    let story = Fixture::new(&db).await;
    let earshot = &story.earshot;
    story.open_consultation("bus").await;
    let said = session(&[
        (Speaker::Worker, "you go first", ""),
        (ONE, "the bus zanzibar is late", ""),
        (Speaker::Worker, "zanzibar, you say", ""),
        (TWO, "the bus is cold", ""),
        (Speaker::Worker, "why so cold", ""),
        (TWO, "no roof", ""),
    ]);
    let id = earshot.keep_transcript(&story.worker, "bus", &said).await.unwrap();
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "late", &["the bus"]).await;
    let gone = story.quote("bus", "the bus zanzibar", theme).await;
    let stays = story.quote("bus", "the bus is cold", theme).await;
    story.publish("bus").await;
    let order = ExportOrder {
        kind: Some(ExportKind::Answers),
        form: Some(ExportForm::Csv),
        raw: false,
        reason: "For the review of school transport".into(),
    };
    earshot.ask_export(&story.worker, "bus", &order).await.unwrap();
    let taken = earshot.take_export().await.unwrap().unwrap();
    earshot.gather_export(&taken).await.unwrap();
    assert!(earshot.export_made(&taken, "bus.zip", b"the bytes").await.unwrap());

    for actor in [&story.commissioner, &story.lead] {
        let refused = earshot.remove_speaker(actor, "bus", id, ONE).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
    }
    let stranger = story.stranger().await;
    assert!(matches!(earshot.remove_speaker(&stranger, "bus", id, ONE).await, Err(Error::NotFound)));
    story.draft_consultation("stop").await;
    let elsewhere = earshot.remove_speaker(&story.worker, "stop", id, ONE).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
    // Who never spoke, and who led it, take nothing back.
    for nobody in [Speaker::Young(9), Speaker::Parent(1), Speaker::Worker] {
        earshot.remove_speaker(&story.worker, "bus", id, nobody).await.unwrap();
    }
    assert_eq!(earshot.transcript(&story.worker, "bus", id).await.unwrap().turns.len(), 6);
    let audits = story.audits().await;
    for _ in 0..2 {
        earshot.remove_speaker(&story.worker, "bus", id, ONE).await.unwrap();
    }
    assert_eq!(story.audits().await, audits + 1, "pressed twice it is done once");
    assert!(db.dump().await.iter().all(|row| !row.contains("zanzibar")), "nothing that they said is left");
    let view = earshot.transcript(&story.worker, "bus", id).await.unwrap();
    let left: Vec<Option<&str>> = view.turns.iter().map(|turn| turn.words.as_deref()).collect();
    assert_eq!(left, [None, None, Some("the bus is cold"), Some("why so cold"), Some("no roof")]);
    assert_eq!(story.quote_view("bus", gone.reference).await.state, QuoteState::Struck);
    assert_eq!(story.quote_view("bus", stays.reference).await.state, QuoteState::Published);
    let files = earshot.exports(&story.worker, "bus").await.unwrap().exports;
    assert_eq!(files[0].state, ExportState::NeedsReissue);
    let findings = earshot.findings_preview(&story.worker, "bus").await.unwrap();
    assert_eq!(findings.themes[0].quotes.len(), 1, "what is published is counted anew");
    assert_eq!(earshot.transcripts(&story.worker, "bus").await.unwrap().len(), 1);

    // Not while something that they said is held; what another one said that is held keeps nobody.
    story.open_consultation("park").await;
    let id = earshot.keep_transcript(&story.worker, "park", &tuesday()).await.unwrap();
    let held = story.answer("park", "sometimes").await.id;
    earshot.hold(&story.worker, "park", held).await.unwrap();
    match earshot.remove_speaker(&story.worker, "park", id, TWO).await {
        Err(Error::Refused(why)) => assert_eq!(why, [Refusal::HeldTurn]),
        other => panic!("{other:?}"),
    }
    earshot.remove_speaker(&story.worker, "park", id, ONE).await.unwrap();
    assert_eq!(earshot.held(&story.lead, 0).await.unwrap().0.len(), 1);
}

async fn with_fewer_than_two_adults_it_says_why(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let one = |why: &str| NewTranscript { adults: 1, few_adults: why.into(), ..tuesday() };
    for (new, refusal) in [
        (one(" \n"), Refusal::Missing("few_adults")),
        (NewTranscript { adults: 0, ..tuesday() }, Refusal::Missing("few_adults")),
        (one(&"x".repeat(501)), Refusal::TooLong { field: "few_adults", max: 500 }),
    ] {
        match story.earshot.keep_transcript(&story.worker, "bus", &new).await {
            Err(Error::Refused(why)) => assert_eq!(why, [refusal]),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(db.count("transcript").await, 0);
    let id = story.earshot.keep_transcript(&story.worker, "bus", &one(" The second was ill ")).await.unwrap();
    let kept = story.earshot.transcript(&story.worker, "bus", id).await.unwrap().session;
    assert_eq!((kept.adults, kept.few_adults.as_deref()), (1, Some("The second was ill")));
    let search = AuditSearch { action: Some("session.".into()), ..AuditSearch::default() };
    let trail = story.earshot.audit_trail(&story.admin, &search, 0, 100).await.unwrap().entries;
    let mut actions: Vec<&str> = trail.iter().map(|entry| entry.action.as_str()).collect();
    actions.sort_unstable();
    assert_eq!(actions, ["session.few-adults", "session.import"]);
    assert!(!format!("{trail:?}").contains("was ill"), "why stands with the session alone");
    // With enough of them nothing is asked, and nothing is kept of it.
    let two = NewTranscript { again: true, few_adults: "never mind".into(), ..tuesday() };
    let id = story.earshot.keep_transcript(&story.worker, "bus", &two).await.unwrap();
    let kept = story.earshot.transcript(&story.worker, "bus", id).await.unwrap().session;
    assert_eq!((kept.adults, kept.few_adults), (2, None));
}

async fn no_session_is_taken_back_while_something_of_it_is_held(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let id = story.earshot.keep_transcript(&story.worker, "bus", &tuesday()).await.unwrap();
    let held = story.answer("bus", "sometimes").await.id;
    story.earshot.hold(&story.worker, "bus", held).await.unwrap();
    match story.earshot.remove_transcript(&story.worker, "bus", id).await {
        Err(Error::Refused(why)) => assert_eq!(why, [Refusal::HeldTurn]),
        other => panic!("{other:?}"),
    }
    assert_eq!(story.earshot.held(&story.lead, 0).await.unwrap().0.len(), 1, "the lead still sees it");
    story.earshot.decide_held(&story.lead, held, Concern::NoConcern, "").await.unwrap();
    story.earshot.remove_transcript(&story.worker, "bus", id).await.unwrap();
    assert_eq!(db.count("answer_text").await, 0);
}

async fn what_a_session_must_say_and_who_may_take_it_in(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    let keep =
        async |new: &NewTranscript| match story.earshot.keep_transcript(&story.worker, "bus", new).await {
            Err(Error::Refused(refusals)) => refusals,
            other => panic!("{other:?}"),
        };
    assert_eq!(keep(&tuesday()).await, [Refusal::WrongState], "nobody is asked yet");
    story.step("bus", Step::Open).await;
    let wrong = NewTranscript {
        title: " ".into(),
        held_on: None,
        many: 1,
        adults: -1,
        consent: None,
        question: Some("way".into()),
        ..tuesday()
    };
    assert_eq!(
        keep(&wrong).await,
        [
            Refusal::Missing("title"),
            Refusal::Unreadable("many"),
            Refusal::Missing("held_on"),
            Refusal::Unreadable("adults"),
            Refusal::Missing("consent"),
            Refusal::Unreadable("question"),
        ]
    );
    let later = NewTranscript { held_on: Some("2027-01-01".parse().unwrap()), ..tuesday() };
    assert_eq!(keep(&later).await, [Refusal::Unreadable("held_on")]);
    assert_eq!(db.count("response").await, 0, "nothing is half taken");
    let new = tuesday();
    assert!(!story.earshot.transcript_known(&story.worker, "bus", &new.content).await.unwrap());
    let id = story.earshot.keep_transcript(&story.worker, "bus", &new).await.unwrap();
    assert!(story.earshot.transcript_known(&story.worker, "bus", &new.content).await.unwrap());
    assert_eq!(keep(&new).await, [Refusal::Taken("again")], "the same is noticed");
    let again = NewTranscript { again: true, ..new };
    story.earshot.keep_transcript(&story.worker, "bus", &again).await.unwrap();
    assert_eq!(db.count("transcript").await, 2);
    assert_eq!(db.count("response").await, 4, "two speakers each");

    for actor in [&story.lead, &story.commissioner] {
        let refused = story.earshot.keep_transcript(actor, "bus", &again).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
    }
    assert!(matches!(story.earshot.transcript(&story.commissioner, "bus", id).await, Err(Error::Forbidden)));
    assert!(matches!(story.earshot.transcript(&story.admin, "bus", id).await, Err(Error::Forbidden)));
    assert!(story.earshot.transcript(&story.lead, "bus", id).await.is_ok());
    assert_eq!(story.earshot.transcripts(&story.commissioner, "bus").await.unwrap().len(), 2);
    let stranger = story.stranger().await;
    assert!(matches!(story.earshot.keep_transcript(&stranger, "bus", &again).await, Err(Error::NotFound)));
    assert!(matches!(story.earshot.transcript(&stranger, "bus", id).await, Err(Error::NotFound)));
    assert!(matches!(story.earshot.remove_transcript(&stranger, "bus", id).await, Err(Error::NotFound)));
    story.open_consultation("stop").await;
    assert!(matches!(story.earshot.transcript(&story.worker, "stop", id).await, Err(Error::NotFound)));
}
