//! Drafts of documents that the law asks for, filled in from how the installation is set up. They count consultations and
//! staff, and nobody's answers or requests.

use std::collections::HashMap;

use earshot_domain::documents::{Asked, Database, Document, Fixed, Kept, Settings, Which};
use earshot_domain::policy::{Permission, Role};
use earshot_domain::questionnaire::Questionnaire;
use earshot_store::{Engine, clinic, consultation, people, retention, second_step};
use uuid::Uuid;

use crate::clocks::plan_of;
use crate::retention::{fixed, rules_of};
use crate::{Actor, Earshot, Error, FixedRule, Person, RetentionRule};

impl Earshot {
    /// Every draft.
    pub async fn documents(&self, actor: &Actor) -> Result<Vec<(Which, Document)>, Error> {
        actor.require(Permission::SeeRetention)?;
        let settings = self.settings(actor).await?;
        Ok(Which::ALL.iter().map(|which| (*which, which.draft(&settings))).collect())
    }

    /// One of them.
    pub async fn document(&self, actor: &Actor, which: Which) -> Result<Document, Error> {
        actor.require(Permission::SeeRetention)?;
        Ok(which.draft(&self.settings(actor).await?))
    }

    /// How the organisation of this actor is set up.
    async fn settings(&self, actor: &Actor) -> Result<Settings, Error> {
        let staff = self.people(actor).await?;
        let id = actor.organisation_id;
        let mut tx = self.db.read().await?;
        let organisation = people::organisation_by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let organisations = people::organisations(&mut tx).await?.len();
        let questions: HashMap<Uuid, Questionnaire> =
            consultation::questions_of_all(&mut tx, id).await?.into_iter().collect();
        let (mut asked, nothing) = (Asked::default(), Questionnaire::default());
        for row in consultation::all(&mut tx, id).await? {
            asked.add(row.state, &row.setup, questions.get(&row.id).unwrap_or(&nothing));
        }
        let without_second_step = count(&staff, |person| {
            let in_force = person.places.iter().filter(|placed| !placed.has_ended);
            let only_in_one = in_force.map(|placed| placed.role);
            let mut trusted = person.roles.iter().copied().chain(only_in_one);
            trusted.any(Role::needs_second_step) && !person.second_step
        });
        let holds = retention::holds(&mut tx, id).await?.len();
        Ok(Settings {
            organisation: organisation.name,
            duty_phone: organisation.duty_phone,
            shared: organisations > 1,
            database: match self.db.engine() {
                Engine::Sqlite => Database::Sqlite,
                Engine::Postgres => Database::Postgres,
            },
            mails: self.mails,
            second_step: second_step::is_required(&mut tx, id).await?,
            without_second_step,
            people: Role::ALL.iter().map(|role| (*role, holders(&staff, *role))).collect(),
            plan: plan_of(&mut tx, id).await?,
            asked,
            rules: rules_of(&mut tx, id).await?.into_iter().map(kept).collect(),
            fixed: fixed().into_iter().map(by_itself).collect(),
            holds: u32::try_from(holds).unwrap_or(u32::MAX),
            languages: clinic::languages(&mut tx, id).await?,
        })
    }
}

/// How many of the staff are so.
fn count(staff: &[Person], is_so: impl Fn(&Person) -> bool) -> u32 {
    staff.iter().map(|person| u32::from(is_so(person))).sum()
}

/// How many hold a role.
fn holders(staff: &[Person], role: Role) -> u32 {
    count(staff, |person| person.roles.contains(&role))
}

/// A rule as the drafts say it.
fn kept(rule: RetentionRule) -> Kept {
    Kept { record: rule.record, months: rule.months, reason: rule.reason, own: rule.own }
}

/// The same of a rule that nobody chooses.
fn by_itself(rule: FixedRule) -> Fixed {
    Fixed { what: rule.what.to_string(), time: rule.time, reason: rule.reason.to_string() }
}
