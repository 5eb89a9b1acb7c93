//! What comes back from a form of the desk: what was typed, and what has to be put right.

use earshot_service::Refusal;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::refusals::refusal_words;
use crate::components::{ErrorSummary, Link};

/// What somebody typed into a form, to show it to them again.
#[derive(Debug, Clone, Default)]
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
    /// The value of a field; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str())
    }

    /// Whether the field was sent with this value among its values.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(n, v)| n == name && v == value)
    }

    /// Every value of a field that may be sent several times.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The edition that a form goes back with: the one that it came with, when it is shown again with what was typed,
    /// and that of the record otherwise.
    pub(crate) fn edition(&self, of_record: i64) -> String {
        match self.get("edition") {
            "" => of_record.to_string(),
            typed => typed.to_string(),
        }
    }

    /// A field with a value, for forms that are filled in from a record.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }
}

/// What has to be put right in a form: each with the id of its field, where
/// there is one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wrong(pub(crate) Vec<(Option<String>, String)>);

impl Wrong {
    /// The words for these refusals.
    pub(crate) fn new(refusals: &[Refusal]) -> Self {
        Self(refusals.iter().map(refusal_words).collect())
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with the field of this id.
    pub(crate) fn at(&self, id: &str) -> Option<String> {
        let of_it: Vec<&str> = self
            .0
            .iter()
            .filter(|(field, _)| field.as_deref() == Some(id))
            .map(|(_, words)| words.as_str())
            .collect();
        (!of_it.is_empty()).then(|| of_it.join(" "))
    }

    /// The summary above the form, linked to the fields; nothing when nothing
    /// is wrong.
    pub(crate) fn summary(&self) -> Option<AnyView> {
        if self.is_empty() {
            return None;
        }
        let title = match self.0.len() {
            1 => "One thing to put right".to_string(),
            n => format!("{n} things to put right"),
        };
        let problems = self
            .0
            .iter()
            .map(|(field, words)| {
                let id = field.as_deref().unwrap_or("main");
                Link::new(format!("#{id}"), words.clone())
            })
            .collect();
        Some(
            view! { <ErrorSummary title kept="Nothing was saved. What you typed is still here." problems/> }
                .into_any(),
        )
    }
}

/// A field that nobody sees.
pub(crate) fn hidden(name: &'static str, value: impl Into<String>) -> AnyView {
    let value = value.into();
    view! { <input type="hidden" name=name value=value/> }.into_any()
}

#[cfg(test)]
mod tests {
    use earshot_domain::need;

    use super::*;

    #[test]
    fn a_refusal_finds_its_field() {
        let wrong = Wrong::new(&[Refusal::Missing("title"), Refusal::Need(need::Gap::OwnApproval)]);
        assert_eq!(wrong.at("title"), Some("Write the title.".to_string()));
        assert_eq!(wrong.at("owner"), None);
        assert_eq!(wrong.0.len(), 2);
    }
}
