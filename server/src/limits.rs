//! Limits on guessing, and on handing in files. Per operation and subject, never per address alone: a
//! school class shares one. Nothing of an address is written anywhere; it is
//! held in memory for minutes.

use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use earshot_service::Error;
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::Notify;

/// Wrong tries of four words from one address: enough for a class that misspells at the same time, far too few
/// to guess one of 2^44.
const RECEIPT_BURST: NonZeroU32 = NonZeroU32::new(30).unwrap();

/// How long until one more wrong try is free, and how long an address waits that has had too many.
const RECEIPT_PAUSE: Duration = Duration::from_secs(3);

/// Wrong guesses from one address at once: four words that are words, or a code without a slip of the finger, and that lead
/// nowhere. Somebody who misspells makes none of these. As many are looked up at the same time at most; whoever comes beside
/// them waits until one of them is known to be right.
const GUESSES: u32 = 10;

/// How long until one more guess is free: fewer than twenty an hour.
const GUESS_PAUSE: Duration = Duration::from_secs(6 * 60 + 30);

/// Wrong tries of four words from everywhere together, per second. Whoever is wrong while there are more waits a moment; nobody
/// else does, for otherwise one who guesses from many addresses would shut every class out.
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
    wrong_total: Arc<DefaultDirectRateLimiter>,
    /// Addresses that have to wait, and until when.
    waits: Arc<Mutex<HashMap<IpAddr, Instant>>>,
    /// What each address has left to guess with.
    guesses: Arc<Mutex<HashMap<IpAddr, Guesses>>>,
}

/// What one address has left to guess with. A guess is taken before anything is looked up, and comes back where it was
/// right: of those that come in the same instant no more are looked up than of those that come one after another.
#[derive(Debug)]
struct Guesses {
    left: u32,
    /// Those that are being looked up.
    open: u32,
    /// Since when one more is on its way.
    since: Instant,
    /// Tells those who wait that one is known to be right or wrong.
    known: Arc<Notify>,
}

impl Guesses {
    fn new() -> Self {
        Self { left: GUESSES, open: 0, since: Instant::now(), known: Arc::default() }
    }

    /// Adds what has become free since.
    fn refill(&mut self) {
        let now = Instant::now();
        while self.left + self.open < GUESSES && now.saturating_duration_since(self.since) >= GUESS_PAUSE {
            self.left += 1;
            self.since += GUESS_PAUSE;
        }
        if self.left + self.open >= GUESSES {
            self.since = now;
        }
    }

    /// Whether nothing is left, and nothing can come back.
    fn is_spent(&self) -> bool {
        self.left == 0 && self.open == 0
    }
}

/// A guess that was taken and may be looked up. Whoever goes away before the answer comes has learned nothing from it: it
/// then counts like a slip of the finger.
#[derive(Debug)]
#[must_use]
pub(crate) struct Guess {
    tries: Tries,
    address: IpAddr,
    is_open: bool,
}

impl Guess {
    /// Notes what looking it up has given. [`Error::NotFound`] says that it was wrong; whatever else comes of it, it leads
    /// somewhere, or nobody could look.
    pub(crate) fn settled<T>(mut self, found: Result<T, Error>) -> Result<T, Error> {
        let right = !matches!(found, Err(Error::NotFound));
        self.is_open = false;
        self.tries.close(self.address, right);
        if !right {
            self.tries.was_wrong(self.address);
        }
        found
    }

    /// Notes that it was right once, and leads nowhere any more: that is a slip of the finger, for whoever has it guesses
    /// nothing.
    pub(crate) fn slipped(self) {
        drop(self);
    }
}

impl Drop for Guess {
    fn drop(&mut self) {
        if self.is_open {
            self.tries.close(self.address, true);
            self.tries.was_wrong(self.address);
        }
    }
}

fn quota(pause: Duration, burst: NonZeroU32) -> Quota {
    Quota::with_period(pause).unwrap_or_else(|| Quota::per_minute(burst)).allow_burst(burst)
}

impl Tries {
    fn new() -> Self {
        Self {
            wrong: Arc::new(RateLimiter::keyed(quota(RECEIPT_PAUSE, RECEIPT_BURST))),
            wrong_total: Arc::new(RateLimiter::direct(Quota::per_second(RECEIPT_TOTAL))),
            waits: Arc::default(),
            guesses: Arc::default(),
        }
    }

    /// Whether what is typed at this address is read now. Before anything is looked up, [`Tries::guess`] is asked as well.
    pub(crate) fn may_try(&self, address: IpAddr) -> bool {
        let waits = self.waits.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = waits.get(&address).is_some_and(|until| *until > Instant::now());
        let mut guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
        let is_spent = guesses.get_mut(&address).is_some_and(|one| {
            one.refill();
            one.is_spent()
        });
        !waits && !is_spent
    }

    /// Takes a guess from this address, before it is looked up. Where as many are being looked up as may be, it waits for
    /// one of them to be known: a class that is right in the same instant gets through, a moment apart. `None` where too many
    /// were wrong.
    pub(crate) async fn guess(&self, address: IpAddr) -> Option<Guess> {
        loop {
            if !self.may_try(address) {
                return None;
            }
            let known = {
                let mut guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
                let one = guesses.entry(address).or_insert_with(Guesses::new);
                one.refill();
                if one.left > 0 {
                    one.left -= 1;
                    one.open += 1;
                    return Some(Guess { tries: self.clone(), address, is_open: true });
                }
                if one.is_spent() {
                    return None;
                }
                // Made while nobody else can close one, so that none is missed.
                Arc::clone(&one.known).notified_owned()
            };
            known.await;
        }
    }

