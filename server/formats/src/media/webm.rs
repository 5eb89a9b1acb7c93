//! `WebM` and Matroska: elements in elements (EBML, RFC 8794 and 9559).
//!
//! Nothing moves: what is not needed to play becomes an empty element (`Void`) of the same length. Only what is named
//! here stays. Browsers write files while they record, so the length of the whole and of its clusters may be unknown.

use std::ops::Range;

use earshot_domain::question::FileFlaw;

use super::hush_comments;

const EBML: u32 = 0x1a45_dfa3;
const SEGMENT: u32 = 0x1853_8067;
const SEEK_HEAD: u32 = 0x114d_9b74;
const INFO: u32 = 0x1549_a966;
const TRACKS: u32 = 0x1654_ae6b;
const CLUSTER: u32 = 0x1f43_b675;
const CUES: u32 = 0x1c53_bb6b;
/// Chapters, tags and attached files: never kept.
const BESIDE: [u32; 3] = [0x1043_a770, 0x1254_c367, 0x1941_a469];
const VOID: u8 = 0xec;
const DOC_TYPE: u32 = 0x4282;
/// The names of the programs that wrote the file. They have to be there, so they are emptied.
const PROGRAMS: [u32; 2] = [0x4d80, 0x5741];
const TRACK: u32 = 0xae;
const TRACK_TYPE: u32 = 0x83;
const CODEC: u32 = 0x86;
const CODEC_PRIVATE: u32 = 0x63a2;
const BLOCK_GROUP: u32 = 0xa0;

const HEAD_STAYS: &[u32] = &[0x4286, 0x42f7, 0x42f2, 0x42f3, DOC_TYPE, 0x4287, 0x4285];
const SEGMENT_STAYS: &[u32] = &[SEEK_HEAD, INFO, TRACKS, CLUSTER, CUES];
/// The scale of time and how long it is.
const INFO_STAYS: &[u32] = &[0x002a_d7b1, 0x4489, PROGRAMS[0], PROGRAMS[1]];
/// Number, id, type, how it is laid out in blocks, codec and what it needs, pictures and sound.
const TRACK_STAYS: &[u32] = &[
    0xd7,
    0x73c5,
    TRACK_TYPE,
    0xb9,
    0x88,
    0x9c,
    0x0023_e383,
    CODEC,
    CODEC_PRIVATE,
    0x56aa,
    0x56bb,
    0xe0,
    0xe1,
    0x0022_b59c,
];
/// Time, block, group of blocks, size of the one before, position.
const CLUSTER_STAYS: &[u32] = &[0xe7, 0xa3, BLOCK_GROUP, 0xab, 0xa7];
/// Block, how long, what it refers to, what is left out at its end.
const GROUP_STAYS: &[u32] = &[0xa1, 0x9b, 0xfb, 0x75a2];

