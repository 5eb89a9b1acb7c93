//! Who was reached: how many answered, beside how many were hoped for and how many live there (domain.md 5.8).

use std::collections::{BTreeMap, HashMap, HashSet};

use earshot_domain::area::{Area, Areas, MAX_DEPTH};
use earshot_domain::policy::Permission;
use earshot_domain::question::Place;
use earshot_domain::reach::{self, Reach, ReachTarget, Standing, Statement, Whose};
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::suppression::Preset;
use earshot_store::Tx;
use earshot_store::area::{self, People, Target};
use earshot_store::consultation::Consultation;
use earshot_store::response::{self, GroupCount};

use crate::analysis::sum;
use crate::areas::{Homes, Places};
use crate::error::Refusal;
use crate::{Actor, Earshot, Error};

/// The most answers that can be hoped for.
pub const HOPED_MAX: i64 = 10_000_000;

/// Letters of the words that say where figures are from.
const SOURCE_MAX: usize = 200;

/// One of the groups that are parts of one whole.
#[derive(Debug, Clone)]
pub struct ReachGroup {
    /// Names it in forms: the key of an age band or an area. Empty for those who named an area that is not offered
    /// any more: nobody hopes for more of them.
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

impl ReachView {
    /// What a report may say of each group of which it is known how many live there: ages, then areas, never both at once.
    pub fn said(&self) -> Vec<(&ReachGroup, Statement)> {
        let mut said = self.ages.said(|group| AgeBand::parse(&group.key).map_or(Whose::Area, Whose::Age));
        said.extend(self.areas.iter().flat_map(|areas| areas.said(|_| Whose::Area)));
        said
    }

    /// The sentences on those who are missing.
    pub fn missing(&self) -> Vec<String> {
        let under = self.said().into_iter().filter(|(_, said)| said.standing == Standing::Under);
        under.map(|(_, said)| said.sentence).collect()
    }

    /// Why it is not known who is missing: there are no figures of who lives there, or none of these ages and areas. Nothing
    /// where there are some to compare with.
    pub fn not_known(&self) -> Option<&'static str> {
        if !self.said().is_empty() {
            None
        } else if self.sources.is_empty() {
            Some(
                "It is not known who is missing: Earshot has no figures of how many young people live there, so those who \
                 answered cannot be set beside them.",
            )
        } else {
            Some(
                "It is not known who is missing: none of the figures of how many young people live there is about these ages \
                 or areas.",
            )
        }
    }

    /// What is to be said of who is missing, never nothing: the sentences on them, that nobody is, or why it is not known.
    pub fn who_is_missing(&self) -> Vec<String> {
        if let Some(why) = self.not_known() {
            return vec![why.to_string()];
        }
        let said = self.said();
        // A group that is too small for a share may still be known to be missing.
        let under = said.iter().filter(|(_, said)| match said.standing {
            Standing::Under => true,
            Standing::TooFew => !said.outreach.is_empty(),
            Standing::AboutRight | Standing::Over => false,
        });
        let under: Vec<String> = under.map(|(_, said)| said.sentence.clone()).collect();
        if !under.is_empty() {
            under
        } else if said.iter().any(|(_, said)| said.standing == Standing::TooFew) {
            vec!["Too few answered to say of each age and area whether it is missing.".to_string()]
        } else {
            vec!["As far as so many answers can tell, no age and no area is missing.".to_string()]
        }
    }
}

