//! What must be mended before the questions can be asked, and where.

use earshot_domain::question::{Flaw, Kind};
use earshot_domain::questionnaire::{Defect, Questionnaire, Section};
use earshot_service::{DeskConsultation, Preparation};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::sections::{section_address, section_name};
use crate::components::{CheckItem, CheckState, Checklist, Link, Panel};
use crate::pages::desk::refusals::defect_words;
use crate::pages::desk::typed::Wrong;

/// Everything that must be mended, with the way to it.
pub(super) fn defects_panel(preparation: &Preparation) -> Option<AnyView> {
    if preparation.defects.is_empty() {
        return None;
    }
    let consultation = &preparation.consultation;
    let items = preparation.defects.iter().map(|defect| defect_item(consultation, defect)).collect();
    Some(
        view! { <Panel id="mend" title="To mend before it opens"><Checklist items inset=true/></Panel> }
            .into_any(),
    )
}

fn defect_item(consultation: &DeskConsultation, defect: &Defect) -> CheckItem {
    let questionnaire = &consultation.questionnaire;
    let id = field(questionnaire, defect);
    let link = match (section_of(questionnaire, defect), defect.question()) {
        (Some(section), _) => {
            let address = section_address(&consultation.slug, questionnaire, &section.key);
            address.map(|address| {
                Link::new(format!("{address}#{id}"), format!("Go to the section {}", section_name(section)))
            })
        }
        (None, Some(key)) => questionnaire.position(key).map(|at| {
            let href = format!("/desk/c/{}/questions/{}#{id}", consultation.slug, at + 1);
            Link::new(href, format!("Go to question {}", at + 1))
        }),
        (None, None) => None,
    };
    CheckItem {
        state: CheckState::Missing,
        spoken: "To mend:".into(),
        words: words(questionnaire, defect),
        link,
    }
}

/// The section that is to be mended, where it is a section and not a question.
fn section_of<'a>(questionnaire: &'a Questionnaire, defect: &Defect) -> Option<&'a Section> {
    match defect {
        Defect::SectionApart(key) | Defect::BadRepeat(key) => questionnaire.section(key),
        // The rule of a section is told with the first of its questions.
        _ => {
            let question =
                questionnaire.questions.iter().find(|q| Some(q.key.as_str()) == defect.question())?;
            let section = questionnaire.section_of(question).filter(|section| section.show_if.is_some())?;
            questionnaire.section_defects(&section.key).contains(defect).then_some(section)
        }
    }
}

/// The id of the field in which it is mended.
fn field(questionnaire: &Questionnaire, defect: &Defect) -> &'static str {
    match defect {
        Defect::NoQuestions | Defect::TooManyQuestions => "list",
        Defect::DuplicateKey(_) | Defect::BadKey(_) => "key",
        Defect::NoText(_) | Defect::PipeNotEarlier { .. } => "text",
        Defect::InQuestion { question, flaw } => {
            match (flaw, questionnaire.get(question).map(|question| &question.kind)) {
                (Flaw::LimitsCross, Some(Kind::Multi(_))) => "most",
                (Flaw::LimitsCross, Some(Kind::Number(_))) => "max",
                (Flaw::LimitsCross, _) => "to",
                (_, Some(Kind::Grid(_))) => "statements",
                _ => "options",
            }
        }
        Defect::ConditionNotEarlier { .. }
        | Defect::ConditionNeverTrue { .. }
        | Defect::ConditionTooDeep(_) => "show_if",
        Defect::NoSection { .. } => "section",
        Defect::SectionApart(_) => "questions",
        Defect::BadRepeat(_) => "each_of",
    }
}

/// The words for a defect, with the names of questions and sections.
fn words(questionnaire: &Questionnaire, defect: &Defect) -> String {
    let is_section = matches!(defect, Defect::SectionApart(_) | Defect::BadRepeat(_));
    defect_words(defect, |key| {
        if is_section {
            questionnaire.section(key).map(section_name)
        } else {
            questionnaire.get(key).map(|question| question.text.clone())
        }
    })
}

/// Defects as things to put right in a form that has the fields of them.
pub(super) fn at_fields(questionnaire: &Questionnaire, defects: &[Defect]) -> Wrong {
    let one =
        |defect: &Defect| (Some(field(questionnaire, defect).to_string()), words(questionnaire, defect));
    Wrong(defects.iter().map(one).collect())
}

/// The defects of one question itself: not those of the section that begins with it.
pub(super) fn of_question(preparation: &Preparation, key: &str) -> Vec<Defect> {
    let questionnaire = &preparation.consultation.questionnaire;
    let mine =
        |defect: &&Defect| defect.question() == Some(key) && section_of(questionnaire, defect).is_none();
    preparation.defects.iter().filter(mine).cloned().collect()
}
