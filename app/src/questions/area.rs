//! A place to choose: rows where they are few, a list to open where they are many.

use earshot_domain::question::{Area, Place};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::{Shown, choices};
use crate::components::{ChoiceItem, ChoiceKind};
use crate::{Site, say};

/// As many rows as can be looked over at once.
const ROWS: usize = 12;

/// The places, under the larger areas that they belong to.
pub(super) fn question(site: &Site, shown: &Shown<'_>, area: &Area) -> AnyView {
    // What is offered no more stands there only for those who chose it.
    let places: Vec<&Place> =
        area.places.iter().filter(|place| !place.retired || shown.chosen(&place.key)).collect();
    if places.len() <= ROWS {
        let item = |place: &&Place| {
            let under = place.under.clone().unwrap_or_default();
            ChoiceItem::new(&place.key, &place.name).chosen(shown.chosen(&place.key)).note(under)
        };
        return choices(shown, ChoiceKind::One, shown.hint(None), places.iter().map(item).collect());
    }
    let (name, pick) = (shown.name.clone(), say!(site, "area-pick"));
    let option = |place: &Place| {
        let (key, label, chosen) = (place.key.clone(), place.name.clone(), shown.chosen(&place.key));
        view! { <option value=key selected=chosen>{label}</option> }.into_any()
    };
    let mut groups: Vec<(String, Vec<AnyView>)> = Vec::new();
    for place in places {
        let under = place.under.clone().unwrap_or_default();
        match groups.last_mut() {
            Some((last, options)) if *last == under => options.push(option(place)),
            _ => groups.push((under, vec![option(place)])),
        }
    }
    let rows: Vec<AnyView> = groups
        .into_iter()
        .map(|(under, options)| {
            if under.is_empty() {
                options.into_any()
            } else {
                view! { <optgroup label=under>{options}</optgroup> }.into_any()
            }
        })
        .collect();
    shown.frame(shown.hint(None), move || {
        let labelled = format!("{name}-q");
        view! {
            <select class="input" id=name.clone() name=name aria-labelledby=labelled>
                <option value="">{pick}</option>
                {rows}
            </select>
        }
        .into_any()
    })
}
