//! Accounts of young people: for those who belong to a group that a worker looks after, and for young assessors. A
//! nickname, an age band and who agreed to it, and nothing else (domain.md 5.1 standard 8, 5.3, 7.1 `young_account`).

mod code;
mod nickname;

use chrono::{Months, NaiveDate};

use crate::respondent::AgeBand;

pub use code::YoungCode;
pub use nickname::{NICKNAME_MAX, Nickname, NicknameFlaw};

/// Letters of a group's name.
pub const GROUP_NAME_MAX: usize = 80;

/// Months after which an account ends, unless a worker renews it.
pub const ACCOUNT_MONTHS: u32 = 12;

/// Days for which a code can be used.
pub const CODE_DAYS: i64 = 7;

/// From this age on somebody is presumed to understand for themselves (domain.md 5.3).
const PRESUMED_FROM: u8 = 16;

/// The version of [`WORDING`], kept with each consent: a change of a sentence is a new version.
const WORDING_VERSION: &str = "account-1";

/// The version where [`WORDING_ASSESSOR`] is said as well. Young assessors who joined before there was one keep the version that
/// they agreed to.
const WORDING_ASSESSOR_VERSION: &str = "account-2";

/// What is said to a young person, and to whoever agrees for them, before they agree.
pub const WORDING: [&str; 5] = [
    "You get a page of your own, with a nickname. We don\u{2019}t ask for your name, your birthday or a photo.",
    "Workers of this organisation see your nickname, your age band and your group. Other young people don\u{2019}t.",
    "What you answer in a consultation is not linked with your page. Nobody can see there what you said.",
    "It ends after a year, unless you and your worker want to go on. Then it is deleted.",
    "You don\u{2019}t have to have one, and you can stop it at any time, without saying why.",
];

/// What is said besides to a young person who becomes a young assessor.
pub const WORDING_ASSESSOR: [&str; 2] = [
    "A young assessor can be asked to sort what others wrote, after a worker has looked for names in it.",
    "You can say no to that each time. What you choose is kept with your page, and goes when you stop it.",
];

/// The version of what was said to somebody before they agreed.
pub fn wording_version(is_assessor: bool) -> &'static str {
    if is_assessor { WORDING_ASSESSOR_VERSION } else { WORDING_VERSION }
}

/// What was said in this version of it; nothing of a version that is not known here.
pub fn wording_of(version: &str) -> Vec<&'static str> {
    match version {
        WORDING_VERSION => WORDING.to_vec(),
        WORDING_ASSESSOR_VERSION => WORDING.iter().chain(&WORDING_ASSESSOR).copied().collect(),
        _ => Vec::new(),
    }
}

crate::text_enum! {
    /// What kind of group young people belong to.
    pub enum GroupKind {
        /// A forum of young people.
        Forum = "forum",
        /// A youth council or a children in care council.
        Council = "council",
        /// Young people who score how well an organisation listens.
        YoungAssessors = "young_assessors",
        /// Any other.
        Other = "other",
    }
}

impl GroupKind {
    /// As shown to staff.
    pub fn label(self) -> &'static str {
        match self {
            GroupKind::Forum => "Forum",
            GroupKind::Council => "Council",
            GroupKind::YoungAssessors => "Young assessors",
            GroupKind::Other => "Other",
        }
    }
}

crate::text_enum! {
    /// Who agreed to an account (domain.md 5.3, `consent_record`). For children who are looked after that may be the local
    /// authority, and a birth parent is not asked by default.
    pub enum GivenBy {
        /// The young person.
        YoungPerson = "young_person",
        /// A parent.
        Parent = "parent",
        /// A carer.
        Carer = "carer",
        /// The local authority that looks after them.
        LocalAuthority = "local_authority",
    }
}

impl GivenBy {
    /// As shown to staff.
    pub fn label(self) -> &'static str {
        match self {
            GivenBy::YoungPerson => "The young person",
            GivenBy::Parent => "A parent, and the young person wants it too",
            GivenBy::Carer => "A carer, and the young person wants it too",
            GivenBy::LocalAuthority => "The local authority, and the young person wants it too",
        }
    }
}

crate::text_enum! {
    /// What a worker has to be sure of before somebody under 16 joins (domain.md 5.3): four ticks, and no score.
    pub enum Tick {
        /// They understand what it is.
        Understands = "understands",
        /// They understand what could happen.
        Outcomes = "outcomes",
        /// They can weigh it.
        Weighs = "weighs",
        /// They say it freely.
        Freely = "freely",
    }
}

