//! Words that point to somebody. They only suggest: a person decides about each.
//!
//! The lists are our own. They stand in small letters, several words a line, so that a name is added where it belongs.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Given names that are frequent among children, young people and those who work with them in these islands.
const NAMES: &str = "
    aaliyah aaron abbie abbigail abby abigail adam adele adrian aidan aiden aimee alan albert alex alexa
    alexander alexandra alexis alfie alice alicia alison amanda amelia amelie amy ana andrea andrew angela
    anna annabel annabelle anne annie anthony antonia aoife archie aria arlo arthur ashleigh ashley ashton
    astrid aubrey aurelia austin ava barbara beatrice becky bella ben benjamin beth bethany beverley billie
    blake bobby bonnie bradley brandon brenda brian bridget brooke caitlin caleb callum calum cameron
    camilla carl carla carly caroline carter casey catherine cathy charlene charles charlie charlotte chloe
    chris christina christine christopher ciara cillian claire clara clare colin connor conor corey courtney
    craig curtis damian damien dan daniel daniella danielle danny darcey darcy darren dave david deborah
    declan demi denise dennis derek dexter diana dominic donna dorothy douglas duncan dylan eddie edith
    edward edwin eilidh elaine eleanor elena eliana elias elijah eliot elise elizabeth ella ellen ellie
    elliot elliott ellis eloise elsa elsie emilia emilie emily emma emmanuel eric erica erin esme esmee
    ethan eva evan evelyn evie ezra felicity felix fergus finlay finley finn fiona florence frances
    francesca francis frankie fraser freddie freddy frederick freya gabriel gabriella gabrielle gareth gary
    gavin gemma geoff geoffrey george georgia georgie georgina geraldine gillian glenn gordon graham gregory
    gwen hannah harriet harrison harry harvey hayden hayley heather helen helena henrietta henry howard hugh
    hugo ian imogen irene isaac isabel isabella isabelle isla isobel ivan jack jackie jackson jacob
    jacqueline jake james jamie janet janice jason jayden jaydon jayne jeffrey jemima jenna jennifer jenny
    jeremy jermaine jess jessica jessie jim jimmy joan joanna joanne joe joel john johnny jonah jonathan
    jonathon joseph josephine josh joshua josie judith julia julian julie juliet justin kaitlyn kane karen
    karl kate katherine kathleen kathryn katie katy kayden kayla kayleigh keira keiran keith kelly kelsey
    ken kenneth kerry kevin kian kiera kieran kim kimberley kirsten kirsty kristen kyle kylie lacey lara
    laura lauren laurence lawrence layla leah leanne leila lena leo leon leonard lesley leslie lewis lexi
    lexie liam libby lilly linda lindsay lisa liz lizzie logan lola lorraine louie louis louisa louise luca
    lucas lucie lucy luke lydia lynn lynne mabel maddie maddison madeleine madison maggie maisie malcolm
    mandy marcus margaret maria marie marion martha martin martyn mary mason matilda matt matthew maureen
    maxwell maya meg megan mia michael michelle mike mikey millie milo mitchell mohamed mohammad mohammed
    molly monica morgan muhammad myla nancy naomi natalie natasha nathan nathaniel neil niall niamh nicholas
    nicola nicole nigel noah noel nora norman oliver olivia orla oscar owen paige pamela patricia patrick
    paul paula pauline penelope pete peter phil philip phillip phillipa phoebe rachael rachel ralph raymond
    rebecca reece reggie reuben rhiannon rhys richard riley rita ritchie robbie robert roger ronan ronnie
    rory rosalind rosanna roseanne rosie ross roxanne rupert russell ruth ryan ryder sadie sally sam
    samantha samuel sandra sara sarah saskia savannah scarlett scott sean sebastian serena shane shannon
    sharon shaun shauna sheila shelley sheryl shirley sian sienna simon sinead sofia sonia sophia sophie
    spencer stacey stanley stella stephanie stephen steve steven stuart susan suzanne sylvia tabitha tamara
    tanya tara tasha taylor terence teresa tess thea theo theodore theresa thomas tiffany tilly tim timothy
    tina toby tom tommy tony tracey tracy travis trevor tristan tyler tyrone valerie vanessa vera veronica
    vicky victoria vincent vivienne wayne wendy wilfred william xander yasmin yvonne zac zach zachary zack
    zak zara zoe zoey
