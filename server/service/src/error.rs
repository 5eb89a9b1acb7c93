//! What a use case can answer besides what was asked for.

use earshot_domain::area::AreaFlaw;
use earshot_domain::board::BoardFlaw;
use earshot_domain::clocks::PlanFlaw;
use earshot_domain::code::Shut;
use earshot_domain::codebook::CodebookFlaw;
use earshot_domain::comment::Suspect;
use earshot_domain::partnership::TermFlaw;
use earshot_domain::question::FieldError;
use earshot_domain::questionnaire::Defect;
use earshot_domain::retention::RetentionFlaw;
use earshot_domain::young::NicknameFlaw;
use earshot_domain::{consultation, decision, need};
use earshot_store::StoreError;

use crate::areas::AreaUse;

/// Why a use case did not happen. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or it is not for the one who asks: the two look
    /// alike from outside.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignIn,
    /// Signed in, but not trusted with this.
    #[error("not allowed")]
    Forbidden,
    /// The consultation takes no answers now.
    #[error("the consultation takes no answers now")]
    Closed,
    /// Signed in, and trusted with this, but the second step must be shown first, or again.
    #[error("the second step is needed")]
    SecondStep,
    /// Too many tries.
    #[error("too many tries")]
    TooMany,
    /// Somebody else changed the record in the meantime.
    #[error("changed by somebody else in the meantime")]
    Stale,
    /// What was sent cannot be taken as it is; each refusal says why.
    #[error("refused")]
    Refused(Vec<Refusal>),
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
}

/// What a second person has to look at, where it may hurt somebody (domain.md 7.3 invariant 1, 7.4.1, 7.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondPerson {
    /// A draft before it opens, as it is now.
    Draft,
    /// Quotes before they are published, as they are now.
    Quotes,
    /// Something that whoever asks has changed last.
    OwnWork,
    /// A change while it is asked: it is paused first.
    WhileAsked,
    /// More of words of which a quote is published.
    Published,
    /// Something for which whoever gives roles is no second person.
    GivesRoles,
    /// What they have asked for themselves.
    OwnRequest,
}

