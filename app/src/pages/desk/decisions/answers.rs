//! The answer to every theme, beside what was said on it.

use earshot_domain::decision::{Gap, ResponseStatus};
use earshot_service::{DecisionView, ThemeToAnswer};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::Site;
use crate::components::{Button, Details, Empty, FormRow, Reply, Select, Status, StatusKey, TextArea};
use crate::pages::desk::quotes::quote_words;
use crate::pages::desk::themes::strength;
use crate::pages::desk::tried::{Form, status_needs, status_options, status_words};

/// The words of young people that speak for a theme.
fn said(open: &ThemeToAnswer) -> AnyView {
    if open.quotes.is_empty() {
        return view! { <p class="quiet">"No published quote speaks for it."</p> }.into_any();
    }
    open.quotes.iter().take(2).map(quote_words).collect::<Vec<AnyView>>().into_any()
}

pub(super) fn theme_title(open: &ThemeToAnswer) -> String {
    if open.theme.child_name.is_empty() { open.theme.name.clone() } else { open.theme.child_name.clone() }
}

/// How many said it, and in which consultation.
fn theme_strength(open: &ThemeToAnswer) -> AnyView {
    let (strength, consultation) = (strength(&open.theme), open.consultation.clone());
    view! { <p class="small quiet">{strength}". "{consultation}</p> }.into_any()
}

/// No theme without an answer.
pub(super) fn replies_form(site: &Site, view: &DecisionView, form: &Form) -> AnyView {
    if view.themes.is_empty() {
        return view! {
            <section aria-labelledby="answers">
                <h2 id="answers" class="hush">"Answers to every theme"</h2>
                <Empty
                    title="No theme to answer yet"
                    text="Choose the consultations that it answers, and save. Their final themes come here."
                />
            </section>
        }
        .into_any();
    }
    let guide = guide(site);
    let articles: Vec<AnyView> = view
        .themes
        .iter()
        .map(|open| {
            let id = open.theme.id;
            let (status_name, reason_name) = (format!("status-{id}"), format!("reason-{id}"));
            let (status, reason) = (form.value(&status_name).to_string(), form.value(&reason_name).to_string());
            let has_gap = |matches: &dyn Fn(&Gap) -> bool| view.gaps.iter().any(matches);
            let name = open.theme.name.clone();
            // A theme that was begun and is not finished says so beside its field.
            let begun = open.status.is_some() || !open.reason.is_empty();
            let status_error = (begun && has_gap(&|gap| matches!(gap, Gap::NoStatus(theme) if *theme == name)))
                .then_some("Choose an answer.");
            let nothing = view.gaps.iter().find_map(|gap| match gap {
                Gap::SaysNothing { theme, phrase } if *theme == name => {
                    Some(format!("\u{201c}{phrase}\u{201d} says nothing to a young person. Say what will happen, or say no and why."))
                }
                Gap::NoReason(theme) if *theme == name && begun => Some("Give a reason.".to_string()),
                _ => None,
            });
            let hint = ResponseStatus::parse(&status).map(status_needs);
            let said = said(open);
            let strength = theme_strength(open);
            let (title, code) = (theme_title(open), open.theme.reference.to_string());
            let options = status_options(site);
            view! {
                <Reply id=format!("theme-{id}") code title said>
                    {strength}
                    <FormRow>
                        <Select
                            name=status_name
                            label="Our answer"
                            options
                            value=status
                            empty="Choose an answer"
                            error=status_error
                            small=true
                            wide=true
                        />
                        <TextArea
                            name=reason_name
                            label="What and why, in words a 10-year-old reads"
                            hint
                            value=reason
                            error=nothing
                            rows=3
                            small=true
                            wide=true
                        />
                    </FormRow>
                </Reply>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="stack" aria-labelledby="answers">
            <div class="flow"><h2 id="answers">"Answers to every theme"</h2>{guide}</div>
            {articles}
            <p class="buttons"><Button words="Save"/></p>
        </section>
    }
    .into_any()
}

/// The eight answers and what each must say.
fn guide(site: &Site) -> AnyView {
    let rows: Vec<AnyView> = ResponseStatus::ALL
        .iter()
        .filter_map(|status| {
            let key = StatusKey::from_key(status.as_str())?;
            let (words, needs) = (status_words(site, *status), status_needs(*status));
            Some(view! { <div><dt><Status key words/></dt><dd>{needs}</dd></div> }.into_any())
        })
        .collect();
    view! {
        <Details words="The eight answers, and what each must say">
            <dl class="list-facts">{rows}</dl>
            <p class="small">"Never: \u{201c}noted\u{201d}, \u{201c}will be considered\u{201d}, \u{201c}we are committed to\u{201d}."</p>
        </Details>
    }
    .into_any()
}

/// The answers to read.
pub(super) fn replies_read(site: &Site, view: &DecisionView) -> AnyView {
    let articles: Vec<AnyView> = view
        .themes
        .iter()
        .map(|open| {
            let status = match open.status.and_then(|status| {
                StatusKey::from_key(status.as_str()).map(|key| (key, status_words(site, status)))
            }) {
                Some((key, words)) => view! { <p><Status key words/></p> }.into_any(),
                None => view! { <p class="quiet">"No answer yet."</p> }.into_any(),
            };
            let (reason, said, strength) = (open.reason.clone(), said(open), theme_strength(open));
            let (title, code, id) =
                (theme_title(open), open.theme.reference.to_string(), format!("theme-{}", open.theme.id));
            view! { <Reply id code title said>{strength}{status}<p>{reason}</p></Reply> }.into_any()
        })
        .collect();
    let none = articles.is_empty().then(|| view! { <p class="quiet">"No theme to answer yet."</p> });
    view! {
        <section class="stack" aria-labelledby="answers">
            <h2 id="answers">"Answers to every theme"</h2>
            {none}
            {articles}
        </section>
    }
    .into_any()
}
