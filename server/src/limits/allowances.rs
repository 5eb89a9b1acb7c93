//! Allowances: how often one address may hand in files, have letters sent, and comment. Whoever has used one up waits until
//! one more is free. Each stands apart, so that none keeps another from anybody.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::{DefaultKeyedRateLimiter, RateLimiter};

use super::{Limits, quota};

/// Files that one address may hand in at once: a class that takes a photo at the same time.
const FILES_BURST: NonZeroU32 = NonZeroU32::new(120).unwrap();

/// How long until one more is free.
const FILES_PAUSE: Duration = Duration::from_secs(2);

/// Letters that one address may have sent at once: a class that wants news at the same time.
const MAIL_BURST: NonZeroU32 = NonZeroU32::new(60).unwrap();

/// How long until one more is free.
const MAIL_PAUSE: Duration = Duration::from_secs(10);

/// Comments that one address may send at once: a class that was shown what came of its words, each of whom may be asked
/// once to take something out.
const COMMENTS_BURST: NonZeroU32 = NonZeroU32::new(120).unwrap();

/// Comments that one address may send over a day, beside that: a school may, and nobody fills the queue alone.
const COMMENTS_LONG: NonZeroU32 = NonZeroU32::new(400).unwrap();

/// How long until one more of these is free.
const COMMENTS_PAUSE: Duration = Duration::from_mins(4);

/// Comments with which one address may say that something is wrong, at once. Each first report hides something.
const REPORTS_BURST: NonZeroU32 = NonZeroU32::new(20).unwrap();

/// What each address may do how often.
#[derive(Clone, Debug)]
pub(super) struct Allowances {
    files: Allowance,
    mail: Allowance,
    links: Allowance,
    requests: Allowance,
    comments: Allowance,
    comments_long: Allowance,
    reports: Allowance,
    devices: Allowance,
}

/// How often each address may do one thing.
#[derive(Clone, Debug)]
struct Allowance(Arc<DefaultKeyedRateLimiter<IpAddr>>);

impl Allowance {
    fn new(pause: Duration, burst: NonZeroU32) -> Self {
        Self(Arc::new(RateLimiter::keyed(quota(pause, burst))))
    }

    /// Takes one, where one is left.
    fn take(&self, address: IpAddr) -> bool {
        self.0.check_key(&address).is_ok()
    }
}

impl Allowances {
    /// Nobody has used any.
    pub(super) fn new() -> Self {
        Self {
            files: Allowance::new(FILES_PAUSE, FILES_BURST),
            mail: Allowance::new(MAIL_PAUSE, MAIL_BURST),
            links: Allowance::new(MAIL_PAUSE, MAIL_BURST),
            requests: Allowance::new(MAIL_PAUSE, MAIL_BURST),
            comments: Allowance::new(MAIL_PAUSE, COMMENTS_BURST),
            comments_long: Allowance::new(COMMENTS_PAUSE, COMMENTS_LONG),
            reports: Allowance::new(MAIL_PAUSE, REPORTS_BURST),
            devices: Allowance::new(MAIL_PAUSE, MAIL_BURST),
        }
    }

    /// Forgets addresses that have not asked for a while.
    pub(super) fn tidy(&self) {
        let Self { files, mail, links, requests, comments, comments_long, reports, devices } = self;
        for one in [files, mail, links, requests, comments, comments_long, reports, devices] {
            one.0.retain_recent();
        }
    }
}

impl Limits {
    /// Whether this address may hand in one more file now.
    pub(crate) fn may_hand_in(&self, address: IpAddr) -> bool {
        self.allowances.files.take(address)
    }

    /// Whether this address may have one more letter sent now.
    pub(crate) fn may_ask_for_mail(&self, address: IpAddr) -> bool {
        self.allowances.mail.take(address)
    }

    /// Whether this address may have one more link to sign in with sent now.
    pub(crate) fn may_ask_for_link(&self, address: IpAddr) -> bool {
        self.allowances.links.take(address)
    }

    /// Whether what a young person's device is to be asked for a passkey may be asked for from this address now: a class signs
    /// in at once.
    pub(crate) fn may_ask_device(&self, address: IpAddr) -> bool {
        self.allowances.devices.take(address)
    }

    /// Whether this address may put one more request now: a class that was told about its rights does so at once.
    pub(crate) fn may_tell_us(&self, address: IpAddr) -> bool {
        self.allowances.requests.take(address)
    }

    /// Whether this address may send one more comment now.
    pub(crate) fn may_comment(&self, address: IpAddr) -> bool {
        self.allowances.comments.take(address) && self.allowances.comments_long.take(address)
    }

    /// Whether this address may say of one more comment now that something is wrong with it.
    pub(crate) fn may_report(&self, address: IpAddr) -> bool {
        self.allowances.reports.take(address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_may_hand_in_its_photos_and_nobody_a_thousand() {
        let limits = Limits::new();
        let (school, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let taken = (0..1_000).filter(|_| limits.may_hand_in(school)).count();
        assert!((100..=130).contains(&taken), "{taken}");
        assert!(limits.may_hand_in(other));
    }

    #[test]
    fn a_class_may_ask_for_news_and_nobody_floods_a_stranger() {
        let limits = Limits::new();
        let (school, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let sent = (0..1_000).filter(|_| limits.may_ask_for_mail(school)).count();
        assert!((60..=65).contains(&sent), "{sent}");
        assert!(limits.may_ask_for_mail(other));
    }

    #[test]
    fn a_class_may_show_its_passkeys_at_once_and_nobody_fills_the_table_of_tries() {
        let limits = Limits::new();
        let school = IpAddr::from([10, 0, 0, 1]);
        let asked = (0..1_000).filter(|_| limits.may_ask_device(school)).count();
        assert!((60..=65).contains(&asked), "{asked}");
        assert!(limits.may_ask_for_link(school) && limits.may_ask_device(IpAddr::from([10, 0, 0, 2])));
    }

    #[test]
    fn a_class_may_comment_at_once_and_nobody_floods_or_hides_a_page() {
        let limits = Limits::new();
        let school = IpAddr::from([10, 0, 0, 1]);
        let sent = (0..1_000).filter(|_| limits.may_comment(school)).count();
        assert!((120..=125).contains(&sent), "{sent}");
        let hidden = (0..1_000).filter(|_| limits.may_report(school)).count();
        assert!((20..=22).contains(&hidden), "{hidden}");
        assert!(limits.may_comment(IpAddr::from([10, 0, 0, 2])));
    }
}
