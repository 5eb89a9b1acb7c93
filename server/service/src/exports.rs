//! Files that staff take out (domain.md 5.9, 7.3 invariant 7, 7.7 "Export raw/QDPX"): asked for with a reason, made after the
//! request by one process, fetched until their time is over. A file of words as they were written needs a second person.
//!
//! A file is never older than the answers in it: what takes an answer back, changes, holds or redacts one lets go, in its
//! own transaction, of every file that was made of that consultation.

mod gather;
mod table;

use chrono::{DateTime, TimeDelta, Utc};
use earshot_domain::export::{
    ExportContent, ExportForm, ExportKind, ExportState, KEPT_DAYS, REASON_MAX, REASON_MIN,
};
use earshot_domain::job::wait_after;
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::suppression::Shown;
use earshot_domain::text;
use earshot_store::consultation::{self, Consultation};
use earshot_store::export::{self, ClaimedExport, NewExport};
use uuid::Uuid;

use crate::error::{Refusal, SecondPerson};
use crate::jobs::Problem;
use crate::read_links::may_be_read_in;
use crate::{Actor, Earshot, Error, Export};

/// How long a process has for a file before another begins it anew; each look at some more answers gives it as long again.
const LEASE: TimeDelta = TimeDelta::minutes(10);

/// How often a file is begun before it is given up.
const TRIES: i64 = 20;

/// Files of a consultation that are listed.
const LISTED: i64 = 50;

/// What somebody asks for. Nothing where it cannot be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportOrder {
    /// What is to be in it.
    pub kind: Option<ExportKind>,
    /// In which form.
    pub form: Option<ExportForm>,
    /// Whether the words are to be as they were written.
    pub raw: bool,
    /// What it is for.
    pub reason: String,
}

/// The files of a consultation.
#[derive(Debug, Clone)]
pub struct ExportList {
    /// They, the newest first.
    pub exports: Vec<Export>,
    /// How many answers in words are in no redacted file because nobody else has looked at them; nothing where none is
    /// missing, or for whom words are not.
    pub unchecked: Option<Shown>,
    /// In how many places nobody has decided whether the words tell who somebody is, so that they are left out of redacted
    /// files; nothing where nowhere, or for whom words are not.
    pub undecided: Option<Shown>,
    /// Whether there may be more such places: of a large consultation the first answers alone are looked at.
    pub undecided_more: bool,
    /// This moment.
    pub at: DateTime<Utc>,
}

/// A file that somebody has to agree to.
#[derive(Debug, Clone)]
pub struct ExportToApprove {
    /// It.
    pub export: Export,
    /// The consultation.
    pub reference: Reference,
    /// Its title.
    pub title: String,
    /// Whether whoever looks has asked for it, and so cannot agree.
    pub own: bool,
}

