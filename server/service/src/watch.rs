//! The list that orders the reading queue (domain.md 5.4): what is built in, and the words that an organisation adds.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use earshot_domain::policy::Permission;
use earshot_domain::safeguarding::{self, WATCH_LINES_MAX, WatchFlaw, WatchList};
use earshot_store::{StoreError, Tx, reading};
use uuid::Uuid;

use crate::error::Refusal;
use crate::{Actor, Earshot, Error};

/// Letters of an organisation's own words.
const WORDS_MAX: usize = 20_000;

/// Unread answers that are looked at again at once.
const AGAIN: i64 = 500;

/// The words that an organisation has added.
#[derive(Debug, Clone, Default)]
pub struct WatchWords {
    /// The lines as they were written.
    pub lines: String,
    /// Which version they are, from 1; 0 where there is none.
    pub version: i64,
    /// Who has written them.
    pub by: Option<String>,
    /// When.
    pub at: Option<DateTime<Utc>>,
}

impl Earshot {
    /// Whether an answer to a consultation should be read before others.
    pub(crate) async fn watches(
        &self,
        tx: &mut Tx,
        consultation_id: Uuid,
        text: &str,
    ) -> Result<bool, Error> {
        if safeguarding::watch(text) {
            return Ok(true);
        }
        let version = reading::watch_version(tx, consultation_id).await?;
        self.own_words(tx, version, text).await
    }

    /// The same of a text that belongs to no consultation.
    pub(crate) async fn organisation_watches(
        &self,
        tx: &mut Tx,
        organisation_id: Uuid,
        text: &str,
    ) -> Result<bool, Error> {
        if safeguarding::watch(text) {
            return Ok(true);
        }
        let version = reading::watch_words(tx, organisation_id).await?.map(|words| words.version);
        self.own_words(tx, version.map(|version| (organisation_id, version)), text).await
    }

    /// Whether an organisation's own words stand in a text. Each version is read once by each process.
    async fn own_words(&self, tx: &mut Tx, of: Option<(Uuid, i64)>, text: &str) -> Result<bool, Error> {
        let Some((organisation_id, version)) = of else { return Ok(false) };
        let known = self.watch_lists.get(organisation_id, version);
        let list = match known {
            Some(list) => list,
            None => {
                let lines = reading::watch_lines(tx, organisation_id, version).await?.unwrap_or_default();
                // What cannot be read any more, because the program is another one, marks nothing; the built-in list does.
                let list = Arc::new(WatchList::parse(&lines).unwrap_or_default());
                self.watch_lists.keep(organisation_id, version, list.clone());
                list
            }
        };
        Ok(list.watch(text))
    }

    /// The words that the organisation has added.
    pub async fn watch_words(&self, actor: &Actor) -> Result<WatchWords, Error> {
        actor.require(Permission::DecideHeldAnswers)?;
        let found = reading::watch_words(&mut self.db.read().await?, actor.organisation_id).await?;
        Ok(found.map_or_else(WatchWords::default, |words| WatchWords {
            lines: words.lines,
            version: words.version,
            by: words.staff_name,
            at: Some(words.created_at),
        }))
    }

    /// Adds words, as a new version of all of them. Unread answers, and comments that nobody has checked, are looked at
    /// again; gives how many of them are marked now and were not before. `version` is the one that the form came with.
    pub async fn save_watch_words(&self, actor: &Actor, version: i64, lines: &str) -> Result<u64, Error> {
        actor.require(Permission::DecideHeldAnswers)?;
        let lines = lines.replace("\r\n", "\n").trim().to_string();
        let list = parse(&lines)?;
        let mut tx = self.db.begin().await?;
        let known = reading::watch_words(&mut tx, actor.organisation_id).await?;
        if known.as_ref().map_or(0, |known| known.version) != version {
            return Err(Error::Stale);
        }
        let known = known.map(|known| known.lines);
        if known.as_ref() == Some(&lines) {
            return Ok(0);
        }
        let (next, by, now) = (version + 1, actor.staff_id, self.now());
        let kept = reading::insert_watch_words(&mut tx, actor.organisation_id, next, &lines, by, now).await;
        kept.map_err(|error| if matches!(error, StoreError::Taken) { Error::Stale } else { error.into() })?;
        let (mut marked, mut after) = (0, Uuid::nil());
        loop {
            let unmarked = reading::unmarked(&mut tx, actor.organisation_id, after, AGAIN).await?;
            let Some((last, _)) = unmarked.last() else { break };
            after = *last;
            for (id, words) in unmarked {
                if list.watch(&words) {
                    reading::mark(&mut tx, id).await?;
                    // It waits as a marked one from now on.
                    reading::came(&mut tx, id, self.this_hour()).await?;
                    marked += 1;
                }
            }
        }
        marked += self.mark_waiting_comments(&mut tx, actor, &list).await?;
        let changed = self.change(("words", actor.organisation_id), known.as_ref(), Some(&lines));
        self.audit_with(&mut tx, actor, "safeguarding.words", next.to_string(), changed);
        tx.commit().await?;
        Ok(marked)
    }

    /// Whether a sentence would be marked with these words. Nothing of it is kept.
    pub fn try_watch_words(&self, actor: &Actor, lines: &str, sentence: &str) -> Result<bool, Error> {
        actor.require(Permission::DecideHeldAnswers)?;
        Ok(parse(lines)?.watch(sentence))
    }
}

fn parse(lines: &str) -> Result<WatchList, Error> {
    if lines.chars().count() > WORDS_MAX {
        return Err(Error::refused(Refusal::TooLong { field: "lines", max: WORDS_MAX }));
    }
    let list = WatchList::parse(lines).map_err(|flaws| {
        let line = |(line, flaw)| Refusal::Line { line, reason: reason(flaw).to_string() };
        Error::Refused(flaws.into_iter().map(line).collect())
    })?;
    if list.len() > WATCH_LINES_MAX {
        return Err(Error::refused(Refusal::TooMany { field: "lines", max: WATCH_LINES_MAX }));
    }
    Ok(list)
}

/// Why a line cannot be taken.
fn reason(flaw: WatchFlaw) -> &'static str {
    match flaw {
        WatchFlaw::Word => "write words of two letters and more, with | between words and * at an end",
        WatchFlaw::Open => "it may not begin or end with .. or _",
        WatchFlaw::Long => "it has too many words",
    }
}
