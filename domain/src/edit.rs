//! What a change of the questions means for the answers that are already
//! there. Nothing that was answered loses its column: a question keeps its
//! variable, or retires, and another one begins.

use crate::question::{Choice, Kind, Question};
use crate::questionnaire::{Questionnaire, Section};

/// What an edit means for one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A new variable; who answered before was not asked.
    New,
    /// Asked again, with the answers that it was given before it retired.
    Back,
    /// The same variable in other words; answers are counted together.
    Reworded,
    /// The same variable with answers to choose from that were not offered
    /// before: their keys.
    OptionsAdded(Vec<String>),
    /// The same variable without answers to choose from that were offered
    /// before: their keys. What was chosen stays counted.
    OptionsRetired(Vec<String>),
    /// Other people are asked.
    AskedOfOthers,
    /// It stands elsewhere.
    Moved,
    /// Not asked any more; its answers keep their column.
    Retired,
}

/// What an edit means for one variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The question's key.
    pub key: String,
    /// Its words as they are now, or as they were when it is retired.
    pub text: String,
    /// What happens to it.
    pub meaning: Vec<Meaning>,
}

/// What changes from one version to the next, question by question. Empty when
/// nothing does.
pub fn effects(before: &Questionnaire, after: &Questionnaire) -> Vec<Effect> {
    let mut found = Vec::new();
    let order = |asked: &Questionnaire, other: &Questionnaire| -> Vec<String> {
        let both = asked.questions.iter().filter(|question| other.get(&question.key).is_some());
        both.map(|question| question.key.clone()).collect()
    };
    let (old, new) = (order(before, after), order(after, before));
    for question in &after.questions {
        let meaning = match before.get(&question.key) {
            None => match before.get_ever(&question.key) {
                Some(earlier) => [vec![Meaning::Back], of_one(earlier, question)].concat(),
                None => vec![Meaning::New],
            },
            Some(earlier) => {
                let place = |keys: &[String]| keys.iter().position(|key| *key == question.key);
                let mut meaning = of_one(earlier, question);
                if before.section_of(earlier).and_then(|section| section.show_if.as_ref())
                    != after.section_of(question).and_then(|section| section.show_if.as_ref())
                    && !meaning.contains(&Meaning::AskedOfOthers)
                {
                    meaning.push(Meaning::AskedOfOthers);
                }
                if place(&old) != place(&new) {
                    meaning.push(Meaning::Moved);
                }
                meaning
            }
        };
        push(&mut found, question, meaning);
    }
    for question in before.questions.iter().filter(|question| after.get(&question.key).is_none()) {
        push(&mut found, question, vec![Meaning::Retired]);
    }
    found
}

fn push(found: &mut Vec<Effect>, question: &Question, meaning: Vec<Meaning>) {
    if !meaning.is_empty() {
        found.push(Effect { key: question.key.clone(), text: question.text.clone(), meaning });
    }
}

/// What happens to a question that stays.
fn of_one(before: &Question, after: &Question) -> Vec<Meaning> {
    let mut found = Vec::new();
    let labels = |kind: &Kind| -> Vec<Choice> {
        let kind = &mut kind.clone();
        kind.words_mut().into_iter().map(|option| option.clone()).collect()
    };
    let (old, new) = (labels(&before.kind), labels(&after.kind));
    let missing = |from: &[Choice], other: &[Choice]| -> Vec<String> {
        from.iter().filter(|a| !other.iter().any(|b| a.key == b.key)).map(|a| a.key.clone()).collect()
    };
    let relabelled = new.iter().any(|now| old.iter().any(|was| was.key == now.key && was.label != now.label));
    if before.text != after.text
        || before.hint != after.hint
        || before.wordings != after.wordings
        || relabelled
    {
        found.push(Meaning::Reworded);
    }
    let (added, retired) = (missing(&new, &old), missing(&old, &new));
    if !added.is_empty() {
        found.push(Meaning::OptionsAdded(added));
    }
    if !retired.is_empty() {
        found.push(Meaning::OptionsRetired(retired));
    }
    if before.show_if != after.show_if {
        found.push(Meaning::AskedOfOthers);
    }
    found
}

