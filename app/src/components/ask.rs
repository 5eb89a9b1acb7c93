//! The side panel of a page that asks.

use leptos::prelude::*;

use super::{Brand, Link, Ripple, way_out};

/// Which consultation, how far, and what happens to the answers: a strip on a phone, a panel beside
/// the question where there is room.
#[component]
pub fn AskSide(
    /// Where home is.
    #[prop(into)]
    home: String,
    /// The consultation's name.
    #[prop(into)]
    name: String,
    /// How far, in words.
    #[prop(into)]
    progress: String,
    /// How many questions are done.
    done: usize,
    /// How many questions there are.
    of: usize,
    /// The way to help on the same page.
    help: Link,
    /// Where a consultation is sensitive: the way out, to a page that anyone may have open. It takes
    /// the place of help, comes first in the order of the page and stays a link, so that it works
    /// whatever else does not.
    #[prop(optional_no_strip, into)]
    leave: Option<Link>,
    /// What the reader should know while answering: who decides, what is kept.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let help = leave.is_none().then(|| view! { <a href=help.href>{help.words}</a> });
    let leave = leave.map(way_out);
    view! {
        <header class="side">
            <div class="side__row">{leave}<Brand href=home/>{help}</div>
            <p class="side__name">{name}</p>
            <Ripple words=progress done of/>
            {children.map(|children| view! { <div class="side__more">{children()}</div> })}
        </header>
    }
    .into_any()
}
