//! The words that the phone puts together: places in sentences, what is wrong
//! with an answer, what was answered.

use earshot_domain::question::{
    AGREE, FACES, FieldError, GIVEN, Given, Kind, Question, Scale, WHEN, YES_NO_UNSURE,
};

use crate::data::Words;

/// Fills the two places of a sentence.
pub fn fill(sentence: &str, first: &str, second: &str) -> String {
    sentence.replace('\u{1}', first).replace('\u{2}', second)
}

/// The same with numbers.
pub fn fill_numbers(sentence: &str, first: usize, second: usize) -> String {
    fill(sentence, &first.to_string(), &second.to_string())
}

/// What is wrong with an answer: for the summary, and beside the field.
pub fn error_words(words: &Words, kind: &Kind, error: &FieldError) -> (String, String) {
    let errors = &words.errors;
    let both = |text: String| (text.clone(), text);
    match error {
        FieldError::Empty if kind.is_free_text() => both(errors.empty_words.clone()),
        FieldError::Empty if matches!(kind, Kind::Number(_)) => both(errors.empty_number.clone()),
        FieldError::Empty if matches!(kind, Kind::Photo) => both(errors.empty_photo.clone()),
        FieldError::Empty if matches!(kind, Kind::Audio) => both(errors.empty_audio.clone()),
        FieldError::Empty => both(errors.empty_choice.clone()),
        FieldError::NotAnOption => both(errors.not_option.clone()),
        FieldError::TooMany { max } => both(fill_numbers(&errors.too_many, *max, 0)),
        FieldError::TooFew { min } => both(fill_numbers(&errors.too_few, *min, 0)),
        FieldError::AloneWithOthers => both(errors.alone.clone()),
        FieldError::TooLong { max, length } => both(fill_numbers(&errors.too_long, *max, *length)),
        FieldError::OutOfRange { min: Some(min), max: Some(max) } => {
            both(fill(&errors.range_both, &min.to_string(), &max.to_string()))
        }
        FieldError::OutOfRange { min: Some(min), max: None } => {
            both(fill(&errors.range_min, &min.to_string(), ""))
        }
        FieldError::OutOfRange { min: None, max: Some(max) } => {
            both(fill(&errors.range_max, &max.to_string(), ""))
        }
        FieldError::SaidAndWrote => both(errors.said_and_wrote.clone()),
        // Files and contact details are looked at by the server alone.
        FieldError::NotANumber
        | FieldError::OutOfRange { .. }
        | FieldError::File(_)
        | FieldError::Contact(_) => both(errors.number.clone()),
    }
}

/// An answer as lines of words; none when it was skipped.
pub fn lines(words: &Words, question: &Question, given: Option<&Given>) -> Vec<String> {
    said(question, given, &|value| line(words, question, value))
}

/// An answer as lines of words, with the words for a value: an order is numbered, a statement stands before what was
/// said to it.
pub fn said(question: &Question, given: Option<&Given>, label: &dyn Fn(&str) -> String) -> Vec<String> {
    match given {
        None | Some(Given::Skipped) => Vec::new(),
        Some(Given::Ranked(keys)) => {
            (1_usize..).zip(keys).map(|(place, key)| format!("{place}. {}", label(key))).collect()
        }
        Some(Given::Rows(rows)) => rows
            .iter()
            .map(|(row, value)| {
                let statements = question.kind.as_type().rows();
                let statement = statements.iter().find(|statement| statement.key == *row);
                let statement = statement.map_or(row.as_str(), |statement| &statement.label);
                format!("{statement}: {}", label(value))
            })
            .collect(),
        // Its id would say nothing.
        Some(Given::File(_)) => vec![label(GIVEN)],
        Some(given) => given.raw().iter().map(|value| label(value)).collect(),
    }
}

