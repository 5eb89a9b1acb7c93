//! What the columns of a sheet are: headings in all their spellings, and in
//! which language each is.

use super::ReadError;
use super::language::{self, DOOR, Tongue, Tongues};
use super::report::{self, Problem, Report, quoted};
use super::sheet::{Cell, Row, Sheet};

/// The columns of the survey sheet that are read.
const SURVEY: [&str; 29] = [
    "type",
    "name",
    "label",
    "hint",
    "image",
    "audio",
    "video",
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
    "repeat_count",
    "earshot_key",
    "earshot_type",
    "earshot_advised",
    "earshot_sensitive",
    "earshot_with_previous",
    "earshot_shuffle",
    "earshot_quota",
    "earshot_within",
    "earshot_sign",
    "earshot_picture_text",
    "earshot_otherwise",
];

/// Columns of the survey sheet that are passed over, and what is said of them.
const SURVEY_PASSED_OVER: [(&str, &str); 7] = [
    ("big-image", "larger pictures are not kept"),
    ("autoplay", "nothing plays by itself"),
    ("guidance_hint", "guidance for interviewers is not kept"),
    ("constraint_message", "Earshot says in its own words what is wrong with an answer"),
    ("required_message", "every question may be skipped"),
    ("trigger", "nothing is worked out while somebody answers"),
    ("save_to", "answers are not saved to entities"),
];

/// The columns of the choices sheet that are read.
const CHOICES: [&str; 8] = [
    "list_name",
    "name",
    "label",
    "image",
    "earshot_note",
    "earshot_alone",
    "earshot_fixed",
    "earshot_under",
];

/// Columns of the choices sheet that are passed over, and what is said of them.
const CHOICES_PASSED_OVER: [(&str, &str); 3] = [
    ("audio", "sounds of options are not kept"),
    ("video", "films are not kept"),
    ("big-image", "larger pictures are not kept"),
];

/// The columns of the settings sheet that are read, and those that say nothing
/// that Earshot needs.
const SETTINGS: [&str; 3] = ["form_title", "default_language", "earshot_languages"];
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

impl Headings {
    pub(super) fn of_survey(sheet: Sheet, report: &mut Report) -> Result<Self, ReadError> {
        let headings = Self::read(sheet, survey_field, &SURVEY, report);
        headings.require(&["type", "name"])?;
        headings.say_what_is_passed_over(&SURVEY, &SURVEY_PASSED_OVER, &[], report);
        Ok(headings)
    }

    pub(super) fn of_choices(sheet: Sheet, report: &mut Report) -> Result<Self, ReadError> {
        let empty = sheet.rows.is_empty();
        let headings = Self::read(sheet, choices_field, &CHOICES, report);
        if !empty {
            headings.require(&["list_name", "name"])?;
        }
        Ok(headings)
    }

