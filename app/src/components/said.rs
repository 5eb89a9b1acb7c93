//! You said, we did: the words arrive, and one of eight answers is given.

use leptos::prelude::*;

use super::{Icon, IconName, Level, MaybeText, Spoken, heading, voice::pieces};

/// The eight answers to "what did you do about it?". There is no ninth, and none is shortened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatusKey {
    /// Yes, we are doing it.
    Doing,
    /// Yes, but in a different way.
    DoingDifferently,
    /// Not yet.
    NotYet,
    /// We are trying it out.
    Trying,
    /// Someone else decides. We told them.
    PassedOn,
    /// No, and this is why.
    No,
    /// It is already there. Here is how to get it.
    Already,
    /// We need to ask you more.
    NeedMore,
}

impl StatusKey {
    /// All eight, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Doing,
        Self::DoingDifferently,
        Self::NotYet,
        Self::Trying,
        Self::PassedOn,
        Self::No,
        Self::Already,
        Self::NeedMore,
    ];

    /// Its name in data and in styles.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Doing => "doing",
            Self::DoingDifferently => "doing_differently",
            Self::NotYet => "not_yet",
            Self::Trying => "trying",
            Self::PassedOn => "passed_on",
            Self::No => "no",
            Self::Already => "already",
            Self::NeedMore => "need_more",
        }
    }

    /// The answer of that name, if there is one.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    const fn icon(self) -> IconName {
        match self {
            Self::Doing => IconName::Check,
            Self::DoingDifferently => IconName::Fork,
            Self::NotYet => IconName::Clock,
            Self::Trying => IconName::Half,
            Self::PassedOn => IconName::Pass,
            Self::No => IconName::No,
            Self::Already => IconName::Pin,
            Self::NeedMore => IconName::Ask,
        }
    }
}

/// One of the eight answers: icon, words and colour, never colour alone.
#[component]
pub fn Status(
    /// Which one.
    key: StatusKey,
    /// Its words.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    view! { <span class="status" data-tone=key.key()><Icon name=key.icon()/>{words}</span> }.into_any()
}

/// You said, we did: side by side where there is room. For that, something around it has the class
/// `fit`, as [`SaidList`] has.
#[component]
pub fn Said(
    /// "You said".
    #[prop(into)]
    you: String,
    /// A young person's exact words.
    #[prop(optional_no_strip, into)]
    words: Option<Spoken>,
    /// What many said, in our words. It is not printed like a voice.
    #[prop(optional, into)]
    theme: MaybeText,
    /// Who said it.
    #[prop(optional, into)]
    by: MaybeText,
    /// "We did".
    #[prop(into)]
    we: String,
    /// The answers, each with its words.
    #[prop(optional)]
    answers: Vec<(StatusKey, String)>,
    /// Its id.
    #[prop(optional, into)]
    id: MaybeText,
    /// How deep its two headings stand.
    #[prop(default = Level::Three)]
    level: Level,
    /// What was done, when and why: paragraphs.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let answers = (!answers.is_empty()).then(|| {
        let mut row = Vec::with_capacity(answers.len() * 2);
        for (key, words) in answers {
            if !row.is_empty() {
                row.push(" ".into_any());
            }
            row.push(view! { <Status key words/> }.into_any());
        }
        view! { <p>{row}</p> }
    });
    view! {
        <article class="said" id=id.into_option()>
            <div class="said__you">
                {heading(level, None, you.into_any())}
                {theme.into_option().map(|theme| view! { <p class="said__theme">{theme}</p> })}
                {words.map(|words| view! { <p dir="auto">{pieces(words)}</p> })}
                {by.into_option().map(|by| view! { <p class="small quiet">{by}</p> })}
            </div>
            <div class="said__we">
                {heading(level, None, we.into_any())}
                {answers}
                {children.map(|children| children())}
            </div>
        </article>
    }
    .into_any()
}

/// Several [`Said`], one under the other.
#[component]
pub fn SaidList(
    /// They.
    children: Children,
) -> impl IntoView {
    view! { <div class="fit said-list">{children()}</div> }.into_any()
}
