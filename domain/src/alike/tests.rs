//! Small texts whose answer is plain, many texts whose comparisons are counted, and a hundred answers that people have coded,
//! against which the suggestions are measured.

mod samples;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use samples::{BUSES, LETTER, PARKS};

use super::measure::adjusted_mutual_information;
use super::words::terms;
use super::*;

const DINNERS: [&str; 8] = [
    "School dinners cost too much",
    "Dinners at school are cold and cost a lot",
    "The cost of school dinners went up",
    "School dinners should be free, the cost is silly",
    "I skip dinners because of the cost",
    "Cheaper dinners, the cost at school is high",
    "Dinners cost more than sweets at school",
    "School dinners: cost up, taste down",
];

/// The three matters, one answer of each after the other.
fn mixed() -> Vec<&'static str> {
    (0..8).flat_map(|at| [BUSES[at], PARKS[at], DINNERS[at]]).collect()
}

#[test]
fn texts_that_are_nearly_the_same_are_folded_to_the_first() {
    let signed = format!("{LETTER} Sam");
    let loud = LETTER.to_uppercase();
    let texts = [
        LETTER,
        "Something else altogether that nobody passed round",
        signed.as_str(),
        loud.as_str(),
        "ok",
        "OK!",
        "\u{1f600}",
        "\u{1f600}",
        "",
    ];
    let nearly = nearly_same(&texts);
    assert_eq!(nearly.folds, [vec![0, 2, 3], vec![4, 5]], "and those without words are like nothing");
    assert_eq!(nearly.first, [0, 1, 0, 0, 4, 4, 6, 7, 8]);
    assert_eq!(nearly.campaigns(&texts, 2), [&[0, 2, 3][..]], "nobody passes round \"ok\"");
    assert!(nearly.campaigns(&texts, 4).is_empty());
    let half = "Please keep the youth club in Barton open, but move it, because the hall is cold and damp in the winter";
    assert!(nearly_same(&[LETTER, half]).folds.is_empty(), "a beginning in common is not enough");
    assert_eq!(nearly_same::<&str>(&[]).first, [0_usize; 0]);
}

#[test]
fn what_is_like_a_text_says_by_which_words() {
    let texts = mixed();
    let like = more_like(&texts, 0, 5);
    assert_eq!(like.len(), 5);
    assert!(like.iter().all(|like| BUSES.contains(&texts[like.text]) && like.text != 0), "{like:?}");
    assert!(like.windows(2).all(|pair| pair[0].alike >= pair[1].alike));
    assert!(like[0].shares.contains(&"morning".to_string()), "{like:?}");
    assert!(more_like(&["\u{1f600}", "a bus", "the bus"], 0, 5).is_empty());
    assert!(more_like(&["one text"], 0, 5).is_empty() && more_like(&texts, 99, 5).is_empty());
}

#[test]
fn groups_hold_what_belongs_together_and_say_why() {
    let mut texts = mixed();
    texts.extend(["\u{1f600}", "zebra quokka", ""]);
    let found = groups(&texts);
    assert!((3..=4).contains(&found.groups.len()), "{found:?}");
    for group in &found.groups {
        let of = |matter: &[&str]| group.members.iter().all(|member| matter.contains(&texts[member.text]));
        assert!(of(&BUSES) || of(&PARKS) || of(&DINNERS), "{group:?}");
        assert!(!group.typical.is_empty() && group.typical.len() <= 5);
        assert!(group.members.iter().all(|member| !member.shares.is_empty() && member.shares.len() <= 3));
    }
    let all: String = found.groups.iter().map(|group| group.typical.join(" ") + " ").collect();
    assert!(["late", "swings", "dinners"].iter().all(|word| all.contains(word)), "{all}");
    assert!([24, 25, 26].iter().all(|text| found.left_out.contains(text)), "they fit nowhere");
    let places: usize = found.groups.iter().map(|group| group.members.len()).sum();
    assert_eq!(places + found.left_out.len(), texts.len(), "each text stands in one place");
    assert_eq!(groups(&texts), found, "and again the same");
}

#[test]
fn texts_that_are_nearly_the_same_do_not_make_a_group_of_their_own() {
    let mut texts = mixed();
    texts.extend([BUSES[0]; 40]);
    let found = groups(&texts);
    let with: Vec<&Group> =
        found.groups.iter().filter(|group| group.members.iter().any(|member| member.text == 0)).collect();
    assert_eq!(with.len(), 1);
    assert!(with[0].members.len() > 41, "they stand with the others that say so: {with:?}");
}

#[test]
fn too_few_texts_are_not_grouped() {
    for texts in [&[][..], &["one"][..], &BUSES[..], &["\u{1f600}"; 50][..], &["the bus is late"; 50][..]] {
        let found = groups(texts);
        assert!(found.groups.is_empty() && found.left_out.len() == texts.len(), "{texts:?}");
    }
}

#[test]
fn a_code_is_suggested_by_the_answers_that_carry_it() {
    let coded = |(at, words): (usize, &str)| Coded { words: words.to_string(), codes: vec![at % 3] };
    let mut examples: Vec<Coded<usize>> = mixed().into_iter().enumerate().map(coded).collect();
    let found = suggested_codes(&examples, "I was late because of the bus, every morning");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].code, found[0].carry == found[0].of), (0, true));
    assert!(found[0].shares.contains(&"late".to_string()), "{found:?}");
    assert!(suggested_codes(&examples, "\u{1f600}").is_empty());
    assert!(suggested_codes(&examples, "zebra").is_empty());
    assert!(suggested_codes::<usize>(&[], "the bus is late").is_empty());
    // Four examples are too few to learn from.
    let mut kept = 0;
    examples.retain(|example| {
        kept += usize::from(example.codes == [0]);
        example.codes != [0] || kept <= 4
    });
    assert!(suggested_codes(&examples, "The bus is late in the morning").is_empty());
}

