//! What must be mended before a questionnaire can be asked.

use std::collections::HashMap;

use super::{MAX_QUESTIONS, Questionnaire, is_key};
use crate::pipe;
use crate::question::{Flaw, Kind, Question};
use crate::rule::{self, Compare, Rule};

/// Something about a questionnaire that must be mended before it can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Defect {
    /// There is nothing to ask.
    NoQuestions,
    /// More questions than [`MAX_QUESTIONS`].
    TooManyQuestions,
    /// Two questions share a key, so their answers could not be told apart.
    DuplicateKey(String),
    /// A key that [`is_key`] does not take.
    BadKey(String),
    /// A question without words.
    NoText(String),
    /// Something about the type of a question.
    InQuestion {
        /// The question's key.
        question: String,
        /// What it is.
        flaw: Flaw,
    },
    /// "Show this only if" names a question that does not come earlier.
    ConditionNotEarlier {
        /// The question, or the first question of the section, that carries the
        /// condition.
        question: String,
        /// The question that the condition names.
        names: String,
    },
    /// "Show this only if" names an answer that the earlier question cannot give.
    ConditionNeverTrue {
        /// The question that carries the condition.
        question: String,
        /// The question that the condition names.
        names: String,
    },
    /// "Show this only if" is put together from more parts within parts than
    /// anybody can follow.
    ConditionTooDeep(String),
    /// A sentence repeats an answer that is not given earlier.
    PipeNotEarlier {
        /// The question with the sentence.
        question: String,
        /// The question whose answer is repeated.
        names: String,
    },
    /// A question names a section that is not there.
    NoSection {
        /// The question's key.
        question: String,
        /// The section's key.
        section: String,
    },
    /// Other questions stand between the questions of a section.
    SectionApart(String),
    /// A section is repeated for the options of something that is no earlier
    /// question with several choices, or that is itself repeated.
    BadRepeat(String),
}

impl Defect {
    /// The key of the question that it is about, where it is about one.
    pub fn question(&self) -> Option<&str> {
        match self {
            Defect::DuplicateKey(key)
            | Defect::BadKey(key)
            | Defect::NoText(key)
            | Defect::ConditionTooDeep(key) => Some(key),
            Defect::InQuestion { question, .. }
            | Defect::ConditionNotEarlier { question, .. }
            | Defect::ConditionNeverTrue { question, .. }
            | Defect::PipeNotEarlier { question, .. }
            | Defect::NoSection { question, .. } => Some(question),
            Defect::NoQuestions
            | Defect::TooManyQuestions
            | Defect::SectionApart(_)
            | Defect::BadRepeat(_) => None,
        }
    }
}

/// Every defect, in the order of the questions.
pub(super) fn of(asked: &Questionnaire) -> Vec<Defect> {
    let mut found = Vec::new();
    if !asked.questions.iter().any(|q| q.kind.asks()) {
        found.push(Defect::NoQuestions);
    }
    if asked.questions.len() > MAX_QUESTIONS {
        found.push(Defect::TooManyQuestions);
    }
    let mut look = Look { asked, earlier: HashMap::new(), ended: Vec::new(), section: None };
    for (position, question) in asked.questions.iter().enumerate() {
        look.question(position, question, &mut found);
    }
    found
}

struct Look<'a> {
    asked: &'a Questionnaire,
    /// Where each question before this one stands.
    earlier: HashMap<&'a str, usize>,
    /// The sections that have ended.
    ended: Vec<&'a str>,
    section: Option<&'a str>,
}

impl<'a> Look<'a> {
    fn question(&mut self, position: usize, question: &'a Question, found: &mut Vec<Defect>) {
        let key = || question.key.clone();
        if !is_key(&question.key) {
            found.push(Defect::BadKey(key()));
        }
        if self.earlier.contains_key(question.key.as_str()) {
            found.push(Defect::DuplicateKey(key()));
        }
        if question.text.trim().is_empty() {
            found.push(Defect::NoText(key()));
        }
        let flaws = question.kind.flaws();
        found.extend(flaws.into_iter().map(|flaw| Defect::InQuestion { question: key(), flaw }));
        self.enter(question, found);
        if let Some(rule) = &question.show_if {
            self.rule(question, rule, found);
        }
        let sentences = [Some(&question.text), question.hint.as_ref()].into_iter().flatten();
        for names in sentences.flat_map(|sentence| pipe::names(sentence)) {
            if !self.sees(question, names) {
                found.push(Defect::PipeNotEarlier { question: key(), names: names.to_string() });
            }
        }
        self.earlier.entry(&question.key).or_insert(position);
    }

