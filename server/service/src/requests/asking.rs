//! Asking: a request comes in, and whoever has asked follows it and replies, with four words.

use chrono::{NaiveDate, NaiveTime};
use earshot_domain::policy::Permission;
use earshot_domain::receipt::Receipt;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::request::{RequestKind, RequestState};
use earshot_domain::text;
use earshot_store::request::{self, NewRequest, Request, Stepped};
use earshot_store::{Tx, consultation, people};
use uuid::Uuid;

use crate::error::Refusal;
use crate::{Actor, Earshot, Error};

/// Letters of what somebody asks.
const WORDS_MAX: usize = 2_000;

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
        let at = self.today().and_time(NaiveTime::MIN).and_utc();
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
