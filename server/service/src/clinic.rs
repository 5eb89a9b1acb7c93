//! The clinic: a consultation is looked over before it opens, and what is left as it is keeps its reason.

use chrono::{DateTime, NaiveDate, Utc};
use earshot_domain::clinic::{self as rules, Case, Finding, Length, Weight};
use earshot_domain::door::is_language;
use earshot_domain::policy::Permission;
use earshot_domain::readability::ReadingAge;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::AgeBand;
use earshot_store::Tx;
use earshot_store::audit::Detail;
use earshot_store::clinic::{self, Holiday};
use earshot_store::consultation::Consultation;
use uuid::Uuid;

use crate::error::Refusal;
use crate::{Actor, DeskConsultation, Earshot, Error};

/// The most answers that anybody may count on.
const EXPECTED_MAX: i64 = 1_000_000;

/// The most languages that an organisation has to offer.
const LANGUAGES_MAX: usize = 20;

/// Letters of a reason.
pub(crate) const REASON_MAX: usize = 500;

/// Letters of what holidays are called.
const HOLIDAY_NAME_MAX: usize = 60;

/// Something that was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// Names it in forms: 32 letters. Another finding has another name.
    pub id: String,
    /// What it is.
    pub finding: Finding,
    /// Why it is left as it is, where somebody decided so.
    pub aside: Option<LeftAsIs>,
}

/// That a finding is left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftAsIs {
    /// Why.
    pub reason: String,
    /// Who decided so.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A consultation that was looked over.
#[derive(Debug, Clone)]
pub struct Clinic {
    /// The consultation.
    pub consultation: DeskConsultation,
    /// What was found, the heaviest first; what is left as it is too.
    pub found: Vec<Found>,
    /// How old somebody has to be to read the questions as the youngest get them, and how old that may be. Absent
    /// without English words.
    pub reading_age: Option<(ReadingAge, ReadingAge)>,
    /// How long it takes, for each age band that is asked, or once for everybody where none is chosen yet. Empty
    /// without questions.
    pub lengths: Vec<(Option<AgeBand>, Length)>,
    /// How many answers are counted on.
    pub expected: Option<i64>,
    /// School holidays that are not over, the earliest first.
    pub holidays: Vec<Holiday>,
    /// The languages that the organisation has to offer.
    pub languages: Vec<String>,
}

impl Clinic {
    /// What is still to be looked at, of this weight.
    pub fn left(&self, weight: Weight) -> impl Iterator<Item = &Found> {
        self.found.iter().filter(move |found| found.aside.is_none() && found.finding.weight == weight)
    }
}

/// School holidays to add.
#[derive(Debug, Clone, Default)]
pub struct HolidayText {
    /// What they are called, if anything.
    pub name: String,
    /// The first day without school.
    pub first_day: Option<NaiveDate>,
    /// The last.
    pub last_day: Option<NaiveDate>,
}

