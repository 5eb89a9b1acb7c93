//! What the phone's bundle needs to go on without a page load: the questions
//! for its logic, and every page as the server draws it. The phone draws
//! nothing itself: it fills in what was given, and shows what the same pure
//! functions say that comes next.

use chrono::NaiveDate;
use earshot_domain::journey::Answers;
use earshot_domain::question::{FieldError, Kind};
use earshot_domain::respondent::RespondentType;
use earshot_respond::data::{After, Errors, Journey, OutboxWords, Part, Short, Words};
use earshot_respond::place::Place;
use earshot_service::Asked;

use crate::pages::respond::{self as pages, error_words};
use crate::{Page, Site, say};

/// Everything for one consultation.
pub fn journey(
    site: &Site,
    asked: &Asked,
    answers: &Answers,
    respondent: RespondentType,
    today: NaiveDate,
) -> Journey {
    // A part leads back to the page it will be, not to where it was fetched.
    let at = |place: Place, draw: &dyn Fn(&Site) -> Page| {
        let site = Site { path: place.address(&asked.slug, respondent), ..site.clone() };
        part(&site, draw(&site))
    };
    let questions = asked.questionnaire.questions.iter().enumerate().map(|(position, question)| {
        at(Place::question(position), &|site| {
            pages::question_part(site, asked, question.clone(), respondent, position)
        })
    });
    Journey {
        slug: asked.slug.clone(),
        name: asked.setup.child_title.clone(),
        respondent,
        questionnaire: asked.questionnaire.clone(),
        answers: answers.clone(),
        today,
        draft_days: asked.setup.draft_days,
        questions: questions.collect(),
        after: After {
            check: at(Place::Check, &|site| pages::check_part(site, asked, respondent)),
            consent: at(Place::Words, &|site| pages::consent_part(site, asked, respondent)),
            about: at(Place::About, &|site| pages::about_part(site, asked, respondent)),
            thanks: part(site, pages::thanks(site, asked, Some(vec![String::new(); 4]))),
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
    Words {
        short: Short {
            question_of: say!(site, "question-of", n = number, total = total),
            skipped: say!(site, "check-skipped"),
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
        },
        all_done: (1..=questions).map(|total| say!(site, "question-all-done", total = total)).collect(),
        faces: ["1", "2", "3", "4", "5"].iter().map(|face| say!(site, &format!("face-{face}"))).collect(),
        errors: Errors {
            empty_choice: text(&choice, &FieldError::Empty).0,
            empty_words: text(&Kind::LongText, &FieldError::Empty).0,
            empty_number: text(&Kind::Number { min: None, max: None }, &FieldError::Empty).0,
            not_option: text(&choice, &FieldError::NotAnOption).0,
            too_many: say!(site, "error-too-many", n = number),
            too_long: say!(site, "error-too-long", max = number, length = total),
            number: text(&choice, &FieldError::NotANumber).0,
            range_both: say!(site, "error-range-both", min = number, max = total),
            range_min: say!(site, "error-range-min", min = number),
            range_max: say!(site, "error-range-max", max = number),
            phone: say!(site, "error-phone"),
            phone_why: say!(site, "error-phone-why"),
            email: say!(site, "error-email"),
            email_why: say!(site, "error-email-why"),
            link: say!(site, "error-link"),
            link_why: say!(site, "error-link-why"),
            consent: say!(site, "error-words-choice"),
        },
        outbox: outbox_words(site),
    }
}
