//! The draft of a data protection impact assessment (UK GDPR Article 35). Its seven steps are those that the ICO
//! describes; after them stand the standards of the Children's Code.

use super::risks::{Risk, risks};
use super::{
    Database, Document, Says, Section, Settings, Which, children, filled, listed, many, row, section, yours,
};
use crate::policy::Role;
use crate::respondent::RespondentType;

/// The draft of an assessment.
pub fn dpia(settings: &Settings) -> Document {
    let risks = risks(settings);
    Document {
        title: Which::ImpactAssessment.label().to_string(),
        intro: format!(
            "How {} asks children and young people with Earshot, what could go wrong for them, and what is done about \
             it. It follows the seven steps that the Information Commissioner\u{2019}s Office describes.",
            settings.organisation
        ),
        sections: vec![
            why(settings),
            what(settings),
            who_was_asked(),
            necessary(settings),
            at_risk(&risks),
            left_open(&risks),
            signed(),
            children::code(settings),
        ],
    }
}

fn why(settings: &Settings) -> Section {
    let asked = &settings.asked;
    let mut reasons = vec![filled(
        "Most of those who are asked are children. They write in their own words, and may tell of their health, their \
         family or somebody who hurts them, whatever was asked.",
    )];
    reasons.extend(asks(&[
        (asked.equality, "equality questions, such as about a disability or about caring for somebody"),
        (asked.pictures, "for a photo or a drawing"),
        (asked.sound, "for a recording"),
        (asked.sensitive, "about something that may hurt"),
    ]));
    section(
        "Step 1: why an assessment is needed",
        vec![
            row(
                "What it is about",
                vec![
                    filled(format!(
                        "{} asks children and young people, and adults around them, what they think of what is decided \
                         about them. It reads what they say, sorts it into themes, decides, and tells them what came of \
                         it.",
                        settings.organisation
                    )),
                    yours("what you want to reach with it, and since when you use it."),
                ],
            ),
            row("Why that calls for an assessment", reasons),
            row("Who decided so", vec![yours("name, role and day.")]),
        ],
    )
}

/// What consultations ask, each with how many of them.
fn asks(all: &[(u32, &str)]) -> Vec<Says> {
    let asked = all.iter().filter(|(count, _)| *count > 0);
    let words = |count: u32| many(count, "consultation asks", "consultations ask");
    asked.map(|(count, what)| filled(format!("{} {what}.", words(*count)))).collect()
}

fn what(settings: &Settings) -> Section {
    let asked = &settings.asked;
    let who: Vec<String> = asked.respondents.iter().map(|who| who_words(*who).to_string()).collect();
    let who = if who.is_empty() {
        "Nobody is asked yet.".to_string()
    } else {
        format!("Asked are {}. The ages that are asked: {}.", listed(&who), settings.ages())
    };
    let mut context = Vec::new();
    for (count, promise) in [
        (asked.anonymous, "that nobody knows who answers, and that nobody can be helped from here"),
        (asked.confidential, "that nobody is told what was said unless somebody is not safe"),
    ] {
        if count > 0 {
            let promises = many(count, "consultation promises", "consultations promise");
            context.push(filled(format!("{promises} {promise}.")));
        }
    }
    context.push(yours(
        "how you stand to these young people, what they expect of you, and what they or others were worried about \
         before.",
    ));
    section(
        "Step 2: what is done with which data",
        vec![
            row(
                "How answers come in",
                vec![filled(how_they_come(settings)), yours("which of these ways you use.")],
            ),
            row("What is asked", what_is_asked(settings)),
            row(
                "Who is asked",
                vec![
                    filled(who),
                    yours("about how many people you ask, where they live, and how often you ask them."),
                ],
            ),
            row(
                "How many consultations there are",
                vec![filled(format!(
                    "{} being made, {} open or paused, {} closed. How many people answered is not in this draft.",
                    asked.drafts, asked.running, asked.ended
                ))],
            ),
            row("Under which circumstances", context),
            row("Where the data are", where_they_are(settings)),
            row(
                "Who sees them",
                vec![
                    filled(seen_by(settings)),
                    filled("The public sees suppressed numbers, themes, and quotes without names."),
                ],
            ),
        ],
    )
}

