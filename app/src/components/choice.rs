//! Rows to choose from. The dot that is pressed here is the dot that starts the trail.

use leptos::prelude::*;

use super::{Icon, IconName, MaybeText, Square, classes};

/// How many may be chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChoiceKind {
    /// One: a dot.
    #[default]
    One,
    /// Any number: a tick.
    Any,
}

impl ChoiceKind {
    const fn input(self) -> &'static str {
        match self {
            Self::One => "radio",
            Self::Any => "checkbox",
        }
    }
}

/// One thing to choose.
#[derive(Clone, Debug, Default)]
pub struct ChoiceItem {
    /// What is sent.
    pub value: String,
    /// The words.
    pub label: String,
    /// Smaller words under them.
    pub note: Option<String>,
    /// Words after them that are heard and not seen, because whoever sees finds them elsewhere.
    pub heard: Option<String>,
    /// An icon beside them.
    pub icon: Option<IconName>,
    /// A picture beside them, as an address with its width and height in points. It says nothing that the words
    /// do not say.
    pub picture: Option<(String, i64, i64)>,
    /// Whether it is chosen. Nothing is chosen beforehand.
    pub chosen: bool,
    /// Whether it cannot be chosen now.
    pub disabled: bool,
}

impl ChoiceItem {
    /// A thing to choose, not chosen.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    /// The same, chosen or not.
    #[must_use]
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }

    /// The same, with a picture.
    #[must_use]
    pub fn icon(mut self, icon: impl Into<Option<IconName>>) -> Self {
        self.icon = icon.into();
        self
    }

    /// The same, with a picture beside its words.
    #[must_use]
    pub fn picture(mut self, picture: Option<(String, i64, i64)>) -> Self {
        self.picture = picture;
        self
    }

    /// The same, with smaller words under it.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into()).filter(|note| !note.is_empty());
        self
    }
}

/// One row to choose.
#[component]
pub fn Choice(
    /// How many of its kind may be chosen.
    #[prop(optional)]
    kind: ChoiceKind,
    /// The name it sends.
    #[prop(into)]
    name: String,
    /// What it is.
    item: ChoiceItem,
    /// The id of its input.
    #[prop(optional, into)]
    id: MaybeText,
) -> impl IntoView {
    row(kind, name, item, id.into_option(), None)
}

fn row(
    kind: ChoiceKind,
    name: String,
    item: ChoiceItem,
    id: Option<String>,
    state: Option<&'static str>,
) -> AnyView {
    view! {
        <label class="choice" data-state=state>
            <input
                type=kind.input()
                id=id
                name=name
                value=item.value
                checked=item.chosen
                disabled=item.disabled
            />
            {item.icon.map(|name| view! { <Icon name/> })}
            {item
                .picture
                .map(|(src, width, height)| {
                    view! { <img src=src alt="" width=width height=height loading="lazy"/> }
                })}
            <span>
                {item.label}
                {item.note.map(|note| view! { <small>{note}</small> })}
                {item.heard.map(|heard| view! { <span class="hush">" "{heard}</span> })}
            </span>
        </label>
    }
    .into_any()
}

/// A row that looks as under the pointer or in focus, for the gallery.
pub(crate) fn choice_in_state(name: String, item: ChoiceItem, state: &'static str) -> AnyView {
    row(ChoiceKind::One, name, item, None, Some(state))
}

/// Rows to choose from, and under them the ways out.
#[component]
pub fn Choices(
    /// How many may be chosen.
    #[prop(optional)]
    kind: ChoiceKind,
    /// The name that each sends.
    #[prop(into)]
    name: String,
    /// What there is to choose.
    items: Vec<ChoiceItem>,
    /// The ways not to choose: "I don't want to say".
    #[prop(optional)]
    way_out: Vec<ChoiceItem>,
    /// The word between the two: "or".
    #[prop(optional, into)]
    or: MaybeText,
    /// The id of the first row, for an error to link to. Where it is not given, it is the name.
    #[prop(optional, into)]
    id: MaybeText,
) -> impl IntoView {
    let mut first = Some(id.into_option().unwrap_or_else(|| name.clone()));
    let rows =
        items.into_iter().map(|item| row(kind, name.clone(), item, first.take(), None)).collect::<Vec<_>>();
    let out = way_out.into_iter().map(|item| row(kind, name.clone(), item, None, None)).collect::<Vec<_>>();
    view! { <div class="choices">{rows}{or_line(or)}{out}</div> }.into_any()
}

