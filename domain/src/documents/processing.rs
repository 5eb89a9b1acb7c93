//! The draft of a record of processing activities: the seven fields of UK GDPR Article 30(1), and what has to stand beside
//! them where special categories of data are handled for equality or for safeguarding (Data Protection Act 2018, Schedule
//! 1, Part 4).

use super::assessment::{named, where_they_are, who_words};
use super::risks::risks;
use super::{Document, Row, Says, Section, Settings, Which, filled, many, open, row, section, yours};
use crate::policy::Role;
use crate::retention::Record;

/// The draft of a record.
pub fn record(settings: &Settings) -> Document {
    Document {
        title: Which::RecordOfProcessing.label().to_string(),
        intro: format!(
            "What {} does with data of people when it consults them with Earshot, by the fields of UK GDPR Article \
             30(1).",
            settings.organisation
        ),
        sections: vec![
            controller(settings),
            purposes(settings),
            people_and_data(settings),
            recipients(settings),
            transfers(settings),
            times(settings),
            security(settings),
            special(settings),
            kept_up(),
        ],
    }
}

fn controller(settings: &Settings) -> Section {
    let officers = settings.hold(Role::DataProtectionOfficer);
    let officer = if officers == 0 {
        open("Nobody holds the role of data protection officer in Earshot.")
    } else {
        let people = many(officers, "person holds", "people hold");
        filled(format!("{people} the role of data protection officer in Earshot."))
    };
    let mut joint = Vec::new();
    if settings.shared {
        joint.push(filled(
            "Other organisations share this installation. Each asks in its own name, and none sees anything of another but \
             what a link that both have agreed names (\u{201c}Partners\u{201d} on the desk).",
        ));
    }
    joint.push(yours(
        "who decides with you about why and how data are handled, if anybody, and your arrangement.",
    ));
    section(
        "(a) Who is responsible",
        vec![
            row(
                "Controller",
                vec![
                    filled(settings.organisation.clone()),
                    yours(
                        "postal address, mail address, telephone, and the number of your registration with the ICO.",
                    ),
                ],
            ),
            row(
                "Data protection officer",
                vec![officer, yours("name, address and telephone of the one whom you have named.")],
            ),
            row("Joint controllers", joint),
            row(
                "Representative",
                vec![yours("nothing, unless you have no establishment in the United Kingdom.")],
            ),
        ],
    )
}

fn purposes(settings: &Settings) -> Section {
    let asked = &settings.asked;
    let mut consult = vec![
        filled(
            "To hear what children and young people, and adults around them, think, to decide with that in mind, and to \
             tell them what came of it.",
        ),
        filled(format!(
            "Consultations: {} being made, {} open or paused, {} closed.",
            asked.drafts, asked.running, asked.ended
        )),
    ];
    consult.extend(named(settings));
    let mut rows = vec![
        row("Consulting", consult),
        row(
            "Keeping children safe",
            vec![
                filled(
                    "To see when an answer means that somebody may not be safe, to decide what to do, and to be able to \
                     show later what was done.",
                ),
                yours("the lawful basis for it."),
            ],
        ),
    ];
    if asked.equality > 0 {
        rows.push(row(
            "Seeing who was heard",
            vec![
                filled("To see from equality questions which groups were reached and which were not."),
                yours("the lawful basis for it."),
            ],
        ));
    }
    if settings.mails {
        rows.push(row(
            "Telling those who ask for news",
            vec![filled(
                "To write to those who left an address and confirmed it, about the consultation that they asked about, \
                 until they stop it.",
            )],
        ));
    }
    rows.push(row(
        "Answering requests and complaints",
        vec![filled("To answer what people ask about their data, and to show that it was answered.")],
    ));
    rows.push(row(
        "Running the desk",
        vec![filled("To let staff in, to let them do what their role allows, and to know who did what.")],
    ));
    section("(b) What for", rows)
}

fn people_and_data(settings: &Settings) -> Section {
    let asked = &settings.asked;
    let mut rows: Vec<Row> = Vec::new();
    for who in &asked.respondents {
        let who = who_words(*who);
        rows.push(row(
            format!("Of {who}"),
            vec![filled(
                "What they chose, wrote and, where they were asked, showed or said aloud; age band and area, where they \
                 told them; the hour and the way in which it came.",
            )],
        ));
    }
    let mut special = vec![filled(
        "Words of one\u{2019}s own may hold special categories of data (health, beliefs, origin, sexual orientation) and \
         names of others, whatever was asked.",
    )];
    if asked.equality > 0 {
        let asks = many(asked.equality, "consultation asks", "consultations ask");
        special.push(filled(format!(
            "{asks} equality questions: a disability, caring for somebody, the language at home, living in care."
        )));
    }
    if asked.pictures + asked.sound > 0 {
        special.push(filled("Photos, drawings and recordings may show who somebody is."));
    }
    special.push(yours("what each consultation asks beyond that."));
    rows.push(row("Special categories", special));
    if settings.mails {
        rows.push(row(
            "Of those who want news",
            vec![filled("Their mail address, sealed, and apart from any answer.")],
        ));
    }
    rows.push(row(
        "Of those who ask or complain",
        vec![filled("What they wrote and what they were told, sealed. They need not give a name.")],
    ));
    rows.push(row(
        "Of staff",
        vec![filled(
            "Name, mail address, roles, when they signed in, and what they did: the audit trail. What shows who they are: the \
             public half of a passkey, the sealed secret of a code app, or what your provider calls them.",
        )],
    ));
    section("(c) Whose data, and which", rows)
}

