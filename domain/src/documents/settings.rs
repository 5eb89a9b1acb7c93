//! How an installation is set up and what its organisation asks: what the drafts are filled in from.

use std::collections::BTreeSet;

use super::{Says, filled, listed, many};
use crate::clocks::Plan;
use crate::consultation::{Mode, Setup, State};
use crate::policy::Role;
use crate::question::Kind;
use crate::questionnaire::Questionnaire;
use crate::respondent::{AgeBand, RespondentType};
use crate::retention::{Record, months_words};

/// Which database is underneath.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Database {
    /// One file beside the program.
    #[default]
    Sqlite,
    /// A server or a cluster.
    Postgres,
}

/// For how long something is kept that an organisation chooses the time of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What.
    pub record: Record,
    /// For how many months.
    pub months: u32,
    /// Why.
    pub reason: String,
    /// Whether the organisation has said so itself.
    pub own: bool,
}

/// For how long something is kept that has its time by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// What.
    pub what: String,
    /// For how long.
    pub time: String,
    /// Why.
    pub reason: String,
}

/// What an organisation asks, over all of its consultations. Counts consultations, and never anybody's answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Those that are being made.
    pub drafts: u32,
    /// Those that are open or paused.
    pub running: u32,
    /// Those that take no answers any more.
    pub ended: u32,
    /// Of all of them, those that promise that nobody can know who answers.
    pub anonymous: u32,
    /// Those that promise that nobody is told unless somebody is not safe.
    pub confidential: u32,
    /// Those that only people with a code can answer.
    pub by_invitation: u32,
    /// Those that ask how somebody can be reached.
    pub contact: u32,
    /// Those whose subject may hurt.
    pub sensitive: u32,
    /// Those that ask equality questions.
    pub equality: u32,
    /// Those that ask for a photo or a drawing.
    pub pictures: u32,
    /// Those that ask for something said aloud.
    pub sound: u32,
    /// Those that ask for words of one's own.
    pub words: u32,
    /// Those that name no lawful basis, or no duty, yet.
    pub without_basis: u32,
    /// The ages that are asked.
    pub bands: BTreeSet<AgeBand>,
    /// Whose views are asked for.
    pub respondents: BTreeSet<RespondentType>,
    /// The languages that there are questions in, as in BCP 47.
    pub languages: BTreeSet<String>,
    /// The lawful bases that are named.
    pub bases: BTreeSet<String>,
    /// The duties that the asking serves.
    pub duties: BTreeSet<String>,
    /// The most days for which answers that were begun and not sent are kept.
    pub draft_days: u32,
}

impl Asked {
    /// Counts one more consultation.
    pub fn add(&mut self, state: State, setup: &Setup, asked: &Questionnaire) {
        match state {
            State::Draft => self.drafts += 1,
            State::Open | State::Paused => self.running += 1,
            _ => self.ended += 1,
        }
        match setup.mode {
            Mode::Anonymous => self.anonymous += 1,
            Mode::Confidential => self.confidential += 1,
        }
        let any = |of: fn(&Kind) -> bool| asked.questions.iter().any(|question| of(&question.kind));
        let (basis, duty) = (setup.lawful_basis.trim(), setup.legal_function.trim());
        for (count, is_so) in [
            (&mut self.by_invitation, setup.by_invitation),
            (&mut self.contact, setup.asks_contact()),
            (&mut self.sensitive, setup.sensitive),
            (&mut self.equality, setup.equality_set.is_some()),
            (&mut self.pictures, any(|kind| matches!(kind, Kind::Photo))),
            (&mut self.sound, any(|kind| matches!(kind, Kind::Audio))),
            (&mut self.words, any(|kind| matches!(kind, Kind::ShortText | Kind::LongText | Kind::Audio))),
            (&mut self.without_basis, basis.is_empty() || duty.is_empty()),
        ] {
            *count += u32::from(is_so);
        }
        self.bands.extend(setup.bands.iter().copied());
        self.respondents.extend(setup.respondents.iter().copied());
        if !asked.questions.is_empty() {
            self.languages.insert(asked.lang.clone().unwrap_or_else(|| "en".to_string()));
            self.languages.extend(asked.languages.iter().cloned());
        }
        for (all, one) in [(&mut self.bases, basis), (&mut self.duties, duty)] {
            if !one.is_empty() {
                all.insert(one.to_string());
            }
        }
        self.draft_days = self.draft_days.max(u32::try_from(setup.draft_days).unwrap_or_default());
    }

    /// How many consultations there are.
    pub fn all(&self) -> u32 {
        self.drafts + self.running + self.ended
    }
}

