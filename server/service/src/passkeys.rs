//! Passkeys (WebAuthn): a key in a phone or computer that opens it with a finger, a face or a PIN. How one is made and shown is
//! the same for everybody and stands here, with the passkeys of the staff: one signs somebody in by itself, and counts as the
//! second step, because the device has asked who holds it. Those of young people are in `young_passkeys`.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use earshot_store::passkey::{self, PasskeyTry as Kept, StaffPasskey};
use earshot_store::{Tx, people, second_step};
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::error::Refusal;
use crate::people::{SESSION_IDLE, SESSION_LIFE};
use crate::second_step::may_change_ways;
use crate::{Actor, Earshot, Error};

/// What a device calls this site.
const NAME: &str = "Earshot";

/// How long a device may take to answer.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);

/// The same for a young person who makes one, from the hour in which it was asked: no row about them knows the minute.
const PATIENCE_YOUNG: TimeDelta = TimeDelta::hours(2);

/// Letters of what somebody calls a passkey, and how many they may have.
const NAME_MAX: usize = 60;
const PASSKEYS_MAX: usize = 20;

/// What checks passkeys for the address that people use.
#[derive(Clone)]
pub(crate) struct Passkeys(Arc<Webauthn>);

/// Whose a passkey is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Somebody's of the staff.
    Staff(Uuid),
    /// A young person's who has an account.
    Young(Uuid),
}

impl Owner {
    /// Whose it will be, where one is being made.
    fn of(kept: &Kept) -> Option<Self> {
        kept.staff_id.map(Self::Staff).or(kept.young_id.map(Self::Young))
    }

    /// The id by which the device knows them.
    fn id(self) -> Uuid {
        match self {
            Self::Staff(id) | Self::Young(id) => id,
        }
    }
}

/// A passkey that a device has shown. Whether it is what it seems is not known before [`Earshot::proved`] has said so.
pub(crate) struct ShownPasskey {
    /// Whose the device says that it is: the id of their owner.
    pub(crate) whose: Uuid,
    /// What the device calls it.
    pub(crate) credential_id: Vec<u8>,
    answer: PublicKeyCredential,
    state: DiscoverableAuthentication,
}

/// One of somebody's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPasskey {
    /// Its id.
    pub id: Uuid,
    /// What they call it.
    pub name: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub used_at: Option<DateTime<Utc>>,
}

/// What a device is asked.
#[derive(Debug, Clone)]
pub struct PasskeyTry {
    /// Comes back with the answer: 64 letters.
    pub token: String,
    /// What the browser is given: the options of `WebAuthn` as JSON.
    pub options: serde_json::Value,
}

impl Earshot {
    /// The same, where people reach it at this address: passkeys belong to a name, so there are none where it is a number.
    #[must_use]
    pub fn reached_at(self, public_url: &str) -> Self {
        let checker = Url::parse(public_url).ok().and_then(|url| {
            let host = url.domain()?.to_string();
            WebauthnBuilder::new(&host, &url).and_then(|builder| builder.rp_name(NAME).build()).ok()
        });
        Self { passkeys: checker.map(|checker| Passkeys(Arc::new(checker))), ..self }
    }

    /// Whether passkeys can be had here.
    pub fn has_passkeys(&self) -> bool {
        self.passkeys.is_some()
    }

    fn checker(&self) -> Result<&Webauthn, Error> {
        self.passkeys.as_ref().map(|Passkeys(checker)| checker.as_ref()).ok_or(Error::NotFound)
    }

    /// One's own passkeys, the oldest first.
    pub async fn own_passkeys(&self, actor: &Actor) -> Result<Vec<OwnPasskey>, Error> {
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.read().await?;
        let own = |one: StaffPasskey| OwnPasskey {
            id: one.id,
            name: one.name,
            created_at: one.created_at,
            used_at: one.used_at,
        };
        Ok(passkey::of(&mut tx, staff_id).await?.into_iter().map(own).collect())
    }

    /// Whether somebody may make or take away a passkey now: whoever has a second step has shown it lately.
    pub fn may_change_passkeys(&self, actor: &Actor) -> Result<(), Error> {
        may_change_ways(actor).map(|_| ())
    }

    /// Begins to make a passkey.
    pub async fn begin_passkey(&self, actor: &Actor) -> Result<PasskeyTry, Error> {
        let staff_id = may_change_ways(actor)?;
        self.checker()?;
        let mut tx = self.db.begin().await?;
        let staff = people::staff_by_id(&mut tx, staff_id).await?.ok_or(Error::NotFound)?;
        let known = passkey::of(&mut tx, staff_id).await?;
        if known.len() >= PASSKEYS_MAX {
            return Err(Error::refused(Refusal::TooMany { field: "name", max: PASSKEYS_MAX }));
        }
        let known = known.into_iter().map(|one| one.credential_id).collect();
        self.ask_to_make(tx, Owner::Staff(staff_id), (&staff.email, &staff.name), known).await
    }

