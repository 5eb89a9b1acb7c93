//! Sentences as labels.

use earshot_domain::pipe::{self, Part};
use earshot_domain::question::Kind;
use earshot_domain::questionnaire::Questionnaire;

use super::names::Names;
use crate::xlsform::words;

/// A sentence with `${q}` for `{q}`. What is to stand there when nothing was
/// answered is added to `otherwise`, one line for each.
pub(super) fn label(
    sentence: &str,
    asked: &Questionnaire,
    names: &Names,
    turn: Option<&str>,
    otherwise: &mut Vec<String>,
) -> String {
    let mut text = String::with_capacity(sentence.len());
    for part in pipe::parts(sentence) {
        let (name, missing) = match part {
            Part::Text(words) => {
                text.push_str(&plain(words));
                continue;
            }
            Part::Pipe { name: pipe::TURN, otherwise } => (turn, otherwise),
            Part::Pipe { name, otherwise } => {
                let question =
                    asked.get(name).filter(|question| !matches!(question.kind, Kind::Grid(_) | Kind::Info));
                (question.map(|question| names.question(&question.key)), otherwise)
            }
        };
        match name {
            Some(name) => {
                text.extend(["${", name, "}"]);
                otherwise.push(if missing == pipe::MISSING { "-".to_owned() } else { format!("|{missing}") });
            }
            None => text.push_str(missing),
        }
    }
    escaped(text)
}

/// A text that repeats no answer.
pub(super) fn words(text: &str) -> String {
    escaped(plain(text))
}

/// Other programs would take `${` for the beginning of a name.
fn plain(text: &str) -> String {
    text.replace("${", "$ {")
}

/// Signs that others would take for HTML, so that they show what they are.
fn escaped(text: String) -> String {
    if words::plain(&text).text == text { text } else { text.replace('&', "&amp;").replace('<', "&lt;") }
}
