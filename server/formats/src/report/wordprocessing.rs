//! A report as a Word document.

use std::collections::BTreeSet;
use std::io::Cursor;

use docx_rs::{
    AbstractNumbering, Docx, FieldCharType, Footer, HeightRule, Hyperlink, HyperlinkType, IndentLevel,
    InstrNUMPAGES, InstrPAGE, InstrText, Level, LevelJc, LevelText, LineSpacing, NumberFormat, Numbering,
    NumberingId, Paragraph, RunFonts, Shading, SpecialIndentType, Start, Style, StyleType, Table, TableCell,
    TableRow, WidthType, XMLDocx,
};

use super::{Bar, Block, Report, Run, clean, filled, spoken};

/// Ends a line within a paragraph.
const BREAK: docx_rs::BreakType = docx_rs::BreakType::TextWrapping;

/// The width of the text on a page of A4, in twentieths of a point.
const WIDTH: usize = 8_500;

/// How long the longest bar is, in per cent, and how wide each per cent is.
const WHOLE: usize = 100;
const PIECE: usize = 33;

/// How many different lengths bars may have: Word reads no table of more than 63 columns.
const LENGTHS_MAX: usize = 60;

/// How wide a table is, whatever stands in it, and what is left free around the words of a cell.
const CELLS: &str = "<w:tblLayout w:type=\"fixed\" /><w:tblCellMar><w:top w:w=\"40\" w:type=\"dxa\" />\
                     <w:left w:w=\"100\" w:type=\"dxa\" /><w:bottom w:w=\"40\" w:type=\"dxa\" />\
                     <w:right w:w=\"100\" w:type=\"dxa\" /></w:tblCellMar>";

/// The size of what stands under the text of every page, in half points.
const FOOT: usize = 17;

/// The colour of bars and of the heads of tables.
const BAR: &str = "1D5C8A";
const HEAD: &str = "EBEFF3";

/// The numbers of the two kinds of lists.
const BULLETS: usize = 2;
const NOTES: usize = 3;

/// How the writer says that a row is the head of its table: it has no words of its own for it, so the height stands
/// in its place until the XML is finished.
const HEAD_MARK: &str = "<w:trHeight w:val=\"1\" w:hRule=\"exact\" />";

/// Writes the document.
pub(super) fn write(report: &Report) -> Result<Vec<u8>, String> {
    let mut built = document(report).build();
    finish(&mut built, report)?;
    let mut file = Cursor::new(Vec::new());
    built.pack(&mut file).map_err(|error| error.to_string())?;
    Ok(file.into_inner())
}

fn document(report: &Report) -> Docx {
    let made = format!("{}T00:00:00Z", report.day);
    let foot = run(&format!("{}, page ", one_line(&report.title))).size(FOOT);
    let foot = Paragraph::new()
        .add_run(foot)
        .add_run(field(InstrText::PAGE(InstrPAGE::new())))
        .add_run(run(" of ").size(FOOT))
        .add_run(field(InstrText::NUMPAGES(InstrNUMPAGES::new())));
    let mut docx = Docx::new()
        .created_at(&made)
        .updated_at(&made)
        .page_size(11_906, 16_838)
        .default_fonts(RunFonts::new().ascii("Arial").hi_ansi("Arial").cs("Arial"))
        .default_size(22)
        .add_abstract_numbering(numbering(BULLETS, "bullet", "\u{2022}", 360))
        .add_numbering(Numbering::new(BULLETS, BULLETS))
        .add_abstract_numbering(numbering(NOTES, "decimal", "[%1]", 640))
        .add_numbering(Numbering::new(NOTES, NOTES))
        .footer(Footer::new().add_paragraph(foot));
    for style in styles() {
        docx = docx.add_style(style);
    }
    docx = docx.add_paragraph(Paragraph::new().style("Title").add_run(run(&one_line(&report.title))));
    for line in &report.under_title {
        docx = docx.add_paragraph(Paragraph::new().style("Subtitle").add_run(run(line)));
    }
    report.blocks.iter().fold(docx, block)
}

/// A number that the program which shows the document works out, as large as the rest of its line.
fn field(of: InstrText) -> docx_rs::Run {
    docx_rs::Run::new()
        .size(FOOT)
        .add_field_char(FieldCharType::Begin, false)
        .add_instr_text(of)
        .add_field_char(FieldCharType::Separate, false)
        .add_text("1")
        .add_field_char(FieldCharType::End, false)
}

