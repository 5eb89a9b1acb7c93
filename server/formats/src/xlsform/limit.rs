//! What a check of an answer (`constraint`) comes to, as far as Earshot can
//! keep it: limits of a number, and of how many options may be chosen.

use super::expression::{self, Expr, Literal, Operand, Sign, Subject};

/// The smallest and the largest that is taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Bounds {
    /// The smallest.
    pub(super) min: Option<i64>,
    /// The largest.
    pub(super) max: Option<i64>,
}

impl Bounds {
    /// Whether nothing can be within them.
    pub(super) fn cross(self) -> bool {
        matches!((self.min, self.max), (Some(min), Some(max)) if min > max)
    }

    fn set(&mut self, sign: Sign, number: i64) -> Option<()> {
        let (min, max) = match sign {
            Sign::More => (Some(number.checked_add(1)?), None),
            Sign::AtLeast => (Some(number), None),
            Sign::Less => (None, Some(number.checked_sub(1)?)),
            Sign::AtMost => (None, Some(number)),
            Sign::Equal => (Some(number), Some(number)),
            Sign::NotEqual => return None,
        };
        self.min = self.min.max(min);
        self.max = match (self.max, max) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Some(())
    }
}

/// What a check of several choices sets.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Choosing {
    /// How many may be chosen.
    pub(super) count: Bounds,
    /// The options that exclude all others.
    pub(super) alone: Vec<Literal>,
}

/// The limits of a number, if the check sets nothing else.
pub(super) fn number(expression: &str) -> Option<Bounds> {
    let mut bounds = Bounds::default();
    for part in parts(expression::parse(expression).ok()?) {
        match part {
            Expr::Compare(Operand::Of(Subject::Answer), sign, Operand::Value(value)) => {
                bounds.set(sign, as_number(&value)?)?;
            }
            _ => return None,
        }
    }
    Some(bounds)
}

/// The limits of several choices out of these, if the check sets nothing else.
pub(super) fn choosing(expression: &str, options: &[&str]) -> Option<Choosing> {
    let mut found = Choosing::default();
    // "None of these" frees from the least number, wherever it stands.
    let mut freed = Vec::new();
    for part in parts(expression::parse(expression).ok()?) {
        if let Some((sign, number)) = counted(&part) {
            found.count.set(sign, number)?;
        } else if let Some(value) = alone(&part, options) {
            found.alone.push(value);
        } else {
            let Expr::Any(parts) = part else { return None };
            for part in parts {
                match (counted(&part), part) {
                    (Some((sign @ (Sign::AtLeast | Sign::More), number)), _) => {
                        found.count.set(sign, number)?;
                    }
                    (None, Expr::Selected(Subject::Answer, value)) => freed.push(value),
                    _ => return None,
                }
            }
        }
    }
    freed.iter().all(|value| found.alone.contains(value)).then_some(found)
}

fn parts(expr: Expr) -> Vec<Expr> {
    match expr {
        Expr::All(parts) => parts,
        Expr::Always(true) => Vec::new(),
        part => vec![part],
    }
}

/// Only what is written as a number: `. < '5'` is about letters to some.
fn as_number(value: &Literal) -> Option<i64> {
    match value {
        Literal::Number(number) => number.parse().ok(),
        Literal::Text(_) => None,
    }
}

fn counted(part: &Expr) -> Option<(Sign, i64)> {
    match part {
        Expr::Compare(Operand::Count(Subject::Answer), sign, Operand::Value(value)) => {
            Some((*sign, as_number(value)?))
        }
        _ => None,
    }
}

