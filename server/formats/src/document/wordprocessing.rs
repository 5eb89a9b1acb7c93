//! The pieces of a paper as a Word document.

use std::io::Cursor;

use docx_rs::{
    Docx, Footer, LineSpacing, PageNum, Paragraph, Run, RunFonts, Style, StyleType, Table, TableCell,
    TableRow, WidthType,
};

use super::Paper;
use super::blocks::{self, Block};
use crate::report::wordprocessing::{head, heads, named};

/// Ends a run of text within a paragraph.
const BREAK: docx_rs::BreakType = docx_rs::BreakType::TextWrapping;

/// The width of the text on a page of A4, in twentieths of a point.
const WIDTH: usize = 8_504;

/// The height of a line to sign on, likewise.
const SIGN_HEIGHT: f32 = 600.0;

/// The language of everything that is not a young person's question.
const LANG: &str = "en-GB";

/// Writes the document.
pub(super) fn write(paper: &Paper<'_>) -> Result<Vec<u8>, String> {
    let blocks = blocks::of(paper);
    let made = format!("{}T00:00:00Z", paper.day);
    let mut docx = Docx::new()
        .created_at(&made)
        .updated_at(&made)
        .page_size(11_906, 16_838)
        .default_fonts(RunFonts::new().ascii("Arial").hi_ansi("Arial").cs("Arial"))
        .default_size(22)
        .footer(Footer::new().add_paragraph(Paragraph::new().add_page_num(PageNum::new())));
    for style in styles() {
        docx = docx.add_style(style);
    }
    for block in &blocks {
        docx = match block {
            Block::Sign(columns, lines) => docx.add_table(sign(columns, *lines)),
            block => docx.add_paragraph(paragraph(block)),
        };
    }
    let mut built = docx.build();
    named(&mut built, (&paper.setup.title, paper.organisation), LANG)?;
    heads(&mut built, blocks.iter().filter(|block| matches!(block, Block::Sign(..))).count())?;
    let mut file = Cursor::new(Vec::new());
    built.pack(&mut file).map_err(|error| error.to_string())?;
    Ok(file.into_inner())
}

/// Headings have levels, so that a screen reader and the navigation of Word find them.
fn styles() -> Vec<Style> {
    let style =
        |id: &str, name: &str, size: usize| Style::new(id, StyleType::Paragraph).name(name).size(size).bold();
    vec![
        style("Title", "Title", 40),
        Style::new("Subtitle", StyleType::Paragraph).name("Subtitle").size(26),
        style("Heading1", "heading 1", 30)
            .outline_lvl(0)
            .line_spacing(LineSpacing::new().before(360).after(120)),
        style("Heading2", "heading 2", 24)
            .outline_lvl(1)
            .line_spacing(LineSpacing::new().before(280).after(60)),
    ]
}

fn paragraph(block: &Block) -> Paragraph {
    let spaced = |paragraph: Paragraph| paragraph.line_spacing(LineSpacing::new().after(80));
    match block {
        Block::Title(words) => Paragraph::new().style("Title").add_run(run(words)),
        Block::Subtitle(words) => spaced(Paragraph::new().style("Subtitle").add_run(run(words))),
        Block::Heading(words) => Paragraph::new().style("Heading1").keep_next(true).add_run(run(words)),
        Block::Subheading(words) => Paragraph::new().style("Heading2").keep_next(true).add_run(run(words)),
        Block::Fact(name, words) => {
            spaced(Paragraph::new().add_run(run(&format!("{name}: ")).bold()).add_run(run(words)))
        }
        Block::Line(words) => spaced(Paragraph::new().add_run(run(words))),
        Block::Note(words) => spaced(Paragraph::new().add_run(run(words).italic())),
        Block::Choice(words) => spaced(
            Paragraph::new().indent(Some(360), None, None, None).add_run(run(&format!("\u{2610} {words}"))),
        ),
        Block::Other(door, lines) => {
            let heading = format!("{door}: ");
            let paragraph =
                Paragraph::new().indent(Some(360), None, None, None).add_run(run(&heading).bold());
            spaced(paragraph.add_run(run(&lines.join("\n"))))
        }
        // It is a table, and made there.
        Block::Sign(..) => Paragraph::new(),
    }
}

/// Words as a run, line by line. What no document can hold is left out.
fn run(words: &str) -> Run {
    let clean: String = words.replace('\r', "").chars().filter(|letter| is_written(*letter)).collect();
    clean.split('\n').enumerate().fold(Run::new(), |run, (at, line)| {
        let run = if at == 0 { run } else { run.add_break(BREAK) };
        run.add_text(line)
    })
}

/// Whether XML can hold a letter (XML 1.0, section 2.2).
fn is_written(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}

/// A table to be filled in by hand.
fn sign(columns: &[&str], lines: usize) -> Table {
    let width = WIDTH / columns.len().max(1);
    let cell = |words: &str| {
        TableCell::new()
            .width(width, WidthType::Dxa)
            .add_paragraph(Paragraph::new().add_run(run(words).bold()))
    };
    let names = head(columns.iter().map(|name| cell(name)).collect());
    let empty =
        || TableRow::new(columns.iter().map(|_| cell("")).collect()).row_height(SIGN_HEIGHT).cant_split();
    let rows = std::iter::once(names).chain((0..lines).map(|_| empty())).collect();
    Table::new(rows).set_grid(vec![width; columns.len()]).width(width * columns.len(), WidthType::Dxa)
}
