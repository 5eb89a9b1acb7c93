//! Pictures: decoded under limits, turned as the camera was held, made smaller, and written anew.

use std::io::Cursor;

use earshot_domain::question::FileFlaw;
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgba, RgbaImage};

use super::{Clean, MAX_BYTES};

/// The longest side of a picture that is kept, in points: a phone's screen and half as much again.
pub const SIDE: u32 = 1_600;

/// The most points of a picture that comes in: the cameras of today's phones.
pub const PIXELS: u64 = 50_000_000;

/// The longest side that comes in.
const SIDE_IN: u32 = 16_384;

/// The most bytes of memory that one picture may take while it is decoded.
pub const MEMORY: u64 = 256 * 1024 * 1024;

/// Of how many colours a picture is a drawing, and kept without loss.
const DRAWING_COLOURS: usize = 256;

/// The most bytes of a drawing that is kept without loss.
const DRAWING_BYTES: usize = 1024 * 1024;

/// From 1 to 100.
const QUALITY: u8 = 82;

/// Decodes a JPEG, PNG or WebP and writes it anew, at most [`SIDE`] points long, as JPEG or, where it is a simple
/// drawing, as PNG. Nothing but its points survives. Of a picture that moves the first is kept.
pub fn clean_image(bytes: &[u8]) -> Result<Clean, FileFlaw> {
    if bytes.len() > MAX_BYTES {
        return Err(FileFlaw::TooLarge);
    }
    let format = match bytes {
        [0xff, 0xd8, 0xff, ..] => ImageFormat::Jpeg,
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => ImageFormat::Png,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => ImageFormat::WebP,
        _ => return Err(FileFlaw::NotTaken),
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_IN);
    limits.max_image_height = Some(SIDE_IN);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| flaw(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS {
        return Err(FileFlaw::TooLarge);
    }
    // A camera writes how it was held beside the picture; a picture without it is the right way up.
    let held = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| flaw(&error))?;
    if width.max(height) > SIDE {
        picture = picture.thumbnail(SIDE, SIDE);
    }
    picture.apply_orientation(held);
    write(&picture.into_rgba8()).map_err(|error| flaw(&error))
}

fn flaw(error: &ImageError) -> FileFlaw {
    match error {
        ImageError::Limits(_) => FileFlaw::TooLarge,
        ImageError::Unsupported(_) => FileFlaw::NotTaken,
        _ => FileFlaw::Broken,
    }
}

fn write(picture: &RgbaImage) -> Result<Clean, ImageError> {
    let size = Some(picture.dimensions());
    // Whoever looks sees it on white paper.
    let plain = DynamicImage::ImageRgba8(on_white(picture)).into_rgb8();
    if is_drawing(picture) {
        let mut bytes = Cursor::new(Vec::new());
        plain.write_to(&mut bytes, ImageFormat::Png)?;
        let bytes = bytes.into_inner();
        if bytes.len() <= DRAWING_BYTES {
            return Ok(Clean { bytes, content_type: "image/png", size });
        }
    }
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&plain)?;
    Ok(Clean { bytes, content_type: "image/jpeg", size })
}

/// Whether there are few colours in it.
fn is_drawing(picture: &RgbaImage) -> bool {
    let mut seen = std::collections::HashSet::new();
    picture.pixels().all(|pixel| {
        seen.insert(pixel.0);
        seen.len() <= DRAWING_COLOURS
    })
}

fn on_white(picture: &RgbaImage) -> RgbaImage {
    let mut paper = picture.clone();
    for Rgba([red, green, blue, alpha]) in paper.pixels_mut() {
        let over = u16::from(*alpha);
        let mix =
            |colour: u8| u8::try_from((u16::from(colour) * over + 255 * (255 - over)) / 255).unwrap_or(255);
        (*red, *green, *blue, *alpha) = (mix(*red), mix(*green), mix(*blue), 255);
    }
    paper
}
