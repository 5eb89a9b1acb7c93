//! Who was reached and who was not (domain.md 5.8): how many of a group
//! answered, set against how many were hoped for and how many there are.
//!
//! Everything that comes out is worked out from what may be shown, never from
//! the true numbers behind it. So "fewer than their share" cannot say more about
//! a small group than the table beside it does; where the shown numbers leave it
//! open, nothing is said.

use serde::{Deserialize, Serialize};

use crate::suppression::{self, CountTable, Preset, SMALLEST_BASE, Shown};

mod statement;

pub use statement::{ShareRange, Standing, Statement, Whose, own_way, statements, wilson};

/// A group that should be heard.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachTarget {
    /// Who: "11 to 13", "children in care".
    pub group: String,
    /// Where, if not everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// How many there are; nothing where nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<u64>,
    /// Where that number is from, and of which year.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// How many answers are hoped for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<u64>,
}

crate::text_enum! {
    /// A group's share of the answers beside its share of the people.
    pub enum Represented {
        /// Clearly smaller: less than four fifths of it.
        Under = "under",
        /// About the same, as far as the shown numbers tell.
        Fairly = "fairly",
        /// Clearly larger: more than five quarters of it.
        Over = "over",
    }
}

/// How far a group was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// How many answered.
    pub answered: Shown,
    /// That in whole per cent of the target, from shown numbers; may be more
    /// than 100. None without a target, or where either is too small.
    pub of_target: Option<u64>,
    /// Its share of the people in whole per cent, which is no secret. None where nobody knows how many there are.
    pub share_of_people: Option<u64>,
    /// Its share of the answers in whole per cent, from shown numbers: of the answers of those groups whose people
    /// are counted, as far as any are, so that both shares are shares of the same groups.
    pub share_of_answers: Option<u64>,
    /// How large that share may be, reckoned with chance and rounding. None where nobody knows how many there are, or where
    /// the group or all others together may be fewer than ten.
    pub range: Option<ShareRange>,
    /// The two shares compared. None where the shown numbers leave it open.
    pub represented: Option<Represented>,
}

/// How far all groups were reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Each group, in the order of the targets.
    pub groups: Vec<Reached>,
    /// All answers together.
    pub answered: Shown,
}

/// How many more or fewer may stand behind a rounded number.
const ROUNDING: u64 = 2;

/// More than there are people behind any number: as good as not knowing it.
const ANY: u64 = 1 << 40;

/// Sets answers beside targets. The groups are parts of one whole, such as age
/// bands: everybody is in one of them. `answered` holds how many of each group
/// answered, in the order of the targets; what is missing counts as 0. The numbers do not show when one came or went
/// ([`suppression::heads`]).
pub fn reach(preset: Preset, targets: &[ReachTarget], answered: &[u64]) -> Reach {
    let counts: Vec<u64> = (0..targets.len()).map(|at| answered.get(at).copied().unwrap_or(0)).collect();
    let table = CountTable {
        rows: vec![String::new()],
        columns: targets.iter().map(|target| target.group.clone()).collect(),
        counts: vec![counts],
    };
    let shown = suppression::heads(preset, &table);
    let people: u128 = targets.iter().filter_map(|target| target.population).map(u128::from).sum();
    let cells = shown.cells.first().map(Vec::as_slice).unwrap_or_default();
    let is_known = |target: &ReachTarget| target.population.is_some();
    let some = targets.iter().any(is_known);
    // Where nothing is known of anybody there is nothing to compare with, and all answers are the whole.
    let whole = if some && !targets.iter().all(is_known) {
        let known = targets.iter().zip(cells).filter(|(target, _)| is_known(target));
        Whole::of(preset, known.map(|(_, shown)| *shown))
    } else {
        Whole::shown(shown.total)
    };
    let counted = targets.iter().zip(cells).filter(|(target, _)| is_known(target));
    let surely = counted.fold(0_u64, |sum, (_, shown)| sum.saturating_add(statement::surely(*shown)));
    let groups = targets
        .iter()
        .zip(cells)
        .map(|(target, answered)| Reached {
            answered: *answered,
            of_target: of_target(target, *answered),
            share_of_people: target.population.and_then(|people_of| per_cent(u128::from(people_of), people)),
            share_of_answers: whole
                .value
                .filter(|_| !some || is_known(target))
                .and_then(|whole| share_of_answers(*answered, whole)),
            range: target.population.filter(|people_of| *people_of > 0).and_then(|_| {
                statement::range(*answered, &whole, surely.saturating_sub(statement::surely(*answered)))
            }),
            represented: target
                .population
                .and_then(|of| represented(of, people, (*answered, behind(preset, *answered)), &whole)),
        })
        .collect();
    Reach { groups, answered: shown.total }
}

fn of_target(target: &ReachTarget, answered: Shown) -> Option<u64> {
    let hoped = target.target.filter(|hoped| *hoped >= SMALLEST_BASE)?;
    per_cent(u128::from(answered.value()?), u128::from(hoped))
}

