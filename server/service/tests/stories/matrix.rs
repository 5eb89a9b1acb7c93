//! The framework matrix, the theme board and the tray.

use chrono::TimeDelta;
use earshot_domain::evidence::{QuoteConsent, ThemeState};
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::text::Token;
use earshot_service::{
    CodeMove, Concern, Error, MatrixAsk, MatrixCell, MatrixLine, MatrixRow, QuoteText, Refusal,
};
use earshot_testkit::{Fixture, TestDb, answers_to, on_both};
use uuid::Uuid;

use crate::refusals;

on_both!(
    groups_show_suppressed_counts_and_what_was_written,
    a_held_answer_is_in_no_cell_and_not_in_the_tray,
    codes_move_between_themes_until_these_were_answered,
    what_is_put_aside_waits_for_a_quote,
    nobody_else_sees_any_of_it,
);

const SINGLES: MatrixAsk = MatrixAsk { codes: Vec::new(), theme: None, singles: true, page: 0 };

/// Twelve who are late and one whose stop is dark; the two codes.
async fn heard(story: &Fixture) -> (Uuid, Uuid) {
    story.open_consultation("bus").await;
    for n in 0..12 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("bus number {n} is late"))).await;
    }
    story.send("bus", answers_to(AgeBand::From14To15, "my stop by Tom is dark")).await;
    story.read_and_clear_all("bus").await;
    let late = story.code("bus", "late", &["bus number"]).await;
    (late, story.code("bus", "dark", &["my stop"]).await)
}

async fn lines(story: &Fixture, ask: &MatrixAsk) -> Vec<MatrixLine> {
    story.earshot.matrix(&story.worker, "bus", ask).await.unwrap().lines
}

/// The response whose stop is dark.
async fn dark_line(story: &Fixture) -> MatrixLine {
    let all = lines(story, &SINGLES).await;
    all.into_iter().find(|line| line.band == Some(AgeBand::From14To15)).unwrap()
}

fn of(line: &MatrixLine, code: Uuid) -> &MatrixCell {
    line.cells.iter().find(|cell| cell.code == code).unwrap()
}

async fn groups_show_suppressed_counts_and_what_was_written(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (late, dark) = heard(&story).await;
    let (e, worker) = (&story.earshot, &story.worker);
    let groups = lines(&story, &MatrixAsk::default()).await;
    let keys: Vec<String> = groups.iter().map(|line| line.row.key()).collect();
    assert_eq!(keys, ["child-11-13", "child-14-15", "child-16-17"]);
    assert_eq!(of(&groups[0], late).voices.unwrap().value(), Some(10), "twelve, rounded");
    assert_eq!(of(&groups[0], dark).voices.unwrap().value(), Some(0));
    assert!(of(&groups[1], dark).voices.unwrap().is_hidden(), "one");
    // Other columns do not make other numbers.
    let narrow = MatrixAsk { codes: vec![dark], ..MatrixAsk::default() };
    let again = lines(&story, &narrow).await;
    assert_eq!(again[0].cells.len(), 1);
    for (wide, narrow) in groups.iter().zip(&again) {
        assert_eq!(of(wide, dark).voices, of(narrow, dark).voices);
    }
    let group = MatrixRow::Group(RespondentType::Child, Some(AgeBand::From14To15));
    e.write_summary(worker, "bus", (dark, group), 0, " They are afraid. ").await.unwrap();
    e.write_summary(worker, "bus", (dark, group), 0, "They are afraid.").await.unwrap();
    let stale = e.write_summary(worker, "bus", (dark, group), 0, "Not at all.").await;
    assert_eq!(refusals(stale), [Refusal::ChangedMeanwhile("matrix_summary")]);
    e.write_summary(worker, "bus", (dark, group), 1, "They want a light.").await.unwrap();
    let (code, line) = e.matrix_cell(worker, "bus", dark, group).await.unwrap();
    let summary = line.cells[0].summary.clone().unwrap();
    assert_eq!(
        (code.name.as_str(), summary.words.as_str(), summary.edition),
        ("dark", "They want a light.", 2)
    );
    for (words, why) in [
        (String::new(), Refusal::Missing("matrix_summary")),
        ("x".repeat(2_001), Refusal::TooLong { field: "matrix_summary", max: 2_000 }),
    ] {
        assert_eq!(refusals(e.write_summary(worker, "bus", (late, group), 0, &words).await), [why]);
    }
    for (code, row) in [
        (story.random_id(), group),
        (late, MatrixRow::Group(RespondentType::Parent, None)),
        (late, MatrixRow::Response(story.random_id())),
    ] {
        let none = e.write_summary(worker, "bus", (code, row), 0, "words").await;
        assert!(matches!(none, Err(Error::NotFound)), "{none:?}");
    }
    let theme = story.theme("bus", "light", &[dark]).await;
    let ask = MatrixAsk { theme: Some(theme), ..MatrixAsk::default() };
    let matrix = e.matrix(worker, "bus", &ask).await.unwrap();
    assert_eq!(matrix.columns.iter().map(|code| code.id).collect::<Vec<_>>(), [dark]);
}

