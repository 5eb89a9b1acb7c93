//! What is done after a request: taken by one process at a time, tried again, given up in the end.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use earshot_domain::job::{JobState, TRIES, wait_after};
use earshot_domain::news::News;
use earshot_domain::policy::Permission;
use earshot_domain::reference::Reference;
use earshot_store::consultation::{self, Consultation};
use earshot_store::follower::{self, Follower};
use earshot_store::job::{self, Claimed, Job, NewJob, Work};
use earshot_store::{Json, Tx, digest, people, search};
use uuid::Uuid;

use crate::error::Refusal;
use crate::reading::keep_page;
use crate::{Actor, Earshot, Error, RequestCard, Waiting};

/// How long a process has for a job before another takes it over: longer than any mail server may take.
pub(crate) const LEASE: TimeDelta = TimeDelta::minutes(5);

/// How much longer what somebody waits for counts as due.
pub(crate) const AHEAD: TimeDelta = TimeDelta::days(1);

/// How long somebody waits for a link that they asked for: an older letter would bring a link that nobody wants.
const SIGN_IN_WAITS: TimeDelta = TimeDelta::hours(1);

/// How long jobs are shown that were done, and that were given up.
pub(crate) const SHOWN_DONE: TimeDelta = TimeDelta::days(30);
pub(crate) const SHOWN_FAILED: TimeDelta = TimeDelta::days(90);

/// Followers whose mail is written in one transaction.
const SPREAD: i64 = 200;

/// What a job asks for; `None` where another version of the program wrote it, and this one cannot read it.
pub(crate) fn work_of(taken: &Claimed) -> Option<Work> {
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

/// Something that somebody who follows is told.
#[derive(Clone, PartialEq, Eq)]
pub struct Happened {
    /// What there is to tell.
    pub news: News,
    /// What it is about, in young people's words.
    pub title: String,
    /// Its short name in addresses.
    pub slug: String,
    /// Its last day.
    pub close_on: Option<NaiveDate>,
    /// When young people are told what came of it.
    pub told_on: Option<NaiveDate>,
    /// What their own page is opened with, where they can stop it.
    pub key: String,
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
    /// News: of one thing, or of several that waited for each other.
    News {
        /// The language of the page on which they asked.
        tongue: String,
        /// What there is to tell: at least one.
        happened: Vec<Happened>,
    },
    /// A sealed contact was opened.
    ContactOpened {
        /// Whose name stands on top.
        name: String,
        /// At which consultation. Nothing else is said.
        reference: Reference,
        /// Whether they are a data protection officer; otherwise nobody was, and they can invite one.
        officer: bool,
    },
    /// Somebody has asked something about their data, or complained: once, or several times.
    Request {
        /// Whose name stands on top.
        name: String,
        /// Which, and by when each is to be answered: at least one. Whether they may open it; otherwise they can invite
        /// somebody who may. Nothing that anybody wrote is in it.
        cards: Vec<(RequestCard, bool)>,
    },
    /// Clocks of the safeguarding lane that have run out: one, or several.
    Late {
        /// Whose name stands on top.
        name: String,
        /// Whether they stand in for a safeguarding lead.
        stands_in: bool,
        /// Whether they may see to it; otherwise they can invite somebody who may.
        may_read: bool,
        /// What waits: at least one. Nothing that anybody wrote is in it.
        waiting: Vec<Waiting>,
    },
    /// Something was put into the safeguarding lane a moment ago.
    Held {
        /// Whose name stands on top.
        name: String,
        /// Whether they stand in for a safeguarding lead.
        stands_in: bool,
        /// Whether they may decide about it; otherwise they can invite somebody who may.
        may_read: bool,
        /// What waits there: at least one. Nothing that anybody wrote is in it.
        waiting: Vec<Waiting>,
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
            LetterAbout::ContactOpened { reference, .. } => write!(f, "ContactOpened({reference})"),
            LetterAbout::News { happened, .. } => f.debug_tuple("News").field(happened).finish(),
            LetterAbout::Request { cards, .. } => {
                let references: Vec<String> =
                    cards.iter().map(|(card, _)| card.reference.to_string()).collect();
                write!(f, "Request({})", references.join(" "))
            }
            LetterAbout::Late { waiting, .. } => {
                let clocks: Vec<&str> = waiting.iter().map(|waiting| waiting.clock.as_str()).collect();
                write!(f, "Late({})", clocks.join(" "))
            }
            LetterAbout::Held { waiting, .. } => {
                let clocks: Vec<&str> = waiting.iter().map(|waiting| waiting.clock.as_str()).collect();
                write!(f, "Held({})", clocks.join(" "))
            }
        }
    }
}

