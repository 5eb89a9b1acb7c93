//! How long things are kept: the rules of an organisation, what would go next, holds for legal cases, and the nightly job
//! (domain.md 5.2, "Retention").

use chrono::{Days, Months, NaiveDate, NaiveTime};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::retention::{self as rules, Record};
use earshot_domain::suppression::{self, Shown};
use earshot_domain::{export as export_rules, job, news, text, young as young_rules};
use earshot_store::consultation::{self, Consultation};
use earshot_store::retention::{self, Hold};
use earshot_store::{Tx, comment, export, feedback, people, sealed_contact, search, young};
use uuid::Uuid;

use crate::error::Refusal;
use crate::jobs::{SHOWN_DONE, SHOWN_FAILED};
use crate::me::{YOUNG_SESSION_IDLE, YOUNG_SESSION_LIFE, YOUNG_SESSION_SHARED};
use crate::people::{LINK_LIFE, SESSION_IDLE, SESSION_LIFE};
use crate::{Actor, Earshot, Error, keys};

/// Letters of a reason.
const REASON_MAX: usize = 500;

/// How far ahead the page looks.
const AHEAD: Days = Days::new(90);

/// How long it is remembered on which nights was looked.
const RUNS: Days = Days::new(30);

/// For how long something is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionRule {
    /// What.
    pub record: Record,
    /// For how many months.
    pub months: u32,
    /// Why.
    pub reason: String,
    /// Whether the organisation has said so itself.
    pub own: bool,
}

/// What is kept for a time that nobody chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedRule {
    /// What.
    pub what: &'static str,
    /// For how long.
    pub time: String,
    /// Why.
    pub reason: &'static str,
}

/// What goes within three months.
#[derive(Debug, Clone)]
pub struct Due {
    /// What.
    pub record: Record,
    /// Of which consultation: its reference and its title; nothing where it is of none.
    pub of: Option<(Reference, String)>,
    /// How many there are, suppressed; nothing where only the oldest of them go.
    pub many: Option<Shown>,
    /// When.
    pub on: NaiveDate,
    /// Whether a hold keeps it.
    pub held: bool,
}

/// The whole page.
#[derive(Debug, Clone)]
pub struct Retention {
    /// What an organisation chooses the time of.
    pub rules: Vec<RetentionRule>,
    /// What nobody does.
    pub fixed: Vec<FixedRule>,
    /// What goes next, the first first.
    pub due: Vec<Due>,
    /// What is kept whatever the rules say.
    pub holds: Vec<Hold>,
    /// The consultations that can be held: short name and title.
    pub consultations: Vec<(String, String)>,
}

/// Requests in which something was worrying are kept as long as the safeguarding log, and the others for their own time.
const REQUESTS: [(bool, Record); 2] = [(true, Record::Safeguarding), (false, Record::Requests)];

/// The time of a consultation, and what holds it.
struct Timed {
    row: Consultation,
    begins: NaiveDate,
    held: bool,
}

