//! The rows of the survey sheet, first to last: each becomes a question or a
//! sentence that says why not.

mod cascade;
mod defect;
mod group;
mod kind;
mod matrix;
mod rule;
mod wording;

use std::collections::{HashMap, HashSet};

use earshot_domain::question::{Kind, Question};
use earshot_domain::questionnaire::{MAX_QUESTIONS, Questionnaire, Section, is_key};
use earshot_domain::rule::Rule;

use super::choices::{Lists, bad_name};
use super::heading::Headings;
use super::kind::{self as row_kind, RowKind};
use super::language::Tongues;
use super::report::{Report, quoted};
use super::sheet::Row;
use super::words::{is_no, is_yes};
pub(super) use group::count;
use group::{Group, Plan};
#[cfg(test)]
pub(super) use rule::simple;

/// Something that keeps a row from becoming a question: the column's field, if
/// one is to blame, and the sentence.
type Fault = (Option<&'static str>, String);

/// Reads the survey sheet.
pub(super) struct Survey<'a> {
    headings: &'a Headings,
    tongues: Tongues,
    lists: Lists,
    report: &'a mut Report,
    questions: Vec<Question>,
    /// Where each question comes from.
    origins: Vec<Origin>,
    /// What has become of each name so far.
    fates: HashMap<String, Fate>,
    /// The first row of every question's name, also of those that come later.
    names: HashMap<String, u32>,
    /// The groups and repeats that are open.
    open: Vec<Group>,
    /// The sections that groups and repeats ask for.
    plans: Vec<Plan>,
    /// The sections that questions stand in.
    sections: Vec<Section>,
    section_keys: HashSet<String>,
    /// The page that the last question stands on, where it may share one.
    page: Option<usize>,
}

/// Where a question comes from.
#[derive(Debug, Clone, Copy)]
struct Origin {
    row: u32,
    /// The section that was asked for.
    plan: Option<usize>,
}

/// What has become of a name.
#[derive(Debug, Clone)]
enum Fate {
    /// A question, by its place.
    Taken(usize),
    /// A statement of a grid.
    Statement(usize, String),
    /// Several questions, of which everybody is asked one at most.
    Split(Vec<usize>),
    /// The option that a repeat is about.
    Turn,
    /// The row of something that could not be taken.
    Left(u32),
}

/// A question without what a row says in every type.
struct Draft {
    key: String,
    text: String,
    hint: Option<String>,
    kind: Kind,
    /// The list that its options come from.
    list: Option<String>,
    show_if: Vec<Rule>,
}

impl<'a> Survey<'a> {
    pub(super) fn new(
        headings: &'a Headings,
        tongues: Tongues,
        lists: Lists,
        report: &'a mut Report,
    ) -> Self {
        let mut names = HashMap::new();
        for row in &headings.rows {
            let kind = RowKind::read(headings.get(row, "type").unwrap_or_default());
            if let Some(name) = headings.get(row, "name")
                && !matches!(kind, RowKind::BeginGroup | RowKind::BeginRepeat)
            {
                names.entry(name.to_owned()).or_insert(row.number);
            }
        }
        Self {
            headings,
            tongues,
            lists,
            report,
            questions: Vec::new(),
            origins: Vec::new(),
            fates: HashMap::new(),
            names,
            open: Vec::new(),
            plans: Vec::new(),
            sections: Vec::new(),
            section_keys: HashSet::new(),
            page: None,
        }
    }

    pub(super) fn read(mut self) -> Questionnaire {
        let rows = &self.headings.rows;
        let mut at = 0;
        while let Some(row) = rows.get(at) {
            at = self.row(at, row);
        }
        while let Some(group) = self.open.pop() {
            let what = if group.repeats { "repeat" } else { "group" };
            self.problem(group.row, Some("type"), format!("this {what} is begun and never ended"));
        }
        self.lists.say_unused(self.report);
        self.mended()
    }

    fn problem(&mut self, row: u32, field: Option<&'static str>, reason: impl Into<String>) {
        let column = field.map(|field| self.shown(field));
        self.report.problem(&self.headings.sheet, row, column, reason);
    }

    fn note(&mut self, row: u32, field: &'static str, reason: impl Into<String>) {
        let column = self.shown(field);
        self.report.note(&self.headings.sheet, row, Some(column), reason);
    }

    fn note_once(&mut self, row: u32, field: &'static str, reason: impl Into<String>) {
        let column = self.shown(field);
        self.report.note_once(&self.headings.sheet, row, Some(column), reason);
    }

