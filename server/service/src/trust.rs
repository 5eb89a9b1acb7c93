//! Who of the staff is trusted with what: giving roles and taking them back, everywhere in the organisation or in one
//! consultation alone (domain.md 7.1, role assignment).

use earshot_domain::consultation::State;
use earshot_domain::policy::{Permission, Role};
use earshot_domain::reference::{Kind, Reference};
use earshot_store::consultation::{self, Consultation};
use earshot_store::job::Work;
use earshot_store::people::{self, Staff};
use earshot_store::scope::{self, Scope};
use earshot_store::{Tx, passkey, provider, request, second_step};
use uuid::Uuid;

use crate::error::Refusal;
use crate::people::{LINK_LIFE, NAME_MAX};
use crate::{Actor, Earshot, Error, Invitation, audit, is_email};

/// A role that is given or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trust<'a> {
    /// The role.
    pub role: Role,
    /// The consultation that it is for alone, by its address; everywhere in the organisation without one.
    pub only_in: Option<&'a str>,
    /// Why, for whoever reads the audit trail. It may be empty.
    pub why: &'a str,
}

impl Trust<'_> {
    /// A role everywhere in the organisation.
    pub fn everywhere(role: Role) -> Self {
        Self { role, only_in: None, why: "" }
    }
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
    /// What they are trusted with in one consultation alone, and what that is called.
    pub scopes: Vec<(Scope, String)>,
    /// Those of them that a provider's groups have given, and that count only when somebody comes through it.
    pub given: Vec<Role>,
    /// Whether they have a second step.
    pub second_step: bool,
}

impl Earshot {
    /// Everybody of the staff.
    pub async fn people(&self, actor: &Actor) -> Result<Vec<Person>, Error> {
        actor.require(Permission::SeePeople)?;
        let mut tx = self.db.read().await?;
        let mut people = Vec::new();
        let scopes = scope::of_organisation(&mut tx, actor.organisation_id).await?;
        for (staff, roles) in people::staff_with_roles(&mut tx, actor.organisation_id).await? {
            let own = scopes.iter().filter(|(whose, ..)| *whose == staff.id);
            let scopes = own.map(|(_, scope, title)| (scope.clone(), title.clone())).collect();
            let factor = second_step::factor(&mut tx, staff.id).await?;
            let by_code = factor.is_some_and(|factor| factor.confirmed_at.is_some());
            let second_step = by_code || !passkey::of(&mut tx, staff.id).await?.is_empty();
            let given = provider::roles_given(&mut tx, staff.id).await?;
            let given = given.into_iter().map(|(role, _)| role).collect();
            let (id, email, name) = (staff.id, staff.email, staff.name);
            people.push(Person { id, email, name, roles, scopes, given, second_step });
        }
        Ok(people)
    }

    /// The roles that nobody has although young people are asked now: before the first of them answers somebody must be
    /// there who reads what they write, somebody who decides about what worries a reader (domain.md 5.4), and somebody who
    /// answers what they ask about their data: that also as long as a request waits (domain.md 5.2).
    pub async fn missing_roles(&self, actor: &Actor) -> Result<Vec<Role>, Error> {
        // No person is in it, and the first page of the desk says it: it asks nobody for the second step once more.
        actor.require(Permission::SeeAudit)?;
        let consultations = self.desk_consultations(actor).await?.list;
        let asked = consultations.iter().any(|one| matches!(one.state, State::Open | State::Paused));
        let mut tx = self.db.read().await?;
        let waits = request::counts(&mut tx, actor.organisation_id, true).await?.0 > 0;
        let people = people::staff_with_roles(&mut tx, actor.organisation_id).await?;
        let somebody = |role: &Role| people.iter().any(|(_, roles)| roles.contains(role));
        let reads = [Role::ParticipationWorker, Role::Reader].iter().any(somebody);
        let reader = (asked && !reads).then_some(Role::ParticipationWorker);
        let nobody = |needed: bool, role: Role| (needed && !somebody(&role)).then_some(role);
        let lead = nobody(asked, Role::SafeguardingLead);
        let officer = nobody(asked || waits, Role::DataProtectionOfficer);
        Ok(reader.into_iter().chain(lead).chain(officer).collect())
    }

