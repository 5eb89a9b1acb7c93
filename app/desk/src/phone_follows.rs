//! A phone beside the editor that shows the question as it is typed.

#![expect(missing_docs, reason = "the macro makes a type that carries no doc comment")]

use leptos::prelude::*;

/// Wraps a form and the phone beside it. What is typed is sent to the server, which answers with the question as a
/// phone shows it; nothing is kept. Without script the phone shows the question as it was saved.
#[island]
pub fn PhoneFollows(
    /// Where the form is sent to be shown.
    to: String,
    /// Which part of the phone is filled anew, as a selector.
    into: String,
    /// The form and the phone.
    children: Children,
) -> impl IntoView {
    let changed = move |event: leptos::ev::Event| follow(&to, &into, &event);
    let chosen = changed.clone();
    view! { <div on:input=changed on:change=chosen>{children()}</div> }
}

/// On the server nothing is typed.
#[cfg(not(feature = "hydrate"))]
fn follow(_: &str, _: &str, _: &leptos::ev::Event) {}

#[cfg(feature = "hydrate")]
use show::follow;

/// Sending the form, and showing the answer.
#[cfg(feature = "hydrate")]
mod show {
    use std::cell::Cell;

    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{Element, Event, FormData, HtmlFormElement, RequestInit, Response, UrlSearchParams};

    /// How long nobody types before it is shown, in milliseconds.
    const REST: i32 = 350;

    thread_local! {
        /// What waits for the rest.
        static TIMER: Cell<Option<i32>> = const { Cell::new(None) };
        /// Counts what was sent: an answer that was overtaken is not shown.
        static TURN: Cell<u32> = const { Cell::new(0) };
    }

    pub(super) fn follow(to: &str, into: &str, event: &Event) {
        let form = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|field| field.closest("form").ok().flatten())
            .and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        let (Some(form), Some(window)) = (form, web_sys::window()) else { return };
        if let Some(timer) = TIMER.take() {
            window.clear_timeout_with_handle(timer);
        }
        let (to, into) = (to.to_string(), into.to_string());
        let rested = Closure::once_into_js(move || {
            spawn_local(async move {
                let _ = show(&form, &to, &into).await;
            });
        });
        TIMER.set(
            window.set_timeout_with_callback_and_timeout_and_arguments_0(rested.unchecked_ref(), REST).ok(),
        );
    }

    /// `None` when nothing came back that could be shown: what stands there stays.
    async fn show(form: &HtmlFormElement, to: &str, into: &str) -> Option<()> {
        let turn = TURN.get().wrapping_add(1);
        TURN.set(turn);
        let data = FormData::new_with_form(form).ok()?;
        let body = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_body(&JsValue::from(body));
        let window = web_sys::window()?;
        let answer = JsFuture::from(window.fetch_with_str_and_init(to, &init)).await.ok()?;
        let answer: Response = answer.dyn_into().ok()?;
        // Who was signed out meanwhile is led to another page, which is no question.
        if !answer.ok() || answer.redirected() {
            return None;
        }
        let html = JsFuture::from(answer.text().ok()?).await.ok()?.as_string()?;
        if TURN.get() == turn {
            window.document()?.query_selector(into).ok()??.set_inner_html(&html);
        }
        Some(())
    }
}
