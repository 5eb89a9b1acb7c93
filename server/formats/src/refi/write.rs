//! A project and a codebook as files. The order of the elements is that of the schema (`Project.xsd`, 18 March 2019).

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use super::colours;
use super::model::{Beside, Case, Code, Codebook, Coding, Guid, Note, Project, Set, Source};

/// Where the schema of a project lies, after its namespace.
const PROJECT: (&str, &str) =
    ("urn:QDA-XML:project:1.0", "http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd");

/// The same of a codebook.
const CODEBOOK: (&str, &str) =
    ("urn:QDA-XML:codebook:1.0", "http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd");

/// Why a file cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the project cannot be written: {0}")]
pub struct WriteError(String);

/// Which notes stand beside what.
type Notes = BTreeMap<Beside, Vec<Guid>>;

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many characters XML cannot hold; in the place of each stands U+FFFD, so that no position moves.
    pub replaced: usize,
}

/// Writes an archive with the project and a file of words for each source.
pub(super) fn project(project: &Project) -> Result<Written, WriteError> {
    let (xml, replaced) = qde(project);
    let broken = |error: &dyn std::fmt::Display| WriteError(error.to_string());
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let mut put = |name: String, bytes: &[u8]| -> Result<(), WriteError> {
        zip.start_file(name, options).map_err(|error| broken(&error))?;
        zip.write_all(bytes).map_err(|error| broken(&error))
    };
    put("project.qde".to_owned(), xml.as_bytes())?;
    for source in &project.sources {
        put(format!("sources/{}.txt", source.guid), source.text.as_bytes())?;
    }
    let bytes = zip.finish().map_err(|error| broken(&error))?.into_inner();
    Ok(Written { bytes, replaced })
}

/// The XML of a project.
pub(super) fn qde(project: &Project) -> (String, usize) {
    let mut notes = Notes::new();
    for (note, beside) in &project.links {
        notes.entry(*beside).or_default().push(*note);
    }
    let mut out = Out::new("Project", PROJECT);
    out.attribute("name", &project.name);
    out.attribute_unless_empty("origin", &project.origin);
    out.within(|out| {
        out.list("Users", &project.users, |out, user| {
            out.open("User", user.guid);
            out.attribute_unless_empty("name", &user.name);
            out.close();
        });
        if !project.codes.is_empty() {
            out.element("CodeBook", |out| {
                out.list("Codes", &project.codes, |out, one| code(out, one, &notes));
            });
        }
        out.list("Variables", &project.variables, |out, variable| {
            out.open("Variable", variable.guid);
            out.attribute("name", &variable.name);
            out.attribute("typeOfVariable", variable.kind.as_str());
            out.close();
        });
        out.list("Cases", &project.cases, |out, one| case(out, one, project));
        out.list("Sources", &project.sources, |out, one| source(out, one, &notes));
        out.list("Notes", &project.notes, note);
        out.list("Sets", &project.sets, |out, one| set(out, one, true));
        out.description(&project.description);
        out.notes(&notes, Beside::Project);
    });
    out.end()
}

/// Writes a codebook.
pub(super) fn codebook(codebook: &Codebook) -> Written {
    let mut out = Out::new("CodeBook", CODEBOOK);
    out.attribute_unless_empty("origin", &codebook.origin);
    out.within(|out| {
        out.element("Codes", |out| codebook.codes.iter().for_each(|one| code(out, one, &Notes::new())));
        out.list("Sets", &codebook.sets, |out, one| set(out, one, false));
    });
    let (xml, replaced) = out.end();
    Written { bytes: xml.into_bytes(), replaced }
}

fn code(out: &mut Out, this: &Code, notes: &Notes) {
    out.open("Code", this.guid);
    out.attribute("name", &this.name);
    out.attribute("isCodable", if this.is_codable { "true" } else { "false" });
    if let Some(colour) = this.colour {
        out.attribute("color", &colours::shown(colour));
    }
    out.within(|out| {
        out.description(&this.description);
        out.notes(notes, Beside::Code(this.guid));
        this.codes.iter().for_each(|one| code(out, one, notes));
    });
}

fn case(out: &mut Out, case: &Case, project: &Project) {
    out.open("Case", case.guid);
    out.attribute_unless_empty("name", &case.name);
    out.within(|out| {
        out.description(&case.description);
        for (of, value) in &case.values {
            let Some(variable) = project.variables.iter().find(|variable| variable.guid == *of) else {
                continue;
            };
            out.element("VariableValue", |out| {
                out.reference("VariableRef", "targetGUID", *of);
                out.words(&format!("{}Value", variable.kind.as_str()), value);
            });
        }
        for source in &case.sources {
            out.reference("SourceRef", "targetGUID", *source);
        }
    });
}

fn source(out: &mut Out, source: &Source, notes: &Notes) {
    out.open("TextSource", source.guid);
    out.attribute_unless_empty("name", &source.name);
    out.attribute("plainTextPath", &format!("internal://{}.txt", source.guid));
    out.within(|out| {
        out.description(&source.description);
        for selection in &source.selections {
            out.open("PlainTextSelection", selection.guid);
            out.attribute("startPosition", &selection.span.start.to_string());
            out.attribute("endPosition", &selection.span.end.to_string());
            out.within(|out| {
                selection.codings.iter().for_each(|one| coding(out, one, notes));
                out.notes(notes, Beside::Selection(selection.guid));
            });
        }
        source.codings.iter().for_each(|one| coding(out, one, notes));
        out.notes(notes, Beside::Source(source.guid));
    });
}

