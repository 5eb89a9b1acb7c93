//! A young person's own page: signing in with a code, what is kept, and stopping it (domain.md 5.1). No answer of theirs is
//! ever read or written from here, and nothing that a young person does here is in the audit trail, which knows the minute.

use chrono::{DateTime, DurationRound as _, NaiveDate, NaiveTime, TimeDelta, Utc};
use earshot_domain::respondent::AgeBand;
use earshot_domain::young::{GivenBy, Nickname, YoungCode};
use earshot_store::young::{self, Account};
use earshot_store::{Tx, feedback, people, young_passkey};
use uuid::Uuid;

use crate::error::{Refusal, taken};
use crate::public::CHANGES;
use crate::sorting::sorting_cards;
use crate::{Earshot, Error, Home, SortingCard, YoungPasskey};

/// How long somebody stays signed in on their own device at most.
pub const YOUNG_SESSION_LIFE: TimeDelta = TimeDelta::days(30);

/// How long on one that others use, until the end of the day: the browser forgets it sooner, if somebody closes it.
pub(crate) const YOUNG_SESSION_SHARED: TimeDelta = TimeDelta::days(1);

/// How long without being used.
pub(crate) const YOUNG_SESSION_IDLE: TimeDelta = TimeDelta::days(14);

/// How long a code works once more at most, until the page was opened with it: a button is pressed twice, and a lost answer
/// costs nobody the page. Five to ten minutes, because what is kept until then is no minute.
const CODE_AGAIN: TimeDelta = TimeDelta::minutes(10);

/// What that is counted in.
const CODE_STEP: TimeDelta = TimeDelta::minutes(5);

/// How long a code that was used is told from one that never was: as long as somebody tries a slip of paper again.
pub(crate) const YOUNG_CODE_USED: TimeDelta = TimeDelta::days(7);

/// When a day begins.
fn start_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// Everything that is kept of a young person who has an account.
#[derive(Debug, Clone)]
pub struct OwnAccount {
    /// What they are called.
    pub nickname: Nickname,
    /// The name of their group.
    pub group: String,
    /// The organisation whose workers look after it.
    pub organisation: String,
    /// Its number to ring about a child's safety; empty when none was given.
    pub duty_phone: String,
    /// How old they are, roughly.
    pub age_band: AgeBand,
    /// Whether they were trained as a young assessor.
    pub is_assessor: bool,
    /// Who agreed.
    pub consent_by: GivenBy,
    /// When.
    pub consent_on: NaiveDate,
    /// To which version of the wording.
    pub wording: String,
    /// Who of the staff was sure that they understand; under 16 only.
    pub judged_by: Option<String>,
    /// When the account was made.
    pub since: NaiveDate,
    /// When they first signed in.
    pub joined_on: Option<NaiveDate>,
    /// The first day on which it is over.
    pub ends_on: NaiveDate,
    /// Where they are signed in: since which day, and last used on which.
    pub places: Vec<(NaiveDate, NaiveDate)>,
    /// Until which day a code works that nobody has used.
    pub code_until: Option<NaiveDate>,
}

/// The page of a young person.
#[derive(Debug, Clone)]
pub struct OwnPage {
    /// What is kept of them.
    pub own: OwnAccount,
    /// What their organisation asks now, and what changed.
    pub home: Home,
    /// Answers that they help to sort.
    pub sorting: Vec<SortingCard>,
    /// Their passkeys, the oldest first.
    pub passkeys: Vec<YoungPasskey>,
    /// Whether they said when they signed in that others use this device as well.
    pub shared: bool,
}

