//! What is said to the makers of a questionnaire about a defect that their
//! file's own parts did not show.

use earshot_domain::question::{Flaw, MAX_OPTIONS};
use earshot_domain::questionnaire::{Defect, MAX_QUESTIONS};

use crate::reading::quoted;

/// A defect as a sentence.
pub(crate) fn said(defect: &Defect) -> String {
    match defect {
        Defect::NoQuestions => "there is nothing to ask".to_owned(),
        Defect::TooManyQuestions => format!("more than {MAX_QUESTIONS} questions"),
        Defect::DuplicateKey(key) => format!("another question is called {}", quoted(key)),
        Defect::BadKey(key) => format!("the name {} cannot be taken", quoted(key)),
        Defect::NoText(_) => "has no words".to_owned(),
        Defect::InQuestion { flaw, .. } => flawed(flaw),
        Defect::ConditionNotEarlier { names, .. } => {
            format!("depends on {}, which is not asked before", quoted(names))
        }
        Defect::ConditionNeverTrue { names, .. } => {
            format!("depends on an answer that {} cannot have", quoted(names))
        }
        Defect::ConditionTooDeep(_) => "a condition within too many others".to_owned(),
        Defect::PipeNotEarlier { names, .. } => {
            format!("repeats the answer to {}, which is not asked before", quoted(names))
        }
        Defect::NoSection { section, .. } => format!("stands in {}, which is not there", quoted(section)),
        Defect::SectionApart(section) => format!("the section {} is in two pieces", quoted(section)),
        Defect::BadRepeat(section) => {
            format!("{} is not repeated for options that were chosen before", quoted(section))
        }
    }
}

/// What is wrong with a question itself, as a sentence.
pub(crate) fn flawed(flaw: &Flaw) -> String {
    match flaw {
        Flaw::TooFewOptions => "fewer than two options".to_owned(),
        Flaw::TooManyOptions => format!("more than {MAX_OPTIONS} options"),
        Flaw::DuplicateOption(option) => format!("two options are called {}", quoted(option)),
        Flaw::BadOptionKey(option) => {
            format!("the option {} has a name that cannot be taken", quoted(option))
        }
        Flaw::NoOptionText(option) => format!("the option {} has no words", quoted(option)),
        Flaw::LimitsCross => "no answer can pass its limits".to_owned(),
    }
}
