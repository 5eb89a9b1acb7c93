//! Names as `XLSForm` has them: they become elements of XML, so they begin with
//! a letter or `_`, and no two in a form are the same.

use std::collections::{HashMap, HashSet};

use earshot_domain::questionnaire::Questionnaire;

/// Names that other programs give themselves.
const RESERVED: [&str; 5] = ["meta", "data", "instanceid", "instancename", "audit"];

/// How names begin that other programs make up.
const MADE_UP: [&str; 2] = ["generated_table_list_label", "reserved_name_for_field_list_labels"];

/// The names of a form.
pub(super) struct Names {
    taken: HashSet<String>,
    questions: HashMap<String, String>,
    statements: HashMap<(String, String), String>,
}

impl Names {
    /// Names for all questions and statements; keys stay names where they can.
    pub(super) fn of(asked: &Questionnaire) -> Self {
        let taken = RESERVED.into_iter().map(str::to_owned).collect();
        let mut names = Self { taken, questions: HashMap::new(), statements: HashMap::new() };
        for question in &asked.questions {
            let name = names.new_name(&question.key);
            names.questions.insert(question.key.clone(), name);
        }
        for question in &asked.questions {
            let earshot_domain::question::Kind::Grid(grid) = &question.kind else { continue };
            for statement in &grid.statements {
                let name = names.new_name(&format!("{}_{}", names.question(&question.key), statement.key));
                names.statements.insert((question.key.clone(), statement.key.clone()), name);
            }
        }
        names
    }

    /// A name like this one that nothing has yet. Letters of another size do
    /// not make another name.
    pub(super) fn new_name(&mut self, like: &str) -> String {
        let begins = like.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
        let made_up = MADE_UP.iter().any(|made_up| like.starts_with(made_up));
        let mut name = if begins && !made_up { like.to_owned() } else { format!("_{like}") };
        while !self.taken.insert(name.to_lowercase()) {
            name.push('_');
        }
        name
    }

    /// A name for a repeat, for which other programs add a count.
    pub(super) fn new_repeat(&mut self, like: &str) -> String {
        let mut name = self.new_name(like);
        while !self.taken.insert(format!("{name}_count").to_lowercase()) {
            name = self.new_name(&format!("{name}_"));
        }
        name
    }

    /// The name of a question.
    pub(super) fn question<'a>(&'a self, key: &'a str) -> &'a str {
        self.questions.get(key).map_or(key, String::as_str)
    }

    /// The name of a statement of a grid.
    pub(super) fn statement(&self, key: &str, row: &str) -> Option<&str> {
        self.statements.get(&(key.to_owned(), row.to_owned())).map(String::as_str)
    }
}
