//! The start page of a consultation: what, why, who decides, what can change,
//! the promise. And the page when it is closed.

use earshot_domain::consultation::{Mode, State};
use earshot_domain::door::same_language;
use earshot_domain::respondent::{Channel, RespondentType};
use earshot_service::{Asked, OpenRooms};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::{banner, beginning, outbox, shell_of, tools};
use crate::components::{
    Band, BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, Ease, Fact, Facts, NoteBox, Reached, Section,
    Split, Trail, TrailStep,
};
use crate::layout::PublicLayout;
use crate::pages::public::ideas;
use crate::pages::public::news::follow_link;
use crate::words::{direction, language_name};
use crate::{Page, Site, say};

/// The start page. `resume` is the address where an unsent answer of this phone
/// goes on; `rooms` says what else young people may write now.
pub fn start(site: &Site, asked: &Asked, resume: Option<String>, rooms: OpenRooms) -> Page {
    let setup = &asked.setup;
    let shell = shell_of(site, asked);
    let tools = tools(asked);
    let title = setup.child_title.clone();
    let head = title.clone();
    let lang = asked.lang.clone();
    let dir = lang.as_deref().and_then(direction);
    let wants = say!(site, "start-wants", organisation = asked.organisation.as_str());
    let lead =
        [say!(site, "start-lead"), say!(site, "start-minutes", n = setup.minutes), say!(site, "start-skip")]
            .join(" ");
    let mut small = Vec::new();
    if let Some((from, to)) = setup.ages() {
        small.push(say!(site, "start-for", from = from, to = to));
    }
    if let Some(day) = setup.close_on {
        small.push(say!(site, "start-until", day = site.tongue.day(day)));
    }
    if asked.preview {
        small.insert(0, say!(site, "preview-banner"));
    }
    let small = small.join(" ");
    let banner = banner(site).map(|words| view! { <p><strong>{words}</strong></p> }.into_any());
    let end = (site.channel == Channel::Assisted).then(|| {
        let (href, words) = (format!("/c/{}?assist=0", asked.slug), say!(site, "assist-end"));
        view! { <p><a href=href>{words}</a></p> }.into_any()
    });
    let top_buttons = begin(site, asked, resume.as_deref());
    let end_buttons = begin(site, asked, resume.as_deref());
    let band = view! {
        <Band>
            <p class="quiet">{wants}</p>
            <h1 lang=lang.clone() dir=dir>{head}</h1>
            <p>{lead}</p>
            {top_buttons}
            <p class="quiet small">{small}</p>
            {banner}
            {end}
        </Band>
    }
    .into_any();
    let facts = facts(site, asked);
    let promise = promise(site, asked);
    let way = way(site, asked);
    let way_title = say!(site, "start-way");
    let others = others(site, asked);
    let shared = shared(site, asked);
    let (ease_words, ease) = (say!(site, "ease-title"), site.ease_of(&asked.doors));
    let other_words = other_words(site, asked);
    let outbox = outbox(site);
    let follow = follow_link(site, asked);
    let write = ideas::lead(site, &asked.slug, rooms);
    Page::public(title, move || {
        view! {
            <PublicLayout shell band>
                {outbox()}
                <Ease words=ease_words links=ease/>
                {other_words}
                <Facts facts two=true/>
                <div class="split">
                    {promise}
                    <Section id="way" title=way_title><Trail>{way}</Trail></Section>
                </div>
                {end_buttons}
                {write}
                {follow}
                {shared}
                {others}
            </PublicLayout>
        }
        .into_any()
    })
    .tools(tools)
    .awake()
    .indexed()
}

/// In which language the questions are, where there are none in the one that somebody reads.
fn other_words(site: &Site, asked: &Asked) -> Option<AnyView> {
    let wanted = site.door.lang.clone().unwrap_or_else(|| site.tongue.tag());
    let languages = &asked.doors.languages;
    let own = languages.first().filter(|_| !languages.iter().any(|tag| same_language(tag, &wanted)))?;
    let words = say!(site, "start-language", language = language_name(own));
    Some(view! { <p class="quiet">{words}</p> }.into_any())
}

