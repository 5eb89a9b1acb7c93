//! From a suggestion to a quote without a name, and from a quote that is taken back to what has to be looked at again.

use earshot_domain::consultation::Step;
use earshot_domain::evidence::QuoteState;
use earshot_domain::export::{ExportContent, ExportForm, ExportKind};
use earshot_domain::policy::Role;
use earshot_domain::quote_fairness::Remark;
use earshot_domain::redaction::Reason;
use earshot_domain::reference::Kind;
use earshot_domain::respondent::AgeBand;
use earshot_domain::suppression::Shown;
use earshot_domain::text::{Redaction, Span, Token};
use earshot_service::{Citing, Error, ExportOrder, QuoteText, Refusal, SecondPerson, WhyStruck};
use earshot_store::taking_out;
use earshot_testkit::{Fixture, TestDb, Voice, answers_to, on_both};
use uuid::Uuid;

on_both!(
    what_is_suggested_is_taken_out_or_left_and_not_asked_again,
    nothing_is_quoted_or_published_over_what_may_be_a_name,
    an_answer_is_looked_over_by_a_second_person_where_it_may_hurt,
    where_it_may_hurt_words_go_out_once_somebody_else_has_looked,
    a_page_is_read_until_it_is_full,
    files_say_in_how_many_places_nobody_has_decided,
    an_organisation_looks_for_words_of_its_own,
    a_theme_is_quoted_from_different_people,
    a_passport_says_what_is_known_and_no_raw_word_to_others,
    a_passport_of_whoever_is_counted_and_not_quoted_does_not_say_that_time_is_over,
    a_passport_says_that_staff_struck_a_quote_and_why_to_those_who_analyse,
    what_cites_words_that_were_taken_back_is_looked_at_again,
);

const W11: &str = "Karen at Hill View said i cant have my phone after 8 but Jaydens allowed his";

/// A consultation in which this was written, read and coded; gives the theme.
async fn written(story: &Fixture, slug: &str, words: &[&str]) -> Uuid {
    story.open_consultation(slug).await;
    for text in words {
        story.send(slug, Voice::child(AgeBand::From11To13).wrote("worst", text)).await;
    }
    story.read_and_clear_all(slug).await;
    story.code_and_theme(slug, "phones", &words[..1]).await
}

fn refused<T: std::fmt::Debug>(result: &Result<T, Error>, refusal: &Refusal) -> bool {
    matches!(result, Err(Error::Refused(why)) if why.contains(refusal))
}

fn piece(words: &str, theme: Uuid) -> QuoteText {
    QuoteText { piece: words.into(), theme: Some(theme), why_chosen: "It says it".into() }
}

