//! Accounts of young people, as their workers look after them.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use earshot_app::Site;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::young as pages;
use earshot_app::pages::error::Trouble;
use earshot_domain::respondent::AgeBand;
use earshot_domain::young::{GivenBy, GroupKind, Tick};
use earshot_service::{Actor, Error, NewYoungPerson};
use uuid::Uuid;

use super::coding::Done;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, again, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/young-people", get(list).post(add_group))
        .route("/desk/young-people/{id}", get(group).post(add))
        .route("/desk/young-people/{id}/asked", post(asked))
        .route("/desk/young-people/{id}/member", post(member))
        .route("/desk/young-people/{id}/name", post(rename))
        .route("/desk/young-people/{id}/end", post(end))
}

/// The groups.
async fn list(State(app): State<App>, Staff(site, actor): Staff) -> Result<Response, WebError> {
    let groups = app.earshot.young_groups(&actor).await?;
    Ok(ok(&site, pages::groups(&site, &actor, groups, &Typed::default(), &[])))
}

/// Adds a group.
async fn add_group(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let kind = GroupKind::parse(fields.get("group_kind"));
    let outcome = app.earshot.add_young_group(&actor, fields.get("name"), kind).await;
    let (app, site, actor) = (&app, &site, &actor);
    let id = or_again(site, outcome, |refusals| async move {
        let groups = app.earshot.young_groups(actor).await?;
        Ok(pages::groups(site, actor, groups, &Typed(fields.0), &refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/young-people/{id}?done=group")))
}

/// A group and its members.
async fn group(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(id): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let page = app.earshot.young_group(&actor, parse_id(&id)?).await?;
    Ok(ok(&site, pages::group(&site, &actor, page, &Typed::default(), (done.as_deref(), &[]))))
}

/// On to the group's page when all is well; otherwise the page again.
async fn answer<T>(
    app: &App,
    (site, actor): (&Site, &Actor),
    group: Uuid,
    outcome: Result<T, Error>,
    fields: Fields,
    done: &str,
) -> Result<Response, WebError> {
    or_again(site, outcome, |refusals| async move {
        let page = app.earshot.young_group(actor, group).await?;
        Ok(pages::group(site, actor, page, &Typed(fields.0), (None, &refusals)))
    })
    .await?;
    Ok(see_other(&format!("/desk/young-people/{group}?done={done}")))
}

/// Gives somebody an account.
async fn add(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    let new = NewYoungPerson {
        nickname: fields.get("nickname").to_string(),
        sure: fields.get("sure") == "yes",
        age_band: AgeBand::parse(fields.get("age_band")),
        is_assessor: fields.get("is_assessor") == "yes",
        consent_by: GivenBy::parse(fields.get("consent_by")),
        consent_on: fields.day("consent_on").unwrap_or_default(),
        competence: fields.all("competence").iter().filter_map(|tick| Tick::parse(tick)).collect(),
    };
    let outcome = app.earshot.add_young_person(&actor, id, &new).await;
    answer(&app, (&site, &actor), id, outcome, fields, "added").await
}

/// Says which consultations are asked of a group.
async fn asked(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    // What the page showed. It sends the field also where that was nothing.
    let had = if fields.all("had").is_empty() { None } else { Some(fields.ids("had")?) };
    let asked = fields.ids("consultation")?;
    app.earshot.ask_young_group_from(&actor, id, &asked, had.as_deref()).await?;
    Ok(see_other(&format!("/desk/young-people/{id}?done=asked")))
}

/// What is done with one member. A code is on the page that follows and nowhere else, so that page is written at once.
async fn member(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(group): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let (group, id) = (parse_id(&group)?, parse_id(fields.get("account"))?);
    let does = fields.get("do");
    match does {
        "code" => {
            let new = app.earshot.make_young_code(&actor, id).await?;
            return Ok(ok(&site, pages::code(&site, &actor, &new)));
        }
        "pause" => app.earshot.pause_young_person(&actor, id).await?,
        "go-on" => app.earshot.let_young_person_go_on(&actor, id).await?,
        "take-passkeys" => app.earshot.take_young_passkeys(&actor, id).await?,
        "renew" => app.earshot.renew_young_person(&actor, id).await?,
        "age" => return age(&app, (&site, &actor), (group, id), fields).await,
        "remove" if fields.get("sure") == "yes" => app.earshot.remove_young_person(&actor, id).await?,
        "remove" => {
            let page = app.earshot.young_group(&actor, group).await?;
            let member = page.members.into_iter().find(|member| member.id == id).ok_or(Trouble::Missing)?;
            return Ok(ok(&site, pages::remove(&site, &actor, &page.group, &member)));
        }
        _ => return Err(Trouble::Wrong.into()),
    }
    Ok(see_other(&format!("/desk/young-people/{group}?done={does}")))
}

/// Asks how old somebody is, and keeps what was said.
async fn age(
    app: &App,
    (site, actor): (&Site, &Actor),
    (group, id): (Uuid, Uuid),
    fields: Fields,
) -> Result<Response, WebError> {
    let saves = fields.get("save") == "yes";
    let mut refusals = Vec::new();
    if saves {
        let band = AgeBand::parse(fields.get("age_band"));
        let ticks: Vec<Tick> = fields.all("competence").iter().filter_map(|tick| Tick::parse(tick)).collect();
        match app.earshot.change_young_age(actor, id, band, &ticks).await {
            Ok(()) => return Ok(see_other(&format!("/desk/young-people/{group}?done=age"))),
            Err(Error::Refused(found)) => refusals = found,
            Err(error) => return Err(error.into()),
        }
    }
    let page = app.earshot.young_group(actor, group).await?;
    let member = page.members.into_iter().find(|member| member.id == id).ok_or(Trouble::Missing)?;
    let typed = saves.then_some(Typed(fields.0));
    let asked = pages::age(site, actor, &page.group, &member, (typed, &refusals));
    Ok(if saves { again(site, asked) } else { ok(site, asked) })
}

/// Gives a group another name.
async fn rename(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    let outcome = app.earshot.rename_young_group(&actor, id, fields.get("name")).await;
    answer(&app, (&site, &actor), id, outcome, fields, "named").await
}

/// Ends a group, after it was asked once more.
async fn end(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    if fields.get("sure") == "yes" {
        app.earshot.end_young_group(&actor, id).await?;
        return Ok(see_other(&format!("/desk/young-people/{id}?done=ended")));
    }
    let page = app.earshot.young_group(&actor, id).await?;
    Ok(ok(&site, pages::end(&site, &actor, &page.group)))
}