/// Whose views are asked for.
pub(super) fn who_words(who: RespondentType) -> &'static str {
    match who {
        RespondentType::Child => "children and young people",
        RespondentType::Parent => "parents and carers",
        RespondentType::Professional => "people who work with children",
        RespondentType::Community => "people who live in the area",
    }
}

fn how_they_come(settings: &Settings) -> String {
    let codes = settings.asked.by_invitation;
    let only = if codes > 0 {
        format!(
            " {} only with a code.",
            many(codes, "consultation can be answered", "consultations can be answered")
        )
    } else {
        String::new()
    };
    format!(
        "On somebody\u{2019}s own phone or computer without an account, on a tablet of many, typed by staff for somebody \
         who speaks, from paper forms, or from files that were collected elsewhere.{only}"
    )
}

fn what_is_asked(settings: &Settings) -> Vec<Says> {
    let asked = &settings.asked;
    let mut says = vec![filled(
        "With an answer are kept: what was chosen and written; whether a child, a parent, somebody who works with \
         children or somebody who lives there answered; age band and area, where they were told; the hour in which it \
         came, how it came in, and the group of its code, where there was one; the language and the kind of words that \
         were read; how many minutes it took; and whether exact words may be quoted.",
    )];
    says.extend(asks(&[
        (asked.words, "for words of one\u{2019}s own"),
        (asked.pictures, "for a photo or a drawing"),
        (asked.sound, "for something said aloud"),
        (asked.equality, "equality questions"),
        (asked.contact, "how somebody can be reached: sealed, and opened by two people who look after safeguarding, for a day"),
    ]));
    says.push(filled("Earshot itself asks for no name, date of birth, address of a home or postcode."));
    says
}

/// Where the data lie, and who runs that.
pub(super) fn where_they_are(settings: &Settings) -> Vec<Says> {
    let database = match settings.database {
        Database::Sqlite => "In an SQLite file beside the program.",
        Database::Postgres => "In a PostgreSQL database.",
    };
    let days = settings.asked.draft_days;
    let mut says = vec![filled(database)];
    if days > 0 {
        says.push(filled(format!(
            "Answers that were begun and not sent are also on the phone, for {} at most.",
            many(days, "day", "days")
        )));
    }
    if settings.shared {
        says.push(filled(
            "Other organisations share this installation. None of them sees anything of another but the evidence of \
             consultations that a link names which both have agreed.",
        ));
    }
    if settings.mails {
        says.push(filled("Mail goes out through a mail server. No letter holds what anybody answered."));
    }
    says.push(yours("who runs the machine, in which country it stands, and who makes copies of it."));
    says
}

/// How many may read words.
fn seen_by(settings: &Settings) -> String {
    let roles: Vec<String> = settings
        .people
        .iter()
        .filter(|(role, many)| role.sees_raw_words() && *many > 0)
        .map(|(role, many)| format!("{} ({many})", role.label().to_lowercase()))
        .collect();
    if roles.is_empty() {
        "Nobody has a role yet that reads what was written.".to_string()
    } else {
        format!("These roles read what was written, with how many hold each: {}.", listed(&roles))
    }
}

fn who_was_asked() -> Section {
    section(
        "Step 3: who was asked about it",
        vec![
            row(
                "Children, young people and parents",
                vec![yours("whom you asked, what they said, and what you changed; or why you asked nobody.")],
            ),
            row(
                "People who know about it",
                vec![yours(
                    "what your data protection officer, your safeguarding lead and whoever runs the machine said.",
                )],
            ),
        ],
    )
}

