//! The archive of a project. Nothing is written anywhere and nothing it says of itself is believed: sizes are measured while
//! they are read, and only what the project needs is unpacked.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use super::report::{Defect, quoted};
use super::xml::XML_MAX;
use crate::FILE_MAX;

/// How an archive begins.
pub(super) const BEGINNING: &[u8] = b"PK\x03\x04";

/// The most parts.
const PARTS_MAX: usize = 100_000;

/// How much everything that is read may unpack to.
const UNPACKED_MAX: usize = 128 * 1024 * 1024;

/// How many times larger than the file that may be, once it is more than [`SMALL`]: texts become a tenth or a
/// twentieth of their size, and what becomes a thousandth was made for that.
const RATIO_MAX: usize = 100;

/// What any file may unpack to.
const SMALL: usize = 1024 * 1024;

/// The largest text of one source.
const TEXT_MAX: usize = 8 * 1024 * 1024;

/// An archive that is open.
pub(super) struct Archive<'a> {
    zip: zip::ZipArchive<Cursor<&'a [u8]>>,
    /// The places of the files that could be a project at the top: names and places.
    projects: Vec<(String, usize)>,
    /// The places of the texts, by their name in small letters.
    texts: HashMap<String, usize>,
    /// How much may still be unpacked.
    left: usize,
}

impl<'a> Archive<'a> {
    /// Looks at the names of the parts.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Defect> {
        if bytes.len() > FILE_MAX {
            return Err(Defect::TooLarge(format!("more than {} MiB", FILE_MAX / 1024 / 1024)));
        }
        // The first bytes too: an archive may be glued to the end of another file.
        if !bytes.starts_with(BEGINNING) {
            return Err(Defect::NotAnArchive);
        }
        let zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let left = bytes.len().saturating_mul(RATIO_MAX).clamp(SMALL, UNPACKED_MAX);
        let mut archive = Self { zip, projects: Vec::new(), texts: HashMap::new(), left };
        if archive.zip.len() > PARTS_MAX {
            return Err(Defect::TooLarge(format!("{} parts", archive.zip.len())));
        }
        for place in 0..archive.zip.len() {
            let name =
                archive.zip.by_index_raw(place).map_err(damaged)?.name().map_err(damaged)?.into_owned();
            archive.note(&name, place)?;
        }
        Ok(archive)
    }

    fn note(&mut self, name: &str, place: usize) -> Result<(), Defect> {
        // Some programs write the separator of Windows.
        let path = name.replace('\\', "/");
        let leads_out = path.starts_with('/')
            || path.split('/').any(|step| step == "..")
            || path.as_bytes().get(1) == Some(&b':');
        if leads_out {
            return Err(Defect::LeadsOut(quoted(name)));
        }
        let lower = path.to_lowercase();
        match lower.split_once('/') {
            None if lower.strip_suffix(".qde").is_some() => self.projects.push((lower.clone(), place)),
            None => {
                self.texts.entry(lower.clone()).or_insert(place);
            }
            // What stands where the specification puts it counts before what lies beside the project.
            Some(("sources", file)) if !file.contains('/') => {
                self.texts.insert(file.to_owned(), place);
            }
            Some(_) => {}
        }
        Ok(())
    }

    /// The project: `project.qde`, or the only file of that kind.
    pub(super) fn project(&mut self) -> Result<Vec<u8>, Defect> {
        let place = match &self.projects[..] {
            [] => return Err(Defect::NoProject),
            [(_, place)] => *place,
            several => {
                let names: Vec<&str> = several.iter().map(|(name, _)| name.as_str()).take(5).collect();
                return Err(Defect::Several(names.join(", ")));
            }
        };
        self.unpack(place, XML_MAX)
    }

    /// The bytes of a text by its name; `Ok(None)` where there is none.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<Vec<u8>>, Defect> {
        let name = name.trim().replace('\\', "/").to_lowercase();
        let name = name.strip_prefix("sources/").unwrap_or(&name);
        match self.texts.get(name).copied() {
            Some(place) => self.unpack(place, TEXT_MAX).map(Some),
            None => Ok(None),
        }
    }

    fn unpack(&mut self, place: usize, most: usize) -> Result<Vec<u8>, Defect> {
        let limit = most.min(self.left);
        let part = self.zip.by_index(place).map_err(damaged)?;
        let mut bytes = Vec::new();
        part.take(u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(damaged)?;
        if bytes.len() > limit {
            let said =
                format!("more than {} MiB, or to more than {RATIO_MAX} times its size", most / 1024 / 1024);
            return Err(Defect::Expands(said));
        }
        self.left -= bytes.len();
        Ok(bytes)
    }
}

fn damaged(error: impl std::fmt::Display) -> Defect {
    Defect::Damaged(error.to_string())
}
