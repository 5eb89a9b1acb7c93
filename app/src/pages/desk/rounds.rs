//! Double coding: the rounds of a consultation beside each other, and the form that begins another one.

use earshot_domain::agreement::{Agreement, Figure, Grade, RoundState};
use earshot_service::{Actor, CoderView, DeskConsultation, Refusal, RoundCard, Rounds};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::codebook::here;
use super::shell::{count_of, desk, moment};
use super::tried::{Form, Tried, code_tabs};
use super::typed::Typed;
use crate::components::{
    Button, DeskTable, Empty, NoteBox, PageHead, Panel, SelectOption, Stack, TableRow, Tag, TagKind,
};
use crate::{Page, Site};

/// The form that begins a round.
pub const START: &str = "start";

fn flash(done: Option<&str>) -> Option<String> {
    match done? {
        "closed" => Some("The round is closed. What you settled is on the answers.".into()),
        "stopped" => Some("The round is stopped. Nothing of it is on the answers.".into()),
        _ => None,
    }
}

/// The rounds of a consultation.
pub fn list(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    rounds: Rounds,
    tried: &Tried,
    done: Option<&str>,
) -> Page {
    let (site, actor, done, tried) = (site.clone(), actor.clone(), flash(done), tried.clone());
    let wrong = tried.is_wrong();
    Page::desk("Double coding", move || {
        let slug = consultation.slug.clone();
        let me = actor.staff_id.map(|id| id.to_string()).unwrap_or_default();
        // What is missing before a round can begin belongs to the form as a whole.
        let form =
            Form::new(&tried, START, "", || Typed::default().with("first", me)).placed(|refusal| {
                let whole = ["round_before", "two_codes", "to_code"];
                let is_whole = matches!(refusal, Refusal::Missing(field) if whole.contains(field));
                is_whole.then(|| "new".to_string())
            });
        let summary = form.summary();
        let tabs = code_tabs(&consultation, "rounds", true);
        let figures = figures(&rounds.rounds);
        let table = table(&site, &slug, &rounds.rounds);
        let running = rounds.rounds.iter().find(|round| round.state != RoundState::Closed);
        let start = match running {
            Some(round) => {
                let (href, words) = (format!("/desk/c/{slug}/rounds/{}", round.number), round.number);
                view! {
                    <NoteBox measure=true>
                        <p><a href=href>"Round "{words}</a>" is not closed yet. Close or stop it before another one begins."</p>
                    </NoteBox>
                }
                .into_any()
            }
            None => start(&slug, &rounds, &form),
        };
        let body = view! {
            {summary}
            <PageHead
                title="Double coding"
                text="Two people code the same answers, and neither sees the other\u{2019}s codes before both are done. Where they differ, the words of a code are not clear yet: talk about it, mend the codebook, and do another round."
                quiet=true
            />
            {tabs}
            <div class="pad-top"><Stack><Panel id="rounds" title="Rounds">{table}</Panel>{figures}{start}</Stack></div>
        }
        .into_any();
        desk(&site, &actor, here(&consultation), done, body)
    })
    .wrong(wrong)
}

/// The alphas of the rounds beside each other: "Round 1: 0.62, round 2: 0.81."
fn figures(rounds: &[RoundCard]) -> Option<AnyView> {
    let alphas: Vec<String> = rounds
        .iter()
        .filter_map(|round| Some((round.number, round.result.as_ref()?)))
        .map(|(number, result)| format!("round {number}: {}", figure(result.pooled.alpha)))
        .collect();
    (alphas.len() > 1).then(|| {
        let words = alphas.join(", ");
        view! { <p class="measure">"Alpha, "{words}"."</p> }.into_any()
    })
}

/// A figure, or that there is none.
pub(super) fn figure(figure: Option<Figure>) -> String {
    figure.map_or_else(|| "cannot be calculated".to_string(), |figure| figure.to_string())
}

/// A share in per cent.
pub(super) fn share(figure: Option<Figure>) -> String {
    figure.map_or_else(|| "none".to_string(), |figure| format!("{}%", figure.percent()))
}

/// What an alpha says, without the number: "good".
pub(super) fn graded(alpha: Option<Figure>) -> String {
    alpha.map_or_else(|| figure(None), |alpha| Grade::of(alpha).label().to_string())
}

