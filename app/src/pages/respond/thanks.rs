//! Thank you, and the four words, shown once.

use earshot_domain::respondent::{Channel, RespondentType};
use earshot_respond::Outbox;
use earshot_service::{Asked, OpenRooms};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::{address, banner, shell_of, tools};
use crate::components::{
    Band, BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, NoteBox, Reached, Receipt, Section, Split,
    Trail, TrailStep,
};
use crate::layout::PublicLayout;
use crate::pages::public::ideas;
use crate::pages::public::news::follow_link;
use crate::respond_data::outbox_words;
use crate::{Page, Site, say};

/// The page after sending, with the four words. `rooms` says what else young people may write now.
pub fn thanks(site: &Site, asked: &Asked, words: Vec<String>, rooms: OpenRooms) -> Page {
    let shell = shell_of(site, asked);
    let tools = tools(asked);
    let title = say!(site, "thanks-title");
    let (head, lead) = (title.clone(), say!(site, "thanks-lead"));
    let banner = banner(site).map(|words| view! { <p><strong>{words}</strong></p> }.into_any());
    let band = view! { <Band><h1>{head}</h1><p>{lead}</p>{banner}</Band> }.into_any();
    let keep = keep(site, asked, words);
    let next = next(site, asked);
    let next_title = say!(site, "thanks-next");
    let (hard, hard_text) = (say!(site, "thanks-hard"), say!(site, "thanks-hard-text"));
    let childline = say!(site, "help-childline");
    let again = again(site, asked);
    let follow = follow_link(site, asked);
    let write = ideas::lead(site, &asked.slug, rooms);
    Page::public(title, move || {
        view! {
            <PublicLayout shell band>
                <Split>
                    {keep}
                    <Section id="next" title=next_title><Trail>{next}</Trail>{follow}</Section>
                </Split>
                <NoteBox kind=BoxKind::Sunk title=hard id="ok" measure=true>
                    <p>{hard_text}</p>
                    <p><a href="tel:08001111"><strong>{childline}</strong></a></p>
                </NoteBox>
                {write}
                {again}
            </PublicLayout>
        }
        .into_any()
    })
    .tools(tools)
}

/// The same page without the words: opened again, or by somebody who has sent nothing. It cannot tell the two apart, so
/// it thanks nobody.
pub fn words_shown(site: &Site, asked: &Asked) -> Page {
    let shell = shell_of(site, asked);
    let tools = tools(asked);
    let title = say!(site, "thanks-shown");
    let (head, lead, once) = (title.clone(), say!(site, "thanks-shown-lead"), say!(site, "thanks-once"));
    let start = format!("/c/{}", asked.slug);
    let to_start = (site.channel == Channel::Web).then(|| {
        let words = say!(site, "start-button");
        view! { <ButtonRow><ButtonLink href=start words kind=ButtonKind::Go/></ButtonRow> }
    });
    let again = again(site, asked);
    Page::public(title, move || {
        let band = view! { <Band still=true><h1>{head}</h1><p>{lead}</p>{to_start}</Band> }.into_any();
        view! { <PublicLayout shell band><p>{once}</p>{again}</PublicLayout> }.into_any()
    })
    .tools(tools)
}

/// The way for the next person.
fn again(site: &Site, asked: &Asked) -> AnyView {
    if site.channel == Channel::Web {
        let (again, words) = (say!(site, "thanks-again"), say!(site, "start-button"));
        let start = format!("/c/{}", asked.slug);
        return view! { <p class="quiet">{again}" "<a href=start>{words}</a></p> }.into_any();
    }
    let (words, hint) = (say!(site, "kiosk-next"), say!(site, "kiosk-next-hint"));
    let action = format!("/c/{}/start-over", asked.slug);
    view! {
        <form method="post" action=action class="flow fit">
            <p>{hint}</p>
            <ButtonRow><Button words kind=ButtonKind::Go/></ButtonRow>
        </form>
    }
    .into_any()
}

/// The page while an answer waits on the phone for signal. Only the phone's
/// bundle shows it, and says on it how things stand.
pub fn waiting(site: &Site, asked: &Asked, respondent: RespondentType) -> Page {
    let shell = shell_of(site, asked);
    let tools = tools(asked);
    let title = say!(site, "phone-waiting");
    let (head, text) = (title.clone(), say!(site, "phone-waiting-text"));
    let buttons = waiting_buttons(site, address(asked, respondent, "check"));
    Page::public(title, move || {
        let band = view! {
            <Band><div class="flow" role="status"><h1 data-head="">{head}</h1><p data-text="">{text}</p></div></Band>
        }
        .into_any();
        view! { <PublicLayout shell band>{buttons}</PublicLayout> }.into_any()
    })
    .tools(tools)
}