fn necessary(settings: &Settings) -> Section {
    let asked = &settings.asked;
    let mut basis = named(settings);
    if asked.without_basis > 0 {
        let some = many(asked.without_basis, "consultation names", "consultations name");
        basis.push(filled(format!("{some} no basis or no duty. None can open without both.")));
    }
    basis.push(yours("why this basis fits, and where it is a public task, the law that gives you the task."));
    let mut times = settings.times();
    times.push(yours("whether you need each of these for so long."));
    section(
        "Step 4: whether it is needed and in proportion",
        vec![
            row("The lawful basis", basis),
            row(
                "Special categories of data",
                vec![
                    filled(
                        "What young people write may hold data on health, beliefs, origin or sexual orientation even where \
                         nobody asked.",
                    ),
                    yours(
                        "the condition of Article 9 and of Schedule 1 of the Data Protection Act 2018 that you rely on, \
                         and where your policy document is.",
                    ),
                ],
            ),
            row(
                "Whether less would do",
                vec![yours("whether you could reach the same by asking fewer people, or asking less.")],
            ),
            row(
                "Whether the data are right",
                vec![filled(
                    "What somebody said is never overwritten. An answer keeps the version of the questions that it \
                     answers. What was typed from paper can be compared in a second pass. Until the last day a young \
                     person can change what they said.",
                )],
            ),
            row(
                "What people are told",
                vec![
                    filled("What stands on the start page of each consultation and on the privacy page."),
                    yours("where your own privacy notice is, and who checks that all three say the same."),
                ],
            ),
            row(
                "How they use their rights",
                vec![filled(
                    "With four words somebody sees, changes, narrows or takes back what they said. Everything else can be \
                     asked on the page \u{201c}Tell us if something is wrong\u{201d}, without a name.",
                )],
            ),
            row("How long data are kept", times),
            row(
                "Others who handle data, and other countries",
                vec![
                    filled(
                        "Earshot gives what young people said to nobody: not to a service for translating, for counting \
                         visitors or for artificial intelligence.",
                    ),
                    yours(
                        "your contracts with those who run the machine and the mail server, and where they are.",
                    ),
                ],
            ),
        ],
    )
}

/// The bases and duties that consultations name.
pub(super) fn named(settings: &Settings) -> Vec<Says> {
    let asked = &settings.asked;
    let mut says = Vec::new();
    for (all, words) in
        [(&asked.bases, "Lawful bases that consultations name"), (&asked.duties, "Duties that they serve")]
    {
        if !all.is_empty() {
            let all: Vec<String> = all.iter().cloned().collect();
            says.push(filled(format!("{words}: {}", all.join("; "))));
        }
    }
    if says.is_empty() {
        says.push(filled("No consultation names a lawful basis yet."));
    }
    says
}

fn at_risk(risks: &[Risk]) -> Section {
    let mut rows = vec![row(
        "How to read this",
        vec![
            filled(
                "Likelihood (remote, possible, probable) and severity (minimal, significant, severe) are a first \
                 estimate, made from how this installation is set up.",
            ),
            yours("what you see otherwise, and what could go wrong besides."),
        ],
    )];
    rows.extend(risks.iter().map(Risk::row));
    section("Step 5: what could go wrong, and what is done about it", rows)
}

fn left_open(risks: &[Risk]) -> Section {
    let to_do = |open: &String| filled(open.clone());
    let mut rows: Vec<_> = risks
        .iter()
        .filter(|risk| !risk.open.is_empty())
        .map(|risk| {
            let mut says: Vec<_> = risk.open.iter().map(to_do).collect();
            says.push(yours("what you do about it, who does it, and by when; or why it may stay."));
            row(risk.head, says)
        })
        .collect();
    rows.push(row(
        "What Earshot cannot see",
        vec![yours(
            "measures of your own: training, contracts, how copies and phones are kept, what happens after a breach.",
        )],
    ));
    section("Step 6: what is left open", rows)
}

fn signed() -> Section {
    section(
        "Step 7: signing off",
        vec![
            row("Measures", vec![yours("who agreed to them, and on which day; put them into your plan.")]),
            row(
                "What is left of the risks",
                vec![yours(
                    "who accepts it, and on which day. Where a high risk stays, ask the Information Commissioner\u{2019}s \
                     Office before you begin.",
                )],
            ),
            row(
                Role::DataProtectionOfficer.label(),
                vec![yours("what they advised, and whether you followed it; if not, why.")],
            ),
            row("What those who were asked said", vec![yours("whether you followed it; if not, why.")]),
            row(
                "Looking at it again",
                vec![yours("who does so, and when. Then sign, with name, role and day.")],
            ),
        ],
    )
}