";

/// The same in Welsh.
const WELSH_NAMES: &str = "
    aled alun alys aneurin angharad anwen beca bedwyr bethan betsan branwen bronwen cadi caradog carwyn
    carys catrin dafydd deian delyth dewi efan eifion eleri elin emyr enlli ffion fflur gareth gethin
    gruffudd gruffydd guto gwenllian gwenno gwilym gwion heledd hywel idris iestyn ieuan ifan ioan iolo iwan
    lleucu llewelyn llinos llyr lowena lowri mabli macsen mared marged mari meinir meleri menna nansi nerys
    nia olwen osian owain rhian rhiannydd rhodri rhun sion sioned siwan tegan tomos tudur twm
";

/// The same, of families from South Asia.
const SOUTH_ASIAN_NAMES: &str = "
    aarav aayan abdul abdullah adil aditya ahmad ahmed aisha akash ali alisha amaan aman amar amina amir
    amit ananya anaya anika aniket anil anita anjali ansh arif arjun arman arya asad asha ashok asif ayaan
    ayesha ayra babar bilal danish deepa deepak devika dilan divya faisal faiza farah farhan farida fatima
    fatimah fayaz gita gurdeep gurpreet habib hafsa haider hamid hamza haris harleen haroon harpreet hasan
    hassan hina humaira hussain hussein ibrahim imran inaya irfan ishaan ishaq jasdeep jaspreet javed jaya
    kabir kamal karan karim kashif kavita khadija kiran kunal laila lakshmi mahnoor maira malik manpreet
    maryam meera mehak mohsin mubarak mustafa nabila nadeem nadia naeem nasir nasreen navdeep naveed neha
    nikhil nisha nitin noor omar parveen pooja pradeep prakash pranav priya priyanka qasim radhika rafiq
    raheem rahul rajesh ravi rehan reshma reyansh riya riyaz rohan rohit rukhsana saad sabrina sadia saima
    saira sajid salim salma samina samir sana sandeep sanjay sanjeev saqib shabana shahid shaista shanaya
    shazia shivani shreya siddharth simran sohail sumaya sunita suraj tahir tanvi tariq uma usman vijay
    vikram yusuf zahid zahra zain zainab zakariya zayd zayn zeeshan zoya
";

/// The same, of families from Poland and other countries of Eastern Europe.
const EASTERN_NAMES: &str = "
    adrianna agata agnieszka aleksander aleksandra andrei antoni bartek bartosz beata bogdan bozena dawid
    dominik dorota elzbieta emilija ewa filip gabija grzegorz hubert iwona jakub janusz jaroslaw joanna
    julita justyna kacper kamil kamila karolina kasia katarzyna kinga krystian krzysztof kuba lena lukasz
    maciej magda magdalena maja malgorzata malwina marcin marek mariusz marta mateusz michal mihai mikolaj
    milena monika nadzieja natalia nikola nikolas oksana oleh olena oliwia oliwier patryk pawel piotr
    radoslaw rafal ruta ryszard sebastianas stefan stefania szymon tomasz urszula vasile viktor viktoria
    weronika wiktor wiktoria wojciech yulia zofia zosia zuzanna
";

