//! What a moderator may want to take out of a comment, and what somebody is asked to take out before they send it.
//!
//! Positions count code points, as everywhere ([`crate::text`]), so that emoji before a name move nothing.

use super::lists::{INSULTS, WELSH_INSULTS};
use crate::contact::{self, Contact};
use crate::redaction::{self, Lists, Reason};
use crate::text::{Span, Token};

crate::text_enum! {
    /// What some words may be.
    pub enum Suspect {
        /// A phone number.
        Phone = "phone",
        /// An e-mail address.
        Email = "email",
        /// A web address.
        Link = "link",
        /// What somebody is called on an app.
        Handle = "handle",
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
            Suspect::Phone | Suspect::Email | Suspect::Link | Suspect::Handle | Suspect::Insult => {
                Token::Other
            }
        }
    }

    /// As a moderator reads it.
    pub fn label(self) -> &'static str {
        match self {
            Suspect::Phone => "a phone number",
            Suspect::Email => "an e-mail address",
            Suspect::Link => "a web address",
            Suspect::Handle => "a name on an app",
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
        None => (!redaction::addresses(text).is_empty()).then_some(Suspect::Address),
    }
}

/// What a moderator may want to take out, in the order of the text, no two of them overlapping. `schools` are the names of
/// the organisation's areas that are schools. What is looked for in answers as well is found by the same detector
/// ([`crate::redaction`]); places, dates and health are no reason to take words out of a comment.
pub fn suggest(text: &str, schools: &[String]) -> Vec<Suggestion> {
    let mut lists = Lists::default();
    for school in schools {
        lists.school(school);
    }
    let mut kept: Vec<Suggestion> = redaction::suggest(text, &lists)
        .into_iter()
        .filter_map(|one| Some(Suggestion { span: one.span, what: of_reason(one.reason)? }))
        .collect();
    for span in insults(text) {
        if !kept.iter().any(|known| known.span.overlaps(span)) {
            kept.push(Suggestion { span, what: Suspect::Insult });
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
        Contact::Handle => Suspect::Handle,
        Contact::Address => Suspect::Address,
    }
}

fn of_reason(reason: Reason) -> Option<Suspect> {
    match reason {
        Reason::Phone => Some(Suspect::Phone),
        Reason::Email => Some(Suspect::Email),
        Reason::Link => Some(Suspect::Link),
        Reason::Address => Some(Suspect::Address),
        Reason::Name | Reason::Worker | Reason::Person => Some(Suspect::Name),
        Reason::School => Some(Suspect::School),
        Reason::Place | Reason::Date | Reason::Health | Reason::Listed => None,
    }
}

/// Whether somebody is insulted.
pub(crate) fn is_rude(text: &str) -> bool {
    !insults(text).is_empty()
}

/// Where somebody is insulted.
fn insults(text: &str) -> Vec<Span> {
    let is_insult = |small: &str| {
        INSULTS.iter().chain(WELSH_INSULTS).any(|form| match form.strip_suffix('*') {
            Some(stem) => small.starts_with(stem),
            None => small == *form,
        })
    };
    redaction::small_words(text)
        .into_iter()
        .filter(|(_, small)| is_insult(small))
        .map(|(span, _)| span)
        .collect()
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
        assert_eq!(personal("i live at 12 mill lane"), Some(Suspect::Address));
        assert_eq!(personal("add me on snap jess.2011"), Some(Suspect::Handle));
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
        for word in [INSULTS, WELSH_INSULTS].concat() {
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
