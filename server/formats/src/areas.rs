//! A list of areas that somebody pastes: indented lines, or a table with the headings `name` and `parent`.

use earshot_domain::area::{Listed, MAX_AREAS, Under};

use crate::line::{Faults, LineError};
use crate::table::{self, SEPARATORS, check_rows, reader};

/// Spaces that a tab counts for.
const TAB: usize = 4;

/// Reads a list. What the lines mean for the areas that are there is seen later, by [`earshot_domain::area::Areas`].
pub fn read(text: &str) -> Result<Vec<Listed>, Vec<LineError>> {
    let listed = if is_table(text) { table_of(text)? } else { lines_of(text)? };
    let mut faults = Faults::default();
    if listed.is_empty() {
        faults.add(0, "there is nothing in the list");
    }
    if listed.len() > MAX_AREAS {
        faults.add(0, format!("there is room for {MAX_AREAS} areas"));
    }
    faults.or(listed)
}

/// Whether the first line holds headings, in quotation marks or without, with `name` among them.
fn is_table(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    SEPARATORS.into_iter().filter(|separator| check_rows(first, *separator).is_ok()).any(|separator| {
        let mut reader = reader(first, separator);
        let headings = reader.headers().map(|headings| headings.iter().map(str::trim).collect::<Vec<_>>());
        headings.is_ok_and(|headings| {
            headings.len() > 1 && headings.iter().any(|heading| heading.eq_ignore_ascii_case("name"))
        })
    })
}

fn table_of(text: &str) -> Result<Vec<Listed>, Vec<LineError>> {
    let rows = table::read(text, ["name", "parent"])?;
    let listed = rows.into_iter().map(|row| {
        let [name, parent] = row.cells.map(|cell| cell.trim().to_string());
        let under = if parent.is_empty() { Under::Top } else { Under::Named(parent) };
        Listed { line: row.line, name, under }
    });
    Ok(listed.collect())
}

fn lines_of(text: &str) -> Result<Vec<Listed>, Vec<LineError>> {
    let mut faults = Faults::default();
    let mut listed: Vec<Listed> = Vec::new();
    // The line before with its larger areas: how far each is indented, and its place in the list.
    let mut above: Vec<(usize, usize)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let name = line.trim();
        if name.is_empty() {
            continue;
        }
        if listed.len() > MAX_AREAS {
            break;
        }
        let indent = line.chars().take_while(|letter| letter.is_whitespace());
        let indent = indent.map(|letter| if letter == '\t' { TAB } else { 1 }).sum();
        while above.last().is_some_and(|(other, _)| *other > indent) {
            above.pop();
        }
        let deeper = above.last().is_none_or(|(other, _)| *other < indent);
        // A line that comes back to the left must meet one that stands there.
        let left = listed.last().is_some()
            && deeper
            && above.last().map(|(_, at)| *at) != listed.len().checked_sub(1);
        if left {
            faults.add(number, "it is indented like no line above it");
        }
        if !deeper {
            above.pop();
        }
        let under = above.last().map_or(Under::Top, |(_, at)| Under::Listed(*at));
        above.push((indent, listed.len()));
        listed.push(Listed { line: number, name: name.to_string(), under });
    }
    faults.or(listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(u64, String, Under)> {
        read(text).unwrap().into_iter().map(|one| (one.line, one.name, one.under)).collect()
    }

    #[test]
    fn indented_lines_lie_in_each_other() {
        let list = told("Wexmoor\n  North\n    Central\n  South\n\nElsewhere, too\n\tFar\n");
        let under: Vec<&Under> = list.iter().map(|(_, _, under)| under).collect();
        assert_eq!(
            under,
            [
                &Under::Top,
                &Under::Listed(0),
                &Under::Listed(1),
                &Under::Listed(0),
                &Under::Top,
                &Under::Listed(4)
            ]
        );
        assert_eq!((list[4].0, list[4].1.as_str()), (6, "Elsewhere, too"));
    }

    #[test]
    fn a_list_that_is_indented_as_a_whole_is_a_list() {
        assert_eq!(told("  A\n  B\n    C")[2].2, Under::Listed(1));
    }

    #[test]
    fn a_table_says_where_each_belongs() {
        let list = told("Name;Parent\n\"North; upper\";Wexmoor\nWexmoor;\n");
        assert_eq!(list[0], (2, "North; upper".into(), Under::Named("Wexmoor".into())));
        assert_eq!(list[1], (3, "Wexmoor".into(), Under::Top));
        let quoted = told("\"name\",\"parent\"\n\"North\",\"Wexmoor\"\n\"Wexmoor\",\"\"\n");
        let names: Vec<&str> = quoted.iter().map(|(_, name, _)| name.as_str()).collect();
        assert_eq!(names, ["North", "Wexmoor"], "spreadsheets put quotation marks around every cell");
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_line() {
        let lines =
            |text: &str| -> Vec<u64> { read(text).unwrap_err().iter().map(|error| error.line).collect() };
        assert_eq!(lines("A\n    B\n  C\n    D"), [3], "between two indents; the rest is read on");
        assert_eq!(lines(" \n\n"), [0]);
        assert_eq!(lines("name,people\nA,3"), [1], "no heading says what it is under");
        assert_eq!(lines(&"A\n".repeat(MAX_AREAS + 1)), [0]);
    }
}
