//! What is written is read again as it was.

use chrono::DateTime;
use earshot_domain::text::{Span, length, normalise};
use proptest::prelude::*;

use crate::refi::{
    Beside, Case, Code, Codebook, Coding, Guid, Note, Project, Selection, Set, Source, User, Variable,
    VariableKind, read_codebook, read_project, write_codebook, write_project,
};
use crate::tests::walk::Dice;

/// Pieces of words: emoji in several parts, marks, letters that read from right to left, what XML must escape.
const PIECES: [&str; 16] = [
    "the bus ",
    "just drives past",
    "\n",
    "\t",
    "<b>",
    "&amp;",
    "\"'",
    "]]>",
    "caf\u{e9} ",
    "q\u{301}",
    "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} ",
    "\u{1f3f4}\u{e0067}\u{e007f}",
    "\u{5e9}\u{5b8}\u{5dc}\u{5d5}\u{5b9}\u{5dd} ",
    "\u{627}\u{644}\u{62d}\u{627}\u{641}\u{644}\u{629} ",
    "\u{1100}",
    "  ",
];

/// Makes a project by chance.
struct Maker {
    dice: Dice,
    ids: u128,
}

impl Maker {
    fn id(&mut self) -> Guid {
        self.ids += 1;
        Guid(self.ids.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835))
    }

    fn many<T>(&mut self, most: usize, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.dice.below(most + 1)).map(|_| one(self)).collect()
    }

    fn words(&mut self) -> String {
        let pieces = self.many(8, |maker| PIECES[maker.dice.below(PIECES.len())]);
        normalise(&pieces.concat())
    }

    fn line(&mut self) -> String {
        self.words().trim().to_owned()
    }

    fn pick(&mut self, from: &[Guid]) -> Vec<Guid> {
        from.iter().copied().filter(|_| self.dice.below(2) == 0).collect()
    }

    fn codes(&mut self, depth: usize) -> Vec<Code> {
        self.many(3, |maker| Code {
            guid: maker.id(),
            name: format!("Code {}", maker.line()).trim().to_owned(),
            is_codable: maker.dice.below(4) > 0,
            colour: (maker.dice.below(2) == 0).then_some([29, 112, 184]),
            description: maker.words(),
            codes: if depth == 0 { Vec::new() } else { maker.codes(depth - 1) },
        })
    }

    fn codings(&mut self, codes: &[Guid], users: &[Guid]) -> Vec<Coding> {
        self.pick(codes)
            .into_iter()
            .map(|code| Coding {
                guid: self.id(),
                code,
                user: self.pick(users).pop(),
                created: (self.dice.below(2) == 0)
                    .then(|| DateTime::from_timestamp(1_770_000_000, 0).unwrap()),
            })
            .collect()
    }

    fn source(&mut self, codes: &[Guid], users: &[Guid]) -> Source {
        let text = self.words();
        let size = length(&text);
        let mut selections = self.many(3, |maker| {
            let (one, other) = (maker.dice.below(size + 1), maker.dice.below(size + 1));
            let span = Span { start: one.min(other), end: one.max(other) };
            Selection { guid: maker.id(), span, codings: maker.codings(codes, users) }
        });
        selections.retain(|selection| !selection.span.is_empty() && !selection.codings.is_empty());
        let codings = self.codings(codes, users);
        let (guid, name) = (self.id(), self.line());
        Source { guid, name, description: self.words(), text, selections, codings }
    }

    /// Notes beside everything that can have one.
    fn links(&mut self, codes: &[Guid], sources: &[Source], notes: &[Guid]) -> Vec<(Guid, Beside)> {
        let mut places = vec![Beside::Project];
        places.extend(codes.iter().copied().map(Beside::Code));
        for source in sources {
            places.push(Beside::Source(source.guid));
            places.extend(source.selections.iter().map(|piece| Beside::Selection(piece.guid)));
            let pieces = source.selections.iter().flat_map(|piece| &piece.codings);
            places.extend(source.codings.iter().chain(pieces).map(|coding| Beside::Coding(coding.guid)));
        }
        let mut links: Vec<(Guid, Beside)> = places
            .into_iter()
            .flat_map(|place| self.pick(notes).into_iter().map(move |note| (note, place)))
            .collect();
        links.sort_unstable();
        links
    }

    fn project(&mut self) -> Project {
        let users = self.many(3, |maker| User { guid: maker.id(), name: maker.line() });
        let codes = self.codes(2);
        let known: Vec<Guid> = all(&codes);
        let coders: Vec<Guid> = users.iter().map(|user| user.guid).collect();
        let variables = self.many(3, |maker| Variable {
            guid: maker.id(),
            name: format!("Variable {}", maker.ids),
            kind: VariableKind::ALL[maker.dice.below(6)],
        });
        let sources = self.many(4, |maker| maker.source(&known, &coders));
        let notes = self.many(2, |maker| Note { guid: maker.id(), name: maker.line(), text: maker.words() });
        let (texts, memos): (Vec<Guid>, Vec<Guid>) =
            (sources.iter().map(|one| one.guid).collect(), notes.iter().map(|one| one.guid).collect());
        let cases = self.many(3, |maker| Case {
            guid: maker.id(),
            name: maker.line(),
            description: maker.words(),
            values: variables.iter().map(|variable| (variable.guid, value(variable.kind))).collect(),
            sources: maker.pick(&texts),
        });
        let sets = self.many(3, |maker| Set {
            guid: maker.id(),
            name: maker.line(),
            description: maker.words(),
            codes: maker.pick(&known),
            sources: maker.pick(&texts),
            notes: maker.pick(&memos),
        });
        let links = self.links(&known, &sources, &memos);
        let (name, origin, description) = (self.line(), "Earshot".to_owned(), self.words());
        Project { name, origin, description, users, codes, variables, cases, sources, notes, links, sets }
    }
}

