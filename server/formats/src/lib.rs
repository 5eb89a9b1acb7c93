#![doc = include_str!("../README.md")]

pub mod answers;
pub mod coding;
mod line;
mod table;
pub mod xlsform;

pub use line::LineError;
