//! Follows the conditions of a survey and leaves out what is not sound, until
//! what is left can be asked.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use earshot_domain::pipe;
use earshot_domain::question::Question;
use earshot_domain::questionnaire::{Defect, MAX_QUESTIONS, Questionnaire, Section};
use earshot_domain::rule::Rule;
use serde_json::Value;

use super::condition::{self, Scope};
use super::report::{Report, quoted};
use super::structure::{Condition, HINT_MAX, LABEL_MAX, Survey, TEXT_MAX};
use crate::reading::Reading;

/// The questionnaire of a survey.
pub(super) fn settle(mut survey: Survey) -> Reading {
    survey.drafts.retain(|draft| {
        let long = longer(&draft.question);
        if let Some(reason) = &long {
            survey.report.problem(&draft.place, reason);
        }
        long.is_none()
    });
    let mut report = std::mem::take(&mut survey.report);
    let rules = rules(&survey, &mut report);
    let places: HashMap<String, String> =
        survey.drafts.iter().map(|draft| (draft.question.key.clone(), draft.place.clone())).collect();
    let mut asked = Questionnaire { lang: survey.lang.clone(), ..Questionnaire::default() };
    asked.sections = survey.sections.into_iter().map(|draft| draft.section).collect();
    asked.questions = survey.drafts.into_iter().map(|draft| draft.question).collect();
    let mut dropped = rules.dropped;
    for (section, rule) in asked.sections.iter_mut().zip(rules.sections) {
        section.show_if = rule;
    }
    for (question, rule) in asked.questions.iter_mut().zip(rules.questions) {
        question.show_if = rule;
    }
    let broken: HashSet<String> = dropped.iter().cloned().collect();
    leave_out(&mut asked, &broken);
    own(&mut asked, &survey.own, &mut report);
    mend(&mut asked, &places, &mut dropped, &mut report);
    languages(&mut asked, &survey.own);
    if !asked.questions.iter().any(|question| question.kind.asks()) {
        report.problem("survey", "there is nothing to ask");
    }
    let (problems, notes) = report.finish();
    Reading { title: survey.title, questionnaire: asked, problems, notes }
}

/// What makes a question too long to be asked.
fn longer(question: &Question) -> Option<String> {
    let letters = |text: &str| text.chars().count();
    let mut kind = question.kind.clone();
    let labels = kind.words_mut().into_iter().any(|choice| {
        letters(&choice.label) > LABEL_MAX
            || choice.note.as_deref().is_some_and(|note| letters(note) > LABEL_MAX)
    });
    let wordings = question.wordings.iter().any(|wording| {
        letters(&wording.text) > TEXT_MAX
            || wording.hint.as_deref().is_some_and(|hint| letters(hint) > HINT_MAX)
            || wording.labels.iter().any(|(_, label)| letters(label) > LABEL_MAX)
    });
    let long = letters(&question.text) > TEXT_MAX
        || question.hint.as_deref().is_some_and(|hint| letters(hint) > HINT_MAX)
        || labels
        || wordings;
    long.then(|| format!("words of more than {TEXT_MAX} letters, or a hint or option that is too long"))
}

/// The rules of sections and questions, in their order.
struct Rules {
    sections: Vec<Option<Rule>>,
    questions: Vec<Option<Rule>>,
    /// The keys of questions whose conditions cannot be followed.
    dropped: BTreeSet<String>,
}

fn rules(survey: &Survey, report: &mut Report) -> Rules {
    let questions =
        survey.drafts.iter().map(|draft| (draft.question.key.as_str(), &draft.question)).collect();
    let scope = Scope { names: &survey.names, questions, values: &survey.values };
    let mut dropped = BTreeSet::new();
    let mut lost = HashSet::new();
    let mut sections = Vec::new();
    for draft in &survey.sections {
        match all(&draft.conditions, None, &scope) {
            Ok(rule) => sections.push(rule),
            Err((place, reason)) => {
                report.problem(place, format!("{reason}; so its questions are not taken"));
                lost.insert(draft.section.key.as_str());
                sections.push(None);
            }
        }
    }
    let mut rules = Vec::new();
    for draft in &survey.drafts {
        let question = &draft.question;
        if question.section.as_deref().is_some_and(|section| lost.contains(section)) {
            report.problem(&draft.place, "stands in a section whose condition cannot be taken");
            dropped.insert(question.key.clone());
        }
        rules.push(all(&draft.conditions, draft.rule.as_ref(), &scope).unwrap_or_else(|(place, reason)| {
            report.problem(place, reason);
            dropped.insert(question.key.clone());
            None
        }));
    }
    Rules { sections, questions: rules, dropped }
}

