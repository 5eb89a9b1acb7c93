//! `earshot export` of answers.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use earshot_domain::export::{ExportContent, ExportForm, ExportKind, Origin};
use earshot_formats::tables::{self, WrittenFile};
use earshot_service::{Actor, Earshot, Error, ExportOrder, Refusal};

use super::{complain, say};

/// What can be said about a file of answers.
#[derive(Debug, Args)]
pub(super) struct AnswersOut {
    /// Of answers: write the words as they were written, and not redacted. Say why with --reason; it stands in the audit
    /// trail.
    #[arg(long, requires = "reason")]
    raw: bool,
    /// Of answers: what the file is for.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// For a file .jsonl: the question, by its key, where people answered several in words.
    #[arg(long, value_name = "KEY")]
    question: Option<String>,
}

/// Writes the answers of a consultation: all of it or nothing.
pub(super) async fn run(
    (earshot, console): (&Earshot, &Actor),
    form: ExportForm,
    slug: &str,
    output: &Path,
    args: &AnswersOut,
) -> anyhow::Result<()> {
    if output.exists() {
        bail!("{} is there already; an export never overwrites one", output.display());
    }
    let reason = args.reason.clone().unwrap_or_default();
    let order = ExportOrder { kind: Some(ExportKind::Answers), form: Some(form), raw: args.raw, reason };
    let content = earshot.export_now(console, slug, &order).await.map_err(|error| match error {
        Error::NotFound => anyhow::anyhow!("there is no consultation {slug}"),
        Error::Refused(why) => anyhow::anyhow!("nothing was written: {}", refused(&why)),
        other => other.into(),
    })?;
    let unread = earshot.preparation(console, slug).await?.consultation.unread;
    let files = files(form, &content, output, args.question.as_deref())?;
    write(&files)?;
    if unread > 0 {
        complain("note: words that nobody has read yet are not in it. Read and clear them first.");
    }
    for note in [unchecked(&content), undecided(&content)].into_iter().flatten() {
        complain(&note);
    }
    let names: Vec<String> = files.iter().map(|(path, _)| path.display().to_string()).collect();
    say(&format!("Wrote the answers of /c/{slug} to {}.", names.join(" and ")));
    Ok(())
}

/// Where a file comes from, and what is not in it.
fn origin(content: &ExportContent) -> &Origin {
    match content {
        ExportContent::Tables(tables) => &tables.origin,
        ExportContent::Answers(table) => &table.origin,
        ExportContent::Words(pack) => &pack.origin,
    }
}

/// How many answers in words are not in a file because nobody else has looked at them, as the page "Take files out" says it.
fn unchecked(content: &ExportContent) -> Option<String> {
    let many = origin(content).unchecked?;
    let many = many.value().map_or_else(|| "A few".to_string(), |many| format!("About {many}"));
    Some(format!(
        "note: {many} answers in words are not in it, because nobody else has looked at them. The subject may hurt somebody, so \
         a second person looks first."
    ))
}

/// In how many places words are left out of a file because nobody has decided about them, as the same page says it.
fn undecided(content: &ExportContent) -> Option<String> {
    let many = origin(content).undecided?;
    let many = many.value().map_or_else(|| "a few".to_string(), |many| format!("about {many}"));
    Some(format!(
        "note: in {many} places nobody has decided yet whether the words tell who somebody is. They are left out until somebody \
         does."
    ))
}

fn refused(why: &[Refusal]) -> String {
    let words = why.iter().map(|refusal| match refusal {
        Refusal::Missing("reason") => "say with --reason what it is for".to_string(),
        Refusal::TooShort { min, .. } => format!("the reason has at least {min} letters"),
        Refusal::TooLong { max, .. } => format!("the reason has at most {max} letters"),
        other => format!("{other:?}"),
    });
    words.collect::<Vec<_>>().join("; ")
}

