#![doc = include_str!("../README.md")]

mod assets;
pub mod cli;
pub mod demo;
mod document;
mod limits;
pub mod logs;
pub mod mail;
pub mod oidc;
mod secret;
pub mod settings;
pub mod web;
