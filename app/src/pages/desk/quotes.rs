//! Quotes: what everybody would see, who said it, and how far it has come.

use earshot_domain::evidence::QuoteState;
use earshot_domain::policy::Permission;
use earshot_domain::quote_fairness::Remark as Unfair;
use earshot_domain::respondent::RespondentType;
use earshot_service::{Actor, Codebook, DeskConsultation, QuoteView, Refusal, ThemeRemarks, ThemeView};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::codebook::here;
use super::coding::LOOK_FIRST;
use super::shell::{count_of, desk};
use super::tried::code_tabs;
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, Confirm, Details, Empty, IconName, Link, PageHead, Panel, Ref,
    SaidBy, Stack, Tag, TagKind, TextField, Voice,
};
use crate::pages::public::spoken;
use crate::{Page, Site};

fn flash(done: Option<&str>) -> Option<String> {
    match done? {
        "published" => Some("Everybody can see the quote now.".into()),
        "look-first" => Some(LOOK_FIRST.into()),
        "checked" => Some("You have looked at the quote. It can be published now.".into()),
        "own-work" => Some("Not noted: you changed it last, so somebody else has to look at it.".into()),
        "struck" => Some("The quote is struck. Its words are gone from every page.".into()),
        _ => None,
    }
}

/// How far a quote has come.
pub(super) fn state_tag(state: QuoteState) -> AnyView {
    match state {
        QuoteState::Draft => view! { <Tag words="Draft" kind=TagKind::Wait/> }.into_any(),
        QuoteState::Published => {
            view! { <Tag words="Published" kind=TagKind::Ok icon=IconName::Check/> }.into_any()
        }
        QuoteState::Struck => view! { <Tag words="Struck" kind=TagKind::Urgent/> }.into_any(),
        QuoteState::Held => view! { <Tag words="Being looked at" kind=TagKind::Wait/> }.into_any(),
    }
}

/// Whether a quote that may hurt somebody waits for a second person to look at it.
pub(super) fn waits_for_another(consultation: &DeskConsultation, quote: &QuoteView) -> bool {
    consultation.setup.sensitive && quote.state == QuoteState::Draft && quote.checked_at.is_none()
}

/// A quote and how it stands. `answer` is the page that its buttons lead back
/// to; without one they lead to the list.
pub(super) fn quote_view(
    consultation: &DeskConsultation,
    quote: &QuoteView,
    themes: &[ThemeView],
    actor: &Actor,
    answer: Option<String>,
) -> AnyView {
    let (slug, analyses) = (consultation.slug.as_str(), actor.may(Permission::Analyse));
    let waits = waits_for_another(consultation, quote);
    let tag = state_tag(quote.state);
    let theme = themes.iter().find(|theme| theme.id == quote.theme_id).map(|theme| {
        let words = format!("{} {}", theme.reference, theme.name);
        view! { <span>{words}</span> }
    });
    let reference = quote.reference.to_string();
    let words = quote_words(quote);
    let why = (!quote.why_chosen.is_empty()).then(|| {
        let why = quote.why_chosen.clone();
        view! { <p class="small quiet">"Chosen because: "{why}</p> }
    });
    let on_list = answer.is_none();
    let open = quote.answer_id.filter(|_| analyses && on_list && quote.state.stands()).map(|id| {
        let href = format!("/desk/c/{slug}/answer/{id}");
        view! { <ButtonLink href words="Open its answer" kind=ButtonKind::Still/> }
    });
    let buttons = (analyses && quote.state.stands()).then(|| {
        let base = format!("/desk/c/{slug}/quotes/{reference}");
        let check = (waits && quote.shaped_by != actor.staff_id).then(|| {
            let (action, from) =
                (format!("{base}/check"), hidden("answer", answer.clone().unwrap_or_default()));
            let (spoken, shown) = (reference.clone(), hidden("shown", quote.text.clone()));
            view! {
                <form method="post" action=action>
                    {from}
                    {shown}
                    <Button words="Nothing here tells who it is" kind=ButtonKind::Still spoken/>
                </form>
            }
        });
        let publish = (quote.state == QuoteState::Draft && !waits).then(|| {
            let (action, from) =
                (format!("{base}/publish"), hidden("answer", answer.clone().unwrap_or_default()));
            let spoken = reference.clone();
            view! {
                <form method="post" action=action>
                    {from}
                    <Button words="Publish" kind=ButtonKind::Still spoken/>
                </form>
            }
        });
        let back = answer.map(|id| format!("?answer={id}")).unwrap_or_default();
        let strike = format!("{base}/strike{back}");
        view! {
            <ButtonRow>
                {check}
                {publish}
                {open}
                <ButtonLink href=strike words=format!("Strike {reference}") kind=ButtonKind::Stop/>
            </ButtonRow>
        }
    });
    let code = quote.reference.to_string();
    let two = match &quote.checked_by {
        Some(name) => Some(format!("{name} has looked at it.")),
        None if !waits => None,
        None if quote.shaped_by == actor.staff_id => {
            Some("You changed it last, so somebody else has to look at it before it is published.".into())
        }
        None => Some(
            "Look for names, places and anything else that tells who it is. Then it can be published.".into(),
        ),
    };
    let two = two.map(|words| view! { <p class="small quiet">{words}</p> });
    let passport = format!("/desk/c/{slug}/quotes/{}", quote.reference);
    let spoken = quote.reference.to_string();
    view! {
        <article class="flow">
            <p class="meta"><Ref code/>{tag}{theme}</p>
            {words}
            {why}
            {two}
            <p class="small"><a href=passport>"Where it comes from and goes"<span class="hush">" "{spoken}</span></a></p>
            {buttons}
        </article>
    }
    .into_any()
}

