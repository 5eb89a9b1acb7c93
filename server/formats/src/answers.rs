//! Answers to one question that were gathered elsewhere: CSV with the headings
//! `response_id` and `response`, or JSON lines with these fields.

use earshot_domain::question::LONG_TEXT_MAX;
use earshot_domain::text;
use serde_json::Value;

pub use crate::line::LineError;
use crate::line::{
    Faults, Seen, Shape, checked_name, name_of, no_workbook, objects, refused, shape, text_of,
};
use crate::table::{self, ROWS_MAX, too_many_rows};

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerLine {
    /// The line of the file in which it begins.
    pub line: u64,
    /// What the other program calls it.
    pub response_id: String,
    /// The words: NFC, lines end in LF, no control characters.
    pub response: String,
}

/// Reads a file of answers, or says everything that is wrong with it: a file
/// with one bad line is refused whole.
///
/// The ending of the name (`.csv`, `.jsonl`) decides what it is, and the
/// content where the name says nothing. Fields and columns with other names
/// are passed over.
pub fn read(name_hint: &str, bytes: &[u8]) -> Result<Vec<AnswerLine>, Vec<LineError>> {
    no_workbook(name_hint)?;
    let text = text_of(bytes)?;
    let mut gathered = Gathered::default();
    match shape(name_hint, text) {
        Shape::Csv => {
            for row in table::read(text, ["response_id", "response"])? {
                let [id, response] = row.cells;
                gathered.take(row.line, checked_name(&id, "response_id"), Ok(response))?;
            }
        }
        Shape::JsonLines => {
            for (line, object) in objects(text) {
                let mut object = match object {
                    Ok(object) => object,
                    Err(reason) => {
                        gathered.faults.add(line, reason);
                        continue;
                    }
                };
                let response = match object.remove("response") {
                    None => Err("`response` is missing".to_owned()),
                    Some(Value::String(response)) => Ok(response),
                    Some(_) => Err("`response` must be a text".to_owned()),
                };
                gathered.take(line, name_of(object.get("response_id"), "response_id"), response)?;
            }
        }
        Shape::Json => return refused(1, "a JSON list; write one object in each line (JSON lines)"),
    }
    gathered.faults.or(gathered.answers)
}

#[derive(Default)]
struct Gathered {
    count: usize,
    answers: Vec<AnswerLine>,
    seen: Seen,
    faults: Faults,
}