/// A file as it is fetched.
#[derive(Clone)]
pub struct ExportFile {
    /// How it is called.
    pub name: String,
    /// Its type, as HTTP names it.
    pub content_type: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for ExportFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ExportFile")
            .field("name", &self.name)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// A file that this process makes.
#[derive(Debug, Clone)]
pub struct TakenExport(ClaimedExport);

impl TakenExport {
    /// In which form it is to be written.
    pub fn form(&self) -> ExportForm {
        self.0.form
    }
}

impl Earshot {
    /// Asks for a file. It is made after this; one of words as they were written once somebody else has agreed. Asked for
    /// twice while it is on its way, it is one file.
    pub async fn ask_export(&self, actor: &Actor, slug: &str, order: &ExportOrder) -> Result<Uuid, Error> {
        actor.require_somewhere(Permission::SeeAnalysis)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::SeeAnalysis, slug).await?;
        may_have(actor, row.id, order.kind.unwrap_or(ExportKind::Tables), order.raw)?;
        let (kind, form, reason) = read_order(order)?;
        // While young people are asked, two looks at the same counts would tell what came in between them.
        if kind == ExportKind::Tables && !may_be_read_in(row.state) {
            return Err(Error::refused(Refusal::WrongState));
        }
        let same = |one: &Export| {
            one.state.is_on_its_way()
                && (one.kind, one.form, one.raw, one.asked_by) == (kind, form, order.raw, staff_id)
        };
        if let Some(known) = export::of(&mut tx, row.id, LISTED).await?.into_iter().find(same) {
            return Ok(known.id);
        }
        let state = if order.raw { ExportState::WaitingForApproval } else { ExportState::Waiting };
        let new = NewExport {
            id: self.ordered_id(),
            organisation_id: row.organisation_id,
            consultation_id: row.id,
            kind,
            form,
            raw: order.raw,
            reason,
            state,
            asked_by: staff_id,
            asked_at: self.now(),
        };
        export::insert(&mut tx, &new).await?;
        let asked = self.change(("export", new.id), None, Some(&(kind.as_str(), form.as_str(), order.raw)));
        let what = subject(&row, kind, form, order.raw);
        self.audit_with(&mut tx, actor, "export.ask", what, asked.because(&new.reason));
        tx.commit().await?;
        Ok(new.id)
    }

