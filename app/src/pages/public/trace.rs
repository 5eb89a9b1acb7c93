//! How one person's words travelled.

use earshot_domain::respondent::RespondentType;
use earshot_domain::text::Token;
use earshot_service::Trace;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::components::{BoxKind, NoteBox, Part, SaidBy, Spoken, Voice};
use crate::layout::PublicLayout;
use crate::pages::trail::{Beginning, Whose, trail};
use crate::{Page, Site, say};

/// A quote as it is shown: what was taken out stands as a token.
pub(crate) fn spoken(text: &str) -> Spoken {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((at, token)) = Token::ALL
        .iter()
        .filter_map(|token| rest.find(token.shown()).map(|at| (at, token.shown())))
        .min_by_key(|(at, _)| *at)
    {
        if at > 0 {
            parts.push(Part::Said(rest[..at].to_string()));
        }
        parts.push(Part::Hidden(token.trim_matches(['[', ']']).to_string()));
        rest = &rest[at + token.len()..];
    }
    if !rest.is_empty() {
        parts.push(Part::Said(rest.to_string()));
    }
    Spoken(parts)
}

/// The page of a quote.
pub fn trace(site: &Site, trace: &Trace) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let reference = trace.reference.to_string();
    let title = format!("{} \u{2013} {reference}", say!(site, "trace-title"));
    let head = say!(site, "trace-head", reference = reference.as_str());
    let unseen = if trace.struck {
        Some((say!(site, "trace-struck"), say!(site, "trace-struck-text")))
    } else {
        trace.held.then(|| (say!(site, "trace-held"), say!(site, "trace-held-text")))
    };
    if let Some((why, text)) = unseen {
        return Page::public(title, move || {
            view! {
                <PublicLayout shell>
                    <div class="head-space flow measure">
                        <p class="small quiet">{head}</p>
                        <h1>{why}</h1>
                        <p>{text}</p>
                    </div>
                </PublicLayout>
            }
            .into_any()
        });
    }
    let said = match trace.respondent {
        RespondentType::Child => {
            let by = say!(site, "trace-by", who = trace.attribution.as_str());
            view! { <Voice words=spoken(&trace.text) by big=true/> }.into_any()
        }
        // Only a young person's words stand in the voice's type.
        _ => {
            let by = say!(site, "trace-by-other", who = trace.attribution.as_str());
            view! { <SaidBy words=trace.text.clone() by/> }.into_any()
        }
    };
    let begin = Beginning {
        // The day would narrow down who it was; the last day for answers is as
        // close as it gets.
        when: trace
            .closed_on
            .map(|day| say!(site, "thanks-by", day = site.tongue.day(day)))
            .unwrap_or_default(),
        about: say!(site, "trail-said-in", title = trace.title.as_str(), question = trace.question.as_str()),
        read: true,
        quoted: true,
        quote: None,
    };
    let way = trail(site, Whose::Somebodys, begin, &trace.trail, &trace.slug, true);
    let (report, text) = (
        say!(site, "trace-report"),
        say!(site, "trace-report-text", reference = reference.as_str(), title = trace.title.as_str()),
    );
    let (how, also) = (how_asked(site, trace), also(site, trace));
    Page::public(title, move || {
        let band = view! {
            <div class="band band--trace">
                <div class="wrap flow"><h1 class="small quiet">{head}</h1>{said}</div>
            </div>
        }
        .into_any();
        view! {
            <PublicLayout shell band>
                {way}
                {also}
                {how}
                <NoteBox kind=BoxKind::Sunk title=report id="use" measure=true><p>{text}</p></NoteBox>
            </PublicLayout>
        }
        .into_any()
    })
}

/// When it was asked, and how many took part: never finer than what was published.
fn how_asked(site: &Site, trace: &Trace) -> AnyView {
    let title = say!(site, "trace-method");
    let when = trace.opened_on.zip(trace.closed_on).map(|(from, to)| {
        say!(site, "trace-method-when", from = site.tongue.day(from), to = site.tongue.day(to))
    });
    let many = trace.voices.as_ref().map(|voices| match voices.value() {
        Some(n) => say!(site, "results-lead", n = n),
        None => say!(site, "results-lead-few"),
    });
    let words = [when, many, Some(say!(site, "results-words-text"))].into_iter().flatten();
    let words = words.collect::<Vec<String>>().join(" ");
    view! { <NoteBox kind=BoxKind::Sunk title id="method" measure=true><p>{words}</p></NoteBox> }.into_any()
}

/// The needs that rest on it besides the one of its way.
fn also(site: &Site, trace: &Trace) -> Option<AnyView> {
    if trace.also.is_empty() {
        return None;
    }
    let title = say!(site, "trace-also");
    let needs: Vec<AnyView> = trace
        .also
        .iter()
        .map(|need| {
            let words = need.plain.clone();
            view! { <p>{words}</p> }.into_any()
        })
        .collect();
    Some(view! { <NoteBox kind=BoxKind::Sunk title id="also" measure=true>{needs}</NoteBox> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_out_stands_as_a_token() {
        let Spoken(parts) = spoken("[worker] at [place] said no [x]");
        assert_eq!(
            parts,
            vec![
                Part::Hidden("worker".into()),
                Part::Said(" at ".into()),
                Part::Hidden("place".into()),
                Part::Said(" said no [x]".into()),
            ]
        );
    }
}
