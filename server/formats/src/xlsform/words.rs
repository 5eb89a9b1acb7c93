//! Labels and hints as plain text.

use earshot_domain::text;

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

/// The elements that are taken out. Other words in angle brackets, as in
/// "the <name> club", are words.
const ELEMENTS: [&str; 61] = [
    "a",
    "abbr",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "center",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "font",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "link",
    "mark",
    "meta",
    "object",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "script",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tr",
    "tt",
    "u",
    "ul",
    "video",
];

/// Elements that begin on a line of their own.
const LINES: [&str; 17] = [
    "blockquote",
    "br",
    "dd",
    "div",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "p",
    "pre",
    "table",
    "tr",
];

/// Takes HTML out of a label; what it said stays.
pub(super) fn plain(label: &str) -> Plain {
    let mut kept = String::with_capacity(label.len());
    let mut html = false;
    let mut rest = label;
    // Once nothing ends a comment or a script, nothing later does either.
    let mut comments = true;
    while let Some(at) = rest.find(['<', '&']) {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        if comments && let Some(after) = rest.strip_prefix("<!--") {
            if let Some((_, after)) = after.split_once("-->") {
                html = true;
                rest = after;
                continue;
            }
            comments = false;
        }
        if let Some((name, closing, after)) = tag(rest) {
            html = true;
            rest = after;
            if LINES.contains(&name.as_str()) && !kept.trim_end_matches([' ', '\t']).ends_with('\n') {
                kept.push('\n');
            }
            if !closing && matches!(name.as_str(), "script" | "style") {
                rest = after_element(rest, &name);
            }
        } else if let Some((letter, after)) = entity(rest) {
            html = true;
            kept.push(letter);
            rest = after;
        } else {
            kept.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    kept.push_str(rest);
    let text = text::normalise(&kept).trim().to_owned();
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

/// The element's name, whether the tag ends it, and what comes after the tag.
fn tag(text: &str) -> Option<(String, bool, &str)> {
    let inside = text.strip_prefix('<')?;
    let (inside, closing) = match inside.strip_prefix('/') {
        Some(inside) => (inside, true),
        None => (inside, false),
    };
    let end = inside.find(['<', '>'])?;
    let after = inside[end..].strip_prefix('>')?;
    let inside = &inside[..end];
    let name = inside.split(|letter: char| letter.is_whitespace() || letter == '/').next()?.to_lowercase();
    ELEMENTS.contains(&name.as_str()).then_some((name, closing, after))
}

/// What comes after a script or a style sheet; nothing when it never ends.
fn after_element<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        rest = &rest[at..];
        match tag(rest) {
            Some((found, true, after)) if found == name => return after,
            _ => rest = &rest[2..],
        }
    }
    ""
}

fn entity(text: &str) -> Option<(char, &str)> {
    let known =
        [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&apos;", '\''), ("&nbsp;", ' ')];
    if let Some(number) = text.strip_prefix("&#") {
        let (number, after) =
            number.split_at_checked(number.bytes().take(8).position(|byte| byte == b';')?)?;
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return Some((char::from_u32(code.ok()?)?, &after[1..]));
    }
    known.iter().find_map(|(name, letter)| text.strip_prefix(name).map(|after| (*letter, after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_goes_and_its_words_stay() {
        for (label, text) in [
            ("How <b>was</b> it?", "How was it?"),
            ("<span style=\"color:red\">Red</span> or <font color='x'>blue</font>?", "Red or blue?"),
            ("One<br/>two<br>three", "One\ntwo\nthree"),
            ("<p>One</p><p>two</p>", "One\ntwo"),
            ("It&#8217;s &#x263A;", "It\u{2019}s \u{263a}"),
            ("Fish &amp; chips&nbsp;&lt;3", "Fish & chips <3"),
            ("a<!-- hidden -->b", "ab"),
            ("Hi<script>alert('x')</script> there", "Hi there"),
            ("Hi<SCRIPT src=x>alert('x')", "Hi"),
            ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ] {
            let plain = plain(label);
            assert_eq!(plain.text, text, "{label}");
            assert!(plain.html, "{label}");
        }
    }

    #[test]
    fn words_in_angle_brackets_stay() {
        for label in
            ["Is 3 < 5?", "The <name> club", "<18 or >18", "a <b", "R&B & more", "<!-- never closed", "</"]
        {
            assert_eq!(plain(label), Plain { text: label.into(), html: false, marks: false });
        }
    }

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
