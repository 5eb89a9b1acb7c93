//! The button that asks a device for a passkey: on the desk, and on a young person's own page.

use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

/// What a device is asked, and in which words.
pub(super) struct Ask {
    /// Where what the device is asked comes from: JSON with `token` and `options`.
    pub(super) begin: &'static str,
    /// Whether a passkey is made, rather than shown.
    pub(super) make: bool,
    /// The words on the button.
    pub(super) words: String,
    /// What stands in its place where there are no passkeys: without script, or in an old browser. May be empty.
    pub(super) otherwise: String,
    /// What is said where nothing comes back from us.
    pub(super) server: String,
    /// What is said where too many were asked for from one place.
    pub(super) many: String,
    /// What is said where the device gives none.
    pub(super) device: String,
}

/// The button, for a form: it fills the fields `token` and `answer`, and sends the form. Passkeys need script
/// (`public/passkey.js`, which comes with a page that is marked `with_passkey()`): without it there is no button, and the page
/// offers another way.
pub(super) fn button(ask: Ask) -> AnyView {
    let Ask { begin, make, words, otherwise, server, many, device } = ask;
    let kind = if make { "make" } else { "show" };
    let otherwise = (!otherwise.is_empty()).then(|| view! { <p data-otherwise="">{otherwise}</p> });
    view! {
        <input type="hidden" name="token" value=""/>
        <input type="hidden" name="answer" value=""/>
        {otherwise}
        <div
            class="flow passkey"
            hidden=true
            data-passkey=kind
            data-begin=begin
            data-server=server
            data-many=many
            data-device=device
        >
            <p class="buttons"><button type="button" class="button">{words}</button></p>
            <p role="alert" class="error" hidden=true></p>
        </div>
    }
    .into_any()
}
