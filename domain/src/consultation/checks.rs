//! What is looked at before a consultation opens, and what of it a later last day would push past (domain.md 5.13, 7.3, 7.4.1).

use chrono::NaiveDate;

use super::{Kind, Setup};
use crate::question;
use crate::questionnaire::Questionnaire;

/// One thing that is looked at before a consultation opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Check {
    /// Titles for staff and for young people.
    Titles,
    /// Why we ask (Gunning 2).
    Purpose,
    /// What is already decided (Gunning 1).
    DecidedAlready,
    /// What can change (Gunning 1).
    CanChange,
    /// Who decides, and what.
    Decider,
    /// The last day for answers lies ahead.
    CloseDate,
    /// The decision comes after the last day (Gunning 1).
    DecisionAfterClose,
    /// What was said is shown after the last day, and before young people are
    /// told (domain.md 7.3 invariant 11).
    FindingsDate,
    /// Young people are told, and after the decision.
    FeedbackDate,
    /// At least 28 days to answer (Gunning 3).
    EnoughTime,
    /// Who is asked.
    Audience,
    /// The lawful basis and the duty.
    LawfulBasis,
    /// Best interests of children.
    BestInterests,
    /// What happens when an answer worries a reader.
    SafeguardingPlan,
    /// The reader and the safeguarding lead by name.
    NamedPeople,
    /// A seldom-heard group and how to reach it (BR17).
    Reach,
    /// Areas to choose from, where a question asks for one.
    Areas,
    /// Sound questions.
    Questions,
}

/// Where on the desk something can be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The field of this name on the page "about".
    Field(&'static str),
    /// The page with the questions.
    Questions,
}

impl Check {
    /// Every check, in the order of the page.
    pub const ALL: [Check; 18] = [
        Check::Titles,
        Check::Purpose,
        Check::DecidedAlready,
        Check::CanChange,
        Check::Decider,
        Check::CloseDate,
        Check::DecisionAfterClose,
        Check::FindingsDate,
        Check::FeedbackDate,
        Check::EnoughTime,
        Check::Audience,
        Check::LawfulBasis,
        Check::BestInterests,
        Check::SafeguardingPlan,
        Check::NamedPeople,
        Check::Reach,
        Check::Areas,
        Check::Questions,
    ];

    /// Where it is mended.
    pub fn place(self) -> Place {
        match self {
            Check::Titles => Place::Field("child_title"),
            Check::Purpose => Place::Field("purpose"),
            Check::DecidedAlready => Place::Field("decided_already"),
            Check::CanChange => Place::Field("can_change"),
            Check::Decider => Place::Field("decider"),
            Check::CloseDate | Check::EnoughTime => Place::Field("close_on"),
            Check::DecisionAfterClose => Place::Field("decision_on"),
            Check::FindingsDate => Place::Field("findings_on"),
            Check::FeedbackDate => Place::Field("feedback_on"),
            Check::Audience => Place::Field("bands"),
            Check::LawfulBasis => Place::Field("lawful_basis"),
            Check::BestInterests => Place::Field("best_interests"),
            Check::SafeguardingPlan => Place::Field("safeguarding_plan"),
            Check::NamedPeople => Place::Field("safeguarding_lead"),
            Check::Reach => Place::Field("reach"),
            Check::Areas => Place::Field("areas"),
            Check::Questions => Place::Questions,
        }
    }

    /// Whether an unmet check keeps a consultation of this kind from opening.
    /// The Gunning checks bind a formal consultation and advise an engagement;
    /// what keeps children safe binds both.
    pub fn blocks(self, kind: Kind) -> bool {
        match self {
            Check::EnoughTime => false,
            Check::DecidedAlready | Check::DecisionAfterClose => kind == Kind::Formal,
            _ => true,
        }
    }
}

/// One check and its outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// What was looked at.
    pub check: Check,
    /// Whether it is in place.
    pub met: bool,
    /// Whether opening waits for it.
    pub blocks: bool,
}

