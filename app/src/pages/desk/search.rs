//! Finding what was said: one box for everything that somebody may see.

use earshot_domain::policy::Permission;
use earshot_domain::search::{Excerpt, Kind};
use earshot_service::{Actor, Refusal, SearchFound, SearchHit};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::paging::pager;
use super::shell::{Here, count_of, day, desk};
use super::typed::{Typed, Wrong};
use crate::components::{
    Button, ButtonKind, ButtonRow, DateField, Details, Empty, FormRow, NoteBox, PageHead, Panel, Ref, Select,
    SelectOption, Stack, Tag, TagKind, TextField, query_value,
};
use crate::{Page, Site};

/// What is looked for stands in these fields.
const FIELDS: [&str; 5] = ["q", "kind", "c", "from_on", "until_on"];

/// The kinds that can be chosen, and what those who may see them must be trusted with. Drafts of quotes are quotes.
const KINDS: [(Kind, &str, Permission); 6] = [
    (Kind::Answer, "Answers", Permission::Analyse),
    (Kind::Theme, "Themes", Permission::SeeAnalysis),
    (Kind::Quote, "Quotes", Permission::SeeAnalysis),
    (Kind::Need, "Needs", Permission::SeeEvidence),
    (Kind::Decision, "Decisions", Permission::SeeEvidence),
    (Kind::Consultation, "Consultations", Permission::SeeConsultations),
];

/// The kind that stands on the same panel.
fn panel_of(kind: Kind) -> Kind {
    if kind == Kind::DraftQuote { Kind::Quote } else { kind }
}

/// The address of a page of what was found, counted from 1.
fn address(typed: &Typed, page: i64) -> String {
    FIELDS
        .into_iter()
        .filter(|name| !typed.get(name).is_empty())
        .fold(format!("/desk/search?page={page}"), |address, name| {
            format!("{address}&{name}={}", query_value(typed.get(name)))
        })
}

/// The page. Of what was `found` nothing is shown where what was typed cannot be read.
pub fn search(site: &Site, actor: &Actor, typed: &Typed, refusals: &[Refusal], found: SearchFound) -> Page {
    let (site, actor, typed) = (site.clone(), actor.clone(), typed.clone());
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk("Search", move || {
        let summary = wrong.summary();
        let form = form(&actor, &typed, &wrong, &found.consultations);
        let filling = (found.is_filling && !is_wrong).then(|| {
            view! {
                <NoteBox>
                    <p>"What was there before Earshot could search is still being taken in. Not everything is found yet."</p>
                </NoteBox>
            }
        });
        let results = (!is_wrong).then(|| results(&site, &actor, &typed, &found));
        let body = view! {
            {summary}
            <PageHead
                title="Search"
                text="Everything that you may see: what young people said, themes, quotes, needs, decisions and consultations. Names and places that were taken out are not found."
                quiet=true
            />
            <Stack>
                <Panel id="look-for" title="Look for">{form}</Panel>
                {filling}
                {results}
            </Stack>
        }
        .into_any();
        desk(&site, &actor, Here::default().searching(), None, body)
    })
    .wrong(is_wrong)
}

fn form(actor: &Actor, typed: &Typed, wrong: &Wrong, consultations: &[(String, String)]) -> AnyView {
    let kinds: Vec<SelectOption> = KINDS
        .into_iter()
        .filter(|(.., permission)| actor.may_somewhere(*permission))
        .map(|(kind, words, _)| SelectOption::new(kind.as_str(), words))
        .collect();
    let consultations: Vec<SelectOption> =
        consultations.iter().map(|(slug, title)| SelectOption::new(slug.clone(), title.clone())).collect();
    let of = |name: &str| (typed.get(name).to_string(), wrong.at(name));
    let ((words, _), (kind, _), (at, _)) = (of("q"), of("kind"), of("c"));
    let ((from, from_error), (until, until_error)) = (of("from_on"), of("until_on"));
    view! {
        <form role="search" aria-label="Search with more to choose" action="/desk/search" class="in" novalidate=true>
            <FormRow>
                <TextField name="q" label="Words" kind="search" value=words small=true autocomplete="off"/>
                <Select name="kind" label="What" options=kinds value=kind empty="Everything" small=true/>
                <Select name="c" label="Where" options=consultations value=at empty="Everywhere" small=true/>
                <DateField name="from_on" label="From" value=from error=from_error small=true/>
                <DateField name="until_on" label="Until" value=until error=until_error small=true/>
            </FormRow>
            <ButtonRow><Button words="Search" kind=ButtonKind::Still/></ButtonRow>
            <Details words="How to write it">
                <ul class="flow">
                    <li>"Two words find what holds both: "<q>"bus late"</q>"."</li>
                    <li>"Words in quotation marks are found beside each other, in this order: “drives past”."</li>
                    <li>"What holds a word with a hyphen before it is left out: -driver."</li>
                    <li>"Capitals, accents and most endings make no difference. Of Welsh words the endings do: write how they begin."</li>
                </ul>
            </Details>
        </form>
    }
    .into_any()
}