/// The button that begins, or goes on where somebody stopped.
fn begin(site: &Site, asked: &Asked, resume: Option<&str>) -> AnyView {
    let first = beginning(asked, RespondentType::Child);
    match resume {
        None => {
            let words = say!(site, "start-button");
            let (over, hint) = (say!(site, "start-over"), say!(site, "start-over-hint"));
            let action = format!("/c/{}/start-over", asked.slug);
            let slug = asked.slug.clone();
            // Shown by the phone's bundle where something was begun that has not reached the server.
            view! {
                <ButtonRow><ButtonLink href=first words kind=ButtonKind::Go/></ButtonRow>
                <form method="post" action=action class="flow fit" hidden=true data-again=slug>
                    <ButtonRow><Button words=over kind=ButtonKind::Still/></ButtonRow>
                    <p class="quiet small">{hint}</p>
                </form>
            }
            .into_any()
        }
        Some(at) => {
            let (at, words) = (at.to_string(), say!(site, "start-resume"));
            let (over, hint) = (say!(site, "start-over"), say!(site, "start-over-hint"));
            let action = format!("/c/{}/start-over", asked.slug);
            view! {
                <form method="post" action=action class="flow fit">
                    <ButtonRow>
                        <ButtonLink href=at words kind=ButtonKind::Go/>
                        <Button words=over kind=ButtonKind::Still/>
                    </ButtonRow>
                    <p class="quiet small">{hint}</p>
                </form>
            }
            .into_any()
        }
    }
}

/// Why, who decides, what can change, what cannot.
pub(in crate::pages) fn facts(site: &Site, asked: &Asked) -> Vec<Fact> {
    let setup = &asked.setup;
    let (decider, role) = (setup.decider.as_str(), setup.decider_role.as_str());
    let who = match setup.decision_on {
        _ if !asked.takes_answers => say!(site, "start-who-was", decider = decider, role = role),
        Some(day) => say!(site, "start-who-on", decider = decider, role = role, day = site.tongue.day(day)),
        None => say!(site, "start-who-text", decider = decider, role = role),
    };
    [
        ("start-why", setup.purpose.clone()),
        ("start-who", if setup.decider.is_empty() { String::new() } else { who }),
        ("start-can", setup.can_change.clone()),
        ("start-cannot", setup.decided_already.clone()),
    ]
    .into_iter()
    .filter(|(_, words)| !words.is_empty())
    .map(|(key, words)| {
        // The sentence about who decides is ours.
        let lang = asked.lang.clone().filter(|_| key != "start-who");
        Fact { lang, ..Fact::new(say!(site, key), words) }
    })
    .collect()
}

/// The promise, in the words that domain.md 5.4 asks for.
fn promise(site: &Site, asked: &Asked) -> AnyView {
    let (first, second) = match asked.setup.mode {
        Mode::Anonymous => ("start-anonymous-1", "start-anonymous-2"),
        Mode::Confidential => ("start-confidential-1", "start-confidential-2"),
    };
    let (title, first, second) = (say!(site, "start-promise"), say!(site, first), say!(site, second));
    let link = say!(site, "start-anonymous-link");
    let kept = say!(site, "start-kept", days = asked.setup.draft_days);
    let told = asked.setup.feedback_on.map(|day| {
        let words = say!(site, "start-told", day = site.tongue.day(day));
        view! { <p>{words}</p> }
    });
    let together = together(site, asked).map(|words| view! { <p>{words}</p> });
    view! {
        <NoteBox kind=BoxKind::Promise title id="promise">
            <p>{first}</p>
            <p>{second}" "<a href="#help">{link}</a>"."</p>
            <p>{kept}</p>
            {together}
            {told}
        </NoteBox>
    }
    .into_any()
}

/// Who looks after what is said, where those who ask do not do it alone (domain.md 5.2 "Controller").
fn together(site: &Site, asked: &Asked) -> Option<String> {
    let (last, others) = asked.together.split_last()?;
    let mut names = vec![asked.organisation.as_str()];
    names.extend(others.iter().map(String::as_str));
    Some(say!(site, "start-together", names = names.join(", "), last = last.as_str()))
}