/// Days that young people should have to answer (domain.md 5.13, Gunning 3).
pub const ENOUGH_DAYS: i64 = 28;

/// Looks at everything that must or should be in place before opening. The questions come with the places that they
/// offer.
pub fn opening_checks(setup: &Setup, questionnaire: &Questionnaire, today: NaiveDate) -> Vec<Outcome> {
    let written = |text: &str| !text.trim().is_empty();
    Check::ALL
        .into_iter()
        .map(|check| {
            let met = match check {
                Check::Titles => written(&setup.title) && written(&setup.child_title),
                Check::Purpose => written(&setup.purpose),
                Check::DecidedAlready => written(&setup.decided_already),
                Check::CanChange => written(&setup.can_change),
                Check::Decider => written(&setup.decider) && written(&setup.decider_role),
                Check::CloseDate => setup.close_on.is_some_and(|close| close >= today),
                Check::DecisionAfterClose => {
                    matches!((setup.close_on, setup.decision_on), (Some(close), Some(decision)) if decision > close)
                }
                Check::FindingsDate => setup.findings_on.is_some_and(|shown| {
                    setup.close_on.is_none_or(|close| shown > close)
                        && setup.feedback_on.is_none_or(|told| shown <= told)
                }),
                Check::FeedbackDate => setup.feedback_on.is_some_and(|told| {
                    setup.close_on.is_none_or(|close| told > close)
                        && setup.decision_on.is_none_or(|decision| {
                            told > decision || (told == decision && setup.kind == Kind::Engagement)
                        })
                }),
                Check::EnoughTime => {
                    setup.close_on.is_some_and(|close| (close - today).num_days() >= ENOUGH_DAYS)
                }
                Check::Audience => !setup.bands.is_empty(),
                Check::LawfulBasis => written(&setup.lawful_basis) && written(&setup.legal_function),
                Check::BestInterests => written(&setup.best_interests),
                Check::SafeguardingPlan => written(&setup.safeguarding_plan),
                Check::NamedPeople => written(&setup.reader) && written(&setup.safeguarding_lead),
                Check::Reach => written(&setup.reach),
                Check::Areas => questionnaire.questions.iter().all(|question| match &question.kind {
                    question::Kind::Area(area) => area.places.iter().any(|place| !place.retired),
                    _ => true,
                }),
                Check::Questions => questionnaire.defects().is_empty(),
            };
            Outcome { check, met, blocks: !met && check.blocks(setup.kind) }
        })
        .collect()
}