    /// Comes into the section of a question, where that begins with it.
    fn enter(&mut self, question: &'a Question, found: &mut Vec<Defect>) {
        let now = question.section.as_deref();
        if now == self.section {
            return;
        }
        self.ended.extend(std::mem::replace(&mut self.section, now));
        let Some(key) = now else { return };
        let Some(section) = self.asked.section(key) else {
            found.push(Defect::NoSection { question: question.key.clone(), section: key.to_string() });
            return;
        };
        if self.ended.contains(&key) {
            found.push(Defect::SectionApart(key.to_string()));
        }
        if let Some(rule) = &section.show_if {
            self.rule(question, rule, found);
        }
        if let Some(chosen_in) = &section.each_of {
            let sound = self.earlier.get(chosen_in.as_str()).is_some_and(|&at| {
                let chosen_in = &self.asked.questions[at];
                let several = chosen_in.kind.takes_several() || matches!(chosen_in.kind, Kind::Ranking(_));
                several && self.asked.repeats(chosen_in).is_none() && self.sees(question, &chosen_in.key)
            });
            if !sound {
                found.push(Defect::BadRepeat(key.to_string()));
            }
        }
    }

    fn rule(&self, question: &Question, rule: &Rule, found: &mut Vec<Defect>) {
        if rule.depth() > rule::MAX_DEPTH {
            found.push(Defect::ConditionTooDeep(question.key.clone()));
            return;
        }
        let (key, mut unseen) = (&question.key, Vec::new());
        for names in rule.names() {
            if !self.sees(question, names) && !unseen.contains(&names) {
                unseen.push(names);
                found.push(Defect::ConditionNotEarlier { question: key.clone(), names: names.to_string() });
            }
        }
        for test in rule.tests() {
            let Some(&at) = self.earlier.get(test.question.as_str()) else { continue };
            let kind = &self.asked.questions[at].kind;
            let row_is_there = match &test.row {
                Some(row) => kind.as_type().rows().iter().any(|statement| statement.key == *row),
                None => true,
            };
            let may_be = match test.is {
                Compare::Is => kind.may_give(&test.value),
                _ => test.value.parse::<i64>().is_ok(),
            };
            if !(may_be && row_is_there) {
                let names = test.question.clone();
                found.push(Defect::ConditionNeverTrue { question: key.clone(), names });
            }
        }
    }

    /// Whether a question knows the answer to another: it comes earlier for
    /// everybody, and once.
    fn sees(&self, question: &Question, other: &str) -> bool {
        let Some(&at) = self.earlier.get(other) else { return false };
        let other = &self.asked.questions[at];
        if !other.kind.asks() {
            return false;
        }
        if other.section.is_some() && other.section == question.section {
            return true;
        }
        // In another section: not in one that is repeated, nor in one that may change places with this.
        let theirs = self.asked.section_of(other);
        let mine = self.asked.section_of(question);
        let repeated = theirs.is_some_and(|section| section.each_of.is_some());
        let shuffled = |section: Option<&super::Section>| section.is_some_and(|section| section.shuffle);
        !(repeated || (shuffled(theirs) && shuffled(mine) && self.neighbours(other, question)))
    }

