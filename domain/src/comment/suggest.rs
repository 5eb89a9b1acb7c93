//! What a moderator may want to take out of a comment, and what somebody is asked to take out before they send it.
//!
//! Positions count code points, as everywhere ([`crate::text`]), so that emoji before a name move nothing.

use super::lists::{
    CAPITAL_STREETS, COUNTED, INSULTS, NAMES, OPENERS, SCHOOLS, STREETS, TITLES, WELSH_INSULTS,
    WELSH_SCHOOLS, WELSH_STREETS,
};
use crate::contact::{self, Contact};
use crate::text::{Span, Token, find_any_case};

crate::text_enum! {
    /// What some words may be.
    pub enum Suspect {
        /// A phone number.
        Phone = "phone",
        /// An e-mail address.
        Email = "email",
        /// A web address.
        Link = "link",
        /// Where somebody lives: a postcode, or a house in a street.
        Address = "address",
        /// A person's name.
        Name = "name",
        /// A school.
        School = "school",
        /// An insult.
        Insult = "insult",
    }
}

impl Suspect {
    /// What stands in place of the words once they are taken out.
    pub fn token(self) -> Token {
        match self {
            Suspect::Name => Token::Name,
            Suspect::School => Token::School,
            Suspect::Address => Token::Place,
            Suspect::Phone | Suspect::Email | Suspect::Link | Suspect::Insult => Token::Other,
        }
    }

    /// As a moderator reads it.
    pub fn label(self) -> &'static str {
        match self {
            Suspect::Phone => "a phone number",
            Suspect::Email => "an e-mail address",
            Suspect::Link => "a web address",
            Suspect::Address => "an address",
            Suspect::Name => "a name",
            Suspect::School => "a school",
            Suspect::Insult => "an insult",
        }
    }
}

/// Some words that a moderator may want to take out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suggestion {
    /// Where they stand.
    pub span: Span,
    /// What they may be.
    pub what: Suspect,
}

/// What somebody is asked to take out before they send a comment: how to reach them, or where they live.
pub fn personal(text: &str) -> Option<Suspect> {
    match contact::find(text) {
        Some(contact) => Some(of_contact(contact)),
        None => addresses(text).first().map(|found| found.what),
    }
}

/// What a moderator may want to take out, in the order of the text, no two of them overlapping. `schools` are the names of
/// the organisation's areas that are schools.
pub fn suggest(text: &str, schools: &[String]) -> Vec<Suggestion> {
    let words = words(text);
    let mut all = contacts(text);
    all.extend(addresses(text));
    for school in schools {
        all.extend(
            find_any_case(text, school).into_iter().map(|span| Suggestion { span, what: Suspect::School }),
        );
    }
    all.extend(named_schools(&words));
    all.extend(names(&words));
    all.extend(words.iter().filter(|word| word.is_insult()).map(|word| word.as_a(Suspect::Insult)));
    let mut kept: Vec<Suggestion> = Vec::new();
    for one in all {
        if !one.span.is_empty() && !kept.iter().any(|known| known.span.overlaps(one.span)) {
            kept.push(one);
        }
    }
    kept.sort_by_key(|one| one.span.start);
    kept
}

fn of_contact(contact: Contact) -> Suspect {
    match contact {
        Contact::Phone => Suspect::Phone,
        Contact::Email => Suspect::Email,
        Contact::Link => Suspect::Link,
    }
}

/// One word, without signs around it.
struct Word {
    span: Span,
    /// In small letters, without the `'s` at its end.
    small: String,
    /// Whether it begins with a capital letter.
    capital: bool,
}

impl Word {
    fn is_one_of(&self, list: &[&str]) -> bool {
        list.contains(&self.small.as_str())
    }

    fn is_insult(&self) -> bool {
        INSULTS.iter().chain(WELSH_INSULTS).any(|form| match form.strip_suffix('*') {
            Some(stem) => self.small.starts_with(stem),
            None => self.small == *form,
        })
    }

    fn is_name(&self) -> bool {
        self.is_one_of(NAMES)
            || self.small.strip_suffix('s').is_some_and(|singular| NAMES.contains(&singular))
    }

    /// Whether the other word stands right behind it.
    fn is_before(&self, next: &Word) -> bool {
        next.span.start <= self.span.end + 2
    }

    fn as_a(&self, what: Suspect) -> Suggestion {
        Suggestion { span: self.span, what }
    }
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}')
}

fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (at, letter) in text.chars().chain([' ']).enumerate() {
        if letter.is_alphabetic() || (is_apostrophe(letter) && open.is_some()) {
            open.get_or_insert_with(|| (at, String::new())).1.push(letter);
        } else if let Some((start, letters)) = open.take() {
            let kept = letters.trim_end_matches(is_apostrophe);
            let end = start + kept.chars().count();
            let bare = kept.strip_suffix(['s', 'S']).filter(|rest| rest.ends_with(is_apostrophe));
            let bare = bare.map_or(kept, |rest| rest.trim_end_matches(is_apostrophe));
            words.push(Word {
                span: Span { start, end },
                small: bare.to_lowercase(),
                capital: kept.starts_with(char::is_uppercase),
            });
        }
    }
    words
}

/// Names from the list with a surname behind them, and whoever is called Mr or Mrs.
fn names(words: &[Word]) -> Vec<Suggestion> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).filter(|next| word.is_before(next));
        let span = if word.is_one_of(TITLES) {
            // "Sir, can we have a bus": a title is followed by a name, and not by a comma.
            let name = next.filter(|name| name.span.len() > 1 && !name.is_one_of(OPENERS));
            let name =
                name.filter(|name| name.capital || !matches!(word.small.as_str(), "sir" | "miss" | "madam"));
            name.map(|name| Span { start: word.span.start, end: name.span.end })
        } else if word.is_name() {
            let surname = next.filter(|next| next.capital && next.span.len() > 1 && !next.is_one_of(OPENERS));
            let end = surname.map_or(word.span.end, |surname| surname.span.end);
            Some(Span { start: word.span.start, end })
        } else {
            None
        };
        found.extend(span.map(|span| Suggestion { span, what: Suspect::Name }));
    }
    found
}

/// "Hill View Primary School", "Ysgol Bro Dinefwr".
fn named_schools(words: &[Word]) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let (mut first, mut last) = (at, at);
        if word.is_one_of(WELSH_SCHOOLS) {
            while words.get(last + 1).is_some_and(|next| next.capital && words[last].is_before(next)) {
                last += 1;
            }
        } else if word.is_one_of(SCHOOLS) {
            while let Some(before) = first.checked_sub(1).map(|before| &words[before]) {
                let belongs = before.capital && !before.is_one_of(OPENERS);
                if !before.is_before(&words[first]) || !belongs {
                    break;
                }
                first -= 1;
            }
            if words[first..at].iter().all(|before| before.is_one_of(SCHOOLS)) {
                continue;
            }
            while words
                .get(last + 1)
                .is_some_and(|next| next.is_one_of(SCHOOLS) && words[last].is_before(next))
            {
                last += 1;
            }
        }
        let span = Span { start: words[first].span.start, end: words[last].span.end };
        if first < last && !found.iter().any(|known| known.span.overlaps(span)) {
            found.push(Suggestion { span, what: Suspect::School });
        }
    }
    found
}

/// The runs of letters for which this holds.
fn runs(letters: &[char], belongs: impl Fn(char) -> bool) -> Vec<Span> {
    let mut runs = Vec::new();
    let mut open = None;
    for (at, letter) in letters.iter().copied().chain([' ']).enumerate() {
        match (open, belongs(letter) && at < letters.len()) {
            (None, true) => open = Some(at),
            (Some(start), false) => {
                runs.push(Span { start, end: at });
                open = None;
            }
            _ => {}
        }
    }
    runs
}

/// Where [`contact::find`] finds something: it is asked for more and more words until it does, and then for fewer of them.
fn contacts(text: &str) -> Vec<Suggestion> {
    let mut found = Vec::new();
    if contact::find(text).is_none() {
        return found;
    }
    let letters: Vec<char> = text.chars().collect();
    let runs = runs(&letters, |letter| !letter.is_whitespace());
    let piece = |from: usize, to: usize| -> String {
        let (start, end) = (runs.get(from).map_or(0, |run| run.start), runs.get(to).map_or(0, |run| run.end));
        letters.get(start..end).unwrap_or_default().iter().collect()
    };
    let is_digits = |at: usize| {
        let word = piece(at, at);
        !word.is_empty() && !word.contains(char::is_alphabetic) && word.contains(char::is_numeric)
    };
    let (mut from, mut to) = (0, 0);
    while to < runs.len() {
        if contact::find(&piece(from, to)).is_none() {
            to += 1;
            continue;
        }
        let mut first = from;
        while first < to && contact::find(&piece(first + 1, to)).is_some() {
            first += 1;
        }
        let what = contact::find(&piece(first, to)).map_or(Suspect::Phone, of_contact);
        let mut last = to;
        // The rest of a number that is long enough without it.
        while what == Suspect::Phone && last + 1 < runs.len() && is_digits(last + 1) {
            last += 1;
        }
        let (start, mut end) = (runs[first].start, runs[last].end);
        // A comma behind it belongs to the sentence.
        while end > start + 1 && letters.get(end - 1).is_some_and(char::is_ascii_punctuation) {
            end -= 1;
        }
        found.push(Suggestion { span: Span { start, end }, what });
        from = last + 1;
        to = from;
    }
    found
}