/// Brings a new version together with the one that answers were given to, so
/// that none of them loses its column: what is not asked any more is kept among
/// the retired, and a question that takes another type of answer, or is asked
/// again for other options, is another question under another key.
#[must_use]
pub fn succeed(before: &Questionnaire, mut after: Questionnaire) -> Questionnaire {
    let mut renamed: Vec<(String, String)> = Vec::new();
    for at in 0..after.questions.len() {
        let key = after.questions[at].key.clone();
        let question = &after.questions[at];
        let turns = |asked: &Questionnaire, question: &Question| {
            asked.section_of(question).and_then(|section| section.each_of.clone())
        };
        let other = before.get_ever(&key).is_some_and(|earlier| {
            !same_type(&earlier.kind, &question.kind) || turns(before, earlier) != turns(&after, question)
        });
        if other {
            let fresh = free_key(&key, before, &after);
            after.questions[at].key.clone_from(&fresh);
            renamed.push((key, fresh));
        }
    }
    for (old, new) in &renamed {
        rename(&mut after, old, new);
    }
    let mut retired: Vec<Question> =
        before.retired.iter().filter(|question| after.get(&question.key).is_none()).cloned().collect();
    for question in before.questions.iter().filter(|question| after.get(&question.key).is_none()) {
        retired.retain(|other| other.key != question.key);
        retired.push(question.clone());
    }
    for question in &mut retired {
        keep_turns(before, &mut after, question);
    }
    after.retired = retired;
    after
}

/// A question that was asked again for each of several options has a column for
/// each. Where its section is gone, or repeated for something else, one that
/// nothing is asked in keeps them.
fn keep_turns(before: &Questionnaire, after: &mut Questionnaire, question: &mut Question) {
    let Some(section) = before.section_of(question).filter(|section| section.each_of.is_some()) else {
        return;
    };
    if after.section(&section.key).is_some_and(|now| now.each_of == section.each_of) {
        return;
    }
    // Two questions of one section keep one.
    let kept = after.sections.iter().find(|other| {
        other.each_of == section.each_of
            && !after.questions.iter().any(|asked| asked.section.as_deref() == Some(other.key.as_str()))
    });
    let key = match kept {
        Some(kept) => kept.key.clone(),
        None => {
            let key = after.free_section_key(&section.key);
            after.sections.push(Section {
                each_of: section.each_of.clone(),
                ..Section::new(key.clone(), section.title.clone())
            });
            key
        }
    };
    question.section = Some(key);
}

/// A question begins anew under another key; the old one retires.
pub fn begin_anew(asked: &mut Questionnaire, before: &Questionnaire, key: &str) {
    let fresh = free_key(key, before, asked);
    if let Some(question) = asked.questions.iter_mut().find(|question| question.key == key) {
        question.key.clone_from(&fresh);
        rename(asked, key, &fresh);
    }
}

/// Names a question by its new key wherever a rule, a section or a sentence
/// names it.
pub fn rename(asked: &mut Questionnaire, old: &str, new: &str) {
    let sections = asked.sections.iter_mut().filter_map(|section| section.show_if.as_mut());
    let questions = asked.questions.iter_mut();
    let mut rules: Vec<&mut crate::rule::Rule> = sections.collect();
    let mut sentences: Vec<&mut String> = Vec::new();
    for question in questions {
        rules.extend(question.show_if.as_mut());
        sentences.push(&mut question.text);
        sentences.extend(question.hint.as_mut());
        for wording in &mut question.wordings {
            sentences.push(&mut wording.text);
            sentences.extend(wording.hint.as_mut());
        }
    }
    for rule in rules {
        rule.rename(old, new);
    }
    for sentence in sentences {
        *sentence = sentence
            .replace(&format!("{{{old}}}"), &format!("{{{new}}}"))
            .replace(&format!("{{{old}|"), &format!("{{{new}|"));
    }
    for section in asked.sections.iter_mut().filter(|section| section.each_of.as_deref() == Some(old)) {
        section.each_of = Some(new.to_string());
    }
}

