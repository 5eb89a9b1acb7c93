//! Ideas while a consultation takes answers, and live words: the page to send them from, and the screen in the room.

use earshot_domain::comment::{LIVE_LETTERS, PostKind};
use earshot_domain::respondent::Channel;
use earshot_service::{Asked, LiveRound, LiveWall, OpenRooms, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::comments::{Under, before_you_write, error_summary, flaw, not_sent, place, thanks_for};
use crate::components::{Band, Button, ButtonKind, ButtonLink, ButtonRow, CheckBox, TextField};
use crate::layout::PublicLayout;
use crate::pages::respond::{shell_of, tools};
use crate::{Page, Site, say};

/// The ways to what can be written now, for the pages of a consultation. Not on a device that many use one after another.
pub fn lead(site: &Site, slug: &str, rooms: OpenRooms) -> Option<AnyView> {
    let link = |kind: PostKind, key: &str| {
        let (href, words) = (place(kind, slug), say!(site, key));
        view! { <ButtonLink href words kind=ButtonKind::Still/> }.into_any()
    };
    let all = [
        (rooms.live, PostKind::Live, "live-link"),
        (rooms.ideas, PostKind::Idea, "ideas-link"),
        (rooms.ideas_to_read, PostKind::Idea, "ideas-read-link"),
    ];
    let own_device = site.channel == Channel::Web;
    let links: Vec<AnyView> = all
        .into_iter()
        .filter(|(open, ..)| *open && own_device)
        .map(|(_, kind, key)| link(kind, key))
        .collect();
    (!links.is_empty()).then(|| view! { <ButtonRow>{links}</ButtonRow> }.into_any())
}

/// The ideas, and the form for one.
pub fn ideas(site: &Site, asked: &Asked, under: Under) -> Page {
    let shell = shell_of(site, asked);
    let (head, lead) = (say!(site, "ideas-title"), say!(site, "ideas-lead"));
    let name = asked.setup.child_title.clone();
    let wrong = under.is_wrong();
    let back = format!("/c/{}", asked.slug);
    let site = site.clone();
    Page::public(format!("{head} \u{2013} {name}"), move || {
        let band =
            view! { <Band still=true><p class="quiet"><a href=back>{name}</a></p><h1>{head}</h1><p>{lead}</p></Band> }
                .into_any();
        let (summary, thanks, list) = (under.summary(&site), under.thanks(&site), under.section(&site));
        view! { <PublicLayout shell band>{summary}{thanks}{list}</PublicLayout> }.into_any()
    })
    .wrong(wrong)
    .tools(tools(asked))
}

/// What came back from the form for live words, and why.
#[derive(Clone, Default)]
pub struct LiveBack {
    /// What somebody typed.
    pub typed: String,
    /// Why it came back.
    pub refusals: Vec<Refusal>,
    /// Whether too many came at once.
    pub too_many: bool,
    /// Whether words were just sent from a device that many use.
    pub sent: bool,
}

impl LiveBack {
    /// What is wrong with what was typed: each with the id of its field.
    fn flaws(&self, site: &Site) -> Vec<(&'static str, String)> {
        let of = |refusal: &Refusal| match refusal {
            Refusal::Missing(_) => ("live", say!(site, "live-error-empty")),
            Refusal::TooMany { .. } => ("live", say!(site, "live-error-words")),
            Refusal::TooLong { .. } => ("live", say!(site, "live-error-long")),
            Refusal::ChangedMeanwhile(_) => ("live", say!(site, "live-error-question")),
            // The same sentences as for comments, at the field of this form.
            other => match flaw(site, other) {
                ("comment", words) => ("live", words),
                elsewhere => elsewhere,
            },
        };
        let many = self.too_many.then(|| ("say", say!(site, "comments-error-many")));
        self.refusals.iter().map(of).chain(many).collect()
    }
}

/// The question on the screen, and the form for words to it.
pub fn live(site: &Site, asked: &Asked, round: &LiveRound, back: &LiveBack) -> Page {
    let shell = shell_of(site, asked);
    let (title, name) = (say!(site, "live-title"), asked.setup.child_title.clone());
    let question = round.question.clone();
    let flaws = back.flaws(site);
    let late = !round.open && !back.typed.is_empty();
    let wrong = late || !flaws.is_empty();
    let inside = if round.open {
        live_form(site, asked, round, back)
    } else {
        let words = say!(site, "live-closed");
        view! { <p>{words}</p> }.into_any()
    };
    let summary = if late {
        Some(not_sent(site, say!(site, "live-closed"), &back.typed))
    } else {
        error_summary(site, flaws)
    };
    let thanks = back.sent.then(|| thanks_for(site));
    let (mine, rules) = (say!(site, "comments-mine-link"), say!(site, "comments-rules-link"));
    Page::public(format!("{title} \u{2013} {name}"), move || {
        let band =
            view! { <Band still=true><p class="quiet">{name}</p><h1>{question}</h1></Band> }.into_any();
        view! {
            <PublicLayout shell band>
                {summary}
                {thanks}
                {inside}
                <p><a href="/comments/mine">{mine}</a></p>
                <p><a href="/rules">{rules}</a></p>
            </PublicLayout>
        }
        .into_any()
    })
    .wrong(wrong)
    .tools(tools(asked))
}

fn live_form(site: &Site, asked: &Asked, round: &LiveRound, back: &LiveBack) -> AnyView {
    let error = back.flaws(site).into_iter().find(|(at, _)| *at == "live").map(|(_, words)| words);
    let found = back.refusals.iter().any(|refusal| matches!(refusal, Refusal::Personal(_)));
    let anyway = found.then(|| {
        let label = say!(site, "comments-anyway");
        view! { <CheckBox name="anyway" label/> }
    });
    let (label, hint) = (say!(site, "live-form"), say!(site, "live-hint"));
    let (first, button) = (say!(site, "live-first"), say!(site, "comments-button"));
    let rules = before_you_write(site);
    let action = place(PostKind::Live, &asked.slug);
    let (form, question, value) = (round.form.clone(), round.question.clone(), back.typed.clone());
    view! {
        <form method="post" action=action class="flow measure" id="say" novalidate=true>
            <input type="hidden" name="form" value=form/>
            <input type="hidden" name="question" value=question/>
            // Nobody sees this field; what fills in everything fills it in as well.
            <p hidden=true><input name="website" autocomplete="off" tabindex="-1"/></p>
            <TextField name="words" id="live" label hint error value autocomplete="off" most=LIVE_LETTERS/>
            {anyway}
            {rules}
            <p class="quiet">{first}</p>
            <ButtonRow><Button words=button kind=ButtonKind::Go/></ButtonRow>
        </form>
    }
    .into_any()
}

/// The screen in the room: large words, and nothing to press. Whoever answers asks for it again every few seconds.
pub fn wall(site: &Site, asked: &Asked, wall: &LiveWall) -> Page {
    let question = wall.question.clone();
    let address = format!("{}{}", site.origin, place(PostKind::Live, &asked.slug));
    let below =
        if wall.open { say!(site, "wall-join", address = address) } else { say!(site, "wall-closed") };
    let words: Vec<AnyView> = wall
        .words
        .iter()
        .map(|one| {
            let (class, words) = (format!("wall-{}", one.size), one.words.clone());
            view! { <li class=class>{words}</li> }.into_any()
        })
        .collect();
    let none = say!(site, "wall-none");
    Page::public(say!(site, "live-title"), move || {
        let list = if words.is_empty() {
            view! { <p>{none}</p> }.into_any()
        } else {
            view! { <ul class="plain">{words}</ul> }.into_any()
        };
        view! {
            <main id="main" class="wall flow">
                <h1>{question}</h1>
                {list}
                <p class="quiet">{below}</p>
            </main>
        }
        .into_any()
    })
}
