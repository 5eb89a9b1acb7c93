//! From the tree of a file to a project. What programs write differently is taken as each of them does; what Earshot has no
//! place for is counted.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Datelike, SubsecRound, Utc};
use earshot_domain::text::normalise;

use super::colours;
use super::model::{
    Beside, Case, Code, Codebook, Coding, Guid, Note, Project, Selection, Set, Source, User, Variable,
    VariableKind, moment,
};
use super::places::Places;
use super::report::{Defect, Report, quoted};
use super::xml::Element;

/// How the namespaces of these files begin.
const NAMESPACE: &str = "urn:qda-xml:";

/// Gives the bytes of a text by its name in the archive.
type Texts<'a> = dyn FnMut(&str) -> Result<Option<Vec<u8>>, Defect> + 'a;

/// Reads a project.
pub(super) fn project(root: &Element, texts: &mut Texts<'_>) -> Result<(Project, Report), Defect> {
    rooted(root, &["Project"])?;
    let mut reading = Reading { origin: line(root.attribute("origin")), ..Reading::default() };
    let codes = reading.codes(root.first("CodeBook"))?;
    let users = reading.users(root);
    let variables = reading.variables(root);
    // Some programs code a text with the case that it is of.
    let cases: Vec<&Element> = root.first("Cases").into_iter().flat_map(|cases| cases.all("Case")).collect();
    reading.known_cases = cases.iter().filter_map(|case| Guid::parse(case.attribute("guid"))).collect();
    reading.noted = noted(root);
    let mut sources = reading.sources(root, texts)?;
    let notes = reading.notes(root, texts)?;
    let cases = cases.into_iter().filter_map(|case| reading.case(case)).collect();
    let sets = reading.sets(root);
    reading.aside(root);
    let links = reading.links();
    reading.without_bare_passages(&mut sources, &links);
    let project = Project {
        name: line(root.attribute("name")),
        origin: reading.origin,
        description: words(root.first("Description")),
        users,
        codes,
        variables,
        cases,
        sources,
        notes,
        links,
        sets,
    };
    Ok((project, reading.report))
}

/// Reads a codebook.
pub(super) fn codebook(root: &Element) -> Result<(Codebook, Report), Defect> {
    rooted(root, &["CodeBook", "Project"])?;
    let mut reading = Reading { origin: line(root.attribute("origin")), ..Reading::default() };
    let codes = reading.codes(if root.name == "Project" { root.first("CodeBook") } else { Some(root) })?;
    // There is no note in a codebook: what leads to one is counted.
    reading.links();
    let sets = reading.sets(root);
    let sets = sets.into_iter().map(|set| Set { sources: Vec::new(), notes: Vec::new(), ..set }).collect();
    Ok((Codebook { origin: reading.origin, codes, sets }, reading.report))
}

/// Whether the outermost element is one of these, in a namespace of REFI-QDA, or in none.
fn rooted(root: &Element, names: &[&str]) -> Result<(), Defect> {
    if !names.contains(&root.name.as_str()) {
        let said = match root.name.as_str() {
            "CodeBook" => "it is a codebook and no project".to_owned(),
            other => format!("it begins with {}", quoted(other)),
        };
        return Err(Defect::NotRefi(said));
    }
    let foreign = |name: &&str| !name.starts_with("http://www.w3.org/");
    let declared: Vec<String> = root.namespaces().filter(foreign).map(str::to_lowercase).collect();
    if declared.is_empty() || declared.iter().any(|name| name.starts_with(NAMESPACE)) {
        Ok(())
    } else {
        Err(Defect::NotRefi(format!("its namespace is {}", quoted(&declared[0]))))
    }
}

/// Words of one line.
fn line(text: &str) -> String {
    normalise(text).trim().to_owned()
}

/// The words of an element, if there is one.
fn words(element: Option<&Element>) -> String {
    element.map(|element| normalise(&element.text)).unwrap_or_default()
}

