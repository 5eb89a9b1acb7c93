//! Themes and which answer carries which, agreed on elsewhere: a JSON list of
//! themes (`topic_id`, `topic_label`, `topic_description`), JSON lines
//! (`response_id`, `labels`), or CSV with one row for each pair
//! (`response_id,theme`). A folder may hold one file of each kind: see
//! [`pick`].

use std::collections::HashMap;

use earshot_domain::question::LONG_TEXT_MAX;
use earshot_domain::text;
use serde_json::{Map, Value};

pub use crate::line::LineError;
use crate::line::{Faults, NAME_MAX, Seen, Shape, checked_name, name_of, objects, refused, shape, text_of};
use crate::table;

/// What a file of coding holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodingFile {
    /// Themes only.
    Themes(Vec<ThemeLine>),
    /// Which answer carries which theme.
    Mapping(Vec<MappingLine>),
}

/// One theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeLine {
    /// What the mapping calls it.
    pub key: String,
    /// Its name, up to 200 letters.
    pub name: String,
    /// What it means; may be empty.
    pub definition: String,
}

/// The themes of one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingLine {
    /// The line of the file; in CSV the first of this answer.
    pub line: u64,
    /// What the other program calls the answer.
    pub response_id: String,
    /// The keys of its themes, each once; empty when somebody looked and found
    /// none that fits.
    pub themes: Vec<String>,
}

/// Reads a file of coding, or says everything that is wrong with it: a file
/// with one bad line is refused whole.
///
/// The ending of the name (`.json`, `.jsonl`, `.csv`) decides what it is, and
/// the content where the name says nothing.
pub fn read(name_hint: &str, bytes: &[u8]) -> Result<CodingFile, Vec<LineError>> {
    read_noting(name_hint, bytes, &mut Vec::new())
}

/// As [`read`], and says what was left aside, such as stances.
pub fn read_noting(
    name_hint: &str,
    bytes: &[u8],
    notes: &mut Vec<LineError>,
) -> Result<CodingFile, Vec<LineError>> {
    let text = text_of(bytes)?;
    match shape(name_hint, text) {
        Shape::Json => themes(text).map(CodingFile::Themes),
        Shape::JsonLines => mapping(text, notes).map(CodingFile::Mapping),
        Shape::Csv => pairs(text).map(CodingFile::Mapping),
    }
}

/// The files of a folder that hold coding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picked {
    /// The name of the file of themes.
    pub themes: Option<String>,
    /// The name of the file that says which answer carries which.
    pub mapping: Option<String>,
}

/// A folder from which no coding can be picked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PickError {
    /// No file is named as one of coding is.
    #[error("the folder has neither a themes.json nor a mapping.jsonl (or mapping.csv)")]
    Nothing,
    /// More than one file could be meant.
    #[error("the folder has more than one file that could be meant: {}", .0.join(", "))]
    Several(Vec<String>),
}

/// Picks the files of coding out of the names in a folder: the `.json` file
/// with "theme" in its name, and the `.jsonl` or `.csv` file with "mapping" or
/// "coding" in it.
pub fn pick<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Picked, PickError> {
    let mut themes = Vec::new();
    let mut mapping = Vec::new();
    for name in names {
        let lower = name.to_lowercase();
        let Some((stem, ending)) = lower.rsplit_once('.') else { continue };
        match ending {
            _ if stem.is_empty() || stem.starts_with('.') => {}
            "json" if stem.contains("theme") => themes.push(name.to_owned()),
            "jsonl" | "ndjson" | "csv" if stem.contains("mapping") || stem.contains("coding") => {
                mapping.push(name.to_owned());
            }
            _ => {}
        }
    }
    let picked = Picked { themes: only(themes)?, mapping: only(mapping)? };
    if picked == Picked::default() { Err(PickError::Nothing) } else { Ok(picked) }
}

fn only(mut names: Vec<String>) -> Result<Option<String>, PickError> {
    if names.len() > 1 {
        names.sort();
        return Err(PickError::Several(names));
    }
    Ok(names.pop())
}

