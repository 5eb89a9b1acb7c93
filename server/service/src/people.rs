//! Staff: inviting, signing in, sessions, roles.

use chrono::{DateTime, TimeDelta, Utc};
use earshot_domain::consultation::State;
use earshot_domain::policy::{self, Permission, Role};
use earshot_store::job::Work;
use earshot_store::people::{self, Organisation, Staff};
use earshot_store::{StoreError, Tx, passkey, provider, second_step as store_second_step};
use uuid::Uuid;

use crate::error::Refusal;
use crate::second_step::{self, SecondStep};
use crate::{Earshot, Error, hex};

/// How long a sign-in link works.
pub(crate) const LINK_LIFE: TimeDelta = TimeDelta::hours(24);

/// How long a sign-in link works that somebody asked for by mail.
const MAILED_LIFE: TimeDelta = TimeDelta::hours(1);

/// How long a session lasts at most.
pub(crate) const SESSION_LIFE: TimeDelta = TimeDelta::hours(12);

/// How long a session lasts without being used.
pub(crate) const SESSION_IDLE: TimeDelta = TimeDelta::minutes(60);

/// A session's last use is noted this finely, so that reading pages does not
/// write to the database every time.
const TOUCH_AFTER: TimeDelta = TimeDelta::minutes(5);

/// What an organisation is called until somebody names it.
pub const NO_NAME: &str = "Our organisation";

/// Letters of somebody's name.
const NAME_MAX: usize = 100;

/// Who acts: somebody of the staff, or the operator at the console.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Absent for the console.
    pub staff_id: Option<Uuid>,
    /// The organisation they act for.
    pub organisation_id: Uuid,
    /// Its name.
    pub organisation: String,
    /// As shown beside what they did.
    pub name: String,
    /// What they are trusted with; nothing before the second step, where they have one.
    pub roles: Vec<Role>,
    /// Whether they have shown it.
    pub second_step: SecondStep,
}

impl Actor {
    /// Whether they may do this.
    pub fn may(&self, permission: Permission) -> bool {
        policy::allows(&self.roles, permission)
    }

    /// Stops who may not, and who has to show the second step first.
    pub(crate) fn require(&self, permission: Permission) -> Result<(), Error> {
        match self.second_step {
            SecondStep::Missing | SecondStep::Asked => Err(Error::SecondStep),
            _ if !self.may(permission) => Err(Error::Forbidden),
            SecondStep::Shown(ago) if permission.fresh_within().is_some_and(|limit| ago > limit) => {
                Err(Error::SecondStep)
            }
            SecondStep::None | SecondStep::Shown(_) => Ok(()),
        }
    }
}

/// A one-time sign-in link that was made.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The token in the link. Kept nowhere.
    pub token: String,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
    /// Whose name the page will show.
    pub name: String,
}

/// One of the places where somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSession {
    /// What it is called when it is to end.
    pub handle: String,
    /// When they signed in.
    pub began: DateTime<Utc>,
    /// When it was last used, to within a few minutes.
    pub last_seen: DateTime<Utc>,
    /// When it ends by itself if it is not used.
    pub ends: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub here: bool,
}

/// Somebody of the staff with their roles.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their id.
    pub id: Uuid,
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// What they are trusted with.
    pub roles: Vec<Role>,
    /// Those of them that a provider's groups have given, and that count only when somebody comes through it.
    pub given: Vec<Role>,
    /// Whether they have a second step.
    pub second_step: bool,
}

impl Earshot {
    /// The organisation that this installation was begun for, made if there is none.
    pub async fn organisation(&self) -> Result<Organisation, Error> {
        if let Some(known) = people::organisation(&mut self.db.read().await?).await? {
            return Ok(known);
        }
        let mut tx = self.db.begin().await?;
        let organisation = self.organisation_in(&mut tx).await?;
        tx.commit().await?;
        Ok(organisation)
    }

    /// The same, within a transaction.
    pub(crate) async fn organisation_in(&self, tx: &mut Tx) -> Result<Organisation, Error> {
        if let Some(known) = people::organisation(tx).await? {
            return Ok(known);
        }
        let organisation = Organisation {
            id: self.ordered_id(),
            name: NO_NAME.to_string(),
            suppression_preset: earshot_domain::suppression::Preset::default().as_str().to_string(),
            duty_phone: String::new(),
        };
        people::insert_organisation(tx, &organisation, self.now()).await?;
        Ok(organisation)
    }

