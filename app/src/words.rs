//! Every visible sentence for young people, by key and language (`locales/`).

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use earshot_domain::door::{is_right_to_left, same_language};
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en-GB",
        // Isolation marks would stand in titles, attributes and copied text.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// A language that pages can speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tongue(LanguageIdentifier);

impl Default for Tongue {
    fn default() -> Self {
        Self(langid!("en-GB"))
    }
}

impl Tongue {
    /// The languages that pages speak, by their tags: each is a file in `locales/`.
    pub const ALL: [&str; 2] = ["en-GB", "cy"];

    /// The language with this tag, if pages speak it: `cy-GB` is Welsh.
    pub fn of(tag: &str) -> Option<Self> {
        let known = Self::ALL.into_iter().find(|known| same_language(known, tag))?;
        known.parse().ok().map(Self)
    }

    /// The BCP 47 tag, for `lang`.
    pub fn tag(&self) -> String {
        self.0.to_string()
    }

    /// The sentence with this key.
    pub fn say(&self, key: &str) -> String {
        LOCALES.lookup(&self.0, key)
    }

    /// The sentence with this key, its places filled.
    pub fn fill(&self, key: &str, places: &[(&'static str, FluentValue<'_>)]) -> String {
        let places: HashMap<Cow<'static, str>, FluentValue<'_>> =
            places.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
        LOCALES.lookup_with_args(&self.0, key, &places)
    }

    /// A day as it is said: "2 June 2026".
    pub fn day(&self, day: NaiveDate) -> String {
        let month = self.say(&format!("month-{}", day.month()));
        let (year, day) = (day.year().to_string(), day.day());
        self.fill("day", &[("day", day.into()), ("month", month.into()), ("year", year.into())])
    }
}

/// Which way a language is written, where that is not from left to right: the value of `dir`.
pub fn direction(tag: &str) -> Option<&'static str> {
    is_right_to_left(tag).then_some("rtl")
}

/// The name that a language has for itself: "Cymraeg"; the tag of one that is not known here.
pub fn language_name(tag: &str) -> String {
    let main = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let known = LANGUAGES.iter().find(|(code, _)| *code == main);
    known.map_or_else(|| tag.to_string(), |(_, name)| (*name).to_string())
}

/// The tags of the languages that are offered by name, and their own names.
pub fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    LANGUAGES.into_iter()
}

