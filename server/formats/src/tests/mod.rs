//! What the tests of several formats share.

pub(crate) mod memory;
pub(crate) mod walk;
