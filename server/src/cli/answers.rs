//! `earshot import answers`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use earshot_domain::questionnaire::Questionnaire;
use earshot_formats::answers;
use earshot_formats::answers_table::{self, People};
use earshot_service::{
    Actor, Earshot, Error, Imported, ImportedAnswer, ImportedRow, Into as Target, Preparation,
};

use super::complain;
use super::import::{RespondentArg, lines_wrong, name, not_taken, read, taken};
use crate::settings::DataArgs;

/// What is taken in, and where to.
#[derive(Debug, Args)]
pub(super) struct AnswersArgs {
    /// The file.
    file: PathBuf,
    /// The consultation's short name. For answers to one question it is made, closed, if there is none.
    #[arg(long, value_name = "SLUG")]
    into: String,
    /// For answers to one question: the question's key or words; by default the first that takes words.
    #[arg(long)]
    question: Option<String>,
    /// Whose answers they are, where the file does not say it.
    #[arg(long = "as", value_enum, default_value = "child")]
    respondent: RespondentArg,
    /// These people did not say yes to using their exact words.
    #[arg(long)]
    no_quotes: bool,
    /// Leave out the columns that belong to no question. Without this, one such column keeps out the
    /// whole file.
    #[arg(long)]
    skip_unsupported: bool,
    #[command(flatten)]
    data: DataArgs,
}

/// Takes in a file of answers: all of it or nothing.
pub(super) async fn import(args: AnswersArgs) -> anyhow::Result<ExitCode> {
    let bytes = read(&args.file)?;
    let earshot = args.data.earshot().await?;
    let console = earshot.console().await?;
    let preparation = match earshot.preparation(&console, &args.into).await {
        Ok(preparation) => Some(preparation),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let asked = preparation.as_ref().map(questions);
    let of_one_question = args.question.is_some()
        || answers_table::is_of_one_question(&name(&args.file), &bytes, asked.as_ref());
    match preparation.zip(asked) {
        Some((preparation, asked)) if !of_one_question => {
            table(&args, &bytes, &earshot, &console, &preparation, &asked).await
        }
        _ => one_question(&args, &bytes, &earshot, &console, of_one_question).await,
    }
}

/// The questions, with the areas to choose from.
fn questions(preparation: &Preparation) -> Questionnaire {
    preparation.consultation.questionnaire.clone().with_places(&preparation.places())
}

fn target(args: &AnswersArgs) -> Target {
    Target {
        slug: args.into.clone(),
        title: None,
        question: args.question.clone(),
        respondent: args.respondent.into(),
        quotable: !args.no_quotes,
    }
}

fn ended(done: Result<Imported, Error>, what: &str, args: &AnswersArgs) -> anyhow::Result<ExitCode> {
    match done {
        Ok(done) => taken(what, done, &args.into),
        Err(error) => not_taken(error),
    }
}

/// Answers in words to one question; where the file does not look like that, there is no consultation
/// whose questions it could answer.
async fn one_question(
    args: &AnswersArgs,
    bytes: &[u8],
    earshot: &Earshot,
    console: &Actor,
    looks_like_it: bool,
) -> anyhow::Result<ExitCode> {
    let lines = match answers::read(&name(&args.file), bytes) {
        Ok(lines) => lines,
        Err(errors) => {
            if !looks_like_it {
                complain(&format!(
                    "There is no consultation {}. A table with a column for each question needs one with these \
                     questions: make it first, or import its questionnaire.",
                    args.into
                ));
            }
            return lines_wrong(&errors);
        }
    };
    let imported = lines.into_iter().map(|line| ImportedAnswer {
        line: line.line,
        key: line.response_id,
        words: line.response,
    });
    ended(earshot.import_answers(console, &target(args), imported).await, "answers", args)
}

/// Answers to a whole questionnaire, one person a row.
async fn table(
    args: &AnswersArgs,
    bytes: &[u8],
    earshot: &Earshot,
    console: &Actor,
    preparation: &Preparation,
    asked: &Questionnaire,
) -> anyhow::Result<ExitCode> {
    let areas = preparation.about_places();
    let people = People { bands: &preparation.consultation.setup.bands, areas: &areas };
    let reading = match answers_table::read(&name(&args.file), bytes, asked, people) {
        Ok(reading) => reading,
        Err(errors) => return lines_wrong(&errors),
    };
    for note in &reading.notes {
        complain(&format!("note: {note}"));
    }
    for problem in &reading.problems {
        complain(&format!("cannot take: {problem}"));
    }
    if !reading.problems.is_empty() && !args.skip_unsupported {
        complain("Nothing was taken: these columns cannot be. With --skip-unsupported the others are.");
        return Ok(ExitCode::FAILURE);
    }
    let rows = reading.rows().map(|row| ImportedRow {
        line: row.line,
        key: row.id,
        answers: row.answers,
        age_band: row.age_band,
        area: row.area,
        respondent: row.respondent,
    });
    ended(earshot.import_rows(console, &target(args), rows).await, "people's answers", args)
}
