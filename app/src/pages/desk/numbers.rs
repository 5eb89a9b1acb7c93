//! Results as charts, each with its table beside it. It is the same document as the findings, by one group at a time and
//! by no other than these: no filter makes a table that is set against another one (domain.md 5.9).

use earshot_domain::policy::Permission;
use earshot_domain::question::Kind;
use earshot_domain::questionnaire::split;
use earshot_domain::suppression::{Preset, Shown, Why, explain};
use earshot_service::{Actor, Asked, DeskConsultation, Findings, Numbers, QuestionFinding, Trend};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::codebook::here;
use super::shell::{day, desk};
use super::tried::{code_tabs, frequency_words, shown};
use crate::components::{
    Bar, BarHead, Bars, CountCell, CountRow, CountTable, DeskTable, Details, Empty, NoteBox, PageHead, Panel,
    Section, Shares, Split, StackedBars, TabLink, TableRow, Tabs,
};
use crate::pages::public::{bar_count, by_age_table, cell, hidden, labels, rounded};
use crate::{Page, Site, say};

/// The groups that answers are set beside each other by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Young people by age band.
    Age,
    /// Young people, and everybody else who answered, by who they are.
    Who,
}

/// The page.
pub fn numbers(site: &Site, actor: &Actor, consultation: DeskConsultation, numbers: Numbers, by: By) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    Page::desk("Numbers", move || {
        let tabs = code_tabs(&consultation, "numbers", actor.may(Permission::Analyse));
        let Numbers { asked, findings, published, trends } = &numbers;
        let state = if *published {
            "This is what everybody sees. It is not counted again here."
        } else {
            "Not published yet: this is what everybody would see."
        };
        let questions: Vec<AnyView> = findings
            .questions
            .iter()
            .enumerate()
            .map(|(at, question)| one(&site, asked, findings.preset, (at, question), by))
            .collect();
        let questions = if questions.is_empty() {
            let text = "Numbers stand here once somebody has answered a question that can be counted.";
            view! { <Empty title="Nothing to count yet" text/> }.into_any()
        } else {
            view! { <Split>{questions}</Split> }.into_any()
        };
        let themes = themes(findings);
        let trends = trends_panel(&site, trends);
        let slug = &consultation.slug;
        let group = |key: &str, words: &str, of: By| TabLink {
            href: format!("/desk/c/{slug}/numbers?by={key}"),
            words: words.to_string(),
            current: by == of,
            tag: None,
        };
        let groups = vec![group("age", "By age", By::Age), group("who", "By who answered", By::Who)];
        let body = view! {
            <PageHead title="Numbers" text="Small numbers are hidden here as they are for everybody." quiet=true/>
            {tabs}
            <div class="stack pad-top">
                <NoteBox><p>{state}</p></NoteBox>
                <Tabs label="Groups" links=groups/>
                {questions}
                {themes}
                {trends}
            </div>
        }
        .into_any();
        desk(&site, &actor, here(&consultation), None, body)
    })
}

/// The page while the numbers wait.
pub fn numbers_wait(site: &Site, actor: &Actor, consultation: DeskConsultation) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    Page::desk("Numbers", move || {
        let tabs = code_tabs(&consultation, "numbers", actor.may(Permission::Analyse));
        let waiting = waiting();
        let body = view! {
            <PageHead title="Numbers" text="Small numbers are hidden here as they are for everybody." quiet=true/>
            {tabs}
            <div class="stack pad-top">{waiting}</div>
        }
        .into_any();
        desk(&site, &actor, here(&consultation), None, body)
    })
}

/// Why there are no numbers yet.
pub(super) fn waiting() -> AnyView {
    view! {
        <NoteBox>
            <p>"Numbers can be seen once it is closed. They are not rounded here: while answers come in, two looks would tell what came in between them."</p>
        </NoteBox>
    }
    .into_any()
}

