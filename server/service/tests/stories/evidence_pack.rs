//! Evidence packs: what is in them, what never is, and who may have one.

use earshot_domain::consultation::Step;
use earshot_domain::policy::Role;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::AgeBand;
use earshot_domain::suppression::SYMBOL;
use earshot_domain::text::Token;
use earshot_service::{AuditSearch, Error, Pack, PackAbout, QuoteView, Refusal};
use earshot_testkit::{Fixture, TestDb, Voice, on_both};
use uuid::Uuid;

on_both!(
    a_pack_holds_published_words_and_numbers_that_may_be_shown,
    a_struck_quote_is_in_no_pack,
    a_pack_of_a_theme_holds_that_theme_alone,
    a_pack_of_a_need_holds_what_it_rests_on,
    packs_are_for_those_who_may_and_once_nobody_is_asked_any_more,
);

/// Twelve children of whom three speak of the stop, and a parent; read, coded, closed. Gives the themes, the larger one
/// first, and a quote of it.
async fn closed(story: &Fixture) -> ([Uuid; 2], QuoteView) {
    story.open_consultation("bus").await;
    for n in 0..12 {
        let words =
            if n < 9 { format!("full {n}, says Karen") } else { format!("stop {n} has no roof, says Karen") };
        story.send("bus", Voice::child(AgeBand::From11To13).chose("way", "bus").wrote("worst", &words)).await;
    }
    story.send("bus", Voice::parent().wrote("worst", "full for my son")).await;
    story.read_and_clear_all("bus").await;
    let full = story.code_and_theme("bus", "Buses are full", &["full"]).await;
    let stop = story.code_and_theme("bus", "Stops have no roof", &["stop"]).await;
    story.redact("bus", "full 3", "Karen", Token::Name).await;
    let quote = story.quote("bus", "full 3", full).await;
    story.step("bus", Step::Close).await;
    ([full, stop], quote)
}

fn whole() -> PackAbout {
    PackAbout::Consultation("bus".into())
}

async fn pack(story: &Fixture, about: &PackAbout) -> Pack {
    story.earshot.evidence_pack(&story.commissioner, about).await.unwrap()
}

async fn a_pack_holds_published_words_and_numbers_that_may_be_shown(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (_, quote) = closed(&story).await;
    let before = pack(&story, &whole()).await;
    assert!(!before.published);
    assert!(before.notes.iter().all(|note| note.quotes.is_empty()), "nothing is published yet");
    assert!(!format!("{before:?}").contains("Karen"));

    story.earshot.publish_findings(&story.worker, "bus").await.unwrap();
    let after = pack(&story, &whole()).await;
    assert!(after.published);
    assert_eq!(
        (after.title.as_str(), after.organisation.as_str()),
        ("The matter of bus", "Wexmoor County Council")
    );
    assert!(!format!("{after:?}").contains("Karen"), "no word but that of published quotes");
    assert_eq!(after.notes.len(), 2);
    let [first, second] = &after.notes[..] else { panic!("two themes") };
    assert_eq!((first.name.as_str(), first.voices.text().as_str()), ("Buses are full", "10"));
    assert!(first.frequency.is_some());
    assert_eq!(
        (second.voices.text().as_str(), second.frequency),
        (SYMBOL, None),
        "three are too few to tell"
    );
    let [shown] = &first.quotes[..] else { panic!("one quote") };
    assert_eq!((shown.reference, shown.words.as_str()), (quote.reference, "full 3, says [name]"));
    assert!(shown.is_young);
    assert!(after.method.contains("children and young people"), "{}", after.method);
    assert!(after.told[0].words.contains("have not been told yet"), "{:?}", after.told);
    assert_eq!((after.draws_on.as_slice(), after.told[0].source), (&[1][..], None));
    let why = "It is not known who is missing: Earshot has no figures";
    assert!(matches!(&after.missing[..], [only] if only.starts_with(why)), "{:?}", after.missing);
    let way = after.questions.iter().find(|question| question.finding.key == "way").unwrap();
    assert!(way.kind.is_some());
    assert!(way.finding.table.row_totals.iter().any(|shown| shown.value() == Some(10)));

    // Every note names its record, by its number.
    let source = &after.sources[shown.source - 1];
    assert_eq!((source.reference, source.path.as_str()), (quote.reference, "/trace/Q-0001"));
    assert_eq!(after.sources[first.source - 1].reference, first.reference);
    let consultation = Reference::new(Kind::Consultation, 1);
    assert!(after.sources.iter().any(|s| s.reference == consultation && s.path == "/c/bus/results"));

    let trail =
        story.earshot.audit_trail(&story.admin, &AuditSearch::default(), 0, 200).await.unwrap().entries;
    let made: Vec<_> = trail.iter().filter(|entry| entry.action == "export.pack").collect();
    assert_eq!(made.len(), 2);
    assert!(made.iter().all(|entry| entry.subject == "C-0001"));
}

