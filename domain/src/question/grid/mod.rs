//! Several statements, each answered on the same scale. On a phone it is one
//! card after the other, never a table.

use serde::{Deserialize, Serialize};

use super::{AGREE, Choice, FACES, FieldError, Flaw, Given, Type, YES_NO_UNSURE, option};

/// Several statements on one scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// At least one.
    pub statements: Vec<Choice>,
    /// What each is answered with.
    pub scale: Scale,
}

/// What every statement of a grid is answered with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// [`AGREE`].
    Agree,
    /// [`FACES`].
    Faces,
    /// [`YES_NO_UNSURE`].
    YesNoUnsure,
    /// Options of its own, at least two.
    Options(Vec<Choice>),
}

impl Scale {
    /// The keys, in the order they are shown.
    pub fn keys(&self) -> Vec<&str> {
        match self {
            Scale::Agree => AGREE.to_vec(),
            Scale::Faces => FACES.to_vec(),
            Scale::YesNoUnsure => YES_NO_UNSURE.to_vec(),
            Scale::Options(options) => option::keys(options),
        }
    }
}

impl Grid {
    pub(super) fn flaws(&self) -> Vec<Flaw> {
        let mut found = match &self.scale {
            Scale::Options(options) => option::flaws(options),
            _ => Vec::new(),
        };
        if self.statements.is_empty() {
            found.push(Flaw::TooFewOptions);
        }
        option::each_flaw(&self.statements, &mut found);
        found
    }

    pub(super) fn words_mut(&mut self) -> Vec<&mut Choice> {
        let options = match &mut self.scale {
            Scale::Options(options) => options.as_mut_slice(),
            _ => &mut [],
        };
        self.statements.iter_mut().chain(options).collect()
    }
}

impl Type for Grid {
    /// Statements may be left out; who answers none has answered nothing.
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        let keys = self.scale.keys();
        let mut said = Vec::new();
        for value in raw.iter().filter(|value| !value.is_empty()) {
            let (row, key) = value.split_once('=').ok_or(FieldError::NotAnOption)?;
            if key.is_empty() {
                continue;
            }
            let known = keys.contains(&key) && self.statements.iter().any(|statement| statement.key == row);
            if !known || said.iter().any(|(other, _)| *other == row) {
                return Err(FieldError::NotAnOption);
            }
            said.push((row, key));
        }
        if said.is_empty() {
            return Err(FieldError::Empty);
        }
        let rows = self.statements.iter().filter_map(|statement| {
            let (_, key) = said.iter().find(|(row, _)| *row == statement.key)?;
            Some((statement.key.clone(), (*key).to_string()))
        });
        Ok(Given::Rows(rows.collect()))
    }

    fn label<'a>(&'a self, value: &'a str) -> Option<&'a str> {
        match &self.scale {
            Scale::Options(options) => option::label(options, value),
            _ => None,
        }
    }

    fn values(&self) -> Vec<&str> {
        self.scale.keys()
    }

    fn rows(&self) -> &[Choice] {
        &self.statements
    }
}
