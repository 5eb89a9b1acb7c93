//! What is on its way: mail and other work after a request. For administrators.

use chrono::{DateTime, Utc};
use earshot_domain::job::JobState;
use earshot_service::{Actor, Job, JobPage};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::paging::{TIMES, pager};
use super::shell::{DeskStep, Here, behind_the_last, desk, moment};
use super::typed::hidden;
use crate::components::{
    Button, ButtonKind, ButtonRow, Confirm, DeskTable, Empty, Level, Link, NoteBox, PageHead, Panel, Stack,
    TabLink, TableRow, Tabs,
};
use crate::{Page, Site};

/// What kind of work it is.
fn kind_words(kind: &str) -> &str {
    match kind {
        "mail.sign-in" => "A link to sign in",
        "mail.invite" => "An invitation to the desk",
        "mail.confirm" => "Do you want news?",
        "mail.contact-opened" => "A sealed contact was opened",
        "mail.reminder" => "A reminder",
        "mail.thanks" => "Thanks",
        "mail.heard" => "What was heard",
        "mail.told" => "What happens now",
        "mail.followed-up" => "What came of it",
        "mail.request" => "A request waits",
        "mail.late-comment" | "mail.late-comment-held" => "Posts wait",
        "mail.held" => "Something is held",
        "mail.late-marked" | "mail.late-unread" | "mail.late-held" | "mail.late-held-unread" => {
            "A clock of the safeguarding lane has run out"
        }
        "news.reminder" => "Write reminders",
        "news.thanks" => "Write thanks",
        "news.heard" => "Write what was heard",
        "news.told" => "Write what happens now",
        "news.followed-up" => "Write what came of it",
        "search.names" => "Take names out of the search",
        "search.fill" => "Fill the search",
        other => other,
    }
}

fn state_words(state: JobState) -> &'static str {
    match state {
        JobState::Waiting => "On its way",
        JobState::Done => "Done",
        JobState::Failed => "Given up",
    }
}

/// The address of a page of the list; pages count from 0.
fn address(state: JobState, page: i64) -> String {
    format!("/desk/jobs?state={state}&page={}", page + 1)
}

/// Jobs of one state, a page of them.
pub fn jobs(
    site: &Site,
    actor: &Actor,
    state: JobState,
    (found, number): (JobPage, i64),
    done: Option<&str>,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = match done {
        Some("retry") => Some("It is tried again now.".to_string()),
        Some("discard") => Some("Thrown away.".to_string()),
        _ => None,
    };
    Page::desk("On its way", move || {
        let tabs = tabs(&found, state);
        let no_mail = (!site.mails).then(|| {
            view! {
                <NoteBox measure=true>
                    <p>"No mail goes out from here: "<code>"earshot serve"</code>" was not told of a mail server (--mail-url)."</p>
                </NoteBox>
            }
        });
        let (more, more_than_one) = (found.more, found.jobs.len() > 1);
        let table = if found.jobs.is_empty() && number > 0 {
            behind_the_last(address(state, 0))
        } else {
            table(&site, state, found.jobs, found.at)
        };
        let pager = pager("Pages of the list", TIMES, (number, more), |page| address(state, page));
        let title = state_words(state);
        let all = (state == JobState::Failed && more_than_one).then(|| {
            view! {
                <form method="post" action="/desk/jobs">
                    <ButtonRow><Button words="Try all of them again" kind=ButtonKind::Still name="do" value="retry-all"/></ButtonRow>
                </form>
            }
        });
        let body = view! {
            <PageHead
                title="On its way"
                text="Mail, and what else is done after somebody pressed a button. Nothing here says what is in a letter or whom it goes to."
                quiet=true
            />
            <Stack>
                {no_mail}
                {tabs}
                <Panel id="jobs" title=title foot="Letters of news to young people are not listed unless they were given up: counted, they would tell how few asked for them. Who follows several things gets one letter of news a day: what comes after it waits, and goes together. So do requests that come within four hours. What may mean that somebody is not safe never waits; only that more is held is told once an hour.">
                    {table}
                    {pager}
                </Panel>
                {all}
            </Stack>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Jobs), flash, body)
    })
}

