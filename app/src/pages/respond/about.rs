//! "About you": a gate and a few questions, kept apart from the answers
//! (domain.md 5.7). Nothing that is typed here is kept before it is sent.

use earshot_domain::equality;
use earshot_domain::journey::{Answers, Journey};
use earshot_domain::respondent::{Channel, RespondentType};
use earshot_domain::sealed_contact::CONTACT_MAX;
use earshot_service::Asked;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::{Asking, address, all_done, shell};
use crate::components::{
    Button, ButtonKind, ButtonRow, ChoiceItem, Choices, ErrorSummary, Link, Question, TextField,
};
use crate::layout::AskLayout;
use crate::{Page, Site, say};

/// That somebody who types for somebody else has typed their exact words.
pub const EXACT: &str = "exact";

/// That they have typed what they understood.
pub const UNDERSTOOD: &str = "understood";

/// The field for how they can be reached.
const CONTACT: &str = "contact";

/// What was typed, to show it again.
#[derive(Debug, Clone, Default)]
pub struct AboutForm {
    /// The fields and their values.
    pub typed: Vec<(String, String)>,
    /// The fields that could not be taken.
    pub wrong: Vec<&'static str>,
}

impl AboutForm {
    fn typed(&self, name: &str) -> &str {
        self.typed.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str())
    }

    fn chosen(&self, name: &str, value: &str) -> bool {
        self.typed.iter().any(|(n, v)| n == name && v == value)
    }
}

/// The page.
pub fn about(
    site: &Site,
    asked: &Asked,
    answers: &Answers,
    form: &AboutForm,
    respondent: RespondentType,
) -> Page {
    gate(site, asked, answers, form, respondent).page(site, asked)
}

/// The same with nothing in it, as a part for the phone's bundle.
pub(crate) fn about_part(site: &Site, asked: &Asked, respondent: RespondentType) -> Page {
    gate(site, asked, &Answers::new(), &AboutForm::default(), respondent).part()
}

fn gate(
    site: &Site,
    asked: &Asked,
    answers: &Answers,
    form: &AboutForm,
    respondent: RespondentType,
) -> Asking {
    let side = vec![say!(site, "side-apart")];
    let journey = Journey::new(&asked.questionnaire, answers, 0);
    let before = if journey.wrote() { "words" } else { "check" };
    let mut shell = shell(site, asked, address(asked, respondent, before), &side);
    all_done(site, &journey, &mut shell);
    shell.progress = say!(site, "question-nearly");
    let spoke = (site.channel == Channel::Assisted && journey.wrote()).then(|| spoke(site, form));
    let mut fields: Vec<AnyView> = Vec::new();
    if respondent == RespondentType::Child && !asked.setup.bands.is_empty() {
        let items = asked
            .setup
            .bands
            .iter()
            .map(|band| {
                ChoiceItem::new(band.as_str(), band.label()).chosen(form.chosen("band", band.as_str()))
            })
            .collect();
        fields.push(field(site, "band", say!(site, "about-age"), None, items, form));
    }
    let offered = asked.areas.iter().filter(|place| !place.retired || form.chosen("area", &place.key));
    let items: Vec<ChoiceItem> = offered
        .map(|place| ChoiceItem::new(&place.key, &place.name).chosen(form.chosen("area", &place.key)))
        .collect();
    if !items.is_empty() {
        fields.push(field(site, "area", say!(site, "about-area"), None, items, form));
    }
    let set = asked.setup.equality_set.as_deref().and_then(equality::set);
    let questions = set.map(|set| set.questions).unwrap_or_default();
    // The young people's set is asked of young people.
    for question in questions.iter().filter(|_| respondent == RespondentType::Child) {
        let name = format!("eq-{}", question.key);
        let items = question
            .options
            .iter()
            .map(|option| ChoiceItem::new(option.code, option.label).chosen(form.chosen(&name, option.code)))
            .collect();
        fields.push(field(site, &name, question.text.to_string(), question.hint, items, form));
    }
    let wrong = !form.wrong.is_empty();
    let summary = summary(site, form);
    let title = say!(site, "about-title");
    let head = title.clone();
    let lead = say!(site, "about-lead");
    let lead = view! { <p>{lead}</p> }.into_any();
    // How they can be reached is no question about them: what may be skipped is said after it.
    let contact = asked.asks_contact(site.channel).then(|| contact(site, form));
    let (lead, after) = if contact.is_some() { (None, Some(lead)) } else { (Some(lead), None) };
    let action = address(asked, respondent, "about-you");
    let (skip, send) = (say!(site, "about-skip"), say!(site, "about-send"));
    Asking::new(title, wrong, move || {
        view! {
            <AskLayout shell flow=true>
                <h1>{head}</h1>
                {lead}
                <form method="post" action=action class="flow" novalidate=true>
                    {summary}
                    {spoke}
                    {contact}
                    {after}
                    <ButtonRow><Button words=skip kind=ButtonKind::Still name="skip" value="1"/></ButtonRow>
                    {fields}
                    <ButtonRow><Button words=send kind=ButtonKind::Go/></ButtonRow>
                </form>
            </AskLayout>
        }
        .into_any()
    })
}

