//! The languages of a workbook: which one is the questionnaire's own, and which
//! other words there are besides. A translation is one column a field, `label::
//! Cymraeg (cy)`; the words of Earshot's doors are columns `earshot_label.easy`.

use earshot_domain::door::{Door, is_language};
use earshot_domain::question::Wording;

use super::heading::Headings;
use super::report::{Report, quoted};

/// Begins the name of a column that holds the words of a door.
pub(super) const DOOR: &str = "earshot.";

/// How many languages and doors are read.
const TONGUES_MAX: usize = 60;

/// Languages as people write them in headings, with their codes.
const NAMES: [(&str, &str); 58] = [
    ("albanian", "sq"),
    ("amharic", "am"),
    ("arabic", "ar"),
    ("armenian", "hy"),
    ("bangla", "bn"),
    ("bengali", "bn"),
    ("bulgarian", "bg"),
    ("burmese", "my"),
    ("catalan", "ca"),
    ("chinese", "zh"),
    ("croatian", "hr"),
    ("cymraeg", "cy"),
    ("czech", "cs"),
    ("danish", "da"),
    ("dari", "prs"),
    ("deutsch", "de"),
    ("dutch", "nl"),
    ("english", "en"),
    ("espanol", "es"),
    ("espa\u{f1}ol", "es"),
    ("estonian", "et"),
    ("farsi", "fa"),
    ("finnish", "fi"),
    ("francais", "fr"),
    ("fran\u{e7}ais", "fr"),
    ("french", "fr"),
    ("gaeilge", "ga"),
    ("gaelic", "gd"),
    ("german", "de"),
    ("greek", "el"),
    ("gujarati", "gu"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("irish", "ga"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("khmer", "km"),
    ("korean", "ko"),
    ("kurdish", "ku"),
    ("lithuanian", "lt"),
    ("nepali", "ne"),
    ("norwegian", "no"),
    ("pashto", "ps"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("punjabi", "pa"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("somali", "so"),
    ("spanish", "es"),
    ("swahili", "sw"),
    ("tigrinya", "ti"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
    ("urdu", "ur"),
    ("welsh", "cy"),
];

/// The code of a language: what stands in parentheses, a code that is written
/// alone, or that of a well-known name.
pub(super) fn code(name: &str) -> Option<String> {
    let name = name.trim();
    if let Some((_, code)) = name.strip_suffix(')').and_then(|name| name.rsplit_once('('))
        && is_language(code.trim())
    {
        return Some(code.trim().to_owned());
    }
    let lower = name.to_lowercase();
    let known = NAMES.iter().find(|(known, _)| *known == lower).map(|(_, code)| (*code).to_owned());
    known.or_else(|| {
        (is_language(name) && name.split('-').next().is_some_and(|main| main.len() < 4))
            .then(|| name.to_owned())
    })
}

/// The name that a language has in a heading: `Cymraeg (cy)`.
pub(crate) fn heading(code: &str) -> String {
    let name = match code.split('-').next().unwrap_or_default() {
        "cy" => "Cymraeg",
        "fr" => "Fran\u{e7}ais",
        "de" => "Deutsch",
        "es" => "Espa\u{f1}ol",
        "ga" => "Gaeilge",
        main => match NAMES.iter().find(|(_, code)| *code == main) {
            Some((name, _)) => {
                let (first, rest) = name.split_at(1);
                return format!("{}{rest} ({code})", first.to_uppercase());
            }
            None => code,
        },
    };
    format!("{name} ({code})")
}

/// What the settings say of languages.
#[derive(Debug, Default)]
pub(super) struct Said {
    default: Option<String>,
    others: Vec<String>,
}

impl Said {
    pub(super) fn new(setting: &dyn Fn(&str) -> Option<String>) -> Self {
        let others = setting("earshot_languages").unwrap_or_default();
        let mut codes: Vec<String> = Vec::new();
        for code in others.split_whitespace().filter(|code| is_language(code)).take(TONGUES_MAX) {
            if !codes.iter().any(|other| other == code) {
                codes.push(code.to_owned());
            }
        }
        Self { default: setting("default_language"), others: codes }
    }
}

/// Other words for the questions: a column's language and what it comes to.
#[derive(Debug, Clone)]
pub(super) struct Tongue {
    /// As the heading has it.
    pub(super) name: String,
    /// Language, age band, Easy Read; without words.
    pub(super) wording: Wording,
}

/// The languages of a workbook.
#[derive(Debug, Default)]
pub(super) struct Tongues {
    /// The language of the plain words as the heading has it; `None` for a
    /// column without one.
    pub(super) main: Option<String>,
    /// Its code, where it is not English.
    pub(super) lang: Option<String>,
    /// All other languages, by code.
    pub(super) languages: Vec<String>,
    /// The other words, in the order of the columns.
    pub(super) others: Vec<Tongue>,
}

impl Tongues {
    pub(super) fn of(
        survey: &Headings,
        choices: Option<&Headings>,
        said: &Said,
        report: &mut Report,
    ) -> Self {
        let main = survey.main_language(said.default.as_deref());
        let name = main.clone().or_else(|| said.default.clone());
        let lang = name.as_deref().and_then(code);
        if let Some(name) = &name
            && lang.is_none()
            && !name.eq_ignore_ascii_case("default")
        {
            let reason = format!(
                "the language {} has no code that is known and counts as English; write it with its code, as in \
                 \u{201c}Cymraeg (cy)\u{201d}",
                quoted(name)
            );
            survey.note_at("label", main.as_deref(), report, reason);
        }
        let own = lang.clone().unwrap_or_else(|| "en".to_owned());
        let mut found = Self {
            main,
            lang: lang.filter(|lang| lang != "en"),
            languages: said.others.iter().filter(|code| **code != own).cloned().collect(),
            others: Vec::new(),
        };
        for headings in [Some(survey), choices].into_iter().flatten() {
            for (field, name) in headings.languages() {
                found.add(headings, field, name, &own, report);
            }
        }
        let place = |tongue: &Tongue| {
            let listed = tongue.wording.lang.as_ref().filter(|_| !is_door(tongue));
            listed.and_then(|lang| found.languages.iter().position(|code| code == lang)).unwrap_or(usize::MAX)
        };
        let mut others = found.others.clone();
        others.sort_by_key(place);
        found.others = others;
        if !found.others.is_empty()
            && let Some(name) = &found.main
        {
            let by = if survey_default(said, name) { "the default" } else { "the first" };
            let reason =
                format!("labels in several languages; {by}, {name}, is the questionnaire\u{2019}s own");
            survey.note_at("label", Some(name), report, reason);
        }
        found
    }

    fn add(&mut self, headings: &Headings, field: &str, name: &str, own: &str, report: &mut Report) {
        let is_main = |main: &String| main.to_lowercase() == name.to_lowercase();
        let known = |tongue: &Tongue| tongue.name.to_lowercase() == name.to_lowercase();
        if self.main.as_ref().is_some_and(is_main) || self.others.iter().any(known) {
            return;
        }
        let wording = match name.strip_prefix(DOOR) {
            Some(door) => read_door(door),
            None => code(name).map(|code| Wording { lang: Some(code), ..Wording::default() }),
        };
        let Some(wording) = wording else {
            let reason = format!(
                "the language {} has no code that is known; write it with its code, as in \u{201c}Cymraeg (cy)\u{201d}",
                quoted(name)
            );
            return headings.problem_at(field, Some(name), report, reason);
        };
        let same = |tongue: &Tongue| {
            let other = &tongue.wording;
            other.lang == wording.lang && other.band == wording.band && other.easy == wording.easy
        };
        let plain = !wording.easy && wording.band.is_none() && wording.lang.as_deref().unwrap_or(own) == own;
        let known = self.others.iter().find(|tongue| same(tongue));
        // The same language under another name is read, where it is the only one of its field.
        let read = match known {
            Some(tongue) => headings.reads_other(field, name, tongue),
            None => plain && headings.reads_main(field, name, self),
        };
        if read {
            return;
        }
        if plain || known.is_some() {
            let reason = "another column has words in this language already; this one is not read";
            return headings.problem_at(field, Some(name), report, reason.to_owned());
        }
        if self.others.len() >= TONGUES_MAX {
            let reason = format!("more than {TONGUES_MAX} languages");
            return headings.problem_at(field, Some(name), report, reason);
        }
        if let Some(lang) = &wording.lang
            && lang != own
            && !self.languages.contains(lang)
        {
            self.languages.push(lang.clone());
        }
        self.others.push(Tongue { name: name.to_owned(), wording });
    }
}

fn survey_default(said: &Said, name: &str) -> bool {
    said.default.as_ref().is_some_and(|default| default.to_lowercase() == name.to_lowercase())
}

fn is_door(tongue: &Tongue) -> bool {
    tongue.wording.easy || tongue.wording.band.is_some()
}

/// The name of a door in a heading: `easy`, `8-10`, `cy.8-10.easy`.
pub(super) fn door(wording: &Wording) -> String {
    Door { lang: wording.lang.clone(), band: wording.band, easy: wording.easy }.name()
}

fn read_door(name: &str) -> Option<Wording> {
    let Door { lang, band, easy } = Door::parse(name).filter(|door| *door != Door::default())?;
    Some(Wording { lang, band, easy, ..Wording::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_known_by_code_and_by_name() {
        for (name, expected) in [
            ("English (en)", Some("en")),
            ("Cymraeg ( cy-GB )", Some("cy-GB")),
            ("French", Some("fr")),
            ("FRAN\u{c7}AIS", Some("fr")),
            ("pl", Some("pl")),
            ("Klingon", None),
            ("Klingon (tlh)", Some("tlh")),
            ("(not a code)", None),
            ("", None),
        ] {
            assert_eq!(code(name).as_deref(), expected, "{name}");
        }
        for lang in ["cy", "en", "fr", "ar", "pt-BR", "tlh", "so"] {
            assert_eq!(code(&heading(lang)).as_deref(), Some(lang));
        }
        assert_eq!(heading("pl"), "Polish (pl)");
    }

    #[test]
    fn doors_have_names() {
        for name in ["easy", "8-10", "8-10.easy", "cy.easy", "cy-GB.18-25.easy"] {
            assert_eq!(door(&read_door(name).unwrap()), name);
        }
        for name in ["", "easy.easy", "8-10.11-13", "a b", "cy.pl"] {
            assert!(read_door(name).is_none(), "{name}");
        }
    }
}
