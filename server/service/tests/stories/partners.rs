//! Links between organisations: what they open, for whom, from when until when, and how they end.

use chrono::TimeDelta;
use earshot_domain::consultation::Step;
use earshot_domain::partnership::{LinkEnd, LinkKind, Standing, TermFlaw};
use earshot_domain::policy::Role;
use earshot_domain::respondent::AgeBand;
use earshot_domain::text::Token;
use earshot_service::{Actor, AuditSearch, Error, Evidence, OfferText, Refusal};
use earshot_testkit::{Fixture, TestDb, Voice, on_both};
use uuid::Uuid;

on_both!(
    a_link_shows_the_partner_what_somebody_with_a_read_link_sees,
    a_link_works_from_its_first_day_to_its_last,
    an_offer_is_declined_or_withdrawn_and_a_link_is_ended_by_either,
    what_is_taken_out_cannot_be_read_and_cannot_come_back,
    an_offer_says_everything_and_names_our_own_consultations_alone,
    who_may_offer_and_who_may_read_is_said_by_the_table,
    what_is_done_to_a_link_is_in_the_trails_of_both,
    both_are_named_to_young_people_while_a_link_of_joint_controllers_is_live,
);

/// A closed consultation with a theme and a quote that is not published yet.
async fn closed(story: &Fixture) {
    story.open_consultation("bus").await;
    for n in 0..12 {
        let words = format!("bus {n} drives past, says Karen");
        story.send("bus", Voice::child(AgeBand::From11To13).wrote("worst", &words)).await;
    }
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "Buses pass", &["bus 1"]).await;
    story.quote("bus", "bus 3", theme).await;
    story.step("bus", Step::Close).await;
}

fn offer(partner: &Actor) -> OfferText {
    OfferText {
        partner: partner.organisation_id.to_string(),
        kind: LinkKind::CommissionerReads.to_string(),
        agreement_ref: " DSA-7 ".into(),
        from_on: "2026-02-10".into(),
        until_on: "2026-03-31".into(),
        consultations: vec!["bus".into(), "bus".into()],
    }
}

/// Offers a link; gives its id.
async fn offered(story: &Fixture, partner: &Actor, text: &OfferText) -> Uuid {
    story.earshot.offer_link(&story.admin, text).await.unwrap();
    story.earshot.partners(partner).await.unwrap().links[0].id
}

/// The same, accepted.
async fn agreed(story: &Fixture, partner: &Actor, text: &OfferText) -> Uuid {
    let id = offered(story, partner, text).await;
    story.earshot.accept_link(partner, id).await.unwrap();
    id
}

async fn shut(story: &Fixture, partner: &Actor, id: Uuid, slug: &str) -> bool {
    matches!(story.earshot.partner_evidence(partner, id, slug).await, Err(Error::NotFound))
}

async fn standing(story: &Fixture, actor: &Actor) -> Vec<Standing> {
    let links = story.earshot.partners(actor).await.unwrap().links;
    links.into_iter().map(|link| link.standing).collect()
}

fn shown(evidence: &Evidence) -> String {
    format!("{:?} {:?} {:?}", evidence.findings, evidence.needs, evidence.decisions)
}

async fn a_link_shows_the_partner_what_somebody_with_a_read_link_sees(db: TestDb) {
    let story = Fixture::new(&db).await;
    let partner = story.stranger().await;
    closed(&story).await;
    let id = agreed(&story, &partner, &offer(&partner)).await;
    story.on_day("2026-02-10");
    let token = story.earshot.make_read_link(&story.worker, "bus", "The inspector", 7).await.unwrap().token;
    let read = async || story.earshot.partner_evidence(&partner, id, "bus").await.unwrap();
    let before = read().await;
    assert_eq!((before.for_whom.as_str(), before.asked.slug.as_str()), ("Elsewhere", "bus"));
    assert_eq!(before.expires_at.to_string(), "2026-03-31 23:59:59.999999 UTC");
    assert!(!shown(&before).contains("Karen"), "a quote that is not published may still hold a name");

    let theme = story.final_themes("bus").await;
    story.redact("bus", "bus 3", "Karen", Token::Name).await;
    story.earshot.publish_findings(&story.worker, "bus").await.unwrap();
    let need = story.need(&theme).await;
    assert!(read().await.needs.is_empty(), "a draft is nobody's business yet");
    let edition = story.need_edition(need).await;
    story.earshot.propose_need(&story.worker, need, edition).await.unwrap();
    let after = read().await;
    assert_eq!((after.findings.themes[0].quotes.len(), after.needs.len()), (1, 1));
    assert_eq!(shown(&after), shown(&story.earshot.evidence(&token).await.unwrap()));
    // Nothing else of it: not at the addresses of its desk, and not for those whose it is.
    assert!(matches!(story.earshot.preparation(&partner, "bus").await, Err(Error::NotFound)));
    assert!(matches!(story.earshot.findings_preview(&partner, "bus").await, Err(Error::NotFound)));
    assert!(matches!(story.earshot.need(&partner, need).await, Err(Error::NotFound)));
    assert!(shut(&story, &story.admin, id, "bus").await, "a link is read by the partner");
}

