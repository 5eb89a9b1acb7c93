//! What a group said aloud, written down elsewhere: `.docx`, `.odt`, `.txt`, `.vtt` and `.srt` (domain.md 6.1).
//!
//! What comes out is who spoke, by the file's own name for them, and what they said. Whoever takes it in gives speakers other
//! names ([`earshot_domain::session::cast`]), and the file's are kept nowhere.

mod carry;
mod names;
mod office;
mod plain;
mod speakers;
mod timed;
mod xml;

#[cfg(test)]
mod tests;

use earshot_domain::question::LONG_TEXT_MAX;
use earshot_domain::session::SPEAKERS_MAX;

pub use names::NamePlace;

/// The largest file that is read, in bytes.
pub const FILE_MAX: usize = 10 * 1024 * 1024;

/// The most turns of a transcript, once long ones are in parts.
pub const TURNS_MAX: usize = 5_000;

/// The most bytes of a transcript as it is carried through a form: five hours of talk.
pub const CARRIED_MAX: usize = 400 * 1024;

/// Who spoke in turn, and what they said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transcript {
    /// The turns, in their order. Two that follow each other are of two speakers, or parts of one that was too long.
    pub turns: Vec<Turn>,
}

/// What one speaker said until another one spoke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// What the file calls the speaker; empty where it named nobody yet.
    pub speaker: String,
    /// The words: NFC, LF, at most as many letters as an answer has.
    pub words: String,
}

/// What was left out or taken differently, in sentences that repeat nothing of what anybody said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The sentences.
    pub notes: Vec<String>,
}

impl Report {
    fn note(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if !self.notes.contains(&sentence) {
            self.notes.push(sentence);
        }
    }
}

/// Why a file is not taken. Nothing of what anybody said is repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// It is too large.
    #[error("the file is larger than {} MiB", FILE_MAX / 1024 / 1024)]
    FileTooLarge,
    /// It is of another kind.
    #[error("only .docx, .odt, .txt, .vtt and .srt are read; save it as one of these")]
    NotTaken,
    /// It is no archive, or lacks the part with the words.
    #[error("this is no document of the kind that its name says")]
    NotADocument,
    /// It is broken.
    #[error("the file is damaged")]
    Damaged,
    /// It unpacks to too much, or holds too many parts.
    #[error("the file unpacks to more than is read")]
    Expands,
    /// It declares a document type, which could hide anything.
    #[error("the file declares a document type, which no document of a word processor does")]
    Declares,
    /// Its elements lie too deep in each other.
    #[error("its parts lie too deep in each other")]
    TooDeep,
    /// It is no text.
    #[error("the file is no text")]
    NotText,
    /// It does not begin as captions do.
    #[error("a .vtt file begins with WEBVTT, and this one does not")]
    NotWebVtt,
    /// Nobody says anything.
    #[error("there are no words in it")]
    Empty,
    /// Too many turns.
    #[error("there is room for {} turns; take it in in two files", TURNS_MAX)]
    TooManyTurns,
    /// Too many speakers.
    #[error(
        "there is room for {} speakers; look whether lines begin with words and a colon that name nobody",
        SPEAKERS_MAX
    )]
    TooManySpeakers,
    /// Too many words.
    #[error("this is more than five hours of talk; take it in in two files")]
    TooLong,
}

/// A piece of a file, before anybody knows who speaks.
#[derive(Debug)]
enum Piece {
    /// A paragraph, or lines.
    Lines(String),
    /// A row of a table.
    Row(Vec<String>),
    /// What captions show at once, with who speaks where they say it.
    Cue(Option<String>, String),
}

