//! Doors: the same question in other words. One variable in the results, and
//! the response notes the door (domain.md 5.12).

use serde::{Deserialize, Serialize};

use crate::question::{Question, Wording};
use crate::questionnaire::{Questionnaire, Section};
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

impl Door {
    /// As it is kept on a phone, and named in files: `cy`, `8-10`, `cy.8-10.easy`. Empty for the plain words.
    pub fn name(&self) -> String {
        let band = self.band.map(|band| band.as_str().to_owned());
        let easy = self.easy.then(|| "easy".to_owned());
        [self.lang.clone(), band, easy].into_iter().flatten().collect::<Vec<_>>().join(".")
    }

    /// Reads what [`Door::name`] writes; `None` for anything else.
    pub fn parse(name: &str) -> Option<Self> {
        let mut door = Self::default();
        for part in name.split('.').filter(|_| !name.is_empty()) {
            if part == "easy" {
                if std::mem::replace(&mut door.easy, true) {
                    return None;
                }
            } else if let (Some(band), None) = (AgeBand::parse(part), door.band) {
                door.band = Some(band);
            } else if door.lang.is_none() && is_language(part) {
                door.lang = Some(part.to_owned());
            } else {
                return None;
            }
        }
        Some(door)
    }
}

/// The words that there are to choose from, and those that are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doors {
    /// The languages, the questionnaire's own first.
    pub languages: Vec<String>,
    /// The age bands that there are words for.
    pub bands: Vec<AgeBand>,
    /// Whether there is Easy Read.
    pub easy: bool,
    /// The words that are read.
    pub read: Door,
}

impl Doors {
    /// The door for somebody: what they chose, as far as there is such a door; else the first language that their
    /// phone prefers and that is offered. Nobody's age is known, so where there are words for several ages and none
    /// was chosen, those for the youngest who are asked are read (domain.md 5.1, standard 3).
    pub fn for_somebody(&self, chosen: &Door, prefers: &[String], asked: &[AgeBand]) -> Door {
        let of = |tag: &String| self.languages.iter().find(|lang| same_language(lang, tag)).cloned();
        let lang = chosen.lang.iter().chain(prefers).find_map(of);
        let there = |band: &AgeBand| self.bands.contains(band);
        let band = chosen.band.filter(there).or_else(|| asked.iter().min().copied().filter(there));
        Door { lang, band, easy: chosen.easy && self.easy }
    }
}

/// Whether words in one language do for another: `cy` does for `cy-GB`.
pub fn same_language(one: &str, other: &str) -> bool {
    let main = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    main(one) == main(other)
}

impl Questionnaire {
    /// The language of the plain words.
    pub fn own_lang(&self) -> &str {
        self.lang.as_deref().unwrap_or("en")
    }

    /// What there is to choose from.
    pub fn offer(&self) -> Doors {
        let mut languages = vec![self.own_lang().to_owned()];
        let worded = self.questions.iter().flat_map(|q| &q.wordings).filter_map(|w| w.lang.as_ref());
        for lang in self.languages.iter().chain(worded) {
            if !languages.iter().any(|known| same_language(known, lang)) {
                languages.push(lang.clone());
            }
        }
        Doors { languages, bands: self.worded_bands(), easy: self.has_easy_read(), read: Door::default() }
    }

