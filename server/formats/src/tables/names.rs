//! Names of columns as other programs take them.

use std::collections::BTreeSet;

/// Letters of a name in a file of SPSS, all of which are of one byte here.
const NAME_MAX: usize = 64;

/// Words that mean something to SPSS.
const RESERVED: [&str; 13] =
    ["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"];

/// The names of columns: letters, digits and `_`, a letter first, at most 64, and no two that differ only in capitals.
pub(super) fn plain<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    names.into_iter().map(|name| free(&mut taken, &one(name))).collect()
}

fn one(name: &str) -> String {
    let mut plain: String =
        name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
    if !plain.starts_with(|first: char| first.is_ascii_alphabetic()) {
        plain.insert_str(0, "q_");
    }
    plain.truncate(NAME_MAX);
    let plain = plain.trim_end_matches('_');
    if RESERVED.contains(&plain.to_ascii_lowercase().as_str()) {
        return format!("{plain}_1");
    }
    plain.to_owned()
}

fn free(taken: &mut BTreeSet<String>, name: &str) -> String {
    let mut free = name.to_owned();
    let mut n = 2;
    while !taken.insert(free.to_ascii_lowercase()) {
        let ending = format!("_{n}");
        // One byte a letter: any place is one to cut at.
        let room = NAME_MAX - ending.len();
        free = format!("{}{ending}", name.get(..room.min(name.len())).unwrap_or(name));
        n += 1;
    }
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_no_two_are_alike() {
        let long = "a".repeat(80);
        let names = [
            "way",
            "WAY",
            "late@bus",
            "helps/light",
            "late_bus",
            "9lives",
            "by",
            "\u{e9}t\u{e9}",
            &long,
            &long,
            "_",
        ];
        let plain = plain(names);
        assert_eq!(
            plain[..8],
            ["way", "WAY_2", "late_bus", "helps_light", "late_bus_2", "q_9lives", "by_1", "q__t"]
        );
        assert_eq!(plain[8].len(), 64);
        assert!(plain[9].len() == 64 && plain[9].ends_with("_2"), "{}", plain[9]);
        assert_eq!(plain[10], "q");
    }
}
