//! Reads the form of one question.

use std::collections::HashSet;

use earshot_app::pages::desk::questions::CONDITIONS_MAX;
use earshot_domain::edit;
use earshot_domain::question::{
    Area, Choice, Grid, Kind, MAX_OPTIONS, Multi, Number, Picture, Question, Ranking, Rating, Scale, Single,
    Wording,
};
use earshot_domain::questionnaire::{Questionnaire, is_key};
use earshot_domain::rule::{Compare, Rule, Test};
use earshot_domain::{slug, text};
use earshot_service::Refusal;
use serde_json::Value;

use crate::web::fields::Fields;

/// Letters of a question, and of the help under it.
pub(super) const TEXT_MAX: usize = 1_000;

/// Letters of one answer to choose from.
pub(super) const OPTION_MAX: usize = 300;

/// Letters of a key that is made from words.
const KEY_LETTERS: usize = 40;

/// Puts a changed question in its place; gives the place, which is another one when it has gone into another section.
/// Whoever names it by its old key names it by its new one.
pub(super) fn put(questionnaire: &mut Questionnaire, at: usize, mut question: Question) -> usize {
    let before = questionnaire.questions[at].section.clone();
    let section = std::mem::replace(&mut question.section, before.clone());
    let old = std::mem::replace(&mut questionnaire.questions[at], question);
    let new = questionnaire.questions[at].key.clone();
    if old.key != new {
        edit::rename(questionnaire, &old.key, &new);
    }
    if before == section {
        return at;
    }
    let inside = |key: &str| -> Vec<usize> {
        let places = questionnaire.questions.iter().enumerate();
        places.filter(|(_, other)| other.section.as_deref() == Some(key)).map(|(at, _)| at).collect()
    };
    let (key, places) = match (&section, &before) {
        (Some(key), _) => {
            let mut places = inside(key);
            places.push(at);
            (key.clone(), places)
        }
        (None, Some(key)) => (key.clone(), inside(key).into_iter().filter(|place| *place != at).collect()),
        (None, None) => return at,
    };
    questionnaire.fill_section(&key, &places);
    questionnaire.position(&new).unwrap_or(at)
}

/// The words of a question and the help under it.
pub(super) fn read_words(fields: &Fields, refusals: &mut Vec<Refusal>) -> (String, Option<String>) {
    let (text, hint) = (fields.text("text"), fields.text("hint"));
    if text.is_empty() {
        refusals.push(Refusal::Missing("text"));
    }
    for (field, words) in [("text", &text), ("hint", &hint)] {
        if words.chars().count() > TEXT_MAX {
            refusals.push(Refusal::TooLong { field, max: TEXT_MAX });
        }
    }
    (text, Some(hint).filter(|hint| !hint.is_empty()))
}

/// The type with what belongs to it. Answers to choose from keep the keys that
/// they have `before`.
pub(super) fn read_kind(fields: &Fields, before: Option<&Kind>, refusals: &mut Vec<Refusal>) -> Option<Kind> {
    let mut form = Form { fields, before, refusals };
    let shuffle = fields.get("shuffle") == "yes";
    Some(match fields.get("type") {
        "single" => Kind::Single(Single { options: form.options(), shuffle }),
        "multi" => {
            let mut options = form.options();
            let alone = fields.get("alone") == "yes";
            // The form asks of the last answer alone; what it does not show of the others stays as it was.
            let was_last = before.and_then(|kind| kind.options().last()).map(|option| option.key.as_str());
            let last = options.len().saturating_sub(1);
            for (at, option) in options.iter_mut().enumerate() {
                option.alone &= alone || was_last != Some(option.key.as_str());
                option.alone |= alone && at == last;
            }
            let (min, max) = (form.count("least"), form.count("most"));
            if max.is_some_and(|max| max > options.len()) {
                form.refusals.push(Refusal::Unreadable("most"));
            }
            if min.is_some_and(|min| min > max.unwrap_or(options.len())) {
                form.refusals.push(Refusal::Unreadable("least"));
            }
            Kind::Multi(Multi { options, min, max, shuffle })
        }
        "ranking" => Kind::Ranking(Ranking { options: form.options(), shuffle }),
        "picture" => {
            let options = form.options();
            Kind::Picture(Picture { options, several: fields.get("several") == "yes", shuffle })
        }
        "faces" => Kind::Faces,
        "agree" => Kind::Agree,
        "yes_no_unsure" => Kind::YesNoUnsure,
        "when" => Kind::When,
        "area" => Kind::Area(form.area()),
        "rating" => Kind::Rating(form.rating()),
        "grid" => Kind::Grid(form.grid()),
        "short_text" => Kind::ShortText,
        "long_text" => Kind::LongText,
        "number" => {
            let (min, max) = (form.number("min"), form.number("max"));
            if matches!((min, max), (Some(min), Some(max)) if min > max) {
                form.refusals.push(Refusal::Unreadable("max"));
            }
            Kind::Number(Number { min, max })
        }
        "photo" => Kind::Photo,
        "audio" => Kind::Audio,
        "info" => Kind::Info,
        _ => {
            form.refusals.push(Refusal::Unreadable("type"));
            return None;
        }
    })
}