    /// Says what was not read of the choices sheet, once it is known which
    /// columns the questions asked for.
    pub(super) fn say_unread_choices(&self, used: &[String], report: &mut Report) {
        self.say_what_is_passed_over(&CHOICES, &CHOICES_PASSED_OVER, used, report);
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

    fn say_what_is_passed_over(
        &self,
        known: &[&str],
        passed_over: &[(&str, &str)],
        used: &[String],
        report: &mut Report,
    ) {
        for column in self.columns.iter().filter(|column| column.filled) {
            let field = column.field.as_str();
            if known.contains(&field) || used.contains(&column.field) {
                continue;
            }
            let reason = match passed_over.iter().find(|(name, _)| *name == field) {
                Some((_, reason)) => (*reason).to_owned(),
                None => "this column is not known and was not read".to_owned(),
            };
            report.note(&self.sheet, self.row, Some(&column.shown), reason);
        }
    }

    /// The language of the plain words: the default, if any label is in it, or
    /// else that of the first label.
    pub(super) fn main_language(&self, default: Option<&str>) -> Option<String> {
        let is_door = |column: &Column| column.language.as_ref().is_some_and(|name| name.starts_with(DOOR));
        let labels = || {
            self.columns.iter().filter(|column| column.field == "label" && column.filled && !is_door(column))
        };
        let by_default =
            labels().find(|column| column.language.is_some() && same(column.language.as_deref(), default));
        let unmarked = || labels().find(|column| column.language.is_none());
        by_default.or_else(unmarked).or_else(|| labels().next()).and_then(|column| column.language.clone())
    }

    /// The languages of words that are there, with the field of their column.
    pub(super) fn languages(&self) -> impl Iterator<Item = (&str, &str)> {
        let read = ["label", "hint", "image", "audio", "earshot_sign", "earshot_picture_text"];
        let with_words =
            self.columns.iter().filter(move |column| column.filled && read.contains(&column.field.as_str()));
        with_words.filter_map(|column| Some((column.field.as_str(), column.language.as_deref()?)))
    }

    /// Says something of the column of a field in one language.
    pub(super) fn note_at(&self, field: &str, language: Option<&str>, report: &mut Report, reason: String) {
        report.note(&self.sheet, self.row, self.heading_of(field, language), reason);
    }

    /// Says that the column of a field in one language cannot be read.
    pub(super) fn problem_at(
        &self,
        field: &str,
        language: Option<&str>,
        report: &mut Report,
        reason: String,
    ) {
        report.problem(&self.sheet, self.row, self.heading_of(field, language), reason);
    }

    fn heading_of(&self, field: &str, language: Option<&str>) -> Option<&str> {
        let here = |column: &&Column| column.field == field && same(column.language.as_deref(), language);
        self.columns.iter().find(here).map(|column| column.shown.as_str())
    }

    /// What a row has in a column of which there is one language only.
    pub(super) fn get<'a>(&self, row: &'a Row, field: &str) -> Option<&'a str> {
        let column = self.columns.iter().find(|column| column.field == field)?;
        text(row, column)
    }

    /// What a row has in a column of words, in the questionnaire's own language.
    pub(super) fn words<'a>(&self, row: &'a Row, field: &str, tongues: &Tongues) -> Option<&'a str> {
        text(row, self.main(field, tongues)?)
    }

    /// What a row has in a column of words, in another language.
    pub(super) fn words_in<'a>(&self, row: &'a Row, field: &str, tongue: &Tongue) -> Option<&'a str> {
        text(row, self.other(field, tongue)?)
    }

    /// What a row has in a column that nobody but its questions knows.
    pub(super) fn cell<'a>(&self, row: &'a Row, shown: &str) -> Option<&'a str> {
        text(row, self.columns.iter().find(|column| column.shown.trim() == shown)?)
    }

    /// The field of a column by its heading.
    pub(super) fn field_of(&self, shown: &str) -> Option<&str> {
        let column = self.columns.iter().find(|column| column.shown.trim() == shown)?;
        Some(&column.field)
    }

    /// The heading of a column as it is written.
    pub(super) fn shown<'a>(&'a self, field: &'a str) -> &'a str {
        self.columns.iter().find(|column| column.field == field).map_or(field, |column| &column.shown)
    }

    /// The heading of a column of words as it is written.
    pub(super) fn shown_main<'a>(&'a self, field: &'a str, tongues: &Tongues) -> &'a str {
        self.main(field, tongues).map_or(field, |column| &column.shown)
    }

    /// The heading of a column of words in another language.
    pub(super) fn shown_other<'a>(&'a self, field: &'a str, tongue: &Tongue) -> &'a str {
        self.other(field, tongue).map_or(field, |column| &column.shown)
    }

    /// Whether the plain words of a field are read from its column in this
    /// language.
    pub(super) fn reads_main(&self, field: &str, language: &str, tongues: &Tongues) -> bool {
        self.main(field, tongues).is_some_and(|column| column.language.as_deref() == Some(language))
    }

    /// Whether the other words of a field are read from its column in this
    /// language.
    pub(super) fn reads_other(&self, field: &str, language: &str, tongue: &Tongue) -> bool {
        self.other(field, tongue).is_some_and(|column| column.language.as_deref() == Some(language))
    }

    fn main(&self, field: &str, tongues: &Tongues) -> Option<&Column> {
        let all = || self.columns.iter().filter(|column| column.field == field);
        let main = tongues.main.as_deref();
        let own = tongues.lang.as_deref().unwrap_or("en");
        all()
            .find(|column| same(column.language.as_deref(), main))
            .or_else(|| all().find(|column| column.language.is_none()))
            // The same language under another name.
            .or_else(|| {
                all().find(|column| {
                    column.language.as_deref().and_then(language::code).as_deref() == Some(own)
                })
            })
    }

    fn other(&self, field: &str, tongue: &Tongue) -> Option<&Column> {
        let all = || self.columns.iter().filter(|column| column.field == field && column.language.is_some());
        let code = |column: &Column| column.language.as_deref().and_then(language::code);
        let is_door = tongue.name.starts_with(DOOR);
        all()
            .find(|column| same(column.language.as_deref(), Some(&tongue.name)))
            .or_else(|| all().find(|column| !is_door && code(column) == tongue.wording.lang))
    }

    /// The cells of a row that matter and hold something other than text, and
    /// whether any of them is needed to ask the question at all.
    pub(super) fn unreadable(&self, row: &Row, tongues: &Tongues) -> (Vec<Problem>, bool) {
        let mut found = Vec::new();
        let mut needed = false;
        for (at, cell) in &row.cells {
            let Cell::Unreadable(reason) = cell else { continue };
            let Some(column) = self.columns.iter().find(|column| column.at == *at) else { continue };
            let field = column.field.as_str();
            if (SURVEY.contains(&field) || CHOICES.contains(&field)) && field != "default" {
                found.push(report::problem(&self.sheet, row.number, Some(&column.shown), reason.clone()));
                let translated = column.language.is_some()
                    && self.main(field, tongues).is_some_and(|main| main.at != column.at);
                needed |= !translated;
            }
        }
        (found, needed)
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
    if parts.len() > 1 && snake(parts[0]) == "media" {
        parts.remove(0);
    }
    if let Some((field, door)) = door_column(shown) {
        return (field, Some(door));
    }
    let field = field_of(&snake(parts[0]));
    let language =
        parts.get(1).filter(|language| !language.is_empty() && TRANSLATED.contains(&field.as_str()));
    match (parts.len(), language) {
        (_, Some(language)) => (field, Some((*language).to_owned())),
        (2.., None) => (quoted(shown), None),
        _ => (field, None),
    }
}

