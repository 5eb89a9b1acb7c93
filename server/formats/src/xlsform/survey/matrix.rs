//! Several rows that are one question: statements that are all answered with
//! the same list, as a group with the appearance `table-list`, or as a head
//! with the appearance `label` and rows with `list-nolabel`.

use earshot_domain::question::{
    AGREE, Choice, FACES, Grid, Kind, MAX_OPTIONS, Scale, Wording, YES_NO_UNSURE,
};
use earshot_domain::questionnaire::{MAX_QUESTIONS, is_key};

use super::wording::says;
use super::{Draft, Fate, Survey};
use crate::xlsform::choices::{OPTION_MAX, as_key};
use crate::xlsform::kind::RowKind;
use crate::xlsform::words;

/// Rows that are one question, by their places.
pub(super) struct Matrix {
    /// The row with the words over all of them.
    head: usize,
    /// The statements.
    rows: Vec<usize>,
    list: String,
    /// The place to go on at.
    next: usize,
}

impl<'a> Survey<'a> {
    /// The matrix that begins at a row, if one does and all of it can be taken.
    /// Otherwise its rows are read one by one, and say themselves what is wrong.
    pub(super) fn matrix(&self, at: usize) -> Option<Matrix> {
        let rows = &self.headings.rows;
        let row = rows.get(at)?;
        let matrix = match self.kind_at(at)? {
            RowKind::BeginGroup if self.appearance(row).any(|word| word == "table-list") => {
                self.table_list(at)?
            }
            RowKind::Select { many: false, or_other: false, list }
                if self.appearance(row).any(|w| w == "label") =>
            {
                self.head_and_rows(at, list)?
            }
            _ => return None,
        };
        let shut = self.open.last().is_some_and(|group| group.shut.is_some());
        let free = |name: &str| self.row_of(name).is_none();
        let key = self.get(row, "earshot_key").or_else(|| self.get(row, "name"))?;
        let label = self.headings.words(row, "label", &self.tongues)?;
        let sound = !shut
            && self.questions.len() < MAX_QUESTIONS
            && is_key(key)
            && free(key)
            && !words::plain(label).text.is_empty()
            && matrix.rows.len() <= MAX_OPTIONS
            && matrix.rows.iter().all(|at| self.is_statement(*at))
            && !self.headings.unreadable(row, &self.tongues).1;
        sound.then_some(matrix)
    }

    fn kind_at(&self, at: usize) -> Option<RowKind> {
        Some(RowKind::read(self.get(self.headings.rows.get(at)?, "type")?))
    }

    fn table_list(&self, at: usize) -> Option<Matrix> {
        let mut rows = Vec::new();
        let mut list = None;
        for next in at + 1..=at + 1 + MAX_OPTIONS {
            match self.kind_at(next)? {
                RowKind::Select { many: false, or_other: false, list: name } => {
                    if *list.get_or_insert_with(|| name.clone()) != name {
                        return None;
                    }
                    rows.push(next);
                }
                RowKind::EndGroup => return Some(Matrix { head: at, rows, list: list?, next: next + 1 }),
                _ => return None,
            }
        }
        None
    }

    fn head_and_rows(&self, at: usize, list: String) -> Option<Matrix> {
        let mut rows = Vec::new();
        for next in at + 1..=at + 1 + MAX_OPTIONS {
            let Some(RowKind::Select { many: false, or_other: false, list: name }) = self.kind_at(next)
            else {
                break;
            };
            let row = self.headings.rows.get(next)?;
            if name != list || !self.appearance(row).any(|word| word == "list-nolabel") {
                break;
            }
            rows.push(next);
        }
        let next = rows.last()? + 1;
        // One row under a head is a question of its own.
        (rows.len() > 1).then_some(Matrix { head: at, rows, list, next })
    }

    /// Whether a row asks nothing of its own but its words.
    fn is_statement(&self, at: usize) -> bool {
        let Some(row) = self.headings.rows.get(at) else { return false };
        let own = [
            "relevant",
            "choice_filter",
            "constraint",
            "calculation",
            "read_only",
            "default",
            "disabled",
            "image",
        ];
        let Some(label) = self.headings.words(row, "label", &self.tongues) else { return false };
        let name = self.get(row, "name").unwrap_or_default();
        let key = self.get(row, "earshot_key").unwrap_or(name);
        own.iter().all(|field| self.get(row, field).is_none())
            && is_key(key)
            && self.row_of(name).is_none()
            && !words::refers(label)
            && words::within(label, OPTION_MAX).is_some_and(|plain| !plain.text.is_empty())
            && !self.headings.unreadable(row, &self.tongues).1
    }

