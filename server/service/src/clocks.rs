//! The clocks of the safeguarding lane (domain.md 5.4): what waits, by when it must be seen to, and who is told when
//! nobody has.

mod held;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{Europe::London, Tz};
use earshot_domain::clocks::{Clock, Plan};
use earshot_domain::policy::{Permission, Role, allows};
use earshot_domain::reference::{Kind, Reference};
use earshot_store::job::Work;
use earshot_store::{Json, Tx, comment, consultation, people, reading};
use uuid::Uuid;

use crate::error::Refusal;
use crate::jobs::LetterAbout;
use crate::{Actor, Earshot, Error};

/// The time of the place: working hours are those of a clock on the wall.
const PLACE: Tz = London;

/// Letters of the words about who is there outside working hours.
const COVER_MAX: usize = 300;

/// Days on which nobody works that can be written down.
const CLOSED_MAX: usize = 200;

/// Answers of one kind at one consultation that wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The consultation's short name.
    pub slug: String,
    /// Its reference.
    pub reference: Reference,
    /// Its title for staff.
    pub title: String,
    /// What they wait for.
    pub clock: Clock,
    /// By when the one that has waited longest must be seen to, in the time of the place.
    pub due: NaiveDateTime,
    /// Whether that has passed.
    pub late: bool,
}

/// What somebody who reads has before them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What waits, the most urgent first.
    pub waiting: Vec<Waiting>,
    /// Who is there outside working hours.
    pub cover: String,
}

/// The plan as it was typed.
#[derive(Debug, Clone, Default)]
pub struct PlanText {
    /// The hour at which the working day begins.
    pub opens: Option<u32>,
    /// The hour at which it ends.
    pub closes: Option<u32>,
    /// Days on which nobody works, one a line: `2026-12-25`.
    pub closed: String,
    /// Working hours until a marked answer is read.
    pub marked_hours: Option<u32>,
    /// Working days until any answer is read.
    pub unread_days: Option<u32>,
    /// Working hours until somebody has decided about a held answer.
    pub held_hours: Option<u32>,
    /// Working hours after which the deputy is told as well.
    pub deputy_hours: Option<u32>,
    /// Who is there outside these hours.
    pub cover: String,
}

/// A moment in the time of the place.
pub(crate) fn on_the_wall(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&PLACE).naive_local()
}

/// The moment of such a time: the later of two in the night in which an hour comes twice, and an hour on in the one in
/// which it is left out.
pub(crate) fn off_the_wall(at: NaiveDateTime) -> Option<DateTime<Utc>> {
    let of = |at: NaiveDateTime| PLACE.from_local_datetime(&at).latest();
    let at = of(at).or_else(|| of(at.checked_add_signed(TimeDelta::hours(1))?))?;
    Some(at.with_timezone(&Utc))
}

/// What waits, and the consultation's id.
struct Found {
    consultation_id: Uuid,
    waiting: Waiting,
}

impl Earshot {
    /// How the organisation reads.
    pub async fn safeguarding_plan(&self, actor: &Actor) -> Result<Plan, Error> {
        actor.require(Permission::DecideHeldAnswers)?;
        plan_of(&mut self.db.read().await?, actor.organisation_id).await
    }

    /// Changes how the organisation reads.
    pub async fn save_safeguarding_plan(&self, actor: &Actor, text: &PlanText) -> Result<(), Error> {
        actor.require(Permission::DecideHeldAnswers)?;
        let plan = parse(text)?;
        let mut tx = self.db.begin().await?;
        let known = plan_of(&mut tx, actor.organisation_id).await?;
        reading::set_plan(&mut tx, actor.organisation_id, &plan).await?;
        let changed = self.change(("plan", actor.organisation_id), Some(&known), Some(&plan));
        self.audit_with(&mut tx, actor, "safeguarding.plan", "", changed);
        Ok(tx.commit().await?)
    }

