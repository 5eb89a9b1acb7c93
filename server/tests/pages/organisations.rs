//! Several organisations in one installation: whoever is trusted with everything in one of them sees and changes nothing of
//! another's (domain.md 7.7). Walked with the real addresses and the real forms of the other one's desk.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use earshot_domain::young::GroupKind;
use earshot_service::{AuditEntry, AuditSearch};
use earshot_testkit::on_both;

use super::*;

on_both!(
    nobody_of_another_organisation_sees_or_changes_anything,
    a_link_opens_what_it_names_within_its_days_and_nothing_once_it_has_ended,
    a_link_is_offered_with_everything_that_it_must_say,
    each_organisation_asks_in_its_own_name_and_numbers_are_of_the_installation,
    ids_of_another_organisation_are_no_choice_in_a_form_of_ones_own,
);

/// What stands on the desk of the demo's organisation, and must stand on no page of another one's.
const OURS: [&str; 7] =
    ["home-to-school and post-16", "living-in-care", "free-time", "Jo Marsh", "Wexmoor", "wexmoor", "Q-0001"];

/// Pages of the desk of which the others have their own.
const OF_EACH: [&str; 35] = [
    "/desk",
    "/desk/already-asked",
    "/desk/areas",
    "/desk/audit",
    "/desk/boards",
    "/desk/consultations",
    "/desk/consultations/new",
    "/desk/decisions",
    "/desk/documents",
    "/desk/documents/accessibility-statement",
    "/desk/documents/impact-assessment",
    "/desk/documents/record-of-processing",
    "/desk/exports",
    "/desk/jobs",
    "/desk/library",
    "/desk/live-words",
    "/desk/moderation",
    "/desk/needs",
    "/desk/partners",
    "/desk/partners/new",
    "/desk/people",
    "/desk/people/roles",
    "/desk/population",
    "/desk/priorities",
    "/desk/requests",
    "/desk/retention",
    "/desk/safeguarding",
    "/desk/safeguarding/comments",
    "/desk/safeguarding/plan",
    "/desk/safeguarding/words",
    "/desk/search",
    "/desk/second-step",
    "/desk/sessions",
    "/desk/small-numbers",
    "/desk/young-people",
];

/// The forms of a page that are posted: their address and their fields as they stand.
fn forms(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut forms = Vec::new();
    for (action, inside) in posted(html) {
        let mut fields = Vec::new();
        for tag in inside.split('<').filter(|tag| tag.starts_with("input") || tag.starts_with("button")) {
            if let Some(name) = attribute(tag, "name") {
                fields.push((name, attribute(tag, "value").unwrap_or_default()));
            }
        }
        forms.push((action, fields));
    }
    forms
}

/// An address without what is asked of it.
fn path(address: &str) -> &str {
    address.split('?').next().unwrap_or_default()
}

/// Forms by their address, with the fields of all that go there.
type Posts = BTreeMap<String, Vec<(String, String)>>;

/// Everything that the desk leads somebody to, and the forms there.
async fn walk(insider: &mut Browser<'_>) -> (BTreeSet<String>, Posts) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut todo = VecDeque::from(["/desk".to_string()]);
    let mut addresses = BTreeSet::new();
    let mut posts = Posts::new();
    while let Some(address) = todo.pop_front() {
        // Of many pages of one list the first few are enough.
        if !seen.insert(path(&address).to_string()) && !address.contains("page=2") {
            continue;
        }
        let page = insider.get(&address).await;
        assert!(page.status.is_success() || page.status.is_redirection(), "{address}: {}", page.status);
        addresses.insert(address);
        for (action, fields) in forms(&page.text) {
            posts.entry(action).or_default().extend(fields);
        }
        for link in links(&page.text).into_iter().filter(|link| link.starts_with("/desk")) {
            if !seen.contains(path(&link)) && !addresses::seen_enough(&link, &seen) {
                todo.push_back(link);
            }
        }
    }
    let records = addresses.iter().filter(|address| !OF_EACH.contains(&path(address))).count();
    assert!(records > 80 && posts.len() > 60, "{records} {} {addresses:#?}", posts.len());
    (addresses, posts)
}

