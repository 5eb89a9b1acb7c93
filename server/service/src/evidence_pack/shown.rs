//! What an evidence pack holds.

use chrono::NaiveDate;
use earshot_domain::decision::ResponseStatus;
use earshot_domain::frequency::Frequency;
use earshot_domain::need::NeedState;
use earshot_domain::question::Kind as QuestionKind;
use earshot_domain::reference::Reference;
use earshot_domain::suppression::Shown;

use crate::QuestionFinding;

/// What an evidence pack is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackAbout {
    /// A whole consultation, by its address.
    Consultation(String),
    /// One final theme of a consultation.
    Theme(String, Reference),
    /// A need.
    Need(Reference),
}

/// An evidence pack.
#[derive(Debug, Clone)]
pub struct Pack {
    /// What it is about: a consultation, a theme, a need.
    pub reference: Reference,
    /// Its title.
    pub title: String,
    /// Who made it.
    pub organisation: String,
    /// The day on which it was made.
    pub on: NaiveDate,
    /// Whether everything in it is published.
    pub published: bool,
    /// The sentences on method (domain.md 4.4).
    pub method: String,
    /// Who is missing, besides what the method says.
    pub missing: Vec<String>,
    /// How quotes were chosen and protected.
    pub choosing: String,
    /// The consultations that it draws on: which sources they are, from 1.
    pub draws_on: Vec<usize>,
    /// What young people were told, and when.
    pub told: Vec<PackTold>,
    /// The need that it is about.
    pub need: Option<PackNeed>,
    /// What young people said, theme by theme.
    pub notes: Vec<EvidenceNote>,
    /// Quotes of a need that speak for none of its themes.
    pub quotes: Vec<PackQuote>,
    /// The counted questions.
    pub questions: Vec<PackQuestion>,
    /// The needs that rest on it.
    pub needs: Vec<PackNeed>,
    /// The decisions that answer it.
    pub decisions: Vec<PackDecision>,
    /// What it cannot say.
    pub limits: Vec<String>,
    /// The records that it names, `[1]` and on.
    pub sources: Vec<PackSource>,
}

/// A record that a pack names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackSource {
    /// `Q-0107`.
    pub reference: Reference,
    /// What it is.
    pub what: String,
    /// Its address within the site.
    pub path: String,
}

/// What young people were told of a consultation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackTold {
    /// Which source it is, from 1; nothing where they have not been told.
    pub source: Option<usize>,
    /// That they were, and when.
    pub words: String,
}

/// What many young people said alike.
#[derive(Debug, Clone)]
pub struct EvidenceNote {
    /// Which source it is of, from 1.
    pub source: usize,
    /// `T-0003`.
    pub reference: Reference,
    /// For staff and documents.
    pub name: String,
    /// In young people's words.
    pub child_name: String,
    /// What it says.
    pub summary: String,
    /// How many of those who wrote something said it.
    pub frequency: Option<Frequency>,
    /// How many that were.
    pub voices: Shown,
    /// The published quotes that speak for it, those of young people first.
    pub quotes: Vec<PackQuote>,
}

/// A published quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackQuote {
    /// Which source it is, from 1.
    pub source: usize,
    /// `Q-0107`.
    pub reference: Reference,
    /// The words, with what was taken out as tokens.
    pub words: String,
    /// Who said it, no more exact than the rule of ten allows.
    pub attribution: String,
    /// Whether it is a child or young person.
    pub is_young: bool,
}

/// What was answered to a question.
#[derive(Debug, Clone)]
pub struct PackQuestion {
    /// What was answered, in numbers that may be shown.
    pub finding: QuestionFinding,
    /// Its type, where it is still asked.
    pub kind: Option<QuestionKind>,
}

/// A need that rests on what was said.
#[derive(Debug, Clone)]
pub struct PackNeed {
    /// Which source it is, from 1.
    pub source: usize,
    /// `N-0042`.
    pub reference: Reference,
    /// A few words.
    pub title: String,
    /// The need in a sentence.
    pub statement: String,
    /// How far it has come.
    pub state: NeedState,
}

/// A decision that answers what was said.
#[derive(Debug, Clone)]
pub struct PackDecision {
    /// Which source it is, from 1.
    pub source: usize,
    /// `D-0019`.
    pub reference: Reference,
    /// In young people's words.
    pub title: String,
    /// Who decided.
    pub decider: String,
    /// When.
    pub on: Option<NaiveDate>,
    /// What it says to each theme: the theme in young people's words, the answer, why.
    pub replies: Vec<(String, ResponseStatus, String)>,
}
