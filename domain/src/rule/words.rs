//! A rule as a part of an English sentence, for staff and for those who approve a questionnaire.

use super::{Compare, Rule, Test};
use crate::question::{Kind, Question};
use crate::questionnaire::Questionnaire;

/// How questions and answers are called in a sentence about a rule.
pub struct Names<'a> {
    /// The questions that the rule looks at.
    pub asked: &'a Questionnaire,
    /// A question by its key, also one that is not there any more: `question 2 (“How old are you?”)`.
    pub question: &'a dyn Fn(&str) -> String,
    /// A value of a question: `Very happy`.
    pub value: &'a dyn Fn(&Question, &str) -> String,
}

impl Rule {
    /// The rule as what follows "only if": `“How do you travel?” includes “Bus” and “Why?” was answered`.
    pub fn in_words(&self, names: &Names<'_>) -> String {
        let join = |rules: &[Rule], word: &str| {
            rules.iter().map(|rule| rule.as_part(names)).collect::<Vec<_>>().join(word)
        };
        match self {
            Rule::All(rules) if rules.is_empty() => "nothing in particular".to_owned(),
            Rule::Any(rules) if rules.is_empty() => "something that never happens".to_owned(),
            Rule::All(rules) => join(rules, " and "),
            Rule::Any(rules) => join(rules, " or "),
            Rule::Answered(key) => format!("{} was answered", (names.question)(key)),
            Rule::Not(inner) => match inner.as_ref() {
                Rule::Answered(key) => format!("{} was not answered", (names.question)(key)),
                Rule::Test(test) if test.is == Compare::Is => test.in_words(true, names),
                inner => format!("not: {}", inner.as_part(names)),
            },
            Rule::Test(test) => test.in_words(false, names),
        }
    }

    /// The same inside another rule: in brackets where it would run into what stands beside it.
    fn as_part(&self, names: &Names<'_>) -> String {
        let words = self.in_words(names);
        let several = matches!(self, Rule::All(rules) | Rule::Any(rules) if rules.len() > 1);
        if several { format!("({words})") } else { words }
    }
}

impl Test {
    fn in_words(&self, negated: bool, names: &Names<'_>) -> String {
        let name = (names.question)(&self.question);
        let found = names.asked.get(&self.question);
        let row = match (&self.row, found) {
            (Some(key), Some(question)) => {
                let rows = question.kind.as_type().rows();
                let label = rows.iter().find(|row| row.key == *key).map_or(key, |row| &row.label);
                format!(" for \u{201c}{label}\u{201d}")
            }
            _ => String::new(),
        };
        let several = found.is_some_and(|question| question.kind.takes_several());
        let in_order = found.is_some_and(|question| matches!(question.kind, Kind::Ranking(_)));
        let verb = match (self.is, negated) {
            // Of an order the first place counts.
            (Compare::Is, true) if in_order => "does not begin with",
            (Compare::Is, false) if in_order => "begins with",
            (Compare::Is, true) if several => "does not include",
            (Compare::Is, false) if several => "includes",
            (Compare::Is, true) => "is not",
            (Compare::Is, false) => "is",
            (Compare::Less, _) => "is less than",
            (Compare::AtMost, _) => "is at most",
            (Compare::More, _) => "is more than",
            (Compare::AtLeast, _) => "is at least",
        };
        let value = found.map_or_else(|| self.value.clone(), |question| (names.value)(question, &self.value));
        format!("{name}{row} {verb} \u{201c}{value}\u{201d}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Choice, Grid, Ranking, Scale};

    fn said(rule: &Rule) -> String {
        let options = || ["bus", "car"].map(|key| Choice::new(key, format!("The {key}"))).to_vec();
        let asked = Questionnaire::of(vec![
            Question::new("way", "Way?", Kind::single(options())),
            Question::new("ways", "Ways?", Kind::multi(options(), None)),
            Question::new("order", "Order?", Kind::Ranking(Ranking { options: options(), shuffle: false })),
            Question::new("grid", "Grid?", Kind::Grid(Grid { statements: options(), scale: Scale::Agree })),
            Question::new("many", "Many?", Kind::number(None, None)),
        ]);
        let question = |key: &str| asked.get(key).map_or_else(|| format!("({key})"), |q| q.text.clone());
        let value = |question: &Question, value: &str| question.label_of(value).unwrap_or(value).to_owned();
        rule.in_words(&Names { asked: &asked, question: &question, value: &value })
            .replace(['\u{201c}', '\u{201d}'], "'")
    }

    #[test]
    fn each_type_has_its_verb() {
        let both = |key: &str| {
            let rule = Rule::is(key, "bus");
            (said(&rule), said(&rule.negated()))
        };
        let pair = |is: &str, is_not: &str| (is.to_owned(), is_not.to_owned());
        assert_eq!(both("way"), pair("Way? is 'The bus'", "Way? is not 'The bus'"));
        assert_eq!(both("ways"), pair("Ways? includes 'The bus'", "Ways? does not include 'The bus'"));
        assert_eq!(
            both("order"),
            pair("Order? begins with 'The bus'", "Order? does not begin with 'The bus'")
        );
        assert_eq!(both("gone"), pair("(gone) is 'bus'", "(gone) is not 'bus'"));
        let answered = Rule::Answered("way".into());
        assert_eq!(said(&answered), "Way? was answered");
        assert_eq!(said(&answered.negated()), "Way? was not answered");
    }

    #[test]
    fn numbers_and_statements_are_compared() {
        let of_bus =
            |is| Rule::Test(Test { question: "grid".into(), row: Some("bus".into()), is, value: "4".into() });
        assert_eq!(said(&of_bus(Compare::AtLeast)), "Grid? for 'The bus' is at least '4'");
        let many = |is| said(&Rule::compare("many", is, "3"));
        assert_eq!(many(Compare::Less), "Many? is less than '3'");
        assert_eq!(many(Compare::AtMost), "Many? is at most '3'");
        assert_eq!(many(Compare::More), "Many? is more than '3'");
        assert_eq!(said(&Rule::compare("many", Compare::More, "3").negated()), "not: Many? is more than '3'");
    }

    #[test]
    fn brackets_stand_where_and_meets_or() {
        let (a, b) = (Rule::is("way", "bus"), Rule::Answered("many".into()));
        let either = Rule::Any(vec![a.clone(), b.clone()]);
        assert_eq!(
            said(&Rule::All(vec![b.clone(), either.clone()])),
            "Many? was answered and (Way? is 'The bus' or Many? was answered)"
        );
        assert_eq!(said(&either.negated()), "not: (Way? is 'The bus' or Many? was answered)");
        assert_eq!(said(&Rule::All(vec![b, Rule::Any(vec![a])])), "Many? was answered and Way? is 'The bus'");
        assert_eq!(said(&Rule::All(vec![])), "nothing in particular");
        assert_eq!(said(&Rule::Any(vec![])), "something that never happens");
    }
}
