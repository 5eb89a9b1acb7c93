//! MP4 and its kin (M4A, 3GP): boxes in boxes.
//!
//! Nothing moves: what is not needed to play becomes a box named `free` that is full of zeros, so that every position
//! in the file stays true. Only what is named here stays, so that a box that nobody has heard of says nothing.
//! Where the samples lie is known, everything else in the box of samples is overwritten as well.

use std::ops::Range;

use earshot_domain::question::FileFlaw;

use super::{be32, be64};

type Name = [u8; 4];

const FILE: &[&Name] = &[b"ftyp", b"moov", b"mdat", b"moof", b"styp", b"sidx", b"mfra"];
const MOVIE: &[&Name] = &[b"mvhd", b"trak", b"mvex"];
const EXTENDS: &[&Name] = &[b"mehd", b"trex"];
const TRACK: &[&Name] = &[b"tkhd", b"edts", b"mdia"];
const EDITS: &[&Name] = &[b"elst"];
const MEDIA: &[&Name] = &[b"mdhd", b"hdlr", b"minf"];
const INFO: &[&Name] = &[b"smhd", b"vmhd", b"hdlr", b"dinf", b"stbl"];
const DATA: &[&Name] = &[b"dref"];
const SAMPLES: &[&Name] = &[
    b"stsd", b"stts", b"ctts", b"stsc", b"stsz", b"stco", b"co64", b"stss", b"sgpd", b"sbgp", b"sdtp",
    b"cslg",
];
const FRAGMENT: &[&Name] = &[b"mfhd", b"traf"];
const FRAGMENT_TRACK: &[&Name] = &[b"tfhd", b"tfdt", b"trun", b"sgpd", b"sbgp"];

/// Where the name of a handler begins: behind its version, its type and what is reserved.
const HANDLER_NAME: usize = 24;

/// One box: where it begins, and what is in it.
#[derive(Debug, Clone)]
struct Part {
    name: Name,
    at: usize,
    body: Range<usize>,
}

/// Cleans the file in its place.
pub(super) fn clean(bytes: &mut [u8], film: bool) -> Result<(), FileFlaw> {
    let whole = 0..bytes.len();
    let parts = prune(bytes, whole, FILE)?;
    let mut samples = Vec::new();
    let mut movies = 0;
    for part in &parts {
        match &part.name {
            b"moov" => {
                movies += 1;
                movie(bytes, part.body.clone(), film, &mut samples)?;
            }
            b"moof" => {
                for track in prune(bytes, part.body.clone(), FRAGMENT)? {
                    if &track.name == b"traf" {
                        prune(bytes, track.body, FRAGMENT_TRACK)?;
                    }
                }
            }
            _ => {}
        }
    }
    if movies != 1 {
        return Err(FileFlaw::Broken);
    }
    let in_fragments = parts.iter().any(|part| &part.name == b"moof");
    if !in_fragments {
        samples.sort_by_key(|range: &Range<usize>| range.start);
        for data in parts.iter().filter(|part| &part.name == b"mdat") {
            silence(bytes, &data.body, &samples);
        }
    }
    Ok(())
}

fn movie(
    bytes: &mut [u8],
    body: Range<usize>,
    film: bool,
    samples: &mut Vec<Range<usize>>,
) -> Result<(), FileFlaw> {
    let mut heard = false;
    for part in prune(bytes, body, MOVIE)? {
        match &part.name {
            b"mvhd" => forget_times(bytes, &part.body)?,
            b"mvex" => {
                prune(bytes, part.body, EXTENDS)?;
            }
            _ => match handler(bytes, &part)? {
                Some(name) if &name == b"soun" || (film && &name == b"vide") => {
                    heard = true;
                    track(bytes, part.body, samples)?;
                }
                Some(name) if &name == b"vide" => return Err(FileFlaw::NotTaken),
                // A track of places, of texts, of whatever a phone measures.
                _ => blank(bytes, &part),
            },
        }
    }
    if heard { Ok(()) } else { Err(FileFlaw::NotTaken) }
}

/// What a track holds: `soun`, `vide`, or something else.
fn handler(bytes: &[u8], track: &Part) -> Result<Option<Name>, FileFlaw> {
    let Some(media) = child(bytes, &track.body, *b"mdia")? else { return Ok(None) };
    let Some(handler) = child(bytes, &media.body, *b"hdlr")? else { return Ok(None) };
    let at = handler.body.start + 8;
    Ok(bytes.get(at..at + 4).filter(|_| at + 4 <= handler.body.end).and_then(|name| name.try_into().ok()))
}

fn child(bytes: &[u8], body: &Range<usize>, name: Name) -> Result<Option<Part>, FileFlaw> {
    Ok(parts(bytes, body.clone())?.into_iter().find(|part| part.name == name))
}

fn track(bytes: &mut [u8], body: Range<usize>, samples: &mut Vec<Range<usize>>) -> Result<(), FileFlaw> {
    for part in prune(bytes, body, TRACK)? {
        match &part.name {
            b"tkhd" => forget_times(bytes, &part.body)?,
            b"edts" => {
                prune(bytes, part.body, EDITS)?;
            }
            _ => {
                for part in prune(bytes, part.body, MEDIA)? {
                    match &part.name {
                        b"mdhd" => forget_times(bytes, &part.body)?,
                        b"hdlr" => zero_from(bytes, &part.body, HANDLER_NAME),
                        _ => info(bytes, part.body, samples)?,
                    }
                }
            }
        }
    }
    Ok(())
}

