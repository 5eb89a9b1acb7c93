//! Thank you, and the four words, shown once.

use earshot_domain::consultation::Mode;
use earshot_service::Asked;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::components::{
    Band, BoxKind, Button, ButtonKind, ButtonRow, NoteBox, Reached, Receipt, Section, Split, Trail, TrailStep,
};
use crate::layout::PublicLayout;
use crate::{Page, Site, say};

/// The page after sending. `words` are the four words the first time it is
/// shown, and nothing afterwards.
pub fn thanks(site: &Site, asked: &Asked, words: Option<Vec<String>>) -> Page {
    let shell = site.public_shell(site.help(asked.setup.mode == Mode::Anonymous, &asked.duty_phone));
    let title = say!(site, "thanks-title");
    let (head, lead) = (title.clone(), say!(site, "thanks-lead"));
    let band = view! { <Band><h1>{head}</h1><p>{lead}</p></Band> }.into_any();
    let keep = keep(site, asked, words);
    let next = next(site, asked);
    let next_title = say!(site, "thanks-next");
    let (hard, hard_text) = (say!(site, "thanks-hard"), say!(site, "thanks-hard-text"));
    let childline = say!(site, "help-childline");
    let again = say!(site, "thanks-again");
    let start = format!("/c/{}", asked.slug);
    let start_words = say!(site, "start-button");
    Page::public(title, move || {
        view! {
            <PublicLayout shell band>
                <Split>
                    {keep}
                    <Section id="next" title=next_title><Trail>{next}</Trail></Section>
                </Split>
                <NoteBox kind=BoxKind::Sunk title=hard id="ok" measure=true>
                    <p>{hard_text}</p>
                    <p><a href="tel:08001111"><strong>{childline}</strong></a></p>
                </NoteBox>
                <p class="quiet">{again}" "<a href=start>{start_words}</a></p>
            </PublicLayout>
        }
        .into_any()
    })
}

/// The page while an answer waits on the phone for signal. Only the phone's
/// bundle shows it.
pub fn waiting(site: &Site, asked: &Asked) -> Page {
    let shell = site.public_shell(site.help(asked.setup.mode == Mode::Anonymous, &asked.duty_phone));
    let title = say!(site, "phone-waiting");
    let (head, text) = (title.clone(), say!(site, "phone-waiting-text"));
    let (again, delete) = (say!(site, "phone-again"), say!(site, "phone-delete"));
    Page::public(title, move || {
        let band = view! { <Band><h1>{head}</h1><p role="status" data-state="">{text}</p></Band> }.into_any();
        view! {
            <PublicLayout shell band>
                <form class="flow" data-waiting="">
                    <ButtonRow>
                        <Button words=again kind=ButtonKind::Go name="again" value="1"/>
                        <Button words=delete kind=ButtonKind::Stop name="delete" value="1"/>
                    </ButtonRow>
                </form>
            </PublicLayout>
        }
        .into_any()
    })
}

fn keep(site: &Site, asked: &Asked, words: Option<Vec<String>>) -> AnyView {
    let title = say!(site, "thanks-keep");
    let Some(words) = words else {
        let once = say!(site, "thanks-once");
        return view! { <Section id="keep" title><p>{once}</p></Section> }.into_any();
    };
    let (before, link, lost) = (say!(site, "thanks-keep-1"), say!(site, "thanks-keep-link"), say!(site, "thanks-keep-2"));
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
