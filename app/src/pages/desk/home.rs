//! The first page of the desk: what needs you, and how far the words of each
//! consultation have come.

use chrono::NaiveDate;
use earshot_domain::consultation::{Outcome, State};
use earshot_domain::decision::DecisionState;
use earshot_domain::need::NeedState;
use earshot_domain::policy::{Permission, Role};
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::suppression::Shown;
use earshot_service::{Actor, Decision, DeskConsultation, Need, Waiting};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{DeskStep, Here, count_of, day, desk, sentence};
use crate::components::{
    ButtonKind, ButtonLink, DatedItem, Dates, DeskTable, Empty, Grid, LoopPlace, PageHead, Panel, Queue,
    QueueItem, Stack, TableRow, Tag, TagKind,
};
use crate::{Page, Site};

/// Everything that the first page of the desk is made of.
#[derive(Debug, Clone)]
pub struct Today {
    /// Every consultation, newest first.
    pub consultations: Vec<DeskConsultation>,
    /// What is looked at before opening, for each draft by its short name.
    pub drafts: Vec<(String, Vec<Outcome>)>,
    /// Needs; none for those who may not see them.
    pub needs: Vec<Need>,
    /// Numbers of the needs that have a place among the priorities.
    pub ranked: Vec<i64>,
    /// Decisions; none for those who may not see them.
    pub decisions: Vec<Decision>,
    /// Held answers that wait for a decision, for the safeguarding lead.
    pub held: i64,
    /// Colleagues who want to open how to reach somebody, and wait for this person to say yes or no.
    pub contacts: i64,
    /// What was not read or decided about in time, for those who read.
    pub late: Vec<Waiting>,
    /// Requests that somebody has to see to: new ones in which something is worrying, late ones, new ones.
    pub requests: (i64, i64, i64),
    /// Posts (comments, ideas, live words) that wait to be checked, and those that were passed to the safeguarding lead; for
    /// those whose work it is.
    pub comments: (i64, i64),
    /// Roles that somebody has to have now, and that nobody has; for those who invite staff.
    pub missing: Vec<Role>,
    /// Today.
    pub today: NaiveDate,
}

/// How urgent something is; also the order on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    Safety,
    Late,
    Soon,
    Whenever,
}

/// The first page of the desk.
pub fn home(site: &Site, actor: &Actor, today: Today) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    Page::desk("Today", move || {
        let items = waiting(&site, &actor, &today);
        let title = match items.len() {
            0 => "Nothing needs you today".to_string(),
            1 => "One thing needs you today".to_string(),
            n => format!("{} things need you today", number_word(n)),
        };
        let date = day(&site, today.today);
        let start = actor.may(Permission::EditConsultations).then(|| {
            view! {
                <ButtonLink href="/desk/consultations/new" words="Start a consultation" kind=ButtonKind::Go/>
            }
        });
        let queue = if items.is_empty() {
            view! { <Empty title="All done" text="What needs you will stand here, the most urgent first."/> }
                .into_any()
        } else {
            view! { <Queue items/> }.into_any()
        };
        let table = consultations_table(&site, &actor, &today.consultations, today.today);
        let promises = promises(&actor, &today);
        let readers = readers(&today.consultations);
        let body = view! {
            <PageHead title text=date quiet=true>{start}</PageHead>
            <Grid>
                <Stack>
                    <Panel
                        id="needs-you"
                        title="What needs you"
                        aside=view! { <span class="quiet">"The most urgent first"</span> }.into_any()
                    >
                        {queue}
                    </Panel>
                    <Panel
                        id="consultations"
                        title="Consultations, and how far the words have come"
                        aside=view! { <a href="/desk/consultations">"All of them"</a> }.into_any()
                    >
                        {table}
                    </Panel>
                </Stack>
                <Stack>{promises}{readers}</Stack>
            </Grid>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Today), None, body)
    })
}

fn number_word(n: usize) -> String {
    match n {
        2 => "Two",
        3 => "Three",
        4 => "Four",
        5 => "Five",
        6 => "Six",
        7 => "Seven",
        8 => "Eight",
        9 => "Nine",
        10 => "Ten",
        _ => return n.to_string(),
    }
    .to_string()
}

