//! Comments, ideas and live words before anybody sees them: the queue, one comment with what may have to be taken out of it,
//! decisions with their history, and the few that only the safeguarding lead and the deputy read (domain.md 5.5, 7.7
//! "Comments queue"). Whoever looks at one has it for ten minutes, so that no two people do the same work.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use earshot_domain::comment::{
    self as rules, CommentAct, CommentReason, CommentState, PostKind, Report, Suggestion, Suspect,
};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::safeguarding::WatchList;
use earshot_domain::text::{self, Redaction, Token};
use earshot_store::comment::{self, Comment, Decided, Shelf};
use earshot_store::{Tx, area, consultation};
use uuid::Uuid;

use crate::clocks::on_the_wall;
use crate::comments::{COMMENTS_PER_PAGE, covered, reason_of};
use crate::error::Refusal;
use crate::reading::keep_page;
use crate::{Actor, Earshot, Error};

/// How long whoever looks at a comment has it.
const TAKEN: TimeDelta = TimeDelta::minutes(10);

/// Live words that are looked at together.
const LIVE_TOGETHER: i64 = 30;

/// Words in the names of areas that are schools.
const SCHOOL_WORDS: [&str; 7] = ["school", "academy", "college", "primary", "high", "ysgol", "coleg"];

/// A comment in a list of the desk. What was written is not in it.
#[derive(Debug, Clone)]
pub struct CommentCard {
    /// Its id.
    pub id: Uuid,
    /// A short name that tells nothing: the first letters of its id.
    pub name: String,
    /// What it is.
    pub kind: PostKind,
    /// The question on the screen, where it is live words.
    pub question: Option<String>,
    /// The short name of its consultation.
    pub slug: String,
    /// The title of its consultation, for staff.
    pub title: String,
    /// How far it has come.
    pub state: CommentState,
    /// Why it is not shown.
    pub reason: Option<CommentReason>,
    /// What those who read it have said about it.
    pub report: Report,
    /// Whether it holds a way to reach somebody, and was sent all the same.
    pub flagged: bool,
    /// The day since which somebody has to look at it.
    pub since: NaiveDate,
    /// Whether whoever has to decide about it has decided.
    pub decided: bool,
    /// Who looks at it now, and until when in the time of the place.
    pub taken: Option<(String, NaiveDateTime)>,
}

/// A page of comments on the desk.
#[derive(Debug, Clone)]
pub struct CommentList {
    /// They.
    pub comments: Vec<CommentCard>,
    /// This page, from 0.
    pub page: i64,
    /// Whether there is another one.
    pub more: bool,
    /// How many have to be looked at.
    pub waiting: i64,
}

/// A line of the history of a comment.
#[derive(Debug, Clone)]
pub struct CommentLine {
    /// When, to the hour.
    pub at: DateTime<Utc>,
    /// What was done.
    pub act: CommentAct,
    /// Why.
    pub reason: Option<CommentReason>,
    /// By whom; nothing where it was a reader.
    pub by: Option<String>,
}

/// One comment as whoever decides about it sees it.
#[derive(Clone)]
pub struct CommentView {
    /// What stands in the list.
    pub card: CommentCard,
    /// What was written; nothing where it is for the safeguarding lead alone.
    pub words: Option<String>,
    /// What may have to be taken out.
    pub suggestions: Vec<Suggestion>,
    /// What is taken out of it.
    pub redactions: Vec<Redaction>,
    /// What was done about it, the first first.
    pub history: Vec<CommentLine>,
    /// The edition that a form sends back.
    pub edition: i64,
    /// Whether somebody else looks at it, so that nothing can be decided now.
    pub elsewhere: bool,
}

impl std::fmt::Debug for CommentView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The words are for nobody's log.
        f.debug_struct("CommentView").field("card", &self.card).finish_non_exhaustive()
    }
}

/// Live words that wait, and that whoever looks at the list has for ten minutes.
#[derive(Debug, Clone)]
pub struct LiveToCheck {
    /// They, what has waited longest first.
    pub words: Vec<LiveWaiting>,
    /// Whether more wait than fit.
    pub more: bool,
}