async fn what_is_suggested_is_taken_out_or_left_and_not_asked_again(db: TestDb) {
    let story = Fixture::new(&db).await;
    let theme = written(&story, "home", &[W11, "its boring"]).await;
    let worker = &story.worker;
    let id = story.answer("home", "Karen").await.id;
    let queue = story.earshot.taking_out_queue(worker, "home", 0).await.unwrap();
    assert_eq!((queue.answers, queue.cards.len(), queue.more), (1, 1, false), "the other one holds nothing");
    let left = story.earshot.taking_out(worker, "home", id).await.unwrap().suggestions;
    let found: Vec<_> = left.iter().map(|one| (one.words.as_str(), one.token, one.sure)).collect();
    assert_eq!(
        found,
        [("Karen", Token::Name, true), ("Hill View", Token::Place, false), ("Jaydens", Token::Name, true)]
    );
    assert_eq!((left[0].before.as_str(), left[0].reason), ("", Reason::Name));
    assert!(left[2].before.ends_with(" but ") && left[2].behind == " allowed his");
    assert!(!format!("{left:?}").contains("Karen"), "for nobody's log");
    assert_eq!(queue.cards[0].suggestions, left);

    let out = |at: usize, token| Redaction { span: left[at].span, token };
    story.earshot.redact_spans(worker, "home", id, &[out(0, Token::Worker)]).await.unwrap();
    story.earshot.leave_in(worker, "home", id, left[2].span).await.unwrap();
    story.earshot.leave_in(worker, "home", id, left[2].span).await.unwrap();
    let now = story.earshot.taking_out(worker, "home", id).await.unwrap().suggestions;
    assert_eq!(now, left[1..2]);
    story.earshot.redact_spans(worker, "home", id, &[out(1, Token::Place)]).await.unwrap();
    assert_eq!(story.earshot.taking_out_queue(worker, "home", 7).await.unwrap().answers, 0);
    let made = story.earshot.make_quote(worker, "home", id, &piece(W11, theme)).await.unwrap();
    let shown = story.quote_view("home", made).await.text;
    assert_eq!(shown, "[worker] at [place] said i cant have my phone after 8 but Jaydens allowed his");

    // What is no range of the answer, and what nobody has suggested.
    let nowhere = Redaction { span: Span { start: 70, end: 700 }, token: Token::Name };
    let wrong = story.earshot.redact_spans(worker, "home", id, &[nowhere]).await;
    assert!(refused(&wrong, &Refusal::Unreadable("span")), "{wrong:?}");
    assert!(story.earshot.redact_spans(worker, "home", id, &[]).await.is_err());
    let all = story.earshot.leave_in(worker, "home", id, Span { start: 0, end: 70 }).await;
    assert!(matches!(all, Err(Error::Stale)), "{all:?}");
    let stranger = story.stranger().await;
    for error in [
        story.earshot.taking_out(&stranger, "home", id).await.err(),
        story.earshot.taking_out_queue(&stranger, "home", 0).await.err(),
        story.earshot.redact_spans(&stranger, "home", id, &[nowhere]).await.err(),
        story.earshot.leave_in(&stranger, "home", id, left[0].span).await.err(),
        story.earshot.check_answer(&stranger, "home", id).await.err(),
    ] {
        assert!(matches!(error, Some(Error::NotFound)), "{error:?}");
    }
    let commissioner = story.earshot.taking_out_queue(&story.commissioner, "home", 0).await;
    assert!(matches!(commissioner, Err(Error::Forbidden)), "they see no raw words");
}

async fn nothing_is_quoted_or_published_over_what_may_be_a_name(db: TestDb) {
    let story = Fixture::new(&db).await;
    let theme = written(&story, "home", &[W11]).await;
    let worker = &story.worker;
    let id = story.answer("home", "Karen").await.id;
    let early = story.earshot.make_quote(worker, "home", id, &piece(W11, theme)).await;
    assert!(refused(&early, &Refusal::LookFirst), "{early:?}");
    // A piece without a name in it is free; what is only perhaps a place stops nobody.
    for words in ["i cant have my phone", "at Hill View said i cant"] {
        story.earshot.make_quote(worker, "home", id, &piece(words, theme)).await.unwrap();
    }
    // Later the organisation tells of a name that stands in a quote.
    let lists = [(Token::Name, "cant have".to_string())];
    story.earshot.save_redaction_lists(worker, "home", &lists).await.unwrap();
    story.step("home", Step::Close).await;
    let late = story.earshot.publish_findings(worker, "home").await;
    assert!(refused(&late, &Refusal::LookFirst), "{late:?}");
    let audits = story.audits().await;
    story.wave_through("home", id).await;
    assert!(story.audits().await > audits, "who waved it through is known");
    story.earshot.publish_findings(worker, "home").await.unwrap();
}

