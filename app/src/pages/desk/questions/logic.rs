//! "Show this only if": a rule as rows of a form, and as a sentence.

use earshot_domain::question::{Given, Kind, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::rule::{Compare, Names, Rule, Test};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::Site;
use crate::components::{CheckBox, FieldSet, FormRow, Select, SelectOption, TextField};
use crate::pages::desk::Typed;
use crate::pages::desk::typed::hidden;
use crate::pages::respond::value_words;

/// Rows of "show this only if" that the form has at least.
const CONDITION_ROWS: usize = 3;

/// Rows that it has at most. A rule that has more comes with a file, and travels whole.
pub const CONDITIONS_MAX: usize = 100;

/// How an answer compares, as forms send it, and the words.
const WAYS: [(&str, &str); 6] = [
    ("is", "is"),
    ("not", "is not"),
    ("less", "is less than"),
    ("at_most", "is at most"),
    ("more", "is more than"),
    ("at_least", "is at least"),
];

/// A rule as the rows of the form: whether all of them must hold, and the rows.
/// `None` for one that lies deeper than rows can show, has more of them, or none:
/// no rows mean "always", and one of nothing is never.
fn rows(rule: &Rule) -> Option<(bool, Vec<(bool, &Rule)>)> {
    match rule {
        Rule::All(rules) | Rule::Any(rules) if !(1..=CONDITIONS_MAX).contains(&rules.len()) => None,
        Rule::All(rules) => Some((true, rules.iter().map(one).collect::<Option<_>>()?)),
        Rule::Any(rules) => Some((false, rules.iter().map(one).collect::<Option<_>>()?)),
        rule => Some((true, vec![one(rule)?])),
    }
}

/// A rule as one row: whether it is negated, and what it says.
fn one(rule: &Rule) -> Option<(bool, &Rule)> {
    match rule {
        Rule::Not(inner) if matches!(**inner, Rule::Test(_) | Rule::Answered(_)) => Some((true, inner)),
        Rule::Test(_) | Rule::Answered(_) => Some((false, rule)),
        _ => None,
    }
}

/// The fields of the form as a rule fills them. A rule that
/// rows cannot show travels whole.
pub(super) fn typed_rule(rule: Option<&Rule>, questionnaire: &Questionnaire, mut typed: Typed) -> Typed {
    let Some(rule) = rule else { return typed };
    let Some((all, rows)) = rows(rule) else {
        return typed.with("rule", whole_rule(rule));
    };
    typed = typed.with("match", if all { "all" } else { "any" });
    for (at, (negated, rule)) in rows.into_iter().enumerate() {
        let (chosen, way, number) = match rule {
            Rule::Answered(question) => (format!("{question}=?"), Compare::Is, None),
            Rule::Test(test) => {
                let name = subject(test);
                let is_number =
                    matches!(questionnaire.get(&test.question).map(|q| &q.kind), Some(Kind::Number(_)));
                if test.is == Compare::Is && !is_number {
                    (format!("{name}={}", test.value), Compare::Is, None)
                } else {
                    (format!("{name}=#"), test.is, Some(test.value.clone()))
                }
            }
            _ => continue,
        };
        typed = typed.with(format!("if_{at}"), chosen);
        typed = typed.with(format!("if_{at}_way"), if negated { "not" } else { way.as_str() });
        if let Some(number) = number {
            typed = typed.with(format!("if_{at}_number"), number);
        }
    }
    typed
}

/// A rule as one text, for a field that nobody sees.
fn whole_rule(rule: &Rule) -> String {
    serde_json::to_string(rule).unwrap_or_default()
}

/// The question, and with a bar the statement, that a comparison looks at.
fn subject(test: &Test) -> String {
    match &test.row {
        Some(row) => format!("{}/{row}", test.question),
        None => test.question.clone(),
    }
}

/// "Shown only if ..." in a sentence; nothing for what is always shown.
pub(super) fn condition_words(
    site: &Site,
    questionnaire: &Questionnaire,
    rule: Option<&Rule>,
) -> Option<String> {
    Some(format!("Shown only if {}.", rule_words(site, questionnaire, rule?)))
}

/// A rule as a part of a sentence.
fn rule_words(site: &Site, questionnaire: &Questionnaire, rule: &Rule) -> String {
    let question = |key: &str| match questionnaire.get(key) {
        Some(question) => format!("\u{201c}{}\u{201d}", question.text),
        None => format!("a question that is no longer there ({key})"),
    };
    let value = |question: &Question, value: &str| value_words(site, question, value);
    rule.in_words(&Names { asked: questionnaire, question: &question, value: &value })
}

/// What a rule is written for.
pub(super) struct Ruled<'a> {
    /// The place of the question, or of the first question of the section: only what stands before it can be named.
    pub(super) at: usize,
    /// The section that it is, or stands in.
    pub(super) section: Option<&'a str>,
    /// The rule that it has.
    pub(super) rule: Option<&'a Rule>,
}