/// Headings have levels, so that a screen reader and the navigation of Word find them.
fn styles() -> Vec<Style> {
    let style =
        |id: &str, name: &str, size: usize| Style::new(id, StyleType::Paragraph).name(name).size(size);
    let heading = |level: usize, size: usize, before: u32| {
        style(&format!("Heading{level}"), &format!("heading {level}"), size)
            .bold()
            .outline_lvl(level - 1)
            .line_spacing(LineSpacing::new().before(before).after(80))
    };
    vec![
        style("Title", "Title", 42).bold(),
        style("Subtitle", "Subtitle", 24).color("505050"),
        heading(1, 32, 400),
        heading(2, 26, 300),
        heading(3, 22, 240),
        style("Caption", "caption", 20).bold().line_spacing(LineSpacing::new().before(240).after(60)),
        style("Quote", "Quote", 22).line_spacing(LineSpacing::new().before(160).after(0)),
        style("QuoteSource", "Quote Source", 18).color("505050"),
    ]
}

fn numbering(id: usize, format: &str, text: &str, hanging: i32) -> AbstractNumbering {
    let level =
        Level::new(0, Start::new(1), NumberFormat::new(format), LevelText::new(text), LevelJc::new("left"));
    let hang = Some(SpecialIndentType::Hanging(hanging));
    AbstractNumbering::new(id).add_level(level.indent(Some(hanging), hang, None, None))
}

fn block(docx: Docx, block: &Block) -> Docx {
    let items = |docx: Docx, items: &[Vec<Run>], id: usize| {
        items.iter().filter(|item| !item.is_empty()).fold(docx, |docx, item| {
            let paragraph = Paragraph::new().numbering(NumberingId::new(id), IndentLevel::new(0));
            docx.add_paragraph(runs(paragraph, item))
        })
    };
    match block {
        Block::Heading(level, words) => {
            let style = format!("Heading{}", (*level).clamp(1, 3));
            docx.add_paragraph(Paragraph::new().style(&style).keep_next(true).add_run(run(&one_line(words))))
        }
        Block::Paragraph(words) => {
            let spaced = Paragraph::new().line_spacing(LineSpacing::new().after(120));
            docx.add_paragraph(runs(spaced, words))
        }
        Block::Quote { words, by, note } => quote(docx, words, by, note),
        Block::Table { caption, header, rows } if !header.is_empty() => {
            docx.add_paragraph(title_of(caption)).add_table(table(header, rows))
        }
        Block::BarChart { caption, rows } if !rows.is_empty() => {
            docx.add_paragraph(title_of(caption)).add_table(chart(rows))
        }
        Block::Table { .. } | Block::BarChart { .. } => docx,
        Block::Notes(notes) => items(docx, notes, NOTES),
        Block::List(list) => items(docx, list, BULLETS),
    }
}

fn quote(docx: Docx, words: &str, by: &str, note: &str) -> Docx {
    let within = |style: &str| Paragraph::new().style(style).indent(Some(360), None, None, None);
    let words = format!("\u{201c}{}\u{201d}", words.trim());
    let by = [by, note].into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(", ");
    docx.add_paragraph(within("Quote").keep_next(true).add_run(run(&words)))
        .add_paragraph(within("QuoteSource").add_run(run(&unbroken(&format!("\u{2014} {by}")))))
}

fn title_of(caption: &str) -> Paragraph {
    Paragraph::new().style("Caption").keep_next(true).add_run(run(caption))
}

/// Words as a run, line by line.
fn run(words: &str) -> docx_rs::Run {
    clean(words).split('\n').enumerate().fold(docx_rs::Run::new(), |run, (at, line)| {
        let run = if at == 0 { run } else { run.add_break(BREAK) };
        run.add_text(line)
    })
}

fn one_line(words: &str) -> String {
    words.replace('\n', " ")
}

/// Words in which no line ends within a reference: `Q-0107` has a hyphen that holds it together.
fn unbroken(words: &str) -> String {
    let letters: Vec<char> = words.chars().collect();
    let held = |at: usize| {
        let digits = letters.iter().skip(at + 1).take_while(|letter| letter.is_ascii_digit()).count();
        let kind = at.checked_sub(1).and_then(|before| letters.get(before));
        let before = at.checked_sub(2).and_then(|before| letters.get(before));
        kind.is_some_and(char::is_ascii_uppercase)
            && before.is_none_or(|letter| !letter.is_alphanumeric())
            && digits >= 4
    };
    let shown = letters.iter().enumerate();
    shown.map(|(at, letter)| if *letter == '-' && held(at) { '\u{2011}' } else { *letter }).collect()
}

