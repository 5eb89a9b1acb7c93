//! Sessions: what a group said aloud, as somebody wrote it down (domain.md 6.1, 6.5 "Speaker labels in group notes: YP1..
//! reset per session", 7.1 "session").
//!
//! A speaker is one voice, however often they spoke. Nobody keeps what a file called them. Parents, carers and professionals
//! who were there are voices of their own, and never among the young people's (domain.md 1.7, BR3).

use std::fmt;

use crate::respondent::{AgeBand, RespondentType};

/// How many adults a session needs (domain.md 5.4, "Facilitated sessions", 7.1 `adults[2+]`).
pub const ADULTS_NEEDED: i64 = 2;

/// The most young people who take part in one session, and the most speakers of a file.
pub const SPEAKERS_MAX: usize = 60;

/// Letters of a session's title.
pub const TITLE_MAX: usize = 120;

/// What stands where a question stands, when a session answered none of the consultation's.
pub const SAID_IN_A_GROUP: &str = "Said in a group";

/// What stands where the key of a question stands, for what was said in sessions that answered none of the consultation's. No
/// question can be called so.
pub const IN_A_GROUP: &str = "#";

/// Who speaks, once the file's own name for them is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Speaker {
    /// A young person of the session, counted from 1: `YP1`.
    Young(usize),
    /// A parent or carer, likewise: `P1`.
    Parent(usize),
    /// An adult who was there for their work with children and did not lead it: `A1`.
    Professional(usize),
    /// Whoever led it: their words are what was said around the young people's, and are never coded.
    Worker,
    /// Nobody whose words are taken.
    LeftOut,
}

impl Speaker {
    /// As kept and sent by forms: `YP1`, `P1`, `A1`, `worker`, `leave-out`.
    pub fn key(self) -> String {
        self.to_string()
    }

    /// Reads what [`Speaker::key`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "worker" => Some(Self::Worker),
            "leave-out" => Some(Self::LeftOut),
            other => {
                let numbered = |letters: &str| {
                    let number = other.strip_prefix(letters)?;
                    let digits = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
                    let number = number.parse().ok().filter(|_| digits)?;
                    (1..=SPEAKERS_MAX).contains(&number).then_some(number)
                };
                let young = numbered("YP").map(Self::Young);
                let parent = || numbered("P").map(Self::Parent);
                let professional = || numbered("A").map(Self::Professional);
                young.or_else(parent).or_else(professional)
            }
        }
    }

    /// Whose views their words hold. None where their words are no voice: of whoever led it, and where they are left out.
    pub fn voice(self) -> Option<RespondentType> {
        match self {
            Self::Young(_) => Some(RespondentType::Child),
            Self::Parent(_) => Some(RespondentType::Parent),
            Self::Professional(_) => Some(RespondentType::Professional),
            Self::Worker | Self::LeftOut => None,
        }
    }

    /// As it is said beside what they said.
    pub fn words(self) -> String {
        match self {
            Self::Young(number) => format!("YP{number}"),
            Self::Parent(number) => format!("P{number} (parent or carer)"),
            Self::Professional(number) => format!("A{number} (professional)"),
            Self::Worker => "Worker".into(),
            Self::LeftOut => "Left out".into(),
        }
    }
}

impl fmt::Display for Speaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Young(number) => write!(f, "YP{number}"),
            Self::Parent(number) => write!(f, "P{number}"),
            Self::Professional(number) => write!(f, "A{number}"),
            Self::Worker => f.write_str("worker"),
            Self::LeftOut => f.write_str("leave-out"),
        }
    }
}

/// What a file's name for a speaker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// Whoever led the session: "Facilitator", "Int".
    Worker,
    /// A parent or carer: "Mum", "Foster carer".
    Parent,
    /// Somebody who was there for their work: "Teacher", "Nurse".
    Professional,
    /// A word or a number that tells nobody: "YP1", "Speaker 2", "Girl".
    Code,
    /// Somebody's name, as far as anybody can tell.
    Name,
}

/// What whoever leads a session is called.
const WORKERS: [&str; 16] = [
    "co-facilitator",
    "fac",
    "facil",
    "facilitator",
    "i",
    "int",
    "interviewer",
    "iv",
    "mod",
    "moderator",
    "participation worker",
    "researcher",
    "session leader",
    "staff",
    "worker",
    "youth worker",
];

/// What parents and carers are called.
const PARENTS: [&str; 11] = [
    "carer",
    "dad",
    "father",
    "foster carer",
    "grandparent",
    "guardian",
    "mother",
    "mum",
    "parent",
    "parent or carer",
    "parent/carer",
];

/// What those are called who are there for their work and do not lead a session.
const PROFESSIONALS: [&str; 8] = [
    "doctor",
    "head teacher",
    "nurse",
    "professional",
    "school nurse",
    "social worker",
    "teacher",
    "teaching assistant",
];

