//! Finding what was said: one entry a record, and each engine's own index of its words.

use std::collections::HashSet;
use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use earshot_domain::consultation::Setup;
use earshot_domain::door::Door;
use earshot_domain::evidence::QuoteState;
use earshot_domain::search::{self, Kind, Lang, Term, Wanted};
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::On;
use crate::decision::DecisionBody;
use crate::need::NeedBody;
use crate::{StoreError, Tx};

statements! {
    PLACE_OF = "SELECT place, on_day FROM search_entry WHERE subject_id = $1";
    TAKEN = "SELECT place FROM search_entry WHERE place = $1";
    PUT = "INSERT INTO search_entry (place, organisation_id, consultation_id, kind, subject_id, answer_id, lang, reference, \
           title, body, words, scope, on_day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
           ON CONFLICT (subject_id) DO UPDATE SET organisation_id = excluded.organisation_id, \
           consultation_id = excluded.consultation_id, kind = excluded.kind, answer_id = excluded.answer_id, \
           lang = excluded.lang, reference = excluded.reference, title = excluded.title, body = excluded.body, \
           words = excluded.words, scope = excluded.scope, on_day = excluded.on_day";
    REMOVE = "DELETE FROM search_entry WHERE subject_id = $1";
    REMOVE_OF_ANSWER = "DELETE FROM search_entry WHERE answer_id = $1";
    REMOVE_OF_CONSULTATION = "DELETE FROM search_entry WHERE consultation_id = $1";
    // Published quotes stay when the words that they were taken from have run out.
    REMOVE_GONE = "DELETE FROM search_entry WHERE consultation_id = $1 AND ((kind = 'answer' AND NOT EXISTS \
                   (SELECT 1 FROM answer_text a WHERE a.id = search_entry.answer_id AND a.state = 'cleared' \
                   AND a.expired_on IS NULL)) OR (kind IN ('quote', 'draft_quote') AND NOT EXISTS \
                   (SELECT 1 FROM quote q WHERE q.id = search_entry.subject_id AND q.state <> 'struck')))";
    ANSWER = "SELECT c.organisation_id, a.consultation_id, a.words, r.door, r.submitted_at FROM answer_text a \
              JOIN response r ON r.id = a.response_id JOIN consultation c ON c.id = a.consultation_id \
              WHERE a.id = $1 AND a.state = 'cleared' AND a.expired_on IS NULL AND a.words <> '' AND r.state = 'submitted'";
    THEME = "SELECT organisation_id, consultation_id, number, name, child_name, summary, created_at FROM theme WHERE id = $1";
    QUOTE = "SELECT organisation_id, consultation_id, answer_id, number, public_text, state, \
             COALESCE(published_at, created_at) AS at FROM quote WHERE id = $1 AND state <> 'struck' AND NOT EXISTS \
             (SELECT 1 FROM answer_text a WHERE a.id = quote.answer_id AND a.state = 'held')";
    NEED = "SELECT organisation_id, number, body, created_at FROM need WHERE id = $1";
    DECISION = "SELECT organisation_id, number, body, created_at FROM decision WHERE id = $1";
    CONSULTATION = "SELECT organisation_id, number, setup, opened_on, created_at FROM consultation WHERE id = $1";
    ANSWERS_AFTER = "SELECT id FROM answer_text WHERE state = 'cleared' AND expired_on IS NULL AND id > $1 ORDER BY id LIMIT $2";
    THEMES_AFTER = "SELECT id FROM theme WHERE id > $1 ORDER BY id LIMIT $2";
    QUOTES_AFTER = "SELECT id FROM quote WHERE id > $1 ORDER BY id LIMIT $2";
    NEEDS_AFTER = "SELECT id FROM need WHERE id > $1 ORDER BY id LIMIT $2";
    DECISIONS_AFTER = "SELECT id FROM decision WHERE id > $1 ORDER BY id LIMIT $2";
    CONSULTATIONS_AFTER = "SELECT id FROM consultation WHERE id > $1 ORDER BY id LIMIT $2";
    ANSWERS_IN_AFTER = "SELECT subject_id FROM search_entry WHERE organisation_id = $1 AND kind = 'answer' AND subject_id > $2 \
                        ORDER BY subject_id LIMIT $3";
    INDEX_WORK = "SELECT id FROM job WHERE id = $1 AND organisation_id = $2 AND kind IN ('search.names', 'search.fill')";
    FILLED = "SELECT version FROM search_filled WHERE version = $1";
    SET_FILLED = "INSERT INTO search_filled (version, filled_at) VALUES ($1, $2) \
                  ON CONFLICT (version) DO UPDATE SET filled_at = excluded.filled_at";
    // Who was asked by name: the groups that codes or forms were given to, of consultations that were opened since then or
    // are open still.
    GROUPS_ASKED = "SELECT g.group_name, c.id, c.slug, c.setup FROM \
                    (SELECT consultation_id, group_name FROM access_code WHERE group_name IS NOT NULL UNION \
                    SELECT consultation_id, group_name FROM paper_batch WHERE group_name IS NOT NULL) g \
                    JOIN consultation c ON c.id = g.consultation_id WHERE c.organisation_id = $1 AND c.opened_on IS NOT NULL \
                    AND (c.opened_on >= $2 OR c.state IN ('open', 'paused')) ORDER BY g.group_name, c.slug";
}

