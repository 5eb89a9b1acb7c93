//! Words of a survey: plain text or HTML, in one language or several.

use earshot_domain::text;
use serde_json::Value;

/// The elements of HTML that are taken out. Other words in angle brackets, as
/// in "the <name> club", are words.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "audio",
    "b",
    "blockquote",
    "body",
    "br",
    "button",
    "center",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "figure",
    "font",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "label",
    "li",
    "link",
    "mark",
    "math",
    "meta",
    "object",
    "ol",
    "option",
    "p",
    "pre",
    "q",
    "s",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "th",
    "thead",
    "title",
    "tr",
    "u",
    "ul",
    "video",
];

/// Elements that begin on a line of their own.
const LINES: &[&str] = &[
    "blockquote",
    "br",
    "dd",
    "div",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "p",
    "pre",
    "section",
    "table",
    "tr",
];

/// Text without HTML, and whether any was taken out. Every letter is looked at
/// a fixed number of times, however often a tag is opened and not closed.
pub(crate) fn plain(label: &str) -> (String, bool) {
    let mut kept = String::with_capacity(label.len());
    let mut html = false;
    let mut comments = true;
    let mut rest = label;
    while let Some(at) = rest.find(['<', '&']) {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        if comments && let Some(after) = rest.strip_prefix("<!--") {
            match after.split_once("-->") {
                Some((_, after)) => {
                    html = true;
                    rest = after;
                    continue;
                }
                None => comments = false,
            }
        }
        if let Some(tag) = Tag::read(rest) {
            html = true;
            rest = tag.after;
            if LINES.contains(&tag.name.as_str()) && !kept.is_empty() && !kept.ends_with('\n') {
                kept.push('\n');
            }
            if !tag.closes && matches!(tag.name.as_str(), "script" | "style" | "template") {
                rest = behind(rest, &tag.name);
            }
        } else if let Some((letter, after)) = entity(rest) {
            html = true;
            kept.push(letter);
            rest = after;
        } else {
            kept.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    kept.push_str(rest);
    (text::normalise(&kept).trim().to_owned(), html)
}

struct Tag<'a> {
    name: String,
    closes: bool,
    after: &'a str,
}

impl<'a> Tag<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let inside = text.strip_prefix('<')?;
        let (inside, closes) = inside.strip_prefix('/').map_or((inside, false), |inside| (inside, true));
        let end = inside.find(['<', '>'])?;
        let after = inside[end..].strip_prefix('>')?;
        let name: String =
            inside[..end].chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        ELEMENTS.contains(&name.as_str()).then_some(Self { name, closes, after })
    }
}

/// What comes after the end of an element; nothing when it never ends.
fn behind<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        rest = &rest[at..];
        match Tag::read(rest) {
            Some(tag) if tag.closes && tag.name == name => return tag.after,
            _ => rest = &rest[2..],
        }
    }
    ""
}

fn entity(text: &str) -> Option<(char, &str)> {
    for (name, letter) in
        [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\''), ("&nbsp;", ' ')]
    {
        if let Some(after) = text.strip_prefix(name) {
            return Some((letter, after));
        }
    }
    let number = text.strip_prefix("&#")?;
    let end = number.bytes().take(9).position(|byte| byte == b';')?;
    let (digits, after) = number.split_at_checked(end)?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    Some((char::from_u32(code)?, &after[1..]))
}

/// A text as it must be written so that [`plain`] gives it back.
pub(super) fn safe(text: &str) -> String {
    if plain(text).1 { escape(text) } else { text.to_owned() }
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
        let (text, html) = plain(text);
        self.html |= html;
        text
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
    fn html_goes_and_its_words_stay() {
        for (label, text) in [
            ("How <b>was</b> it?", "How was it?"),
            ("<p>One</p><p>two</p>", "One\ntwo"),
            ("Hi<script>alert('x')</script> there", "Hi there"),
            ("Hi<SCRIPT src=x>alert('x')", "Hi"),
            ("<img src=x onerror=\"alert(1)\">Look", "Look"),
            ("<svg/onload=alert(1)>Look", "Look"),
            ("Fish &amp; chips&nbsp;&#60;3", "Fish & chips <3"),
            ("a<!-- hidden -->b", "ab"),
        ] {
            assert_eq!(plain(label), (text.to_owned(), true), "{label}");
        }
        for label in ["Is 3 < 5?", "The <name> club", "R&B", "a <b", "<!-- open", "</", "&#x110000;"] {
            assert_eq!(plain(label), (label.to_owned(), false), "{label}");
        }
    }

    #[test]
    fn what_looks_like_html_comes_back() {
        for text in ["<b>bold</b>", "&lt;", "a < b & c", "<script>", "plain"] {
            assert_eq!(plain(&safe(text)).0, text);
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
