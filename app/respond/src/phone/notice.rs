//! What is said about an answer that waits: on the page that waits for it, and
//! in the notice on other pages. Both have the same parts.

use web_sys::Element;

use super::dom;
use crate::data::OutboxWords;
use crate::outbox::State;

/// That it is on its way.
pub(super) fn sending(root: &Element, words: &OutboxWords) {
    say(root, &words.sending, "");
}

/// Why it still waits. `mends` is whether what is wrong can be mended here.
pub(super) fn waits(root: &Element, words: &OutboxWords, state: State, mends: bool) {
    match state {
        State::Waiting => say(root, &words.waiting, &words.waiting_text),
        State::Closed => say(root, &words.not_sent, &words.closed),
        State::Refused => say(root, &words.not_sent, &words.refused),
    }
    dom::show_in(root, "[data-check]", state == State::Refused && mends);
    dom::show_in(root, "[name=again]", state != State::Refused);
}

/// That it has arrived: its four words, where there is a place for them.
pub(super) fn arrived(root: &Element, words: &OutboxWords, four: &[String]) {
    say(root, &words.sent, "");
    dom::show_in(root, "form", false);
    dom::show_in(root, "[data-keep]", true);
    receipt(root, four);
}

/// Puts the four words into their places.
pub(super) fn receipt(root: &Element, four: &[String]) {
    for (place, word) in dom::all(root, ".receipt li").iter().zip(four) {
        dom::say(place, word);
    }
}

/// The button that deletes. It deletes when it is pressed for the second time.
pub(super) fn sure(root: &Element, words: &OutboxWords) -> bool {
    let Some(button) = dom::find(root, "[name=delete]") else { return false };
    if button.has_attribute("data-sure") {
        say(root, &words.deleted, "");
        dom::show_in(root, "form", false);
        // What is left is the way on.
        dom::show_in(root, "[data-home]", true);
        return true;
    }
    dom::set(&button, "data-sure", "");
    dom::say(&button, &words.sure);
    false
}

fn say(root: &Element, head: &str, text: &str) {
    dom::say_in(root, "[data-head]", head);
    dom::say_in(root, "[data-text]", text);
}
