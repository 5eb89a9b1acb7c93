//! A young person sorts answers: their part in a round of double coding (domain.md 6.1, 6.4). They see one answer at a time,
//! without what was taken out of it, and only once somebody of the staff has looked for names in all of them. What they do
//! is kept by the hour and stands in no audit trail; it goes with their account.

use earshot_domain::agreement::RoundState;
use earshot_domain::evidence::AnswerState;
use earshot_store::consultation::{self, Consultation};
use earshot_store::round::{self, Coder, Round, RoundCode, Unit};
use earshot_store::young::Account;
use earshot_store::{Tx, people, reading, search};
use uuid::Uuid;

use crate::rounds::{Sheet, keep_finished, keep_said, place_of, said_of, words};
use crate::{Earshot, Error, RoundWords};

/// Answers that a young person helps to sort, as a card on their page.
#[derive(Debug, Clone)]
pub struct SortingCard {
    /// The round.
    pub id: Uuid,
    /// What was asked, in the words for young people.
    pub title: String,
    /// How many they have sorted or passed over.
    pub done: usize,
    /// Of how many.
    pub of: usize,
    /// Whether they have said that they are done, or it is over.
    pub is_over: bool,
}

/// The answer that a young person sorts now.
#[derive(Debug, Clone)]
pub struct ToSort {
    /// It.
    pub words: RoundWords,
    /// Where it stands, from 1.
    pub place: usize,
    /// The codes that they gave.
    pub codes: Vec<Uuid>,
}

/// What a young person has to sort.
#[derive(Debug, Clone)]
pub struct Sorting {
    /// The round, and what is sorted in it.
    pub card: SortingCard,
    /// The organisation's number to ring about a child's safety; empty when none was given.
    pub duty_phone: String,
    /// The codes.
    pub codes: Vec<RoundCode>,
    /// What they sort now; nothing once all is done.
    pub now: Option<ToSort>,
    /// Once both are done: with whom, on how many answers they agreed, and of how many.
    pub alike: Option<(String, usize, usize)>,
}

/// A round of a young person, with what they may see of it.
struct Own {
    row: Consultation,
    kept: Round,
    coders: Vec<Coder>,
    me: Coder,
    units: Vec<Unit>,
}

impl Earshot {
    /// What whoever is signed in has to sort. `at` is the answer that they go back to, by its place.
    pub async fn sorting(&self, token: &str, id: Uuid, at: Option<usize>) -> Result<Sorting, Error> {
        let mut tx = self.db.read().await?;
        let (account, _) = self.young_in(&mut tx, token).await?;
        let own = own_round(self, &mut tx, &account, id).await?;
        let organisation = people::organisation_by_id(&mut tx, account.organisation_id).await?;
        let card = card(&mut tx, &own).await?;
        let now = if card.is_over { None } else { self.to_sort(&mut tx, &own, at).await? };
        let alike = if own.kept.state == RoundState::Coding || own.me.finished_at.is_none() {
            None
        } else {
            let (same, of) = Sheet::read(&mut tx, &own.kept).await?.alike();
            let other = own.coders.iter().find(|coder| coder.coder != own.me.coder);
            other.and_then(|coder| coder.staff_name.clone()).map(|name| (name, same, of))
        };
        Ok(Sorting {
            card,
            duty_phone: organisation.map(|one| one.duty_phone).unwrap_or_default(),
            codes: own.kept.codes.0,
            now,
            alike,
        })
    }

    async fn to_sort(&self, tx: &mut Tx, own: &Own, at: Option<usize>) -> Result<Option<ToSort>, Error> {
        let said = said_of(tx, &own.kept, &own.me).await?;
        let Some(place) = place_of(&own.units, &said, at) else { return Ok(None) };
        let Some(unit) = own.units.get(place) else { return Ok(None) };
        let questionnaire = self.questions(tx, &own.row).await?;
        Ok(Some(ToSort {
            words: words(tx, &questionnaire, unit).await?,
            place: place + 1,
            codes: said.get(&unit.id).cloned().flatten().unwrap_or_default(),
        }))
    }