// At a million answers with a common word in half of them, nobody reads half a million hits, and no database sorts them in
// time. So both are asked for the newest entries alone, and stop once there are enough: SQLite's index lies in the order of
// places, and is read from its end; PostgreSQL reads the places from their end where the word is common, and its GIN index
// where it is rare, which it knows from what it has counted (`settle`). Days are a range of places. Whose the entries are
// and what they are stands in the index, too: otherwise a theme would be looked for among half a million answers with its
// word.
statements_of! {
    sqlite: {
        // CROSS: first what the index has found. By itself it would walk everything of the organisation first.
        FIND_IN_SQLITE = "SELECT e.consultation_id, e.kind, e.subject_id, e.reference, e.title, e.body, e.on_day FROM \
                          (SELECT rowid AS found FROM search_index WHERE search_index MATCH $1 AND rowid >= $3 \
                          AND rowid < $4 ORDER BY rowid DESC LIMIT $5) i CROSS JOIN search_entry e ON e.place = i.found \
                          WHERE e.organisation_id = $2 ORDER BY e.place DESC";
    }
    postgres: {
        INDEX_IN_POSTGRES = "INSERT INTO search_index (place, words, scope) SELECT place, \
                             to_tsvector(CASE WHEN lang = 'cy' THEN CAST('simple' AS regconfig) \
                             ELSE CAST('earshot_english' AS regconfig) END, words), to_tsvector('simple', scope) \
                             FROM search_entry WHERE subject_id = $1 \
                             ON CONFLICT (place) DO UPDATE SET words = excluded.words, scope = excluded.scope";
        // A Welsh entry holds its words as they stand, an English one without their endings: what is looked for is tried
        // both ways, and what must not stand in it must stand in it neither way.
        FIND_IN_POSTGRES = "SELECT e.consultation_id, e.kind, e.subject_id, e.reference, e.title, e.body, e.on_day \
                            FROM search_index i JOIN search_entry e ON e.place = i.place \
                            WHERE i.scope @@ to_tsquery('simple', $1) AND i.words @@ CASE WHEN $3 = '' \
                            THEN to_tsquery('earshot_english', $2) || to_tsquery('simple', $2) \
                            ELSE (to_tsquery('earshot_english', $2) || to_tsquery('simple', $2)) \
                            && !!(to_tsquery('earshot_english', $3) || to_tsquery('simple', $3)) END \
                            AND e.organisation_id = $4 AND i.place >= $5 AND i.place < $6 ORDER BY i.place DESC LIMIT $7";
        // To start processes that help takes longer than to read a page.
        ALONE_IN_POSTGRES = "SET LOCAL max_parallel_workers_per_gather = 0";
        // Only one at a time: of two who share it, each would change what the other has not told yet.
        HOLD_ANSWER_IN_POSTGRES = "SELECT id FROM answer_text WHERE id = $1 FOR NO KEY UPDATE";
        HOLD_ANSWERS_IN_POSTGRES = "SELECT id FROM answer_text WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE";
        HOLD_QUOTE_IN_POSTGRES = "SELECT id FROM quote WHERE id = $1 FOR SHARE";
        COUNT_ENTRIES_IN_POSTGRES = "ANALYZE search_entry";
        COUNT_WORDS_IN_POSTGRES = "ANALYZE search_index";
    }
}

