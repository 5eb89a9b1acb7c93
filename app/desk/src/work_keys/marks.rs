//! Marking words fills the form for a piece: its words, and where they stand.

use earshot_domain::text::{self, Span};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlFormElement, HtmlSelectElement, HtmlTextAreaElement, Node, Range, Text};

use super::{dom, keys};

pub(super) fn listen(words: &str) -> Option<()> {
    let words = words.to_string();
    dom::on(dom::document()?.as_ref(), "selectionchange", move |_| {
        let _ = fill(&words);
    });
    dom::on(dom::by_id("code-bar")?.as_ref(), "click", |event| {
        let _ = pressed(&event);
    });
    // What is typed after words were marked is what is meant.
    dom::on(dom::document()?.as_ref(), "input", |event| {
        if dom::target(&event).is_some_and(|on| on.id() == "span-piece") {
            let _ = unplaced();
        }
    });
    Some(())
}

/// Forgets where the piece stands.
fn unplaced() -> Option<()> {
    for id in ["span-start", "span-end"] {
        dom::field(id)?.set_value("");
    }
    Some(())
}

/// The texts of an answer in their order, without the keys of its marks.
fn texts(of: &Node, into: &mut Vec<Text>) {
    let children = of.child_nodes();
    for at in 0..children.length() {
        let Some(child) = children.item(at) else { continue };
        match child.dyn_into::<Text>() {
            Ok(text) => into.push(text),
            Err(other) => {
                if other.node_name() != "SUB" {
                    texts(&other, into);
                }
            }
        }
    }
}

/// What is marked on the page, where that begins or ends in the answer.
fn range(root: &Element) -> Option<Range> {
    let selection = dom::window()?.get_selection().ok()??;
    if selection.is_collapsed() || selection.range_count() == 0 {
        return None;
    }
    let range = selection.get_range_at(0).ok()?;
    let ends = [range.start_container().ok()?, range.end_container().ok()?];
    ends.iter().any(|end| root.contains(Some(end))).then_some(range)
}

/// The code points of the answer that are marked, and the words there. The browser counts UTF-16 within each of its texts.
fn marked(words: &str) -> Option<(Span, String)> {
    let root = dom::by_id(words)?;
    let range = range(&root)?;
    let (first, last) = (range.start_container().ok()?, range.end_container().ok()?);
    let place = |data: &str, units: u32| {
        text::code_points_before_utf16(data, usize::try_from(units).unwrap_or(usize::MAX))
    };
    let mut all = Vec::new();
    texts(&root, &mut all);
    let (mut whole, mut at) = (String::new(), 0);
    let mut span: Option<Span> = None;
    for one in all {
        let data = one.data();
        if range.intersects_node(&one).ok()? {
            let is = |other: &Node| one.is_same_node(Some(other));
            let from = if is(&first) { place(&data, range.start_offset().ok()?) } else { 0 };
            let to = if is(&last) { place(&data, range.end_offset().ok()?) } else { text::length(&data) };
            if from < to {
                let start = span.map_or(at + from, |span| span.start);
                span = Some(Span { start, end: at + to });
            }
        }
        at += text::length(&data);
        whole.push_str(&data);
    }
    let span = span?;
    let words = text::slice(&whole, span)?.trim().to_string();
    (!words.is_empty()).then_some((span, words))
}

/// Whether words of the answer are marked now.
pub(super) fn are_there(words: &str) -> bool {
    dom::by_id("piece-form").is_some() && marked(words).is_some()
}

fn fill(words: &str) -> Option<()> {
    let (span, words) = marked(words)?;
    let piece: HtmlTextAreaElement = dom::by_id("span-piece")?.dyn_into().ok()?;
    piece.set_value(&words);
    // The form is folded until there is something to put a code on.
    if let Ok(Some(form)) = piece.closest("details") {
        dom::set(&form, "open", "");
    }
    dom::field("span-start")?.set_value(&span.start.to_string());
    dom::field("span-end")?.set_value(&span.end.to_string());
    if dom::window()?.match_media("(pointer: coarse)").ok()??.matches() {
        bar()?;
    }
    Some(())
}

/// Shows the codes under the words, where the finger is.
fn bar() -> Option<()> {
    let bar = dom::by_id("code-bar")?;
    if dom::is_shown(&bar) {
        return Some(());
    }
    bar.set_text_content(None);
    let codes = keys::codes().into_iter().map(|code| (code.value, code.words));
    for (value, words) in codes.chain([(String::new(), "Not now".to_string())]) {
        let button = dom::make("button", &words)?;
        button.set_class_name("button button--still");
        dom::set(&button, "type", "button");
        dom::set(&button, "data-value", &value);
        bar.append_child(&button).ok()?;
    }
    dom::show(&bar, true);
    Some(())
}

fn pressed(event: &Event) -> Option<()> {
    let value = dom::target(event)?.closest("button").ok()??.get_attribute("data-value")?;
    dom::show(&dom::by_id("code-bar")?, false);
    if value.is_empty() { Some(()) } else { code(&value) }
}

/// Puts a code on the piece in the form.
pub(super) fn code(value: &str) -> Option<()> {
    dom::show(&dom::by_id("code-bar")?, false);
    let select: HtmlSelectElement = dom::by_id("span-code")?.dyn_into().ok()?;
    select.set_value(value);
    let form: HtmlFormElement = dom::by_id("piece-form")?.dyn_into().ok()?;
    form.request_submit().ok()
}

/// Forgets the piece that was marked.
pub(super) fn forget() -> Option<()> {
    dom::show(&dom::by_id("code-bar")?, false);
    unplaced()?;
    dom::by_id("span-piece")?.dyn_into::<HtmlTextAreaElement>().ok()?.set_value("");
    Some(())
}