/// Languages that children in these islands speak at home, by their own names. Others can be used by their tags.
const LANGUAGES: [(&str, &str); 22] = [
    ("en", "English"),
    ("cy", "Cymraeg"),
    ("ar", "العربية"),
    ("bn", "বাংলা"),
    ("bg", "Български"),
    ("zh", "中文"),
    ("fa", "فارسی"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("gd", "Gàidhlig"),
    ("gu", "ગુજરાતી"),
    ("ku", "Kurdî"),
    ("lt", "Lietuvių"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("so", "Soomaali"),
    ("es", "Español"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
];

/// A sentence by key: `say!(site, "mine-title")`, or with its places filled:
/// `say!(site, "start-minutes", n = 5)`.
#[macro_export]
macro_rules! say {
    ($site:expr, $key:expr) => { $site.tongue.say($key) };
    ($site:expr, $key:expr, $($place:ident = $value:expr),+ $(,)?) => {
        $site.tongue.fill($key, &[$((stringify!($place), $value.into())),+])
    };
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn sentences_are_filled() {
        let tongue = Tongue::default();
        assert_eq!(tongue.say("brand"), "Earshot");
        assert_eq!(tongue.fill("start-minutes", &[("n", 5.into())]), "It takes about 5 minutes.");
        assert_eq!(tongue.fill("start-minutes", &[("n", 1.into())]), "It takes about 1 minute.");
    }

    /// Every source below a folder of this workspace.
    fn sources(folder: &str) -> Vec<String> {
        fn collect(folder: &Path, into: &mut Vec<String>) {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    collect(&path, into);
                } else {
                    into.push(fs::read_to_string(&path).unwrap_or_default());
                }
            }
        }
        let mut all = Vec::new();
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut all);
        all
    }

    /// Everything that stands between quotation marks in what may speak to young people.
    fn literals() -> BTreeSet<String> {
        let sources = [sources("src"), sources("../domain/src"), sources("../server/src/web")].concat();
        sources.iter().flat_map(|source| source.split('"').map(str::to_owned)).collect()
    }

    /// Whether a key is one that a literal such as `status-{}` or `{key}-title` makes. The part that is not
    /// written out must be a literal itself: a key of something, as in `doing` or `missing`.
    fn is_made(key: &str, literals: &BTreeSet<String>) -> bool {
        literals.iter().filter(|literal| literal.contains('{')).any(|pattern| {
            let Some((before, rest)) = pattern.split_once('{') else { return false };
            let Some((_, after)) = rest.split_once('}') else { return false };
            let plain =
                |part: &str| part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            if !plain(before) || !plain(after) || !(before.ends_with('-') || after.starts_with('-')) {
                return false;
            }
            let part = key.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            part.is_some_and(|part| literals.contains(part) || part.bytes().all(|b| b.is_ascii_digit()))
        })
    }

    /// The keys of a file of sentences, in their order.
    fn keys(file: &str) -> Vec<&str> {
        let key = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase());
        file.lines().filter(key).filter_map(|line| line.split_once(" =").map(|(key, _)| key)).collect()
    }

    /// The places of each sentence: `{ $day }`, and what a selector chooses by.
    fn places(file: &str) -> HashMap<&str, BTreeSet<&str>> {
        let mut found: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        let mut key = "";
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" =").filter(|_| line.starts_with(char::is_alphabetic)) {
                key = name;
            }
            for part in line.split('$').skip(1) {
                let end = part.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(part.len());
                found.entry(key).or_default().insert(&part[..end]);
            }
        }
        found
    }

    #[test]
    fn every_language_says_every_sentence_with_the_same_places() {
        let english = include_str!("../locales/en-GB.ftl");
        let welsh = include_str!("../locales/cy.ftl");
        let (all, said) = (keys(english), keys(welsh));
        let missing: Vec<_> = all.iter().filter(|key| !said.contains(key)).collect();
        let unknown: Vec<_> = said.iter().filter(|key| !all.contains(key)).collect();
        assert!(missing.is_empty() && unknown.is_empty(), "missing: {missing:?}; unknown: {unknown:?}");
        assert_eq!(said, all, "in the order of the first file");
        let (places, others) = (places(english), places(welsh));
        for key in all {
            assert_eq!(places.get(key), others.get(key), "the places of {key}");
        }
    }

    #[test]
    fn pages_speak_welsh_to_whoever_prefers_it() {
        let welsh = Tongue::of("cy-GB").unwrap_or_default();
        assert_eq!((welsh.tag().as_str(), welsh.say("next").as_str()), ("cy", "Nesaf"));
        assert_eq!(Tongue::of("en-US"), Some(Tongue::default()));
        assert_eq!(Tongue::of("pl"), None);
        let day = NaiveDate::from_ymd_opt(2026, 2, 3).unwrap_or_default();
        assert_eq!(welsh.day(day), "3 Chwefror 2026");
        assert_eq!((direction("ar-SY"), direction("ku"), direction("cy")), (Some("rtl"), None, None));
        // Of the cases that Welsh has for numbers, "two" and "many" (6) must not fall through to "other".
        assert_eq!(
            welsh.fill("question-all-done", &[("total", 6.into())]),
            "Mae’r 6 chwestiwn i gyd wedi’u gwneud"
        );
    }

    #[test]
    fn every_sentence_is_said_somewhere_and_every_sentence_that_is_said_is_there() {
        let file = include_str!("../locales/en-GB.ftl");
        let keys = keys(file);
        let unique: BTreeSet<&str> = keys.iter().copied().collect();
        assert_eq!(unique.len(), keys.len(), "a key stands twice");
        let literals = literals();
        let unsaid: Vec<&&str> =
            unique.iter().filter(|key| !literals.contains(**key) && !is_made(key, &literals)).collect();
        assert!(unsaid.is_empty(), "said nowhere: {unsaid:?}");
        let said = said();
        let missing: Vec<&String> = said.iter().filter(|key| !unique.contains(key.as_str())).collect();
        assert!(missing.is_empty() && said.len() > 100, "not in the file: {missing:?}");
    }

    /// The keys that stand in `say!(site, "KEY"`.
    fn said() -> BTreeSet<String> {
        let key = |call: &str| call.trim_start().strip_prefix('"')?.split('"').next().map(str::to_owned);
        sources("src/pages")
            .iter()
            .flat_map(|source| source.split("say!(site,").skip(1))
            .filter_map(key)
            .collect()
    }

    #[test]
    fn days_are_said_in_full() {
        let day = NaiveDate::from_ymd_opt(2026, 6, 2).unwrap_or_default();
        assert_eq!(Tongue::default().day(day), "2 June 2026");
    }
}
