//! `earshot export`: what can be written of a consultation, and the file that it is written to.

use std::path::Path;

use anyhow::{Context, bail};
use clap::ValueEnum;
use earshot_domain::export::ExportForm;
use earshot_formats::questionnaire::{self, Format};
use earshot_service::{Actor, Earshot, Error, PackAbout};

use super::answers_out::{self, AnswersOut};
use super::qda::{self, Written};
use super::{say, web_address};
use crate::document;
use crate::pack::{self, PackFile};
use crate::settings::DataArgs;

/// What can be written for other programs.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum ExportKind {
    /// The questionnaire as an XLSForm workbook.
    Xlsform,
    /// The questionnaire as SurveyJS JSON.
    Surveyjs,
    /// The questionnaire as a Word document, to be approved on paper.
    DocxQuestionnaire,
    /// The answers as a table of text, redacted, with a description of its columns beside it; both in one archive where the
    /// file's name ends in .zip.
    Csv,
    /// The answers as a workbook, redacted.
    Xlsx,
    /// The answers as a file of SPSS, redacted.
    Sav,
    /// The answers in words, redacted, with codes: an archive with a folder for each question, or the answers to one question
    /// where the file's name ends in .jsonl.
    Jsonl,
    /// What was said in words, redacted, with its coding: a project for programs for qualitative analysis (REFI-QDA).
    Qdpx,
    /// The codebook for such programs.
    Qdc,
    /// The codebook as a table of text (CSV): each code with those that it stands under, and what it means, as Taguette reads it.
    Codebook,
    /// The evidence pack as a Word document.
    Docx,
    /// The evidence pack as a PDF that can be read aloud.
    Pdf,
}

/// What a kind of file holds, and in which form.
enum Holds {
    /// The questionnaire for another program, or as a Word document for people.
    Questionnaire(Option<Format>),
    Answers(ExportForm),
    Coding(Written),
    Pack(PackFile),
}

impl ExportKind {
    fn holds(self) -> Holds {
        match self {
            ExportKind::Xlsform => Holds::Questionnaire(Some(Format::XlsForm)),
            ExportKind::Surveyjs => Holds::Questionnaire(Some(Format::SurveyJs)),
            ExportKind::DocxQuestionnaire => Holds::Questionnaire(None),
            ExportKind::Csv => Holds::Answers(ExportForm::Csv),
            ExportKind::Xlsx => Holds::Answers(ExportForm::Xlsx),
            ExportKind::Sav => Holds::Answers(ExportForm::Sav),
            ExportKind::Jsonl => Holds::Answers(ExportForm::Jsonl),
            ExportKind::Qdpx => Holds::Coding(Written::Project),
            ExportKind::Qdc => Holds::Coding(Written::Codebook),
            ExportKind::Codebook => Holds::Coding(Written::Table),
            ExportKind::Docx => Holds::Pack(PackFile::Docx),
            ExportKind::Pdf => Holds::Pack(PackFile::Pdf),
        }
    }
}

/// Writes one file, which must not be there yet; of answers, beside it, what describes them.
pub(super) async fn run(
    kind: ExportKind,
    slug: &str,
    output: &Path,
    public_url: Option<&str>,
    answers: &AnswersOut,
    data: &DataArgs,
) -> anyhow::Result<()> {
    let origin = public_url.map(web_address).transpose()?.unwrap_or_default();
    let earshot = data.kept().await?;
    let console = earshot.console().await?;
    let (what, written) = match kind.holds() {
        // Several files, or one, and they say themselves what is not in them.
        Holds::Answers(form) => {
            return answers_out::run((&earshot, &console), form, slug, output, answers).await;
        }
        Holds::Questionnaire(format) => ("questionnaire", asked(&earshot, &console, slug, format).await?),
        Holds::Coding(what) => {
            let name = if what == Written::Project { "coding" } else { "codebook" };
            (name, qda::written(&earshot, &console, slug, what).await?)
        }
        Holds::Pack(file) => ("evidence pack", evidence(&earshot, &console, slug, &origin, file).await?),
    };
    let mut file = std::fs::File::create_new(output).with_context(|| format!("{}", output.display()))?;
    std::io::Write::write_all(&mut file, &written)?;
    say(&format!("Wrote the {what} of /c/{slug} to {}.", output.display()));
    Ok(())
}

/// What is asked, for another program or on paper.
async fn asked(
    earshot: &Earshot,
    console: &Actor,
    slug: &str,
    format: Option<Format>,
) -> anyhow::Result<Vec<u8>> {
    let consultation = earshot.preparation(console, slug).await.map_err(|error| missing(slug, error))?;
    let consultation = consultation.consultation;
    let written = match format {
        Some(format) => questionnaire::write(format, &consultation.setup.title, &consultation.questionnaire),
        None => document::questionnaire(&console.organisation, &consultation, earshot.today())
            .map_err(|error| error.to_string()),
    };
    written.map_err(|why| nothing_written(&why))
}

/// The evidence pack of a consultation.
async fn evidence(
    earshot: &Earshot,
    console: &Actor,
    slug: &str,
    origin: &str,
    file: PackFile,
) -> anyhow::Result<Vec<u8>> {
    match earshot.evidence_pack(console, &PackAbout::Consultation(slug.to_string())).await {
        Ok(pack) => pack::write(&pack, origin, file).map_err(|error| nothing_written(&error.to_string())),
        Err(Error::Refused(_)) => bail!("there is no evidence pack of {slug} until it is closed"),
        Err(error) => Err(missing(slug, error)),
    }
}

/// Why a consultation cannot be written.
pub(super) fn missing(slug: &str, error: Error) -> anyhow::Error {
    match error {
        Error::NotFound => anyhow::anyhow!("there is no consultation {slug}"),
        other => other.into(),
    }
}

fn nothing_written(why: &str) -> anyhow::Error {
    anyhow::anyhow!("nothing was written: {why}")
}
