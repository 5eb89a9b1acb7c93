//! Ideas while a consultation takes answers, and live words for a screen in the room. Both go the way of comments
//! (`comments`, `moderation`); here is what is theirs: when they are taken, and what everybody sees.

use chrono::Days;
use earshot_domain::comment::{self as rules, LIVE_QUESTION_LETTERS, PostKind, WallWord};
use earshot_domain::policy::Permission;
use earshot_domain::text;
use earshot_store::comment::{self, Room};

use crate::comments::public_text;
use crate::error::Refusal;
use crate::{Actor, Asked, CommentPage, CommentText, Earshot, Error};

/// Live words that stand on a screen together, one for each time they were said.
const WALL_MOST: i64 = 2_000;

/// A question on the screen, for those who send words to it.
#[derive(Debug, Clone)]
pub struct LiveRound {
    /// What is asked.
    pub question: String,
    /// Whether words are taken.
    pub open: bool,
    /// The token of a fresh form.
    pub form: String,
}

/// The screen.
#[derive(Debug, Clone)]
pub struct LiveWall {
    /// What is asked.
    pub question: String,
    /// Whether words are taken.
    pub open: bool,
    /// What everybody can read.
    pub words: Vec<WallWord>,
}

/// What young people may write now, for the pages that lead there.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenRooms {
    /// Ideas.
    pub ideas: bool,
    /// No ideas any more, and there are some to read.
    pub ideas_to_read: bool,
    /// Live words.
    pub live: bool,
}

/// The same for those who turn it on and off.
#[derive(Clone)]
pub struct DeskRooms {
    /// Whether ideas are taken as long as answers are.
    pub ideas: bool,
    /// Whether live words are taken.
    pub live: bool,
    /// The question that is on the screen, or was last.
    pub question: String,
    /// What opens the screen where only those with a code come, in the room in which nobody has signed in.
    pub screen_key: String,
}

impl std::fmt::Debug for DeskRooms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The key is for nobody's log.
        f.debug_struct("DeskRooms")
            .field("ideas", &self.ideas)
            .field("live", &self.live)
            .finish_non_exhaustive()
    }
}

impl Earshot {
    /// A page of the ideas that everybody can read. Nothing where nobody has ever let young people put any forward.
    pub async fn ideas(&self, asked: &Asked, page: i64) -> Result<Option<CommentPage>, Error> {
        let mut tx = self.db.read().await?;
        if comment::room(&mut tx, asked.id, PostKind::Idea).await?.is_none() {
            return Ok(None);
        }
        let open = self.taking(&mut tx, asked, PostKind::Idea).await?.is_some();
        Ok(Some(self.shown_page(&mut tx, asked, PostKind::Idea, (open, page)).await?))
    }

    /// Keeps an idea, as [`Earshot::post_comment`] keeps a comment.
    pub async fn post_idea(&self, asked: &Asked, written: &CommentText) -> Result<(), Error> {
        self.post(asked, PostKind::Idea, written).await
    }

    /// The question on the screen. Nothing where there was none yet.
    pub async fn live(&self, asked: &Asked) -> Result<Option<LiveRound>, Error> {
        let mut tx = self.db.read().await?;
        let open = self.taking(&mut tx, asked, PostKind::Live).await?.is_some();
        let question = comment::room(&mut tx, asked.id, PostKind::Live).await?.and_then(|room| room.question);
        Ok(question.map(|question| LiveRound { question, open, form: self.comment_form(asked.id) }))
    }

    /// Keeps live words, as [`Earshot::post_comment`] keeps a comment. [`Refusal::ChangedMeanwhile`] where another question
    /// is on the screen by now.
    pub async fn post_live(&self, asked: &Asked, written: &CommentText) -> Result<(), Error> {
        self.post(asked, PostKind::Live, written).await
    }

    /// The screen, with the words to its question that somebody has looked at. Nothing where there was no question yet.
    pub async fn live_wall(&self, asked: &Asked) -> Result<Option<LiveWall>, Error> {
        let mut tx = self.db.read().await?;
        let open = self.taking(&mut tx, asked, PostKind::Live).await?.is_some();
        let room = comment::room(&mut tx, asked.id, PostKind::Live).await?;
        let Some(question) = room.and_then(|room| room.question) else { return Ok(None) };
        let kept = comment::on_wall(&mut tx, asked.id, &question, WALL_MOST).await?;
        let said: Vec<String> = kept.iter().filter_map(public_text).collect();
        let preset = self.preset_of(&mut tx, asked.id).await?;
        let words = rules::wall(said.iter().map(String::as_str), preset);
        Ok(Some(LiveWall { question, open, words }))
    }

