//! Forms that follow behind, one after the other, so that the server's copy of
//! the answers stays in step: for a reload, and for the day that script is off.
//! One at a time, because the first one is given the cookie that the next one
//! needs.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use earshot_domain::question::Given;
use wasm_bindgen_futures::spawn_local;

use super::{Phone, net, store};

/// A form, and what is known once it was taken.
pub(super) struct Form {
    pub(super) action: String,
    pub(super) body: String,
    pub(super) then: Then,
}

/// What is known once a form was taken.
pub(super) enum Then {
    /// The server keeps these answers.
    Keeps(Vec<(String, Given)>),
    /// The server threw its copy away.
    Forgot,
    /// Nothing.
    Nothing,
}

#[derive(Default)]
pub(super) struct Mail {
    forms: RefCell<VecDeque<Form>>,
    busy: Cell<bool>,
}

/// Lets a form follow behind.
pub(super) fn follow(phone: &'static Phone, form: Form) {
    phone.mail.forms.borrow_mut().push_back(form);
    if !phone.mail.busy.replace(true) {
        spawn_local(go(phone));
    }
}

/// Asks the server to throw its copy away, before anything else.
pub(super) fn forget(phone: &'static Phone) {
    let action = format!("/c/{}/start-over", phone.journey.slug);
    follow(phone, Form { action, body: String::new(), then: Then::Forgot });
}

async fn go(phone: &'static Phone) {
    loop {
        let Some(form) = phone.mail.forms.borrow_mut().pop_front() else { break };
        let taken = net::form(&form.action, &form.body).await;
        match form.then {
            Then::Keeps(given) if taken => {
                phone.change(|draft| draft.there.extend(given));
            }
            Then::Forgot if taken => store::forget(&phone.journey.slug, false),
            // Nothing may pass it by: it would be thrown away with the rest.
            Then::Forgot => {
                phone.mail.forms.borrow_mut().push_front(form);
                break;
            }
            _ => {}
        }
    }
    phone.mail.busy.set(false);
}

/// Before the whole answer goes: what has not gone yet need not go, and what is
/// on its way gets a moment, so that it does not arrive afterwards.
pub(super) async fn settle(phone: &Phone) {
    phone.mail.forms.borrow_mut().clear();
    for _ in 0..30 {
        if !phone.mail.busy.get() {
            return;
        }
        net::pause(100).await;
    }
}
