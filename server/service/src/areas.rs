//! The organisation's areas: a tree that grows, and of which nothing is deleted that anything else names.

use std::collections::{BTreeMap, HashSet};

use earshot_domain::area::{Area as Node, Areas, Listed, MAX_DEPTH};
use earshot_domain::consultation::{Setup, State};
use earshot_domain::policy::Permission;
use earshot_domain::question::Place;
use earshot_domain::questionnaire::Questionnaire;
use earshot_store::area::{self, Area};
use earshot_store::response::GroupCount;
use earshot_store::{Tx, consultation};
use uuid::Uuid;

use crate::error::{Refusal, taken};
use crate::{Actor, Earshot, Error};

/// What refers to an area: what has to be known before it is offered no more or deleted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AreaUse {
    /// The consultations that are open or paused and offer it, or what lies in it: their titles, newest first.
    pub asking: Vec<String>,
    /// Those, in whatever state, that take their areas from it or have a question that names it.
    pub naming: Vec<String>,
    /// Whether it has parts.
    pub has_parts: bool,
    /// Whether an answer, a figure of who lives where or a target may name it.
    pub is_named: bool,
}

impl AreaUse {
    /// Whether nothing refers to it, so that it can be deleted.
    pub fn is_free(&self) -> bool {
        *self == Self::default()
    }
}

impl Earshot {
    /// Every area of the organisation.
    pub async fn areas(&self, actor: &Actor) -> Result<Areas, Error> {
        actor.require(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        self.areas_of(&mut tx, actor.organisation_id).await
    }

    /// Adds an area, under another one or at the top.
    pub async fn add_area(&self, actor: &Actor, name: &str, parent: Option<&str>) -> Result<(), Error> {
        self.change_areas(actor, "area.add", |areas| {
            let added = areas.add(name, parent);
            added.map_err(|flaw| vec![Refusal::Area { line: None, flaw }])
        })
        .await
    }

    /// Gives an area another name and another place. Its key stays, so every answer that names it does.
    pub async fn change_area(
        &self,
        actor: &Actor,
        key: &str,
        name: &str,
        parent: Option<&str>,
    ) -> Result<(), Error> {
        self.change_areas(actor, "area.change", |areas| {
            let changed = areas.change(key, name, parent);
            changed.map_err(|flaw| vec![Refusal::Area { line: None, flaw }])?;
            Ok(key.to_string())
        })
        .await
    }

    /// Offers an area no more, or again. Its answers stay, and are counted.
    pub async fn retire_area(&self, actor: &Actor, key: &str, retired: bool) -> Result<(), Error> {
        let action = if retired { "area.retire" } else { "area.restore" };
        self.change_areas(actor, action, |areas| {
            if let Some(area) = areas.0.iter_mut().find(|area| area.key == key) {
                area.retired = retired;
            }
            Ok(key.to_string())
        })
        .await
    }

    /// What refers to an area.
    pub async fn area_use(&self, actor: &Actor, key: &str) -> Result<AreaUse, Error> {
        actor.require(Permission::EditConsultations)?;
        let mut tx = self.db.read().await?;
        let areas = self.areas_of(&mut tx, actor.organisation_id).await?;
        areas.get(key).ok_or(Error::NotFound)?;
        let mut found = use_of(&mut tx, actor.organisation_id, &areas, key).await?;
        if !found.is_named {
            found.is_named = area::is_answered(&mut tx, actor.organisation_id, key).await?;
        }
        Ok(found)
    }

    /// The consultations that are open or paused and offer an area, or what lies in it: their titles, newest first.
    pub async fn area_asking(&self, actor: &Actor, key: &str) -> Result<Vec<String>, Error> {
        actor.require(Permission::EditConsultations)?;
        let mut tx = self.db.read().await?;
        let areas = self.areas_of(&mut tx, actor.organisation_id).await?;
        areas.get(key).ok_or(Error::NotFound)?;
        let rows = consultation::all(&mut tx, actor.organisation_id).await?;
        Ok(rows.iter().filter(|row| offers(row, &areas, key)).map(|row| row.setup.title.clone()).collect())
    }

    /// Deletes an area to which nothing refers.
    pub async fn delete_area(&self, actor: &Actor, key: &str) -> Result<(), Error> {
        actor.require(Permission::EditConsultations)?;
        // Every answer of the organisation is looked at before anything is held: nobody who answers waits for that. No new one
        // names it meanwhile unless a consultation offers it, and that is looked at once more.
        let found = self.area_use(actor, key).await?;
        if !found.is_free() {
            return Err(Error::refused(Refusal::AreaInUse(found)));
        }
        let mut tx = self.db.begin().await?;
        area::hold(&mut tx, actor.organisation_id).await?;
        let rows = area::all(&mut tx, actor.organisation_id).await?;
        let id = rows.iter().find(|row| row.area_key == key).ok_or(Error::NotFound)?.id;
        let found = use_of(&mut tx, actor.organisation_id, &tree(&rows), key).await?;
        if !found.is_free() {
            return Err(Error::refused(Refusal::AreaInUse(found)));
        }
        area::delete(&mut tx, actor.organisation_id, id).await?;
        self.audit(&mut tx, actor, "area.delete", key.to_string());
        Ok(tx.commit().await?)
    }

    /// Takes a whole list in, or nothing of it.
    pub async fn take_areas(&self, actor: &Actor, list: &[Listed]) -> Result<(), Error> {
        self.change_areas(actor, "area.list", |areas| {
            let refusal = |(line, flaw)| Refusal::Area { line: Some(line), flaw };
            *areas = areas.take(list).map_err(|flaws| flaws.into_iter().map(refusal).collect::<Vec<_>>())?;
            Ok(String::new())
        })
        .await
    }

    /// Changes the tree in one transaction, and keeps what is new or other. The change gives the key of its area for
    /// the audit trail; nothing where it is about many.
    async fn change_areas(
        &self,
        actor: &Actor,
        action: &'static str,
        change: impl FnOnce(&mut Areas) -> Result<String, Vec<Refusal>>,
    ) -> Result<(), Error> {
        actor.require(Permission::EditConsultations)?;
        let mut tx = self.db.begin().await?;
        area::hold(&mut tx, actor.organisation_id).await?;
        let rows = area::all(&mut tx, actor.organisation_id).await?;
        let before = tree(&rows);
        let mut after = before.clone();
        let subject = change(&mut after).map_err(Error::Refused)?;
        let mut ids: BTreeMap<String, Uuid> = rows.iter().map(|row| (row.area_key.clone(), row.id)).collect();
        let now = self.now();
        for (position, node) in (0..).zip(&after.0) {
            let parent_id = node.parent.as_ref().and_then(|key| ids.get(key)).copied();
            let row = rows.iter().find(|row| row.area_key == node.key);
            let kept = Area {
                id: row.map_or_else(|| self.ordered_id(), |row| row.id),
                area_key: node.key.clone(),
                name: node.name.clone(),
                parent_id,
                retired_at: node.retired.then(|| row.and_then(|row| row.retired_at).unwrap_or(now)),
            };
            match row {
                None => {
                    area::insert(&mut tx, actor.organisation_id, &kept, position, now)
                        .await
                        .map_err(taken("name"))?;
                    ids.insert(kept.area_key, kept.id);
                }
                Some(row) if *row != kept => area::save(&mut tx, &kept).await?,
                Some(_) => {}
            }
        }
        self.audit(&mut tx, actor, action, subject);
        Ok(tx.commit().await?)
    }

    pub(crate) async fn areas_of(&self, tx: &mut Tx, organisation_id: Uuid) -> Result<Areas, Error> {
        Ok(tree(&area::all(tx, organisation_id).await?))
    }

    /// The places that answers to a consultation can name.
    pub(crate) async fn places_of(
        &self,
        tx: &mut Tx,
        row: &consultation::Consultation,
    ) -> Result<Places, Error> {
        let areas = match row.setup.area_branch {
            None => Areas::default(),
            Some(_) => self.areas_of(tx, row.organisation_id).await?,
        };
        Ok(Places::of(&row.setup, &areas))
    }
}

/// The places that answers to a consultation can name.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// Those that its questions offer: a branch of the organisation's areas, or those that were written down for it
    /// alone.
    offered: Vec<Place>,
    /// Those of them that may be named on "about you".
    pub about: Vec<Place>,
    /// The organisation's other areas. One of them may have been in the branch until a moment ago, and a phone that
    /// has no signal still offers it.
    elsewhere: Vec<Place>,
    /// Whether they are the organisation's areas. What was written down for one consultation lies under nothing, and
    /// never moves.
    of_branch: bool,
}

