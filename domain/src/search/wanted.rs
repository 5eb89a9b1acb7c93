//! What is looked for: read from what somebody types, or from a title, and where it stands in a text.

use std::collections::BTreeSet;

use super::word::{Token, cut, forms, stem, tokens};
use crate::text::Span;

/// Letters that are read of what somebody types.
pub const TYPED_MAX: usize = 200;

/// Words and phrases that are looked for at once.
const TERMS_MAX: usize = 12;

/// Letters of a word that count.
const WORD_MAX: usize = 60;

/// Letters that a word must have to be looked for by how it begins; as many must be left of it without its ending, because an
/// index that takes endings off would otherwise look for "al" where somebody looks for "Aled".
const BEGINNING_MIN: usize = 4;

/// Letters that must be left of a word without its ending for its other forms to count as it. Of "Aled" and "used" two are
/// left, and with those an index finds "ale" and "us".
const STEM_MIN: usize = 3;

/// Words that say nothing about what a title is about. Only for [`Wanted::any_of`]: whoever looks for "not" means it.
const SMALL: &[&str] = &[
    "a", "about", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "how", "i",
    "in", "is", "it", "like", "me", "my", "of", "on", "or", "our", "should", "that", "the", "their", "they",
    "this", "to", "us", "was", "we", "what", "when", "where", "which", "who", "why", "will", "with", "would",
    "you", "your",
];

/// A word, or several that stand beside each other in this order. Letters and digits only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term(Vec<String>);

impl Term {
    /// What was typed as one: `late`, `Q-0107`, `drives past`. Nothing where it holds no letter and no digit.
    fn new(typed: &str) -> Option<Self> {
        let all: Vec<String> =
            tokens(typed).into_iter().map(|token| token.word.chars().take(WORD_MAX).collect()).collect();
        (!all.is_empty()).then_some(Self(all))
    }

    /// The words, in their order; one where it is no phrase.
    pub fn words(&self) -> &[String] {
        &self.0
    }

    /// Other forms of a single word that count as it: one and many. Indexes bring most of them together by themselves, and
    /// not those of "bus".
    pub fn forms(&self) -> Vec<String> {
        match &self.0[..] {
            [word] => forms(word),
            _ => Vec::new(),
        }
    }

    /// How a single word begins, where it is long enough to be looked for by that.
    pub fn beginning(&self) -> Option<&str> {
        match &self.0[..] {
            [word] if cut(word).chars().count() >= BEGINNING_MIN => Some(word),
            _ => None,
        }
    }

    /// Whether it counts only as it stands, and as one and many: too little would be left of it without its ending.
    fn is_short(&self) -> bool {
        matches!(&self.0[..], [word] if cut(word).len() < word.len() && cut(word).chars().count() < STEM_MIN)
    }

    /// Whether it stands in a text at this place, as far as can be told without a dictionary.
    fn stands_at(&self, tokens: &[Token], at: usize) -> bool {
        let Some(run) = tokens.get(at..at + self.0.len()) else { return false };
        let is_single = self.0.len() == 1;
        let is_short = self.is_short();
        run.iter().zip(&self.0).all(|(token, word)| {
            token.word == *word
                || (!is_short && stem(&token.word) == stem(word))
                || (is_single && forms(word).contains(&token.word))
                || self.beginning().is_some_and(|begins| token.word.starts_with(begins))
        })
    }

    /// Where it stands in a text: the number of its first word.
    pub(super) fn places(&self, tokens: &[Token]) -> Vec<usize> {
        (0..tokens.len()).filter(|at| self.stands_at(tokens, *at)).collect()
    }
}

/// What somebody looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What must stand in it.
    pub terms: Vec<Term>,
    /// What must not.
    pub without: Vec<Term>,
    /// Whether one of the terms is enough.
    pub any: bool,
}

