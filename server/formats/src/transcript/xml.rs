//! The XML of two word processors as paragraphs and rows of tables. Words that somebody has crossed out are gone; comments,
//! notes, headers and drawings are left out.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, Event};

use super::{Defect, Piece, Report};

/// The deepest that elements may lie in each other.
const DEPTH_MAX: usize = 200;

/// The most bytes of words.
const TEXT_MAX: usize = 4 * 1024 * 1024;

/// The most paragraphs and rows.
const PIECES_MAX: usize = 100_000;

/// Whose XML it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `word/document.xml`.
    Word,
    /// `content.xml` of an OpenDocument text.
    OpenDocument,
}

impl Dialect {
    /// Whether nothing inside an element of this name is anybody's words.
    fn skips(self, name: &str) -> bool {
        match self {
            Self::Word => matches!(
                name,
                "del"
                    | "moveFrom"
                    | "delText"
                    | "instrText"
                    | "delInstrText"
                    | "pPr"
                    | "rPr"
                    | "tblPr"
                    | "trPr"
                    | "tcPr"
                    | "tblGrid"
                    | "sectPr"
                    | "sdtPr"
                    | "drawing"
                    | "pict"
                    | "object"
                    | "Fallback"
            ),
            Self::OpenDocument => matches!(
                name,
                "tracked-changes"
                    | "annotation"
                    | "note"
                    | "frame"
                    | "custom-shape"
                    | "automatic-styles"
                    | "font-face-decls"
                    | "scripts"
                    | "forms"
                    | "sequence-decls"
                    | "table-of-content"
            ),
        }
    }
}

/// What is said of an element that is left out, or that shows that something is.
fn left_out(name: &str) -> Option<&'static str> {
    Some(match name {
        "del" | "moveFrom" | "tracked-changes" => {
            "words that somebody has deleted with changes tracked are left out, and inserted ones are taken"
        }
        "commentReference" | "annotation" => "comments are left out",
        "footnoteReference" | "endnoteReference" | "note" => "footnotes and endnotes are left out",
        "headerReference" | "footerReference" => "headers and footers are left out",
        "drawing" | "pict" | "object" | "frame" | "custom-shape" => "pictures and text boxes are left out",
        _ => return None,
    })
}

/// The paragraphs and rows of a document.
pub(super) fn pieces(text: &str, dialect: Dialect, report: &mut Report) -> Result<Vec<Piece>, Defect> {
    let mut reader = Reader::from_str(text);
    let mut walk = Walk {
        dialect,
        report,
        depth: 0,
        skip: None,
        within: 0,
        text: String::new(),
        rows: Vec::new(),
        pieces: Vec::new(),
        total: 0,
        begun: false,
    };
    loop {
        let event = reader.read_event().map_err(|_| Defect::Damaged)?;
        match event {
            Event::DocType(_) => return Err(Defect::Declares),
            Event::Start(start) => walk.start(local(start.name().0))?,
            Event::Empty(start) => {
                let name = local(start.name().0).to_owned();
                walk.start(&name)?;
                walk.end(&name)?;
            }
            Event::End(end) => walk.end(local(end.name().0))?,
            Event::Text(text) => walk.text(&text.xml10_content())?,
            Event::CData(text) => walk.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => walk.reference(&reference)?,
            Event::Eof => break,
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
        }
    }
    if walk.depth > 0 || !walk.begun {
        return Err(Defect::Damaged);
    }
    Ok(walk.pieces)
}

/// The name of an element without the short name of its vocabulary.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

struct Walk<'a> {
    dialect: Dialect,
    report: &'a mut Report,
    depth: usize,
    /// How deep the element lies whose inside is left out.
    skip: Option<usize>,
    /// Elements with words that are open: `w:t` of one, paragraphs of the other.
    within: usize,
    /// The paragraph that is read.
    text: String,
    /// Rows of tables that are open, the innermost last.
    rows: Vec<Vec<String>>,
    pieces: Vec<Piece>,
    total: usize,
    begun: bool,
}

