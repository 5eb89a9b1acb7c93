//! What is sent by mail: plain text, and the same as simple HTML. It holds nothing that anybody answered.

use earshot_domain::news::News;
use earshot_domain::request::RequestState;
use earshot_service::{Letter, LetterAbout, RequestCard, Waiting};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::pages::desk::clocks;
use crate::words::{Tongue, direction};
use crate::{Site, say};

/// A letter, ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Written {
    /// Its subject.
    pub subject: String,
    /// Its words as plain text.
    pub text: String,
    /// The same as HTML, without anything that has to be fetched.
    pub html: String,
    /// The address that ends such letters when it is posted to (RFC 8058).
    pub stop: Option<String>,
}

/// A piece of a letter.
enum Part {
    Words(String),
    Link(String, String),
}

/// Writes a letter. `origin` is how the site is reached: `https://earshot.example`.
pub fn write(origin: &str, letter: &Letter) -> Written {
    let site = |tongue: &str| Site {
        tongue: Tongue::of(tongue).unwrap_or_default(),
        origin: origin.to_string(),
        ..Site::default()
    };
    let organisation = letter.organisation.as_str();
    match &letter.about {
        LetterAbout::SignIn { name, token, until, invited } => {
            let site = site("en-GB");
            let until = format!("{} UTC on {}", until.format("%H:%M"), site.tongue.day(until.date_naive()));
            let why = if *invited {
                format!("You have been invited to the desk of {organisation} on Earshot.")
            } else {
                format!("Somebody asked for a link to sign in to the desk of {organisation} on Earshot.")
            };
            let parts = vec![
                Part::Words(format!("Hello {name},")),
                Part::Words(why),
                Part::Link("Sign in to the desk".into(), format!("{origin}/sign-in/link?token={token}")),
                Part::Words(format!(
                    "The link works once, until {until}. Do not pass it on: whoever has it is you."
                )),
                Part::Words("You did not expect this? Then leave it, and tell your administrator.".into()),
            ];
            finish(&site, &format!("Your link to sign in to {organisation}"), parts, None)
        }
        LetterAbout::Request { name, may_open, card } => request(&site("en-GB"), name, *may_open, card),
        LetterAbout::Late { name, stands_in, may_read, waiting } => {
            late(&site("en-GB"), name, (*stands_in, *may_read), waiting)
        }
        LetterAbout::Confirm { tongue, title, key } => {
            let site = site(tongue);
            let own = format!("{origin}/news/{key}");
            let parts = vec![
                Part::Words(say!(
                    site,
                    "letter-confirm",
                    organisation = organisation,
                    title = title.as_str()
                )),
                Part::Link(say!(site, "letter-confirm-link"), own),
                Part::Words(say!(site, "letter-confirm-not")),
            ];
            finish(&site, &say!(site, "letter-confirm-subject", title = title.as_str()), parts, None)
        }
        LetterAbout::News { news, tongue, title, slug, close_on, told_on, key } => {
            let site = site(tongue);
            let page = |page: &str| format!("{origin}/c/{slug}{page}");
            let day = |day: &Option<chrono::NaiveDate>| day.map(|day| site.tongue.day(day));
            let mut parts = vec![Part::Words(say!(site, "letter-asked"))];
            let mut tell = |words: String| parts.push(Part::Words(words));
            match news {
                News::Reminder => {
                    tell(match day(close_on) {
                        Some(day) => say!(site, "letter-reminder-until", day = day),
                        None => say!(site, "letter-reminder"),
                    });
                    parts.push(Part::Link(say!(site, "letter-reminder-link"), page("")));
                    parts.push(Part::Words(say!(site, "letter-reminder-done")));
                }
                News::Thanks => {
                    tell(say!(site, "letter-thanks"));
                    if let Some(day) = day(told_on) {
                        tell(say!(site, "letter-thanks-told", day = day));
                    }
                    parts.push(Part::Link(say!(site, "letter-look"), page("")));
                }
                News::Heard => {
                    tell(say!(site, "letter-heard"));
                    parts.push(Part::Link(say!(site, "letter-heard-link"), page("/results")));
                }
                News::Told => {
                    tell(say!(site, "letter-told"));
                    parts.push(Part::Link(say!(site, "letter-told-link"), page("/feedback")));
                }
                News::FollowedUp => {
                    tell(say!(site, "letter-followed-up"));
                    parts.push(Part::Link(say!(site, "letter-followed-up-link"), page("/feedback")));
                }
            }
            let own = format!("{origin}/news/{key}");
            parts.push(Part::Words(say!(site, "letter-from", organisation = organisation)));
            parts.push(Part::Link(say!(site, "letter-stop"), own.clone()));
            let subject = say!(site, &format!("letter-{news}-subject"), title = title.as_str());
            finish(&site, &subject, parts, Some(format!("{own}/stop")))
        }
    }
}

