//! What no single row could see: the questionnaire as a whole.

use earshot_domain::question::{Flaw, MAX_OPTIONS};
use earshot_domain::questionnaire::{Defect, MAX_QUESTIONS, Questionnaire};

use super::Survey;
use crate::xlsform::report::quoted;

impl Survey<'_> {
    /// The questionnaire without the questions that could not be asked after
    /// all. Each time that one is left out, others may depend on it.
    pub(super) fn mended(self) -> Questionnaire {
        let Self { headings, tongues, report, questions, origins, sections, .. } = self;
        let mut asked = Questionnaire::of(questions);
        asked.lang = tongues.lang;
        asked.languages = tongues.languages;
        asked.sections = sections;
        let mut rows: Vec<u32> = origins.iter().map(|origin| origin.row).collect();
        loop {
            let mut bad: Vec<usize> = Vec::new();
            for defect in asked.defects() {
                let (key, reason) = said(&defect);
                let at = key.and_then(|key| asked.questions.iter().position(|question| question.key == key));
                let section = match &defect {
                    Defect::BadRepeat(key) | Defect::SectionApart(key) => Some(key.as_str()),
                    _ => None,
                };
                let within = |at: &usize| asked.questions[*at].section.as_deref() == section;
                let of_section: Vec<usize> =
                    (0..asked.questions.len()).filter(|at| section.is_some() && within(at)).collect();
                let first = at.or(of_section.first().copied());
                let row = first.and_then(|at| rows.get(at)).copied().unwrap_or(headings.row);
                report.problem(&headings.sheet, row, None, reason);
                bad.extend(at);
                bad.extend(of_section);
            }
            if bad.is_empty() {
                break;
            }
            let mut at = 0..;
            asked.questions.retain(|_| at.next().is_none_or(|at| !bad.contains(&at)));
            let mut at = 0..;
            rows.retain(|_| at.next().is_none_or(|at| !bad.contains(&at)));
            let used =
                |key: &str| asked.questions.iter().any(|question| question.section.as_deref() == Some(key));
            asked.sections.retain(|section| used(&section.key));
        }
        asked
    }
}

/// What is said of a defect that no row has caught.
fn said(defect: &Defect) -> (Option<&str>, String) {
    match defect {
        Defect::NoQuestions => (None, "there is nothing to ask".to_owned()),
        Defect::TooManyQuestions => (None, format!("more than {MAX_QUESTIONS} questions")),
        Defect::DuplicateKey(key) => (Some(key), "another question has this name".to_owned()),
        Defect::BadKey(key) => (Some(key), "a name that cannot be taken".to_owned()),
        Defect::NoText(key) => (Some(key), "a question without a label".to_owned()),
        Defect::InQuestion { question, flaw } => (Some(question), flawed(flaw)),
        Defect::ConditionNotEarlier { question, names } => {
            (Some(question), format!("depends on {}, which is not asked before", quoted(names)))
        }
        Defect::ConditionNeverTrue { question, names } => {
            (Some(question), format!("depends on an answer that {} cannot have", quoted(names)))
        }
        Defect::ConditionTooDeep(question) => {
            (Some(question), "a condition within too many others".to_owned())
        }
        Defect::PipeNotEarlier { question, names } => {
            (Some(question), format!("repeats the answer to {}, which is not asked before", quoted(names)))
        }
        Defect::NoSection { question, section } => {
            (Some(question), format!("stands in {}, which is not there", quoted(section)))
        }
        Defect::SectionApart(section) => (None, format!("{} is in two pieces", quoted(section))),
        Defect::BadRepeat(section) => {
            (None, format!("{} is not repeated for options that were chosen before", quoted(section)))
        }
    }
}

fn flawed(flaw: &Flaw) -> String {
    match flaw {
        Flaw::TooFewOptions => "fewer than two options".to_owned(),
        Flaw::TooManyOptions => format!("more than {MAX_OPTIONS} options"),
        Flaw::DuplicateOption(option) => format!("two options are called {}", quoted(option)),
        Flaw::BadOptionKey(option) => {
            format!("the option {} has a name that cannot be taken", quoted(option))
        }
        Flaw::NoOptionText(option) => format!("the option {} has no label", quoted(option)),
        Flaw::LimitsCross => "no answer can pass its limits".to_owned(),
    }
}
