//! What is looked at before a decision is published, and the step that publishes it.

use earshot_domain::decision::Gap;
use earshot_service::{DecisionView, Refusal, ThemeToAnswer};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::components::{
    Blocked, BoxKind, Button, ButtonRow, CheckItem, CheckState, Checklist, Link, NoteBox, Panel,
};
use crate::pages::desk::refusals::refusal_words;
use crate::pages::desk::tried::Form;

/// The id of the place on the page where a gap is closed.
pub(super) fn gap_place(gap: &Gap, themes: &[ThemeToAnswer]) -> Option<String> {
    let of_theme = |name: &str, field: &str| {
        themes.iter().find(|open| open.theme.name == name).map(|open| format!("{field}-{}", open.theme.id))
    };
    match gap {
        Gap::NoStatus(theme) => of_theme(theme, "status"),
        Gap::NoReason(theme) | Gap::SaysNothing { theme, .. } => of_theme(theme, "reason"),
        _ => refusal_words(&Refusal::Decision(gap.clone())).0,
    }
}

/// The way to that place, in the words of what is missing.
fn gap_link(gap: &Gap, themes: &[ThemeToAnswer]) -> Link {
    let id = gap_place(gap, themes).unwrap_or_else(|| "main".into());
    Link::new(format!("#{id}"), refusal_words(&Refusal::Decision(gap.clone())).1)
}

/// What keeps the themes from being answered; the rest stands in the list of
/// checks.
pub(super) fn blocked(view: &DecisionView) -> Option<AnyView> {
    let problems: Vec<Link> = view
        .gaps
        .iter()
        .filter(|gap| {
            matches!(gap, Gap::NoThemes | Gap::NoStatus(_) | Gap::NoReason(_) | Gap::SaysNothing { .. })
        })
        .map(|gap| gap_link(gap, &view.themes))
        .collect();
    if problems.is_empty() {
        return None;
    }
    let (answered, all) = (answered(&view.themes), view.themes.len());
    let title = if all == 0 {
        "It answers no theme yet. It can\u{2019}t be published yet.".to_string()
    } else {
        format!("{answered} of {all} themes have an answer. It can\u{2019}t be published yet.")
    };
    Some(view! { <Blocked id="why-not" title problems/> }.into_any())
}

fn answered(themes: &[ThemeToAnswer]) -> usize {
    themes.iter().filter(|open| open.status.is_some() && !open.reason.trim().is_empty()).count()
}

/// Everything that is looked at before it is published.
pub(super) fn gate(view: &DecisionView) -> AnyView {
    let (answered, all) = (answered(&view.themes), view.themes.len());
    let mut items: Vec<CheckItem> = [
        (Gap::Priority, "The priority it answers"),
        (Gap::PlainTitle, "The decision in young people\u{2019}s words"),
        (Gap::Decider, "Who decided"),
        (Gap::Date, "The day"),
        (Gap::LevelWhy, "Why at this level"),
        (Gap::Reasons, "The reasons"),
        (Gap::EqualityImpact, "Equality impact"),
        (Gap::SafeguardingNote, "Keeping children safe"),
    ]
    .into_iter()
    .map(|(gap, words)| {
        if view.gaps.contains(&gap) {
            let link = gap_link(&gap, &view.themes);
            CheckItem {
                state: CheckState::Missing,
                spoken: "Missing:".into(),
                words: link.words,
                link: Some(Link::new(link.href, "Go to it")),
            }
        } else {
            CheckItem { state: CheckState::Done, spoken: "Done:".into(), words: words.into(), link: None }
        }
    })
    .collect();
    let themes = if all == 0 {
        "No theme to answer yet".to_string()
    } else {
        format!("Every theme answered: {answered} of {all}")
    };
    let ready = all > 0 && answered == all;
    items.push(CheckItem {
        state: if ready { CheckState::Done } else { CheckState::Missing },
        spoken: if ready { "Done:" } else { "Missing:" }.into(),
        words: themes,
        link: (!ready).then(|| Link::new("#answers", "Go to them")),
    });
    view! { <Panel id="gate" title="Before it can be published"><Checklist items inset=true/></Panel> }
        .into_any()
}

/// The step that lets everybody read it. It saves first: what is published is
/// what is on the page.
pub(super) fn publish(view: &DecisionView, form: &Form) -> AnyView {
    if !view.may_publish {
        return view! {
            <NoteBox kind=BoxKind::Sunk><p>"It is published, when nothing is missing, by somebody who may publish decisions here and in each consultation that it answers."</p></NoteBox>
        }
        .into_any();
    }
    if !view.gaps.is_empty() {
        return view! {
            <ButtonRow><Button words="Publish" name="do" value="publish" off_because="gate"/></ButtonRow>
        }
        .into_any();
    }
    let tick = form.sure("I have read every answer as a young person would");
    view! {
        <div class="confirm">
            <h2>"Publish this decision?"</h2>
            <p>"Everybody can read it. Its words and its answers cannot be changed afterwards."</p>
            {tick}
            <ButtonRow><Button words="Publish the decision" name="do" value="publish"/></ButtonRow>
        </div>
    }
    .into_any()
}
