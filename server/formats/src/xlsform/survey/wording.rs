//! The words of a question, in every language, with earlier answers in them.

use std::collections::VecDeque;

use earshot_domain::pipe;
use earshot_domain::question::{Help, Kind, Wording};

use super::{Fate, Fault, Survey};
use crate::xlsform::choices::OPTION_MAX;
use crate::xlsform::language::{DOOR, Tongue};
use crate::xlsform::sheet::Row;
use crate::xlsform::words::{self, FILES, file_name, too_long};

/// The longest text of a question or a note, in letters.
const TEXT_MAX: usize = 4_000;

/// The longest hint, in letters.
const HINT_MAX: usize = 2_000;

/// What stands in the place of earlier answers that were not given: one line
/// for each answer that the words of a row repeat, in their order.
pub(super) struct Pipes(VecDeque<String>);

impl Pipes {
    pub(super) fn read(cell: Option<&str>) -> Self {
        Self(cell.unwrap_or_default().lines().map(str::to_owned).collect())
    }

    /// The next pipe, for the question with this key.
    fn next(&mut self, key: &str) -> String {
        match self.0.pop_front().as_deref().and_then(|line| line.strip_prefix('|')) {
            Some(otherwise) if !otherwise.contains('}') => format!("{{{key}|{otherwise}}}"),
            _ => format!("{{{key}}}"),
        }
    }
}

impl<'a> Survey<'a> {
    pub(super) fn text_and_hint(
        &mut self,
        row: &'a Row,
        faults: &mut Vec<Fault>,
    ) -> (Option<String>, Option<String>) {
        let mut pipes = Pipes::read(self.headings.words(row, "earshot_otherwise", &self.tongues));
        let text = self.words(row, "label", TEXT_MAX, &mut pipes, faults);
        let hint = self.words(row, "hint", HINT_MAX, &mut pipes, faults);
        (text, hint)
    }

    /// The words of a column in the questionnaire's own language.
    pub(super) fn words(
        &mut self,
        row: &'a Row,
        field: &'static str,
        max: usize,
        pipes: &mut Pipes,
        faults: &mut Vec<Fault>,
    ) -> Option<String> {
        let written = self.headings.words(row, field, &self.tongues)?;
        match self.said(row.number, self.shown(field), written, max, pipes) {
            Ok(text) => text,
            Err(reason) => {
                faults.push((Some(field), reason));
                None
            }
        }
    }

    /// The words of a column in another language. What cannot be taken of them
    /// keeps nothing else back.
    fn words_in(
        &mut self,
        row: &'a Row,
        field: &str,
        max: usize,
        tongue: &Tongue,
        pipes: &mut Pipes,
    ) -> String {
        let Some(written) = self.headings.words_in(row, field, tongue) else { return String::new() };
        let column = self.headings.shown_other(field, tongue).to_owned();
        match self.said(row.number, &column, written, max, pipes) {
            Ok(text) => text.unwrap_or_default(),
            Err(reason) => {
                self.report.problem(&self.headings.sheet, row.number, Some(&column), reason);
                String::new()
            }
        }
    }

    fn said(
        &mut self,
        row: u32,
        column: &str,
        written: &str,
        max: usize,
        pipes: &mut Pipes,
    ) -> Result<Option<String>, String> {
        let plain = words::within(written, max).ok_or_else(|| too_long(max))?;
        let (text, braces) = self.piped(&plain.text, pipes)?;
        for said in plain.said() {
            self.report.note(&self.headings.sheet, row, Some(column), said);
        }
        if braces {
            let reason = "a space was put into braces, so that nobody\u{2019}s answer stands there";
            self.report.note(&self.headings.sheet, row, Some(column), reason);
        }
        Ok(if text.is_empty() { None } else { Some(text) })
    }

    /// Puts earlier answers into a sentence: `${q}` becomes `{q}`. Also gives
    /// whether braces had to be kept from becoming one.
    fn piped(&self, sentence: &str, pipes: &mut Pipes) -> Result<(String, bool), String> {
        let mut text = String::with_capacity(sentence.len());
        let mut braces = false;
        let mut rest = sentence;
        loop {
            let (before, inside) = match rest.split_once("${") {
                Some((before, after)) if after.contains('}') => (before, Some(after)),
                _ => (rest, None),
            };
            let mut at = 0;
            for part in pipe::parts(before) {
                // What stands there, as it is written.
                let here = before.get(at..).unwrap_or_default();
                match part {
                    pipe::Part::Text(words) => {
                        text.push_str(words);
                        at += words.len();
                    }
                    pipe::Part::Pipe { .. } => {
                        braces = true;
                        let inside = here.get(1..).unwrap_or_default();
                        let written = inside.split_inclusive('}').next().unwrap_or_default();
                        text.push_str("{ ");
                        text.push_str(written);
                        at += 1 + written.len();
                    }
                }
            }
            let Some((name, after)) = inside.and_then(|inside| inside.split_once('}')) else { break };
            text.push_str(&self.pipe(name.trim(), pipes)?);
            rest = after;
        }
        Ok((text, braces))
    }

