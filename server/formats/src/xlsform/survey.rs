//! The rows of the survey sheet, first to last: each becomes a question or a
//! sentence that says why not.

use std::collections::HashMap;

use earshot_domain::question::{Choice, Condition, Kind, Question};
use earshot_domain::questionnaire::{Defect, MAX_QUESTIONS, Questionnaire, is_key};

use super::choices::{HTML, Lists, MARKS, REFERS, too_long};
use super::condition::{self, Literal, Subject, Test};
use super::heading::{Headings, Language};
use super::kind::RowKind;
use super::report::{Report, quoted};
use super::sheet::Row;
use super::{range, words};

/// The longest text of a question or a note, in letters.
const TEXT_MAX: usize = 4_000;

/// The longest hint, in letters.
const HINT_MAX: usize = 2_000;

/// How many conditions one question may have.
const CONDITIONS_MAX: usize = 50;

/// How deep groups may lie in groups.
const DEPTH_MAX: usize = 50;

/// Something that keeps a row from becoming a question: the column's field, if
/// one is to blame, and the sentence.
type Fault = (Option<&'static str>, String);

/// Reads the survey sheet.
pub(super) struct Survey<'a> {
    headings: &'a Headings,
    language: Language,
    lists: Lists,
    report: &'a mut Report,
    questions: Vec<Question>,
    /// The rows that the questions come from.
    rows: Vec<u32>,
    /// What has become of each name so far.
    fates: HashMap<String, Fate>,
    /// The first row of every question's name, also of those that come later.
    names: HashMap<String, u32>,
    sections: Vec<Section>,
}

/// What has become of a name.
#[derive(Debug, Clone, Copy)]
enum Fate {
    /// A question, by its place.
    Taken(usize),
    /// The row of something that could not be taken.
    Left(u32),
}

/// A group or a repeat that is open.
struct Section {
    row: u32,
    repeats: bool,
    /// What must hold for the questions in it, with those around it.
    conditions: Vec<Condition>,
    /// Why nothing in it can be taken.
    shut: Option<String>,
}

/// What a row is to become, apart from its words.
struct Asked {
    kind: Kind,
    notes: Vec<Fault>,
}

impl<'a> Survey<'a> {
    pub(super) fn new(
        headings: &'a Headings,
        language: Language,
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
        headings.say_other_language("hint", &language, report);
        Self {
            headings,
            language,
            lists,
            report,
            questions: Vec::new(),
            rows: Vec::new(),
            fates: HashMap::new(),
            names,
            sections: Vec::new(),
        }
    }

