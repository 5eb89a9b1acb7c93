//! What stands in a report as rows of ink, and the tree that says what each piece of it is.

use super::super::{Bar, Block, Report, Run, clean, filled, spoken};
use super::letters::{Faces, Line, Look, Piece, Segment, lines};

/// The width and the height of a page of A4, in points.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);

/// The distance of the text from the left and the upper edge.
pub(super) const MARGIN: (f32, f32) = (56.0, 60.0);

/// The width of the text.
pub(super) const WIDTH: f32 = 483.28;

/// The room for text on a page, from top to bottom.
pub(super) const ROOM: f32 = 714.0;

/// The lines of a row of a table that stay together; what has more goes on in another row.
const ROW_LINES: usize = 45;

/// The size of most letters, and the height of their lines.
const TEXT: Size = Size { letters: 10.5, line: 15.5 };

/// The same in tables and charts.
const SMALL: Size = Size { letters: 8.5, line: 12.0 };

/// The distance of words from the edge of their cell.
const PAD: f32 = 4.0;

/// How big letters are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    letters: f32,
    line: f32,
}

/// A colour: red, green, blue.
pub(super) type Colour = (u8, u8, u8);

const BLACK: Colour = (27, 27, 27);
const QUIET: Colour = (80, 80, 80);
const LINK: Colour = (21, 76, 121);
const BAR: Colour = (29, 92, 138);
const HEAD: Colour = (235, 239, 243);
const RULE: Colour = (154, 163, 171);

/// Whether ink is part of what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Words: the leaf of the tree of this number.
    Words(usize),
    /// A part of a picture: likewise.
    Picture(usize),
    /// For the eye alone.
    Ornament,
}

/// Something to be drawn.
#[derive(Debug, Clone)]
pub(super) enum Ink {
    /// Words that begin at this point of their base line.
    Words { x: f32, y: f32, size: f32, colour: Colour, segment: Segment },
    /// A filled box.
    Box { x: f32, y: f32, width: f32, height: f32, colour: Colour },
    /// Where a press leads to an address.
    Link { x: f32, y: f32, width: f32, height: f32, to: String, spoken: String },
}

/// A row that is never cut. Its ink is measured from its upper left corner.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub(super) height: f32,
    /// The distance from what stands above it; none at the top of a page.
    pub(super) before: f32,
    pub(super) ink: Vec<(Option<Mark>, Ink)>,
    /// Whether the next row must stand on the same page.
    pub(super) keep_next: bool,
    /// The table that it is a row of, where the head comes again above it at the top of a page.
    pub(super) goes_on: Option<usize>,
    /// The heading that it begins, for the outline.
    pub(super) heading: Option<(u8, String)>,
}

/// What a piece of the report is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tag {
    Heading(u8, String),
    Paragraph,
    Quote,
    Notes,
    List,
    Item,
    Label,
    Body,
    Table,
    Caption,
    Head,
    Rows,
    Row,
    ColumnHead,
    RowHead,
    Cell,
    Figure(String),
    Link,
}

/// A piece of the report and what is in it.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    pub(super) tag: Tag,
    pub(super) twigs: Vec<Twig>,
}

/// A part of a piece.
#[derive(Debug, Clone)]
pub(super) enum Twig {
    /// Another piece.
    Branch(Branch),
    /// Ink, by its number.
    Leaf(usize),
}

fn branch(tag: Tag, twigs: Vec<Twig>) -> Twig {
    Twig::Branch(Branch { tag, twigs })
}

/// A report that is set.
pub(super) struct Set {
    pub(super) rows: Vec<Row>,
    /// The heads of the tables, for the pages on which they go on.
    pub(super) headers: Vec<Row>,
    pub(super) tree: Vec<Twig>,
    /// How many leaves the tree has.
    pub(super) leaves: usize,
}

/// Where words stand and how they look.
#[derive(Debug, Clone, Copy)]
struct Place {
    x: f32,
    width: f32,
    size: Size,
    colour: Colour,
}

const COLUMN: Place = Place { x: 0.0, width: WIDTH, size: TEXT, colour: BLACK };

/// Sets a report.
pub(super) fn set(report: &Report, faces: &Faces) -> Set {
    let set = Set { rows: vec![], headers: vec![], tree: vec![], leaves: 0 };
    let mut setter = Setter { faces, set };
    setter.heading(0, &report.title);
    for line in &report.under_title {
        let size = Size { letters: 11.5, line: 17.0 };
        let place = Place { size, colour: QUIET, ..COLUMN };
        setter.paragraph(&[Piece::new(clean(line), Look::Plain)], place, 2.0);
    }
    for block in &report.blocks {
        setter.block(block);
    }
    setter.set
}

