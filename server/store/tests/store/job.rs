//! What is done after a request.

use earshot_domain::job::JobState;
use earshot_domain::news::News;
use earshot_store::job::{self, NewJob, Work};
use earshot_store::{Json, people};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, ORGANISATION, STAFF, id, later, now};

on_both!(
    a_job_is_taken_in_its_turn_and_for_a_while,
    what_ended_is_shown_and_removed,
    who_took_a_job_too_long_ago_has_nothing_to_say,
    work_on_the_index_goes_beside_the_letters_and_keeps_how_far_it_has_come,
);

pub(crate) fn new(n: u128, seconds: i64) -> NewJob {
    NewJob {
        id: id(n),
        organisation_id: ORGANISATION,
        subject: "C-0001".into(),
        work: Work::Spread { consultation: id(7), news: News::Told },
        once: None,
        run_at: later(seconds),
        created_at: later(seconds),
        digest_key: None,
    }
}

async fn a_job_is_taken_in_its_turn_and_for_a_while(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert!(job::insert(&mut tx, &new(10, 5)).await.unwrap());
    assert!(job::insert(&mut tx, &NewJob { once: Some("x".into()), ..new(11, 3) }).await.unwrap());
    assert!(!job::insert(&mut tx, &NewJob { once: Some("x".into()), ..new(12, 1) }).await.unwrap(), "once");
    assert!(!job::is_due(&mut tx, later(2)).await.unwrap());
    // What it would have told is told by another, if it is about the same record.
    assert_eq!(job::may_repeat(&mut tx, id(11), "C-0002").await.unwrap(), 0);
    assert_eq!(job::may_repeat(&mut tx, id(10), "C-0001").await.unwrap(), 1, "and nobody else's");
    assert!(!job::insert(&mut tx, &NewJob { once: Some("x".into()), ..new(12, 1) }).await.unwrap());
    assert_eq!(job::may_repeat(&mut tx, id(11), "C-0001").await.unwrap(), 1);
    let anew = NewJob { once: Some("x".into()), run_at: later(1_000), ..new(12, 1) };
    assert!(job::insert(&mut tx, &anew).await.unwrap());
    assert!(job::claim(&mut tx, later(2), later(9)).await.unwrap().is_none());
    assert!(job::is_due(&mut tx, later(3)).await.unwrap());
    let first = job::claim(&mut tx, later(6), later(20)).await.unwrap().unwrap();
    assert_eq!((first.id, first.organisation_id, first.attempts), (id(11), ORGANISATION, 1));
    let Json(work) = first.work;
    let work: Work = serde_json::from_value(work).unwrap();
    assert_eq!((work, work.kind().as_str()), (new(11, 3).work, "news.told"));
    assert_eq!(job::claim(&mut tx, later(6), later(20)).await.unwrap().unwrap().id, id(10));
    assert!(job::claim(&mut tx, later(6), later(20)).await.unwrap().is_none());
    // Its time is over, and nobody said that it was done.
    let again = job::claim(&mut tx, later(20), later(40)).await.unwrap().unwrap();
    assert_eq!((again.id, again.attempts), (id(11), 2));
    assert!(job::again(&mut tx, &again, later(60), "no answer").await.unwrap());
    assert_eq!(job::claim(&mut tx, later(59), later(90)).await.unwrap().unwrap().id, id(10));
    assert_eq!(job::claim(&mut tx, later(60), later(90)).await.unwrap().unwrap().id, id(11));
    let last = job::last(&mut tx, ORGANISATION, "news.told", "C-0001").await.unwrap();
    assert_eq!(last, Some(later(5)));
    assert_eq!(job::last(&mut tx, ORGANISATION, "news.heard", "C-0001").await.unwrap(), None);
    assert_eq!(people::staff_by_id(&mut tx, STAFF).await.unwrap().unwrap().id, STAFF);
    assert!(people::staff_by_id(&mut tx, id(99)).await.unwrap().is_none());
}

