//! Options that depend on an earlier answer: one question for each answer that
//! leaves some of them, of which everybody is asked one at most.

use earshot_domain::question::{Choice, Kind};
use earshot_domain::questionnaire::{MAX_QUESTIONS, is_key};
use earshot_domain::rule::Rule;

use super::{Draft, Fate, Fault, Survey};
use crate::xlsform::choices::as_key;
use crate::xlsform::expression::{self, Expr, Operand, Sign, Subject};
use crate::xlsform::report::quoted;
use crate::xlsform::sheet::Row;

/// How many questions one row may become.
const GROUPS_MAX: usize = 12;

/// The options that one earlier answer leaves.
pub(super) struct Group {
    question: String,
    value: String,
    keys: Vec<String>,
}

impl<'a> Survey<'a> {
    /// The parts that a filter makes of a list.
    pub(super) fn cascade(
        &mut self,
        filter: &str,
        list: &str,
        notes: &mut Vec<Fault>,
    ) -> Result<Vec<Group>, Fault> {
        let fault = |reason: String| (Some("choice_filter"), reason);
        let cannot =
            |why: String| fault(format!("options that depend on an earlier answer (a cascade): {why}"));
        let simple = match expression::parse(filter) {
            Ok(
                Expr::Compare(Operand::Column(column), Sign::Equal, Operand::Of(Subject::Question(name)))
                | Expr::Compare(Operand::Of(Subject::Question(name)), Sign::Equal, Operand::Column(column)),
            ) => Some((column, name)),
            _ => None,
        };
        let Some((column, name)) = simple else {
            let why = format!("{} is not of the form column = ${{question}}", quoted(filter));
            return Err(cannot(why));
        };
        let places = match self.fates.get(&name) {
            Some(Fate::Taken(at)) => vec![*at],
            Some(Fate::Split(places)) => places.clone(),
            _ => return Err(cannot(self.missing(&name))),
        };
        if !places.iter().all(|at| self.sees(*at)) {
            return Err(cannot(format!("depends on {}, which is asked several times", quoted(&name))));
        }
        let Some(cells) = self.lists.column(list, &column) else {
            return Err(cannot(format!("the list {} has no column {}", quoted(list), quoted(&column))));
        };
        let mut groups: Vec<Group> = Vec::new();
        let mut nowhere = 0_usize;
        for (key, value) in cells {
            let Some(value) = value.map(|value| as_key(&value)) else {
                nowhere += 1;
                continue;
            };
            if let Some(group) = groups.iter_mut().find(|group| group.value == value) {
                group.keys.push(key);
                continue;
            }
            let single = |at: &&usize| match self.questions.get(**at).map(|question| &question.kind) {
                Some(Kind::Single(single)) => single.options.iter().any(|option| option.key == value),
                _ => false,
            };
            let Some(question) = places.iter().find(single).and_then(|at| self.questions.get(*at)) else {
                let why = format!("{} cannot be answered with {} alone", quoted(&name), quoted(&value));
                return Err(cannot(why));
            };
            if groups.len() == GROUPS_MAX {
                return Err(cannot(format!("it makes more than {GROUPS_MAX} questions of one")));
            }
            groups.push(Group { question: question.key.clone(), value, keys: vec![key] });
        }
        for group in groups.iter().filter(|group| group.keys.len() < 2) {
            let reason =
                format!("after {} there is one option only, and nothing is asked", quoted(&group.value));
            notes.push(fault(reason));
        }
        groups.retain(|group| group.keys.len() > 1);
        if nowhere > 0 {
            notes.push(fault(format!("{nowhere} options of the list {} are never offered", quoted(list))));
        }
        if groups.is_empty() {
            return Err(cannot("no answer leaves a choice".to_owned()));
        }
        Ok(groups)
    }

    /// Takes one question for each part of the list.
    pub(super) fn split(&mut self, row: &'a Row, draft: &Draft, groups: Vec<Group>) {
        let mut places = Vec::new();
        let mut keys = Vec::new();
        let name = draft.key.clone();
        for group in groups {
            let key = format!("{}__{}", draft.key, group.value);
            let taken = self.names.contains_key(&key) || self.questions.iter().any(|other| other.key == key);
            if !is_key(&key) || taken || self.questions.len() >= MAX_QUESTIONS {
                let reason = format!("the question {} cannot be added", quoted(&key));
                self.problem(row.number, Some("choice_filter"), reason);
                continue;
            }
            let mut show_if = draft.show_if.clone();
            show_if.push(Rule::is(group.question, group.value));
            let kind = only(&draft.kind, &group.keys);
            let (text, hint, list) = (draft.text.clone(), draft.hint.clone(), draft.list.clone());
            keys.push(key.clone());
            places.push(self.take(row, Draft { key, text, hint, kind, list, show_if }));
        }
        let reason = format!(
            "a list that depends on an earlier answer became {} questions: {}",
            keys.len(),
            keys.join(", ")
        );
        self.note(row.number, "choice_filter", reason);
        self.fate(row, &name, Fate::Split(places));
    }
}

/// The same type of question with a part of its options.
fn only(kind: &Kind, keys: &[String]) -> Kind {
    let keep = |options: &mut Vec<Choice>| options.retain(|option| keys.contains(&option.key));
    let mut kind = kind.clone();
    match &mut kind {
        Kind::Single(single) => keep(&mut single.options),
        Kind::Multi(multi) => {
            keep(&mut multi.options);
            let most = multi.options.len();
            multi.min = multi.min.map(|min| min.min(most));
            multi.max = multi.max.filter(|max| *max < most);
        }
        Kind::Ranking(ranking) => keep(&mut ranking.options),
        Kind::Picture(picture) => keep(&mut picture.options),
        _ => {}
    }
    kind
}
