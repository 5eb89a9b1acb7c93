#![doc = include_str!("../README.md")]

#[macro_use]
mod sql;

pub mod access;
pub mod alike;
pub mod analysis;
pub mod area;
pub mod asset;
pub mod audit;
pub mod board;
pub mod clinic;
pub mod codebook;
pub mod coding;
pub mod comment;
pub mod consultation;
mod db;
pub mod decision;
pub mod digest;
mod error;
pub mod export;
pub mod feedback;
pub mod follower;
pub mod installation;
pub mod job;
pub mod library;
pub mod matrix;
pub mod media;
pub mod memo;
pub mod need;
pub mod paper;
pub mod partnership;
pub mod passkey;
pub mod passport;
pub mod people;
pub mod progress;
pub mod provider;
pub mod qda;
pub mod qda_kept;
pub mod quote;
pub mod read_link;
pub mod reading;
pub mod request;
pub mod response;
pub mod retention;
pub mod round;
pub mod scope;
pub mod sealed_contact;
pub mod search;
pub mod second_step;
pub mod standards;
pub mod step;
pub mod suppression;
pub mod taking_out;
#[cfg(feature = "testing")]
pub mod testing;
pub mod transcript;
pub mod tray;
pub mod young;
pub mod young_passkey;

pub use db::{Db, Engine, Tx};
pub use error::StoreError;
/// A document that is kept whole.
pub use sqlx::types::Json;

/// Every SQL text that this engine has to understand: those of both, and its own.
pub fn statements_of(engine: Engine) -> Vec<(&'static str, &'static str)> {
    let own = match engine {
        Engine::Sqlite => [codebook::OF_SQLITE, search::OF_SQLITE],
        Engine::Postgres => [codebook::OF_POSTGRES, search::OF_POSTGRES],
    };
    let mut all = statements();
    all.extend(own.concat());
    all
}

/// Every SQL text that both engines understand with its name, for the test that prepares each
/// of them on both databases.
pub fn statements() -> Vec<(&'static str, &'static str)> {
    [
        access::STATEMENTS,
        alike::STATEMENTS,
        analysis::STATEMENTS,
        area::STATEMENTS,
        asset::STATEMENTS,
        audit::STATEMENTS,
        board::STATEMENTS,
        clinic::STATEMENTS,
        codebook::STATEMENTS,
        coding::STATEMENTS,
        comment::STATEMENTS,
        consultation::STATEMENTS,
        decision::STATEMENTS,
        digest::STATEMENTS,
        need::STATEMENTS,
        export::STATEMENTS,
        feedback::STATEMENTS,
        follower::STATEMENTS,
        installation::STATEMENTS,
        job::STATEMENTS,
        paper::STATEMENTS,
        library::STATEMENTS,
        matrix::STATEMENTS,
        media::STATEMENTS,
        memo::STATEMENTS,
        partnership::STATEMENTS,
        passkey::STATEMENTS,
        passport::STATEMENTS,
        people::STATEMENTS,
        progress::STATEMENTS,
        provider::STATEMENTS,
        qda::STATEMENTS,
        qda_kept::STATEMENTS,
        quote::STATEMENTS,
        read_link::STATEMENTS,
        reading::STATEMENTS,
        request::STATEMENTS,
        response::STATEMENTS,
        retention::STATEMENTS,
        round::STATEMENTS,
        scope::STATEMENTS,
        sealed_contact::STATEMENTS,
        search::STATEMENTS,
        second_step::STATEMENTS,
        standards::STATEMENTS,
        step::STATEMENTS,
        suppression::STATEMENTS,
        taking_out::STATEMENTS,
        transcript::STATEMENTS,
        tray::STATEMENTS,
        young::STATEMENTS,
        young_passkey::STATEMENTS,
    ]
    .concat()
}
