//! A young person says less, changes their mind, or sends twice.

use earshot_domain::door::Door;
use earshot_domain::evidence::QuoteConsent;
use earshot_domain::question::Given;
use earshot_domain::receipt::Receipt;
use earshot_domain::reference::Reference;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_service::{About, Begun, Error, Refusal, Submission};
use earshot_testkit::{Fixture, TestDb, Voice, answers_to, on_both};

on_both!(
    who_says_less_later_is_counted_and_no_longer_shown,
    what_is_taken_back_is_gone_from_what_was_published,
    a_group_that_has_become_small_is_not_named,
    a_group_that_becomes_small_after_publication_is_no_longer_named,
    the_same_answer_sent_many_times_at_once_is_one,
    one_that_is_refused_takes_none_of_the_others_along,
    what_was_changed_before_the_reply_came_is_what_counts,
    the_next_child_on_the_same_phone_is_another_child,
    the_phone_and_the_servers_copy_send_one_answer,
    a_parent_who_carries_on_is_still_a_parent,
    what_was_changed_is_read_anew,
    who_said_no_to_exact_words_is_never_quoted,
    a_number_that_few_gave_is_no_row_of_its_own,
    what_arrives_at_once_is_all_kept,
    who_takes_back_while_something_changes_has_taken_back_everything,
    a_late_answer_is_taken_for_a_day_and_a_retry_for_ever,
);

const WORDS: &str = "my very own words about the bus";

/// A published consultation with a quote of somebody's words.
async fn published(db: &TestDb, others: usize) -> (Fixture, Receipt) {
    let story = Fixture::new(db).await;
    story.open_consultation("bus").await;
    let receipt = story.send("bus", answers_to(AgeBand::From11To13, WORDS)).await;
    for n in 0..others {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("bus {n}"))).await;
    }
    story.on_day("2026-03-23");
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "bus", &[WORDS, "bus "]).await;
    story.quote("bus", WORDS, theme).await;
    story.publish("bus").await;
    (story, receipt)
}

/// Everything that was published, as one text.
async fn shown(story: &Fixture) -> String {
    let asked = story.asked("bus").await;
    let findings = story.earshot.findings(&asked).await.unwrap();
    format!("{findings:?}")
}

async fn who_says_less_later_is_counted_and_no_longer_shown(db: TestDb) {
    let (story, receipt) = published(&db, 11).await;
    let before = shown(&story).await;
    assert!(before.contains(WORDS));
    story.earshot.narrow(&receipt).await.unwrap();
    let after = shown(&story).await;
    assert!(!after.contains(WORDS), "the words are gone from what was published");
    assert_eq!(
        before.split("themes:").next().unwrap(),
        after.split("themes:").next().unwrap(),
        "and everything is counted as before"
    );
    let mine = story.earshot.mine(&receipt).await.unwrap();
    assert_eq!(mine.words_consent, QuoteConsent::No);
    assert!(mine.words.iter().all(|own| own.quotes.is_empty()));
    story.earshot.narrow(&receipt).await.unwrap();
}

async fn what_is_taken_back_is_gone_from_what_was_published(db: TestDb) {
    let (story, receipt) = published(&db, 11).await;
    story.earshot.take_back(&receipt).await.unwrap();
    assert!(!shown(&story).await.contains(WORDS));
    let mine = story.earshot.mine(&receipt).await.unwrap();
    assert!(mine.taken_back && mine.answers.is_empty() && mine.words.is_empty());
    story.earshot.take_back(&receipt).await.unwrap();
    assert!(
        matches!(story.earshot.narrow(&receipt).await, Err(Error::Closed)),
        "there is nothing left to narrow"
    );
}

/// A quote that names its group of exactly ten, and somebody else of that group.
async fn of_ten(db: &TestDb) -> (Fixture, Reference, Receipt) {
    let story = Fixture::new(db).await;
    story.open_consultation("bus").await;
    story.send("bus", answers_to(AgeBand::From11To13, WORDS)).await;
    let leaving = story.send("bus", answers_to(AgeBand::From11To13, "bus 0")).await;
    for n in 1..9 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("bus {n}"))).await;
    }
    for n in 0..5 {
        story.send("bus", answers_to(AgeBand::From16To17, &format!("older {n}"))).await;
    }
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "bus", &[WORDS, "bus "]).await;
    let made = story.quote("bus", WORDS, theme).await;
    assert_eq!(made.attribution, "Young person aged 11 to 13", "ten of that age");
    story.on_day("2026-03-23");
    (story, made.reference, leaving)
}