/// The newest entries with what is looked for that are fetched; which of them comes first is the domain's to say.
pub const NEWEST: i64 = 1_000;

/// Where fewer than these are found, words count that begin so.
const FEW: usize = 10;

/// How many bits of a place come after its day. Two entries of one day may draw the same; then the next one is taken.
const TAIL: u32 = 34;

/// How often the next place is tried.
const TRIES: i64 = 64;

/// What can be found, to be kept. It has no `Debug`: its words may be what a young person wrote.
#[derive(Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// Whose it is.
    pub organisation_id: Uuid,
    /// The consultation; none for what is of the whole organisation.
    pub consultation_id: Option<Uuid>,
    /// What it is, and with it who may see it.
    pub kind: Kind,
    /// The record.
    pub subject_id: Uuid,
    /// The answer that it is or was made of: it goes with that.
    pub answer_id: Option<Uuid>,
    /// The language of its words.
    pub lang: Lang,
    /// How it is called: `T-0003`.
    pub reference: String,
    /// Its title, if it has one.
    pub title: String,
    /// Its words, as they may be shown.
    pub body: String,
    /// Its day.
    pub on_day: NaiveDate,
}

/// Something that was found.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Entry {
    /// The consultation.
    pub consultation_id: Option<Uuid>,
    /// What it is.
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    /// The record.
    pub subject_id: Uuid,
    /// How it is called.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Its words, as they may be shown.
    pub body: String,
    /// Its day.
    pub on_day: NaiveDate,
}

/// Without its words: they may be what a young person wrote.
impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Entry")
            .field("kind", &self.kind)
            .field("reference", &self.reference)
            .finish_non_exhaustive()
    }
}

/// What is looked for, and where.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a> {
    /// Whose entries.
    pub organisation_id: Uuid,
    /// The words.
    pub wanted: &'a Wanted,
    /// Kinds of entries, each in one consultation, or in the whole organisation by its id. Nothing else is found.
    pub shelves: &'a [(Kind, Uuid)],
    /// From this day.
    pub from: Option<NaiveDate>,
    /// Until this day, itself included.
    pub until: Option<NaiveDate>,
}

/// An answer that may be found.
#[derive(Clone, sqlx::FromRow)]
pub struct FoundAnswer {
    /// Whose it is.
    pub organisation_id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
    /// The words, untouched.
    pub words: String,
    /// The words that it was asked in.
    pub door: Option<Json<Door>>,
    /// The hour in which it was sent.
    pub submitted_at: DateTime<Utc>,
}

/// A theme.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct FoundTheme {
    /// Whose it is.
    pub organisation_id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
    /// The number of its reference.
    pub number: i64,
    /// For staff.
    pub name: String,
    /// In young people's words.
    pub child_name: String,
    /// What it says.
    pub summary: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A quote that is not struck.
