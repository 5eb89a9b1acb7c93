//! A group with two young people who have a page of their own. One of them has a code, which is printed.

use anyhow::Result;
use earshot_domain::respondent::AgeBand;
use earshot_domain::young::{GivenBy, GroupKind, Tick};
use earshot_service::{Actor, Earshot, Error, NewYoungPerson};

use super::{Story, plain};

/// The group.
const GROUP: &str = "Wexmoor youth forum";

/// Who has a code.
const OTTER: &str = "Otter";

pub(super) async fn tell(story: &Story) -> Result<()> {
    let earshot = story.on(story.today);
    let group = earshot.add_young_group(&story.worker, GROUP, Some(GroupKind::Forum)).await.map_err(plain)?;
    let new = |nickname: &str, age_band, is_assessor, consent_by, competence: &[Tick]| NewYoungPerson {
        nickname: nickname.to_string(),
        sure: false,
        age_band: Some(age_band),
        is_assessor,
        consent_by: Some(consent_by),
        consent_on: Some(story.today),
        competence: competence.to_vec(),
    };
    for person in [
        new(OTTER, AgeBand::From14To15, false, GivenBy::Parent, Tick::ALL),
        new("moss", AgeBand::From16To17, true, GivenBy::YoungPerson, &[]),
    ] {
        earshot.add_young_person(&story.worker, group, &person).await.map_err(plain)?;
    }
    Ok(())
}

/// A new code for the one of them, where the demo's group is still as it was made.
pub(super) async fn code(earshot: &Earshot, console: &Actor) -> Result<Option<String>> {
    let groups = earshot.young_groups(console).await?;
    let Some(group) = groups.into_iter().find(|group| group.name == GROUP) else { return Ok(None) };
    let members = earshot.young_group(console, group.id).await?.members;
    let otter = members.into_iter().find(|member| member.nickname.as_str() == OTTER);
    let Some(otter) = otter else { return Ok(None) };
    match earshot.make_young_code(console, otter.id).await {
        Ok(new) => Ok(Some(new.code.shown())),
        Err(Error::Refused(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
