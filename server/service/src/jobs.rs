//! What is done after a request: taken by one process at a time, tried again, given up in the end.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use earshot_domain::job::{JobState, TRIES, wait_after};
use earshot_domain::news::News;
use earshot_domain::policy::Permission;
use earshot_store::job::{self, Claimed, Job, NewJob, Work};
use earshot_store::{Json, Tx, consultation, follower, people};
use uuid::Uuid;

use crate::error::Refusal;
use crate::{Actor, Earshot, Error, RequestCard, Waiting};

/// How long a process has for a job before another takes it over: longer than any mail server may take.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// How much longer what somebody waits for counts as due.
const AHEAD: TimeDelta = TimeDelta::days(1);

/// How long somebody waits for a link that they asked for: an older letter would bring a link that nobody wants.
const SIGN_IN_WAITS: TimeDelta = TimeDelta::hours(1);

/// How long jobs are shown that were done, and that were given up.
pub(crate) const SHOWN_DONE: TimeDelta = TimeDelta::days(30);
pub(crate) const SHOWN_FAILED: TimeDelta = TimeDelta::days(90);

/// Followers whose mail is written in one transaction.
const SPREAD: i64 = 200;

/// What a job asks for; `None` where another version of the program wrote it, and this one cannot read it.
fn work_of(taken: &Claimed) -> Option<Work> {
    let Json(work) = &taken.work;
    serde_json::from_value(work.clone()).ok()
}

/// A job that this process has taken.
#[derive(Debug, Clone)]
pub struct TakenJob(Claimed);

/// What is to be sent. It holds nothing that anybody answered.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// To whom: the address.
    pub to: String,
    /// Who sends it.
    pub organisation: String,
    /// The job that it is from.
    pub id: Uuid,
    /// What it is about.
    pub about: LetterAbout,
}

/// What a letter is about.
#[derive(Clone, PartialEq, Eq)]
pub enum LetterAbout {
    /// A link to sign in with.
    SignIn {
        /// Whose name stands on top.
        name: String,
        /// The token in the link.
        token: String,
        /// Until when it works.
        until: DateTime<Utc>,
        /// Whether they were invited, and did not ask for it themselves.
        invited: bool,
    },
    /// Whether somebody wants news.
    Confirm {
        /// The language of the page on which they asked.
        tongue: String,
        /// What they asked to hear of, in young people's words.
        title: String,
        /// What their own page is opened with.
        key: String,
    },
    /// News.
    News {
        /// What there is to tell.
        news: News,
        /// The language of the page on which they asked.
        tongue: String,
        /// What it is about, in young people's words.
        title: String,
        /// Its short name in addresses.
        slug: String,
        /// Its last day.
        close_on: Option<NaiveDate>,
        /// When young people are told what came of it.
        told_on: Option<NaiveDate>,
        /// What their own page is opened with, where they can stop it.
        key: String,
    },
    /// Somebody has asked something about their data, or complained.
    Request {
        /// Whose name stands on top.
        name: String,
        /// Whether they may open it; otherwise they can invite somebody who may.
        may_open: bool,
        /// Which, and by when it is to be answered. Nothing that anybody wrote is in it.
        card: RequestCard,
    },
    /// A clock of the safeguarding lane has run out.
    Late {
        /// Whose name stands on top.
        name: String,
        /// Whether they stand in for a safeguarding lead.
        stands_in: bool,
        /// Whether they may see to it; otherwise they can invite somebody who may.
        may_read: bool,
        /// What waits. Nothing that anybody wrote is in it.
        waiting: Waiting,
    },
}

impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // An address and a token are for nobody's log.
        f.debug_struct("Letter").field("id", &self.id).field("about", &self.about).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for LetterAbout {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            LetterAbout::SignIn { invited, .. } => write!(f, "SignIn {{ invited: {invited} }}"),
            LetterAbout::Confirm { .. } => f.write_str("Confirm"),
            LetterAbout::News { news, .. } => write!(f, "News({news})"),
            LetterAbout::Request { card, .. } => write!(f, "Request({})", card.reference),
            LetterAbout::Late { waiting, .. } => write!(f, "Late({})", waiting.clock),
        }
    }
}

/// Why a job did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// In a few words for whoever looks after the installation. Names nobody.
    pub words: String,
    /// Whether another try would end the same.
    pub lasting: bool,
}

/// A page of the jobs.
#[derive(Debug, Clone)]
pub struct JobPage {
    /// How many there are in each state.
    pub counts: Vec<(JobState, i64)>,
    /// Those of the state that was asked for, the newest first.
    pub jobs: Vec<Job>,
    /// Whether there are older ones.
    pub more: bool,
}

