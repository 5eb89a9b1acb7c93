//! The parts that pages are made of.
//!
//! A part takes finished words and gives the HTML of the design, with everything that a screen
//! reader needs. It asks for nothing itself and knows no language. Each part is shown in each of its
//! states on the gallery page.
//!
//! What stays as it is, whatever grows: the order in the HTML, because it is heard, printed and read
//! without styles in that order; no `style` attribute, because the content policy forbids it; and
//! [`Voice`] for a young person's exact words and for nothing else.

#![expect(clippy::needless_pass_by_value, reason = "a part owns its words")]

mod ask;
mod bars;
mod boxes;
mod brand;
mod buttons;
mod chart;
mod choice;
mod columns;
mod desk;
mod errors;
mod fields;
mod help;
mod icons;
mod lists;
mod matrix;
mod question;
mod remarks;
mod ripple;
mod said;
mod scores;
mod stacked;
mod tab_groups;
mod text;
mod top;
mod trail;
mod voice;
mod workbench;

pub use ask::*;
pub use bars::*;
pub use boxes::*;
pub use brand::*;
pub use buttons::*;
pub use chart::*;
pub use choice::*;
pub use columns::*;
pub use desk::*;
pub use errors::*;
pub use fields::*;
pub use help::*;
pub use icons::*;
pub use lists::*;
pub use matrix::*;
pub use question::*;
pub use remarks::*;
pub use ripple::*;
pub use said::*;
pub use scores::*;
pub use stacked::*;
pub use tab_groups::*;
pub use text::*;
pub use top::*;
pub use trail::*;
pub use voice::*;
pub use workbench::*;

#[cfg(test)]
mod tests;