/// All conditions together.
fn all<'a>(
    conditions: &'a [Rc<Condition>],
    own: Option<&Rule>,
    scope: &Scope<'_>,
) -> Result<Option<Rule>, (&'a str, String)> {
    let mut rules = Vec::new();
    for condition in conditions {
        let rule = match &condition.kept {
            Some((written, rule)) if *written == condition.text => rule.clone(),
            _ => condition::read(&condition.text, scope)
                .map_err(|reason| (condition.place.as_str(), reason))?,
        };
        rules.push(rule);
    }
    rules.extend(own.cloned());
    Ok(match rules.pop() {
        Some(only) if rules.is_empty() => Some(only),
        Some(last) => {
            rules.push(last);
            Some(Rule::All(rules))
        }
        None => None,
    })
}

/// Leaves questions out. What followed one on its page begins the page now.
fn leave_out(asked: &mut Questionnaire, keys: &HashSet<String>) {
    let mut begins = false;
    asked.questions.retain_mut(|question| {
        begins |= !question.with_previous;
        let stays = !keys.contains(&question.key);
        if stays {
            question.with_previous &= !std::mem::take(&mut begins);
        }
        stays
    });
    let used: HashSet<&str> = asked.questions.iter().filter_map(|q| q.section.as_deref()).collect();
    asked.sections.retain(|section| used.contains(section.key.as_str()));
}

/// What Earshot kept of the questionnaire as a whole.
fn own(asked: &mut Questionnaire, own: &serde_json::Map<String, Value>, report: &mut Report) {
    if let Some(lang) = own.get("lang")
        && lang.get("read") == Some(&serde_json::to_value(&asked.lang).unwrap_or_default())
    {
        asked.lang = lang.get("is").and_then(Value::as_str).map(str::to_owned);
    }
    let unused: Vec<Section> = list(own.get("unused"), serde_json::from_value);
    for section in unused.into_iter().take(MAX_QUESTIONS) {
        if asked.section(&section.key).is_none() {
            asked.sections.push(section);
        }
    }
    let order: Vec<String> = list(own.get("order"), serde_json::from_value);
    let place = |section: &Section| order.iter().position(|key| *key == section.key).unwrap_or(usize::MAX);
    if order.len() <= 2 * MAX_QUESTIONS {
        asked.sections.sort_by_key(place);
    }
    let mut seen: HashSet<String> = asked.questions.iter().map(|question| question.key.clone()).collect();
    let retired: Vec<Question> = list(own.get("retired"), serde_json::from_value);
    for question in retired.into_iter().take(2 * MAX_QUESTIONS) {
        let sound = earshot_domain::questionnaire::is_key(&question.key)
            && longer(&question).is_none()
            && question.kind.flaws().is_empty();
        if sound && seen.insert(question.key.clone()) {
            asked.retired.push(question);
        } else {
            report.note("survey: earshot", "a retired question cannot be told from another and was left");
        }
    }
}

type Reads<T> = fn(Value) -> serde_json::Result<Vec<T>>;

fn list<T>(value: Option<&Value>, reads: Reads<T>) -> Vec<T> {
    value.and_then(|value| reads(value.clone()).ok()).unwrap_or_default()
}

