//! The short name of a consultation in its address: `/c/getting-to-school`.

/// Letters that a slug may have at most.
pub const MAX: usize = 60;

/// Whether a text can stand in an address: 2 to [`MAX`] of `a-z`, `0-9` and
/// single hyphens, neither first nor last.
pub fn is_slug(text: &str) -> bool {
    (2..=MAX).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// A slug made from a title; empty when the title has no letter or digit of
/// the Latin alphabet.
pub fn from_title(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars() {
        // "it's" becomes "its", not "it-s".
        if matches!(c, '\'' | '\u{2019}') {
            continue;
        }
        if c.is_ascii_alphanumeric() {
            if slug.len() >= MAX {
                break;
            }
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') && slug.len() < MAX {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_slugs() {
        assert_eq!(from_title("What\u{2019}s it like getting to school?"), "whats-it-like-getting-to-school");
        assert_eq!(from_title("  16 \u{2014} 17s: say! "), "16-17s-say");
        assert_eq!(from_title("???"), "");
        assert!(is_slug(&from_title(&"a b ".repeat(80))));
    }

    #[test]
    fn only_plain_slugs_are_taken() {
        for good in ["getting-to-school", "c2", "a-1"] {
            assert!(is_slug(good), "{good}");
        }
        for bad in ["", "a", "-a", "a-", "a--b", "A-b", "a b", "a/b", "../x"] {
            assert!(!is_slug(bad), "{bad}");
        }
    }
}
