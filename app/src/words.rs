//! Every visible sentence for young people, by key and language (`locales/`).

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::NaiveDate;
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
    /// The BCP 47 tag, for `lang`.
    pub fn tag(&self) -> String {
        self.0.to_string()
    }

    /// The sentence with this key.
    pub fn say(&self, key: &str) -> String {
        LOCALES.lookup(&self.0, key)
    }

    /// The sentence with this key, if there is one.
    pub fn try_say(&self, key: &str) -> Option<String> {
        LOCALES.try_lookup(&self.0, key)
    }

    /// The sentence with this key, its places filled.
    pub fn fill(&self, key: &str, places: &[(&'static str, FluentValue<'_>)]) -> String {
        let places: HashMap<Cow<'static, str>, FluentValue<'_>> =
            places.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
        LOCALES.lookup_with_args(&self.0, key, &places)
    }

    /// A day as it is said: "2 June 2026".
    pub fn day(&self, day: NaiveDate) -> String {
        day.format("%-d %B %Y").to_string()
    }
}

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
    use super::*;

    #[test]
    fn sentences_are_filled() {
        let tongue = Tongue::default();
        assert_eq!(tongue.say("brand"), "Earshot");
        assert_eq!(tongue.fill("start-minutes", &[("n", 5.into())]), "It takes about 5 minutes.");
        assert_eq!(tongue.fill("start-minutes", &[("n", 1.into())]), "It takes about 1 minute.");
    }

    #[test]
    fn days_are_said_in_full() {
        let day = NaiveDate::from_ymd_opt(2026, 6, 2).unwrap_or_default();
        assert_eq!(Tongue::default().day(day), "2 June 2026");
    }
}