    /// One is looked up no more. What was right is given back.
    fn close(&self, address: IpAddr, right: bool) {
        let mut guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(one) = guesses.get_mut(&address) {
            one.open = one.open.saturating_sub(1);
            one.left += u32::from(right);
            one.known.notify_waiters();
        }
    }

    /// Notes that what somebody typed at this address is none.
    pub(crate) fn was_wrong(&self, address: IpAddr) {
        let too_many = self.wrong.check_key(&address).is_err() || self.wrong_total.check().is_err();
        if too_many {
            let until = Instant::now() + RECEIPT_PAUSE;
            self.waits.lock().unwrap_or_else(PoisonError::into_inner).insert(address, until);
        }
    }

    fn tidy(&self) {
        self.wrong.retain_recent();
        self.wrong.shrink_to_fit();
        let now = Instant::now();
        self.waits.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, until| *until > now);
        // Whoever has all of them again, and looks nothing up, is as good as new.
        self.guesses.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, one| {
            one.refill();
            one.left < GUESSES
        });
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

    /// Whether four words that are typed at this address are read now.
    pub(crate) fn may_try_receipt(&self, address: IpAddr) -> bool {
        self.words.may_try(address)
    }

    /// Notes that what somebody typed at this address is no four words.
    pub(crate) fn was_wrong(&self, address: IpAddr) {
        self.words.was_wrong(address);
    }

    /// Takes a guess of four words from this address, before they are looked up; `None` where too many were wrong.
    pub(crate) async fn guess_receipt(&self, address: IpAddr) -> Option<Guess> {
        self.words.guess(address).await
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
    use tokio::task::JoinSet;

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

    /// As many guesses as these at the same time, each of which takes a while to be looked up; gives how many were.
    async fn looked_up(limits: &Limits, address: IpAddr, guesses: impl IntoIterator<Item = bool>) -> usize {
        let mut all = JoinSet::new();
        for right in guesses {
            let limits = limits.clone();
            all.spawn(async move {
                let Some(guess) = limits.guess_receipt(address).await else { return false };
                tokio::task::yield_now().await;
                let _ = guess.settled(if right { Ok(()) } else { Err(Error::NotFound) });
                true
            });
        }
        all.join_all().await.into_iter().filter(|looked_up| *looked_up).count()
    }

    #[tokio::test]
    async fn of_guesses_in_the_same_instant_no_more_are_looked_up_than_one_after_another() {
        let (one, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let most = usize::try_from(GUESSES).unwrap();
        let limits = Limits::new();
        assert_eq!(looked_up(&limits, one, [false; 400]).await, most);
        assert!(!limits.may_try_receipt(one) && limits.may_try_receipt(other));
        limits.tidy();
        assert!(limits.guess_receipt(one).await.is_none(), "tidying up frees nobody");
        assert!(limits.guess_receipt(other).await.is_some());
        // A class in one instant, and a guesser beside it.
        let limits = Limits::new();
        assert_eq!(looked_up(&limits, one, [true; 60]).await, 60);
        assert_eq!(looked_up(&limits, one, (0..60).map(|n| n % 10 != 0)).await, 60);
        assert_eq!(looked_up(&limits, one, [false; 400]).await, most - 6);
    }

    #[tokio::test]
    async fn whoever_goes_before_the_answer_has_made_a_slip_and_no_guess() {
        let limits = Limits::new();
        let one = IpAddr::from([10, 0, 0, 1]);
        for _ in 0..19 {
            drop(limits.guess_receipt(one).await.unwrap());
        }
        assert_eq!(looked_up(&limits, one, [true; 60]).await, 60, "nothing is lost");
        let mut tries = 0;
        while limits.guess_receipt(one).await.is_some() {
            tries += 1;
            assert!(tries < 30, "and nobody looks things up for ever");
        }
        assert!(!limits.may_try_receipt(one));
    }

    #[tokio::test]
    async fn a_guesser_has_fewer_than_twenty_tries_an_hour_and_a_class_may_misspell() {
        let limits = Limits::new();
        let (guesser, school) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let mut tries = 0;
        while let Some(guess) = limits.guess_receipt(guesser).await {
            assert!(guess.settled::<()>(Err(Error::NotFound)).is_err());
            tries += 1;
        }
        assert_eq!(tries, GUESSES);
        let an_hour = Duration::from_hours(1).as_secs() / GUESS_PAUSE.as_secs();
        assert!(u64::from(GUESSES) + an_hour < 20, "{an_hour}");
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

    #[tokio::test]
    async fn who_has_the_right_words_is_never_stopped() {
        let limits = Limits::new();
        let school = IpAddr::from([10, 0, 0, 1]);
        for _ in 0..1_000 {
            let guess = limits.guess_receipt(school).await.unwrap();
            assert!(guess.settled(Ok(())).is_ok());
        }
        limits.tidy();
        assert!(limits.words.guesses.lock().unwrap().is_empty(), "and leaves nothing behind");
    }

    #[test]
    fn one_more_guess_is_free_after_a_while_and_never_more_than_there_are() {
        let ago = |pauses: u32| Instant::now().checked_sub(GUESS_PAUSE * pauses).unwrap();
        let mut one = Guesses { left: 0, open: 0, since: ago(2), ..Guesses::new() };
        one.refill();
        assert_eq!(one.left, 2);
        one.refill();
        assert_eq!(one.left, 2);
        let mut busy = Guesses { left: GUESSES - 3, open: 2, since: ago(9), ..Guesses::new() };
        busy.refill();
        assert_eq!((busy.left, busy.open), (GUESSES - 2, 2));
    }
}
