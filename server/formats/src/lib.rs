#![doc = include_str!("../README.md")]

pub mod answers;
pub mod answers_table;
pub mod areas;
pub mod coding;
mod defect;
pub mod document;
pub mod limesurvey;
mod line;
pub mod media;
mod plain;
pub mod polis;
pub mod population;
pub mod questionnaire;
pub mod reading;
pub mod refi;
pub mod report;
pub mod surveyjs;
mod table;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod transcript;
pub mod xlsform;

pub use line::{FILE_MAX, LineError};
