//! Groups of young people, their accounts, the codes with which they sign in, and where they are signed in. Nothing leads
//! from here to an answer.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use earshot_domain::respondent::AgeBand;
use earshot_domain::young::{GivenBy, GroupKind, Nickname};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// What is read of a group.
macro_rules! group {
    () => {
        "SELECT g.id, g.name, g.kind, g.created_on, g.ended_on, \
         (SELECT CAST(COUNT(*) AS BIGINT) FROM young_account a WHERE a.group_id = g.id) AS members FROM young_group g "
    };
}

/// What is read of an account.
macro_rules! account {
    () => {
        "SELECT a.id, a.organisation_id, a.group_id, g.name AS group_name, a.nickname, a.age_band, a.is_assessor, \
         a.consent_by, a.consent_on, a.wording, j.name AS judged_by, a.created_on, a.joined_on, a.paused_at, a.ends_on, \
         c.expires_at AS code_until FROM young_account a JOIN young_group g ON g.id = a.group_id \
         LEFT JOIN staff j ON j.id = a.judged_by LEFT JOIN young_code c ON c.account_id = a.id AND c.used_at IS NULL "
    };
}

statements! {
    GROUP_INSERT = "INSERT INTO young_group (id, organisation_id, name, kind, created_by, created_on) \
                    VALUES ($1, $2, $3, $4, $5, $6)";
    GROUPS = concat!(group!(), "WHERE g.organisation_id = $1 ORDER BY g.name, g.id");
    GROUP = concat!(group!(), "WHERE g.organisation_id = $1 AND g.id = $2");
    GROUP_HOLD = "UPDATE young_group SET name = name WHERE organisation_id = $1 AND id = $2";
    GROUP_RENAME = "UPDATE young_group SET name = $3 WHERE organisation_id = $1 AND id = $2 AND ended_on IS NULL";
    GROUP_END = "UPDATE young_group SET ended_on = $3 WHERE organisation_id = $1 AND id = $2 AND ended_on IS NULL";
    GROUP_ACCOUNTS_END = "UPDATE young_account SET ends_on = $2 WHERE group_id = $1 AND ends_on > $2";
    GROUP_SESSIONS_END = "DELETE FROM young_session WHERE account_id IN (SELECT id FROM young_account WHERE group_id = $1)";
    GROUP_CODES_END = "DELETE FROM young_code WHERE account_id IN (SELECT id FROM young_account WHERE group_id = $1)";
    INSERT = "INSERT INTO young_account (id, organisation_id, group_id, nickname, nickname_key, age_band, is_assessor, \
              consent_by, consent_on, wording, competence, judged_by, created_by, created_on, ends_on) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    OF_GROUP = concat!(account!(), "WHERE a.group_id = $1 ORDER BY a.nickname_key");
    OF_ORGANISATION = concat!(account!(), "WHERE a.organisation_id = $1 AND a.id = $2");
    BY_ID = concat!(account!(), "WHERE a.id = $1");
    RENAME = "UPDATE young_account SET nickname = $2, nickname_key = $3 WHERE id = $1";
    AGE = "UPDATE young_account SET age_band = $2 WHERE id = $1";
    AGE_JUDGED = "UPDATE young_account SET age_band = $2, competence = $3, judged_by = $4 WHERE id = $1";
    PAUSE = "UPDATE young_account SET paused_at = $2 WHERE id = $1 AND paused_at IS NULL";
    GO_ON = "UPDATE young_account SET paused_at = NULL WHERE id = $1 AND paused_at IS NOT NULL";
    RENEW = "UPDATE young_account SET ends_on = $2 WHERE id = $1";
    REMOVE = "DELETE FROM young_account WHERE id = $1";
    CODE_PUT = "INSERT INTO young_code (account_id, code_hash, expires_at) VALUES ($1, $2, $3) \
                ON CONFLICT (account_id) DO UPDATE SET code_hash = excluded.code_hash, expires_at = excluded.expires_at, \
                used_at = NULL";
    // Whatever is wrong with a code, the same question finds nothing.
    CODE = "SELECT c.account_id FROM young_code c JOIN young_account a ON a.id = c.account_id WHERE c.code_hash = $1 \
            AND c.expires_at > $2 AND a.paused_at IS NULL AND a.ends_on > $3";
    // It works a little longer, for whoever presses twice.
    CODE_USE = "UPDATE young_code SET used_at = COALESCE(used_at, $2), \
                expires_at = CASE WHEN used_at IS NULL AND expires_at > $3 THEN $3 ELSE expires_at END \
                WHERE code_hash = $1 AND expires_at > $4 RETURNING account_id";
    CODE_DROP = "DELETE FROM young_code WHERE account_id = $1";
    CODE_USED = "SELECT account_id FROM young_code WHERE account_id = $1 AND expires_at > used_at";
    // Waits for whoever is just using it: otherwise it would look as if nobody had.
    CODE_HOLD = "UPDATE young_code SET used_at = used_at WHERE account_id = $1";
    // The row stays a while, so that whoever types the code once more is told from somebody who guesses.
    CODE_USED_SHUT = "UPDATE young_code SET expires_at = used_at WHERE account_id = $1 AND expires_at > used_at";
    CODE_WAS_USED = "SELECT account_id FROM young_code WHERE code_hash = $1 AND used_at IS NOT NULL";
    // The same of every code, for an account that is paused.
    CODE_SHUT = "UPDATE young_code SET used_at = COALESCE(used_at, $2), expires_at = COALESCE(used_at, $2) \
                 WHERE account_id = $1";
    CODE_OF_PAUSED = "SELECT c.account_id FROM young_code c JOIN young_account a ON a.id = c.account_id \
                      WHERE c.code_hash = $1 AND c.used_at IS NOT NULL AND a.paused_at IS NOT NULL AND a.ends_on > $2";
    // Writing the row keeps others from it until this transaction ends.
    HOLD = "UPDATE young_account SET nickname = nickname WHERE id = $1";
    // Holds the row until the session is written: whoever pauses in the same moment comes before or after.
    JOIN = "UPDATE young_account SET joined_on = COALESCE(joined_on, $2) \
            WHERE id = $1 AND paused_at IS NULL AND ends_on > $2";
    SESSION_INSERT = "INSERT INTO young_session (token_hash, account_id, created_at, last_seen_at, expires_at) \
                      VALUES ($1, $2, $3, $3, $4)";
    SESSION = "SELECT s.account_id, s.last_seen_at FROM young_session s JOIN young_account a ON a.id = s.account_id \
               WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.last_seen_at > $3 AND a.paused_at IS NULL \
               AND a.ends_on > $4";
    SESSION_LIFE = "SELECT created_at, expires_at FROM young_session WHERE token_hash = $1";
    SESSIONS = "SELECT created_at, last_seen_at FROM young_session WHERE account_id = $1 AND expires_at > $2 \
                AND last_seen_at > $3 ORDER BY created_at, token_hash";
    SESSION_TOUCH = "UPDATE young_session SET last_seen_at = $2 WHERE token_hash = $1";
    SESSION_END = "DELETE FROM young_session WHERE token_hash = $1";
    SESSIONS_END = "DELETE FROM young_session WHERE account_id = $1";
    SESSIONS_END_OTHERS = "DELETE FROM young_session WHERE account_id = $1 AND token_hash <> $2";
    CODES_PURGE = "DELETE FROM young_code WHERE (expires_at <= $1 AND (used_at IS NULL OR used_at <= $3)) \
                   OR account_id IN (SELECT id FROM young_account WHERE ends_on <= $2)";
    SESSIONS_PURGE = "DELETE FROM young_session WHERE expires_at <= $1 OR last_seen_at <= $2 \
                      OR account_id IN (SELECT id FROM young_account WHERE ends_on <= $3)";
    ENDED_PURGE = "DELETE FROM young_account WHERE organisation_id = $1 AND ends_on < $2";
    GROUPS_PURGE = "DELETE FROM young_group WHERE organisation_id = $1 AND ended_on < $2 \
                    AND NOT EXISTS (SELECT 1 FROM young_account a WHERE a.group_id = young_group.id)";
    ENDED_LEFT = "SELECT MIN(ends_on) FROM young_account WHERE organisation_id = $1 AND ends_on <= $2 HAVING COUNT(*) > 0";
}

