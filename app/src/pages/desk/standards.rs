//! Hear by Right: what staff say, what young people say, and where the two see
//! it differently. Words, never bare numbers, and never added up.

use earshot_domain::policy::Permission;
use earshot_domain::standards::{Difference, Level, Score, framework};
use earshot_service::{Actor, CriterionView, DeskStandards, StandardView};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{DeskStep, Here, desk};
use super::tried::{Form, Tried};
use super::typed::{Typed, hidden};
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, Fact, FieldSet, Grid, GridKind, Link, ListFacts,
    NoteBox, PageHead, Panel, ScoreGroup, ScoreKey, ScoreRow, ScoreTable, Select, SelectOption, Stack,
    StandardLink, StandardsNav, Tag, TagKind, Voice,
};
use crate::{Page, Site};

/// The form of one criterion.
pub const SCORE: &str = "score";

fn flash(done: Option<&str>) -> Option<String> {
    match done? {
        "scored" => Some("The scores are kept.".into()),
        "why" => Some("The scores are kept. The two are far apart: write why.".into()),
        "evidence" => Some("The evidence is changed.".into()),
        "shared" => Some("Young people can see it now.".into()),
        "unshared" => Some("Only staff can see it now.".into()),
        _ => None,
    }
}

/// Where a score stands on the drawn line, whose right end is the best.
fn rung(score: Option<Score>) -> Option<u8> {
    score.map(|score| 5 - score.number())
}

fn score_words(score: Option<Score>) -> String {
    score.map_or_else(|| "Not said yet".to_string(), |score| score.label().to_string())
}

fn level_words(level: Level) -> &'static str {
    match level {
        Level::Emerging => "First steps",
        Level::Established => "As a matter of course",
        Level::Advanced => "Shared and led",
    }
}

fn count_far(standards: &[StandardView], difference: Difference) -> usize {
    standards
        .iter()
        .flat_map(|standard| &standard.criteria)
        .filter(|c| c.difference == Some(difference))
        .count()
}

/// The seven standards with both scores.
pub fn standards(site: &Site, actor: &Actor, view: DeskStandards, done: Option<&str>) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    Page::desk("Hear by Right", move || {
        let far = count_far(&view.standards, Difference::Far);
        let scored = view.standards.iter().flat_map(|s| &s.criteria).filter(|c| c.staff.is_some()).count();
        let young = view.standards.iter().flat_map(|s| &s.criteria).filter(|c| c.young.is_some()).count();
        let text = match (scored, young, far) {
            (0, 0, _) => "Nothing is scored yet. Start with one criterion, and ask young people to score it without seeing yours.".to_string(),
            (_, 0, _) => "Young people have not scored yet. They score without seeing ours.".to_string(),
            (_, _, 0) => "We are nowhere far apart.".to_string(),
            (_, _, 1) => "We are far apart on one thing. Talk about it with them.".to_string(),
            (_, _, n) => format!("We are far apart on {n} things. Talk about them with young people."),
        };
        let tag = if view.shared {
            view! { <Tag words="Shared with young people" kind=TagKind::Ok/> }.into_any()
        } else {
            view! { <Tag words="Only staff see it" kind=TagKind::Wait/> }.into_any()
        };
        let title = view.title.clone();
        let meta = vec![view! { <span>{title}</span> }.into_any(), tag];
        let items = view.standards.iter().map(standard_link).collect::<Vec<_>>();
        let groups = view.standards.iter().map(group).collect::<Vec<_>>();
        let head =
            ["What we look for", "Staff say", "Distance", "Young people say", "In their words", "Agreed?"]
                .map(str::to_string);
        let aside = view! {
            <ScoreKey staff="Staff" young="Young people" ends="Left: not in place. Right: in place and effective."/>
        }
        .into_any();
        let foot = format!(
            "Words, not numbers, and never an average. Where we cannot agree, what young people say is what counts. {}",
            framework().note
        );
        let see = view.shared.then(|| {
            view! { <ButtonLink href="/standards" words="See what young people see" kind=ButtonKind::Still/> }
        });
        let share = share(&actor, view.shared);
        let body = view! {
            <PageHead title="Where we stand, and where young people see it differently" meta text>{see}</PageHead>
            <StandardsNav title="The seven standards" items/>
            <div class="stack pad-top">
                <Panel id="scores" title="Two scores, side by side" aside foot>
                    <ScoreTable labelled_by="scores" head groups/>
                </Panel>
                {share}
            </div>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Standards), done, body)
    })
}

fn standard_link(standard: &StandardView) -> StandardLink {
    let of = |wanted: Difference| standard.criteria.iter().filter(|c| c.difference == Some(wanted)).count();
    let (far, near, same) = (of(Difference::Far), of(Difference::Near), of(Difference::Same));
    let text = match (far, near, same) {
        (0, 0, 0) => "Not compared yet".to_string(),
        (0, 0, _) => "We see it the same way".to_string(),
        (0, near, _) => format!("A step apart on {near}"),
        (far, ..) => format!("Far apart on {far}"),
    };
    StandardLink {
        link: Link::new(format!("#s{}", standard.number), format!("{} {}", standard.number, standard.name)),
        text,
        apart: far > 0,
    }
}

