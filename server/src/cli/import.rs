//! `earshot import`: files that others made, all of a file or nothing; and what its importers share.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Subcommand, ValueEnum};
use earshot_domain::respondent::RespondentType;
use earshot_formats::questionnaire;
use earshot_formats::{FILE_MAX, coding};
use earshot_service::{Error, ImportedCoding, ImportedTheme, Into as Target, Refusal};

use super::{answers, complain, qda, say, transcript};
use crate::settings::DataArgs;

#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// A questionnaire: XLSForm (.xlsx, .xls), LimeSurvey (.lss, .lsg, .lsq), SurveyJS (.json), or the comments of
    /// a Polis conversation (.csv).
    Questionnaire {
        /// The file.
        file: PathBuf,
        /// The consultation's short name; made if there is none.
        #[arg(long, value_name = "SLUG")]
        into: String,
        /// Take what can be taken and leave the rest out. Without this, one part
        /// that cannot be taken keeps out the whole file.
        #[arg(long)]
        skip_unsupported: bool,
        #[command(flatten)]
        data: DataArgs,
    },
    /// Answers: a table (.csv) with a column for each question of the consultation, as Earshot, Qualtrics, Google
    /// Forms, LimeSurvey and KoboToolbox export it; or answers in words to one question: CSV or JSON lines with
    /// `response_id` and `response`.
    Answers(answers::AnswersArgs),
    /// What a group said: a transcript (.docx, .odt, .txt, .vtt, .srt) whose turns begin with who speaks and a colon. What it
    /// calls people is not kept.
    Transcript(transcript::TranscriptArgs),
    /// Themes and which answer carries which: a file of themes (.json), of codings
    /// (.jsonl, .csv), or a folder with both; a project (.qdpx) or a codebook (.qdc) of a program for qualitative
    /// analysis.
    Coding {
        /// The file or folder.
        file: PathBuf,
        /// The consultation's short name.
        #[arg(long, value_name = "SLUG")]
        into: String,
        /// The question that is coded, by its key or words: needed where people answered several in words. A project
        /// needs none.
        #[arg(long)]
        question: Option<String>,
        /// Of a project or a codebook, take what can be taken and leave the rest out. Without this, one passage that cannot
        /// be taken keeps out the whole file.
        #[arg(long)]
        skip_unsupported: bool,
        #[command(flatten)]
        data: DataArgs,
    },
}

/// A kind of respondent, as it is typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum RespondentArg {
    Child,
    Parent,
    Professional,
    Community,
}

impl From<RespondentArg> for RespondentType {
    fn from(kind: RespondentArg) -> Self {
        match kind {
            RespondentArg::Child => RespondentType::Child,
            RespondentArg::Parent => RespondentType::Parent,
            RespondentArg::Professional => RespondentType::Professional,
            RespondentArg::Community => RespondentType::Community,
        }
    }
}

/// Takes it in.
pub(super) async fn run(what: Import) -> anyhow::Result<ExitCode> {
    match what {
        Import::Questionnaire { file, into, skip_unsupported, data } => {
            let bytes = read(&file)?;
            let reading = questionnaire::read(&name(&file), &bytes)
                .with_context(|| format!("{} was not taken", file.display()))?;
            for note in &reading.notes {
                complain(&format!("note: {note}"));
            }
            for problem in &reading.problems {
                complain(&format!("cannot take: {problem}"));
            }
            if !reading.problems.is_empty() && !skip_unsupported {
                complain(&format!(
                    "Nothing was taken: {} parts of the file cannot be. With --skip-unsupported the rest is.",
                    reading.problems.len()
                ));
                return Ok(ExitCode::FAILURE);
            }
            let earshot = data.earshot().await?;
            let console = earshot.console().await?;
            let target = Target { slug: into.clone(), title: reading.title.clone(), ..Target::default() };
            let count = reading.questionnaire.questions.len();
            if !reading.questionnaire.questions.iter().any(|question| question.kind.asks()) {
                complain("Nothing was taken: no question of the file can be asked here.");
                return Ok(ExitCode::FAILURE);
            }
            if let Err(error) = earshot.import_questionnaire(&console, &target, &reading.questionnaire).await
            {
                return not_taken(error);
            }
            say(&format!("Took {count} questions into /c/{into}."));
            Ok(ExitCode::SUCCESS)
        }
        Import::Answers(args) => answers::import(args).await,
        Import::Transcript(args) => transcript::import(args).await,
        Import::Coding { file, into, skip_unsupported, data, .. } if crate::qda::is_one(&name(&file)) => {
            qda::import(&file, &into, skip_unsupported, &data).await
        }
        Import::Coding { file, into, question, data, .. } => {
            import_coding(&file, Target { slug: into, question, ..Target::default() }, &data).await
        }
    }
}