    /// Trusts somebody with a role everywhere in the organisation, and makes a one-time link for them to sign in.
    pub async fn invite(
        &self,
        actor: &Actor,
        email: &str,
        name: &str,
        role: Role,
    ) -> Result<Invitation, Error> {
        self.invite_with(actor, (email, name), Trust::everywhere(role)).await
    }

    /// The same everywhere or in one consultation alone, whose other ones they then do not see, and with why. `person` is
    /// their address and their name.
    pub async fn invite_with(
        &self,
        actor: &Actor,
        (email, name): (&str, &str),
        trust: Trust<'_>,
    ) -> Result<Invitation, Error> {
        actor.require(Permission::ManagePeople)?;
        let why = audit::why(trust.why)?;
        let email = email.trim();
        if !is_email(email) {
            return Err(Error::refused(Refusal::Unreadable("email")));
        }
        if name.chars().count() > NAME_MAX {
            return Err(Error::refused(Refusal::TooLong { field: "name", max: NAME_MAX }));
        }
        if trust.only_in.is_some() && !trust.role.fits_one_consultation() {
            return Err(Error::refused(Refusal::EverywhereOnly));
        }
        let mut tx = self.db.begin().await?;
        let only_in = self.in_consultation(&mut tx, actor, trust.only_in).await?;
        let (staff, known) = self.known_or_new(&mut tx, actor, email, name).await?;
        let before = roles_of(&mut tx, staff.id, only_in.as_ref()).await?;
        let more = match &only_in {
            None => people::add_role(&mut tx, staff.id, trust.role).await?,
            Some(row) => scope::add(&mut tx, staff.id, trust.role, row.id).await?,
        };
        if more {
            // A session keeps no rights it was not begun with, and none it lost.
            people::delete_sessions_of(&mut tx, staff.id).await?;
        }
        // A link for somebody who is here already goes to them alone: whoever gives roles could otherwise sign in as them. At
        // the console, and where no mail goes out, there is no other way.
        let invitation = if known && self.mails && actor.staff_id.is_some() {
            Invitation { token: String::new(), expires_at: self.now() + LINK_LIFE, name: staff.name.clone() }
        } else {
            self.link_for(&mut tx, &staff, LINK_LIFE).await?
        };
        if self.mails {
            self.enqueue(&mut tx, actor.organisation_id, Work::Invite(staff.id), String::new(), None).await?;
        }
        let after = roles_of(&mut tx, staff.id, only_in.as_ref()).await?;
        let changed =
            self.change(record(&staff, only_in.as_ref()), Some(&before), Some(&after)).because(&why);
        let subject = subject(email, trust.role, only_in.as_ref());
        self.audit_with(&mut tx, actor, "staff.invite", subject, changed);
        tx.commit().await?;
        Ok(invitation)
    }

    /// Takes a role back that somebody has everywhere in the organisation, and ends the sessions that had it.
    pub async fn revoke(&self, actor: &Actor, email: &str, role: Role) -> Result<(), Error> {
        self.revoke_with(actor, email, Trust::everywhere(role)).await
    }