struct Form<'a> {
    fields: &'a Fields,
    before: Option<&'a Kind>,
    refusals: &'a mut Vec<Refusal>,
}

impl Form<'_> {
    fn number(&mut self, field: &'static str) -> Option<i64> {
        self.fields.number_or(field, self.refusals)
    }

    /// A number of options, from 1.
    fn count(&mut self, field: &'static str) -> Option<usize> {
        let number = self.number(field)?;
        let count = usize::try_from(number).ok().filter(|count| *count > 0);
        if count.is_none() {
            self.refusals.push(Refusal::Unreadable(field));
        }
        count
    }

    fn area(&mut self) -> Area {
        let within = Some(self.fields.text("within")).filter(|key| !key.is_empty());
        let level = self.count("level").map(|level| u8::try_from(level).unwrap_or(u8::MAX));
        Area { within, level, ..Area::default() }
    }

    fn options(&mut self) -> Vec<Choice> {
        let before: Vec<Choice> = match self.before {
            Some(Kind::Grid(Grid { scale: Scale::Options(options), .. })) => options.clone(),
            Some(kind) => kind.options().to_vec(),
            None => Vec::new(),
        };
        self.choices("options", &before)
    }

    fn choices(&mut self, field: &'static str, before: &[Choice]) -> Vec<Choice> {
        let text = self.fields.text(field);
        let mut lines = option_lines(&text);
        if lines.len() > MAX_OPTIONS {
            self.refusals.push(Refusal::TooMany { field, max: MAX_OPTIONS });
            lines.truncate(MAX_OPTIONS);
        }
        let options = read_options(&lines, before);
        let labels: HashSet<&str> = options.iter().map(|option| option.label.as_str()).collect();
        if labels.len() < options.len() {
            self.refusals.push(Refusal::Taken(field));
        }
        if options.iter().any(|option| option.label.chars().count() > OPTION_MAX) {
            self.refusals.push(Refusal::TooLong { field, max: OPTION_MAX });
        }
        options
    }

    fn rating(&mut self) -> Rating {
        let (from, to) = (self.number("from").unwrap_or(1), self.number("to").unwrap_or(5));
        let step = |number: i64| u8::try_from(number).ok().filter(|step| *step <= 10);
        let (from, to) = match (step(from), step(to)) {
            (Some(from @ 0..=1), Some(to)) if from < to => (from, to),
            (Some(0..=1), _) => {
                self.refusals.push(Refusal::Unreadable("to"));
                (1, 5)
            }
            _ => {
                self.refusals.push(Refusal::Unreadable("from"));
                (1, 5)
            }
        };
        let end = |key: u8, field: &str| {
            let words = self.fields.text(field);
            (!words.is_empty()).then(|| Choice::new(key.to_string(), words))
        };
        let ends = [end(from, "low"), end(to, "high")].into_iter().flatten().collect();
        Rating { from, to, ends }
    }

    fn grid(&mut self) -> Grid {
        let before = match self.before {
            Some(Kind::Grid(grid)) => grid.statements.clone(),
            _ => Vec::new(),
        };
        let statements = self.choices("statements", &before);
        let scale = match self.fields.get("scale") {
            "faces" => Scale::Faces,
            "yes_no_unsure" => Scale::YesNoUnsure,
            "options" => Scale::Options(self.options()),
            _ => Scale::Agree,
        };
        Grid { statements, scale }
    }
}