/// To staff: somebody has asked something about their data, or complained.
fn request(site: &Site, name: &str, may_open: bool, card: &RequestCard) -> Written {
    let due = site.tongue.day(card.due_on);
    let reference = card.reference;
    let urgent = card.watch && card.state == RequestState::Received;
    let what = match card.state {
        _ if urgent => format!("Something in {reference} may mean that somebody is not safe. Read it now."),
        RequestState::Paused => format!("{reference} waits for something that has to be known first."),
        _ if card.late => format!("{reference} should have been answered by {due}."),
        _ => format!("{reference} has to be answered by {due}."),
    };
    let to = |page: &str| format!("{}{page}", site.origin);
    let next = if may_open {
        Part::Link("Open it".into(), to(&format!("/desk/requests/{}", card.reference)))
    } else {
        Part::Link(
            "Nobody is the data protection officer yet, so nobody can answer it. Invite one".into(),
            to("/desk/people"),
        )
    };
    let parts = vec![
        Part::Words(format!("Hello {name},")),
        Part::Words(format!("Somebody has asked something about their data, or complained. {what}")),
        next,
        Part::Words("What somebody wrote is never in a letter: sign in to read it.".into()),
    ];
    let subject = if urgent {
        format!("Safeguarding: read a request now ({reference})")
    } else {
        format!("A request waits for an answer ({reference})")
    };
    finish(site, &subject, parts, None)
}

/// To staff: a clock of the safeguarding lane has run out.
fn late(site: &Site, name: &str, (stands_in, may_read): (bool, bool), waiting: &Waiting) -> Written {
    let what = clocks::ran_out(waiting.clock);
    let due = clocks::wall_time(site, waiting.due);
    let why = if stands_in {
        "You get this because you stand in for the safeguarding lead, or because there is none."
    } else {
        "You get this because you are the safeguarding lead."
    };
    let parts = vec![
        Part::Words(format!("Hello {name},")),
        Part::Words(format!("{what} ({}). It was due by {due}.", waiting.reference)),
        if may_read {
            Part::Link("See to it now".into(), format!("{}{}", site.origin, clocks::place(waiting)))
        } else {
            Part::Link(
                "Nobody is the safeguarding lead, so nobody sees to it. Invite one now".into(),
                format!("{}/desk/people", site.origin),
            )
        },
        Part::Words(why.into()),
        Part::Words("What somebody wrote is never in a letter: sign in to read it.".into()),
    ];
    finish(site, &format!("Safeguarding: a clock has run out ({})", waiting.reference), parts, None)
}

fn finish(site: &Site, subject: &str, parts: Vec<Part>, stop: Option<String>) -> Written {
    let text: Vec<String> = parts
        .iter()
        .map(|part| match part {
            Part::Words(words) => words.clone(),
            Part::Link(words, href) => format!("{words}:\n{href}"),
        })
        .collect();
    let rows: Vec<AnyView> = parts
        .into_iter()
        .map(|part| match part {
            Part::Words(words) => view! { <p>{words}</p> }.into_any(),
            Part::Link(words, href) => view! { <p><a href=href>{words}</a></p> }.into_any(),
        })
        .collect();
    let tag = site.tongue.tag();
    let dir = direction(&tag);
    let body = view! { <div lang=tag dir=dir>{rows}</div> }.to_html();
    let html =
        format!("<!doctype html>\n<html><head><meta charset=\"utf-8\"></head><body>{body}</body></html>\n");
    Written { subject: one_line(subject), text: text.join("\n\n") + "\n", html, stop }
}

