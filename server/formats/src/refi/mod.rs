//! REFI-QDA: what programs for qualitative analysis hand to each other (domain.md 6.7). A project (`.qdpx`) is an archive
//! with `project.qde` and a text for each source; a codebook (`.qdc`) is one XML file.
//!
//! Positions in texts are code points from 0, the end exclusive. What is read is put into the form in which words are kept
//! (NFC, LF), and every position moves along.

mod archive;
mod colours;
mod model;
mod places;
mod read;
mod report;
#[cfg(test)]
mod tests;
mod write;
mod xml;

pub use colours::{colour_of, name_of};
pub use model::{
    Beside, Case, Code, Codebook, Coding, Guid, Note, Project, Selection, Set, Source, User, Variable,
    VariableKind,
};
pub use report::{Defect, Report};
pub use write::{WriteError, Written};

/// Reads a project: an archive of one `project.qde` and the texts that it names.
pub fn read_project(bytes: &[u8]) -> Result<(Project, Report), Defect> {
    let mut archive = archive::Archive::open(bytes)?;
    let root = xml::read(&archive.project()?)?;
    read::project(&root, &mut |name| archive.text(name))
}

/// Reads the XML of a project alone, as it stands in `project.qde`: of its sources only those whose words stand in it.
pub fn read_qde(bytes: &[u8]) -> Result<(Project, Report), Defect> {
    read::project(&xml::read(bytes)?, &mut |_| Ok(None))
}

/// Reads a codebook. A project's `project.qde` is one, too: whatever else stands in it is left aside.
pub fn read_codebook(bytes: &[u8]) -> Result<(Codebook, Report), Defect> {
    read::codebook(&xml::read(bytes)?)
}

/// Writes a project.
pub fn write_project(project: &Project) -> Result<Written, WriteError> {
    write::project(project)
}

/// Writes a codebook.
pub fn write_codebook(codebook: &Codebook) -> Written {
    write::codebook(codebook)
}

/// Whether bytes are an archive, and so may be a project and no codebook.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(archive::BEGINNING)
}