async fn a_held_answer_is_in_no_cell_and_not_in_the_tray(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (_, dark) = heard(&story).await;
    let (e, worker) = (&story.earshot, &story.worker);
    story.redact("bus", "my stop", "Tom", Token::Name).await;
    assert_eq!(lines(&story, &SINGLES).await.len(), 13);
    let line = dark_line(&story).await;
    let said = &of(&line, dark).said;
    assert!(said.len() == 1 && said[0].words.starts_with("my stop by"), "{said:?}");
    assert!(!said[0].words.contains("Tom"), "{said:?}");
    e.write_summary(worker, "bus", (dark, line.row), 0, "Afraid of the dark.").await.unwrap();
    let answer = story.answer("bus", "my stop").await.id;
    e.put_aside(worker, "bus", answer, None, "It says it").await.unwrap();
    assert_eq!(e.tray(worker, "bus").await.unwrap().len(), 1);

    e.hold(worker, "bus", answer).await.unwrap();
    let held = dark_line(&story).await;
    assert!(of(&held, dark).said.is_empty() && of(&held, dark).summary.is_none() && !held.is_open);
    assert!(e.tray(worker, "bus").await.unwrap().is_empty());
    let stale = e.write_summary(worker, "bus", (dark, line.row), 1, "Afraid.").await;
    assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
    assert!(e.put_aside(worker, "bus", answer, None, "").await.is_err());
    e.decide_held(&story.lead, answer, Concern::NoConcern, "").await.unwrap();
    let back = dark_line(&story).await;
    assert!(of(&back, dark).said.len() == 1 && of(&back, dark).summary.is_some() && back.is_open);
    assert_eq!(e.tray(worker, "bus").await.unwrap().len(), 1);
}

async fn codes_move_between_themes_until_these_were_answered(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (late, dark) = heard(&story).await;
    let (e, worker) = (&story.earshot, &story.worker);
    let codes = async |theme| story.theme_view("bus", theme).await.codes;
    let times = story.theme("bus", "times", &[late]).await;
    assert_eq!(refusals(e.theme_of_code(worker, "bus", (dark, None), " ").await), [Refusal::Missing("name")]);
    let light = e.theme_of_code(worker, "bus", (dark, None), "Light").await.unwrap();
    let made = story.theme_view("bus", light).await;
    assert_eq!((made.name.as_str(), made.state, made.codes), ("Light", ThemeState::Draft, vec![dark]));
    let there = CodeMove { code: dark, from: Some(light), to: Some(times) };
    e.move_code(worker, "bus", there).await.unwrap();
    assert_eq!((codes(light).await, codes(times).await.len()), (vec![], 2));
    let stale = e.move_code(worker, "bus", there).await;
    assert!(matches!(stale, Err(Error::Stale)), "somebody has moved it: {stale:?}");
    e.move_code(worker, "bus", CodeMove { code: dark, from: Some(times), to: Some(light) }).await.unwrap();
    assert_eq!((codes(light).await, codes(times).await), (vec![dark], vec![late]));
    // A final theme has a code.
    let last = CodeMove { code: late, from: Some(times), to: None };
    assert_eq!(refusals(e.move_code(worker, "bus", last).await), [Refusal::Missing("codes")]);
    for odd in [
        CodeMove { code: story.random_id(), ..there },
        CodeMove { from: None, to: Some(story.random_id()), ..there },
    ] {
        let none = e.move_code(worker, "bus", odd).await;
        assert!(matches!(none, Err(Error::NotFound)), "{none:?}");
    }
    story.publish("bus").await;
    story.decide("bus").await;
    let joins = CodeMove { code: dark, from: Some(light), to: Some(times) };
    assert_eq!(refusals(e.move_code(worker, "bus", joins).await), [Refusal::Answered]);
    assert_eq!(codes(light).await, [dark], "nothing was changed");
    e.move_code(worker, "bus", CodeMove { to: None, ..joins }).await.unwrap();
    assert!(codes(light).await.is_empty(), "a draft may change");
}

