use super::super::reach;
use super::*;
use crate::suppression::Preset;

fn bounds(part: u64, whole: u64) -> (u8, u8) {
    let range = wilson(part, whole);
    (range.low, range.high)
}

const BANDS: [AgeBand; 3] = [AgeBand::From11To13, AgeBand::From14To15, AgeBand::From16To17];

fn targets(people: &[Option<u64>]) -> Vec<ReachTarget> {
    let each = BANDS.into_iter().zip(people);
    each.map(|(band, population)| ReachTarget {
        group: band.label().into(),
        population: *population,
        ..ReachTarget::default()
    })
    .collect()
}

fn said(preset: Preset, people: &[Option<u64>], answered: &[u64]) -> Vec<Option<Statement>> {
    let targets = targets(people);
    let found = reach(preset, &targets, answered);
    let groups: Vec<_> = BANDS.into_iter().map(Whose::Age).zip(&targets).collect();
    statements(&groups, &found)
}

const COUNTY: [Option<u64>; 3] = [Some(4_000), Some(4_000), Some(2_000)];

fn ranges(preset: Preset, answered: [u64; 3]) -> Vec<Option<(u8, u8)>> {
    let said = said(preset, &COUNTY, &answered);
    said.iter().map(|said| said.as_ref()?.range.map(|range| (range.low, range.high))).collect()
}

#[test]
fn wilson_ranges_are_those_of_the_books() {
    // 0.3094 to 0.4980; 0.2993 to 0.7007; 0.1910 to 0.4375; 0.0002 to 0.0056; 0.4890 to 0.5508.
    assert_eq!(bounds(40, 100), (30, 50));
    assert_eq!(bounds(10, 20), (29, 71));
    assert_eq!(bounds(15, 50), (19, 44));
    assert_eq!(bounds(1, 1_000), (0, 1));
    assert_eq!(bounds(520, 1_000), (48, 56));
    // None of ten may be up to 0.2775, and all of them down to 0.7225.
    assert_eq!(bounds(0, 10), (0, 28));
    assert_eq!(bounds(10, 10), (72, 100));
    assert_eq!((bounds(0, 0), bounds(u64::MAX, u64::MAX)), ((0, 100), (0, 100)));
    assert_eq!(bounds(12, 10), bounds(10, 10));
    for part in 0..=60 {
        let (low, high) = bounds(part, 60);
        let share = part * 100;
        assert!(u64::from(low) * 60 <= share && share <= u64::from(high) * 60, "{part} of 60");
        let (other_low, other_high) = bounds(60 - part, 60);
        assert_eq!((low, high), (100 - other_high, 100 - other_low), "{part} of 60 and the rest");
    }
}

#[test]
fn a_range_is_as_wide_as_chance_and_rounding_leave_it() {
    // By themselves 101, 42 and 13 of 156 have 56 to 72, 20 to 35 and 4 to 14.
    for preset in [Preset::Nhs5, Preset::Dfe, Preset::Srs10] {
        let found = ranges(preset, [101, 42, 13]);
        assert_eq!(found, [Some((54, 74)), Some((18, 36)), Some((4, 18))], "{preset}");
    }
    // What is rounded to the same numbers is told in the same words.
    let (one, other) = ([101, 42, 13], [102, 41, 13]);
    assert_eq!(said(Preset::Nhs5, &COUNTY, &one), said(Preset::Nhs5, &COUNTY, &other));
}

#[test]
fn a_share_is_under_or_over_only_outside_of_its_range() {
    let standings = |preset: Preset, answered: [u64; 3]| -> Vec<Standing> {
        said(preset, &COUNTY, &answered).into_iter().flatten().map(|said| said.standing).collect()
    };
    assert_eq!(standings(Preset::Nhs5, [101, 42, 13]), [Standing::Over, Standing::Under, Standing::Under]);
    assert_eq!(standings(Preset::Nhs5, [40, 40, 20]), [Standing::AboutRight; 3]);
    // About 40 of about 100 are 27% to 54%: at the bound it is about right, one beyond it is not.
    let of_first = |people: u64| {
        let people = [Some(people), Some(100 - people), None];
        said(Preset::Dfe, &people, &[40, 60, 200])[0].as_ref().unwrap().standing
    };
    assert_eq!(
        [26, 27, 54, 55].map(of_first),
        [Standing::Over, Standing::AboutRight, Standing::AboutRight, Standing::Under]
    );
}