/// One question: a chart, and the table that holds the same numbers.
fn one(
    site: &Site,
    asked: &Asked,
    preset: Preset,
    (at, question): (usize, &QuestionFinding),
    by: By,
) -> AnyView {
    let labels = labels(site, asked, question);
    let kind = asked.questionnaire.get(split(&question.key).0).map(|asks| &asks.kind);
    let is_scale =
        kind.is_some_and(|kind| matches!(kind, Kind::Agree | Kind::Faces | Kind::Rating(_) | Kind::Grid(_)));
    let is_rank = kind.is_some_and(|kind| matches!(kind, Kind::Ranking(_)));
    let chart = if is_scale { stacked(site, question, &labels, by) } else { bars(site, question, &labels) };
    let table_id = format!("n{at}-table");
    let table = match by {
        By::Age => by_age_table(site, preset, question, &labels, table_id),
        By::Who => by_who_table(site, preset, question, &labels, table_id),
    };
    let note = rounded(site, preset);
    let first = is_rank.then(|| view! { <p class="quiet small">"How many put each of them first."</p> });
    let mut title = question.text.clone();
    for about in &question.about {
        title = format!("{title} \u{2013} {about}");
    }
    let id = format!("n{at}");
    view! {
        <Section id title>
            {chart}
            {first}
            <p class="quiet small">{note}</p>
            <Details words="The numbers by group" open=true>{table}</Details>
        </Section>
    }
    .into_any()
}

/// How many gave each answer.
fn bars(site: &Site, question: &QuestionFinding, labels: &[String]) -> AnyView {
    let most = question.table.row_totals.iter().filter_map(|shown| shown.value()).max().unwrap_or(1).max(1);
    let bars = labels
        .iter()
        .enumerate()
        .map(|(row, label)| Bar {
            label: label.clone(),
            count: bar_count(
                site,
                question.table.row_totals.get(row),
                question.percents.get(row).copied().flatten(),
                most,
            ),
        })
        .collect();
    let head = BarHead { label: "Answer".into(), bar: "Bar".into(), count: "How many".into() };
    view! { <Bars caption="How many young people gave each answer" head bars/> }.into_any()
}

/// From one end of a scale to the other, a line for each group.
fn stacked(site: &Site, question: &QuestionFinding, labels: &[String], by: By) -> AnyView {
    let everybody = match by {
        By::Age => "Everyone".to_string(),
        By::Who => say!(site, "who-child"),
    };
    let mut lines = vec![Shares { label: everybody, parts: question.percents.clone() }];
    match by {
        By::Age => lines.extend(question.table.columns.iter().enumerate().map(|(column, label)| Shares {
            label: label.clone(),
            parts: question.table.percents_of(column),
        })),
        By::Who => lines.extend(question.others.iter().map(|other| Shares {
            label: say!(site, &format!("who-{}", other.respondent)),
            parts: other.table.percents(),
        })),
    }
    let head = ["Who", "Shares"].map(str::to_string);
    let key = labels.to_vec();
    view! { <StackedBars caption="The share of each answer" key head hidden="hidden" lines/> }.into_any()
}

/// Who gave each answer: young people, and apart from them everybody else.
fn by_who_table(
    site: &Site,
    preset: Preset,
    question: &QuestionFinding,
    labels: &[String],
    id: String,
) -> AnyView {
    let mut head = vec!["Answer".to_string(), say!(site, "who-child")];
    head.extend(question.others.iter().map(|other| say!(site, &format!("who-{}", other.respondent))));
    let tables: Vec<_> = std::iter::once(&question.table)
        .chain(question.others.iter().map(|other| &other.table))
        .map(|table| (table, explain(preset, table)))
        .collect();
    let mut rows: Vec<CountRow> = labels
        .iter()
        .enumerate()
        .map(|(row, label)| {
            let of = |(table, why): &(&earshot_domain::suppression::ShownTable, Why)| {
                cell(site, table.row_totals.get(row), why.row_totals.get(row).copied().flatten())
            };
            CountRow { label: label.clone(), cells: tables.iter().map(of).collect() }
        })
        .collect();
    let totals = tables.iter().map(|(table, why)| cell(site, Some(&table.total), why.total)).collect();
    rows.push(CountRow { label: "Everyone".into(), cells: totals });
    // Of each table only its totals stand here, and so do their reasons.
    let row_totals =
        tables.iter().flat_map(|(_, why)| why.row_totals.iter().chain([&why.total]).copied()).collect();
    let why = Why { cells: Vec::new(), row_totals, column_totals: Vec::new(), total: None };
    let hidden = hidden(site, &why);
    let caption = question.text.clone();
    let sideways = say!(site, "table-sideways");
    view! { <CountTable id caption head rows hidden sideways/> }.into_any()
}

