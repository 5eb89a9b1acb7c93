//! What the line says that is read out.

/// Said beside the words where the same stand there already: nothing to see, and another text.
const ONCE_MORE: char = '\u{a0}';

/// Words as they are put where others stand. The same words once more are other text, so that they are read out once more:
/// whoever presses a key again hears that it was heard.
pub(super) fn anew(standing: &str, words: &str) -> String {
    if standing == words { format!("{words}{ONCE_MORE}") } else { words.to_string() }
}

/// Why an answer cannot be shown now. Without a connection it is shown once there is one; where the browser thinks that there
/// is one, nothing tells when it is worth another try.
pub(super) fn no_way(is_online: bool) -> &'static str {
    if is_online {
        "This answer cannot be fetched now. Nothing is lost: what you saved is kept. Press it again in a moment."
    } else {
        "No connection. Nothing is lost: what you saved is kept on this device. It goes on here once the connection is back."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_are_another_text_each_time() {
        let first = anew("", "No connection.");
        assert_eq!(first, "No connection.");
        let second = anew(&first, "No connection.");
        assert_ne!(second, first);
        assert_eq!(second.trim(), first, "and look the same");
        assert_eq!(anew(&second, "No connection."), first);
        assert_eq!(anew(&second, "Saved."), "Saved.");
    }

    #[test]
    fn a_key_without_a_connection_says_that_nothing_is_lost_and_what_comes_next() {
        for (is_online, next) in [(false, "once the connection is back"), (true, "Press it again")] {
            let said = no_way(is_online);
            assert!(said.contains("Nothing is lost") && said.contains(next), "{said}");
            assert_eq!(said.contains("No connection"), !is_online, "{said}");
        }
    }
}
