//! You said, we did: every idea gets an answer, even when the answer is no.

use chrono::NaiveDate;
use earshot_domain::consultation::Mode;
use earshot_domain::decision::ActionState;
use earshot_service::{Asked, FeedbackLine, FeedbackPage};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::comments::Under;
use crate::components::{Band, BoxKind, Empty, NoteBox, Said, SaidList, StatusKey};
use crate::layout::PublicLayout;
use crate::{Page, Site, say};

/// The feedback page with the comments under it; before it is published, a word on when it will be.
pub fn feedback(
    site: &Site,
    asked: &Asked,
    page: Option<&FeedbackPage>,
    today: NaiveDate,
    comments: Option<Under>,
) -> Page {
    let shell = site.public_shell(site.help(asked.setup.mode == Mode::Anonymous, &asked.duty_phone));
    let title = format!("{} \u{2013} {}", say!(site, "feedback-title"), asked.setup.child_title);
    let name = asked.setup.child_title.clone();
    let head = say!(site, "feedback-title");
    let Some(page) = page else {
        let (none, text) = match asked.setup.feedback_on {
            Some(day) if day < today => {
                (say!(site, "feedback-none-title"), say!(site, "feedback-late", day = site.tongue.day(day)))
            }
            Some(day) => (
                say!(site, "feedback-none-title"),
                say!(site, "feedback-none-text", day = site.tongue.day(day)),
            ),
            None => (say!(site, "feedback-none-title"), say!(site, "feedback-none-text-open")),
        };
        return Page::public(title, move || {
            let band =
                view! { <Band still=true><p class="quiet">{name}</p><h1>{head}</h1></Band> }.into_any();
            view! { <PublicLayout shell band><Empty title=none text/></PublicLayout> }.into_any()
        });
    };
    let lead = match &page.decision {
        Some((_, decider, Some(on))) => {
            say!(site, "feedback-lead", decider = decider.as_str(), day = site.tongue.day(*on))
        }
        _ => say!(site, "feedback-lead-none"),
    };
    let when = match page.followed_up_on {
        Some(later) => say!(
            site,
            "feedback-when-news",
            day = site.tongue.day(page.published_on),
            later = site.tongue.day(later)
        ),
        None => say!(site, "feedback-when", day = site.tongue.day(page.published_on)),
    };
    let lines: Vec<AnyView> = page.lines.iter().map(|line| one(site, line)).collect();
    let every = say!(site, "feedback-every");
    let message = page.message.clone();
    let later = follow_up(site, page);
    let (wrong, commented) = (comments.as_ref().is_some_and(Under::is_wrong), comments.is_some());
    let site = site.clone();
    let whole = Page::public(title, move || {
        let band = view! {
            <Band still=true>
                <p class="quiet">{name}" · "{when}</p>
                <h1>{head}</h1>
                <p>{lead}</p>
            </Band>
        }
        .into_any();
        let summary = comments.as_ref().and_then(|under| under.summary(&site));
        let thanks = comments.as_ref().and_then(|under| under.thanks(&site));
        let comments = comments.as_ref().map(|under| under.section(&site));
        view! {
            <PublicLayout shell band>
                {summary}
                {thanks}
                {(!message.is_empty()).then(|| view! { <p>{message}</p> })}
                <h2 class="hush">{every}</h2>
                <SaidList>{lines}</SaidList>
                {later}
                {comments}
            </PublicLayout>
        }
        .into_any()
    })
    .wrong(wrong);
    // What somebody takes back must not stand in a search engine: a page with comments is for those who come here.
    if commented { whole } else { whole.indexed() }
}

fn one(site: &Site, line: &FeedbackLine) -> AnyView {
    let (you, we) = (say!(site, "you-said"), say!(site, "we-did"));
    let status = say!(site, &format!("status-{}", line.status));
    let answers =
        StatusKey::from_key(line.status.as_str()).map(|key| vec![(key, status)]).unwrap_or_default();
    let did = line.we_did.clone();
    let changes: Vec<AnyView> = line
        .changes
        .iter()
        .map(|change| {
            let what = change.what.as_str();
            match (change.state, change.done_on, change.due_on) {
                (ActionState::Done, Some(day), _) => {
                    let words = say!(site, "feedback-done", day = site.tongue.day(day), what = what);
                    let (work, note) = (say!(site, "feedback-did-it-work"), change.note.clone());
                    view! { <p>{words}</p><p class="box box--good"><strong>{work}</strong>" "{note}</p> }
                        .into_any()
                }
                (_, _, Some(day)) => {
                    let words = say!(site, "feedback-promised", day = site.tongue.day(day), what = what);
                    view! { <p>{words}</p> }.into_any()
                }
                _ => {
                    let words = change.what.clone();
                    view! { <p>{words}</p> }.into_any()
                }
            }
        })
        .collect();
    let follow = line.quotes.first().map(|(reference, ..)| {
        let (href, words) = (format!("/trace/{reference}"), say!(site, "feedback-follow"));
        view! { <p><a href=href>{words}</a></p> }
    });
    let quote = line.quotes.first().cloned();
    let words = quote.as_ref().map(|(_, text, _)| super::trace::spoken(text));
    let by = quote.map(|(_, _, by)| by);
    let theme = line.you_said.clone();
    view! {
        <Said you words theme by we answers>
            <p>{did}</p>
            {changes}
            {follow}
        </Said>
    }
    .into_any()
}

fn follow_up(site: &Site, page: &FeedbackPage) -> Option<AnyView> {
    if page.followed_up_on.is_some() {
        let (title, text) = (say!(site, "feedback-follow-up"), page.follow_up.clone());
        return Some(
            view! { <NoteBox kind=BoxKind::Good title id="later" measure=true><p>{text}</p></NoteBox> }
                .into_any(),
        );
    }
    page.follow_up_on.map(|day| {
        let words = say!(site, "feedback-follow-up-on", day = site.tongue.day(day));
        view! { <p class="quiet">{words}</p> }.into_any()
    })
}