#[test]
fn ten_thousand_texts_need_few_comparisons() {
    let words = [
        "bus", "park", "school", "swing", "light", "road", "club", "phone", "friend", "stop", "shop", "rain",
    ];
    let text = |at: usize| {
        let word = |by: usize| words[(at / by) % words.len()];
        format!("{} {} {} {} number{at} {}", word(1), word(12), word(144), word(1_728), word(7))
    };
    let texts: Vec<String> = (0..MOST_TEXTS).map(text).collect();
    let found = groups(&texts);
    // Fewer than one in a hundred of fifty million to find what is nearly the same, and the pairs of the sample.
    assert!(found.compared < 500_000 + 2_000 * 1_999 / 2, "{}", found.compared);
    assert!(!found.groups.is_empty() && found.groups.len() <= 20);
    let same = vec!["the very same words, ten thousand times over"; MOST_TEXTS];
    let nearly = nearly_same(&same);
    assert_eq!((nearly.compared, nearly.folds.len(), nearly.folds[0].len()), (0, 1, MOST_TEXTS));
}

/// An answer of the hundred: its words, and the labels that people gave it, the first one first.
type Labelled = (String, Vec<String>);

/// The hundred coded answers and the names of their labels; nothing where the folder is not there.
fn hundred() -> Option<(Vec<Labelled>, BTreeMap<String, String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples/answers");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let lines = |text: String| -> Vec<Value> {
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let text = |value: &Value| value.as_str().unwrap().to_string();
    let labels: BTreeMap<u64, Vec<String>> = lines(read("mapping.jsonl")?)
        .iter()
        .map(|line| {
            let labels = line["labels"].as_array().unwrap().iter().map(text).collect();
            (line["response_id"].as_u64().unwrap(), labels)
        })
        .collect();
    let answers = lines(read("responses.jsonl")?)
        .iter()
        .map(|line| (text(&line["response"]), labels[&line["response_id"].as_u64().unwrap()].clone()))
        .collect();
    let themes: Vec<Value> = serde_json::from_str(&read("themes.json")?).unwrap();
    let themes = themes.iter().map(|theme| (text(&theme["topic_id"]), text(&theme["topic_label"])));
    Some((answers, themes.collect()))
}

/// Precision, recall and F1 of labels given to answers, in percent.
fn scores(given: &[Vec<&str>], answers: &[Labelled]) -> [f64; 3] {
    let right: usize = given
        .iter()
        .zip(answers)
        .map(|(given, (_, labels))| {
            given.iter().filter(|one| labels.iter().any(|label| label == *one)).count()
        })
        .sum();
    let share = |of: usize| if of == 0 { 0.0 } else { number(right) / number(of) };
    let precision = share(given.iter().map(Vec::len).sum());
    let recall = share(answers.iter().map(|(_, labels)| labels.len()).sum());
    let both = if right == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
    [precision, recall, both].map(|share| share * 100.0)
}

/// The labels whose name has a word in common with the answer: what a search would give.
fn by_keyword<'a>(words: &str, names: &'a BTreeMap<String, String>) -> Vec<&'a str> {
    let stems = |text: &str| terms(text).into_iter().flatten().map(|term| term.stem).collect::<Vec<_>>();
    let said = stems(words);
    let names = names.iter().filter(|(_, name)| stems(name).iter().any(|stem| said.contains(stem)));
    names.map(|(label, _)| label.as_str()).collect()
}

#[test]
fn suggestions_are_measured_against_what_people_found() {
    let Some((answers, names)) = hundred() else {
        eprintln!("skipped: there is no ../shared/samples/answers beside the project to measure against");
        return;
    };
    let texts: Vec<&str> = answers.iter().map(|(words, _)| words.as_str()).collect();
    let found = groups(&texts);
    let mut group_of = vec![usize::MAX; texts.len()];
    for (at, group) in found.groups.iter().enumerate() {
        for member in &group.members {
            group_of[member.text] = at;
        }
    }
    let first: Vec<&str> = answers.iter().map(|(_, labels)| labels[0].as_str()).collect();
    let agreement = adjusted_mutual_information(&group_of, &first);
    eprintln!(
        "{} answers, {} groups, {} fit nowhere: adjusted mutual information with the first label {agreement:.3}",
        texts.len(),
        found.groups.len(),
        found.left_out.len()
    );

    // Every fifth answer is left out in turn, and coded from the others.
    let mut given: Vec<Vec<&str>> = vec![Vec::new(); texts.len()];
    for fold in 0..5 {
        let examples: Vec<Coded<&str>> = answers
            .iter()
            .enumerate()
            .filter(|(at, _)| at % 5 != fold)
            .map(|(_, (words, labels))| Coded {
                words: words.clone(),
                codes: labels.iter().map(String::as_str).collect(),
            })
            .collect();
        for at in (fold..texts.len()).step_by(5) {
            given[at] = suggested_codes(&examples, texts[at]).into_iter().map(|found| found.code).collect();
        }
    }
    let suggested = scores(&given, &answers);
    let keyword: Vec<Vec<&str>> = texts.iter().map(|words| by_keyword(words, &names)).collect();
    let keyword = scores(&keyword, &answers);
    for (what, [precision, recall, both]) in
        [("suggested codes", suggested), ("a bare keyword match", keyword)]
    {
        eprintln!("{what}: precision {precision:.0}, recall {recall:.0}, F1 {both:.0}");
    }
    assert!(agreement > 0.2, "{agreement}");
    assert!(suggested[2] > 40.0 && suggested[0] > 40.0, "{suggested:?}");
    assert!(suggested[2] > keyword[2], "better than a search: {suggested:?} {keyword:?}");
}
