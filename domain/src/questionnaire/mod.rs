//! A questionnaire: the questions of one consultation in their order, as one
//! document. It is stored whole with a version number, and every response
//! keeps the version it answered (domain.md 7.1, `question_set`).

mod arrange;
mod defect;
mod section;
mod variable;

use serde::{Deserialize, Serialize};

#[cfg(not(target_arch = "wasm32"))]
use crate::question::{Area, Kind, Place};
use crate::question::{Help, Question};
#[cfg(not(target_arch = "wasm32"))]
use crate::rule::Rule;

pub use arrange::Piece;
pub use defect::Defect;
pub use section::Section;
pub use variable::{Variable, split};

/// The most questions that one questionnaire may hold.
///
/// Far above what a young person should be asked; it bounds the work that one
/// stored document can cause.
pub const MAX_QUESTIONS: usize = 300;

/// The questions of a consultation, in the order they are asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questionnaire {
    /// The language that its plain words are in, as in BCP 47; English when
    /// absent.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "Option::is_none"))]
    pub lang: Option<String>,
    /// The other languages that it can be answered in.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub languages: Vec<String>,
    /// What the questions that name them have in common. A question without one
    /// stands by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// The questions, first to last.
    pub questions: Vec<Question>,
    /// Questions that were asked once and are not any more, so that their
    /// answers keep their column. See [`crate::edit`].
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub retired: Vec<Question>,
}

impl Questionnaire {
    /// A questionnaire of these questions.
    pub fn of(questions: Vec<Question>) -> Self {
        Self { questions, ..Self::default() }
    }

    /// The question that this key or variable belongs to.
    pub fn get(&self, variable: &str) -> Option<&Question> {
        let key = split(variable).0;
        self.questions.iter().find(|q| q.key == key)
    }

    /// The question that this key or variable belongs or once belonged to.
    pub fn get_ever(&self, variable: &str) -> Option<&Question> {
        let key = split(variable).0;
        self.get(key).or_else(|| self.retired.iter().find(|q| q.key == key))
    }

    /// Where the question with this key stands, counted from 0.
    pub fn position(&self, variable: &str) -> Option<usize> {
        let key = split(variable).0;
        self.questions.iter().position(|q| q.key == key)
    }

    /// The names of the files that its questions use, in every wording, some of them more than once.
    pub fn files(&self) -> Vec<&str> {
        fn of_help(help: &Help) -> [Option<&str>; 3] {
            [help.picture.as_deref(), help.audio.as_deref(), help.sign.as_deref()]
        }
        let mut names = Vec::new();
        for question in &self.questions {
            names.extend(of_help(&question.help));
            names.extend(question.wordings.iter().flat_map(|wording| of_help(&wording.help)));
            names.extend(question.kind.options().iter().map(|option| option.picture.as_deref()));
        }
        names.into_iter().flatten().collect()
    }

    /// The section with this key.
    pub fn section(&self, key: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.key == key)
    }

    /// The section that a question belongs to.
    pub fn section_of(&self, question: &Question) -> Option<&Section> {
        question.section.as_deref().and_then(|key| self.section(key))
    }

    /// Where a question is repeated, the options that it may be repeated for,
    /// with the question that they are chosen in.
    pub fn repeats(&self, question: &Question) -> Option<&Question> {
        let chosen_in = self.section_of(question)?.each_of.as_deref()?;
        self.questions.iter().chain(&self.retired).find(|other| other.key == chosen_in)
    }

    /// With these places to choose from wherever a place is asked for. Without
    /// any, a question that brought places of its own along keeps them. Those that
    /// a question does not offer it takes as an answer all the same.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn with_places(mut self, places: &[Place]) -> Self {
        for area in self.areas_mut().filter(|_| !places.is_empty()) {
            area.places = area.choose(places);
            let offered = |place: &&Place| area.places.iter().any(|offered| offered.key == place.key);
            area.elsewhere = places.iter().filter(|place| !offered(place)).cloned().collect();
        }
        self
    }

    /// With more places that an answer may name, and that no question offers.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn with_elsewhere(mut self, places: &[Place]) -> Self {
        for area in self.areas_mut() {
            area.elsewhere.extend_from_slice(places);
        }
        self
    }

    /// What is asked or was asked for a place.
    #[cfg(not(target_arch = "wasm32"))]
    fn areas_mut(&mut self) -> impl Iterator<Item = &mut Area> {
        self.questions.iter_mut().chain(&mut self.retired).filter_map(|question| match &mut question.kind {
            Kind::Area(area) => Some(area),
            _ => None,
        })
    }

    /// Whether a question is about this area alone, or is asked only of those who chose it or did not.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn names_area(&self, key: &str) -> bool {
        let is_about = |question: &Question| matches!(&question.kind, Kind::Area(area) if area.within.as_deref() == Some(key));
        let asks_for_area =
            |name: &str| self.get(name).is_some_and(|question| matches!(question.kind, Kind::Area(_)));
        let rules = self.questions.iter().filter_map(|question| question.show_if.as_ref());
        let rules = rules.chain(self.sections.iter().filter_map(|section| section.show_if.as_ref()));
        let mut tests = rules.flat_map(Rule::tests);
        self.questions.iter().any(is_about)
            || tests.any(|test| test.value == key && asks_for_area(&test.question))
    }

    /// Whether anything stands in another order for everybody.
    pub fn shuffles(&self) -> bool {
        self.sections.iter().any(|section| section.shuffle)
            || self.questions.iter().any(|question| question.kind.shuffles())
    }

    /// The places of the questions that may stand on one page with this one,
    /// whatever is answered.
    pub fn page_of(&self, position: usize) -> std::ops::Range<usize> {
        let joins = |at: usize| self.questions.get(at).is_some_and(|question| question.with_previous);
        let mut first = position;
        while first > 0 && joins(first) {
            first -= 1;
        }
        let mut end = position + 1;
        while joins(end) {
            end += 1;
        }
        first..end
    }

    /// Everything that must be mended before the questionnaire can be asked;
    /// empty when it is sound.
    pub fn defects(&self) -> Vec<Defect> {
        defect::of(self)
    }

    /// With the sections that have heard from enough people closed kindly: one
    /// page in the place of each says so. Who has begun one may end it.
    #[must_use]
    pub fn closing(mut self, full: &[String], said: &str, answers: &crate::journey::Answers) -> Self {
        for key in full {
            let mine = |question: &Question| question.section.as_deref() == Some(key);
            let begun = answers.keys().any(|variable| self.get(variable).is_some_and(mine));
            if !begun {
                section::close(&mut self, key, said);
            }
        }
        self
    }
}

/// Whether a text can be the key of a question or an option: 1 to 64 of
/// `a-z`, `A-Z`, `0-9`, `_`, `-` and `.`.
pub fn is_key(key: &str) -> bool {
    (1..=64).contains(&key.len())
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_named_by_a_question_about_it_and_by_a_rule_on_one() {
        let close = Area { within: Some("north".into()), ..Area::default() };
        let asked = Questionnaire::of(vec![
            Question::new("where", "Where?", Kind::Area(Area::default())),
            Question::new("close", "Where there?", Kind::Area(close)),
            Question::new("late", "Late?", Kind::YesNoUnsure),
            Question::new("why", "Why?", Kind::LongText).only_if(Rule::is("where", "south")),
            Question::new("how", "How?", Kind::LongText).only_if(Rule::is("late", "yes")),
        ]);
        assert!(asked.names_area("north") && asked.names_area("south"));
        assert!(!asked.names_area("east"));
        assert!(!asked.names_area("yes"), "a choice of another question is no area");
    }
}
