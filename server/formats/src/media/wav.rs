//! WAV: chunks. Written anew from the three that are needed to play.

use earshot_domain::question::FileFlaw;

use super::le32;

/// The most bytes that say how the sound is coded.
const FORMAT: usize = 40;

/// The same sound with nothing beside it.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, FileFlaw> {
    let broken = FileFlaw::Broken;
    let [mut format, mut fact, mut data]: [Option<&[u8]>; 3] = [None; 3];
    let mut at = 12;
    while at + 8 <= bytes.len() {
        let size = le32(bytes, at + 4).ok_or(broken)?;
        let start = at + 8;
        // Some programs leave the length of a sound that is still recorded open.
        let end = start.saturating_add(size).min(bytes.len());
        let body = &bytes[start..end];
        match &bytes[at..at + 4] {
            b"fmt " if format.is_none() => format = Some(&body[..body.len().min(FORMAT)]),
            b"fact" if fact.is_none() => fact = Some(&body[..body.len().min(4)]),
            b"data" if data.is_none() => data = Some(body),
            _ => {}
        }
        at = end + size % 2;
    }
    let (Some(format), Some(data)) = (format.filter(|format| format.len() >= 16), data) else {
        return Err(broken);
    };
    if data.is_empty() {
        return Err(broken);
    }
    let mut clean = Vec::with_capacity(data.len() + 128);
    clean.extend(b"RIFF\0\0\0\0WAVE");
    for (name, body) in [(b"fmt ", Some(format)), (b"fact", fact), (b"data", Some(data))] {
        let Some(body) = body else { continue };
        clean.extend(name);
        clean.extend(u32::try_from(body.len()).map_err(|_| FileFlaw::TooLarge)?.to_le_bytes());
        clean.extend(body);
        if body.len() % 2 == 1 {
            clean.push(0);
        }
    }
    let size = u32::try_from(clean.len() - 8).map_err(|_| FileFlaw::TooLarge)?;
    clean[4..8].copy_from_slice(&size.to_le_bytes());
    Ok(clean)
}