async fn a_group_that_has_become_small_is_not_named(db: TestDb) {
    let (story, quote, leaving) = of_ten(&db).await;
    story.earshot.take_back(&leaving).await.unwrap();
    story.publish("bus").await;
    let published = story.quote_view("bus", quote).await;
    assert_eq!(published.attribution, "Young person", "nine of that age are too few to be named");
}

async fn a_group_that_becomes_small_after_publication_is_no_longer_named(db: TestDb) {
    let (story, quote, leaving) = of_ten(&db).await;
    story.publish("bus").await;
    assert!(shown(&story).await.contains("Young person aged 11 to 13"));
    story.earshot.take_back(&leaving).await.unwrap();
    assert!(!shown(&story).await.contains("Young person aged"), "nobody reads that age any more");
    let published = story.quote_view("bus", quote).await;
    assert_eq!(published.attribution, "Young person");
}

async fn the_same_answer_sent_many_times_at_once_is_one(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let voice = answers_to(AgeBand::From14To15, "once").keyed("0123456789abcdef0123456789abcdef");
    let sent: Vec<_> = (0..6)
        .map(|_| {
            let (story, voice) = (story.clone(), voice.clone());
            tokio::spawn(async move { story.try_send("bus", voice).await })
        })
        .collect();
    let mut receipts = Vec::new();
    for one in sent {
        match one.await.unwrap() {
            Ok(receipt) => receipts.push(receipt.canonical()),
            // Kept by another at the same moment: the phone asks again.
            Err(Error::Stale) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    receipts.push(story.send("bus", voice).await.canonical());
    receipts.dedup();
    assert_eq!(receipts.len(), 1, "always the same four words");
    assert_eq!(db.count("response").await, 1);
    assert_eq!(db.count("answer_text").await, 3);
}

async fn one_that_is_refused_takes_none_of_the_others_along(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let sent: Vec<_> = (0..40)
        .map(|n| {
            let voice = answers_to(AgeBand::From14To15, &format!("answer {n}"));
            // Every tenth has something that its question cannot take.
            let voice = if n % 10 == 0 { voice.chose("way", "by rocket") } else { voice };
            let story = story.clone();
            tokio::spawn(async move { (n, story.try_send("bus", voice).await) })
        })
        .collect();
    for one in sent {
        let (n, outcome) = one.await.unwrap();
        match outcome {
            Ok(receipt) => {
                let mine = story.earshot.mine(&receipt).await.unwrap();
                let words = format!("answer {n}");
                assert!(
                    mine.words.iter().any(|own| own.words == words),
                    "each gets the words of its own answer"
                );
            }
            Err(Error::Refused(_)) => assert_eq!(n % 10, 0),
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(db.count("response").await, 36);
}

async fn what_was_changed_before_the_reply_came_is_what_counts(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let key = "0123456789abcdef0123456789abcdef";
    let first = story.send("bus", answers_to(AgeBand::From14To15, "the first words").keyed(key)).await;
    story.read_and_clear_all("bus").await;
    // The reply was lost; the child went back, changed something, and sent again.
    let changed = answers_to(AgeBand::From14To15, "the last words").consent(QuoteConsent::No).keyed(key);
    let second = story.send("bus", changed.clone()).await;
    assert_eq!(first, second, "still the same answer");
    assert_eq!(db.count("response").await, 1);
    let mine = story.earshot.mine(&second).await.unwrap();
    assert!(mine.words.iter().any(|own| own.words == "the last words"), "what was said last is what counts");
    assert!(mine.words.iter().all(|own| !own.words.contains("first")));
    assert_eq!(mine.words_consent, QuoteConsent::No);
    assert!(mine.words.iter().all(|own| !own.read), "and it is read anew");
    story.earshot.take_back(&second).await.unwrap();
    story.send("bus", changed).await;
    assert!(story.earshot.mine(&second).await.unwrap().taken_back, "a late retry brings nothing back");
}

async fn the_next_child_on_the_same_phone_is_another_child(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let (asked, token) = (story.asked("bus").await, story.earshot.random_token());
    let send = async |words: &str| {
        let given = vec![("worst".to_string(), Given::Words(words.into()))];
        story
            .earshot
            .keep_answers(&asked, &token, RespondentType::Child, Begun::default(), given)
            .await
            .unwrap();
        assert_eq!(story.earshot.sent_before(&asked, &token).await.unwrap(), None, "something new was begun");
        let child = RespondentType::Child;
        let submission = story
            .earshot
            .submission_of(&asked, &token, child, About::default(), Door::default())
            .await
            .unwrap();
        story.earshot.submit(&asked, &submission, Some(&token)).await.unwrap()
    };
    let first = send("the first child").await;
    assert!(
        story.earshot.kept(&asked, Some(&token)).await.unwrap().is_none(),
        "nothing is left to carry on with"
    );
    let again = story.earshot.sent_before(&asked, &token).await.unwrap();
    assert_eq!(again, Some(first), "the same form sent again finds its words");
    // The phone's cookie is still there when the next child begins.
    let second = send("the second child").await;
    assert_ne!(first, second);
    for (receipt, words) in [(first, "the first child"), (second, "the second child")] {
        assert_eq!(story.earshot.mine(&receipt).await.unwrap().words[0].words, words);
    }
    story.on_day("2026-02-11");
    assert_eq!(story.earshot.sent_before(&asked, &token).await.unwrap(), None, "remembered for a day");
}

async fn the_phone_and_the_servers_copy_send_one_answer(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let (asked, token) = (story.asked("bus").await, story.earshot.random_token());
    let (key, child) = ("0123456789abcdef".repeat(4), RespondentType::Child);
    let given = vec![("worst".to_string(), Given::Words("it is late".into()))];
    let begun = Begun { seed: None, key: &key };
    story.earshot.keep_answers(&asked, &token, child, begun, given).await.unwrap();
    // The phone's own sending is lost, its tab is killed, and the form of the page that opens again is pressed.
    let plain =
        story.earshot.submission_of(&asked, &token, child, About::default(), Door::default()).await.unwrap();
    let first = story.earshot.submit(&asked, &plain, Some(&token)).await.unwrap();
    // Then the phone finds what waits in its outbox.
    let phone = Submission { key, ..plain };
    assert_eq!(story.earshot.submit(&asked, &phone, Some(&token)).await.unwrap(), first);
    assert_eq!(db.count("response").await, 1);
    // What it says instead of a key makes none.
    let begun = Begun { seed: None, key: "00" };
    let given = vec![("worst".to_string(), Given::Words("the next one".into()))];
    story.earshot.keep_answers(&asked, &token, child, begun, given).await.unwrap();
    let next =
        story.earshot.submission_of(&asked, &token, child, About::default(), Door::default()).await.unwrap();
    assert_ne!(story.earshot.submit(&asked, &next, Some(&token)).await.unwrap(), first);
}

async fn a_parent_who_carries_on_is_still_a_parent(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let (asked, token) = (story.asked("bus").await, story.earshot.random_token());
    let given = vec![("way".to_string(), Given::One("bus".into()))];
    story
        .earshot
        .keep_answers(&asked, &token, RespondentType::Parent, Begun::default(), given)
        .await
        .unwrap();
    let kept = story.earshot.kept(&asked, Some(&token)).await.unwrap().unwrap();
    assert_eq!(kept.respondent, RespondentType::Parent);
    let voice = Voice::parent().chose("way", "bus").is("disability", "no");
    story.send("bus", voice).await;
    assert_eq!(db.count("equality_answer").await, 0, "the equality questions count young people");
}

async fn what_was_changed_is_read_anew(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let receipt = story.send("bus", answers_to(AgeBand::From11To13, WORDS)).await;
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "bus", &[WORDS]).await;
    let quote = story.quote("bus", WORDS, theme).await;
    story.earshot.change_mine(&receipt, "worst", Given::Words("i want to kill myself".into())).await.unwrap();
    assert_eq!(story.quote_view("bus", quote.reference).await.text, "", "a quote of other words is struck");
    let new = story.queue("bus", earshot_domain::evidence::AnswerState::New).await;
    assert_eq!(new.len(), 1, "only what was changed waits for a reader");
    assert!(new[0].watch, "and is looked at first");
    let contact = Given::Words("ring 07700 900123".into());
    let refused = story.earshot.change_mine(&receipt, "worst", contact).await;
    assert!(matches!(refused, Err(Error::Refused(_))));
    // A condition that no longer holds takes its answer along.
    story.earshot.change_mine(&receipt, "way", Given::One("walk".into())).await.unwrap();
    let mine = story.earshot.mine(&receipt).await.unwrap();
    assert!(!mine.answers.contains_key("late"), "asked only of those who come by bus");
    story.on_day("2026-03-23");
    let late = story.earshot.change_mine(&receipt, "way", Given::One("bus".into())).await;
    assert!(matches!(late, Err(Error::Closed)), "after the last day nothing is changed");
}

async fn who_said_no_to_exact_words_is_never_quoted(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    for (consent, words) in [(Some(QuoteConsent::No), "said no"), (None, "said nothing")] {
        story.send("bus", answers_to(AgeBand::From11To13, words).consent(consent)).await;
    }
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "bus", &["said"]).await;
    for start in ["said no", "said nothing"] {
        let answer = story.answer("bus", start).await;
        let text = earshot_service::QuoteText {
            piece: start.into(),
            theme: Some(theme),
            ..earshot_service::QuoteText::default()
        };
        let made = story.earshot.make_quote(&story.worker, "bus", answer.id, &text).await;
        assert!(
            matches!(&made, Err(Error::Refused(refusals)) if refusals.contains(&Refusal::NoConsent)),
            "{start}: {made:?}"
        );
    }
}

async fn a_late_answer_is_taken_for_a_day_and_a_retry_for_ever(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    story.on_day("2026-03-22");
    let begun = answers_to(AgeBand::From11To13, "on the last day").submission(&story.earshot);
    let other = answers_to(AgeBand::From11To13, "too late").submission(&story.earshot);
    story.on_day("2026-03-23");
    let asked = story.asked("bus").await;
    assert!(!asked.takes_answers, "nobody begins any more");
    let receipt = story.earshot.submit(&asked, &begun, None).await.unwrap();
    story.on_day("2026-03-25");
    let asked = story.asked("bus").await;
    assert!(matches!(story.earshot.submit(&asked, &other, None).await, Err(Error::Closed)));
    let again = story.earshot.submit(&asked, &begun, None).await.unwrap();
    assert_eq!(again, receipt, "what was kept is kept, whenever the phone asks");
}

async fn a_number_that_few_gave_is_no_row_of_its_own(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let gave = |n: i64, number: i64| {
        answers_to(AgeBand::From11To13, &format!("words {n}")).gave("changes", Given::Number(number))
    };
    for n in 0..12 {
        story.send("bus", gave(n, 2)).await;
    }
    story.send("bus", gave(20, 7)).await;
    story.on_day("2026-03-23");
    story.read_and_clear_all("bus").await;
    story.code_and_theme("bus", "words", &["words"]).await;
    story.publish("bus").await;
    let findings = story.earshot.findings(&story.asked("bus").await).await.unwrap().unwrap();
    let changes = findings.questions.iter().find(|question| question.key == "changes").unwrap();
    assert_eq!(changes.values, ["2", "Other numbers"], "7 was given once, and is not told");
    let totals: Vec<String> = changes.table.row_totals.iter().map(|shown| shown.text()).collect();
    assert_eq!(totals, ["10", "[c]"]);
}

async fn what_arrives_at_once_is_all_kept(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    for _ in 0..10 {
        let (asked, token) = (story.asked("bus").await, story.earshot.random_token());
        let keep = |key: &str, given: Given| {
            let given = vec![(key.to_string(), given)];
            let (earshot, asked, token) = (story.earshot.clone(), asked.clone(), token.clone());
            tokio::spawn(async move {
                earshot
                    .keep_answers(&asked, &token, RespondentType::Child, Begun::default(), given)
                    .await
                    .unwrap();
            })
        };
        let both = [keep("way", Given::One("walk".into())), keep("ok", Given::One("4".into()))];
        for one in both {
            one.await.unwrap();
        }
        let kept = story.earshot.kept(&asked, Some(&token)).await.unwrap().unwrap();
        assert_eq!(kept.answers.len(), 2, "neither took the other's place");
    }
}

async fn who_takes_back_while_something_changes_has_taken_back_everything(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    for n in 0..10 {
        let receipt = story.send("bus", answers_to(AgeBand::From11To13, &format!("words {n}"))).await;
        let (change, back) = (story.earshot.clone(), story.earshot.clone());
        let change = tokio::spawn(async move {
            // It comes first or too late; both are right.
            let _ = change.change_mine(&receipt, "worst", Given::Words("other words".into())).await;
        });
        let back = tokio::spawn(async move { back.take_back(&receipt).await.unwrap() });
        change.await.unwrap();
        back.await.unwrap();
    }
    assert_eq!(db.count("answer_text").await, 0, "nothing is left of any of them");
}
