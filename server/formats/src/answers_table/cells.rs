//! From cells to answers.

use std::collections::HashMap;
use std::rc::Rc;

use earshot_domain::question::{FieldError, Given, Kind, LONG_TEXT_MAX, Place, Question, SHORT_TEXT_MAX};
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::{contact, text};

use super::headings::plain;
use crate::line;

/// How many pieces of one cell are looked at.
const PIECES_MAX: usize = 400;

/// The values that a cell can have, by what stands there.
#[derive(Debug, Default)]
pub(super) struct Values {
    keys: HashMap<String, String>,
    words: HashMap<String, Option<String>>,
}

impl Values {
    pub(super) fn add(&mut self, written: &str, key: &str) {
        self.keys.insert(written.to_owned(), key.to_owned());
    }

    /// Words that stand for a value, unless they stand for two.
    pub(super) fn words(&mut self, written: &str, key: &str) {
        let mine = Some(key.to_owned());
        let known = self.words.entry(plain(written)).or_insert_with(|| mine.clone());
        if *known != mine {
            *known = None;
        }
    }

    fn key(&self, written: &str) -> Option<&String> {
        let written = written.trim();
        if let Some(key) = self.keys.get(written) {
            return Some(key);
        }
        let small = plain(written);
        if let Some(key) = self.words.get(&small).and_then(Option::as_ref) {
            return Some(key);
        }
        if let Some((_, key)) = self.keys.iter().find(|(key, _)| key.to_lowercase() == small) {
            return Some(key);
        }
        // Spreadsheets make 3.0 of a 3.
        small.strip_suffix(".0").and_then(|whole| self.keys.get(whole))
    }
}

/// A column, and which part of an answer stands in it.
#[derive(Debug)]
pub(super) enum Piece {
    /// All of it.
    Whole { column: usize, values: Rc<Values> },
    /// What was said of one statement, or the place of one option.
    Row { column: usize, key: String, values: Rc<Values> },
    /// Whether one option was chosen.
    Option { column: usize, key: String, values: Rc<Values> },
}

impl Piece {
    pub(super) fn column(&self) -> usize {
        let (Piece::Whole { column, .. } | Piece::Row { column, .. } | Piece::Option { column, .. }) = self;
        *column
    }

    pub(super) fn part(&self) -> Option<&str> {
        match self {
            Piece::Whole { .. } => None,
            Piece::Row { key, .. } | Piece::Option { key, .. } => Some(key),
        }
    }
}

/// How something was taken that was not quite as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Took {
    /// Words in which there seem to be contact details.
    WithContact,
}

impl Took {
    pub(super) fn sentence(self, times: usize) -> String {
        match self {
            Took::WithContact => {
                format!("{times} answers seem to hold contact details: cover these up when you read them")
            }
        }
    }
}

/// The answer in the cells of one row: nothing where they are empty; or the
/// column that is wrong, and why.
pub(super) fn given<'a>(
    question: &Question,
    pieces: &[Piece],
    cell: &dyn Fn(usize) -> &'a str,
    differently: &mut Vec<(usize, Took)>,
) -> Result<Option<Given>, (usize, String)> {
    let first = pieces.first().map_or(0, Piece::column);
    if pieces.iter().all(|piece| cell(piece.column()).trim().is_empty()) {
        return Ok(None);
    }
    let mut raw: Vec<String> = Vec::new();
    let mut places: Vec<(usize, String)> = Vec::new();
    for piece in pieces {
        let (column, written) = (piece.column(), cell(piece.column()).trim());
        let fault = |reason: &str| (column, reason.to_owned());
        if written.is_empty() {
            continue;
        }
        match piece {
            // What was said aloud stands in a table as what was written down of it.
            Piece::Whole { .. } if question.kind.is_free_text() || question.kind == Kind::Audio => {
                return words(question, cell(column), column, differently).map(Some);
            }
            Piece::Whole { values, .. } => {
                raw.extend(whole(question, written, values).ok_or_else(|| fault(NOT_AN_OPTION))?);
            }
            Piece::Row { key, .. } if matches!(question.kind, Kind::Ranking(_)) => {
                let place =
                    written.trim_end_matches(".0").parse().map_err(|_| fault("not a place in an order"))?;
                places.push((place, key.clone()));
            }
            Piece::Row { key, values, .. } => {
                let value = values.key(written).ok_or_else(|| fault(NOT_AN_OPTION))?;
                raw.push(format!("{key}={value}"));
            }
            Piece::Option { key, values, .. } => {
                if chosen(written, key, values).ok_or_else(|| fault("neither chosen nor not chosen"))? {
                    raw.push(key.clone());
                }
            }
        }
    }
    if !places.is_empty() {
        raw = in_order(places).ok_or_else(|| (first, "two options have the same place".to_owned()))?;
    }
    if raw.is_empty() {
        return Ok(None);
    }
    question.parse(&raw).map(Some).map_err(|error| (first, sentence(&error)))
}

const NOT_AN_OPTION: &str = "not an option of this question";

/// A young person's own words. Contact details are no reason to refuse a whole
/// file: somebody reads every answer before anything else happens with it.
fn words(
    question: &Question,
    written: &str,
    column: usize,
    differently: &mut Vec<(usize, Took)>,
) -> Result<Given, (usize, String)> {
    let max = if question.kind == Kind::ShortText { SHORT_TEXT_MAX } else { LONG_TEXT_MAX };
    let words = text::normalise(written);
    let length = words.chars().count();
    if length > max {
        return Err((column, sentence(&FieldError::TooLong { max, length })));
    }
    if contact::find(&words).is_some() {
        differently.push((column, Took::WithContact));
    }
    Ok(Given::Words(words))
}

