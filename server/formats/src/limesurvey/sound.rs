//! The last look: what the domain finds wrong is a problem, and the question
//! goes, with all that depends on it.

use std::collections::HashSet;

use earshot_domain::question::Kind;
use earshot_domain::questionnaire::Defect;

use super::build::Built;
use super::draft::Draft;
use super::report::Report;
use crate::defect::{flawed, said};

/// Whether a question could be asked as it is.
pub(super) fn check(draft: &Draft) -> Result<(), String> {
    let flaws = draft.kind.as_ref().map(Kind::flaws).unwrap_or_default();
    match flaws.first() {
        None => Ok(()),
        Some(flaw) => Err(flawed(flaw)),
    }
}

/// Takes out what cannot be asked, until nothing is wrong.
pub(super) fn mend(built: &mut Built, report: &mut Report) {
    unshuffle(built, report);
    loop {
        let defects = built.questionnaire.defects();
        let mut gone: HashSet<String> = HashSet::new();
        for defect in &defects {
            // Nothing to ask: that is told when the last question has gone.
            if *defect == Defect::NoQuestions && defects.len() > 1 {
                continue;
            }
            let key = defect.question();
            let place = key.and_then(|key| built.places.get(key)).map_or("the file", String::as_str);
            report.problem(place, said(defect));
            gone.extend(key.map(str::to_owned));
        }
        if gone.is_empty() {
            break;
        }
        remove(built, &gone);
    }
    let used: HashSet<&str> =
        built.questionnaire.questions.iter().filter_map(|q| q.section.as_deref()).collect();
    let used: HashSet<String> = used.into_iter().map(str::to_owned).collect();
    built.questionnaire.sections.retain(|section| used.contains(&section.key));
}

fn remove(built: &mut Built, gone: &HashSet<String>) {
    let mut joins = true;
    let mut kept = Vec::new();
    for mut question in std::mem::take(&mut built.questionnaire.questions) {
        let stays = !gone.contains(&question.key);
        // Who stood on the page of one that is gone does not move to another page.
        joins = question.with_previous && joins;
        if stays {
            question.with_previous = joins;
            joins = true;
            kept.push(question);
        }
    }
    built.questionnaire.questions = kept;
}

/// Sections whose answers are needed by others next to them keep their place.
fn unshuffle(built: &mut Built, report: &mut Report) {
    let shuffled = |built: &Built, key: &str| {
        let asked = &built.questionnaire;
        asked
            .get(key)
            .and_then(|question| asked.section_of(question))
            .filter(|section| section.shuffle)
            .map(|section| section.key.clone())
    };
    loop {
        let mut fixed = None;
        for defect in built.questionnaire.defects() {
            let (Defect::ConditionNotEarlier { question, names }
            | Defect::PipeNotEarlier { question, names }) = &defect
            else {
                continue;
            };
            let earlier = built.questionnaire.position(names) < built.questionnaire.position(question);
            let section = shuffled(built, question).filter(|_| earlier && shuffled(built, names).is_some());
            if let Some(section) = section {
                let place = built.places.get(question).map_or("the file", String::as_str).to_owned();
                report.note(
                    &place,
                    "its group does not change places: it needs an answer from a group beside it",
                );
                fixed = Some(section);
                break;
            }
        }
        let Some(key) = fixed else { return };
        for section in built.questionnaire.sections.iter_mut().filter(|section| section.key == key) {
            section.shuffle = false;
        }
    }
}
