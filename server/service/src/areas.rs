//! The organisation's areas: a tree that grows, and of which nothing is deleted that an answer may name.

use std::collections::BTreeMap;

use earshot_domain::area::{Area as Node, Areas, Listed};
use earshot_domain::consultation::Setup;
use earshot_domain::policy::Permission;
use earshot_domain::question::Place;
use earshot_store::area::{self, Area};
use earshot_store::{Tx, consultation};
use uuid::Uuid;

use crate::error::{Refusal, taken};
use crate::{Actor, Earshot, Error};

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
        .map(|_| ())
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
            changed.map_err(|flaw| vec![Refusal::Area { line: None, flaw }])
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
            Ok(())
        })
        .await
    }

    /// Takes a whole list in, or nothing of it.
    pub async fn take_areas(&self, actor: &Actor, list: &[Listed]) -> Result<(), Error> {
        self.change_areas(actor, "area.list", |areas| {
            let refusal = |(line, flaw)| Refusal::Area { line: Some(line), flaw };
            *areas = areas.take(list).map_err(|flaws| flaws.into_iter().map(refusal).collect::<Vec<_>>())?;
            Ok(())
        })
        .await
    }

    /// Changes the tree in one transaction, and keeps what is new or other.
    async fn change_areas<T>(
        &self,
        actor: &Actor,
        action: &'static str,
        change: impl FnOnce(&mut Areas) -> Result<T, Vec<Refusal>>,
    ) -> Result<T, Error> {
        actor.require(Permission::EditConsultations)?;
        let mut tx = self.db.begin().await?;
        let rows = area::all(&mut tx, actor.organisation_id).await?;
        let before = tree(&rows);
        let mut after = before.clone();
        let done = change(&mut after).map_err(Error::Refused)?;
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
        self.audit(&mut tx, actor, action, "").await?;
        tx.commit().await?;
        Ok(done)
    }

    pub(crate) async fn areas_of(&self, tx: &mut Tx, organisation_id: Uuid) -> Result<Areas, Error> {
        Ok(tree(&area::all(tx, organisation_id).await?))
    }

    /// The places that a consultation's questions offer: a branch of the organisation's areas, or those that were
    /// written down for it alone.
    pub(crate) async fn places_of(
        &self,
        tx: &mut Tx,
        row: &consultation::Consultation,
    ) -> Result<Vec<Place>, Error> {
        let areas = match row.setup.area_branch {
            None => Areas::default(),
            Some(_) => self.areas_of(tx, row.organisation_id).await?,
        };
        Ok(places(&row.setup, &areas))
    }
}

/// The same, from a tree that is at hand.
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

/// Whether the branch is one that a consultation can choose.
pub(crate) fn takes_branch(setup: &Setup, areas: &Areas) -> bool {
    match setup.area_branch.as_deref() {
        None => true,
        Some("") => !areas.0.is_empty(),
        Some(branch) => areas.get(branch).is_some(),
    }
}