fn line(words: &Words, question: &Question, value: &str) -> String {
    if let Some(label) = question.label_of(value) {
        return label.to_string();
    }
    let at = |list: &'_ [String], keys: &[&str]| {
        keys.iter().position(|key| *key == value).and_then(|at| list.get(at)).cloned()
    };
    let said = match scale(&question.kind) {
        Some(Scale::Faces) => at(&words.faces, &FACES),
        Some(Scale::Agree) => at(&words.agree, &AGREE),
        Some(Scale::YesNoUnsure) => {
            let short = &words.short;
            at(&[short.yes.clone(), short.no.clone(), short.unsure.clone()], &YES_NO_UNSURE)
        }
        _ if matches!(question.kind, Kind::When) => at(&words.when, &WHEN),
        _ if matches!(question.kind, Kind::Photo) => Some(words.short.photo.clone()),
        _ if matches!(question.kind, Kind::Audio) && value == GIVEN => Some(words.short.recording.clone()),
        _ => None,
    };
    said.unwrap_or_else(|| value.to_string())
}

/// The scale whose words belong to the page's language.
fn scale(kind: &Kind) -> Option<Scale> {
    match kind {
        Kind::Faces => Some(Scale::Faces),
        Kind::Agree => Some(Scale::Agree),
        Kind::YesNoUnsure => Some(Scale::YesNoUnsure),
        Kind::Grid(grid) => Some(grid.scale.clone()),
        _ => None,
    }
}

/// The name of the field of a question on a page: `answer` where it is the only one, and otherwise `answer-KEY`.
pub fn field(key: &str, alone: bool) -> String {
    let mut name = "answer".to_string();
    if !alone {
        name.push('-');
        name.push_str(key);
    }
    name
}

/// What a form sent for a question: the values of its field, and of its rows as `row=value`. `pairs` are the form's
/// fields in order.
pub fn raw<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>, field: &str) -> Vec<String> {
    pairs
        .into_iter()
        .filter_map(|(name, value)| match name.strip_prefix(field)? {
            "" => Some(value.to_string()),
            row => Some(format!("{}={value}", row.strip_prefix(':')?)),
        })
        .collect()
}

/// How many of the arcs that are drawn are lit, when `done` of `of` questions
/// are done: never none for a way begun, and never all for a way not ended.
pub fn lit(done: usize, of: usize, arcs: usize) -> usize {
    if done == 0 || arcs == 0 {
        0
    } else if done >= of {
        arcs
    } else {
        (done * arcs / of).max(1).min(arcs - 1)
    }
}

