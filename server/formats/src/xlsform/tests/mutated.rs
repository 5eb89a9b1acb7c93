//! Random and randomly damaged files: whatever comes, nothing panics, and what
//! is taken is sound.

use std::io::{Cursor, Read};
use std::sync::LazyLock;

use earshot_domain::questionnaire::Defect;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{form, sample};
use crate::xlsform::{expression, limit, read};

/// Reads, and holds what every reading must hold.
fn hold(bytes: &[u8]) {
    let Ok(reading) = read(bytes) else { return };
    // Sound, also where something was left out; nothing to ask is all that can be wrong.
    let defects = reading.questionnaire.defects();
    assert!(
        defects.is_empty() || (defects == [Defect::NoQuestions] && !reading.problems.is_empty()),
        "{defects:?}"
    );
    for problem in reading.problems.iter().chain(&reading.notes) {
        assert!(!problem.reason.is_empty() && problem.to_string().lines().count() == 1, "{problem:?}");
    }
}

static SMALL: LazyLock<Vec<u8>> = LazyLock::new(|| {
    form(&[
        &[
            "type",
            "name",
            "label::English (en)",
            "label::French",
            "hint",
            "relevant",
            "constraint",
            "required",
        ],
        &["begin_group", "g", "Group", "", "", "", "", ""],
        &["select_one yn", "a", "A?", "A?", "Hint", "", "", "yes"],
        &["select_multiple ways", "b", "B?", "", "", "${a} = 'yes'", "count-selected(.) <= 2"],
        &["end_group"],
        &["integer", "c", "C?", "", "", "selected(${b}, 'bus') and ${a}='no'", ". >= 0 and . < 10"],
        &["range", "d", "D?"],
        &["note", "", "Note"],
    ])
});

static SMALL_PARTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| unpacked(&SMALL));

/// The parts of a workbook, unpacked.
fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut entry = archive.by_index(at).unwrap();
            let mut part = Vec::new();
            entry.read_to_end(&mut part).unwrap();
            (entry.name().unwrap().to_string(), part)
        })
        .collect()
}

/// Packs parts again, without spending time on making them small.
fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, part)| (name.as_str(), part.as_slice())).collect();
    super::packed(&parts, zip::CompressionMethod::Stored)
}

/// Damages one part and packs the workbook again, so that the damage gets past
/// the checksums.
fn damage(
    parts: &mut [(String, Vec<u8>)],
    part: Index,
    changes: &[(Index, u8)],
    cut: Option<Index>,
) -> Vec<u8> {
    let (_, bytes) = &mut parts[part.index(parts.len())];
    if !bytes.is_empty() {
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
    }
    packed(parts)
}

/// Pieces that mean something in a form.
const PIECES: [&str; 40] = [
    "select_one yn",
    "select_multiple ways",
    "select_one ways or_other",
    "text",
    "integer",
    "range",
    "note",
    "begin_group",
    "end_group",
    "begin repeat",
    "end repeat",
    "a",
    "b",
    "c",
    "A?",
    "${a} = 'yes'",
    "selected(${b}, 'bus')",
    "${c} = 3",
    "and",
    "or",
    "(",
    ")",
    "${",
    "'",
    "\"",
    "}",
    "<b>",
    "</script>",
    "&amp;",
    "start=0",
    "end=99999999999999999999",
    "step=0.0000001",
    "=",
    ";",
    "yes",
    "\u{a0}",
    "\u{202e}",
    "1",
    "-1",
    "\u{1f68c}",
];

fn piece() -> impl Strategy<Value = String> {
    vec(select(PIECES.as_slice()), 0..4).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn random_bytes(bytes in vec(any::<u8>(), 0..2_000)) {
        hold(&bytes);
        let mut archive = b"PK\x03\x04".to_vec();
        archive.extend(bytes);
        hold(&archive);
    }

    #[test]
    fn changed_bytes_of_a_file(changes in vec((any::<Index>(), any::<u8>()), 1..20), cut in any::<Option<Index>>()) {
        let mut bytes = SMALL.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        hold(&bytes);
    }

    #[test]
    fn changed_bytes_of_a_part(
        part in any::<Index>(),
        changes in vec((any::<Index>(), select(b"<>/\"'=& \0\x1b09AZaz".as_slice())), 1..8),
        cut in any::<Option<Index>>(),
    ) {
        hold(&damage(&mut SMALL_PARTS.clone(), part, &changes, cut));
    }

    #[test]
    fn forms_of_random_pieces(cells in vec(vec(piece(), 8), 0..30)) {
        let headings = ["type", "name", "label", "hint", "relevant", "constraint", "parameters", "appearance"];
        let mut rows: Vec<Vec<&str>> = vec![headings.to_vec()];
        rows.extend(cells.iter().map(|row| row.iter().map(String::as_str).collect()));
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        hold(&form(&rows));
    }

    #[test]
    fn random_expressions(expression in "[()${}'\"=<>!,.a-c0-9 -]{0,60}|.{0,60}") {
        let _ = expression::read(&expression);
        let _ = limit::number(&expression);
        let _ = limit::choosing(&expression, &["a", "b"]);
    }
}

#[test]
fn changed_sample_files() {
    for name in ["xlsform/socio-economic-survey.xlsx", "xlsform/all-question-types.xlsx"] {
        let Some(bytes) = sample(name) else { return };
        let parts = unpacked(&bytes);
        // A small generator of its own: the same damage on every run.
        let mut state = 7_u64;
        let mut next = move |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % below
        };
        for _ in 0..12 {
            let mut parts = parts.clone();
            let part = next(parts.len());
            let bytes = &mut parts[part].1;
            for _ in 0..=next(6) {
                if !bytes.is_empty() {
                    let at = next(bytes.len());
                    bytes[at] = b"<>/\"'=& 09Az"[next(12)];
                }
            }
            if next(4) == 0 {
                bytes.truncate(next(bytes.len() + 1));
            }
            hold(&packed(&parts));
        }
    }
}
