//! Check your answers; and, by itself, whether exact words may be used.

use earshot_domain::evidence::QuoteConsent;
use earshot_domain::journey::{Answers, Journey};
use earshot_domain::question::Given;
use earshot_domain::respondent::RespondentType;
use earshot_service::Asked;
use leptos::prelude::*;

use super::{Asking, address, all_done, given_words, question_address, shell, side};
use crate::components::{
    AnswerRow, Answered, AnswersList, Buttons, ChoiceItem, Choices, ErrorSummary, Link, Question,
};
use crate::layout::AskLayout;
use crate::{Page, Site, say};

/// Every answer with a link to change it. Nothing has been sent yet.
pub fn check(site: &Site, asked: &Asked, answers: &Answers, seed: u32, respondent: RespondentType) -> Page {
    list(site, asked, answers, seed, respondent).page(site, asked)
}

/// The same with nothing in it, as a part for the phone's bundle.
pub(crate) fn check_part(site: &Site, asked: &Asked, respondent: RespondentType) -> Page {
    list(site, asked, &Answers::new(), 0, respondent).part()
}

fn list(site: &Site, asked: &Asked, answers: &Answers, seed: u32, respondent: RespondentType) -> Asking {
    let journey = Journey::new(&asked.questionnaire, answers, seed);
    let page = |stop| journey.page(stop).first().copied().unwrap_or(stop);
    let back = match journey.shown().next_back() {
        Some(last) => question_address(asked, respondent, page(last)),
        None => format!("/c/{}", asked.slug),
    };
    let mut shell = shell(site, asked, back, &side(site, asked));
    shell.skip = say!(site, "skip-answers");
    all_done(site, &journey, &mut shell);
    let rows: Vec<AnswerRow> = journey
        .review()
        .into_iter()
        .map(|(stop, question, given)| {
            let separator = if respondent == RespondentType::Child { '?' } else { '&' };
            let change = question_address(asked, respondent, page(stop));
            let text = journey.told(stop, &question.text);
            AnswerRow {
                question: text.clone(),
                lang: question.lang.clone(),
                answer: match given {
                    Some(Given::Words(words)) => Answered::Own(words.clone()),
                    Some(given) if *given != Given::Skipped => {
                        Answered::Chosen(given_words(site, question, Some(given)))
                    }
                    Some(_) => Answered::Skipped(say!(site, "check-skipped")),
                    None => Answered::Skipped(say!(site, "check-unanswered")),
                },
                change: Some(Link::new(format!("{change}{separator}to=check"), say!(site, "check-change"))),
                change_spoken: say!(site, "check-change-spoken", question = text.as_str()),
            }
        })
        .collect();
    let none = journey.to_send().is_empty().then(|| {
        let words = say!(site, "check-none");
        view! { <p data-none="">{words}</p> }
    });
    let title = say!(site, "check-title");
    let head = title.clone();
    let hint = say!(site, "check-hint");
    let action = address(asked, respondent, "check");
    let next = say!(site, "check-right");
    Asking::new(title, false, move || {
        view! {
            <AskLayout shell flow=true>
                <h1>{head}</h1>
                <p class="hint">{hint}</p>
                {none}
                <AnswersList rows/>
                <form method="post" action=action class="flow"><Buttons next/></form>
            </AskLayout>
        }
        .into_any()
    })
}

/// Whether exact words may be used. No answer is chosen beforehand.
pub fn consent(
    site: &Site,
    asked: &Asked,
    answers: &Answers,
    given: Option<QuoteConsent>,
    wrong: bool,
    respondent: RespondentType,
) -> Page {
    exact_words(site, asked, answers, given, wrong, respondent).page(site, asked)
}

/// The same with nothing in it, as a part for the phone's bundle.
pub(crate) fn consent_part(site: &Site, asked: &Asked, respondent: RespondentType) -> Page {
    exact_words(site, asked, &Answers::new(), None, false, respondent).part()
}

fn exact_words(
    site: &Site,
    asked: &Asked,
    answers: &Answers,
    given: Option<QuoteConsent>,
    wrong: bool,
    respondent: RespondentType,
) -> Asking {
    let side = vec![say!(site, "side-words")];
    let mut shell = shell(site, asked, address(asked, respondent, "check"), &side);
    all_done(site, &Journey::new(&asked.questionnaire, answers, 0), &mut shell);
    shell.progress = say!(site, "question-nearly");
    let title = say!(site, "consent-title");
    let words = title.clone();
    let hint = say!(site, "consent-hint");
    let error = wrong.then(|| say!(site, "error-words-choice"));
    let summary = error.clone().map(|words| {
        let title = say!(site, "error-one");
        let problems = vec![Link::new("#words", words)];
        view! { <ErrorSummary title problems/> }.into_any()
    });
    let item = |consent: QuoteConsent, key: &str| {
        ChoiceItem::new(consent.as_str(), say!(site, key)).chosen(given == Some(consent))
    };
    let items = vec![item(QuoteConsent::Yes, "consent-yes"), item(QuoteConsent::No, "consent-no")];
    let action = address(asked, respondent, "words");
    let next = say!(site, "next");
    Asking::new(title, wrong, move || {
        view! {
            <AskLayout shell>
                <form method="post" action=action class="flow" novalidate=true>
                    {summary}
                    <Question id="words-q" words hint error><Choices name="words" items/></Question>
                    <Buttons next/>
                </form>
            </AskLayout>
        }
        .into_any()
    })
}
