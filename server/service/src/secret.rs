//! The installation's secret: a database is begun with it, opened with it, and given another one. It only
//! wraps the key that everything is derived from, and the wrapped key stands in the database. What was kept
//! with the key therefore stays good when the secret changes, and a process that runs meanwhile goes on with
//! the key that it has.

use std::sync::Arc;

use earshot_domain::policy::Permission;
use earshot_store::installation::{self, SealedKey};
use earshot_store::{Db, Tx, people};

use crate::keys::SEAL_NONCE;
use crate::{Actor, Chance, Clock, Earshot, Error, Keys, Secret};

/// What a secret is to a database.
#[derive(Debug, Clone)]
pub enum Fit {
    /// Nothing was begun in the database yet.
    Empty,
    /// It opens the database: this is the key.
    Opens(Keys),
    /// The database is opened by another one. With this one no receipt, no session and no unsent answer would
    /// ever be found again.
    Other,
}

/// The wrapped key, held: until this is gone nobody else changes it, and nobody moves the files that open it.
#[derive(Debug)]
pub struct HeldKey {
    tx: Tx,
    key: Option<SealedKey>,
}

impl HeldKey {
    /// Whether this secret opens it.
    pub fn opens_with(&self, secret: &Secret) -> bool {
        self.key.as_ref().is_some_and(|key| secret.open(&key.sealed).is_some())
    }
}

/// What a database says of its key.
struct Found {
    begun: bool,
    key: Option<SealedKey>,
    check: Option<Vec<u8>>,
}

impl Found {
    async fn read(tx: &mut Tx) -> Result<Self, Error> {
        // The organisation first: it comes into a database together with the key, so whoever sees the one
        // does not miss the other.
        let organisation = people::organisation(tx).await?;
        let check = people::secret_check(tx).await?;
        let key = installation::key(tx).await?;
        Ok(Self { begun: organisation.is_some() || key.is_some(), key, check })
    }

    /// The key, where this secret opens it.
    fn opened_with(&self, secret: &Secret) -> Option<Keys> {
        let keys = match &self.key {
            Some(key) => secret.open(&key.sealed)?,
            // Begun before there was a wrapped key: the secret is the key.
            None => secret.itself(),
        };
        // A database that was begun with no secret takes this one.
        self.check.as_ref().is_none_or(|check| *check == keys.check()).then_some(keys)
    }
}

impl Earshot {
    /// Whether a database was begun with some secret already.
    pub async fn has_a_secret(db: &Db) -> Result<bool, Error> {
        let found = Found::read(&mut db.read().await?).await?;
        Ok(found.key.is_some() || found.check.is_some())
    }

    /// What a secret is to a database, which is only looked at.
    pub async fn fit(db: &Db, secret: &Secret) -> Result<Fit, Error> {
        let found = Found::read(&mut db.read().await?).await?;
        if !found.begun {
            return Ok(Fit::Empty);
        }
        Ok(found.opened_with(secret).map_or(Fit::Other, Fit::Opens))
    }

    /// Begins a database with this secret: draws the key, and keeps it wrapped. One that somebody has begun
    /// is opened; `None` where that needs another secret. Of several processes that begin at once all go on
    /// with the same key.
    pub async fn begin(
        db: Db,
        secret: &Secret,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Option<Self>, Error> {
        let mut key = [0; 32];
        chance.fill(&mut key);
        let drawn = Self::new(db, Keys::new(key), clock, chance);
        let mut tx = drawn.db.begin().await?;
        let mut found = Found::read(&mut tx).await?;
        if !found.begun {
            installation::begin(&mut tx, &drawn.wrapped(secret), drawn.now()).await?;
            // Somebody else may have been faster: what is kept now counts for both.
            found = Found::read(&mut tx).await?;
        }
        let Some(keys) = found.opened_with(secret) else { return Ok(None) };
        let earshot = Self { keys, ..drawn };
        let organisation = earshot.organisation_in(&mut tx).await?;
        if found.check.is_none() {
            people::set_secret_check(&mut tx, organisation.id, &earshot.keys.check()).await?;
        }
        tx.commit().await?;
        Ok(Some(earshot))
    }

    /// Holds the wrapped key of a database.
    pub async fn hold_key(db: &Db) -> Result<HeldKey, Error> {
        let mut tx = db.begin().await?;
        let key = installation::key_locked(&mut tx).await?;
        Ok(HeldKey { tx, key })
    }

    /// Wraps the key with another secret: from now on that one opens the database, and the one before does
    /// not. `false` where the key was not drawn when the database was begun: then it is the first secret
    /// itself, and whoever has had that one has the key. For the console.
    pub async fn rotate_secret(&self, actor: &Actor, held: HeldKey, secret: &Secret) -> Result<bool, Error> {
        actor.require(Permission::ManagePeople)?;
        let HeldKey { mut tx, key } = held;
        installation::set_key(&mut tx, &self.wrapped(secret), self.now()).await?;
        self.audit(&mut tx, actor, "installation.rotate-secret", "");
        tx.commit().await?;
        Ok(key.is_some_and(|key| key.drawn))
    }

    /// The key, as only this secret opens it.
    fn wrapped(&self, secret: &Secret) -> Vec<u8> {
        let mut nonce = [0; SEAL_NONCE];
        self.chance.fill(&mut nonce);
        secret.wrap(&self.keys, nonce)
    }
}
