//! Commands about organisations and their staff, by the operator at the console.

use anyhow::bail;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use earshot_domain::policy::Role;
use earshot_service::{Actor, Earshot, Error};

use super::invite::{self, OnlyArgs};
use super::say;
use crate::settings::DataArgs;

/// The roles, as they are typed.
pub(super) fn roles() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(
        Role::ALL.iter().map(|role| PossibleValue::new(role.as_str()).help(role.purpose())),
    )
    .try_map(|text| Role::parse(&text).ok_or("no such role"))
}

/// The operator, who acts for the organisation of this name, or for the first one.
async fn console(earshot: &Earshot, organisation: Option<&str>) -> anyhow::Result<Actor> {
    match organisation {
        Some(named) => match earshot.console_of(named.trim()).await {
            Err(Error::NotFound) => bail!("there is no organisation of this name: {named:?}"),
            found => Ok(found?),
        },
        None => Ok(earshot.console().await?),
    }
}

/// The address of a sign-in link.
pub(crate) fn link(public_url: &str, token: &str) -> String {
    format!("{}/sign-in?token={token}", public_url.trim_end_matches('/'))
}

/// Prints a link with which somebody of the staff signs in, once.
pub(super) async fn invite(
    data: &DataArgs,
    organisation: Option<&str>,
    (email, name): (&str, &str),
    (role, only): (Role, &OnlyArgs),
    public_url: &str,
) -> anyhow::Result<()> {
    let earshot = data.earshot().await?;
    let console = console(&earshot, organisation).await?;
    let invitation = invite::run(&earshot, &console, (email, name), (role, only)).await?;
    say(&link(public_url, &invitation.token));
    Ok(())
}

/// Takes the second step of signing in away from whoever has this address.
pub(super) async fn forget_second_step(
    data: &DataArgs,
    organisation: Option<&str>,
    email: &str,
) -> anyhow::Result<()> {
    let earshot = data.kept().await?;
    let console = console(&earshot, organisation).await?;
    match earshot.forget_second_step(&console, email).await {
        Ok(()) => say("Done."),
        Err(Error::NotFound) => bail!("nobody with this address has a second step: {email:?}"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Names an organisation, the one of `so_far` or the first; or adds another of this name.
pub(super) async fn organisation(
    data: &DataArgs,
    so_far: Option<&str>,
    name: &str,
    duty_phone: Option<&str>,
    another: bool,
) -> anyhow::Result<()> {
    let earshot = data.earshot().await?;
    if name.is_empty() || name.chars().count() > 200 {
        bail!("a name has 1 to 200 letters");
    }
    let several = earshot.organisations().await?.len() > 1;
    if several && !another && so_far.is_none() {
        bail!("there are several organisations: say with --organisation which one is named anew");
    }
    let done = if another {
        earshot.add_organisation(name, duty_phone.unwrap_or_default()).await
    } else {
        let console = console(&earshot, so_far).await?;
        earshot.name_organisation(&console, name, duty_phone).await
    };
    match done {
        Ok(()) => say("Done."),
        Err(Error::Refused(_)) => bail!("there is an organisation of this name already"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
