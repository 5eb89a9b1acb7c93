//! The questions of a consultation: their order, one question being changed,
//! sections, and how each looks on a phone.

mod defects;
mod editor;
mod effects;
mod logic;
mod phone;
mod sections;
mod types;
mod undo;
mod words;

use earshot_desk::PhoneFollows;
use earshot_domain::policy::Permission;
use earshot_domain::question::Question;
use earshot_domain::questionnaire::Questionnaire;
use earshot_service::{Actor, DeskConsultation, Preparation, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::consultations::try_it;
use super::shell::{ConsultationPart, DeskStep, Here, count_of, form_page, parts};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, CheckItem, CheckState, Checklist, Empty, Fact, Grid, GridKind,
    IconName, Link, ListFacts, NoteBox, OrderItem, OrderList, PageHead, Panel, Ref, Select, Stack, TagKind,
    TextField, Words,
};
use crate::{Page, Site};

use defects::{at_fields, defects_panel, of_question};
use editor::editor;
pub use editor::typed_question;
pub use effects::effects;
pub use logic::CONDITIONS_MAX;
use logic::condition_words;
pub use phone::followed;
pub(super) use phone::phone;
pub use sections::{section, sections, typed_section};
use sections::{section_name, side_panel};
use types::{type_options, type_words};
use undo::undo_button;
use words::words_note;
pub use words::{typed_words, words};

/// The longest advisable question, in words.
const SHORT_ENOUGH: usize = 20;

