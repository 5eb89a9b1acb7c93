//! "Show this only if ...": and, or, not, comparisons and "answered" over
//! earlier answers. A rule never looks ahead, so no loop can arise.

mod words;

use serde::{Deserialize, Serialize};

pub use words::Names;

use crate::question::Given;

/// The deepest that rules may be put into each other.
pub const MAX_DEPTH: usize = 8;

/// Something that holds or does not, with the answers so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// All of these hold; with none of them it holds.
    All(Vec<Rule>),
    /// At least one of these holds; with none of them it does not hold.
    Any(Vec<Rule>),
    /// This does not hold.
    Not(Box<Rule>),
    /// The question with this key was answered, and not skipped.
    Answered(String),
    /// An answer compares to a value in a certain way.
    Test(Test),
}

/// How one answer compares to a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Test {
    /// The key of the earlier question.
    pub question: String,
    /// The statement, where the question is a grid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
    /// How they compare.
    #[serde(default, skip_serializing_if = "Compare::is_is")]
    pub is: Compare,
    /// An option's key, or a number.
    pub value: String,
}

/// How an answer compares to a value. All but the first compare numbers and
/// steps of scales.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// It is, or includes, the value.
    #[default]
    Is,
    /// It is less.
    Less,
    /// It is less or the same.
    AtMost,
    /// It is more.
    More,
    /// It is more or the same.
    AtLeast,
}

impl Compare {
    /// Every way to compare.
    pub const ALL: [Compare; 5] = [Self::Is, Self::Less, Self::AtMost, Self::More, Self::AtLeast];

    /// As forms send it.
    pub fn as_str(self) -> &'static str {
        match self {
            Compare::Is => "is",
            Compare::Less => "less",
            Compare::AtMost => "at_most",
            Compare::More => "more",
            Compare::AtLeast => "at_least",
        }
    }

    /// Reads what [`Compare::as_str`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == text)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    fn is_is(&self) -> bool {
        *self == Compare::Is
    }
}

impl Rule {
    /// The answer to `question` is, or includes, `value`.
    pub fn is(question: impl Into<String>, value: impl Into<String>) -> Self {
        Self::compare(question, Compare::Is, value)
    }

    /// The answer to `question` compares to `value` in this way.
    pub fn compare(question: impl Into<String>, is: Compare, value: impl Into<String>) -> Self {
        Rule::Test(Test { question: question.into(), row: None, is, value: value.into() })
    }

    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Rule::Not(rule) => *rule,
            rule => Rule::Not(Box::new(rule)),
        }
    }

    /// Whether it holds. `known` gives the answer to a question that is shown.
    pub fn holds<'a>(&self, known: &dyn Fn(&str) -> Option<&'a Given>) -> bool {
        match self {
            Rule::All(rules) => rules.iter().all(|rule| rule.holds(known)),
            Rule::Any(rules) => rules.iter().any(|rule| rule.holds(known)),
            Rule::Not(rule) => !rule.holds(known),
            Rule::Answered(question) => known(question).is_some_and(|given| *given != Given::Skipped),
            Rule::Test(test) => known(&test.question).is_some_and(|given| test.holds(given)),
        }
    }

    /// The keys of the questions that it looks at, in order, some more than once.
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.visit(&mut |rule| match rule {
            Rule::Answered(question) => names.push(question.as_str()),
            Rule::Test(test) => names.push(test.question.as_str()),
            _ => {}
        });
        names
    }

    /// The comparisons in it, in order.
    pub fn tests(&self) -> Vec<&Test> {
        let mut tests = Vec::new();
        self.visit(&mut |rule| {
            if let Rule::Test(test) = rule {
                tests.push(test);
            }
        });
        tests
    }

    fn visit<'a>(&'a self, see: &mut dyn FnMut(&'a Rule)) {
        see(self);
        match self {
            Rule::All(rules) | Rule::Any(rules) => rules.iter().for_each(|rule| rule.visit(see)),
            Rule::Not(rule) => rule.visit(see),
            Rule::Answered(_) | Rule::Test(_) => {}
        }
    }

    /// How deep its parts lie in each other; 1 for a rule without parts.
    pub fn depth(&self) -> usize {
        match self {
            Rule::All(rules) | Rule::Any(rules) => 1 + rules.iter().map(Rule::depth).max().unwrap_or(0),
            Rule::Not(rule) => 1 + rule.depth(),
            Rule::Answered(_) | Rule::Test(_) => 1,
        }
    }

    /// Names a question by its new key, after it was given one.
    pub fn rename(&mut self, old: &str, new: &str) {
        match self {
            Rule::All(rules) | Rule::Any(rules) => rules.iter_mut().for_each(|rule| rule.rename(old, new)),
            Rule::Not(rule) => rule.rename(old, new),
            Rule::Answered(question) => {
                if question == old {
                    *question = new.to_string();
                }
            }
            Rule::Test(test) => {
                if test.question == old {
                    test.question = new.to_string();
                }
            }
        }
    }
}