/// One of the two: their name, or that it is a young person.
pub(super) fn coder_name(coder: &CoderView) -> String {
    match (&coder.name, coder.is_young) {
        (Some(name), false) => name.clone(),
        (Some(name), true) => format!("{name}, a young person"),
        (None, true) => "A young person".to_string(),
        (None, false) => "Somebody".to_string(),
    }
}

/// How far a round has come.
pub(super) fn state_tag(state: RoundState, result: Option<&Agreement>) -> AnyView {
    match state {
        RoundState::Coding => view! { <Tag words="Coding" kind=TagKind::Wait/> }.into_any(),
        RoundState::Comparing => view! { <Tag words="Comparing" kind=TagKind::Wait/> }.into_any(),
        RoundState::Closed if result.is_some() => view! { <Tag words="Closed" kind=TagKind::Ok/> }.into_any(),
        RoundState::Closed => view! { <Tag words="Stopped"/> }.into_any(),
    }
}

fn table(site: &Site, slug: &str, rounds: &[RoundCard]) -> AnyView {
    if rounds.is_empty() {
        return view! {
            <Empty
                title="None yet"
                text="Each round stands here with how well the two agreed, beside the rounds before it."
            />
        }
        .into_any();
    }
    let head = [
        "Round",
        "How it stands",
        "How well they agree",
        "Both said the same",
        "Who codes",
        "Answers",
        "Begun",
        "Alpha",
    ]
    .map(str::to_string)
    .to_vec();
    let rows = rounds
        .iter()
        .map(|round| {
            let href = format!("/desk/c/{slug}/rounds/{}", round.number);
            let name = format!("Round {}", round.number);
            let waits =
                round.waits_for_me.then(|| view! { " "<Tag words="Yours to code" kind=TagKind::Urgent/> });
            let pooled = round.result.as_ref().map(|result| result.pooled);
            let coders: Vec<String> = round.coders.iter().map(coder_name).collect();
            TableRow {
                head: view! { <a href=href>{name}</a> }.into_any(),
                cells: vec![
                    view! { {state_tag(round.state, round.result.as_ref())}{waits} }.into_any(),
                    pooled.map(|pooled| graded(pooled.alpha)).unwrap_or_default().into_any(),
                    pooled.map(|pooled| share(pooled.percent)).unwrap_or_default().into_any(),
                    coders.join(" and ").into_any(),
                    round.drawn.to_string().into_any(),
                    moment(site, round.started_at).into_any(),
                    pooled.map(|pooled| figure(pooled.alpha)).unwrap_or_default().into_any(),
                ],
            }
        })
        .collect();
    view! { <DeskTable labelled_by="rounds" head rows/> }.into_any()
}

fn start(slug: &str, rounds: &Rounds, form: &Form) -> AnyView {
    let staff = |kind: &str| -> Vec<SelectOption> {
        rounds.colleagues.iter().map(|(id, name)| SelectOption::new(format!("{kind}{id}"), name)).collect()
    };
    let mut seconds = staff("staff:");
    seconds.extend(
        rounds
            .young
            .iter()
            .map(|(id, name)| SelectOption::new(format!("young:{id}"), format!("Young person: {name}"))),
    );
    let first = form.select("first", "Who codes first", "", "Choose somebody", staff(""));
    let second = form.select(
        "second",
        "Who codes as well",
        "Somebody else who may code here, or a young assessor with an account. A young person sees nothing before you have looked for names.",
        "Choose somebody",
        seconds,
    );
    let sample = form.line(
        "sample",
        "How many answers (if needed)",
        "Without a number it is a fifth of them or 50, whichever is more. They are drawn by chance.",
    );
    let action = format!("/desk/c/{slug}/rounds");
    let many = i64::try_from(rounds.answers).unwrap_or(i64::MAX);
    let foot = format!(
        "There are {} and {} to draw from. The codes stay as they are now for this round.",
        count_of(i64::try_from(rounds.codes).unwrap_or(i64::MAX), "code", "codes"),
        count_of(many, "cleared answer in words", "cleared answers in words"),
    );
    let actions = view! { <Button words="Draw the answers and begin"/> }.into_any();
    view! {
        <div class="measure">
            <Panel id="new" title="Begin a round" action inset=true actions foot>{first}{second}{sample}</Panel>
        </div>
    }
    .into_any()
}
