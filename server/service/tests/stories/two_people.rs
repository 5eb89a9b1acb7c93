//! Where it may hurt somebody, two people look: before it opens, and before words are quoted (domain.md 7.3 invariant 1,
//! 7.4.1, 7.7).

use earshot_domain::consultation::Step;
use earshot_domain::evidence::QuoteState;
use earshot_domain::policy::Role;
use earshot_domain::text::Token;
use earshot_service::{CleanFile, Error, QuoteText, QuoteView, Refusal, SecondPerson};
use earshot_testkit::{Fixture, TestDb, Voice, on_both};

on_both!(
    what_may_hurt_is_opened_by_somebody_other_than_who_looked_at_it,
    the_mark_is_not_taken_off_and_no_file_slipped_in_by_one_person,
    what_was_changed_is_looked_at_again,
    a_quote_is_looked_at_by_somebody_who_did_not_shape_it,
    where_nothing_hurts_one_person_is_enough,
);

/// A draft that may hurt.
async fn hard(story: &Fixture, slug: &str) {
    story.draft_consultation(slug).await;
    mark(story, slug, true).await;
}

async fn mark(story: &Fixture, slug: &str, sensitive: bool) {
    let mut setup = story.earshot.preparation(&story.worker, slug).await.unwrap().consultation.setup;
    setup.sensitive = sensitive;
    let edition = story.edition(slug).await;
    story.earshot.save_setup(&story.worker, slug, edition, &setup).await.unwrap();
}

async fn open(story: &Fixture, by: &earshot_service::Actor, slug: &str) -> Result<(), Error> {
    story.earshot.run_consultation(by, slug, story.edition(slug).await, Step::Open).await
}

fn is_unchecked(found: &Result<(), Error>) {
    assert!(
        matches!(found, Err(Error::Refused(why)) if why == &[Refusal::SecondPerson(SecondPerson::Draft)]),
        "{found:?}"
    );
}

async fn what_may_hurt_is_opened_by_somebody_other_than_who_looked_at_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    hard(&story, "home").await;
    is_unchecked(&open(&story, &story.worker, "home").await);
    let edition = story.edition("home").await;
    story.earshot.check_consultation(&story.worker, "home", edition).await.unwrap();
    let seen = story.earshot.preparation(&story.worker, "home").await.unwrap();
    assert_eq!(seen.second_look.as_ref().unwrap().name, "Jo Marsh");
    assert!(!seen.may_open(&story.worker) && seen.may_open(&story.admin));
    is_unchecked(&open(&story, &story.worker, "home").await);
    open(&story, &story.admin, "home").await.unwrap();
    // While it is asked nothing is changed, and after a pause somebody looks again.
    let mut other =
        story.earshot.preparation(&story.worker, "home").await.unwrap().consultation.questionnaire;
    other.questions[0].text = "Has anybody hit you?".into();
    let change = async || {
        story.earshot.save_questionnaire(&story.worker, "home", story.edition("home").await, &other).await
    };
    let open_now = change().await;
    let why = Refusal::SecondPerson(SecondPerson::WhileAsked);
    assert!(matches!(&open_now, Err(Error::Refused(found)) if found == &[why]), "{open_now:?}");
    story.step("home", Step::Pause).await;
    change().await.unwrap();
    is_unchecked(&open(&story, &story.worker, "home").await);
    story.earshot.check_consultation(&story.lead, "home", story.edition("home").await).await.unwrap();
    open(&story, &story.worker, "home").await.unwrap();
}

async fn the_mark_is_not_taken_off_and_no_file_slipped_in_by_one_person(db: TestDb) {
    let story = Fixture::new(&db).await;
    hard(&story, "home").await;
    mark(&story, "home", false).await;
    is_unchecked(&open(&story, &story.worker, "home").await);
    story.earshot.check_consultation(&story.lead, "home", story.edition("home").await).await.unwrap();
    let picture =
        || CleanFile { content_type: "image/webp".into(), bytes: vec![1, 2, 3], points: Some((10, 10)) };
    let put = vec![("bus.webp".to_string(), picture())];
    story.earshot.put_staff_files(&story.worker, "home", put, "A bus").await.unwrap();
    is_unchecked(&open(&story, &story.worker, "home").await);
    story.earshot.check_consultation(&story.lead, "home", story.edition("home").await).await.unwrap();
    story.earshot.save_alt(&story.worker, "home", "bus.webp", "Another bus").await.unwrap();
    is_unchecked(&open(&story, &story.worker, "home").await);
    story.earshot.check_consultation(&story.lead, "home", story.edition("home").await).await.unwrap();
    open(&story, &story.worker, "home").await.unwrap();
}