async fn an_answer_is_looked_over_by_a_second_person_where_it_may_hurt(db: TestDb) {
    let story = Fixture::new(&db).await;
    written(&story, "home", &[W11, "its boring"]).await;
    let (worker, earshot) = (&story.worker, &story.earshot);
    let analyst = story.colleague("analyst@wexmoor.example", Role::Analyst).await;
    let id = story.answer("home", "Karen").await.id;
    let consultation = earshot.preparation(worker, "home").await.unwrap().consultation.id;
    let checked = async || {
        let mut tx = story.db.db().begin().await.unwrap();
        taking_out::checked_answers(&mut tx, consultation).await.unwrap()
    };
    let early = earshot.check_answer(&analyst, "home", id).await;
    assert!(refused(&early, &Refusal::LookFirst), "names are left: {early:?}");
    for word in ["Karen", "Jaydens"] {
        earshot.redact(worker, "home", id, word, Token::Name).await.unwrap();
    }
    // Where nothing hurts, whoever took it out may look it over too.
    earshot.check_answer(worker, "home", id).await.unwrap();
    assert_eq!(checked().await, [id]);
    let seen = earshot.taking_out(&analyst, "home", id).await.unwrap();
    assert_eq!(seen.checked.unwrap().0, "Jo Marsh");
    earshot.redact(worker, "home", id, "Hill View", Token::Place).await.unwrap();
    assert!(checked().await.is_empty(), "it is not as it was");
    assert!(!earshot.taking_out(worker, "home", id).await.unwrap().own_work);

    // Where it may hurt, somebody who did not work on it looks.
    hard(&story).await;
    story.send("care", Voice::young().wrote("worst", "Karen forgot my birthday")).await;
    story.read_and_clear_all("care").await;
    let id = story.answer("care", "Karen").await.id;
    earshot.redact(worker, "care", id, "Karen", Token::Worker).await.unwrap();
    let own = earshot.check_answer(worker, "care", id).await;
    assert!(refused(&own, &Refusal::SecondPerson(SecondPerson::OwnWork)), "{own:?}");
    assert!(earshot.taking_out(worker, "care", id).await.unwrap().own_work);
    earshot.check_answer(&analyst, "care", id).await.unwrap();
    assert_eq!(earshot.taking_out(worker, "care", id).await.unwrap().checked.unwrap().1, earshot.now());
}

/// Opens "care", which may hurt.
async fn hard(story: &Fixture) {
    let (worker, earshot) = (&story.worker, &story.earshot);
    story.draft_consultation("care").await;
    let mut setup = earshot.preparation(worker, "care").await.unwrap().consultation.setup;
    setup.sensitive = true;
    earshot.save_setup(worker, "care", story.edition("care").await, &setup).await.unwrap();
    earshot.check_consultation(&story.lead, "care", story.edition("care").await).await.unwrap();
    story.step("care", Step::Open).await;
}

async fn where_it_may_hurt_words_go_out_once_somebody_else_has_looked(db: TestDb) {
    let story = Fixture::new(&db).await;
    hard(&story).await;
    let (worker, earshot) = (&story.worker, &story.earshot);
    for words in ["it is loud at night", "nobody knocks"] {
        story.send("care", Voice::young().wrote("worst", words)).await;
    }
    story.read_and_clear_all("care").await;
    let console = earshot.console().await.unwrap();
    let order = ExportOrder {
        kind: Some(ExportKind::Answers),
        form: Some(ExportForm::Jsonl),
        ..ExportOrder::default()
    };
    // The words in the project, those in a file, and whether the file and the page say that some are missing.
    let goes_out = async || {
        let handed = earshot.qda_project(worker, "care").await.unwrap();
        let texts = handed.voices.iter().flat_map(|voice| &voice.texts);
        let mut texts: Vec<String> = texts.map(|text| text.words.clone()).collect();
        texts.sort_unstable();
        let ExportContent::Words(pack) = earshot.export_now(&console, "care", &order).await.unwrap() else {
            panic!("no words")
        };
        let lines = pack.questions.iter().flat_map(|question| &question.lines);
        let mut said: Vec<String> = lines.map(|line| line.words.clone()).collect();
        said.sort_unstable();
        assert_eq!(texts, said);
        let page = earshot.exports(worker, "care").await.unwrap().unchecked;
        assert_eq!(page, pack.origin.unchecked);
        (said, page.is_some_and(Shown::is_hidden))
    };
    assert_eq!(goes_out().await, (Vec::new(), true), "nobody else has looked");
    let analyst = story.colleague("analyst@wexmoor.example", Role::Analyst).await;
    earshot.check_answer(&analyst, "care", story.answer("care", "it is loud").await.id).await.unwrap();
    assert_eq!(goes_out().await, (vec!["it is loud at night".to_string()], true));
    earshot.check_answer(&analyst, "care", story.answer("care", "nobody").await.id).await.unwrap();
    let (said, some_are_missing) = goes_out().await;
    assert_eq!((said.len(), some_are_missing), (2, false));
}

