//! The desk: where staff read, sort, decide and tell. The same parts, closer together, and the loop
//! itself as the way around.

mod bench;
mod frame;
mod keys;
mod panel;
mod reply;
mod rows;
mod tabs;
mod tag;

pub use bench::*;
pub use frame::*;
pub use keys::*;
pub use panel::*;
pub use reply::*;
pub use rows::*;
pub use tabs::*;
pub use tag::*;
