//! The desk for coding: which answers lie on it, and what was changed at one of them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use earshot_domain::attribution::SMALLEST_GROUP;
use earshot_domain::session;
use earshot_domain::text::Span;
use uuid::Uuid;

use crate::analysis::span_of;
use crate::reading::Answer;
use crate::{StoreError, Tx};

/// [`SMALLEST_GROUP`], as statements say it.
macro_rules! ten {
    () => {
        "10"
    };
}

const _: () = assert!(SMALLEST_GROUP == 10, "statements say it in words");

/// Responses of children and young people that count for their group, with what stands before each column.
macro_rules! young {
    ($of:literal) => {
        concat!(
            $of,
            "state = 'submitted' AND ",
            $of,
            "channel <> 'session' AND ",
            $of,
            "respondent_type = 'child'"
        )
    };
}

/// Those of a consultation who came by the code or the paper form of a group.
macro_rules! young_grouped {
    () => {
        concat!("consultation_id = $1 AND ", young!(""), " AND group_name IS NOT NULL")
    };
}

/// The cleared answers that are asked for, out of the index `answer_text_queue` alone; a response is looked at only where
/// somebody asks for what stands in it. Who is asked for by an age and no group is not there where [`found_by_age`] names them:
/// otherwise the pile of an age, set against the pile of a group, would tell it.
macro_rules! pile {
    ($first:literal, $which:expr, $rest:literal) => {
        concat!(
            "SELECT ",
            $first,
            " FROM answer_text a WHERE a.consultation_id = $1 AND a.state = 'cleared' AND a.expired_on IS NULL \
             AND (CAST($2 AS TEXT) = '' OR ",
            is_answer_to!("$2"),
            ") AND (CAST($3 AS TEXT) = '' OR EXISTS \
             (SELECT 1 FROM response r WHERE r.id = a.response_id AND r.age_band = $3 \
             AND (CAST($6 AS TEXT) <> '' OR r.respondent_type <> 'child' OR r.group_name IS NULL OR r.group_name NOT IN \
             (SELECT group_name FROM response WHERE ",
            young_grouped!(),
            " GROUP BY group_name HAVING COUNT(*) >= ",
            ten!(),
            " AND COUNT(CASE WHEN age_band = $3 THEN 1 END) < ",
            ten!(),
            ")))) \
             AND (CAST($4 AS TEXT) = '' OR ($4 = 'marked' AND a.watch) \
             OR ($4 = 'quotable' AND NOT COALESCE(a.interpretation, FALSE) AND EXISTS \
             (SELECT 1 FROM response r WHERE r.id = a.response_id AND r.words_consent = 'yes')) \
             OR ($4 = 'not-quotable' AND (COALESCE(a.interpretation, FALSE) OR NOT EXISTS \
             (SELECT 1 FROM response r WHERE r.id = a.response_id AND r.words_consent = 'yes')))) \
             AND (CAST($6 AS TEXT) = '' OR EXISTS \
             (SELECT 1 FROM response r WHERE r.id = a.response_id AND r.group_name = $6)) AND ",
            $which,
            $rest
        )
    };
}

/// All of them, or those without a code.
macro_rules! coded_or_not {
    () => {
        "(CAST($5 AS TEXT) = 'all' OR ($5 = 'uncoded' AND NOT EXISTS \
         (SELECT 1 FROM coding k WHERE k.answer_id = a.id AND k.removed_at IS NULL)))"
    };
}

/// Those with a code: each once, however many of its pieces carry it.
macro_rules! with_code {
    () => {
        "a.id IN (SELECT k.answer_id FROM coding k WHERE k.code_id = $5 AND k.removed_at IS NULL)"
    };
}

/// A page of a pile with its words: what is passed over is not read.
macro_rules! page {
    ($which:expr, $rest:literal) => {
        concat!(
            "SELECT a.id, a.consultation_id, a.question_key, a.words, a.state, a.watch, r.respondent_type, r.age_band, \
             r.words_consent, r.questionnaire_version, r.id AS response_id, a.interpretation FROM (",
            pile!("a.id", $which, $rest),
            ") p JOIN answer_text a ON a.id = p.id JOIN response r ON r.id = a.response_id \
             ORDER BY a.watch DESC, a.id"
        )
    };
}