fn group(standard: &StandardView) -> ScoreGroup {
    ScoreGroup {
        id: format!("s{}", standard.number),
        title: format!("{} {}", standard.number, standard.name),
        rows: standard.criteria.iter().map(row).collect(),
    }
}

fn row(criterion: &CriterionView) -> ScoreRow {
    let agreed = match criterion.difference {
        None => None,
        Some(Difference::Same) => Some((TagKind::Ok, "Same".to_string())),
        Some(Difference::Near) => Some((TagKind::Plain, "A step apart".to_string())),
        Some(Difference::Far) if criterion.difference_reason.is_empty() => {
            Some((TagKind::Urgent, "Far apart: say why".to_string()))
        }
        Some(Difference::Far) => Some((TagKind::Wait, "Far apart, with a reason".to_string())),
    };
    let quote = (!criterion.young_statement.is_empty())
        .then(|| (criterion.young_statement.clone().into(), "Young people".to_string()));
    ScoreRow {
        words: criterion.text.to_string(),
        href: format!("/desk/standards/{}", criterion.key),
        staff: (rung(criterion.staff), score_words(criterion.staff)),
        young: (rung(criterion.young), score_words(criterion.young)),
        missing: (quote.is_none() && criterion.young.is_some())
            .then(|| (TagKind::Wait, "No statement yet".to_string())),
        quote,
        agreed,
        apart: criterion.difference == Some(Difference::Far),
    }
}

/// Sharing with young people, for the administrator.
fn share(actor: &Actor, shared: bool) -> Option<AnyView> {
    if !actor.may(Permission::ShareStandards) {
        return None;
    }
    let (title, text, words, on) = if shared {
        (
            "Stop sharing it?",
            "Young people then see that nothing is shared. Nothing is lost.",
            "Stop sharing",
            "no",
        )
    } else {
        (
            "Share it with young people?",
            "Everybody can see both scores, what young people say, why the two differ, and the evidence. Staff\u{2019}s notes stay inside.",
            "Share it",
            "yes",
        )
    };
    let kind = if shared { ButtonKind::Still } else { ButtonKind::Main };
    Some(
        view! {
            <form class="confirm" method="post" action="/desk/standards/share">
                <h2>{title}</h2>
                <p>{text}</p>
                <input type="hidden" name="on" value=on/>
                <ButtonRow><Button words kind/></ButtonRow>
            </form>
        }
        .into_any(),
    )
}

/// One criterion: both scores, why they differ, and the evidence.
pub fn criterion(
    site: &Site,
    actor: &Actor,
    view: DeskStandards,
    key: &str,
    tried: Tried,
    done: Option<&str>,
) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    let wrong = tried.is_wrong();
    let found = view.standards.iter().find_map(|standard| {
        let criterion = standard.criteria.iter().find(|criterion| criterion.key == key)?;
        Some((standard.clone(), criterion.clone()))
    });
    let Some((standard, criterion)) = found else {
        return crate::pages::error::page(
            &site,
            crate::pages::error::Trouble::Missing,
            crate::pages::error::Extras::default(),
        );
    };
    Page::desk(
        format!("{} {}: {}", standard.number, standard.name, level_words(criterion.level)),
        move || {
            let scores = actor.may(Permission::ScoreStandards);
            let form = Form::new(&tried, SCORE, "", || {
                let number =
                    |score: Option<Score>| score.map(|score| score.number().to_string()).unwrap_or_default();
                Typed::default()
                    .with("staff", number(criterion.staff))
                    .with("staff_note", &criterion.staff_note)
                    .with("young", number(criterion.young))
                    .with("young_statement", &criterion.young_statement)
                    .with("difference_reason", &criterion.difference_reason)
            });
            let summary = form.summary();
            let meta = vec![
                {
                    let words = format!("{} {}", standard.number, standard.name);
                    view! { <span>{words}</span> }.into_any()
                },
                view! { <Tag words=level_words(criterion.level)/> }.into_any(),
            ];
            let (title, plain) = (criterion.text, format!("For young people: {}", criterion.plain));
            let apart = apart_note(&criterion);
            let words = if scores { score_form(&criterion, &form) } else { score_read(&criterion) };
            let evidence = evidence(&view, &criterion, scores);
            let (before, after) = neighbours(&view, criterion.key);
            let around = view! { <ButtonRow>{before}{after}</ButtonRow> }.into_any();
            let body = view! {
                {summary}
                <PageHead title meta text=plain quiet=true/>
                <Grid kind=GridKind::Side>
                    <Stack>{apart}{words}{around}</Stack>
                    <Stack>{evidence}</Stack>
                </Grid>
            }
            .into_any();
            let here = Here::at(DeskStep::Standards).under("/desk/standards", "Hear by Right");
            desk(&site, &actor, here, done, body)
        },
    )
    .wrong(wrong)
}