/// Answers to choose from, one on a line; after the last bar of a line a note.
fn option_lines(text: &str) -> Vec<(&str, Option<&str>)> {
    text.lines()
        .map(|line| match line.rsplit_once('|') {
            Some((label, note)) => (label.trim(), Some(note.trim()).filter(|note| !note.is_empty())),
            None => (line.trim(), None),
        })
        .filter(|(label, _)| !label.is_empty())
        .collect()
}

/// An answer that is there already keeps its key, also with other words in the
/// same place; a new one gets a key made from its label.
fn read_options(lines: &[(&str, Option<&str>)], before: &[Choice]) -> Vec<Choice> {
    let kept: Vec<Option<&Choice>> =
        lines.iter().map(|(label, _)| before.iter().find(|option| option.label == *label)).collect();
    let known: HashSet<&str> = before.iter().map(|option| option.key.as_str()).collect();
    let mut keys: HashSet<String> = kept.iter().flatten().map(|option| option.key.clone()).collect();
    let mut options = Vec::with_capacity(lines.len());
    for (at, (label, note)) in lines.iter().enumerate() {
        let renamed = || before.get(at).filter(|option| !keys.contains(&option.key));
        let before = kept[at].or_else(renamed);
        let key = match before {
            Some(option) => option.key.clone(),
            None => free(&words_to_key(label, "option"), |key| keys.contains(key) || known.contains(key)),
        };
        keys.insert(key.clone());
        // What the form does not show stays as it was.
        let (label, note) = ((*label).to_string(), note.map(str::to_string));
        options.push(Choice { key, label, note, ..before.cloned().unwrap_or_default() });
    }
    options
}

/// The whole form of one question.
pub(super) fn read_question(
    fields: &Fields,
    at: usize,
    questionnaire: &Questionnaire,
) -> Result<Question, Vec<Refusal>> {
    let before = &questionnaire.questions[at];
    let mut refusals = Vec::new();
    let (text, hint) = read_words(fields, &mut refusals);
    let kind = read_kind(fields, Some(&before.kind), &mut refusals);
    let key = match fields.text("key") {
        empty if empty.is_empty() => key_from(&text, questionnaire, Some(at)),
        typed => typed,
    };
    if !is_key(&key) {
        refusals.push(Refusal::Unreadable("key"));
    } else if questionnaire.questions.iter().enumerate().any(|(other, q)| other != at && q.key == key)
        || questionnaire.retired.iter().any(|retired| retired.key == key)
    {
        // The column of a question that was asked once holds answers to other words.
        refusals.push(Refusal::Taken("key"));
    }
    let show_if = read_rule(fields, &mut refusals);
    let Some(kind) = kind else { return Err(refusals) };
    let wordings = kept_wordings(&kind, before);
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let yes = |name: &str| fields.get(name) == "yes";
    let section = fields.text("section");
    Ok(Question {
        key,
        text,
        hint,
        kind,
        show_if,
        section: Some(section).filter(|key| questionnaire.section(key).is_some()),
        with_previous: yes("with_previous") && at > 0,
        advised: yes("advised"),
        sensitive: yes("sensitive"),
        wordings,
        lang: None,
        help: before.help.clone(),
    })
}

/// What a phone shows of a question while its form is being filled in, whatever is still wrong with it.
pub(super) fn read_shown(fields: &Fields, before: &Question) -> Question {
    let mut unsaid = Vec::new();
    let (text, hint) = read_words(fields, &mut unsaid);
    let kind = read_kind(fields, Some(&before.kind), &mut unsaid).unwrap_or_else(|| before.kind.clone());
    let section = Some(fields.text("section")).filter(|key| !key.is_empty());
    Question { text, hint, kind, section, ..before.clone() }
}