/// How many there are, and how many of them lie up to a spot: counted in one go, so that it costs the same wherever that is.
macro_rules! counts {
    ($which:expr) => {
        pile!(
            "CAST(COUNT(*) AS BIGINT), \
             CAST(COUNT(CASE WHEN a.watch > $7 OR (a.watch = $7 AND a.id <= $8) THEN 1 END) AS BIGINT)",
            $which,
            ""
        )
    };
}

statements! {
    PILE = page!(coded_or_not!(), " ORDER BY a.watch DESC, a.id LIMIT $7 OFFSET $8");
    PILE_END = page!(coded_or_not!(), " ORDER BY a.watch, a.id DESC LIMIT $7 OFFSET $8");
    PILE_AFTER = page!(coded_or_not!(), " AND a.watch = $7 AND a.id > $8 ORDER BY a.id LIMIT $9");
    PILE_BEFORE = page!(coded_or_not!(), " AND a.watch = $7 AND a.id < $8 ORDER BY a.id DESC LIMIT $9");
    PILE_COUNTS = counts!(coded_or_not!());
    PILE_OF_CODE = page!(with_code!(), " ORDER BY a.watch DESC, a.id LIMIT $7 OFFSET $8");
    PILE_OF_CODE_END = page!(with_code!(), " ORDER BY a.watch, a.id DESC LIMIT $7 OFFSET $8");
    PILE_OF_CODE_AFTER = page!(with_code!(), " AND a.watch = $7 AND a.id > $8 ORDER BY a.id LIMIT $9");
    PILE_OF_CODE_BEFORE = page!(with_code!(), " AND a.watch = $7 AND a.id < $8 ORDER BY a.id DESC LIMIT $9");
    PILE_OF_CODE_COUNTS = counts!(with_code!());
    YOUNG_VOICES = pile!(
        "CAST(COUNT(DISTINCT a.response_id) AS BIGINT)",
        "CAST($5 AS TEXT) = 'all'",
        " AND EXISTS (SELECT 1 FROM response c WHERE c.id = a.response_id AND c.respondent_type = 'child')"
    );
    YOUNG_GROUPS = concat!("SELECT group_name, CAST(COUNT(*) AS BIGINT) FROM response WHERE ", young_grouped!(),
                           " GROUP BY group_name ORDER BY group_name");
    FOUND_BY_AGE = concat!("WITH ages AS (SELECT group_name, age_band, CAST(COUNT(*) AS BIGINT) AS n FROM response WHERE ",
                           young_grouped!(), " GROUP BY group_name, age_band) \
                           SELECT a.id, a.response_id FROM ages f JOIN response r ON r.group_name = f.group_name \
                           AND r.age_band = f.age_band JOIN answer_text a ON a.response_id = r.id \
                           WHERE r.consultation_id = $1 AND r.respondent_type = 'child' AND f.n < ", ten!(),
                           " AND f.group_name IN (SELECT group_name FROM ages GROUP BY group_name HAVING SUM(n) >= ", ten!(),
                           ") ORDER BY a.id");
    // Of the groups that nobody on the page came by nothing is counted.
    FOUND_BY_AGE_AMONG = concat!("WITH page AS (SELECT a.id, r.consultation_id, r.group_name, r.age_band FROM answer_text a \
                                  JOIN response r ON r.id = a.response_id WHERE a.id IN ", each!(),
                                 " AND r.respondent_type = 'child' AND r.group_name IS NOT NULL AND r.age_band IS NOT NULL), \
                                  ages AS (SELECT r.consultation_id, r.group_name, r.age_band, CAST(COUNT(*) AS BIGINT) AS n \
                                  FROM response r JOIN (SELECT DISTINCT consultation_id, group_name FROM page) g \
                                  ON g.consultation_id = r.consultation_id AND g.group_name = r.group_name \
                                  WHERE ", young!("r."), " \
                                  GROUP BY r.consultation_id, r.group_name, r.age_band), \
                                  large AS (SELECT consultation_id, group_name FROM ages GROUP BY consultation_id, group_name \
                                  HAVING SUM(n) >= ", ten!(), ") \
                                  SELECT p.id FROM page p JOIN ages f ON f.consultation_id = p.consultation_id \
                                  AND f.group_name = p.group_name AND f.age_band = p.age_band \
                                  JOIN large l ON l.consultation_id = p.consultation_id AND l.group_name = p.group_name \
                                  WHERE f.n < ", ten!(), " ORDER BY p.id");
    SPOT = "SELECT watch FROM answer_text WHERE id = $1 AND consultation_id = $2";
    QUESTIONS = "SELECT DISTINCT question_key FROM answer_text WHERE consultation_id = $1 AND state = 'cleared' \
                 AND expired_on IS NULL ORDER BY question_key";
    CHANGES = "SELECT id, code_id, span_start, span_end, staff_id, at, removed_at, removed_by FROM coding \
               WHERE answer_id = $1 AND undone_at IS NULL ORDER BY at, id";
    UNDO_ADDED = "UPDATE coding SET removed_at = $2, removed_by = $3, undone_at = $2, undo_number = $4 \
                  WHERE id = $1 AND removed_at IS NULL";
    UNDO_REMOVED = "UPDATE coding SET undone_at = $2, undo_number = $3 \
                    WHERE id = $1 AND removed_at IS NOT NULL AND undone_at IS NULL";
    NEWEST_CHANGE = "SELECT k.answer_id, k.id FROM answer_text a JOIN coding k ON k.answer_id = a.id \
                     WHERE a.consultation_id = $1 AND k.undone_at IS NULL \
                     AND ((k.removed_at IS NULL AND k.staff_id = $2 AND k.at >= $3) \
                     OR (k.removed_by = $2 AND k.removed_at >= $3)) \
                     ORDER BY COALESCE(k.removed_at, k.at) DESC, k.id DESC LIMIT 1";
    UNDONE = "SELECT k.answer_id FROM answer_text a JOIN coding k ON k.answer_id = a.id \
              WHERE a.consultation_id = $1 AND k.undo_number = $2 ORDER BY k.answer_id LIMIT 1";
}

