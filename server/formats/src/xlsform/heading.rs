//! What the columns of a sheet are: headings in all their spellings, and the
//! language that is read where there are several.

use super::report::{Report, quoted};
use super::sheet::{Cell, Row, Sheet};
use super::{Problem, ReadError, report};

/// The columns of the survey sheet that are read.
const SURVEY: [&str; 14] = [
    "type",
    "name",
    "label",
    "hint",
    "relevant",
    "required",
    "constraint",
    "calculation",
    "read_only",
    "appearance",
    "parameters",
    "choice_filter",
    "default",
    "disabled",
];

/// Columns of the survey sheet that are passed over, and what is said of them.
const SURVEY_PASSED_OVER: [(&str, &str); 7] = [
    ("media", "pictures, sounds and films are not kept"),
    ("guidance_hint", "guidance for interviewers is not kept"),
    ("constraint_message", "Earshot says in its own words what is wrong with an answer"),
    ("required_message", "every question may be skipped"),
    ("repeat_count", "there are no repeats"),
    ("trigger", "nothing is worked out while somebody answers"),
    ("save_to", "answers are not saved to entities"),
];

/// The columns of the choices sheet that are read.
const CHOICES: [&str; 3] = ["list_name", "name", "label"];

/// Columns of the choices sheet that are passed over, and what is said of them.
const CHOICES_PASSED_OVER: [(&str, &str); 1] = [("media", "pictures, sounds and films are not kept")];

/// The columns of the settings sheet that are read, and those that say nothing
/// that Earshot needs.
const SETTINGS: [&str; 2] = ["form_title", "default_language"];
const SETTINGS_PASSED_OVER: [&str; 3] = ["form_id", "id_string", "version"];

/// A sheet under its headings.
#[derive(Debug)]
pub(super) struct Headings {
    pub(super) sheet: String,
    /// The row of the headings.
    pub(super) row: u32,
    columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug)]
struct Column {
    at: u32,
    /// What it is, in the usual spelling.
    field: String,
    language: Option<String>,
    /// The heading as it is written.
    shown: String,
    /// Whether any row has something in it.
    filled: bool,
}

/// The language whose labels are read; `None` for labels without one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Language(Option<String>);

impl Headings {
    pub(super) fn of_survey(sheet: Sheet, report: &mut Report) -> Result<Self, ReadError> {
        let headings = Self::read(sheet, survey_field, &SURVEY, report);
        headings.require(&["type", "name"])?;
        headings.say_what_is_passed_over(&SURVEY, &SURVEY_PASSED_OVER, report);
        Ok(headings)
    }

    pub(super) fn of_choices(sheet: Sheet, report: &mut Report) -> Result<Self, ReadError> {
        let empty = sheet.rows.is_empty();
        let headings = Self::read(sheet, choices_field, &CHOICES, report);
        if !empty {
            headings.require(&["list_name", "name"])?;
        }
        headings.say_what_is_passed_over(&CHOICES, &CHOICES_PASSED_OVER, report);
        Ok(headings)
    }

    pub(super) fn of_settings(sheet: Sheet, report: &mut Report) -> Self {
        let headings = Self::read(sheet, settings_field, &SETTINGS, report);
        for column in headings.columns.iter().filter(|column| column.filled) {
            let field = column.field.as_str();
            if !SETTINGS.contains(&field) && !SETTINGS_PASSED_OVER.contains(&field) {
                let row = headings.row;
                report.note(&headings.sheet, row, Some(&column.shown), "this setting is not kept");
            }
        }
        headings
    }

    fn read(sheet: Sheet, field_of: fn(&str) -> String, known: &[&str], report: &mut Report) -> Self {
        let Sheet { name: sheet, rows } = sheet;
        let mut rows = rows.into_iter();
        let Some(first) = rows.next() else {
            return Self { sheet, row: 1, columns: Vec::new(), rows: Vec::new() };
        };
        let rows: Vec<Row> = rows.collect();
        let double = first.cells.values().any(|cell| matches!(cell, Cell::Text(text) if text.contains("::")));
        let mut columns: Vec<Column> = Vec::new();
        for (at, cell) in first.cells {
            let shown = match cell {
                Cell::Text(shown) => shown,
                Cell::Unreadable(reason) => {
                    report.problem(&sheet, first.number, None, format!("a heading cannot be read: {reason}"));
                    continue;
                }
            };
            let (field, language) = field_and_language(&shown, double, field_of);
            let filled = rows.iter().any(|row| row.cells.contains_key(&at));
            let twice = columns
                .iter()
                .any(|column| column.field == field && same(column.language.as_deref(), language.as_deref()));
            if twice && known.contains(&field.as_str()) {
                if filled {
                    let reason = "this column is there already; the first one is used";
                    report.problem(&sheet, first.number, Some(&shown), reason);
                }
                continue;
            }
            columns.push(Column { at, field, language, shown, filled });
        }
        let bare = |at: &u32| !columns.iter().any(|column| column.at == *at);
        if let Some(row) = rows.iter().find(|row| row.cells.keys().any(bare)) {
            report.note(&sheet, row.number, None, "what stands in a column without a heading is not read");
        }
        Self { sheet, row: first.number, columns, rows }
    }

