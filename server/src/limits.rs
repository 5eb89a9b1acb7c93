//! Limits on guessing, and on handing in files. Per operation and subject, never per address alone: a
//! school class shares one. Nothing of an address is written anywhere; it is
//! held in memory for minutes.

use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Wrong tries of four words from one address: enough for a class that misspells at the same time, far too few
/// to guess one of 2^44.
const RECEIPT_BURST: NonZeroU32 = NonZeroU32::new(30).unwrap();

/// How long until one more wrong try is free, and how long an address waits that has had too many.
const RECEIPT_PAUSE: Duration = Duration::from_secs(3);

/// Wrong guesses from one address at once: four words that are words, or a code without a slip of the finger, and that lead
/// nowhere. Somebody who misspells makes none of these.
const GUESS_BURST: NonZeroU32 = NonZeroU32::new(9).unwrap();

/// How long until one more guess is free, and how long an address waits that has had too many: fewer than twenty an hour.
const GUESS_PAUSE: Duration = Duration::from_secs(6 * 60 + 30);

/// Wrong tries of four words from everywhere together, per second.
const RECEIPT_TOTAL: NonZeroU32 = NonZeroU32::new(20).unwrap();

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

/// Who may try how often. Of four words and codes only what was wrong counts: whoever has the right words reads, changes and takes back as
/// often as they like, also where a school or a proxy makes many of them look like one.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    words: Tries,
    young: Tries,
    codes: Tries,
    files: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    mail: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    links: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    requests: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    comments: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    comments_long: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    reports: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    devices: Arc<DefaultKeyedRateLimiter<IpAddr>>,
}

/// Tries of one kind of secret.
#[derive(Clone, Debug)]
pub(crate) struct Tries {
    wrong: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    guesses: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    wrong_total: Arc<DefaultDirectRateLimiter>,
    /// Addresses that have to wait, and until when.
    waits: Arc<Mutex<HashMap<IpAddr, Instant>>>,
}

fn quota(pause: Duration, burst: NonZeroU32) -> Quota {
    Quota::with_period(pause).unwrap_or_else(|| Quota::per_minute(burst)).allow_burst(burst)
}

impl Tries {
    fn new() -> Self {
        Self {
            wrong: Arc::new(RateLimiter::keyed(quota(RECEIPT_PAUSE, RECEIPT_BURST))),
            guesses: Arc::new(RateLimiter::keyed(quota(GUESS_PAUSE, GUESS_BURST))),
            wrong_total: Arc::new(RateLimiter::direct(Quota::per_second(RECEIPT_TOTAL))),
            waits: Arc::default(),
        }
    }

    /// Whether one more may be looked up from this address now.
    pub(crate) fn may_try(&self, address: IpAddr) -> bool {
        let waits = self.waits.lock().unwrap_or_else(PoisonError::into_inner);
        waits.get(&address).is_none_or(|until| *until <= Instant::now())
    }

    /// Notes that what somebody typed at this address is none.
    pub(crate) fn was_wrong(&self, address: IpAddr) {
        let too_many = self.wrong.check_key(&address).is_err() || self.wrong_total.check().is_err();
        if too_many {
            let until = Instant::now() + RECEIPT_PAUSE;
            self.waits.lock().unwrap_or_else(PoisonError::into_inner).insert(address, until);
        }
    }

    /// Notes that one from this address could have led somewhere and did not.
    pub(crate) fn was_guess(&self, address: IpAddr) {
        self.was_wrong(address);
        if self.guesses.check_key(&address).is_err() {
            let until = Instant::now() + GUESS_PAUSE;
            self.waits.lock().unwrap_or_else(PoisonError::into_inner).insert(address, until);
        }
    }

    fn tidy(&self) {
        self.wrong.retain_recent();
        self.wrong.shrink_to_fit();
        self.guesses.retain_recent();
        let now = Instant::now();
        self.waits.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, until| *until > now);
    }
}