async fn files_say_in_how_many_places_nobody_has_decided(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("home").await;
    for words in ["Karen was late", "it is loud at night"] {
        story.send("home", Voice::young().wrote("worst", words)).await;
    }
    story.read_and_clear_all("home").await;
    let console = story.earshot.console().await.unwrap();
    let says = async |form, raw| {
        let order = ExportOrder {
            kind: Some(ExportKind::Answers),
            form: Some(form),
            raw,
            reason: "To see what stands in it".into(),
        };
        match story.earshot.export_now(&console, "home", &order).await.unwrap() {
            ExportContent::Words(pack) => pack.origin.undecided,
            ExportContent::Answers(table) => table.origin.undecided,
            ExportContent::Tables(_) => panic!("no answers"),
        }
    };
    let on_page = async || story.earshot.exports(&story.worker, "home").await.unwrap().undecided;
    for form in [ExportForm::Jsonl, ExportForm::Csv] {
        assert!(says(form, false).await.is_some_and(Shown::is_hidden), "in a few places");
        assert_eq!(says(form, true).await, None, "as they were written");
    }
    assert!(on_page().await.is_some_and(Shown::is_hidden));
    let project = async || story.earshot.qda_project(&story.worker, "home").await.unwrap().undecided;
    assert!(project().await.is_some_and(Shown::is_hidden), "the file for other programs says it too");
    story.wave_through("home", story.answer("home", "Karen").await.id).await;
    assert_eq!((says(ExportForm::Jsonl, false).await, on_page().await), (None, None));
    assert_eq!(project().await, None);
}

async fn a_page_is_read_until_it_is_full(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("home").await;
    for n in 0..25 {
        let words = format!("Karen was late {n}");
        story.send("home", Voice::child(AgeBand::From11To13).wrote("worst", &words)).await;
    }
    story.read_and_clear_all("home").await;
    for (page, found) in [(0, (0, 20, 21, true)), (1, (1, 5, 25, false)), (9, (1, 5, 25, false))] {
        let queue = story.earshot.taking_out_queue(&story.worker, "home", page).await.unwrap();
        assert_eq!((queue.page, queue.cards.len(), queue.answers, queue.more), found, "page {page}");
    }
}

