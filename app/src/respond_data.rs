//! What the phone's bundle needs to go on without a page load: the questions
//! for its logic, and every page as the server draws it. The phone draws
//! nothing itself: it fills in what was given, and shows what the same pure
//! functions say that comes next.

use chrono::NaiveDate;
use earshot_domain::journey::Answers;
use earshot_domain::question::{FieldError, Kind};
use earshot_domain::respondent::RespondentType;
use earshot_respond::data::{Errors, Journey, Part, Words};
use earshot_service::Asked;

use crate::pages::respond::{self as pages, AboutForm, QuestionForm, error_words};
use crate::{Site, say};

/// Everything for one consultation.
pub fn journey(
    site: &Site,
    asked: &Asked,
    answers: &Answers,
    respondent: RespondentType,
    today: NaiveDate,
) -> Journey {
    let none = Answers::new();
    let part = |page| {
        let (title, html) = site.part(page);
        Part { title, html }
    };
    let questions = (0..asked.questionnaire.questions.len())
        .map(|position| {
            let form = QuestionForm {
                position,
                answers: none.clone(),
                typed: Vec::new(),
                error: None,
                respondent,
                to_check: false,
            };
            part(pages::question(site, asked, form))
        })
        .collect();
    Journey {
        slug: asked.slug.clone(),
        respondent,
        questionnaire: asked.questionnaire.clone(),
        answers: answers.clone(),
        today,
        draft_days: asked.setup.draft_days,
        questions,
        check: part(pages::check(site, asked, &none, respondent)),
        consent: part(pages::consent(site, asked, &none, None, false, respondent)),
        about: part(pages::about(site, asked, &none, &AboutForm::default(), respondent)),
        thanks: part(pages::thanks(site, asked, Some(vec![String::new(); 4]))),
        waiting: part(pages::waiting(site, asked)),
        words: words(site),
    }
}

fn words(site: &Site) -> Words {
    // Places are filled on the phone: a mark that no sentence has.
    let number = "\u{1}";
    let total = "\u{2}";
    let text = |kind: &Kind, error: &FieldError| error_words(site, kind, error);
    let choice = Kind::Faces;
    Words {
        question_of: say!(site, "question-of", n = number, total = total),
        skipped: say!(site, "check-skipped"),
        change: say!(site, "check-change"),
        change_spoken: say!(site, "check-change-spoken", question = number),
        yes: say!(site, "answer-yes"),
        no: say!(site, "answer-no"),
        unsure: say!(site, "answer-unsure"),
        faces: ["1", "2", "3", "4", "5"].iter().map(|face| say!(site, &format!("face-{face}"))).collect(),
        error_title: say!(site, "error-one"),
        error_kept: say!(site, "error-kept"),
        error_word: say!(site, "error-word"),
        errors: Errors {
            empty_choice: text(&choice, &FieldError::Empty).0,
            empty_words: text(&Kind::LongText, &FieldError::Empty).0,
            not_option: text(&choice, &FieldError::NotAnOption).0,
            too_many: say!(site, "error-too-many", n = number),
            too_long: say!(site, "error-too-long", max = number, length = total),
            number: text(&choice, &FieldError::NotANumber).0,
            range_both: say!(site, "error-range-both", min = number, max = total),
            range_min: say!(site, "error-range-min", min = number),
            range_max: say!(site, "error-range-max", max = number),
            phone: (say!(site, "error-phone"), say!(site, "error-phone-why")),
            email: (say!(site, "error-email"), say!(site, "error-email-why")),
            link: (say!(site, "error-link"), say!(site, "error-link-why")),
            consent: say!(site, "error-words-choice"),
        },
        room_left: say!(site, "words-left", n = number),
        saved: say!(site, "phone-saved"),
        sending: say!(site, "phone-sending"),
        waiting: say!(site, "phone-waiting"),
        sent: say!(site, "phone-sent"),
        closed: say!(site, "phone-closed"),
        refused: say!(site, "phone-refused"),
    }
}
