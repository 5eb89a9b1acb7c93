//! How the asking goes while it is open: who answered, who is missing, through which door, and where people stop.
//!
//! Every number is a suppressed one, from one fixed set of tables (domain.md 5.8, 5.9), so everybody who may see the
//! consultation may see this page. The counting is done by the database.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};
use earshot_domain::consultation as rules;
use earshot_domain::policy::Permission;
use earshot_domain::progress::{self, Spans};
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::suppression::{self, CountTable, Preset, Shown};
use earshot_store::clinic::{self, Holiday};
use earshot_store::progress::DoorCount;
use earshot_store::{Tx, access, consultation, paper, response};
use uuid::Uuid;

use crate::analysis::sum;
use crate::areas::Places;
use crate::error::Refusal;
use crate::{Actor, DeskConsultation, Earshot, Error};

/// The parts of one whole, each with how many people: a key that the page has words for, or a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The parts, in the order shown. Nobody is in two.
    pub parts: Vec<(String, Shown)>,
    /// All of them together.
    pub all: Shown,
}

/// Somebody who has hardly been heard: fewer than ten answers, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// An age band.
    Age(AgeBand),
    /// An area.
    Area(String),
    /// The group of a code or of a paper form.
    Group(String),
}

/// Where unsent answers stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// After which question, by its words, and how many.
    pub after: Vec<(String, Shown)>,
    /// How many there are.
    pub all: Shown,
    /// How many days they are kept, and so how far back this looks.
    pub days: i64,
}

/// How the asking goes.
#[derive(Debug, Clone)]
pub struct Progress {
    /// The consultation.
    pub consultation: DeskConsultation,
    /// Who answered, by [`RespondentType`]; the total is everybody.
    pub who: Counted,
    /// The days or weeks since it opened.
    pub spans: Spans,
    /// How many answered in each.
    pub in_spans: Vec<Shown>,
    /// Young people by [`AgeBand`], and `none` where they did not say.
    pub ages: Counted,
    /// Everybody by the name of their area, `elsewhere` for one that is not offered any more, and `none`.
    pub areas: Counted,
    /// Everybody by door: a channel, or `code` where a group's code was typed.
    pub doors: Counted,
    /// Everybody by the language that was read.
    pub languages: Counted,
    /// Everybody by the age band that the words were for, and `none` where there were no words for ages.
    pub wordings: Counted,
    /// Everybody by `easy` or `usual` words.
    pub easy: Counted,
    /// Those who came with a code or a paper form of a group, by its name.
    pub groups: Counted,
    /// Who has hardly been heard. Empty while there is too little to say so.
    pub missing: Vec<Missing>,
    /// Where people stop.
    pub stopped: Stopped,
    /// The median of the minutes that it took.
    pub minutes: Option<i64>,
    /// School holidays that are not over, the earliest first: fewer answer then (domain.md 5.13, Gunning 3).
    pub holidays: Vec<Holiday>,
}

/// The part of those who did not say.
const NONE: &str = "none";

/// The part of those who named an area that is not offered any more.
const ELSEWHERE: &str = "elsewhere";

impl Earshot {
    /// How the asking goes.
    pub async fn progress(&self, actor: &Actor, slug: &str) -> Result<Progress, Error> {
        let preparation = self.preparation(actor, slug).await?;
        let places = Places::of(&preparation.consultation.setup, &preparation.areas);
        let consultation = preparation.consultation;
        let mut tx = self.db.read().await?;
        let setup = &consultation.setup;
        let preset = self.preset_of(&mut tx, consultation.id).await?;
        let counted = |parts: Vec<(String, u64)>| counted(preset, parts);
        let counts = response::group_counts(&mut tx, consultation.id).await?;
        let of = |keep: &dyn Fn(&response::GroupCount) -> bool| {
            sum(counts.iter().filter(|count| keep(count)).map(|count| count.n))
        };
        let who = who_answered(preset, setup, &counts);
        let child = |count: &response::GroupCount| count.respondent_type == RespondentType::Child;
        let mut ages: Vec<(String, u64)> = setup
            .bands
            .iter()
            .map(|band| {
                let key = band.as_str();
                (key.to_string(), of(&|count| child(count) && count.age_band.as_deref() == Some(key)))
            })
            .collect();
        ages.push((NONE.into(), of(&|count| child(count) && count.age_band.is_none())));
        // By key, because names change; said by name.
        let homes = places.homes(&counts);
        let mut areas: Vec<(String, u64)> =
            homes.places.iter().map(|(place, n)| (place.name.clone(), *n)).collect();
        let retired: Vec<&str> =
            places.about.iter().filter(|place| place.retired).map(|place| place.name.as_str()).collect();
        if homes.elsewhere > 0 {
            areas.push((ELSEWHERE.into(), homes.elsewhere));
        }
        areas.push((NONE.into(), homes.unsaid));
        let doors = earshot_store::progress::doors(&mut tx, consultation.id).await?;
        let own = consultation.questionnaire.own_lang().to_string();
        let through = |part: &dyn Fn(&DoorCount) -> String| {
            let mut parts: BTreeMap<String, u64> = BTreeMap::new();
            for door in &doors {
                *parts.entry(part(door)).or_default() += sum([door.n].into_iter());
            }
            counted(parts.into_iter().collect())
        };
        let today = self.today();
        let mut holidays = clinic::holidays(&mut tx, actor.organisation_id).await?;
        holidays.retain(|holiday| holiday.last_day >= today);
        let (ages, areas) = (counted(ages), counted(areas));
        let groups = counted(self.groups(&mut tx, consultation.id, &doors).await?);
        let (spans, in_spans) = self.in_spans(&mut tx, &consultation).await?;
        let minutes = earshot_store::progress::minutes(&mut tx, consultation.id).await?;
        let minutes: Vec<(i64, u64)> =
            minutes.into_iter().map(|(minutes, n)| (minutes, sum([n].into_iter()))).collect();
        Ok(Progress {
            missing: missing(preset, &consultation, [&ages, &areas, &groups], &retired),
            stopped: self.stopped(&mut tx, &consultation).await?,
            doors: through(&|door| match (door.channel.as_str(), &door.group_name) {
                ("web", Some(_)) => "code".into(),
                (channel, _) => channel.to_string(),
            }),
            languages: through(&|door| {
                let lang =
                    door.door.as_ref().and_then(|door| door.lang.clone()).unwrap_or_else(|| own.clone());
                lang.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
            }),
            wordings: through(&|door| {
                let band = door.door.as_ref().and_then(|door| door.band);
                band.map_or(NONE, AgeBand::as_str).to_string()
            }),
            easy: through(&|door| {
                let easy = door.door.as_ref().is_some_and(|door| door.easy);
                if easy { "easy".into() } else { "usual".into() }
            }),
            minutes: progress::median_minutes(&minutes),
            who,
            spans,
            in_spans,
            ages,
            areas,
            groups,
            holidays,
            consultation,
        })
    }

