//! Words that another program keeps as HTML, as plain text.

use earshot_domain::text;
use quick_xml::escape::resolve_html5_entity;

/// A text without its HTML.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Plain {
    pub(crate) text: String,
    /// Whether anything was taken out.
    pub(crate) html: bool,
    /// Whether a script or a style was among it.
    pub(crate) script: bool,
    /// Whether a picture, a sound or a film was among it.
    pub(crate) media: bool,
}

/// The elements that are taken out, in alphabetical order. Other words in angle
/// brackets, as in "the <name> club", are words.
const ELEMENTS: [&str; 100] = [
    "a",
    "abbr",
    "address",
    "applet",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "marquee",
    "math",
    "meta",
    "noscript",
    "object",
    "ol",
    "option",
    "p",
    "param",
    "picture",
    "pre",
    "q",
    "s",
    "script",
    "section",
    "select",
    "small",
    "source",
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
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "video",
];

/// Elements that begin on a line of their own, in alphabetical order.
const LINES: [&str; 21] = [
    "address",
    "article",
    "blockquote",
    "br",
    "caption",
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
    "section",
    "table",
    "tr",
];

/// Elements whose content goes with them.
const SILENT: [&str; 4] = ["script", "style", "svg", "template"];

const MEDIA: [&str; 8] = ["audio", "canvas", "embed", "iframe", "img", "object", "svg", "video"];

/// Takes HTML out of a text; what it said stays.
pub(crate) fn plain(written: &str) -> Plain {
    let mut found = Plain::default();
    let mut kept = String::with_capacity(written.len());
    let mut rest = written;
    // Once nothing ends a comment, nothing later does either.
    let mut comments = true;
    let mut elements = false;
    while let Some(at) = rest.find(['<', '&']) {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        if comments && let Some(after) = rest.strip_prefix("<!--") {
            if let Some((_, after)) = after.split_once("-->") {
                found.html = true;
                elements = true;
                rest = after;
                continue;
            }
            comments = false;
        }
        if let Some((name, closing, after)) = tag(rest) {
            elements = true;
            rest = element(&name, closing, after, &mut kept, &mut found);
        } else if let Some((letters, after)) = entity(rest) {
            found.html = true;
            kept.push_str(&letters);
            rest = after;
        } else {
            kept.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    kept.push_str(rest);
    // Only where there were elements is white space a matter of HTML; elsewhere it is what somebody typed.
    found.text = if elements { tidy(&kept) } else { text::normalise(&kept).trim().to_owned() };
    found
}

/// Notes an element and gives what comes after it.
fn element<'a>(name: &str, closing: bool, after: &'a str, kept: &mut String, found: &mut Plain) -> &'a str {
    found.html = true;
    found.script |= matches!(name, "script" | "style");
    found.media |= MEDIA.binary_search(&name).is_ok();
    if LINES.binary_search(&name).is_ok() && !kept.trim_end_matches([' ', '\t']).ends_with('\n') {
        kept.push('\n');
    } else if matches!(name, "td" | "th") && !kept.ends_with([' ', '\n']) {
        kept.push(' ');
    }
    if !closing && SILENT.contains(&name) { after_element(after, name) } else { after }
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
    ELEMENTS.binary_search(&name.as_str()).is_ok().then_some((name, closing, after))
}

/// What comes after an element with its content; nothing when it never ends.
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

/// The letters that an entity stands for, and what comes after it.
pub(crate) fn entity(text: &str) -> Option<(String, &str)> {
    let end = text.bytes().take(32).position(|byte| byte == b';')?;
    let (name, after) = (text.get(1..end)?, &text[end + 1..]);
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return Some((char::from_u32(code.ok()?)?.to_string(), after));
    }
    let letters = resolve_html5_entity(name)?;
    Some((letters.replace('\u{a0}', " "), after))
}

/// Without the white space that HTML does not show.
fn tidy(text: &str) -> String {
    let text = text::normalise(text);
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut tidy = String::with_capacity(text.len());
    let mut blank = 0;
    for line in lines {
        if line.is_empty() {
            blank += 1;
            continue;
        }
        if !tidy.is_empty() {
            tidy.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        tidy.push_str(&line);
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_goes_and_its_words_stay() {
        for (written, text) in [
            ("How <b>was</b> it?", "How was it?"),
            ("<span style=\"color:red\">Red</span> or <font color='x'>blue</font>?", "Red or blue?"),
            ("One<br/>two<br>three", "One\ntwo\nthree"),
            ("<p>One</p>\r\n\r\n<p>two</p>\n", "One\n\ntwo"),
            ("<p>Caf&eacute; &ndash; <em>open</em>&nbsp;&hellip;</p>", "Caf\u{e9} \u{2013} open \u{2026}"),
            ("It&#8217;s &#x263A;", "It\u{2019}s \u{263a}"),
            ("Fish &amp; chips &lt;3", "Fish & chips <3"),
            ("a<!-- hidden -->b", "ab"),
            ("<table><tr><td>One</td><td>two</td></tr></table>", "One two"),
            ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ] {
            let plain = plain(written);
            assert_eq!(plain.text, text, "{written}");
            assert!(plain.html && !plain.script, "{written}");
        }
    }

    #[test]
    fn scripts_styles_and_pictures_go_and_are_told() {
        for (written, text) in [
            ("Hi<script>alert('x')</script> there", "Hi there"),
            ("Hi<SCRIPT src=x>alert('x')", "Hi"),
            ("<style type='text/css'>p { color: red }</style>Hi", "Hi"),
        ] {
            let plain = plain(written);
            assert_eq!((plain.text.as_str(), plain.script), (text, true), "{written}");
        }
        let picture = plain("Look <img src=x onerror=alert(1)>here");
        assert_eq!((picture.text.as_str(), picture.media), ("Look here", true));
    }

    #[test]
    fn words_in_angle_brackets_stay() {
        for written in
            ["Is 3 < 5?", "The <name> club", "<18 or >18", "a <b", "R&B & more", "<!-- never", "</"]
        {
            assert_eq!(plain(written), Plain { text: written.into(), ..Plain::default() });
        }
    }

    #[test]
    fn white_space_that_somebody_typed_stays_where_there_are_no_elements() {
        assert_eq!(plain(" one  two\n three &lt;b&gt; ").text, "one  two\n three <b>");
        assert_eq!(plain("<b>one  two</b>\n three").text, "one two\nthree");
    }

    #[test]
    fn lists_of_elements_are_in_order() {
        assert!(ELEMENTS.is_sorted() && LINES.is_sorted() && MEDIA.is_sorted());
    }
}
