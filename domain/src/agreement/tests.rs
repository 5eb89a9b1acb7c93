use proptest::prelude::*;

use super::*;

/// The units of two coders from the four cells of a table: both said yes, the first alone, the second alone, neither.
fn cells([both, first, second, neither]: [usize; 4]) -> Vec<Votes> {
    let of = |votes: [bool; 2], n| std::iter::repeat_n(votes.map(Some).to_vec(), n);
    of([true, true], both)
        .chain(of([true, false], first))
        .chain(of([false, true], second))
        .chain(of([false, false], neither))
        .collect()
}

/// The units of coders, of whom each wrote a line: a digit a unit, `-` for nothing.
fn lines(coders: &[&str]) -> Vec<Unit> {
    let values: Vec<Vec<Option<u32>>> =
        coders.iter().map(|line| line.chars().map(|said| said.to_digit(10)).collect()).collect();
    let units = values.first().map_or(0, Vec::len);
    (0..units).map(|unit| values.iter().map(|line| line[unit]).collect()).collect()
}

fn millionths(figure: Option<Figure>) -> Option<i64> {
    figure.map(Figure::millionths)
}

#[test]
fn kappa_of_the_table() {
    let measures = Measures::of(&cells([20, 5, 10, 15]));
    assert_eq!(millionths(measures.percent), Some(700_000));
    assert_eq!(millionths(measures.kappa), Some(400_000));
    assert_eq!(millionths(measures.prevalence), Some(550_000));
    assert!(!measures.is_lopsided);
}

#[test]
fn alpha_of_four_coders_who_left_things_out() {
    let units = lines(&["123321412---", "1233224125-3", "-3332342251-", "12332441251-"]);
    assert_eq!((units.len(), pairable(&units)), (12, 40));
    assert_eq!(millionths(alpha(&units)), Some(743_421));
    assert_eq!(kappa(&units), None, "of two coders alone");
    assert_eq!(alpha(&units).map(Grade::of), Some(Grade::Tentative));
}

#[test]
fn alpha_and_kappa_of_yes_and_no() {
    let units = lines(&["1100101100", "1000101110"]);
    assert_eq!((millionths(alpha(&units)), millionths(kappa(&units))), (Some(620_000), Some(600_000)));
    assert_eq!(percent(&units).map(Figure::percent), Some(80));
}

#[test]
fn without_variation_nothing_can_be_calculated() {
    for coders in [["1111", "1111"], ["0000", "0000"]] {
        let units = lines(&coders);
        assert_eq!((alpha(&units), kappa(&units)), (None, None), "and never 1");
        assert_eq!(millionths(percent(&units)), Some(1_000_000));
    }
    for nothing in [lines(&[]), lines(&["---", "111"]), lines(&["1--", "-11"])] {
        assert_eq!((alpha(&nothing), kappa(&nothing), percent(&nothing)), (None, None, None));
    }
    let none = Measures::of(&[]);
    assert!(none.prevalence.is_none() && !none.is_lopsided);
}

#[test]
fn a_code_of_nearly_every_answer_is_marked() {
    let paradox = Measures::of(&cells([90, 5, 5, 0]));
    assert_eq!(millionths(paradox.percent), Some(900_000));
    assert_eq!(millionths(paradox.kappa), Some(-52_632));
    assert!(paradox.is_lopsided, "nine in ten agree, and kappa says the opposite");
    assert!(Measures::of(&cells([4, 1, 1, 94])).is_lopsided, "and of hardly any");
    assert!(!Measures::of(&cells([10, 0, 0, 90])).is_lopsided, "a tenth is enough");
    assert!(!Measures::of(&cells([90, 0, 0, 10])).is_lopsided);
}

