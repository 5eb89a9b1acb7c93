//! The lists of the choices sheet.

use std::collections::{BTreeMap, HashSet};

use earshot_domain::question::{Choice, MAX_OPTIONS};
use earshot_domain::questionnaire::is_key;

use super::heading::Headings;
use super::language::Tongues;
use super::report::{Problem, Report, problem, quoted};
use super::sheet::Row;
use super::words::{self, REFERS, too_long};

/// The longest label of an option, in letters.
pub(super) const OPTION_MAX: usize = 500;

/// The lists by name.
#[derive(Debug, Default)]
pub(super) struct Lists {
    headings: Option<Headings>,
    by_name: BTreeMap<String, List>,
    /// Columns that questions chose their options by.
    used: Vec<String>,
}

#[derive(Debug, Default)]
struct List {
    /// The row of its first option.
    row: u32,
    options: Vec<Item>,
    seen: HashSet<String>,
    problems: Vec<Problem>,
    notes: Vec<(u32, &'static str, String)>,
    /// Whether any question asked for it.
    asked_for: bool,
    /// Whether its problems and notes were told.
    told: bool,
}

/// One option.
#[derive(Debug)]
struct Item {
    choice: Choice,
    /// Its words in other languages, by their place among these.
    words: Vec<(usize, String)>,
    /// Its place among the rows.
    at: usize,
}

impl Lists {
    pub(super) fn read(headings: Headings, tongues: &Tongues, report: &mut Report) -> Self {
        let mut lists: BTreeMap<String, List> = BTreeMap::new();
        for (at, row) in headings.rows.iter().enumerate() {
            let Some(name) = headings.get(row, "list_name") else {
                if headings.get(row, "name").is_some() || headings.words(row, "label", tongues).is_some() {
                    let column = headings.shown("list_name");
                    report.problem(&headings.sheet, row.number, Some(column), "no name of a list");
                }
                continue;
            };
            let list = lists.entry(name.to_owned()).or_default();
            if list.row == 0 {
                list.row = row.number;
            }
            list.add(&headings, at, row, tongues);
        }
        Self { headings: Some(headings), by_name: lists, used: Vec::new() }
    }

    /// The options of a list, for a question that could ask with them. What is
    /// wrong with a list is told when it is first asked for; lists that no
    /// question needs do no harm.
    pub(super) fn options(&mut self, name: &str, report: &mut Report) -> Result<Vec<Choice>, String> {
        let options = self.any(name, report)?;
        if options.len() < 2 {
            return Err(format!("the list {} has fewer than two options", quoted(name)));
        }
        Ok(options)
    }

    /// The options of a list that may be short.
    pub(super) fn any(&mut self, name: &str, report: &mut Report) -> Result<Vec<Choice>, String> {
        let Some(headings) = &self.headings else {
            return Err(format!(
                "the list {} is missing: there is no sheet \u{201c}choices\u{201d}",
                quoted(name)
            ));
        };
        let sheet = &headings.sheet;
        let Some(list) = self.by_name.get_mut(name) else {
            return Err(format!("the sheet \u{201c}choices\u{201d} has no list {}", quoted(name)));
        };
        list.asked_for = true;
        if !list.told {
            list.told = true;
            report.adopt(std::mem::take(&mut list.problems));
            for (row, field, reason) in std::mem::take(&mut list.notes) {
                report.note_once(sheet, row, (!field.is_empty()).then(|| headings.shown(field)), reason);
            }
        }
        let count = list.seen.len();
        if count > MAX_OPTIONS {
            return Err(format!("the list {} has more than {MAX_OPTIONS} options", quoted(name)));
        }
        if list.options.len() < count {
            return Err(format!("the list {} cannot be taken ({sheet}, row {})", quoted(name), list.row));
        }
        Ok(list.options.iter().map(|item| item.choice.clone()).collect())
    }

    /// The words of a list's options in another language, by key.
    pub(super) fn words(&self, name: &str, tongue: usize) -> Vec<(String, String)> {
        let Some(list) = self.by_name.get(name) else { return Vec::new() };
        let words = list.options.iter().filter_map(|item| {
            let (_, label) = item.words.iter().find(|(at, _)| *at == tongue)?;
            Some((item.choice.key.clone(), label.clone()))
        });
        words.collect()
    }

    /// What a column holds for each option of a list, by key; `None` when there
    /// is no such column.
    pub(super) fn column(&mut self, name: &str, column: &str) -> Option<Vec<(String, Option<String>)>> {
        let headings = self.headings.as_ref()?;
        let field = headings.field_of(column)?.to_owned();
        let list = self.by_name.get(name)?;
        let cells = list.options.iter().map(|item| {
            let cell = headings.rows.get(item.at).and_then(|row| headings.cell(row, column));
            (item.choice.key.clone(), cell.map(str::to_owned))
        });
        let cells = cells.collect();
        if !self.used.contains(&field) {
            self.used.push(field);
        }
        Some(cells)
    }

    /// The column of the area that an area is a part of.
    pub(super) fn under(&self, name: &str, key: &str) -> Option<String> {
        let headings = self.headings.as_ref()?;
        let item = self.by_name.get(name)?.options.iter().find(|item| item.choice.key == key)?;
        headings.get(headings.rows.get(item.at)?, "earshot_under").map(str::to_owned)
    }

