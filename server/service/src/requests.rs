//! What people ask about the data that is kept of them, and complaints: in a child's words, acknowledged at once, with a
//! clock, answered where they can find it with four words (domain.md 5.1 standard 15, 5.2).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use earshot_domain::policy::{Permission, Role, allows};
use earshot_domain::receipt::Receipt;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::request::{self as rules, RequestKind, RequestState, RequestStep};
use earshot_domain::text;
use earshot_store::job::Work;
use earshot_store::request::{self, NewRequest, Request, Stepped};
use earshot_store::{Tx, consultation, people};
use uuid::Uuid;

use crate::error::Refusal;
use crate::jobs::LetterAbout;
use crate::keys::SEAL_NONCE;
use crate::{Actor, Earshot, Error};

/// Letters of what somebody asks.
const WORDS_MAX: usize = 2_000;

/// Letters of what they are told, and of a note.
const ANSWER_MAX: usize = 4_000;

/// Earlier requests that are shown beside one.
const BEFORE_MAX: usize = 5;

/// Letters of the token of a form.
const FORM_LETTERS: usize = 64;

/// What somebody asks.
#[derive(Clone, Default)]
pub struct RequestText {
    /// What they want.
    pub kind: Option<RequestKind>,
    /// In their words.
    pub words: String,
    /// The consultation that it is about, by its short name; nothing where it is about none.
    pub about: Option<String>,
    /// The organisation that it is put to, by its name, where it is about no consultation; nothing for the first one.
    pub of: Option<String>,
    /// The token of the form: a form that is sent twice is one request.
    pub form: String,
    /// The four words of what they had asked before: whoever answers sees what they were told.
    pub before: Option<Receipt>,
}

impl RequestText {
    /// Whether what is wrong with a form is its token: then what was typed is shown in a fresh one.
    pub fn needs_fresh_form(refusals: &[Refusal]) -> bool {
        refusals.iter().any(|refusal| matches!(refusal, Refusal::Unreadable("form") | Refusal::Taken(_)))
    }
}

impl std::fmt::Debug for RequestText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The words are for nobody's log.
        f.debug_struct("RequestText").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// What somebody who has asked is shown.
#[derive(Debug, Clone)]
pub struct SentRequest {
    /// The four words that lead back to it.
    pub code: Receipt,
    /// The last day for the answer.
    pub due_on: NaiveDate,
    /// Whether something in it means that help should be said at once.
    pub worrying: bool,
}

/// A request as the one sees it who has asked.
#[derive(Debug, Clone)]
pub struct OwnRequest {
    /// What they wanted.
    pub kind: RequestKind,
    /// How far it has come.
    pub state: RequestState,
    /// What they wrote.
    pub words: String,
    /// The day on which it came.
    pub received_on: NaiveDate,
    /// The last day for the answer.
    pub due_on: NaiveDate,
    /// Whether that has passed without one.
    pub late: bool,
    /// What they are told.
    pub answer: String,
    /// The token of a fresh form with which it is asked once more; nothing until it has ended.
    pub again: Option<String>,
}

/// What somebody had asked before.
#[derive(Debug, Clone)]
pub struct EarlierRequest {
    /// What, and how it ended.
    pub card: RequestCard,
    /// What they were told.
    pub answer: String,
}

/// A request in the list of the desk. What was written is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestCard {
    /// Its reference.
    pub reference: Reference,
    /// What is wanted.
    pub kind: RequestKind,
    /// How far it has come.
    pub state: RequestState,
    /// The word list's mark.
    pub watch: bool,
    /// The day on which it came.
    pub received_on: NaiveDate,
    /// The last day for the answer.
    pub due_on: NaiveDate,
    /// Whether that has passed without one.
    pub late: bool,
    /// The day on which it was answered or refused.
    pub ended_on: Option<NaiveDate>,
    /// The short name of the consultation that it is about.
    pub slug: Option<String>,
    /// Whether somebody of the staff wrote it down.
    pub assisted: bool,
}

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

