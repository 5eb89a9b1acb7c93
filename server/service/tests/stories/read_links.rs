//! Links with which somebody outside reads the evidence: what they show, what they do not, and how they end.

use chrono::TimeDelta;
use earshot_domain::consultation::Step;
use earshot_domain::partnership::LinkKind;
use earshot_domain::respondent::AgeBand;
use earshot_service::{AuditSearch, Error, Evidence, OfferText, Refusal};
use earshot_testkit::{Fixture, TestDb, Voice, on_both};

on_both!(
    a_link_shows_the_evidence_and_nothing_that_is_not_published,
    a_decision_is_shown_once_it_is_published_and_in_young_peoples_words,
    what_rests_on_two_consultations_shows_a_link_the_one_that_it_is_for,
    a_link_ends_with_its_time_or_when_it_is_taken_back,
    who_looked_and_who_shared_is_in_the_audit_trail,
    links_are_made_by_those_who_may_and_once_nobody_is_asked_any_more,
);

/// A closed consultation with a theme and a quote that is not published yet.
async fn closed(story: &Fixture) {
    story.open_consultation("bus").await;
    for n in 0..12 {
        let voice =
            Voice::child(AgeBand::From11To13).wrote("worst", &format!("bus {n} drives past, says Karen"));
        story.send("bus", voice).await;
    }
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "Buses pass", &["bus 1"]).await;
    story.quote("bus", "bus 3", theme).await;
    story.step("bus", Step::Close).await;
}

async fn link(story: &Fixture) -> String {
    let made = story.earshot.make_read_link(&story.worker, "bus", " The inspector ", 7).await.unwrap();
    assert_eq!(made.for_whom, "The inspector");
    assert_eq!(made.expires_at, story.earshot.now() + TimeDelta::days(7));
    made.token
}

fn shown(evidence: &Evidence) -> String {
    format!("{:?} {:?} {:?}", evidence.findings, evidence.needs, evidence.decisions)
}

async fn a_link_shows_the_evidence_and_nothing_that_is_not_published(db: TestDb) {
    let story = Fixture::new(&db).await;
    closed(&story).await;
    let token = link(&story).await;
    assert!(db.dump().await.iter().all(|row| !row.contains(&token)), "the token is kept nowhere");
    let before = story.earshot.evidence(&token).await.unwrap();
    assert_eq!((before.for_whom.as_str(), before.asked.slug.as_str()), ("The inspector", "bus"));
    assert_eq!(before.findings.themes.len(), 1);
    assert!(!shown(&before).contains("Karen"), "a quote that is not published may still hold a name");
    assert!(before.needs.is_empty() && before.decisions.is_empty());

    let theme = story.final_themes("bus").await;
    story.redact("bus", "bus 3", "Karen", earshot_domain::text::Token::Name).await;
    story.earshot.publish_findings(&story.worker, "bus").await.unwrap();
    let need = story.need(&theme).await;
    assert!(
        story.earshot.evidence(&token).await.unwrap().needs.is_empty(),
        "a draft is nobody's business yet"
    );
    let edition = story.need_edition(need).await;
    story.earshot.propose_need(&story.worker, need, edition).await.unwrap();
    let after = story.earshot.evidence(&token).await.unwrap();
    assert_eq!(after.findings.themes[0].quotes.len(), 1);
    assert!(!shown(&after).contains("Karen"));
    assert_eq!(after.needs.len(), 1);
}

async fn a_decision_is_shown_once_it_is_published_and_in_young_peoples_words(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    story.send("bus", Voice::child(AgeBand::From11To13).wrote("worst", "bus drives past")).await;
    story.read_and_clear_all("bus").await;
    story.code_and_theme("bus", "Buses pass", &["bus"]).await;
    story.publish("bus").await;
    let token = link(&story).await;
    let themes = story.final_themes("bus").await;
    let need = story.agreed_need(&themes).await;
    story.priority(need).await;
    let decision = story.decision("bus", need).await;
    story.reply(decision, &themes).await;
    assert!(story.earshot.evidence(&token).await.unwrap().decisions.is_empty(), "it is not decided yet");
    story.publish_decision(decision).await.unwrap();
    let decisions = story.earshot.evidence(&token).await.unwrap().decisions;
    assert_eq!(decisions.len(), 1);
    assert_eq!(decisions[0].replies[0].0, "You said: Buses pass");
}