fn value(kind: VariableKind) -> String {
    match kind {
        VariableKind::Text => "11 to 13 & <more>",
        VariableKind::Boolean => "true",
        VariableKind::Integer => "-7",
        VariableKind::Float => "2.5",
        VariableKind::Date => "2026-02-09",
        VariableKind::DateTime => "2026-02-09T10:00:00Z",
    }
    .to_owned()
}

fn all(codes: &[Code]) -> Vec<Guid> {
    codes.iter().flat_map(|code| std::iter::once(code.guid).chain(all(&code.codes))).collect()
}

/// A project made by chance.
pub(super) fn made(seed: u64) -> Project {
    Maker { dice: Dice::new(seed), ids: 0 }.project()
}

/// One that has something of everything.
pub(super) fn full() -> Project {
    let has_all = |project: &Project| {
        !project.users.is_empty()
            && project.codes.iter().any(|code| !code.codes.is_empty())
            && !project.cases.is_empty()
            && !project.variables.is_empty()
            && project
                .sources
                .iter()
                .any(|source| !source.selections.is_empty() && !source.codings.is_empty())
            && !project.notes.is_empty()
            && !project.description.is_empty()
            && project.sources.iter().any(|source| !source.description.is_empty())
            && project.links.iter().any(|(_, beside)| matches!(beside, Beside::Coding(_)))
            && project.links.iter().any(|(_, beside)| matches!(beside, Beside::Selection(_)))
            && !project.sets.is_empty()
    };
    (0..10_000).map(made).find(has_all).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn a_project_comes_back_as_it_was(seed in any::<u64>()) {
        let project = made(seed);
        let written = write_project(&project).unwrap();
        prop_assert_eq!(written.replaced, 0);
        let (back, report) = read_project(&written.bytes).unwrap();
        prop_assert_eq!(report.lines(), Vec::<String>::new());
        prop_assert_eq!(back, project);
    }

    #[test]
    fn a_codebook_comes_back_as_it_was(seed in any::<u64>()) {
        let Project { origin, codes, sets, .. } = made(seed);
        let sets = sets.into_iter().map(|set| Set { sources: vec![], notes: vec![], ..set }).collect();
        let codebook = Codebook { origin, codes, sets };
        let written = write_codebook(&codebook);
        let (back, report) = read_codebook(&written.bytes).unwrap();
        prop_assert_eq!(report.lines(), Vec::<String>::new());
        prop_assert_eq!(back, codebook);
    }
}

#[test]
fn a_project_with_something_of_everything_comes_back() {
    let project = full();
    let written = write_project(&project).unwrap();
    assert_eq!(read_project(&written.bytes).unwrap().0, project);
    // The project of a whole archive is a codebook, too.
    let (xml, _) = crate::refi::write::qde(&project);
    assert_eq!(read_codebook(xml.as_bytes()).unwrap().0.codes, project.codes);
}

#[test]
fn what_xml_cannot_hold_is_replaced_and_counted() {
    let project = Project { name: "a\u{1}b\u{fffe}c".into(), ..Project::default() };
    let written = write_project(&project).unwrap();
    assert_eq!(written.replaced, 2);
    assert_eq!(read_project(&written.bytes).unwrap().0.name, "a\u{fffd}b\u{fffd}c");
}

#[test]
fn the_same_project_is_the_same_file() {
    // No time and no name of a machine gets into it.
    assert_eq!(write_project(&full()).unwrap(), write_project(&full()).unwrap());
}
