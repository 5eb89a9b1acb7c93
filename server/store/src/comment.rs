//! Comments on what young people were told, ideas, and words for a screen: kept, shown once somebody has looked, decided
//! about by one at a time.

use chrono::{DateTime, NaiveDate, Utc};
use earshot_domain::clocks::Clock;
use earshot_domain::comment::{CommentAct, CommentState, PostKind, Report};
use earshot_domain::text::Redaction;
use sqlx::types::Json;
use uuid::Uuid;

use crate::consultation::changed;
use crate::{StoreError, Tx};

/// The columns of a comment. What a process of the version before has kept while this one began has no kind: it knew comments
/// alone.
macro_rules! comment {
    ($rest:literal) => {
        concat!(
            "SELECT m.id, m.consultation_id, c.organisation_id, c.number, c.slug, COALESCE(m.kind, 'comment') AS kind, m.question, m.words, \
             m.redactions, m.state, m.reason, m.flagged, m.watch, m.report, m.came_at, m.waits_since, m.decided_at, m.taken_by, \
             s.name AS taken_name, m.taken_until, m.edition FROM comment m \
             JOIN consultation c ON c.id = m.consultation_id LEFT JOIN staff s ON s.id = m.taken_by ",
            $rest
        )
    };
}

statements! {
    ROOM_PUT = "INSERT INTO comment_room (consultation_id, kind, is_open, question, changed_by, changed_at) \
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (consultation_id, kind) DO UPDATE SET \
                is_open = excluded.is_open, question = excluded.question, \
                changed_by = excluded.changed_by, changed_at = excluded.changed_at";
    ROOM_CLOSE = "UPDATE comment_room SET is_open = FALSE, changed_by = $3, changed_at = $4 \
                  WHERE consultation_id = $1 AND kind = $2 AND is_open";
    ROOM = "SELECT is_open, question, changed_at FROM comment_room WHERE consultation_id = $1 AND kind = $2";
    FORM_TAKE = "INSERT INTO comment_form (form_hash, sent_on) VALUES ($1, $2) ON CONFLICT (form_hash) DO NOTHING";
    FORM_PURGE = "DELETE FROM comment_form WHERE sent_on < $1";
    INSERT = "INSERT INTO comment (id, consultation_id, kind, question, code_hash, words, redactions, state, flagged, \
              watch, report, came_at, waits_since, edition) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'none', $11, $11, 1)";
    BY_ID = comment!("WHERE m.id = $1");
    BY_CODE = comment!("WHERE m.code_hash = $1");
    WITHDRAW = "DELETE FROM comment WHERE code_hash = $1";
    SHOWN = comment!("WHERE m.consultation_id = $1 AND COALESCE(m.kind, 'comment') = $2 AND m.state IN ('approved', 'edited') \
                      AND m.report <> 'hidden' ORDER BY m.came_at DESC, m.id LIMIT $3 OFFSET $4");
    ON_WALL = comment!("WHERE m.consultation_id = $1 AND m.kind = 'live' AND m.question = $2 \
                        AND m.state IN ('approved', 'edited') AND m.report <> 'hidden' \
                        ORDER BY m.came_at, m.id LIMIT $3");
    LIVE_TO_CHECK = comment!("WHERE c.organisation_id = $1 AND m.kind = 'live' AND m.state = 'pending' \
                              AND (m.taken_by IS NULL OR m.taken_by = $2 OR m.taken_until <= $3) \
                              ORDER BY m.waits_since, m.id LIMIT $4");
    REPORT = "UPDATE comment SET report = CASE WHEN report = 'stands' THEN 'again' ELSE 'hidden' END, \
              waits_since = $2, edition = edition + 1 \
              WHERE id = $1 AND report IN ('none', 'stands') AND state IN ('approved', 'edited')";
    // What was flagged or reported comes first, and then what has waited longest.
    TO_CHECK = comment!("WHERE c.organisation_id = $1 AND (m.state = 'pending' OR m.report IN ('hidden', 'again')) \
                         ORDER BY CASE WHEN m.report IN ('hidden', 'again') THEN 0 ELSE 1 END, \
                         m.waits_since, m.id LIMIT $2 OFFSET $3");
    STANDING = comment!("WHERE c.organisation_id = $1 AND m.state IN ('approved', 'edited') \
                         AND m.report IN ('none', 'stands') \
                         ORDER BY COALESCE(m.decided_at, m.came_at) DESC, m.id LIMIT $2 OFFSET $3");
    REJECTED = comment!("WHERE c.organisation_id = $1 AND m.state = 'rejected' \
                         ORDER BY COALESCE(m.decided_at, m.came_at) DESC, m.id LIMIT $2 OFFSET $3");
    ESCALATED = comment!("WHERE c.organisation_id = $1 AND m.state = 'escalated' \
                          ORDER BY CASE WHEN m.decided_at IS NULL THEN 0 ELSE 1 END, m.waits_since, m.id \
                          LIMIT $2 OFFSET $3");
    COUNTS = "SELECT \
              CAST(COALESCE(SUM(CASE WHEN m.state = 'pending' OR m.report IN ('hidden', 'again') THEN 1 ELSE 0 END), 0) \
              AS BIGINT), \
              CAST(COALESCE(SUM(CASE WHEN m.state = 'escalated' AND m.decided_at IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) \
              FROM comment m JOIN consultation c ON c.id = m.consultation_id WHERE c.organisation_id = $1";
    TAKE = "UPDATE comment SET taken_by = $2, taken_until = $3 \
            WHERE id = $1 AND state <> 'escalated' AND (taken_by IS NULL OR taken_by = $2 OR taken_until <= $4)";
    PUT_BACK = "UPDATE comment SET taken_by = NULL, taken_until = NULL WHERE id = $1 AND taken_by = $2";
    DECIDE = "UPDATE comment SET state = $3, reason = $4, redactions = $5, report = $6, decided_at = $7, \
              waits_since = $8, taken_by = NULL, taken_until = NULL, edition = edition + 1 \
              WHERE id = $1 AND edition = $2 AND (taken_by IS NULL OR taken_by = $9 OR taken_until <= $10)";
    // Those that wait for a moderator and are not marked, by their ids.
    UNMARKED = comment!("WHERE c.organisation_id = $1 AND NOT m.watch \
                         AND (m.state = 'pending' OR m.report IN ('hidden', 'again')) AND m.id > $2 \
                         ORDER BY m.id LIMIT $3");
    // Whoever has decided in the meantime has read it: then it is not the edition that was looked at.
    MARK = "UPDATE comment SET watch = TRUE, state = 'escalated', reason = NULL, report = 'none', decided_at = NULL, \
            waits_since = $3, taken_by = NULL, taken_until = NULL, edition = edition + 1 WHERE id = $1 AND edition = $2";
    DECISION_INSERT = "INSERT INTO comment_decision (id, comment_id, staff_id, at, act, reason) \
                       VALUES ($1, $2, $3, $4, $5, $6)";
    DECISIONS = "SELECT d.at, d.act, d.reason, s.name AS staff_name FROM comment_decision d \
                 LEFT JOIN staff s ON s.id = d.staff_id WHERE d.comment_id = $1 ORDER BY d.at, d.id";
    UNCHECKED_SINCE = "SELECT m.consultation_id, MIN(m.waits_since) FROM comment m \
                       JOIN consultation c ON c.id = m.consultation_id WHERE c.organisation_id = $1 \
                       AND (m.state = 'pending' OR m.report IN ('hidden', 'again')) GROUP BY m.consultation_id";
    ESCALATED_SINCE = "SELECT m.consultation_id, MIN(m.waits_since) FROM comment m \
                       JOIN consultation c ON c.id = m.consultation_id WHERE c.organisation_id = $1 \
                       AND m.state = 'escalated' AND m.decided_at IS NULL GROUP BY m.consultation_id";
    // What was not shown, and what the safeguarding lead keeps, has a time of its own.
    // Never what the safeguarding lead has not decided about.
    EXPIRE = "DELETE FROM comment WHERE consultation_id = $1 AND came_at < $2 \
              AND state NOT IN ('rejected', 'escalated')";
    EXPIRE_DECIDED = "DELETE FROM comment WHERE consultation_id = $1 AND decided_at < $2 \
                      AND state IN ('rejected', 'escalated')";
    DECIDED_LEFT = "SELECT MIN(decided_at) FROM comment WHERE consultation_id = $1 \
                    AND state IN ('rejected', 'escalated') AND decided_at IS NOT NULL HAVING COUNT(*) > 0";
}

