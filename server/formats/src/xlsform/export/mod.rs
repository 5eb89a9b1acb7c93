//! A questionnaire as an `XLSForm` workbook, for `ODK`, `KoBoToolbox` and
//! others, and for [`super::read`].
//!
//! Every kind of question becomes the type that comes closest. What the format
//! has no place for stands in columns whose names begin with `earshot_`: other
//! programs pass over them, and Earshot reads them back.

mod lists;
mod names;
mod rule;
mod survey;
mod table;
mod text;

use earshot_domain::question::Wording;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::slug;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::language;
use table::Table;

/// Why a questionnaire cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// A text that no cell of a spreadsheet can hold, or more rows than a sheet
    /// has.
    #[error("the workbook cannot be written: {0}")]
    Workbook(String),
}

impl From<XlsxError> for WriteError {
    fn from(error: XlsxError) -> Self {
        Self::Workbook(error.to_string())
    }
}

/// Writes a questionnaire as a workbook. Questions that are no longer asked are
/// not in it.
pub fn write(title: &str, asked: &Questionnaire) -> Result<Vec<u8>, WriteError> {
    let voices = Voices::of(asked);
    let (survey, choices) = survey::tables(asked, &voices);
    let mut workbook = Workbook::new();
    for (name, table) in
        [("survey", survey), ("choices", choices), ("settings", settings(title, asked, &voices))]
    {
        sheet(&mut workbook, name, &table)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn settings(title: &str, asked: &Questionnaire, voices: &Voices) -> Table {
    let mut table = Table::default();
    table.row();
    let id = slug::from_title(title);
    table.set("form_title", if title.trim().is_empty() { "Questionnaire" } else { title });
    table.set("form_id", if id.is_empty() { "questionnaire" } else { &id });
    table.set("version", "1");
    if let Some(own) = &voices.own {
        table.set("default_language", own);
    }
    if !asked.languages.is_empty() {
        table.set("earshot_languages", &asked.languages.join(" "));
    }
    table
}

fn sheet(workbook: &mut Workbook, name: &str, table: &Table) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let sheet = workbook.add_worksheet().set_name(name)?;
    for (column, heading) in (0..).zip(table.headings()) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, cells) in (1..).zip(table.rows()) {
        for (column, cell) in cells {
            sheet.write_string(row, *column, cell)?;
        }
    }
    Ok(())
}

/// The languages and doors that there are words for, with the endings of their
/// columns.
struct Voices {
    /// The questionnaire's own language as headings have it, where there are
    /// others or it is not English.
    own: Option<String>,
    /// The others.
    others: Vec<Voice>,
}

/// One other language or door.
#[derive(Clone)]
struct Voice {
    wording: Wording,
    /// `Cymraeg (cy)`, or `easy`.
    name: String,
    door: bool,
}

impl Voices {
    fn of(asked: &Questionnaire) -> Self {
        let own = asked.own_lang();
        let plain = |lang: &str| Wording { lang: Some(lang.to_owned()), ..Wording::default() };
        let mut others: Vec<Voice> = Vec::new();
        let mut add = |wording: &Wording| {
            let door = wording.easy || wording.band.is_some();
            let lang = wording.lang.as_deref();
            if (!door && lang.unwrap_or(own) == own) || others.iter().any(|voice| voice.is(wording)) {
                return;
            }
            let name = if door { language::door(wording) } else { language::heading(lang.unwrap_or(own)) };
            let Wording { lang, band, easy, .. } = wording.clone();
            others.push(Voice { wording: Wording { lang, band, easy, ..Wording::default() }, name, door });
        };
        asked.languages.iter().for_each(|lang| add(&plain(lang)));
        let titles = asked.sections.iter().flat_map(|section| &section.titles);
        titles.for_each(|(lang, _)| add(&plain(lang)));
        asked.questions.iter().flat_map(|question| &question.wordings).for_each(add);
        let marked = asked.lang.is_some() || others.iter().any(|voice| !voice.door);
        Self { own: marked.then(|| language::heading(own)), others }
    }

    /// The heading of a column of words in the questionnaire's own language.
    fn own(&self, field: &str) -> String {
        match &self.own {
            Some(own) => format!("{field}::{own}"),
            None => field.to_owned(),
        }
    }
}

impl Voice {
    fn is(&self, wording: &Wording) -> bool {
        let mine = &self.wording;
        mine.lang == wording.lang && mine.band == wording.band && mine.easy == wording.easy
    }

    /// The heading of a column of words in this voice. Words of doors have
    /// columns that only Earshot reads.
    fn column(&self, field: &str) -> String {
        let name = &self.name;
        match (self.door, field.strip_prefix("media::")) {
            (true, Some(media)) => format!("{DOOR_FIELD}{media}.{name}"),
            (true, None) if field.starts_with(DOOR_FIELD) => format!("{field}.{name}"),
            (true, None) => format!("{DOOR_FIELD}{field}.{name}"),
            (false, _) => format!("{field}::{name}"),
        }
    }
}

/// Begins every column that only Earshot reads.
const DOOR_FIELD: &str = "earshot_";
