//! Accounts of young people as their workers look after them: groups, members, codes, pausing, renewing, removing (domain.md
//! 5.1, 5.3, 7.1 `young_account`). What the young people themselves do is in `me`.

use std::fmt;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::AgeBand;
use earshot_domain::text;
use earshot_domain::young::{self as rules, AccountState, GivenBy, GroupKind, Nickname, Tick, YoungCode};
use earshot_store::young::{self, Account, Group, NewAccount, NewGroup};
use earshot_store::{Tx, consultation, scope, young_passkey};
use uuid::Uuid;

use crate::error::{Refusal, taken};
use crate::{Actor, Earshot, Error};

/// Somebody who is to have an account, as a worker wrote it down.
#[derive(Clone, Default)]
pub struct NewYoungPerson {
    /// What they are called.
    pub nickname: String,
    /// Whether the worker says that it is no full name.
    pub sure: bool,
    /// How old they are, roughly.
    pub age_band: Option<AgeBand>,
    /// Whether they were trained as a young assessor.
    pub is_assessor: bool,
    /// Who agreed.
    pub consent_by: Option<GivenBy>,
    /// When.
    pub consent_on: Option<NaiveDate>,
    /// What the worker is sure of.
    pub competence: Vec<Tick>,
}

impl fmt::Debug for NewYoungPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What they are called is for no log.
        f.debug_struct("NewYoungPerson").field("age_band", &self.age_band).finish_non_exhaustive()
    }
}

/// A member of a group, as the desk shows them.
#[derive(Debug, Clone)]
pub struct YoungMember {
    /// The id of their account.
    pub id: Uuid,
    /// What they are called.
    pub nickname: Nickname,
    /// How old they are, roughly.
    pub age_band: AgeBand,
    /// Whether they were trained as a young assessor.
    pub is_assessor: bool,
    /// Since when they have an account.
    pub since: NaiveDate,
    /// How it stands.
    pub state: AccountState,
    /// The first day on which it is over.
    pub ends_on: NaiveDate,
    /// Until when a code works that nobody has used yet.
    pub code_until: Option<DateTime<Utc>>,
    /// Whether a device of theirs opens their page, while the account is open.
    pub has_passkey: bool,
}

/// A group with its members.
#[derive(Debug, Clone)]
pub struct YoungGroupPage {
    /// The group.
    pub group: Group,
    /// Its members by nickname.
    pub members: Vec<YoungMember>,
    /// The consultations of the organisation, for whoever may say which of them are asked of the group; nothing for others.
    pub asked: Vec<AskedOfGroup>,
}

/// A consultation that may be asked of a group of young people.
#[derive(Debug, Clone)]
pub struct AskedOfGroup {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// Whether it is asked of the group.
    pub is_asked: bool,
}

/// A code that was made. It is shown once, and kept nowhere but as a keyed hash.
#[derive(Debug, Clone)]
pub struct NewYoungCode {
    /// The code.
    pub code: YoungCode,
    /// The group of whoever it is for.
    pub group: (Uuid, String),
    /// What they are called.
    pub nickname: Nickname,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
}

/// What is known of an account, for the rules.
fn state(account: &Account, today: NaiveDate) -> AccountState {
    let joined = account.joined_on.is_some();
    let paused = account.paused_at.is_some();
    rules::Account { joined, paused, ends_on: account.ends_on }.state(today)
}

impl Earshot {
    /// The groups of the organisation by name; for somebody who looks after some of them, these.
    pub async fn young_groups(&self, actor: &Actor) -> Result<Vec<Group>, Error> {
        actor.require_somewhere(Permission::ManageYoungPeople)?;
        actor.require_in_some_group(Permission::ManageYoungPeople)?;
        let mut tx = self.db.read().await?;
        let mut groups = young::groups(&mut tx, actor.organisation_id).await?;
        groups.retain(|group| actor.may_in_group(Permission::ManageYoungPeople, group.id));
        Ok(groups)
    }