impl ReachTable {
    fn said(&self, whose: impl Fn(&ReachGroup) -> Whose) -> Vec<(&ReachGroup, Statement)> {
        let groups: Vec<(Whose, &ReachTarget)> =
            self.groups.iter().map(|group| (whose(group), &group.target)).collect();
        let statements = reach::statements(&groups, &self.reach);
        self.groups.iter().zip(statements).filter_map(|(group, said)| Some((group, said?))).collect()
    }
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
        actor.require_somewhere(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeConsultations, slug).await?;
        self.reach_of(&mut tx, &row).await
    }

    /// The same of a consultation that somebody may see.
    pub(crate) async fn reach_of(&self, tx: &mut Tx, row: &Consultation) -> Result<ReachView, Error> {
        let areas = self.areas_of(tx, row.organisation_id).await?;
        let figures = area::people(tx, row.organisation_id).await?;
        let targets = area::targets(tx, row.id).await?;
        // Whose views are kept apart everywhere: only children's are set beside children.
        let counts: Vec<GroupCount> = response::group_counts(tx, row.id)
            .await?
            .into_iter()
            .filter(|count| count.respondent_type == RespondentType::Child)
            .collect();
        let places = Places::of(&row.setup, &areas);
        let homes = places.homes(&counts);
        let offered: Vec<&Place> = homes.places.iter().map(|(place, _)| *place).collect();
        let preset = self.preset_of(tx, row.id).await?;
        let (areas, figures, targets) = (&areas, &figures, &targets);
        let known = Known { preset, areas, figures, targets };
        let mut sources: Vec<String> = figures.iter().map(|figure| figure.source.clone()).collect();
        sources.sort();
        sources.dedup();
        Ok(ReachView {
            ages: known.ages(row, &offered, &counts),
            areas: (!offered.is_empty()).then(|| known.places(row, &homes)),
            sources,
        })
    }

    /// Keeps how many answers are hoped for: each with the key of an age band or an area, whichever it names, and with
    /// nothing where nobody has thought about it. What is not named stays as it is.
    pub async fn save_targets(
        &self,
        actor: &Actor,
        slug: &str,
        ages: &[(AgeBand, Option<i64>)],
        areas: &[(String, Option<i64>)],
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::EditConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::EditConsultations, slug).await?;
        let of_ages = ages.iter().map(|(band, hoped)| ("", band.as_str(), *hoped));
        let of_areas = areas.iter().map(|(key, hoped)| (key.as_str(), "", *hoped));
        for (area, age_band, hoped) in of_ages.chain(of_areas) {
            match hoped {
                Some(hoped) if !(0..=HOPED_MAX).contains(&hoped) => {
                    return Err(Error::refused(Refusal::Unreadable("hoped")));
                }
                Some(hoped) => {
                    let target = Target { area: area.into(), age_band: age_band.into(), hoped };
                    area::put_target(&mut tx, row.id, &target).await?;
                }
                None => area::clear_target(&mut tx, row.id, area, age_band).await?,
            }
        }
        self.audit(&mut tx, actor, "consultation.targets", Reference::new(Kind::Consultation, row.number));
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
        // Held first: no area is deleted between here and the figure that names it.
        area::hold(&mut tx, actor.organisation_id).await?;
        let areas = self.areas_of(&mut tx, actor.organisation_id).await?;
        let names = Names::of(&areas);
        let mut kept: Vec<People> = Vec::new();
        let mut seen: HashSet<(&str, Option<AgeBand>)> = HashSet::new();
        let mut bad = 0_usize;
        for figure in figures {
            let found = names.find(&figure.area).and_then(|area| {
                let is_first = seen.insert((area, figure.band));
                let twice = "a line above says how many people of this age band live in this area";
                is_first.then_some(area).ok_or(twice)
            });
            match found {
                Ok(area) => kept.push(People {
                    area: area.to_string(),
                    age_band: figure.band.map(AgeBand::as_str).unwrap_or_default().to_string(),
                    people: i64::try_from(figure.people).unwrap_or(i64::MAX),
                    source: source.trim().to_string(),
                }),
                Err(reason) => {
                    bad += 1;
                    if bad <= NAMED {
                        refusals.push(Refusal::Line { line: figure.line, reason: reason.into() });
                    }
                }
            }
        }
        if bad > NAMED {
            let reason = format!("and {} more lines", bad - NAMED);
            refusals.push(Refusal::Line { line: 0, reason });
        }
        Error::unless_empty(refusals)?;
        area::put_people(&mut tx, actor.organisation_id, &kept).await?;
        self.audit(&mut tx, actor, "population.take", "");
        Ok(tx.commit().await?)
    }
}

/// How many bad lines are named before the rest is only counted.
const NAMED: usize = 50;

/// What a file may call the areas.
struct Names<'a> {
    keys: HashSet<&'a str>,
    /// The keys of the areas that have a name, in small letters.
    named: HashMap<String, Vec<&'a str>>,
}

impl<'a> Names<'a> {
    fn of(areas: &'a Areas) -> Self {
        let mut named: HashMap<String, Vec<&str>> = HashMap::new();
        for area in &areas.0 {
            named.entry(area.name.to_lowercase()).or_default().push(&area.key);
        }
        Self { keys: areas.0.iter().map(|area| area.key.as_str()).collect(), named }
    }

    /// The key of the area that a file names; empty for everywhere. A name comes before a key: the key of an area that
    /// was called otherwise once may be the name of another one now. A key tells areas of one name apart.
    fn find(&self, name: &str) -> Result<&'a str, &'static str> {
        let name = name.trim();
        if name.is_empty() {
            return Ok("");
        }
        let key = self.keys.get(name).copied();
        match self.named.get(&name.to_lowercase()).map(Vec::as_slice).unwrap_or_default() {
            [] => key.ok_or("no area has this name"),
            [only] => Ok(only),
            several => key
                .filter(|key| several.contains(key))
                .ok_or("several areas have this name: write the key that the page of the area shows"),
        }
    }
}