impl Limits {
    /// Fresh limits.
    pub(crate) fn new() -> Self {
        let of = quota;
        Self {
            files: Arc::new(RateLimiter::keyed(of(FILES_PAUSE, FILES_BURST))),
            mail: Arc::new(RateLimiter::keyed(of(MAIL_PAUSE, MAIL_BURST))),
            requests: Arc::new(RateLimiter::keyed(of(MAIL_PAUSE, MAIL_BURST))),
            comments: Arc::new(RateLimiter::keyed(of(MAIL_PAUSE, COMMENTS_BURST))),
            reports: Arc::new(RateLimiter::keyed(of(MAIL_PAUSE, REPORTS_BURST))),
            devices: Arc::new(RateLimiter::keyed(of(MAIL_PAUSE, MAIL_BURST))),
            links: Arc::new(RateLimiter::keyed(of(MAIL_PAUSE, MAIL_BURST))),
            comments_long: Arc::new(RateLimiter::keyed(of(COMMENTS_PAUSE, COMMENTS_LONG))),
            words: Tries::new(),
            young: Tries::new(),
            codes: Tries::new(),
        }
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

    /// Whether four words may be looked up from this address now.
    pub(crate) fn may_try_receipt(&self, address: IpAddr) -> bool {
        self.words.may_try(address)
    }

    /// Notes that what somebody typed at this address is no four words.
    pub(crate) fn was_wrong(&self, address: IpAddr) {
        self.words.was_wrong(address);
    }

    /// Notes that four words, or a code, from this address could have led somewhere and did not.
    pub(crate) fn was_guess(&self, address: IpAddr) {
        self.words.was_guess(address);
    }

    /// Whether this address may hand in one more file now.
    pub(crate) fn may_hand_in(&self, address: IpAddr) -> bool {
        self.files.check_key(&address).is_ok()
    }

    /// Whether this address may have one more letter sent now.
    pub(crate) fn may_ask_for_mail(&self, address: IpAddr) -> bool {
        self.mail.check_key(&address).is_ok()
    }

    /// Whether this address may have one more link to sign in with sent now. Apart from news, so that neither keeps the
    /// other from anybody.
    pub(crate) fn may_ask_for_link(&self, address: IpAddr) -> bool {
        self.links.check_key(&address).is_ok()
    }

    /// Whether what a young person's device is to be asked for a passkey may be asked for from this address now: a class signs
    /// in at once. Apart from links, so that neither keeps the other from anybody.
    pub(crate) fn may_ask_device(&self, address: IpAddr) -> bool {
        self.devices.check_key(&address).is_ok()
    }

    /// Whether this address may put one more request now: a class that was told about its rights does so at once.
    pub(crate) fn may_tell_us(&self, address: IpAddr) -> bool {
        self.requests.check_key(&address).is_ok()
    }

    /// Whether this address may send one more comment now.
    pub(crate) fn may_comment(&self, address: IpAddr) -> bool {
        self.comments.check_key(&address).is_ok() && self.comments_long.check_key(&address).is_ok()
    }

    /// Whether this address may say of one more comment now that something is wrong with it.
    pub(crate) fn may_report(&self, address: IpAddr) -> bool {
        self.reports.check_key(&address).is_ok()
    }

    /// Forgets addresses that have not tried for a while.
    pub(crate) fn tidy(&self) {
        let all = [&self.files, &self.mail, &self.links, &self.requests, &self.comments, &self.comments_long];
        for limit in all.into_iter().chain([&self.reports, &self.devices]) {
            limit.retain_recent();
        }
        self.words.tidy();
        self.young.tidy();
        self.codes.tidy();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guesses(limits: &Limits, address: IpAddr, many: usize) -> usize {
        (0..many).filter(|_| limits.may_try_receipt(address)).inspect(|_| limits.was_wrong(address)).count()
    }

    #[test]
    fn guessing_ends_and_another_address_goes_on() {
        let limits = Limits::new();
        let (one, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let tries = guesses(&limits, one, 200);
        assert!((1..=32).contains(&tries), "{tries}");
        assert!(!limits.may_try_receipt(one));
        assert!(limits.may_try_receipt(other));
        limits.tidy();
        assert!(!limits.may_try_receipt(one), "tidying up frees nobody");
    }

    #[test]
    fn a_guesser_has_fewer_than_twenty_tries_an_hour_and_a_class_may_misspell() {
        let limits = Limits::new();
        let (guesser, school) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let tries = (0..200)
            .filter(|_| limits.may_try_receipt(guesser))
            .inspect(|_| limits.was_guess(guesser))
            .count();
        let at_once = usize::try_from(GUESS_BURST.get()).unwrap() + 1;
        assert_eq!(tries, at_once);
        let an_hour = Duration::from_hours(1).as_secs() / GUESS_PAUSE.as_secs();
        assert!(u64::try_from(at_once).unwrap() + an_hour < 20, "{at_once} and {an_hour}");
        // Pupils who misspell in the same second, and then get it right.
        let limits = Limits::new();
        for _ in 0..19 {
            limits.was_wrong(school);
        }
        assert!((0..60).all(|_| limits.may_try_receipt(school)));
    }

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

    #[test]
    fn who_has_the_right_words_is_never_stopped() {
        let limits = Limits::new();
        let school = IpAddr::from([10, 0, 0, 1]);
        assert!((0..1_000).all(|_| limits.may_try_receipt(school)));
    }
}
