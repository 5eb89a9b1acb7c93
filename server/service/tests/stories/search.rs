//! Finding what was said: who finds what, that what may not be seen is not found, and what was said before.

use earshot_domain::evidence::AnswerState;
use earshot_domain::job::JobState;
use earshot_domain::policy::Role;
use earshot_domain::respondent::AgeBand;
use earshot_domain::search::Kind;
use earshot_domain::text::Token;
use earshot_service::{
    Actor, AuditSearch, Concern, Earshot, Error, NeedBody, Place, Refusal, SearchFound, SearchHit,
    SearchText, ThemeText, Trust,
};
use earshot_testkit::{Fixture, TestDb, Voice, on_both};

on_both!(
    an_answer_is_found_once_it_is_cleared_and_as_long_as_nothing_holds_it,
    what_was_taken_out_is_not_found_and_what_was_put_back_is,
    a_name_about_which_nobody_has_decided_is_neither_found_nor_shown,
    whoever_takes_their_words_back_is_not_found_any_more,
    everybody_finds_what_they_could_open_and_nothing_else,
    themes_needs_and_decisions_are_found_in_their_newest_words,
    what_has_run_out_is_not_found,
    who_finds_an_answer_is_in_the_audit_trail,
    an_index_of_before_is_filled_once_and_made_anew_when_somebody_asks,
    names_that_come_later_leave_the_index_by_and_by_and_are_shown_to_nobody_meanwhile,
    work_on_the_index_that_was_given_up_is_tried_again_and_not_thrown_away,
    what_young_people_said_before_is_shown_with_who_was_asked_lately,
);

fn words(words: &str) -> SearchText {
    SearchText { words: words.into(), ..SearchText::default() }
}

async fn find(earshot: &Earshot, actor: &Actor, typed: &str) -> SearchFound {
    earshot.search(actor, &words(typed), 0).await.unwrap()
}

/// The kinds of what somebody finds, sorted.
async fn kinds(story: &Fixture, actor: &Actor, typed: &str) -> Vec<Kind> {
    let mut kinds: Vec<Kind> =
        find(&story.earshot, actor, typed).await.hits.iter().map(|hit| hit.kind).collect();
    kinds.sort_unstable();
    kinds
}

/// Does all work on the index; gives how many pieces it had.
async fn indexed(story: &Fixture) -> usize {
    let mut pieces = 0;
    while story.earshot.index_some().await.unwrap() {
        pieces += 1;
    }
    pieces
}

/// The work on the index that stands in the list of what is on its way: what it is, and how far it has come.
async fn on_the_list(story: &Fixture, state: JobState) -> Vec<(String, String)> {
    let page = story.earshot.jobs(&story.admin, state, 0, 100).await.unwrap();
    let jobs = page.jobs.into_iter().filter(|job| job.kind.starts_with("search."));
    jobs.map(|job| (job.kind, job.subject)).collect()
}

/// Somebody who wrote about a zebra called Karen, and eleven others.
async fn asked(db: &TestDb) -> (Fixture, earshot_domain::receipt::Receipt) {
    let story = Fixture::new(db).await;
    story.open_consultation("bus").await;
    let voice = Voice::child(AgeBand::From11To13);
    let receipt = story.send("bus", voice.clone().wrote("worst", "the zebra drives past, says Karen")).await;
    for n in 0..11 {
        story.send("bus", voice.clone().wrote("worst", &format!("tram {n} is late"))).await;
    }
    (story, receipt)
}

