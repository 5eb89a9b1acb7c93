//! Letters about requests: who is told that one came, or that one waits too long.

use earshot_domain::policy::{Permission, Role, allows};
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::request::{self as rules, RequestState};
use earshot_store::job::Work;
use earshot_store::{Tx, people, request};
use uuid::Uuid;

use super::RequestCard;
use crate::jobs::LetterAbout;
use crate::{Earshot, Error};

impl Earshot {
    /// Writes a letter about every request that is due within a week, and one a week about those that are late. Gives how
    /// many.
    pub(crate) async fn chase_requests(&self, organisation_id: Uuid) -> Result<u64, Error> {
        let today = self.today();
        let mut tx = self.db.read().await?;
        // Whoever does not keep up with a thousand of them has read the first letters.
        let open = request::open(&mut tx, organisation_id, true, 1_000, 0).await?;
        let answers = self.who_answers(&mut tx, organisation_id, false).await?;
        let all = self.who_answers(&mut tx, organisation_id, true).await?;
        drop(tx);
        let mut letters = Vec::new();
        for kept in &open {
            if kept.watch && kept.state == RequestState::Received {
                // Something in it may mean that somebody is not safe, and nobody has said that they have read it.
                letters.push((kept, &all, format!("marked-{today}")));
                continue;
            }
            if let Some(since) = kept.paused_on {
                let weeks = (today - since).num_days() / 7;
                if weeks >= 4 {
                    letters.push((kept, &answers, format!("paused-{}", weeks / 4)));
                }
                continue;
            }
            let left = (self.due_of(kept) - today).num_days();
            if left <= rules::SOON_DAYS {
                let when = if left < 0 { format!("late-{}", -left / 7) } else { "soon".to_string() };
                letters.push((kept, &answers, when));
            }
        }
        if letters.is_empty() {
            return Ok(0);
        }
        let mut tx = self.db.begin().await?;
        let mut written = 0;
        for (kept, told, when) in letters {
            let reference = Reference::new(Kind::Request, kept.number);
            for staff in told {
                written += u64::from(
                    self.enqueue_request(&mut tx, organisation_id, *staff, kept.id, reference, &when).await?,
                );
            }
        }
        tx.commit().await?;
        Ok(written)
    }

    /// Writes a letter about a request to one of the staff, unless it was written already. Gives whether it was not.
    pub(super) async fn enqueue_request(
        &self,
        tx: &mut Tx,
        organisation_id: Uuid,
        staff: Uuid,
        request: Uuid,
        reference: Reference,
        when: &str,
    ) -> Result<bool, Error> {
        let once = format!("request:{request}:{staff}:{when}");
        let work = Work::Request { staff, request };
        self.enqueue(tx, organisation_id, work, reference.to_string(), Some(once)).await
    }

    /// Those who answer requests; where there are none the administrators, who can invite one; and for a marked one the
    /// safeguarding leads as well.
    pub(crate) async fn who_answers(
        &self,
        tx: &mut Tx,
        organisation_id: Uuid,
        watch: bool,
    ) -> Result<Vec<Uuid>, Error> {
        let staff = people::staff_with_roles(tx, organisation_id).await?;
        let with = |role: Role| {
            let has =
                move |(one, roles): &(people::Staff, Vec<Role>)| roles.contains(&role).then_some(one.id);
            staff.iter().filter_map(has).collect::<Vec<_>>()
        };
        let mut told = with(Role::DataProtectionOfficer);
        if told.is_empty() {
            told = with(Role::Administrator);
        }
        if watch {
            told.extend(with(Role::SafeguardingLead));
            told.extend(with(Role::SafeguardingDeputy));
        }
        told.sort_unstable();
        told.dedup();
        Ok(told)
    }

    /// The letter about requests, the oldest on top; `None` where all of them were ended in the meantime.
    pub(crate) async fn request_letter(
        &self,
        staff_id: Uuid,
        works: &[Work],
    ) -> Result<Option<(String, LetterAbout)>, Error> {
        let mut tx = self.db.read().await?;
        let Some(staff) = people::staff_by_id(&mut tx, staff_id).await? else { return Ok(None) };
        let roles = people::roles(&mut tx, staff.id).await?;
        if roles.is_empty() {
            return Ok(None);
        }
        let others = self.who_answers(&mut tx, staff.organisation_id, false).await?;
        let mut cards: Vec<(RequestCard, bool)> = Vec::new();
        for work in works {
            let Work::Request { request: request_id, .. } = *work else { continue };
            let kept = request::by_id(&mut tx, request_id).await?;
            let Some(kept) = kept.filter(|kept| kept.state.is_open()) else { continue };
            let may_open = allows(&roles, Permission::AnswerRequests)
                || (kept.watch && allows(&roles, Permission::SeeRequests));
            // An officer was invited in the meantime: then it is told to them.
            if !may_open && !others.contains(&staff.id) {
                continue;
            }
            let card = self.card(&kept);
            if cards.iter().all(|(known, _)| known.reference != card.reference) {
                cards.push((card, may_open));
            }
        }
        if cards.is_empty() {
            return Ok(None);
        }
        cards.sort_by_key(|(card, _)| card.reference.number);
        Ok(Some((staff.email, LetterAbout::Request { name: staff.name, cards })))
    }
}
