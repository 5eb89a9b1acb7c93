//! "We already asked": what young people here have said about something before anybody asks them again, and how often each
//! group and each area has been asked in the last twelve months. Nobody likes to be asked what they have said already.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use earshot_domain::evidence::{QuoteState, ThemeState};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind as Named, Reference};
use earshot_domain::respondent::RespondentType;
use earshot_domain::search::{Kind, Wanted};
use earshot_domain::suppression::Shown;
use earshot_store::consultation::{self, Consultation};
use earshot_store::search::{self, Query};
use earshot_store::{Tx, quote, response};
use uuid::Uuid;

use crate::analysis::sum;
use crate::areas::{about_places, places};
use crate::search::ranked;
use crate::{Actor, Earshot, Error, QuoteView, ThemeView};

/// A consultation in which young people were asked about it.
#[derive(Debug, Clone)]
pub struct AskedBefore {
    /// Its address.
    pub slug: String,
    /// `C-0012`.
    pub reference: Reference,
    /// Its title.
    pub title: String,
    /// The first day it took answers.
    pub opened_on: Option<NaiveDate>,
    /// The last.
    pub close_on: Option<NaiveDate>,
    /// Children and young people who answered.
    pub voices: Shown,
    /// Its final themes that speak of it; where it does itself, in its title or its purpose, the others after them.
    pub themes: Vec<ThemeView>,
    /// How many of these speak of it: the first ones.
    pub speaking: usize,
    /// Published quotes that speak of it.
    pub quotes: Vec<QuoteView>,
}

/// A group or an area, and the consultations in which it was asked: their address and title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedLately {
    /// What it is called.
    pub name: String,
    /// The consultations.
    pub consultations: Vec<(String, String)>,
}

/// What was said before, and who was asked lately.
#[derive(Debug, Clone)]
pub struct AlreadyAsked {
    /// What says it best comes first.
    pub before: Vec<AskedBefore>,
    /// Groups that were given codes or paper forms, those that were asked most often first.
    pub groups: Vec<AskedLately>,
    /// Areas that could be named, likewise.
    pub areas: Vec<AskedLately>,
}

/// Consultations that are shown, and themes and quotes of each.
const CONSULTATIONS: usize = 10;
const THEMES: usize = 8;
const QUOTES: usize = 5;

/// How far "lately" goes back.
const LATELY: Months = Months::new(12);

/// The records of a consultation that were found, and how well the best of them says it.
#[derive(Default)]
struct Matched {
    score: usize,
    ids: BTreeSet<Uuid>,
}

impl Earshot {
    /// What young people here said about something, in the words of a title, and who was asked in the last twelve months.
    pub async fn already_asked(&self, actor: &Actor, words: &str) -> Result<AlreadyAsked, Error> {
        actor.require_somewhere(Permission::SeeAnalysis)?;
        let mut tx = self.db.read().await?;
        let mut rows = consultation::all(&mut tx, actor.organisation_id).await?;
        rows.retain(|row| row.state.is_public() && actor.may_in(Permission::SeeAnalysis, row.id));
        let matched = matched(&mut tx, actor, &rows, &Wanted::any_of(words)).await?;
        let mut before = Vec::new();
        for (id, matched) in matched.into_iter().take(CONSULTATIONS) {
            let Some(row) = rows.iter().find(|row| row.id == id) else { continue };
            before.push(self.asked_before(&mut tx, row, &matched.ids).await?);
        }
        let since = self.today().checked_sub_months(LATELY).unwrap_or(NaiveDate::MIN);
        let groups = groups(&mut tx, actor, &rows, since).await?;
        let areas = self.areas_asked(&mut tx, actor, &rows, since).await?;
        Ok(AlreadyAsked { before, groups, areas })
    }

