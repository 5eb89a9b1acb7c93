//! What holds other things: bands, boxes, two columns, what opens and closes, what is empty, what
//! must be confirmed.

use leptos::prelude::*;

use super::{
    Button, ButtonKind, CheckBox, Icon, IconName, Level, Link, MaybeText, MaybeView, classes, heading,
};

/// The band at the top of a page where a voice starts. The dot is the source.
#[component]
pub fn Band(
    /// Whether the words have arrived already, so that there are no rings: results, feedback.
    #[prop(optional)]
    still: bool,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=if still { "band band--still" } else { "band" }>
            <div class="wrap flow">{children()}</div>
        </div>
    }
    .into_any()
}

/// What a box is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BoxKind {
    /// One thing apart.
    #[default]
    Plain,
    /// Something quiet.
    Sunk,
    /// A promise, or what something means.
    Promise,
    /// News that is late.
    Late,
    /// News that is good.
    Good,
}

/// A box for one thing apart.
#[component]
pub fn NoteBox(
    /// What it is for.
    #[prop(optional)]
    kind: BoxKind,
    /// Its title. With a title it is a part of the page that can be found by name.
    #[prop(optional, into)]
    title: MaybeText,
    /// The id of its title. It needs one when two boxes on a page have a title.
    #[prop(optional, into)]
    id: MaybeText,
    /// How deep its title stands.
    #[prop(optional)]
    level: Level,
    /// Whether it keeps to the width of text.
    #[prop(optional)]
    measure: bool,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    let class = classes(&[
        match kind {
            BoxKind::Plain => "box",
            BoxKind::Sunk => "box box--sunk",
            BoxKind::Promise => "box box--promise",
            BoxKind::Late => "box box--late",
            BoxKind::Good => "box box--good",
        },
        if measure { "measure" } else { "" },
    ]);
    match title.into_option() {
        Some(title) => {
            let id = id.into_option().unwrap_or_else(|| "note".to_owned());
            let labelled = id.clone();
            view! {
                <section class=class aria-labelledby=labelled>
                    {heading(level, Some(id), title.into_any())}
                    {children()}
                </section>
            }
            .into_any()
        }
        None => view! { <div class=class>{children()}</div> }.into_any(),
    }
}

/// A part of a page, with its title.
#[component]
pub fn Section(
    /// The id of its title.
    #[prop(into)]
    id: String,
    /// Its title.
    #[prop(into)]
    title: String,
    /// How deep its title stands.
    #[prop(optional)]
    level: Level,
    /// Whether it keeps to the width of text.
    #[prop(optional)]
    measure: bool,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    let labelled = id.clone();
    view! {
        <section class=if measure { "flow measure" } else { "flow" } aria-labelledby=labelled>
            {heading(level, Some(id), title.into_any())}
            {children()}
        </section>
    }
    .into_any()
}

/// Two columns where there is room, one under the other where there is not.
#[component]
pub fn Split(
    /// Whether the first one is wider, because it is to be read.
    #[prop(optional)]
    words: bool,
    /// The two.
    children: Children,
) -> impl IntoView {
    view! { <div class=if words { "split split--words" } else { "split" }>{children()}</div> }.into_any()
}

/// Something that is closed until it is asked for.
#[component]
pub fn Details(
    /// What opens it.
    #[prop(into)]
    words: String,
    /// Whether it is open from the start.
    #[prop(optional)]
    open: bool,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    view! { <details class="more" open=open><summary>{words}</summary>{children()}</details> }.into_any()
}

/// From page to page of a long list.
#[component]
pub fn Pager(
    /// What it is called by a screen reader.
    #[prop(into)]
    label: String,
    /// Where one is: "Page 2 of 7".
    #[prop(into)]
    place: String,
    /// The page before, if there is one.
    #[prop(optional_no_strip, into)]
    before: Option<Link>,
    /// The page after, if there is one.
    #[prop(optional_no_strip, into)]
    after: Option<Link>,
) -> impl IntoView {
    let before = before.map(|link| view! { <a class="pill" href=link.href rel="prev">{link.words}</a> });
    let after = after.map(|link| view! { <a class="pill" href=link.href rel="next">{link.words}</a> });
    view! { <nav class="pager" aria-label=label>{before}<p class="quiet small">{place}</p>{after}</nav> }
        .into_any()
}

/// Nothing yet: an empty ring, what will be here, and what to do about it.
#[component]
pub fn Empty(
    /// That there is nothing.
    #[prop(into)]
    title: String,
    /// What will be here, and when.
    #[prop(optional, into)]
    text: MaybeText,
    /// How deep its title stands.
    #[prop(optional)]
    level: Level,
    /// What to do about it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            {heading(level, None, title.into_any())}
            {text.into_option().map(|text| view! { <p>{text}</p> })}
            {children.map(|children| view! { <div class="buttons">{children()}</div> })}
        </div>
    }
    .into_any()
}

/// A step that cannot be taken back, or that many people will see: what will happen, and then yes or
/// no, both as near.
#[component]
pub fn Confirm(
    /// The question.
    #[prop(into)]
    title: String,
    /// Where the answer is sent.
    #[prop(into)]
    action: String,
    /// Yes, in the words of the step: "Take back everything I said".
    #[prop(into)]
    yes: String,
    /// Whether the step takes something away.
    #[prop(optional)]
    stop: bool,
    /// No, and where it leads.
    no: Link,
    /// What must be ticked before: its name and its words.
    #[prop(optional_no_strip, into)]
    tick: Option<(String, String)>,
    /// That it was not ticked.
    #[prop(optional, into)]
    error: MaybeText,
    /// How deep the question stands.
    #[prop(optional)]
    level: Level,
    /// What will happen, and what is sent along.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let kind = if stop { ButtonKind::Stop } else { ButtonKind::Main };
    let tick = tick.map(|(name, label)| view! { <CheckBox name label error/> });
    view! {
        <form class=if stop { "confirm confirm--stop" } else { "confirm" } method="post" action=action novalidate=true>
            {heading(level, None, title.into_any())}
            {children.map(|children| children())}
            {tick}
            <div class="buttons">
                <Button words=yes kind/>
                <a class="button button--still" href=no.href>{no.words}</a>
            </div>
        </form>
    }
    .into_any()
}

/// A message after a step: that something was saved, sent or published.
#[component]
pub fn Flash(
    /// What happened.
    #[prop(into)]
    words: String,
    /// What to do next.
    #[prop(optional, into)]
    next: MaybeView,
) -> impl IntoView {
    view! {
        <div class="box box--good flash" role="status">
            <Icon name=IconName::Check/>
            <p>{words}</p>
            {next.into_option()}
        </div>
    }
    .into_any()
}
