//! What may have to be taken out of answers: each suggestion in its place, to be taken out or left, on the page of one answer
//! and as a list of all that wait.

use earshot_domain::text::{Redaction, Token};
use earshot_service::{
    Actor, DeskConsultation, LISTED, Refusal, SuggestionView, TakingOut, TakingOutCard, TakingOutQueue,
};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::codebook::here;
use super::coding::token_words;
use super::paging::pager;
use super::shell::{count_of, day, desk};
use super::tried::{Form, Tried, code_tabs};
use super::typed::{Typed, hidden};
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, Details, Empty, PageHead, Panel, Select, SelectOption, Stack,
    Tag, TagKind,
};
use crate::{Page, Site};

/// The form that decides about a suggestion.
pub const DECIDE: &str = "decide";

/// The form that keeps what the organisation looks for.
pub const LOOK_FOR: &str = "look-for";

/// The field of a list of [`LOOK_FOR`].
pub fn list_field(token: Token) -> &'static str {
    match token {
        Token::Name => "names",
        Token::Worker => "workers",
        Token::School => "schools",
        _ => "places",
    }
}

/// A range and what stands in its place, as a form sends them: `3-8-name`.
pub fn range_words(out: Redaction) -> String {
    format!("{}-{}-{}", out.span.start, out.span.end, out.token)
}

fn flash(done: Option<&str>) -> Option<String> {
    match done? {
        "taken-out" => Some("The words are taken out, here and in every quote of this answer.".into()),
        "fine" => Some("It stays, and is not asked about again.".into()),
        "lists" => Some("The words are kept. They are looked for in every consultation.".into()),
        _ => None,
    }
}

/// How many are left, in words.
fn left_words(n: usize) -> String {
    match n {
        0 => "nothing left to decide".to_string(),
        1 => "1 suggestion left".to_string(),
        n => format!("{n} suggestions left"),
    }
}

/// What is left to decide about an answer, on its page.
pub(super) fn panel(site: &Site, slug: &str, id: &str, left: &TakingOut, tried: &Tried) -> AnyView {
    let form = decide_form(tried);
    let aside = view! { <span class="quiet">{left_words(left.suggestions.len())}</span> }.into_any();
    let inside = suggestions(slug, id, None, &left.suggestions, &form);
    let look = look_over(site, slug, id, left);
    let none = left.suggestions.is_empty().then(|| {
        view! { <p class="small">"Nothing here looks like a name, a place or a way to reach somebody. Look yourself as well."</p> }
    });
    view! {
        <Panel
            id="left"
            title="What may tell who it is"
            aside
            inset=true
            foot="These are only suggestions. Nothing is taken out before you say so, and no list knows every name."
        >
            {none}
            {inside}
            {look}
        </Panel>
    }
    .into_any()
}

/// The summary of what was wrong with a decision, for the page of an answer.
pub(super) fn summary(tried: &Tried) -> Option<AnyView> {
    decide_form(tried).summary()
}

fn decide_form(tried: &Tried) -> Form {
    Form::empty(tried, DECIDE, "").placed(|refusal| match refusal {
        Refusal::Unreadable("token") => {
            tried.typed(DECIDE).map(|typed| token_id(typed.get("id"), typed.get("span")))
        }
        Refusal::LookFirst | Refusal::SecondPerson(_) => Some("left".into()),
        _ => None,
    })
}

/// The id of the list of tokens of one suggestion: it stands once for each on the page.
fn token_id(answer: &str, span: &str) -> String {
    let short: String = answer.chars().take(8).collect();
    format!("token-{short}-{span}")
}

/// The fields that lead back: to this page of the list, counted from 0, or to the answer.
fn back(from: Option<i64>) -> Vec<AnyView> {
    match from {
        None => vec![hidden("from", "answer")],
        Some(page) => vec![hidden("from", "queue"), hidden("page", (page + 1).to_string())],
    }
}

