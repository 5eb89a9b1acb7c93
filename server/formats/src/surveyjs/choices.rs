//! Lists of options, statements and columns.

use std::collections::{HashMap, HashSet};

use earshot_domain::question::{Choice, MAX_OPTIONS};
use earshot_domain::questionnaire::is_key;
use serde_json::{Map, Value};

use super::names::{free, key_near};
use super::props::Props;
use super::report::{Report, quoted};
use super::words::Words;

/// A list of options as it was read.
#[derive(Debug, Default)]
pub(super) struct Options {
    /// The options.
    pub(super) choices: Vec<Choice>,
    /// Their words, by key.
    pub(super) words: Vec<(String, Words)>,
    /// The keys of values that could not be keys themselves.
    pub(super) values: HashMap<String, String>,
    taken: HashSet<String>,
}

/// Where a list stands.
pub(super) struct Place<'a> {
    pub(super) lang: &'a str,
    pub(super) place: &'a str,
}

impl Options {
    /// Reads a list. The error says why the question cannot be taken.
    pub(super) fn read(list: &[Value], at: &Place<'_>, report: &mut Report) -> Result<Self, String> {
        if list.len() > MAX_OPTIONS {
            return Err(format!("more than {MAX_OPTIONS} options"));
        }
        let mut items = Vec::new();
        for item in list {
            items.push(Item::read(item, at, report)?);
        }
        let mut options = Self::default();
        options.taken.extend(items.iter().filter(|item| is_key(&item.value)).map(|item| item.value.clone()));
        let mut seen = HashSet::new();
        for item in items {
            if !seen.insert(item.value.clone()) {
                return Err(format!("two options have the value {}", quoted(&item.value)));
            }
            options.push(item, at, report);
        }
        Ok(options)
    }

    fn push(&mut self, item: Item, at: &Place<'_>, report: &mut Report) {
        let key = if is_key(&item.value) {
            item.value
        } else {
            let key = free(&key_near(&item.value), &self.taken);
            let reason = format!("the value {} is called {} here", quoted(&item.value), quoted(&key));
            report.note(at.place, reason);
            self.taken.insert(key.clone());
            self.values.insert(item.value, key.clone());
            key
        };
        let mut choice = Choice::new(&key, &item.words.own);
        choice.alone = item.alone;
        self.choices.push(choice);
        self.words.push((key, item.words));
    }

    /// Adds an option that SurveyJS keeps apart from the list, such as "none".
    pub(super) fn add(&mut self, value: &str, words: Words, alone: bool) -> String {
        let key = free(value, &self.taken);
        self.taken.insert(key.clone());
        self.values.insert(value.to_owned(), key.clone());
        let choice = Choice { alone, fixed: !alone, ..Choice::new(&key, &words.own) };
        self.choices.push(choice);
        self.words.push((key.clone(), words));
        key
    }
}

struct Item {
    value: String,
    words: Words,
    alone: bool,
}

impl Item {
    fn read(item: &Value, at: &Place<'_>, report: &mut Report) -> Result<Self, String> {
        let Value::Object(item) = item else {
            let value = scalar(item).ok_or("an option that is neither text nor number")?;
            // `value|words` is the short way to write both.
            if let Some((value, text)) = value.split_once('|') {
                let words = Words::read(&Value::String(text.to_owned()), at.lang);
                return Self::checked(Self { value: value.trim().to_owned(), words, alone: false });
            }
            let words = Words::read(&Value::String(value.clone()), at.lang);
            return Self::checked(Self { value, words, alone: false });
        };
        Self::of_object(item, at, report)
    }

    fn of_object(item: &Map<String, Value>, at: &Place<'_>, report: &mut Report) -> Result<Self, String> {
        let props = Props::new(item);
        // Rows of a list of texts call it `name`.
        let value = props.get("value").or_else(|| props.get("name")).and_then(scalar);
        let value = value.ok_or("an option without a value")?;
        for name in ["visibleIf", "enableIf"] {
            if props.text(name).is_some() {
                return Err(format!("the option {} depends on earlier answers ({name})", quoted(&value)));
            }
        }
        let words = props.words("text", at.lang).or_else(|| props.words("title", at.lang));
        let words = words.unwrap_or_else(|| Words::read(&Value::String(value.clone()), at.lang));
        let alone = props.flag(&["isExclusive"]);
        if props.get("imageLink").is_some() {
            report.note_once(
                at.place,
                "pictures of options are not taken: upload them, and add them to the options",
            );
        }
        for name in props.rest() {
            report.note_once(at.place, &format!("{} of an option is not kept", quoted(name)));
        }
        Self::checked(Self { value, words, alone })
    }

    fn checked(self) -> Result<Self, String> {
        if self.words.own.is_empty() {
            return Err(format!("the option {} has no words", quoted(&self.value)));
        }
        Ok(self)
    }
}

/// A text, a number or a flag as a text.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}