/// "Show this only if": rows of `question=value`, of `question=?` for "was
/// answered", and of `question=#` with the number beside it; or a rule that is
/// kept whole. More rows than a form has are refused, not cut: half a rule would ask other people.
pub(super) fn read_rule(fields: &Fields, refusals: &mut Vec<Refusal>) -> Option<Rule> {
    let whole = fields.get("rule");
    if !whole.is_empty() && fields.get("rule_away") != "yes" {
        let rule = serde_json::from_str(whole).ok().and_then(|rule| serde_json::from_value(clean(rule)).ok());
        if rule.is_none() {
            refusals.push(Refusal::Unreadable("show_if"));
        }
        return rule;
    }
    let is_row = |(name, value): &(String, String)| {
        let row = name.strip_prefix("if_").and_then(|row| row.parse::<usize>().ok());
        row.filter(|_| !value.is_empty())
    };
    let mut rows: Vec<usize> = fields.0.iter().filter_map(is_row).collect();
    rows.sort_unstable();
    rows.dedup();
    if rows.len() > CONDITIONS_MAX {
        refusals.push(Refusal::TooMany { field: "show_if", max: CONDITIONS_MAX });
        return None;
    }
    let mut rules: Vec<Rule> = Vec::new();
    for row in rows {
        let chosen = fields.text(&format!("if_{row}"));
        match read_row(fields, row, &chosen) {
            Some(rule) if !rules.contains(&rule) => rules.push(rule),
            Some(_) => {}
            None => refusals.push(Refusal::Unreadable("show_if")),
        }
    }
    match rules.len() {
        0 => None,
        1 => rules.pop(),
        _ if fields.get("match") == "any" => Some(Rule::Any(rules)),
        _ => Some(Rule::All(rules)),
    }
}

/// A rule that came as one text, with its words as they are kept.
fn clean(rule: Value) -> Value {
    match rule {
        Value::String(words) => Value::String(text::normalise(&words)),
        Value::Array(parts) => parts.into_iter().map(clean).collect(),
        Value::Object(parts) => parts.into_iter().map(|(name, part)| (name, clean(part))).collect(),
        other => other,
    }
}

fn read_row(fields: &Fields, row: usize, chosen: &str) -> Option<Rule> {
    let (subject, value) = chosen.split_once('=')?;
    let (question, statement) = match subject.split_once('/') {
        Some((question, statement)) => (question, Some(statement.to_string())),
        None => (subject, None),
    };
    let way = fields.get(&format!("if_{row}_way"));
    let negated = way == "not";
    let rule = if value == "?" {
        Rule::Answered(question.to_string())
    } else {
        let compare = Compare::parse(way).unwrap_or_default();
        let (is, value) = if value == "#" {
            let number = fields.number(&format!("if_{row}_number")).ok().flatten()?;
            (compare, number.to_string())
        } else {
            // "At most bus" says nothing; of a step of a scale it does.
            let number = value.parse::<i64>().is_ok();
            (if number { compare } else { Compare::Is }, value.to_string())
        };
        Rule::Test(Test { question: question.to_string(), row: statement, is, value })
    };
    Some(if negated { rule.negated() } else { rule })
}

/// The other words for the same question, without those for answers that are no longer offered.
fn kept_wordings(kind: &Kind, before: &Question) -> Vec<Wording> {
    let mut kind = kind.clone();
    let keys: Vec<String> = kind.words_mut().into_iter().map(|option| option.key.clone()).collect();
    let kept = |wording: &Wording| {
        let labels = wording.labels.iter().filter(|(key, _)| keys.contains(key)).cloned().collect();
        Wording { labels, ..wording.clone() }
    };
    before.wordings.iter().map(kept).collect()
}

/// A key made from words: `How do you get to school?` becomes
/// `how_do_you_get_to_school`.
pub(super) fn words_to_key(words: &str, otherwise: &str) -> String {
    let mut key = slug::from_title(words).replace('-', "_");
    key.truncate(KEY_LETTERS);
    let key = key.trim_end_matches('_');
    if key.is_empty() { otherwise.to_string() } else { key.to_string() }
}

pub(super) fn key_from(text: &str, questionnaire: &Questionnaire, at: Option<usize>) -> String {
    free_key(&words_to_key(text, "question"), questionnaire, at)
}

/// The key, or the key with the first number behind it that nobody else has or
/// had.
pub(super) fn free_key(key: &str, questionnaire: &Questionnaire, at: Option<usize>) -> String {
    free(key, |key| {
        questionnaire.questions.iter().enumerate().any(|(other, q)| Some(other) != at && q.key == key)
            || questionnaire.retired.iter().any(|q| q.key == key)
    })
}

fn free(key: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(key) {
        return key.to_string();
    }
    let stem: String = key.chars().take(KEY_LETTERS).collect();
    (2..=u16::MAX).map(|n| format!("{stem}_{n}")).find(|key| !taken(key)).unwrap_or(stem)
}

#[cfg(test)]
mod tests;
