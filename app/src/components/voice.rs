//! Who is speaking. Marigold, the serif and the dot are for a young person's exact words and for
//! nothing else; anyone else's words are plain, and named.

use leptos::prelude::*;

use super::{Link, MaybeText, classes};

/// A piece of what someone said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Exactly what they said.
    Said(String),
    /// Something taken out, and the word for what it was: "name".
    Hidden(String),
    /// Exactly what they said, marked with a code.
    Marked {
        /// What they said.
        words: String,
        /// The key of the code.
        key: String,
        /// How the mark looks.
        mark: MarkColour,
    },
}

/// The look of a mark. Beside the colour stands the key of its code, so colour is never alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MarkColour {
    /// The first.
    #[default]
    A,
    /// The second.
    B,
    /// The third.
    C,
    /// Several marks that lie over each other.
    Several,
}

impl MarkColour {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::A => "mk-a",
            Self::B => "mk-b",
            Self::C => "mk-c",
            Self::Several => "mk-several",
        }
    }
}

/// What someone said, in pieces. A prop of this type takes words, or a list of [`Part`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spoken(pub Vec<Part>);

impl From<String> for Spoken {
    fn from(words: String) -> Self {
        Self(vec![Part::Said(words)])
    }
}

impl From<&str> for Spoken {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

impl From<Vec<Part>> for Spoken {
    fn from(parts: Vec<Part>) -> Self {
        Self(parts)
    }
}

pub(crate) fn pieces(words: Spoken) -> Vec<AnyView> {
    words
        .0
        .into_iter()
        .map(|part| match part {
            Part::Said(words) => words.into_any(),
            Part::Hidden(word) => view! { <span class="token">{word}</span> }.into_any(),
            Part::Marked { words, key, mark } => {
                // A mark that goes on has its key where it ends.
                let key = (!key.is_empty()).then(|| view! { <sub>{key}</sub> });
                view! { <mark class=mark.class()>{words}{key}</mark> }.into_any()
            }
        })
        .collect()
}

/// A young person's exact words, with a live yes to showing them. Who said it stands under them, no
/// more exact than the rule allows.
#[component]
pub fn Voice(
    /// What they said.
    #[prop(into)]
    words: Spoken,
    /// Who said it.
    #[prop(into)]
    by: String,
    /// Where these words can be followed.
    #[prop(optional_no_strip, into)]
    link: Option<Link>,
    /// Whether they are what the page is about. For a band.
    #[prop(optional)]
    big: bool,
    /// Whether they keep to the width of text.
    #[prop(optional)]
    measure: bool,
    /// More under the words, before who said it: how far they have come.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class =
        classes(&["voice", if big { "voice--big" } else { "" }, if measure { "measure" } else { "" }]);
    let link = link.map(|link| view! { " · "<a href=link.href>{link.words}</a> });
    view! {
        <figure class=class>
            <blockquote><p dir="auto">{pieces(words)}</p></blockquote>
            <figcaption>{children.map(|children| children())}{by}{link}</figcaption>
        </figure>
    }
    .into_any()
}

/// A young person's exact words on the desk where they are read and coded. Who said it stands in the
/// line above them.
#[component]
pub fn VoiceToRead(
    /// What they said, with what was marked.
    #[prop(into)]
    words: Spoken,
    /// Its id.
    #[prop(optional, into)]
    id: MaybeText,
) -> impl IntoView {
    view! {
        <figure class="voice">
            <blockquote><p dir="auto" id=id.into_option()>{pieces(words)}</p></blockquote>
        </figure>
    }
    .into_any()
}

/// What someone else said: a parent, a professional. Plain, with a double line, always named.
#[component]
pub fn SaidBy(
    /// What they said, with what was marked.
    #[prop(into)]
    words: Spoken,
    /// Who they are.
    #[prop(into)]
    by: String,
    /// The id of the words.
    #[prop(optional, into)]
    id: MaybeText,
) -> impl IntoView {
    view! {
        <figure class="said-by">
            <blockquote><p dir="auto" id=id.into_option()>{pieces(words)}</p></blockquote>
            <figcaption>{by}</figcaption>
        </figure>
    }
    .into_any()
}