/// A group of young people.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Group {
    /// Its id.
    pub id: Uuid,
    /// Its name, such as "Wexmoor youth forum".
    pub name: String,
    /// What kind it is.
    #[sqlx(try_from = "String")]
    pub kind: GroupKind,
    /// When a worker made it.
    pub created_on: NaiveDate,
    /// When a worker ended it.
    pub ended_on: Option<NaiveDate>,
    /// How many accounts it has, also those that have ended and are not deleted yet.
    pub members: i64,
}

/// What is needed for a group.
#[derive(Debug, Clone)]
pub struct NewGroup {
    /// Its id.
    pub id: Uuid,
    /// The organisation that looks after it.
    pub organisation_id: Uuid,
    /// Its name.
    pub name: String,
    /// What kind it is.
    pub kind: GroupKind,
    /// Who makes it.
    pub by: Option<Uuid>,
    /// When.
    pub on: NaiveDate,
}

/// The account of a young person.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Account {
    /// Its id: random.
    pub id: Uuid,
    /// The organisation that looks after it.
    pub organisation_id: Uuid,
    /// The group.
    pub group_id: Uuid,
    /// The name of the group.
    pub group_name: String,
    /// What they are called.
    #[sqlx(try_from = "String")]
    pub nickname: Nickname,
    /// How old they are, roughly.
    #[sqlx(try_from = "String")]
    pub age_band: AgeBand,
    /// Whether they were trained as a young assessor.
    pub is_assessor: bool,
    /// Who agreed.
    #[sqlx(try_from = "String")]
    pub consent_by: GivenBy,
    /// When.
    pub consent_on: NaiveDate,
    /// To which version of the wording.
    pub wording: String,
    /// Who of the staff was sure that they understand; under 16 only.
    pub judged_by: Option<String>,
    /// When it was made.
    pub created_on: NaiveDate,
    /// When somebody first signed in.
    pub joined_on: Option<NaiveDate>,
    /// Since which hour it is paused.
    pub paused_at: Option<DateTime<Utc>>,
    /// The first day on which it is over.
    pub ends_on: NaiveDate,
    /// Until when a code works that nobody has used yet.
    pub code_until: Option<DateTime<Utc>>,
}

