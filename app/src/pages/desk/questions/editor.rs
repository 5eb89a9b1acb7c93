//! The form of one question.

use earshot_domain::question::{Question, Wording};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::respondent::AgeBand;
use earshot_service::DeskConsultation;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::logic::{conditions, typed_rule};
use super::types::{of_type, type_options, typed_kind};
use crate::Site;
use crate::components::{
    Button, ButtonKind, CheckBox, Details, FieldSet, FormRow, Panel, Select, SelectOption, TextArea,
    TextField,
};
use crate::pages::desk::Typed;
use crate::pages::desk::shell::{Wrong, hidden};

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
    typed = typed_rule(question.show_if.as_ref(), questionnaire, typed);
    for (at, wording) in question.wordings.iter().enumerate() {
        typed = typed_wording(at, wording, question, typed);
    }
    typed
}

/// The words of options and statements stand one on a line, in the order of the plain words.
fn typed_wording(at: usize, wording: &Wording, question: &Question, typed: Typed) -> Typed {
    let mut kind = question.kind.clone();
    let label = |key: &str| {
        let label = wording.labels.iter().find(|(other, _)| other == key).map(|(_, label)| label.as_str());
        label.unwrap_or_default().replace('\n', " ")
    };
    let labels: Vec<String> = kind.words_mut().into_iter().map(|option| label(&option.key)).collect();
    let labels = labels.join("\n").trim_end().to_string();
    let typed = typed
        .with(format!("w_{at}_lang"), wording.lang.clone().unwrap_or_default())
        .with(format!("w_{at}_band"), wording.band.map(AgeBand::as_str).unwrap_or_default())
        .with(format!("w_{at}_text"), wording.text.clone())
        .with(format!("w_{at}_hint"), wording.hint.clone().unwrap_or_default())
        .with(format!("w_{at}_labels"), labels);
    if wording.easy { typed.with(format!("w_{at}_easy"), "yes") } else { typed }
}

/// The form of one question.
pub(super) fn editor(
    site: &Site,
    consultation: &DeskConsultation,
    at: usize,
    question: &Question,
    typed: &Typed,
    wrong: &Wrong,
) -> AnyView {
    let questionnaire = &consultation.questionnaire;
    let edition = match typed.get("edition") {
        "" => consultation.edition.to_string(),
        typed => typed.to_string(),
    };
    let action = format!("/desk/c/{}/questions/{}", consultation.slug, at + 1);
    let (text, hint) = (typed.get("text").to_string(), typed.get("hint").to_string());
    let kind = typed.get("type").to_string();
    let (text_error, hint_error, kind_error) = (wrong.at("text"), wrong.at("hint"), wrong.at("type"));
    let of_type = of_type(typed, wrong);
    let shown = conditions(site, questionnaire, at, question, typed, wrong.at("show_if"));
    let (key, key_error) = (typed.get("key").to_string(), wrong.at("key"));
    let key_open = key_error.is_some();
    let options = type_options();
    let place = place(questionnaire, at, typed);
    let wordings = wordings(questionnaire, question, typed, wrong);
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
    let sections = (!questionnaire.sections.is_empty()).then(|| {
        let name = |section: &earshot_domain::questionnaire::Section| {
            let words = if section.title.is_empty() { &section.key } else { &section.title };
            SelectOption::new(section.key.clone(), words.clone())
        };
        let options: Vec<SelectOption> = questionnaire.sections.iter().map(name).collect();
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

/// The same question in other words: other languages, age bands, Easy Read.
fn wordings(questionnaire: &Questionnaire, question: &Question, typed: &Typed, wrong: &Wrong) -> AnyView {
    let used = (0..typed.0.len()).take_while(|at| !typed.get(&format!("w_{at}_text")).is_empty()).count();
    let has_options = !question.kind.clone().words_mut().is_empty();
    let blocks: Vec<AnyView> =
        (0..=used).map(|at| wording(questionnaire, at, at == used, has_options, typed, wrong)).collect();
    let words = match used {
        0 => "Other words for the same question".to_string(),
        1 => "Other words for the same question (1)".to_string(),
        n => format!("Other words for the same question ({n})"),
    };
    let open = (0..=used).any(|at| wrong.at(&format!("w_{at}_text")).is_some());
    view! {
        <Details words open>
            <p class="quiet">
                "In another language, for an age, or Easy Read: one idea in a short line. Answers are counted together, and each notes the words it was read in."
            </p>
            {blocks}
        </Details>
    }
    .into_any()
}

fn wording(
    questionnaire: &Questionnaire,
    at: usize,
    new: bool,
    has_options: bool,
    typed: &Typed,
    wrong: &Wrong,
) -> AnyView {
    let field = |part: &str| {
        let name = format!("w_{at}_{part}");
        let value = typed.get(&name).to_string();
        (name, value)
    };
    let ((lang_name, lang), (band_name, band)) = (field("lang"), field("band"));
    let ((text_name, text), (hint_name, hint)) = (field("text"), field("hint"));
    let ((easy_name, easy), (labels_name, labels)) = (field("easy"), field("labels"));
    let languages: Vec<SelectOption> = questionnaire
        .languages
        .iter()
        .map(|lang| SelectOption::new(lang.clone(), crate::words::language_name(lang)))
        .collect();
    let own = crate::words::language_name(questionnaire.own_lang());
    let bands: Vec<SelectOption> =
        AgeBand::ALL.into_iter().map(|band| SelectOption::new(band.as_str(), band.label())).collect();
    let legend = if new { "More words".to_string() } else { format!("Words {}", at + 1) };
    let easy = easy == "yes";
    let labels = has_options.then(|| {
        view! {
            <TextArea
                name=labels_name
                label="Answers in these words"
                hint="One on a line, in the order of the plain ones. An empty line keeps the plain words."
                value=labels
                rows=4
            />
        }
    });
    let text_error = wrong.at(&text_name);
    view! {
        <FieldSet legend>
            <FormRow>
                <Select name=lang_name label="Language" options=languages value=lang empty=own small=true/>
                <Select name=band_name label="Age" options=bands value=band empty="Every age" small=true/>
            </FormRow>
            <CheckBox name=easy_name label="Easy Read" checked=easy/>
            <TextArea
                name=text_name
                label="The question"
                note="(empty: these words are taken away)"
                value=text
                error=text_error
                rows=2
            />
            <TextField name=hint_name label="Help under the question" note="(if needed)" value=hint/>
            {labels}
        </FieldSet>
    }
    .into_any()
}