fn runs(paragraph: Paragraph, runs: &[Run]) -> Paragraph {
    runs.iter().fold(paragraph, |paragraph, one| {
        // An address is taken over as it is.
        let words = if one.link.is_some() { run(&one.words) } else { run(&unbroken(&one.words)) };
        let words = if one.bold { words.bold() } else { words };
        match &one.link {
            Some(to) => {
                let words = words.color("154C79").underline("single");
                paragraph.add_hyperlink(Hyperlink::new(clean(to), HyperlinkType::External).add_run(words))
            }
            None => paragraph.add_run(words),
        }
    })
}

fn cell(words: &str, width: usize, bold: bool) -> TableCell {
    cell_kept(words, width, bold, false)
}

/// A cell whose row stays on the page of the next one, if that is so for each cell of the row.
fn cell_kept(words: &str, width: usize, bold: bool, keeps: bool) -> TableCell {
    let words = run(words).size(18);
    let words = if bold { words.bold() } else { words };
    let paragraph = Paragraph::new().keep_next(keeps).add_run(words);
    TableCell::new().width(width, WidthType::Dxa).add_paragraph(paragraph)
}

/// A row that is never cut.
fn row(cells: Vec<TableCell>) -> TableRow {
    TableRow::new(cells).cant_split()
}

/// The head of a table, which comes again on every page: once the XML is finished, [`heads`] says so.
pub(crate) fn head(cells: Vec<TableCell>) -> TableRow {
    let shaded = |cell: TableCell| cell.shading(Shading::new().fill(HEAD));
    row(cells.into_iter().map(shaded).collect()).row_height(1.0).height_rule(HeightRule::Exact)
}

fn table(header: &[String], rows: &[Vec<String>]) -> Table {
    let others = header.len() - 1;
    // The first column says what a row is about, and needs the most.
    let first = match others {
        0 => WIDTH,
        1 | 2 => WIDTH * 45 / 100,
        _ => WIDTH * 3 / 10,
    };
    let other = (WIDTH - first).checked_div(others).unwrap_or_default();
    let widths: Vec<usize> = std::iter::once(first).chain(std::iter::repeat_n(other, others)).collect();
    let names =
        header.iter().zip(&widths).map(|(name, width)| cell(&filled(Some(name)), *width, true)).collect();
    let lines = rows.iter().map(|line| {
        let cells = widths.iter().enumerate();
        row(cells.map(|(at, width)| cell(&filled(line.get(at)), *width, false)).collect())
    });
    let lines = std::iter::once(head(names)).chain(lines).collect();
    Table::new(lines).set_grid(widths).width(WIDTH, WidthType::Dxa)
}

/// Bars are shaded cells: nothing that only a picture could show. Half a chart says something else than all of it, so its
/// rows stay on one page.
fn chart(bars: &[Bar]) -> Table {
    let (label, shown) = (3_000, WIDTH - 3_000 - WHOLE * PIECE);
    let (lengths, ends) = lengths(bars);
    // A cell from one length to another, and over as many columns as end on the way.
    let wide = |from: usize, to: usize, cell: TableCell| {
        let columns = ends.iter().filter(|end| **end > from && **end <= to).count();
        cell.width((to - from) * PIECE, WidthType::Dxa).grid_span(columns)
    };
    let blank = |keeps| TableCell::new().add_paragraph(Paragraph::new().keep_next(keeps));
    let names = vec![
        cell_kept("Answer", label, true, true),
        wide(0, WHOLE, cell_kept("Chart", WHOLE * PIECE, true, true)),
        cell_kept("Shown", shown, true, true),
    ];
    let lines = bars.iter().zip(lengths).enumerate().map(|(at, (bar, length))| {
        let keeps = at + 1 < bars.len();
        let mut cells = vec![cell_kept(&filled(Some(&bar.label)), label, false, keeps)];
        if length > 0 {
            cells.push(wide(0, length, blank(keeps)).shading(Shading::new().fill(BAR)));
        }
        if length < WHOLE {
            cells.push(wide(length, WHOLE, blank(keeps)));
        }
        cells.push(cell_kept(&filled(Some(&bar.shown)), shown, false, keeps));
        row(cells)
    });
    let lines = std::iter::once(head(names)).chain(lines).collect();
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let columns = ends.iter().zip(starts).map(|(end, start)| (end - start) * PIECE);
    let grid = std::iter::once(label).chain(columns).chain(std::iter::once(shown)).collect();
    Table::without_borders(lines).set_grid(grid).width(WIDTH, WidthType::Dxa)
}

