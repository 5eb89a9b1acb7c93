//! What is alike among the answers: suggested to those who code, decided by a person, and never of what is held.

#[path = "../../../../domain/src/alike/tests/samples.rs"]
mod samples;

use earshot_domain::evidence::AnswerState;
use earshot_domain::policy::Role;
use earshot_domain::respondent::AgeBand;
use earshot_service::{Alike, CodeText, Error, GroupText, Refusal, Suggestion};
use earshot_testkit::{Fixture, TestDb, Voice, on_both};

use samples::{BUSES, LETTER, PARKS};

on_both!(
    groups_come_with_reasons_and_never_with_what_is_held,
    a_group_becomes_a_code_on_the_answers_that_were_ticked,
    what_is_dismissed_is_not_suggested_again,
    nearly_the_same_words_are_counted_apart_and_each_voice_counts,
    an_answer_is_shown_with_what_is_like_it_and_codes_it_may_deserve,
    only_those_who_code_see_it_and_nobody_of_another_organisation,
);

/// A consultation with sixteen cleared answers about two things.
async fn cleared(story: &Fixture) {
    story.open_consultation("bus").await;
    for words in BUSES.iter().chain(&PARKS) {
        story.send("bus", Voice::child(AgeBand::From11To13).wrote("worst", words)).await;
    }
    story.read_and_clear_all("bus").await;
}

async fn alike(story: &Fixture) -> Alike {
    story.earshot.alike(&story.worker, "bus", "").await.unwrap()
}

async fn groups_come_with_reasons_and_never_with_what_is_held(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let empty = alike(&story).await;
    assert!(empty.at.is_none() && empty.questions.is_empty() && empty.groups.is_empty());
    for words in BUSES.iter().chain(&PARKS) {
        story.send("bus", Voice::child(AgeBand::From11To13).wrote("worst", words)).await;
    }
    assert!(alike(&story).await.questions.is_empty(), "nobody has read them");
    story.read_and_clear_all("bus").await;
    let held = story.answer("bus", BUSES[0]).await;
    story.earshot.hold(&story.worker, "bus", held.id).await.unwrap();

    let found = alike(&story).await;
    assert_eq!(found.at.as_deref(), Some("worst"));
    assert_eq!(found.questions, [("worst".to_string(), "What is the worst bit?".to_string(), 15)]);
    assert_eq!((found.looked_at, found.more), (15, false));
    assert!(found.groups.len() > 1, "{found:?}");
    for group in &found.groups {
        let of = |all: &[&str]| group.texts.iter().all(|text| all.contains(&text.words.as_str()));
        assert!(of(&BUSES) || of(&PARKS), "{group:?}");
        assert!(!group.typical.is_empty() && group.texts.iter().all(|text| !text.shares.is_empty()));
        assert!(group.texts.iter().all(|text| text.id != held.id), "what is held is nowhere");
        assert_eq!(group.answers, group.texts.len());
    }
    let trail =
        story.earshot.audit_trail(&story.admin, &earshot_service::AuditSearch::default(), 0, 100).await;
    assert!(trail.unwrap().entries.iter().any(|entry| entry.action == "answer.look"), "who looked is known");
    let nowhere = story.earshot.alike(&story.worker, "bus", "nothing").await;
    assert!(matches!(nowhere, Err(Error::NotFound)));
}

async fn a_group_becomes_a_code_on_the_answers_that_were_ticked(db: TestDb) {
    let story = Fixture::new(&db).await;
    cleared(&story).await;
    let before = alike(&story).await.groups;
    let group = &before[0];
    let accept = async |name: &str, answers: Vec<uuid::Uuid>| {
        let text = GroupText { key: group.key.clone(), name: name.into(), answers };
        story.earshot.accept_group(&story.worker, "bus", &text).await
    };
    let ticked: Vec<_> = group.texts.iter().skip(1).map(|text| text.id).collect();
    let nothing = accept(" ", Vec::new()).await;
    let both = [Refusal::Missing("name"), Refusal::Missing("answers")];
    assert!(matches!(nothing, Err(Error::Refused(why)) if why == both));
    let many = (0..501).map(|_| story.random_id()).collect();
    assert!(matches!(accept("Many", many).await, Err(Error::Refused(_))));
    // One of them is held in the meantime: nothing happens.
    story.earshot.hold(&story.worker, "bus", ticked[0]).await.unwrap();
    assert!(matches!(accept("One thing", ticked.clone()).await, Err(Error::Stale)));
    assert!(story.earshot.codebook(&story.worker, "bus").await.unwrap().codes.is_empty());

    let code = accept("One thing", ticked[1..].to_vec()).await.unwrap();
    let book = story.earshot.codebook(&story.worker, "bus").await.unwrap();
    assert_eq!((book.codes.len(), book.codes[0].id, book.codes[0].name.as_str()), (1, code, "One thing"));
    assert_eq!(usize::try_from(book.codes[0].used).unwrap(), ticked.len() - 1);
    let answers = story.queue("bus", AnswerState::Cleared).await;
    let carries = answers.iter().filter(|answer| !answer.codings.is_empty());
    assert!(carries.clone().count() > 0 && carries.clone().all(|answer| ticked[1..].contains(&answer.id)));
    let again = accept("One thing", ticked[1..].to_vec()).await;
    assert!(matches!(again, Err(Error::Refused(why)) if why == [Refusal::Taken("name")]));
    assert!(alike(&story).await.groups.iter().all(|other| other.key != group.key), "it is decided about");
}

