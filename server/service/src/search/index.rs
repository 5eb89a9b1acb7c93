//! What can be found is kept in step with its records: each use case that changes one says so in its own transaction, with
//! one line. Nothing is passed along but an id, and what becomes of the entry is read from the record as it stands then, so
//! that no order of changes can leave something that may not be found.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use earshot_domain::evidence::{AnswerState, QuoteState};
use earshot_domain::job::wait_after;
use earshot_domain::redaction::Lists;
use earshot_domain::reference::{Kind as Named, Reference};
use earshot_domain::search::{Kind, Lang};
use earshot_store::job::{self, Work};
use earshot_store::search::{self, NewEntry, Source};
use earshot_store::{Tx, consultation, people, quote, reading, response};
use uuid::Uuid;

use crate::error::Refusal;
use crate::jobs::{LEASE, work_of};
use crate::reading::short_name;
use crate::taking_out::{as_found, known_names};
use crate::{Earshot, Error};

/// Which way of filling the index this is. Whoever changes what is indexed, or how words are compared, counts it up: then
/// every installation has it filled anew from its next start on, beside everything else.
const VERSION: i64 = 2;

/// Records that are indexed in one transaction, unless [`Earshot::with_index_pieces_of`] says otherwise.
pub(crate) const BATCH: i64 = 200;

/// What the index is filled with, in this order.
const SOURCES: [Source; 6] = [
    Source::Consultations,
    Source::Themes,
    Source::Quotes,
    Source::Needs,
    Source::Decisions,
    Source::Answers,
];

/// What organisations know of names and places, looked up once for several answers.
#[derive(Default)]
pub(crate) struct Names(HashMap<Uuid, Arc<Lists>>);

impl Names {
    async fn of(&mut self, tx: &mut Tx, organisation_id: Uuid) -> Result<Arc<Lists>, Error> {
        Ok(match self.0.entry(organisation_id) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => new.insert(Arc::new(known_names(tx, organisation_id).await?)).clone(),
        })
    }
}

/// An answer as it may be found, and every quote of it; out of the index where they may not be found.
pub(crate) async fn answer(tx: &mut Tx, id: Uuid) -> Result<(), Error> {
    one_of_several(tx, id, &mut Names::default()).await
}

/// The same of one of several answers.
pub(crate) async fn one_of_several(tx: &mut Tx, id: Uuid, names: &mut Names) -> Result<(), Error> {
    match search::answer(tx, id).await? {
        None => search::remove(tx, id).await?,
        Some(found) => {
            let names = names.of(tx, found.organisation_id).await?;
            let entry = NewEntry {
                organisation_id: found.organisation_id,
                consultation_id: Some(found.consultation_id),
                kind: Kind::Answer,
                subject_id: id,
                answer_id: Some(id),
                lang: Lang::of(found.door.as_ref().and_then(|door| door.lang.as_deref())),
                reference: short_name(id),
                title: String::new(),
                body: as_found(tx, id, found.words, names).await?,
                on_day: found.submitted_at.date_naive(),
            };
            search::put(tx, &entry).await?;
        }
    }
    for made in quote::of_answer(tx, id).await? {
        quote(tx, made.id).await?;
    }
    Ok(())
}

/// Every quote of a response, after some were struck or may be.
pub(crate) async fn quotes_of(tx: &mut Tx, response_id: Uuid) -> Result<(), Error> {
    for said in response::texts_of(tx, response_id).await? {
        for made in quote::of_answer(tx, said.id).await? {
            quote(tx, made.id).await?;
        }
    }
    Ok(())
}

/// A quote, as far as it is not struck.
pub(crate) async fn quote(tx: &mut Tx, id: Uuid) -> Result<(), Error> {
    let Some(found) = search::quote(tx, id).await? else { return Ok(search::remove(tx, id).await?) };
    let entry = NewEntry {
        organisation_id: found.organisation_id,
        consultation_id: Some(found.consultation_id),
        kind: if found.state == QuoteState::Published { Kind::Quote } else { Kind::DraftQuote },
        subject_id: id,
        answer_id: found.answer_id,
        lang: Lang::English,
        reference: Reference::new(Named::Quote, found.number).to_string(),
        title: String::new(),
        body: found.public_text,
        on_day: found.at.date_naive(),
    };
    Ok(search::put(tx, &entry).await?)
}

