//! Passkeys of young people who have an account: their own phone or tablet opens their page, without a code (domain.md 5.1). How
//! one is made and shown is in `passkeys`. What they do with theirs is in no audit trail, and no row of it is finer than a day,
//! but for what a device was just asked; what a worker takes away is.

use chrono::NaiveDate;
use earshot_domain::policy::Permission;
use earshot_store::young_passkey::{self, YoungPasskey as Kept};
use earshot_store::{Tx, young};
use uuid::Uuid;

use crate::error::{Refusal, taken};
use crate::passkeys::Owner;
use crate::young::own;
use crate::{Actor, Earshot, Error, PasskeyTry};

/// How many one account may have.
pub const YOUNG_PASSKEYS_MAX: usize = 5;

/// A passkey of a young person. It has no name: nobody is to know which devices a child has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YoungPasskey {
    /// Its id.
    pub id: Uuid,
    /// The day on which it was made.
    pub since: NaiveDate,
}

impl From<Kept> for YoungPasskey {
    fn from(kept: Kept) -> Self {
        Self { id: kept.id, since: kept.made_on }
    }
}

impl Earshot {
    /// Begins to make a passkey of whoever is signed in with this token. Their device lists it under their nickname, and knows
    /// them by the id of their account, which is random. [`Error::NotFound`] where nobody is signed in, where others use this
    /// device as well, or there are no passkeys here; [`Error::Refused`] where they have as many as they may.
    pub async fn begin_young_passkey(&self, token: &str) -> Result<PasskeyTry, Error> {
        let mut tx = self.db.begin().await?;
        let (account, _) = self.young_in(&mut tx, token).await?;
        self.unless_shared(&mut tx, token).await?;
        let known = with_room(&mut tx, account.id).await?;
        let known = known.into_iter().map(|one| one.credential_id).collect();
        let name = account.nickname.as_str();
        self.ask_to_make(tx, Owner::Young(account.id), (name, name), known).await
    }

    /// Keeps what their device has made: `made` is the token with which it was asked, and its answer.
    pub async fn keep_young_passkey(&self, token: &str, made: (&str, &str)) -> Result<(), Error> {
        let account_id = self.young_in(&mut self.db.read().await?, token).await?.0.id;
        let (credential_id, passkey) = self.made(Owner::Young(account_id), made).await?;
        let one = Kept { credential_id, id: self.random_id(), account_id, passkey, made_on: self.today() };
        let mut tx = self.db.begin().await?;
        // Whoever pauses, takes all away or makes another in the same moment comes before or after.
        if !young::enter(&mut tx, account_id, self.today()).await? {
            return Err(Error::NotFound);
        }
        self.young_in(&mut tx, token).await?;
        self.unless_shared(&mut tx, token).await?;
        with_room(&mut tx, account_id).await?;
        young_passkey::insert(&mut tx, &one).await.map_err(taken("passkey"))?;
        Ok(tx.commit().await?)
    }

    /// Whoever comes next to a device that others use would open the page with its passkey. [`Error::NotFound`] there.
    async fn unless_shared(&self, tx: &mut Tx, token: &str) -> Result<(), Error> {
        if self.is_shared(tx, token).await? { Err(Error::NotFound) } else { Ok(()) }
    }

    /// Takes one of their own away, and ends every session but this one: whoever has the device may have begun one.
    pub async fn remove_young_passkey(&self, token: &str, id: Uuid) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        let (account, _) = self.young_in(&mut tx, token).await?;
        young::hold(&mut tx, account.id).await?;
        if !young_passkey::remove(&mut tx, id, account.id).await? {
            return Err(Error::NotFound);
        }
        young::end_other_sessions(&mut tx, account.id, &self.keys.token_hash(token)).await?;
        Ok(tx.commit().await?)
    }

    /// Signs in the young person whose device answers, on one that others use as well where it is `shared`; gives the session's
    /// token. `shown` is the token with which it was asked, and its answer. [`Error::Refused`] where it is not what was asked
    /// for, nobody's, or of an account that is paused or over: all the same from here.
    pub async fn sign_in_young_by_passkey(&self, shown: (&str, &str), shared: bool) -> Result<String, Error> {
        let wrong = || Error::refused(Refusal::WrongCode);
        let shown = self.shown(shown).await?;
        let whose = shown.whose;
        let mut tx = self.db.begin().await?;
        // The account before the passkey, as everybody does: nobody waits for somebody who waits for them.
        if !young::enter(&mut tx, whose, self.today()).await? {
            return Err(wrong());
        }
        let one = young_passkey::locked(&mut tx, &shown.credential_id).await?;
        let one = one.filter(|one| one.account_id == whose).ok_or_else(wrong)?;
        let used = self.proved(shown, &one.passkey)?;
        young_passkey::used(&mut tx, &one.credential_id, &used).await?;
        let token = self.begin_young_session(&mut tx, whose, shared).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Takes every passkey of an account away and ends its sessions: a phone was lost. [`Error::Stale`] where it has none.
    pub async fn take_young_passkeys(&self, actor: &Actor, id: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::ManageYoungPeople)?;
        let mut tx = self.db.begin().await?;
        own(&mut tx, actor, id).await?;
        young::shut_used_code(&mut tx, id).await?;
        young::hold(&mut tx, id).await?;
        if young_passkey::clear(&mut tx, id).await? == 0 {
            return Err(Error::Stale);
        }
        young::end_sessions(&mut tx, id).await?;
        self.audit(&mut tx, actor, "young.passkeys-removed", id.to_string());
        Ok(tx.commit().await?)
    }
}

/// The passkeys of an account. [`Error::Refused`] where there is no room for one more.
async fn with_room(tx: &mut Tx, account_id: Uuid) -> Result<Vec<Kept>, Error> {
    let known = young_passkey::of(tx, account_id).await?;
    if known.len() >= YOUNG_PASSKEYS_MAX {
        return Err(Error::refused(Refusal::TooMany { field: "passkey", max: YOUNG_PASSKEYS_MAX }));
    }
    Ok(known)
}
