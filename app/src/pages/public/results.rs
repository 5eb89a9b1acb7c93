//! What we heard: suppressed counts, with the chart as the table, and themes
//! with the words that speak for them.

use earshot_domain::consultation::{Mode, State};
use earshot_domain::suppression::{Preset, Reason, Shown, ShownTable, Why, explain};
use earshot_service::{Asked, Findings, OpenRooms, QuestionFinding, ThemeFinding};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::ideas;
use super::news::follow_link;
use crate::components::{
    Band, Bar, BarCount, BarHead, Bars, CountCell, CountRow, CountTable, Details, Empty, HiddenWords, Link,
    Ripple, SaidBy, Section, Split, Voice,
};
use crate::layout::PublicLayout;
use crate::questions::value_key;
use crate::{Page, Site, say};

/// The results page; before they are published, a word on when they will be. `rooms` says what else there is to read or write.
pub fn results(site: &Site, asked: &Asked, findings: Option<&Findings>, rooms: OpenRooms) -> Page {
    let shell = site.public_shell(site.help(asked.setup.mode == Mode::Anonymous, &asked.duty_phone));
    let write = ideas::lead(site, &asked.slug, rooms);
    let title = format!("{} \u{2013} {}", say!(site, "results-title"), asked.setup.child_title);
    let head = say!(site, "results-title");
    let name = asked.setup.child_title.clone();
    let Some(findings) = findings else {
        let (title_none, text) = (
            say!(site, "results-none-title"),
            match asked.setup.findings_on {
                Some(day) if asked.takes_answers => {
                    say!(site, "results-none-text-asking", day = site.tongue.day(day))
                }
                Some(day) => say!(site, "results-none-text", day = site.tongue.day(day)),
                None => say!(site, "results-none-text-open"),
            },
        );
        return Page::public(title, move || {
            let band =
                view! { <Band still=true><p class="quiet">{name}</p><h1>{head}</h1></Band> }.into_any();
            view! { <PublicLayout shell band><Empty title=title_none text/>{write}</PublicLayout> }.into_any()
        });
    };
    let lead = match findings.children.value() {
        Some(n) => say!(site, "results-lead", n = n),
        None => say!(site, "results-lead-few"),
    };
    let (progress, done) = progress(site, asked);
    let everything = everything(site, asked, findings);
    let follow = follow_link(site, asked);
    Page::public(title, move || {
        let band = view! {
            <Band still=true>
                <p class="quiet">{name}</p>
                <h1>{head}</h1>
                <p>{lead}</p>
                <Ripple words=progress done of=8/>
            </Band>
        }
        .into_any();
        view! {
            <PublicLayout shell band>
                {everything}
                {write}
                {follow}
            </PublicLayout>
        }
        .into_any()
    })
    .indexed()
}

/// Everything that was found: the counted questions, the themes with their
/// words, and apart from them what others said.
pub(crate) fn everything(site: &Site, asked: &Asked, findings: &Findings) -> AnyView {
    let questions: Vec<AnyView> = findings
        .questions
        .iter()
        .enumerate()
        .map(|(at, question)| one_question(site, asked, findings.preset, (at, question)))
        .collect();
    let themes = themes(site, &findings.themes);
    let words_title = say!(site, "results-words");
    let words_text = say!(site, "results-words-text");
    let others = others(site, findings);
    let not_heard = not_heard(site, findings);
    view! {
        <Split>{questions}</Split>
        <Section id="words" title=words_title><p class="quiet">{words_text}</p>{themes}</Section>
        {others}
        {not_heard}
    }
    .into_any()
}

fn progress(site: &Site, asked: &Asked) -> (String, usize) {
    match asked.state {
        State::FedBack | State::FollowedUp => (say!(site, "results-ripple-told"), 8),
        State::Decided => (say!(site, "results-ripple-decided"), 6),
        _ => match asked.setup.decision_on {
            Some(day) => (say!(site, "results-ripple-decide-on", day = site.tongue.day(day)), 3),
            None => (say!(site, "results-ripple-decide"), 3),
        },
    }
}

