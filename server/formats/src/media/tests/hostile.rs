//! Files that lie. Each gives an error or a file, in bounded memory and time, and never a panic.

use image::ImageFormat;
use proptest::prelude::*;

use super::build::{
    aac, element, jpeg_from_a_camera, mp3, mp4, mp4_in_fragments, ogg, part, picture, wav, webm,
};
use crate::media::{FileFlaw, MAX_BYTES, PIXELS, clean_audio, clean_clip, clean_image};

#[test]
fn more_bytes_than_are_taken_are_not_looked_at() {
    let mut large = jpeg_from_a_camera(40, 40, 1);
    large.resize(MAX_BYTES + 1, 0);
    assert_eq!(clean_image(&large).unwrap_err(), FileFlaw::TooLarge);
    let mut large = wav();
    large.resize(MAX_BYTES + 1, 0);
    assert_eq!(clean_audio(large).unwrap_err(), FileFlaw::TooLarge);
}

#[test]
fn a_picture_that_says_it_is_enormous_takes_no_memory() {
    let mut small = picture(8, 8, ImageFormat::Png);
    // Width and height stand at a known place, and the sum behind them is not looked at first.
    small[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    small[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    assert!(u64::from(60_000_u32).pow(2) > PIXELS);
    assert!(matches!(clean_image(&small).unwrap_err(), FileFlaw::TooLarge | FileFlaw::Broken));
}

#[test]
fn boxes_that_say_they_are_longer_than_the_file_are_refused() {
    let file = part(b"ftyp", b"M4A \0\0\0\0isom");
    for broken in [
        [file.clone(), b"\xff\xff\xff\xffmoov".to_vec()].concat(),
        [file.clone(), b"\0\0\0\x01moov\xff\xff\xff\xff\xff\xff\xff\xff".to_vec()].concat(),
        [file.clone(), b"\0\0\0\x02moov".to_vec()].concat(),
        [file.clone(), part(b"moov", &part(b"trak", b"\0\0\0\0"))].concat(),
        file,
    ] {
        assert!(clean_audio(broken).is_err());
    }
    // Elements in elements without an end.
    let deep = (0..2_000).fold(Vec::new(), |inside, _| element(0x1f43_b675, &inside, false));
    let head = element(0x1a45_dfa3, &element(0x4282, b"webm", false), false);
    assert!(clean_audio([head, element(0x1853_8067, &deep, false)].concat()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_change_of_a_good_file_makes_it_fall_over(
        which in 0..12_usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut file = match which {
            0 => mp4(b"soun"),
            1 => mp4(b"vide"),
            2 => mp4_in_fragments(),
            3 => webm(2, b"A_OPUS", true),
            4 => webm(2, b"A_VORBIS", false),
            5 => webm(1, b"V_VP8", true),
            6 => ogg(b"OpusHead\x01\x01", b"OpusTags"),
            7 => wav(),
            8 => mp3(),
            9 => aac(),
            10 => jpeg_from_a_camera(24, 16, 6),
            _ => picture(24, 16, ImageFormat::WebP),
        };
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if let Some(cut) = cut {
            file.truncate(cut.index(file.len()));
        }
        let _ = clean_image(&file);
        let _ = clean_audio(file.clone());
        let _ = clean_clip(file);
    }
}
