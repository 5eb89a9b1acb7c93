//! Consultations: the list, a new one, how one stands, and the steps that open,
//! pause and close it.

use chrono::NaiveDate;
use earshot_domain::clinic::Weight;
use earshot_domain::consultation::{Check, Kind, Mode, Outcome, Place, State};
use earshot_domain::policy::Permission;
use earshot_service::{Actor, Clinic, DeskConsultation, Preparation, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::home::{consultations_table, people_words, state_tag};
use super::questions::phone;
use super::refusals::{check_missing, check_words, refusal_words};
use super::shell::{ConsultationPart, DeskStep, Here, count_of, day, desk, moment, parts, sentence};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, CheckItem, CheckState, Checklist, Confirm, DatedItem, Dates,
    Empty, ErrorSummary, Fact, Grid, Level, Link, ListFacts, PageHead, Panel, Ref, Row, Rows, Select,
    SelectOption, Stack, Tag, TagKind, TextField, Words,
};
use crate::{Page, Site};

/// A step of the loop for which a consultation is chosen from the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Towards {
    /// Reading.
    Read,
    /// Coding.
    Coding,
    /// Telling young people.
    Feedback,
}

impl Towards {
    /// Reads the `to` of the address.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "read" => Some(Towards::Read),
            "coding" => Some(Towards::Coding),
            "feedback" => Some(Towards::Feedback),
            _ => None,
        }
    }

    fn step(self) -> DeskStep {
        match self {
            Towards::Read => DeskStep::Read,
            Towards::Coding => DeskStep::Code,
            Towards::Feedback => DeskStep::Tell,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Towards::Read => "Whose answers do you want to read?",
            Towards::Coding => "Whose answers do you want to code?",
            Towards::Feedback => "Who do you want to tell what happens?",
        }
    }

    /// The page within the consultation, and what stands beside its title.
    fn page(self, actor: &Actor, consultation: &DeskConsultation) -> (&'static str, String) {
        let counts = actor.may(Permission::ReadRawText);
        match self {
            Towards::Read if consultation.unread > 0 => {
                ("/read", format!("{} to read", count_of(consultation.unread, "answer", "answers")))
            }
            Towards::Read => ("/read", "Everything is read".to_string()),
            // Those who code have the workbench; others see the themes.
            Towards::Coding if actor.may(Permission::Analyse) => (
                "/coding",
                if counts {
                    format!("{} may be coded", count_of(consultation.cleared, "answer", "answers"))
                } else {
                    String::new()
                },
            ),
            Towards::Coding => ("/themes", String::new()),
            Towards::Feedback => ("/feedback", state_tag(consultation.state).1.to_string()),
        }
    }
}

/// Every consultation. With `towards`, the list from which one is chosen for a
/// step of the loop.
pub fn list(
    site: &Site,
    actor: &Actor,
    consultations: Vec<DeskConsultation>,
    towards: Option<Towards>,
    today: NaiveDate,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let title = towards.map_or("Consultations", Towards::title);
    Page::desk(title, move || {
        let start = actor.may(Permission::EditConsultations).then(|| {
            view! {
                <ButtonLink href="/desk/consultations/new" words="Start a consultation" kind=ButtonKind::Go/>
            }
        });
        let asked: Vec<&DeskConsultation> =
            consultations.iter().filter(|consultation| consultation.state != State::Draft).collect();
        let inside = match towards {
            Some(towards) if !asked.is_empty() => {
                let rows: Vec<AnyView> = asked
                    .into_iter()
                    .map(|consultation| {
                        let (page, text) = towards.page(&actor, consultation);
                        let href = format!("/desk/c/{}{page}", consultation.slug);
                        let title = consultation.setup.title.clone();
                        view! { <Row href title text level=Level::Two/> }.into_any()
                    })
                    .collect();
                view! { <Rows>{rows}</Rows> }.into_any()
            }
            Some(_) => {
                let text = "Nobody was asked anything yet. Open a consultation first.";
                view! { <Empty title="Nothing to choose from yet" text/> }.into_any()
            }
            None => {
                let table = consultations_table(&site, &actor, &consultations, today);
                view! { <Panel id="consultations" title="All of them, the newest first">{table}</Panel> }
                    .into_any()
            }
        };
        let areas = towards.is_none().then(|| {
            view! { <ButtonLink href="/desk/areas" words="Areas" kind=ButtonKind::Still/> }
        });
        let body = view! { <PageHead title>{areas}{start}</PageHead>{inside} }.into_any();
        let step = towards.map_or(DeskStep::Ask, Towards::step);
        desk(&site, &actor, Here::at(step), None, body)
    })
}