    /// A group with its members.
    pub async fn young_group(&self, actor: &Actor, id: Uuid) -> Result<YoungGroupPage, Error> {
        actor.require_somewhere(Permission::ManageYoungPeople)?;
        let (now, today) = (self.now(), self.today());
        let mut tx = self.db.read().await?;
        let group = own_group(&mut tx, actor, id).await?;
        let owners = young_passkey::owners(&mut tx, id).await?;
        let member = |account: Account| YoungMember {
            state: state(&account, today),
            has_passkey: owners.contains(&account.id),
            code_until: account.code_until.filter(|until| *until > now),
            id: account.id,
            nickname: account.nickname,
            age_band: account.age_band,
            is_assessor: account.is_assessor,
            since: account.created_on,
            ends_on: account.ends_on,
        };
        let members = young::of_group(&mut tx, id).await?.into_iter().map(member).collect();
        let mut asked = Vec::new();
        if actor.may_everywhere(Permission::ManageYoungPeople) {
            let ids = scope::asked_of(&mut tx, id).await?;
            for row in consultation::all(&mut tx, actor.organisation_id).await? {
                let is_asked = ids.contains(&row.id);
                asked.push(AskedOfGroup { id: row.id, title: row.setup.0.title, is_asked });
            }
        }
        Ok(YoungGroupPage { group, members, asked })
    }

    /// Says which consultations are asked of a group: these and no others. Whoever is trusted with a role in the group alone
    /// has it in them from now on, so only who looks after all young people says it.
    pub async fn ask_young_group(&self, actor: &Actor, id: Uuid, asked: &[Uuid]) -> Result<(), Error> {
        self.ask_young_group_from(actor, id, asked, None).await
    }

    /// The same from a page that showed these as asked until then. Where somebody else has changed them since, it is refused:
    /// whoever saves an older page would open to others what was taken from them meanwhile.
    pub async fn ask_young_group_from(
        &self,
        actor: &Actor,
        id: Uuid,
        asked: &[Uuid],
        shown: Option<&[Uuid]>,
    ) -> Result<(), Error> {
        actor.require(Permission::ManageYoungPeople)?;
        let mut tx = self.db.begin().await?;
        let group = young::group(&mut tx, actor.organisation_id, id).await?.ok_or(Error::NotFound)?;
        if !scope::hold_group(&mut tx, actor.organisation_id, id).await? {
            return Err(Error::refused(Refusal::WrongState));
        }
        let all = consultation::all(&mut tx, actor.organisation_id).await?;
        if asked.iter().any(|id| all.iter().all(|row| row.id != *id)) {
            return Err(Error::NotFound);
        }
        let before = scope::asked_of(&mut tx, id).await?;
        let is_same = |shown: &[Uuid]| {
            shown.iter().all(|id| before.contains(id)) && before.iter().all(|id| shown.contains(id))
        };
        if shown.is_some_and(|shown| !is_same(shown)) {
            return Err(Error::Stale);
        }
        let mut changed = Vec::new();
        for row in &all {
            let did = match (before.contains(&row.id), asked.contains(&row.id)) {
                (false, true) => scope::ask(&mut tx, id, row.id).await?,
                (true, false) => scope::ask_no_more(&mut tx, id, row.id).await?,
                _ => false,
            };
            if did {
                changed.push(Reference::new(Kind::Consultation, row.number).to_string());
            }
        }
        if !changed.is_empty() {
            let after = scope::asked_of(&mut tx, id).await?;
            let detail = self.change(("consultations of a group", id), Some(&before), Some(&after));
            let subject = format!("{} {}", group.name, changed.join(" "));
            self.audit_with(&mut tx, actor, "young.ask-group", subject, detail);
        }
        Ok(tx.commit().await?)
    }

