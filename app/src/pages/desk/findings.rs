//! Findings: what everybody would see, what is missing before that, and the
//! step that shows it.

use earshot_domain::consultation::State;
use earshot_domain::evidence::{QuoteState, ThemeState};
use earshot_domain::policy::Permission;
use earshot_service::{Actor, Asked, Codebook, DeskConsultation, Findings, QuoteView};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::codebook::here;
use super::numbers::waiting;
use super::quotes::{quote_words, waits_for_another};
use super::shell::{count_of, day, desk};
use super::tried::{Form, SURE, Tried, code_tabs};
use crate::components::{
    Blocked, BoxKind, ButtonKind, ButtonLink, ButtonRow, Confirm, IconName, Link, NoteBox, PageHead, Panel,
    Tag, TagKind, Words,
};
use crate::pages::public::everything;
use crate::{Page, Site};

/// The form that publishes the findings.
pub const PUBLISH_FINDINGS: &str = "publish-findings";

/// What is looked at before findings are published.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The consultation as young people see it.
    pub asked: Asked,
    /// What would be published; nothing while its numbers wait for the consultation to be closed.
    pub findings: Option<Findings>,
    /// The codebook with its themes.
    pub book: Codebook,
    /// The quotes.
    pub quotes: Vec<QuoteView>,
}

/// What would be published, or what is.
pub fn findings(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    draft: Draft,
    tried: Tried,
    done: Option<&str>,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let done = (done == Some("published")).then(|| "Everybody can see the findings now.".to_string());
    let wrong = tried.is_wrong();
    Page::desk("Findings", move || {
        let analyses = actor.may(Permission::Analyse);
        let slug = consultation.slug.as_str();
        let form = Form::empty(&tried, PUBLISH_FINDINGS, "");
        let summary = form.summary();
        let tabs = code_tabs(&consultation, "findings", analyses);
        let out = consultation.state.shows_findings();
        let missing = missing(&consultation, &draft);
        let step = if out {
            let href = format!("/c/{slug}/results");
            view! {
                <NoteBox kind=BoxKind::Good>
                    <p>"Published. "<a href=href>"See it as everybody does"</a>". It is counted anew when words are taken back or held."</p>
                </NoteBox>
            }
            .into_any()
        } else if !missing.is_empty() {
            view! { <Blocked id="why-not" title="It cannot be published yet." problems=missing/> }.into_any()
        } else if actor.may(Permission::RunConsultations) {
            publish(slug, &form)
        } else {
            view! { <NoteBox><p>"It is ready. A participation worker publishes it."</p></NoteBox> }.into_any()
        };
        let promised = consultation.setup.findings_on.filter(|_| !out).map(|on| {
            let words = format!("Promised for {}", day(&site, on));
            view! { <Words words/> }.into_any()
        });
        let tag = if out {
            view! { <Tag words="Published" kind=TagKind::Ok icon=IconName::Check/> }.into_any()
        } else {
            view! { <Tag words="Not published" kind=TagKind::Wait/> }.into_any()
        };
        let meta = std::iter::once(tag).chain(promised).collect();
        let coming = (!out).then(|| coming(&draft)).flatten();
        let everything = match &draft.findings {
            Some(findings) => everything(&site, &draft.asked, findings),
            None => waiting(),
        };
        let share = actor.may(Permission::ShareEvidence).then(|| {
            let href = format!("/desk/c/{slug}/evidence");
            view! { <ButtonLink href words="Share the evidence" kind=ButtonKind::Still/> }
        });
        let pack = format!("/desk/c/{slug}/pack");
        let title = if out { "What everybody sees" } else { "What everybody would see" };
        let body = view! {
            {summary}
            <PageHead
                title="Findings"
                meta
                text="Small counts are already hidden, as they will stand on the public page."
                quiet=true
            />
            {tabs}
            <div class="stack pad-top">
                <ButtonRow>
                    <ButtonLink href=pack words="Evidence pack" kind=ButtonKind::Still/>
                    {share}
                </ButtonRow>
                {step}
                {coming}
                <section class="flow" aria-labelledby="preview">
                    <h2 id="preview">{title}</h2>
                    {everything}
                </section>
            </div>
        }
        .into_any();
        desk(&site, &actor, here(&consultation), done, body)
    })
    .wrong(wrong)
}

/// What stands in the way, each with the page where it is put right.
fn missing(consultation: &DeskConsultation, draft: &Draft) -> Vec<Link> {
    let slug = &consultation.slug;
    let mut missing = Vec::new();
    match consultation.state {
        State::Draft => {
            missing
                .push(Link::new(format!("/desk/c/{slug}"), "Open the consultation. Nobody was asked yet."));
        }
        State::Open | State::Paused => missing.push(Link::new(
            format!("/desk/c/{slug}"),
            "Close the consultation. It may still bring answers.",
        )),
        _ => {}
    }
    if consultation.unread > 0 {
        let words = format!("Read {} first.", count_of(consultation.unread, "answer", "answers"));
        missing.push(Link::new(format!("/desk/c/{slug}/read"), words));
    }
    let is_final =
        |id| draft.book.themes.iter().any(|theme| theme.id == id && theme.state == ThemeState::Final);
    let waits = |quote: &&QuoteView| is_final(quote.theme_id) && waits_for_another(consultation, quote);
    let unchecked = draft.quotes.iter().filter(waits).count();
    if unchecked > 0 {
        let unchecked = i64::try_from(unchecked).unwrap_or(i64::MAX);
        let words = format!("Have somebody else look at {} first.", count_of(unchecked, "quote", "quotes"));
        missing.push(Link::new(format!("/desk/c/{slug}/quotes"), words));
    }
    if !draft.book.themes.iter().any(|theme| theme.state == ThemeState::Final) {
        missing.push(Link::new(format!("/desk/c/{slug}/themes"), "Make at least one theme final."));
    }
    missing
}

fn publish(slug: &str, form: &Form) -> AnyView {
    let action = format!("/desk/c/{slug}/findings");
    let no = Link::new(format!("/desk/c/{slug}/themes"), "Not yet");
    let tick = Some((SURE.to_string(), "I have looked at every table and every quote below".to_string()));
    let error = form.error(SURE);
    view! {
        <Confirm title="Publish the findings?" action yes="Publish the findings" no tick error>
            <p>"Everybody can see them from then on. They stay, and are counted anew when somebody takes their words back."</p>
        </Confirm>
    }
    .into_any()
}

/// The quotes that are published with the findings, because their theme is
/// final.
fn coming(draft: &Draft) -> Option<AnyView> {
    let finals = |quote: &QuoteView| {
        draft.book.themes.iter().any(|theme| theme.id == quote.theme_id && theme.state == ThemeState::Final)
    };
    let quotes: Vec<AnyView> = draft
        .quotes
        .iter()
        .filter(|quote| quote.state == QuoteState::Draft && finals(quote))
        .map(quote_words)
        .collect();
    (!quotes.is_empty()).then(|| {
        view! {
            <Panel
                id="coming"
                title="Quotes that are published with it"
                inset=true
                foot="They belong to final themes. Strike one to keep it back."
            >
                <div class="grid grid--half">{quotes}</div>
            </Panel>
        }
        .into_any()
    })
}
