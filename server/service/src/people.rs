//! Staff: organisations, signing in, sessions.

use chrono::{DateTime, TimeDelta, Utc};
use earshot_domain::policy::{self, Permission, Role};
use earshot_store::job::Work;
use earshot_store::people::{self, Organisation, Staff};
use earshot_store::scope::Scope;
use earshot_store::{StoreError, Tx, export, passkey, provider, scope};
use uuid::Uuid;

use crate::error::Refusal;
use crate::me::{YOUNG_CODE_USED, YOUNG_SESSION_IDLE};
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
pub(crate) const NAME_MAX: usize = 100;

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
    /// What they are trusted with everywhere in it; nothing before the second step, where they have one.
    pub roles: Vec<Role>,
    /// What they are trusted with in one consultation alone, also at its board or in a group that it is asked of; nothing
    /// before the second step, either.
    pub scopes: Vec<Scope>,
    /// What they are trusted with at one board alone: for its decisions, and through [`Actor::scopes`] in its consultations.
    pub boards: Vec<(Role, Uuid)>,
    /// What they are trusted with in one group of young people alone: for its accounts, and through [`Actor::scopes`] in the
    /// consultations that are asked of it.
    pub groups: Vec<(Role, Uuid)>,
    /// The consultation whose pages they look at: what they may do in it alone is offered there.
    pub here: Option<Uuid>,
    /// Whether they have shown it.
    pub second_step: SecondStep,
    /// Whether there is another organisation in the installation, with which there may be links.
    pub has_partners: bool,
}

impl Actor {
    /// Whether they may do this everywhere in their organisation, or in the consultation that they look at. For what a page
    /// offers; a use case asks one of the others.
    pub fn may(&self, permission: Permission) -> bool {
        match self.here {
            Some(consultation_id) => self.may_in(permission, consultation_id),
            None => self.may_everywhere(permission),
        }
    }

    /// Whether they may do this everywhere in their organisation.
    pub fn may_everywhere(&self, permission: Permission) -> bool {
        policy::allows(&self.roles, permission)
    }

    /// Whether they may do this in this consultation.
    pub fn may_in(&self, permission: Permission, consultation_id: Uuid) -> bool {
        let here = |scope: &Scope| scope.consultation_id == consultation_id;
        self.may_everywhere(permission)
            || self.scopes.iter().any(|scope| here(scope) && policy::allows(&[scope.role], permission))
    }

    /// The same person, who looks at the pages of the consultation with this address.
    #[must_use]
    pub fn at(self, slug: &str) -> Self {
        let here = self.scopes.iter().find(|scope| scope.slug == slug).map(|scope| scope.consultation_id);
        Self { here, ..self }
    }

    /// Whether they may do this for what is of this board; everywhere where it is of none.
    pub fn may_at_board(&self, permission: Permission, board_id: Option<Uuid>) -> bool {
        self.may_everywhere(permission) || board_id.is_some_and(|id| may_at(&self.boards, permission, id))
    }

    /// Whether they may do this in this group of young people.
    pub fn may_in_group(&self, permission: Permission, group_id: Uuid) -> bool {
        self.may_everywhere(permission) || may_at(&self.groups, permission, group_id)
    }

    /// Whether they may do this at any board.
    pub fn may_at_some_board(&self, permission: Permission) -> bool {
        self.may_everywhere(permission) || may_at_any(&self.boards, permission)
    }

    /// Whether they may do this in any group of young people.
    pub fn may_in_some_group(&self, permission: Permission) -> bool {
        self.may_everywhere(permission) || may_at_any(&self.groups, permission)
    }

    /// Whether they may do this in any consultation, at any board or in any group.
    pub fn may_somewhere(&self, permission: Permission) -> bool {
        self.may_at_some_board(permission)
            || self.may_in_some_group(permission)
            || self.scopes.iter().any(|scope| policy::allows(&[scope.role], permission))
    }

    /// Stops who may not do this everywhere in their organisation, and who has to show the second step first.
    pub(crate) fn require(&self, permission: Permission) -> Result<(), Error> {
        self.stop_unless(self.may_everywhere(permission), permission)
    }

    /// The same for who may not do it in this consultation.
    pub(crate) fn require_in(&self, permission: Permission, consultation_id: Uuid) -> Result<(), Error> {
        self.stop_unless(self.may_in(permission, consultation_id), permission)
    }

    /// The same for who may not do it for what is of this board; for what is of none, who may not do it everywhere.
    pub(crate) fn require_at_board(
        &self,
        permission: Permission,
        board_id: Option<Uuid>,
    ) -> Result<(), Error> {
        self.stop_unless(self.may_at_board(permission, board_id), permission)
    }

    /// The same for who may not do it in this group of young people.
    pub(crate) fn require_in_group(&self, permission: Permission, group_id: Uuid) -> Result<(), Error> {
        self.stop_unless(self.may_in_group(permission, group_id), permission)
    }

    /// The same for who may do it in none of them.
    pub(crate) fn require_in_some_group(&self, permission: Permission) -> Result<(), Error> {
        self.stop_unless(self.may_in_some_group(permission), permission)
    }

    /// The same for who may do it nowhere: asked before the consultation, the board or the group is looked up, which
    /// then asks for itself (`Earshot::own`).
    pub(crate) fn require_somewhere(&self, permission: Permission) -> Result<(), Error> {
        self.stop_unless(self.may_somewhere(permission), permission)
    }