#[derive(Clone, sqlx::FromRow)]
pub struct FoundQuote {
    /// Whose it is.
    pub organisation_id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
    /// The answer.
    pub answer_id: Option<Uuid>,
    /// The number of its reference.
    pub number: i64,
    /// What is shown of it.
    pub public_text: String,
    /// Draft or published.
    #[sqlx(try_from = "String")]
    pub state: QuoteState,
    /// When it was published, or else made.
    pub at: DateTime<Utc>,
}

/// A need: whose it is, its number, what its authors wrote, when it was begun.
pub type FoundNeed = (Uuid, i64, Json<NeedBody>, DateTime<Utc>);

/// A decision, likewise.
pub type FoundDecision = (Uuid, i64, Json<DecisionBody>, DateTime<Utc>);

/// A consultation: whose it is, its number, what its makers wrote, the first day it took answers, when it was begun.
pub type FoundConsultation = (Uuid, i64, Json<Setup>, Option<NaiveDate>, DateTime<Utc>);

/// A group that was asked: its name, and the consultation with its address and what its makers wrote.
pub type GroupAsked = (String, Uuid, String, Json<Setup>);

/// Of what the index is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Answers.
    Answers,
    /// Themes.
    Themes,
    /// Quotes.
    Quotes,
    /// Needs.
    Needs,
    /// Decisions.
    Decisions,
    /// Consultations.
    Consultations,
}

/// Keeps an entry, or what has become of it.
pub async fn put(tx: &mut Tx, entry: &NewEntry) -> Result<(), StoreError> {
    let known = fetch_optional!(tx, (i64, NaiveDate), PLACE_OF, entry.subject_id)?;
    let place = match known {
        Some((place, day)) if day == entry.on_day => place,
        Some(_) => {
            remove(tx, entry.subject_id).await?;
            free_place(tx, entry).await?
        }
        None => free_place(tx, entry).await?,
    };
    let words = search::words(&format!("{} {} {}", entry.reference, entry.title, entry.body));
    let mut scope = shelf(entry.kind, entry.organisation_id);
    if let Some(id) = entry.consultation_id {
        scope = format!("{scope} {}", shelf(entry.kind, id));
    }
    execute!(
        tx,
        PUT,
        place,
        entry.organisation_id,
        entry.consultation_id,
        entry.kind.as_str(),
        entry.subject_id,
        entry.answer_id,
        entry.lang.as_str(),
        &entry.reference,
        &entry.title,
        &entry.body,
        &words,
        &scope,
        entry.on_day
    )?;
    // SQLite's index is kept in step by triggers.
    if let On::Postgres(c) = &mut tx.on {
        crate::sql::asked(sqlx::query(INDEX_IN_POSTGRES).bind(entry.subject_id).execute(&mut **c)).await?;
    }
    Ok(())
}

/// The first place of a day.
fn place_of(day: NaiveDate) -> i64 {
    let days = day.signed_duration_since(NaiveDate::default()).num_days();
    // As many days as there is room for: until 2149.
    days.clamp(0, 0xffff) << TAIL
}

/// A place of the entry's day that nothing has.
async fn free_place(tx: &mut Tx, entry: &NewEntry) -> Result<i64, StoreError> {
    let room = 1_i64 << TAIL;
    let drawn = entry.subject_id.as_u128() % u128::try_from(room).unwrap_or(1);
    let drawn = i64::try_from(drawn).unwrap_or_default();
    for more in 0..TRIES {
        let place = place_of(entry.on_day) + (drawn + more) % room;
        if fetch_optional!(tx, (i64,), TAKEN, place)?.is_none() {
            return Ok(place);
        }
    }
    Err(StoreError::Taken)
}

/// What an entry is and whose, as one word of digits: none of them has an ending that an index could take off.
fn shelf(kind: Kind, id: Uuid) -> String {
    let kind = match kind {
        Kind::Answer => 1,
        Kind::Theme => 2,
        Kind::Quote => 3,
        Kind::DraftQuote => 4,
        Kind::Need => 5,
        Kind::Decision => 6,
        Kind::Consultation => 7,
    };
    format!("{kind}{:039}", id.as_u128())
}