fn or_line(or: MaybeText) -> Option<AnyView> {
    or.into_option().map(|or| view! { <p class="or">{or}</p> }.into_any())
}

/// Faces to choose from, and under them the ways out. The faces have one colour, so that none looks
/// like the right one, and always words. In a narrow place they stack; for that, something around
/// them has the class `fit`, as [`super::Question`] has.
#[component]
pub fn Faces(
    /// The name that each sends.
    #[prop(into)]
    name: String,
    /// From the saddest to the happiest: two to five. An item without an icon gets its face.
    items: Vec<ChoiceItem>,
    /// Whether there are only words, on one line where there is room.
    #[prop(optional)]
    words_only: bool,
    /// The ways not to choose.
    #[prop(optional)]
    way_out: Vec<ChoiceItem>,
    /// The word between the two.
    #[prop(optional, into)]
    or: MaybeText,
    /// The id of the first face, for an error to link to. Where it is not given, it is the name.
    #[prop(optional, into)]
    id: MaybeText,
    /// The id of the words that ask, where they are not a legend around the faces.
    #[prop(optional, into)]
    labelled_by: MaybeText,
) -> impl IntoView {
    let faces = faces_for(items.len());
    let class = classes(&[
        "faces",
        match items.len() {
            2 => "faces--two",
            3 => "faces--three",
            4 => "faces--four",
            5 => "faces--five",
            _ => "",
        },
        if words_only { "" } else { "faces--row" },
    ]);
    let mut first = Some(id.into_option().unwrap_or_else(|| name.clone()));
    let rows = items
        .into_iter()
        .enumerate()
        .map(|(at, mut item)| {
            if !words_only {
                item.icon = item.icon.or_else(|| faces.get(at).copied());
            }
            row(ChoiceKind::One, name.clone(), item, first.take(), None)
        })
        .collect::<Vec<_>>();
    let out = way_out
        .into_iter()
        .map(|item| row(ChoiceKind::One, name.clone(), item, None, None))
        .collect::<Vec<_>>();
    let role = labelled_by.is_some().then_some("group");
    view! {
        <div class=class role=role aria-labelledby=labelled_by.into_option()>{rows}</div>
        {or_line(or)}
        {out}
    }
    .into_any()
}

/// Which faces stand for so many steps: always as many sad ones as happy ones.
pub(crate) const fn faces_for(count: usize) -> &'static [IconName] {
    use IconName::{Face1, Face2, Face3, Face4, Face5};
    match count {
        2 => &[Face2, Face4],
        3 => &[Face2, Face3, Face4],
        4 => &[Face1, Face2, Face4, Face5],
        5 => &IconName::FACES,
        _ => &[],
    }
}

/// One thing to put in order.
#[derive(Clone, Debug, Default)]
pub struct RankItem {
    /// What is sent.
    pub value: String,
    /// The words.
    pub label: String,
    /// What the button that moves it up does, with its name.
    pub up: String,
    /// What the button that moves it down does, with its name.
    pub down: String,
}

/// Things to put in order, by buttons and never by drag. Every button sends the form, so it works
/// without script: `up` or `down` with the value of what is to move, and `name` once for each in the
/// order they stand in now.
#[component]
pub fn RankList(
    /// The name that each sends.
    #[prop(into)]
    name: String,
    /// The things, in the order they are in now.
    items: Vec<RankItem>,
    /// The id of the list, for an error to link to. Where it is not given, it is the name.
    #[prop(optional, into)]
    id: MaybeText,
) -> impl IntoView {
    let id = id.into_option().unwrap_or_else(|| name.clone());
    let last = items.len().saturating_sub(1);
    let rows = items
        .into_iter()
        .enumerate()
        .map(|(at, item)| {
            let key = item.value.clone();
            view! {
                <li data-key=key>
                    <input type="hidden" name=name.clone() value=item.value.clone()/>
                    <span>{item.label}</span>
                    <Square icon=IconName::Up words=item.up name="up" value=item.value.clone() disabled=at == 0/>
                    <Square icon=IconName::Down words=item.down name="down" value=item.value disabled=at == last/>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ol class="rank plain" id=id data-rank=name tabindex="-1">{rows}</ol> }.into_any()
}
