//! The fifteen standards of the ICO's Age Appropriate Design Code ("Children's Code"), each with what Earshot does
//! (domain.md 5.1).

use super::{Row, Says, Section, Settings, filled, row, section, yours};

/// Whether the code applies, and the fifteen standards.
pub(super) fn code(settings: &Settings) -> Section {
    let mut rows = vec![row(
        "Whether the code applies",
        vec![
            filled(
                "The code is for services of the information society that children are likely to use. What a public \
                 body offers free of charge may not be one. Earshot is built to keep the code all the same.",
            ),
            yours("whether it applies to you, and that you mean to keep it."),
        ],
    )];
    rows.extend(first_seven(settings));
    rows.extend(last_eight());
    section("The fifteen standards of the Children\u{2019}s Code", rows)
}

fn standard(number: u8, name: &str, says: Vec<Says>) -> Row {
    row(format!("{number}. {name}"), says)
}

fn first_seven(settings: &Settings) -> Vec<Row> {
    let ages = settings.ages();
    vec![
        standard(
            1,
            "Best interests of the child",
            vec![filled(
                "No consultation opens before somebody has written how it serves the best interests of children, and \
                 what happens when an answer worries a reader.",
            )],
        ),
        standard(
            2,
            "Data protection impact assessments",
            vec![
                filled("This is a draft of one."),
                filled("Earshot does not ask for one before a consultation opens."),
                yours("which consultations this assessment covers, and which need one of their own."),
            ],
        ),
        standard(
            3,
            "Age appropriate application",
            vec![filled(format!(
                "Each consultation says which ages it asks. Here they are: {ages}. Nobody has to prove an age: where \
                 there are words for several ages, those for the youngest who are asked come first.",
            ))],
        ),
        standard(
            4,
            "Transparency",
            vec![
                filled(
                    "What is promised stands on the start page, before the first question, and what happens to data on \
                     the privacy page, in short sentences, in English and Welsh.",
                ),
                yours("where your full privacy notice stands, and whether children have tried to read it."),
            ],
        ),
        standard(
            5,
            "Detrimental use of data",
            vec![filled("There is no advertising, no tracking, no points and no streaks.")],
        ),
        standard(
            6,
            "Policies and community standards",
            vec![filled(
                "Young people do not write to each other. Nobody sees what another wrote before staff have read it and \
                 made a quote of it. What was promised about dates and about who decides stands in public.",
            )],
        ),
        standard(
            7,
            "Default settings",
            vec![filled(
                "Everything is private from the start. There is no account. Exact words are quoted only after a yes, \
                 and an address is kept only for news that somebody asked for.",
            )],
        ),
    ]
}

fn last_eight() -> Vec<Row> {
    vec![
        standard(
            8,
            "Data minimisation",
            vec![
                filled(
                    "Age bands instead of dates of birth, areas instead of postcodes, no names. When an answer came is \
                     kept to the hour, and no network address is written down. Equality questions are optional and kept \
                     apart.",
                ),
                yours("whether each question that you ask is needed for what is decided."),
            ],
        ),
        standard(
            9,
            "Data sharing",
            vec![
                filled(
                    "Whoever decides sees quotes without names and suppressed numbers, and no answer as it was written. \
                     Earshot gives nothing to anybody else.",
                ),
                yours(
                    "with whom you share what, outside Earshot, and why that is in the children\u{2019}s interest.",
                ),
            ],
        ),
        standard(
            10,
            "Geolocation",
            vec![filled(
                "Never asked for: every page tells the browser to refuse it. The place is taken out of photos.",
            )],
        ),
        standard(
            11,
            "Parental controls",
            vec![
                filled("There are none, and no parent can see what a child answered."),
                yours("where you ask parents for permission: how children are told who can see what."),
            ],
        ),
        standard(
            12,
            "Profiling",
            vec![filled(
                "There is none. The list of words puts answers in the order in which people read them, and decides \
                 nothing about anybody.",
            )],
        ),
        standard(
            13,
            "Nudge techniques",
            vec![filled(
                "Every question has a button to skip it, and the questions about oneself have one for all of them. \
                 Taking everything back needs no reason.",
            )],
        ),
        standard(14, "Connected toys and devices", vec![filled("There are none.")]),
        standard(
            15,
            "Online tools",
            vec![filled(
                "With four words somebody sees, changes or takes back what they said. Every page for young people leads \
                 to \u{201c}Tell us if something is wrong\u{201d}.",
            )],
        ),
    ]
}
