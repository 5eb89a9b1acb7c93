//! What the server sends to the phone's bundle, once a consultation.

use chrono::NaiveDate;
use earshot_domain::journey::Answers;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::respondent::RespondentType;
use serde::{Deserialize, Serialize};

/// Everything for one consultation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Journey {
    /// The consultation's short name in addresses.
    pub slug: String,
    /// Its name, as a young person reads it.
    pub name: String,
    /// Whose views.
    pub respondent: RespondentType,
    /// The questions, in the words of the door.
    pub questionnaire: Questionnaire,
    /// Their version.
    pub version: i64,
    /// The words that they are read in, as the server writes it: the phone only sends it back.
    pub door: String,
    /// What orders are drawn from, unless an unsent answer has its own.
    pub seed: u32,
    /// What the server keeps for this phone so far.
    pub answers: Answers,
    /// The server's day: the phone's clock may be wrong.
    #[serde(with = "earshot_domain::day")]
    pub today: NaiveDate,
    /// Days that an unsent answer is kept on the phone.
    pub draft_days: i64,
    /// The code that this phone came with; empty without one. It goes along when the answer waits for signal.
    #[serde(default)]
    pub code: String,
    /// The pages of the questions, each in the place of its first question; nothing in the places of the others.
    pub questions: Vec<Part>,
    /// The pages after the questions.
    pub after: After,
    /// Short words that the phone puts together.
    pub words: Words,
}

/// The pages after the questions. They travel as a list, as the questions do: what reads one list reads both.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(from = "Vec<Part>", into = "Vec<Part>")]
pub struct After {
    /// "Check what you said", with an empty list.
    pub check: Part,
    /// May we use your exact words?
    pub consent: Part,
    /// About you.
    pub about: Part,
    /// Thank you, with four empty places for the words.
    pub thanks: Part,
    /// Waiting for signal.
    pub waiting: Part,
}

impl From<Vec<Part>> for After {
    fn from(parts: Vec<Part>) -> Self {
        let mut parts = parts.into_iter();
        let mut next = || parts.next().unwrap_or_default();
        Self { check: next(), consent: next(), about: next(), thanks: next(), waiting: next() }
    }
}

impl From<After> for Vec<Part> {
    fn from(after: After) -> Self {
        vec![after.check, after.consent, after.about, after.thanks, after.waiting]
    }
}

/// A page as the server draws it, without its document.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct Part {
    /// The title of the document.
    pub title: String,
    /// Everything inside the body.
    pub html: String,
}

impl From<Vec<String>> for Part {
    fn from(texts: Vec<String>) -> Self {
        let mut texts = texts.into_iter();
        Self { title: next(&mut texts), html: next(&mut texts) }
    }
}

impl From<Part> for Vec<String> {
    fn from(part: Part) -> Self {
        vec![part.title, part.html]
    }
}

/// Declares a struct of texts that travels as the list of them. A struct travels by its names, and reading forty
/// names is code that a phone has to load.
macro_rules! texts {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* $field:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, Serialize, Deserialize)]
        #[serde(from = "Vec<String>", into = "Vec<String>")]
        pub struct $name { $($(#[$field_meta])* pub $field: String),+ }

        impl From<Vec<String>> for $name {
            fn from(texts: Vec<String>) -> Self {
                let mut texts = texts.into_iter();
                Self { $($field: next(&mut texts)),+ }
            }
        }

        impl From<$name> for Vec<String> {
            fn from(texts: $name) -> Self {
                vec![$(texts.$field),+]
            }
        }
    };
}

/// The next text; empty where there is none. Called from forty places, so it stands in the bundle once.
#[inline(never)]
fn next(texts: &mut std::vec::IntoIter<String>) -> String {
    texts.next().unwrap_or_default()
}

/// Everything that the phone puts together.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Vec<String>>", into = "Vec<Vec<String>>")]
pub struct Words {
    /// Short words.
    pub short: Short,
    /// "All 6 questions done", for 1 question, for 2, and so on.
    pub all_done: Vec<String>,
    /// The words of the five faces.
    pub faces: Vec<String>,
    /// The words of the five steps of agreement.
    pub agree: Vec<String>,
    /// The words of the bands of time.
    pub when: Vec<String>,
    /// What can be wrong with an answer.
    pub errors: Errors,
    /// About an answer that waits.
    pub outbox: OutboxWords,
}

impl From<Vec<Vec<String>>> for Words {
    fn from(lists: Vec<Vec<String>>) -> Self {
        let mut lists = lists.into_iter();
        let mut next = || lists.next().unwrap_or_default();
        Self {
            short: next().into(),
            all_done: next(),
            faces: next(),
            agree: next(),
            when: next(),
            errors: next().into(),
            outbox: next().into(),
        }
    }
}

impl From<Words> for Vec<Vec<String>> {
    fn from(words: Words) -> Self {
        vec![
            words.short.into(),
            words.all_done,
            words.faces,
            words.agree,
            words.when,
            words.errors.into(),
            words.outbox.into(),
        ]
    }
}

texts! {
    /// Short words. Where a number or text goes, U+0001 stands, and U+0002 where a second one goes.
    pub struct Short {
        /// "Question 3 of 6".
        question_of,
        /// "You skipped this one".
        skipped,
        /// "You have not answered this one".
        unanswered,
        /// "Change".
        change,
        /// " your answer to: ...", for screen readers.
        change_spoken,
        /// "Yes".
        yes,
        /// "No".
        no,
        /// "Not sure".
        unsure,
        /// "One thing to change".
        error_title,
        /// "We kept everything you wrote."
        error_kept,
        /// "Error:".
        error_word,
        /// "You have room for ... more letters."
        room_left,
        /// "Saved on this phone".
        saved,
        /// "A photo or drawing".
        photo,
        /// "A recording".
        recording,
    }
}

texts! {
    /// What is said about an answer that waits on this phone.
    pub struct OutboxWords {
        /// "Waiting for signal".
        waiting,
        /// That it is safe, and goes by itself.
        waiting_text,
        /// That it is on this page only, where the browser keeps nothing.
        waiting_here,
        /// "Sending".
        sending,
        /// "Sent".
        sent,
        /// "Not sent yet".
        not_sent,
        /// It closed before it could be sent.
        closed,
        /// The server could not take it.
        refused,
        /// On the button that deletes, once it was pressed: "Press again".
        sure,
        /// That it is deleted.
        deleted,
    }
}

texts! {
    /// What can be wrong with an answer. Where there are two, the first is for the summary and the second for
    /// beside the field.
    pub struct Errors {
        /// Nothing was chosen.
        empty_choice,
        /// Nothing was written.
        empty_words,
        /// No number was written.
        empty_number,
        /// Not one of the options.
        not_option,
        /// Too many options.
        too_many,
        /// Too few options.
        too_few,
        /// "None of these" with one of these.
        alone,
        /// Too many letters.
        too_long,
        /// Not a number.
        number,
        /// Not between two numbers.
        range_both,
        /// Too small.
        range_min,
        /// Too large.
        range_max,
        /// Neither yes nor no about exact words.
        consent,
        /// No photo and no drawing was given.
        empty_photo,
        /// Nothing was said and nothing written.
        empty_audio,
        /// Something was said and something written.
        said_and_wrote,
    }
}