    /// The groups that codes and paper forms were given to, and how many of each answered.
    async fn groups(&self, tx: &mut Tx, id: Uuid, doors: &[DoorCount]) -> Result<Vec<(String, u64)>, Error> {
        let codes = access::batches(tx, id).await?.into_iter().filter_map(|batch| batch.group_name);
        let forms = paper::of_consultation(tx, id).await?.into_iter().filter_map(|batch| batch.group_name);
        let came = doors.iter().filter_map(|door| door.group_name.clone());
        let names: BTreeSet<String> = codes.chain(forms).chain(came).collect();
        let of = |name: &String| {
            let came = doors.iter().filter(|door| door.group_name.as_ref() == Some(name));
            sum(came.map(|door| door.n))
        };
        Ok(names.into_iter().map(|name| (name.clone(), of(&name))).collect())
    }

    /// How many answered on each day, or in each week.
    async fn in_spans(
        &self,
        tx: &mut Tx,
        consultation: &DeskConsultation,
    ) -> Result<(Spans, Vec<Shown>), Error> {
        let today = self.today();
        let last = consultation.setup.close_on.map_or(today, |last| last.min(today));
        let first = consultation.opened_on.unwrap_or(today);
        let spans = progress::spans(first, last.max(first));
        let mut counts = vec![0; spans.starts.len()];
        for (hour, n) in earshot_store::progress::hours(tx, consultation.id).await? {
            if let Some(count) = counts.get_mut(spans.place(hour.date_naive())) {
                *count += sum([n].into_iter());
            }
        }
        // Beside the total of all, so a day is a group like every other: what stands in no table with that total
        // could be worked out from it.
        let preset = self.preset_of(tx, consultation.id).await?;
        let shown = counted(preset, spans.starts.iter().map(ToString::to_string).zip(counts).collect());
        Ok((spans, shown.parts.into_iter().map(|(_, n)| n).collect()))
    }

    /// Where unsent answers stand that nobody has touched today.
    async fn stopped(&self, tx: &mut Tx, consultation: &DeskConsultation) -> Result<Stopped, Error> {
        let (today, days) = (self.today(), consultation.setup.draft_days);
        // An unsent answer lives so many days after it was last touched; one that was touched today may go on.
        let before = today + TimeDelta::days(days);
        let reached = earshot_store::progress::reached(tx, consultation.id, today, before).await?;
        let after = |question: &earshot_domain::question::Question| {
            let n = reached.iter().filter(|(key, _)| *key == question.key).map(|(_, n)| *n);
            (question.text.clone(), sum(n))
        };
        let asked = consultation.questionnaire.questions.iter();
        let preset = self.preset_of(tx, consultation.id).await?;
        let shown = column(preset, asked.filter(|question| question.kind.asks()).map(after).collect());
        Ok(Stopped { after: shown.parts, all: shown.all, days })
    }

