//! Defects, and questions and sections that nobody can reach.

use std::collections::HashSet;

use super::solve::Solver;
use super::{Case, Finding, Place, Problem, Weight};
use crate::question::Question;
use crate::questionnaire::{Defect, Questionnaire, Section};
use crate::rule::{MAX_DEPTH, Rule};

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    let asked = case.questionnaire;
    let defects = asked.defects();
    // What a defect is about is broken in a plainer way than by not being reached.
    let broken: HashSet<String> =
        defects.iter().filter_map(|defect| in_rule(defect).map(str::to_string)).collect();
    found.extend(defects.into_iter().map(of_defect));
    let solver = Solver::new(asked);
    let mut lost: HashSet<&str> = HashSet::new();
    for section in &asked.sections {
        look_at_section(asked, section, &solver, &broken, &mut lost, found);
    }
    for question in &asked.questions {
        let rule = question.show_if.as_ref().filter(|rule| rule.depth() <= MAX_DEPTH);
        let Some(rule) = rule.filter(|_| !broken.contains(&question.key)) else { continue };
        if lost.contains(question.key.as_str()) {
            continue;
        }
        if let Some(problem) = of_rule(asked, question, rule, &solver) {
            let weight = if problem == Problem::AlwaysHolds { Weight::Advises } else { Weight::Warns };
            if weight == Weight::Warns {
                lost.insert(&question.key);
            }
            found.push(Finding::at(weight, question, problem));
        }
    }
}

/// What is wrong with the condition of a question.
fn of_rule(asked: &Questionnaire, question: &Question, rule: &Rule, solver: &Solver<'_>) -> Option<Problem> {
    if !solver.may_hold_alone(rule) {
        return Some(Problem::NeverHolds);
    }
    if !solver.may_be_reached(question) {
        // The first that it looks at and that stands before it.
        let behind = rule.names().into_iter().find(|key| asked.get(key).is_some());
        return Some(Problem::Unreachable { behind: behind.unwrap_or_default().to_string() });
    }
    let tests = !rule.tests().is_empty();
    (tests && !solver.may_fail(rule)).then_some(Problem::AlwaysHolds)
}

fn look_at_section<'a>(
    asked: &'a Questionnaire,
    section: &Section,
    solver: &Solver<'_>,
    broken: &HashSet<String>,
    lost: &mut HashSet<&'a str>,
    found: &mut Vec<Finding>,
) {
    let mut say = |weight, problem| found.push(Finding::of_all(weight, Place::Sections, problem));
    let key = || section.key.clone();
    if section.quota == Some(0) {
        say(Weight::Warns, Problem::QuotaOfNone { section: key() });
    }
    let mine: Vec<&Question> =
        asked.questions.iter().filter(|question| question.section.as_deref() == Some(&section.key)).collect();
    let Some(first) = mine.first() else {
        say(Weight::Advises, Problem::EmptySection { section: key() });
        return;
    };
    let deep = section.show_if.as_ref().is_some_and(|rule| rule.depth() > MAX_DEPTH);
    if !deep && !broken.contains(&first.key) && !solver.may_enter(section) {
        say(Weight::Warns, Problem::SectionUnreachable { section: key() });
        lost.extend(mine.iter().map(|question| question.key.as_str()));
    }
}

/// The question whose condition a defect is about.
fn in_rule(defect: &Defect) -> Option<&str> {
    match defect {
        Defect::ConditionNotEarlier { question, .. }
        | Defect::ConditionNeverTrue { question, .. }
        | Defect::ConditionTooDeep(question) => Some(question),
        _ => None,
    }
}

fn of_defect(defect: Defect) -> Finding {
    let (question, place) = match &defect {
        Defect::NoQuestions | Defect::TooManyQuestions => (None, Place::Questions),
        Defect::DuplicateKey(key)
        | Defect::BadKey(key)
        | Defect::NoText(key)
        | Defect::ConditionTooDeep(key) => (Some(key.clone()), Place::Question(key.clone())),
        Defect::InQuestion { question, .. }
        | Defect::ConditionNotEarlier { question, .. }
        | Defect::ConditionNeverTrue { question, .. }
        | Defect::PipeNotEarlier { question, .. } => {
            (Some(question.clone()), Place::Question(question.clone()))
        }
        Defect::NoSection { question, .. } => (Some(question.clone()), Place::Sections),
        Defect::SectionApart(_) | Defect::BadRepeat(_) => (None, Place::Sections),
    };
    Finding { weight: Weight::Stops, problem: Problem::Defect(defect), question, place }
}
