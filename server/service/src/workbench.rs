//! The workbench: which answers lie on it, codes on pieces of an answer, taking the last change back, and notes
//! (domain.md 6.1, 6.3).

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use earshot_domain::attribution::is_large_enough;
use earshot_domain::coding as rules;
use earshot_domain::policy::Permission;
use earshot_domain::respondent::AgeBand;
use earshot_domain::text::{self, Span};
use earshot_store::coding::Spot;
use earshot_store::consultation::Consultation;
use earshot_store::memo::{self, Memo};
use earshot_store::reading::Answer;
use earshot_store::{Tx, analysis, coding, search};
use uuid::Uuid;

use crate::analysis::cleared;
use crate::error::Refusal;
use crate::reading::{PAGE, short_name};
use crate::transcripts::question_words_or_key;
use crate::{Actor, AnswerView, Earshot, Error, Queue, QueueCounts};

/// Which cleared answers to show for coding, by what they carry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CodingFilter {
    /// All of them.
    All,
    /// Those without a code.
    #[default]
    Uncoded,
    /// Those with this code, on the whole of them or on a piece.
    Code(Uuid),
}

/// Which of them, by what has to be known before they are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    /// Those that the word list has marked.
    Marked,
    /// Those whose exact words may be used.
    Quotable,
    /// Those whose exact words may not be used.
    NotQuotable,
}

impl Only {
    /// Every one.
    pub const ALL: [Only; 3] = [Only::Marked, Only::Quotable, Only::NotQuotable];

    /// As in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Only::Marked => "marked",
            Only::Quotable => "quotable",
            Only::NotQuotable => "not-quotable",
        }
    }

    /// Reads what [`Only::as_str`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|only| only.as_str() == text)
    }
}

/// Which cleared answers to show for coding: everything that is said here at once. Never by area.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodingPile {
    /// By what they carry.
    pub which: CodingFilter,
    /// The key of the question that they answer.
    pub question: Option<String>,
    /// How old whoever said it is.
    pub band: Option<AgeBand>,
    /// By what has to be known before they are used.
    pub only: Option<Only>,
    /// The group of the code or the paper form by which they came. One is refused in which too few young people said what
    /// else is asked for.
    pub group: Option<String>,
}

impl From<CodingFilter> for CodingPile {
    fn from(which: CodingFilter) -> Self {
        Self { which, ..Self::default() }
    }
}

impl CodingPile {
    fn stored(&self) -> coding::Pile<'_> {
        let (which, code) = match self.which {
            CodingFilter::All => ("all", None),
            CodingFilter::Uncoded => ("uncoded", None),
            CodingFilter::Code(id) => ("code", Some(id)),
        };
        coding::Pile {
            which,
            code,
            question: self.question.as_deref().unwrap_or_default(),
            band: self.band.map(AgeBand::as_str).unwrap_or_default(),
            only: self.only.map(Only::as_str).unwrap_or_default(),
            group: self.group.as_deref().unwrap_or_default(),
        }
    }
}

/// Where on a pile a page of it begins. By an answer it is found as fast wherever it lies, and it begins at the same answer
/// when others have come or gone before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PilePage {
    /// Its number, from 0. It counts where neither answer is known.
    pub number: i64,
    /// It begins behind this answer.
    pub after: Option<Uuid>,
    /// It ends before this answer; the other one goes first.
    pub before: Option<Uuid>,
}

impl PilePage {
    /// Whether it is asked for as the first page.
    pub fn is_first(self) -> bool {
        self.number <= 0 && self.after.is_none() && self.before.is_none()
    }
}

impl From<i64> for PilePage {
    fn from(number: i64) -> Self {
        Self { number, ..Self::default() }
    }
}

/// What is counted of a pile for each of its pages. A page that is fetched ahead says what the page before it has counted, and
/// counts nothing anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PileCounts {
    /// How many answers lie on all of its pages.
    pub total: i64,
    /// How many of them lie on the pages before this one.
    pub passed: i64,
    /// How many answers of the consultation are cleared.
    pub cleared: i64,
}

impl PileCounts {
    /// As in addresses.
    pub fn text(self) -> String {
        format!("{}.{}.{}", self.total, self.passed, self.cleared)
    }

