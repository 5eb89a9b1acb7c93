//! Labels and hints as plain text.

/// A label without its HTML.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plain {
    pub(super) text: String,
    /// Whether any HTML was taken out.
    pub(super) html: bool,
    /// Whether there are signs in it that other programs turn into bold, links
    /// and the like.
    pub(super) marks: bool,
}

/// Takes HTML out of a label; what it said stays.
pub(super) fn plain(label: &str) -> Plain {
    let crate::plain::Plain { text, html, .. } = crate::plain::plain(label);
    let heading = |line: &str| line.trim_start_matches('#').starts_with(' ') && line.starts_with('#');
    let marks =
        text.contains("**") || text.contains("__") || text.contains("](") || text.lines().any(heading);
    Plain { text, html, marks }
}

/// Said of a label from which HTML was taken.
pub(super) const HTML: &str = "the HTML in a label was taken out";

/// Said of a label that other programs would show with bold words and links.
pub(super) const MARKS: &str = "signs for bold, headings or links are kept as they are typed";

/// Said of the words of an option that change with earlier answers.
pub(super) const REFERS: &str =
    "words of an option that change with an earlier answer (${\u{2026}}); Earshot shows everybody the same";

/// Said of pictures and sounds.
pub(super) const FILES: &str = "only the file\u{2019}s name is kept: the file itself has to be uploaded";

/// The longest name of a file, in letters.
const FILE_NAME_MAX: usize = 120;

pub(super) fn too_long(max: usize) -> String {
    format!("more than {max} letters")
}

impl Plain {
    /// What is to be said of it.
    pub(super) fn said(&self) -> impl Iterator<Item = &'static str> + use<> {
        [self.html.then_some(HTML), self.marks.then_some(MARKS)].into_iter().flatten()
    }
}

/// Takes HTML out of a label, if what stays has no more than so many letters.
pub(super) fn within(label: &str, max: usize) -> Option<Plain> {
    // Sixteen times over, so that HTML that will be taken out does not count.
    let plain = if label.len() > max * 16 { None } else { Some(plain(label)) };
    plain.filter(|plain| plain.text.chars().count() <= max)
}

/// The name of a file without folders, and without signs that mean something to
/// a server or a shell.
pub(super) fn file_name(path: &str) -> Option<String> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let keeps =
        |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-' | '(' | ')' | ' ');
    let name: String = name.chars().map(|letter| if keeps(letter) { letter } else { '_' }).collect();
    let name = name.trim_start_matches('.').trim().to_owned();
    let says = name.chars().any(char::is_alphanumeric) && name.chars().count() <= FILE_NAME_MAX;
    says.then_some(name)
}

pub(super) fn is_yes(cell: &str) -> bool {
    matches!(cell.to_lowercase().as_str(), "yes" | "true" | "true()" | "1")
}

pub(super) fn is_no(cell: &str) -> bool {
    matches!(cell.to_lowercase().as_str(), "no" | "false" | "false()" | "0")
}

/// Whether a text is changed while somebody answers.
pub(super) fn refers(label: &str) -> bool {
    label.split_once("${").is_some_and(|(_, rest)| rest.contains('}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_kept_and_told() {
        for label in ["**Bold** word", "# Title\ntext", "see [here](https://example.org)", "__this__"] {
            assert_eq!(plain(label), Plain { text: label.into(), html: false, marks: true });
        }
        for label in ["2 * 3", "#1 in town", "snake_case"] {
            assert!(!plain(label).marks, "{label}");
        }
    }

    #[test]
    fn only_the_name_of_a_file_stays() {
        for (path, name) in [
            ("bus.png", Some("bus.png")),
            ("jr://images/a b.png", Some("a b.png")),
            ("C:\\pictures\\bus.png", Some("bus.png")),
            ("../../etc/passwd", Some("passwd")),
            (".hidden", Some("hidden")),
            ("a\"b<c>.png", Some("a_b_c_.png")),
            ("/", None),
            ("..", None),
        ] {
            assert_eq!(file_name(path).as_deref(), name, "{path}");
        }
        assert_eq!(file_name(&"x".repeat(200)), None);
    }

    #[test]
    fn references_are_seen() {
        assert!(refers("Hello ${name}!"));
        assert!(!refers("It costs $5 {or more}"));
    }
}
