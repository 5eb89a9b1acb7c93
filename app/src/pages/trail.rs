//! The trail of some words as a list: the steps that have happened, and those
//! that are still ahead. Never longer than it is, never with a step left out.

use earshot_domain::decision::ActionState;
use earshot_service::Trail as Way;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::components::{Level, Reached, Status, StatusKey, Trail, TrailStep};
use crate::{Site, say};

/// Who looks at the trail: the young person whose words they are, or anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Their own.
    Mine,
    /// Somebody's, as a published quote.
    Somebodys,
}

/// The beginning of a trail, which differs by who looks.
#[derive(Debug, Clone, Default)]
pub(super) struct Beginning {
    /// When it was said.
    pub when: String,
    /// What it was about.
    pub about: String,
    /// Whether somebody has read it.
    pub read: bool,
    /// Whether it became a quote that everybody can see.
    pub quoted: bool,
    /// The address of the quote's page.
    pub quote: Option<(String, String)>,
}

/// The whole trail.
pub(super) fn trail(
    site: &Site,
    whose: Whose,
    begin: Beginning,
    way: &Way,
    slug: &str,
    wide: bool,
) -> AnyView {
    let mine = whose == Whose::Mine;
    let mut steps: Vec<AnyView> = Vec::new();
    let said = say!(site, if mine { "trail-said" } else { "trail-someone-said" });
    steps.push(step(said, begin.when, Reached::Done, view! { <p>{begin.about}</p> }.into_any()));
    let (read, reached) =
        if begin.read { ("trail-read", Reached::Done) } else { ("trail-read-ahead", Reached::Ahead) };
    steps.push(step(say!(site, read), String::new(), reached, ().into_any()));
    if begin.quoted {
        let text = say!(site, if mine { "trail-quote-text" } else { "trail-quote-public" });
        let link = begin.quote.map(|(href, words)| view! { <p><a href=href>{words}</a></p> });
        steps.push(step(
            say!(site, "trail-quote"),
            String::new(),
            Reached::Done,
            view! { <p>{text}</p>{link} }.into_any(),
        ));
    }
    steps.push(theme(site, mine, way, slug));
    steps.push(need(site, way));
    steps.push(priority(site, way));
    steps.push(decision(site, way));
    steps.push(change(site, way));
    steps.push(told(site, mine, way, slug));
    view! { <Trail wide>{steps}</Trail> }.into_any()
}

fn step(title: String, when: String, reached: Reached, inside: AnyView) -> AnyView {
    view! { <TrailStep title when reached level=Level::Two>{inside}</TrailStep> }.into_any()
}

fn day(site: &Site, day: Option<chrono::NaiveDate>) -> String {
    day.map(|day| site.tongue.day(day)).unwrap_or_default()
}

fn theme(site: &Site, mine: bool, way: &Way, slug: &str) -> AnyView {
    let Some(theme) = &way.theme else {
        return step(say!(site, "trail-theme-ahead"), String::new(), Reached::Ahead, ().into_any());
    };
    let name = say!(site, "trail-theme-text", name = theme.name.as_str());
    let many = theme.frequency.map(|frequency| say!(site, frequency.key()));
    let results = format!("/c/{slug}/results");
    let link = say!(site, "trace-results");
    step(
        say!(site, if mine { "trail-theme" } else { "trail-theme-public" }),
        day(site, theme.on),
        Reached::Done,
        view! {
            <p>{name}{many.map(|many| format!(" {many}"))}</p>
            <p><a href=results>{link}</a></p>
        }
        .into_any(),
    )
}

fn need(site: &Site, way: &Way) -> AnyView {
    match &way.need {
        Some(need) => {
            let plain = need.plain.clone();
            let inside = view! { <p>{plain}</p> }.into_any();
            step(say!(site, "trail-need"), day(site, need.on), Reached::Done, inside)
        }
        None => step(say!(site, "trail-need-ahead"), String::new(), Reached::Ahead, ().into_any()),
    }
}