fn tabs(found: &JobPage, state: JobState) -> AnyView {
    let links = found
        .counts
        .iter()
        .map(|(other, count)| TabLink {
            href: address(*other, 0),
            words: format!("{} ({count})", state_words(*other)),
            current: *other == state,
            tag: None,
        })
        .collect();
    view! { <Tabs label="What is shown" links/> }.into_any()
}

fn table(site: &Site, state: JobState, jobs: Vec<Job>, at: DateTime<Utc>) -> AnyView {
    if jobs.is_empty() {
        let (title, text) = match state {
            JobState::Waiting => ("Nothing waits", "What is to be sent stands here until it has gone."),
            JobState::Done => ("Nothing in the last month", "What was done stands here for 30 days."),
            JobState::Failed => {
                ("Nothing was given up", "What could not be sent for three days stands here for 90 days.")
            }
        };
        return view! { <Empty title text/> }.into_any();
    }
    let head = ["What", "About", "When", "Tries", "What went wrong", "What to do"];
    let head = head[..columns(state)].iter().map(ToString::to_string).collect();
    let rows = jobs.into_iter().map(|job| row(site, job, at)).collect();
    view! { <DeskTable labelled_by="jobs" head rows/> }.into_any()
}

/// How many columns there are: what was done has nothing wrong, and only what was given up has anything to press.
fn columns(state: JobState) -> usize {
    match state {
        JobState::Done => 4,
        JobState::Waiting => 5,
        JobState::Failed => 6,
    }
}

fn row(site: &Site, job: Job, at: DateTime<Utc>) -> TableRow {
    let when = match (job.state, job.ended_at) {
        // What was never tried is due at once, unless it was put off.
        (JobState::Waiting, _) if job.attempts == 0 && job.run_at > at => {
            let day = site.tongue.day(job.run_at.date_naive());
            format!("waits to go together with others at {} UTC on {day}", job.run_at.format("%H:%M"))
        }
        (JobState::Waiting, _) if job.attempts > 0 => format!("next {}", moment(site, job.run_at)),
        (_, Some(ended)) => moment(site, ended),
        _ => moment(site, job.created_at),
    };
    let to_do = (job.state == JobState::Failed).then(|| {
        let spoken = format!(" the one of {when}");
        let id = job.id.to_string();
        // What keeps the search in step is no letter: it has to be done in the end.
        let throw_away = (!job.kind.starts_with("search.")).then(|| {
            view! { <Button words="Throw away" kind=ButtonKind::Stop name="do" value="discard" spoken=spoken.clone()/> }
        });
        view! {
            <form method="post" action="/desk/jobs">
                {hidden("id", id)}
                <ButtonRow>
                    <Button words="Try again" kind=ButtonKind::Still name="do" value="retry" spoken/>
                    {throw_away}
                </ButtonRow>
            </form>
        }
        .into_any()
    });
    let mut cells = vec![
        job.subject.into_any(),
        when.into_any(),
        job.attempts.to_string().into_any(),
        job.problem.unwrap_or_default().into_any(),
        to_do.into_any(),
    ];
    cells.truncate(columns(job.state) - 1);
    TableRow { head: kind_words(&job.kind).to_string().into_any(), cells }
}

/// Asks once more before something is thrown away.
pub fn discard(site: &Site, actor: &Actor, id: &str) -> Page {
    let (site, actor, id) = (site.clone(), actor.clone(), id.to_string());
    Page::desk("Throw it away?", move || {
        let no = Link::new(address(JobState::Failed, 0), "No, go back");
        let body = view! {
            <Confirm title="Throw it away?" action="/desk/jobs" yes="Yes, throw it away" stop=true no level=Level::One>
                <p>"It is not sent any more, and does not come back. Whoever waits for it gets nothing."</p>
                {hidden("do", "discard")}
                {hidden("id", id)}
                {hidden("sure", "yes")}
            </Confirm>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Jobs).under("/desk/jobs", "On its way"), None, body)
    })
}
