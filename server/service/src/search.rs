//! Finding what was said: one box for answers, themes, quotes, needs, decisions and consultations. Everybody finds what they
//! could also open, and nothing else (domain.md 7.3 invariants 2 and 7): answers, as far as they are cleared and without what
//! was taken out of them, are for those who analyse.

pub(crate) mod index;

use std::cmp::Reverse;

use chrono::NaiveDate;
use earshot_domain::policy::Permission;
use earshot_domain::search::{self as rules, EXCERPT, Excerpt, Kind, Wanted};
use earshot_store::Tx;
use earshot_store::consultation::{self, Consultation};
use earshot_store::search::{self, Entry, Query};
use uuid::Uuid;

use crate::{Actor, Earshot, Error};

/// What somebody types. It has no `Debug`: what is looked for is nobody else's business, and stands in no log.
#[derive(Clone, Default)]
pub struct SearchText {
    /// Words, `"phrases"` and `-what must not stand in it`.
    pub words: String,
    /// Only this kind; drafts of quotes are quotes.
    pub kind: Option<Kind>,
    /// Only in this consultation; everywhere when empty.
    pub consultation: String,
    /// From this day.
    pub from: Option<NaiveDate>,
    /// Until this day, itself included.
    pub until: Option<NaiveDate>,
}

/// Something that was found.
#[derive(Clone)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// The record.
    pub id: Uuid,
    /// How it is called: `T-0003`, `R-3FA2C1`.
    pub reference: String,
    /// Its title, with what was found in it; empty where it has none.
    pub title: Excerpt,
    /// A piece of its words, with what was found in it.
    pub excerpt: Excerpt,
    /// Its day.
    pub on_day: NaiveDate,
    /// The address and title of its consultation.
    pub consultation: Option<(String, String)>,
}

/// A page of what was found.
#[derive(Clone)]
pub struct Found {
    /// What says it best comes first.
    pub hits: Vec<Hit>,
    /// How many there are.
    pub total: usize,
    /// Whether the index has more than can be looked at: these are from the newest.
    pub is_cut: bool,
    /// This page, from 0.
    pub page: i64,
    /// Whether there is another page.
    pub more: bool,
    /// Whether the index is still being filled, so that not everything is found.
    pub is_filling: bool,
    /// Words and phrases that were looked for; with none nothing was.
    pub terms: usize,
    /// The consultations that can be chosen: address and title.
    pub consultations: Vec<(String, String)>,
}

/// Hits on a page.
const PAGE: usize = 20;

/// What somebody must be trusted with to find something of a kind.
fn needed(kind: Kind) -> Permission {
    match kind {
        // What is not published may still hold a name.
        Kind::Answer | Kind::DraftQuote => Permission::Analyse,
        Kind::Theme | Kind::Quote => Permission::SeeAnalysis,
        Kind::Need | Kind::Decision => Permission::SeeEvidence,
        Kind::Consultation => Permission::SeeConsultations,
    }
}

/// The shelves on which somebody may look: each kind everywhere, or in single consultations. Who has to show their second
/// step again for one of them does so first.
fn shelves(
    actor: &Actor,
    rows: &[Consultation],
    kinds: &[Kind],
    only: Option<Uuid>,
) -> Result<Vec<(Kind, Uuid)>, Error> {
    let mut shelves = Vec::new();
    for &kind in kinds {
        let permission = needed(kind);
        if !actor.may_somewhere(permission) {
            continue;
        }
        actor.require_somewhere(permission)?;
        if only.is_none() && actor.may_everywhere(permission) {
            shelves.push((kind, actor.organisation_id));
            continue;
        }
        let here = rows.iter().filter(|row| only.is_none_or(|id| id == row.id));
        shelves.extend(here.filter(|row| actor.may_in(permission, row.id)).map(|row| (kind, row.id)));
    }
    Ok(shelves)
}

/// What was found, with what says it best first; of two that say it as well, the newer.
pub(crate) fn ranked(wanted: &Wanted, found: Vec<Entry>) -> Vec<(usize, Entry)> {
    let score = |entry: &Entry| rules::score(wanted, &entry.title, &entry.body);
    let mut ranked: Vec<_> = found.into_iter().map(|entry| (score(&entry), entry)).collect();
    // It keeps the order of those that are alike, and they come with the newest first.
    ranked.sort_by_key(|(score, _)| Reverse(*score));
    ranked
}