    /// What waits to be read, decided about or checked, each by those who may do that there: the most urgent first.
    pub async fn waiting(&self, actor: &Actor) -> Result<Reading, Error> {
        actor.require_somewhere(Permission::ReadRawText)?;
        let mut tx = self.db.read().await?;
        let plan = plan_of(&mut tx, actor.organisation_id).await?;
        let mut waiting = self.all_waiting(&mut tx, actor.organisation_id, &plan).await?;
        waiting.retain(|found| {
            let needs = match found.waiting.clock {
                Clock::Held | Clock::HeldUnread | Clock::CommentHeld => Permission::DecideHeldAnswers,
                Clock::Comment => Permission::ModerateComments,
                Clock::Marked | Clock::Unread => Permission::ReadRawText,
            };
            match needs {
                // Whoever checks comments does so for the whole organisation.
                Permission::ModerateComments => actor.may_everywhere(needs),
                _ => actor.may_in(needs, found.consultation_id),
            }
        });
        waiting.sort_by_key(|found| found.waiting.due);
        let waiting = waiting.into_iter().map(|found| found.waiting).collect();
        Ok(Reading { waiting, cover: plan.cover })
    }

    async fn all_waiting(
        &self,
        tx: &mut Tx,
        organisation_id: Uuid,
        plan: &Plan,
    ) -> Result<Vec<Found>, Error> {
        let now = on_the_wall(self.now());
        let mut found = Vec::new();
        let mut all = reading::waiting(tx, organisation_id).await?;
        all.extend(comment::waiting(tx, organisation_id).await?);
        for (consultation_id, clock, since) in all {
            let row = consultation::by_id(tx, consultation_id).await?.ok_or(Error::NotFound)?;
            let due = plan.due(clock, on_the_wall(since));
            let waiting = Waiting {
                slug: row.slug,
                reference: Reference::new(Kind::Consultation, row.number),
                title: row.setup.0.title,
                clock,
                due,
                late: due <= now,
            };
            found.push(Found { consultation_id, waiting });
        }
        Ok(found)
    }

    /// Writes a letter to the safeguarding lead for every clock that has run out, and later to the deputy; where there is
    /// no lead to the deputy at once, and where there is neither to the administrators. Of comments that nobody has checked
    /// those are told who check them. At most one a day for each of
    /// them and each clock of a consultation. Gives how many. Run again and again by every process that sends mail.
    pub async fn chase(&self) -> Result<u64, Error> {
        if !self.mails {
            return Ok(0);
        }
        let now = on_the_wall(self.now());
        let mut written = 0;
        let organisations = people::organisations(&mut self.db.read().await?).await?;
        for organisation in organisations {
            let mut tx = self.db.read().await?;
            let plan = plan_of(&mut tx, organisation.id).await?;
            if !plan.is_working(now) {
                continue;
            }
            drop(tx);
            written += self.chase_requests(organisation.id).await?;
            let mut tx = self.db.read().await?;
            let mut late = self.all_waiting(&mut tx, organisation.id, &plan).await?;
            late.retain(|found| found.waiting.late);
            if late.is_empty() {
                continue;
            }
            let mut leads = Vec::new();
            let mut deputies = Vec::new();
            let mut administrators = Vec::new();
            let mut moderators = Vec::new();
            for (staff, roles) in people::staff_with_roles(&mut tx, organisation.id).await? {
                let is = |role| roles.contains(&role);
                if allows(&roles, Permission::ModerateComments) {
                    moderators.push(staff.id);
                }
                if is(Role::SafeguardingLead) {
                    leads.push(staff.id);
                } else if is(Role::SafeguardingDeputy) {
                    deputies.push(staff.id);
                } else if is(Role::Administrator) {
                    administrators.push(staff.id);
                }
            }
            drop(tx);
            let mut tx = self.db.begin().await?;
            for Found { consultation_id, waiting } in late {
                let Waiting { clock, reference, due, .. } = waiting;
                // Comments are checked by those who moderate them, and by nobody in their place.
                let mut tell = if clock == Clock::Comment { moderators.clone() } else { leads.clone() };
                if clock != Clock::Comment && (leads.is_empty() || plan.deputy_due(due) <= now) {
                    tell.extend(&deputies);
                }
                if tell.is_empty() {
                    tell.clone_from(&administrators);
                }
                for staff in tell {
                    let once = format!("late:{clock}:{consultation_id}:{staff}:{}", now.date());
                    let work = Work::Late { staff, consultation: consultation_id, clock };
                    let subject = reference.to_string();
                    written +=
                        u64::from(self.enqueue(&mut tx, organisation.id, work, subject, Some(once)).await?);
                }
            }
            tx.commit().await?;
        }
        Ok(written)
    }