    fn shown(&self, field: &'static str) -> &'a str {
        match field {
            "label" | "hint" | "image" | "audio" | "video" => self.headings.shown_main(field, &self.tongues),
            other => self.headings.shown(other),
        }
    }

    fn get(&self, row: &'a Row, field: &str) -> Option<&'a str> {
        self.headings.get(row, field)
    }

    fn says(&self, row: &Row, field: &str) -> bool {
        self.headings.get(row, field).is_some_and(is_yes)
    }

    fn appearance(&self, row: &'a Row) -> impl Iterator<Item = &'a str> + use<'a> {
        self.headings.get(row, "appearance").unwrap_or_default().split_whitespace()
    }

    /// Reads the row at a place; gives the place to go on at.
    fn row(&mut self, at: usize, row: &'a Row) -> usize {
        if self.says(row, "disabled") {
            self.note(row.number, "disabled", "this row is switched off and was not read");
            return at + 1;
        }
        if let Some(matrix) = self.matrix(at) {
            return self.grid(&matrix);
        }
        let (unreadable, needed) = self.headings.unreadable(row, &self.tongues);
        self.report.adopt(unreadable);
        let readable = !needed;
        let Some(cell) = self.get(row, "type") else {
            let said = self.get(row, "name").or_else(|| self.headings.words(row, "label", &self.tongues));
            if readable && said.is_some() {
                self.problem(row.number, Some("type"), "a row without a type");
            }
            self.leave(row);
            return at + 1;
        };
        match RowKind::read(cell) {
            RowKind::BeginGroup => self.begin(at, row, false, readable),
            RowKind::BeginRepeat => self.begin(at, row, true, readable),
            RowKind::EndGroup => self.end(row, false),
            RowKind::EndRepeat => self.end(row, true),
            RowKind::Calculate => self.calculate(row, cell),
            kind => self.question(row, cell, kind, readable),
        }
        at + 1
    }

    /// Remembers that nothing will come of this row's name.
    fn leave(&mut self, row: &Row) {
        if let Some(name) = self.headings.get(row, "name") {
            self.fates.entry(name.to_owned()).or_insert(Fate::Left(row.number));
        }
    }

    /// Nothing is worked out, except which option a repeat is about, and that is
    /// known when the repeat begins.
    fn calculate(&mut self, row: &'a Row, cell: &str) {
        let name = self.get(row, "name").unwrap_or_default();
        if self.fates.get(name).is_some_and(|fate| matches!(fate, Fate::Turn)) {
            return;
        }
        let reason = format!("the type {} {}", quoted(cell), row_kind::WORKED_OUT);
        self.problem(row.number, Some("type"), reason);
        self.leave(row);
    }

    fn question(&mut self, row: &'a Row, cell: &str, kind: RowKind, readable: bool) {
        if let RowKind::Select { list, .. } | RowKind::Rank { list } = &kind {
            self.lists.mention(list);
        }
        let shut = self.open.last().and_then(|group| group.shut.clone());
        if let RowKind::Unsupported(why) = kind {
            let reason = format!("the type {} {why}", quoted(cell));
            self.problem(row.number, Some("type"), reason);
            return self.leave(row);
        }
        if let Some(why) = shut {
            self.problem(row.number, None, why);
            return self.leave(row);
        }
        if self.questions.len() >= MAX_QUESTIONS {
            self.problem(row.number, None, format!("more than {MAX_QUESTIONS} questions"));
            return self.leave(row);
        }
        if self.is_head_of_table(row, &kind) {
            let reason = "the head of a table; left out, as every question shows its own options";
            self.note(row.number, "appearance", reason);
            return self.leave(row);
        }
        let mut faults = Vec::new();
        let key = self.key(row, &kind, &mut faults);
        let (text, hint) = self.text_and_hint(row, &mut faults);
        if text.is_none() && readable && faults.iter().all(|(field, _)| *field != Some("label")) {
            faults.push((Some("label"), "a question without a label".to_owned()));
        }
        let show_if = self.show_if(row).unwrap_or_else(|reason| {
            faults.push((Some("relevant"), reason));
            Vec::new()
        });
        let asked = match self.kind(row, cell, kind, &faults) {
            Ok(asked) => Some(asked),
            Err(fault) => {
                faults.push(fault);
                None
            }
        };
        let taken = faults.is_empty() && readable;
        for (field, reason) in faults {
            self.problem(row.number, field, reason);
        }
        let (Some(text), Some(asked), true) = (text, asked, taken) else {
            return self.leave(row);
        };
        for (field, reason) in asked.notes {
            self.note(row.number, field.unwrap_or("type"), reason);
        }
        let draft = Draft { key, text, hint, kind: asked.kind, list: asked.list, show_if };
        if let Some(cascade) = asked.cascade {
            self.split(row, &draft, cascade);
        } else {
            let key = draft.key.clone();
            let at = self.take(row, draft);
            self.fate(row, &key, Fate::Taken(at));
            if asked.or_other {
                self.ask_what_other(row, at);
            }
        }
        self.say_what_is_not_kept(row);
    }

    /// What has become of a row: by its name, or the key that it was given.
    fn fate(&mut self, row: &Row, key: &str, fate: Fate) {
        let name = self.headings.get(row, "name").unwrap_or(key);
        self.fates.insert(name.to_owned(), fate);
    }

    /// Takes a question; gives its place.
    fn take(&mut self, row: &'a Row, draft: Draft) -> usize {
        let Draft { key, text, hint, kind, list, show_if } = draft;
        let advised = kind.asks() && self.advised(row);
        let wordings = self.wordings(row, &kind, list.as_deref());
        let question = Question {
            hint,
            advised,
            sensitive: self.says(row, "earshot_sensitive"),
            show_if: rule::together(show_if),
            wordings,
            help: self.help(row),
            ..Question::new(key, text, kind)
        };
        let with_previous = self.says(row, "earshot_with_previous");
        self.put(row.number, question, with_previous)
    }

    /// Puts a question behind the others, into its section and on its page.
    fn put(&mut self, row: u32, mut question: Question, with_previous: bool) -> usize {
        let group = self.open.last();
        let plan = group.and_then(|group| group.plan);
        let page = group.and_then(|group| group.page);
        question.section = plan.map(|plan| self.enter(plan));
        question.with_previous = with_previous || (page.is_some() && page == self.page);
        self.page = page;
        self.origins.push(Origin { row, plan });
        self.questions.push(question);
        self.questions.len() - 1
    }

    /// "Other" was chosen: what is it?
    fn ask_what_other(&mut self, row: &'a Row, at: usize) {
        let Some(question) = self.questions.get(at) else { return };
        let rule = Rule::is(question.key.clone(), OTHER);
        let mut key = format!("{}_other", question.key);
        while self.names.contains_key(&key) || self.questions.iter().any(|other| other.key == key) {
            key.push('_');
        }
        if !is_key(&key) || self.questions.len() >= MAX_QUESTIONS {
            let reason = "the question for what is meant by \u{201c}other\u{201d} has no room";
            return self.problem(row.number, Some("type"), reason);
        }
        let follow = Question::new(key, "Other: what is it?", Kind::ShortText).only_if(rule);
        self.put(row.number, follow, false);
        let reason = "\u{201c}or_other\u{201d} is taken as an option \u{201c}Other\u{201d} and a question for what is \
                      meant, in English";
        self.note_once(row.number, "type", reason);
    }

    /// The key: the name, unless Earshot itself noted another. A note may go
    /// without.
    fn key(&self, row: &Row, kind: &RowKind, faults: &mut Vec<Fault>) -> String {
        let column = Some("name");
        let given = self.headings.get(row, "earshot_key").or_else(|| self.headings.get(row, "name"));
        match given {
            None if *kind == RowKind::Note => {
                let mut name = format!("note_{}", row.number);
                while self.names.contains_key(&name) {
                    name.push('_');
                }
                return name;
            }
            None => faults.push((column, "a question without a name".to_owned())),
            Some(name) if !is_key(name) => faults.push((column, bad_name(name))),
            Some(name) => {
                // Where nothing came of the first, as in a repeat, the second does no harm.
                if let Some(first) = self.row_of(name) {
                    faults.push((column, format!("the name {} stands in row {first} already", quoted(name))));
                }
                return name.to_owned();
            }
        }
        String::new()
    }

    /// The row that a name was taken from.
    fn row_of(&self, name: &str) -> Option<u32> {
        let place = match self.fates.get(name) {
            Some(Fate::Taken(at) | Fate::Statement(at, _)) => Some(*at),
            Some(Fate::Split(places)) => places.first().copied(),
            _ => None,
        };
        let place = place.or_else(|| self.questions.iter().position(|question| question.key == name));
        self.origins.get(place?).map(|origin| origin.row)
    }

    /// The conditions of a question that are not those of its section.
    fn show_if(&self, row: &Row) -> Result<Vec<Rule>, String> {
        let (around, mut all) = match self.open.last() {
            Some(group) => (group.all.clone(), group.own.clone()),
            None => (Vec::new(), Vec::new()),
        };
        all.extend(self.conditions(row, &around)?);
        Ok(all)
    }

    /// In a table, a first row shows the options and asks nothing.
    fn is_head_of_table(&self, row: &'a Row, kind: &RowKind) -> bool {
        matches!(kind, RowKind::Select { .. }) && self.appearance(row).any(|word| word == "label")
    }

    fn advised(&mut self, row: &'a Row) -> bool {
        if self.says(row, "earshot_advised") {
            return true;
        }
        let Some(required) = self.get(row, "required") else { return false };
        if is_yes(required) {
            let reason = "required is kept as advice: every question may be skipped";
            self.note_once(row.number, "required", reason);
            return true;
        }
        if !is_no(required) {
            self.note(
                row.number,
                "required",
                "an answer that is required under a condition only is not advised",
            );
        }
        false
    }

    fn say_what_is_not_kept(&mut self, row: &'a Row) {
        if self.get(row, "default").is_some() {
            let reason = "answers that are filled in beforehand are not kept: nobody gave them";
            self.note_once(row.number, "default", reason);
        }
        for word in self.appearance(row) {
            if !APPEARANCES.contains(&word) {
                let reason = format!("the appearance {} is not kept", quoted(word));
                self.note_once(row.number, "appearance", reason);
            }
        }
    }
}

/// The key of the option that `or_other` adds.
const OTHER: &str = "other";

/// How a question may look without anything being lost.
const APPEARANCES: [&str; 8] = [
    "multiline",
    "likert",
    "horizontal",
    "horizontal-compact",
    "rating",
    "list-nolabel",
    "field-list",
    "table-list",
];
