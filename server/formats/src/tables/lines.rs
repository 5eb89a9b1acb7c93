//! Answers in words, question by question: what was asked, the answers, the codes, and which answer carries which. A folder of
//! these is what `earshot import answers` and `earshot import coding` take in again.

use earshot_domain::export::{QuestionWords, WordsLine, WordsPack};
use serde_json::{Value, json};

use super::{WrittenFile, about, clean, names};

/// The files, in a folder for each question.
pub(super) fn files(pack: &WordsPack) -> Vec<WrittenFile> {
    let folders = names::plain(pack.questions.iter().map(|question| question.name.as_str()));
    let mut files = Vec::new();
    for (question, folder) in pack.questions.iter().zip(folders) {
        let mut add = |name: &str, text: String| {
            files.push(WrittenFile { name: format!("{folder}/{name}"), bytes: text.into_bytes() });
        };
        add("question.json", pretty(&asked(pack, question)));
        add(
            "responses.jsonl",
            joined(question, |line| json!({"response_id": line.row, "response": clean(&line.words)})),
        );
        let themes: Vec<Value> = pack
            .codes
            .iter()
            .map(|code| {
                json!({
                    "topic_id": code.key,
                    "topic_label": clean(&code.name),
                    "topic_description": clean(&code.definition),
                })
            })
            .collect();
        // A list without anything in it is nothing to be taken in.
        if !themes.is_empty() {
            add("themes.json", pretty(&Value::Array(themes)));
            add(
                "mapping.jsonl",
                joined(question, |line| json!({"response_id": line.row, "labels": line.codes})),
            );
        }
    }
    files
}

fn asked(pack: &WordsPack, question: &QuestionWords) -> Value {
    let [words, who, rights] = about(&pack.origin, pack.raw);
    json!({
        "question_number": question.number,
        "question_key": question.name,
        "question_text": clean(&question.label),
        "consultation": pack.origin.title,
        "reference": pack.origin.reference,
        "organisation": pack.origin.organisation,
        "made_on": pack.origin.day.to_string(),
        "about": [words, who, rights],
    })
}

fn joined(question: &QuestionWords, of: impl Fn(&WordsLine) -> Value) -> String {
    let mut text = String::new();
    for line in &question.lines {
        text.push_str(&of(line).to_string());
        text.push('\n');
    }
    text
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
