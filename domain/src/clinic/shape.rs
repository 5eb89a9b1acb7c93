//! How many questions, in which order, with which options.

use super::{Case, Finding, Place, Problem, Weight, asking};
use crate::question::{Choice, Kind, MAX_OPTIONS, Question};

/// The most questions that young people should be asked.
const MOST_QUESTIONS: usize = 25;

/// The most statements of a grid.
const MOST_STATEMENTS: usize = 7;

/// From more options on an order helps.
const MOST_OPTIONS: usize = 10;

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    order(case, found);
    for question in asking(case.questionnaire) {
        if let Kind::Grid(grid) = &question.kind
            && grid.statements.len() > MOST_STATEMENTS
        {
            let problem = Problem::LongGrid { count: grid.statements.len(), most: MOST_STATEMENTS };
            found.push(Finding::at(Weight::Warns, question, problem));
        }
        options(question, found);
    }
}

/// What comes first and last, and how many.
fn order(case: &Case<'_>, found: &mut Vec<Finding>) {
    let asked: Vec<&Question> = asking(case.questionnaire).collect();
    let count = asked.len();
    if count > MOST_QUESTIONS {
        let problem = Problem::ManyQuestions { count, most: MOST_QUESTIONS };
        found.push(Finding::of_all(Weight::Warns, Place::Questions, problem));
    }
    let (Some(first), Some(last)) = (asked.first(), asked.last()) else { return };
    if first.sensitive {
        found.push(Finding::at(Weight::Warns, first, Problem::SensitiveFirst));
    }
    if last.sensitive && count > 1 {
        found.push(Finding::at(Weight::Warns, last, Problem::SensitiveLast));
    }
    let leading = asked.iter().take_while(|question| question.kind.is_free_text()).count();
    let written = asked.iter().filter(|question| question.kind.is_free_text()).count();
    if leading > 1 && leading == written && written < count {
        found.push(Finding::of_all(
            Weight::Advises,
            Place::Questions,
            Problem::AllWordsFirst { count: written },
        ));
    } else if leading > 0 && written < count {
        found.push(Finding::at(Weight::Advises, first, Problem::WordsFirst));
    }
}

fn options(question: &Question, found: &mut Vec<Finding>) {
    let options = question.kind.options();
    let options = &options[..options.len().min(MAX_OPTIONS)];
    if options.is_empty() {
        return;
    }
    let ranked = matches!(question.kind, Kind::Ranking(_));
    if options.len() > MOST_OPTIONS && !question.kind.shuffles() && !is_ordered(options) {
        let problem = Problem::UnorderedOptions { count: options.len(), most: MOST_OPTIONS };
        found.push(Finding::at(Weight::Advises, question, problem));
    }
    let labels: Vec<Label<'_>> = options.iter().map(Label::of).collect();
    if let Some((first, second)) = pair(&labels, says_the_same) {
        found.push(Finding::at(Weight::Warns, question, Problem::SameOption { first, second }));
    }
    if let Some((first, second)) = pair(&labels, overlap) {
        found.push(Finding::at(Weight::Warns, question, Problem::OverlappingOptions { first, second }));
    }
    if !ranked && !options.iter().any(is_way_out) {
        found.push(Finding::at(Weight::Advises, question, Problem::NoWayOut));
    }
}

/// The words of an option, taken apart once: every two are compared.
struct Label<'a> {
    words: &'a str,
    bare: String,
    other: bool,
    range: Option<(u64, u64)>,
}

impl<'a> Label<'a> {
    fn of(option: &'a Choice) -> Self {
        let words = option.label.as_str();
        Self { words, bare: bare(words), other: is_other(words), range: range(words) }
    }
}

/// The first two options that are so to each other.
fn pair(labels: &[Label<'_>], are: fn(&Label<'_>, &Label<'_>) -> bool) -> Option<(String, String)> {
    labels.iter().enumerate().find_map(|(at, one)| {
        let other = labels[at + 1..].iter().find(|other| are(one, other))?;
        Some((one.words.to_string(), other.words.to_string()))
    })
}

/// A label without case, signs and double spaces.
fn bare(label: &str) -> String {
    let signs = |letter: char| !(letter.is_alphanumeric() || letter == '\'' || letter == '\u{2019}');
    let words: Vec<String> = label
        .split(signs)
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().replace('\u{2019}', "'"))
        .collect();
    words.join(" ")
}

