//! The store on both engines: every statement prepares, both schemas are one,
//! each module keeps its contract, and what was taken back is gone.

#![expect(clippy::unwrap_used, reason = "tests")]

mod access;
mod analysis;
mod area;
mod asset;
mod audit;
mod clinic;
mod comment;
mod consultation;
mod coverage;
mod decision;
mod digest;
mod engine;
mod erasure;
mod feedback;
mod follower;
mod installation;
mod job;
mod library;
mod media;
mod need;
mod paper;
mod partnership;
mod passkey;
mod people;
mod progress;
mod provider;
mod quote;
mod read_link;
mod reading;
mod request;
mod response;
mod retention;
mod schema;
mod scope;
mod sealed_contact;
mod second_step;
mod seed;
mod standards;
mod step;
mod young;