/// Somebody of another organisation finds nothing of ours at these addresses, and no word of it but where `may_say` lets it
/// stand.
async fn finds_nothing(
    stranger: &mut Browser<'_>,
    addresses: &BTreeSet<String>,
    may_say: impl Fn(&str, &str) -> bool,
) {
    for address in addresses {
        let page = stranger.get(address).await;
        if OF_EACH.contains(&path(address)) {
            assert!(page.status.is_success(), "{address}: {}", page.status);
        } else if page.status.is_success() {
            // A page of something that both have, such as a criterion: then it is their own.
            assert!(!path(address).starts_with("/desk/c/"), "{address}");
        } else {
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
        }
        // What somebody asked for may be repeated to them.
        for word in OURS.iter().filter(|word| !address.contains(**word) && !may_say(path(address), word)) {
            assert!(!page.text.contains(word), "{address} says {word}");
        }
    }
}

/// What was done in an organisation.
async fn trail(site: &Site, of: &Actor) -> Vec<AuditEntry> {
    site.earshot.audit_trail(of, &AuditSearch::default(), 0, 10_000).await.unwrap().entries
}

/// Who of a partner has looked, and at what.
async fn looks(site: &Site, of: &Actor) -> Vec<(Option<String>, String)> {
    let all = trail(site, of).await.into_iter().filter(|entry| entry.action == "partner.look");
    all.map(|entry| (entry.staff_name, entry.subject)).collect()
}