/// Live words in that list.
#[derive(Clone)]
pub struct LiveWaiting {
    /// Their id.
    pub id: Uuid,
    /// What was written.
    pub words: String,
    /// What somebody may have to look at by itself.
    pub suspects: Vec<Suspect>,
    /// The question on the screen.
    pub question: String,
    /// The title of the consultation, for staff.
    pub title: String,
    /// The edition that a form sends back.
    pub edition: i64,
}

impl std::fmt::Debug for LiveWaiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The words are for nobody's log.
        f.debug_struct("LiveWaiting").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What became of live words that were to be shown together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveShown {
    /// How many are shown.
    pub shown: usize,
    /// How many are not: they were taken back or decided about meanwhile, or somebody else looks at them.
    pub left: usize,
}

/// What a moderator decides.
#[derive(Clone)]
pub enum CommentDecision {
    /// It is shown as it is.
    Show,
    /// It is shown without these words.
    ShowWithout {
        /// The ranges that were ticked.
        ticked: Vec<Redaction>,
        /// Other words, one piece a line, exactly as they stand in it.
        pieces: String,
    },
    /// It is not shown, for this reason.
    Reject(Option<CommentReason>),
    /// It is for the safeguarding lead.
    Escalate,
}

impl std::fmt::Debug for CommentDecision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.act())
    }
}

impl CommentDecision {
    fn act(&self) -> CommentAct {
        match self {
            CommentDecision::Show => CommentAct::Shown,
            CommentDecision::ShowWithout { .. } => CommentAct::Redacted,
            CommentDecision::Reject(_) => CommentAct::Rejected,
            CommentDecision::Escalate => CommentAct::Escalated,
        }
    }
}

impl Earshot {
    /// How many comments this person has to look at: as a moderator.
    pub async fn comments_to_check(&self, actor: &Actor) -> Result<i64, Error> {
        actor.require(Permission::ModerateComments)?;
        let mut tx = self.db.read().await?;
        Ok(comment::counts(&mut tx, actor.organisation_id).await?.0)
    }

    /// How many comments were passed to the safeguarding lead, and wait for a decision.
    pub async fn comments_escalated(&self, actor: &Actor) -> Result<i64, Error> {
        actor.require(Permission::DecideHeldAnswers)?;
        let mut tx = self.db.read().await?;
        Ok(comment::counts(&mut tx, actor.organisation_id).await?.1)
    }

    /// A page of the comments: those to look at, those that everybody reads, or those that are not shown. `page` counts
    /// from 0.
    pub async fn comment_queue(
        &self,
        actor: &Actor,
        state: CommentState,
        page: i64,
    ) -> Result<CommentList, Error> {
        actor.require(Permission::ModerateComments)?;
        let shelf = match state {
            CommentState::Approved | CommentState::Edited => Shelf::Shown,
            CommentState::Rejected => Shelf::Rejected,
            CommentState::Pending | CommentState::Escalated => Shelf::ToCheck,
        };
        let mut tx = self.db.read().await?;
        self.comment_list(&mut tx, actor, shelf, page).await
    }

    /// The comments that only the safeguarding lead and the deputy read.
    pub async fn escalated_comments(&self, actor: &Actor, page: i64) -> Result<CommentList, Error> {
        actor.require(Permission::DecideHeldAnswers)?;
        let mut tx = self.db.read().await?;
        self.comment_list(&mut tx, actor, Shelf::Escalated, page).await
    }

    async fn comment_list(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        shelf: Shelf,
        page: i64,
    ) -> Result<CommentList, Error> {
        let page = page.max(0);
        let from = page.saturating_mul(COMMENTS_PER_PAGE);
        let mut rows = comment::page(tx, actor.organisation_id, shelf, COMMENTS_PER_PAGE + 1, from).await?;
        let more = keep_page(&mut rows, COMMENTS_PER_PAGE);
        let (to_check, escalated) = comment::counts(tx, actor.organisation_id).await?;
        let waiting = if shelf == Shelf::Escalated { escalated } else { to_check };
        let all = consultation::all(tx, actor.organisation_id).await?;
        let title = |kept: &Comment| {
            let row = all.iter().find(|row| row.id == kept.consultation_id);
            row.map(|row| row.setup.title.clone()).unwrap_or_default()
        };
        let comments = rows.iter().map(|kept| self.comment_card(kept, title(kept))).collect();
        Ok(CommentList { comments, page, more, waiting })
    }

