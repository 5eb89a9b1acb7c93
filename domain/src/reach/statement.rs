//! What a report may say of who answered: how large a group's share is, as far as so many answers can tell, beside its share
//! of those who live there (domain.md 4.4, 5.8). One group at a time: two variables are never crossed.
//!
//! It is made from the shown numbers alone, like all of [`super::reach`].

use super::{ANY, Reach, ReachTarget, Reached, Represented, SMALLEST_BASE, Shown, Whole, near};
use crate::respondent::AgeBand;

/// How large a share may be, in whole per cent, with all that chance and rounding leave open. At most 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShareRange {
    /// At least so much, rounded down.
    pub low: u8,
    /// At most so much, rounded up.
    pub high: u8,
}

/// The square of 1.96, in ten thousandths: nineteen of twenty such ranges hold the true share.
const Z_SQUARED: u128 = 38_416;

/// The Wilson range of `part` of `whole`, 95 in a hundred. A bound is where the distance from the share that was found is
/// 1.96 standard errors of the bound itself; so each whole per cent is tried, in whole numbers, and the first one outside
/// is taken.
pub fn wilson(part: u64, whole: u64) -> ShareRange {
    if whole == 0 || whole > ANY {
        return ShareRange { low: 0, high: 100 };
    }
    let (found, all) = (100 * u128::from(part.min(whole)), u128::from(whole));
    let is_outside = |share: u128| {
        let away = found.abs_diff(share * all);
        10_000 * away * away >= Z_SQUARED * all * share * (100 - share)
    };
    let is_low = |share: &u8| u128::from(*share) * all <= found && is_outside(u128::from(*share));
    let is_high = |share: &u8| u128::from(*share) * all >= found && is_outside(u128::from(*share));
    ShareRange {
        low: (0..100_u8).rev().find(is_low).unwrap_or(0),
        high: (1..=100_u8).find(is_high).unwrap_or(100),
    }
}

/// The fewest that answered of a group; 0 unless it is shown. A group that is shown has ten at least.
pub(super) fn surely(answered: Shown) -> u64 {
    let shown = answered.value().filter(|n| *n >= SMALLEST_BASE);
    shown.map_or(0, |n| near(answered, n).0.max(SMALLEST_BASE))
}

/// The range of a group's share of the answers, wherever in their rounding the true numbers lie. `others` are at least so
/// many in all other groups. None where the group or the others may be fewer than ten, or a number is hidden.
pub(super) fn range(answered: Shown, whole: &Whole, others: u64) -> Option<ShareRange> {
    let shown = answered.value().filter(|n| *n >= SMALLEST_BASE)?;
    whole.value?;
    let most = near(answered, shown).1;
    let rest = whole.fewest.saturating_sub(most).max(others);
    (rest >= SMALLEST_BASE).then(|| ShareRange {
        low: wilson(surely(answered), whole.most).low,
        high: wilson(most, whole.fewest).high,
    })
}

crate::text_enum! {
    /// A group's share of those who live there beside the range of its share of the answers.
    pub enum Standing {
        /// More live there than the range reaches.
        Under = "under",
        /// The range holds it.
        AboutRight = "about_right",
        /// Fewer live there than the range reaches.
        Over = "over",
        /// Too few answered, of the group or of all others.
        TooFew = "too_few",
    }
}

/// What makes somebody one of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// How old they are.
    Age(AgeBand),
    /// Where they live.
    Area,
}

/// What may be said of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// In a word.
    pub standing: Standing,
    /// The range of its share of the answers. None where too few answered.
    pub range: Option<ShareRange>,
    /// Its share of those who live there, in whole per cent.
    pub people: u64,
    /// In sentences that a report may use as they are.
    pub sentence: String,
    /// How more of them may be reached; nothing unless they are fewer than their share.
    pub outreach: &'static [&'static str],
}

/// What may be said of each group, in the order of the targets; nothing of one of which nobody knows how many live there.
pub fn statements(groups: &[(Whose, &ReachTarget)], reach: &Reach) -> Vec<Option<Statement>> {
    let some_only = groups.iter().any(|(_, target)| target.population.is_none());
    let each = groups.iter().zip(&reach.groups);
    each.map(|((whose, target), reached)| statement(*whose, target, reached, some_only)).collect()
}

