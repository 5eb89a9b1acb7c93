//! Statements that people wrote and voted on in Polis: `comments.csv` of its
//! export. They become statements to agree or disagree with; who wrote them,
//! and how others voted, is not taken.

use std::collections::HashSet;

use earshot_domain::contact;
use earshot_domain::question::{Choice, Grid, Kind, Question, Scale};
use earshot_domain::questionnaire::{MAX_QUESTIONS, Questionnaire};

use crate::line::LineError;
use crate::plain::{self, Plain};
use crate::reading::{Problem, Reading};
use crate::table::{self, Row};

/// The largest file that is read, in bytes: many times a large conversation.
pub const FILE_MAX: usize = 4 * 1024 * 1024;

/// How many statements stand on one page.
const ON_A_PAGE: usize = 20;

/// The longest statement, in letters.
const STATEMENT_MAX: usize = 500;

/// How many problems, and how many notes, are listed one by one.
const LISTED: usize = 1_000;

/// Why nothing can be read from a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// More than [`FILE_MAX`] bytes.
    #[error("the file is larger than {} MiB", FILE_MAX / 1024 / 1024)]
    FileTooLarge,
    /// Not a table with the headings of Polis.
    #[error("not the comments.csv of a Polis export: {}", sentences(.0))]
    NotComments(Vec<LineError>),
}

