//! An evidence pack as a report for people: a Word document, or a PDF.

use chrono::NaiveDate;
use earshot_app::words::Tongue;
use earshot_domain::frequency::Frequency;
use earshot_domain::need::NeedState;
use earshot_domain::suppression::{SYMBOL, Shown};
use earshot_formats::document::scale_words;
use earshot_formats::report::{self, Bar, Block, Report, Run, WriteError};
use earshot_service::{EvidenceNote, Pack, PackDecision, PackNeed, PackQuestion, PackQuote};

/// What a pack is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PackFile {
    /// A Word document.
    Docx,
    /// A tagged PDF.
    Pdf,
}

impl PackFile {
    /// How the name of such a file ends.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            PackFile::Docx => "docx",
            PackFile::Pdf => "pdf",
        }
    }

    /// The type of such a file.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            PackFile::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            PackFile::Pdf => "application/pdf",
        }
    }
}

/// Writes a pack. `origin` is how the site is reached, such as `https://earshot.example`; where it is empty, addresses lead
/// nowhere by themselves.
pub(crate) fn write(pack: &Pack, origin: &str, file: PackFile) -> Result<Vec<u8>, WriteError> {
    let made = report_of(pack, origin);
    match file {
        PackFile::Docx => report::docx(&made),
        PackFile::Pdf => report::pdf(&made),
    }
}

/// The pack as a report.
fn report_of(pack: &Pack, origin: &str) -> Report {
    let mut blocks = Vec::new();
    if !pack.published {
        let words = "Not published. Not everything in this pack can be seen by everybody yet, and it may still change.";
        blocks.push(Block::Paragraph(vec![Run::bold(words)]));
    }
    if let Some(need) = &pack.need {
        the_need(need, &mut blocks);
    }
    how_it_was_made(pack, &mut blocks);
    what_was_said(pack, &mut blocks);
    what_was_counted(pack, &mut blocks);
    what_rests_on_it(pack, &mut blocks);
    blocks.push(Block::Heading(1, "What it cannot say".into()));
    blocks.push(Block::List(pack.limits.iter().map(|limit| vec![Run::plain(limit)]).collect()));
    sources(pack, origin, &mut blocks);
    Report {
        title: format!("Evidence pack: {}", pack.title),
        under_title: vec![format!("{}, {}. Made on {}.", pack.organisation, pack.reference, day(pack.on))],
        lang: "en-GB".into(),
        author: pack.organisation.clone(),
        day: pack.on,
        blocks,
    }
}

fn day(day: NaiveDate) -> String {
    Tongue::default().day(day)
}

/// The mark of a source.
fn mark(source: usize) -> String {
    format!("[{source}]")
}

fn the_need(need: &PackNeed, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(1, "The need".into()));
    let statement = if need.statement.trim().is_empty() { &need.title } else { &need.statement };
    blocks.push(Block::plain(format!("{statement} {}", mark(need.source))));
    blocks.push(Block::plain(format!("{}, {}.", need.reference, state_words(need.state))));
}

fn how_it_was_made(pack: &Pack, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(1, "How it was made".into()));
    blocks.push(Block::plain(&pack.method));
    blocks.extend(pack.missing.iter().map(Block::plain));
    blocks.push(Block::plain(&pack.choosing));
    blocks.extend(pack.told.iter().map(Block::plain));
}

fn what_was_said(pack: &Pack, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(1, "What young people said".into()));
    if pack.notes.is_empty() {
        blocks.push(Block::plain("No theme of it is final yet."));
    }
    for note in &pack.notes {
        let title = if note.child_name.trim().is_empty() { &note.name } else { &note.child_name };
        blocks.push(Block::Heading(2, title.clone()));
        blocks.push(Block::plain(how_many(note)));
        if !note.summary.trim().is_empty() {
            blocks.push(Block::plain(&note.summary));
        }
        quotes(&note.quotes, blocks);
    }
    if !pack.quotes.is_empty() {
        blocks.push(Block::Heading(2, "Other quotes".into()));
        quotes(&pack.quotes, blocks);
    }
}

/// How many said it, in words and as a number that may be shown (domain.md 4.4).
fn how_many(note: &EvidenceNote) -> String {
    let voices = voices(note.voices);
    let named = format!("{}, {}, {}", note.reference, note.name, mark(note.source));
    match note.frequency {
        Some(frequency) => {
            format!(
                "{} of those who wrote something said this: {voices}. Theme {named}.",
                frequency_words(frequency)
            )
        }
        None => format!("Said by {voices}. Theme {named}."),
    }
}

fn voices(shown: Shown) -> String {
    format!("{} children and young people", shown.in_words())
}

