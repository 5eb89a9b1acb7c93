//! A consultation: how it is set up, the state it is in, and what must be in
//! place before young people may be asked (domain.md 5.13, 7.1, 7.4.1).

mod checks;
#[cfg(test)]
pub(crate) mod written;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::door::same_language;
use crate::equality;
use crate::question;
use crate::respondent::{AgeBand, RespondentType};
use crate::slug;

pub use checks::{Check, ENOUGH_DAYS, Outcome, Place, extension_checks, opening_checks};

crate::text_enum! {
    /// Whether consultation law applies in full (domain.md 5.13, "Type flag").
    pub enum Kind {
        /// The Gunning principles are gates.
        Formal = "formal_consultation",
        /// The Gunning principles are advice.
        Engagement = "engagement",
    }
}

crate::text_enum! {
    /// What is promised about who can know who answered (domain.md 5.4).
    pub enum Mode {
        /// Nobody can know who answered, so nobody can be helped from here.
        Anonymous = "anonymous",
        /// Known to a few, told on only when somebody is not safe.
        Confidential = "confidential",
    }
}

crate::text_enum! {
    /// How far a consultation has come. The part of domain.md 7.4.1 that exists
    /// so far: the approval by two people comes between draft and open later.
    pub enum State {
        /// Being written.
        Draft = "draft",
        /// Taking answers.
        Open = "open",
        /// Taking no answers for now.
        Paused = "paused",
        /// Taking no more answers; they are being read.
        Closed = "closed",
        /// Everybody can see what was said.
        FindingsPublished = "findings_published",
        /// Somebody has decided.
        Decided = "decided",
        /// Young people have been told what happens.
        FedBack = "fed_back",
        /// Young people have been told what came of it.
        FollowedUp = "followed_up",
    }
}

/// Something that staff do to a consultation as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Start taking answers; also after a pause.
    Open,
    /// Stop taking answers for now.
    Pause,
    /// Stop taking answers for good.
    Close,
    /// Show what was said.
    PublishFindings,
    /// A decision that answers it was published.
    Decide,
    /// The feedback page was published.
    FeedBack,
    /// The follow-up was published.
    FollowUp,
}

impl State {
    /// The state after this step, or `None` where the step is not possible.
    pub fn after(self, step: Step) -> Option<State> {
        match (self, step) {
            (State::Draft | State::Paused, Step::Open) => Some(State::Open),
            (State::Open, Step::Pause) => Some(State::Paused),
            (State::Open | State::Paused, Step::Close) => Some(State::Closed),
            (State::Closed, Step::PublishFindings) => Some(State::FindingsPublished),
            (State::FindingsPublished, Step::Decide) => Some(State::Decided),
            // Telling people that nothing will be decided, and why, is allowed
            // straight after the findings (7.4.1, "side branch").
            (State::FindingsPublished | State::Decided, Step::FeedBack) => Some(State::FedBack),
            (State::FedBack, Step::FollowUp) => Some(State::FollowedUp),
            _ => None,
        }
    }

    /// Whether the public may know of it.
    pub fn is_public(self) -> bool {
        self != State::Draft
    }

    /// Whether what was said may be seen by everybody.
    pub fn shows_findings(self) -> bool {
        self >= State::FindingsPublished
    }

    /// Whether the questions may still be changed freely.
    pub fn is_editable(self) -> bool {
        self == State::Draft
    }

    /// Whether it is being asked, or stopped for a while.
    pub fn asks(self) -> bool {
        matches!(self, State::Open | State::Paused)
    }
}

/// Whether answers are taken on this day: open, and not past the last day.
pub fn takes_answers(state: State, close_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    state == State::Open && close_on.is_none_or(|last| today <= last)
}

/// Whether a submission is still taken that was begun while answers were taken:
/// an answer that waited on a phone without signal is not lost at midnight. One
/// day of grace after the last day.
pub fn takes_late(state: State, close_on: Option<NaiveDate>, started: NaiveDate, today: NaiveDate) -> bool {
    takes_answers(state, close_on, today)
        || (state == State::Open
            && close_on.is_some_and(|last| started <= last && (today - last).num_days() <= 1))
}

/// Whether a paper form may still be typed in: until the asking is closed for good. It was filled in while answers
/// were taken, and lies in somebody's tray since; a pause stops asking, not typing.
pub fn takes_paper(state: State) -> bool {
    state.asks()
}

