//! What stands on every page about the four words that lead back to what somebody wrote.

use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::components::{BoxKind, Button, ButtonKind, ButtonRow, ErrorSummary, Link, NoteBox, TextField};
use crate::layout::PublicLayout;
use crate::{Page, Site, say};

/// What stands around the field for the four words, and where they go.
pub(crate) struct Find {
    /// What the page is called.
    pub(crate) title: String,
    /// Its heading.
    pub(crate) head: String,
    /// What stands under that.
    pub(crate) lead: String,
    /// The button.
    pub(crate) button: String,
    /// For whoever has lost them, under the form.
    pub(crate) lost: Option<String>,
    /// Where the form is sent.
    pub(crate) action: &'static str,
    /// The name under which it sends them.
    pub(crate) field: &'static str,
}

/// The form for the four words, with what was `typed`. `error` is the key of what is wrong with that.
pub(crate) fn find(site: &Site, asks: Find, typed: &str, error: Option<&'static str>) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let Find { title, head, lead, button, lost, action, field } = asks;
    let error = error.map(|key| say!(site, key));
    let wrong = error.is_some();
    let summary = error.clone().map(|words| {
        let title = say!(site, "error-one");
        let problems = vec![Link::new(format!("#{field}"), words)];
        view! { <ErrorSummary title problems/> }.into_any()
    });
    let (label, hint) = (say!(site, "mine-ask-label"), say!(site, "mine-ask-hint"));
    let value = typed.to_string();
    Page::public(title, move || {
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    {summary}
                    <h1>{head}</h1>
                    <p>{lead}</p>
                    <form method="post" action=action class="flow" novalidate=true>
                        <TextField name=field label hint error value autocomplete="off"/>
                        <ButtonRow><Button words=button kind=ButtonKind::Go/></ButtonRow>
                    </form>
                    {lost.map(|words| view! { <p class="quiet">{words}</p> })}
                </div>
            </PublicLayout>
        }
        .into_any()
    })
    .wrong(wrong)
}

/// Who is there for somebody whose words worry; beside the four words, once, and after a change of them. Said in words that fit whatever was written:
/// nobody is told that they were marked.
pub(crate) fn help_note(site: &Site) -> AnyView {
    let (title, text) = (say!(site, "thanks-hard"), say!(site, "tell-help"));
    let lines: Vec<AnyView> = site
        .help(false, "")
        .lines
        .into_iter()
        .map(|line| {
            let (href, words) = (line.href, line.words);
            view! { <p><a href=href><strong>{words}</strong></a></p> }.into_any()
        })
        .collect();
    view! {
        <NoteBox kind=BoxKind::Promise title id="ok">
            <p>{text}</p>
            {lines}
        </NoteBox>
    }
    .into_any()
}
