//! Use cases as they are used, each story on both engines: who may do what, what
//! has to be in place, and what follows when a young person changes their mind.

#![expect(clippy::unwrap_used, reason = "tests")]

mod asking;
mod audit;
mod builder;
mod clinic;
mod clocks;
mod doors;
mod files;
mod gates;
mod library;
mod media;
mod news;
mod paper;
mod progress;
mod requests;
mod retention;
mod second_step;
mod table;
mod voices;
mod watch;
mod ways;
mod whole_way;
