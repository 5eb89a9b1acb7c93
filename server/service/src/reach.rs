//! Who was reached: how many answered, beside how many were hoped for and how many live there (domain.md 5.8).

use earshot_domain::area::Areas;
use earshot_domain::policy::Permission;
use earshot_domain::question::Place;
use earshot_domain::reach::{self, Reach, ReachTarget};
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::suppression::Preset;
use earshot_store::area::{self, People, Target};
use earshot_store::consultation::Consultation;
use earshot_store::response::{self, GroupCount};

use crate::analysis::sum;
use crate::areas::{about_places, places};
use crate::error::Refusal;
use crate::{Actor, Earshot, Error};

/// The most answers that can be hoped for.
pub const HOPED_MAX: i64 = 10_000_000;

/// Letters of the words that say where figures are from.
const SOURCE_MAX: usize = 200;

/// One of the groups that are parts of one whole.
#[derive(Debug, Clone)]
pub struct ReachGroup {
    /// Names it in forms: the key of an age band or an area.
    pub key: String,
    /// What it is called, how many there are and how many are hoped for.
    pub target: ReachTarget,
}

/// How far groups were reached that are parts of one whole.
#[derive(Debug, Clone)]
pub struct ReachTable {
    /// The groups.
    pub groups: Vec<ReachGroup>,
    /// How far they were reached, in the same order. Only what may be shown.
    pub reach: Reach,
}

/// Who was reached by one consultation.
#[derive(Debug, Clone)]
pub struct ReachView {
    /// By age band. Those who did not say theirs are in none.
    pub ages: ReachTable,
    /// By area, likewise; nothing where none can be named.
    pub areas: Option<ReachTable>,
    /// Where the figures are from.
    pub sources: Vec<String>,
}

/// How many people of an age band live in an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The line of the file.
    pub line: u64,
    /// The name or the key of the area; everywhere when empty.
    pub area: String,
    /// The age band; every age when absent.
    pub band: Option<AgeBand>,
    /// How many.
    pub people: u64,
}

/// A figure as it is kept.
#[derive(Debug, Clone)]
pub struct KeptFigure {
    /// The name of the area; everywhere when absent.
    pub area: Option<String>,
    /// The age band; every age when absent.
    pub band: Option<AgeBand>,
    /// How many.
    pub people: i64,
    /// Where the figure is from.
    pub source: String,
}

impl Earshot {
    /// Who was reached, in numbers that may be shown.
    pub async fn reach(&self, actor: &Actor, slug: &str) -> Result<ReachView, Error> {
        actor.require(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, slug).await?;
        let areas = self.areas_of(&mut tx, row.organisation_id).await?;
        let figures = area::people(&mut tx, row.organisation_id).await?;
        let targets = area::targets(&mut tx, row.id).await?;
        // Whose views are kept apart everywhere: only children's are set beside children.
        let counts: Vec<GroupCount> = response::group_counts(&mut tx, row.id)
            .await?
            .into_iter()
            .filter(|count| count.respondent_type == RespondentType::Child)
            .collect();
        // Nobody can choose what is retired; who chose it before is still counted.
        let came = |place: &Place| counts.iter().any(|count| count.area.as_ref() == Some(&place.key));
        let mut offered = about_places(&row.setup, &places(&row.setup, &areas));
        offered.retain(|place| !place.retired || came(place));
        let known = Known { areas: &areas, figures: &figures, targets: &targets };
        let mut sources: Vec<String> = figures.iter().map(|figure| figure.source.clone()).collect();
        sources.sort();
        sources.dedup();
        Ok(ReachView {
            ages: known.ages(&row, &offered, &counts),
            areas: (!offered.is_empty()).then(|| known.places(&row, &offered, &counts)),
            sources,
        })
    }