impl Tick {
    /// What is ticked.
    pub fn label(self) -> &'static str {
        match self {
            Tick::Understands => "They understand what an account is",
            Tick::Outcomes => "They understand what could happen, good and bad",
            Tick::Weighs => "They can weigh one against the other",
            Tick::Freely => "They say yes freely: nobody pushes them",
        }
    }
}

/// Whether the four ticks are asked for somebody of this age.
pub fn asks_ticks(band: AgeBand) -> bool {
    band.ages().0 < PRESUMED_FROM
}

/// Ticks as they are kept, in the order in which they are asked. `None` unless all four are there.
pub fn all_ticks(ticked: &[Tick]) -> Option<String> {
    let all = Tick::ALL.iter().all(|tick| ticked.contains(tick));
    all.then(|| Tick::ALL.iter().map(|tick| tick.as_str()).collect::<Vec<_>>().join(","))
}

/// The first day on which an account that begins or is renewed on this day is over.
pub fn ends(from: NaiveDate) -> NaiveDate {
    from.checked_add_months(Months::new(ACCOUNT_MONTHS)).unwrap_or(NaiveDate::MAX)
}

/// How an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountState {
    /// Nobody has signed in with a code yet.
    Waiting,
    /// In use.
    Active,
    /// A worker has paused it: nobody can sign in.
    Paused,
    /// Its time is over. It is deleted some months later.
    Ended,
}

impl AccountState {
    /// Whether somebody can sign in.
    pub fn is_open(self) -> bool {
        matches!(self, AccountState::Waiting | AccountState::Active)
    }
}

/// What is known of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account {
    /// Whether somebody has signed in.
    pub joined: bool,
    /// Whether a worker has paused it.
    pub paused: bool,
    /// The first day on which it is over.
    pub ends_on: NaiveDate,
}

impl Account {
    /// How it stands on this day.
    pub fn state(&self, today: NaiveDate) -> AccountState {
        if self.ends_on <= today {
            AccountState::Ended
        } else if self.paused {
            AccountState::Paused
        } else if self.joined {
            AccountState::Active
        } else {
            AccountState::Waiting
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn ticks_are_asked_under_sixteen_and_only_all_four_count() {
        let asked: Vec<AgeBand> = AgeBand::ALL.into_iter().filter(|band| asks_ticks(*band)).collect();
        assert_eq!(asked, [AgeBand::From8To10, AgeBand::From11To13, AgeBand::From14To15]);
        assert_eq!(all_ticks(Tick::ALL).as_deref(), Some("understands,outcomes,weighs,freely"));
        let turned: Vec<Tick> = Tick::ALL.iter().rev().copied().collect();
        assert_eq!(all_ticks(&turned), all_ticks(Tick::ALL));
        for left_out in Tick::ALL {
            let three: Vec<Tick> = Tick::ALL.iter().copied().filter(|tick| tick != left_out).collect();
            assert_eq!(all_ticks(&three), None, "{left_out}");
        }
        assert_eq!(all_ticks(&[Tick::Freely; 4]), None);
    }

    #[test]
    fn an_account_lasts_a_year_and_pausing_does_not_outlast_it() {
        let ends_on = ends(day("2026-02-09"));
        assert_eq!(ends_on, day("2027-02-09"));
        let new = Account { joined: false, paused: false, ends_on };
        let last = day("2027-02-08");
        assert_eq!(new.state(last), AccountState::Waiting);
        assert_eq!(Account { joined: true, ..new }.state(last), AccountState::Active);
        let paused = Account { joined: true, paused: true, ..new };
        assert_eq!(paused.state(last), AccountState::Paused);
        assert_eq!(paused.state(ends_on), AccountState::Ended);
        assert!(AccountState::Waiting.is_open() && AccountState::Active.is_open());
        assert!(!AccountState::Paused.is_open() && !AccountState::Ended.is_open());
        assert_eq!(ends(NaiveDate::MAX), NaiveDate::MAX);
    }

    #[test]
    fn what_is_said_before_somebody_agrees_is_easy_to_read() {
        for sentence in WORDING.iter().chain(&WORDING_ASSESSOR) {
            assert!(sentence.ends_with('.') && sentence.chars().count() < 130, "{sentence}");
        }
        assert!(WORDING.iter().any(|sentence| sentence.contains("stop it at any time")));
        assert!(WORDING_ASSESSOR.iter().any(|sentence| sentence.contains("sort what others wrote")));
        assert_ne!(wording_version(true), wording_version(false), "other words, another version");
        assert_eq!(wording_of(wording_version(false)), WORDING);
        assert!(wording_of(wording_version(true)).ends_with(&WORDING_ASSESSOR));
        assert!(wording_of("account-0").is_empty());
    }
}
