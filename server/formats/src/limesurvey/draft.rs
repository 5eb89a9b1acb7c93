//! A question of Earshot before it has its place and its key.

use std::collections::HashSet;
use std::rc::Rc;

use earshot_domain::question::{Choice, Kind};
use earshot_domain::questionnaire::is_key;

use super::languages::Languages;
use super::logic::Form;
use super::parts::{Asked, Part};
use super::report::quoted;
use super::words::{self, LABEL_MAX, Said, Told};

/// A question of Earshot. One of LimeSurvey may become several.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// What is added to the key; nothing for the question itself.
    pub(super) suffix: String,
    pub(super) text: Said,
    pub(super) kind: Option<Kind>,
    /// Keys of options and statements with their words in the other languages.
    pub(super) labels: Vec<(String, Vec<String>)>,
    /// The option of the first of these questions that it is asked about.
    pub(super) if_chosen: Option<String>,
    pub(super) with_previous: bool,
    /// The names of its answers in conditions: what comes after the question's
    /// own name, the statement, and what the answer looks like.
    pub(super) vars: Vec<(String, Option<String>, Form)>,
    /// A condition of its own, of a subquestion.
    pub(super) relevance: String,
}

impl Draft {
    pub(super) fn new(text: Said, kind: Kind) -> Self {
        Self { text, kind: Some(kind), ..Self::default() }
    }

    #[must_use]
    pub(super) fn called(mut self, suffix: impl Into<String>) -> Self {
        self.suffix = suffix.into();
        self
    }

    #[must_use]
    pub(super) fn labelled(mut self, options: &Options) -> Self {
        self.labels.extend(options.labels.iter().cloned());
        self
    }

    #[must_use]
    pub(super) fn var(mut self, name: impl Into<String>, form: Form) -> Self {
        self.vars.push((name.into(), None, form));
        self
    }

    #[must_use]
    pub(super) fn on_same_page(mut self) -> Self {
        self.with_previous = true;
        self
    }

    #[must_use]
    pub(super) fn if_chosen(mut self, option: impl Into<String>) -> Self {
        self.if_chosen = Some(option.into());
        self
    }
}

/// A question that is being made.
pub(super) struct Making<'a> {
    pub(super) asked: &'a Asked,
    pub(super) languages: &'a Languages,
    pub(super) text: Said,
    pub(super) told: &'a mut Told,
    /// What is told once for all questions.
    pub(super) notes: Vec<String>,
    /// What is told of this question.
    pub(super) own_notes: Vec<String>,
}

/// Options or statements.
#[derive(Debug, Default)]
pub(super) struct Options {
    pub(super) choices: Vec<Choice>,
    pub(super) labels: Vec<(String, Vec<String>)>,
    /// What LimeSurvey calls each, and what Earshot does.
    pub(super) codes: Vec<(String, String)>,
}

impl Options {
    pub(super) fn form(&self) -> Form {
        Form::Codes(Rc::from(self.codes.as_slice()))
    }

    pub(super) fn push(&mut self, code: &str, key: &str, label: &Said) {
        self.choices.push(Choice::new(key, label.own.clone()));
        self.labels.push((key.to_owned(), label.others.clone()));
        self.codes.push((code.to_owned(), key.to_owned()));
    }

    /// The words of the option with this key.
    pub(super) fn said(&self, at: usize) -> Said {
        let own = self.choices.get(at).map(|choice| choice.label.clone()).unwrap_or_default();
        let others = self.labels.get(at).map(|(_, others)| others.clone()).unwrap_or_default();
        Said { own, others }
    }
}

impl Making<'_> {
    /// Options or statements; what they are called is for the sentences.
    pub(super) fn options(&mut self, parts: &[&Part], what: &str) -> Result<Options, String> {
        let max = earshot_domain::question::MAX_OPTIONS;
        if parts.len() > max {
            return Err(format!("has more than {max} {what}s"));
        }
        let mut options = Options::default();
        let mut seen = HashSet::new();
        for part in parts {
            let label =
                self.label(part).map_err(|reason| format!("the {what} {}: {reason}", quoted(&part.code)))?;
            if label.own.is_empty() {
                return Err(format!("the {what} {} has no words", quoted(&part.code)));
            }
            let key = self.key(part, what)?;
            if !seen.insert(key.clone()) {
                return Err(format!("two {what}s have the code {}", quoted(&part.code)));
            }
            for (other, label) in self.languages.others().iter().zip(&label.others) {
                let reason = format!("some {what}s have no words in {}", quoted(&other.code));
                if label.is_empty() && !self.notes.contains(&reason) {
                    self.notes.push(reason);
                }
            }
            options.push(&part.code, &key, &label);
        }
        Ok(options)
    }

    fn label(&mut self, part: &Part) -> Result<Said, String> {
        words::read(&part.words, self.languages, LABEL_MAX, &words::nothing, self.told)
    }

    fn key(&mut self, part: &Part, what: &str) -> Result<String, String> {
        if is_key(&part.code) {
            return Ok(part.code.clone());
        }
        let key = sanitised(&part.code);
        if key.is_empty() {
            return Err(format!("a {what} ({}) has no code", quoted(part.words.get(self.languages.own()))));
        }
        self.own_notes.push(format!("the code {} of a {what} becomes {}", quoted(&part.code), quoted(&key)));
        Ok(key)
    }

    /// The word of an attribute, or one that LimeSurvey adds by itself.
    pub(super) fn attribute_or(
        &mut self,
        attribute: &str,
        word: super::languages::Word,
    ) -> Result<Said, String> {
        let written = self.asked.attribute_words(attribute, self.languages);
        let said = words::read(&written, self.languages, LABEL_MAX, &words::nothing, self.told)
            .map_err(|reason| format!("{attribute}: {reason}"))?;
        if said.own.is_empty() { Ok(Said::of(word, self.languages)) } else { Ok(said) }
    }

    pub(super) fn shuffles(&self) -> bool {
        self.asked.is_on("random_order")
            || ["answer_order", "subquestion_order"].iter().any(|name| self.asked.attribute(name) == "random")
    }

    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// A limit that must be a whole number; what it says otherwise is told.
    pub(super) fn limit(&mut self, attribute: &str) -> Option<i64> {
        let written = self.asked.attribute(attribute);
        if written.is_empty() {
            return None;
        }
        match super::logic::floor(written) {
            Some((limit, exact)) => {
                // The smallest whole number that is not below 5.5 is 6.
                let up = !exact && attribute.contains("min");
                Some(limit.saturating_add(i64::from(up)))
            }
            None => {
                self.own_notes.push(format!("the limit {attribute} = {} is not kept", quoted(written)));
                None
            }
        }
    }
}

/// A code with the signs that a key may have; at most 48 of them.
pub(super) fn sanitised(code: &str) -> String {
    let mut key: String =
        code.trim()
            .chars()
            .map(|letter| {
                if letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.') { letter } else { '_' }
            })
            .take(48)
            .collect();
    if key.bytes().all(|byte| byte == b'_') {
        key.clear();
    }
    key
}