impl Earshot {
    /// How long things are kept, and what would go next. Nothing goes because somebody looks.
    pub async fn retention(&self, actor: &Actor) -> Result<Retention, Error> {
        actor.require(Permission::SeeRetention)?;
        let organisation_id = actor.organisation_id;
        let mut tx = self.db.read().await?;
        let rules = rules_of(&mut tx, organisation_id).await?;
        let holds = retention::holds(&mut tx, organisation_id).await?;
        let until = self.today() + AHEAD;
        let mut due = Vec::new();
        for timed in timed(&mut tx, organisation_id, &holds, self.today()).await? {
            let left = retention::left(&mut tx, timed.row.id).await?;
            let preset = self.preset_of(&mut tx, timed.row.id).await?;
            for (record, many) in [
                (Record::Answers, left.words),
                (Record::Receipts, left.receipts),
                (Record::Equality, left.equality),
            ] {
                let on = rules::ends(timed.begins, months(&rules, record));
                if many > 0 && on <= until {
                    let many = suppression::count(preset, u64::try_from(many).unwrap_or_default());
                    due.push(Due {
                        record,
                        of: Some(of(&timed.row)),
                        many: Some(many),
                        on,
                        held: timed.held,
                    });
                }
            }
        }
        let keeps_all = holds.iter().any(|hold| hold.consultation_id.is_none());
        for row in consultation::all(&mut tx, organisation_id).await? {
            if let Some(at) = retention::oldest_event(&mut tx, row.id).await? {
                let on = rules::ends(at.date_naive(), months(&rules, Record::Safeguarding));
                let held = keeps_all || holds.iter().any(|hold| hold.consultation_id == Some(row.id));
                if on <= until {
                    due.push(Due { record: Record::Safeguarding, of: Some(of(&row)), many: None, on, held });
                }
            }
            if let Some(at) = comment::oldest_decided(&mut tx, row.id).await? {
                let on = rules::ends(at.date_naive(), months(&rules, Record::Comments));
                let held = keeps_all || holds.iter().any(|hold| hold.consultation_id == Some(row.id));
                if on <= until {
                    due.push(Due { record: Record::Comments, of: Some(of(&row)), many: None, on, held });
                }
            }
        }
        for (marked, record) in REQUESTS {
            if let Some(ended) = retention::oldest_request(&mut tx, organisation_id, marked).await? {
                let on = rules::ends(ended, months(&rules, record));
                if on <= until {
                    due.push(Due { record: Record::Requests, of: None, many: None, on, held: keeps_all });
                }
            }
        }
        if let Some(ended) = young::oldest_ended(&mut tx, organisation_id, self.today()).await? {
            let record = Record::YoungAccounts;
            let on = rules::ends(ended, months(&rules, record));
            if on <= until {
                due.push(Due { record, of: None, many: None, on, held: keeps_all });
            }
        }
        due.sort_by_key(|due| due.on);
        let all = consultation::all(&mut tx, organisation_id).await?;
        let consultations = all.into_iter().map(|row| (row.slug, row.setup.0.title)).collect();
        Ok(Retention { rules, fixed: fixed(), due, holds, consultations })
    }

    /// Keeps something for another time. What has gone does not come back.
    pub async fn set_retention(
        &self,
        actor: &Actor,
        record: Record,
        months: Option<u32>,
        reason: &str,
    ) -> Result<(), Error> {
        actor.require(Permission::KeepRetention)?;
        let reason = reason_of(reason)?;
        let months = months.ok_or(Error::refused(Refusal::Unreadable("months")))?;
        let mut tx = self.db.begin().await?;
        let known = rules_of(&mut tx, actor.organisation_id).await?;
        let of = |record: Record| self::months(&known, record);
        if let Some(flaw) = rules::flaw(record, months, of(Record::Answers)) {
            return Err(Error::refused(Refusal::Retention(flaw)));
        }
        if record == Record::Answers && of(Record::Receipts) > months {
            return Err(Error::refused(Refusal::Retention(rules::RetentionFlaw::BeyondAnswers)));
        }
        retention::set_rule(&mut tx, actor.organisation_id, record, months.into(), &reason).await?;
        let before = known.iter().find(|rule| rule.record == record);
        let before = before.map(|rule| (rule.months, rule.reason.as_str()));
        let rule = format!("retention of {record}");
        let of = (rule.as_str(), actor.organisation_id);
        let changed = self.change(of, before.as_ref(), Some(&(months, reason.as_str()))).because(&reason);
        self.audit_with(&mut tx, actor, "retention.change", format!("{record} {months}"), changed);
        Ok(tx.commit().await?)
    }

    /// Keeps everything of a consultation, or everything there is, for a legal case.
    pub async fn place_hold(&self, actor: &Actor, slug: Option<&str>, reason: &str) -> Result<(), Error> {
        actor.require(Permission::KeepRetention)?;
        let reason = reason_of(reason)?;
        let mut tx = self.db.begin().await?;
        let of = match slug {
            Some(slug) => Some(self.own(&mut tx, actor, Permission::KeepRetention, slug).await?),
            None => None,
        };
        let subject = of.as_ref().map_or(String::new(), |row| self::of(row).0.to_string());
        let (id, today) = (self.ordered_id(), self.today());
        let consultation_id = of.map(|row| row.id);
        let by = actor.staff_id;
        retention::insert_hold(&mut tx, id, actor.organisation_id, consultation_id, &reason, by, today)
            .await?;
        let placed = self.change(("hold", id), None, Some(&(consultation_id, reason.as_str())));
        self.audit_with(&mut tx, actor, "retention.hold", subject, placed.because(&reason));
        Ok(tx.commit().await?)
    }