/// The same, of Arabic-speaking, Kurdish, Turkish and Iranian families.
const MIDDLE_EASTERN_NAMES: &str = "
    abbas abdulrahman aliya ammar anas aram ayman azad aziz azra bashar basma berfin cemile dalia darya
    diyar ebru elif emre fadi farid fatma ghada hadi hajar hamid hanan haneen hasti hawra hevin huda hussam
    ilham iman ismail jamal jamila karwan kawa khaled khalid leyla lina mahmoud majed malak marwa mehdi
    mehmet mohamad mona mourad murad nawal nazanin nesrin nizar nour omid osama parisa rami rana rania rasha
    reem reza rozhin ruqayyah saeed safa sahar salah sami samira sarwat sawsan selin shadi shirin soran
    sumayyah taha tamer walid wissam yahya yara yasemin yasir younes yousef youssef zaki
";

/// The same, of families from Africa and the Caribbean.
const AFRICAN_NAMES: &str = "
    abdi abdirahman abena abiola abukar ade adebayo adeola adesola afia akosua akua amadou amara aminata
    ayanna ayodele ayomide babajide bukola chiamaka chidera chidi chinedu chinonso damilola daniela deka
    delroy desta ebony efua ekow emeka eniola esi fadumo fatou femi fola folake funmi gifty hodan idil
    ifeoma ifrah ikram isatou jabari jahmal jamelia kehinde keisha kelechi khadra kofi kwabena kwaku kwame
    kwasi lamin latoya leroy makeda marlon ngozi nia nkechi nneka obinna ololade olumide oluwaseun omari
    oyinda rohanna sade samatar segun seun shanice shaniqua shanique sharif sibusiso sipho taiwo tanisha
    temi temitope tendai thabo thandi tinashe tobi toluwani tunde uche yemi yetunde yonas zanele
";

/// Given names that are ordinary words as well, or short for one: with a capital letter, within a sentence.
const WORDS_AS_NAMES: &str = "
    abel alma amber angel april archer ariel art asher aspen august autumn basil bay beau bill billy bob
    bradford brook buddy carol casper cerys chase chelsea chester china christian clay cliff colt crystal
    daisy dale dawn dean dee destiny dev dion don drew ed eira elan eli ellery enfys eve faith fern flora
    fox frank gail gene ginger glen grace grant guy gwyn harmony harper haven hazel heath heaven holly honey
    hope hunter iris israel ivy jade jasmine jasper jay jean jet jewel jo jordan josiah joy june justice kit
    lane lee lily lincoln luna lyric mali mark max may melody mercy miles mina misty nick nova olive paris
    parker pat pearl penny pip poppy porter prince queenie rain raj ray reed reid rich rob robin rocky rod
    roman rose rosemary rowan roy ruby rusty sage sandy sapphire seren shay sid sky skye star storm sue
    summer sunny tad ted teddy troy ty van victor violet wade warren will willow winter woody yan zen zion
";

fn set(lists: &[&'static str]) -> BTreeSet<&'static str> {
    lists.iter().flat_map(|list| list.split_whitespace()).collect()
}

static GIVEN: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    set(&[NAMES, WELSH_NAMES, SOUTH_ASIAN_NAMES, EASTERN_NAMES, MIDDLE_EASTERN_NAMES, AFRICAN_NAMES])
});

static ORDINARY: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| set(&[WORDS_AS_NAMES]));

static HEALTH: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| set(&[HEALTH_WORDS]));

/// Whether a word in small letters is a given name, or the same with an `s` that children write without an apostrophe.
pub(super) fn is_given_name(small: &str) -> bool {
    let singular = small.strip_suffix('s').filter(|name| name.len() > 2);
    GIVEN.contains(small) || singular.is_some_and(|name| GIVEN.contains(name) && !PLURALS.contains(&small))
}

/// Whether a word in small letters is a given name and an ordinary word.
pub(super) fn is_word_and_name(small: &str) -> bool {
    ORDINARY.contains(small)
}

/// Whether a word in small letters names an illness or what is taken for one.
pub(super) fn is_about_health(small: &str) -> bool {
    HEALTH.contains(small)
}

