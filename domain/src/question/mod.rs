//! One question: its words, its type, when it is shown, and what an answer to
//! it may be.
//!
//! One folder a type. Each implements [`Type`]: how a form is read, what is
//! wrong with the question itself, how an answer is said, and what columns it
//! has in a table. [`Kind::as_type`] is the one match that joins them, so the
//! compiler says where a new type is still missing.

mod agree;
mod area;
mod audio;
mod faces;
mod file;
mod given;
mod grid;
mod info;
mod long_text;
mod multi;
mod number;
mod option;
mod own_words;
mod photo;
mod picture;
mod ranking;
mod rating;
mod scale_words;
mod short_text;
mod single;
mod when;
mod yes_no_unsure;

use serde::{Deserialize, Serialize};

use crate::contact::Contact;
use crate::respondent::AgeBand;
use crate::rule::Rule;

pub use agree::AGREE;
pub use area::{Area, Place};
pub use faces::FACES;
pub use file::{FileFlaw, GIVEN, is_file};
pub use given::{Cell, Given};
pub use grid::{Grid, Scale};
pub use long_text::LONG_TEXT_MAX;
pub use multi::Multi;
pub use number::Number;
pub use option::{Choice, MAX_OPTIONS};
pub use picture::Picture;
pub use ranking::Ranking;
pub use rating::Rating;
pub use scale_words::{scale_words, step_words};
pub use short_text::SHORT_TEXT_MAX;
pub use single::Single;
pub use when::WHEN;
pub use yes_no_unsure::YES_NO_UNSURE;

/// A question as a young person reads it.
///
/// What a phone does not need it does not read: every field is code that it
/// would have to load.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Names the answers in the database and in exports; never shown to
    /// respondents. See [`crate::questionnaire::is_key`].
    pub key: String,
    /// The words of the question. `{key}` stands for an earlier answer and
    /// `{@}` for the option that a repeated section is about; see
    /// [`crate::pipe`].
    pub text: String,
    /// A sentence that helps to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// Shown only if this holds; always shown when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Rule>,
    /// The key of the section it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Whether it stands on one page with the question before it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub with_previous: bool,
    /// Whether the people who ask would very much like an answer. Advice to
    /// staff only: every question may be skipped (domain.md 7.1).
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub advised: bool,
    /// Whether it touches something that may be hard to speak about
    /// (domain.md 7.1).
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub sensitive: bool,
    /// Other words for the same question: see [`crate::door`].
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub wordings: Vec<Wording>,
    /// The language of the words, where it is not the one that was asked for.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "Option::is_none"))]
    pub lang: Option<String>,
    /// What helps to understand the words: a picture, a recording, a clip.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "Help::is_empty"))]
    pub help: Help,
}

/// Other words for a question: in another language, for an age band, or Easy
/// Read. The variable stays the same (domain.md 5.12).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// Its language, as in BCP 47; the questionnaire's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The age band that it is for; every band when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<AgeBand>,
    /// Whether it is Easy Read: one idea, a short line, a picture.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub easy: bool,
    /// The words of the question.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// A sentence that helps to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The words of options and statements, by key; as in the plain question
    /// where one is missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<(String, String)>,
    /// Picture, recording and clip that go with these words.
    #[serde(default, skip_serializing_if = "Help::is_empty")]
    pub help: Help,
}

/// Names of uploaded files that help to understand a question. Earshot ships
/// none: symbol sets are licensed (domain.md 5.12).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Help {
    /// A picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// The words of the picture for those who do not see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture_text: Option<String>,
    /// Somebody reads the question aloud.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audio: Option<String>,
    /// The question in sign language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign: Option<String>,
}

impl Help {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.picture.is_none() && self.audio.is_none() && self.sign.is_none()
    }
}

/// The type of a question. Every one may be skipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One of several options.
    Single(Single),
    /// Any number of several options.
    Multi(Multi),
    /// Five faces from very unhappy to very happy, keys `1` to `5` ([`FACES`]).
    Faces,
    /// From "I really disagree" to "I really agree", keys `1` to `5` ([`AGREE`]).
    Agree,
    /// A row of numbers with words at both ends.
    Rating(Rating),
    /// Yes, no, not sure ([`YES_NO_UNSURE`]).
    YesNoUnsure,
    /// Options put in order, the most important first.
    Ranking(Ranking),
    /// A whole number.
    Number(Number),
    /// One line of words, up to [`SHORT_TEXT_MAX`] letters.
    ShortText,
    /// Several lines of words, up to [`LONG_TEXT_MAX`] letters.
    LongText,
    /// How long ago something was, in bands: no exact date is asked for
    /// ([`WHEN`]).
    When,
    /// One or several of several pictures.
    Picture(Picture),
    /// A place out of the organisation's areas.
    Area(Area),
    /// Several statements, each answered on the same scale.
    Grid(Grid),
    /// A photo or a drawing, as a file.
    Photo,
    /// Something said aloud, as a file, or written instead, up to [`LONG_TEXT_MAX`] letters.
    Audio,
    /// A page that tells something and asks nothing.
    Info,
}