/// Whether a young person may still change or take back what they said. Until
/// the last day everything; after it only taking back and narrowing
/// (domain.md 7.9, "see, change or delete before").
pub fn may_change(state: State, close_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    matches!(state, State::Open | State::Paused) && close_on.is_none_or(|last| today <= last)
}

/// What the people who ask write about a consultation. Texts may be empty and
/// dates absent while it is a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Setup {
    /// For staff and documents.
    pub title: String,
    /// What young people see: a question in their words.
    pub child_title: String,
    /// Formal consultation or engagement.
    pub kind: Kind,
    /// The promise.
    pub mode: Mode,
    /// Why we ask, in young people's words.
    pub purpose: String,
    /// What is already decided.
    pub decided_already: String,
    /// What can still change.
    pub can_change: String,
    /// Who decides: a person or a board, by name.
    pub decider: String,
    /// What they decide about: "decides about buses".
    pub decider_role: String,
    /// When they decide.
    pub decision_on: Option<NaiveDate>,
    /// The last day for answers.
    pub close_on: Option<NaiveDate>,
    /// By when everybody can see what was said.
    pub findings_on: Option<NaiveDate>,
    /// By when young people are told what happens.
    pub feedback_on: Option<NaiveDate>,
    /// How long it takes, in minutes.
    pub minutes: i64,
    /// Whose views are asked for. Children always; others are kept apart.
    pub respondents: Vec<RespondentType>,
    /// The age bands that are asked.
    pub bands: Vec<AgeBand>,
    /// The areas that may be named on "about you", in order; of no account
    /// where there is a branch.
    pub areas: Vec<String>,
    /// The branch of the organisation's areas whose parts may be named: the key
    /// of an area, or an empty text for all of them. The consultation has areas
    /// of its own when absent.
    pub area_branch: Option<String>,
    /// Why the law lets us ask (UK GDPR Article 6).
    pub lawful_basis: String,
    /// The duty that the asking serves.
    pub legal_function: String,
    /// How it serves the best interests of children.
    pub best_interests: String,
    /// What happens when an answer worries a reader.
    pub safeguarding_plan: String,
    /// Who reads the answers.
    pub reader: String,
    /// The safeguarding lead.
    pub safeguarding_lead: String,
    /// A group that is seldom heard, and how it will be reached (BR17).
    pub reach: String,
    /// The version of the equality questions; none are asked when absent.
    pub equality_set: Option<String>,
    /// Whether the subject may hurt: shows "Leave this page".
    pub sensitive: bool,
    /// Days after which an unfinished answer is deleted.
    pub draft_days: i64,
    /// Whether only those who have a code can answer.
    pub by_invitation: bool,
    /// Whether somebody is asked how they can be reached (domain.md 5.1 row 7: off unless somebody says so).
    pub contact_asked: bool,
    /// What young people read about it, in other languages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wordings: Vec<SetupWording>,
}

/// What young people read about a consultation, in another language. What is empty is read in the first language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetupWording {
    /// The language, as in BCP 47.
    pub lang: String,
    /// The title for young people.
    pub child_title: String,
    /// Why we ask.
    pub purpose: String,
    /// What is already decided.
    pub decided_already: String,
    /// What can still change.
    pub can_change: String,
    /// What they decide about who decide.
    pub decider_role: String,
}

impl SetupWording {
    /// Whether nothing is written in it.
    pub fn is_empty(&self) -> bool {
        *self == Self { lang: self.lang.clone(), ..Self::default() }
    }
}

/// Days that an unfinished answer is kept unless the setup says otherwise.
pub const DRAFT_DAYS: i64 = 7;

/// The most days that an unfinished answer may be kept.
pub const DRAFT_DAYS_MAX: i64 = 30;