    /// Reads what [`PileCounts::text`] writes; nothing where that is no count.
    pub fn parse(text: &str) -> Option<Self> {
        let numbers: Option<Vec<i64>> =
            text.split('.').map(|number| number.parse::<i64>().ok().filter(|number| *number >= 0)).collect();
        match *numbers?.as_slice() {
            [total, passed, cleared] => Some(Self { total, passed, cleared }),
            _ => None,
        }
    }
}

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
    /// A page of the cleared answers that are asked for, with how many there are. [`Refusal::SmallGroup`] where they are
    /// asked for by a group that is not among [`Earshot::coding_groups`], or of which fewer than ten young people said what
    /// else is asked for: which of them it is, and whether there is such a group, is told to nobody. While they are asked for
    /// by a group, no age stands beside them: both at once may be one child (domain.md 5.9, 6.5).
    pub async fn coding_queue(
        &self,
        actor: &Actor,
        slug: &str,
        which: impl Into<CodingPile> + Send,
        page: impl Into<PilePage> + Send,
    ) -> Result<Queue, Error> {
        self.coding_queue_ahead(actor, slug, (which.into(), page.into()), None).await
    }

    /// The same with what was counted of it a moment ago: what is fetched ahead costs the same on a pile of ten thousand. Who may
    /// be asked for by a group is still counted.
    pub async fn coding_queue_ahead(
        &self,
        actor: &Actor,
        slug: &str,
        (pile, page): (CodingPile, PilePage),
        counted: Option<PileCounts>,
    ) -> Result<Queue, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let questionnaire = self.questions(&mut tx, &row).await?;
        if !is_large(&mut tx, row.id, &pile).await? {
            return Err(Error::refused(Refusal::SmallGroup));
        }
        let (begin, until) = begins(&mut tx, row.id, &pile.stored(), page).await?;
        let (total, passed) = match counted {
            Some(counted) => (counted.total, counted.passed),
            None => coding::pile_counts(&mut tx, row.id, &pile.stored(), begin).await?,
        };
        let rows = coding::pile_after(&mut tx, row.id, &pile.stored(), begin, PAGE + 1).await?;
        let counts =
            counted.map(|counted| QueueCounts { cleared: counted.cleared, ..QueueCounts::default() });
        let mut queue = self.to_queue(&mut tx, row.id, &questionnaire, rows, passed / PAGE, counts).await?;
        (queue.total, queue.passed, queue.after) = (Some(total), passed, begin.map(|begin| begin.id));
        queue.until = until;
        if pile.group.is_some() {
            for answer in &mut queue.answers {
                answer.band = None;
            }
        } else {
            hide_found(&mut tx, row.id, &mut queue.answers).await?;
        }
        if !queue.answers.is_empty() {
            self.looked(tx, actor, false, &[row.number]).await?;
        }
        Ok(queue)
    }

    /// The questions to which there are cleared answers, by their keys, with their words.
    pub async fn coding_questions(&self, actor: &Actor, slug: &str) -> Result<Vec<(String, String)>, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let questionnaire = self.questions(&mut tx, &row).await?;
        let keys = coding::questions(&mut tx, row.id).await?;
        Ok(keys.into_iter().map(|key| (key.clone(), question_words_or_key(&questionnaire, &key))).collect())
    }

    /// The ages by which answers may be asked for beside everything else that is asked for: all of them, or in a group those of
    /// which at least ten young people said it.
    pub async fn coding_bands(
        &self,
        actor: &Actor,
        slug: &str,
        pile: &CodingPile,
    ) -> Result<Vec<AgeBand>, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let mut bands = Vec::new();
        for band in AgeBand::ALL {
            if is_large(&mut tx, row.id, &CodingPile { band: Some(band), ..pile.clone() }).await? {
                bands.push(band);
            }
        }
        Ok(bands)
    }

    /// The groups of codes and paper forms by which answers may be asked for: those in which at least ten young people answered
    /// ([`is_large_enough`], domain.md 6.5). Beside an answer its group is never shown.
    pub async fn coding_groups(&self, actor: &Actor, slug: &str) -> Result<Vec<String>, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        large_groups(&mut tx, row.id).await
    }

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
        self.keep_read(tx, row, &[]).await
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