    /// Keeps what a device has made, under the name that its owner gives it. Gives the session's new token: whoever has
    /// made a passkey has shown who they are.
    pub async fn keep_passkey(
        &self,
        actor: &Actor,
        session_token: &str,
        (token, answer): (&str, &str),
        name: &str,
    ) -> Result<String, Error> {
        let staff_id = may_change_ways(actor)?;
        self.checker()?;
        let name = name.trim();
        if name.chars().count() > NAME_MAX {
            return Err(Error::refused(Refusal::TooLong { field: "name", max: NAME_MAX }));
        }
        let now = self.now();
        let (credential_id, passkey) = self.made(Owner::Staff(staff_id), (token, answer)).await?;
        let one = StaffPasskey {
            credential_id,
            id: self.ordered_id(),
            staff_id,
            name: if name.is_empty() { "A passkey".to_string() } else { name.to_string() },
            passkey,
            created_at: now,
            used_at: None,
        };
        let mut tx = self.db.begin().await?;
        if passkey::of(&mut tx, staff_id).await?.len() >= PASSKEYS_MAX {
            return Err(Error::refused(Refusal::TooMany { field: "name", max: PASSKEYS_MAX }));
        }
        passkey::insert(&mut tx, &one).await?;
        let fresh = self.random_token();
        let (old, new) = (self.keys.token_hash(session_token), self.keys.token_hash(&fresh));
        // Whoever is signed in elsewhere has shown nothing there.
        second_step::forget_shown(&mut tx, staff_id).await?;
        second_step::show(&mut tx, &old, &new, now).await?;
        self.audit(&mut tx, actor, "staff.passkey", one.name.clone());
        tx.commit().await?;
        Ok(fresh)
    }

    /// Takes one of one's own away, and ends every session but this one: whoever has the device may have begun one.
    pub async fn remove_passkey(&self, actor: &Actor, session_token: &str, id: Uuid) -> Result<(), Error> {
        let staff_id = may_change_ways(actor)?;
        let mut tx = self.db.begin().await?;
        if !passkey::remove(&mut tx, id, staff_id).await? {
            return Err(Error::NotFound);
        }
        people::delete_other_sessions(&mut tx, staff_id, &self.keys.token_hash(session_token)).await?;
        self.audit(&mut tx, actor, "staff.passkey-removed", "");
        Ok(tx.commit().await?)
    }

    /// Begins to sign somebody in, of the staff or a young person: the device finds out itself whose passkey it has.
    pub async fn begin_passkey_sign_in(&self) -> Result<PasskeyTry, Error> {
        let (mut asked, state) = self
            .checker()?
            .start_discoverable_authentication()
            .map_err(|_| Error::refused(Refusal::WrongState))?;
        // Asked by a button, and not while somebody types.
        asked.mediation = None;
        let (options, state) = (value(&asked)?, json(&state)?);
        let tx = self.db.begin().await?;
        self.asked_of_device(tx, None, options, state).await
    }

    /// Signs in whoever holds the device that answers; gives the session's token. `here` is the session that this browser
    /// has: the same person's goes on under another token, with what it was begun with, and somebody else's ends.
    /// [`Error::Refused`] where the answer is not what was asked for, or nobody's.
    pub async fn sign_in_by_passkey(
        &self,
        (token, answer): (&str, &str),
        here: Option<&str>,
    ) -> Result<String, Error> {
        let wrong = || Error::refused(Refusal::WrongCode);
        let now = self.now();
        let shown = self.shown((token, answer)).await?;
        let whose = shown.whose;
        let mut tx = self.db.begin().await?;
        let one = passkey::locked(&mut tx, &shown.credential_id).await?.filter(|one| one.staff_id == whose);
        let one = one.ok_or_else(wrong)?;
        let used = self.proved(shown, &one.passkey)?;
        passkey::used(&mut tx, &one.credential_id, &used, now).await?;
        let staff = people::staff_by_id(&mut tx, whose).await?.ok_or_else(wrong)?;
        let fresh = self.random_token();
        let hash = self.keys.token_hash(&fresh);
        if let Some(here) = here.map(|here| self.keys.token_hash(here)) {
            let of = second_step::staff_of(&mut tx, &here, now, now - SESSION_IDLE).await?;
            if of.is_some_and(|known| known.id == whose) {
                second_step::show(&mut tx, &here, &hash, now).await?;
                let action = "staff.second-step-shown";
                self.audit_as(&mut tx, staff.organisation_id, Some(whose), action, String::new());
                tx.commit().await?;
                return Ok(fresh);
            }
            people::delete_session(&mut tx, &here).await?;
        }
        if self.must_use_provider(&mut tx, whose).await? || !self.is_trusted(&mut tx, whose).await? {
            return Err(wrong());
        }
        people::insert_session(&mut tx, &hash, staff.id, now, now + SESSION_LIFE).await?;
        second_step::show(&mut tx, &hash, &hash, now).await?;
        let how = "passkey".to_string();
        self.audit_as(&mut tx, staff.organisation_id, Some(staff.id), "staff.sign-in", how);
        tx.commit().await?;
        Ok(fresh)
    }

