//! The framework matrix (domain.md 6.1): rows are groups of people, or single responses under a short name; columns are codes.
//! In the cell of a response stands what was coded, without what was taken out of it; in the cell of a group how many said it,
//! suppressed. In each of them somebody can write what it comes to.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use earshot_domain::policy::Permission;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::suppression::{self, Preset, SMALLEST_BASE, Shown};
use earshot_domain::text::{self, Span};
use earshot_store::analysis::{self, Code};
use earshot_store::consultation::Consultation;
use earshot_store::matrix::{self as kept, Case, NewSummary, Row, Summary};
use earshot_store::{StoreError, Tx};
use uuid::Uuid;

use crate::error::Refusal;
use crate::reading::{keep_page, short_name};
use crate::transcripts::question_words_or_key;
use crate::workbench::found_responses;
use crate::{Actor, Earshot, Error};

/// A row of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatrixRow {
    /// Everybody of one kind; of children those of one age, or those who did not say it.
    Group(RespondentType, Option<AgeBand>),
    /// One response.
    Response(Uuid),
}

impl MatrixRow {
    /// As in addresses: `child-11-13`, `child`, `parent`, or the id of a response.
    pub fn key(self) -> String {
        match self {
            MatrixRow::Group(kind, None) => kind.as_str().to_string(),
            MatrixRow::Group(kind, Some(band)) => format!("{kind}-{}", band.as_str()),
            MatrixRow::Response(id) => id.to_string(),
        }
    }

    /// Reads what [`MatrixRow::key`] writes.
    pub fn parse(key: &str) -> Option<Self> {
        if let Some(kind) = RespondentType::parse(key) {
            return Some(MatrixRow::Group(kind, None));
        }
        if let Some(band) = key.strip_prefix("child-") {
            return AgeBand::parse(band).map(|band| MatrixRow::Group(RespondentType::Child, Some(band)));
        }
        Uuid::try_parse(key).ok().map(MatrixRow::Response)
    }
}

/// What of the matrix somebody wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MatrixAsk {
    /// The codes that are its columns; the first ones of the codebook where nothing is chosen.
    pub codes: Vec<Uuid>,
    /// The theme whose codes are its columns.
    pub theme: Option<Uuid>,
    /// Whether its rows are single responses.
    pub singles: bool,
    /// Which page of these, from 0.
    pub page: i64,
}

/// The matrix, or a page of it.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// The codes that can be its columns.
    pub codes: Vec<Code>,
    /// The themes whose codes can be, with their names.
    pub themes: Vec<(Uuid, String)>,
    /// The columns.
    pub columns: Vec<Code>,
    /// Whether more codes were chosen than there is room for.
    pub is_cut: bool,
    /// The rows.
    pub lines: Vec<MatrixLine>,
    /// The page of single responses, from 0.
    pub page: i64,
    /// Whether there is another page.
    pub more: bool,
}

/// One row of it.
#[derive(Debug, Clone)]
pub struct MatrixLine {
    /// Which.
    pub row: MatrixRow,
    /// Whose views.
    pub respondent: RespondentType,
    /// Their age band.
    pub band: Option<AgeBand>,
    /// Of a response a short name that tells nothing.
    pub name: Option<String>,
    /// Whether something can be written here: not of a response of which something is held.
    pub is_open: bool,
    /// A cell for each column.
    pub cells: Vec<MatrixCell>,
}

/// One cell.
#[derive(Debug, Clone)]
pub struct MatrixCell {
    /// The column.
    pub code: Uuid,
    /// Of a group how many of it said so, as it may be shown.
    pub voices: Option<Shown>,
    /// Of a response what it said.
    pub said: Vec<MatrixSaid>,
    /// What somebody wrote.
    pub summary: Option<MatrixSummary>,
}

/// What of an answer carries a code, without what was taken out.
#[derive(Debug, Clone)]
pub struct MatrixSaid {
    /// The answer.
    pub answer_id: Uuid,
    /// Its short name.
    pub name: String,
    /// The question.
    pub question: String,
    /// The words.
    pub words: String,
}