    /// One comment. Whoever looks has it for ten minutes, unless somebody else has it already: then nobody else can decide
    /// about it. That somebody has looked is in the audit trail.
    pub async fn comment_view(&self, actor: &Actor, id: Uuid) -> Result<CommentView, Error> {
        actor.require(Permission::ModerateComments)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.begin().await?;
        let kept = own_comment(&mut tx, actor, id).await?;
        if kept.state == CommentState::Escalated {
            return self.view_of(&mut tx, actor, kept, false).await;
        }
        let now = self.now();
        comment::take(&mut tx, id, staff_id, now + TAKEN, now).await?;
        tx.commit().await?;
        let mut tx = self.db.read().await?;
        let kept = own_comment(&mut tx, actor, id).await?;
        // It may have been passed on between the two.
        let readable = kept.state != CommentState::Escalated;
        let number = kept.number;
        let view = self.view_of(&mut tx, actor, kept, readable).await?;
        self.looked(tx, actor, false, &[number]).await?;
        Ok(view)
    }

    /// One of the comments that only the safeguarding lead and the deputy read.
    pub async fn escalated_comment(&self, actor: &Actor, id: Uuid) -> Result<CommentView, Error> {
        actor.require(Permission::DecideHeldAnswers)?;
        let mut tx = self.db.read().await?;
        let kept = own_comment(&mut tx, actor, id).await?;
        if kept.state != CommentState::Escalated {
            return Err(Error::NotFound);
        }
        let number = kept.number;
        let view = self.view_of(&mut tx, actor, kept, true).await?;
        self.looked(tx, actor, true, &[number]).await?;
        Ok(view)
    }

    /// Gives a comment up before the ten minutes are over.
    pub async fn put_comment_back(&self, actor: &Actor, id: Uuid) -> Result<(), Error> {
        actor.require(Permission::ModerateComments)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.begin().await?;
        own_comment(&mut tx, actor, id).await?;
        comment::put_back(&mut tx, id, staff_id).await?;
        Ok(tx.commit().await?)
    }

