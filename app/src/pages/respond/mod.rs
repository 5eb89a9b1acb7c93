//! What a young person sees while they answer, and afterwards with their four
//! words.

#![expect(clippy::needless_pass_by_value, reason = "a page owns what it shows")]

mod about;
mod before;
mod check;
mod idle;
mod join;
mod mine;
mod question;
mod start;
mod thanks;
mod whose;
mod worried;

use earshot_domain::consultation::Mode;
use earshot_domain::journey::{Journey, Stop};
use earshot_domain::question::{FieldError, FileFlaw, Given, Kind, Question};
use earshot_domain::respondent::{Channel, RespondentType};
use earshot_respond::{JourneyIsland, fill};
use earshot_service::Asked;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::components::Link;
use crate::layout::{AskShell, PublicShell};
use crate::questions::value_key;
use crate::{Page, Site, Tools, say};

pub(crate) use about::about_part;
pub use about::{AboutForm, EXACT, UNDERSTOOD, about};
pub use before::before;
pub use check::{check, consent};
pub(crate) use check::{check_part, consent_part};
pub use idle::idle;
pub use join::{Join, join, join_unsent};
pub use mine::{Sure, ask_receipt, change as change_mine, change_contact, found as mine, gone, sure};
pub(crate) use question::question_part;
pub use question::{QuestionForm, question};
pub(in crate::pages) use start::facts as start_facts;
pub use start::{closed, start};
pub(in crate::pages) use thanks::outbox;
pub use thanks::{thanks, waiting, words_shown};
pub use whose::{Whose, whose, whose_address};
pub use worried::{Worried, worried};

/// A page that asks, before it is said where it stands.
struct Asking {
    title: String,
    wrong: bool,
    view: Box<dyn FnOnce() -> AnyView>,
}

impl Asking {
    fn new(title: String, wrong: bool, view: impl FnOnce() -> AnyView + 'static) -> Self {
        Self { title, wrong, view: Box::new(view) }
    }

    /// By itself: the phone's bundle takes over from its form.
    fn page(self, site: &Site, asked: &Asked) -> Page {
        let (slug, read, view) = (asked.slug.clone(), site.door.name(), self.view);
        let code = site.code.clone().filter(|_| asked.setup.by_invitation);
        let tools = Tools::of(&asked.questionnaire, asked.setup.sensitive);
        Page::ask(self.title, move || {
            let page = view();
            view! { <JourneyIsland slug read code>{page}</JourneyIsland> }.into_any()
        })
        .wrong(self.wrong)
        .tools(tools)
        .awake()
    }

    /// As a part that the bundle puts into such a page.
    fn part(self) -> Page {
        Page::ask(self.title, self.view).wrong(self.wrong)
    }
}

/// The way to leave at once, where a consultation is about something that may hurt.
fn leave(site: &Site, asked: &Asked) -> Option<Link> {
    let href = format!("/c/{}/leave", asked.slug);
    asked.setup.sensitive.then(|| Link::new(href, say!(site, "leave")))
}

/// What a page of a consultation needs that asks nothing itself.
pub(in crate::pages) fn tools(asked: &Asked) -> Tools {
    Tools { leave: asked.setup.sensitive, ..Tools::default() }
}

/// What stands around such a page.
pub(in crate::pages) fn shell_of(site: &Site, asked: &Asked) -> PublicShell {
    let shell = site.public_shell(site.help(asked.setup.mode == Mode::Anonymous, &asked.duty_phone));
    PublicShell { leave: leave(site, asked), ..shell }
}

/// What stands around a page that asks.
fn shell(site: &Site, asked: &Asked, back: String, side: &[String]) -> AskShell {
    let setup = &asked.setup;
    let mut more = side.to_vec();
    if asked.preview {
        more.insert(0, say!(site, "preview-banner"));
    }
    more.splice(0..0, banner(site));
    AskShell {
        skip: say!(site, "skip-main"),
        home: "/".into(),
        name: setup.child_title.clone(),
        progress: String::new(),
        done: 0,
        of: 0,
        help_link: Link::new("#help", say!(site, "nav-help")),
        leave: leave(site, asked),
        more,
        back: Some(Link::new(back, say!(site, "back"))),
        help: site.help(setup.mode == Mode::Anonymous, &asked.duty_phone),
    }
}

/// What everybody at this device has to know, on every page.
fn banner(site: &Site) -> Option<String> {
    match site.channel {
        // Nobody answers on paper here.
        Channel::Web | Channel::Paper => None,
        Channel::Kiosk => Some(say!(site, "kiosk-banner")),
        Channel::Assisted => Some(say!(site, "assist-banner")),
    }
}

