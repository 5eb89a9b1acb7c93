#![doc = include_str!("../README.md")]

pub mod data;
pub mod draft;
pub mod fill;
#[cfg(feature = "ssr")]
pub mod island;
#[cfg(any(feature = "hydrate", test))]
mod json;
pub mod outbox;
#[cfg(feature = "hydrate")]
mod phone;
pub mod place;

#[cfg(feature = "ssr")]
pub use island::{JourneyIsland, Outbox};

/// Wakes what is on the page. The page's script calls it, as it does with the desk's bundle.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    phone::wake_all();
}