/// The form that begins a consultation. `earlier` are those whose questions it may begin with.
pub fn new(
    site: &Site,
    actor: &Actor,
    earlier: &[DeskConsultation],
    typed: Typed,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let wrong = Wrong::new(refusals);
    let copies: Vec<SelectOption> = earlier
        .iter()
        .map(|one| {
            SelectOption::new(one.slug.clone(), format!("Those of {}: {}", one.reference, one.setup.title))
        })
        .collect();
    let is_wrong = !wrong.is_empty();
    Page::desk("Start a consultation", move || {
        let summary = wrong.summary();
        let (title, slug) = (typed.get("title").to_string(), typed.get("slug").to_string());
        let (title_error, slug_error) = (wrong.at("title"), wrong.at("slug"));
        let (from, from_error) = (typed.get("questions_of").to_string(), wrong.at("questions_of"));
        let copy = (!copies.is_empty()).then(|| {
            let mut options = vec![SelectOption::new("", "None: write them, or take some from the library")];
            options.extend(copies);
            view! {
                <Select
                    name="questions_of"
                    label="Questions to begin with"
                    hint="A copy that you can change. Nothing of the answers comes along."
                    options
                    value=from
                    error=from_error
                />
            }
        });
        let before = actor.may(Permission::SeeAnalysis).then(|| {
            view! { <p><a href="/desk/already-asked">"See what young people already told us"</a></p> }
        });
        let body = view! {
            {summary}
            <PageHead
                title="Start a consultation"
                text="Only the title is needed now. It stays a draft until everything is in place."
                quiet=true
            />
            {before}
            <form method="post" action="/desk/consultations/new" class="flow measure" novalidate=true>
                <TextField
                    name="title"
                    label="Title"
                    hint="For staff and documents. Young people see a title of their own."
                    value=title
                    error=title_error
                    required=true
                />
                <TextField
                    name="slug"
                    label="Short name in addresses"
                    note="(if you want one)"
                    hint="Small letters, digits and hyphens, like getting-to-school. Made from the title when empty. It stays as it is."
                    value=slug
                    error=slug_error
                    autocomplete="off"
                />
                {copy}
                <ButtonRow>
                    <Button words="Start"/>
                    <ButtonLink href="/desk/consultations" words="Not now" kind=ButtonKind::Still/>
                </ButtonRow>
            </form>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask).under("/desk/consultations", "Consultations");
        desk(&site, &actor, here, None, body)
    })
    .wrong(is_wrong)
}

/// What was just done, by the key in the address.
pub(super) fn done_words(key: &str) -> Option<&'static str> {
    Some(match key {
        "started" => "Started. It is a draft: only staff can see it.",
        "setup" => "Saved.",
        "checked" => "You have looked at it. Now somebody else can open it.",
        "opened" => "Open. Young people can answer now.",
        "paused" => "Paused. It takes no answers until you open it again.",
        "closed" => "Closed. Now read what came in.",
        _ => return None,
    })
}

