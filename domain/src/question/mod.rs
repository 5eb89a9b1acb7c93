//! One question: its words, its type, when it is shown, and what an answer to
//! it may be. One file a type; the exhaustive matches here join them, so that
//! the compiler lists what a new type still lacks.

mod choice;
mod number;
mod words;

use serde::{Deserialize, Serialize};

use crate::contact::Contact;

pub use choice::{Choice, FACES, MAX_OPTIONS, YES_NO_UNSURE};
pub use words::{LONG_TEXT_MAX, SHORT_TEXT_MAX};

/// A question as a young person reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Names the answers in the database and in exports; never shown to
    /// respondents. See [`crate::questionnaire::is_key`].
    pub key: String,
    /// The words of the question.
    pub text: String,
    /// A sentence that helps to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// Shown only if all of these hold; always shown when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub show_if: Vec<Condition>,
    /// Whether the people who ask would very much like an answer. Advice to
    /// staff only: every question may be skipped (domain.md 7.1).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub advised: bool,
}

/// The type of a question. Every one may be skipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One of several options.
    Single {
        /// At least two.
        options: Vec<Choice>,
    },
    /// Any number of several options.
    Multi {
        /// At least two.
        options: Vec<Choice>,
        /// The most that may be chosen; no limit when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<usize>,
    },
    /// Five faces from very bad to very good, keys `1` to `5` ([`FACES`]).
    Faces,
    /// Yes, no, not sure ([`YES_NO_UNSURE`]).
    YesNoUnsure,
    /// One line of words, up to [`SHORT_TEXT_MAX`] letters.
    ShortText,
    /// Several lines of words, up to [`LONG_TEXT_MAX`] letters.
    LongText,
    /// A whole number.
    Number {
        /// The smallest that is taken.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<i64>,
        /// The largest that is taken.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<i64>,
    },
    /// A page that tells something and asks nothing.
    Note,
}

/// "Show this only if": the answer to an earlier question is, or includes, a
/// value. Refers to earlier questions only, so that no loop can arise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// The key of the earlier question.
    pub question: String,
    /// The option's key, or the number, that must have been given.
    pub value: String,
}

/// What a respondent gave for one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// Seen and left out.
    Skipped,
    /// The key of the chosen option.
    One(String),
    /// The keys of the chosen options, in the question's order.
    Many(Vec<String>),
    /// Their own words: NFC, lines end in LF, no control characters.
    Words(String),
    /// A whole number.
    Number(i64),
}

/// Why an answer cannot be taken as it is. The page says it in kind words and
/// keeps what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldError {
    /// Nothing was chosen or written, and "skip" was not pressed.
    Empty,
    /// An option that this question does not have.
    NotAnOption,
    /// Too many options.
    TooMany {
        /// The most that may be chosen.
        max: usize,
    },
    /// More letters than there is room for.
    TooLong {
        /// How many letters may be written.
        max: usize,
        /// How many were written.
        length: usize,
    },
    /// Not a whole number.
    NotANumber,
    /// A number outside the limits.
    OutOfRange {
        /// The smallest that is taken.
        min: Option<i64>,
        /// The largest that is taken.
        max: Option<i64>,
    },
    /// Contact details, which a young person should not leave here
    /// (domain.md 5.5, "Block contact details").
    Contact(Contact),
}

impl Question {
    /// A question that is always shown and has no hint.
    pub fn new(key: impl Into<String>, text: impl Into<String>, kind: Kind) -> Self {
        Self { key: key.into(), text: text.into(), hint: None, kind, show_if: Vec::new(), advised: false }
    }

