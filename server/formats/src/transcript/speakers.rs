//! Who speaks: names at the beginnings of lines, and times, which are taken out.

use std::collections::HashMap;

use earshot_domain::session::Label;
use earshot_domain::text;

use super::{Piece, Turn};

/// The most letters of a speaker's name.
const LABEL_MAX: usize = 40;

/// The most words of one.
const LABEL_WORDS: usize = 4;

/// Words that often stand before a colon and name nobody.
const NOBODY: [&str; 22] = [
    "attendees",
    "agenda",
    "date",
    "example",
    "location",
    "note",
    "notes",
    "place",
    "present",
    "ps",
    "question",
    "re",
    "recorded",
    "recording",
    "session",
    "subject",
    "time",
    "title",
    "topic",
    "transcript",
    "venue",
    "where",
];

/// Who spoke in turn. A line without a name goes on where the one before has ended.
pub(super) fn turns(pieces: Vec<Piece>) -> Vec<Turn> {
    let mut turns = Turns::default();
    for piece in pieces {
        match piece {
            Piece::Lines(lines) => turns.lines(&lines, "\n"),
            Piece::Row(cells) => turns.row(&cells),
            Piece::Cue(None, words) => turns.lines(&words, " "),
            Piece::Cue(Some(speaker), words) => {
                let words: Vec<&str> = words.split_whitespace().collect();
                turns.add(Some(clean_label(&speaker)), &without_times(&words.join(" ")), " ");
            }
        }
    }
    let mut turns = turns.kept;
    turns.retain(|turn| !turn.words.trim().is_empty());
    // What stood between two turns of one speaker may have been nothing but a time.
    turns.dedup_by(|later, first| {
        let same = later.speaker == first.speaker;
        if same {
            first.words.push('\n');
            first.words.push_str(&later.words);
        }
        same
    });
    turns
}

#[derive(Default)]
struct Turns {
    kept: Vec<Turn>,
    /// What each speaker was called first, by the same in small letters.
    called: HashMap<String, String>,
}

impl Turns {
    /// Lines, each of which may begin with a name. `between` is what joins those of one speaker.
    fn lines(&mut self, lines: &str, between: &str) {
        for line in text::normalise_lines(lines).split('\n') {
            let (speaker, words) = spoken(line);
            self.add(speaker, &words, between);
        }
    }

    /// A row of a table: a name in the first cell that holds anything but a time or a number.
    fn row(&mut self, cells: &[String]) {
        let cells: Vec<String> = cells
            .iter()
            .map(|cell| without_times(&text::normalise_lines(cell)).trim().to_owned())
            .filter(|cell| cell.chars().any(char::is_alphabetic))
            .collect();
        match cells.split_first() {
            Some((first, rest)) if !rest.is_empty() && is_label(first.trim_end_matches(':')) => {
                let label = clean_label(first.trim_end_matches(':'));
                self.add(Some(label), &rest.join("\n"), "\n");
            }
            _ => self.lines(&cells.join("\n"), "\n"),
        }
    }

    fn add(&mut self, speaker: Option<String>, words: &str, between: &str) {
        let words = words.trim();
        // "SAM" and "Sam" are one speaker, called as they were called first.
        let speaker = speaker.map(|label| self.called.entry(label.to_lowercase()).or_insert(label).clone());
        let goes_on = |last: &Turn| speaker.as_ref().is_none_or(|speaker| *speaker == last.speaker);
        match self.kept.pop() {
            Some(mut last) if goes_on(&last) => {
                join(&mut last, words, between);
                self.kept.push(last);
            }
            last => {
                self.kept.extend(last);
                if speaker.is_some() || !words.is_empty() {
                    let words = words.to_owned();
                    self.kept.push(Turn { speaker: speaker.unwrap_or_default(), words });
                }
            }
        }
    }
}

fn join(turn: &mut Turn, words: &str, between: &str) {
    if words.is_empty() {
        return;
    }
    if !turn.words.is_empty() {
        turn.words.push_str(between);
    }
    turn.words.push_str(words);
}

/// A name on one line, with single spaces, and not too long.
pub(super) fn clean_label(label: &str) -> String {
    let label = text::normalise(label);
    let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
    label.chars().take(LABEL_MAX).collect::<String>().trim().to_owned()
}

