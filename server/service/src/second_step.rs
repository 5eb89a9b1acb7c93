//! The second step of signing in: a code from an app on one's own phone (RFC 6238), beside the link by mail. Whoever sees
//! what young people wrote is asked for it again after a while.

use chrono::{DateTime, TimeDelta, Utc};
use earshot_domain::policy::{Permission, Role};
use earshot_domain::receipt::Receipt;
use earshot_store::audit::Detail;
use earshot_store::second_step::{self, Factor};
use earshot_store::{Tx, passkey, people};
use totp_rs::{Builder, Secret, Totp};
use uuid::Uuid;

use crate::error::Refusal;
use crate::keys::SEAL_NONCE;
use crate::people::SESSION_IDLE;
use crate::{Actor, Earshot, Error, audit};

/// What the app calls the account.
const ISSUER: &str = "Earshot";

/// Bytes of the secret that the app and Earshot share (RFC 4226, section 4).
const SECRET_BYTES: usize = 20;

/// Codes for the day on which a phone is lost.
const RECOVERY_CODES: usize = 8;

/// How long ago somebody may have shown the second step to change how they sign in, or to open what is sealed.
const SHOWN_LATELY: TimeDelta = TimeDelta::minutes(20);

/// Wrong codes after which somebody has to wait, and for how long: fewer than twenty an hour.
const WRONG_MAX: i64 = 5;
const WAIT: TimeDelta = TimeDelta::minutes(20);

/// Whether somebody has shown a second thing beside their link.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SecondStep {
    /// They have none, and need none.
    #[default]
    None,
    /// They need one and have none: until they have set it up they may do nothing.
    Missing,
    /// They have one and have not shown it since they signed in: until then they may do nothing.
    Asked,
    /// They have shown it, so long ago.
    Shown(TimeDelta),
}

/// What an app needs to know.
#[derive(Clone)]
pub struct SecondStepSetup {
    /// As an address to scan: `otpauth://totp/...`.
    pub address: String,
    /// The secret in letters, for typing.
    pub secret: String,
}

impl std::fmt::Debug for SecondStepSetup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecondStepSetup(..)")
    }
}

/// How somebody's second step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondStepState {
    /// Whether they have one.
    pub on: bool,
    /// Codes for a lost phone that are left.
    pub codes_left: i64,
    /// Whether their organisation asks for it of those who see what young people wrote.
    pub required: bool,
}

impl Earshot {
    /// How one's own second step stands.
    pub async fn second_step(&self, actor: &Actor) -> Result<SecondStepState, Error> {
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.read().await?;
        let factor = second_step::factor(&mut tx, staff_id).await?;
        let on = factor.is_some_and(|factor| factor.confirmed_at.is_some());
        let codes_left = second_step::recovery_left(&mut tx, staff_id).await?;
        let required = second_step::is_required(&mut tx, actor.organisation_id).await?;
        Ok(SecondStepState { on, codes_left, required })
    }

    /// Whether an organisation asks for a second step of those who see what young people wrote.
    pub async fn needs_second_step(&self, actor: &Actor) -> Result<bool, Error> {
        actor.require(Permission::SeePeople)?;
        Ok(second_step::is_required(&mut self.db.read().await?, actor.organisation_id).await?)
    }

    /// Begins to set a second step up: what an app has to scan. Asked again in the same session, it is the same until it is
    /// confirmed; in another one it is another, so that nobody waits for somebody to confirm what they know themselves.
    pub async fn begin_second_step(
        &self,
        actor: &Actor,
        session_token: &str,
    ) -> Result<SecondStepSetup, Error> {
        let staff_id = may_change_ways(actor)?;
        let session = self.keys.token_hash(session_token);
        let mut tx = self.db.begin().await?;
        let staff = people::staff_by_id(&mut tx, staff_id).await?.ok_or(Error::NotFound)?;
        let secret = match second_step::factor_locked(&mut tx, staff_id).await? {
            Some(factor) if factor.confirmed_at.is_some() => return Err(Error::refused(Refusal::WrongState)),
            Some(factor) => match self.keys.open(&place(staff_id, Some(&session)), &factor.secret) {
                Some(secret) => secret,
                None => {
                    let secret = self.drawn_secret();
                    let sealed = self.sealed_secret(staff_id, Some(&session), &secret);
                    second_step::set_secret(&mut tx, staff_id, &sealed).await?;
                    secret
                }
            },
            None => {
                let secret = self.drawn_secret();
                let sealed = self.sealed_secret(staff_id, Some(&session), &secret);
                second_step::insert_factor(&mut tx, staff_id, &sealed).await?;
                secret
            }
        };
        tx.commit().await?;
        let totp = totp(&secret, &staff.email)?;
        let address = totp.to_url().map_err(|_| Error::refused(Refusal::WrongState))?;
        Ok(SecondStepSetup { address, secret: in_letters(&secret) })
    }

