#![doc = include_str!("../README.md")]

pub mod data;
pub mod draft;
pub mod fill;
pub mod island;
pub mod outbox;
#[cfg(feature = "hydrate")]
mod phone;
pub mod place;

pub use island::{JourneyIsland, Outbox};

/// Starts what the islands share; the page's script then wakes each of them.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