/// A title may have been pasted over several lines; a subject has one.
fn one_line(subject: &str) -> String {
    subject.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use earshot_domain::clocks::Clock;
    use earshot_domain::reference::{Kind, Reference};

    fn letter(about: LetterAbout) -> Letter {
        Letter { to: "kim@mail.example".into(), organisation: "Wexmoor".into(), id: uuid::Uuid::nil(), about }
    }

    fn news(news: News, tongue: &str) -> Letter {
        letter(LetterAbout::News {
            news,
            tongue: tongue.into(),
            title: "Your <b>free</b>\ntime".into(),
            slug: "free-time".into(),
            close_on: chrono::NaiveDate::from_ymd_opt(2026, 6, 2),
            told_on: None,
            key: "abc".into(),
        })
    }

    #[test]
    fn every_piece_of_news_says_why_it_came_where_it_leads_and_how_it_ends() {
        for tongue in ["en-GB", "cy"] {
            for &what in News::ALL {
                let written = write("https://earshot.example", &news(what, tongue));
                let stop = "https://earshot.example/news/abc";
                assert!(written.subject.contains("Your <b>free</b> time"), "{}", written.subject);
                for words in [&written.text, &written.html] {
                    assert!(words.contains("https://earshot.example/c/free-time") && words.contains(stop));
                    assert!(!words.contains("letter-"), "{words}");
                }
                assert_eq!(written.stop.as_deref(), Some("https://earshot.example/news/abc/stop"));
                assert!(!written.html.contains("<b>") && !written.html.contains("<img"), "{}", written.html);
            }
        }
        assert_ne!(write("", &news(News::Told, "cy")).text, write("", &news(News::Told, "en-GB")).text);
    }

    #[test]
    fn a_link_to_sign_in_says_until_when_it_works() {
        let until = "2026-06-02T09:30:00Z".parse().unwrap();
        for invited in [true, false] {
            let about = LetterAbout::SignIn { name: "Jo <Marsh>".into(), token: "t0".into(), until, invited };
            let written = write("https://earshot.example", &letter(about));
            assert!(written.text.contains("https://earshot.example/sign-in/link?token=t0"));
            assert!(written.text.contains("09:30 UTC on 2 June 2026"), "{}", written.text);
            assert!(written.html.contains("Jo &lt;Marsh&gt;"), "{}", written.html);
            assert_eq!(written.stop, None);
        }
    }

    #[test]
    fn a_clock_that_has_run_out_is_told_without_anything_that_anybody_wrote() {
        for (clock, page) in [(Clock::Marked, "/desk/c/free-time/read"), (Clock::Held, "/desk/safeguarding")]
        {
            for stands_in in [true, false] {
                let waiting = Waiting {
                    slug: "free-time".into(),
                    reference: Reference::new(Kind::Consultation, 4),
                    title: "Free time".into(),
                    clock,
                    due: chrono::NaiveDate::from_ymd_opt(2026, 6, 2).unwrap().and_hms_opt(14, 0, 0).unwrap(),
                    late: true,
                };
                let about = LetterAbout::Late { name: "Priya".into(), stands_in, may_read: true, waiting };
                let written = write("https://earshot.example", &letter(about));
                assert!(
                    written.text.contains(&format!("https://earshot.example{page}\n")),
                    "{}",
                    written.text
                );
                assert!(
                    written.text.contains("(C-0004). It was due by Tuesday 2 June 2026, 14:00."),
                    "{}",
                    written.text
                );
                assert_eq!(written.text.contains("stand in"), stands_in);
                assert_eq!(written.subject, "Safeguarding: a clock has run out (C-0004)");
            }
        }
    }
}