    /// Whether nothing but shuffled sections stands between two questions.
    fn neighbours(&self, first: &Question, second: &Question) -> bool {
        let at = |question: &Question| self.asked.questions.iter().position(|q| std::ptr::eq(q, question));
        let (Some(from), Some(to)) = (at(first), at(second)) else { return false };
        self.asked.questions[from..to]
            .iter()
            .all(|between| self.asked.section_of(between).is_some_and(|section| section.shuffle))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::Choice;
    use crate::questionnaire::Section;

    fn question(key: &str, kind: Kind) -> Question {
        Question::new(key, "How was it?", kind)
    }

    fn within(section: &str, question: Question) -> Question {
        Question { section: Some(section.into()), ..question }
    }

    fn ways() -> Question {
        question("ways", Kind::multi(vec![Choice::new("bus", "Bus"), Choice::new("car", "Car")], None))
    }

    #[test]
    fn a_sound_questionnaire_has_no_defects() {
        let second = question("why", Kind::LongText).only_if(Rule::is("ok", "no"));
        let mut sound = Questionnaire::of(vec![question("ok", Kind::YesNoUnsure), second, ways()]);
        sound.sections = vec![Section { each_of: Some("ways".into()), ..Section::new("each", "") }];
        let mut late = within("each", question("late", Kind::YesNoUnsure));
        late.text = "Is {@} often late? You said {why|nothing}.".into();
        let often = within("each", question("often", Kind::Faces)).only_if(Rule::is("late", "yes"));
        sound.questions.extend([late, often]);
        assert_eq!(sound.defects(), vec![]);
    }

    #[test]
    fn every_defect_is_named() {
        let looks_ahead = question("a", Kind::Faces).only_if(Rule::is("b", "yes"));
        let impossible = question("c", Kind::Faces).only_if(Rule::is("b", "perhaps"));
        let one = Kind::single(vec![Choice::new("x", "X")]);
        let twice = Kind::single(vec![Choice::new("x", "X"), Choice::new("x", "Y")]);
        let broken = Questionnaire::of(vec![
            looks_ahead,
            question("b", Kind::YesNoUnsure),
            question("b", Kind::YesNoUnsure),
            impossible,
            question("no spaces", Kind::Faces),
            Question::new("silent", "  ", Kind::Faces),
            question("one", one),
            question("twice", twice),
            Question::new("piped", "So {nobody}?", Kind::Faces),
        ]);
        let flaw = |question: &str, flaw: Flaw| Defect::InQuestion { question: question.into(), flaw };
        assert_eq!(
            broken.defects(),
            vec![
                Defect::ConditionNotEarlier { question: "a".into(), names: "b".into() },
                Defect::DuplicateKey("b".into()),
                Defect::ConditionNeverTrue { question: "c".into(), names: "b".into() },
                Defect::BadKey("no spaces".into()),
                Defect::NoText("silent".into()),
                flaw("one", Flaw::TooFewOptions),
                flaw("twice", Flaw::DuplicateOption("x".into())),
                Defect::PipeNotEarlier { question: "piped".into(), names: "nobody".into() },
            ]
        );
        assert_eq!(Questionnaire::default().defects(), vec![Defect::NoQuestions]);
    }

    #[test]
    fn sections_stand_together_and_repeat_only_what_was_chosen_before() {
        let mut asked = Questionnaire::of(vec![
            within("s", question("a", Kind::Faces)),
            question("b", Kind::Faces),
            within("s", question("c", Kind::Faces)),
            within("gone", question("d", Kind::Faces)),
            within("r", question("e", Kind::Faces)),
        ]);
        asked.sections =
            vec![Section::new("s", ""), Section { each_of: Some("b".into()), ..Section::new("r", "") }];
        assert_eq!(
            asked.defects(),
            vec![
                Defect::SectionApart("s".into()),
                Defect::NoSection { question: "d".into(), section: "gone".into() },
                Defect::BadRepeat("r".into()),
            ]
        );
    }

    #[test]
    fn a_rule_does_not_look_into_a_repeated_or_a_shuffled_section() {
        let shuffled = |key: &str| Section { shuffle: true, ..Section::new(key, "") };
        let mut asked = Questionnaire::of(vec![
            ways(),
            within("each", question("late", Kind::YesNoUnsure)),
            question("a", Kind::Faces).only_if(Rule::is("late", "yes")),
            within("x", question("b", Kind::YesNoUnsure)),
            within("y", question("c", Kind::Faces).only_if(Rule::is("b", "yes"))),
            question("d", Kind::Faces).only_if(Rule::is("b", "yes")),
        ]);
        let each = Section { each_of: Some("ways".into()), ..Section::new("each", "") };
        asked.sections = vec![each, shuffled("x"), shuffled("y")];
        assert_eq!(
            asked.defects(),
            vec![
                Defect::ConditionNotEarlier { question: "a".into(), names: "late".into() },
                Defect::ConditionNotEarlier { question: "c".into(), names: "b".into() },
            ]
        );
    }
}
