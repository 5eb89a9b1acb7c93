//! What stands around every page of the desk, and how days, moments and numbers are said there. The desk speaks plain
//! English: verb first, short, calm.

use chrono::{DateTime, NaiveDate, Utc};
use earshot_domain::policy::Permission;
use earshot_domain::respondent::RespondentType;
use earshot_service::Actor;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::typed::Wrong;
use crate::components::{
    ButtonKind, ButtonLink, DeskTop, Empty, Find, Flash, Link, LoopStep, NavLink, SignOut, TabLink, Tabs,
};
use crate::layout::DeskLayout;
use crate::{Page, Site};

/// Where on the desk a page belongs: one of the eight steps of the loop, or a
/// place beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DeskStep {
    /// What waits for you.
    Today,
    /// Set up, write questions, open.
    Ask,
    /// Read what came in.
    Read,
    /// Code, quote, make themes, publish findings.
    Code,
    /// Needs.
    Needs,
    /// Priorities.
    Priorities,
    /// Decisions.
    Decisions,
    /// What was done.
    Change,
    /// Tell young people.
    Tell,
    /// Questions that the organisation keeps.
    Library,
    /// Hear by Right.
    Standards,
    /// Groups of young people and their accounts.
    Young,
    /// The safeguarding lane.
    Safeguarding,
    /// Comments, ideas and live words before anybody sees them.
    Moderation,
    /// Requests and complaints.
    Requests,
    /// Files of words that somebody has to agree to.
    Exports,
    /// How long things are kept.
    Retention,
    /// Links with other organisations.
    Partners,
    /// Staff and roles.
    People,
    /// The audit trail.
    Audit,
    /// What is on its way.
    Jobs,
}

impl DeskStep {
    /// The eight steps of the loop, in their order.
    const LOOP: [DeskStep; 8] = [
        DeskStep::Ask,
        DeskStep::Read,
        DeskStep::Code,
        DeskStep::Needs,
        DeskStep::Priorities,
        DeskStep::Decisions,
        DeskStep::Change,
        DeskStep::Tell,
    ];

    /// The places beside it.
    const BESIDE: [DeskStep; 14] = [
        DeskStep::Today,
        DeskStep::Ask,
        DeskStep::Library,
        DeskStep::Standards,
        DeskStep::Young,
        DeskStep::Safeguarding,
        DeskStep::Moderation,
        DeskStep::Requests,
        DeskStep::Exports,
        DeskStep::Retention,
        DeskStep::Partners,
        DeskStep::People,
        DeskStep::Audit,
        DeskStep::Jobs,
    ];

