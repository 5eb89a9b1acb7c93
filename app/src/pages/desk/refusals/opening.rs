//! The words for what is looked at before a consultation opens, and for what is wrong with a question.

use earshot_domain::consultation::{Check, ENOUGH_DAYS};
use earshot_domain::question::{self, Flaw};
use earshot_domain::questionnaire;

/// What is looked at before opening, as it stands when it is in place.
pub(crate) fn check_words(check: Check) -> &'static str {
    match check {
        Check::Titles => "A title for staff and one for young people",
        Check::Purpose => "Why we ask",
        Check::DecidedAlready => "What is already decided",
        Check::CanChange => "What can still change",
        Check::Decider => "Who decides, and about what",
        Check::CloseDate => "A last day for answers, still ahead",
        Check::DecisionAfterClose => "A decision that comes after the last day",
        Check::FindingsDate => "A day to show what was said, after the last day and before they are told",
        Check::FeedbackDate => "A day to tell young people what happens",
        Check::EnoughTime => "At least 28 days to answer",
        Check::Audience => "The ages we ask",
        Check::LawfulBasis => "The lawful basis and the duty",
        Check::BestInterests => "How it serves the best interests of children",
        Check::SafeguardingPlan => "What happens when an answer worries a reader",
        Check::NamedPeople => "The reader and the safeguarding lead, by name",
        Check::Reach => "A group that is seldom heard, and how to reach it",
        Check::Areas => "Areas to choose from, where a question asks for one",
        Check::Questions => "Questions that are ready to ask",
    }
}

/// What to do about a check that is not met.
pub(crate) fn check_missing(check: Check) -> String {
    match check {
        Check::Titles => "Write a title for staff and one in young people's words.".into(),
        Check::Purpose => "Write why we ask, in young people's words.".into(),
        Check::DecidedAlready => {
            "Write what is already decided. If nothing is, say so. A consultation must come before the decision.".into()
        }
        Check::CanChange => "Write what can still change because of what young people say.".into(),
        Check::Decider => "Name who decides, and what they decide about.".into(),
        Check::CloseDate => "Choose a last day for answers that is not past.".into(),
        Check::DecisionAfterClose => "Choose a day for the decision that comes after the last day for answers.".into(),
        Check::FindingsDate => "Choose a day for the findings that lies after the last day for answers and not after young people are told.".into(),
        Check::FeedbackDate => "Choose the day by which young people are told, after the decision.".into(),
        Check::EnoughTime => format!("Give young people at least {ENOUGH_DAYS} days to answer, or be ready to say why not."),
        Check::Audience => "Choose the ages that are asked.".into(),
        Check::LawfulBasis => "Write the lawful basis and the duty that the asking serves.".into(),
        Check::BestInterests => "Write how it serves the best interests of children.".into(),
        Check::SafeguardingPlan => "Write what happens when an answer worries a reader.".into(),
        Check::NamedPeople => "Name who reads the answers, and the safeguarding lead.".into(),
        Check::Reach => "Name a group that is seldom heard, and how you will reach it.".into(),
        Check::Areas => "A question asks where somebody lives: write down the areas that they can choose.".into(),
        Check::Questions => "Mend the questions.".into(),
    }
}

/// What is wrong with a questionnaire, in words for staff. `named` gives the
/// words of the question or section with a key, if there is one.
pub(crate) fn defect_words(defect: &questionnaire::Defect, named: impl Fn(&str) -> Option<String>) -> String {
    use questionnaire::Defect;
    let words_of = |key: &str| format!("\u{201c}{}\u{201d}", named(key).unwrap_or_else(|| key.to_string()));
    match defect {
        Defect::NoQuestions => "Add a question. There is nothing to ask yet.".into(),
        Defect::TooManyQuestions => {
            format!("Take out some questions. There is room for {}.", questionnaire::MAX_QUESTIONS)
        }
        Defect::DuplicateKey(key) => {
            format!("Two questions share the key \u{201c}{key}\u{201d}. Change one of them.")
        }
        Defect::BadKey(key) => {
            format!("The key \u{201c}{key}\u{201d} cannot be used. Use letters, digits and underscores.")
        }
        Defect::NoText(key) => format!("Write the words of the question with the key \u{201c}{key}\u{201d}."),
        Defect::InQuestion { question, flaw } => flaw_words(flaw, &words_of(question)),
        Defect::ConditionTooDeep(question) => {
            format!(
                "The rule that shows {} has too many parts within parts. Make it simpler.",
                words_of(question)
            )
        }
        Defect::PipeNotEarlier { question, names } => {
            format!(
                "{} repeats an answer that is not given before it ({{{names}}}). Change its words.",
                words_of(question)
            )
        }
        Defect::NoSection { question, section } => {
            format!(
                "{} stands in a section that is not there ({section}). Choose another one.",
                words_of(question)
            )
        }
        Defect::SectionApart(section) => {
            format!(
                "Other questions stand between those of the section {}. Move them together.",
                words_of(section)
            )
        }
        Defect::BadRepeat(section) => format!(
            "The section {} is repeated for answers that are not chosen before it. Choose another question, or move it.",
            words_of(section)
        ),
        Defect::ConditionNotEarlier { question, names } if named(names).is_none() => {
            format!(
                "{} waits for an answer to a question that is no longer there. Change when it is shown.",
                words_of(question)
            )
        }
        Defect::ConditionNotEarlier { question, names } => {
            format!(
                "{} waits for an answer to {}, which does not come before it. Move one of them, or change when it is shown.",
                words_of(question),
                words_of(names)
            )
        }
        Defect::ConditionNeverTrue { question, names } => {
            format!(
                "{} waits for an answer to {} that nobody can give. Change when it is shown.",
                words_of(question),
                words_of(names)
            )
        }
    }
}

/// What is wrong with a question itself.
fn flaw_words(flaw: &Flaw, question: &str) -> String {
    match flaw {
        Flaw::TooFewOptions => format!("Give {question} at least two answers to choose from."),
        Flaw::TooManyOptions => {
            format!("Take some answers out of {question}. There is room for {}.", question::MAX_OPTIONS)
        }
        Flaw::DuplicateOption(option) => {
            format!("Two answers of {question} share the key \u{201c}{option}\u{201d}. Change one of them.")
        }
        Flaw::BadOptionKey(option) => {
            format!(
                "An answer of {question} has a key that cannot be used: \u{201c}{option}\u{201d}. Write it anew."
            )
        }
        Flaw::NoOptionText(_) => format!("An answer of {question} has no words. Write them, or take it out."),
        Flaw::LimitsCross => format!("Nobody can answer {question} within its limits. Change them."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_says_what_is_there_and_what_is_missing() {
        for check in Check::ALL {
            assert!(!check_words(check).is_empty());
            assert!(check_missing(check).ends_with('.'), "{check:?}");
        }
    }
}
