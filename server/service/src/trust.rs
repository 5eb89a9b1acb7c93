//! Who of the staff is trusted with what: giving roles and taking them back, everywhere in the organisation or in one place
//! alone: a consultation, a board, a group of young people (domain.md 7.1, role assignment).

use earshot_domain::consultation::State;
use earshot_domain::policy::{Permission, Role};
use earshot_domain::reference::{Kind, Reference};
use earshot_store::consultation;
use earshot_store::job::Work;
use earshot_store::people::{self, Staff};
use earshot_store::scope::{self, PlaceId, Placed};
use earshot_store::{Tx, area, board, passkey, provider, request, second_step, young};
use uuid::Uuid;

use crate::error::Refusal;
use crate::people::{LINK_LIFE, NAME_MAX};
use crate::{Actor, Earshot, Error, Invitation, audit, is_email};

/// A place in an organisation that a role is for alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'a> {
    /// A consultation, by its address.
    Consultation(&'a str),
    /// A board, by its id or its reference: for its decisions, and in the consultations whose board it is.
    Board(&'a str),
    /// A group of young people: for its accounts, and in the consultations that are asked of it.
    Group(Uuid),
}

impl<'a> Place<'a> {
    /// Reads what [`place_key`] writes; nothing for what no place is called by.
    pub fn parse(key: &'a str) -> Option<Self> {
        match key.split_once(':') {
            None => Some(Place::Consultation(key)),
            Some(("board", id)) => Some(Place::Board(id)),
            Some(("group", id)) => Uuid::try_parse(id).ok().map(Place::Group),
            Some(_) => None,
        }
    }

    /// Whether a role can be for such a place alone.
    fn fits(self, role: Role) -> bool {
        match self {
            Place::Consultation(_) => role.fits_one_consultation(),
            Place::Board(_) => role.fits_one_board(),
            Place::Group(_) => role.fits_one_group(),
        }
    }
}

/// How a form names a place: a consultation by its address, the others by their kind and their id.
pub fn place_key(place: PlaceId, slug: Option<&str>) -> String {
    match (place, slug) {
        (PlaceId::Consultation(_), Some(slug)) => slug.to_string(),
        (PlaceId::Consultation(id), None) => id.to_string(),
        (PlaceId::Board(id), _) => format!("board:{id}"),
        (PlaceId::Group(id), _) => format!("group:{id}"),
    }
}

/// The places of an organisation that somebody can be trusted with a role in alone, each by its key ([`place_key`]) and its
/// name. None that has ended.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The consultations.
    pub consultations: Vec<(String, String)>,
    /// The boards.
    pub boards: Vec<(String, String)>,
    /// The groups of young people.
    pub groups: Vec<(String, String)>,
}

