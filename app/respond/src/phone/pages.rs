//! Pages: a part that the server drew, filled with what was given.

use earshot_domain::journey::{self, Answers};
use earshot_domain::question::{Given, Kind, LONG_TEXT_MAX, Question, SHORT_TEXT_MAX};
use earshot_domain::text;
use web_sys::Element;

use super::{Phone, dom};
use crate::data::Part;
use crate::fill;
use crate::place::Place;

/// Puts a page in place of the one that is shown.
pub(super) fn show(phone: &Phone, place: Place) -> Option<()> {
    let journey = &phone.journey;
    let part = match place {
        Place::Question { position, .. } => journey.questions.get(position)?,
        Place::Check => &journey.after.check,
        Place::Words => &journey.after.consent,
        Place::About => &journey.after.about,
    };
    swap(phone, part, "ask");
    if let Place::Question { position, to_check } = place {
        if let Some(document) = dom::document() {
            document.set_title(&fill::retitle(
                &part.title,
                &question_of(phone, &Answers::new(), position),
                &question_of(phone, &phone.draft().answers, position),
            ));
        }
        if to_check {
            mark_change(phone);
        }
    }
    phone.place.set(Some(place));
    fill_in(phone, place);
    Some(())
}

/// Swaps the HTML, and begins at its top as after a page load.
pub(super) fn swap(phone: &Phone, part: &Part, class: &str) {
    phone.root.set_inner_html(&part.html);
    if let Some(document) = dom::document() {
        document.set_title(&part.title);
        if let Some(body) = document.body() {
            body.set_class_name(class);
        }
    }
    if let Some(main) = dom::find(&phone.root, "main") {
        dom::focus(&main);
    }
    if let Some(window) = dom::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Fills a page that is shown with what was given.
pub(super) fn fill_in(phone: &Phone, place: Place) {
    let (asked, draft) = (&phone.journey.questionnaire, phone.draft());
    let total = journey::shown(asked, &draft.answers).len();
    let mut done = total;
    match place {
        Place::Question { position, .. } => {
            if let Some(question) = asked.questions.get(position) {
                dom::put_values(&phone.root, "answer", &draft.standing(&question.key));
            }
            done = journey::progress(asked, &draft.answers, position).number.saturating_sub(1);
            progress(phone, &question_of(phone, &draft.answers, position));
        }
        Place::Check => {
            if let Some(words) = total.checked_sub(1).and_then(|at| phone.journey.words.all_done.get(at)) {
                progress(phone, words);
            }
            let _ = answers(phone, &draft.answers);
        }
        Place::Words => {
            let given = draft.words_consent.map(|consent| consent.as_str().to_string());
            dom::put_values(&phone.root, "words", given.as_slice());
        }
        Place::About => {}
    }
    let arcs = dom::all(&phone.root, ".ripple path");
    let lit = fill::lit(done, total, arcs.len());
    for (at, arc) in arcs.iter().enumerate() {
        let _ = arc.class_list().toggle_with_force("on", at < lit);
    }
    if let Some(back) = dom::find(&phone.root, "a.back") {
        let to =
            place.back(asked, &draft.answers).map_or_else(|| phone.start(), |place| phone.address(place));
        dom::set(&back, "href", &to);
    }
}

/// That this page leads back to "check what you said", as the server marks it.
fn mark_change(phone: &Phone) -> Option<()> {
    let form = dom::find(&phone.root, "main form")?;
    let mark = dom::make("input", "", "")?;
    for (name, value) in [("type", "hidden"), ("name", "to"), ("value", "check")] {
        dom::set(&mark, name, value);
    }
    let _ = form.prepend_with_node_1(&mark);
    Some(())
}

fn question_of(phone: &Phone, answers: &Answers, position: usize) -> String {
    let progress = journey::progress(&phone.journey.questionnaire, answers, position);
    fill::fill_numbers(&phone.journey.words.short.question_of, progress.number, progress.total)
}

fn progress(phone: &Phone, words: &str) {
    dom::say_in(&phone.root, ".ripple span", words);
}

/// The room that is left, and that what is written is kept.
pub(super) fn room(phone: &Phone, question: &Question, typed: &[String], kept: bool) -> Option<()> {
    let most = match question.kind {
        Kind::ShortText => SHORT_TEXT_MAX,
        Kind::LongText => LONG_TEXT_MAX,
        _ => return None,
    };
    let count = dom::find(&phone.root, ".count")?;
    let written = typed.first().map_or(0, |words| text::normalise(words).chars().count());
    let words = &phone.journey.words;
    let mut line = fill::fill_numbers(&words.short.room_left, most.saturating_sub(written), 0);
    if kept {
        line.push(' ');
        line.push_str(&words.short.saved);
    }
    dom::say(&count, &line);
    Some(())
}

/// The list to check, in the HTML of the component `AnswersList`.
fn answers(phone: &Phone, answers: &Answers) -> Option<()> {
    let asked = &phone.journey.questionnaire;
    dom::show_in(&phone.root, "[data-none]", journey::to_send(asked, answers).is_empty());
    let list = dom::find(&phone.root, "dl.answers")?;
    dom::say(&list, "");
    for (position, question, given) in journey::review(asked, answers) {
        let row = dom::make("div", "", "")?;
        dom::put(&row, &dom::make("dt", "", &question.text)?);
        dom::put(&row, &answer(phone, question, given)?);
        dom::put(&row, &change(phone, question, position)?);
        dom::put(&list, &row);
    }
    Some(())
}

fn answer(phone: &Phone, question: &Question, given: Option<&Given>) -> Option<Element> {
    let words = &phone.journey.words;
    if let Some(Given::Words(own)) = given {
        let row = dom::make("dd", "own", own)?;
        dom::set(&row, "dir", "auto");
        return Some(row);
    }
    let row = dom::make("dd", "", "")?;
    let lines = fill::lines(words, question, given);
    if lines.is_empty() {
        dom::put(&row, &dom::make("span", "quiet", &words.short.skipped)?);
    }
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            dom::put(&row, &dom::make("br", "", "")?);
        }
        let _ = row.append_with_str_1(line);
    }
    Some(row)
}

fn change(phone: &Phone, question: &Question, position: usize) -> Option<Element> {
    let words = &phone.journey.words;
    let link = dom::make("a", "", &words.short.change)?;
    dom::set(&link, "href", &phone.address(Place::Question { position, to_check: true }));
    dom::put(&link, &dom::make("span", "hush", &fill::fill(&words.short.change_spoken, &question.text, ""))?);
    let row = dom::make("dd", "do", "")?;
    dom::put(&row, &link);
    Some(row)
}
