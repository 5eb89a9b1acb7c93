//! Questions about who answered, asked to see who was not heard
//! (domain.md 5.6, 5.7). Optional, last, apart from the answers, and versioned:
//! a set never changes once it has been asked, so that two years can be
//! compared; a better wording is a new set.
//!
//! There is no question about sex. When these sets were written no harmonised
//! government standard for asking it was in force (domain.md 5.7, "currency
//! warnings"), and inventing a wording for children would be worse than not
//! asking. When one is published it becomes a new set here.
//!
//! Age band and area are not here either: they decide which questions are shown
//! and how answers are grouped, so they belong to the response itself.

use crate::text;

/// The value of "Prefer not to say", which every question takes.
pub const PREFER_NOT_TO_SAY: &str = "prefer_not_to_say";

/// The most letters (Unicode code points) of an answer in one's own words.
pub const WRITE_IN_MAX: usize = 60;

/// One version of the questions.
#[derive(Debug, PartialEq, Eq)]
pub struct EqualitySet {
    /// Names the version for ever: stored with every answer.
    pub version: &'static str,
    /// Where the wording comes from, for the people who publish the figures.
    pub source: &'static str,
    /// The questions in the order they are asked.
    pub questions: &'static [EqualityQuestion],
}

/// One question.
#[derive(Debug, PartialEq, Eq)]
pub struct EqualityQuestion {
    /// Names the answers in the database and in exports.
    pub key: &'static str,
    /// The words of the question.
    pub text: &'static str,
    /// A sentence that helps to answer.
    pub hint: Option<&'static str>,
    /// The answers to choose from, without "Prefer not to say". Where there are
    /// none the answer is written in, with at most [`WRITE_IN_MAX`] letters.
    pub options: &'static [EqualityOption],
}

/// One answer to choose.
#[derive(Debug, PartialEq, Eq)]
pub struct EqualityOption {
    /// Stored.
    pub code: &'static str,
    /// Shown.
    pub label: &'static str,
    /// The wider group that it is counted in when few chose it; its own group
    /// when absent.
    pub parent: Option<&'static str>,
}

const fn option(code: &'static str, label: &'static str) -> EqualityOption {
    EqualityOption { code, label, parent: None }
}

const fn part_of(parent: &'static str, code: &'static str, label: &'static str) -> EqualityOption {
    EqualityOption { code, label, parent: Some(parent) }
}

const YES_NO_NOT_SURE: &[EqualityOption] =
    &[option("yes", "Yes"), option("no", "No"), option("not_sure", "Not sure")];

const DISABILITY: EqualityQuestion = EqualityQuestion {
    key: "disability",
    text: "Do you have a disability, or a health problem that has lasted a long time?",
    hint: Some("A long time means a year or more."),
    options: YES_NO_NOT_SURE,
};

const YOUNG_CARER: EqualityQuestion = EqualityQuestion {
    key: "young_carer",
    text: "Do you help look after someone at home because they are ill or disabled?",
    hint: Some("For example a parent, a brother or a sister."),
    options: YES_NO_NOT_SURE,
};

const FIRST_LANGUAGE: EqualityQuestion = EqualityQuestion {
    key: "first_language",
    text: "What language do you speak most at home?",
    hint: None,
    options: &[option("english", "English"), option("another", "Another language")],
};

const CARE: EqualityQuestion = EqualityQuestion {
    key: "care",
    text: "Who do you live with most of the time?",
    hint: None,
    options: &[
        part_of("not_in_care", "family", "Family"),
        part_of("looked_after", "foster_carers", "Foster carers"),
        part_of("looked_after", "childrens_home", "Children's home"),
        part_of("kinship", "kinship", "Family or friends because a social worker or court decided"),
        part_of("care_leaver", "on_my_own", "On my own or supported housing"),
        option("somewhere_else", "Somewhere else"),
    ],
};

/// Every set, in the order they are offered to the people who set up a
/// consultation.
pub const SETS: &[EqualitySet] = &[
    EqualitySet {
        version: "earshot-yp-1",
        source: "Earshot's own questions for young people aged 11 to 15",
        questions: &[DISABILITY, YOUNG_CARER, FIRST_LANGUAGE],
    },
    EqualitySet {
        version: "earshot-yp-1-care",
        source: "Earshot's own questions for young people aged 11 to 15, where care is the subject",
        questions: &[DISABILITY, YOUNG_CARER, CARE],
    },
];

/// The set of this version.
pub fn set(version: &str) -> Option<&'static EqualitySet> {
    SETS.iter().find(|set| set.version == version)
}

/// Whether this value can be the answer to this question of the set.
///
/// Nothing has to be answered: a question without an answer is simply not
/// stored, and never asked about again.
pub fn accepts(set: &EqualitySet, key: &str, value: &str) -> bool {
    set.questions.iter().any(|question| question.key == key && question.accepts(value))
}

