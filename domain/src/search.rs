//! Finding what was said: what is looked for, how words are compared, and what is shown of what was found.
//!
//! Words are compared as people mean them: without capitals and accents, an apostrophe or its absence making no difference.
//! What is kept to be searched and what somebody types go through the same [`words`], so that both databases see letters
//! and digits with a space between and nothing else: nobody can write a query of theirs. Their indexes bring together the
//! forms of an English word ("late", "lately"). For Welsh neither has rules, so there a word is found as it stands, and
//! where little is found, by how it begins ([`Term::beginning`]).
//!
//! The order of what was found is made here and not by the databases ([`score`]): both give the same one, and a database
//! that ranks has to count how often a word stands in everything that there is.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::Span;

crate::text_enum! {
    /// What can be found, each with those who may see it.
    pub enum Kind {
        /// What a young person wrote, with what was taken out of it: for those who analyse.
        Answer = "answer",
        /// A theme, draft or final.
        Theme = "theme",
        /// A quote that everybody can read.
        Quote = "quote",
        /// A quote before it is published, which may still hold a name: for those who analyse.
        DraftQuote = "draft_quote",
        /// A need.
        Need = "need",
        /// A decision.
        Decision = "decision",
        /// What a consultation is about, and why.
        Consultation = "consultation",
    }
}

crate::text_enum! {
    /// The language that words are kept for.
    pub enum Lang {
        /// English, and whatever else is no Welsh.
        English = "en",
        /// Welsh: neither database knows the forms of its words.
        Welsh = "cy",
    }
}

impl Lang {
    /// The language of words that were read in this one; `cy` and `cy-GB` are Welsh.
    pub fn of(tag: Option<&str>) -> Self {
        match tag {
            Some(tag) if crate::door::same_language("cy", tag) => Self::Welsh,
            _ => Self::English,
        }
    }
}

/// Letters that are read of what somebody types.
pub const TYPED_MAX: usize = 200;

/// Words and phrases that are looked for at once.
const TERMS_MAX: usize = 12;

/// Letters of a word that count.
const WORD_MAX: usize = 60;

/// Letters that a word must have to be looked for by how it begins.
const BEGINNING_MIN: usize = 4;

/// Words that say nothing about what a title is about. Only for [`Wanted::any_of`]: whoever looks for "not" means it.
const SMALL: &[&str] = &[
    "a", "about", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "how", "i",
    "in", "is", "it", "like", "me", "my", "of", "on", "or", "our", "should", "that", "the", "their", "they",
    "this", "to", "us", "was", "we", "what", "when", "where", "which", "who", "why", "will", "with", "would",
    "you", "your",
];

/// A word as it is compared, and where it stands.
struct Token {
    word: String,
    span: Span,
}

/// One letter as it is compared: small, without accents; nothing where it is no letter and no digit.
fn folded(letter: char) -> impl Iterator<Item = char> {
    letter
        .nfd()
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|part| part.is_alphanumeric() && !is_combining_mark(*part))
}

/// The words of a text. An apostrophe inside a word is left out: young people write "its late".
fn tokens(text: &str) -> Vec<Token> {
    let mut all: Vec<Token> = Vec::new();
    // The word that is being read: where it began, and its letters.
    let mut word: Option<(usize, String)> = None;
    let mut end = 0;
    for (at, letter) in text.chars().enumerate() {
        let before = word.as_ref().map_or(0, |(_, letters)| letters.len());
        let (start, mut letters) = word.take().unwrap_or((at, String::new()));
        letters.extend(folded(letter));
        if letters.len() > before {
            end = at + 1;
            word = Some((start, letters));
        } else if before > 0 && (is_combining_mark(letter) || matches!(letter, '\'' | '\u{2019}' | '\u{2bc}'))
        {
            word = Some((start, letters));
        } else if before > 0 {
            all.push(Token { word: letters, span: Span { start, end } });
        }
    }
    if let Some((start, letters)) = word {
        all.push(Token { word: letters, span: Span { start, end } });
    }
    all
}

