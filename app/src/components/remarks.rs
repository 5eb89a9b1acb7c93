//! What was found when something was looked over: what it is, why it matters, and where it is mended.

use leptos::prelude::*;

use super::{Level, Link, MaybeText, MaybeView, heading};

/// What was found, one under the other: [`Remark`].
#[component]
pub fn Remarks(
    /// They.
    children: Children,
) -> impl IntoView {
    view! { <ol class="remarks plain">{children()}</ol> }.into_any()
}

/// One of [`Remarks`].
#[component]
pub fn Remark(
    /// What it is, in a few words.
    #[prop(into)]
    title: String,
    /// What it is about, where it is about one thing: a question.
    #[prop(optional, into)]
    about: MaybeText,
    /// What was found, and what to do about it.
    #[prop(into)]
    what: String,
    /// Why it matters.
    #[prop(into)]
    why: String,
    /// Where it is mended.
    #[prop(optional_no_strip, into)]
    mend: Option<Link>,
    /// What else can be done about it.
    #[prop(optional, into)]
    also: MaybeView,
    /// How deep its title stands.
    #[prop(default = Level::Three)]
    level: Level,
) -> impl IntoView {
    let mend = mend.map(|link| view! { <p><a href=link.href>{link.words}</a></p> });
    view! {
        <li>
            {heading(level, None, title.into_any())}
            {about.into_option().map(|about| view! { <p class="quiet">{about}</p> })}
            <p>{what}</p>
            <p class="quiet small">{why}</p>
            {mend}
            {also.into_option()}
        </li>
    }
    .into_any()
}