/// One reason why something was refused. The page finds the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A field that must be filled in.
    Missing(&'static str),
    /// A field with something that cannot be read: a date, a number, a choice.
    Unreadable(&'static str),
    /// A field with too many letters.
    TooLong {
        /// The field.
        field: &'static str,
        /// The most letters it takes.
        max: usize,
    },
    /// A field with too few letters.
    TooShort {
        /// The field.
        field: &'static str,
        /// The fewest letters it takes.
        min: usize,
    },
    /// An area that cannot be as it is wanted.
    Area {
        /// Its line, where it stands in a list.
        line: Option<u64>,
        /// Why.
        flaw: AreaFlaw,
    },
    /// An area that cannot be deleted, and what refers to it.
    AreaInUse(AreaUse),
    /// A board that cannot stand where it is wanted.
    Board(BoardFlaw),
    /// A box, of any number of them, that says somebody is sure and is not ticked.
    NotSure {
        /// The name of the field.
        field: String,
    },
    /// A file that cannot be taken, and why, in words for staff that repeat nothing of it.
    File(String),
    /// A field, of any number of them, that holds no whole number.
    NoNumber {
        /// The name of the field.
        field: String,
    },
    /// A field, of any number of them, with too many letters.
    LongField {
        /// The name of the field.
        field: String,
        /// The most letters it takes.
        max: usize,
    },
    /// The same was sent to the same people so lately that it would be too much.
    SentLately(chrono::NaiveDate),
    /// Nobody follows what was to be told.
    NobodyFollows,
    /// A field with more rows or lines than there is room for.
    TooMany {
        /// The field.
        field: &'static str,
        /// The most that it takes.
        max: usize,
    },
    /// Somebody else has changed a field since the form was drawn; what stands there now has to be seen first.
    ChangedMeanwhile(&'static str),
    /// A name, address or slug that is in use, or a form that was sent with something else.
    Taken(&'static str),
    /// Somebody else looks at it now, and can decide about it until then, in the time of the place.
    TakenBy {
        /// Their name.
        name: String,
        /// Until when.
        until: chrono::NaiveDateTime,
    },
    /// A way to reach somebody, or where they live, that should be taken out before it is sent.
    Personal(Suspect),
    /// An answer that the question cannot take.
    Answer {
        /// The question's key.
        question: String,
        /// Why.
        error: FieldError,
    },
    /// A consultation's setup.
    Setup(consultation::SetupError),
    /// A consultation cannot open yet.
    Check(consultation::Check),
    /// The step is not possible in the state that the record is in.
    WrongState,
    /// Something that was said in a session is held: the safeguarding lead decides first.
    HeldTurn,
    /// A question or option key that cannot be taken, in words for staff.
    Questionnaire(String),
    /// Something about the questions that must be mended before anybody is asked.
    Defect(Defect),
    /// A published decision or feedback page answers the themes of this consultation.
    Answered,
    /// Nobody else could invite staff or give roles any more.
    LastAdministrator,
    /// A role that nobody can have in one consultation alone.
    EverywhereOnly,
    /// A role that nobody can have in a place of this kind alone: at a board, or in a group of young people.
    NotInSuchAPlace,
    /// A group by which answers are asked for, and in which too few answered; or there is none.
    SmallGroup,
    /// Two people have to look at it, and one has.
    SecondPerson(SecondPerson),
    /// A question uses it.
    InUse,
    /// The codebook cannot become as it is wanted.
    Codebook(CodebookFlaw),
    /// Answers still wait to be read (domain.md 7.4.1, "triage queue empty").
    Unread,
    /// No theme is final.
    NoFinalTheme,
    /// A need cannot be agreed yet.
    Need(need::Gap),
    /// A code that is not right, or was used already.
    WrongCode,
    /// A link with another organisation cannot work from and until these days.
    Term(TermFlaw),
    /// A nickname that cannot be taken, or that must be asked about once more.
    Nickname(NicknameFlaw),
    /// It cannot be kept for so long.
    Retention(RetentionFlaw),
    /// How the organisation reads cannot be as it was written.
    Plan(PlanFlaw),
    /// A decision cannot be published yet.
    Decision(decision::Gap),
    /// A final theme without a line that answers it, by name (7.3 invariant 3).
    NoLine(String),
    /// The words are not in the answer.
    PieceNotFound,
    /// The words stand in the answer as often as this, and nobody has said which are meant.
    SeveralPieces(usize),
    /// Nobody has decided about words that are very likely a name, in an answer or a piece of it.
    LookFirst,
    /// The young person did not say yes to using their exact words.
    NoConsent,
    /// The words are what somebody of the staff understood, not what was said: never a quote.
    Interpretation,
    /// The code lets nobody in, and why; nothing where there is no such code, or none was given and one is needed.
    Code(Option<Shut>),
    /// The last day for answers can only become later.
    NotLater,
    /// No paper form with this code was typed in.
    FormUnknown,
    /// This paper form was typed in already.
    FormKnown,
    /// What was written on this paper form was taken back.
    FormTakenBack,
    /// Somebody has read these words since they were typed in.
    WordsRead,
    /// A line of a file, counted from 1, and what is wrong with it.
    Line {
        /// The line.
        line: u64,
        /// What is wrong.
        reason: String,
    },
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale => Error::Stale,
            other => Error::Store(other),
        }
    }
}

impl Error {
    /// One refusal.
    pub(crate) fn refused(refusal: Refusal) -> Self {
        Error::Refused(vec![refusal])
    }

    /// The refusals, or nothing to refuse.
    pub(crate) fn unless_empty(refusals: Vec<Refusal>) -> Result<(), Self> {
        if refusals.is_empty() { Ok(()) } else { Err(Error::Refused(refusals)) }
    }
}

/// Turns "is there already" into the refusal of a field.
pub(crate) fn taken(field: &'static str) -> impl FnOnce(StoreError) -> Error {
    move |error| match error {
        StoreError::Taken => Error::refused(Refusal::Taken(field)),
        other => other.into(),
    }
}
