//! While it is open: who answered, who is missing, through which door, where people stop, and what can be done about
//! it. Every number on it may be seen by everybody who may see the consultation.

use chrono::NaiveDate;
use earshot_domain::consultation::{Check, State};
use earshot_domain::policy::Permission;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::suppression::Shown;
use earshot_service::{Actor, Counted, DeskConsultation, Missing, Progress, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::consultations::try_it;
use super::home::state_tag;
use super::refusals::refusal_words;
use super::shell::{ConsultationPart, DeskStep, Here, count_of, day, desk, parts};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    Bar, BarCount, BarHead, Bars, Button, ButtonKind, ButtonLink, ButtonRow, Column, ColumnChart, DateField,
    Empty, Fact, Grid, HiddenWords, ListFacts, PageHead, Panel, Ref, Stack, Tag, Words,
};
use crate::words::language_name;
use crate::{Page, Site};

/// What was just done, by the key in the address.
fn done_words(site: &Site, consultation: &DeskConsultation, key: &str) -> Option<String> {
    Some(match key {
        "paused" => "Paused. It takes no answers until you open it again. What came in is kept.".to_string(),
        "opened" => "Open again. Young people can answer now.".to_string(),
        "extended" => match consultation.setup.close_on {
            Some(last) => format!(
                "It takes answers until {} now. The start page says so already. Tell the schools and clubs that you told the other day.",
                day(site, last)
            ),
            None => return None,
        },
        _ => return None,
    })
}

