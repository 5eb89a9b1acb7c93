#![doc = include_str!("../README.md")]

pub mod components;
pub mod gallery;
pub mod layout;
pub mod letters;
pub mod pages;
pub mod questions;
pub mod render;
pub mod respond_data;
mod site;
pub mod words;

pub use site::{Assets, Page, Rendered, SignInWays, Site, Tools};
