//! What was published once.

use super::*;

#[test]
fn an_exact_table_stays_until_a_whole_group_has_gone() {
    let of = |preset, walk: u64| table(preset, &counts(&[&[walk, 20], &[30, 40]]));
    for (preset, few, enough) in [(Preset::Dfe, 5, 6), (Preset::Srs10, 9, 10)] {
        let before = of(preset, 25);
        let later = |gone: u64| table_later(preset, before.clone(), of(preset, 25 - gone));
        assert_eq!(later(1), before, "one who goes does not show");
        assert_eq!(later(few), before);
        assert_eq!(later(enough), of(preset, 25 - enough));
        let count_after =
            |gone: u64| count_later(preset, count(preset, 40), count(preset, 40 - gone)).value();
        assert_eq!((count_after(few), count_after(enough)), (Some(40), Some(40 - enough)));
        assert_eq!(count_later(preset, Shown::HIDDEN, count(preset, 40)), Shown::HIDDEN);
        assert_eq!(count_later(preset, count(preset, 40), Shown::HIDDEN), count(preset, 40));
        assert!(
            count_later(preset, count(preset, 0), count(preset, 3)).is_hidden(),
            "few came where nobody was"
        );
    }
}

#[test]
fn a_rounded_table_is_counted_anew() {
    let of = |walk: u64| table(Preset::Nhs5, &counts(&[&[walk, 20], &[30, 40]]));
    assert_eq!(table_later(Preset::Nhs5, of(23), of(22)), of(22));
    assert_ne!(of(23), of(22));
}

#[test]
fn what_stands_beside_exact_numbers_is_rounded_and_hidden_by_either_rule() {
    let all = [Preset::Nhs5, Preset::Dfe, Preset::Srs10];
    let of = |n: u64| all.map(|preset| count_beside(preset, n).value());
    assert_eq!(of(0), [Some(0); 3]);
    assert_eq!(of(6), [None; 3], "dfe would show it, and what it is rounded to would not");
    assert_eq!(of(9), [Some(10), Some(10), None]);
    assert_eq!(of(23), [Some(25); 3]);
    assert!(!count_beside(Preset::Dfe, 25).is_exact());
}

#[test]
fn heads_are_rounded_by_every_rule() {
    for preset in [Preset::Dfe, Preset::Srs10] {
        let came = |walk: u64| heads(preset, &counts(&[&[walk, 22], &[31, 43]]));
        assert_eq!(came(23), came(24), "{preset}: one more came");
        let text: Vec<String> = came(23).cells.iter().flatten().map(|n| n.text()).collect();
        assert_eq!(text, ["25", "20", "30", "45"], "{preset}");
        let of_it = came(23);
        let totals = of_it.row_totals.iter().chain(&of_it.column_totals).chain([&of_it.total]);
        assert!(totals.copied().all(|n| !n.is_hidden() && !n.is_exact()), "{preset}");
        // What the rule hides stays hidden, and what the other rule would hide as well.
        let few = counts(&[&[23, 22], &[4, 43], &[12, 11]]);
        let (came, exact) = (heads(preset, &few), table(preset, &few));
        let mut both = came.cells.iter().flatten().zip(exact.cells.iter().flatten());
        assert!(both.all(|(came, exact)| came.is_hidden() == exact.is_hidden()), "{preset}");
    }
    let rounded = counts(&[&[23, 9], &[31, 43]]);
    assert_eq!(heads(Preset::Nhs5, &rounded), table(Preset::Nhs5, &rounded));
}

#[test]
fn of_several_rules_the_strictest_holds_for_their_sum() {
    assert_eq!(Preset::Dfe.stricter(Preset::Srs10), Preset::Srs10);
    assert_eq!(Preset::Srs10.stricter(Preset::Nhs5), Preset::Nhs5);
    assert_eq!(Preset::Nhs5.stricter(Preset::Dfe), Preset::Nhs5);
    assert_eq!(Preset::Dfe.stricter(Preset::Dfe), Preset::Dfe);
}
