//! An evidence pack as a report for people: a Word document, or a PDF.

use chrono::NaiveDate;
use earshot_app::words::Tongue;
use earshot_domain::frequency::Frequency;
use earshot_domain::need::NeedState;
use earshot_domain::suppression::{SYMBOL, Shown, ShownTable};
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
    let marks = pack.draws_on.iter().map(|source| mark(*source));
    let method: Vec<String> = std::iter::once(pack.method.clone()).chain(marks).collect();
    blocks.push(Block::plain(method.join(" ")));
    blocks.extend(pack.missing.iter().map(Block::plain));
    if !pack.quotes.is_empty() || pack.notes.iter().any(|note| !note.quotes.is_empty()) {
        blocks.push(Block::plain(&pack.choosing));
    }
    for told in &pack.told {
        let source = told.source.map(|source| format!(" {}", mark(source))).unwrap_or_default();
        blocks.push(Block::plain(format!("{}{source}", told.words)));
    }
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
    let named = format!("{}, {} {}", note.reference, note.name, mark(note.source));
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
        blocks.push(Block::Heading(3, "Others said".into()));
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
    if shows_something(&finding.table) {
        blocks.push(by_age(&title, &labels, &finding.table));
    } else {
        blocks.push(Block::plain("Too few children and young people answered for numbers to be shown."));
    }
    for other in finding.others.iter().filter(|other| shows_something(&other.table)) {
        let who = Tongue::default().say(&format!("who-{}", other.respondent));
        let counted = labels.iter().zip(&other.table.row_totals);
        blocks.push(Block::Table {
            caption: format!("{title} \u{2013} {who}"),
            header: vec!["Answer".into(), "How many".into()],
            rows: counted.map(|(label, total)| vec![label.clone(), total.text()]).collect(),
        });
    }
}

/// Whether any number of a table is shown.
fn shows_something(table: &ShownTable) -> bool {
    let totals = table.row_totals.iter().chain(&table.column_totals).chain([&table.total]);
    table.cells.iter().flatten().chain(totals).any(|shown| !shown.is_hidden())
}

/// The counts by age. A group of which nothing is shown has no column: that it is small can be read nowhere, nor that it is none.
fn by_age(title: &str, labels: &[String], table: &ShownTable) -> Block {
    let is_shown = |column: &usize| {
        let cells = table.cells.iter().filter_map(|row| row.get(*column));
        cells.chain(table.column_totals.get(*column)).any(|shown| !shown.is_hidden())
    };
    let columns: Vec<usize> = (0..table.columns.len()).filter(is_shown).collect();
    let row = |label: &str, cells: &[Shown], total: Shown| {
        let cells =
            columns.iter().map(|column| cells.get(*column).map(|cell| cell.text()).unwrap_or_default());
        [label.to_string()].into_iter().chain(cells).chain([total.text()]).collect::<Vec<_>>()
    };
    let names = columns.iter().filter_map(|column| table.columns.get(*column).cloned());
    let header = ["Answer".to_string()].into_iter().chain(names).chain(["All".to_string()]).collect();
    let counted = labels.iter().zip(&table.cells).zip(&table.row_totals);
    let mut rows: Vec<Vec<String>> =
        counted.map(|((label, cells), total)| row(label, cells, *total)).collect();
    rows.push(row("All who answered", &table.column_totals, table.total));
    Block::Table { caption: format!("{title} \u{2013} children and young people, by age"), header, rows }
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
        // Behind a question mark no colon stands.
        let colon = if source.what.ends_with(['?', '!', '.']) { "" } else { ":" };
        let words = format!("{}, {}{colon} ", source.reference, source.what);
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
    use earshot_domain::respondent::RespondentType;
    use earshot_domain::suppression::{self, CountTable, Preset};
    use earshot_service::{OtherTable, PackSource, PackTold, QuestionFinding};

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
            draws_on: vec![3],
            told: vec![PackTold { source: Some(4), words: "They were told on 2 June.".into() }],
            need: None,
            notes: vec![note],
            quotes: vec![],
            questions: vec![],
            needs: vec![],
            decisions: vec![],
            limits: vec!["Small numbers are hidden.".into()],
            sources: vec![
                source(theme, "/c/bus/results"),
                source(quote, "/trace/Q-0107"),
                source(Reference::new(Kind::Consultation, 1), "/c/bus/results"),
                source(Reference::new(Kind::Feedback, 1), "/c/bus/feedback"),
            ],
        }
    }

    #[test]
    fn each_note_names_its_record_and_small_numbers_stay_hidden() {
        let report = report_of(&pack(), "https://earshot.example");
        let said = format!("{:?}", report.blocks);
        assert!(said.contains("Not published."), "{said}");
        assert!(
            said.contains("Said by a few children and young people. Theme T-0003, Buses are full [1]."),
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
    fn every_source_is_named_in_the_text() {
        let mut pack = pack();
        let said = format!("{:?}", report_of(&pack, "").blocks);
        assert!(said.contains("This draws on a few answers. [3]"), "{said}");
        assert!(said.contains("They were told on 2 June. [4]"), "{said}");
        assert!(said.contains("Chosen."), "{said}");
        for source in 1..=pack.sources.len() {
            assert!(said.contains(&mark(source)), "{source}: {said}");
        }
        pack.notes[0].quotes.clear();
        pack.sources[2].what = "What is it like?".into();
        let said = format!("{:?}", report_of(&pack, "").blocks);
        assert!(!said.contains("Chosen."), "how quotes were chosen is said of none: {said}");
        assert!(said.contains("C-0001, What is it like? \""), "{said}");
    }

    #[test]
    fn groups_of_which_nothing_is_shown_stand_in_no_table() {
        let counts = |counts: Vec<Vec<u64>>, columns: &[&str]| {
            let rows = vec!["Yes".into(), "No".into()];
            let columns = columns.iter().map(ToString::to_string).collect();
            suppression::table(Preset::Nhs5, &CountTable { rows, columns, counts })
        };
        let ages = ["11 to 13", "14 to 15", "Age not said"];
        let table = counts(vec![vec![20, 2, 0], vec![15, 1, 0]], &ages);
        let parents = counts(vec![vec![2], vec![1]], &[""]);
        let others = vec![OtherTable { respondent: RespondentType::Parent, table: parents }];
        let finding = QuestionFinding {
            key: "know".into(),
            text: "Do you know?".into(),
            about: vec![],
            retired: false,
            values: vec!["yes".into(), "no".into()],
            percents: table.percents(),
            table,
            others,
        };
        let mut pack = pack();
        pack.questions = vec![PackQuestion { finding, kind: None }];
        let tables = |pack: &Pack| {
            let blocks = report_of(pack, "").blocks.into_iter();
            blocks
                .filter_map(|block| match block {
                    Block::Table { header, rows, .. } => Some((header, rows)),
                    _ => None,
                })
                .collect::<Vec<_>>()
        };
        let shown = tables(&pack);
        let [(header, rows)] = &shown[..] else { panic!("one table, and none of three parents") };
        assert_eq!(header, &["Answer", "11 to 13", "All"]);
        assert_eq!(rows[0][..2], ["Yes", "20"]);
        assert!(rows.iter().all(|row| row.len() == 3));
        pack.questions[0].finding.table = counts(vec![vec![2, 2, 0], vec![1, 1, 0]], &ages);
        pack.questions[0].finding.percents = vec![None, None];
        assert!(tables(&pack).is_empty());
        assert!(format!("{:?}", report_of(&pack, "").blocks).contains("Too few children and young people"));
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