/// A comment to be kept.
#[derive(Clone)]
pub struct NewComment {
    /// Its id.
    pub id: Uuid,
    /// The consultation that it was written for.
    pub consultation_id: Uuid,
    /// What it is.
    pub kind: PostKind,
    /// The question on the screen, where it is live words.
    pub question: Option<String>,
    /// The four words that lead back to it.
    pub code_hash: Vec<u8>,
    /// What was written.
    pub words: String,
    /// Pending, or escalated where the word list has marked it.
    pub state: CommentState,
    /// Whether it holds a way to reach somebody.
    pub flagged: bool,
    /// The word list's mark.
    pub watch: bool,
    /// When it came, to the hour.
    pub came_at: DateTime<Utc>,
}

/// A comment.
#[derive(Clone, sqlx::FromRow)]
pub struct Comment {
    /// Its id.
    pub id: Uuid,
    /// The consultation that it was written for.
    pub consultation_id: Uuid,
    /// Whose consultation that is.
    pub organisation_id: Uuid,
    /// The number of that consultation's reference.
    pub number: i64,
    /// Its short name in addresses.
    pub slug: String,
    /// What it is.
    #[sqlx(try_from = "String")]
    pub kind: PostKind,
    /// The question on the screen, where it is live words.
    pub question: Option<String>,
    /// What was written, untouched.
    pub words: String,
    /// What is taken out of it where everybody reads it.
    pub redactions: Json<Vec<Redaction>>,
    /// How far it has come.
    #[sqlx(try_from = "String")]
    pub state: CommentState,
    /// Why it is not shown, as it is kept.
    pub reason: Option<String>,
    /// Whether it holds a way to reach somebody.
    pub flagged: bool,
    /// The word list's mark.
    pub watch: bool,
    /// What those who read it have said about it.
    #[sqlx(try_from = "String")]
    pub report: Report,
    /// When it came, to the hour.
    pub came_at: DateTime<Utc>,
    /// Since when somebody has to look at it, to the hour.
    pub waits_since: DateTime<Utc>,
    /// When it was decided about last, to the hour.
    pub decided_at: Option<DateTime<Utc>>,
    /// Who looks at it.
    pub taken_by: Option<Uuid>,
    /// Their name.
    pub taken_name: Option<String>,
    /// Until when.
    pub taken_until: Option<DateTime<Utc>>,
    /// Counts changes; every decision names the one it saw.
    pub edition: i64,
}