impl Wanted {
    /// Reads what somebody types: words, `"exact phrases"`, and `-words` that must not stand in it. A quotation mark that is
    /// not closed goes to the end. Everything else that is no letter and no digit only divides words.
    pub fn parse(typed: &str) -> Self {
        let mut wanted = Self::default();
        let letters: Vec<char> = typed.chars().take(TYPED_MAX).collect();
        let mut at = 0;
        while let Some(letter) = letters.get(at) {
            if letter.is_whitespace() {
                at += 1;
                continue;
            }
            let is_without = *letter == '-';
            at += usize::from(is_without);
            let is_phrase = letters.get(at).is_some_and(|letter| is_quotation_mark(*letter));
            at += usize::from(is_phrase);
            let end = |letter: &char| is_quotation_mark(*letter) || (!is_phrase && letter.is_whitespace());
            let piece: String = letters[at..].iter().take_while(|letter| !end(letter)).collect();
            at += piece.chars().count();
            // The mark that closes it.
            at += usize::from(is_phrase);
            let into = if is_without { &mut wanted.without } else { &mut wanted.terms };
            if into.len() < TERMS_MAX {
                into.extend(Term::new(&piece));
            }
        }
        wanted
    }

    /// Reads a title: its words, of which one is enough. Small words are left out.
    pub fn any_of(title: &str) -> Self {
        let mut known = BTreeSet::new();
        let letters: String = title.chars().take(TYPED_MAX).collect();
        let terms = tokens(&letters)
            .into_iter()
            .filter(|token| !SMALL.contains(&token.word.as_str()) && known.insert(token.word.clone()))
            .take(TERMS_MAX)
            .filter_map(|token| Term::new(&token.word))
            .collect();
        Self { terms, without: Vec::new(), any: true }
    }

    /// Whether there is nothing to look for. What must not stand in it is no search by itself.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether every term stands in some words, as far as can be told without a dictionary.
    pub fn stands_in(&self, text: &str) -> bool {
        let tokens = tokens(text);
        self.terms.iter().all(|term| !term.places(&tokens).is_empty())
    }

    /// Whether what an index has found in some words may be what is meant: indexes take the endings off names and short words
    /// too. Where one of several terms is enough, it may.
    pub fn may_stand_in(&self, text: &str) -> bool {
        let short: Vec<&Term> = self.terms.iter().filter(|term| term.is_short()).collect();
        if self.any || short.is_empty() {
            return true;
        }
        let tokens = tokens(text);
        short.iter().all(|term| !term.places(&tokens).is_empty())
    }

    /// Whether every term that stood in some words stands in what has become of them.
    pub fn still_stands_in(&self, before: &str, now: &str) -> bool {
        let (before, now) = (tokens(before), tokens(now));
        self.terms.iter().all(|term| term.places(&before).is_empty() || !term.places(&now).is_empty())
    }

    /// Where the terms stand in a text: code points, in order, none overlapping another.
    pub fn spans(&self, text: &str) -> Vec<Span> {
        let tokens = tokens(text);
        let mut found: Vec<Span> = self
            .terms
            .iter()
            .flat_map(|term| {
                let many = term.words().len();
                term.places(&tokens).into_iter().map(move |at| (at, at + many - 1))
            })
            .map(|(first, last)| Span { start: tokens[first].span.start, end: tokens[last].span.end })
            .collect();
        found.sort_unstable();
        let mut apart: Vec<Span> = Vec::with_capacity(found.len());
        for span in found {
            match apart.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => apart.push(span),
            }
        }
        apart
    }
}

