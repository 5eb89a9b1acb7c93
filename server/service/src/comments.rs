//! Comments on what young people were told, as those see them who write and read them (domain.md 5.5, 7.4.7), and what ideas
//! and live words (`ideas`) share with them. Whoever writes one has no account: four words lead back to it, with which they
//! see what became of it and take it back.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use earshot_domain::comment::{
    self as rules, COMMENT_LETTERS, CommentAct, CommentReason, CommentState, LIVE_LETTERS, LIVE_WORDS,
    LiveFlaw, PostKind, WriterSees,
};
use earshot_domain::policy::Permission;
use earshot_domain::receipt::Receipt;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::text::{self, Redaction, Span};
use earshot_store::comment::{self, Comment, NewComment, Room};
use earshot_store::consultation::Consultation;
use earshot_store::{Tx, feedback};
use uuid::Uuid;

use crate::clocks::on_the_wall;
use crate::error::Refusal;
use crate::reading::keep_page;
use crate::{Actor, Asked, Earshot, Error};

/// Comments on one page.
pub(crate) const COMMENTS_PER_PAGE: i64 = 20;

/// The most letters of what may mean that somebody is not safe: as many as an answer may have.
const MARKED_LETTERS: usize = 2_000;

/// For how many days after the one on which it was opened a form is taken.
const FORM_DAYS: i32 = 1;

/// For how many days it is remembered which forms were sent: longer than any is taken.
const FORM_KEPT: chrono::Days = chrono::Days::new(3);

/// What somebody writes.
#[derive(Clone, Default)]
pub struct CommentText {
    /// Their words.
    pub words: String,
    /// The token of the form: a form that is sent twice is one comment.
    pub form: String,
    /// Whether it is to be sent although it holds a way to reach somebody.
    pub anyway: bool,
    /// The question on the screen that they read, where they send live words.
    pub question: String,
}

impl std::fmt::Debug for CommentText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The words are for nobody's log.
        f.debug_struct("CommentText").field("anyway", &self.anyway).finish_non_exhaustive()
    }
}

/// A comment as everybody reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownComment {
    /// Its id.
    pub id: Uuid,
    /// What it says, with a token where words were taken out.
    pub text: String,
    /// The first day of the month in which it came: nothing finer is said.
    pub month: NaiveDate,
}

/// What everybody can read of a kind: the comments under a feedback page, or the ideas.
#[derive(Debug, Clone)]
pub struct CommentPage {
    /// Whether new ones are taken.
    pub open: bool,
    /// A page of them, the newest first.
    pub comments: Vec<ShownComment>,
    /// This page, from 0.
    pub page: i64,
    /// Whether there is another one.
    pub more: bool,
    /// The token of a fresh form.
    pub form: String,
}

/// What somebody is shown who has sent a comment.
#[derive(Debug, Clone)]
pub struct SentComment {
    /// The four words that lead back to it.
    pub code: Receipt,
    /// What it is.
    pub kind: PostKind,
    /// The short name of the consultation.
    pub slug: String,
    /// Whether something in it means that help should be said at once.
    pub worrying: bool,
}

/// A comment as whoever wrote it sees it.
#[derive(Clone)]
pub struct OwnComment {
    /// What they wrote.
    pub words: String,
    /// What everybody reads, where that is something else.
    pub shown: Option<String>,
    /// What became of it.
    pub sees: WriterSees,
    /// Whether something in it means that help should be said, as long as nobody has said what becomes of it.
    pub worrying: bool,
    /// What it is.
    pub kind: PostKind,
    /// The short name of the consultation.
    pub slug: String,
}

impl std::fmt::Debug for OwnComment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OwnComment").field("sees", &self.sees).finish_non_exhaustive()
    }
}

impl Earshot {
    /// The comments under a feedback page that is published; nothing where there is none, and where nobody may comment and
    /// nobody has.
    pub async fn comments(&self, asked: &Asked, page: i64) -> Result<Option<CommentPage>, Error> {
        let mut tx = self.db.read().await?;
        if feedback::of_consultation(&mut tx, asked.id).await?.is_none() {
            return Ok(None);
        }
        let open = comment::is_open(&mut tx, asked.id, PostKind::Comment).await?;
        let found = self.shown_page(&mut tx, asked, PostKind::Comment, (open, page)).await?;
        Ok(Some(found).filter(|found| found.open || !found.comments.is_empty() || found.page > 0))
    }