async fn what_ended_is_shown_and_removed(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for n in 0..4 {
        job::insert(&mut tx, &new(10 + n, i64::try_from(n).unwrap())).await.unwrap();
    }
    let mut take = async || job::claim(&mut tx, later(9), later(20)).await.unwrap().unwrap();
    let (done, bad, thrown) = (take().await, take().await, take().await);
    assert!(job::done(&mut tx, &done, later(10)).await.unwrap());
    assert!(job::failed(&mut tx, &bad, later(11), "said no").await.unwrap());
    assert!(job::failed(&mut tx, &thrown, later(12), "said no").await.unwrap());
    let counts = job::counts(&mut tx, ORGANISATION).await.unwrap();
    for (state, many) in [("waiting", 1), ("done", 1), ("failed", 2)] {
        assert!(counts.contains(&(state.to_string(), many)), "{counts:?}");
    }
    let shown = job::shown(&mut tx, ORGANISATION, JobState::Failed, 10, 0).await.unwrap();
    assert_eq!(shown.iter().map(|job| job.id).collect::<Vec<_>>(), [thrown.id, bad.id], "the newest first");
    let last = &shown[1];
    assert_eq!(
        (last.kind.as_str(), last.subject.as_str(), last.state),
        ("news.told", "C-0001", JobState::Failed)
    );
    assert_eq!(
        (last.attempts, last.problem.as_deref(), last.ended_at),
        (1, Some("said no"), Some(later(11)))
    );
    assert_eq!((last.created_at, last.run_at), (later(1), later(1)));
    assert_eq!(job::shown(&mut tx, ORGANISATION, JobState::Failed, 1, 1).await.unwrap()[0].id, bad.id);
    assert!(job::shown(&mut tx, id(50), JobState::Failed, 10, 0).await.unwrap().is_empty());
    for other in [id(50), ORGANISATION] {
        let ours = other == ORGANISATION;
        assert_eq!(job::revive(&mut tx, other, bad.id, later(30)).await.unwrap(), ours);
        assert_eq!(job::discard(&mut tx, other, thrown.id).await.unwrap(), ours);
    }
    assert!(!job::revive(&mut tx, ORGANISATION, done.id, later(30)).await.unwrap(), "it was done");
    assert!(!job::discard(&mut tx, ORGANISATION, bad.id).await.unwrap(), "it is on its way again");
    let told = NewJob { work: Work::Tell { follower: id(7), news: News::Told }, ..new(20, 0) };
    job::insert(&mut tx, &told).await.unwrap();
    let shown = job::shown(&mut tx, ORGANISATION, JobState::Waiting, 10, 0).await.unwrap();
    assert!(shown.iter().all(|job| job.id != told.id), "letters to followers would tell how many there are");
    assert!(job::counts(&mut tx, ORGANISATION).await.unwrap().contains(&("waiting".to_string(), 2)));
    assert_eq!(
        job::revive_all(&mut tx, ORGANISATION, later(31)).await.unwrap(),
        0,
        "one is back, one thrown away"
    );
    assert_eq!(job::purge(&mut tx, later(10), later(10)).await.unwrap(), 0);
    assert_eq!(job::purge(&mut tx, later(11), now()).await.unwrap(), 1);
}

async fn who_took_a_job_too_long_ago_has_nothing_to_say(db: TestDb) {
    let mut tx = seed::world(&db).await;
    job::insert(&mut tx, &new(10, 0)).await.unwrap();
    let late = job::claim(&mut tx, later(1), later(2)).await.unwrap().unwrap();
    let other = job::claim(&mut tx, later(3), later(9)).await.unwrap().unwrap();
    assert!(!job::done(&mut tx, &late, later(4)).await.unwrap());
    assert!(!job::again(&mut tx, &late, later(4), "late").await.unwrap());
    assert!(!job::failed(&mut tx, &late, later(4), "late").await.unwrap());
    assert!(job::done(&mut tx, &other, later(4)).await.unwrap());
    assert!(!job::failed(&mut tx, &other, later(5), "after all").await.unwrap());
}

