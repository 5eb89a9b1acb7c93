//! Several answers in one commit.
//!
//! SQLite writes one transaction at a time, and a commit waits for the disk. When a school answers in the same
//! minute, the disk would be asked for every single answer. So answers that arrive while a commit is on its way
//! wait for the next one and are kept in it together: each in a savepoint of its own, so that one that is refused
//! takes none of the others along, and each acknowledged only when the commit is on the disk.
//!
//! Nobody waits for company: an answer that comes alone is kept at once. PostgreSQL writes many transactions at
//! the same time and joins their commits itself.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use earshot_domain::receipt::Receipt;
use earshot_store::Engine;
use tokio::sync::oneshot;

use crate::{Asked, Earshot, Error, Submission};

/// Answers that are kept in one commit at most: it bounds how long the first of them waits for the last.
const MOST: usize = 64;

/// An answer that waits to be kept.
struct Waiting {
    asked: Asked,
    submission: Submission,
    draft_token: Option<String>,
    reply: oneshot::Sender<Result<Receipt, Error>>,
}

/// The answers that wait, and whether somebody sees to them.
#[derive(Clone, Default)]
pub(crate) struct Together(Arc<Line>);

#[derive(Default)]
struct Line {
    waiting: Mutex<Vec<Waiting>>,
    busy: AtomicBool,
}

impl Line {
    fn put(&self, waiting: Waiting) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(waiting);
    }

    fn take(&self) -> Vec<Waiting> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let many = waiting.len().min(MOST);
        waiting.drain(..many).collect()
    }

    /// Whether the caller is now the one who sees to them.
    fn begin(&self) -> bool {
        !self.busy.swap(true, Ordering::SeqCst)
    }
}

/// Whoever sees to the line leaves it free, also when something panics: those who wait are then told so by the
/// end of their channel, and keep their answers by themselves.
struct Seeing<'a>(&'a Line);

impl Drop for Seeing<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
        self.0.busy.store(false, Ordering::SeqCst);
    }
}

impl Earshot {
    /// Keeps a whole answer, once, however often it arrives, and gives its four words. `draft_token` names the
    /// unsent answer that is done with.
    ///
    /// The equality answers go to a table of their own in the same transaction, with random ids, linked to nothing
    /// but the consultation and the day (domain.md 7.1, "Option A").
    pub async fn submit(
        &self,
        asked: &Asked,
        submission: &Submission,
        draft_token: Option<&str>,
    ) -> Result<Receipt, Error> {
        if self.db.engine() == Engine::Postgres {
            return self.submit_alone(asked, submission, draft_token).await;
        }
        let (reply, told) = oneshot::channel();
        self.together.0.put(Waiting {
            asked: asked.clone(),
            submission: submission.clone(),
            draft_token: draft_token.map(str::to_owned),
            reply,
        });
        if self.together.0.begin() {
            // In a task of its own: whoever gives up waiting does not take the others along.
            tokio::spawn(self.clone().see_to_those_who_wait());
        }
        match told.await {
            Ok(outcome) => outcome,
            Err(_) => self.submit_alone(asked, submission, draft_token).await,
        }
    }

    async fn see_to_those_who_wait(self) {
        let line = self.together.0.clone();
        loop {
            {
                let _seeing = Seeing(&line);
                loop {
                    let batch = line.take();
                    if batch.is_empty() {
                        break;
                    }
                    self.keep_together(batch).await;
                }
            }
            // Somebody may have come between the last look and the end.
            let came = !line.waiting.lock().unwrap_or_else(PoisonError::into_inner).is_empty();
            if !came || !line.begin() {
                return;
            }
        }
    }

    async fn keep_together(&self, batch: Vec<Waiting>) {
        match self.try_together(&batch).await {
            Ok(outcomes) => {
                for (waiting, outcome) in batch.into_iter().zip(outcomes) {
                    // Whoever no longer listens asks again with the same key.
                    let _ = waiting.reply.send(outcome);
                }
            }
            // Nothing of it was kept. One by one, so that each learns its own reason.
            Err(_) => {
                for Waiting { asked, submission, draft_token, reply } in batch {
                    let _ = reply.send(self.submit_alone(&asked, &submission, draft_token.as_deref()).await);
                }
            }
        }
    }

    /// Keeps all of them in one transaction, or fails as a whole.
    async fn try_together(&self, batch: &[Waiting]) -> Result<Vec<Result<Receipt, Error>>, Error> {
        let mut tx = self.db.begin().await?;
        let mut outcomes = Vec::with_capacity(batch.len());
        for one in batch {
            tx.mark().await?;
            let outcome =
                self.submit_in(&mut tx, &one.asked, &one.submission, one.draft_token.as_deref()).await;
            match &outcome {
                Ok(_) => tx.keep().await?,
                Err(_) => tx.undo().await?,
            }
            outcomes.push(outcome);
        }
        tx.commit().await?;
        Ok(outcomes)
    }

    async fn submit_alone(
        &self,
        asked: &Asked,
        submission: &Submission,
        draft_token: Option<&str>,
    ) -> Result<Receipt, Error> {
        let mut tx = self.db.begin().await?;
        let receipt = self.submit_in(&mut tx, asked, submission, draft_token).await?;
        tx.commit().await?;
        Ok(receipt)
    }
}