#[test]
fn a_figure_is_cut_off_and_reaches_no_threshold_by_rounding() {
    let shown = |part, whole| Figure::of(part, whole).map(|figure| (figure.to_string(), Grade::of(figure)));
    assert_eq!(shown(798, 1000), Some(("0.79".into(), Grade::Tentative)));
    assert_eq!(shown(800, 1000), Some(("0.80".into(), Grade::Good)));
    assert_eq!(shown(667, 1000), Some(("0.66".into(), Grade::Tentative)));
    assert_eq!(shown(666, 1000), Some(("0.66".into(), Grade::Refine)));
    assert_eq!(shown(-52_632, 1_000_000), Some(("-0.05".into(), Grade::Refine)));
    assert_eq!(shown(-1, 1000), Some(("0.00".into(), Grade::Refine)));
    assert_eq!(shown(1, 1), Some(("1.00".into(), Grade::Good)));
    assert_eq!(shown(1, 0), None);
    assert_eq!(millionths(Figure::of(-1, 3)), Some(-333_333));
    assert_eq!(millionths(Figure::of(-2, 3)), Some(-666_667));
}

#[test]
fn a_sample_is_a_fifth_or_fifty_and_never_more_than_there_are() {
    assert_eq!(sample_size(0, None), 0);
    assert_eq!(sample_size(30, None), 30);
    assert_eq!(sample_size(200, None), 50);
    assert_eq!(sample_size(251, None), 51);
    assert_eq!(sample_size(1000, None), 200);
    assert_eq!(sample_size(1000, Some(12)), 12);
    assert_eq!(sample_size(10, Some(12)), 10);
    assert_eq!(sample_size(100, Some(0)), 50);
}

#[test]
fn two_codes_are_pooled_and_said_in_a_sentence() {
    let yes = |votes: [bool; 2]| votes.map(Some).to_vec();
    let first = vec![yes([true, true]), yes([false, false]), vec![Some(true), None]];
    let second = vec![yes([false, false]), yes([true, true]), vec![Some(false), None]];
    let agreement = Agreement::of(&[first, second], false);
    assert_eq!((agreement.units, agreement.codes.len()), (2, 2), "what one passed over is no pair");
    assert_eq!(millionths(agreement.pooled.alpha), Some(1_000_000));
    assert_eq!(
        agreement_sentence(&agreement),
        "Two people coded the answers; agreement was good (alpha 1.00)."
    );
    let split = Agreement::of(&[cells([20, 5, 10, 15])], true);
    assert_eq!(
        agreement_sentence(&split),
        "A worker and a young person coded the answers; agreement was low (alpha 0.40), and the codes need clearer words."
    );
    let alike = Agreement::of(&[cells([4, 0, 0, 0])], false);
    assert_eq!(
        agreement_sentence(&alike),
        "Two people coded the answers; how well they agreed cannot be calculated."
    );
    let kept = serde_json::to_string(&split).unwrap();
    assert_eq!(serde_json::from_str::<Agreement>(&kept).unwrap(), split);
}

/// Units of so many coders.
fn units(coders: usize) -> impl Strategy<Value = Vec<Unit>> {
    prop::collection::vec(prop::collection::vec(prop::option::of(0_u32..4), coders), 0..24)
}

fn turned(units: &[Unit]) -> Vec<Unit> {
    units.iter().map(|unit| unit.iter().rev().copied().collect()).collect()
}

proptest! {
    #[test]
    fn it_does_not_matter_who_is_first(units in (2_usize..6).prop_flat_map(units)) {
        prop_assert_eq!(alpha(&units), alpha(&turned(&units)));
        prop_assert_eq!(kappa(&units), kappa(&turned(&units)));
        prop_assert_eq!(percent(&units), percent(&turned(&units)));
    }

    #[test]
    fn none_is_more_than_one(units in (2_usize..6).prop_flat_map(units)) {
        for figure in [alpha(&units), kappa(&units), percent(&units)].into_iter().flatten() {
            prop_assert!(figure.millionths() <= 1_000_000);
        }
    }

    #[test]
    fn who_agrees_in_everything_has_one(said in prop::collection::vec(0_u32..4, 2..24), coders in 2_usize..5) {
        let units: Vec<Unit> = said.iter().map(|value| vec![Some(*value); coders]).collect();
        let varies = said.iter().any(|value| *value != said[0]);
        prop_assert_eq!(millionths(alpha(&units)), varies.then_some(1_000_000));
        if coders == 2 {
            prop_assert_eq!(millionths(kappa(&units)), varies.then_some(1_000_000));
        }
    }
}
