//! What is sent by mail: plain text, and the same as simple HTML. It holds nothing that anybody answered.

use earshot_domain::clocks::Clock;
use earshot_domain::news::News;
use earshot_domain::reference::Reference;
use earshot_domain::request::RequestState;
use earshot_service::{Happened, Letter, LetterAbout, RequestCard, Waiting};
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
    Head(String),
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
        LetterAbout::ContactOpened { name, reference, officer } => {
            contact_opened(&site("en-GB"), name, *reference, *officer)
        }
        LetterAbout::Request { name, cards } => requests(&site("en-GB"), name, cards),
        LetterAbout::Late { name, stands_in, may_read, waiting } => {
            late(&site("en-GB"), name, (*stands_in, *may_read), waiting)
        }
        LetterAbout::Held { name, stands_in, may_read, waiting } => {
            held(&site("en-GB"), name, (*stands_in, *may_read), waiting)
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
        LetterAbout::News { tongue, happened } => news(&site(tongue), organisation, happened),
    }
}

/// To somebody who follows: one thing that happened, or several. Each has its own way to end such letters, and what a
/// program for mail presses ends those about everything that is in it.
fn news(site: &Site, organisation: &str, happened: &[Happened]) -> Written {
    let mut keys: Vec<&str> = Vec::new();
    for one in happened {
        if !keys.contains(&one.key.as_str()) {
            keys.push(&one.key);
        }
    }
    let own = |key: &str| format!("{}/news/{key}", site.origin);
    let mut parts = vec![Part::Words(say!(site, "letter-asked"))];
    for key in &keys {
        let mut title = None;
        for one in happened.iter().filter(|one| one.key == *key) {
            if happened.len() > 1 && title.is_none() {
                parts.push(Part::Head(one_line(&one.title)));
            }
            title = Some(one.title.as_str());
            parts.extend(told(site, one));
        }
        if let Some(title) = title.filter(|_| keys.len() > 1) {
            parts.push(Part::Link(say!(site, "letter-digest-stop-one", title = one_line(title)), own(key)));
        }
    }
    parts.push(Part::Words(say!(site, "letter-from", organisation = organisation)));
    let all = own(&keys.join("."));
    let stop = if keys.len() > 1 { "letter-digest-stop" } else { "letter-stop" };
    parts.push(Part::Link(say!(site, stop), all.clone()));
    let subject = match happened {
        [one] => say!(site, &format!("letter-{}-subject", one.news), title = one.title.as_str()),
        [one, ..] if keys.len() == 1 => say!(site, "letter-digest-one-subject", title = one.title.as_str()),
        _ => say!(site, "letter-digest-subject", n = keys.len()),
    };
    finish(site, &subject, parts, Some(format!("{all}/stop")))
}

/// What happened, in a sentence or two, and where it can be seen.
fn told(site: &Site, one: &Happened) -> Vec<Part> {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| site.tongue.day(day));
    let words = |key: &str| Part::Words(say!(site, key));
    let link =
        |key: &str, page: &str| Part::Link(say!(site, key), format!("{}/c/{}{page}", site.origin, one.slug));
    match one.news {
        News::Reminder => vec![
            match day(one.close_on) {
                Some(day) => Part::Words(say!(site, "letter-reminder-until", day = day)),
                None => words("letter-reminder"),
            },
            link("letter-reminder-link", ""),
            words("letter-reminder-done"),
        ],
        News::Thanks => {
            let told_on =
                day(one.told_on).map(|day| Part::Words(say!(site, "letter-thanks-told", day = day)));
            let mut parts = vec![words("letter-thanks")];
            parts.extend(told_on);
            parts.push(link("letter-look", ""));
            parts
        }
        News::Heard => vec![words("letter-heard"), link("letter-heard-link", "/results")],
        News::Told => vec![words("letter-told"), link("letter-told-link", "/feedback")],
        News::FollowedUp => {
            vec![words("letter-followed-up"), link("letter-followed-up-link", "/feedback")]
        }
    }
}

/// Whether somebody has to read a request now, because something in it may mean that somebody is not safe.
fn is_urgent(card: &RequestCard) -> bool {
    card.watch && card.state == RequestState::Received
}