/// What a whole answer in one cell comes to, as a form would send it.
fn whole(question: &Question, written: &str, values: &Values) -> Option<Vec<String>> {
    match &question.kind {
        Kind::Number(_) => Some(vec![written.strip_suffix(".0").unwrap_or(written).to_owned()]),
        Kind::Multi(_) | Kind::Ranking(_) => several(written, values),
        Kind::Picture(picture) if picture.several => several(written, values),
        Kind::Grid(_) => {
            let pairs = written.split([';', '\n']).filter(|pair| !pair.trim().is_empty()).take(PIECES_MAX);
            pairs
                .map(|pair| {
                    let (row, value) = pair.split_once('=')?;
                    Some(format!("{}={}", row.trim(), values.key(value)?))
                })
                .collect()
        }
        _ => Some(vec![values.key(written)?.clone()]),
    }
}

/// Several options in one cell. Labels may hold the sign that separates them,
/// so the longest piece that is an option is taken first.
fn several(written: &str, values: &Values) -> Option<Vec<String>> {
    if let Some(only) = values.key(written) {
        return Some(vec![only.clone()]);
    }
    let apart = |signs: &[char]| -> Option<Vec<String>> {
        let pieces: Vec<&str> = written.split(signs).collect();
        if pieces.len() > PIECES_MAX || pieces.len() < 2 {
            return None;
        }
        greedy(&pieces, written, values)
    };
    apart(&[';', '|', '\n']).or_else(|| apart(&[','])).or_else(|| {
        let pieces: Vec<&str> = written.split_whitespace().take(PIECES_MAX).collect();
        pieces.into_iter().map(|piece| values.keys.get(piece).cloned()).collect()
    })
}

/// How many pieces one label may be put together from.
const JOINED_MAX: usize = 8;

fn greedy(pieces: &[&str], written: &str, values: &Values) -> Option<Vec<String>> {
    // Where each piece begins: they are stretches of one text.
    let mut starts = Vec::with_capacity(pieces.len());
    let mut at = 0;
    for piece in pieces {
        starts.push(at);
        at += piece.len() + 1;
    }
    let mut keys = Vec::new();
    let mut from = 0;
    while from < pieces.len() {
        if pieces[from].trim().is_empty() {
            from += 1;
            continue;
        }
        let longest = (1..=JOINED_MAX.min(pieces.len() - from)).rev().find_map(|count| {
            let last = from + count - 1;
            let stretch = written.get(starts[from]..starts[last] + pieces[last].len())?;
            Some((count, values.key(stretch)?.clone()))
        });
        let (count, key) = longest?;
        keys.push(key);
        from += count;
    }
    Some(keys)
}

/// Whether the cell of one option says that it was chosen.
fn chosen(written: &str, key: &str, values: &Values) -> Option<bool> {
    if values.key(written).is_some_and(|found| found == key) && !matches!(written, "0" | "false") {
        return Some(true);
    }
    match plain(written).as_str() {
        "1" | "1.0" | "true" | "yes" | "y" | "x" | "checked" | "selected" | "quoted" | "on" => Some(true),
        "0" | "0.0" | "false" | "no" | "n" | "-" | "unchecked" | "not selected" | "not quoted" | "off" => {
            Some(false)
        }
        _ => None,
    }
}

/// Options by their places.
fn in_order(mut places: Vec<(usize, String)>) -> Option<Vec<String>> {
    places.sort();
    let twice = places.windows(2).any(|pair| pair[0].0 == pair[1].0);
    (!twice).then(|| places.into_iter().map(|(_, key)| key).collect())
}

fn sentence(error: &FieldError) -> String {
    match error {
        FieldError::Empty => "nothing was answered".to_owned(),
        FieldError::NotAnOption => NOT_AN_OPTION.to_owned(),
        FieldError::TooMany { max } => format!("more than {max} options"),
        FieldError::TooFew { min } => format!("fewer than {min} options"),
        FieldError::AloneWithOthers => "an option that stands alone, together with others".to_owned(),
        FieldError::TooLong { max, length } => format!("{length} letters; at most {max} are taken"),
        FieldError::NotANumber => "not a whole number".to_owned(),
        FieldError::OutOfRange { .. } => "a number outside the limits of the question".to_owned(),
        FieldError::Contact(_) => "contact details".to_owned(),
        FieldError::SaidAndWrote | FieldError::File(_) => "a file, which no table can bring along".to_owned(),
    }
}

/// An age band, as a band or as an age.
pub(super) fn age_band(written: &str) -> Option<AgeBand> {
    line::age_band(written).or_else(|| {
        let age: u8 = plain(written).trim_end_matches("years").trim_end().parse().ok()?;
        AgeBand::ALL.into_iter().find(|band| {
            let (from, to) = band.ages();
            (from..=to).contains(&age)
        })
    })
}

/// One of these areas, as it is written or nearly so.
pub(super) fn area<'a>(written: &str, areas: &'a [Place]) -> Option<&'a Place> {
    let written = plain(written);
    areas.iter().find(|area| plain(&area.name) == written || plain(&area.key) == written)
}

/// A type of respondent, by its name or as people say it.
pub(super) fn respondent(written: &str) -> Option<RespondentType> {
    let plain = plain(written);
    RespondentType::parse(&plain).or(match plain.as_str() {
        "child or young person" | "young person" | "pupil" | "student" => Some(RespondentType::Child),
        "parent or carer" | "carer" | "parent/carer" => Some(RespondentType::Parent),
        "teacher" | "practitioner" => Some(RespondentType::Professional),
        "resident" => Some(RespondentType::Community),
        _ => None,
    })
}