/// The suggestions of one answer, each with its buttons; `from` is the page of the list to which they lead back.
fn suggestions(slug: &str, id: &str, from: Option<i64>, left: &[SuggestionView], form: &Form) -> AnyView {
    let action = format!("/desk/c/{slug}/answer/{id}/suggestions");
    let items: Vec<AnyView> = left.iter().map(|one| item(&action, id, from, one, form)).collect();
    let sure: Vec<&SuggestionView> = left.iter().filter(|one| one.sure).collect();
    let all = (sure.len() > 1).then(|| {
        let ranges: Vec<AnyView> = sure
            .iter()
            .map(|one| hidden("sure", range_words(Redaction { span: one.span, token: one.token })))
            .collect();
        let (from, id, action) = (back(from), hidden("id", id), action.clone());
        let words = format!("Take out all {} of the sure ones", sure.len());
        view! {
            <form method="post" action=action>
                {from}
                {id}
                {ranges}
                <Button words kind=ButtonKind::Still name="act" value="sure"/>
            </form>
        }
    });
    let list = (!items.is_empty()).then(|| view! { <ul class="plain flow">{items}</ul> });
    view! { {list}{all} }.into_any()
}

fn item(action: &str, id: &str, from: Option<i64>, one: &SuggestionView, form: &Form) -> AnyView {
    let span = format!("{}-{}", one.span.start, one.span.end);
    let field = token_id(id, &span);
    let typed =
        (form.value("span") == span && form.value("id") == id).then(|| form.value("token").to_string());
    let value = typed.unwrap_or_else(|| one.token.to_string());
    let error = form.error(&field);
    let options =
        Token::ALL.iter().map(|token| SelectOption::new(token.as_str(), token_words(*token))).collect();
    let (action, from, id) = (action.to_string(), back(from), hidden("id", id));
    let (before, words, behind) = (one.before.clone(), one.words.clone(), one.behind.clone());
    let may_be = format!("It may be {}. ", one.reason.label());
    let tag = if one.sure {
        view! { <Tag words="Very likely" kind=TagKind::Wait/> }.into_any()
    } else {
        view! { <Tag words="Perhaps"/> }.into_any()
    };
    let (hidden_span, spoken) = (hidden("span", span), one.words.clone());
    let spoken_too = spoken.clone();
    view! {
        <li>
            <form method="post" action=action class="flow">
                {from}
                {id}
                {hidden_span}
                <p dir="auto">{before}<strong>{words}</strong>{behind}</p>
                <p class="small quiet">{may_be}{tag}</p>
                <Select name="token" label="What stands in its place" id=field options value error small=true/>
                <ButtonRow>
                    <Button words="Take out" kind=ButtonKind::Still name="act" value="out" spoken/>
                    <Button words="It is fine" kind=ButtonKind::Still name="act" value="fine" spoken=spoken_too/>
                </ButtonRow>
            </form>
        </li>
    }
    .into_any()
}

/// Who has looked at an answer, or the button for it.
fn look_over(site: &Site, slug: &str, id: &str, left: &TakingOut) -> AnyView {
    if let Some((name, at)) = &left.checked {
        let words = format!("{name} has looked it over on {}.", day(site, at.date_naive()));
        return view! { <p class="small">{words}</p> }.into_any();
    }
    if left.own_work {
        return view! {
            <p class="small">
                "You took words out of it or coded it, so somebody else has to look it over."
            </p>
        }
        .into_any();
    }
    if left.suggestions.iter().any(|one| one.sure) {
        return ().into_any();
    }
    let action = format!("/desk/c/{slug}/answer/{id}/look-over");
    view! {
        <form method="post" action=action>
            <Button words="I have looked it over: nobody can tell who it is" kind=ButtonKind::Still/>
        </form>
    }
    .into_any()
}

/// Every cleared answer with something to decide.
pub fn queue(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    queue: TakingOutQueue,
    tried: Tried,
    done: Option<&str>,
) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    let wrong = tried.is_wrong();
    Page::desk("Take out names and places", move || {
        let slug = consultation.slug.as_str();
        let lists = lists_form(&tried, &queue);
        let summaries = (decide_form(&tried).summary(), lists.summary());
        let form = decide_form(&tried);
        let cards: Vec<AnyView> = queue.cards.iter().map(|card| card_panel(slug, card, queue.page, &form)).collect();
        let inside = if cards.is_empty() {
            let quotes = format!("/desk/c/{slug}/quotes");
            view! {
                <Empty title="Nothing is left to decide" text="No cleared answer holds anything that looks like a name, a place or a way to reach somebody.">
                    <ButtonLink href=quotes words="Go to the quotes"/>
                </Empty>
            }
            .into_any()
        } else {
            view! { <Stack>{cards}</Stack> }.into_any()
        };
        let pager = pager("More answers", ["Back", "More"], (queue.page, queue.more), |page| {
            format!("/desk/c/{slug}/redact?page={}", page + 1)
        });
        let kept = queue.may_list.then(|| lists_panel(slug, &queue, &lists));
        let tabs = code_tabs(&consultation, "redact", true);
        // What comes after the next page is not looked at yet.
        let least = if queue.more { "At least " } else { "" };
        let text = format!(
            "{least}{} with something that may tell who somebody is. Take it out, or say that it is fine.",
            count_of(i64::try_from(queue.answers).unwrap_or(i64::MAX), "answer", "answers")
        );
        let body = view! {
            {summaries.0}
            {summaries.1}
            <PageHead title="Take out names and places" text quiet=true/>
            {tabs}
            <div class="pad-top stack">{inside}{pager}{kept}</div>
        }
        .into_any();
        desk(&site, &actor, here(&consultation), done, body)
    })
    .wrong(wrong)
}

