//! The container of an old workbook: a small file system of sectors in one
//! file (MS-CFB). Only what leads to the stream of the workbook is read.
//!
//! Every chain of sectors is followed at most as many steps as the file has
//! sectors, so one that runs in a circle ends.

use crate::xlsform::ReadError;

/// How every such file begins.
pub(super) const SIGNATURE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The first number that is no sector.
const RESERVED: u32 = 0xffff_fffa;

/// The size of an entry of the directory.
const ENTRY: usize = 128;

/// Streams below this size lie in sectors of 64 bytes.
const SMALL: usize = 4_096;
const SMALL_SECTOR: usize = 64;

/// How many sectors of the table are named in the header.
const IN_HEADER: usize = 109;

struct Sectors<'a> {
    bytes: &'a [u8],
    size: usize,
    table: Vec<u32>,
}

fn damaged(what: &str) -> ReadError {
    ReadError::Damaged(format!("{what} of the old workbook cannot be followed"))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

impl<'a> Sectors<'a> {
    fn get(&self, sector: u32) -> Option<&'a [u8]> {
        let from = (usize::try_from(sector).ok()? + 1).checked_mul(self.size)?;
        let to = (from + self.size).min(self.bytes.len());
        self.bytes.get(from..to).filter(|sector| !sector.is_empty())
    }

    /// All bytes of a chain, at most so many.
    fn chain(&self, first: u32, most: usize) -> Option<Vec<u8>> {
        follow(first, &self.table, most, self.bytes.len() / self.size + 1, &|sector| self.get(sector))
    }
}

fn follow<'b>(
    first: u32,
    table: &[u32],
    most: usize,
    steps: usize,
    get: &dyn Fn(u32) -> Option<&'b [u8]>,
) -> Option<Vec<u8>> {
    let mut found = Vec::new();
    let mut sector = first;
    for _ in 0..=steps {
        if sector >= RESERVED || found.len() >= most {
            found.truncate(most);
            return Some(found);
        }
        found.extend_from_slice(get(sector)?);
        sector = *table.get(usize::try_from(sector).ok()?)?;
    }
    None
}

/// The stream of the workbook.
pub(super) fn workbook(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let shift =
        u16_at(bytes, 30).filter(|shift| matches!(shift, 9 | 12)).ok_or_else(|| damaged("the header"))?;
    let mut sectors = Sectors { bytes, size: 1 << shift, table: Vec::new() };
    sectors.table = table(&sectors).ok_or_else(|| damaged("the table of sectors"))?;
    let directory = u32_at(bytes, 48).and_then(|first| sectors.chain(first, bytes.len()));
    let directory = directory.ok_or_else(|| damaged("the directory"))?;
    let entry =
        |wanted: &str| directory.chunks_exact(ENTRY).find(|entry| name(entry).eq_ignore_ascii_case(wanted));
    let Some(stream) = entry("Workbook") else {
        return Err(match entry("Book").or_else(|| entry("EncryptedPackage")) {
            Some(_) => ReadError::NotAWorkbook,
            None => damaged("the directory"),
        });
    };
    let (Some(first), Some(size)) =
        (u32_at(stream, 116), u32_at(stream, 120).and_then(|n| usize::try_from(n).ok()))
    else {
        return Err(damaged("the directory"));
    };
    let size = size.min(bytes.len());
    let found =
        if size < SMALL { small(&sectors, &directory, first, size) } else { sectors.chain(first, size) };
    found.ok_or_else(|| damaged("the workbook\u{2019}s stream"))
}

/// The table that says which sector follows which.
fn table(sectors: &Sectors<'_>) -> Option<Vec<u32>> {
    let count = sectors.bytes.len() / sectors.size + 1;
    let mut places: Vec<u32> = (0..IN_HEADER).filter_map(|at| u32_at(sectors.bytes, 76 + at * 4)).collect();
    // Large files have more places in a chain of their own, each with the next at its end.
    let mut more = u32_at(sectors.bytes, 68)?;
    let mut steps = 0;
    while more < RESERVED {
        steps += 1;
        if steps > count {
            return None;
        }
        let sector = sectors.get(more)?;
        let last = sectors.size / 4 - 1;
        places.extend((0..last).filter_map(|at| u32_at(sector, at * 4)));
        more = u32_at(sector, last * 4)?;
    }
    let mut table = Vec::new();
    for place in places.into_iter().filter(|place| *place < RESERVED).take(count) {
        let sector = sectors.get(place)?;
        table.extend((0..sectors.size / 4).filter_map(|at| u32_at(sector, at * 4)));
    }
    table.truncate(count);
    Some(table)
}

/// A stream that lies in small sectors, which lie in the stream of the root.
fn small(sectors: &Sectors<'_>, directory: &[u8], first: u32, size: usize) -> Option<Vec<u8>> {
    let root = directory.get(..ENTRY)?;
    let whole = sectors.chain(u32_at(root, 116)?, sectors.bytes.len())?;
    let table = sectors.chain(u32_at(sectors.bytes, 60)?, sectors.bytes.len())?;
    let table: Vec<u32> = table.chunks_exact(4).filter_map(|entry| u32_at(entry, 0)).collect();
    let get = |sector: u32| {
        let from = usize::try_from(sector).ok()?.checked_mul(SMALL_SECTOR)?;
        let to = (from + SMALL_SECTOR).min(whole.len());
        whole.get(from..to).filter(|sector| !sector.is_empty())
    };
    follow(first, &table, size, whole.len() / SMALL_SECTOR + 1, &get)
}

/// The name of an entry: 31 letters of UTF-16 at most.
fn name(entry: &[u8]) -> String {
    let letters = entry.chunks_exact(2).take(32).filter_map(|pair| u16_at(pair, 0));
    let letters: Vec<u16> = letters.take_while(|letter| *letter != 0).collect();
    String::from_utf16_lossy(&letters)
}
