#![doc = include_str!("../README.md")]

pub mod key_in;
mod letters;
pub mod phone_follows;
pub mod pick_words;
pub mod read_keys;
pub mod work_keys;

pub use key_in::KeyIn;
pub use phone_follows::PhoneFollows;
pub use pick_words::PickWords;
pub use read_keys::ReadKeys;
pub use work_keys::WorkKeys;

/// Starts what the islands share; the page's script then wakes each of them.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