/// What is wrong with the form, with a link to each field.
fn summary(site: &Site, form: &AboutForm) -> Option<AnyView> {
    if form.wrong.is_empty() {
        return None;
    }
    let title = say!(site, if form.wrong.len() > 1 { "error-many" } else { "error-one" });
    let words = |name: &str| match name {
        "spoke" => say!(site, "assist-error"),
        CONTACT => long_contact(site, form),
        _ => say!(site, "error-about"),
    };
    let problems: Vec<Link> =
        form.wrong.iter().map(|&name| Link::new(format!("#{name}"), words(name))).collect();
    Some(view! { <ErrorSummary title problems/> }.into_any())
}

/// How they can be reached: nobody has to say it, and it is kept closed (domain.md 5.4, "Break-glass").
fn contact(site: &Site, form: &AboutForm) -> AnyView {
    let (label, hint) = (say!(site, "contact-label"), say!(site, "contact-hint"));
    let error = form.wrong.contains(&CONTACT).then(|| long_contact(site, form));
    let value = form.typed(CONTACT).to_string();
    view! { <div class="question"><TextField name=CONTACT label hint error value autocomplete="off"/></div> }
        .into_any()
}

/// That it is too long.
fn long_contact(site: &Site, form: &AboutForm) -> String {
    let length = form.typed(CONTACT).trim().chars().count();
    say!(site, "error-too-long", max = CONTACT_MAX, length = length)
}

/// Whose words these are, asked of somebody who types for somebody else.
fn spoke(site: &Site, form: &AboutForm) -> AnyView {
    let item =
        |value: &str, key: &str| ChoiceItem::new(value, say!(site, key)).chosen(form.chosen("spoke", value));
    let items = vec![item(EXACT, "assist-exact"), item(UNDERSTOOD, "assist-understood")];
    let (words, hint) = (say!(site, "assist-spoke"), say!(site, "assist-spoke-hint"));
    let error = form.wrong.contains(&"spoke").then(|| say!(site, "assist-error"));
    view! {
        <Question id="spoke-q" words small=true hint error><Choices name="spoke" items/></Question>
    }
    .into_any()
}

fn field(
    site: &Site,
    name: &str,
    words: String,
    hint: Option<&'static str>,
    items: Vec<ChoiceItem>,
    form: &AboutForm,
) -> AnyView {
    let way_out = vec![
        ChoiceItem::new(equality::PREFER_NOT_TO_SAY, say!(site, "about-prefer-not"))
            .chosen(form.chosen(name, equality::PREFER_NOT_TO_SAY)),
    ];
    let or = say!(site, "or");
    let error = form.wrong.contains(&name).then(|| say!(site, "error-about"));
    let id = format!("{name}-q");
    let name = name.to_string();
    view! {
        <Question id words small=true hint error><Choices name items way_out or/></Question>
    }
    .into_any()
}