    /// Adds a group. Gives its id.
    pub async fn add_young_group(
        &self,
        actor: &Actor,
        name: &str,
        kind: Option<GroupKind>,
    ) -> Result<Uuid, Error> {
        actor.require(Permission::ManageYoungPeople)?;
        let (name, mut refusals) = group_name(name);
        let Some(kind) = kind else {
            refusals.push(Refusal::Missing("group_kind"));
            return Err(Error::Refused(refusals));
        };
        Error::unless_empty(refusals)?;
        let (id, organisation_id) = (self.ordered_id(), actor.organisation_id);
        let new = NewGroup { id, organisation_id, name, kind, by: actor.staff_id, on: self.today() };
        let mut tx = self.db.begin().await?;
        young::insert_group(&mut tx, &new).await.map_err(taken("name"))?;
        self.audit(&mut tx, actor, "young.add-group", new.name);
        tx.commit().await?;
        Ok(id)
    }

    /// Gives a group that goes on another name. Its members see it on their page.
    pub async fn rename_young_group(&self, actor: &Actor, id: Uuid, name: &str) -> Result<(), Error> {
        actor.require_somewhere(Permission::ManageYoungPeople)?;
        let (name, refusals) = group_name(name);
        let mut tx = self.db.begin().await?;
        young::hold_group(&mut tx, actor.organisation_id, id).await?;
        let group = own_group(&mut tx, actor, id).await?;
        Error::unless_empty(refusals)?;
        if group.name == name {
            return Ok(());
        }
        let renamed = young::rename_group(&mut tx, actor.organisation_id, id, &name).await;
        if !renamed.map_err(taken("name"))? {
            return Err(Error::refused(Refusal::WrongState));
        }
        let changed = self.change(("young group", id), Some(&group.name), Some(&name));
        self.audit_with(&mut tx, actor, "young.rename-group", format!("{} -> {name}", group.name), changed);
        Ok(tx.commit().await?)
    }

    /// Ends a group: its members' accounts end today and their sessions at once, and all of it is deleted when its time is
    /// over. For who looks after all young people: the roles that somebody has in the group alone end with it.
    pub async fn end_young_group(&self, actor: &Actor, id: Uuid) -> Result<(), Error> {
        actor.require(Permission::ManageYoungPeople)?;
        let mut tx = self.db.begin().await?;
        let group = young::group(&mut tx, actor.organisation_id, id).await?.ok_or(Error::NotFound)?;
        if !young::end_group(&mut tx, actor.organisation_id, id, self.today()).await? {
            return Err(Error::Stale);
        }
        self.audit(&mut tx, actor, "young.end-group", group.name);
        Ok(tx.commit().await?)
    }

    /// Gives somebody of a group an account. Gives its id; a code is made apart.
    pub async fn add_young_person(
        &self,
        actor: &Actor,
        group_id: Uuid,
        new: &NewYoungPerson,
    ) -> Result<Uuid, Error> {
        actor.require_somewhere(Permission::ManageYoungPeople)?;
        let checked = check(new, self.today());
        let mut tx = self.db.begin().await?;
        young::hold_group(&mut tx, actor.organisation_id, group_id).await?;
        let group = own_group(&mut tx, actor, group_id).await?;
        let Checked { nickname, age_band, consent, competence } = checked?;
        if group.ended_on.is_some() {
            return Err(Error::refused(Refusal::WrongState));
        }
        let account = NewAccount {
            id: self.random_id(),
            organisation_id: actor.organisation_id,
            group_id,
            nickname,
            age_band,
            is_assessor: new.is_assessor,
            consent_by: consent.0,
            consent_on: consent.1,
            wording: rules::wording_version(new.is_assessor),
            competence,
            by: actor.staff_id,
            on: self.today(),
            ends_on: rules::ends(self.today()),
        };
        young::insert(&mut tx, &account).await.map_err(taken("nickname"))?;
        self.audit(&mut tx, actor, "young.add", account.id.to_string());
        tx.commit().await?;
        Ok(account.id)
    }

