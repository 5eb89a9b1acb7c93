//! One question: what is asked, help with it, what is wrong, and the answer, in this order. It is the
//! order that is heard.

use leptos::prelude::*;

use super::{FieldError, MaybeText, classes, described_by, fields::area_content};
use crate::words::direction;

/// A question with rows to choose from. The question is the heading of the page and the legend of
/// its answers at once.
#[component]
pub fn Question(
    /// What the ids of its parts begin with: the name that its answers send.
    #[prop(into)]
    id: String,
    /// What is asked.
    #[prop(into)]
    words: String,
    /// Whether it is one of several on the page, and so not the heading of the page.
    #[prop(optional)]
    small: bool,
    /// Help with the question.
    #[prop(optional, into)]
    hint: MaybeText,
    /// What is wrong with the answer.
    #[prop(optional, into)]
    error: MaybeText,
    /// The language of the question, where it is not that of the page.
    #[prop(optional, into)]
    lang: MaybeText,
    /// What there is to choose: [`super::Choices`], [`super::Faces`] or [`super::RankList`].
    children: Children,
) -> impl IntoView {
    let lang = lang.into_option();
    let dir = lang.as_deref().and_then(direction);
    let hint_id = hint.is_some().then(|| format!("{id}-hint"));
    let error_id = error.is_some().then(|| format!("{id}-error"));
    let legend = if small {
        view! { <legend class="label">{words}</legend> }.into_any()
    } else {
        view! { <legend><h1>{words}</h1></legend> }.into_any()
    };
    let described = described_by(&[hint_id.clone(), error_id.clone()]);
    view! {
        <fieldset class="question fit" lang=lang dir=dir aria-describedby=described>
            {legend}
            {hint.into_option().map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.into_option().zip(error_id).map(|(words, id)| view! { <FieldError id words/> })}
            {children()}
        </fieldset>
    }
    .into_any()
}

/// What an answer in someone's own words looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WordsKind {
    /// Room for several lines.
    #[default]
    Lines,
    /// One line.
    Line,
    /// A number.
    Number,
    /// A day.
    Day,
}

/// A question that is answered in one's own words. They are typed in the face they will be printed
/// in.
#[component]
pub fn WordsQuestion(
    /// The name it sends, and what the ids of its parts begin with.
    #[prop(into)]
    name: String,
    /// What is asked.
    #[prop(into)]
    words: String,
    /// What the answer looks like.
    #[prop(optional)]
    kind: WordsKind,
    /// Whether it is one of several on the page, and so not the heading of the page.
    #[prop(optional)]
    small: bool,
    /// Help with the question.
    #[prop(optional, into)]
    hint: MaybeText,
    /// What is wrong with the answer.
    #[prop(optional, into)]
    error: MaybeText,
    /// What was typed before.
    #[prop(optional, into)]
    value: MaybeText,
    /// How much room there is.
    #[prop(optional, into)]
    count: MaybeText,
    /// The language of the question, where it is not that of the page.
    #[prop(optional, into)]
    lang: MaybeText,
) -> impl IntoView {
    let lang = lang.into_option();
    let dir = lang.as_deref().and_then(direction);
    let hint_id = hint.is_some().then(|| format!("{name}-hint"));
    let error_id = error.is_some().then(|| format!("{name}-error"));
    let count_id = count.is_some().then(|| format!("{name}-count"));
    let described = described_by(&[hint_id.clone(), error_id.clone(), count_id.clone()]);
    let invalid = error.is_some().then_some("true");
    let value = value.into_option().unwrap_or_default();
    let id = name.clone();
    let label = view! { <label for=name.clone()>{words}</label> };
    let asked =
        if small { view! { <h2>{label}</h2> }.into_any() } else { view! { <h1>{label}</h1> }.into_any() };
    let control = match kind {
        WordsKind::Lines => view! {
            <textarea
                class="input input--voice"
                id=id
                name=name
                rows="5"
                dir="auto"
                aria-invalid=invalid
                aria-describedby=described
                inner_html=area_content(&value)
            ></textarea>
        }
        .into_any(),
        WordsKind::Line => view! {
            <input
                class="input input--voice"
                id=id
                name=name
                value=value
                dir="auto"
                autocomplete="off"
                aria-invalid=invalid
                aria-describedby=described
            />
        }
        .into_any(),
        WordsKind::Number => view! {
            <input
                class="input input--s"
                id=id
                name=name
                value=value
                inputmode="numeric"
                autocomplete="off"
                aria-invalid=invalid
                aria-describedby=described
            />
        }
        .into_any(),
        WordsKind::Day => view! {
            <input
                class="input input--s"
                type="date"
                id=id
                name=name
                value=value
                aria-invalid=invalid
                aria-describedby=described
            />
        }
        .into_any(),
    };
    view! {
        <div
            class=classes(&["question field", if small { "question--small" } else { "" }])
            lang=lang
            dir=dir
        >
            {asked}
            {hint.into_option().map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.into_option().zip(error_id).map(|(words, id)| view! { <FieldError id words/> })}
            {control}
            {count.into_option().map(|count| view! { <p class="count" id=count_id>{count}</p> })}
        </div>
    }
    .into_any()
}