/// The words of a row: the option's label, or those of the language for faces
/// and yes / no / not sure.
pub(crate) fn labels(site: &Site, asked: &Asked, question: &QuestionFinding) -> Vec<String> {
    let kind = asked.questionnaire.get(&question.key).map(|asks| asks.kind.clone());
    question
        .values
        .iter()
        .zip(&question.table.rows)
        .map(|(value, label)| {
            kind.as_ref()
                .and_then(|kind| value_key(kind, value))
                .map_or_else(|| label.clone(), |key| say!(site, &key))
        })
        .collect()
}

fn one_question(
    site: &Site,
    asked: &Asked,
    preset: Preset,
    (at, question): (usize, &QuestionFinding),
) -> AnyView {
    let labels = labels(site, asked, question);
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
    let head = BarHead {
        label: say!(site, "results-answer"),
        bar: say!(site, "results-bar"),
        count: say!(site, "results-count"),
    };
    let id = format!("r{at}");
    let by_age_id = format!("age{at}");
    let rounded = rounded(site, preset);
    let by_age = say!(site, "results-by-age");
    let table = by_age_table(site, preset, question, &labels, by_age_id);
    let others: Vec<AnyView> = question
        .others
        .iter()
        .map(|other| {
            let who = say!(site, &format!("who-{}", other.respondent));
            let why = explain(preset, &other.table);
            let rows = labels
                .iter()
                .enumerate()
                .map(|(row, label)| CountRow {
                    label: label.clone(),
                    cells: vec![cell(
                        site,
                        other.table.row_totals.get(row),
                        why.row_totals.get(row).copied().flatten(),
                    )],
                })
                .collect();
            let table_id = format!("{}{at}", other.respondent);
            let head = vec![say!(site, "results-answer"), say!(site, "results-count")];
            let caption = format!("{who}: {}", question.text);
            let hidden = hidden(site, &why);
            view! { <Details words=who><CountTable id=table_id caption head rows hidden/></Details> }
                .into_any()
        })
        .collect();
    let (title, caption) = (question.text.clone(), say!(site, "results-caption"));
    view! {
        <Section id title>
            <Bars caption head bars/>
            <p class="quiet small">{rounded}</p>
            <Details words=by_age>{table}</Details>
            {others}
        </Section>
    }
    .into_any()
}

#[expect(clippy::cast_precision_loss, reason = "counts of people")]
pub(crate) fn bar_count(site: &Site, shown: Option<&Shown>, percent: Option<u8>, most: u64) -> BarCount {
    match shown.and_then(|shown| shown.value()) {
        Some(n) => BarCount::Shown {
            number: n.to_string(),
            share: percent.map(|percent| format!("{percent}%")),
            length: n as f64 / most as f64,
        },
        None => BarCount::Hidden(say!(site, "results-hidden")),
    }
}

/// How to read the numbers that a rule has made.
pub(crate) fn rounded(site: &Site, preset: Preset) -> String {
    if preset.rounds() { say!(site, "results-rounded") } else { say!(site, "results-exact") }
}

/// A number of a table, or why it is hidden.
pub(crate) fn cell(site: &Site, shown: Option<&Shown>, why: Option<Reason>) -> CountCell {
    match (shown.and_then(|shown| shown.value()), why) {
        (Some(n), _) => CountCell::Shown(n.to_string()),
        (None, Some(reason)) => CountCell::HiddenFor(say!(site, &format!("results-hide-{reason}"))),
        (None, None) => CountCell::Hidden,
    }
}

/// What hidden numbers mean, and why they are hidden in this table.
pub(crate) fn hidden(site: &Site, why: &Why) -> HiddenWords {
    let reasons = why.reasons().into_iter().map(|reason| say!(site, &format!("results-why-{reason}")));
    HiddenWords {
        short: say!(site, "results-c-spoken"),
        title: say!(site, "results-c-what"),
        meaning: say!(site, "results-c-text"),
        why: say!(site, "results-why"),
        reasons: reasons.collect(),
    }
}

