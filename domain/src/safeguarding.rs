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

use std::sync::LazyLock;

/// Names the list that made a mark; stored with it, because a mark is only
/// comparable with marks of the same list.
pub const WATCH_LIST_VERSION: &str = "earshot-watch-2";

/// The list. Words of one line stand one after the other in the answer, in
/// lower case and without apostrophes.
///
/// | written | matches |
/// |---|---|
/// | `a\|b` | either word |
/// | `kill*` | every word that begins so |
/// | `_` | any one word |
/// | `..` | up to [`WINDOW`] words, also none |
/// | `@adult` | a word of [`ADULTS`], also with an s at its end |
/// | `@near` | a word of [`ADULTS`] or [`CHILDREN`], also with an s |
/// | `@not` | a word of [`NOTS`] |
const PATTERNS: &[&str] = &[
    // Killing, dying, not being here.
    "kill*",
    "suicid*|unaliv*|sewerslid*|kys",
    "ill|gonna|wanna|will|to|just kms",
    "die|dying",
    "wish .. dead",
    "be|better|off dead",
    "@not want to be here|alive",
    "@not wanna be here|alive",
    "@not want to live|exist",
    "@not wanna live|exist",
    "not being here|alive",
    "never wake up",
    "no point .. living|life",
    "end it all",
    "end|ending my life",
    "take|took|taking my|his|her|their own life",
    "want|wanna to disappear",
    "tired of living|life",
    "hang*|drown* myself|himself|herself",
    "jump* off|from|in|under .. bridge|roof|building|train|cliff|motorway",
    "jump* in front",
    "overdos*",
    "many|all|loads|lots|bottle .. pills|tablets|paracetamol|ibuprofen",
    // Hurting oneself.
    "self harm*",
    "selfharm*",
    "cut|cuts|cutting .. myself|arm|arms|wrist|wrists|leg|legs|thigh|thighs",
    "hurt*|harm*|burn*|starv*|scratch*|hate|hates myself",
    "hate|hates my life|body",
    "cant|cannot cope",
    "cant|cannot take it|this any*",
    "hear|hearing voices",
    "worthless",
    // Not eating.
    "anorex*|bulimi*",
    "not|stop*|refus* eating",
    "dont|cant|wont|never eat any*|much|food",
    "havent|hasnt|not eaten",
    "skip* meal|meals|lunch|dinner|tea|food",
    "mak*|made myself sick|throw|puke",
    // Hunger, cold, being left.
    "nothing to eat",
    "no food",
    "always|go|goes|going|went|bed hungry",
    "house|home|flat isnt|not|never|always warm|cold|freezing",
    "house|home|flat is not|never|always|so warm|cold|freezing",
    "left me|us .. alone|own",
    "at home alone",
    "at home on my own",
    "alone|own at home|night",
    "alone|own in the|our house|flat",
    "homeless",
    "nowhere to live|sleep|stay",
    "no where to live|sleep|stay",
    "sleep*|slept rough|outside",
    "sofa surf*",
    // Being hit, touched, frightened.
    "abus*|molest*|incest|grooming|groomed|groomer",
    "rape|rapes|raped|raping|rapist",
    "assault*",
    "hit|hits|hitting|slap*|punch*|smack*|strangl*|beat|beats|beating .. me|her|him|@near",
    "kick*|push*|grab*|chok*|throw*|threw|pin|pins|pinned|lock*|chas*|chuck* me",
    "kick*|push*|grab*|chok*|threw my|our @near",
    "hurt|hurts|hurting me|@near",
    "hurt|hurts|hurting my|our @near",
    "beat|beats|beating|beaten .. up",
    "bruis*",
    "touch* me|us|her|him",
    "touch* _ me",
    "touch* .. private*|bum|boobs|chest|leg|there",
    "private parts|bits",
    "sexual*|sexting|nude|nudes|naked|rapey",
    "paedo*|pedo*|peado*|nonce|pervert|perv|pervy|perving",
    "kiss*|lick*|grope*|groping me",
    "in|into|to|outside my|our|the|his room|bedroom|bed .. night|nights",
    "come|comes|coming|came|get|gets|climb* in|into my|our room|bedroom|bed",
    "watch*|film*|spy|spies|spying .. me|us .. shower|bath|change|changing|sleep|undress*",
    "mak*|made me|us touch|watch|kiss|undress|strip",
    "mak*|made me|us do things|stuff",
    "forc* me|her|him",
    "@not .. safe at home",
    "@not .. safe in|at my|our house|home|room|bedroom|flat|placement",
    "@not .. safe with|around my|him|her|them|@adult",
    "@not feel safe here",
    "unsafe at home",
    "unsafe in my|our",
    "unsafe with|around my|him|her|them|@adult",
    "scared|afraid|frightened|terrified|petrified of my|him|her|them|@adult",
    "scared|afraid|frightened|terrified|petrified of _ @adult",
    "scared|afraid|frightened|terrified|petrified to go|be|stay home|back|alone",
    "scared|afraid|frightened|terrified|petrified at home",
    "@adult .. angry|scared|scares|scaring|frighten*|shout*|scream*|drunk|drinking|violent|threat*|temper|rage",
    "angry|drunk|violent .. @adult",
    "threaten*|threats",
    // Running away, being sent away.
    "ran|run|runs|running away",
    "runaway|runaways",
    "kicked|chucked|thrown out of .. home|house|my|our",
    "@not want to go home|back",
    "@not wanna go home|back",
    "missing from home",
    // Weapons.
    "knife|knives|machete*|shank*|weapon*|gun|guns",
    "stab|stabs|stabbed|stabbing",
    "acid attack*",
    // Being used by others.
    "county line*",
    "drug*|cocaine|heroin|ketamine|ket|weed|dealer*",
    "gang|gangs",
    "traffick*|exploit*|blackmail*|sextort*",
    "older man|men|guy|guys|bloke|blokes|boyfriend",
    "give|gives|gave|buys|bought me|us vapes|vape|alcohol|vodka|drink",
    "he|man|men|guy|bloke|someone gives|gave me|us money|presents",
    "pay|pays|paid me to",
    "send|sends|sent|sending|shared|shares|posted .. pic|pics|picture|pictures|photo|photos|vid|video of me|myself|her|him",
    "send|sent him|them .. pic|pics|picture|pictures|photo|photos",
    "meet*|met .. online|snap|snapchat|insta|instagram",
    "carry*|deliver*|hold* .. stuff|things|packages|package for",
    "owe|owes him|them|money",
    "pregnan*",
    "forced marriage",
    "me .. marry|married",
    "fgm",
    // Secrets.
    "not to tell|say",
    "promise* not to",
    "our|little|big secret",
    "keep*|kept .. secret",
    "@not tell anyone|anybody|any1|nobody|no1",
    "cant|cannot|mustnt|wont tell my|mum|dad",
    "@not allowed|supposed|meant to tell|say",
];

