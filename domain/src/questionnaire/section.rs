//! Questions that belong together.

use serde::{Deserialize, Serialize};

use super::Questionnaire;
use crate::question::Kind;
use crate::rule::Rule;

/// Questions that belong together and stand one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Names it; never shown to respondents.
    pub key: String,
    /// The words over its questions; none when empty.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "String::is_empty"))]
    pub title: String,
    /// The same words in other languages.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub titles: Vec<(String, String)>,
    /// Asked only if this holds; always asked when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Rule>,
    /// Asked once for each option that was chosen in the question with this
    /// key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each_of: Option<String>,
    /// Whether it changes places, for everybody in another way, with the
    /// shuffled sections right before and after it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shuffle: bool,
    /// Closed once so many people have answered it.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "Option::is_none"))]
    pub quota: Option<u32>,
}

impl Section {
    /// A section with a title and nothing else.
    pub fn new(key: impl Into<String>, title: impl Into<String>) -> Self {
        Self { key: key.into(), title: title.into(), ..Self::default() }
    }
}

/// Puts one page that says why in the place of a section's questions. Places
/// keep their numbers.
pub(super) fn close(asked: &mut Questionnaire, key: &str, said: &str) {
    if let Some(section) = asked.sections.iter_mut().find(|section| section.key == key) {
        section.each_of = None;
    }
    let mut first = true;
    for question in asked.questions.iter_mut().filter(|q| q.section.as_deref() == Some(key)) {
        question.kind = Kind::Info;
        question.hint = None;
        question.with_previous = false;
        if std::mem::take(&mut first) {
            question.text = said.to_string();
            question.show_if = None;
        } else {
            question.show_if = Some(Rule::Any(Vec::new()));
        }
    }
}
