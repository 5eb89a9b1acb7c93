//! A report as a tagged PDF: the words are measured and broken into lines, the lines are put on pages, and the pages
//! are drawn beside a tree that says what each piece is.
//!
//! The letters are those of `DejaVu Sans`, of which only what is used is put into the file. A character that it does not have
//! is drawn as an empty box; what is copied or read aloud is the character itself. The letters of Arabic stand beside each
//! other without being joined, as no shaping is done; a Word document joins them.

mod draw;
mod layout;
mod letters;
mod pages;

use super::Report;

/// Writes the document.
pub(super) fn write(report: &Report) -> Result<Vec<u8>, String> {
    let faces = letters::Faces::load().ok_or("the letters cannot be read")?;
    let set = layout::set(report, &faces);
    let pages = pages::paginate(&set.rows, &set.headers, layout::ROOM);
    draw::draw(report, &faces, &set, &pages)
}

#[cfg(test)]
mod tests {
    use super::super::{Bar, Block};
    use super::pages::Which;
    use super::*;

    /// However far down a page it begins.
    #[test]
    fn a_chart_is_not_cut() {
        let faces = letters::Faces::load().unwrap();
        let bars = |many: u8| -> Vec<Bar> {
            let bar = |n: u8| Bar { label: format!("Answer {n}"), percent: Some(n), shown: format!("{n}%") };
            (1..=many).map(bar).collect()
        };
        let mut began_anew = false;
        for above in 0..60 {
            let mut blocks = vec![Block::plain("A line above it."); above];
            blocks.push(Block::BarChart { caption: "How do you travel?".into(), rows: bars(12) });
            let report = Report {
                title: "Getting to school".into(),
                under_title: vec![],
                lang: "en-GB".into(),
                author: "Wexmoor County Council".into(),
                day: chrono::NaiveDate::default(),
                blocks,
            };
            let set = layout::set(&report, &faces);
            let first = set.rows.len() - 12;
            let pages = pages::paginate(&set.rows, &set.headers, layout::ROOM);
            let is_bar = |row: Which| matches!(row, Which::Row(number) if number >= first);
            let with_bars: Vec<usize> = (0..pages.len())
                .filter(|page| pages[*page].iter().any(|placed| is_bar(placed.row)))
                .collect();
            assert_eq!(with_bars.len(), 1, "with {above} lines above it");
            began_anew |= with_bars != [0];
        }
        assert!(began_anew, "it went to another page where it had no room");
    }
}