impl Earshot {
    /// Writes a job with the change that it follows from. `once` says what the same must not be done for twice.
    pub(crate) async fn enqueue(
        &self,
        tx: &mut Tx,
        organisation_id: Uuid,
        work: Work,
        subject: String,
        once: Option<String>,
    ) -> Result<bool, Error> {
        let (id, created_at) = (self.ordered_id(), self.now());
        // Somebody waits for these; they do not stand behind a thousand letters of news.
        let ahead = matches!(
            work,
            Work::SignIn(_) | Work::Invite(_) | Work::Confirm(_) | Work::Late { .. } | Work::Request { .. }
        );
        let run_at = if ahead { created_at - AHEAD } else { created_at };
        Ok(job::insert(tx, &NewJob { id, organisation_id, subject, work, once, run_at, created_at }).await?)
    }

    /// Takes the job that has waited longest, if one is due.
    pub async fn take_job(&self) -> Result<Option<TakenJob>, Error> {
        let now = self.now();
        // Looking does not write, so that waiting costs nothing.
        if !job::is_due(&mut self.db.read().await?, now).await? {
            return Ok(None);
        }
        let mut tx = self.db.begin().await?;
        let claimed = job::claim(&mut tx, now, now + LEASE).await?;
        if let Some(worn) = claimed.as_ref().filter(|taken| taken.attempts > TRIES) {
            // Whoever took it never came back to say why.
            job::failed(&mut tx, worn, now, "it was begun again and again and never ended").await?;
        }
        tx.commit().await?;
        Ok(claimed.filter(|taken| taken.attempts <= TRIES).map(TakenJob))
    }

    /// Does what a job asks for inside the database, and gives the letter that is to go out, if there is one: none where
    /// whoever it was for does not want it any more.
    pub async fn perform(&self, TakenJob(taken): &TakenJob) -> Result<Option<Letter>, Error> {
        let Some(work) = work_of(taken) else {
            return Err(Error::refused(Refusal::Unreadable("work")));
        };
        let found = match work {
            Work::SignIn(_) if self.now() - taken.created_at > SIGN_IN_WAITS => None,
            Work::SignIn(staff) | Work::Invite(staff) => {
                let invited = matches!(work, Work::Invite(_));
                self.mailed_link(staff, invited).await?.map(|(staff, link)| {
                    let about = LetterAbout::SignIn {
                        name: staff.name,
                        token: link.token,
                        until: link.expires_at,
                        invited,
                    };
                    (staff.email, about)
                })
            }
            Work::Spread { consultation, news } => {
                self.spread(taken, consultation, news).await?;
                None
            }
            Work::Request { staff, request } => self.request_letter(staff, request).await?,
            Work::Late { staff, consultation, clock } => self.late_letter(staff, consultation, clock).await?,
            Work::Confirm(id) => self.to_follower(id, None).await?,
            Work::Tell { follower, news } => self.to_follower(follower, Some(news)).await?,
        };
        let Some((to, about)) = found else { return Ok(None) };
        let organisation =
            people::organisation_by_id(&mut self.db.read().await?, taken.organisation_id).await?;
        let organisation = organisation.map(|found| found.name).unwrap_or_default();
        Ok(Some(Letter { to, organisation, id: taken.id, about }))
    }

    /// Writes a job for each of those who follow, a few hundred at a time. Done twice, it writes none twice.
    async fn spread(&self, taken: &Claimed, consultation_id: Uuid, news: News) -> Result<(), Error> {
        let mut after = None;
        loop {
            let mut tx = self.db.begin().await?;
            let Some(row) = consultation::by_id(&mut tx, consultation_id).await? else { return Ok(()) };
            let followers = follower::next(&mut tx, consultation_id, after, SPREAD).await?;
            for follower in &followers {
                let once = format!("{}:{follower}", taken.id);
                let work = Work::Tell { follower: *follower, news };
                // Of which consultation is not said: counted, they would tell how few follow it.
                self.enqueue(&mut tx, row.organisation_id, work, String::new(), Some(once)).await?;
            }
            tx.commit().await?;
            after = followers.last().copied();
            if after.is_none() {
                return Ok(());
            }
        }
    }