    /// The questionnaire in the words of a door. Where these are missing it
    /// falls back: to the plain words of the language, then to the
    /// questionnaire's own language, and then each question says so.
    #[must_use]
    pub fn through(mut self, door: &Door) -> Self {
        let own = self.own_lang().to_string();
        let asked = door.lang.clone().unwrap_or_else(|| own.clone());
        for section in &mut self.sections {
            if let Some((_, title)) = section.titles.iter().find(|(lang, _)| same_language(lang, &asked)) {
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

    /// Marks the questions whose words are in another language than the page around them, where [`Self::through`]
    /// marked those that are in another language than was asked for.
    #[must_use]
    pub fn on_page_in(mut self, page: &str, door: &Door) -> Self {
        let read = door.lang.clone().unwrap_or_else(|| self.own_lang().to_owned());
        for question in &mut self.questions {
            let lang = question.lang.take().unwrap_or_else(|| read.clone());
            question.lang = Some(lang).filter(|lang| !same_language(lang, page));
        }
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

/// Whether a text can be the tag of a language, as in BCP 47: two or three letters, and behind hyphens what says it more
/// closely.
pub fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let main = parts.next().unwrap_or_default();
    (2..=3).contains(&main.len())
        && main.bytes().all(|b| b.is_ascii_alphabetic())
        && tag.len() <= 35
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Whether a language is written from right to left.
pub fn is_right_to_left(tag: &str) -> bool {
    const SCRIPTS: [&str; 4] = ["arab", "hebr", "nkoo", "thaa"];
    const LANGUAGES: [&str; 11] = ["ar", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "ug", "ur", "yi"];
    let parts: Vec<String> = tag.split(['-', '_']).map(str::to_ascii_lowercase).collect();
    // A script of four letters says more than the language: `ku-Arab`, `ur-Latn`.
    match parts.iter().skip(1).find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic())) {
        Some(script) => SCRIPTS.contains(&script.as_str()),
        None => parts.first().is_some_and(|main| LANGUAGES.contains(&main.as_str())),
    }
}

/// One sentence of a question or section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sentence {
    /// What is asked.
    Text,
    /// The help under it.
    Hint,
    /// An option or statement, by its place among the words of the type.
    Label(usize),
}

impl Question {
    /// Every sentence that it shows, with its plain words.
    pub fn sentences(&self) -> Vec<(Sentence, String)> {
        let mut found = vec![(Sentence::Text, self.text.clone())];
        found.extend(self.hint.clone().map(|hint| (Sentence::Hint, hint)));
        let mut kind = self.kind.clone();
        let labels = kind.words_mut().into_iter().enumerate();
        found.extend(labels.map(|(at, option)| (Sentence::Label(at), option.label.clone())));
        found
    }

    /// The words that it has for exactly this door. `own` is the language of the plain words.
    pub fn wording(&self, own: &str, door: &Door) -> Option<&Wording> {
        self.wordings.iter().find(|wording| is_for(wording, own, door))
    }

    /// Gives it these words for a door; with none of them it has none for that door.
    pub fn put_wording(&mut self, own: &str, door: &Door, wording: Wording) {
        let at = self.wordings.iter().position(|other| is_for(other, own, door));
        let nothing = wording.text.is_empty() && wording.hint.is_none() && wording.labels.is_empty();
        match (at, nothing && wording.help.is_empty()) {
            (Some(at), true) => {
                self.wordings.remove(at);
            }
            (Some(at), false) => self.wordings[at] = wording,
            (None, true) => {}
            (None, false) => self.wordings.push(wording),
        }
    }

    /// What this sentence says in other words; nothing where it lacks them.
    pub fn said(&self, wording: Option<&Wording>, sentence: Sentence) -> Option<String> {
        let wording = wording?;
        let said = match sentence {
            Sentence::Text => Some(wording.text.clone()),
            Sentence::Hint => wording.hint.clone(),
            Sentence::Label(at) => {
                let mut kind = self.kind.clone();
                let key = kind.words_mut().get(at).map(|option| option.key.clone())?;
                wording.labels.iter().find(|(other, _)| *other == key).map(|(_, label)| label.clone())
            }
        };
        said.filter(|said| !said.trim().is_empty())
    }
}

fn is_for(wording: &Wording, own: &str, door: &Door) -> bool {
    (wording.band, wording.easy) == (door.band, door.easy)
        && same_language(wording.lang.as_deref().unwrap_or(own), door.lang.as_deref().unwrap_or(own))
}

impl Questionnaire {
    /// Every door that any question has words for, and every language that is offered: languages first.
    pub fn doors(&self) -> Vec<Door> {
        let own = self.own_lang();
        let offered = self.languages.iter().map(|lang| Door { lang: Some(lang.clone()), ..Door::default() });
        let worded = self.questions.iter().flat_map(|question| &question.wordings).map(|wording| Door {
            lang: wording.lang.clone().filter(|lang| !same_language(lang, own)),
            band: wording.band,
            easy: wording.easy,
        });
        let mut found: Vec<Door> = Vec::new();
        for door in offered.chain(worded) {
            let same = |other: &Door| {
                (other.band, other.easy) == (door.band, door.easy)
                    && same_language(
                        other.lang.as_deref().unwrap_or(own),
                        door.lang.as_deref().unwrap_or(own),
                    )
            };
            if !found.iter().any(same) {
                found.push(door);
            }
        }
        found
    }

    /// How many sentences lack words for a door, and how many there are. Titles of sections count for a language.
    pub fn missing_words(&self, door: &Door) -> (usize, usize) {
        let own = self.own_lang();
        let (mut missing, mut all) = (0, 0);
        for question in &self.questions {
            let wording = question.wording(own, door);
            for (sentence, plain) in question.sentences() {
                if !plain.trim().is_empty() {
                    all += 1;
                    missing += usize::from(question.said(wording, sentence).is_none());
                }
            }
        }
        if let Some(lang) = door.only_lang() {
            for section in self.asked_sections().into_iter().filter(|section| !section.title.is_empty()) {
                all += 1;
                missing += usize::from(section.title_in(lang).is_none());
            }
        }
        (missing, all)
    }
}

impl Door {
    /// Its language, where it says nothing else: titles of sections have no words for ages or Easy Read.
    pub fn only_lang(&self) -> Option<&str> {
        self.lang.as_deref().filter(|_| self.band.is_none() && !self.easy)
    }
}

impl Section {
    /// Its title in a language.
    pub fn title_in(&self, lang: &str) -> Option<&str> {
        let found = self.titles.iter().find(|(other, _)| same_language(other, lang));
        found.map(|(_, title)| title.as_str()).filter(|title| !title.trim().is_empty())
    }

    /// Gives it a title in a language; an empty one takes it away.
    pub fn put_title(&mut self, lang: &str, title: &str) {
        self.titles.retain(|(other, _)| !same_language(other, lang));
        if !title.is_empty() {
            self.titles.push((lang.to_string(), title.to_string()));
        }
    }
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
            wordings.iter().find(|w| w.easy == easy && w.band == band && same_language(&lang_of(w), lang))
        };
        kinds.iter().filter_map(|kind| of(*kind)).collect()
    };
    let mut layers = in_lang(asked);
    let mut lang = asked;
    if !same_language(own, asked) && layers.is_empty() {
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
    fn doors_have_names() {
        for name in ["", "easy", "8-10", "8-10.easy", "cy.easy", "cy-GB.18-25.easy"] {
            assert_eq!(Door::parse(name).map(|door| door.name()).as_deref(), Some(name));
        }
        for name in ["easy.easy", "8-10.11-13", "a b", "cy.pl", ".", "cy.", "c;y"] {
            assert_eq!(Door::parse(name), None, "{name}");
        }
    }

    #[test]
    fn tags_of_languages_are_known_and_which_way_they_run() {
        for tag in ["en", "cy", "zh-Hans", "ku-Arab-IQ", "ckb"] {
            assert!(is_language(tag), "{tag}");
        }
        for tag in
            ["", "e", "welsh", "en_GB", "en-", "12", "en-\"><b>", &format!("en{}", "-abcdefgh".repeat(5))]
        {
            assert!(!is_language(tag), "{tag}");
        }
        for (tag, way) in
            [("ar", true), ("ur-PK", true), ("ur-Latn", false), ("ku", false), ("ku-Arab", true)]
        {
            assert_eq!(is_right_to_left(tag), way, "{tag}");
        }
    }

    #[test]
    fn somebody_reads_what_they_chose_or_what_their_phone_prefers() {
        let (asked, bands) = (asked(), [AgeBand::From11To13, AgeBand::From8To10]);
        assert_eq!(asked.offer().languages, ["en", "cy"]);
        let prefers = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_string()).collect::<Vec<_>>();
        let door = |chosen: &str, tags: &[&str]| {
            asked
                .offer()
                .for_somebody(&Door::parse(chosen).unwrap_or_default(), &prefers(tags), &bands)
                .name()
        };
        assert_eq!(door("", &["pl-PL", "cy-GB", "en"]), "cy.8-10");
        assert_eq!(door("en", &["cy"]), "en.8-10", "a choice counts more than the phone");
        assert_eq!(door("pl", &[]), "8-10", "there are no words in it");
        assert_eq!(door("14-15.easy", &[]), "8-10.easy", "there are no words for that age");
        let mut plain = asked.clone();
        plain.questions[0].wordings.clear();
        assert_eq!(
            plain.offer().for_somebody(&Door::parse("easy").unwrap_or_default(), &[], &bands),
            Door::default()
        );
    }