fn results(site: &Site, actor: &Actor, typed: &Typed, found: &SearchFound) -> AnyView {
    if found.terms == 0 {
        let text = if typed.get("q").trim().is_empty() {
            "Write a word or two that somebody may have used."
        } else {
            "Write at least one word to look for, besides what is left out."
        };
        return view! { <Empty title="Nothing was looked for yet" text/> }.into_any();
    }
    let before = actor.may_somewhere(Permission::SeeAnalysis).then(|| {
        let href = format!("/desk/already-asked?words={}", query_value(typed.get("q")));
        view! { <a href=href>"What young people already told us about this"</a> }
    });
    if found.total == 0 {
        let title = format!("Nothing found for \u{201c}{}\u{201d}", typed.get("q").trim());
        let text = if found.is_cut {
            "Only the newest records that may say it were looked at. Add a word, or choose days, to look further back."
        } else {
            "Try fewer words, or another word for the same thing."
        };
        return view! {
            <Empty title text>{before}</Empty>
        }
        .into_any();
    }
    let many = if found.is_cut {
        format!(
            "{} found among the newest, and there may be more. The best come first.",
            count_of(i64::try_from(found.total).unwrap_or(i64::MAX), "record", "records")
        )
    } else {
        let total = i64::try_from(found.total).unwrap_or(i64::MAX);
        format!("{} found. The best come first.", count_of(total, "record", "records"))
    };
    let to = |page| address(typed, page + 1);
    let pager = pager("Pages of what was found", ["Before", "After"], (found.page, found.more), to);
    // The panels in the order of the best that stands on each.
    let mut order: Vec<Kind> = Vec::new();
    for hit in &found.hits {
        if !order.contains(&panel_of(hit.kind)) {
            order.push(panel_of(hit.kind));
        }
    }
    let panels: Vec<AnyView> = order
        .into_iter()
        .map(|kind| {
            let title = KINDS.into_iter().find(|(of, ..)| *of == kind).map_or("", |(_, words, _)| words);
            let list: Vec<AnyView> = found
                .hits
                .iter()
                .filter(|hit| panel_of(hit.kind) == kind)
                .map(|hit| view! { <li>{one(site, hit)}</li> }.into_any())
                .collect();
            let id = format!("found-{kind}");
            view! { <Panel id title><ol class="plain remarks">{list}</ol></Panel> }.into_any()
        })
        .collect();
    view! {
        <p role="status">{many}" "{before}</p>
        {panels}
        {pager}
    }
    .into_any()
}

/// One of what was found: where it leads, when and where it was said, and a piece of it.
fn one(site: &Site, hit: &SearchHit) -> AnyView {
    let when = day(site, hit.on_day);
    let at = hit.consultation.as_ref().filter(|_| hit.kind != Kind::Consultation);
    let at = at.map(|(_, title)| format!(" \u{b7} {title}"));
    let (code, title, words) = (hit.reference.clone(), runs(&hit.title), runs(&hit.excerpt));
    let draft = (hit.kind == Kind::DraftQuote).then(|| view! { " "<Tag words="Draft" kind=TagKind::Wait/> });
    let inside = view! { <Ref code/>" "{title} };
    let link = match href(hit) {
        Some(href) => view! { <a href=href>{inside}</a> }.into_any(),
        None => inside.into_any(),
    };
    view! {
        <p>{link}{draft}" "<span class="quiet small">{when}{at}</span></p>
        <p dir="auto">{words}</p>
    }
    .into_any()
}

/// Where the record is.
fn href(hit: &SearchHit) -> Option<String> {
    let reference = &hit.reference;
    let slug = hit.consultation.as_ref().map(|(slug, _)| slug);
    Some(match hit.kind {
        Kind::Answer => format!("/desk/c/{}/answer/{}", slug?, hit.id),
        Kind::Theme => format!("/desk/c/{}/themes#{reference}", slug?),
        Kind::Quote | Kind::DraftQuote => format!("/desk/c/{}/quotes", slug?),
        Kind::Need => format!("/desk/needs/{reference}"),
        Kind::Decision => format!("/desk/decisions/{reference}"),
        Kind::Consultation => format!("/desk/c/{}", slug?),
    })
}

/// A piece of a text, with what was looked for marked.
fn runs(excerpt: &Excerpt) -> Vec<AnyView> {
    let mut runs = Vec::new();
    if excerpt.more_before {
        runs.push("\u{2026} ".into_any());
    }
    for run in &excerpt.runs {
        let text = run.text.clone();
        runs.push(if run.is_hit { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() });
    }
    if excerpt.more_after {
        runs.push(" \u{2026}".into_any());
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn what_was_found_is_marked_and_shown_as_text() {
        let wanted = earshot_domain::search::Wanted::parse("bus");
        let excerpt = earshot_domain::search::excerpt("<b>the bus</b>", &wanted, 200);
        let html = fragment("", || view! { <p>{runs(&excerpt)}</p> }.into_any());
        assert!(html.contains("<mark>bus</mark>") && !html.contains("<b>"), "{html}");
    }

    #[test]
    fn a_page_is_found_again_with_what_was_typed() {
        let typed = Typed::default().with("q", "a & b").with("kind", "").with("c", "bus");
        assert_eq!(address(&typed, 2), "/desk/search?page=2&q=a%20%26%20b&c=bus");
    }
}
