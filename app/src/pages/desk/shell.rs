//! What stands around every page of the desk, and the words for what cannot be
//! taken. The desk speaks plain English: verb first, short, calm.

use chrono::{DateTime, NaiveDate, Utc};
use earshot_domain::area::{self, AreaFlaw};
use earshot_domain::consultation::{self, Check, ENOUGH_DAYS, Place};
use earshot_domain::policy::Permission;
use earshot_domain::question::{self, Flaw};
use earshot_domain::respondent::RespondentType;
use earshot_domain::{decision, need, questionnaire};
use earshot_service::{Actor, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::Site;
use crate::components::{DeskTop, ErrorSummary, Flash, Link, LoopStep, NavLink, SignOut, TabLink, Tabs};
use crate::layout::DeskLayout;

/// Where on the desk a page belongs: one of the eight steps of the loop, or a
/// place beside it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum DeskStep {
    /// What waits for you.
    #[default]
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
    /// The safeguarding lane.
    Safeguarding,
    /// Staff and roles.
    People,
    /// The audit trail.
    Audit,
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
    const BESIDE: [DeskStep; 7] = [
        DeskStep::Today,
        DeskStep::Ask,
        DeskStep::Library,
        DeskStep::Standards,
        DeskStep::Safeguarding,
        DeskStep::People,
        DeskStep::Audit,
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
            DeskStep::Safeguarding => "Safeguarding",
            DeskStep::People => "People",
            DeskStep::Audit => "Audit trail",
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
            DeskStep::Safeguarding => Some(Permission::DecideHeldAnswers),
            DeskStep::People => Some(Permission::ManagePeople),
            DeskStep::Audit => Some(Permission::SeeAudit),
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
            DeskStep::Safeguarding => "/desk/safeguarding".into(),
            DeskStep::People => "/desk/people".into(),
            DeskStep::Audit => "/desk/audit".into(),
        }
    }
}

/// Where a page of the desk is: its step, the consultation at hand, the way
/// back.
#[derive(Debug, Clone, Default)]
pub(crate) struct Here {
    /// The step of the loop, or the place beside it.
    pub(crate) step: DeskStep,
    /// The short name of the consultation at hand.
    pub(crate) slug: Option<String>,
    /// The way back, outermost first; the page itself is not in it.
    pub(crate) crumbs: Vec<Link>,
    /// What waits at a step: "12 to read".
    pub(crate) notes: Vec<(DeskStep, String)>,
    /// Whether the page goes from edge to edge.
    pub(crate) wide: bool,
}