    /// Confirms it with the first code. Gives the codes for a lost phone, which are shown this once, and the session's
    /// new token.
    pub async fn confirm_second_step(
        &self,
        actor: &Actor,
        session_token: &str,
        code: &str,
    ) -> Result<(Vec<Receipt>, String), Error> {
        let staff_id = may_change_ways(actor)?;
        let mut tx = self.db.begin().await?;
        let factor = second_step::factor_locked(&mut tx, staff_id).await?.ok_or(Error::NotFound)?;
        if factor.confirmed_at.is_some() {
            return Err(Error::refused(Refusal::WrongState));
        }
        let session = self.keys.token_hash(session_token);
        // Begun anew in another session since: no code of this one is right, and none is counted as wrong.
        let secret = self.keys.open(&place(staff_id, Some(&session)), &factor.secret);
        let secret = secret.ok_or(Error::Stale)?;
        let Some(step) = self.step_of(&mut tx, &factor, Some(&session), code).await? else {
            return Err(self.was_wrong(tx, &factor).await);
        };
        second_step::set_secret(&mut tx, staff_id, &self.sealed_secret(staff_id, None, &secret)).await?;
        let now = self.now();
        second_step::confirm(&mut tx, staff_id, now, step).await?;
        // Whoever is signed in elsewhere has not shown it there.
        second_step::forget_shown(&mut tx, staff_id).await?;
        let codes = self.fresh_codes(&mut tx, staff_id).await?;
        let token = self.shown_in(&mut tx, session_token, now).await?;
        self.audit(&mut tx, actor, "staff.second-step", "");
        tx.commit().await?;
        Ok((codes, token))
    }