/// How a consultation stands: what is missing for opening, what can be done,
/// and how it looks on a phone.
pub fn overview(
    site: &Site,
    actor: &Actor,
    preparation: Preparation,
    today: NaiveDate,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = done.and_then(done_words).map(str::to_string);
    let problems: Vec<Link> = refusals
        .iter()
        .map(|refusal| {
            let slug = &preparation.consultation.slug;
            match refusal {
                Refusal::Check(check) => Link::new(mend(slug, *check), check_missing(*check)),
                other => Link::new("#main", refusal_words(other).1),
            }
        })
        .collect();
    let is_wrong = !problems.is_empty();
    Page::desk(preparation.consultation.setup.title.clone(), move || {
        let consultation = &preparation.consultation;
        let setup = &consultation.setup;
        let slug = consultation.slug.clone();
        let summary = is_wrong.then(|| {
            view! { <ErrorSummary title="It cannot open yet" problems/> }
        });
        let (kind, state) = state_tag(consultation.state);
        let mut meta = vec![
            view! { <Ref code=consultation.reference.to_string()/> }.into_any(),
            view! { <Tag kind words=state/> }.into_any(),
        ];
        if let Some(opened) = consultation.opened_on {
            meta.push(view! { <Words words=format!("Open since {}", day(&site, opened))/> }.into_any());
        }
        let preview = try_it(consultation);
        let steps = steps(&site, &actor, &preparation);
        let checks = (consultation.state == State::Draft).then(|| checklist(&preparation));
        let answers = (consultation.state != State::Draft).then(|| answers(&actor, consultation)).flatten();
        let facts = facts(consultation);
        let dates = dates(consultation, today);
        let phone = phone(&site, &preparation, 0);
        let tabs = parts(&actor, &slug, ConsultationPart::Overview);
        let title = setup.title.clone();
        let child_title = setup.child_title.clone();
        let body = view! {
            {summary}
            <PageHead title meta text=child_title quiet=true>{preview}</PageHead>
            {tabs}
            <Grid pad=true>
                <Stack>{answers}{checks}{steps}</Stack>
                <Stack>{phone}{dates}{facts}</Stack>
            </Grid>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask).on(&slug);
        let here = if actor.may(Permission::ReadRawText) {
            here.note(DeskStep::Read, consultation.unread, "to read")
        } else {
            here
        };
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
}

/// The way to the pages that young people see.
pub(super) fn try_it(consultation: &DeskConsultation) -> AnyView {
    let draft = consultation.state == State::Draft;
    let words = if draft { "Try it as a young person" } else { "See it as a young person" };
    let href = format!("/c/{}", consultation.slug);
    view! { <ButtonLink href words kind=ButtonKind::Still/> }.into_any()
}

/// Where a check is mended.
pub(super) fn mend(slug: &str, check: Check) -> String {
    match check.place() {
        Place::Field(field) => format!("/desk/c/{slug}/setup#{field}"),
        Place::Questions => format!("/desk/c/{slug}/questions"),
    }
}

/// Every check: met, missing, or missing as advice.
pub(super) fn checklist(preparation: &Preparation) -> AnyView {
    let slug = &preparation.consultation.slug;
    let items: Vec<CheckItem> = preparation.checks.iter().map(|outcome| check_item(slug, *outcome)).collect();
    let left = preparation.checks.iter().filter(|outcome| outcome.blocks).count();
    let aside = match left {
        0 => view! { <Tag kind=TagKind::Ok words="Ready to open"/> }.into_any(),
        n => {
            let words = format!("{n} left");
            view! { <Tag kind=TagKind::Wait words/> }.into_any()
        }
    };
    let foot = match preparation.consultation.setup.kind {
        Kind::Formal => "This is a formal consultation, so the Gunning principles must be met.",
        Kind::Engagement => {
            "What is marked with a clock is advice. It does not keep the consultation from opening."
        }
    };
    view! { <Panel id="checks" title="Before it opens" aside foot><Checklist items inset=true/></Panel> }
        .into_any()
}

fn check_item(slug: &str, outcome: Outcome) -> CheckItem {
    let Outcome { check, met, blocks } = outcome;
    if met {
        return CheckItem {
            state: CheckState::Done,
            spoken: "Done:".into(),
            words: check_words(check).into(),
            link: None,
        };
    }
    let (state, spoken) =
        if blocks { (CheckState::Missing, "Missing:") } else { (CheckState::Waiting, "Advice:") };
    CheckItem {
        state,
        spoken: spoken.into(),
        words: String::new(),
        link: Some(Link::new(mend(slug, check), check_missing(check))),
    }
}

/// What stands where the button that opens it would be, while somebody else has to look at what may hurt.
fn second_look(site: &Site, actor: &Actor, preparation: &Preparation) -> AnyView {
    let consultation = &preparation.consultation;
    let slug = consultation.slug.as_str();
    let action = format!("/desk/c/{slug}/check");
    let edition = consultation.edition.to_string();
    let look = preparation.second_look.as_ref();
    let own = look.is_some_and(|look| Some(look.staff_id) == actor.staff_id);
    let seen = look.map(|look| {
        let who = if own { "You have".to_string() } else { format!("{} has", look.name) };
        let words = format!("{who} looked at it as it is now, on {}.", moment(site, look.at));
        let next = if own {
            " Somebody else opens it: an administrator, or another participation worker."
        } else {
            ""
        };
        view! { <p>{words}{next}</p> }
    });
    let asks = look.is_none().then(|| {
        view! {
            <p>
                "It asks about something that may hurt, so two people look at it: one says that it is right, the other opens it. \
                 Whatever is changed in it after that is looked at again; the names of the organisation\u{2019}s areas are not part of it."
            </p>
        }
    });
    let button = (look.is_none() && actor.may(Permission::CheckConsultations)).then(|| {
        view! {
            <form method="post" action=action class="buttons">
                {hidden("edition", edition)}
                <Button words="I have looked at all of it"/>
            </form>
        }
    });
    let clinic = consultation.state.is_editable().then(|| clinic_link(slug));
    let clinic = clinic.map(|clinic| view! { <ButtonRow>{clinic}</ButtonRow> });
    view! { {asks}{seen}{button}{clinic} }.into_any()
}

/// The buttons that move it along.
fn steps(site: &Site, actor: &Actor, preparation: &Preparation) -> Option<AnyView> {
    let consultation = &preparation.consultation;
    let slug = consultation.slug.as_str();
    let runs = actor.may(Permission::RunConsultations);
    let stops = runs || actor.may(Permission::DecideHeldAnswers);
    let run = format!("/desk/c/{slug}/run");
    let edition = consultation.edition.to_string();
    let close = || {
        let href = format!("/desk/c/{slug}/close");
        view! { <ButtonLink href words="Close for good" kind=ButtonKind::Stop/> }.into_any()
    };
    let step = |step: &'static str, words: &'static str, kind: ButtonKind| {
        view! {
            <form method="post" action=run.clone()>
                {hidden("edition", edition.clone())}
                <Button words kind name="step" value=step/>
            </form>
        }
        .into_any()
    };
    let row = |buttons: Vec<AnyView>| view! { <ButtonRow>{buttons}</ButtonRow> }.into_any();
    let (title, text, buttons): (&str, &str, AnyView) = match consultation.state {
        State::Draft if runs => {
            let left = preparation.checks.iter().filter(|outcome| outcome.blocks).count();
            let inside = if left == 0 && !preparation.may_open(actor) {
                second_look(site, actor, preparation)
            } else if left == 0 {
                let href = format!("/desk/c/{slug}/open");
                let clinic = clinic_link(slug);
                view! { <ButtonRow><ButtonLink href words="Open it" kind=ButtonKind::Go/>{clinic}</ButtonRow> }
                    .into_any()
            } else {
                let clinic = clinic_link(slug);
                let missing = match left {
                    1 => "It cannot open yet. One thing above is left to do.".to_string(),
                    n => format!("It cannot open yet. {n} things above are left to do."),
                };
                view! {
                    <p id="missing">{missing}</p>
                    <form method="post" action=run.clone() class="buttons">
                        {hidden("edition", edition.clone())}
                        <Button words="Open it" name="step" value="open" off_because="missing"/>
                        {clinic}
                    </form>
                }
                .into_any()
            };
            (
                "Open",
                "Once it is open its promise stays as it is, and a change of its questions says first what it means.",
                inside,
            )
        }
        State::Draft if preparation.two_people && actor.may(Permission::CheckConsultations) => {
            ("Look at it", "Somebody else opens it.", second_look(site, actor, preparation))
        }
        State::Open if runs => (
            "Pause or close",
            "Pausing keeps what came in. Closing cannot be undone.",
            row(vec![step("pause", "Pause", ButtonKind::Still), close()]),
        ),
        State::Open if stops => (
            "Pause",
            "As safeguarding lead you can stop it at any time. What came in is kept.",
            step("pause", "Pause", ButtonKind::Stop),
        ),
        State::Paused if runs => {
            let open = if preparation.may_open(actor) {
                step("open", "Open again", ButtonKind::Main)
            } else {
                second_look(site, actor, preparation)
            };
            (
                "Open again or close",
                "It takes no answers now. Closing cannot be undone.",
                row(vec![open, close()]),
            )
        }
        State::Paused if preparation.two_people && actor.may(Permission::CheckConsultations) => {
            ("Look at it", "Somebody else opens it again.", second_look(site, actor, preparation))
        }
        _ => return None,
    };
    Some(view! { <Panel id="steps" title inset=true><p>{text}</p>{buttons}</Panel> }.into_any())
}

/// The way to the clinic, before it opens.
fn clinic_link(slug: &str) -> AnyView {
    let href = format!("/desk/c/{slug}/clinic");
    view! { <ButtonLink href words="Look it over before you open" kind=ButtonKind::Still/> }.into_any()
}

/// What came in, and what to do with it, for those who read.
fn answers(actor: &Actor, consultation: &DeskConsultation) -> Option<AnyView> {
    if !actor.may(Permission::ReadRawText) {
        return None;
    }
    let slug = &consultation.slug;
    let count = |n: i64, one: &str, many: &str| count_of(n, one, many);
    let mut facts = vec![
        Fact {
            term: "People who answered".into(),
            words: people_words(consultation.heard),
            link: Some(Link::new(format!("/desk/c/{slug}/progress"), "Who, when and who not")),
            ..Fact::default()
        },
        Fact {
            term: "To read".into(),
            words: count(consultation.unread, "answer", "answers"),
            link: (consultation.unread > 0).then(|| Link::new(format!("/desk/c/{slug}/read"), "Read")),
            ..Fact::default()
        },
        Fact::new("May be coded", count(consultation.cleared, "answer", "answers")),
    ];
    if consultation.held > 0 {
        facts.push(Fact {
            term: "Held for the safeguarding lead".into(),
            words: count(consultation.held, "answer", "answers"),
            link: actor.may(Permission::DecideHeldAnswers).then(|| Link::new("/desk/safeguarding", "Decide")),
            ..Fact::default()
        });
    }
    Some(view! { <Panel id="answers" title="What came in"><ListFacts facts/></Panel> }.into_any())
}

/// What was promised, and for when.
fn dates(consultation: &DeskConsultation, today: NaiveDate) -> AnyView {
    let setup = &consultation.setup;
    let state = consultation.state;
    let asked = state != State::Draft;
    let items: Vec<DatedItem> = [
        (setup.close_on, "Last day for answers", true),
        (setup.findings_on, "Everybody can see what was said", state.shows_findings()),
        (setup.decision_on, "The decision", state >= State::Decided),
        (setup.feedback_on, "Young people are told", state >= State::FedBack),
    ]
    .into_iter()
    .filter_map(|(date, words, kept)| {
        let date = date?;
        let late = asked && !kept && date < today;
        Some(DatedItem {
            day: date.format("%-d %b %Y").to_string(),
            words: words.to_string(),
            tag: late.then(|| (TagKind::Urgent, "Late".to_string())),
            href: None,
        })
    })
    .collect();
    let inside = if items.is_empty() {
        let href = format!("/desk/c/{}/setup#close_on", consultation.slug);
        view! { <p class="in quiet">"No day is set yet. "<a href=href>"Set them"</a></p> }.into_any()
    } else {
        view! { <Dates items/> }.into_any()
    };
    view! { <Panel id="dates" title="Days">{inside}</Panel> }.into_any()
}

fn facts(consultation: &DeskConsultation) -> AnyView {
    let setup = &consultation.setup;
    let mut facts = vec![
        Fact::new("Address", format!("/c/{}", consultation.slug)),
        Fact::new("Kind", kind_words(setup.kind)),
        Fact::new("Promise", mode_words(setup.mode)),
    ];
    if let Some((from, to)) = setup.ages() {
        facts.push(Fact::new("Ages", format!("{from} to {to}")));
    }
    for (term, words) in [
        ("Decides", &setup.decider),
        ("Reads", &setup.reader),
        ("Safeguarding lead", &setup.safeguarding_lead),
    ] {
        if !words.is_empty() {
            facts.push(Fact::new(term, words.clone()));
        }
    }
    view! { <Panel id="facts" title="At a glance"><ListFacts facts/></Panel> }.into_any()
}

/// The kind in words.
pub(super) fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Formal => "Formal consultation",
        Kind::Engagement => "Engagement",
    }
}