impl Earshot {
    /// Signs somebody in with the code that their worker made. Gives the session's token. [`Error::NotFound`] for a code that
    /// opens nothing: whether there was never such a one, or it was used, has run out or belongs to an account that is paused
    /// or over, the same question to the database says so.
    pub async fn sign_in_young(&self, code: YoungCode, shared: bool) -> Result<String, Error> {
        let (now, day) = (self.now(), start_of(self.today()));
        let again = now.duration_trunc(CODE_STEP).unwrap_or(now) + CODE_AGAIN;
        let hash = self.keys.young_code_hash(code);
        if young::by_code(&mut self.db.read().await?, &hash, now).await?.is_none() {
            return Err(Error::NotFound);
        }
        let mut tx = self.db.begin().await?;
        let used = young::use_code(&mut tx, &hash, (day, again), now).await?;
        let account_id = used.ok_or(Error::NotFound)?;
        let token = self.begin_young_session(&mut tx, account_id, shared).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Whether a code that opens nothing is one that was used, or that a worker shut when they paused the account: whoever types
    /// it has had it, and guesses nothing. It is known for a week, and until a worker makes another.
    pub async fn was_young_code(&self, code: YoungCode) -> Result<bool, Error> {
        let hash = self.keys.young_code_hash(code);
        Ok(young::was_used(&mut self.db.read().await?, &hash).await?)
    }

    /// Whether it opens nothing because a worker has paused the account. Only who has the code can ask, so nobody learns it by
    /// guessing.
    pub async fn is_paused_young_code(&self, code: YoungCode) -> Result<bool, Error> {
        let (hash, today) = (self.keys.young_code_hash(code), self.today());
        Ok(young::is_of_paused(&mut self.db.read().await?, &hash, today).await?)
    }

    /// Begins a session of an account that has just been entered; gives its token.
    pub(crate) async fn begin_young_session(
        &self,
        tx: &mut Tx,
        account_id: Uuid,
        shared: bool,
    ) -> Result<String, Error> {
        // Days, because an answer has the hour in which it came: nobody is to find one by the other.
        let day = start_of(self.today());
        let token = self.random_token();
        let life = if shared { YOUNG_SESSION_SHARED } else { YOUNG_SESSION_LIFE };
        young::insert_session(tx, &self.keys.token_hash(&token), account_id, day, day + life).await?;
        Ok(token)
    }

    /// The page of whoever is signed in with this token, with titles in this language. [`Error::NotFound`] where nobody is.
    /// Whoever sees it has come in: the code that they came with works no more.
    pub async fn own_page(&self, token: &str, lang: &str) -> Result<OwnPage, Error> {
        let (now, today) = (self.now(), start_of(self.today()));
        let mut tx = self.db.read().await?;
        let (account, last_seen) = self.young_in(&mut tx, token).await?;
        let organisation = people::organisation_by_id(&mut tx, account.organisation_id).await?;
        let organisation = organisation.ok_or(Error::NotFound)?;
        let sessions = young::sessions(&mut tx, account.id, now, now - YOUNG_SESSION_IDLE).await?;
        let day = |at: DateTime<Utc>| at.date_naive();
        let places = sessions.into_iter().map(|(began, seen)| (day(began), day(seen))).collect();
        let own = OwnAccount {
            nickname: account.nickname,
            group: account.group_name,
            organisation: organisation.name.clone(),
            duty_phone: organisation.duty_phone.clone(),
            age_band: account.age_band,
            is_assessor: account.is_assessor,
            consent_by: account.consent_by,
            consent_on: account.consent_on,
            wording: account.wording,
            judged_by: account.judged_by,
            since: account.created_on,
            joined_on: account.joined_on,
            ends_on: account.ends_on,
            places,
            code_until: account.code_until.filter(|until| *until > now).map(day),
        };
        let told = feedback::latest_of(&mut tx, organisation.id, CHANGES).await?;
        let home = self.home_of(&mut tx, vec![organisation], told, lang).await?;
        let sorting = sorting_cards(self, &mut tx, account.id).await?;
        let passkeys = young_passkey::of(&mut tx, account.id).await?;
        let passkeys = passkeys.into_iter().map(YoungPasskey::from).collect();
        let shared = self.is_shared(&mut tx, token).await?;
        let used_code = young::has_used_code(&mut tx, account.id).await?;
        drop(tx);
        if used_code || last_seen < today {
            let mut tx = self.db.begin().await?;
            young::shut_used_code(&mut tx, account.id).await?;
            young::touch_session(&mut tx, &self.keys.token_hash(token), today).await?;
            tx.commit().await?;
        }
        Ok(OwnPage { own, home, sorting, passkeys, shared })
    }

    /// What whoever is signed in is called, for the form that changes it.
    pub async fn own_nickname(&self, token: &str) -> Result<Nickname, Error> {
        let mut tx = self.db.read().await?;
        Ok(self.young_in(&mut tx, token).await?.0.nickname)
    }

    /// Changes it. `sure` says that it is no full name.
    pub async fn change_own_nickname(&self, token: &str, nickname: &str, sure: bool) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        let (account, _) = self.young_in(&mut tx, token).await?;
        let nickname =
            Nickname::parse(nickname, sure).map_err(|flaw| Error::refused(Refusal::Nickname(flaw)))?;
        young::rename(&mut tx, account.id, &nickname).await.map_err(taken("nickname"))?;
        Ok(tx.commit().await?)
    }

    /// Signs out here.
    pub async fn sign_out_young(&self, token: &str) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        young::end_session(&mut tx, &self.keys.token_hash(token)).await?;
        Ok(tx.commit().await?)
    }

    /// Signs out everywhere. A code that was used works no more; one that a worker has made since does.
    pub async fn sign_out_young_everywhere(&self, token: &str) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        let (account, _) = self.young_in(&mut tx, token).await?;
        young::shut_used_code(&mut tx, account.id).await?;
        // Whoever is coming in is out as well, or comes after.
        young::hold(&mut tx, account.id).await?;
        young::end_sessions(&mut tx, account.id).await?;
        Ok(tx.commit().await?)
    }

    /// Deletes the account of whoever is signed in, and everything of it, at once. A hold for a legal case does not keep it:
    /// it is theirs.
    pub async fn stop_own_account(&self, token: &str) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        let (account, _) = self.young_in(&mut tx, token).await?;
        young::remove(&mut tx, account.id).await?;
        Ok(tx.commit().await?)
    }

    /// Whether a session was begun on a device that others use as well: it is as long as those are.
    pub(crate) async fn is_shared(&self, tx: &mut Tx, token: &str) -> Result<bool, Error> {
        let life = young::session_life(tx, &self.keys.token_hash(token)).await?;
        Ok(life.is_none_or(|(began, ends)| ends - began <= YOUNG_SESSION_SHARED))
    }

    /// Whose session this is, and on which day it was last used.
    pub(crate) async fn young_in(&self, tx: &mut Tx, token: &str) -> Result<(Account, DateTime<Utc>), Error> {
        let now = self.now();
        let hash = self.keys.token_hash(token);
        let found = young::session(tx, &hash, now, now - YOUNG_SESSION_IDLE).await?;
        let (id, last_seen) = found.ok_or(Error::NotFound)?;
        let account = young::by_id(tx, id).await?.ok_or(Error::NotFound)?;
        Ok((account, last_seen))
    }
}