/// To staff: somebody has asked something about their data, or complained; once or several times.
fn requests(site: &Site, name: &str, cards: &[(RequestCard, bool)]) -> Written {
    let what = |card: &RequestCard| {
        let due = site.tongue.day(card.due_on);
        let reference = card.reference;
        match card.state {
            _ if is_urgent(card) => {
                format!("Something in {reference} may mean that somebody is not safe. Read it now.")
            }
            RequestState::Paused => format!("{reference} waits for something that has to be known first."),
            _ if card.late => format!("{reference} should have been answered by {due}."),
            _ => format!("{reference} has to be answered by {due}."),
        }
    };
    let open = |words: String, card: &RequestCard| {
        Part::Link(words, format!("{}/desk/requests/{}", site.origin, card.reference))
    };
    let mut parts = vec![Part::Words(format!("Hello {name},"))];
    match cards {
        [(card, may_open)] => {
            let what = what(card);
            parts.push(Part::Words(format!(
                "Somebody has asked something about their data, or complained. {what}"
            )));
            if *may_open {
                parts.push(open("Open it".into(), card));
            }
        }
        several => {
            let many = several.len();
            parts.push(Part::Words(format!(
                "People have asked something about their data, or complained. {many} requests wait:"
            )));
            for (card, may_open) in several {
                parts.push(Part::Words(what(card)));
                if *may_open {
                    parts.push(open(format!("Open {}", card.reference), card));
                }
            }
        }
    }
    if cards.iter().any(|(_, may_open)| !may_open) {
        parts.push(Part::Link(
            "Nobody is the data protection officer yet, so nobody can answer it. Invite one".into(),
            format!("{}/desk/people", site.origin),
        ));
    }
    parts.push(Part::Words("What somebody wrote is never in a letter: sign in to read it.".into()));
    let urgent: Vec<_> = cards.iter().filter(|(card, _)| is_urgent(card)).collect();
    let subject = match (cards, &urgent[..]) {
        (_, [(card, _)]) => format!("Safeguarding: read a request now ({})", card.reference),
        ([(card, _)], []) => format!("A request waits for an answer ({})", card.reference),
        (_, []) => format!("{} requests wait for an answer", cards.len()),
        (_, several) => format!("Safeguarding: read {} requests now", several.len()),
    };
    finish(site, &subject, parts, None)
}

/// To a data protection officer, or to an administrator where there is none: two people have opened how somebody can be
/// reached. Of whom and why is in no letter.
fn contact_opened(site: &Site, name: &str, reference: Reference, officer: bool) -> Written {
    let mut parts = vec![
        Part::Words(format!("Hello {name},")),
        Part::Words(format!(
            "Two people who look after safeguarding have opened a sealed contact ({reference}). It is open to them for 24 \
             hours."
        )),
        Part::Link("See who it was, and when they look".into(), format!("{}/desk/audit", site.origin)),
    ];
    if officer {
        parts.push(Part::Words("You get this because you are the data protection officer.".into()));
    } else {
        parts.push(Part::Link(
            "You get this because nobody was the data protection officer. Invite one".into(),
            format!("{}/desk/people", site.origin),
        ));
    }
    finish(site, &format!("A sealed contact was opened ({reference})"), parts, None)
}

