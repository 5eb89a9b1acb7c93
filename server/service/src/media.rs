//! Files that are answers: photos, drawings and recordings. They come in cleaned, belong to one unsent answer, and are
//! seen by the phone that handed them in and by staff who read answers, and by nobody else (domain.md 5.4, 5.5).

use chrono::{NaiveDate, TimeDelta};
use earshot_domain::consultation::State;
use earshot_domain::evidence::AnswerState;
use earshot_domain::policy::Permission;
use earshot_domain::question::{FieldError, LONG_TEXT_MAX};
use earshot_domain::receipt::Receipt;
use earshot_domain::text;
use earshot_store::media::{self, Media, NewMedia};
use earshot_store::response::{self, NewText};
use earshot_store::{Tx, reading};
use uuid::Uuid;

use crate::error::Refusal;
use crate::reading::short_name;
use crate::search::index;
use crate::{Actor, Asked, Earshot, Error, keys};

/// The most files of one phone's unsent answer.
const PHONE_MAX: i64 = 24;

/// The most files of one consultation that no unsent answer holds: those that came without a cookie, or with one under
/// which nothing is kept. Anybody can make such a cookie up.
const NOBODYS_MAX: i64 = 400;

/// The most files of one consultation that no sent answer holds, whoever handed them in: a disk has an end.
const LOOSE_MAX: i64 = 4_000;

/// Letters of what staff write down of a recording: three minutes of quick speech and more.
const WRITTEN_DOWN_MAX: usize = 2 * LONG_TEXT_MAX;

/// A file in which nothing is left but what is seen and heard. Whoever makes one has cleaned it.
#[derive(Debug, Clone)]
pub struct CleanFile {
    /// Its type, as HTTP names it.
    pub content_type: String,
    /// Width and height in points, of a picture.
    pub points: Option<(u32, u32)>,
    /// The file.
    pub bytes: Vec<u8>,
}

impl CleanFile {
    /// Width and height as they are kept.
    pub(crate) fn kept_points(&self) -> Option<(i64, i64)> {
        self.points.map(|(width, height)| (width.into(), height.into()))
    }
}

/// A file on its way out.
#[derive(Debug, Clone)]
pub struct File {
    /// Its type, as HTTP names it.
    pub content_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// The file of an answer, as a reader is told about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerFile {
    /// Its id.
    pub id: Uuid,
    /// Whether it is there.
    pub arrival: Arrival,
}

/// Whether a file that was sent is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// A picture, with its width and height in points.
    Picture(i64, i64),
    /// Sound.
    Sound,
    /// Still on a phone without signal, perhaps until this day.
    Waits(NaiveDate),
    /// It did not arrive, and is not taken any more.
    Lost,
}

impl AnswerFile {
    pub(crate) fn of(media: &Media, today: NaiveDate) -> Self {
        let arrival = match (&media.content_type, media.width.zip(media.height)) {
            (Some(_), Some((width, height))) => Arrival::Picture(width, height),
            (Some(_), None) => Arrival::Sound,
            (None, _) if media.expires_on >= today => Arrival::Waits(media.expires_on),
            (None, _) => Arrival::Lost,
        };
        Self { id: media.id, arrival }
    }
}

/// Whether a file under an id of a phone's own is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// It is here already.
    Here,
    /// A sent answer names it and waits for it.
    Named,
    /// Nobody has named it, and there is room.
    New,
}

/// Where the answers of a response go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keeping {
    /// The response.
    pub(crate) response_id: Uuid,
    /// Its consultation.
    pub(crate) consultation_id: Uuid,
    /// Where somebody of the staff types: whether it is what they understood.
    pub(crate) interpretation: Option<bool>,
    /// Until when a file that is named may arrive.
    pub(crate) wait_until: NaiveDate,
}

