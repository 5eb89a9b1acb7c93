//! Sessions: what a group said aloud, as somebody wrote it down (domain.md 6.1, 6.5 "Speaker labels in group notes: YP1..
//! reset per session", 7.1 "session").
//!
//! A speaker is one voice, however often they spoke. Nobody keeps what a file called them.

use std::fmt;

use crate::respondent::AgeBand;

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
    /// Whoever led it: their words are what was said around the young people's, and are never coded.
    Worker,
    /// Nobody whose words are taken.
    LeftOut,
}

impl Speaker {
    /// As kept and sent by forms: `YP1`, `worker`, `leave-out`.
    pub fn key(self) -> String {
        self.to_string()
    }

    /// Reads what [`Speaker::key`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "worker" => Some(Self::Worker),
            "leave-out" => Some(Self::LeftOut),
            other => {
                let number = other.strip_prefix("YP")?;
                let digits = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
                let number = number.parse().ok().filter(|_| digits)?;
                (1..=SPEAKERS_MAX).contains(&number).then_some(Self::Young(number))
            }
        }
    }

    /// As it is said beside what they said.
    pub fn words(self) -> String {
        match self {
            Self::Young(number) => format!("YP{number}"),
            Self::Worker => "Worker".into(),
            Self::LeftOut => "Left out".into(),
        }
    }
}

impl fmt::Display for Speaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Young(number) => write!(f, "YP{number}"),
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

/// Who each of a file's speakers becomes, unless somebody says otherwise: `YP1` is who spoke first. What stands before the
/// first name, where there are names, is nobody's words: a title, a list of who was there.
pub fn cast(labels: &[&str]) -> Vec<Speaker> {
    let mut young = 0;
    let named = labels.iter().any(|label| !label.is_empty());
    labels
        .iter()
        .map(|label| match Label::of(label) {
            Label::Worker => Speaker::Worker,
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

/// What keeps a session from being kept: the name of its field.
pub fn flaws(title: &str, many: i64, young: usize, bands: &[AgeBand]) -> Vec<&'static str> {
    let mut flaws = Vec::new();
    if title.trim().is_empty() {
        flaws.push("title");
    }
    // More may have been there than spoke, never fewer.
    let room = 1..=i64::try_from(SPEAKERS_MAX).unwrap_or(i64::MAX);
    if !room.contains(&many) || usize::try_from(many).is_ok_and(|many| many < young) {
        flaws.push("many");
    }
    if young == 0 {
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
        for speaker in [Speaker::Young(1), Speaker::Young(SPEAKERS_MAX), Speaker::Worker, Speaker::LeftOut] {
            assert_eq!(Speaker::parse(&speaker.key()), Some(speaker));
        }
        for wrong in ["", "YP0", "YP61", "YP01", "YP+1", "yp1", "Worker", "Sam"] {
            assert_eq!(Speaker::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Speaker::Young(3).words(), "YP3");
    }

    #[test]
    fn names_are_told_from_what_names_nobody() {
        for worker in ["Facilitator", "FAC", "Int", "I", "Facilitator 2", "Youth worker", "moderator"] {
            assert_eq!(Label::of(worker), Label::Worker, "{worker}");
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
        assert_eq!(cast_of(&[""]), "YP1", "without names it is one voice");
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
        assert!(flaws("Tuesday", 8, 3, &[]).is_empty());
        assert_eq!(flaws(" ", 2, 3, &[]), ["title", "many"]);
        assert_eq!(flaws("x", 1, 0, &[]), ["speakers"]);
        assert_eq!(flaws("x", 61, 1, &[]), ["many"]);
    }
}