    /// Keeps how many answers are hoped for: each with the key of an age band or an area, whichever it names.
    pub async fn save_targets(
        &self,
        actor: &Actor,
        slug: &str,
        ages: &[(AgeBand, i64)],
        areas: &[(String, i64)],
    ) -> Result<(), Error> {
        actor.require(Permission::EditConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, slug).await?;
        let of_ages = ages.iter().map(|(band, hoped)| Target {
            area: String::new(),
            age_band: band.as_str().to_string(),
            hoped: *hoped,
        });
        let of_areas = areas.iter().map(|(key, hoped)| Target {
            area: key.clone(),
            age_band: String::new(),
            hoped: *hoped,
        });
        let targets: Vec<Target> = of_ages.chain(of_areas).collect();
        if targets.iter().any(|target| !(0..=HOPED_MAX).contains(&target.hoped)) {
            return Err(Error::refused(Refusal::Unreadable("hoped")));
        }
        area::put_targets(&mut tx, row.id, &targets).await?;
        self.audit(&mut tx, actor, "consultation.targets", Reference::new(Kind::Consultation, row.number))
            .await?;
        Ok(tx.commit().await?)
    }

    /// How many young people live where.
    pub async fn population(&self, actor: &Actor) -> Result<Vec<KeptFigure>, Error> {
        actor.require(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        let areas = self.areas_of(&mut tx, actor.organisation_id).await?;
        let name = |key: &str| {
            (!key.is_empty())
                .then(|| areas.get(key).map_or_else(|| key.to_string(), |area| area.name.clone()))
        };
        let figures = area::people(&mut tx, actor.organisation_id).await?;
        let kept = figures.into_iter().map(|figure| KeptFigure {
            area: name(&figure.area),
            band: AgeBand::parse(&figure.age_band),
            people: figure.people,
            source: figure.source,
        });
        Ok(kept.collect())
    }

    /// Takes figures in the place of all that were there, or none of them.
    pub async fn take_population(
        &self,
        actor: &Actor,
        source: &str,
        figures: &[Figure],
    ) -> Result<(), Error> {
        actor.require(Permission::EditConsultations)?;
        let mut refusals = Vec::new();
        match source.trim().chars().count() {
            0 => refusals.push(Refusal::Missing("source")),
            letters if letters > SOURCE_MAX => {
                refusals.push(Refusal::TooLong { field: "source", max: SOURCE_MAX });
            }
            _ => {}
        }
        let mut tx = self.db.begin().await?;
        let areas = self.areas_of(&mut tx, actor.organisation_id).await?;
        let mut kept: Vec<People> = Vec::new();
        for figure in figures {
            let line = |reason: &str| Refusal::Line { line: figure.line, reason: reason.into() };
            let area = match find(&areas, &figure.area) {
                Ok(area) => area,
                Err(reason) => {
                    refusals.push(line(reason));
                    continue;
                }
            };
            let age_band = figure.band.map(AgeBand::as_str).unwrap_or_default().to_string();
            if kept.iter().any(|other| other.area == area && other.age_band == age_band) {
                refusals.push(line("a line above says how many people of this age band live in this area"));
            }
            kept.push(People {
                area,
                age_band,
                people: i64::try_from(figure.people).unwrap_or(i64::MAX),
                source: source.trim().to_string(),
            });
        }
        Error::unless_empty(refusals)?;
        area::put_people(&mut tx, actor.organisation_id, &kept).await?;
        self.audit(&mut tx, actor, "population.take", "").await?;
        Ok(tx.commit().await?)
    }
}

/// The key of the area that a file names; empty for everywhere.
fn find(areas: &Areas, name: &str) -> Result<String, &'static str> {
    if name.trim().is_empty() {
        return Ok(String::new());
    }
    if let Some(area) = areas.get(name.trim()) {
        return Ok(area.key.clone());
    }
    let same = |area: &&earshot_domain::area::Area| area.name.to_lowercase() == name.trim().to_lowercase();
    match areas.0.iter().filter(same).collect::<Vec<_>>()[..] {
        [] => Err("no area has this name"),
        [only] => Ok(only.key.clone()),
        _ => Err("several areas have this name: write the key that the page of the area shows"),
    }
}

/// Everything that numbers are set beside.
struct Known<'a> {
    areas: &'a Areas,
    figures: &'a [People],
    targets: &'a [Target],
}

