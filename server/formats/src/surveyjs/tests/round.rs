//! What Earshot writes it reads again, whole; and what others change counts.

use earshot_domain::question::{
    Area, Choice, Grid, Help, Kind, Multi, Number, Picture, Place, Question, Ranking, Rating, Scale, Single,
    Wording,
};
use earshot_domain::questionnaire::{Questionnaire, Section};
use earshot_domain::respondent::AgeBand;
use earshot_domain::rule::{Compare, Rule, Test};
use proptest::prelude::*;
use serde_json::Value;

use super::said;
use crate::surveyjs::{WriteError, read, write};

/// Draws one thing after the other out of a list of numbers.
struct Dice<'a>(std::slice::Iter<'a, u16>);

impl Dice<'_> {
    fn roll(&mut self, sides: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % sides
    }

    fn once_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 1
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.roll(list.len())]
    }

    fn text(&mut self) -> String {
        let pieces = [
            "How is it",
            "<b>bold</b>",
            "R&B",
            "&amp;",
            "\n",
            " a { b",
            "{@}",
            "5 < 6",
            "\u{e9}\u{1f68c}",
            "'x'",
            "{}",
            "{q0}",
            "{q1|your way}",
            "{q2}",
            " ",
            "?",
        ];
        let count = 1 + self.roll(4);
        let text: String = (0..count).map(|_| self.pick(&pieces)).collect();
        if text.trim().is_empty() { "Why?".into() } else { text }
    }

    fn options(&mut self, alone: bool) -> Vec<Choice> {
        let count = 2 + self.roll(3);
        let keys = ["a", "b.c", "1", "none", "other"];
        let choice = |at: usize, dice: &mut Self| Choice {
            alone: alone && at + 1 == count && dice.once_in(2),
            fixed: dice.once_in(5),
            note: dice.once_in(6).then(|| "a note".into()),
            picture: dice.once_in(6).then(|| "a.png".into()),
            ..Choice::new(keys[at], dice.text())
        };
        (0..count).map(|at| choice(at, self)).collect()
    }

    fn kind(&mut self) -> Kind {
        let shuffle = self.once_in(2);
        match self.roll(16) {
            0 => Kind::Single(Single { options: self.options(false), shuffle }),
            1 | 15 => {
                let options = self.options(true);
                let min = self.once_in(3).then_some(1);
                let max = self.once_in(3).then(|| 1 + self.roll(4));
                Kind::Multi(Multi { options, min, max, shuffle })
            }
            2 => Kind::Faces,
            3 => Kind::Agree,
            4 => {
                let (from, to) = (self.pick(&[0, 1]), self.pick(&[4, 5, 10]));
                let ends = if self.once_in(2) {
                    vec![Choice::new(from.to_string(), "low"), Choice::new(to.to_string(), "high")]
                } else {
                    Vec::new()
                };
                Kind::Rating(Rating { from, to, ends })
            }
            5 => Kind::YesNoUnsure,
            6 => Kind::Ranking(Ranking { options: self.options(false), shuffle }),
            7 => Kind::Number(Number {
                min: self.once_in(2).then_some(-3),
                max: self.once_in(2).then_some(40),
            }),
            8 => Kind::ShortText,
            9 if self.once_in(3) => Kind::Photo,
            9 => Kind::LongText,
            10 if self.once_in(3) => Kind::Audio,
            10 => Kind::When,
            11 => Kind::Picture(Picture { options: self.options(false), several: self.once_in(2), shuffle }),
            12 => {
                let place = |key: &str| Place::new(key, "Here");
                let places = self.pick(&[&[][..], &["x"][..], &["x", "y"][..]]);
                Kind::Area(Area { places: places.iter().map(|key| place(key)).collect(), ..Area::default() })
            }
            13 => {
                let scale = match self.roll(4) {
                    0 => Scale::Agree,
                    1 => Scale::Faces,
                    2 => Scale::YesNoUnsure,
                    _ => Scale::Options(self.options(false)),
                };
                Kind::Grid(Grid { statements: self.options(false), scale })
            }
            _ => Kind::Info,
        }
    }

    fn rule(&mut self, earlier: &[Question], depth: usize) -> Rule {
        let count = self.roll(3);
        match self.roll(if depth == 0 { 4 } else { 7 }) {
            4 => Rule::All((0..count).map(|_| self.rule(earlier, depth - 1)).collect()),
            5 => Rule::Any((0..count).map(|_| self.rule(earlier, depth - 1)).collect()),
            6 => Rule::Not(Box::new(self.rule(earlier, depth - 1))),
            0 => Rule::Answered(earlier[self.roll(earlier.len())].key.clone()),
            _ => {
                let question = &earlier[self.roll(earlier.len())];
                let is = if self.once_in(2) { self.pick(&Compare::ALL) } else { Compare::Is };
                let values = question.kind.values();
                let value = match values.as_slice() {
                    [] => self.pick(&["3", "-1", "a"]).to_string(),
                    values => self.pick(values).to_string(),
                };
                let rows = question.kind.as_type().rows();
                let row =
                    matches!(question.kind, Kind::Grid(_)).then(|| rows[self.roll(rows.len())].key.clone());
                Rule::Test(Test {
                    question: question.key.clone(),
                    row: row.filter(|_| self.once_in(2)),
                    is,
                    value,
                })
            }
        }
    }

    fn wordings(&mut self, kind: &Kind) -> Vec<Wording> {
        let count = self.roll(3);
        let labels: Vec<String> = kind.options().iter().map(|option| option.key.clone()).collect();
        (0..count)
            .map(|_| Wording {
                lang: self.pick(&[None, Some("cy"), Some("pl"), Some("en")]).map(Into::into),
                band: self.pick(&[None, None, Some(AgeBand::From8To10)]),
                easy: self.once_in(4),
                text: if self.once_in(2) { self.text() } else { String::new() },
                hint: self.once_in(3).then(|| self.text()),
                labels: labels
                    .iter()
                    .filter(|_| self.once_in(2))
                    .map(|key| (key.clone(), "Gair".into()))
                    .collect(),
                help: Help { audio: self.once_in(5).then(|| "a.mp3".into()), ..Help::default() },
            })
            .collect()
    }

    fn questionnaire(&mut self) -> Questionnaire {
        let mut asked = Questionnaire::default();
        for at in 0..=self.roll(9) {
            let kind = self.kind();
            let mut question = Question::new(format!("q{at}"), self.text(), kind);
            question.hint = self.once_in(4).then(|| self.text());
            question.show_if = (at > 0 && self.once_in(2)).then(|| self.rule(&asked.questions, 3));
            question.with_previous = self.once_in(2);
            question.advised = self.once_in(4);
            question.sensitive = self.once_in(4);
            question.wordings = self.wordings(&question.kind);
            question.help.picture = self.once_in(6).then(|| "p.png".into());
            question.section = match asked.questions.last().and_then(|last| last.section.clone()) {
                Some(section) if self.once_in(2) => Some(section),
                _ => self.once_in(2).then(|| self.section(&mut asked, at)),
            };
            asked.questions.push(question);
        }
        if self.once_in(3) {
            asked.sections.push(Section::new("nobody's", "Unused"));
            asked.sections.reverse();
        }
        asked.lang = self.pick(&[None, None, Some("cy"), Some("en")]).map(Into::into);
        asked.languages =
            self.pick(&[&[][..], &["cy"][..], &["pl", "cy"][..]]).iter().map(ToString::to_string).collect();
        if self.once_in(3) {
            asked.retired.push(Question::new("old", "Once asked", Kind::Faces));
        }
        asked
    }

    fn section(&mut self, asked: &mut Questionnaire, at: usize) -> String {
        let mut section = Section::new(format!("q{at}"), self.pick(&["", "Part <i>", "Two\nlines"]));
        section.titles = if self.once_in(3) { vec![("cy".into(), "Rhan".into())] } else { vec![] };
        if at > 0 {
            section.show_if = self.once_in(3).then(|| self.rule(&asked.questions, 2));
            let several = |question: &&Question| {
                question.kind.takes_several() || matches!(question.kind, Kind::Ranking(_))
            };
            let sources: Vec<&Question> = asked.questions.iter().filter(several).collect();
            if !sources.is_empty() && self.once_in(2) {
                section.each_of = Some(sources[self.roll(sources.len())].key.clone());
            }
        }
        section.shuffle = self.once_in(4);
        section.quota = self.once_in(4).then_some(50);
        let key = section.key.clone();
        asked.sections.push(section);
        key
    }
}

