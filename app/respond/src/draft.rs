//! An unsent answer, as this phone keeps it.

use chrono::{Days, NaiveDate};
use earshot_domain::evidence::QuoteConsent;
use earshot_domain::journey::Answers;
use earshot_domain::question::{FieldError, Given, Question};
use earshot_domain::questionnaire::Questionnaire;
use serde::{Deserialize, Serialize};

/// An unsent answer. What somebody says about themselves never stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The submission key: however often this answer is sent, it is one.
    pub key: String,
    /// The server's day of the first answer.
    #[serde(with = "earshot_domain::day")]
    pub started_on: NaiveDate,
    /// The last day on which it is kept.
    #[serde(with = "earshot_domain::day")]
    pub until: NaiveDate,
    /// What was given.
    pub answers: Answers,
    /// What the server is known to keep of it.
    #[serde(default)]
    pub there: Answers,
    /// What stands in a question's field and was not given yet.
    #[serde(default)]
    pub typed: Vec<(String, Vec<String>)>,
    /// Whether exact words may be used, once asked.
    #[serde(default)]
    pub words_consent: Option<QuoteConsent>,
    /// What orders are drawn from.
    #[serde(default)]
    pub seed: u32,
}

impl Draft {
    /// Nothing yet, begun today.
    pub fn new(key: String, seed: u32, today: NaiveDate, days: i64) -> Self {
        Self {
            key,
            started_on: today,
            until: last_day(today, days),
            answers: Answers::new(),
            there: Answers::new(),
            typed: Vec::new(),
            words_consent: None,
            seed,
        }
    }

    /// Whether anything was given or typed.
    pub fn is_begun(&self) -> bool {
        !self.answers.is_empty() || !self.typed.is_empty()
    }

    /// Brings it together with what the server keeps for this phone. What was
    /// given here and did not get there wins; everything else is as it is
    /// there. `None` when it is not to be used any more: it is too old, or it
    /// was thrown away there ("start again", sent from a page without script).
    #[must_use]
    pub fn meet(mut self, there: &Answers, asked: &Questionnaire, today: NaiveDate) -> Option<Self> {
        if today > self.until || self.there.keys().any(|key| !there.contains_key(key)) {
            return None;
        }
        let here = std::mem::replace(&mut self.answers, there.clone());
        for (key, given) in here {
            if self.there.get(&key) != Some(&given) {
                self.answers.insert(key, given);
            }
        }
        // The questions may have changed since. Contact details are looked at by the server alone.
        self.answers.retain(|key, given| {
            let fits =
                |question: &Question| matches!(question.accepts(given), Ok(()) | Err(FieldError::Contact(_)));
            asked.takes(key) && asked.get(key).is_some_and(fits)
        });
        self.there.clone_from(there);
        Some(self)
    }

    /// Keeps the answer to a question, from today for so many days.
    pub fn give(&mut self, key: &str, given: Given, today: NaiveDate, days: i64) {
        self.forget_typed(key);
        self.answers.insert(key.to_string(), given);
        self.until = last_day(today, days);
    }

    /// What stands in the field of a question: what is being typed, or what was
    /// given.
    pub fn standing(&self, key: &str) -> Vec<String> {
        match self.typed.iter().find(|(other, _)| other == key) {
            Some((_, typed)) => typed.clone(),
            None => self.answers.get(key).map(Given::raw).unwrap_or_default(),
        }
    }

    /// Keeps what is being typed; nothing, when it is what was given.
    pub fn type_in(&mut self, key: &str, typed: Vec<String>) {
        self.forget_typed(key);
        if self.standing(key) != typed {
            self.typed.push((key.to_string(), typed));
        }
    }

    fn forget_typed(&mut self, key: &str) {
        self.typed.retain(|(other, _)| other != key);
    }
}

fn last_day(today: NaiveDate, days: i64) -> NaiveDate {
    u64::try_from(days).ok().and_then(|days| today.checked_add_days(Days::new(days))).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use earshot_domain::question::{Kind, Question};

    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, day).unwrap()
    }

    fn asked() -> Questionnaire {
        let questions = ["a", "b", "c"].map(|key| Question::new(key, "?", Kind::LongText));
        Questionnaire::of(questions.to_vec())
    }

    fn said(pairs: &[(&str, &str)]) -> Answers {
        pairs.iter().map(|(key, words)| ((*key).to_string(), Given::Words((*words).to_string()))).collect()
    }

    fn draft(here: &[(&str, &str)], there: &[(&str, &str)]) -> Draft {
        Draft { answers: said(here), there: said(there), ..Draft::new("k".into(), 7, day(1), 7) }
    }

    #[test]
    fn what_did_not_get_there_wins_and_the_rest_is_as_it_is_there() {
        let draft = draft(&[("a", "new"), ("b", "same")], &[("a", "old"), ("b", "same")]);
        let now = said(&[("a", "old"), ("b", "changed without script"), ("c", "added")]);
        let met = draft.meet(&now, &asked(), day(3)).unwrap();
        assert_eq!(met.answers, said(&[("a", "new"), ("b", "changed without script"), ("c", "added")]));
        assert_eq!(met.there, now);
        assert_eq!(met.key, "k");
    }

    #[test]
    fn an_answer_that_never_got_there_is_still_here() {
        let met = draft(&[("a", "offline")], &[]).meet(&Answers::new(), &asked(), day(1)).unwrap();
        assert_eq!(met.answers, said(&[("a", "offline")]));
    }

    #[test]
    fn what_was_thrown_away_there_is_not_brought_back() {
        let old = || draft(&[("a", "mine"), ("b", "mine")], &[("a", "mine"), ("b", "mine")]);
        assert_eq!(old().meet(&Answers::new(), &asked(), day(1)), None);
        assert_eq!(old().meet(&said(&[("a", "of the next child")]), &asked(), day(1)), None);
    }

    #[test]
    fn it_is_kept_as_long_as_was_said_and_no_longer() {
        let days = |today| draft(&[("a", "x")], &[]).meet(&Answers::new(), &asked(), day(today)).is_some();
        assert!(days(8));
        assert!(!days(9));
        let mut draft = draft(&[], &[]);
        draft.give("a", Given::Skipped, day(5), 7);
        assert_eq!(draft.until, day(12), "every answer counts from its day");
    }

    #[test]
    fn an_answer_that_is_none_any_more_goes() {
        let mut asked = asked();
        asked.questions[0].kind = Kind::Faces;
        asked.questions.pop();
        let met =
            draft(&[("a", "x"), ("b", "y"), ("c", "z")], &[]).meet(&Answers::new(), &asked, day(1)).unwrap();
        assert_eq!(met.answers, said(&[("b", "y")]));
    }

    #[test]
    fn what_is_being_typed_stands_before_what_was_given() {
        let mut draft = draft(&[("a", "given")], &[]);
        assert_eq!(draft.standing("a"), ["given"]);
        draft.type_in("a", vec!["given and".into()]);
        assert_eq!(draft.standing("a"), ["given and"]);
        draft.type_in("a", vec!["given".into()]);
        assert!(draft.typed.is_empty(), "back to what was given");
        draft.type_in("a", vec!["x".into()]);
        draft.give("a", Given::Skipped, day(1), 7);
        assert!(draft.standing("a").is_empty());
    }

    #[test]
    fn it_comes_back_from_its_text() {
        let mut draft = draft(&[("a", "x")], &[("a", "x")]);
        draft.type_in("b", vec!["half a".into()]);
        draft.words_consent = Some(QuoteConsent::No);
        let text = serde_json::to_string(&draft).unwrap();
        assert_eq!(crate::json::read(&text), Some(draft));
    }
}