/// Takes a record out.
pub async fn remove(tx: &mut Tx, subject_id: Uuid) -> Result<(), StoreError> {
    execute!(tx, REMOVE, subject_id)?;
    Ok(())
}

/// Takes an answer out, and every quote of it.
pub async fn remove_of_answer(tx: &mut Tx, answer_id: Uuid) -> Result<(), StoreError> {
    execute!(tx, REMOVE_OF_ANSWER, answer_id)?;
    Ok(())
}

/// Takes everything of a consultation out. Gives how many entries.
pub async fn remove_of_consultation(tx: &mut Tx, consultation_id: Uuid) -> Result<u64, StoreError> {
    execute!(tx, REMOVE_OF_CONSULTATION, consultation_id)
}

/// Takes out of a consultation's entries what may not be found any more: answers that have run out, are held or are gone, and
/// quotes that were struck. Gives how many.
pub async fn remove_gone(tx: &mut Tx, consultation_id: Uuid) -> Result<u64, StoreError> {
    execute!(tx, REMOVE_GONE, consultation_id)
}

/// The newest entries with what is looked for, the newest first, [`NEWEST`] of them at most, and whether there may be more. Where
/// there are only a few, words count that begin so.
pub async fn find(tx: &mut Tx, query: &Query<'_>) -> Result<(Vec<Entry>, bool), StoreError> {
    if query.wanted.is_empty() || query.shelves.is_empty() {
        return Ok((Vec::new(), false));
    }
    let is_full = |found: &[Entry]| i64::try_from(found.len()).is_ok_and(|found| found >= NEWEST);
    let mut found = find_by(tx, query, false).await?;
    // What does not say it is left out only then: others that do may lie behind those.
    let is_cut = is_full(&found);
    // The databases take endings off names and short words, each in its own way.
    found.retain(|entry| query.wanted.may_stand_in(&said(entry)));
    let begins = query.wanted.terms.iter().any(|term| term.beginning().is_some());
    if found.len() >= FEW || !begins {
        return Ok((found, is_cut));
    }
    // They take them off how a word begins as well, and so find what begins otherwise.
    let known: HashSet<Uuid> = found.iter().map(|entry| entry.subject_id).collect();
    let mut more = find_by(tx, query, true).await?;
    let is_cut = is_cut || is_full(&more);
    more.retain(|entry| {
        known.contains(&entry.subject_id) || query.wanted.any || query.wanted.stands_in(&said(entry))
    });
    Ok((more, is_cut))
}

/// Everything that is looked at in an entry.
fn said(entry: &Entry) -> String {
    format!("{} {} {}", entry.reference, entry.title, entry.body)
}

async fn find_by(tx: &mut Tx, query: &Query<'_>, by_beginning: bool) -> Result<Vec<Entry>, StoreError> {
    let from = query.from.map_or(0, place_of);
    let until = query.until.and_then(|day| day.succ_opt()).map_or(i64::MAX, place_of);
    let found = match &mut tx.on {
        On::Sqlite(c) => {
            sqlx::query_as::<sqlx::Sqlite, Entry>(FIND_IN_SQLITE)
                .bind(for_sqlite(query, by_beginning))
                .bind(query.organisation_id)
                .bind(from)
                .bind(until)
                .bind(NEWEST)
                .fetch_all(&mut **c)
                .await
        }
        On::Postgres(c) => {
            let terms = for_postgres(&query.wanted.terms, query.wanted.any, by_beginning);
            let without = for_postgres(&query.wanted.without, true, false);
            let shelves: Vec<String> = query.shelves.iter().map(|(kind, id)| shelf(*kind, *id)).collect();
            crate::sql::asked(sqlx::query(ALONE_IN_POSTGRES).execute(&mut **c)).await?;
            sqlx::query_as::<sqlx::Postgres, Entry>(FIND_IN_POSTGRES)
                .bind(shelves.join(" | "))
                .bind(terms)
                .bind(without)
                .bind(query.organisation_id)
                .bind(from)
                .bind(until)
                .bind(NEWEST)
                // Planned anew each time: which way is the shorter depends on how common the words are.
                .persistent(false)
                .fetch_all(&mut **c)
                .await
        }
    };
    found.map_err(StoreError::from)
}