fn coding(out: &mut Out, coding: &Coding, notes: &Notes) {
    out.open("Coding", coding.guid);
    if let Some(user) = coding.user {
        out.attribute("creatingUser", &user.to_string());
    }
    if let Some(created) = coding.created {
        out.attribute("creationDateTime", &created.format("%Y-%m-%dT%H:%M:%SZ").to_string());
    }
    out.within(|out| {
        out.reference("CodeRef", "targetGUID", coding.code);
        out.notes(notes, Beside::Coding(coding.guid));
    });
}

fn note(out: &mut Out, note: &Note) {
    out.open("Note", note.guid);
    out.attribute_unless_empty("name", &note.name);
    out.within(|out| out.words("PlainTextContent", &note.text));
}

/// A set; in a codebook it holds codes alone, and their attribute has another name.
fn set(out: &mut Out, set: &Set, in_project: bool) {
    out.open("Set", set.guid);
    out.attribute("name", &set.name);
    out.within(|out| {
        out.description(&set.description);
        for code in &set.codes {
            out.reference("MemberCode", if in_project { "targetGUID" } else { "guid" }, *code);
        }
        if in_project {
            for source in &set.sources {
                out.reference("MemberSource", "targetGUID", *source);
            }
            for note in &set.notes {
                out.reference("MemberNote", "targetGUID", *note);
            }
        }
    });
}

/// XML that is being written.
struct Out {
    xml: String,
    /// The elements that are open.
    open: Vec<String>,
    replaced: usize,
}

impl Out {
    /// Begins a file with its outermost element, whose attributes may follow.
    fn new(root: &str, (namespace, schema): (&str, &str)) -> Self {
        let xml = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<{root} xmlns=\"{namespace}\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"{namespace} {schema}\""
        );
        Self { xml, open: vec![root.to_owned()], replaced: 0 }
    }

    /// Begins an element that has a GUID; attributes may follow.
    fn open(&mut self, name: &str, guid: Guid) {
        self.xml.push('<');
        self.xml.push_str(name);
        self.open.push(name.to_owned());
        self.attribute("guid", &guid.to_string());
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.xml.push(' ');
        self.xml.push_str(name);
        self.xml.push_str("=\"");
        self.escaped(value, true);
        self.xml.push('"');
    }

    fn attribute_unless_empty(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.attribute(name, value);
        }
    }

    /// Ends the element that was begun, with nothing in it.
    fn close(&mut self) {
        self.open.pop();
        self.xml.push_str("/>\n");
    }

    /// Writes what stands in the element that was begun, and ends it.
    fn within(&mut self, inside: impl FnOnce(&mut Self)) {
        self.xml.push_str(">\n");
        inside(self);
        if let Some(name) = self.open.pop() {
            self.xml.push_str("</");
            self.xml.push_str(&name);
            self.xml.push_str(">\n");
        }
    }

    /// An element without attributes.
    fn element(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.xml.push('<');
        self.xml.push_str(name);
        self.open.push(name.to_owned());
        self.within(inside);
    }

    /// Elements in one around them, which there is only if there is any of them.
    fn list<T>(&mut self, name: &str, all: &[T], one: impl Fn(&mut Self, &T)) {
        if !all.is_empty() {
            self.element(name, |out| all.iter().for_each(|item| one(out, item)));
        }
    }

    /// An element that points to something.
    fn reference(&mut self, name: &str, attribute: &str, guid: Guid) {
        self.xml.push('<');
        self.xml.push_str(name);
        self.attribute(attribute, &guid.to_string());
        self.xml.push_str("/>\n");
    }

    /// What leads to the notes beside something.
    fn notes(&mut self, notes: &Notes, beside: Beside) {
        for note in notes.get(&beside).into_iter().flatten() {
            self.reference("NoteRef", "targetGUID", *note);
        }
    }

    /// An element of words.
    fn words(&mut self, name: &str, words: &str) {
        self.xml.push('<');
        self.xml.push_str(name);
        self.xml.push('>');
        self.escaped(words, false);
        self.xml.push_str("</");
        self.xml.push_str(name);
        self.xml.push_str(">\n");
    }

    fn description(&mut self, words: &str) {
        if !words.is_empty() {
            self.words("Description", words);
        }
    }

    fn escaped(&mut self, text: &str, in_attribute: bool) {
        for letter in text.chars() {
            match letter {
                '&' => self.xml.push_str("&amp;"),
                '<' => self.xml.push_str("&lt;"),
                '>' => self.xml.push_str("&gt;"),
                '"' => self.xml.push_str("&quot;"),
                // A reader would make something else of these.
                '\r' => self.xml.push_str("&#13;"),
                '\n' if in_attribute => self.xml.push_str("&#10;"),
                '\t' if in_attribute => self.xml.push_str("&#9;"),
                letter if is_taken(letter) => self.xml.push(letter),
                _ => {
                    self.xml.push(char::REPLACEMENT_CHARACTER);
                    self.replaced += 1;
                }
            }
        }
    }

    /// Ends the file: the XML, and how many characters were replaced.
    fn end(self) -> (String, usize) {
        (self.xml, self.replaced)
    }
}

/// Whether XML 1.0 can hold a character (section 2.2).
fn is_taken(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