/// A text as it is kept to be searched: its words as they are compared, with a space between.
pub fn words(text: &str) -> String {
    let all: Vec<String> = tokens(text).into_iter().map(|token| token.word).collect();
    all.join(" ")
}

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
            [word] if word.chars().count() >= BEGINNING_MIN => Some(word),
            _ => None,
        }
    }

    /// Whether it stands in a text at this place, as far as can be told without a dictionary.
    fn stands_at(&self, tokens: &[Token], at: usize) -> bool {
        let Some(run) = tokens.get(at..at + self.0.len()) else { return false };
        let is_single = self.0.len() == 1;
        run.iter().zip(&self.0).all(|(token, word)| {
            stem(&token.word) == stem(word)
                || (is_single && forms(word).contains(&token.word))
                || self.beginning().is_some_and(|begins| token.word.starts_with(begins))
        })
    }

    /// Where it stands in a text: the number of its first word.
    fn places(&self, tokens: &[Token]) -> Vec<usize> {
        (0..tokens.len()).filter(|at| self.stands_at(tokens, *at)).collect()
    }
}

/// One and many of an English word.
fn forms(word: &str) -> Vec<String> {
    let mut forms = Vec::new();
    if word.len() < 3 || !word.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return forms;
    }
    let shorter = |end: &str| word.strip_suffix(end).filter(|rest| rest.len() >= 3).map(ToString::to_string);
    if let Some(rest) = shorter("ies") {
        forms.push(format!("{rest}y"));
    } else if word.ends_with("es") {
        forms.extend(shorter("es"));
        forms.extend(shorter("s"));
    } else if word.ends_with('s') {
        if !word.ends_with("ss") {
            forms.extend(shorter("s"));
        }
        forms.push(format!("{word}es"));
    } else if let Some(rest) = shorter("y") {
        forms.push(format!("{rest}ies"));
        forms.push(format!("{word}s"));
    } else {
        forms.push(format!("{word}s"));
        if ["x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) {
            forms.push(format!("{word}es"));
        }
    }
    forms
}

/// A word without its English ending, for marking what an index has found by its own, better rules.
fn stem(word: &str) -> &str {
    if !word.is_ascii() {
        return word;
    }
    let mut stem = word;
    for end in ["ingly", "edly", "ing", "ies", "ers", "ed", "er", "es", "ly", "s", "y"] {
        if let Some(rest) = stem.strip_suffix(end).filter(|rest| rest.len() >= 3) {
            stem = rest;
            break;
        }
    }
    if let Some(rest) =
        stem.strip_suffix('e').or_else(|| stem.strip_suffix('i')).filter(|rest| rest.len() >= 3)
    {
        stem = rest;
    }
    // "running", "stopped".
    let mut last = stem.bytes().rev();
    match (last.next(), last.next()) {
        (Some(one), Some(other)) if one == other && stem.len() > 3 && !b"ls".contains(&one) => {
            &stem[..stem.len() - 1]
        }
        _ => stem,
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

/// How well a text answers what is looked for; more is better. A term in the title says more than one in the text, each
/// further term more than the same one again, terms near each other more than far apart, and a short text more than a long
/// one. Of two that are alike the newer one comes first, which the caller sees to.
pub fn score(wanted: &Wanted, title: &str, body: &str) -> usize {
    let (title, body) = (tokens(title), tokens(body));
    let mut score = 0;
    let mut firsts = Vec::new();
    for term in &wanted.terms {
        let places = term.places(&body);
        let in_title = !term.places(&title).is_empty();
        if in_title || !places.is_empty() {
            score += 20;
        }
        if in_title {
            score += 12;
        }
        score += 2 * places.len().min(3);
        // As it was typed, and not in another form.
        if body.iter().chain(&title).any(|token| term.words() == [token.word.as_str()]) {
            score += 3;
        }
        firsts.push(places);
    }
    if let [one, other, ..] = &firsts[..] {
        let nearest = one.iter().flat_map(|a| other.iter().map(move |b| a.abs_diff(*b))).min();
        score += match nearest {
            Some(0..=2) => 6,
            Some(3..=6) => 3,
            _ => 0,
        };
    }
    score + usize::from(body.len() <= 40)
}

/// A run of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Whether they are what was looked for.
    pub is_hit: bool,
}

/// A piece of a text around what was found in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// Whether there is more before it.
    pub more_before: bool,
    /// The piece, run by run.
    pub runs: Vec<Run>,
    /// Whether there is more after it.
    pub more_after: bool,
}