    /// Its name in the loop or in the bar.
    fn words(self) -> &'static str {
        match self {
            DeskStep::Today => "Today",
            DeskStep::Ask => "Ask",
            DeskStep::Read => "Read",
            DeskStep::Code => "Code",
            DeskStep::Needs => "Needs",
            DeskStep::Priorities => "Priorities",
            DeskStep::Decisions => "Decisions",
            DeskStep::Change => "Change",
            DeskStep::Tell => "Tell",
            DeskStep::Library => "Library",
            DeskStep::Standards => "Hear by Right",
            DeskStep::Young => "Young people",
            DeskStep::Safeguarding => "Safeguarding",
            DeskStep::Moderation => "Posts",
            DeskStep::Requests => "Requests",
            DeskStep::Exports => "Files",
            DeskStep::Retention => "Retention",
            DeskStep::Partners => "Partners",
            DeskStep::People => "People",
            DeskStep::Audit => "Audit trail",
            DeskStep::Jobs => "On its way",
        }
    }

    /// What somebody must be trusted with to have any use for it.
    fn permission(self) -> Option<Permission> {
        match self {
            DeskStep::Today => None,
            DeskStep::Ask => Some(Permission::SeeConsultations),
            DeskStep::Read => Some(Permission::ReadRawText),
            DeskStep::Code => Some(Permission::SeeAnalysis),
            DeskStep::Needs
            | DeskStep::Priorities
            | DeskStep::Decisions
            | DeskStep::Change
            | DeskStep::Tell => Some(Permission::SeeEvidence),
            DeskStep::Library => Some(Permission::EditConsultations),
            DeskStep::Standards => Some(Permission::SeeStandards),
            DeskStep::Young => Some(Permission::ManageYoungPeople),
            DeskStep::Safeguarding => Some(Permission::DecideHeldAnswers),
            DeskStep::Moderation => Some(Permission::ModerateComments),
            DeskStep::Requests => Some(Permission::SeeRequests),
            DeskStep::Exports => Some(Permission::ApproveRawExports),
            DeskStep::Retention => Some(Permission::SeeRetention),
            DeskStep::Partners => Some(Permission::SeePartners),
            DeskStep::People => Some(Permission::SeePeople),
            DeskStep::Audit => Some(Permission::SeeAudit),
            DeskStep::Jobs => Some(Permission::SeeJobs),
        }
    }

    /// Its address. Steps that belong to one consultation lead there when it is
    /// at hand, and otherwise to the list where one is chosen for that step.
    fn href(self, slug: Option<&str>) -> String {
        let one = |page: &str, to: &str| match slug {
            Some(slug) => format!("/desk/c/{slug}{page}"),
            None => format!("/desk/consultations{to}"),
        };
        match self {
            DeskStep::Today => "/desk".into(),
            DeskStep::Ask => one("", ""),
            DeskStep::Read => one("/read", "?to=read"),
            DeskStep::Code => one("/coding", "?to=coding"),
            DeskStep::Needs => "/desk/needs".into(),
            DeskStep::Priorities => "/desk/priorities".into(),
            DeskStep::Decisions => "/desk/decisions".into(),
            DeskStep::Change => "/desk/decisions#changes".into(),
            DeskStep::Tell => one("/feedback", "?to=feedback"),
            DeskStep::Library => "/desk/library".into(),
            DeskStep::Standards => "/desk/standards".into(),
            DeskStep::Young => "/desk/young-people".into(),
            DeskStep::Safeguarding => "/desk/safeguarding".into(),
            DeskStep::Moderation => "/desk/moderation".into(),
            DeskStep::Requests => "/desk/requests".into(),
            DeskStep::Exports => "/desk/exports".into(),
            DeskStep::Retention => "/desk/retention".into(),
            DeskStep::Partners => "/desk/partners".into(),
            DeskStep::People => "/desk/people".into(),
            DeskStep::Audit => "/desk/audit".into(),
            DeskStep::Jobs => "/desk/jobs".into(),
        }
    }
}

/// Where a page of the desk is: its step, the consultation at hand, the way
/// back.
#[derive(Debug, Clone, Default)]
pub(crate) struct Here {
    /// The step of the loop, or the place beside it; none on a page of one's own.
    pub(crate) step: Option<DeskStep>,
    /// The short name of the consultation at hand.
    pub(crate) slug: Option<String>,
    /// The way back, outermost first; the page itself is not in it.
    pub(crate) crumbs: Vec<Link>,
    /// What waits at a step: "12 to read".
    pub(crate) notes: Vec<(DeskStep, String)>,
    /// Whether the page goes from edge to edge.
    pub(crate) wide: bool,
    /// Whether it is the page of the search, which has a box of its own.
    pub(crate) searching: bool,
}

impl Here {
    /// At this step.
    pub(crate) fn at(step: DeskStep) -> Self {
        Self { step: Some(step), ..Self::default() }
    }

    /// With a consultation at hand: its short name and its title. The way back
    /// leads through it.
    #[must_use]
    pub(crate) fn of(mut self, slug: &str, title: &str) -> Self {
        self.slug = Some(slug.to_string());
        self.crumbs.push(Link::new("/desk/consultations", "Consultations"));
        self.crumbs.push(Link::new(format!("/desk/c/{slug}"), title));
        self
    }

    /// On the first page of a consultation: the way back leads to the list.
    #[must_use]
    pub(crate) fn on(mut self, slug: &str) -> Self {
        self.slug = Some(slug.to_string());
        self.crumbs.push(Link::new("/desk/consultations", "Consultations"));
        self
    }

    /// With another page on the way back.
    #[must_use]
    pub(crate) fn under(mut self, href: impl Into<String>, words: impl Into<String>) -> Self {
        self.crumbs.push(Link::new(href, words));
        self
    }

    /// With what waits at a step, unless nothing does.
    #[must_use]
    pub(crate) fn note(mut self, step: DeskStep, count: i64, words: &str) -> Self {
        if count > 0 {
            self.notes.push((step, format!("{count} {words}")));
        }
        self
    }

