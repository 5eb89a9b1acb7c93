//! Making and showing a passkey: what only the browser can ask a device for.

#![expect(missing_docs, reason = "the macro makes a type that carries no doc comment")]

use leptos::prelude::*;

/// A button in a form that asks the device for a passkey, and sends the form with what the device says. Passkeys need
/// script: without it there is no button, and the page offers another way.
#[island]
pub fn PasskeyButton(
    /// Where what the device is asked comes from: JSON with `token` and `options`.
    begin: String,
    /// Whether a passkey is made, rather than shown.
    make: bool,
    /// The words on the button.
    words: String,
    /// What stands in its place where there are no passkeys: without script, or in an old browser.
    otherwise: String,
) -> impl IntoView {
    let able = RwSignal::new(false);
    let trouble = RwSignal::new("");
    Effect::new(move |_| able.set(is_able()));
    let press = move |event: leptos::ev::MouseEvent| ask(&begin, make, trouble, &event);
    let other = (!otherwise.is_empty()).then(|| view! { <p hidden=move || able.get()>{otherwise}</p> });
    view! {
        {other}
        <div class="flow passkey" hidden=move || !able.get()>
            <p class="buttons"><button type="button" class="button" on:click=press>{words}</button></p>
            <p role="alert" class="error" hidden=move || trouble.get().is_empty()>{move || trouble.get()}</p>
        </div>
    }
}

/// On the server there is no device.
#[cfg(not(feature = "hydrate"))]
fn is_able() -> bool {
    false
}

/// On the server nothing is pressed.
#[cfg(not(feature = "hydrate"))]
fn ask(_: &str, _: bool, _: RwSignal<&'static str>, _: &leptos::ev::MouseEvent) {}

#[cfg(feature = "hydrate")]
use device::{ask, is_able};

/// Asking the device.
#[cfg(feature = "hydrate")]
mod device {
    use js_sys::{Function, Object, Promise, Reflect};
    use leptos::prelude::{RwSignal, Set};
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{Element, HtmlFormElement, HtmlInputElement, MouseEvent, RequestInit, Response};

    /// What reads the options: browsers that have it can turn their answer into JSON as well.
    const READS: [&str; 2] = ["parseRequestOptionsFromJSON", "parseCreationOptionsFromJSON"];

    fn get(from: &JsValue, name: &str) -> Option<JsValue> {
        Reflect::get(from, &JsValue::from_str(name)).ok().filter(|value| !value.is_undefined())
    }

    fn call(on: &JsValue, name: &str, with: &JsValue) -> Option<JsValue> {
        get(on, name)?.dyn_into::<Function>().ok()?.call1(on, with).ok()
    }

    /// The browser's own class for passkeys.
    fn class() -> Option<JsValue> {
        get(&JsValue::from(web_sys::window()?), "PublicKeyCredential")
    }

    pub(super) fn is_able() -> bool {
        class().is_some_and(|class| READS.iter().all(|name| get(&class, name).is_some()))
    }

    pub(super) fn ask(begin: &str, make: bool, trouble: RwSignal<&'static str>, event: &MouseEvent) {
        let form = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|button| button.closest("form").ok().flatten())
            .and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        let Some(form) = form else { return };
        let begin = begin.to_string();
        trouble.set("");
        spawn_local(async move {
            match filled(&form, &begin, make).await {
                Ok(()) => {
                    let _ = form.submit();
                }
                Err(why) => trouble.set(why),
            }
        });
    }

    /// Fills the form with what the device says; the words for what went wrong where it says nothing.
    async fn filled(form: &HtmlFormElement, begin: &str, make: bool) -> Result<(), &'static str> {
        const SERVER: &str = "Nothing came back. Look at your connection, then load this page again.";
        const WAIT: &str = "A lot was asked for from where you are. Wait a minute, then try again.";
        const DEVICE: &str = "Your device gave no passkey. Try again, or use another way.";
        let asked = asked(begin).await.map_err(|status| if status == 429 { WAIT } else { SERVER })?;
        let (token, options) = (get(&asked, "token").ok_or(SERVER)?, get(&asked, "options").ok_or(SERVER)?);
        let key = get(&options, "publicKey").ok_or(SERVER)?;
        let said = said(&key, make).await.ok_or(DEVICE)?;
        fill(form, "token", &token.as_string().ok_or(SERVER)?).ok_or(SERVER)?;
        fill(form, "answer", &said).ok_or(SERVER)
    }

    /// What the server asks of the device; the status of its answer where it asks nothing, 0 where none came.
    async fn asked(begin: &str) -> Result<JsValue, u16> {
        let answer = answer(begin).await.ok_or(0_u16)?;
        // Who was signed out meanwhile is led to another page, which asks nothing of a device.
        if !answer.ok() || answer.redirected() {
            return Err(answer.status());
        }
        let json = answer.json().map_err(|_| 0_u16)?;
        JsFuture::from(json).await.map_err(|_| 0)
    }

    async fn answer(begin: &str) -> Option<Response> {
        let init = RequestInit::new();
        init.set_method("POST");
        let answer = JsFuture::from(web_sys::window()?.fetch_with_str_and_init(begin, &init)).await.ok()?;
        answer.dyn_into().ok()
    }

    /// What the device says to these options, as JSON.
    async fn said(key: &JsValue, make: bool) -> Option<String> {
        let read = call(&class()?, READS[usize::from(make)], key)?;
        let options = Object::new();
        Reflect::set(&options, &JsValue::from_str("publicKey"), &read).ok()?;
        let credentials = get(&JsValue::from(web_sys::window()?.navigator()), "credentials")?;
        let promise = call(&credentials, if make { "create" } else { "get" }, &options)?;
        let credential = JsFuture::from(promise.dyn_into::<Promise>().ok()?).await.ok()?;
        js_sys::JSON::stringify(&credential).ok()?.as_string()
    }

    fn fill(form: &HtmlFormElement, name: &str, value: &str) -> Option<()> {
        let field = form.query_selector(&format!("input[name={name}]")).ok()??;
        field.dyn_into::<HtmlInputElement>().ok()?.set_value(value);
        Some(())
    }
}