/// That nobody has this role, and what nobody does until somebody has it.
fn nobody_is(role: Role) -> QueueItem {
    let text = match role {
        Role::DataProtectionOfficer => {
            "Until then nobody can answer requests and complaints, or looks after sealed contacts that are opened."
        }
        Role::SafeguardingLead => {
            "Young people are asked, and nobody decides about what worries whoever reads it."
        }
        _ => "Young people are asked, and nobody reads what they write.",
    };
    QueueItem {
        href: "/desk/people".into(),
        title: format!("Nobody is the {}: invite somebody", role.label().to_lowercase()),
        text: text.into(),
        by: Some((TagKind::Urgent, "now".into())),
        takes: None,
    }
}

/// What waits for this person, the most urgent first.
fn waiting(site: &Site, actor: &Actor, today: &Today) -> Vec<QueueItem> {
    let mut items: Vec<(Urgency, QueueItem)> = Vec::new();
    if today.held > 0 {
        items.push((
            Urgency::Safety,
            QueueItem {
                href: "/desk/safeguarding".into(),
                title: format!("Decide about {}", count_of(today.held, "held answer", "held answers")),
                text: "A reader was worried about somebody\u{2019}s safety. Only you can see it.".into(),
                by: Some((TagKind::Urgent, "now".into())),
                takes: None,
            },
        ));
    }
    if today.contacts > 0 {
        let wants = count_of(today.contacts, "colleague wants", "colleagues want");
        items.push((
            Urgency::Safety,
            QueueItem {
                href: "/desk/safeguarding".into(),
                title: format!("{wants} to open how to reach somebody"),
                text: "It takes two people. Say yes or no beside the held answer.".into(),
                by: Some((TagKind::Urgent, "now".into())),
                takes: None,
            },
        ));
    }
    items.extend(today.missing.iter().map(|role| (Urgency::Safety, nobody_is(*role))));
    let (marked, late, new) = today.requests;
    for (many, urgency, what, why, by) in [
        (
            marked,
            Urgency::Safety,
            "Read now:",
            "Something in it may mean that somebody is not safe.",
            Some((TagKind::Urgent, "now")),
        ),
        (late, Urgency::Late, "Answer", "Its time is over.", Some((TagKind::Urgent, "late"))),
        (new, Urgency::Soon, "Read", "Somebody asks what is kept of them, or complains.", None),
    ] {
        if many > 0 {
            let title = format!("{what} {}", count_of(many, "request", "requests"));
            let by = by.map(|(kind, words)| (kind, words.to_string()));
            let item = QueueItem { href: "/desk/requests".into(), title, text: why.into(), by, takes: None };
            items.push((urgency, item));
        }
    }
    let (to_check, passed_on) = today.comments;
    if passed_on > 0 {
        items.push((
            Urgency::Safety,
            QueueItem {
                href: "/desk/safeguarding/comments".into(),
                title: format!("Decide about {}", count_of(passed_on, "post", "posts")),
                text: "Something in it may mean that somebody is not safe. Only you can see it.".into(),
                by: Some((TagKind::Urgent, "now".into())),
                takes: None,
            },
        ));
    }
    if to_check > 0 {
        items.push((
            Urgency::Soon,
            QueueItem {
                href: "/desk/moderation".into(),
                title: format!("Check {}", count_of(to_check, "post", "posts")),
                text: "Comments, ideas and live words. Nobody sees one before somebody has looked at it."
                    .into(),
                by: None,
                takes: None,
            },
        ));
    }
    for waiting in &today.late {
        items.push((
            Urgency::Safety,
            QueueItem {
                href: super::clocks::place(waiting),
                title: super::clocks::ran_out(waiting.clock).into(),
                text: format!(
                    "{} It was due by {}.",
                    sentence(&waiting.title),
                    super::clocks::wall_time(site, waiting.due)
                ),
                by: Some((TagKind::Urgent, "late".into())),
                takes: None,
            },
        ));
    }
    for consultation in &today.consultations {
        of_consultation(site, actor, today, consultation, &mut items);
    }
    of_needs(actor, today, &mut items);
    of_decisions(actor, today, &mut items);
    items.sort_by_key(|(urgency, _)| *urgency);
    items.into_iter().map(|(_, item)| item).collect()
}

