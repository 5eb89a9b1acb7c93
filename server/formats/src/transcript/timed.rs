//! Captions: `WebVTT` and `SubRip`.

use super::{Defect, Piece};
use crate::plain::entity;

/// Reads captions. `web` says that they are `WebVTT`, which names itself in its first line.
pub(super) fn captions(text: &str, web: bool) -> Result<Vec<Piece>, Defect> {
    let text = earshot_domain::text::normalise_lines(text);
    if web && !text.trim_start().starts_with("WEBVTT") {
        return Err(Defect::NotWebVtt);
    }
    let mut pieces = Vec::new();
    let mut block: Vec<&str> = Vec::new();
    for line in text.split('\n').chain([""]) {
        if line.trim().is_empty() {
            cue(&block, &mut pieces);
            block.clear();
        } else {
            block.push(line);
        }
    }
    Ok(pieces)
}

/// What is shown at once. Comments, styles and regions have no time and are nobody's words.
fn cue(block: &[&str], pieces: &mut Vec<Piece>) {
    if block.first().is_some_and(|line| ["NOTE", "STYLE", "REGION"].iter().any(|word| line.starts_with(word)))
    {
        return;
    }
    let Some(time) = block.iter().position(|line| line.contains("-->")) else { return };
    let mut speaker = None;
    let mut words = String::new();
    let text = block[time + 1..].join("\n");
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['<', '&', '{']) {
        words.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((tag, after)) = tag(rest) {
            if let Some(name) = voice(tag) {
                if !words.trim().is_empty() {
                    pieces.push(Piece::Cue(speaker.take(), std::mem::take(&mut words)));
                }
                words.clear();
                speaker = Some(decoded(name));
            }
            rest = after;
        } else if let Some((letters, after)) = letters_of(rest) {
            words.push_str(&letters);
            rest = after;
        } else {
            words.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    words.push_str(rest);
    if !words.trim().is_empty() {
        pieces.push(Piece::Cue(speaker, words));
    }
}

/// What stands between the signs of a tag, and what comes after it: `<v Sam>`, `</i>`, `<00:01.000>`, `{\an8}`.
fn tag(text: &str) -> Option<(&str, &str)> {
    let (inside, end) = match text.strip_prefix('<') {
        Some(inside) => (inside, '>'),
        None => (text.strip_prefix("{\\")?, '}'),
    };
    // In SubRip a smaller-than sign may be one.
    if !inside.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '/') {
        return None;
    }
    let at = inside.find(['<', '>', '}', '\n'])?;
    let after = inside[at..].strip_prefix(end)?;
    Some((&inside[..at], after))
}

/// Who speaks, where the tag says it.
fn voice(tag: &str) -> Option<&str> {
    let rest = tag.strip_prefix('v')?;
    let (classes, name) = rest.split_once(char::is_whitespace)?;
    (classes.is_empty() || classes.starts_with('.')).then_some(name.trim()).filter(|name| !name.is_empty())
}

/// The letters that a text stands for which begins with an entity, and what comes after it: captions know those of HTML, by
/// name and by number. Marks of direction show nothing and stand for nothing here.
fn letters_of(text: &str) -> Option<(String, &str)> {
    if !text.starts_with('&') {
        return None;
    }
    let (letters, after) = entity(text)?;
    let shows = |letter: &char| !letter.is_control() && !matches!(letter, '\u{200e}' | '\u{200f}');
    Some((letters.chars().filter(shows).collect::<String>().replace('\u{a0}', " "), after))
}

/// A name with the letters that its entities stand for.
fn decoded(name: &str) -> String {
    let (mut letters, mut rest) = (String::new(), name);
    while let Some(at) = rest.find('&') {
        letters.push_str(&rest[..at]);
        match letters_of(&rest[at..]) {
            Some((stands_for, after)) => {
                letters.push_str(&stands_for);
                rest = after;
            }
            None => {
                letters.push('&');
                rest = &rest[at + 1..];
            }
        }
    }
    letters.push_str(rest);
    letters
}
