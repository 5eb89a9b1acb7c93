//! What young people write for others to read (domain.md 5.5, 7.4.7): comments on what they are told, ideas, and words for a
//! screen in the room. A person looks at each before anybody sees it. There is no way around that, and no switch for it.
//!
//! All three are one record and go one way. It is called a comment in the code, after the first of them; staff read "post".
//!
//! What somebody wrote is never changed. What everybody reads is made of it and of the ranges that were taken out, which
//! stand beside it (see [`crate::text::redact`]).

mod lists;
mod live;
mod suggest;

pub use live::{
    LIVE_LETTERS, LIVE_QUESTION_LETTERS, LIVE_WORDS, LiveFlaw, WallSize, WallWord, live_words, wall,
};
pub(crate) use suggest::is_rude;
pub use suggest::{Suggestion, Suspect, personal, suggest};

/// The most letters of a comment or an idea.
pub const COMMENT_LETTERS: usize = 500;

crate::text_enum! {
    /// What somebody has written for others to read.
    pub enum PostKind {
        /// A comment on what young people were told, under the feedback page.
        Comment = "comment",
        /// An idea, while answers are taken.
        Idea = "idea",
        /// One to three words for the screen in the room.
        Live = "live",
    }
}

impl PostKind {
    /// As staff read it.
    pub fn label(self) -> &'static str {
        match self {
            PostKind::Comment => "Comment",
            PostKind::Idea => "Idea",
            PostKind::Live => "Live words",
        }
    }
}

crate::text_enum! {
    /// How far a comment has come.
    pub enum CommentState {
        /// Nobody has decided about it.
        Pending = "pending",
        /// Everybody can read it.
        Approved = "approved",
        /// Everybody can read it without the words that were taken out.
        Edited = "edited",
        /// It is not shown, for one of the [`CommentReason`]s.
        Rejected = "rejected",
        /// Something in it may mean that somebody is not safe: only the safeguarding lead and the deputy read it.
        Escalated = "escalated",
    }
}

impl CommentState {
    /// Whether everybody can read it, unless it was reported.
    pub fn is_shown(self) -> bool {
        matches!(self, CommentState::Approved | CommentState::Edited)
    }
}

crate::text_enum! {
    /// Why a comment is not shown. There is no other reason, and each has kind words for whoever wrote it.
    pub enum CommentReason {
        /// It hurts somebody.
        Unkind = "unkind",
        /// It says who somebody is.
        Names = "names",
        /// It says how to reach somebody.
        Contact = "contact",
        /// It is about something else.
        OffTopic = "off-topic",
        /// Somebody may get hurt.
        Harm = "harm",
        /// It sells something, or says the same again and again.
        Spam = "spam",
    }
}

impl CommentReason {
    /// As staff choose it.
    pub fn label(self) -> &'static str {
        match self {
            CommentReason::Unkind => "It is unkind to somebody",
            CommentReason::Names => "It names somebody, or says who they are",
            CommentReason::Contact => "It says how to reach somebody",
            CommentReason::OffTopic => "It is not about this",
            CommentReason::Harm => "Somebody may get hurt",
            CommentReason::Spam => "It sells something, or says the same again and again",
        }
    }
}

crate::text_enum! {
    /// What was done about a comment: a line of its history.
    pub enum CommentAct {
        /// It is shown as it is.
        Shown = "shown",
        /// It is shown without some of its words.
        Redacted = "redacted",
        /// It is not shown.
        Rejected = "rejected",
        /// It was passed to the safeguarding lead.
        Escalated = "escalated",
        /// The safeguarding lead gave it back, to be checked like every other one.
        Released = "released",
        /// The safeguarding lead keeps it.
        Kept = "kept",
        /// Somebody who read it said that something is wrong with it.
        Reported = "reported",
    }
}

impl CommentAct {
    /// Where it leads from a state; nothing where it cannot be done. What everybody can read can be decided about again,
    /// and what is not shown too.
    pub fn from(self, state: CommentState) -> Option<CommentState> {
        use CommentState::{Approved, Edited, Escalated, Pending, Rejected};
        match (self, state) {
            (CommentAct::Released, Escalated) => Some(Pending),
            (CommentAct::Kept, Escalated) => Some(Escalated),
            (CommentAct::Reported, Approved | Edited) => Some(state),
            (_, Escalated) | (CommentAct::Released | CommentAct::Kept | CommentAct::Reported, _) => None,
            (CommentAct::Shown, _) => Some(Approved),
            (CommentAct::Redacted, _) => Some(Edited),
            (CommentAct::Rejected, _) => Some(Rejected),
            (CommentAct::Escalated, _) => Some(Escalated),
        }
    }

    /// As the history says it.
    pub fn label(self) -> &'static str {
        match self {
            CommentAct::Shown => "Shown",
            CommentAct::Redacted => "Shown without some words",
            CommentAct::Rejected => "Not shown",
            CommentAct::Escalated => "Passed to the safeguarding lead",
            CommentAct::Released => "Given back by the safeguarding lead",
            CommentAct::Kept => "Kept by the safeguarding lead",
            CommentAct::Reported => "Reported by a reader",
        }
    }
}