/// A theme.
pub(crate) async fn theme(tx: &mut Tx, id: Uuid) -> Result<(), Error> {
    let Some(found) = search::theme(tx, id).await? else { return Ok(search::remove(tx, id).await?) };
    let entry = NewEntry {
        organisation_id: found.organisation_id,
        consultation_id: Some(found.consultation_id),
        kind: Kind::Theme,
        subject_id: id,
        answer_id: None,
        lang: Lang::English,
        reference: Reference::new(Named::Theme, found.number).to_string(),
        title: found.name,
        body: lines(&[&found.child_name, &found.summary]),
        on_day: found.created_at.date_naive(),
    };
    Ok(search::put(tx, &entry).await?)
}

/// A need.
pub(crate) async fn need(tx: &mut Tx, id: Uuid) -> Result<(), Error> {
    let Some((organisation_id, number, body, begun)) = search::need(tx, id).await? else {
        return Ok(search::remove(tx, id).await?);
    };
    let written = [&body.statement, &body.plain_statement, &body.population_group, &body.outcome];
    let entry = NewEntry {
        organisation_id,
        consultation_id: None,
        kind: Kind::Need,
        subject_id: id,
        answer_id: None,
        lang: Lang::English,
        reference: Reference::new(Named::Need, number).to_string(),
        title: body.title.clone(),
        body: lines(&written),
        on_day: begun.date_naive(),
    };
    Ok(search::put(tx, &entry).await?)
}

/// A decision.
pub(crate) async fn decision(tx: &mut Tx, id: Uuid) -> Result<(), Error> {
    let Some((organisation_id, number, body, begun)) = search::decision(tx, id).await? else {
        return Ok(search::remove(tx, id).await?);
    };
    let entry = NewEntry {
        organisation_id,
        consultation_id: None,
        kind: Kind::Decision,
        subject_id: id,
        answer_id: None,
        lang: Lang::English,
        reference: Reference::new(Named::Decision, number).to_string(),
        title: body.title.clone(),
        body: lines(&[&body.plain_title, &body.reasons, &body.options]),
        on_day: body.decided_on.unwrap_or_else(|| begun.date_naive()),
    };
    Ok(search::put(tx, &entry).await?)
}

/// What a consultation is about, and why.
pub(crate) async fn consultation(tx: &mut Tx, id: Uuid) -> Result<(), Error> {
    let Some((organisation_id, number, setup, opened_on, begun)) = search::consultation(tx, id).await? else {
        return Ok(search::remove(tx, id).await?);
    };
    let entry = NewEntry {
        organisation_id,
        consultation_id: Some(id),
        kind: Kind::Consultation,
        subject_id: id,
        answer_id: None,
        lang: Lang::English,
        reference: Reference::new(Named::Consultation, number).to_string(),
        title: setup.title.clone(),
        body: lines(&[&setup.child_title, &setup.purpose]),
        on_day: opened_on.unwrap_or_else(|| begun.date_naive()),
    };
    Ok(search::put(tx, &entry).await?)
}

/// The words of an answer as they may be found now: what the organisation knows of names may have grown since they were put
/// into the index. Nothing where the answer may not be found any more.
pub(super) async fn as_it_is_now(
    tx: &mut Tx,
    organisation_id: Uuid,
    id: Uuid,
    names: &mut Names,
) -> Result<Option<String>, Error> {
    let Some(answer) = reading::one(tx, id).await?.filter(|answer| answer.state == AnswerState::Cleared)
    else {
        return Ok(None);
    };
    let names = names.of(tx, organisation_id).await?;
    as_found(tx, id, answer.words, names).await.map(Some)
}

/// Where the filling of the index has come to.
#[derive(Debug, Clone, Copy)]
struct Filled {
    /// Of what it is filled, by its place in [`SOURCES`].
    source: usize,
    /// The last record of these.
    after: Uuid,
    /// How many records of all kinds were looked at.
    looked_at: i64,
}

impl Filled {
    const NOTHING: Filled = Filled { source: 0, after: Uuid::nil(), looked_at: 0 };
}