/// Adds to each question, behind what it offers, the answers to choose from and the statements that an earlier version
/// had: for counting what was answered, never for asking. An option that a section was repeated for brings its columns
/// along.
#[must_use]
pub fn recall(mut asked: Questionnaire, earlier: &Questionnaire) -> Questionnaire {
    for question in asked.questions.iter_mut().chain(&mut asked.retired) {
        let Some(before) = earlier.get_ever(&question.key) else { continue };
        let mut kind = before.kind.clone();
        for (now, then) in question.kind.lists_mut().into_iter().zip(kind.lists_mut()) {
            let gone = |option: &Choice| now.iter().all(|other| other.key != option.key);
            let gone: Vec<Choice> = then.iter().filter(|option| gone(option)).cloned().collect();
            now.extend(gone);
        }
    }
    asked
}

/// Whether answers to the one can stand in a column with answers to the other.
fn same_type(before: &Kind, after: &Kind) -> bool {
    use Kind::{LongText, ShortText, Single};
    std::mem::discriminant(before) == std::mem::discriminant(after)
        || matches!((before, after), (ShortText, LongText) | (LongText, ShortText))
        || matches!((before, after), (Single(_), Kind::Picture(p)) | (Kind::Picture(p), Single(_)) if !p.several)
}

/// A key like this one that neither version knows.
pub(crate) fn free_key(key: &str, before: &Questionnaire, after: &Questionnaire) -> String {
    fresh(key, &|fresh| before.get_ever(fresh).is_some() || after.get_ever(fresh).is_some())
}