/// The criteria before and after this one.
fn neighbours(view: &DeskStandards, key: &str) -> (Option<AnyView>, Option<AnyView>) {
    let keys: Vec<&'static str> = view.standards.iter().flat_map(|s| &s.criteria).map(|c| c.key).collect();
    let at = keys.iter().position(|other| *other == key).unwrap_or_default();
    let link = |key: &&str, words: &'static str| {
        let href = format!("/desk/standards/{key}");
        view! { <ButtonLink href words kind=ButtonKind::Still/> }.into_any()
    };
    let before = at.checked_sub(1).and_then(|at| keys.get(at)).map(|key| link(key, "The one before"));
    (before, keys.get(at + 1).map(|key| link(key, "The next one")))
}

fn apart_note(criterion: &CriterionView) -> Option<AnyView> {
    (criterion.difference == Some(Difference::Far) && criterion.difference_reason.is_empty()).then(|| {
        view! {
            <NoteBox kind=BoxKind::Late>
                <p>"Staff and young people are far apart. Talk with them, then "<a href="#difference_reason">"write why"</a>"."</p>
            </NoteBox>
        }
        .into_any()
    })
}

fn score_options(words: impl Fn(Score) -> &'static str) -> Vec<SelectOption> {
    Score::ALL.iter().map(|score| SelectOption::new(score.number().to_string(), words(*score))).collect()
}

fn score_form(criterion: &CriterionView, form: &Form) -> AnyView {
    let action = format!("/desk/standards/{}", criterion.key);
    let staff = form.select("staff", "How far it is met", "", "Not said yet", score_options(Score::label));
    let note = form.lines("staff_note", "What makes you say so", "Only staff read it.", 3);
    let young = form.select("young", "How far it is met", "", "Not said yet", score_options(Score::plain));
    let statement = form.voice(
        "young_statement",
        "In their words",
        "Exactly as they say it. No name. Everybody reads it when this is shared.",
        3,
    );
    let reason = form.lines(
        "difference_reason",
        "Why the two differ",
        "Needed when they are two steps apart or more. Talk with young people first. Everybody reads it when this is shared.",
        3,
    );
    let actions = view! { <Button words="Save"/> }.into_any();
    view! {
        <Panel id="score" title="Two scores" action actions inset=true>
            <FieldSet legend="Staff say">{staff}{note}</FieldSet>
            <FieldSet legend="Young people say" hint="They score without seeing what staff said.">{young}{statement}</FieldSet>
            {reason}
        </Panel>
    }
    .into_any()
}

fn score_read(criterion: &CriterionView) -> AnyView {
    let mut facts = vec![
        Fact::new("Young people say", score_words(criterion.young)),
        Fact::new("Staff say", score_words(criterion.staff)),
    ];
    if !criterion.staff_note.is_empty() {
        facts.push(Fact::new("What makes staff say so", criterion.staff_note.clone()));
    }
    if !criterion.difference_reason.is_empty() {
        facts.push(Fact::new("Why the two differ", criterion.difference_reason.clone()));
    }
    let said = (!criterion.young_statement.is_empty()).then(|| {
        let words = criterion.young_statement.clone();
        view! { <div class="in"><Voice words by="Young people"/></div> }
    });
    view! { <Panel id="score" title="Two scores">{said}<ListFacts facts/></Panel> }.into_any()
}

/// Consultations that stand as evidence, and those that could.
fn evidence(view: &DeskStandards, criterion: &CriterionView, scores: bool) -> AnyView {
    let action = format!("/desk/standards/{}/evidence", criterion.key);
    let items: Vec<AnyView> = criterion
        .evidence
        .iter()
        .map(|item| {
            let (href, words) = (format!("/desk/c/{}", item.slug), item.title.clone());
            let remove = scores.then(|| {
                let (action, id) = (action.clone(), hidden("consultation", item.consultation_id.to_string()));
                let spoken = item.title.clone();
                view! {
                    <form method="post" action=action>
                        {id}
                        <input type="hidden" name="do" value="remove"/>
                        <Button words="Take it off" kind=ButtonKind::Still spoken/>
                    </form>
                }
            });
            view! { <li class="buttons"><a href=href>{words}</a>{remove}</li> }.into_any()
        })
        .collect();
    let none = items.is_empty().then(|| view! { <p class="quiet">"No evidence yet."</p> });
    let options: Vec<SelectOption> = view
        .on_offer
        .iter()
        .filter(|offer| !criterion.evidence.iter().any(|item| item.consultation_id == offer.consultation_id))
        .map(|offer| SelectOption::new(offer.consultation_id.to_string(), offer.title.clone()))
        .collect();
    let add = (scores && !options.is_empty()).then(|| {
        let action = action.clone();
        view! {
            <form method="post" action=action class="flow">
                <input type="hidden" name="do" value="add"/>
                <Select name="consultation" label="Add a consultation" options/>
                <ButtonRow><Button words="Add it as evidence" kind=ButtonKind::Still/></ButtonRow>
            </form>
        }
    });
    let list = (!items.is_empty()).then(|| view! { <ul class="plain flow">{items}</ul> });
    view! {
        <Panel
            id="evidence"
            title="Evidence"
            inset=true
            foot="Ask of each: was there a real exchange with young people, and did something change because of it?"
        >
            {none}
            {list}
            {add}
        </Panel>
    }
    .into_any()
}