async fn a_link_works_from_its_first_day_to_its_last(db: TestDb) {
    let story = Fixture::new(&db).await;
    let partner = story.stranger().await;
    closed(&story).await;
    story.open_consultation("park").await;
    story.draft_consultation("pool").await;
    let text =
        OfferText { consultations: ["bus", "park", "pool"].map(String::from).to_vec(), ..offer(&partner) };
    let id = offered(&story, &partner, &text).await;
    story.on_day("2026-02-10");
    assert!(shut(&story, &partner, id, "bus").await, "one alone agrees to nothing");
    story.on_day("2026-02-09");
    story.earshot.accept_link(&partner, id).await.unwrap();
    assert_eq!(standing(&story, &partner).await, [Standing::Coming]);
    assert!(shut(&story, &partner, id, "bus").await, "tomorrow");
    for day in ["2026-02-10", "2026-03-31"] {
        story.on_day(day);
        story.earshot.partner_evidence(&partner, id, "bus").await.unwrap();
        for slug in ["park", "pool", "nothing", "", "\0"] {
            assert!(shut(&story, &partner, id, slug).await, "{slug}");
        }
        assert!(shut(&story, &partner, Uuid::nil(), "bus").await);
    }
    let named = story.earshot.partners(&partner).await.unwrap().links.remove(0).consultations;
    let open: Vec<_> = named.iter().map(|one| (one.slug.as_str(), one.is_closed)).collect();
    assert_eq!(open, [("bus", true), ("park", false), ("pool", false)]);
    story.on_day("2026-04-01");
    assert_eq!(standing(&story, &partner).await, [Standing::Over]);
    assert!(shut(&story, &partner, id, "bus").await, "its last day is over");
    let late = offer(&partner);
    let late = OfferText { from_on: "2026-04-01".into(), until_on: "2026-04-02".into(), ..late };
    let id = offered(&story, &partner, &late).await;
    story.on_day("2026-04-03");
    assert!(
        matches!(story.earshot.accept_link(&partner, id).await, Err(Error::Stale)),
        "nobody answered in time"
    );
    assert_eq!(standing(&story, &story.admin).await, [Standing::Lapsed, Standing::Over]);
}

