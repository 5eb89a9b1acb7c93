//! The pages of a journey and their addresses: what the server's router says,
//! said once more for the phone.

use earshot_domain::journey::{Journey, Stop};
use earshot_domain::respondent::RespondentType;

/// A page of the journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A page of one question or several.
    Question {
        /// The first of them.
        stop: Stop,
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
    pub fn question(stop: Stop) -> Self {
        Self::Question { stop, to_check: false }
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
                let stop = Stop::parse(page.strip_prefix("q/")?)?;
                let to_check = query.trim_start_matches('?').split('&').any(|part| part == "to=check");
                Some(Self::Question { stop, to_check })
            }
        }
    }

    /// The address of this page.
    pub fn address(self, slug: &str, respondent: RespondentType) -> String {
        let mut address = format!("/c/{slug}/");
        match self {
            Self::Question { stop, .. } => {
                address.push_str("q/");
                address.push_str(&stop.number());
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

    /// Whether this is the same page, wherever it leads to afterwards.
    pub fn is_at(self, other: Self) -> bool {
        match (self, other) {
            (Self::Question { stop, .. }, Self::Question { stop: other, .. }) => stop == other,
            (one, other) => one == other,
        }
    }

    /// The page to show for this one: a question that is not asked with these answers gives way to the next one
    /// that is, and one in the middle of a page to the first on it.
    #[must_use]
    pub fn or_next(self, way: &Journey<'_>) -> Self {
        match self {
            Self::Question { stop, to_check } => match way.page(stop).first() {
                Some(&stop) => Self::Question { stop, to_check },
                None => way.next(stop).map_or(Self::Check, Self::question),
            },
            other => other,
        }
    }

    /// The page that "back" leads to; `None` is the start page.
    pub fn back(self, way: &Journey<'_>) -> Option<Self> {
        match self {
            Self::Question { to_check: true, .. } => Some(Self::Check),
            Self::Question { stop, .. } => way.previous(stop).map(Self::question),
            Self::Check => {
                let last = way.shown().next_back()?;
                way.page(last).first().copied().map(Self::question)
            }
            Self::Words => Some(Self::Check),
            Self::About => Some(if way.wrote() { Self::Words } else { Self::Check }),
        }
    }
}

/// The page after the questions of this one were answered or skipped.
pub fn after(way: &Journey<'_>, stop: Stop, to_check: bool) -> Place {
    let unanswered = |stop: &Stop| way.given(*stop).is_none();
    // An answer has opened another question of the same page.
    let opened = way
        .page(stop)
        .into_iter()
        .find(|stop| unanswered(stop) && way.question(*stop).is_some_and(|question| question.kind.asks()));
    let first = |stop: Stop| way.page(stop).first().copied().unwrap_or(stop);
    let next = match opened {
        Some(stop) => Some(first(stop)),
        // A change may have opened a question that was not asked before.
        None if to_check => way.resume_at().map(first),
        None => way.next(stop),
    };
    next.map_or(Place::Check, |stop| Place::Question { stop, to_check })
}

#[cfg(test)]
mod tests {
    use earshot_domain::journey::Answers;
    use earshot_domain::question::{Given, Kind, Question};
    use earshot_domain::questionnaire::Questionnaire;
    use earshot_domain::rule::Rule;

    use super::*;

    fn asked() -> Questionnaire {
        Questionnaire::of(vec![
            Question::new("ok", "OK?", Kind::YesNoUnsure),
            Question::new("why", "Why?", Kind::LongText).only_if(Rule::is("ok", "no")),
            Question::new("last", "Last?", Kind::Faces),
        ])
    }

    fn said(pairs: &[(&str, Given)]) -> Answers {
        pairs.iter().map(|(key, given)| ((*key).to_string(), given.clone())).collect()
    }

    fn at(position: usize) -> Place {
        Place::question(Stop::at(position))
    }

    #[test]
    fn every_page_is_found_again_by_its_address() {
        for place in [
            at(0),
            Place::Question { stop: Stop::at(11), to_check: true },
            Place::question(Stop { position: 4, turn: Some(2) }),
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
        let change = Place::Question { stop: Stop::at(2), to_check: true };
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
        let way = Journey::new(&asked, &no, 0);
        assert_eq!(after(&way, Stop::at(0), false), at(1));
        assert_eq!(after(&way, Stop::at(0), true), Place::Question { stop: Stop::at(1), to_check: true });
        let yes = said(&[("ok", Given::One("yes".into())), ("last", Given::Skipped)]);
        let way = Journey::new(&asked, &yes, 0);
        assert_eq!(after(&way, Stop::at(2), false), Place::Check);
        assert_eq!(after(&way, Stop::at(0), true), Place::Check);
        assert_eq!(at(1).or_next(&way), at(2), "not asked with these answers");
    }

    #[test]
    fn the_way_back_leads_past_what_was_not_asked() {
        let (asked, yes) = (asked(), said(&[("ok", Given::One("yes".into()))]));
        let way = Journey::new(&asked, &yes, 0);
        assert_eq!(at(2).back(&way), Some(at(0)));
        assert_eq!(at(0).back(&way), None);
        let change = Place::Question { stop: Stop::at(2), to_check: true };
        assert_eq!(change.back(&way), Some(Place::Check));
        assert_eq!(Place::About.back(&way), Some(Place::Check), "nothing written, nothing asked about it");
        let wrote = said(&[("ok", Given::One("no".into())), ("why", Given::Words("late".into()))]);
        assert_eq!(Place::About.back(&Journey::new(&asked, &wrote, 0)), Some(Place::Words));
    }

    #[test]
    fn a_page_of_several_questions_is_one_page() {
        let mut asked = asked();
        asked.questions[1].with_previous = true;
        let none = Answers::new();
        let way = Journey::new(&asked, &none, 0);
        assert_eq!(at(1).or_next(&way), at(2), "the second of a page that is not shown");
        let no = said(&[("ok", Given::One("no".into()))]);
        let way = Journey::new(&asked, &no, 0);
        assert_eq!(at(1).or_next(&way), at(0));
        assert_eq!(after(&way, Stop::at(0), false), at(0), "an answer opened another question of the page");
        let both = said(&[("ok", Given::One("no".into())), ("why", Given::Skipped)]);
        assert_eq!(after(&Journey::new(&asked, &both, 0), Stop::at(0), false), at(2));
    }
}