async fn work_on_the_index_goes_beside_the_letters_and_keeps_how_far_it_has_come(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let begun = Work::Names { after: id(0), looked_at: 0 };
    assert_eq!(job::begin_again(&mut tx, ORGANISATION, begun).await.unwrap(), 0, "there is none");
    assert_eq!(job::index_due(&mut tx, later(9)).await.unwrap(), None);
    job::insert(&mut tx, &new(10, 5)).await.unwrap();
    assert_eq!(job::index_due(&mut tx, later(9)).await.unwrap(), None, "a letter is none");
    assert!(
        job::claim_index(&mut tx, id(10), later(9), later(20)).await.unwrap().is_none(),
        "nor taken for one"
    );
    let names = NewJob { work: begun, subject: String::new(), once: Some("names".into()), ..new(11, 1) };
    job::insert(&mut tx, &names).await.unwrap();
    assert_eq!(job::index_due(&mut tx, later(0)).await.unwrap(), None);
    assert!(job::claim_index(&mut tx, id(11), later(0), later(20)).await.unwrap().is_none(), "not yet");
    assert_eq!(job::index_due(&mut tx, later(1)).await.unwrap(), Some(id(11)));
    assert!(!job::is_due(&mut tx, later(4)).await.unwrap(), "and it is no letter");
    assert_eq!(job::claim(&mut tx, later(9), later(20)).await.unwrap().unwrap().id, id(10));
    assert!(job::claim(&mut tx, later(9), later(20)).await.unwrap().is_none());

    let work = |taken: job::Claimed| -> Work { serde_json::from_value(taken.work.0).unwrap() };
    let taken = job::claim_index(&mut tx, id(11), later(2), later(20)).await.unwrap().unwrap();
    assert_eq!((taken.id, taken.attempts, work(taken.clone())), (id(11), 1, begun));
    assert_eq!(job::index_due(&mut tx, later(3)).await.unwrap(), None, "one at a time");
    assert!(job::claim_index(&mut tx, id(11), later(3), later(20)).await.unwrap().is_none());
    let further = Work::Names { after: id(77), looked_at: 200 };
    assert!(job::go_on(&mut tx, &taken, further, "answers: 200", later(3)).await.unwrap());
    assert!(!job::go_on(&mut tx, &taken, begun, "", later(3)).await.unwrap(), "it is no longer theirs");
    assert!(!job::done(&mut tx, &taken, later(3)).await.unwrap());
    let shown = job::shown(&mut tx, ORGANISATION, JobState::Waiting, 10, 0).await.unwrap();
    let listed = shown.iter().find(|job| job.id == id(11)).unwrap();
    assert_eq!(
        (listed.kind.as_str(), listed.subject.as_str(), listed.attempts, listed.run_at),
        ("search.names", "answers: 200", 0, later(3))
    );
    assert_eq!(job::index_due(&mut tx, later(2)).await.unwrap(), None);
    let taken = job::claim_index(&mut tx, id(11), later(3), later(20)).await.unwrap().unwrap();
    assert_eq!((taken.attempts, work(taken.clone())), (1, further));
    job::go_on(&mut tx, &taken, further, "answers: 200", later(3)).await.unwrap();
    for (other, many) in [(id(50), 0), (ORGANISATION, 1)] {
        assert_eq!(job::begin_again(&mut tx, other, begun).await.unwrap(), many);
    }
    let fill = Work::Fill { version: 3, source: 2, after: id(1), looked_at: 9 };
    assert_eq!(job::begin_again(&mut tx, ORGANISATION, fill).await.unwrap(), 0, "another kind");
    let taken = job::claim_index(&mut tx, id(11), later(3), later(20)).await.unwrap().unwrap();
    assert_eq!(work(taken.clone()), begun, "from the beginning");
    assert!(!job::revive_once(&mut tx, "names", later(4)).await.unwrap(), "it was not given up");
    assert!(job::failed(&mut tx, &taken, later(4), "said no").await.unwrap());
    assert_eq!(job::begin_again(&mut tx, ORGANISATION, begun).await.unwrap(), 0, "it waits no more");
    assert!(!job::revive_once(&mut tx, "others", later(4)).await.unwrap());
    assert!(job::revive_once(&mut tx, "names", later(4)).await.unwrap());
    assert_eq!(job::index_due(&mut tx, later(4)).await.unwrap(), Some(id(11)));
    let filling = NewJob { work: fill, ..new(12, 0) };
    job::insert(&mut tx, &filling).await.unwrap();
    assert_eq!(job::index_due(&mut tx, later(4)).await.unwrap(), Some(id(12)), "it has waited longer");
    let other = job::claim_index(&mut tx, id(11), later(4), later(20)).await.unwrap().unwrap();
    assert_eq!((other.id, other.attempts), (id(11), 1), "the one that is asked for, and no other");
    let taken = job::claim_index(&mut tx, id(12), later(3), later(20)).await.unwrap().unwrap();
    assert_eq!((taken.id, work(taken.clone())), (id(12), fill));
    assert!(job::done(&mut tx, &taken, later(5)).await.unwrap());
}
