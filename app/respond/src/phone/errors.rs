//! What has to be put right, in the HTML that the server uses for it: the
//! components `ErrorSummary` and `FieldError`.

use web_sys::Element;

use super::{Phone, dom};

/// One thing that is wrong: the field that it is about, the words for the summary, and those for beside the field.
pub(super) type Wrong = (String, (String, String));

/// Says what is wrong with a form. `kept` says that nothing typed was lost, where anything was typed.
pub(super) fn show(phone: &Phone, form: &Element, wrong: &[Wrong], kept: bool) -> Option<()> {
    clear(form);
    let words = &phone.journey.words;
    let summary = dom::make("div", "errors", "")?;
    dom::set(&summary, "role", "alert");
    dom::set(&summary, "tabindex", "-1");
    dom::set(&summary, "aria-labelledby", "sum");
    let title = dom::make("h2", "", &words.short.error_title)?;
    title.set_id("sum");
    dom::put(&summary, &title);
    if kept {
        dom::put(&summary, &dom::make("p", "", &words.short.error_kept)?);
    }
    let list = dom::make("ul", "plain", "")?;
    for (name, said) in wrong {
        let link = dom::make("a", "", &said.0)?;
        dom::set(&link, "href", &format!("#{name}"));
        let row = dom::make("li", "", "")?;
        dom::put(&row, &link);
        dom::put(&list, &row);
        beside(phone, form, name, &said.1);
    }
    dom::put(&summary, &list);
    let _ = form.prepend_with_node_1(&summary);
    if let Some(document) = dom::document() {
        let title = document.title();
        if !title.starts_with(&words.short.error_word) {
            document.set_title(&format!("{} {title}", words.short.error_word));
        }
    }
    dom::focus(&summary);
    summary.scroll_into_view();
    Some(())
}

/// The words beside the field, after its hint and before its answers.
fn beside(phone: &Phone, form: &Element, name: &str, said: &str) -> Option<()> {
    let question = question(form, name)?;
    // Several fields are described by their fieldset, one field by itself.
    let choices = question.tag_name() == "FIELDSET";
    let (prefix, described) =
        if choices { (format!("{name}-q"), question.clone()) } else { (name.to_string(), field(&question)?) };
    let line = dom::make("p", "error", "")?;
    line.set_id(&format!("{prefix}-error"));
    let span = dom::make("span", "", "")?;
    dom::put(&span, &dom::make("span", "hush", &format!("{} ", phone.journey.words.short.error_word))?);
    dom::put(&span, &dom::make("span", "", said)?);
    dom::put(&line, &span);
    let before = dom::find(&question, ".hint").or_else(|| question.first_element_child())?;
    let _ = before.after_with_node_1(&line);
    if !choices {
        dom::set(&described, "aria-invalid", "true");
    }
    describe(&question, &described);
    Some(())
}

/// Takes away what was wrong before.
pub(super) fn clear(form: &Element) {
    for old in dom::all(form, ".errors, .error") {
        old.remove();
    }
    for question in dom::all(form, ".question") {
        let described = field(&question).unwrap_or_else(|| question.clone());
        let _ = described.remove_attribute("aria-invalid");
        describe(&question, &described);
    }
}

/// The question that a field belongs to.
fn question(form: &Element, name: &str) -> Option<Element> {
    let within = |question: &Element| dom::find(question, &format!("[id=\"{name}\"]")).is_some();
    dom::all(form, ".question").into_iter().find(within)
}

/// The field of a question that has one.
fn field(question: &Element) -> Option<Element> {
    dom::find(question, ".input")
}

/// `aria-describedby`: the hint, the error and the count, as far as they are
/// there.
fn describe(question: &Element, described: &Element) {
    let ids: Vec<String> =
        dom::all(question, ".hint[id], .error[id], .count[id]").iter().map(Element::id).collect();
    if ids.is_empty() {
        let _ = described.remove_attribute("aria-describedby");
    } else {
        dom::set(described, "aria-describedby", &ids.join(" "));
    }
}
