//! Consultations on the desk: the list, a new one, how one stands, its setup,
//! and the steps that open, pause and close it.

use axum::extract::{Path, State};
use axum::response::Response;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::consultations::{self as pages, Sure, Towards};
use earshot_app::pages::desk::setup as setup_pages;
use earshot_app::pages::error::Trouble;
use earshot_domain::consultation::{Kind, Mode, Setup, SetupWording, State as ConsultationState, Step};
use earshot_domain::door::is_language;
use earshot_domain::policy::Permission;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_service::{Actor, ChosenBoard, Error, NewConsultation, Refusal};
use serde::Deserialize;

use super::boards;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asking {
    to: Option<String>,
    done: Option<String>,
}

/// For pages that only lead to a step: stops who may not take it.
fn may(actor: &Actor, permission: Permission) -> Result<(), WebError> {
    if actor.may(permission) { Ok(()) } else { Err(Trouble::Forbidden.into()) }
}

/// The list, or the list from which one is chosen for a step of the loop.
pub(super) async fn list(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let list = app.earshot.desk_consultations(&actor).await?.list;
    let towards = asking.to.as_deref().and_then(Towards::parse);
    Ok(ok(&site, pages::list(&site, &actor, list, towards, app.earshot.today())))
}

/// The form for a new one.
pub(super) async fn new(State(app): State<App>, Staff(site, actor): Staff) -> Result<Response, WebError> {
    may(&actor, Permission::EditConsultations)?;
    let earlier = app.earshot.desk_consultations(&actor).await?.list;
    Ok(ok(&site, pages::new(&site, &actor, &earlier, Typed::default(), &[])))
}

