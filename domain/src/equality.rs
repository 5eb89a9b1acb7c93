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

/// Words that say of somebody what is asked for equality, and hardly anything else: the characteristics of the Equality Act
/// 2010, and what Earshot asks besides. More are refused than need be: an answer of this kind beside words would tell who
/// somebody is.
const TELLING: &[&str] = &[
    "asylum",
    "autism",
    "autistic",
    "disabilities",
    "disability",
    "disabled",
    "ehcp",
    "ethnic",
    "ethnicities",
    "ethnicity",
    "gender",
    "genders",
    "intersex",
    "marital",
    "migrant",
    "nationality",
    "neurodivergent",
    "nonbinary",
    "pregnancy",
    "pregnant",
    "pronoun",
    "pronouns",
    "racial",
    "refugee",
    "religion",
    "religions",
    "religious",
    "sexual",
    "sexuality",
    "transgender",
];

/// Words that ask the same as the name of a variable, and are everyday words elsewhere: the race for the bus.
const ASKED: &[&str] = &[
    "asd",
    "belief",
    "carer",
    "cla",
    "eal",
    "faith",
    "fsm",
    "gypsy",
    "heritage",
    "impairment",
    "lac",
    "language",
    "married",
    "orientation",
    "race",
    "sen",
    "send",
    "sex",
    "trans",
    "traveller",
    "travellers",
];

/// Short forms, told from everyday words by their capitals.
const SHORT: &[&str] = &["ASD", "CLA", "EAL", "FSM", "LAC", "SEN", "SEND"];

/// Words of a name before its value: `First language: Polish`.
const LABEL_WORDS: usize = 4;

/// Whether the name of a variable looks like that of a question about equality: its key, its words, or a word that is in none
/// but such names. However it is written: `FirstLanguage`, `first-language`, `Q12Gender`.
pub fn looks_asked(name: &str) -> bool {
    let words = name_words(name);
    let whole = words.concat();
    let is_whole = |other: &str| name_words(other).concat() == whole;
    let mut questions = SETS.iter().flat_map(|set| set.questions);
    words.iter().any(|word| is_telling(word) || ASKED.contains(&word.as_str()))
        || has_two(&words)
        || questions.any(|question| is_whole(question.key) || is_whole(question.text))
}

/// Whether words that stand beside answers, such as the name of a set or what is said of a case, tell what is asked for
/// equality: `disabled girls`, `Race: mixed`, `SEN pupils`. Everyday words are none, even where a variable of that name would
/// be one.
pub fn tells(said: &str) -> bool {
    let words = name_words(said);
    let is_alone = words.len() == 1 && looks_asked(said);
    let is_shouted = !said.chars().any(char::is_lowercase);
    let mut pieces = said.split(|letter: char| !letter.is_alphanumeric());
    let is_short = !is_shouted && pieces.any(|piece| SHORT.contains(&piece));
    let mut clauses = said.split(['\n', ',', ';', '|', '.', '(', ')']);
    let is_labelled = |clause: &str| {
        let label = clause.split_once([':', '=']).map(|(label, _)| label);
        label.is_some_and(|label| name_words(label).len() <= LABEL_WORDS && looks_asked(label))
    };
    words.iter().any(|word| is_telling(word))
        || has_two(&words)
        || is_alone
        || is_short
        || clauses.any(is_labelled)
}

fn is_telling(word: &str) -> bool {
    // LGBT, and every longer form of it.
    TELLING.contains(&word) || word.starts_with("lgb")
}

/// Whether two words that say little alone say it beside each other.
fn has_two(words: &[String]) -> bool {
    const TWO: [[&str; 2]; 5] = [
        ["looked", "after"],
        ["in", "care"],
        ["civil", "partnership"],
        ["young", "carer"],
        ["non", "binary"],
    ];
    words.windows(2).any(|two| TWO.iter().any(|pair| two == pair))
}

/// The words of a name in small letters. A large letter after a small one begins another, so does the last of several large
/// ones before a small one, and so does a digit beside a letter: `SENStatus`, `Q12Gender`.
fn name_words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before: Option<char> = None;
    let name = text::normalise(name);
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let begins = before.is_some_and(|before| {
            let is_last_large =
                before.is_uppercase() && letters.peek().is_some_and(|next| next.is_lowercase());
            (letter.is_uppercase() && (before.is_lowercase() || is_last_large))
                || (before.is_alphanumeric() && before.is_numeric() != letter.is_numeric())
        });
        if !letter.is_alphanumeric() || begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
        before = Some(letter);
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
            "Gender2",
            "Q12Gender",
            "SENStatus",
            "EALPupil",
            "Marital status",
            "CivilPartnership",
            "LGBTQIA+",
            "lgbtqi",
            "Autism",
            "Pronouns",
            "Irish Traveller",
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
        for name in [
            "Age band",
            "School",
            "Bus line",
            "Essex",
            "Grace",
            "careful",
            "",
            "Sentence",
            "after school",
            "Q12",
            "U2Fan",
        ] {
            assert!(!looks_asked(name), "{name}");
        }
    }

    #[test]
    fn what_tells_of_somebody_is_told_from_everyday_words() {
        for said in [
            "disabled girls",
            "Gender2",
            "GenderGroup",
            "Sex",
            "SEN pupils",
            "has SEND support",
            "children in care",
            "a young carer",
            "LGBTQ+ group",
            "Race: mixed",
            "age 12; sex=F",
            "girl (first language: Polish)",
            "goes often\nFaith: none",
            "EALPupils: yes",
        ] {
            assert!(tells(said), "{said}");
        }
        for said in [
            "",
            "R-0001",
            "case one",
            "to read again",
            "a race for the bus",
            "please send it again",
            "SEND IT AGAIN",
            "bad language on the bus",
            "travellers on line 7",
            "nobody took care of it",
            "says: it is late",
            "Faith Brown",
            "Grace",
            "trans\u{e9}",
            "Essex: the bus",
        ] {
            assert!(!tells(said), "{said}");
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
