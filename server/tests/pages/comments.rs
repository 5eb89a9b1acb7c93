//! Comments under what young people were told, as a browser without script sends them, and the desk where they are checked.

use super::*;

const PAGE: &str = "/c/getting-to-school/feedback";
const DESK: &str = "/desk/c/getting-to-school/feedback/comments";

/// Lets young people comment.
pub(super) async fn turn_on(site: &Site) -> Browser<'_> {
    let mut worker = desk(site).await;
    let on = worker.post(DESK, &[("comments", "open")]).await;
    assert_eq!(on.location, "/desk/c/getting-to-school/feedback?done=comments-open", "{}", on.text);
    worker
}

/// Sends a comment; gives the four words.
pub(super) async fn say(phone: &mut Browser<'_>, words: &str) -> String {
    let token = hidden(&phone.get(PAGE).await.text, "form");
    let sent = phone.post(PAGE, &[("form", &token), ("words", words)]).await;
    assert_eq!(
        (sent.status, sent.location.as_str()),
        (StatusCode::SEE_OTHER, "/comments/sent"),
        "{}",
        sent.text
    );
    receipt(&phone.get("/comments/sent").await.text)
}

/// The address of the comment that stands first in the queue.
pub(super) async fn first(worker: &mut Browser<'_>) -> String {
    let queue = worker.get("/desk/moderation").await.text;
    links(&queue).into_iter().find(|link| link.starts_with("/desk/moderation/")).unwrap()
}

