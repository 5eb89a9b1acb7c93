//! Rules as expressions.

use earshot_domain::question::Kind;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::rule::{Compare, Rule, Test};

use super::names::Names;

/// A rule as the column `relevant` has it.
pub(super) fn written(rule: &Rule, asked: &Questionnaire, names: &Names) -> String {
    let inner = |rule: &Rule| match rule {
        Rule::All(rules) | Rule::Any(rules) if !rules.is_empty() => {
            format!("({})", written(rule, asked, names))
        }
        rule => written(rule, asked, names),
    };
    let joined = |rules: &[Rule], with: &str| rules.iter().map(inner).collect::<Vec<_>>().join(with);
    match rule {
        Rule::All(rules) if rules.is_empty() => "true()".to_owned(),
        Rule::Any(rules) if rules.is_empty() => "false()".to_owned(),
        Rule::All(rules) => joined(rules, " and "),
        Rule::Any(rules) => joined(rules, " or "),
        Rule::Not(rule) => match &**rule {
            Rule::Answered(key) if !is_grid(asked, key) => format!("${{{}}} = ''", names.question(key)),
            rule => format!("not({})", written(rule, asked, names)),
        },
        Rule::Answered(key) => answered(key, asked, names),
        Rule::Test(test) => comparison(test, asked, names),
    }
}

fn is_grid(asked: &Questionnaire, key: &str) -> bool {
    asked.get(key).is_some_and(|question| matches!(question.kind, Kind::Grid(_)))
}

fn answered(key: &str, asked: &Questionnaire, names: &Names) -> String {
    match asked.get(key).map(|question| &question.kind) {
        // A grid is answered when any of its statements is.
        Some(Kind::Grid(grid)) => {
            let rows = grid.statements.iter().filter_map(|row| names.statement(key, &row.key));
            let rows: Vec<String> = rows.map(|name| format!("${{{name}}} != ''")).collect();
            format!("({})", rows.join(" or "))
        }
        _ => format!("${{{}}} != ''", names.question(key)),
    }
}

fn comparison(test: &Test, asked: &Questionnaire, names: &Names) -> String {
    let Test { question, row, is, value } = test;
    let kind = asked.get(question).map(|question| &question.kind);
    let name = names.question(question);
    let sign = match is {
        Compare::Is => "=",
        Compare::Less => "<",
        Compare::AtMost => "<=",
        Compare::More => ">",
        Compare::AtLeast => ">=",
    };
    let compared = |name: &str| match (is, kind) {
        (Compare::Is, Some(Kind::Number(_) | Kind::Rating(_))) => format!("${{{name}}} = {value}"),
        (Compare::Is, _) => format!("${{{name}}} = '{value}'"),
        _ => format!("${{{name}}} {sign} {value}"),
    };
    match (kind, row) {
        (Some(Kind::Grid(_)), Some(row)) => match names.statement(question, row) {
            Some(name) => compared(name),
            None => "false()".to_owned(),
        },
        // Any of the statements.
        (Some(Kind::Grid(grid)), None) => {
            let rows = grid.statements.iter().filter_map(|row| names.statement(question, &row.key));
            format!("({})", rows.map(compared).collect::<Vec<_>>().join(" or "))
        }
        (_, Some(_)) => "false()".to_owned(),
        (Some(kind), None) if kind.takes_several() => match is {
            Compare::Is => format!("selected(${{{name}}}, '{value}')"),
            _ => "false()".to_owned(),
        },
        (Some(Kind::Ranking(_)), None) => match is {
            Compare::Is => format!("selected-at(${{{name}}}, 0) = '{value}'"),
            _ => "false()".to_owned(),
        },
        _ => compared(name),
    }
}