/// Who decides, and what is promised, beside a question.
fn side(site: &Site, asked: &Asked) -> Vec<String> {
    let setup = &asked.setup;
    let mut text = Vec::new();
    if !setup.decider.is_empty() {
        let (decider, role) = (setup.decider.as_str(), setup.decider_role.as_str());
        text.push(say!(site, "side-who", decider = decider, role = role));
    }
    text.push(say!(
        site,
        match setup.mode {
            Mode::Anonymous => "side-anonymous",
            Mode::Confidential => "side-confidential",
        }
    ));
    vec![text.join(" ")]
}

/// The address of a page of this consultation, with who answers where that is
/// not a child.
fn address(asked: &Asked, respondent: RespondentType, page: &str) -> String {
    let query = match respondent {
        RespondentType::Child => String::new(),
        other => format!("?as={other}"),
    };
    format!("/c/{}/{page}{query}", asked.slug)
}

/// The page of a question.
fn question_address(asked: &Asked, respondent: RespondentType, stop: Stop) -> String {
    address(asked, respondent, &format!("q/{}", stop.number()))
}

/// Where the way begins. Before questions that may hurt, a page says how to stop fast.
fn beginning(asked: &Asked, respondent: RespondentType) -> String {
    if asked.setup.sensitive {
        address(asked, respondent, "before")
    } else {
        first_question(asked, respondent)
    }
}

/// The first question. Where sections change places only the server can say which one that is.
fn first_question(asked: &Asked, respondent: RespondentType) -> String {
    let changes = asked.questionnaire.sections.iter().any(|section| section.shuffle);
    if changes {
        address(asked, respondent, "q/first")
    } else {
        question_address(asked, respondent, Stop::at(0))
    }
}

/// Progress once every question is done.
fn all_done(site: &Site, journey: &Journey<'_>, shell: &mut AskShell) {
    let total = journey.shown().count();
    shell.progress = say!(site, "question-all-done", total = total);
    shell.done = total;
    shell.of = total;
}

/// The words for one value of a counted question.
pub(super) fn value_words(site: &Site, question: &Question, value: &str) -> String {
    if let Some(label) = question.label_of(value) {
        return label.to_string();
    }
    value_key(&question.kind, value).map_or_else(|| value.to_string(), |key| say!(site, &key))
}

/// An answer as lines of words, empty when it was skipped.
fn given_words(site: &Site, question: &Question, given: Option<&Given>) -> Vec<String> {
    fill::said(question, given, &|value| value_words(site, question, value))
}

/// What is wrong with an answer: for the summary, and beside the field.
pub(crate) fn error_words(site: &Site, kind: &Kind, error: &FieldError) -> (String, String) {
    let both = |words: String| (words.clone(), words);
    match error {
        FieldError::Empty if kind.is_free_text() => both(say!(site, "error-empty-words")),
        FieldError::Empty if matches!(kind, Kind::Number(_)) => both(say!(site, "error-empty-number")),
        FieldError::Empty if matches!(kind, Kind::Photo) => both(say!(site, "error-empty-photo")),
        FieldError::Empty if matches!(kind, Kind::Audio) => both(say!(site, "error-empty-audio")),
        FieldError::Empty => both(say!(site, "error-empty-choice")),
        FieldError::NotAnOption => both(say!(site, "error-not-option")),
        FieldError::TooMany { max } => both(say!(site, "error-too-many", n = *max)),
        FieldError::TooFew { min } => both(say!(site, "error-too-few", n = *min)),
        FieldError::AloneWithOthers => both(say!(site, "error-alone")),
        FieldError::TooLong { max, length } => {
            both(say!(site, "error-too-long", max = *max, length = *length))
        }
        FieldError::NotANumber => both(say!(site, "error-number")),
        FieldError::OutOfRange { min: Some(min), max: Some(max) } => {
            both(say!(site, "error-range-both", min = *min, max = *max))
        }
        FieldError::OutOfRange { min: Some(min), max: None } => {
            both(say!(site, "error-range-min", min = *min))
        }
        FieldError::OutOfRange { min: None, max: Some(max) } => {
            both(say!(site, "error-range-max", max = *max))
        }
        FieldError::OutOfRange { min: None, max: None } => both(say!(site, "error-number")),
        FieldError::SaidAndWrote => both(say!(site, "error-said-and-wrote")),
        FieldError::File(flaw) => both(match (flaw, kind) {
            (FileFlaw::TooLarge, _) => say!(site, "error-file-large"),
            (FileFlaw::NotTaken, Kind::Audio) => say!(site, "error-file-not-sound"),
            (FileFlaw::NotTaken, _) => say!(site, "error-file-not-picture"),
            (FileFlaw::Broken, _) => say!(site, "error-file-broken"),
            (FileFlaw::TooMany, _) => say!(site, "error-file-many"),
        }),
        FieldError::Contact(contact) => {
            use earshot_domain::contact::Contact;
            let key = match contact {
                Contact::Phone => "error-phone",
                Contact::Email => "error-email",
                Contact::Link => "error-link",
                Contact::Handle => "error-handle",
                Contact::Address => "error-address",
            };
            (say!(site, key), say!(site, &format!("{key}-why")))
        }
    }
}
