//! The paper is opened again, and everything that young people will read is in it.

use std::io::Read;

use earshot_domain::question::{Choice, Grid, Help, Kind, Multi, Question, Rating, Scale, Wording};
use earshot_domain::questionnaire::Section;
use earshot_domain::ready_sets;
use earshot_domain::respondent::AgeBand;
use earshot_domain::rule::{Compare, Rule};
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;

use super::*;

fn setup() -> Setup {
    Setup {
        title: "Getting to school".into(),
        child_title: "What\u{2019}s it like getting to school?".into(),
        purpose: "Some buses are full.\nWe have to choose.".into(),
        decider: "Councillor Sam Idowu".into(),
        decider_role: "decides about buses".into(),
        ..Setup::default()
    }
}

fn paper<'a>(setup: &'a Setup, questionnaire: &'a Questionnaire) -> Paper<'a> {
    Paper {
        organisation: "Wexmoor County Council",
        reference: "C-0012",
        setup,
        questionnaire,
        version: 3,
        day: "2026-02-09".parse().unwrap(),
    }
}

/// The parts of the file by their names.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .filter_map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = String::new();
            file.is_file().then(|| {
                file.read_to_string(&mut text).unwrap();
                (file.name().unwrap().into_owned(), text)
            })
        })
        .collect()
}

/// The words of the document, a paragraph a line. Every part has to be well-formed.
fn words(bytes: &[u8]) -> String {
    let mut words = String::new();
    for (name, text) in parts(bytes) {
        let mut reader = quick_xml::Reader::from_str(&text);
        reader.config_mut().check_end_names = true;
        let mut depth = 0_i32;
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                Event::Eof => break,
                Event::Start(_) => depth += 1,
                Event::End(end) => {
                    depth -= 1;
                    if name == "word/document.xml" && end.name().as_ref() == "w:p" {
                        words.push('\n');
                    }
                }
                Event::Text(text) if name == "word/document.xml" => {
                    words.push_str(&text.xml10_content());
                }
                Event::GeneralRef(reference) if name == "word/document.xml" => {
                    match reference.resolve_char_ref().unwrap() {
                        Some(letter) => words.push(letter),
                        None => words.push_str(resolve_xml_entity(&reference).unwrap()),
                    }
                }
                _ => {}
            }
        }
        assert_eq!(depth, 0, "{name}");
    }
    words
}

#[test]
fn every_ready_set_is_on_paper_with_every_question_and_answer() {
    let setup = setup();
    for set in ready_sets::SETS {
        let asked = (set.questions)();
        let text = words(&write(&paper(&setup, &asked)).unwrap());
        for question in &asked.questions {
            assert!(text.contains(&format!(". {}", question.text)), "{}: {}", set.key, question.text);
            let mut kind = question.kind.clone();
            for option in kind.words_mut() {
                assert!(text.contains(&option.label), "{}: {}", set.key, option.label);
            }
            for wording in &question.wordings {
                assert!(text.contains(&wording.text), "{}: {}", set.key, wording.text);
            }
            assert_eq!(question.show_if.is_some(), line_of(&text, question).contains("Asked only if"));
        }
    }
}

/// What stands under a question, up to the next heading.
fn line_of(text: &str, question: &Question) -> String {
    let from = text.find(&format!(". {}", question.text)).unwrap();
    let to = text[from..].find("Name in the data").map_or(text.len(), |to| from + to);
    text[from..to].to_string()
}

#[test]
fn the_paper_says_what_it_is_for_who_decides_and_where_to_sign() {
    let (setup, asked) = (setup(), (ready_sets::SETS[0].questions)());
    let text = words(&write(&paper(&setup, &asked)).unwrap());
    for said in [
        "Getting to school\n",
        "Questionnaire for approval: C-0012, version 3, printed on 9 February 2026",
        "Who asks: Wexmoor County Council",
        "Why we ask: Some buses are full.We have to choose.",
        "Who decides: Councillor Sam Idowu decides about buses",
        "The decision: Not written yet",
        "Approval\n",
        "Name\nRole\nDate\nVersion\nSignature\n",
    ] {
        assert!(text.contains(said), "{said:?} in {text}");
    }
}

#[test]
fn the_equality_questions_are_there_where_they_are_asked() {
    let asked = (ready_sets::SETS[0].questions)();
    let set = &earshot_domain::equality::SETS[0];
    let asking = Setup { equality_set: Some(set.version.into()), ..setup() };
    let text = words(&write(&paper(&asking, &asked)).unwrap());
    assert!(text.contains("Nobody has to answer them.") && text.contains(set.source));
    for question in set.questions {
        assert!(text.contains(question.text), "{}", question.key);
        assert!(question.options.iter().all(|option| text.contains(option.label)), "{}", question.key);
    }
    assert!(!words(&write(&paper(&setup(), &asked)).unwrap()).contains("Prefer not to say"));
}