#[expect(clippy::too_many_lines, reason = "one list of what can wait, read from top to bottom")]
fn of_consultation(
    site: &Site,
    actor: &Actor,
    today: &Today,
    consultation: &DeskConsultation,
    items: &mut Vec<(Urgency, QueueItem)>,
) {
    let setup = &consultation.setup;
    let at = |page: &str| format!("/desk/c/{}{page}", consultation.slug);
    let (title, about) = (setup.title.as_str(), sentence(&setup.title));
    let mut add = |urgency: Urgency, page: &str, what: String, why: String, by: Option<(TagKind, String)>| {
        items.push((urgency, QueueItem { href: at(page), title: what, text: why, by, takes: None }));
    };
    if actor.may(Permission::ReadRawText) && consultation.unread > 0 {
        let marked = consultation.watched;
        let (urgency, by) = if marked > 0 {
            (Urgency::Safety, Some((TagKind::Urgent, format!("{marked} to look at first"))))
        } else {
            (Urgency::Soon, None)
        };
        add(
            urgency,
            "/read",
            format!("Read {}", count_of(consultation.unread, "answer", "answers")),
            format!("{about} Nothing is coded or counted in themes before a person has read it."),
            by,
        );
    }
    if consultation.state == State::Draft && actor.may(Permission::EditConsultations) {
        let left = today
            .drafts
            .iter()
            .find(|(slug, _)| *slug == consultation.slug)
            .map_or(0, |(_, checks)| checks.iter().filter(|check| check.blocks).count());
        let (what, why) = match left {
            0 => (
                format!("Open {title}"),
                "Everything is in place. Look at it once more, then open it.".to_string(),
            ),
            1 => (format!("Finish {title}"), "One thing is left before it can open.".to_string()),
            n => (format!("Finish {title}"), format!("{n} things are left before it can open.")),
        };
        add(Urgency::Whenever, "", what, why, None);
    }
    let runs = actor.may(Permission::RunConsultations);
    let past = |day: Option<NaiveDate>| day.filter(|day| *day < today.today);
    if let (true, State::Open | State::Paused, Some(last)) = (runs, consultation.state, past(setup.close_on))
    {
        add(
            Urgency::Soon,
            "",
            format!("Close {title}"),
            format!("Its last day was {}. It takes no new answers.", day(site, last)),
            None,
        );
    }
    let analyses = runs && actor.may(Permission::Analyse);
    let reading = matches!(consultation.state, State::Open | State::Paused | State::Closed);
    if let (true, true, Some(promised)) = (analyses, reading, past(setup.findings_on)) {
        add(
            Urgency::Late,
            "/findings",
            "Publish what you heard".to_string(),
            format!("{about} We promised it by {}.", day(site, promised)),
            Some((TagKind::Urgent, late_words(promised, today.today))),
        );
    } else if analyses
        && consultation.state == State::Closed
        && consultation.unread == 0
        && consultation.themes > 0
    {
        add(
            Urgency::Soon,
            "/findings",
            "Publish what you heard".to_string(),
            format!("{about} Every answer is read, and there are final themes."),
            setup.findings_on.map(|promised| (TagKind::Wait, format!("by {}", day(site, promised)))),
        );
    }
    if actor.may(Permission::Analyse)
        && consultation.state == State::Closed
        && consultation.cleared > 0
        && consultation.themes == 0
    {
        add(
            Urgency::Whenever,
            "/themes",
            "Find the themes".to_string(),
            format!("{title} is closed, and no theme is final yet."),
            setup.findings_on.map(|promised| (TagKind::Wait, format!("by {}", day(site, promised)))),
        );
    }
    if actor.may(Permission::PublishFeedback) && consultation.state != State::Draft {
        let told = matches!(consultation.state, State::FedBack | State::FollowedUp);
        match (told, past(setup.feedback_on), consultation.state) {
            (false, Some(promised), _) => add(
                Urgency::Late,
                "/feedback",
                "Tell young people what happens".to_string(),
                format!("{about} We promised an answer by {}. We are late, so say why.", day(site, promised)),
                Some((TagKind::Urgent, late_words(promised, today.today))),
            ),
            (false, None, State::Decided) => add(
                Urgency::Soon,
                "/feedback",
                "Tell young people what happens".to_string(),
                format!("{about} The decision is made."),
                setup.feedback_on.map(|promised| (TagKind::Wait, format!("by {}", day(site, promised)))),
            ),
            _ => {}
        }
    }
}

fn of_needs(actor: &Actor, today: &Today, items: &mut Vec<(Urgency, QueueItem)>) {
    for need in &today.needs {
        let reference = Reference::new(Kind::Need, need.number);
        let own = need.created_by.is_some() && need.created_by == actor.staff_id;
        let title = need.body.title.clone();
        let what = match need.state {
            NeedState::Proposed if actor.may(Permission::AgreeNeeds) && !own => {
                Some((Urgency::Soon, format!("Agree {reference}, or say what is missing")))
            }
            NeedState::Draft if actor.may(Permission::EditNeeds) && own => {
                Some((Urgency::Whenever, format!("Finish {reference}")))
            }
            NeedState::Agreed
                if actor.may(Permission::SetPriorities) && !today.ranked.contains(&need.number) =>
            {
                Some((Urgency::Whenever, format!("Give {reference} a place among the priorities")))
            }
            _ => None,
        };
        if let Some((urgency, what)) = what {
            let item = QueueItem {
                href: format!("/desk/needs/{reference}"),
                title: what,
                text: title,
                by: None,
                takes: None,
            };
            items.push((urgency, item));
        }
    }
}

