//! What can be shown of the answers of so many people. Nobody knows how they
//! will be spread, so an even spread is assumed: real figures are hidden a
//! little earlier.

use super::{Case, Finding, Place, Problem, Weight, asking};
use crate::equality::{self, EqualitySet};
use crate::suppression::{self, Preset, SMALLEST_BASE};

const PRESET: Preset = Preset::Nhs5;

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(expected) = case.expected else { return };
    if u64::from(expected) < SMALLEST_BASE {
        let problem = Problem::NothingShown { expected, needed: small(SMALLEST_BASE) };
        found.push(Finding::of_all(Weight::Warns, Place::Setup("reach"), problem));
        return;
    }
    found.extend(equality(case, expected));
    found.extend(cells(case, expected));
}

/// Whether no group of any equality question would have enough people.
fn equality(case: &Case<'_>, expected: u32) -> Option<Finding> {
    let set = equality::set(case.setup.equality_set.as_deref()?)?;
    let needed = set_needs(set)?;
    (expected < needed).then(|| {
        let problem = Problem::EqualityNotShown { expected, needed };
        Finding::of_all(Weight::Warns, Place::Equality, problem)
    })
}

/// How many people it takes to show one question of a set: the one with the
/// fewest groups, wider groups where there are such. `None` when the answers are
/// all written.
fn set_needs(set: &EqualitySet) -> Option<u32> {
    let groups = |options: &[equality::EqualityOption]| {
        let mut codes: Vec<&str> =
            options.iter().map(|option| option.parent.unwrap_or(option.code)).collect();
        codes.sort_unstable();
        codes.dedup();
        codes.len() as u64
    };
    let fewest = set.questions.iter().map(|question| groups(question.options)).filter(|n| *n > 0).min()?;
    Some(small(fewest * SMALLEST_BASE))
}

/// Tables of a question by age band.
fn cells(case: &Case<'_>, expected: u32) -> Option<Finding> {
    let bands = case.setup.bands.len();
    if bands < 2 {
        return None;
    }
    let sizes: Vec<usize> = asking(case.questionnaire)
        .map(|question| question.kind.values().len())
        .filter(|values| *values > 0)
        .collect();
    let questions = sizes.iter().filter(|values| hides(expected, bands, **values)).count();
    let needed = needs(bands, *sizes.iter().max()?);
    let weight = if questions == sizes.len() { Weight::Warns } else { Weight::Advises };
    let problem = Problem::CellsHidden { questions, of: sizes.len(), expected, needed };
    (questions > 0).then(|| Finding::of_all(weight, Place::Setup("bands"), problem))
}

/// Whether a table with an even spread of so many people has hidden cells. It
/// is not asked what 0 people would look like: everybody is somewhere.
fn hides(expected: u32, bands: usize, values: usize) -> bool {
    let (expected, bands, values) = (u64::from(expected), bands as u64, values as u64);
    let each = (expected / (bands * values).max(1)).max(1);
    suppression::count(PRESET, each).is_hidden() || expected / bands.max(1) < SMALLEST_BASE
}

/// How many people it takes to show every cell of a table.
fn needs(bands: usize, values: usize) -> u32 {
    let cells = (bands * values) as u64;
    let each =
        (1..=SMALLEST_BASE).find(|n| !suppression::count(PRESET, *n).is_hidden()).unwrap_or(SMALLEST_BASE);
    small((each * cells).max(SMALLEST_BASE * bands as u64))
}

fn small(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