    /// Gives an organisation its name and the number to ring about a child's safety; without one that stays as it is. For
    /// the console.
    pub async fn name_organisation(
        &self,
        actor: &Actor,
        name: &str,
        duty_phone: Option<&str>,
    ) -> Result<(), Error> {
        actor.require(Permission::ManagePeople)?;
        let id = actor.organisation_id;
        let mut tx = self.db.begin().await?;
        let known = people::organisation_by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if people::organisations(&mut tx).await?.iter().any(|other| other.id != id && other.name == name) {
            return Err(Error::refused(Refusal::Taken("name")));
        }
        let duty_phone = duty_phone.unwrap_or(&known.duty_phone);
        people::rename_organisation(&mut tx, id, name, duty_phone).await?;
        self.audit(&mut tx, actor, "organisation.rename", name);
        Ok(tx.commit().await?)
    }

    /// Every organisation of this installation, the first one first.
    pub async fn organisations(&self) -> Result<Vec<Organisation>, Error> {
        Ok(people::organisations(&mut self.db.read().await?).await?)
    }

    /// The operator at the console, who may do everything that the console
    /// offers. What they do is in the audit trail without a name.
    pub async fn console(&self) -> Result<Actor, Error> {
        Ok(at_console(self.organisation().await?))
    }

    /// The same, for the organisation of this name. [`Error::NotFound`] where there is none.
    pub async fn console_of(&self, organisation: &str) -> Result<Actor, Error> {
        let organisations = people::organisations(&mut self.db.read().await?).await?;
        let named = organisations.into_iter().find(|one| one.name == organisation);
        named.map(at_console).ok_or(Error::NotFound)
    }

    /// Adds another organisation to the installation, a partner of the first one. Neither sees anything of the other's
    /// beyond what everybody sees. For the console.
    pub async fn add_organisation(&self, name: &str, duty_phone: &str) -> Result<(), Error> {
        let first = self.organisation().await?;
        let mut tx = self.db.begin().await?;
        if people::organisations(&mut tx).await?.iter().any(|known| known.name == name) {
            return Err(Error::refused(Refusal::Taken("name")));
        }
        let organisation = Organisation {
            id: self.ordered_id(),
            name: name.to_string(),
            suppression_preset: first.suppression_preset,
            duty_phone: duty_phone.to_string(),
        };
        // Whatever the clock says, the first one stays the first one: the installation is its.
        let newest = people::newest_organisation(&mut tx).await?.unwrap_or_default();
        let created_at = self.now().max(newest + TimeDelta::seconds(1));
        people::insert_organisation(&mut tx, &organisation, created_at).await?;
        self.audit_as(&mut tx, organisation.id, None, "organisation.add", name.to_string());
        Ok(tx.commit().await?)
    }

    /// Trusts somebody with a role and makes a one-time link for them to sign in.
    pub async fn invite(
        &self,
        actor: &Actor,
        email: &str,
        name: &str,
        role: Role,
    ) -> Result<Invitation, Error> {
        actor.require(Permission::ManagePeople)?;
        let email = email.trim();
        if !is_email(email) {
            return Err(Error::refused(Refusal::Unreadable("email")));
        }
        if name.chars().count() > NAME_MAX {
            return Err(Error::refused(Refusal::TooLong { field: "name", max: NAME_MAX }));
        }
        let key = email.to_lowercase();
        let mut tx = self.db.begin().await?;
        let staff = if let Some(known) = people::staff_by_email(&mut tx, &key).await? {
            known
        } else {
            let shown = if name.trim().is_empty() { email } else { name.trim() };
            let staff = Staff {
                id: self.ordered_id(),
                organisation_id: actor.organisation_id,
                email: email.to_string(),
                name: shown.to_string(),
            };
            people::insert_staff(&mut tx, &staff, &key, self.now()).await?;
            staff
        };
        if staff.organisation_id != actor.organisation_id {
            return Err(Error::refused(Refusal::Taken("email")));
        }
        if people::add_role(&mut tx, staff.id, role).await? {
            // A session keeps no rights it was not begun with, and none it lost.
            people::delete_sessions_of(&mut tx, staff.id).await?;
        }
        let invitation = self.link_for(&mut tx, &staff, LINK_LIFE).await?;
        if self.mails {
            self.enqueue(&mut tx, actor.organisation_id, Work::Invite(staff.id), String::new(), None).await?;
        }
        self.audit(&mut tx, actor, "staff.invite", format!("{email} {role}"));
        tx.commit().await?;
        Ok(invitation)
    }

