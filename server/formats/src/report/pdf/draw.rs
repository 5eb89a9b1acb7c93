//! Drawing pages, with the tree that says what is on them.

use std::collections::HashMap;
use std::num::NonZeroU16;

use chrono::Datelike;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{Page, PageSettings};
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, BBox, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope,
    Tag as Tagged, TagGroup, TagKind, TagTree,
};
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

use super::super::{Report, clean};
use super::layout::{Branch, Colour, Ink, MARGIN, Mark, PAGE, ROOM, Row, Set, Tag, Twig, WIDTH};
use super::letters::{Faces, Look, Piece, Segment, lines};
use super::pages::{Placed, Which};

/// The colour and the size of what stands under the text of every page.
const FOOT: (Colour, f32) = ((80, 80, 80), 8.5);

/// Where the ink of each leaf is, once it is drawn.
type Leaves = Vec<Option<Identifier>>;

/// Where the parts of pictures are, by their leaves: on which page, how far below its upper edge, and how high.
type Pictures = HashMap<usize, (usize, f32, f32)>;

/// Draws the pages of a report.
pub(super) fn draw(
    report: &Report,
    faces: &Faces,
    set: &Set,
    pages: &[Vec<Placed>],
) -> Result<Vec<u8>, String> {
    let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1);
    let configuration = accessible.finish().map_err(|error| format!("{error:?}"))?;
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut leaves: Leaves = vec![None; set.leaves];
    for (at, placed) in pages.iter().enumerate() {
        let size = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or("a page has no size")?;
        let mut page = document.start_page_with(size);
        let foot = format!("{}, page {} of {}", clean(&report.title).replace('\n', " "), at + 1, pages.len());
        draw_page(&mut page, faces, set, placed, &foot, &mut leaves);
        page.finish();
    }
    document.set_metadata(metadata(report));
    document.set_outline(outline(set, pages));
    let mut tree = TagTree::new().with_lang(Some(report.lang.clone()));
    let pictures = pictures(set, pages);
    for twig in &set.tree {
        if let Some(node) = node(twig, &leaves, &pictures) {
            tree.push(node);
        }
    }
    document.set_tag_tree(tree);
    document.finish().map_err(|error| match error {
        krilla::error::KrillaError::Validation(errors) => {
            let kinds: Vec<String> = errors.iter().map(|(error, _)| kind(&format!("{error:?}"))).collect();
            format!("the PDF is not accessible: {}", kinds.join(", "))
        }
        other => other.to_string(),
    })
}

/// The name of what is wrong, without the words that it is about.
fn kind(error: &str) -> String {
    error.chars().take_while(char::is_ascii_alphanumeric).collect()
}

fn metadata(report: &Report) -> Metadata {
    let day = report.day;
    let small = |number: u32| u8::try_from(number).unwrap_or(1);
    let made = DateTime::new(u16::try_from(day.year()).unwrap_or_default())
        .month(small(day.month()))
        .day(small(day.day()));
    Metadata::new()
        .title(clean(&report.title))
        .authors(vec![clean(&report.author)])
        .language(report.lang.clone())
        .creator("Earshot".into())
        .creation_date(made)
}

fn draw_page(
    page: &mut Page<'_>,
    faces: &Faces,
    set: &Set,
    placed: &[Placed],
    foot: &str,
    leaves: &mut Leaves,
) {
    let mut links = Vec::new();
    let mut surface = page.surface();
    for one in placed {
        let (row, again) = match one.row {
            Which::Row(number) => (set.rows.get(number), false),
            Which::Again(table) => (set.headers.get(table), true),
        };
        let Some(row) = row else { continue };
        let at = (MARGIN.0, MARGIN.1 + one.top);
        draw_row(&mut surface, faces, row, at, again, leaves);
        if !again {
            links.extend(row.ink.iter().filter_map(|(mark, ink)| link(*mark, ink, at)));
        }
    }
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
    let pieces = [Piece::new(foot, Look::Plain)];
    if let Some(line) = lines(faces, &pieces, FOOT.1, WIDTH).into_iter().next() {
        let mut x = MARGIN.0;
        for segment in &line.segments {
            words(&mut surface, faces, segment, (x, MARGIN.1 + ROOM + 36.0), FOOT.1, FOOT.0);
            x += segment.width;
        }
    }
    surface.end_tagged();
    surface.finish();
    for (leaf, annotation) in links {
        if let Some(known) = leaves.get_mut(leaf) {
            *known = Some(page.add_tagged_annotation(annotation));
        }
    }
}