/// A role that is given or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trust<'a> {
    /// The role.
    pub role: Role,
    /// The place that it is for alone; everywhere in the organisation without one.
    pub only_in: Option<Place<'a>>,
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
    /// What they are trusted with in one place alone, and what that is called.
    pub places: Vec<Placed>,
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
        let placed = scope::placed(&mut tx, actor.organisation_id).await?;
        for (staff, roles) in people::staff_with_roles(&mut tx, actor.organisation_id).await? {
            let own = placed.iter().filter(|(whose, _)| *whose == staff.id);
            let places = own.map(|(_, placed)| placed.clone()).collect();
            let factor = second_step::factor(&mut tx, staff.id).await?;
            let by_code = factor.is_some_and(|factor| factor.confirmed_at.is_some());
            let second_step = by_code || !passkey::of(&mut tx, staff.id).await?.is_empty();
            let given = provider::roles_given(&mut tx, staff.id).await?;
            let given = given.into_iter().map(|(role, _)| role).collect();
            let (id, email, name) = (staff.id, staff.email, staff.name);
            people.push(Person { id, email, name, roles, places, given, second_step });
        }
        Ok(people)
    }

    /// The places that somebody can be trusted with a role in alone.
    pub async fn places(&self, actor: &Actor) -> Result<Places, Error> {
        actor.require(Permission::SeePeople)?;
        let mut tx = self.db.read().await?;
        let id = actor.organisation_id;
        let consultations = consultation::all(&mut tx, id).await?.into_iter();
        let boards = scope::boards(&mut tx, id).await?.into_iter().filter(|board| board.ended_on.is_none());
        let groups = young::groups(&mut tx, id).await?.into_iter().filter(|group| group.ended_on.is_none());
        Ok(Places {
            consultations: consultations.map(|row| (row.slug, row.setup.0.title)).collect(),
            boards: boards.map(|board| (place_key(PlaceId::Board(board.id), None), board.name)).collect(),
            groups: groups.map(|group| (place_key(PlaceId::Group(group.id), None), group.name)).collect(),
        })
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

    /// The same everywhere or in one place alone, beyond which they then see nothing, and with why. `person` is their address
    /// and their name.
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
        if let Some(place) = trust.only_in.filter(|place| !place.fits(trust.role)) {
            let fits_none = matches!(place, Place::Consultation(_)) || !trust.role.fits_one_consultation();
            let why = if fits_none { Refusal::EverywhereOnly } else { Refusal::NotInSuchAPlace };
            return Err(Error::refused(why));
        }
        let mut tx = self.db.begin().await?;
        let only_in = self.in_place(&mut tx, actor, trust.only_in).await?;
        // What has ended gives nobody anything.
        let board = only_in.as_ref().and_then(|at| match at.place {
            PlaceId::Board(id) => Some(id),
            PlaceId::Consultation(_) | PlaceId::Group(_) => None,
        });
        // A board is held, so that it does not end meanwhile and keep what is given now.
        let is_gone = match board {
            Some(id) => !board::hold(&mut tx, actor.organisation_id, id).await?,
            None => only_in.as_ref().is_some_and(|at| at.has_ended),
        };
        if is_gone {
            return Err(Error::refused(Refusal::WrongState));
        }
        let (staff, known) = self.known_or_new(&mut tx, actor, email, name).await?;
        let before = roles_of(&mut tx, staff.id, only_in.as_ref()).await?;
        let more = match &only_in {
            None => people::add_role(&mut tx, staff.id, trust.role).await?,
            Some(at) => scope::add(&mut tx, staff.id, trust.role, at.place).await?,
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

    /// The same everywhere or in one place alone, also one that has ended, and with why.
    pub async fn revoke_with(&self, actor: &Actor, email: &str, trust: Trust<'_>) -> Result<(), Error> {
        actor.require(Permission::ManagePeople)?;
        let why = audit::why(trust.why)?;
        let mut tx = self.db.begin().await?;
        // One at a time: of the last two administrators each would find the other still there.
        area::hold(&mut tx, actor.organisation_id).await?;
        let only_in = self.in_place(&mut tx, actor, trust.only_in).await?;
        let staff = people::staff_by_email(&mut tx, &email.to_lowercase())
            .await?
            .filter(|staff| staff.organisation_id == actor.organisation_id)
            .ok_or(Error::NotFound)?;
        let before = roles_of(&mut tx, staff.id, only_in.as_ref()).await?;
        if !before.contains(&trust.role) {
            return Err(Error::Stale);
        }
        match &only_in {
            Some(at) => _ = scope::remove(&mut tx, staff.id, trust.role, at.place).await?,
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

    /// A place of the actor's organisation in which roles are given and taken back; none where it is everywhere.
    async fn in_place(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        only_in: Option<Place<'_>>,
    ) -> Result<Option<At>, Error> {
        let Some(place) = only_in else { return Ok(None) };
        let found = match place {
            Place::Consultation(slug) => {
                let row = consultation::by_slug(tx, slug).await?;
                row.filter(|row| row.organisation_id == actor.organisation_id).map(|row| At {
                    place: PlaceId::Consultation(row.id),
                    named: Reference::new(Kind::Consultation, row.number).to_string(),
                    has_ended: false,
                })
            }
            Place::Board(board) => {
                let id = Uuid::try_parse(board).ok();
                let number = Reference::parse(Kind::Board, board).map(|reference| reference.number);
                let boards = scope::boards(tx, actor.organisation_id).await?.into_iter();
                let mut meant = boards.filter(|one| Some(one.id) == id || Some(one.number) == number);
                meant.next().map(|one| At {
                    place: PlaceId::Board(one.id),
                    named: Reference::new(Kind::Board, one.number).to_string(),
                    has_ended: one.ended_on.is_some(),
                })
            }
            Place::Group(id) => young::group(tx, actor.organisation_id, id).await?.map(|group| At {
                place: PlaceId::Group(group.id),
                named: format!("\u{201c}{}\u{201d}", group.name),
                has_ended: group.ended_on.is_some(),
            }),
        };
        found.map(Some).ok_or(Error::NotFound)
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

/// A place as it was found.
struct At {
    place: PlaceId,
    /// What the audit trail calls it.
    named: String,
    has_ended: bool,
}

/// What somebody is trusted with everywhere, or in this place alone.
async fn roles_of(tx: &mut Tx, staff_id: Uuid, only_in: Option<&At>) -> Result<Vec<Role>, Error> {
    match only_in {
        None => Ok(people::roles(tx, staff_id).await?),
        Some(at) => Ok(scope::roles_in(tx, staff_id, at.place).await?),
    }
}

/// What the audit trail says has changed.
fn record(staff: &Staff, only_in: Option<&At>) -> (&'static str, Uuid) {
    let what = match only_in.map(|at| at.place) {
        None => "roles",
        Some(PlaceId::Consultation(_)) => "roles in one consultation",
        Some(PlaceId::Board(_)) => "roles at one board",
        Some(PlaceId::Group(_)) => "roles in one group",
    };
    (what, staff.id)
}

fn subject(email: &str, role: Role, only_in: Option<&At>) -> String {
    match only_in {
        None => format!("{email} {role}"),
        Some(at) => format!("{email} {role} {}", at.named),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_from_its_key() {
        let id = Uuid::from_u128(7);
        let board = place_key(PlaceId::Board(id), None);
        let group = place_key(PlaceId::Group(id), None);
        assert_eq!(Place::parse(&board), Some(Place::Board(&id.to_string())));
        assert_eq!(Place::parse(&group), Some(Place::Group(id)));
        let slug = place_key(PlaceId::Consultation(id), Some("bus"));
        assert_eq!(Place::parse(&slug), Some(Place::Consultation("bus")));
        for bad in ["group:", "group:7", "room:7", ":"] {
            assert_eq!(Place::parse(bad), None, "{bad}");
        }
    }
}