impl Known<'_> {
    fn ages(&self, row: &Consultation, offered: &[Place], counts: &[GroupCount]) -> ReachTable {
        let asked = &row.setup.bands;
        let bands: Vec<AgeBand> =
            AgeBand::ALL.into_iter().filter(|band| asked.is_empty() || asked.contains(band)).collect();
        let groups = bands.into_iter().map(|band| {
            let somewhere = offered.iter().map(|place| self.people_in(place, &[band])).sum();
            let everywhere = self.people("", &[band]);
            // A consultation in a part of the county is set beside those who live in that part.
            let population = match &row.setup.area_branch {
                Some(branch) if !branch.is_empty() => match self.people(branch, &[band]) {
                    0 => somewhere,
                    people => people,
                },
                _ if everywhere > 0 => everywhere,
                _ => somewhere,
            };
            (band.as_str().to_string(), band.label().to_string(), population)
        });
        let answered =
            |key: &str| sum(counts.iter().filter(|c| c.age_band.as_deref() == Some(key)).map(|c| c.n));
        self.table(groups.collect(), answered, |target, key| target.area.is_empty() && target.age_band == key)
    }

    fn places(&self, row: &Consultation, offered: &[Place], counts: &[GroupCount]) -> ReachTable {
        let groups = offered
            .iter()
            .map(|place| (place.key.clone(), place.name.clone(), self.people_in(place, &row.setup.bands)));
        let answered = |key: &str| sum(counts.iter().filter(|c| c.area.as_deref() == Some(key)).map(|c| c.n));
        self.table(groups.collect(), answered, |target, key| target.age_band.is_empty() && target.area == key)
    }

    fn table(
        &self,
        groups: Vec<(String, String, u64)>,
        answered: impl Fn(&str) -> u64,
        is_for: impl Fn(&Target, &str) -> bool,
    ) -> ReachTable {
        let groups: Vec<ReachGroup> = groups
            .into_iter()
            .map(|(key, group, population)| {
                let target = self.targets.iter().find(|target| is_for(target, &key));
                let target = target.and_then(|target| u64::try_from(target.hoped).ok());
                ReachGroup {
                    key,
                    target: ReachTarget { group, population, target, ..ReachTarget::default() },
                }
            })
            .collect();
        let targets: Vec<ReachTarget> = groups.iter().map(|group| group.target.clone()).collect();
        let answered: Vec<u64> = groups.iter().map(|group| answered(&group.key)).collect();
        ReachTable { groups, reach: reach::reach(Preset::Nhs5, &targets, &answered) }
    }

    /// How many people of some bands live in a place, which may be known by its name alone.
    fn people_in(&self, place: &Place, bands: &[AgeBand]) -> u64 {
        let same = |area: &&earshot_domain::area::Area| area.name == place.name;
        let key = match self.areas.get(&place.key) {
            Some(area) => area.key.as_str(),
            None => self.areas.0.iter().find(same).map_or("", |area| area.key.as_str()),
        };
        if key.is_empty() { 0 } else { self.people(key, bands) }
    }

    /// How many people of some bands live in an area, or everywhere. Where there is no figure for it, those of its
    /// parts together.
    fn people(&self, area: &str, bands: &[AgeBand]) -> u64 {
        let of_band = |figure: &&People| bands.iter().any(|band| band.as_str() == figure.age_band);
        let here: Vec<&People> = self.figures.iter().filter(|figure| figure.area == area).collect();
        let by_band: u64 = here.iter().copied().filter(|figure| of_band(figure)).map(people_of).sum();
        if by_band > 0 {
            return by_band;
        }
        // A figure for every age says nothing of some ages.
        let every_age = here.iter().copied().find(|figure| figure.age_band.is_empty());
        if let Some(figure) = every_age.filter(|_| bands.is_empty()) {
            return people_of(figure);
        }
        let parent = Some(area).filter(|area| !area.is_empty());
        self.areas.parts(parent).map(|part| self.people(&part.key, bands)).sum()
    }
}

fn people_of(figure: &People) -> u64 {
    u64::try_from(figure.people).unwrap_or_default()
}
