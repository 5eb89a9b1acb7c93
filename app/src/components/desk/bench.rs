//! The bench where a questionnaire is made: its questions in their order, what one offers, and how it will look.

use leptos::prelude::*;

use super::{Tag, TagKind};
use crate::components::{IconName, MaybeView, Ripple, Square};

/// How something will look on a phone. Nothing in it can be pressed.
#[component]
pub fn PhonePreview(
    /// What it shows, for a screen reader.
    #[prop(into)]
    title: String,
    /// The id of that title.
    #[prop(into, default = "preview".to_owned())]
    id: String,
    /// What stands above: [`PhoneTop`].
    #[prop(optional, into)]
    top: MaybeView,
    /// What is shown.
    children: Children,
) -> impl IntoView {
    let labelled = id.clone();
    view! {
        <section aria-labelledby=labelled class="flow">
            <h2 id=id class="hush">{title}</h2>
            <div class="phone" inert=true>{top.into_option()}<div class="ask-in">{children()}</div></div>
        </section>
    }
    .into_any()
}

/// The strip at the top of [`PhonePreview`].
#[component]
pub fn PhoneTop(
    /// The consultation's name.
    #[prop(into)]
    name: String,
    /// How far, in words.
    #[prop(into)]
    progress: String,
    /// How many questions are done.
    done: usize,
    /// How many questions there are.
    of: usize,
) -> impl IntoView {
    view! { <div class="side"><p class="side__name">{name}</p><Ripple words=progress done of/></div> }
        .into_any()
}

/// One question in the order of a questionnaire.
#[derive(Clone, Debug, Default)]
pub struct OrderItem {
    /// Where it is changed.
    pub href: String,
    /// The question.
    pub words: String,
    /// Its kind.
    pub note: String,
    /// Whether it is the one being changed.
    pub current: bool,
    /// What the buttons send: `up` or `down` with this value.
    pub value: String,
    /// What the button that moves it up does, with its name. Without words there is no button.
    pub up: String,
    /// What the button that moves it down does, with its name. Without words there is no button.
    pub down: String,
    /// What the button that makes a second one like it does, with its name. It sends `copy`. Without
    /// words there is no button.
    pub copy: String,
    /// What the button that takes it away does, with its name. It sends `remove`. Without words there
    /// is no button.
    pub remove: String,
    /// A tag behind it: what is wrong with it.
    pub tag: Option<(TagKind, String)>,
}

/// The questions in their order, which buttons change.
#[component]
pub fn OrderList(
    /// Where the buttons send.
    #[prop(into)]
    action: String,
    /// The questions.
    items: Vec<OrderItem>,
    /// What else is sent.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let last = items.len().saturating_sub(1);
    let items = items
        .into_iter()
        .enumerate()
        .map(|(at, item)| {
            let value = item.value;
            let button = |icon, words: String, name, disabled| {
                let value = value.clone();
                (!words.is_empty()).then(|| view! { <Square icon words name value disabled/> })
            };
            let up = button(IconName::Up, item.up, "up", at == 0);
            let down = button(IconName::Down, item.down, "down", at == last);
            let copy = button(IconName::Copy, item.copy, "copy", false);
            let remove = button(IconName::Bin, item.remove, "remove", false);
            let tag = item.tag.map(|(kind, words)| view! { " "<Tag kind words/> });
            view! {
                <li>
                    <a href=item.href aria-current=item.current.then_some("true")>
                        {item.words}
                        {tag}
                        <small>{item.note}</small>
                    </a>
                    <span class="does">{up}{down}{copy}{remove}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <form method="post" action=action>
            {children.map(|children| children())}
            <ol class="order plain">{items}</ol>
        </form>
    }
    .into_any()
}

/// One answer that a question offers, as it is being changed.
#[derive(Clone, Debug, Default)]
pub struct OptionItem {
    /// What its field is called by a screen reader: "Answer 2".
    pub label: String,
    /// The id and the name of its field.
    pub name: String,
    /// Its words.
    pub value: String,
    /// What the buttons send: `option_up`, `option_down` or `option_remove` with this value.
    pub key: String,
    /// What the button that moves it up does.
    pub up: String,
    /// What the button that moves it down does.
    pub down: String,
    /// What the button that removes it does.
    pub remove: String,
    /// Whether something is wrong with it. What, says the field set around the list.
    pub invalid: bool,
}

/// The answers that a question offers, as they are being changed.
#[component]
pub fn OptionList(
    /// They.
    items: Vec<OptionItem>,
) -> impl IntoView {
    let last = items.len().saturating_sub(1);
    let items = items
        .into_iter()
        .enumerate()
        .map(|(at, item)| {
            let (up, down) = (item.key.clone(), item.key.clone());
            view! {
                <li>
                    <label class="hush" for=item.name.clone()>{item.label}</label>
                    <input
                        class="input"
                        id=item.name.clone()
                        name=item.name
                        value=item.value
                        aria-invalid=item.invalid.then_some("true")
                    />
                    <Square icon=IconName::Up words=item.up name="option_up" value=up disabled=at == 0/>
                    <Square icon=IconName::Down words=item.down name="option_down" value=down disabled=at == last/>
                    <Square icon=IconName::Bin words=item.remove name="option_remove" value=item.key/>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class="options plain">{items}</ul> }.into_any()
}
