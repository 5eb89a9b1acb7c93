//! What everybody can see.

pub mod comments;
mod evidence;
mod feedback;
mod home;
mod info;
pub mod me;
pub mod news;
mod results;
mod standards;
pub mod tell_us;
mod trace;

pub use evidence::{closed, evidence, evidence_of_partner};
pub use feedback::feedback;
pub use home::home;
pub use info::{accessibility, privacy};
pub(crate) use results::everything;
pub use results::results;
pub use standards::standards;
pub(crate) use trace::spoken;
pub use trace::trace;