    /// On the page of the search.
    #[must_use]
    pub(crate) fn searching(mut self) -> Self {
        self.searching = true;
        self
    }

    /// From edge to edge.
    #[must_use]
    pub(crate) fn wide(mut self) -> Self {
        self.wide = true;
        self
    }
}

/// A page of the desk with everything that stands around it. Call it inside the
/// closure of [`crate::Page::desk`], and make `body` there as well: only there
/// do icons and the word before an error find their page.
pub(crate) fn desk(_site: &Site, actor: &Actor, here: Here, flash: Option<String>, body: AnyView) -> AnyView {
    // Who looks after one group, or decides at one board, finds the way to it from everywhere.
    let may = |step: &DeskStep| {
        step.permission().is_none_or(|permission| match step {
            DeskStep::Young => actor.may_in_some_group(permission),
            DeskStep::Decisions | DeskStep::Change => {
                actor.may(permission) || actor.may_at_some_board(permission)
            }
            _ => actor.may(permission),
        })
    };
    let slug = here.slug.as_deref();
    let steps = DeskStep::LOOP
        .into_iter()
        .filter(may)
        .map(|step| LoopStep {
            href: step.href(slug),
            words: step.words().to_string(),
            note: here.notes.iter().find(|(at, _)| *at == step).map(|(_, note)| note.clone()),
            current: here.step == Some(step),
        })
        .collect();
    let links = DeskStep::BESIDE
        .into_iter()
        .filter(may)
        // Where an organisation is alone, there is nobody to share with.
        .filter(|place| *place != DeskStep::Partners || actor.has_partners)
        .map(|place| {
            let words = if place == DeskStep::Ask { "Consultations" } else { place.words() };
            let current = here.step == Some(place) && (place != DeskStep::Ask || slug.is_none());
            NavLink::new(place.href(None), words, current)
        })
        .collect();
    let top = DeskTop {
        home: "/desk".into(),
        nav_label: "Desk".into(),
        links,
        find: (!here.searching && actor.may_somewhere(Permission::SeeConsultations)).then(|| Find {
            action: "/desk/search".into(),
            label: "Search".into(),
            example: "Find words or a reference".into(),
            value: String::new(),
        }),
        who: Link::new("/desk/sessions", format!("{} \u{b7} {}", actor.name, actor.organisation)),
        sign_out: Some(SignOut { action: "/sign-out".into(), words: "Sign out".into() }),
        loop_label: "The loop".into(),
        steps,
    };
    let wide = here.wide;
    let around = |inside: AnyView| {
        if wide { view! { <div class="wrap in-pad">{inside}</div> }.into_any() } else { inside }
    };
    let crumbs = (!here.crumbs.is_empty()).then(|| around(crumbs(here.crumbs)));
    let flash = flash.map(|words| around(view! { <Flash words/> }.into_any()));
    view! {
        <DeskLayout skip="Skip to the main part" top wide flash>
            {crumbs}
            {body}
        </DeskLayout>
    }
    .into_any()
}

/// A page of the desk with forms that may have come back: what was just done, and above all else what has to be put right.
/// Its title says if something has. `inside` says where the page is, and what stands on it.
pub(crate) fn form_page(
    site: &Site,
    actor: &Actor,
    title: impl Into<String>,
    (done, wrong): (Option<&str>, Wrong),
    inside: impl FnOnce(&Site, &Actor, &Wrong) -> (Here, AnyView) + 'static,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = done.map(str::to_string);
    let is_wrong = !wrong.is_empty();
    Page::desk(title, move || {
        let summary = wrong.summary();
        let (here, inside) = inside(&site, &actor, &wrong);
        desk(&site, &actor, here, flash, view! { {summary}{inside} }.into_any())
    })
    .wrong(is_wrong)
}

/// The way back to the pages that this one lies under.
fn crumbs(crumbs: Vec<Link>) -> AnyView {
    let row: Vec<AnyView> = crumbs
        .into_iter()
        .map(|link| view! { <li><a href=link.href>{link.words}</a></li> }.into_any())
        .collect();
    view! { <nav class="crumbs" aria-label="The way back"><ol class="plain">{row}</ol></nav> }.into_any()
}