/// Ordinary words that look like a name with an `s`.
const PLURALS: &[&str] = &["arias", "jacks", "masons", "mikes", "taylors"];

/// Illnesses, diagnoses and medicines. Many are said of a place or a service as well, so they are never sure.
const HEALTH_WORDS: &str = "
    abortion adhd anorexia anorexic antidepressants anxiety asd asthma asthmatic autism autistic bipolar bulimia bulimic cancer
    chemo chemotherapy coeliac concerta crohns deaf depressed depression diabetes diabetic dialysis dyslexia dyslexic dyspraxia
    dyspraxic eczema epilepsy epileptic epipen fluoxetine hiv hydrocephalus inhaler insulin leukaemia melatonin meningitis
    methylphenidate miscarriage narcolepsy ocd paraplegic pregnancy pregnant prozac psychosis ptsd ritalin schizophrenia
    scoliosis seizures sertraline stoma suicidal tourettes tumour
";

/// What stands before the name of a grown-up.
pub(super) const TITLES: &[&str] = &["mr", "mrs", "miss", "ms", "mx", "dr", "sir", "madam"];

/// Titles that are said without a name as well: only a capital letter behind them makes it one.
pub(super) const CALLED: &[&str] = &["sir", "miss", "madam"];

/// What somebody is who works with children, before their name. `social worker` is two words; its last one stands here.
pub(super) const WORKERS: &[&str] = &[
    "advocate",
    "assistant",
    "carer",
    "caseworker",
    "coach",
    "counsellor",
    "dentist",
    "doctor",
    "driver",
    "escort",
    "gp",
    "headteacher",
    "iro",
    "keyworker",
    "mentor",
    "nurse",
    "officer",
    "pa",
    "psychologist",
    "senco",
    "ta",
    "teacher",
    "therapist",
    "tutor",
    "visitor",
    "worker",
];

/// Who somebody is to the one who writes.
pub(super) const KIN: &[&str] = &[
    "aunt",
    "auntie",
    "aunty",
    "bestie",
    "bf",
    "bff",
    "boyfriend",
    "bro",
    "brother",
    "cousin",
    "dad",
    "daughter",
    "friend",
    "gf",
    "girlfriend",
    "gran",
    "grandad",
    "grandma",
    "grandpa",
    "mam",
    "mate",
    "mom",
    "mum",
    "nan",
    "neighbour",
    "nephew",
    "niece",
    "partner",
    "sis",
    "sister",
    "son",
    "stepbrother",
    "stepdad",
    "stepmum",
    "stepsister",
    "twin",
    "uncle",
];

/// Words with a capital letter that are nobody's name.
pub(super) const NOBODY: &[&str] = &[
    "april",
    "art",
    "august",
    "biology",
    "british",
    "chemistry",
    "christmas",
    "college",
    "december",
    "diwali",
    "drama",
    "easter",
    "eid",
    "english",
    "february",
    "french",
    "friday",
    "geography",
    "german",
    "god",
    "halloween",
    "history",
    "i",
    "im",
    "ive",
    "january",
    "july",
    "june",
    "lol",
    "march",
    "maths",
    "may",
    "monday",
    "music",
    "november",
    "october",
    "ok",
    "ramadan",
    "saturday",
    "school",
    "science",
    "september",
    "spanish",
    "sunday",
    "thursday",
    "tuesday",
    "tv",
    "wednesday",
    "welsh",
    "year",
];

/// Words that the name of a school ends with.
pub(super) const SCHOOLS: &[&str] = &[
    "school",
    "academy",
    "college",
    "primary",
    "secondary",
    "infants",
    "juniors",
    "comprehensive",
    "nursery",
];

/// Words that the name of a Welsh school begins with.
pub(super) const WELSH_SCHOOLS: &[&str] = &["ysgol", "coleg", "goleg", "meithrinfa"];

