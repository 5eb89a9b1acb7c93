//! What is done to one answer: codes on pieces of it, the last change taken back, and notes beside it or beside a code
//! (domain.md 6.1, 6.3).

use chrono::{DateTime, TimeDelta, Utc};
use earshot_domain::coding as rules;
use earshot_domain::policy::Permission;
use earshot_domain::text::{self, Span};
use earshot_store::consultation::Consultation;
use earshot_store::memo::{self, Memo};
use earshot_store::{Tx, analysis, coding, search};
use uuid::Uuid;

use crate::analysis::cleared;
use crate::error::Refusal;
use crate::reading::short_name;
use crate::{Actor, Earshot, Error};

/// A piece of an answer that gets a code: marked, typed, or both. What is typed is what is meant.
#[derive(Debug, Clone, Default)]
pub struct PieceText {
    /// The piece, exactly as it stands in the answer.
    pub words: String,
    /// Where it was marked, in code points.
    pub marked: Option<Span>,
    /// Which it is, counted from 1, where the words stand in the answer several times.
    pub nth: Option<usize>,
    /// The code.
    pub code: Option<Uuid>,
}

/// What a note stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemoOn {
    /// A cleared answer.
    Answer(Uuid),
    /// A code in use.
    Code(Uuid),
}

/// A note, for those who analyse: it may hold words of an answer.
#[derive(Debug, Clone)]
pub struct MemoView {
    /// Its id.
    pub id: Uuid,
    /// What it says.
    pub words: String,
    /// Who wrote it.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether whoever looks has written it, and can take it away.
    pub own: bool,
}

/// How long what somebody changed at codes can be taken back: a working day. What is older is not what they mean.
const UNDONE_FOR: TimeDelta = TimeDelta::hours(8);

/// Letters of a note.
const MEMO_MAX: usize = 2_000;

impl Earshot {
    /// Puts a code on a piece of a cleared answer. The same code on the same piece is one, however often it is sent.
    pub async fn code_span(
        &self,
        actor: &Actor,
        slug: &str,
        answer_id: Uuid,
        marked: Span,
        code: Uuid,
    ) -> Result<(), Error> {
        let piece = PieceText { marked: Some(marked), code: Some(code), ..PieceText::default() };
        self.code_piece(actor, slug, answer_id, &piece).await
    }

