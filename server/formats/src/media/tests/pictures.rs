use image::{GenericImageView, ImageFormat};

use super::build::{jpeg_from_a_camera, picture, png_with_text, webp_with_exif};
use super::{MARK, clean_of_mark, holds};
use crate::media::{Clean, FileFlaw, Medium, SIDE, clean_image, looks_like};

#[expect(clippy::needless_pass_by_value, reason = "what is made in a test is read once")]
fn clean(bytes: Vec<u8>) -> Result<Clean, FileFlaw> {
    clean_image(&bytes)
}

#[test]
fn what_a_camera_writes_beside_a_picture_is_gone_and_how_it_was_held_is_kept() {
    // Held on its side: what was left is above now.
    let photo = clean_of_mark(jpeg_from_a_camera(400, 200, 6), clean);
    assert_eq!((photo.content_type, photo.size), ("image/jpeg", Some((200, 400))));
    assert!(!holds(&photo.bytes, b"Exif"));
    let seen = image::load_from_memory(&photo.bytes).unwrap();
    let [red, green, ..] = seen.get_pixel(100, 20).0;
    assert!(red > 180 && green < 80, "the red side is above");
    let [red, green, ..] = seen.get_pixel(100, 60).0;
    assert!(red > 180 && green < 80);
}

#[test]
fn texts_and_places_in_every_other_format_are_gone_too() {
    for bytes in [png_with_text(80, 60), webp_with_exif(80, 60)] {
        assert_eq!(looks_like(&bytes), Some(Medium::Picture));
        let photo = clean_of_mark(bytes, clean);
        assert_eq!(photo.size, Some((80, 60)));
        assert!(!holds(&photo.bytes, b"eXIf") && !holds(&photo.bytes, b"EXIF"));
    }
}

#[test]
fn a_large_picture_is_made_smaller_and_a_small_one_is_not_made_larger() {
    let large = clean_image(&picture(3_200, 800, ImageFormat::Jpeg)).unwrap();
    assert_eq!(large.size, Some((SIDE, 400)));
    let small = clean_image(&picture(40, 30, ImageFormat::Jpeg)).unwrap();
    assert_eq!(small.size, Some((40, 30)));
}

#[test]
fn a_drawing_is_kept_without_loss_and_lies_on_white_paper() {
    let mut drawing = image::RgbaImage::from_pixel(60, 40, image::Rgba([0, 0, 0, 0]));
    drawing.put_pixel(30, 20, image::Rgba([20, 30, 200, 255]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    drawing.write_to(&mut bytes, ImageFormat::Png).unwrap();
    let clean = clean_image(bytes.get_ref()).unwrap();
    assert_eq!(clean.content_type, "image/png");
    let seen = image::load_from_memory(&clean.bytes).unwrap();
    assert_eq!(seen.get_pixel(30, 20).0, [20, 30, 200, 255]);
    assert_eq!(seen.get_pixel(0, 0).0, [255; 4]);
}

#[test]
fn what_is_no_picture_is_not_taken_whatever_it_is_called() {
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    for bytes in [&svg[..], b"GIF89a", b"%PDF-1.7", b"<!doctype html>", b"", &[0xff], MARK] {
        assert_eq!(clean_image(bytes).unwrap_err(), FileFlaw::NotTaken);
    }
    let photo = jpeg_from_a_camera(40, 40, 1);
    assert_eq!(clean_image(&photo[..photo.len() / 3]).unwrap_err(), FileFlaw::Broken);
}
