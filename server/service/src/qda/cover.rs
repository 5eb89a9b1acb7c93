//! What is hidden of answers that leave for another program, or are looked for in what comes back from one.

use std::collections::HashMap;

use earshot_domain::text::{Redaction, Span, Token};
use earshot_store::Tx;
use earshot_store::consultation::Consultation;
use earshot_store::qda::{self, Covered};
use earshot_store::reading::Answer;
use uuid::Uuid;

use crate::taking_out::Careful;
use crate::{Earshot, Error};

impl Earshot {
    /// What has to be known to hide something of answers in a file of this kind.
    pub(super) async fn hiding(&self, tx: &mut Tx, row: &Consultation) -> Result<Hiding, Error> {
        let covers = covers(qda::redactions(tx, row.id).await?);
        Ok(Hiding { covers, careful: self.careful(tx, row).await? })
    }
}

/// What was taken out of answers, and what else is taken out of them.
pub(super) struct Hiding {
    covers: Covers,
    careful: Careful,
}

impl Hiding {
    /// What is hidden of these. It reads all their words: on a thread of its own.
    pub(super) fn over(self, answers: &[Answer]) -> Covers {
        let Self { mut covers, careful } = self;
        for answer in answers {
            let covered = covers.hidden.entry(answer.id).or_insert_with(|| Some(Vec::new()));
            let Some(out) = covered.take() else { continue };
            let decided = out.len();
            let hidden = careful.hides(answer.id, &answer.words, out);
            covers.undecided += u64::try_from(hidden.len().saturating_sub(decided)).unwrap_or_default();
            *covered = Some(hidden);
        }
        covers
    }
}

/// What is hidden, by answer.
pub(super) struct Covers {
    hidden: HashMap<Uuid, Option<Vec<Redaction>>>,
    /// In how many places that is because nobody has decided.
    undecided: u64,
}

impl Covers {
    /// What is hidden of an answer; `None` where that cannot be said, so that nothing of it may be shown.
    pub(super) fn of(&self, answer: Uuid) -> Option<&[Redaction]> {
        match self.hidden.get(&answer) {
            Some(covered) => covered.as_deref(),
            None => Some(&[]),
        }
    }

    /// In how many places something is hidden because nobody has decided whether it tells who somebody is.
    pub(super) fn undecided(&self) -> u64 {
        self.undecided
    }
}

fn covers(rows: Vec<Covered>) -> Covers {
    let mut covers: HashMap<Uuid, Option<Vec<Redaction>>> = HashMap::new();
    for row in rows {
        let place = |at: i64| usize::try_from(at).ok();
        let span =
            place(row.span_start).zip(place(row.span_end)).and_then(|(start, end)| Span::new(start, end));
        let redaction = span.zip(Token::parse(&row.token)).map(|(span, token)| Redaction { span, token });
        let covered = covers.entry(row.answer_id).or_insert_with(|| Some(Vec::new()));
        match (covered.as_mut(), redaction) {
            (Some(covered), Some(redaction)) => covered.push(redaction),
            _ => *covered = None,
        }
    }
    Covers { hidden: covers, undecided: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_it_is_not_known_what_to_cover_nothing_is_shown() {
        let row = |n: u128, start: i64, end: i64, token: &str| Covered {
            answer_id: Uuid::from_u128(n),
            span_start: start,
            span_end: end,
            token: token.into(),
        };
        let covers = covers(vec![
            row(1, 0, 3, "name"),
            row(2, 5, 3, "name"),
            row(3, 0, 3, "name"),
            row(3, 4, 6, "nothing that is known"),
            row(3, 7, 9, "name"),
        ]);
        let of = |n| covers.of(Uuid::from_u128(n)).map(<[Redaction]>::len);
        assert_eq!([of(1), of(2), of(3), of(4)], [Some(1), None, None, Some(0)]);
    }
}
