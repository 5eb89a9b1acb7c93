//! A decision, and the answer it gives to every theme (domain.md 7.4.3, 7.5).

crate::text_enum! {
    /// The eight answers that a theme can be given. There is no ninth
    /// (domain.md 7.5).
    pub enum ResponseStatus {
        /// "Yes, we are doing it": what, when.
        Doing = "doing",
        /// "Yes, but in a different way": what changed and why.
        DoingDifferently = "doing_differently",
        /// "Not yet": why, and when we will look again.
        NotYet = "not_yet",
        /// "We are trying it out": where, and when we decide.
        Trying = "trying",
        /// "Someone else decides. We told them": who, and when.
        PassedOn = "passed_on",
        /// "No, and this is why": an honest reason.
        No = "no",
        /// "It is already there. Here is how to get it".
        Already = "already",
        /// "We need to ask you more".
        NeedMore = "need_more",
    }
}

crate::text_enum! {
    /// How far a decision has come (the part of domain.md 7.4.3 that exists).
    pub enum DecisionState {
        /// Being written.
        Draft = "draft",
        /// Everybody can read it.
        Published = "published",
    }
}

crate::text_enum! {
    /// The level at which something is decided, and BR20 asks why there
    /// (domain.md 1.6, R18).
    pub enum Level {
        /// The whole country.
        National = "national",
        /// A region.
        Regional = "regional",
        /// Several areas together.
        SubRegional = "sub_regional",
        /// The whole council, trust or board area.
        Strategic = "strategic",
        /// A district, school or service.
        Locality = "locality",
        /// One child or family.
        Individual = "individual",
    }
}

impl Level {
    /// As shown to staff.
    pub fn label(self) -> &'static str {
        match self {
            Level::National => "National",
            Level::Regional => "Regional",
            Level::SubRegional => "Sub-regional",
            Level::Strategic => "Strategic (whole area)",
            Level::Locality => "Locality",
            Level::Individual => "Individual",
        }
    }
}

crate::text_enum! {
    /// How far an action has come (domain.md 7.4.4, the part that exists).
    pub enum ActionState {
        /// Promised.
        Agreed = "agreed",
        /// Under way.
        Started = "started",
        /// Done.
        Done = "done",
    }
}

/// Phrases that say nothing and are not taken as an answer (domain.md 7.5).
pub const FORBIDDEN: [&str; 3] = ["noted", "will be considered", "we are committed to"];

/// The first phrase in a text that says nothing.
pub fn says_nothing(text: &str) -> Option<&'static str> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    FORBIDDEN.into_iter().find(|phrase| {
        let wanted: Vec<&str> = phrase.split(' ').collect();
        words.windows(wanted.len()).any(|run| run == wanted.as_slice())
    })
}

/// What a decision says to one theme.
#[derive(Debug, Clone, Copy)]
pub struct Reply<'a> {
    /// The theme's name.
    pub theme: &'a str,
    /// One of the eight, once chosen.
    pub status: Option<ResponseStatus>,
    /// The reason, in young people's words.
    pub reason: &'a str,
}

/// What is looked at before a decision is published.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// The decision in young people's words.
    pub plain_title: &'a str,
    /// Who decided.
    pub decider: &'a str,
    /// Whether the day of the decision is set.
    pub has_date: bool,
    /// Why at this level (BR20).
    pub level_why: &'a str,
    /// The reasons.
    pub reasons: &'a str,
    /// Equality impact (domain.md 5.6).
    pub equality_impact: &'a str,
    /// Safeguarding was thought of (BR13).
    pub safeguarding_note: &'a str,
    /// Priorities that it answers.
    pub priorities: usize,
    /// The reply to every final theme of the consultations it answers.
    pub replies: Vec<Reply<'a>>,
}

