//! `earshot import transcript`.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Args;
use earshot_domain::evidence::QuoteConsent;
use earshot_domain::session::{self, Speaker};
use earshot_formats::transcript;
use earshot_service::{Error, NewTranscript, Refusal};

use super::import::{name, not_taken, read};
use super::{complain, say};
use crate::settings::DataArgs;

/// What is taken in, and where to.
#[derive(Debug, Args)]
pub(super) struct TranscriptArgs {
    /// The file: .docx, .odt, .txt, .vtt or .srt.
    file: PathBuf,
    /// The consultation's short name.
    #[arg(long, value_name = "SLUG")]
    into: String,
    /// What staff call the session.
    #[arg(long)]
    title: String,
    /// The day of the session, as 2026-03-12.
    #[arg(long, value_name = "DATE")]
    held_on: NaiveDate,
    /// How many young people took part.
    #[arg(long, value_name = "N")]
    people: i64,
    /// How many adults were there.
    #[arg(long, value_name = "N", default_value_t = 2)]
    adults: i64,
    /// Why fewer than two adults were there.
    #[arg(long, value_name = "REASON", default_value = "")]
    few_adults: String,
    /// The question that it answered, by its key; left out, it was said in a group.
    #[arg(long)]
    question: Option<String>,
    /// Everybody there said yes to using their exact words.
    #[arg(long)]
    quotes: bool,
    /// Who somebody in the file is: YP1 is a young person, P1 a parent or carer, A1 a professional; also "worker" and
    /// "leave-out". Can be given several times, and has to be given of every adult who is a voice of their own.
    #[arg(long = "speaker", value_name = "NAME=WHO", value_parser = spoken)]
    speakers: Vec<(String, Speaker)>,
    /// Take it in although the same was taken in before.
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    data: DataArgs,
}

/// Takes in a transcript: all of it or nothing. The young person who spoke first is YP1, who is called a parent or a carer is
/// P1, who is called a teacher or the like is A1, and whoever led it is the worker. It says who became whom, and takes nobody for
/// an adult whom `--speaker` has not named: young carers are carers too.
pub(super) async fn import(args: TranscriptArgs) -> anyhow::Result<ExitCode> {
    let (transcript, report) = match transcript::read(&name(&args.file), &read(&args.file)?) {
        Ok(taken) => taken,
        Err(defect) => {
            complain(&format!("{defect}."));
            complain("Nothing was taken.");
            return Ok(ExitCode::FAILURE);
        }
    };
    for note in &report.notes {
        complain(&format!("note: {note}"));
    }
    let labels = transcript.labels();
    let cast = match cast(&labels, &args.speakers) {
        Ok(cast) => cast,
        Err(flaws) => {
            for flaw in &flaws {
                complain(flaw);
            }
            complain("Nothing was taken.");
            return Ok(ExitCode::FAILURE);
        }
    };
    for (label, speaker) in labels.iter().zip(&cast).filter(|(label, _)| !label.is_empty()) {
        complain(&format!("note: \u{201c}{label}\u{201d} is {}", speaker.words()));
    }
    let turns = crate::transcript::turns(&transcript, &cast, true);
    let young = turns.iter().filter(|turn| matches!(turn.speaker, Speaker::Young(_))).count();
    let new = NewTranscript {
        title: args.title,
        held_on: Some(args.held_on),
        many: args.people,
        adults: args.adults,
        few_adults: args.few_adults,
        bands: Vec::new(),
        consent: Some(if args.quotes { QuoteConsent::Yes } else { QuoteConsent::No }),
        question: args.question,
        again: args.again,
        content: transcript.carried(),
        turns,
    };
    let earshot = args.data.kept().await?;
    let console = earshot.console().await?;
    match earshot.keep_transcript(&console, &args.into, &new).await {
        Ok(_) => {
            say(&format!("Took {young} turns of young people into /c/{}. They wait to be read.", args.into));
            Ok(ExitCode::SUCCESS)
        }
        Err(Error::Refused(refusals)) => {
            for refusal in &refusals {
                complain(why(refusal));
            }
            complain("Nothing was taken.");
            Ok(ExitCode::FAILURE)
        }
        Err(error) => not_taken(error),
    }
}

/// Reads what `--speaker` says: a name in the file, and who that is.
fn spoken(text: &str) -> Result<(String, Speaker), String> {
    let (label, who) =
        text.rsplit_once('=').ok_or("write the name, = and who it is, as in \"Carer 1=YP1\"")?;
    let speaker = Speaker::parse(who.trim()).ok_or("after the = stands YP1, P1, A1, worker or leave-out")?;
    Ok((label.trim().to_string(), speaker))
}

/// Who the file's speakers become, or why that is not sure enough: who is called a carer may be a young carer, and nobody is to
/// look this over before it is kept.
fn cast(labels: &[&str], said: &[(String, Speaker)]) -> Result<Vec<Speaker>, Vec<String>> {
    let said_of = |label: &str| {
        let named = said.iter().find(|(name, _)| name.as_str() == label.trim());
        named.map(|(_, speaker)| *speaker)
    };
    let likely = session::cast(labels);
    let cast: Vec<Speaker> =
        labels.iter().zip(likely).map(|(label, likely)| said_of(label).unwrap_or(likely)).collect();
    let mut flaws: Vec<String> = said
        .iter()
        .filter(|(name, _)| !labels.iter().any(|label| label.trim() == name.as_str()))
        .map(|(name, _)| format!("nobody in the file is called \u{201c}{name}\u{201d}"))
        .collect();
    for (label, speaker) in labels.iter().zip(&cast).filter(|(label, _)| said_of(label).is_none()) {
        let with = labels.iter().zip(&cast).find(|(other, same)| *other != label && *same == speaker);
        if matches!(speaker, Speaker::Parent(_) | Speaker::Professional(_)) {
            flaws.push(format!(
                "\u{201c}{label}\u{201d} would be {}: --speaker \"{label}={speaker}\" says so, and --speaker \"{label}=YP1\" that \
                 it is a young person",
                speaker.words()
            ));
        } else if let Some((other, _)) = with.filter(|_| speaker.voice().is_some()) {
            flaws.push(format!(
                "\u{201c}{label}\u{201d} and \u{201c}{other}\u{201d} would both be {speaker}: --speaker says who each is"
            ));
        }
    }
    if flaws.is_empty() { Ok(cast) } else { Err(flaws) }
}

/// Why a session is not taken.
fn why(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Missing("title") => "it needs a title",
        Refusal::Missing("few_adults") => "two adults are needed; --few-adults says why fewer were there",
        Refusal::TooLong { field: "few_adults", .. } => "the reason in --few-adults is too long",
        Refusal::TooLong { .. } => "the title is too long",
        Refusal::Unreadable("many") => "--people is at least the number of those who speak, and 60 at most",
        Refusal::Unreadable("adults") => "--adults is 0 to 50",
        Refusal::Unreadable("held_on") => "--held-on is no day that lies ahead",
        Refusal::Unreadable("speakers") => "nobody speaks in it but whoever led it",
        Refusal::Unreadable("question") => "the consultation has no such question that takes words",
        Refusal::Taken("again") => "the same was taken in before; with --again it is taken in once more",
        Refusal::WrongState => "sessions are taken in from the day it opens until its findings are published",
        _ => "it cannot be taken as it is",
    }
}
