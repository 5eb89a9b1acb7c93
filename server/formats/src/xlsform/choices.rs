//! The lists of the choices sheet.

use std::collections::{BTreeMap, HashSet};

use earshot_domain::question::{Choice, MAX_OPTIONS};
use earshot_domain::questionnaire::is_key;

use super::heading::{Headings, Language};
use super::report::{Report, problem, quoted};
use super::sheet::Row;
use super::{Problem, words};

/// The longest label of an option, in letters.
pub(super) const OPTION_MAX: usize = 500;

/// The lists by name.
#[derive(Debug, Default)]
pub(super) struct Lists {
    sheet: Option<String>,
    lists: BTreeMap<String, List>,
}

#[derive(Debug, Default)]
struct List {
    /// The row of its first option.
    row: u32,
    options: Vec<Choice>,
    seen: HashSet<String>,
    problems: Vec<Problem>,
    html: Option<u32>,
    marks: Option<u32>,
    /// Whether any question asked for it.
    asked_for: bool,
    /// Whether its problems and notes were told.
    told: bool,
}

impl Lists {
    pub(super) fn read(headings: Headings, language: &Language, report: &mut Report) -> Self {
        let mut lists: BTreeMap<String, List> = BTreeMap::new();
        for row in &headings.rows {
            let Some(name) = headings.get(row, "list_name") else {
                if headings.get(row, "name").is_some() || headings.words(row, "label", language).is_some() {
                    let column = headings.shown("list_name");
                    report.problem(&headings.sheet, row.number, Some(column), "no name of a list");
                }
                continue;
            };
            let list = lists.entry(name.to_owned()).or_default();
            if list.row == 0 {
                list.row = row.number;
            }
            list.add(&headings, row, language);
        }
        headings.say_other_language("label", language, report);
        Self { sheet: Some(headings.sheet), lists }
    }

    /// The options of a list, for a question that could ask with them. What is
    /// wrong with a list is told when it is first asked for; lists that no
    /// question needs do no harm.
    pub(super) fn options(&mut self, name: &str, report: &mut Report) -> Result<Vec<Choice>, String> {
        let Some(sheet) = &self.sheet else {
            return Err(format!(
                "the list {} is missing: there is no sheet \u{201c}choices\u{201d}",
                quoted(name)
            ));
        };
        let Some(list) = self.lists.get_mut(name) else {
            return Err(format!("the sheet \u{201c}choices\u{201d} has no list {}", quoted(name)));
        };
        list.asked_for = true;
        if !list.told {
            list.told = true;
            report.adopt(std::mem::take(&mut list.problems));
            if let Some(row) = list.html {
                report.note(sheet, row, None, HTML);
            }
            if let Some(row) = list.marks {
                report.note(sheet, row, None, MARKS);
            }
        }
        let count = list.seen.len();
        if count > MAX_OPTIONS {
            return Err(format!("the list {} has more than {MAX_OPTIONS} options", quoted(name)));
        }
        if list.options.len() < count {
            return Err(format!("the list {} cannot be taken ({sheet}, row {})", quoted(name), list.row));
        }
        if count < 2 {
            return Err(format!("the list {} has fewer than two options", quoted(name)));
        }
        Ok(list.options.clone())
    }

    /// A list is named by a question that cannot be taken: it is not unused.
    pub(super) fn mention(&mut self, name: &str) {
        if let Some(list) = self.lists.get_mut(name) {
            list.asked_for = true;
        }
    }

    /// Says which lists no question names.
    pub(super) fn say_unused(&self, report: &mut Report) {
        let Some(sheet) = &self.sheet else { return };
        let mut unused = self.lists.iter().filter(|(_, list)| !list.asked_for);
        let Some((_, first)) = unused.next() else { return };
        let row = unused.clone().map(|(_, list)| list.row).fold(first.row, u32::min);
        let reason = match unused.count() {
            0 => "a list that no question uses".to_owned(),
            more => format!("{} lists that no question uses", more + 1),
        };
        report.note(sheet, row, None, reason);
    }
}

/// Said of a label from which HTML was taken.
pub(super) const HTML: &str = "the HTML in a label was taken out";

/// Said of a label that other programs would show with bold words and links.
pub(super) const MARKS: &str = "signs for bold, headings or links are kept as they are typed";

impl List {
    fn add(&mut self, headings: &Headings, row: &Row, language: &Language) {
        let at = |field: &str, reason: String| {
            let column = match field {
                "label" => headings.shown_in("label", language),
                other => headings.shown(other),
            };
            problem(&headings.sheet, row.number, Some(column), reason)
        };
        let before = self.problems.len();
        let unreadable = headings.unreadable(row, language);
        let readable = unreadable.is_empty();
        self.problems.extend(unreadable);
        let name = headings.get(row, "name");
        match name {
            Some(name) if !is_key(name) => {
                let reason = format!(
                    "the name {} has signs other than a-z, 0-9, _, - and ., or is too long",
                    quoted(name)
                );
                self.problems.push(at("name", reason));
            }
            Some(name) if self.seen.contains(name) => {
                self.problems.push(at("name", format!("the list has an option {} already", quoted(name))));
            }
            None if readable => self.problems.push(at("name", "an option without a name".to_owned())),
            Some(_) | None => {}
        }
        let label = headings.words(row, "label", language);
        let plain = match label {
            // Sixteen times over, so that HTML that will be taken out does not count.
            Some(label) if label.len() <= OPTION_MAX * 16 => words::plain(label),
            Some(_) => {
                self.problems.push(at("label", too_long(OPTION_MAX)));
                words::Plain::default()
            }
            None => words::Plain::default(),
        };
        if label.is_some_and(words::refers) {
            self.problems.push(at("label", REFERS.to_owned()));
        } else if plain.text.chars().count() > OPTION_MAX {
            self.problems.push(at("label", too_long(OPTION_MAX)));
        } else if plain.text.is_empty() && readable && self.problems.len() == before {
            self.problems.push(at("label", "an option without a label".to_owned()));
        }
        self.html = self.html.or(plain.html.then_some(row.number));
        self.marks = self.marks.or(plain.marks.then_some(row.number));
        // Counted under a name of its own, so that a list with a broken option is seen to be shorter than it should be.
        let counted = match name {
            Some(name) if self.seen.contains(name) => format!("\n{}", row.number),
            Some(name) => name.to_owned(),
            None => format!("\n{}", row.number),
        };
        self.seen.insert(counted);
        if let Some(name) = name
            && self.problems.len() == before
            && self.options.len() <= MAX_OPTIONS
        {
            self.options.push(Choice::new(name, plain.text));
        }
    }
}

/// Said of a label that changes with earlier answers.
pub(super) const REFERS: &str =
    "words that change with an earlier answer (${\u{2026}}); Earshot shows everybody the same";

pub(super) fn too_long(max: usize) -> String {
    format!("more than {max} letters")
}
