//! Where sentences and words begin and end.

/// Words that end in a full stop without ending a sentence.
const SHORT_FORMS: [&str; 17] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "no", "vs", "approx", "e.g", "i.e", "eg", "ie", "cllr", "rev",
    "dept", "tel",
];

/// The sentences of a text, each with its full stop. A new line ends a sentence
/// too: a heading and the points of a list stand for themselves. What holds no
/// word is no sentence.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for line in text.lines() {
        split_line(without_mark(line.trim()), &mut found);
    }
    found
}

/// A line of a list without what stands before it: a dot, a dash, `2.`, `b)`.
fn without_mark(line: &str) -> &str {
    let bare =
        line.trim_start_matches(['\u{2022}', '\u{25e6}', '\u{2023}', '*', '-', '\u{2013}', '\u{2014}', ' ']);
    if let Some((mark, rest)) = bare.split_once([' ', '\t']) {
        let name = mark.trim_end_matches(['.', ')']);
        let short = name.len() == 1 || (name.len() == 2 && name.bytes().all(|b| b.is_ascii_digit()));
        if name.len() < mark.len() && short && name.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return rest.trim_start();
        }
    }
    bare
}

fn split_line<'a>(line: &'a str, found: &mut Vec<&'a str>) {
    let mut from = 0;
    let mut letters = line.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if !matches!(letter, '.' | '!' | '?' | '\u{2026}') {
            continue;
        }
        // "?!", "...", and a closing quotation mark or bracket belong to it.
        let mut end = at + letter.len_utf8();
        let mut dots = usize::from(letter == '.') + 3 * usize::from(letter == '\u{2026}');
        let mut asks = matches!(letter, '!' | '?');
        while let Some((_, next)) = letters.next_if(|(_, next)| is_closing(*next)) {
            end += next.len_utf8();
            dots += usize::from(next == '.');
            asks |= matches!(next, '!' | '?');
        }
        let rest = &line[end..];
        if ends(&line[from..at], rest, dots, asks) {
            push(&line[from..end], found);
            from = end;
        }
    }
    push(&line[from..], found);
}

fn is_closing(letter: char) -> bool {
    matches!(letter, '.' | '!' | '?' | '\u{2026}' | '"' | '\'' | ')' | '\u{2019}' | '\u{201d}')
}

/// Whether a sentence ends between what stands before a mark and the rest.
fn ends(before: &str, rest: &str, dots: usize, asks: bool) -> bool {
    // "7.20", "e.g." in the middle, an address of a page.
    if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
        return false;
    }
    if asks {
        return true;
    }
    // Close by, or not at all: a text of nothing but full stops is read once.
    let next = rest.trim_start().chars().take(20).find(|letter| letter.is_alphanumeric());
    let goes_on = next.is_some_and(char::is_lowercase);
    if dots > 1 {
        return !goes_on;
    }
    let last = before.rsplit([' ', '\u{a0}', '(', '\t']).next().unwrap_or_default().to_lowercase();
    // "No." ends a sentence when a new one follows; "no. 14" is a number.
    if last == "no" {
        return !next.is_some_and(|letter| letter.is_ascii_digit());
    }
    // "J. Smith", "4 p.m. on Monday", "etc. and so on".
    let is_short = SHORT_FORMS.contains(&last.as_str());
    let is_initial = last.chars().count() == 1 && last.chars().all(char::is_alphabetic) && last != "i";
    let dotted = last.contains('.') || last == "etc";
    !(is_short || is_initial && before.ends_with(char::is_uppercase) || dotted && goes_on)
}

fn push<'a>(piece: &'a str, found: &mut Vec<&'a str>) {
    let piece = piece.trim();
    if !words(piece).is_empty() {
        found.push(piece);
    }
}

/// The words of a sentence. "grown-ups", "don't" and "4.45" are one word each;
/// a sign or an emoji is none.
pub fn words(sentence: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = None;
    let mut letters = sentence.char_indices().peekable();
    let mut last = ' ';
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map_or(' ', |(_, next)| *next);
        let inside = match letter {
            '\'' | '\u{2019}' | '-' | '\u{2011}' => last.is_alphanumeric() && next.is_alphanumeric(),
            '.' | ',' | ':' => last.is_ascii_digit() && next.is_ascii_digit(),
            // Marks that stand on a letter belong to it.
            '\u{300}'..='\u{36f}' => from.is_some(),
            letter => letter.is_alphanumeric(),
        };
        if inside {
            from = from.or(Some(at));
        } else if let Some(start) = from.take() {
            found.push(&sentence[start..at]);
        }
        last = letter;
    }
    found.extend(from.map(|start| &sentence[start..]));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_stop_does_not_always_end_a_sentence() {
        for (text, expected) in [
            ("We ask. You answer.", 2),
            ("Mr. Davis drives. He is late.", 2),
            ("The 7.20 bus costs \u{a3}1.50 a day.", 1),
            ("Tell us, e.g. about a bus, what is wrong.", 1),
            ("Buses, trains, etc. are late. Why?", 2),
            ("It ends at 4 p.m. on Monday.", 1),
            ("School is\u{2026}", 1),
            ("I wait... and wait... Then it comes.", 2),
            ("Really?! Yes!", 2),
            ("She said \u{201c}no.\u{201d} Then she left.", 2),
            ("Ask J. Smith about no. 14.", 1),
            ("You can say no. We will not ask why.", 2),
            ("I am 14. My sister is 12.", 2),
            ("It was me and I. You know.", 2),
            ("no full stop at all", 1),
            ("\u{1f600} \u{1f600}. ...", 0),
            ("", 0),
        ] {
            assert_eq!(sentences(text).len(), expected, "{text:?} {:?}", sentences(text));
        }
    }

    #[test]
    fn each_point_of_a_list_is_a_sentence_of_its_own() {
        let list = "We want to know:\n\u{2022} what is good\n- what is bad\n2. what to change\nb) why\n\n";
        assert_eq!(
            sentences(list),
            ["We want to know:", "what is good", "what is bad", "what to change", "why"]
        );
        assert_eq!(sentences("A bus is late."), ["A bus is late."], "a short word is no mark");
    }

    #[test]
    fn words_are_what_is_said_in_one_breath() {
        for (sentence, expected) in [
            ("Don't ask grown-ups", vec!["Don't", "ask", "grown-ups"]),
            ("It\u{2019}s 4.45, or 1,000?", vec!["It\u{2019}s", "4.45", "or", "1,000"]),
            ("mum/dad \u{1f68c} \u{2013} bus", vec!["mum", "dad", "bus"]),
            ("'quoted' -- dashed-", vec!["quoted", "dashed"]),
            ("cafe\u{301} caf\u{e9}", vec!["cafe\u{301}", "caf\u{e9}"]),
            ("\u{1f600}\u{1f600} ?!", vec![]),
        ] {
            assert_eq!(words(sentence), expected);
        }
    }
}