impl Walk<'_> {
    fn start(&mut self, name: &str) -> Result<(), Defect> {
        self.begun = true;
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Defect::TooDeep);
        }
        if let Some(said) = left_out(name) {
            self.report.note(said);
        }
        if self.skip.is_some() {
            return Ok(());
        }
        if self.dialect.skips(name) {
            self.skip = Some(self.depth);
            return Ok(());
        }
        match (self.dialect, name) {
            (Dialect::Word, "t") => self.within += 1,
            (Dialect::OpenDocument, "p" | "h") => self.within += 1,
            (Dialect::Word, "tab" | "ptab") | (Dialect::OpenDocument, "tab") => self.push("\t")?,
            (Dialect::Word, "br" | "cr") | (Dialect::OpenDocument, "line-break") => self.push("\n")?,
            (Dialect::Word, "noBreakHyphen") => self.push("-")?,
            (Dialect::OpenDocument, "s") => self.push(" ")?,
            (Dialect::Word, "tr") | (Dialect::OpenDocument, "table-row") => self.rows.push(Vec::new()),
            (Dialect::Word, "tc") | (Dialect::OpenDocument, "table-cell") => {
                if let Some(row) = self.rows.last_mut() {
                    row.push(String::new());
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Defect> {
        if self.skip == Some(self.depth) {
            self.skip = None;
        } else if self.skip.is_none() {
            match (self.dialect, name) {
                (Dialect::Word, "t") => self.within = self.within.saturating_sub(1),
                (Dialect::Word, "p") => self.paragraph()?,
                (Dialect::OpenDocument, "p" | "h") => {
                    self.within = self.within.saturating_sub(1);
                    self.paragraph()?;
                }
                (Dialect::Word, "tr") | (Dialect::OpenDocument, "table-row") => self.row()?,
                _ => {}
            }
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    fn paragraph(&mut self) -> Result<(), Defect> {
        let text = std::mem::take(&mut self.text);
        match self.rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) => {
                if !cell.is_empty() {
                    cell.push('\n');
                }
                cell.push_str(&text);
                Ok(())
            }
            None => self.add(Piece::Lines(text)),
        }
    }

    fn row(&mut self) -> Result<(), Defect> {
        let Some(row) = self.rows.pop() else { return Ok(()) };
        match self.rows.last_mut().and_then(|outer| outer.last_mut()) {
            // A table in a cell is words of that cell.
            Some(cell) => {
                cell.push('\n');
                cell.push_str(&row.join(" "));
                Ok(())
            }
            None => self.add(Piece::Row(row)),
        }
    }

    fn add(&mut self, piece: Piece) -> Result<(), Defect> {
        if self.pieces.len() >= PIECES_MAX {
            return Err(Defect::TooManyTurns);
        }
        self.pieces.push(piece);
        Ok(())
    }

    fn push(&mut self, text: &str) -> Result<(), Defect> {
        self.total += text.len();
        if self.total > TEXT_MAX {
            return Err(Defect::TooLong);
        }
        self.text.push_str(text);
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Defect> {
        if self.skip.is_some() || self.within == 0 {
            return Ok(());
        }
        if self.dialect == Dialect::Word {
            return self.push(text);
        }
        // White space in the file of an OpenDocument is one space; more is written as elements.
        let mut tidy = String::with_capacity(text.len());
        for letter in text.chars() {
            if !matches!(letter, ' ' | '\t' | '\n' | '\r') {
                tidy.push(letter);
            } else if !tidy.ends_with(' ') {
                tidy.push(' ');
            }
        }
        self.push(&tidy)
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), Defect> {
        if let Some(letters) = resolve_xml_entity(reference) {
            return self.text(letters);
        }
        match reference.resolve_char_ref() {
            Ok(Some(letter)) => self.text(letter.encode_utf8(&mut [0; 4])),
            _ => Err(Defect::Damaged),
        }
    }
}
