#![doc = include_str!("../README.md")]

mod alike;
mod already_asked;
mod analysis;
mod areas;
mod audit;
mod board;
mod boards;
mod clinic;
mod clocks;
mod codebook;
mod comments;
mod consultations;
mod context;
mod decisions;
mod digests;
mod documents;
mod error;
mod evidence_pack;
mod exports;
mod feedback;
mod files;
mod findings;
mod ideas;
mod import;
mod jobs;
mod keys;
mod library;
mod matrix;
mod me;
mod media;
mod mine;
mod moderation;
mod needs;
mod news;
mod numbers;
mod paper;
mod partners;
mod passkeys;
mod passport;
mod people;
mod progress;
mod provider;
mod public;
mod qda;
mod quotes;
mod reach;
mod read_links;
mod reading;
mod requests;
mod respond;
mod retention;
mod rounds;
mod sealed_contacts;
mod search;
mod second_step;
mod secret;
mod sorting;
mod standards;
mod taking_out;
mod together;
mod trail;
mod transcripts;
mod tray;
mod trust;
mod watch;
mod ways;
mod workbench;
mod young;
mod young_passkeys;

pub use alike::{Alike, AlikeAnswer, AlikeFold, AlikeGroup, AlikeText, CodeIdea, GroupText, Suggestion};
pub use already_asked::{AlreadyAsked, AskedBefore, AskedLately};
pub use analysis::{ThemeText, ThemeView};
pub use areas::AreaUse;
pub use board::{CodeMove, ThemeId};
pub use boards::{BoardConsultation, BoardName, BoardText, BoardView, ChosenBoard};
pub use clinic::{Clinic, Found, HolidayText, LeftAsIs};
pub use clocks::{PlanText, Reading, Waiting};
pub use codebook::{CodeText, Codebook, CodebookVersions, FrozenView, SPLIT_FIELDS, SplitCode};
pub use comments::{CommentPage, CommentText, OwnComment, SentComment, ShownComment};
pub use consultations::{DeskConsultation, DeskConsultations, EditEffect, NewConsultation, Preparation};
pub use context::{Chance, Clock, Earshot, FixedClock, SystemChance, SystemClock};
pub use decisions::{
    ActionText, DecisionBoards, DecisionText, DecisionView, Promise, ReplyText, ThemeToAnswer,
};
pub use error::{Error, Refusal, SecondPerson};
pub use evidence_pack::{
    EvidenceNote, Pack, PackAbout, PackDecision, PackNeed, PackQuestion, PackQuote, PackSource, PackTold,
};
pub use exports::{ExportFile, ExportList, ExportOrder, ExportToApprove, TakenExport};
pub use feedback::{FeedbackLine, FeedbackPage, FeedbackProposal};
pub use files::{Asset, FileKind, StaffFile};
pub use findings::{Findings, OtherTable, QuestionFinding, ThemeFinding};
pub use ideas::{DeskRooms, LiveRound, LiveWall, OpenRooms};
pub use import::{Imported, ImportedAnswer, ImportedCoding, ImportedRow, ImportedTheme, Into};
pub use jobs::{Happened, JobPage, Letter, LetterAbout, Problem, TakenJob};
pub use keys::{Keys, Secret, hex};
pub use library::{KeepText, QuestionSet, SETS_PER_PAGE, SetCard, SetPage, SetVersion, Shelf, Source, Took};
pub use matrix::{
    MATRIX_CODES_MAX, Matrix, MatrixAsk, MatrixCell, MatrixLine, MatrixRow, MatrixSaid, MatrixSummary,
};
pub use me::{OwnAccount, OwnPage, YOUNG_SESSION_LIFE};
pub use media::{AnswerFile, Arrival, Awaited, CleanFile, File};
pub use mine::{Mine, OwnWords};
pub use moderation::{
    CommentCard, CommentDecision, CommentLine, CommentList, CommentView, LiveShown, LiveToCheck, LiveWaiting,
};
pub use needs::{NeedView, PriorityText, VoicePanel};
pub use news::{Follower, NewsDesk};
pub use numbers::{Numbers, SmallNumbers, Trend, TrendPoint};
pub use paper::{Known, NewForms, PaperBatch, PaperEntry, PaperForm, Pass, PrintedForms, TypingsCompared};
pub use partners::{OfferForm, OfferText, PartnerLink, Partners, SharedConsultation};
pub use passkeys::{OwnPasskey, PasskeyTry};
pub use passport::{Citation, Citing, Passport, ThemeRemarks, WhyStruck};
pub use people::{Actor, Invitation, NO_NAME, OwnSession, is_email};
pub use progress::{Counted, Missing, Progress, Stopped};
pub use provider::{Identity, ProviderTry, WaysToShow};
pub use public::{ChangeCard, ConsultationCard, CriterionView, Home, StandardView, StandardsView};
pub use qda::{
    BookEntry, HandedBeside, HandedBook, HandedCase, HandedCode, HandedGroup, HandedIn, HandedKept,
    HandedNote, HandedOver, HandedPlace, HandedReport, HandedSet, HandedText, HandedVariable, HandedVoice,
    KeptCase, KeptImport, KeptNote, KeptPlace, KeptSet, KeptView, VoiceCoding, VoiceText,
};
pub use quotes::{QuoteText, QuoteView, RedactionView};
pub use reach::{Figure, HOPED_MAX, KeptFigure, ReachGroup, ReachTable, ReachView};
pub use read_links::{Evidence, NewReadLink, READ_DAYS, ReadDecision, ReadNeed};
pub use reading::{AnswerView, Concern, Queue, QueueCounts, SafeguardingEntry};
pub use requests::{
    EarlierRequest, OwnRequest, RequestCard, RequestDone, RequestPage, RequestText, RequestView, SentRequest,
};
pub use respond::{About, Asked, Begun, Kept, Submission};
pub use retention::{Due, FixedRule, Retention, RetentionRule};
pub use rounds::{
    Apart, CoderView, CodersCompared, Disagreement, RoundCard, RoundText, RoundView, RoundWords, Rounds,
    SecondCoder, SettleText, ToCode,
};
pub use sealed_contacts::{AskedOpening, ContactLeft, OpenContact, SealedContact};
pub use search::{Found as SearchFound, Hit as SearchHit, SearchText};
pub use second_step::{SecondStep, SecondStepSetup, SecondStepState};
pub use secret::{Fit, HeldKey};
pub use sorting::{Sorting, SortingCard, ToSort};
pub use standards::{DeskStandards, EvidenceView, ScoreText};
pub use taking_out::{LISTED, SuggestionView, TakingOut, TakingOutCard, TakingOutQueue};
pub use trail::{ChangeStep, DecisionStep, NeedStep, PriorityStep, ThemeStep, ToldStep, Trace, Trail};
pub use transcripts::{NewTranscript, NewTurn, TranscriptCard, TranscriptView, TurnView};
pub use tray::TrayView;
pub use trust::{Person, Place, Places, Trust, place_key};
pub use watch::WatchWords;
pub use ways::{Assisted, Came, CodeBatch, Entered, NewCodes, OnPaper};
pub use workbench::{CodingFilter, CodingPile, MemoOn, MemoView, Only, PieceText, PileCounts, PilePage};
pub use young::{AskedOfGroup, NewYoungCode, NewYoungPerson, YoungGroupPage, YoungMember};
pub use young_passkeys::{YOUNG_PASSKEYS_MAX, YoungPasskey};

pub use audit::{AuditChain, AuditPage};
pub use earshot_domain::alike::FEWEST_TEXTS;
pub use earshot_store::alike::Campaign;
pub use earshot_store::analysis::{Code, Coding, Theme};
pub use earshot_store::audit::{Entry as AuditEntry, Search as AuditSearch};
pub use earshot_store::board::Board;
pub use earshot_store::clinic::Holiday;
pub use earshot_store::codebook::{CodeEvent, CodebookVersion};
pub use earshot_store::consultation::SecondLook;
pub use earshot_store::decision::{Action, Decision, DecisionBody};
pub use earshot_store::export::Export;
pub use earshot_store::job::Job;
pub use earshot_store::need::{Need, NeedBody, Priority};
pub use earshot_store::passport::{Makers, Striking};
pub use earshot_store::quote::Quote;
pub use earshot_store::read_link::ReadLink;
pub use earshot_store::retention::Hold;
pub use earshot_store::round::RoundCode;
pub use earshot_store::scope::{PlaceId, Placed, Scope};
pub use earshot_store::suppression::Setting as SuppressionSetting;
pub use earshot_store::young::Group as YoungGroup;
pub use earshot_store::{Db, Engine, StoreError};