fn way(site: &Site, asked: &Asked) -> Vec<AnyView> {
    let setup = &asked.setup;
    let text = |key: &str| say!(site, key);
    let step = |title: &str, words: String, ahead: bool, told: bool| {
        let title = say!(site, title);
        let reached = if ahead { Reached::Ahead } else { Reached::Done };
        view! { <TrailStep title reached told><p>{words}</p></TrailStep> }.into_any()
    };
    let themes = setup
        .findings_on
        .map(|day| say!(site, "start-way-themes-on", day = site.tongue.day(day)))
        .unwrap_or_default();
    let decides = if setup.decider.is_empty() {
        String::new()
    } else {
        say!(site, "start-way-decide-text", decider = setup.decider.as_str())
    };
    let told = match setup.feedback_on {
        Some(day) => say!(site, "start-way-told-on", day = site.tongue.day(day)),
        None => text("start-way-told-text"),
    };
    vec![
        step("start-way-answer", text("start-way-answer-text"), false, false),
        step("start-way-read", text("start-way-read-text"), true, false),
        step("start-way-themes", themes, true, false),
        step("start-way-decide", decides, true, false),
        step("start-way-told", told, true, true),
    ]
}

/// Whether this phone keeps what is written, on a phone that others use as well. The bundle is told, because it must
/// keep nothing then, and throw away what it has.
fn shared(site: &Site, asked: &Asked) -> Option<AnyView> {
    if site.channel != Channel::Web {
        return None;
    }
    let (on, words, text) = if site.shared {
        ("0", say!(site, "start-shared-off"), say!(site, "start-shared-is"))
    } else {
        ("1", say!(site, "start-shared-on"), say!(site, "start-shared-text"))
    };
    let title = say!(site, "start-shared");
    let href = format!("/c/{}?shared={on}", asked.slug);
    let slug = if site.shared { asked.slug.clone() } else { String::new() };
    Some(
        view! {
            <Section id="shared" title>
                <p data-shared=slug><a href=href rel="nofollow">{words}</a></p>
                <p class="quiet small">{text}</p>
            </Section>
        }
        .into_any(),
    )
}

/// Ways in for those whose views are asked for as well, kept apart from the
/// children's (BR3).
fn others(site: &Site, asked: &Asked) -> Option<AnyView> {
    let links: Vec<AnyView> = asked
        .setup
        .respondents
        .iter()
        .filter(|kind| **kind != RespondentType::Child)
        .map(|kind| {
            let href = beginning(asked, *kind);
            let words = say!(site, &format!("start-as-{kind}"));
            view! { <li><a href=href>{words}</a></li> }.into_any()
        })
        .collect();
    if links.is_empty() {
        return None;
    }
    let title = say!(site, "start-other");
    Some(view! { <Section id="others" title><ul class="plain">{links}</ul></Section> }.into_any())
}

/// The page when no answers are taken: what is happening now, and what next.
pub fn closed(site: &Site, asked: &Asked) -> Page {
    let setup = &asked.setup;
    let shell = shell_of(site, asked);
    let tools = tools(asked);
    let title = setup.child_title.clone();
    let name = title.clone();
    let paused = asked.state == State::Paused;
    let head = say!(site, if paused { "paused-title" } else { "closed-title" });
    let lead = say!(site, if paused { "paused-lead" } else { "closed-lead" });
    let mut lines = Vec::new();
    if !paused && !asked.state.shows_findings() {
        lines.push(say!(site, "closed-reading"));
        if let Some(day) = setup.findings_on {
            lines.push(say!(site, "closed-next", day = site.tongue.day(day)));
        }
    }
    lines.extend(together(site, asked));
    let lines: Vec<AnyView> = lines.into_iter().map(|line| view! { <p>{line}</p> }.into_any()).collect();
    let mut links: Vec<AnyView> = Vec::new();
    if asked.state >= State::FedBack {
        let (href, words) = (format!("/c/{}/feedback", asked.slug), say!(site, "feedback-link"));
        links.push(view! { <ButtonLink href words kind=ButtonKind::Main/> }.into_any());
    }
    if asked.state.shows_findings() {
        let (href, words) = (format!("/c/{}/results", asked.slug), say!(site, "results-link"));
        links.push(view! { <ButtonLink href words kind=ButtonKind::Still/> }.into_any());
    }
    let links = (!links.is_empty()).then(|| view! { <ButtonRow>{links}</ButtonRow> });
    let follow = follow_link(site, asked);
    let facts = facts(site, asked);
    Page::public(title, move || {
        let band = view! { <Band still=true><p class="quiet">{name}</p><h1>{head}</h1><p>{lead}</p></Band> }
            .into_any();
        view! {
            <PublicLayout shell band>
                <Split><div class="flow">{lines}{links}{follow}</div><Facts facts/></Split>
            </PublicLayout>
        }
        .into_any()
    })
    .tools(tools)
    .indexed()
}
