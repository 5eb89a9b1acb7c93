//! "Only if ...": when a question on paper is to be answered, in young people's words. Paper cannot leave a question
//! out, so it says who may.

use earshot_domain::journey::Stop;
use earshot_domain::paper::Entry;
use earshot_domain::pipe;
use earshot_domain::question::Kind;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::rule::{Compare, Rule, Test};

use crate::pages::respond::value_words;
use crate::{Site, say};

/// A form's questions with their numbers on the paper.
pub(super) struct Numbered<'a> {
    pub(super) site: &'a Site,
    pub(super) asked: &'a Questionnaire,
    pub(super) entries: &'a [Entry],
}

impl Numbered<'_> {
    /// The number on the paper of the question with this key, as seen from a stop: within a repeated section it is
    /// the one of the same turn.
    fn number(&self, key: &str, from: Stop) -> Option<usize> {
        let position = self.asked.position(key)?;
        let of = |turn| self.entries.iter().find(|entry| entry.stop == Stop { position, turn });
        of(from.turn).or_else(|| of(None))?.number
    }

    /// A sentence of a question. What another question was answered cannot be known on paper, so it says where it
    /// stands.
    pub(super) fn sentence(&self, stop: Stop, sentence: &str) -> String {
        pipe::fill(sentence, &|name| {
            if name == pipe::TURN {
                return self.turn(stop);
            }
            let number = self.number(name, stop)?;
            Some(say!(self.site, "paper-piped", n = number))
        })
    }

    /// The option that a repeated question is about.
    pub(super) fn turn(&self, stop: Stop) -> Option<String> {
        let question = self.asked.questions.get(stop.position)?;
        let option = self.asked.repeats(question)?.kind.options().get(stop.turn?)?;
        Some(option.label.clone())
    }

    /// When a question is to be answered; nothing where it always is.
    pub(super) fn only_if(&self, stop: Stop) -> Option<String> {
        let rule = self.asked.questions.get(stop.position)?.show_if.as_ref()?;
        self.sentence_of(rule, stop)
    }

    /// When the questions of a section are to be answered.
    pub(super) fn section_only_if(&self, stop: Stop) -> Option<String> {
        let question = self.asked.questions.get(stop.position)?;
        let section = self.asked.section_of(question)?;
        let chosen = section.each_of.as_deref().and_then(|key| {
            let (number, option) = (self.number(key, stop)?, self.turn(stop)?);
            Some(say!(self.site, "paper-if-chose", n = number, answer = option))
        });
        let rule = section.show_if.as_ref().and_then(|rule| self.rule(rule, stop));
        match (chosen, rule) {
            (None, None) => None,
            (Some(one), Some(other)) => Some(self.only(&self.join(&[one, other], true))),
            (Some(only), None) | (None, Some(only)) => Some(self.only(&only)),
        }
    }

    fn sentence_of(&self, rule: &Rule, stop: Stop) -> Option<String> {
        self.rule(rule, stop).map(|words| self.only(&words))
    }

    fn only(&self, words: &str) -> String {
        say!(self.site, "paper-only-if", rule = words)
    }

    fn join(&self, parts: &[String], all: bool) -> String {
        let key = if all { "paper-and" } else { "paper-or" };
        let word = format!(" {} ", say!(self.site, key));
        parts.join(&word)
    }

    /// A rule as a part of a sentence; nothing for one that always holds.
    fn rule(&self, rule: &Rule, stop: Stop) -> Option<String> {
        let list = |rules: &[Rule], all: bool| {
            let parts: Vec<String> = rules
                .iter()
                .filter_map(|part| {
                    let words = self.rule(part, stop)?;
                    let mixed = matches!(part, Rule::All(inner) | Rule::Any(inner) if inner.len() > 1);
                    Some(if mixed && rules.len() > 1 { format!("({words})") } else { words })
                })
                .collect();
            (!parts.is_empty()).then(|| self.join(&parts, all))
        };
        match rule {
            Rule::All(rules) => list(rules, true),
            Rule::Any(rules) => list(rules, false),
            Rule::Answered(key) => self.answered(key, stop, "paper-if-answered"),
            Rule::Not(inner) => match inner.as_ref() {
                Rule::Answered(key) => self.answered(key, stop, "paper-if-not-answered"),
                Rule::Test(test) if test.is == Compare::Is => self.test(test, stop, true),
                inner => {
                    let words = self.rule(inner, stop)?;
                    Some(say!(self.site, "paper-if-not", rule = words))
                }
            },
            Rule::Test(test) => self.test(test, stop, false),
        }
    }

    fn answered(&self, key: &str, stop: Stop, words: &str) -> Option<String> {
        let number = self.number(key, stop)?;
        Some(say!(self.site, words, n = number))
    }

    fn test(&self, test: &Test, stop: Stop, negated: bool) -> Option<String> {
        let (site, named) = (self.site, self.asked.get(&test.question)?);
        let number = self.number(&test.question, stop)?;
        if test.is != Compare::Is || matches!(named.kind, Kind::Number(_)) {
            let key = match test.is {
                Compare::Is if negated => "paper-if-number-not",
                Compare::Is => "paper-if-number",
                Compare::Less => "paper-if-less",
                Compare::AtMost => "paper-if-at-most",
                Compare::More => "paper-if-more",
                Compare::AtLeast => "paper-if-at-least",
            };
            return Some(say!(site, key, n = number, answer = test.value.as_str()));
        }
        let label = value_words(site, named, &test.value);
        let answer = match &test.row {
            Some(row) => {
                let rows = named.kind.as_type().rows();
                let statement = rows.iter().find(|statement| statement.key == *row)?;
                format!("{}: {label}", statement.label)
            }
            None => label,
        };
        let key = match (&named.kind, negated) {
            (Kind::Ranking(_), false) => "paper-if-first",
            (Kind::Ranking(_), true) => "paper-if-not-first",
            (_, false) => "paper-if-chose",
            (_, true) => "paper-if-not-chose",
        };
        Some(say!(site, key, n = number, answer = answer))
    }
}