/// The answers that shares are taken of, as far as the shown numbers tell.
struct Whole {
    /// As it may be shown.
    value: Option<u64>,
    /// The fewest that may stand behind it.
    fewest: u64,
    /// The most, likewise.
    most: u64,
}

impl Whole {
    /// A total that is shown.
    fn shown(total: Shown) -> Self {
        let value = total.value();
        let (fewest, most) = near(total, value.unwrap_or_default());
        Self { value, fewest, most }
    }

    /// Some of the groups together. Their own total is not shown, so it is not used either: only what anybody can add
    /// up who sees the table.
    fn of(preset: Preset, groups: impl Iterator<Item = Shown>) -> Self {
        let nothing = Self { value: Some(0), fewest: 0, most: 0 };
        groups.fold(nothing, |whole, group| {
            let (low, high) = behind(preset, group);
            Self {
                value: whole.value.zip(group.value()).map(|(sum, n)| sum.saturating_add(n)),
                fewest: whole.fewest.saturating_add(low),
                most: whole.most.saturating_add(high),
            }
        })
    }
}

/// The fewest and the most that may stand behind a number that is shown.
fn near(shown: Shown, n: u64) -> (u64, u64) {
    let rounding = if shown.is_exact() { 0 } else { ROUNDING };
    (n.saturating_sub(rounding), n.saturating_add(rounding))
}

/// The fewest and the most that may stand behind the number of a group.
fn behind(preset: Preset, answered: Shown) -> (u64, u64) {
    match answered.value() {
        Some(n) => near(answered, n),
        // A group that is hidden has fewer than this.
        None if preset.rounds() => (0, SMALLEST_BASE - 1),
        // Or it is hidden to keep another one.
        None => (0, ANY),
    }
}

fn share_of_answers(answered: Shown, whole: u64) -> Option<u64> {
    // Rounding each by itself may take a part above its whole.
    per_cent(u128::from(answered.value()?), u128::from(whole)).map(|share| share.min(100))
}

fn per_cent(part: u128, whole: u128) -> Option<u64> {
    let whole = (whole > 0).then_some(whole)?;
    u64::try_from((part * 100 + whole / 2) / whole).ok()
}

