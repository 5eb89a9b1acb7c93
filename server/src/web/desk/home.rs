//! The first page of the desk.

use axum::extract::State;
use axum::response::Response;
use earshot_app::pages::desk::home::{self as pages, Today};
use earshot_domain::consultation::State as ConsultationState;
use earshot_domain::policy::Permission;

use crate::web::App;
use crate::web::error::WebError;
use crate::web::site::{Staff, ok};

/// What needs you.
pub(super) async fn home(State(app): State<App>, Staff(site, actor): Staff) -> Result<Response, WebError> {
    let earshot = &app.earshot;
    let consultations = if actor.may_somewhere(Permission::SeeConsultations) {
        earshot.desk_consultations(&actor).await?.list
    } else {
        Vec::new()
    };
    let mut drafts = Vec::new();
    if actor.may(Permission::EditConsultations) {
        for draft in consultations.iter().filter(|c| c.state == ConsultationState::Draft) {
            drafts.push((draft.slug.clone(), earshot.preparation(&actor, &draft.slug).await?.checks));
        }
    }
    let evidence = actor.may(Permission::SeeEvidence);
    let needs = if evidence { earshot.needs(&actor).await? } else { Vec::new() };
    let ranked = if evidence {
        earshot.priorities(&actor).await?.iter().map(|priority| priority.need_number).collect()
    } else {
        Vec::new()
    };
    let decisions = if evidence { earshot.decisions(&actor).await? } else { Vec::new() };
    let held =
        if actor.may(Permission::DecideHeldAnswers) { earshot.held_undecided(&actor).await? } else { 0 };
    let contacts =
        if actor.may(Permission::DecideHeldAnswers) { earshot.contacts_waiting(&actor).await? } else { 0 };
    let late = if actor.may_somewhere(Permission::ReadRawText) {
        earshot.waiting(&actor).await?.waiting.into_iter().filter(|waiting| waiting.late).collect()
    } else {
        Vec::new()
    };
    let requests =
        if actor.may(Permission::SeeRequests) { earshot.requests_to_see(&actor).await? } else { (0, 0, 0) };
    let to_check =
        if actor.may(Permission::ModerateComments) { earshot.comments_to_check(&actor).await? } else { 0 };
    let passed_on =
        if actor.may(Permission::DecideHeldAnswers) { earshot.comments_escalated(&actor).await? } else { 0 };
    let missing =
        if actor.may(Permission::ManagePeople) { earshot.missing_roles(&actor).await? } else { Vec::new() };
    let today = Today {
        consultations,
        drafts,
        needs,
        ranked,
        decisions,
        held,
        contacts,
        late,
        requests,
        comments: (to_check, passed_on),
        missing,
        today: earshot.today(),
    };
    Ok(ok(&site, pages::home(&site, &actor, today)))
}