    /// Reads what a form sent for this question: the values of its field, in
    /// order. Skipping is not read here; the page's skip button is a value of
    /// its own.
    pub fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        match &self.kind {
            Kind::Single { options } => choice::parse_one(raw, |key| options.iter().any(|o| o.key == key)),
            Kind::Faces => choice::parse_one(raw, |key| FACES.contains(&key)),
            Kind::YesNoUnsure => choice::parse_one(raw, |key| YES_NO_UNSURE.contains(&key)),
            Kind::Multi { options, max } => choice::parse_many(raw, options, *max),
            Kind::ShortText => words::parse(raw, SHORT_TEXT_MAX),
            Kind::LongText => words::parse(raw, LONG_TEXT_MAX),
            Kind::Number { min, max } => number::parse(raw, *min, *max),
            Kind::Note => Ok(Given::Skipped),
        }
    }

    /// Whether a stored answer is one that this question can have. Used on
    /// everything that arrives from outside the page-by-page forms.
    pub fn accepts(&self, given: &Given) -> Result<(), FieldError> {
        let raw: Vec<String> = match given {
            Given::Skipped => return Ok(()),
            Given::One(key) => vec![key.clone()],
            Given::Many(keys) => keys.clone(),
            Given::Words(words) => vec![words.clone()],
            Given::Number(number) => vec![number.to_string()],
        };
        if self.parse(&raw)? == *given { Ok(()) } else { Err(FieldError::NotAnOption) }
    }

    /// The words for a given answer's value: an option's label, or the value
    /// itself. Faces and yes / no / not sure have words of the page's language,
    /// so they are answered with `None`.
    pub fn label_of<'a>(&'a self, value: &'a str) -> Option<&'a str> {
        match &self.kind {
            Kind::Single { options } | Kind::Multi { options, .. } => {
                options.iter().find(|o| o.key == value).map(|o| o.label.as_str())
            }
            Kind::Number { .. } => Some(value),
            Kind::Faces | Kind::YesNoUnsure | Kind::ShortText | Kind::LongText | Kind::Note => None,
        }
    }
}

impl Kind {
    /// Whether the answers are free text, which a person must read before
    /// anything else may use it (domain.md 5.4).
    pub fn is_free_text(&self) -> bool {
        matches!(self, Kind::ShortText | Kind::LongText)
    }

    /// Whether it asks anything at all.
    pub fn asks(&self) -> bool {
        !matches!(self, Kind::Note)
    }

    /// The values that are counted, in the order they are shown; empty for
    /// words, numbers and notes.
    pub fn values(&self) -> Vec<&str> {
        match self {
            Kind::Single { options } | Kind::Multi { options, .. } => {
                options.iter().map(|o| o.key.as_str()).collect()
            }
            Kind::Faces => FACES.to_vec(),
            Kind::YesNoUnsure => YES_NO_UNSURE.to_vec(),
            Kind::ShortText | Kind::LongText | Kind::Number { .. } | Kind::Note => Vec::new(),
        }
    }

    /// Whether an answer to this kind of question can have this value.
    pub fn may_give(&self, value: &str) -> bool {
        match self {
            Kind::Number { .. } => value.parse::<i64>().is_ok(),
            _ => self.values().contains(&value),
        }
    }
}

impl Condition {
    /// The answer to `question` is, or includes, `value`.
    pub fn new(question: impl Into<String>, value: impl Into<String>) -> Self {
        Self { question: question.into(), value: value.into() }
    }
}

impl Given {
    /// Whether this answer is, or includes, the value.
    pub fn includes(&self, value: &str) -> bool {
        match self {
            Given::One(key) => key == value,
            Given::Many(keys) => keys.iter().any(|key| key == value),
            Given::Number(number) => value.parse() == Ok(*number),
            Given::Skipped | Given::Words(_) => false,
        }
    }

    /// The values to put back into a form: what [`Question::parse`] would read.
    pub fn raw(&self) -> Vec<String> {
        match self {
            Given::Skipped => Vec::new(),
            Given::One(key) => vec![key.clone()],
            Given::Many(keys) => keys.clone(),
            Given::Words(words) => vec![words.clone()],
            Given::Number(number) => vec![number.to_string()],
        }
    }
}