/// A key like this one that is not taken.
pub(crate) fn fresh(key: &str, is_taken: &dyn Fn(&str) -> bool) -> String {
    let mut number = 2_usize;
    loop {
        let suffix = format!("_{number}");
        let stem: String = key.chars().take(64 - suffix.len()).collect();
        let fresh = format!("{stem}{suffix}");
        if !is_taken(&fresh) {
            return fresh;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Grid, Scale};
    use crate::questionnaire::Variable;
    use crate::rule::Rule;

    fn ways(keys: &[&str]) -> Question {
        let options = keys.iter().map(|key| Choice::new(*key, *key)).collect();
        Question::new("way", "How?", Kind::single(options))
    }

    fn before() -> Questionnaire {
        Questionnaire::of(vec![
            ways(&["bus", "car"]),
            Question::new("ok", "OK?", Kind::Faces).only_if(Rule::is("way", "bus")),
            Question::new("why", "Why?", Kind::LongText),
        ])
    }

    fn meaning(after: &Questionnaire) -> Vec<(String, Vec<Meaning>)> {
        effects(&before(), after).into_iter().map(|effect| (effect.key, effect.meaning)).collect()
    }

    #[test]
    fn nothing_changed_means_nothing() {
        assert_eq!(meaning(&before()), vec![]);
    }

    #[test]
    fn every_change_says_what_it_means() {
        let mut after = before();
        after.questions[0] = ways(&["bus", "train"]);
        after.questions[1].text = "Is it OK?".into();
        after.questions[1].show_if = None;
        after.questions[2] = Question::new("more", "More?", Kind::LongText);
        assert_eq!(
            meaning(&after),
            vec![
                (
                    "way".into(),
                    vec![
                        Meaning::OptionsAdded(vec!["train".into()]),
                        Meaning::OptionsRetired(vec!["car".into()])
                    ]
                ),
                ("ok".into(), vec![Meaning::Reworded, Meaning::AskedOfOthers]),
                ("more".into(), vec![Meaning::New]),
                ("why".into(), vec![Meaning::Retired]),
            ]
        );
        let mut moved = before();
        moved.questions.swap(0, 2);
        let keys: Vec<_> = meaning(&moved).into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["why", "way"], "what stays in its place has not moved");
    }

    #[test]
    fn what_is_taken_out_keeps_its_column_and_comes_back() {
        let mut after = before();
        after.questions.remove(1);
        let after = succeed(&before(), after);
        assert_eq!(after.retired.len(), 1);
        let names: Vec<String> = after.variables().iter().map(Variable::name).collect();
        assert_eq!(names, ["way", "why", "ok"]);
        let again = succeed(&after, before());
        assert!(again.retired.is_empty());
        let back = |again: &Questionnaire| effects(&after, again).remove(0).meaning;
        assert_eq!(back(&again), [Meaning::Back], "it is not new");
        let mut other = again;
        other.questions[1].text = "Is it OK?".into();
        assert_eq!(back(&other), [Meaning::Back, Meaning::Reworded]);
    }

    #[test]
    fn another_type_of_answer_is_another_question() {
        let mut after = before();
        after.questions[0].kind = Kind::YesNoUnsure;
        let after = succeed(&before(), after);
        assert_eq!(after.questions[0].key, "way_2");
        assert_eq!(after.questions[1].show_if, Some(Rule::is("way_2", "bus")), "rules follow it");
        assert_eq!(after.retired[0].key, "way");
        let mut longer = before();
        longer.questions[2].kind = Kind::ShortText;
        assert_eq!(succeed(&before(), longer).questions[2].key, "why", "words are words");
    }

    #[test]
    fn what_is_asked_again_for_each_option_keeps_its_columns_when_it_is_not() {
        let columns =
            |asked: &Questionnaire| -> Vec<String> { asked.variables().iter().map(Variable::name).collect() };
        let mut repeated = before();
        repeated.questions[0].kind =
            Kind::multi(vec![Choice::new("bus", "B"), Choice::new("car", "C")], None);
        repeated.questions[1].show_if = None;
        repeated.sections = vec![Section { each_of: Some("way".into()), ..Section::new("each", "Each") }];
        repeated.fill_section("each", &[1, 2]);
        let mut once = repeated.clone();
        once.remove_section("each");
        let once = succeed(&repeated, once);
        assert_eq!(once.questions[1].key, "ok_2");
        let kept = ["way", "ok_2", "why_2", "ok@bus", "ok@car", "why@bus", "why@car"];
        assert_eq!(columns(&once), kept);
        assert_eq!(once.asked_sections(), Vec::<&Section>::new(), "nothing is asked in it");
        // And on through every version after it.
        let mut later = once.clone();
        later.sections.clear();
        assert_eq!(columns(&succeed(&once, later)), kept);
        // Another name or place of the section changes nothing.
        let mut renamed = repeated.clone();
        renamed.sections[0].title = "Each of them".into();
        assert_eq!(columns(&succeed(&repeated, renamed)), columns(&repeated));
    }

    #[test]
    fn what_is_not_offered_any_more_is_recalled_where_it_is_counted() {
        let options = |keys: &[&str]| keys.iter().map(|key| Choice::new(*key, *key)).collect::<Vec<_>>();
        let asked = |ways: &[&str], statements: &[&str]| {
            let grid = Grid { statements: options(statements), scale: Scale::Options(options(ways)) };
            let mut asked = Questionnaire::of(vec![
                Question::new("way", "How?", Kind::multi(options(ways), None)),
                Question::new("feel", "And?", Kind::Grid(grid)),
                Question { section: Some("each".into()), ..Question::new("ok", "OK?", Kind::Faces) },
            ]);
            asked.sections = vec![Section { each_of: Some("way".into()), ..Section::new("each", "Each") }];
            asked
        };
        let known = recall(asked(&["bus", "tram"], &["safe"]), &asked(&["car", "bus"], &["late", "safe"]));
        let names: Vec<String> = known.variables().iter().map(Variable::name).collect();
        assert_eq!(names, ["way", "feel/safe", "feel/late", "ok@bus", "ok@tram", "ok@car"]);
        assert_eq!(known.questions[0].kind.values(), ["bus", "tram", "car"]);
        assert_eq!(known.questions[1].kind.values(), ["bus", "tram", "car"]);
    }

    #[test]
    fn another_question_in_the_same_place_begins_with_nothing() {
        let mut after = before();
        after.questions[2].text = "What about {way|it}? {why}".into();
        begin_anew(&mut after, &before(), "way");
        assert_eq!(after.questions[0].key, "way_2");
        assert_eq!(after.questions[2].text, "What about {way_2|it}? {why}");
        let after = succeed(&before(), after);
        assert_eq!(after.retired[0].key, "way");
    }
}