/// The passages that stand in notes, by these: what QualCoder notes of a piece of a text stands so, with where it begins and ends,
/// and the text leads to the note.
fn noted(root: &Element) -> HashMap<Guid, (Guid, String, String)> {
    let notes = root.first("Notes").into_iter().flat_map(|notes| notes.all("Note"));
    let passage = |note: &Element| {
        let piece = note.first("PlainTextSelection")?;
        let ends = ["startPosition", "endPosition"].map(|name| piece.attribute(name).to_owned());
        let [start, end] = ends;
        Some((Guid::parse(note.attribute("guid"))?, (Guid::parse(piece.attribute("guid"))?, start, end)))
    };
    notes.filter_map(passage).collect()
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    origin: String,
    report: Report,
    known_codes: HashSet<Guid>,
    known_users: HashSet<Guid>,
    known_variables: HashMap<Guid, VariableKind>,
    known_cases: HashSet<Guid>,
    known_sources: HashSet<Guid>,
    known_notes: HashSet<Guid>,
    /// Pieces and codings that have been read: of two of one id nobody knows which a note is beside.
    known_places: HashSet<Beside>,
    /// What leads to notes, which are read later.
    links: Vec<(Guid, Beside)>,
    /// Passages of texts that stand in notes.
    noted: HashMap<Guid, (Guid, String, String)>,
    /// Remarks on passages: notes that have no element of their own.
    remarks: Vec<Note>,
}

impl Reading {
    fn codes(&mut self, book: Option<&Element>) -> Result<Vec<Code>, Defect> {
        let codes = book.and_then(|book| book.first("Codes"));
        codes.into_iter().flat_map(|codes| codes.all("Code")).map(|code| self.code(code)).collect()
    }

    fn code(&mut self, element: &Element) -> Result<Code, Defect> {
        let guid = guid_of(element)?;
        let name = line(element.attribute("name"));
        if name.is_empty() {
            return Err(Defect::NoName(guid.to_string()));
        }
        if !self.known_codes.insert(guid) {
            return Err(Defect::Twice { what: "the codes", guid: guid.to_string() });
        }
        let colour = element.attribute("color");
        self.note_refs(element, Beside::Code(guid));
        Ok(Code {
            guid,
            name,
            is_codable: !matches!(element.attribute("isCodable").trim(), "false" | "0"),
            colour: colours::parse(colour),
            description: words(element.first("Description")),
            codes: element.all("Code").map(|code| self.code(code)).collect::<Result<_, _>>()?,
        })
    }

    fn users(&mut self, root: &Element) -> Vec<User> {
        let mut users = Vec::new();
        for element in root.first("Users").into_iter().flat_map(|users| users.all("User")) {
            match Guid::parse(element.attribute("guid")) {
                Some(guid) if self.known_users.insert(guid) => {
                    users.push(User { guid, name: line(element.attribute("name")) });
                }
                _ => self.report.left_out("coder was", "coders were"),
            }
        }
        users
    }

    fn variables(&mut self, root: &Element) -> Vec<Variable> {
        let mut variables = Vec::new();
        for element in root.first("Variables").into_iter().flat_map(|all| all.all("Variable")) {
            let kind = element.attribute("typeOfVariable").trim();
            let kind = VariableKind::ALL.into_iter().find(|known| known.as_str() == kind);
            let kind = kind.unwrap_or(VariableKind::Text);
            match Guid::parse(element.attribute("guid")) {
                Some(guid) if !self.known_variables.contains_key(&guid) => {
                    self.known_variables.insert(guid, kind);
                    variables.push(Variable { guid, name: line(element.attribute("name")), kind });
                }
                _ => self.report.left_out("variable was", "variables were"),
            }
        }
        variables
    }