async fn an_organisation_looks_for_words_of_its_own(db: TestDb) {
    let story = Fixture::new(&db).await;
    written(&story, "home", &["the blue shed in unit 7 smells", "Priya never rings me back"]).await;
    let worker = &story.worker;
    // Staff are known without a list.
    let priya = story.answer("home", "Priya").await.id;
    let left = story.earshot.taking_out(worker, "home", priya).await.unwrap().suggestions;
    assert_eq!((left[0].words.as_str(), left[0].token), ("Priya", Token::Worker));
    let id = story.answer("home", "the blue").await.id;
    assert!(story.earshot.taking_out(worker, "home", id).await.unwrap().suggestions.is_empty());
    let lists = [(Token::Place, "  Blue Shed \r\n\r\nUnit 7".to_string())];
    story.earshot.save_redaction_lists(worker, "home", &lists).await.unwrap();
    let left = story.earshot.taking_out(worker, "home", id).await.unwrap().suggestions;
    assert_eq!(left.iter().map(|one| one.words.as_str()).collect::<Vec<_>>(), ["blue shed", "unit 7"]);
    let queue = story.earshot.taking_out_queue(worker, "home", 0).await.unwrap();
    assert!(queue.may_list && queue.lists.contains(&(Token::Place, "Blue Shed\nUnit 7".to_string())));
    let long = [(Token::Name, "a".repeat(20_001))];
    let long = story.earshot.save_redaction_lists(worker, "home", &long).await;
    assert!(refused(&long, &Refusal::TooLong { field: "name", max: 20_000 }), "{long:?}");
    let odd = story.earshot.save_redaction_lists(worker, "home", &[(Token::Date, String::new())]).await;
    assert!(refused(&odd, &Refusal::Unreadable("token")));
    let stranger = story.stranger().await;
    let elsewhere = story.earshot.save_redaction_lists(&stranger, "home", &lists).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
    assert!(matches!(
        story.earshot.save_redaction_lists(&story.commissioner, "home", &lists).await,
        Err(Error::Forbidden)
    ));
}

async fn a_theme_is_quoted_from_different_people(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    for n in 0..10 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("late {n}"))).await;
        story.send("bus", answers_to(AgeBand::From14To15, &format!("older {n}"))).await;
    }
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "late", &["late", "older"]).await;
    assert!(story.earshot.quote_remarks(&story.worker, "bus").await.unwrap().is_empty(), "nothing is quoted");
    let remarks = async || story.earshot.quote_remarks(&story.worker, "bus").await.unwrap().remove(0);
    story.quote("bus", "late 3", theme).await;
    assert_eq!(remarks().await, (theme, vec![Remark::TooFew, Remark::Stance]));
    // The same child, with another of their answers.
    story.quote("bus", "stop: late 3", theme).await;
    assert_eq!(remarks().await.1, [Remark::TooFew, Remark::SamePerson, Remark::Stance]);
    story.quote("bus", "late 4", theme).await;
    assert_eq!(remarks().await.1, [Remark::SamePerson, Remark::OneAge, Remark::Stance]);
    story.quote("bus", "older 4", theme).await;
    assert_eq!(remarks().await.1, [Remark::SamePerson, Remark::Stance]);
    let commissioner = story.earshot.quote_remarks(&story.commissioner, "bus").await;
    assert!(matches!(commissioner, Err(Error::Forbidden)));
    let stranger = story.stranger().await;
    assert!(matches!(story.earshot.quote_remarks(&stranger, "bus").await, Err(Error::NotFound)));
}

/// Twelve children, a theme with a quote without a name, published.
async fn told(story: &Fixture) -> (Uuid, earshot_service::QuoteView, earshot_domain::receipt::Receipt) {
    story.open_consultation("bus").await;
    let mut first = None;
    for n in 0..12 {
        let words = if n == 0 { "mr davis drives past".to_string() } else { format!("late {n}") };
        let receipt = story.send("bus", answers_to(AgeBand::From11To13, &words)).await;
        first.get_or_insert(receipt);
    }
    story.on_day("2026-03-23");
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "late", &["mr davis", "late"]).await;
    story.redact("bus", "mr davis", "mr davis", Token::Worker).await;
    let quote = story.quote("bus", "mr davis", theme).await;
    (theme, quote, first.unwrap())
}