#[tokio::test]
async fn a_child_comments_and_everybody_reads_it_once_somebody_has_looked() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    let before = phone.get(PAGE).await.text;
    assert!(!before.contains("id=\"comments\""), "off until somebody turns it on");
    assert_eq!(phone.post(PAGE, &[("words", "hello")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut worker = turn_on(&site).await;
    let form = phone.get(PAGE).await.text;
    assert!(form.contains("What do you think of this?") && form.contains("href=\"/rules\""), "{form}");
    let token = hidden(&form, "form");
    let empty = phone.post(PAGE, &[("form", &token), ("words", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("href=\"#comment\"") && empty.text.contains("Write what you think"));
    let long = "a".repeat(501);
    let refused = phone.post(PAGE, &[("form", &token), ("words", &long)]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains(&long));

    let code = say(&mut phone, "the <b>zebra</b> crossing is great").await;
    let again = phone.get("/comments/sent").await.text;
    assert!(!again.contains("receipt plain") && again.contains("It was sent"), "shown once");
    assert!(!phone.get(PAGE).await.text.contains("zebra"), "nobody has looked");
    let own = phone.post("/comments/mine", &[("code", &code)]).await.text;
    assert!(own.contains("Waiting to be checked") && own.contains("zebra"), "{own}");

    assert!(worker.get("/desk").await.text.contains("Check 1 post"));
    let list = worker.get("/desk/moderation").await.text;
    assert!(!list.contains("zebra") && list.contains("To check"), "no words in the list");
    let at = first(&mut worker).await;
    let one = worker.get(&at).await.text;
    assert!(one.contains("zebra"), "{one}");
    let edition = hidden(&one, "edition");
    let nothing = worker.post(&at, &[("edition", &edition), ("do", "reject")]).await;
    assert!(nothing.status == StatusCode::UNPROCESSABLE_ENTITY && nothing.text.contains("href=\"#why\""));
    let shown = worker.post(&at, &[("edition", &edition), ("do", "show")]).await;
    assert_eq!(shown.location, "/desk/moderation?done=show");
    assert!(worker.get(&shown.location).await.text.contains("Everybody can read it now."));
    let page = phone.get(PAGE).await.text;
    assert!(page.contains("the &lt;b&gt;zebra&lt;/b&gt; crossing is great"), "as text: {page}");
    assert!(page.contains("November 2026") && !page.contains("22 November 2026 zebra"), "{page}");

    // Taken back, it is gone at once.
    let sure = phone.post("/comments/take-back", &[("code", &code)]).await;
    assert!(sure.text.contains("Take it back?") && phone.get(PAGE).await.text.contains("zebra"));
    let gone = phone.post("/comments/take-back", &[("code", &code), ("sure", "yes")]).await;
    assert!(gone.text.contains("You took it back"));
    let twice = phone.post("/comments/take-back", &[("code", &code), ("sure", "yes")]).await;
    assert!(twice.text.contains("You took it back"), "the button was pressed twice: {}", twice.text);
    assert!(!phone.get(PAGE).await.text.contains("zebra"));
    assert_eq!(worker.get(&at).await.status, StatusCode::NOT_FOUND);
    let wrong = phone.post("/comments/mine", &[("code", &code)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(phone.post("/comments/mine", &[("code", "")]).await.text.contains("Type your four words"));
    // Off again.
    let off = worker.post(DESK, &[("comments", "close")]).await;
    assert!(off.location.ends_with("done=comments-closed"));
    let late = phone.post(PAGE, &[("form", &token), ("words", "too late")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text.contains("This was not sent") && late.text.contains("too late"), "{}", late.text);
    assert!(!phone.get(PAGE).await.text.contains("What do you think of this?"));
}

#[tokio::test]
async fn other_words_in_a_form_that_was_sent_are_not_lost() {
    let site = site().await;
    turn_on(&site).await;
    let mut phone = Browser::new(&site);
    let token = hidden(&phone.get(PAGE).await.text, "form");
    let first = [("form", token.as_str()), ("words", "the zebra crossing is great")];
    for _ in 0..2 {
        assert_eq!(phone.post(PAGE, &first).await.location, "/comments/sent");
    }
    // The way back in the browser shows the same form once more.
    let second = phone.post(PAGE, &[("form", &token), ("words", "and the bus is late")]).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(second.text.contains("and the bus is late") && second.text.contains("href=\"#comment\""));
    assert!(second.text.contains("This is not sent yet."), "{}", second.text);
    let fresh = hidden(&second.text, "form");
    assert_ne!(fresh, token);
    let sent = phone.post(PAGE, &[("form", &fresh), ("words", "and the bus is late")]).await;
    assert_eq!(sent.location, "/comments/sent");
    let mut worker = desk(&site).await;
    assert!(worker.get("/desk").await.text.contains("Check 2 posts"));
}

#[tokio::test]
async fn a_way_to_reach_somebody_is_asked_to_be_taken_out_once() {
    let site = site().await;
    let mut worker = turn_on(&site).await;
    let mut phone = Browser::new(&site);
    let words = "ring me on 07700 900123, says Jayden";
    let token = hidden(&phone.get(PAGE).await.text, "form");
    let asked = phone.post(PAGE, &[("form", &token), ("words", words)]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.text.contains("We found a phone number") && asked.text.contains(words), "{}", asked.text);
    assert!(asked.text.contains("Send it anyway") && asked.text.contains("<title>Error: "));
    let token = hidden(&asked.text, "form");
    let sent = phone.post(PAGE, &[("form", &token), ("words", words), ("anyway", "yes")]).await;
    assert_eq!(sent.location, "/comments/sent");
    let code = receipt(&phone.get("/comments/sent").await.text);
    assert!(worker.get("/desk/moderation").await.text.contains("Holds a way to reach somebody"));
    let at = first(&mut worker).await;
    let one = worker.get(&at).await.text;
    assert!(
        one.contains("a phone number, becomes [other]") && one.contains("a name, becomes [name]"),
        "{one}"
    );
    let edition = hidden(&one, "edition");
    let none = worker.post(&at, &[("edition", &edition), ("do", "without")]).await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.text.contains("href=\"#out\""));
    // "ring me on " are 11 letters.
    let mut fields = vec![("edition", edition.as_str()), ("do", "without"), ("out", "11-23-other")];
    fields.push(("piece", "nowhere"));
    let wrong = worker.post(&at, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("nowhere") && wrong.text.contains("value=\"11-23-other\" checked"),
        "{}",
        wrong.text
    );
    // Whichever of the two is pressed: what is ticked does not leave.
    fields[1] = ("do", "show");
    fields[3] = ("out", "30-36-name");
    let done = worker.post(&at, &fields).await;
    assert_eq!(done.location, "/desk/moderation?done=without", "{}", done.text);
    let page = phone.get(PAGE).await.text;
    assert!(!page.contains("07700") && !page.contains("Jayden"), "{page}");
    let own = phone.post("/comments/mine", &[("code", &code)]).await.text;
    assert!(own.contains("Shown, some words taken out") && own.contains("07700 900123"), "{own}");
}

#[tokio::test]
async fn two_people_at_the_desk_do_not_decide_about_the_same_comment() {
    let site = site().await;
    let mut worker = turn_on(&site).await;
    let mut reader = staff(&site, Role::Reader).await;
    let mut phone = Browser::new(&site);
    say(&mut phone, "about the stop").await;
    let at = first(&mut worker).await;
    let edition = hidden(&worker.get(&at).await.text, "edition");
    let theirs = reader.get(&at).await.text;
    assert!(
        theirs.contains("is looking at this until 12:10") && !theirs.contains("value=\"show\""),
        "{theirs}"
    );
    let show = [("edition", edition.as_str()), ("do", "show")];
    let refused = reader.post(&at, &show).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("is looking at this until"), "{}", refused.text);
    assert_eq!(
        worker.post(&at, &[("edition", &edition), ("do", "back")]).await.location,
        "/desk/moderation?done=back"
    );
    assert!(reader.get(&at).await.text.contains("value=\"show\""));
    assert_eq!(reader.post(&at, &show).await.location, "/desk/moderation?done=show");
    let late = worker.post(&at, &[("edition", &edition), ("do", "reject"), ("why", "spam")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("It has moved on in the meantime"), "{}", late.text);
    for (role, status) in [(Role::Commissioner, 403), (Role::SafeguardingLead, 403)] {
        let mut other = staff(&site, role).await;
        assert_eq!(other.get(&at).await.status.as_u16(), status, "{role}");
        assert_eq!(other.post(&at, &show).await.status.as_u16(), status, "{role}");
        assert_eq!(other.post(DESK, &[("comments", "close")]).await.status.as_u16(), status, "{role}");
    }
    site.earshot.add_organisation("Elsewhere", "").await.unwrap();
    let theirs = site.earshot.console_of("Elsewhere").await.unwrap();
    let link = site.earshot.invite(&theirs, "kit@elsewhere.example", "Kit", Role::Reader).await.unwrap();
    let session = site.earshot.sign_in(&link.token).await.unwrap();
    let mut stranger = Browser { site: &site, cookies: vec![("session".into(), session)] };
    assert_eq!(stranger.get(&at).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stranger.post(&at, &show).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn anybody_can_say_that_something_is_wrong_and_it_is_hidden_once() {
    let site = site().await;
    let mut worker = turn_on(&site).await;
    let mut phone = Browser::new(&site);
    say(&mut phone, "the zebra crossing").await;
    let at = first(&mut worker).await;
    let mut show = async || {
        let edition = hidden(&worker.get(&at).await.text, "edition");
        worker.post(&at, &[("edition", &edition), ("do", "show")]).await.location
    };
    assert_eq!(show().await, "/desk/moderation?done=show");
    let id = hidden(&phone.get(PAGE).await.text, "comment");
    let sure = phone.post("/comments/report", &[("comment", &id)]).await;
    assert!(sure.text.contains("Is something wrong with this?"), "{}", sure.text);
    assert!(phone.get(PAGE).await.text.contains("zebra"), "nothing happens before they are sure");
    let report = [("comment", id.as_str()), ("sure", "yes")];
    let done = phone.post("/comments/report", &report).await;
    assert_eq!(done.location, "/c/getting-to-school/feedback?done=reported");
    let page = phone.get(&done.location).await.text;
    assert!(page.contains("Somebody looks at it again") && !page.contains("zebra"), "{page}");
    assert_eq!(show().await, "/desk/moderation?done=show");
    phone.post("/comments/report", &report).await;
    assert!(phone.get(PAGE).await.text.contains("zebra"), "somebody has looked again: it stays");
    for nonsense in ["x", "01890000-0000-4000-8000-000000000000"] {
        assert_eq!(
            phone.post("/comments/report", &[("comment", nonsense)]).await.status,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn what_may_mean_harm_is_said_kindly_and_read_by_the_lead_alone() {
    let site = site().await;
    let mut worker = turn_on(&site).await;
    let mut phone = Browser::new(&site);
    phone.get("/look?lang=cy").await;
    let token = hidden(&phone.get(PAGE).await.text, "form");
    phone.post(PAGE, &[("form", &token), ("words", "he hits my mum, zebra")]).await;
    let sent = phone.get("/comments/sent").await.text;
    assert!(sent.contains("tel:08001111") && sent.contains("Diolch am ddweud wrthon ni"), "{sent}");
    let code = receipt(&sent);
    let own = phone.post("/comments/mine", &[("code", &code)]).await.text;
    assert!(own.contains("Yn aros i gael ei wirio") && !own.contains("comments-"), "{own}");
    assert!(worker.get("/desk/moderation").await.text.contains("No post waits"));
    assert_eq!(worker.get("/desk/safeguarding/comments").await.status, StatusCode::FORBIDDEN);
    let mut lead = staff(&site, Role::SafeguardingLead).await;
    assert!(lead.get("/desk").await.text.contains("Decide about 1 post"));
    let list = lead.get("/desk/safeguarding/comments").await.text;
    let at = links(&list).into_iter().find(|link| link.starts_with("/desk/safeguarding/comments/")).unwrap();
    let id = at.rsplit('/').next().unwrap().to_string();
    let passed = worker.get(&format!("/desk/moderation/{id}")).await.text;
    assert!(passed.contains("with the safeguarding lead") && !passed.contains("zebra"), "{passed}");
    let one = lead.get(&at).await.text;
    assert!(one.contains("zebra"), "{one}");
    let edition = hidden(&one, "edition");
    assert!(lead.post(&at, &[("edition", &edition), ("do", "x")]).await.status.is_client_error());
    let kept = lead.post(&at, &[("edition", &edition), ("do", "keep")]).await;
    assert_eq!(kept.location, "/desk/safeguarding/comments?done=keep");
    let own = phone.post("/comments/mine", &[("code", &code)]).await.text;
    assert!(own.contains("Heb ei ddangos") && own.contains("tel:08001111"), "{own}");
    // The rules are there for everybody, in both languages.
    assert!(phone.get("/rules").await.text.contains("dau ddiwrnod gwaith"));
    let rules = Browser::new(&site).get("/rules").await.text;
    assert!(rules.contains("Within two working days") && !rules.contains("rules-"), "{rules}");
}

#[tokio::test]
async fn a_class_comments_at_once_a_form_counts_once_and_a_flood_is_stopped() {
    let site = site().await;
    turn_on(&site).await;
    for pupil in 0..60 {
        let mut phone = Browser::new(&site);
        say(&mut phone, &format!("said pupil {pupil}")).await;
    }
    let mut phone = Browser::new(&site);
    let token = hidden(&phone.get(PAGE).await.text, "form");
    for _ in 0..2 {
        let sent = phone.post(PAGE, &[("form", &token), ("words", "only once")]).await;
        assert_eq!(sent.location, "/comments/sent");
    }
    let worker = worker(&site).await;
    assert_eq!(site.earshot.comments_to_check(&worker).await.unwrap(), 61);
    // What fills in everything is told that all is well, and nothing is kept.
    let bot = [("form", token.as_str()), ("words", "buy this"), ("website", "https://example.org")];
    assert_eq!(phone.post(PAGE, &bot).await.location, "/comments/sent");
    assert_eq!(site.earshot.comments_to_check(&worker).await.unwrap(), 61);
    let mut stopped = false;
    for _ in 0..80 {
        let sent = phone.post(PAGE, &[("form", "x"), ("words", "keep me")]).await;
        assert!(sent.text.contains("keep me"), "what was typed is there");
        stopped |= sent.status == StatusCode::TOO_MANY_REQUESTS;
    }
    assert!(stopped);
}

#[tokio::test]
async fn whoever_has_to_wait_is_not_told_that_something_is_gone() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    let guess = [("code", "wren copper ladder tide"), ("sure", "yes")];
    let mut last = phone.post("/comments/take-back", &guess).await;
    for _ in 0..10 {
        last = phone.post("/comments/take-back", &guess).await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!last.text.contains("You took it back"), "{}", last.text);
}
