//! The pages of a journey and their addresses: what the server's router says,
//! said once more for the phone.

use earshot_domain::journey::{self, Answers};
use earshot_domain::question::Given;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::respondent::RespondentType;

/// A page of the journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A question.
    Question {
        /// Which one, counted from 0.
        position: usize,
        /// Whether to go back to "check what you said" afterwards.
        to_check: bool,
    },
    /// "Check what you said".
    Check,
    /// May we use your exact words?
    Words,
    /// About you.
    About,
}

impl Place {
    /// A question on the way from the first to the last.
    pub fn question(position: usize) -> Self {
        Self::Question { position, to_check: false }
    }

    /// The page at this address of the consultation; `None` for an address that
    /// is no page of its journey.
    pub fn parse(slug: &str, path: &str, query: &str) -> Option<Self> {
        let page = path.strip_prefix("/c/")?.strip_prefix(slug)?.strip_prefix('/')?;
        match page {
            "check" => Some(Self::Check),
            "words" => Some(Self::Words),
            "about-you" => Some(Self::About),
            _ => {
                let number: usize = page.strip_prefix("q/")?.parse().ok()?;
                let to_check = query.trim_start_matches('?').split('&').any(|part| part == "to=check");
                Some(Self::Question { position: number.checked_sub(1)?, to_check })
            }
        }
    }

    /// The address of this page.
    pub fn address(self, slug: &str, respondent: RespondentType) -> String {
        let mut address = format!("/c/{slug}/");
        match self {
            Self::Question { position, .. } => {
                address.push_str("q/");
                address.push_str(&(position + 1).to_string());
            }
            Self::Check => address.push_str("check"),
            Self::Words => address.push_str("words"),
            Self::About => address.push_str("about-you"),
        }
        let mut before = '?';
        if respondent != RespondentType::Child {
            address.push_str("?as=");
            address.push_str(respondent.as_str());
            before = '&';
        }
        if matches!(self, Self::Question { to_check: true, .. }) {
            address.push(before);
            address.push_str("to=check");
        }
        address
    }

    /// The page to show for this one: a question that is not asked with these
    /// answers gives way to the next one that is.
    #[must_use]
    pub fn or_next(self, asked: &Questionnaire, answers: &Answers) -> Self {
        match self {
            Self::Question { position, .. } if !journey::is_shown(asked, answers, position) => {
                after(asked, answers, position, false)
            }
            other => other,
        }
    }

    /// The page that "back" leads to; `None` is the start page.
    pub fn back(self, asked: &Questionnaire, answers: &Answers) -> Option<Self> {
        match self {
            Self::Question { to_check: true, .. } => Some(Self::Check),
            Self::Question { position, .. } => {
                journey::previous(asked, answers, position).map(Self::question)
            }
            Self::Check => journey::shown(asked, answers).last().copied().map(Self::question),
            Self::Words => Some(Self::Check),
            Self::About => Some(if wrote(asked, answers) { Self::Words } else { Self::Check }),
        }
    }
}

/// The page after the question at this place was answered or skipped.
pub fn after(asked: &Questionnaire, answers: &Answers, position: usize, to_check: bool) -> Place {
    let next = if to_check {
        // A change may have opened a question that was not asked before.
        journey::resume_at(asked, answers)
    } else {
        journey::next(asked, answers, position)
    };
    next.map_or(Place::Check, |position| Place::Question { position, to_check })
}

/// Whether anything that will be sent is in somebody's own words: who wrote
/// nothing has no words to be asked about.
pub fn wrote(asked: &Questionnaire, answers: &Answers) -> bool {
    journey::to_send(asked, answers).values().any(|given| matches!(given, Given::Words(_)))
}

#[cfg(test)]
mod tests {
    use earshot_domain::question::{Condition, Kind, Question};

    use super::*;

    fn asked() -> Questionnaire {
        let mut why = Question::new("why", "Why?", Kind::LongText);
        why.show_if.push(Condition::new("ok", "no"));
        Questionnaire {
            questions: vec![
                Question::new("ok", "OK?", Kind::YesNoUnsure),
                why,
                Question::new("last", "Last?", Kind::Faces),
            ],
        }
    }

    fn said(pairs: &[(&str, Given)]) -> Answers {
        pairs.iter().map(|(key, given)| ((*key).to_string(), given.clone())).collect()
    }

    #[test]
    fn every_page_is_found_again_by_its_address() {
        for place in [
            Place::question(0),
            Place::Question { position: 11, to_check: true },
            Place::Check,
            Place::Words,
            Place::About,
        ] {
            for respondent in [RespondentType::Child, RespondentType::Parent] {
                let address = place.address("buses", respondent);
                let (path, query) = address.split_once('?').unwrap_or((&address, ""));
                assert_eq!(Place::parse("buses", path, query), Some(place), "{address}");
            }
        }
        let change = Place::Question { position: 2, to_check: true };
        assert_eq!(change.address("buses", RespondentType::Child), "/c/buses/q/3?to=check");
        assert_eq!(change.address("buses", RespondentType::Parent), "/c/buses/q/3?as=parent&to=check");
    }

    #[test]
    fn other_addresses_are_left_to_the_browser() {
        for path in [
            "/",
            "/c/buses",
            "/c/buses/",
            "/c/buses/q/0",
            "/c/buses/q/x",
            "/c/buses/thanks",
            "/c/busesx/check",
        ] {
            assert_eq!(Place::parse("buses", path, ""), None, "{path}");
        }
    }

    #[test]
    fn the_way_forwards_is_the_servers() {
        let (asked, no) = (asked(), said(&[("ok", Given::One("no".into()))]));
        assert_eq!(after(&asked, &no, 0, false), Place::question(1));
        assert_eq!(after(&asked, &no, 2, false), Place::Check);
        let opened = Place::Question { position: 1, to_check: true };
        assert_eq!(after(&asked, &no, 0, true), opened, "a change opened a question, and back it goes");
        let yes = said(&[("ok", Given::One("yes".into())), ("last", Given::Skipped)]);
        assert_eq!(after(&asked, &yes, 0, true), Place::Check);
        assert_eq!(
            Place::question(1).or_next(&asked, &yes),
            Place::question(2),
            "not asked with these answers"
        );
    }

    #[test]
    fn the_way_back_leads_past_what_was_not_asked() {
        let (asked, yes) = (asked(), said(&[("ok", Given::One("yes".into()))]));
        assert_eq!(Place::question(2).back(&asked, &yes), Some(Place::question(0)));
        assert_eq!(Place::question(0).back(&asked, &yes), None);
        assert_eq!(Place::Question { position: 2, to_check: true }.back(&asked, &yes), Some(Place::Check));
        assert_eq!(
            Place::About.back(&asked, &yes),
            Some(Place::Check),
            "nothing written, nothing asked about it"
        );
        let wrote = said(&[("ok", Given::One("no".into())), ("why", Given::Words("late".into()))]);
        assert_eq!(Place::About.back(&asked, &wrote), Some(Place::Words));
    }
}