/// What keeps a decision from being published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// The decision in young people's words.
    PlainTitle,
    /// Who decided.
    Decider,
    /// When.
    Date,
    /// Why at this level.
    LevelWhy,
    /// The reasons.
    Reasons,
    /// Equality impact.
    EqualityImpact,
    /// Safeguarding.
    SafeguardingNote,
    /// It answers no priority, so nobody could walk back to a need.
    Priority,
    /// There is no theme to answer.
    NoThemes,
    /// A theme without one of the eight answers.
    NoStatus(String),
    /// A theme without a reason.
    NoReason(String),
    /// A reason that says nothing.
    SaysNothing {
        /// The theme's name.
        theme: String,
        /// The phrase.
        phrase: &'static str,
    },
}

/// Everything that keeps a decision from being published; empty when it may be
/// (domain.md 7.3 invariant 4, 7.4.3).
pub fn gaps(facts: &Facts<'_>) -> Vec<Gap> {
    let missing = |text: &str| text.trim().is_empty();
    let mut gaps: Vec<Gap> = [
        (missing(facts.plain_title), Gap::PlainTitle),
        (missing(facts.decider), Gap::Decider),
        (!facts.has_date, Gap::Date),
        (missing(facts.level_why), Gap::LevelWhy),
        (missing(facts.reasons), Gap::Reasons),
        (missing(facts.equality_impact), Gap::EqualityImpact),
        (missing(facts.safeguarding_note), Gap::SafeguardingNote),
        (facts.priorities == 0, Gap::Priority),
        (facts.replies.is_empty(), Gap::NoThemes),
    ]
    .into_iter()
    .filter_map(|(is_missing, gap)| is_missing.then_some(gap))
    .collect();
    for reply in &facts.replies {
        if reply.status.is_none() {
            gaps.push(Gap::NoStatus(reply.theme.to_string()));
        }
        if missing(reply.reason) {
            gaps.push(Gap::NoReason(reply.theme.to_string()));
        } else if let Some(phrase) = says_nothing(reply.reason) {
            gaps.push(Gap::SaysNothing { theme: reply.theme.to_string(), phrase });
        }
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete() -> Facts<'static> {
        Facts {
            plain_title: "A bigger bus on route 14",
            decider: "Councillor Sam Idowu",
            has_date: true,
            level_why: "The council pays for school buses.",
            reasons: "The bus is full every morning.",
            equality_impact: "Disabled children keep their seats.",
            safeguarding_note: "Drivers are checked.",
            priorities: 1,
            replies: vec![Reply {
                theme: "You can't rely on the bus",
                status: Some(ResponseStatus::Doing),
                reason: "A 70-seat bus from 3 September.",
            }],
        }
    }

    #[test]
    fn every_theme_must_be_answered_with_a_reason() {
        assert_eq!(gaps(&complete()), vec![]);
        let mut silent = complete();
        silent.replies.push(Reply { theme: "Getting on safely", status: None, reason: "" });
        assert_eq!(
            gaps(&silent),
            vec![Gap::NoStatus("Getting on safely".into()), Gap::NoReason("Getting on safely".into())]
        );
        silent.replies.clear();
        assert_eq!(gaps(&silent), vec![Gap::NoThemes]);
    }

    #[test]
    fn phrases_that_say_nothing_are_named() {
        assert_eq!(says_nothing("Your views have been Noted."), Some("noted"));
        assert_eq!(says_nothing("This will be  considered in 2027"), Some("will be considered"));
        assert_eq!(says_nothing("We keynoted; there is no money until 2027."), None);
        let mut empty = complete();
        empty.replies[0].reason = "We are committed to buses";
        assert!(matches!(gaps(&empty).as_slice(), [Gap::SaysNothing { phrase: "we are committed to", .. }]));
    }

    #[test]
    fn a_decision_without_a_need_behind_it_is_not_published() {
        let mut loose = complete();
        loose.priorities = 0;
        assert_eq!(gaps(&loose), vec![Gap::Priority]);
    }
}