/// To staff: clocks that have run out, of the safeguarding lane or of the comments: one letter is of either.
fn late(site: &Site, name: &str, (stands_in, may_read): (bool, bool), waiting: &[Waiting]) -> Written {
    let comments = waiting.iter().all(|one| one.clock == Clock::Comment);
    let mut parts = vec![Part::Words(format!("Hello {name},"))];
    for one in waiting {
        let (what, due) = (clocks::ran_out(one.clock), clocks::wall_time(site, one.due));
        parts.push(Part::Words(format!("{what} ({}). It was due by {due}.", one.reference)));
        if may_read {
            let place = format!("{}{}", site.origin, clocks::place(one));
            parts.push(Part::Link("See to it now".into(), place));
        }
    }
    if !may_read {
        let nobody = if comments {
            "Nobody may check posts, so nobody sees to it. Invite somebody now"
        } else {
            "Nobody is the safeguarding lead, so nobody sees to it. Invite one now"
        };
        parts.push(Part::Link(nobody.into(), format!("{}/desk/people", site.origin)));
    }
    let why = if comments {
        "You get this because you check posts, or because nobody does."
    } else if stands_in {
        "You get this because you stand in for the safeguarding lead, or because there is none."
    } else {
        "You get this because you are the safeguarding lead."
    };
    parts.push(Part::Words(why.into()));
    parts.push(Part::Words("What somebody wrote is never in a letter: sign in to read it.".into()));
    let subject = match waiting {
        [one] if comments => format!("Posts wait to be checked ({})", one.reference),
        _ if comments => "Posts wait to be checked".to_string(),
        [one] => format!("Safeguarding: a clock has run out ({})", one.reference),
        several => format!("Safeguarding: {} clocks have run out", several.len()),
    };
    finish(site, &subject, parts, None)
}

/// To staff: something was put into the safeguarding lane, at one consultation or at several.
fn held(site: &Site, name: &str, (stands_in, may_read): (bool, bool), waiting: &[Waiting]) -> Written {
    let mut parts = vec![Part::Words(format!("Hello {name},"))];
    for one in waiting {
        let (what, due) = (clocks::was_held(one.clock), clocks::wall_time(site, one.due));
        parts.push(Part::Words(format!("{what} ({}). See to it by {due}.", one.reference)));
        if may_read {
            let place = format!("{}{}", site.origin, clocks::place(one));
            parts.push(Part::Link("Look at it now".into(), place));
        }
    }
    if !may_read {
        parts.push(Part::Link(
            "Nobody is the safeguarding lead, so nobody sees to it. Invite one now".into(),
            format!("{}/desk/people", site.origin),
        ));
    }
    let why = if stands_in {
        "You get this because there is no safeguarding lead."
    } else {
        "You get this because you are the safeguarding lead. More that comes within the hour is told when it is over."
    };
    parts.push(Part::Words(why.into()));
    parts.push(Part::Words("What somebody wrote is never in a letter: sign in to read it.".into()));
    let subject = match waiting {
        [one] => format!("Safeguarding: something is held for you ({})", one.reference),
        several => format!("Safeguarding: {} things are held for you", several.len()),
    };
    finish(site, &subject, parts, None)
}