// What somebody wrote is for nobody's log.
impl std::fmt::Debug for NewComment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewComment").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Comment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Comment").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

/// What was decided about a comment.
#[derive(Debug, Clone)]
pub struct Decided {
    /// How far it has come.
    pub state: CommentState,
    /// Why it is not shown.
    pub reason: Option<&'static str>,
    /// What is taken out of it.
    pub redactions: Vec<Redaction>,
    /// What becomes of what readers have said about it.
    pub report: Report,
    /// When it was decided, to the hour; nothing where somebody else has to decide.
    pub decided_at: Option<DateTime<Utc>>,
    /// Since when somebody has to look at it.
    pub waits_since: DateTime<Utc>,
}

/// A line of the history of a comment.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Decision {
    /// When, to the hour.
    pub at: DateTime<Utc>,
    /// What was done.
    #[sqlx(try_from = "String")]
    pub act: CommentAct,
    /// Why, as it is kept.
    pub reason: Option<String>,
    /// By whom; nothing where it was a reader.
    pub staff_name: Option<String>,
}

/// Which comments are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// Those that a moderator has to look at.
    ToCheck,
    /// Those that everybody can read.
    Shown,
    /// Those that are not shown.
    Rejected,
    /// Those that were passed to the safeguarding lead.
    Escalated,
}

/// Whether a kind is taken for a consultation, and for live words to which question.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Room {
    /// Whether new ones are taken.
    pub is_open: bool,
    /// What stands on the screen, where live words are sent.
    pub question: Option<String>,
    /// When that was said.
    pub changed_at: DateTime<Utc>,
}

/// Says whether young people may write something of this kind for a consultation, and for live words to which question.
pub async fn set_room(
    tx: &mut Tx,
    consultation_id: Uuid,
    kind: PostKind,
    room: &Room,
    by: Option<Uuid>,
) -> Result<(), StoreError> {
    let (kind, question) = (kind.as_str(), room.question.as_deref());
    execute!(tx, ROOM_PUT, consultation_id, kind, room.is_open, question, by, room.changed_at)?;
    Ok(())
}

