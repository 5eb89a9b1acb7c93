//! Answering: the requests at the desk, and each taken step by step to its end.

use chrono::{DateTime, Utc};
use earshot_domain::policy::Permission;
use earshot_domain::reference::Reference;
use earshot_domain::request::{RequestState, RequestStep};
use earshot_domain::text;
use earshot_store::Tx;
use earshot_store::request::{self, Request, Stepped};

use super::RequestCard;
use crate::error::Refusal;
use crate::reading::keep_page;
use crate::{Actor, Earshot, Error};

/// Letters of what they are told, and of a note.
const ANSWER_MAX: usize = 4_000;

/// Earlier requests that are shown beside one.
const BEFORE_MAX: usize = 5;

/// A page of requests.
#[derive(Debug, Clone)]
pub struct RequestPage {
    /// How many wait.
    pub open: i64,
    /// How many were answered or refused.
    pub ended: i64,
    /// The requests.
    pub requests: Vec<RequestCard>,
    /// Whether there are more.
    pub more: bool,
}

/// What somebody had asked before.
#[derive(Debug, Clone)]
pub struct EarlierRequest {
    /// What, and how it ended.
    pub card: RequestCard,
    /// What they were told.
    pub answer: String,
}

/// What was done about a request.
#[derive(Debug, Clone)]
pub struct RequestDone {
    /// When.
    pub at: DateTime<Utc>,
    /// What: one of the steps, or `note`.
    pub action: String,
    /// What was written with it.
    pub note: String,
    /// By whom.
    pub staff_name: String,
}

/// A request as whoever answers it sees it.
#[derive(Debug, Clone)]
pub struct RequestView {
    /// What stands in the list.
    pub card: RequestCard,
    /// What they wrote.
    pub words: String,
    /// What they were told.
    pub answer: String,
    /// What they had asked before, the last first, where they said so with its four words.
    pub before: Vec<EarlierRequest>,
    /// What was done about it, the first first.
    pub done: Vec<RequestDone>,
    /// The edition that a form sends back.
    pub edition: i64,
}

impl Earshot {
    /// How many requests somebody has to see to, for the first page of the desk: new ones in which something is worrying,
    /// late ones, and new ones.
    pub async fn requests_to_see(&self, actor: &Actor) -> Result<(i64, i64, i64), Error> {
        actor.require(Permission::SeeRequests)?;
        let all = actor.may(Permission::AnswerRequests);
        let mut tx = self.db.read().await?;
        let open = request::open(&mut tx, actor.organisation_id, all, 1_000, 0).await?;
        let many = |fits: &dyn Fn(&Request) -> bool| {
            i64::try_from(open.iter().filter(|kept| fits(kept)).count()).unwrap_or(i64::MAX)
        };
        let new = |kept: &Request| kept.state == RequestState::Received;
        let marked = many(&|kept| new(kept) && kept.watch);
        if !all {
            return Ok((marked, 0, 0));
        }
        Ok((marked, many(&|kept| self.is_late(kept)), many(&|kept| new(kept) && !kept.watch)))
    }

    /// Requests that wait, or that have ended. Who answers requests sees all of them; safeguarding leads see those that
    /// the word list has marked.
    pub async fn requests(
        &self,
        actor: &Actor,
        open: bool,
        page: i64,
        per_page: i64,
    ) -> Result<RequestPage, Error> {
        actor.require(Permission::SeeRequests)?;
        let all = actor.may(Permission::AnswerRequests);
        let mut tx = self.db.read().await?;
        let (waiting, ended) = request::counts(&mut tx, actor.organisation_id, all).await?;
        let list = (actor.organisation_id, per_page + 1, page.max(0).saturating_mul(per_page));
        let mut rows = if open {
            request::open(&mut tx, list.0, all, list.1, list.2).await?
        } else {
            request::ended(&mut tx, list.0, all, list.1, list.2).await?
        };
        let more = keep_page(&mut rows, per_page);
        let requests = rows.iter().map(|row| self.card(row)).collect();
        Ok(RequestPage { open: waiting, ended, requests, more })
    }

