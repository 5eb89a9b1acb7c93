//! The question library: sets of questions to begin with (domain.md 7.8).
//!
//! All in Earshot's own words. None is taken from a licensed instrument such as
//! the Bright Spots surveys, and none should be. A set is copied into a
//! consultation and changed there; it is a beginning and no measure that years
//! could be compared by.
//!
//! Questions about who somebody is are not here: they are asked apart, from the
//! sets in [`crate::equality`] (domain.md 5.7).

mod demo;
mod starters;

use crate::question::{Choice, Kind, Question};
use crate::questionnaire::Questionnaire;

/// A set of questions to begin with.
#[derive(Debug, Clone, Copy)]
pub struct ReadySet {
    /// Names it in addresses: letters, digits and hyphens.
    pub key: &'static str,
    /// What it is called, for staff.
    pub title: &'static str,
    /// When to use it, in a sentence or two.
    pub about: &'static str,
    /// The questions.
    pub questions: fn() -> Questionnaire,
}

/// Every set, the general ones first.
pub const SETS: &[ReadySet] = &[
    ReadySet {
        key: "a-plan",
        title: "What do you think of a plan?",
        about: "For one plan that is not decided yet. Say in the set-up what can still change.",
        questions: starters::a_plan,
    },
    ReadySet {
        key: "several-options",
        title: "Which option is best?",
        about: "For two or more options. Put your own options in the place of the three.",
        questions: starters::several_options,
    },
    ReadySet {
        key: "a-place",
        title: "A place you use",
        about: "For a park, a library, a leisure centre or a building that is to change.",
        questions: starters::a_place,
    },
    ReadySet {
        key: "getting-help",
        title: "Help you get",
        about: "For people who use a service: what helps, what is in the way.",
        questions: starters::getting_help,
    },
    ReadySet {
        key: "your-area",
        title: "Where you live",
        about: "For a needs assessment or a local plan: what it is like to grow up here.",
        questions: starters::your_area,
    },
    ReadySet {
        key: "after-a-session",
        title: "After a session",
        about: "For the end of a meeting, a workshop or a visit. Two minutes.",
        questions: starters::after_a_session,
    },
    ReadySet {
        key: "did-it-change",
        title: "Did anything change?",
        about: "For the follow-up, some months after young people were told what happens.",
        questions: starters::did_it_change,
    },
    ReadySet {
        key: "free-time",
        title: "Free time",
        about: "For youth work, play and sport: where young people are and what keeps them away.",
        questions: demo::free_time,
    },
    ReadySet {
        key: "living-in-care",
        title: "Living in care",
        about: "For children in care and care leavers. Ask your children in care council to read it first.",
        questions: demo::living_in_care,
    },
    ReadySet {
        key: "getting-to-school",
        title: "Getting to school",
        about: "For school transport, with three options to put in order.",
        questions: demo::getting_to_school,
    },
    ReadySet {
        key: "help-with-feelings",
        title: "Help with how you feel",
        about: "For mental health services. Sensitive: say who reads the answers and where to find help now.",
        questions: demo::help_with_feelings,
    },
    ReadySet {
        key: "youth-clubs",
        title: "Youth clubs",
        about: "For a plan to change or close clubs, with three options.",
        questions: demo::youth_clubs,
    },
    ReadySet {
        key: "help-at-school",
        title: "Help at school",
        about: "For pupils who need extra help. Pictures can be added to every answer; Easy Read is written.",
        questions: demo::help_at_school,
    },
];

/// The set with this key.
pub fn set(key: &str) -> Option<&'static ReadySet> {
    SETS.iter().find(|set| set.key == key)
}

/// Options from keys and words.
fn options(list: &[(&str, &str)]) -> Vec<Choice> {
    list.iter().map(|(key, label)| Choice::new(*key, *label)).collect()
}

/// The same with one at the end that stands alone: "none of these".
fn or_none(list: &[(&str, &str)], none: &str) -> Vec<Choice> {
    let mut all = options(list);
    all.push(Choice::new("none", none).alone());
    all
}

fn ask(key: &str, text: &str, kind: Kind) -> Question {
    Question::new(key, text, kind)
}

fn one(key: &str, text: &str, list: &[(&str, &str)]) -> Question {
    ask(key, text, Kind::single(options(list)))
}

fn sensitive(mut question: Question) -> Question {
    question.sensitive = true;
    question
}

fn hinted(mut question: Question, hint: &str) -> Question {
    question.hint = Some(hint.to_string());
    question
}

#[cfg(test)]
mod tests;
