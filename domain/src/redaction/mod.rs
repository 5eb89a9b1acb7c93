//! What may have to be taken out of an answer before others read it (domain.md 6.5): suggestions, and never more than that.
//! A person decides about each, and nothing is taken out by itself.
//!
//! One detector for two uses: answers, and comments (`comment::suggest`). Positions count code points, as everywhere
//! ([`crate::text`]), so that emoji before a name move nothing. No word list finds every name: what is not suggested was
//! still read by a person, and is looked at once more before it is published.

mod dates;
mod lists;
mod own;
mod people;
mod places;
mod reach;
#[cfg(test)]
mod tests;
mod words;

use crate::contact::Contact;
use crate::text::{Redaction, Span, Token};

pub use own::Lists;
pub(crate) use reach::addresses;

crate::text_enum! {
    /// Why some words are suggested.
    pub enum Reason {
        /// A phone number.
        Phone = "phone",
        /// An e-mail address.
        Email = "email",
        /// A web address, or what somebody is called on a platform.
        Link = "link",
        /// Where somebody lives: a postcode, or a house in a street.
        Address = "address",
        /// A person's name.
        Name = "name",
        /// Somebody who works with children.
        Worker = "worker",
        /// Somebody else whom the one who writes knows.
        Person = "person",
        /// A school, college or nursery.
        School = "school",
        /// A street, a home, an area.
        Place = "place",
        /// A day that points to one event.
        Date = "date",
        /// Somebody's health.
        Health = "health",
        /// Words that the organisation looks for.
        Listed = "listed",
    }
}

impl Reason {
    /// As somebody reads it who decides: "It may be ...".
    pub fn label(self) -> &'static str {
        match self {
            Self::Phone => "a phone number",
            Self::Email => "an e-mail address",
            Self::Link => "a web address or a name on a platform",
            Self::Address => "an address",
            Self::Name => "a name",
            Self::Worker => "somebody who works with children",
            Self::Person => "somebody they know",
            Self::School => "a school",
            Self::Place => "a place",
            Self::Date => "a date that points to one event",
            Self::Health => "a detail about somebody\u{2019}s health",
            Self::Listed => "a word that your organisation looks for",
        }
    }
}

/// How much speaks for a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sure {
    /// It is very likely something that tells who somebody is. No quote is made over it before somebody has decided.
    Strong,
    /// It may be that, or an ordinary word.
    Weak,
}

/// Some words that may have to be taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suggestion {
    /// Where they stand.
    pub span: Span,
    /// What would stand in their place.
    pub token: Token,
    /// Why.
    pub reason: Reason,
    /// How much speaks for it.
    pub sure: Sure,
}

impl Suggestion {
    fn strong(span: Span, token: Token, reason: Reason) -> Self {
        Self { span, token, reason, sure: Sure::Strong }
    }

    fn weak(span: Span, token: Token, reason: Reason) -> Self {
        Self { span, token, reason, sure: Sure::Weak }
    }
}

/// What may have to be taken out, in the order of the text, no two of them overlapping. Where two would, the surer one stays.
pub fn suggest(text: &str, lists: &Lists) -> Vec<Suggestion> {
    let words = words::words(text);
    let mut all = contacts(text);
    all.extend(own::listed(text, &words, lists));
    all.extend(places::schools(&words));
    all.extend(people::titled(&words));
    all.extend(people::workers(&words));
    all.extend(places::streets(&words));
    all.extend(people::names(&words));
    all.extend(people::known(&words));
    all.extend(places::named(&words));
    all.extend(dates::dates(text));
    all.extend(people::health(&words));
    let mut kept: Vec<Suggestion> = Vec::new();
    for sure in [Sure::Strong, Sure::Weak] {
        for one in all.iter().filter(|one| one.sure == sure && !one.span.is_empty()) {
            if !kept.iter().any(|known| known.span.overlaps(one.span)) {
                kept.push(*one);
            }
        }
    }
    kept.sort_by_key(|one| one.span.start);
    kept
}

/// The suggestions about which nobody has decided: neither taken out, nor said to be fine.
pub fn left(text: &str, lists: &Lists, taken_out: &[Redaction], fine: &[Span]) -> Vec<Suggestion> {
    let mut found = suggest(text, lists);
    found.retain(|one| !is_decided(text, one.span, taken_out, fine));
    found
}

/// Whether somebody has decided about some words. Whoever takes out "Jayden" has decided about "Jaydens" too.
fn is_decided(text: &str, span: Span, taken_out: &[Redaction], fine: &[Span]) -> bool {
    if fine.iter().any(|known| known.contains(span)) {
        return true;
    }
    let is_out = |at: usize| taken_out.iter().any(|out| out.span.start <= at && at < out.span.end);
    let letters = text.chars().enumerate().skip(span.start).take(span.len());
    let left: Vec<char> = letters
        .filter(|(at, letter)| letter.is_alphanumeric() && !is_out(*at))
        .map(|(_, letter)| letter)
        .collect();
    matches!(left.as_slice(), [] | ['s' | 'S']) && taken_out.iter().any(|out| out.span.overlaps(span))
}

/// The words of a text in small letters, each with where it stands.
pub(crate) fn small_words(text: &str) -> Vec<(Span, String)> {
    words::words(text).into_iter().map(|word| (word.span, word.small)).collect()
}

fn contacts(text: &str) -> Vec<Suggestion> {
    let of = |contact| match contact {
        Contact::Phone => Reason::Phone,
        Contact::Email => Reason::Email,
        Contact::Link | Contact::Handle => Reason::Link,
        Contact::Address => Reason::Address,
    };
    let mut found: Vec<Suggestion> = reach::contacts(text)
        .into_iter()
        .map(|(span, contact)| Suggestion::strong(span, Token::Other, of(contact)))
        .collect();
    let lives = reach::addresses(text).into_iter();
    found.extend(lives.map(|span| Suggestion::strong(span, Token::Place, Reason::Address)));
    let handles = reach::handles(text).into_iter();
    found.extend(handles.map(|span| Suggestion::strong(span, Token::Other, Reason::Link)));
    found
}
