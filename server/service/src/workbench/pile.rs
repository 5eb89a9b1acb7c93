//! The pile that is read: which answers lie on it, page by page, and how nobody is found on it by a group or an age
//! (domain.md 5.9, 6.5).

use std::collections::HashSet;

use earshot_domain::attribution::is_large_enough;
use earshot_domain::policy::Permission;
use earshot_domain::respondent::AgeBand;
use earshot_store::coding::Spot;
use earshot_store::reading::Answer;
use earshot_store::{Tx, coding};
use uuid::Uuid;

use crate::error::Refusal;
use crate::reading::PAGE;
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
            hide_found(&mut tx, &mut queue.answers).await?;
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
pub(crate) async fn hide_found(tx: &mut Tx, answers: &mut [AnswerView]) -> Result<(), Error> {
    let ids: Vec<Uuid> =
        answers.iter().filter(|answer| answer.band.is_some()).map(|answer| answer.id).collect();
    let found = found_among(tx, &ids).await?;
    for answer in answers.iter_mut().filter(|answer| found.contains(&answer.id)) {
        answer.band = None;
    }
    Ok(())
}

/// Those of some answers beside which no age may stand: whoever said them would be found by it.
pub(crate) async fn found_among(tx: &mut Tx, answers: &[Uuid]) -> Result<HashSet<Uuid>, Error> {
    Ok(coding::found_by_age_among(tx, answers).await?.into_iter().collect())
}

/// The responses of a whole consultation beside which none may stand.
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
