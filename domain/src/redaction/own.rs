//! Words that an organisation knows: its staff, nicknames of its young accounts, its areas, and what it looks for besides.

use std::collections::BTreeMap;
use std::fmt;

use super::lists::{SCHOOLS, WELSH_SCHOOLS, is_given_name};
use super::people::with_surname;
use super::words::{Word, words};
use super::{Reason, Suggestion, Sure};
use crate::text::{Span, Token, find_any_case, length, slice};

/// The least letters of something that is looked for.
const LEAST: usize = 3;

/// When a listed phrase that stands in a text is surely meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meant {
    /// However it is spelt.
    Always,
    /// With capital letters; otherwise perhaps.
    Capital,
    /// With a capital letter within a sentence; otherwise perhaps.
    Proper,
    /// Never surely, and only with a capital letter within a sentence.
    Perhaps,
}

struct Entry {
    /// Its words in small letters, behind the first one.
    rest: Vec<String>,
    token: Token,
    reason: Reason,
    meant: Meant,
    /// Whether a surname may follow.
    person: bool,
}

/// What an organisation knows. It holds names, and says nothing of them.
#[derive(Default)]
pub struct Lists {
    /// By the first word.
    entries: BTreeMap<String, Vec<Entry>>,
    /// Phrases with digits or signs in them, which are found letter for letter.
    exact: Vec<(String, Token, Reason)>,
}

impl fmt::Debug for Lists {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lists").field("entries", &self.entries.len()).finish_non_exhaustive()
    }
}

impl Lists {
    /// Somebody of the staff: the whole name, and each part of it.
    pub fn staff(&mut self, name: &str) {
        let parts: Vec<String> = words(name).into_iter().map(|word| word.small).collect();
        if parts.len() > 1 {
            self.add(name, Token::Worker, Reason::Worker, Meant::Always, false);
        }
        for part in parts {
            let meant = if is_given_name(&part) { Meant::Always } else { Meant::Perhaps };
            self.add(&part, Token::Worker, Reason::Worker, meant, true);
        }
    }

    /// What a young person with an account is called. It may be any word.
    pub fn nickname(&mut self, name: &str) {
        self.add(name, Token::Name, Reason::Name, Meant::Proper, false);
    }

    /// An area, or a school among the areas.
    pub fn area(&mut self, name: &str) {
        let is_school = words(name)
            .iter()
            .any(|word| word.is_one_of(SCHOOLS) || word.is_one_of(WELSH_SCHOOLS) || word.small == "high");
        if is_school {
            self.school(name);
        } else {
            self.place(name);
        }
    }

    /// A school.
    pub fn school(&mut self, name: &str) {
        let meant = if words(name).len() > 1 { Meant::Always } else { Meant::Capital };
        self.add(name, Token::School, Reason::School, meant, false);
    }

    /// A place.
    pub fn place(&mut self, name: &str) {
        self.add(name, Token::Place, Reason::Place, Meant::Capital, false);
    }

    /// Words that the organisation has written down itself: it means them.
    pub fn word(&mut self, phrase: &str, token: Token) {
        let reason = match token {
            Token::Name => Reason::Name,
            Token::School => Reason::School,
            Token::Place => Reason::Place,
            Token::Worker => Reason::Worker,
            Token::Date => Reason::Date,
            Token::Health => Reason::Health,
            Token::Other => Reason::Listed,
        };
        self.add(phrase, token, reason, Meant::Always, false);
    }

    fn add(&mut self, phrase: &str, token: Token, reason: Reason, meant: Meant, person: bool) {
        if length(phrase.trim()) < LEAST {
            return;
        }
        if phrase.chars().any(|letter| letter.is_numeric() || matches!(letter, '@' | '/' | '_' | '&')) {
            self.exact.push((phrase.trim().to_string(), token, reason));
            return;
        }
        let mut small = words(phrase).into_iter().map(|word| word.small);
        let Some(first) = small.next() else { return };
        let entry = Entry { rest: small.collect(), token, reason, meant, person };
        let of_word = self.entries.entry(first).or_default();
        of_word.push(entry);
        // The longest is tried first.
        of_word.sort_by_key(|entry| std::cmp::Reverse(entry.rest.len()));
    }

    /// The entries that a word of a text may begin. Children write "karens" for "karen's".
    fn begun_by<'a>(&'a self, word: &'a Word) -> impl Iterator<Item = &'a Entry> {
        let singular = word.small.strip_suffix('s').filter(|bare| bare.len() >= LEAST);
        let whole = self.entries.get(&word.small).into_iter().flatten();
        let bare = singular.and_then(|bare| self.entries.get(bare)).into_iter().flatten();
        whole.chain(bare.filter(|entry| entry.rest.is_empty()))
    }
}

/// Where listed phrases stand.
pub(super) fn listed(text: &str, words: &[Word], lists: &Lists) -> Vec<Suggestion> {
    let mut found = Vec::new();
    for (phrase, token, reason) in &lists.exact {
        let whole = |span: &Span| {
            let joins = |at: usize| {
                let one = Span { start: at, end: at + 1 };
                slice(text, one).is_some_and(|letter| letter.chars().all(char::is_alphanumeric))
            };
            let goes_on = span.start.checked_sub(1).is_some_and(joins) || joins(span.end);
            !goes_on
        };
        let spans = find_any_case(text, phrase).into_iter().filter(whole);
        found.extend(spans.map(|span| Suggestion::strong(span, *token, *reason)));
    }
    for (at, word) in words.iter().enumerate() {
        let matches = lists.begun_by(word).find(|entry| stands_at(words, at, &entry.rest));
        let Some(entry) = matches else { continue };
        let last = at + entry.rest.len();
        let (Some(run), Some(end)) = (words.get(at..=last), words.get(last)) else { continue };
        let small = ["the", "of", "on", "and", "in", "upon"];
        let capitals = run.iter().all(|word| word.capital || small.contains(&word.small.as_str()));
        let proper = word.is_proper();
        let sure = match entry.meant {
            Meant::Always => Sure::Strong,
            // One word that begins a sentence has its capital from there.
            Meant::Capital if capitals && (proper || run.len() > 1) => Sure::Strong,
            Meant::Proper if proper => Sure::Strong,
            Meant::Capital | Meant::Proper => Sure::Weak,
            Meant::Perhaps if proper => Sure::Weak,
            Meant::Perhaps => continue,
        };
        let end = if entry.person { with_surname(words, last) } else { end.span.end };
        let span = Span { start: word.span.start, end };
        found.push(Suggestion { span, token: entry.token, reason: entry.reason, sure });
    }
    found
}

/// Whether these words follow the one at this place.
fn stands_at(words: &[Word], at: usize, rest: &[String]) -> bool {
    rest.iter().enumerate().all(|(n, wanted)| {
        let (Some(before), Some(word)) = (words.get(at + n), words.get(at + n + 1)) else { return false };
        let is_last = n + 1 == rest.len();
        before.is_before(word)
            && (word.small == *wanted || (is_last && word.small.strip_suffix('s') == Some(wanted.as_str())))
    })
}