async fn an_answer_is_found_once_it_is_cleared_and_as_long_as_nothing_holds_it(db: TestDb) {
    let (story, _) = asked(&db).await;
    assert!(kinds(&story, &story.worker, "zebra").await.is_empty(), "nobody has read it");
    story.read_and_clear_all("bus").await;
    let found = find(&story.earshot, &story.worker, "zebra").await;
    assert_eq!((found.total, found.is_cut, found.more), (1, false, false));
    let hit = &found.hits[0];
    assert_eq!(hit.consultation.as_ref().map(|(slug, _)| slug.as_str()), Some("bus"));
    assert!(hit.reference.starts_with("R-") && hit.excerpt.runs.iter().any(|run| run.is_hit));
    let theme = story.code_and_theme("bus", "passing", &["the zebra"]).await;
    story.quote("bus", "the zebra", theme).await;
    assert_eq!(kinds(&story, &story.worker, "zebra").await, [Kind::Answer, Kind::DraftQuote]);

    let id = story.answer("bus", "the zebra").await.id;
    story.earshot.hold(&story.worker, "bus", id).await.unwrap();
    assert!(kinds(&story, &story.worker, "zebra").await.is_empty(), "nor its quote");
    assert!(kinds(&story, &story.lead, "zebra").await.is_empty(), "held words are in the lane alone");
    story.earshot.decide_held(&story.lead, id, Concern::Referred, "Rang the duty desk.").await.unwrap();
    assert!(kinds(&story, &story.worker, "zebra").await.is_empty());
    story.earshot.decide_held(&story.lead, id, Concern::NoConcern, "").await.unwrap();
    assert_eq!(
        kinds(&story, &story.worker, "zebra").await,
        [Kind::Answer, Kind::DraftQuote],
        "its quote, too"
    );

    let page = |page| {
        let (earshot, worker) = (&story.earshot, &story.worker);
        async move { earshot.search(worker, &words("tram"), page).await.unwrap() }
    };
    assert_eq!((page(0).await.total, page(0).await.hits.len()), (11, 11));
    for behind in [1, i64::MAX] {
        let last = page(behind).await;
        assert_eq!((last.page, last.hits.len(), last.more), (0, 11, false), "{behind}");
    }
}

async fn what_was_taken_out_is_not_found_and_what_was_put_back_is(db: TestDb) {
    let (story, _) = asked(&db).await;
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "passing", &["the zebra"]).await;
    story.quote("bus", "the zebra", theme).await;
    assert_eq!(kinds(&story, &story.worker, "Karen").await, [Kind::Answer, Kind::DraftQuote]);
    story.redact("bus", "the zebra", "karen", Token::Name).await;
    assert!(kinds(&story, &story.worker, "Karen").await.is_empty());
    let found = find(&story.earshot, &story.worker, "zebra").await;
    let shown: Vec<String> = found
        .hits
        .iter()
        .map(|hit| hit.excerpt.runs.iter().map(|run| run.text.as_str()).collect::<String>())
        .collect();
    assert_eq!(shown.len(), 2);
    assert!(shown.iter().all(|text| text.contains("says [name]")), "{shown:?}");
    let answer = story.answer("bus", "the zebra").await;
    let redaction = answer.redactions[0].id;
    story.earshot.unredact(&story.worker, "bus", answer.id, redaction).await.unwrap();
    assert_eq!(kinds(&story, &story.worker, "Karen").await, [Kind::Answer, Kind::DraftQuote]);
}

async fn a_name_about_which_nobody_has_decided_is_neither_found_nor_shown(db: TestDb) {
    let (story, _) = asked(&db).await;
    let voice = Voice::child(AgeBand::From11To13);
    story.send("bus", voice.wrote("worst", "the giraffe of Qworp eats leaves")).await;
    story.read_and_clear_all("bus").await;
    let shown = async |typed: &str| {
        let found = find(&story.earshot, &story.worker, typed).await;
        let run = |hit: &SearchHit| hit.excerpt.runs.iter().map(|run| run.text.as_str()).collect::<String>();
        (found.total, found.hits.iter().map(run).collect::<Vec<_>>().join("|"))
    };
    assert_eq!(shown("Karen").await, (0, String::new()), "nobody has decided about it");
    assert_eq!(shown("zebra").await, (1, "the zebra drives past, says [name]".into()));
    assert!(db.dump().await.iter().all(|row| !row.starts_with("search_entry") || !row.contains("Karen")));
    let id = story.answer("bus", "the zebra").await.id;
    story.wave_through("bus", id).await;
    assert_eq!(shown("Karen").await, (1, "the zebra drives past, says Karen".into()), "it is fine");

    // What the organisation looks for may grow after the words were put into the index.
    assert_eq!(shown("Qworp").await, (1, "the giraffe of Qworp eats leaves".into()));
    let lists = [(Token::Name, "Qworp".to_string())];
    story.earshot.save_redaction_lists(&story.worker, "bus", &lists).await.unwrap();
    assert_eq!(shown("Qworp").await, (0, String::new()));
    assert_eq!(shown("giraffe").await, (1, "the giraffe of [name] eats leaves".into()));
    assert_eq!(shown("giraffe Qworp").await.0, 0);
}