/// The promise in words.
pub(super) fn mode_words(mode: Mode) -> &'static str {
    match mode {
        Mode::Anonymous => "Anonymous: nobody can know who answered",
        Mode::Confidential => "Confidential: known to a few, told on only when somebody is not safe",
    }
}

/// A step that cannot be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sure {
    /// Opening for the first time.
    Open,
    /// Closing.
    Close,
}

/// What the clinic has still to say, in a sentence.
fn clinic_says(clinic: &Clinic) -> String {
    let count = |weight| i64::try_from(clinic.left(weight).count()).unwrap_or(i64::MAX);
    let (stops, warns, advises) = (count(Weight::Stops), count(Weight::Warns), count(Weight::Advises));
    if stops + warns + advises == 0 {
        return "The clinic has nothing to say against it.".to_string();
    }
    let parts: Vec<String> = [
        (stops, count_of(stops, "thing to mend", "things to mend")),
        (warns, count_of(warns, "thing that costs answers", "things that cost answers")),
        (advises, count_of(advises, "thing that could be better", "things that could be better")),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(_, words)| words)
    .collect();
    format!("The clinic found {}.", parts.join(", "))
}

/// Asks once more before a step that cannot be undone. `clinic` is what was found when it was looked over, where it
/// opens.
pub fn sure(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    what: Sure,
    clinic: Option<&Clinic>,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let clinic = clinic.map(clinic_says);
    let name = consultation.setup.title.clone();
    let title = match what {
        Sure::Open => "Open this consultation?",
        Sure::Close => "Close this consultation for good?",
    };
    Page::desk(title, move || {
        let (step, yes, lines): (&str, &str, Vec<String>) = match what {
            Sure::Open => (
                "open",
                "Yes, open it",
                vec![
                    sentence(&name),
                    "Young people can find it and answer at once.".to_string(),
                    "Its promise stays as it is from now on. Questions can still be changed, and more time given: each change says first what it means.".to_string(),
                    match consultation.setup.close_on {
                        Some(last) => format!("It takes answers until {}.", day(&site, last)),
                        None => String::new(),
                    },
                ],
            ),
            Sure::Close => (
                "close",
                "Yes, close it for good",
                vec![
                    sentence(&name),
                    "It takes no more answers. This cannot be undone.".to_string(),
                    "Answers that wait on phones without signal are lost. To stop for a while, pause it instead."
                        .to_string(),
                ],
            ),
        };
        let lines: Vec<AnyView> = lines
            .into_iter()
            .filter(|line| !line.is_empty())
            .map(|line| view! { <p>{line}</p> }.into_any())
            .collect();
        let slug = consultation.slug.clone();
        let clinic = clinic.map(|says| {
            let href = format!("/desk/c/{slug}/clinic");
            view! { <p>{says}" "<a href=href>"Look it over before you open"</a></p> }
        });
        let no = Link::new(format!("/desk/c/{slug}"), "No, go back");
        let edition = consultation.edition.to_string();
        let body = view! {
            <Confirm
                title
                action=format!("/desk/c/{slug}/run")
                yes
                stop={what == Sure::Close}
                no
                level=Level::One
            >
                {lines}
                {clinic}
                {hidden("edition", edition)}
                {hidden("step", step)}
                {hidden("sure", "yes")}
            </Confirm>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask).of(&slug, &name);
        desk(&site, &actor, here, None, body)
    })
}