/// What is needed for an account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Its id: random.
    pub id: Uuid,
    /// The organisation.
    pub organisation_id: Uuid,
    /// The group.
    pub group_id: Uuid,
    /// What they are called.
    pub nickname: Nickname,
    /// How old they are, roughly.
    pub age_band: AgeBand,
    /// Whether they were trained as a young assessor.
    pub is_assessor: bool,
    /// Who agreed.
    pub consent_by: GivenBy,
    /// When.
    pub consent_on: NaiveDate,
    /// To which version of the wording.
    pub wording: &'static str,
    /// What a worker was sure of; under 16 only.
    pub competence: Option<String>,
    /// Who makes it, and was sure.
    pub by: Option<Uuid>,
    /// When.
    pub on: NaiveDate,
    /// The first day on which it is over.
    pub ends_on: NaiveDate,
}

/// Keeps a group. [`StoreError::Taken`] where the organisation has one of this name.
pub async fn insert_group(tx: &mut Tx, new: &NewGroup) -> Result<(), StoreError> {
    let (name, kind) = (new.name.as_str(), new.kind.as_str());
    execute!(tx, GROUP_INSERT, new.id, new.organisation_id, name, kind, new.by, new.on)?;
    Ok(())
}

/// The groups of an organisation by name, also those that have ended.
pub async fn groups(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<Group>, StoreError> {
    fetch_all!(tx, Group, GROUPS, organisation_id)
}

/// A group of an organisation.
pub async fn group(tx: &mut Tx, organisation_id: Uuid, id: Uuid) -> Result<Option<Group>, StoreError> {
    fetch_optional!(tx, Group, GROUP, organisation_id, id)
}

/// Makes sure that no other transaction changes the group before this one ends: nobody comes into a group, and no account of
/// it is renewed, while somebody ends it.
pub async fn hold_group(tx: &mut Tx, organisation_id: Uuid, id: Uuid) -> Result<(), StoreError> {
    execute!(tx, GROUP_HOLD, organisation_id, id)?;
    Ok(())
}

/// Gives a group another name. `false` where there is none that has not ended, [`StoreError::Taken`] where the organisation
/// has one of this name.
pub async fn rename_group(
    tx: &mut Tx,
    organisation_id: Uuid,
    id: Uuid,
    name: &str,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, GROUP_RENAME, organisation_id, id, name)? == 1)
}