    /// Shows the second step in a session: a code from the app, or four words for a lost phone. Gives the session's new
    /// token. [`Error::TooMany`] where too many were wrong.
    pub async fn show_second_step(&self, session_token: &str, typed: &str) -> Result<String, Error> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let hash = self.keys.token_hash(session_token);
        let staff =
            second_step::staff_of(&mut tx, &hash, now, now - SESSION_IDLE).await?.ok_or(Error::SignIn)?;
        let factor = second_step::factor_locked(&mut tx, staff.id).await?;
        let factor = factor.filter(|one| one.confirmed_at.is_some());
        let factor = factor.ok_or(Error::NotFound)?;
        self.check(tx, &factor, typed, async |earshot, tx| {
            let token = earshot.shown_in(tx, session_token, now).await?;
            earshot.audit_as(
                tx,
                staff.organisation_id,
                Some(staff.id),
                "staff.second-step-shown",
                String::new(),
            );
            Ok(token)
        })
        .await
    }

    /// Takes one's own second step away; a code says that it is theirs.
    pub async fn remove_second_step(&self, actor: &Actor, typed: &str) -> Result<(), Error> {
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.begin().await?;
        let factor = second_step::factor_locked(&mut tx, staff_id).await?.ok_or(Error::NotFound)?;
        self.check(tx, &factor, typed, async |earshot, tx| {
            second_step::remove(tx, staff_id).await?;
            earshot.audit(tx, actor, "staff.second-step-removed", "");
            Ok(())
        })
        .await
    }

    /// Takes somebody's second step away who has lost their phone and their codes, and ends their sessions.
    pub async fn forget_second_step(&self, actor: &Actor, email: &str) -> Result<(), Error> {
        self.forget_second_step_because(actor, email, "").await
    }

    /// The same, with why: whoever reads the audit trail sees it. It may be empty.
    pub async fn forget_second_step_because(
        &self,
        actor: &Actor,
        email: &str,
        why: &str,
    ) -> Result<(), Error> {
        actor.require(Permission::ManagePeople)?;
        let why = Detail::default().because(&audit::why(why)?);
        let mut tx = self.db.begin().await?;
        let staff = people::staff_by_email(&mut tx, &email.trim().to_lowercase())
            .await?
            .filter(|staff| staff.organisation_id == actor.organisation_id)
            .ok_or(Error::NotFound)?;
        let passkeys = passkey::clear(&mut tx, staff.id).await?;
        if !second_step::remove(&mut tx, staff.id).await? && passkeys == 0 {
            return Err(Error::NotFound);
        }
        people::delete_sessions_of(&mut tx, staff.id).await?;
        self.audit_with(&mut tx, actor, "staff.second-step-forgotten", staff.email, why);
        Ok(tx.commit().await?)
    }

    /// Says whether everybody who sees words of young people, gives roles or keeps rules must have a second step.
    pub async fn require_second_step(&self, actor: &Actor, on: bool) -> Result<(), Error> {
        actor.require(Permission::ManagePeople)?;
        let mut tx = self.db.begin().await?;
        second_step::set_required(&mut tx, actor.organisation_id, on).await?;
        self.audit(&mut tx, actor, "organisation.second-step", if on { "on" } else { "off" });
        Ok(tx.commit().await?)
    }

    /// Checks a code or four words, and goes on with `then` where they are right. What was wrong is counted.
    async fn check<T>(
        &self,
        mut tx: Tx,
        factor: &Factor,
        typed: &str,
        then: impl AsyncFnOnce(&Self, &mut Tx) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if factor.wait_until.is_some_and(|until| until > self.now()) {
            return Err(Error::TooMany);
        }
        let right = match self.step_of(&mut tx, factor, None, typed).await? {
            Some(step) => second_step::use_step(&mut tx, factor.staff_id, step).await?,
            None => match Receipt::parse(typed) {
                Some(words) => {
                    let hash = self.keys.recovery_hash(factor.staff_id.as_bytes(), words);
                    second_step::use_recovery(&mut tx, factor.staff_id, &hash).await?
                }
                None => false,
            },
        };
        if !right {
            return Err(self.was_wrong(tx, factor).await);
        }
        second_step::set_wrong(&mut tx, factor.staff_id, 0, None).await?;
        let done = then(self, &mut tx).await?;
        tx.commit().await?;
        Ok(done)
    }

    /// Counts a wrong code, and says what to answer.
    async fn was_wrong(&self, mut tx: Tx, factor: &Factor) -> Error {
        let wrong = factor.wrong + 1;
        let (wrong, until) =
            if wrong >= WRONG_MAX { (0, Some(self.now() + WAIT)) } else { (wrong, factor.wait_until) };
        let kept = second_step::set_wrong(&mut tx, factor.staff_id, wrong, until).await;
        match kept {
            Ok(()) => match tx.commit().await {
                Ok(()) => Error::refused(Refusal::WrongCode),
                Err(error) => error.into(),
            },
            Err(error) => error.into(),
        }
    }

    /// The step of a code that is right and was not used yet.
    async fn step_of(
        &self,
        tx: &mut Tx,
        factor: &Factor,
        session: Option<&[u8]>,
        typed: &str,
    ) -> Result<Option<i64>, Error> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(None);
        }
        let staff = people::staff_by_id(tx, factor.staff_id).await?.ok_or(Error::NotFound)?;
        let Some(secret) = self.keys.open(&place(factor.staff_id, session), &factor.secret) else {
            return Ok(None);
        };
        let totp = totp(&secret, &staff.email)?;
        let now = u64::try_from(self.now().timestamp()).unwrap_or_default();
        let step = totp.check(&digits, now).and_then(|step| i64::try_from(step).ok());
        Ok(step.filter(|step| *step > factor.last_step))
    }

    fn drawn_secret(&self) -> String {
        let mut secret = [0; SECRET_BYTES];
        self.chance.fill(&mut secret);
        crate::hex(&secret)
    }

    fn sealed_secret(&self, staff_id: Uuid, session: Option<&[u8]>, secret: &str) -> Vec<u8> {
        let mut nonce = [0; SEAL_NONCE];
        self.chance.fill(&mut nonce);
        self.keys.seal(&place(staff_id, session), nonce, secret)
    }

    async fn fresh_codes(&self, tx: &mut Tx, staff_id: Uuid) -> Result<Vec<Receipt>, Error> {
        let mut codes = Vec::with_capacity(RECOVERY_CODES);
        for _ in 0..RECOVERY_CODES {
            let mut bits = [0; 6];
            self.chance.fill(&mut bits);
            let words = Receipt::from_bits(bits);
            let hash = self.keys.recovery_hash(staff_id.as_bytes(), words);
            second_step::insert_recovery(tx, staff_id, &hash).await?;
            codes.push(words);
        }
        Ok(codes)
    }

    /// Notes in a session that the second step was shown, under a new token: whoever had the old one has nothing.
    async fn shown_in(&self, tx: &mut Tx, session_token: &str, now: DateTime<Utc>) -> Result<String, Error> {
        let token = self.random_token();
        let (old, new) = (self.keys.token_hash(session_token), self.keys.token_hash(&token));
        second_step::show(tx, &old, &new, now).await?;
        Ok(token)
    }
}

