//! The smallest things that parts are made of: words that may be missing, views that may be missing,
//! links, and headings of a given level.

use std::borrow::Cow;

use leptos::prelude::*;

/// Words that may be missing. A prop of this type takes a `&str`, a `String` or an `Option` of
/// either; empty words count as missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MaybeText(Option<String>);

impl MaybeText {
    /// The words, if there are any.
    pub fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// The words themselves, if there are any.
    pub fn into_option(self) -> Option<String> {
        self.0
    }

    /// Whether there are words.
    pub const fn is_some(&self) -> bool {
        self.0.is_some()
    }
}

impl From<String> for MaybeText {
    fn from(words: String) -> Self {
        Self((!words.is_empty()).then_some(words))
    }
}

impl From<&str> for MaybeText {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

impl From<&String> for MaybeText {
    fn from(words: &String) -> Self {
        words.clone().into()
    }
}

impl From<Cow<'_, str>> for MaybeText {
    fn from(words: Cow<'_, str>) -> Self {
        words.into_owned().into()
    }
}

impl<T: Into<Self>> From<Option<T>> for MaybeText {
    fn from(words: Option<T>) -> Self {
        words.map_or_else(Self::default, Into::into)
    }
}

/// A view that may be missing. A prop of this type takes an [`AnyView`] or an `Option` of one.
#[derive(Default)]
pub struct MaybeView(Option<AnyView>);

impl MaybeView {
    /// The view, if there is one.
    pub fn into_option(self) -> Option<AnyView> {
        self.0
    }

    /// Whether there is a view.
    pub const fn is_some(&self) -> bool {
        self.0.is_some()
    }
}

impl std::fmt::Debug for MaybeView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("MaybeView").field(&self.0.is_some()).finish()
    }
}

impl From<AnyView> for MaybeView {
    fn from(view: AnyView) -> Self {
        Self(Some(view))
    }
}

impl From<Option<AnyView>> for MaybeView {
    fn from(view: Option<AnyView>) -> Self {
        Self(view)
    }
}

/// Somewhere to go, and the words that say so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The address.
    pub href: String,
    /// The words.
    pub words: String,
    /// The language of the words and of the page behind them, where it is another one.
    pub lang: Option<String>,
}

impl Link {
    /// A link.
    pub fn new(href: impl Into<String>, words: impl Into<String>) -> Self {
        Self { href: href.into(), words: words.into(), lang: None }
    }
}

/// How deep a heading stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// `h1`: once on a page.
    One,
    /// `h2`.
    #[default]
    Two,
    /// `h3`.
    Three,
    /// `h4`.
    Four,
}

/// A heading of a given level.
pub(crate) fn heading(level: Level, id: Option<String>, content: AnyView) -> AnyView {
    match level {
        Level::One => view! { <h1 id=id>{content}</h1> }.into_any(),
        Level::Two => view! { <h2 id=id>{content}</h2> }.into_any(),
        Level::Three => view! { <h3 id=id>{content}</h3> }.into_any(),
        Level::Four => view! { <h4 id=id>{content}</h4> }.into_any(),
    }
}

/// Text as it must stand in HTML, in an element or in a quoted attribute.
///
/// Views do this by themselves, with one exception: the content of a `textarea` is written as it is.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// The value of `aria-describedby`: the ids that are there, or no attribute at all.
pub(crate) fn described_by(ids: &[Option<String>]) -> Option<String> {
    let ids = ids.iter().flatten().map(String::as_str).collect::<Vec<_>>();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// Classes in one attribute, the empty ones left out.
pub(crate) fn classes(names: &[&str]) -> Option<String> {
    let names = names.iter().copied().filter(|name| !name.is_empty()).collect::<Vec<_>>();
    (!names.is_empty()).then(|| names.join(" "))
}

/// A number as an attribute, where none means that there is no such attribute.
pub(crate) fn number(number: usize) -> Option<String> {
    (number > 0).then(|| number.to_string())
}