/// Postcodes, and houses in streets.
fn addresses(text: &str) -> Vec<Suggestion> {
    let letters: Vec<char> = text.chars().collect();
    let runs = runs(&letters, char::is_alphanumeric);
    let words: Vec<String> =
        runs.iter().map(|run| letters.get(run.start..run.end).unwrap_or_default().iter().collect()).collect();
    let follows =
        |at: usize| runs.get(at).zip(runs.get(at + 1)).is_some_and(|(one, next)| next.start <= one.end + 2);
    let mut found = Vec::new();
    let mut add = |first: usize, last: usize| {
        if let (Some(from), Some(to)) = (runs.get(first), runs.get(last)) {
            let span = Span { start: from.start, end: to.end };
            found.push(Suggestion { span, what: Suspect::Address });
        }
    };
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).filter(|_| follows(at));
        if is_postcode(word) {
            add(at, at);
        } else if next.is_some_and(|next| is_outward(word) && is_inward(next)) {
            add(at, at + 1);
        }
        if !is_house(word) {
            continue;
        }
        let second = words.get(at + 2).filter(|_| next.is_some() && follows(at + 1));
        let third = words.get(at + 3).filter(|_| second.is_some() && follows(at + 2));
        let small = next.map(|next| next.to_lowercase()).unwrap_or_default();
        let named = second.is_some_and(|name| name.starts_with(char::is_uppercase));
        let is_welsh = WELSH_STREETS.contains(&small.as_str()) && named;
        let counts = COUNTED.contains(&small.as_str());
        if is_welsh || (!counts && second.is_some_and(|street| is_street(street))) {
            add(at, at + 2);
        } else if !counts && named && third.is_some_and(|street| is_street(street)) {
            add(at, at + 3);
        }
    }
    found
}

