//! Questions taken from elsewhere: from a ready set, from the organisation's library, from an earlier consultation
//! (domain.md 7.8). What is taken is a copy: nothing leads back, and no answer comes along.

use std::collections::HashSet;

use crate::edit::{free_key, fresh, rename};
use crate::pipe::{self, Part};
use crate::question::Question;
use crate::questionnaire::{MAX_QUESTIONS, Questionnaire};
use crate::rule::Rule;

/// Some questions of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picked {
    /// They, with the sections that they stand in.
    pub questionnaire: Questionnaire,
    /// Keys of questions that were asked of some and are asked of everybody now, because the question that they
    /// waited for was not picked.
    pub loosened: Vec<String>,
}

/// Picks questions by their keys, in the order of the questionnaire. A condition on a question that was not picked is
/// left out whole: half of it would ask other people than either.
pub fn pick(from: &Questionnaire, keys: &[String]) -> Picked {
    let wanted: HashSet<&str> = keys.iter().map(String::as_str).collect();
    let mut asked = Questionnaire { retired: Vec::new(), ..from.clone() };
    let mut before = None;
    asked.questions.retain_mut(|question| {
        let picked = wanted.contains(question.key.as_str());
        // It stood on one page with a question that stays behind.
        question.with_previous &= before == Some(true);
        before = Some(picked);
        picked
    });
    let here: HashSet<String> = asked.questions.iter().map(|question| question.key.clone()).collect();
    let follows = |rule: &Rule| rule.names().iter().all(|name| here.contains(*name));
    asked.sections.retain(|section| {
        asked.questions.iter().any(|question| question.section.as_deref() == Some(section.key.as_str()))
    });
    let mut loose_sections: HashSet<String> = HashSet::new();
    for section in &mut asked.sections {
        if section.show_if.as_ref().is_some_and(|rule| !follows(rule)) {
            section.show_if = None;
            loose_sections.insert(section.key.clone());
        }
        if section.each_of.as_ref().is_some_and(|key| !here.contains(key)) {
            section.each_of = None;
            loose_sections.insert(section.key.clone());
        }
    }
    let repeated: HashSet<String> = asked
        .sections
        .iter()
        .filter(|section| section.each_of.is_some())
        .map(|section| section.key.clone())
        .collect();
    let mut loosened = Vec::new();
    for question in &mut asked.questions {
        let mut loose = question.section.as_ref().is_some_and(|key| loose_sections.contains(key));
        if question.show_if.as_ref().is_some_and(|rule| !follows(rule)) {
            question.show_if = None;
            loose = true;
        }
        if loose {
            loosened.push(question.key.clone());
        }
        let in_turns = question.section.as_ref().is_some_and(|key| repeated.contains(key));
        let known = |name: &str| if name == pipe::TURN { in_turns } else { here.contains(name) };
        each_sentence(question, &|sentence| without_unknown(sentence, &known));
    }
    Picked { questionnaire: asked, loosened }
}

/// Calls `change` with every sentence of a question that may repeat an earlier answer.
fn each_sentence(question: &mut Question, change: &dyn Fn(&str) -> String) {
    let mut sentences: Vec<&mut String> = vec![&mut question.text];
    sentences.extend(question.hint.as_mut());
    for wording in &mut question.wordings {
        sentences.push(&mut wording.text);
        sentences.extend(wording.hint.as_mut());
    }
    for sentence in sentences {
        *sentence = change(sentence);
    }
}

/// A sentence in which answers that are not known here are said as if nobody had given them.
fn without_unknown(sentence: &str, known: &dyn Fn(&str) -> bool) -> String {
    pipe::parts(sentence)
        .into_iter()
        .map(|part| match part {
            Part::Text(text) => text.to_string(),
            Part::Pipe { name, otherwise: pipe::MISSING } if known(name) => format!("{{{name}}}"),
            Part::Pipe { name, otherwise } if known(name) => format!("{{{name}|{otherwise}}}"),
            Part::Pipe { otherwise, .. } => otherwise.to_string(),
        })
        .collect()
}

