#![doc = include_str!("../README.md")]

#[macro_use]
mod sql;

pub mod access;
pub mod analysis;
pub mod area;
pub mod asset;
pub mod audit;
pub mod clinic;
pub mod comment;
pub mod consultation;
mod db;
pub mod decision;
pub mod digest;
mod error;
pub mod feedback;
pub mod follower;
pub mod installation;
pub mod job;
pub mod library;
pub mod media;
pub mod need;
pub mod paper;
pub mod partnership;
pub mod passkey;
pub mod people;
pub mod progress;
pub mod provider;
pub mod quote;
pub mod read_link;
pub mod reading;
pub mod request;
pub mod response;
pub mod retention;
pub mod scope;
pub mod sealed_contact;
pub mod second_step;
pub mod standards;
pub mod step;
#[cfg(feature = "testing")]
pub mod testing;
pub mod young;

pub use db::{Db, Engine, Tx};
pub use error::StoreError;
/// A document that is kept whole.
pub use sqlx::types::Json;

/// Every SQL text of the crate with its name, for the test that prepares each
/// of them on both databases.
pub fn statements() -> Vec<(&'static str, &'static str)> {
    [
        access::STATEMENTS,
        analysis::STATEMENTS,
        area::STATEMENTS,
        asset::STATEMENTS,
        audit::STATEMENTS,
        clinic::STATEMENTS,
        comment::STATEMENTS,
        consultation::STATEMENTS,
        decision::STATEMENTS,
        digest::STATEMENTS,
        need::STATEMENTS,
        feedback::STATEMENTS,
        follower::STATEMENTS,
        installation::STATEMENTS,
        job::STATEMENTS,
        paper::STATEMENTS,
        library::STATEMENTS,
        media::STATEMENTS,
        partnership::STATEMENTS,
        passkey::STATEMENTS,
        people::STATEMENTS,
        progress::STATEMENTS,
        provider::STATEMENTS,
        quote::STATEMENTS,
        read_link::STATEMENTS,
        reading::STATEMENTS,
        request::STATEMENTS,
        response::STATEMENTS,
        retention::STATEMENTS,
        scope::STATEMENTS,
        sealed_contact::STATEMENTS,
        second_step::STATEMENTS,
        standards::STATEMENTS,
        step::STATEMENTS,
        young::STATEMENTS,
    ]
    .concat()
}
