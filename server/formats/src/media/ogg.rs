//! Ogg with Opus or Vorbis in it (RFC 3533, 7845). The second packet of each stream holds comments: its words are
//! overwritten where they stand, and the sums of the pages are made anew.

use std::collections::BTreeMap;
use std::ops::Range;

use earshot_domain::question::FileFlaw;

use super::{hush_comments, le32};

/// The head of a page, without the lengths of its segments.
const HEAD: usize = 27;

/// The most streams in one file: a recording has one.
const STREAMS: usize = 16;

/// How much of a stream was seen.
#[derive(Debug)]
struct Stream {
    vorbis: bool,
    packets: usize,
    /// Where its comments lie.
    comments: Vec<Range<usize>>,
}

/// Cleans the file in its place.
pub(super) fn clean(bytes: &mut [u8]) -> Result<(), FileFlaw> {
    let mut streams: BTreeMap<usize, Stream> = BTreeMap::new();
    let mut done = Vec::new();
    let mut pages = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let page = page(bytes, at)?;
        let serial = le32(bytes, at + 14).ok_or(FileFlaw::Broken)?;
        let lengths = at + HEAD..at + HEAD + usize::from(bytes[at + 26]);
        let mut from = lengths.end;
        if bytes[at + 5] & 2 != 0 {
            done.extend(streams.insert(serial, begin(&bytes[from..page.end])?));
            if streams.len() + done.len() > STREAMS {
                return Err(FileFlaw::NotTaken);
            }
        }
        let stream = streams.get_mut(&serial).ok_or(FileFlaw::Broken)?;
        for length in lengths {
            let length = usize::from(bytes[length]);
            if stream.packets == 1 {
                stream.comments.push(from..from + length);
            }
            from += length;
            if length < 255 {
                stream.packets += 1;
            }
        }
        at = page.end;
        pages.push(page);
    }
    for stream in streams.into_values().chain(done) {
        // Without a second packet there is nothing to hear.
        if stream.packets < 3 {
            return Err(FileFlaw::Broken);
        }
        let mut packet: Vec<u8> =
            stream.comments.iter().flat_map(|part| bytes[part.clone()].iter().copied()).collect();
        hush_comments(&mut packet, if stream.vorbis { 7 } else { 8 }, stream.vorbis);
        let mut from = 0;
        for part in stream.comments {
            bytes[part.clone()].copy_from_slice(&packet[from..from + part.len()]);
            from += part.len();
        }
    }
    for page in pages {
        bytes[page.start + 22..page.start + 26].fill(0);
        let sum = checksum(&bytes[page.clone()]);
        bytes[page.start + 22..page.start + 26].copy_from_slice(&sum.to_le_bytes());
    }
    Ok(())
}

/// One page from here.
fn page(bytes: &[u8], at: usize) -> Result<Range<usize>, FileFlaw> {
    let broken = FileFlaw::Broken;
    let head = bytes.get(at..at + HEAD).filter(|head| head.starts_with(b"OggS\0")).ok_or(broken)?;
    let lengths = bytes.get(at + HEAD..at + HEAD + usize::from(head[26])).ok_or(broken)?;
    let body: usize = lengths.iter().copied().map(usize::from).sum();
    let end = at + HEAD + lengths.len() + body;
    if end <= bytes.len() { Ok(at..end) } else { Err(broken) }
}

/// A stream by its first packet.
fn begin(packet: &[u8]) -> Result<Stream, FileFlaw> {
    let vorbis = packet.starts_with(b"\x01vorbis");
    if !vorbis && !packet.starts_with(b"OpusHead") {
        return Err(FileFlaw::NotTaken);
    }
    Ok(Stream { vorbis, packets: 0, comments: Vec::new() })
}

/// The sum of a page: CRC-32 with the polynomial `04c11db7`, nothing turned round.
pub(super) fn checksum(page: &[u8]) -> u32 {
    page.iter().fold(0_u32, |sum, byte| {
        (0..8).fold(sum ^ (u32::from(*byte) << 24), |sum, _| {
            if sum & 0x8000_0000 == 0 { sum << 1 } else { (sum << 1) ^ 0x04c1_1db7 }
        })
    })
}
