//! Telling young people: you said, we did, and later what came of it.

use earshot_domain::consultation::State;
use earshot_domain::decision::{Gap, ResponseStatus};
use earshot_domain::policy::Permission;
use earshot_service::{Actor, DeskConsultation, FeedbackLine, FeedbackPage, FeedbackProposal, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::passport::{LOOKED, taken_back};
use super::shell::{DeskStep, Here, day, desk};
use super::tried::{Form, Tried, status_needs, status_options, status_words};
use super::typed::Typed;
use crate::components::{
    Blocked, BoxKind, Button, ButtonKind, ButtonRow, Empty, FormRow, IconName, Link, NoteBox, PageHead,
    Panel, Said, SaidList, Select, Stack, Status, StatusKey, Tag, TagKind, TextArea, TextField, Words,
};
use crate::{Page, Site};

/// The form that tells young people.
pub const TELL: &str = "tell";

/// The form that tells them what came of it.
pub const FOLLOW_UP: &str = "follow-up";

fn flash(done: Option<&str>) -> Option<String> {
    match done? {
        "told" => Some("Young people can read it now.".into()),
        "looked" => Some(LOOKED.into()),
        "followed" => Some("Young people can read what came of it now.".into()),
        "comments-open" => Some(
            "Young people can comment now. Nobody sees a comment before somebody has looked at it.".into(),
        ),
        "comments-closed" => Some("No new comments are taken. What is shown stays.".into()),
        _ => None,
    }
}

/// The lines to be told, or what was told.
pub fn feedback(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    proposal: FeedbackProposal,
    tried: Tried,
    done: Option<&str>,
) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    let wrong = tried.is_wrong();
    Page::desk("Tell young people", move || {
        let slug = consultation.slug.as_str();
        let tells = actor.may(Permission::PublishFeedback);
        let form = tell_form(&tried, &proposal);
        let later = Form::empty(&tried, FOLLOW_UP, "");
        let summaries = view! { {form.summary()}{later.summary()} };
        let tag = match &proposal.published {
            Some(page) => {
                let words = format!("Told on {}", day(&site, page.published_on));
                view! { <Tag words kind=TagKind::Ok icon=IconName::Check/> }.into_any()
            }
            None => view! { <Tag words="Not told yet" kind=TagKind::Wait/> }.into_any(),
        };
        let mut meta = vec![tag];
        if let Some(on) = consultation.setup.feedback_on {
            let words = format!("Promised by {}", day(&site, on));
            meta.push(view! { <Words words/> }.into_any());
        }
        if let Some(reference) = proposal.decision {
            let link = Link::new(format!("/desk/decisions/{reference}"), reference.to_string());
            meta.push(view! { <Words words="From decision" link/> }.into_any());
        }
        let may_tell = matches!(consultation.state, State::FindingsPublished | State::Decided);
        let inside = match &proposal.published {
            Some(page) => told(&site, slug, page, tells, &later),
            None if !may_tell => too_early(slug),
            None if proposal.lines.is_empty() => no_lines(slug),
            None if tells => lines_form(&site, slug, &proposal, &form),
            None => lines_read(&site, &proposal),
        };
        let comments =
            (actor.may_everywhere(Permission::PublishFeedback) && proposal.published.is_some()).then(|| comments(slug, proposal.comments_open));
        let look = tells.then(|| format!("/desk/c/{slug}/feedback/taken-back"));
        let again = taken_back(look, &proposal.taken_back);
        let body = view! {
            {summaries}
            <PageHead
                title="You said, we did"
                meta
                text="Full, friendly, fast, and followed up. Every theme gets its line, also when the answer is no."
                quiet=true
            />
            {again}
            {inside}
            {comments}
        }
        .into_any();
        let here = Here::at(DeskStep::Tell).of(slug, &consultation.setup.title);
        desk(&site, &actor, here, done, body)
    })
    .wrong(wrong)
}

