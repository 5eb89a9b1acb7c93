//! Reading what came in without the mouse.

use leptos::prelude::*;

use crate::letters::list;

/// Wraps the answers to be read. Single letters go from one to the next, and to its buttons; only Enter presses one, so that a
/// slip does nothing. Without script the buttons do the same.
#[island]
pub fn ReadKeys(
    /// The answers, each in a panel with its buttons.
    children: Children,
) -> impl IntoView {
    Effect::new(move |_| begin());
    let own = view! {
        <li><kbd>"C"</kbd>": go to \u{201c}Clear\u{201d}. "<kbd>"Enter"</kbd>" presses it"</li>
        <li><kbd>"H"</kbd>": go to \u{201c}Hold for safeguarding\u{201d}. "<kbd>"Enter"</kbd>" presses it"</li>
    };
    view! {
        <div class="picks">
            {children()}
            {list(own)}
        </div>
    }
}

/// On the server nothing is pressed.
#[cfg(not(feature = "hydrate"))]
fn begin() {}

#[cfg(feature = "hydrate")]
use steps::begin;

/// From answer to answer, and to the buttons of one.
#[cfg(feature = "hydrate")]
mod steps {
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement, KeyboardEvent};

    use crate::letters::{Does, does};
    use crate::work_keys::{dom, keys};

    /// The titles of the answers.
    const ANSWERS: &str = ".panel h2[id^='a-']";

    pub(super) fn begin() {
        let _ = keys::letters();
        if let Some(window) = dom::window() {
            dom::on(window.as_ref(), "keydown", |event| {
                if let Ok(event) = event.dyn_into::<KeyboardEvent>() {
                    let _ = press(&event);
                }
            });
        }
    }

    fn press(event: &KeyboardEvent) -> Option<()> {
        let pressed = keys::letter(event)?;
        match does(pressed) {
            Some(Does::Next) => step(true)?,
            Some(Does::Back) => step(false)?,
            Some(Does::Hold) => to("button[value=hold]")?,
            None if pressed == 'c' => to("button[value=clear]")?,
            None => return None,
        }
        event.prevent_default();
        Some(())
    }

    fn answers() -> Vec<HtmlElement> {
        let found = dom::document().and_then(|document| document.query_selector_all(ANSWERS).ok());
        let Some(found) = found else { return Vec::new() };
        (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
    }

    fn panel(of: &Element) -> Option<Element> {
        of.closest(".panel").ok().flatten()
    }

    /// Which of the answers the focus is in.
    fn here(answers: &[HtmlElement]) -> Option<usize> {
        let on = panel(&dom::document()?.active_element()?)?;
        answers.iter().position(|answer| on.contains(Some(answer.as_ref())))
    }

    /// Goes to the answer behind, or to the one before; to the first where the focus is in none.
    fn step(is_on: bool) -> Option<()> {
        let answers = answers();
        let to = match here(&answers) {
            None => 0,
            Some(at) if is_on => at + 1,
            Some(at) => at.checked_sub(1)?,
        };
        let answer = answers.get(to)?;
        dom::set(answer, "tabindex", "-1");
        answer.focus().ok()
    }

    /// Goes to a button of the answer in which the focus is, or of the first.
    fn to(button: &str) -> Option<()> {
        let answers = answers();
        let answer = answers.get(here(&answers).unwrap_or_default())?;
        let button: HtmlElement = panel(answer)?.query_selector(button).ok()??.dyn_into().ok()?;
        button.focus().ok()
    }
}