    /// The same everywhere or in one consultation alone, and with why.
    pub async fn revoke_with(&self, actor: &Actor, email: &str, trust: Trust<'_>) -> Result<(), Error> {
        actor.require(Permission::ManagePeople)?;
        let why = audit::why(trust.why)?;
        let mut tx = self.db.begin().await?;
        let only_in = self.in_consultation(&mut tx, actor, trust.only_in).await?;
        let staff = people::staff_by_email(&mut tx, &email.to_lowercase())
            .await?
            .filter(|staff| staff.organisation_id == actor.organisation_id)
            .ok_or(Error::NotFound)?;
        let before = roles_of(&mut tx, staff.id, only_in.as_ref()).await?;
        if !before.contains(&trust.role) {
            return Err(Error::Stale);
        }
        match &only_in {
            Some(row) => _ = scope::remove(&mut tx, staff.id, trust.role, row.id).await?,
            None if trust.role == Role::Administrator
                && self.administrators(&mut tx, actor.organisation_id).await? < 2 =>
            {
                return Err(Error::refused(Refusal::LastAdministrator));
            }
            None => people::remove_role(&mut tx, staff.id, trust.role).await?,
        }
        people::delete_sessions_of(&mut tx, staff.id).await?;
        let after = roles_of(&mut tx, staff.id, only_in.as_ref()).await?;
        let changed =
            self.change(record(&staff, only_in.as_ref()), Some(&before), Some(&after)).because(&why);
        let subject = subject(email, trust.role, only_in.as_ref());
        self.audit_with(&mut tx, actor, "staff.revoke", subject, changed);
        Ok(tx.commit().await?)
    }

    /// Somebody of the actor's organisation with this address, who is added where nobody has it yet; and whether they were
    /// known.
    async fn known_or_new(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        email: &str,
        name: &str,
    ) -> Result<(Staff, bool), Error> {
        let key = email.to_lowercase();
        if let Some(known) = people::staff_by_email(tx, &key).await? {
            let own = known.organisation_id == actor.organisation_id;
            return if own { Ok((known, true)) } else { Err(Error::refused(Refusal::Taken("email"))) };
        }
        let shown = if name.trim().is_empty() { email } else { name.trim() };
        let staff = Staff {
            id: self.ordered_id(),
            organisation_id: actor.organisation_id,
            email: email.to_string(),
            name: shown.to_string(),
        };
        people::insert_staff(tx, &staff, &key, self.now()).await?;
        Ok((staff, false))
    }

    /// A consultation of the actor's organisation in which roles are given and taken back; none where it is everywhere.
    async fn in_consultation(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        only_in: Option<&str>,
    ) -> Result<Option<Consultation>, Error> {
        let Some(slug) = only_in else { return Ok(None) };
        let row = consultation::by_slug(tx, slug).await?;
        let own = row.filter(|row| row.organisation_id == actor.organisation_id);
        own.map(Some).ok_or(Error::NotFound)
    }

    async fn administrators(&self, tx: &mut Tx, organisation_id: Uuid) -> Result<usize, Error> {
        let mut many = 0;
        for staff in people::all_staff(tx, organisation_id).await? {
            // One whom a provider's groups have made so is gone with the provider.
            many += usize::from(provider::roles_in(tx, staff.id, None).await?.contains(&Role::Administrator));
        }
        Ok(many)
    }
}

/// What somebody is trusted with everywhere, or in this consultation alone.
async fn roles_of(tx: &mut Tx, staff_id: Uuid, only_in: Option<&Consultation>) -> Result<Vec<Role>, Error> {
    let Some(row) = only_in else { return Ok(people::roles(tx, staff_id).await?) };
    let scopes = scope::of(tx, staff_id).await?;
    Ok(scopes.into_iter().filter(|scope| scope.consultation_id == row.id).map(|scope| scope.role).collect())
}

/// What the audit trail says has changed.
fn record(staff: &Staff, only_in: Option<&Consultation>) -> (&'static str, Uuid) {
    (if only_in.is_some() { "roles in one consultation" } else { "roles" }, staff.id)
}

fn subject(email: &str, role: Role, only_in: Option<&Consultation>) -> String {
    match only_in {
        None => format!("{email} {role}"),
        Some(row) => format!("{email} {role} {}", Reference::new(Kind::Consultation, row.number)),
    }
}
