//! One function for each reader. Each gives it any bytes and says what must be true of whatever comes back. The fuzz
//! targets and the test `tests/hostile.rs` run the same functions.

use std::sync::LazyLock;

use earshot_domain::area::{Areas, Under};
use earshot_domain::question::{Choice, FieldError, Grid, Kind, LONG_TEXT_MAX, Question, Ranking, Scale};
use earshot_domain::questionnaire::{Defect, Questionnaire, Section};
use earshot_domain::text;
use earshot_formats::answers_table::{People, TableReading};
use earshot_formats::reading::Reading;
use earshot_formats::{
    LineError, answers, answers_table, areas, coding, limesurvey, media, polis, population, refi, surveyjs,
    transcript, xlsform,
};
use rust_xlsxwriter::Workbook;

/// A reader, by the name of its target and of the folder with its seeds.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// Every reader.
pub(crate) const ALL: [Target; 13] = [
    ("xlsx", xlsx),
    ("xls", xls),
    ("limesurvey", limesurvey),
    ("surveyjs", surveyjs),
    ("polis", polis),
    ("answers", answers),
    ("answers_table", answers_table),
    ("coding", coding),
    ("areas", areas),
    ("population", population),
    ("media", media),
    ("refi", refi),
    ("transcript", transcript),
];

/// A workbook; what is none by its first bytes is put into one, a line a row and a cell between tabs, with a line `---`
/// between the sheets.
fn xlsx(bytes: &[u8]) {
    if bytes.starts_with(b"PK") {
        sound(xlsform::read(bytes));
    } else if let Some(workbook) = workbook(&String::from_utf8_lossy(bytes)) {
        sound(xlsform::read(&workbook));
    }
}

/// The sheets of a form, from their cells as text.
fn workbook(text: &str) -> Option<Vec<u8>> {
    let mut workbook = Workbook::new();
    for (name, rows) in ["survey", "choices", "settings"].into_iter().zip(text.split("\n---\n")) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).ok()?;
        for (row, cells) in (0..).zip(rows.lines().take(500)) {
            for (column, cell) in (0..).zip(cells.split('\t').take(50)) {
                // What cannot stand in a cell is left out.
                let _ = sheet.write_string(row, column, cell);
            }
        }
    }
    workbook.save_to_buffer().ok()
}

fn xls(bytes: &[u8]) {
    sound(xlsform::read(bytes));
}

fn limesurvey(bytes: &[u8]) {
    for name in ["a.lss", "a.lsg", "a.lsq"] {
        sound(limesurvey::read(name, bytes));
    }
}

fn surveyjs(bytes: &[u8]) {
    sound(surveyjs::read(bytes));
}

fn polis(bytes: &[u8]) {
    sound(polis::read(bytes));
}

/// What was taken can be asked, unless nothing was.
fn sound<E>(reading: Result<Reading, E>) {
    let Ok(reading) = reading else { return };
    let defects = reading.questionnaire.defects();
    let nothing = defects == [Defect::NoQuestions] && !reading.problems.is_empty();
    assert!(defects.is_empty() || nothing, "{defects:?}");
}

fn answers(bytes: &[u8]) {
    for name in ["a.csv", "a.jsonl", "a"] {
        let Ok(lines) = answers::read(name, bytes) else { continue };
        assert!(lines.iter().all(|line| !line.response.trim().is_empty() && !line.response_id.is_empty()));
    }
}

/// What a table of answers is read for.
static ASKED: LazyLock<Questionnaire> = LazyLock::new(asked);

/// A table of answers, for that.
pub(crate) fn table(bytes: &[u8]) -> Result<TableReading<'_>, Vec<LineError>> {
    answers_table::read("a.csv", bytes, &ASKED, People::default())
}

fn answers_table(bytes: &[u8]) {
    let _ = answers_table::is_of_one_question("a.csv", bytes, Some(&ASKED));
    let Ok(reading) = table(bytes) else { return };
    assert_eq!(reading.rows().count(), reading.count);
    for row in reading.rows() {
        assert!(!row.answers.is_empty());
        for (variable, given) in &row.answers {
            let question = ASKED.get(variable).filter(|_| ASKED.takes(variable));
            let accepted = question.map(|question| question.accepts(given));
            assert!(
                matches!(accepted, Some(Ok(()) | Err(FieldError::Contact(_)))),
                "{variable}: {accepted:?}"
            );
        }
    }
}

fn asked() -> Questionnaire {
    let options = || ["bus", "car", "walk"].map(|key| Choice::new(key, format!("The {key}"))).to_vec();
    let mut late = Question::new("late", "Is {@} late?", Kind::YesNoUnsure);
    late.section = Some("each".into());
    let mut asked = Questionnaire::of(vec![
        Question::new("way", "How do you travel?", Kind::single(options())),
        Question::new("ways", "Which ways?", Kind::multi(options(), Some(2))),
        late,
        Question::new("feel", "How is it?", Kind::Grid(Grid { statements: options(), scale: Scale::Agree })),
        Question::new("order", "Order them", Kind::Ranking(Ranking { options: options(), shuffle: false })),
        Question::new("many", "How many?", Kind::number(Some(0), Some(20))),
        Question::new("why", "Why?", Kind::LongText),
    ]);
    asked.sections = vec![Section { each_of: Some("ways".into()), ..Section::new("each", "") }];
    asked
}