    /// Ends a hold: what it kept goes the next night, where its time is over.
    pub async fn lift_hold(&self, actor: &Actor, id: Uuid) -> Result<(), Error> {
        actor.require(Permission::KeepRetention)?;
        let mut tx = self.db.begin().await?;
        let (by, today) = (actor.staff_id, self.today());
        let known = retention::holds(&mut tx, actor.organisation_id).await?;
        if !retention::lift_hold(&mut tx, actor.organisation_id, id, by, today).await? {
            return Err(Error::NotFound);
        }
        let held = known.iter().find(|hold| hold.id == id);
        let held = held.map(|hold| (hold.consultation_id, hold.reason.as_str()));
        let lifted = self.change(("hold", id), held.as_ref(), None);
        self.audit_with(&mut tx, actor, "retention.lift", "", lifted);
        Ok(tx.commit().await?)
    }

    /// The nightly job: deletes what its time is over for, once a day for each organisation, by one process. Gives how
    /// much.
    pub(crate) async fn retain(&self) -> Result<u64, Error> {
        let today = self.today();
        let organisations = people::organisations(&mut self.db.read().await?).await?;
        let mut gone = 0;
        for organisation in organisations {
            let id = organisation.id;
            let mut tx = self.db.begin().await?;
            if !retention::take_run(&mut tx, id, today, today - RUNS).await? {
                continue;
            }
            let rules = rules_of(&mut tx, id).await?;
            let holds = retention::holds(&mut tx, id).await?;
            let over =
                |begins: NaiveDate, record: Record| rules::ends(begins, months(&rules, record)) <= today;
            let nothing = keys::sha256("");
            let timed = timed(&mut tx, id, &holds, today).await?;
            for Timed { row, begins, .. } in timed.into_iter().filter(|timed| !timed.held) {
                let mut went = Vec::new();
                if over(begins, Record::Answers) {
                    let many = retention::expire_words(&mut tx, row.id, today, &nothing).await?;
                    if many > 0 {
                        export::overtake(&mut tx, row.id).await?;
                    }
                    search::remove_gone(&mut tx, row.id).await?;
                    // Also where an answer is held: after so long nobody is reached that way.
                    let contacts = sealed_contact::expire(&mut tx, row.id).await?;
                    // A comment came later than the answers, and has as long as they had.
                    let kept = Months::new(months(&rules, Record::Answers));
                    let before =
                        today.checked_sub_months(kept).unwrap_or(today).and_time(NaiveTime::MIN).and_utc();
                    let comments = comment::expire(&mut tx, row.id, before).await?;
                    went.push((Record::Answers, many + contacts + comments));
                }
                if over(begins, Record::Receipts) {
                    went.push((Record::Receipts, retention::forget_receipts(&mut tx, row.id).await?));
                }
                if over(begins, Record::Equality) {
                    went.push((Record::Equality, retention::fold_equality(&mut tx, row.id).await?));
                }
                gone += self.note_gone(&mut tx, id, &row, &went);
            }
            let keeps_all = holds.iter().any(|hold| hold.consultation_id.is_none());
            if !keeps_all {
                // What is from before that day has been kept for all of its months today.
                let since = |record: Record| {
                    let back = today.checked_sub_months(Months::new(months(&rules, record)));
                    back.and_then(|day| day.succ_opt()).unwrap_or(NaiveDate::MIN)
                };
                let midnight = |record: Record| since(record).and_time(chrono::NaiveTime::MIN).and_utc();
                let before = midnight(Record::Safeguarding);
                for row in consultation::all(&mut tx, id).await? {
                    if holds.iter().any(|hold| hold.consultation_id == Some(row.id)) {
                        continue;
                    }
                    let many =
                        retention::expire_safeguarding(&mut tx, row.id, before, today, &nothing).await?;
                    let comments =
                        comment::expire_decided(&mut tx, row.id, midnight(Record::Comments)).await?;
                    let went = [(Record::Safeguarding, many), (Record::Comments, comments)];
                    gone += self.note_gone(&mut tx, id, &row, &went);
                }
                let mut many = 0;
                for (marked, record) in REQUESTS {
                    many += retention::purge_requests(&mut tx, id, since(record), marked).await?;
                }
                if many > 0 {
                    self.audit_as(&mut tx, id, None, "retention.requests", String::new());
                }
                gone += many;
                let many = young::purge_ended(&mut tx, id, since(Record::YoungAccounts)).await?;
                if many > 0 {
                    self.audit_as(&mut tx, id, None, "retention.young-accounts", String::new());
                }
                gone += many;
            }
            tx.commit().await?;
        }
        Ok(gone)
    }

