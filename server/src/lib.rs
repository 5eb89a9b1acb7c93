#![doc = include_str!("../README.md")]

mod assets;
pub mod cli;
pub mod demo;
mod document;
pub mod exports;
mod limits;
pub mod logs;
pub mod mail;
pub mod oidc;
mod pack;
mod qda;
mod secret;
mod serving;
pub mod settings;
mod tls;
mod transcript;
pub mod web;