    /// Whether this opens the screen: it is the key of today's or of yesterday's page of the desk.
    pub fn opens_screen(&self, asked: &Asked, key: &str) -> bool {
        let today = self.today();
        [today, today - Days::new(1)].into_iter().any(|day| self.screen_key(asked.id, day) == key)
    }

    /// What young people may write now.
    pub async fn open_rooms(&self, asked: &Asked) -> Result<OpenRooms, Error> {
        let mut tx = self.db.read().await?;
        let ideas = self.taking(&mut tx, asked, PostKind::Idea).await?.is_some();
        let live = self.taking(&mut tx, asked, PostKind::Live).await?.is_some();
        let over = !ideas && comment::room(&mut tx, asked.id, PostKind::Idea).await?.is_some();
        let ideas_to_read =
            over && !comment::shown(&mut tx, asked.id, PostKind::Idea, 1, 0).await?.is_empty();
        Ok(OpenRooms { ideas, ideas_to_read, live })
    }

    /// What staff have turned on for a consultation.
    pub async fn rooms(&self, actor: &Actor, slug: &str) -> Result<DeskRooms, Error> {
        actor.require_somewhere(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeConsultations, slug).await?;
        let ideas = comment::is_open(&mut tx, row.id, PostKind::Idea).await?;
        let live = comment::room(&mut tx, row.id, PostKind::Live).await?;
        Ok(DeskRooms {
            ideas,
            live: live.as_ref().is_some_and(|room| room.is_open && self.is_of_today(room)),
            question: live.and_then(|room| room.question).unwrap_or_default(),
            screen_key: self.screen_key(row.id, self.today()),
        })
    }

    /// Says whether young people may put ideas forward as long as answers are taken. What is shown stays.
    pub async fn set_ideas(&self, actor: &Actor, slug: &str, open: bool) -> Result<(), Error> {
        // Whoever checks them does so for the whole organisation.
        actor.require(Permission::RunConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::RunConsultations, slug).await?;
        if open && !(row.state.is_editable() || row.state.asks()) {
            return Err(Error::refused(Refusal::WrongState));
        }
        let room = Room { is_open: open, question: None, changed_at: self.now() };
        self.keep_room(&mut tx, actor, &row, PostKind::Idea, &room).await?;
        Ok(tx.commit().await?)
    }

    /// Puts a question on the screen, and takes live words to it until the day is over. Words to a question that stood there
    /// before come back with it, and with no other one.
    pub async fn open_live(&self, actor: &Actor, slug: &str, question: &str) -> Result<(), Error> {
        actor.require(Permission::RunConsultations)?;
        let question = text::normalise(question).split_whitespace().collect::<Vec<_>>().join(" ");
        if question.is_empty() {
            return Err(Error::refused(Refusal::Missing("live_question")));
        }
        if question.chars().count() > LIVE_QUESTION_LETTERS {
            let long = Refusal::TooLong { field: "live_question", max: LIVE_QUESTION_LETTERS };
            return Err(Error::refused(long));
        }
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::RunConsultations, slug).await?;
        if !row.state.is_public() {
            return Err(Error::refused(Refusal::WrongState));
        }
        let room = Room { is_open: true, question: Some(question), changed_at: self.now() };
        self.keep_room(&mut tx, actor, &row, PostKind::Live, &room).await?;
        Ok(tx.commit().await?)
    }

    /// Takes no more live words. What is shown stays on the screen.
    pub async fn close_live(&self, actor: &Actor, slug: &str) -> Result<(), Error> {
        actor.require(Permission::RunConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::RunConsultations, slug).await?;
        // Closed twice, it is closed once.
        if comment::close_room(&mut tx, row.id, PostKind::Live, actor.staff_id, self.now()).await? {
            self.audit_room(&mut tx, actor, &row, (PostKind::Live, false));
        }
        Ok(tx.commit().await?)
    }
}
