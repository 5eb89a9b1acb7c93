//! What could go wrong for the people whose data it is, what Earshot does about it, and what stays open as an installation
//! is set up: the fifth and the sixth step of an assessment. Likelihood and severity in the words that the ICO uses. What
//! is said of Earshot is what `SECURITY.md` and `server/ASVS.md` say, and no more.

use super::{Database, Row, Settings, filled, many, open, row};
use crate::policy::Role;

/// How likely the harm is.
#[derive(Debug, Clone, Copy)]
enum Likely {
    Remote,
    Possible,
    Probable,
}

/// How bad it would be.
#[derive(Debug, Clone, Copy)]
enum Harm {
    Significant,
    Severe,
}

/// One thing that could go wrong.
#[derive(Debug, Clone)]
pub(super) struct Risk {
    /// What.
    pub(super) head: &'static str,
    likely: Likely,
    harm: Harm,
    measure: String,
    /// What is not as it could be.
    pub(super) open: Vec<String>,
}

impl Risk {
    /// As it stands in the assessment.
    pub(super) fn row(&self) -> Row {
        let likely = match self.likely {
            Likely::Remote => "remote",
            Likely::Possible => "possible",
            Likely::Probable => "probable",
        };
        let harm = match self.harm {
            Harm::Significant => "significant",
            Harm::Severe => "severe",
        };
        let mut says = vec![
            filled(format!("How likely: {likely}. How bad: {harm}.")),
            filled(format!("What Earshot does: {}", self.measure)),
        ];
        says.extend(self.open.iter().map(open));
        row(self.head, says)
    }
}

/// Everything that could go wrong in this installation.
pub(super) fn risks(settings: &Settings) -> Vec<Risk> {
    let asked = &settings.asked;
    let mut risks = vec![not_safe(settings)];
    risks.extend((asked.anonymous > 0).then(cannot_be_found));
    risks.push(recognised());
    risks.extend((asked.pictures + asked.sound > 0).then(shown));
    risks.extend((asked.equality > 0).then(about_oneself));
    risks.push(pressed(settings));
    risks.push(not_understood());
    risks.push(asked_too_much(settings));
    risks.push(curious(settings));
    risks.push(signed_in(settings));
    risks.push(taken(settings));
    risks.extend(settings.shared.then(mixed_up));
    risks.push(kept_too_long());
    risks.push(lost(settings));
    risks.push(not_answered(settings));
    risks
}

/// Those of these sentences that hold.
fn those(all: &[(bool, &str)]) -> Vec<String> {
    all.iter().filter(|(holds, _)| *holds).map(|(_, words)| (*words).to_string()).collect()
}

fn not_safe(settings: &Settings) -> Risk {
    let no_lead = settings.lacks(&[Role::SafeguardingLead]);
    let no_reader = settings.lacks(&[Role::ParticipationWorker, Role::Reader]);
    let told = match (settings.mails, no_lead) {
        (false, _) => String::new(),
        (true, true) => {
            " When a clock runs out the deputy gets a letter, or the administrators where nobody is deputy."
                .to_string()
        }
        (true, false) => format!(
            " When a clock runs out the safeguarding lead gets a letter, and {} later the deputy as well.",
            many(settings.plan.deputy_hours, "working hour", "working hours")
        ),
    };
    Risk {
        head: "A child who answers is not safe, and nobody sees it in time",
        likely: if no_lead || no_reader { Likely::Probable } else { Likely::Possible },
        harm: Harm::Severe,
        measure: format!(
            "A person reads every answer in words before it is coded. A list of words puts worrying answers first, and \
             decides nothing. Whoever reads can hold an answer, and then only the safeguarding lead and the deputy see \
             it. {}{told} Every page says where help is, and the start page says that nobody reads answers straight \
             away.",
            settings.clocks()
        ),
        open: those(&[
            (no_lead, "Nobody holds the role of safeguarding lead."),
            (
                settings.lacks(&[Role::SafeguardingDeputy]),
                "Nobody stands in for the lead: the role of deputy is nobody\u{2019}s.",
            ),
            (no_reader, "Nobody is a participation worker or a reader: nobody reads what comes in."),
            (
                !settings.mails,
                "No mail goes out, so nobody is told when a clock runs out. Somebody must look at the desk every \
                 working day.",
            ),
            (settings.plan.cover.trim().is_empty(), "Nobody has written who is there outside working hours."),
            (
                settings.duty_phone.trim().is_empty(),
                "No number of the organisation\u{2019}s own stands beside the help lines.",
            ),
        ]),
    }
}

fn cannot_be_found() -> Risk {
    Risk {
        head: "Somebody who answers without a name needs help, and cannot be found",
        likely: Likely::Possible,
        harm: Harm::Severe,
        measure: "The start page says before the first question that nobody knows who answers, and that nobody can come \
                  and help from here. Every page says who can help now. No measure closes this: where the young people \
                  are known to a group or a school, the confidential promise lets somebody reach them there."
            .to_string(),
        open: Vec::new(),
    }
}