/// Reads a transcript; the ending of its name says what it is.
pub fn read(name: &str, bytes: &[u8]) -> Result<(Transcript, Report), Defect> {
    if bytes.len() > FILE_MAX {
        return Err(Defect::FileTooLarge);
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let mut report = Report::default();
    let pieces = match ending.as_deref() {
        Some("docx") => office::word(bytes, &mut report)?,
        Some("odt") => office::open_document(bytes, &mut report)?,
        Some("txt") => vec![Piece::Lines(plain::text(bytes, &mut report)?)],
        Some("vtt") => timed::captions(&plain::text(bytes, &mut report)?, true)?,
        Some("srt") => timed::captions(&plain::text(bytes, &mut report)?, false)?,
        _ => return Err(Defect::NotTaken),
    };
    let transcript = Transcript::of(speakers::turns(pieces))?;
    if transcript.turns.iter().all(|turn| turn.speaker.is_empty()) {
        report.note("nobody is named: it is taken as one speaker. Begin each turn with a name and a colon to tell them apart");
    } else if transcript.turns[0].speaker.is_empty() {
        report.note("what stands before the first speaker, such as a title, belongs to nobody and is left out unless you choose somebody");
    }
    if transcript.carried().len() > CARRIED_MAX {
        return Err(Defect::TooLong);
    }
    Ok((transcript, report))
}

impl Transcript {
    /// A transcript of these turns, checked and cut to the length of answers.
    fn of(turns: Vec<Turn>) -> Result<Self, Defect> {
        let mut kept: Vec<Turn> = Vec::new();
        for turn in turns {
            for words in parts(&turn.words) {
                if kept.len() == TURNS_MAX {
                    return Err(Defect::TooManyTurns);
                }
                kept.push(Turn { speaker: turn.speaker.clone(), words });
            }
        }
        let transcript = Self { turns: kept };
        if transcript.turns.is_empty() {
            return Err(Defect::Empty);
        }
        if transcript.labels().len() > SPEAKERS_MAX {
            return Err(Defect::TooManySpeakers);
        }
        Ok(transcript)
    }

    /// What the file calls its speakers, each once, in the order of their first words.
    pub fn labels(&self) -> Vec<&str> {
        let mut labels: Vec<&str> = Vec::new();
        for turn in &self.turns {
            if !labels.contains(&turn.speaker.as_str()) {
                labels.push(&turn.speaker);
            }
        }
        labels
    }

    /// Where the names of speakers stand inside the words of anybody.
    pub fn names(&self) -> Vec<NamePlace> {
        names::places(self)
    }

    /// The transcript as one line of text, to be carried through a form.
    pub fn carried(&self) -> String {
        carry::write(self)
    }

    /// Reads what [`Transcript::carried`] writes, and believes nothing of it.
    pub fn from_carried(text: &str) -> Result<Self, Defect> {
        if text.len() > CARRIED_MAX {
            return Err(Defect::TooLong);
        }
        Self::of(carry::read(text)?)
    }
}

/// Words in parts that each fit an answer, cut where a sentence ends, or else between two words.
fn parts(words: &str) -> Vec<String> {
    let letters: Vec<char> = earshot_domain::text::normalise(words).trim().chars().collect();
    let mut parts = Vec::new();
    let mut rest = letters.as_slice();
    while rest.len() > LONG_TEXT_MAX {
        let room = &rest[..=LONG_TEXT_MAX];
        let after = |ends: &dyn Fn(char) -> bool| {
            room.windows(2).rposition(|pair| ends(pair[0]) && pair[1].is_whitespace()).map(|at| at + 1)
        };
        let sentence = after(&|letter| matches!(letter, '.' | '!' | '?' | '\u{2026}'));
        let at = sentence.or_else(|| after(&|letter| !letter.is_whitespace())).unwrap_or(LONG_TEXT_MAX);
        parts.push(&rest[..at]);
        rest = &rest[at..];
    }
    parts.push(rest);
    // Cut anywhere, a part may begin with a mark that belongs to nothing now: it is brought into the form of all words.
    let clean = |part: &[char]| {
        let part: String = part.iter().collect();
        earshot_domain::text::normalise(&part).trim().to_string()
    };
    parts.into_iter().map(clean).filter(|part| !part.is_empty()).collect()
}
