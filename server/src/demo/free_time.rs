//! "Your free time": open now, with every type of question, for whoever tries
//! the demo.

use anyhow::Result;
use chrono::Days;
use earshot_domain::consultation::{Kind as Formality, Mode, Setup, Step};
use earshot_domain::question::{Choice, Kind, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::rule::Rule;
use earshot_service::NewConsultation;

use super::{Story, plain};

pub(super) const SLUG: &str = "free-time";

pub(super) async fn tell(story: &Story) -> Result<()> {
    let ahead = |days: u64| story.today.checked_add_days(Days::new(days));
    let began = story.today.checked_sub_days(Days::new(7)).unwrap_or(story.today);
    let setup = Setup {
        title: "Places to go and things to do".into(),
        child_title: "What do you do in your free time?".into(),
        kind: Formality::Engagement,
        mode: Mode::Anonymous,
        purpose: "We want places where you like to be. Some are hardly used, and some are too full.".into(),
        decided_already: "The sports hall in Wexmoor North is being mended until spring.".into(),
        can_change: "Which places open, when, and what happens there.".into(),
        decider: "Councillor Ruth Adeyemi".into(),
        decider_role: "decides about youth clubs and parks".into(),
        decision_on: ahead(70),
        close_on: ahead(35),
        findings_on: ahead(56),
        feedback_on: ahead(84),
        minutes: 4,
        respondents: vec![RespondentType::Child, RespondentType::Parent, RespondentType::Professional],
        bands: vec![AgeBand::From8To10, AgeBand::From11To13, AgeBand::From14To15, AgeBand::From16To17],
        areas: vec!["Wexmoor North".into(), "Wexmoor South".into(), "The villages".into()],
        lawful_basis: "Public task (UK GDPR Article 6(1)(e))".into(),
        legal_function: "Education Act 1996 s507B: activities for young people".into(),
        best_interests: "Rest, play and friends are a right (UNCRC Article 31).".into(),
        safeguarding_plan: "Every answer is read within 2 working days, marked ones within 4 hours.".into(),
        reader: "Jo Marsh".into(),
        safeguarding_lead: "Priya Nair".into(),
        reach: "Young carers: through the young carers group, with paper copies.".into(),
        equality_set: Some("earshot-yp-1".into()),
        ..Setup::default()
    };
    let earshot = story.on(began);
    let new = NewConsultation { title: setup.title.clone(), slug: SLUG.into(), ..NewConsultation::default() };
    earshot.create_consultation(&story.worker, &new).await.map_err(plain)?;
    earshot.save_setup(&story.worker, SLUG, 1, &setup).await.map_err(plain)?;
    earshot.save_questionnaire(&story.worker, SLUG, 2, &questionnaire()).await.map_err(plain)?;
    story.step(&story.worker, SLUG, Step::Open).await
}

fn questionnaire() -> Questionnaire {
    let choice = |key: &str, label: &str| Choice::new(key, label);
    let mut place = Question::new("club", "Which place do you go to?", Kind::ShortText);
    place.hint = Some("A club, a park, a library, anything.".into());
    place.show_if = Some(Rule::is("go", "yes"));
    let mut why = Question::new(
        "why_not",
        "What stops you?",
        Kind::multi(
            vec![
                choice("far", "It is too far"),
                choice("cost", "It costs too much"),
                choice("nothing", "There is nothing for me"),
                choice("safe", "I don\u{2019}t feel safe there"),
                choice("time", "I have no time"),
            ],
            None,
        ),
    );
    why.show_if = Some(Rule::is("go", "no"));
    Questionnaire::of(vec![
        Question::new(
            "where",
            "Where are you most, when you are free?",
            Kind::single(vec![
                choice("home", "At home"),
                choice("friends", "At a friend\u{2019}s"),
                choice("outside", "Outside"),
                choice("club", "At a club or a class"),
                choice("online", "Online"),
            ]),
        ),
        Question::new("happy", "How happy are you with that?", Kind::Faces),
        Question::new("go", "Is there a place near you where you like to go?", Kind::YesNoUnsure),
        place,
        why,
        Question::new("wish", "What do you wish there was?", Kind::LongText),
    ])
}