/// Everything that numbers are set beside.
struct Known<'a> {
    preset: Preset,
    areas: &'a Areas,
    figures: &'a [People],
    targets: &'a [Target],
}

impl Known<'_> {
    fn ages(&self, row: &Consultation, offered: &[&Place], counts: &[GroupCount]) -> ReachTable {
        let asked = &row.setup.bands;
        let bands: Vec<AgeBand> =
            AgeBand::ALL.into_iter().filter(|band| asked.is_empty() || asked.contains(band)).collect();
        let groups = bands.into_iter().map(|band| {
            let somewhere = || {
                let people = offered.iter().map(|place| self.people_in(place, &[band]));
                people.sum::<Option<u64>>().filter(|_| !offered.is_empty())
            };
            // A consultation in a part of the county is set beside those who live in that part.
            let branch = row.setup.area_branch.as_deref().unwrap_or_default();
            let population = self.people(branch, &[band]).or_else(somewhere);
            (band.as_str().to_string(), band.label().to_string(), population)
        });
        let answered =
            |key: &str| sum(counts.iter().filter(|c| c.age_band.as_deref() == Some(key)).map(|c| c.n));
        self.table(groups.collect(), answered, |target, key| target.area.is_empty() && target.age_band == key)
    }

    fn places(&self, row: &Consultation, homes: &Homes<'_>) -> ReachTable {
        // A band that no figure is about is missing everywhere alike. One that is missing somewhere makes two areas that
        // cannot be compared.
        let asked = row.setup.bands.as_slice();
        let is_told = |band: &AgeBand| self.figures.iter().any(|figure| figure.age_band == band.as_str());
        let told: Vec<AgeBand> = asked.iter().copied().filter(is_told).collect();
        let people_in = |place: &Place| {
            if told.is_empty() && !asked.is_empty() { None } else { self.people_in(place, &told) }
        };
        let group = |(place, _): &(&Place, u64)| (place.key.clone(), place.name.clone(), people_in(place));
        let mut groups: Vec<_> = homes.places.iter().map(group).collect();
        if homes.elsewhere > 0 {
            groups.push((String::new(), ELSEWHERE.to_string(), None));
        }
        let answered: BTreeMap<&str, u64> = homes
            .places
            .iter()
            .map(|(place, n)| (place.key.as_str(), *n))
            .chain([("", homes.elsewhere)])
            .collect();
        let answered = |key: &str| answered.get(key).copied().unwrap_or_default();
        let is_for =
            |target: &Target, key: &str| !key.is_empty() && target.age_band.is_empty() && target.area == key;
        self.table(groups, answered, is_for)
    }

    fn table(
        &self,
        groups: Vec<(String, String, Option<u64>)>,
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
        // Counted anew at each look, and not kept with what was told: rounded also once it is closed, because whoever takes
        // their answer back goes at any time.
        ReachTable { groups, reach: reach::reach(self.preset, &targets, &answered) }
    }

    /// How many people of some bands live in a place, which may be known by its name alone.
    fn people_in(&self, place: &Place, bands: &[AgeBand]) -> Option<u64> {
        let same = |area: &&Area| area.name == place.name;
        let area = self.areas.get(&place.key).or_else(|| self.areas.0.iter().find(same))?;
        self.people(&area.key, bands)
    }

    /// How many people of some bands, or of every age, live in an area, or everywhere; nothing where nobody has said.
    /// Where there is no figure for it, those of its parts together, as far as there is one for each.
    fn people(&self, area: &str, bands: &[AgeBand]) -> Option<u64> {
        self.people_within(area, bands, 0)
    }

    fn people_within(&self, area: &str, bands: &[AgeBand], depth: usize) -> Option<u64> {
        let figure = |band: &str| {
            let mut here = self.figures.iter().filter(|figure| figure.area == area);
            here.find(|figure| figure.age_band == band).map(people_of)
        };
        // A figure for every age says nothing of some ages.
        let here = match bands {
            [] => figure(""),
            bands => bands.iter().map(|band| figure(band.as_str())).sum(),
        };
        if here.is_some() || depth > MAX_DEPTH {
            return here;
        }
        let parent = Some(area).filter(|area| !area.is_empty());
        let parts =
            self.areas.parts(parent).map(|part| (part, self.people_within(&part.key, bands, depth + 1)));
        // Who lived in an area that is not offered any more is counted where it went.
        let mut parts = parts.filter(|(part, people)| !part.retired || people.is_some()).peekable();
        parts.peek()?;
        parts.map(|(_, people)| people).sum()
    }
}

/// The row of those who named an area that is not offered any more.
const ELSEWHERE: &str = "Elsewhere: not offered any more";

fn people_of(figure: &People) -> u64 {
    u64::try_from(figure.people).unwrap_or_default()
}
