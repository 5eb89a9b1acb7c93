//! What is made of what was found: how well it answers, and the piece of it that is shown.

use super::wanted::Wanted;
use super::word::tokens;

/// How well a text answers what is looked for; more is better. A term in the title says more than one in the text, each
/// further term more than the same one again, terms near each other more than far apart, and a short text more than a long
/// one. Of two that are alike the newer one comes first, which the caller sees to.
pub fn score(wanted: &Wanted, title: &str, body: &str) -> usize {
    let (title, body) = (tokens(title), tokens(body));
    let mut score = 0;
    let mut firsts = Vec::new();
    for term in &wanted.terms {
        let places = term.places(&body);
        let in_title = !term.places(&title).is_empty();
        if in_title || !places.is_empty() {
            score += 20;
        }
        if in_title {
            score += 12;
        }
        score += 2 * places.len().min(3);
        // As it was typed, and not in another form.
        if body.iter().chain(&title).any(|token| term.words() == [token.word.as_str()]) {
            score += 3;
        }
        firsts.push(places);
    }
    if let [one, other, ..] = &firsts[..] {
        let nearest = one.iter().flat_map(|a| other.iter().map(move |b| a.abs_diff(*b))).min();
        score += match nearest {
            Some(0..=2) => 6,
            Some(3..=6) => 3,
            _ => 0,
        };
    }
    score + usize::from(body.len() <= 40)
}

/// A run of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Whether they are what was looked for.
    pub is_hit: bool,
}

/// A piece of a text around what was found in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// Whether there is more before it.
    pub more_before: bool,
    /// The piece, run by run.
    pub runs: Vec<Run>,
    /// Whether there is more after it.
    pub more_after: bool,
}

/// Code points that an excerpt holds at most.
pub const EXCERPT: usize = 200;

/// How much of that stands before the first thing that was found.
const BEFORE: usize = 50;

/// The piece of a text around the first thing that was found in it, at most so many code points long, cut between words. The
/// beginning of the text where nothing is marked: an index knows more forms of a word than this does.
pub fn excerpt(text: &str, wanted: &Wanted, room: usize) -> Excerpt {
    let letters: Vec<char> = text.chars().collect();
    let spans = wanted.spans(text);
    let (mut from, mut to) = (0, letters.len());
    if letters.len() > room {
        let first = spans.first().map_or(0, |span| span.start);
        from = first.saturating_sub(BEFORE.min(room / 4)).min(letters.len() - room);
        to = from + room;
        let gap = |run: &[char]| run.iter().position(|letter| letter.is_whitespace());
        if from > 0 {
            from += gap(&letters[from..first.max(from)]).map_or(0, |at| at + 1);
        }
        if to < letters.len() {
            let kept = spans.first().map_or(from, |span| span.end).clamp(from, to);
            let back = letters[kept..to].iter().rev().position(|letter| letter.is_whitespace());
            to -= back.map_or(0, |at| at + 1);
        }
    }
    let mut runs = Vec::new();
    let mut push = |from: usize, to: usize, is_hit: bool| {
        if from < to {
            runs.push(Run { text: letters[from..to].iter().collect(), is_hit });
        }
    };
    let mut at = from;
    for span in spans {
        let (start, end) = (span.start.clamp(at, to), span.end.clamp(at, to));
        push(at, start, false);
        push(start, end, true);
        at = end;
    }
    push(at, to, false);
    Excerpt { more_before: from > 0, runs, more_after: to < letters.len() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(text: &str, typed: &str) -> String {
        let excerpt = excerpt(text, &Wanted::parse(typed), EXCERPT);
        let runs = excerpt
            .runs
            .iter()
            .map(|run| if run.is_hit { format!("<{}>", run.text) } else { run.text.clone() });
        let before = if excerpt.more_before { "\u{2026}" } else { "" };
        let after = if excerpt.more_after { "\u{2026}" } else { "" };
        format!("{before}{}{after}", runs.collect::<String>())
    }

    #[test]
    fn what_was_found_is_marked() {
        for (text, typed, expected) in [
            ("The bus is late", "late", "The bus is <late>"),
            ("Buses drive past", "bus", "<Buses> drive past"),
            ("It was running, we ran", "run", "It was <running>, we ran"),
            ("the CAF\u{c9} shut", "cafe", "the <CAF\u{c9}> shut"),
            ("it drives past, past it drives", "\"drives past\"", "it <drives past>, past it drives"),
            ("ysgolion ac ysgol", "ysgol", "<ysgolion> ac <ysgol>"),
            ("nothing here", "bus", "nothing here"),
            ("late late", "late \"late late\"", "<late late>"),
        ] {
            assert_eq!(marked(text, typed), expected, "{typed} in {text}");
        }
    }

    #[test]
    fn of_a_long_text_the_piece_around_it_is_shown() {
        let text = format!("{}the bus is late {}", "before that ".repeat(40), "and after ".repeat(40));
        let shown = marked(&text, "late");
        assert!(shown.starts_with('\u{2026}') && shown.ends_with('\u{2026}'), "{shown}");
        assert!(shown.contains("bus is <late> and after") && shown.chars().count() <= EXCERPT + 4, "{shown}");
        let end = format!("{}late", "before that ".repeat(40));
        let shown = marked(&end, "late");
        assert!(shown.ends_with("that <late>") && shown.starts_with('\u{2026}'), "{shown}");
        // Nothing to mark: how it begins.
        assert!(marked(&text, "nowhere").starts_with("before that"));
        // One word that is longer than all the room.
        assert!(marked(&"z".repeat(900), "z").chars().count() <= EXCERPT + 3);
    }

    #[test]
    fn what_says_it_best_comes_first() {
        let wanted = Wanted::parse("bus late");
        let of = |title: &str, body: &str| score(&wanted, title, body);
        assert!(of("The bus is late", "") > of("", "bus late"));
        assert!(
            of("", "the bus is late") > of("", "the bus is full and my friends and I are often a bit late")
        );
        assert!(of("", "late, late, late: the bus") > of("", "late: the bus"));
        assert!(of("", "the bus is late") > of("", "the bus"));
        assert_eq!(score(&Wanted::default(), "x", &"y ".repeat(50)), 0);
    }

    proptest! {
        /// An excerpt is a piece of the text: not a letter more, in the same order, and no longer than it may be.
        #[test]
        fn an_excerpt_is_a_piece_of_the_text(text in "[a-e \u{e9}\u{1f600}\n]{0,120}", typed in "[a-e \"-]{0,12}", room in 1_usize..60) {
            let wanted = Wanted::parse(&typed);
            let excerpt = excerpt(&text, &wanted, room);
            let piece: String = excerpt.runs.iter().map(|run| run.text.as_str()).collect();
            prop_assert!(text.contains(&piece));
            prop_assert!(piece.chars().count() <= room);
            prop_assert!(excerpt.runs.iter().all(|run| !run.text.is_empty()));
            prop_assert_eq!(excerpt.more_before || excerpt.more_after, piece != text);
            let length = text.chars().count();
            for span in wanted.spans(&text) {
                prop_assert!(span.start < span.end && span.end <= length);
            }
        }
    }
}