    /// Makes a code with which somebody signs in once. The one before it opens nothing any more.
    pub async fn make_young_code(&self, actor: &Actor, id: Uuid) -> Result<NewYoungCode, Error> {
        actor.require_somewhere(Permission::ManageYoungPeople)?;
        let mut tx = self.db.begin().await?;
        let account = own(&mut tx, actor, id).await?;
        if !state(&account, self.today()).is_open() {
            return Err(Error::refused(Refusal::WrongState));
        }
        let mut bits = [0; 6];
        self.chance.fill(&mut bits);
        let code = YoungCode::from_bits(bits);
        let expires_at = self.now() + TimeDelta::days(rules::CODE_DAYS);
        young::set_code(&mut tx, id, &self.keys.young_code_hash(code), expires_at).await?;
        self.audit(&mut tx, actor, "young.code", id.to_string());
        tx.commit().await?;
        let group = (account.group_id, account.group_name);
        Ok(NewYoungCode { code, group, nickname: account.nickname, expires_at })
    }

    /// Pauses an account: its sessions end at once, and no code and no passkey opens it until it goes on.
    pub async fn pause_young_person(&self, actor: &Actor, id: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::ManageYoungPeople)?;
        let mut tx = self.db.begin().await?;
        own(&mut tx, actor, id).await?;
        if !young::pause(&mut tx, id, self.this_hour()).await? {
            return Err(Error::Stale);
        }
        self.audit(&mut tx, actor, "young.pause", id.to_string());
        Ok(tx.commit().await?)
    }

    /// Lets a paused account go on. Whoever was signed in signs in once more.
    pub async fn let_young_person_go_on(&self, actor: &Actor, id: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::ManageYoungPeople)?;
        let mut tx = self.db.begin().await?;
        own(&mut tx, actor, id).await?;
        if !young::go_on(&mut tx, id).await? {
            return Err(Error::Stale);
        }
        self.audit(&mut tx, actor, "young.go-on", id.to_string());
        Ok(tx.commit().await?)
    }

    /// Renews an account for a year from today, also one that has ended and is not deleted yet, while its group goes on. A code
    /// that was used works no more; one that was made for an account that goes on does.
    pub async fn renew_young_person(&self, actor: &Actor, id: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::ManageYoungPeople)?;
        let today = self.today();
        let mut tx = self.db.begin().await?;
        let group_id = own(&mut tx, actor, id).await?.group_id;
        young::hold_group(&mut tx, actor.organisation_id, group_id).await?;
        // As it is now that nobody can end the group.
        let account = own(&mut tx, actor, id).await?;
        let group = young::group(&mut tx, actor.organisation_id, group_id).await?;
        if group.is_none_or(|group| group.ended_on.is_some()) {
            return Err(Error::refused(Refusal::WrongState));
        }
        if state(&account, today) == AccountState::Ended {
            // Where somebody was signed in when it ended, nobody is now, and no code from before lets anybody in.
            young::drop_code(&mut tx, id).await?;
            young::end_sessions(&mut tx, id).await?;
        } else {
            young::shut_used_code(&mut tx, id).await?;
        }
        young::renew(&mut tx, id, rules::ends(today)).await?;
        self.audit(&mut tx, actor, "young.renew", id.to_string());
        Ok(tx.commit().await?)
    }

    /// Says that somebody has another age, while their account goes on. Under 16 a worker has to be sure of all four, where
    /// nobody was before.
    pub async fn change_young_age(
        &self,
        actor: &Actor,
        id: Uuid,
        age_band: Option<AgeBand>,
        ticks: &[Tick],
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::ManageYoungPeople)?;
        let mut tx = self.db.begin().await?;
        let group_id = own(&mut tx, actor, id).await?.group_id;
        young::hold_group(&mut tx, actor.organisation_id, group_id).await?;
        // As it is now that nobody else changes it.
        let account = own(&mut tx, actor, id).await?;
        if state(&account, self.today()) == AccountState::Ended {
            return Err(Error::refused(Refusal::WrongState));
        }
        let age_band = age_band.ok_or(Error::refused(Refusal::Missing("age_band")))?;
        if age_band == account.age_band {
            return Ok(());
        }
        let asks = rules::asks_ticks(age_band) && !rules::asks_ticks(account.age_band);
        let sure = rules::all_ticks(ticks).filter(|_| asks);
        if asks && sure.is_none() {
            return Err(Error::refused(Refusal::Missing("competence")));
        }
        let judged = sure.as_deref().map(|sure| (sure, actor.staff_id));
        young::set_age(&mut tx, id, age_band, judged).await?;
        self.audit(&mut tx, actor, "young.age", id.to_string());
        Ok(tx.commit().await?)
    }

    /// Deletes an account and everything of it at once.
    pub async fn remove_young_person(&self, actor: &Actor, id: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::ManageYoungPeople)?;
        let mut tx = self.db.begin().await?;
        own(&mut tx, actor, id).await?;
        young::remove(&mut tx, id).await?;
        self.audit(&mut tx, actor, "young.remove", id.to_string());
        Ok(tx.commit().await?)
    }
}

