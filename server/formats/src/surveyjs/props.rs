//! The properties of one element, with an eye on those that nobody asked for.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::words::Words;

/// How an element looks in other programs; whether it is kept makes no
/// difference to what is asked.
const LOOKS: &[&str] = &[
    "cols",
    "colCount",
    "colSpan",
    "cssClasses",
    "descriptionLocation",
    "errorLocation",
    "hideNumber",
    "id",
    "indent",
    "innerIndent",
    "itemSize",
    "maxHeight",
    "maxWidth",
    "minHeight",
    "minWidth",
    "page",
    "questionTitleWidth",
    "renderAs",
    "rightIndent",
    "rows",
    "size",
    "startWithNewLine",
    "state",
    "titleLocation",
    "width",
];

/// The properties of an element.
pub(super) struct Props<'a> {
    map: &'a Map<String, Value>,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Props<'a> {
    pub(super) fn new(map: &'a Map<String, Value>) -> Self {
        Self { map, asked: RefCell::default() }
    }

    pub(super) fn get(&self, name: &'static str) -> Option<&'a Value> {
        self.asked.borrow_mut().insert(name);
        self.map.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn text(&self, name: &'static str) -> Option<&'a str> {
        self.get(name)?.as_str().filter(|text| !text.trim().is_empty())
    }

    pub(super) fn words(&self, name: &'static str, lang: &str) -> Option<Words> {
        Some(Words::read(self.get(name)?, lang)).filter(|words| !words.own.is_empty())
    }

    /// Whether any of these names, of which the older ones come last, is set.
    pub(super) fn flag(&self, names: &[&'static str]) -> bool {
        names.iter().filter_map(|name| self.get(name)).any(|value| *value == Value::Bool(true))
    }

    pub(super) fn is_false(&self, name: &'static str) -> bool {
        self.get(name) == Some(&Value::Bool(false))
    }

    /// A number, also where it is written as a text.
    pub(super) fn number(&self, name: &'static str) -> Option<f64> {
        let number = match self.get(name)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.filter(|number| number.is_finite())
    }

    pub(super) fn list(&self, name: &'static str) -> &'a [Value] {
        self.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    pub(super) fn object(&self, name: &'static str) -> Option<&'a Map<String, Value>> {
        self.get(name)?.as_object()
    }

    /// The properties that nobody has asked for and that are more than looks.
    pub(super) fn rest(&self) -> Vec<&'a str> {
        let asked = self.asked.borrow();
        let left = self.map.iter().filter(|(name, value)| {
            !asked.contains(name.as_str())
                && !LOOKS.contains(&name.as_str())
                && !matches!(value, Value::Null | Value::Bool(false))
        });
        left.map(|(name, _)| name.as_str()).collect()
    }
}