/// What speakers are called where nobody is named.
const CODES: [&str; 28] = [
    "all",
    "boy",
    "child",
    "everybody",
    "everyone",
    "f",
    "female",
    "girl",
    "group",
    "m",
    "male",
    "man",
    "others",
    "p",
    "participant",
    "person",
    "pupil",
    "respondent",
    "s",
    "several",
    "speaker",
    "student",
    "unknown",
    "voice",
    "woman",
    "young person",
    "youth",
    "yp",
];

impl Label {
    /// What this is.
    pub fn of(label: &str) -> Self {
        let small = label.trim().to_lowercase();
        let numbered = small.ends_with(|letter: char| letter.is_ascii_digit());
        let bare = small.trim_end_matches(|letter: char| letter.is_ascii_digit() || " .#-".contains(letter));
        let bare = if bare.is_empty() { small.as_str() } else { bare };
        if WORKERS.contains(&bare) {
            Self::Worker
        } else if PARENTS.contains(&bare) {
            Self::Parent
        } else if PROFESSIONALS.contains(&bare) {
            Self::Professional
        } else if CODES.contains(&bare)
            || small.is_empty()
            || (numbered && !bare.contains(' ') && bare.chars().count() <= 2)
        {
            Self::Code
        } else {
            Self::Name
        }
    }
}

impl Label {
    /// The same where what somebody does stands beside their name: "Sarah Worker", "Facilitator Jo", "Karen, social worker".
    /// Young people may be carers, so a carer beside a name tells nothing.
    fn beside_a_name(label: &str) -> Self {
        let small = label.to_lowercase();
        let words: Vec<&str> = small
            .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
            .filter(|word| !word.is_empty())
            .collect();
        let spoken = words.join(" ");
        // What is short may be a name or the beginning of one.
        let stands = |does: &&str| {
            does.len() > 4
                && (spoken.strip_suffix(*does).is_some_and(|rest| rest.ends_with(' '))
                    || spoken.strip_prefix(*does).is_some_and(|rest| rest.starts_with(' ')))
        };
        if PROFESSIONALS.iter().any(stands) {
            Self::Professional
        } else if WORKERS.iter().any(stands) {
            Self::Worker
        } else {
            Self::of(label)
        }
    }
}

/// Who each of a file's speakers becomes, unless somebody says otherwise: `YP1` is the young person who spoke first, and so
/// with parents and professionals. What stands before the
/// first name, where there are names, is nobody's words: a title, a list of who was there.
pub fn cast(labels: &[&str]) -> Vec<Speaker> {
    let (mut young, mut parents, mut professionals) = (0, 0, 0);
    let named = labels.iter().any(|label| !label.is_empty());
    labels
        .iter()
        .map(|label| match Label::beside_a_name(label) {
            Label::Worker => Speaker::Worker,
            Label::Parent => {
                parents += 1;
                Speaker::Parent(parents)
            }
            Label::Professional => {
                professionals += 1;
                Speaker::Professional(professionals)
            }
            Label::Code if label.is_empty() && named => Speaker::LeftOut,
            Label::Code | Label::Name => {
                young += 1;
                Speaker::Young(young)
            }
        })
        .collect()
}

/// The name under which a turn of a session is kept among the answers: its place, and the question that the session
/// answered, if it is one of the consultation's. No question can be called so.
pub fn question_key(place: usize, question: Option<&str>) -> String {
    match question {
        Some(question) => format!("#{place:04}/{question}"),
        None => format!("#{place:04}"),
    }
}

/// The question that a turn of a session answers, where this is a turn's name: nothing inside where it answers none of the
/// consultation's.
pub fn question_of(key: &str) -> Option<Option<&str>> {
    let rest = key.strip_prefix('#')?;
    match rest.split_once('/') {
        Some((_, question)) => Some(Some(question)),
        None => Some(None),
    }
}

/// The key under which an answer stands among others to the same question: a turn of a session under the question that the
/// session answered, or under [`IN_A_GROUP`].
pub fn group_of(key: &str) -> &str {
    question_of(key).map_or(key, |question| question.unwrap_or(IN_A_GROUP))
}

