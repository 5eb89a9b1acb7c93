use super::*;

/// Words of questionnaires for young people, and of the people who write them,
/// by how many syllables a dictionary gives them.
const WORDS: [(usize, &str); 7] = [
    (
        1,
        "the a I you me we how why what where who when do does did go goes school bus walk bike home friends friend \
         real most best worst thing things change changed like live place make safe feel word words boys eye league \
         stopped looked moved shared scared tired asked called tried clothes shoes choice don't can't won't it's we're \
         you've I'll thought through queue guess guide fruit build blue true need bed world yours hope queues phoned \
         stayed played strange judge breathe rhyme whole",
    ),
    (
        2,
        "happy people table little journey sometimes someone something somewhere homework often better doing \
         going being seeing playing trying student teacher parents social worker places buses changes classes wanted \
         needed quiet power flower shower didn't couldn't isn't wasn't that'll could've really only early lonely \
         lovely safely homeless safety quickly business hundred matter question answer option language local city \
         village outside toilet always never meetings lessons brother sister science being poem create special \
         million region movement careful wishes watches handled settled cycle beyond client equal \
         unique foster carer children picture patient ancient driver music centre enjoyed maybe ok techniques framework",
    ),
    (
        3,
        "everyone timetable everything anyone family families important different remember hospital disabled disabling \
         decided video videos radio area idea previous serious media autism racism however \
         worrying studying holiday together actual usual manual happier easier earlier \
         easiest happiest stadium employer employment apartment element beautiful another decision opinion \
         consultant exciting interviews audience behaviour Saturday theatre \
         supported religious continue musical diary lioness barriers basically employee areas",
    ),
    (
        4,
        "everybody society experience activity activities actually usually consultation January community education \
         independent information variety situation experienced convenient appreciate \
         particular anxiety American conversation politician biology security identity \
         emergency transportation material ability librarian",
    ),
    (
        5,
        "university disability association opportunity communication organisation consideration accommodation \
         electricity refrigerator examination possibility",
    ),
    (6, "responsibility accessibility availability"),
    (7, "individuality inaccessibility"),
];

#[test]
fn exceptions_are_in_order_so_that_they_are_found() {
    assert!(EXCEPTIONS.windows(2).all(|pair| pair[0].0 < pair[1].0));
}

#[test]
fn common_words_have_the_syllables_of_a_dictionary() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for (expected, list) in WORDS {
        for word in list.split_whitespace() {
            tried += 1;
            if syllables(word) != expected {
                wrong.push(format!("{word}: {} not {expected}", syllables(word)));
            }
        }
    }
    assert!(tried > 250, "{tried}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_word_has_at_least_one_syllable_and_letters_that_are_spelled_have_one_each() {
    for (word, expected) in [
        ("grown-ups", 2),
        ("NHS", 3),
        ("BBC", 3),
        ("SEND", 1),
        ("14", 1),
        ("4.45", 1),
        ("hmm", 1),
        ("caf\u{e9}", 2),
        ("\u{4f60}\u{597d}", 1),
        ("James's", 2),
        ("bus's", 2),
        ("mum's", 1),
    ] {
        assert_eq!(syllables(word), expected, "{word}");
    }
}