async fn import_coding(file: &Path, into: Target, data: &DataArgs) -> anyhow::Result<ExitCode> {
    let mut files = vec![file.to_path_buf()];
    if file.is_dir() {
        let inside: Vec<String> = std::fs::read_dir(file)?
            .filter_map(|entry| entry.ok().and_then(|entry| entry.file_name().into_string().ok()))
            .collect();
        let picked = coding::pick(inside.iter().map(String::as_str))
            .with_context(|| format!("{} was not taken", file.display()))?;
        files = picked.themes.into_iter().chain(picked.mapping).map(|name| file.join(name)).collect();
    }
    let (mut themes, mut codings) = (Vec::new(), Vec::new());
    for file in &files {
        let mut notes = Vec::new();
        let reading = coding::read_noting(&name(file), &read(file)?, &mut notes);
        for note in &notes {
            complain(&format!("note: {}: {note}", name(file)));
        }
        match reading {
            Ok(coding::CodingFile::Themes(lines)) => {
                themes.extend(lines.into_iter().map(|line| ImportedTheme {
                    key: line.key,
                    name: line.name,
                    definition: line.definition,
                }));
            }
            Ok(coding::CodingFile::Mapping(lines)) => codings.extend(lines.into_iter().map(|line| {
                ImportedCoding { line: line.line, answer: line.response_id, themes: line.themes }
            })),
            Err(errors) => return lines_wrong(&errors),
        }
    }
    let earshot = data.kept().await?;
    let console = earshot.console().await?;
    let done = if codings.is_empty() {
        earshot.import_themes(&console, &into.slug, &themes).await
    } else {
        earshot.import_coding(&console, &into, &themes, &codings).await
    };
    match done {
        Ok(done) => taken(if codings.is_empty() { "themes" } else { "codings" }, done, &into.slug),
        Err(error) => not_taken(error),
    }
}

/// Says what was taken.
#[expect(clippy::unnecessary_wraps, reason = "the way a command ends")]
pub(super) fn taken(what: &str, done: earshot_service::Imported, into: &str) -> anyhow::Result<ExitCode> {
    say(&format!("Took {} {what} into /c/{into}; {} were there already.", done.added, done.known));
    Ok(ExitCode::SUCCESS)
}

/// Says which lines cannot be read, so that nothing was taken.
#[expect(clippy::unnecessary_wraps, reason = "the way a command ends")]
pub(super) fn lines_wrong(errors: &[earshot_formats::LineError]) -> anyhow::Result<ExitCode> {
    for error in errors {
        complain(&error.to_string());
    }
    complain("Nothing was taken.");
    Ok(ExitCode::FAILURE)
}

/// Says in words why an import did not happen.
pub(super) fn not_taken(error: Error) -> anyhow::Result<ExitCode> {
    let refusals = match error {
        Error::Refused(refusals) => refusals,
        Error::NotFound => bail!("Nothing was taken: there is no consultation with this short name"),
        other => return Err(other.into()),
    };
    for refusal in &refusals {
        complain(&match refusal {
            Refusal::Line { line: 0, reason } => reason.clone(),
            Refusal::Line { line, reason } => format!("line {line}: {reason}"),
            Refusal::WrongState => {
                "the consultation has been open, or its findings are published".to_string()
            }
            Refusal::Unreadable("slug") => {
                "a short name has 2 to 60 of a-z, 0-9 and single hyphens".to_string()
            }
            Refusal::Unreadable("question") => {
                "the consultation has no such question that takes words".to_string()
            }
            Refusal::Taken("name") => {
                "the file has two themes of one name, or the codebook has it".to_string()
            }
            other => format!("{other:?}"),
        });
    }
    complain("Nothing was taken.");
    Ok(ExitCode::FAILURE)
}

/// What a file holds. Of one that is too large for every reader only so much that the reader says so.
pub(super) fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let most = u64::try_from(FILE_MAX)?.saturating_add(1);
    let mut bytes = Vec::new();
    std::fs::File::open(file)
        .and_then(|open| open.take(most).read_to_end(&mut bytes))
        .with_context(|| format!("could not read {}", file.display()))?;
    Ok(bytes)
}

/// What a file is called, without its folder.
pub(super) fn name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
