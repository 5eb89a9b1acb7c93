//! Random and randomly damaged files: whatever comes, nothing panics, and what
//! is taken is sound.

use std::fmt::Write;
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::build::Lss;
use crate::limesurvey::{expression, read};
use crate::tests::walk::answered_at_random;

/// Reads, and holds what every reading must hold.
fn hold(bytes: &[u8]) {
    let Ok(reading) = read("x.lss", bytes) else { return };
    if reading.questionnaire.questions.iter().any(|question| question.kind.asks()) {
        assert_eq!(reading.questionnaire.defects(), vec![]);
        answered_at_random(&reading.questionnaire, 2);
    } else {
        assert!(!reading.problems.is_empty());
    }
    for problem in reading.problems.iter().chain(&reading.notes) {
        let text = problem.to_string();
        assert!(!problem.reason.is_empty() && text.lines().count() == 1, "{text:?}");
    }
}

/// A survey with something of everything.
static FULL: LazyLock<[String; 2]> = LazyLock::new(|| [full(178), full(600)]);

fn full(version: u32) -> String {
    let mut file = Lss::of(version, &["en", "fr"]);
    file.group("2", "Second", &[("grelevance", "way == 'a'"), ("randomization_group", "r")]);
    file.group("3", "Third", &[("randomization_group", "r")]);
    file.ask("1", "L", "way", "How? / Comment ?", &[("other", "Y"), ("mandatory", "Y")]);
    file.answer("1", "a", "A / \u{c0}", "0").answer("1", "b", "B / B", "0");
    file.array("2", "M", "ways", &["x", "y"]).attribute("2", "exclude_all_others", "y");
    file.array("3", "P", "with", &["x", "y"]).array("4", "Q", "who", &["x", "y"]).array(
        "5",
        "C",
        "feel",
        &["x"],
    );
    file.ask("6", "N", "age", "Age {way}?", &[("relevance", "ways_x.NAOK == 'Y' or way != 'a'")]);
    file.list("7", "R", "rank", &["a", "b", "c"]).list("8", "O", "list", &["a", "b"]);
    file.ask("9", "T", "why", "Why?", &[("gid", "2")]).ask("10", "T", "end", "End?", &[("gid", "3")]);
    file.condition("9", "1", "111X1X1", "==", "a", "1");
    file.row("quota", &[("id", "1"), ("name", "q"), ("qlimit", "3"), ("active", "1")]);
    file.row("quota_members", &[("qid", "1"), ("quota_id", "1"), ("code", "a")]);
    file.xml()
}

#[test]
fn the_survey_that_is_damaged_is_sound_before() {
    for xml in FULL.iter() {
        let reading = read("x.lss", xml.as_bytes()).unwrap();
        assert_eq!(reading.problems, vec![]);
        // Whether the comments and what else is, and in which order the groups come.
        assert!(answered_at_random(&reading.questionnaire, 1_000).ways > 20);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn random_bytes_never_panic(bytes in vec(any::<u8>(), 0..400)) {
        hold(&bytes);
    }

    #[test]
    fn damaged_files_never_panic(
        which in any::<bool>(),
        changes in vec((any::<Index>(), any::<u8>()), 0..12),
        cut in proptest::option::of(any::<Index>()),
    ) {
        let mut bytes = FULL[usize::from(which)].clone().into_bytes();
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
    fn texts_that_are_exchanged_never_panic(
        which in any::<bool>(),
        swaps in vec((any::<Index>(), any::<Index>()), 1..8),
        odd in vec((any::<Index>(), select(vec![
            "", "0", "-1", "99999999999999999999", "{way}", "{", "way == 'a'", "1 == ways_x", "\u{202e}", "\n\n", "|",
            "L", "M", "F", "1", ":", "5", "fr", "<script>", "a b", "\u{1f68c}", "-oth-", "other",
        ])), 0..6),
    ) {
        let pieces: Vec<&str> = FULL[usize::from(which)].split("<![CDATA[").collect();
        let mut texts: Vec<(String, String)> = pieces[1..]
            .iter()
            .filter_map(|piece| piece.split_once("]]>").map(|(text, rest)| (text.to_owned(), rest.to_owned())))
            .collect();
        for (one, other) in swaps {
            let (one, other) = (one.index(texts.len()), other.index(texts.len()));
            let text = texts[one].0.clone();
            texts[one].0 = std::mem::replace(&mut texts[other].0, text);
        }
        for (at, text) in odd {
            let at = at.index(texts.len());
            texts[at].0 = text.to_owned();
        }
        let mut xml = pieces[0].to_owned();
        for (text, rest) in texts {
            write!(xml, "<![CDATA[{text}]]>{rest}").unwrap();
        }
        hold(xml.as_bytes());
    }

    #[test]
    fn random_conditions_never_panic(text in "([a-c_.!=<>&|()'\" 0-9X-]|and|or|not|is_empty|NAOK){0,40}") {
        let _ = expression::read(&text);
    }
}