async fn what_is_put_aside_waits_for_a_quote(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (_, dark) = heard(&story).await;
    let (e, worker) = (&story.earshot, &story.worker);
    story.send("bus", answers_to(AgeBand::From16To17, "no quotes").consent(QuoteConsent::No)).await;
    story.read_and_clear_all("bus").await;
    let theme = story.theme("bus", "light", &[dark]).await;
    let (yes, no) = (story.answer("bus", "my stop").await, story.answer("bus", "no quotes").await);
    let long = e.put_aside(worker, "bus", yes.id, Some(story.random_id()), &"x".repeat(501)).await;
    let why = [Refusal::Unreadable("theme"), Refusal::TooLong { field: "why", max: 500 }];
    assert_eq!(refusals(long), why);
    e.put_aside(worker, "bus", yes.id, None, "").await.unwrap();
    story.pass(TimeDelta::seconds(1));
    e.put_aside(worker, "bus", yes.id, Some(theme), " It says it best ").await.unwrap();
    story.pass(TimeDelta::seconds(1));
    e.put_aside(worker, "bus", no.id, None, "").await.unwrap();
    let lies = e.tray(worker, "bus").await.unwrap();
    assert_eq!(
        lies.iter().map(|lies| lies.answer.id).collect::<Vec<_>>(),
        [yes.id, no.id],
        "each is there once"
    );
    assert_eq!((lies[0].theme_id, lies[0].why.as_str()), (Some(theme), "It says it best"));
    assert!(lies[0].answer.may_be_quoted() && !lies[1].answer.may_be_quoted());
    // It lies there, and is no quote.
    let text = QuoteText { piece: no.words.clone(), theme: Some(theme), why_chosen: String::new() };
    assert_eq!(refusals(e.make_quote(worker, "bus", no.id, &text).await), [Refusal::NoConsent]);
    story.quote("bus", "my stop", theme).await;
    let left = e.tray(worker, "bus").await.unwrap();
    assert_eq!(left.iter().map(|lies| lies.answer.id).collect::<Vec<_>>(), [no.id]);
    for _ in 0..2 {
        e.take_off_tray(worker, "bus", left[0].id).await.unwrap();
    }
    let never = e.take_off_tray(worker, "bus", story.random_id()).await;
    assert!(matches!(never, Err(Error::NotFound)), "{never:?}");
    assert!(e.tray(worker, "bus").await.unwrap().is_empty());
}

async fn nobody_else_sees_any_of_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (late, dark) = heard(&story).await;
    let e = &story.earshot;
    let answer = story.answer("bus", "my stop").await.id;
    e.put_aside(&story.worker, "bus", answer, None, "").await.unwrap();
    let lies = e.tray(&story.worker, "bus").await.unwrap()[0].id;
    let group = MatrixRow::Group(RespondentType::Child, Some(AgeBand::From11To13));
    let step = CodeMove { code: late, from: None, to: Some(dark) };
    let stranger = story.stranger().await;
    for (who, is_ours) in [(&story.commissioner, true), (&story.admin, true), (&stranger, false)] {
        for done in [
            e.matrix(who, "bus", &SINGLES).await.map(|_| ()),
            e.matrix_cell(who, "bus", late, group).await.map(|_| ()),
            e.write_summary(who, "bus", (late, group), 0, "words").await,
            e.move_code(who, "bus", step).await,
            e.theme_of_code(who, "bus", (late, None), "Late").await.map(|_| ()),
            e.put_aside(who, "bus", answer, None, "").await,
            e.tray(who, "bus").await.map(|_| ()),
            e.take_off_tray(who, "bus", lies).await,
        ] {
            match done {
                Err(Error::Forbidden) => assert!(is_ours),
                Err(Error::NotFound) => assert!(!is_ours),
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!((db.count("matrix_summary").await, db.count("theme").await), (0, 0));
}
