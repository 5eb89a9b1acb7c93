//! The first page: what is open, what changed lately, what happens next.

use earshot_domain::consultation::State;
use earshot_service::{ChangeCard, ConsultationCard, Home};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::components::{
    Band, ButtonKind, ButtonLink, ButtonRow, Card, Cards, Empty, Row, Rows, Said, SaidList, Section,
    StatusKey,
};
use crate::layout::PublicLayout;
use crate::pages::respond::outbox;
use crate::{Page, Site, say};

/// The first page.
pub fn home(site: &Site, home: &Home) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let (head, lead, see) = (say!(site, "home-head"), say!(site, "home-lead"), say!(site, "home-see-open"));
    let band = view! {
        <Band>
            <h1>{head}</h1>
            <p>{lead}</p>
            <ButtonRow><ButtonLink href="#open" words=see kind=ButtonKind::Go/></ButtonRow>
        </Band>
    }
    .into_any();
    let open_title = say!(site, "home-open");
    let open = open(site, home);
    let changed_title = say!(site, "home-changed");
    let changed = changed(site, &home.changes);
    let waiting = (!home.others.is_empty()).then(|| {
        let title = say!(site, "home-waiting");
        let rows: Vec<AnyView> = home.others.iter().map(|card| waiting(site, card)).collect();
        view! { <Section id="waiting" title><Rows>{rows}</Rows></Section> }.into_any()
    });
    let outbox = outbox(site);
    let (standards, standards_text) = (say!(site, "home-standards"), say!(site, "home-standards-text"));
    let (young, young_go) = (say!(site, "home-young"), say!(site, "home-young-go"));
    Page::public(say!(site, "home-title"), move || {
        view! {
            <PublicLayout shell band>
                {outbox()}
                <Section id="open" title=open_title>{open}</Section>
                <Section id="changed" title=changed_title>{changed}</Section>
                {waiting}
                <p><a href="/standards">{standards}</a>" "{standards_text}</p>
                <p>{young}" "<a href="/me">{young_go}</a></p>
            </PublicLayout>
        }
        .into_any()
    })
    .awake()
    .indexed()
}

/// What is open, as cards.
pub(super) fn open(site: &Site, home: &Home) -> AnyView {
    if home.open.is_empty() {
        let (title, text) = (say!(site, "home-open-none"), say!(site, "home-open-none-text"));
        return view! { <Empty title text/> }.into_any();
    }
    let cards: Vec<AnyView> = home
        .open
        .iter()
        .map(|card| {
            let ages = card
                .ages
                .map(|(from, to)| say!(site, "home-card-ages", from = from, to = to))
                .unwrap_or_default();
            let foot = say!(
                site,
                "home-card-foot",
                organisation = home.organisation.as_str(),
                ages = ages,
                minutes = card.minutes
            );
            let until = card.close_on.map(|day| say!(site, "home-closes", day = site.tongue.day(day)));
            let href = format!("/c/{}", card.slug);
            let title = card.title.clone();
            view! { <Card href title foot until/> }.into_any()
        })
        .collect();
    view! { <Cards>{cards}</Cards> }.into_any()
}

/// What changed lately.
pub(super) fn changed(site: &Site, changes: &[ChangeCard]) -> AnyView {
    if changes.is_empty() {
        let (title, text) = (say!(site, "home-changed-none"), say!(site, "home-changed-none-text"));
        return view! { <Empty title text/> }.into_any();
    }
    let (you, we) = (say!(site, "you-said"), say!(site, "we-did"));
    let all = say!(site, "home-changed-all");
    let items: Vec<AnyView> = changes
        .iter()
        .map(|change| {
            let words = say!(site, &format!("status-{}", change.status));
            let answers =
                StatusKey::from_key(change.status.as_str()).map(|key| vec![(key, words)]).unwrap_or_default();
            let (theme, did, by) = (change.you_said.clone(), change.we_did.clone(), change.title.clone());
            let href = format!("/c/{}/feedback", change.slug);
            let all = all.clone();
            view! {
                <Said you=you.clone() theme by we=we.clone() answers>
                    <p>{did}</p>
                    <p><a href=href>{all}</a></p>
                </Said>
            }
            .into_any()
        })
        .collect();
    view! { <SaidList>{items}</SaidList> }.into_any()
}

/// A consultation that is closed, and what happens next.
fn waiting(site: &Site, card: &ConsultationCard) -> AnyView {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| site.tongue.day(day));
    let text = match (card.state, day(card.findings_on), day(card.feedback_on)) {
        (State::FedBack | State::FollowedUp, ..) => say!(site, "home-next-done"),
        (State::Decided, _, Some(day)) => say!(site, "home-next-decided", day = day),
        (State::FindingsPublished, _, Some(day)) => say!(site, "home-next-told", day = day),
        (State::Open | State::Paused | State::Closed, Some(day), _) => {
            say!(site, "home-next-findings", day = day)
        }
        _ => say!(site, "home-next-reading"),
    };
    let late =
        card.feedback_on.filter(|_| card.late).map(|day| say!(site, "home-late", day = site.tongue.day(day)));
    let href = match card.state {
        State::FedBack | State::FollowedUp => format!("/c/{}/feedback", card.slug),
        State::FindingsPublished | State::Decided => format!("/c/{}/results", card.slug),
        _ => format!("/c/{}", card.slug),
    };
    let title = card.title.clone();
    view! { <Row href title text late/> }.into_any()
}
