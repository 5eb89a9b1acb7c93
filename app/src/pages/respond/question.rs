//! One page of questions: mostly one.

use earshot_domain::journey::{Answers, Journey, Stop};
use earshot_domain::question::{FieldError, Given, Question as Asks};
use earshot_domain::respondent::{Channel, RespondentType};
use earshot_respond::fill;
use earshot_service::Asked;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::{Asking, address, error_words, question_address, shell, side};
use crate::components::{Button, ButtonKind, Buttons, Ease, ErrorSummary, Link};
use crate::layout::AskLayout;
use crate::questions::{self, Around, Shown};
use crate::{Page, Site, say};

/// What the question page needs besides the consultation.
#[derive(Debug, Clone)]
pub struct QuestionForm {
    /// Which question; the page shows those that stand with it.
    pub stop: Stop,
    /// What was given so far.
    pub answers: Answers,
    /// What orders are drawn from.
    pub seed: u32,
    /// What was just typed, where that is not what was given: by the place of the question.
    pub typed: Vec<(usize, Vec<String>)>,
    /// What is wrong with what was typed.
    pub errors: Vec<(usize, FieldError)>,
    /// Who answers.
    pub respondent: RespondentType,
    /// Whether to go back to "check your answers" afterwards.
    pub to_check: bool,
}

/// One question of a page, with what stands in its field.
struct Row {
    stop: Stop,
    asks: Asks,
    typed: Vec<String>,
    error: Option<FieldError>,
}

/// The page of a question.
pub fn question(site: &Site, asked: &Asked, form: QuestionForm) -> Page {
    let journey = Journey::new(&asked.questionnaire, &form.answers, form.seed);
    let typed = |stop: Stop| match form.typed.iter().find(|(position, _)| *position == stop.position) {
        Some((_, typed)) => typed.clone(),
        None => journey.given(stop).map(Given::raw).unwrap_or_default(),
    };
    let error = |stop: Stop| {
        form.errors.iter().find(|(position, _)| *position == stop.position).map(|(_, error)| error.clone())
    };
    let row = |stop: Stop| {
        let asks = said(&journey, stop)?;
        Some(Row { stop, asks, typed: typed(stop), error: error(stop) })
    };
    let rows: Vec<Row> = journey.page(form.stop).into_iter().filter_map(row).collect();
    let head = section_title(asked, &rows).map(|title| journey.say(form.stop, &title));
    asking(site, asked, &journey, &form, (head, rows)).page(site, asked)
}

/// The same with nothing in it, as a part for the phone's bundle: every question that may stand on the page, with the
/// places of earlier answers still open in its sentences.
pub(crate) fn question_part(
    site: &Site,
    asked: &Asked,
    respondent: RespondentType,
    first: usize,
    seed: u32,
) -> Page {
    let (answers, stop) = (Answers::new(), Stop::at(first));
    let (typed, errors) = (Vec::new(), Vec::new());
    let form =
        QuestionForm { stop, answers: answers.clone(), seed, typed, errors, respondent, to_check: false };
    let journey = Journey::new(&asked.questionnaire, &answers, seed);
    let rows = asked.questionnaire.page_of(first).filter_map(|position| {
        let asks = asked.questionnaire.questions.get(position)?.clone();
        Some(Row { stop: Stop::at(position), asks, typed: Vec::new(), error: None })
    });
    let rows: Vec<Row> = rows.collect();
    asking(site, asked, &journey, &form, (section_title(asked, &rows), rows)).part()
}

/// The title of the section that a page is in, as it was written; nothing where it has none.
fn section_title(asked: &Asked, rows: &[Row]) -> Option<String> {
    let section = rows.first().and_then(|row| asked.questionnaire.section_of(&row.asks))?;
    Some(section.title.clone()).filter(|title| !title.is_empty())
}

/// A question with earlier answers in its sentences.
pub(super) fn said(journey: &Journey<'_>, stop: Stop) -> Option<Asks> {
    let mut asks = journey.question(stop)?.clone();
    asks.text = journey.say(stop, &asks.text);
    asks.hint = asks.hint.map(|hint| journey.say(stop, &hint));
    for option in asks.kind.words_mut() {
        option.label = journey.say(stop, &option.label);
    }
    Some(asks)
}