/// Says that they may not any more. `false` where they may not already.
pub async fn close_room(
    tx: &mut Tx,
    consultation_id: Uuid,
    kind: PostKind,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, ROOM_CLOSE, consultation_id, kind.as_str(), by, now)? == 1)
}

/// What was said of this last. Nothing, and nobody may, until somebody has said so.
pub async fn room(tx: &mut Tx, consultation_id: Uuid, kind: PostKind) -> Result<Option<Room>, StoreError> {
    fetch_optional!(tx, Room, ROOM, consultation_id, kind.as_str())
}

/// Whether they may. Nobody may until somebody has said so.
pub async fn is_open(tx: &mut Tx, consultation_id: Uuid, kind: PostKind) -> Result<bool, StoreError> {
    Ok(room(tx, consultation_id, kind).await?.is_some_and(|room| room.is_open))
}

/// Takes a form. `false` where it was sent before.
pub async fn take_form(tx: &mut Tx, form_hash: &[u8], today: NaiveDate) -> Result<bool, StoreError> {
    Ok(execute!(tx, FORM_TAKE, form_hash, today)? == 1)
}

/// Forgets forms that were sent before this day: they are too old to be sent again. Gives how many.
pub async fn purge_forms(tx: &mut Tx, before: NaiveDate) -> Result<u64, StoreError> {
    execute!(tx, FORM_PURGE, before)
}

/// Keeps a comment.
pub async fn insert(tx: &mut Tx, new: &NewComment) -> Result<(), StoreError> {
    let nothing: Vec<Redaction> = Vec::new();
    execute!(
        tx,
        INSERT,
        new.id,
        new.consultation_id,
        new.kind.as_str(),
        new.question.as_deref(),
        new.code_hash.as_slice(),
        new.words.as_str(),
        Json(&nothing),
        new.state.as_str(),
        new.flagged,
        new.watch,
        new.came_at
    )?;
    Ok(())
}

/// The comment with this id.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Comment>, StoreError> {
    fetch_optional!(tx, Comment, BY_ID, id)
}

/// The comment that these four words lead to.
pub async fn by_code(tx: &mut Tx, code_hash: &[u8]) -> Result<Option<Comment>, StoreError> {
    fetch_optional!(tx, Comment, BY_CODE, code_hash)
}

/// Removes a comment with its history, for whoever wrote it. `false` where there is none.
pub async fn withdraw(tx: &mut Tx, code_hash: &[u8]) -> Result<bool, StoreError> {
    Ok(execute!(tx, WITHDRAW, code_hash)? == 1)
}

/// A page of what everybody can read of a kind, the newest first.
pub async fn shown(
    tx: &mut Tx,
    consultation_id: Uuid,
    kind: PostKind,
    limit: i64,
    offset: i64,
) -> Result<Vec<Comment>, StoreError> {
    fetch_all!(tx, Comment, SHOWN, consultation_id, kind.as_str(), limit, offset)
}

/// Live words to a question that everybody can read, in the order in which they came.
pub async fn on_wall(
    tx: &mut Tx,
    consultation_id: Uuid,
    question: &str,
    limit: i64,
) -> Result<Vec<Comment>, StoreError> {
    fetch_all!(tx, Comment, ON_WALL, consultation_id, question, limit)
}

/// Live words of an organisation that wait and that nobody else looks at now, in the order in which they wait.
pub async fn live_to_check(
    tx: &mut Tx,
    organisation_id: Uuid,
    staff_id: Uuid,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Comment>, StoreError> {
    fetch_all!(tx, Comment, LIVE_TO_CHECK, organisation_id, staff_id, now, limit)
}

/// Notes that somebody who read a shown comment says that something is wrong with it. `false` where it is not shown, or
/// waits to be looked at again already.
pub async fn report(tx: &mut Tx, id: Uuid, at: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(execute!(tx, REPORT, id, at)? == 1)
}

/// A page of an organisation's comments. What has to be looked at comes in the order in which it waits, everything else the
/// last first.
pub async fn page(
    tx: &mut Tx,
    organisation_id: Uuid,
    shelf: Shelf,
    limit: i64,
    offset: i64,
) -> Result<Vec<Comment>, StoreError> {
    let sql = match shelf {
        Shelf::ToCheck => TO_CHECK,
        Shelf::Shown => STANDING,
        Shelf::Rejected => REJECTED,
        Shelf::Escalated => ESCALATED,
    };
    fetch_all!(tx, Comment, sql, organisation_id, limit, offset)
}

/// How many comments a moderator has to look at, and how many the safeguarding lead.
pub async fn counts(tx: &mut Tx, organisation_id: Uuid) -> Result<(i64, i64), StoreError> {
    fetch_one!(tx, (i64, i64), COUNTS, organisation_id)
}

/// Takes a comment for somebody until this time. `false` where somebody else has it.
pub async fn take(
    tx: &mut Tx,
    id: Uuid,
    staff_id: Uuid,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, TAKE, id, staff_id, until, now)? == 1)
}