async fn whoever_takes_their_words_back_is_not_found_any_more(db: TestDb) {
    let (story, receipt) = asked(&db).await;
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "passing", &["the zebra", "tram"]).await;
    story.quote("bus", "the zebra", theme).await;
    story.publish("bus").await;
    assert_eq!(kinds(&story, &story.commissioner, "zebra").await, [Kind::Quote]);
    story.earshot.narrow(&receipt).await.unwrap();
    assert_eq!(kinds(&story, &story.worker, "zebra").await, [Kind::Answer], "counted, and not quoted");
    assert!(kinds(&story, &story.commissioner, "zebra").await.is_empty());
    story.earshot.take_back(&receipt).await.unwrap();
    assert!(kinds(&story, &story.worker, "zebra").await.is_empty());
    assert!(db.dump().await.iter().all(|row| !row.contains("zebra")));
}

async fn everybody_finds_what_they_could_open_and_nothing_else(db: TestDb) {
    let (story, _) = asked(&db).await;
    story.open_consultation("park").await;
    story.send("park", Voice::child(AgeBand::From11To13).wrote("worst", "a zebra in the park")).await;
    for slug in ["bus", "park"] {
        story.read_and_clear_all(slug).await;
    }
    story.code_and_theme("bus", "zebra", &["the zebra"]).await;
    let body = NeedBody { title: "A zebra crossing".into(), ..NeedBody::default() };
    story.earshot.create_need(&story.worker, &body).await.unwrap();
    let all = [Kind::Answer, Kind::Answer, Kind::Theme, Kind::Need];
    assert_eq!(kinds(&story, &story.worker, "zebra").await, all);
    assert_eq!(kinds(&story, &story.commissioner, "zebra").await, [Kind::Theme, Kind::Need], "no raw words");
    assert_eq!(kinds(&story, &story.admin, "zebra").await, [Kind::Need]);
    assert!(kinds(&story, &story.lead, "zebra").await.is_empty());
    assert_eq!(kinds(&story, &story.lead, "matter").await, [Kind::Consultation, Kind::Consultation]);
    let stranger = story.stranger().await;
    for typed in ["zebra", "matter", "bus", "tram"] {
        assert!(kinds(&story, &stranger, typed).await.is_empty(), "{typed}");
    }

    // Who is trusted with one consultation finds that one.
    let trust = Trust { only_in: Some(Place::Consultation("park")), ..Trust::everywhere(Role::Analyst) };
    let invited = ("rae@university.example", "Rae");
    let link = story.earshot.invite_with(&story.admin, invited, trust).await.unwrap();
    let session = story.earshot.sign_in(&link.token).await.unwrap();
    let rae = story.earshot.who(&session).await.unwrap().unwrap();
    let found = find(&story.earshot, &rae, "zebra").await;
    assert_eq!(found.hits.iter().map(|hit| hit.kind).collect::<Vec<_>>(), [Kind::Answer]);
    assert_eq!(found.hits[0].consultation.as_ref().unwrap().0, "park");
    assert_eq!(found.consultations.len(), 1, "and is told of no other");
    let elsewhere = SearchText { consultation: "bus".into(), ..words("zebra") };
    assert!(matches!(story.earshot.search(&rae, &elsewhere, 0).await, Err(Error::NotFound)));

    // What is chosen narrows it.
    let only = SearchText { kind: Some(Kind::Theme), ..words("zebra") };
    assert_eq!(story.earshot.search(&story.worker, &only, 0).await.unwrap().total, 1);
    let only = SearchText { consultation: "park".into(), ..words("zebra") };
    assert_eq!(story.earshot.search(&story.worker, &only, 0).await.unwrap().total, 1);
    let late = SearchText { from: Some(earshot_testkit::day("2026-02-10")), ..words("zebra") };
    assert_eq!(story.earshot.search(&story.worker, &late, 0).await.unwrap().total, 0);
    let nothing = find(&story.earshot, &story.worker, " -zebra ").await;
    assert_eq!((nothing.total, nothing.terms), (0, 0));
}

