//! The letter that says at once that something was put into the safeguarding lane (domain.md 5.4 step 5): by somebody who
//! reads, by a young person who sorts, or by the list as it came. The clocks come after it, where nobody has looked.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use earshot_domain::clocks::Clock;
use earshot_domain::policy::{Permission, Role, allows};
use earshot_domain::reference::{Kind, Reference};
use earshot_store::job::{self, NewJob, Work};
use earshot_store::{Tx, consultation, people};
use uuid::Uuid;

use super::plan_of;
use crate::jobs::{AHEAD, LetterAbout};
use crate::{Earshot, Error};

/// Whether a clock is one of what is in the lane.
fn is_held(clock: Clock) -> bool {
    matches!(clock, Clock::Held | Clock::HeldUnread | Clock::CommentHeld)
}

/// Who looks after what is held: the lead, or else the deputy, or else somebody who can invite one.
async fn who_looks(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<Uuid>, Error> {
    let staff = people::staff_with_roles(tx, organisation_id).await?;
    let with = |role: Role| -> Vec<Uuid> {
        staff.iter().filter(|(_, roles)| roles.contains(&role)).map(|(one, _)| one.id).collect()
    };
    let in_turn = [Role::SafeguardingLead, Role::SafeguardingDeputy, Role::Administrator];
    Ok(in_turn.into_iter().map(with).find(|found| !found.is_empty()).unwrap_or_default())
}

impl Earshot {
    /// Has those told who look after what is held that something at a consultation is, but not whoever has held it (`by`). One
    /// letter in each hour of the clock for each consultation, however much comes: the first goes at once, and what comes after
    /// it is told when the hour is over, if nobody has seen to it by then.
    pub(crate) async fn tell_held(
        &self,
        tx: &mut Tx,
        consultation_id: Uuid,
        by: Option<Uuid>,
    ) -> Result<(), Error> {
        if !self.mails {
            return Ok(());
        }
        let row = consultation::by_id(tx, consultation_id).await?.ok_or(Error::NotFound)?;
        // Of a young person nothing finer is kept than the hour.
        let hour = self.this_hour();
        let later = hour + TimeDelta::hours(1);
        for staff in who_looks(tx, row.organisation_id).await?.into_iter().filter(|staff| by != Some(*staff))
        {
            let work = Work::Held { staff, consultation: row.id };
            let digest_key = self.digest_of(tx, row.organisation_id, work).await?.map(|(_, key)| key);
            for (run_at, of) in [(hour - AHEAD, hour), (later, later)] {
                let new = NewJob {
                    id: self.random_id(),
                    organisation_id: row.organisation_id,
                    subject: Reference::new(Kind::Consultation, row.number).to_string(),
                    work,
                    once: Some(format!("held:{}:{staff}:{}", row.id, of.timestamp())),
                    run_at,
                    created_at: hour,
                    digest_key: digest_key.clone(),
                };
                if job::insert(tx, &new).await? {
                    break;
                }
            }
        }
        Ok(())
    }

    /// The letter about it: what still waits in the lane at these consultations. `None` where somebody has seen to all of it
    /// in the meantime, or whoever it was for does not look after it any more: then those are told who do. Nothing that
    /// anybody wrote is in it.
    pub(crate) async fn held_letter(
        &self,
        leader: Uuid,
        staff_id: Uuid,
        works: &[Work],
    ) -> Result<Option<(String, LetterAbout)>, Error> {
        let mut tx = self.db.read().await?;
        let Some(staff) = people::staff_by_id(&mut tx, staff_id).await? else { return Ok(None) };
        let roles = people::roles(&mut tx, staff.id).await?;
        let looks = who_looks(&mut tx, staff.organisation_id).await?.contains(&staff.id);
        let plan = plan_of(&mut tx, staff.organisation_id).await?;
        let mut found = self.all_waiting(&mut tx, staff.organisation_id, &plan).await?;
        drop(tx);
        found.retain(|found| {
            let about = Work::Held { staff: staff_id, consultation: found.consultation_id };
            is_held(found.waiting.clock) && works.contains(&about)
        });
        let waits: Vec<Uuid> = found.iter().map(|found| found.consultation_id).collect();
        self.not_told(leader, works, &waits, looks).await?;
        let may_read = allows(&roles, Permission::DecideHeldAnswers);
        if found.is_empty() || !looks {
            return Ok(None);
        }
        found.sort_by_key(|found| found.waiting.due);
        let waiting = found.into_iter().map(|found| found.waiting).collect();
        let stands_in = !roles.contains(&Role::SafeguardingLead);
        Ok(Some((staff.email, LetterAbout::Held { name: staff.name, stands_in, may_read, waiting })))
    }

    /// What a letter leaves out. Where nothing waits any more, no letter of this hour went, and what is held next is told at
    /// once. Where something does and whoever the letter was for does not look after it (`looks`), those are told who do.
    async fn not_told(&self, leader: Uuid, works: &[Work], waits: &[Uuid], looks: bool) -> Result<(), Error> {
        let at = |work: &Work| match *work {
            Work::Held { consultation, .. } => Some(consultation),
            _ => None,
        };
        // Letters of two hours may go as one.
        let places: BTreeSet<Uuid> = works.iter().filter_map(at).collect();
        let (left, gone): (Vec<Uuid>, Vec<Uuid>) = places.into_iter().partition(|at| waits.contains(at));
        if gone.is_empty() && looks {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        for id in gone {
            let Some(row) = consultation::by_id(&mut tx, id).await? else { continue };
            let subject = Reference::new(Kind::Consultation, row.number).to_string();
            job::may_repeat(&mut tx, leader, &subject).await?;
        }
        for id in left.into_iter().filter(|_| !looks) {
            self.tell_held(&mut tx, id, None).await?;
        }
        Ok(tx.commit().await?)
    }
}
