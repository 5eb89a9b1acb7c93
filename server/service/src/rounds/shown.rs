//! What the desk shows of rounds of double coding.

use chrono::{DateTime, Utc};
use earshot_domain::agreement::{Agreement, RoundState};
use earshot_domain::respondent::RespondentType;
use earshot_store::round::RoundCode;
use uuid::Uuid;

/// Who codes beside the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondCoder {
    /// Somebody of the staff.
    Staff(Uuid),
    /// A young person, by their account.
    Young(Uuid),
}

/// What is wished for of a round.
#[derive(Debug, Clone, Copy, Default)]
pub struct RoundText {
    /// Who codes first; whoever begins it, where nobody is chosen.
    pub first: Option<Uuid>,
    /// Who codes as well.
    pub second: Option<SecondCoder>,
    /// How many answers; the rule chooses where nothing is said.
    pub sample: Option<i64>,
}

/// One of the two, as the desk shows them.
#[derive(Debug, Clone)]
pub struct CoderView {
    /// 1 or 2.
    pub number: i64,
    /// Their name; of a young person only for those who look after their accounts.
    pub name: Option<String>,
    /// Whether it is a young person.
    pub is_young: bool,
    /// How many answers they have coded or passed over.
    pub done: usize,
    /// Whether they are done.
    pub is_finished: bool,
}

/// A round in the list.
#[derive(Debug, Clone)]
pub struct RoundCard {
    /// 1, 2, 3 within the consultation.
    pub number: i64,
    /// How far it has come.
    pub state: RoundState,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// The two.
    pub coders: Vec<CoderView>,
    /// How many answers were drawn.
    pub drawn: i64,
    /// How well the two agreed, once it is closed and was not stopped.
    pub result: Option<Agreement>,
    /// Whether it waits for the one who looks.
    pub waits_for_me: bool,
}

/// The rounds of a consultation, and what another one can be begun with.
#[derive(Debug, Clone)]
pub struct Rounds {
    /// The rounds, the first one first.
    pub rounds: Vec<RoundCard>,
    /// How many codes there are.
    pub codes: usize,
    /// How many answers there are to draw from.
    pub answers: usize,
    /// Those of the staff who may code here, with their names.
    pub colleagues: Vec<(Uuid, String)>,
    /// Young people who could, with their nicknames; none for who does not look after their accounts.
    pub young: Vec<(Uuid, String)>,
}

/// An answer without what was taken out of it.
#[derive(Debug, Clone)]
pub struct RoundWords {
    /// The answer.
    pub id: Uuid,
    /// A short name that tells nothing.
    pub name: String,
    /// The question.
    pub question: String,
    /// Its words, with `[name]` where one was.
    pub words: String,
    /// Whose words.
    pub respondent: RespondentType,
}

/// The answer that somebody codes now.
#[derive(Debug, Clone)]
pub struct ToCode {
    /// It.
    pub words: RoundWords,
    /// Where it stands, from 1.
    pub place: usize,
    /// Whether they have coded it or passed it over.
    pub is_done: bool,
    /// The codes that they gave; none where they passed it over.
    pub codes: Vec<Uuid>,
}

/// A code of which the two do not say the same.
#[derive(Debug, Clone)]
pub struct Apart {
    /// The code.
    pub code: RoundCode,
    /// What each of the two said; nothing from who passed the answer over.
    pub votes: Vec<Option<bool>>,
    /// What was settled, and why.
    pub settled: Option<(bool, String)>,
}

/// An answer of which the two do not say the same.
#[derive(Debug, Clone)]
pub struct Disagreement {
    /// It.
    pub words: RoundWords,
    /// The codes.
    pub codes: Vec<Apart>,
}

/// What the two said, beside each other.
#[derive(Debug, Clone)]
pub struct CodersCompared {
    /// How well they agree.
    pub agreement: Agreement,
    /// Where they do not.
    pub disagreements: Vec<Disagreement>,
    /// How many of these are not settled.
    pub open: usize,
}

/// A round as the desk shows it.
#[derive(Debug, Clone)]
pub struct RoundView {
    /// 1, 2, 3 within the consultation.
    pub number: i64,
    /// How far it has come.
    pub state: RoundState,
    /// The codes as they were when it began.
    pub codes: Vec<RoundCode>,
    /// The two; one where a young person has gone with their account.
    pub coders: Vec<CoderView>,
    /// How many answers were drawn.
    pub drawn: i64,
    /// How many of them may be used now: the others are held.
    pub live: usize,
    /// Which of the two looks, if either does.
    pub mine: Option<i64>,
    /// What they code now; nothing once all is done.
    pub now: Option<ToCode>,
    /// Whether a young person waits until somebody has looked for names.
    pub is_unchecked: bool,
    /// What to look for names in, for who may do so.
    pub to_check: Vec<RoundWords>,
    /// Both beside each other, once both are done.
    pub compared: Option<CodersCompared>,
    /// How well they agreed, once it is closed.
    pub result: Option<Agreement>,
}

/// What is settled of a code on an answer.
#[derive(Debug, Clone)]
pub struct SettleText {
    /// The answer.
    pub answer: Uuid,
    /// The code.
    pub code: Uuid,
    /// Whether it applies.
    pub applies: Option<bool>,
    /// Why.
    pub reason: String,
}