/// How long each bar is, in per cent, and where bars end, each place once: there the columns of the table do. Only where there
/// are more places than columns bars are as long as the nearest that is left.
fn lengths(bars: &[Bar]) -> (Vec<usize>, Vec<usize>) {
    let exact: Vec<usize> =
        bars.iter().map(|bar| usize::from(bar.percent.unwrap_or_default()).min(WHOLE)).collect();
    let ends = |lengths: &[usize]| {
        let all: BTreeSet<usize> =
            lengths.iter().copied().filter(|length| *length > 0).chain([WHOLE]).collect();
        all.into_iter().collect::<Vec<_>>()
    };
    let known = ends(&exact);
    if known.len() <= LENGTHS_MAX {
        return (exact, known);
    }
    let even: Vec<usize> = exact.iter().map(|length| length.next_multiple_of(2)).collect();
    let known = ends(&even);
    (even, known)
}

/// Says in the finished XML what the library has no words for: the title, who wrote it, the language, which rows
/// are heads, and what each table shows.
fn finish(built: &mut XMLDocx, report: &Report) -> Result<(), String> {
    named(built, (&report.title, &report.author), &report.lang)?;
    let tables: Vec<(String, String)> = report.blocks.iter().filter_map(said).collect();
    heads(built, tables.len())?;
    let xml = text(&built.document)?;
    let mut pieces = xml.split("</w:tblPr>");
    let mut written = pieces.next().unwrap_or_default().to_string();
    let mut described = 0;
    for (piece, (caption, description)) in pieces.zip(&tables) {
        let said = format!(
            "{CELLS}<w:tblCaption w:val=\"{}\" /><w:tblDescription w:val=\"{}\" /></w:tblPr>",
            escape(caption),
            escape(description)
        );
        written.push_str(&said);
        written.push_str(piece);
        described += 1;
    }
    if described != tables.len() || xml.matches("</w:tblPr>").count() != described {
        return Err("the tables cannot be described".into());
    }
    built.document = written.into_bytes();
    Ok(())
}

/// Says what a document is called, who wrote it, and in which language.
pub(crate) fn named(built: &mut XMLDocx, (title, author): (&str, &str), lang: &str) -> Result<(), String> {
    let (title, author) = (escape(&one_line(title)), escape(&one_line(author)));
    let lang = escape(lang);
    put(
        &mut built.doc_props.core,
        "</cp:coreProperties>",
        &format!("<dc:language>{lang}</dc:language><dc:title>{title}</dc:title>"),
    )?;
    let by = format!("<dc:creator>{author}</dc:creator>");
    swap(&mut built.doc_props.core, "<dc:creator>unknown</dc:creator>", &by, 1)?;
    put(&mut built.styles, "</w:rPr></w:rPrDefault>", &format!("<w:lang w:val=\"{lang}\" />"))
}

/// Says which rows are the heads of their tables, of which there are so many.
pub(crate) fn heads(built: &mut XMLDocx, tables: usize) -> Result<(), String> {
    swap(&mut built.document, HEAD_MARK, "<w:tblHeader />", tables)
}

/// What a table is called, and what it says to somebody who does not see it.
fn said(block: &Block) -> Option<(String, String)> {
    match block {
        Block::Table { caption, header, .. } if !header.is_empty() => {
            Some((caption.clone(), format!("A table with the columns {}.", header.join(", "))))
        }
        Block::BarChart { caption, rows } if !rows.is_empty() => {
            Some((caption.clone(), spoken(caption, rows)))
        }
        _ => None,
    }
}

fn text(xml: &[u8]) -> Result<String, String> {
    String::from_utf8(xml.to_vec()).map_err(|error| error.to_string())
}

/// Puts something before what is there once.
fn put(xml: &mut Vec<u8>, before: &str, what: &str) -> Result<(), String> {
    swap(xml, before, &format!("{what}{before}"), 1)
}

/// Puts one thing into the place of another, which is there this often.
fn swap(xml: &mut Vec<u8>, one: &str, other: &str, times: usize) -> Result<(), String> {
    let known = text(xml)?;
    if known.matches(one).count() != times {
        return Err(format!("{one} is not there {times} times"));
    }
    *xml = known.replace(one, other).into_bytes();
    Ok(())
}

/// Words as they stand in an attribute or between two tags.
fn escape(words: &str) -> String {
    clean(words).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