/// The number of a house: `14`, `14a`.
fn is_house(word: &str) -> bool {
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let rest = word.len() - digits.len();
    (1..=4).contains(&digits.len()) && rest <= 1 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_street(word: &str) -> bool {
    let small = word.to_lowercase();
    STREETS.contains(&small.as_str())
        || (word.starts_with(char::is_uppercase) && CAPITAL_STREETS.contains(&small.as_str()))
}

/// The first half of a postcode: `CF10`, `N1`, `SW1A`. A short one in small letters is more often something else ("m8").
fn is_outward(word: &str) -> bool {
    let letters = word.chars().take_while(char::is_ascii_alphabetic).count();
    let rest: Vec<char> = word.chars().skip(letters).collect();
    let tail = match rest.as_slice() {
        [first] => first.is_ascii_digit(),
        [first, second] => first.is_ascii_digit() && second.is_ascii_alphanumeric(),
        _ => false,
    };
    (1..=2).contains(&letters) && tail && (word.len() > 2 || word.starts_with(char::is_uppercase))
}

/// The second half: `1AB`. Some letters never stand in it.
fn is_inward(word: &str) -> bool {
    let letters: Vec<char> = word.chars().map(|letter| letter.to_ascii_lowercase()).collect();
    let may = |letter: char| letter.is_ascii_alphabetic() && !"cikmov".contains(letter);
    matches!(letters.as_slice(), [digit, one, two] if digit.is_ascii_digit() && may(*one) && may(*two))
}

/// Both halves in one word: `CF101AB`.
fn is_postcode(word: &str) -> bool {
    word.is_ascii()
        && word.len().checked_sub(3).is_some_and(|at| {
            let (outward, inward) = word.split_at(at);
            is_outward(outward) && is_inward(inward)
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{Redaction, length, redact, slice};

    /// The words that are found, and what they may be.
    fn found(text: &str) -> Vec<(&str, Suspect)> {
        suggest(text, &["Lower Barton High".to_string()])
            .into_iter()
            .map(|one| (slice(text, one.span).unwrap(), one.what))
            .collect()
    }

    #[test]
    fn ways_to_reach_somebody_are_marked_where_they_stand() {
        for (text, expected) in [
            ("text me on 07700 900123 ok", vec![("07700 900123", Suspect::Phone)]),
            ("0 7 7 0 0 9 0 0 1 2 3 is mine", vec![("0 7 7 0 0 9 0 0 1 2 3", Suspect::Phone)]),
            (
                "im kim.b@mail.example ring 07700900123",
                vec![("kim.b@mail.example", Suspect::Email), ("07700900123", Suspect::Phone)],
            ),
            ("look at https://example.org/a now", vec![("https://example.org/a", Suspect::Link)]),
            ("(07700 900123), ok", vec![("(07700 900123", Suspect::Phone)]),
            ("i live at CF10 1AB", vec![("CF10 1AB", Suspect::Address)]),
            ("cf101ab is us", vec![("cf101ab", Suspect::Address)]),
            ("its 14 High Street", vec![("14 High Street", Suspect::Address)]),
            ("14a Old Mill Lane, come", vec![("14a Old Mill Lane", Suspect::Address)]),
            ("rydw i yn 12 Heol Fawr", vec![("12 Heol Fawr", Suspect::Address)]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn names_schools_and_insults_are_marked() {
        for (text, expected) in [
            ("jaydens allowed his", vec![("jaydens", Suspect::Name)]),
            ("ask Sam Jones about it", vec![("Sam Jones", Suspect::Name)]),
            ("mr davis shouts", vec![("mr davis", Suspect::Name)]),
            ("at Hill View Primary School we walk", vec![("Hill View Primary School", Suspect::School)]),
            ("Ysgol Bro Dinefwr yw'r gorau", vec![("Ysgol Bro Dinefwr", Suspect::School)]),
            ("i go to lower barton high", vec![("lower barton high", Suspect::School)]),
            ("Karen\u{2019}s an idiot", vec![("Karen\u{2019}s", Suspect::Name), ("idiot", Suspect::Insult)]),
            ("Stupidly slow", vec![("Stupidly", Suspect::Insult)]),
            // Welsh, with a mutation.
            ("mae e'n hen dwpsyn hyll", vec![("dwpsyn", Suspect::Insult), ("hyll", Suspect::Insult)]),
            ("paid \u{e2}'r FFWCio", vec![("FFWCio", Suspect::Insult)]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_children_say_about_buses_is_not_marked() {
        for text in [
            "the bus is late every day, it should come at 8",
            "My school is 20 minutes down the road",
            "2 main road crossings and 3 bus lanes",
            "we wait 10 minutes",
            "The school is too far. Sir, can we have a bus",
            "u2 1st",
            "m8 2nd time it was late",
            "i will mark it, may be",
            "Mae'r bws yn hwyr bob dydd",
            "the Council should listen to young people",
            "thank you \u{1f68c}\u{1f49b}",
            "",
        ] {
            assert_eq!(found(text), vec![], "{text}");
            assert_eq!(personal(text), None, "{text}");
        }
    }

    #[test]
    fn somebody_is_asked_to_take_out_how_to_reach_them_and_where_they_live() {
        assert_eq!(personal("ring 07700 900123"), Some(Suspect::Phone));
        assert_eq!(personal("me@mail.example"), Some(Suspect::Email));
        assert_eq!(personal("www.example.fr"), Some(Suspect::Link));
        assert_eq!(personal("come to 14 High Street"), Some(Suspect::Address));
        assert_eq!(personal("N1 9GU"), Some(Suspect::Address));
        assert_eq!(personal("Sam is nice"), None, "a name is for the moderator");
    }

    #[test]
    fn emoji_before_a_name_move_nothing() {
        let text = "\u{1f468}\u{200d}\u{1f467}\u{1f68c} Jayden \u{1f621} shouts";
        let found = suggest(text, &[]);
        let taken: Vec<Redaction> =
            found.iter().map(|one| Redaction { span: one.span, token: one.what.token() }).collect();
        let whole = Span { start: 0, end: length(text) };
        assert_eq!(
            redact(text, whole, &taken).as_deref(),
            Some("\u{1f468}\u{200d}\u{1f467}\u{1f68c} [name] \u{1f621} shouts")
        );
    }

    #[test]
    fn the_lists_are_in_small_letters() {
        let lists = [INSULTS, WELSH_INSULTS, NAMES, TITLES, SCHOOLS, OPENERS, STREETS, COUNTED];
        for word in lists.concat() {
            assert_eq!(word, word.to_lowercase(), "{word}");
        }
    }

    proptest! {
        /// Whatever is typed, what is suggested lies in the text and does not overlap.
        #[test]
        fn what_is_suggested_stands_in_the_text(text in "[ -~\u{e9}\u{1f68c}\u{200d}\n]{0,120}") {
            let found = suggest(&text, &["hill".to_string()]);
            for one in &found {
                prop_assert!(slice(&text, one.span).is_some_and(|words| !words.is_empty()));
            }
            for pair in found.windows(2) {
                prop_assert!(pair[0].span.end <= pair[1].span.start);
            }
        }
    }
}
