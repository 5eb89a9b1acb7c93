//! Every reader on damaged files: nothing panics, and what is taken can be asked. The functions and the seeds are those
//! of the fuzz targets, which look longer.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "../fuzz/src/targets.rs"]
mod targets;

use std::path::Path;

/// How many damaged files are made of each seed.
const DAMAGED: u64 = 60;

/// The same numbers every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        // Steele, Lea and Flood's SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 8).unwrap_or_default() % most.max(1)
    }
}

/// A few bytes changed, taken out, doubled, or brought from another place.
fn damage(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    const PIECES: [&[u8]; 12] =
        [b"\"", b",", b"<", b"}", b"]]>", b"\0", b"\xff", b"\n", b"-1", b"99999999999999999999", b"{", b"'"];
    let mut damaged = bytes.to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(damaged.len() + 1);
        let to = (at + chance.below(40)).min(damaged.len());
        match chance.below(5) {
            0 => damaged.truncate(at),
            1 => drop(damaged.drain(at..to)),
            2 => damaged.extend_from_within(at..to),
            3 => {
                let piece = PIECES[chance.below(PIECES.len())];
                damaged.splice(at..to, piece.iter().copied());
            }
            _ => {
                if let Some(byte) = damaged.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
        }
    }
    damaged
}

/// The files that a target begins with.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    if name == "xls" {
        return vec![std::fs::read(here.join("tests/files/old.xls")).unwrap()];
    }
    let mut files: Vec<_> = std::fs::read_dir(here.join("fuzz/seeds").join(name))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

fn run(name: &str) {
    let (_, target) = targets::ALL.iter().find(|(known, _)| *known == name).unwrap();
    let seeds = seeds(name);
    assert!(!seeds.is_empty(), "{name} has no seeds");
    let mut chance = Chance(2026);
    for seed in &seeds {
        target(seed);
        for _ in 0..DAMAGED {
            target(&damage(seed, &mut chance));
        }
    }
    target(&[]);
}

/// Every seed is a file that the reader takes: a reader that refuses everything would pass all the rest.
#[test]
fn every_seed_is_taken() {
    use earshot_formats::media;
    use earshot_formats::{
        answers, areas, coding, limesurvey, polis, population, refi, surveyjs, transcript, xlsform,
    };
    let taken = |name: &str, takes: fn(&[u8]) -> bool| {
        assert!(seeds(name).iter().any(|seed| takes(seed)), "{name}");
    };
    taken("xlsx", |seed| xlsform::read(seed).is_ok_and(|reading| reading.problems.is_empty()));
    taken("xls", |seed| xlsform::read(seed).is_ok());
    taken("limesurvey", |seed| {
        limesurvey::read("a.lss", seed).is_ok_and(|reading| reading.questionnaire.questions.len() == 2)
    });
    taken("surveyjs", |seed| {
        surveyjs::read(seed).is_ok_and(|reading| reading.questionnaire.questions.len() > 4)
    });
    taken("polis", |seed| polis::read(seed).is_ok_and(|reading| reading.questionnaire.questions.len() == 1));
    taken("answers", |seed| answers::read("a.csv", seed).is_ok());
    taken("answers", |seed| answers::read("a.jsonl", seed).is_ok());
    taken("coding", |seed| coding::read("themes.json", seed).is_ok());
    taken("coding", |seed| coding::read("mapping.jsonl", seed).is_ok());
    taken("coding", |seed| coding::read("mapping.csv", seed).is_ok());
    let text = |seed: &[u8]| String::from_utf8(seed.to_vec()).unwrap();
    assert!(seeds("areas").iter().all(|seed| areas::read(&text(seed)).is_ok_and(|list| list.len() > 1)));
    assert!(seeds("population").iter().all(|seed| population::read(&text(seed)).is_ok()));
    for seed in seeds("media") {
        // A recording's container is also a film's.
        let taken = [
            media::clean_image(&seed).is_ok(),
            media::clean_audio(seed.clone()).is_ok(),
            media::clean_clip(seed.clone()).is_ok(),
        ];
        assert!(taken[0] != (taken[1] || taken[2]), "picture, sound, film: {taken:?}");
    }
    taken("refi", |seed| refi::read_project(seed).is_ok_and(|(project, _)| project.sources.len() == 1));
    taken("refi", |seed| refi::read_qde(seed).is_ok_and(|(project, _)| project.sources.len() == 1));
    taken("refi", |seed| refi::read_qde(seed).is_ok_and(|(project, _)| project.links.len() == 5));
    taken("refi", |seed| refi::read_codebook(seed).is_ok_and(|(codebook, _)| codebook.sets.len() == 1));
    for (name, speakers) in [("a.txt", 4), ("a.vtt", 2), ("a.srt", 2), ("a.docx", 2)] {
        assert!(
            seeds("transcript").iter().any(|seed| {
                let file = targets::as_file(name, seed);
                transcript::read(name, &file).is_ok_and(|(taken, _)| taken.labels().len() == speakers)
            }),
            "{name}"
        );
    }
    for seed in seeds("answers_table") {
        assert!(targets::table(&seed).is_ok_and(|reading| reading.count > 0));
    }
}

#[test]
fn damaged_workbooks() {
    run("xlsx");
    run("xls");
}

#[test]
fn damaged_surveys() {
    run("limesurvey");
    run("surveyjs");
    run("polis");
}

#[test]
fn damaged_answers() {
    run("answers");
    run("answers_table");
    run("coding");
}

#[test]
fn damaged_lists_of_areas_and_of_figures() {
    run("areas");
    run("population");
}

#[test]
fn damaged_pictures_and_recordings() {
    run("media");
}

#[test]
fn damaged_projects_and_codebooks() {
    run("refi");
}

#[test]
fn damaged_transcripts() {
    run("transcript");
}

#[test]
fn no_reader_is_left_out() {
    let tested = include_str!("hostile.rs");
    for (name, _) in targets::ALL {
        assert!(tested.contains(&format!("run(\"{name}\")")), "{name}");
    }
    let readers = include_str!("../src/lib.rs").lines().filter_map(|line| line.strip_prefix("pub mod "));
    for reader in readers.map(|name| name.trim_end_matches(';')) {
        // These write, find another reader, or are what readers give; workbooks are read as two kinds.
        let other =
            matches!(reader, "document" | "questionnaire" | "reading" | "report" | "tables" | "xlsform");
        assert!(other || targets::ALL.iter().any(|(name, _)| *name == reader), "{reader}");
    }
}
