//! What may be found, and what the sentences about it need to know.

use crate::consultation::{self, Check};
use crate::questionnaire::Defect;
use crate::readability::ReadingAge;
use crate::respondent::AgeBand;

/// Something that the clinic finds. The desk has the sentences for people: a heading, what it is, and why it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The questionnaire itself is broken.
    Defect(Defect),
    /// Something is missing that must or should be in place before opening.
    NotInPlace(Check),
    /// Too few days to answer (Gunning 3).
    LittleTime {
        /// Days that are left.
        days: i64,
        /// Days that there should be.
        least: i64,
    },
    /// Too many of the days to answer are school holidays (Gunning 3).
    InHolidays {
        /// Days in holidays.
        days: i64,
        /// All days.
        of: i64,
    },
    /// A question is harder to read than the youngest who get it can read.
    ReadingAge {
        /// How hard it is.
        age: ReadingAge,
        /// How hard it may be.
        most: ReadingAge,
    },
    /// All questions together are.
    ReadingAgeOfAll {
        /// How hard they are.
        age: ReadingAge,
        /// How hard they may be.
        most: ReadingAge,
    },
    /// A text about the consultation is.
    ReadingAgeOfText {
        /// How hard it is.
        age: ReadingAge,
        /// How hard it may be.
        most: ReadingAge,
    },
    /// A sentence that nobody reads to its end.
    LongSentence {
        /// How many words it has.
        words: usize,
        /// The sentence.
        sentence: String,
    },
    /// There is more to read than any questionnaire of people for people holds,
    /// so its words were not looked at.
    TooMuchToRead {
        /// How many letters there are, in every wording, more or less.
        letters: usize,
        /// How many are read at most.
        most: usize,
    },
    /// A word of the office that can be replaced.
    Jargon {
        /// As it stands there.
        found: String,
        /// What to say.
        instead: String,
    },
    /// A word of the office that has to be explained.
    Unexplained {
        /// As it stands there.
        found: String,
        /// What it means.
        meaning: String,
    },
    /// It takes too long for these ages.
    TooLong {
        /// How many minutes it takes.
        minutes: u32,
        /// How many it may take.
        most: u32,
    },
    /// Young people are told that it is shorter than it is.
    LongerThanSaid {
        /// How many minutes it takes.
        minutes: u32,
        /// How many are promised.
        said: i64,
    },
    /// Two questions in one: nobody knows which of them was answered.
    DoubleBarrelled {
        /// The words that join the two.
        words: String,
    },
    /// The question says what to answer.
    Leading {
        /// The words that do.
        words: String,
    },
    /// An adjective that judges before the answer does.
    Loaded {
        /// The word.
        word: String,
    },
    /// "Always" and "never": hardly anybody can say yes.
    Absolute {
        /// The word.
        word: String,
    },
    /// Two negations that have to be taken apart.
    DoubleNegative {
        /// Both of them.
        words: String,
    },
    /// A statement with a "not": who disagrees has two negations to take apart.
    NegativeStatement {
        /// The negation.
        word: String,
    },
    /// A language that the organisation has to offer is not offered.
    LanguageNotOffered {
        /// The language.
        lang: String,
    },
    /// A question has no words in a language.
    NotTranslated {
        /// The language.
        lang: String,
    },
    /// The sentence that helps to answer has none.
    HintNotTranslated {
        /// The language.
        lang: String,
    },
    /// Options or statements have none.
    OptionsNotTranslated {
        /// The language.
        lang: String,
        /// Their words in the questionnaire's own language.
        options: Vec<String>,
    },
    /// The title of a section has none.
    TitleNotTranslated {
        /// The language.
        lang: String,
        /// The title in the questionnaire's own language.
        section: String,
    },
    /// Some questions have words for an age band, and others do not.
    BandInPart {
        /// The band.
        band: AgeBand,
        /// How many have none.
        missing: usize,
        /// How many there are.
        of: usize,
    },
    /// There are words for an age band that is not asked.
    BandNotAsked {
        /// The band.
        band: AgeBand,
    },
    /// Some questions have Easy Read words, and others do not.
    EasyReadInPart {
        /// How many have none.
        missing: usize,
        /// How many there are.
        of: usize,
    },
    /// A condition that no answers can fulfil.
    NeverHolds,
    /// A condition that any answers fulfil.
    AlwaysHolds,
    /// A question behind one that nobody reaches, or whose condition does not go
    /// together with that of an earlier one.
    Unreachable {
        /// The earlier question.
        behind: String,
    },
    /// A section that nobody reaches.
    SectionUnreachable {
        /// Its key.
        section: String,
    },
    /// A section that is full before anybody answered.
    QuotaOfNone {
        /// Its key.
        section: String,
    },
    /// A section without questions.
    EmptySection {
        /// Its key.
        section: String,
    },
    /// The first question is a hard one to speak about.
    SensitiveFirst,
    /// The last one is.
    SensitiveLast,
    /// The first question has to be written.
    WordsFirst,
    /// Everything that has to be written comes before everything else.
    AllWordsFirst {
        /// How many questions have to be written.
        count: usize,
    },
    /// More questions than young people have patience for.
    ManyQuestions {
        /// How many.
        count: usize,
        /// How many there should be at most.
        most: usize,
    },
    /// More statements in one grid than anybody reads.
    LongGrid {
        /// How many.
        count: usize,
        /// How many there should be at most.
        most: usize,
    },
    /// Many options in no order that helps to find one's own.
    UnorderedOptions {
        /// How many.
        count: usize,
        /// From how many on an order helps.
        most: usize,
    },
    /// Two options say the same.
    SameOption {
        /// The one.
        first: String,
        /// The other.
        second: String,
    },
    /// Two options share numbers: who is 10 fits "8 to 10" and "10 to 12".
    OverlappingOptions {
        /// The one.
        first: String,
        /// The other.
        second: String,
    },
    /// There is nothing to choose for those whom nothing fits.
    NoWayOut,
    /// So few are expected that nothing at all may be shown.
    NothingShown {
        /// How many are expected.
        expected: u32,
        /// How many it takes.
        needed: u32,
    },
    /// So few are expected that no equality group may be shown: they are asked
    /// for nothing.
    EqualityNotShown {
        /// How many are expected.
        expected: u32,
        /// How many it takes for one question.
        needed: u32,
    },
    /// So few are expected that tables by age band are mostly hidden.
    CellsHidden {
        /// Questions with hidden figures.
        questions: usize,
        /// Questions with figures.
        of: usize,
        /// How many are expected.
        expected: u32,
        /// How many it takes to show all of them.
        needed: u32,
    },
}