/// Begins it.
pub(super) async fn create(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let new = NewConsultation {
        title: fields.text("title"),
        slug: fields.text("slug"),
        questions_of: fields.text("questions_of"),
    };
    let outcome = app.earshot.create_consultation(&actor, &new).await;
    let (app, site, actor) = (&app, &site, &actor);
    let slug = or_again(site, outcome, |refusals| async move {
        let earlier = app.earshot.desk_consultations(actor).await?.list;
        Ok(pages::new(site, actor, &earlier, Typed(fields.0), &refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}?done=started")))
}

/// How it stands.
pub(super) async fn overview(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let preparation = app.earshot.preparation(&actor, &slug).await?;
    let today = app.earshot.today();
    Ok(ok(&site, pages::overview(&site, &actor, preparation, today, asking.done.as_deref(), &[])))
}

/// Asks once more before it opens.
pub(super) async fn sure_open(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    may(&actor, Permission::RunConsultations)?;
    let preparation = app.earshot.preparation(&actor, &slug).await?;
    let ready = preparation.consultation.state == ConsultationState::Draft
        && !preparation.checks.iter().any(|outcome| outcome.blocks)
        && preparation.may_open(&actor);
    if !ready {
        return Ok(see_other(&format!("/desk/c/{slug}")));
    }
    let clinic = app.earshot.clinic(&actor, &slug).await?;
    Ok(ok(&site, pages::sure(&site, &actor, preparation.consultation, Sure::Open, Some(&clinic))))
}

/// Asks once more before it closes.
pub(super) async fn sure_close(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    may(&actor, Permission::RunConsultations)?;
    let consultation = app.earshot.preparation(&actor, &slug).await?.consultation;
    if consultation.state.after(Step::Close).is_none() {
        return Ok(see_other(&format!("/desk/c/{slug}")));
    }
    Ok(ok(&site, pages::sure(&site, &actor, consultation, Sure::Close, None)))
}

/// Notes that somebody has looked at a draft that may hurt.
pub(super) async fn check(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    match app.earshot.check_consultation(&actor, &slug, fields.edition()?).await {
        Ok(()) => Ok(see_other(&format!("/desk/c/{slug}?done=checked"))),
        Err(Error::Refused(_)) => Err(Trouble::Stale.into()),
        Err(error) => Err(error.into()),
    }
}

/// Opens, pauses or closes.
pub(super) async fn run(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let (step, done) = match fields.get("step") {
        "open" => (Step::Open, "opened"),
        "pause" => (Step::Pause, "paused"),
        "close" => (Step::Close, "closed"),
        _ => return Err(Trouble::Wrong.into()),
    };
    // Closing cannot be undone, so it is asked about first.
    if step == Step::Close && fields.get("sure") != "yes" {
        return Ok(see_other(&format!("/desk/c/{slug}/close")));
    }
    // The page that the button stands on says what happened.
    let back = if fields.get("back") == "progress" { "/progress" } else { "" };
    let outcome = app.earshot.run_consultation(&actor, &slug, fields.edition()?, step).await;
    let (app, site, actor, slug) = (&app, &site, &actor, &slug);
    or_again(site, outcome, |refusals| async move {
        let preparation = app.earshot.preparation(actor, slug).await?;
        Ok(pages::overview(site, actor, preparation, app.earshot.today(), None, &refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}{back}?done={done}")))
}

/// Why and who decides.
pub(super) async fn setup(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let preparation = app.earshot.preparation(&actor, &slug).await?;
    let board = preparation.board.as_ref().map(|one| one.id.to_string()).unwrap_or_default();
    let typed = setup_pages::typed_setup(&preparation.consultation.setup).with("board", board);
    Ok(ok(&site, setup_pages::setup(&site, &actor, preparation, typed, asking.done.as_deref(), &[])))
}

/// Keeps it.
pub(super) async fn save_setup(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let edition = fields.edition()?;
    let (setup, mut refusals) = read_setup(&fields);
    let board = boards::chosen(&fields).unwrap_or_else(|refusal| {
        refusals.push(refusal);
        ChosenBoard::Kept
    });
    let outcome = if refusals.is_empty() {
        app.earshot.save_setup_at(&actor, &slug, edition, &setup, board).await
    } else {
        Err(Error::Refused(refusals))
    };
    let (app, site, actor, slug) = (&app, &site, &actor, &slug);
    or_again(site, outcome, |refusals| async move {
        let preparation = app.earshot.preparation(actor, slug).await?;
        Ok(setup_pages::setup(site, actor, preparation, Typed(fields.0), None, &refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/setup?done=setup")))
}

/// Keeps which board decides, where everything else is promised.
pub(super) async fn put_to_board(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let board = boards::chosen(&fields).map_err(|_| WebError::from(Trouble::Wrong))?;
    match app.earshot.put_to_board(&actor, &slug, board).await {
        Ok(()) => Ok(see_other(&format!("/desk/c/{slug}/setup?done=setup"))),
        // The board has ended while the form was open.
        Err(Error::Refused(_)) => Err(Trouble::Stale.into()),
        Err(error) => Err(error.into()),
    }
}

/// What the form says, and what of it cannot be read.
fn read_setup(fields: &Fields) -> (Setup, Vec<Refusal>) {
    let mut refusals = Vec::new();
    let mut unreadable = |field: &'static str| refusals.push(Refusal::Unreadable(field));
    let kind = Kind::parse(fields.get("kind")).unwrap_or_else(|| {
        unreadable("kind");
        Kind::Formal
    });
    let mode = Mode::parse(fields.get("mode")).unwrap_or_else(|| {
        unreadable("mode");
        Mode::Anonymous
    });
    let mut day = |field: &'static str| {
        fields.day(field).unwrap_or_else(|()| {
            unreadable(field);
            None
        })
    };
    let (close_on, findings_on) = (day("close_on"), day("findings_on"));
    let (decision_on, feedback_on) = (day("decision_on"), day("feedback_on"));
    let mut number = |field: &'static str| {
        // Nothing typed is no number that the rules take; they say so.
        fields.number(field).map_or_else(
            |()| {
                refusals.push(Refusal::Unreadable(field));
                1
            },
            Option::unwrap_or_default,
        )
    };
    let (minutes, draft_days) = (number("minutes"), number("draft_days"));
    let bands: Vec<AgeBand> = AgeBand::ALL
        .into_iter()
        .filter(|band| fields.all("bands").iter().any(|value| value == band.as_str()))
        .collect();
    // Children are always asked.
    let chosen = fields.all("respondents");
    let respondents = RespondentType::ALL
        .iter()
        .copied()
        .filter(|kind| *kind == RespondentType::Child || chosen.iter().any(|value| value == kind.as_str()))
        .collect();
    let mut areas: Vec<String> = Vec::new();
    for line in fields.text("areas").lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !areas.iter().any(|area| area == line) {
            areas.push(line.to_string());
        }
    }
    let setup = Setup {
        title: fields.text("title"),
        child_title: fields.text("child_title"),
        kind,
        mode,
        purpose: fields.text("purpose"),
        decided_already: fields.text("decided_already"),
        can_change: fields.text("can_change"),
        decider: fields.text("decider"),
        decider_role: fields.text("decider_role"),
        decision_on,
        close_on,
        findings_on,
        feedback_on,
        minutes,
        respondents,
        bands,
        areas,
        area_branch: match fields.text("area_branch") {
            own if own.is_empty() => None,
            all if all == setup_pages::ALL_AREAS => Some(String::new()),
            branch => Some(branch),
        },
        lawful_basis: fields.text("lawful_basis"),
        legal_function: fields.text("legal_function"),
        best_interests: fields.text("best_interests"),
        safeguarding_plan: fields.text("safeguarding_plan"),
        reader: fields.text("reader"),
        safeguarding_lead: fields.text("safeguarding_lead"),
        reach: fields.text("reach"),
        equality_set: Some(fields.text("equality_set")).filter(|set| !set.is_empty()),
        sensitive: fields.get("sensitive") == "yes",
        draft_days,
        by_invitation: fields.get("by_invitation") == "yes",
        contact_asked: fields.get("contact_asked") == "yes",
        wordings: read_wordings(fields),
    };
    (setup, refusals)
}

/// What is written in other languages: a group of fields for each.
fn read_wordings(fields: &Fields) -> Vec<SetupWording> {
    let mut wordings: Vec<SetupWording> = Vec::new();
    for (name, _) in &fields.0 {
        let lang = name.strip_prefix("in_").and_then(|rest| rest.split_once('_')).map(|(lang, _)| lang);
        let Some(lang) = lang.filter(|lang| is_language(lang)) else { continue };
        if wordings.iter().all(|other| other.lang != lang) {
            let text = |field: &str| fields.text(&format!("in_{lang}_{field}"));
            wordings.push(SetupWording {
                lang: lang.to_string(),
                child_title: text("child_title"),
                purpose: text("purpose"),
                decided_already: text("decided_already"),
                can_change: text("can_change"),
                decider_role: text("decider_role"),
            });
        }
    }
    wordings.retain(|wording| !wording.is_empty());
    wordings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields(pairs.iter().map(|(name, value)| ((*name).to_string(), (*value).to_string())).collect())
    }

    #[test]
    fn a_setup_comes_back_as_it_was_shown() {
        let setup = Setup {
            title: "Getting to school".into(),
            purpose: "Because\nof buses".into(),
            kind: Kind::Engagement,
            mode: Mode::Confidential,
            close_on: "2026-06-14".parse().ok(),
            bands: vec![AgeBand::From11To13, AgeBand::From16To17],
            respondents: vec![RespondentType::Child, RespondentType::Parent],
            areas: vec!["North".into(), "South".into()],
            area_branch: Some(String::new()),
            equality_set: Some("earshot-yp-1".into()),
            sensitive: true,
            by_invitation: true,
            contact_asked: true,
            wordings: vec![SetupWording {
                lang: "cy".into(),
                purpose: "Achos".into(),
                ..SetupWording::default()
            }],
            ..Setup::default()
        };
        let (read, refusals) = read_setup(&Fields(setup_pages::typed_setup(&setup).0));
        assert_eq!(refusals, vec![]);
        assert_eq!(read, setup);
    }

    #[test]
    fn what_cannot_be_read_is_said_by_its_field() {
        let (read, refusals) = read_setup(&fields(&[
            ("kind", "engagement"),
            ("mode", "anonymous"),
            ("close_on", "soon"),
            ("minutes", "a few"),
            ("draft_days", "7"),
            ("areas", " North \n\nNorth\nSouth"),
        ]));
        assert_eq!(refusals, vec![Refusal::Unreadable("close_on"), Refusal::Unreadable("minutes")]);
        assert_eq!(read.areas, vec!["North".to_string(), "South".to_string()]);
        assert_eq!(read.respondents, vec![RespondentType::Child]);
    }
}