/// Ends a group and every account in it on this day, at once. `false` where there is none that has not ended.
pub async fn end_group(
    tx: &mut Tx,
    organisation_id: Uuid,
    id: Uuid,
    today: NaiveDate,
) -> Result<bool, StoreError> {
    if execute!(tx, GROUP_END, organisation_id, id, today)? == 0 {
        return Ok(false);
    }
    // The codes before the accounts, as whoever signs in holds them: nobody waits for somebody who waits for them.
    execute!(tx, GROUP_CODES_END, id)?;
    execute!(tx, GROUP_ACCOUNTS_END, id, today)?;
    execute!(tx, GROUP_SESSIONS_END, id)?;
    Ok(true)
}

/// Keeps an account. [`StoreError::Taken`] where somebody in the group has the nickname.
pub async fn insert(tx: &mut Tx, new: &NewAccount) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.id,
        new.organisation_id,
        new.group_id,
        new.nickname.as_str(),
        new.nickname.key(),
        new.age_band.as_str(),
        new.is_assessor,
        new.consent_by.as_str(),
        new.consent_on,
        new.wording,
        new.competence.as_deref(),
        new.by.filter(|_| new.competence.is_some()),
        new.by,
        new.on,
        new.ends_on
    )?;
    Ok(())
}

/// The accounts of a group by nickname.
pub async fn of_group(tx: &mut Tx, group_id: Uuid) -> Result<Vec<Account>, StoreError> {
    fetch_all!(tx, Account, OF_GROUP, group_id)
}

/// An account that an organisation looks after.
pub async fn of_organisation(
    tx: &mut Tx,
    organisation_id: Uuid,
    id: Uuid,
) -> Result<Option<Account>, StoreError> {
    fetch_optional!(tx, Account, OF_ORGANISATION, organisation_id, id)
}

/// An account.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Account>, StoreError> {
    fetch_optional!(tx, Account, BY_ID, id)
}

/// Gives somebody another nickname. [`StoreError::Taken`] where somebody else in the group has it.
pub async fn rename(tx: &mut Tx, id: Uuid, nickname: &Nickname) -> Result<bool, StoreError> {
    Ok(execute!(tx, RENAME, id, nickname.as_str(), nickname.key())? == 1)
}

/// Gives somebody another age band. `judged` is what a worker was sure of, and who that was, where it was asked once more;
/// what was kept stays otherwise.
pub async fn set_age(
    tx: &mut Tx,
    id: Uuid,
    age_band: AgeBand,
    judged: Option<(&str, Option<Uuid>)>,
) -> Result<bool, StoreError> {
    let many = match judged {
        None => execute!(tx, AGE, id, age_band.as_str())?,
        Some((competence, by)) => execute!(tx, AGE_JUDGED, id, age_band.as_str(), competence, by)?,
    };
    Ok(many == 1)
}

/// Pauses an account, ends its sessions and shuts its code: from that day on it counts as used, also where nobody has used
/// it. `false` where it is paused already.
pub async fn pause(tx: &mut Tx, id: Uuid, at: DateTime<Utc>) -> Result<bool, StoreError> {
    // The code first, as whoever signs in holds it first.
    execute!(tx, CODE_SHUT, id, at.date_naive().and_time(NaiveTime::MIN).and_utc())?;
    if execute!(tx, PAUSE, id, at)? == 0 {
        return Ok(false);
    }
    execute!(tx, SESSIONS_END, id)?;
    Ok(true)
}