/// What every type of question says about itself.
pub trait Type {
    /// Reads what a form sent: the values of the question's field in order.
    /// Where a type has rows, each value is `row=value`.
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError>;

    /// The words that belong to a value, where the question brings them along.
    /// Scales and yes / no have the words of the page's language instead.
    fn label<'a>(&'a self, value: &'a str) -> Option<&'a str> {
        let _ = value;
        None
    }

    /// The values that are counted, in the order they are shown; empty for
    /// words, numbers and pages that only tell.
    fn values(&self) -> Vec<&str> {
        Vec::new()
    }

    /// The rows of a question that has several: statements, or options that are
    /// ranked. Each is a variable of its own in a table.
    fn rows(&self) -> &[Choice] {
        &[]
    }
}

/// "Put the things that matter most at the top": what is wrong with a question
/// itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// Fewer than two options or statements.
    TooFewOptions,
    /// More than [`MAX_OPTIONS`].
    TooManyOptions,
    /// Two options share a key.
    DuplicateOption(String),
    /// A key that [`crate::questionnaire::is_key`] does not take.
    BadOptionKey(String),
    /// An option without words.
    NoOptionText(String),
    /// The least that must be chosen is more than the most, or a scale that
    /// ends before it begins.
    LimitsCross,
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
    /// Too few options.
    TooFew {
        /// The least that must be chosen.
        min: usize,
    },
    /// "None of these" together with one of these.
    AloneWithOthers,
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
    /// Something was said aloud and something written, and only one of them can be the answer.
    SaidAndWrote,
    /// A file that cannot be taken. Only the server, which has the file, can know.
    File(FileFlaw),
}

impl Question {
    /// A question that is always shown and has no hint.
    pub fn new(key: impl Into<String>, text: impl Into<String>, kind: Kind) -> Self {
        Self {
            key: key.into(),
            text: text.into(),
            hint: None,
            kind,
            show_if: None,
            section: None,
            with_previous: false,
            advised: false,
            sensitive: false,
            wordings: Vec::new(),
            lang: None,
            help: Help::default(),
        }
    }

    /// The same question, shown only if this holds.
    #[must_use]
    pub fn only_if(mut self, rule: Rule) -> Self {
        self.show_if = Some(rule);
        self
    }

    /// Reads what a form sent for this question: the values of its field, in
    /// order. Skipping is not read here; the page's skip button is a value of
    /// its own.
    pub fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        self.kind.as_type().parse(raw)
    }

    /// What a form sent as it would be kept, where it is words in which nothing but contact details stands in the way
    /// ([`FieldError::Contact`]). Whoever can tell that the words may mean that somebody is not safe takes them so:
    /// nothing that a child says of that is turned away (domain.md 5.4 step 3).
    pub fn with_contact(&self, raw: &[String]) -> Option<Given> {
        let in_words = self.kind.is_free_text() || matches!(self.kind, Kind::Audio);
        let written = raw.iter().find(|value| !value.is_empty())?;
        let stands = in_words && matches!(self.parse(raw), Err(FieldError::Contact(_)));
        stands.then(|| Given::Words(crate::text::normalise(written)))
    }

    /// Whether a stored answer is one that this question can have. Used on
    /// everything that arrives from outside the page-by-page forms.
    pub fn accepts(&self, given: &Given) -> Result<(), FieldError> {
        if *given == Given::Skipped {
            return Ok(());
        }
        if self.parse(&given.raw())? == *given { Ok(()) } else { Err(FieldError::NotAnOption) }
    }

    /// The words for a given answer's value: an option's label, or the value
    /// itself. Faces and yes / no / not sure have words of the page's language,
    /// so they are answered with `None`.
    pub fn label_of<'a>(&'a self, value: &'a str) -> Option<&'a str> {
        self.kind.as_type().label(value)
    }
}

impl Kind {
    /// The one place that joins the types.
    pub fn as_type(&self) -> &dyn Type {
        match self {
            Kind::Single(single) => single,
            Kind::Multi(multi) => multi,
            Kind::Faces => &faces::Faces,
            Kind::Agree => &agree::Agree,
            Kind::Rating(rating) => rating,
            Kind::YesNoUnsure => &yes_no_unsure::YesNoUnsure,
            Kind::Ranking(ranking) => ranking,
            Kind::Number(number) => number,
            Kind::ShortText => &short_text::ShortText,
            Kind::LongText => &long_text::LongText,
            Kind::When => &when::When,
            Kind::Picture(picture) => picture,
            Kind::Area(area) => area,
            Kind::Grid(grid) => grid,
            Kind::Photo => &photo::Photo,
            Kind::Audio => &audio::Audio,
            Kind::Info => &info::Info,
        }
    }

