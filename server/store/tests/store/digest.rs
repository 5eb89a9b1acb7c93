//! Letters to one person that go as one.

use earshot_domain::job::JobState;
use earshot_domain::news::News;
use earshot_store::Tx;
use earshot_store::digest;
use earshot_store::job::{self, Claimed, NewJob, Work};
use earshot_testkit::{TestDb, on_both};

use crate::job::new;
use crate::seed::{self, ORGANISATION, id, later};

on_both!(
    what_goes_with_a_letter_is_neither_due_by_itself_nor_left_behind,
    what_is_put_off_was_not_tried,
    a_letter_is_begun_by_who_has_it_and_once,
    the_next_letter_waits_until_its_time_has_come,
);

const KEY: &[u8] = b"kim";

/// A job for somebody, due after so many seconds.
async fn insert(tx: &mut Tx, n: u128, seconds: i64, key: &[u8]) {
    let work = Work::Tell { follower: id(n), news: News::Told };
    let job = NewJob { work, digest_key: Some(key.to_vec()), ..new(n, seconds) };
    assert!(job::insert(tx, &job).await.unwrap());
}

async fn take(tx: &mut Tx, seconds: i64) -> Claimed {
    job::claim(tx, later(seconds), later(seconds + 100)).await.unwrap().unwrap()
}

/// Ids of an organisation's jobs that were given up, with their tries.
async fn failed(tx: &mut Tx) -> Vec<(u128, i64)> {
    let jobs = job::shown(tx, ORGANISATION, JobState::Failed, 10, 0).await.unwrap();
    let mut jobs: Vec<_> = jobs.iter().map(|job| (job.id.as_u128(), job.attempts)).collect();
    jobs.sort_unstable();
    jobs
}

async fn what_goes_with_a_letter_is_neither_due_by_itself_nor_left_behind(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for (n, seconds, key) in
        [(10, 0, KEY), (11, 1, KEY), (12, 500, KEY), (13, 2, &b"lee"[..]), (14, 501, KEY)]
    {
        insert(&mut tx, n, seconds, key).await;
    }
    let first = take(&mut tx, 5).await;
    assert_eq!((first.id, first.led_by), (id(10), None));
    assert!(digest::begin(&mut tx, &first, KEY).await.unwrap());
    // As many as fit and are due by then, and nobody else's.
    assert_eq!(digest::gather(&mut tx, first.id, KEY, later(5), 2, later(0)).await.unwrap(), 0);
    assert_eq!(digest::gather(&mut tx, first.id, KEY, later(5), 2, later(600)).await.unwrap(), 2);
    let beside: Vec<Work> = digest::beside(&mut tx, first.id)
        .await
        .unwrap()
        .into_iter()
        .map(|work| serde_json::from_value(work).unwrap())
        .collect();
    let told = |n| Work::Tell { follower: id(n), news: News::Told };
    assert_eq!(beside, [told(11), told(12)]);
    assert_eq!(take(&mut tx, 5).await.id, id(13));
    assert!(!job::is_due(&mut tx, later(6)).await.unwrap(), "the second goes with the first");
    // Its process is gone: the same letter, and the same beside it.
    let again = take(&mut tx, 105).await;
    assert_eq!((again.id, again.led_by, again.attempts), (id(10), Some(id(10)), 2));
    assert_eq!(digest::beside(&mut tx, again.id).await.unwrap().len(), 2);
    assert!(!job::done(&mut tx, &first, later(106)).await.unwrap(), "the first process has nothing to say");
    assert_eq!(digest::beside(&mut tx, again.id).await.unwrap().len(), 2);
    assert!(job::done(&mut tx, &again, later(107)).await.unwrap());
    assert_eq!(digest::beside(&mut tx, again.id).await.unwrap().len(), 0);
    assert_eq!(take(&mut tx, 600).await.id, id(13), "taken over");
    assert_eq!(take(&mut tx, 600).await.id, id(14), "it did not fit");
    assert!(!job::is_due(&mut tx, later(600)).await.unwrap());
    assert_eq!(job::purge(&mut tx, later(108), later(0)).await.unwrap(), 3, "all three were done");
}

