//! Somebody who answers.

use earshot_domain::door::Door;
use earshot_domain::evidence::QuoteConsent;
use earshot_domain::journey::Answers;
use earshot_domain::question::Given;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::sealed_contact::WayToReach;
use earshot_service::{About, Came, Earshot, Submission};

/// What one respondent says, built up word by word.
#[derive(Debug, Clone)]
pub struct Voice {
    respondent: RespondentType,
    about: About,
    consent: Option<QuoteConsent>,
    answers: Answers,
    key: Option<String>,
    came: Came,
}

impl Voice {
    /// A child or young person of this age, who says yes to being quoted.
    pub fn child(band: AgeBand) -> Self {
        Self {
            respondent: RespondentType::Child,
            about: About { band: Some(band), ..About::default() },
            consent: Some(QuoteConsent::Yes),
            answers: Answers::new(),
            key: None,
            came: Came::default(),
        }
    }

    /// A child or young person who does not say how old they are.
    pub fn young() -> Self {
        Self::of(RespondentType::Child)
    }

    /// A parent.
    pub fn parent() -> Self {
        Self::of(RespondentType::Parent)
    }

    /// Somebody of this kind.
    pub fn of(respondent: RespondentType) -> Self {
        Self { respondent, about: About::default(), ..Self::child(AgeBand::From11To13) }
    }

    /// Chooses one option.
    #[must_use]
    pub fn chose(self, question: &str, option: &str) -> Self {
        self.gave(question, Given::One(option.into()))
    }

    /// Chooses several options.
    #[must_use]
    pub fn ticked(self, question: &str, options: &[&str]) -> Self {
        self.gave(question, Given::Many(options.iter().map(ToString::to_string).collect()))
    }

    /// Writes something.
    #[must_use]
    pub fn wrote(self, question: &str, words: &str) -> Self {
        self.gave(question, Given::Words(words.into()))
    }

    /// Gives any answer.
    #[must_use]
    pub fn gave(mut self, question: &str, given: Given) -> Self {
        self.answers.insert(question.to_string(), given);
        self
    }

    /// Lives in this area.
    #[must_use]
    pub fn from(mut self, area: &str) -> Self {
        self.about.area = Some(area.to_string());
        self
    }

    /// Answers an equality question.
    #[must_use]
    pub fn is(mut self, question: &str, option: &str) -> Self {
        self.about.equality.push((question.to_string(), option.to_string()));
        self
    }

    /// Says how they can be reached.
    #[must_use]
    pub fn reached(mut self, way: &str) -> Self {
        self.about.contact = WayToReach::parse(way).unwrap();
        self
    }

    /// Answers the question whether exact words may be used.
    #[must_use]
    pub fn consent(mut self, consent: impl Into<Option<QuoteConsent>>) -> Self {
        self.consent = consent.into();
        self
    }

    /// Sends under this key, as a phone does that tries again.
    #[must_use]
    pub fn keyed(mut self, key: &str) -> Self {
        self.key = Some(key.to_string());
        self
    }

    /// Comes in so: with a code, on a tablet of many, with somebody who types.
    #[must_use]
    pub fn came(mut self, came: Came) -> Self {
        self.came = came;
        self
    }

    /// What the phone sends.
    pub fn submission(&self, earshot: &Earshot) -> Submission {
        Submission {
            key: self.key.clone().unwrap_or_else(|| earshot.random_token()),
            respondent: self.respondent,
            answers: self.answers.clone(),
            words_consent: self.consent,
            about: self.about.clone(),
            started_on: earshot.today(),
            version: 0,
            seed: 0,
            door: Door::default(),
            came: self.came.clone(),
        }
    }
}
