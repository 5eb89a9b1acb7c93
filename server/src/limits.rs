//! Limits on guessing. Per operation and subject, never per address alone: a
//! school class shares one. Nothing of an address is written anywhere; it is
//! held in memory for minutes.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Tries of four words from one address: enough for a class that looks at the
/// same time, far too few to guess one of 2^44.
const RECEIPT_BURST: NonZeroU32 = NonZeroU32::new(30).unwrap();

/// How long until one more try is free.
const RECEIPT_PAUSE: Duration = Duration::from_secs(3);

/// Tries of four words from everywhere together, per second.
const RECEIPT_TOTAL: NonZeroU32 = NonZeroU32::new(20).unwrap();

/// Who may try how often.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    receipt: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    receipt_total: Arc<DefaultDirectRateLimiter>,
}

impl Limits {
    /// Fresh limits.
    pub(crate) fn new() -> Self {
        let per_address = Quota::with_period(RECEIPT_PAUSE)
            .unwrap_or_else(|| Quota::per_minute(RECEIPT_TOTAL))
            .allow_burst(RECEIPT_BURST);
        Self {
            receipt: Arc::new(RateLimiter::keyed(per_address)),
            receipt_total: Arc::new(RateLimiter::direct(Quota::per_second(RECEIPT_TOTAL))),
        }
    }

    /// Whether one more look-up of four words from this address is free.
    pub(crate) fn may_try_receipt(&self, address: IpAddr) -> bool {
        self.receipt.check_key(&address).is_ok() && self.receipt_total.check().is_ok()
    }

    /// Forgets addresses that have not tried for a while.
    pub(crate) fn tidy(&self) {
        self.receipt.retain_recent();
        self.receipt.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_ends_and_another_address_goes_on() {
        let limits = Limits::new();
        let (one, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let tries = (0..200).filter(|_| limits.may_try_receipt(one)).count();
        assert!((1..=32).contains(&tries), "{tries}");
        assert!(!limits.may_try_receipt(one));
        std::thread::sleep(Duration::from_millis(200));
        assert!(limits.may_try_receipt(other));
    }
}
