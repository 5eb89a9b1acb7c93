//! A quote's passport: its words, where they come from, who looked at them, and where they are used. And what the pages of
//! needs, decisions and feedback say once one of their quotes was taken back.

use earshot_domain::evidence::{QuoteConsent, QuoteState};
use earshot_domain::reference::{Kind, Reference};
use earshot_service::{Actor, Citation, DeskConsultation, Passport, WhyStruck};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::codebook::here;
use super::quotes::{quote_words, state_tag};
use super::shell::{count_of, day, desk};
use super::typed::hidden;
use crate::components::{
    BoxKind, Button, ButtonKind, Fact, Grid, GridKind, Link, ListFacts, NoteBox, PageHead, Panel, Ref, Stack,
};
use crate::{Page, Site};

/// What is said once somebody has looked again.
pub(super) const LOOKED: &str = "It is noted that you have looked at it again.";

/// What somebody reads who opens a record of which a quote was taken back; `action` is where the tick goes, and nothing
/// where they may not change the record.
pub(super) fn taken_back(action: Option<String>, struck: &[Reference]) -> Option<AnyView> {
    if struck.is_empty() {
        return None;
    }
    let names: Vec<String> = struck.iter().map(ToString::to_string).collect();
    let which = names.join(", ");
    let form = action.map(|action| {
        let quotes: Vec<AnyView> = names.into_iter().map(|name| hidden("quote", name)).collect();
        view! {
            <form method="post" action=action>
                {quotes}
                <Button words="I have looked at it" kind=ButtonKind::Still/>
            </form>
        }
    });
    Some(
        view! {
            <NoteBox kind=BoxKind::Late title="A quote here is no longer used: look at this again" id="taken-back">
                <p>
                    {which}
                    ". Its words are gone. See whether what is written here still stands without them, and take them out of every paper that was printed."
                </p>
                {form}
            </NoteBox>
        }
        .into_any(),
    )
}

/// Everything that is known of a quote.
pub fn passport(site: &Site, actor: &Actor, consultation: DeskConsultation, passport: Passport) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    Page::desk(format!("Quote {}", passport.quote.reference), move || {
        let slug = consultation.slug.as_str();
        let code = passport.quote.reference.to_string();
        let tag = state_tag(passport.quote.state);
        let meta = vec![view! { <Ref code/> }.into_any(), tag];
        let title = format!("Quote {}", passport.quote.reference);
        let words = quote_words(&passport.quote);
        let again = again(&passport);
        let open = passport.quote.answer_id.map(|id| {
            let href = format!("/desk/c/{slug}/answer/{id}");
            view! { <p class="small"><a href=href>"Open its answer"</a></p> }
        });
        let origin = facts("origin", "Where it comes from", origin(&site, &passport));
        let hands = facts("hands", "Through whose hands it went", hands(&site, &passport));
        let method = method_panel(slug, &passport);
        let used = used(slug, &passport);
        let here = here(&consultation).under(format!("/desk/c/{slug}/quotes"), "Quotes");
        let body = view! {
            <PageHead title meta text="Everything that is known of it, for whoever uses it." quiet=true/>
            <Grid kind=GridKind::Side>
                <Stack>
                    <div class="flow">{words}{open}</div>
                    {again}
                    {origin}
                    {method}
                </Stack>
                <Stack>{used}{hands}</Stack>
            </Grid>
        }
        .into_any();
        desk(&site, &actor, here, None, body)
    })
}

fn facts(id: &'static str, title: &'static str, facts: Vec<Fact>) -> AnyView {
    view! { <Panel id title><ListFacts facts/></Panel> }.into_any()
}

/// What has to be written anew because the words were taken back.
fn again(passport: &Passport) -> Option<AnyView> {
    let waits: Vec<String> =
        passport.cited.iter().filter(|cites| cites.waits).map(|cites| cites.reference.to_string()).collect();
    (passport.quote.state == QuoteState::Struck).then(|| {
        let words = if waits.is_empty() {
            "Nothing that cites it still waits to be looked at again.".to_string()
        } else {
            format!("To be looked at again, because it cites these words: {}.", waits.join(", "))
        };
        let title = why_gone(passport.struck.as_ref());
        view! { <NoteBox kind=BoxKind::Late title id="struck"><p>{words}</p></NoteBox> }.into_any()
    })
}

/// Why the words of a struck quote are gone, in one line.
fn why_gone(struck: Option<&WhyStruck>) -> &'static str {
    match struck {
        Some(WhyStruck::TakenBack) => {
            "Whoever said these words took them back, changed them, or no longer wants to be quoted"
        }
        Some(WhyStruck::ByStaff(_)) => "Staff struck this quote",
        Some(WhyStruck::TimeOver) => "The time of these words is over",
        None => "These words are no longer used",
    }
}

/// The same as a sentence, with what those who analyse may know.
fn gone(site: &Site, struck: Option<&WhyStruck>) -> String {
    let why = match struck {
        Some(WhyStruck::TakenBack) => {
            "Whoever said them took them back, changed them, or no longer wants to be quoted.".to_string()
        }
        Some(WhyStruck::TimeOver) => "The time for which they were kept is over.".to_string(),
        Some(WhyStruck::ByStaff(Some(striking))) => {
            let on = day(site, striking.at.date_naive());
            let by = striking.staff_name.as_deref().unwrap_or("staff");
            let reason =
                striking.reason.as_deref().map(|reason| format!(" Why: {reason}")).unwrap_or_default();
            format!("Struck by {by}, {on}.{reason}")
        }
        Some(WhyStruck::ByStaff(None)) => "Struck by staff.".to_string(),
        None => "No longer used.".to_string(),
    };
    let stop = if why.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{why}{stop} The words may not be used.")
}

