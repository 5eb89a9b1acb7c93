//! A young person helps to sort answers: one at a time, in big rows to press, with a way to say that one is worrying. It shows
//! words without what was taken out of them, and nothing of who wrote them.

use earshot_domain::respondent::RespondentType;
use earshot_service::{RoundCode, Sorting, SortingCard, ToSort};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::components::{
    Back, Button, ButtonKind, ButtonLink, ButtonRow, Card, Cards, ChoiceItem, ChoiceKind, Choices,
    ErrorSummary, Fact, FieldSet, Flash, Link, Ripple, SaidBy, Section, VoiceToRead,
};
use crate::layout::PublicLayout;
use crate::{Page, Site, say};

/// What there is to sort, as cards on somebody's own page; nothing where there is none.
pub(super) fn cards(site: &Site, cards: &[SortingCard]) -> Option<AnyView> {
    if cards.is_empty() {
        return None;
    }
    let title = say!(site, "sorting-title");
    let cards: Vec<AnyView> = cards
        .iter()
        .map(|card| {
            let (href, title) = (format!("/me/sorting/{}", card.id), card.title.clone());
            let foot = if card.is_over { say!(site, "sorting-over") } else { far(site, card) };
            view! { <Card href title foot/> }.into_any()
        })
        .collect();
    Some(view! { <Section id="sorting" title><Cards>{cards}</Cards></Section> }.into_any())
}

fn far(site: &Site, card: &SortingCard) -> String {
    say!(site, "sorting-card", done = card.done.to_string(), of = card.of.to_string())
}

/// What is kept of it.
pub(super) fn kept(site: &Site, cards: &[SortingCard]) -> Vec<Fact> {
    let fact = |card: &SortingCard| {
        let (done, of) = (card.done.to_string(), card.of.to_string());
        let words = say!(site, "me-kept-sorting-words", title = card.title.as_str(), done = done, of = of);
        Fact::new(say!(site, "me-kept-sorting"), words)
    };
    cards.iter().map(fact).collect()
}

/// The page on which they sort. `error` is the key of what is wrong.
pub fn sorting(site: &Site, sorting: Sorting, done: Option<&str>, error: Option<&'static str>) -> Page {
    let shell = site.public_shell(site.help(false, &sorting.duty_phone));
    let title = say!(site, "sorting-title");
    let (head, about) = (title.clone(), sorting.card.title.clone());
    let flash = match done {
        Some("worry") => Some(say!(site, "sorting-worried")),
        Some("gone") => Some(say!(site, "sorting-gone")),
        _ => None,
    };
    let error = error.map(|key| say!(site, key));
    let wrong = error.is_some();
    let problem = error.clone().map(|words| (say!(site, "error-one"), Link::new("#code", words)));
    let (site, back) = (site.clone(), say!(site, "back"));
    Page::public(title, move || {
        let part = match (&sorting.now, sorting.card.is_over) {
            (Some(now), _) => to_sort(&site, &sorting.card, &sorting.codes, now, error),
            (None, false) => all_done(&site, &sorting.card),
            (None, true) => thanks(&site, sorting.alike.as_ref()),
        };
        let flash = flash.map(|words| view! { <Flash words/> }.into_any());
        let summary = problem.map(|(title, link)| {
            let problems = vec![link];
            view! { <ErrorSummary title problems/> }.into_any()
        });
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    {flash}
                    {summary}
                    <Back href="/me" words=back/>
                    <h1>{head}</h1>
                    <p>{about}</p>
                    {part}
                </div>
            </PublicLayout>
        }
        .into_any()
    })
    .wrong(wrong)
}

/// One answer with what it can be about.
fn to_sort(
    site: &Site,
    card: &SortingCard,
    codes: &[RoundCode],
    now: &ToSort,
    error: Option<String>,
) -> AnyView {
    let action = format!("/me/sorting/{}", card.id);
    let progress = say!(site, "sorting-place", place = now.place.to_string(), of = card.of.to_string());
    let (lead, question, said) =
        (say!(site, "sorting-lead"), now.words.question.clone(), now.words.words.clone());
    let said = match now.words.respondent {
        RespondentType::Child => view! { <VoiceToRead words=said/> }.into_any(),
        _ => {
            let by = say!(site, "sorting-grown-up");
            view! { <SaidBy words=said by/> }.into_any()
        }
    };
    let item = |code: &RoundCode| {
        ChoiceItem::new(code.id.to_string(), code.for_young()).chosen(now.codes.contains(&code.id))
    };
    let items: Vec<ChoiceItem> = codes.iter().map(item).collect();
    let (answer, at) = (now.words.id.to_string(), now.place.to_string());
    let (legend, next, none) =
        (say!(site, "sorting-legend"), say!(site, "sorting-next"), say!(site, "sorting-none"));
    let (skip, worry, before) =
        (say!(site, "sorting-skip"), say!(site, "sorting-worry"), say!(site, "sorting-before"));
    let before = (now.place > 1).then(|| {
        let href = format!("{action}?at={}", now.place - 1);
        view! { <ButtonLink href words=before kind=ButtonKind::Still/> }.into_any()
    });
    view! {
        <p>{lead}</p>
        <Ripple words=progress done=now.place of=card.of/>
        <p class="quiet">{question}</p>
        {said}
        <form method="post" action=action class="flow" novalidate=true>
            <input type="hidden" name="answer" value=answer/>
            <input type="hidden" name="at" value=at/>
            <FieldSet legend id="codes" error><Choices kind=ChoiceKind::Any name="code" items/></FieldSet>
            <ButtonRow>
                <Button words=next kind=ButtonKind::Go name="do" value="sort"/>
                <Button words=none kind=ButtonKind::Still name="do" value="none"/>
                <Button words=skip kind=ButtonKind::Still name="do" value="skip"/>
                {before}
            </ButtonRow>
            <ButtonRow><Button words=worry kind=ButtonKind::Stop name="do" value="worry"/></ButtonRow>
        </form>
    }
    .into_any()
}

/// Everything is sorted: done, or a look back.
fn all_done(site: &Site, card: &SortingCard) -> AnyView {
    let action = format!("/me/sorting/{}", card.id);
    let (title, text) = (say!(site, "sorting-done-title"), say!(site, "sorting-done-text"));
    let (done, again, href) =
        (say!(site, "sorting-done"), say!(site, "sorting-again"), format!("{action}?at=1"));
    let again =
        (card.of > 0).then(|| view! { <ButtonLink href words=again kind=ButtonKind::Still/> }.into_any());
    view! {
        <h2>{title}</h2>
        <p>{text}</p>
        <form method="post" action=action>
            <ButtonRow><Button words=done kind=ButtonKind::Go name="do" value="finish"/>{again}</ButtonRow>
        </form>
    }
    .into_any()
}

/// It is over: how often the two agreed, once both are done.
fn thanks(site: &Site, alike: Option<&(String, usize, usize)>) -> AnyView {
    let title = say!(site, "sorting-thanks");
    let words = match alike {
        Some((name, same, of)) => {
            let (same, of) = (same.to_string(), of.to_string());
            let both = say!(site, "sorting-alike", name = name.as_str(), same = same, of = of);
            let text = say!(site, "sorting-alike-text");
            view! { <p><strong>{both}</strong></p><p>{text}</p> }.into_any()
        }
        None => {
            let text = say!(site, "sorting-wait");
            view! { <p>{text}</p> }.into_any()
        }
    };
    view! { <h2>{title}</h2>{words} }.into_any()
}
