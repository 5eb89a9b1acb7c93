//! A reminder and a thank-you: sent to those who asked for news, and to copy and print for schools and clubs that pass
//! them on to everybody else. What is on this page is in young people's words.

use chrono::NaiveDate;
use earshot_domain::news::News;
use earshot_service::{Actor, DeskConsultation, NewsDesk, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{DeskStep, Here, desk};
use super::typed::Wrong;
use super::ways::square;
use crate::components::{Button, ButtonRow, NoteBox, PageHead, Panel, Stack, TextArea};
use crate::{Page, Site, say};

/// The page: texts to copy, and a notice to print.
pub fn reminder(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    today: NaiveDate,
    news: Option<NewsDesk>,
    (done, refusals): (bool, &[Refusal]),
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = done.then(|| "It is on its way to everybody who asked.".to_string());
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk("Remind and thank", move || {
        let summary = wrong.summary();
        let send = send(&site, &consultation, news);
        let slug = consultation.slug.clone();
        let copies = copies(&site, &consultation, today);
        let notice = notice(&site, &consultation, today);
        let body = view! {
            {summary}
            <PageHead
                title="Remind and thank"
                text="By mail to those who asked for news, and as words to copy or print for everybody else. Nobody is asked whether they have answered."
                quiet=true
            />
            <Stack>{send}{copies}{notice}</Stack>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask)
            .of(&slug, &consultation.setup.title)
            .under(format!("/desk/c/{slug}/progress"), "While it is open");
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
}

/// Sending to those who asked.
fn send(site: &Site, consultation: &DeskConsultation, news: Option<NewsDesk>) -> AnyView {
    let id = "send";
    let title = "Send to those who asked";
    let Some(news) = news.filter(|_| site.mails) else {
        return view! {
            <div class="no-print">
                <Panel id=id title=title inset=true>
                    <p>"No mail goes out from this Earshot. Whoever runs it can name a mail server; then people can ask for news on the consultation\u{2019}s pages."</p>
                </Panel>
            </div>
        }
        .into_any();
    };
    if consultation.setup.sensitive {
        return view! {
            <div class="no-print">
                <Panel id=id title=title inset=true>
                    <p>"These questions may hurt, so nobody is asked for an address: mail could be read by somebody at home."</p>
                </Panel>
            </div>
        }
        .into_any();
    }
    let many = match news.followers.value() {
        Some(0) => "Nobody has asked for news yet.".to_string(),
        Some(count) => format!("{count} people asked for news."),
        None => "A few people asked for news: too few to say how many.".to_string(),
    };
    let sent: Vec<AnyView> = news
        .sent
        .iter()
        .map(|(news, day)| {
            let words = format!("{}: last sent on {}.", news_words(*news), site.tongue.day(*day));
            view! { <li>{words}</li> }.into_any()
        })
        .collect();
    let sent = (!sent.is_empty()).then(|| view! { <ul class="flow">{sent}</ul> });
    let buttons: Vec<AnyView> = news
        .may
        .iter()
        .map(|news| {
            let words = match news {
                News::Reminder => "Send the reminder",
                _ => "Send thanks",
            };
            view! { <Button words name="news" value=news.as_str()/> }.into_any()
        })
        .collect();
    let action = format!("/desk/c/{}/reminder", consultation.slug);
    let buttons = (!buttons.is_empty())
        .then(|| view! { <form method="post" action=action><ButtonRow>{buttons}</ButtonRow></form> });
    view! {
        <div class="no-print">
            <Panel
                id=id
                title=title
                inset=true
                foot="Each can be sent once a week. What was heard, what happens now and what came of it go out by themselves when you publish them."
            >
                <p>{many}" Nobody can see their addresses, and nothing leads from them to an answer."</p>
                {sent}
                {buttons}
            </Panel>
        </div>
    }
    .into_any()
}

/// What is sent, by its name.
fn news_words(news: News) -> &'static str {
    match news {
        News::Reminder => "The reminder",
        News::Thanks => "Thanks",
        News::Heard => "What was heard",
        News::Told => "What happens now",
        News::FollowedUp => "What came of it",
    }
}

/// How much time there is, in young people's words; nothing once it is over.
fn time_left(site: &Site, consultation: &DeskConsultation, today: NaiveDate) -> Option<String> {
    let last = consultation.setup.close_on.filter(|last| *last >= today && consultation.takes_answers)?;
    let days = (last - today).num_days();
    Some(say!(site, "reminder-days", days = days, day = site.tongue.day(last)))
}

fn address(site: &Site, consultation: &DeskConsultation) -> String {
    format!("{}/c/{}", site.origin, consultation.slug)
}

/// Where to go, and with what. `square` says that there is one beside these words.
fn go(site: &Site, consultation: &DeskConsultation, square: bool) -> String {
    let address = address(site, consultation);
    let key = if square { "reminder-go" } else { "reminder-address" };
    let mut words = say!(site, key, address = address.as_str());
    if consultation.setup.by_invitation {
        words = format!("{words} {}", say!(site, "reminder-code"));
    }
    words
}

/// The texts to copy.
fn copies(site: &Site, consultation: &DeskConsultation, today: NaiveDate) -> AnyView {
    let setup = &consultation.setup;
    let address = address(site, consultation);
    let reminder = time_left(site, consultation, today).map(|left| {
        let lines = [
            setup.child_title.clone(),
            format!("{} {left}", say!(site, "reminder-still")),
            go(site, consultation, false),
            say!(site, "reminder-done"),
        ];
        lines.join("\n\n")
    });
    let mut thanks = vec![
        say!(site, "reminder-thanks", title = setup.child_title.as_str()),
        say!(site, "reminder-thanks-read"),
    ];
    if let Some(day) = setup.findings_on {
        let day = site.tongue.day(day);
        thanks.push(say!(site, "reminder-thanks-see", day = day, address = address.as_str()));
    }
    if let Some(day) = setup.feedback_on {
        thanks.push(say!(site, "reminder-thanks-told", day = site.tongue.day(day)));
    }
    let thanks = thanks.join("\n\n");
    let reminder = match reminder {
        Some(value) => view! { <TextArea name="reminder" label="The reminder" rows=9 value/> }.into_any(),
        None => {
            view! { <p>"It takes no answers now, so there is nothing to remind anybody of."</p> }.into_any()
        }
    };
    view! {
        <div class="no-print">
            <Panel id="texts" title="To copy" inset=true>
                {reminder}
                <TextArea
                    name="thanks"
                    label="The thank-you, once it has closed"
                    hint="For everybody who was asked: nobody knows who of them has answered."
                    rows=9
                    value=thanks
                />
            </Panel>
        </div>
    }
    .into_any()
}

/// The notice for a wall.
fn notice(site: &Site, consultation: &DeskConsultation, today: NaiveDate) -> Option<AnyView> {
    let left = time_left(site, consultation, today)?;
    let address = address(site, consultation);
    let title = consultation.setup.child_title.clone();
    let square = square(&address, &say!(site, "reminder-square"));
    let (still, go) = (say!(site, "reminder-still"), go(site, consultation, true));
    let minutes = say!(site, "start-minutes", n = consultation.setup.minutes);
    let done = say!(site, "reminder-done");
    Some(
        view! {
            <div class="no-print">
                <NoteBox><p>"Print this page for a notice: only what stands below goes on paper."</p></NoteBox>
            </div>
            <section class="notice flow" aria-labelledby="notice">
                <h2 id="notice">{title}</h2>
                <p><strong>{still}</strong></p>
                <p>{left}" "{minutes}</p>
                {square}
                <p>{go}</p>
                <p>{done}</p>
            </section>
        }
        .into_any(),
    )
}