async fn an_offer_is_declined_or_withdrawn_and_a_link_is_ended_by_either(db: TestDb) {
    let story = Fixture::new(&db).await;
    let partner = story.stranger().await;
    closed(&story).await;
    let text = OfferText { from_on: "2026-02-09".into(), ..offer(&partner) };
    let (earshot, ours) = (&story.earshot, &story.admin);
    let not_theirs = |result: Result<(), Error>| matches!(result, Err(Error::NotFound));
    let too_late = |result: Result<(), Error>| matches!(result, Err(Error::Stale));

    let id = offered(&story, &partner, &text).await;
    assert!(not_theirs(earshot.accept_link(ours, id).await), "nobody accepts what they offered");
    assert!(not_theirs(earshot.end_link(ours, id, LinkEnd::Declined).await));
    assert!(not_theirs(earshot.end_link(&partner, id, LinkEnd::Withdrawn).await));
    assert!(too_late(earshot.end_link(ours, id, LinkEnd::Ended).await), "it is no link yet");
    earshot.end_link(&partner, id, LinkEnd::Declined).await.unwrap();
    assert!(too_late(earshot.accept_link(&partner, id).await));
    story.pass(TimeDelta::minutes(1));

    let id = offered(&story, &partner, &text).await;
    earshot.end_link(ours, id, LinkEnd::Withdrawn).await.unwrap();
    assert!(too_late(earshot.accept_link(&partner, id).await));
    assert!(too_late(earshot.end_link(ours, id, LinkEnd::Withdrawn).await));

    for who in [ours, &partner] {
        story.pass(TimeDelta::minutes(1));
        let id = agreed(&story, &partner, &text).await;
        assert!(too_late(earshot.end_link(ours, id, LinkEnd::Withdrawn).await), "it is no offer any more");
        earshot.partner_evidence(&partner, id, "bus").await.unwrap();
        earshot.end_link(who, id, LinkEnd::Ended).await.unwrap();
        assert!(shut(&story, &partner, id, "bus").await, "at once");
        assert!(too_late(earshot.end_link(&partner, id, LinkEnd::Ended).await));
        assert!(too_late(earshot.take_out_of_link(ours, id, "bus").await));
    }
    let ends = [LinkEnd::Ended, LinkEnd::Ended, LinkEnd::Withdrawn, LinkEnd::Declined].map(Standing::Ended);
    assert_eq!(standing(&story, ours).await, ends);
    assert_eq!(standing(&story, &partner).await, ends);
}

async fn what_is_taken_out_cannot_be_read_and_cannot_come_back(db: TestDb) {
    let story = Fixture::new(&db).await;
    let partner = story.stranger().await;
    closed(&story).await;
    story.open_consultation("park").await;
    story.step("park", Step::Close).await;
    let named = vec!["bus".to_string(), "park".to_string()];
    let text = OfferText { from_on: "2026-02-09".into(), consultations: named, ..offer(&partner) };
    let id = agreed(&story, &partner, &text).await;
    for slug in ["bus", "park"] {
        story.earshot.partner_evidence(&partner, id, slug).await.unwrap();
    }
    let theirs = story.earshot.take_out_of_link(&partner, id, "bus").await;
    assert!(matches!(theirs, Err(Error::NotFound)), "by those whose it is alone");
    story.earshot.take_out_of_link(&story.admin, id, "bus").await.unwrap();
    assert!(shut(&story, &partner, id, "bus").await);
    story.earshot.partner_evidence(&partner, id, "park").await.unwrap();
    let twice = story.earshot.take_out_of_link(&story.admin, id, "bus").await;
    assert!(matches!(twice, Err(Error::Stale)));
    story.draft_consultation("pool").await;
    let other = story.earshot.take_out_of_link(&story.admin, id, "pool").await;
    assert!(matches!(other, Err(Error::NotFound)), "the link never named it");
    let slugs = async |actor: &Actor| {
        let link = story.earshot.partners(actor).await.unwrap().links.remove(0);
        link.consultations.into_iter().map(|one| (one.slug, one.taken_out)).collect::<Vec<_>>()
    };
    assert_eq!(slugs(&partner).await, [("park".to_string(), false)]);
    assert_eq!(slugs(&story.admin).await, [("bus".to_string(), true), ("park".to_string(), false)]);
}

