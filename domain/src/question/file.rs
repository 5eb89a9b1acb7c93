//! Answers that are files. An answer holds the id of its file and nothing of it: what is in a file is kept apart,
//! as words are.

use serde::{Deserialize, Serialize};

/// What a table keeps of an answer that is a file: that one was given. Neither the file nor its id, which leads to it.
pub const GIVEN: &str = "given";

/// Why a file cannot be taken. Nothing of it is kept then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileFlaw {
    /// More bytes, or more points, than are taken.
    TooLarge,
    /// Another type of file than is asked for, whatever its name says.
    NotTaken,
    /// It cannot be read.
    Broken,
    /// This phone has handed in as many as are kept.
    TooMany,
}

/// Whether a text is the id of a file: a random UUID (version 4), in small letters with hyphens. Written out here,
/// because what reads every way of writing a UUID is more than a phone has to load.
pub fn is_file(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            14 => *byte == b'4',
            19 => matches!(byte, b'8' | b'9' | b'a' | b'b'),
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_random_uuid_as_we_write_it() {
        assert!(is_file("0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0"));
        for wrong in [
            "",
            "0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0",
            "0f1e2d3c-4b5a-7978-8695-a4b3c2d1e0f0",
            "0f1e2d3c-4b5a-4978-7695-a4b3c2d1e0f0",
            "0f1e2d3c4b5a49788695a4b3c2d1e0f0",
            "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f/",
            "../../../../../../../../../etc/passw",
        ] {
            assert!(!is_file(wrong), "{wrong}");
        }
    }
}