/// "Show this only if": rows, and whether all of them or any must hold.
pub(super) fn conditions(
    site: &Site,
    questionnaire: &Questionnaire,
    ruled: &Ruled<'_>,
    typed: &Typed,
    error: Option<String>,
) -> AnyView {
    // An answer that is given several times is none that a rule elsewhere could name.
    let once = |named: &Question| {
        questionnaire
            .section_of(named)
            .is_none_or(|section| section.each_of.is_none() || ruled.section == Some(section.key.as_str()))
    };
    let earlier: Vec<(usize, &Question)> = questionnaire
        .questions
        .iter()
        .take(ruled.at)
        .enumerate()
        .filter(|(_, named)| named.kind.asks() && once(named))
        .collect();
    if earlier.is_empty() && ruled.rule.is_none() {
        return view! {
            <p class="quiet">"It is always shown. Only the answer to an earlier question can change that."</p>
        }
        .into_any();
    }
    if !typed.get("rule").is_empty() {
        return whole(site, questionnaire, ruled.rule, typed.get("rule"), error);
    }
    // Whoever emptied one in the middle keeps those behind it.
    let used = (0..CONDITIONS_MAX).filter(|row| !typed.get(&format!("if_{row}")).is_empty());
    let used = used.max().map_or(0, |last| last + 1);
    let rows: Vec<AnyView> = (0..(used + 1).clamp(CONDITION_ROWS, CONDITIONS_MAX))
        .map(|row| {
            let chosen = typed.get(&format!("if_{row}")).to_string();
            let select = condition_select(site, &earlier, row, &chosen);
            let (way_name, number_name) = (format!("if_{row}_way"), format!("if_{row}_number"));
            let way = typed.get(&way_name).to_string();
            let number = typed.get(&number_name).to_string();
            let ways = WAYS.iter().map(|(value, words)| SelectOption::new(*value, *words)).collect::<Vec<_>>();
            view! {
                <FormRow>
                    {select}
                    <Select name=way_name label="How it compares" options=ways value=way small=true/>
                    <TextField name=number_name label="The number" note="(for \u{201c}this number\u{201d})" value=number small=true inputmode="numeric"/>
                </FormRow>
            }
            .into_any()
        })
        .collect();
    let options = vec![
        SelectOption::new("all", "All of these must be true"),
        SelectOption::new("any", "One of these is enough"),
    ];
    let value = typed.get("match").to_string();
    view! {
        <FieldSet
            legend="Show this only if"
            id="show_if"
            hint="Choose nothing to show it always. Of several answers, it is enough that this is one. Save to get more rows."
            error
        >
            <Select name="match" label="With several rows" options value small=true/>
            {rows}
        </FieldSet>
    }
    .into_any()
}

/// A rule that rows cannot show: its sentence, and a way to begin anew.
fn whole(
    site: &Site,
    questionnaire: &Questionnaire,
    shown: Option<&Rule>,
    rule: &str,
    error: Option<String>,
) -> AnyView {
    let words = condition_words(site, questionnaire, shown).unwrap_or_default();
    let rule = rule.to_string();
    view! {
        <FieldSet
            legend="Show this only if"
            id="show_if"
            hint="Rows cannot show this rule. It is kept as it is."
            error
        >
            {hidden("rule", rule)}
            <p>{words}</p>
            <CheckBox name="rule_away" label="Take this rule away" note="Then it is always shown, and you can make another one." checked=false/>
        </FieldSet>
    }
    .into_any()
}

fn condition_select(site: &Site, earlier: &[(usize, &Question)], row: usize, chosen: &str) -> AnyView {
    let mut options: Vec<SelectOption> = Vec::new();
    for (at, named) in earlier {
        let text = shortened(&named.text);
        let mut option = |value: String, words: &str| {
            options.push(SelectOption::new(value, format!("{}. {text}: {words}", at + 1)));
        };
        let key = &named.key;
        let statements = named.kind.as_type().rows();
        match &named.kind {
            Kind::Number(_) => option(format!("{key}=#"), "this number"),
            Kind::Grid(_) => {
                for statement in statements {
                    for value in named.kind.values() {
                        let words = format!("{}: {}", statement.label, value_words(site, named, value));
                        option(format!("{key}/{}={value}", statement.key), &words);
                    }
                }
            }
            Kind::Ranking(_) => {
                for statement in statements {
                    option(format!("{key}={}", statement.key), &format!("{} comes first", statement.label));
                }
            }
            _ => {
                for value in named.kind.values() {
                    option(format!("{key}={value}"), &value_words(site, named, value));
                }
            }
        }
        if Given::One(named.kind.values().first().copied().unwrap_or_default().to_string()).number().is_some()
        {
            option(format!("{key}=#"), "this number");
        }
        option(format!("{key}=?"), "was answered");
    }
    // What is no longer there stays chosen until somebody chooses something else.
    if !chosen.is_empty() && !options.iter().any(|option| option.value == chosen) {
        options.insert(0, SelectOption::new(chosen, format!("No longer there: {chosen}")));
    }
    let (label, empty) = if row == 0 {
        ("The answer to an earlier question", "Show it always")
    } else {
        ("And the answer to another one", "Nothing more")
    };
    view! { <Select name=format!("if_{row}") label options value=chosen.to_string() empty small=true/> }
        .into_any()
}

/// The first words of a question.
pub(super) fn shortened(text: &str) -> String {
    const LETTERS: usize = 60;
    if text.chars().count() <= LETTERS {
        return text.to_string();
    }
    let short: String = text.chars().take(LETTERS).collect();
    format!("{}\u{2026}", short.trim_end())
}
