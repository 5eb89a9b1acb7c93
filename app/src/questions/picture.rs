//! Pictures to choose from. Each has words as well.

use earshot_domain::question::Picture;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::Shown;
use crate::components::ChoiceKind;
use crate::{Site, say};

/// The pictures, each with its words under it.
pub(super) fn question(site: &Site, shown: &Shown<'_>, picture: &Picture) -> AnyView {
    let kind = if picture.several { ChoiceKind::Any } else { ChoiceKind::One };
    let input = match kind {
        ChoiceKind::One => "radio",
        ChoiceKind::Any => "checkbox",
    };
    let mut id = Some(shown.name.clone());
    let rows: Vec<AnyView> = shown
        .options()
        .into_iter()
        .map(|option| {
            // The words say what the picture shows, so it is silent.
            let image = option.picture.as_ref().map(|file| {
                let src = format!("{}{file}", shown.files);
                view! { <img src=src alt="" loading="lazy" width="160" height="160"/> }
            });
            let (name, key, label) = (shown.name.clone(), option.key.clone(), option.label.clone());
            let (id, chosen) = (id.take(), shown.chosen(&option.key));
            view! {
                <label class="choice">
                    <input type=input id=id name=name value=key checked=chosen/>
                    {image}
                    <span>{label}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    let many = picture.several.then(|| say!(site, "several-hint"));
    shown.frame(shown.hint(many), move || view! { <div class="choices pictures">{rows}</div> }.into_any())
}