    /// Notes in the audit trail what went; gives how much.
    fn note_gone(&self, tx: &mut Tx, organisation: Uuid, row: &Consultation, went: &[(Record, u64)]) -> u64 {
        for (record, _) in went.iter().filter(|(_, many)| *many > 0) {
            let action = match record {
                Record::Answers => "retention.answers",
                Record::Receipts => "retention.receipts",
                Record::Equality => "retention.equality",
                Record::Safeguarding => "retention.safeguarding",
                Record::Requests => "retention.requests",
                Record::Comments => "retention.comments",
                Record::YoungAccounts => "retention.young-accounts",
            };
            self.audit_as(tx, organisation, None, action, of(row).0.to_string());
        }
        went.iter().map(|(_, many)| many).sum()
    }
}

/// A consultation as it is named where somebody reads what goes.
fn of(row: &Consultation) -> (Reference, String) {
    (Reference::new(Kind::Consultation, row.number), row.setup.title.clone())
}

impl Earshot {
    /// For how many months at most words are kept here, as young people are told: of several organisations the longest.
    pub async fn words_kept(&self) -> Result<u32, Error> {
        let mut tx = self.db.read().await?;
        let mut longest = 0;
        for organisation in people::organisations(&mut tx).await? {
            let rules = rules_of(&mut tx, organisation.id).await?;
            longest = longest.max(months(&rules, Record::Answers));
        }
        Ok(if longest == 0 { Record::Answers.default_months() } else { longest })
    }
}

/// For how many months something is kept.
fn months(rules: &[RetentionRule], record: Record) -> u32 {
    rules.iter().find(|rule| rule.record == record).map_or(record.default_months(), |rule| rule.months)
}