async fn a_passport_says_what_is_known_and_no_raw_word_to_others(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (theme, quote, receipt) = told(&story).await;
    let of =
        async |actor: &earshot_service::Actor| story.earshot.passport(actor, "bus", quote.reference).await;
    assert!(
        matches!(of(&story.commissioner).await, Err(Error::NotFound)),
        "a draft is for those who analyse"
    );
    let draft = of(&story.worker).await.unwrap();
    assert_eq!((draft.changes, draft.codes.as_slice()), (1, ["late".to_string()].as_slice()));
    assert_eq!(draft.makers.published_at, None);
    story.publish("bus").await;
    story.agreed_need(&[theme]).await;
    let seen = of(&story.worker).await.unwrap();
    assert_eq!(seen.quote.text, "[worker] drives past");
    assert!(seen.rung.unwrap().starts_with("At least ten"), "twelve of that age answered");
    assert!(seen.method.contains("about 10 children and young people"), "{}", seen.method);
    assert!(seen.method.contains("14 to 15"), "who is missing: {}", seen.method);
    assert!(
        seen.needs_figures && seen.missing[0].contains("It is not known who is missing"),
        "{:?}",
        seen.missing
    );
    assert_eq!(seen.makers.published_by.as_deref(), Some("Jo Marsh"));
    assert!(seen.quote.answer_id.is_some() && seen.trail.need.is_some());

    let outside = of(&story.commissioner).await.unwrap();
    assert!(outside.quote.answer_id.is_none() && outside.codes.is_empty(), "no way to the raw words");
    assert!(!format!("{outside:?}").contains("davis"));
    let stranger = story.stranger().await;
    assert!(matches!(of(&stranger).await, Err(Error::NotFound)));
    let nothing = earshot_domain::reference::Reference::new(Kind::Quote, 9_999);
    assert!(matches!(story.earshot.passport(&story.worker, "bus", nothing).await, Err(Error::NotFound)));

    story.earshot.take_back(&receipt).await.unwrap();
    for actor in [&story.worker, &story.commissioner] {
        let struck = of(actor).await.unwrap();
        assert_eq!((struck.quote.state, struck.quote.text.as_str()), (QuoteState::Struck, ""));
        assert!(struck.rung.is_none() && struck.consent.is_none() && struck.codes.is_empty());
        assert!(!format!("{struck:?}").contains("drives past"), "no words of it are left");
        assert_eq!(struck.struck, Some(WhyStruck::TakenBack));
    }
    let late = story.earshot.strike_quote(&story.worker, "bus", quote.id, "It is gone.").await;
    assert!(matches!(late, Err(Error::Stale)), "whoever comes second has not struck it: {late:?}");
    assert_eq!(of(&story.worker).await.unwrap().struck, Some(WhyStruck::TakenBack));
}

async fn a_passport_of_whoever_is_counted_and_not_quoted_does_not_say_that_time_is_over(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (_, quote, receipt) = told(&story).await;
    story.publish("bus").await;
    story.earshot.narrow(&receipt).await.unwrap();
    assert!(story.answer("bus", "mr davis").await.words.contains("drives past"), "the answer stays");
    for actor in [&story.worker, &story.commissioner] {
        let struck = story.earshot.passport(actor, "bus", quote.reference).await.unwrap();
        assert_eq!((struck.quote.state, struck.struck), (QuoteState::Struck, Some(WhyStruck::TakenBack)));
    }
}

