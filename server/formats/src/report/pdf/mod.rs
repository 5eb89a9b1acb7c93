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