    fn case(&mut self, element: &Element) -> Option<Case> {
        let guid = Guid::parse(element.attribute("guid"));
        // Each is taken once.
        let Some(guid) = guid.filter(|guid| self.known_cases.remove(guid)) else {
            self.report.left_out("case was", "cases were");
            return None;
        };
        let mut values = Vec::new();
        for value in element.all("VariableValue") {
            // QualCoder says of a number that nobody has given that it has no value.
            let is_given = value.children.iter().any(|child| child.name.ends_with("Value"));
            if !is_given {
                continue;
            }
            let of = value.first("VariableRef").and_then(|of| Guid::parse(of.attribute("targetGUID")));
            match of.and_then(|of| Some((of, *self.known_variables.get(&of)?))) {
                Some((of, kind)) => {
                    let given = words(value.children.iter().find(|child| child.name.ends_with("Value")));
                    let given = if kind == VariableKind::Text { given } else { given.trim().to_owned() };
                    if kind.takes(&given) {
                        values.push((of, given));
                    } else {
                        self.report.left_out(
                            "value that is not of the kind of its variable was",
                            "values that are not of the kind of their variables were",
                        );
                    }
                }
                None => self.report.left_out("value of a case was", "values of cases were"),
            }
        }
        for _ in element.all("CodeRef").chain(element.all("SelectionRef")) {
            self.report.left_out("link from a case was", "links from cases were");
        }
        let sources = self.targets(element, "SourceRef", |reading| &reading.known_sources);
        let description = words(element.first("Description"));
        Some(Case { guid, name: line(element.attribute("name")), description, values, sources })
    }

    /// What the elements of a name in this one point to, as far as it is there.
    fn targets(
        &mut self,
        element: &Element,
        name: &'static str,
        known: fn(&Self) -> &HashSet<Guid>,
    ) -> Vec<Guid> {
        let mut targets = Vec::new();
        for target in element.all(name) {
            // In a set of a codebook the attribute has another name than everywhere else.
            let text = match target.attribute("targetGUID") {
                "" => target.attribute("guid"),
                text => text,
            };
            match Guid::parse(text).filter(|guid| known(self).contains(guid)) {
                Some(guid) if !targets.contains(&guid) => targets.push(guid),
                Some(_) => {}
                None => self.report.left_out(
                    "link to something that is not there, or was left out, was",
                    "links to something that is not there, or was left out, were",
                ),
            }
        }
        targets
    }

    fn sources(&mut self, root: &Element, texts: &mut Texts<'_>) -> Result<Vec<Source>, Defect> {
        let mut sources = Vec::new();
        for element in root.first("Sources").into_iter().flat_map(|sources| &sources.children) {
            match element.name.as_str() {
                "TextSource" => sources.extend(self.source(element, texts)?),
                "PictureSource" => self.report.left_out("picture was", "pictures were"),
                "PDFSource" => self.report.left_out("PDF was", "PDFs were"),
                "AudioSource" => self.report.left_out("sound recording was", "sound recordings were"),
                "VideoSource" => self.report.left_out("film was", "films were"),
                _ => self.report.left_out("source of an unknown kind was", "sources of unknown kinds were"),
            }
        }
        Ok(sources)
    }

    fn source(&mut self, element: &Element, texts: &mut Texts<'_>) -> Result<Option<Source>, Defect> {
        let guid = guid_of(element)?;
        let name = line(element.attribute("name"));
        if self.known_sources.contains(&guid) {
            return Err(Defect::Twice { what: "the texts", guid: guid.to_string() });
        }
        let Some(raw) = self.raw(element, &name, texts)? else { return Ok(None) };
        self.known_sources.insert(guid);
        let places = Places::new(&raw, &self.origin);
        let mut selections = Vec::new();
        for selection in element.all("PlainTextSelection") {
            let span = places.span(selection.attribute("startPosition"), selection.attribute("endPosition"));
            let Some(span) = span else {
                let line =
                    format!("a passage of {} lies outside of its words and was left out", quoted(&name));
                self.report.tell("passages outside of their words", line);
                continue;
            };
            let remark = words(selection.first("Description"));
            let has_note = selection.first("NoteRef").is_some() || !remark.trim().is_empty();
            let had_any = selection.first("Coding").is_some();
            let codings = self.codings(selection)?;
            // What somebody notes of a passage is kept, also where it carries no code.
            if !codings.is_empty() || has_note {
                let guid = guid_of(selection)?;
                let is_one = self.note_refs(selection, Beside::Selection(guid));
                self.remark(remark.trim(), guid, is_one);
                selections.push(Selection { guid, span, codings });
            } else if !had_any {
                self.report.left_out("passage without a code was", "passages without a code were");
            }
        }
        let codings = self.codings(element)?;
        let before = self.links.len();
        self.note_refs(element, Beside::Source(guid));
        for link in &mut self.links[before..] {
            if let Some((piece, start, end)) = self.noted.get(&link.0)
                && let Some(span) = places.span(start, end)
                && self.known_places.insert(Beside::Selection(*piece))
            {
                link.1 = Beside::Selection(*piece);
                selections.push(Selection { guid: *piece, span, codings: Vec::new() });
            }
        }
        for _ in element.all("VariableValue") {
            self.report.left_out("value of a text was", "values of texts were");
        }
        let description = words(element.first("Description"));
        Ok(Some(Source { guid, name, description, text: places.into_text(), selections, codings }))
    }

