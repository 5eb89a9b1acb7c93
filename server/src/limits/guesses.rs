//! Guesses: of four words, of young people's codes, of access codes. Only what was wrong counts: whoever has the right one
//! reads, changes and takes back as often as they like, also where a school or a proxy makes many of them look like one.

use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use earshot_service::Error;
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::Notify;

use super::quota;

/// Wrong tries of four words from one address: enough for a class that misspells at the same time, far too few
/// to guess one of 2^44.
const WRONG_BURST: NonZeroU32 = NonZeroU32::new(30).unwrap();

/// How long until one more wrong try is free, and how long an address waits that has had too many.
const WRONG_PAUSE: Duration = Duration::from_secs(3);

/// Wrong tries of four words from everywhere together, per second. Whoever is wrong while there are more waits a moment; nobody
/// else does, for otherwise one who guesses from many addresses would shut every class out.
const WRONG_TOTAL: NonZeroU32 = NonZeroU32::new(20).unwrap();

/// Wrong guesses from one address at once: four words that are words, or a code without a slip of the finger, and that lead
/// nowhere. Somebody who misspells makes none of these. As many are looked up at the same time at most; whoever comes beside
/// them waits until one of them is known to be right.
const GUESSES: u32 = 10;

/// How long until one more guess is free: fewer than twenty an hour.
const GUESS_PAUSE: Duration = Duration::from_secs(6 * 60 + 30);

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

impl Tries {
    /// Nobody has tried yet.
    pub(super) fn new() -> Self {
        Self {
            wrong: Arc::new(RateLimiter::keyed(quota(WRONG_PAUSE, WRONG_BURST))),
            wrong_total: Arc::new(RateLimiter::direct(Quota::per_second(WRONG_TOTAL))),
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
            let until = Instant::now() + WRONG_PAUSE;
            self.waits.lock().unwrap_or_else(PoisonError::into_inner).insert(address, until);
        }
    }

    /// Forgets addresses that have not tried for a while.
    pub(super) fn tidy(&self) {
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

#[cfg(test)]
mod tests {
    use tokio::task::JoinSet;

    use super::*;

    fn one_and_other() -> (IpAddr, IpAddr) {
        (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]))
    }

    #[test]
    fn guessing_ends_and_another_address_goes_on() {
        let words = Tries::new();
        let (one, other) = one_and_other();
        let tries = (0..200).filter(|_| words.may_try(one)).inspect(|_| words.was_wrong(one)).count();
        assert!((1..=32).contains(&tries), "{tries}");
        assert!(!words.may_try(one));
        assert!(words.may_try(other));
        words.tidy();
        assert!(!words.may_try(one), "tidying up frees nobody");
    }

    /// As many guesses as these at the same time, each of which takes a while to be looked up; gives how many were.
    async fn looked_up(words: &Tries, address: IpAddr, guesses: impl IntoIterator<Item = bool>) -> usize {
        let mut all = JoinSet::new();
        for right in guesses {
            let words = words.clone();
            all.spawn(async move {
                let Some(guess) = words.guess(address).await else { return false };
                tokio::task::yield_now().await;
                let _ = guess.settled(if right { Ok(()) } else { Err(Error::NotFound) });
                true
            });
        }
        all.join_all().await.into_iter().filter(|looked_up| *looked_up).count()
    }

    #[tokio::test]
    async fn of_guesses_in_the_same_instant_no_more_are_looked_up_than_one_after_another() {
        let (one, other) = one_and_other();
        let most = usize::try_from(GUESSES).unwrap();
        let words = Tries::new();
        assert_eq!(looked_up(&words, one, [false; 400]).await, most);
        assert!(!words.may_try(one) && words.may_try(other));
        words.tidy();
        assert!(words.guess(one).await.is_none(), "tidying up frees nobody");
        assert!(words.guess(other).await.is_some());
        // A class in one instant, and a guesser beside it.
        let words = Tries::new();
        assert_eq!(looked_up(&words, one, [true; 60]).await, 60);
        assert_eq!(looked_up(&words, one, (0..60).map(|n| n % 10 != 0)).await, 60);
        assert_eq!(looked_up(&words, one, [false; 400]).await, most - 6);
    }

    #[tokio::test]
    async fn whoever_goes_before_the_answer_has_made_a_slip_and_no_guess() {
        let words = Tries::new();
        let (one, _) = one_and_other();
        for _ in 0..19 {
            drop(words.guess(one).await.unwrap());
        }
        assert_eq!(looked_up(&words, one, [true; 60]).await, 60, "nothing is lost");
        let mut tries = 0;
        while words.guess(one).await.is_some() {
            tries += 1;
            assert!(tries < 30, "and nobody looks things up for ever");
        }
        assert!(!words.may_try(one));
    }

    #[tokio::test]
    async fn a_guesser_has_fewer_than_twenty_tries_an_hour_and_a_class_may_misspell() {
        let words = Tries::new();
        let (guesser, school) = one_and_other();
        let mut tries = 0;
        while let Some(guess) = words.guess(guesser).await {
            assert!(guess.settled::<()>(Err(Error::NotFound)).is_err());
            tries += 1;
        }
        assert_eq!(tries, GUESSES);
        let an_hour = Duration::from_hours(1).as_secs() / GUESS_PAUSE.as_secs();
        assert!(u64::from(GUESSES) + an_hour < 20, "{an_hour}");
        // Pupils who misspell in the same second, and then get it right.
        let words = Tries::new();
        for _ in 0..19 {
            words.was_wrong(school);
        }
        assert!((0..60).all(|_| words.may_try(school)));
    }

    #[tokio::test]
    async fn who_has_the_right_words_is_never_stopped() {
        let words = Tries::new();
        let (school, _) = one_and_other();
        for _ in 0..1_000 {
            let guess = words.guess(school).await.unwrap();
            assert!(guess.settled(Ok(())).is_ok());
        }
        words.tidy();
        assert!(words.guesses.lock().unwrap().is_empty(), "and leaves nothing behind");
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