    pub(super) fn read(mut self) -> Questionnaire {
        for row in &self.headings.rows {
            self.row(row);
        }
        while let Some(section) = self.sections.pop() {
            let what = if section.repeats { "repeat" } else { "group" };
            self.problem(section.row, Some("type"), format!("this {what} is begun and never ended"));
        }
        self.lists.say_unused(self.report);
        let questionnaire = Questionnaire { questions: self.questions };
        for defect in questionnaire.defects() {
            let (key, reason) = said(&defect);
            let row = key.and_then(|key| questionnaire.position(key)).and_then(|at| self.rows.get(at));
            let row = row.copied().unwrap_or(self.headings.row);
            self.report.problem(&self.headings.sheet, row, None, reason);
        }
        questionnaire
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
            "label" | "hint" => self.headings.shown_in(field, &self.language),
            other => self.headings.shown(other),
        }
    }

    fn get(&self, row: &'a Row, field: &str) -> Option<&'a str> {
        self.headings.get(row, field)
    }

    fn row(&mut self, row: &'a Row) {
        if self.get(row, "disabled").is_some_and(is_yes) {
            self.note(row.number, "disabled", "this row is switched off and was not read");
            return;
        }
        let unreadable = self.headings.unreadable(row, &self.language);
        let readable = unreadable.is_empty();
        self.report.adopt(unreadable);
        let Some(cell) = self.get(row, "type") else {
            let said = self.get(row, "name").or_else(|| self.headings.words(row, "label", &self.language));
            if readable && said.is_some() {
                self.problem(row.number, Some("type"), "a row without a type");
            }
            self.leave(row);
            return;
        };
        match RowKind::read(cell) {
            RowKind::BeginGroup => self.begin(row, false, readable),
            RowKind::BeginRepeat => self.begin(row, true, readable),
            RowKind::EndGroup => self.end(row, false),
            RowKind::EndRepeat => self.end(row, true),
            kind => self.question(row, cell, kind, readable),
        }
    }

    /// Remembers that nothing will come of this row's name.
    fn leave(&mut self, row: &Row) {
        if let Some(name) = self.headings.get(row, "name") {
            self.fates.entry(name.to_owned()).or_insert(Fate::Left(row.number));
        }
    }

    fn begin(&mut self, row: &'a Row, repeats: bool, readable: bool) {
        let outer = self.sections.last();
        let mut shut = outer.and_then(|section| section.shut.clone());
        let mut conditions = outer.map(|section| section.conditions.clone()).unwrap_or_default();
        if let Some(why) = &shut {
            let why = why.clone();
            self.problem(row.number, None, why);
        } else if repeats {
            let reason = "a repeat asks the same questions several times, which Earshot does not";
            self.problem(row.number, Some("type"), reason);
            shut = Some(format!("stands in the repeat of row {}, which cannot be taken", row.number));
        } else if !readable {
            shut = Some(format!("stands in the group of row {}, which cannot be read", row.number));
        } else if self.sections.len() >= DEPTH_MAX {
            self.problem(row.number, Some("type"), format!("more than {DEPTH_MAX} groups inside each other"));
            shut = Some(format!("stands in the group of row {}, which lies too deep", row.number));
        } else {
            match self.conditions(row, conditions.clone()) {
                Ok(all) => conditions = all,
                Err(reason) => {
                    self.problem(row.number, Some("relevant"), reason);
                    shut = Some(format!(
                        "stands in the group of row {}, whose condition cannot be kept",
                        row.number
                    ));
                }
            }
            if let Some(label) = self.headings.words(row, "label", &self.language) {
                let reason = format!("the group\u{2019}s label {} is not shown", quoted(label));
                self.note(row.number, "label", reason);
            }
            if self.headings.words(row, "hint", &self.language).is_some() {
                self.note(row.number, "hint", "the group\u{2019}s hint is not shown");
            }
        }
        self.leave(row);
        // Also when it lies too deep: the end that belongs to it will come.
        self.sections.push(Section { row: row.number, repeats, conditions, shut });
    }

    fn end(&mut self, row: &Row, repeats: bool) {
        let what = if repeats { "repeat" } else { "group" };
        match self.sections.last() {
            None => self.problem(row.number, Some("type"), format!("no {what} is open that could end here")),
            Some(section) if section.repeats == repeats => {
                self.sections.pop();
            }
            Some(section) => {
                let open = if section.repeats { "repeat" } else { "group" };
                let reason =
                    format!("the end of a {what}, but it is the {open} of row {} that is open", section.row);
                self.problem(row.number, Some("type"), reason);
                // Taken as the end of what is open, so that one slip does not become many.
                self.sections.pop();
            }
        }
    }

    fn question(&mut self, row: &'a Row, cell: &str, kind: RowKind, readable: bool) {
        if let RowKind::Select { list, .. } = &kind {
            self.lists.mention(list);
        }
        let shut = self.sections.last().and_then(|section| section.shut.clone());
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
        let text = self.words(row, "label", TEXT_MAX, &mut faults);
        let hint = self.words(row, "hint", HINT_MAX, &mut faults);
        if text.is_none() && readable && faults.iter().all(|(field, _)| *field != Some("label")) {
            faults.push((Some("label"), "a question without a label".to_owned()));
        }
        let around = self.sections.last().map(|section| section.conditions.clone()).unwrap_or_default();
        let show_if = self.conditions(row, around).unwrap_or_else(|reason| {
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
        let advised = asked.kind.asks() && self.advised(row);
        self.say_what_is_not_kept(row);
        self.fates.insert(key.clone(), Fate::Taken(self.questions.len()));
        self.rows.push(row.number);
        self.questions.push(Question { key, text, hint, kind: asked.kind, show_if, advised });
    }

    /// The name. A note may go without.
    fn key(&self, row: &Row, kind: &RowKind, faults: &mut Vec<Fault>) -> String {
        let column = Some("name");
        match self.headings.get(row, "name") {
            None if *kind == RowKind::Note => {
                let mut name = format!("note_{}", row.number);
                while self.names.contains_key(&name) {
                    name.push('_');
                }
                return name;
            }
            None => faults.push((column, "a question without a name".to_owned())),
            Some(name) if !is_key(name) => {
                let reason = format!(
                    "the name {} has signs other than a-z, 0-9, _, - and ., or is too long",
                    quoted(name)
                );
                faults.push((column, reason));
            }
            Some(name) => {
                // Where nothing came of the first, as in a repeat, the second does no harm.
                if let Some(Fate::Taken(at)) = self.fates.get(name) {
                    let first = self.rows.get(*at).copied().unwrap_or_default();
                    faults.push((column, format!("the name {} stands in row {first} already", quoted(name))));
                }
                return name.to_owned();
            }
        }
        String::new()
    }

    fn words(
        &mut self,
        row: &'a Row,
        field: &'static str,
        max: usize,
        faults: &mut Vec<Fault>,
    ) -> Option<String> {
        let written = self.headings.words(row, field, &self.language)?;
        if words::refers(written) {
            faults.push((Some(field), REFERS.to_owned()));
            return None;
        }
        // Sixteen times over, so that HTML that will be taken out does not count.
        let plain = if written.len() > max * 16 { None } else { Some(words::plain(written)) };
        let Some(plain) = plain.filter(|plain| plain.text.chars().count() <= max) else {
            faults.push((Some(field), too_long(max)));
            return None;
        };
        if plain.html {
            self.note(row.number, field, HTML);
        }
        if plain.marks {
            self.note(row.number, field, MARKS);
        }
        if plain.text.is_empty() { None } else { Some(plain.text) }
    }

    /// The conditions around a row with its own.
    fn conditions(&self, row: &Row, mut all: Vec<Condition>) -> Result<Vec<Condition>, String> {
        let Some(expression) = self.headings.get(row, "relevant") else { return Ok(all) };
        if matches!(expression.to_lowercase().as_str(), "yes" | "true") {
            return Ok(all);
        }
        if is_no(expression) {
            return Err("it never holds: nobody would see this".to_owned());
        }
        for test in condition::read(expression)? {
            let condition = self.resolve(&test)?;
            if all.contains(&condition) {
                continue;
            }
            let contradicts = |other: &Condition| {
                other.question == condition.question
                    && !matches!(self.kind_of(&other.question), Some(Kind::Multi { .. }))
            };
            if all.iter().any(contradicts) {
                let question = quoted(&condition.question);
                return Err(format!("it can never hold: {question} cannot have two answers at once"));
            }
            if all.len() == CONDITIONS_MAX {
                return Err(format!("more than {CONDITIONS_MAX} conditions"));
            }
            all.push(condition);
        }
        Ok(all)
    }

    fn kind_of(&self, name: &str) -> Option<&Kind> {
        match self.fates.get(name) {
            Some(Fate::Taken(at)) => self.questions.get(*at).map(|question| &question.kind),
            _ => None,
        }
    }

    /// Makes a comparison one that Earshot can ask of an earlier question.
    fn resolve(&self, test: &Test) -> Result<Condition, String> {
        let name = quoted(&test.question);
        let Some(kind) = self.kind_of(&test.question) else {
            return Err(match (self.fates.get(&test.question), self.names.get(&test.question)) {
                (Some(Fate::Left(row)), _) => format!("depends on {name} (row {row}), which cannot be taken"),
                (_, Some(row)) => format!("depends on {name}, which is asked later (row {row})"),
                _ => format!("depends on {name}, and nothing has that name"),
            });
        };
        let written = match &test.value {
            Literal::Text(value) | Literal::Number(value) => value,
        };
        let value = match kind {
            Kind::Multi { .. } if !test.among => {
                return Err(format!(
                    "{name} may have several answers: write selected(${{{}}}, '{}') instead of =",
                    test.question, written
                ));
            }
            Kind::Single { options } | Kind::Multi { options, .. } => option_key(options, &test.value),
            Kind::Number { min, max } if !test.among => {
                let number = condition::shortest(written).and_then(|number| number.parse::<i64>().ok());
                let within = |number: &i64| {
                    min.is_none_or(|min| *number >= min) && max.is_none_or(|max| *number <= max)
                };
                number.filter(within).map(|number| number.to_string())
            }
            Kind::Number { .. } => None,
            Kind::ShortText | Kind::LongText | Kind::Note | Kind::Faces | Kind::YesNoUnsure => {
                return Err(format!("depends on {name}, which has no options to choose from"));
            }
        };
        match value {
            Some(value) => Ok(Condition::new(test.question.clone(), value)),
            None => Err(format!("{name} cannot be answered with {}", quoted(written))),
        }
    }

    fn kind(&mut self, row: &'a Row, cell: &str, kind: RowKind, faults: &[Fault]) -> Result<Asked, Fault> {
        if self.get(row, "calculation").is_some() && kind != RowKind::Note {
            return Err((Some("calculation"), "its answer is worked out by a formula".to_owned()));
        }
        let fixed = self.get(row, "read_only").is_some_and(is_yes);
        if fixed && kind != RowKind::Note {
            if kind != RowKind::Text || self.get(row, "default").is_some() {
                return Err((Some("read_only"), "its answer cannot be changed".to_owned()));
            }
            let note = (Some("read_only"), "a text that cannot be answered is taken as a note".to_owned());
            return Ok(Asked { kind: Kind::Note, notes: vec![note] });
        }
        let mut notes = Vec::new();
        let kind = match kind {
            RowKind::Select { many, list, or_other } => {
                let options = self.options(row, &list)?;
                if or_other {
                    self.problem(
                        row.number,
                        Some("type"),
                        "\u{201c}or_other\u{201d} is not kept: only the options of the list are offered",
                    );
                }
                if self.parameter(row, "randomize").is_some_and(|value| is_yes(&value)) {
                    notes.push((
                        Some("parameters"),
                        "the options are always shown in the order of the list".into(),
                    ));
                }
                if many { self.multi(row, options, &mut notes)? } else { Kind::Single { options } }
            }
            RowKind::Text => {
                let rows = self.parameter(row, "rows").and_then(|rows| rows.parse::<u32>().ok());
                let multiline = self.appearance(row).any(|word| word == "multiline");
                if multiline || rows.is_some_and(|rows| rows > 1) { Kind::LongText } else { Kind::ShortText }
            }
            RowKind::Integer => self.number(row, &mut notes)?,
            RowKind::Percentage => Kind::Number { min: Some(0), max: Some(100) },
            RowKind::Range => {
                let parameters = self.get(row, "parameters").unwrap_or_default();
                let scale = range::read(parameters)
                    .map_err(|why| (Some("parameters"), format!("the scale cannot be taken: {why}")))?;
                if !scale.passed_over.is_empty() {
                    let names = scale.passed_over.join(" ");
                    notes.push((Some("parameters"), format!("not kept: {}", quoted(&names))));
                }
                if matches!(scale.kind, Kind::Single { .. }) {
                    notes.push((Some("type"), "a short scale is taken as a choice of one number".to_owned()));
                } else {
                    notes.push((Some("type"), "a long scale is taken as a number to write".to_owned()));
                }
                scale.kind
            }
            RowKind::Note => Kind::Note,
            _ => return Err((Some("type"), format!("the type {} is not known", quoted(cell)))),
        };
        let counted = matches!(kind, Kind::Number { .. } | Kind::Multi { .. });
        if !counted && self.get(row, "constraint").is_some() && kind.asks() {
            notes.push((Some("constraint"), "this check of the answer is not kept".to_owned()));
        }
        if faults.is_empty() && matches!(kind, Kind::ShortText) {
            let reason =
                "a text without the appearance \u{201c}multiline\u{201d} is one line of up to 200 letters";
            self.note_once(row.number, "type", reason);
        }
        Ok(Asked { kind, notes })
    }

    fn options(&mut self, row: &'a Row, list: &str) -> Result<Vec<Choice>, Fault> {
        if list.is_empty() {
            return Err((Some("type"), "no list is named".to_owned()));
        }
        if self.get(row, "choice_filter").is_some() {
            let reason =
                "options that depend on an earlier answer (a cascade); Earshot always offers the whole list";
            return Err((Some("choice_filter"), reason.to_owned()));
        }
        if self
            .get(row, "appearance")
            .is_some_and(|appearance| appearance.replace(' ', "").contains("search("))
        {
            return Err((Some("appearance"), "takes its choices from another file".to_owned()));
        }
        self.lists.options(list, self.report).map_err(|reason| (Some("type"), reason))
    }

    fn multi(&self, row: &Row, options: Vec<Choice>, notes: &mut Vec<Fault>) -> Result<Kind, Fault> {
        let mut most = None;
        if let Some(expression) = self.headings.get(row, "constraint") {
            let bounds = condition::bounds(expression, Subject::Count);
            match bounds {
                Some(bounds) if bounds.max.is_some_and(|max| max < 1 || bounds.min > Some(max)) => {
                    return Err((Some("constraint"), "no answer can pass this check".to_owned()));
                }
                Some(bounds) => {
                    let max = bounds.max.and_then(|max| usize::try_from(max).ok());
                    most = max.filter(|max| *max < options.len());
                    if bounds.min.is_some_and(|min| min > 0) {
                        let reason =
                            "the smallest number of options is not kept: every question may be skipped";
                        notes.push((Some("constraint"), reason.to_owned()));
                    }
                }
                None => notes.push((Some("constraint"), "this check of the answer is not kept".to_owned())),
            }
        }
        Ok(Kind::Multi { options, max: most })
    }

    fn number(&self, row: &Row, notes: &mut Vec<Fault>) -> Result<Kind, Fault> {
        let Some(expression) = self.headings.get(row, "constraint") else {
            return Ok(Kind::Number { min: None, max: None });
        };
        let Some(bounds) = condition::bounds(expression, Subject::Answer) else {
            notes.push((Some("constraint"), "this check of the answer is not kept".to_owned()));
            return Ok(Kind::Number { min: None, max: None });
        };
        if let (Some(min), Some(max)) = (bounds.min, bounds.max)
            && min > max
        {
            return Err((Some("constraint"), "no answer can pass this check".to_owned()));
        }
        Ok(Kind::Number { min: bounds.min, max: bounds.max })
    }

    fn parameter(&self, row: &Row, wanted: &str) -> Option<String> {
        let pairs = range::pairs(self.headings.get(row, "parameters")?).ok()?;
        pairs.into_iter().find(|(name, _)| name == wanted).map(|(_, value)| value)
    }

    fn appearance(&self, row: &'a Row) -> impl Iterator<Item = &'a str> + use<'a> {
        self.headings.get(row, "appearance").unwrap_or_default().split_whitespace()
    }

    /// In a table, a first row shows the options and asks nothing.
    fn is_head_of_table(&self, row: &'a Row, kind: &RowKind) -> bool {
        matches!(kind, RowKind::Select { .. }) && self.appearance(row).any(|word| word == "label")
    }

    fn advised(&mut self, row: &'a Row) -> bool {
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
            if !matches!(
                word,
                "multiline" | "likert" | "horizontal" | "horizontal-compact" | "rating" | "list-nolabel"
            ) {
                let reason = format!("the appearance {} is not kept", quoted(word));
                self.note_once(row.number, "appearance", reason);
            }
        }
    }
}

/// The option that a value means: the same letters, or the same number.
fn option_key(options: &[Choice], value: &Literal) -> Option<String> {
    let same = |option: &&Choice| match value {
        Literal::Text(text) => option.key == *text,
        Literal::Number(number) => condition::shortest(&option.key).as_ref() == Some(number),
    };
    options.iter().find(same).map(|option| option.key.clone())
}

fn is_yes(cell: &str) -> bool {
    matches!(cell.to_lowercase().as_str(), "yes" | "true" | "true()" | "1")
}

fn is_no(cell: &str) -> bool {
    matches!(cell.to_lowercase().as_str(), "no" | "false" | "false()" | "0")
}

/// What is said of a defect that no row above has caught.
fn said(defect: &Defect) -> (Option<&str>, String) {
    match defect {
        Defect::NoQuestions => (None, "there is nothing to ask".to_owned()),
        Defect::TooManyQuestions => (None, format!("more than {MAX_QUESTIONS} questions")),
        Defect::DuplicateKey(key) => (Some(key), "another question has this name".to_owned()),
        Defect::BadKey(key) => (Some(key), "a name that cannot be taken".to_owned()),
        Defect::NoText(key) => (Some(key), "a question without a label".to_owned()),
        Defect::TooFewOptions(key) => (Some(key), "fewer than two options".to_owned()),
        Defect::DuplicateOption { question, option } => {
            (Some(question), format!("two options are called {}", quoted(option)))
        }
        Defect::ConditionNotEarlier { question, names } => {
            (Some(question), format!("depends on {}, which is not asked before", quoted(names)))
        }
        Defect::ConditionNeverTrue { question, names } => {
            (Some(question), format!("depends on an answer that {} cannot have", quoted(names)))
        }
    }
}
