//! Doors: the same question in other words. One variable in the results, and
//! the response notes the door (domain.md 5.12).

use serde::{Deserialize, Serialize};

use crate::question::{Question, Wording};
use crate::questionnaire::Questionnaire;
use crate::respondent::AgeBand;

/// The words that somebody reads the questions in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    /// The language, as in BCP 47; the questionnaire's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The age band that the words are for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<AgeBand>,
    /// Easy Read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub easy: bool,
}

impl Questionnaire {
    /// The language of the plain words.
    pub fn own_lang(&self) -> &str {
        self.lang.as_deref().unwrap_or("en")
    }

    /// The questionnaire in the words of a door. Where these are missing it
    /// falls back: to the plain words of the language, then to the
    /// questionnaire's own language, and then each question says so.
    #[must_use]
    pub fn through(mut self, door: &Door) -> Self {
        let own = self.own_lang().to_string();
        let asked = door.lang.clone().unwrap_or_else(|| own.clone());
        for section in &mut self.sections {
            if let Some((_, title)) = section.titles.iter().find(|(lang, _)| fits(lang, &asked)) {
                section.title.clone_from(title);
            }
            section.titles.clear();
        }
        for question in &mut self.questions {
            say(question, &own, &asked, door);
        }
        self.retired.clear();
        self
    }

    /// Whether any question has Easy Read words.
    pub fn has_easy_read(&self) -> bool {
        self.questions.iter().any(|question| question.wordings.iter().any(|wording| wording.easy))
    }

    /// The age bands that any question has words for.
    pub fn worded_bands(&self) -> Vec<AgeBand> {
        AgeBand::ALL
            .into_iter()
            .filter(|band| {
                self.questions.iter().any(|q| q.wordings.iter().any(|wording| wording.band == Some(*band)))
            })
            .collect()
    }
}

/// Whether words in one language do for another: `cy` does for `cy-GB`.
fn fits(lang: &str, asked: &str) -> bool {
    let main = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    main(lang) == main(asked)
}

fn say(question: &mut Question, own: &str, asked: &str, door: &Door) {
    let wordings = std::mem::take(&mut question.wordings);
    let lang_of = |wording: &Wording| wording.lang.clone().unwrap_or_else(|| own.to_string());
    // From the plain words to the most particular ones: what comes later lies on top.
    let mut kinds = vec![(false, None)];
    if door.band.is_some() {
        kinds.push((false, door.band));
    }
    if door.easy {
        kinds.push((true, None));
        if door.band.is_some() {
            kinds.push((true, door.band));
        }
    }
    let in_lang = |lang: &str| -> Vec<&Wording> {
        let of = |(easy, band): (bool, Option<AgeBand>)| {
            wordings.iter().find(|w| w.easy == easy && w.band == band && fits(&lang_of(w), lang))
        };
        kinds.iter().filter_map(|kind| of(*kind)).collect()
    };
    let mut layers = in_lang(asked);
    let mut lang = asked;
    if !fits(own, asked) && layers.is_empty() {
        layers = in_lang(own);
        lang = own;
    }
    for layer in layers {
        lay(question, layer);
    }
    question.lang = (lang != asked).then(|| lang.to_string());
}

/// Lays other words over those of a question.
fn lay(question: &mut Question, wording: &Wording) {
    if !wording.text.is_empty() {
        question.text.clone_from(&wording.text);
        // Help with other words would be help with another sentence.
        question.hint.clone_from(&wording.hint);
    }
    for option in question.kind.words_mut() {
        if let Some((_, label)) = wording.labels.iter().find(|(key, _)| *key == option.key) {
            option.label.clone_from(label);
            option.note = None;
        }
    }
    if !wording.help.is_empty() {
        question.help.clone_from(&wording.help);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Choice, Kind};

    fn wording(lang: Option<&str>, band: Option<AgeBand>, easy: bool, text: &str) -> Wording {
        Wording { lang: lang.map(Into::into), band, easy, text: text.into(), ..Wording::default() }
    }

    fn asked() -> Questionnaire {
        let options = vec![Choice::new("bus", "The bus"), Choice::new("walk", "On foot")];
        let mut way = Question::new("way", "How do you travel to school?", Kind::single(options));
        let mut welsh = wording(Some("cy"), None, false, "Sut wyt ti'n teithio?");
        welsh.labels = vec![("bus".into(), "Bws".into())];
        way.wordings = vec![
            welsh,
            wording(None, Some(AgeBand::From8To10), false, "How do you get to school?"),
            wording(None, None, true, "Getting to school"),
        ];
        Questionnaire::of(vec![way, Question::new("why", "Why?", Kind::LongText)])
    }

    fn text(door: &Door) -> (String, Option<String>) {
        let mut asked = asked().through(door);
        let question = asked.questions.swap_remove(0);
        (question.text, question.lang)
    }

    #[test]
    fn each_door_has_its_words() {
        let door = |lang: Option<&str>, band: Option<AgeBand>, easy: bool| {
            text(&Door { lang: lang.map(Into::into), band, easy }).0
        };
        assert_eq!(door(None, None, false), "How do you travel to school?");
        assert_eq!(door(Some("cy"), None, false), "Sut wyt ti'n teithio?");
        assert_eq!(door(Some("cy-GB"), Some(AgeBand::From8To10), true), "Sut wyt ti'n teithio?");
        assert_eq!(door(None, Some(AgeBand::From8To10), false), "How do you get to school?");
        assert_eq!(door(None, Some(AgeBand::From11To13), false), "How do you travel to school?");
        assert_eq!(door(Some("en"), Some(AgeBand::From8To10), true), "Getting to school");
    }

    #[test]
    fn what_a_language_lacks_is_said_in_the_questionnaires_own_and_marked() {
        let polish = Door { lang: Some("pl".into()), ..Door::default() };
        assert_eq!(text(&polish), ("How do you travel to school?".into(), Some("en".into())));
        let easy = Door { lang: Some("pl".into()), easy: true, ..Door::default() };
        assert_eq!(text(&easy), ("Getting to school".into(), Some("en".into())));
        let welsh = asked().through(&Door { lang: Some("cy".into()), ..Door::default() });
        assert_eq!(welsh.questions[0].lang, None);
        assert_eq!(welsh.questions[1].lang.as_deref(), Some("en"));
        assert_eq!(welsh.questions[0].label_of("bus"), Some("Bws"));
        assert_eq!(welsh.questions[0].label_of("walk"), Some("On foot"));
    }
}