impl Default for Setup {
    fn default() -> Self {
        Self {
            title: String::new(),
            child_title: String::new(),
            kind: Kind::Engagement,
            mode: Mode::Anonymous,
            purpose: String::new(),
            decided_already: String::new(),
            can_change: String::new(),
            decider: String::new(),
            decider_role: String::new(),
            decision_on: None,
            close_on: None,
            findings_on: None,
            feedback_on: None,
            minutes: 5,
            respondents: vec![RespondentType::Child],
            bands: Vec::new(),
            areas: Vec::new(),
            area_branch: None,
            lawful_basis: String::new(),
            legal_function: String::new(),
            best_interests: String::new(),
            safeguarding_plan: String::new(),
            reader: String::new(),
            safeguarding_lead: String::new(),
            reach: String::new(),
            equality_set: None,
            sensitive: false,
            draft_days: DRAFT_DAYS,
            by_invitation: false,
            contact_asked: false,
            wordings: Vec::new(),
        }
    }
}

impl Setup {
    /// What is said about it to somebody who reads this language.
    #[must_use]
    pub fn through(mut self, lang: &str) -> Self {
        if let Some(other) = self.wordings.iter().find(|words| same_language(&words.lang, lang)).cloned() {
            for (words, other) in [
                (&mut self.child_title, other.child_title),
                (&mut self.purpose, other.purpose),
                (&mut self.decided_already, other.decided_already),
                (&mut self.can_change, other.can_change),
                (&mut self.decider_role, other.decider_role),
            ] {
                if !other.is_empty() {
                    *words = other;
                }
            }
        }
        self
    }

    /// Whether somebody is asked how they can be reached: never where the promise is that nobody can know who they are
    /// (domain.md 5.4, "Can we reach them?").
    pub fn asks_contact(&self) -> bool {
        self.contact_asked && self.mode == Mode::Confidential
    }

    /// Its title for young people who read this language.
    pub fn title_in(&self, lang: &str) -> &str {
        let other = self.wordings.iter().find(|words| same_language(&words.lang, lang));
        other
            .map(|words| words.child_title.as_str())
            .filter(|title| !title.is_empty())
            .unwrap_or(&self.child_title)
    }

    /// The areas that are written down for this consultation alone, as places.
    /// Their names are kept as they are: `The villages` is chosen as
    /// `the-villages` in a question, and by its name on "about you".
    pub fn own_places(&self) -> Vec<question::Place> {
        let mut places: Vec<question::Place> = Vec::new();
        for name in &self.areas {
            let mut key = slug::from_title(name);
            if key.is_empty() || places.iter().any(|place| place.key == key) {
                key = format!("area-{}", places.len() + 1);
            }
            places.push(question::Place::new(key, name.clone()));
        }
        places
    }

    /// The youngest and the oldest age that is asked, in years.
    pub fn ages(&self) -> Option<(u8, u8)> {
        let youngest = self.bands.iter().min()?.ages().0;
        let oldest = self.bands.iter().max()?.ages().1;
        Some((youngest, oldest))
    }
}

/// Why a setup cannot be kept as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetupError {
    /// A consultation needs a title to be found again.
    NoTitle,
    /// Longer than [`TEXT_MAX`] letters.
    TooLong(&'static str),
    /// 1 to 60 minutes.
    Minutes,
    /// 1 to [`DRAFT_DAYS_MAX`] days.
    DraftDays,
    /// No such set of equality questions.
    EqualitySet,
    /// Nobody can be reached where the promise is that nobody can know who they are.
    ContactAnonymous,
}

/// Letters that one field of the setup may hold.
pub const TEXT_MAX: usize = 4_000;

