//! Rows on pages: what belongs together stays together, no row is cut, and a table that goes on says its head again.

use super::layout::Row;

/// A row on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    /// Which one.
    pub(super) row: Which,
    /// How far below the upper edge of the text it begins.
    pub(super) top: f32,
}

/// Which row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// The row of this number.
    Row(usize),
    /// The head of the table of this number once more, for the eye alone.
    Again(usize),
}

/// Puts rows on pages with this much room from top to bottom. `headers` are the heads of the tables.
pub(super) fn paginate(rows: &[Row], headers: &[Row], room: f32) -> Vec<Vec<Placed>> {
    let mut pages: Vec<Vec<Placed>> = vec![Vec::new()];
    let mut used = 0.0;
    let mut at = 0;
    while at < rows.len() {
        let mut end = at;
        while end + 1 < rows.len() && rows[end].keep_next {
            end += 1;
        }
        let together: f32 = rows[at..=end].iter().map(|row| row.before + row.height).sum();
        let fits = |used: f32, more: f32| used + more <= room;
        if used > 0.0 && !fits(used, together) && fits(0.0, together) {
            pages.push(Vec::new());
            used = 0.0;
        }
        for (number, row) in rows.iter().enumerate().take(end + 1).skip(at) {
            if used > 0.0 && !fits(used, row.before + row.height) {
                pages.push(Vec::new());
                used = 0.0;
            }
            let Some(page) = pages.last_mut() else { continue };
            if used > 0.0 {
                used += row.before;
            } else if let Some((table, head)) =
                row.goes_on.and_then(|table| Some((table, headers.get(table)?)))
                && fits(head.height, row.height)
            {
                page.push(Placed { row: Which::Again(table), top: 0.0 });
                used = head.height;
            }
            page.push(Placed { row: Which::Row(number), top: used });
            used += row.height;
        }
        at = end + 1;
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(height: f32) -> Row {
        Row { height, ..Row::default() }
    }

    fn tops(page: &[Placed]) -> Vec<(Which, f32)> {
        page.iter().map(|placed| (placed.row, placed.top)).collect()
    }

    #[test]
    fn a_heading_stays_with_what_follows() {
        let rows = [row(60.0), Row { keep_next: true, before: 10.0, ..row(20.0) }, row(20.0)];
        let pages = paginate(&rows, &[], 100.0);
        assert_eq!(tops(&pages[0]), [(Which::Row(0), 0.0)]);
        assert_eq!(tops(&pages[1]), [(Which::Row(1), 0.0), (Which::Row(2), 20.0)]);
    }

    #[test]
    fn a_table_that_goes_on_says_its_head_again_and_no_row_is_cut() {
        let of_table = || Row { goes_on: Some(0), ..row(40.0) };
        let head = Row { keep_next: true, ..row(20.0) };
        let rows = [head.clone(), of_table(), of_table(), of_table()];
        let pages = paginate(&rows, &[head], 100.0);
        assert_eq!(tops(&pages[0]), [(Which::Row(0), 0.0), (Which::Row(1), 20.0), (Which::Row(2), 60.0)]);
        assert_eq!(tops(&pages[1]), [(Which::Again(0), 0.0), (Which::Row(3), 20.0)]);
    }

    #[test]
    fn what_is_higher_than_a_page_goes_on_the_next_one_and_nothing_is_lost() {
        let chain = |height| Row { keep_next: true, ..row(height) };
        let rows = [chain(60.0), chain(60.0), chain(150.0), row(10.0)];
        let pages = paginate(&rows, &[], 100.0);
        let placed: Vec<Which> = pages.iter().flatten().map(|one| one.row).collect();
        assert_eq!(placed, [Which::Row(0), Which::Row(1), Which::Row(2), Which::Row(3)]);
        assert_eq!(paginate(&[], &[], 100.0), [vec![]]);
    }
}