/// Lets a paused account go on. `false` where it is not paused.
pub async fn go_on(tx: &mut Tx, id: Uuid) -> Result<bool, StoreError> {
    Ok(execute!(tx, GO_ON, id)? == 1)
}

/// Gives an account another end.
pub async fn renew(tx: &mut Tx, id: Uuid, ends_on: NaiveDate) -> Result<bool, StoreError> {
    Ok(execute!(tx, RENEW, id, ends_on)? == 1)
}

/// Deletes an account and everything of it.
pub async fn remove(tx: &mut Tx, id: Uuid) -> Result<bool, StoreError> {
    drop_code(tx, id).await?;
    Ok(execute!(tx, REMOVE, id)? == 1)
}

/// Keeps the code of an account by its hash, instead of the one before.
pub async fn set_code(
    tx: &mut Tx,
    account_id: Uuid,
    code_hash: &[u8],
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, CODE_PUT, account_id, code_hash, expires_at)?;
    Ok(())
}

/// The account that a code opens now; nothing where it opens none, whatever the reason.
pub async fn by_code(tx: &mut Tx, code_hash: &[u8], now: DateTime<Utc>) -> Result<Option<Uuid>, StoreError> {
    let found = fetch_optional!(tx, (Uuid,), CODE, code_hash, now, now.date_naive())?;
    Ok(found.map(|(id,)| id))
}

/// Uses a code, on this day, after which it works until the time beside it at the latest; and notes that somebody has signed
/// in. Nothing where it opens nothing any more.
pub async fn use_code(
    tx: &mut Tx,
    code_hash: &[u8],
    (day, until): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Result<Option<Uuid>, StoreError> {
    let used = fetch_optional!(tx, (Uuid,), CODE_USE, code_hash, day, until, now)?;
    let Some((account_id,)) = used else { return Ok(None) };
    Ok(enter(tx, account_id, now.date_naive()).await?.then_some(account_id))
}

/// Forgets the code of an account, used or not. `false` where it has none. Before the account is held: whoever signs in holds
/// their code first.
pub async fn drop_code(tx: &mut Tx, account_id: Uuid) -> Result<bool, StoreError> {
    Ok(execute!(tx, CODE_DROP, account_id)? == 1)
}

/// Whether the code of an account was used, and may still work once more.
pub async fn has_used_code(tx: &mut Tx, account_id: Uuid) -> Result<bool, StoreError> {
    Ok(fetch_optional!(tx, (Uuid,), CODE_USED, account_id)?.is_some())
}

/// Lets the code of an account that was used work no more; one that nobody has used stays as it is. `false` where there is
/// none that was used and still works. Before the account is held: whoever signs in holds their code first.
pub async fn shut_used_code(tx: &mut Tx, account_id: Uuid) -> Result<bool, StoreError> {
    execute!(tx, CODE_HOLD, account_id)?;
    Ok(execute!(tx, CODE_USED_SHUT, account_id)? == 1)
}

/// Whether a code is one that was used, whether or not it still works.
pub async fn was_used(tx: &mut Tx, code_hash: &[u8]) -> Result<bool, StoreError> {
    Ok(fetch_optional!(tx, (Uuid,), CODE_WAS_USED, code_hash)?.is_some())
}

/// Whether a code that was used, or was shut, belongs to an account that is paused and not over.
pub async fn is_of_paused(tx: &mut Tx, code_hash: &[u8], today: NaiveDate) -> Result<bool, StoreError> {
    Ok(fetch_optional!(tx, (Uuid,), CODE_OF_PAUSED, code_hash, today)?.is_some())
}

/// Notes that somebody signs in on this day, and holds the account until the transaction ends. `false` where it is paused or
/// over.
pub async fn enter(tx: &mut Tx, id: Uuid, today: NaiveDate) -> Result<bool, StoreError> {
    Ok(execute!(tx, JOIN, id, today)? == 1)
}

/// Holds an account until the transaction ends, however it stands. `false` where there is none.
pub async fn hold(tx: &mut Tx, id: Uuid) -> Result<bool, StoreError> {
    Ok(execute!(tx, HOLD, id)? == 1)
}

/// Keeps a session by the hash of its token.
pub async fn insert_session(
    tx: &mut Tx,
    token_hash: &[u8],
    account_id: Uuid,
    hour: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, SESSION_INSERT, token_hash, account_id, hour, expires_at)?;
    Ok(())
}