fn recognised() -> Risk {
    Risk {
        head: "Somebody is recognised by their words, or by a small number",
        likely: Likely::Possible,
        harm: Harm::Significant,
        measure: "Words are quoted only after the young person said yes to that. Staff take names and places out first. \
                  Beside a quote stands an age band or an area, never both, and only where at least 10 people of it answered. \
                  Counts from 1 to 7 are hidden, others are rounded to 5, and groups of fewer than 10 are not shown; \
                  totals are checked so that nothing hidden can be worked out. A quote is taken down when its words are \
                  taken back. In a consultation that may hurt, a quote is published once somebody who did not shape what \
                  it shows has looked at it."
            .to_string(),
        open: those(&[(
            true,
            "In a consultation that is not marked as one that may hurt, one person can take names out of an answer and \
             publish it. Agree among yourselves that somebody else reads the findings first.",
        )]),
    }
}

fn shown() -> Risk {
    Risk {
        head: "A photo, a drawing or a recording shows who somebody is",
        likely: Likely::Possible,
        harm: Harm::Significant,
        measure: "Whoever is asked for one is asked to show no face, name or address. Place, date and the name of the \
                  phone are taken out before anything is kept. Only those who read answers see or hear it; it is never \
                  published, and it is deleted when the answer is taken back or its time is over."
            .to_string(),
        open: those(&[
            (true, "Whoever reads may still know a face or a voice."),
            (true, "Recordings are not searched for what could harm the program that plays them."),
        ]),
    }
}

fn about_oneself() -> Risk {
    Risk {
        head: "What somebody told about themselves is joined with their words, or used against them",
        likely: Likely::Remote,
        harm: Harm::Severe,
        measure: "Every equality question may be skipped, and so may all of them. The answers stand in a table of their \
                  own that leads to no response, are shown only as suppressed counts, are not asked on paper, and become \
                  counts when their time is over."
            .to_string(),
        open: those(&[(
            true,
            "Because nothing leads from them to a response, they stay when somebody takes their answers back, until \
             their time is over.",
        )]),
    }
}

fn pressed(settings: &Settings) -> Risk {
    let sensitive = settings.asked.sensitive;
    let leave = if sensitive > 0 {
        format!(
            " In {} the subject may hurt: each page has a way to leave at once, which throws away what was not sent.",
            many(sensitive, "consultation", "consultations")
        )
    } else {
        String::new()
    };
    Risk {
        head: "Somebody is pressed to answer, or somebody else at home or at school sees what they wrote",
        likely: Likely::Possible,
        harm: Harm::Significant,
        measure: format!(
            "Every question can be skipped, with a button of its own. Everything can be taken back with four words, \
             without a reason. A phone that others use can be told to keep nothing, and a tablet of many keeps nothing \
             between two people.{leave}"
        ),
        open: those(&[(
            true,
            "Paper forms, and answers that staff type for somebody, are seen by the person who takes them.",
        )]),
    }
}

fn not_understood() -> Risk {
    Risk {
        head: "Young people do not understand what happens with what they say",
        likely: Likely::Possible,
        harm: Harm::Significant,
        measure: "The start page says in short sentences why they are asked, who decides, what can change, what is \
                  promised and how long words are kept on the phone. The privacy page is in plain words, in English and \
                  Welsh. Questions can have other words for an age, Easy Read and other languages, and a phone can read \
                  them aloud. Before a consultation opens its questions are looked over: how hard they are to read is \
                  part of that."
            .to_string(),
        open: Vec::new(),
    }
}

fn asked_too_much(settings: &Settings) -> Risk {
    let asks = settings.asked.all() > 0;
    Risk {
        head: "Young people are asked more than is needed, or for the wrong reason",
        likely: Likely::Possible,
        harm: Harm::Significant,
        measure: "A consultation does not open before somebody has written its lawful basis and duty, how it serves the \
                  best interests of children, what happens when an answer worries a reader, who reads, who is the \
                  safeguarding lead, and how a group that is seldom heard is reached. Earshot itself asks for no name, \
                  date of birth or postcode."
            .to_string(),
        open: those(&[
            (asks, "Staff write the questions: Earshot cannot see whether one of them asks for more than is needed."),
            (
                true,
                "A consultation that is marked as one that may hurt is opened by two people; any other by one person alone.",
            ),
            (true, "Earshot does not ask for an assessment like this one before a consultation opens."),
        ]),
    }
}

