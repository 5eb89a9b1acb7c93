//! A first Hear by Right record, shared with young people.

use anyhow::Result;
use earshot_domain::standards::framework;
use earshot_service::ScoreText;

use super::{Story, plain};

/// Standard, place of the criterion in it, staff's score, young people's score,
/// statement, and why the two differ.
const SCORES: [(usize, usize, i64, i64, &str, &str); 6] = [
    (0, 0, 1, 2, "they say it matters and sometimes it does", ""),
    (1, 0, 2, 2, "there is a plan. we helped with some of it", ""),
    (
        2,
        0,
        2,
        4,
        "we never saw where it gets decided",
        "Staff counted the board that links to the forum. Young people were not told that it meets.",
    ),
    (3, 0, 2, 3, "you got back to us about the bus. not about the park", ""),
    (4, 0, 3, 3, "we know jo. we dont know who is in charge", ""),
    (6, 0, 2, 2, "sam came and listened and did not look at his phone", ""),
];

pub(super) async fn tell(story: &Story) -> Result<()> {
    let earshot = story.on(story.today);
    let standards = framework().standards;
    for (standard, place, staff, young, statement, reason) in SCORES {
        let Some(criterion) = standards.get(standard).and_then(|s| s.criteria.get(place)) else { continue };
        let text = ScoreText {
            staff: Some(staff),
            staff_note: "From the youth forum\u{2019}s minutes and the consultation records.".into(),
            young: Some(young),
            young_statement: statement.into(),
            difference_reason: reason.into(),
        };
        earshot.score(&story.worker, criterion.key, &text).await.map_err(plain)?;
    }
    let consultation = earshot.preparation(&story.worker, "getting-to-school").await?.consultation.id;
    for standard in [2, 3] {
        if let Some(criterion) = standards.get(standard).and_then(|s| s.criteria.first()) {
            earshot.set_evidence(&story.worker, criterion.key, consultation, true).await.map_err(plain)?;
        }
    }
    earshot.share_standards(&story.admin, true).await.map_err(plain)
}