/// Where a secret belongs: to somebody of the staff, and, until it is confirmed, to the session that it was drawn in.
fn place(staff_id: Uuid, session: Option<&[u8]>) -> Vec<u8> {
    [staff_id.as_bytes(), session.unwrap_or_default()].concat()
}

/// Whoever may change how they sign in now: somebody of the staff who has shown the second step lately, where they have
/// one. Who finds a desk open does not get a key to it.
pub(crate) fn may_change_ways(actor: &Actor) -> Result<Uuid, Error> {
    shown_lately(actor)
}

/// Somebody of the staff who has shown the second step lately, where they have one.
pub(crate) fn shown_lately(actor: &Actor) -> Result<Uuid, Error> {
    let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
    match actor.second_step {
        SecondStep::Asked => Err(Error::SecondStep),
        SecondStep::Shown(ago) if ago > SHOWN_LATELY => Err(Error::SecondStep),
        SecondStep::None | SecondStep::Missing | SecondStep::Shown(_) => Ok(staff_id),
    }
}

/// How somebody with these roles stands with the second step: when it is asked for or missing, they may do nothing yet.
pub(crate) fn stands(
    roles: &[Role],
    (confirmed, shown_at, required): (bool, Option<DateTime<Utc>>, bool),
    now: DateTime<Utc>,
) -> SecondStep {
    let needs = roles.iter().any(|role| role.needs_second_step());
    match shown_at {
        // A code from an app, a passkey, or what a provider has asked for.
        Some(at) => SecondStep::Shown(now - at),
        None if confirmed => SecondStep::Asked,
        None if required && needs => SecondStep::Missing,
        None => SecondStep::None,
    }
}

/// The bytes of a secret, which is kept as hexadecimal letters.
fn bytes_of(secret: &str) -> Secret {
    let pair = |at: usize| secret.get(2 * at..2 * at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let bytes: Option<Vec<u8>> = (0..secret.len() / 2).map(pair).collect();
    Secret::from(bytes.unwrap_or_default())
}

/// A secret in letters, as somebody types it into an app.
fn in_letters(secret: &str) -> String {
    bytes_of(secret).to_base32()
}

/// The codes of a secret.
fn totp(secret: &str, email: &str) -> Result<Totp, Error> {
    let built = Builder::new()
        .with_secret(bytes_of(secret))
        // A colon would part the name of the account from that of the issuer.
        .with_account_name(email.replace(':', " "))
        .with_issuer(Some(ISSUER))
        .build();
    built.map_err(|_| Error::refused(Refusal::WrongState))
}