struct Setter<'a> {
    faces: &'a Faces,
    set: Set,
}

impl Setter<'_> {
    fn leaf(&mut self) -> usize {
        self.set.leaves += 1;
        self.set.leaves - 1
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(level, words) => self.heading((*level).clamp(1, 5), words),
            Block::Paragraph(runs) => self.paragraph(&pieces(runs), COLUMN, 6.0),
            Block::Quote { words, by, note } => self.quote(words, by, note),
            Block::Table { caption, header, rows } => self.table(caption, header, rows),
            Block::BarChart { caption, rows } => self.chart(caption, rows),
            Block::Notes(items) => {
                let labels = (1..=items.len()).map(|number| format!("[{number}] "));
                self.list(Tag::Notes, 30.0, labels.zip(items));
            }
            Block::List(items) => {
                let labels = std::iter::repeat_n("\u{2022} ".to_string(), items.len());
                self.list(Tag::List, 14.0, labels.zip(items));
            }
        }
    }

    /// The ink of a line whose upper edge is `top`, and the leaves that it is.
    fn ink(&mut self, line: Line, place: Place, top: f32, row: &mut Row) -> Vec<Twig> {
        let mut twigs = Vec::new();
        // The base line of letters stands about three quarters down.
        let y = top + place.size.line * 0.74;
        for segment in line.segments {
            let (x, width) = (place.x + segment.x, segment.width);
            let words = self.leaf();
            let (link, spoken) = (segment.link.clone(), segment.words.trim().to_string());
            let colour = if link.is_some() { LINK } else { place.colour };
            let size = place.size.letters;
            row.ink.push((Some(Mark::Words(words)), Ink::Words { x, y, size, colour, segment }));
            match link {
                Some(to) => {
                    let line = Ink::Box { x, y: y + 1.5, width, height: 0.5, colour };
                    row.ink.push((Some(Mark::Ornament), line));
                    let press = self.leaf();
                    let height = place.size.line;
                    row.ink
                        .push((Some(Mark::Words(press)), Ink::Link { x, y: top, width, height, to, spoken }));
                    twigs.push(branch(Tag::Link, vec![Twig::Leaf(words), Twig::Leaf(press)]));
                }
                None => twigs.push(Twig::Leaf(words)),
            }
        }
        twigs
    }

    /// Rows of one line each, and the leaves that they are.
    fn text(&mut self, pieces: &[Piece], place: Place, before: f32) -> (usize, Vec<Twig>) {
        let first = self.set.rows.len();
        let mut twigs = Vec::new();
        let broken = lines(self.faces, pieces, place.size.letters, place.width);
        let count = broken.len();
        for (at, line) in broken.into_iter().enumerate() {
            let mut row = Row { height: place.size.line, ..Row::default() };
            row.before = if at == 0 { before } else { 0.0 };
            // No line of a paragraph stands alone.
            row.keep_next = count > 1 && (at == 0 || at + 2 == count);
            twigs.extend(self.ink(line, place, 0.0, &mut row));
            self.set.rows.push(row);
        }
        (first, twigs)
    }

    fn keep(&mut self, from: usize) {
        for row in self.set.rows.iter_mut().skip(from) {
            row.keep_next = true;
        }
    }

    fn heading(&mut self, level: u8, words: &str) {
        let words = clean(words).replace('\n', " ");
        if words.trim().is_empty() {
            return;
        }
        let (letters, before) = match level {
            0 => (21.0, 0.0),
            1 => (15.5, 22.0),
            2 => (12.5, 16.0),
            _ => (10.5, 12.0),
        };
        let place = Place { size: Size { letters, line: letters * 1.35 }, ..COLUMN };
        let (first, twigs) = self.text(&[Piece::new(words.clone(), Look::Bold)], place, before);
        self.keep(first);
        if let Some(row) = self.set.rows.get_mut(first) {
            row.heading = Some((level, words.clone()));
        }
        self.set.tree.push(branch(Tag::Heading(level + 1, words), twigs));
    }

    fn paragraph(&mut self, pieces: &[Piece], place: Place, before: f32) {
        let (_, twigs) = self.text(pieces, place, before);
        if !twigs.is_empty() {
            self.set.tree.push(branch(Tag::Paragraph, twigs));
        }
    }

    fn quote(&mut self, words: &str, by: &str, note: &str) {
        let first = self.set.rows.len();
        let place = Place { x: 16.0, width: WIDTH - 32.0, ..COLUMN };
        let words = format!("\u{201c}{}\u{201d}", clean(words).trim());
        let (_, said) = self.text(&[Piece::new(words, Look::Plain)], place, 10.0);
        // Whose words they are stands under them.
        if let Some(last) = self.set.rows.last_mut() {
            last.keep_next = true;
        }
        let size = Size { letters: 9.0, line: 14.0 };
        let by = [clean(by), clean(note)].into_iter().filter(|part| !part.trim().is_empty());
        let by = by.collect::<Vec<_>>().join(", ");
        let place = Place { size, colour: QUIET, ..place };
        let (_, who) = self.text(&[Piece::new(format!("\u{2014} {by}"), Look::Plain)], place, 0.0);
        for row in self.set.rows.iter_mut().skip(first) {
            let height = row.height;
            row.ink.insert(
                0,
                (Some(Mark::Ornament), Ink::Box { x: 4.0, y: 0.0, width: 2.5, height, colour: BAR }),
            );
        }
        let parts = vec![branch(Tag::Paragraph, said), branch(Tag::Paragraph, who)];
        self.set.tree.push(branch(Tag::Quote, parts));
    }

    fn list<'i>(&mut self, tag: Tag, indent: f32, items: impl Iterator<Item = (String, &'i Vec<Run>)>) {
        let mut parts = Vec::new();
        for (label, item) in items {
            let place = Place { x: indent, width: WIDTH - indent, ..COLUMN };
            let (first, body) = self.text(&pieces(item), place, 4.0);
            let mut label_line = lines(self.faces, &[Piece::new(label, Look::Plain)], TEXT.letters, indent);
            // An item without a word has no row to stand in.
            if body.is_empty() || label_line.is_empty() {
                continue;
            }
            let mut label_row = Row::default();
            let label = self.ink(label_line.remove(0), Place { x: 0.0, ..place }, 0.0, &mut label_row);
            if let Some(row) = self.set.rows.get_mut(first) {
                label_row.ink.append(&mut row.ink);
                row.ink = label_row.ink;
            }
            parts.push(branch(Tag::Item, vec![branch(Tag::Label, label), branch(Tag::Body, body)]));
        }
        if !parts.is_empty() {
            self.set.tree.push(branch(tag, parts));
        }
    }

    fn caption(&mut self, words: &str) -> Vec<Twig> {
        let place = Place { size: Size { letters: 9.5, line: 14.0 }, ..COLUMN };
        let (first, twigs) = self.text(&[Piece::new(clean(words), Look::Bold)], place, 12.0);
        self.keep(first);
        twigs
    }

    fn table(&mut self, caption: &str, header: &[String], rows: &[Vec<String>]) {
        if header.is_empty() {
            return;
        }
        let caption = self.caption(caption);
        let widths = columns(header.len());
        let number = self.set.headers.len();
        let names: Vec<String> = header.iter().map(|name| filled(Some(name))).collect();
        let (mut head, cells) = self.cells(&names, &widths, Look::Bold, &|_| Tag::ColumnHead);
        // The head of a table is one row, however long its names are.
        let mut head = if head.is_empty() { Row::default() } else { head.remove(0) };
        let box_ = Ink::Box { x: 0.0, y: 0.0, width: WIDTH, height: head.height, colour: HEAD };
        head.ink.insert(0, (Some(Mark::Ornament), box_));
        head.keep_next = true;
        self.set.headers.push(head.clone());
        self.set.rows.push(head);
        let mut body = Vec::new();
        for row in rows {
            let cells: Vec<String> = (0..header.len()).map(|at| filled(row.get(at))).collect();
            let tag = |at| if at == 0 { Tag::RowHead } else { Tag::Cell };
            let (set, cells) = self.cells(&cells, &widths, Look::Plain, &tag);
            for mut row in set {
                row.goes_on = Some(number);
                self.set.rows.push(row);
            }
            body.push(branch(Tag::Row, cells));
        }
        let mut parts = vec![branch(Tag::Caption, caption)];
        parts.push(branch(Tag::Head, vec![branch(Tag::Row, cells)]));
        if !body.is_empty() {
            parts.push(branch(Tag::Rows, body));
        }
        self.set.tree.push(branch(Tag::Table, parts));
    }

    /// The cells of one row: as many rows of ink as they need, and what each cell is.
    fn cells(
        &mut self,
        cells: &[String],
        widths: &[f32],
        look: Look,
        tag: &dyn Fn(usize) -> Tag,
    ) -> (Vec<Row>, Vec<Twig>) {
        let mut broken: Vec<Vec<Line>> = cells
            .iter()
            .zip(widths)
            .map(|(words, width)| {
                let pieces = [Piece::new(words.clone(), look)];
                lines(self.faces, &pieces, SMALL.letters, width - 2.0 * PAD)
            })
            .collect();
        let mut twigs: Vec<Vec<Twig>> = cells.iter().map(|_| Vec::new()).collect();
        let mut rows = Vec::new();
        while rows.is_empty() || broken.iter().any(|lines| !lines.is_empty()) {
            let mut row = Row::default();
            let (mut x, mut height) = (0.0, SMALL.line);
            for ((lines, width), twigs) in broken.iter_mut().zip(widths).zip(&mut twigs) {
                let mut top = PAD;
                let rest = lines.split_off(lines.len().min(ROW_LINES));
                for line in std::mem::replace(lines, rest) {
                    let place = Place { x: x + PAD, width: *width, size: SMALL, colour: BLACK };
                    twigs.extend(self.ink(line, place, top, &mut row));
                    top += SMALL.line;
                }
                height = height.max(top);
                x += width;
            }
            row.height = height + PAD;
            let rule = Ink::Box { x: 0.0, y: row.height - 0.5, width: WIDTH, height: 0.5, colour: RULE };
            row.ink.push((Some(Mark::Ornament), rule));
            rows.push(row);
        }
        let twigs = twigs.into_iter().enumerate().map(|(at, twigs)| branch(tag(at), twigs)).collect();
        (rows, twigs)
    }

    fn chart(&mut self, caption: &str, bars: &[Bar]) {
        let words = self.caption(caption);
        self.set.tree.push(branch(Tag::Paragraph, words));
        let (label, bar, shown) = (WIDTH * 0.38, WIDTH * 0.42, WIDTH * 0.2);
        let mut leaves = Vec::new();
        for (at, one) in bars.iter().enumerate() {
            let leaf = self.leaf();
            let mark = Some(Mark::Picture(leaf));
            // Half a chart says something else than all of it: its bars stay on one page.
            let mut row = Row { before: 2.0, keep_next: at + 1 < bars.len(), ..Row::default() };
            let mut height = SMALL.line;
            for (words, x, width) in
                [(&one.label, 0.0, label - PAD), (&one.shown, label + bar + PAD, shown - PAD)]
            {
                let pieces = [Piece::new(filled(Some(words)), Look::Plain)];
                let mut top = 0.0;
                for line in lines(self.faces, &pieces, SMALL.letters, width).into_iter().take(ROW_LINES) {
                    let y = top + SMALL.line * 0.74;
                    row.ink.extend(line.segments.into_iter().map(|segment| {
                        let (x, size) = (x + segment.x, SMALL.letters);
                        (mark, Ink::Words { x, y, size, colour: BLACK, segment })
                    }));
                    top += SMALL.line;
                }
                height = height.max(top);
            }
            if let Some(percent) = one.percent.filter(|percent| *percent > 0) {
                let width = bar * f32::from(percent.min(100)) / 100.0;
                let height = SMALL.line - 3.0;
                row.ink.push((mark, Ink::Box { x: label, y: 1.5, width, height, colour: BAR }));
            }
            row.height = height;
            self.set.rows.push(row);
            leaves.push(Twig::Leaf(leaf));
        }
        if !leaves.is_empty() {
            self.set.tree.push(branch(Tag::Figure(spoken(caption, bars)), leaves));
        }
    }
}

fn pieces(runs: &[Run]) -> Vec<Piece> {
    let look = |run: &Run| if run.bold { Look::Bold } else { Look::Plain };
    runs.iter()
        .map(|run| Piece { words: clean(&run.words), look: look(run), link: run.link.as_deref().map(clean) })
        .collect()
}

/// The widths of the columns of a table: the first one says what the row is about, and needs the most.
fn columns(count: usize) -> Vec<f32> {
    let others = f32::from(u16::try_from(count.saturating_sub(1)).unwrap_or(u16::MAX));
    let first = match count {
        1 => WIDTH,
        2 | 3 => WIDTH * 0.45,
        _ => WIDTH * 0.3,
    };
    let other = if count > 1 { (WIDTH - first) / others } else { 0.0 };
    std::iter::once(first).chain(std::iter::repeat_n(other, count.saturating_sub(1))).collect()
}