/// The same in Welsh, with the mutations that stand in sentences. Nobody whose first language it is has read it yet.
const WELSH: &[&str] = &[
    // Lladd, marw, peidio bod yma.
    "lladd|ladd|hunanladd*",
    "eisiau|isio|isho|moyn marw|farw",
    "ddim|dim eisiau|isio|isho|moyn .. byw|fyw",
    "ddim|dim eisiau|isio|isho|moyn .. bod|fod yma",
    // Brifo eich hun, peidio bwyta.
    "hunan niw*",
    "hunanniw*",
    "brifo|frifo|niweidio|torri|dorri|crafu fy hun|hunan|mraich|nghoes|arddwrn",
    "casau|casáu|gasau|gasáu fy hun|mywyd|nghorff",
    "ddim|dim|stopio|peidio bwyta|fwyta",
    // Llwgu, oer, gadael.
    "llwgu|lwgu|newynu",
    "dim bwyd",
    "digartref|ddigartref",
    "ar ben fy hun gartref|adref|adre",
    // Cael eich taro, eich cyffwrdd, eich dychryn.
    "cam drin",
    "gam drin",
    "camdrin*|gamdrin*",
    "treisio|dreisio|treisiol|dreisiol",
    "bwrw|fwrw|mwrw|taro|daro|nharo|curo|guro|nghuro|slapio|dyrnu|ddyrnu fi|mam|dad|chwaer|brawd",
    "fy mwrw|nharo|nghuro|nghicio|mrifo",
    "cyffwrdd|gyffwrdd|chyffwrdd .. fi|ynof",
    "fy nghyffwrdd",
    "rhywiol|noeth|noethlun*",
    "ofn .. dad|nhad|mam|llystad|llysfam|ewythr|cariad|fe|fo",
    "ofn mynd|fynd adre|adref|gartref",
    "ddim|dim yn saff|ddiogel .. gartref|adre|adref",
    // Rhedeg i ffwrdd, arfau, cyffuriau, cyfrinachau.
    "rhedeg|redeg|rhedais|redais _ ffwrdd",
    "cyllell|gyllell|chyllell|cyllyll|arf|arfau",
    "cyffur*|gyffur*|chyffur*",
    "beichiog|feichiog",
    "cadw|gadw .. cyfrinach|gyfrinach",
    "paid|peidio|beidio .. dweud|deud|ddweud",
    "ddim|dim yn cael dweud|deud",
];