    /// The files of a consultation that somebody may fetch, also those that are not there yet, and not any more.
    pub async fn exports(&self, actor: &Actor, slug: &str) -> Result<ExportList, Error> {
        actor.require_somewhere(Permission::SeeAnalysis)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeAnalysis, slug).await?;
        let mut exports = export::of(&mut tx, row.id, LISTED).await?;
        let analyses = actor.may_in(Permission::Analyse, row.id);
        exports.retain(|one| one.kind == ExportKind::Tables || analyses);
        let unchecked = if analyses { self.not_looked_over(&mut tx, &row).await? } else { None };
        let undecided = if analyses { self.places_undecided(tx, &row).await? } else { None };
        let (undecided, undecided_more) = undecided.unzip();
        let undecided_more = undecided_more.unwrap_or_default();
        Ok(ExportList { exports, unchecked, undecided, undecided_more, at: self.now() })
    }

    /// What somebody has to agree to, the oldest first.
    pub async fn exports_to_approve(&self, actor: &Actor) -> Result<Vec<ExportToApprove>, Error> {
        actor.require(Permission::ApproveRawExports)?;
        let mut tx = self.db.read().await?;
        let mut waiting = Vec::new();
        for export in export::to_approve(&mut tx, actor.organisation_id).await? {
            let Some(row) = consultation::by_id(&mut tx, export.consultation_id).await? else { continue };
            waiting.push(ExportToApprove {
                reference: Reference::new(Kind::Consultation, row.number),
                title: row.setup.0.title,
                own: Some(export.asked_by) == actor.staff_id,
                export,
            });
        }
        Ok(waiting)
    }

    /// Agrees to a file of words as they were written, or refuses it and says why. Whoever asked for it cannot.
    pub async fn decide_export(
        &self,
        actor: &Actor,
        id: Uuid,
        agrees: bool,
        reason: &str,
    ) -> Result<(), Error> {
        actor.require(Permission::ApproveRawExports)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.begin().await?;
        let known = export::one(&mut tx, id).await?;
        let known =
            known.filter(|known| known.organisation_id == actor.organisation_id).ok_or(Error::NotFound)?;
        let row = consultation::by_id(&mut tx, known.consultation_id).await?.ok_or(Error::NotFound)?;
        if known.state != ExportState::WaitingForApproval {
            return Err(Error::Stale);
        }
        if known.asked_by == staff_id {
            return Err(Error::refused(Refusal::SecondPerson(SecondPerson::OwnRequest)));
        }
        let why = if agrees { None } else { Some(reason_of(reason)?) };
        if !export::decide(&mut tx, id, staff_id, self.now(), why.as_deref()).await? {
            return Err(Error::Stale);
        }
        let subject = subject(&row, known.kind, known.form, known.raw);
        let before = (known.kind.as_str(), known.form.as_str(), known.raw);
        let decided = self.change(("export", id), Some(&before), Some(&before));
        match &why {
            Some(why) => self.audit_with(&mut tx, actor, "export.refuse", subject, decided.because(why)),
            None => self.audit_with(&mut tx, actor, "export.approve", subject, decided),
        }
        Ok(tx.commit().await?)
    }

    /// Fetches a file. [`Error::NotFound`] where it is not there, or not any more.
    pub async fn export_file(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<ExportFile, Error> {
        actor.require_somewhere(Permission::SeeAnalysis)?;
        let now = self.now();
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeAnalysis, slug).await?;
        let known = export::one(&mut tx, id).await?;
        let known = known.filter(|known| known.consultation_id == row.id).ok_or(Error::NotFound)?;
        may_have(actor, row.id, known.kind, known.raw)?;
        // It was agreed to for somebody, and for their reason.
        if known.raw && actor.staff_id != Some(known.asked_by) {
            return Err(Error::Forbidden);
        }
        let bytes = export::bytes(&mut tx, id, now).await?.ok_or(Error::NotFound)?;
        if known.raw {
            self.looked(tx, actor, false, &[row.number]).await?;
        } else {
            drop(tx);
        }
        let mut tx = self.db.begin().await?;
        export::fetched(&mut tx, id, now).await?;
        self.audit(&mut tx, actor, "export.fetch", subject(&row, known.kind, known.form, known.raw));
        tx.commit().await?;
        let name = known.file_name.unwrap_or_default();
        Ok(ExportFile { name, content_type: known.form.content_type(), bytes })
    }

    /// What a file of a consultation's answers is written from, at once: for the operator at the console, who gives a reason
    /// where the words are to be as they were written.
    pub async fn export_now(
        &self,
        actor: &Actor,
        slug: &str,
        order: &ExportOrder,
    ) -> Result<ExportContent, Error> {
        actor.require(Permission::Analyse)?;
        if actor.staff_id.is_some() {
            return Err(Error::Forbidden);
        }
        let reason = text::normalise(&order.reason).trim().to_string();
        let needed = ExportOrder { reason: reason.clone(), ..order.clone() };
        // Whoever has the database has the answers: without raw words no reason is asked of them.
        let (kind, form) = match (order.kind, order.form) {
            (Some(kind), Some(form)) if !order.raw && kind.forms().contains(&form) => (kind, form),
            _ => {
                let (kind, form, _) = read_order(&needed)?;
                (kind, form)
            }
        };
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let content = self.export_content(&mut tx, &row, (kind, form, order.raw), None).await?;
        drop(tx);
        let mut tx = self.db.begin().await?;
        let made = self.change(("export", row.id), None, Some(&(kind.as_str(), form.as_str(), order.raw)));
        let what = subject(&row, kind, form, order.raw);
        self.audit_with(&mut tx, actor, "export.console", what, made.because(&reason));
        tx.commit().await?;
        Ok(content)
    }

    /// Takes the file that has waited longest, if there is one to make.
    pub async fn take_export(&self) -> Result<Option<TakenExport>, Error> {
        let now = self.now();
        // Looking does not write, so that waiting costs nothing.
        if !export::is_due(&mut self.db.read().await?, now).await? {
            return Ok(None);
        }
        let mut tx = self.db.begin().await?;
        let claimed = export::claim(&mut tx, now, now + LEASE).await?;
        if let Some(worn) = claimed.as_ref().filter(|taken| taken.attempts > TRIES) {
            export::failed(&mut tx, worn, "it was begun again and again and never ended").await?;
        }
        tx.commit().await?;
        Ok(claimed.filter(|taken| taken.attempts <= TRIES).map(TakenExport))
    }

    /// What a file is written from. [`Error::Stale`] where an answer was taken back, changed or held in the meantime: then it
    /// is begun anew, and there is nothing to note.
    pub async fn gather_export(&self, TakenExport(taken): &TakenExport) -> Result<ExportContent, Error> {
        let mut tx = self.db.read().await?;
        let row = consultation::by_id(&mut tx, taken.consultation_id).await?.ok_or(Error::NotFound)?;
        self.export_content(&mut tx, &row, (taken.kind, taken.form, taken.raw), Some(taken)).await
    }

    /// Keeps a file that was made. `false` where it is begun anew, since an answer was taken back, changed or held: then
    /// nothing was kept.
    pub async fn export_made(
        &self,
        TakenExport(taken): &TakenExport,
        name: &str,
        bytes: &[u8],
    ) -> Result<bool, Error> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let until = now + TimeDelta::days(KEPT_DAYS);
        let kept = export::ready(&mut tx, taken, (now, until), name, bytes).await?;
        tx.commit().await?;
        Ok(kept)
    }

    /// Notes that a file could not be made: it is tried again later, or given up.
    pub async fn export_failed(
        &self,
        TakenExport(taken): &TakenExport,
        problem: &Problem,
    ) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        match wait_after(taken.attempts).filter(|_| !problem.lasting && taken.attempts < TRIES) {
            Some(wait) => export::again(&mut tx, taken, self.now() + wait, &problem.words).await?,
            None => export::failed(&mut tx, taken, &problem.words).await?,
        };
        Ok(tx.commit().await?)
    }
}

