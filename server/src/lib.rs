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
mod serving;
pub mod settings;
mod tls;
pub mod web;