fn of_decisions(actor: &Actor, today: &Today, items: &mut Vec<(Urgency, QueueItem)>) {
    if !actor.may(Permission::EditDecisions) {
        return;
    }
    let drafts = today.decisions.iter().filter(|decision| decision.state == DecisionState::Draft);
    for decision in drafts {
        let reference = Reference::new(Kind::Decision, decision.number);
        let publishes = actor.may(Permission::PublishDecisions);
        items.push((
            Urgency::Whenever,
            QueueItem {
                href: format!("/desk/decisions/{reference}"),
                title: if publishes {
                    format!("Answer every theme and publish {reference}")
                } else {
                    format!("Finish the draft {reference}")
                },
                text: decision.body.title.clone(),
                by: None,
                takes: None,
            },
        ));
    }
}

/// "11 days late".
fn late_words(promised: NaiveDate, today: NaiveDate) -> String {
    format!("{} late", count_of((today - promised).num_days(), "day", "days"))
}

/// The state in a word, and what the word says.
pub(super) fn state_tag(state: State) -> (TagKind, &'static str) {
    match state {
        State::Draft => (TagKind::Plain, "Draft"),
        State::Open => (TagKind::Ok, "Open"),
        State::Paused => (TagKind::Wait, "Paused"),
        State::Closed => (TagKind::Wait, "Closed, being read"),
        State::FindingsPublished => (TagKind::Ok, "Findings published"),
        State::Decided => (TagKind::Ok, "Decided"),
        State::FedBack => (TagKind::Ok, "Young people told"),
        State::FollowedUp => (TagKind::Ok, "Followed up"),
    }
}

/// How far the words have come: the step of the loop, and its name.
fn place(consultation: &DeskConsultation) -> (usize, &'static str) {
    match consultation.state {
        State::Draft => (0, "Not asked yet"),
        State::Open | State::Paused => (1, "Answer"),
        State::Closed if consultation.themes > 0 => (3, "Theme"),
        State::Closed => (1, "Answer"),
        State::FindingsPublished => (3, "Theme"),
        State::Decided => (6, "Decision"),
        State::FedBack | State::FollowedUp => (8, "Told"),
    }
}

/// The next day that was promised to young people: the day, what, and whether
/// it is past.
fn next_promise(
    consultation: &DeskConsultation,
    today: NaiveDate,
) -> Option<(NaiveDate, &'static str, bool)> {
    let setup = &consultation.setup;
    let (day, words) = match consultation.state {
        State::Draft => return None,
        State::Open | State::Paused | State::Closed if setup.findings_on.is_some() => {
            (setup.findings_on?, "what we heard")
        }
        State::Open | State::Paused | State::Closed | State::FindingsPublished | State::Decided => {
            (setup.feedback_on?, "what happens")
        }
        State::FedBack | State::FollowedUp => return None,
    };
    Some((day, words, day < today))
}

/// Every consultation with its state, how far its words have come, and the next
/// promise. What there is to read is for those who read.
pub(super) fn consultations_table(
    site: &Site,
    actor: &Actor,
    consultations: &[DeskConsultation],
    today: NaiveDate,
) -> AnyView {
    if consultations.is_empty() {
        let start = actor.may(Permission::EditConsultations).then(|| {
            view! { <ButtonLink href="/desk/consultations/new" words="Start a consultation"/> }
        });
        return view! {
            <Empty title="No consultation yet" text="Each one will stand here, with how far its words have come.">
                {start}
            </Empty>
        }
        .into_any();
    }
    let reads = actor.may(Permission::ReadRawText);
    let mut head = vec!["Consultation".to_string(), "State".into(), "Place in the loop".into()];
    if reads {
        head.push("Heard from".into());
    }
    head.push("Next promise".into());
    let rows = consultations
        .iter()
        .map(|consultation| {
            let href = format!("/desk/c/{}", consultation.slug);
            let title = consultation.setup.title.clone();
            let reference = consultation.reference.to_string();
            let (kind, words) = state_tag(consultation.state);
            let (step, name) = place(consultation);
            let spoken = if step == 0 { String::new() } else { format!(", step {step} of 8") };
            let mut cells = vec![
                view! { <Tag kind words/> }.into_any(),
                view! { <LoopPlace step name spoken/> }.into_any(),
            ];
            if reads {
                cells.push(heard(consultation));
            }
            cells.push(match next_promise(consultation, today) {
                None => view! { <span class="quiet">"None"</span> }.into_any(),
                Some((promised, what, late)) => {
                    let words = format!("{}: {what}", day(site, promised));
                    if late {
                        view! { <Tag kind=TagKind::Urgent words="Late"/>" "{words} }.into_any()
                    } else {
                        words.into_any()
                    }
                }
            });
            let head = view! { <a href=href>{title}</a>" "<span class="ref">{reference}</span> }.into_any();
            TableRow { head, cells }
        })
        .collect();
    view! { <DeskTable labelled_by="consultations" head rows/> }.into_any()
}