impl Earshot {
    /// Keeps a file for an unsent answer, and gives its id. `token` is that of the phone. With `id` it is a file that
    /// the phone has named: the same id twice is one file, and an answer that was sent with it may have come first.
    /// [`Error::Closed`] when nothing is taken now, [`Error::TooMany`] when this phone has handed in enough.
    pub async fn keep_file(
        &self,
        asked: &Asked,
        token: Option<&str>,
        id: Option<Uuid>,
        file: CleanFile,
    ) -> Result<Uuid, Error> {
        let today = self.today();
        let draft_hash = token.map(|token| self.keys.token_hash(token));
        let mut tx = self.db.begin().await?;
        if self.place_for(&mut tx, asked, draft_hash.as_deref(), id).await? == Awaited::Here {
            return id.ok_or(Error::NotFound);
        }
        let id = id.unwrap_or_else(|| self.random_id());
        let new = NewMedia {
            id,
            consultation_id: asked.id,
            draft_hash,
            expires_on: today + TimeDelta::days(asked.setup.draft_days),
            points: file.kept_points(),
            content_type: file.content_type,
            bytes: file.bytes,
        };
        // Where another process was faster, the first one counts.
        media::arrive(&mut tx, &new, today).await?;
        if let Some(answer) = media::meta(&mut tx, id).await?.and_then(|file| file.answer_id) {
            reading::came(&mut tx, answer, self.this_hour()).await?;
        }
        tx.commit().await?;
        Ok(id)
    }

    /// What [`Earshot::keep_file`] would do with a file under this id, asked before the work of cleaning it.
    pub async fn awaits_file(&self, asked: &Asked, token: Option<&str>, id: Uuid) -> Result<Awaited, Error> {
        let draft_hash = token.map(|token| self.keys.token_hash(token));
        let mut tx = self.db.read().await?;
        self.place_for(&mut tx, asked, draft_hash.as_deref(), Some(id)).await
    }

    async fn place_for(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        draft_hash: Option<&[u8]>,
        id: Option<Uuid>,
    ) -> Result<Awaited, Error> {
        let known = match id {
            Some(id) => media::meta(tx, id).await?,
            None => None,
        };
        match known {
            Some(known) if known.consultation_id != asked.id => Err(Error::NotFound),
            Some(known) if known.content_type.is_some() => Ok(Awaited::Here),
            Some(known) if known.expires_on >= self.today() => Ok(Awaited::Named),
            Some(_) => Err(Error::Closed),
            None => self.has_room(tx, asked, draft_hash).await.map(|()| Awaited::New),
        }
    }

    async fn has_room(&self, tx: &mut Tx, asked: &Asked, draft_hash: Option<&[u8]>) -> Result<(), Error> {
        if !asked.takes_answers && asked.state != State::Paused {
            return Err(Error::Closed);
        }
        let (of_phone, begun) = match draft_hash {
            Some(hash) => (
                media::loose(tx, asked.id, hash).await?,
                response::draft(tx, hash, asked.id, self.today()).await?.is_some(),
            ),
            None => (0, false),
        };
        let full = of_phone >= PHONE_MAX
            || (!begun && media::nobodys(tx, asked.id).await? >= NOBODYS_MAX)
            || media::all_loose(tx, asked.id).await? >= LOOSE_MAX;
        if full { Err(Error::TooMany) } else { Ok(()) }
    }

    /// A file of this phone's unsent answer. [`Error::NotFound`] for everybody else's.
    pub async fn draft_file(&self, asked: &Asked, token: &str, id: Uuid) -> Result<File, Error> {
        let mut tx = self.db.read().await?;
        let hash = self.keys.token_hash(token);
        media::meta(&mut tx, id)
            .await?
            .filter(|media| media.consultation_id == asked.id && media.draft_hash.as_ref() == Some(&hash))
            .ok_or(Error::NotFound)?;
        file(&mut tx, id).await
    }