    /// Gives people more time: another last day for answers, later than the one that they were told. The days that
    /// young people were promised must still come after it.
    pub async fn extend(
        &self,
        actor: &Actor,
        slug: &str,
        edition: i64,
        close_on: NaiveDate,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::RunConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::RunConsultations, slug).await?;
        if row.edition != edition {
            return Err(Error::Stale);
        }
        if !row.state.asks() {
            return Err(Error::refused(Refusal::WrongState));
        }
        let mut refusals = Vec::new();
        if row.setup.close_on.is_some_and(|last| close_on <= last) {
            refusals.push(Refusal::NotLater);
        }
        let checks = rules::extension_checks(&row.setup, close_on, self.today());
        let blocked = checks.into_iter().filter(|outcome| outcome.blocks);
        refusals.extend(blocked.map(|outcome| Refusal::Check(outcome.check)));
        Error::unless_empty(refusals)?;
        let setup = rules::Setup { close_on: Some(close_on), ..row.setup.0.clone() };
        consultation::save_setup(&mut tx, row.id, edition, &setup).await?;
        let changed = self.change(("setup", row.id), Some(&row.setup.0), Some(&setup));
        let subject = Reference::new(Kind::Consultation, row.number);
        self.audit_with(&mut tx, actor, "consultation.extend", subject, changed);
        Ok(tx.commit().await?)
    }
}

/// Who has hardly been heard: what the tables do not show, and nothing more. Nobody where a part may be hidden to keep
/// another one: to say which of them is small would undo that.
fn missing(
    preset: Preset,
    consultation: &DeskConsultation,
    [ages, areas, groups]: [&Counted; 3],
    retired: &[&str],
) -> Vec<Missing> {
    if !preset.rounds() {
        return Vec::new();
    }
    let hidden = |counted: &Counted| -> Vec<String> {
        let any = counted.parts.iter().any(|(_, n)| !n.is_hidden());
        let parts =
            counted.parts.iter().filter(|(key, n)| any && n.is_hidden() && key != NONE && key != ELSEWHERE);
        parts.map(|(key, _)| key.clone()).collect()
    };
    let ages = hidden(ages);
    let bands = consultation.setup.bands.iter().filter(|band| ages.iter().any(|key| key == band.as_str()));
    bands
        .map(|band| Missing::Age(*band))
        .chain(hidden(areas).into_iter().filter(|name| !retired.contains(&name.as_str())).map(Missing::Area))
        .chain(hidden(groups).into_iter().map(Missing::Group))
        .collect()
}

/// Who answered, by [`RespondentType`]. The total is how many have, wherever the desk says it.
pub(crate) fn who_answered(preset: Preset, setup: &rules::Setup, counts: &[response::GroupCount]) -> Counted {
    let of = |kind: RespondentType| {
        sum(counts.iter().filter(|count| count.respondent_type == kind).map(|count| count.n))
    };
    let who = RespondentType::ALL
        .iter()
        .map(|kind| (kind.as_str().to_string(), of(*kind)))
        .filter(|(kind, n)| *n > 0 || setup.respondents.iter().any(|asked| asked.as_str() == kind));
    counted(preset, who.collect())
}

/// Parts side by side: groups, of which one with fewer than ten is hidden. Rounded by every rule, also once it is closed: more
/// come while it is open, and whoever takes their answer back goes at any time. These are counted anew at each look, and not
/// kept with what was told.
fn counted(preset: Preset, parts: Vec<(String, u64)>) -> Counted {
    let (columns, counts): (Vec<String>, Vec<u64>) = parts.into_iter().unzip();
    let table = CountTable { rows: vec![String::new()], columns, counts: vec![counts] };
    let shown = suppression::heads(preset, &table);
    let cells = shown.cells.into_iter().next().unwrap_or_default();
    Counted { parts: shown.columns.into_iter().zip(cells).collect(), all: shown.total }
}

/// Parts one under the other: what one group did. Rounded in the same way.
fn column(preset: Preset, parts: Vec<(String, u64)>) -> Counted {
    let (rows, counts): (Vec<String>, Vec<u64>) = parts.into_iter().unzip();
    let counts = counts.into_iter().map(|n| vec![n]).collect();
    let shown = suppression::heads(preset, &CountTable { rows, columns: vec![String::new()], counts });
    let cells = shown.cells.into_iter().filter_map(|cells| cells.first().copied());
    Counted { parts: shown.rows.into_iter().zip(cells).collect(), all: shown.total }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_part_is_hidden_and_none_looks_like_few() {
        let parts = counted(Preset::Nhs5, vec![("a".into(), 40), ("b".into(), 9), ("c".into(), 0)]);
        let text: Vec<String> = parts.parts.iter().map(|(_, n)| n.text()).collect();
        assert_eq!(text, ["40", "[c]", "[c]"]);
        let stops = column(Preset::Nhs5, vec![("1".into(), 12), ("2".into(), 0), ("3".into(), 3)]);
        let text: Vec<String> = stops.parts.iter().map(|(_, n)| n.text()).collect();
        assert_eq!(text, ["10", "0", "[c]"]);
    }

    #[test]
    fn days_beside_the_total_of_all_are_not_worked_out_from_it() {
        // 12 people: "about 10". A day of 8 that was shown would leave four others with one each.
        let days = counted(Preset::Nhs5, [8, 1, 1, 1, 1].into_iter().map(|n| (n.to_string(), n)).collect());
        assert!(days.parts.iter().all(|(_, n)| n.is_hidden()), "{:?}", days.parts);
        assert_eq!(days.all.value(), Some(10));
    }
}