    /// A page of what everybody can read of a kind.
    pub(crate) async fn shown_page(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        kind: PostKind,
        (open, page): (bool, i64),
    ) -> Result<CommentPage, Error> {
        let page = page.max(0);
        let from = page.saturating_mul(COMMENTS_PER_PAGE);
        let mut rows = comment::shown(tx, asked.id, kind, COMMENTS_PER_PAGE + 1, from).await?;
        let more = keep_page(&mut rows, COMMENTS_PER_PAGE);
        let comments: Vec<ShownComment> = rows.iter().filter_map(as_shown).collect();
        let form = self.comment_form(asked.id);
        Ok(CommentPage { open, comments, page, more, form })
    }

    /// Keeps what somebody writes, for a moderator or, where the word list has marked it, for the safeguarding lead. The
    /// same form with the same words again is the same comment; with other words, or where the comment was taken back,
    /// nothing is kept and that is said ([`Refusal::Taken`]). [`Error::Closed`] where no comments are taken.
    pub async fn post_comment(&self, asked: &Asked, written: &CommentText) -> Result<(), Error> {
        self.post(asked, PostKind::Comment, written).await
    }

    /// Keeps what somebody writes, whatever of the three it is.
    pub(crate) async fn post(
        &self,
        asked: &Asked,
        kind: PostKind,
        written: &CommentText,
    ) -> Result<(), Error> {
        let (words, mut refusals) = as_kept(kind, &written.words);
        let personal = rules::personal(&words);
        // What may mean that somebody is not safe goes to the lead as it is: nobody is asked to write it once more, or shorter.
        let watch = self.watches(&mut self.db.read().await?, asked.id, &words).await?;
        if watch && words.chars().count() <= MARKED_LETTERS {
            refusals.clear();
        }
        if !self.is_comment_form(asked.id, &written.form) {
            refusals.push(Refusal::Unreadable("form"));
        }
        if let Some(what) = personal.filter(|_| !written.anyway && !watch) {
            refusals.push(Refusal::Personal(what));
        }
        Error::unless_empty(refusals)?;
        let mut tx = self.db.begin().await?;
        let room = self.taking(&mut tx, asked, kind).await?.ok_or(Error::Closed)?;
        let code_hash = self.keys.receipt_hash(self.keys.comment_code(&written.form));
        if !comment::take_form(&mut tx, &self.keys.token_hash(&written.form), self.today()).await? {
            // Pressed twice it is one comment. Other words are none yet: whoever wrote them is told, and has them still.
            let same = comment::by_code(&mut tx, &code_hash).await?.is_some_and(|kept| kept.words == words);
            return if same { Ok(()) } else { Err(Error::refused(Refusal::Taken("form"))) };
        }
        if kind == PostKind::Live && room.question.as_deref() != Some(&*written.question) {
            // What they have sent is an answer to what they read.
            return Err(Error::refused(Refusal::ChangedMeanwhile("live")));
        }
        let new = NewComment {
            id: self.random_id(),
            consultation_id: asked.id,
            kind,
            question: room.question,
            code_hash,
            words,
            state: if watch { CommentState::Escalated } else { CommentState::Pending },
            flagged: personal.is_some(),
            watch,
            came_at: self.this_hour(),
        };
        // The audit trail says when, to the second: nothing of a young person's stands in it.
        comment::insert(&mut tx, &new).await?;
        if watch {
            self.tell_held(&mut tx, asked.id, None).await?;
        }
        Ok(tx.commit().await?)
    }

    /// The room in which this kind is taken now; nothing where none is: nobody has let young people write any, there is
    /// nothing to comment on yet, no more answers are taken, or the day on which a question was put on the screen is over.
    pub(crate) async fn taking(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        kind: PostKind,
    ) -> Result<Option<Room>, Error> {
        let room = comment::room(tx, asked.id, kind).await?.filter(|room| room.is_open);
        let now = match kind {
            PostKind::Comment => feedback::of_consultation(tx, asked.id).await?.is_some(),
            PostKind::Idea => asked.takes_answers && !asked.preview,
            PostKind::Live => !asked.preview && room.as_ref().is_some_and(|room| self.is_of_today(room)),
        };
        Ok(room.filter(|_| now))
    }