    /// Takes a file out of this phone's unsent answer.
    pub async fn let_file_go(&self, asked: &Asked, token: &str, id: Uuid) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        media::let_go(&mut tx, id, asked.id, &self.keys.token_hash(token)).await?;
        Ok(tx.commit().await?)
    }

    /// Keeps the answer that a file is: an answer without words, which waits to be read as words do.
    pub(crate) async fn insert_file(
        &self,
        tx: &mut Tx,
        into: Keeping,
        variable: &str,
        id: &str,
    ) -> Result<(), Error> {
        let refused = || {
            let (question, error) = (variable.to_string(), FieldError::NotAnOption);
            Error::refused(Refusal::Answer { question, error })
        };
        let id = Uuid::try_parse(id).map_err(|_| refused())?;
        let answer = NewText {
            id: self.random_id(),
            question_key: variable.to_string(),
            words: String::new(),
            words_sha256: keys::sha256(""),
            watch: false,
            state: AnswerState::New,
            interpretation: None,
        };
        response::insert_text(tx, into.response_id, into.consultation_id, &answer).await?;
        // An id that belongs to somebody else's answer is nobody's to give.
        let belongs = media::belong(tx, id, into.consultation_id, answer.id, into.wait_until).await?;
        if belongs { Ok(()) } else { Err(refused()) }
    }

    /// The file of an answer, for staff who read it; of a held one, for the safeguarding lead.
    pub async fn answer_file(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<File, Error> {
        actor.require_somewhere(Permission::ReadRawText)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::ReadRawText, slug).await?;
        let known = media::meta(&mut tx, id).await?.filter(|media| media.consultation_id == row.id);
        let answer_id = known.and_then(|media| media.answer_id).ok_or(Error::NotFound)?;
        let answer = reading::one(&mut tx, answer_id).await?.ok_or(Error::NotFound)?;
        let held = answer.state == AnswerState::Held;
        if held {
            actor.require(Permission::DecideHeldAnswers)?;
        }
        let file = file(&mut tx, id).await?;
        self.looked(tx, actor, held, &[row.number]).await?;
        Ok(file)
    }

    /// A file of the response that these four words lead to.
    pub async fn own_file(&self, receipt: &Receipt, id: Uuid) -> Result<File, Error> {
        let mut tx = self.db.read().await?;
        let response =
            response::by_receipt(&mut tx, &self.keys.receipt_hash(*receipt)).await?.ok_or(Error::NotFound)?;
        let own = media::of_response(&mut tx, response.id).await?;
        own.iter().find(|(_, own)| *own == id).ok_or(Error::NotFound)?;
        file(&mut tx, id).await
    }

    /// Writes down what a recording says: its words from then on, which can be coded, and are marked as written by
    /// staff. `understood` says that they are what somebody understood and not what was said. While nobody has coded
    /// them yet they can be written anew.
    pub async fn write_down(
        &self,
        actor: &Actor,
        slug: &str,
        answer_id: Uuid,
        words: &str,
        understood: bool,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::ReadRawText)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::ReadRawText, slug).await?;
        let answer = reading::one(&mut tx, answer_id)
            .await?
            .filter(|answer| answer.consultation_id == row.id)
            .ok_or(Error::NotFound)?;
        if answer.state == AnswerState::Held {
            actor.require(Permission::DecideHeldAnswers)?;
        }
        let media = media::of_answer(&mut tx, answer_id).await?.ok_or(Error::NotFound)?;
        if AnswerFile::of(&media, self.today()).arrival != Arrival::Sound {
            return Err(Error::refused(Refusal::WrongState));
        }
        // Codes and quotes point at places in these words.
        if answer.state != AnswerState::New && !answer.words.is_empty() {
            return Err(Error::refused(Refusal::WrongState));
        }
        let words = text::normalise(words).trim().to_string();
        if words.is_empty() {
            return Err(Error::refused(Refusal::Missing("words")));
        }
        if words.chars().count() > WRITTEN_DOWN_MAX {
            return Err(Error::refused(Refusal::TooLong { field: "words", max: WRITTEN_DOWN_MAX }));
        }
        let watch = self.watches(&mut tx, row.id, &words).await?;
        reading::write_down(&mut tx, answer_id, &words, &keys::sha256(&words), watch, understood).await?;
        if watch && !answer.watch {
            reading::came(&mut tx, answer_id, self.this_hour()).await?;
        }
        index::answer(&mut tx, answer_id).await?;
        self.audit(&mut tx, actor, "answer.write-down", short_name(answer_id));
        Ok(tx.commit().await?)
    }
}

async fn file(tx: &mut Tx, id: Uuid) -> Result<File, Error> {
    let known = media::meta(tx, id).await?.and_then(|media| media.content_type);
    let content_type = known.ok_or(Error::NotFound)?;
    let bytes = media::bytes(tx, id).await?.ok_or(Error::NotFound)?;
    Ok(File { content_type, bytes })
}