/// Compares shares, with the least and the most that may stand behind what is
/// shown: only what holds for all of it is said.
fn represented(
    population: u64,
    people: u128,
    (answered, (low, high)): (Shown, (u64, u64)),
    whole: &Whole,
) -> Option<Represented> {
    if whole.fewest < SMALLEST_BASE - ROUNDING {
        return None;
    }
    let population = (population > 0).then_some(u128::from(population))?;
    let (fewest, most) = (u128::from(whole.fewest), u128::from(whole.most));
    // answered / total against population / people, without fractions.
    let under = 5 * u128::from(high) * people < 4 * population * fewest;
    let over = 4 * u128::from(low) * people > 5 * population * most;
    match (under, over, answered.is_hidden()) {
        (true, _, _) => Some(Represented::Under),
        (_, true, _) => Some(Represented::Over),
        (_, _, false) => Some(Represented::Fairly),
        (_, _, true) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(group: &str, population: u64, target: u64) -> ReachTarget {
        ReachTarget {
            group: group.into(),
            population: Some(population),
            target: Some(target),
            ..ReachTarget::default()
        }
    }

    /// Three age bands of an invented county.
    fn bands() -> [ReachTarget; 3] {
        [target("11 to 13", 4_000, 80), target("14 to 15", 4_000, 60), target("16 to 17", 2_000, 40)]
    }

    fn reached(answered: &[u64]) -> Reach {
        reach(Preset::Nhs5, &bands(), answered)
    }

    fn represented(answered: &[u64]) -> Vec<Option<Represented>> {
        reached(answered).groups.into_iter().map(|group| group.represented).collect()
    }

    #[test]
    fn each_group_is_set_beside_its_target_and_its_share() {
        let found = reached(&[101, 42, 13]);
        let text: Vec<String> = found.groups.iter().map(|group| group.answered.text()).collect();
        assert_eq!(text, ["100", "40", "15"]);
        assert_eq!(found.answered.text(), "155");
        let of_target: Vec<_> = found.groups.iter().map(|group| group.of_target).collect();
        assert_eq!(of_target, [Some(125), Some(67), Some(38)]);
        let shares: Vec<_> =
            found.groups.iter().map(|group| (group.share_of_people, group.share_of_answers)).collect();
        assert_eq!(shares, [(Some(40), Some(65)), (Some(40), Some(26)), (Some(20), Some(10))]);
        let both = [Some(Represented::Over), Some(Represented::Under), Some(Represented::Under)];
        assert_eq!(represented(&[101, 42, 13]), both);
    }

    #[test]
    fn about_the_same_share_is_fair() {
        assert_eq!(represented(&[40, 40, 20]), [Some(Represented::Fairly); 3]);
        assert_eq!(represented(&[44, 38, 18])[0], Some(Represented::Fairly), "a tenth more is no news");
    }

    #[test]
    fn groups_that_nobody_has_counted_are_left_out_of_both_shares() {
        let unknown = ReachTarget { population: None, ..target("elsewhere", 0, 40) };
        let both = [target("north", 1_000, 50), target("south", 1_000, 50), unknown];
        let shares = |answered: &[u64]| {
            let found = reach(Preset::Nhs5, &both, answered).groups;
            found.iter().map(|g| (g.share_of_people, g.share_of_answers, g.represented)).collect::<Vec<_>>()
        };
        let half = (Some(50), Some(50), Some(Represented::Fairly));
        assert_eq!(shares(&[40, 40, 200]), [half, half, (None, None, None)]);
        // One of them is hidden, so its total is not known either; what holds for all that it may be is said.
        let found = shares(&[40, 4, 200]);
        assert_eq!(found[0], (Some(50), None, Some(Represented::Over)));
        assert_eq!(found[1], (Some(50), None, Some(Represented::Under)));
        let answered = reach(Preset::Nhs5, &both, &[40, 40, 200]).groups[2];
        assert_eq!((answered.answered.text().as_str(), answered.of_target), ("200", Some(500)));
        // Where nothing is known of anybody, the answers still have their shares.
        let nobody = both.map(|group| ReachTarget { population: None, ..group });
        let found = reach(Preset::Nhs5, &nobody, &[40, 40, 120]).groups;
        assert_eq!((found[0].share_of_people, found[0].share_of_answers), (None, Some(20)));
        assert_eq!(found[0].represented, None);
    }

    #[test]
    fn small_groups_are_hidden_and_only_what_follows_from_that_is_said() {
        let few = reached(&[100, 80, 4]);
        let small = few.groups[2];
        assert!(small.answered.is_hidden());
        assert_eq!((small.of_target, small.share_of_answers), (None, None));
        // Fewer than 10 of 185 are fewer than 20 in a hundred, whichever number it is.
        assert_eq!(small.represented, Some(Represented::Under));
        // Fewer than 10 of 40 may be a fair share.
        assert_eq!(represented(&[16, 16, 8])[2], None);
    }

    #[test]
    fn two_small_numbers_look_alike_in_everything() {
        for others in [[12, 14], [40, 40], [100, 90]] {
            let with = |n: u64| reached(&[others[0], others[1], n]).groups[2];
            for n in 0..SMALLEST_BASE {
                assert_eq!(with(n).answered, with(0).answered);
                assert_eq!((with(n).of_target, with(n).share_of_answers), (None, None));
            }
        }
        // The total differs by what it is rounded to, and with it all that follows; nothing else does.
        assert_eq!(reached(&[100, 90, 3]), reached(&[100, 90, 5]));
    }

    /// With a rule that does not round, a group may be hidden to keep another one: nothing follows from that.
    #[test]
    fn of_a_group_that_may_be_hidden_for_another_nothing_is_said() {
        for preset in [Preset::Dfe, Preset::Srs10] {
            let found = reach(preset, &bands(), &[100, 80, 4]).groups;
            assert_eq!(
                (found[0].answered.value(), found[0].represented),
                (Some(100), Some(Represented::Over))
            );
            assert!(found[1].answered.is_hidden() && found[2].answered.is_hidden());
            assert_eq!((found[1].represented, found[2].represented), (None, None));
        }
    }

    #[test]
    fn no_rule_shows_when_one_came() {
        for preset in [Preset::Dfe, Preset::Srs10] {
            let so_far = |n: u64| reach(preset, &bands(), &[100, 80, n]);
            assert_eq!(so_far(28), so_far(29), "{preset}: one more came");
            let found = so_far(28);
            assert_eq!((found.answered.text().as_str(), found.groups[2].of_target), ("210", Some(75)));
            assert!(found.groups.iter().all(|group| !group.answered.is_exact()));
        }
    }

    #[test]
    fn fewer_than_ten_in_all_say_nothing() {
        let found = reached(&[3, 2, 1]);
        assert!(found.answered.is_hidden());
        for group in found.groups {
            assert!(group.answered.is_hidden());
            assert_eq!((group.represented, group.share_of_answers, group.of_target), (None, None, None));
        }
    }

    #[test]
    fn what_is_missing_or_nothing_does_no_harm() {
        assert_eq!(reach(Preset::Nhs5, &[], &[5]).groups, vec![]);
        let none = [target("nobody", 0, 0), ReachTarget { target: None, ..target("all", 50, 0) }];
        let found = reach(Preset::Nhs5, &none, &[0, 30]);
        assert_eq!(found.groups[0].represented, None);
        assert_eq!(found.groups[1].of_target, None);
        assert_eq!(found.groups[1].share_of_people, Some(100));
        let huge = [target("a", u64::MAX, u64::MAX), target("b", u64::MAX, u64::MAX)];
        assert_eq!(reach(Preset::Nhs5, &huge, &[1_000_000, 2_000_000]).groups[0].of_target, Some(0));
    }
}