/// What a problem is about, beside its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    /// A number.
    Number(i64),
    /// Words, as they are.
    Words(String),
}

impl Problem {
    /// Its name: the same for every problem of its kind.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Defect(_) => "clinic-defect",
            Self::NotInPlace(_) => "clinic-not-in-place",
            Self::LittleTime { .. } => "clinic-little-time",
            Self::InHolidays { .. } => "clinic-in-holidays",
            Self::ReadingAge { .. } => "clinic-reading-age",
            Self::ReadingAgeOfAll { .. } => "clinic-reading-age-of-all",
            Self::ReadingAgeOfText { .. } => "clinic-reading-age-of-text",
            Self::LongSentence { .. } => "clinic-long-sentence",
            Self::TooMuchToRead { .. } => "clinic-too-much-to-read",
            Self::Jargon { .. } => "clinic-jargon",
            Self::Unexplained { .. } => "clinic-unexplained",
            Self::TooLong { .. } => "clinic-too-long",
            Self::LongerThanSaid { .. } => "clinic-longer-than-said",
            Self::DoubleBarrelled { .. } => "clinic-double-barrelled",
            Self::Leading { .. } => "clinic-leading",
            Self::Loaded { .. } => "clinic-loaded",
            Self::Absolute { .. } => "clinic-absolute",
            Self::DoubleNegative { .. } => "clinic-double-negative",
            Self::NegativeStatement { .. } => "clinic-negative-statement",
            Self::LanguageNotOffered { .. } => "clinic-language-not-offered",
            Self::NotTranslated { .. } => "clinic-not-translated",
            Self::HintNotTranslated { .. } => "clinic-hint-not-translated",
            Self::OptionsNotTranslated { .. } => "clinic-options-not-translated",
            Self::TitleNotTranslated { .. } => "clinic-title-not-translated",
            Self::BandInPart { .. } => "clinic-band-in-part",
            Self::BandNotAsked { .. } => "clinic-band-not-asked",
            Self::EasyReadInPart { .. } => "clinic-easy-read-in-part",
            Self::NeverHolds => "clinic-never-holds",
            Self::AlwaysHolds => "clinic-always-holds",
            Self::Unreachable { .. } => "clinic-unreachable",
            Self::SectionUnreachable { .. } => "clinic-section-unreachable",
            Self::QuotaOfNone { .. } => "clinic-quota-of-none",
            Self::EmptySection { .. } => "clinic-empty-section",
            Self::SensitiveFirst => "clinic-sensitive-first",
            Self::SensitiveLast => "clinic-sensitive-last",
            Self::WordsFirst => "clinic-words-first",
            Self::AllWordsFirst { .. } => "clinic-all-words-first",
            Self::ManyQuestions { .. } => "clinic-many-questions",
            Self::LongGrid { .. } => "clinic-long-grid",
            Self::UnorderedOptions { .. } => "clinic-unordered-options",
            Self::SameOption { .. } => "clinic-same-option",
            Self::OverlappingOptions { .. } => "clinic-overlapping-options",
            Self::NoWayOut => "clinic-no-way-out",
            Self::NothingShown { .. } => "clinic-nothing-shown",
            Self::EqualityNotShown { .. } => "clinic-equality-not-shown",
            Self::CellsHidden { .. } => "clinic-cells-hidden",
        }
    }

    /// What it is about, each with its name.
    pub fn data(&self) -> Vec<(&'static str, Datum)> {
        let words = |text: &str| Datum::Words(text.to_string());
        let count = |n: usize| Datum::Number(i64::try_from(n).unwrap_or(i64::MAX));
        let number = |n: u32| Datum::Number(i64::from(n));
        match self {
            Self::NotInPlace(check) => match check.place() {
                consultation::Place::Field(field) => vec![("field", words(field))],
                consultation::Place::Questions => Vec::new(),
            },
            Self::Defect(_)
            | Self::NeverHolds
            | Self::AlwaysHolds
            | Self::SensitiveFirst
            | Self::SensitiveLast
            | Self::WordsFirst
            | Self::NoWayOut => Vec::new(),
            Self::LittleTime { days, least } => {
                vec![("days", Datum::Number(*days)), ("least", Datum::Number(*least))]
            }
            Self::InHolidays { days, of } => {
                vec![("days", Datum::Number(*days)), ("of", Datum::Number(*of))]
            }
            Self::ReadingAge { age, most }
            | Self::ReadingAgeOfAll { age, most }
            | Self::ReadingAgeOfText { age, most } => {
                vec![("age", Datum::Words(age.to_string())), ("most", Datum::Words(most.to_string()))]
            }
            Self::LongSentence { words: n, sentence } => {
                vec![("words", count(*n)), ("sentence", words(sentence))]
            }
            Self::TooMuchToRead { letters, most } => {
                vec![("letters", count(*letters)), ("most", count(*most))]
            }
            Self::Jargon { found, instead } => vec![("found", words(found)), ("instead", words(instead))],
            Self::Unexplained { found, meaning } => {
                vec![("found", words(found)), ("meaning", words(meaning))]
            }
            Self::TooLong { minutes, most } => vec![("minutes", number(*minutes)), ("most", number(*most))],
            Self::LongerThanSaid { minutes, said } => {
                vec![("minutes", number(*minutes)), ("said", Datum::Number(*said))]
            }
            Self::DoubleBarrelled { words: found }
            | Self::Leading { words: found }
            | Self::DoubleNegative { words: found } => vec![("words", words(found))],
            Self::Loaded { word } | Self::Absolute { word } | Self::NegativeStatement { word } => {
                vec![("word", words(word))]
            }
            Self::LanguageNotOffered { lang }
            | Self::NotTranslated { lang }
            | Self::HintNotTranslated { lang } => vec![("lang", words(lang))],
            Self::OptionsNotTranslated { lang, options } => {
                vec![
                    ("lang", words(lang)),
                    ("count", count(options.len())),
                    ("options", words(&options.join(", "))),
                ]
            }
            Self::TitleNotTranslated { lang, section } => {
                vec![("lang", words(lang)), ("section", words(section))]
            }
            Self::BandInPart { band, missing, of } => {
                vec![("band", words(band.label())), ("missing", count(*missing)), ("of", count(*of))]
            }
            Self::BandNotAsked { band } => vec![("band", words(band.label()))],
            Self::EasyReadInPart { missing, of } => vec![("missing", count(*missing)), ("of", count(*of))],
            Self::Unreachable { behind } => vec![("behind", words(behind))],
            Self::SectionUnreachable { section }
            | Self::QuotaOfNone { section }
            | Self::EmptySection { section } => vec![("section", words(section))],
            Self::AllWordsFirst { count: n } => vec![("count", count(*n))],
            Self::ManyQuestions { count: n, most }
            | Self::LongGrid { count: n, most }
            | Self::UnorderedOptions { count: n, most } => vec![("count", count(*n)), ("most", count(*most))],
            Self::SameOption { first, second } | Self::OverlappingOptions { first, second } => {
                vec![("first", words(first)), ("second", words(second))]
            }
            Self::NothingShown { expected, needed } | Self::EqualityNotShown { expected, needed } => {
                vec![("expected", number(*expected)), ("needed", number(*needed))]
            }
            Self::CellsHidden { questions, of, expected, needed } => vec![
                ("questions", count(*questions)),
                ("of", count(*of)),
                ("expected", number(*expected)),
                ("needed", number(*needed)),
            ],
        }
    }
}

impl Datum {
    /// As one text, numbers in digits.
    pub fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Words(words) => words.clone(),
        }
    }
}