    /// One request with what was written. That somebody has looked is in the audit trail.
    pub async fn request_view(&self, actor: &Actor, reference: Reference) -> Result<RequestView, Error> {
        actor.require(Permission::SeeRequests)?;
        let all = actor.may(Permission::AnswerRequests);
        let mut tx = self.db.begin().await?;
        let kept = own(&mut tx, actor, reference, all).await?;
        let mut done = Vec::new();
        for event in request::events(&mut tx, kept.id).await? {
            done.push(RequestDone {
                at: event.at,
                action: event.action,
                note: self.opened(kept.id, event.note.as_ref()),
                staff_name: event.staff_name.unwrap_or_default(),
            });
        }
        self.audit(&mut tx, actor, "request.look", reference.to_string());
        let mut before = Vec::new();
        let mut earlier = kept.follows_id;
        while let Some(id) = earlier.filter(|_| before.len() < BEFORE_MAX) {
            let Some(one) = request::by_id(&mut tx, id).await? else { break };
            earlier = one.follows_id;
            // Whoever sees marked ones alone sees no other one beside them.
            if all || one.watch {
                let card = self.card(&one);
                self.audit(&mut tx, actor, "request.look", card.reference.to_string());
                before.push(EarlierRequest { card, answer: self.opened(one.id, one.answer.as_ref()) });
            }
        }
        tx.commit().await?;
        Ok(RequestView {
            card: self.card(&kept),
            words: self.opened(kept.id, Some(&kept.words)),
            answer: self.opened(kept.id, kept.answer.as_ref()),
            before,
            done,
            edition: kept.edition,
        })
    }

    /// Takes a request a step further. `words` is what the one who asked is told, where the step says something.
    pub async fn step_request(
        &self,
        actor: &Actor,
        reference: Reference,
        edition: i64,
        step: RequestStep,
        words: &str,
    ) -> Result<(), Error> {
        actor.require(Permission::AnswerRequests)?;
        let words = written(words, step.tells().then_some("answer"))?;
        let mut tx = self.db.begin().await?;
        let kept = own(&mut tx, actor, reference, true).await?;
        if kept.edition != edition {
            return Err(Error::Stale);
        }
        let state = step.from(kept.state).ok_or(Error::refused(Refusal::WrongState))?;
        let today = self.today();
        let paused = kept.paused_on.map_or(0, |since| (today - since).num_days().max(0));
        let answer = step.tells().then(|| self.seal_for(kept.id, &words));
        // What was written where the step says nothing to anybody is kept as a note.
        let note = (!words.is_empty()).then(|| self.seal_for(kept.id, &words));
        let stepped = Stepped {
            state,
            answer: answer.clone(),
            paused_on: (state == RequestState::Paused).then_some(today),
            paused_days: kept.paused_days + paused,
            ended_on: (!state.is_open()).then_some(today),
        };
        request::step(&mut tx, kept.id, edition, &stepped).await?;
        let event = self.ordered_id();
        let (at, action) = (self.now(), step.as_str());
        request::insert_event(&mut tx, event, kept.id, actor.staff_id, at, action, note.as_deref()).await?;
        let action = match step {
            RequestStep::Acknowledge => "request.acknowledge",
            RequestStep::Pause => "request.pause",
            RequestStep::Resume => "request.resume",
            RequestStep::Answer => "request.answer",
            RequestStep::Refuse => "request.refuse",
        };
        self.audit(&mut tx, actor, action, reference.to_string());
        Ok(tx.commit().await?)
    }

    /// Notes something about a request that the one who asked does not see.
    pub async fn note_request(&self, actor: &Actor, reference: Reference, note: &str) -> Result<(), Error> {
        actor.require(Permission::SeeRequests)?;
        let note = written(note, Some("note"))?;
        let mut tx = self.db.begin().await?;
        let kept = own(&mut tx, actor, reference, actor.may(Permission::AnswerRequests)).await?;
        let note = self.seal_for(kept.id, &note);
        let (event, at) = (self.ordered_id(), self.now());
        request::insert_event(&mut tx, event, kept.id, actor.staff_id, at, "note", Some(&note)).await?;
        self.audit(&mut tx, actor, "request.note", reference.to_string());
        Ok(tx.commit().await?)
    }
}

/// A request of the actor's organisation, unless it is not for them.
async fn own(tx: &mut Tx, actor: &Actor, reference: Reference, all: bool) -> Result<Request, Error> {
    let kept = request::by_number(tx, actor.organisation_id, reference.number).await?;
    kept.filter(|kept| all || kept.watch).ok_or(Error::NotFound)
}

/// What was written; `must` is the field, where something has to be.
fn written(words: &str, must: Option<&'static str>) -> Result<String, Error> {
    let words = text::normalise(words).trim().to_string();
    if let Some(field) = must.filter(|_| words.is_empty()) {
        return Err(Error::refused(Refusal::Missing(field)));
    }
    if words.chars().count() > ANSWER_MAX {
        return Err(Error::refused(Refusal::TooLong { field: must.unwrap_or("answer"), max: ANSWER_MAX }));
    }
    Ok(words)
}
