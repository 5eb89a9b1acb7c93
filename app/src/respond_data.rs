//! What the phone's bundle needs to go on without a page load: the questions
//! for its logic, and every page as the server draws it. The phone draws
//! nothing itself: it fills in what was given, and shows what the same pure
//! functions say that comes next.

use chrono::NaiveDate;
use earshot_domain::code::AccessCode;
use earshot_domain::door::Door;
use earshot_domain::journey::{Answers, Stop};
use earshot_domain::question::{AGREE, FACES, FieldError, Kind, WHEN};
use earshot_domain::respondent::RespondentType;
use earshot_respond::data::{After, Errors, Journey, OutboxWords, Part, Short, Words};
use earshot_respond::place::Place;
use earshot_service::{Asked, OpenRooms};

use crate::pages::respond::{self as pages, error_words};
use crate::{Page, Site, say};

/// How the questions are read on this phone.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The words.
    pub door: Door,
    /// What orders are drawn from.
    pub seed: u32,
    /// The server's day.
    pub today: NaiveDate,
    /// The code that this phone came with.
    pub code: Option<AccessCode>,
    /// What else young people may write now.
    pub rooms: OpenRooms,
}

/// Everything for one consultation, as it is seen through the door.
pub fn journey(
    site: &Site,
    asked: &Asked,
    answers: &Answers,
    respondent: RespondentType,
    read: &Reading,
) -> Journey {
    // A part leads back to the page it will be, not to where it was fetched.
    let at = |place: Place, draw: &dyn Fn(&Site) -> Page| {
        let site = Site { path: place.address(&asked.slug, respondent), ..site.clone() };
        part(&site, draw(&site))
    };
    let questionnaire = &asked.questionnaire;
    let questions = (0..questionnaire.questions.len()).map(|position| {
        if questionnaire.page_of(position).start != position {
            // It stands on the page of another.
            return Part::default();
        }
        at(Place::question(Stop::at(position)), &|site| {
            pages::question_part(site, asked, respondent, position, read.seed)
        })
    });
    Journey {
        slug: asked.slug.clone(),
        name: asked.setup.child_title.clone(),
        respondent,
        questionnaire: questionnaire.clone(),
        version: asked.version,
        door: serde_json::to_string(&read.door).unwrap_or_default(),
        seed: read.seed,
        answers: answers.clone(),
        today: read.today,
        draft_days: asked.setup.draft_days,
        code: read.code.map(|code| code.shown()).unwrap_or_default(),
        questions: questions.collect(),
        after: After {
            check: at(Place::Check, &|site| pages::check_part(site, asked, respondent)),
            consent: at(Place::Words, &|site| pages::consent_part(site, asked, respondent)),
            about: at(Place::About, &|site| pages::about_part(site, asked, respondent)),
            thanks: part(site, pages::thanks(site, asked, vec![String::new(); 4], read.rooms)),
            waiting: part(site, pages::waiting(site, asked, respondent)),
        },
        words: words(site, asked.questionnaire.questions.len()),
    }
}

fn part(site: &Site, page: Page) -> Part {
    let (title, html) = site.part(page);
    Part { title, html }
}

/// What is said about an answer that waits on this phone.
pub(crate) fn outbox_words(site: &Site) -> OutboxWords {
    OutboxWords {
        waiting: say!(site, "phone-waiting"),
        waiting_text: say!(site, "phone-waiting-text"),
        waiting_here: say!(site, "phone-waiting-here"),
        sending: say!(site, "phone-sending"),
        sent: say!(site, "phone-sent"),
        not_sent: say!(site, "phone-not-sent"),
        closed: say!(site, "phone-closed"),
        refused: say!(site, "phone-refused"),
        sure: say!(site, "phone-delete-sure"),
        deleted: say!(site, "phone-deleted"),
    }
}

fn words(site: &Site, questions: usize) -> Words {
    // Places are filled on the phone: a mark that no sentence has.
    let number = "\u{1}";
    let total = "\u{2}";
    let text = |kind: &Kind, error: &FieldError| error_words(site, kind, error);
    let choice = Kind::Faces;
    let scale = |before: &str, keys: &[&str]| -> Vec<String> {
        keys.iter().map(|key| say!(site, &format!("{before}-{key}"))).collect()
    };
    Words {
        short: Short {
            question_of: say!(site, "question-of", n = number, total = total),
            skipped: say!(site, "check-skipped"),
            unanswered: say!(site, "check-unanswered"),
            change: say!(site, "check-change"),
            change_spoken: say!(site, "check-change-spoken", question = number),
            yes: say!(site, "answer-yes"),
            no: say!(site, "answer-no"),
            unsure: say!(site, "answer-unsure"),
            error_title: say!(site, "error-one"),
            error_kept: say!(site, "error-kept"),
            error_word: say!(site, "error-word"),
            room_left: say!(site, "words-left", n = number),
            saved: say!(site, "phone-saved"),
            photo: say!(site, "photo-given"),
            recording: say!(site, "audio-given"),
        },
        all_done: (1..=questions).map(|total| say!(site, "question-all-done", total = total)).collect(),
        faces: scale("face", &FACES),
        agree: scale("agree", &AGREE),
        when: scale("when", &WHEN),
        errors: Errors {
            empty_choice: text(&choice, &FieldError::Empty).0,
            empty_words: text(&Kind::LongText, &FieldError::Empty).0,
            empty_number: text(&Kind::number(None, None), &FieldError::Empty).0,
            not_option: text(&choice, &FieldError::NotAnOption).0,
            too_many: say!(site, "error-too-many", n = number),
            too_few: say!(site, "error-too-few", n = number),
            alone: say!(site, "error-alone"),
            too_long: say!(site, "error-too-long", max = number, length = total),
            number: text(&choice, &FieldError::NotANumber).0,
            range_both: say!(site, "error-range-both", min = number, max = total),
            range_min: say!(site, "error-range-min", min = number),
            range_max: say!(site, "error-range-max", max = number),
            consent: say!(site, "error-words-choice"),
            empty_photo: text(&Kind::Photo, &FieldError::Empty).0,
            empty_audio: text(&Kind::Audio, &FieldError::Empty).0,
            said_and_wrote: text(&Kind::Audio, &FieldError::SaidAndWrote).0,
        },
        outbox: outbox_words(site),
    }
}