fn themes(text: &str) -> Result<Vec<ThemeLine>, Vec<LineError>> {
    let items = match serde_json::from_str::<Value>(text) {
        Ok(Value::Array(items)) if items.is_empty() => return refused(1, "there are no themes in the list"),
        Ok(Value::Array(items)) => items,
        Ok(_) => return refused(1, "not a JSON list of themes"),
        Err(error) => {
            let line = u64::try_from(error.line()).unwrap_or_default();
            return refused(line, format!("not JSON (at byte {})", error.column()));
        }
    };
    let mut faults = Faults::default();
    let mut keys = Seen::default();
    let mut names = Seen::default();
    let mut themes = Vec::new();
    for (item, value) in (1..).zip(items) {
        let Value::Object(object) = value else {
            faults.add_item(item, "not a JSON object");
            continue;
        };
        match theme(&object) {
            Ok(theme) => {
                let key = keys.before(&theme.key, item);
                let name = names.before(&theme.name.to_lowercase(), item);
                if let Some(first) = key {
                    faults.add_item(item, format!("item {first} has this `topic_id` already"));
                }
                if let Some(first) = name {
                    faults.add_item(item, format!("item {first} has this `topic_label` already"));
                }
                themes.push(theme);
            }
            Err(reasons) => reasons.into_iter().for_each(|reason| faults.add_item(item, reason)),
        }
    }
    faults.or(themes)
}

fn theme(object: &Map<String, Value>) -> Result<ThemeLine, Vec<String>> {
    let key = name_of(object.get("topic_id"), "topic_id");
    let name = match object.get("topic_label") {
        None => Err("`topic_label` is missing".to_owned()),
        Some(Value::String(label)) => checked_name(&text::normalise(label), "topic_label"),
        Some(_) => Err("`topic_label` must be a text".to_owned()),
    };
    let definition = match object.get("topic_description") {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(words)) => {
            let words = text::normalise(words).trim().to_owned();
            if words.chars().count() > LONG_TEXT_MAX {
                Err(format!("`topic_description` has more than {LONG_TEXT_MAX} letters"))
            } else {
                Ok(words)
            }
        }
        Some(_) => Err("`topic_description` must be a text".to_owned()),
    };
    match (key, name, definition) {
        (Ok(key), Ok(name), Ok(definition)) => Ok(ThemeLine { key, name, definition }),
        (key, name, definition) => {
            Err([key.err(), name.err(), definition.err()].into_iter().flatten().collect())
        }
    }
}

fn mapping(text: &str, notes: &mut Vec<LineError>) -> Result<Vec<MappingLine>, Vec<LineError>> {
    let mut faults = Faults::default();
    let mut seen = Seen::default();
    let mut lines = Vec::new();
    let mut stances: Option<(u64, usize)> = None;
    for (line, object) in objects(text) {
        let object = match object {
            Ok(object) => object,
            Err(reason) => {
                faults.add(line, reason);
                continue;
            }
        };
        if object.contains_key("stances") {
            stances.get_or_insert((line, 0)).1 += 1;
        }
        let id =
            name_of(object.get("response_id"), "response_id").and_then(|id| match seen.before(&id, line) {
                Some(first) => Err(format!("this `response_id` stands in line {first} already")),
                None => Ok(id),
            });
        match (id, labels(object.get("labels"))) {
            (Ok(response_id), Ok(themes)) => lines.push(MappingLine { line, response_id, themes }),
            (id, themes) => {
                for reason in id.err().into_iter().chain(themes.err()) {
                    faults.add(line, reason);
                }
            }
        }
    }
    if let Some((line, count)) = stances {
        let reason = format!("`stances` are not kept; they stand in {count} of the lines");
        notes.push(LineError::new(line, reason));
    }
    faults.or(lines)
}

fn labels(value: Option<&Value>) -> Result<Vec<String>, String> {
    let items = match value {
        None => return Err("`labels` is missing".to_owned()),
        Some(Value::Array(items)) => items,
        Some(_) => return Err("`labels` must be a list".to_owned()),
    };
    let mut themes = Vec::with_capacity(items.len());
    for item in items {
        let theme = name_of(Some(item), "labels")?;
        if themes.contains(&theme) {
            return Err("`labels` names a theme twice".to_owned());
        }
        if themes.len() == NAME_MAX {
            return Err(format!("`labels` names more than {NAME_MAX} themes"));
        }
        themes.push(theme);
    }
    Ok(themes)
}