/// The words of a quote with who said it. Only a child's stand in the voice's
/// type; those of one that was struck are gone, and those of one that is held are not shown.
pub(super) fn quote_words(quote: &QuoteView) -> AnyView {
    if quote.state == QuoteState::Struck {
        return view! {
            <p class="quiet">"The words are gone. Its address says that they are no longer used."</p>
        }
        .into_any();
    }
    if quote.state == QuoteState::Held {
        return view! {
            <p class="quiet">"Its answer is held. Until the safeguarding lead releases it, its words are shown nowhere."</p>
        }
        .into_any();
    }
    let by = quote.attribution.clone();
    match quote.respondent {
        RespondentType::Child => {
            let words = spoken(&quote.text);
            let link = (quote.state == QuoteState::Published)
                .then(|| Link::new(format!("/trace/{}", quote.reference), quote.reference.to_string()));
            view! { <Voice words by link/> }.into_any()
        }
        _ => {
            let words = quote.text.clone();
            view! { <SaidBy words by/> }.into_any()
        }
    }
}

/// Every quote of a consultation, by theme.
pub fn quotes(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    book: Codebook,
    (quotes, remarks): (Vec<QuoteView>, Vec<ThemeRemarks>),
    done: Option<&str>,
) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    Page::desk("Quotes", move || {
        let analyses = actor.may(Permission::Analyse);
        let slug = consultation.slug.as_str();
        let panels: Vec<AnyView> = book
            .themes
            .iter()
            .filter_map(|theme| {
                let own: Vec<&QuoteView> = quotes.iter().filter(|quote| quote.theme_id == theme.id).collect();
                let found = remarks.iter().find(|(id, _)| *id == theme.id).map(|(_, found)| found.as_slice());
                let found = found.unwrap_or_default();
                (!own.is_empty()).then(|| theme_panel(&consultation, theme, &own, &actor, found))
            })
            .collect();
        let inside = if panels.is_empty() {
            let coding = format!("/desk/c/{slug}/coding?which=all");
            let on = analyses.then(|| view! { <ButtonLink href=coding words="Read and code"/> });
            view! {
                <Empty title="No quote yet" text="Open an answer whose writer said yes, and cut out the piece that says it.">{on}</Empty>
            }
            .into_any()
        } else {
            view! { <Stack>{panels}</Stack> }.into_any()
        };
        let tabs = code_tabs(&consultation, "quotes", analyses);
        let body = view! {
            <PageHead
                title="Quotes"
                text="At least two for each theme, from different people, and one that disagrees if anybody did."
                quiet=true
            />
            {tabs}
            <div class="pad-top">{inside}</div>
        }
        .into_any();
        desk(&site, &actor, here(&consultation), done, body)
    })
}