/// Every rule of an organisation: its own, and otherwise the usual one.
pub(crate) async fn rules_of(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<RetentionRule>, Error> {
    let own = retention::rules(tx, organisation_id).await?;
    let rule = |record: Record| match own.iter().find(|rule| rule.record == record) {
        Some(rule) => RetentionRule {
            record,
            months: u32::try_from(rule.months).unwrap_or(record.default_months()),
            reason: rule.reason.clone(),
            own: true,
        },
        None => RetentionRule {
            record,
            months: record.default_months(),
            reason: record.reason().to_string(),
            own: false,
        },
    };
    Ok(Record::ALL.iter().copied().map(rule).collect())
}

/// The consultations whose time runs.
async fn timed(
    tx: &mut Tx,
    organisation_id: Uuid,
    holds: &[Hold],
    today: NaiveDate,
) -> Result<Vec<Timed>, Error> {
    let mut timed = Vec::new();
    for row in consultation::all(tx, organisation_id).await? {
        let told = feedback::of_consultation(tx, row.id).await?.map(|page| page.published_on);
        // Whoever forgets to close keeps nothing for that; and what was taken in from files has no last day.
        let mut closed = row.setup.close_on.filter(|day| *day < today && row.state.is_public());
        if closed.is_none() && row.setup.close_on.is_none() {
            closed = retention::last_came(tx, row.id).await?.map(|at| at.date_naive());
        }
        if let Some(begins) = rules::begins(told, closed) {
            let keeps = |hold: &Hold| hold.consultation_id.is_none_or(|id| id == row.id);
            let held = holds.iter().any(keeps);
            timed.push(Timed { row, begins, held });
        }
    }
    Ok(timed)
}

fn reason_of(reason: &str) -> Result<String, Error> {
    let reason = text::normalise(reason).trim().to_string();
    if reason.is_empty() {
        return Err(Error::refused(Refusal::Missing("reason")));
    }
    if reason.chars().count() > REASON_MAX {
        return Err(Error::refused(Refusal::TooLong { field: "reason", max: REASON_MAX }));
    }
    Ok(reason)
}

/// What is kept for a time that nobody chooses: said from where the program takes it.
#[expect(clippy::too_many_lines, reason = "a table: a row for each thing that is kept")]
pub(crate) fn fixed() -> Vec<FixedRule> {
    let rule = |what, time: String, reason| FixedRule { what, time, reason };
    vec![
        rule(
            "Answers that were begun and not sent, with their files",
            "As the start page of the consultation says".to_string(),
            "So that somebody can carry on later.",
        ),
        rule(
            "Addresses of those who want news",
            format!("{} days, or until they stop it", news::KEPT_DAYS),
            "To tell them. They are sealed, and apart from every answer.",
        ),
        rule(
            "Addresses that nobody has confirmed",
            format!("{} days", news::CONFIRM_DAYS),
            "Somebody may have typed another person\u{2019}s.",
        ),
        rule(
            "That a letter of news went to an address: the hour, beside a keyed hash",
            "A day".to_string(),
            "So that nobody gets more than one a day. What came in between goes together in the next one.",
        ),
        rule(
            "What is on its way, and what was sent",
            format!(
                "Tried {} times; shown for {} days, or {} where it was given up",
                job::TRIES,
                SHOWN_DONE.num_days(),
                SHOWN_FAILED.num_days()
            ),
            "So that a letter that does not go is seen.",
        ),
        rule(
            "Sessions of staff, and links to sign in",
            format!(
                "{} minutes unused, {} hours at most; a link {} hours",
                SESSION_IDLE.num_minutes(),
                SESSION_LIFE.num_hours(),
                LINK_LIFE.num_hours()
            ),
            "So that a desk that was left is shut.",
        ),
        rule(
            "How staff show who they are: passkeys, the secret of a code app, what a provider calls them",
            "Until they or an administrator take it away".to_string(),
            "To know them again. None of it opens anything by itself.",
        ),
        rule(
            "Links to the evidence for somebody outside, and how often each was used",
            "As long as the consultation".to_string(),
            "To see who was given what. A link opens nothing after 90 days at most.",
        ),
        rule(
            "Files of answers and counts that staff asked for",
            format!(
                "{} days, or until an answer in them is taken back, changed or held",
                export_rules::KEPT_DAYS
            ),
            "To fetch them. Who asked for which, and why, is kept as long as the consultation.",
        ),
        rule(
            "Links with other organisations, and what each named",
            "For ever".to_string(),
            "To see who could read what, by which agreement. A link opens nothing after its last day, five years at most.",
        ),
        rule(
            "Accounts of young people: nickname, age band, group, who agreed",
            format!("{} months and each renewal, or until they stop it", young_rules::ACCOUNT_MONTHS),
            "So that members of a group have a page. Nothing leads from it to an answer of theirs; what they help to sort goes with it.",
        ),
        rule(
            "Passkeys of young people: the public half, and the day on which each was made",
            "With the account, or until they or a worker take them away".to_string(),
            "To sign in with their own phone or tablet, without a code.",
        ),
        rule(
            "Codes of young people, and the hours in which a session began and was last used",
            format!(
                "A code {} days, one use; a session {} days, {} unused, {} hours on a shared device",
                young_rules::CODE_DAYS,
                YOUNG_SESSION_LIFE.num_days(),
                YOUNG_SESSION_IDLE.num_days(),
                YOUNG_SESSION_SHARED.num_hours()
            ),
            "To sign in without a password.",
        ),
        rule(
            "What was chosen and rated, with age band, area, group, door and the hour in which it came",
            "For ever".to_string(),
            "To count it. Once the four words lead nowhere, nothing leads from it to anybody.",
        ),
        rule(
            "Counts, themes, redacted quotes, needs, decisions, what young people were told",
            "For ever".to_string(),
            "They are what came of it, and name nobody.",
        ),
        rule(
            "The audit trail",
            "For ever".to_string(),
            "It holds references and what staff did, and no words of young people. Nothing in it can be changed.",
        ),
        rule(
            "Network addresses",
            "Minutes, in memory alone".to_string(),
            "So that nobody can guess four words. They are never written down.",
        ),
    ]
}
