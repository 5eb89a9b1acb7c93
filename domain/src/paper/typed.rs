//! What is typed from a paper form: the numbers that stand beside the boxes.

use crate::question::{FieldError, Given, Kind, Question};

/// What is typed where something is on the paper and nobody can read it.
pub const CANNOT_BE_READ: &str = "?";

/// What was typed for one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// An answer, or that there is none: [`Given::Skipped`].
    Given(Given),
    /// There is something, and nobody can read it.
    Unreadable,
}

/// Reads what was typed for a question. `field` gives the text of the question's
/// field, and of the field of each of its statements by key.
///
/// Options are typed by their number on the paper, counted from 1; several with
/// anything between them. A rating and a number are typed as they are. Of a
/// ranking the numbers in the boxes are typed, from the first option to the last.
pub fn read(asks: &Question, field: impl Fn(Option<&str>) -> String) -> Result<Typed, FieldError> {
    if let Kind::Grid(grid) = &asks.kind {
        let typed: Vec<(&str, String)> = grid
            .statements
            .iter()
            .map(|statement| (statement.key.as_str(), field(Some(&statement.key)).trim().to_string()))
            .collect();
        let keys = asks.kind.values();
        let mut raw = Vec::new();
        for (row, text) in typed.iter().filter(|(_, text)| !text.is_empty() && text != CANNOT_BE_READ) {
            raw.push(format!("{row}={}", one(text, &keys)?));
        }
        if raw.is_empty() && typed.iter().any(|(_, text)| text == CANNOT_BE_READ) {
            return Ok(Typed::Unreadable);
        }
        return parse(asks, &raw);
    }
    let typed = field(None);
    let text = typed.trim();
    if text == CANNOT_BE_READ {
        return Ok(Typed::Unreadable);
    }
    if text.is_empty() {
        return Ok(Typed::Given(Given::Skipped));
    }
    let keys = asks.kind.values();
    let raw = match &asks.kind {
        Kind::Multi(_) => several(text, &keys)?,
        Kind::Picture(picture) if picture.several => several(text, &keys)?,
        Kind::Ranking(ranking) => {
            let options: Vec<&str> = ranking.options.iter().map(|option| option.key.as_str()).collect();
            order(text, &options)?
        }
        Kind::Number(_) | Kind::Rating(_) | Kind::ShortText | Kind::LongText | Kind::Audio => vec![typed],
        // Places come and go while forms lie about, so they are chosen by name and have no numbers.
        Kind::Area(_) => vec![text.to_string()],
        _ => vec![one(text, &keys)?.to_string()],
    };
    parse(asks, &raw)
}

fn parse(asks: &Question, raw: &[String]) -> Result<Typed, FieldError> {
    match asks.parse(raw) {
        Ok(given) => Ok(Typed::Given(given)),
        // On paper everything may be left out.
        Err(FieldError::Empty) => Ok(Typed::Given(Given::Skipped)),
        Err(error) => Err(error),
    }
}

/// The numbers in a text. Anything may stand between them but letters.
fn numbers(text: &str) -> Result<Vec<usize>, FieldError> {
    if text.chars().any(char::is_alphabetic) {
        return Err(FieldError::NotAnOption);
    }
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().map_err(|_| FieldError::NotAnOption))
        .collect()
}

/// The key that a number stands for.
fn key<'a>(number: usize, keys: &[&'a str]) -> Result<&'a str, FieldError> {
    number.checked_sub(1).and_then(|at| keys.get(at)).copied().ok_or(FieldError::NotAnOption)
}

fn one<'a>(text: &str, keys: &[&'a str]) -> Result<&'a str, FieldError> {
    match numbers(text)?.as_slice() {
        [number] => key(*number, keys),
        [] => Err(FieldError::NotAnOption),
        _ => Err(FieldError::TooMany { max: 1 }),
    }
}

fn several(text: &str, keys: &[&str]) -> Result<Vec<String>, FieldError> {
    let numbers = numbers(text)?;
    if numbers.is_empty() {
        return Err(FieldError::NotAnOption);
    }
    numbers.into_iter().map(|number| key(number, keys).map(str::to_string)).collect()
}