impl Here {
    /// At this step.
    pub(crate) fn at(step: DeskStep) -> Self {
        Self { step, ..Self::default() }
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
    let may = |step: &DeskStep| step.permission().is_none_or(|permission| actor.may(permission));
    let slug = here.slug.as_deref();
    let steps = DeskStep::LOOP
        .into_iter()
        .filter(may)
        .map(|step| LoopStep {
            href: step.href(slug),
            words: step.words().to_string(),
            note: here.notes.iter().find(|(at, _)| *at == step).map(|(_, note)| note.clone()),
            current: step == here.step,
        })
        .collect();
    let links = DeskStep::BESIDE
        .into_iter()
        .filter(may)
        .map(|place| {
            let words = if place == DeskStep::Ask { "Consultations" } else { place.words() };
            let current = place == here.step && (place != DeskStep::Ask || slug.is_none());
            NavLink::new(place.href(None), words, current)
        })
        .collect();
    let top = DeskTop {
        home: "/desk".into(),
        nav_label: "Desk".into(),
        links,
        find: None,
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
    const ALL: [(ConsultationPart, &'static str, &'static str, Permission); 13] = [
        (ConsultationPart::Overview, "", "How it stands", Permission::SeeConsultations),
        (ConsultationPart::Setup, "/setup", "Why and who decides", Permission::SeeConsultations),
        (ConsultationPart::Questions, "/questions", "Questions", Permission::SeeConsultations),
        (ConsultationPart::Clinic, "/clinic", "Clinic", Permission::SeeConsultations),
        (ConsultationPart::Ways, "/ways", "Ways in", Permission::SeeConsultations),
        (ConsultationPart::Paper, "/paper", "Paper", Permission::SeeConsultations),
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

/// What somebody typed into a form, to show it to them again.
#[derive(Debug, Clone, Default)]
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
    /// The value of a field; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str())
    }

    /// Whether the field was sent with this value among its values.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(n, v)| n == name && v == value)
    }

    /// Every value of a field that may be sent several times.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The edition that a form goes back with: the one that it came with, when it is shown again with what was typed,
    /// and that of the record otherwise.
    pub(crate) fn edition(&self, of_record: i64) -> String {
        match self.get("edition") {
            "" => of_record.to_string(),
            typed => typed.to_string(),
        }
    }

    /// A field with a value, for forms that are filled in from a record.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }
}

/// What has to be put right in a form: each with the id of its field, where
/// there is one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wrong(pub(crate) Vec<(Option<String>, String)>);

impl Wrong {
    /// The words for these refusals.
    pub(crate) fn new(refusals: &[Refusal]) -> Self {
        Self(refusals.iter().map(refusal_words).collect())
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with the field of this id.
    pub(crate) fn at(&self, id: &str) -> Option<String> {
        let of_it: Vec<&str> = self
            .0
            .iter()
            .filter(|(field, _)| field.as_deref() == Some(id))
            .map(|(_, words)| words.as_str())
            .collect();
        (!of_it.is_empty()).then(|| of_it.join(" "))
    }

    /// The summary above the form, linked to the fields; nothing when nothing
    /// is wrong.
    pub(crate) fn summary(&self) -> Option<AnyView> {
        if self.is_empty() {
            return None;
        }
        let title = match self.0.len() {
            1 => "One thing to put right".to_string(),
            n => format!("{n} things to put right"),
        };
        let problems = self
            .0
            .iter()
            .map(|(field, words)| {
                let id = field.as_deref().unwrap_or("main");
                Link::new(format!("#{id}"), words.clone())
            })
            .collect();
        Some(
            view! { <ErrorSummary title kept="Nothing was saved. What you typed is still here." problems/> }
                .into_any(),
        )
    }
}

/// A field that nobody sees.
pub(crate) fn hidden(name: &'static str, value: impl Into<String>) -> AnyView {
    let value = value.into();
    view! { <input type="hidden" name=name value=value/> }.into_any()
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

/// What is looked at before opening, as it stands when it is in place.
pub(crate) fn check_words(check: Check) -> &'static str {
    match check {
        Check::Titles => "A title for staff and one for young people",
        Check::Purpose => "Why we ask",
        Check::DecidedAlready => "What is already decided",
        Check::CanChange => "What can still change",
        Check::Decider => "Who decides, and about what",
        Check::CloseDate => "A last day for answers, still ahead",
        Check::DecisionAfterClose => "A decision that comes after the last day",
        Check::FindingsDate => "A day to show what was said, after the last day and before they are told",
        Check::FeedbackDate => "A day to tell young people what happens",
        Check::EnoughTime => "At least 28 days to answer",
        Check::Audience => "The ages we ask",
        Check::LawfulBasis => "The lawful basis and the duty",
        Check::BestInterests => "How it serves the best interests of children",
        Check::SafeguardingPlan => "What happens when an answer worries a reader",
        Check::NamedPeople => "The reader and the safeguarding lead, by name",
        Check::Reach => "A group that is seldom heard, and how to reach it",
        Check::Areas => "Areas to choose from, where a question asks for one",
        Check::Questions => "Questions that are ready to ask",
    }
}

/// What to do about a check that is not met.
pub(crate) fn check_missing(check: Check) -> String {
    match check {
        Check::Titles => "Write a title for staff and one in young people's words.".into(),
        Check::Purpose => "Write why we ask, in young people's words.".into(),
        Check::DecidedAlready => {
            "Write what is already decided. If nothing is, say so. A consultation must come before the decision.".into()
        }
        Check::CanChange => "Write what can still change because of what young people say.".into(),
        Check::Decider => "Name who decides, and what they decide about.".into(),
        Check::CloseDate => "Choose a last day for answers that is not past.".into(),
        Check::DecisionAfterClose => "Choose a day for the decision that comes after the last day for answers.".into(),
        Check::FindingsDate => "Choose a day for the findings that lies after the last day for answers and not after young people are told.".into(),
        Check::FeedbackDate => "Choose the day by which young people are told, after the decision.".into(),
        Check::EnoughTime => format!("Give young people at least {ENOUGH_DAYS} days to answer, or be ready to say why not."),
        Check::Audience => "Choose the ages that are asked.".into(),
        Check::LawfulBasis => "Write the lawful basis and the duty that the asking serves.".into(),
        Check::BestInterests => "Write how it serves the best interests of children.".into(),
        Check::SafeguardingPlan => "Write what happens when an answer worries a reader.".into(),
        Check::NamedPeople => "Name who reads the answers, and the safeguarding lead.".into(),
        Check::Reach => "Name a group that is seldom heard, and how you will reach it.".into(),
        Check::Areas => "A question asks where somebody lives: write down the areas that they can choose.".into(),
        Check::Questions => "Mend the questions.".into(),
    }
}

/// What is wrong with a questionnaire, in words for staff. `named` gives the
/// words of the question or section with a key, if there is one.
pub(crate) fn defect_words(defect: &questionnaire::Defect, named: impl Fn(&str) -> Option<String>) -> String {
    use questionnaire::Defect;
    let words_of = |key: &str| format!("\u{201c}{}\u{201d}", named(key).unwrap_or_else(|| key.to_string()));
    match defect {
        Defect::NoQuestions => "Add a question. There is nothing to ask yet.".into(),
        Defect::TooManyQuestions => {
            format!("Take out some questions. There is room for {}.", questionnaire::MAX_QUESTIONS)
        }
        Defect::DuplicateKey(key) => {
            format!("Two questions share the key \u{201c}{key}\u{201d}. Change one of them.")
        }
        Defect::BadKey(key) => {
            format!("The key \u{201c}{key}\u{201d} cannot be used. Use letters, digits and underscores.")
        }
        Defect::NoText(key) => format!("Write the words of the question with the key \u{201c}{key}\u{201d}."),
        Defect::InQuestion { question, flaw } => flaw_words(flaw, &words_of(question)),
        Defect::ConditionTooDeep(question) => {
            format!(
                "The rule that shows {} has too many parts within parts. Make it simpler.",
                words_of(question)
            )
        }
        Defect::PipeNotEarlier { question, names } => {
            format!(
                "{} repeats an answer that is not given before it ({{{names}}}). Change its words.",
                words_of(question)
            )
        }
        Defect::NoSection { question, section } => {
            format!(
                "{} stands in a section that is not there ({section}). Choose another one.",
                words_of(question)
            )
        }
        Defect::SectionApart(section) => {
            format!(
                "Other questions stand between those of the section {}. Move them together.",
                words_of(section)
            )
        }
        Defect::BadRepeat(section) => format!(
            "The section {} is repeated for answers that are not chosen before it. Choose another question, or move it.",
            words_of(section)
        ),
        Defect::ConditionNotEarlier { question, names } if named(names).is_none() => {
            format!(
                "{} waits for an answer to a question that is no longer there. Change when it is shown.",
                words_of(question)
            )
        }
        Defect::ConditionNotEarlier { question, names } => {
            format!(
                "{} waits for an answer to {}, which does not come before it. Move one of them, or change when it is shown.",
                words_of(question),
                words_of(names)
            )
        }
        Defect::ConditionNeverTrue { question, names } => {
            format!(
                "{} waits for an answer to {} that nobody can give. Change when it is shown.",
                words_of(question),
                words_of(names)
            )
        }
    }
}

/// What is wrong with a question itself.
fn flaw_words(flaw: &Flaw, question: &str) -> String {
    match flaw {
        Flaw::TooFewOptions => format!("Give {question} at least two answers to choose from."),
        Flaw::TooManyOptions => {
            format!("Take some answers out of {question}. There is room for {}.", question::MAX_OPTIONS)
        }
        Flaw::DuplicateOption(option) => {
            format!("Two answers of {question} share the key \u{201c}{option}\u{201d}. Change one of them.")
        }
        Flaw::BadOptionKey(option) => {
            format!(
                "An answer of {question} has a key that cannot be used: \u{201c}{option}\u{201d}. Write it anew."
            )
        }
        Flaw::NoOptionText(_) => format!("An answer of {question} has no words. Write them, or take it out."),
        Flaw::LimitsCross => format!("Nobody can answer {question} within its limits. Change them."),
    }
}

/// What keeps a need from being agreed: the id of its field, and the words.
fn need_gap(gap: need::Gap) -> (Option<&'static str>, &'static str) {
    use need::Gap;
    match gap {
        Gap::Statement => (Some("statement"), "Write the need in one sentence."),
        Gap::PlainStatement => (Some("plain_statement"), "Write the same in plain words."),
        Gap::Owner => (Some("owner"), "Name who looks after this need."),
        Gap::EqualityImpact => {
            (Some("equality_impact"), "Write how it may touch groups with protected characteristics.")
        }
        Gap::ReviewDate => (Some("review_on"), "Choose a day for looking at it again."),
        Gap::Voice => (
            Some("no_voice_reason"),
            "Add what young people said to the voice panel, or write why it is empty.",
        ),
        Gap::OwnApproval => (None, "Ask somebody else to agree it. You wrote it, so you cannot."),
    }
}

/// What keeps a decision from being published: the id of its field, and the
/// words.
fn decision_gap(gap: &decision::Gap) -> (Option<&'static str>, String) {
    use decision::Gap;
    let (field, words) = match gap {
        Gap::PlainTitle => (Some("plain_title"), "Write the decision in young people's words."),
        Gap::Decider => (Some("decider"), "Name who decided."),
        Gap::Date => (Some("decided_on"), "Choose the day of the decision."),
        Gap::LevelWhy => (Some("level_why"), "Write why it is decided at this level."),
        Gap::Reasons => (Some("reasons"), "Write the reasons."),
        Gap::EqualityImpact => {
            (Some("equality_impact"), "Write how it may touch groups with protected characteristics.")
        }
        Gap::SafeguardingNote => {
            (Some("safeguarding_note"), "Write what it means for keeping children safe.")
        }
        Gap::Priority => {
            (Some("priorities"), "Choose the priority it answers, so that it leads back to a need.")
        }
        Gap::NoThemes => {
            (Some("consultations"), "Choose a consultation with final themes. There is no theme to answer.")
        }
        Gap::NoStatus(theme) => return (None, format!("Choose an answer to \u{201c}{theme}\u{201d}.")),
        Gap::NoReason(theme) => {
            return (None, format!("Write the reason for the answer to \u{201c}{theme}\u{201d}."));
        }
        Gap::SaysNothing { theme, phrase } => {
            return (
                None,
                format!(
                    "\u{201c}{phrase}\u{201d} says nothing to a young person. Under \u{201c}{theme}\u{201d}, say what will happen, or say no and why."
                ),
            );
        }
    };
    (field, words.to_string())
}

/// Why an area cannot be as it is wanted; of a list with the line.
fn area_words(line: Option<u64>, flaw: AreaFlaw) -> (Option<&'static str>, String) {
    let (field, words) = match flaw {
        AreaFlaw::NoName => ("name", "Write the name of the area.".into()),
        AreaFlaw::LongName => {
            ("name", format!("Shorten the name. There is room for {} letters.", area::NAME_MAX))
        }
        AreaFlaw::SameName => {
            ("name", "Choose another name. Another part of the same area has this one.".into())
        }
        AreaFlaw::NoParent => {
            ("parent", "There is no area to put it under. Choose or write another one.".into())
        }
        AreaFlaw::ManyParents => {
            ("parent", "Several areas have the name that it is to be under. Indent the list instead.".into())
        }
        AreaFlaw::InItself => {
            ("parent", "An area cannot lie in itself. Choose another one to put it under.".into())
        }
        AreaFlaw::TooDeep => {
            ("parent", format!("Put it higher. Areas lie at most {} deep in each other.", area::MAX_DEPTH))
        }
        AreaFlaw::TooMany => ("name", format!("There is room for {} areas.", area::MAX_AREAS)),
    };
    match line {
        Some(line) => (Some("list"), format!("Line {line}: {words}")),
        None => (Some(field), words),
    }
}

fn setup_words(error: consultation::SetupError) -> (Option<&'static str>, String) {
    use consultation::SetupError;
    match error {
        SetupError::NoTitle => {
            (Some("title"), "Write a title, so that the consultation can be found again.".into())
        }
        SetupError::TooLong(field) => (Some(field), too_long(field, consultation::TEXT_MAX)),
        SetupError::Minutes => (Some("minutes"), "Write how long it takes: 1 to 60 minutes.".into()),
        SetupError::DraftDays => {
            (Some("draft_days"), format!("Write 1 to {} days.", consultation::DRAFT_DAYS_MAX))
        }
        SetupError::EqualitySet => {
            (Some("equality_set"), "Choose one of the sets of equality questions.".into())
        }
    }
}

fn too_long(field: &str, max: usize) -> String {
    format!("Shorten {}. There is room for {max} letters.", field_words(field))
}

/// What a field is called in a sentence.
fn field_words(field: &str) -> String {
    let words = match field {
        "about" => "when to use it",
        "as" => "who answers",
        "change_note" => "what changed",
        "child_name" => "the name in young people's words",
        "child_title" => "the title for young people",
        "codes" => "the codes",
        "consultations" => "the consultations",
        "difference_reason" => "why the scores differ",
        "email" => "the address",
        "equality" => "the equality answers",
        "expected" => "how many answers you count on",
        "first_day" => "the first day",
        "area_branch" => "the areas that can be named",
        "areas" => "the areas",
        "follow_up" => "what came of it",
        "follow_up_on" => "the day of the follow-up",
        "hint" => "the help under the question",
        "holiday" => "what they are called",
        "key" => "the key",
        "languages" => "the languages",
        "last_day" => "the last day",
        "name" => "the name",
        "note" => "the note",
        "options" => "the answers to choose from",
        "other" => "the other language",
        "own" => "the language of the plain words",
        "place" => "the place",
        "priorities" => "the priorities",
        "reason" => "the reason",
        "slug" => "the short name",
        "source" => "where the figures are from",
        "staff" => "the staff's score",
        "text" => "the words of the question",
        "theme" => "the theme",
        "title" => "the title",
        "we_did" => "what we did",
        "what" => "what will be done",
        "young" => "the young people's score",
        "young_place" => "the young people's place",
        "young_source" => "how young people ranked",
        "young_statement" => "the young people's statement",
        other => return other.replace('_', " "),
    };
    words.to_string()
}

fn missing(field: &str) -> String {
    match field {
        "child_name" => "Write the name in young people's words. A final theme needs one.".into(),
        "change_note" => "Write what changed. Young people will read it.".into(),
        "codes" => "Choose at least one code.".into(),
        "follow_up_on" => "Choose the day when you will say what came of it.".into(),
        "alt" => "Write what the picture shows, for those who do not see it.".into(),
        "file" => "Choose a file.".into(),
        "note" => "Write a note. Do not repeat the child's words.".into(),
        "questions" => "Tick at least one question.".into(),
        "words" => "Write what the recording says.".into(),
        "role" => "Choose a role.".into(),
        "theme" => "Choose a theme.".into(),
        "young_source" => "Write how young people ranked: who, and when.".into(),
        other => format!("Write {}.", field_words(other)),
    }
}

fn unreadable(field: &str) -> String {
    match field {
        "email" => "Write a whole address, like name@example.org.".into(),
        "slug" => {
            "Use 2 to 60 small letters, digits and single hyphens for the short name, like getting-to-school."
                .into()
        }
        "place" | "young_place" => format!("Write {} as a whole number from 1.", field_words(field)),
        "expected" => "Write a whole number from 1, or nothing.".into(),
        "first_day" => "Write a day as it stands in the calendar, like 2026-10-26.".into(),
        "languages" => "Write the codes of languages, with commas between them, like cy, ar.".into(),
        "last_day" => "Write a last day that does not come before the first, like 2026-10-30.".into(),
        "questions_of" => "Choose one of your organisation\u{2019}s consultations, or none.".into(),
        "role" => "Choose one of the roles.".into(),
        "show_if" => "Choose the answers again, and write a whole number where one is needed.".into(),
        "concern" => "Choose one of the five decisions.".into(),
        "other" => "Write the tag of a language, like ti or ku-Arab.".into(),
        "key" => "Use 1 to 64 letters, digits and underscores for the key.".into(),
        "max" => "Write a whole number that is not smaller than the smallest.".into(),
        "minutes" | "draft_days" | "min" => "Write a whole number.".into(),
        "most" => "Write a whole number from 1, not more than there are answers.".into(),
        "each_of" => "Choose a question with several choices that stands before the section.".into(),
        "questions" => "Choose the questions again.".into(),
        "quota" => "Write a whole number from 1.".into(),
        "type" => "Choose one of the types.".into(),
        "form" => "Write the whole code as it was printed, like 12-2-0017-K.".into(),
        "file" => "Choose another file. This one is of another kind, too big, or cannot be read.".into(),
        day if day.ends_with("_on") => "Write a day as it stands in the calendar, like 2026-06-14.".into(),
        other => format!("Look at {} again. It cannot be read.", field_words(other)),
    }
}

/// The words for a refusal, and the id of the field it belongs to, where there
/// is one on the form.
pub(crate) fn refusal_words(refusal: &Refusal) -> (Option<String>, String) {
    let (field, words): (Option<&str>, String) = match refusal {
        Refusal::Area { line, flaw } => area_words(*line, *flaw),
        Refusal::NoNumber { field } => (Some(field), "Write a whole number, or nothing.".into()),
        Refusal::LongField { field, max } => {
            (Some(field), format!("Shorten this. There is room for {max} letters."))
        }
        Refusal::Missing(field) => (Some(field), missing(field)),
        Refusal::Unreadable(field) => (Some(field), unreadable(field)),
        Refusal::TooLong { field, max } => (Some(field), too_long(field, *max)),
        Refusal::TooMany { field: "show_if", max } => {
            (Some("show_if"), format!("There is room for {max} rows. Make some of them empty."))
        }
        Refusal::TooMany { field, max } => (Some(field), format!("There is room for {max} lines. Take some of them out.")),
        Refusal::Taken(field) => (
            Some(field),
            match *field {
                "key" => "Choose another key. Another question has this one, or had it.".into(),
                "options" => "Say each answer once. Two lines are the same.".into(),
                "file" => "A file of this name is there already. Replace it in the list, or give this one another name first.".into(),
                "slug" => "Choose another short name. This one is in use.".into(),
                "email" => "This address belongs to somebody of another organisation.".into(),
                other => format!("Choose something else for {}. This is in use.", field_words(other)),
            },
        ),
        Refusal::Answer { question, .. } => {
            (None, format!("The answer to \u{201c}{question}\u{201d} cannot be taken as it is."))
        }
        Refusal::Setup(error) => setup_words(*error),
        Refusal::Check(check) => (
            match check.place() {
                Place::Field(field) => Some(field),
                Place::Questions => None,
            },
            check_missing(*check),
        ),
        Refusal::WrongState => {
            (None, "This cannot be done now. It has moved on in the meantime. Look at how it stands.".into())
        }
        Refusal::Answered => (
            None,
            "A decision has answered the final themes, and young people can read it. No theme becomes final now, and none ceases to be.".into(),
        ),
        Refusal::LastAdministrator => (
            None,
            "There is no other administrator. Give somebody else the role first, or nobody could invite staff.".into(),
        ),
        Refusal::Questionnaire(words) => (None, words.clone()),
        Refusal::Defect(defect) => (None, defect_words(defect, |key| Some(format!("the question \u{201c}{key}\u{201d}")))),
        Refusal::InUse => (None, "A question shows this file. Choose another one there first.".into()),
        Refusal::Unread => (None, "Read every answer first. Some are still waiting.".into()),
        Refusal::NoFinalTheme => (None, "Make at least one theme final first.".into()),
        Refusal::Need(gap) => {
            let (field, words) = need_gap(*gap);
            (field, words.to_string())
        }
        Refusal::Decision(gap) => decision_gap(gap),
        Refusal::NoLine(theme) => (None, format!("Write a line that answers \u{201c}{theme}\u{201d}.")),
        Refusal::PieceNotFound => (
            Some("piece"),
            "Copy a piece of the answer exactly. These words are not in it.".into(),
        ),
        Refusal::NoConsent => (
            None,
            "The young person did not say yes to using their exact words. Count them, do not quote them."
                .into(),
        ),
        Refusal::Interpretation => (
            None,
            "These are the words of somebody of the staff, who wrote what they understood. Count them, do not quote them."
                .into(),
        ),
        Refusal::Code(_) => (None, "This code lets nobody in.".into()),
        Refusal::NotLater => {
            (Some("close_on"), "Choose a later day. Young people were told they have until the day that stands there now.".into())
        }
        Refusal::FormUnknown => (
            Some("form"),
            "No form with this code was typed in here. Look at the code again; what is not typed in yet is not kept anywhere.".into(),
        ),
        Refusal::FormKnown => (Some("form"), "This form was typed in already. Nothing was changed.".into()),
        Refusal::FormTakenBack => {
            (Some("form"), "What was on this form was taken back. It cannot be typed in again.".into())
        }
        Refusal::WordsRead => (
            None,
            "Somebody has read these words already. Words that were read stay as they are.".into(),
        ),
        Refusal::Line { line: 0, reason } => (None, format!("The list: {reason}.")),
        Refusal::Line { line, reason } => (None, format!("Line {line}: {reason}.")),
    };
    (field.map(str::to_string), words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_says_what_is_there_and_what_is_missing() {
        for check in Check::ALL {
            assert!(!check_words(check).is_empty());
            assert!(check_missing(check).ends_with('.'), "{check:?}");
        }
    }

    #[test]
    fn a_refusal_finds_its_field() {
        let wrong = Wrong::new(&[Refusal::Missing("title"), Refusal::Need(need::Gap::OwnApproval)]);
        assert_eq!(wrong.at("title"), Some("Write the title.".to_string()));
        assert_eq!(wrong.at("owner"), None);
        assert_eq!(wrong.0.len(), 2);
    }
}
