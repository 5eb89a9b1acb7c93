//! `earshot invite`: trusts somebody with a role, everywhere or in one place alone.

use anyhow::{Context, bail};
use clap::Args;
use earshot_domain::policy::Role;
use earshot_service::{Actor, Earshot, Error, Invitation, Place, Refusal, Trust};
use uuid::Uuid;

/// The one place that a role is for alone; everywhere in the organisation without any.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct OnlyArgs {
    /// The one consultation that they are trusted with it in, by its address; everywhere without it.
    #[arg(long = "only-in", id = "only-in", value_name = "SLUG")]
    consultation: Option<String>,
    /// The one board that they are trusted with it at, by its reference, such as `B-0003`, or its id.
    #[arg(long = "only-at-board", id = "only-at-board", value_name = "BOARD", conflicts_with = "only-in")]
    board: Option<String>,
    /// The one group of young people that they are trusted with it in, by its id: the end of its page's address.
    #[arg(long = "only-in-group", id = "only-in-group", value_name = "ID", conflicts_with_all = ["only-in", "only-at-board"])]
    group: Option<String>,
}

impl OnlyArgs {
    fn place(&self) -> anyhow::Result<Option<Place<'_>>> {
        if let Some(id) = &self.group {
            let id = Uuid::try_parse(id).with_context(|| format!("{id:?} is not the id of a group"))?;
            return Ok(Some(Place::Group(id)));
        }
        let board = self.board.as_deref().map(Place::Board);
        Ok(board.or_else(|| self.consultation.as_deref().map(Place::Consultation)))
    }

    /// What kind of place it is, and what it was called.
    fn named(&self) -> (&'static str, &str) {
        match (&self.group, &self.board, &self.consultation) {
            (Some(id), ..) => ("group", id.as_str()),
            (None, Some(board), _) => ("board", board.as_str()),
            (None, None, slug) => ("consultation", slug.as_deref().unwrap_or_default()),
        }
    }
}

/// Invites somebody, by their address and their name.
pub(super) async fn run(
    earshot: &Earshot,
    console: &Actor,
    (email, name): (&str, &str),
    (role, only): (Role, &OnlyArgs),
) -> anyhow::Result<Invitation> {
    let trust = Trust { only_in: only.place()?, ..Trust::everywhere(role) };
    let (kind, named) = only.named();
    match earshot.invite_with(console, (email, name), trust).await {
        Ok(invitation) => Ok(invitation),
        Err(Error::Refused(why)) if why == [Refusal::Taken("email")] => {
            bail!("{email:?} belongs to somebody of another organisation")
        }
        Err(Error::Refused(why)) if why == [Refusal::EverywhereOnly] => {
            bail!("{role} is for the whole organisation, not for one {kind}")
        }
        Err(Error::Refused(why)) if why == [Refusal::NotInSuchAPlace] => {
            bail!("{role} is not for one {kind} alone")
        }
        Err(Error::Refused(why)) if why == [Refusal::WrongState] => bail!("the {kind} {named:?} has ended"),
        Err(Error::NotFound) => bail!("there is no {kind} {named:?}"),
        Err(Error::Refused(_)) => bail!("{email:?} does not look like an address for mail"),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_place_is_read_and_named() {
        let word = |text: &str| Some(text.to_string());
        let id = Uuid::from_u128(7);
        let nothing = OnlyArgs::default();
        assert_eq!(nothing.place().unwrap(), None);
        let slug = OnlyArgs { consultation: word("bus"), ..OnlyArgs::default() };
        assert_eq!(
            (slug.place().unwrap(), slug.named().0),
            (Some(Place::Consultation("bus")), "consultation")
        );
        let board = OnlyArgs { board: word("B-0003"), ..OnlyArgs::default() };
        assert_eq!((board.place().unwrap(), board.named().0), (Some(Place::Board("B-0003")), "board"));
        let group = OnlyArgs { group: word(&id.to_string()), ..OnlyArgs::default() };
        assert_eq!((group.place().unwrap(), group.named().0), (Some(Place::Group(id)), "group"));
        let wrong = OnlyArgs { group: word("forum"), ..OnlyArgs::default() };
        assert!(wrong.place().is_err());
    }
}