async fn themes_needs_and_decisions_are_found_in_their_newest_words(db: TestDb) {
    let (story, _) = asked(&db).await;
    story.read_and_clear_all("bus").await;
    let code = story.code("bus", "passing", &["the zebra"]).await;
    let theme = story.theme("bus", "Trams stop early", &[code]).await;
    assert_eq!(kinds(&story, &story.commissioner, "early").await, [Kind::Theme]);
    let text = ThemeText {
        name: "Trams stop at ten".into(),
        child_name: "You said: ten".into(),
        codes: vec![code],
        is_final: true,
        ..ThemeText::default()
    };
    story.earshot.change_theme(&story.worker, "bus", theme, &text).await.unwrap();
    assert!(kinds(&story, &story.commissioner, "early").await.is_empty());
    assert_eq!(kinds(&story, &story.commissioner, "\"stop at ten\"").await, [Kind::Theme]);
    story.publish("bus").await;
    let need = story.agreed_need(&[theme]).await;
    assert_eq!(kinds(&story, &story.commissioner, &need.to_string()).await, [Kind::Need]);
    let decision = story.decision("bus", need).await;
    assert_eq!(kinds(&story, &story.commissioner, "\"route 14\"").await, [Kind::Decision]);
    assert_eq!(kinds(&story, &story.commissioner, &decision.to_string()).await, [Kind::Decision]);
    assert_eq!(kinds(&story, &story.commissioner, "\"matter of bus\"").await, [Kind::Consultation]);
}

async fn what_has_run_out_is_not_found(db: TestDb) {
    let (story, _) = asked(&db).await;
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "passing", &["the zebra", "tram"]).await;
    story.redact("bus", "the zebra", "Karen", Token::Name).await;
    story.quote("bus", "the zebra", theme).await;
    story.publish("bus").await;
    story.quote("bus", "tram 3", theme).await;
    assert_eq!(kinds(&story, &story.worker, "\"tram 3\"").await, [Kind::Answer, Kind::DraftQuote]);
    // Nobody told young people: 24 months after the last day.
    story.on_day("2028-03-23");
    story.earshot.purge().await.unwrap();
    assert!(story.queue("bus", AnswerState::Cleared).await.is_empty());
    assert!(kinds(&story, &story.worker, "\"tram 3\"").await.is_empty());
    assert_eq!(kinds(&story, &story.worker, "zebra").await, [Kind::Quote], "what was published stays");
}

async fn who_finds_an_answer_is_in_the_audit_trail(db: TestDb) {
    let (story, _) = asked(&db).await;
    story.read_and_clear_all("bus").await;
    // Reading the queue has been noted in this hour.
    story.pass(chrono::TimeDelta::hours(2));
    let analyst = story.colleague("analyst@wexmoor.example", Role::Analyst).await;
    let looks = async || {
        let search = AuditSearch { action: Some("answer.look".into()), ..AuditSearch::default() };
        let trail = story.earshot.audit_trail(&story.admin, &search, 0, 100).await.unwrap();
        trail
            .entries
            .iter()
            .filter(|entry| entry.staff_name.as_deref() == Some(analyst.name.as_str()))
            .count()
    };
    find(&story.earshot, &analyst, "matter").await;
    find(&story.earshot, &analyst, "nothing at all").await;
    assert_eq!(looks().await, 0, "no answer was seen");
    find(&story.earshot, &analyst, "zebra").await;
    find(&story.earshot, &analyst, "tram").await;
    assert_eq!(looks().await, 1, "once an hour");
    assert!(db.dump().await.iter().all(|row| !row.starts_with("audit_event") || !row.contains("zebra")));
}