/// The themes with how many said it. Words stand on other pages; here is no list of single words, which would be as small
/// as any number.
fn themes(findings: &Findings) -> Option<AnyView> {
    if findings.themes.is_empty() {
        return None;
    }
    let head = ["Theme", "How many", "Young people"].map(str::to_string).to_vec();
    let rows = findings
        .themes
        .iter()
        .map(|theme| TableRow {
            head: theme.child_name.clone().into_any(),
            cells: vec![
                theme.frequency.map_or("", frequency_words).into_any(),
                shown(theme.voices, "voices"),
            ],
        })
        .collect();
    Some(
        view! { <Panel id="themes" title="What they said in their own words"><DeskTable labelled_by="themes" head rows/></Panel> }
            .into_any(),
    )
}

/// The questions that were asked before.
fn trends_panel(site: &Site, trends: &[Trend]) -> AnyView {
    let inside = if trends.is_empty() {
        let text = "When a question of this consultation was asked before, in the same words and with the same answers, both stand here side by side. Take questions from the library to ask them alike.";
        view! { <Empty title="Nothing to compare yet" text/> }.into_any()
    } else {
        let each: Vec<AnyView> =
            trends.iter().enumerate().map(|(at, trend)| one_trend(site, at, trend)).collect();
        view! { <div class="in flow">{each}</div> }.into_any()
    };
    view! {
        <Panel
            id="trends"
            title="Asked before"
            foot="From what is published of each consultation. Different people may have answered each time, so a difference of a few per cent says little."
        >
            {inside}
        </Panel>
    }
    .into_any()
}

fn one_trend(site: &Site, at: usize, trend: &Trend) -> AnyView {
    let when = |on: Option<chrono::NaiveDate>| on.map_or_else(String::new, |on| day(site, on));
    let lines = trend
        .points
        .iter()
        .map(|point| Shares {
            label: format!("{} {}", point.title, when(point.on)).trim().to_string(),
            parts: point.percents.clone(),
        })
        .collect::<Vec<_>>();
    // Shares of ticks do not make a whole, so they have no stacked bar.
    let is_whole =
        |shares: &Shares| shares.parts.iter().flatten().map(|part| u32::from(*part)).sum::<u32>() <= 110;
    let chart = lines.iter().all(is_whole).then(|| {
        let (key, lines) = (trend.labels.clone(), lines.clone());
        let head = ["Consultation", "Shares"].map(str::to_string);
        view! { <StackedBars caption="The share of each answer" key head hidden="hidden" lines/> }
    });
    let mut head = vec!["Answer".to_string()];
    head.extend(lines.iter().map(|line| line.label.clone()));
    let percent = |percent: Option<u8>| {
        percent.map_or(CountCell::Hidden, |percent| CountCell::Shown(format!("{percent}%")))
    };
    let mut rows: Vec<CountRow> = trend
        .labels
        .iter()
        .enumerate()
        .map(|(row, label)| CountRow {
            label: label.clone(),
            cells: lines.iter().map(|line| percent(line.parts.get(row).copied().flatten())).collect(),
        })
        .collect();
    let answered =
        |shown: Shown| shown.value().map_or(CountCell::Hidden, |n| CountCell::Shown(n.to_string()));
    let people = trend.points.iter().map(|point| answered(point.answered)).collect();
    rows.push(CountRow { label: "Young people who answered".into(), cells: people });
    let hidden = hidden(
        site,
        &Why { cells: Vec::new(), row_totals: Vec::new(), column_totals: Vec::new(), total: None },
    );
    let (id, caption, title) = (format!("trend{at}"), trend.text.clone(), trend.text.clone());
    let sideways = say!(site, "table-sideways");
    view! {
        <section class="flow">
            <h3>{title}</h3>
            {chart}
            <CountTable id caption head rows hidden sideways/>
        </section>
    }
    .into_any()
}
