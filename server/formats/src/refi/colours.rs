//! Colours of codes. Earshot knows a few by name; other programs write any, as numbers.

/// The colours that Earshot names, as other programs show them.
const NAMED: [(&str, [u8; 3]); 8] = [
    ("blue", [0x1d, 0x70, 0xb8]),
    ("green", [0x00, 0x70, 0x3c]),
    ("purple", [0x4c, 0x2c, 0x92]),
    ("teal", [0x28, 0xa1, 0x97]),
    ("red", [0xd4, 0x35, 0x1c]),
    ("orange", [0xf4, 0x77, 0x38]),
    ("pink", [0xd5, 0x38, 0x80]),
    ("grey", [0x50, 0x5a, 0x5f]),
];

/// The colour of this name, if it is one.
pub fn colour_of(name: &str) -> Option<[u8; 3]> {
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, colour)| *colour)
}

/// The name of the colour that comes nearest to this one.
pub fn name_of(colour: [u8; 3]) -> &'static str {
    let away = |other: &[u8; 3]| {
        let each = colour.iter().zip(other).map(|(one, other)| u32::from(one.abs_diff(*other)));
        each.map(|apart| apart * apart).sum::<u32>()
    };
    NAMED.iter().min_by_key(|(_, other)| away(other)).map_or("grey", |(name, _)| *name)
}

/// `#RRGGBB`.
pub(super) fn shown([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

/// Reads `#RRGGBB` or `#RGB`.
pub(super) fn parse(text: &str) -> Option<[u8; 3]> {
    let digits = text.trim().strip_prefix('#')?;
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let number = u32::from_str_radix(digits, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes();
    match digits.len() {
        6 => Some([red, green, blue]),
        // Each digit stands twice.
        3 => Some([green & 15, blue >> 4, blue & 15].map(|digit| digit * 17)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_as_it_is_written() {
        assert_eq!(shown([29, 112, 184]), "#1D70B8");
        assert_eq!(parse("#1d70b8"), Some([29, 112, 184]));
        assert_eq!(parse("#0fa"), Some([0, 255, 170]));
        for wrong in ["", "#", "1d70b8", "#1d70b", "#1d70b8ff", "#+d70b8", "#gggggg"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_colour_that_leaves_comes_back_and_others_become_the_nearest() {
        for (name, colour) in NAMED {
            assert_eq!((colour_of(name), name_of(colour)), (Some(colour), name));
        }
        assert_eq!(colour_of("mauve"), None);
        assert_eq!((name_of([0, 120, 200]), name_of([255, 0, 0])), ("blue", "red"));
        assert_eq!(name_of([0x55, 0x55, 0x55]), "grey");
    }
}