fn statement(whose: Whose, target: &ReachTarget, reached: &Reached, some_only: bool) -> Option<Statement> {
    target.population.filter(|people| *people > 0)?;
    let people = reached.share_of_people?;
    let standing = match reached.range {
        None => Standing::TooFew,
        Some(range) if people > u64::from(range.high) => Standing::Under,
        Some(range) if people < u64::from(range.low) => Standing::Over,
        Some(_) => Standing::AboutRight,
    };
    let is_under = standing == Standing::Under || reached.represented == Some(Represented::Under);
    Some(Statement {
        standing,
        range: reached.range,
        people,
        sentence: sentence(whose, &target.group, reached, standing, some_only),
        outreach: if is_under { outreach(whose) } else { &[] },
    })
}

fn sentence(whose: Whose, group: &str, reached: &Reached, standing: Standing, some_only: bool) -> String {
    let (of, are, said, here) = match whose {
        Whose::Age(_) => (
            format!("aged {group}"),
            format!("are {group}"),
            "said how old they are",
            "of these ages who live here",
        ),
        Whose::Area => {
            (format!("from {group}"), format!("live in {group}"), "said where they live", "who live here")
        }
    };
    let Some((range, people)) = reached.range.zip(reached.share_of_people) else {
        return if reached.represented == Some(Represented::Under) {
            format!(
                "Fewer young people {of} answered than their share of those who live here, too few for a percentage. \
                 Young people {of} are missing in this."
            )
        } else {
            format!("Too few answered to say how well young people {of} are heard in this.")
        };
    };
    let verdict = match standing {
        // Whoever is surely there is not missing, only fewer.
        Standing::Under if range.low == 0 => format!("Young people {of} are missing in this."),
        Standing::Under => format!("Young people {of} are fewer in this than their share."),
        Standing::Over => format!("Young people {of} are more in this than their share."),
        Standing::AboutRight | Standing::TooFew => {
            "As far as so many answers can tell, that is about right.".to_string()
        }
    };
    let only = match (some_only, whose) {
        (false, _) => "",
        (true, Whose::Age(_)) => " Only ages are counted of which it is known how many live here.",
        (true, Whose::Area) => " Only areas are counted of which it is known how many live there.",
    };
    let share = match (range.low, range.high) {
        (0, high) => format!("at most {high}%"),
        (low, 100) => format!("at least {low}%"),
        (low, high) => format!("between {low}% and {high}%"),
    };
    let people = if people == 0 { "less than 1%".to_string() } else { format!("{people}%") };
    format!(
        "Of the young people who answered and {said}, {share} {are}; of all young people {here} it is {people}. \
         {verdict}{only}"
    )
}

/// How more of a group may be reached.
fn outreach(whose: Whose) -> &'static [&'static str] {
    match whose {
        Whose::Age(AgeBand::From8To10) => &[
            "Ask a primary school for one lesson, with the questions read aloud.",
            "Bring a paper copy with faces and drawing to a club after school.",
            "Write to parents first: they must know who asks, and why.",
        ],
        Whose::Age(AgeBand::From11To13 | AgeBand::From14To15) => &[
            "Ask form tutors or the school council to give it ten minutes.",
            "Go where they are anyway: youth clubs, sports, uniformed groups, buses after school.",
            "Have young people of that age look over the invitation, and let them pass it on.",
        ],
        Whose::Age(AgeBand::From16To17 | AgeBand::From18To25) => &[
            "Ask colleges, training providers and employers of apprentices to send the link.",
            "Offer evenings and weekends: many work or study elsewhere in the day.",
            "Ask youth workers and advisers who see those not in school or work.",
        ],
        Whose::Area => &[
            "Ask a school, library or village hall there to put the poster with the link up.",
            "Go there, at a time when a bus still goes home, and bring paper for where there is no signal.",
            "Ask a youth worker, sports club or parish council there whom they know.",
        ],
    }
}

/// What staff wrote themselves on how to reach a group: the first sentence that names it.
pub fn own_way<'a>(written: &'a str, group: &str) -> Option<&'a str> {
    let group = group.trim().to_lowercase();
    let mut sentences = written.split(['\n', ';']).flat_map(|line| line.split(". ")).map(str::trim);
    sentences.find(|sentence| !group.is_empty() && is_named(&sentence.to_lowercase(), &group))
}

/// Whether a name stands in a sentence by itself, and not as a piece of a longer word.
fn is_named(sentence: &str, name: &str) -> bool {
    sentence.match_indices(name).any(|(at, found)| {
        let before = sentence[..at].chars().next_back();
        let after = sentence[at + found.len()..].chars().next();
        !before.into_iter().chain(after).any(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests;
