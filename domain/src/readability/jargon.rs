//! Words of the office, and what to say instead (domain.md 5.12). Children in
//! care asked for some of them by name: what they live in is a home, and no
//! placement.

/// What to do about a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice<'a> {
    /// These words say the same.
    Say(&'a str),
    /// Either explain it so, or do without it.
    Explain(&'a str),
}

/// A word of the office. An organisation may bring its own list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term<'a> {
    /// One word or several, in small letters; in capitals only where the
    /// capitals make the word: `LAC`. A plural in "-s" is found too.
    pub words: &'a str,
    /// What to do about it.
    pub advice: Advice<'a>,
}

const fn say(words: &'static str, instead: &'static str) -> Term<'static> {
    Term { words, advice: Advice::Say(instead) }
}

const fn explain(words: &'static str, meaning: &'static str) -> Term<'static> {
    Term { words, advice: Advice::Explain(meaning) }
}

/// Earshot's own list.
pub const TERMS: &[Term<'static>] = &[
    say("placement", "home"),
    say("contact", "seeing family"),
    say("respite", "a break away"),
    say("LAC", "children in care"),
    say("looked after child", "child in care"),
    say("looked-after child", "child in care"),
    say("looked after children", "children in care"),
    say("looked-after children", "children in care"),
    say("service user", "people who use it"),
    say("stakeholder", "people who it matters to"),
    say("provision", "help"),
    say("outcome", "what changes"),
    say("engagement", "listening to you"),
    say("consultation", "asking what you think"),
    say("commission", "choose and pay for"),
    say("commissioning", "choosing and paying for"),
    say("commissioner", "the people who choose and pay for help"),
    say("intervention", "help"),
    say("signpost", "tell you who can help"),
    say("multi-agency", "people who work together"),
    say("multi agency", "people who work together"),
    say("utilise", "use"),
    say("facilitate", "help"),
    say("implement", "start"),
    say("feedback", "what you think"),
    say("peer", "people your age"),
    say("setting", "place"),
    say("cohort", "group"),
    say("demographic", "about you"),
    say("participation", "having a say"),
    say("co-production", "making it together"),
    say("pathway", "what happens next"),
    say("transition", "moving on"),
    say("accommodation", "a place to live"),
    say("siblings", "brothers and sisters"),
    say("prior to", "before"),
    say("in order to", "to"),
    say("regarding", "about"),
    explain("SEND", "needing extra help to learn, or having a disability"),
    explain("SEN", "needing extra help to learn"),
    explain("EHCP", "a plan that says what help you must get"),
    explain("EHC", "a plan that says what help you must get"),
    explain("CAMHS", "people who help when you feel very bad in your mind"),
    explain("PEP", "a plan for your time at school"),
    explain("IRO", "a person who checks that your plan is kept"),
    explain("NEET", "not at school and without work"),
    explain("ICB", "the people who plan health care"),
    explain("safeguarding", "keeping you safe"),
    explain("advocate", "a person who speaks up for you"),
    explain("statutory", "what the law says must happen"),
    explain("emotional wellbeing", "how you feel"),
    explain("care leaver", "a young person who has left care"),
];

/// A word of the office that stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// As it stands there.
    pub found: String,
    /// Whether it can be replaced; otherwise it is to be explained.
    pub replace: bool,
    /// What to say instead, or how to explain it.
    pub instead: String,
}

/// Terms, taken apart once for a whole text.
pub(super) struct Terms<'a> {
    list: Vec<(Vec<&'a str>, bool, Advice<'a>)>,
}

impl<'a> Terms<'a> {
    pub(super) fn of(terms: &[Term<'a>]) -> Self {
        let apart = |term: &Term<'a>| {
            let in_capitals = term.words.chars().any(char::is_uppercase);
            (term.words.split(' ').collect(), in_capitals, term.advice)
        };
        Self { list: terms.iter().map(apart).collect() }
    }

    /// Every word of the office in a sentence, in order. Of two that begin at
    /// the same place the longer one counts.
    pub(super) fn hits(&self, words: &[&str]) -> Vec<Hit> {
        let small: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let fitting = self.list.iter().filter(|(parts, in_capitals, _)| {
                if *in_capitals { fits(parts, &words[at..]) } else { fits(parts, &small[at..]) }
            });
            let Some((parts, _, advice)) = fitting.max_by_key(|(parts, ..)| parts.len()) else {
                at += 1;
                continue;
            };
            let (replace, instead) = match advice {
                Advice::Say(instead) => (true, instead),
                Advice::Explain(meaning) => (false, meaning),
            };
            let end = at + parts.len();
            found.push(Hit { found: words[at..end].join(" "), replace, instead: (*instead).to_string() });
            at = end;
        }
        found
    }
}

/// Whether a text begins with the parts of a term.
fn fits(parts: &[&str], text: &[impl AsRef<str>]) -> bool {
    let Some((last, before)) = parts.split_last() else { return false };
    let Some(end) = text.get(before.len()) else { return false };
    let same = before.iter().zip(text).all(|(part, word)| *part == word.as_ref());
    let plural = |rest: &str| matches!(rest, "" | "s" | "es");
    if !same || !end.as_ref().strip_prefix(last).is_some_and(plural) {
        return false;
    }
    // "Contact us" is an ordinary verb.
    let verb = parts == ["contact"] && text.get(1).is_some_and(|next| OBJECTS.contains(&next.as_ref()));
    !verb
}

const OBJECTS: [&str; 11] = ["us", "me", "you", "him", "her", "them", "your", "the", "a", "an", "my"];

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    fn found(sentence: &str) -> Vec<String> {
        Terms::of(TERMS)
            .hits(&words(sentence))
            .into_iter()
            .map(|hit| format!("{}={}", hit.found, hit.instead))
            .collect()
    }

    #[test]
    fn words_of_the_office_come_with_better_ones() {
        assert_eq!(
            found("Is contact ok in your Placement? Respite for LAC"),
            ["contact=seeing family", "Placement=home", "Respite=a break away", "LAC=children in care"]
        );
        assert_eq!(
            found("Our stakeholders are service users."),
            ["stakeholders=people who it matters to", "service users=people who use it"]
        );
        let send = Terms::of(TERMS).hits(&words("Do you have SEND?"));
        assert_eq!(send.len(), 1);
        assert!(!send[0].replace, "a label that others use is explained");
    }

    #[test]
    fn ordinary_words_that_look_alike_are_left_alone() {
        for sentence in [
            "Who could you send a message to?",
            "You can contact us at any time.",
            "Do you lack anything? Does she come out?",
            "Pep talk, sense and peering",
        ] {
            assert_eq!(found(sentence), Vec::<String>::new(), "{sentence}");
        }
    }

    #[test]
    fn an_organisation_can_bring_its_own_list() {
        let own = [Term { words: "corporate parent", advice: Advice::Say("the council") }];
        let hits = Terms::of(&own).hits(&words("Your corporate parents and your placement"));
        assert_eq!(hits.len(), 1);
        assert_eq!((hits[0].found.as_str(), hits[0].instead.as_str()), ("corporate parents", "the council"));
    }
}
