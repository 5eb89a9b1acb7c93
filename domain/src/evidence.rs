//! The states of answers, quotes and themes: how far each has come on the way
//! from a young person's words to a published finding (domain.md 7.4.6, 7.4.7).

crate::text_enum! {
    /// Whether a free-text answer has been read by a person and may be used
    /// (domain.md 5.4, 7.4.6). Coding sees cleared answers only.
    pub enum AnswerState {
        /// Nobody has read it yet.
        New = "new",
        /// A trained reader has read it and it may be coded and quoted.
        Cleared = "cleared",
        /// Held for the safeguarding lead: gone from coding until it is released.
        Held = "held",
    }
}

crate::text_enum! {
    /// How far a quote has come (domain.md 6.6, 7.4.7).
    pub enum QuoteState {
        /// Chosen and redacted, seen by staff only.
        Draft = "draft",
        /// Anyone can read it.
        Published = "published",
        /// Taken back, because the young person withdrew it or it should not
        /// have been shown. Its address says so, and its words are gone.
        Struck = "struck",
        /// Its answer is held for the safeguarding lead, so nobody sees its words. Never kept: it follows from the answer, and
        /// the quote is what it was before once the answer is released.
        Held = "held",
    }
}

impl QuoteState {
    /// Whether it stands: its words are there to be shown, to staff at least.
    #[must_use]
    pub const fn stands(self) -> bool {
        matches!(self, Self::Draft | Self::Published)
    }
}

crate::text_enum! {
    /// The answer to "Can we use your exact words?" (domain.md 7.9). No answer
    /// is not a yes: where this is missing, nothing may be quoted.
    pub enum QuoteConsent {
        /// Their words may be used once names and places are out.
        Yes = "yes",
        /// Their words may be counted and coded, never quoted.
        No = "no",
    }
}

crate::text_enum! {
    /// How far a theme has come. A decision must answer every final theme
    /// (domain.md 7.3, invariants 3 and 4).
    pub enum ThemeState {
        /// Still being found.
        Draft = "draft",
        /// Part of the published findings.
        Final = "final",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// These texts stand in databases: changing one loses the rows that hold it.
    #[test]
    fn the_stored_texts_stay_as_they_are() {
        let texts = |all: Vec<&'static str>| all.join(" ");
        assert_eq!(texts(AnswerState::ALL.iter().map(|s| s.as_str()).collect()), "new cleared held");
        assert_eq!(
            texts(QuoteState::ALL.iter().map(|s| s.as_str()).collect()),
            "draft published struck held"
        );
        assert_eq!(texts(QuoteConsent::ALL.iter().map(|s| s.as_str()).collect()), "yes no");
        assert_eq!(texts(ThemeState::ALL.iter().map(|s| s.as_str()).collect()), "draft final");
    }

    #[test]
    fn silence_is_not_consent() {
        assert_eq!(QuoteConsent::parse(""), None);
        assert_eq!(QuoteConsent::parse("Yes"), None);
        assert_eq!(QuoteConsent::parse("yes"), Some(QuoteConsent::Yes));
    }
}
