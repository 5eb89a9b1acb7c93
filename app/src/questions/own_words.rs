//! Words and numbers that are typed.

use earshot_domain::question::{LONG_TEXT_MAX, Number, SHORT_TEXT_MAX};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::Shown;
use crate::components::{WordsKind, WordsQuestion};
use crate::{Site, say};

/// One line.
pub(super) fn line(site: &Site, shown: &Shown<'_>) -> AnyView {
    words(site, shown, WordsKind::Line, SHORT_TEXT_MAX)
}

/// Several lines.
pub(super) fn lines(site: &Site, shown: &Shown<'_>) -> AnyView {
    words(site, shown, WordsKind::Lines, LONG_TEXT_MAX)
}

fn words(site: &Site, shown: &Shown<'_>, kind: WordsKind, most: usize) -> AnyView {
    let hint = shown.hint(Some(say!(site, "words-hint")));
    typed(shown, kind, hint, Some(say!(site, "words-room", n = most)))
}

/// A number.
pub(super) fn number(site: &Site, shown: &Shown<'_>, number: &Number) -> AnyView {
    let between = match (number.min, number.max) {
        (Some(min), Some(max)) => Some(say!(site, "number-between", min = min, max = max)),
        _ => None,
    };
    typed(shown, WordsKind::Number, shown.hint(between), None)
}

fn typed(shown: &Shown<'_>, kind: WordsKind, hint: Option<String>, count: Option<String>) -> AnyView {
    let (name, words, small) = (shown.name.clone(), shown.asks.text.clone(), shown.small);
    let (error, lang) = (shown.error.clone(), shown.asks.lang.clone());
    let value = shown.typed.first().cloned();
    view! { <WordsQuestion name words kind small hint error value count lang/> }.into_any()
}