impl Earshot {
    /// Looks a consultation over. One that was opened is looked over as on the day when it opened.
    pub async fn clinic(&self, actor: &Actor, slug: &str) -> Result<Clinic, Error> {
        let consultation = self.preparation(actor, slug).await?.consultation;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeConsultations, slug).await?;
        let looked = self.look_over(&mut tx, &row, &consultation).await?;
        let Looked { findings, reading_age, expected, holidays, languages, today } = looked;
        let asides = clinic::asides(&mut tx, row.id).await?;
        let found = findings
            .into_iter()
            .map(|finding| {
                let name = name(&finding);
                let aside = asides.iter().find(|aside| aside.finding == name);
                let aside = aside.filter(|_| finding.may_be_set_aside()).map(|aside| LeftAsIs {
                    reason: aside.reason.clone(),
                    by: aside.staff_name.clone(),
                    at: aside.at,
                });
                Found { id: crate::hex(&name), finding, aside }
            })
            .collect();
        let asked = &consultation.questionnaire;
        let mut bands: Vec<Option<AgeBand>> = consultation.setup.bands.iter().copied().map(Some).collect();
        bands.sort_unstable();
        if bands.is_empty() {
            bands.push(None);
        }
        let lengths = if asked.questions.is_empty() {
            Vec::new()
        } else {
            bands.into_iter().map(|band| (band, rules::length(asked, band))).collect()
        };
        let holidays = holidays.into_iter().filter(|holiday| holiday.last_day >= today).collect();
        Ok(Clinic { consultation, found, reading_age, lengths, expected, holidays, languages })
    }

    /// What the rules say about it.
    async fn look_over(
        &self,
        tx: &mut Tx,
        row: &Consultation,
        consultation: &DeskConsultation,
    ) -> Result<Looked, Error> {
        let expected = clinic::expected(tx, row.id).await?;
        let holidays = clinic::holidays(tx, row.organisation_id).await?;
        let languages = clinic::languages(tx, row.organisation_id).await?;
        let today = row.opened_on.unwrap_or_else(|| self.today());
        let days: Vec<(NaiveDate, NaiveDate)> =
            holidays.iter().map(|holiday| (holiday.first_day, holiday.last_day)).collect();
        let places = self.places_of(tx, row).await?;
        let asked = places.fill(consultation.questionnaire.clone());
        let case = Case {
            setup: &consultation.setup,
            questionnaire: &asked,
            expected: expected.and_then(|expected| u32::try_from(expected).ok()),
            holidays: &days,
            today,
            languages: &languages,
        };
        let (findings, reading_age) = (rules::examine(&case), rules::reading_age(&case));
        Ok(Looked { findings, reading_age, expected, holidays, languages, today })
    }

    /// Keeps how many answers are counted on. It promises nothing to anybody, so it may change at any time.
    pub async fn save_expected(&self, actor: &Actor, slug: &str, expected: Option<i64>) -> Result<(), Error> {
        actor.require_somewhere(Permission::EditConsultations)?;
        if expected.is_some_and(|expected| !(1..=EXPECTED_MAX).contains(&expected)) {
            return Err(Error::refused(Refusal::Unreadable("expected")));
        }
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::EditConsultations, slug).await?;
        clinic::set_expected(&mut tx, row.id, expected).await?;
        let subject = Reference::new(Kind::Consultation, row.number);
        self.audit(&mut tx, actor, "clinic.expected", subject);
        Ok(tx.commit().await?)
    }

    /// Keeps the languages that the organisation has to offer in every consultation, as in BCP 47.
    pub async fn save_languages(&self, actor: &Actor, languages: &[String]) -> Result<(), Error> {
        actor.require(Permission::EditConsultations)?;
        if languages.len() > LANGUAGES_MAX || languages.iter().any(|tag| !is_language(tag)) {
            return Err(Error::refused(Refusal::Unreadable("languages")));
        }
        let mut tx = self.db.begin().await?;
        clinic::set_languages(&mut tx, actor.organisation_id, languages).await?;
        self.audit(&mut tx, actor, "organisation.languages", languages.join(" "));
        Ok(tx.commit().await?)
    }

    /// Adds school holidays, for every consultation of the organisation.
    pub async fn add_holiday(&self, actor: &Actor, text: &HolidayText) -> Result<(), Error> {
        actor.require(Permission::EditConsultations)?;
        let mut refusals = Vec::new();
        if text.name.chars().count() > HOLIDAY_NAME_MAX {
            refusals.push(Refusal::TooLong { field: "holiday", max: HOLIDAY_NAME_MAX });
        }
        match (text.first_day, text.last_day) {
            (None, _) => refusals.push(Refusal::Missing("first_day")),
            (_, None) => refusals.push(Refusal::Missing("last_day")),
            (Some(first), Some(last)) if last < first => refusals.push(Refusal::Unreadable("last_day")),
            _ => {}
        }
        let (Some(first_day), Some(last_day), true) = (text.first_day, text.last_day, refusals.is_empty())
        else {
            return Err(Error::Refused(refusals));
        };
        let holiday = Holiday { id: self.ordered_id(), name: text.name.clone(), first_day, last_day };
        let mut tx = self.db.begin().await?;
        clinic::insert_holiday(&mut tx, actor.organisation_id, &holiday).await?;
        self.audit(&mut tx, actor, "holiday.add", format!("{first_day} to {last_day}"));
        Ok(tx.commit().await?)
    }

    /// Takes school holidays out.
    pub async fn remove_holiday(&self, actor: &Actor, id: Uuid) -> Result<(), Error> {
        actor.require(Permission::EditConsultations)?;
        let mut tx = self.db.begin().await?;
        let known = clinic::holidays(&mut tx, actor.organisation_id).await?;
        let holiday = known.into_iter().find(|holiday| holiday.id == id).ok_or(Error::NotFound)?;
        clinic::remove_holiday(&mut tx, actor.organisation_id, id).await?;
        let days = format!("{} to {}", holiday.first_day, holiday.last_day);
        self.audit(&mut tx, actor, "holiday.remove", days);
        Ok(tx.commit().await?)
    }

    /// Leaves a finding as it is, with the reason. What stops cannot be left; what is no longer found is not there.
    pub async fn leave_as_is(&self, actor: &Actor, slug: &str, id: &str, reason: &str) -> Result<(), Error> {
        actor.require_somewhere(Permission::EditConsultations)?;
        let consultation = self.preparation(actor, slug).await?.consultation;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::EditConsultations, slug).await?;
        let findings = self.look_over(&mut tx, &row, &consultation).await?.findings;
        let finding =
            findings.iter().find(|finding| crate::hex(&name(finding)) == id).ok_or(Error::NotFound)?;
        let mut refusals = Vec::new();
        if !finding.may_be_set_aside() {
            refusals.push(Refusal::WrongState);
        }
        if reason.trim().is_empty() {
            refusals.push(Refusal::Missing("reason"));
        }
        if reason.chars().count() > REASON_MAX {
            refusals.push(Refusal::TooLong { field: "reason", max: REASON_MAX });
        }
        Error::unless_empty(refusals)?;
        let name = name(finding);
        clinic::put_aside(&mut tx, row.id, &name, reason.trim(), actor.staff_id, self.now()).await?;
        let subject = Reference::new(Kind::Consultation, row.number);
        // It is about the questions, and never about an answer.
        let why = Detail::default().because(reason);
        self.audit_with(&mut tx, actor, "clinic.leave", subject, why);
        Ok(tx.commit().await?)
    }

    /// Takes a finding up again.
    pub async fn take_up(&self, actor: &Actor, slug: &str, id: &str) -> Result<(), Error> {
        actor.require_somewhere(Permission::EditConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::EditConsultations, slug).await?;
        let asides = clinic::asides(&mut tx, row.id).await?;
        let aside = asides.iter().find(|aside| crate::hex(&aside.finding) == id).ok_or(Error::NotFound)?;
        clinic::take_up(&mut tx, row.id, &aside.finding).await?;
        let subject = Reference::new(Kind::Consultation, row.number);
        self.audit(&mut tx, actor, "clinic.take-up", subject);
        Ok(tx.commit().await?)
    }
}

/// What the rules say, and what they were told.
struct Looked {
    findings: Vec<Finding>,
    reading_age: Option<(ReadingAge, ReadingAge)>,
    expected: Option<i64>,
    holidays: Vec<Holiday>,
    languages: Vec<String>,
    today: NaiveDate,
}

/// 16 bytes that tell a finding from every other one.
fn name(finding: &Finding) -> Vec<u8> {
    let mut name = crate::keys::sha256(finding.identity());
    name.truncate(16);
    name
}