fn finish(site: &Site, subject: &str, parts: Vec<Part>, stop: Option<String>) -> Written {
    let text: Vec<String> = parts
        .iter()
        .map(|part| match part {
            Part::Head(words) | Part::Words(words) => words.clone(),
            Part::Link(words, href) => format!("{words}:\n{href}"),
        })
        .collect();
    let rows: Vec<AnyView> = parts
        .into_iter()
        .map(|part| match part {
            Part::Head(words) => view! { <h2>{words}</h2> }.into_any(),
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
    use earshot_domain::reference::Kind;

    fn letter(about: LetterAbout) -> Letter {
        Letter { to: "kim@mail.example".into(), organisation: "Wexmoor".into(), id: uuid::Uuid::nil(), about }
    }

    fn happened(news: News) -> Happened {
        Happened {
            news,
            title: "Your <b>free</b>\ntime".into(),
            slug: "free-time".into(),
            close_on: chrono::NaiveDate::from_ymd_opt(2026, 6, 2),
            told_on: None,
            key: "abc".into(),
        }
    }

    fn several(tongue: &str, happened: Vec<Happened>) -> Written {
        let about = LetterAbout::News { tongue: tongue.into(), happened };
        write("https://earshot.example", &letter(about))
    }

    fn news(news: News, tongue: &str) -> Letter {
        letter(LetterAbout::News { tongue: tongue.into(), happened: vec![happened(news)] })
    }

    #[test]
    fn several_things_are_told_in_one_letter_and_each_can_be_stopped() {
        let bus = |news| Happened {
            title: "The bus".into(),
            slug: "bus".into(),
            key: "def".into(),
            ..happened(news)
        };
        let all = || vec![happened(News::Told), bus(News::Heard), bus(News::Told)];
        for tongue in ["en-GB", "cy"] {
            let written = several(tongue, all());
            for words in [&written.text, &written.html] {
                for part in [
                    "https://earshot.example/c/free-time/feedback",
                    "https://earshot.example/c/bus/results",
                    "https://earshot.example/c/bus/feedback",
                    "https://earshot.example/news/abc.def",
                    "The bus",
                    "Wexmoor",
                ] {
                    assert!(words.contains(part), "{part}: {words}");
                }
                assert!(!words.contains("letter-"), "{words}");
            }
            for own in ["news/abc\n", "news/def\n", "news/abc.def\n"] {
                let own = format!("https://earshot.example/{own}");
                assert_eq!(written.text.matches(&own).count(), 1, "{own}: {}", written.text);
            }
            assert_eq!(written.stop.as_deref(), Some("https://earshot.example/news/abc.def/stop"));
            assert_eq!(written.html.matches("<h2>").count(), 2, "a head for each thing: {}", written.html);
            assert!(!written.html.contains("<b>"), "{}", written.html);
            assert!(!written.subject.contains("bus"), "what somebody follows is not on the outside");
        }
        assert_eq!(several("en-GB", all()).subject, "What happened with 2 things you follow");
        assert_eq!(several("cy", all()).subject, "Beth ddigwyddodd gyda 2 beth rwyt ti\u{2019}n eu dilyn");
        // Two pieces of news of one thing.
        let one = several("en-GB", vec![bus(News::Heard), bus(News::Told)]);
        assert_eq!(one.subject, "What is new: The bus");
        assert_eq!(one.stop.as_deref(), Some("https://earshot.example/news/def/stop"));
        assert!(one.text.contains("Get no more of these emails:\nhttps://earshot.example/news/def\n"));
    }

    #[test]
    fn several_requests_are_one_letter_and_what_may_mean_danger_stands_outside() {
        let card = |number: i64, watch: bool| RequestCard {
            reference: Reference::new(Kind::Request, number),
            kind: earshot_domain::request::RequestKind::Erase,
            state: RequestState::Received,
            watch,
            received_on: chrono::NaiveDate::from_ymd_opt(2026, 6, 1).unwrap(),
            due_on: chrono::NaiveDate::from_ymd_opt(2026, 7, 1).unwrap(),
            late: false,
            ended_on: None,
            slug: None,
            assisted: false,
        };
        let sent = |cards: &[(RequestCard, bool)]| {
            let about = LetterAbout::Request { name: "Mo".into(), cards: cards.to_vec() };
            write("https://earshot.example", &letter(about))
        };
        let both = sent(&[(card(1, false), true), (card(2, false), true)]);
        assert_eq!(both.subject, "2 requests wait for an answer");
        for number in [1, 2] {
            let link = format!("https://earshot.example/desk/requests/S-000{number}\n");
            assert!(both.text.contains(&link), "{}", both.text);
            assert!(both.text.contains(&format!("S-000{number} has to be answered by 1 July 2026.")));
        }
        assert_eq!(sent(&[(card(1, false), true)]).subject, "A request waits for an answer (S-0001)");
        let marked = sent(&[(card(1, true), true), (card(2, true), true)]);
        assert_eq!(marked.subject, "Safeguarding: read 2 requests now");
        let mixed = sent(&[(card(1, false), true), (card(2, true), true)]);
        assert_eq!(mixed.subject, "Safeguarding: read a request now (S-0002)");
        let shut = sent(&[(card(1, false), false), (card(2, false), false)]).text;
        assert!(shut.contains("/desk/people") && !shut.contains("/desk/requests/"), "{shut}");
        assert_eq!(shut.matches("/desk/people").count(), 1);
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
    fn that_a_contact_was_opened_is_told_by_the_consultation_alone() {
        let reference = Reference::new(Kind::Consultation, 4);
        for officer in [true, false] {
            let about = LetterAbout::ContactOpened { name: "Nia".into(), reference, officer };
            let written = write("https://earshot.example", &letter(about));
            assert_eq!(written.subject, "A sealed contact was opened (C-0004)");
            assert!(written.text.contains("https://earshot.example/desk/audit\n"), "{}", written.text);
            assert_eq!(written.text.contains("nobody was the data protection officer"), !officer);
            assert_eq!(written.text.contains("https://earshot.example/desk/people"), !officer);
            assert_eq!(written.stop, None);
        }
    }

    #[test]
    fn a_clock_that_has_run_out_is_told_without_anything_that_anybody_wrote() {
        for (clock, page) in [
            (Clock::Marked, "/desk/c/free-time/read"),
            (Clock::Held, "/desk/safeguarding"),
            (Clock::HeldUnread, "/desk/safeguarding"),
        ] {
            for stands_in in [true, false] {
                let waiting = Waiting {
                    slug: "free-time".into(),
                    reference: Reference::new(Kind::Consultation, 4),
                    title: "Free time".into(),
                    clock,
                    due: chrono::NaiveDate::from_ymd_opt(2026, 6, 2).unwrap().and_hms_opt(14, 0, 0).unwrap(),
                    late: true,
                };
                let late = |waiting| {
                    let name = "Priya".into();
                    let about = LetterAbout::Late { name, stands_in, may_read: true, waiting };
                    write("https://earshot.example", &letter(about))
                };
                let both = late(vec![waiting.clone(), waiting.clone()]);
                assert_eq!(both.subject, "Safeguarding: 2 clocks have run out");
                assert_eq!(both.text.matches("It was due by").count(), 2, "{}", both.text);
                let written = late(vec![waiting]);
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

    #[test]
    fn what_is_held_is_told_at_once_and_leads_to_where_it_is_decided() {
        for (clock, page) in [
            (Clock::Held, "/desk/safeguarding"),
            (Clock::HeldUnread, "/desk/safeguarding"),
            (Clock::CommentHeld, "/desk/safeguarding/comments"),
        ] {
            let waiting = Waiting {
                slug: "free-time".into(),
                reference: Reference::new(Kind::Consultation, 4),
                title: "Free time".into(),
                clock,
                due: chrono::NaiveDate::from_ymd_opt(2026, 6, 2).unwrap().and_hms_opt(14, 0, 0).unwrap(),
                late: false,
            };
            let held = |(stands_in, may_read), waiting| {
                let about = LetterAbout::Held { name: "Priya".into(), stands_in, may_read, waiting };
                write("https://earshot.example", &letter(about))
            };
            let written = held((false, true), vec![waiting.clone()]);
            assert_eq!(written.subject, "Safeguarding: something is held for you (C-0004)");
            assert!(written.text.contains(&format!("https://earshot.example{page}\n")), "{}", written.text);
            assert!(written.text.contains("See to it by Tuesday 2 June 2026, 14:00."), "{}", written.text);
            let both = held((false, true), vec![waiting.clone(), waiting.clone()]);
            assert_eq!(both.subject, "Safeguarding: 2 things are held for you");
            let shut = held((true, false), vec![waiting]).text;
            assert!(shut.contains("/desk/people") && !shut.contains("/desk/safeguarding"), "{shut}");
        }
    }

    #[test]
    fn comments_that_wait_are_told_to_those_who_check_them_without_a_word_of_theirs() {
        for (may_read, place) in [(true, "/desk/moderation"), (false, "/desk/people")] {
            let waiting = Waiting {
                slug: "free-time".into(),
                reference: Reference::new(Kind::Consultation, 4),
                title: "Free time".into(),
                clock: Clock::Comment,
                due: chrono::NaiveDate::from_ymd_opt(2026, 6, 2).unwrap().and_hms_opt(14, 0, 0).unwrap(),
                late: true,
            };
            let about =
                LetterAbout::Late { name: "Sam".into(), stands_in: true, may_read, waiting: vec![waiting] };
            let written = write("https://earshot.example", &letter(about));
            assert_eq!(written.subject, "Posts wait to be checked (C-0004)");
            assert!(written.text.contains(&format!("https://earshot.example{place}\n")), "{}", written.text);
            assert!(!written.text.contains("stand in"), "{}", written.text);
        }
    }
}