fn card_panel(slug: &str, card: &TakingOutCard, page: i64, form: &Form) -> AnyView {
    let id = card.id.to_string();
    let aside = view! { <span class="quiet">{left_words(card.suggestions.len())}</span> }.into_any();
    let inside = suggestions(slug, &id, Some(page), &card.suggestions, form);
    let (title, question) = (format!("Answer {}", card.name), card.question.clone());
    let href = format!("/desk/c/{slug}/answer/{id}#left");
    let spoken = card.name.clone();
    view! {
        <Panel id=card.name.clone() title aside inset=true>
            <p class="small quiet">
                {question} " · " <a href=href>"Open the answer"<span class="hush">" "{spoken}</span></a>
            </p>
            {inside}
        </Panel>
    }
    .into_any()
}

fn lists_form(tried: &Tried, queue: &TakingOutQueue) -> Form {
    Form::new(tried, LOOK_FOR, "", || {
        queue
            .lists
            .iter()
            .fold(Typed::default(), |typed, (token, lines)| typed.with(list_field(*token), lines))
            .with("shown", &queue.shown)
    })
    .placed(|refusal| match refusal {
        Refusal::TooLong { field, .. } | Refusal::ChangedMeanwhile(field) => {
            Token::parse(field).map(|token| list_field(token).to_string())
        }
        _ => None,
    })
}

/// What a colleague has written in a list meanwhile.
fn stands_now(queue: &TakingOutQueue, token: Token) -> AnyView {
    let lines = queue.lists.iter().find(|(of, _)| *of == token).map(|(_, lines)| lines.as_str());
    let lines = lines.filter(|lines| !lines.is_empty()).unwrap_or("Nothing: it was emptied.");
    let lines: Vec<AnyView> = lines
        .lines()
        .map(|line| {
            let line = line.to_string();
            view! { <li dir="auto">{line}</li> }.into_any()
        })
        .collect();
    view! { <p class="small quiet">"What stands there now:"</p><ul class="plain small">{lines}</ul> }
        .into_any()
}

fn lists_panel(slug: &str, queue: &TakingOutQueue, form: &Form) -> AnyView {
    let action = format!("/desk/c/{slug}/redact/words");
    let fields: Vec<AnyView> = LISTED
        .into_iter()
        .map(|token| {
            let label = match token {
                Token::Name => "Names",
                Token::Worker => "People who work with children",
                Token::School => "Schools",
                _ => "Places: homes, clubs, streets",
            };
            let field = form.lines(list_field(token), label, "One a line, as children write it.", 4);
            let is_changed = |why: &Refusal| *why == Refusal::ChangedMeanwhile(token.as_str());
            let theirs = form.has_refusal(is_changed).then(|| stands_now(queue, token));
            view! { {field}{theirs} }.into_any()
        })
        .collect();
    // Once somebody has seen what a colleague wrote, the next press takes its place.
    let has_seen = form.has_refusal(|why| matches!(why, Refusal::ChangedMeanwhile(_)));
    let seen = if has_seen { queue.shown.clone() } else { form.value("shown").to_string() };
    let shown = hidden("shown", seen);
    let page = hidden("page", (queue.page + 1).to_string());
    let open = form.is_wrong();
    view! {
        <Details words="Words that your organisation always looks for" open>
            <form method="post" action=action class="flow">
                {page}{shown}
                <p class="small">
                    "Names of staff, nicknames of young people\u{2019}s accounts and the areas of your organisation are looked for already. These are looked for in every consultation."
                </p>
                {fields}
                <Button words="Keep these words" kind=ButtonKind::Still/>
            </form>
        </Details>
    }
    .into_any()
}
