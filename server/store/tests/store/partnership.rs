//! Links between organisations: offered, accepted, ended, and what they name.

use earshot_domain::partnership::{LinkEnd, LinkKind};
use earshot_store::partnership::{self, PartnershipLink};
use earshot_store::{Tx, consultation};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::seed::{self, CONSULTATION, ORGANISATION, day, id, later, now};

on_both!(
    a_link_is_known_to_the_two_and_says_what_it_names,
    a_link_is_accepted_and_ended_once,
    a_link_names_a_consultation_until_it_is_taken_out_or_ends,
);

/// The other organisation.
const PARTNER: Uuid = id(9);

/// A second consultation of the first one.
const SECOND: Uuid = id(10);

async fn world(db: &TestDb) -> Tx {
    let mut tx = seed::world(db).await;
    seed::organisation(&mut tx, PARTNER, later(60)).await;
    consultation::insert(&mut tx, &seed::consultation(SECOND, 2, "park"), now()).await.unwrap();
    tx
}

fn link(n: u128, kind: LinkKind) -> PartnershipLink {
    PartnershipLink {
        id: id(n),
        org_a: ORGANISATION,
        name_a: "Wexmoor".into(),
        org_b: PARTNER,
        name_b: "Wexmoor".into(),
        kind,
        agreement_ref: "DSA-7".into(),
        from_on: day("2026-02-09"),
        until_on: day("2026-12-31"),
        offered_at: later(i64::try_from(n).unwrap()),
        accepted_at: None,
        ended_at: None,
        ended_how: None,
    }
}

async fn a_link_is_known_to_the_two_and_says_what_it_names(db: TestDb) {
    let mut tx = world(&db).await;
    let (first, second) = (link(50, LinkKind::CommissionerReads), link(51, LinkKind::JointController));
    partnership::insert(&mut tx, &first, &[SECOND, CONSULTATION]).await.unwrap();
    partnership::insert(&mut tx, &second, &[SECOND]).await.unwrap();
    for organisation in [ORGANISATION, PARTNER] {
        let all = partnership::of(&mut tx, organisation).await.unwrap();
        assert_eq!(all, [second.clone(), first.clone()], "the newest first");
        assert_eq!(partnership::by_id(&mut tx, id(50), organisation).await.unwrap().as_ref(), Some(&first));
    }
    assert!(partnership::of(&mut tx, id(99)).await.unwrap().is_empty());
    assert_eq!(partnership::by_id(&mut tx, id(50), id(99)).await.unwrap(), None, "somebody else");
    assert_eq!(partnership::by_id(&mut tx, id(52), PARTNER).await.unwrap(), None);
    let named = partnership::named(&mut tx, id(50)).await.unwrap();
    let said: Vec<_> = named.iter().map(|one| (one.consultation_id, one.number, one.slug.as_str())).collect();
    assert_eq!(said, [(CONSULTATION, 1, "bus"), (SECOND, 2, "park")]);
    assert!(named.iter().all(|one| one.removed_at.is_none()));
    assert_eq!(named[1].setup.title, "park");
}

async fn a_link_is_accepted_and_ended_once(db: TestDb) {
    let mut tx = world(&db).await;
    for n in 50..53 {
        partnership::insert(&mut tx, &link(n, LinkKind::CommissionerReads), &[CONSULTATION]).await.unwrap();
    }
    assert!(
        !partnership::end(&mut tx, id(50), LinkEnd::Ended, later(1)).await.unwrap(),
        "an offer is no link"
    );
    assert!(partnership::accept(&mut tx, id(50), later(2)).await.unwrap());
    assert!(!partnership::accept(&mut tx, id(50), later(3)).await.unwrap());
    for how in [LinkEnd::Declined, LinkEnd::Withdrawn] {
        assert!(
            !partnership::end(&mut tx, id(50), how, later(4)).await.unwrap(),
            "{how}: it is none any more"
        );
    }
    assert!(partnership::end(&mut tx, id(50), LinkEnd::Ended, later(5)).await.unwrap());
    assert!(!partnership::end(&mut tx, id(50), LinkEnd::Ended, later(6)).await.unwrap());
    let ended = partnership::by_id(&mut tx, id(50), PARTNER).await.unwrap().unwrap();
    assert_eq!((ended.accepted_at, ended.ended_at), (Some(later(2)), Some(later(5))));
    assert_eq!(ended.ended_how.as_deref(), Some("ended"));
    for (n, how) in [(51, LinkEnd::Declined), (52, LinkEnd::Withdrawn)] {
        assert!(partnership::end(&mut tx, id(n), how, later(7)).await.unwrap());
        assert!(!partnership::accept(&mut tx, id(n), later(8)).await.unwrap(), "{how}");
    }
}

async fn a_link_names_a_consultation_until_it_is_taken_out_or_ends(db: TestDb) {
    let mut tx = world(&db).await;
    let both = [CONSULTATION, SECOND];
    partnership::insert(&mut tx, &link(50, LinkKind::CommissionerReads), &both).await.unwrap();
    partnership::insert(&mut tx, &link(51, LinkKind::JointController), &both).await.unwrap();
    assert!(
        partnership::naming(&mut tx, CONSULTATION).await.unwrap().is_empty(),
        "one alone agrees to nothing"
    );
    for n in [50, 51] {
        assert!(partnership::accept(&mut tx, id(n), later(60)).await.unwrap());
    }
    let ids = |links: Vec<PartnershipLink>| links.into_iter().map(|link| link.id).collect::<Vec<_>>();
    assert_eq!(ids(partnership::naming(&mut tx, CONSULTATION).await.unwrap()), [id(50), id(51)]);
    assert!(partnership::take_out(&mut tx, id(50), CONSULTATION, later(61)).await.unwrap());
    assert!(!partnership::take_out(&mut tx, id(50), CONSULTATION, later(62)).await.unwrap());
    assert!(!partnership::take_out(&mut tx, id(50), id(99), later(62)).await.unwrap());
    assert_eq!(ids(partnership::naming(&mut tx, CONSULTATION).await.unwrap()), [id(51)]);
    assert_eq!(ids(partnership::naming(&mut tx, SECOND).await.unwrap()), [id(50), id(51)]);
    assert_eq!(partnership::named(&mut tx, id(50)).await.unwrap()[0].removed_at, Some(later(61)));
    assert!(partnership::end(&mut tx, id(51), LinkEnd::Ended, later(63)).await.unwrap());
    assert!(partnership::naming(&mut tx, CONSULTATION).await.unwrap().is_empty());
}