impl EqualityQuestion {
    fn accepts(&self, value: &str) -> bool {
        if value == PREFER_NOT_TO_SAY {
            return true;
        }
        if self.options.is_empty() {
            return !value.trim().is_empty()
                && !value.contains('\n')
                && text::length(value) <= WRITE_IN_MAX
                && text::normalise(value) == value;
        }
        self.options.iter().any(|option| option.code == value)
    }
}

/// Words in the name of a variable of another program that say that it asks what is asked for equality: the characteristics of
/// the Equality Act 2010, and what Earshot asks besides. More are refused than need be: an answer of this kind beside words
/// would tell who somebody is.
const ASKED: &[&str] = &[
    "asylum",
    "belief",
    "carer",
    "cla",
    "disabilities",
    "disability",
    "disabled",
    "ehcp",
    "ethnic",
    "ethnicity",
    "faith",
    "fsm",
    "gender",
    "heritage",
    "impairment",
    "lac",
    "language",
    "lgbt",
    "lgbtq",
    "migrant",
    "nationality",
    "orientation",
    "pregnancy",
    "pregnant",
    "race",
    "racial",
    "refugee",
    "religion",
    "religious",
    "sen",
    "send",
    "sex",
    "sexual",
    "sexuality",
    "trans",
    "transgender",
];

/// Whether the name of a variable looks like that of a question about equality: its key, its words, or a word that is in none
/// but such names. However it is written: `FirstLanguage`, `first-language`.
pub fn looks_asked(name: &str) -> bool {
    let words = name_words(name);
    let whole = words.concat();
    let is_whole = |other: &str| name_words(other).concat() == whole;
    let mut questions = SETS.iter().flat_map(|set| set.questions);
    words.iter().any(|word| ASKED.contains(&word.as_str()))
        || words.windows(2).any(|two| two == ["looked", "after"] || two == ["in", "care"])
        || questions.any(|question| is_whole(question.key) || is_whole(question.text))
}

/// The words of a name in small letters; a large letter after a small one begins another.
fn name_words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for letter in text::normalise(name).chars() {
        if !letter.is_alphanumeric() || (letter.is_uppercase() && was_small) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
        was_small = letter.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_name_that_asks_for_equality_is_known_however_it_is_written() {
        for name in [
            "Disability",
            "first_language",
            "FirstLanguage",
            "Ethnic group",
            "EthnicGroup (self-described)",
            "young-carer",
            "care",
            "Looked after?",
            "child in care",
            "Do you have a disability, or a health problem that has lasted a long time?",
            "SEX",
        ] {
            assert!(looks_asked(name), "{name}");
        }
        for set in SETS {
            assert!(
                set.questions.iter().all(|q| looks_asked(q.key) && looks_asked(q.text)),
                "{}",
                set.version
            );
        }
        for name in
            ["Age band", "School", "Bus line", "Essex", "Grace", "careful", "", "Sentence", "after school"]
        {
            assert!(!looks_asked(name), "{name}");
        }
    }

    #[test]
    fn a_set_is_found_by_its_version() {
        assert_eq!(set("earshot-yp-1").map(|s| s.questions.len()), Some(3));
        let care = set("earshot-yp-1-care").and_then(|s| s.questions.get(2));
        assert_eq!(care.map(|q| q.text), Some("Who do you live with most of the time?"));
        assert_eq!(set("earshot-yp-2"), None);
    }

    #[test]
    fn answers_are_checked_against_the_set_they_belong_to() {
        let first = &SETS[0];
        assert!(accepts(first, "disability", "not_sure"));
        assert!(!accepts(first, "disability", "maybe"));
        assert!(!accepts(first, "care", "family"));
        assert!(accepts(&SETS[1], "care", "family"));
        for set in SETS {
            for question in set.questions {
                assert!(accepts(set, question.key, PREFER_NOT_TO_SAY), "{}", question.key);
                assert!(!accepts(set, question.key, ""), "{}", question.key);
            }
        }
    }

    #[test]
    fn a_written_answer_is_one_short_line() {
        let language = EqualityQuestion { key: "language", text: "Which?", hint: None, options: &[] };
        assert!(language.accepts("Kurmanc\u{ee}"));
        assert!(language.accepts(&"\u{e9}".repeat(60)));
        assert!(!language.accepts(&"\u{e9}".repeat(61)));
        assert!(!language.accepts("one\ntwo"));
        assert!(!language.accepts("   "));
    }

    #[test]
    fn keys_and_codes_are_sound_and_unique() {
        let sound = |key: &str| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') && !key.is_empty();
        let mut versions = HashSet::new();
        for set in SETS {
            assert!(versions.insert(set.version));
            let mut keys = HashSet::new();
            for question in set.questions {
                assert!(sound(question.key) && keys.insert(question.key), "{}", question.key);
                assert_ne!(question.key, "sex");
                let mut codes = HashSet::from([PREFER_NOT_TO_SAY]);
                for option in question.options {
                    assert!(sound(option.code) && codes.insert(option.code), "{}", option.code);
                }
            }
        }
    }
}