impl std::fmt::Debug for Happened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What somebody's own page is opened with is for nobody's log.
        write!(f, "{}", self.news)
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
    /// When this was looked up: what was never tried and is due later waits to go together with others.
    pub at: DateTime<Utc>,
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
        let ahead = match work {
            // Somebody waits for these; they do not stand behind a thousand letters of news.
            Work::SignIn(_)
            | Work::Invite(_)
            | Work::Confirm(_)
            | Work::ContactOpened { .. }
            | Work::Late { .. }
            | Work::Held { .. }
            | Work::Request { .. } => AHEAD,
            // All of the news is known before the first letter of it goes: then one letter can hold it.
            Work::Spread { .. } => AHEAD / 2,
            Work::Tell { .. } | Work::Names { .. } | Work::Fill { .. } => TimeDelta::zero(),
        };
        let run_at = created_at - ahead;
        let digest_key = self.digest_of(tx, organisation_id, work).await?.map(|(_, key)| key);
        let new = NewJob { id, organisation_id, subject, work, once, run_at, created_at, digest_key };
        Ok(job::insert(tx, &new).await?)
    }

    /// Takes the job that has waited longest, if one is due. What is better told together with others is put off.
    pub async fn take_job(&self) -> Result<Option<TakenJob>, Error> {
        loop {
            let now = self.now();
            // Looking does not write, so that waiting costs nothing.
            if !job::is_due(&mut self.db.read().await?, now).await? {
                return Ok(None);
            }
            let mut tx = self.db.begin().await?;
            let claimed = job::claim(&mut tx, now, now + LEASE).await?;
            if let Some(worn) = claimed.as_ref().filter(|taken| taken.attempts > TRIES) {
                // Whoever took it never came back to say why.
                self.give_up(&mut tx, worn, "it was begun again and again and never ended").await?;
            }
            tx.commit().await?;
            let Some(taken) = claimed.filter(|taken| taken.attempts <= TRIES) else { return Ok(None) };
            // What is put off is not due any more, so this ends.
            if self.begin_letter(&taken).await? {
                return Ok(Some(TakenJob(taken)));
            }
        }
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
            Work::ContactOpened { staff, consultation } => self.contact_letter(staff, consultation).await?,
            Work::Request { staff, .. } => {
                self.request_letter(staff, &self.letter_works(taken, work).await?).await?
            }
            Work::Late { staff, .. } => {
                self.late_letter(staff, &self.letter_works(taken, work).await?).await?
            }
            Work::Held { staff, .. } => {
                self.held_letter(taken.id, staff, &self.letter_works(taken, work).await?).await?
            }
            Work::Confirm(id) => self.confirm_letter(id).await?,
            Work::Tell { .. } => self.news_letter(&self.letter_works(taken, work).await?).await?,
            // Done by `Earshot::index_on`, and never taken with the letters.
            Work::Names { .. } | Work::Fill { .. } => {
                return Err(Error::refused(Refusal::Unreadable("work")));
            }
        };
        let Some((to, about)) = found else { return Ok(None) };
        self.letter_goes(taken, work).await?;
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

    /// A follower who has confirmed their address, or has not; what they follow, and the address.
    async fn addressed(
        &self,
        tx: &mut Tx,
        id: Uuid,
        confirmed: bool,
    ) -> Result<Option<(Follower, Consultation, String)>, Error> {
        let Some(found) = follower::by_id(tx, id).await? else { return Ok(None) };
        if found.confirmed != confirmed {
            return Ok(None);
        }
        let Some(row) = consultation::by_id(tx, found.consultation_id).await? else { return Ok(None) };
        // Sealed with another secret, it can be read by nobody.
        let to = self.keys.open(found.consultation_id.as_bytes(), &found.address);
        Ok(to.map(|to| (found, row, to)))
    }

    /// The letter that asks whether somebody wants news.
    async fn confirm_letter(&self, id: Uuid) -> Result<Option<(String, LetterAbout)>, Error> {
        let found = self.addressed(&mut self.db.read().await?, id, false).await?;
        Ok(found.map(|(found, row, to)| {
            let title = row.setup.0.title_in(&found.tongue).to_string();
            (to, LetterAbout::Confirm { tongue: found.tongue, title, key: self.follower_token(id) })
        }))
    }

    /// The letter that tells somebody who follows: what they still want to hear, in the language in which they asked for
    /// the first of it.
    async fn news_letter(&self, works: &[Work]) -> Result<Option<(String, LetterAbout)>, Error> {
        let mut tx = self.db.read().await?;
        let mut to = None;
        let mut happened = Vec::new();
        for work in works {
            let Work::Tell { follower, news } = *work else { continue };
            let Some((found, row, address)) = self.addressed(&mut tx, follower, true).await? else {
                continue;
            };
            // It was paused or closed while the reminder waited.
            if news == News::Reminder && !self.fits(&row, news) {
                continue;
            }
            let setup = row.setup.0;
            let one = Happened {
                news,
                title: setup.title_in(&found.tongue).to_string(),
                slug: row.slug,
                close_on: setup.close_on,
                told_on: setup.feedback_on,
                key: self.follower_token(follower),
            };
            if !happened.contains(&one) {
                happened.push(one);
            }
            to.get_or_insert((address, found.tongue));
        }
        Ok(to.map(|(to, tongue)| (to, LetterAbout::News { tongue, happened })))
    }

    /// Notes that a job was done.
    pub async fn job_done(&self, TakenJob(taken): &TakenJob) -> Result<(), Error> {
        // Of letters that went together nothing finer is kept than of others of that hour, nor of when an answer came.
        let told = matches!(work_of(taken), Some(Work::Tell { .. } | Work::Held { .. }));
        let now = if told { self.this_hour() } else { self.now() };
        let mut tx = self.db.begin().await?;
        self.forget_tries(&mut tx, taken).await?;
        job::done(&mut tx, taken, now).await?;
        Ok(tx.commit().await?)
    }

    /// Of a letter that an answer led to, a second try would say when the answer came, for as long as the job is shown: once
    /// it has ended, of its tries nothing finer is kept than the hour.
    async fn forget_tries(&self, tx: &mut Tx, taken: &Claimed) -> Result<(), Error> {
        if taken.attempts > 1 && matches!(work_of(taken), Some(Work::Held { .. })) {
            job::again(tx, taken, self.this_hour(), "").await?;
        }
        Ok(())
    }

    /// Gives a job up.
    async fn give_up(&self, tx: &mut Tx, taken: &Claimed, problem: &str) -> Result<bool, Error> {
        let held = matches!(work_of(taken), Some(Work::Held { .. }));
        let now = if held { self.this_hour() } else { self.now() };
        self.forget_tries(tx, taken).await?;
        Ok(job::failed(tx, taken, now, problem).await?)
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
            None => self.give_up(&mut tx, taken, &problem.words).await?,
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
        let more = keep_page(&mut jobs, per_page);
        Ok(JobPage { counts, jobs, more, at: self.now() })
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

    /// Throws a job away that was given up. Not work on the index of the search, which has to be done in the end.
    pub async fn discard_job(&self, actor: &Actor, id: Uuid) -> Result<(), Error> {
        actor.require(Permission::SeeJobs)?;
        let mut tx = self.db.begin().await?;
        if search::is_index_work(&mut tx, actor.organisation_id, id).await? {
            return Err(Error::refused(Refusal::WrongState));
        }
        if !job::discard(&mut tx, actor.organisation_id, id).await? {
            return Err(Error::Stale);
        }
        self.audit(&mut tx, actor, "job.discard", id.to_string());
        Ok(tx.commit().await?)
    }

    pub(crate) async fn purge_jobs(&self, tx: &mut Tx) -> Result<u64, Error> {
        let now = self.now();
        let paces = digest::purge(tx, now).await?;
        Ok(paces + job::purge(tx, now - SHOWN_DONE, now - SHOWN_FAILED).await?)
    }
}