impl Gathered {
    /// Takes a line, or refuses the file: beyond so many lines nothing is looked at.
    fn take(
        &mut self,
        line: u64,
        id: Result<String, String>,
        response: Result<String, String>,
    ) -> Result<(), Vec<LineError>> {
        self.count += 1;
        if self.count > ROWS_MAX {
            return refused(line, too_many_rows());
        }
        let id = id.and_then(|id| match self.seen.before(&id, line) {
            Some(first) => Err(format!("this `response_id` stands in line {first} already")),
            None => Ok(id),
        });
        let response = response.and_then(|response| {
            let response = text::normalise(&response);
            let letters = response.chars().count();
            if response.trim().is_empty() {
                Err("`response` is empty".to_owned())
            } else if letters > LONG_TEXT_MAX {
                Err(format!("`response` has {letters} letters; at most {LONG_TEXT_MAX} are taken"))
            } else {
                Ok(response)
            }
        });
        match (id, response) {
            (Ok(response_id), Ok(response)) => {
                self.answers.push(AnswerLine { line, response_id, response });
            }
            (id, response) => {
                for reason in id.err().into_iter().chain(response.err()) {
                    self.faults.add(line, reason);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::xlsform::tests::sample;

    fn taken(name: &str, text: &str) -> Vec<(u64, String, String)> {
        let lines = read(name, text.as_bytes()).unwrap_or_else(|errors| panic!("{text:?}: {errors:?}"));
        lines.into_iter().map(|line| (line.line, line.response_id, line.response)).collect()
    }

    fn errors(name: &str, text: &str) -> Vec<String> {
        let errors = read(name, text.as_bytes()).expect_err(text);
        errors.iter().map(ToString::to_string).collect()
    }

    fn line(line: u64, id: &str, response: &str) -> (u64, String, String) {
        (line, id.into(), response.into())
    }

    #[test]
    fn csv_is_read_with_its_line_numbers() {
        let text = "\u{feff}Response_ID,age, response \r\n1,12,\"The bus,\r\nis \"\"late\"\"\"\r\n\r\nB-2,,cafe\u{301}\r\n";
        let expected = [line(2, "1", "The bus,\nis \"late\""), line(5, "B-2", "caf\u{e9}")];
        assert_eq!(taken("a.csv", text), expected);
        assert_eq!(taken("A.CSV", text), expected);
        assert_eq!(taken("answers", text), expected);
        assert_eq!(taken("a.csv", "response_id;response\n1;yes, and no\n"), [line(2, "1", "yes, and no")]);
    }

    #[test]
    fn json_lines_are_read_with_their_line_numbers() {
        let text = "{\"response_id\": 7, \"response\": \"One\\r\\ntwo\\u0007\", \"age\": 9}\n\n  \n{\"response\":\"x\",\"response_id\":\"b\"}\r\n";
        let expected = [line(1, "7", "One\ntwo"), line(4, "b", "x")];
        assert_eq!(taken("a.jsonl", text), expected);
        assert_eq!(taken("a.ndjson", text), expected);
        assert_eq!(taken("a.txt", text), expected);
        assert_eq!(taken("", text), expected);
    }

    #[test]
    fn a_file_with_one_bad_line_is_refused_with_all_that_is_wrong() {
        let long = "\u{1f68c}".repeat(LONG_TEXT_MAX + 1);
        let text = format!(
            "{}\n",
            [
                "{\"response_id\": 1, \"response\": \"fine\"}",
                "{\"response\": \"no id\"}",
                "{\"response_id\": 2}",
                "{\"response_id\": 3, \"response\": 4}",
                "{\"response_id\": 1.5, \"response\": \"x\"}",
                "{\"response_id\": \" \", \"response\": \"x\"}",
                "{\"response_id\": 4, \"response\": \" \\n\"}",
                "{\"response_id\": \"1\", \"response\": \"again\"}",
                &format!("{{\"response_id\": 5, \"response\": \"{long}\"}}"),
                "[1, \"x\"]",
                "{\"response_id\": 6, \"response\": \"x\"",
                "{\"response_id\": null, \"response\": null}",
            ]
            .join("\n")
        );
        assert_eq!(
            errors("a.jsonl", &text),
            [
                "line 2: `response_id` is missing",
                "line 3: `response` is missing",
                "line 4: `response` must be a text",
                "line 5: `response_id` must be a text or a whole number",
                "line 6: `response_id` is empty",
                "line 7: `response` is empty",
                "line 8: this `response_id` stands in line 1 already",
                "line 9: `response` has 2001 letters; at most 2000 are taken",
                "line 10: not a JSON object",
                "line 11: not JSON (at byte 34)",
                "line 12: `response_id` must be a text or a whole number",
                "line 12: `response` must be a text",
            ]
        );
        assert_eq!(
            errors("a.csv", "response_id,response\n,x\n1,\n2,fine\n2,again\n3\n"),
            ["line 6: 1 cells where the headings have 2"]
        );
        assert_eq!(
            errors("a.csv", "response_id,response\n,x\n1,\n2,fine\n2,again\n"),
            [
                "line 2: `response_id` is empty",
                "line 3: `response` is empty",
                "line 5: this `response_id` stands in line 4 already"
            ]
        );
    }

    #[test]
    fn as_many_letters_as_a_young_person_may_write_are_taken() {
        let long = "\u{1f68c}".repeat(LONG_TEXT_MAX);
        assert_eq!(taken("a.csv", &format!("response_id,response\n1,{long}\n"))[0].2, long);
    }

    #[test]
    fn fifty_errors_are_listed_and_the_others_counted() {
        let errors = errors("a.jsonl", &"{}\n".repeat(40));
        assert_eq!(errors.len(), 51);
        assert_eq!(errors[49], "line 25: `response` is missing");
        assert_eq!(errors[50], "and 30 more");
    }

    #[test]
    fn files_that_are_no_answers_are_refused() {
        for name in ["a.csv", "a.jsonl", "a"] {
            assert_eq!(errors(name, ""), ["line 1: the file is empty"]);
            assert_eq!(errors(name, "\u{feff} \n\n"), ["line 1: the file is empty"]);
        }
        assert_eq!(
            errors("a.csv", "response_id,response\n"),
            ["line 1: there is nothing under the headings"]
        );
        assert_eq!(
            errors("a.csv", "id,response\n1,x\n"),
            ["line 1: the heading `response_id` is missing; the headings are `response_id`, `response`"]
        );
        assert_eq!(errors("a.xlsx", "PK"), ["not a table that can be read; save it as CSV"]);
        assert!(errors("a.json", "[{\"response_id\": 1}]")[0].contains("JSON list"));
        assert_eq!(read("a.csv", &vec![b'a'; crate::line::FILE_MAX + 1]).unwrap_err()[0].line, 0);
        assert_eq!(
            read("a.csv", b"response_id,response\n1,ok\n2,caf\xe9\n3,\xff\n")
                .unwrap_err()
                .iter()
                .map(|e| e.line)
                .collect::<Vec<_>>(),
            [3, 4]
        );
        let utf16: Vec<u8> = "\u{feff}response_id".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(read("a.csv", &utf16).unwrap_err()[0].reason.contains("UTF-16"));
    }

    #[test]
    fn errors_never_repeat_what_was_written() {
        for text in [
            "{\"response_id\": 1, \"response\": \"SECRET\" x}",
            "{\"response_id\": {\"SECRET\": 1}, \"response\": [\"SECRET\"]}",
            "\"SECRET\"",
            "SECRET,response\nSECRET,SECRET,SECRET\n",
            "response_id,response\n1,\"SECRET\" SECRET\n",
            "response_id,response\nSECRET\n",
            "response_id,response\nSECRET,x\nSECRET,SECRET\n",
        ] {
            for name in ["a.csv", "a.jsonl"] {
                if let Err(errors) = read(name, text.as_bytes()) {
                    assert!(errors.iter().all(|error| !error.to_string().contains("SECRET")), "{errors:?}");
                }
            }
        }
    }

    #[test]
    fn answers_that_others_gathered_are_taken() {
        let Some(bytes) = sample("answers/responses.jsonl") else { return };
        let answers = read("responses.jsonl", &bytes).unwrap();
        assert_eq!(answers.len(), 100);
        assert_eq!((answers[99].line, answers[0].response_id.as_str()), (100, "1001"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

        #[test]
        fn nothing_panics(
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
            pieces in proptest::collection::vec(
                proptest::sample::select(
                    ["response_id", "response", ",", ";", "\n", "\r", "\"", "{", "}", ":", "\"response\"", "1", "x"].as_slice(),
                ),
                0..60,
            ),
        ) {
            for name in ["a.csv", "a.jsonl", ""] {
                let _ = read(name, &bytes);
                let _ = read(name, pieces.concat().as_bytes());
                let _ = read(name, format!("response_id,response\n{}", pieces.concat()).as_bytes());
            }
        }

        #[test]
        fn csv_gives_back_what_was_put_in(answers in proptest::collection::vec("[a-c,;\"\r\n x]{1,20}", 1..8)) {
            let kept = |answer: &String| text::normalise(answer);
            prop_assume!(answers.iter().all(|answer| !kept(answer).trim().is_empty()));
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["response_id", "response"]).unwrap();
            for (id, answer) in answers.iter().enumerate() {
                writer.write_record([&id.to_string(), answer]).unwrap();
            }
            let read = read("a.csv", &writer.into_inner().unwrap()).unwrap();
            let read: Vec<String> = read.into_iter().map(|line| line.response).collect();
            prop_assert_eq!(read, answers.iter().map(kept).collect::<Vec<_>>());
        }
    }
}