fn priority(site: &Site, way: &Way) -> AnyView {
    let Some(priority) = &way.priority else {
        return step(say!(site, "trail-priority-ahead"), String::new(), Reached::Ahead, ().into_any());
    };
    let text = match priority.young_place {
        Some(young) => {
            say!(site, "trail-priority-both", young = young, place = priority.place, of = priority.of)
        }
        None => say!(site, "trail-priority-adults", place = priority.place, of = priority.of),
    };
    let inside = view! { <p>{text}</p> }.into_any();
    step(say!(site, "trail-priority"), day(site, Some(priority.on)), Reached::Done, inside)
}

fn decision(site: &Site, way: &Way) -> AnyView {
    let Some(made) = &way.decision else {
        let text = match (way.decision_on, way.decider.as_str()) {
            (_, "") => String::new(),
            (Some(on), decider) => {
                say!(site, "trail-decision-when", decider = decider, day = site.tongue.day(on))
            }
            (None, decider) => say!(site, "trail-decision-when-open", decider = decider),
        };
        return step(
            say!(site, "trail-decision-ahead"),
            String::new(),
            Reached::Ahead,
            view! { <p>{text}</p> }.into_any(),
        );
    };
    let who =
        say!(site, "trail-decision-who", decider = made.decider.as_str(), title = made.plain_title.as_str());
    let words = say!(site, &format!("status-{}", made.status));
    let reason = made.reason.clone();
    let status = StatusKey::from_key(made.status.as_str()).map(|key| view! { <p><Status key words/></p> });
    let inside = view! { <p>{who}</p>{status}<p>{reason}</p> }.into_any();
    step(say!(site, "trail-decision"), day(site, made.on), Reached::Done, inside)
}

fn change(site: &Site, way: &Way) -> AnyView {
    let done: Vec<_> = way.changes.iter().filter(|change| change.state == ActionState::Done).collect();
    let promised = way.changes.iter().filter(|change| change.state != ActionState::Done).map(|change| {
        let due = change.due_on.map(|due| say!(site, "trail-change-due", day = site.tongue.day(due)));
        let what = change.what.clone();
        view! { <p>{what}{due.map(|due| format!(" {due}"))}</p> }.into_any()
    });
    if done.is_empty() {
        let inside: Vec<AnyView> = promised.collect();
        return step(say!(site, "trail-change-ahead"), String::new(), Reached::Ahead, inside.into_any());
    }
    let when = day(site, done.iter().filter_map(|change| change.done_on).max());
    let inside: Vec<AnyView> = done
        .iter()
        .map(|change| {
            let (what, note) = (change.what.clone(), change.note.clone());
            view! { <p>{what}" "{note}</p> }.into_any()
        })
        .chain(promised)
        .collect();
    step(say!(site, "trail-change"), when, Reached::Done, inside.into_any())
}

fn told(site: &Site, mine: bool, way: &Way, slug: &str) -> AnyView {
    let Some(told) = &way.told else {
        let when = way
            .promised_on
            .map(|by| say!(site, "trail-told-by", day = site.tongue.day(by)))
            .unwrap_or_default();
        let late = way
            .promised_on
            .filter(|_| way.late)
            .map(|by| say!(site, "trail-late", day = site.tongue.day(by)));
        let title = say!(site, "trail-told-ahead");
        return view! { <TrailStep title when reached=Reached::Ahead told=true late level=Level::Two/> }
            .into_any();
    };
    let title = say!(site, if mine { "trail-told" } else { "trail-told-public" });
    let when = day(site, Some(told.followed_up_on.unwrap_or(told.on)));
    let (you, we) = (told.you_said.clone(), told.we_did.clone());
    let later = told.followed_up_on.map(|on| {
        let head = say!(site, "trail-follow-up", day = site.tongue.day(on));
        let text = told.follow_up.clone();
        view! { <p>{head}" "{text}</p> }
    });
    let href = format!("/c/{slug}/feedback");
    let all = say!(site, "trail-everything");
    let (said, did) = (say!(site, "you-said"), say!(site, "we-did"));
    view! {
        <TrailStep title when told=true level=Level::Two>
            <p>{said}": "{you}</p>
            <p>{did}": "{we}</p>
            {later}
            <p><a href=href>{all}</a></p>
        </TrailStep>
    }
    .into_any()
}
