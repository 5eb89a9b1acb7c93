//! From a rule to an expression: what [`super::condition`] reads.

use earshot_domain::question::{Kind, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::rule::{Compare, Rule, Test};

/// Says rules for one place in a questionnaire.
pub(super) struct Says<'a> {
    pub(super) asked: &'a Questionnaire,
    /// The repeated section that the rule stands in.
    pub(super) inside: Option<&'a str>,
}

impl Says<'_> {
    pub(super) fn rule(&self, rule: &Rule) -> String {
        match rule {
            Rule::All(rules) if rules.is_empty() => "true".to_owned(),
            Rule::Any(rules) if rules.is_empty() => "false".to_owned(),
            Rule::All(rules) => self.joined(rules, " and "),
            Rule::Any(rules) => self.joined(rules, " or "),
            Rule::Not(inner) => match &**inner {
                Rule::Answered(question) => format!("{} empty", self.name(question, "")),
                inner => format!("!({})", self.rule(inner)),
            },
            Rule::Answered(question) => format!("{} notempty", self.name(question, "")),
            Rule::Test(test) => self.test(test),
        }
    }

    fn joined(&self, rules: &[Rule], by: &str) -> String {
        let parts = rules.iter().map(|rule| match rule {
            Rule::All(parts) | Rule::Any(parts) if !parts.is_empty() => format!("({})", self.rule(rule)),
            rule => self.rule(rule),
        });
        parts.collect::<Vec<_>>().join(by)
    }

    fn test(&self, test: &Test) -> String {
        let Some(question) = self.asked.get(&test.question) else { return "false".to_owned() };
        let sign = match test.is {
            Compare::Is => "=",
            Compare::Less => "<",
            Compare::AtMost => "<=",
            Compare::More => ">",
            Compare::AtLeast => ">=",
        };
        let value = value(question, test);
        let about = |rest: &str, sign: &str| format!("{} {sign} {value}", self.name(&test.question, rest));
        // Several choices have no number: such a comparison never holds here, and might there.
        let several = matches!(question.kind, Kind::Ranking(_)) || question.kind.takes_several();
        match (&test.row, &question.kind) {
            (None, kind) if test.is != Compare::Is && (several || matches!(kind, Kind::Grid(_))) => {
                "false".to_owned()
            }
            (Some(row), _) => about(&format!(".{row}"), sign),
            (None, Kind::Grid(grid)) if test.is == Compare::Is => {
                let rows = grid.statements.iter().map(|row| about(&format!(".{}", row.key), "="));
                format!("({})", rows.collect::<Vec<_>>().join(" or "))
            }
            (None, Kind::Ranking(_)) => about("[0]", sign),
            (None, Kind::Multi(_)) if test.is == Compare::Is && self.is_wrapped(&test.question) => {
                about("-unwrapped", "contains")
            }
            (None, kind) if kind.takes_several() && test.is == Compare::Is => about("", "contains"),
            _ => about("", sign),
        }
    }

    /// Whether panels are repeated for its choices, which are objects then.
    fn is_wrapped(&self, key: &str) -> bool {
        self.asked.sections.iter().any(|section| section.each_of.as_deref() == Some(key))
    }

    fn name(&self, key: &str, rest: &str) -> String {
        let here = self.asked.get(key).and_then(|question| question.section.as_deref());
        let panel = if self.inside.is_some() && self.inside == here { "panel." } else { "" };
        format!("{{{panel}{key}{rest}}}")
    }
}

/// Numbers are numbers; everything else is a text, as it stands in the choices.
fn value(question: &Question, test: &Test) -> String {
    let numeric = matches!(question.kind, Kind::Number(_) | Kind::Rating(_) | Kind::Faces | Kind::Agree);
    if (numeric || test.is != Compare::Is) && test.value.parse::<i64>().is_ok() {
        test.value.clone()
    } else {
        format!("'{}'", test.value)
    }
}
