//! The table that a file of answers is written from, and the answers in words, question by question.

use std::collections::{BTreeSet, HashMap};

use earshot_domain::evidence::QuoteConsent;
use earshot_domain::export::{
    AnswerTable, CodeLine, Entry, Measure, Origin, QuestionWords, TableVariable, WordsLine, WordsPack,
};
use earshot_domain::question::{Kind, Scale, step_words};
use earshot_domain::questionnaire::{Questionnaire, Variable};
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::session;
use uuid::Uuid;

use super::gather::{Person, Said};
use crate::transcripts::question_words_or_key;

/// A whole number from here on may be the number of a telephone, where nobody has said how large it may be.
const LARGE: i64 = 1_000_000;

/// What stands in the column of ages.
const AGE: &str = "How old they are";

/// The same where words stand beside it that are redacted: of whoever would be found by their age it is not said.
const AGE_OR_NOTHING: &str = "How old they are; nothing where they could be found by it, since fewer than ten of their group are as old";

/// Whose answers they are, in words.
pub(super) fn who(respondent: RespondentType) -> &'static str {
    match respondent {
        RespondentType::Child => "Children and young people",
        RespondentType::Parent => "Parents and carers",
        RespondentType::Professional => "People who work with children",
        RespondentType::Community => "People who live here",
    }
}

/// What a column of answers is filled from.
enum Source {
    /// A value of this variable.
    Value,
    /// Whether this value was chosen among others.
    Chosen(String),
    /// Whether there is a file.
    File,
    /// The words under this variable.
    Words,
}

/// A column, with where it comes from.
struct Column {
    variable: TableVariable,
    /// The variable that answers are kept under.
    kept: String,
    from: Source,
}

/// The table of answers.
pub(super) fn answers(origin: Origin, raw: bool, asked: &Questionnaire, people: &[Person]) -> AnswerTable {
    let columns: Vec<Column> = asked.variables().iter().flat_map(columns_of).collect();
    let mut variables = about(raw);
    variables.extend(columns.iter().map(|column| column.variable.clone()));
    let rows = people.iter().enumerate().map(|(at, person)| {
        let voice = &person.voice;
        let quotable = voice.words_consent == QuoteConsent::Yes;
        let mut row = vec![
            Entry::Text(row_name(at)),
            Entry::Key(voice.respondent_type.as_str().to_string()),
            voice.age_band.clone().map_or(Entry::Nothing, Entry::Key),
            Entry::Tick(quotable),
        ];
        row.extend(columns.iter().map(|column| entry(column, person, raw)));
        row
    });
    AnswerTable { origin, raw, rows: rows.collect(), variables }
}

/// The columns about who answered: no more than these, ever. Where the words are redacted, the ages of some are not there.
fn about(raw: bool) -> Vec<TableVariable> {
    let kinds = RespondentType::ALL.iter().map(|kind| (kind.as_str().to_string(), who(*kind).to_string()));
    let bands = AgeBand::ALL.iter().map(|band| (band.as_str().to_string(), band.label().to_string()));
    let column = |name: &str, label: &str, measure| TableVariable {
        name: name.to_string(),
        label: label.to_string(),
        measure,
    };
    vec![
        column("response_id", "The name of the row, in this file alone", Measure::Name),
        column("respondent_type", "Who answered", Measure::Choice(kinds.collect())),
        column("age_band", if raw { AGE } else { AGE_OR_NOTHING }, Measure::Steps(bands.collect())),
        column(
            "words_may_be_quoted",
            "Whether they said yes to their exact words being used, once redacted",
            Measure::YesOrNo,
        ),
    ]
}

/// The name of a row.
fn row_name(at: usize) -> String {
    format!("R-{:04}", at + 1)
}

fn columns_of(variable: &Variable<'_>) -> Vec<Column> {
    let (kind, kept) = (&variable.question.kind, variable.name());
    let label = label_of(variable);
    let column = |name: String, label: String, measure, from| Column {
        variable: TableVariable { name, label, measure },
        kept: kept.clone(),
        from,
    };
    if kind.is_free_text() {
        return vec![column(kept.clone(), label, Measure::Words, Source::Words)];
    }
    if kind.takes_file() {
        let mut columns =
            vec![column(kept.clone(), format!("{label} (a file was given)"), Measure::YesOrNo, Source::File)];
        if matches!(kind, Kind::Audio) {
            let words = format!("{label} (written, or written down by staff)");
            columns.push(column(format!("{kept}_words"), words, Measure::Words, Source::Words));
        }
        return columns;
    }
    if kind.takes_several() {
        let options = kind.options().iter();
        return options
            .map(|option| {
                let name = format!("{kept}/{}", option.key);
                let label = format!("{label} \u{2013} {}", option.label);
                column(name, label, Measure::Tick, Source::Chosen(option.key.clone()))
            })
            .collect();
    }
    if matches!(kind, Kind::Number(_) | Kind::Ranking(_)) {
        return vec![column(kept.clone(), label, Measure::Number, Source::Value)];
    }
    let values: Vec<(String, String)> =
        kind.values().into_iter().map(|key| (key.to_string(), value_words(variable, key))).collect();
    let measure = match values {
        values if values.is_empty() => Measure::Number,
        values if is_in_steps(kind) => Measure::Steps(values),
        values => Measure::Choice(values),
    };
    vec![column(kept.clone(), label, measure, Source::Value)]
}

