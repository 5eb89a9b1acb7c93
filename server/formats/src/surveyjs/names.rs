//! Names of a survey and what they are called in Earshot: a name may be any
//! text in SurveyJS, a key may not.

use std::collections::{HashMap, HashSet};

use earshot_domain::questionnaire::is_key;
use serde_json::{Map, Value};

/// How many names are looked at: far more than there may be questions, and few
/// enough to look for each among all.
const NAMES_MAX: usize = 2_000;

/// The keys that stand for the names of questions.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_name: HashMap<String, String>,
    taken: HashSet<String>,
}

impl Names {
    /// The names of every element in a survey, each with its key. Names that
    /// can be keys are keys, whatever comes before them.
    pub(super) fn of(survey: &Map<String, Value>) -> Self {
        let mut found = Vec::new();
        gather(survey, &mut found);
        let mut names = Self::default();
        for name in found.iter().filter(|name| is_key(name)) {
            names.taken.insert((*name).to_owned());
            names.by_name.insert((*name).to_owned(), (*name).to_owned());
        }
        for name in found.iter().filter(|name| !is_key(name)) {
            if !names.by_name.contains_key(*name) {
                names.add(name, name);
            }
        }
        names
    }

    /// Names that are keys already.
    pub(super) fn of_keys<'a>(keys: impl Iterator<Item = &'a str>) -> Self {
        let mut names = Self::default();
        for key in keys {
            names.taken.insert(key.to_owned());
            names.by_name.insert(key.to_owned(), key.to_owned());
        }
        names
    }

    /// Gives something a key of its own, near to what is wished.
    pub(super) fn add(&mut self, name: &str, wish: &str) -> String {
        let key = free(&key_near(wish), &self.taken);
        self.taken.insert(key.clone());
        self.by_name.insert(name.to_owned(), key.clone());
        key
    }

    /// The key of a name; SurveyJS does not mind capitals.
    pub(super) fn key(&self, name: &str) -> Option<&str> {
        let name = name.trim();
        if let Some(key) = self.by_name.get(name) {
            return Some(key);
        }
        let mut alike = self.by_name.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        match (alike.next(), alike.next()) {
            (Some((_, key)), None) => Some(key),
            _ => None,
        }
    }
}

/// Goes through pages, panels and templates; JSON that was read is never
/// deeper than its reader allows.
fn gather<'a>(holder: &'a Map<String, Value>, found: &mut Vec<&'a str>) {
    for list in ["pages", "elements", "questions", "templateElements"] {
        for element in holder.get(list).and_then(Value::as_array).into_iter().flatten() {
            let Some(element) = element.as_object() else { continue };
            let asks = list != "pages" && element.get("type").and_then(Value::as_str) != Some("panel");
            if found.len() >= NAMES_MAX {
                return;
            }
            if asks && let Some(name) = element.get("name").and_then(Value::as_str) {
                found.push(name);
            }
            gather(element, found);
        }
    }
}

/// A key that looks like a text.
pub(super) fn key_near(text: &str) -> String {
    if is_key(text) {
        return text.to_owned();
    }
    let mut key = String::new();
    for letter in text.chars() {
        match letter {
            letter if letter.is_ascii_alphanumeric() => key.push(letter),
            '-' | '.' => key.push(letter),
            _ if !key.is_empty() && !key.ends_with('_') => key.push('_'),
            _ => {}
        }
        if key.len() >= 50 {
            break;
        }
    }
    let key = key.trim_end_matches('_');
    if key.is_empty() { "x".to_owned() } else { key.to_owned() }
}

/// The key, or with a number behind it if it is taken.
pub(super) fn free(key: &str, taken: &HashSet<String>) -> String {
    if !taken.contains(key) {
        return key.to_owned();
    }
    let stem: String = key.chars().take(56).collect();
    // One of so many more than are taken is free.
    let mut numbers = 2..taken.len() + 3;
    numbers.find_map(|at| Some(format!("{stem}_{at}")).filter(|key| !taken.contains(key))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_no_keys_get_one_that_is_free() {
        let survey = serde_json::json!({"elements": [
            {"type": "text", "name": "How old?"}, {"type": "text", "name": "How_old"},
            {"type": "panel", "name": "p", "elements": [{"type": "text", "name": "\u{1f68c}"}]},
        ]});
        let names = Names::of(survey.as_object().unwrap());
        assert_eq!(names.key("How_old"), Some("How_old"));
        assert_eq!(names.key("How old?"), Some("How_old_2"));
        assert_eq!(names.key("how OLD?"), Some("How_old_2"));
        assert_eq!(names.key("\u{1f68c}"), Some("x"));
        assert_eq!(names.key("p"), None);
    }
}
