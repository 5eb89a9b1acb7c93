//! Languages, age bands and Easy Read that are there in part.

use super::{Case, Finding, Place, Problem, Weight, asking, labels};
use crate::question::{Question, Wording};

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    let asked = case.questionnaire;
    for lang in case.languages {
        let offered = same(lang, asked.own_lang()) || asked.languages.iter().any(|other| same(lang, other));
        if !offered {
            let problem = Problem::LanguageNotOffered { lang: lang.clone() };
            found.push(Finding::of_all(Weight::Stops, Place::Languages, problem));
        }
    }
    for lang in asked.languages.iter().filter(|lang| !same(lang, asked.own_lang())) {
        language(case, lang, found);
    }
    bands(case, found);
    easy_read(case, found);
}

/// Whether two tags name one language: `cy` and `cy-GB`.
fn same(one: &str, other: &str) -> bool {
    let main = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    main(one) == main(other)
}

fn language(case: &Case<'_>, lang: &str, found: &mut Vec<Finding>) {
    let required = case.languages.iter().any(|other| same(other, lang));
    let weight = if required { Weight::Stops } else { Weight::Warns };
    for question in &case.questionnaire.questions {
        for (weight, problem) in missing(question, lang, weight) {
            let place = Place::Languages;
            found.push(Finding { weight, problem, question: Some(question.key.clone()), place });
        }
    }
    for section in case.questionnaire.sections.iter().filter(|section| !section.title.trim().is_empty()) {
        let has = section.titles.iter().any(|(other, title)| same(other, lang) && !title.trim().is_empty());
        if !has {
            let problem = Problem::TitleNotTranslated { lang: lang.into(), section: section.title.clone() };
            found.push(Finding::of_all(weight, Place::Languages, problem));
        }
    }
}

/// What a question lacks in a language. Without any words it is asked in the
/// questionnaire's own; without some, two languages stand on one page.
fn missing(question: &Question, lang: &str, weight: Weight) -> Vec<(Weight, Problem)> {
    let lang = lang.to_string();
    let has_lang = |wording: &&Wording| wording.lang.as_deref().is_some_and(|other| same(other, &lang));
    let plain = |wording: &&Wording| !wording.easy && wording.band.is_none();
    let Some(wording) = question.wordings.iter().find(|wording| has_lang(wording) && plain(wording)) else {
        return vec![(weight, Problem::NotTranslated { lang })];
    };
    if wording.text.trim().is_empty() {
        return vec![(weight, Problem::NotTranslated { lang })];
    }
    let mut lacks = Vec::new();
    let written = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    if written(&question.hint) && !written(&wording.hint) {
        lacks.push((Weight::Advises, Problem::HintNotTranslated { lang: lang.clone() }));
    }
    let has =
        |key: &str| wording.labels.iter().any(|(other, label)| other == key && !label.trim().is_empty());
    let options: Vec<String> =
        labels(&question.kind).into_iter().filter(|(key, _)| !has(key)).map(|(_, label)| label).collect();
    if !options.is_empty() {
        lacks.push((weight, Problem::OptionsNotTranslated { lang, options }));
    }
    lacks
}

fn bands(case: &Case<'_>, found: &mut Vec<Finding>) {
    let of = asking(case.questionnaire).count();
    for band in case.questionnaire.worded_bands() {
        if !case.setup.bands.contains(&band) {
            let problem = Problem::BandNotAsked { band };
            found.push(Finding::of_all(Weight::Advises, Place::Setup("bands"), problem));
            continue;
        }
        let worded = |question: &&Question| question.wordings.iter().any(|words| words.band == Some(band));
        let missing = of - asking(case.questionnaire).filter(worded).count();
        if missing > 0 {
            let problem = Problem::BandInPart { band, missing, of };
            found.push(Finding::of_all(Weight::Advises, Place::Languages, problem));
        }
    }
}

fn easy_read(case: &Case<'_>, found: &mut Vec<Finding>) {
    if !case.questionnaire.has_easy_read() {
        return;
    }
    let of = case.questionnaire.questions.len();
    let easy = |question: &&Question| question.wordings.iter().any(|words| words.easy);
    let missing = of - case.questionnaire.questions.iter().filter(easy).count();
    if missing > 0 {
        let problem = Problem::EasyReadInPart { missing, of };
        found.push(Finding::of_all(Weight::Warns, Place::Languages, problem));
    }
}