/// The page with the title of its section and its questions, in words that are ready to be read.
fn asking(
    site: &Site,
    asked: &Asked,
    journey: &Journey<'_>,
    form: &QuestionForm,
    (head, rows): (Option<String>, Vec<Row>),
) -> Asking {
    let stop = rows.first().map_or(form.stop, |row| row.stop);
    let several = asked.questionnaire.page_of(stop.position).len() > 1;
    let progress = journey.progress(stop);
    let back = if form.to_check {
        address(asked, form.respondent, "check")
    } else {
        match journey.previous(stop) {
            Some(earlier) => question_address(asked, form.respondent, earlier),
            None => format!("/c/{}", asked.slug),
        }
    };
    let mut shell = shell(site, asked, back, &side(site, asked));
    shell.skip = say!(site, "skip-question");
    shell.progress = say!(site, "question-of", n = progress.number, total = progress.total);
    shell.done = progress.number - 1;
    shell.of = progress.total;
    let text = rows.first().map(|row| row.asks.text.clone()).unwrap_or_default();
    let title = format!("{text} \u{2013} {}", shell.progress);
    let action = question_address(asked, form.respondent, stop);
    let name = |row: &Row| fill::field(&row.asks.key, !several);
    let said = |row: &Row| row.error.as_ref().map(|error| error_words(site, &row.asks.kind, error));
    let problems: Vec<Link> =
        rows.iter().filter_map(|row| Some(Link::new(format!("#{}", name(row)), said(row)?.0))).collect();
    let wrong = !problems.is_empty();
    let summary = wrong.then(|| {
        let title = say!(site, "error-one");
        // Nothing was typed, nothing was kept.
        let typed = rows.iter().any(|row| !row.typed.is_empty());
        let kept = if typed { say!(site, "error-kept") } else { String::new() };
        view! { <ErrorSummary title kept problems/> }.into_any()
    });
    let head = if several {
        let words = head.unwrap_or_else(|| say!(site, "question-several"));
        Some(view! { <h1>{words}</h1> }.into_any())
    } else {
        head.map(|words| view! { <p class="eyebrow">{words}</p> }.into_any())
    };
    let fields: Vec<AnyView> = rows
        .iter()
        .map(|row| {
            let shown = Shown {
                asks: &row.asks,
                name: name(row),
                typed: &row.typed,
                error: said(row).map(|(_, beside)| beside),
                small: several,
                seed: form.seed,
                around: Around::asking(asked),
            };
            let field = questions::question(site, &shown);
            let at = several.then(|| (row.stop.position + 1).to_string());
            match at {
                Some(at) => view! { <div data-at=at>{field}</div> }.into_any(),
                None => field,
            }
        })
        .collect();
    // Only a form that may hold a file goes as one that can.
    let encoding = rows.iter().any(|row| row.asks.kind.takes_file()).then_some("multipart/form-data");
    let skip = rows
        .iter()
        .any(|row| row.asks.kind.asks())
        .then(|| say!(site, if several { "skip-several" } else { "skip" }));
    let next = say!(site, "next");
    let hidden = |name: &'static str, value: String| view! { <input type="hidden" name=name value=value/> };
    let to = form.to_check.then(|| hidden("to", "check".into()));
    let seed = asked.questionnaire.shuffles().then(|| hidden("seed", form.seed.to_string()));
    // The questions may change while somebody has the page open, so the form says what it asks: the keys of its
    // questions, and the option that they are asked about.
    let page = asked.questionnaire.questions.get(asked.questionnaire.page_of(stop.position));
    let keys: Vec<&str> = page.unwrap_or_default().iter().map(|question| question.key.as_str()).collect();
    let asks = hidden("asks", keys.join(" "));
    let turn = stop.option(&asked.questionnaire).map(|option| hidden("turn", option.key.clone()));
    let worrying = rows
        .iter()
        .any(|row| row.asks.kind.is_free_text() || row.asks.kind.takes_file())
        .then(|| worry(site));
    let (ease_words, ease) = (say!(site, "ease-title"), site.ease_of(&asked.doors));
    let aloud = (say!(site, "ease-aloud"), say!(site, "ease-quiet"));
    // On a tablet of many whoever stops half way must not have to go back page by page.
    let stop_here = (site.channel == Channel::Kiosk).then(|| {
        let (href, words) = (format!("/c/{}", asked.slug), say!(site, "kiosk-stop"));
        let hint = say!(site, "kiosk-stop-hint");
        view! { <p><a href=href>{words}</a></p><p class="quiet small">{hint}</p> }
    });
    let under = view! { <Ease words=ease_words links=ease aloud/>{worrying}{stop_here} }.into_any();
    Asking::new(title, wrong, move || {
        view! {
            <AskLayout shell under>
                <form method="post" action=action enctype=encoding class="flow" novalidate=true id="asking">
                    {summary}
                    {asks}
                    {turn}
                    {to}
                    {seed}
                    {head}
                    {fields}
                    <Buttons next skip/>
                </form>
            </AskLayout>
        }
        .into_any()
    })
}

/// The way to who can help. A button of the form: what is being written goes with it, and comes back.
fn worry(site: &Site) -> AnyView {
    let words = say!(site, "help-worrying");
    view! { <p><Button words kind=ButtonKind::Still name="worried" value="1" form="asking"/></p> }.into_any()
}
