//! MP3 and AAC: one frame after the other, with tags before, between and behind them. The frames are kept and nothing
//! else.

use earshot_domain::question::FileFlaw;

/// Kilobits a second of layer III, by version 1 and by versions 2 and 2.5.
const RATES: [[usize; 15]; 2] = [
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

/// Samples a second of version 1; halved for 2, and once more for 2.5.
const SAMPLES: [usize; 3] = [44_100, 48_000, 32_000];

/// So many frames must be found before a file is what it seems to be.
const ENOUGH: usize = 3;

/// How a file is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Mp3,
    Aac,
}

/// The frames of a file, and what they are.
pub(super) fn clean(bytes: &[u8]) -> Result<(Vec<u8>, &'static str), FileFlaw> {
    let mut clean = Vec::with_capacity(bytes.len());
    let mut coding = None;
    let (mut at, mut frames) = (0, 0);
    while at < bytes.len() {
        if let Some(tag) = tag(&bytes[at..]) {
            at += tag;
            continue;
        }
        match frame(&bytes[at..]) {
            // A frame is one where the next one follows, or where the file ends.
            Some((found, length))
                if coding.is_none_or(|known| known == found) && follows(&bytes[at..], found, length) =>
            {
                coding = Some(found);
                clean.extend(&bytes[at..at + length]);
                frames += 1;
                at += length;
            }
            _ => at += 1,
        }
    }
    match coding {
        Some(Coding::Mp3) if frames >= ENOUGH => Ok((clean, "audio/mpeg")),
        Some(Coding::Aac) if frames >= ENOUGH => Ok((clean, "audio/aac")),
        _ => Err(FileFlaw::Broken),
    }
}

/// Whether behind a frame of this length comes another, a tag, or nothing.
fn follows(bytes: &[u8], coding: Coding, length: usize) -> bool {
    let Some(rest) = bytes.get(length..) else { return false };
    rest.is_empty()
        || tag(rest).is_some()
        || rest.starts_with(b"APETAGEX")
        || rest.starts_with(b"LYRICS")
        || frame(rest).is_some_and(|(next, _)| next == coding)
}

/// How long a tag is that stands here: ID3 before or between frames, or the old one at the end.
fn tag(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'I', b'D', b'3', _, _, _, a, b, c, d, ..] if (a | b | c | d) & 0x80 == 0 => {
            let size = [a, b, c, d].iter().fold(0_usize, |size, byte| size << 7 | usize::from(**byte));
            Some((10 + size).min(bytes.len()))
        }
        [b'T', b'A', b'G', ..] if bytes.len() <= 128 => Some(bytes.len()),
        _ => None,
    }
}

/// What is coded here and how long it is.
fn frame(bytes: &[u8]) -> Option<(Coding, usize)> {
    let [0xff, second, third, fourth, ..] = *bytes else { return None };
    if second & 0xf6 == 0xf0 {
        let [fifth, sixth] = *bytes.get(4..6)? else { return None };
        let length = usize::from(fourth & 3) << 11 | usize::from(fifth) << 3 | usize::from(sixth) >> 5;
        return (length > 7 && length <= bytes.len()).then_some((Coding::Aac, length));
    }
    // The layer: III and no other.
    if second & 0xe6 != 0xe2 {
        return None;
    }
    let (halved, version) = match second >> 3 & 3 {
        3 => (0, 0),
        2 => (1, 1),
        0 => (2, 1),
        _ => return None,
    };
    let rate = *RATES[version].get(usize::from(third >> 4)).filter(|rate| **rate > 0)? * 1_000;
    let samples = SAMPLES.get(usize::from(third >> 2 & 3))? >> halved;
    let slots = if version == 0 { 144 } else { 72 };
    let length = slots * rate / samples + usize::from(third >> 1 & 1);
    (length <= bytes.len()).then_some((Coding::Mp3, length))
}