async fn a_struck_quote_is_in_no_pack(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (themes, quote) = closed(&story).await;
    story.earshot.publish_findings(&story.worker, "bus").await.unwrap();
    let need = story.need(&themes).await;
    story.earshot.set_need_quote(&story.worker, need, quote.id, true).await.unwrap();
    let of_need = PackAbout::Need(need);
    assert_eq!(pack(&story, &of_need).await.notes[0].quotes.len(), 1);
    for (reason, refusal) in [
        (" ".to_string(), Refusal::Missing("reason")),
        ("a".repeat(201), Refusal::TooLong { field: "reason", max: 200 }),
    ] {
        let refused = story.earshot.strike_quote(&story.worker, "bus", quote.id, &reason).await;
        assert!(matches!(refused, Err(Error::Refused(why)) if why == std::slice::from_ref(&refusal)));
    }
    let why = "A neighbour knew who it was.";
    story.earshot.strike_quote(&story.worker, "bus", quote.id, why).await.unwrap();
    let trail =
        story.earshot.audit_trail(&story.admin, &AuditSearch::default(), 0, 200).await.unwrap().entries;
    let struck: Vec<_> = trail.iter().filter(|entry| entry.action == "quote.strike").collect();
    assert!(struck.len() == 1 && struck[0].detail.reason.as_deref() == Some(why));
    for about in [whole(), of_need] {
        let after = pack(&story, &about).await;
        let said = format!("{after:?}");
        assert!(!said.contains("says [name]") && !said.contains("Q-0001"), "{said}");
        assert!(after.sources.iter().all(|source| source.reference != quote.reference));
        assert!(after.quotes.is_empty() && after.notes.iter().all(|note| note.quotes.is_empty()));
    }
}

async fn a_pack_of_a_theme_holds_that_theme_alone(db: TestDb) {
    let story = Fixture::new(&db).await;
    let ([full, stop], _) = closed(&story).await;
    story.earshot.publish_findings(&story.worker, "bus").await.unwrap();
    story.decide("bus").await;
    let reference = story.theme_view("bus", stop).await.reference;
    let made = pack(&story, &PackAbout::Theme("bus".into(), reference)).await;
    assert_eq!(made.reference, reference);
    assert_eq!(made.notes.len(), 1);
    assert_eq!(made.notes[0].reference, reference);
    assert!(made.questions.is_empty());
    assert_eq!((made.needs.len(), made.decisions.len()), (1, 1));
    assert_eq!(made.decisions[0].replies.len(), 1, "the other reply is about the other theme");
    let all = pack(&story, &whole()).await;
    assert_eq!(all.decisions[0].replies.len(), 2);
    let other = story.theme_view("bus", full).await.reference;
    assert!(all.notes.iter().any(|note| note.reference == other));
    let nothing = PackAbout::Theme("bus".into(), Reference::new(Kind::Theme, 999));
    let nothing = story.earshot.evidence_pack(&story.commissioner, &nothing).await;
    assert!(matches!(nothing, Err(Error::NotFound)));
}

async fn a_pack_of_a_need_holds_what_it_rests_on(db: TestDb) {
    let story = Fixture::new(&db).await;
    let ([full, _], quote) = closed(&story).await;
    story.earshot.publish_findings(&story.worker, "bus").await.unwrap();
    let need = story.need(&[full]).await;
    let about = PackAbout::Need(need);
    let before = pack(&story, &about).await;
    assert_eq!(before.need.as_ref().unwrap().reference, need);
    assert!(before.notes[0].quotes.is_empty(), "only what was chosen for it");
    assert!(pack(&story, &whole()).await.needs.is_empty(), "a draft is nobody's business yet");
    story.earshot.set_need_quote(&story.worker, need, quote.id, true).await.unwrap();
    let after = pack(&story, &about).await;
    assert_eq!(after.notes.len(), 1);
    assert_eq!(after.notes[0].quotes[0].reference, quote.reference);
    assert!(after.quotes.is_empty(), "it is shown with its theme");

    // A theme of something that is still asked is left out, and it is said so.
    let bare = story.need(&[]).await;
    assert!(pack(&story, &PackAbout::Need(bare)).await.notes.is_empty());
    story.open_consultation("park").await;
    let code = story.code("park", "Swings", &[]).await;
    let open = story.theme("park", "Swings", &[code]).await;
    let both = story.need(&[full, open]).await;
    let made = pack(&story, &PackAbout::Need(both)).await;
    assert_eq!(made.notes.len(), 1);
    assert!(made.limits.iter().any(|limit| limit.contains("still being asked")), "{:?}", made.limits);
}

async fn packs_are_for_those_who_may_and_once_nobody_is_asked_any_more(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let early = story.earshot.evidence_pack(&story.worker, &whole()).await;
    assert!(matches!(early, Err(Error::Refused(why)) if why == [Refusal::WrongState]));
    story.step("bus", Step::Close).await;
    pack(&story, &whole()).await;
    story.earshot.evidence_pack(&story.worker, &whole()).await.unwrap();
    let need = PackAbout::Need(story.need(&[]).await);
    let theme = PackAbout::Theme("bus".into(), Reference::new(Kind::Theme, 1));
    let reader = story.colleague("reader@wexmoor.example", Role::Reader).await;
    let stranger = story.stranger().await;
    for about in [whole(), theme, need] {
        for actor in [&reader, &story.lead] {
            let refused = story.earshot.evidence_pack(actor, &about).await;
            assert!(matches!(refused, Err(Error::Forbidden)), "{about:?}");
        }
        let elsewhere = story.earshot.evidence_pack(&stranger, &about).await;
        assert!(matches!(elsewhere, Err(Error::NotFound)), "{about:?}");
    }
    let admin = story.earshot.evidence_pack(&story.admin, &whole()).await;
    assert!(
        matches!(admin, Err(Error::Forbidden)),
        "what young people said is not for who runs the installation"
    );
}