/// Takes out what is not sound, so that few are thrown away.
fn mended(mut asked: Questionnaire) -> Questionnaire {
    for _ in 0..40 {
        use earshot_domain::questionnaire::Defect;
        let Some(defect) = asked.defects().into_iter().next() else { break };
        match defect {
            Defect::ConditionNotEarlier { question, .. }
            | Defect::ConditionNeverTrue { question, .. }
            | Defect::ConditionTooDeep(question) => {
                let at = asked.position(&question).unwrap();
                if asked.questions[at].show_if.take().is_none()
                    && let Some(key) = asked.questions[at].section.clone()
                {
                    asked.sections.iter_mut().filter(|s| s.key == key).for_each(|s| s.show_if = None);
                }
            }
            Defect::PipeNotEarlier { question, .. } => {
                let at = asked.position(&question).unwrap();
                asked.questions[at].text = "Plain words?".into();
                asked.questions[at].hint = None;
            }
            Defect::InQuestion { question, .. } => {
                let at = asked.position(&question).unwrap();
                asked.questions[at].kind = Kind::Faces;
            }
            Defect::BadRepeat(section) => {
                asked.sections.iter_mut().filter(|s| s.key == section).for_each(|s| s.each_of = None);
            }
            Defect::NoQuestions => asked.questions.push(Question::new("last", "Last?", Kind::Faces)),
            other => panic!("{other:?}"),
        }
    }
    asked
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn what_is_written_is_read_again_whole(dice in proptest::collection::vec(any::<u16>(), 40..400)) {
        let asked = mended(Dice(dice.iter()).questionnaire());
        prop_assume!(asked.defects().is_empty());
        let written = write("A <b>title</b> & more", &asked).unwrap();
        let reading = read(&written).unwrap();
        prop_assert_eq!(said(&reading.problems), Vec::<String>::new());
        prop_assert_eq!(reading.title.as_deref(), Some("A <b>title</b> & more"));
        prop_assert_eq!(reading.questionnaire, asked, "{}", String::from_utf8_lossy(&written));
    }
}