/// `earshot_label.easy`: words for one of Earshot's doors.
fn door_column(shown: &str) -> Option<(String, String)> {
    let (field, door) = shown.trim().split_once('.')?;
    let field = field.to_lowercase();
    let field = match field.strip_prefix("earshot_")? {
        plain @ ("label" | "hint" | "image" | "audio") => plain.to_owned(),
        "sign" | "picture_text" | "otherwise" => field,
        _ => return None,
    };
    Some((field, format!("{DOOR}{door}")))
}

/// The columns that may be there once for each language.
const TRANSLATED: [&str; 12] = [
    "label",
    "hint",
    "image",
    "audio",
    "video",
    "guidance_hint",
    "constraint_message",
    "required_message",
    "form_title",
    "earshot_sign",
    "earshot_picture_text",
    "earshot_otherwise",
];

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
        other => other,
    }
    .to_owned()
}

fn choices_field(heading: &str) -> String {
    match heading {
        "list" => "list_name",
        "value" => "name",
        "caption" => "label",
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
        assert_eq!(read("media::image::French", true), pair("image", "French"));
        assert_eq!(read("image", true), pair("image", ""));
        assert_eq!(read("earshot_label.cy-GB.easy", true), pair("label", "earshot.cy-GB.easy"));
        assert_eq!(read("earshot_sign.easy", false), pair("earshot_sign", "earshot.easy"));
        assert_eq!(read("earshot_sign::French", true), pair("earshot_sign", "French"));
        assert_eq!(read("jr:count", false), pair("repeat_count", ""));
        assert_eq!(read("bind::jr:constraintMsg", true), pair("constraint_message", ""));
        // Something else that is added to a known word does not make it that word.
        assert_ne!(read("type::other", true).0, "type");
        assert_ne!(read("instance::name", true).0, "name");
    }
}