/// A consultation whose findings are out, with one theme and one quote in its own words.
async fn heard(story: &Fixture, slug: &str, words: &str) -> uuid::Uuid {
    story.open_consultation(slug).await;
    story.send(slug, Voice::child(AgeBand::From11To13).wrote("worst", &format!("{words} is bad"))).await;
    story.read_and_clear_all(slug).await;
    let theme = story.code_and_theme(slug, words, &[words]).await;
    story.quote(slug, &format!("{words} is bad"), theme).await;
    story.publish(slug).await;
    theme
}

async fn what_rests_on_two_consultations_shows_a_link_the_one_that_it_is_for(db: TestDb) {
    let story = Fixture::new(&db).await;
    let earshot = &story.earshot;
    let bus = heard(&story, "bus", "zebrabus").await;
    let park = heard(&story, "park", "quokkapark").await;
    let partner = story.stranger().await;
    let offer = OfferText {
        partner: partner.organisation_id.to_string(),
        kind: LinkKind::CommissionerReads.to_string(),
        agreement_ref: "DSA-7".into(),
        from_on: "2026-02-09".into(),
        until_on: "2026-03-31".into(),
        consultations: vec!["bus".into()],
    };
    earshot.offer_link(&story.admin, &offer).await.unwrap();
    let shared = earshot.partners(&partner).await.unwrap().links[0].id;
    earshot.accept_link(&partner, shared).await.unwrap();
    let need = story.agreed_need(&[bus, park]).await;
    let alone = story.need(&[bus]).await;
    let edition = story.need_edition(alone).await;
    earshot.propose_need(&story.worker, alone, edition).await.unwrap();
    let decision = story.decision("bus", need).await;
    let mut ids = Vec::new();
    for slug in ["bus", "park"] {
        ids.push(earshot.preparation(&story.worker, slug).await.unwrap().consultation.id);
    }
    let view = earshot.decision(&story.commissioner, decision).await.unwrap();
    let priority = story.priority(need).await;
    earshot
        .save_decision(&story.commissioner, decision, view.edition, &view.body, &[priority], &ids)
        .await
        .unwrap();
    story.reply(decision, &[bus, park]).await;
    story.publish_decision(decision).await.unwrap();
    for (slug, own, other) in [("bus", "zebrabus", "quokkapark"), ("park", "quokkapark", "zebrabus")] {
        let token = earshot.make_read_link(&story.worker, slug, "The inspector", 7).await.unwrap().token;
        let mut all = vec![earshot.evidence(&token).await.unwrap()];
        if slug == "bus" {
            all.push(earshot.partner_evidence(&partner, shared, slug).await.unwrap());
        }
        for evidence in all {
            let seen = shown(&evidence);
            assert!(seen.contains(own) && !seen.contains(other), "{slug}: {seen}");
            let both = evidence.needs.iter().find(|read| read.need.number == need.number).unwrap();
            assert!(both.more && both.themes == [format!("You said: {own}")], "{both:?}");
            assert!(!both.need.body.title.is_empty(), "its own words stay");
            let one = evidence.needs.iter().find(|read| read.need.number == alone.number);
            assert_eq!(one.map(|read| read.more), (slug == "bus").then_some(false));
            assert!(evidence.decisions[0].more);
            assert_eq!(evidence.decisions[0].replies.len(), 1);
        }
    }
}

