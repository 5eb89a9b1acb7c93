#![doc = include_str!("../README.md")]

#[macro_use]
mod text_enum;

pub mod agreement;
#[cfg(all(feature = "alike", not(target_arch = "wasm32")))]
pub mod alike;
pub mod area;
pub mod attribution;
pub mod board;
pub mod clinic;
pub mod clocks;
pub mod code;
pub mod codebook;
pub mod coding;
pub mod comment;
pub mod consultation;
pub mod contact;
pub mod day;
pub mod decision;
pub mod documents;
pub mod door;
pub mod edit;
pub mod equality;
pub mod evidence;
pub mod export;
pub mod frequency;
pub mod job;
pub mod journey;
pub mod library;
pub mod need;
pub mod news;
pub mod paper;
pub mod partnership;
pub mod pipe;
pub mod policy;
pub mod progress;
pub mod question;
pub mod questionnaire;
pub mod quote_fairness;
pub mod reach;
pub mod readability;
pub mod ready_sets;
pub mod receipt;
pub mod redaction;
pub mod reference;
pub mod request;
pub mod respondent;
pub mod retention;
pub mod rule;
pub mod safeguarding;
pub mod sealed_contact;
#[cfg(not(target_arch = "wasm32"))]
pub mod search;
pub mod session;
pub mod slug;
pub mod standards;
pub mod suppression;
pub mod take;
pub mod text;
pub mod young;

pub(crate) use text_enum::text_enum;

pub use text_enum::UnknownText;