/// How many words `..` may stand for.
const WINDOW: usize = 3;

/// Adults who look after children, as children call them.
const ADULTS: &[&str] = &[
    "mum",
    "mummy",
    "mam",
    "mom",
    "mother",
    "dad",
    "daddy",
    "father",
    "stepdad",
    "stepmum",
    "stepfather",
    "stepmother",
    "parent",
    "nan",
    "nana",
    "nanna",
    "nanny",
    "gran",
    "granny",
    "grandma",
    "grandad",
    "grandfather",
    "grandmother",
    "auntie",
    "aunty",
    "aunt",
    "uncle",
    "carer",
    "boyfriend",
    "girlfriend",
    "family",
];

/// Others at home.
const CHILDREN: &[&str] = &[
    "brother",
    "bro",
    "sister",
    "sis",
    "stepbrother",
    "stepsister",
    "cousin",
    "baby",
    "kid",
    "twin",
    "partner",
];

/// Ways to say not.
const NOTS: &[&str] = &[
    "not", "dont", "doesnt", "didnt", "cant", "cannot", "wont", "never", "isnt", "aint", "arent", "wasnt",
    "havent", "hasnt", "mustnt", "shouldnt",
];

/// One place of a pattern.
enum Step {
    /// One word that is one of these.
    Word(Vec<Form>),
    /// Any one word.
    Any,
    /// Up to [`WINDOW`] words.
    Gap,
}

/// What one word may be.
enum Form {
    /// This word.
    Exact(Box<str>),
    /// Every word that begins so.
    Stem(Box<str>),
    /// One of these, also with an s at its end ("mums" is "mum's" too).
    OneOf(&'static [&'static str]),
}

static LIST: LazyLock<Vec<Vec<Step>>> = LazyLock::new(|| built_in().map(steps).collect());

/// Every line of the list that is built in.
pub fn built_in() -> impl Iterator<Item = &'static str> {
    PATTERNS.iter().chain(WELSH).copied()
}

fn steps(line: &str) -> Vec<Step> {
    line.split(' ')
        .map(|word| match word {
            ".." => Step::Gap,
            "_" => Step::Any,
            word => Step::Word(word.split('|').flat_map(forms).collect()),
        })
        .collect()
}

fn forms(word: &str) -> Vec<Form> {
    match word {
        "@adult" => vec![Form::OneOf(ADULTS)],
        "@near" => vec![Form::OneOf(ADULTS), Form::OneOf(CHILDREN)],
        "@not" => vec![Form::OneOf(NOTS)],
        _ => vec![
            word.strip_suffix('*').map_or_else(|| Form::Exact(word.into()), |stem| Form::Stem(stem.into())),
        ],
    }
}