async fn a_link_ends_with_its_time_or_when_it_is_taken_back(db: TestDb) {
    let story = Fixture::new(&db).await;
    closed(&story).await;
    let (one, other) = (link(&story).await, link(&story).await);
    story.earshot.evidence(&one).await.unwrap();
    let links = story.earshot.read_links(&story.worker, "bus").await.unwrap();
    assert_eq!(links.len(), 2);
    let used = links.iter().find(|link| link.visits == 1).unwrap();
    assert_eq!((used.visited_at, used.made_by.as_deref()), (Some(story.earshot.now()), Some("Jo Marsh")));
    story.earshot.revoke_read_link(&story.worker, "bus", used.id).await.unwrap();
    assert!(matches!(story.earshot.evidence(&one).await, Err(Error::NotFound)));
    let twice = story.earshot.revoke_read_link(&story.worker, "bus", used.id).await;
    assert!(matches!(twice, Err(Error::Stale)), "{twice:?}");
    story.earshot.evidence(&other).await.unwrap();
    story.pass(TimeDelta::days(7));
    assert!(matches!(story.earshot.evidence(&other).await, Err(Error::NotFound)));
    for wrong in ["", "x", &"0".repeat(64)] {
        assert!(matches!(story.earshot.evidence(wrong).await, Err(Error::NotFound)), "{wrong}");
    }
}

async fn who_looked_and_who_shared_is_in_the_audit_trail(db: TestDb) {
    let story = Fixture::new(&db).await;
    closed(&story).await;
    let token = link(&story).await;
    for _ in 0..3 {
        story.earshot.evidence(&token).await.unwrap();
    }
    story.pass(TimeDelta::minutes(61));
    story.earshot.evidence(&token).await.unwrap();
    let search = AuditSearch::default();
    let trail = story.earshot.audit_trail(&story.admin, &search, 0, 100).await.unwrap().entries;
    let looks: Vec<_> = trail.iter().filter(|entry| entry.action == "evidence.read").collect();
    assert_eq!(looks.len(), 2, "an entry an hour");
    assert!(looks.iter().all(|look| look.staff_name.is_none() && look.subject == "C-0001 The inspector"));
    assert!(trail.iter().any(|entry| entry.action == "evidence.share"));
    let used = story.earshot.read_links(&story.worker, "bus").await.unwrap();
    assert_eq!(used[0].visits, 4);
}

async fn links_are_made_by_those_who_may_and_once_nobody_is_asked_any_more(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let early = story.earshot.make_read_link(&story.worker, "bus", "The inspector", 7).await;
    assert!(matches!(early, Err(Error::Refused(why)) if why == [Refusal::WrongState]));
    story.step("bus", Step::Close).await;
    let make = async |whom: &str, days| story.earshot.make_read_link(&story.worker, "bus", whom, days).await;
    assert!(matches!(make(" ", 7).await, Err(Error::Refused(why)) if why == [Refusal::Missing("for_whom")]));
    let long = make(&"x".repeat(101), 7).await;
    assert!(matches!(long, Err(Error::Refused(why)) if matches!(why[..], [Refusal::TooLong { .. }])));
    for days in [0, -1, 8, i64::MAX] {
        let odd = make("The inspector", days).await;
        assert!(matches!(odd, Err(Error::Refused(why)) if why == [Refusal::Unreadable("days")]), "{days}");
    }
    let by = async |actor| story.earshot.make_read_link(actor, "bus", "The inspector", 7).await;
    assert!(matches!(by(&story.lead).await, Err(Error::Forbidden)));
    assert!(matches!(by(&story.admin).await, Err(Error::Forbidden)));
    let stranger = story.stranger().await;
    assert!(matches!(by(&stranger).await, Err(Error::NotFound)));
    by(&story.commissioner).await.unwrap();
    let own = story.earshot.read_links(&story.worker, "bus").await.unwrap().remove(0);
    let elsewhere = story.earshot.revoke_read_link(&stranger, "bus", own.id).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
}