fn frequency_words(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::All => "All",
        Frequency::AlmostAll => "Almost all",
        Frequency::Most => "Most",
        Frequency::MoreThanHalf => "More than half",
        Frequency::AboutHalf => "About half",
        Frequency::Some => "Some",
        Frequency::AFew => "A few",
    }
}

fn quotes(quotes: &[PackQuote], blocks: &mut Vec<Block>) {
    let as_block = |quote: &PackQuote| Block::Quote {
        words: quote.words.clone(),
        by: quote.attribution.clone(),
        note: format!("{} {}", quote.reference, mark(quote.source)),
    };
    let (young, others): (Vec<&PackQuote>, Vec<&PackQuote>) = quotes.iter().partition(|quote| quote.is_young);
    blocks.extend(young.into_iter().map(as_block));
    if !others.is_empty() {
        blocks.push(Block::plain("Others said:"));
        blocks.extend(others.into_iter().map(as_block));
    }
}

fn what_was_counted(pack: &Pack, blocks: &mut Vec<Block>) {
    if pack.questions.is_empty() {
        return;
    }
    blocks.push(Block::Heading(1, "What was counted".into()));
    for question in &pack.questions {
        one_question(question, blocks);
    }
}

fn one_question(question: &PackQuestion, blocks: &mut Vec<Block>) {
    let finding = &question.finding;
    let about: Vec<&str> =
        std::iter::once(finding.text.as_str()).chain(finding.about.iter().map(String::as_str)).collect();
    let title = about.join(" \u{2013} ");
    blocks.push(Block::Heading(2, title.clone()));
    if finding.retired {
        blocks.push(Block::plain("This was not asked to the end."));
    }
    let labels = labels(question);
    if finding.percents.iter().any(Option::is_some) {
        let bars = labels.iter().zip(&finding.percents).map(|(label, percent)| Bar {
            label: label.clone(),
            percent: *percent,
            shown: percent.map_or_else(|| SYMBOL.to_string(), |percent| format!("{percent}%")),
        });
        blocks.push(Block::BarChart {
            caption: format!("{title} \u{2013} children and young people who answered, in per cent"),
            rows: bars.collect(),
        });
    }
    let table = &finding.table;
    let header = ["Answer".to_string()].into_iter().chain(table.columns.iter().cloned());
    let header = header.chain(["All".to_string()]).collect();
    let row = |label: &str, cells: &[Shown], total: Shown| {
        let cells = cells.iter().map(|cell| cell.text());
        [label.to_string()].into_iter().chain(cells).chain([total.text()]).collect::<Vec<_>>()
    };
    let counted = labels.iter().zip(&table.cells).zip(&table.row_totals);
    let mut rows: Vec<Vec<String>> =
        counted.map(|((label, cells), total)| row(label, cells, *total)).collect();
    rows.push(row("All who answered", &table.column_totals, table.total));
    let caption = format!("{title} \u{2013} children and young people, by age");
    blocks.push(Block::Table { caption, header, rows });
    for other in &finding.others {
        let who = Tongue::default().say(&format!("who-{}", other.respondent));
        let counted = labels.iter().zip(&other.table.row_totals);
        blocks.push(Block::Table {
            caption: format!("{title} \u{2013} {who}"),
            header: vec!["Answer".into(), "How many".into()],
            rows: counted.map(|(label, total)| vec![label.clone(), total.text()]).collect(),
        });
    }
}

/// What the rows of a question are called: of a scale that Earshot has the words for, those.
fn labels(question: &PackQuestion) -> Vec<String> {
    let scale = question.kind.as_ref().map(scale_words).unwrap_or_default();
    let rows = question.finding.values.iter().zip(&question.finding.table.rows);
    rows.map(|(value, row)| {
        let words = scale.iter().find(|(key, _)| key == value);
        words.map_or_else(|| row.clone(), |(_, words)| (*words).to_string())
    })
    .collect()
}

fn what_rests_on_it(pack: &Pack, blocks: &mut Vec<Block>) {
    // A need does not rest on itself.
    if pack.need.is_none() {
        blocks.push(Block::Heading(1, "Needs that rest on it".into()));
        if pack.needs.is_empty() {
            blocks.push(Block::plain("None yet."));
        } else {
            blocks.push(Block::List(pack.needs.iter().map(need_line).collect()));
        }
    }
    blocks.push(Block::Heading(1, "Decisions that answer it".into()));
    if pack.decisions.is_empty() {
        blocks.push(Block::plain("None is published yet."));
    }
    for decision in &pack.decisions {
        one_decision(decision, blocks);
    }
}

fn need_line(need: &PackNeed) -> Vec<Run> {
    let words = if need.statement.trim().is_empty() { &need.title } else { &need.statement };
    vec![
        Run::bold(format!("{}, {}: ", need.reference, state_words(need.state))),
        Run::plain(format!("{words} {}", mark(need.source))),
    ]
}

