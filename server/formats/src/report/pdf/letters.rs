//! Letters: how wide they are, and where a line ends.

use std::ops::Range;

use krilla::text::Font;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

/// What stands for a character that there is no letter for.
const MISSING: char = '\u{25a1}';

/// How letters look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// As most are.
    Plain,
    /// Heavier.
    Bold,
}

/// The letters of one look.
pub(super) struct Face {
    pub(super) font: Font,
    chars: Charmap<'static>,
    widths: GlyphMetrics<'static>,
    units: f32,
}

impl Face {
    fn load(data: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(data).ok()?;
        let krilla = Font::new(data.into(), 0)?;
        Some(Self {
            units: krilla.units_per_em(),
            font: krilla,
            chars: font.charmap(),
            widths: font.glyph_metrics(Size::unscaled(), LocationRef::default()),
        })
    }

    /// The letter of a character and its width, for letters of the size 1.
    fn letter(&self, character: char) -> (u32, f32) {
        let glyph = self.chars.map(character).or_else(|| self.chars.map(MISSING)).unwrap_or_default();
        let width = self.widths.advance_width(glyph).unwrap_or_default() / self.units;
        (glyph.to_u32(), width)
    }

    fn has(&self, character: char) -> bool {
        self.chars.map(character).is_some()
    }
}

/// The letters of every look.
pub(super) struct Faces {
    plain: Face,
    bold: Face,
}

impl Faces {
    /// The letters that come with the program.
    pub(super) fn load() -> Option<Self> {
        Some(Self { plain: Face::load(dejavu::sans::regular())?, bold: Face::load(dejavu::sans::bold())? })
    }

    /// The letters of this look.
    pub(super) fn of(&self, look: Look) -> &Face {
        match look {
            Look::Plain => &self.plain,
            Look::Bold => &self.bold,
        }
    }
}

/// Words of one look, and where they lead to.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) words: String,
    pub(super) look: Look,
    pub(super) link: Option<String>,
}

impl Piece {
    /// Words that lead nowhere.
    pub(super) fn new(words: impl Into<String>, look: Look) -> Self {
        Self { words: words.into(), look, link: None }
    }
}

/// A letter in its place.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    /// Its number in the font.
    pub(super) glyph: u32,
    /// Its width, for letters of the size 1.
    pub(super) width: f32,
    /// The character in the words that it stands for.
    pub(super) of: Range<usize>,
}

/// Letters of one look that stand beside each other.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) words: String,
    pub(super) letters: Vec<Letter>,
    pub(super) look: Look,
    pub(super) link: Option<String>,
    /// Where it begins, from the beginning of the line.
    pub(super) x: f32,
    pub(super) width: f32,
}

/// A line.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) segments: Vec<Segment>,
}

impl Line {
    /// From its beginning to its end.
    pub(super) fn width(&self) -> f32 {
        self.segments.last().map(|last| last.x + last.width).unwrap_or_default()
    }
}

/// A character that is measured.
struct Measured {
    character: char,
    glyph: u32,
    width: f32,
    piece: usize,
}

/// Breaks words into lines of this width, for letters of this size.
pub(super) fn lines(faces: &Faces, pieces: &[Piece], size: f32, width: f32) -> Vec<Line> {
    let mut measured = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let face = faces.of(piece.look);
        for character in piece.words.chars().filter(|c| *c == '\n' || face.has(*c) || !is_invisible(*c)) {
            let (glyph, width) = if character == '\n' { (0, 0.0) } else { face.letter(character) };
            measured.push(Measured { character, glyph, width: width * size, piece: at });
        }
    }
    let mut lines = Vec::new();
    let mut rest = measured.as_slice();
    while !rest.is_empty() {
        let end = line_end(rest, width);
        lines.push(line(pieces, &rest[..end], size));
        rest = &rest[end..];
    }
    lines
}

/// How many characters stand in the first line.
fn line_end(letters: &[Measured], width: f32) -> usize {
    let mut used = 0.0;
    let mut may_end = 0;
    for (at, letter) in letters.iter().enumerate() {
        if letter.character == '\n' {
            return at + 1;
        }
        used += letter.width;
        // Spaces at the end of a line need no room.
        if used > width && letter.character != ' ' {
            // A word that is longer than a line is broken where the line ends.
            return if may_end > 0 { may_end } else { at.max(1) };
        }
        // An address is not broken between its two slashes.
        let beside = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
        let mut beside = beside.filter_map(|beside| letters.get(beside));
        let goes_on = letter.character == '/' && beside.any(|beside| beside.character == '/');
        if ends_a_word(letter.character) && !goes_on {
            may_end = at + 1;
        }
    }
    letters.len()
}

/// Whether a line may end behind this character.
fn ends_a_word(character: char) -> bool {
    matches!(character, ' ' | '-' | '/' | '\u{2013}' | '\u{2014}' | '\u{2e80}'..='\u{d7ff}' | '\u{20000}'..='\u{3ffff}')
}

/// What is not seen by itself, and left out where there is no letter for it.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}'
    )
}

fn line(pieces: &[Piece], letters: &[Measured], size: f32) -> Line {
    let mut line = Line::default();
    let mut of = None;
    for letter in letters.iter().filter(|letter| letter.character != '\n') {
        if of != Some(letter.piece) {
            of = Some(letter.piece);
            let piece = &pieces[letter.piece];
            let x = line.width();
            let (look, link) = (piece.look, piece.link.clone());
            line.segments.push(Segment { words: String::new(), letters: vec![], look, link, x, width: 0.0 });
        }
        if let Some(segment) = line.segments.last_mut() {
            let begins = segment.words.len();
            segment.words.push(letter.character);
            let of = begins..segment.words.len();
            segment.letters.push(Letter { glyph: letter.glyph, width: letter.width / size, of });
            segment.width += letter.width;
        }
    }
    for segment in &mut line.segments {
        turn(segment);
    }
    line
}

/// Puts what is read from right to left into the order in which the eye finds it: each run of such letters, with the
/// spaces within it, backwards.
fn turn(segment: &mut Segment) {
    let right = |letter: &Letter| segment.words[letter.of.clone()].chars().any(is_from_right);
    let space = |letter: &Letter| segment.words[letter.of.clone()].chars().all(|c| c == ' ');
    let mut letters = segment.letters.clone();
    let mut at = 0;
    while at < letters.len() {
        if !right(&letters[at]) {
            at += 1;
            continue;
        }
        let run = letters[at..].iter().take_while(|letter| right(letter) || space(letter)).count();
        let run = letters[at..at + run].iter().rposition(&right).map_or(1, |last| last + 1);
        letters[at..at + run].reverse();
        at += run;
    }
    segment.letters = letters;
}

/// Whether a letter is of a script from right to left: Hebrew, Arabic and their neighbours.
fn is_from_right(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}
