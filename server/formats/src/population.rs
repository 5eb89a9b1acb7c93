//! How many young people live where: a table with the headings `area`, `age band` and `people`.

use std::collections::HashSet;

use earshot_domain::respondent::AgeBand;

use crate::line::{Faults, LineError, age_band};
use crate::table;

/// The most people that one line may count.
const PEOPLE_MAX: u64 = 100_000_000;

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its line.
    pub line: u64,
    /// The name of the area, or its key; everywhere when empty.
    pub area: String,
    /// The age band; every age when absent.
    pub band: Option<AgeBand>,
    /// How many people.
    pub people: u64,
}

/// Reads a table. Whether its areas are known is seen later.
pub fn read(text: &str) -> Result<Vec<Figure>, Vec<LineError>> {
    let rows = table::read(text, ["area", "age band", "people"])?;
    let mut faults = Faults::default();
    let mut seen = HashSet::new();
    let mut figures = Vec::new();
    for row in rows {
        let [area, band, people] = row.cells.map(|cell| cell.trim().to_string());
        let band = match band.as_str() {
            "" => None,
            text => match age_band(text) {
                Some(band) => Some(band),
                None => {
                    faults.add(row.line, format!("the age band is none of {}", all_bands()));
                    continue;
                }
            },
        };
        let people = match number(&people) {
            Some(people) if people <= PEOPLE_MAX => people,
            _ => {
                faults.add(row.line, "the number of people is not a whole number");
                continue;
            }
        };
        if !seen.insert((area.to_lowercase(), band)) {
            faults.add(row.line, "a line above says how many people of this age band live in this area");
        }
        figures.push(Figure { line: row.line, area, band, people });
    }
    faults.or(figures)
}

/// A whole number as tables write it: 1200, 1,200 or 1 200. Nothing else stands between its digits: 12,5 is twelve and a
/// half.
fn number(text: &str) -> Option<u64> {
    let mut groups = text.split([',', ' ', '\u{a0}', '\u{202f}']);
    let first = groups.next()?;
    let is_thousands = |group: &str| group.len() == 3 && group.bytes().all(|digit| digit.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    let fits =
        rest.iter().all(|group| is_thousands(group)) && (rest.is_empty() || (1..=3).contains(&first.len()));
    let digits = first.to_string() + &rest.concat();
    digits.parse().ok().filter(|_| fits && first.bytes().all(|digit| digit.is_ascii_digit()))
}

fn all_bands() -> String {
    AgeBand::ALL.map(AgeBand::as_str).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_tables_write_them() {
        let figures = read("Area,Age band,People\nNorth,11-13,\"1,200\"\nNorth,14 to 15 years,800\n,16\u{2014}17,4 000\nSouth,,9\n").unwrap();
        let told: Vec<_> =
            figures.iter().map(|one| (one.line, one.area.as_str(), one.band, one.people)).collect();
        assert_eq!(
            told,
            [
                (2, "North", Some(AgeBand::From11To13), 1_200),
                (3, "North", Some(AgeBand::From14To15), 800),
                (4, "", Some(AgeBand::From16To17), 4_000),
                (5, "South", None, 9)
            ]
        );
    }

    #[test]
    fn a_comma_stands_before_three_digits_or_it_is_no_whole_number() {
        for (text, people) in
            [("1200", 1_200), ("1,200", 1_200), ("12\u{a0}500", 12_500), ("1 234 567", 1_234_567)]
        {
            assert_eq!(number(text), Some(people), "{text}");
        }
        for text in ["12,5", "12,50", "1,2000", "1200,000", ",200", "1,,200", "1, 200", "+12", "", "1.200"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_line() {
        let text =
            "area;age band;people\nNorth;11-13;many\nNorth;12;4\nNorth;14-15;4\nnorth;14 to 15;5\n;;-1\n";
        let lines: Vec<u64> = read(text).unwrap_err().iter().map(|error| error.line).collect();
        assert_eq!(lines, [2, 3, 5, 6]);
        let missing = read("area,people\nNorth,4").unwrap_err();
        assert_eq!(missing[0].line, 1);
        assert!(missing[0].reason.contains("`area`, `age band`, `people`"), "{missing:?}");
        assert_eq!(read("AREA,age_band,People\nNorth,11-13,4\n").unwrap()[0].people, 4);
    }
}