/// A place that can be pressed, and the leaf that it is.
fn link(mark: Option<Mark>, ink: &Ink, (left, top): (f32, f32)) -> Option<(usize, Annotation)> {
    let (Some(Mark::Words(leaf)), Ink::Link { x, y, width, height, to, spoken }) = (mark, ink) else {
        return None;
    };
    let place = Rect::from_xywh(left + x, top + y, *width, *height)?;
    let target = Target::Action(Action::from(LinkAction::new(to.clone())));
    let spoken = if spoken.is_empty() { to.clone() } else { spoken.clone() };
    Some((leaf, Annotation::new_link(LinkAnnotation::new(place, target), Some(spoken))))
}

/// Draws a row; `again` is the head of a table that was said before.
fn draw_row(
    surface: &mut Surface<'_>,
    faces: &Faces,
    row: &Row,
    (left, top): (f32, f32),
    again: bool,
    leaves: &mut Leaves,
) {
    let mut open: Option<Mark> = None;
    for (mark, ink) in row.ink.iter().filter(|(_, ink)| !matches!(ink, Ink::Link { .. })) {
        let mark = mark.filter(|_| !again).unwrap_or(Mark::Ornament);
        if open != Some(mark) {
            if open.is_some() {
                surface.end_tagged();
            }
            begin(surface, mark, leaves);
            open = Some(mark);
        }
        match ink {
            Ink::Words { x, y, size, colour, segment } => {
                words(surface, faces, segment, (left + x, top + y), *size, *colour);
            }
            Ink::Box { x, y, width, height, colour } => {
                surface.set_fill(Some(fill(*colour)));
                let mut path = PathBuilder::new();
                if let Some(rect) = Rect::from_xywh(left + x, top + y, *width, *height) {
                    path.push_rect(rect);
                }
                if let Some(path) = path.finish() {
                    surface.draw_path(&path);
                }
            }
            Ink::Link { .. } => {}
        }
    }
    if open.is_some() {
        surface.end_tagged();
    }
}

fn begin(surface: &mut Surface<'_>, mark: Mark, leaves: &mut Leaves) {
    let (tag, leaf) = match mark {
        Mark::Words(leaf) => (ContentTag::Span(SpanTag::empty()), Some(leaf)),
        Mark::Picture(leaf) => (ContentTag::Other, Some(leaf)),
        Mark::Ornament => (ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)), None),
    };
    let identifier = surface.start_tagged(tag);
    if let Some(known) = leaf.and_then(|leaf| leaves.get_mut(leaf)) {
        *known = Some(identifier);
    }
}

fn fill((red, green, blue): Colour) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}

fn words(
    surface: &mut Surface<'_>,
    faces: &Faces,
    segment: &Segment,
    (x, y): (f32, f32),
    size: f32,
    colour: Colour,
) {
    let letters: Vec<KrillaGlyph> = segment
        .letters
        .iter()
        .map(|letter| {
            let glyph = GlyphId::new(letter.glyph);
            KrillaGlyph::new(glyph, letter.width, 0.0, 0.0, 0.0, letter.of.clone(), None)
        })
        .collect();
    surface.set_fill(Some(fill(colour)));
    let font = faces.of(segment.look).font.clone();
    surface.draw_glyphs(Point::from_xy(x, y), &letters, font, &segment.words, size, false);
}

/// The headings as a tree to jump to.
fn outline(set: &Set, pages: &[Vec<Placed>]) -> Outline {
    let mut found: Vec<(u8, &str, XyzDestination)> = Vec::new();
    for (at, placed) in pages.iter().enumerate() {
        for one in placed {
            let Which::Row(number) = one.row else { continue };
            if let Some((level, words)) = set.rows.get(number).and_then(|row| row.heading.as_ref()) {
                let point = Point::from_xy(MARGIN.0, MARGIN.1 + one.top);
                found.push((*level, words, XyzDestination::new(at, point)));
            }
        }
    }
    let mut outline = Outline::new();
    let mut rest = found.as_slice();
    while let Some((node, after)) = first_node(rest) {
        outline.push_child(node);
        rest = after;
    }
    outline
}

