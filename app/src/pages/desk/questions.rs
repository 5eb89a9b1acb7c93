//! The questions of a consultation: their order, one question being changed,
//! and how each looks on a phone.

use earshot_domain::consultation::Setup;
use earshot_domain::policy::Permission;
use earshot_domain::question::{Choice, Condition, Kind, Question};
use earshot_domain::questionnaire::{Defect, Questionnaire};
use earshot_service::{Actor, DeskConsultation, Preparation, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::consultations::try_it;
use super::shell::{
    ConsultationPart, DeskStep, Here, Typed, Wrong, count_of, defect_words, desk, hidden, parts,
};
use crate::components::{
    Button, ButtonKind, CheckBox, CheckItem, CheckState, Checklist, Details, Empty, Fact, FieldSet, Flash,
    FormRow, Grid, GridKind, IconName, Link, ListFacts, NoteBox, OrderItem, OrderList, PageHead, Panel,
    PhonePreview, PhoneTop, Ref, Select, SelectOption, Stack, TagKind, TextArea, TextField, Words,
};
use crate::pages::respond::{field, value_words};
use crate::{Page, Site, say};

/// The types of question, as forms send them, and their names.
const TYPES: [(&str, &str); 8] = [
    ("single", "Choose one"),
    ("multi", "Choose several"),
    ("yes_no_unsure", "Yes, no, not sure"),
    ("faces", "Five faces"),
    ("short_text", "A few words"),
    ("long_text", "Their own words"),
    ("number", "A whole number"),
    ("note", "Something to read, nothing to answer"),
];

/// Rows of "show this only if" that the form has at least.
pub const CONDITION_ROWS: usize = 3;

/// The longest advisable question, in words.
const SHORT_ENOUGH: usize = 20;

/// As a form sends the type.
fn type_key(kind: &Kind) -> &'static str {
    match kind {
        Kind::Single { .. } => "single",
        Kind::Multi { .. } => "multi",
        Kind::Faces => "faces",
        Kind::YesNoUnsure => "yes_no_unsure",
        Kind::ShortText => "short_text",
        Kind::LongText => "long_text",
        Kind::Number { .. } => "number",
        Kind::Note => "note",
    }
}

fn type_name(kind: &Kind) -> &'static str {
    let key = type_key(kind);
    TYPES.iter().find(|(value, _)| *value == key).map_or("", |(_, name)| name)
}

/// The type with what belongs to it: "Choose one, 4 answers".
fn type_words(kind: &Kind) -> String {
    let name = type_name(kind);
    match kind {
        Kind::Single { options } => format!("{name}, {} answers", options.len()),
        Kind::Multi { options, max: Some(max) } => {
            format!("{name}, at most {max} of {} answers", options.len())
        }
        Kind::Multi { options, max: None } => format!("{name}, {} answers", options.len()),
        Kind::Number { min: Some(min), max: Some(max) } => format!("{name}, {min} to {max}"),
        _ => name.to_string(),
    }
}

/// One answer to choose from, as a line of the form: the label, and after a bar
/// the note.
fn option_line(option: &Choice) -> String {
    let label = option.label.replace('\n', " ");
    match &option.note {
        Some(note) => format!("{label} | {}", note.replace('|', "/").replace('\n', " ")),
        // The last bar of a line parts label and note.
        None if label.contains('|') => format!("{label} |"),
        None => label,
    }
}