fn heard(consultation: &DeskConsultation) -> AnyView {
    if consultation.state == State::Draft {
        return view! { <span class="quiet">"Nobody yet"</span> }.into_any();
    }
    let people = people_words(consultation.heard);
    let unread = (consultation.unread > 0).then(|| {
        let words = format!("{} to read", count_of(consultation.unread, "answer", "answers"));
        view! { <br/><span class="quiet">{words}</span> }
    });
    view! { {people}{unread} }.into_any()
}

/// How many have answered, by the rule of the page "While it is open".
pub(super) fn people_words(heard: Shown) -> String {
    match heard.value().filter(|people| *people > 0) {
        Some(people) => format!("About {people} people"),
        None => "Fewer than ten people so far".to_string(),
    }
}

/// Everything promised to young people and not yet done, the oldest first. It leads to the page where that is done who may
/// see it.
fn promises(actor: &Actor, today: &Today) -> AnyView {
    let mut days: Vec<(NaiveDate, String, Option<String>)> = Vec::new();
    for consultation in &today.consultations {
        let setup = &consultation.setup;
        let state = consultation.state;
        if state == State::Draft {
            continue;
        }
        let at = |page: &str, permission: Permission| {
            let href = format!("/desk/c/{}{page}", consultation.slug);
            Some(href).filter(|_| actor.may_in(permission, consultation.id))
        };
        if let Some(day) =
            setup.close_on.filter(|day| matches!(state, State::Open | State::Paused) && *day >= today.today)
        {
            days.push((
                day,
                format!("Last day for answers: {}", setup.title),
                at("", Permission::SeeConsultations),
            ));
        }
        if let Some(day) = setup.findings_on.filter(|_| !state.shows_findings()) {
            days.push((
                day,
                format!("What we heard: {}", setup.title),
                at("/findings", Permission::SeeAnalysis),
            ));
        }
        if let Some(day) = setup.feedback_on.filter(|_| state < State::FedBack) {
            days.push((
                day,
                format!("What happens: {}", setup.title),
                at("/feedback", Permission::SeeEvidence),
            ));
        }
    }
    days.sort();
    let items: Vec<DatedItem> = days
        .into_iter()
        .map(|(promised, words, href)| DatedItem {
            day: promised.format("%-d %b").to_string(),
            words,
            tag: (promised < today.today).then(|| (TagKind::Urgent, "Late".to_string())),
            href,
        })
        .collect();
    let inside = if items.is_empty() {
        view! { <p class="in quiet">"Nothing is promised for a day to come."</p> }.into_any()
    } else {
        view! { <Dates items/> }.into_any()
    };
    view! { <Panel id="promised" title="What we promised young people">{inside}</Panel> }.into_any()
}

/// Who reads, and who decides when somebody may not be safe.
fn readers(consultations: &[DeskConsultation]) -> Option<AnyView> {
    let rows: Vec<AnyView> = consultations
        .iter()
        .filter(|consultation| matches!(consultation.state, State::Open | State::Paused | State::Closed))
        .filter(|consultation| !consultation.setup.reader.is_empty())
        .map(|consultation| {
            let setup = &consultation.setup;
            let (about, reader, lead) =
                (sentence(&setup.title), setup.reader.clone(), setup.safeguarding_lead.clone());
            view! {
                <p>{about}" Reader: "<strong>{reader}</strong>". Safeguarding lead: "<strong>{lead}</strong>"."</p>
            }
            .into_any()
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    Some(view! { <Panel id="readers" title="Who is reading" inset=true>{rows}</Panel> }.into_any())
}
