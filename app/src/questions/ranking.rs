//! Options to put in order.

use earshot_domain::question::Ranking;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::Shown;
use crate::components::{RankItem, RankList};
use crate::{Site, say};

/// The options in the order they are in now, each with a button up and a button down.
pub(super) fn question(site: &Site, shown: &Shown<'_>, ranking: &Ranking) -> AnyView {
    let label =
        |key: &str| ranking.options.iter().find(|option| option.key == key).map(|option| &option.label);
    let mut order: Vec<&str> =
        shown.typed.iter().map(String::as_str).filter(|key| label(key).is_some()).collect();
    // Nothing given yet, or options that are new since.
    for option in shown.options() {
        if !order.contains(&option.key.as_str()) {
            order.push(&option.key);
        }
    }
    let items: Vec<RankItem> = order
        .into_iter()
        .filter_map(|key| {
            let label = label(key)?;
            Some(RankItem {
                value: key.to_string(),
                label: label.clone(),
                up: say!(site, "rank-up", option = label.as_str()),
                down: say!(site, "rank-down", option = label.as_str()),
            })
        })
        .collect();
    let name = shown.name.clone();
    let hint = shown.hint(Some(say!(site, "rank-hint")));
    shown.frame(hint, move || view! { <RankList name items/> }.into_any())
}

/// The order after a button was pressed: one option one place up or down.
pub fn shifted(mut order: Vec<String>, key: &str, up: bool) -> Vec<String> {
    let Some(at) = order.iter().position(|other| other == key) else { return order };
    let other = if up { at.checked_sub(1) } else { Some(at + 1) };
    if let Some(other) = other.filter(|other| *other < order.len()) {
        order.swap(at, other);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_at_a_time_and_never_over_the_edge() {
        let order = || ["a", "b", "c"].map(String::from).to_vec();
        assert_eq!(shifted(order(), "c", true), ["a", "c", "b"]);
        assert_eq!(shifted(order(), "a", false), ["b", "a", "c"]);
        for (key, up) in [("a", true), ("c", false), ("x", true)] {
            assert_eq!(shifted(order(), key, up), order());
        }
    }
}
