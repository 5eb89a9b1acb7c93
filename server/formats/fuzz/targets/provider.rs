#![no_main]
//! A provider of sign-ins is no file, and what reads it belongs to the server: it is read here by the same source.

#[path = "../../../src/oidc/hostile.rs"]
mod hostile;
#[path = "../../../src/oidc/said.rs"]
mod said;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hostile::look(bytes));
