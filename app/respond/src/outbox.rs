//! Answers that wait on this phone until there is signal.

use chrono::NaiveDate;
use earshot_domain::day;
use earshot_domain::evidence::QuoteConsent;
use earshot_domain::journey::Answers;
use earshot_domain::respondent::RespondentType;
use serde::{Deserialize, Serialize};

/// A whole answer, as `POST /c/SLUG/send` takes it.
#[derive(Debug, Clone, Serialize)]
pub struct Submission<'a> {
    /// Of the draft: the same however often it is sent.
    pub key: &'a str,
    /// Whose views.
    #[serde(rename = "as")]
    pub respondent: RespondentType,
    /// The answers to the questions that are asked.
    pub answers: Answers,
    /// Whether exact words may be used.
    pub words_consent: Option<QuoteConsent>,
    /// About them: the fields of the form and their values.
    pub about: Vec<(String, String)>,
    /// The day of the first answer.
    #[serde(with = "earshot_domain::day")]
    pub started_on: NaiveDate,
    /// The version of the questions that it answers.
    pub version: i64,
    /// Orders were drawn from it.
    pub seed: u32,
    /// The words that the questions were read in.
    pub door: &'a str,
    /// The code that somebody came with: the cookie does not always travel.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub code: &'a str,
}

/// An answer that waits. It is kept as a list of texts, like everything that can be (see the README).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Entry {
    /// The consultation's short name in addresses.
    pub slug: String,
    /// Its name, as a young person reads it.
    pub name: String,
    /// The submission key.
    pub key: String,
    /// What is sent.
    pub body: String,
    /// The last day on which it is kept: an answer that cannot be sent is not kept for ever.
    pub until: NaiveDate,
    /// Why it still waits.
    pub state: State,
}

impl TryFrom<Vec<String>> for Entry {
    type Error = &'static str;

    fn try_from(texts: Vec<String>) -> Result<Self, Self::Error> {
        let [slug, name, key, body, until, state] =
            <[String; 6]>::try_from(texts).map_err(|_| "not an answer that waits")?;
        let until = day::parse(&until).ok_or("no day")?;
        Ok(Self { slug, name, key, body, until, state: State::parse(&state) })
    }
}

impl From<Entry> for Vec<String> {
    fn from(entry: Entry) -> Self {
        let Entry { slug, name, key, body, until, state } = entry;
        vec![slug, name, key, body, day::text(until), state.as_str().to_string()]
    }
}

/// Why an answer still waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// There was no signal, or the server had a bad moment.
    Waiting,
    /// The consultation takes no more answers.
    Closed,
    /// Something in it cannot be taken.
    Refused,
}

impl State {
    fn as_str(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Closed => "closed",
            State::Refused => "refused",
        }
    }

    /// What cannot be read waits: it is tried again.
    fn parse(text: &str) -> Self {
        match text {
            "closed" => State::Closed,
            "refused" => State::Refused,
            _ => State::Waiting,
        }
    }
}

/// Puts an answer in; one with the same key gives way.
pub fn put(list: &mut Vec<Entry>, entry: Entry) {
    remove(list, &entry.key);
    list.push(entry);
}

/// Takes the answer with this key out.
pub fn remove(list: &mut Vec<Entry>, key: &str) {
    list.retain(|entry| entry.key != key);
}

/// Notes why the answer with this key still waits.
pub fn mark(list: &mut [Entry], key: &str, state: State) {
    for entry in list.iter_mut().filter(|entry| entry.key == key) {
        entry.state = state;
    }
}

/// What the server's status means for an answer that was sent; `None` is that
/// it has arrived.
pub fn state_after(status: u16) -> Option<State> {
    match status {
        200 => None,
        404 | 410 => Some(State::Closed),
        // Too slow, twice at once, too early, too many: another time.
        408 | 409 | 425 | 429 => Some(State::Waiting),
        400..=499 => Some(State::Refused),
        _ => Some(State::Waiting),
    }
}

/// How long to wait for the next try, in milliseconds: half a minute at first,
/// then twice as long each time, up to eight minutes. Signal that comes back,
/// and whoever presses the button, does not wait for it.
pub fn pause(tries: u32) -> i32 {
    30_000 << tries.min(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(key: &str, body: &str) -> Entry {
        let (slug, name) = ("buses".into(), "Buses".into());
        let until = NaiveDate::from_ymd_opt(2026, 6, 9).unwrap();
        Entry { slug, name, key: key.into(), body: body.into(), until, state: State::Waiting }
    }

    #[test]
    fn an_answer_waits_once_however_often_it_is_put_in() {
        let mut list = Vec::new();
        put(&mut list, entry("a", "first"));
        put(&mut list, entry("b", "other"));
        put(&mut list, entry("a", "changed"));
        assert_eq!(list, [entry("b", "other"), entry("a", "changed")]);
        mark(&mut list, "b", State::Closed);
        assert_eq!(list[0].state, State::Closed);
        assert_eq!(list[1].state, State::Waiting);
        remove(&mut list, "b");
        remove(&mut list, "nobody");
        assert_eq!(list, [entry("a", "changed")]);
    }

    #[test]
    fn it_comes_back_from_its_text() {
        for state in [State::Waiting, State::Closed, State::Refused] {
            let one = Entry { state, ..entry("k", "{}") };
            let text = serde_json::to_string(&one).unwrap();
            assert_eq!(crate::json::read(&text), Some(one));
        }
        assert_eq!(crate::json::read::<Entry>("[\"too\",\"short\"]"), None);
    }

    #[test]
    fn only_an_answer_that_arrived_is_done_with() {
        assert_eq!(state_after(200), None);
        for status in [0, 302, 408, 409, 429, 500, 503] {
            assert_eq!(state_after(status), Some(State::Waiting), "{status}");
        }
        assert_eq!(state_after(410), Some(State::Closed));
        assert_eq!(state_after(422), Some(State::Refused));
    }

    #[test]
    fn tries_become_rarer_and_never_stop() {
        assert_eq!([0, 1, 4, 99].map(pause), [30_000, 60_000, 480_000, 480_000]);
    }

    #[test]
    fn what_is_sent_is_what_the_server_reads() {
        let submission = Submission {
            key: "k",
            respondent: RespondentType::Parent,
            answers: [(
                "a".to_string(),
                earshot_domain::question::Given::Words("\u{201c}late\u{201d}".into()),
            )]
            .into(),
            words_consent: Some(QuoteConsent::Yes),
            about: vec![("band".into(), "11-13".into())],
            started_on: NaiveDate::from_ymd_opt(2026, 6, 2).unwrap(),
            version: 3,
            seed: 7,
            door: "{}",
            code: "",
        };
        assert_eq!(
            serde_json::to_string(&submission).unwrap(),
            "{\"key\":\"k\",\"as\":\"parent\",\"answers\":{\"a\":{\"words\":\"\u{201c}late\u{201d}\"}},\
             \"words_consent\":\"yes\",\"about\":[[\"band\",\"11-13\"]],\"started_on\":\"2026-06-02\",\
             \"version\":3,\"seed\":7,\"door\":\"{}\"}"
        );
        let with_code = serde_json::to_string(&Submission { code: "KX4M-7QPD", ..submission }).unwrap();
        assert!(with_code.ends_with(",\"code\":\"KX4M-7QPD\"}"), "{with_code}");
    }
}
