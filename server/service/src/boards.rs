//! Boards: who decides, under which other board, and what waits for them (domain.md 7.1 `board`, R18, R19).

use earshot_domain::board::{self as rules, BoardFlaw, BoardKind, MEETS_MAX, NAME_MAX, Standing};
use earshot_domain::consultation::State;
use earshot_domain::decision::Level;
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::text;
use earshot_store::board::{self, Board};
use earshot_store::{Tx, area, people, scope};
use serde::Serialize;
use uuid::Uuid;

use crate::error::{Refusal, taken};
use crate::{Actor, Decision, Earshot, Error};

/// A board as others name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardName {
    /// Its id.
    pub id: Uuid,
    /// `B-0003`.
    pub reference: Reference,
    /// What it is called.
    pub name: String,
    /// Whether it decides nothing any more.
    pub ended: bool,
}

impl From<&Board> for BoardName {
    fn from(board: &Board) -> Self {
        Self {
            id: board.id,
            reference: Reference::new(Kind::Board, board.number),
            name: board.name.clone(),
            ended: board.ended_on.is_some(),
        }
    }
}

/// Which board decides, as a form says it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ChosenBoard {
    /// The form does not ask: it stays as it is.
    #[default]
    Kept,
    /// No board: a person decides.
    Nobody,
    /// This one.
    Board(Uuid),
}

/// A consultation about which a board decides.
#[derive(Debug, Clone)]
pub struct BoardConsultation {
    /// `C-0012`.
    pub reference: Reference,
    /// Its short name in addresses.
    pub slug: String,
    /// Its title, for staff.
    pub title: String,
    /// How far it has come.
    pub state: State,
    /// The day of the decision, once it is set.
    pub decision_on: Option<chrono::NaiveDate>,
}

impl BoardConsultation {
    /// Whether everybody can read what was found, and it waits for the board's decision.
    pub fn waits(&self) -> bool {
        self.state == State::FindingsPublished
    }
}

/// One board with everything around it.
#[derive(Debug, Clone)]
pub struct BoardView {
    /// The board.
    pub board: Board,
    /// Every board of the organisation, itself with them.
    pub all: Vec<Board>,
    /// The consultations about which it decides, the newest first.
    pub consultations: Vec<BoardConsultation>,
    /// Its decisions, the newest first.
    pub decisions: Vec<Decision>,
}

/// A board as it is typed.
#[derive(Debug, Clone, Default)]
pub struct BoardText {
    /// What it is called.
    pub name: String,
    /// What kind it is: a [`BoardKind`].
    pub kind: String,
    /// At which level it decides: a [`Level`].
    pub level: String,
    /// The id of the board that it answers to; none when empty.
    pub parent: String,
    /// The id of the board of adults that it looks at; none when empty.
    pub shadows: String,
    /// When and where it meets.
    pub meets: String,
}

/// A board that can be read, and stands nowhere yet.
#[derive(Debug, Clone, Serialize)]
struct Written {
    name: String,
    kind: BoardKind,
    level: Level,
    parent: Option<Uuid>,
    shadows: Option<Uuid>,
    meets: String,
}

impl Earshot {
    /// Every board of the organisation, by name.
    pub async fn boards(&self, actor: &Actor) -> Result<Vec<Board>, Error> {
        actor.require(Permission::SeeBoards)?;
        let mut tx = self.db.read().await?;
        Ok(board::all(&mut tx, actor.organisation_id).await?)
    }

    /// One board with what it decides.
    pub async fn board(&self, actor: &Actor, reference: Reference) -> Result<BoardView, Error> {
        actor.require(Permission::SeeBoards)?;
        let mut tx = self.db.read().await?;
        let board = own_board(&mut tx, actor, reference).await?;
        let all = board::all(&mut tx, actor.organisation_id).await?;
        let consultations = board::consultations(&mut tx, board.id)
            .await?
            .into_iter()
            .map(|row| BoardConsultation {
                reference: Reference::new(Kind::Consultation, row.number),
                slug: row.slug,
                state: row.state,
                decision_on: row.setup.decision_on,
                title: row.setup.0.title,
            })
            .collect();
        let decisions = board::decisions(&mut tx, board.id).await?;
        Ok(BoardView { board, all, consultations, decisions })
    }

