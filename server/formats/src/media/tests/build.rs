//! Makes small files of each kind, byte by byte.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "names such as b\"moov\" are written as they are read"
)]

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::MARK;
use crate::media::ogg::checksum;

/// A picture whose left side is red, on a ground of many colours, in a format.
pub(super) fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, y| {
        if x < width / 4 {
            Rgb([220, 20, 30])
        } else {
            let part = |n: u32| u8::try_from(n % 256).unwrap();
            Rgb([part(x * 7 + y), part(y * 5), part(x + y * 3)])
        }
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// What a camera writes beside a picture: how it was held, and where (51.5 degrees north), with the mark as its maker.
pub(super) fn exif(orientation: u16) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08".to_vec();
    let words = 8 + 2 + 3 * 12 + 4;
    tiff.extend(3_u16.to_be_bytes());
    let mut entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        tiff.extend(tag.to_be_bytes());
        tiff.extend(kind.to_be_bytes());
        tiff.extend(count.to_be_bytes());
        tiff.extend(value);
    };
    let length = u32::try_from(MARK.len() + 1).unwrap();
    entry(0x010f, 2, length, u32::to_be_bytes(words));
    let [high, low] = orientation.to_be_bytes();
    entry(0x0112, 3, 1, [high, low, 0, 0]);
    let gps = words + length + (length % 2);
    entry(0x8825, 4, 1, gps.to_be_bytes());
    tiff.extend([0; 4]);
    tiff.extend(MARK);
    tiff.push(0);
    if length % 2 == 1 {
        tiff.push(0);
    }
    // GPSLatitudeRef: N.
    tiff.extend(1_u16.to_be_bytes());
    tiff.extend([0, 1, 0, 2, 0, 0, 0, 2, b'N', 0, 0, 0, 0, 0, 0, 0]);
    tiff
}

/// A JPEG with what a camera writes, and a comment.
pub(super) fn jpeg_from_a_camera(width: u32, height: u32, orientation: u16) -> Vec<u8> {
    let plain = picture(width, height, ImageFormat::Jpeg);
    let segment = |marker: u8, body: &[u8]| {
        let length = u16::try_from(body.len() + 2).unwrap();
        [&[0xff, marker], &length.to_be_bytes()[..], body].concat()
    };
    let exif = segment(0xe1, &[b"Exif\0\0", exif(orientation).as_slice()].concat());
    [&plain[..2], &exif, &segment(0xfe, MARK), &plain[2..]].concat()
}

/// A PNG with text and EXIF.
pub(super) fn png_with_text(width: u32, height: u32) -> Vec<u8> {
    let plain = picture(width, height, ImageFormat::Png);
    let chunk = |name: &[u8; 4], body: &[u8]| {
        let length = u32::try_from(body.len()).unwrap().to_be_bytes();
        let named = [&name[..], body].concat();
        [&length[..], &named, &crc32(&named).to_be_bytes()].concat()
    };
    let text = chunk(b"tEXt", &[b"Author\0", MARK].concat());
    let exif = chunk(b"eXIf", &exif(1));
    // Behind the signature and the head.
    [&plain[..33], &text, &exif, &plain[33..]].concat()
}

/// A WebP of the larger kind, with EXIF and XMP.
pub(super) fn webp_with_exif(width: u32, height: u32) -> Vec<u8> {
    let plain = picture(width, height, ImageFormat::WebP);
    let chunk = |name: &[u8; 4], body: &[u8]| {
        let length = u32::try_from(body.len()).unwrap().to_le_bytes();
        let mut chunk = [&name[..], &length, body].concat();
        if body.len() % 2 == 1 {
            chunk.push(0);
        }
        chunk
    };
    let size = |n: u32| (n - 1).to_le_bytes();
    let head = [&[0x0c, 0, 0, 0], &size(width)[..3], &size(height)[..3]].concat();
    let body = [
        b"WEBP".to_vec(),
        chunk(b"VP8X", &head),
        plain[12..].to_vec(),
        chunk(b"EXIF", &exif(1)),
        chunk(b"XMP ", MARK),
    ]
    .concat();
    chunk(b"RIFF", &body)
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 0 { sum >> 1 } else { sum >> 1 ^ 0xedb8_8320 },
        )
    })
}

/// A box of an MP4.
pub(super) fn part(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let size = u32::try_from(body.len() + 8).unwrap().to_be_bytes();
    [&size[..], name, body].concat()
}

/// The sound of every file here: what must come out as it went in.
pub(super) const SOUND: &[u8] = b"this is what was said aloud, and it stays";