/// What somebody wrote in a cell.
#[derive(Debug, Clone)]
pub struct MatrixSummary {
    /// What it says; nothing where it was emptied.
    pub words: String,
    /// How often it was written, from 1.
    pub edition: i64,
    /// Who wrote it last.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// The most columns that are chosen one by one.
pub const MATRIX_CODES_MAX: usize = 8;

/// Single responses on a page.
const PAGE: i64 = 25;

/// Letters of what is written in a cell.
const SUMMARY_MAX: usize = 2_000;

impl Earshot {
    /// The matrix, with the rows and columns that are asked for.
    pub async fn matrix(&self, actor: &Actor, slug: &str, ask: &MatrixAsk) -> Result<Matrix, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let page = ask.page.max(0);
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let codes = codes_to_give(&mut tx, row.id).await?;
        let links = analysis::theme_codes(&mut tx, row.id).await?;
        let mut columns: Vec<Code> = match ask.theme {
            Some(theme) => codes.iter().filter(|code| links.contains(&(theme, code.id))).cloned().collect(),
            None if ask.codes.is_empty() => codes.iter().take(MATRIX_CODES_MAX).cloned().collect(),
            None => codes.iter().filter(|code| ask.codes.contains(&code.id)).cloned().collect(),
        };
        let is_cut = ask.theme.is_none() && columns.len() > MATRIX_CODES_MAX;
        if is_cut {
            columns.truncate(MATRIX_CODES_MAX);
        }
        let ids: Vec<Uuid> = columns.iter().map(|code| code.id).collect();
        let summaries = kept::summaries(&mut tx, row.id).await?;
        let (mut lines, mut more) = (Vec::new(), false);
        if ask.singles {
            let mut cases = kept::cases(&mut tx, row.id, PAGE + 1, page * PAGE).await?;
            more = keep_page(&mut cases, PAGE);
            let asked = self.questions(&mut tx, &row).await?;
            let found = found_responses(&mut tx, row.id).await?;
            for mut case in cases {
                hide_age(&found, &mut case);
                lines.push(line_of(&mut tx, (&row, &asked), case, &ids, &summaries).await?);
            }
        } else {
            lines = group_lines(&mut tx, &row, &ids, &summaries).await?;
        }
        let themes = analysis::themes(&mut tx, row.id).await?;
        let themes = themes.into_iter().map(|theme| (theme.id, theme.name)).collect();
        if !lines.is_empty() {
            // A summary may hold what young people wrote.
            self.looked(tx, actor, false, &[row.number]).await?;
        }
        Ok(Matrix { codes, themes, columns, is_cut, lines, page, more })
    }

    /// One cell with its row and its code.
    pub async fn matrix_cell(
        &self,
        actor: &Actor,
        slug: &str,
        code: Uuid,
        row: MatrixRow,
    ) -> Result<(Code, MatrixLine), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let consultation = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let (code, line) = self.cell(&mut tx, &consultation, code, row).await?;
        self.looked(tx, actor, false, &[consultation.number]).await?;
        Ok((code, line))
    }

    /// Writes in a cell, in place of the edition that stood there; 0 where nothing did. Where somebody else has written there
    /// since, [`Refusal::ChangedMeanwhile`]. Of a response of which something is
    /// held nothing is written.
    pub async fn write_summary(
        &self,
        actor: &Actor,
        slug: &str,
        (code, row): (Uuid, MatrixRow),
        edition: i64,
        words: &str,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let consultation = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let (code, line) = self.cell(&mut tx, &consultation, code, row).await?;
        if !line.is_open {
            return Err(Error::Stale);
        }
        let words = text::normalise(words).trim().to_string();
        if words.is_empty() && edition == 0 {
            return Err(Error::refused(Refusal::Missing("matrix_summary")));
        }
        if words.chars().count() > SUMMARY_MAX {
            return Err(Error::refused(Refusal::TooLong { field: "matrix_summary", max: SUMMARY_MAX }));
        }
        let stands = line.cells.first().and_then(|cell| cell.summary.as_ref());
        if stands.is_some_and(|stands| stands.words == words && stands.edition != edition) {
            // Pressed twice, it stands there.
            return Ok(());
        }
        let key = row.key();
        let new = NewSummary {
            id: self.ordered_id(),
            consultation_id: consultation.id,
            code_id: code.id,
            row: match row {
                MatrixRow::Response(id) => Row::Response(id),
                MatrixRow::Group(..) => Row::Group(&key),
            },
            words: &words,
            edition,
            staff_id: actor.staff_id,
        };
        match kept::write(&mut tx, &new, self.now()).await {
            Err(StoreError::Stale | StoreError::Taken) => {
                return Err(Error::refused(Refusal::ChangedMeanwhile("matrix_summary")));
            }
            done => done?,
        }
        self.audit(&mut tx, actor, "matrix.write", code.id.to_string());
        Ok(tx.commit().await?)
    }

    /// A code that is given to answers, and a row of the matrix with its cell.
    async fn cell(
        &self,
        tx: &mut Tx,
        consultation: &Consultation,
        code: Uuid,
        row: MatrixRow,
    ) -> Result<(Code, MatrixLine), Error> {
        let codes = codes_to_give(tx, consultation.id).await?;
        let code = codes.iter().find(|known| known.id == code).cloned().ok_or(Error::NotFound)?;
        let summaries = kept::summaries(tx, consultation.id).await?;
        let line = match row {
            MatrixRow::Response(id) => {
                let mut case = kept::case(tx, consultation.id, id).await?.ok_or(Error::NotFound)?;
                hide_age(&found_responses(tx, consultation.id).await?, &mut case);
                let asked = self.questions(tx, consultation).await?;
                line_of(tx, (consultation, &asked), case, &[code.id], &summaries).await?
            }
            MatrixRow::Group(..) => {
                let lines = group_lines(tx, consultation, &[code.id], &summaries).await?;
                lines.into_iter().find(|line| line.row == row).ok_or(Error::NotFound)?
            }
        };
        Ok((code, line))
    }
}

