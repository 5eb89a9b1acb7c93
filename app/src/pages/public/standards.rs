//! Hear by Right, as shared with young people: what staff say, what young
//! people say, and where the two differ.

use earshot_domain::standards::{Difference, Score};
use earshot_service::{CriterionView, StandardView, StandardsView};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::components::{Band, BoxKind, Details, Empty, Fact, Facts, NoteBox, Section, Voice};
use crate::layout::PublicLayout;
use crate::{Page, Site, say};

/// The shared self-assessment.
pub fn standards(site: &Site, shared: &StandardsView) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "standards-title");
    let head = title.clone();
    let organisation = shared.organisation.as_str();
    if shared.title.is_none() {
        let (none, text) =
            (say!(site, "standards-none"), say!(site, "standards-none-text", organisation = organisation));
        return Page::public(title, move || {
            let band = view! { <Band still=true><h1>{head}</h1></Band> }.into_any();
            view! { <PublicLayout shell band><Empty title=none text/></PublicLayout> }.into_any()
        });
    }
    let lead = say!(site, "standards-lead", organisation = organisation);
    let since = shared
        .shared_on
        .map(|day| say!(site, "standards-since", day = site.tongue.day(day)))
        .unwrap_or_default();
    let far = shared
        .standards
        .iter()
        .flat_map(|standard| &standard.criteria)
        .filter(|criterion| criterion.difference == Some(Difference::Far))
        .count();
    let differ = say!(site, "standards-differ", n = far);
    let sections: Vec<AnyView> = shared.standards.iter().map(|standard| one(site, standard)).collect();
    let framework = say!(site, "standards-framework");
    Page::public(title, move || {
        let band = view! { <Band still=true><h1>{head}</h1><p>{lead}</p><p class="quiet">{since}</p></Band> }
            .into_any();
        view! {
            <PublicLayout shell band>
                <p><strong>{differ}</strong></p>
                {sections}
                <p class="quiet small">{framework}</p>
            </PublicLayout>
        }
        .into_any()
    })
    .indexed()
}

fn one(site: &Site, standard: &StandardView) -> AnyView {
    let title = format!("{}. {}", standard.number, standard.name);
    let plain = standard.plain;
    let id = format!("s{}", standard.number);
    let scored: Vec<AnyView> = standard
        .criteria
        .iter()
        .filter(|criterion| criterion.staff.is_some() || criterion.young.is_some())
        .map(|criterion| criterion_view(site, criterion))
        .collect();
    let inside = if scored.is_empty() {
        let words = say!(site, "standards-not-scored");
        view! { <p class="quiet">{words}</p> }.into_any()
    } else {
        scored.into_any()
    };
    view! { <Section id title><p>{plain}</p>{inside}</Section> }.into_any()
}

fn criterion_view(site: &Site, criterion: &CriterionView) -> AnyView {
    let words = |score: Option<Score>| match score {
        Some(score) => say!(site, &format!("score-{}", score.number())),
        None => say!(site, "standards-not-scored"),
    };
    // Words, never a number; the young people's score stands first.
    let facts = vec![
        Fact::new(say!(site, "standards-young"), words(criterion.young)),
        Fact::new(say!(site, "standards-staff"), words(criterion.staff)),
    ];
    let how = criterion.difference.map(|difference| {
        let key = match difference {
            Difference::Same => "standards-same",
            Difference::Near => "standards-near",
            Difference::Far => "standards-far",
        };
        let words = say!(site, key);
        view! { <p><strong>{words}</strong></p> }
    });
    let statement = (!criterion.young_statement.is_empty()).then(|| {
        let (words, by) = (criterion.young_statement.clone(), say!(site, "standards-young"));
        view! { <Voice words by measure=true/> }
    });
    let why = (!criterion.difference_reason.is_empty()).then(|| {
        let (title, text) = (say!(site, "standards-why"), criterion.difference_reason.clone());
        view! { <Details words=title><p>{text}</p></Details> }
    });
    let evidence = (!criterion.evidence.is_empty()).then(|| {
        let title = say!(site, "standards-evidence");
        let links: Vec<AnyView> = criterion
            .evidence
            .iter()
            .map(|item| {
                let (href, words) = (format!("/c/{}", item.slug), item.title.clone());
                view! { <li><a href=href>{words}</a></li> }.into_any()
            })
            .collect();
        view! { <p class="quiet small">{title}</p><ul class="plain">{links}</ul> }
    });
    let plain = criterion.plain;
    view! {
        <NoteBox kind=BoxKind::Plain measure=true>
            <h3>{plain}</h3>
            <Facts facts two=true/>
            {how}
            {statement}
            {why}
            {evidence}
        </NoteBox>
    }
    .into_any()
}