crate::text_enum! {
    /// What those who read a shown comment have said about it.
    pub enum Report {
        /// Nobody has said anything.
        None = "none",
        /// Somebody has said that something is wrong: nobody reads it until a moderator has looked again.
        Hidden = "hidden",
        /// A moderator has looked again and lets it stand.
        Stands = "stands",
        /// Somebody has said so once more: it stays where it is, and is looked at before others.
        Again = "again",
    }
}

impl Report {
    /// Whether a moderator has to look again.
    pub fn is_open(self) -> bool {
        matches!(self, Report::Hidden | Report::Again)
    }

    /// How it stands once somebody has decided. What was looked at again stays where it is from then on, so that nobody can
    /// take somebody else's words down by pressing a button.
    #[must_use]
    pub fn after(self, act: CommentAct) -> Self {
        match (self, act) {
            (Report::None, _) => Report::None,
            (_, CommentAct::Shown | CommentAct::Redacted) => Report::Stands,
            _ => Report::None,
        }
    }
}

/// What whoever wrote a comment is told about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriterSees {
    /// A person looks at it first.
    Waiting,
    /// Everybody can read it.
    Shown,
    /// Everybody can read it, and some words were taken out.
    ShownWithout,
    /// It is not shown, and why.
    NotShown(CommentReason),
}

/// What whoever wrote it is told. `decided` says that the safeguarding lead has decided about one that was passed on:
/// until then it is one that waits like every other, so that nobody learns from it that they were marked.
pub fn writer_sees(
    state: CommentState,
    report: Report,
    reason: Option<CommentReason>,
    decided: bool,
) -> WriterSees {
    match state {
        CommentState::Approved | CommentState::Edited if report == Report::Hidden => WriterSees::Waiting,
        CommentState::Approved => WriterSees::Shown,
        CommentState::Edited => WriterSees::ShownWithout,
        CommentState::Rejected => WriterSees::NotShown(reason.unwrap_or(CommentReason::OffTopic)),
        CommentState::Escalated if decided => WriterSees::NotShown(CommentReason::Harm),
        CommentState::Pending | CommentState::Escalated => WriterSees::Waiting,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_shown_that_nobody_has_decided_about() {
        for &state in CommentState::ALL {
            for &act in CommentAct::ALL {
                let shown = act.from(state).is_some_and(CommentState::is_shown);
                let decides = matches!(act, CommentAct::Shown | CommentAct::Redacted);
                assert!(!shown || decides || act == CommentAct::Reported, "{act} {state}");
            }
        }
    }

    #[test]
    fn only_the_lead_moves_what_was_passed_on_and_only_back_into_the_queue() {
        let from = |act: CommentAct| act.from(CommentState::Escalated);
        assert_eq!(from(CommentAct::Released), Some(CommentState::Pending));
        assert_eq!(from(CommentAct::Kept), Some(CommentState::Escalated));
        for act in [CommentAct::Shown, CommentAct::Redacted, CommentAct::Rejected, CommentAct::Escalated] {
            assert_eq!(from(act), None, "{act}");
            for state in [CommentState::Pending, CommentState::Approved, CommentState::Rejected] {
                assert!(act.from(state).is_some(), "{act} {state}: decided again later");
            }
        }
        assert_eq!(CommentAct::Released.from(CommentState::Rejected), None);
        assert_eq!(CommentAct::Reported.from(CommentState::Pending), None);
    }

    #[test]
    fn what_was_looked_at_again_is_not_taken_down_by_the_next_report() {
        assert_eq!(Report::Hidden.after(CommentAct::Shown), Report::Stands);
        assert_eq!(Report::Again.after(CommentAct::Redacted), Report::Stands);
        assert_eq!(Report::None.after(CommentAct::Shown), Report::None, "nobody has said anything yet");
        assert_eq!(Report::Hidden.after(CommentAct::Rejected), Report::None);
        assert!(Report::Hidden.is_open() && Report::Again.is_open() && !Report::Stands.is_open());
    }

    #[test]
    fn whoever_wrote_it_is_told_kindly_and_never_that_they_were_marked() {
        use CommentState::{Approved, Edited, Escalated, Pending, Rejected};
        let sees = |state, report| writer_sees(state, report, None, false);
        assert_eq!(sees(Pending, Report::None), sees(Escalated, Report::None));
        assert_eq!(sees(Approved, Report::None), WriterSees::Shown);
        assert_eq!(sees(Approved, Report::Again), WriterSees::Shown);
        assert_eq!(sees(Edited, Report::Hidden), WriterSees::Waiting);
        assert_eq!(sees(Edited, Report::Stands), WriterSees::ShownWithout);
        let spam = Some(CommentReason::Spam);
        assert_eq!(
            writer_sees(Rejected, Report::None, spam, true),
            WriterSees::NotShown(CommentReason::Spam)
        );
        assert_eq!(
            writer_sees(Escalated, Report::None, None, true),
            WriterSees::NotShown(CommentReason::Harm)
        );
    }
}