/// What keeps a session from being kept: the name of its field. `young` and `adults` are how many of either speak in it as
/// voices. A session of parents alone has no young person.
pub fn flaws(title: &str, many: i64, young: usize, adults: usize, bands: &[AgeBand]) -> Vec<&'static str> {
    let mut flaws = Vec::new();
    if title.trim().is_empty() {
        flaws.push("title");
    }
    // More may have been there than spoke, never fewer.
    let room = i64::from(adults == 0)..=i64::try_from(SPEAKERS_MAX).unwrap_or(i64::MAX);
    if !room.contains(&many) || usize::try_from(many).is_ok_and(|many| many < young) {
        flaws.push("many");
    }
    if young + adults == 0 {
        flaws.push("speakers");
    }
    if bands.len() > AgeBand::ALL.len() {
        flaws.push("bands");
    }
    flaws
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speaker_is_read_as_it_is_written() {
        let most = SPEAKERS_MAX;
        let young = [Speaker::Young(1), Speaker::Young(most)];
        let adults = [Speaker::Parent(1), Speaker::Parent(most), Speaker::Professional(1)];
        for speaker in young.into_iter().chain(adults).chain([Speaker::Worker, Speaker::LeftOut]) {
            assert_eq!(Speaker::parse(&speaker.key()), Some(speaker));
        }
        for wrong in ["", "YP0", "YP61", "YP01", "YP+1", "yp1", "P", "P0", "A61", "AP1", "Worker", "Sam"] {
            assert_eq!(Speaker::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Speaker::Young(3).words(), "YP3");
        assert_eq!(Speaker::Parent(3).words(), "P3 (parent or carer)");
        assert_eq!(Speaker::Professional(3).key(), "A3");
    }

    #[test]
    fn names_are_told_from_what_names_nobody() {
        for worker in ["Facilitator", "FAC", "Int", "I", "Facilitator 2", "Youth worker", "moderator"] {
            assert_eq!(Label::of(worker), Label::Worker, "{worker}");
        }
        for parent in ["Mum", "Parent 2", "FOSTER CARER", "parent/carer 1"] {
            assert_eq!(Label::of(parent), Label::Parent, "{parent}");
        }
        for professional in ["Teacher", "Social worker 1", "nurse"] {
            assert_eq!(Label::of(professional), Label::Professional, "{professional}");
        }
        for code in ["YP1", "yp 3", "P12", "Speaker 2", "Girl", "Participant #4", "S1", "", "JM1"] {
            assert_eq!(Label::of(code), Label::Code, "{code}");
        }
        for name in ["Sam", "SAM JONES", "Anne-Marie", "Mr Patel", "Aisha 2"] {
            assert_eq!(Label::of(name), Label::Name, "{name}");
        }
    }

    #[test]
    fn who_spoke_first_is_the_first() {
        let cast_of =
            |labels: &[&str]| cast(labels).into_iter().map(Speaker::key).collect::<Vec<_>>().join(" ");
        assert_eq!(cast_of(&["", "Int", "Sam", "YP9", "Fac", "Kim"]), "leave-out worker YP1 YP2 worker YP3");
        let beside = ["Sarah Worker", "Sam", "Facilitator Jo", "Kim (interviewer)", "Karen, social worker"];
        assert_eq!(cast_of(&beside), "worker YP1 worker worker A1", "what somebody does says who they are");
        assert_eq!(cast_of(&["Young carer", "Interviewerson"]), "YP1 YP2");
        assert_eq!(cast_of(&[""]), "YP1", "without names it is one voice");
        assert_eq!(cast_of(&["Mum", "Sam", "Teacher", "Dad", "Nurse"]), "P1 YP1 A1 P2 A2", "each by itself");
    }

    #[test]
    fn an_adults_words_are_never_a_young_persons() {
        assert_eq!(Speaker::Young(1).voice(), Some(RespondentType::Child));
        assert_eq!(Speaker::Parent(1).voice(), Some(RespondentType::Parent));
        assert_eq!(Speaker::Professional(1).voice(), Some(RespondentType::Professional));
        assert_eq!((Speaker::Worker.voice(), Speaker::LeftOut.voice()), (None, None));
    }

    #[test]
    fn a_turns_name_is_no_questions_name_and_says_which_it_answers() {
        assert_eq!(question_key(7, None), "#0007");
        assert_eq!(question_of("#0007"), Some(None));
        assert_eq!(question_of(&question_key(12, Some("why"))), Some(Some("why")));
        assert_eq!(question_of("why"), None);
        for (key, group) in
            [("#0012/why", "why"), ("why", "why"), ("#0007", IN_A_GROUP), (IN_A_GROUP, IN_A_GROUP)]
        {
            assert_eq!(group_of(key), group, "{key}");
        }
        let asked = crate::question::Question::new("#0007", "Why?", crate::question::Kind::LongText);
        assert!(!crate::questionnaire::Questionnaire::of(vec![asked]).defects().is_empty());
    }

    #[test]
    fn nobody_takes_part_in_a_session_of_fewer_than_spoke() {
        assert!(flaws("Tuesday", 8, 3, 0, &[]).is_empty());
        assert_eq!(flaws(" ", 2, 3, 0, &[]), ["title", "many"]);
        assert_eq!(flaws("x", 1, 0, 0, &[]), ["speakers"]);
        assert_eq!(flaws("x", 61, 1, 0, &[]), ["many"]);
        assert!(flaws("Parents", 0, 0, 4, &[]).is_empty(), "parents alone");
        assert_eq!(flaws("x", 0, 1, 4, &[]), ["many"]);
        assert_eq!(flaws("x", 0, 0, 0, &[]), ["many", "speakers"]);
    }
}