    /// Adds a board.
    pub async fn add_board(&self, actor: &Actor, text: &BoardText) -> Result<Reference, Error> {
        actor.require(Permission::ManageBoards)?;
        let written = read(text)?;
        let mut tx = self.db.begin().await?;
        // One at a time: two that are put under each other at once would lie under themselves.
        area::hold(&mut tx, actor.organisation_id).await?;
        let id = self.ordered_id();
        stands(&mut tx, actor, id, &written, false).await?;
        let number = people::next_number(&mut tx, Kind::Board.letter()).await?;
        let row = Board {
            id,
            organisation_id: actor.organisation_id,
            number,
            name: written.name.clone(),
            kind: written.kind,
            level: written.level,
            parent_id: written.parent,
            shadows_id: written.shadows,
            meets: written.meets.clone(),
            ended_on: None,
            edition: 1,
        };
        board::insert(&mut tx, &row, actor.staff_id, self.now()).await.map_err(taken("name"))?;
        let reference = Reference::new(Kind::Board, number);
        let made = self.change(("board", id), None, Some(&written));
        self.audit_with(&mut tx, actor, "board.add", reference, made);
        tx.commit().await?;
        Ok(reference)
    }

    /// Keeps what is written of a board, and where it stands. Its decisions keep the words that they were published with.
    pub async fn change_board(
        &self,
        actor: &Actor,
        reference: Reference,
        edition: i64,
        text: &BoardText,
    ) -> Result<(), Error> {
        actor.require(Permission::ManageBoards)?;
        let written = read(text)?;
        let mut tx = self.db.begin().await?;
        area::hold(&mut tx, actor.organisation_id).await?;
        let row = own_board(&mut tx, actor, reference).await?;
        stands(&mut tx, actor, row.id, &written, row.ended_on.is_some()).await?;
        let before = written_of(&row);
        let after = Board {
            name: written.name.clone(),
            kind: written.kind,
            level: written.level,
            parent_id: written.parent,
            shadows_id: written.shadows,
            meets: written.meets.clone(),
            edition,
            ..row
        };
        board::save(&mut tx, &after).await.map_err(taken("name"))?;
        let changed = self.change(("board", after.id), Some(&before), Some(&written));
        self.audit_with(&mut tx, actor, "board.change", reference, changed);
        Ok(tx.commit().await?)
    }

    /// Ends a board, or lets it decide again. It is never deleted: what it has decided names it. Nothing new can be put to
    /// one that has ended, and what somebody was trusted with there alone is taken back.
    pub async fn end_board(
        &self,
        actor: &Actor,
        reference: Reference,
        edition: i64,
        ended: bool,
    ) -> Result<(), Error> {
        actor.require(Permission::ManageBoards)?;
        let mut tx = self.db.begin().await?;
        area::hold(&mut tx, actor.organisation_id).await?;
        let row = own_board(&mut tx, actor, reference).await?;
        if row.ended_on.is_some() == ended {
            return Err(Error::Stale);
        }
        // What stood above it, or what it looks at, may have ended since.
        if !ended {
            stands(&mut tx, actor, row.id, &written_of(&row), false).await?;
        }
        board::end(&mut tx, row.id, edition, ended.then(|| self.today())).await?;
        // Once it goes on, nobody decides there whom no administrator has trusted with it anew: also where it ended before
        // roles were taken back with it.
        let trusted = scope::clear_board(&mut tx, row.id).await?;
        let before = Some(&trusted).filter(|trusted| !trusted.is_empty());
        let changed = self.change(("roles of a board", row.id), before, None);
        let action = if ended { "board.end" } else { "board.reopen" };
        self.audit_with(&mut tx, actor, action, reference, changed);
        Ok(tx.commit().await?)
    }
}

/// The board of this reference, if it is the actor's organisation's.
async fn own_board(tx: &mut Tx, actor: &Actor, reference: Reference) -> Result<Board, Error> {
    board::by_number(tx, actor.organisation_id, reference.number).await?.ok_or(Error::NotFound)
}

