//! Words of a survey: plain text or HTML, in one language or several.

use serde_json::Value;

use crate::plain;

/// A text as it must be written so that [`plain::plain`] gives it back.
pub(super) fn safe(text: &str) -> String {
    if plain::plain(text).html { escape(text) } else { text.to_owned() }
}

/// A text as HTML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A text in the survey's own language, and in others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The plain words.
    pub(super) own: String,
    /// The same in other languages.
    pub(super) others: Vec<(String, String)>,
    /// Whether HTML was taken out of any.
    pub(super) html: bool,
    /// Whether there was anything that is no text, or in no language.
    pub(super) odd: bool,
}

impl Words {
    /// Words with nothing in other languages.
    pub(super) fn of(own: impl Into<String>) -> Self {
        Self { own: own.into(), ..Self::default() }
    }

    /// Reads a text, or an object of texts by language.
    pub(super) fn read(value: &Value, lang: &str) -> Self {
        let mut words = Self::default();
        match value {
            Value::String(text) => words.own = words.clean(text),
            Value::Number(number) => words.own = number.to_string(),
            Value::Bool(flag) => words.own = flag.to_string(),
            Value::Object(by_lang) => words.languages(by_lang, lang),
            Value::Null => {}
            Value::Array(_) => words.odd = true,
        }
        words
    }

    fn languages(&mut self, by_lang: &serde_json::Map<String, Value>, lang: &str) {
        let own = if by_lang.contains_key(lang) { lang } else { "default" };
        for (key, value) in by_lang {
            let Value::String(text) = value else {
                self.odd = true;
                continue;
            };
            let text = self.clean(text);
            if key == own {
                self.own = text;
            } else if key == "default" {
                // Plain words stand under the survey's language; these are what it falls back to: English.
                self.others.push(("en".to_owned(), text));
            } else if is_lang(key) {
                self.others.push((key.clone(), text));
            } else {
                self.odd = true;
            }
        }
        if self.own.is_empty()
            && let Some((_, first)) = self.others.first()
        {
            self.own.clone_from(first);
            self.odd = true;
        }
        self.others.retain(|(_, text)| !text.is_empty());
    }

    fn clean(&mut self, text: &str) -> String {
        let plain = plain::plain(text);
        self.html |= plain.html;
        plain.text
    }

    /// The letters of the longest.
    pub(super) fn longest(&self) -> usize {
        let all = self.others.iter().map(|(_, text)| text).chain([&self.own]);
        all.map(|text| text.chars().count()).max().unwrap_or(0)
    }

    /// The words in one language.
    pub(super) fn in_lang(&self, lang: &str) -> Option<&str> {
        self.others.iter().find(|(other, _)| other == lang).map(|(_, text)| text.as_str())
    }
}

/// Whether a text can be the name of a language, as in BCP 47.
pub(super) fn is_lang(text: &str) -> bool {
    (2..=35).contains(&text.len())
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_html_comes_back() {
        for text in ["<b>bold</b>", "&lt;", "a < b & c", "<script>", "plain"] {
            assert_eq!(plain::plain(&safe(text)).text, text);
        }
    }

    #[test]
    fn languages_are_told_apart() {
        let value = serde_json::json!({"default": "Way", "cy": "Ffordd", "no language!": "x", "pl": 3});
        let words = Words::read(&value, "en");
        assert_eq!((words.own.as_str(), words.in_lang("cy"), words.odd), ("Way", Some("Ffordd"), true));
        let words = Words::read(&value, "cy");
        assert_eq!((words.own.as_str(), words.in_lang("en")), ("Ffordd", Some("Way")));
    }
}