fn recipients(settings: &Settings) -> Section {
    let roles = Role::ALL.iter().map(|role| {
        let words = format!("{} {}", held(settings.hold(*role)), role.purpose());
        row(format!("Inside: {}", role.label()), vec![filled(words)])
    });
    let mut rows: Vec<Row> = roles.collect();
    rows.push(row(
        "The public",
        vec![filled("Suppressed numbers, themes, and quotes without names that their writers said yes to.")],
    ));
    rows.push(row(
        "Whoever is given a link to the evidence",
        vec![filled(
            "Suppressed numbers, themes, published quotes, needs and decisions of one consultation, for 7, 30 or 90 days.",
        )],
    ));
    if settings.shared {
        rows.push(row(
            "Another organisation of this installation",
            vec![filled(
                "The same of the consultations that a link names which both have agreed, from its first day to its last, \
                 or until either ends it.",
            )],
        ));
    }
    rows.push(row(
        "Those who protect children",
        vec![yours("to whom your safeguarding lead passes something on, such as social care or the police.")],
    ));
    let mut outside = Vec::new();
    if settings.mails {
        outside.push(filled("A mail server carries letters, none of which holds what anybody answered."));
    }
    outside.push(yours("who runs the machine, the database and the mail server for you, by which contract."));
    rows.push(row("Processors", outside));
    section("(d) Who receives data", rows)
}

/// How many hold a role.
fn held(many: u32) -> String {
    match many {
        0 => "Held by nobody.".to_string(),
        1 => "Held by 1 person.".to_string(),
        many => format!("Held by {many} people."),
    }
}

fn transfers(settings: &Settings) -> Section {
    let mut says = vec![filled(
        "Earshot itself sends nothing to another country: it gives what young people said to nobody.",
    )];
    says.extend(where_they_are(settings));
    says.push(yours(
        "for each country outside the United Kingdom: which it is, and what protects the data there.",
    ));
    section("(e) Other countries", vec![row("Where data go", says)])
}

fn times(settings: &Settings) -> Section {
    let mut rows = vec![row("What the organisation chooses the time of", settings.times())];
    let fixed = settings
        .fixed
        .iter()
        .map(|fixed| row(fixed.what.clone(), vec![filled(format!("{}. {}", fixed.time, fixed.reason))]));
    rows.extend(fixed);
    rows.push(row(
        "Copies",
        vec![
            filled("A copy of the database holds what was there on its day."),
            yours("how long copies are kept: no longer than the shortest time above."),
        ],
    ));
    section("(f) How long", rows)
}

fn security(settings: &Settings) -> Section {
    let mut rows = vec![
        row(
            "Who may do what",
            vec![filled(
                "One table of roles decides, and every step asks it. Held words are for the safeguarding lead and the \
                 deputy alone.",
            )],
        ),
        row(
            "What can be read in the database",
            vec![filled(
                "Tokens, four words and codes only as keyed hashes; addresses for news and requests sealed with a key \
                 that is not in the database. Answers stand there as they are.",
            )],
        ),
        row(
            "What is noted",
            vec![filled(
                "Every change by staff, and every look at words, in an audit trail that is only added to and sealed as a \
                 chain. No answer, address or token is logged.",
            )],
        ),
        row(
            "What is published",
            vec![filled("Counts through one function that hides small numbers; quotes without names.")],
        ),
    ];
    // The same measures and the same gaps as in the assessment.
    let open: Vec<Says> = risks(settings).into_iter().flat_map(|risk| risk.open).map(Says::Open).collect();
    if !open.is_empty() {
        rows.push(row("What is not as it could be", open));
    }
    rows.push(row(
        "On your side",
        vec![yours("encryption of the disk and of copies, TLS in front of Earshot, who has keys, training.")],
    ));
    section("(g) How data are protected", rows)
}

fn special(settings: &Settings) -> Section {
    let equality = settings.rules.iter().filter(|kept| kept.record == Record::Equality);
    let mut kept: Vec<Says> = equality.map(|kept| filled(kept.words())).collect();
    kept.push(yours("whether data were kept and deleted as your policy document says; if not, why."));
    section(
        "Beside it: special categories of data",
        vec![
            row(
                "Condition",
                vec![yours(
                    "the condition of Schedule 1 that you rely on, such as equality of opportunity (paragraph 8) or \
                     safeguarding of children (paragraph 18), and the basis of Article 6 beside it.",
                )],
            ),
            row("Policy document", vec![yours("where it is, who keeps it, and when it was looked at last.")]),
            row("Keeping and deleting", kept),
        ],
    )
}

fn kept_up() -> Section {
    section(
        "This record",
        vec![row(
            "Who keeps it",
            vec![yours("name and role, the day of the last change, and when you look again.")],
        )],
    )
}