    fn require(&self, fields: &[&str]) -> Result<(), ReadError> {
        for field in fields {
            if !self.columns.iter().any(|column| column.field == *field) {
                return Err(ReadError::NoColumn { sheet: self.sheet.clone(), column: (*field).to_owned() });
            }
        }
        Ok(())
    }

    fn say_what_is_passed_over(&self, known: &[&str], passed_over: &[(&str, &str)], report: &mut Report) {
        for column in self.columns.iter().filter(|column| column.filled) {
            let field = column.field.as_str();
            if known.contains(&field) {
                continue;
            }
            let reason = match passed_over.iter().find(|(name, _)| *name == field) {
                Some((_, reason)) => (*reason).to_owned(),
                None => "this column is not known and was not read".to_owned(),
            };
            report.note(&self.sheet, self.row, Some(&column.shown), reason);
        }
    }

    /// The language to read, which is said when there are several.
    pub(super) fn language(&self, default: Option<&str>, report: &mut Report) -> Language {
        let labels: Vec<&Column> = self.columns.iter().filter(|column| column.field == "label").collect();
        let with_words = || labels.iter().copied().filter(|column| column.filled);
        let by_default = with_words()
            .find(|column| column.language.is_some() && same(column.language.as_deref(), default));
        let unmarked = || with_words().find(|column| column.language.is_none());
        let chosen = by_default.or_else(unmarked).or_else(|| with_words().next());
        if let Some(column) = chosen
            && with_words().count() > 1
        {
            let reason = match (&column.language, by_default) {
                (Some(language), Some(_)) => {
                    format!("labels in several languages; the default, {language}, is used")
                }
                (Some(language), None) => {
                    format!("labels in several languages; the first, {language}, is used")
                }
                (None, _) => "labels in several languages; the one without a language is used".to_owned(),
            };
            report.note(&self.sheet, self.row, Some(&column.shown), reason);
        }
        Language(chosen.and_then(|column| column.language.clone()))
    }

    /// What a row has in a column of which there is one language only.
    pub(super) fn get<'a>(&self, row: &'a Row, field: &str) -> Option<&'a str> {
        let column = self.columns.iter().find(|column| column.field == field)?;
        text(row, column)
    }

    /// What a row has in a column of words, in the language that is read.
    pub(super) fn words<'a>(&self, row: &'a Row, field: &str, language: &Language) -> Option<&'a str> {
        text(row, self.in_language(field, language)?)
    }

    /// The heading of a column as it is written.
    pub(super) fn shown<'a>(&'a self, field: &'a str) -> &'a str {
        self.columns.iter().find(|column| column.field == field).map_or(field, |column| &column.shown)
    }

    /// The heading of a column of words as it is written.
    pub(super) fn shown_in<'a>(&'a self, field: &'a str, language: &Language) -> &'a str {
        self.in_language(field, language).map_or(field, |column| &column.shown)
    }

    /// Says so when words are in another language than the labels of the
    /// questions, because there are none in theirs.
    pub(super) fn say_other_language(&self, field: &str, language: &Language, report: &mut Report) {
        let Some(column) = self.in_language(field, language) else { return };
        if let Some(other) = &column.language
            && !same(column.language.as_deref(), language.0.as_deref())
            && language.0.is_some()
        {
            let reason =
                format!("these words are in {other}: there are none in the language of the questions");
            report.note(&self.sheet, self.row, Some(&column.shown), reason);
        }
    }

    fn in_language(&self, field: &str, language: &Language) -> Option<&Column> {
        let all = || self.columns.iter().filter(|column| column.field == field);
        all()
            .find(|column| same(column.language.as_deref(), language.0.as_deref()))
            .or_else(|| all().find(|column| column.language.is_none()))
            .or_else(|| all().find(|column| column.filled))
    }

    /// The cells of a row that matter and hold something other than text.
    pub(super) fn unreadable(&self, row: &Row, language: &Language) -> Vec<Problem> {
        let mut found = Vec::new();
        for (at, cell) in &row.cells {
            let Cell::Unreadable(reason) = cell else { continue };
            let Some(column) = self.columns.iter().find(|column| column.at == *at) else { continue };
            let field = column.field.as_str();
            let in_words = matches!(field, "label" | "hint");
            let read = (SURVEY.contains(&field) || CHOICES.contains(&field)) && field != "default";
            if read && (!in_words || self.in_language(field, language).is_some_and(|used| used.at == *at)) {
                found.push(report::problem(&self.sheet, row.number, Some(&column.shown), reason.clone()));
            }
        }
        found
    }

    /// The first value in a column, whatever its language.
    pub(super) fn first(&self, field: &str) -> Option<String> {
        let row = self.rows.first()?;
        let mut columns = self.columns.iter().filter(|column| column.field == field);
        columns.find_map(|column| text(row, column)).map(str::to_owned)
    }
}

