use super::build::{SOUND, aac, mp3, mp4, mp4_in_fragments, ogg, wav, webm};
use super::{MARK, clean_of_mark, holds};
use crate::media::ogg::checksum;
use crate::media::{FileFlaw, clean_audio, clean_clip};

#[test]
fn places_dates_and_names_in_an_mp4_are_gone_and_nothing_moves() {
    let before = mp4(b"soun");
    let clean = clean_of_mark(before.clone(), clean_audio);
    assert_eq!(clean.content_type, "audio/mp4");
    assert_eq!(clean.bytes.len(), before.len());
    assert_eq!(position(&clean.bytes, SOUND), position(&before, SOUND));
    for gone in [&b"+51.5072"[..], b"udta", b"meta", b"uuid", &[0xda, 0xda], &[0xdb, 0xdb]] {
        assert!(!holds(&clean.bytes, gone), "{}", String::from_utf8_lossy(gone));
    }
    // Once more changes nothing.
    assert_eq!(clean_audio(clean.bytes.clone()).unwrap(), clean);
}

#[test]
fn a_recording_in_fragments_is_cleaned_as_well() {
    let clean = clean_of_mark(mp4_in_fragments(), clean_audio);
    assert!(holds(&clean.bytes, b"moof") && holds(&clean.bytes, SOUND));
    assert!(!holds(&clean.bytes, b"emsg"));
}

#[test]
fn tags_dates_and_attached_files_in_a_webm_are_gone_also_where_its_length_is_open() {
    for open in [false, true] {
        let before = webm(2, b"A_OPUS", open);
        let clean = clean_of_mark(before.clone(), clean_audio);
        assert_eq!((clean.content_type, clean.bytes.len()), ("audio/webm", before.len()));
        assert_eq!(position(&clean.bytes, SOUND), position(&before, SOUND));
        for gone in [&b"LOCATION"[..], &[7; 8], &[0x12, 0x54, 0xc3, 0x67], &[0x44, 0x61, 0x88]] {
            assert!(!holds(&clean.bytes, gone), "{gone:?}");
        }
        assert_eq!(clean_audio(clean.bytes.clone()).unwrap(), clean);
    }
    let vorbis = clean_of_mark(webm(2, b"A_VORBIS", false), clean_audio);
    assert!(holds(&vorbis.bytes, b"\x05setup") && !holds(&vorbis.bytes, b"maker"));
}

#[test]
fn film_is_a_clip_and_no_recording() {
    for film in [webm(1, b"V_VP9", true), mp4(b"vide")] {
        assert_eq!(clean_audio(film.clone()).unwrap_err(), FileFlaw::NotTaken);
        let clip = clean_of_mark(film, clean_clip);
        assert!(clip.content_type.starts_with("video/"), "{}", clip.content_type);
    }
    assert_eq!(clean_clip(wav()).unwrap_err(), FileFlaw::NotTaken);
    // Subtitles may say anything.
    assert_eq!(clean_clip(webm(17, b"S_TEXT/UTF8", false)).unwrap_err(), FileFlaw::NotTaken);
}

#[test]
fn comments_in_an_ogg_are_gone_and_its_sums_are_right() {
    for bytes in [ogg(b"OpusHead\x01\x01", b"OpusTags"), ogg(b"\x01vorbis....", b"\x03vorbis")] {
        let before = bytes.len();
        let clean = clean_of_mark(bytes, clean_audio);
        assert_eq!((clean.content_type, clean.bytes.len()), ("audio/ogg", before));
        assert!(holds(&clean.bytes, SOUND) && !holds(&clean.bytes, b"LOCATION"));
        let second = 1 + position(&clean.bytes[1..], b"OggS").unwrap();
        let mut first = clean.bytes[..second].to_vec();
        let sum = first[22..26].to_vec();
        first[22..26].fill(0);
        assert_eq!(checksum(&first).to_le_bytes().to_vec(), sum);
    }
    assert_eq!(clean_audio(ogg(b"\x80theora", b"\x81theora")).unwrap_err(), FileFlaw::NotTaken);
}

#[test]
fn a_wav_is_its_sound_and_how_it_is_coded() {
    let clean = clean_of_mark(wav(), clean_audio);
    assert_eq!(clean.content_type, "audio/wav");
    assert!(holds(&clean.bytes, SOUND));
    assert_eq!(clean.bytes.len(), 12 + 8 + 16 + 8 + SOUND.len() + SOUND.len() % 2);
    assert!(!holds(&clean.bytes, b"LIST") && !holds(&clean.bytes, b"bext"));
}

#[test]
fn an_mp3_is_its_frames() {
    let clean = clean_of_mark(mp3(), clean_audio);
    assert_eq!((clean.content_type, clean.bytes.len()), ("audio/mpeg", 5 * 417));
    let clean = clean_of_mark(aac(), clean_audio);
    assert_eq!((clean.content_type, clean.bytes.len()), ("audio/aac", 4 * (7 + SOUND.len())));
}

fn position(bytes: &[u8], run: &[u8]) -> Option<usize> {
    bytes.windows(run.len()).position(|window| window == run)
}

#[test]
fn what_is_no_sound_is_not_taken() {
    for bytes in [&b"#!AMR\n"[..], b"<svg>", b"fLaC", b"", MARK] {
        assert_eq!(clean_audio(bytes.to_vec()).unwrap_err(), FileFlaw::NotTaken);
    }
    assert_eq!(clean_audio(vec![0xff; 4_000]).unwrap_err(), FileFlaw::Broken);
}