/// Whether somebody may have a file with this in it.
fn may_have(actor: &Actor, consultation_id: Uuid, kind: ExportKind, raw: bool) -> Result<(), Error> {
    if kind == ExportKind::Answers || raw {
        actor.require_in(Permission::Analyse, consultation_id)?;
    }
    if raw {
        actor.require_in(Permission::ExportRawText, consultation_id)?;
    }
    Ok(())
}

/// What is asked for, or everything that is wrong with it.
fn read_order(order: &ExportOrder) -> Result<(ExportKind, ExportForm, String), Error> {
    let mut refusals = Vec::new();
    let forms = order.kind.map_or(ExportForm::ALL, ExportKind::forms);
    let form = order.form.filter(|form| forms.contains(form));
    if order.kind.is_none() {
        refusals.push(Refusal::Unreadable("what"));
    }
    if form.is_none() {
        refusals.push(Refusal::Unreadable("format"));
    }
    let counts = order.kind == Some(ExportKind::Tables);
    if counts && order.raw {
        refusals.push(Refusal::Unreadable("raw"));
    }
    let reason = match reason_of(&order.reason) {
        Ok(reason) => reason,
        // Counts that everybody may see need no reason.
        Err(_) if counts && order.reason.trim().is_empty() => String::new(),
        Err(Error::Refused(why)) => {
            refusals.extend(why);
            String::new()
        }
        Err(error) => return Err(error),
    };
    match (order.kind, form) {
        (Some(kind), Some(form)) if refusals.is_empty() => Ok((kind, form, reason)),
        _ => Err(Error::Refused(refusals)),
    }
}

fn reason_of(reason: &str) -> Result<String, Error> {
    let reason = text::normalise(reason).trim().to_string();
    let letters = reason.chars().count();
    if reason.is_empty() {
        return Err(Error::refused(Refusal::Missing("reason")));
    }
    if letters < REASON_MIN {
        return Err(Error::refused(Refusal::TooShort { field: "reason", min: REASON_MIN }));
    }
    if letters > REASON_MAX {
        return Err(Error::refused(Refusal::TooLong { field: "reason", max: REASON_MAX }));
    }
    Ok(reason)
}

/// What the audit trail says of a file.
fn subject(row: &Consultation, kind: ExportKind, form: ExportForm, raw: bool) -> String {
    let reference = Reference::new(Kind::Consultation, row.number);
    let raw = if raw { " raw" } else { "" };
    format!("{reference} {kind}{raw} {form}")
}
