//! The codebook: the colours of its codes, how they stand under each other, and what has changed since it was frozen
//! (domain.md 6.2).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Letters of the short name of a code (domain.md 6.2). A longer one that is there already, or comes from a file, stays.
pub const NAME_MAX: usize = 30;

crate::text_enum! {
    /// What a code is marked with. The page finds a class for it, so that it can be told apart on a light page and on a
    /// dark one; never the only thing that tells it apart.
    pub enum CodeColour {
        /// Blue.
        Blue = "blue",
        /// Green.
        Green = "green",
        /// Purple.
        Purple = "purple",
        /// Teal.
        Teal = "teal",
        /// Red.
        Red = "red",
        /// Orange.
        Orange = "orange",
        /// Pink.
        Pink = "pink",
        /// Grey.
        Grey = "grey",
    }
}

crate::text_enum! {
    /// What was done with a code.
    pub enum CodeEventKind {
        /// It came into the codebook.
        Added = "added",
        /// Its words, its colour or its place were changed.
        Changed = "changed",
        /// It was merged into another one, or another one into it.
        Merged = "merged",
        /// It was split, or came out of one that was.
        Split = "split",
        /// It went out of use.
        Retired = "retired",
        /// It came back into use.
        Restored = "restored",
    }
}

/// Why the codebook cannot become as it is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodebookFlaw {
    /// A code would stand under itself.
    Loop,
    /// Other codes stand under the one that is to be merged.
    HasCodes,
    /// A code is split into two at least.
    TwoAtLeast,
    /// There is no code to freeze.
    Empty,
    /// It is as it was when it was frozen last.
    NothingNew,
}

/// A code as it stood at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenCode {
    /// Its id.
    pub id: Uuid,
    /// Short name.
    pub name: String,
    /// What it means.
    pub definition: String,
    /// When to use it.
    pub use_when: String,
    /// When not to use it.
    pub not_when: String,
    /// Something typical that it is given to.
    pub example: String,
    /// Something close by that it is not given to.
    pub near_miss: String,
    /// What young people would call it.
    pub young_name: String,
    /// What it is marked with.
    pub colour: Option<CodeColour>,
    /// The code that it stands under.
    pub parent_id: Option<Uuid>,
    /// Whether it is given to answers.
    pub is_codable: bool,
}

/// A codebook as it was frozen: the codes in use, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenCodebook {
    /// They.
    pub codes: Vec<FrozenCode>,
}

/// Something about a code that can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePart {
    /// Its short name.
    Name,
    /// What it means.
    Definition,
    /// When to use it.
    UseWhen,
    /// When not to use it.
    NotWhen,
    /// Its example.
    Example,
    /// Its near miss.
    NearMiss,
    /// What young people would call it.
    YoungName,
    /// Its colour.
    Colour,
    /// The code that it stands under.
    Parent,
    /// Whether it is given to answers.
    Codable,
}

/// A code that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedCode {
    /// As it was.
    pub before: FrozenCode,
    /// As it is.
    pub after: FrozenCode,
    /// What is different, never nothing.
    pub parts: Vec<CodePart>,
}

/// What makes one codebook out of another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Codes that were not there, or not in use.
    pub added: Vec<FrozenCode>,
    /// Codes that are not as they were.
    pub changed: Vec<ChangedCode>,
    /// Codes that are no longer in use.
    pub retired: Vec<FrozenCode>,
}

impl Changes {
    /// Whether the two are the same.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.retired.is_empty()
    }
}

/// What has changed from one codebook to another. The order of the codes is no change.
pub fn changes(before: &FrozenCodebook, after: &FrozenCodebook) -> Changes {
    let of = |book: &FrozenCodebook, id: Uuid| book.codes.iter().find(|code| code.id == id).cloned();
    let mut changes = Changes::default();
    for code in &after.codes {
        match of(before, code.id) {
            None => changes.added.push(code.clone()),
            Some(was) => {
                let parts = differences(&was, code);
                if !parts.is_empty() {
                    changes.changed.push(ChangedCode { before: was, after: code.clone(), parts });
                }
            }
        }
    }
    changes.retired.extend(before.codes.iter().filter(|code| of(after, code.id).is_none()).cloned());
    changes
}

/// What is different about a code.
pub fn differences(before: &FrozenCode, after: &FrozenCode) -> Vec<CodePart> {
    [
        (CodePart::Name, before.name != after.name),
        (CodePart::Definition, before.definition != after.definition),
        (CodePart::UseWhen, before.use_when != after.use_when),
        (CodePart::NotWhen, before.not_when != after.not_when),
        (CodePart::Example, before.example != after.example),
        (CodePart::NearMiss, before.near_miss != after.near_miss),
        (CodePart::YoungName, before.young_name != after.young_name),
        (CodePart::Colour, before.colour != after.colour),
        (CodePart::Parent, before.parent_id != after.parent_id),
        (CodePart::Codable, before.is_codable != after.is_codable),
    ]
    .into_iter()
    .filter_map(|(part, differs)| differs.then_some(part))
    .collect()
}

/// Whether a code would stand under itself, were it put under `parent`. `codes` are all codes, each with the one that it
/// stands under.
pub fn loops<I: Copy + Eq>(codes: &[(I, Option<I>)], id: I, parent: I) -> bool {
    let mut at = Some(parent);
    // Longer than there are codes it could only go round in a ring that is there already.
    for _ in 0..=codes.len() {
        match at {
            None => return false,
            Some(above) if above == id => return true,
            Some(above) => {
                at = codes.iter().find(|(own, _)| *own == above).and_then(|(_, parent)| *parent);
            }
        }
    }
    true
}