/// Which cleared answers are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Pile<'a> {
    /// `all`, `uncoded`, or `code` for those with [`Pile::code`].
    pub which: &'a str,
    /// The code that they carry.
    pub code: Option<Uuid>,
    /// The key of the question; empty for every one.
    pub question: &'a str,
    /// The key of the age band; empty for everybody.
    pub band: &'a str,
    /// `marked`, `quotable` or `not-quotable`; empty for all.
    pub only: &'a str,
    /// The group of a code or a paper form by which the response came; empty for every one. It is never asked and never
    /// shown beside words: it is counted, and whoever asks for answers by it has counted first that the group is large enough.
    pub group: &'a str,
}

/// Where an answer lies on every pile: those that the word list has marked come first, then the ids say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Whether the word list has marked it.
    pub watch: bool,
    /// Its id.
    pub id: Uuid,
}

impl Spot {
    /// Before every answer.
    const START: Spot = Spot { watch: true, id: Uuid::nil() };
}

/// A coding with what became of it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Change {
    /// Its id.
    pub id: Uuid,
    /// The code.
    pub code_id: Uuid,
    /// Where the piece starts, in Unicode code points; nothing where it is the whole answer.
    pub span_start: Option<i64>,
    /// Where it ends, not included.
    pub span_end: Option<i64>,
    /// Who put it there; nobody when it was imported.
    pub staff_id: Option<Uuid>,
    /// When.
    pub at: DateTime<Utc>,
    /// When it was taken off.
    pub removed_at: Option<DateTime<Utc>>,
    /// By whom.
    pub removed_by: Option<Uuid>,
}

impl Change {
    /// The piece that it is about; nothing where it is the whole answer.
    pub fn piece(&self) -> Option<Span> {
        span_of(self.span_start, self.span_end)
    }
}

/// A page of the cleared answers that are asked for; those that the word list has marked come first.
pub async fn pile(
    tx: &mut Tx,
    consultation_id: Uuid,
    of: &Pile<'_>,
    limit: i64,
    offset: i64,
) -> Result<Vec<Answer>, StoreError> {
    counted(tx, consultation_id, of, FROM_START, limit, offset).await
}

/// The same, counted from the end: `offset` answers lie behind those that are wanted, which come in the same order. What is
/// near the end is found there sooner.
pub async fn pile_from_end(
    tx: &mut Tx,
    consultation_id: Uuid,
    of: &Pile<'_>,
    limit: i64,
    offset: i64,
) -> Result<Vec<Answer>, StoreError> {
    counted(tx, consultation_id, of, FROM_END, limit, offset).await
}