/// The form as it is proposed, or as it was typed; what is wrong with a line is
/// shown at that line.
fn tell_form(tried: &Tried, proposal: &FeedbackProposal) -> Form {
    let form = Form::new(tried, TELL, "", || {
        proposal.lines.iter().fold(Typed::default(), |typed, line| {
            let id = line.theme_id;
            typed
                .with(format!("you_said-{id}"), &line.you_said)
                .with(format!("we_did-{id}"), &line.we_did)
                .with(format!("status-{id}"), line.status.as_str())
        })
    });
    let longest = proposal
        .lines
        .iter()
        .map(|line| format!("we_did-{}", line.theme_id))
        .max_by_key(|name| form.value(name).len());
    form.placed(|refusal| match refusal {
        Refusal::NoLine(theme) | Refusal::Decision(Gap::SaysNothing { theme, .. }) => proposal
            .lines
            .iter()
            .find(|line| line.theme == *theme)
            .map(|line| format!("we_did-{}", line.theme_id)),
        Refusal::TooLong { field: "we_did", .. } => longest.clone(),
        _ => None,
    })
}

/// Whether young people may comment on what they were told.
fn comments(slug: &str, open: bool) -> AnyView {
    let action = format!("/desk/c/{slug}/feedback/comments");
    let (says, words, value) = if open {
        ("Young people can comment on this page.", "Take no more comments", "close")
    } else {
        ("Young people cannot comment on this page.", "Let young people comment", "open")
    };
    let actions = view! { <Button words kind=ButtonKind::Still name="comments" value/> }.into_any();
    view! {
        <div class="pad-top">
            <Panel
                id="comments"
                title="Comments"
                action
                actions
                inset=true
                foot="Somebody looks at each before anybody sees it, always. Turned off, no new ones are taken, and what is shown stays."
            >
                <p>{says}" "<a href="/rules">"The rules, as young people read them"</a></p>
            </Panel>
        </div>
    }
    .into_any()
}

fn too_early(slug: &str) -> AnyView {
    let problems = vec![
        Link::new(format!("/desk/c/{slug}/findings"), "Publish the findings."),
        Link::new("/desk/decisions", "Publish the decision that answers them."),
    ];
    view! {
        <Stack>
            <Blocked id="why-not" title="There is nothing to tell yet." problems/>
            <NoteBox kind=BoxKind::Sunk>
                <p>"When no decision will be made, you can still tell young people so, and why. The findings come first."</p>
            </NoteBox>
        </Stack>
    }
    .into_any()
}

fn no_lines(slug: &str) -> AnyView {
    let problems = vec![Link::new(format!("/desk/c/{slug}/themes"), "Make at least one theme final.")];
    view! { <Blocked id="why-not" title="No theme is final, so there is no line to write." problems/> }
        .into_any()
}

fn lines_form(site: &Site, slug: &str, proposal: &FeedbackProposal, form: &Form) -> AnyView {
    let action = format!("/desk/c/{slug}/feedback");
    let decided = proposal.decision.is_some();
    let lines: Vec<AnyView> = proposal
        .lines
        .iter()
        .map(|line| {
            let id = line.theme_id;
            let title = line.theme.clone();
            let (you_name, we_name, status_name) =
                (format!("you_said-{id}"), format!("we_did-{id}"), format!("status-{id}"));
            let you = form.value(&you_name).to_string();
            let we = form.value(&we_name).to_string();
            let error = form.error(&we_name);
            let status = if decided { line.status } else { ResponseStatus::parse(form.value(&status_name)).unwrap_or(line.status) };
            let hint = status_needs(status);
            let answer = if decided {
                let words = status_words(site, status);
                let key = StatusKey::from_key(status.as_str());
                let status = key.map(|key| view! { <Status key words/> });
                view! { <p>"The decision\u{2019}s answer: "{status}</p> }.into_any()
            } else {
                let (options, value) = (status_options(site), status.as_str());
                view! { <Select name=status_name label="Our answer" options value small=true/> }.into_any()
            };
            let promised: Vec<AnyView> = line
                .changes
                .iter()
                .map(|change| {
                    let due = change.due_on.map(|due| format!(", by {}", day(site, due))).unwrap_or_default();
                    // A promise may be written as a sentence: the day still belongs to it.
                    let what =
                        if due.is_empty() { change.what.as_str() } else { change.what.trim_end_matches('.') };
                    let words = format!("{what}{due}");
                    view! { <li>{words}</li> }.into_any()
                })
                .collect();
            let promised = (!promised.is_empty()).then(|| {
                view! { <p class="small quiet">"These promises stand under it by themselves:"</p><ul class="small">{promised}</ul> }
            });
            view! {
                <Panel id=format!("line-{id}") title inset=true>
                    <TextField name=you_name label="You said" value=you/>
                    {answer}
                    <FormRow><TextArea name=we_name label="We did, or why not" hint value=we error rows=3 wide=true/></FormRow>
                    {promised}
                </Panel>
            }
            .into_any()
        })
        .collect();
    let undecided = (!decided).then(|| {
        view! {
            <NoteBox kind=BoxKind::Sunk>
                <p>"No published decision answers this consultation. You can tell young people that nothing will be decided, and why. Or "<a href="/desk/decisions">"publish the decision first"</a>"."</p>
            </NoteBox>
        }
    });
    let message = form.lines(
        "message",
        "A few words to the young people",
        "Thank them. Say in one sentence what happens now.",
        3,
    );
    let follow_up = form.day("follow_up_on", "When you will say what came of it", "A day that you can keep.");
    let sure = form.sure("I have read every line as a young person would");
    view! {
        <form class="stack" method="post" action=action novalidate=true>
            {undecided}
            {lines}
            <Panel id="around" title="Around the lines" inset=true>{message}{follow_up}</Panel>
            <div class="confirm">
                <h2>"Tell young people?"</h2>
                <p>"Everybody can read it, and it cannot be changed afterwards. The follow-up can be added later."</p>
                {sure}
                <ButtonRow><Button words="Tell young people"/></ButtonRow>
            </div>
        </form>
    }
    .into_any()
}