/// What keeps a setup from being saved as a draft. Everything else may be
/// missing until it opens.
pub fn setup_errors(setup: &Setup) -> Vec<SetupError> {
    let mut errors = Vec::new();
    if setup.title.trim().is_empty() {
        errors.push(SetupError::NoTitle);
    }
    for (name, text) in [
        ("title", &setup.title),
        ("child_title", &setup.child_title),
        ("purpose", &setup.purpose),
        ("decided_already", &setup.decided_already),
        ("can_change", &setup.can_change),
        ("decider", &setup.decider),
        ("decider_role", &setup.decider_role),
        ("lawful_basis", &setup.lawful_basis),
        ("legal_function", &setup.legal_function),
        ("best_interests", &setup.best_interests),
        ("safeguarding_plan", &setup.safeguarding_plan),
        ("reader", &setup.reader),
        ("safeguarding_lead", &setup.safeguarding_lead),
        ("reach", &setup.reach),
    ] {
        if text.chars().count() > TEXT_MAX {
            errors.push(SetupError::TooLong(name));
        }
    }
    if !(1..=60).contains(&setup.minutes) {
        errors.push(SetupError::Minutes);
    }
    if !(1..=DRAFT_DAYS_MAX).contains(&setup.draft_days) {
        errors.push(SetupError::DraftDays);
    }
    if setup.equality_set.as_deref().is_some_and(|version| equality::set(version).is_none()) {
        errors.push(SetupError::EqualitySet);
    }
    if setup.contact_asked && !setup.asks_contact() {
        errors.push(SetupError::ContactAnonymous);
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::written::day;
    use super::*;

    #[test]
    fn what_a_language_lacks_is_said_in_the_first_one() {
        let welsh =
            SetupWording { lang: "cy".into(), purpose: "Achos y bws".into(), ..SetupWording::default() };
        let setup = Setup {
            child_title: "The bus".into(),
            purpose: "Because of the bus".into(),
            wordings: vec![welsh],
            ..Setup::default()
        };
        let read = setup.clone().through("cy-GB");
        assert_eq!((read.child_title.as_str(), read.purpose.as_str()), ("The bus", "Achos y bws"));
        assert_eq!(setup.clone().through("pl"), setup);
        // What was stored before there were other languages is read, and written as it was.
        let before = serde_json::to_string(&Setup::default()).unwrap();
        assert!(!before.contains("wordings"));
        assert_eq!(serde_json::from_str::<Setup>(&before).unwrap(), Setup::default());
    }

    #[test]
    fn a_draft_needs_a_title_and_what_can_be_kept() {
        let mut empty = Setup { kind: Kind::Formal, ..Setup::default() };
        assert_eq!(setup_errors(&empty), vec![SetupError::NoTitle]);
        empty.minutes = 0;
        empty.title = "x".repeat(TEXT_MAX + 1);
        empty.equality_set = Some("made-up".into());
        assert_eq!(
            setup_errors(&empty),
            vec![SetupError::TooLong("title"), SetupError::Minutes, SetupError::EqualitySet]
        );
    }

    #[test]
    fn nobody_who_is_promised_not_to_be_known_is_asked_how_they_can_be_reached() {
        assert!(!Setup::default().contact_asked && !Setup::default().asks_contact(), "off at first");
        let asks = Setup { title: "Home".into(), contact_asked: true, ..Setup::default() };
        assert!(!asks.asks_contact());
        assert_eq!(setup_errors(&asks), vec![SetupError::ContactAnonymous]);
        let confidential = Setup { mode: Mode::Confidential, ..asks };
        assert!(confidential.asks_contact());
        assert_eq!(setup_errors(&confidential), vec![]);
    }

    #[test]
    fn states_follow_each_other_only_as_drawn() {
        assert_eq!(State::Draft.after(Step::Open), Some(State::Open));
        assert_eq!(State::Open.after(Step::Pause), Some(State::Paused));
        assert_eq!(State::Paused.after(Step::Open), Some(State::Open));
        assert_eq!(State::Closed.after(Step::Open), None, "closed is for good");
        assert_eq!(State::Draft.after(Step::PublishFindings), None);
        assert_eq!(State::FindingsPublished.after(Step::FeedBack), Some(State::FedBack));
        assert_eq!(State::Decided.after(Step::FollowUp), None, "told first");
    }

    #[test]
    fn answers_are_taken_until_the_last_day_has_ended() {
        let close = Some(day("2026-03-22"));
        assert!(takes_answers(State::Open, close, day("2026-03-22")));
        assert!(!takes_answers(State::Open, close, day("2026-03-23")));
        assert!(!takes_answers(State::Paused, close, day("2026-03-01")));
        let next_day = day("2026-03-23");
        assert!(takes_late(State::Open, close, day("2026-03-22"), next_day), "it waited for a signal");
        assert!(!takes_late(State::Open, close, next_day, next_day), "begun too late");
        assert!(!takes_late(State::Open, close, day("2026-03-22"), day("2026-03-24")));
        assert!(!takes_late(State::Closed, close, day("2026-03-22"), next_day));
        assert!(takes_paper(State::Paused) && takes_paper(State::Open) && !takes_paper(State::Closed));
        assert!(may_change(State::Paused, close, day("2026-03-01")));
        assert!(!may_change(State::Closed, close, day("2026-03-01")));
    }
}