    /// Keeps what is remarked on a passage as a note beside it, unless there are two passages of its id.
    fn remark(&mut self, remark: &str, passage: Guid, is_one: bool) {
        if remark.is_empty() {
            return;
        }
        // The note needs an id of its own, the same whenever the file is read.
        let guid = Guid(passage.0.rotate_left(64));
        if is_one && self.known_notes.insert(guid) {
            self.links.push((guid, Beside::Selection(passage)));
            self.remarks.push(Note { guid, name: String::new(), text: remark.to_owned() });
        } else {
            self.report.left_out("remark on a passage was", "remarks on passages were");
        }
    }

    fn codings(&mut self, element: &Element) -> Result<Vec<Coding>, Defect> {
        let mut codings = Vec::new();
        for coding in element.all("Coding") {
            let code = coding.first("CodeRef").and_then(|code| Guid::parse(code.attribute("targetGUID")));
            let Some(code) = code.filter(|code| self.known_codes.contains(code)) else {
                if code.is_some_and(|code| self.known_cases.contains(&code)) {
                    self.report.left_out("coding with a case was", "codings with cases were");
                } else {
                    self.report.left_out(
                        "coding with a code that is not there was",
                        "codings with codes that are not there were",
                    );
                }
                continue;
            };
            let user = Guid::parse(coding.attribute("creatingUser"));
            let guid = guid_of(coding)?;
            self.note_refs(coding, Beside::Coding(guid));
            codings.push(Coding {
                guid,
                code,
                user: user.filter(|user| self.known_users.contains(user)),
                created: second(coding.attribute("creationDateTime")),
            });
        }
        Ok(codings)
    }

    /// The words of a source or a note as they stand in the file.
    fn raw(
        &mut self,
        element: &Element,
        name: &str,
        texts: &mut Texts<'_>,
    ) -> Result<Option<String>, Defect> {
        if let Some(content) = element.first("PlainTextContent") {
            return Ok(Some(content.text.clone()));
        }
        let path = element.attribute("plainTextPath").trim();
        let why = match path.split_once("://") {
            Some((scheme, file)) if scheme.eq_ignore_ascii_case("internal") => match texts(file)? {
                Some(bytes) => match String::from_utf8(bytes) {
                    Ok(text) => return Ok(Some(text)),
                    Err(_) => "its words are not UTF-8",
                },
                None => "its words are not in the archive",
            },
            _ if path.is_empty() => "it has no plain text",
            _ => "its words lie outside of the archive",
        };
        self.report
            .tell("texts that were left out", format!("the text {} was left out: {why}", quoted(name)));
        Ok(None)
    }

    fn notes(&mut self, root: &Element, texts: &mut Texts<'_>) -> Result<Vec<Note>, Defect> {
        let mut notes = std::mem::take(&mut self.remarks);
        for element in root.first("Notes").into_iter().flat_map(|notes| notes.all("Note")) {
            let name = line(element.attribute("name"));
            let guid = Guid::parse(element.attribute("guid")).filter(|guid| !self.known_notes.contains(guid));
            let Some(guid) = guid else {
                self.report.left_out("note was", "notes were");
                continue;
            };
            if let Some(raw) = self.raw(element, &name, texts)? {
                self.known_notes.insert(guid);
                notes.push(Note { guid, name, text: Places::new(&raw, "").into_text() });
            }
        }
        Ok(notes)
    }