async fn what_is_dismissed_is_not_suggested_again(db: TestDb) {
    let story = Fixture::new(&db).await;
    cleared(&story).await;
    let before = alike(&story).await;
    let key = before.groups[0].key.clone();
    let dismiss = async |key: &str| {
        story.earshot.dismiss_suggestion(&story.worker, "bus", Suggestion::Group, key).await
    };
    for wrong in ["", "x", "+0", &"z".repeat(64)] {
        assert!(matches!(dismiss(wrong).await, Err(Error::NotFound)), "{wrong}");
    }
    dismiss(&key).await.unwrap();
    dismiss(&key).await.unwrap();
    let after = alike(&story).await;
    assert_eq!(after.groups.len(), before.groups.len() - 1);
    assert!(after.groups.iter().all(|group| group.key != key));
    for word in before.groups[0].typical.iter().flat_map(|words| words.split(' ')) {
        let rows = db.dump().await;
        let mut kept = rows.iter().filter(|row| row.starts_with("suggestion_dismissal"));
        assert!(kept.all(|row| !row.contains(word)), "a keyed hash, and no word");
    }
}

async fn nearly_the_same_words_are_counted_apart_and_each_voice_counts(db: TestDb) {
    let story = Fixture::new(&db).await;
    cleared(&story).await;
    for n in 0..12 {
        let words = format!("{LETTER} {}", if n % 2 == 0 { "please" } else { "" });
        story.send("bus", Voice::child(AgeBand::From11To13).wrote("worst", words.trim())).await;
    }
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "The club", &["Please keep"]).await;
    let found = alike(&story).await;
    assert_eq!(found.folds.len(), 1, "{found:?}");
    let (first, key) = (found.folds[0].texts[0].id, found.folds[0].key.clone());
    assert_eq!(found.folds[0].answers, 12);

    let accept = async |title: &str| story.earshot.accept_campaign(&story.worker, "bus", first, title).await;
    assert!(matches!(accept(" ").await, Err(Error::Refused(why)) if why == [Refusal::Missing("title")]));
    assert!(matches!(accept(&"x".repeat(101)).await, Err(Error::Refused(_))));
    for _ in 0..2 {
        accept("The letter").await.unwrap();
    }
    assert_eq!(db.count("campaign").await, 1, "whoever presses twice has done it once");
    let found = alike(&story).await;
    assert!(found.folds.is_empty(), "it is decided about");
    assert_eq!((found.campaigns.len(), found.campaigns[0].answers), (1, 12));
    let view = story.theme_view("bus", theme).await;
    assert_eq!((view.voices.value(), view.nearly_same.value()), (Some(10), Some(10)), "each voice counts");
    let wider = story.code_and_theme("bus", "Clubs and a bus", &["Please keep", BUSES[0]]).await;
    let wider = story.theme_view("bus", wider).await;
    assert!(wider.nearly_same.is_hidden(), "it would tell of the one who wrote otherwise: {wider:?}");
    let bus = story.code_and_theme("bus", "A bus", &[BUSES[0]]).await;
    assert_eq!(story.theme_view("bus", bus).await.nearly_same.value(), Some(0));
    assert_eq!(story.answer("bus", "Please keep").await.nearly_same, 11);
    assert_eq!(story.answer("bus", BUSES[0]).await.nearly_same, 0);

    let id = found.campaigns[0].id;
    story.draft_consultation("park").await;
    let elsewhere = story.earshot.remove_campaign(&story.worker, "park", id).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
    story.earshot.remove_campaign(&story.worker, "bus", id).await.unwrap();
    let audits = story.audits().await;
    story.earshot.remove_campaign(&story.worker, "bus", id).await.unwrap();
    assert_eq!(story.audits().await, audits, "whoever presses twice has done it once");
    assert_eq!(story.theme_view("bus", theme).await.nearly_same.value(), Some(0));
    assert_eq!(alike(&story).await.folds.len(), 1, "and it is suggested again");
    let worker = &story.worker;
    story.earshot.dismiss_suggestion(worker, "bus", Suggestion::Campaign, &key).await.unwrap();
    assert!(alike(&story).await.folds.is_empty(), "until somebody dismisses it");
}