/// The options in the order that the numbers in their boxes say: each number
/// from 1 once.
fn order(text: &str, options: &[&str]) -> Result<Vec<String>, FieldError> {
    let places = numbers(text)?;
    if places.len() != options.len() {
        return Err(FieldError::NotAnOption);
    }
    (1..=options.len())
        .map(|place| {
            let at = places.iter().position(|other| *other == place).ok_or(FieldError::NotAnOption)?;
            Ok(options[at].to_string())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Area, Choice, Grid, Place, Ranking, Rating, Scale};

    fn options() -> Vec<Choice> {
        ["bus", "walk", "car"].map(|key| Choice::new(key, key)).to_vec()
    }

    fn typed(kind: &Kind, text: &str) -> Result<Typed, FieldError> {
        read(&Question::new("q", "?", kind.clone()), |_| text.to_string())
    }

    fn given(kind: &Kind, text: &str) -> Option<Given> {
        match typed(kind, text) {
            Ok(Typed::Given(given)) => Some(given),
            _ => None,
        }
    }

    #[test]
    fn options_are_typed_by_their_numbers() {
        let one = |key: &str| Some(Given::One(key.into()));
        let single = Kind::single(options());
        assert_eq!(given(&single, " 2 "), one("walk"));
        assert_eq!(typed(&single, "4"), Err(FieldError::NotAnOption));
        assert_eq!(typed(&single, "0"), Err(FieldError::NotAnOption));
        assert_eq!(typed(&single, "bus"), Err(FieldError::NotAnOption));
        assert_eq!(typed(&single, "1 2"), Err(FieldError::TooMany { max: 1 }));
        assert_eq!(given(&Kind::YesNoUnsure, "3"), one("unsure"));
        assert_eq!(given(&Kind::Faces, "5"), one("5"));
        assert_eq!(given(&Kind::When, "2"), one("month"));
        assert_eq!(given(&Kind::Rating(Rating { from: 0, to: 10, ends: vec![] }), "0"), one("0"));
        let places = vec![Place::new("north", "North")];
        let area = Kind::Area(Area { places, ..Area::default() });
        assert_eq!(given(&area, "north"), one("north"));
        assert_eq!(typed(&area, "?"), Ok(Typed::Unreadable));
        assert_eq!(typed(&area, "1"), Err(FieldError::NotAnOption));
        let many = Kind::multi(options(), Some(2));
        assert_eq!(given(&many, "3, 1"), Some(Given::Many(vec!["bus".into(), "car".into()])));
        assert_eq!(typed(&many, "1 2 3"), Err(FieldError::TooMany { max: 2 }));
    }

    #[test]
    fn the_numbers_in_the_boxes_make_an_order() {
        let ranking = Kind::Ranking(Ranking { options: options(), shuffle: true });
        let ranked = Given::Ranked(vec!["walk".into(), "car".into(), "bus".into()]);
        assert_eq!(given(&ranking, "3 1 2"), Some(ranked));
        for wrong in ["1 2", "1 1 2", "1 2 4", "1 2 3 4"] {
            assert_eq!(typed(&ranking, wrong), Err(FieldError::NotAnOption), "{wrong}");
        }
    }

    #[test]
    fn statements_are_typed_one_by_one() {
        let statements = vec![Choice::new("safe", "I feel safe"), Choice::new("late", "I am late")];
        let question = Question::new("g", "?", Kind::Grid(Grid { statements, scale: Scale::YesNoUnsure }));
        let typed = |safe: &str, late: &str| {
            read(&question, |row| if row == Some("safe") { safe.to_string() } else { late.to_string() })
        };
        let rows = |pairs: &[(&str, &str)]| {
            let rows = pairs.iter().map(|(row, key)| ((*row).to_string(), (*key).to_string()));
            Ok(Typed::Given(Given::Rows(rows.collect())))
        };
        assert_eq!(typed("1", "2"), rows(&[("safe", "yes"), ("late", "no")]));
        assert_eq!(typed("?", "2"), rows(&[("late", "no")]));
        assert_eq!(typed("?", ""), Ok(Typed::Unreadable));
        assert_eq!(typed("", ""), Ok(Typed::Given(Given::Skipped)));
        assert_eq!(typed("4", ""), Err(FieldError::NotAnOption));
    }

    #[test]
    fn words_stay_words_and_what_cannot_be_read_is_said() {
        assert_eq!(given(&Kind::LongText, "its 2 late"), Some(Given::Words("its 2 late".into())));
        assert_eq!(typed(&Kind::LongText, " ? "), Ok(Typed::Unreadable));
        assert_eq!(given(&Kind::LongText, "why? the [?] bus"), Some(Given::Words("why? the [?] bus".into())));
        assert_eq!(given(&Kind::LongText, "  "), Some(Given::Skipped));
        assert_eq!(given(&Kind::number(Some(0), Some(9)), "7"), Some(Given::Number(7)));
        assert!(matches!(typed(&Kind::number(Some(0), Some(9)), "12"), Err(FieldError::OutOfRange { .. })));
        assert_eq!(typed(&Kind::single(options()), "?"), Ok(Typed::Unreadable));
    }
}