/// An account of the actor's organisation, in a group that they look after.
pub(crate) async fn own(tx: &mut Tx, actor: &Actor, id: Uuid) -> Result<Account, Error> {
    let account = young::of_organisation(tx, actor.organisation_id, id).await?.ok_or(Error::NotFound)?;
    looks_after(actor, account.group_id)?;
    Ok(account)
}

/// A group of the actor's organisation that they look after.
async fn own_group(tx: &mut Tx, actor: &Actor, id: Uuid) -> Result<Group, Error> {
    let group = young::group(tx, actor.organisation_id, id).await?.ok_or(Error::NotFound)?;
    looks_after(actor, group.id)?;
    Ok(group)
}

/// Who does not look after a group is not told that there is one.
fn looks_after(actor: &Actor, group_id: Uuid) -> Result<(), Error> {
    if !actor.may_in_group(Permission::ManageYoungPeople, group_id) {
        return Err(Error::NotFound);
    }
    actor.require_in_group(Permission::ManageYoungPeople, group_id)
}

/// The name of a group as it is kept, and what is wrong with it.
fn group_name(name: &str) -> (String, Vec<Refusal>) {
    let name = text::normalise(name).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut refusals = Vec::new();
    if name.is_empty() {
        refusals.push(Refusal::Missing("name"));
    }
    if name.chars().count() > rules::GROUP_NAME_MAX {
        refusals.push(Refusal::TooLong { field: "name", max: rules::GROUP_NAME_MAX });
    }
    (name, refusals)
}

/// Somebody who can have an account.
struct Checked {
    nickname: Nickname,
    age_band: AgeBand,
    consent: (GivenBy, NaiveDate),
    competence: Option<String>,
}

/// Everything that is wrong with what was written down, or what it says.
fn check(new: &NewYoungPerson, today: NaiveDate) -> Result<Checked, Error> {
    let mut refusals = Vec::new();
    let nickname = Nickname::parse(&new.nickname, new.sure);
    if let Err(flaw) = &nickname {
        refusals.push(Refusal::Nickname(*flaw));
    }
    if new.age_band.is_none() {
        refusals.push(Refusal::Missing("age_band"));
    }
    if new.consent_by.is_none() {
        refusals.push(Refusal::Missing("consent_by"));
    }
    // Nobody has agreed yet on a day that is still ahead.
    let consent_on = new.consent_on.filter(|day| *day <= today);
    if consent_on.is_none() {
        refusals.push(Refusal::Unreadable("consent_on"));
    }
    let asks = new.age_band.is_some_and(rules::asks_ticks);
    let competence = rules::all_ticks(&new.competence).filter(|_| asks);
    if asks && competence.is_none() {
        refusals.push(Refusal::Missing("competence"));
    }
    match (nickname, new.age_band, new.consent_by.zip(consent_on)) {
        (Ok(nickname), Some(age_band), Some(consent)) if refusals.is_empty() => {
            Ok(Checked { nickname, age_band, consent, competence })
        }
        _ => Err(Error::Refused(refusals)),
    }
}
