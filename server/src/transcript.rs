//! From a file's speakers to those of a session: the one place where its names for them are left behind.

use earshot_domain::session::Speaker;
use earshot_formats::transcript::Transcript;
use earshot_service::NewTurn;

/// The turns of a transcript, whose speakers become these in the order of [`Transcript::labels`]. `hide` says that the names of
/// speakers are hidden where others say them.
pub(crate) fn turns(transcript: &Transcript, cast: &[Speaker], hide: bool) -> Vec<NewTurn> {
    let labels = transcript.labels();
    let mut turns: Vec<NewTurn> = transcript
        .turns
        .iter()
        .map(|turn| {
            let at = labels.iter().position(|label| *label == turn.speaker);
            let speaker = at.and_then(|at| cast.get(at)).copied().unwrap_or(Speaker::LeftOut);
            NewTurn { speaker, words: turn.words.clone(), hide: Vec::new() }
        })
        .collect();
    let names = if hide { transcript.names() } else { Vec::new() };
    for place in names {
        if let Some(turn) = turns.get_mut(place.turn) {
            turn.hide.push(place.span);
        }
    }
    turns
}