    /// The address of a follower, and what they are told: news, or whether they want any.
    async fn to_follower(
        &self,
        id: Uuid,
        news: Option<News>,
    ) -> Result<Option<(String, LetterAbout)>, Error> {
        let mut tx = self.db.read().await?;
        let Some(found) = follower::by_id(&mut tx, id).await? else { return Ok(None) };
        if found.confirmed != news.is_some() {
            return Ok(None);
        }
        let Some(row) = consultation::by_id(&mut tx, found.consultation_id).await? else { return Ok(None) };
        // Sealed with another secret, it can be read by nobody.
        let Some(to) = self.keys.open(found.consultation_id.as_bytes(), &found.address) else {
            return Ok(None);
        };
        let takes = self.fits(&row, News::Reminder);
        let (key, setup) = (self.follower_token(id), row.setup.0);
        let title = setup.title_in(&found.tongue).to_string();
        let tongue = found.tongue;
        let about = match news {
            None => LetterAbout::Confirm { tongue, title, key },
            // It was paused or closed while the reminder waited.
            Some(News::Reminder) if !takes => return Ok(None),
            Some(news) => LetterAbout::News {
                news,
                tongue,
                title,
                slug: row.slug,
                close_on: setup.close_on,
                told_on: setup.feedback_on,
                key,
            },
        };
        Ok(Some((to, about)))
    }

    /// Notes that a job was done.
    pub async fn job_done(&self, TakenJob(taken): &TakenJob) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        job::done(&mut tx, taken, self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Notes that a job did not work: it is tried again later, or given up.
    pub async fn job_failed(&self, TakenJob(taken): &TakenJob, problem: &Problem) -> Result<(), Error> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        if let (Some(Work::Confirm(id)), true) = (work_of(taken), problem.lasting) {
            // Somebody slipped: there is no such address, so there is nobody to ask, and nothing for staff to mend.
            follower::forget(&mut tx, id).await?;
            job::done(&mut tx, taken, now).await?;
            return Ok(tx.commit().await?);
        }
        match wait_after(taken.attempts).filter(|_| !problem.lasting) {
            Some(wait) => job::again(&mut tx, taken, now + wait, &problem.words).await?,
            None => job::failed(&mut tx, taken, now, &problem.words).await?,
        };
        Ok(tx.commit().await?)
    }

    /// Jobs in this state, a page of so many.
    pub async fn jobs(
        &self,
        actor: &Actor,
        state: JobState,
        page: i64,
        per_page: i64,
    ) -> Result<JobPage, Error> {
        actor.require(Permission::SeeJobs)?;
        let mut tx = self.db.read().await?;
        let known = job::counts(&mut tx, actor.organisation_id).await?;
        let count = |state: JobState| {
            known.iter().find(|(name, _)| name == state.as_str()).map_or(0, |(_, count)| *count)
        };
        let counts = JobState::ALL.iter().map(|state| (*state, count(*state))).collect();
        let offset = page.saturating_mul(per_page);
        let mut jobs = job::shown(&mut tx, actor.organisation_id, state, per_page + 1, offset).await?;
        let fit = usize::try_from(per_page).unwrap_or_default();
        let more = jobs.len() > fit;
        jobs.truncate(fit);
        Ok(JobPage { counts, jobs, more })
    }

    /// Has a job tried again that was given up.
    pub async fn retry_job(&self, actor: &Actor, id: Uuid) -> Result<(), Error> {
        actor.require(Permission::SeeJobs)?;
        let mut tx = self.db.begin().await?;
        if !job::revive(&mut tx, actor.organisation_id, id, self.now()).await? {
            return Err(Error::Stale);
        }
        self.audit(&mut tx, actor, "job.retry", id.to_string());
        Ok(tx.commit().await?)
    }

    /// Has every job tried again that was given up; gives how many.
    pub async fn retry_jobs(&self, actor: &Actor) -> Result<u64, Error> {
        actor.require(Permission::SeeJobs)?;
        let mut tx = self.db.begin().await?;
        let many = job::revive_all(&mut tx, actor.organisation_id, self.now()).await?;
        if many > 0 {
            self.audit(&mut tx, actor, "job.retry", "");
        }
        tx.commit().await?;
        Ok(many)
    }

    /// Throws a job away that was given up.
    pub async fn discard_job(&self, actor: &Actor, id: Uuid) -> Result<(), Error> {
        actor.require(Permission::SeeJobs)?;
        let mut tx = self.db.begin().await?;
        if !job::discard(&mut tx, actor.organisation_id, id).await? {
            return Err(Error::Stale);
        }
        self.audit(&mut tx, actor, "job.discard", id.to_string());
        Ok(tx.commit().await?)
    }

    pub(crate) async fn purge_jobs(&self, tx: &mut Tx) -> Result<u64, Error> {
        let now = self.now();
        Ok(job::purge(tx, now - SHOWN_DONE, now - SHOWN_FAILED).await?)
    }
}