    /// What is wrong with the question itself. Apart from [`Type`], so that no
    /// phone loads it.
    pub fn flaws(&self) -> Vec<Flaw> {
        match self {
            Kind::Single(single) => single.flaws(),
            Kind::Multi(multi) => multi.flaws(),
            Kind::Ranking(ranking) => ranking.flaws(),
            Kind::Picture(picture) => picture.flaws(),
            Kind::Rating(rating) => rating.flaws(),
            Kind::Number(number) => number.flaws(),
            Kind::Grid(grid) => grid.flaws(),
            Kind::Area(_)
            | Kind::Faces
            | Kind::Agree
            | Kind::YesNoUnsure
            | Kind::When
            | Kind::ShortText
            | Kind::LongText
            | Kind::Photo
            | Kind::Audio
            | Kind::Info => Vec::new(),
        }
    }

    /// Options and statements, to be put into other words.
    pub fn words_mut(&mut self) -> Vec<&mut Choice> {
        match self {
            Kind::Single(single) => single.words_mut(),
            Kind::Multi(multi) => multi.words_mut(),
            Kind::Ranking(ranking) => ranking.words_mut(),
            Kind::Picture(picture) => picture.words_mut(),
            Kind::Grid(grid) => grid.words_mut(),
            Kind::Rating(rating) => rating.words_mut(),
            _ => Vec::new(),
        }
    }

    /// What there is to choose from, and before it the statements, as whole lists: empty for a type that brings its
    /// own.
    pub(crate) fn lists_mut(&mut self) -> Vec<&mut Vec<Choice>> {
        match self {
            Kind::Single(single) => vec![&mut single.options],
            Kind::Multi(multi) => vec![&mut multi.options],
            Kind::Ranking(ranking) => vec![&mut ranking.options],
            Kind::Picture(picture) => vec![&mut picture.options],
            Kind::Grid(Grid { statements, scale: Scale::Options(options) }) => vec![statements, options],
            Kind::Grid(grid) => vec![&mut grid.statements],
            _ => Vec::new(),
        }
    }

    /// One of these options.
    pub fn single(options: Vec<Choice>) -> Self {
        Kind::Single(Single { options, shuffle: false })
    }

    /// Any number of these options, or at most so many.
    pub fn multi(options: Vec<Choice>, max: Option<usize>) -> Self {
        Kind::Multi(Multi { options, min: None, max, shuffle: false })
    }

    /// A whole number between two limits.
    pub fn number(min: Option<i64>, max: Option<i64>) -> Self {
        Kind::Number(Number { min, max })
    }

    /// Whether the answers are free text, which a person must read before
    /// anything else may use it (domain.md 5.4).
    pub fn is_free_text(&self) -> bool {
        matches!(self, Kind::ShortText | Kind::LongText)
    }

    /// Whether an answer may be a file, which a person must see or hear before anything else may use it
    /// (domain.md 5.4).
    pub fn takes_file(&self) -> bool {
        matches!(self, Kind::Photo | Kind::Audio)
    }

    /// Whether it asks anything at all.
    pub fn asks(&self) -> bool {
        !matches!(self, Kind::Info)
    }

    /// Whether an answer may hold several of its values at once, so that a
    /// column of counts adds up to more than its people.
    pub fn takes_several(&self) -> bool {
        match self {
            Kind::Multi(_) => true,
            Kind::Picture(picture) => picture.several,
            _ => false,
        }
    }

    /// The values that are counted, in the order they are shown; empty for
    /// words, numbers and notes.
    pub fn values(&self) -> Vec<&str> {
        self.as_type().values()
    }

    /// The options to choose from, where it has any.
    pub fn options(&self) -> &[Choice] {
        match self {
            Kind::Single(single) => &single.options,
            Kind::Multi(multi) => &multi.options,
            Kind::Ranking(ranking) => &ranking.options,
            Kind::Picture(picture) => &picture.options,
            _ => &[],
        }
    }

    /// Whether its options stand in another order for everybody.
    pub fn shuffles(&self) -> bool {
        match self {
            Kind::Single(single) => single.shuffle,
            Kind::Multi(multi) => multi.shuffle,
            Kind::Ranking(ranking) => ranking.shuffle,
            Kind::Picture(picture) => picture.shuffle,
            _ => false,
        }
    }

    /// Whether an answer to this kind of question can be, or include, this
    /// value.
    pub fn may_give(&self, value: &str) -> bool {
        match self {
            Kind::Number(_) => value.parse::<i64>().is_ok(),
            // The first in the order counts as chosen.
            Kind::Ranking(ranking) => ranking.options.iter().any(|option| option.key == value),
            _ => self.values().contains(&value),
        }
    }
}

#[cfg(test)]
mod tests;
