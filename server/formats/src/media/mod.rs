//! Pictures, recordings and clips, made clean: what a camera, a phone or a program wrote beside the picture and the
//! sound is gone (place, day, device, names), and what is not what it seems is refused.
//!
//! The type of a file is found in its content and never in its name. A picture is decoded and written anew, so that
//! nothing but its points is left. Sound and film are kept as they are coded, which loses no quality and needs no
//! codec here; their containers are walked part by part, and every part that is not needed to play is overwritten or
//! left out. What a codec hides inside its own frames is not looked at.
//!
//! Everything is pure: bytes in, bytes out, and memory that is bounded by the limits below.

mod frames;
mod image;
mod mp4;
mod ogg;
#[cfg(test)]
mod tests;
mod wav;
mod webm;

use earshot_domain::question::FileFlaw;

pub use image::{MEMORY, PIXELS, SIDE, clean_image};

/// The most bytes that a file may have when it comes in.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// A file with nothing in it but what is seen and heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its type, as HTTP names it: one of those that every browser of today plays or shows, and never HTML or SVG.
    pub content_type: &'static str,
    /// Width and height in points, of a picture.
    pub size: Option<(u32, u32)>,
}

/// What somebody hands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A picture.
    Picture,
    /// Sound alone.
    Sound,
    /// Film, with or without sound.
    Film,
}

/// What a file is by its first bytes; `None` for everything that is never taken. Film and sound come in the same
/// containers, and which of the two it is only the walk through them tells: [`clean_audio`] refuses film.
pub fn looks_like(bytes: &[u8]) -> Option<Medium> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] | [0x89, b'P', b'N', b'G', ..] => Some(Medium::Picture),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Medium::Picture),
        _ => Container::of(bytes).map(|container| match container {
            Container::Mp4 | Container::WebM => Medium::Film,
            _ => Medium::Sound,
        }),
    }
}

/// The containers of sound and film that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Container {
    Mp4,
    WebM,
    Ogg,
    Wav,
    Frames,
}

impl Container {
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some(Self::Mp4),
            [0x1a, 0x45, 0xdf, 0xa3, ..] => Some(Self::WebM),
            [b'O', b'g', b'g', b'S', ..] => Some(Self::Ogg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => Some(Self::Wav),
            [b'I', b'D', b'3', ..] => Some(Self::Frames),
            [0xff, second, ..] if second & 0xe0 == 0xe0 => Some(Self::Frames),
            _ => None,
        }
    }
}

/// Takes tags, dates, places, pictures and names out of a recording: `WebM`, MP4 (M4A, 3GP), Ogg, WAV, MP3 and AAC.
/// Film is not taken: a face is on it.
pub fn clean_audio(bytes: Vec<u8>) -> Result<Clean, FileFlaw> {
    let (bytes, content_type) = clean_container(bytes, false)?;
    Ok(Clean { bytes, content_type, size: None })
}

/// The same with a clip that staff made: MP4 or `WebM` with pictures in it.
pub fn clean_clip(bytes: Vec<u8>) -> Result<Clean, FileFlaw> {
    if !matches!(Container::of(&bytes), Some(Container::Mp4 | Container::WebM)) {
        return Err(FileFlaw::NotTaken);
    }
    let (bytes, content_type) = clean_container(bytes, true)?;
    Ok(Clean { bytes, content_type, size: None })
}

fn clean_container(mut bytes: Vec<u8>, film: bool) -> Result<(Vec<u8>, &'static str), FileFlaw> {
    if bytes.len() > MAX_BYTES {
        return Err(FileFlaw::TooLarge);
    }
    match Container::of(&bytes).ok_or(FileFlaw::NotTaken)? {
        Container::Mp4 => {
            mp4::clean(&mut bytes, film)?;
            Ok((bytes, if film { "video/mp4" } else { "audio/mp4" }))
        }
        Container::WebM => {
            webm::clean(&mut bytes, film)?;
            Ok((bytes, if film { "video/webm" } else { "audio/webm" }))
        }
        Container::Ogg => {
            ogg::clean(&mut bytes)?;
            Ok((bytes, "audio/ogg"))
        }
        Container::Wav => Ok((wav::clean(&bytes)?, "audio/wav")),
        Container::Frames => frames::clean(&bytes),
    }
}

/// Takes what Vorbis comments say out of a packet of them, without a change of its length: no words, no list, and
/// nothing after it. `from` is where they begin, behind the packet's own name; `framed` says that a set bit must
/// stand at their end.
fn hush_comments(packet: &mut [u8], from: usize, framed: bool) {
    // The length of the maker's name and the number of comments: both nothing.
    if let Some(rest) = packet.get_mut(from..) {
        rest.fill(0);
        if framed && rest.len() > 8 {
            rest[8] = 1;
        }
    }
}

/// Four bytes, the first of them the greatest.
fn be32(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(four)).ok()
}

/// Eight bytes, the first of them the greatest.
fn be64(bytes: &[u8], at: usize) -> Option<usize> {
    let eight: [u8; 8] = bytes.get(at..at.checked_add(8)?)?.try_into().ok()?;
    usize::try_from(u64::from_be_bytes(eight)).ok()
}

/// Four bytes, the last of them the greatest.
fn le32(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(four)).ok()
}
