//! How well two ways of sorting the same things agree beyond chance: adjusted mutual information (Vinh, Epps and Bailey 2010,
//! with the arithmetic mean).

use std::collections::BTreeMap;

use super::number;

/// 1 where both ways are the same, about 0 where they agree as by chance.
pub(super) fn adjusted_mutual_information<A: Ord + Copy, B: Ord + Copy>(one: &[A], other: &[B]) -> f64 {
    let (mut rows, mut columns, mut cells) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (a, b) in one.iter().zip(other) {
        *rows.entry(*a).or_insert(0_usize) += 1;
        *columns.entry(*b).or_insert(0_usize) += 1;
        *cells.entry((*a, *b)).or_insert(0_usize) += 1;
    }
    let all = one.len();
    let n = number(all);
    // The logarithms of the factorials.
    let mut factorial = vec![0.0_f64];
    for at in 1..=all {
        factorial.push(factorial[at - 1] + number(at).ln());
    }
    let entropy = |counts: Vec<usize>| -> f64 {
        counts.into_iter().map(|count| -(number(count) / n) * (number(count) / n).ln()).sum()
    };
    let mutual: f64 = cells
        .iter()
        .map(|((a, b), count)| {
            let count = number(*count);
            count / n * (n * count / (number(rows[a]) * number(columns[b]))).ln()
        })
        .sum();
    let mut by_chance = 0.0;
    for a in rows.values().copied() {
        for b in columns.values().copied() {
            for count in 1.max((a + b).saturating_sub(all))..=a.min(b) {
                let ways = factorial[a] + factorial[b] + factorial[all - a] + factorial[all - b]
                    - factorial[all]
                    - factorial[count]
                    - factorial[a - count]
                    - factorial[b - count]
                    - factorial[all + count - a - b];
                let c = number(count);
                by_chance += c / n * (n * c / (number(a) * number(b))).ln() * ways.exp();
            }
        }
    }
    let mean = f64::midpoint(
        entropy(rows.values().copied().collect()),
        entropy(columns.values().copied().collect()),
    );
    if (mean - by_chance).abs() < 1e-12 { 1.0 } else { (mutual - by_chance) / (mean - by_chance) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measure_gives_what_others_give() {
        let is = |one: &[u8], other: &[u8], value: f64| {
            let found = adjusted_mutual_information(one, other);
            assert!((found - value).abs() < 1e-9, "{one:?} {other:?}: {found}");
        };
        is(&[0, 0, 1, 1], &[5, 5, 3, 3], 1.0);
        is(&[0, 0, 1, 1], &[0, 1, 0, 1], -0.5);
        is(&[0, 0, 0, 0], &[0, 1, 2, 3], 0.0);
        is(&[0, 0, 0, 1, 1, 1], &[0, 0, 1, 1, 2, 2], 0.298_792_458_170_890_23);
        is(&[1, 1, 2, 2, 3, 3, 3], &[1, 1, 1, 2, 2, 3, 3], 0.258_151_141_470_246_3);
    }
}