/// Who speaks in a line, where it says so, and what they say.
fn spoken(line: &str) -> (Option<String>, String) {
    let line = without_times(line);
    let line = line.trim();
    // A time may stand before a name; before anything else it may be what somebody says.
    let bare = after_time(line).unwrap_or(line);
    for bare in [bare, line] {
        let colon = bare.char_indices().find(|(at, letter)| {
            *letter == ':' && bare[at + 1..].chars().next().is_none_or(char::is_whitespace)
        });
        if let Some((at, _)) = colon {
            let label = before_time(&bare[..at]).unwrap_or(&bare[..at]);
            if is_label(label) {
                return (Some(clean_label(label)), bare[at + 1..].to_owned());
            }
        }
        if let Some((label, words)) = bare.split_once('\t')
            && is_label(label)
            && (Label::of(label) != Label::Name || label.chars().all(|letter| !letter.is_lowercase()))
        {
            return (Some(clean_label(label)), words.to_owned());
        }
        // A line of its own: "Sam Jones  0:03".
        if let Some(label) = before_time(bare).filter(|label| is_label(label)) {
            return (Some(clean_label(label)), String::new());
        }
    }
    (None, line.to_owned())
}

/// Whether these words could be what a speaker is called.
fn is_label(label: &str) -> bool {
    let label = label.trim();
    let words: Vec<&str> = label.split_whitespace().collect();
    let fits = label.chars().count() <= LABEL_MAX && (1..=LABEL_WORDS).contains(&words.len());
    let letters =
        label.chars().all(|letter| letter.is_alphanumeric() || " \t'\u{2019}-.()#/&".contains(letter));
    if !fits || !letters || !label.starts_with(char::is_alphabetic) {
        return false;
    }
    if NOBODY.contains(&label.to_lowercase().as_str()) {
        return false;
    }
    let is_name = words.iter().all(|word| {
        word.trim_start_matches('(').starts_with(|letter: char| letter.is_uppercase() || letter.is_numeric() || "#&".contains(letter))
            // Of letters that have no small ones.
            || word.chars().all(|letter| letter.is_alphabetic() && !letter.is_lowercase() && !letter.is_uppercase())
    });
    // "The bus is late: I wait" is no name, and "girl 2: I wait" is.
    is_name || Label::of(label) != Label::Name
}

/// The times that stand in brackets, taken out: `[00:01:02]`, `[1:02]`, `(00:01:02.500)`.
fn without_times(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['[', '(']) {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        let square = rest.starts_with('[');
        let close = if square { ']' } else { ')' };
        let inside = &rest[1..];
        match time(inside).and_then(|(after, colons)| Some((after.strip_prefix(close)?, colons))) {
            // "(10:30)" may be when the bus comes.
            Some((after, colons)) if square || colons == 2 => {
                rest = after;
                // No two spaces where one time stood.
                if kept.ends_with(' ') {
                    rest = rest.strip_prefix(' ').unwrap_or(rest);
                }
            }
            _ => {
                kept.push_str(&rest[..1]);
                rest = inside;
            }
        }
    }
    kept.push_str(rest);
    kept
}

/// What comes after a time at the start, and how many colons the time has.
fn time(text: &str) -> Option<(&str, usize)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    if !(1..=2).contains(&first) {
        return None;
    }
    let mut rest = &text[first..];
    let mut colons = 0;
    while colons < 2
        && let Some(after) = rest.strip_prefix(':')
        && digits(after) == 2
    {
        rest = &after[2..];
        colons += 1;
    }
    if let Some(after) = rest.strip_prefix(['.', ',']) {
        let part = digits(after);
        if (1..=3).contains(&part) {
            rest = &after[part..];
        }
    }
    (colons > 0 && !rest.starts_with(|letter: char| letter.is_ascii_digit() || letter == ':'))
        .then_some((rest, colons))
}

/// What comes after a time and a space or a dash.
fn after_time(line: &str) -> Option<&str> {
    let (rest, _) = time(line)?;
    let bare = rest.trim_start_matches(|letter: char| {
        letter.is_whitespace() || matches!(letter, '-' | '\u{2013}' | '|')
    });
    (bare.len() < rest.len()).then_some(bare)
}

/// What comes before a time at the end.
fn before_time(line: &str) -> Option<&str> {
    let line = line.trim_end();
    let (before, last) = line.rsplit_once(char::is_whitespace)?;
    let (rest, _) = time(last)?;
    rest.is_empty().then_some(before.trim_end())
}