async fn a_passport_says_that_staff_struck_a_quote_and_why_to_those_who_analyse(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (_, quote, receipt) = told(&story).await;
    let of = async |actor: &earshot_service::Actor| {
        story.earshot.passport(actor, "bus", quote.reference).await.unwrap()
    };
    story.publish("bus").await;
    assert_eq!(of(&story.worker).await.struck, None);
    story.pass(chrono::TimeDelta::minutes(1));
    let why = "A neighbour knew who it was.";
    story.earshot.strike_quote(&story.worker, "bus", quote.id, why).await.unwrap();
    let at = story.earshot.now();
    let by_whom = async || match of(&story.worker).await.struck {
        Some(WhyStruck::ByStaff(Some(striking))) => {
            (striking.at, striking.staff_name.unwrap(), striking.reason.unwrap())
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(by_whom().await, (at, "Jo Marsh".to_string(), why.to_string()));
    let others = of(&story.commissioner).await;
    assert_eq!(others.struck, Some(WhyStruck::ByStaff(None)));
    let trace = story.earshot.trace(quote.reference).await.unwrap();
    assert!(trace.struck && trace.text.is_empty() && !format!("{trace:?}").contains("neighbour"));
    // Whoever takes it back afterwards changes nothing about that.
    story.pass(chrono::TimeDelta::minutes(1));
    story.earshot.take_back(&receipt).await.unwrap();
    assert_eq!(by_whom().await.2, why);
}

async fn what_cites_words_that_were_taken_back_is_looked_at_again(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (theme, quote, receipt) = told(&story).await;
    let earshot = &story.earshot;
    let need = story.need(&[theme]).await;
    earshot.set_need_quote(&story.worker, need, quote.id, true).await.unwrap();
    story.publish("bus").await;
    earshot.propose_need(&story.worker, need, story.need_edition(need).await).await.unwrap();
    earshot.agree_need(&story.commissioner, need, story.need_edition(need).await).await.unwrap();
    let place = earshot_service::PriorityText {
        place: 1,
        reason: "Most said it".into(),
        ..earshot_service::PriorityText::default()
    };
    earshot.set_priority(&story.commissioner, need, &place).await.unwrap();
    story.on_day("2026-06-02");
    let decision = story.decision("bus", need).await;
    story.reply(decision, &[theme]).await;
    story.publish_decision(decision).await.unwrap();
    let page = story.tell("bus").await;
    let trace = earshot.trace(quote.reference).await.unwrap();
    assert!(trace.also.is_empty(), "the need of its way is said once");
    assert_eq!(trace.voices.unwrap().text(), "10");

    let waits = async || {
        let of_need = earshot.need(&story.worker, need).await.unwrap().taken_back;
        let of_decision = earshot.decision(&story.commissioner, decision).await.unwrap().taken_back;
        let told = earshot.feedback_proposal(&story.worker, "bus").await.unwrap().taken_back;
        [of_need, of_decision, told]
    };
    assert_eq!(waits().await, [vec![], vec![], vec![]]);
    let passport = async || earshot.passport(&story.worker, "bus", quote.reference).await.unwrap().cited;
    assert!(passport().await.iter().all(|cites| !cites.waits));
    earshot.take_back(&receipt).await.unwrap();
    let one = vec![quote.reference];
    assert_eq!(waits().await, [one.clone(), one.clone(), one.clone()]);
    let cited: Vec<_> = passport().await.iter().map(|cites| (cites.reference, cites.waits)).collect();
    assert_eq!(cited, [(need, true), (decision, true), (page, true)]);

    let other = earshot_domain::reference::Reference::new(Kind::Quote, 9_999);
    earshot.look_again(&story.worker, Citing::Need(need), &[other]).await.unwrap();
    assert_eq!(waits().await[0], one, "they looked at another one");
    earshot.look_again(&story.worker, Citing::Need(need), &one).await.unwrap();
    earshot.look_again(&story.commissioner, Citing::Decision(decision), &one).await.unwrap();
    assert_eq!(waits().await, [vec![], vec![], one.clone()]);
    let not_theirs = earshot.look_again(&story.commissioner, Citing::Feedback("bus"), &one).await;
    assert!(matches!(not_theirs, Err(Error::Forbidden)), "{not_theirs:?}");
    let stranger = story.stranger().await;
    for at in [Citing::Need(need), Citing::Decision(decision), Citing::Feedback("bus")] {
        let elsewhere = earshot.look_again(&stranger, at, &one).await;
        assert!(matches!(elsewhere, Err(Error::NotFound)), "{elsewhere:?}");
    }
    earshot.look_again(&story.worker, Citing::Feedback("bus"), &one).await.unwrap();
    assert_eq!(waits().await, [vec![], vec![], vec![]]);
}
