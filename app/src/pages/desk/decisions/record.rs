//! A decision's words and what it answers: the fields, and the same to read.

use earshot_domain::decision::ResponseStatus;
use earshot_domain::reference::{Kind, Reference};
use earshot_service::{DecisionBody, DecisionView};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::{DECIDER, board_field, level_options};
use crate::Site;
use crate::components::{Button, CheckBox, Fact, FieldSet, ListFacts, Panel};
use crate::pages::desk::shell::day;
use crate::pages::desk::tried::Form;
use crate::pages::desk::typed::Typed;

pub(super) fn typed_of(view: &DecisionView) -> Typed {
    let body: &DecisionBody = &view.body;
    let mut typed = Typed::default()
        .with("title", &body.title)
        .with("plain_title", &body.plain_title)
        .with("board", view.board.as_ref().map(|one| one.id.to_string()).unwrap_or_default())
        .with("decider", &body.decider)
        .with("decided_on", body.decided_on.map(|on| on.to_string()).unwrap_or_default())
        .with("level", body.level.as_str())
        .with("level_why", &body.level_why)
        .with("options", &body.options)
        .with("reasons", &body.reasons)
        .with("equality_impact", &body.equality_impact)
        .with("safeguarding_note", &body.safeguarding_note);
    for (priority, _) in view.priorities.iter().filter(|(_, on)| *on) {
        typed = typed.with("priorities", priority.id.to_string());
    }
    for (id, ..) in view.consultations.iter().filter(|(.., on)| *on) {
        typed = typed.with("consultations", id.to_string());
    }
    for open in &view.themes {
        let id = open.theme.id;
        typed = typed
            .with(format!("status-{id}"), open.status.map(ResponseStatus::as_str).unwrap_or_default())
            .with(format!("reason-{id}"), &open.reason);
    }
    typed
}

/// The fields for the decision's words and what it answers.
pub(super) fn words_form(view: &DecisionView, form: &Form) -> AnyView {
    let priorities: Vec<AnyView> = view
        .priorities
        .iter()
        .map(|(priority, _)| {
            let value = priority.id.to_string();
            let checked = form.has("priorities", &value);
            let label = format!("{}. {}", priority.place, priority.body.title);
            let note = Reference::new(Kind::Need, priority.need_number).to_string();
            view! { <CheckBox name="priorities" value label note checked/> }.into_any()
        })
        .collect();
    let priorities = if priorities.is_empty() {
        view! { <p class="quiet">"No priority is set yet."</p> }.into_any()
    } else {
        priorities.into_any()
    };
    let consultations: Vec<AnyView> = view
        .consultations
        .iter()
        .map(|(id, title, _)| {
            let value = id.to_string();
            let checked = form.has("consultations", &value);
            let label = title.clone();
            view! { <CheckBox name="consultations" value label checked/> }.into_any()
        })
        .collect();
    let consultations = if consultations.is_empty() {
        view! { <p class="quiet">"No consultation has published findings yet."</p> }.into_any()
    } else {
        consultations.into_any()
    };
    let (priority_error, consultation_error) = (form.error("priorities"), form.error("consultations"));
    let actions = view! { <Button words="Save"/> }.into_any();
    let names = view! {
        {form.line("title", "Title", "For staff and documents.")}
        {form.line("plain_title", "In young people\u{2019}s words", "")}
    }
    .into_any();
    // The one that decides stands there also when it has ended since.
    let mut open = view.boards.open.clone();
    open.extend(view.board.iter().filter(|one| one.ended).cloned());
    let words = view! {
        {board_field(form, &view.boards, &open)}
        {form.line("decider", "Who decided", DECIDER)}
        {form.day("decided_on", "When", "")}
        {form.select("level", "At which level", "", "", level_options())}
        {form.lines("level_why", "Why at this level", "", 2)}
        {form.lines("reasons", "The reasons", "", 3)}
        {form.lines("options", "The options that were looked at", "", 3)}
        {form.lines("equality_impact", "Equality impact", "How it may touch groups with protected characteristics.", 2)}
        {form.lines("safeguarding_note", "Keeping children safe", "", 2)}
    }
    .into_any();
    view! {
        <Panel id="record" title="The decision" actions inset=true>
            {names}
            <FieldSet legend="Which priorities it answers" id="priorities" error=priority_error>{priorities}</FieldSet>
            <FieldSet
                legend="Which consultations it answers"
                id="consultations"
                hint="Save, and their final themes stand on this page to be answered."
                error=consultation_error
            >
                {consultations}
            </FieldSet>
            {words}
        </Panel>
    }
    .into_any()
}

/// The same to read.
pub(super) fn words_read(site: &Site, view: &DecisionView) -> AnyView {
    let body = &view.body;
    let answers = view
        .consultations
        .iter()
        .filter(|(.., on)| *on)
        .map(|(_, title, _)| title.clone())
        .collect::<Vec<_>>()
        .join("; ");
    let facts: Vec<Fact> = [
        ("In young people\u{2019}s words", body.plain_title.clone()),
        ("Consultations it answers", answers),
        ("Board", view.board.as_ref().map(|one| one.name.clone()).unwrap_or_default()),
        ("Who decided", body.decider.clone()),
        ("When", body.decided_on.map(|on| day(site, on)).unwrap_or_default()),
        ("At which level", body.level.label().to_string()),
        ("Why at this level", body.level_why.clone()),
        ("The reasons", body.reasons.clone()),
        ("The options that were looked at", body.options.clone()),
        ("Equality impact", body.equality_impact.clone()),
        ("Keeping children safe", body.safeguarding_note.clone()),
    ]
    .into_iter()
    .filter(|(_, words)| !words.is_empty())
    .map(|(term, words)| Fact::new(term, words))
    .collect();
    view! { <Panel id="record" title="The decision"><ListFacts facts/></Panel> }.into_any()
}