/// What can be done about an answer that waits.
fn waiting_buttons(site: &Site, check: String) -> AnyView {
    let (again, delete) = (say!(site, "phone-again"), say!(site, "phone-delete"));
    let (mend, home) = (say!(site, "check-title"), say!(site, "missing-home"));
    view! {
        <p hidden=true data-home=""><a href="/">{home}</a></p>
        <form class="flow">
            <ButtonRow>
                <Button words=again kind=ButtonKind::Go name="again" value="1"/>
                <a class="button" href=check hidden=true data-check="">{mend}</a>
                <Button words=delete kind=ButtonKind::Stop name="delete" value="1"/>
            </ButtonRow>
        </form>
    }
    .into_any()
}

/// Where the phone's bundle says how an answer fares that waits on this phone.
/// Without one, and without script, there is nothing to see. An island belongs to the document that it is drawn
/// in, so it is drawn there: call what this gives inside the page's body.
pub(in crate::pages) fn outbox(site: &Site) -> impl FnOnce() -> AnyView + use<> {
    let words = outbox_words(site);
    let (head, text) = (words.waiting.clone(), words.waiting_text.clone());
    let keep = say!(site, "thanks-keep");
    let (before, link, once) =
        (say!(site, "thanks-keep-1"), say!(site, "thanks-keep-link"), say!(site, "thanks-once"));
    let words = serde_json::to_string(&words).unwrap_or_default();
    let four = vec![String::new(); 4];
    let buttons = waiting_buttons(site, String::new());
    move || {
        view! {
        <Outbox words>
            <div class="box" data-notice="">
                <div class="flow" role="status"><h2 data-head="">{head}</h2><p data-text="">{text}</p></div>
                <p class="quiet" data-name=""></p>
                <div class="flow" hidden=true data-keep="">
                    <h3>{keep}</h3>
                    <Receipt words=four/>
                    <p>{before}" "<a href="/mine">{link}</a>"."</p>
                    <p class="quiet">{once}</p>
                </div>
                {buttons}
            </div>
        </Outbox>
    }
    .into_any()
    }
}

fn keep(site: &Site, asked: &Asked, words: Vec<String>) -> AnyView {
    let title = say!(site, "thanks-keep");
    let (before, link, lost) =
        (say!(site, "thanks-keep-1"), say!(site, "thanks-keep-link"), say!(site, "thanks-keep-2"));
    let until = match asked.setup.close_on {
        Some(day) => say!(site, "thanks-keep-until", day = site.tongue.day(day)),
        None => say!(site, "thanks-keep-always"),
    };
    let once = say!(site, "thanks-once");
    view! {
        <Section id="keep" title>
            <Receipt words/>
            <p>{before}" "<a href="/mine">{link}</a>" "{until}</p>
            <p class="quiet">{lost}" "{once}</p>
        </Section>
    }
    .into_any()
}

fn next(site: &Site, asked: &Asked) -> Vec<AnyView> {
    let setup = &asked.setup;
    let by = |day: Option<chrono::NaiveDate>| {
        day.map(|day| say!(site, "thanks-by", day = site.tongue.day(day))).unwrap_or_default()
    };
    let on = |day: Option<chrono::NaiveDate>| day.map(|day| site.tongue.day(day)).unwrap_or_default();
    let ahead = Reached::Ahead;
    let said = say!(site, "thanks-next-said");
    let read = say!(site, "thanks-next-read");
    let seen = say!(site, "thanks-next-seen");
    let decides = say!(site, "thanks-next-decides", decider = setup.decider.as_str());
    let told = say!(site, "thanks-next-told");
    let here = say!(site, "thanks-here");
    vec![
        view! { <TrailStep title=said when=say!(site, "thanks-next-today")/> }.into_any(),
        view! { <TrailStep title=read reached=ahead/> }.into_any(),
        view! { <TrailStep title=seen when=on(setup.findings_on) reached=ahead/> }.into_any(),
        view! { <TrailStep title=decides when=on(setup.decision_on) reached=ahead/> }.into_any(),
        view! { <TrailStep title=told when=by(setup.feedback_on) reached=ahead told=true><p>{here}</p></TrailStep> }
            .into_any(),
    ]
}