    /// Keeps the codes that whoever is signed in gives to an answer; without a list, that they pass it over.
    pub async fn sort(
        &self,
        token: &str,
        id: Uuid,
        answer_id: Uuid,
        codes: Option<&[Uuid]>,
    ) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        let (account, _) = self.young_in(&mut tx, token).await?;
        let own = own_round_to_change(self, &mut tx, &account, id).await?;
        keep_said(&mut tx, (&own.kept, &own.me), &own.units, (answer_id, codes), self.this_hour()).await?;
        Ok(tx.commit().await?)
    }

    /// Holds an answer that worries whoever is signed in, at once, as a reader would: from then on only the safeguarding lead
    /// sees it. Also where they are done, the round is over, or somebody has to look for names once more: they have read it.
    /// [`Error::Stale`] where it was taken back or deleted. The log has the moment, because the lead's clock runs from it, and
    /// does not say who it was.
    pub async fn worry_about(&self, token: &str, id: Uuid, answer_id: Uuid) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        let (account, _) = self.young_in(&mut tx, token).await?;
        let own = own_round_to_change(self, &mut tx, &account, id).await?;
        if !round::is_drawn(&mut tx, own.kept.id, answer_id).await? {
            return Err(Error::Stale);
        }
        search::keep_still(&mut tx, answer_id).await?;
        let answer = reading::one(&mut tx, answer_id).await?.ok_or(Error::Stale)?;
        if answer.state == AnswerState::Held {
            // Somebody was worried before.
            return Ok(());
        }
        let mine = (&own.kept, &own.me);
        match keep_said(&mut tx, mine, &own.units, (answer_id, None), self.this_hour()).await {
            // Nothing is sorted any more, and the worry counts all the same.
            Ok(()) | Err(Error::Stale | Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
        // Who began the round is who the young person works with.
        let note =
            format!("A young person who helps to sort answers is worried (round {}).", own.kept.number);
        self.hold_in(&mut tx, &own.row, &answer, (own.kept.started_by, &note)).await?;
        self.tell_held(&mut tx, own.row.id, None).await?;
        Ok(tx.commit().await?)
    }

    /// Notes that whoever is signed in is done.
    pub async fn finish_sorting(&self, token: &str, id: Uuid) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        let (account, _) = self.young_in(&mut tx, token).await?;
        let own = own_round_to_change(self, &mut tx, &account, id).await?;
        let mine = (&own.kept, &own.me);
        keep_finished(&mut tx, mine, &own.coders, &own.units, self.this_hour()).await?;
        Ok(tx.commit().await?)
    }
}

/// The rounds in which somebody sorts answers, the oldest first.
pub(crate) async fn sorting_cards(
    earshot: &Earshot,
    tx: &mut Tx,
    account_id: Uuid,
) -> Result<Vec<SortingCard>, Error> {
    let mut cards = Vec::new();
    for kept in round::of_young(tx, account_id).await? {
        let own = own(earshot, tx, account_id, kept).await?;
        cards.push(card(tx, &own).await?);
    }
    Ok(cards)
}

/// A round in which an account sorts answers and changes something, held until the transaction ends.
async fn own_round_to_change(
    earshot: &Earshot,
    tx: &mut Tx,
    account: &Account,
    id: Uuid,
) -> Result<Own, Error> {
    round::hold(tx, id).await?;
    own_round(earshot, tx, account, id).await
}

/// A round in which an account sorts answers. [`Error::NotFound`] for every other one, and for one in which nobody has looked
/// for names.
async fn own_round(earshot: &Earshot, tx: &mut Tx, account: &Account, id: Uuid) -> Result<Own, Error> {
    let kept = round::of_young(tx, account.id).await?.into_iter().find(|kept| kept.id == id);
    own(earshot, tx, account.id, kept.ok_or(Error::NotFound)?).await
}

async fn own(earshot: &Earshot, tx: &mut Tx, account_id: Uuid, kept: Round) -> Result<Own, Error> {
    let row = consultation::by_id(tx, kept.consultation_id).await?.ok_or(Error::NotFound)?;
    let coders = round::coders(tx, kept.id).await?;
    let me = coders.iter().find(|coder| coder.young_account_id == Some(account_id)).cloned();
    let mut units = round::units_checked(tx, kept.id).await?;
    // Where it may hurt, somebody else has looked at each.
    if let Some(seen) = earshot.looked_over(tx, &row).await? {
        units.retain(|unit| seen.contains(&unit.id));
    }
    Ok(Own { row, me: me.ok_or(Error::NotFound)?, coders, units, kept })
}

async fn card(tx: &mut Tx, own: &Own) -> Result<SortingCard, Error> {
    let said = said_of(tx, &own.kept, &own.me).await?;
    Ok(SortingCard {
        id: own.kept.id,
        title: own.row.setup.child_title.clone(),
        done: own.units.iter().filter(|unit| said.contains_key(&unit.id)).count(),
        of: own.units.len(),
        is_over: own.kept.state != RoundState::Coding || own.me.finished_at.is_some(),
    })
}