#[cfg(test)]
mod tests {
    use earshot_domain::paper::entries;
    use earshot_domain::question::{Choice, Question};

    use super::*;

    fn asked(rule: Rule) -> Questionnaire {
        let ways = vec![Choice::new("bus", "The bus"), Choice::new("walk", "On foot")];
        let tell = Question::new("info", "Read this", Kind::Info);
        let way = Question::new("way", "How do you travel?", Kind::single(ways));
        let age = Question::new("times", "How often?", Kind::number(None, None));
        let late = Question::new("late", "Are you late on {way}?", Kind::YesNoUnsure).only_if(rule);
        Questionnaire::of(vec![tell, way, age, late])
    }

    fn said(rule: Rule) -> Option<String> {
        let (site, asked) = (Site::default(), asked(rule));
        let entries = entries(&asked);
        Numbered { site: &site, asked: &asked, entries: &entries }.only_if(Stop::at(3))
    }

    #[test]
    fn a_rule_is_said_with_the_numbers_on_the_paper() {
        let bus = || Rule::is("way", "bus");
        assert_eq!(said(bus()).as_deref(), Some("Only if you chose “The bus” at question 1"));
        assert_eq!(
            said(bus().negated()).as_deref(),
            Some("Only if you did not choose “The bus” at question 1")
        );
        let often = Rule::compare("times", Compare::AtLeast, "3");
        assert_eq!(
            said(Rule::All(vec![bus(), often.clone()])).as_deref(),
            Some("Only if you chose “The bus” at question 1 and your number at question 2 is 3 or more")
        );
        let nested = Rule::All(vec![Rule::Any(vec![bus(), often]), Rule::Answered("way".into())]);
        let words = said(nested).unwrap_or_default();
        assert!(
            words.contains("(you chose")
                && words.contains(" or ")
                && words.contains("you answered question 1")
        );
        assert_eq!(said(Rule::All(vec![])), None, "always");
    }

    #[test]
    fn an_earlier_answer_is_named_by_its_place() {
        let (site, asked) = (Site::default(), asked(Rule::All(vec![])));
        let entries = entries(&asked);
        let numbered = Numbered { site: &site, asked: &asked, entries: &entries };
        let sentence = numbered.sentence(Stop::at(3), "Are you late on {way}?");
        assert_eq!(sentence, "Are you late on (your answer to question 1)?");
    }
}