fn origin(site: &Site, passport: &Passport) -> Vec<Fact> {
    let quote = &passport.quote;
    let mut facts = vec![Fact::new("Said to be from", quote.attribution.clone())];
    facts.extend(passport.rung.map(|why| Fact::new("Why no more is said", why)));
    let consent = match passport.consent {
        Some(QuoteConsent::Yes) => "They said yes to using their exact words.".to_string(),
        Some(QuoteConsent::No) => "They did not say yes to using their exact words.".to_string(),
        None if quote.state == QuoteState::Struck => gone(site, passport.struck.as_ref()),
        None if quote.state == QuoteState::Held => {
            "Its answer is held. Until the safeguarding lead releases it, the words may not be used."
                .to_string()
        }
        None => "The answer cannot be used now.".to_string(),
    };
    facts.push(Fact::new("Consent", consent));
    let (theme, name) = &passport.theme;
    facts.push(Fact::new("Speaks for", format!("{theme} {name}")));
    if !passport.codes.is_empty() {
        facts.push(Fact::new("Codes of its answer", passport.codes.join("; ")));
    }
    let why: &str =
        if quote.why_chosen.is_empty() { "Nobody has written that down." } else { &quote.why_chosen };
    facts.push(Fact::new("Chosen because", why));
    facts
}

fn hands(site: &Site, passport: &Passport) -> Vec<Fact> {
    let makers = &passport.makers;
    let by = |name: Option<&String>, at: chrono::DateTime<chrono::Utc>| {
        let on = day(site, at.date_naive());
        match name {
            Some(name) => format!("{name}, {on}"),
            None => on,
        }
    };
    let mut facts = vec![Fact::new("Made by", by(makers.made_by.as_ref(), makers.created_at))];
    let out = match (passport.changes, passport.changed_at) {
        (0, _) | (_, None) => "Nothing was taken out of the answer.".to_string(),
        (n, Some(at)) => {
            let changes = i64::try_from(n).unwrap_or(i64::MAX);
            let on = day(site, at.date_naive());
            format!(
                "Version {n}: {} to what is taken out, the last on {on}.",
                count_of(changes, "change", "changes")
            )
        }
    };
    if passport.consent.is_some() {
        facts.push(Fact::new("Names and places", out));
    }
    let checked = match makers.checked_at {
        Some(at) => by(makers.checked_by.as_ref(), at),
        None => "No second person has looked at it as it is now.".to_string(),
    };
    facts.push(Fact::new("Looked at by", checked));
    let published = match makers.published_at {
        Some(at) => by(makers.published_by.as_ref(), at),
        None => "Nobody outside can see it.".to_string(),
    };
    facts.push(Fact::new("Published by", published));
    facts
}

fn method_panel(slug: &str, passport: &Passport) -> AnyView {
    let method = passport.method.clone();
    let missing: Vec<AnyView> =
        passport.missing.iter().map(|said| view! { <p>{said.clone()}</p> }.into_any()).collect();
    let figures = passport.needs_figures.then(|| {
        view! { <p class="small"><a href="/desk/population">"Bring in how many young people live where"</a></p> }
    });
    let reach = format!("/desk/c/{slug}/reach");
    view! {
        <Panel id="method" title="How it was asked, and who is missing" inset=true>
            <p>{method}</p>
            {missing}
            {figures}
            <p class="small"><a href=reach>"Who we reached, and who not"</a></p>
        </Panel>
    }
    .into_any()
}

/// Where it is used: what cites it, and how far its theme has come.
fn used(slug: &str, passport: &Passport) -> AnyView {
    let cited: Vec<AnyView> = passport.cited.iter().map(|cites| citation(slug, cites)).collect();
    let none = cited.is_empty().then(|| {
        view! { <p class="small">"No need, decision or feedback page cites it."</p> }
    });
    let list = (!cited.is_empty()).then(|| view! { <ul class="plain flow">{cited}</ul> });
    let public = (passport.quote.state == QuoteState::Published).then(|| {
        let href = format!("/trace/{}", passport.quote.reference);
        view! { <p class="small"><a href=href>"Its page for everybody, with the whole way"</a></p> }
    });
    let trail = &passport.trail;
    let changed = (!trail.changes.is_empty()).then(|| {
        // A promise may be written as a sentence, or not.
        let what = |words: &str| words.trim_end_matches('.').to_string();
        let changes: Vec<String> = trail
            .changes
            .iter()
            .map(|change| format!("{} {}", change.reference, what(&change.what)))
            .collect();
        let words = format!("What was promised for its theme: {}.", changes.join("; "));
        view! { <p class="small">{words}</p> }
    });
    let told = trail.told.as_ref().map(|told| {
        let words = format!("Young people were told in {}: {}", told.reference, told.we_did);
        view! { <p class="small">{words}</p> }
    });
    view! {
        <Panel id="used" title="Where it is used" inset=true>
            {none}
            {list}
            {changed}
            {told}
            {public}
        </Panel>
    }
    .into_any()
}

fn citation(slug: &str, cites: &Citation) -> AnyView {
    let reference = cites.reference.to_string();
    let (href, kind) = match cites.reference.kind {
        Kind::Need => (format!("/desk/needs/{reference}"), "Need"),
        Kind::Decision => (format!("/desk/decisions/{reference}"), "Decision"),
        _ => (format!("/desk/c/{slug}/feedback"), "Feedback page"),
    };
    let link = Link::new(href, format!("{kind} {reference}"));
    let waits = cites.waits.then_some(": to be looked at again");
    view! { <li><a href=link.href>{link.words}</a>{waits}</li> }.into_any()
}
