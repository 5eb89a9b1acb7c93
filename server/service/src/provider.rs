//! Signing in through a provider of the organisation's own (OpenID Connect). What the provider says is checked before it
//! comes here; here is decided whom it means and what they may do. Nobody comes in whom nobody here has invited, unless
//! the operator has said which of the provider's groups have which roles.

use chrono::{DateTime, TimeDelta, Utc};
use earshot_domain::policy::Role;
use earshot_store::people::{self, Organisation, Staff};
use earshot_store::{Tx, passkey, provider, scope, second_step};
use uuid::Uuid;

use crate::people::{SESSION_IDLE, SESSION_LIFE};
use crate::{Earshot, Error, is_email};

/// How long somebody may be away at the provider.
const AWAY: TimeDelta = TimeDelta::minutes(15);

/// Letters of a name that a provider gives.
const NAME_MAX: usize = 100;

/// What goes with somebody to a provider, or is compared when they come back.
#[derive(Clone, PartialEq, Eq)]
pub struct ProviderTry {
    /// What comes back with them, and what their browser keeps: 64 letters.
    pub state: String,
    /// What the provider puts into what it says, so that it was said for this try.
    pub nonce: String,
    /// What shows to the provider that whoever left is whoever is back (RFC 7636): 64 letters.
    pub verifier: String,
    /// Where they wanted to go.
    pub place: String,
    /// Whether they were signed in already, and show again that it is they.
    pub again: bool,
    /// When they were sent.
    pub begun_at: DateTime<Utc>,
}

impl std::fmt::Debug for ProviderTry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProviderTry").field("again", &self.again).finish_non_exhaustive()
    }
}

/// Who signs in, as a provider said it and as it was checked.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The provider's name in the settings.
    pub provider: String,
    /// Who it says it is.
    pub issuer: String,
    /// What it calls whoever signs in; the same for ever.
    pub subject: String,
    /// What it calls the session that they have there.
    pub session: Option<String>,
    /// Their address for mail.
    pub email: Option<String>,
    /// Whether the provider has seen that the address is theirs.
    pub email_is_theirs: bool,
    /// Their name.
    pub name: Option<String>,
    /// The roles that their groups have here.
    pub roles: Vec<Role>,
    /// When the provider has asked them who they are, with a second step: nothing where it does not ask for one, or does
    /// not say when.
    pub second_at: Option<DateTime<Utc>>,
    /// The organisation whose staff this provider knows; the first one where none is named.
    pub organisation: Option<String>,
}

/// How somebody can show again that it is they.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WaysToShow {
    /// With a code from an app.
    pub code: bool,
    /// With a passkey.
    pub passkey: bool,
    /// At the provider with this name in the settings.
    pub provider: Option<String>,
}

impl Earshot {
    /// The same, where people whom one of these providers knows, by their issuers, sign in through it alone: a link by mail
    /// and a passkey do not let them in.
    #[must_use]
    pub fn only_through(self, issuers: Vec<String>) -> Self {
        Self { only_through: issuers.into(), ..self }
    }

