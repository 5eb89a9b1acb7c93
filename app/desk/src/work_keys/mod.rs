//! Coding without the mouse, and by marking words; and nothing lost when the connection breaks.

#![expect(missing_docs, reason = "the macro makes a type that carries no doc comment")]

use leptos::prelude::*;

use crate::letters::list;

#[cfg(feature = "hydrate")]
pub(crate) mod dom;
#[cfg(feature = "hydrate")]
mod kept;
#[cfg(feature = "hydrate")]
pub(crate) mod keys;
#[cfg(feature = "hydrate")]
mod marks;
#[cfg(feature = "hydrate")]
mod moves;
#[cfg(feature = "hydrate")]
mod notes;
#[cfg(feature = "hydrate")]
mod once;
#[cfg(any(feature = "hydrate", test))]
mod said;
#[cfg(feature = "hydrate")]
mod ticks;

/// Wraps the workbench. Single letters work as keys, marked words fill the form for a piece, the next answers are fetched
/// ahead, ticks that are not saved wait on their answer, and what could not be sent for want of a connection is sent later.
/// Without script the buttons, the links and the forms do the same, and the list of keys says so.
#[island]
pub fn WorkKeys(
    /// The id of the element with the answer's words.
    words: String,
    /// The consultation's short name in addresses.
    slug: String,
    /// Whoever is signed in, by an id: what they could not send nobody else sends.
    who: String,
    /// The workbench.
    children: Children,
) -> impl IntoView {
    let whose = who.clone();
    Effect::new(move |_| begin(&words, &slug, &who));
    let own = view! {
        <li><kbd>"/"</kbd>" or the first letters of a code: find it. "<kbd>"Enter"</kbd>" ticks it, or codes the words that are marked. "<kbd>"Esc"</kbd>" closes"</li>
        <li><kbd>"."</kbd>": go to the codes, which lie over the page on a phone. "<kbd>"Esc"</kbd>" closes them"</li>
        <li><kbd>"S"</kbd>": save, next"</li>
        <li><kbd>"U"</kbd>": undo your last change"</li>
        <li><kbd>"H"</kbd>": go to \u{201c}Worried about this\u{201d}. "<kbd>"Enter"</kbd>" presses it"</li>
        <li><kbd>"?"</kbd>": this list"</li>
    };
    view! {
        <div class="work" data-who=whose>
            {children()}
            <p id="work-said" role="status" class="in-pad small"></p>
            <div class="in-pad">
                {list(own)}
            </div>
            <div class="code-box" id="code-box" role="dialog" aria-label="Find a code" hidden=true>
                <label class="label" for="code-find">"A code that begins with"</label>
                <input
                    class="input"
                    id="code-find"
                    type="text"
                    autocomplete="off"
                    role="combobox"
                    aria-autocomplete="list"
                    aria-controls="code-found"
                    aria-expanded="true"
                />
                <ul class="plain" id="code-found" role="listbox" aria-label="Codes"></ul>
                <p id="code-said" role="status" class="small"></p>
            </div>
            <div class="code-bar" id="code-bar" role="group" aria-label="Code the words that are marked" hidden=true></div>
        </div>
    }
}

/// On the server nothing is pressed.
#[cfg(not(feature = "hydrate"))]
fn begin(_: &str, _: &str, _: &str) {}

/// Listens from now on. Where the browser lacks something, the page goes on without it.
#[cfg(feature = "hydrate")]
fn begin(words: &str, slug: &str, who: &str) {
    let _ = keys::listen(words);
    let _ = marks::listen(words);
    let _ = kept::listen(slug, who);
    let _ = ticks::listen(who);
    let _ = moves::listen();
}
