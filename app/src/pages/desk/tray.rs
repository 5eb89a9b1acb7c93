//! The tray: answers that were put aside because a quote could be made of them, by theme; and the form on the page of an
//! answer that puts it there.

use earshot_domain::respondent::RespondentType;
use earshot_domain::text::{self, Redaction, Span};
use earshot_service::{Actor, AnswerView, Codebook, DeskConsultation, ThemeView, TrayView};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::codebook::here;
use super::coding::{consent_words, who};
use super::shell::{desk, moment, respondent_words};
use super::tried::{Form, Tried, code_tabs, spoken_parts};
use super::typed::hidden;
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, Empty, PageHead, Panel, SaidBy, SelectOption, Stack, Tag,
    TagKind, VoiceToRead,
};
use crate::{Page, Site};

/// The form that puts an answer aside.
pub const PUT_ASIDE: &str = "put-aside";

/// What lies in the tray.
pub fn tray(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    book: Codebook,
    lies: Vec<TrayView>,
    done: Option<&str>,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let done =
        done.filter(|done| *done == "off").map(|_| "It is off the tray. The answer stays.".to_string());
    Page::desk("Possible quotes", move || {
        let slug = consultation.slug.as_str();
        let tabs = code_tabs(&consultation, "tray", true);
        let mut panels: Vec<AnyView> = book
            .themes
            .iter()
            .filter_map(|theme| {
                let (id, title) = (theme.reference.to_string(), theme.name.clone());
                of_theme(&site, slug, id, title, lies.iter().filter(|lies| lies.theme_id == Some(theme.id)))
            })
            .collect();
        let known = |lies: &TrayView| book.themes.iter().any(|theme| Some(theme.id) == lies.theme_id);
        let rest = lies.iter().filter(|lies| !known(lies));
        panels.extend(of_theme(&site, slug, "no-theme".into(), "For no theme yet".into(), rest));
        let none = panels.is_empty().then(|| {
            view! {
                <Empty
                    title="Nothing is put aside"
                    text="When you read an answer that says it best, put it aside on its page. It lies here until a quote is made of it."
                />
            }
        });
        let body = view! {
            <PageHead
                title="Possible quotes"
                text="What was put aside, as everybody would read it. Nobody outside sees any of it."
                quiet=true
            />
            {tabs}
            <div class="pad-top"><Stack>{none}{panels}</Stack></div>
        }
        .into_any();
        desk(&site, &actor, here(&consultation), done, body)
    })
}

/// What lies in the tray for one theme; nothing where nothing does.
fn of_theme<'a>(
    site: &Site,
    slug: &str,
    id: String,
    title: String,
    lies: impl Iterator<Item = &'a TrayView>,
) -> Option<AnyView> {
    let items: Vec<AnyView> = lies.map(|lies| item(site, slug, lies)).collect();
    (!items.is_empty())
        .then(|| view! { <Panel id title inset=true><ul class="plain flow">{items}</ul></Panel> }.into_any())
}

fn item(site: &Site, slug: &str, lies: &TrayView) -> AnyView {
    let answer = &lies.answer;
    let (said_by, consent) = (who(answer), consent_words(answer));
    let kind = if answer.may_be_quoted() { TagKind::Ok } else { TagKind::Wait };
    let words = words(answer);
    let why = (!lies.why.is_empty()).then(|| {
        let why = lies.why.clone();
        view! { <p dir="auto">{why}</p> }
    });
    let by = lies.by.clone().unwrap_or_else(|| "Somebody".to_string());
    let by = format!("{by}, {}", moment(site, lies.at));
    let question = answer.question.clone();
    let make = answer.may_be_quoted().then(|| {
        let href = format!("/desk/c/{slug}/answer/{}#quote", answer.id);
        let words = format!("Make a quote of {}", answer.name);
        view! { <ButtonLink href words kind=ButtonKind::Still/> }
    });
    let action = format!("/desk/c/{slug}/tray");
    let (id, spoken) = (hidden("item", lies.id.to_string()), answer.name.clone());
    view! {
        <li class="flow">
            <p class="meta"><span>{said_by}</span><Tag words=consent kind/></p>
            <p class="small quiet">{question}</p>
            {words}
            {why}
            <p class="small quiet">{by}</p>
            <ButtonRow>
                {make}
                <form method="post" action=action>{id}<Button words="Take off" kind=ButtonKind::Still spoken/></form>
            </ButtonRow>
        </li>
    }
    .into_any()
}

/// The words without what was taken out of them. Only a child's own words stand in the voice's type.
fn words(answer: &AnswerView) -> AnyView {
    let out: Vec<Redaction> =
        answer.redactions.iter().map(|view| Redaction { span: view.span, token: view.token }).collect();
    let whole = Span { start: 0, end: text::length(&answer.words) };
    let words = text::parts(&answer.words, whole, &out).map(|parts| spoken_parts(&parts)).unwrap_or_default();
    match answer.respondent {
        _ if answer.interpretation == Some(true) => {
            view! { <SaidBy words by="A colleague, who wrote what they understood"/> }.into_any()
        }
        RespondentType::Child => view! { <VoiceToRead words/> }.into_any(),
        other => view! { <SaidBy words by=respondent_words(other)/> }.into_any(),
    }
}

/// The form for putting an answer aside, as it was sent or empty.
pub(super) fn aside_form(tried: &Tried) -> Form {
    Form::empty(tried, PUT_ASIDE, "aside-")
}

/// It, on the page of an answer.
pub(super) fn aside_panel(slug: &str, answer: &AnswerView, themes: &[ThemeView], form: &Form) -> AnyView {
    let action = format!("/desk/c/{slug}/answer/{}/aside", answer.id);
    let options =
        themes.iter().map(|theme| SelectOption::new(theme.id.to_string(), theme.name.clone())).collect();
    let theme =
        form.select("theme", "For which theme", "You can leave this for later.", "No theme yet", options);
    let why = form.line("why", "Why this one", "For your colleagues: what it says that others do not.");
    let actions = view! { <Button words="Put aside" kind=ButtonKind::Still/> }.into_any();
    view! {
        <Panel id="aside" title="Put aside as a possible quote" action actions inset=true>
            {theme}
            {why}
        </Panel>
    }
    .into_any()
}