fn is_quotation_mark(letter: char) -> bool {
    matches!(letter, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::words;

    fn shown(terms: &[Term]) -> Vec<String> {
        terms.iter().map(|term| term.words().join("+")).collect()
    }

    #[test]
    fn what_is_typed_is_read() {
        for (typed, terms, without) in [
            ("bus late", &["bus", "late"][..], &[][..]),
            ("\"drives past\" -driver", &["drives+past"], &["driver"]),
            ("\u{201c}drives past\u{201d} x", &["drives+past", "x"], &[]),
            ("\"never closed", &["never+closed"], &[]),
            ("-\"on time\" bus", &["bus"], &["on+time"]),
            ("Q-0107", &["q+0107"], &[]),
            ("a OR b NOT c*", &["a", "or", "b", "not", "c"], &[]),
            ("words : (x) ^y \"\" '' - -- NEAR(a)", &["words", "x", "y", "near+a"], &[]),
            ("\u{0} \n ", &[], &[]),
            ("-bus", &[], &["bus"]),
        ] {
            let wanted = Wanted::parse(typed);
            assert_eq!(shown(&wanted.terms), terms, "{typed}");
            assert_eq!(shown(&wanted.without), without, "{typed}");
            assert_eq!(wanted.is_empty(), terms.is_empty(), "{typed}");
        }
        assert_eq!(Wanted::parse(&"x ".repeat(500)).terms.len(), TERMS_MAX);
        let long = Wanted::parse(&"y".repeat(500));
        assert_eq!(long.terms[0].words()[0].len(), WORD_MAX);
    }

    #[test]
    fn of_a_title_the_words_that_say_something_count() {
        let wanted = Wanted::any_of("What is it like: getting to school by bus, and by bus?");
        assert_eq!(shown(&wanted.terms), ["getting", "school", "bus"]);
        assert!(wanted.any && Wanted::any_of("What is it?").is_empty());
    }

    #[test]
    fn of_a_name_that_ends_like_a_word_only_the_name_is_meant() {
        for (typed, text, meant) in [
            ("Aled", "we all like ale", false),
            ("Aled", "Aled's bus", true),
            ("Aled", "ask ALED", true),
            ("used", "give it to us", false),
            ("used", "the bus I used", true),
            ("bus", "two buses", true),
            ("late", "lately it rains", true),
            ("running late", "it was late, we ran", true),
            ("\"so used\"", "so used", true),
        ] {
            assert_eq!(Wanted::parse(typed).may_stand_in(text), meant, "{typed} in {text}");
        }
        let begins = |word: &str| Term::new(word).unwrap().beginning().is_some();
        assert!(!begins("aled") && !begins("used") && !begins("bus"));
        assert!(begins("ysgol") && begins("need") && begins("sing") && begins("school") && begins("late"));
        let either = Wanted { any: true, ..Wanted::parse("aled late") };
        assert!(either.may_stand_in("late"), "one of them is enough");
    }

    #[test]
    fn what_stands_no_more_in_words_is_told() {
        let wanted = Wanted::parse("bus Kim");
        assert!(wanted.still_stands_in("the bus of Kim", "Kim on the bus"));
        assert!(!wanted.still_stands_in("the bus of Kim", "the bus of [name]"));
        assert!(wanted.still_stands_in("the happier", "the [name]"), "what an index knows by its own rules");
        assert!(wanted.stands_in("Kim: buses") && !wanted.stands_in("buses"));
    }

    #[test]
    fn one_and_many_count_as_the_same_word() {
        let forms = |word: &str| Term::new(word).unwrap().forms();
        assert_eq!(forms("bus"), ["buses"]);
        assert_eq!(forms("buses"), ["bus", "buse"]);
        assert_eq!(forms("school"), ["schools"]);
        assert_eq!(forms("families"), ["family"]);
        assert_eq!(forms("family"), ["families", "familys"]);
        assert_eq!(forms("class"), ["classes"]);
        assert!(forms("14b").is_empty() && forms("is").is_empty() && forms("two words").is_empty());
    }

    proptest! {
        /// Whatever somebody types, what comes of it is letters and digits: no query language has a word for them.
        #[test]
        fn nobody_can_write_a_query_of_theirs(typed in "\\PC{0,60}|[a-z\"*:(){}^+\\-'\\\\&|!<>, ]{0,60}") {
            let wanted = Wanted::parse(&typed);
            for term in wanted.terms.iter().chain(&wanted.without) {
                prop_assert!(!term.words().is_empty());
                let all = term.words().iter().cloned().chain(term.forms());
                for word in all {
                    prop_assert!(!word.is_empty() && word.chars().all(char::is_alphanumeric), "{word:?}");
                }
            }
        }

        /// A text that holds the words is found by them: the same words come of both.
        #[test]
        fn a_word_finds_itself(text in "\\PC{0,60}") {
            for word in words(&text).split(' ').filter(|word| !word.is_empty() && word.chars().count() <= WORD_MAX) {
                prop_assert!(!Wanted::parse(word).spans(&text).is_empty(), "{word}");
            }
        }
    }
}
