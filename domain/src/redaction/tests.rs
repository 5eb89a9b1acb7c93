//! What children write, and what has to be taken out of it.

use proptest::prelude::*;

use super::*;
use crate::text::{length, redact, slice};

fn lists() -> Lists {
    let mut lists = Lists::default();
    lists.staff("Karen Ellis");
    lists.staff("Jo Marsh");
    lists.nickname("Otter");
    lists.area("Hill View");
    lists.area("The villages");
    lists.area("Lower Barton High");
    lists.word("Unit 7", Token::Place);
    lists.word("the blue bus club", Token::Other);
    lists
}

/// The words that are found, what would stand in their place, and how much speaks for it.
fn found(text: &str) -> Vec<(&str, Token, Sure)> {
    suggest(text, &lists())
        .into_iter()
        .map(|one| (slice(text, one.span).unwrap(), one.token, one.sure))
        .collect()
}

fn strong(text: &str) -> Vec<(&str, Token)> {
    found(text).into_iter().filter(|(.., sure)| *sure == Sure::Strong).map(|(w, t, _)| (w, t)).collect()
}

fn weak(text: &str) -> Vec<(&str, Token)> {
    found(text).into_iter().filter(|(.., sure)| *sure == Sure::Weak).map(|(w, t, _)| (w, t)).collect()
}

/// Scenario 1, W11 of domain.md 7.8.
#[test]
fn names_and_places_of_the_example_are_suggested() {
    let text = "Karen at Hill View said i cant have my phone after 8 but Jaydens allowed his";
    let all = suggest(text, &lists());
    let out: Vec<Redaction> = all.iter().map(|one| Redaction { span: one.span, token: one.token }).collect();
    assert_eq!(
        redact(text, Span { start: 0, end: length(text) }, &out).as_deref(),
        Some("[worker] at [place] said i cant have my phone after 8 but [name] allowed his")
    );
    assert!(all.iter().all(|one| one.sure == Sure::Strong), "{all:?}");
    // Where nobody has told Earshot of them, the names are found all the same.
    let unknown = suggest(text, &Lists::default());
    let tokens: Vec<(Token, Sure)> = unknown.iter().map(|one| (one.token, one.sure)).collect();
    assert_eq!(
        tokens,
        [(Token::Name, Sure::Strong), (Token::Place, Sure::Weak), (Token::Name, Sure::Strong)]
    );
}

#[test]
fn people_are_found_however_they_are_spelt() {
    for (text, expected) in [
        ("karen says no", vec![("karen", Token::Worker)]),
        ("its jaydens turn", vec![("jaydens", Token::Name)]),
        ("Jayden\u{2019}s phone", vec![("Jayden\u{2019}s", Token::Name)]),
        ("ask Sam Jones about it", vec![("Sam Jones", Token::Name)]),
        ("mr davis on the 9", vec![("mr davis", Token::Worker)]),
        ("i like Mrs Patel the most", vec![("Mrs Patel", Token::Worker)]),
        ("my social worker Zebedee never comes", vec![("Zebedee", Token::Worker)]),
        ("the worker Dee got me into college no joke", vec![("Dee", Token::Worker)]),
        ("my key worker is called Wojtek", vec![]),
        ("my key worker called Wojtek", vec![("Wojtek", Token::Worker)]),
        ("it was Agata my key worker", vec![("Agata", Token::Worker)]),
        ("jo marsh said so", vec![("jo marsh", Token::Worker)]),
        ("me and Otter went", vec![("Otter", Token::Name)]),
        (
            "fatima and kwame and ffion",
            vec![("fatima", Token::Name), ("kwame", Token::Name), ("ffion", Token::Name)],
        ),
    ] {
        assert_eq!(strong(text), expected, "{text}");
    }
    // Perhaps a name, perhaps a word.
    for (text, expected) in [
        ("i went with Grace to town", vec![("Grace", Token::Name)]),
        ("my brother Zed hits the wall", vec![("Zed", Token::Name)]),
        ("my friend Zoltan said no", vec![("Zoltan", Token::Name)]),
        ("we saw an otter", vec![("otter", Token::Name)]),
        ("i met Marsh at the gate", vec![("Marsh", Token::Worker)]),
    ] {
        assert_eq!(weak(text), expected, "{text}");
        assert!(strong(text).is_empty(), "{text}");
    }
}

#[test]
fn places_schools_and_ways_to_reach_somebody_are_found() {
    for (text, expected) in [
        ("my mate from Park School did it", vec![("Park School", Token::School)]),
        ("i go to lower barton high", vec![("lower barton high", Token::School)]),
        ("Ysgol Bro Dinefwr yw'r gorau", vec![("Ysgol Bro Dinefwr", Token::School)]),
        ("dont close Quay Street it is warm", vec![("Quay Street", Token::Place)]),
        ("its 14 High Street", vec![("14 High Street", Token::Place)]),
        ("i live at CF10 1AB", vec![("CF10 1AB", Token::Place)]),
        ("in unit 7 its cold", vec![("unit 7", Token::Place)]),
        ("text me on 07700 900123", vec![("07700 900123", Token::Other)]),
        ("im kim.b@mail.example", vec![("kim.b@mail.example", Token::Other)]),
        ("my snap is jay_14x", vec![("jay_14x", Token::Other)]),
        ("follow @quay.lads.", vec![("@quay.lads", Token::Other)]),
        ("born 12/03/2011 ok", vec![("12/03/2011", Token::Date)]),
        ("on 3rd of May 2024", vec![("3rd of May 2024", Token::Date)]),
        ("The Blue Bus Club is mint", vec![("The Blue Bus Club", Token::Other)]),
    ] {
        assert_eq!(strong(text), expected, "{text}");
    }
    for (text, expected) in [
        ("at Ferns Lodge they shout", vec![("Ferns Lodge", Token::Place)]),
        ("we live in Lower Sandby", vec![("Lower Sandby", Token::Place)]),
        ("no club for us in the villages", vec![("the villages", Token::Place)]),
        ("my birthday is 12th march", vec![("12th march", Token::Date)]),
        ("since i got my adhd tablets", vec![("adhd", Token::Health)]),
    ] {
        assert_eq!(weak(text), expected, "{text}");
        assert!(strong(text).is_empty(), "{text}");
    }
}