/// The codes in use that are given to answers.
async fn codes_to_give(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Code>, Error> {
    let mut codes = analysis::codes(tx, consultation_id).await?;
    codes.retain(|code| code.is_codable);
    Ok(codes)
}

/// No age stands beside a response whose author would be found by it.
fn hide_age(found: &HashSet<Uuid>, case: &mut Case) {
    if found.contains(&case.id) {
        case.age_band = None;
    }
}

/// A response with a cell for each of these codes.
async fn line_of(
    tx: &mut Tx,
    (consultation, asked): (&Consultation, &Questionnaire),
    case: Case,
    columns: &[Uuid],
    summaries: &[Summary],
) -> Result<MatrixLine, Error> {
    let coded = kept::coded(tx, consultation.id, case.id).await?;
    let mut cells = Vec::with_capacity(columns.len());
    for column in columns {
        let mut said: Vec<MatrixSaid> = Vec::new();
        for carried in coded.iter().filter(|coded| coded.code_id == *column) {
            if said.iter().any(|known| known.answer_id == carried.answer_id) {
                continue;
            }
            let of_it: Vec<Option<Span>> = coded
                .iter()
                .filter(|other| other.code_id == *column && other.answer_id == carried.answer_id)
                .map(kept::Coded::piece)
                .collect();
            let redactions = crate::quotes::redactions(tx, carried.answer_id).await?;
            let whole = Span { start: 0, end: text::length(&carried.words) };
            let pieces = pieces(whole, &of_it);
            let shown: Vec<String> = pieces
                .into_iter()
                .filter_map(|piece| text::redact(&carried.words, piece, &redactions))
                .collect();
            said.push(MatrixSaid {
                answer_id: carried.answer_id,
                name: short_name(carried.answer_id),
                question: question_words_or_key(asked, &carried.question_key),
                words: shown.join(" \u{2026} "),
            });
        }
        let summary = summaries
            .iter()
            .find(|summary| summary.code_id == *column && summary.response_id == Some(case.id))
            .map(to_summary);
        cells.push(MatrixCell { code: *column, voices: None, said, summary });
    }
    Ok(MatrixLine {
        row: MatrixRow::Response(case.id),
        respondent: case.respondent_type,
        band: case.age_band.as_deref().and_then(AgeBand::parse),
        name: Some(person(case.id)),
        is_open: case.held == 0,
        cells,
    })
}

/// The pieces of an answer that carry a code, from its beginning; the whole of it where the whole does.
fn pieces(whole: Span, carried: &[Option<Span>]) -> Vec<Span> {
    if carried.contains(&None) {
        return vec![whole];
    }
    let mut pieces: Vec<Span> = carried.iter().flatten().copied().collect();
    pieces.sort_by_key(|piece| (piece.start, piece.end));
    pieces
}

/// The groups, each with a cell for each of these columns. A number depends on its group and its code alone and there are no
/// totals, so that no two choices of columns can be set against each other (domain.md 5.9, "differencing guard").
async fn group_lines(
    tx: &mut Tx,
    consultation: &Consultation,
    columns: &[Uuid],
    summaries: &[Summary],
) -> Result<Vec<MatrixLine>, Error> {
    let bases = kept::bases(tx, consultation.id).await?;
    let voices = kept::voices(tx, consultation.id).await?;
    let groups = groups(&consultation.setup.bands, &bases);
    let number = |n: i64| u64::try_from(n).unwrap_or_default();
    let people = |group: &MatrixRow| -> u64 {
        bases
            .iter()
            .filter(|(kind, band, _)| is_in(*group, kind, band.as_deref()))
            .map(|of| number(of.2))
            .sum()
    };
    let said = |group: &MatrixRow, code: Uuid| -> u64 {
        voices
            .iter()
            .filter(|(of, kind, band, _)| *of == code && is_in(*group, kind, band.as_deref()))
            .map(|of| number(of.3))
            .sum()
    };
    // No breakdown of a group with fewer than ten people; and rounded by whatever rule the organisation has, because exact
    // numbers of each group would stand beside exact numbers of all.
    let shown = |group: &MatrixRow, code: Uuid| {
        if people(group) < SMALLEST_BASE {
            Shown::HIDDEN
        } else {
            suppression::count(Preset::Nhs5, said(group, code))
        }
    };
    let line = |row: &MatrixRow| {
        let key = row.key();
        let cells = columns
            .iter()
            .map(|column| MatrixCell {
                code: *column,
                voices: Some(shown(row, *column)),
                said: Vec::new(),
                summary: summaries
                    .iter()
                    .find(|known| {
                        known.code_id == *column && known.group_key.as_deref() == Some(key.as_str())
                    })
                    .map(to_summary),
            })
            .collect();
        let (respondent, band) = match *row {
            MatrixRow::Group(kind, band) => (kind, band),
            MatrixRow::Response(_) => (RespondentType::Child, None),
        };
        MatrixLine { row: *row, respondent, band, name: None, is_open: true, cells }
    };
    Ok(groups.iter().map(line).collect())
}

/// A short name for whoever sent a response, unlike those of answers.
fn person(id: Uuid) -> String {
    short_name(id).replacen('R', "P", 1)
}

/// Whether somebody of this kind and band belongs to a group. A band that cannot be read is one that was not said.
fn is_in(group: MatrixRow, kind: &str, band: Option<&str>) -> bool {
    match group {
        MatrixRow::Group(RespondentType::Child, of) => {
            kind == RespondentType::Child.as_str() && band.and_then(AgeBand::parse) == of
        }
        MatrixRow::Group(of, _) => kind == of.as_str(),
        MatrixRow::Response(_) => false,
    }
}

/// The groups: children by every age that is asked for or was said, then those who did not say it, then everybody else who
/// wrote something.
fn groups(bands: &[AgeBand], bases: &[kept::People]) -> Vec<MatrixRow> {
    let child = RespondentType::Child;
    let wrote = |group: MatrixRow| bases.iter().any(|(kind, band, _)| is_in(group, kind, band.as_deref()));
    let mut groups: Vec<MatrixRow> = AgeBand::ALL
        .into_iter()
        .map(|band| (band, MatrixRow::Group(child, Some(band))))
        .filter(|(band, group)| bands.contains(band) || wrote(*group))
        .map(|(_, group)| group)
        .collect();
    let rest = RespondentType::ALL.iter().map(|kind| MatrixRow::Group(*kind, None));
    groups.extend(rest.filter(|group| wrote(*group)));
    groups
}

fn to_summary(summary: &Summary) -> MatrixSummary {
    MatrixSummary {
        words: summary.words.clone(),
        edition: summary.edition,
        by: summary.staff_name.clone(),
        at: summary.at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_as_it_is_written() {
        for row in [
            MatrixRow::Group(RespondentType::Child, Some(AgeBand::From11To13)),
            MatrixRow::Group(RespondentType::Child, None),
            MatrixRow::Group(RespondentType::Parent, None),
            MatrixRow::Response(Uuid::from_u128(7)),
        ] {
            assert_eq!(MatrixRow::parse(&row.key()), Some(row));
        }
        for odd in ["", "child-", "child-99", "parent-11-13", "everybody"] {
            assert_eq!(MatrixRow::parse(odd), None, "{odd}");
        }
    }

    #[test]
    fn groups_are_those_that_are_asked_for_and_those_who_wrote() {
        let of = |kind: &str, band: Option<&str>| (kind.to_string(), band.map(str::to_string), 1);
        let bases = [of("child", None), of("parent", Some("18-25")), of("child", Some("14-15"))];
        let keys: Vec<String> =
            groups(&[AgeBand::From11To13], &bases).iter().map(|group| group.key()).collect();
        assert_eq!(keys, ["child-11-13", "child-14-15", "child", "parent"]);
    }

    #[test]
    fn the_whole_answer_stands_for_its_pieces() {
        let span = |start, end| Span { start, end };
        assert_eq!(pieces(span(0, 9), &[Some(span(2, 3)), None]), [span(0, 9)]);
        assert_eq!(pieces(span(0, 9), &[Some(span(5, 7)), Some(span(2, 3))]), [span(2, 3), span(5, 7)]);
    }
}