fn text<'a>(row: &'a Row, column: &Column) -> Option<&'a str> {
    match row.cells.get(&column.at) {
        Some(Cell::Text(text)) => Some(text),
        _ => None,
    }
}

fn same(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => one.to_lowercase() == other.to_lowercase(),
        _ => false,
    }
}

/// `label::English (en)`, `bind::relevant`, `media::image::fr`; older forms
/// have one colon.
fn field_and_language(shown: &str, double: bool, field_of: fn(&str) -> String) -> (String, Option<String>) {
    // `jr:count` is one word.
    let whole = shown.to_lowercase();
    let mut parts: Vec<&str> = match (double, whole.strip_prefix("jr:")) {
        (true, _) => shown.split("::").map(str::trim).collect(),
        (false, Some(_)) => vec![shown],
        (false, None) => shown.split(':').map(str::trim).collect(),
    };
    if parts.len() > 1 && matches!(snake(parts[0]).as_str(), "bind" | "control" | "body") {
        parts.remove(0);
    }
    let field = field_of(&snake(parts[0]));
    // `media::image::fr`: the language is the third part.
    let language = parts.get(if snake(parts[0]) == "media" { 2 } else { 1 });
    let language = language.filter(|language| !language.is_empty() && TRANSLATED.contains(&field.as_str()));
    match (parts.len(), language) {
        (_, Some(language)) => (field, Some((*language).to_owned())),
        (2.., None) if field != "media" => (quoted(shown), None),
        _ => (field, None),
    }
}

/// The columns that may be there once for each language.
const TRANSLATED: [&str; 7] =
    ["label", "hint", "guidance_hint", "constraint_message", "required_message", "media", "form_title"];

fn snake(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("_").to_lowercase()
}

fn survey_field(heading: &str) -> String {
    match heading {
        "command" => "type",
        "tag" | "value" => "name",
        "caption" => "label",
        "relevance" => "relevant",
        "calculate" => "calculation",
        "readonly" => "read_only",
        "requiredmsg" | "jr:requiredmsg" => "required_message",
        "constraining_message" | "jr:constraintmsg" => "constraint_message",
        "count" | "jr:count" => "repeat_count",
        "image" | "big-image" | "audio" | "video" | "autoplay" => "media",
        other => other,
    }
    .to_owned()
}

fn choices_field(heading: &str) -> String {
    match heading {
        "list" => "list_name",
        "value" => "name",
        "caption" => "label",
        "image" | "big-image" | "audio" | "video" => "media",
        other => other,
    }
    .to_owned()
}

fn settings_field(heading: &str) -> String {
    match heading {
        "set_form_title" | "title" => "form_title",
        "set_form_id" => "form_id",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_all_their_spellings() {
        let read = |shown: &str, double: bool| {
            let (field, language) = field_and_language(shown, double, survey_field);
            (field, language.unwrap_or_default())
        };
        let pair = |field: &str, language: &str| (field.to_owned(), language.to_owned());
        assert_eq!(read("Label", false), pair("label", ""));
        assert_eq!(read("label::English (en)", true), pair("label", "English (en)"));
        assert_eq!(read("label : English", false), pair("label", "English"));
        assert_eq!(read(" Label :: English (en) ", true), pair("label", "English (en)"));
        assert_eq!(read("bind::relevant", true), pair("relevant", ""));
        assert_eq!(read("bind:relevant", false), pair("relevant", ""));
        assert_eq!(read("Read Only", false), pair("read_only", ""));
        assert_eq!(read("media::image::French", true), pair("media", "French"));
        assert_eq!(read("image", true), pair("media", ""));
        assert_eq!(read("jr:count", false), pair("repeat_count", ""));
        assert_eq!(read("bind::jr:constraintMsg", true), pair("constraint_message", ""));
        // Something else that is added to a known word does not make it that word.
        assert_ne!(read("type::other", true).0, "type");
        assert_ne!(read("instance::name", true).0, "name");
    }
}