/// The parts of one consultation on the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ConsultationPart {
    /// How it stands.
    Overview,
    /// What, why, who decides.
    Setup,
    /// The questions.
    Questions,
    /// What was found when it was looked over.
    Clinic,
    /// Links, codes and slips.
    Ways,
    /// Forms on paper.
    Paper,
    /// What groups said.
    Sessions,
    /// How the asking goes.
    Progress,
    /// Who answered, beside who lives there.
    Reach,
    /// The answers to read.
    Read,
    /// Codes on answers.
    Coding,
    /// Themes.
    Themes,
    /// Findings.
    Findings,
    /// The feedback page.
    Feedback,
}

impl ConsultationPart {
    const ALL: [(ConsultationPart, &'static str, &'static str, Permission); 14] = [
        (ConsultationPart::Overview, "", "How it stands", Permission::SeeConsultations),
        (ConsultationPart::Setup, "/setup", "Why and who decides", Permission::SeeConsultations),
        (ConsultationPart::Questions, "/questions", "Questions", Permission::SeeConsultations),
        (ConsultationPart::Clinic, "/clinic", "Clinic", Permission::SeeConsultations),
        (ConsultationPart::Ways, "/ways", "Ways in", Permission::SeeConsultations),
        (ConsultationPart::Paper, "/paper", "Paper", Permission::SeeConsultations),
        (ConsultationPart::Sessions, "/sessions", "Group sessions", Permission::SeeConsultations),
        (ConsultationPart::Progress, "/progress", "While it is open", Permission::SeeConsultations),
        (ConsultationPart::Reach, "/reach", "Who we reach", Permission::SeeConsultations),
        (ConsultationPart::Read, "/read", "Read answers", Permission::ReadRawText),
        (ConsultationPart::Coding, "/coding", "Code answers", Permission::Analyse),
        (ConsultationPart::Themes, "/themes", "Themes", Permission::SeeAnalysis),
        (ConsultationPart::Findings, "/findings", "Findings", Permission::SeeAnalysis),
        (ConsultationPart::Feedback, "/feedback", "Tell young people", Permission::SeeEvidence),
    ];
}

/// The way to every part of one consultation that the actor may see.
pub(crate) fn parts(actor: &Actor, slug: &str, current: ConsultationPart) -> AnyView {
    let links = ConsultationPart::ALL
        .into_iter()
        .filter(|(.., permission)| actor.may(*permission))
        .map(|(part, page, words, _)| TabLink {
            href: format!("/desk/c/{slug}{page}"),
            words: words.to_string(),
            current: part == current,
            tag: None,
        })
        .collect();
    view! { <Tabs label="Parts of this consultation" links/> }.into_any()
}

/// A day as it is said: "2 June 2026".
pub(crate) fn day(site: &Site, day: NaiveDate) -> String {
    site.tongue.day(day)
}

/// A moment as it is said: "2 June 2026, 14:05".
pub(crate) fn moment(site: &Site, at: DateTime<Utc>) -> String {
    format!("{}, {} UTC", site.tongue.day(at.date_naive()), at.format("%H:%M"))
}

/// Who somebody is, as it stands beside what they said.
pub(crate) fn respondent_words(respondent: RespondentType) -> &'static str {
    match respondent {
        RespondentType::Child => "Child or young person",
        RespondentType::Parent => "Parent or carer",
        RespondentType::Professional => "Somebody who works with children",
        RespondentType::Community => "Somebody who lives here",
    }
}

/// A title as the first sentence of a line: with a full stop, unless it ends a
/// sentence already.
pub(crate) fn sentence(title: &str) -> String {
    if title.ends_with(['?', '!', '.']) { title.to_string() } else { format!("{title}.") }
}

/// "1 answer", "2 answers".
pub(crate) fn count_of(n: i64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// What stands on a page behind the last one of a list: a link from before, or somebody has seen to the rest. That nothing is
/// there says nothing of what there is.
pub(crate) fn behind_the_last(first: String) -> AnyView {
    view! {
        <Empty title="This page is empty now" text="The list has become shorter. What there is stands on the pages before.">
            <ButtonLink href=first words="To the first page" kind=ButtonKind::Still/>
        </Empty>
    }
    .into_any()
}