/// The groups in which at least ten children and young people answered. Adults hide no child.
async fn large_groups(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<String>, Error> {
    let groups = coding::young_groups(tx, consultation_id).await?.into_iter();
    Ok(groups.filter(|(_, answered)| is_ten(*answered)).map(|(name, _)| name).collect())
}

/// Whether nobody is found in what is asked for by its group, and by whatever narrows it, whether it has a code or none. What
/// is asked for by no group has none to be found in.
async fn is_large(tx: &mut Tx, consultation_id: Uuid, pile: &CodingPile) -> Result<bool, Error> {
    let Some(group) = &pile.group else { return Ok(true) };
    let is_narrow = pile.question.is_some() || pile.band.is_some() || pile.only.is_some();
    Ok(large_groups(tx, consultation_id).await?.contains(group)
        && (!is_narrow || is_ten(coding::young_voices(tx, consultation_id, &pile.stored()).await?)))
}

/// Says no age of those who would be found by it: whoever asks for answers by a group knows that they are of it, so an age stands
/// beside words only where ten of that group are as old (domain.md 5.9, 6.5). Of a group by which nobody may ask nobody knows.
/// Nor are they on the pile of an age for which somebody asks without a group.
pub(crate) async fn hide_found(
    tx: &mut Tx,
    consultation_id: Uuid,
    answers: &mut [AnswerView],
) -> Result<(), Error> {
    let ids: Vec<Uuid> =
        answers.iter().filter(|answer| answer.band.is_some()).map(|answer| answer.id).collect();
    // Where nobody on the page came by a group, nothing is counted.
    if coding::grouped(tx, &ids).await?.is_empty() {
        return Ok(());
    }
    let found = found_answers(tx, consultation_id).await?;
    for answer in answers.iter_mut().filter(|answer| found.contains(&answer.id)) {
        answer.band = None;
    }
    Ok(())
}

/// The answers beside which no age may stand: whoever said them would be found by it.
pub(crate) async fn found_answers(tx: &mut Tx, consultation_id: Uuid) -> Result<HashSet<Uuid>, Error> {
    let found = coding::found_by_age(tx, consultation_id).await?;
    Ok(found.into_iter().map(|(answer, _)| answer).collect())
}

/// The same by their responses.
pub(crate) async fn found_responses(tx: &mut Tx, consultation_id: Uuid) -> Result<HashSet<Uuid>, Error> {
    let found = coding::found_by_age(tx, consultation_id).await?;
    Ok(found.into_iter().map(|(_, response)| response).collect())
}

fn is_ten(respondents: i64) -> bool {
    is_large_enough(u64::try_from(respondents).unwrap_or_default())
}

/// The answer behind which a page begins; nothing where it is the first page. With how many of its answers lie before the one
/// before which it was to end: on the first page that one, and others behind it, may lie as well.
async fn begins(
    tx: &mut Tx,
    consultation_id: Uuid,
    pile: &coding::Pile<'_>,
    page: PilePage,
) -> Result<(Option<Spot>, Option<usize>), Error> {
    if let Some(after) = page.after {
        if let Some(spot) = coding::spot(tx, consultation_id, after).await? {
            return Ok((Some(spot), None));
        }
    } else if let Some(before) = page.before
        && let Some(spot) = coding::spot(tx, consultation_id, before).await?
    {
        let rows = coding::pile_before(tx, consultation_id, pile, spot, PAGE + 1).await?;
        // Where there are no more than a page, it is the first one.
        let is_full = i64::try_from(rows.len()).is_ok_and(|rows| rows > PAGE);
        let until = if is_full { rows.len() - 1 } else { rows.len() };
        return Ok((rows.first().filter(|_| is_full).map(spot_of), Some(until)));
    }
    Ok((numbered(tx, consultation_id, pile, page.number).await?, None))
}

/// The last answer before the page with this number; looked for from the end that is nearer.
async fn numbered(
    tx: &mut Tx,
    consultation_id: Uuid,
    pile: &coding::Pile<'_>,
    number: i64,
) -> Result<Option<Spot>, Error> {
    if number <= 0 {
        return Ok(None);
    }
    let (total, _) = coding::pile_counts(tx, consultation_id, pile, None).await?;
    let before = number.saturating_mul(PAGE).min(total) - 1;
    let behind = total - 1 - before;
    let rows = if before < 0 {
        Vec::new()
    } else if behind < before {
        coding::pile_from_end(tx, consultation_id, pile, 1, behind).await?
    } else {
        coding::pile(tx, consultation_id, pile, 1, before).await?
    };
    Ok(rows.first().map(spot_of))
}

fn spot_of(answer: &Answer) -> Spot {
    Spot { watch: answer.watch, id: answer.id }
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
