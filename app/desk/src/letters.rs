//! Single letters that are keys wherever answers are read: what they do, the list that says so, and the box that turns them
//! off on this device.

use leptos::prelude::*;

/// What a letter does on every page of answers. What else letters do there, each page says itself.
#[cfg(any(feature = "hydrate", test))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Does {
    /// Goes to the next answer.
    Next,
    /// Goes to the answer before.
    Back,
    /// Goes to the button that holds an answer. A hold must be meant: only Enter presses it.
    Hold,
}

/// What a small letter does; nothing where that is for the page to say.
#[cfg(any(feature = "hydrate", test))]
pub(crate) fn does(letter: char) -> Option<Does> {
    match letter {
        'j' | 'n' => Some(Does::Next),
        'k' | 'p' => Some(Does::Back),
        'h' => Some(Does::Hold),
        _ => None,
    }
}

/// The list of keys, folded: what is the same on every page, and the lines of this one.
pub(crate) fn list(own: impl IntoView + 'static) -> impl IntoView {
    view! {
        <details class="more" id="work-keys">
            <summary>"Keys"</summary>
            <ul class="plain">
                <li><kbd>"J"</kbd>" or "<kbd>"N"</kbd>": the next answer"</li>
                <li><kbd>"K"</kbd>" or "<kbd>"P"</kbd>": the answer before"</li>
                {own}
            </ul>
            <p id="work-letters-field" hidden=true>
                <label>
                    <input type="checkbox" id="work-letters" checked=true/>
                    " Single letters work as keys on this device"
                </label>
            </p>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_the_list_do_what_it_says() {
        for letter in ['j', 'n'] {
            assert_eq!(does(letter), Some(Does::Next));
        }
        for letter in ['k', 'p'] {
            assert_eq!(does(letter), Some(Does::Back));
        }
        assert_eq!(does('h'), Some(Does::Hold));
        assert_eq!((does('c'), does('s'), does('J')), (None, None, None), "each page's own, and none");
    }
}