    async fn asked_before(
        &self,
        tx: &mut Tx,
        row: &Consultation,
        matched: &BTreeSet<Uuid>,
    ) -> Result<AskedBefore, Error> {
        let groups = response::group_counts(tx, row.id).await?;
        let children = groups.iter().filter(|group| group.respondent_type == RespondentType::Child);
        // Where the whole is about it, every theme may be; those that say so come first.
        let is_about = |id: Uuid| matched.contains(&id) || matched.contains(&row.id);
        let mut themes = self.theme_views(tx, row.id).await?;
        themes.retain(|theme| theme.state == ThemeState::Final && is_about(theme.id));
        themes.sort_by_key(|theme| !matched.contains(&theme.id));
        themes.truncate(THEMES);
        let speaking = themes.iter().filter(|theme| matched.contains(&theme.id)).count();
        // What was struck is not in it, and a draft may still hold a name.
        let quotes = quote::of_consultation(tx, row.id).await?.into_iter();
        let quotes = quotes.filter(|made| made.state == QuoteState::Published && matched.contains(&made.id));
        Ok(AskedBefore {
            slug: row.slug.clone(),
            reference: Reference::new(Named::Consultation, row.number),
            title: row.setup.title.clone(),
            opened_on: row.opened_on,
            close_on: row.setup.close_on,
            voices: self.voices_now(tx, row, sum(children.map(|group| group.n))).await?,
            themes,
            speaking,
            quotes: quotes.take(QUOTES).map(QuoteView::from).collect(),
        })
    }

    /// The areas that could be named on "about you" in what was asked since then.
    async fn areas_asked(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        rows: &[Consultation],
        since: NaiveDate,
    ) -> Result<Vec<AskedLately>, Error> {
        let areas = self.areas_of(tx, actor.organisation_id).await?;
        let mut asked: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        let lately = |row: &&Consultation| {
            row.opened_on.is_some_and(|day| day >= since) || (row.opened_on.is_some() && row.state.asks())
        };
        for row in rows.iter().filter(lately) {
            for place in about_places(&row.setup, &places(&row.setup, &areas)) {
                asked.entry(place.name).or_default().push((row.slug.clone(), row.setup.title.clone()));
            }
        }
        Ok(most_first(asked))
    }
}

/// The consultations in which something of these words was found, the one that says it best first.
async fn matched(
    tx: &mut Tx,
    actor: &Actor,
    rows: &[Consultation],
    wanted: &Wanted,
) -> Result<Vec<(Uuid, Matched)>, Error> {
    let kinds = [Kind::Theme, Kind::Quote, Kind::Consultation];
    let places: Vec<Uuid> = if actor.may_everywhere(Permission::SeeAnalysis) {
        vec![actor.organisation_id]
    } else {
        rows.iter().map(|row| row.id).collect()
    };
    let shelves: Vec<(Kind, Uuid)> =
        places.into_iter().flat_map(|id| kinds.into_iter().map(move |kind| (kind, id))).collect();
    let query =
        Query { organisation_id: actor.organisation_id, wanted, shelves: &shelves, from: None, until: None };
    let mut matched: BTreeMap<Uuid, Matched> = BTreeMap::new();
    let (found, _) = search::find(tx, &query).await?;
    for (score, entry) in ranked(wanted, found) {
        let Some(id) = entry.consultation_id.filter(|id| rows.iter().any(|row| row.id == *id)) else {
            continue;
        };
        let of = matched.entry(id).or_default();
        of.score = of.score.max(score);
        of.ids.insert(entry.subject_id);
    }
    let mut matched: Vec<_> = matched.into_iter().collect();
    matched.sort_by_key(|(_, of)| Reverse(of.score));
    Ok(matched)
}

/// The groups that codes or forms were given to.
async fn groups(
    tx: &mut Tx,
    actor: &Actor,
    rows: &[Consultation],
    since: NaiveDate,
) -> Result<Vec<AskedLately>, Error> {
    let mut asked: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (name, id, slug, setup) in search::groups_asked(tx, actor.organisation_id, since).await? {
        if rows.iter().any(|row| row.id == id) {
            asked.entry(name).or_default().push((slug, setup.0.title));
        }
    }
    Ok(most_first(asked))
}

/// Those that were asked most often first, and by their names.
fn most_first(asked: BTreeMap<String, Vec<(String, String)>>) -> Vec<AskedLately> {
    let mut all: Vec<AskedLately> =
        asked.into_iter().map(|(name, consultations)| AskedLately { name, consultations }).collect();
    all.sort_by_key(|one| Reverse(one.consultations.len()));
    all
}