async fn an_index_of_before_is_filled_once_and_made_anew_when_somebody_asks(db: TestDb) {
    let (mut story, _) = asked(&db).await;
    story.earshot = story.earshot.clone().with_index_pieces_of(5);
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "zebra", &["the zebra"]).await;
    story.quote("bus", "the zebra", theme).await;
    let before = kinds(&story, &story.worker, "zebra").await;
    assert_eq!(before, [Kind::Answer, Kind::Theme, Kind::DraftQuote]);
    // As it was before there was an index.
    db.execute("DELETE FROM search_entry").await.unwrap();
    let found = find(&story.earshot, &story.worker, "zebra").await;
    assert!(found.total == 0 && found.is_filling);
    assert!(story.earshot.fill_search().await.unwrap());
    assert!(story.earshot.fill_search().await.unwrap(), "it is on its way");
    assert_eq!(on_the_list(&story, JobState::Waiting).await, [("search.fill".to_string(), String::new())]);
    assert!(find(&story.earshot, &story.worker, "zebra").await.is_filling);
    // One piece after the other; whoever ends in between goes on from there.
    assert!(story.earshot.index_some().await.unwrap());
    assert!(find(&story.earshot, &story.worker, "zebra").await.is_filling);
    assert_eq!(on_the_list(&story, JobState::Waiting).await.len(), 1);
    let mut said = Vec::new();
    while story.earshot.index_some().await.unwrap() {
        said.extend(on_the_list(&story, JobState::Waiting).await.into_iter().map(|(_, subject)| subject));
    }
    assert!((7..20).contains(&said.len()), "each source, and the end: {said:?}");
    // It is done for all organisations, and stands in the list of one.
    let no_number = |subject: &String| subject.chars().all(|c| !c.is_numeric());
    assert!(said.contains(&"answers".to_string()) && said.iter().all(no_number), "{said:?}");
    assert_eq!(on_the_list(&story, JobState::Done).await.len(), 1);
    assert_eq!(kinds(&story, &story.worker, "zebra").await, before);
    assert!(!find(&story.earshot, &story.worker, "zebra").await.is_filling);
    db.execute("DELETE FROM search_entry").await.unwrap();
    assert!(!story.earshot.fill_search().await.unwrap(), "once");
    assert_eq!(indexed(&story).await, 0);
    assert!(kinds(&story, &story.worker, "zebra").await.is_empty());
    let held = story.answer("bus", "tram 3").await.id;
    story.earshot.hold(&story.worker, "bus", held).await.unwrap();
    let mut told = Vec::new();
    let many = story.earshot.reindex_telling(|many| told.push(many)).await.unwrap();
    assert!(many >= 14 && told.is_sorted() && told.last() == Some(&many), "{many}, {told:?}");
    assert_eq!(story.earshot.reindex().await.unwrap(), many, "as often as somebody asks");
    assert_eq!(kinds(&story, &story.worker, "zebra").await, before);
    assert!(kinds(&story, &story.worker, "\"tram 3\"").await.is_empty(), "and nothing that is held");
}

async fn names_that_come_later_leave_the_index_by_and_by_and_are_shown_to_nobody_meanwhile(db: TestDb) {
    let (mut story, _) = asked(&db).await;
    story.earshot = story.earshot.clone().with_index_pieces_of(20);
    let (e, worker) = (&story.earshot, &story.worker);
    let voice = Voice::child(AgeBand::From11To13);
    // More than are looked at in one piece, and more than stand on a page.
    for _ in 0..30 {
        story.send("bus", voice.clone().wrote("worst", "the giraffe of Qworp eats leaves")).await;
    }
    story.read_and_clear_all("bus").await;
    assert_eq!(indexed(&story).await, 0, "nothing is to be done");
    assert_eq!(find(e, worker, "Qworp").await.total, 30);
    let save = async |names: &str| {
        let lists = [(Token::Name, names.to_string())];
        e.save_redaction_lists(worker, "bus", &lists).await.unwrap();
    };
    save("").await;
    assert!(on_the_list(&story, JobState::Waiting).await.is_empty(), "nothing has changed");
    save("Somebody").await;
    save("Qworp").await;
    let begun = [("search.names".to_string(), String::new())];
    assert_eq!(on_the_list(&story, JobState::Waiting).await, begun, "one");
    let kept = async || {
        let rows = db.dump().await;
        rows.iter().filter(|row| row.starts_with("search_entry") && row.contains("Qworp")).count()
    };
    assert_eq!(kept().await, 30);
    // Nobody sees what is hidden by now, on whatever page, however far the index has come.
    let hidden = async || {
        for page in [0, 1] {
            let found = e.search(worker, &words("giraffe"), page).await.unwrap();
            for hit in &found.hits {
                let shown: String = hit.excerpt.runs.iter().map(|run| run.text.as_str()).collect();
                assert!(!shown.contains("Qworp"), "{shown}");
            }
            assert!(e.search(worker, &words("Qworp"), page).await.unwrap().hits.is_empty());
        }
    };
    hidden().await;
    assert!(find(e, worker, "Qworp").await.total > 0, "the index knows nothing of it yet");
    assert!(e.index_some().await.unwrap());
    let left = kept().await;
    assert!((10..=22).contains(&left), "20 were looked at, among them those of others perhaps: {left}");
    let far = [("search.names".to_string(), "answers, 20 looked at".to_string())];
    assert_eq!(on_the_list(&story, JobState::Waiting).await, far);
    hidden().await;
    // Whoever saves them in the middle has it begin again: what is behind it already is looked at once more.
    save("giraffe").await;
    assert_eq!(on_the_list(&story, JobState::Waiting).await, begun);
    assert_eq!(indexed(&story).await, 4);
    assert_eq!(find(e, worker, "giraffe").await.total, 0);
    assert_eq!(find(e, worker, "Qworp").await.total, 30, "and it is no name any more");
    assert!(on_the_list(&story, JobState::Waiting).await.is_empty());
    save("Qworp").await;
    indexed(&story).await;
    assert_eq!((kept().await, find(e, worker, "Qworp").await.total), (0, 0));
    assert_eq!(find(e, worker, "giraffe").await.total, 30);
}

