#![doc = include_str!("../README.md")]

pub mod journey;
pub mod types;
#[cfg(not(target_arch = "wasm32"))]
pub mod workbook;

/// So many walks through the questionnaire, for the script that takes the time; gives the steps that they took.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn walks(count: u32) -> u32 {
    let asked = journey::questionnaire();
    (0..count).map(|seed| journey::walk(&asked, seed)).sum()
}