/// The fields of the form as a question fills them.
pub fn typed_question(question: &Question, questionnaire: &Questionnaire) -> Typed {
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let mut typed = Typed::default()
        .with("text", question.text.clone())
        .with("hint", question.hint.clone().unwrap_or_default())
        .with("type", type_key(&question.kind))
        .with("key", question.key.clone());
    if question.advised {
        typed = typed.with("advised", "yes");
    }
    match &question.kind {
        Kind::Single { options } => {
            typed = typed.with("options", options.iter().map(option_line).collect::<Vec<_>>().join("\n"));
        }
        Kind::Multi { options, max } => {
            typed = typed
                .with("options", options.iter().map(option_line).collect::<Vec<_>>().join("\n"))
                .with("most", max.map(|max| max.to_string()).unwrap_or_default());
        }
        Kind::Number { min, max } => typed = typed.with("min", number(*min)).with("max", number(*max)),
        Kind::Faces | Kind::YesNoUnsure | Kind::ShortText | Kind::LongText | Kind::Note => {}
    }
    for (row, Condition { question: names, value }) in question.show_if.iter().enumerate() {
        let is_number =
            questionnaire.get(names).is_some_and(|named| matches!(named.kind, Kind::Number { .. }));
        if is_number {
            typed =
                typed.with(format!("if_{row}"), format!("{names}=#")).with(format!("if_{row}_number"), value);
        } else {
            typed = typed.with(format!("if_{row}"), format!("{names}={value}"));
        }
    }
    typed
}

/// A question that was just taken away, ready to be put back.
#[derive(Debug, Clone)]
pub struct Undo {
    /// The question, as JSON.
    pub question: String,
    /// Its words.
    pub words: String,
    /// Where it stood, counted from 1.
    pub at: usize,
}

/// What was just done, by the key in the address.
fn done_words(key: &str) -> Option<&'static str> {
    Some(match key {
        "saved" => "Saved.",
        "added" => "Added. Now say more about it.",
        "moved" => "Moved.",
        "copied" => "Copied. The copy stands behind the first one.",
        "restored" => "Put back.",
        _ => return None,
    })
}