#[test]
fn plain_questions_need_nothing_of_our_own() {
    let mut way = Question::new(
        "way",
        "How do you travel?",
        Kind::single(vec![Choice::new("bus", "Bus"), Choice::new("car", "Car")]),
    );
    way.wordings = vec![Wording { lang: Some("cy".into()), text: "Sut?".into(), ..Wording::default() }];
    let rule = Rule::Any(vec![Rule::is("way", "bus"), Rule::Not(Box::new(Rule::Answered("way".into())))]);
    let why = Question::new("why", "Why {way}?", Kind::LongText).only_if(rule);
    let mut asked = Questionnaire::of(vec![way, why]);
    asked.languages = vec!["cy".into()];
    let written: Value = serde_json::from_slice(&write("Ways", &asked).unwrap()).unwrap();
    assert!(!written.to_string().contains("earshot"), "{written}");
    let elements = written["pages"][0]["elements"].as_array().unwrap();
    assert_eq!(elements[0]["type"], "radiogroup");
    assert_eq!(elements[0]["title"]["cy"], "Sut?");
    assert_eq!(elements[0]["choices"][1]["text"], "Car");
    let why = &written["pages"][1]["elements"][0];
    assert_eq!(why["title"], "Why {way}?");
    assert_eq!(why["visibleIf"], "{way} = 'bus' or {way} empty");
}