fn curious(settings: &Settings) -> Risk {
    let read: u32 =
        settings.people.iter().filter(|(role, _)| role.sees_raw_words()).map(|(_, many)| many).sum();
    Risk {
        head: "Somebody of the staff reads what is not their business",
        likely: Likely::Remote,
        harm: Harm::Significant,
        measure: format!(
            "One table of roles decides who may do what. Roles that read words are held {} here; held words are for the \
             safeguarding lead and the deputy alone. Every look at words stands in the audit trail, hour by hour, and \
             a sealed chain shows whether the trail was changed. Those who decide and those who administer see no words.",
            many(read, "time", "times")
        ),
        open: Vec::new(),
    }
}

fn signed_in(settings: &Settings) -> Risk {
    let on = settings.second_step;
    let without = settings.without_second_step;
    let mut open = Vec::new();
    if !on {
        let words =
            "A second step of signing in is not asked of those who read words, give roles or keep rules.";
        open.push(words.to_string());
        if without > 0 {
            open.push(format!(
                "{} in such a role without a second step of their own.",
                many(without, "person is", "people are")
            ));
        }
    }
    let second = if on {
        " A second step is asked of those who read words, give roles or keep rules: until they have one they can do \
         nothing, and before they read they show it again after four hours."
    } else {
        ""
    };
    Risk {
        head: "Somebody gets in who has no business here, with the mail or the session of a member of staff",
        likely: if on { Likely::Remote } else { Likely::Possible },
        harm: Harm::Severe,
        measure: format!(
            "A link to sign in works once, and for 24 hours at most. A session ends after an hour without use. Staff see \
             where they are signed in and can end it.{second}"
        ),
        open,
    }
}

fn taken(settings: &Settings) -> Risk {
    Risk {
        head: "A copy of the database gets into the wrong hands",
        likely: Likely::Remote,
        harm: Harm::Severe,
        measure: "Tokens, four words and codes stand in the database only as keyed hashes. Addresses of those who want \
                  news, and requests with their answers, are sealed; the key is not in the database. No network address \
                  is written down."
            .to_string(),
        open: those(&[
            (true, "What young people answered is not sealed: encrypt the disk and every copy."),
            (
                settings.database == Database::Postgres,
                "Earshot does not encrypt the connection to PostgreSQL: keep the two on one machine or on a network of \
                 their own.",
            ),
        ]),
    }
}

fn mixed_up() -> Risk {
    Risk {
        head: "Another organisation sees what is not meant for it",
        likely: Likely::Remote,
        harm: Harm::Severe,
        measure: "Several organisations share this installation. Staff belong to one of them; everything that is looked \
                  up is looked up for that one, and tests walk the pages and forms of one as somebody of another. \
                  Whoever runs the machine can reach the data of all of them."
            .to_string(),
        open: Vec::new(),
    }
}

fn kept_too_long() -> Risk {
    Risk {
        head: "Words are kept for longer than they are needed",
        likely: Likely::Remote,
        harm: Harm::Significant,
        measure: "Every night Earshot deletes what its time is over for, and notes it in the audit trail. An organisation \
                  chooses within bounds; whoever never tells young people what happens keeps their words no longer for \
                  that. Numbers and redacted quotes stay."
            .to_string(),
        open: those(&[(
            true,
            "Copies of the database hold what was there on their day: delete them when the shortest of these times is \
             over.",
        )]),
    }
}

fn lost(settings: &Settings) -> Risk {
    let copies = match settings.database {
        Database::Sqlite => "The command earshot backup writes a copy while the program runs.",
        Database::Postgres => "Copies are made with the tools of PostgreSQL.",
    };
    Risk {
        head: "Answers are lost, or cannot be reached",
        likely: Likely::Remote,
        harm: Harm::Significant,
        measure: format!(
            "An answer that was taken is on the disk before the phone is told so. A phone without signal keeps what \
             waits, and sends it once. {copies} Earshot makes no copies by itself."
        ),
        open: Vec::new(),
    }
}

fn not_answered(settings: &Settings) -> Risk {
    let told = if settings.mails { " Whoever answers is told by mail that one came." } else { "" };
    Risk {
        head: "Somebody asks what is kept of them, or complains, and gets no answer",
        likely: if settings.lacks(&[Role::DataProtectionOfficer]) {
            Likely::Probable
        } else {
            Likely::Remote
        },
        harm: Harm::Significant,
        measure: format!(
            "Every page for young people leads to \u{201c}Tell us if something is wrong\u{201d}: in plain words, without \
             a name and without a parent. A request has a month, a complaint 30 days; what is late stands on the first \
             page of the desk. With four words they find the answer.{told}"
        ),
        open: those(&[
            (
                settings.lacks(&[Role::DataProtectionOfficer]),
                "Nobody holds the role of data protection officer: nobody can answer.",
            ),
            (!settings.mails, "No mail goes out, so nobody is told that a request came."),
        ]),
    }
}