impl Places {
    /// The same, from a tree that is at hand.
    pub(crate) fn of(setup: &Setup, areas: &Areas) -> Self {
        let offered = places(setup, areas);
        let mut elsewhere = areas.places(None);
        let known: HashSet<&str> = offered.iter().map(|place| place.key.as_str()).collect();
        elsewhere.retain(|place| !known.contains(place.key.as_str()));
        let of_branch = setup.area_branch.is_some();
        Self { about: about_places(setup, &offered), offered, elsewhere, of_branch }
    }

    /// The questions with these places to choose from, and to be understood in answers.
    pub(crate) fn fill(&self, asked: Questionnaire) -> Questionnaire {
        asked.with_places(&self.offered).with_elsewhere(&self.elsewhere)
    }

    /// What is kept where this key was named on "about you": the place itself; of one that has become a part of
    /// another, that one; and of one that has gone elsewhere, itself. Nothing where there is no such place.
    pub(crate) fn to_keep(&self, named: &str) -> Option<&str> {
        self.counts_for(named).or_else(|| self.find(named).map(|place| place.key.as_str()))
    }

    /// Which of the places that may be named on "about you" an answer with this key counts for: the one that it is or
    /// lies in. Nothing for one that has gone elsewhere.
    pub(crate) fn counts_for(&self, kept: &str) -> Option<&str> {
        let offered = |key: &str| self.about.iter().find(|place| place.key == key);
        let parent = |place: &&Place| place.parent.as_deref().and_then(|key| self.find(key));
        let mut above = std::iter::successors(self.find(kept), parent).take(MAX_DEPTH);
        let found = offered(kept).or_else(|| above.find_map(|place| offered(&place.key)));
        found.map(|place| place.key.as_str())
    }

