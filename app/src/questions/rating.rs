//! A row of numbers, with words at both ends.

use earshot_domain::question::Rating;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::Shown;
use crate::components::{Choice, ChoiceItem};

/// The numbers, and under them what the ends mean. The words of an end are also said with its number, because who
/// listens hears one number at a time.
pub(super) fn question(shown: &Shown<'_>, rating: &Rating) -> AnyView {
    let name = shown.name.clone();
    let end = |key: &str| rating.ends.iter().find(|end| end.key == key).map(|end| end.label.clone());
    let (low, high) = (end(&rating.from.to_string()), end(&rating.to.to_string()));
    let step =
        |key: &str| ChoiceItem { heard: end(key), ..ChoiceItem::new(key, key).chosen(shown.chosen(key)) };
    let steps: Vec<ChoiceItem> = rating.steps().into_iter().map(step).collect();
    shown.frame(shown.hint(None), move || {
        let mut id = Some(name.clone());
        let rows: Vec<AnyView> = steps
            .into_iter()
            .map(|item| {
                let (name, id) = (name.clone(), id.take());
                view! { <li><Choice name item id/></li> }.into_any()
            })
            .collect();
        let ends = (low.is_some() || high.is_some()).then(|| {
            view! { <p class="rating__ends" aria-hidden="true"><span>{low}</span><span>{high}</span></p> }
        });
        view! { <div class="rating"><ol class="plain">{rows}</ol>{ends}</div> }.into_any()
    })
}
