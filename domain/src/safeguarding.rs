//! Marks answers that a trained person should read first (domain.md 5.4).
//!
//! The mark orders the reading queue and does nothing else. It never blocks an
//! answer, is never shown to the young person, and decides nothing: every
//! free-text answer is read by a person, marked or not. The absence of a mark
//! means nothing. Children write about harm in words that no list holds, in
//! other languages, in few words, or in perfectly calm ones; whoever reads "no
//! mark" as "no concern" will miss the child who needed to be read first.
//!
//! The list is English and Welsh, and an organisation adds words of its own ([`WatchList`]): names of places and gangs, what
//! young people there call things, further languages. Answers in other languages are never marked.
//!
//! Wrong marks are accepted ("this homework is killing me"): each costs a reader
//! a few seconds. But a list that marks half of a survey about buses orders
//! nothing, so words that stand for ordinary trouble on the way to school
//! (scary, dark, shouting drivers) are marked only beside the words that make
//! them something else.

mod list;
mod own;
mod pattern;

use std::sync::LazyLock;

pub use list::{WATCH_LIST_VERSION, built_in};
pub use own::{WATCH_LINES_MAX, WatchFlaw, WatchList};
use pattern::{Step, Word, found, steps, words};

use crate::contact::{self, Contact};

/// The list that is built in, as it is compared.
static LIST: LazyLock<Vec<Vec<Step>>> = LazyLock::new(|| built_in().map(steps).collect());

/// Words that ask for help, as they are compared.
static PLEAS: LazyLock<Vec<Vec<Step>>> = LazyLock::new(|| list::PLEAS.iter().copied().map(steps).collect());

/// Whether a trained person should read this answer before others.
///
/// False means nothing: see the head of this module.
pub fn watch(text: &str) -> bool {
    is_marked(text, &words(text))
}

/// The same of a text whose words are known: one of them is on the list, or it asks for help and says how to reach
/// whoever wrote it. Such a child is not to be asked to take the number out: it goes to the lead with it.
fn is_marked(text: &str, words: &[Word]) -> bool {
    found(&LIST, words) || (found(&PLEAS, words) && says_where(text))
}