/// What the drafts are filled in from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The organisation's name.
    pub organisation: String,
    /// The number to ring about a child's safety; empty when none was given.
    pub duty_phone: String,
    /// Whether other organisations share the installation.
    pub shared: bool,
    /// Which database is underneath.
    pub database: Database,
    /// Whether mail goes out.
    pub mails: bool,
    /// Whether a second step of signing in is asked of those who read words, give roles or keep rules.
    pub second_step: bool,
    /// How many of those have none.
    pub without_second_step: u32,
    /// How many hold each role. A role that is missing is nobody's.
    pub people: Vec<(Role, u32)>,
    /// How the organisation reads.
    pub plan: Plan,
    /// What it asks.
    pub asked: Asked,
    /// How long it keeps what it chooses the time of.
    pub rules: Vec<Kept>,
    /// How long everything else is kept.
    pub fixed: Vec<Fixed>,
    /// How many holds for a legal case there are.
    pub holds: u32,
    /// The languages that the organisation has to offer, as in BCP 47.
    pub languages: Vec<String>,
}

impl Settings {
    /// How many hold this role.
    pub fn hold(&self, role: Role) -> u32 {
        self.people.iter().find(|(known, _)| *known == role).map_or(0, |(_, many)| *many)
    }

    /// Whether nobody holds any of these roles.
    pub(super) fn lacks(&self, roles: &[Role]) -> bool {
        roles.iter().all(|role| self.hold(*role) == 0)
    }

    /// Each time that the organisation chooses, and what is held beyond it.
    pub(super) fn times(&self) -> Vec<Says> {
        let mut says = vec![filled("Every night Earshot deletes what its time is over for.")];
        says.extend(self.rules.iter().map(|kept| Says::Filled(kept.words())));
        if self.holds > 0 {
            let holds = many(self.holds, "hold for a legal case keeps", "holds for legal cases keep");
            says.push(filled(format!("{holds} something for longer, until somebody ends it.")));
        }
        says
    }

    /// The ages that are asked, in words.
    pub(super) fn ages(&self) -> String {
        let bands: Vec<String> = self.asked.bands.iter().map(|band| band.label().to_string()).collect();
        if bands.is_empty() { "no ages yet".to_string() } else { listed(&bands) }
    }

    /// When somebody works, and how long the clocks run.
    pub(super) fn clocks(&self) -> String {
        let plan = &self.plan;
        let days = u32::try_from(plan.closed.len()).unwrap_or(u32::MAX);
        let closed =
            if days > 0 { format!(", but for {}", many(days, "day", "days")) } else { String::new() };
        format!(
            "What the word list has marked is to be read within {}, every answer within {}, and what is held is to be \
             decided about within {}. Working hours are {}:00 to {}:00, Monday to Friday{closed}.",
            many(plan.marked_hours, "working hour", "working hours"),
            many(plan.unread_days, "working day", "working days"),
            many(plan.held_hours, "working hour", "working hours"),
            plan.opens,
            plan.closes,
        )
    }
}

impl Kept {
    /// What is kept, for how long, what happens then, and why.
    pub(super) fn words(&self) -> String {
        let whose = if self.own { "as the organisation has decided" } else { "as is usual in Earshot" };
        format!(
            "{}: {} {}, {whose}. {} Why: {}",
            self.record.label(),
            months_words(self.months),
            self.record.since().words(),
            self.record.then(),
            self.reason,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::Question;

    #[test]
    fn consultations_are_counted_and_what_they_ask_is_put_together() {
        let mut asked = Asked::default();
        let words = Questionnaire {
            lang: Some("cy".into()),
            languages: vec!["en".into()],
            ..Questionnaire::of(vec![Question::new("why", "Pam?", Kind::ShortText)])
        };
        asked.add(State::Draft, &Setup::default(), &Questionnaire::default());
        let setup = Setup {
            mode: Mode::Confidential,
            lawful_basis: " Public task ".into(),
            legal_function: "A duty".into(),
            sensitive: true,
            contact_asked: true,
            draft_days: 14,
            ..Setup::default()
        };
        asked.add(State::Paused, &setup, &words);
        asked.add(State::FedBack, &setup, &words);
        assert_eq!((asked.drafts, asked.running, asked.ended, asked.all()), (1, 1, 1, 3));
        assert_eq!((asked.anonymous, asked.confidential, asked.sensitive, asked.contact), (1, 2, 2, 2));
        assert_eq!((asked.words, asked.pictures, asked.sound, asked.equality), (2, 0, 0, 0));
        assert_eq!((asked.without_basis, asked.draft_days), (1, 14));
        assert_eq!(asked.bases.into_iter().collect::<Vec<_>>(), ["Public task"]);
        assert_eq!(asked.languages.into_iter().collect::<Vec<_>>(), ["cy", "en"]);
    }
}