/// A heading of an outline: its level, its words, where it stands.
type Found<'a> = (u8, &'a str, XyzDestination);

/// The first heading with all that stand under it, and the rest.
fn first_node<'f, 'a>(found: &'f [Found<'a>]) -> Option<(OutlineNode, &'f [Found<'a>])> {
    let ((level, words, place), mut rest) = found.split_first()?;
    let mut node = OutlineNode::new((*words).to_string(), place.clone()).with_open(*level == 0);
    while rest.first().is_some_and(|(under, ..)| under > level) {
        let (child, after) = first_node(rest)?;
        node.push_child(child);
        rest = after;
    }
    Some((node, rest))
}

/// Where each part of a picture is: a row of its own.
fn pictures(set: &Set, pages: &[Vec<Placed>]) -> Pictures {
    let mut pictures = Pictures::new();
    for (page, placed) in pages.iter().enumerate() {
        for one in placed {
            let Which::Row(number) = one.row else { continue };
            let Some(row) = set.rows.get(number) else { continue };
            let leaf = row.ink.iter().find_map(|(mark, _)| match mark {
                Some(Mark::Picture(leaf)) => Some(*leaf),
                _ => None,
            });
            if let Some(leaf) = leaf {
                pictures.insert(leaf, (page, MARGIN.1 + one.top, row.height));
            }
        }
    }
    pictures
}

/// The box around a picture, where all of it is on one page.
fn around(branch: &Branch, pictures: &Pictures) -> Option<BBox> {
    let parts = branch.twigs.iter().filter_map(|twig| match twig {
        Twig::Leaf(leaf) => pictures.get(leaf).copied(),
        Twig::Branch(_) => None,
    });
    let parts: Vec<(usize, f32, f32)> = parts.collect();
    let (page, ..) = *parts.first()?;
    if parts.iter().any(|(other, ..)| *other != page) {
        return None;
    }
    let top = parts.iter().map(|(_, top, _)| *top).fold(f32::INFINITY, f32::min);
    let bottom = parts.iter().map(|(_, top, height)| top + height).fold(top, f32::max);
    Rect::from_xywh(MARGIN.0, top, WIDTH, bottom - top).map(|rect| BBox::new(page, rect))
}

fn node(twig: &Twig, leaves: &Leaves, pictures: &Pictures) -> Option<Node> {
    match twig {
        Twig::Leaf(leaf) => leaves.get(*leaf).copied().flatten().map(Node::from),
        Twig::Branch(branch) => Some(group(branch, leaves, pictures).into()),
    }
}

fn group(branch: &Branch, leaves: &Leaves, pictures: &Pictures) -> TagGroup {
    let mut group = TagGroup::new(tagged(branch, pictures));
    for twig in &branch.twigs {
        if let Some(node) = node(twig, leaves, pictures) {
            group.push(node);
        }
    }
    group
}

fn tagged(branch: &Branch, pictures: &Pictures) -> TagKind {
    match &branch.tag {
        Tag::Heading(level, words) => {
            let level = NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN);
            Tagged::Hn(level, Some(words.clone())).into()
        }
        Tag::Paragraph => Tagged::P.into(),
        Tag::Quote => Tagged::BlockQuote.into(),
        Tag::Notes => Tagged::L(ListNumbering::Decimal).into(),
        Tag::List => Tagged::L(ListNumbering::Disc).into(),
        Tag::Item => Tagged::LI.into(),
        Tag::Label => Tagged::Lbl.into(),
        Tag::Body => Tagged::LBody.into(),
        Tag::Table => Tagged::Table.into(),
        Tag::Caption => Tagged::Caption.into(),
        Tag::Head => Tagged::THead.into(),
        Tag::Rows => Tagged::TBody.into(),
        Tag::Row => Tagged::TR.into(),
        Tag::ColumnHead => Tagged::TH(TableHeaderScope::Column).into(),
        Tag::RowHead => Tagged::TH(TableHeaderScope::Row).into(),
        Tag::Cell => Tagged::TD.into(),
        Tag::Figure(spoken) => {
            Tagged::Figure(Some(spoken.clone())).with_bbox(around(branch, pictures)).into()
        }
        Tag::Link => Tagged::Link.into(),
    }
}