    #[test]
    fn words_are_put_and_taken_away_door_by_door_and_what_lacks_them_is_counted() {
        let mut asked = asked();
        let welsh = Door { lang: Some("cy".into()), ..Door::default() };
        let polish = Door { lang: Some("pl".into()), ..Door::default() };
        // The question, two answers, and the second question: two of them in Welsh.
        assert_eq!(asked.missing_words(&welsh), (2, 4));
        asked.languages = vec!["pl".into()];
        asked.sections = vec![Section::new("s", "Travel")];
        assert_eq!(asked.missing_words(&polish), (5, 5));
        asked.sections[0].put_title("pl", "Podr\u{f3}\u{17c}");
        assert_eq!(asked.missing_words(&polish), (4, 5));
        asked.sections[0].put_title("pl", "");
        assert_eq!(asked.sections[0].title_in("pl"), None);
        let langs: Vec<_> = asked.doors().into_iter().map(|door| door.lang).collect();
        assert_eq!(langs, [Some("pl".into()), Some("cy".into()), None, None]);
        let mut words = asked.questions[0].wording("en", &welsh).cloned().unwrap_or_default();
        assert_eq!(asked.questions[0].said(Some(&words), Sentence::Label(0)).as_deref(), Some("Bws"));
        assert_eq!(asked.questions[0].said(Some(&words), Sentence::Label(1)), None);
        words.text.clear();
        asked.questions[0].put_wording("en", &welsh, words.clone());
        assert_eq!(asked.questions[0].wordings.len(), 3, "an answer still has words");
        words.labels.clear();
        asked.questions[0].put_wording("en", &welsh, words);
        assert_eq!(asked.questions[0].wording("en", &welsh), None);
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
        // On a page that speaks English around them, the Welsh words are the others.
        let door = Door { lang: Some("cy".into()), ..Door::default() };
        let on_page = asked().through(&door).on_page_in("en-GB", &door);
        let langs: Vec<_> = on_page.questions.iter().map(|question| question.lang.as_deref()).collect();
        assert_eq!(langs, [Some("cy"), None]);
    }
}
