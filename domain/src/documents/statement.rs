//! The draft of an accessibility statement (Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility
//! Regulations 2018), in the order of the model statement (domain.md 5.10).

use super::{Document, Section, Settings, Which, filled, listed, open, row, section, yours};

/// The draft of a statement.
pub fn accessibility(settings: &Settings) -> Document {
    Document {
        title: Which::AccessibilityStatement.label().to_string(),
        intro: format!(
            "For the pages on which {} consults children and young people with Earshot, and for the desk of its staff.",
            settings.organisation
        ),
        sections: vec![
            about(settings),
            how_accessible(),
            contact(),
            enforcement(),
            technical(settings),
            not_accessible(),
            improving(),
            prepared(),
        ],
    }
}

fn about(settings: &Settings) -> Section {
    let languages: Vec<String> = settings.asked.languages.iter().cloned().collect();
    let mut words = vec![filled("Earshot\u{2019}s own sentences are in English and Welsh.")];
    if !languages.is_empty() {
        let all = listed(&languages);
        words.push(filled(format!("There are questions in these languages, by their tags: {all}.")));
    }
    if !settings.languages.is_empty() {
        let all = listed(&settings.languages);
        words.push(filled(format!("Languages that the organisation has to offer, by their tags: {all}.")));
    }
    section(
        "What this statement is about",
        vec![
            row(
                "Whose pages",
                vec![
                    filled(settings.organisation.clone()),
                    yours("the address at which these pages are reached, and which pages are part of it."),
                ],
            ),
            row(
                "What people can do",
                vec![filled(
                    "Answer with a keyboard alone, with a screen reader, without script, and on an old phone; make words \
                     bigger and the page darker; read Easy Read and other words where there are any; have the phone read \
                     a question aloud; skip any question.",
                )],
            ),
            row("Languages", words),
            row(
                "Other ways to answer",
                vec![
                    filled(
                        "On paper in usual print, large print and Easy Read, or by speaking to somebody of the staff who \
                         types.",
                    ),
                    yours("which of these you offer, and whom to ask for them."),
                ],
            ),
        ],
    )
}

fn how_accessible() -> Section {
    section(
        "How accessible these pages are",
        vec![row(
            "In short",
            vec![yours("in plain words, what people may not be able to do here, as far as you know.")],
        )],
    )
}

fn contact() -> Section {
    section(
        "Telling you, and asking for something else",
        vec![
            row(
                "Another format",
                vec![yours("whom to write to or to ring, and within how many days they answer.")],
            ),
            row("Telling you about a problem", vec![yours("whom to tell what does not work.")]),
            row(
                "By telephone or in person",
                vec![yours(
                    "whether there is a relay, a hearing loop or an interpreter of British Sign Language.",
                )],
            ),
        ],
    )
}

fn enforcement() -> Section {
    section(
        "If somebody is not content with the answer",
        vec![row(
            "Who enforces the rules",
            vec![
                filled(
                    "In England, Scotland and Wales the Equality and Human Rights Commission enforces the regulations, \
                     and the Equality Advisory and Support Service helps those who are not content with an answer. In \
                     Northern Ireland both are done by the Equality Commission for Northern Ireland.",
                ),
                yours("which of them is right for where you are, with the way to reach it."),
            ],
        )],
    )
}

fn technical(settings: &Settings) -> Section {
    section(
        "Technical information",
        vec![
            row(
                "What the organisation means to do",
                vec![filled(format!(
                    "{} means to make these pages accessible, as the Public Sector Bodies (Websites and Mobile \
                     Applications) (No. 2) Accessibility Regulations 2018 ask.",
                    settings.organisation
                ))],
            ),
            row(
                "How far they comply",
                vec![
                    filled(
                        "Earshot\u{2019}s own tests look with axe, a program, at its pages on a phone and on a desktop, \
                         with script and without, in Chromium, by the rules up to WCAG 2.2, level AA, and fail on what \
                         is serious or critical. A program finds a part of what can be wrong: that is no audit.",
                    ),
                    yours(
                        "whether these pages comply fully, partially or not with WCAG 2.2, level AA, once somebody has \
                         looked at them as they are set up here, with your own texts, pictures and files.",
                    ),
                ],
            ),
        ],
    )
}

fn not_accessible() -> Section {
    section(
        "What is not accessible",
        vec![
            row(
                "Known of Earshot",
                vec![
                    open(
                        "Recordings and clips that staff put beside a question have no captions: put nothing into them \
                         that does not stand in the words of the question.",
                    ),
                    open(
                        "What a young person draws has no words for staff who do not see it, and what they say aloud \
                         has none for staff who do not hear it until a reader has written it down.",
                    ),
                ],
            ),
            row(
                "Not in line with the regulations",
                vec![yours(
                    "each thing that was found, whom it hinders, which criterion of WCAG it fails, and until when.",
                )],
            ),
            row(
                "A disproportionate burden",
                vec![yours(
                    "what you cannot mend for that reason, and where your assessment of it is; or that nothing is.",
                )],
            ),
            row(
                "Outside the regulations",
                vec![yours("such as older documents or what others put there; or that nothing is.")],
            ),
        ],
    )
}

fn improving() -> Section {
    section(
        "What is being done",
        vec![row("Steps", vec![yours("what you do to make these pages more accessible, and by when.")])],
    )
}

fn prepared() -> Section {
    section(
        "How this statement was made",
        vec![
            row(
                "Testing",
                vec![yours(
                    "when these pages were tested last, by whom, how, and how the pages were chosen.",
                )],
            ),
            row(
                "Days",
                vec![yours(
                    "when this statement was made, and when it was last looked at: at least once a year.",
                )],
            ),
            row(
                "Where it stands",
                vec![
                    open(
                        "The page on accessibility that everybody sees here says two sentences, and does not show this \
                         statement.",
                    ),
                    yours("where you publish it, so that people who answer here find it."),
                ],
            ),
        ],
    )
}
