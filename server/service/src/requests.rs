//! What people ask about the data that is kept of them, and complaints: in a child's words, acknowledged at once, with a
//! clock, answered where they can find it with four words (domain.md 5.1 standard 15, 5.2).

mod answering;
mod asking;
mod letters;

use chrono::{NaiveDate, TimeDelta};
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::request::{self as rules, RequestKind, RequestState};
use earshot_store::request::Request;
use uuid::Uuid;

pub use answering::{EarlierRequest, RequestDone, RequestPage, RequestView};
pub use asking::{OwnRequest, RequestText, SentRequest};

use crate::Earshot;
use crate::keys::SEAL_NONCE;

/// What makes a text unreadable: it was sealed with another secret.
const SEALED_ELSEWHERE: &str = "This was sealed with another secret, and cannot be read any more.";

/// A request in the list of the desk. What was written is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestCard {
    /// Its reference.
    pub reference: Reference,
    /// What is wanted.
    pub kind: RequestKind,
    /// How far it has come.
    pub state: RequestState,
    /// The word list's mark.
    pub watch: bool,
    /// The day on which it came.
    pub received_on: NaiveDate,
    /// The last day for the answer.
    pub due_on: NaiveDate,
    /// Whether that has passed without one.
    pub late: bool,
    /// The day on which it was answered or refused.
    pub ended_on: Option<NaiveDate>,
    /// The short name of the consultation that it is about.
    pub slug: Option<String>,
    /// Whether somebody of the staff wrote it down.
    pub assisted: bool,
}

impl Earshot {
    fn card(&self, kept: &Request) -> RequestCard {
        RequestCard {
            reference: Reference::new(Kind::Request, kept.number),
            kind: kept.kind,
            state: kept.state,
            watch: kept.watch,
            received_on: kept.received_on,
            due_on: self.due_of(kept),
            late: self.is_late(kept),
            ended_on: kept.ended_on,
            slug: kept.slug.clone(),
            assisted: kept.assisted,
        }
    }

    /// The last day for the answer, with the days on which the clock has stood still until today.
    fn due_of(&self, kept: &Request) -> NaiveDate {
        let standing = kept.paused_on.map_or(TimeDelta::zero(), |since| self.today() - since);
        rules::due_on(kept.kind, kept.received_on, kept.paused_days + standing.num_days().max(0))
    }

    fn is_late(&self, kept: &Request) -> bool {
        kept.state.is_open() && self.due_of(kept) < self.today()
    }

    fn seal_for(&self, id: Uuid, text: &str) -> Vec<u8> {
        let mut nonce = [0; SEAL_NONCE];
        self.chance.fill(&mut nonce);
        self.keys.seal(id.as_bytes(), nonce, text)
    }

    fn opened(&self, id: Uuid, sealed: Option<&Vec<u8>>) -> String {
        sealed.map_or(String::new(), |sealed| {
            self.keys.open(id.as_bytes(), sealed).unwrap_or_else(|| SEALED_ELSEWHERE.to_string())
        })
    }
}
