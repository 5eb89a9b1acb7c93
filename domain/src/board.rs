//! Boards: who decides, at which level, under which other board, and which board of young people looks at the same
//! (domain.md 7.1 `board`, R18, R19).

use uuid::Uuid;

/// Letters of a board's name.
pub const NAME_MAX: usize = 120;

/// Letters of when and where it meets.
pub const MEETS_MAX: usize = 300;

/// How deep boards lie under each other at most; one at the top is 1 deep.
pub const MAX_DEPTH: usize = 6;

crate::text_enum! {
    /// What kind of board it is.
    pub enum BoardKind {
        /// Several organisations that work together.
        Partnership = "partnership",
        /// Decides what is bought, and for whom.
        Commissioning = "commissioning",
        /// Elected members, such as a cabinet or a committee of a council.
        Committee = "committee",
        /// Governors or trustees of a school, a trust or a charity.
        Governors = "governors",
        /// Sees one piece of work through.
        Programme = "programme",
        /// Young people who look at what a board of adults looks at.
        Shadow = "shadow",
    }
}

impl BoardKind {
    /// As shown to staff.
    pub fn label(self) -> &'static str {
        match self {
            BoardKind::Partnership => "Partnership",
            BoardKind::Commissioning => "Commissioning board",
            BoardKind::Committee => "Cabinet or committee",
            BoardKind::Governors => "Governors or trustees",
            BoardKind::Programme => "Programme board",
            BoardKind::Shadow => "Young people\u{2019}s shadow board",
        }
    }
}

/// Where a board stands among the others of its organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its id.
    pub id: Uuid,
    /// What kind it is.
    pub kind: BoardKind,
    /// The board that it answers to.
    pub parent: Option<Uuid>,
    /// The board of adults that it looks at.
    pub shadows: Option<Uuid>,
    /// Whether it decides nothing any more.
    pub ended: bool,
}

/// Why a board cannot stand where it is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoardFlaw {
    /// The board above it is none of the organisation's, or has ended.
    NoParent,
    /// It would lie under itself.
    InItself,
    /// Boards would lie too deep under each other.
    TooDeep,
    /// A shadow board that looks at no board.
    ShadowsNothing,
    /// The board that it looks at is none of the organisation's, has ended, or is one of young people.
    NoSuchBoard,
    /// A board of adults looks at no other one.
    NotYoung,
    /// A board that young people look at is no board of young people.
    Shadowed,
}

/// The first thing that is wrong with where a board is wanted: `one` as it would stand, `all` as they stand now, with or
/// without it.
pub fn flaw(all: &[Standing], one: &Standing) -> Option<BoardFlaw> {
    let find = |id: Uuid| all.iter().find(|other| other.id == id && other.id != one.id);
    let live = |id: Uuid| find(id).filter(|other| !other.ended);
    let mut above = 0;
    if let Some(parent) = one.parent {
        if parent == one.id {
            return Some(BoardFlaw::InItself);
        }
        if live(parent).is_none() {
            return Some(BoardFlaw::NoParent);
        }
        let mut next = Some(parent);
        while let Some(id) = next {
            if id == one.id {
                return Some(BoardFlaw::InItself);
            }
            above += 1;
            if above >= MAX_DEPTH {
                return Some(BoardFlaw::TooDeep);
            }
            next = find(id).and_then(|other| other.parent);
        }
    }
    if above + height(all, one.id, MAX_DEPTH) > MAX_DEPTH {
        return Some(BoardFlaw::TooDeep);
    }
    match (one.kind, one.shadows) {
        (BoardKind::Shadow, None) => Some(BoardFlaw::ShadowsNothing),
        (BoardKind::Shadow, Some(id)) if live(id).is_none_or(|other| other.kind == BoardKind::Shadow) => {
            Some(BoardFlaw::NoSuchBoard)
        }
        (BoardKind::Shadow, Some(_)) if all.iter().any(|other| other.shadows == Some(one.id)) => {
            Some(BoardFlaw::Shadowed)
        }
        (BoardKind::Shadow, Some(_)) | (_, None) => None,
        (_, Some(_)) => Some(BoardFlaw::NotYoung),
    }
}

/// How many boards lie under each other from this one down, itself counted; no further than `most`.
fn height(all: &[Standing], id: Uuid, most: usize) -> usize {
    if most == 0 {
        return 1;
    }
    let below = all.iter().filter(|other| other.parent == Some(id) && other.id != id);
    1 + below.map(|other| height(all, other.id, most - 1)).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn board(n: u128, parent: Option<u128>) -> Standing {
        Standing {
            id: Uuid::from_u128(n),
            kind: BoardKind::Partnership,
            parent: parent.map(Uuid::from_u128),
            shadows: None,
            ended: false,
        }
    }

    fn shadow(n: u128, of: Option<u128>) -> Standing {
        Standing { kind: BoardKind::Shadow, shadows: of.map(Uuid::from_u128), ..board(n, None) }
    }

    #[test]
    fn a_board_lies_under_a_live_one_and_never_under_itself() {
        let all = [board(1, None), board(2, Some(1)), Standing { ended: true, ..board(3, None) }];
        assert_eq!(flaw(&all, &board(4, Some(2))), None);
        assert_eq!(flaw(&all, &board(4, Some(3))), Some(BoardFlaw::NoParent), "it has ended");
        assert_eq!(flaw(&all, &board(4, Some(9))), Some(BoardFlaw::NoParent), "it is not there");
        assert_eq!(flaw(&all, &board(1, Some(1))), Some(BoardFlaw::InItself));
        assert_eq!(flaw(&all, &board(1, Some(2))), Some(BoardFlaw::InItself), "under what lies under it");
        assert_eq!(flaw(&all, &board(2, None)), None, "it can go to the top");
    }

    #[test]
    fn boards_lie_no_deeper_than_there_is_room_for() {
        let deep: Vec<Standing> = (1..=6).map(|n| board(n, (n > 1).then(|| n - 1))).collect();
        assert_eq!(deep.len(), MAX_DEPTH);
        assert_eq!(flaw(&deep[..5], &deep[5]), None);
        assert_eq!(flaw(&deep, &board(7, Some(6))), Some(BoardFlaw::TooDeep));
        assert_eq!(flaw(&deep, &board(7, Some(5))), None);
        // What lies under it goes along.
        let mut all = deep.clone();
        all.extend([board(10, None), board(11, Some(10))]);
        assert_eq!(flaw(&all, &board(10, Some(4))), None);
        assert_eq!(flaw(&all, &board(10, Some(5))), Some(BoardFlaw::TooDeep));
    }

    #[test]
    fn a_shadow_board_looks_at_one_board_of_adults() {
        let all = [board(1, None), shadow(2, Some(1)), Standing { ended: true, ..board(3, None) }];
        assert_eq!(flaw(&all, &shadow(4, Some(1))), None);
        assert_eq!(flaw(&all, &shadow(4, None)), Some(BoardFlaw::ShadowsNothing));
        for of in [2, 3, 4, 9] {
            assert_eq!(flaw(&all, &shadow(4, Some(of))), Some(BoardFlaw::NoSuchBoard), "{of}");
        }
        let adults = Standing { shadows: Some(Uuid::from_u128(1)), ..board(4, None) };
        assert_eq!(flaw(&all, &adults), Some(BoardFlaw::NotYoung));
        let more = [board(1, None), shadow(2, Some(1)), board(5, None)];
        assert_eq!(flaw(&more, &shadow(1, Some(5))), Some(BoardFlaw::Shadowed));
    }
}
