//! The trail: the way from words to change. Each arc is wider than the one before, and the last turns
//! back to the one who spoke. It is never shown longer than it is.

use leptos::prelude::*;

use super::{Level, MaybeText, classes, heading};

/// The way. Its first step is the dot, so it starts with someone saying something; its last step is
/// that they are told, so that one is never left out.
#[component]
pub fn Trail(
    /// Whether it has the page to itself: the arcs are large, and the days stand before them.
    #[prop(optional)]
    wide: bool,
    /// The steps: [`TrailStep`].
    children: Children,
) -> impl IntoView {
    view! { <ol class=if wide { "trail trail--wide plain" } else { "trail plain" }>{children()}</ol> }
        .into_any()
}

/// How far a step has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reached {
    /// It has happened.
    #[default]
    Done,
    /// It has happened, and it is the one the page is about.
    Here,
    /// It has not happened. It is dotted.
    Ahead,
}

/// One step of the way.
#[component]
pub fn TrailStep(
    /// What happened, or will happen.
    #[prop(into)]
    title: String,
    /// When.
    #[prop(optional, into)]
    when: MaybeText,
    /// Whether the day stands under the title, not above it.
    #[prop(optional)]
    when_below: bool,
    /// How far it has come.
    #[prop(optional)]
    reached: Reached,
    /// Whether it is the last step: those who spoke are told. Its arc turns back, and its ring is
    /// empty until it has happened.
    #[prop(optional)]
    told: bool,
    /// Words beside the title of the step the page is about: "(you are here)".
    #[prop(optional, into)]
    here: MaybeText,
    /// That it is late, since when, and the new day.
    #[prop(optional, into)]
    late: MaybeText,
    /// How deep its title stands.
    #[prop(default = Level::Three)]
    level: Level,
    /// More about it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = classes(&[
        match reached {
            Reached::Done => "",
            Reached::Here => "here",
            Reached::Ahead => "ahead",
        },
        if told { "told" } else { "" },
    ]);
    let when = when.into_option().map(|when| view! { <p class="trail__when">{when}</p> }.into_any());
    let here = here.into_option().map(|here| view! { <span class="trail__here">" "{here}</span> });
    let title = heading(level, None, view! { {title}{here} }.into_any());
    let head =
        if when_below { view! { {title}{when} }.into_any() } else { view! { {when}{title} }.into_any() };
    view! {
        <li class=class aria-current=(reached == Reached::Here).then_some("step")>
            {head}
            {late.into_option().map(|late| view! { <p class="box box--late">{late}</p> })}
            {children.map(|children| children())}
        </li>
    }
    .into_any()
}