async fn what_was_changed_is_looked_at_again(db: TestDb) {
    let story = Fixture::new(&db).await;
    hard(&story, "home").await;
    let edition = story.edition("home").await;
    story.earshot.check_consultation(&story.lead, "home", edition).await.unwrap();
    mark(&story, "home", true).await;
    is_unchecked(&open(&story, &story.worker, "home").await);
    let old = story.earshot.check_consultation(&story.lead, "home", edition).await;
    assert!(matches!(old, Err(Error::Stale)), "what they saw is not what is there: {old:?}");
    let edition = story.edition("home").await;
    let no_business = story.earshot.check_consultation(&story.commissioner, "home", edition).await;
    assert!(matches!(no_business, Err(Error::Forbidden)));
    let stranger = story.stranger().await;
    let elsewhere = story.earshot.check_consultation(&stranger, "home", edition).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
    let console = story.earshot.console().await.unwrap();
    let nobody = story.earshot.check_consultation(&console, "home", edition).await;
    assert!(matches!(nobody, Err(Error::Forbidden)), "the console is nobody who looks");
    story.earshot.check_consultation(&story.lead, "home", edition).await.unwrap();
    open(&story, &story.worker, "home").await.unwrap();
    let late = story.earshot.check_consultation(&story.lead, "home", story.edition("home").await).await;
    assert!(matches!(late, Err(Error::Refused(why)) if why == [Refusal::WrongState]));
}

/// The one quote of the consultation.
async fn the_quote(story: &Fixture, slug: &str) -> QuoteView {
    story.earshot.quotes(&story.worker, slug).await.unwrap().remove(0)
}

async fn a_quote_is_looked_at_by_somebody_who_did_not_shape_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    hard(&story, "home").await;
    let edition = story.edition("home").await;
    story.earshot.check_consultation(&story.lead, "home", edition).await.unwrap();
    story.step("home", Step::Open).await;
    story.send("home", Voice::young().wrote("worst", "my key worker Karen forgot my birthday")).await;
    story.read_and_clear_all("home").await;
    let theme = story.code_and_theme("home", "Remember me", &["my key"]).await;
    let answer = story.answer("home", "my key").await;
    story.quote_piece("home", &answer, "Karen forgot my birthday", theme).await;
    story.step("home", Step::Close).await;
    let analyst = story.colleague("analyst@wexmoor.example", Role::Analyst).await;

    let made = the_quote(&story, "home").await;
    let own = story.earshot.check_quote(&story.worker, "home", made.id, &made.text).await;
    assert!(matches!(own, Err(Error::Refused(why)) if why == [Refusal::SecondPerson(SecondPerson::OwnWork)]));
    let early = story.earshot.publish_findings(&story.worker, "home").await;
    assert!(
        matches!(early, Err(Error::Refused(why)) if why == [Refusal::SecondPerson(SecondPerson::Quotes)])
    );
    // The analyst sees the name and takes it out: now what is shown is their work, and somebody else's to look at.
    story.earshot.redact(&analyst, "home", answer.id, "Karen", Token::Worker).await.unwrap();
    let shaped = the_quote(&story, "home").await;
    assert!(!shaped.text.contains("Karen"));
    let own = story.earshot.check_quote(&analyst, "home", made.id, &shaped.text).await;
    assert!(matches!(own, Err(Error::Refused(why)) if why == [Refusal::SecondPerson(SecondPerson::OwnWork)]));
    let unseen = story.earshot.check_quote(&story.worker, "home", made.id, &made.text).await;
    assert!(matches!(unseen, Err(Error::Stale)), "they looked at other words: {unseen:?}");
    story.earshot.check_quote(&story.worker, "home", made.id, &shaped.text).await.unwrap();
    assert_eq!(the_quote(&story, "home").await.checked_at, Some(story.earshot.now()));
    // What is taken out after that is looked at once more.
    story.earshot.redact(&story.worker, "home", answer.id, "birthday", Token::Name).await.unwrap();
    assert_eq!(the_quote(&story, "home").await.checked_at, None);
    let shown = the_quote(&story, "home").await.text;
    let stranger = story.stranger().await;
    let elsewhere = story.earshot.check_quote(&stranger, "home", made.id, &shown).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
    story.earshot.check_quote(&analyst, "home", made.id, &shown).await.unwrap();
    story.earshot.publish_findings(&story.worker, "home").await.unwrap();
    assert_eq!(the_quote(&story, "home").await.state, QuoteState::Published);
    // What two have agreed to hide, one does not show everybody; what is taken out of it besides goes out at once.
    let hidden = story.earshot.answer(&analyst, "home", answer.id).await.unwrap().0.redactions;
    for redaction in hidden {
        let more = story.earshot.unredact(&analyst, "home", answer.id, redaction.id).await;
        let why = Refusal::SecondPerson(SecondPerson::Published);
        assert!(matches!(&more, Err(Error::Refused(found)) if found == &[why]), "{more:?}");
    }
    assert_eq!(the_quote(&story, "home").await.text, shown);

    let later = QuoteText { piece: "my key worker".into(), theme: Some(theme), ..QuoteText::default() };
    story.earshot.make_quote(&analyst, "home", answer.id, &later).await.unwrap();
    let made = story.earshot.quotes(&story.worker, "home").await.unwrap().remove(1);
    let alone = story.earshot.publish_quote(&analyst, "home", made.id).await;
    assert!(
        matches!(alone, Err(Error::Refused(why)) if why == [Refusal::SecondPerson(SecondPerson::Quotes)])
    );
    story.earshot.check_quote(&story.worker, "home", made.id, &made.text).await.unwrap();
    story.earshot.publish_quote(&analyst, "home", made.id).await.unwrap();
}

async fn where_nothing_hurts_one_person_is_enough(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    let edition = story.edition("bus").await;
    let needless = story.earshot.check_consultation(&story.lead, "bus", edition).await;
    assert!(matches!(needless, Err(Error::Refused(why)) if why == [Refusal::WrongState]));
    open(&story, &story.worker, "bus").await.unwrap();
}