/// Puts questions behind those that are there. A key that is in use, or once was, becomes another one, and every rule
/// and sentence among the new questions follows it. `None` where there is no room for all of them
/// ([`MAX_QUESTIONS`]).
pub fn add(to: &Questionnaire, more: &Questionnaire) -> Option<Questionnaire> {
    if to.questions.len() + more.questions.len() > MAX_QUESTIONS {
        return None;
    }
    let mut more = Questionnaire { retired: Vec::new(), ..more.clone() };
    for at in 0..more.questions.len() {
        let key = more.questions[at].key.clone();
        if to.get_ever(&key).is_some() {
            let fresh = free_key(&key, to, &more);
            more.questions[at].key.clone_from(&fresh);
            rename(&mut more, &key, &fresh);
        }
    }
    for at in 0..more.sections.len() {
        let key = more.sections[at].key.clone();
        if to.section(&key).is_some() {
            let fresh = fresh(&key, &|key| to.section(key).is_some() || more.section(key).is_some());
            more.sections[at].key.clone_from(&fresh);
            for question in &mut more.questions {
                if question.section.as_ref() == Some(&key) {
                    question.section = Some(fresh.clone());
                }
            }
        }
    }
    if let Some(first) = more.questions.first_mut() {
        first.with_previous = false;
    }
    let mut whole = to.clone();
    // What is empty speaks no language yet.
    if whole.questions.is_empty() {
        whole.lang = more.lang.take();
        whole.languages.append(&mut more.languages);
        let mut seen = HashSet::new();
        whole.languages.retain(|lang| seen.insert(lang.clone()));
    }
    whole.sections.append(&mut more.sections);
    whole.questions.append(&mut more.questions);
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Choice, Kind, Wording};
    use crate::questionnaire::Section;

    fn way() -> Question {
        Question::new(
            "way",
            "How?",
            Kind::multi(vec![Choice::new("bus", "Bus"), Choice::new("car", "Car")], None),
        )
    }

    /// A question that others wait for, repeat, and are repeated for.
    fn from() -> Questionnaire {
        let mut each = Question::new("each", "How is {@|it}?", Kind::Faces);
        each.section = Some("turns".into());
        let mut more = Question::new("more", "More about {way|your journey} and {way}?", Kind::LongText);
        more.with_previous = true;
        more.wordings = vec![Wording { easy: true, text: "And {way|it}?".into(), ..Wording::default() }];
        let mut asked = Questionnaire::of(vec![
            way(),
            Question::new("ok", "OK?", Kind::Faces).only_if(Rule::is("way", "bus")),
            more,
            each,
        ]);
        asked.sections = vec![Section { each_of: Some("way".into()), ..Section::new("turns", "Each") }];
        asked.retired = vec![Question::new("old", "Once?", Kind::Faces)];
        asked
    }

    fn keys(asked: &Questionnaire) -> Vec<&str> {
        asked.questions.iter().map(|question| question.key.as_str()).collect()
    }

    fn strings(keys: &[&str]) -> Vec<String> {
        keys.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn everything_picked_is_as_it_was_without_what_is_retired() {
        let from = from();
        assert_eq!(from.defects(), []);
        let picked = pick(&from, &strings(&["more", "each", "way", "ok"]));
        assert_eq!(picked.questionnaire, Questionnaire { retired: vec![], ..from });
        assert_eq!(picked.loosened, Vec::<String>::new());
    }

    #[test]
    fn what_waited_for_a_question_that_stays_behind_is_asked_of_everybody() {
        let picked = pick(&from(), &strings(&["ok", "more", "each", "nothing"]));
        assert_eq!(keys(&picked.questionnaire), ["ok", "more", "each"]);
        assert_eq!(picked.loosened, ["ok", "each"]);
        assert_eq!(picked.questionnaire.defects(), [], "nothing hangs in the air");
        let more = picked.questionnaire.get("more").unwrap();
        assert_eq!(more.text, "More about your journey and \u{2026}?");
        assert_eq!(more.wordings[0].text, "And it?");
        assert!(more.with_previous, "still behind the one it stood with");
        assert!(!pick(&from(), &strings(&["way", "more"])).questionnaire.questions[1].with_previous);
        assert_eq!(picked.questionnaire.get("each").unwrap().text, "How is it?");
        assert!(pick(&from(), &strings(&["way"])).questionnaire.sections.is_empty());
    }

    #[test]
    fn keys_that_are_in_use_become_others_and_everything_follows() {
        let once = add(&from(), &from()).unwrap();
        assert_eq!(once.defects(), []);
        assert_eq!(keys(&once), ["way", "ok", "more", "each", "way_2", "ok_2", "more_2", "each_2"]);
        assert_eq!(once.questions[5].show_if, Some(Rule::is("way_2", "bus")));
        assert_eq!(once.questions[6].text, "More about {way_2|your journey} and {way_2}?");
        assert_eq!(once.questions[7].section.as_deref(), Some("turns_2"));
        assert_eq!(once.section("turns_2").unwrap().each_of.as_deref(), Some("way_2"));
        assert_eq!(once.questions[1].show_if, Some(Rule::is("way", "bus")), "what was there stays");
        let twice = add(&once, &from()).unwrap();
        assert_eq!(twice.defects(), []);
        assert_eq!(twice.questions[8].key, "way_3");
        let old = Questionnaire::of(vec![Question::new("old", "New?", Kind::Faces)]);
        assert_eq!(
            keys(&add(&from(), &old).unwrap())[4],
            "old_2",
            "answers that are there keep their column"
        );
    }

    #[test]
    fn there_is_room_for_so_many_and_an_empty_one_takes_the_language() {
        let many = |n: usize| {
            let question = |at| Question::new(format!("q{at}"), "And?", Kind::Faces);
            Questionnaire::of((0..n).map(question).collect())
        };
        assert!(add(&many(200), &many(100)).is_some_and(|whole| whole.defects().is_empty()));
        assert_eq!(add(&many(200), &many(101)), None);
        let mut welsh = many(1);
        welsh.lang = Some("cy".into());
        welsh.languages = vec!["en".into()];
        let taken = add(&Questionnaire::default(), &welsh).unwrap();
        assert_eq!((taken.own_lang(), taken.languages.as_slice()), ("cy", &["en".to_string()][..]));
        assert_eq!(add(&many(1), &welsh).unwrap().own_lang(), "en", "what speaks already keeps its language");
        let mut first = many(1);
        first.questions[0].with_previous = true;
        assert!(!add(&many(1), &first).unwrap().questions[1].with_previous);
    }
}