impl Earshot {
    /// A page of what is found by these words, counted from 0; the last one where there are fewer. Who sees answers on it is in the audit trail.
    pub async fn search(&self, actor: &Actor, text: &SearchText, page: i64) -> Result<Found, Error> {
        actor.require_somewhere(Permission::SeeConsultations)?;
        let wanted = Wanted::parse(&text.words);
        let kinds: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| is_of(*kind, text.kind)).collect();
        let mut tx = self.db.read().await?;
        let mut rows = consultation::all(&mut tx, actor.organisation_id).await?;
        rows.retain(|row| actor.may_in(Permission::SeeConsultations, row.id));
        let only = match text.consultation.as_str() {
            "" => None,
            slug => Some(rows.iter().find(|row| row.slug == slug).ok_or(Error::NotFound)?.id),
        };
        let shelves = shelves(actor, &rows, &kinds, only)?;
        let query = Query {
            organisation_id: actor.organisation_id,
            wanted: &wanted,
            shelves: &shelves,
            from: text.from,
            until: text.until,
        };
        let (found, is_cut) = search::find(&mut tx, &query).await?;
        let mut total = found.len();
        let is_filling = !index::is_filled(&mut tx).await?;
        let page = usize::try_from(page).unwrap_or_default().min(total.saturating_sub(1) / PAGE);
        let skipped = page.saturating_mul(PAGE);
        let shown: Vec<Entry> =
            ranked(&wanted, found).into_iter().map(|(_, entry)| entry).skip(skipped).take(PAGE).collect();
        let more = total > skipped.saturating_add(PAGE);
        let before = shown.len();
        let shown = as_they_are_now(&mut tx, actor.organisation_id, &wanted, shown).await?;
        total -= before - shown.len();
        let mut looked_at = Vec::new();
        for entry in shown.iter().filter(|entry| entry.kind == Kind::Answer) {
            let row = rows.iter().find(|row| Some(row.id) == entry.consultation_id);
            if let Some(number) = row.map(|row| row.number).filter(|number| !looked_at.contains(number)) {
                looked_at.push(number);
            }
        }
        if !looked_at.is_empty() {
            self.looked(tx, actor, false, &looked_at).await?;
        }
        Ok(Found {
            hits: shown.into_iter().map(|entry| hit(&wanted, &rows, entry)).collect(),
            total,
            is_cut,
            page: i64::try_from(page).unwrap_or_default(),
            more,
            is_filling,
            terms: wanted.terms.len(),
            consultations: rows.into_iter().map(|row| (row.slug, row.setup.0.title)).collect(),
        })
    }
}

/// Answers with their words as they may be found now, without those in which what is looked for stands no more: nobody has
/// decided about every name that an organisation comes to know of.
async fn as_they_are_now(
    tx: &mut Tx,
    organisation_id: Uuid,
    wanted: &Wanted,
    entries: Vec<Entry>,
) -> Result<Vec<Entry>, Error> {
    let (mut names, mut kept) = (index::Names::default(), Vec::with_capacity(entries.len()));
    for mut entry in entries {
        if entry.kind == Kind::Answer {
            let now = index::as_it_is_now(tx, organisation_id, entry.subject_id, &mut names).await?;
            let Some(now) = now.filter(|now| wanted.still_stands_in(&entry.body, now)) else { continue };
            entry.body = now;
        }
        kept.push(entry);
    }
    Ok(kept)
}

/// Whether a kind is among those that are looked for.
fn is_of(kind: Kind, chosen: Option<Kind>) -> bool {
    match chosen {
        None => true,
        Some(Kind::Quote) => matches!(kind, Kind::Quote | Kind::DraftQuote),
        Some(chosen) => kind == chosen,
    }
}

fn hit(wanted: &Wanted, rows: &[Consultation], entry: Entry) -> Hit {
    let row = rows.iter().find(|row| Some(row.id) == entry.consultation_id);
    Hit {
        kind: entry.kind,
        id: entry.subject_id,
        reference: entry.reference,
        title: rules::excerpt(&entry.title, wanted, EXCERPT),
        excerpt: rules::excerpt(&entry.body, wanted, EXCERPT),
        on_day: entry.on_day,
        consultation: row.map(|row| (row.slug.clone(), row.setup.title.clone())),
    }
}