/// Those that lie so many behind the first one: of a pile, and of one of a code.
const FROM_START: (&str, &str) = (PILE, PILE_OF_CODE);

/// Those that lie so many before the last one.
const FROM_END: (&str, &str) = (PILE_END, PILE_OF_CODE_END);

/// A page that is found by how many lie between it and an end of the pile. Each end has a text of its own: the order stands in
/// it, so that the index is read from there.
async fn counted(
    tx: &mut Tx,
    consultation_id: Uuid,
    of: &Pile<'_>,
    (of_any, of_code): (&'static str, &'static str),
    limit: i64,
    offset: i64,
) -> Result<Vec<Answer>, StoreError> {
    let Pile { which, code, question, band, only, group } = *of;
    if which == "code" {
        return fetch_all!(
            tx,
            Answer,
            of_code,
            consultation_id,
            question,
            band,
            only,
            code,
            group,
            limit,
            offset
        );
    }
    fetch_all!(tx, Answer, of_any, consultation_id, question, band, only, which, group, limit, offset)
}

/// Where an answer of a consultation lies. What is held or expired by now still has its spot: the others lie around it.
pub async fn spot(tx: &mut Tx, consultation_id: Uuid, answer_id: Uuid) -> Result<Option<Spot>, StoreError> {
    let row: Option<(bool,)> = fetch_optional!(tx, (bool,), SPOT, answer_id, consultation_id)?;
    Ok(row.map(|(watch,)| Spot { watch, id: answer_id }))
}

/// The first of them that lie behind a spot, or the first of all. Found in the index, as fast wherever they lie.
pub async fn pile_after(
    tx: &mut Tx,
    consultation_id: Uuid,
    of: &Pile<'_>,
    spot: Option<Spot>,
    limit: i64,
) -> Result<Vec<Answer>, StoreError> {
    let from = spot.unwrap_or(Spot::START);
    let mut rows = run(tx, consultation_id, of, AFTER, from, limit).await?;
    let left = limit - i64::try_from(rows.len()).unwrap_or(limit);
    if from.watch && left > 0 {
        let plain = Spot { watch: false, ..Spot::START };
        rows.extend(run(tx, consultation_id, of, AFTER, plain, left).await?);
    }
    Ok(rows)
}

/// The last of them that lie before a spot, in the same order.
pub async fn pile_before(
    tx: &mut Tx,
    consultation_id: Uuid,
    of: &Pile<'_>,
    spot: Spot,
    limit: i64,
) -> Result<Vec<Answer>, StoreError> {
    let rows = run(tx, consultation_id, of, BEFORE, spot, limit).await?;
    let left = limit - i64::try_from(rows.len()).unwrap_or(limit);
    if spot.watch || left <= 0 {
        return Ok(rows);
    }
    let marked = Spot { watch: true, id: Uuid::max() };
    let mut before = run(tx, consultation_id, of, BEFORE, marked, left).await?;
    before.extend(rows);
    Ok(before)
}

/// What lies behind a spot: of a pile, and of one of a code.
const AFTER: (&str, &str) = (PILE_AFTER, PILE_OF_CODE_AFTER);

/// What lies before a spot.
const BEFORE: (&str, &str) = (PILE_BEFORE, PILE_OF_CODE_BEFORE);

/// On one side of a spot, among those that are marked as it is: only so does the index lead straight to it.
async fn run(
    tx: &mut Tx,
    consultation_id: Uuid,
    of: &Pile<'_>,
    (of_any, of_code): (&'static str, &'static str),
    spot: Spot,
    limit: i64,
) -> Result<Vec<Answer>, StoreError> {
    let (Pile { which, code, question, band, only, group }, Spot { watch, id }) = (*of, spot);
    if which == "code" {
        return fetch_all!(
            tx,
            Answer,
            of_code,
            consultation_id,
            question,
            band,
            only,
            code,
            group,
            watch,
            id,
            limit
        );
    }
    fetch_all!(tx, Answer, of_any, consultation_id, question, band, only, which, group, watch, id, limit)
}