/// What was just done, by the key in the address.
fn done_words(key: &str) -> Option<&'static str> {
    Some(match key {
        "saved" => "Saved.",
        "added" => "Added. Now say more about it.",
        "moved" => "Moved.",
        "copied" => "Copied. The copy stands behind the first one.",
        "taken" => "Taken. They stand at the end, and are yours to change.",
        "taken-loose" => {
            "Taken. They stand at the end. What waited for a question that you left out is now asked of everybody."
        }
        "removed" => "Removed. \u{201c}Undo\u{201d} puts it back.",
        "undone" => "Undone.",
        "languages" => "The languages are saved.",
        "words" => "The words are saved.",
        "section" => "The section is made. Now say which questions are in it.",
        "section-saved" => "The section is saved.",
        "section-gone" => "The section is gone. Its questions are still there.",
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
    refusals: &[Refusal],
) -> Page {
    let told = (done.and_then(done_words), Wrong::new(refusals));
    let title = format!("Questions: {}", preparation.consultation.setup.title);
    form_page(site, actor, title, told, move |site, actor, wrong| {
        let consultation = &preparation.consultation;
        let slug = consultation.slug.clone();
        let changes = may_change(actor, consultation);
        let undo = undo_button(actor, &preparation);
        let list = list_panel(site, &preparation, changes);
        let add = changes.then(|| add_panel(consultation, &add, wrong));
        let mend = defects_panel(&preparation);
        let sections = side_panel(site, consultation, changes);
        let words = words_note(consultation);
        let phone = phone(site, &preparation, 0);
        let note = if changes {
            (!consultation.state.is_editable()).then(open_note)
        } else {
            Some(read_only_note(consultation))
        };
        let meta = meta(consultation);
        let preview = try_it(consultation);
        let clinic = format!("/desk/c/{slug}/clinic");
        let elsewhere = elsewhere(actor, consultation);
        let tabs = parts(actor, &slug, ConsultationPart::Questions);
        let body = view! {
            <PageHead title="Questions" meta>
                {undo}
                <ButtonLink href=clinic words="Look it over" kind=ButtonKind::Still/>
                {preview}
            </PageHead>
            {tabs}
            <Grid pad=true>
                <Stack>{note}{list}{add}</Stack>
                <Stack>{mend}{sections}{words}{elsewhere}{phone}</Stack>
            </Grid>
        }
        .into_any();
        (Here::at(DeskStep::Ask).of(&slug, &consultation.setup.title), body)
    })
}

fn may_change(actor: &Actor, consultation: &DeskConsultation) -> bool {
    (consultation.state.is_editable() || consultation.state.asks())
        && actor.may(Permission::EditConsultations)
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
    let words = if consultation.state.is_editable() || consultation.state.asks() {
        "You can read the questions, and not change them."
    } else {
        "Young people were asked these questions, so they stay as they are."
    };
    view! { <NoteBox><p>{words}</p></NoteBox> }.into_any()
}

/// That young people answer at this moment.
fn open_note() -> AnyView {
    view! {
        <NoteBox>
            <p>
                "Young people are answering these questions now. You can still change them: first you see what a change means for the answers that are there. Nothing that was answered is lost."
            </p>
        </NoteBox>
    }
    .into_any()
}

/// A question in a line: its type, and when it is shown.
pub(super) fn in_a_line(site: &Site, questionnaire: &Questionnaire, question: &Question) -> String {
    let words = type_words(&question.kind);
    match condition_words(site, questionnaire, question.show_if.as_ref()) {
        Some(condition) => format!("{words}. {condition}"),
        None => words,
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
            if let Some(section) = questionnaire.section_of(question).filter(|_| all) {
                note = format!("{note}. In \u{201c}{}\u{201d}", section_name(section));
            }
            let condition = condition_words(site, questionnaire, question.show_if.as_ref());
            if let Some(condition) = condition.filter(|_| all) {
                note = format!("{note}. {condition}");
            }
            let broken = !of_question(preparation, &question.key).is_empty();
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
    // What young people are told, which the clinic compares with what it reckons.
    let minutes =
        format!("The start page says: about {}", count_of(consultation.setup.minutes, "minute", "minutes"));
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

fn add_panel(consultation: &DeskConsultation, typed: &Typed, wrong: &Wrong) -> AnyView {
    let action = format!("/desk/c/{}/questions", consultation.slug);
    let edition = typed.edition(consultation.edition);
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

/// Where questions come from and go to, besides being written here.
fn elsewhere(actor: &Actor, consultation: &DeskConsultation) -> Option<AnyView> {
    if !actor.may(Permission::EditConsultations) {
        return None;
    }
    let slug = &consultation.slug;
    // The library and earlier consultations are the whole organisation's.
    let everywhere = actor.may_everywhere(Permission::EditConsultations);
    let take = (everywhere && consultation.state.is_editable()).then(|| {
        let href = format!("/desk/c/{slug}/take");
        view! { <ButtonLink href words="Take questions from elsewhere" kind=ButtonKind::Still/> }
    });
    let keep = (everywhere && !consultation.questionnaire.questions.is_empty()).then(|| {
        let href = format!("/desk/c/{slug}/keep");
        view! { <ButtonLink href words="Keep in the library" kind=ButtonKind::Still/> }
    });
    let library = everywhere.then(|| {
        view! {
            <p>"Ready sets, your library, and earlier consultations. You get a copy; no answer comes along."</p>
            <ButtonRow>{take}{keep}</ButtonRow>
        }
    });
    let paper = format!("/desk/c/{slug}/questions.docx");
    Some(
        view! {
            <Panel id="elsewhere" title="From elsewhere, and for later" inset=true>
                {library}
                <p><a href=paper>"All questions as a Word document"</a>", for those who approve them on paper."</p>
            </Panel>
        }
        .into_any(),
    )
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
    let told = (done.and_then(done_words), Wrong::new(refusals));
    let title = format!("Question {}: {}", at + 1, preparation.consultation.setup.title);
    form_page(site, actor, title, told, move |site, actor, wrong| {
        let consultation = &preparation.consultation;
        let slug = consultation.slug.clone();
        let questionnaire = &consultation.questionnaire;
        let places = preparation.places();
        let changes = may_change(actor, consultation);
        let items = order_items(site, &preparation, Some(at), false, false);
        let back = format!("/desk/c/{slug}/questions");
        let to_list = back.clone();
        let editor = match (changes, questionnaire.questions.get(at)) {
            (true, Some(question)) => {
                let mend = at_fields(questionnaire, &of_question(&preparation, &question.key));
                let all = Wrong(wrong.0.iter().chain(&mend.0).cloned().collect());
                let editor = editor(site, (consultation, &places), at, question, &typed, &all);
                let files = super::files::link(&slug, at);
                // One column: the third is the phone's.
                view! { <Stack>{editor}{files}</Stack> }.into_any()
            }
            (false, Some(question)) => {
                let note = read_only_note(consultation);
                let facts = question_facts(site, questionnaire, question);
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
        let phone = phone(site, &preparation, at);
        let meta = meta(consultation);
        let tabs = parts(actor, &slug, ConsultationPart::Questions);
        let (undo, preview) = (undo_button(actor, &preparation), try_it(consultation));
        let list = view! {
            <Panel id="list" title="In this order" aside=view! { <a href=to_list>"Change the order"</a> }.into_any()>
                <OrderList action=back items/>
            </Panel>
        };
        let as_phone = format!("/c/{slug}/q/{}", at + 1);
        let side = view! {
            <Stack>{phone}<p><a href=as_phone>"See it as a phone, as it was saved"</a></p>{advice}</Stack>
        };
        let to = format!("/desk/c/{slug}/questions/{}/shown", at + 1);
        let body = view! {
            <PageHead title=format!("Question {}", at + 1) meta>{undo}{preview}</PageHead>
            {tabs}
            <PhoneFollows to into=".phone > .ask-in".to_string()>
                <Grid kind=GridKind::Bench pad=true>{list}{editor}{side}</Grid>
            </PhoneFollows>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask)
            .of(&slug, &consultation.setup.title)
            .under(format!("/desk/c/{slug}/questions"), "Questions");
        (here, body)
    })
    .awake()
}

fn question_facts(site: &Site, questionnaire: &Questionnaire, question: &Question) -> Vec<Fact> {
    let mut facts =
        vec![Fact::new("The question", question.text.clone()), Fact::new("Type", type_words(&question.kind))];
    if let Some(hint) = &question.hint {
        facts.push(Fact::new("Help under it", hint.clone()));
    }
    let kind = question.kind.as_type();
    let mut offered: Vec<&str> = kind.rows().iter().map(|row| row.label.as_str()).collect();
    if offered.is_empty() {
        offered = question.kind.options().iter().map(|option| option.label.as_str()).collect();
    }
    if !offered.is_empty() {
        facts.push(Fact::new("Answers", offered.join("; ")));
    }
    if let Some(section) = questionnaire.section_of(question) {
        facts.push(Fact::new("Section", section_name(section)));
    }
    let shown = condition_words(site, questionnaire, question.show_if.as_ref());
    let shown = shown.unwrap_or_else(|| "Always shown.".to_string());
    facts.push(Fact::new("When", shown));
    facts.push(Fact::new("Key in exports", question.key.clone()));
    facts
}

/// What can be said about one question before anybody has tried it.
fn advice(preparation: &Preparation, question: &Question) -> AnyView {
    let consultation = &preparation.consultation;
    let words = question.text.split_whitespace().count();
    let counted = if words == 1 { "1 word".to_string() } else { format!("{words} words") };
    let mend = at_fields(&consultation.questionnaire, &of_question(preparation, &question.key));
    let mut items: Vec<CheckItem> = mend
        .0
        .into_iter()
        .map(|(field, words)| CheckItem {
            state: CheckState::Missing,
            spoken: "To mend:".into(),
            words,
            link: field.map(|field| Link::new(format!("#{field}"), "Go there")),
        })
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
        .filter(|other| other.show_if.iter().any(|rule| rule.names().contains(&question.key.as_str())))
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