/// A survey as somebody else changed it.
fn changed(asked: &Questionnaire, from: &str, to: &str) -> crate::reading::Reading {
    let written = String::from_utf8(write("Ways", asked).unwrap()).unwrap();
    assert!(written.contains(from), "{written}");
    read(written.replace(from, to).as_bytes()).unwrap()
}

#[test]
fn what_somebody_else_changed_counts() {
    let mut way = Question::new("way", "Is {age|your age} right?", Kind::YesNoUnsure);
    way.sensitive = true;
    way.wordings = vec![Wording { easy: true, text: "Easy".into(), ..Wording::default() }];
    let age = Question::new("age", "Age?", Kind::number(None, None));
    let why = Question::new("why", "Why?", Kind::LongText).only_if(Rule::All(vec![Rule::is("way", "yes")]));
    let asked = Questionnaire::of(vec![age, way, why]);

    let reading = changed(&asked, "\"title\": \"Is {age} right?\"", "\"title\": \"Is {age} true?\"");
    let question = &reading.questionnaire.questions[1];
    assert_eq!(question.text, "Is {age} true?");
    assert_eq!((&question.kind, question.sensitive, question.wordings.len()), (&Kind::YesNoUnsure, true, 1));
    assert!(said(&reading.notes)[0].contains("changed since Earshot wrote it"), "{:?}", reading.notes);

    let reading = changed(&asked, "\"visibleIf\": \"{way} = 'yes'\"", "\"visibleIf\": \"{way} = 'no'\"");
    assert_eq!(reading.questionnaire.questions[2].show_if, Some(Rule::is("way", "no")));

    let reading = changed(&asked, "\"text\": \"Not sure\"", "\"text\": \"Perhaps\"");
    assert!(matches!(reading.questionnaire.questions[1].kind, Kind::Single(_)));
}

#[test]
fn what_is_not_sound_is_not_written() {
    let asked = Questionnaire::of(vec![Question::new("a", "", Kind::Faces)]);
    assert!(matches!(write("x", &asked), Err(WriteError::Unsound(defects)) if defects.len() == 1));
    let asked = Questionnaire::of(vec![Question::new("a", "x".repeat(4_001), Kind::Faces)]);
    assert_eq!(write("x", &asked), Err(WriteError::TooLong("a".into())));
}

#[test]
fn none_of_these_opens_no_panel_and_choices_of_panels_are_unwrapped() {
    let options = vec![Choice::new("bus", "Bus"), Choice::new("none", "None").alone()];
    let ways = Question::new("ways", "Ways?", Kind::multi(options, None));
    let mut late = Question::new("late", "Is {@} late?", Kind::YesNoUnsure);
    late.section = Some("each".into());
    let why = Question::new("why", "Why?", Kind::LongText).only_if(Rule::is("ways", "bus"));
    let mut asked = Questionnaire::of(vec![ways, late, why]);
    asked.sections = vec![Section { each_of: Some("ways".into()), ..Section::new("each", "") }];
    let bytes = write("Ways", &asked).unwrap();
    assert_eq!(read(&bytes).unwrap().questionnaire, asked);
    let written: Value = serde_json::from_slice(&bytes).unwrap();
    let element = |page: usize| &written["pages"][page]["elements"][0];
    assert_eq!(
        (&element(0)["valueName"], &element(0)["valuePropertyName"]),
        (&"ways".into(), &"choice".into())
    );
    assert_eq!(element(1)["templateVisibleIf"], "{panel.choice} <> 'none'");
    assert_eq!(element(1)["templateElements"][0]["title"], "Is {panel.choice} late?");
    assert_eq!(element(2)["visibleIf"], "{ways-unwrapped} contains 'bus'");
}