/// The questions in their order. `add` is what stands in the form for a new one.
pub fn questions(
    site: &Site,
    actor: &Actor,
    preparation: Preparation,
    add: Typed,
    done: Option<&str>,
    undo: Option<Undo>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = done.and_then(done_words).map(str::to_string);
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    let title = format!("Questions: {}", preparation.consultation.setup.title);
    Page::desk(title, move || {
        let consultation = &preparation.consultation;
        let slug = consultation.slug.clone();
        let changes = may_change(&actor, consultation);
        let summary = wrong.summary();
        let undo = undo.map(|undo| undo_flash(consultation, undo));
        let list = list_panel(&site, &preparation, changes);
        let add = changes.then(|| add_panel(consultation, &add, &wrong));
        let mend = defects_panel(&preparation);
        let phone = phone(&site, &consultation.setup, &consultation.questionnaire, 0);
        let note = (!changes).then(|| read_only_note(consultation));
        let meta = meta(consultation);
        let preview = try_it(consultation);
        let tabs = parts(&actor, &slug, ConsultationPart::Questions);
        let body = view! {
            {undo}
            {summary}
            <PageHead title="Questions" meta>{preview}</PageHead>
            {tabs}
            <Grid pad=true>
                <Stack>{note}{list}{add}</Stack>
                <Stack>{mend}{phone}</Stack>
            </Grid>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask).of(&slug, &consultation.setup.title);
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
}

fn may_change(actor: &Actor, consultation: &DeskConsultation) -> bool {
    consultation.state.is_editable() && actor.may(Permission::EditConsultations)
}

fn meta(consultation: &DeskConsultation) -> Vec<AnyView> {
    let asked = consultation.questionnaire.questions.iter().filter(|question| question.kind.asks()).count();
    let words = if asked == 1 { "1 question".to_string() } else { format!("{asked} questions") };
    vec![
        view! { <Ref code=consultation.reference.to_string()/> }.into_any(),
        view! { <Words words/> }.into_any(),
        view! { <Words words=format!("Version {}", consultation.version)/> }.into_any(),
    ]
}

fn read_only_note(consultation: &DeskConsultation) -> AnyView {
    let words = if consultation.state.is_editable() {
        "You can read the questions, and not change them."
    } else {
        "Young people were asked these questions, so they stay as they are."
    };
    view! { <NoteBox><p>{words}</p></NoteBox> }.into_any()
}

/// That a question was taken away, and the way to put it back.
fn undo_flash(consultation: &DeskConsultation, undo: Undo) -> AnyView {
    let action = format!("/desk/c/{}/questions", consultation.slug);
    let words = format!("Removed: {}", undo.words);
    let next = view! {
        <form method="post" action=action>
            {hidden("edition", consultation.edition.to_string())}
            {hidden("restore", undo.question)}
            {hidden("at", undo.at.to_string())}
            <Button words="Undo" kind=ButtonKind::Still/>
        </form>
    }
    .into_any();
    view! { <Flash words next/> }.into_any()
}

/// "Shown only if ..." in a sentence; nothing for a question that is always
/// shown.
fn condition_words(site: &Site, questionnaire: &Questionnaire, question: &Question) -> Option<String> {
    if question.show_if.is_empty() {
        return None;
    }
    let parts: Vec<String> = question
        .show_if
        .iter()
        .map(|condition| match questionnaire.get(&condition.question) {
            Some(named) => {
                let verb = if matches!(named.kind, Kind::Multi { .. }) { "includes" } else { "is" };
                let value = value_words(site, named, &condition.value);
                format!("\u{201c}{}\u{201d} {verb} \u{201c}{value}\u{201d}", named.text)
            }
            None => format!(
                "a question that is no longer there ({}) is \u{201c}{}\u{201d}",
                condition.question, condition.value
            ),
        })
        .collect();
    Some(format!("Shown only if {}.", parts.join(" and ")))
}

/// The key of the question that a defect is about.
fn defect_of(defect: &Defect) -> Option<&str> {
    match defect {
        Defect::NoQuestions | Defect::TooManyQuestions => None,
        Defect::DuplicateKey(key)
        | Defect::BadKey(key)
        | Defect::NoText(key)
        | Defect::TooFewOptions(key) => Some(key),
        Defect::DuplicateOption { question, .. }
        | Defect::ConditionNotEarlier { question, .. }
        | Defect::ConditionNeverTrue { question, .. } => Some(question),
    }
}

fn order_items(
    site: &Site,
    preparation: &Preparation,
    current: Option<usize>,
    changes: bool,
    all: bool,
) -> Vec<OrderItem> {
    let consultation = &preparation.consultation;
    let questionnaire = &consultation.questionnaire;
    questionnaire
        .questions
        .iter()
        .enumerate()
        .map(|(at, question)| {
            let mut note = type_words(&question.kind);
            if let Some(condition) = condition_words(site, questionnaire, question).filter(|_| all) {
                note = format!("{note}. {condition}");
            }
            let broken =
                preparation.defects.iter().any(|defect| defect_of(defect) == Some(question.key.as_str()));
            let words =
                |what: &str| if changes { format!("{what}: {}", question.text) } else { String::new() };
            OrderItem {
                href: format!("/desk/c/{}/questions/{}", consultation.slug, at + 1),
                words: question.text.clone(),
                note,
                current: current == Some(at),
                value: (at + 1).to_string(),
                up: words("Move up"),
                down: words("Move down"),
                copy: words("Copy"),
                remove: words("Remove"),
                tag: broken.then(|| (TagKind::Urgent, "To mend".to_string())),
            }
        })
        .collect()
}

fn list_panel(site: &Site, preparation: &Preparation, changes: bool) -> AnyView {
    let consultation = &preparation.consultation;
    let items = order_items(site, preparation, None, changes, true);
    let action = format!("/desk/c/{}/questions", consultation.slug);
    let edition = consultation.edition.to_string();
    let inside = if items.is_empty() {
        view! { <Empty title="No question yet" text="Add the first one below."/> }.into_any()
    } else {
        view! { <OrderList action items>{hidden("edition", edition)}</OrderList> }.into_any()
    };
    let minutes = format!("About {}", count_of(consultation.setup.minutes, "minute", "minutes"));
    view! {
        <Panel
            id="list"
            title="In this order"
            aside=view! { <span class="quiet">{minutes}</span> }.into_any()
            foot="About-you questions come after \u{201c}Check your answers\u{201d}. They are kept apart from the words. Every question can be skipped."
        >
            {inside}
        </Panel>
    }
    .into_any()
}

fn type_options() -> Vec<SelectOption> {
    TYPES.iter().map(|(value, words)| SelectOption::new(*value, *words)).collect()
}

fn add_panel(consultation: &DeskConsultation, typed: &Typed, wrong: &Wrong) -> AnyView {
    let action = format!("/desk/c/{}/questions", consultation.slug);
    let edition = match typed.get("edition") {
        "" => consultation.edition.to_string(),
        typed => typed.to_string(),
    };
    let (text, hint, kind) =
        (typed.get("text").to_string(), typed.get("hint").to_string(), typed.get("type").to_string());
    let (text_error, hint_error, kind_error) = (wrong.at("text"), wrong.at("hint"), wrong.at("type"));
    let options = type_options();
    view! {
        <Panel
            id="add"
            title="Add a question"
            action
            inset=true
            actions=view! { <Button words="Add it" icon=IconName::Plus name="add" value="1"/> }.into_any()
        >
            {hidden("edition", edition)}
            <TextField name="text" label="The question" value=text error=text_error/>
            <TextField name="hint" label="Help under the question" note="(if needed)" value=hint error=hint_error/>
            <Select name="type" label="Type" options value=kind error=kind_error/>
        </Panel>
    }
    .into_any()
}

/// What must be mended before the questions can be asked.
fn defects_panel(preparation: &Preparation) -> Option<AnyView> {
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
    let named = |key: &str| questionnaire.get(key).map(|question| question.text.clone());
    let link = defect_of(defect).and_then(|key| questionnaire.position(key)).map(|at| {
        let href = format!("/desk/c/{}/questions/{}", consultation.slug, at + 1);
        Link::new(href, format!("Go to question {}", at + 1))
    });
    CheckItem {
        state: CheckState::Missing,
        spoken: "To mend:".into(),
        words: defect_words(defect, named),
        link,
    }
}

/// How a question looks on a phone.
pub(super) fn phone(site: &Site, setup: &Setup, questionnaire: &Questionnaire, at: usize) -> AnyView {
    let name = if setup.child_title.is_empty() { &setup.title } else { &setup.child_title };
    let Some(question) = questionnaire.questions.get(at) else {
        let text = "The first question will be shown here as a phone shows it.";
        return view! { <Empty title="No question to show yet" text/> }.into_any();
    };
    let of = questionnaire.questions.len();
    let progress = format!("Question {} of {of}", at + 1);
    let top = view! { <PhoneTop name progress done=at of/> }.into_any();
    let control = field(site, question, &[], None);
    let next = say!(site, "next");
    view! {
        <PhonePreview title="On a phone" top>
            {control}
            <button class="button button--go" type="button">{next}</button>
        </PhonePreview>
    }
    .into_any()
}

/// One question being changed; or to read, once it was asked.
pub fn question(
    site: &Site,
    actor: &Actor,
    preparation: Preparation,
    at: usize,
    typed: Typed,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = done.and_then(done_words).map(str::to_string);
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    let title = format!("Question {}: {}", at + 1, preparation.consultation.setup.title);
    Page::desk(title, move || {
        let consultation = &preparation.consultation;
        let slug = consultation.slug.clone();
        let questionnaire = &consultation.questionnaire;
        let changes = may_change(&actor, consultation);
        let summary = wrong.summary();
        let items = order_items(&site, &preparation, Some(at), false, false);
        let back = format!("/desk/c/{slug}/questions");
        let to_list = back.clone();
        let editor = match (changes, questionnaire.questions.get(at)) {
            (true, Some(question)) => editor(&site, consultation, at, question, &typed, &wrong),
            (false, Some(question)) => {
                let note = read_only_note(consultation);
                let facts = question_facts(&site, questionnaire, question);
                view! {
                    <Stack>
                        {note}
                        <Panel id="edit" title=format!("Question {}", at + 1)><ListFacts facts/></Panel>
                    </Stack>
                }
                .into_any()
            }
            (_, None) => ().into_any(),
        };
        let advice = questionnaire.questions.get(at).map(|question| advice(&preparation, question));
        let phone = phone(&site, &consultation.setup, questionnaire, at);
        let meta = meta(consultation);
        let tabs = parts(&actor, &slug, ConsultationPart::Questions);
        let preview = try_it(consultation);
        let body = view! {
            {summary}
            <PageHead title=format!("Question {}", at + 1) meta>{preview}</PageHead>
            {tabs}
            <Grid kind=GridKind::Bench pad=true>
                <Panel id="list" title="In this order" aside=view! { <a href=to_list>"Change the order"</a> }.into_any()>
                    <OrderList action=back items/>
                </Panel>
                {editor}
                <Stack>{phone}{advice}</Stack>
            </Grid>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask)
            .of(&slug, &consultation.setup.title)
            .under(format!("/desk/c/{slug}/questions"), "Questions");
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
}

fn question_facts(site: &Site, questionnaire: &Questionnaire, question: &Question) -> Vec<Fact> {
    let mut facts =
        vec![Fact::new("The question", question.text.clone()), Fact::new("Type", type_words(&question.kind))];
    if let Some(hint) = &question.hint {
        facts.push(Fact::new("Help under it", hint.clone()));
    }
    if let Kind::Single { options } | Kind::Multi { options, .. } = &question.kind {
        let labels: Vec<&str> = options.iter().map(|option| option.label.as_str()).collect();
        facts.push(Fact::new("Answers", labels.join("; ")));
    }
    let shown = condition_words(site, questionnaire, question).unwrap_or_else(|| "Always shown.".to_string());
    facts.push(Fact::new("When", shown));
    facts.push(Fact::new("Key in exports", question.key.clone()));
    facts
}

fn editor(
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
    let text = typed.get("text").to_string();
    let hint = typed.get("hint").to_string();
    let kind = typed.get("type").to_string();
    let advised = typed.has("advised", "yes");
    let (text_error, hint_error, kind_error) = (wrong.at("text"), wrong.at("hint"), wrong.at("type"));
    let of_type = of_type(&kind, typed, wrong);
    let shown = conditions(site, questionnaire, at, question, typed, wrong.at("show_if"));
    let (key, key_error) = (typed.get("key").to_string(), wrong.at("key"));
    let key_open = key_error.is_some();
    let options = type_options();
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
    view! {
        <Panel id="edit" title="Change it" aside=after action actions inset=true>
            {hidden("edition", edition)}
            <TextArea name="text" label="The question" value=text error=text_error rows=2/>
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
            <CheckBox
                name="advised"
                label="We would very much like an answer"
                note="A note for staff. Every question can be skipped."
                checked=advised
            />
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

/// The fields that belong to one type of question.
fn of_type(kind: &str, typed: &Typed, wrong: &Wrong) -> Option<AnyView> {
    let value = |name: &str| typed.get(name).to_string();
    match kind {
        "single" | "multi" => {
            let options = value("options");
            let error = wrong.at("options");
            let most = (kind == "multi").then(|| {
                let (most, error) = (value("most"), wrong.at("most"));
                view! {
                    <TextField
                        name="most"
                        label="The most that can be chosen"
                        note="(if there is a limit)"
                        value=most
                        error
                        short=true
                        inputmode="numeric"
                    />
                }
            });
            Some(
                view! {
                    <TextArea
                        name="options"
                        label="Answers to choose from"
                        hint="One on a line. After a bar, a smaller line under it: Bus | School bus or public bus"
                        value=options
                        error
                        rows=7
                    />
                    {most}
                }
                .into_any(),
            )
        }
        "number" => {
            let (min, min_error, max, max_error) =
                (value("min"), wrong.at("min"), value("max"), wrong.at("max"));
            Some(
                view! {
                    <FormRow>
                        <TextField name="min" label="Smallest" note="(if there is one)" value=min error=min_error inputmode="numeric"/>
                        <TextField name="max" label="Largest" note="(if there is one)" value=max error=max_error inputmode="numeric"/>
                    </FormRow>
                }
                .into_any(),
            )
        }
        _ => None,
    }
}

/// "Show this only if": rows that all must hold.
fn conditions(
    site: &Site,
    questionnaire: &Questionnaire,
    at: usize,
    question: &Question,
    typed: &Typed,
    error: Option<String>,
) -> AnyView {
    let earlier: Vec<(usize, &Question)> = questionnaire
        .questions
        .iter()
        .take(at)
        .enumerate()
        .filter(|(_, named)| !named.kind.values().is_empty() || matches!(named.kind, Kind::Number { .. }))
        .collect();
    if earlier.is_empty() && question.show_if.is_empty() {
        return view! {
            <p class="quiet">"It is always shown. Only an earlier question with answers to choose from can change that."</p>
        }
        .into_any();
    }
    let numbers = earlier.iter().any(|(_, named)| matches!(named.kind, Kind::Number { .. }));
    let rows: Vec<AnyView> = (0..question.show_if.len().max(CONDITION_ROWS))
        .map(|row| {
            let chosen = typed.get(&format!("if_{row}")).to_string();
            let number = numbers.then(|| {
                let name = format!("if_{row}_number");
                let value = typed.get(&name).to_string();
                view! {
                    <TextField name label="The number" note="(for \u{201c}this number\u{201d})" value small=true inputmode="numeric"/>
                }
            });
            let select = condition_select(site, &earlier, row, &chosen);
            view! { <FormRow>{select}{number}</FormRow> }.into_any()
        })
        .collect();
    view! {
        <FieldSet
            legend="Show this only if"
            id="show_if"
            hint="Choose nothing to show it always. With several rows, all of them must be true. Of several answers, it is enough that this is one."
            error
        >
            {rows}
        </FieldSet>
    }
    .into_any()
}

fn condition_select(site: &Site, earlier: &[(usize, &Question)], row: usize, chosen: &str) -> AnyView {
    let mut options: Vec<SelectOption> = Vec::new();
    for (at, named) in earlier {
        let text = shortened(&named.text);
        let mut option = |value: &str, words: &str| {
            let words = format!("{}. {text}: {words}", at + 1);
            options.push(SelectOption::new(format!("{}={value}", named.key), words));
        };
        if matches!(named.kind, Kind::Number { .. }) {
            option("#", "this number");
        } else {
            for value in named.kind.values() {
                option(value, &value_words(site, named, value));
            }
        }
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
    view! { <Select name=format!("if_{row}") label options value=chosen empty small=true/> }.into_any()
}

/// The first words of a question.
fn shortened(text: &str) -> String {
    const LETTERS: usize = 60;
    if text.chars().count() <= LETTERS {
        return text.to_string();
    }
    let short: String = text.chars().take(LETTERS).collect();
    format!("{}\u{2026}", short.trim_end())
}

/// What can be said about one question before anybody has tried it.
fn advice(preparation: &Preparation, question: &Question) -> AnyView {
    let consultation = &preparation.consultation;
    let words = question.text.split_whitespace().count();
    let counted = if words == 1 { "1 word".to_string() } else { format!("{words} words") };
    let mut items: Vec<CheckItem> = preparation
        .defects
        .iter()
        .filter(|defect| defect_of(defect) == Some(question.key.as_str()))
        .map(|defect| CheckItem { link: None, ..defect_item(consultation, defect) })
        .collect();
    items.push(if words <= SHORT_ENOUGH {
        CheckItem {
            state: CheckState::Done,
            spoken: "Good:".into(),
            words: format!("{counted}. Short enough."),
            link: None,
        }
    } else {
        CheckItem {
            state: CheckState::Missing,
            spoken: "Advice:".into(),
            words: format!("{counted}. Make it shorter, or put some of it under the question."),
            link: None,
        }
    });
    let waiting = consultation
        .questionnaire
        .questions
        .iter()
        .filter(|other| other.show_if.iter().any(|condition| condition.question == question.key))
        .count();
    if waiting > 0 {
        let words = match waiting {
            1 => "1 later question is shown because of an answer to this one. If you remove this, mend that."
                .to_string(),
            n => format!(
                "{n} later questions are shown because of an answer to this one. If you remove this, mend those."
            ),
        };
        items.push(CheckItem { state: CheckState::Unknown, spoken: "Know:".into(), words, link: None });
    }
    view! { <Panel id="advice" title="Advice on this question"><Checklist items inset=true/></Panel> }
        .into_any()
}