/// The files, with where they go.
fn files(
    form: ExportForm,
    content: &ExportContent,
    output: &Path,
    question: Option<&str>,
) -> anyhow::Result<Vec<(PathBuf, Vec<u8>)>> {
    let ending = output.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let whole = |content: &ExportContent| -> anyhow::Result<Vec<(PathBuf, Vec<u8>)>> {
        let written = tables::write(form, content).context("nothing was written")?;
        Ok(vec![(output.to_path_buf(), written.bytes)])
    };
    match (form, ending.as_deref()) {
        (ExportForm::Csv, ending) if ending != Some("zip") => {
            let parts = tables::parts(form, content).context("nothing was written")?;
            Ok(beside(parts, output))
        }
        (ExportForm::Jsonl, Some("jsonl" | "ndjson")) => {
            let ExportContent::Words(pack) = content else { bail!("nothing was written") };
            let mut pack = pack.clone();
            if let Some(key) = question {
                pack.questions.retain(|asked| asked.name == key);
            }
            if pack.questions.len() != 1 {
                let several = pack.questions.len() > 1;
                let why = if several {
                    "people answered several questions in words"
                } else {
                    "nobody\u{2019}s words can go out"
                };
                bail!("nothing was written: {why}; name one with --question, or a file that ends in .zip");
            }
            let parts = tables::parts(form, &ExportContent::Words(pack)).context("nothing was written")?;
            let lines = parts.into_iter().find(|part| part.name.ends_with("/responses.jsonl"));
            let lines = lines.context("nothing was written: there are no answers in words")?;
            Ok(vec![(output.to_path_buf(), lines.bytes)])
        }
        _ => whole(content),
    }
}

/// A table where it is wanted, and what describes it beside it, where other programs look for it. The description names the
/// table by its file.
fn beside(parts: Vec<WrittenFile>, output: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let name = output.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut files = Vec::new();
    for part in parts {
        if part.name.ends_with("-metadata.json") {
            let described = String::from_utf8_lossy(&part.bytes);
            let own = part.name.trim_end_matches("-metadata.json");
            let described = described.replacen(
                &format!("\"url\": {}", serde_json::Value::from(own)),
                &format!("\"url\": {}", serde_json::Value::from(name.as_str())),
                1,
            );
            files.push((output.with_file_name(format!("{name}-metadata.json")), described.into_bytes()));
        } else {
            files.push((output.to_path_buf(), part.bytes));
        }
    }
    files
}

/// Writes every file, or none of them.
fn write(files: &[(PathBuf, Vec<u8>)]) -> anyhow::Result<()> {
    let mut made: Vec<&Path> = Vec::new();
    for (path, bytes) in files {
        let written = std::fs::File::create_new(path).and_then(|mut file| {
            made.push(path);
            std::io::Write::write_all(&mut file, bytes)?;
            file.sync_all()
        });
        if let Err(error) = written {
            for half in made {
                let _ = std::fs::remove_file(half);
            }
            return Err(error).with_context(|| format!("nothing was written: {}", path.display()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use earshot_domain::export::WordsPack;
    use earshot_domain::suppression::{Preset, Shown, count};

    use super::*;

    fn content(unchecked: Option<Shown>, undecided: Option<Shown>) -> ExportContent {
        let text = String::new;
        let origin = Origin {
            slug: text(),
            title: text(),
            reference: text(),
            organisation: text(),
            day: chrono::NaiveDate::default(),
            unchecked,
            undecided,
        };
        ExportContent::Words(WordsPack { origin, raw: false, codes: Vec::new(), questions: Vec::new() })
    }

    #[test]
    fn it_says_how_many_answers_wait_for_a_second_person() {
        let said = |n| unchecked(&content(Some(count(Preset::Nhs5, n)), None)).unwrap_or_default();
        assert!(said(12).starts_with("note: About 10 answers in words are not in it"), "{}", said(12));
        assert!(said(3).starts_with("note: A few answers"), "{}", said(3));
        assert_eq!(unchecked(&content(None, Some(count(Preset::Nhs5, 12)))), None);
    }

    #[test]
    fn it_says_in_how_many_places_nobody_has_decided() {
        let said = |n| undecided(&content(None, Some(count(Preset::Nhs5, n)))).unwrap_or_default();
        assert!(said(12).starts_with("note: in about 10 places nobody has decided"), "{}", said(12));
        assert!(said(3).starts_with("note: in a few places"), "{}", said(3));
        assert_eq!(undecided(&content(Some(count(Preset::Nhs5, 12)), None)), None);
    }
}