    /// Gives live words up before the ten minutes are over: those of these that this person has.
    pub async fn put_live_back(&self, actor: &Actor, ids: &[Uuid]) -> Result<(), Error> {
        actor.require(Permission::ModerateComments)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let max = usize::try_from(LIVE_TOGETHER).unwrap_or(usize::MAX);
        if ids.len() > max {
            return Err(Error::refused(Refusal::TooMany { field: "live", max }));
        }
        let mut tx = self.db.begin().await?;
        for id in ids {
            comment::put_back(&mut tx, id, staff_id).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Decides about a comment. [`Error::Stale`] where it was changed since it was looked at, and
    /// [`Refusal::TakenBy`] where somebody else looks at it now.
    pub async fn decide_comment(
        &self,
        actor: &Actor,
        id: Uuid,
        edition: i64,
        decision: &CommentDecision,
    ) -> Result<(), Error> {
        actor.require(Permission::ModerateComments)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.begin().await?;
        let kept = own_comment(&mut tx, actor, id).await?;
        self.is_free(&kept, staff_id)?;
        if kept.edition != edition {
            return Err(Error::Stale);
        }
        let act = decision.act();
        let state = act.from(kept.state).ok_or(Error::refused(Refusal::WrongState))?;
        let hour = self.this_hour();
        let mut to = Decided {
            state,
            reason: None,
            redactions: kept.redactions.0.clone(),
            report: kept.report.after(act),
            decided_at: Some(hour),
            waits_since: kept.waits_since,
        };
        match decision {
            CommentDecision::Show => to.redactions.clear(),
            CommentDecision::ShowWithout { ticked, pieces } => {
                to.redactions = taken_out(&kept.words, ticked, pieces)?;
            }
            CommentDecision::Reject(reason) => {
                let reason = reason.ok_or(Error::refused(Refusal::Missing("why")))?;
                to.reason = Some(reason.as_str());
            }
            CommentDecision::Escalate => {
                to.decided_at = None;
                to.waits_since = hour;
            }
        }
        self.keep_decision(&mut tx, actor, (&kept, staff_id), act, &to).await?;
        if act == CommentAct::Escalated {
            self.tell_held(&mut tx, kept.consultation_id, Some(staff_id)).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Live words that wait, so that several can be shown at once. Whoever looks has them for ten minutes, and those that
    /// somebody else has do not stand here: nobody does the same work. That somebody has looked is in the audit trail.
    pub async fn live_to_check(&self, actor: &Actor) -> Result<LiveToCheck, Error> {
        actor.require(Permission::ModerateComments)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let most = LIVE_TOGETHER + 1;
        let mut rows = comment::live_to_check(&mut tx, actor.organisation_id, staff_id, now, most).await?;
        let fit = usize::try_from(LIVE_TOGETHER).unwrap_or(usize::MAX);
        let more = rows.len() > fit;
        rows.truncate(fit);
        // By their ids, as they are shown: two who do this at once wait for each other in one order.
        rows.sort_by_key(|kept| kept.id);
        let mut mine = Vec::new();
        for kept in rows {
            if comment::take(&mut tx, kept.id, staff_id, now + TAKEN, now).await? {
                mine.push(kept);
            }
        }
        mine.sort_by_key(|kept| (kept.waits_since, kept.id));
        let schools = schools(&mut tx, actor.organisation_id).await?;
        let all = consultation::all(&mut tx, actor.organisation_id).await?;
        tx.commit().await?;
        let mut numbers: Vec<i64> = mine.iter().map(|kept| kept.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let words = mine
            .into_iter()
            .map(|kept| {
                let row = all.iter().find(|row| row.id == kept.consultation_id);
                let title = row.map(|row| row.setup.title.clone()).unwrap_or_default();
                let found = rules::suggest(&kept.words, &schools);
                LiveWaiting {
                    id: kept.id,
                    suspects: found.into_iter().map(|one| one.what).collect(),
                    words: kept.words,
                    question: kept.question.unwrap_or_default(),
                    title,
                    edition: kept.edition,
                }
            })
            .collect();
        if !numbers.is_empty() {
            let tx = self.db.read().await?;
            self.looked(tx, actor, false, &numbers).await?;
        }
        Ok(LiveToCheck { words, more })
    }

    /// Shows live words as they are, several at once: each with its edition, and each with its line of the history and of the
    /// audit trail. What cannot be shown any more is left as it is, and counted.
    pub async fn show_live(&self, actor: &Actor, chosen: &[(Uuid, i64)]) -> Result<LiveShown, Error> {
        actor.require(Permission::ModerateComments)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut chosen = chosen.to_vec();
        chosen.sort_unstable();
        chosen.dedup_by_key(|(id, _)| *id);
        if chosen.is_empty() {
            return Err(Error::refused(Refusal::Missing("live")));
        }
        let max = usize::try_from(LIVE_TOGETHER).unwrap_or(usize::MAX);
        if chosen.len() > max {
            return Err(Error::refused(Refusal::TooMany { field: "live", max }));
        }
        let hour = self.this_hour();
        let mut tx = self.db.begin().await?;
        let mut outcome = LiveShown { shown: 0, left: 0 };
        for (id, edition) in chosen {
            let kept = comment::by_id(&mut tx, id).await?.filter(|kept| {
                kept.organisation_id == actor.organisation_id
                    && kept.kind == PostKind::Live
                    && kept.state == CommentState::Pending
                    && kept.edition == edition
                    && self.is_free(kept, staff_id).is_ok()
            });
            let Some(kept) = kept else {
                outcome.left += 1;
                continue;
            };
            let to = Decided {
                state: CommentState::Approved,
                reason: None,
                redactions: Vec::new(),
                report: kept.report.after(CommentAct::Shown),
                decided_at: Some(hour),
                waits_since: kept.waits_since,
            };
            match self.keep_decision(&mut tx, actor, (&kept, staff_id), CommentAct::Shown, &to).await {
                Ok(()) => outcome.shown += 1,
                Err(Error::Stale) => outcome.left += 1,
                Err(error) => return Err(error),
            }
        }
        tx.commit().await?;
        Ok(outcome)
    }

    /// Decides about a comment that was passed to the safeguarding lead: it goes back to be checked like every other one,
    /// or the lead keeps it.
    pub async fn decide_escalated(
        &self,
        actor: &Actor,
        id: Uuid,
        edition: i64,
        release: bool,
    ) -> Result<(), Error> {
        actor.require(Permission::DecideHeldAnswers)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.begin().await?;
        let kept = own_comment(&mut tx, actor, id).await?;
        let act = if release { CommentAct::Released } else { CommentAct::Kept };
        if kept.edition != edition {
            return Err(Error::Stale);
        }
        let state = act.from(kept.state).ok_or(Error::Stale)?;
        let hour = self.this_hour();
        let to = Decided {
            state,
            reason: None,
            redactions: kept.redactions.0.clone(),
            report: kept.report.after(act),
            decided_at: (!release).then_some(hour),
            waits_since: if release { hour } else { kept.waits_since },
        };
        self.keep_decision(&mut tx, actor, (&kept, staff_id), act, &to).await?;
        Ok(tx.commit().await?)
    }

    /// Looks at the comments that wait for a moderator with words that were just added: those in which one stands go to the
    /// safeguarding lead alone, as if they were written now. Gives how many.
    pub(crate) async fn mark_waiting_comments(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        list: &WatchList,
    ) -> Result<u64, Error> {
        let (mut marked, mut after, mut places) = (0, Uuid::nil(), BTreeSet::new());
        loop {
            let unmarked = comment::unmarked(tx, actor.organisation_id, after, COMMENTS_PER_PAGE).await?;
            let Some(last) = unmarked.last() else { break };
            after = last.id;
            for kept in unmarked.iter().filter(|kept| list.watch(&kept.words)) {
                let (act, hour) = (CommentAct::Escalated, self.this_hour());
                if !comment::mark(tx, kept.id, kept.edition, hour).await? {
                    continue;
                }
                let line = self.ordered_id();
                comment::insert_decision(tx, line, kept.id, actor.staff_id, hour, act, None).await?;
                self.audit(tx, actor, "comment.escalate", subject(kept));
                places.insert(kept.consultation_id);
                marked += 1;
            }
        }
        for place in places {
            self.tell_held(tx, place, actor.staff_id).await?;
        }
        Ok(marked)
    }

    /// Keeps a decision with its line of the history and of the audit trail.
    async fn keep_decision(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (kept, staff_id): (&Comment, Uuid),
        act: CommentAct,
        to: &Decided,
    ) -> Result<(), Error> {
        comment::decide(tx, kept.id, kept.edition, staff_id, self.now(), to).await?;
        let (line, hour) = (self.ordered_id(), self.this_hour());
        comment::insert_decision(tx, line, kept.id, Some(staff_id), hour, act, to.reason).await?;
        let action = match act {
            CommentAct::Shown => "comment.show",
            CommentAct::Redacted => "comment.redact",
            CommentAct::Rejected => "comment.reject",
            CommentAct::Escalated => "comment.escalate",
            CommentAct::Released => "comment.release",
            CommentAct::Kept | CommentAct::Reported => "comment.keep",
        };
        self.audit(tx, actor, action, subject(kept));
        Ok(())
    }

    /// Refuses where somebody else looks at a comment now.
    fn is_free(&self, kept: &Comment, staff_id: Uuid) -> Result<(), Error> {
        match self.taken_by(kept).filter(|_| kept.taken_by != Some(staff_id)) {
            Some((name, until)) => Err(Error::refused(Refusal::TakenBy { name, until })),
            None => Ok(()),
        }
    }

    /// Who looks at a comment now, and until when.
    fn taken_by(&self, kept: &Comment) -> Option<(String, NaiveDateTime)> {
        let until = kept.taken_until.filter(|until| kept.taken_by.is_some() && *until > self.now())?;
        Some((kept.taken_name.clone().unwrap_or_default(), on_the_wall(until)))
    }

    fn comment_card(&self, kept: &Comment, title: String) -> CommentCard {
        CommentCard {
            id: kept.id,
            name: short_name(kept.id),
            kind: kept.kind,
            question: kept.question.clone(),
            slug: kept.slug.clone(),
            title,
            state: kept.state,
            reason: reason_of(kept),
            report: kept.report,
            flagged: kept.flagged,
            since: kept.waits_since.date_naive(),
            decided: kept.decided_at.is_some(),
            taken: self.taken_by(kept),
        }
    }

    async fn view_of(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        kept: Comment,
        readable: bool,
    ) -> Result<CommentView, Error> {
        let row = consultation::by_id(tx, kept.consultation_id).await?.ok_or(Error::NotFound)?;
        let mut history = Vec::new();
        for line in comment::decisions(tx, kept.id).await? {
            history.push(CommentLine {
                at: line.at,
                act: line.act,
                reason: line.reason.as_deref().and_then(CommentReason::parse),
                by: line.staff_name,
            });
        }
        let schools = if readable { schools(tx, actor.organisation_id).await? } else { Vec::new() };
        let suggestions = if readable { rules::suggest(&kept.words, &schools) } else { Vec::new() };
        let card = self.comment_card(&kept, row.setup.0.title);
        let elsewhere = card.taken.is_some() && kept.taken_by != actor.staff_id;
        let redactions = if readable { kept.redactions.0 } else { Vec::new() };
        let (words, edition) = (readable.then_some(kept.words), kept.edition);
        Ok(CommentView { card, words, suggestions, redactions, history, edition, elsewhere })
    }
}

/// A comment of the actor's organisation.
async fn own_comment(tx: &mut Tx, actor: &Actor, id: Uuid) -> Result<Comment, Error> {
    let kept = comment::by_id(tx, id).await?;
    kept.filter(|kept| kept.organisation_id == actor.organisation_id).ok_or(Error::NotFound)
}

/// The names of the organisation's areas that are schools.
async fn schools(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<String>, Error> {
    let is_school = |name: &String| {
        let small = name.to_lowercase();
        SCHOOL_WORDS.iter().any(|word| small.split_whitespace().any(|part| part == *word))
    };
    let areas = area::all(tx, organisation_id).await?;
    Ok(areas.into_iter().map(|area| area.name).filter(is_school).collect())
}

/// What is taken out of a comment: what was ticked, and other pieces of it, a line each.
fn taken_out(words: &str, ticked: &[Redaction], pieces: &str) -> Result<Vec<Redaction>, Error> {
    let mut out = Vec::new();
    for one in ticked {
        if one.span.is_empty() || text::slice(words, one.span).is_none() {
            return Err(Error::refused(Refusal::Unreadable("out")));
        }
        out.push(*one);
    }
    for piece in pieces.lines().filter(|piece| !piece.trim().is_empty()) {
        let spans = text::find_any_case(words, piece);
        if spans.is_empty() {
            return Err(Error::refused(Refusal::PieceNotFound));
        }
        out.extend(spans.into_iter().map(|span| Redaction { span, token: Token::Other }));
    }
    if out.is_empty() {
        return Err(Error::refused(Refusal::Missing("out")));
    }
    out.sort_by_key(|one| one.span);
    // What cannot be covered surely is not shown.
    covered(words, &out).ok_or(Error::refused(Refusal::Unreadable("out")))?;
    Ok(out)
}

/// As the audit trail says it.
fn subject(kept: &Comment) -> String {
    format!("{} {}", Reference::new(Kind::Consultation, kept.number), short_name(kept.id))
}

/// The first letters of an id: enough to talk about a comment, not enough to learn anything.
fn short_name(id: Uuid) -> String {
    let letters = id.simple().to_string().to_uppercase();
    format!("M-{}", &letters[..6])
}