async fn an_offer_says_everything_and_names_our_own_consultations_alone(db: TestDb) {
    let story = Fixture::new(&db).await;
    let partner = story.stranger().await;
    story.draft_consultation("bus").await;
    let by = async |text: OfferText| match story.earshot.offer_link(&story.admin, &text).await {
        Err(Error::Refused(refusals)) => refusals,
        other => panic!("{other:?}"),
    };
    let nothing = by(OfferText::default()).await;
    let fields = ["partner", "link_kind", "agreement_ref", "from_on", "until_on", "consultations"];
    assert_eq!(nothing, fields.map(Refusal::Missing));
    let ours = story.admin.organisation_id.to_string();
    let whom = |to: &str| OfferText { partner: to.into(), ..offer(&partner) };
    for to in [ours.as_str(), "x", &Uuid::nil().to_string()] {
        assert_eq!(by(whom(to)).await, [Refusal::Missing("partner")], "{to}");
    }
    let network = OfferText { kind: "network".into(), ..offer(&partner) };
    assert_eq!(by(network).await, [Refusal::Missing("link_kind")], "nothing flows in it");
    let long = OfferText { agreement_ref: "x".repeat(101), ..offer(&partner) };
    assert_eq!(by(long).await, [Refusal::TooLong { field: "agreement_ref", max: 100 }]);
    let days = |from: &str, until: &str| OfferText {
        from_on: from.into(),
        until_on: until.into(),
        ..offer(&partner)
    };
    assert_eq!(by(days("soon", "2026-03-31")).await, [Refusal::Unreadable("from_on")]);
    for (from, until, flaw) in [
        ("2026-02-09", "2031-02-10", TermFlaw::TooLong),
        ("2026-02-10", "2026-02-09", TermFlaw::Crossed),
        ("2026-01-01", "2026-02-08", TermFlaw::Past),
        ("2027-02-10", "2027-02-11", TermFlaw::TooLate),
    ] {
        assert_eq!(by(days(from, until)).await, [Refusal::Term(flaw)], "{from} {until}");
    }
    for slug in ["nothing", "\0"] {
        let text = OfferText { consultations: vec!["bus".into(), slug.into()], ..offer(&partner) };
        let result = story.earshot.offer_link(&story.admin, &text).await;
        assert!(matches!(result, Err(Error::NotFound)), "{slug:?}");
    }
    // What is ours they cannot give away, to us or to anybody.
    let text = OfferText { partner: ours, ..offer(&partner) };
    assert!(matches!(story.earshot.offer_link(&partner, &text).await, Err(Error::NotFound)));
    assert!(story.earshot.partners(&partner).await.unwrap().links.is_empty());
    let form = story.earshot.offer_form(&story.admin).await.unwrap();
    assert_eq!(form.partners, [(partner.organisation_id, "Elsewhere".to_string())]);
    assert_eq!(form.consultations.len(), 1);
    let theirs = story.earshot.offer_form(&partner).await.unwrap();
    assert!(theirs.consultations.is_empty());
    offered(&story, &partner, &offer(&partner)).await;
    let link = story.earshot.partners(&partner).await.unwrap().links.remove(0);
    assert_eq!(
        (link.agreement_ref.as_str(), link.consultations.len()),
        ("DSA-7", 1),
        "named twice, kept once"
    );
}

async fn who_may_offer_and_who_may_read_is_said_by_the_table(db: TestDb) {
    let story = Fixture::new(&db).await;
    let partner = story.stranger().await;
    closed(&story).await;
    let text = OfferText { from_on: "2026-02-09".into(), ..offer(&partner) };
    for actor in [&story.worker, &story.lead, &story.commissioner] {
        assert!(matches!(story.earshot.offer_link(actor, &text).await, Err(Error::Forbidden)));
        assert!(matches!(story.earshot.offer_form(actor).await, Err(Error::Forbidden)));
        for how in [LinkEnd::Declined, LinkEnd::Withdrawn, LinkEnd::Ended] {
            let ended = story.earshot.end_link(actor, Uuid::nil(), how).await;
            assert!(matches!(ended, Err(Error::Forbidden)));
        }
    }
    let officer = story.colleague("officer@wexmoor.example", Role::DataProtectionOfficer).await;
    assert!(officer.has_partners, "the desk shows them the way");
    story.earshot.offer_link(&officer, &text).await.unwrap();
    let id = story.earshot.partners(&partner).await.unwrap().links[0].id;
    story.earshot.accept_link(&partner, id).await.unwrap();

    let with = |role| Actor { roles: vec![role], ..partner.clone() };
    for &role in Role::ALL {
        let reads = story.earshot.partner_evidence(&with(role), id, "bus").await;
        let may = earshot_domain::policy::allows(&[role], earshot_domain::policy::Permission::SeeEvidence);
        assert_eq!(reads.is_ok(), may, "{role}");
        assert!(may || matches!(reads, Err(Error::Forbidden)), "{role}");
    }
    // Who only reads sees what is live and shared with them; and of what was offered to others, nothing.
    let commissioner = with(Role::Commissioner);
    assert_eq!(standing(&story, &commissioner).await, [Standing::Live]);
    assert!(story.earshot.partners(&story.worker).await.unwrap().links.is_empty());
    assert!(matches!(story.earshot.partners(&story.lead).await, Err(Error::Forbidden)));
    story.pass(TimeDelta::minutes(1));
    offered(&story, &partner, &text).await;
    assert_eq!(standing(&story, &commissioner).await, [Standing::Live]);
    story.earshot.end_link(&partner, id, LinkEnd::Ended).await.unwrap();
    assert!(standing(&story, &commissioner).await.is_empty());
}