/// Words before "school" that say which kind it is, and not which one.
pub(super) const KINDS_OF_SCHOOL: &[&str] = &[
    "boarding", "catholic", "free", "grammar", "infant", "junior", "lower", "middle", "new", "old",
    "private", "public", "sixth", "form", "special", "state", "summer", "sunday", "upper",
];

/// Words that begin with a capital letter only because they begin a sentence.
pub(super) const OPENERS: &[&str] = &[
    "a", "after", "all", "and", "any", "at", "because", "but", "every", "for", "from", "high", "i", "if",
    "in", "is", "it", "its", "my", "no", "not", "of", "on", "our", "so", "some", "that", "the", "their",
    "there", "this", "to", "we", "what", "when", "why", "with", "yes", "you", "your",
];

/// Words that the name of a street ends with.
pub(super) const STREETS: &[&str] = &["street", "road", "avenue"];

/// The same, where they are other words as well: only with a capital letter.
pub(super) const CAPITAL_STREETS: &[&str] = &[
    "lane", "close", "drive", "way", "place", "court", "crescent", "gardens", "terrace", "grove", "st", "rd",
    "ave",
];

/// Words that the name of a Welsh street begins with.
pub(super) const WELSH_STREETS: &[&str] = &["heol", "stryd", "ffordd", "lôn", "rhodfa"];

/// Words that the name of a home, a club or another place ends with.
pub(super) const PLACES: &[&str] = &[
    "centre", "clinic", "club", "common", "cottage", "estate", "farm", "green", "hall", "hill", "hospital",
    "house", "library", "lodge", "park", "surgery", "unit", "view", "villas",
];

/// Words after which names of places stand.
pub(super) const WHERE: &[&str] = &["at", "from", "in", "near", "outside"];

/// What is counted, so that "20 minutes road" is no address.
pub(super) const COUNTED: &[&str] = &[
    "big", "bus", "cars", "day", "days", "hour", "hours", "main", "metre", "metres", "mile", "miles", "min",
    "mins", "minute", "minutes", "year", "years",
];

/// Where people are called by a name of their own making.
pub(super) const PLATFORMS: &[&str] = &[
    "discord",
    "insta",
    "instagram",
    "psn",
    "roblox",
    "snap",
    "snapchat",
    "tiktok",
    "twitch",
    "whatsapp",
    "xbox",
];

/// The months; those that are other words as well stand apart.
pub(super) const MONTHS: &[&str] = &[
    "january",
    "february",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "apr",
    "aug",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// Months that are other words as well.
pub(super) const MONTHS_AND_WORDS: &[&str] = &["march", "may"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_small_letters_and_no_name_is_an_ordinary_word() {
        let lists = [
            TITLES,
            CALLED,
            WORKERS,
            KIN,
            NOBODY,
            SCHOOLS,
            WELSH_SCHOOLS,
            KINDS_OF_SCHOOL,
            OPENERS,
            STREETS,
            CAPITAL_STREETS,
            WELSH_STREETS,
            PLACES,
            WHERE,
            COUNTED,
            PLATFORMS,
            MONTHS,
            MONTHS_AND_WORDS,
            PLURALS,
        ];
        for word in lists.concat().into_iter().chain(GIVEN.iter().copied()).chain(HEALTH.iter().copied()) {
            assert_eq!(word, word.to_lowercase(), "{word}");
        }
        let both: Vec<_> = GIVEN.intersection(&ORDINARY).collect();
        assert!(both.is_empty(), "sure or not sure: {both:?}");
        assert!(GIVEN.len() > 400, "{}", GIVEN.len());
    }

    #[test]
    fn a_name_is_known_with_the_s_that_children_write() {
        assert!(is_given_name("jayden") && is_given_name("jaydens") && is_given_name("james"));
        assert!(!is_given_name("will") && !is_given_name("jacks") && !is_given_name("as"));
        assert!(is_word_and_name("will") && is_word_and_name("grace"));
    }
}
