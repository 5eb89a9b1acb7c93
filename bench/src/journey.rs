//! A long questionnaire with logic, and somebody who answers all of it.

use std::hint::black_box;

use earshot_domain::journey::{self, Answers, Journey};
use earshot_domain::question::{Choice, Given, Grid, Kind, Question, Ranking, Rating, Scale};
use earshot_domain::questionnaire::{Questionnaire, Section};
use earshot_domain::rule::{Compare, Rule};

/// How many subjects are asked about, with ten questions each.
const SUBJECTS: usize = 20;

/// Subjects that change places from person to person.
const SHUFFLED: [usize; 2] = [4, 5];

/// The subject that is asked about again for each way that was chosen in the one before.
const REPEATED: usize = 10;

/// 200 questions: rules with and, or, not and comparisons, sections that are shuffled or repeated, earlier answers in
/// later sentences.
pub fn questionnaire() -> Questionnaire {
    let mut asked = Questionnaire::of((0..SUBJECTS).flat_map(subject).collect());
    let section = |subject: usize| Section::new(format!("s{subject}"), "About this");
    asked.sections = SHUFFLED.map(|subject| Section { shuffle: true, ..section(subject) }).to_vec();
    let each = format!("ways{}", REPEATED - 1);
    asked.sections.push(Section { each_of: Some(each), ..section(REPEATED) });
    asked
}

/// The ten questions about one subject.
fn subject(n: usize) -> Vec<Question> {
    let ways = || ["bus", "car", "walk"].map(|key| Choice::new(key, format!("The {key}"))).to_vec();
    let named = |name: &str| format!("{name}{n}");
    let ask = |name: &str, kind: Kind| Question::new(named(name), "What is it like for you there?", kind);
    let feel = ["safe", "fun"].map(|key| Choice::new(key, format!("It is {key}"))).to_vec();
    let by_bus = Rule::is(named("way"), "bus");
    let often = Rule::compare(named("times"), Compare::AtLeast, "5");
    let before = n.checked_sub(1).filter(|before| {
        !SHUFFLED.contains(&n) && !SHUFFLED.contains(before) && *before != REPEATED && n != REPEATED
    });
    let also = before.map(|before| Rule::All(vec![Rule::is(format!("way{before}"), "bus"), by_bus.clone()]));
    let mut questions = vec![
        ask("way", Kind::single(ways())),
        ask("ok", Kind::YesNoUnsure),
        ask("times", Kind::number(Some(0), Some(10))).only_if(Rule::is(named("ok"), "yes")),
        ask("ways", Kind::multi(ways(), Some(2))),
        ask("feel", Kind::Grid(Grid { statements: feel, scale: Scale::Agree }))
            .only_if(Rule::Any(vec![by_bus, often])),
        ask("face", Kind::Faces)
            .only_if(Rule::All(vec![Rule::Answered(named("ways")), Rule::is(named("ok"), "no").negated()])),
        ask("rate", Kind::Rating(Rating { from: 0, to: 10, ends: Vec::new() })),
        ask("order", Kind::Ranking(Ranking { options: ways(), shuffle: true })),
        ask("stop", Kind::ShortText)
            .only_if(Rule::Any([Some(Rule::is(named("way"), "walk")), also].into_iter().flatten().collect())),
        ask("why", Kind::LongText).only_if(Rule::Answered(named("way"))),
    ];
    if let Some(why) = questions.last_mut() {
        why.text = format!("You said {{{}|something}}. Why?", named("way"));
    }
    if SHUFFLED.contains(&n) || n == REPEATED {
        for question in &mut questions {
            question.section = Some(format!("s{n}"));
        }
    }
    questions
}

/// What somebody answers.
fn answer(kind: &Kind, step: usize) -> Given {
    let key = |key: &str| key.to_string();
    match kind {
        Kind::Multi(_) => Given::Many(vec![key("bus"), key("walk")]),
        Kind::Number(_) => Given::Number(i64::try_from(step % 10).unwrap_or_default()),
        Kind::Ranking(_) => Given::Ranked(["walk", "bus", "car"].map(key).to_vec()),
        Kind::Grid(_) => Given::Rows(vec![(key("safe"), key("4")), (key("fun"), key("2"))]),
        Kind::ShortText | Kind::LongText => Given::Words(key("it is late and there is no room")),
        kind => Given::One(key(kind.values().first().copied().unwrap_or_default())),
    }
}

/// One person's whole way: at each step an answer is kept, and what comes next and how far along that is are worked
/// out anew, as the server and the phone do. Gives the number of steps.
pub fn walk(asked: &Questionnaire, seed: u32) -> u32 {
    each_step(asked, seed, |_| {})
}

/// The same, and for each step every rule of the questionnaire tried once and nothing else: what the walk is
/// compared with. Gives the number of steps.
pub fn rules(asked: &Questionnaire, all: &[Answers]) -> u32 {
    let rules: Vec<&Rule> = asked.questions.iter().filter_map(|question| question.show_if.as_ref()).collect();
    for answers in all {
        black_box(rules.iter().filter(|rule| rule.holds(&|key| answers.get(key))).count());
    }
    u32::try_from(all.len()).unwrap_or(u32::MAX)
}

/// The answers after each step of a walk.
pub fn answers(asked: &Questionnaire, seed: u32) -> Vec<Answers> {
    let mut all = Vec::new();
    each_step(asked, seed, |answers| all.push(answers.clone()));
    all
}

fn each_step(asked: &Questionnaire, seed: u32, mut see: impl FnMut(&Answers)) -> u32 {
    let mut answers = Answers::new();
    let mut at = Journey::new(asked, &answers, seed).resume_at();
    let mut steps = 0;
    while let Some(stop) = at {
        let Some(question) = asked.questions.get(stop.position) else { break };
        answers.insert(journey::variable(asked, stop), answer(&question.kind, stop.position));
        let journey = Journey::new(asked, &answers, seed);
        black_box(journey.progress(stop));
        at = journey.next(stop);
        steps += 1;
        see(&answers);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_sound_and_everybody_reaches_the_end() {
        let asked = questionnaire();
        assert_eq!(asked.questions.len(), 200);
        assert_eq!(asked.defects(), vec![]);
        assert!(asked.questions.iter().filter(|question| question.show_if.is_some()).count() >= 80);
        for seed in 0..5 {
            let steps = walk(&asked, seed);
            // Nearly everything is asked, and one subject twice.
            assert!((150..=210).contains(&steps), "{steps}");
            assert_eq!(rules(&asked, &answers(&asked, seed)), steps);
        }
    }
}