    /// Whether somebody signs in through a provider alone.
    pub(crate) async fn must_use_provider(&self, tx: &mut Tx, staff_id: Uuid) -> Result<bool, Error> {
        for issuer in self.only_through.iter() {
            if provider::has_identity(tx, issuer, staff_id).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Forgets the roles that providers gave which are not named any more, and ends the sessions that were begun through
    /// them. At the start, with the names of all that are.
    pub async fn keep_providers(&self, names: &[&str]) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        for gone in provider::used(&mut tx).await?.iter().filter(|used| !names.contains(&used.as_str())) {
            let mut had = Vec::new();
            for organisation in people::organisations(&mut tx).await? {
                for staff in people::all_staff(&mut tx, organisation.id).await? {
                    if !provider::roles_of(&mut tx, staff.id, gone).await?.is_empty() {
                        had.push((people::roles(&mut tx, staff.id).await?, staff));
                    }
                }
            }
            provider::forget(&mut tx, gone).await?;
            for (before, staff) in had {
                let after = people::roles(&mut tx, staff.id).await?;
                let changed = self.change(("roles", staff.id), Some(&before), Some(&after));
                let subject = format!("{} {gone}", staff.email);
                let whose = (staff.organisation_id, None);
                self.note(&mut tx, whose, "staff.provider-roles", subject, changed);
            }
        }
        Ok(tx.commit().await?)
    }

    /// Sends somebody to a provider.
    pub async fn begin_provider_sign_in(
        &self,
        provider_name: &str,
        place: &str,
        again: bool,
    ) -> Result<ProviderTry, Error> {
        let state = self.random_token();
        let expires_at = self.now() + AWAY;
        let one = provider::Try { place: place.to_string(), again, expires_at };
        let mut tx = self.db.begin().await?;
        provider::insert_try(&mut tx, &self.keys.token_hash(&state), provider_name, &one).await?;
        tx.commit().await?;
        Ok(self.with_proofs(state, one))
    }

    /// Takes back who comes from a provider, once. [`Error::NotFound`] where nobody was sent there with this state, or
    /// they were too long away, or are back already.
    pub async fn take_provider_sign_in(
        &self,
        provider_name: &str,
        state: &str,
    ) -> Result<ProviderTry, Error> {
        let mut tx = self.db.begin().await?;
        let taken = provider::take_try(&mut tx, &self.keys.token_hash(state), provider_name).await?;
        tx.commit().await?;
        let taken = taken.filter(|one| one.expires_at > self.now()).ok_or(Error::NotFound)?;
        Ok(self.with_proofs(state.to_string(), taken))
    }

    /// What goes with a state follows from it: the database keeps none of it.
    fn with_proofs(&self, state: String, one: provider::Try) -> ProviderTry {
        ProviderTry {
            nonce: self.keys.provider_nonce(&state),
            verifier: self.keys.provider_verifier(&state),
            state,
            place: one.place,
            again: one.again,
            begun_at: one.expires_at - AWAY,
        }
    }

    /// Signs somebody in as a provider has said who they are; gives the session's token. `instead` is the session that
    /// this browser had, which ends. [`Error::Forbidden`] where nobody here has invited them and no group of theirs has a
    /// role.
    pub async fn sign_in_by_provider(
        &self,
        identity: &Identity,
        instead: Option<&str>,
    ) -> Result<String, Error> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let organisation = organisation_of(&mut tx, identity.organisation.as_deref()).await?;
        let staff = self.meant(&mut tx, identity, &organisation).await?.ok_or(Error::Forbidden)?;
        self.follow_groups(&mut tx, identity, &staff).await?;
        let everywhere = provider::roles_in(&mut tx, staff.id, Some(&identity.provider)).await?;
        if everywhere.is_empty() && scope::roles(&mut tx, staff.id).await?.is_empty() {
            // What their groups no longer give stays taken away.
            tx.commit().await?;
            return Err(Error::Forbidden);
        }
        if let Some(old) = instead {
            people::delete_session(&mut tx, &self.keys.token_hash(old)).await?;
        }
        let token = self.random_token();
        let hash = self.keys.token_hash(&token);
        people::insert_session(&mut tx, &hash, staff.id, now, now + SESSION_LIFE).await?;
        // What the provider asked for long ago was shown long ago.
        let second_at = identity.second_at.map(|at| at.min(now));
        let session = identity.session.as_deref();
        provider::through(&mut tx, &hash, &identity.provider, session, second_at).await?;
        let through = identity.provider.clone();
        self.audit_as(&mut tx, staff.organisation_id, Some(staff.id), "staff.sign-in", through);
        tx.commit().await?;
        Ok(token)
    }

