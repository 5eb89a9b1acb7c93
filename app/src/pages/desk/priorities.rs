//! Priorities: what comes first, and where young people would put it.

use earshot_domain::need::NeedState;
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_service::{Actor, Need, Priority};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{DeskStep, Here, day, desk};
use crate::components::{
    ButtonLink, DeskTable, Empty, Fact, ListFacts, PageHead, Panel, Ref, Stack, TableRow, Tag, TagKind,
};
use crate::{Page, Site};

/// A place in words: "1st", "22nd".
pub(super) fn ordinal(place: i64) -> String {
    let end = match (place % 10, place % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{place}{end}")
}

/// Where the two places differ, in words, and whether they do.
fn difference(place: i64, young: Option<i64>) -> (String, bool) {
    let steps = |n: i64| if n == 1 { "one place".to_string() } else { format!("{n} places") };
    match young {
        None => ("Young people have not ranked it".into(), false),
        Some(young) if young == place => ("The same".into(), false),
        Some(young) if young < place => {
            (format!("Young people put it {} higher", steps(place - young)), true)
        }
        Some(young) => (format!("Young people put it {} lower", steps(young - place)), true),
    }
}

/// The list of what to do first.
pub fn priorities(site: &Site, actor: &Actor, priorities: Vec<Priority>, needs: Vec<Need>) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    Page::desk("Priorities", move || {
        let differ = priorities.iter().filter(|p| difference(p.place, p.young_place).1).count();
        let text = match differ {
            0 => "Our order, and the order of the young people who ranked.".to_string(),
            1 => "We and young people differ on one.".to_string(),
            n => format!("We and young people differ on {n}."),
        };
        let list = if priorities.is_empty() {
            let to = view! { <ButtonLink href="/desk/needs" words="Go to the needs"/> }.into_any();
            view! { <Empty title="Nothing has a place yet" text="Agree a need, then give it its place.">{to}</Empty> }.into_any()
        } else {
            table(&priorities)
        };
        let reasons = reasons(&site, &priorities);
        let waiting = waiting(&actor, &priorities, &needs);
        let body = view! {
            <PageHead title="Priorities" text/>
            <Stack>{list}{waiting}{reasons}</Stack>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Priorities), None, body)
    })
}

fn table(priorities: &[Priority]) -> AnyView {
    let head =
        ["Need", "Our place", "Young people\u{2019}s place", "Where they differ"].map(String::from).to_vec();
    let rows = priorities
        .iter()
        .map(|priority| {
            let need = Reference::new(Kind::Need, priority.need_number).to_string();
            let (href, title) = (format!("/desk/needs/{need}"), priority.body.title.clone());
            let code = Reference::new(Kind::Priority, priority.number).to_string();
            let (words, differs) = difference(priority.place, priority.young_place);
            let young = priority.young_place.map_or_else(|| "Not asked yet".to_string(), ordinal);
            let differ = if differs {
                view! { <Tag words kind=TagKind::Wait/> }.into_any()
            } else {
                view! { <span class="quiet">{words}</span> }.into_any()
            };
            TableRow {
                head: view! { <a href=href>{title}</a>" "<Ref code/> }.into_any(),
                cells: vec![
                    ordinal(priority.place).into_any(),
                    view! { <strong>{young}</strong> }.into_any(),
                    differ,
                ],
            }
        })
        .collect();
    view! {
        <Panel id="list" title="What comes first" foot="Two orders side by side, never added up. Young people can read both.">
            <DeskTable labelled_by="list" head rows/>
        </Panel>
    }
    .into_any()
}

/// Why each stands where it does, and how young people ranked.
fn reasons(site: &Site, priorities: &[Priority]) -> Option<AnyView> {
    let facts: Vec<Fact> = priorities
        .iter()
        .map(|priority| {
            let mut words = priority.reason.clone();
            if !priority.young_source.is_empty() {
                words = format!("{words} Young people: {}.", priority.young_source.trim_end_matches('.'));
            }
            let words = format!("{words} Set on {}.", day(site, priority.set_at.date_naive()));
            Fact::new(format!("{}. {}", priority.place, priority.body.title), words)
        })
        .collect();
    (!facts.is_empty())
        .then(|| view! { <Panel id="why" title="Why there"><ListFacts facts/></Panel> }.into_any())
}

/// Agreed needs that have no place yet.
fn waiting(actor: &Actor, priorities: &[Priority], needs: &[Need]) -> Option<AnyView> {
    let items: Vec<AnyView> = needs
        .iter()
        .filter(|need| need.state == NeedState::Agreed && !priorities.iter().any(|p| p.need_id == need.id))
        .map(|need| {
            let reference = Reference::new(Kind::Need, need.number).to_string();
            let (href, title, code) =
                (format!("/desk/needs/{reference}#priority"), need.body.title.clone(), reference);
            view! { <li><a href=href>{title}</a>" "<Ref code/></li> }.into_any()
        })
        .collect();
    let foot = (!actor.may(Permission::SetPriorities)).then_some("A commissioner sets the places.");
    (!items.is_empty()).then(|| {
        view! {
            <Panel id="waiting" title="Agreed, and without a place" inset=true foot><ul class="plain flow">{items}</ul></Panel>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_said_in_words() {
        let said: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 102, 111].into_iter().map(ordinal).collect();
        assert_eq!(said, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"]);
    }

    #[test]
    fn a_difference_says_which_way() {
        assert_eq!(difference(2, Some(1)), ("Young people put it one place higher".into(), true));
        assert_eq!(difference(1, Some(4)), ("Young people put it 3 places lower".into(), true));
        assert_eq!(difference(1, Some(1)), ("The same".into(), false));
        assert_eq!(difference(1, None), ("Young people have not ranked it".into(), false));
    }
}