/// The languages of the words, unless Earshot kept them in another order.
fn languages(asked: &mut Questionnaire, own: &serde_json::Map<String, Value>) {
    let wordings = asked.questions.iter().flat_map(|question| &question.wordings);
    let langs = wordings.filter_map(|wording| wording.lang.clone());
    let titles = asked.sections.iter().flat_map(|section| &section.titles).map(|(lang, _)| lang.clone());
    let found: BTreeSet<String> = langs.chain(titles).filter(|lang| lang != asked.own_lang()).collect();
    let found: Vec<String> = found.into_iter().collect();
    let kept = own.get("languages");
    let same = |read: &Value| list::<String>(Some(read), serde_json::from_value) == found;
    asked.languages = match kept.and_then(|kept| Some((kept.get("read")?, kept.get("is")?))) {
        Some((read, is)) if same(read) => {
            let known = list::<String>(Some(is), serde_json::from_value);
            known.into_iter().filter(|lang| super::words::is_lang(lang)).take(100).collect()
        }
        _ => found,
    };
}

/// Leaves out, and names, what has a defect, until nothing has.
fn mend(
    asked: &mut Questionnaire,
    places: &HashMap<String, String>,
    dropped: &mut BTreeSet<String>,
    report: &mut Report,
) {
    let at = |key: &str| places.get(key).map_or("survey", String::as_str).to_owned();
    loop {
        let mut gone = HashSet::new();
        let mut mended = false;
        for defect in asked.defects() {
            match &defect {
                Defect::NoQuestions | Defect::TooManyQuestions => {}
                Defect::PipeNotEarlier { question, names } => {
                    mended |= unpipe(asked, question, names);
                    let reason = format!(
                        "repeats the answer to {}, which is not known there; the braces stay as they are written",
                        quoted(names)
                    );
                    report.note(&at(question), reason);
                }
                Defect::SectionApart(section) | Defect::BadRepeat(section) => {
                    let reason = said(&defect, dropped);
                    for question in asked.questions.iter().filter(|q| q.section.as_deref() == Some(section)) {
                        if gone.insert(question.key.clone()) {
                            report.problem(&at(&question.key), reason.as_str());
                        }
                    }
                }
                defect => {
                    if let Some(question) = defect.question()
                        && gone.insert(question.to_owned())
                    {
                        report.problem(&at(question), said(defect, dropped));
                    }
                }
            }
        }
        if gone.is_empty() && !mended {
            return;
        }
        dropped.extend(gone.iter().cloned());
        leave_out_kept(asked, &gone);
    }
}

/// Leaves questions out; sections that nobody asks for any more stay only if
/// nobody asked for them before.
fn leave_out_kept(asked: &mut Questionnaire, gone: &HashSet<String>) {
    let used = |asked: &Questionnaire| -> HashSet<String> {
        asked.questions.iter().filter_map(|question| question.section.clone()).collect()
    };
    let before = used(asked);
    let sections = asked.sections.clone();
    leave_out(asked, gone);
    let after = used(asked);
    asked.sections =
        sections.into_iter().filter(|s| after.contains(&s.key) || !before.contains(&s.key)).collect();
}

/// Keeps a name in braces from being taken for a question.
fn unpipe(asked: &mut Questionnaire, question: &str, names: &str) -> bool {
    let Some(question) = asked.questions.iter_mut().find(|other| other.key == question) else { return false };
    let mut changed = false;
    let mut keep = |sentence: &mut String| {
        if pipe::names(sentence).contains(&names) {
            changed = true;
            *sentence = sentence
                .replace(&format!("{{{names}}}"), &format!("{{ {names}}}"))
                .replace(&format!("{{{names}|"), &format!("{{ {names}|"));
        }
    };
    keep(&mut question.text);
    question.hint.iter_mut().for_each(&mut keep);
    for wording in &mut question.wordings {
        keep(&mut wording.text);
        wording.hint.iter_mut().for_each(&mut keep);
    }
    changed
}

/// A question that went takes those along that depend on it, and they say so.
fn said(defect: &Defect, dropped: &BTreeSet<String>) -> String {
    match defect {
        Defect::ConditionNotEarlier { names, .. } if dropped.contains(names) => {
            format!("depends on {}, which could not be taken", quoted(names))
        }
        defect => crate::defect::said(defect),
    }
}