fn state_words(state: NeedState) -> &'static str {
    match state {
        NeedState::Draft => "a draft",
        NeedState::Proposed => "proposed",
        NeedState::Agreed => "agreed",
    }
}

fn one_decision(decision: &PackDecision, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(2, decision.title.clone()));
    let on = decision.on.map(|on| format!(", {}", day(on))).unwrap_or_default();
    let source = mark(decision.source);
    blocks
        .push(Block::plain(format!("{}, published. {}{on}. {source}", decision.reference, decision.decider)));
    let replies = decision.replies.iter().map(|(theme, status, reason)| {
        let status = Tongue::default().say(&format!("status-{}", status.as_str()));
        vec![Run::bold(format!("{theme}: ")), Run::plain(format!("{status}. {reason}"))]
    });
    let replies: Vec<Vec<Run>> = replies.collect();
    if !replies.is_empty() {
        blocks.push(Block::List(replies));
    }
}

fn sources(pack: &Pack, origin: &str, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(1, "Sources".into()));
    blocks.push(Block::plain("Addresses that begin with /desk are for staff who are signed in."));
    let note = |source: &earshot_service::PackSource| {
        let words = format!("{}, {}: ", source.reference, source.what);
        let address = format!("{origin}{}", source.path);
        let address =
            if origin.is_empty() { Run::plain(address) } else { Run::link(address.clone(), address) };
        vec![Run::plain(words), address]
    };
    blocks.push(Block::Notes(pack.sources.iter().map(note).collect()));
}

#[cfg(test)]
mod tests {
    use earshot_domain::reference::{Kind, Reference};
    use earshot_domain::suppression::{self, Preset};
    use earshot_service::PackSource;

    use super::*;

    fn pack() -> Pack {
        let (theme, quote) = (Reference::new(Kind::Theme, 3), Reference::new(Kind::Quote, 107));
        let source = |reference, path: &str| PackSource { reference, what: "One".into(), path: path.into() };
        let shown = PackQuote {
            source: 2,
            reference: quote,
            words: "the bus just drives past".into(),
            attribution: "Young person aged 11 to 13".into(),
            is_young: true,
        };
        let others = PackQuote { is_young: false, attribution: "Parent or carer".into(), ..shown.clone() };
        let note = EvidenceNote {
            source: 1,
            reference: theme,
            name: "Buses are full".into(),
            child_name: "The bus is full".into(),
            summary: "It passes.".into(),
            frequency: None,
            voices: suppression::count(Preset::Nhs5, 3),
            quotes: vec![others, shown],
        };
        Pack {
            reference: Reference::new(Kind::Consultation, 1),
            title: "Getting to school".into(),
            organisation: "Wexmoor".into(),
            on: NaiveDate::default(),
            published: false,
            method: "This draws on a few answers.".into(),
            missing: vec![],
            choosing: "Chosen.".into(),
            told: vec![],
            need: None,
            notes: vec![note],
            quotes: vec![],
            questions: vec![],
            needs: vec![],
            decisions: vec![],
            limits: vec!["Small numbers are hidden.".into()],
            sources: vec![source(theme, "/c/bus/results"), source(quote, "/trace/Q-0107")],
        }
    }

    #[test]
    fn each_note_names_its_record_and_small_numbers_stay_hidden() {
        let report = report_of(&pack(), "https://earshot.example");
        let said = format!("{:?}", report.blocks);
        assert!(said.contains("Not published."), "{said}");
        assert!(
            said.contains("Said by a few children and young people. Theme T-0003, Buses are full, [1]."),
            "{said}"
        );
        assert!(!said.contains(SYMBOL), "the marker is for tables: {said}");
        assert!(said.contains("Q-0107 [2]"), "{said}");
        let (young, parent) = (said.find("aged 11 to 13"), said.find("Parent or carer"));
        assert!(young.is_some() && young < parent, "what others said stands behind what young people said");
        let Some(Block::Notes(sources)) = report.blocks.last() else { panic!("the sources stand last") };
        assert_eq!(
            sources[1][1],
            Run::link("https://earshot.example/trace/Q-0107", "https://earshot.example/trace/Q-0107")
        );
        let Some(Block::Notes(sources)) = report_of(&pack(), "").blocks.pop() else { panic!("likewise") };
        assert_eq!(sources[1][1], Run::plain("/trace/Q-0107"), "nobody knows where the site is");
    }

    #[test]
    fn both_files_are_written() {
        for (file, begins) in [(PackFile::Docx, &b"PK"[..]), (PackFile::Pdf, &b"%PDF"[..])] {
            let bytes = write(&pack(), "https://earshot.example", file).map_err(|error| error.to_string());
            assert!(
                bytes.as_ref().is_ok_and(|bytes| bytes.starts_with(begins)),
                "{:?} {:?}",
                file,
                bytes.err()
            );
        }
    }
}