/// The page. `typed` is what stands in the form for another last day.
pub fn progress(
    site: &Site,
    actor: &Actor,
    progress: Progress,
    today: NaiveDate,
    typed: Typed,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let consultation = progress.consultation.clone();
    let flash = done.and_then(|key| done_words(&site, &consultation, key));
    let wrong = Wrong(refusals.iter().map(|refusal| extend_words(&site, &consultation, refusal)).collect());
    let is_wrong = !wrong.is_empty();
    Page::desk(format!("While it is open: {}", consultation.setup.title), move || {
        let slug = consultation.slug.clone();
        let summary = wrong.summary();
        let tabs = parts(&actor, &slug, ConsultationPart::Progress);
        let preview = try_it(&consultation);
        let (kind, state) = state_tag(consultation.state);
        let mut meta = vec![
            view! { <Ref code=consultation.reference.to_string()/> }.into_any(),
            view! { <Tag kind words=state/> }.into_any(),
        ];
        meta.extend(time_left(&site, &consultation, today).map(|words| view! { <Words words/> }.into_any()));
        let counts = if progress.who.all.value().is_none_or(|all| all == 0) {
            nobody_yet(&consultation)
        } else {
            counts(&site, &progress)
        };
        let holidays = holidays(&site, &progress);
        let steps = steps(&actor, &consultation, holidays, &typed, &wrong);
        let around = around(&progress);
        let body = view! {
            {summary}
            <PageHead title="While it is open" meta>{preview}</PageHead>
            {tabs}
            <Grid pad=true>
                <Stack>{counts}</Stack>
                <Stack>{steps}{around}</Stack>
            </Grid>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask).of(&slug, &consultation.setup.title);
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
}

/// How much time there is: "12 days left, until 2 June 2026".
fn time_left(site: &Site, consultation: &DeskConsultation, today: NaiveDate) -> Option<String> {
    let last = consultation.setup.close_on.filter(|_| consultation.state.asks())?;
    Some(match (last - today).num_days() {
        0 => "Today is the last day".to_string(),
        left if left > 0 => format!("{} left, until {}", count_of(left, "day", "days"), day(site, last)),
        _ => format!("The last day was {}", day(site, last)),
    })
}

/// Nothing that can be shown yet.
fn nobody_yet(consultation: &DeskConsultation) -> AnyView {
    let ways = format!("/desk/c/{}/ways", consultation.slug);
    let (title, text) = if consultation.state == State::Draft {
        ("It is not open yet", "Once it is, you see here how many answer, and who does not.")
    } else {
        (
            "Fewer than ten people so far",
            "Numbers stand here from ten people on, so that nobody can be found by them. Until then: is the address where young people are?",
        )
    };
    view! { <Empty title text><ButtonLink href=ways words="Ways in" kind=ButtonKind::Still/></Empty> }
        .into_any()
}

/// Everything that is counted.
fn counts(site: &Site, progress: &Progress) -> AnyView {
    let everybody = everybody(site, progress);
    let missing = missing(progress);
    let who = split("who", "Who answers", &progress.who, who_words);
    let ages = split("ages", "Young people by age", &progress.ages, |key| {
        AgeBand::parse(key).map_or("Age not said", AgeBand::label).to_string()
    });
    let areas = split("areas", "By area", &progress.areas, |key| match key {
        "none" => "Area not said".to_string(),
        "elsewhere" => "An area that is not offered any more".to_string(),
        area => area.to_string(),
    });
    let doors = split("doors", "Through which door", &progress.doors, door_words);
    let groups = split("groups", "With a code or a form of a group", &progress.groups, str::to_string);
    let languages = split("languages", "Language that was read", &progress.languages, language_name);
    let wordings = split("wordings", "Words that were read", &progress.wordings, |key| {
        AgeBand::parse(key)
            .map_or("Words for every age".to_string(), |band| format!("Words for {}", band.label()))
    });
    let easy = split("easy", "Easy Read", &progress.easy, |key| {
        if key == "easy" { "Easy Read" } else { "Usual words" }.to_string()
    });
    view! { {everybody}{missing}{who}{ages}{areas}{doors}{groups}{languages}{wordings}{easy} }.into_any()
}

/// How many, and when.
fn everybody(site: &Site, progress: &Progress) -> AnyView {
    let all = progress.who.all.value().unwrap_or_default();
    let weeks = progress.spans.weeks;
    let columns: Vec<Column> = progress
        .spans
        .starts
        .iter()
        .zip(&progress.in_spans)
        .map(|(start, n)| Column { label: start.format("%-d %b").to_string(), count: n.value() })
        .collect();
    let best = progress
        .spans
        .starts
        .iter()
        .zip(&progress.in_spans)
        .filter_map(|(start, n)| Some((n.value()?, *start)));
    let summary = match best.max() {
        Some((n, start)) if n > 0 => {
            let when = if weeks { "in the week from" } else { "on" };
            format!("Most came {when} {}: about {n}.", day(site, start))
        }
        _ => "On no day was the number large enough to be shown.".to_string(),
    };
    let title = if weeks { "People who answered, by week" } else { "People who answered, by day" };
    let head = [if weeks { "Week from" } else { "Day" }, "People"].map(str::to_string);
    let heard = format!("About {all} people have answered.");
    view! {
        <Panel id="everybody" title="How many" inset=true foot=FOOT>
            <p>{heard}</p>
            <ColumnChart
                id="days"
                title
                summary
                region="Chart: people who answered"
                more="The same as a table"
                head
                hidden=few()
                columns
            />
        </Panel>
    }
    .into_any()
}

/// How to read the numbers.
const FOOT: &str = "A part with fewer than 10 people is hidden. Others may be rounded to the nearest 5, or hidden with it, so the numbers need not add up.";

/// What a hidden number means.
fn few() -> HiddenWords {
    HiddenWords {
        short: "too few to show".into(),
        title: "What does [c] mean?".into(),
        meaning: "Only a few people. Small numbers are hidden, so that nobody can be found by them.".into(),
        ..HiddenWords::default()
    }
}

/// Who has hardly been heard.
fn missing(progress: &Progress) -> AnyView {
    let of = |keep: &dyn Fn(&Missing) -> Option<String>| {
        progress.missing.iter().filter_map(keep).collect::<Vec<_>>()
    };
    let ages = of(&|missing| match missing {
        Missing::Age(band) => Some(band.label().to_string()),
        _ => None,
    });
    let areas = of(&|missing| match missing {
        Missing::Area(area) => Some(area.clone()),
        _ => None,
    });
    let groups = of(&|missing| match missing {
        Missing::Group(group) => Some(group.clone()),
        _ => None,
    });
    let facts: Vec<Fact> = [("Ages", ages), ("Areas", areas), ("Groups", groups)]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(term, names)| Fact::new(term, names.join(", ")))
        .collect();
    let inside = if facts.is_empty() {
        view! { <p>"Every age, area and group that you asked has at least ten answers, or there are too few answers to say."</p> }
            .into_any()
    } else {
        view! { <p>"Fewer than ten answers, or none at all:"</p><ListFacts facts/> }.into_any()
    };
    let reach = progress.consultation.setup.reach.clone();
    let reach = (!reach.is_empty()).then(|| {
        view! { <p>"You meant to reach: "{reach}</p> }
    });
    view! { <Panel id="missing" title="Who is missing" inset=true>{inside}{reach}</Panel> }.into_any()
}

/// The parts of one whole as bars; nothing where there is only one part.
fn split(
    id: &'static str,
    title: &'static str,
    counted: &Counted,
    words: impl Fn(&str) -> String,
) -> Option<AnyView> {
    if counted.parts.len() < 2 {
        return None;
    }
    let bars = bars(&counted.parts, words, "fewer than 10");
    let head = BarHead { label: "Who".into(), bar: "Bar".into(), count: "People".into() };
    Some(view! { <Panel id title inset=true><Bars caption="How many people" head bars/></Panel> }.into_any())
}

fn bars(parts: &[(String, Shown)], words: impl Fn(&str) -> String, hidden: &str) -> Vec<Bar> {
    let most = parts.iter().filter_map(|(_, n)| n.value()).max().unwrap_or(1).max(1);
    parts
        .iter()
        .map(|(key, n)| Bar {
            label: words(key),
            count: match n.value() {
                #[expect(clippy::cast_precision_loss, reason = "a length to be drawn")]
                Some(n) => {
                    BarCount::Shown { number: n.to_string(), share: None, length: n as f64 / most as f64 }
                }
                None => BarCount::Hidden(format!("{n} {hidden}")),
            },
        })
        .collect()
}

fn who_words(key: &str) -> String {
    let Some(kind) = RespondentType::parse(key) else { return key.to_string() };
    match kind {
        RespondentType::Child => "Children and young people",
        RespondentType::Parent => "Parents and carers",
        RespondentType::Professional => "People who work with children",
        RespondentType::Community => "Other people who live here",
    }
    .to_string()
}

/// The words for a door.
fn door_words(key: &str) -> String {
    match key {
        "web" => "The address, or a code for one person",
        "code" => "A code of a group",
        "kiosk" => "A tablet for many people",
        "assisted" => "Typed for somebody who spoke",
        "paper" => "Paper",
        "import" => "From a file",
        other => other,
    }
    .to_string()
}

/// How long it takes, and where people stop.
fn around(progress: &Progress) -> AnyView {
    let slug = progress.consultation.slug.clone();
    let planned = count_of(progress.consultation.setup.minutes, "minute", "minutes");
    let minutes = match progress.minutes {
        Some(minutes) => format!(
            "Half of the people took {} or less. The start page says about {planned}.",
            count_of(minutes, "minute", "minutes")
        ),
        None => format!(
            "The start page says about {planned}. How long it really takes stands here once ten people were timed."
        ),
    };
    let reminder = format!("/desk/c/{slug}/reminder");
    let stopped = stopped(progress);
    view! {
        <Panel id="minutes" title="How long it takes" inset=true foot="Whole minutes are kept, never when somebody answered.">
            <p>{minutes}</p>
        </Panel>
        {stopped}
        <Panel id="remind" title="Remind and thank" inset=true>
            <p>"Earshot does not know who was asked or who has answered. It writes only to those who asked for news; schools and clubs can reach the others, with a text to copy and a page to print."</p>
            <ButtonRow><ButtonLink href=reminder words="Remind and thank" kind=ButtonKind::Still/></ButtonRow>
        </Panel>
    }
    .into_any()
}

/// Where unsent answers stand.
fn stopped(progress: &Progress) -> AnyView {
    let stopped = &progress.stopped;
    let days = count_of(stopped.days, "day", "days");
    let foot = format!(
        "Unsent answers of the last {days} that nobody touched today. Phones with script keep theirs to themselves until they are sent, so these are the others."
    );
    let inside = if stopped.all.is_hidden() {
        view! { <p>"Fewer than ten people have stopped half way. That is too few to say where."</p> }
            .into_any()
    } else {
        let reached: Vec<(String, Shown)> =
            stopped.after.iter().filter(|(_, n)| n.value() != Some(0)).cloned().collect();
        let bars = bars(&reached, |text| format!("After \u{201c}{text}\u{201d}"), "a few");
        let head = BarHead { label: "Last question".into(), bar: "Bar".into(), count: "People".into() };
        view! { <Bars caption="The last question that they answered or skipped" head bars/> }.into_any()
    };
    view! { <Panel id="stopped" title="Where people stop" inset=true foot>{inside}</Panel> }.into_any()
}

/// The school holidays ahead, for whoever gives more time; nothing where none are kept.
fn holidays(site: &Site, progress: &Progress) -> Option<AnyView> {
    let said: Vec<String> = progress
        .holidays
        .iter()
        .map(|holiday| format!("{} to {}", day(site, holiday.first_day), day(site, holiday.last_day)))
        .collect();
    let said = said.join(", ");
    (!said.is_empty()).then(|| {
        view! { <p class="quiet small">"School holidays, when fewer answer: "{said}"."</p> }.into_any()
    })
}

/// Pausing and giving more time: one step each, and what it does beside it.
fn steps(
    actor: &Actor,
    consultation: &DeskConsultation,
    holidays: Option<AnyView>,
    typed: &Typed,
    wrong: &Wrong,
) -> Option<AnyView> {
    let runs = actor.may(Permission::RunConsultations);
    let stops = runs || actor.may(Permission::DecideHeldAnswers);
    let (step, words, text) = match consultation.state {
        State::Open if stops => {
            ("pause", "Pause", "Nobody can answer until you open it again. Nothing that came in is lost.")
        }
        State::Paused if runs => ("open", "Open again", "It takes no answers now."),
        _ => return None,
    };
    let run = format!("/desk/c/{}/run", consultation.slug);
    let edition = consultation.edition.to_string();
    let extend = runs.then(|| {
        let action = format!("/desk/c/{}/progress", consultation.slug);
        let (value, error) = (typed.get("close_on").to_string(), wrong.at("close_on"));
        let edition = edition.clone();
        let actions = view! { <Button words="Give more time" kind=ButtonKind::Still/> }.into_any();
        view! {
            <Panel id="extend" title="Give more time" inset=true action actions>
                {hidden("edition", edition)}
                <DateField
                    name="close_on"
                    label="The last day for answers"
                    hint="It can only become later, and the other days that young people were told must still come after it."
                    value
                    error
                />
                {holidays}
            </Panel>
        }
    });
    Some(
        view! {
            <Panel id="pause" title="Stop for a while" inset=true>
                <p>{text}</p>
                <form method="post" action=run>
                    {hidden("edition", edition)}
                    {hidden("back", "progress")}
                    <Button words kind=ButtonKind::Still name="step" value=step/>
                </form>
            </Panel>
            {extend}
        }
        .into_any(),
    )
}

/// Why another last day cannot be taken. Each names the day that stands in the way.
fn extend_words(site: &Site, consultation: &DeskConsultation, refusal: &Refusal) -> (Option<String>, String) {
    let setup = &consultation.setup;
    let said = |day: Option<NaiveDate>| day.map(|day| site.tongue.day(day)).unwrap_or_default();
    let words = match refusal {
        Refusal::Check(Check::CloseDate) => "Choose a day that is not past.".to_string(),
        Refusal::Check(Check::DecisionAfterClose) => format!(
            "The decision is on {}. In a formal consultation the last day for answers comes before it.",
            said(setup.decision_on)
        ),
        Refusal::Check(Check::FindingsDate) => format!(
            "Young people were told that they can see what everyone said on {}. Choose a day before it.",
            said(setup.findings_on)
        ),
        Refusal::Check(Check::FeedbackDate) => format!(
            "Young people were told that they hear what happens by {}. Choose a day before it.",
            said(setup.feedback_on)
        ),
        other => return refusal_words(other),
    };
    (Some("close_on".to_string()), words)
}