async fn what_is_put_off_was_not_tried(db: TestDb) {
    let mut tx = seed::world(&db).await;
    insert(&mut tx, 10, 0, KEY).await;
    let stale = take(&mut tx, 1).await;
    let taken = take(&mut tx, 200).await;
    assert!(!digest::put_off(&mut tx, &stale, KEY, later(300)).await.unwrap());
    assert!(digest::put_off(&mut tx, &taken, KEY, later(900)).await.unwrap());
    assert!(
        !digest::put_off(&mut tx, &stale, KEY, later(300)).await.unwrap(),
        "the same number, and no lease"
    );
    assert!(!digest::begin(&mut tx, &stale, KEY).await.unwrap());
    assert!(!job::is_due(&mut tx, later(899)).await.unwrap());
    assert_eq!(take(&mut tx, 900).await.attempts, 2);
}

async fn a_letter_is_begun_by_who_has_it_and_once(db: TestDb) {
    let mut tx = seed::world(&db).await;
    insert(&mut tx, 10, 0, KEY).await;
    insert(&mut tx, 11, 1, KEY).await;
    insert(&mut tx, 12, 2, KEY).await;
    let (one, two) = (take(&mut tx, 5).await, take(&mut tx, 5).await);
    assert_eq!(digest::begun(&mut tx, KEY, two.id).await.unwrap(), None);
    assert!(digest::begin(&mut tx, &one, KEY).await.unwrap());
    assert!(!digest::begin(&mut tx, &one, KEY).await.unwrap(), "begun already");
    assert_eq!(digest::begun(&mut tx, KEY, two.id).await.unwrap(), Some(later(105)), "its lease");
    assert_eq!(digest::begun(&mut tx, KEY, one.id).await.unwrap(), None, "there is no other");
    assert_eq!(digest::begun(&mut tx, b"lee", two.id).await.unwrap(), None);
    // What another process has taken stays with it.
    assert_eq!(digest::gather(&mut tx, one.id, KEY, later(5), 9, later(5)).await.unwrap(), 1);
    assert!(job::again(&mut tx, &one, later(400), "no answer").await.unwrap());
    assert_eq!(digest::begun(&mut tx, KEY, two.id).await.unwrap(), Some(later(400)), "its next try");
    digest::pace(&mut tx, KEY, later(9_000)).await.unwrap();
    assert_eq!(take(&mut tx, 400).await.id, two.id, "its lease has run out");
    let one = take(&mut tx, 400).await;
    assert!(job::failed(&mut tx, &one, later(401), "said no").await.unwrap());
    assert_eq!(failed(&mut tx).await, [(10, 2), (12, 2)], "each is listed");
    assert_eq!(digest::begun(&mut tx, KEY, two.id).await.unwrap(), None);
    assert_eq!(digest::turn(&mut tx, KEY, later(402)).await.unwrap(), later(402), "nothing went");
    assert!(job::revive(&mut tx, ORGANISATION, id(12), later(450)).await.unwrap());
    let revived = take(&mut tx, 450).await;
    assert_eq!((revived.id, revived.attempts, revived.led_by), (id(12), 1, None), "by itself");
}

async fn the_next_letter_waits_until_its_time_has_come(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert_eq!(digest::turn(&mut tx, KEY, later(1)).await.unwrap(), later(1));
    assert_eq!(digest::turn(&mut tx, KEY, later(2)).await.unwrap(), later(1), "it only takes the turn");
    digest::pace(&mut tx, KEY, later(50)).await.unwrap();
    digest::pace(&mut tx, b"lee", later(60)).await.unwrap();
    assert_eq!(digest::turn(&mut tx, KEY, later(3)).await.unwrap(), later(50));
    assert_eq!(digest::purge(&mut tx, later(49)).await.unwrap(), 0);
    assert_eq!(digest::purge(&mut tx, later(50)).await.unwrap(), 1);
    assert_eq!(digest::turn(&mut tx, b"lee", later(51)).await.unwrap(), later(60));
}