    /// Takes a matrix as a grid; gives the place to go on at.
    pub(super) fn grid(&mut self, matrix: &Matrix) -> usize {
        let rows = &self.headings.rows;
        let Some(head) = rows.get(matrix.head) else { return matrix.next };
        let options = self.lists.options(&matrix.list, self.report);
        let mut faults = Vec::new();
        let (text, hint) = self.text_and_hint(head, &mut faults);
        let show_if = self.show_if(head).unwrap_or_else(|reason| {
            faults.push((Some("relevant"), reason));
            Vec::new()
        });
        let mut statements: Vec<Choice> = Vec::new();
        for row in matrix.rows.iter().filter_map(|at| rows.get(*at)) {
            let key =
                self.get(row, "earshot_key").or_else(|| self.get(row, "name")).unwrap_or_default().to_owned();
            if statements.iter().any(|other| other.key == key) {
                self.problem(row.number, Some("name"), "another statement has this name");
                self.leave(row);
                continue;
            }
            let plain = words::plain(self.headings.words(row, "label", &self.tongues).unwrap_or_default());
            for said in plain.said() {
                self.note(row.number, "label", said);
            }
            let note = self.headings.words(row, "hint", &self.tongues).map(|hint| words::plain(hint).text);
            statements.push(Choice { note, ..Choice::new(key, plain.text) });
        }
        let scale = match options {
            Ok(options) => scale(&matrix.list, options),
            Err(reason) => {
                faults.push((Some("type"), reason));
                Scale::Agree
            }
        };
        let faulty = !faults.is_empty();
        for (field, reason) in faults {
            self.problem(head.number, field, reason);
        }
        let (Some(text), false) = (text, faulty) else {
            for row in matrix.rows.iter().filter_map(|at| rows.get(*at)) {
                self.problem(row.number, None, format!("stands in the table of row {}", head.number));
                self.leave(row);
            }
            self.leave(head);
            return matrix.next;
        };
        let kind = Kind::Grid(Grid { statements, scale });
        let key =
            self.get(head, "earshot_key").or_else(|| self.get(head, "name")).unwrap_or_default().to_owned();
        let list = matrix.list.clone();
        let draft = Draft { key: key.clone(), text, hint, kind, list: Some(list), show_if };
        let at = self.take(head, draft);
        self.fate(head, &key, Fate::Taken(at));
        for row in matrix.rows.iter().filter_map(|at| rows.get(*at)) {
            self.statement(row, at);
        }
        if let Some(question) = self.questions.get_mut(at) {
            let keys: Vec<String> =
                question.kind.words_mut().iter().map(|choice| choice.key.clone()).collect();
            for wording in &mut question.wordings {
                wording.labels.sort_by_key(|(key, _)| keys.iter().position(|other| other == key));
            }
        }
        matrix.next
    }

    /// Adds what a row says of a statement in other languages.
    fn statement(&mut self, row: &'a crate::xlsform::sheet::Row, at: usize) {
        let key =
            self.get(row, "earshot_key").or_else(|| self.get(row, "name")).unwrap_or_default().to_owned();
        let name = self.get(row, "name").unwrap_or_default();
        if self.fates.get(name).is_some_and(|fate| matches!(fate, Fate::Left(left) if *left == row.number)) {
            return;
        }
        self.fates.insert(name.to_owned(), Fate::Statement(at, as_key(&key)));
        if self.get(row, "required").is_some_and(words::is_yes)
            && let Some(question) = self.questions.get_mut(at)
        {
            question.advised = true;
        }
        for tongue in self.tongues.others.clone() {
            let text = self.wording(row, &tongue).text;
            let Some(question) = self.questions.get_mut(at) else { continue };
            if text.is_empty() {
                continue;
            }
            let same = |wording: &&mut Wording| {
                let other = &tongue.wording;
                wording.lang == other.lang && wording.band == other.band && wording.easy == other.easy
            };
            let label = (key.clone(), text);
            match question.wordings.iter_mut().find(same) {
                Some(wording) => wording.labels.push(label),
                None => {
                    let wording = Wording { labels: vec![label], ..tongue.wording.clone() };
                    if says(&wording) {
                        question.wordings.push(wording);
                    }
                }
            }
        }
    }
}

/// The scale that a list is: one of Earshot's own, or its options.
fn scale(list: &str, options: Vec<Choice>) -> Scale {
    let is = |keys: &[&str]| options.iter().map(|option| option.key.as_str()).eq(keys.iter().copied());
    match list {
        "earshot_agree" if is(&AGREE) => Scale::Agree,
        "earshot_faces" if is(&FACES) => Scale::Faces,
        "earshot_yes_no_unsure" if is(&YES_NO_UNSURE) => Scale::YesNoUnsure,
        _ => Scale::Options(options),
    }
}