    fn sets(&mut self, root: &Element) -> Vec<Set> {
        let mut sets = Vec::new();
        let mut known = HashSet::new();
        for element in root.first("Sets").into_iter().flat_map(|sets| sets.all("Set")) {
            let guid = Guid::parse(element.attribute("guid")).filter(|guid| known.insert(*guid));
            let Some(guid) = guid else {
                self.report.left_out("set was", "sets were");
                continue;
            };
            sets.push(Set {
                guid,
                name: line(element.attribute("name")),
                description: words(element.first("Description")),
                codes: self.targets(element, "MemberCode", |reading| &reading.known_codes),
                sources: self.targets(element, "MemberSource", |reading| &reading.known_sources),
                notes: self.targets(element, "MemberNote", |reading| &reading.known_notes),
            });
        }
        sets
    }

    /// Counts what stands beside all this.
    fn aside(&mut self, root: &Element) {
        for _ in root.first("Links").into_iter().flat_map(|links| links.all("Link")) {
            self.report.left_out("link was", "links were");
        }
        for _ in root.first("Graphs").into_iter().flat_map(|graphs| graphs.all("Graph")) {
            self.report.left_out("graph was", "graphs were");
        }
        self.note_refs(root, Beside::Project);
    }

    /// Remembers which notes an element leads to. `false` where it is another one of an id that there is already: a note that
    /// is meant for one of them stands beside none but the first.
    fn note_refs(&mut self, element: &Element, beside: Beside) -> bool {
        let is_one = match beside {
            Beside::Selection(_) | Beside::Coding(_) => self.known_places.insert(beside),
            Beside::Project | Beside::Code(_) | Beside::Source(_) => true,
        };
        for target in element.all("NoteRef") {
            match Guid::parse(target.attribute("targetGUID")) {
                Some(note) if is_one => self.links.push((note, beside)),
                _ => self.report.left_out("link to a note was", "links to notes were"),
            }
        }
        is_one
    }

    /// Takes out the passages of which only a note was left out that would have spoken of them.
    fn without_bare_passages(&mut self, sources: &mut [Source], links: &[(Guid, Beside)]) {
        let noted: HashSet<Beside> = links.iter().map(|(_, beside)| *beside).collect();
        for source in sources {
            let before = source.selections.len();
            source
                .selections
                .retain(|piece| !piece.codings.is_empty() || noted.contains(&Beside::Selection(piece.guid)));
            for _ in source.selections.len()..before {
                self.report.left_out("passage without a code was", "passages without a code were");
            }
        }
    }

    /// What leads to notes that are there, in order and each once.
    fn links(&mut self) -> Vec<(Guid, Beside)> {
        let links = std::mem::take(&mut self.links);
        let (mut links, astray): (Vec<_>, Vec<_>) =
            links.into_iter().partition(|(note, _)| self.known_notes.contains(note));
        for _ in astray {
            self.report.left_out("link to a note was", "links to notes were");
        }
        links.sort_unstable();
        links.dedup();
        links
    }
}

/// The GUID that an element must have.
fn guid_of(element: &Element) -> Result<Guid, Defect> {
    let text = element.attribute("guid");
    Guid::parse(text).ok_or_else(|| {
        let name = element.attribute("name");
        let what =
            if name.is_empty() { element.name.clone() } else { format!("{} {}", element.name, quoted(name)) };
        Defect::Guid { what, text: quoted(text) }
    })
}

/// A moment, to the second; of one without a time zone it is taken to be UTC.
fn second(text: &str) -> Option<DateTime<Utc>> {
    let moment = moment(text.trim()).map(|moment| moment.trunc_subsecs(0));
    // Years of five digits are written in another way.
    moment.filter(|moment| (1..=9999).contains(&moment.year()))
}