/// Nothing here tells who somebody is: a page full of false alarms is read by nobody.
#[test]
fn ordinary_sentences_hold_nothing_sure() {
    for text in [
        "the 7.20 bus just drives past when its full. then i get a late mark and its not even my fault",
        "theres no where to stand thats not in the road. its scary when its dark",
        "college finishes 4.45 last bus 4.10. so i sit in tescos for an hour till my mum finishes",
        "i like my taxi driver he knows i need the front seat",
        "if you stop the late bus i cant do drama. thats the only thing i like about school",
        "£14 a week is mental. i only get 20 from ema thing (bursary)",
        "my little brother is in a wheelchair and we are always last",
        "My son has missed six registrations this term because the bus is full",
        "i had 4 social workers since year 5. everytime i have to say my hole story again",
        "i only see my sister in a room with a lady writing things down. i want to go macdonalds like normal",
        "Will you listen? May be it will get better, mark my words. Grace under pressure",
        "i hope art and drama stay. in may we have exams and in march its wet",
        "im 15 and i was 8 when i moved, 2 may come and 3 may not",
        "The Council should listen. English and Maths on Monday and Tuesday in June",
        "Sir, can we have a bus. My School is down the road on the Main Road",
        "SAVE THE CLUB SAVE THE CLUB",
        "my TA is magic and i have 2 years left at primary school",
        "u2 1st m8 2nd time 24/7",
        "i rose at 6, the summer sky was clear and the robin sang",
        "its all lads. id go if there was a girls night",
        "the room is 10/10 and the food 3-4 times a week",
        "Mae'r bws yn hwyr bob dydd",
        "\u{1f68c}\u{1f49b} thank you",
        "",
    ] {
        assert_eq!(strong(text), vec![], "{text}");
    }
}

#[test]
fn what_somebody_has_decided_about_is_not_asked_again() {
    let text = "Karen\u{2019}s late and jaydens late";
    let all = suggest(text, &lists());
    assert_eq!(all.len(), 2);
    let name = |start, end| Redaction { span: Span { start, end }, token: Token::Name };
    assert_eq!(left(text, &lists(), &[], &[]), all);
    // The name without its ending.
    let karen = name(0, 5);
    assert_eq!(left(text, &lists(), &[karen], &[]), all[1..]);
    assert_eq!(left(text, &lists(), &[karen], &[all[1].span]), vec![]);
    assert_eq!(left(text, &lists(), &[name(0, 3)], &[]), all, "half a name is a name");
    assert_eq!(left(text, &lists(), &[], &[Span { start: 0, end: length(text) }]), vec![]);
    assert_eq!(left(text, &lists(), &[], &[Span { start: 1, end: 5 }]), all, "other words were fine");
}

#[test]
fn the_lists_say_nothing_of_whom_they_hold() {
    assert!(!format!("{:?}", lists()).to_lowercase().contains("karen"));
}

#[test]
fn emoji_before_a_name_move_nothing() {
    let text = "\u{1f468}\u{200d}\u{1f467}\u{1f68c} Jayden \u{1f621} shouts at Hill View";
    assert_eq!(strong(text), vec![("Jayden", Token::Name), ("Hill View", Token::Place)]);
}

proptest! {
    /// Whatever is typed, what is suggested lies in the text, holds something and does not overlap.
    #[test]
    fn what_is_suggested_stands_in_the_text(text in "[ -~\u{e9}\u{1f68c}\u{200d}\n]{0,120}") {
        let found = suggest(&text, &lists());
        for one in &found {
            prop_assert!(slice(&text, one.span).is_some_and(|words| !words.is_empty()));
        }
        for pair in found.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start);
        }
        let out: Vec<Redaction> =
            found.iter().map(|one| Redaction { span: one.span, token: one.token }).collect();
        prop_assert!(left(&text, &lists(), &out, &[]).is_empty());
        let fine: Vec<Span> = found.iter().map(|one| one.span).collect();
        prop_assert!(left(&text, &lists(), &[], &fine).is_empty());
    }

    /// The same of what phones really send, with words that are looked for among it.
    #[test]
    fn names_among_anything_are_cut_where_letters_are(pieces in prop::collection::vec(prop_oneof![
        Just("Karen "), Just("mr "), Just("Hill View"), Just("\u{1f468}\u{200d}\u{1f467}"), Just("e\u{301}"), Just("@"),
        Just("12th march "), Just(". "), Just("\n"), Just("School "), Just("\u{627}\u{644} "), Just("i\u{307}"), Just("\u{130} "),
        Just("07700 900123 "), Just("Street "), Just("my key worker "),
    ], 0..20)) {
        let text = pieces.concat();
        for one in suggest(&text, &lists()) {
            prop_assert!(slice(&text, one.span).is_some_and(|words| !words.is_empty()));
        }
    }
}