/// Code points that an excerpt holds at most.
pub const EXCERPT: usize = 200;

/// How much of that stands before the first thing that was found.
const BEFORE: usize = 50;

/// The piece of a text around the first thing that was found in it, at most so many code points long, cut between words. The
/// beginning of the text where nothing is marked: an index knows more forms of a word than this does.
pub fn excerpt(text: &str, wanted: &Wanted, room: usize) -> Excerpt {
    let letters: Vec<char> = text.chars().collect();
    let spans = wanted.spans(text);
    let (mut from, mut to) = (0, letters.len());
    if letters.len() > room {
        let first = spans.first().map_or(0, |span| span.start);
        from = first.saturating_sub(BEFORE.min(room / 4)).min(letters.len() - room);
        to = from + room;
        let gap = |run: &[char]| run.iter().position(|letter| letter.is_whitespace());
        if from > 0 {
            from += gap(&letters[from..first.max(from)]).map_or(0, |at| at + 1);
        }
        if to < letters.len() {
            let kept = spans.first().map_or(from, |span| span.end).clamp(from, to);
            let back = letters[kept..to].iter().rev().position(|letter| letter.is_whitespace());
            to -= back.map_or(0, |at| at + 1);
        }
    }
    let mut runs = Vec::new();
    let mut push = |from: usize, to: usize, is_hit: bool| {
        if from < to {
            runs.push(Run { text: letters[from..to].iter().collect(), is_hit });
        }
    };
    let mut at = from;
    for span in spans {
        let (start, end) = (span.start.clamp(at, to), span.end.clamp(at, to));
        push(at, start, false);
        push(start, end, true);
        at = end;
    }
    push(at, to, false);
    Excerpt { more_before: from > 0, runs, more_after: to < letters.len() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(terms: &[Term]) -> Vec<String> {
        terms.iter().map(|term| term.words().join("+")).collect()
    }

    fn marked(text: &str, typed: &str) -> String {
        let excerpt = excerpt(text, &Wanted::parse(typed), EXCERPT);
        let runs = excerpt
            .runs
            .iter()
            .map(|run| if run.is_hit { format!("<{}>", run.text) } else { run.text.clone() });
        let before = if excerpt.more_before { "\u{2026}" } else { "" };
        let after = if excerpt.more_after { "\u{2026}" } else { "" };
        format!("{before}{}{after}", runs.collect::<String>())
    }

    #[test]
    fn words_are_compared_as_people_mean_them() {
        for (text, kept) in [
            ("It's LATE, again!", "its late again"),
            ("Caf\u{e9} \u{d4}l-t\u{fb}", "cafe ol tu"),
            ("the 7.20 bus", "the 7 20 bus"),
            ("don\u{2019}t", "dont"),
            ("'quoted'", "quoted"),
            ("cafe\u{301}s", "cafes"),
            ("\u{130}stanbul", "istanbul"),
            ("[name] said no", "name said no"),
            ("\u{1f600} :-)", ""),
        ] {
            assert_eq!(words(text), kept, "{text}");
        }
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

    #[test]
    fn what_was_found_is_marked() {
        for (text, typed, expected) in [
            ("The bus is late", "late", "The bus is <late>"),
            ("Buses drive past", "bus", "<Buses> drive past"),
            ("It was running, we ran", "run", "It was <running>, we ran"),
            ("the CAF\u{c9} shut", "cafe", "the <CAF\u{c9}> shut"),
            ("it drives past, past it drives", "\"drives past\"", "it <drives past>, past it drives"),
            ("ysgolion ac ysgol", "ysgol", "<ysgolion> ac <ysgol>"),
            ("nothing here", "bus", "nothing here"),
            ("late late", "late \"late late\"", "<late late>"),
        ] {
            assert_eq!(marked(text, typed), expected, "{typed} in {text}");
        }
    }

    #[test]
    fn of_a_long_text_the_piece_around_it_is_shown() {
        let text = format!("{}the bus is late {}", "before that ".repeat(40), "and after ".repeat(40));
        let shown = marked(&text, "late");
        assert!(shown.starts_with('\u{2026}') && shown.ends_with('\u{2026}'), "{shown}");
        assert!(shown.contains("bus is <late> and after") && shown.chars().count() <= EXCERPT + 4, "{shown}");
        let end = format!("{}late", "before that ".repeat(40));
        let shown = marked(&end, "late");
        assert!(shown.ends_with("that <late>") && shown.starts_with('\u{2026}'), "{shown}");
        // Nothing to mark: how it begins.
        assert!(marked(&text, "nowhere").starts_with("before that"));
        // One word that is longer than all the room.
        assert!(marked(&"z".repeat(900), "z").chars().count() <= EXCERPT + 3);
    }

    #[test]
    fn what_says_it_best_comes_first() {
        let wanted = Wanted::parse("bus late");
        let of = |title: &str, body: &str| score(&wanted, title, body);
        assert!(of("The bus is late", "") > of("", "bus late"));
        assert!(
            of("", "the bus is late") > of("", "the bus is full and my friends and I are often a bit late")
        );
        assert!(of("", "late, late, late: the bus") > of("", "late: the bus"));
        assert!(of("", "the bus is late") > of("", "the bus"));
        assert_eq!(score(&Wanted::default(), "x", &"y ".repeat(50)), 0);
    }

    #[test]
    fn welsh_is_known_by_its_tag() {
        for (tag, lang) in [
            (None, Lang::English),
            (Some("cy"), Lang::Welsh),
            (Some("cy-GB"), Lang::Welsh),
            (Some("en"), Lang::English),
            (Some("cym"), Lang::English),
            (Some(""), Lang::English),
        ] {
            assert_eq!(Lang::of(tag), lang, "{tag:?}");
        }
    }

    #[test]
    fn the_stored_texts_stay_as_they_are() {
        let texts: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
        assert_eq!(texts.join(" "), "answer theme quote draft_quote need decision consultation");
        assert_eq!((Lang::English.as_str(), Lang::Welsh.as_str()), ("en", "cy"));
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

        /// What is kept is letters, digits and single spaces; and it stays what it is.
        #[test]
        fn what_is_kept_is_words_alone(text in "\\PC{0,80}") {
            let kept = words(&text);
            prop_assert!(kept.split(' ').all(|word| kept.is_empty() || !word.is_empty()));
            prop_assert!(kept.chars().all(|letter| letter == ' ' || letter.is_alphanumeric()));
            prop_assert_eq!(words(&kept), kept);
        }

        /// An excerpt is a piece of the text: not a letter more, in the same order, and no longer than it may be.
        #[test]
        fn an_excerpt_is_a_piece_of_the_text(text in "[a-e \u{e9}\u{1f600}\n]{0,120}", typed in "[a-e \"-]{0,12}", room in 1_usize..60) {
            let wanted = Wanted::parse(&typed);
            let excerpt = excerpt(&text, &wanted, room);
            let piece: String = excerpt.runs.iter().map(|run| run.text.as_str()).collect();
            prop_assert!(text.contains(&piece));
            prop_assert!(piece.chars().count() <= room);
            prop_assert!(excerpt.runs.iter().all(|run| !run.text.is_empty()));
            prop_assert_eq!(excerpt.more_before || excerpt.more_after, piece != text);
            let length = text.chars().count();
            for span in wanted.spans(&text) {
                prop_assert!(span.start < span.end && span.end <= length);
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