    /// Whom of the staff a provider means: somebody it has meant before, somebody with this address, or, where their
    /// groups have roles here, somebody new.
    async fn meant(
        &self,
        tx: &mut Tx,
        identity: &Identity,
        organisation: &Organisation,
    ) -> Result<Option<Staff>, Error> {
        let here = |staff: &Staff| staff.organisation_id == organisation.id;
        let (issuer, subject) = (identity.issuer.as_str(), identity.subject.as_str());
        if let Some(known) = provider::staff_by_identity(tx, issuer, subject).await? {
            return Ok(Some(known).filter(here));
        }
        // An address that the provider has not seen to be theirs could be anybody's.
        let email = identity.email.as_deref().map(str::trim);
        let Some(email) = email.filter(|email| identity.email_is_theirs && is_email(email)) else {
            return Ok(None);
        };
        let key = email.to_lowercase();
        let staff = match people::staff_by_email(tx, &key).await? {
            // Somebody with another name at the provider has had this address before.
            Some(known) if provider::has_identity(tx, issuer, known.id).await? => return Ok(None),
            Some(known) if !here(&known) => return Ok(None),
            Some(known) => known,
            None if identity.roles.is_empty() => return Ok(None),
            None => {
                let name = identity.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
                let staff = Staff {
                    id: self.ordered_id(),
                    organisation_id: organisation.id,
                    email: email.to_string(),
                    name: name.unwrap_or(email).chars().take(NAME_MAX).collect(),
                };
                people::insert_staff(tx, &staff, &key, self.now()).await?;
                let detail = format!("{email} {}", identity.provider);
                self.audit_as(tx, organisation.id, Some(staff.id), "staff.provider-new", detail);
                staff
            }
        };
        provider::insert_identity(tx, issuer, subject, staff.id, self.now()).await?;
        Ok(Some(staff))
    }

    /// Gives and takes the roles that somebody's groups have here. What somebody here has given stays.
    async fn follow_groups(&self, tx: &mut Tx, identity: &Identity, staff: &Staff) -> Result<(), Error> {
        let through = identity.provider.as_str();
        let before = people::roles(tx, staff.id).await?;
        let had = provider::roles_of(tx, staff.id, through).await?;
        let mut changes = Vec::new();
        for &role in had.iter().filter(|role| !identity.roles.contains(role)) {
            provider::take_role(tx, staff.id, role, through).await?;
            changes.push(format!("-{role}"));
        }
        for &role in &identity.roles {
            if provider::give_role(tx, staff.id, role, through).await? {
                changes.push(format!("+{role}"));
            }
        }
        if !changes.is_empty() {
            // A session keeps no rights that it was not begun with, and none that were taken.
            people::delete_sessions_of(tx, staff.id).await?;
            let detail = format!("{} {} {through}", staff.email, changes.join(" "));
            let after = people::roles(tx, staff.id).await?;
            let changed = self.change(("roles", staff.id), Some(&before), Some(&after));
            let whose = (staff.organisation_id, Some(staff.id));
            self.note(tx, whose, "staff.provider-roles", detail, changed);
        }
        Ok(())
    }

    /// Ends what somebody has begun through a provider, because the provider says that they have signed out there: the
    /// session that it names, or else every one of this subject. Gives how many there were.
    pub async fn end_provider_sessions(
        &self,
        provider_name: &str,
        issuer: &str,
        subject: Option<&str>,
        session: Option<&str>,
    ) -> Result<u64, Error> {
        let mut tx = self.db.begin().await?;
        let of = (provider_name, issuer);
        let ended = match (session, subject) {
            (Some(session), subject) => provider::end_named(&mut tx, of, session, subject).await?,
            (None, Some(subject)) => provider::end_whose(&mut tx, of, subject).await?,
            (None, None) => 0,
        };
        tx.commit().await?;
        Ok(ended)
    }

    /// How whoever has this session can show again that it is they.
    pub async fn ways_to_show(&self, session_token: &str) -> Result<WaysToShow, Error> {
        let hash = self.keys.token_hash(session_token);
        let mut tx = self.db.read().await?;
        let Some(staff) =
            second_step::staff_of(&mut tx, &hash, self.now(), self.now() - SESSION_IDLE).await?
        else {
            return Err(Error::SignIn);
        };
        let factor = second_step::factor(&mut tx, staff.id).await?;
        Ok(WaysToShow {
            code: factor.is_some_and(|factor| factor.confirmed_at.is_some()),
            passkey: !passkey::of(&mut tx, staff.id).await?.is_empty(),
            provider: provider::session_through(&mut tx, &hash).await?,
        })
    }
}

/// The organisation of this name, or the first one. [`Error::NotFound`] where there is none.
async fn organisation_of(tx: &mut Tx, named: Option<&str>) -> Result<Organisation, Error> {
    let mut all = people::organisations(tx).await?.into_iter();
    all.find(|one| named.is_none_or(|name| one.name == name)).ok_or(Error::NotFound)
}