/// Codes in the order of their tree: the place of each in the list, and how deep it stands. Those that stand under one that
/// is not in the list stand at the top, and none is left out.
pub fn tree<I: Copy + Eq>(codes: &[(I, Option<I>)]) -> Vec<(usize, usize)> {
    let is_known = |id: I| codes.iter().any(|(own, _)| *own == id);
    let mut placed: Vec<(usize, usize)> = Vec::with_capacity(codes.len());
    // What is to be placed yet, the next one last.
    let mut todo: Vec<(usize, usize)> = Vec::new();
    for (place, (_, parent)) in codes.iter().enumerate().rev() {
        if parent.is_none_or(|parent| !is_known(parent)) {
            todo.push((place, 0));
        }
    }
    while let Some((place, depth)) = todo.pop() {
        placed.push((place, depth));
        let id = codes[place].0;
        let under = codes.iter().enumerate().rev().filter(|(_, (_, parent))| *parent == Some(id));
        todo.extend(under.map(|(place, _)| (place, depth + 1)));
    }
    // A ring has no top.
    let rest: Vec<usize> =
        (0..codes.len()).filter(|place| placed.iter().all(|(known, _)| known != place)).collect();
    placed.extend(rest.into_iter().map(|place| (place, 0)));
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(number: u128, name: &str) -> FrozenCode {
        FrozenCode {
            id: Uuid::from_u128(number),
            name: name.into(),
            definition: "It is late".into(),
            use_when: String::new(),
            not_when: String::new(),
            example: String::new(),
            near_miss: String::new(),
            young_name: String::new(),
            colour: None,
            parent_id: None,
            is_codable: true,
        }
    }

    /// These texts stand in databases: changing one loses the rows that hold it.
    #[test]
    fn the_stored_texts_stay_as_they_are() {
        let colours: Vec<&str> = CodeColour::ALL.iter().map(|colour| colour.as_str()).collect();
        assert_eq!(colours.join(" "), "blue green purple teal red orange pink grey");
        let kinds: Vec<&str> = CodeEventKind::ALL.iter().map(|kind| kind.as_str()).collect();
        assert_eq!(kinds.join(" "), "added changed merged split retired restored");
    }

    #[test]
    fn what_came_what_went_and_what_is_different_is_said_once_each() {
        let before = FrozenCodebook { codes: vec![code(1, "Late"), code(2, "Full"), code(3, "Fare")] };
        let late = FrozenCode {
            use_when: "The bus comes late".into(),
            colour: Some(CodeColour::Teal),
            parent_id: Some(Uuid::from_u128(4)),
            is_codable: false,
            ..code(1, "Late bus")
        };
        // The order alone is no change.
        let after = FrozenCodebook { codes: vec![code(4, "Buses"), code(3, "Fare"), late.clone()] };
        let changes = super::changes(&before, &after);
        assert_eq!(changes.added, [code(4, "Buses")]);
        assert_eq!(changes.retired, [code(2, "Full")]);
        let parts =
            vec![CodePart::Name, CodePart::UseWhen, CodePart::Colour, CodePart::Parent, CodePart::Codable];
        assert_eq!(changes.changed, [ChangedCode { before: code(1, "Late"), after: late, parts }]);
        assert!(!changes.is_empty());
        assert!(super::changes(&before, &before).is_empty());
    }

    #[test]
    fn every_part_of_a_code_is_compared() {
        let was = code(1, "Late");
        let text = || "other".to_string();
        for (now, part) in [
            (FrozenCode { name: text(), ..was.clone() }, CodePart::Name),
            (FrozenCode { definition: text(), ..was.clone() }, CodePart::Definition),
            (FrozenCode { use_when: text(), ..was.clone() }, CodePart::UseWhen),
            (FrozenCode { not_when: text(), ..was.clone() }, CodePart::NotWhen),
            (FrozenCode { example: text(), ..was.clone() }, CodePart::Example),
            (FrozenCode { near_miss: text(), ..was.clone() }, CodePart::NearMiss),
            (FrozenCode { young_name: text(), ..was.clone() }, CodePart::YoungName),
            (FrozenCode { colour: Some(CodeColour::Red), ..was.clone() }, CodePart::Colour),
            (FrozenCode { parent_id: Some(was.id), ..was.clone() }, CodePart::Parent),
            (FrozenCode { is_codable: false, ..was.clone() }, CodePart::Codable),
        ] {
            assert_eq!(differences(&was, &now), [part]);
        }
    }

    #[test]
    fn a_code_does_not_stand_under_itself() {
        let codes = [(1, None), (2, Some(1)), (3, Some(2)), (4, None)];
        assert!(loops(&codes, 1, 1), "right under itself");
        assert!(loops(&codes, 1, 2) && loops(&codes, 1, 3), "under what stands under it");
        assert!(!loops(&codes, 3, 1) && !loops(&codes, 1, 4) && !loops(&codes, 4, 3));
        assert!(!loops(&codes, 9, 3), "a new one stands anywhere");
        assert!(loops(&[(1, Some(2)), (2, Some(1))], 3, 1), "a ring that is there is nothing to stand under");
    }

    #[test]
    fn a_tree_keeps_the_order_and_leaves_nothing_out() {
        let codes =
            [(1, Some(4)), (2, None), (3, Some(2)), (4, None), (5, Some(3)), (6, Some(9)), (7, Some(2))];
        assert_eq!(tree(&codes), [(1, 0), (2, 1), (4, 2), (6, 1), (3, 0), (0, 1), (5, 0)]);
        assert_eq!(tree(&[(1, Some(2)), (2, Some(1)), (3, None)]), [(2, 0), (0, 0), (1, 0)], "a ring too");
        assert!(tree::<u8>(&[]).is_empty());
    }
}
