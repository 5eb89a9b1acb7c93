//! Pages: a part that the server drew, filled with what was given.

use earshot_domain::journey::{Answers, Journey, Stop};
use earshot_domain::pipe;
use earshot_domain::question::{Given, Kind, LONG_TEXT_MAX, Question, SHORT_TEXT_MAX};
use earshot_domain::text;
use web_sys::Element;

use super::{Phone, aloud, dom};
use crate::data::Part;
use crate::fill;
use crate::place::Place;

/// Puts a page in place of the one that is shown.
pub(super) fn show(phone: &Phone, place: Place) -> Option<()> {
    let journey = &phone.journey;
    let part = match place {
        Place::Question { stop, .. } => &question_part(phone, stop)?,
        Place::Check => &journey.after.check,
        Place::Words => &journey.after.consent,
        Place::About => &journey.after.about,
    };
    swap(phone, part, "ask");
    if let Place::Question { to_check: true, .. } = place {
        mark_change(phone);
    }
    phone.place.set(Some(place));
    fill_in(phone, place);
    Some(())
}

/// The page of a question: as the server drew it, with earlier answers in its sentences, and how far along it is.
fn question_part(phone: &Phone, stop: Stop) -> Option<Part> {
    let (journey, draft) = (&phone.journey, phone.draft());
    let way = phone.way(&draft);
    let mut part = journey.questions.get(journey.questionnaire.page_of(stop.position).start)?.clone();
    let nothing = Answers::new();
    let drawn = Journey::new(&journey.questionnaire, &nothing, draft.seed);
    part.title =
        fill::retitle(&part.title, &question_of(phone, &drawn, stop), &question_of(phone, &way, stop));
    // Anything else between braces is somebody's words, and stays.
    if part.html.contains('{') {
        part.title = way.say(stop, &part.title);
        part.html = pipe::fill(&part.html, &|name| way.piped(stop, name).map(|words| escape(&words)));
    }
    Some(part)
}

/// Words as they must stand in HTML.
fn escape(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Swaps the HTML, and begins at its top as after a page load.
pub(super) fn swap(phone: &Phone, part: &Part, class: &str) {
    aloud::stop();
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
    let draft = phone.draft();
    let way = phone.way(&draft);
    let total = way.shown().count();
    let mut done = total;
    match place {
        Place::Question { stop, .. } => {
            dom::show_in(&phone.root, "[data-aloud]", aloud::has_voice());
            if let Some(form) = dom::find(&phone.root, "main form") {
                // One part is drawn for every turn of a repeated question.
                dom::set(&form, "action", &phone.address(Place::question(stop)));
            }
            let page = way.page(stop);
            for row in dom::all(&phone.root, "[data-at]") {
                let at = row.get_attribute("data-at").unwrap_or_default();
                let asked = page.iter().any(|stop| (stop.position + 1).to_string() == at);
                dom::show(&row, asked);
            }
            for stop in &page {
                let field = field(phone, *stop);
                let standing = draft.standing(&way.variable(*stop));
                if !standing.is_empty() {
                    dom::put_values(&phone.root, &field, &standing);
                }
            }
            done = way.progress(stop).number.saturating_sub(1);
            progress(phone, &question_of(phone, &way, stop));
        }
        Place::Check => {
            if let Some(words) = total.checked_sub(1).and_then(|at| phone.journey.words.all_done.get(at)) {
                progress(phone, words);
            }
            let _ = answers(phone, &way);
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
        let to = place.back(&way).map_or_else(|| phone.start(), |place| phone.address(place));
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

/// The name of the field of a question. On a page that may hold several each has its own.
pub(super) fn field(phone: &Phone, stop: Stop) -> String {
    let asked = &phone.journey.questionnaire;
    let key = asked.questions.get(stop.position).map_or("", |question| &question.key);
    fill::field(key, asked.page_of(stop.position).len() == 1)
}

fn question_of(phone: &Phone, way: &Journey<'_>, stop: Stop) -> String {
    let progress = way.progress(stop);
    fill::fill_numbers(&phone.journey.words.short.question_of, progress.number, progress.total)
}

fn progress(phone: &Phone, words: &str) {
    dom::say_in(&phone.root, ".ripple span", words);
}

/// The room that is left, and that what is written is kept.
pub(super) fn room(
    phone: &Phone,
    question: &Question,
    field: &str,
    typed: &[String],
    kept: bool,
) -> Option<()> {
    let most = match question.kind {
        Kind::ShortText => SHORT_TEXT_MAX,
        Kind::LongText => LONG_TEXT_MAX,
        _ => return None,
    };
    let count = dom::find(&phone.root, &format!("[id=\"{field}-count\"]"))?;
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
fn answers(phone: &Phone, way: &Journey<'_>) -> Option<()> {
    dom::show_in(&phone.root, "[data-none]", way.to_send().is_empty());
    let list = dom::find(&phone.root, "dl.answers")?;
    dom::say(&list, "");
    for (stop, question, given) in way.review() {
        let row = dom::make("div", "", "")?;
        let text = way.told(stop, &question.text);
        // Words may be of a language that is written the other way.
        for part in [dom::make("dt", "", &text)?, answer(phone, question, given)?] {
            dom::set(&part, "dir", "auto");
            dom::put(&row, &part);
        }
        let first = way.page(stop).first().copied().unwrap_or(stop);
        dom::put(&row, &change(phone, &text, first)?);
        dom::put(&list, &row);
    }
    Some(())
}

fn answer(phone: &Phone, question: &Question, given: Option<&Given>) -> Option<Element> {
    let words = &phone.journey.words;
    if let Some(Given::Words(own)) = given {
        return dom::make("dd", "own", own);
    }
    let row = dom::make("dd", "", "")?;
    let lines = fill::lines(words, question, given);
    if lines.is_empty() {
        let none = if given.is_some() { &words.short.skipped } else { &words.short.unanswered };
        dom::put(&row, &dom::make("span", "quiet", none)?);
    }
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            dom::put(&row, &dom::make("br", "", "")?);
        }
        let _ = row.append_with_str_1(line);
    }
    Some(row)
}

fn change(phone: &Phone, question: &str, stop: Stop) -> Option<Element> {
    let words = &phone.journey.words;
    let link = dom::make("a", "", &words.short.change)?;
    dom::set(&link, "href", &phone.address(Place::Question { stop, to_check: true }));
    dom::put(&link, &dom::make("span", "hush", &fill::fill(&words.short.change_spoken, question, ""))?);
    let row = dom::make("dd", "do", "")?;
    dom::put(&row, &link);
    Some(row)
}