/// Whether each value of a type is one step further than the one before it.
fn is_in_steps(kind: &Kind) -> bool {
    match kind {
        Kind::Faces | Kind::Agree | Kind::Rating(_) => true,
        Kind::Grid(grid) => matches!(grid.scale, Scale::Faces | Scale::Agree),
        _ => false,
    }
}

/// What was asked, with the option that it is repeated for and the statement.
fn label_of(variable: &Variable<'_>) -> String {
    let more = [variable.turn, variable.row].into_iter().flatten().map(|of| of.label.as_str());
    std::iter::once(variable.question.text.as_str()).chain(more).collect::<Vec<_>>().join(" \u{2013} ")
}

/// A value in the words that young people read.
fn value_words(variable: &Variable<'_>, key: &str) -> String {
    let question = variable.question;
    step_words(&question.kind, key).or_else(|| question.label_of(key)).unwrap_or(key).to_string()
}

fn entry(column: &Column, person: &Person, raw: bool) -> Entry {
    let mut values =
        person.values.iter().filter(|(variable, _)| *variable == column.kept).map(|(_, value)| value);
    match &column.from {
        Source::Words => words_of(person, &column.kept).map_or(Entry::Nothing, Entry::Text),
        Source::File => values.next().map_or(Entry::Nothing, |_| Entry::Tick(true)),
        Source::Chosen(key) => {
            let chosen: Vec<&String> = values.collect();
            if chosen.is_empty() { Entry::Nothing } else { Entry::Tick(chosen.contains(&key)) }
        }
        Source::Value => {
            let Some(value) = values.next() else { return Entry::Nothing };
            match &column.variable.measure {
                Measure::Number => match value.parse::<i64>() {
                    Ok(number) if raw || number.abs() < LARGE => Entry::Number(number),
                    _ => Entry::Nothing,
                },
                _ => Entry::Key(value.clone()),
            }
        }
    }
}

fn words_of(person: &Person, variable: &str) -> Option<String> {
    person.said.iter().find(|said| said.variable == variable).map(|said| said.words.clone())
}

/// A code as a file has it, with its id.
type CodeOf = (Uuid, CodeLine);

/// The answers in words, question by question, with the codes that they carry; last what was said in sessions that answered
/// none of the questions.
pub(super) fn words(
    origin: Origin,
    raw: bool,
    asked: &Questionnaire,
    people: &[Person],
    (codes, carried): (Vec<CodeOf>, &HashMap<Uuid, Vec<Uuid>>),
) -> WordsPack {
    let keys: HashMap<Uuid, &str> = codes.iter().map(|(id, code)| (*id, code.key.as_str())).collect();
    let variables = asked.variables();
    let in_words = variables.iter().filter(|variable| {
        let kind = &variable.question.kind;
        kind.is_free_text() || matches!(kind, Kind::Audio)
    });
    let mut named: Vec<(String, String)> =
        in_words.map(|variable| (variable.name(), label_of(variable))).collect();
    // What a session was about may be asked for each of several things, and so have no column of its own.
    let known = |said: &&Said| named.iter().any(|(name, _)| name == session::group_of(&said.variable));
    let turns = people.iter().flat_map(|person| &person.said);
    let apart: BTreeSet<&str> = turns
        .filter(|said| session::question_of(&said.variable).is_some() && !known(said))
        .map(|said| session::group_of(&said.variable))
        .collect();
    named.extend(apart.into_iter().map(|group| (group.to_string(), question_words_or_key(asked, group))));
    let questions = named.into_iter().map(|(name, label)| {
        let lines = people.iter().enumerate().filter_map(|(at, person)| {
            // A speaker is one row, however often they spoke.
            let mut said: Vec<&Said> =
                person.said.iter().filter(|said| session::group_of(&said.variable) == name).collect();
            said.sort_by_key(|said| said.variable.as_str());
            let of_it = said.iter().filter_map(|said| carried.get(&said.answer)).flatten();
            let mut codes: Vec<String> =
                of_it.filter_map(|id| keys.get(id)).map(ToString::to_string).collect();
            // On two pieces of an answer it is still one code of that answer.
            codes.sort_unstable();
            codes.dedup();
            let words: Vec<&str> = said.iter().map(|said| said.words.as_str()).collect();
            let line = WordsLine { row: row_name(at), words: words.join("\n\n"), codes };
            (!words.is_empty()).then_some(line)
        });
        let number = asked.position(&name).map(|at| at + 1);
        QuestionWords { number, lines: lines.collect(), label, name }
    });
    let mut questions: Vec<QuestionWords> = questions.collect();
    questions.retain(|question| !question.lines.is_empty());
    WordsPack { origin, raw, questions, codes: codes.into_iter().map(|(_, code)| code).collect() }
}