fn coding(bytes: &[u8]) {
    for name in ["a.json", "a.jsonl", "a.csv", "themes.json", "mapping.csv"] {
        let _ = coding::read_noting(name, bytes, &mut Vec::new());
    }
}

fn areas(bytes: &[u8]) {
    let Ok(listed) = areas::read(&String::from_utf8_lossy(bytes)) else { return };
    for (at, one) in listed.iter().enumerate() {
        assert!(!matches!(one.under, Under::Listed(above) if above >= at), "what lies above stands above");
    }
    let _ = Areas::default().take(&listed);
}

fn population(bytes: &[u8]) {
    let Ok(figures) = population::read(&String::from_utf8_lossy(bytes)) else { return };
    assert!(figures.windows(2).all(|pair| pair[0].line < pair[1].line), "a figure a line");
}

/// What was cleaned is taken again, and there is nothing left to clean.
fn media(bytes: &[u8]) {
    if let Ok(clean) = media::clean_image(bytes) {
        assert_eq!(media::looks_like(&clean.bytes), Some(media::Medium::Picture));
        assert_eq!(media::clean_image(&clean.bytes).map(|again| again.size), Ok(clean.size));
    }
    for clean_one in [media::clean_audio, media::clean_clip] {
        if let Ok(clean) = clean_one(bytes.to_vec()) {
            assert_eq!(clean_one(clean.bytes.clone()), Ok(clean));
        }
    }
}

/// A project as an archive; what is none is read as the XML of one, and as a codebook. What was taken can be written, and is
/// the same when it is read again.
fn refi(bytes: &[u8]) {
    let read = if refi::is_archive(bytes) { refi::read_project(bytes) } else { refi::read_qde(bytes) };
    if let Ok((mut project, _)) = read {
        for source in &project.sources {
            let size = earshot_domain::text::length(&source.text);
            for selection in &source.selections {
                assert!(selection.span.start < selection.span.end && selection.span.end <= size);
                // A passage that carries no code stands there for the note beside it.
                let place = refi::Beside::Selection(selection.guid);
                let noted = project.links.iter().any(|(_, beside)| *beside == place);
                assert!(noted || !selection.codings.is_empty());
            }
        }
        // Some programs count in another way than we do.
        project.origin = "Earshot".into();
        let written = refi::write_project(&project);
        assert!(written.is_ok());
        // What XML cannot hold is another letter now; and repetitive enough, it would be taken for a trick.
        let again = written.ok().filter(|written| written.replaced == 0);
        if let Some(Ok((again, _))) = again.map(|written| refi::read_project(&written.bytes)) {
            assert_eq!(again.codes, project.codes);
            assert_eq!(again.sources, project.sources);
        }
    }
    if let Ok((codebook, _)) = refi::read_codebook(bytes) {
        let written = refi::write_codebook(&codebook);
        let again = refi::read_codebook(&written.bytes);
        assert!(again.is_ok_and(|(again, _)| written.replaced > 0 || again.codes == codebook.codes));
    }
}

/// Captions and text as they are, and documents: what is none by its first bytes is put into one. What was taken is taken
/// again as it is carried, and fits answers.
fn transcript(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for name in ["a.txt", "a.vtt", "a.srt", "a.docx", "a.odt"] {
        let Ok((transcript, _)) = transcript::read(name, &as_file(name, bytes)) else { continue };
        for turn in &transcript.turns {
            assert!(!turn.words.is_empty() && turn.words.chars().count() <= LONG_TEXT_MAX);
        }
        for place in transcript.names() {
            assert!(text::slice(&transcript.turns[place.turn].words, place.span).is_some());
        }
        assert_eq!(transcript::Transcript::from_carried(&transcript.carried()).as_ref(), Ok(&transcript));
    }
    let _ = transcript::Transcript::from_carried(&text);
}

/// The bytes as a file of this name.
pub(crate) fn as_file(name: &str, bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    match name {
        "a.docx" => document(bytes, "word/document.xml", &text),
        "a.odt" => document(bytes, "content.xml", &text),
        _ => bytes.to_vec(),
    }
}

/// An archive with this part, unless it is one already. It is stored and not packed, so that no other crate is needed.
fn document(bytes: &[u8], name: &str, text: &str) -> Vec<u8> {
    if bytes.starts_with(b"PK") {
        return bytes.to_vec();
    }
    let (part, name) = (text.as_bytes(), name.as_bytes());
    let size = u32::try_from(part.len()).unwrap_or_default().to_le_bytes();
    let length = u16::try_from(name.len()).unwrap_or_default().to_le_bytes();
    let sum = checksum(part).to_le_bytes();
    // Version, flags, no packing, time and day, as both headers have them.
    let shared = [&[20, 0, 0, 0, 0, 0, 0, 0, 33, 0][..], &sum, &size, &size, &length, &[0, 0]].concat();
    let local = [&b"PK\x03\x04"[..], &shared[..], name, part].concat();
    let central = [&b"PK\x01\x02\x14\0"[..], &shared[..], &[0; 14], name].concat();
    let at = u32::try_from(local.len()).unwrap_or_default().to_le_bytes();
    let long = u32::try_from(central.len()).unwrap_or_default().to_le_bytes();
    let end = [&b"PK\x05\x06\0\0\0\0\x01\0\x01\0"[..], &long[..], &at, &[0, 0]].concat();
    [local, central, end].concat()
}

/// The checksum of archives (CRC-32).
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum: u32, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg()))
    })
}