/// What is wrong with a line that an organisation adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WatchFlaw {
    /// A word is missing beside a bar, is a single letter, or has a sign in it that no word has.
    Word,
    /// It begins or ends with a place for any words: it would match more than it says.
    Open,
    /// It is too long.
    Long,
}

/// Words of one line, and lines, that an organisation may add.
const LINE_WORDS_MAX: usize = 20;

/// Lines that an organisation may add.
pub const WATCH_LINES_MAX: usize = 300;

/// The words that an organisation has added to the list. They are read beside the list that is built in and never instead of
/// it: nobody can turn a mark off.
#[derive(Default)]
pub struct WatchList(Vec<Vec<Step>>);

impl std::fmt::Debug for WatchList {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("WatchList").field(&self.0.len()).finish()
    }
}

impl WatchList {
    /// Reads lines as they are written above; empty ones are left out, and so are those that begin with `#`. Capital letters
    /// and apostrophes are taken as they are taken in answers. The flaws have the number of their line, from 1.
    pub fn parse(text: &str) -> Result<Self, Vec<(u64, WatchFlaw)>> {
        let (mut lines, mut flaws) = (Vec::new(), Vec::new());
        for (number, line) in (1..).zip(text.lines()) {
            let plain = plain(line);
            let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match flaw_of(&line) {
                Some(flaw) => flaws.push((number, flaw)),
                None => lines.push(steps(&line)),
            }
        }
        if flaws.is_empty() { Ok(Self(lines)) } else { Err(flaws) }
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a trained person should read this answer before others, by the list that is built in or by these words.
    pub fn watch(&self, text: &str) -> bool {
        let words = words(text);
        found(&LIST, &words) || found(&self.0, &words)
    }
}

/// What is wrong with a line, if anything is.
fn flaw_of(line: &str) -> Option<WatchFlaw> {
    let words: Vec<&str> = line.split(' ').collect();
    if words.len() > LINE_WORDS_MAX {
        return Some(WatchFlaw::Long);
    }
    let is_place = |word: &&str| matches!(*word, ".." | "_");
    if words.first().is_some_and(is_place) || words.last().is_some_and(is_place) {
        return Some(WatchFlaw::Open);
    }
    let known = |form: &str| {
        let stem = form.strip_suffix('*').unwrap_or(form);
        matches!(form, "@adult" | "@near" | "@not")
            || (stem.chars().count() >= 2 && stem.chars().all(char::is_alphanumeric))
    };
    let sound = words.iter().filter(|word| !is_place(word)).all(|word| word.split('|').all(known));
    (!sound).then_some(WatchFlaw::Word)
}

/// Whether a trained person should read this answer before others.
///
/// False means nothing: see the head of this module.
pub fn watch(text: &str) -> bool {
    found(&LIST, &words(text))
}

/// Whether one of these lines stands among these words.
fn found(lines: &[Vec<Step>], words: &[Word]) -> bool {
    lines.iter().any(|steps| (0..words.len()).any(|from| matches(steps, &words[from..])))
}

/// In lower case, without apostrophes of any kind.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|letter| !matches!(letter, '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' | '\u{b4}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A word of the answer: as written, and, where a letter is drawn out
/// ("pleeease"), with every letter once.
struct Word {
    written: String,
    squeezed: Option<String>,
}

/// The words in lower case, without apostrophes of any kind, so that "don't",
/// "don’t" and "dont" are one word. Everything else that is no letter or digit
/// parts two words.
fn words(text: &str) -> Vec<Word> {
    let plain = plain(text);
    plain
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| Word { written: word.into(), squeezed: drawn_out(word).then(|| squeeze(word)) })
        .collect()
}

/// Whether a letter stands three times in a row.
fn drawn_out(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    letters.windows(3).any(|three| three[0] == three[1] && three[1] == three[2])
}

