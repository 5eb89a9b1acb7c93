//! What Earshot keeps for itself in a survey, in the property `earshot` of an
//! element: every field that SurveyJS has no word for, as it was read from the
//! rest of the element and as it is. If somebody has changed the element since,
//! it no longer reads the same, and what they wrote counts.

use earshot_domain::question::Question;
use earshot_domain::questionnaire::Section;
use earshot_domain::rule::Rule;
use serde_json::{Map, Value, json};

use super::report::{Report, quoted};

/// The longest rule that is kept as it is, in bytes of JSON.
const RULE_MAX: usize = 20_000;

/// Fields of a question that may be kept.
const OF_QUESTION: &[&str] =
    &["text", "hint", "kind", "with_previous", "advised", "sensitive", "wordings", "lang", "help"];

/// Fields of a section that may be kept.
const OF_SECTION: &[&str] = &["title", "titles", "shuffle", "quota"];

/// Something of the domain whose fields may be kept.
pub(super) trait Kept: Sized {
    const FIELDS: &'static [&'static str];
    fn fields(&self) -> Option<Map<String, Value>>;
    fn of_fields(fields: Map<String, Value>) -> Option<Self>;
}

impl Kept for Question {
    const FIELDS: &'static [&'static str] = OF_QUESTION;

    fn fields(&self) -> Option<Map<String, Value>> {
        object(serde_json::to_value(self).ok()?)
    }

    fn of_fields(fields: Map<String, Value>) -> Option<Self> {
        serde_json::from_value(Value::Object(fields)).ok()
    }
}

impl Kept for Section {
    const FIELDS: &'static [&'static str] = OF_SECTION;

    fn fields(&self) -> Option<Map<String, Value>> {
        object(serde_json::to_value(self).ok()?)
    }

    fn of_fields(fields: Map<String, Value>) -> Option<Self> {
        serde_json::from_value(Value::Object(fields)).ok()
    }
}

fn object(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// The fields in which what was read differs from what is.
pub(super) fn differences<T: Kept>(read: &T, is: &T) -> Map<String, Value> {
    let (Some(read), Some(is)) = (read.fields(), is.fields()) else { return Map::new() };
    let of = |fields: &Map<String, Value>, name: &str| fields.get(name).cloned().unwrap_or(Value::Null);
    let differ = T::FIELDS.iter().filter(|name| read.get(**name) != is.get(**name));
    differ.map(|name| ((*name).to_owned(), json!({"read": of(&read, name), "is": of(&is, name)}))).collect()
}

/// Puts back what was kept, where the rest still reads as it did.
pub(super) fn apply<T: Kept>(read: &mut T, own: &Map<String, Value>, place: &str, report: &mut Report) {
    let Some(mut fields) = read.fields() else { return };
    let mut changed = false;
    for name in T::FIELDS {
        let Some(kept) = own.get(*name) else { continue };
        let (Some(was), Some(is)) = (kept.get("read"), kept.get("is")) else { continue };
        if fields.get(*name).unwrap_or(&Value::Null) == was {
            changed = true;
            match is {
                Value::Null => fields.remove(*name),
                is => fields.insert((*name).to_owned(), is.clone()),
            };
        } else if *name == "wordings" {
            changed = true;
            let more = is.as_array().into_iter().flatten().filter(|wording| particular(wording)).cloned();
            let mut all = fields.get(*name).and_then(Value::as_array).cloned().unwrap_or_default();
            all.extend(more);
            fields.insert((*name).to_owned(), Value::Array(all));
        } else {
            report
                .note(place, format!("changed since Earshot wrote it: its own {} is not used", quoted(name)));
        }
    }
    if !changed {
        return;
    }
    match T::of_fields(fields) {
        Some(whole) => *read = whole,
        None => report.note(place, "what Earshot kept here is damaged and is not used"),
    }
}

/// Whether words are for an age band or Easy Read: SurveyJS has no place for
/// them, so nobody can have changed them there.
fn particular(wording: &Value) -> bool {
    wording.get("band").is_some() || wording.get("easy").is_some()
}

/// A rule as it is kept: the expression that was written for it, and itself.
pub(super) fn rule(kept: &Value) -> Option<(String, Rule)> {
    let written = kept.get("read")?.as_str()?.to_owned();
    let is = kept.get("is")?;
    if is.to_string().len() > RULE_MAX {
        return None;
    }
    Some((written, serde_json::from_value(is.clone()).ok()?))
}

/// What is kept of a rule.
pub(super) fn of_rule(written: &str, rule: &Rule) -> Value {
    json!({"read": written, "is": serde_json::to_value(rule).unwrap_or_default()})
}