impl Earshot {
    /// Has the index filled with everything that is there, where this way of filling it was not done yet; by a job that is done
    /// beside everything else, so that nobody waits for it. Gives whether there is anything to fill.
    pub async fn fill_search(&self) -> Result<bool, Error> {
        if search::is_filled(&mut self.db.read().await?, VERSION).await? {
            return Ok(false);
        }
        let mut tx = self.db.begin().await?;
        let first = people::organisations(&mut tx).await?.into_iter().next();
        if let Some(first) = &first {
            // It fills the index for all of them, and stands in the list of one.
            let once = format!("search.fill:{VERSION}");
            let work = fill_work(Filled::NOTHING);
            if !self.enqueue(&mut tx, first.id, work, String::new(), Some(once.clone())).await? {
                job::revive_once(&mut tx, &once, self.now()).await?;
            }
        } else {
            // Nothing is there that it could be filled with.
            search::set_filled(&mut tx, VERSION, self.now()).await?;
        }
        tx.commit().await?;
        Ok(first.is_some())
    }

    /// Has what can be found of an organisation's answers looked at anew, after what it knows of names has changed: by a job that
    /// is written with the change. One that waits, or is worked on, begins again.
    pub(crate) async fn index_names(&self, tx: &mut Tx, organisation_id: Uuid) -> Result<(), Error> {
        let work = Work::Names { after: Uuid::nil(), looked_at: 0 };
        if job::begin_again(tx, organisation_id, work).await? == 0 {
            self.enqueue(tx, organisation_id, work, String::new(), None).await?;
        }
        Ok(())
    }

    /// Does the next piece of work on the index, if there is any; gives whether there was.
    pub async fn index_some(&self) -> Result<bool, Error> {
        match self.index_due().await? {
            Some(id) => self.index_on(id).await,
            None => Ok(false),
        }
    }

    /// The job on the index that is due and has waited longest.
    pub async fn index_due(&self) -> Result<Option<Uuid>, Error> {
        Ok(job::index_due(&mut self.db.read().await?, self.now()).await?)
    }

    /// Does the next piece of this job on the index; gives whether it did: another process may have been there first. A piece is one
    /// transaction, with how far it has come: whatever ends in the middle of one, the next begins behind the one before.
    pub async fn index_on(&self, id: Uuid) -> Result<bool, Error> {
        let did = self.index_piece(id).await;
        if did.is_err() {
            self.index_failed(id).await?;
        }
        did
    }