async fn nobody_of_another_organisation_sees_or_changes_anything(db: TestDb) {
    let site = site_on(&db).await;
    site.earshot.add_organisation("Elsewhere", "").await.unwrap();
    let (ours, theirs) =
        (site.earshot.console().await.unwrap(), site.earshot.console_of("Elsewhere").await.unwrap());
    let mut insider = trusted_with_everything(&site, &ours, "kit@wexmoor.example").await;
    let mut stranger = trusted_with_everything(&site, &theirs, "kit@elsewhere.example").await;
    let (addresses, posts) = walk(&mut insider).await;
    finds_nothing(&mut stranger, &addresses, |_, _| false).await;

    let before = trail(&site, &ours).await.len();
    for (action, fields) in &posts {
        // Their own sessions they may end.
        if !action.starts_with("/desk") || action == "/desk/sessions" {
            continue;
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let answer = stranger.post(action, &fields).await;
        assert!(!answer.status.is_server_error(), "{action}: {}", answer.status);
        for word in OURS.iter().filter(|word| !action.contains(**word)) {
            assert!(
                !answer.text.contains(*word) || answer.status == StatusCode::UNPROCESSABLE_ENTITY,
                "{action} says {word}"
            );
        }
        assert!(
            answer.status.is_client_error() || !action.starts_with("/desk/c/"),
            "{action}: {}",
            answer.status
        );
        assert_eq!(trail(&site, &ours).await.len(), before, "{action} changed something");
    }
}

/// Offers a link that names these consultations, and accepts it for the others; gives its address.
async fn linked(
    insider: &mut Browser<'_>,
    stranger: &mut Browser<'_>,
    partner: &str,
    from_on: &str,
    named: &[&str],
) -> String {
    let mut fields = vec![
        ("partner", partner),
        ("link_kind", "joint_controller"),
        ("agreement_ref", "DSA-7"),
        ("from_on", from_on),
        ("until_on", "2027-03-31"),
    ];
    fields.extend(named.iter().map(|slug| ("consultations", *slug)));
    let offered = insider.post("/desk/partners/new", &fields).await;
    assert_eq!(offered.status, StatusCode::SEE_OTHER, "{}", offered.text);
    let waiting = stranger.get("/desk/partners").await.text;
    let accepts = ("do".to_string(), "accept".to_string());
    let (address, _) = forms(&waiting).into_iter().find(|(_, fields)| fields.contains(&accepts)).unwrap();
    for slug in named {
        let early = stranger.get(&format!("{address}/c/{slug}")).await;
        assert_eq!(early.status, StatusCode::NOT_FOUND, "{slug}: it is an offer");
    }
    assert_eq!(stranger.post(&address, &[("do", "accept")]).await.location, "/desk/partners?done=accept");
    address
}

async fn a_link_opens_what_it_names_within_its_days_and_nothing_once_it_has_ended(db: TestDb) {
    let site = site_on(&db).await;
    for name in ["Elsewhere", "Third"] {
        site.earshot.add_organisation(name, "").await.unwrap();
    }
    let ours = site.earshot.console().await.unwrap();
    let theirs = site.earshot.console_of("Elsewhere").await.unwrap();
    let thirds = site.earshot.console_of("Third").await.unwrap();
    let mut insider = trusted_with_everything(&site, &ours, "kit@wexmoor.example").await;
    let mut stranger = trusted_with_everything(&site, &theirs, "sam@elsewhere.example").await;
    let mut third = trusted_with_everything(&site, &thirds, "ali@third.example").await;
    let partner = theirs.organisation_id.to_string();
    let both = "Wexmoor County Council and Elsewhere look after what you say together.";
    assert!(!Browser::new(&site).get("/c/free-time").await.text.contains(both));

    let named = ["getting-to-school", "free-time"];
    let live = linked(&mut insider, &mut stranger, &partner, "2026-11-22", &named).await;
    let coming = linked(&mut insider, &mut stranger, &partner, "2026-11-23", &["living-in-care"]).await;
    assert!(Browser::new(&site).get("/c/free-time").await.text.contains(both));

    let opens = format!("{live}/c/getting-to-school");
    let evidence = stranger.get(&opens).await;
    assert_eq!(evidence.status, StatusCode::OK);
    assert!(evidence.text.contains("What was decided") && evidence.text.contains("31 March 2027"));
    assert!(!evidence.text.contains("Jo Marsh"), "nobody of the staff is named");
    // Not the one that is still asked, the one that it does not name, or the one whose days have not begun.
    let shut = [
        format!("{live}/c/free-time"),
        format!("{live}/c/living-in-care"),
        format!("{coming}/c/living-in-care"),
        format!("{coming}/c/getting-to-school"),
    ];
    for address in &shut {
        assert_eq!(stranger.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    for other in [&mut insider, &mut third] {
        assert_eq!(other.get(&opens).await.status, StatusCode::NOT_FOUND, "it is for the partner alone");
    }

    let (addresses, _) = walk(&mut insider).await;
    // Who shares what stands where links are, and in the trail; nowhere else.
    let may_say = |path: &str, word: &str| match path {
        "/desk/partners" => ["Wexmoor", "home-to-school and post-16"].contains(&word),
        "/desk/audit" => word == "Wexmoor",
        _ => false,
    };
    finds_nothing(&mut stranger, &addresses, may_say).await;
    finds_nothing(&mut third, &addresses, |_, _| false).await;

    let (told, noted) = (looks(&site, &ours).await, looks(&site, &theirs).await);
    assert_eq!(told.len(), 1);
    assert!(told[0].0.is_none() && told[0].1.ends_with(" Elsewhere"), "{told:?}");
    assert!(
        noted[0].0.as_deref() == Some("Kit") && noted[0].1.ends_with(" Wexmoor County Council"),
        "{noted:?}"
    );

    // What is the other's to do, they cannot do; what is nobody's of theirs, is not there.
    let before = trail(&site, &ours).await.len();
    for (does, status) in [
        ("take-out", StatusCode::NOT_FOUND),
        ("withdraw", StatusCode::NOT_FOUND),
        ("accept", StatusCode::CONFLICT),
        ("decline", StatusCode::CONFLICT),
    ] {
        let fields = [("do", does), ("consultation", "getting-to-school")];
        assert_eq!(stranger.post(&live, &fields).await.status, status, "{does}");
        assert_eq!(third.post(&live, &fields).await.status, StatusCode::NOT_FOUND, "{does}");
    }
    assert_eq!(third.post(&live, &[("do", "end")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(trail(&site, &ours).await.len(), before);
    assert_eq!(stranger.get(&opens).await.status, StatusCode::OK, "nothing has happened to it");

    assert_eq!(insider.post(&live, &[("do", "end")]).await.location, "/desk/partners?done=end");
    assert_eq!(stranger.get(&opens).await.status, StatusCode::NOT_FOUND, "it has ended");
    assert!(!Browser::new(&site).get("/c/free-time").await.text.contains(both));
}

async fn a_link_is_offered_with_everything_that_it_must_say(db: TestDb) {
    let site = site_on(&db).await;
    let mut alone = staff(&site, Role::Administrator).await;
    assert!(!alone.get("/desk").await.text.contains("href=\"/desk/partners\""), "nobody to link with");
    assert!(alone.get("/desk/partners").await.text.contains("Nobody to link with"));
    site.earshot.add_organisation("Elsewhere", "").await.unwrap();
    let partner = site.earshot.console_of("Elsewhere").await.unwrap().organisation_id.to_string();
    let mut officer = staff(&site, Role::DataProtectionOfficer).await;
    assert!(officer.get("/desk").await.text.contains("href=\"/desk/partners\""));
    assert!(officer.get("/desk/partners/new").await.text.contains("Elsewhere"));

    let wrong = officer
        .post(
            "/desk/partners/new",
            &[
                ("agreement_ref", " "),
                ("from_on", "2026-11-22"),
                ("until_on", "soon"),
                ("consultations", "free-time"),
            ],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["Choose an organisation.", "Choose what they may do.", "Write what the agreement is called"]
    {
        assert!(wrong.text.contains(words), "{words}: {}", wrong.text);
    }
    assert!(wrong.text.contains("href=\"#until_on\"") && wrong.text.contains("value=\"2026-11-22\""));
    assert!(wrong.text.contains("value=\"soon\""), "what was typed is kept");
    let fields = |slug: &'static str| {
        let text = [("link_kind", "commissioner_reads"), ("agreement_ref", "DSA-7"), ("consultations", slug)];
        [("from_on", "2026-11-22"), ("until_on", "2026-12-31")].into_iter().chain(text).collect::<Vec<_>>()
    };
    let mut good = fields("free-time");
    good.push(("partner", partner.as_str()));
    let mut strange = fields("our-parks");
    strange.push(("partner", partner.as_str()));
    assert_eq!(officer.post("/desk/partners/new", &strange).await.status, StatusCode::NOT_FOUND);
    let mut worker = staff(&site, Role::ParticipationWorker).await;
    assert_eq!(worker.post("/desk/partners/new", &good).await.status, StatusCode::FORBIDDEN);
    assert_eq!(officer.post("/desk/partners/new", &good).await.location, "/desk/partners?done=offered");
    let page = officer.get("/desk/partners?done=offered").await.text;
    assert!(page.contains("Offered.") && page.contains("Take the offer back"), "{page}");
    assert!(worker.get("/desk/partners").await.text.contains("will stand here"), "nothing is shared with us");
}

async fn each_organisation_asks_in_its_own_name_and_numbers_are_of_the_installation(db: TestDb) {
    let site = site_on(&db).await;
    site.earshot.add_organisation("Elsewhere", "01632 960 222").await.unwrap();
    let again = site.earshot.add_organisation("Elsewhere", "").await;
    assert!(matches!(again, Err(earshot_service::Error::Refused(_))), "one of each name");
    let theirs = site.earshot.console_of("Elsewhere").await.unwrap();
    assert!(site.earshot.console_of("Nowhere").await.is_err());
    let mut stranger = trusted_with_everything(&site, &theirs, "kit@elsewhere.example").await;
    assert!(stranger.get("/desk").await.text.contains("Kit \u{b7} Elsewhere"));
    let made =
        stranger.post("/desk/consultations/new", &[("title", "Our parks"), ("slug", "our-parks")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let own = stranger.get("/desk/c/our-parks").await.text;
    assert!(own.contains("C-0004"), "no number is given twice: {own}");
    let mine = stranger.get("/c/our-parks").await.text;
    assert!(mine.contains("Elsewhere") && !mine.contains("Wexmoor County Council"), "{mine}");
    assert_eq!(Browser::new(&site).get("/c/our-parks").await.status, StatusCode::NOT_FOUND, "a draft");
    assert_eq!(
        desk(&site).await.get("/c/our-parks").await.status,
        StatusCode::NOT_FOUND,
        "and not for others"
    );
    let home = Browser::new(&site).get("/").await.text;
    assert!(home.contains("Wexmoor County Council, Elsewhere"), "{home}");
    // What somebody asks goes to the one that it is about, and to no other.
    let mut phone = Browser::new(&site);
    let form = phone.get("/tell-us").await.text;
    assert!(form.contains("Who is it about?") && form.contains("value=\"Elsewhere\""), "{form}");
    let token = hidden(&form, "form");
    let fields = [("form", token.as_str()), ("kind", "access"), ("of", "Elsewhere")];
    assert_eq!(phone.post("/tell-us", &fields).await.location, "/tell-us/sent");
    assert!(stranger.get("/desk/requests").await.text.contains("S-0001"));
    assert!(stranger.get("/desk").await.text.contains("Read 1 request"));
    let mut officer = staff(&site, Role::DataProtectionOfficer).await;
    assert!(!officer.get("/desk/requests").await.text.contains("S-0001"));
    assert_eq!(officer.get("/desk/requests/S-0001").await.status, StatusCode::NOT_FOUND);
    let asked = phone.get("/c/free-time").await.text;
    assert!(asked.contains("href=\"/tell-us?about=free-time\""), "from its own pages it is known");
    assert!(!phone.get("/tell-us?about=free-time").await.text.contains("Who is it about?"));
    // Whose address is known at one of them cannot be asked by the other.
    let taken = site.earshot.invite(&theirs, "worker@wexmoor.example", "", Role::Reader).await;
    assert!(matches!(taken, Err(earshot_service::Error::Refused(_))));
}

async fn ids_of_another_organisation_are_no_choice_in_a_form_of_ones_own(db: TestDb) {
    let site = site_on(&db).await;
    site.earshot.add_organisation("Elsewhere", "").await.unwrap();
    let (earshot, ours, theirs) =
        (&site.earshot, worker(&site).await, site.earshot.console_of("Elsewhere").await.unwrap());
    let mut stranger = trusted_with_everything(&site, &theirs, "kit@elsewhere.example").await;
    let boards = earshot.boards(&ours).await.unwrap();
    let parenting = boards.iter().find(|one| one.name == "Corporate Parenting Board").unwrap();
    let (board, number) = (parenting.id.to_string(), format!("B-{:04}", parenting.number));
    let group = earshot.add_young_group(&ours, "Care council", Some(GroupKind::Forum)).await.unwrap();
    let priority = earshot.priorities(&ours).await.unwrap()[0].id.to_string();
    let school = earshot.preparation(&ours, "getting-to-school").await.unwrap().consultation.id.to_string();
    let before = trail(&site, &site.earshot.console().await.unwrap()).await.len();
    // Where something of ours is sent it is refused like what is nowhere, and without a word of it.
    let silent = |page: &Page, status: StatusCode, what: &str| {
        assert_eq!(page.status, status, "{what}: {}", page.text);
        for word in OURS.iter().chain(&["Corporate Parenting Board", "Care council"]) {
            assert!(!page.text.contains(word), "{what} says {word}");
        }
    };

    // Which board decides, of a consultation and of a decision.
    stranger.post("/desk/consultations/new", &[("title", "Our parks"), ("slug", "our-parks")]).await;
    let page = stranger.get("/desk/c/our-parks/setup").await.text;
    let edition = hidden(&page, "edition");
    let setup = |board| {
        let fields = [("edition", edition.as_str()), ("title", "Our parks"), ("kind", "engagement")];
        let more = [
            ("mode", "anonymous"),
            ("minutes", "5"),
            ("draft_days", "7"),
            ("purpose", "Benches"),
            ("board", board),
        ];
        fields.into_iter().chain(more).collect::<Vec<(&str, &str)>>()
    };
    let refused = stranger.post("/desk/c/our-parks/setup", &setup(board.as_str())).await;
    silent(&refused, StatusCode::UNPROCESSABLE_ENTITY, "set-up");
    assert!(refused.text.contains("href=\"#board\""), "{}", refused.text);
    let kept = stranger.post("/desk/c/our-parks/setup", &setup("")).await;
    assert_eq!(kept.location, "/desk/c/our-parks/setup?done=setup", "nothing was kept before: {}", kept.text);
    let title = ("title", "More benches");
    let refused = stranger.post("/desk/decisions", &[title, ("board", board.as_str())]).await;
    silent(&refused, StatusCode::UNPROCESSABLE_ENTITY, "a decision that is begun");
    let begun = stranger.post("/desk/decisions", &[title, ("board", "")]).await;
    let decision = begun.location.split('?').next().unwrap_or_default();
    let draft = [("edition", "1"), title, ("level", "strategic")];
    for other in [("board", &board), ("priorities", &priority), ("consultations", &school)] {
        let fields: Vec<(&str, &str)> = draft.into_iter().chain([(other.0, other.1.as_str())]).collect();
        let refused = stranger.post(decision, &fields).await;
        silent(&refused, StatusCode::UNPROCESSABLE_ENTITY, other.0);
    }
    let kept = stranger.post(decision, &draft).await;
    assert_eq!(kept.location, format!("{decision}?done=saved"), "nothing was kept before: {}", kept.text);
    let name = [("name", "Parks committee"), ("level", "strategic")];
    for (field, kind) in [("parent_board", "committee"), ("shadows", "shadow")] {
        let own = [("board_kind", kind), (field, board.as_str())];
        let fields: Vec<(&str, &str)> = name.into_iter().chain(own).collect();
        silent(&stranger.post("/desk/boards", &fields).await, StatusCode::UNPROCESSABLE_ENTITY, field);
    }
    let fields: Vec<(&str, &str)> = name.into_iter().chain([("board_kind", "committee")]).collect();
    let added = stranger.post("/desk/boards", &fields).await;
    assert!(added.location.ends_with("?done=added"), "it was the id that was wrong: {}", added.text);

    // Where somebody is trusted with a role.
    let places = [
        ("commissioner", format!("board:{board}")),
        ("commissioner", format!("board:{number}")),
        ("reader", format!("group:{group}")),
        ("reader", "free-time".to_string()),
    ];
    for (role, only_in) in &places {
        let fields = [("email", "sam@elsewhere.example"), ("role", *role), ("only_in", only_in.as_str())];
        silent(&stranger.post("/desk/people", &fields).await, StatusCode::NOT_FOUND, only_in);
        let own = [("email", "kit@elsewhere.example"), ("role", *role), ("only_in", only_in.as_str())];
        let sure: Vec<(&str, &str)> = own.into_iter().chain([("sure", "yes")]).collect();
        silent(&stranger.post("/desk/people/revoke", &sure).await, StatusCode::NOT_FOUND, only_in);
    }
    let people = stranger.get("/desk/people").await.text;
    assert!(people.contains("kit@elsewhere.example") && !people.contains("sam@elsewhere.example"));

    // What a group is asked: ours of their group, theirs of our group.
    let made = stranger.post("/desk/young-people", &[("name", "Forum"), ("group_kind", "forum")]).await;
    let own = made.location.split('?').next().unwrap_or_default();
    let parks = earshot.preparation(&theirs, "our-parks").await.unwrap().consultation.id.to_string();
    let group = format!("/desk/young-people/{group}");
    for (to, asked) in [(own, &school), (group.as_str(), &parks), (group.as_str(), &school)] {
        let fields = [("consultation", asked.as_str())];
        silent(&stranger.post(&format!("{to}/asked"), &fields).await, StatusCode::NOT_FOUND, "asked");
    }
    for (does, fields) in [("name", [("name", "Theirs")]), ("end", [("sure", "yes")])] {
        silent(&stranger.post(&format!("{group}/{does}"), &fields).await, StatusCode::NOT_FOUND, does);
    }
    let ticked = format!("value=\"{parks}\" checked");
    assert!(!stranger.get(own).await.text.contains(&ticked), "nothing is asked of it");
    let asked = stranger.post(&format!("{own}/asked"), &[("consultation", parks.as_str())]).await;
    assert_eq!(asked.location, format!("{own}?done=asked"), "and one of their own is: {}", asked.text);
    assert!(stranger.get(own).await.text.contains(&ticked));
    assert_eq!(trail(&site, &site.earshot.console().await.unwrap()).await.len(), before, "nothing of ours");
}