/// Whether they stand as in a dictionary, or as numbers do; what stands alone or
/// is pinned to its place does not count, nor does "other" at the end.
fn is_ordered(options: &[Choice]) -> bool {
    let counted: Vec<String> = options
        .iter()
        .filter(|option| !(option.fixed || is_way_out(option)))
        .map(|o| bare(&o.label))
        .collect();
    let numbers: Vec<Option<u64>> = counted.iter().map(|label| numbers(label).first().copied()).collect();
    counted.is_sorted() || numbers.iter().all(Option::is_some) && numbers.is_sorted()
}

/// "Other", in the ways that people write it.
const OTHER: [&str; 9] = [
    "other",
    "others",
    "another",
    "something else",
    "somewhere else",
    "someone else",
    "somebody else",
    "anything else",
    "none of these but something else",
];

fn is_other(label: &str) -> bool {
    let label = bare(label);
    OTHER.iter().any(|other| {
        label == *other
            || label.strip_prefix(other).is_some_and(|rest| {
                [" please", " say", " write", " tell", " which", " what"]
                    .iter()
                    .any(|more| rest.starts_with(more))
            })
    })
}

fn says_the_same(one: &Label<'_>, other: &Label<'_>) -> bool {
    !one.bare.is_empty() && (one.bare == other.bare || one.other && other.other)
}

/// For those whom nothing else fits. What people write is longer than any list,
/// so a beginning or an end is enough.
fn is_way_out(option: &Choice) -> bool {
    const PIECES: [&str; 22] = [
        "not sure",
        "unsure",
        "don't know",
        "dont know",
        "do not know",
        "don't mind",
        "none",
        "neither",
        "no one",
        "nobody",
        "nothing",
        "nowhere",
        "prefer not",
        "rather not",
        "not applicable",
        "n a",
        "doesn't",
        "does not",
        "it depends",
        "can't say",
        "something else",
        "no idea",
    ];
    let label = bare(&option.label);
    let has = |piece: &str| format!(" {label} ").contains(&format!(" {piece} "));
    option.alone
        || is_other(&option.label)
        || label.ends_with(" else")
        || label.contains("other ") && label.starts_with("an")
        || label.starts_with("other ")
        || PIECES.iter().any(|piece| has(piece))
}

/// The whole numbers in a label; "7.20" is two, and so is a time of the day.
fn numbers(label: &str) -> Vec<u64> {
    label.split(|letter: char| !letter.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

/// "8 to 10", "11-13", "under 5", "16 or over": from and to.
fn range(label: &str) -> Option<(u64, u64)> {
    let low = label.to_lowercase();
    if low.contains([':', '.', '/']) || label.chars().filter(char::is_ascii_digit).count() > 8 {
        return None;
    }
    let has =
        |words: &[&str]| words.iter().any(|word| format!(" {} ", bare(&low)).contains(&format!(" {word} ")));
    match numbers(&low)[..] {
        [from, to] if from <= to && (has(&["to", "until"]) || low.contains(['-', '\u{2013}'])) => {
            Some((from, to))
        }
        [n] if has(&["under", "below", "less than", "fewer than"]) => Some((0, n.saturating_sub(1))),
        [n] if has(&["or less", "or fewer", "or under", "or younger", "up to", "at most"]) => Some((0, n)),
        [n] if has(&["over", "above", "more than"]) && !has(&["or over", "or above"]) => {
            Some((n + 1, u64::MAX))
        }
        [n] if has(&["or more", "or over", "or above", "or older", "at least"]) || low.ends_with('+') => {
            Some((n, u64::MAX))
        }
        [n] if low.trim().parse() == Ok(n) => Some((n, n)),
        _ => None,
    }
}

fn overlap(one: &Label<'_>, other: &Label<'_>) -> bool {
    match (one.range, other.range) {
        (Some((a, b)), Some((c, d))) => a.max(c) <= b.min(d) && one.bare != other.bare,
        _ => false,
    }
}
