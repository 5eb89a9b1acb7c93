//! The name and the mark.

use leptos::prelude::*;

use super::MaybeText;

/// The mark: a dot, which is a voice; arcs, because it carries; and a last arc that turns back to the
/// one who spoke.
#[component]
pub fn Mark() -> impl IntoView {
    const DRAWING: &str = concat!(
        r#"<circle cx="13" cy="20" r="4.4"/><path d="M18.3 11.5a10 10 0 0 1 0 17"/>"#,
        r#"<path d="M12 3.5A16.5 16.5 0 0 1 25.6 30.6C22.6 34.4 20.6 37.2 16.6 37.2c-3 0-5.4-1.8-6-4.6"/>"#
    );
    view! { <svg class="mark" viewBox="0 0 40 40" aria-hidden="true" inner_html=DRAWING></svg> }.into_any()
}

/// The mark and the name, as the way home.
#[component]
pub fn Brand(
    /// Where home is.
    #[prop(into)]
    href: String,
    /// The name, where it is not Earshot.
    #[prop(optional, into)]
    name: MaybeText,
) -> impl IntoView {
    let name = name.into_option().unwrap_or_else(|| "Earshot".to_owned());
    view! { <a class="brand" href=href><Mark/>{name}</a> }.into_any()
}