/// The words as FTS5 reads them. Nothing stands between its quotation marks but letters, digits and spaces.
fn for_sqlite(query: &Query<'_>, by_beginning: bool) -> String {
    let quoted = |words: &str| format!("\"{words}\"");
    let one = |term: &Term, by_beginning: bool| {
        let mut ways = vec![quoted(&term.words().join(" "))];
        ways.extend(term.forms().iter().map(|form| quoted(form)));
        if let Some(begins) = term.beginning().filter(|_| by_beginning) {
            ways.push(format!("\"{begins}\" *"));
        }
        format!("({})", ways.join(" OR "))
    };
    let all = |terms: &[Term], between: &str, by_beginning: bool| {
        terms.iter().map(|term| one(term, by_beginning)).collect::<Vec<_>>().join(between)
    };
    let shelves: Vec<String> = query.shelves.iter().map(|(kind, id)| quoted(&shelf(*kind, *id))).collect();
    let between = if query.wanted.any { " OR " } else { " AND " };
    let terms = all(&query.wanted.terms, between, by_beginning);
    let mut text = format!("(scope : ({}) AND words : ({terms}))", shelves.join(" OR "));
    if !query.wanted.without.is_empty() {
        let _ = write!(text, " NOT words : ({})", all(&query.wanted.without, " OR ", false));
    }
    text
}

/// The words as PostgreSQL reads them; nothing for none.
fn for_postgres(terms: &[Term], any: bool, by_beginning: bool) -> String {
    let quoted = |word: &String| format!("'{word}'");
    let one = |term: &Term| {
        let mut ways =
            vec![format!("({})", term.words().iter().map(quoted).collect::<Vec<_>>().join(" <-> "))];
        ways.extend(term.forms().iter().map(quoted));
        if let Some(begins) = term.beginning().filter(|_| by_beginning) {
            ways.push(format!("'{begins}':*"));
        }
        format!("({})", ways.join(" | "))
    };
    terms.iter().map(one).collect::<Vec<_>>().join(if any { " | " } else { " & " })
}

/// Has the database look at what is in the index now, so that it chooses its ways well; after much was added. SQLite has
/// nothing to choose.
pub async fn settle(tx: &mut Tx) -> Result<(), StoreError> {
    if let On::Postgres(c) = &mut tx.on {
        crate::sql::asked(sqlx::query(COUNT_ENTRIES_IN_POSTGRES).execute(&mut **c)).await?;
        crate::sql::asked(sqlx::query(COUNT_WORDS_IN_POSTGRES).execute(&mut **c)).await?;
    }
    Ok(())
}

/// Lets nobody change an answer until this transaction ends: what is put into the index, or made of it, is what it is at its
/// end. SQLite has one writer at a time. Whoever changes several things goes in one order, so that no two wait for each other:
/// answers, then files that were made of them, then quotes.
pub async fn keep_still(tx: &mut Tx, answer_id: Uuid) -> Result<(), StoreError> {
    if let On::Postgres(c) = &mut tx.on {
        crate::sql::asked(sqlx::query(HOLD_ANSWER_IN_POSTGRES).bind(answer_id).execute(&mut **c)).await?;
    }
    Ok(())
}

/// The same of several answers, in the order of their ids.
pub async fn keep_all_still(tx: &mut Tx, answers: &[Uuid]) -> Result<(), StoreError> {
    if let On::Postgres(c) = &mut tx.on {
        let held = sqlx::query(HOLD_ANSWERS_IN_POSTGRES).bind(answers.to_vec()).execute(&mut **c);
        crate::sql::asked(held).await?;
    }
    Ok(())
}

