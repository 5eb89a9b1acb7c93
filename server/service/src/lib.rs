#![doc = include_str!("../README.md")]

mod analysis;
mod consultations;
mod context;
mod decisions;
mod error;
mod feedback;
mod findings;
mod import;
mod keys;
mod mine;
mod needs;
mod people;
mod public;
mod quotes;
mod reading;
mod respond;
mod standards;
mod together;
mod trail;
mod ways;

pub use analysis::{CodeText, Codebook, CodingFilter, ThemeText, ThemeView};
pub use consultations::{DeskConsultation, DeskConsultations, EditEffect, NewConsultation, Preparation};
pub use context::{Chance, Clock, Earshot, FixedClock, SystemChance, SystemClock};
pub use decisions::{ActionText, DecisionText, DecisionView, Promise, ReplyText, ThemeToAnswer};
pub use error::{Error, Refusal};
pub use feedback::{FeedbackLine, FeedbackPage, FeedbackProposal};
pub use findings::{Findings, OtherTable, QuestionFinding, ThemeFinding};
pub use import::{Imported, ImportedAnswer, ImportedCoding, ImportedTheme, Into};
pub use keys::{Keys, hex};
pub use mine::{Mine, OwnWords};
pub use needs::{NeedView, PriorityText, VoicePanel};
pub use people::{Actor, Invitation, Person};
pub use public::{ChangeCard, ConsultationCard, CriterionView, Home, StandardView, StandardsView};
pub use quotes::{QuoteText, QuoteView, RedactionView};
pub use reading::{AnswerView, Concern, Queue, QueueCounts, SafeguardingEntry};
pub use respond::{About, Asked, Kept, Submission};
pub use standards::{DeskStandards, EvidenceView, ScoreText};
pub use trail::{ChangeStep, DecisionStep, NeedStep, PriorityStep, ThemeStep, ToldStep, Trace, Trail};
pub use ways::{Assisted, Came, CodeBatch, Entered, NewCodes};

pub use earshot_store::analysis::{Code, Coding, Theme};
pub use earshot_store::audit::Entry as AuditEntry;
pub use earshot_store::decision::{Action, Decision, DecisionBody};
pub use earshot_store::need::{Need, NeedBody, Priority};
pub use earshot_store::quote::Quote;
pub use earshot_store::{Db, Engine, StoreError};