fn info(bytes: &mut [u8], body: Range<usize>, samples: &mut Vec<Range<usize>>) -> Result<(), FileFlaw> {
    for part in prune(bytes, body, INFO)? {
        match &part.name {
            b"hdlr" => zero_from(bytes, &part.body, HANDLER_NAME),
            b"dinf" => {
                for part in prune(bytes, part.body, DATA)? {
                    // A version and a number come before the boxes; each may name a file on somebody's disk.
                    let from = part.body.start.saturating_add(8);
                    for reference in parts(bytes, from.min(part.body.end)..part.body.end)? {
                        zero_from(bytes, &reference.body, 4);
                    }
                }
            }
            b"stbl" => {
                let tables = prune(bytes, part.body, SAMPLES)?;
                samples.extend(ranges(bytes, &tables)?);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Where the samples of a track lie in the file, from its three tables.
fn ranges(bytes: &[u8], tables: &[Part]) -> Result<Vec<Range<usize>>, FileFlaw> {
    let table =
        |name: &Name| tables.iter().find(|part| part.name == *name).map(|part| &bytes[part.body.clone()]);
    let broken = FileFlaw::Broken;
    let wide = table(b"stco").is_none();
    let (Some(offsets), Some(chunks), Some(sizes)) =
        (table(b"stco").or_else(|| table(b"co64")), table(b"stsc"), table(b"stsz"))
    else {
        return Err(broken);
    };
    let one_size = be32(sizes, 4).ok_or(broken)?;
    let all = be32(sizes, 8).ok_or(broken)?;
    let count = be32(offsets, 4).ok_or(broken)?;
    let runs = be32(chunks, 4).ok_or(broken)?;
    let mut found = Vec::new();
    let (mut run, mut sample) = (0_usize, 0_usize);
    for chunk in 0..count {
        let start = if wide { be64(offsets, 8 + chunk * 8) } else { be32(offsets, 8 + chunk * 4) };
        let start = start.ok_or(broken)?;
        // The run of chunks that this one belongs to: numbers count from 1.
        while run + 1 < runs && be32(chunks, 8 + (run + 1) * 12).ok_or(broken)? <= chunk + 1 {
            run += 1;
        }
        let here = be32(chunks, 8 + run * 12 + 4).ok_or(broken)?.min(all.saturating_sub(sample));
        let mut length = 0_usize;
        if one_size > 0 {
            length = here.checked_mul(one_size).ok_or(broken)?;
        } else {
            for one in sample..sample + here {
                length = length.checked_add(be32(sizes, 12 + one * 4).ok_or(broken)?).ok_or(broken)?;
            }
        }
        sample += here;
        found.push(start..start.checked_add(length).ok_or(broken)?);
    }
    Ok(found)
}

/// Overwrites what no sample is made of. `samples` are in the order of their beginnings.
fn silence(bytes: &mut [u8], data: &Range<usize>, samples: &[Range<usize>]) {
    let mut at = data.start;
    for sample in samples {
        let start = sample.start.clamp(at, data.end);
        bytes[at..start].fill(0);
        at = at.max(sample.end.min(data.end));
    }
    bytes[at..data.end].fill(0);
}

/// The boxes in a part of the file, one after the other.
fn parts(bytes: &[u8], within: Range<usize>) -> Result<Vec<Part>, FileFlaw> {
    let mut found = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let broken = FileFlaw::Broken;
        if within.end - at < 8 {
            // Some programs end a list with four zeros.
            return if bytes[at..within.end].iter().all(|byte| *byte == 0) { Ok(found) } else { Err(broken) };
        }
        let name: Name = bytes[at + 4..at + 8].try_into().map_err(|_| broken)?;
        let (head, size) = match be32(bytes, at).ok_or(broken)? {
            0 => (8, within.end - at),
            1 => (16, be64(bytes, at + 8).ok_or(broken)?),
            size => (8, size),
        };
        let end = at.checked_add(size).filter(|end| size >= head && *end <= within.end).ok_or(broken)?;
        found.push(Part { name, at, body: at + head..end });
        at = end;
    }
    Ok(found)
}

/// The boxes that stay; the others are overwritten.
fn prune(bytes: &mut [u8], within: Range<usize>, stay: &[&Name]) -> Result<Vec<Part>, FileFlaw> {
    let (kept, gone): (Vec<Part>, Vec<Part>) =
        parts(bytes, within)?.into_iter().partition(|part| stay.contains(&&part.name));
    for part in &gone {
        blank(bytes, part);
    }
    Ok(kept)
}

fn blank(bytes: &mut [u8], part: &Part) {
    bytes[part.at + 4..part.at + 8].copy_from_slice(b"free");
    bytes[part.body.clone()].fill(0);
}

/// When it was made and when it was changed: two times of four bytes, or of eight in the first version.
fn forget_times(bytes: &mut [u8], body: &Range<usize>) -> Result<(), FileFlaw> {
    let version = *bytes.get(body.start).filter(|_| !body.is_empty()).ok_or(FileFlaw::Broken)?;
    let times = body.start + 4..body.start + if version == 1 { 20 } else { 12 };
    if times.end > body.end {
        return Err(FileFlaw::Broken);
    }
    bytes[times].fill(0);
    Ok(())
}

fn zero_from(bytes: &mut [u8], body: &Range<usize>, from: usize) {
    if body.len() > from {
        bytes[body.start + from..body.end].fill(0);
    }
}