/// Gives it up. `false` where somebody else has it, or nobody.
pub async fn put_back(tx: &mut Tx, id: Uuid, staff_id: Uuid) -> Result<bool, StoreError> {
    Ok(execute!(tx, PUT_BACK, id, staff_id)? == 1)
}

/// Keeps a decision, and gives the comment up. [`StoreError::Stale`] where it was changed in between, or somebody else has
/// it.
pub async fn decide(
    tx: &mut Tx,
    id: Uuid,
    edition: i64,
    staff_id: Uuid,
    now: DateTime<Utc>,
    to: &Decided,
) -> Result<(), StoreError> {
    changed(execute!(
        tx,
        DECIDE,
        id,
        edition,
        to.state.as_str(),
        to.reason,
        Json(&to.redactions),
        to.report.as_str(),
        to.decided_at,
        to.waits_since,
        staff_id,
        now
    )?)
}

/// Comments of an organisation that wait for a moderator and are not marked, by their ids from the one after this.
pub async fn unmarked(
    tx: &mut Tx,
    organisation_id: Uuid,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Comment>, StoreError> {
    fetch_all!(tx, Comment, UNMARKED, organisation_id, after, limit)
}

/// Marks a comment that waits: from this hour it waits for the safeguarding lead alone, whoever looks at it. `false` where
/// it was changed since this edition.
pub async fn mark(tx: &mut Tx, id: Uuid, edition: i64, hour: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(execute!(tx, MARK, id, edition, hour)? == 1)
}

/// Adds a line to the history of a comment.
pub async fn insert_decision(
    tx: &mut Tx,
    id: Uuid,
    comment_id: Uuid,
    staff_id: Option<Uuid>,
    at: DateTime<Utc>,
    act: CommentAct,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    execute!(tx, DECISION_INSERT, id, comment_id, staff_id, at, act.as_str(), reason)?;
    Ok(())
}

/// The history of a comment, the first line first.
pub async fn decisions(tx: &mut Tx, comment_id: Uuid) -> Result<Vec<Decision>, StoreError> {
    fetch_all!(tx, Decision, DECISIONS, comment_id)
}

/// Since when comments of an organisation's consultations wait for a moderator, and for the safeguarding lead.
pub async fn waiting(
    tx: &mut Tx,
    organisation_id: Uuid,
) -> Result<Vec<(Uuid, Clock, DateTime<Utc>)>, StoreError> {
    let mut waiting = Vec::new();
    for (clock, sql) in [(Clock::Comment, UNCHECKED_SINCE), (Clock::CommentHeld, ESCALATED_SINCE)] {
        for (id, since) in fetch_all!(tx, (Uuid, DateTime<Utc>), sql, organisation_id)? {
            waiting.push((id, clock, since));
        }
    }
    Ok(waiting)
}

/// Deletes the comments of a consultation that came before this time, but for those that have a time of their own. Gives how
/// many.
pub async fn expire(tx: &mut Tx, consultation_id: Uuid, before: DateTime<Utc>) -> Result<u64, StoreError> {
    execute!(tx, EXPIRE, consultation_id, before)
}

/// Deletes comments that were not shown, or that the safeguarding lead keeps, where that was decided before this time.
/// Gives how many.
pub async fn expire_decided(
    tx: &mut Tx,
    consultation_id: Uuid,
    before: DateTime<Utc>,
) -> Result<u64, StoreError> {
    execute!(tx, EXPIRE_DECIDED, consultation_id, before)
}

/// When the oldest of these was decided about.
pub async fn oldest_decided(tx: &mut Tx, consultation_id: Uuid) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(fetch_optional!(tx, (DateTime<Utc>,), DECIDED_LEFT, consultation_id)?.map(|(at,)| at))
}
