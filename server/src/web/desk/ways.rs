//! Ways in: the address, its square, codes, and slips to print.

use axum::extract::{Path, State};
use axum::response::Response;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::ways as pages;
use earshot_domain::code::{AccessCode, CodeKind};
use earshot_service::{Error, NewCodes, Refusal};

use super::coding::Done;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::site::{Staff, again, ok};
use crate::web::{App, see_other};

/// Every way in.
pub(super) async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let consultation = app.earshot.preparation(&actor, &slug).await?.consultation;
    let batches = app.earshot.code_batches(&actor, &slug).await?;
    let typed = Typed::default().with("kind", CodeKind::Single.as_str()).with("count", "30");
    Ok(ok(&site, pages::ways(&site, &actor, consultation, batches, typed, done.as_deref(), &[])))
}

/// Makes codes and shows them, once, as slips.
pub(super) async fn make(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let consultation = app.earshot.preparation(&actor, &slug).await?.consultation;
    let (new, mut refusals) = read(&fields);
    if refusals.is_empty() {
        match app.earshot.make_codes(&actor, &slug, &new).await {
            Ok(codes) => {
                let codes = codes.iter().map(AccessCode::shown).collect();
                return Ok(ok(&site, pages::slips(&site, &actor, consultation, codes, &new)));
            }
            Err(Error::Refused(more)) => refusals = more,
            Err(error) => return Err(error.into()),
        }
    }
    let batches = app.earshot.code_batches(&actor, &slug).await?;
    let page = pages::ways(&site, &actor, consultation, batches, Typed(fields.0), None, &refusals);
    Ok(again(&site, page))
}

/// Takes codes back that were made together.
pub(super) async fn revoke(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    app.earshot.revoke_batch(&actor, &slug, parse_id(fields.get("batch"))?).await?;
    Ok(see_other(&format!("/desk/c/{slug}/ways?done=revoked")))
}

/// What the form says, and what of it cannot be read.
fn read(fields: &Fields) -> (NewCodes, Vec<Refusal>) {
    let mut refusals = Vec::new();
    let kind = CodeKind::parse(fields.get("kind")).unwrap_or_else(|| {
        refusals.push(Refusal::Unreadable("kind"));
        CodeKind::Single
    });
    let mut number = |name| fields.number_or(name, &mut refusals);
    let (count, max_uses) = (number("count"), number("max_uses"));
    if count.is_none() && !refusals.contains(&Refusal::Unreadable("count")) {
        refusals.push(Refusal::Missing("count"));
    }
    let expires_on = fields.day_or("expires_on", &mut refusals);
    let group = fields.text("group");
    (NewCodes { kind, count: count.unwrap_or_default(), group, max_uses, expires_on }, refusals)
}
