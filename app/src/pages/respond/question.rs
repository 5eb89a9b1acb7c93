//! One question a page.

use earshot_domain::journey::{self, Answers};
use earshot_domain::question::{
    FACES, FieldError, Kind, LONG_TEXT_MAX, Question as Asks, SHORT_TEXT_MAX, YES_NO_UNSURE,
};
use earshot_domain::respondent::RespondentType;
use earshot_service::Asked;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::{Asking, address, error_words, question_address, shell, side};
use crate::components::{
    Buttons, ChoiceItem, ChoiceKind, Choices, Ease, ErrorSummary, Faces, Link, Question, WordsKind,
    WordsQuestion,
};
use crate::layout::AskLayout;
use crate::{Page, Site, say};

/// What the question page needs besides the consultation.
#[derive(Debug, Clone)]
pub struct QuestionForm {
    /// Which question, counted from 0.
    pub position: usize,
    /// What was given so far.
    pub answers: Answers,
    /// What stands in the form: what was given, or what was just typed.
    pub typed: Vec<String>,
    /// What is wrong with what was typed.
    pub error: Option<FieldError>,
    /// Who answers.
    pub respondent: RespondentType,
    /// Whether to go back to "check your answers" afterwards.
    pub to_check: bool,
}

/// The page of one question.
pub fn question(site: &Site, asked: &Asked, form: QuestionForm) -> Page {
    match asked.questionnaire.questions.get(form.position).cloned() {
        Some(asks) => asking(site, asked, asks, form).page(asked),
        None => crate::pages::error::page(site, crate::pages::error::Trouble::Missing, None),
    }
}

/// The same with nothing in it, as a part for the phone's bundle.
pub(crate) fn question_part(
    site: &Site,
    asked: &Asked,
    asks: Asks,
    respondent: RespondentType,
    position: usize,
) -> Page {
    let (answers, typed) = (Answers::new(), Vec::new());
    let form = QuestionForm { position, answers, typed, error: None, respondent, to_check: false };
    asking(site, asked, asks, form).part()
}

fn asking(site: &Site, asked: &Asked, asks: Asks, form: QuestionForm) -> Asking {
    let progress = journey::progress(&asked.questionnaire, &form.answers, form.position);
    let back = if form.to_check {
        address(asked, form.respondent, "check")
    } else {
        match journey::previous(&asked.questionnaire, &form.answers, form.position) {
            Some(earlier) => question_address(asked, form.respondent, earlier),
            None => format!("/c/{}", asked.slug),
        }
    };
    let mut shell = shell(site, asked, back, &side(site, asked));
    shell.skip = say!(site, "skip-question");
    shell.progress = say!(site, "question-of", n = progress.number, total = progress.total);
    shell.done = progress.number - 1;
    shell.of = progress.total;
    let title = format!("{} \u{2013} {}", asks.text, shell.progress);
    let action = question_address(asked, form.respondent, form.position);
    let wrong = form.error.is_some();
    let errors = form.error.as_ref().map(|error| error_words(site, &asks.kind, error));
    let summary = errors.as_ref().map(|(words, _)| {
        let title = say!(site, "error-one");
        // Nothing was typed, nothing was kept.
        let kept = if form.typed.is_empty() { String::new() } else { say!(site, "error-kept") };
        let problems = vec![Link::new("#answer", words.clone())];
        view! { <ErrorSummary title kept problems/> }.into_any()
    });
    let field = field(site, &asks, &form.typed, errors.map(|(_, words)| words));
    let skip = asks.kind.asks().then(|| say!(site, "skip"));
    let next = say!(site, "next");
    let to = form.to_check.then(|| view! { <input type="hidden" name="to" value="check"/> });
    let worrying = asks.kind.is_free_text().then(|| {
        let words = say!(site, "help-worrying");
        view! { <p><a href="#help">{words}</a></p> }
    });
    let (ease_words, ease) = (say!(site, "ease-title"), site.ease());
    let under = view! { <Ease words=ease_words links=ease/>{worrying} }.into_any();
    Asking::new(title, wrong, move || {
        view! {
            <AskLayout shell under>
                <form method="post" action=action class="flow" novalidate=true>
                    {summary}
                    {to}
                    {field}
                    <Buttons next skip/>
                </form>
            </AskLayout>
        }
        .into_any()
    })
}

/// The control for one question. Shared with `/mine`, where an answer is changed, and with the desk's
/// look at a question as a phone shows it.
pub(in crate::pages) fn field(site: &Site, asks: &Asks, typed: &[String], error: Option<String>) -> AnyView {
    let chosen = |value: &str| typed.iter().any(|given| given == value);
    let words = asks.text.clone();
    let hint = asks.hint.clone();
    match &asks.kind {
        Kind::Single { options } => {
            let items = options
                .iter()
                .map(|o| {
                    ChoiceItem::new(&o.key, &o.label)
                        .chosen(chosen(&o.key))
                        .note(o.note.clone().unwrap_or_default())
                })
                .collect();
            choices(ChoiceKind::One, words, hint, error, items)
        }
        Kind::Multi { options, max } => {
            let items = options
                .iter()
                .map(|o| {
                    ChoiceItem::new(&o.key, &o.label)
                        .chosen(chosen(&o.key))
                        .note(o.note.clone().unwrap_or_default())
                })
                .collect();
            let many = match max {
                Some(max) => say!(site, "several-hint-max", n = *max),
                None => say!(site, "several-hint"),
            };
            let hint = Some(hint.map_or(many.clone(), |hint| format!("{hint} {many}")));
            choices(ChoiceKind::Any, words, hint, error, items)
        }
        Kind::YesNoUnsure => {
            let items = YES_NO_UNSURE
                .into_iter()
                .map(|key| ChoiceItem::new(key, say!(site, &format!("answer-{key}"))).chosen(chosen(key)))
                .collect();
            choices(ChoiceKind::One, words, hint, error, items)
        }
        Kind::Faces => {
            let items: Vec<_> = FACES
                .into_iter()
                .map(|key| ChoiceItem::new(key, say!(site, &format!("face-{key}"))).chosen(chosen(key)))
                .collect();
            view! { <Question id="answer-q" words hint error><Faces name="answer" items/></Question> }
                .into_any()
        }
        Kind::ShortText | Kind::LongText => {
            let (kind, most) = match asks.kind {
                Kind::ShortText => (WordsKind::Line, SHORT_TEXT_MAX),
                _ => (WordsKind::Lines, LONG_TEXT_MAX),
            };
            let usual = say!(site, "words-hint");
            let hint = hint.map_or(usual.clone(), |hint| format!("{hint} {usual}"));
            let count = say!(site, "words-room", n = most);
            let value = typed.first().cloned();
            view! { <WordsQuestion name="answer" words kind hint error value count/> }.into_any()
        }
        Kind::Number { min, max } => {
            let between = match (min, max) {
                (Some(min), Some(max)) => Some(say!(site, "number-between", min = *min, max = *max)),
                _ => None,
            };
            let hint = [hint, between].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let value = typed.first().cloned();
            view! { <WordsQuestion name="answer" words kind=WordsKind::Number hint error value/> }.into_any()
        }
        Kind::Note => {
            let text = hint.map(|hint| view! { <p>{hint}</p> });
            view! { <div class="question"><h1>{words}</h1>{text}</div> }.into_any()
        }
    }
}

fn choices(
    kind: ChoiceKind,
    words: String,
    hint: Option<String>,
    error: Option<String>,
    items: Vec<ChoiceItem>,
) -> AnyView {
    view! { <Question id="answer-q" words hint error><Choices kind name="answer" items/></Question> }
        .into_any()
}