impl Test {
    fn holds(&self, given: &Given) -> bool {
        if self.is == Compare::Is {
            return match (&self.row, given) {
                (Some(row), Given::Rows(rows)) => {
                    rows.iter().any(|(other, key)| other == row && *key == self.value)
                }
                (Some(_), _) => false,
                (None, given) => given.includes(&self.value),
            };
        }
        let number = match (&self.row, given) {
            (Some(row), Given::Rows(rows)) => {
                rows.iter().find(|(other, _)| other == row).and_then(|(_, key)| key.parse().ok())
            }
            _ => given.number(),
        };
        let (Some(number), Ok(limit)) = (number, self.value.parse::<i64>()) else { return false };
        match self.is {
            Compare::Is => number == limit,
            Compare::Less => number < limit,
            Compare::AtMost => number <= limit,
            Compare::More => number > limit,
            Compare::AtLeast => number >= limit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(rule: &Rule, said: &[(&str, Given)]) -> bool {
        rule.holds(&|key| said.iter().find(|(other, _)| *other == key).map(|(_, given)| given))
    }

    #[test]
    fn rules_are_put_together() {
        let said = [("way", Given::Many(vec!["bus".into(), "walk".into()])), ("age", Given::Number(12))];
        let bus = Rule::is("way", "bus");
        let car = Rule::is("way", "car");
        assert!(holds(&bus, &said) && !holds(&car, &said));
        assert!(holds(&Rule::Any(vec![car.clone(), bus.clone()]), &said));
        assert!(!holds(&Rule::All(vec![car.clone(), bus.clone()]), &said));
        assert!(holds(&car.clone().negated(), &said));
        assert_eq!(car.clone().negated().negated(), car);
        assert!(holds(&Rule::All(vec![]), &[]) && !holds(&Rule::Any(vec![]), &[]));
    }

    #[test]
    fn numbers_and_steps_are_compared_as_numbers() {
        let said =
            [("age", Given::Number(9)), ("ok", Given::One("2".into())), ("way", Given::One("bus".into()))];
        for (key, way, value, expected) in [
            ("age", Compare::Less, "10", true),
            ("age", Compare::AtMost, "9", true),
            ("age", Compare::More, "9", false),
            ("age", Compare::AtLeast, "9", true),
            ("age", Compare::Is, "9", true),
            ("ok", Compare::AtMost, "2", true),
            ("way", Compare::Less, "10", false),
            ("age", Compare::Less, "many", false),
            ("nothing", Compare::Less, "10", false),
        ] {
            assert_eq!(holds(&Rule::compare(key, way, value), &said), expected, "{key} {way:?} {value}");
        }
    }

    #[test]
    fn a_row_of_a_grid_is_asked_for_by_its_name() {
        let said = [("g", Given::Rows(vec![("safe".into(), "2".into()), ("fun".into(), "5".into())]))];
        let row = |row: &str, is: Compare, value: &str| {
            Rule::Test(Test { question: "g".into(), row: Some(row.into()), is, value: value.into() })
        };
        assert!(holds(&row("safe", Compare::Is, "2"), &said));
        assert!(!holds(&row("safe", Compare::Is, "5"), &said));
        assert!(holds(&row("fun", Compare::More, "4"), &said));
        assert!(!holds(&row("late", Compare::More, "0"), &said));
    }

    #[test]
    fn skipped_is_not_answered() {
        assert!(!holds(&Rule::Answered("a".into()), &[("a", Given::Skipped)]));
        assert!(holds(&Rule::Answered("a".into()), &[("a", Given::Words("yes".into()))]));
        assert!(!holds(&Rule::Answered("a".into()), &[]));
    }

    #[test]
    fn names_are_found_and_changed_wherever_they_stand() {
        let mut rule = Rule::All(vec![
            Rule::Any(vec![Rule::is("a", "1"), Rule::Answered("b".into())]),
            Rule::is("a", "2").negated(),
        ]);
        assert_eq!(rule.names(), ["a", "b", "a"]);
        assert_eq!(rule.depth(), 3);
        rule.rename("a", "z");
        assert_eq!(rule.names(), ["z", "b", "z"]);
    }
}
