//! The XML as a tree. Every size is counted while it is read, no document type is taken, and only the five entities of XML
//! itself are known.

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::report::{Defect, quoted};

/// The largest file, in bytes.
pub(super) const XML_MAX: usize = 48 * 1024 * 1024;

/// The deepest that elements may lie in each other: codes lie in codes.
const DEPTH_MAX: usize = 64;

/// The most elements.
const ELEMENTS_MAX: usize = 400_000;

/// The most attributes of an element.
const ATTRIBUTES_MAX: usize = 32;

/// The longest text of one element, in bytes.
const TEXT_MAX: usize = 8 * 1024 * 1024;

/// An element, without the prefix of its namespace: programs choose their own.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name.
    pub(super) name: String,
    /// Its attributes by their whole names: those that the schema knows have no prefix.
    attributes: Vec<(String, String)>,
    /// The text in it, outside of other elements.
    pub(super) text: String,
    /// What stands in it, in order.
    pub(super) children: Vec<Element>,
}

impl Element {
    /// An attribute; empty where it is not there.
    pub(super) fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// The elements of a name in it.
    pub(super) fn all(&self, name: &'static str) -> impl Iterator<Item = &Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first of them.
    pub(super) fn first(&self, name: &'static str) -> Option<&Element> {
        self.all(name).next()
    }

    /// What its namespaces are declared to be.
    pub(super) fn namespaces(&self) -> impl Iterator<Item = &str> {
        let declared =
            self.attributes.iter().filter(|(name, _)| name == "xmlns" || name.starts_with("xmlns:"));
        declared.map(|(_, value)| value.as_str())
    }
}

/// Reads the tree.
pub(super) fn read(bytes: &[u8]) -> Result<Element, Defect> {
    if bytes.len() > XML_MAX {
        return Err(Defect::TooLarge(format!("more than {} MiB", XML_MAX / 1024 / 1024)));
    }
    let text = decode(bytes)?;
    let mut reader = Reader::from_str(text);
    // QualCoder writes what somebody has noted of a passage as it was typed.
    reader.config_mut().allow_dangling_amp = true;
    let mut tree = Tree::default();
    loop {
        let event = reader.read_event().map_err(|error| {
            Defect::Damaged(format!("line {}: {error}", line(text, reader.error_position())))
        })?;
        let done = matches!(event, Event::Eof);
        tree.event(&event).map_err(|defect| match defect {
            Defect::Damaged(said) => {
                Defect::Damaged(format!("line {}: {said}", line(text, reader.buffer_position())))
            }
            defect => defect,
        })?;
        if done {
            return tree.finish();
        }
    }
}

/// The line of a place, as an editor counts it.
fn line(text: &str, position: u64) -> usize {
    let end = usize::try_from(position).unwrap_or(usize::MAX).min(text.len());
    text.as_bytes()[..end].split(|byte| *byte == b'\n').count()
}

fn decode(bytes: &[u8]) -> Result<&str, Defect> {
    if bytes.starts_with(super::archive::BEGINNING) {
        return Err(Defect::NotRefi("it is an archive; a whole project ends in .qdpx".to_owned()));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.contains(&0) {
        return Err(Defect::Encoding("UTF-16 or UTF-32".to_owned()));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| Defect::Encoding("something else".to_owned()))?;
    if text.trim_start().starts_with('<') {
        Ok(text)
    } else {
        Err(Defect::NotRefi("it is no XML".to_owned()))
    }
}

#[derive(Default)]
struct Tree {
    /// The elements that are open, the outermost first.
    open: Vec<Element>,
    /// The outermost one, once it has ended.
    root: Option<Element>,
    count: usize,
}

impl Tree {
    fn event(&mut self, event: &Event<'_>) -> Result<(), Defect> {
        match event {
            Event::Decl(declaration) => encoding(declaration),
            Event::DocType(_) => Err(Defect::Declares),
            Event::Start(start) => self.start(start),
            Event::Empty(start) => {
                self.start(start)?;
                self.end();
                Ok(())
            }
            Event::End(_) => {
                self.end();
                Ok(())
            }
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => self.reference(reference),
            Event::Comment(_) | Event::PI(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), Defect> {
        if self.root.is_some() {
            return Err(Defect::Damaged("something stands after its end".to_owned()));
        }
        if self.open.len() >= DEPTH_MAX {
            return Err(Defect::TooLarge(format!("more than {DEPTH_MAX} elements inside each other")));
        }
        self.count += 1;
        if self.count > ELEMENTS_MAX {
            return Err(Defect::TooLarge(format!("more than {ELEMENTS_MAX} elements")));
        }
        let mut element = Element { name: local(start.name().0).to_owned(), ..Element::default() };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| Defect::Damaged(error.to_string()))?;
            if element.attributes.len() >= ATTRIBUTES_MAX {
                return Err(Defect::TooLarge(format!("more than {ATTRIBUTES_MAX} attributes")));
            }
            let value = attribute
                .normalized_value_with(XmlVersion::default(), 1, resolve_xml_entity)
                .map_err(|error| Defect::Damaged(error.to_string()))?;
            element.attributes.push((attribute.key.0.to_owned(), value.into_owned()));
        }
        self.open.push(element);
        Ok(())
    }

    /// Ends the innermost element. That it is the one that ends is the reader's to see.
    fn end(&mut self) {
        let Some(mut element) = self.open.pop() else { return };
        if !element.children.is_empty() {
            // White space between elements.
            element.text = String::new();
        }
        match self.open.last_mut() {
            Some(around) => around.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), Defect> {
        let Some(element) = self.open.last_mut() else {
            let blank = text.trim().is_empty();
            return if blank { Ok(()) } else { Err(Defect::Damaged("text stands outside of it".to_owned())) };
        };
        if element.text.len() + text.len() > TEXT_MAX {
            return Err(Defect::TooLarge(format!("a text of more than {} MiB", TEXT_MAX / 1024 / 1024)));
        }
        element.text.push_str(text);
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), Defect> {
        if let Some(letters) = resolve_xml_entity(reference) {
            return self.text(letters);
        }
        match reference.resolve_char_ref() {
            Ok(Some(letter)) => self.text(letter.encode_utf8(&mut [0; 4])),
            // No name of an entity: an ampersand that nobody has escaped, and a semicolon behind it.
            _ if reference.is_empty() || reference.contains(char::is_whitespace) => {
                let name: &str = reference;
                self.text(&format!("&{name};"))
            }
            _ => Err(Defect::Damaged(format!("the entity {} is not known", quoted(reference)))),
        }
    }

    fn finish(self) -> Result<Element, Defect> {
        match (self.root, self.open.last()) {
            (Some(root), _) => Ok(root),
            (None, Some(open)) => Err(Defect::Damaged(format!("it ends inside of {}", quoted(&open.name)))),
            (None, None) => Err(Defect::NotRefi("it is empty".to_owned())),
        }
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn encoding(declaration: &BytesDecl<'_>) -> Result<(), Defect> {
    let Some(Ok(name)) = declaration.encoding() else { return Ok(()) };
    let known = ["utf-8", "utf8", "us-ascii"].iter().any(|known| name.eq_ignore_ascii_case(known));
    if known { Ok(()) } else { Err(Defect::Encoding(quoted(&name))) }
}