fn sentences(errors: &[LineError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Reads the comments of a conversation.
pub fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    if bytes.len() > FILE_MAX {
        return Err(ReadError::FileTooLarge);
    }
    let text = crate::line::text_of(bytes).map_err(ReadError::NotComments)?;
    let mut comments = Comments::default();
    match table::read(text, ["comment-id", "comment-body", "moderated"]) {
        Ok(rows) => rows.into_iter().for_each(|row| comments.take(&row)),
        // An older export does not say what was moderated.
        Err(errors) => match table::read(text, ["comment-id", "comment-body"]) {
            Ok(rows) => {
                comments.note("moderated".to_owned(), "there is no such column: every comment is taken");
                for Row { line, cells: [id, body] } in rows {
                    comments.take(&Row { line, cells: [id, body, String::new()] });
                }
            }
            Err(_) => return Err(ReadError::NotComments(errors)),
        },
    }
    Ok(comments.finish())
}

#[derive(Default)]
struct Comments {
    statements: Vec<Choice>,
    seen: HashSet<String>,
    problems: Vec<Problem>,
    notes: Vec<Problem>,
    more: (usize, usize),
    unmoderated: usize,
    beyond: usize,
}

impl Comments {
    fn take(&mut self, row: &Row<3>) {
        let [id, body, moderated] = &row.cells;
        let (id, moderated) = (id.trim(), moderated.trim());
        let line = row.line;
        if id.is_empty() || id.len() > 20 || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            self.problem(format!("line {line}"), "its comment-id is no number");
            return;
        }
        let place = format!("line {line}, comment {id}");
        if !self.seen.insert(id.to_owned()) {
            self.problem(place, "another comment has this number");
            return;
        }
        match moderated {
            "-1" | "-1.0" => {
                self.note(place, "not taken: it was moderated out");
                return;
            }
            "1" | "1.0" => {}
            "0" | "0.0" | "" => self.unmoderated += 1,
            _ => {
                self.problem(place, "its moderated is neither -1, 0 nor 1");
                return;
            }
        }
        let Plain { text: words, html, .. } = plain::plain(body);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let letters = words.chars().count();
        if words.is_empty() {
            self.problem(place, "it has no words");
        } else if letters > STATEMENT_MAX {
            self.problem(place, &format!("it has {letters} letters; at most {STATEMENT_MAX} are taken"));
        } else if self.statements.len() >= ON_A_PAGE * MAX_QUESTIONS {
            self.beyond += 1;
        } else {
            if html {
                self.note(place.clone(), "the HTML in it was taken out");
            }
            if contact::find(&words).is_some() {
                self.note(place, "it seems to hold contact details: look at it before others see it");
            }
            self.statements.push(Choice::new(format!("c{id}"), words));
        }
    }

    fn problem(&mut self, place: String, reason: &str) {
        if self.problems.len() < LISTED {
            self.problems.push(Problem { place, reason: reason.to_owned() });
        } else {
            self.more.0 += 1;
        }
    }

    fn note(&mut self, place: String, reason: &str) {
        if self.notes.len() < LISTED {
            self.notes.push(Problem { place, reason: reason.to_owned() });
        } else {
            self.more.1 += 1;
        }
    }

    fn finish(mut self) -> Reading {
        let whole = |reason: String| Problem { place: "comments".to_owned(), reason };
        if self.statements.is_empty() {
            self.problems.push(whole("there is no comment that can be taken".to_owned()));
        }
        for (more, list) in [(self.more.0, &mut self.problems), (self.more.1, &mut self.notes)] {
            if more > 0 {
                list.push(whole(format!("and {more} more")));
            }
        }
        if self.beyond > 0 {
            let most = ON_A_PAGE * MAX_QUESTIONS;
            self.problems.push(whole(format!("{} more than the {most} that can be asked", self.beyond)));
        }
        if self.unmoderated > 0 {
            let reason =
                format!("{} were never moderated: read them before others see them", self.unmoderated);
            self.notes.push(whole(reason));
        }
        self.notes.push(whole("who wrote them, when, and how others voted is not taken".to_owned()));
        let questions = self.statements.chunks(ON_A_PAGE).zip(1_usize..).map(|(statements, page)| {
            let options = [("agree", "Agree"), ("disagree", "Disagree"), ("pass", "Pass, or not sure")];
            let scale = Scale::Options(options.map(|(key, label)| Choice::new(key, label)).to_vec());
            let kind = Kind::Grid(Grid { statements: statements.to_vec(), scale });
            Question::new(format!("statements_{page}"), "What do you think of what others said?", kind)
        });
        let questionnaire = Questionnaire::of(questions.collect());
        Reading { title: None, questionnaire, problems: self.problems, notes: self.notes }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HEAD: &str = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n";

    fn of(rows: &str) -> Reading {
        read(format!("{HEAD}{rows}").as_bytes()).unwrap()
    }

    fn said(list: &[Problem]) -> Vec<String> {
        list.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn comments_become_statements_on_pages_of_twenty() {
        let rows: Vec<String> = (0..41).map(|id| format!("1,Mon,{id},9{id},3,4,1,\"Say, {id}\"\n")).collect();
        let reading = of(&rows.concat());
        assert_eq!(reading.problems, []);
        assert_eq!(reading.questionnaire.defects(), []);
        let grids: Vec<&Grid> = reading
            .questionnaire
            .questions
            .iter()
            .filter_map(|question| match &question.kind {
                Kind::Grid(grid) if !question.with_previous => Some(grid),
                _ => None,
            })
            .collect();
        assert_eq!(grids.iter().map(|grid| grid.statements.len()).collect::<Vec<_>>(), [20, 20, 1]);
        assert_eq!(grids[2].statements[0], Choice::new("c40", "Say, 40"));
        assert_eq!(grids[0].scale.keys(), ["agree", "disagree", "pass"]);
        assert!(!format!("{reading:?}").contains("940"), "authors are not kept");
    }

    #[test]
    fn what_was_moderated_out_and_what_is_broken_is_named() {
        let long = "x".repeat(501);
        let reading = of(&format!(
            "1,d,1,7,0,0,1,Fine\n1,d,2,7,0,0,-1,SECRET\n1,d,1,7,0,0,1,Again\n1,d,x,7,0,0,1,No number\n\
             1,d,3,7,0,0,0, \n1,d,4,7,0,0,2,Odd\n1,d,5,7,0,0,1,{long}\n1,d,6,7,0,0,0,\"<script>x</script>Ring 07700 900123\"\n"
        ));
        assert_eq!(
            said(&reading.problems),
            [
                "line 4, comment 1: another comment has this number",
                "line 5: its comment-id is no number",
                "line 6, comment 3: it has no words",
                "line 7, comment 4: its moderated is neither -1, 0 nor 1",
                "line 8, comment 5: it has 501 letters; at most 500 are taken",
            ]
        );
        let notes = said(&reading.notes).join("\n");
        for words in
            ["line 3, comment 2: not taken", "HTML", "contact details", "2 were never moderated", "who wrote"]
        {
            assert!(notes.contains(words), "{words}: {notes}");
        }
        let statements = reading.questionnaire.questions[0].kind.as_type().rows().to_vec();
        assert_eq!(statements, [Choice::new("c1", "Fine"), Choice::new("c6", "Ring 07700 900123")]);
        assert!(!format!("{reading:?}").contains("SECRET"));
    }

    #[test]
    fn files_that_are_no_comments_are_refused() {
        let refused = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        assert!(refused(b"").contains("the file is empty"));
        assert!(refused(b"a,b\n1,2\n").contains("`comment-id` is missing"));
        assert!(refused(format!("{HEAD}1,d,1,7,0,0,1,\"open\n").as_bytes()).contains("never closed"));
        assert!(refused(format!("{HEAD}1,d,1\n").as_bytes()).contains("3 cells where the headings have 8"));
        assert!(refused(b"comment-id,comment-body\n1,\xff\n").contains("not UTF-8"));
        assert_eq!(read(&vec![b'a'; FILE_MAX + 1]), Err(ReadError::FileTooLarge));
        let none = of("1,d,1,7,0,0,-1,Out\n");
        assert!(none.questionnaire.questions.is_empty() && none.problems.len() == 1);
        let old = read(b"\xef\xbb\xbfcomment-id;comment-body\n1;Hello\n").unwrap();
        assert_eq!(old.questionnaire.questions.len(), 1);
        assert!(said(&old.notes)[0].starts_with("moderated: there is no such column"));
    }

    #[test]
    fn as_many_are_taken_as_can_be_asked() {
        let rows: Vec<String> = (0..6_010).map(|id| format!("1,d,{id},7,0,0,1,Say {id}\n")).collect();
        let reading = of(&rows.concat());
        assert_eq!(reading.questionnaire.questions.len(), MAX_QUESTIONS);
        assert_eq!(reading.questionnaire.defects(), []);
        assert_eq!(said(&reading.problems), ["comments: 10 more than the 6000 that can be asked"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

        #[test]
        fn nothing_panics(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            pieces in proptest::collection::vec(
                proptest::sample::select([",", "\n", "\"", "1", "-1", "x", "<b>", "comment-id", "\u{e9}"].as_slice()), 0..60,
            ),
        ) {
            let _ = read(&bytes);
            let _ = read(pieces.concat().as_bytes());
            if let Ok(reading) = read(format!("{HEAD}1,d,0,7,0,0,1,a\n{}", pieces.concat()).as_bytes()) {
                prop_assert_eq!(reading.questionnaire.defects(), vec![]);
            }
        }
    }
}
