//! "Read it to me", in the phone's own voice. The words do not leave the phone.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, SpeechSynthesis, SpeechSynthesisUtterance};

use super::dom;

fn voice() -> Option<SpeechSynthesis> {
    dom::window()?.speech_synthesis().ok()
}

/// Whether this phone can speak.
pub(super) fn has_voice() -> bool {
    voice().is_some()
}

/// Silence.
pub(super) fn stop() {
    if let Some(voice) = voice() {
        voice.cancel();
    }
}

/// Reads the questions of a page, or stops reading.
pub(super) fn pressed(root: &Element, pill: &Element) -> Option<()> {
    let voice = voice()?;
    if voice.speaking() {
        voice.cancel();
        return Some(());
    }
    let button = pill.first_element_child()?;
    let other = pill.get_attribute("data-aloud")?;
    let words = button.text_content()?;
    let mut last = None;
    for question in dom::all(root, ".question") {
        let said =
            SpeechSynthesisUtterance::new_with_text(&question.dyn_ref::<HtmlElement>()?.inner_text()).ok()?;
        if let Some(lang) = question.closest("[lang]").ok()?.and_then(|element| element.get_attribute("lang"))
        {
            said.set_lang(&lang);
        }
        voice.speak(&said);
        last = Some(said);
    }
    let last = last?;
    dom::say(&button, &other);
    // When it was read, and when it was stopped.
    for name in ["end", "error"] {
        let (button, words) = (button.clone(), words.clone());
        dom::on(&last, name, move |_| dom::say(&button, &words));
    }
    Some(())
}