async fn work_on_the_index_that_was_given_up_is_tried_again_and_not_thrown_away(db: TestDb) {
    let (story, _) = asked(&db).await;
    story.read_and_clear_all("bus").await;
    let lists = [(Token::Name, "zebra".to_string())];
    story.earshot.save_redaction_lists(&story.worker, "bus", &lists).await.unwrap();
    db.execute("UPDATE job SET state = 'failed', ended_at = created_at WHERE kind = 'search.names'")
        .await
        .unwrap();
    let page = story.earshot.jobs(&story.admin, JobState::Failed, 0, 10).await.unwrap();
    let [job] = page.jobs.as_slice() else { panic!("{:?}", page.jobs) };
    let discarded = story.earshot.discard_job(&story.admin, job.id).await;
    assert!(matches!(&discarded, Err(Error::Refused(why)) if *why == [Refusal::WrongState]), "{discarded:?}");
    assert!(matches!(story.earshot.discard_job(&story.worker, job.id).await, Err(Error::Forbidden)));
    story.earshot.retry_job(&story.admin, job.id).await.unwrap();
    assert!(indexed(&story).await > 0);
    assert_eq!(find(&story.earshot, &story.worker, "zebra").await.total, 0);
}

async fn what_young_people_said_before_is_shown_with_who_was_asked_lately(db: TestDb) {
    let (story, _) = asked(&db).await;
    story.read_and_clear_all("bus").await;
    let late = story.code_and_theme("bus", "Late trams", &["tram"]).await;
    story.code_and_theme("bus", "Zebras", &["the zebra"]).await;
    story.quote("bus", "tram 3", late).await;
    story.redact("bus", "the zebra", "Karen", Token::Name).await;
    let draft = story.earshot.already_asked(&story.commissioner, "Late trams in the town").await.unwrap();
    assert!(draft.before[0].quotes.is_empty(), "a draft may still hold a name");
    story.publish("bus").await;
    let asked = story.earshot.already_asked(&story.commissioner, "Late trams in the town").await.unwrap();
    assert_eq!(asked.before.len(), 1);
    let before = &asked.before[0];
    assert_eq!((before.slug.as_str(), before.voices.value()), ("bus", Some(10)), "12, rounded");
    assert_eq!(before.themes.iter().map(|theme| theme.id).collect::<Vec<_>>(), [late]);
    assert_eq!(before.speaking, 1);
    assert!(before.themes[0].frequency.is_some());
    assert_eq!(before.quotes.len(), 1);
    assert_eq!(before.quotes[0].text, "tram 3 is late");
    // By its title the whole of it is meant.
    let whole = story.earshot.already_asked(&story.commissioner, "The matter of bus").await.unwrap();
    assert_eq!((whole.before[0].themes.len(), whole.before[0].speaking), (2, 0), "by none of its themes");
    let both = story.earshot.already_asked(&story.commissioner, "The matter of zebras").await.unwrap();
    let names: Vec<&str> = both.before[0].themes.iter().map(|theme| theme.name.as_str()).collect();
    assert_eq!((names, both.before[0].speaking), (vec!["Zebras", "Late trams"], 1));
    assert!(story.earshot.already_asked(&story.worker, "of the").await.unwrap().before.is_empty());

    let north = asked.areas.iter().find(|area| area.name == "Wexmoor North").unwrap();
    assert_eq!(north.consultations, [("bus".to_string(), "The matter of bus".to_string())]);
    assert!(asked.groups.is_empty(), "nobody was given a code");
    story.on_day("2027-06-01");
    let later = story.earshot.already_asked(&story.worker, "trams").await.unwrap();
    assert!(later.areas.is_empty() && later.before.len() == 1, "what was said stays");

    assert!(matches!(story.earshot.already_asked(&story.admin, "trams").await, Err(Error::Forbidden)));
    assert!(matches!(story.earshot.already_asked(&story.lead, "trams").await, Err(Error::Forbidden)));
    let stranger = story.stranger().await;
    let theirs = story.earshot.already_asked(&stranger, "trams").await.unwrap();
    assert!(theirs.before.is_empty() && theirs.areas.is_empty() && theirs.groups.is_empty());
}