fn squeeze(word: &str) -> String {
    let mut squeezed = String::with_capacity(word.len());
    for letter in word.chars() {
        if !squeezed.ends_with(letter) {
            squeezed.push(letter);
        }
    }
    squeezed
}

/// Whether the pattern stands at the very beginning of these words.
fn matches(steps: &[Step], words: &[Word]) -> bool {
    let Some((step, steps)) = steps.split_first() else { return true };
    match step {
        Step::Gap => (0..=WINDOW.min(words.len())).any(|skipped| matches(steps, &words[skipped..])),
        Step::Any | Step::Word(_) => {
            let Some((word, words)) = words.split_first() else { return false };
            let fits = match step {
                Step::Word(forms) => forms.iter().any(|form| form.is(word)),
                Step::Any | Step::Gap => true,
            };
            fits && matches(steps, words)
        }
    }
}

impl Form {
    fn is(&self, word: &Word) -> bool {
        let written = word.written.as_str();
        let squeezed = word.squeezed.as_deref();
        match self {
            Form::Exact(exact) => written == &**exact || squeezed.is_some_and(|s| s == squeeze(exact)),
            Form::Stem(stem) => {
                written.starts_with(&**stem) || squeezed.is_some_and(|s| s.starts_with(&squeeze(stem)))
            }
            Form::OneOf(list) => list.iter().any(|entry| {
                let same =
                    |word: &str, entry: &str| word.strip_prefix(entry).is_some_and(|s| matches!(s, "" | "s"));
                same(written, entry) || squeezed.is_some_and(|s| same(s, &squeeze(entry)))
            }),
        }
    }
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
        ] {
            assert!(watch(text), "{text}");
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

    /// A pattern that ends in a gap, or has an empty alternative, matches more
    /// than it says.
    #[test]
    fn every_pattern_is_well_formed() {
        let mut seen = std::collections::HashSet::new();
        for line in built_in() {
            assert!(seen.insert(line), "twice: {line}");
            assert_eq!(flaw_of(line), None, "{line}");
            assert!(!line.starts_with("..") && !line.ends_with("..") && !line.ends_with(" _"), "{line}");
            for word in line.split(' ').filter(|word| !matches!(*word, ".." | "_")) {
                for form in word.split('|') {
                    let known = matches!(form, "@adult" | "@near" | "@not");
                    let stem = form.strip_suffix('*').unwrap_or(form);
                    let plain = stem.chars().count() >= 2
                        && stem.chars().all(|c| c.is_lowercase() || c.is_ascii_digit());
                    assert!(known || plain, "{form} in {line}");
                }
            }
        }
        assert!(PATTERNS.len() >= 60);
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

    #[test]
    fn an_organisation_adds_words_and_takes_none_away() {
        let own =
            WatchList::parse("# ours\n\nEast Side crew\n  fizz*|pop  ..  Old Mill \nnobody's home").unwrap();
        assert_eq!(own.len(), 3);
        for text in
            ["the east side CREW was there", "fizzing behind the old mill", "nobodys home", "he hits my mum"]
        {
            assert!(own.watch(text), "{text}");
        }
        for text in ["the east side of town", "fizzy drinks", "the bus is late"] {
            assert!(!own.watch(text), "{text}");
        }
        assert!(WatchList::parse("").unwrap().is_empty());
        let text = ".. crew\ncrew ..\na|\nx\n@uncle\nok line\nc*rew\n_";
        let flaws = WatchList::parse(text).unwrap_err();
        let expected = [
            (1, WatchFlaw::Open),
            (2, WatchFlaw::Open),
            (3, WatchFlaw::Word),
            (4, WatchFlaw::Word),
            (5, WatchFlaw::Word),
            (7, WatchFlaw::Word),
            (8, WatchFlaw::Open),
        ];
        assert_eq!(flaws, expected);
        assert_eq!(WatchList::parse(&"word ".repeat(21)).unwrap_err(), [(1, WatchFlaw::Long)]);
    }
}