async fn an_answer_is_shown_with_what_is_like_it_and_codes_it_may_deserve(db: TestDb) {
    let story = Fixture::new(&db).await;
    cleared(&story).await;
    let code = story.code("bus", "Late", &BUSES[1..7]).await;
    let id = story.answer("bus", BUSES[0]).await.id;
    let one = async || story.earshot.alike_answer(&story.worker, "bus", id).await.unwrap();
    let found = one().await;
    assert_eq!((found.answer.id, found.question.as_str()), (id, "What is the worst bit?"));
    assert_eq!(found.like.len(), 7);
    assert!(found.like.iter().all(|text| BUSES.contains(&text.words.as_str()) && text.id != id));
    assert_eq!(found.codes.len(), 1, "{found:?}");
    let idea = &found.codes[0];
    assert_eq!((idea.code, idea.name.as_str(), idea.carry, idea.of), (code, "Late", 6, 6));
    assert!(idea.shares.contains(&"late".to_string()));

    let worker = &story.worker;
    story.earshot.dismiss_suggestion(worker, "bus", Suggestion::Code, &idea.key).await.unwrap();
    assert!(one().await.codes.is_empty());
    let other = story.answer("bus", BUSES[7]).await.id;
    assert_eq!(story.earshot.alike_answer(worker, "bus", other).await.unwrap().codes.len(), 1);
    let unknown = story.earshot.accept_code(worker, "bus", other, story.random_id()).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    story.earshot.accept_code(worker, "bus", other, code).await.unwrap();
    story.earshot.accept_code(worker, "bus", other, code).await.unwrap();
    assert_eq!(story.answer("bus", BUSES[7]).await.codings.len(), 1);
    assert!(story.earshot.alike_answer(worker, "bus", other).await.unwrap().codes.is_empty());

    story.earshot.hold(worker, "bus", other).await.unwrap();
    assert!(matches!(story.earshot.alike_answer(worker, "bus", other).await, Err(Error::Stale)));
    assert!(one().await.like.iter().all(|text| text.id != other), "what is held is like nothing");
}

async fn only_those_who_code_see_it_and_nobody_of_another_organisation(db: TestDb) {
    let story = Fixture::new(&db).await;
    cleared(&story).await;
    let id = story.answer("bus", BUSES[0]).await.id;
    let text = CodeText { name: "Late".into(), ..CodeText::default() };
    let code = story.earshot.add_code(&story.worker, "bus", &text).await.unwrap();
    let key = "0".repeat(64);
    let group = GroupText { key: key.clone(), name: "One".into(), answers: vec![id] };
    let reader = story.colleague("reader@wexmoor.example", Role::Reader).await;
    let stranger = story.stranger().await;
    for (who, forbidden) in [(&reader, true), (&story.commissioner, true), (&stranger, false)] {
        let earshot = &story.earshot;
        let tries = [
            earshot.alike(who, "bus", "").await.err(),
            earshot.alike_answer(who, "bus", id).await.err(),
            earshot.accept_group(who, "bus", &group).await.err(),
            earshot.accept_code(who, "bus", id, code).await.err(),
            earshot.accept_campaign(who, "bus", id, "A letter").await.err(),
            earshot.remove_campaign(who, "bus", id).await.err(),
            earshot.dismiss_suggestion(who, "bus", Suggestion::Group, &key).await.err(),
        ];
        for refused in tries {
            match refused {
                Some(Error::Forbidden) => assert!(forbidden),
                Some(Error::NotFound) => assert!(!forbidden),
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(db.count("suggestion_dismissal").await + db.count("campaign").await, 0);
}