/// An MP4 with a track of this kind, and wherever there is room the mark: in `udta` with the place, in `meta`, in the
/// names of handlers, in a track of places, behind the samples.
pub(super) fn mp4(kind: &[u8; 4]) -> Vec<u8> {
    let file = part(b"ftyp", b"M4A \0\0\0\0isom");
    let place = part(b"udta", &part(b"\xa9xyz", &[b"\0\x12\x15\xc7+51.5072-000.1276/", MARK].concat()));
    let meta = part(b"meta", &[b"\0\0\0\0", MARK].concat());
    let times = |rest: usize| {
        [&[0_u8; 4][..], &[0xda, 0xda, 0xda, 0xda, 0xdb, 0xdb, 0xdb, 0xdb], &vec![0; rest]].concat()
    };
    let build = |offset: u32| {
        let track = |kind: &[u8; 4], offset: u32, length: u32| {
            let handler = part(b"hdlr", &[&[0; 8], &kind[..], &[0; 12], MARK, b"\0"].concat());
            let one = |name: &[u8; 4], numbers: &[u32]| {
                part(name, &numbers.iter().flat_map(|n| n.to_be_bytes()).collect::<Vec<_>>())
            };
            let tables = [
                part(b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1], &part(b"mp4a", &[0; 28])[..]].concat()),
                one(b"stts", &[0, 1, 1, 1024]),
                one(b"stsc", &[0, 1, 1, 1, 1]),
                one(b"stsz", &[0, 0, 1, length]),
                one(b"stco", &[0, 1, offset]),
            ]
            .concat();
            let link = part(b"url ", &[b"\0\0\0\0", MARK].concat());
            let data = part(b"dinf", &part(b"dref", &[&[0, 0, 0, 0, 0, 0, 0, 1], &link[..]].concat()));
            let info = part(b"minf", &[part(b"smhd", &[0; 8]), data, part(b"stbl", &tables)].concat());
            let media = part(b"mdia", &[part(b"mdhd", &times(12)), handler, info].concat());
            part(b"trak", &[part(b"tkhd", &times(72)), media, place.clone()].concat())
        };
        let sound = track(kind, offset, u32::try_from(SOUND.len()).unwrap());
        let places = track(b"meta", offset + u32::try_from(SOUND.len()).unwrap(), 14);
        part(b"moov", &[part(b"mvhd", &times(88)), sound, places, place.clone(), meta.clone()].concat())
    };
    let offset = u32::try_from(file.len() + build(0).len() + 8).unwrap();
    let data = part(b"mdat", &[SOUND, MARK].concat());
    [file, build(offset), data, part(b"uuid", MARK), part(b"free", MARK)].concat()
}

/// An MP4 as browsers record it: in fragments.
pub(super) fn mp4_in_fragments() -> Vec<u8> {
    let mut whole = mp4(b"soun");
    // Where samples lie is not known here, so what stands beside them stays; see the README.
    let sound = whole.windows(SOUND.len()).position(|window| window == SOUND).unwrap() + SOUND.len();
    whole[sound..sound + MARK.len()].fill(0);
    let fragment = part(
        b"moof",
        &[
            part(b"mfhd", &[0; 8]),
            part(b"traf", &[part(b"tfhd", &[0; 8]), part(b"trun", &[0; 8]), part(b"uuid", MARK)].concat()),
        ]
        .concat(),
    );
    [whole, fragment, part(b"mdat", SOUND), part(b"emsg", MARK)].concat()
}

/// An element of a `WebM`. `unknown` leaves its length open, as browsers do.
pub(super) fn element(id: u32, body: &[u8], unknown: bool) -> Vec<u8> {
    let id: Vec<u8> = id.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    let size = if unknown { u64::MAX } else { body.len() as u64 | 0x0100_0000_0000_0000 };
    [&id[..], &size.to_be_bytes(), body].concat()
}

/// A `WebM` with a track of this type and codec, a date, titles, tags, an attached file, and a comment in a cluster.
pub(super) fn webm(kind: u8, codec: &[u8], open: bool) -> Vec<u8> {
    let simple = |id: u32, body: &[u8]| element(id, body, false);
    let open = |id: u32, body: &[u8]| {
        let mut element = element(id, body, open);
        if open {
            // One byte of ones says it, too.
            let head = element.len() - body.len() - 8;
            element[head] = 0x01;
        }
        element
    };
    let head = simple(0x1a45_dfa3, &simple(0x4282, b"webm"));
    let date = simple(0x4461, &[7; 8]);
    let info = [
        date,
        simple(0x7ba9, MARK),
        simple(0x4d80, MARK),
        simple(0x5741, MARK),
        simple(0x002a_d7b1, &[15, 66, 64]),
    ];
    let comments = [b"\x03vorbis".as_slice(), &4_u32.to_le_bytes(), b"maker", MARK].concat();
    let vorbis =
        [&[2, 3, u8::try_from(comments.len()).unwrap()], b"\x01v.".as_slice(), &comments, b"\x05setup"]
            .concat();
    let track = [
        simple(0xd7, &[1]),
        simple(0x83, &[kind]),
        simple(0x86, codec),
        simple(0x63a2, if codec == b"A_VORBIS" { &vorbis } else { b"OpusHead" }),
        simple(0x536e, MARK),
    ];
    let block = [&[0x81, 0, 0, 0x80], SOUND].concat();
    let group = [simple(0xa1, &block), simple(0x75a1, MARK)].concat();
    let cluster =
        [simple(0xe7, &[0]), simple(0xa3, &block), simple(0xa0, &group), simple(0xec, MARK)].concat();
    let tag = simple(0x7373, &simple(0x67c8, &[simple(0x45a3, b"LOCATION"), simple(0x4487, MARK)].concat()));
    let body = [
        simple(0x1549_a966, &info.concat()),
        simple(0x1654_ae6b, &simple(0xae, &track.concat())),
        open(0x1f43_b675, &cluster),
        open(0x1f43_b675, &cluster),
        simple(0x1254_c367, &tag),
        simple(0x1941_a469, MARK),
        simple(0x1043_a770, MARK),
    ]
    .concat();
    [head, open(0x1853_8067, &body)].concat()
}

