//! What can be found is kept in step with its records: each use case that changes one says so in its own transaction, with
//! one line. Nothing is passed along but an id, and what becomes of the entry is read from the record as it stands then, so
//! that no order of changes can leave something that may not be found.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use earshot_domain::evidence::{AnswerState, QuoteState};
use earshot_domain::redaction::Lists;
use earshot_domain::reference::{Kind as Named, Reference};
use earshot_domain::search::{Kind, Lang};
use earshot_store::search::{self, NewEntry, Source};
use earshot_store::{Tx, consultation, people, quote, reading, response};
use uuid::Uuid;

use crate::reading::short_name;
use crate::taking_out::{as_found, known_names};
use crate::{Earshot, Error};

/// Which way of filling the index this is. Whoever changes what is indexed, or how words are compared, counts it up: then
/// every installation is filled anew at its next start.
const VERSION: i64 = 2;

/// Records that are indexed in one transaction.
const BATCH: i64 = 500;

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

impl Earshot {
    /// Fills the index with everything that is there, where this way of filling it was not done yet; gives how many records
    /// were looked at, or nothing where it was. It goes beside everything else, and what is half filled when the program
    /// stops is filled from the beginning at its next start, which does no harm.
    pub async fn fill_search(&self) -> Result<Option<u64>, Error> {
        if search::is_filled(&mut self.db.read().await?, VERSION).await? {
            return Ok(None);
        }
        self.reindex().await.map(Some)
    }

    /// Fills the index anew with everything that is there; gives how many records were looked at. In small transactions, so
    /// that nobody waits for it.
    pub async fn reindex(&self) -> Result<u64, Error> {
        let mut many = 0;
        for source in SOURCES {
            let mut after = Uuid::nil();
            // Looked up once: what is found is looked at anew with the names as they are then.
            let mut names = Names::default();
            loop {
                let mut tx = self.db.begin().await?;
                let ids = search::ids_after(&mut tx, source, after, BATCH).await?;
                let Some(last) = ids.last() else { break };
                after = *last;
                for id in ids {
                    many += 1;
                    match source {
                        Source::Answers => one_of_several(&mut tx, id, &mut names).await?,
                        Source::Themes => theme(&mut tx, id).await?,
                        Source::Quotes => quote(&mut tx, id).await?,
                        Source::Needs => need(&mut tx, id).await?,
                        Source::Decisions => decision(&mut tx, id).await?,
                        Source::Consultations => consultation(&mut tx, id).await?,
                    }
                }
                tx.commit().await?;
            }
        }
        // What an index of before may hold and no record stands for any more.
        let mut tx = self.db.begin().await?;
        for organisation in people::organisations(&mut tx).await? {
            for row in consultation::all(&mut tx, organisation.id).await? {
                search::remove_gone(&mut tx, row.id).await?;
            }
        }
        search::settle(&mut tx).await?;
        search::set_filled(&mut tx, VERSION, self.now()).await?;
        tx.commit().await?;
        Ok(many)
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
