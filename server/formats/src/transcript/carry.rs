//! A transcript as one line of JSON: `[["Sam","its always late"]]`.

use serde_json::Value;

use super::speakers::clean_label;
use super::{Defect, Transcript, Turn};

pub(super) fn write(transcript: &Transcript) -> String {
    let turns: Vec<[&str; 2]> =
        transcript.turns.iter().map(|turn| [turn.speaker.as_str(), turn.words.as_str()]).collect();
    serde_json::to_string(&turns).unwrap_or_default()
}

pub(super) fn read(text: &str) -> Result<Vec<Turn>, Defect> {
    let Ok(Value::Array(turns)) = serde_json::from_str(text) else { return Err(Defect::Damaged) };
    let turn = |turn: Value| match turn {
        Value::Array(parts) => match parts.as_slice() {
            [Value::String(speaker), Value::String(words)] => {
                Ok(Turn { speaker: clean_label(speaker), words: words.clone() })
            }
            _ => Err(Defect::Damaged),
        },
        _ => Err(Defect::Damaged),
    };
    turns.into_iter().map(turn).collect()
}
