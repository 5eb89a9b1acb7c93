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
    /// The questions.
    pub questionnaire: Questionnaire,
    /// What the server keeps for this phone so far.
    pub answers: Answers,
    /// The server's day: the phone's clock may be wrong.
    pub today: NaiveDate,
    /// Days that an unsent answer is kept on the phone.
    pub draft_days: i64,
    /// The page of each question, in the questionnaire's order.
    pub questions: Vec<Part>,
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
    /// Short words that the phone puts together.
    pub words: Words,
}

/// A page as the server draws it, without its document.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Part {
    /// The title of the document.
    pub title: String,
    /// Everything inside the body.
    pub html: String,
}

/// Short words. Where a number or text goes, U+0001 stands, and U+0002 where a
/// second one goes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Words {
    /// "Question 3 of 6".
    pub question_of: String,
    /// "All 6 questions done", for 1 question, for 2, and so on.
    pub all_done: Vec<String>,
    /// "You skipped this one".
    pub skipped: String,
    /// "Change".
    pub change: String,
    /// " your answer to: ...", for screen readers.
    pub change_spoken: String,
    /// "Yes".
    pub yes: String,
    /// "No".
    pub no: String,
    /// "Not sure".
    pub unsure: String,
    /// The words of the five faces.
    pub faces: Vec<String>,
    /// "One thing to change".
    pub error_title: String,
    /// "We kept everything you wrote."
    pub error_kept: String,
    /// "Error:".
    pub error_word: String,
    /// What can be wrong with an answer.
    pub errors: Errors,
    /// "You have room for ... more letters."
    pub room_left: String,
    /// "Saved on this phone".
    pub saved: String,
    /// About an answer that waits.
    pub outbox: OutboxWords,
}

/// What is said about an answer that waits on this phone.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct OutboxWords {
    /// "Waiting for signal".
    pub waiting: String,
    /// That it is safe, and goes by itself.
    pub waiting_text: String,
    /// "Sending".
    pub sending: String,
    /// "Sent".
    pub sent: String,
    /// "Not sent yet".
    pub not_sent: String,
    /// It closed before it could be sent.
    pub closed: String,
    /// The server could not take it.
    pub refused: String,
    /// On the button that deletes, once it was pressed: "Press again".
    pub sure: String,
    /// That it is deleted.
    pub deleted: String,
}

/// What can be wrong with an answer. Pairs are for the summary and beside the
/// field.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Errors {
    /// Nothing was chosen.
    pub empty_choice: String,
    /// Nothing was written.
    pub empty_words: String,
    /// Not one of the options.
    pub not_option: String,
    /// Too many options.
    pub too_many: String,
    /// Too many letters.
    pub too_long: String,
    /// Not a number.
    pub number: String,
    /// Not between two numbers.
    pub range_both: String,
    /// Too small.
    pub range_min: String,
    /// Too large.
    pub range_max: String,
    /// A telephone number.
    pub phone: (String, String),
    /// An address for mail.
    pub email: (String, String),
    /// An address of a site.
    pub link: (String, String),
    /// Neither yes nor no about exact words.
    pub consent: String,
}