/// A page of an Ogg with these packets. `kind` is 2 on the first page of a stream.
pub(super) fn ogg_page(kind: u8, number: u32, packets: &[&[u8]]) -> Vec<u8> {
    let mut lengths = Vec::new();
    for packet in packets {
        lengths.extend(std::iter::repeat_n(255, packet.len() / 255));
        lengths.push(u8::try_from(packet.len() % 255).unwrap());
    }
    let mut page =
        [b"OggS\0", &[kind][..], &[0; 8], &9_u32.to_le_bytes(), &number.to_le_bytes(), &[0; 4]].concat();
    page.push(u8::try_from(lengths.len()).unwrap());
    page.extend(lengths);
    page.extend(packets.concat());
    let sum = checksum(&page);
    page[22..26].copy_from_slice(&sum.to_le_bytes());
    page
}

/// An Ogg whose comments name a maker and a place.
pub(super) fn ogg(first: &[u8], comments_begin: &[u8]) -> Vec<u8> {
    let words = [b"LOCATION=", MARK].concat();
    let mut comments = comments_begin.to_vec();
    comments.extend(u32::try_from(MARK.len()).unwrap().to_le_bytes());
    comments.extend(MARK);
    comments.extend(1_u32.to_le_bytes());
    comments.extend(u32::try_from(words.len()).unwrap().to_le_bytes());
    comments.extend(&words);
    comments.push(1);
    comments.extend(MARK.repeat(30));
    [ogg_page(2, 0, &[first]), ogg_page(0, 1, &[&comments, b"third"]), ogg_page(4, 2, &[SOUND])].concat()
}

/// A WAV with what programs write into `LIST`, `bext` and `id3 `.
pub(super) fn wav() -> Vec<u8> {
    let chunk = |name: &[u8; 4], body: &[u8]| {
        let length = u32::try_from(body.len()).unwrap().to_le_bytes();
        let mut chunk = [&name[..], &length, body].concat();
        if body.len() % 2 == 1 {
            chunk.push(0);
        }
        chunk
    };
    let format =
        [&[1, 0, 1, 0][..], &8_000_u32.to_le_bytes(), &8_000_u32.to_le_bytes(), &[1, 0, 8, 0]].concat();
    let list = [b"INFOICRD", &u32::try_from(MARK.len()).unwrap().to_le_bytes()[..], MARK].concat();
    let body = [
        b"WAVE".to_vec(),
        chunk(b"LIST", &list),
        chunk(b"fmt ", &format),
        chunk(b"bext", MARK),
        chunk(b"data", SOUND),
        chunk(b"id3 ", MARK),
    ]
    .concat();
    chunk(b"RIFF", &body)
}

/// Frames of an MP3 between tags of every kind.
pub(super) fn mp3() -> Vec<u8> {
    let mut frame = vec![0xff, 0xfb, 0x90, 0x00];
    frame.extend(SOUND);
    frame.resize(417, 0);
    let size = u8::try_from(MARK.len()).unwrap();
    let id3 = [b"ID3\x04\0\0\0\0\0".as_slice(), &[size], MARK].concat();
    let mut old = [b"TAG", MARK].concat();
    old.resize(128, 0);
    let ape = [b"APETAGEX", MARK].concat();
    [id3.clone(), frame.repeat(3), id3, frame.repeat(2), ape, old].concat()
}

/// Frames of AAC.
pub(super) fn aac() -> Vec<u8> {
    let length = 7 + SOUND.len();
    let low = |n: usize| u8::try_from(n & 0xff).unwrap();
    let head = [0xff, 0xf1, 0x50, 0x80 | low(length >> 11), low(length >> 3), low(length << 5) | 0x1f, 0xfc];
    let frame = [&head[..], SOUND].concat();
    [frame.repeat(2), [b"ID3\x04\0\0\0\0\0".as_slice(), &[14], MARK].concat(), frame.repeat(2)].concat()
}
