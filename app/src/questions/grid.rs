//! Statements on one scale: one card after the other, never a table that would have to be moved about on a phone.

use earshot_domain::question::{Grid, Scale};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::{Shown, scale_items};
use crate::Site;
use crate::components::{Choices, Faces, FieldError};

/// The cards. Each statement is the legend of its answers.
pub(super) fn question(site: &Site, shown: &Shown<'_>, grid: &Grid) -> AnyView {
    let mut id = Some(shown.name.clone());
    let cards: Vec<AnyView> = grid
        .statements
        .iter()
        .map(|statement| {
            let name = format!("{}:{}", shown.name, statement.key);
            let items =
                scale_items(site, &grid.scale, |key| shown.chosen(&format!("{}={key}", statement.key)));
            let id = id.take().unwrap_or_else(|| name.clone());
            let words = statement.label.clone();
            let rows = match grid.scale {
                Scale::Faces => view! { <Faces name items id/> }.into_any(),
                _ => view! { <Choices name items id/> }.into_any(),
            };
            view! { <fieldset class="statement fit"><legend>{words}</legend>{rows}</fieldset> }.into_any()
        })
        .collect();
    let words = shown.asks.text.clone();
    let head_id = format!("{}-head", shown.name);
    let head = if shown.small {
        view! { <h2 id=head_id.clone()>{words}</h2> }.into_any()
    } else {
        view! { <h1 id=head_id.clone()>{words}</h1> }.into_any()
    };
    let hint = shown.asks.hint.clone().map(|hint| view! { <p class="hint">{hint}</p> });
    let error_id = format!("{}-error", shown.name);
    let described = shown.error.is_some().then(|| error_id.clone());
    let error = shown.error.clone().map(|words| view! { <FieldError id=error_id words/> });
    let lang = shown.asks.lang.clone();
    view! {
        <div class="question" role="group" lang=lang aria-labelledby=head_id aria-describedby=described>
            {head}
            {hint}
            {error}
            {cards}
        </div>
    }
    .into_any()
}