/// What another last day would mean for the other days (domain.md 5.13, Gunning 1; 7.3 invariant 11): of the checks
/// before opening those that look at days. Young people were told these days, so a later last day must not push past
/// them.
pub fn extension_checks(setup: &Setup, close_on: NaiveDate, today: NaiveDate) -> Vec<Outcome> {
    const DAYS: [Check; 4] =
        [Check::CloseDate, Check::DecisionAfterClose, Check::FindingsDate, Check::FeedbackDate];
    let extended = Setup { close_on: Some(close_on), ..setup.clone() };
    let mut outcomes = opening_checks(&extended, &Questionnaire::default(), today);
    outcomes.retain(|outcome| DAYS.contains(&outcome.check));
    outcomes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consultation::written::{complete, day};
    use crate::question::{Kind as QuestionKind, Question};

    fn asked() -> Questionnaire {
        Questionnaire::of(vec![Question::new("ok", "OK?", QuestionKind::Faces)])
    }

    fn unmet(setup: &Setup) -> Vec<Check> {
        opening_checks(setup, &asked(), day("2026-02-09"))
            .into_iter()
            .filter(|outcome| outcome.blocks)
            .map(|outcome| outcome.check)
            .collect()
    }

    #[test]
    fn a_complete_setup_may_open() {
        assert_eq!(unmet(&complete()), vec![]);
        assert_eq!(complete().ages(), Some((11, 15)));
    }

    #[test]
    fn a_decision_that_comes_too_early_blocks_a_formal_consultation_only() {
        let mut early = complete();
        early.decision_on = Some(day("2026-03-22"));
        assert_eq!(unmet(&early), vec![Check::DecisionAfterClose]);
        early.kind = Kind::Engagement;
        assert_eq!(unmet(&early), vec![]);
    }

    #[test]
    fn what_was_said_is_shown_between_the_last_day_and_the_telling() {
        for (shown, is_met) in
            [("2026-03-22", false), ("2026-03-23", true), ("2026-06-14", true), ("2026-06-15", false)]
        {
            let setup = Setup { findings_on: Some(day(shown)), ..complete() };
            assert_eq!(unmet(&setup).is_empty(), is_met, "{shown}");
        }
        let same_day = Setup { feedback_on: complete().decision_on, ..complete() };
        assert_eq!(
            unmet(&same_day),
            vec![Check::FeedbackDate],
            "a formal consultation tells after the decision"
        );
    }

    #[test]
    fn a_later_last_day_must_not_push_past_the_days_that_were_told() {
        let blocked = |close: &str, setup: &Setup| -> Vec<Check> {
            let outcomes = extension_checks(setup, day(close), day("2026-03-01"));
            outcomes.into_iter().filter(|outcome| outcome.blocks).map(|outcome| outcome.check).collect()
        };
        let setup = Setup { findings_on: Some(day("2026-04-20")), ..complete() };
        assert_eq!(blocked("2026-04-19", &setup), vec![]);
        assert_eq!(blocked("2026-04-20", &setup), vec![Check::FindingsDate]);
        assert_eq!(blocked("2026-02-28", &setup), vec![Check::CloseDate]);
        let late = blocked("2027-01-01", &setup);
        assert_eq!(late, vec![Check::DecisionAfterClose, Check::FindingsDate, Check::FeedbackDate]);
        // For an engagement the decision is advice.
        let engagement = Setup { kind: Kind::Engagement, ..setup };
        assert!(!blocked("2027-01-01", &engagement).contains(&Check::DecisionAfterClose));
    }

    #[test]
    fn little_time_warns_and_a_last_day_in_the_past_blocks() {
        let mut short = complete();
        short.close_on = Some(day("2026-02-20"));
        assert_eq!(unmet(&short), vec![]);
        let outcomes = opening_checks(&short, &asked(), day("2026-02-09"));
        assert!(outcomes.iter().any(|o| o.check == Check::EnoughTime && !o.met && !o.blocks));
        short.close_on = Some(day("2026-02-08"));
        assert_eq!(unmet(&short), vec![Check::CloseDate]);
    }

    #[test]
    fn a_question_for_an_area_waits_for_areas() {
        let area =
            Question::new("where", "Where do you live?", QuestionKind::Area(question::Area::default()));
        let asked = Questionnaire::of(vec![area]);
        let unmet = |asked: &Questionnaire| {
            let outcomes = opening_checks(&complete(), asked, day("2026-02-09"));
            outcomes.into_iter().filter(|o| o.blocks).map(|o| o.check).collect::<Vec<_>>()
        };
        assert_eq!(unmet(&asked), [Check::Areas]);
        let gone = question::Place { retired: true, ..question::Place::new("mill", "Mill Lane") };
        assert_eq!(unmet(&asked.clone().with_places(&[gone])), [Check::Areas]);
        assert_eq!(unmet(&asked.with_places(&[question::Place::new("mill", "Mill Lane")])), []);
    }

    #[test]
    fn an_empty_draft_lists_everything() {
        let empty = Setup { kind: Kind::Formal, ..Setup::default() };
        let outcomes = opening_checks(&empty, &Questionnaire::default(), day("2026-02-09"));
        // Where no question asks for an area none is missing.
        assert!(outcomes.iter().all(|outcome| outcome.met == (outcome.check == Check::Areas)));
        assert_eq!(
            outcomes.iter().filter(|outcome| !outcome.met && !outcome.blocks).count(),
            1,
            "only the 28 days are advice"
        );
    }
}
