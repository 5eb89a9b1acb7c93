//! What was published once, and is counted anew when somebody takes their words back.
//!
//! Two published versions of one table can be set against each other. Rounded numbers seldom show that one person went;
//! exact ones always do, and what that person had said. So an exact number that is published stays as it is until more
//! have gone, or come, than the largest number that is hidden: then the difference is a group like every other. What the
//! one person said is gone all the same, and with it their words; the number stands for many.

use super::{Preset, Shown, ShownTable};

/// What to publish of a number in the place of what was published before.
pub fn count_later(preset: Preset, before: Shown, now: Shown) -> Shown {
    if is_news(preset, before, now) { now } else { before }
}

/// What to publish of a table in the place of what was published before. It stays or is taken anew as a whole, so that
/// no part of it is set beside an older one.
pub fn table_later(preset: Preset, before: ShownTable, now: ShownTable) -> ShownTable {
    if is_news(preset, before.total, now.total) { now } else { before }
}

/// Whether what is counted now may be published. Of a hidden number nobody knows by how much it differs. Where there was
/// nobody, the few who came are hidden: to go on saying that there is nobody would not be true.
fn is_news(preset: Preset, before: Shown, now: Shown) -> bool {
    preset.rounds()
        || (before.value() == Some(0) && now.is_hidden())
        || before
            .value()
            .zip(now.value())
            .is_some_and(|(before, now)| before.abs_diff(now) > preset.largest_hidden())
}