    /// The letter about clocks that have run out, the one that ran out first on top; `None` where somebody has seen to all
    /// of it in the meantime, or whoever it was for is trusted with nothing any more. Nothing that anybody wrote is in it.
    pub(crate) async fn late_letter(
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
        let plan = plan_of(&mut tx, staff.organisation_id).await?;
        let mut found = self.all_waiting(&mut tx, staff.organisation_id, &plan).await?;
        found.retain(|found| {
            let about = Work::Late {
                staff: staff_id,
                consultation: found.consultation_id,
                clock: found.waiting.clock,
            };
            found.waiting.late && works.contains(&about)
        });
        if found.is_empty() {
            return Ok(None);
        }
        found.sort_by_key(|found| found.waiting.due);
        let waiting = found.into_iter().map(|found| found.waiting).collect();
        let stands_in = !roles.contains(&Role::SafeguardingLead);
        let needs = match works {
            [Work::Late { clock: Clock::Comment, .. }, ..] => Permission::ModerateComments,
            _ => Permission::ReadRawText,
        };
        let may_read = allows(&roles, needs);
        Ok(Some((staff.email, LetterAbout::Late { name: staff.name, stands_in, may_read, waiting })))
    }
}

/// How an organisation reads.
pub(crate) async fn plan_of(tx: &mut Tx, organisation_id: Uuid) -> Result<Plan, Error> {
    Ok(reading::plan(tx, organisation_id).await?.map(|Json(plan)| plan).unwrap_or_default())
}

fn parse(text: &PlanText) -> Result<Plan, Error> {
    let mut refusals = Vec::new();
    let mut number = |field: &'static str, typed: Option<u32>| {
        typed.unwrap_or_else(|| {
            refusals.push(Refusal::Unreadable(field));
            0
        })
    };
    let mut plan = Plan {
        opens: number("opens", text.opens),
        closes: number("closes", text.closes),
        closed: BTreeSet::new(),
        marked_hours: number("marked_hours", text.marked_hours),
        unread_days: number("unread_days", text.unread_days),
        held_hours: number("held_hours", text.held_hours),
        deputy_hours: number("deputy_hours", text.deputy_hours),
        cover: text.cover.trim().to_string(),
    };
    for (at, line) in text.closed.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match line.trim().parse::<NaiveDate>() {
            Ok(day) => drop(plan.closed.insert(day)),
            Err(_) => refusals.push(Refusal::Line {
                line: u64::try_from(at + 1).unwrap_or(u64::MAX),
                reason: "Write a day as 2026-12-25.".to_string(),
            }),
        }
    }
    if plan.closed.len() > CLOSED_MAX {
        refusals.push(Refusal::TooMany { field: "closed", max: CLOSED_MAX });
    }
    if plan.cover.chars().count() > COVER_MAX {
        refusals.push(Refusal::TooLong { field: "cover", max: COVER_MAX });
    }
    if refusals.is_empty() {
        refusals = plan.flaws().into_iter().map(Refusal::Plan).collect();
    }
    Error::unless_empty(refusals)?;
    Ok(plan)
}