#[test]
fn conditions_wordings_and_sections_are_told_in_sentences() {
    let options = || vec![Choice::new("bus", "Bus"), Choice::new("none", "None of these").alone()];
    let multi = Kind::Multi(Multi { options: options(), min: Some(1), max: Some(2), shuffle: true });
    let mut way = Question::new("way", "How do you travel?", multi);
    way.wordings = vec![
        Wording {
            lang: Some("cy".into()),
            text: "Sut wyt ti'n teithio?".into(),
            labels: vec![("bus".into(), "Bws".into())],
            ..Wording::default()
        },
        Wording {
            band: Some(AgeBand::From8To10),
            text: "How do you get there?".into(),
            ..Wording::default()
        },
        Wording { easy: true, text: "Getting there".into(), ..Wording::default() },
    ];
    let grid = Grid { statements: vec![Choice::new("safe", "I feel safe")], scale: Scale::Agree };
    let rating =
        Rating { from: 0, to: 10, ends: vec![Choice::new("0", "Never"), Choice::new("10", "Always")] };
    let rule = Rule::All(vec![
        Rule::is("way", "bus").negated(),
        Rule::Any(vec![
            Rule::compare("often", Compare::AtLeast, "5"),
            Rule::Answered("feel".into()).negated(),
        ]),
    ]);
    let mut last =
        Question::new("last", "Tell us about {way|your way} and {@}.", Kind::LongText).only_if(rule);
    last.section = Some("each".into());
    last.sensitive = true;
    last.help = Help { sign: Some("clip.mp4".into()), ..Help::default() };
    let mut asked = Questionnaire::of(vec![
        way,
        Question::new("often", "How often?", Kind::Rating(rating)),
        Question::new("feel", "How is it?", Kind::Grid(grid)),
        last,
    ]);
    asked.languages = vec!["cy".into()];
    asked.sections = vec![Section {
        each_of: Some("way".into()),
        quota: Some(40),
        titles: vec![("cy".into(), "Pob un".into())],
        ..Section::new("each", "Each of them")
    }];
    let setup = setup();
    let text = words(&write(&paper(&setup, &asked)).unwrap());
    for said in [
        "Choose 1 to 2 answers. The answers stand in another order for everybody.",
        "\u{2610} None of these [not together with another answer]",
        "In Cymraeg (cy): Sut wyt ti'n teithio?Bus: Bws",
        "For ages 8 to 10: How do you get there?",
        "In Easy Read: Getting there",
        "0 means: Never",
        "The scale: I really disagree; I disagree; In the middle; I agree; I really agree",
        "Section: Each of them",
        "In Cymraeg (cy): Pob un",
        "It is asked once for each answer that was chosen in question 1.",
        "It is closed once 40 people have answered it.",
        "4. Tell us about [the answer to question 1, or else: your way] and [the answer that it is about].",
        "Asked only if question 1 (\u{201c}How do you travel?\u{201d}) does not include \u{201c}Bus\u{201d} and (question 2 (\u{201c}How often?\u{201d}) is at least \u{201c}5\u{201d} or question 3 (\u{201c}How is it?\u{201d}) was not answered).",
        "Marked as something that may be hard to speak about. With a clip in sign language. Name in the data: last",
        "Also in: Cymraeg (cy)",
    ] {
        assert!(text.contains(said), "{said:?} in {text}");
    }
}

#[test]
fn hostile_words_stay_words() {
    let hostile = "<w:p>]]>&amp; \u{0}\u{1}\u{b}\u{1f}\u{7f}\u{fffe}\u{ffff} \"'\t\u{1f68c}\r\nlast";
    let kept = "<w:p>]]>&amp; \u{7f} \"'\t\u{1f68c}";
    let options = vec![Choice::new("a", hostile), Choice::new("b", "B")];
    let mut question = Question::new("q", hostile, Kind::single(options));
    question.hint = Some(hostile.into());
    question.wordings = vec![Wording { easy: true, text: hostile.into(), ..Wording::default() }];
    let asked = Questionnaire::of(vec![question]);
    let setup = Setup { title: hostile.into(), purpose: hostile.into(), ..Setup::default() };
    let bytes = write(&Paper { organisation: hostile, reference: hostile, ..paper(&setup, &asked) }).unwrap();
    let text = words(&bytes);
    assert!(text.matches(kept).count() >= 7, "{text:?}");
    assert!(text.contains(&format!("1. {kept}last")));
    let (none, empty) = (Questionnaire::default(), Setup::default());
    assert!(words(&write(&paper(&empty, &none)).unwrap()).contains("There is no question yet."));
}

#[test]
fn the_table_to_sign_has_a_head_and_the_file_a_language() {
    let (setup, asked) = (setup(), (ready_sets::SETS[0].questions)());
    let parts = parts(&write(&paper(&setup, &asked)).unwrap());
    let part = |name: &str| parts.iter().find(|(known, _)| known == name).unwrap().1.as_str();
    let xml = part("word/document.xml");
    assert_eq!(xml.matches("<w:tblHeader />").count(), 1, "{xml}");
    assert_eq!(xml.matches("<w:cantSplit />").count(), 4, "the head and three lines to sign on");
    assert!(part("word/styles.xml").contains("<w:lang w:val=\"en-GB\" />"));
}

#[test]
fn the_file_tells_of_nobody_who_made_it() {
    let (setup, asked) = (setup(), (ready_sets::SETS[0].questions)());
    let bytes = write(&paper(&setup, &asked)).unwrap();
    for (name, text) in parts(&bytes).into_iter().filter(|(name, _)| name.starts_with("docProps/")) {
        assert!(!text.contains("Idowu"), "{name}");
        if name == "docProps/core.xml" {
            assert!(text.contains("<dc:creator>Wexmoor County Council</dc:creator>"), "{text}");
            assert!(text.contains("<dc:title>Getting to school</dc:title>"), "{text}");
            assert!(text.contains("<dc:language>en-GB</dc:language>"), "{text}");
            assert!(text.contains("2026-02-09T00:00:00Z") && !text.contains("1970"), "{text}");
        }
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    for at in 0..archive.len() {
        let file = archive.by_index(at).unwrap();
        let year = file.last_modified().map(|time| time.year());
        assert!(year.is_none_or(|year| year == 1980), "{:?}: {year:?}", file.name());
    }
}
