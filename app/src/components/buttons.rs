//! What can be pressed.

use leptos::prelude::*;

use super::{Icon, IconName, MaybeText, classes};

/// What a button is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The main thing on the page.
    #[default]
    Main,
    /// The one thing on a page that carries words on. It has the arcs.
    Go,
    /// Everything else.
    Still,
    /// What takes something away.
    Stop,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Main => "button",
            Self::Go => "button button--go",
            Self::Still => "button button--still",
            Self::Stop => "button button--stop",
        }
    }
}

/// A button of the form it stands in.
#[component]
pub fn Button(
    /// The words.
    #[prop(into)]
    words: String,
    /// What it is for.
    #[prop(optional)]
    kind: ButtonKind,
    /// The name it sends.
    #[prop(optional, into)]
    name: MaybeText,
    /// The value it sends.
    #[prop(optional, into)]
    value: MaybeText,
    /// An icon before the words.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// The id of the words that say why it cannot be pressed now. It stays in reach of the keyboard,
    /// so that the reason can be heard; the server says no once more.
    #[prop(optional, into)]
    off_because: MaybeText,
    /// The id of the form it belongs to, where it stands outside.
    #[prop(optional, into)]
    form: MaybeText,
    /// The rest of the words for a screen reader, where the same words stand on the page twice.
    #[prop(optional, into)]
    spoken: MaybeText,
) -> impl IntoView {
    let off = off_because.is_some().then_some("true");
    view! {
        <button
            class=kind.class()
            name=name.into_option()
            value=value.into_option()
            form=form.into_option()
            aria-disabled=off
            aria-describedby=off_because.into_option()
        >
            {icon.map(|name| view! { <Icon name/> })}
            {words}
            {spoken.into_option().map(|spoken| view! { <span class="hush">" "{spoken}</span> })}
        </button>
    }
    .into_any()
}

/// A link that looks like a button, because it is what to do next.
#[component]
pub fn ButtonLink(
    /// Where it goes.
    #[prop(into)]
    href: String,
    /// The words.
    #[prop(into)]
    words: String,
    /// What it is for.
    #[prop(optional)]
    kind: ButtonKind,
    /// An icon before the words.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
) -> impl IntoView {
    view! { <a class=kind.class() href=href>{icon.map(|name| view! { <Icon name/> })}{words}</a> }.into_any()
}

/// Buttons beside each other.
#[component]
pub fn ButtonRow(
    /// The buttons.
    children: Children,
) -> impl IntoView {
    view! { <div class="buttons">{children()}</div> }.into_any()
}

/// The end of a question: on, and past it. Both are as big and as near.
#[component]
pub fn Buttons(
    /// The word for going on.
    #[prop(into)]
    next: String,
    /// The words for going past. Where there is nothing to skip, leave them out.
    #[prop(optional, into)]
    skip: MaybeText,
) -> impl IntoView {
    view! {
        <div class="buttons">
            <button class="button button--go">{next}</button>
            {skip
                .into_option()
                .map(|skip| {
                    view! {
                        <button class="button button--still" name="skip" value="1" formnovalidate=true>
                            {skip}
                        </button>
                    }
                })}
        </div>
    }
    .into_any()
}

/// The way back to the page before.
#[component]
pub fn Back(
    /// Where that is.
    #[prop(into)]
    href: String,
    /// The word.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    view! { <a class="back" href=href>{words}</a> }.into_any()
}

/// A small choice of what to see: a filter, a setting, another language.
#[component]
pub fn Pill(
    /// Where it goes.
    #[prop(into)]
    href: String,
    /// The words.
    #[prop(into)]
    words: String,
    /// Whether it is what is seen now.
    #[prop(optional)]
    on: bool,
    /// An icon before the words.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// The language of the words and of the page behind them, where it is another one.
    #[prop(optional, into)]
    lang: MaybeText,
    /// How the page behind it relates to this one.
    #[prop(optional, into)]
    rel: MaybeText,
) -> impl IntoView {
    let lang = lang.into_option();
    view! {
        <a
            class="pill"
            href=href
            aria-current=on.then_some("true")
            lang=lang.clone()
            hreflang=lang
            rel=rel.into_option()
        >
            {icon.map(|name| view! { <Icon name/> })}
            {words}
        </a>
    }
    .into_any()
}

/// A small square button with an icon. Its words are heard, not seen.
#[component]
pub fn Square(
    /// The icon.
    icon: IconName,
    /// What it does, with the name of what it does it to.
    #[prop(into)]
    words: String,
    /// The name it sends.
    #[prop(optional, into)]
    name: MaybeText,
    /// The value it sends.
    #[prop(optional, into)]
    value: MaybeText,
    /// Whether there is nothing left for it to do.
    #[prop(optional)]
    disabled: bool,
    /// Another class beside its own.
    #[prop(optional, into)]
    class: MaybeText,
) -> impl IntoView {
    let class = classes(&["square", class.get().unwrap_or_default()]);
    view! {
        <button class=class name=name.into_option() value=value.into_option() disabled=disabled>
            <Icon name=icon/>
            <span class="hush">{words}</span>
        </button>
    }
    .into_any()
}