/// The same numbers by age.
pub(crate) fn by_age_table(
    site: &Site,
    preset: Preset,
    question: &QuestionFinding,
    labels: &[String],
    id: String,
) -> AnyView {
    let table: &ShownTable = &question.table;
    let why = explain(preset, table);
    let everyone = say!(site, "results-everyone");
    let mut head = vec![say!(site, "results-answer")];
    head.extend(table.columns.iter().cloned());
    head.push(everyone.clone());
    let mut rows: Vec<CountRow> = labels
        .iter()
        .enumerate()
        .map(|(row, label)| {
            let whys = why.cells.get(row);
            let mut cells: Vec<CountCell> = table
                .cells
                .get(row)
                .into_iter()
                .flatten()
                .enumerate()
                .map(|(at, shown)| {
                    cell(site, Some(shown), whys.and_then(|whys| whys.get(at)).copied().flatten())
                })
                .collect();
            cells.push(cell(site, table.row_totals.get(row), why.row_totals.get(row).copied().flatten()));
            CountRow { label: label.clone(), cells }
        })
        .collect();
    let totals = table.column_totals.iter().zip(&why.column_totals);
    let mut totals: Vec<CountCell> = totals.map(|(shown, why)| cell(site, Some(shown), *why)).collect();
    totals.push(cell(site, Some(&table.total), why.total));
    rows.push(CountRow { label: everyone, cells: totals });
    let caption = say!(site, "results-by-age-caption", question = question.text.as_str());
    let hidden = hidden(site, &why);
    let sideways = say!(site, "table-sideways");
    view! { <CountTable id caption head rows hidden sideways/> }.into_any()
}

fn themes(site: &Site, themes: &[ThemeFinding]) -> AnyView {
    if themes.is_empty() {
        let words = say!(site, "results-no-words");
        return view! { <p>{words}</p> }.into_any();
    }
    let follow = say!(site, "results-follow");
    let articles: Vec<AnyView> = themes
        .iter()
        .map(|theme| {
            let name = theme.child_name.clone();
            let many = theme.frequency.map(|frequency| {
                let words = say!(site, frequency.key());
                view! { <p><strong>{words}</strong></p> }
            });
            let summary = theme.summary.clone();
            let voices: Vec<AnyView> = theme
                .quotes
                .iter()
                .map(|(number, words, by)| {
                    let link = Link::new(format!("/trace/Q-{number:04}"), follow.clone());
                    view! { <Voice words=super::trace::spoken(words) by=by.clone() link/> }.into_any()
                })
                .collect();
            let said_by: Vec<AnyView> = theme
                .other_quotes
                .iter()
                .map(|(_, words, by)| view! { <SaidBy words=words.clone() by=by.clone()/> }.into_any())
                .collect();
            view! {
                <article class="flow">
                    <h3>{name}</h3>
                    {many}
                    <p>{summary}</p>
                    <div class="voices">{voices}</div>
                    {said_by}
                </article>
            }
            .into_any()
        })
        .collect();
    view! { <Split>{articles}</Split> }.into_any()
}

fn others(site: &Site, findings: &Findings) -> Option<AnyView> {
    if findings.others.is_empty() {
        return None;
    }
    let (title, text) = (say!(site, "results-others"), say!(site, "results-others-text"));
    let lines: Vec<AnyView> = findings
        .others
        .iter()
        .map(|(kind, shown)| {
            let who = say!(site, &format!("who-{kind}"));
            let n = shown.value().map_or_else(|| say!(site, "results-hidden"), |n| n.to_string());
            let words = say!(site, "results-others-from", who = who, n = n);
            view! { <li>{words}</li> }.into_any()
        })
        .collect();
    Some(view! { <Section id="others" title measure=true><p>{text}</p><ul>{lines}</ul></Section> }.into_any())
}

/// The ages from which too few answered to be shown anywhere (domain.md 4.4, "who is missing").
fn not_heard(site: &Site, findings: &Findings) -> Option<AnyView> {
    // Where a group may be hidden to keep another one, nothing says which of them is small.
    if !findings.preset.rounds() {
        return None;
    }
    let tables: Vec<&ShownTable> = findings.questions.iter().map(|question| &question.table).collect();
    let first = tables.first()?;
    let missing: Vec<&str> = first
        .columns
        .iter()
        .enumerate()
        // The last column is those who did not say: an age is not missing there.
        .take(first.columns.len().saturating_sub(1))
        .filter(|(at, _)| {
            tables.iter().all(|table| table.column_totals.get(*at).is_none_or(|total| total.is_hidden()))
        })
        .map(|(_, band)| band.as_str())
        .collect();
    if missing.is_empty() {
        return None;
    }
    let title = say!(site, "results-not-heard");
    let text = say!(site, "results-not-heard-text", bands = missing.join(", "));
    Some(view! { <Section id="not-heard" title measure=true><p>{text}</p></Section> }.into_any())
}