/// What makes a text unreadable: it was sealed with another secret.
const SEALED_ELSEWHERE: &str = "This was sealed with another secret, and cannot be read any more.";

impl Earshot {
    /// The token of a fresh form.
    pub fn request_form(&self) -> String {
        self.random_token()
    }

    /// Keeps what somebody asks, and tells those who answer by mail that something came, without a word of it. The same
    /// form with the same in it again is the same request; with something else nothing is kept and that is said
    /// ([`Refusal::Taken`]).
    pub async fn ask(&self, text: &RequestText) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        // Found first, whatever the four words lead to: an address that is not there fails alike with right and wrong ones.
        let (organisation_id, about) = put_to(&mut tx, text).await?;
        let before = match text.before {
            Some(code) => request::by_code(&mut tx, &self.keys.receipt_hash(code)).await?,
            None => None,
        };
        let of = match &before {
            // It is put to whom the first one was put to, and is about the same.
            Some(before) => {
                let row = match &before.slug {
                    Some(slug) => consultation::by_slug(&mut tx, slug).await?,
                    None => None,
                };
                (before.organisation_id, row.map(|row| row.id), Some(before.id))
            }
            None => (organisation_id, about, None),
        };
        let organisation_id = of.0;
        if let Some(reference) = self.keep_request(&mut tx, of, text, false).await? {
            self.audit_as(&mut tx, organisation_id, None, "request.receive", reference.to_string());
        }
        Ok(tx.commit().await?)
    }

    /// Writes down what somebody has asked in person or on paper. Gives its reference and the four words for them. A form
    /// that is sent again is taken as [`Earshot::ask`] takes it.
    pub async fn write_request(
        &self,
        actor: &Actor,
        text: &RequestText,
    ) -> Result<(Reference, Receipt), Error> {
        actor.require(Permission::AnswerRequests)?;
        let mut tx = self.db.begin().await?;
        let new = self.keep_request(&mut tx, (actor.organisation_id, None, None), text, true).await?;
        let kept = request::by_form(&mut tx, &self.keys.token_hash(&text.form)).await?.ok_or(Error::Stale)?;
        let reference = Reference::new(Kind::Request, kept.number);
        if new.is_some() {
            self.audit(&mut tx, actor, "request.write", reference.to_string());
        }
        tx.commit().await?;
        Ok((reference, self.keys.request_code(&text.form)))
    }

    /// Keeps a request; `None` where it was sent before.
    async fn keep_request(
        &self,
        tx: &mut Tx,
        (organisation_id, consultation_id, follows_id): (Uuid, Option<Uuid>, Option<Uuid>),
        asked: &RequestText,
        assisted: bool,
    ) -> Result<Option<Reference>, Error> {
        let words = text::normalise(&asked.words).trim().to_string();
        let mut refusals = Vec::new();
        if asked.kind.is_none() {
            refusals.push(Refusal::Missing("kind"));
        }
        // Everything else can be seen to without more; what is wrong has to be said.
        let must_say = matches!(asked.kind, Some(RequestKind::Complaint | RequestKind::Rectify));
        if must_say && words.is_empty() {
            refusals.push(Refusal::Missing("request"));
        }
        if words.chars().count() > WORDS_MAX {
            refusals.push(Refusal::TooLong { field: "request", max: WORDS_MAX });
        }
        let is_token = |form: &str| form.len() == FORM_LETTERS && form.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_token(&asked.form) {
            refusals.push(Refusal::Unreadable("form"));
        }
        Error::unless_empty(refusals)?;
        let form_hash = self.keys.token_hash(&asked.form);
        if let Some(kept) = request::by_form(tx, &form_hash).await? {
            return self.unless_other(&kept, organisation_id, asked.kind, &words);
        }
        let (id, number) = (self.random_id(), people::next_number(tx, Kind::Request.letter()).await?);
        let watch = self.organisation_watches(tx, organisation_id, &words).await?;
        let new = NewRequest {
            id,
            organisation_id,
            number,
            consultation_id,
            kind: asked.kind.unwrap_or(RequestKind::Complaint),
            words: self.seal_for(id, &words),
            watch,
            assisted,
            form_hash,
            code_hash: self.keys.receipt_hash(self.keys.request_code(&asked.form)),
            received_on: self.today(),
            follows_id,
        };
        if !request::insert(tx, &new).await? {
            // Both came at once, and the other one was faster.
            let kept = request::by_form(tx, &new.form_hash).await?.ok_or(Error::Stale)?;
            return self.unless_other(&kept, organisation_id, asked.kind, &words);
        }
        let reference = Reference::new(Kind::Request, number);
        if self.mails {
            for staff in self.who_answers(tx, organisation_id, watch).await? {
                self.enqueue_request(tx, organisation_id, staff, id, reference, "new").await?;
            }
        }
        Ok(Some(reference))
    }

    /// Pressed twice it is one request. Something else in its form is none yet: whoever wrote it is told, and has it still.
    fn unless_other(
        &self,
        kept: &Request,
        organisation_id: Uuid,
        kind: Option<RequestKind>,
        words: &str,
    ) -> Result<Option<Reference>, Error> {
        let is_same = kept.organisation_id == organisation_id
            && Some(kept.kind) == kind
            && self.opened(kept.id, Some(&kept.words)) == words;
        if is_same { Ok(None) } else { Err(Error::refused(Refusal::Taken("request"))) }
    }

    /// What is shown once a form was sent.
    pub async fn sent_request(&self, form: &str) -> Result<SentRequest, Error> {
        let mut tx = self.db.read().await?;
        let kept = request::by_form(&mut tx, &self.keys.token_hash(form)).await?.ok_or(Error::NotFound)?;
        Ok(SentRequest {
            code: self.keys.request_code(form),
            due_on: self.due_of(&kept),
            worrying: kept.watch,
        })
    }

    /// What somebody has asked, by its four words.
    pub async fn own_request(&self, code: &Receipt) -> Result<OwnRequest, Error> {
        let mut tx = self.db.read().await?;
        let hash = self.keys.receipt_hash(*code);
        let kept = request::by_code(&mut tx, &hash).await?.ok_or(Error::NotFound)?;
        Ok(OwnRequest {
            kind: kept.kind,
            state: kept.state,
            words: self.opened(kept.id, Some(&kept.words)),
            received_on: kept.received_on,
            due_on: self.due_of(&kept),
            late: self.is_late(&kept),
            answer: self.opened(kept.id, kept.answer.as_ref()),
            again: (!kept.state.is_open()).then(|| self.request_form()),
        })
    }

    /// Takes what somebody writes to a request that waits for it: the clock goes on. The same words again are the same
    /// reply.
    pub async fn reply_to_request(&self, code: &Receipt, words: &str) -> Result<(), Error> {
        let words = text::normalise(words).trim().to_string();
        if words.is_empty() {
            return Err(Error::refused(Refusal::Missing("request")));
        }
        if words.chars().count() > WORDS_MAX {
            return Err(Error::refused(Refusal::TooLong { field: "request", max: WORDS_MAX }));
        }
        let mut tx = self.db.begin().await?;
        let hash = self.keys.receipt_hash(*code);
        let kept = request::by_code(&mut tx, &hash).await?.ok_or(Error::NotFound)?;
        let Some(since) = kept.paused_on else { return Ok(()) };
        let stepped = Stepped {
            state: RequestState::Acknowledged,
            answer: None,
            paused_on: None,
            paused_days: kept.paused_days + (self.today() - since).num_days().max(0),
            ended_on: None,
        };
        request::step(&mut tx, kept.id, kept.edition, &stepped).await?;
        let worrying = self.organisation_watches(&mut tx, kept.organisation_id, &words).await?;
        if worrying {
            request::mark(&mut tx, kept.id).await?;
        }
        let note = self.seal_for(kept.id, &words);
        // To the day: of a young person nothing finer is kept.
        let at = self.today().and_time(chrono::NaiveTime::MIN).and_utc();
        request::insert_event(&mut tx, self.random_id(), kept.id, None, at, "reply", Some(&note)).await?;
        let reference = Reference::new(Kind::Request, kept.number);
        if self.mails {
            let marked = kept.watch || worrying;
            for staff in self.who_answers(&mut tx, kept.organisation_id, marked).await? {
                let when = format!("reply-{}", kept.edition);
                self.enqueue_request(&mut tx, kept.organisation_id, staff, kept.id, reference, &when).await?;
            }
        }
        self.audit_as(&mut tx, kept.organisation_id, None, "request.reply", reference.to_string());
        Ok(tx.commit().await?)
    }

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
        let fit = usize::try_from(per_page).unwrap_or_default();
        let more = rows.len() > fit;
        rows.truncate(fit);
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

    /// Writes a letter about every request that is due within a week, and one a week about those that are late. Gives how
    /// many.
    pub(crate) async fn chase_requests(&self, organisation_id: Uuid) -> Result<u64, Error> {
        let today = self.today();
        let mut tx = self.db.read().await?;
        // Whoever does not keep up with a thousand of them has read the first letters.
        let open = request::open(&mut tx, organisation_id, true, 1_000, 0).await?;
        let answers = self.who_answers(&mut tx, organisation_id, false).await?;
        let all = self.who_answers(&mut tx, organisation_id, true).await?;
        drop(tx);
        let mut letters = Vec::new();
        for kept in &open {
            if kept.watch && kept.state == RequestState::Received {
                // Something in it may mean that somebody is not safe, and nobody has said that they have read it.
                letters.push((kept, &all, format!("marked-{today}")));
                continue;
            }
            if let Some(since) = kept.paused_on {
                let weeks = (today - since).num_days() / 7;
                if weeks >= 4 {
                    letters.push((kept, &answers, format!("paused-{}", weeks / 4)));
                }
                continue;
            }
            let left = (self.due_of(kept) - today).num_days();
            if left <= rules::SOON_DAYS {
                let when = if left < 0 { format!("late-{}", -left / 7) } else { "soon".to_string() };
                letters.push((kept, &answers, when));
            }
        }
        if letters.is_empty() {
            return Ok(0);
        }
        let mut tx = self.db.begin().await?;
        let mut written = 0;
        for (kept, told, when) in letters {
            let reference = Reference::new(Kind::Request, kept.number);
            for staff in told {
                written += u64::from(
                    self.enqueue_request(&mut tx, organisation_id, *staff, kept.id, reference, &when).await?,
                );
            }
        }
        tx.commit().await?;
        Ok(written)
    }

    async fn enqueue_request(
        &self,
        tx: &mut Tx,
        organisation_id: Uuid,
        staff: Uuid,
        request: Uuid,
        reference: Reference,
        when: &str,
    ) -> Result<bool, Error> {
        let once = format!("request:{request}:{staff}:{when}");
        let work = Work::Request { staff, request };
        self.enqueue(tx, organisation_id, work, reference.to_string(), Some(once)).await
    }

    /// Those who answer requests; where there are none the administrators, who can invite one; and for a marked one the
    /// safeguarding leads as well.
    pub(crate) async fn who_answers(
        &self,
        tx: &mut Tx,
        organisation_id: Uuid,
        watch: bool,
    ) -> Result<Vec<Uuid>, Error> {
        let staff = people::staff_with_roles(tx, organisation_id).await?;
        let with = |role: Role| {
            let has =
                move |(one, roles): &(people::Staff, Vec<Role>)| roles.contains(&role).then_some(one.id);
            staff.iter().filter_map(has).collect::<Vec<_>>()
        };
        let mut told = with(Role::DataProtectionOfficer);
        if told.is_empty() {
            told = with(Role::Administrator);
        }
        if watch {
            told.extend(with(Role::SafeguardingLead));
            told.extend(with(Role::SafeguardingDeputy));
        }
        told.sort_unstable();
        told.dedup();
        Ok(told)
    }

    /// The letter about requests, the oldest on top; `None` where all of them were ended in the meantime.
    pub(crate) async fn request_letter(
        &self,
        staff_id: Uuid,
        works: &[Work],
    ) -> Result<Option<(String, LetterAbout)>, Error> {
        let mut tx = self.db.read().await?;
        let Some(staff) = people::staff_by_id(&mut tx, staff_id).await? else { return Ok(None) };
        let roles = people::roles(&mut tx, staff.id).await?;
        if roles.is_empty() {
            return Ok(None);
        }
        let others = self.who_answers(&mut tx, staff.organisation_id, false).await?;
        let mut cards: Vec<(RequestCard, bool)> = Vec::new();
        for work in works {
            let Work::Request { request: request_id, .. } = *work else { continue };
            let kept = request::by_id(&mut tx, request_id).await?;
            let Some(kept) = kept.filter(|kept| kept.state.is_open()) else { continue };
            let may_open = allows(&roles, Permission::AnswerRequests)
                || (kept.watch && allows(&roles, Permission::SeeRequests));
            // An officer was invited in the meantime: then it is told to them.
            if !may_open && !others.contains(&staff.id) {
                continue;
            }
            let card = self.card(&kept);
            if cards.iter().all(|(known, _)| known.reference != card.reference) {
                cards.push((card, may_open));
            }
        }
        if cards.is_empty() {
            return Ok(None);
        }
        cards.sort_by_key(|(card, _)| card.reference.number);
        Ok(Some((staff.email, LetterAbout::Request { name: staff.name, cards })))
    }

    fn card(&self, kept: &Request) -> RequestCard {
        RequestCard {
            reference: Reference::new(Kind::Request, kept.number),
            kind: kept.kind,
            state: kept.state,
            watch: kept.watch,
            received_on: kept.received_on,
            due_on: self.due_of(kept),
            late: self.is_late(kept),
            ended_on: kept.ended_on,
            slug: kept.slug.clone(),
            assisted: kept.assisted,
        }
    }

    /// The last day for the answer, with the days on which the clock has stood still until today.
    fn due_of(&self, kept: &Request) -> NaiveDate {
        let standing = kept.paused_on.map_or(TimeDelta::zero(), |since| self.today() - since);
        rules::due_on(kept.kind, kept.received_on, kept.paused_days + standing.num_days().max(0))
    }

    fn is_late(&self, kept: &Request) -> bool {
        kept.state.is_open() && self.due_of(kept) < self.today()
    }

    fn seal_for(&self, id: Uuid, text: &str) -> Vec<u8> {
        let mut nonce = [0; SEAL_NONCE];
        self.chance.fill(&mut nonce);
        self.keys.seal(id.as_bytes(), nonce, text)
    }

    fn opened(&self, id: Uuid, sealed: Option<&Vec<u8>>) -> String {
        sealed.map_or(String::new(), |sealed| {
            self.keys.open(id.as_bytes(), sealed).unwrap_or_else(|| SEALED_ELSEWHERE.to_string())
        })
    }
}

/// The organisation that a request is put to, and the consultation that it is about, where it is about one.
async fn put_to(tx: &mut Tx, text: &RequestText) -> Result<(Uuid, Option<Uuid>), Error> {
    if let Some(slug) = &text.about {
        let row = consultation::by_slug(tx, slug).await?.filter(|row| row.state.is_public());
        let row = row.ok_or(Error::NotFound)?;
        return Ok((row.organisation_id, Some(row.id)));
    }
    let all = people::organisations(tx).await?;
    let put_to = match &text.of {
        Some(name) => all.iter().find(|one| one.name == *name),
        None => all.first(),
    };
    Ok((put_to.ok_or(Error::NotFound)?.id, None))
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
