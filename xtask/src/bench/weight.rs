//! What a question costs on the wire: a page of each type as a browser gets it, beside its words alone.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::client::{Client, Request};
use super::{Line, Setting, rules};
use crate::process;

/// The consultation whose questions are put aside for those that are weighed. It is open to everybody.
const SLUG: &str = "free-time";

/// For each type: what the first page costs with the styles, and every later one, when the phone has the styles.
pub(super) fn weight(setting: &Setting<'_>) -> Result<Vec<Line>> {
    let questions = process::output(Command::new(rules::program(setting)?).arg("types"))?;
    let questions: Value = serde_json::from_slice(&questions)?;
    let server = setting.server(&["--demo"])?;
    let database = rusqlite::Connection::open(setting.data.join("earshot.db"))?;
    let changed = database.execute(
        "UPDATE questionnaire SET body = ?1 WHERE (consultation_id, version) IN \
         (SELECT id, questionnaire_version FROM consultation WHERE slug = ?2)",
        rusqlite::params![questions.to_string(), SLUG],
    )?;
    if changed != 1 {
        bail!("the demo has no consultation {SLUG}");
    }
    let mut client = Client::connect(server.address())?;
    let mut lines = Vec::new();
    let questions = questions["questions"].as_array().context("no questions")?;
    for (question, number) in questions.iter().zip(1..) {
        let key = question["key"].as_str().context("a question without a key")?;
        let words = question["text"].as_str().context("a question without words")?;
        let path = format!("/c/{SLUG}/q/{number}");
        let mut get = |request: Request, path: &str| -> Result<Vec<u8>> {
            let answer = client.exchange(&request)?;
            answer.must_be_good(path)?;
            Ok(answer.body)
        };
        let page = String::from_utf8(get(Request::get(&path), &path)?)?;
        if !page.contains(words) {
            bail!("{path} is not the page of the question {key}");
        }
        let html = get(Request::get_small(&path), &path)?.len();
        let mut css = 0;
        for sheet in sheets(&page) {
            css += get(Request::get_small(&sheet), &sheet)?.len();
        }
        if css == 0 {
            bail!("{path} has no styles");
        }
        let words = small(&words_of(&page))?;
        let baseline = "the words on it alone";
        lines.push(Line::new(&format!("{key}, first page"), bytes(html + css), "B", baseline, bytes(words)));
        lines.push(Line::new(&format!("{key}, later page"), bytes(html), "B", baseline, bytes(words)));
    }
    Ok(lines)
}

/// A page has few bytes, and a number of them is exact.
fn bytes(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// The addresses of the style sheets that a page asks for.
fn sheets(page: &str) -> BTreeSet<String> {
    let links = page.split("<link").skip(1).filter_map(|link| link.split('>').next());
    links
        .filter(|link| link.contains("stylesheet"))
        .filter_map(|link| link.split("href=\"").nth(1)?.split('"').next())
        .map(str::to_owned)
        .collect()
}

/// What somebody can read on a page, without the tags, scripts and styles around it.
fn words_of(page: &str) -> String {
    let body = page.split_once("<body").map_or(page, |(_, body)| body);
    let mut words = String::new();
    let mut rest = body.split_once('>').map_or(body, |(_, rest)| rest);
    while let Some((before, tag)) = rest.split_once('<') {
        words.push_str(before);
        words.push(' ');
        let hidden = ["script", "style", "svg", "template"].into_iter().find(|name| tag.starts_with(name));
        let end = hidden.map_or_else(|| ">".to_owned(), |name| format!("</{name}>"));
        rest = tag.split_once(end.as_str()).map_or("", |(_, rest)| rest);
    }
    words.push_str(rest);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The bytes of a text, compressed as well as it can be.
fn small(text: &str) -> Result<usize> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    writer.write_all(text.as_bytes())?;
    writer.flush()?;
    Ok(writer.into_inner().len())
}

#[cfg(test)]
mod tests {
    use super::{sheets, words_of};

    #[test]
    fn the_words_of_a_page_are_what_somebody_reads() {
        let page = "<html><head><title>no</title></head><body class=\"x\"><h1>How <b>is</b> it?</h1>\
                    <script>no()</script><svg><path d=\"\"/></svg><label>The bus</label></body></html>";
        assert_eq!(words_of(page), "How is it? The bus");
    }

    #[test]
    fn the_styles_of_a_page_are_found_once() {
        let page = "<link rel=\"icon\" href=\"/i\"><link rel=\"stylesheet\" href=\"/assets/a.css\">\
                    <link href=\"/assets/a.css\" rel=\"stylesheet\">";
        assert_eq!(sheets(page).into_iter().collect::<Vec<_>>(), ["/assets/a.css"]);
    }
}
