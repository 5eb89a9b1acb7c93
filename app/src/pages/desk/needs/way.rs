//! How far the words of a need have come: from the answer to those who gave it being told.

use earshot_domain::decision::{ActionState, DecisionState};
use earshot_domain::reference::{Kind, Reference};
use earshot_service::NeedView;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::Site;
use crate::components::{Panel, Reached, Trail, TrailStep};
use crate::pages::desk::shell::day;

/// How far the words have come: never longer than it is.
pub(super) fn way(site: &Site, view: &NeedView) -> Option<AnyView> {
    if view.panel.themes.is_empty() {
        return None;
    }
    let refs = |list: Vec<String>| list.join(", ");
    let step = |title: &'static str, when: String, reached: Reached| {
        view! { <TrailStep title when when_below=true reached/> }.into_any()
    };
    let quotes = refs(view.panel.quotes.iter().map(|quote| quote.reference.to_string()).collect());
    let themes = refs(view.panel.themes.iter().map(|theme| theme.reference.to_string()).collect());
    let mut steps = vec![step("Answer", String::new(), Reached::Done)];
    steps.push(if quotes.is_empty() {
        step("Quote", "None chosen yet".into(), Reached::Ahead)
    } else {
        step("Quote", quotes, Reached::Done)
    });
    steps.push(step("Theme", themes, Reached::Done));
    let code = view.reference.to_string();
    steps.push(
        view! { <TrailStep title="Need" when=code when_below=true reached=Reached::Here here="(you are here)"/> }.into_any(),
    );
    steps.push(match &view.priority {
        Some(priority) => {
            let reference = Reference::new(Kind::Priority, priority.number);
            step(
                "Priority",
                format!("{reference}, {}", day(site, priority.set_at.date_naive())),
                Reached::Done,
            )
        }
        None => step("Priority", "Not yet".into(), Reached::Ahead),
    });
    steps.push(decision_step(view, &step));
    let done = view.trail.changes.iter().filter(|change| change.state == ActionState::Done).count();
    steps.push(match (done, view.trail.changes.len()) {
        (0, 0) => step("Change", "Not yet".into(), Reached::Ahead),
        (0, promised) => step("Change", format!("{promised} promised"), Reached::Ahead),
        (done, all) => step("Change", format!("{done} of {all} done"), Reached::Done),
    });
    let when = match (&view.trail.told, view.trail.promised_on) {
        (Some(told), _) => day(site, told.on),
        (None, Some(by)) => format!("By {}", day(site, by)),
        (None, None) => "Not yet".into(),
    };
    let reached = if view.trail.told.is_some() { Reached::Done } else { Reached::Ahead };
    let late = view.trail.late.then_some("Late. Young people were promised an answer.");
    steps.push(view! { <TrailStep title="Told" when when_below=true reached told=true late/> }.into_any());
    Some(
        view! { <Panel id="way" title="How far the words have come" inset=true><Trail>{steps}</Trail></Panel> }
            .into_any(),
    )
}

fn decision_step(view: &NeedView, step: &impl Fn(&'static str, String, Reached) -> AnyView) -> AnyView {
    let published = view.decisions.iter().find(|(_, state)| *state == DecisionState::Published);
    match (published, view.decisions.first()) {
        (Some((reference, _)), _) => step("Decision", reference.to_string(), Reached::Done),
        (None, Some((reference, _))) => step("Decision", format!("{reference}, a draft"), Reached::Ahead),
        (None, None) => step("Decision", "Not yet".into(), Reached::Ahead),
    }
}