/// Whether a text says where whoever wrote it can be reached. The page of a helpline is not where; a page of somebody's own
/// is, and so is what stands beside a link.
fn says_where(text: &str) -> bool {
    const OF_PEOPLE: [&str; 5] = ["instagram.", "snapchat.", "tiktok.", "facebook.", "discord."];
    if contact::find(text) != Some(Contact::Link) {
        return contact::find(text).is_some();
    }
    let is_link = |word: &&str| contact::in_signs(word) == Some(Contact::Link);
    let (links, rest): (Vec<&str>, Vec<&str>) = text.split_whitespace().partition(is_link);
    let own = links.iter().any(|link| OF_PEOPLE.iter().any(|app| link.to_lowercase().contains(app)));
    own || contact::find(&rest.join(" ")).is_some_and(|found| found != Contact::Link)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The answers of scenarios 1 and 2 (domain.md 7.8), and whether each should
    /// be marked.
    pub(crate) const ANSWERS: &[(&str, bool)] = &[
        (
            "i had 4 social workers since year 5. everytime i have to say my hole story again. can they just \
             read it",
            false,
        ),
        ("we have a dog called Biscuit and he sleeps on my bed", false),
        ("my stuff got moved in bin bags. like it was rubbish. like i was", false),
        (
            "i only see my sister in a room with a lady writing things down. i want to go macdonalds like normal",
            false,
        ),
        ("nobody told me about the money you get when your 16 i found out off my mate", false),
        ("stop saying contact and placement. its seeing my mum and its my house", false),
        (
            "when i moved to my flat no one showed me how the meter works and i had no lectric for 2 days",
            false,
        ),
        ("i want to stay at my school even if i move", false),
        ("meetings about me are in the middle of maths so everyone knows", false),
        ("my foster carer comes to all my football matches even when its raining", false),
        ("Karen at Hill View said i cant have my phone after 8 but Jaydens allowed his", false),
        ("someone here keeps coming in my room at night and i dont like it", true),
        ("its so quiet i could die of boredom lol", true),
        (
            "the 7.20 bus just drives past when its full. then i get a late mark and its not even my fault",
            false,
        ),
        ("theres no where to stand thats not in the road. its scary when its dark", false),
        ("college finishes 4.45 last bus 4.10. so i sit in tescos for an hour till my mum finishes", false),
        ("the driver shouts at us even when we done nothing", false),
        ("i like my taxi driver he knows i need the front seat", false),
        ("if you stop the late bus i cant do drama. thats the only thing i like about school", false),
        ("\u{a3}14 a week is mental. i only get 20 from ema thing (bursary)", false),
        ("my little brother is in a wheelchair and we are always last", false),
        ("nothing its fine", false),
        ("mr davis on the 9 always skips Lower Barton stop", false),
        ("fat driver go and jump off a bridge lol", true),
        ("text me on 07700 900123 if you want to know more", false),
        ("My son has missed six registrations this term because the bus is full", false),
    ];

    #[test]
    fn real_answers() {
        for (answer, marked) in ANSWERS {
            assert_eq!(watch(answer), *marked, "{answer}");
        }
    }

    /// The vectors at the end of domain.md 7.8.
    #[test]
    fn the_agreed_vectors() {
        for (text, marked) in [
            ("i want to kill myself", true),
            ("i cut my arm last night", true),
            ("he hits my mum", true),
            ("i dont want to be here anymore", true),
            ("this homework is killing me", true),
            ("i could die of boredom", true),
            ("theres no where to stand", false),
            ("my bus was late", false),
            ("he touches me", true),
            ("touch screens are good", false),
            ("i ran away from home once", true),
            ("we had a run around", false),
            ("im staying at my nans because dad is angry", true),
            ("he said not to tell", true),
        ] {
            assert_eq!(watch(text), marked, "{text}");
        }
    }

    #[test]
    fn every_kind_of_worry_is_marked() {
        for text in [
            "sometimes i still think about not being here but not like that",
            "its warm and theres toast. my house isnt warm",
            "i stopped eating",
            "we dont have no food till friday",
            "hes got a knife in his bag",
            "they make me carry stuff for them",
            "my mums boyfriend slapped her",
            "i dont feel safe at home",
            "im scared to go home",
            "i hate myself",
            "he makes me do things",
            "an older guy gave me vapes",
            "he wants me to send him a pic",
            "its our secret",
            "i cant tell anyone",
            "i got kicked out of my house",
            "someone help me",
            "wish i was never born",
            "they would be better without me",
        ] {
            assert!(watch(text), "{text}");
        }
    }

    /// As children spell it, and in plain sentences.
    #[test]
    fn misspelt_and_plain_worries_are_marked() {
        for text in [
            "my dad hitz me",
            "he hitt my brother",
            "mum is always hittin us",
            "he hurtz me",
            "my stepdad hurts us",
            "she punched us",
            "he tuches me",
            "i think about sucide",
            "nobody feeds me",
            "No one feeds us",
            "noone fed us yesterday",
            "they dont feed us",
            "noone feeding us at home",
            "my dad hit us",
            "she always hit us",
            "he used to hit us",
            "mum is hitting us",
            "I have no food at home",
            "there\u{2019}s never food",
            "theres never any food in",
            "we dont have food",
            "i havent got any food",
            "not aloud to eat",
            "im not allowed to eat",
            "he wont let me eat",
            "scared to go home",
            "im scard to go home",
            "scared to come home",
            "scared of going home",
            "dont want to be here any more",
            "dont want 2 be here",
            "dnt want to be here",
            "dont wanna live",
            "i dont wana live",
        ] {
            assert!(watch(text), "{text}");
        }
        for text in [
            "my team hits the target",
            "nobody feeds the ducks",
            "no one feeds the ducks at the park",
            "school food is bad",
            "the food is never hot",
            "they never have chips",
            "we are not allowed to eat on the bus",
            "i am allowed to eat crisps",
            "dont let the dog eat it",
            "the driver hit the kerb",
            "a car nearly hit us",
            "the ball hit us",
            "they never feedback us",
            "i wish the bus was never late",
            "i want to live here",
        ] {
            assert!(!watch(text), "{text}");
        }
    }

    #[test]
    fn a_plea_for_help_with_a_way_to_reach_somebody_is_marked() {
        for text in [
            "help me please ring me on 07700 900123",
            "please call me 07700 900123",
            "ring me please 07700 900123",
            "i need some help im on kim.b@mail.example",
            "get me out of here 07700900123",
            "pls txt me on 07700 900123",
            "plis ffonia fi 07700 900123",
            "angen help 07700 900123",
            "help me please www.instagram.com/jess2011",
            "help me please, not www.childline.org.uk, my snap is jess_2011",
        ] {
            assert!(watch(text), "{text}");
            assert!(WatchList::default().watch(text), "{text}");
        }
        // A way to reach somebody by itself, and a plea by itself, mean other things as often.
        for text in [
            "ring me on 07700 900123 ok",
            "text me on 07700 900123 if you want to know more",
            "the bus is late, ring 07700 900123",
            "help me please get a bus pass",
            "please call me jay",
            "please text us when the bus is late",
            "we need more help with maths",
            "angen help gyda mathemateg",
            "in an emergency go to www.childline.org.uk",
            "need help? look at https://www.childline.org.uk",
        ] {
            assert!(!watch(text), "{text}");
        }
    }

    /// What half of a survey about the way to school says.
    #[test]
    fn ordinary_trouble_is_not_marked() {
        for text in [
            "i dont feel safe walking in the dark",
            "i walk home on my own",
            "its not safe to cross the road",
            "they kick us off the bus",
            "they dont tell us when the bus is cancelled",
            "we are not allowed to eat on the bus",
            "dont touch my stuff",
            "youth club is the only place no one asks me about grades",
            "they said 4 weeks it was 11 months. i stopped thinking it was coming",
            "the waiting room has baby toys and a telly with homes under the hammer",
            "dont make me tell it on a phone with my dad in the next room",
            "dont make me go out in front of everyone for my pills",
            "i did not know there was a plan with my name on. 16 years",
            "you cant have a kick about on a bus",
            "its 5 kms to school",
            "i want to get home safe",
            "the stable is near my stop",
        ] {
            assert!(!watch(text), "{text}");
        }
    }

    #[test]
    fn spelling_does_not_hide_a_word() {
        for text in [
            "I DON'T WANT TO BE HERE ANYMORE",
            "i don\u{2019}t want to be here",
            "i wanna kiiiill myself",
            "im sooo scaaared of him",
            "self-harm",
            "self\nharm",
            "he...hits...my...mum",
        ] {
            assert!(watch(text), "{text}");
        }
    }

    #[test]
    fn no_words_and_very_many_words_are_read_alike() {
        assert!(!watch(""));
        assert!(!watch("\u{1f68c}\u{1f68c} \u{1f620} !!!"));
        let long = "the bus is late and i am cold ".repeat(70);
        assert!(!watch(&long));
        assert!(watch(&format!("{long} he hits me")));
    }

    #[test]
    fn a_worry_in_welsh_is_marked_and_ordinary_trouble_is_not() {
        for text in [
            "dw i eisiau marw",
            "dwi ddim isio byw",
            "mae o'n fy nharo i",
            "mae dad yn bwrw mam",
            "dw i'n torri fy mraich",
            "mae ofn mynd adre arna i",
            "dw i ddim yn saff gartref",
            "mae gyda fe gyllell",
            "does dim bwyd yn y tŷ",
            "wnes i redeg i ffwrdd",
            "mae'n rhaid cadw cyfrinach",
            "mae'n fy nghyffwrdd i",
            "does neb yn ein bwydo ni",
            "dw i ddim yn cael bwyta",
        ] {
            assert!(watch(text), "{text}");
        }
        for text in [
            "mae'r bws yn hwyr bob dydd",
            "hoffwn i gael lle sych i eistedd",
            "dw i'n hoffi fy ysgol",
            "dim ond un bws sydd",
            "mae'r gyrrwr yn gweiddi",
            "dw i ddim yn hoffi mathemateg",
        ] {
            assert!(!watch(text), "{text}");
        }
    }
}
