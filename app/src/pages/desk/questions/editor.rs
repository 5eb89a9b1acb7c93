//! The form of one question.

use earshot_domain::question::{Place, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_service::DeskConsultation;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::logic::{Ruled, conditions, typed_rule};
use super::sections::section_name;
use super::types::{of_type, type_options, typed_kind};
use super::words::{door_name, words_address};
use crate::Site;
use crate::components::{
    Button, ButtonKind, CheckBox, Details, Panel, Select, SelectOption, TextArea, TextField,
};
use crate::pages::desk::Typed;
use crate::pages::desk::typed::{Wrong, hidden};

/// The fields of the form as a question fills them.
pub fn typed_question(question: &Question, questionnaire: &Questionnaire) -> Typed {
    let mut typed = Typed::default()
        .with("text", question.text.clone())
        .with("hint", question.hint.clone().unwrap_or_default())
        .with("key", question.key.clone())
        .with("section", question.section.clone().unwrap_or_default());
    for (name, on) in [
        ("advised", question.advised),
        ("sensitive", question.sensitive),
        ("with_previous", question.with_previous),
    ] {
        if on {
            typed = typed.with(name, "yes");
        }
    }
    typed = typed_kind(&question.kind, typed);
    typed_rule(question.show_if.as_ref(), questionnaire, typed)
}

/// The form of one question, with the places that the consultation offers.
pub(super) fn editor(
    site: &Site,
    (consultation, places): (&DeskConsultation, &[Place]),
    at: usize,
    question: &Question,
    typed: &Typed,
    wrong: &Wrong,
) -> AnyView {
    let questionnaire = &consultation.questionnaire;
    let edition = typed.edition(consultation.edition);
    let action = format!("/desk/c/{}/questions/{}", consultation.slug, at + 1);
    let (text, hint) = (typed.get("text").to_string(), typed.get("hint").to_string());
    let kind = typed.get("type").to_string();
    let (text_error, hint_error, kind_error) = (wrong.at("text"), wrong.at("hint"), wrong.at("type"));
    let of_type = of_type(typed, wrong, places);
    let ruled = Ruled { at, section: question.section.as_deref(), rule: question.show_if.as_ref() };
    let shown = conditions(site, questionnaire, &ruled, typed, wrong.at("show_if"));
    let (key, key_error) = (typed.get("key").to_string(), wrong.at("key"));
    let key_open = key_error.is_some();
    let options = type_options();
    let place = place(questionnaire, at, typed);
    let wordings = wordings(consultation, at, question);
    let after = (at + 1 < questionnaire.questions.len()).then(|| {
        let href = format!("/desk/c/{}/questions/{}", consultation.slug, at + 2);
        view! { <a href=href>"Next question"</a> }.into_any()
    });
    let actions = view! {
        <Button words="Save question"/>
        <Button words="Make a copy" kind=ButtonKind::Still name="copy" value="1"/>
        <Button words="Remove" kind=ButtonKind::Stop name="remove" value="1"/>
    }
    .into_any();
    let check = |name: &'static str, label: &'static str, note: &'static str| {
        let checked = typed.has(name, "yes");
        view! { <CheckBox name label note checked/> }
    };
    let advised = check(
        "advised",
        "We would very much like an answer",
        "A note for staff. Every question can be skipped.",
    );
    let sensitive = check(
        "sensitive",
        "It may be hard to speak about",
        "A note for staff: such a question stands neither first nor last.",
    );
    view! {
        <Panel id="edit" title="Change it" aside=after action actions inset=true>
            {hidden("edition", edition)}
            <TextArea
                name="text"
                label="The question"
                hint="To repeat an earlier answer, write its key between braces: {way}. What stands there without an answer comes after a bar: {way|your journey}."
                value=text
                error=text_error
                rows=2
            />
            <TextArea name="hint" label="Help under the question" note="(if needed)" value=hint error=hint_error rows=2/>
            <Select
                name="type"
                label="Type"
                hint="Save after you choose another type, to see what belongs to it."
                options
                value=kind
                error=kind_error
            />
            {of_type}
            {shown}
            {place}
            {wordings}
            {advised}
            {sensitive}
            <Details words="The key in exports" open=key_open>
                <TextField
                    name="key"
                    label="Key"
                    hint="Names the answers in files. Letters, digits, underscores. Made from the question when empty."
                    value=key
                    error=key_error
                    autocomplete="off"
                />
            </Details>
        </Panel>
    }
    .into_any()
}

/// Which section it belongs to, and whether it shares a page.
fn place(questionnaire: &Questionnaire, at: usize, typed: &Typed) -> AnyView {
    let sections = questionnaire.asked_sections();
    let sections = (!sections.is_empty()).then(|| {
        let options: Vec<SelectOption> = sections
            .iter()
            .map(|section| SelectOption::new(section.key.clone(), section_name(section)))
            .collect();
        let value = typed.get("section").to_string();
        view! { <Select name="section" label="Section" options value empty="None"/> }
    });
    let with = (at > 0).then(|| {
        let checked = typed.has("with_previous", "yes");
        view! {
            <CheckBox
                name="with_previous"
                label="On the same page as the question before it"
                note="One question a page is easier for most."
                checked
            />
        }
    });
    view! { {sections}{with} }.into_any()
}

/// The same question in other words: which there are, and the way to write them.
fn wordings(consultation: &DeskConsultation, at: usize, question: &Question) -> AnyView {
    let questionnaire = &consultation.questionnaire;
    let own = questionnaire.own_lang();
    let rows: Vec<AnyView> = questionnaire
        .doors()
        .into_iter()
        .map(|door| {
            let words = question.wording(own, &door);
            let lacks =
                question.sentences().iter().filter(|(s, _)| question.said(words, *s).is_none()).count();
            let note = match (words, lacks) {
                (None, _) => "none yet",
                (Some(_), 0) => "all of them",
                (Some(_), _) => "some are missing",
            };
            let href = format!("{}#q-{}", words_address(&consultation.slug, &door, at), at + 1);
            let name = door_name(&door);
            view! { <li><a href=href>{name}</a>": "{note}</li> }.into_any()
        })
        .collect();
    let href = format!("/desk/c/{}/questions/words", consultation.slug);
    let list = (!rows.is_empty()).then(|| view! { <ul>{rows}</ul> });
    view! {
        <Details words="Other words for the same question">
            <p class="quiet">
                "In another language, for an age, or Easy Read: one idea in a short line. Answers are counted together, and each notes the words it was read in."
            </p>
            {list}
            <p><a href=href>"Languages and other words"</a></p>
        </Details>
    }
    .into_any()
}