#[test]
fn of_fewer_than_ten_nothing_is_said_and_of_ten_it_is() {
    for preset in [Preset::Nhs5, Preset::Dfe, Preset::Srs10] {
        let spoken = |answered: [u64; 2]| -> Vec<bool> {
            let said = said(preset, &[Some(50), Some(50)], &answered);
            said.into_iter().flatten().map(|said| said.range.is_some()).collect()
        };
        assert_eq!(spoken([10, 10]), [true, true], "{preset}");
        for few in 0..10 {
            assert_eq!(spoken([few, 40]), [false, false], "{few} beside 40, {preset}");
        }
    }
    // The rest may be more than ten in all while each is hidden; only what is sure is said.
    assert!(ranges(Preset::Nhs5, [40, 4, 3]).iter().all(Option::is_none));
    assert!(ranges(Preset::Nhs5, [40, 9, 9])[0].is_some());
    for hidden in [[100, 90, 3], [100, 90, 5]] {
        assert_eq!(said(Preset::Nhs5, &COUNTY, &hidden), said(Preset::Nhs5, &COUNTY, &[100, 90, 4]));
    }
}

#[test]
fn the_sentences_stand_by_themselves() {
    let said = said(Preset::Dfe, &COUNTY, &[101, 42, 13]);
    let sentence = |at: usize| said[at].as_ref().unwrap().sentence.as_str();
    assert_eq!(
        sentence(1),
        "Of the young people who answered and said how old they are, between 18% and 36% are 14 to 15; of all young \
         people of these ages who live here it is 40%. Young people aged 14 to 15 are fewer in this than their share."
    );
    assert!(sentence(0).ends_with("Young people aged 11 to 13 are more in this than their share."));
    assert!(said[0].as_ref().unwrap().outreach.is_empty());
    assert!(!said[1].as_ref().unwrap().outreach.is_empty());
}

#[test]
fn only_who_may_be_nobody_is_said_to_be_missing() {
    let verdicts = |answered: [u64; 3]| -> Vec<bool> {
        let said = said(Preset::Nhs5, &COUNTY, &answered);
        said.iter().flatten().map(|said| said.sentence.contains("are missing in this")).collect()
    };
    // Of 156 the thirteen are 4% at least; of five thousand ten may be next to nobody.
    assert_eq!(verdicts([101, 42, 13]), [false; 3]);
    assert_eq!(verdicts([3_000, 2_000, 10]), [false, false, true]);
}

#[test]
fn a_hidden_group_that_is_surely_fewer_is_missed_without_a_number() {
    let said = said(Preset::Nhs5, &COUNTY, &[100, 80, 4]);
    let small = said[2].as_ref().unwrap();
    assert_eq!((small.standing, small.range), (Standing::TooFew, None));
    assert!(small.sentence.contains("too few for a percentage") && !small.sentence.contains('%'));
    assert!(!small.outreach.is_empty(), "they are who should be looked for first");
}

#[test]
fn groups_that_nobody_counted_are_named_as_left_out() {
    let said = said(Preset::Dfe, &[Some(50), Some(50), None], &[40, 60, 200]);
    assert!(said[2].is_none());
    assert!(
        said[0]
            .as_ref()
            .unwrap()
            .sentence
            .ends_with("Only ages are counted of which it is known how many live here.")
    );
    assert_eq!(said[0].as_ref().unwrap().range, Some(ShareRange { low: 27, high: 54 }));
    let targets = targets(&[None; 3]);
    let found = reach(Preset::Dfe, &targets, &[40, 60, 20]);
    let groups: Vec<_> = targets.iter().map(|target| (Whose::Area, target)).collect();
    let statements = statements(&groups, &found);
    assert!(statements.len() == 3 && statements.iter().all(Option::is_none));
}

#[test]
fn what_staff_wrote_themselves_is_found_by_the_groups_name() {
    let written = "Northern scouts: by post. Young people in North: the bus garage\n14 to 15: Ms Hall's form; East: no way yet";
    assert_eq!(own_way(written, "north"), Some("Young people in North: the bus garage"));
    assert_eq!(own_way(written, "14 to 15"), Some("14 to 15: Ms Hall's form"));
    assert_eq!(own_way(written, "4 to 15"), None);
    assert_eq!((own_way(written, "West"), own_way(written, " "), own_way("", "North")), (None, None, None));
}
