//! The sentences of a pack, made from the records.

use chrono::NaiveDate;
use earshot_domain::suppression::Preset;
use earshot_store::consultation::Consultation;
use earshot_store::feedback::Feedback;

/// A day, as documents write it.
fn day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// Of whom fewer answered than their share, if of anybody.
pub(super) fn seldom_heard(groups: &[&str]) -> Option<String> {
    (!groups.is_empty())
        .then(|| format!("Fewer answered than their share of those who live there: {}.", groups.join(", ")))
}

/// How quotes were chosen and protected (domain.md 6.5).
pub(super) fn choosing(sensitive: bool) -> String {
    let mut text = "Each quote was chosen by somebody of the staff, who wrote down why, out of answers whose authors said yes \
                    to their exact words being used. Spelling and grammar are theirs. What would tell who they are is taken \
                    out, and a word in square brackets stands in its place. Who said it is told no more exactly than for a \
                    group of ten who answered."
        .to_string();
    if sensitive {
        text.push_str(" A second person looked at each quote before it was published.");
    }
    text.push_str(
        " Whoever takes their words back takes the quote back: look at its address before you use it.",
    );
    text
}

/// A title with what follows it: behind a question mark no colon stands.
pub(super) fn behind(title: &str, words: &str) -> String {
    let title = title.trim_end();
    if !title.ends_with(['?', '!', '.']) {
        return format!("{title}: {words}");
    }
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{title} {first}{}", letters.as_str())
}

/// How young people were told (domain.md 4.4).
pub(super) fn told(row: &Consultation, page: Option<&Feedback>) -> String {
    let told = how_told(row, page);
    behind(&row.setup.title, &told)
}

fn how_told(row: &Consultation, page: Option<&Feedback>) -> String {
    match (page, row.setup.feedback_on) {
        (Some(page), _) => {
            let then = page
                .followed_up_on
                .map(|on| format!(" On {} they were told what came of it.", day(on)))
                .unwrap_or_default();
            format!("young people were told what happens on {}.{then}", day(page.published_on))
        }
        (None, Some(on)) => {
            format!("young people have not been told yet. It was promised for {}.", day(on))
        }
        (None, None) => "young people have not been told yet.".to_string(),
    }
}

/// What is not said of numbers, by the rules for those in the pack.
fn small_numbers(presets: &[Preset]) -> String {
    let largest = presets.iter().map(|preset| preset.largest_hidden()).max();
    let largest = largest.unwrap_or(Preset::default().largest_hidden());
    let rounded = if presets.iter().any(|preset| preset.rounds()) {
        " What is rounded is rounded to 5, so columns need not add up."
    } else {
        ""
    };
    format!(
        "Small numbers are hidden, so that nobody can be found out by them: [c] stands for a number from 1 to {largest}, for any \
         number of a group of fewer than ten who answered, also none, and for others where one could be worked out from what stands \
         beside it. A group of which nothing is shown is left out.{rounded}"
    )
}

/// What a pack cannot say (domain.md 5.9).
pub(super) fn limits(presets: &[Preset], leaves_out: bool) -> Vec<String> {
    let mut limits = vec![
        small_numbers(presets),
        "Those who answered chose to. What they say does not stand for all young people, and words such as \u{201c}most\u{201d} \
         mean most of those who wrote something."
            .to_string(),
        "Parents, professionals and others are counted apart. Their words never stand among those of young people.".to_string(),
    ];
    if leaves_out {
        limits.push(
            "Something of it is still being asked. It is left out until then, because two looks would tell what came in between."
                .to_string(),
        );
    }
    limits
}

/// What a consultation is called among the sources, and its address.
pub(super) fn consultation(row: &Consultation) -> (String, String) {
    (row.setup.title.clone(), of_themes(row))
}

/// Where its themes can be read: on the page of everybody, once there is one.
pub(super) fn of_themes(row: &Consultation) -> String {
    if row.state.shows_findings() {
        format!("/c/{}/results", row.slug)
    } else {
        format!("/desk/c/{}/findings", row.slug)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behind_a_question_mark_no_colon_stands() {
        assert_eq!(behind("Getting to school", "young people know"), "Getting to school: young people know");
        assert_eq!(behind("What is it like? ", "young people know"), "What is it like? Young people know");
        assert_eq!(behind("Why?", ""), "Why? ");
    }

    #[test]
    fn what_a_hidden_number_stands_for_is_true_of_small_groups() {
        for preset in [Preset::Nhs5, Preset::Dfe, Preset::Srs10] {
            let said = small_numbers(&[preset]);
            assert!(said.contains(&format!("from 1 to {}", preset.largest_hidden())), "{said}");
            assert!(said.contains("fewer than ten who answered, also none"), "{said}");
        }
    }

    #[test]
    fn a_second_person_is_told_of_only_where_there_was_one() {
        assert!(!choosing(false).contains("second person"));
        assert!(choosing(true).contains("second person"));
        assert_eq!(seldom_heard(&[]), None);
        assert_eq!(limits(&[], true).len(), limits(&[], false).len() + 1);
    }
}
