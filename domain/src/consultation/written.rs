//! For tests: a consultation for which everything is written down that has to be.

use chrono::NaiveDate;

use super::{Kind, Setup};
use crate::respondent::AgeBand;

pub(crate) fn day(text: &str) -> NaiveDate {
    crate::day::parse(text).unwrap()
}

/// A setup of which nothing is missing. The words say no more than that they are there.
pub(crate) fn complete() -> Setup {
    let written = || "Written".to_string();
    Setup {
        title: written(),
        child_title: written(),
        kind: Kind::Formal,
        purpose: written(),
        decided_already: written(),
        can_change: written(),
        decider: written(),
        decider_role: written(),
        decision_on: Some(day("2026-06-02")),
        close_on: Some(day("2026-03-22")),
        findings_on: Some(day("2026-04-20")),
        feedback_on: Some(day("2026-06-14")),
        bands: vec![AgeBand::From14To15, AgeBand::From11To13],
        lawful_basis: written(),
        legal_function: written(),
        best_interests: written(),
        safeguarding_plan: written(),
        reader: written(),
        safeguarding_lead: written(),
        reach: written(),
        ..Setup::default()
    }
}