    /// The same for a piece that was typed, or marked and typed.
    pub async fn code_piece(
        &self,
        actor: &Actor,
        slug: &str,
        answer_id: Uuid,
        piece: &PieceText,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let answer = cleared(&mut tx, row.id, answer_id).await?;
        let (span, code) = meant(&answer.words, piece)?;
        let known = analysis::codes_in_use(&mut tx, row.id).await?;
        if !known.iter().any(|known| known.id == code && known.is_codable) {
            return Err(Error::refused(Refusal::Unreadable("code")));
        }
        self.keep_read(&mut tx, &row, &[answer.id]).await?;
        let (id, now) = (self.ordered_id(), self.now());
        if analysis::add_coding(&mut tx, id, answer.id, code, Some(span), actor.staff_id, now).await? {
            self.coded(&mut tx, actor, &row, "answer.code-piece", answer.id).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Takes a code off a piece of a cleared answer. One that is not there any more was taken off already.
    pub async fn remove_span(
        &self,
        actor: &Actor,
        slug: &str,
        answer_id: Uuid,
        coding: Uuid,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let answer = cleared(&mut tx, row.id, answer_id).await?;
        self.keep_read(&mut tx, &row, &[answer.id]).await?;
        let carried = analysis::codings_of(&mut tx, answer.id).await?;
        let is_piece = carried.iter().any(|known| known.id == coding && known.span().is_some());
        if is_piece && analysis::remove_coding(&mut tx, coding, answer.id, actor.staff_id, self.now()).await?
        {
            self.coded(&mut tx, actor, &row, "answer.uncode-piece", answer.id).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Takes back what somebody changed last themselves at the codes of a consultation, at whatever answer that was: what they
    /// put there is taken off, and what they took off comes back. Once more takes back what they changed before that. What is
    /// older than eight hours stays, and so does everything where the answer that they changed last is held by now.
    /// `answer_id` is the answer that they read. Gives the one at which something was taken back; nothing where there was nothing.
    /// [`Error::Stale`] where the one that they read is held by now.
    pub async fn undo_coding(
        &self,
        actor: &Actor,
        slug: &str,
        answer_id: Uuid,
    ) -> Result<Option<Uuid>, Error> {
        self.undo_coding_once(actor, slug, answer_id, None).await
    }

    /// The same by a form with a number: however often it is sent, something is taken back once.
    pub async fn undo_coding_once(
        &self,
        actor: &Actor,
        slug: &str,
        answer_id: Uuid,
        number: Option<Uuid>,
    ) -> Result<Option<Uuid>, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        cleared(&mut tx, row.id, answer_id).await?;
        let since = self.now() - UNDONE_FOR;
        let newest = coding::newest_change(&mut tx, row.id, staff_id, since).await?;
        if let Some((changed, _)) = newest {
            // The form sent twice at once: the second one waits, and sees what the first has done.
            search::keep_still(&mut tx, changed).await?;
        }
        if let Some(number) = number
            && let Some(undone) = coding::undone_at(&mut tx, row.id, number).await?
        {
            return Ok(Some(undone));
        }
        let Some((changed, _)) = newest else { return Ok(None) };
        if coding::newest_change(&mut tx, row.id, staff_id, since).await? != newest {
            // Another page of theirs has changed something while this one waited: what is the last is not what they saw.
            return Err(Error::Stale);
        }
        let answer = match cleared(&mut tx, row.id, changed).await {
            // Held by now. What was changed before it was not the last.
            Err(Error::Stale) => return Ok(None),
            found => found?,
        };
        let changes = coding::changes(&mut tx, answer.id).await?;
        let Some(last) = changes.iter().filter_map(|change| own_change(change, staff_id)).max() else {
            return Ok(None);
        };
        self.keep_read(&mut tx, &row, &[answer.id]).await?;
        let known = analysis::codes_in_use(&mut tx, row.id).await?;
        // What was saved together has one time.
        for change in &changes {
            if own_change(change, staff_id) != Some(last) {
                continue;
            }
            if change.removed_at.is_none() {
                coding::undo_added(&mut tx, change.id, staff_id, number, self.now()).await?;
                continue;
            }
            coding::undo_removed(&mut tx, change.id, number, self.now()).await?;
            // What went out of use in the meantime, or holds other codes now, does not come back.
            if known.iter().any(|code| code.id == change.code_id && code.is_codable) {
                // As it was put there, by whom and when: it was never taken off.
                let (id, piece) = (self.ordered_id(), change.piece());
                let (code, by, at) = (change.code_id, change.staff_id, change.at);
                analysis::add_coding(&mut tx, id, answer.id, code, piece, by, at).await?;
            }
        }
        self.coded(&mut tx, actor, &row, "answer.undo", answer.id).await?;
        tx.commit().await?;
        Ok(Some(answer.id))
    }

    /// What follows when the codes of an answer were changed.
    async fn coded(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        row: &Consultation,
        action: &'static str,
        answer_id: Uuid,
    ) -> Result<(), Error> {
        self.audit(tx, actor, action, short_name(answer_id));
        if row.state.shows_findings() {
            self.recount_findings(tx, row).await?;
        }
        self.keep_read_after(tx, row).await
    }

    /// A number for the forms of a page: what is sent twice with it is done once.
    pub fn form_number(&self) -> Uuid {
        self.ordered_id()
    }

    /// The notes beside a cleared answer, or beside a code, as they came.
    pub async fn memos(&self, actor: &Actor, slug: &str, on: MemoOn) -> Result<Vec<MemoView>, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let memos = match there(&mut tx, row.id, on).await? {
            MemoOn::Answer(id) => memo::of_answer(&mut tx, id).await?,
            MemoOn::Code(id) => memo::of_code(&mut tx, id, row.id).await?,
        };
        if !memos.is_empty() {
            // They may hold what young people wrote.
            self.looked(tx, actor, false, &[row.number]).await?;
        }
        let own = |memo: &Memo| memo.staff_id.is_some() && memo.staff_id == actor.staff_id;
        Ok(memos
            .into_iter()
            .map(|memo| MemoView {
                id: memo.id,
                own: own(&memo),
                words: memo.words,
                by: memo.staff_name,
                at: memo.at,
            })
            .collect())
    }

    /// Writes a note beside a cleared answer, or beside a code.
    pub async fn add_memo(&self, actor: &Actor, slug: &str, on: MemoOn, words: &str) -> Result<Uuid, Error> {
        self.add_memo_once(actor, slug, on, words, None).await
    }

    /// The same by a form with a number: however often it is sent, there is one note. Sent with other words it is another one.
    pub async fn add_memo_once(
        &self,
        actor: &Actor,
        slug: &str,
        on: MemoOn,
        words: &str,
        number: Option<Uuid>,
    ) -> Result<Uuid, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        if let MemoOn::Answer(id) = on {
            search::keep_still(&mut tx, id).await?;
        }
        let (answer_id, code_id) = match there(&mut tx, row.id, on).await? {
            MemoOn::Answer(id) => (Some(id), None),
            MemoOn::Code(id) => (None, Some(id)),
        };
        let words = text::normalise(words).trim().to_string();
        if words.is_empty() {
            return Err(Error::refused(Refusal::Missing("memo")));
        }
        if words.chars().count() > MEMO_MAX {
            return Err(Error::refused(Refusal::TooLong { field: "memo", max: MEMO_MAX }));
        }
        let mut memo = Memo {
            id: number.unwrap_or_else(|| self.ordered_id()),
            consultation_id: row.id,
            answer_id,
            code_id,
            words,
            staff_id: actor.staff_id,
            staff_name: None,
            at: self.now(),
        };
        if !memo::insert_once(&mut tx, &memo).await? {
            if memo::is_written(&mut tx, &memo).await? {
                return Ok(memo.id);
            }
            memo.id = self.ordered_id();
            memo::insert(&mut tx, &memo).await?;
        }
        let subject = answer_id.map_or_else(|| memo.id.to_string(), short_name);
        self.audit(&mut tx, actor, "memo.add", subject);
        tx.commit().await?;
        Ok(memo.id)
    }

    /// Takes a note away that the actor has written. Somebody else's is not found.
    pub async fn remove_memo(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        if !memo::remove(&mut tx, id, row.id, staff_id, self.now()).await? {
            return Err(Error::NotFound);
        }
        self.audit(&mut tx, actor, "memo.remove", id);
        Ok(tx.commit().await?)
    }
}

/// Which piece of an answer and which code somebody means.
fn meant(words: &str, piece: &PieceText) -> Result<(Span, Uuid), Error> {
    let typed = text::normalise(&piece.words);
    let typed = typed.trim();
    let mut refusals = Vec::new();
    if typed.is_empty() && piece.marked.is_none() {
        refusals.push(Refusal::Missing("piece"));
    }
    if piece.code.is_none() {
        refusals.push(Refusal::Missing("code"));
    }
    Error::unless_empty(refusals)?;
    let code = piece.code.ok_or_else(|| Error::refused(Refusal::Missing("code")))?;
    let marked = piece.marked.and_then(|marked| rules::piece(words, marked));
    // What was typed after something else was marked is what is meant.
    if let Some(span) = marked.filter(|span| typed.is_empty() || text::slice(words, *span) == Some(typed)) {
        return Ok((span, code));
    }
    let found = text::find(words, typed);
    let span = match (found.as_slice(), piece.nth) {
        ([], _) => return Err(Error::refused(Refusal::PieceNotFound)),
        ([only], None) => *only,
        (several, None) => return Err(Error::refused(Refusal::SeveralPieces(several.len()))),
        (some, Some(nth)) => *nth
            .checked_sub(1)
            .and_then(|at| some.get(at))
            .ok_or_else(|| Error::refused(Refusal::SeveralPieces(some.len())))?,
    };
    Ok((span, code))
}

/// When somebody last changed a coding themselves in a way that can be taken back.
fn own_change(change: &coding::Change, staff_id: Uuid) -> Option<DateTime<Utc>> {
    match change.removed_at {
        Some(at) => (change.removed_by == Some(staff_id)).then_some(at),
        None => (change.staff_id == Some(staff_id)).then_some(change.at),
    }
}

/// What a note stands beside, where it is there and of this consultation.
async fn there(tx: &mut Tx, consultation_id: Uuid, on: MemoOn) -> Result<MemoOn, Error> {
    match on {
        MemoOn::Answer(id) => {
            cleared(tx, consultation_id, id).await?;
        }
        MemoOn::Code(id) => {
            // What was noted beside a code that is out of use is still read.
            let known = analysis::all_codes(tx, consultation_id).await?;
            if !known.iter().any(|code| code.id == id) {
                return Err(Error::NotFound);
            }
        }
    }
    Ok(on)
}