    fn stop_unless(&self, may: bool, permission: Permission) -> Result<(), Error> {
        match self.second_step {
            SecondStep::Missing | SecondStep::Asked => Err(Error::SecondStep),
            _ if !may => Err(Error::Forbidden),
            SecondStep::Shown(ago) if permission.fresh_within().is_some_and(|limit| ago > limit) => {
                Err(Error::SecondStep)
            }
            SecondStep::None | SecondStep::Shown(_) => Ok(()),
        }
    }
}

/// Whether one of these roles allows it in this place.
fn may_at(places: &[(Role, Uuid)], permission: Permission, at: Uuid) -> bool {
    places.iter().any(|(role, id)| *id == at && policy::allows(&[*role], permission))
}

/// Whether one of these roles allows it in any place.
fn may_at_any(places: &[(Role, Uuid)], permission: Permission) -> bool {
    places.iter().any(|(role, _)| policy::allows(&[*role], permission))
}

/// A one-time sign-in link that was made.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The token in the link. Kept nowhere. Empty where the link goes to them by mail alone.
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
        let before = (known.name.as_str(), known.duty_phone.as_str());
        let changed = self.change(("organisation", id), Some(&before), Some(&(name, duty_phone)));
        self.audit_with(&mut tx, actor, "organisation.rename", name, changed);
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
    /// beyond what everybody sees, and what a link between the two names. For the console.
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
        if !self.is_trusted(&mut tx, staff.id).await? || self.must_use_provider(&mut tx, staff.id).await? {
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
        if !self.is_trusted(&mut tx, staff.id).await? {
            return Ok(None);
        }
        let invitation =
            self.link_for(&mut tx, &staff, if invited { LINK_LIFE } else { MAILED_LIFE }).await?;
        tx.commit().await?;
        Ok(Some((staff, invitation)))
    }

    /// Whether somebody is trusted with anything without a provider's word for it.
    pub(crate) async fn is_trusted(&self, tx: &mut Tx, staff_id: Uuid) -> Result<bool, Error> {
        let everywhere = provider::roles_in(tx, staff_id, None).await?;
        Ok(!everywhere.is_empty() || !scope::roles(tx, staff_id).await?.is_empty())
    }

    pub(crate) async fn link_for(
        &self,
        tx: &mut Tx,
        staff: &Staff,
        life: TimeDelta,
    ) -> Result<Invitation, Error> {
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
        let scopes = scope::of(&mut tx, session.staff.id).await?;
        let boards = scope::boards_of(&mut tx, session.staff.id).await?;
        let groups = scope::groups_of(&mut tx, session.staff.id).await?;
        let organisations = people::organisations(&mut tx).await?;
        let has_partners = organisations.len() > 1;
        let own = organisations.into_iter().find(|one| one.id == session.staff.organisation_id);
        let organisation = own.map(|organisation| organisation.name).unwrap_or_default();
        drop(tx);
        if now - session.last_seen_at > TOUCH_AFTER {
            let mut tx = self.db.begin().await?;
            people::touch_session(&mut tx, &hash, now).await?;
            tx.commit().await?;
        }
        let has_one = session.confirmed_at.is_some() || session.passkey_at.is_some();
        let factor = (has_one, session.second_at, session.second_step == Some(true));
        let placed = scopes.iter().map(|scope| scope.role);
        let placed = placed.chain(boards.iter().chain(&groups).map(|(role, _)| *role));
        let trusted: Vec<Role> = roles.iter().copied().chain(placed).collect();
        let second_step = second_step::stands(&trusted, factor, now);
        let stopped = matches!(second_step, SecondStep::Asked | SecondStep::Missing);
        let or_nothing = |places: Vec<(Role, Uuid)>| if stopped { Vec::new() } else { places };
        let (roles, scopes) = if stopped { (Vec::new(), Vec::new()) } else { (roles, scopes) };
        Ok(Some(Actor {
            boards: or_nothing(boards),
            groups: or_nothing(groups),
            second_step,
            has_partners,
            staff_id: Some(session.staff.id),
            organisation_id: session.staff.organisation_id,
            organisation,
            name: session.staff.name,
            roles,
            scopes,
            here: None,
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

    /// Removes what has run out: what an organisation keeps for a time (once a day), unsent answers, files that belong to nobody's answer, links, sessions, addresses of
    /// those who follow, jobs, codes and sessions of young people. Run again and again by every process; doing it twice does no harm.
    pub async fn purge(&self) -> Result<u64, Error> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let drafts = earshot_store::response::purge_drafts(&mut tx, now.date_naive()).await?;
        let files = earshot_store::media::purge(&mut tx, now.date_naive()).await?;
        let people = people::purge(&mut tx, now, now - SESSION_IDLE).await?;
        let tries = provider::purge_tries(&mut tx, now).await? + passkey::purge_tries(&mut tx, now).await?;
        let news = self.purge_news(&mut tx).await?;
        let passed = (now - YOUNG_SESSION_IDLE, now - YOUNG_CODE_USED);
        let young = earshot_store::young::purge_passing(&mut tx, now, passed).await?;
        let forms = self.purge_comment_forms(&mut tx).await?;
        let exports = export::expire(&mut tx, now).await?;
        tx.commit().await?;
        Ok(drafts + files + people + tries + news + young + forms + exports + self.retain().await?)
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
        scopes: Vec::new(),
        boards: Vec::new(),
        groups: Vec::new(),
        here: None,
        second_step: SecondStep::None,
        has_partners: false,
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