/// Whose session this is, and in which hour it was last used. Nothing where it has ended, was not used since, or where the
/// account is paused or over.
pub async fn session(
    tx: &mut Tx,
    token_hash: &[u8],
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<Option<(Uuid, DateTime<Utc>)>, StoreError> {
    let today = now.date_naive();
    fetch_optional!(tx, (Uuid, DateTime<Utc>), SESSION, token_hash, now, idle_since, today)
}

/// When a session was begun, and when it ends at the latest. Nothing where there is none.
pub async fn session_life(
    tx: &mut Tx,
    token_hash: &[u8],
) -> Result<Option<(DateTime<Utc>, DateTime<Utc>)>, StoreError> {
    fetch_optional!(tx, (DateTime<Utc>, DateTime<Utc>), SESSION_LIFE, token_hash)
}

/// The sessions of an account that have not ended: the hour in which each began and in which it was last used.
pub async fn sessions(
    tx: &mut Tx,
    account_id: Uuid,
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<Vec<(DateTime<Utc>, DateTime<Utc>)>, StoreError> {
    fetch_all!(tx, (DateTime<Utc>, DateTime<Utc>), SESSIONS, account_id, now, idle_since)
}

/// Notes in which hour a session was used.
pub async fn touch_session(tx: &mut Tx, token_hash: &[u8], hour: DateTime<Utc>) -> Result<(), StoreError> {
    execute!(tx, SESSION_TOUCH, token_hash, hour)?;
    Ok(())
}

/// Ends a session.
pub async fn end_session(tx: &mut Tx, token_hash: &[u8]) -> Result<bool, StoreError> {
    Ok(execute!(tx, SESSION_END, token_hash)? == 1)
}

/// Ends every session of an account. Gives how many.
pub async fn end_sessions(tx: &mut Tx, account_id: Uuid) -> Result<u64, StoreError> {
    execute!(tx, SESSIONS_END, account_id)
}

/// Ends every session of an account but this one. Gives how many.
pub async fn end_other_sessions(tx: &mut Tx, account_id: Uuid, token_hash: &[u8]) -> Result<u64, StoreError> {
    execute!(tx, SESSIONS_END_OTHERS, account_id, token_hash)
}

/// Forgets codes that have run out, those that were used only where that was by the second of the two days beside it, and
/// sessions that have ended or were not used since the first. Gives how many.
pub async fn purge_passing(
    tx: &mut Tx,
    now: DateTime<Utc>,
    (idle_since, used_by): (DateTime<Utc>, DateTime<Utc>),
) -> Result<u64, StoreError> {
    let today = now.date_naive();
    let codes = execute!(tx, CODES_PURGE, now, today, used_by)?;
    Ok(codes + execute!(tx, SESSIONS_PURGE, now, idle_since, today)?)
}

/// Deletes accounts that ended before this day, and groups that did and have none left. Gives how many accounts.
pub async fn purge_ended(tx: &mut Tx, organisation_id: Uuid, before: NaiveDate) -> Result<u64, StoreError> {
    let gone = execute!(tx, ENDED_PURGE, organisation_id, before)?;
    execute!(tx, GROUPS_PURGE, organisation_id, before)?;
    Ok(gone)
}

/// When the account ended that has been over for longest.
pub async fn oldest_ended(
    tx: &mut Tx,
    organisation_id: Uuid,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, StoreError> {
    Ok(fetch_optional!(tx, (NaiveDate,), ENDED_LEFT, organisation_id, today)?.map(|(on,)| on))
}
