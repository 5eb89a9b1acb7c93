//! Reading what came in: a person reads every answer before anything else may
//! use it. Held answers never stand here, only how many there are.

use earshot_desk::ReadKeys;
use earshot_domain::evidence::{AnswerState, QuoteConsent};
use earshot_domain::policy::Permission;
use earshot_domain::respondent::RespondentType;
use earshot_service::{Actor, AnswerView, Arrival, DeskConsultation, Queue, Reading, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::paging::{PAGES, pager};
use super::shell::{ConsultationPart, DeskStep, Here, count_of, desk, parts, respondent_words};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, Empty, Grid, IconName, Link, PageHead, Panel, Pill, Ref,
    SaidBy, Stack, Tag, TagKind, VoiceToRead, Words,
};
use crate::{Page, Site};

/// What was just done, by the key in the address.
fn done_words(key: &str) -> Option<&'static str> {
    Some(match key {
        "cleared" => "Cleared. It may be coded now.",
        "all" => "Cleared. They may be coded now.",
        "none" => "Nothing to clear: somebody else has seen to it in the meantime.",
        "written" => "Written down. The words can be coded once the answer is cleared.",
        "held" => "Held. From now on only the safeguarding lead can see it.",
        _ => return None,
    })
}

/// A page of the answers to read, or of those that were cleared. At its end what was typed of a recording, and what is
/// wrong with it.
pub fn queue(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    (queue, clocks): (Queue, Reading),
    state: AnswerState,
    done: Option<&str>,
    (typed, refusals): (Typed, &[Refusal]),
) -> Page {
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    let (site, actor) = (site.clone(), actor.clone());
    let flash = done.and_then(done_words).map(str::to_string);
    let title = format!("Read answers: {}", consultation.setup.title);
    Page::desk(title, move || {
        let slug = consultation.slug.clone();
        let counts = queue.counts;
        let head = match (state, counts.new) {
            (AnswerState::Cleared, _) => "Answers that may be used".to_string(),
            (_, 0) => "Everything is read".to_string(),
            (_, n) => format!("{} to read", count_of(n, "answer", "answers")),
        };
        let mut meta = vec![view! { <Ref code=consultation.reference.to_string()/> }.into_any()];
        if counts.watch > 0 {
            let words = format!("{} to look at first", counts.watch);
            meta.push(view! { <Tag kind=TagKind::Wait words/> }.into_any());
        }
        meta.extend(super::clocks::beside(&site, &clocks, &slug));
        if counts.held > 0 {
            let words =
                format!("{} held for the safeguarding lead", count_of(counts.held, "answer", "answers"));
            meta.push(if actor.may(Permission::DecideHeldAnswers) {
                view! { <Words words link=Link::new("/desk/safeguarding", "Decide")/> }.into_any()
            } else {
                view! { <Words words/> }.into_any()
            });
        }
        let text = if state == AnswerState::New {
            "Clear what may be coded and counted. Hold what worries you: a word list puts some answers first, \
             and only a person can tell."
        } else {
            "They may be coded and counted. You can still hold one that worries you."
        };
        let summary = wrong.summary();
        let filters = filters(&slug, state, counts.new, counts.cleared);
        let page = queue.page;
        let answers: Vec<AnyView> =
            queue.answers.iter().map(|answer| one(&slug, &actor, answer, (state, page), &typed, &wrong)).collect();
        let inside = if answers.is_empty() {
            empty(&actor, &slug, state, counts.cleared)
        } else {
            let all = (state == AnswerState::New).then(|| clear_all(&slug, page, &queue.answers));
            let to = |page| address(&slug, state, page);
            let pager = pager("Pages of answers", PAGES, (queue.page, queue.more), to);
            view! {
                <ReadKeys><Stack>{answers}</Stack></ReadKeys>
                <div class="pad-top">{all}{pager}</div>
            }
            .into_any()
        };
        let tabs = parts(&actor, &slug, ConsultationPart::Read);
        let body = view! {
            {summary}
            <PageHead title=head meta text quiet=true/>
            {tabs}
            <div class="pad-top buttons">{filters}</div>
            <div class="pad-top">{inside}</div>
        }
        .into_any();
        let here = Here::at(DeskStep::Read).of(&slug, &consultation.setup.title).note(
            DeskStep::Read,
            counts.new,
            "to read",
        );
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
    .awake()
}

/// The address of a page of answers; pages are numbered from 1 there.
fn address(slug: &str, state: AnswerState, page: i64) -> String {
    format!("/desk/c/{slug}/read?state={state}&page={}", page + 1)
}

fn filters(slug: &str, state: AnswerState, new: i64, cleared: i64) -> Vec<AnyView> {
    [(AnswerState::New, format!("To read: {new}")), (AnswerState::Cleared, format!("Cleared: {cleared}"))]
        .into_iter()
        .map(|(which, words)| {
            let href = address(slug, which, 0);
            view! { <Pill href words on={which == state}/> }.into_any()
        })
        .collect()
}

/// One answer with what can be done about it.
fn one(
    slug: &str,
    actor: &Actor,
    answer: &AnswerView,
    (state, page): (AnswerState, i64),
    typed: &Typed,
    wrong: &Wrong,
) -> AnyView {
    let child = answer.respondent == RespondentType::Child;
    let mut by = respondent_words(answer.respondent).to_string();
    if let Some(band) = answer.band {
        by = format!("{by}, {}", band.label());
    }
    let consent = match answer.words_consent {
        _ if answer.interpretation == Some(true) => "What a colleague understood, do not quote",
        QuoteConsent::Yes => "Said yes to using these words",
        QuoteConsent::No => "Count only, do not quote",
    };
    let words = answer.words.clone();
    let file = super::files::answer_file(slug, answer);
    let shown = if file.is_some() {
        let written = super::files::written_down(answer);
        let write = super::files::write_down(answer, typed, wrong);
        view! { {file}{written}{write} }.into_any()
    } else if answer.interpretation == Some(true) {
        view! { <SaidBy words by="A colleague, who wrote what they understood"/> }.into_any()
    } else if child {
        view! { <VoiceToRead words/> }.into_any()
    } else {
        view! { <SaidBy words by=by.clone()/> }.into_any()
    };
    let first = (answer.watch && state == AnswerState::New).then(|| {
        view! { <Tag kind=TagKind::Wait words="Look at this first" icon=IconName::Eye/> }
    });
    let aside = view! {
        <span class="meta">{first}<span>{by}</span><span>{consent}</span></span>
    }
    .into_any();
    let id = answer.id.to_string();
    let here = answer.file.as_ref().is_none_or(|file| !matches!(file.arrival, Arrival::Waits(_)));
    let clear = (state == AnswerState::New && here).then(|| {
        let spoken = answer.name.clone();
        view! { <Button words="Clear" name="do" value="clear" spoken/> }
    });
    let hold = actor.may(Permission::HoldAnswers).then(|| {
        let spoken = answer.name.clone();
        view! { <Button words="Hold for safeguarding" kind=ButtonKind::Stop name="do" value="hold" spoken/> }
    });
    let action = format!("/desk/c/{slug}/read");
    let title = format!("{} \u{b7} {}", answer.question, answer.name);
    view! {
        <Panel id=format!("a-{id}") title aside action inset=true>
            {hidden("answer", id)}
            {hidden("state", state.as_str())}
            {hidden("page", (page + 1).to_string())}
            <Grid>{shown}<ButtonRow>{clear}{hold}</ButtonRow></Grid>
        </Panel>
    }
    .into_any()
}

/// Clears everything that stands on this page, and nothing that came since.
fn clear_all(slug: &str, page: i64, answers: &[AnswerView]) -> AnyView {
    // What the word list marked, and what has to be looked at or listened to, is seen to by itself.
    let plain: Vec<&AnswerView> =
        answers.iter().filter(|answer| !answer.watch && answer.file.is_none()).collect();
    let ids: Vec<AnyView> = plain.iter().map(|answer| hidden("answer", answer.id.to_string())).collect();
    let words = match plain.len() {
        0 => return ().into_any(),
        n if n < answers.len() => format!("Clear the {n} on this page in words that are not marked"),
        1 => "Clear it".to_string(),
        n => format!("Clear all {n} on this page"),
    };
    view! {
        <form method="post" action=format!("/desk/c/{slug}/read")>
            {ids}
            {hidden("state", AnswerState::New.as_str())}
            {hidden("page", (page + 1).to_string())}
            <p class="buttons">
                <Button words kind=ButtonKind::Still name="do" value="all"/>
                <span class="quiet small">"Only when you have read each of them."</span>
            </p>
        </form>
    }
    .into_any()
}

fn empty(actor: &Actor, slug: &str, state: AnswerState, cleared: i64) -> AnyView {
    if state == AnswerState::Cleared {
        return view! { <Empty title="Nothing is cleared yet" text="Answers come here once somebody has read them."/> }
            .into_any();
    }
    if cleared == 0 {
        return view! { <Empty title="Nothing to read" text="Answers in words will stand here as they come in."/> }
            .into_any();
    }
    let code = actor.may(Permission::Analyse).then(|| {
        let href = format!("/desk/c/{slug}/coding");
        view! { <ButtonRow><ButtonLink href words="Code the answers" kind=ButtonKind::Go/></ButtonRow> }
    });
    view! { <Empty title="You have read them all" text="New answers will stand here as they come in.">{code}</Empty> }
        .into_any()
}