/// An answer, if it may be found: cleared, not run out, in words, and not taken back. Nobody changes it meanwhile.
pub async fn answer(tx: &mut Tx, id: Uuid) -> Result<Option<FoundAnswer>, StoreError> {
    keep_still(tx, id).await?;
    fetch_optional!(tx, FoundAnswer, ANSWER, id)
}

/// A theme.
pub async fn theme(tx: &mut Tx, id: Uuid) -> Result<Option<FoundTheme>, StoreError> {
    fetch_optional!(tx, FoundTheme, THEME, id)
}

/// A quote that is not struck, and whose answer is not held. Nobody changes it meanwhile.
pub async fn quote(tx: &mut Tx, id: Uuid) -> Result<Option<FoundQuote>, StoreError> {
    if let On::Postgres(c) = &mut tx.on {
        crate::sql::asked(sqlx::query(HOLD_QUOTE_IN_POSTGRES).bind(id).execute(&mut **c)).await?;
    }
    fetch_optional!(tx, FoundQuote, QUOTE, id)
}

/// A need.
pub async fn need(tx: &mut Tx, id: Uuid) -> Result<Option<FoundNeed>, StoreError> {
    fetch_optional!(tx, FoundNeed, NEED, id)
}

/// A decision.
pub async fn decision(tx: &mut Tx, id: Uuid) -> Result<Option<FoundDecision>, StoreError> {
    fetch_optional!(tx, FoundDecision, DECISION, id)
}

/// A consultation.
pub async fn consultation(tx: &mut Tx, id: Uuid) -> Result<Option<FoundConsultation>, StoreError> {
    fetch_optional!(tx, FoundConsultation, CONSULTATION, id)
}

/// The ids of records after this one, in their order, for filling the index.
pub async fn ids_after(
    tx: &mut Tx,
    source: Source,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Uuid>, StoreError> {
    let sql = match source {
        Source::Answers => ANSWERS_AFTER,
        Source::Themes => THEMES_AFTER,
        Source::Quotes => QUOTES_AFTER,
        Source::Needs => NEEDS_AFTER,
        Source::Decisions => DECISIONS_AFTER,
        Source::Consultations => CONSULTATIONS_AFTER,
    };
    Ok(fetch_all!(tx, (Uuid,), sql, after, limit)?.into_iter().map(|(id,)| id).collect())
}

/// The ids of an organisation's answers in the index after this one, in their order.
pub async fn answers_in_after(
    tx: &mut Tx,
    organisation_id: Uuid,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Uuid>, StoreError> {
    let rows = fetch_all!(tx, (Uuid,), ANSWERS_IN_AFTER, organisation_id, after, limit)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whether the index was filled with all that was there, in this way of filling it.
pub async fn is_filled(tx: &mut Tx, version: i64) -> Result<bool, StoreError> {
    Ok(fetch_optional!(tx, (i64,), FILLED, version)?.is_some())
}

/// Whether a job of an organisation is work on the index.
pub async fn is_index_work(tx: &mut Tx, organisation_id: Uuid, job: Uuid) -> Result<bool, StoreError> {
    Ok(fetch_optional!(tx, (Uuid,), INDEX_WORK, job, organisation_id)?.is_some())
}

/// Notes that it was.
pub async fn set_filled(tx: &mut Tx, version: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    execute!(tx, SET_FILLED, version, now)?;
    Ok(())
}

/// The groups that codes or paper forms were given to, of an organisation's consultations that were opened since this day or
/// take answers still.
pub async fn groups_asked(
    tx: &mut Tx,
    organisation_id: Uuid,
    since: NaiveDate,
) -> Result<Vec<GroupAsked>, StoreError> {
    fetch_all!(tx, GroupAsked, GROUPS_ASKED, organisation_id, since)
}