fn theme_panel(
    consultation: &DeskConsultation,
    theme: &ThemeView,
    quotes: &[&QuoteView],
    actor: &Actor,
    remarks: &[Unfair],
) -> AnyView {
    let title = format!("{} {}", theme.reference, theme.name);
    let id = theme.reference.to_string();
    // Two quotes of one answer are one voice.
    let live = quotes
        .iter()
        .filter(|quote| quote.state.stands() && quote.respondent == RespondentType::Child)
        .map(|quote| quote.answer_id)
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    let aside = match live {
        0 => "no young person\u{2019}s quote yet".to_string(),
        1 => "1 young person\u{2019}s quote: find another".to_string(),
        n => format!("from {n} answers of young people"),
    };
    let aside = view! { <span class="quiet">{aside}</span> }.into_any();
    let views: Vec<AnyView> =
        quotes.iter().map(|quote| quote_view(consultation, quote, &[], actor, None)).collect();
    let fair = fairness(remarks);
    view! { <Panel id title aside inset=true><div class="grid grid--half">{views}</div>{fair}</Panel> }
        .into_any()
}

/// What could be fairer about the quotes of a theme. Remarks, and no wall.
fn fairness(remarks: &[Unfair]) -> Option<AnyView> {
    if remarks.is_empty() {
        return None;
    }
    let items: Vec<AnyView> = remarks
        .iter()
        .map(|remark| view! { <li><p><strong>{remark.what()}</strong>" "{remark.why()}</p></li> }.into_any())
        .collect();
    let n = i64::try_from(remarks.len()).unwrap_or(i64::MAX);
    let words = format!("Is the choice fair? {}", count_of(n, "remark", "remarks"));
    Some(view! { <Details words><ul class="plain flow">{items}</ul></Details> }.into_any())
}

/// Asks once more before a quote is struck, and why. `answer` is where to go back to.
pub fn strike(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    (quote, answer): (QuoteView, Option<String>),
    (typed, refusals): (&Typed, &[Refusal]),
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let wrong = Wrong::new(refusals);
    let (is_wrong, reason) = (!wrong.is_empty(), typed.get("reason").to_string());
    Page::desk(format!("Strike {}", quote.reference), move || {
        let slug = consultation.slug.as_str();
        let here = here(&consultation).under(format!("/desk/c/{slug}/quotes"), "Quotes");
        let action = format!("/desk/c/{slug}/quotes/{}/strike", quote.reference);
        let back = match &answer {
            Some(id) => format!("/desk/c/{slug}/answer/{id}"),
            None => format!("/desk/c/{slug}/quotes"),
        };
        let no = Link::new(back, "No, keep it");
        let (words, from) = (quote_words(&quote), hidden("answer", answer.clone().unwrap_or_default()));
        let title = format!("Strike {}?", quote.reference);
        let head = format!("Quote {}", quote.reference);
        let (summary, error) = (wrong.summary(), wrong.at("reason"));
        let body = view! {
            {summary}
            <PageHead title=head/>
            <div class="stack measure">
                {words}
                <Confirm title action yes="Strike it" stop=true no>
                    {from}
                    <p>
                        "Its words go from the findings, from every need and from its own page. The address stays and says that they are no longer used. This cannot be undone."
                    </p>
                    <TextField
                        name="reason"
                        label="Why"
                        hint="One line for the audit trail, where it stays: “Somebody could be recognised”. Nothing that the young person said."
                        value=reason
                        error
                        most=200
                        autocomplete="off"
                    />
                </Confirm>
            </div>
        }
        .into_any();
        desk(&site, &actor, here, None, body)
    })
    .wrong(is_wrong)
}
