//! Who may try how often: guesses and allowances. Per operation and subject, never per address alone: a school class shares
//! one. Nothing of an address is written anywhere; it is held in memory for minutes.

mod allowances;
mod guesses;

use std::num::NonZeroU32;
use std::time::Duration;

use governor::Quota;

use allowances::Allowances;
pub(crate) use guesses::Tries;

/// Who may try how often.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    words: Tries,
    young: Tries,
    codes: Tries,
    allowances: Allowances,
}

impl Limits {
    /// Fresh limits.
    pub(crate) fn new() -> Self {
        Self { words: Tries::new(), young: Tries::new(), codes: Tries::new(), allowances: Allowances::new() }
    }

    /// Four words, wherever they lead.
    pub(crate) fn words(&self) -> &Tries {
        &self.words
    }

    /// Codes of young people, apart from four words: those that are used up keep nobody from their answers.
    pub(crate) fn young(&self) -> &Tries {
        &self.young
    }

    /// Access codes, wherever one is said: where it is typed, in an address, in a cookie, with an answer. Apart from four words,
    /// so that somebody who guesses those shuts no class out.
    pub(crate) fn codes(&self) -> &Tries {
        &self.codes
    }

    /// Forgets addresses that have not tried for a while.
    pub(crate) fn tidy(&self) {
        self.words.tidy();
        self.young.tidy();
        self.codes.tidy();
        self.allowances.tidy();
    }
}

/// As many at once as this, and one more after each pause.
fn quota(pause: Duration, burst: NonZeroU32) -> Quota {
    Quota::with_period(pause).unwrap_or_else(|| Quota::per_minute(burst)).allow_burst(burst)
}
