//! The list that is built in, English and Welsh: how it is written, and its words.

/// Names the list that made a mark; stored with it, because a mark is only
/// comparable with marks of the same list.
pub const WATCH_LIST_VERSION: &str = "earshot-watch-3";

/// The list. Words of one line stand one after the other in the answer, in
/// lower case and without apostrophes.
///
/// | written | matches |
/// |---|---|
/// | `a\|b` | either word |
/// | `kill*` | every word that begins so |
/// | `_` | any one word |
/// | `..` | up to [`WINDOW`](super::pattern::WINDOW) words, also none |
/// | `@adult` | a word of [`ADULTS`], also with an s at its end |
/// | `@near` | a word of [`ADULTS`] or [`CHILDREN`], also with an s |
/// | `@not` | a word of [`NOTS`] |
const PATTERNS: &[&str] = &[
    // Killing, dying, not being here.
    "kill*",
    "suicid*|unaliv*|sewerslid*|kys",
    "sucid*|suisid*|suicde",
    "ill|gonna|wanna|will|to|just kms",
    "die|dying",
    "wish .. dead",
    "be|better|off dead",
    "@not want _ be here|alive",
    "@not want|wanna|wana be here|alive",
    "@not want _ live|exist",
    "@not want|wanna|wana live|exist",
    "wish .. never|not born",
    "better without me",
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
    "never food",
    "never any|enough food",
    "dont|havent have|got food",
    "dont|havent have|got any|enough|much food",
    "nobody|noone|no1|anybody|anyone feed|feeds|feeding|fed me|us",
    "no one feed|feeds|feeding|fed me|us",
    "@not feed|feeds|feeding|fed me|us",
    "im|am not allowed to eat",
    "@not aloud|alowed|alloud to eat",
    "wont|dont|doesnt|never let|lets me eat",
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
    "abus*|abuz*|molest*|incest|grooming|groomed|groomer",
    "rape|rapes|raped|raping|rapist",
    "assault*",
    "hit|hits|hitting|slap*|punch*|smack*|strangl*|beat|beats|beating .. me|her|him|@near",
    "hitz|hitt|hitts|hittz|hiting|hittin|hitin|smak|smaks|smakz|beatz|beets .. me|us|her|him|@near",
    "hits|hitting|slaps|slapped|punches|punched us",
    // Cars nearly hit us, too.
    "he|she|they|someone|somebody|@adult hit us",
    "he|she|they|someone|somebody|@adult always|often|sometimes|also|just hit us",
    "used to hit us",
    "kick*|push*|grab*|chok*|throw*|threw|pin|pins|pinned|lock*|chas*|chuck* me",
    "kick*|push*|grab*|chok*|threw my|our @near",
    "hurt|hurts|hurting me|@near",
    "hurtz|hurtin|hert|herts me|us|@near",
    "hurtz|hurtin|hert|herts my|our @near",
    "hurts us",
    "hurt|hurts|hurting my|our @near",
    "beat|beats|beating|beaten .. up",
    "bruis*",
    "touch* me|us|her|him",
    "touch* _ me",
    "tuch*|tutch*|toutch* me|us|her|him",
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
    "scared|afraid|frightened|terrified|petrified to come home|back",
    "scared|afraid|frightened|terrified|petrified of going|goin home",
    "scard|scarred|scaird|skared|sacred|afriad|frightend|frigtened|terifed to go|come|be home|back",
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
    // Calling for somebody.
    "someone|somebody|anyone|anybody help me",
];

/// Words that ask for help. In every answer they would mark half of a survey ("help me get a bus pass"); beside a way to
/// reach whoever wrote them they mean that somebody is to come.
pub(super) const PLEAS: &[&str] = &[
    "help me|us",
    "need|needs|want .. help",
    "help .. please|plz|pls|plse",
    "please|plz|pls|plse .. call|ring|phone|text|txt|message|contact me|us",
    "call|ring|phone|text|txt|message|contact me|us .. please|plz|pls|plse",
    "please|plz|pls|plse help|call|ring|hurry",
    "need|want to talk|speak",
    "save me|us",
    "get me|us out|away",
    "in danger",
    "emergency|urgent*|sos",
    // Cymraeg.
    "helpa|helpwch fi|ni",
    "angen help|cymorth",
    "plis|gweli|gwelwch .. ffonia|ffoniwch|ffona|tecstia|tecstiwch fi",
    "ffonia|ffoniwch|ffona|tecstia|tecstiwch fi .. plis|gweli|gwelwch",
    "mewn perygl",
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
    "neb .. bwydo|fwydo ni",
    "neb .. fy mwydo",
    "ddim|dim yn cael bwyta|fwyta",
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

/// Adults who look after children, as children call them.
pub(super) const ADULTS: &[&str] = &[
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
pub(super) const CHILDREN: &[&str] = &[
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
pub(super) const NOTS: &[&str] = &[
    "not", "dont", "doesnt", "didnt", "cant", "cannot", "wont", "never", "isnt", "aint", "arent", "wasnt",
    "havent", "hasnt", "mustnt", "shouldnt", "dnt", "dosent", "dosnt", "carnt", "cnt",
];

/// Every line of the list that is built in.
pub fn built_in() -> impl Iterator<Item = &'static str> {
    PATTERNS.iter().chain(WELSH).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::safeguarding::own::flaw_of;

    /// A pattern that ends in a gap, or has an empty alternative, matches more
    /// than it says.
    #[test]
    fn every_pattern_is_well_formed() {
        let mut seen = std::collections::HashSet::new();
        for line in built_in().chain(PLEAS.iter().copied()) {
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
}
