//! Dates, and what the opening checks say.

use chrono::NaiveDate;

use super::{Case, Finding, Place, Problem, Weight};
use crate::consultation::{self, Check, ENOUGH_DAYS, Kind, Outcome};

/// More than one day in this many in school holidays is too much
/// (domain.md 5.13, Gunning 3).
const HOLIDAY_SHARE: i64 = 3;

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    let outcomes = consultation::opening_checks(case.setup, case.questionnaire, case.today);
    for outcome in outcomes.iter().filter(|outcome| !outcome.met) {
        found.extend(gate(case, *outcome));
    }
    found.extend(holidays(case));
}

/// One opening check that is not met.
fn gate(case: &Case<'_>, outcome: Outcome) -> Option<Finding> {
    let weight = match (outcome.blocks, case.setup.kind) {
        (true, _) => Weight::Stops,
        // What would bind a formal consultation, or is asked of one.
        (false, Kind::Formal) => Weight::Warns,
        (false, Kind::Engagement) => Weight::Advises,
    };
    let problem = match outcome.check {
        // Each defect is a finding of its own.
        Check::Questions => return None,
        // No last day, or one in the past, is said by its own check.
        Check::EnoughTime => {
            let days = (case.setup.close_on? - case.today).num_days();
            if days < 0 {
                return None;
            }
            Problem::LittleTime { days, least: ENOUGH_DAYS }
        }
        check => Problem::NotInPlace(check),
    };
    Some(Finding::of_all(weight, place(outcome.check), problem))
}

fn place(check: Check) -> Place {
    match (check, check.place()) {
        (
            Check::CloseDate
            | Check::DecisionAfterClose
            | Check::FindingsDate
            | Check::FeedbackDate
            | Check::EnoughTime,
            _,
        ) => Place::Dates,
        (_, consultation::Place::Field(field)) => Place::Setup(field),
        (_, consultation::Place::Questions) => Place::Questions,
    }
}

/// How many of the days to answer lie in school holidays.
fn holidays(case: &Case<'_>) -> Option<Finding> {
    let close = case.setup.close_on.filter(|close| *close >= case.today)?;
    let of = (close - case.today).num_days() + 1;
    let days = days_within(case.holidays, case.today, close);
    let weight = if case.setup.kind == Kind::Formal { Weight::Warns } else { Weight::Advises };
    (days * HOLIDAY_SHARE > of)
        .then(|| Finding::of_all(weight, Place::Dates, Problem::InHolidays { days, of }))
}

/// Days of these spans within two days, each counted once.
fn days_within(spans: &[(NaiveDate, NaiveDate)], first: NaiveDate, last: NaiveDate) -> i64 {
    let mut spans: Vec<(NaiveDate, NaiveDate)> = spans
        .iter()
        .map(|(from, to)| ((*from).max(first), (*to).min(last)))
        .filter(|(from, to)| from <= to)
        .collect();
    spans.sort_unstable();
    let mut days = 0;
    let mut counted: Option<NaiveDate> = None;
    for (from, to) in spans {
        let fresh = match counted {
            Some(until) if until >= to => continue,
            Some(until) if until >= from => (to - until).num_days(),
            _ => (to - from).num_days() + 1,
        };
        days += fresh;
        counted = Some(to);
    }
    days
}
