//! Where young people of the demo's county live, and how many: invented, like all of it. Of those who live elsewhere nobody
//! has a figure, so "Living in care", which is asked of some of them, is set beside nobody.

use anyhow::Result;
use earshot_domain::respondent::AgeBand;
use earshot_service::Figure;

use super::{Story, plain};

/// The age bands of the figures.
const BANDS: [AgeBand; 4] =
    [AgeBand::From8To10, AgeBand::From11To13, AgeBand::From14To15, AgeBand::From16To17];

/// Each area, and how many young people of each band live there.
const AREAS: [(&str, [u64; 4]); 3] = [
    ("Wexmoor North", [1_350, 1_300, 900, 900]),
    ("Wexmoor South", [950, 900, 600, 600]),
    ("The villages", [1_800, 1_900, 1_300, 1_200]),
];

/// Where some of those who are asked live, and nobody has counted them.
const ELSEWHERE: &str = "Outside Wexmoor";

/// Where the figures are from.
const SOURCE: &str = "Invented figures of the demo, 2026";

pub(super) async fn tell(story: &Story) -> Result<()> {
    let earshot = story.on_day("2026-02-01")?;
    for name in AREAS.iter().map(|(name, _)| *name).chain([ELSEWHERE]) {
        earshot.add_area(&story.worker, name, None).await.map_err(plain)?;
    }
    let counted = AREAS.iter().flat_map(|(area, people)| {
        BANDS.iter().zip(people).map(move |(band, people)| (*area, *band, *people))
    });
    let figures: Vec<Figure> = (1..)
        .zip(counted)
        .map(|(line, (area, band, people))| Figure { line, area: area.into(), band: Some(band), people })
        .collect();
    earshot.take_population(&story.worker, SOURCE, &figures).await.map_err(plain)
}
