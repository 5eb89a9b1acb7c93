//! One function for each reader. Each gives it any bytes and says what must be true of whatever comes back. The fuzz
//! targets and the test `tests/hostile.rs` run the same functions.

use std::sync::LazyLock;

use earshot_domain::area::{Areas, Under};
use earshot_domain::question::{Choice, FieldError, Grid, Kind, Question, Ranking, Scale};
use earshot_domain::questionnaire::{Defect, Questionnaire, Section};
use earshot_formats::answers_table::{People, TableReading};
use earshot_formats::reading::Reading;
use earshot_formats::{
    LineError, answers, answers_table, areas, coding, limesurvey, media, polis, population, surveyjs, xlsform,
};
use rust_xlsxwriter::Workbook;

/// A reader, by the name of its target and of the folder with its seeds.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// Every reader.
pub(crate) const ALL: [Target; 11] = [
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