/// Lines as young people read them.
fn said_lines(site: &Site, lines: &[FeedbackLine]) -> AnyView {
    let items: Vec<AnyView> = lines
        .iter()
        .map(|line| {
            let words = status_words(site, line.status);
            let answers =
                StatusKey::from_key(line.status.as_str()).map(|key| vec![(key, words)]).unwrap_or_default();
            let (theme, did) = (line.you_said.clone(), line.we_did.clone());
            view! { <Said you="You said" theme we="We did" answers><p>{did}</p></Said> }.into_any()
        })
        .collect();
    view! { <SaidList>{items}</SaidList> }.into_any()
}

fn lines_read(site: &Site, proposal: &FeedbackProposal) -> AnyView {
    let lines = said_lines(site, &proposal.lines);
    view! {
        <Stack>
            <NoteBox kind=BoxKind::Sunk><p>"These lines are proposed. A participation worker puts them into words and tells young people."</p></NoteBox>
            {lines}
        </Stack>
    }
    .into_any()
}

fn told(site: &Site, slug: &str, page: &FeedbackPage, tells: bool, form: &Form) -> AnyView {
    let href = format!("/c/{slug}/feedback");
    let lines = if page.lines.is_empty() {
        view! { <Empty title="No line was told"/> }.into_any()
    } else {
        said_lines(site, &page.lines)
    };
    let message = (!page.message.is_empty()).then(|| {
        let words = page.message.clone();
        view! { <p>{words}</p> }
    });
    let later = match (page.followed_up_on, tells) {
        (Some(on), _) => {
            let (title, words) =
                (format!("What came of it, told on {}", day(site, on)), page.follow_up.clone());
            view! { <NoteBox kind=BoxKind::Good title id="later"><p>{words}</p></NoteBox> }.into_any()
        }
        (None, true) => {
            let action = format!("/desk/c/{slug}/feedback/follow-up");
            let hint = match page.follow_up_on {
                Some(on) => format!("You promised it for {}.", day(site, on)),
                None => String::new(),
            };
            let field = form.lines(
                "follow_up",
                "What is different now, and what is not",
                "In words that young people read. Say also what did not work.",
                4,
            );
            let actions = view! { <Button words="Tell what came of it"/> }.into_any();
            view! {
                <Panel id="later" title="What came of it" action actions inset=true>
                    <p class="quiet">{hint}</p>
                    {field}
                </Panel>
            }
            .into_any()
        }
        (None, false) => {
            let words =
                page.follow_up_on.map(|on| format!("What came of it is promised for {}.", day(site, on)));
            view! { <p class="quiet">{words}</p> }.into_any()
        }
    };
    let reference = page.reference.to_string();
    view! {
        <Stack>
            <NoteBox kind=BoxKind::Good>
                <p>"Young people can read it. "<a href=href>"See it as they do"</a>" ("{reference}")."</p>
            </NoteBox>
            {message}
            {lines}
            {later}
        </Stack>
    }
    .into_any()
}