    /// Sends a sign-in link to somebody of the staff who asks for one, by mail. What is answered is the same for every
    /// address; and nobody gets more than one in the same five minutes of the clock.
    pub async fn ask_for_link(&self, email: &str) -> Result<(), Error> {
        let email = email.trim();
        if !is_email(email) {
            return Err(Error::refused(Refusal::Unreadable("email")));
        }
        if !self.mails {
            return Err(Error::NotFound);
        }
        let mut tx = self.db.begin().await?;
        let Some(staff) = people::staff_by_email(&mut tx, &email.to_lowercase()).await? else {
            return Ok(());
        };
        if provider::roles_in(&mut tx, staff.id, None).await?.is_empty()
            || self.must_use_provider(&mut tx, staff.id).await?
        {
            return Ok(());
        }
        let once = format!("sign-in:{}:{}", staff.id, self.now().timestamp() / 300);
        let work = Work::SignIn(staff.id);
        self.enqueue(&mut tx, staff.organisation_id, work, String::new(), Some(once)).await?;
        Ok(tx.commit().await?)
    }

    /// A link for the mail that takes it to somebody; `None` where they are trusted with nothing any more. It is made
    /// when the mail goes, because a token is kept nowhere.
    pub(crate) async fn mailed_link(
        &self,
        staff_id: Uuid,
        invited: bool,
    ) -> Result<Option<(Staff, Invitation)>, Error> {
        let mut tx = self.db.begin().await?;
        let Some(staff) = people::staff_by_id(&mut tx, staff_id).await? else { return Ok(None) };
        if provider::roles_in(&mut tx, staff.id, None).await?.is_empty() {
            return Ok(None);
        }
        let invitation =
            self.link_for(&mut tx, &staff, if invited { LINK_LIFE } else { MAILED_LIFE }).await?;
        tx.commit().await?;
        Ok(Some((staff, invitation)))
    }

    async fn link_for(&self, tx: &mut Tx, staff: &Staff, life: TimeDelta) -> Result<Invitation, Error> {
        let token = self.random_token();
        let now = self.now();
        let expires_at = now + life;
        people::insert_link(tx, &self.keys.token_hash(&token), staff.id, now, expires_at).await?;
        Ok(Invitation { token, expires_at, name: staff.name.clone() })
    }

