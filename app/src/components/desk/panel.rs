//! Panels: the parts of a page, one under the other and beside each other.

use leptos::prelude::*;

use crate::components::{Level, MaybeText, MaybeView, classes, heading};

/// A part of a page of the desk, with its title.
#[component]
pub fn Panel(
    /// The id of its title.
    #[prop(into)]
    id: String,
    /// Its title.
    #[prop(into)]
    title: String,
    /// What stands beside the title: quiet words, a tag, a link.
    #[prop(optional, into)]
    aside: MaybeView,
    /// What has to be known about it, under it.
    #[prop(optional, into)]
    foot: MaybeText,
    /// What can be done with it, under it: buttons.
    #[prop(optional, into)]
    actions: MaybeView,
    /// Whether it holds what young people said.
    #[prop(optional)]
    voice: bool,
    /// Whether what stands in it keeps away from its edge. A list or a table goes up to it.
    #[prop(optional)]
    inset: bool,
    /// Where it is sent, when it is a form.
    #[prop(optional, into)]
    action: MaybeText,
    /// Whether the form sends a file.
    #[prop(optional)]
    file: bool,
    /// How deep its title stands.
    #[prop(optional)]
    level: Level,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    let class = if voice { "panel panel--voice" } else { "panel" };
    let inside = if inset { view! { <div class="in">{children()}</div> }.into_any() } else { children() };
    let inside = view! {
        <header>{heading(level, Some(id.clone()), title.into_any())}{aside.into_option()}</header>
        {inside}
        {foot.into_option().map(|foot| view! { <footer>{foot}</footer> })}
        {actions.into_option().map(|actions| view! { <footer class="buttons">{actions}</footer> })}
    };
    match action.into_option() {
        Some(action) => view! {
            <form
                class=class
                method="post"
                action=action
                enctype=file.then_some("multipart/form-data")
                novalidate=true
                aria-labelledby=id
            >
                {inside}
            </form>
        }
        .into_any(),
        None => view! { <section class=class aria-labelledby=id>{inside}</section> }.into_any(),
    }
}

/// Panels one under the other.
#[component]
pub fn Stack(
    /// They.
    children: Children,
) -> impl IntoView {
    view! { <div class="stack">{children()}</div> }.into_any()
}

/// How panels stand beside each other where there is room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GridKind {
    /// A wide one, and a narrow one beside it.
    #[default]
    Side,
    /// Two of the same width.
    Half,
    /// Three of the same width.
    Third,
    /// A list, what is being changed, and what it will look like.
    Bench,
}

/// Panels beside each other where there is room.
#[component]
pub fn Grid(
    /// How.
    #[prop(optional)]
    kind: GridKind,
    /// Whether there is room above.
    #[prop(optional)]
    pad: bool,
    /// They.
    children: Children,
) -> impl IntoView {
    let class = classes(&[
        match kind {
            GridKind::Side => "grid grid--side",
            GridKind::Half => "grid grid--half",
            GridKind::Third => "grid grid--third",
            GridKind::Bench => "bench",
        },
        if pad { "pad-top" } else { "" },
    ]);
    view! { <div class=class>{children()}</div> }.into_any()
}
