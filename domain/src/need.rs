//! A need: what children in a place need, because of what they and others said
//! and what the numbers show (domain.md 4.3, 4.4, 7.4.2).

use crate::suppression::Shown;

crate::text_enum! {
    /// How far a need has come (the part of domain.md 7.4.2 that exists so far).
    pub enum NeedState {
        /// Being written.
        Draft = "draft",
        /// Ready for somebody else to agree.
        Proposed = "proposed",
        /// Agreed by somebody who did not write it.
        Agreed = "agreed",
    }
}

crate::text_enum! {
    /// Which way things have been going.
    pub enum Trend {
        /// Getting better.
        Improving = "improving",
        /// As before.
        Steady = "steady",
        /// Getting worse.
        Worsening = "worsening",
        /// Nobody knows.
        Unknown = "unknown",
    }
}

crate::text_enum! {
    /// How sure the authors are.
    pub enum Confidence {
        /// A first impression.
        Low = "low",
        /// Several sources agree in part.
        Medium = "medium",
        /// Several sources agree.
        High = "high",
    }
}

/// What is looked at before a need is agreed.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// "Children in ... need ... because ... so that ..."
    pub statement: &'a str,
    /// The same in plain words.
    pub plain_statement: &'a str,
    /// Who looks after it.
    pub owner: &'a str,
    /// How it may touch groups with protected characteristics.
    pub equality_impact: &'a str,
    /// Whether a date for looking again is set.
    pub has_review_date: bool,
    /// Items in the children's voice panel.
    pub voice_items: usize,
    /// Why the panel is empty, if it is.
    pub no_voice_reason: &'a str,
    /// Whether the person who agrees also wrote it.
    pub by_its_author: bool,
}

/// What keeps a need from being agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gap {
    /// The need in one sentence.
    Statement,
    /// The same in plain words.
    PlainStatement,
    /// Nobody looks after it.
    Owner,
    /// Equality impact is not thought of (domain.md 5.6).
    EqualityImpact,
    /// No date for looking again.
    ReviewDate,
    /// No child's voice, and no reason why (BR2).
    Voice,
    /// Author and approver are one person (domain.md 7.4.2).
    OwnApproval,
}

/// Everything that keeps a need from being agreed; empty when it may be.
pub fn gaps(facts: &Facts<'_>) -> Vec<Gap> {
    let missing = |text: &str| text.trim().is_empty();
    [
        (missing(facts.statement), Gap::Statement),
        (missing(facts.plain_statement), Gap::PlainStatement),
        (missing(facts.owner), Gap::Owner),
        (missing(facts.equality_impact), Gap::EqualityImpact),
        (!facts.has_review_date, Gap::ReviewDate),
        (facts.voice_items == 0 && missing(facts.no_voice_reason), Gap::Voice),
        (facts.by_its_author, Gap::OwnApproval),
    ]
    .into_iter()
    .filter_map(|(is_missing, gap)| is_missing.then_some(gap))
    .collect()
}

/// What the children's voice panel says about how it was made. Counts are
/// already suppressed: the type allows nothing else.
#[derive(Debug, Clone)]
pub struct Method {
    /// Free-text answers that were coded.
    pub answers: Shown,
    /// Children and young people who gave them.
    pub voices: Shown,
    /// Youngest and oldest age asked, in years.
    pub ages: Option<(u8, u8)>,
    /// Where and when: "survey, March 2026".
    pub sources: Vec<String>,
    /// People who coded.
    pub coders: u64,
    /// What is said of how far those who coded agreed, where that was measured: it says how many coded as well.
    pub agreement: Option<String>,
    /// Age bands that were asked but from which too few answered.
    pub not_reached: Vec<&'static str>,
}

/// The sentences on method that every voice panel states (domain.md 4.4).
pub fn method_sentence(method: &Method) -> String {
    let ages = method.ages.map(|(from, to)| format!(" aged {from} to {to}")).unwrap_or_default();
    let sources =
        if method.sources.is_empty() { String::new() } else { format!(" ({})", method.sources.join("; ")) };
    let mut text = format!(
        "This draws on {} answers from {} children and young people{ages}{sources}.",
        method.answers.in_words(),
        method.voices.in_words(),
    );
    text.push(' ');
    text.push_str(match (&method.agreement, method.coders) {
        (Some(agreement), _) => agreement,
        (None, 0) => "The answers have not been coded yet.",
        (None, 1) => "One person coded the answers, so agreement was not measured.",
        (None, _) => "More than one person coded the answers; agreement was not measured.",
    });
    match method.not_reached.as_slice() {
        [] => {}
        bands => {
            text.push_str(" Too few answered from these ages: ");
            text.push_str(&bands.join(", "));
            text.push('.');
        }
    }
    text.push_str(" Quotes are exact, with names and places taken out. Small numbers are hidden.");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suppression::{self, Preset};

    fn complete() -> Facts<'static> {
        Facts {
            statement: "Children in villages need a bus with space, because they lose learning time.",
            plain_statement: "A bus that has room.",
            owner: "Transport",
            equality_impact: "Disabled children wait longest.",
            has_review_date: true,
            voice_items: 2,
            no_voice_reason: "",
            by_its_author: false,
        }
    }

    #[test]
    fn an_empty_voice_panel_needs_a_reason() {
        assert_eq!(gaps(&complete()), vec![]);
        let silent = Facts { voice_items: 0, no_voice_reason: "  ", ..complete() };
        assert_eq!(gaps(&silent), vec![Gap::Voice]);
        assert_eq!(gaps(&Facts { no_voice_reason: "Babies", ..silent }), vec![]);
    }

    #[test]
    fn nobody_agrees_their_own_need() {
        assert_eq!(gaps(&Facts { by_its_author: true, ..complete() }), vec![Gap::OwnApproval]);
        let bare =
            Facts { statement: "", plain_statement: " ", owner: "", equality_impact: "", ..complete() };
        let bare = Facts { has_review_date: false, ..bare };
        assert_eq!(
            gaps(&bare),
            vec![Gap::Statement, Gap::PlainStatement, Gap::Owner, Gap::EqualityImpact, Gap::ReviewDate]
        );
    }

    #[test]
    fn the_method_names_numbers_only_as_they_may_be_shown() {
        let method = Method {
            answers: suppression::count(Preset::Nhs5, 143),
            voices: suppression::count(Preset::Nhs5, 4),
            ages: Some((11, 17)),
            sources: vec!["survey, March 2026".into()],
            coders: 1,
            agreement: None,
            not_reached: vec!["16 to 17"],
        };
        let text = method_sentence(&method);
        assert!(
            text.contains("about 145 answers from a few children and young people aged 11 to 17"),
            "{text}"
        );
        assert!(text.contains("(survey, March 2026)"), "{text}");
        assert!(text.contains("Too few answered from these ages: 16 to 17."), "{text}");
        assert!(!text.contains('4') || text.contains("145"), "{text}");
        assert!(text.contains("One person coded the answers, so agreement was not measured."), "{text}");
        let measured = "Two people coded the answers; agreement was good (alpha 0.81).";
        let text = method_sentence(&Method { agreement: Some(measured.into()), ..method });
        assert!(text.contains(measured) && !text.contains("not measured"), "{text}");
    }
}
