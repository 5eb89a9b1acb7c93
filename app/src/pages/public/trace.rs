//! How one person's words travelled.

use earshot_domain::respondent::RespondentType;
use earshot_domain::text::Token;
use earshot_service::Trace;
use leptos::prelude::*;

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
    if trace.struck {
        let (struck, text) = (say!(site, "trace-struck"), say!(site, "trace-struck-text"));
        return Page::public(title, move || {
            view! {
                <PublicLayout shell>
                    <div class="head-space flow measure">
                        <p class="small quiet">{head}</p>
                        <h1>{struck}</h1>
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
                <NoteBox kind=BoxKind::Sunk title=report id="use" measure=true><p>{text}</p></NoteBox>
            </PublicLayout>
        }
        .into_any()
    })
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