    /// Asks a device to make a passkey of this owner, which the device lists under these names. `known` are those that they
    /// have: a device that holds one of these makes no second.
    pub(crate) async fn ask_to_make(
        &self,
        tx: Tx,
        owner: Owner,
        (account, name): (&str, &str),
        known: Vec<Vec<u8>>,
    ) -> Result<PasskeyTry, Error> {
        let (mut asked, state) = self
            .checker()?
            .start_passkey_registration(owner.id(), account, name, Some(known))
            .map_err(|_| Error::refused(Refusal::WrongState))?;
        // It is to be found by the device itself: nobody types who they are.
        if let Some(selection) = &mut asked.public_key.authenticator_selection {
            selection.resident_key = Some(webauthn_rs_proto::ResidentKeyRequirement::Required);
            selection.require_resident_key = true;
        }
        let (options, state) = (value(&asked)?, json(&state)?);
        self.asked_of_device(tx, Some(owner), options, state).await
    }

    /// What a device has made for this owner, who was asked with this token: what the device calls it, and its public half as
    /// JSON. [`Error::Refused`] where it is not what was asked for.
    pub(crate) async fn made(
        &self,
        owner: Owner,
        (token, answer): (&str, &str),
    ) -> Result<(Vec<u8>, String), Error> {
        let checker = self.checker()?;
        let taken = self.taken(token).await?;
        if Owner::of(&taken) != Some(owner) {
            return Err(Error::refused(Refusal::WrongCode));
        }
        let answer: RegisterPublicKeyCredential = read(answer)?;
        let state: PasskeyRegistration = read(&taken.state)?;
        let made = checker
            .finish_passkey_registration(&answer, &state)
            .map_err(|_| Error::refused(Refusal::WrongCode))?;
        Ok((made.cred_id().clone(), json(&made)?))
    }

    /// What a device has shown to what was asked with this token.
    pub(crate) async fn shown(&self, (token, answer): (&str, &str)) -> Result<ShownPasskey, Error> {
        let checker = self.checker()?;
        let wrong = || Error::refused(Refusal::WrongCode);
        let taken = self.taken(token).await?;
        if Owner::of(&taken).is_some() {
            return Err(wrong());
        }
        let answer: PublicKeyCredential = read(answer)?;
        let state: DiscoverableAuthentication = read(&taken.state)?;
        let (whose, credential) =
            checker.identify_discoverable_authentication(&answer).map_err(|_| wrong())?;
        let credential_id = credential.to_vec();
        Ok(ShownPasskey { whose, credential_id, answer, state })
    }

    /// Whether what was shown is this passkey, and the device has asked who holds it. Gives the passkey with its new count of
    /// uses; [`Error::Refused`] otherwise, also where the count is behind: then there are two of it.
    pub(crate) fn proved(&self, shown: ShownPasskey, passkey: &str) -> Result<String, Error> {
        let wrong = || Error::refused(Refusal::WrongCode);
        let mut key: Passkey = read(passkey)?;
        let ShownPasskey { answer, state, .. } = shown;
        let found = self
            .checker()?
            .finish_discoverable_authentication_v2(&answer, state, &key)
            .map_err(|_| wrong())?;
        if !found.user_verified() {
            return Err(wrong());
        }
        key.update_credential(&found);
        json(&key)
    }

    async fn asked_of_device(
        &self,
        mut tx: Tx,
        owner: Option<Owner>,
        options: serde_json::Value,
        state: String,
    ) -> Result<PasskeyTry, Error> {
        let token = self.random_token();
        let until = self.now() + PATIENCE;
        let (staff_id, young_id, expires_at) = match owner {
            None => (None, None, until),
            Some(Owner::Staff(id)) => (Some(id), None, until),
            Some(Owner::Young(id)) => (None, Some(id), self.this_hour() + PATIENCE_YOUNG),
        };
        let kept = Kept { staff_id, young_id, state, expires_at };
        passkey::insert_try(&mut tx, &self.keys.token_hash(&token), &kept).await?;
        tx.commit().await?;
        Ok(PasskeyTry { token, options })
    }

    /// What was asked with this token. It is asked once, whatever the answer is.
    async fn taken(&self, token: &str) -> Result<Kept, Error> {
        let mut tx = self.db.begin().await?;
        let taken = passkey::take_try(&mut tx, &self.keys.token_hash(token)).await?;
        tx.commit().await?;
        let in_time = taken.filter(|one| one.expires_at > self.now());
        in_time.ok_or(Error::refused(Refusal::WrongCode))
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::refused(Refusal::WrongState))
}

fn value(value: &impl serde::Serialize) -> Result<serde_json::Value, Error> {
    serde_json::to_value(value).map_err(|_| Error::refused(Refusal::WrongState))
}

fn read<'a, T: serde::Deserialize<'a>>(text: &'a str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|_| Error::refused(Refusal::WrongCode))
}