    /// Signs somebody in by their one-time link; gives the session's token.
    pub async fn sign_in(&self, link_token: &str) -> Result<String, Error> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let staff_id = people::use_link(&mut tx, &self.keys.token_hash(link_token), now)
            .await?
            .ok_or(Error::NotFound)?;
        if self.must_use_provider(&mut tx, staff_id).await? {
            return Err(Error::Forbidden);
        }
        let token = self.random_token();
        people::insert_session(&mut tx, &self.keys.token_hash(&token), staff_id, now, now + SESSION_LIFE)
            .await?;
        let staff = people::staff_by_id(&mut tx, staff_id).await?.ok_or(Error::NotFound)?;
        self.audit_as(&mut tx, staff.organisation_id, Some(staff_id), "staff.sign-in", String::new());
        tx.commit().await?;
        Ok(token)
    }

    /// Whose session this is; nobody's when it is unknown or has ended.
    pub async fn who(&self, session_token: &str) -> Result<Option<Actor>, Error> {
        let now = self.now();
        let hash = self.keys.token_hash(session_token);
        let mut tx = self.db.read().await?;
        let Some(session) = people::session(&mut tx, &hash, now, now - SESSION_IDLE).await? else {
            return Ok(None);
        };
        let roles = provider::roles_in(&mut tx, session.staff.id, session.provider.as_deref()).await?;
        let organisation = people::organisation_by_id(&mut tx, session.staff.organisation_id).await?;
        let organisation = organisation.map(|organisation| organisation.name).unwrap_or_default();
        drop(tx);
        if now - session.last_seen_at > TOUCH_AFTER {
            let mut tx = self.db.begin().await?;
            people::touch_session(&mut tx, &hash, now).await?;
            tx.commit().await?;
        }
        let has_one = session.confirmed_at.is_some() || session.passkey_at.is_some();
        let factor = (has_one, session.second_at, session.second_step == Some(true));
        let (roles, second_step) = second_step::stands(roles, factor, now);
        Ok(Some(Actor {
            second_step,
            staff_id: Some(session.staff.id),
            organisation_id: session.staff.organisation_id,
            organisation,
            name: session.staff.name,
            roles,
        }))
    }

    /// Ends a session.
    pub async fn sign_out(&self, session_token: &str) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        people::delete_session(&mut tx, &self.keys.token_hash(session_token)).await?;
        Ok(tx.commit().await?)
    }

    /// Where somebody is signed in, the last used first. `session_token` is that of the session that asks.
    pub async fn own_sessions(&self, actor: &Actor, session_token: &str) -> Result<Vec<OwnSession>, Error> {
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let (now, here) = (self.now(), self.keys.token_hash(session_token));
        let mut tx = self.db.read().await?;
        let open = people::open_sessions(&mut tx, staff_id, now, now - SESSION_IDLE).await?;
        let own = |session: people::OpenSession| OwnSession {
            handle: handle(&session.token_hash),
            began: session.created_at,
            last_seen: session.last_seen_at,
            ends: session.expires_at.min(session.last_seen_at + SESSION_IDLE),
            here: session.token_hash == here,
        };
        Ok(open.into_iter().map(own).collect())
    }

    /// Ends sessions of somebody's own: the one with this handle, or every one but the one that asks; gives how many.
    /// [`Error::NotFound`] where there is none with this handle, or none any more.
    pub async fn end_sessions(
        &self,
        actor: &Actor,
        session_token: &str,
        which: Option<&str>,
    ) -> Result<u64, Error> {
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let (now, here) = (self.now(), self.keys.token_hash(session_token));
        let mut tx = self.db.begin().await?;
        let mut ended = 0;
        for session in people::open_sessions(&mut tx, staff_id, now, now - SESSION_IDLE).await? {
            let meant =
                which.map_or(session.token_hash != here, |which| handle(&session.token_hash) == which);
            if meant {
                people::delete_session(&mut tx, &session.token_hash).await?;
                ended += 1;
            }
        }
        if ended == 0 && which.is_some() {
            return Err(Error::NotFound);
        }
        if ended > 0 {
            self.audit(&mut tx, actor, "staff.end-session", "");
        }
        tx.commit().await?;
        Ok(ended)
    }

    /// Everybody of the staff.
    pub async fn people(&self, actor: &Actor) -> Result<Vec<Person>, Error> {
        actor.require(Permission::SeePeople)?;
        let mut tx = self.db.read().await?;
        let mut people = Vec::new();
        for staff in people::all_staff(&mut tx, actor.organisation_id).await? {
            let roles = people::roles(&mut tx, staff.id).await?;
            let factor = store_second_step::factor(&mut tx, staff.id).await?;
            let by_code = factor.is_some_and(|factor| factor.confirmed_at.is_some());
            let second_step = by_code || !passkey::of(&mut tx, staff.id).await?.is_empty();
            let given = provider::roles_given(&mut tx, staff.id).await?;
            let given = given.into_iter().map(|(role, _)| role).collect();
            let (id, email, name) = (staff.id, staff.email, staff.name);
            people.push(Person { id, email, name, roles, given, second_step });
        }
        Ok(people)
    }

    /// The roles that nobody has although young people are asked now: before the first of them answers somebody must be
    /// there who reads what they write, and somebody who decides about what worries a reader (domain.md 5.4).
    pub async fn missing_roles(&self, actor: &Actor) -> Result<Vec<Role>, Error> {
        let people = self.people(actor).await?;
        let asked = self.desk_consultations(actor).await?.list;
        if !asked.iter().any(|one| matches!(one.state, State::Open | State::Paused)) {
            return Ok(Vec::new());
        }
        let somebody = |role: &Role| people.iter().any(|person| person.roles.contains(role));
        let reads = [Role::ParticipationWorker, Role::Reader].iter().any(somebody);
        let reader = (!reads).then_some(Role::ParticipationWorker);
        let lead = (!somebody(&Role::SafeguardingLead)).then_some(Role::SafeguardingLead);
        Ok(reader.into_iter().chain(lead).collect())
    }

    /// Takes a role back and ends the sessions that had it.
    pub async fn revoke(&self, actor: &Actor, email: &str, role: Role) -> Result<(), Error> {
        actor.require(Permission::ManagePeople)?;
        let mut tx = self.db.begin().await?;
        let staff = people::staff_by_email(&mut tx, &email.to_lowercase())
            .await?
            .filter(|staff| staff.organisation_id == actor.organisation_id)
            .ok_or(Error::NotFound)?;
        if !people::roles(&mut tx, staff.id).await?.contains(&role) {
            return Err(Error::Stale);
        }
        if role == Role::Administrator && self.administrators(&mut tx, actor.organisation_id).await? < 2 {
            return Err(Error::refused(Refusal::LastAdministrator));
        }
        people::remove_role(&mut tx, staff.id, role).await?;
        people::delete_sessions_of(&mut tx, staff.id).await?;
        self.audit(&mut tx, actor, "staff.revoke", format!("{email} {role}"));
        Ok(tx.commit().await?)
    }

    async fn administrators(&self, tx: &mut Tx, organisation_id: Uuid) -> Result<usize, Error> {
        let mut many = 0;
        for staff in people::all_staff(tx, organisation_id).await? {
            // One whom a provider's groups have made so is gone with the provider.
            many += usize::from(provider::roles_in(tx, staff.id, None).await?.contains(&Role::Administrator));
        }
        Ok(many)
    }

    /// Removes what has run out: what an organisation keeps for a time (once a day), unsent answers, files that belong to nobody's answer, links, sessions, addresses of
    /// those who follow, jobs. Run again and again by every process; doing it twice does no harm.
    pub async fn purge(&self) -> Result<u64, Error> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let drafts = earshot_store::response::purge_drafts(&mut tx, now.date_naive()).await?;
        let files = earshot_store::media::purge(&mut tx, now.date_naive()).await?;
        let people = people::purge(&mut tx, now, now - SESSION_IDLE).await?;
        let tries = provider::purge_tries(&mut tx, now).await? + passkey::purge_tries(&mut tx, now).await?;
        let news = self.purge_news(&mut tx).await?;
        tx.commit().await?;
        Ok(drafts + files + people + tries + news + self.retain().await?)
    }

    /// Whether the database answers.
    pub async fn is_ready(&self) -> bool {
        let answer: Result<_, StoreError> = async {
            let mut tx = self.db.read().await?;
            people::organisation(&mut tx).await
        }
        .await;
        answer.is_ok()
    }
}

/// The operator at the console, who acts for this organisation.
fn at_console(organisation: Organisation) -> Actor {
    Actor {
        staff_id: None,
        organisation_id: organisation.id,
        organisation: organisation.name,
        name: "Console".to_string(),
        roles: Role::ALL.to_vec(),
        second_step: SecondStep::None,
    }
}

/// What a session is called on the page that lists it: a piece of a keyed hash, which opens nothing.
fn handle(token_hash: &[u8]) -> String {
    hex(token_hash.get(..8).unwrap_or_default())
}

/// Whether a text looks like an address for mail.
pub fn is_email(text: &str) -> bool {
    let whole = |part: &str| part.split('.').all(|piece| !piece.is_empty());
    let odd =
        |letter: char| letter.is_whitespace() || letter.is_control() || "<>()[]:;,\\\"".contains(letter);
    text.len() <= 254
        && !text.contains(odd)
        && text.split_once('@').is_some_and(|(local, domain)| {
            whole(local) && whole(domain) && domain.contains('.') && !domain.contains('@')
        })
}