    /// How many came from where: each place that may be named on "about you", or could be when somebody named it.
    pub(crate) fn homes<'a>(&'a self, counts: impl IntoIterator<Item = &'a GroupCount>) -> Homes<'a> {
        let mut named: BTreeMap<&str, u64> = BTreeMap::new();
        let mut unsaid = 0;
        for count in counts {
            let n = u64::try_from(count.n).unwrap_or_default();
            match &count.area {
                Some(key) => *named.entry(key).or_default() += n,
                None => unsaid += n,
            }
        }
        let (mut at, mut elsewhere) = (BTreeMap::<&str, u64>::new(), 0);
        for (key, n) in named {
            match self.counts_for(key) {
                Some(home) => *at.entry(home).or_default() += n,
                None => elsewhere += n,
            }
        }
        let counted = |place: &'a Place| (place, at.get(place.key.as_str()).copied().unwrap_or_default());
        // Nobody can choose what is retired; who chose it before is still counted.
        let is_shown = |(place, n): &(&Place, u64)| !place.retired || *n > 0;
        Homes { places: self.about.iter().map(counted).filter(is_shown).collect(), elsewhere, unsaid }
    }

    /// One of the organisation's areas.
    fn find(&self, key: &str) -> Option<&Place> {
        let all = self.offered.iter().chain(&self.elsewhere);
        all.filter(|_| self.of_branch).find(|place| place.key == key)
    }
}

/// Where those who answered live, as far as they say so.
pub(crate) struct Homes<'a> {
    /// The places that are offered, and those that were, with how many named them or what lies in them.
    pub(crate) places: Vec<(&'a Place, u64)>,
    /// Those who named an area that is not among them any more.
    pub(crate) elsewhere: u64,
    /// Those who named none.
    pub(crate) unsaid: u64,
}

/// The places that a consultation's questions offer, from a tree that is at hand.
pub(crate) fn places(setup: &Setup, areas: &Areas) -> Vec<Place> {
    match &setup.area_branch {
        None => setup.own_places(),
        Some(branch) => areas.places(Some(branch.as_str()).filter(|branch| !branch.is_empty())),
    }
}

/// The places that may be named on "about you". Where they are a branch, only its largest parts: who says more about
/// themselves is easier to know. A place has the key that is kept with the answer.
pub(crate) fn about_places(setup: &Setup, places: &[Place]) -> Vec<Place> {
    match setup.area_branch {
        None => setup.areas.iter().map(|name| Place::new(name.clone(), name.clone())).collect(),
        Some(_) => places.iter().filter(|place| place.parent.is_none()).cloned().collect(),
    }
}

/// Rows as a tree, in their order.
fn tree(rows: &[Area]) -> Areas {
    let key = |id: Uuid| rows.iter().find(|row| row.id == id).map(|row| row.area_key.clone());
    let node = |row: &Area| Node {
        key: row.area_key.clone(),
        name: row.name.clone(),
        parent: row.parent_id.and_then(key),
        retired: row.retired_at.is_some(),
    };
    Areas(rows.iter().map(node).collect())
}

/// Whether a consultation can be answered now with an area of this tree, or with what lies in it.
fn offers(row: &consultation::Consultation, areas: &Areas, key: &str) -> bool {
    let touches = row.setup.area_branch.as_deref().is_some_and(|branch| areas.touches(branch, key));
    touches && matches!(row.state, State::Open | State::Paused)
}

/// What refers to an area of this tree, but for answers.
async fn use_of(tx: &mut Tx, organisation_id: Uuid, areas: &Areas, key: &str) -> Result<AreaUse, Error> {
    let asked = consultation::questions_of_all(tx, organisation_id).await?;
    let asked: BTreeMap<Uuid, Questionnaire> = asked.into_iter().collect();
    let mut found = AreaUse {
        has_parts: areas.parts(Some(key)).next().is_some(),
        is_named: area::is_figured(tx, organisation_id, key).await?,
        ..AreaUse::default()
    };
    for row in consultation::all(tx, organisation_id).await? {
        let Some(branch) = row.setup.area_branch.as_deref() else { continue };
        if offers(&row, areas, key) {
            found.asking.push(row.setup.title.clone());
        }
        if branch == key || asked.get(&row.id).is_some_and(|asked| asked.names_area(key)) {
            found.naming.push(row.setup.title.clone());
        }
    }
    Ok(found)
}

/// Whether the branch is one that a consultation can choose.
pub(crate) fn takes_branch(setup: &Setup, areas: &Areas) -> bool {
    match setup.area_branch.as_deref() {
        None => true,
        Some("") => !areas.0.is_empty(),
        Some(branch) => areas.get(branch).is_some(),
    }
}
