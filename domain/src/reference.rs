//! References that people quote in documents: `N-0042`, `Q-0107`
//! (domain.md 7.1, "Human refs").

use std::fmt;

/// What a reference names. Each kind counts by itself within an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A consultation.
    Consultation,
    /// A theme.
    Theme,
    /// A quote.
    Quote,
    /// A need.
    Need,
    /// A priority.
    Priority,
    /// A decision.
    Decision,
    /// An action.
    Action,
    /// A feedback page.
    Feedback,
    /// A board.
    Board,
    /// What somebody asks about their data, or a complaint: a subject’s request. `R` begins the short names of answers.
    Request,
}

impl Kind {
    /// The letter that the reference starts with.
    pub fn letter(self) -> char {
        match self {
            Kind::Consultation => 'C',
            Kind::Theme => 'T',
            Kind::Quote => 'Q',
            Kind::Need => 'N',
            Kind::Priority => 'P',
            Kind::Decision => 'D',
            Kind::Action => 'A',
            Kind::Feedback => 'F',
            Kind::Board => 'B',
            Kind::Request => 'S',
        }
    }
}

/// One reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reference {
    /// What it names.
    pub kind: Kind,
    /// Which one, from 1.
    pub number: i64,
}

impl Reference {
    /// The reference of the `number`th record of a kind.
    pub fn new(kind: Kind, number: i64) -> Self {
        Self { kind, number }
    }

    /// Reads a reference of this kind: `Q-0107`, also `q-107` as people type it.
    pub fn parse(kind: Kind, text: &str) -> Option<Self> {
        let mut letters = text.trim().chars();
        if !letters.next()?.eq_ignore_ascii_case(&kind.letter()) {
            return None;
        }
        let digits = letters.as_str().strip_prefix('-')?;
        if digits.is_empty() || digits.len() > 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let number = digits.parse().ok().filter(|n| *n > 0)?;
        Some(Self { kind, number })
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.to_string()
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:04}", self.kind.letter(), self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_back() {
        let quote = Reference::new(Kind::Quote, 107);
        assert_eq!(quote.to_string(), "Q-0107");
        assert_eq!(Reference::parse(Kind::Quote, "Q-0107"), Some(quote));
        assert_eq!(Reference::parse(Kind::Quote, "q-107"), Some(quote));
        assert_eq!(Reference::new(Kind::Need, 12_345).to_string(), "N-12345");
        for bad in ["N-0107", "Q0107", "Q-", "Q-0", "Q--1", "Q-1x", "Q-9999999999", ""] {
            assert_eq!(Reference::parse(Kind::Quote, bad), None, "{bad}");
        }
    }
}