async fn what_is_done_to_a_link_is_in_the_trails_of_both(db: TestDb) {
    let story = Fixture::new(&db).await;
    let partner = story.stranger().await;
    closed(&story).await;
    let text = OfferText { from_on: "2026-02-09".into(), ..offer(&partner) };
    let id = offered(&story, &partner, &text).await;
    story.pass(TimeDelta::minutes(1));
    story.earshot.accept_link(&partner, id).await.unwrap();
    for minutes in [1, 30, 29, 61] {
        story.pass(TimeDelta::minutes(minutes));
        story.earshot.partner_evidence(&partner, id, "bus").await.unwrap();
    }
    story.pass(TimeDelta::minutes(1));
    story.earshot.take_out_of_link(&story.admin, id, "bus").await.unwrap();
    story.pass(TimeDelta::minutes(1));
    story.earshot.end_link(&partner, id, LinkEnd::Ended).await.unwrap();
    let trail = async |actor: &Actor| {
        let search = AuditSearch { action: Some("partner.".into()), ..AuditSearch::default() };
        let mut entries = story.earshot.audit_trail(actor, &search, 0, 100).await.unwrap().entries;
        entries.reverse();
        entries
    };
    let (ours, theirs) = (trail(&story.admin).await, trail(&partner).await);
    let actions = [
        "partner.offer",
        "partner.accept",
        "partner.look",
        "partner.look",
        "partner.take-out",
        "partner.end",
    ];
    for entries in [&ours, &theirs] {
        let done: Vec<_> = entries.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(done, actions, "an entry an hour");
    }
    // Each with the name of the other organisation, and those of one's own people alone.
    for (entries, other, own) in
        [(&ours, "Elsewhere", "Ada Prentice"), (&theirs, "Wexmoor County Council", "Somebody Else")]
    {
        assert!(entries.iter().all(|entry| entry.subject.ends_with(other)), "{entries:?}");
        assert!(entries.iter().all(|entry| entry.staff_name.as_deref().is_none_or(|name| name == own)));
        assert!(entries.iter().any(|entry| entry.staff_name.is_some()));
    }
    assert!(ours[2].staff_name.is_none() && ours[2].subject == "C-0001 Elsewhere");
    assert_eq!(theirs[2].staff_name.as_deref(), Some("Somebody Else"));
    for (name, chain) in story.earshot.audit_chains().await.unwrap() {
        assert_eq!(chain.broken, None, "{name}");
    }
}

async fn both_are_named_to_young_people_while_a_link_of_joint_controllers_is_live(db: TestDb) {
    let story = Fixture::new(&db).await;
    let partner = story.stranger().await;
    story.open_consultation("bus").await;
    story.open_consultation("park").await;
    let named = async |slug: &str| story.asked(slug).await.together;
    let reads = OfferText { from_on: "2026-02-09".into(), ..offer(&partner) };
    agreed(&story, &partner, &reads).await;
    assert!(named("bus").await.is_empty(), "who only reads is no controller");
    story.pass(TimeDelta::minutes(1));
    let text = OfferText { kind: LinkKind::JointController.to_string(), ..offer(&partner) };
    let id = offered(&story, &partner, &text).await;
    story.earshot.accept_link(&partner, id).await.unwrap();
    assert!(named("bus").await.is_empty(), "from tomorrow");
    story.on_day("2026-02-10");
    assert_eq!(named("bus").await, ["Elsewhere"]);
    assert!(named("park").await.is_empty(), "the link does not name it");
    story.earshot.take_out_of_link(&story.admin, id, "bus").await.unwrap();
    assert!(named("bus").await.is_empty());
}
