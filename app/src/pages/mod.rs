//! The pages. One file a page or a small family of pages; each is a function
//! from what a use case gave to a [`crate::Page`].

pub mod desk;
pub mod error;
mod passkey;
pub mod public;
pub mod respond;
mod trail;