/// The board that a form names, held so that nobody ends it meanwhile. The one of `before` may have ended. What is another
/// organisation's is refused like what is not there.
pub(crate) async fn chosen(
    tx: &mut Tx,
    organisation_id: Uuid,
    choice: ChosenBoard,
    before: Option<Uuid>,
) -> Result<Option<Board>, Error> {
    let id = match choice {
        ChosenBoard::Kept => before,
        ChosenBoard::Nobody => None,
        ChosenBoard::Board(id) => Some(id),
    };
    let Some(id) = id else { return Ok(None) };
    let refused = || Error::refused(Refusal::Unreadable("board"));
    if Some(id) != before && !board::hold(tx, organisation_id, id).await? {
        return Err(refused());
    }
    board::by_id(tx, organisation_id, id).await?.map(Some).ok_or_else(refused)
}

/// The boards that a form offers: those that are live, and the one that was chosen before.
pub(crate) async fn to_choose(
    tx: &mut Tx,
    organisation_id: Uuid,
    before: Option<Uuid>,
) -> Result<Vec<BoardName>, Error> {
    let all = board::all(tx, organisation_id).await?;
    let offered = all.iter().filter(|board| board.ended_on.is_none() || Some(board.id) == before);
    Ok(offered.map(BoardName::from).collect())
}

/// Who decides, in words: what was written, or the name of the board where nothing was.
pub(crate) fn decider(written: &str, board: Option<&Board>) -> String {
    match board {
        Some(board) if written.trim().is_empty() => board.name.clone(),
        _ => written.to_string(),
    }
}

/// Refuses a board that cannot stand where it is wanted.
async fn stands(tx: &mut Tx, actor: &Actor, id: Uuid, written: &Written, ended: bool) -> Result<(), Error> {
    let all = board::all(tx, actor.organisation_id).await?;
    let all: Vec<Standing> = all
        .iter()
        .map(|row| Standing {
            id: row.id,
            kind: row.kind,
            parent: row.parent_id,
            shadows: row.shadows_id,
            ended: row.ended_on.is_some(),
        })
        .collect();
    let one = Standing { id, kind: written.kind, parent: written.parent, shadows: written.shadows, ended };
    match rules::flaw(&all, &one) {
        Some(flaw) => Err(Error::refused(Refusal::Board(flaw))),
        None => Ok(()),
    }
}

/// What is written of a board that is kept.
fn written_of(row: &Board) -> Written {
    Written {
        name: row.name.clone(),
        kind: row.kind,
        level: row.level,
        parent: row.parent_id,
        shadows: row.shadows_id,
        meets: row.meets.clone(),
    }
}

/// What was typed, or everything that is wrong with it.
fn read(typed: &BoardText) -> Result<Written, Error> {
    let mut refusals = Vec::new();
    let name = text::normalise(&typed.name).trim().to_string();
    let meets = text::normalise(&typed.meets).trim().to_string();
    if name.is_empty() {
        refusals.push(Refusal::Missing("name"));
    }
    for (field, words, max) in [("name", &name, NAME_MAX), ("meets", &meets, MEETS_MAX)] {
        if words.chars().count() > max {
            refusals.push(Refusal::TooLong { field, max });
        }
    }
    let kind = BoardKind::parse(&typed.kind);
    if kind.is_none() {
        refusals.push(Refusal::Missing("board_kind"));
    }
    let level = Level::parse(&typed.level);
    if level.is_none() {
        refusals.push(Refusal::Missing("level"));
    }
    let mut other = |id: &str, flaw: BoardFlaw| match id {
        "" => None,
        id => {
            let read = Uuid::try_parse(id).ok();
            if read.is_none() {
                refusals.push(Refusal::Board(flaw));
            }
            read
        }
    };
    let parent = other(&typed.parent, BoardFlaw::NoParent);
    let shadows = other(&typed.shadows, BoardFlaw::NoSuchBoard);
    match (kind, level) {
        (Some(kind), Some(level)) if refusals.is_empty() => {
            Ok(Written { name, kind, level, parent, shadows, meets })
        }
        _ => Err(Error::Refused(refusals)),
    }
}