    /// Whether this was said today, in the time of the place. A workshop is over in the evening, and nobody waits at a screen
    /// any more.
    pub(crate) fn is_of_today(&self, room: &Room) -> bool {
        on_the_wall(room.changed_at).date() == on_the_wall(self.now()).date()
    }

    /// What is shown once a comment was sent.
    pub async fn sent_comment(&self, form: &str) -> Result<SentComment, Error> {
        let code = self.keys.comment_code(form);
        let mut tx = self.db.read().await?;
        let kept = comment::by_code(&mut tx, &self.keys.receipt_hash(code)).await?.ok_or(Error::NotFound)?;
        Ok(SentComment { code, kind: kept.kind, slug: kept.slug, worrying: kept.watch })
    }

    /// What became of a comment, by its four words.
    pub async fn own_comment(&self, code: &Receipt) -> Result<OwnComment, Error> {
        let mut tx = self.db.read().await?;
        let kept = comment::by_code(&mut tx, &self.keys.receipt_hash(*code)).await?.ok_or(Error::NotFound)?;
        let sees = rules::writer_sees(kept.state, kept.report, reason_of(&kept), kept.decided_at.is_some());
        let shown = (sees == WriterSees::ShownWithout).then(|| public_text(&kept)).flatten();
        let worrying = kept.watch && sees == WriterSees::Waiting;
        Ok(OwnComment { words: kept.words, shown, sees, worrying, kind: kept.kind, slug: kept.slug })
    }

    /// Takes a comment back, at any time: nothing of it is left, whoever looks at it.
    pub async fn take_comment_back(&self, code: &Receipt) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        if !comment::withdraw(&mut tx, &self.keys.receipt_hash(*code)).await? {
            return Err(Error::NotFound);
        }
        Ok(tx.commit().await?)
    }

    /// What this is that everybody can read, and the short name of the consultation whose page shows it.
    /// [`Error::NotFound`] where none does.
    pub async fn comment_place(&self, id: Uuid) -> Result<(PostKind, String), Error> {
        let mut tx = self.db.read().await?;
        let kept = shown_by_id(&mut tx, id).await?;
        Ok((kept.kind, kept.slug))
    }

    /// Somebody who reads a comment says that something is wrong with it. Gives what it is, and the short name of the
    /// consultation. Said twice, it is said once.
    pub async fn report_comment(&self, id: Uuid) -> Result<(PostKind, String), Error> {
        let hour = self.this_hour();
        let mut tx = self.db.begin().await?;
        let Some(kept) = comment::by_id(&mut tx, id).await?.filter(|kept| kept.state.is_shown()) else {
            return Err(Error::NotFound);
        };
        if comment::report(&mut tx, id, hour).await? {
            let line = self.random_id();
            comment::insert_decision(&mut tx, line, id, None, hour, CommentAct::Reported, None).await?;
        }
        tx.commit().await?;
        Ok((kept.kind, kept.slug))
    }

    /// Says whether young people may comment on a feedback page that is published. What is shown stays.
    pub async fn set_comments(&self, actor: &Actor, slug: &str, open: bool) -> Result<(), Error> {
        // Whoever checks comments does so for the whole organisation.
        actor.require(Permission::PublishFeedback)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::PublishFeedback, slug).await?;
        if open && feedback::of_consultation(&mut tx, row.id).await?.is_none() {
            return Err(Error::refused(Refusal::WrongState));
        }
        let room = Room { is_open: open, question: None, changed_at: self.now() };
        self.keep_room(&mut tx, actor, &row, PostKind::Comment, &room).await?;
        Ok(tx.commit().await?)
    }

    /// Keeps whether a kind is taken, with its line of the audit trail.
    pub(crate) async fn keep_room(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        row: &Consultation,
        kind: PostKind,
        room: &Room,
    ) -> Result<(), Error> {
        comment::set_room(tx, row.id, kind, room, actor.staff_id).await?;
        self.audit_room(tx, actor, row, (kind, room.is_open));
        Ok(())
    }

    /// Notes that a kind is taken from now on, or not any more.
    pub(crate) fn audit_room(&self, tx: &mut Tx, actor: &Actor, row: &Consultation, taken: (PostKind, bool)) {
        let action = match taken {
            (PostKind::Comment, true) => "comments.open",
            (PostKind::Comment, false) => "comments.close",
            (PostKind::Idea, true) => "ideas.open",
            (PostKind::Idea, false) => "ideas.close",
            (PostKind::Live, true) => "live.open",
            (PostKind::Live, false) => "live.close",
        };
        self.audit(tx, actor, action, Reference::new(Kind::Consultation, row.number).to_string());
    }

    /// Forgets forms that are too old to be sent again.
    pub(crate) async fn purge_comment_forms(&self, tx: &mut Tx) -> Result<u64, Error> {
        Ok(comment::purge_forms(tx, self.today() - FORM_KEPT).await?)
    }

    /// The token of a fresh form for comments on a consultation, signed, and good for today and tomorrow.
    pub(crate) fn comment_form(&self, consultation_id: Uuid) -> String {
        let mut bytes = [0; 16];
        self.chance.fill(&mut bytes);
        let (_, day) = bytes.split_at_mut(12);
        day.copy_from_slice(&self.today().num_days_from_ce().to_be_bytes());
        let head = crate::keys::hex(&bytes);
        let mark = self.keys.comment_mark(consultation_id.as_bytes(), &head);
        format!("{head}{mark}")
    }

    /// What opens the screen of a consultation to which only those with a code come: good for this day and the next, as a form
    /// is. No form holds it.
    pub(crate) fn screen_key(&self, consultation_id: Uuid, day: NaiveDate) -> String {
        self.keys.comment_mark(consultation_id.as_bytes(), &format!("screen {day}"))
    }

    /// Whether a token is one of ours, of this consultation, and not too old.
    fn is_comment_form(&self, consultation_id: Uuid, form: &str) -> bool {
        let Some((head, mark)) = form.split_at_checked(32) else { return false };
        if self.keys.comment_mark(consultation_id.as_bytes(), head) != mark {
            return false;
        }
        let day = head.get(24..).and_then(|day| i32::from_str_radix(day, 16).ok());
        day.is_some_and(|day| (0..=FORM_DAYS).contains(&(self.today().num_days_from_ce() - day)))
    }
}