    /// A list is named by a question that cannot be taken: it is not unused.
    pub(super) fn mention(&mut self, name: &str) {
        if let Some(list) = self.by_name.get_mut(name) {
            list.asked_for = true;
        }
    }

    /// Says which lists no question names, and which columns nothing read.
    pub(super) fn say_unused(&self, report: &mut Report) {
        let Some(headings) = &self.headings else { return };
        headings.say_unread_choices(&self.used, report);
        let mut unused = self.by_name.iter().filter(|(_, list)| !list.asked_for);
        let Some((_, first)) = unused.next() else { return };
        let row = unused.clone().map(|(_, list)| list.row).fold(first.row, u32::min);
        let reason = match unused.count() {
            0 => "a list that no question uses".to_owned(),
            more => format!("{} lists that no question uses", more + 1),
        };
        report.note(&headings.sheet, row, None, reason);
    }
}

/// A name as a key: punctuation that no key has becomes `_`.
pub(super) fn as_key(name: &str) -> String {
    let keeps = |letter: char| !letter.is_ascii_punctuation() || matches!(letter, '_' | '-' | '.');
    name.chars().map(|letter| if keeps(letter) { letter } else { '_' }).collect()
}

pub(super) fn bad_name(name: &str) -> String {
    format!("the name {} has signs other than a-z, 0-9, _, - and ., or is too long", quoted(name))
}

impl List {
    fn add(&mut self, headings: &Headings, at: usize, row: &Row, tongues: &Tongues) {
        let place = |field: &'static str, reason: String| {
            let column = match field {
                "label" => headings.shown_main("label", tongues),
                other => headings.shown(other),
            };
            problem(&headings.sheet, row.number, Some(column), reason)
        };
        let (unreadable, needed) = headings.unreadable(row, tongues);
        self.problems.extend(unreadable);
        let before = self.problems.len();
        let name = headings.get(row, "name");
        let key = name.map(as_key);
        match (name, &key) {
            (Some(name), Some(key)) if !is_key(key) => self.problems.push(place("name", bad_name(name))),
            (Some(name), Some(key)) if self.seen.contains(key) => {
                let reason = format!("the list has an option {} already", quoted(name));
                self.problems.push(place("name", reason));
            }
            (None, _) if !needed => self.problems.push(place("name", "an option without a name".to_owned())),
            (Some(name), Some(key)) if name != key => {
                let reason = "signs that no key can have became _".to_owned();
                self.notes.push((row.number, "name", reason));
            }
            _ => {}
        }
        let label = headings.words(row, "label", tongues);
        let plain = match label.map(|label| words::within(label, OPTION_MAX)) {
            Some(Some(plain)) => plain,
            Some(None) => {
                self.problems.push(place("label", too_long(OPTION_MAX)));
                words::Plain::default()
            }
            None => words::Plain::default(),
        };
        if label.is_some_and(words::refers) {
            self.problems.push(place("label", REFERS.to_owned()));
        } else if plain.text.is_empty() && !needed && self.problems.len() == before {
            self.problems.push(place("label", "an option without a label".to_owned()));
        }
        for said in plain.said() {
            self.notes.push((row.number, "", said.to_owned()));
        }
        // Counted under a name of its own, so that a list with a broken option is seen to be shorter than it should be.
        let counted = match key {
            Some(ref key) if !self.seen.contains(key) => key.clone(),
            _ => format!("\n{}", row.number),
        };
        self.seen.insert(counted);
        let sound = self.problems.len() == before && !needed;
        let words = self.words(headings, row, tongues);
        if let Some(key) = key
            && sound
            && self.options.len() <= MAX_OPTIONS
        {
            let choice = self.choice(headings, row, tongues, Choice::new(key, plain.text));
            self.options.push(Item { choice, words, at });
        }
    }

    /// What an option has besides its words.
    fn choice(&mut self, headings: &Headings, row: &Row, tongues: &Tongues, mut choice: Choice) -> Choice {
        if let Some(image) = headings.words(row, "image", tongues) {
            choice.picture = words::file_name(image);
            self.notes.push((row.number, "image", words::FILES.to_owned()));
        }
        choice.note = headings.get(row, "earshot_note").map(|note| words::plain(note).text);
        let says = |field: &str| headings.get(row, field).is_some_and(words::is_yes);
        choice.alone = says("earshot_alone");
        choice.fixed = says("earshot_fixed");
        choice
    }

    /// The words of an option in the other languages.
    fn words(&mut self, headings: &Headings, row: &Row, tongues: &Tongues) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for (at, tongue) in tongues.others.iter().enumerate() {
            let Some(label) = headings.words_in(row, "label", tongue) else { continue };
            let reason = match words::within(label, OPTION_MAX) {
                _ if words::refers(label) => REFERS.to_owned(),
                Some(plain) if plain.text.is_empty() => continue,
                Some(plain) => {
                    found.push((at, plain.text));
                    continue;
                }
                None => too_long(OPTION_MAX),
            };
            let column = headings.shown_other("label", tongue);
            self.problems.push(problem(&headings.sheet, row.number, Some(column), reason));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_in_names_becomes_a_line() {
        assert_eq!(as_key("Sul,Dan&Oshi.k-a_1"), "Sul_Dan_Oshi.k-a_1");
        assert!(!is_key(&as_key("two words")) && !is_key(&as_key("\u{e9}t\u{e9}")));
    }
}
