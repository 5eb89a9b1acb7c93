//! Live words: what young people send while a question stands on a screen in the room. Equal words are one word there, and
//! larger where more have said it. No number is shown, and what only a few have said looks like what one has.

use std::collections::BTreeMap;

use crate::suppression::{self, Preset, Shown};
use crate::text;

/// The most words that are sent at once.
pub const LIVE_WORDS: usize = 3;

/// The most letters that they have together.
pub const LIVE_LETTERS: usize = 30;

/// The most letters of the question on the screen.
pub const LIVE_QUESTION_LETTERS: usize = 120;

/// Why live words cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveFlaw {
    /// There are none.
    Empty,
    /// There are more than [`LIVE_WORDS`].
    Words,
    /// They have more than [`LIVE_LETTERS`].
    Letters,
}

/// Live words as they are kept: with one space between two.
pub fn live_words(raw: &str) -> Result<String, LiveFlaw> {
    let normal = text::normalise(raw);
    let words: Vec<&str> = normal.split_whitespace().collect();
    let kept = words.join(" ");
    match words.len() {
        0 => Err(LiveFlaw::Empty),
        many if many > LIVE_WORDS => Err(LiveFlaw::Words),
        _ if kept.chars().count() > LIVE_LETTERS => Err(LiveFlaw::Letters),
        _ => Ok(kept),
    }
}

crate::text_enum! {
    /// How large words stand on the screen.
    pub enum WallSize {
        /// One has said it, or a few.
        Small = "small",
        /// More have, and not half as many as have said what most have.
        Middle = "middle",
        /// As many as that, or more.
        Large = "large",
    }
}

/// Words on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WallWord {
    /// As the first of those wrote them who said so.
    pub words: String,
    /// How large they stand there.
    pub size: WallSize,
}

/// What stands on the screen, in the order of the alphabet: it tells neither who was first nor what most have said. `said`
/// is what everybody may read, in the order in which it came. More comes while it is looked at, so each count is rounded,
/// whatever the rule ([`suppression::count_beside`]); a size is made of that and of nothing else.
pub fn wall<'a>(said: impl IntoIterator<Item = &'a str>, preset: Preset) -> Vec<WallWord> {
    let mut counts: BTreeMap<String, (&str, u64)> = BTreeMap::new();
    for words in said {
        let words = words.trim();
        let bare = words.trim_matches(|sign: char| sign.is_ascii_punctuation());
        // "More seats!" is said by whoever says "more seats"; signs alone stay what they are.
        let key = if bare.is_empty() { words } else { bare }.to_lowercase();
        let (_, count) = counts.entry(key).or_insert((words, 0));
        *count += 1;
    }
    let shown: Vec<(&str, Shown)> = counts
        .into_values()
        .map(|(words, count)| (words, suppression::count_beside(preset, count)))
        .collect();
    let most = shown.iter().filter_map(|(_, count)| count.value()).max().unwrap_or(0);
    let on_wall =
        |(words, count): (&str, Shown)| WallWord { words: words.to_string(), size: size(count, most) };
    shown.into_iter().map(on_wall).collect()
}

fn size(count: Shown, most: u64) -> WallSize {
    match count.value() {
        None | Some(0) => WallSize::Small,
        Some(count) if count.saturating_mul(2) < most => WallSize::Middle,
        Some(_) => WallSize::Large,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_to_three_words_are_taken_and_no_more() {
        for (raw, kept) in [
            ("late", "late"),
            ("  more \n seats\t", "more seats"),
            ("a b c", "a b c"),
            ("\u{1f68c}\u{1f68c}", "\u{1f68c}\u{1f68c}"),
        ] {
            assert_eq!(live_words(raw).as_deref(), Ok(kept), "{raw:?}");
        }
        let longest = "x".repeat(30);
        assert_eq!(live_words(&longest), Ok(longest.clone()));
        for (raw, flaw) in [
            ("", LiveFlaw::Empty),
            (" \n ", LiveFlaw::Empty),
            ("one two three four", LiveFlaw::Words),
            (&*format!("{longest}x"), LiveFlaw::Letters),
            (&*format!("{} a", "\u{e9}".repeat(29)), LiveFlaw::Letters),
        ] {
            assert_eq!(live_words(raw), Err(flaw), "{raw:?}");
        }
    }

    /// So many times each.
    fn said(all: &[(&'static str, usize)]) -> Vec<&'static str> {
        all.iter().flat_map(|(words, many)| std::iter::repeat_n(*words, *many)).collect()
    }

    fn sizes(preset: Preset, all: &[(&'static str, usize)]) -> Vec<(String, WallSize)> {
        wall(said(all), preset).into_iter().map(|one| (one.words, one.size)).collect()
    }

    #[test]
    fn equal_words_are_one_whoever_writes_them_how() {
        let wall = wall(["Late", "free wifi", " late ", "LATE", "late!", "!!"], Preset::Nhs5);
        assert_eq!(
            wall.iter().map(|one| (one.words.as_str(), one.size)).collect::<Vec<_>>(),
            [("!!", WallSize::Small), ("free wifi", WallSize::Small), ("Late", WallSize::Small)],
            "by the alphabet, as the first wrote it"
        );
        assert!(super::wall([], Preset::Nhs5).is_empty());
    }

    #[test]
    fn what_a_few_have_said_looks_like_what_one_has() {
        for &preset in Preset::ALL {
            // A number that is not rounded here is hidden as far as the rule for rounded ones hides it.
            let hidden = usize::try_from(preset.largest_hidden().max(Preset::Nhs5.largest_hidden())).unwrap();
            let found = sizes(preset, &[("one", 1), ("some", hidden), ("zmany", hidden + 1)]);
            let found: Vec<WallSize> = found.into_iter().map(|(_, size)| size).collect();
            assert_eq!(found, [WallSize::Small, WallSize::Small, WallSize::Large], "{preset}");
        }
    }

    #[test]
    fn three_sizes_are_made_of_what_is_shown() {
        use WallSize::{Large, Middle, Small};
        let found = sizes(Preset::Nhs5, &[("a", 3), ("b", 9), ("c", 24), ("d", 48)]);
        let found: Vec<WallSize> = found.into_iter().map(|(_, size)| size).collect();
        // As 10, 25 and 50.
        assert_eq!(found, [Small, Middle, Large, Large]);
        // What rounds to the same looks the same.
        let all = |many| sizes(Preset::Nhs5, &[("a", many), ("b", 40)]);
        assert_eq!(all(18), all(20));
    }
}