/// How many there are, and how many of them lie up to a spot, with the one that lies there.
pub async fn pile_counts(
    tx: &mut Tx,
    consultation_id: Uuid,
    of: &Pile<'_>,
    spot: Option<Spot>,
) -> Result<(i64, i64), StoreError> {
    let Pile { which, code, question, band, only, group } = *of;
    let Spot { watch, id } = spot.unwrap_or(Spot::START);
    if which == "code" {
        return fetch_one!(
            tx,
            (i64, i64),
            PILE_OF_CODE_COUNTS,
            consultation_id,
            question,
            band,
            only,
            code,
            group,
            watch,
            id
        );
    }
    fetch_one!(tx, (i64, i64), PILE_COUNTS, consultation_id, question, band, only, which, group, watch, id)
}

/// How many children and young people said what is asked for, with a code or without: each once.
pub async fn young_voices(tx: &mut Tx, consultation_id: Uuid, of: &Pile<'_>) -> Result<i64, StoreError> {
    let Pile { question, band, only, group, .. } = *of;
    let (n,): (i64,) =
        fetch_one!(tx, (i64,), YOUNG_VOICES, consultation_id, question, band, only, "all", group)?;
    Ok(n)
}

/// The groups of codes and paper forms by which children and young people came, by name, and how many of each.
pub async fn young_groups(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<(String, i64)>, StoreError> {
    fetch_all!(tx, (String, i64), YOUNG_GROUPS, consultation_id)
}

/// The answers of children and young people who would be found by their age, each with its response: at least ten came by
/// their group, and fewer than ten of those are as old.
pub async fn found_by_age(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<(Uuid, Uuid)>, StoreError> {
    fetch_all!(tx, (Uuid, Uuid), FOUND_BY_AGE, consultation_id)
}

/// Which of these answers [`found_by_age`] names. Counted are the groups that they came by, and no others.
pub async fn found_by_age_among(tx: &mut Tx, answers: &[Uuid]) -> Result<Vec<Uuid>, StoreError> {
    Ok(fetch_each!(tx, (Uuid,), FOUND_BY_AGE_AMONG, answers).into_iter().map(|(id,)| id).collect())
}

/// The keys of the questions to which there are cleared answers; of what was said in sessions one key for each question that
/// these answered (`earshot_domain::session::group_of`).
pub async fn questions(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<String>, StoreError> {
    let keys: Vec<(String,)> = fetch_all!(tx, (String,), QUESTIONS, consultation_id)?;
    let groups: BTreeSet<&str> = keys.iter().map(|(key,)| session::group_of(key)).collect();
    Ok(groups.into_iter().map(str::to_string).collect())
}

/// What was put on an answer and taken off it, as it came, without what was taken back.
pub async fn changes(tx: &mut Tx, answer_id: Uuid) -> Result<Vec<Change>, StoreError> {
    fetch_all!(tx, Change, CHANGES, answer_id)
}

/// Takes back that a code was put there, by the form with this number where it had one.
pub async fn undo_added(
    tx: &mut Tx,
    id: Uuid,
    by: Uuid,
    number: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, UNDO_ADDED, id, now, by, number)?;
    Ok(())
}

/// Notes that it was taken back that a code was taken off. The code comes back as a row of its own, as it was put there.
pub async fn undo_removed(
    tx: &mut Tx,
    id: Uuid,
    number: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, UNDO_REMOVED, id, now, number)?;
    Ok(())
}

/// What somebody changed last themselves at the codes of a consultation, not before `since`, without what was taken back: the
/// answer, and the coding.
pub async fn newest_change(
    tx: &mut Tx,
    consultation_id: Uuid,
    staff_id: Uuid,
    since: DateTime<Utc>,
) -> Result<Option<(Uuid, Uuid)>, StoreError> {
    fetch_optional!(tx, (Uuid, Uuid), NEWEST_CHANGE, consultation_id, staff_id, since)
}

/// The answer of a consultation at which the form with this number has taken something back.
pub async fn undone_at(tx: &mut Tx, consultation_id: Uuid, number: Uuid) -> Result<Option<Uuid>, StoreError> {
    let row: Option<(Uuid,)> = fetch_optional!(tx, (Uuid,), UNDONE, consultation_id, number)?;
    Ok(row.map(|(answer_id,)| answer_id))
}