/// The title of a part with another progress in it. It stands near the end,
/// after the question, which may hold the same words.
pub fn retitle(title: &str, before: &str, now: &str) -> String {
    match title.rsplit_once(before) {
        Some((start, end)) => format!("{start}{now}{end}"),
        None => title.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use earshot_domain::question::{Choice, Grid, Ranking};

    use super::*;
    use crate::data::{Errors, Short};

    fn words() -> Words {
        let text = |text: &str| text.to_string();
        Words {
            short: Short {
                question_of: text("Question \u{1} of \u{2}"),
                yes: text("Yes"),
                no: text("No"),
                unsure: text("Not sure"),
                photo: text("A photo"),
                ..Short::default()
            },
            faces: ["a", "b", "c", "d", "e"].map(String::from).to_vec(),
            errors: Errors {
                empty_choice: text("choose"),
                empty_words: text("write"),
                too_long: text("\u{2} is more than \u{1}"),
                range_both: text("\u{1} to \u{2}"),
                ..Errors::default()
            },
            ..Words::default()
        }
    }

    #[test]
    fn places_are_filled() {
        assert_eq!(fill_numbers(&words().short.question_of, 3, 6), "Question 3 of 6");
        assert_eq!(fill("none", "x", "y"), "none");
    }

    #[test]
    fn an_error_is_said_as_the_server_says_it() {
        let words = words();
        let said = |kind: &Kind, error: FieldError| error_words(&words, kind, &error);
        let both = |text: &str| (text.to_string(), text.to_string());
        assert_eq!(said(&Kind::Faces, FieldError::Empty), both("choose"));
        assert_eq!(said(&Kind::LongText, FieldError::Empty), both("write"));
        assert_eq!(
            said(&Kind::ShortText, FieldError::TooLong { max: 200, length: 201 }),
            both("201 is more than 200")
        );
        let number = Kind::number(None, None);
        assert_eq!(said(&number, FieldError::OutOfRange { min: Some(-1), max: Some(9) }), both("-1 to 9"));
    }

    #[test]
    fn an_answer_is_said_in_the_words_of_the_page() {
        let words = words();
        let options = vec![Choice::new("bus", "On the bus"), Choice::new("walk", "I walk")];
        let ways = Question::new("w", "?", Kind::multi(options, None));
        let given = Given::Many(vec!["bus".into(), "walk".into()]);
        assert_eq!(lines(&words, &ways, Some(&given)), ["On the bus", "I walk"]);
        let face = |key: &str| {
            let question = Question::new("f", "?", Kind::Faces);
            lines(&words, &question, Some(&Given::One(key.into())))
        };
        assert_eq!(face("5"), ["e"]);
        assert_eq!(face("0"), ["0"], "what cannot be is shown as it is");
        let sure = Question::new("s", "?", Kind::YesNoUnsure);
        assert_eq!(lines(&words, &sure, Some(&Given::One("unsure".into()))), ["Not sure"]);
        let age = Question::new("n", "?", Kind::number(None, None));
        assert_eq!(lines(&words, &age, Some(&Given::Number(7))), ["7"]);
        let photo = Question::new("p", "?", Kind::Photo);
        let file = Given::File("0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0".into());
        assert_eq!(lines(&words, &photo, Some(&file)), ["A photo"]);
        assert!(lines(&words, &sure, None).is_empty());
        assert!(lines(&words, &sure, Some(&Given::Skipped)).is_empty());
    }

    #[test]
    fn arcs_are_lit_to_scale() {
        assert_eq!([(0, 6, 6), (2, 6, 6), (6, 6, 6)].map(|(done, of, arcs)| lit(done, of, arcs)), [0, 2, 6]);
        assert_eq!([(1, 40, 14), (39, 40, 14), (40, 40, 14)].map(|(d, o, a)| lit(d, o, a)), [1, 13, 14]);
        assert_eq!([(1, 2, 1), (3, 3, 0), (0, 0, 3)].map(|(d, o, a)| lit(d, o, a)), [0, 0, 0]);
    }

    #[test]
    fn only_the_progress_in_a_title_changes() {
        assert_eq!(
            retitle("Is 1 of 2 right? – Question 1 of 2 – Earshot", "1 of 2", "1 of 3"),
            "Is 1 of 2 right? – Question 1 of 3 – Earshot"
        );
        assert_eq!(retitle("Check", "1 of 2", "2 of 2"), "Check");
    }

    #[test]
    fn rows_and_orders_are_said_line_by_line() {
        let mut words = words();
        words.agree = ["no!", "no", "so so", "yes", "yes!"].map(String::from).to_vec();
        words.when = ["this week", "this month", "this year", "before", "?"].map(String::from).to_vec();
        let statements = vec![Choice::new("safe", "I feel safe"), Choice::new("late", "I am late")];
        let grid =
            Question::new("g", "?", Kind::Grid(Grid { statements: statements.clone(), scale: Scale::Agree }));
        let rows = Given::Rows(vec![("safe".into(), "5".into()), ("late".into(), "1".into())]);
        assert_eq!(lines(&words, &grid, Some(&rows)), ["I feel safe: yes!", "I am late: no!"]);
        let ranking = Kind::Ranking(Ranking { options: statements, shuffle: false });
        let ranked = Given::Ranked(vec!["late".into(), "safe".into()]);
        let ranking = Question::new("r", "?", ranking);
        assert_eq!(lines(&words, &ranking, Some(&ranked)), ["1. I am late", "2. I feel safe"]);
        let when = Question::new("w", "?", Kind::When);
        assert_eq!(lines(&words, &when, Some(&Given::One("month".into()))), ["this month"]);
    }

    #[test]
    fn a_form_is_read_field_by_field() {
        let pairs = [
            ("answer-way:safe", "5"),
            ("answer-way_1", "x"),
            ("answer-way", "a"),
            ("answer-way:late", "1"),
            ("to", "check"),
        ];
        assert_eq!(raw(pairs, &field("way", false)), ["safe=5", "a", "late=1"]);
        assert_eq!(raw(pairs, &field("way_1", false)), ["x"]);
        assert_eq!(raw([("answer", "b"), ("answer", "a")], &field("way", true)), ["b", "a"]);
    }
}
