//! The desk where answers are read and coded: the pile, the words, the codebook.

use leptos::prelude::*;

use super::{
    KeyHint, Level, MarkColour, MaybeText, Ref, Spoken, Tag, TagKind, classes, heading, voice::pieces,
};

/// Three panes beside each other, each with its own way down.
#[component]
pub fn Workbench(
    /// The panes.
    children: Children,
) -> impl IntoView {
    // What is read comes first, so that it does on a phone. Where there is room it stands in the middle.
    view! { <div class="workbench">{children()}</div> }.into_any()
}

/// One pane, with its head.
#[component]
pub fn Pane(
    /// The id of its title.
    #[prop(into)]
    id: String,
    /// Its title.
    #[prop(into)]
    title: String,
    /// What stands beside the title: filters, quiet words.
    #[prop(optional)]
    head: Vec<AnyView>,
    /// Its id where it is a sheet on a phone: a link to it opens it over the page, and a link to elsewhere closes it.
    #[prop(optional, into)]
    sheet: MaybeText,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    let labelled = id.clone();
    let inside = view! {
        <div class="pane-head">{heading(Level::Two, Some(id), title.into_any())}{head}</div>
        {children()}
    };
    match sheet.into_option() {
        None => view! { <section aria-labelledby=labelled>{inside}</section> }.into_any(),
        Some(sheet) => {
            view! { <section class="sheet-below" id=sheet tabindex="-1" aria-labelledby=labelled>{inside}</section> }
                .into_any()
        }
    }
}

/// The pane with the words that are being read.
#[component]
pub fn ReadPane(
    /// The reference of the answer. It is the title of the pane.
    #[prop(into)]
    code: String,
    /// Who said it, when, and what they agreed to.
    #[prop(optional)]
    meta: Vec<String>,
    /// The words, what can be done with them, and what the same person also said.
    children: Children,
) -> impl IntoView {
    let meta = meta.into_iter().map(|words| view! { <span>{words}</span> }).collect::<Vec<_>>();
    view! {
        <section class="read" aria-labelledby="reading">
            <div class="meta"><h2 id="reading" class="ref">{code}</h2>{meta}</div>
            {children()}
        </section>
    }
    .into_any()
}

/// One answer on the pile.
#[derive(Clone, Debug, Default)]
pub struct PileItem {
    /// Where it is read.
    pub href: String,
    /// What was said. For an answer that is held back: nothing.
    pub words: Spoken,
    /// Whether somebody else than a young person said it. Then it is not printed like a voice.
    pub adult: bool,
    /// Why it is not shown here, in our words.
    pub held: Option<String>,
    /// What has to be known before it is opened.
    pub tag: Option<(TagKind, String)>,
    /// Its reference.
    pub code: String,
    /// Who said it, and how far it is read.
    pub meta: Vec<String>,
    /// Whether it is the one being read.
    pub current: bool,
}

/// Answers to be read.
#[component]
pub fn Pile(
    /// They.
    items: Vec<PileItem>,
) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|item| {
            let words = match item.held {
                Some(held) => view! { <span class="quiet">{held}</span> }.into_any(),
                None => pieces(item.words).into_any(),
            };
            let meta = item.meta.into_iter().map(|words| view! { <span>{words}</span> }).collect::<Vec<_>>();
            view! {
                <li>
                    <a href=item.href aria-current=item.current.then_some("true")>
                        <span class=if item.adult { "else" } else { "own" } dir="auto">{words}</span>
                        {item.tag.map(|(kind, words)| view! { <Tag kind words/> })}
                        <span class="meta"><Ref code=item.code/>{meta}</span>
                    </a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ol class="pile plain">{items}</ol> }.into_any()
}

/// One code of the codebook.
#[derive(Clone, Debug, Default)]
pub struct CodeItem {
    /// What it sends.
    pub value: String,
    /// Its key. Without one there is no key to show.
    pub key: String,
    /// Its name.
    pub words: String,
    /// How often it was given, as shown.
    pub count: String,
    /// Whether this answer has it.
    pub on: bool,
    /// How it is marked in the words, where it is.
    pub mark: Option<MarkColour>,
}

/// Codes that belong together.
#[derive(Clone, Debug, Default)]
pub struct CodeGroup {
    /// What they are together.
    pub legend: String,
    /// They.
    pub codes: Vec<CodeItem>,
}

/// The codebook, to tick.
#[component]
pub fn Codes(
    /// Where it is sent.
    #[prop(into)]
    action: String,
    /// The name that each code sends.
    #[prop(into, default = "code".to_owned())]
    name: String,
    /// The codes.
    groups: Vec<CodeGroup>,
    /// The id of the form, for buttons that stand outside.
    #[prop(optional, into)]
    id: MaybeText,
    /// What else belongs to the form.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let groups = groups
        .into_iter()
        .map(|group| {
            let codes = group
                .codes
                .into_iter()
                .map(|code| {
                    let key = (!code.key.is_empty()).then(|| view! { <KeyHint key=code.key.clone()/> });
                    let class = classes(&[
                        code.mark.map_or("", MarkColour::class),
                        if key.is_some() { "" } else { "no-key" },
                    ]);
                    view! {
                        <label class=class>
                            <input type="checkbox" name=name.clone() value=code.value checked=code.on/>
                            {key}
                            <span>{code.words}</span>
                            <small>{code.count}</small>
                        </label>
                    }
                })
                .collect::<Vec<_>>();
            view! { <fieldset><legend>{group.legend}</legend>{codes}</fieldset> }
        })
        .collect::<Vec<_>>();
    view! {
        <form class="codes" method="post" action=action id=id.into_option()>
            {groups}
            {children.map(|children| children())}
        </form>
    }
    .into_any()
}
