//! CSV (RFC 4180, UTF-8) with a description of its columns as "CSV on the Web" has it (W3C, Metadata Vocabulary for Tabular
//! Data), which lies beside the table as `NAME.csv-metadata.json`.

use earshot_domain::export::{AnswerTable, CountTables, Entry, Measure, Origin, TableVariable};
use serde_json::{Value, json};

use super::{TableError, WrittenFile, about, about_ages, about_counts, clean, names};

/// Letters with which a program of tables takes a cell for a formula, also in their wide forms.
const FORMULA: [char; 9] = ['=', '+', '-', '@', '\t', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// What the description says about the guard.
const GUARD: &str = "A text that begins with =, +, -, @ or a tab stands behind an apostrophe, so that no program takes it \
                     for a formula. Take that apostrophe off before you read the words.";

/// A cell that no program takes for a formula.
pub(super) fn guarded(text: &str) -> String {
    let text = clean(text);
    // A line break before it does not help.
    if text.trim_start_matches('\n').starts_with(FORMULA) { format!("'{text}") } else { text }
}

/// The table of answers and its description.
pub(super) fn answers(table: &AnswerTable, stem: &str) -> Result<Vec<WrittenFile>, TableError> {
    let mut rows = vec![table.variables.iter().map(|variable| variable.name.clone()).collect::<Vec<_>>()];
    rows.extend(table.rows.iter().map(|row| row.iter().map(cell).collect()));
    let plain = names::plain(table.variables.iter().map(|variable| variable.name.as_str()));
    let columns: Vec<Value> =
        table.variables.iter().zip(&plain).map(|(variable, name)| column(variable, name)).collect();
    let [words, who, rights] = about(&table.origin, table.raw);
    let title = format!("{}: answers", table.origin.title);
    let notes: Vec<&str> =
        [words.as_str(), who.as_str()].into_iter().chain(about_ages(table.raw)).chain([GUARD]).collect();
    files(&table.origin, stem, (&title, &rights), &notes, &columns, &rows)
}

fn cell(entry: &Entry) -> String {
    match entry {
        Entry::Nothing => String::new(),
        Entry::Key(key) => guarded(key),
        Entry::Tick(true) => "1".to_owned(),
        Entry::Tick(false) => "0".to_owned(),
        Entry::Number(number) => number.to_string(),
        Entry::Text(text) => guarded(text),
    }
}

fn column(variable: &TableVariable, name: &str) -> Value {
    let (datatype, more) = match &variable.measure {
        Measure::Choice(values) | Measure::Steps(values) => {
            let words: Vec<String> = values.iter().map(|(key, words)| format!("{key} = {words}")).collect();
            (json!("string"), format!("Values: {}.", words.join("; ")))
        }
        Measure::Tick | Measure::YesOrNo => (json!({"base": "boolean", "format": "1|0"}), String::new()),
        Measure::Number => (json!("integer"), String::new()),
        Measure::Name | Measure::Words => (json!("string"), String::new()),
    };
    json!({
        "name": name,
        "titles": variable.name,
        "dc:description": clean(&described(&variable.label, &more)),
        "datatype": datatype,
        "required": variable.measure == Measure::Name,
        "null": "",
    })
}

/// A label, and what is said behind it as a sentence of its own.
fn described(label: &str, more: &str) -> String {
    let stop = if label.trim_end().ends_with(['.', '?', '!']) { "" } else { "." };
    if more.is_empty() { label.to_owned() } else { format!("{}{stop} {more}", label.trim_end()) }
}

/// The suppressed counts, one a line, and their description.
pub(super) fn counts(tables: &CountTables, stem: &str) -> Result<Vec<WrittenFile>, TableError> {
    let mut rows = vec![COUNT_COLUMNS.iter().map(|(name, ..)| (*name).to_owned()).collect::<Vec<_>>()];
    rows.extend(count_rows(tables).into_iter().map(|row| row.iter().map(|cell| guarded(cell)).collect()));
    let columns: Vec<Value> = COUNT_COLUMNS
        .iter()
        .map(|(name, description)| {
            json!({
                "name": name,
                "titles": name,
                "dc:description": description,
                // A hidden number is no number.
                "datatype": "string",
                "required": !matches!(*name, "value" | "percent"),
                "null": "",
            })
        })
        .collect();
    let title = format!("{}: counts", tables.origin.title);
    let rights = "Suppressed counts, as they may be shown to everybody.";
    let about = about_counts(tables.preset);
    files(&tables.origin, stem, (&title, rights), &[about.as_str(), GUARD], &columns, &rows)
}

/// The columns of a table of counts, and what stands in them.
pub(super) const COUNT_COLUMNS: [(&str, &str); 8] = [
    ("variable", "The name of the question, of a part of it, or of a theme."),
    ("question", "What was asked, or what the theme says."),
    ("who", "Whose answers are counted."),
    ("value", "The key of the answer; nothing where everybody who answered is counted."),
    ("answer", "The answer in words."),
    ("group", "The age band, or all of them."),
    ("count", "How many people, as the notes say, or [c]."),
    ("percent", "Of everybody who answered, in whole per cent from the numbers that are shown."),
];

/// The lines of a table of counts, without its headings.
pub(super) fn count_rows(tables: &CountTables) -> Vec<[String; 8]> {
    let mut rows = Vec::new();
    for question in &tables.questions {
        let table = &question.table;
        let mut add = |value: &str, answer: &str, group: &str, count: String, percent: Option<u8>| {
            rows.push([
                question.name.clone(),
                question.label.clone(),
                question.who.clone(),
                value.to_owned(),
                answer.to_owned(),
                group.to_owned(),
                count,
                percent.map(|percent| percent.to_string()).unwrap_or_default(),
            ]);
        };
        for (at, answer) in table.rows.iter().enumerate() {
            let value = question.keys.get(at).map_or("", String::as_str);
            for (group, count) in table.columns.iter().zip(table.cells.get(at).into_iter().flatten()) {
                // Where there is one column without a name, its total says the same.
                if !group.is_empty() {
                    add(value, answer, group, count.text(), None);
                }
            }
            if let Some(total) = table.row_totals.get(at) {
                add(value, answer, ALL, total.text(), question.percents.get(at).copied().flatten());
            }
        }
        for (group, total) in table.columns.iter().zip(&table.column_totals) {
            if !group.is_empty() {
                add("", ANSWERED, group, total.text(), None);
            }
        }
        add("", ANSWERED, ALL, table.total.text(), None);
    }
    for theme in &tables.themes {
        rows.push([
            theme.reference.clone(),
            theme.summary.clone(),
            CHILDREN.to_owned(),
            String::new(),
            theme.name.clone(),
            ALL.to_owned(),
            theme.voices.clone(),
            String::new(),
        ]);
    }
    rows
}

/// Every age together.
const ALL: &str = "All";

/// Everybody who answered a question.
const ANSWERED: &str = "Everybody who answered";

/// Whose voices a theme counts.
const CHILDREN: &str = "Children and young people";

fn files(
    origin: &Origin,
    stem: &str,
    (title, rights): (&str, &str),
    notes: &[&str],
    columns: &[Value],
    rows: &[Vec<String>],
) -> Result<Vec<WrittenFile>, TableError> {
    let name = format!("{stem}.csv");
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().map_err(|error| TableError::Writer(error.error().to_string()))?;
    let description = json!({
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": name,
        "dc:title": title,
        "dc:identifier": origin.reference,
        "dc:publisher": origin.organisation,
        "dc:issued": {"@value": origin.day.to_string(), "@type": "xsd:date"},
        "dc:rights": rights,
        "notes": notes,
        "dialect": {
            "encoding": "utf-8",
            "delimiter": ",",
            "quoteChar": "\"",
            "doubleQuote": true,
            "lineTerminators": ["\r\n"],
            "header": true,
            "headerRowCount": 1,
        },
        "tableSchema": {"columns": columns},
    });
    let described =
        serde_json::to_vec_pretty(&description).map_err(|error| TableError::Writer(error.to_string()))?;
    Ok(vec![
        WrittenFile { name: name.clone(), bytes },
        WrittenFile { name: format!("{name}-metadata.json"), bytes: described },
    ])
}
