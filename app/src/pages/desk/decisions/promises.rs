//! What is promised, and how far it has come.

use chrono::NaiveDate;
use earshot_domain::decision::ActionState;
use earshot_domain::reference::{Kind, Reference};
use earshot_service::{Action, DecisionView, ThemeToAnswer};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::action_form;
use super::answers::theme_title;
use crate::Site;
use crate::components::{
    Button, ButtonKind, ButtonRow, Details, IconName, Panel, Ref, SelectOption, Tag, TagKind,
};
use crate::pages::desk::shell::day;
use crate::pages::desk::tried::{Form, Tried, row};
use crate::pages::desk::typed::Typed;

fn action_words(state: ActionState) -> &'static str {
    match state {
        ActionState::Agreed => "Promised",
        ActionState::Started => "Under way",
        ActionState::Done => "Done",
    }
}

pub(super) fn action_tag(site: &Site, action: &Action, today: NaiveDate) -> AnyView {
    match (action.state, action.done_on, action.due_on) {
        (ActionState::Done, Some(on), _) => {
            let words = format!("Done on {}", day(site, on));
            view! { <Tag words kind=TagKind::Ok icon=IconName::Check/> }.into_any()
        }
        (ActionState::Done, None, _) => {
            view! { <Tag words="Done" kind=TagKind::Ok icon=IconName::Check/> }.into_any()
        }
        (state, _, Some(due)) if due < today => {
            let words = format!("{}, late", action_words(state));
            view! { <Tag words kind=TagKind::Urgent icon=IconName::Warn/> }.into_any()
        }
        (state, ..) => view! { <Tag words=action_words(state) kind=TagKind::Wait/> }.into_any(),
    }
}

/// The form of one promise, with its fields as they are kept.
pub(super) fn update_form(tried: &Tried, action: &Action) -> Form {
    let reference = Reference::new(Kind::Action, action.number);
    Form::new(tried, &action_form(reference), &format!("{reference}-"), || {
        Typed::default()
            .with("state", action.state.as_str())
            .with("done_on", action.done_on.map(|on| on.to_string()).unwrap_or_default())
            .with("change_note", &action.change_note)
    })
}

/// What is promised, and how far it has come. It goes on after publishing.
pub(super) fn promised(
    site: &Site,
    view: &DecisionView,
    today: NaiveDate,
    updates: &[Form],
    add: Option<AnyView>,
) -> AnyView {
    let items: Vec<AnyView> = view
        .themes
        .iter()
        .flat_map(|open| open.actions.iter().map(move |action| (open, action)))
        .enumerate()
        .map(|(at, (open, action))| one_action(site, view.reference, open, action, updates.get(at), today))
        .collect();
    let none = items.is_empty().then(|| view! { <p class="quiet">"Nothing is promised yet."</p> });
    let add = add.filter(|_| !view.themes.is_empty());
    view! {
        <Panel
            id="promised"
            title="What is promised"
            inset=true
            foot="Promises can be added and followed up after the decision is published."
        >
            {none}
            {items}
            {add}
        </Panel>
    }
    .into_any()
}

fn one_action(
    site: &Site,
    decision: Reference,
    open: &ThemeToAnswer,
    action: &Action,
    form: Option<&Form>,
    today: NaiveDate,
) -> AnyView {
    let reference = Reference::new(Kind::Action, action.number);
    let (id, code, what) = (reference.to_string(), reference.to_string(), action.what.clone());
    let tag = action_tag(site, action, today);
    let mut facts = vec![format!("For {} {}", open.theme.reference, theme_title(open))];
    if !action.owner.is_empty() {
        facts.push(format!("Seen to by {}", action.owner));
    }
    if let Some(due) = action.due_on {
        facts.push(format!("By {}", day(site, due)));
    }
    let facts: Vec<AnyView> =
        facts.into_iter().map(|words| view! { <span>{words}</span> }.into_any()).collect();
    let note = (!action.change_note.is_empty()).then(|| {
        let note = action.change_note.clone();
        view! { <p><strong>"What is different now: "</strong>{note}</p> }
    });
    let update = form.map(|form| {
        let to = format!("/desk/decisions/{decision}/actions/{reference}");
        let states = ActionState::ALL.iter().map(|state| SelectOption::new(state.as_str(), action_words(*state))).collect();
        let fields = view! {
            {row(vec![form.select("state", "How far", "", "", states), form.day("done_on", "Done on", "Today, if you leave it empty.")])}
            {form.lines("change_note", "What is different now", "In words that young people read. It is needed when it is done.", 2)}
        }
        .into_any();
        let open = form.is_wrong();
        let spoken = reference.to_string();
        let words = format!("Say how far {reference} has come");
        view! {
            <Details words open>
                <form method="post" action=to class="flow" novalidate=true>
                    {fields}
                    <ButtonRow><Button words="Save" kind=ButtonKind::Still spoken/></ButtonRow>
                </form>
            </Details>
        }
    });
    view! {
        <article class="flow" id=id>
            <h3>{what}</h3>
            <p class="meta"><Ref code/>{tag}{facts}</p>
            {note}
            {update}
        </article>
    }
    .into_any()
}

/// The fields of a new promise: part of the one form of a draft, or, once it is
/// published, a form of their own.
pub(super) fn add_action(view: &DecisionView, form: &Form, draft: bool) -> AnyView {
    let themes = view
        .themes
        .iter()
        .map(|open| {
            let words = format!("{} {}", open.theme.reference, theme_title(open));
            SelectOption::new(open.theme.id.to_string(), words)
        })
        .collect::<Vec<_>>();
    let fields = view! {
        {form.select("theme", "The theme it answers", "", "", themes)}
        {form.lines("what", "What will be done", "In young people\u{2019}s words: \u{201c}A 70-seat bus on route 14\u{201d}.", 2)}
        {row(vec![form.line("owner", "Who sees to it", ""), form.day("due_on", "By when", "")])}
    }
    .into_any();
    let open = form.is_wrong() || !form.value("what").is_empty();
    let button = view! {
        <ButtonRow><Button words="Add the promise" kind=ButtonKind::Still name="do" value="promise"/></ButtonRow>
    }
    .into_any();
    let inside = if draft {
        view! { <div class="flow">{fields}{button}</div> }.into_any()
    } else {
        let action = format!("/desk/decisions/{}/actions", view.reference);
        view! { <form method="post" action=action class="flow" novalidate=true>{fields}{button}</form> }
            .into_any()
    };
    view! { <Details words="Promise something" open>{inside}</Details> }.into_any()
}