fn pairs(text: &str) -> Result<Vec<MappingLine>, Vec<LineError>> {
    let mut faults = Faults::default();
    let mut lines: Vec<MappingLine> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for row in table::read(text, ["response_id", "theme"])? {
        let line = row.line;
        let [id, theme] = row.cells;
        match (checked_name(&id, "response_id"), checked_name(&theme, "theme")) {
            (Ok(response_id), Ok(theme)) => {
                let place = *places.entry(response_id.clone()).or_insert_with(|| {
                    lines.push(MappingLine { line, response_id, themes: Vec::new() });
                    lines.len() - 1
                });
                let themes = &mut lines[place].themes;
                if themes.contains(&theme) {
                    faults.add(line, "this pair of `response_id` and `theme` stands in the file already");
                } else if themes.len() == NAME_MAX {
                    faults.add(line, format!("this answer carries more than {NAME_MAX} themes"));
                } else {
                    themes.push(theme);
                }
            }
            (id, theme) => {
                for reason in id.err().into_iter().chain(theme.err()) {
                    faults.add(line, reason);
                }
            }
        }
    }
    faults.or(lines)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::xlsform::tests::sample;

    fn theme_lines(text: &str) -> Vec<ThemeLine> {
        match read("themes.json", text.as_bytes()).unwrap() {
            CodingFile::Themes(themes) => themes,
            CodingFile::Mapping(_) => panic!("a mapping"),
        }
    }

    fn mapping_lines(name: &str, text: &str) -> Vec<(u64, String, String)> {
        match read(name, text.as_bytes()).unwrap_or_else(|errors| panic!("{text:?}: {errors:?}")) {
            CodingFile::Mapping(lines) => {
                lines.into_iter().map(|line| (line.line, line.response_id, line.themes.join("+"))).collect()
            }
            CodingFile::Themes(_) => panic!("themes"),
        }
    }

    fn errors(name: &str, text: &str) -> Vec<String> {
        read(name, text.as_bytes()).expect_err(text).iter().map(ToString::to_string).collect()
    }

    fn line(line: u64, id: &str, themes: &str) -> (u64, String, String) {
        (line, id.into(), themes.into())
    }

    #[test]
    fn themes_are_read() {
        let text = "[{\"topic_id\": \"A\", \"topic_label\": \" Late buses \", \"topic_description\": \"They come late.\", \"topic\": \"x\"},
            {\"topic_id\": 2, \"topic_label\": \"Cost\"}]";
        let theme = |key: &str, name: &str, definition: &str| ThemeLine {
            key: key.into(),
            name: name.into(),
            definition: definition.into(),
        };
        let expected = [theme("A", "Late buses", "They come late."), theme("2", "Cost", "")];
        assert_eq!(theme_lines(text), expected);
        assert_eq!(read("", text.as_bytes()), Ok(CodingFile::Themes(expected.to_vec())));
    }

    #[test]
    fn themes_with_faults_are_refused_by_item() {
        let long = "x".repeat(NAME_MAX + 1);
        let text = format!(
            "[{{\"topic_id\": \"A\", \"topic_label\": \"Buses\"}}, {{\"topic_id\": \"A\", \"topic_label\": \"BUSES\"}},
            {{\"topic_label\": \"x\"}}, {{\"topic_id\": \"B\"}}, {{\"topic_id\": [], \"topic_label\": 7}},
            {{\"topic_id\": \"\", \"topic_label\": \" \"}}, {{\"topic_id\": \"C\", \"topic_label\": \"{long}\"}}, \"x\",
            {{\"topic_id\": \"D\", \"topic_label\": \"d\", \"topic_description\": 1}}]"
        );
        assert_eq!(
            errors("themes.json", &text),
            [
                "item 2: item 1 has this `topic_id` already",
                "item 2: item 1 has this `topic_label` already",
                "item 3: `topic_id` is missing",
                "item 4: `topic_label` is missing",
                "item 5: `topic_id` must be a text or a whole number",
                "item 5: `topic_label` must be a text",
                "item 6: `topic_id` is empty",
                "item 6: `topic_label` is empty",
                "item 7: `topic_label` has more than 200 letters",
                "item 8: not a JSON object",
                "item 9: `topic_description` must be a text",
            ]
        );
        assert_eq!(errors("themes.json", "[]"), ["line 1: there are no themes in the list"]);
        assert_eq!(errors("themes.json", "[\n{\"topic_id\": }]"), ["line 2: not JSON (at byte 14)"]);
    }

    #[test]
    fn a_mapping_is_read_from_json_lines_and_its_stances_are_noted() {
        let text = "{\"response_id\": 1, \"labels\": [\"A\", \"B\"], \"stances\": [\"POSITIVE\"]}\n\n{\"response_id\": \"x\", \"labels\": [3]}\n{\"response_id\": 2, \"labels\": []}\n";
        let expected = [line(1, "1", "A+B"), line(3, "x", "3"), line(4, "2", "")];
        assert_eq!(mapping_lines("mapping.jsonl", text), expected);
        assert_eq!(mapping_lines("mapping", text), expected);
        let mut notes = Vec::new();
        read_noting("mapping.jsonl", text.as_bytes(), &mut notes).unwrap();
        assert_eq!(notes, [LineError::new(1, "`stances` are not kept; they stand in 1 of the lines")]);
        assert_eq!(
            errors(
                "mapping.jsonl",
                "{\"labels\": [\"A\"]}\n{\"response_id\": 1}\n{\"response_id\": 2, \"labels\": \"A\"}
                {\"response_id\": 3, \"labels\": [\"A\", \"A\"]}\n{\"response_id\": 3, \"labels\": [\"\"]}
                {\"response_id\": 4, \"labels\": [true]}\nnonsense"
            ),
            [
                "line 1: `response_id` is missing",
                "line 2: `labels` is missing",
                "line 3: `labels` must be a list",
                "line 4: `labels` names a theme twice",
                "line 5: this `response_id` stands in line 4 already",
                "line 5: `labels` is empty",
                "line 6: `labels` must be a text or a whole number",
                "line 7: not JSON (at byte 2)",
            ]
        );
    }

    #[test]
    fn a_mapping_is_read_from_csv_pair_by_pair() {
        let text = "response_id,theme\n1,A\n2,B\n1,\"B\"\n";
        assert_eq!(mapping_lines("mapping.csv", text), [line(2, "1", "A+B"), line(3, "2", "B")]);
        assert_eq!(
            errors("mapping.csv", "theme;response_id\nA;1\nA;1\n;2\nB;\n"),
            [
                "line 3: this pair of `response_id` and `theme` stands in the file already",
                "line 4: `theme` is empty",
                "line 5: `response_id` is empty",
            ]
        );
        assert_eq!(
            errors("mapping.csv", "a,b\n1,2\n"),
            [
                "line 1: the heading `response_id` is missing; the heading `theme` is missing; the headings are `response_id`, `theme`"
            ]
        );
    }

    #[test]
    fn the_files_of_a_folder_are_picked_by_name() {
        let names = [
            "question.json",
            "responses.jsonl",
            "themes.json",
            "mapping.jsonl",
            ".mapping.csv.swp",
            "themes.json.bak",
        ];
        let picked = Picked { themes: Some("themes.json".into()), mapping: Some("mapping.jsonl".into()) };
        assert_eq!(pick(names), Ok(picked));
        let only = Picked { themes: None, mapping: Some("Coding.CSV".into()) };
        assert_eq!(pick(["Coding.CSV"]), Ok(only));
        assert_eq!(pick(["a.txt", "themes"]), Err(PickError::Nothing));
        let several = PickError::Several(vec!["mapping.csv".into(), "mapping.jsonl".into()]);
        assert_eq!(pick(["mapping.jsonl", "mapping.csv", "themes.json"]), Err(several));
    }

    #[test]
    fn coding_that_others_made_is_taken() {
        let Some(bytes) = sample("answers/themes.json") else { return };
        let CodingFile::Themes(themes) = read("themes.json", &bytes).unwrap() else { panic!("not themes") };
        let Some(bytes) = sample("answers/mapping.jsonl") else { return };
        let mut notes = Vec::new();
        let CodingFile::Mapping(lines) = read_noting("mapping.jsonl", &bytes, &mut notes).unwrap() else {
            panic!("not a mapping")
        };
        assert_eq!((themes.len(), lines.len(), notes.len()), (13, 100, 1));
        assert!(
            lines
                .iter()
                .flat_map(|line| &line.themes)
                .all(|theme| themes.iter().any(|known| known.key == *theme))
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

        #[test]
        fn nothing_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300), text in "[\\[\\]{}:,\"a-z_0-9 \n]{0,200}") {
            for name in ["a.csv", "a.jsonl", "a.json", ""] {
                let _ = read(name, &bytes);
                let _ = read(name, text.as_bytes());
                let _ = read(name, format!("response_id,theme\n{text}").as_bytes());
            }
        }
    }
}