    async fn index_piece(&self, id: Uuid) -> Result<bool, Error> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let Some(taken) = job::claim_index(&mut tx, id, now, now + LEASE).await? else { return Ok(false) };
        let next = match work_of(&taken) {
            Some(Work::Names { after, looked_at }) => {
                self.names_piece(&mut tx, taken.organisation_id, after, looked_at).await?
            }
            Some(Work::Fill { version, .. }) if version > VERSION => {
                // A newer program wrote it, and knows how.
                let problem = "another version of the program is to do it";
                job::again(&mut tx, &taken, now + LEASE, problem).await?;
                tx.commit().await?;
                return Ok(false);
            }
            Some(Work::Fill { version, source, after, looked_at }) => {
                let is_over = version < VERSION || search::is_filled(&mut tx, VERSION).await?;
                let next = if is_over {
                    None
                } else {
                    self.fill_piece(&mut tx, Filled { source, after, looked_at }).await?
                };
                next.map(fill_work)
            }
            _ => return Err(Error::refused(Refusal::Unreadable("work"))),
        };
        match next {
            Some(work) => job::go_on(&mut tx, &taken, work, &how_far(work, self.index_batch), now).await?,
            None => job::done(&mut tx, &taken, now).await?,
        };
        tx.commit().await?;
        Ok(true)
    }

    /// Notes that this job on the index did not go: it is tried again later, or given up. No other one is touched, whichever has
    /// waited longest by now.
    pub async fn index_failed(&self, id: Uuid) -> Result<(), Error> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let Some(taken) = job::claim_index(&mut tx, id, now, now + LEASE).await? else { return Ok(()) };
        let problem = "the index of the search could not be written";
        match wait_after(taken.attempts) {
            Some(wait) => job::again(&mut tx, &taken, now + wait, problem).await?,
            None => job::failed(&mut tx, &taken, now, problem).await?,
        };
        Ok(tx.commit().await?)
    }

    /// Looks anew at the next few answers of an organisation that can be found. Nothing once all of them were.
    async fn names_piece(
        &self,
        tx: &mut Tx,
        organisation_id: Uuid,
        after: Uuid,
        looked_at: i64,
    ) -> Result<Option<Work>, Error> {
        let ids = search::answers_in_after(tx, organisation_id, after, self.index_batch).await?;
        let Some(after) = ids.last().copied() else { return Ok(None) };
        let looked_at = looked_at.saturating_add(i64::try_from(ids.len()).unwrap_or(self.index_batch));
        // As they are known now: who saves others has it begin again.
        let mut names = Names::default();
        for id in ids {
            one_of_several(tx, id, &mut names).await?;
        }
        Ok(Some(Work::Names { after, looked_at }))
    }

    /// Fills the index with the next few records. Nothing once it is full, and then it is noted.
    async fn fill_piece(&self, tx: &mut Tx, filled: Filled) -> Result<Option<Filled>, Error> {
        let Some(source) = SOURCES.get(filled.source).copied() else {
            self.end_filling(tx).await?;
            return Ok(None);
        };
        let ids = search::ids_after(tx, source, filled.after, self.index_batch).await?;
        let Some(last) = ids.last().copied() else {
            return Ok(Some(Filled { source: filled.source + 1, after: Uuid::nil(), ..filled }));
        };
        let looked_at = filled.looked_at.saturating_add(i64::try_from(ids.len()).unwrap_or(self.index_batch));
        let mut names = Names::default();
        for id in ids {
            match source {
                Source::Answers => one_of_several(tx, id, &mut names).await?,
                Source::Themes => theme(tx, id).await?,
                Source::Quotes => quote(tx, id).await?,
                Source::Needs => need(tx, id).await?,
                Source::Decisions => decision(tx, id).await?,
                Source::Consultations => consultation(tx, id).await?,
            }
        }
        Ok(Some(Filled { after: last, looked_at, ..filled }))
    }

    async fn end_filling(&self, tx: &mut Tx) -> Result<(), Error> {
        // What an index of before may hold and no record stands for any more.
        for organisation in people::organisations(tx).await? {
            for row in consultation::all(tx, organisation.id).await? {
                search::remove_gone(tx, row.id).await?;
            }
        }
        search::settle(tx).await?;
        Ok(search::set_filled(tx, VERSION, self.now()).await?)
    }

    /// Fills the index anew with everything that is there; gives how many records were looked at. In small transactions, so
    /// that nobody waits for it.
    pub async fn reindex(&self) -> Result<i64, Error> {
        self.reindex_telling(|_| ()).await
    }

    /// The same, and tells after each of these how many that are so far.
    pub async fn reindex_telling(&self, mut tell: impl FnMut(i64)) -> Result<i64, Error> {
        let mut filled = Filled::NOTHING;
        loop {
            let mut tx = self.db.begin().await?;
            let next = self.fill_piece(&mut tx, filled).await?;
            tx.commit().await?;
            let Some(next) = next else { return Ok(filled.looked_at) };
            filled = next;
            tell(filled.looked_at);
        }
    }
}

fn fill_work(Filled { source, after, looked_at }: Filled) -> Work {
    Work::Fill { version: VERSION, source, after, looked_at }
}

/// How far work has come, for the list of what is on its way: in whole pieces, so that nobody counts single records. Of what is
/// done for all organisations no number is said: it stands in the list of one, and would tell how much the others have.
fn how_far(work: Work, batch: i64) -> String {
    match work {
        Work::Fill { source, .. } => {
            let what = match SOURCES.get(source) {
                Some(Source::Consultations) => "consultations",
                Some(Source::Themes) => "themes",
                Some(Source::Quotes) => "quotes",
                Some(Source::Needs) => "needs",
                Some(Source::Decisions) => "decisions",
                Some(Source::Answers) => "answers",
                None => "the end",
            };
            what.to_string()
        }
        Work::Names { looked_at, .. } => match looked_at / batch * batch {
            0 => "answers".to_string(),
            many => format!("answers, {many} looked at"),
        },
        _ => String::new(),
    }
}

/// Whether everything that was there before the index is in it.
pub(super) async fn is_filled(tx: &mut Tx) -> Result<bool, Error> {
    Ok(search::is_filled(tx, VERSION).await?)
}

/// Those that say something, one under the other.
fn lines(written: &[&String]) -> String {
    let said: Vec<&str> = written.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    said.join("\n")
}
