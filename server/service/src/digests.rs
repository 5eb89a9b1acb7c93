//! Letters to one person that go as one, so that nobody is flooded. The first of its kind goes at once; what comes soon
//! after it waits, and goes together. What may mean that somebody is not safe waits for nothing, but goes together with
//! what is due at the same time.

use chrono::{DateTime, TimeDelta, Utc};
use earshot_domain::clocks::Clock;
use earshot_domain::job::Digest;
use earshot_domain::news::News;
use earshot_store::digest;
use earshot_store::job::{Claimed, Work};
use earshot_store::{Tx, consultation, follower, request};
use uuid::Uuid;

use crate::clocks::{off_the_wall, on_the_wall};
use crate::error::Refusal;
use crate::jobs::work_of;
use crate::{Earshot, Error};

/// How long one that was taken waits at least for another that is on its way.
const SOON: TimeDelta = TimeDelta::minutes(1);

/// Longer than any letter is put off for the one before it.
const PUT_OFF: TimeDelta = TimeDelta::days(2);

impl Earshot {
    /// What a job may go in one letter with: which kind of letter, and a keyed hash of to whom it goes and which
    /// organisation writes. `None` for a letter that goes by itself, and where nobody is there to get it.
    pub(crate) async fn digest_of(
        &self,
        tx: &mut Tx,
        organisation_id: Uuid,
        work: Work,
    ) -> Result<Option<(Digest, Vec<u8>)>, Error> {
        let (digest, to) = match work {
            Work::Tell { follower, .. } => {
                let Some(found) = follower::by_id(tx, follower).await? else { return Ok(None) };
                let place = found.consultation_id;
                let Some(address) = self.keys.open(place.as_bytes(), &found.address) else {
                    return Ok(None);
                };
                (Digest::News, address.to_lowercase().into_bytes())
            }
            Work::Request { staff, request } => {
                let marked = request::by_id(tx, request).await?.is_some_and(|kept| kept.watch);
                let digest = if marked { Digest::Marked } else { Digest::Requests };
                (digest, staff.as_bytes().to_vec())
            }
            Work::Late { staff, clock: Clock::Comment, .. } => (Digest::Comments, staff.as_bytes().to_vec()),
            Work::Late { staff, .. } => (Digest::Late, staff.as_bytes().to_vec()),
            Work::Held { staff, .. } => (Digest::Held, staff.as_bytes().to_vec()),
            Work::SignIn(_)
            | Work::Invite(_)
            | Work::Confirm(_)
            | Work::ContactOpened { .. }
            | Work::Spread { .. }
            | Work::Names { .. }
            | Work::Fill { .. } => return Ok(None),
        };
        let key = self.keys.digest_key(organisation_id.as_bytes(), digest.as_str(), &to);
        Ok(Some((digest, key)))
    }

    /// Begins the letter of a job that was just taken, and has go with it what waits for the same person. `false` where
    /// it waits itself: for the day of the next letter, or for what becomes of one that is on its way.
    pub(crate) async fn begin_letter(&self, taken: &Claimed) -> Result<bool, Error> {
        // Begun before: the second try is the same letter, with nothing added that the first one did not hold.
        if taken.led_by.is_some() {
            return Ok(true);
        }
        let Some(work) = work_of(taken) else { return Ok(true) };
        let mut tx = self.db.begin().await?;
        let Some((kind, key)) = self.digest_of(&mut tx, taken.organisation_id, work).await? else {
            return Ok(true);
        };
        let now = self.now();
        let next_at = digest::turn(&mut tx, &key, self.this_hour()).await?;
        let until = match kind.next_after(on_the_wall(now)) {
            // It waits for nothing.
            None => None,
            Some(_) if next_at > now => Some(next_at),
            Some(_) => {
                let begun = digest::begun(&mut tx, &key, taken.id).await?;
                begun.map(|until| until.max(now + SOON))
            }
        };
        if let Some(until) = until
            && !self.is_too_late(&mut tx, work, until).await?
        {
            digest::put_off(&mut tx, taken, &key, until).await?;
            tx.commit().await?;
            return Ok(false);
        }
        let ours = digest::begin(&mut tx, taken, &key).await?;
        if ours {
            // What is put off goes with whatever goes before it. What is never put off and not yet due keeps its own time: that is
            // how often somebody is told.
            let due_by = if kind.next_after(on_the_wall(now)).is_some() { now + PUT_OFF } else { now };
            digest::gather(&mut tx, taken.id, &key, now, kind.most() - 1, due_by).await?;
        }
        tx.commit().await?;
        Ok(ours)
    }

    /// Whether a letter would say nothing any more by then: a reminder that came after the last day on which anybody can
    /// answer. Such a one goes now, although another has gone to the same person.
    async fn is_too_late(&self, tx: &mut Tx, work: Work, until: DateTime<Utc>) -> Result<bool, Error> {
        let Work::Tell { follower, news: News::Reminder } = work else { return Ok(false) };
        let Some(found) = follower::by_id(tx, follower).await? else { return Ok(false) };
        let row = consultation::by_id(tx, found.consultation_id).await?;
        let last = row.and_then(|row| row.setup.0.close_on);
        Ok(last.is_some_and(|last| last < on_the_wall(until).date()))
    }

    /// Everything that a letter is about: the work of the job that leads it, and of those that go with it.
    pub(crate) async fn letter_works(&self, taken: &Claimed, first: Work) -> Result<Vec<Work>, Error> {
        let mut works = vec![first];
        for work in digest::beside(&mut self.db.read().await?, taken.id).await? {
            let work = serde_json::from_value(work);
            works.push(work.map_err(|_| Error::refused(Refusal::Unreadable("work")))?);
        }
        Ok(works)
    }

    /// Notes that a letter goes now: from when on the next one to the same person may. Noted before it goes, so that a
    /// process that dies then has not forgotten it.
    pub(crate) async fn letter_goes(&self, taken: &Claimed, work: Work) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        let Some((kind, key)) = self.digest_of(&mut tx, taken.organisation_id, work).await? else {
            return Ok(());
        };
        if let Some(next_at) = kind.next_after(on_the_wall(self.this_hour())).and_then(off_the_wall) {
            digest::pace(&mut tx, &key, next_at).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}