/// The option that cannot be chosen together with another, where that is what
/// a part says, in any of the ways that are common.
fn alone(part: &Expr, options: &[&str]) -> Option<Literal> {
    let chosen = |part: &Expr| match part {
        Expr::Selected(Subject::Answer, value) => Some(value.clone()),
        _ => None,
    };
    let (one, other) = match part {
        Expr::Not(inside) => {
            // not(selected(., 'none') and count-selected(.) > 1)
            let Expr::All(both) = &**inside else { return None };
            let [one, other] = both.as_slice() else { return None };
            (one.clone(), Expr::Not(Box::new(other.clone())))
        }
        Expr::Any(both) => {
            // not(selected(., 'none')) or count-selected(.) = 1
            let [one, other] = both.as_slice() else { return None };
            match (one, other) {
                (Expr::Not(one), other) | (other, Expr::Not(one)) => ((**one).clone(), other.clone()),
                _ => return None,
            }
        }
        _ => return None,
    };
    let (value, rest) = match (chosen(&one), &one, other) {
        (Some(value), _, rest) => (value, rest),
        // The other way round: not(count-selected(.) > 1 and selected(., 'none')).
        (None, _, Expr::Not(other)) => (chosen(&other)?, Expr::Not(Box::new(one))),
        _ => return None,
    };
    let single = match &rest {
        Expr::Not(more) => match &**more {
            // Each of the others is named.
            Expr::Any(others) => {
                let named: Vec<Literal> = others.iter().filter_map(chosen).collect();
                let is_named = |key: &&&str| named.iter().any(|value| value.written() == **key);
                named.len() == others.len()
                    && options.iter().filter(|key| **key != value.written()).all(|key| is_named(&key))
            }
            more => matches!(counted(more), Some((Sign::More, 1) | (Sign::AtLeast, 2))),
        },
        rest => matches!(counted(rest), Some((Sign::Equal | Sign::AtMost, 1) | (Sign::Less, 2))),
    };
    single.then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_checks_of_numbers_are_limits() {
        let answer = |expression: &str| number(expression).map(|b| (b.min, b.max));
        assert_eq!(answer(". >= 0 and . <= 120"), Some((Some(0), Some(120))));
        assert_eq!(answer("(.>0) and (.<120)"), Some((Some(1), Some(119))));
        assert_eq!(answer("0 <= . and 120.0 > ."), Some((Some(0), Some(119))));
        assert_eq!(answer(".>=-5"), Some((Some(-5), None)));
        assert_eq!(answer(". >= 1 and . >= 3 and . < 9 and . <= 12"), Some((Some(3), Some(8))));
        assert_eq!(answer(".=4"), Some((Some(4), Some(4))));
        for expression in [
            ". >= 0 or . = 99",
            ". >= 0.5",
            ". != 3",
            "regex(., '[0-9]')",
            ". > ${q}",
            ".",
            "",
            ". > 9223372036854775807",
            "count-selected(.) <= 3",
        ] {
            assert_eq!(answer(expression), None, "{expression}");
        }
    }

    #[test]
    fn checks_of_choices_are_limits_and_none_of_these() {
        let choose = |expression: &str| {
            let found = choosing(expression, &["a", "b", "none"])?;
            let alone: Vec<String> = found.alone.iter().map(|value| value.written().to_owned()).collect();
            Some((found.count.min, found.count.max, alone.join(" ")))
        };
        let none = |min, max| Some((min, max, "none".to_owned()));
        assert_eq!(choose("count-selected(.)<=3"), Some((None, Some(3), String::new())));
        assert_eq!(
            choose("count-selected(.) >= 1 and count-selected(.) < 4"),
            Some((Some(1), Some(3), String::new()))
        );
        for expression in [
            "not(selected(., 'none') and count-selected(.) > 1)",
            "not(count-selected(.) > 1 and selected(., 'none'))",
            "not(selected(., 'none') and count-selected(.) >= 2)",
            "not(selected(., 'none')) or count-selected(.) = 1",
            "count-selected(.) < 2 or not(selected(., 'none'))",
            "if(selected(., 'none'), count-selected(.) = 1, true())",
            "not(selected(., 'none') and (selected(., 'a') or selected(., 'b')))",
        ] {
            assert_eq!(choose(expression), none(None, None), "{expression}");
        }
        let both = "(count-selected(.) >= 2 or selected(., 'none')) and count-selected(.) <= 2 and \
                    not(selected(., 'none') and count-selected(.) > 1)";
        assert_eq!(choose(both), none(Some(2), Some(2)));
        for expression in [
            "not(selected(., 'a') and selected(., 'b'))",
            "not(selected(., 'none') and count-selected(.) > 2)",
            "not(selected(., 'none') and (selected(., 'a') or selected(., 'a')))",
            "count-selected(.) >= 2 or selected(., 'none')",
            "selected(., 'a')",
            ". = 'a'",
        ] {
            assert_eq!(choose(expression), None, "{expression}");
        }
    }
}