const SOUND: [&[u8]; 3] = [b"A_OPUS", b"A_VORBIS", b"A_AAC"];
const FILM: [&[u8]; 4] = [b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG4/ISO/AVC"];

#[derive(Debug, Clone)]
struct Element {
    id: u32,
    at: usize,
    body: Range<usize>,
}

/// Cleans the file in its place.
pub(super) fn clean(bytes: &mut [u8], film: bool) -> Result<(), FileFlaw> {
    let whole = 0..bytes.len();
    let top = prune(bytes, whole, &[EBML, SEGMENT])?;
    let [head, segment] = top.as_slice() else { return Err(FileFlaw::Broken) };
    if head.id != EBML || segment.id != SEGMENT {
        return Err(FileFlaw::Broken);
    }
    let kind = prune(bytes, head.body.clone(), HEAD_STAYS)?
        .into_iter()
        .find(|element| element.id == DOC_TYPE)
        .map(|element| text(&bytes[element.body]).to_vec());
    if !matches!(kind.as_deref(), Some(b"webm" | b"matroska")) {
        return Err(FileFlaw::NotTaken);
    }
    let mut tracks = 0;
    for element in prune(bytes, segment.body.clone(), SEGMENT_STAYS)? {
        match element.id {
            INFO => {
                for element in prune(bytes, element.body, INFO_STAYS)? {
                    if PROGRAMS.contains(&element.id) {
                        bytes[element.body].fill(0);
                    }
                }
            }
            TRACKS => {
                for element in prune(bytes, element.body, &[TRACK])? {
                    track(bytes, element.body, film)?;
                    tracks += 1;
                }
            }
            CLUSTER => {
                for element in prune(bytes, element.body, CLUSTER_STAYS)? {
                    if element.id == BLOCK_GROUP {
                        prune(bytes, element.body, GROUP_STAYS)?;
                    }
                }
            }
            _ => {}
        }
    }
    if tracks == 0 { Err(FileFlaw::Broken) } else { Ok(()) }
}

fn track(bytes: &mut [u8], body: Range<usize>, film: bool) -> Result<(), FileFlaw> {
    let parts = prune(bytes, body, TRACK_STAYS)?;
    let part = |id: u32| parts.iter().find(|element| element.id == id).map(|element| element.body.clone());
    let kind = part(TRACK_TYPE).and_then(|body| bytes[body].last().copied());
    let codec = part(CODEC).map(|body| text(&bytes[body]).to_vec()).ok_or(FileFlaw::Broken)?;
    let begins = |known: &[&[u8]]| known.iter().any(|name| codec.starts_with(name));
    match kind {
        Some(2) if begins(&SOUND) => {}
        Some(1) if film && begins(&FILM) => {}
        _ => return Err(FileFlaw::NotTaken),
    }
    if codec.starts_with(b"A_VORBIS")
        && let Some(body) = part(CODEC_PRIVATE)
    {
        vorbis_headers(&mut bytes[body])?;
    }
    Ok(())
}

/// The three headers of Vorbis in one: how many there are less one, the lengths of the first two, and the headers. The
/// second holds comments.
fn vorbis_headers(headers: &mut [u8]) -> Result<(), FileFlaw> {
    let broken = FileFlaw::Broken;
    if headers.first() != Some(&2) {
        return Err(broken);
    }
    let mut at = 1;
    let mut lengths = [0_usize; 2];
    for length in &mut lengths {
        loop {
            let byte = *headers.get(at).ok_or(broken)?;
            at += 1;
            *length += usize::from(byte);
            if byte < 255 {
                break;
            }
        }
    }
    let start = at + lengths[0];
    let comments = headers.get_mut(start..start + lengths[1]).ok_or(broken)?;
    hush_comments(comments, 7, true);
    Ok(())
}

/// A text without the zeros that may fill it up.
fn text(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    &bytes[..end]
}

/// A number of variable length at this place, with or without the mark of its length: its value, how long it is, and
/// whether every bit of it is set, which means unknown.
fn number(bytes: &[u8], at: usize, end: usize, marked: bool) -> Result<(u64, usize, bool), FileFlaw> {
    let first = *bytes.get(at).filter(|_| at < end).ok_or(FileFlaw::Broken)?;
    let length = first.leading_zeros() as usize + 1;
    if length > 8 || at + length > end {
        return Err(FileFlaw::Broken);
    }
    let mark = 0x80_u8 >> (length - 1);
    let mut value = u64::from(if marked { first } else { first & !mark });
    let mut full = first & (mark - 1) == mark - 1;
    for byte in &bytes[at + 1..at + length] {
        value = value << 8 | u64::from(*byte);
        full &= *byte == 0xff;
    }
    Ok((value, length, full))
}

fn elements(bytes: &[u8], within: Range<usize>) -> Result<Vec<Element>, FileFlaw> {
    let mut found = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let element = element(bytes, at, within.end)?;
        at = element.body.end;
        found.push(element);
    }
    Ok(found)
}

fn element(bytes: &[u8], at: usize, end: usize) -> Result<Element, FileFlaw> {
    let broken = FileFlaw::Broken;
    let (id, length, _) = number(bytes, at, end, true)?;
    let id = u32::try_from(id).map_err(|_| broken)?;
    let (size, more, unknown) = number(bytes, at + length, end, false)?;
    let start = at + length + more;
    let stop = if unknown {
        match id {
            SEGMENT => end,
            CLUSTER => cluster_end(bytes, start, end)?,
            _ => return Err(broken),
        }
    } else {
        let size = usize::try_from(size).map_err(|_| broken)?;
        start.checked_add(size).filter(|stop| *stop <= end).ok_or(broken)?
    };
    Ok(Element { id, at, body: start..stop })
}

/// A cluster of unknown length ends where something begins that cannot be in it.
fn cluster_end(bytes: &[u8], start: usize, end: usize) -> Result<usize, FileFlaw> {
    let mut at = start;
    while at < end {
        let (id, ..) = number(bytes, at, end, true)?;
        let beside = SEGMENT_STAYS.iter().chain(&BESIDE).any(|other| u64::from(*other) == id);
        if beside {
            break;
        }
        at = element(bytes, at, end)?.body.end;
    }
    Ok(at)
}

/// The elements that stay; the others are overwritten.
fn prune(bytes: &mut [u8], within: Range<usize>, stay: &[u32]) -> Result<Vec<Element>, FileFlaw> {
    let (kept, gone): (Vec<Element>, Vec<Element>) =
        elements(bytes, within)?.into_iter().partition(|element| stay.contains(&element.id));
    for element in &gone {
        blank(bytes, element);
    }
    Ok(kept)
}

/// An empty element of the same length.
fn blank(bytes: &mut [u8], element: &Element) {
    let place = &mut bytes[element.at..element.body.end];
    let total = place.len();
    place.fill(0);
    place[0] = VOID;
    // A length in one byte where it fits, and otherwise in eight.
    if total < 9 {
        place[1] = 0x80 | u8::try_from(total - 2).unwrap_or_default();
    } else {
        let length = (total - 9) as u64 | 0x0100_0000_0000_0000;
        place[1..9].copy_from_slice(&length.to_be_bytes());
    }
}