/// A comment that everybody can read.
async fn shown_by_id(tx: &mut Tx, id: Uuid) -> Result<Comment, Error> {
    let kept = comment::by_id(tx, id).await?.filter(|kept| kept.state.is_shown());
    kept.filter(|kept| kept.report != rules::Report::Hidden).ok_or(Error::NotFound)
}

/// Why a comment is not shown.
pub(crate) fn reason_of(kept: &Comment) -> Option<CommentReason> {
    kept.reason.as_deref().and_then(CommentReason::parse)
}

/// What everybody may read of a text. Nothing where it is not known what is to be covered.
pub(crate) fn covered(words: &str, redactions: &[Redaction]) -> Option<String> {
    let whole = Span { start: 0, end: text::length(words) };
    text::redact(words, whole, redactions)
}

/// What was written as it is kept, and what is wrong with it.
fn as_kept(kind: PostKind, raw: &str) -> (String, Vec<Refusal>) {
    let words = text::normalise(raw).trim().to_string();
    let mut refusals = Vec::new();
    if kind == PostKind::Live {
        return match rules::live_words(&words) {
            Ok(kept) => (kept, refusals),
            Err(flaw) => {
                refusals.push(match flaw {
                    LiveFlaw::Empty => Refusal::Missing("live"),
                    LiveFlaw::Words => Refusal::TooMany { field: "live", max: LIVE_WORDS },
                    LiveFlaw::Letters => Refusal::TooLong { field: "live", max: LIVE_LETTERS },
                });
                (words, refusals)
            }
        };
    }
    if words.is_empty() {
        refusals.push(Refusal::Missing("comment"));
    }
    if words.chars().count() > COMMENT_LETTERS {
        refusals.push(Refusal::TooLong { field: "comment", max: COMMENT_LETTERS });
    }
    (words, refusals)
}

pub(crate) fn public_text(kept: &Comment) -> Option<String> {
    covered(&kept.words, &kept.redactions)
}

fn as_shown(kept: &Comment) -> Option<ShownComment> {
    Some(ShownComment { id: kept.id, text: public_text(kept)?, month: month_of(kept.came_at) })
}

/// The first day of the month.
fn month_of(at: DateTime<Utc>) -> NaiveDate {
    let day = at.date_naive();
    day.with_day(1).unwrap_or(day)
}