    fn pipe(&self, name: &str, pipes: &mut Pipes) -> Result<String, String> {
        let key = |at: &usize| {
            let question = self.questions.get(*at).filter(|question| question.kind.asks() && self.sees(*at));
            question.map(|question| question.key.clone())
        };
        let cannot = |why: String| format!("words that change with an earlier answer, and this one {why}");
        match self.fates.get(name) {
            Some(Fate::Turn) => Ok(pipes.next(pipe::TURN)),
            Some(Fate::Taken(at)) => match key(at) {
                Some(key) => Ok(pipes.next(&key)),
                None => Err(cannot(format!("({name}) is asked several times or asks nothing"))),
            },
            // Everybody is asked one of them at most; of the others nothing shows.
            Some(Fate::Split(places)) if places.iter().all(|at| self.sees(*at)) => Ok(places
                .iter()
                .filter_map(key)
                .flat_map(|key| ["{".to_owned(), key, "|}".to_owned()])
                .collect()),
            Some(Fate::Statement(..) | Fate::Split(_)) => {
                Err(cannot(format!("({name}) has no single answer that could be repeated")))
            }
            _ => Err(cannot(self.missing(name))),
        }
    }

    /// The words of a question in the other languages and for other doors.
    pub(super) fn wordings(&mut self, row: &'a Row, kind: &Kind, list: Option<&str>) -> Vec<Wording> {
        let tongues = self.tongues.others.clone();
        let mut keys = kind.clone();
        let keys: Vec<String> = keys.words_mut().iter().map(|choice| choice.key.clone()).collect();
        let mut found = Vec::new();
        for (at, tongue) in tongues.iter().enumerate() {
            let mut wording = self.wording(row, tongue);
            wording.labels = list.map(|list| self.lists.words(list, at)).unwrap_or_default();
            wording.labels.retain(|(key, _)| keys.contains(key));
            if says(&wording) {
                found.push(wording);
            }
        }
        found
    }

    /// The words of a row in another language, without those of options.
    pub(super) fn wording(&mut self, row: &'a Row, tongue: &Tongue) -> Wording {
        let mut pipes = Pipes::read(self.headings.words_in(row, "earshot_otherwise", tongue));
        let mut wording = tongue.wording.clone();
        wording.text = self.words_in(row, "label", TEXT_MAX, tongue, &mut pipes);
        wording.hint =
            Some(self.words_in(row, "hint", HINT_MAX, tongue, &mut pipes)).filter(|hint| !hint.is_empty());
        let headings = self.headings;
        let file = |field: &str| headings.words_in(row, field, tongue).and_then(file_name);
        wording.help = Help {
            picture: file("image"),
            audio: file("audio"),
            sign: file("earshot_sign"),
            picture_text: headings.words_in(row, "earshot_picture_text", tongue).map(str::to_owned),
        };
        self.say_files(row.number, &wording.help);
        wording
    }

    /// What helps to understand a question.
    pub(super) fn help(&mut self, row: &'a Row) -> Help {
        let (headings, tongues) = (self.headings, &self.tongues);
        let file = |field: &str| headings.words(row, field, tongues).and_then(file_name);
        let help = Help {
            picture: file("image"),
            audio: file("audio"),
            sign: file("earshot_sign"),
            picture_text: headings.words(row, "earshot_picture_text", tongues).map(str::to_owned),
        };
        self.say_files(row.number, &help);
        if help.sign.is_none() && headings.words(row, "video", &self.tongues).is_some() {
            self.note_once(row.number, "video", "films are not kept");
        }
        help
    }

    fn say_files(&mut self, row: u32, help: &Help) {
        let field = match help {
            Help { picture: Some(_), .. } => "image",
            Help { audio: Some(_), .. } => "audio",
            Help { sign: Some(_), .. } => "earshot_sign",
            _ => return,
        };
        self.note_once(row, field, FILES);
    }

    /// The titles of a section in other languages.
    pub(super) fn titles(&mut self, row: &'a Row) -> Vec<(String, String)> {
        let mut titles = Vec::new();
        for tongue in self.tongues.others.clone() {
            if tongue.name.starts_with(DOOR) {
                continue;
            }
            let mut pipes = Pipes::read(self.headings.words_in(row, "earshot_otherwise", &tongue));
            let title = self.words_in(row, "label", OPTION_MAX, &tongue, &mut pipes);
            if let (false, Some(lang)) = (title.is_empty(), tongue.wording.lang) {
                titles.push((lang, title));
            }
        }
        titles
    }
}

/// Whether other words say anything.
pub(super) fn says(wording: &Wording) -> bool {
    let Wording { text, hint, labels, help, .. } = wording;
    !(text.is_empty()
        && hint.is_none()
        && labels.is_empty()
        && help.is_empty()
        && help.picture_text.is_none())
}
