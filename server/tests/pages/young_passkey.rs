//! Passkeys of young people, as a browser without script sees them, and as their worker does.

use earshot_service::Engine;
use earshot_testkit::on_both;
use serde_json::Value;

use super::young::{code, does, member, signed_in};
use super::*;

on_both!(a_device_is_seen_and_taken_away_by_its_owner_and_by_their_worker);

/// Gives the account of the test a passkey, as if a device had made one: no device is here.
async fn give_one(db: &TestDb) {
    let (credential, day) = match db.db().engine() {
        Engine::Sqlite => ("id", "'2026-11-20'"),
        Engine::Postgres => ("decode(replace(CAST(id AS TEXT), '-', ''), 'hex')", "DATE '2026-11-20'"),
    };
    let sql = format!(
        "INSERT INTO young_passkey (credential_id, id, account_id, passkey, made_on) \
         SELECT {credential}, id, id, '{{}}', {day} FROM young_account WHERE nickname = 'Quokka'"
    );
    db.execute(&sql).await.unwrap();
}

#[tokio::test]
async fn a_device_is_a_way_in_beside_the_code_and_says_what_it_needs() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    let page = phone.get("/me").await;
    for part in [
        "name=\"code\"",
        "action=\"/me/passkey/enter\"",
        "data-passkey=\"show\"",
        "data-begin=\"/me/passkey/ask\"",
        "with your face, finger or the code of your phone. We never see them.",
        "This needs a newer browser, with script.",
        "src=\"/assets/passkey",
    ] {
        assert!(page.text.contains(part), "{part}: {}", page.text);
    }
    let button = page.text.split("data-passkey").next().unwrap().rsplit('<').next().unwrap();
    assert!(button.contains(" hidden"), "without script there is no button: {button}");
    assert!(page.policy.contains("script-src 'nonce-"), "{}", page.policy);
    // What asks a device comes with the pages that do, and with no other.
    assert!(!phone.get("/").await.text.contains("/assets/passkey"));
    assert!(phone.get("/sign-in").await.text.contains("src=\"/assets/passkey"));
    phone.get("/look?lang=cy").await;
    let welsh = phone.get("/me").await.text;
    assert!(welsh.contains("Mewngofnodi heb god") && !welsh.contains(">me-"), "{welsh}");
    phone.get("/look?lang=en-GB").await;

    let asked = phone.post("/me/passkey/ask", &[]).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
    let asked: Value = serde_json::from_str(&asked.text).unwrap();
    let key = &asked["options"]["publicKey"];
    assert!(key["challenge"].as_str().is_some_and(|words| words.len() > 20), "{asked}");
    assert!(key["allowCredentials"].as_array().is_none_or(Vec::is_empty), "the device finds it: {asked}");
    let token = asked["token"].as_str().unwrap();
    for fields in [vec![], vec![("token", token), ("answer", "{}")], vec![("token", "x"), ("answer", "x")]] {
        let wrong = phone.post("/me/passkey/enter", &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            wrong.text.contains("href=\"#passkey\"") && wrong.text.contains("<title>Error:"),
            "{}",
            wrong.text
        );
        assert!(wrong.text.contains("does not open a page here") && wrong.text.contains("name=\"code\""));
        assert!(!phone.cookies.iter().any(|(name, _)| name == "young"));
    }
    // A flood is stopped, and keeps nobody from their code.
    let mut stopped = 0;
    for _ in 0..100 {
        let status = phone.post("/me/passkey/ask", &[]).await.status;
        stopped += usize::from(status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!((30..100).contains(&stopped), "{stopped}");
    let mut desk = desk(&site).await;
    let (address, account) = member(&mut desk).await;
    let code = code(&mut desk, &address, &account).await;
    signed_in(&site, &code).await;
}

async fn a_device_is_seen_and_taken_away_by_its_owner_and_by_their_worker(db: TestDb) {
    let site = site_on(&db).await;
    let mut desk = desk(&site).await;
    let (address, account) = member(&mut desk).await;
    let first = code(&mut desk, &address, &account).await;
    let mut phone = signed_in(&site, &first).await;
    let mine = phone.get("/me").await.text;
    assert!(mine.contains("action=\"/me/passkey\"") && mine.contains("data-begin=\"/me/passkey/begin\""));
    assert!(mine.contains("data-passkey=\"make\"") && !mine.contains("action=\"/me/passkey/remove\""));
    assert!(mine.contains("Only add a phone or tablet that is your own."), "{mine}");
    let asked = phone.post("/me/passkey/begin", &[]).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
    let asked: Value = serde_json::from_str(&asked.text).unwrap();
    let user = &asked["options"]["publicKey"]["user"];
    assert_eq!((user["name"].as_str(), user["displayName"].as_str()), (Some("Quokka"), Some("Quokka")));
    for answer in ["", "{}"] {
        let said = [("token", asked["token"].as_str().unwrap()), ("answer", answer)];
        let wrong = phone.post("/me/passkey", &said).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("Hello, Quokka") && wrong.text.contains("href=\"#passkey\""));
        assert!(wrong.text.contains("We did not add it."), "{}", wrong.text);
    }
    assert!(desk.get(&address).await.text.contains("Has a passkey: no."));

    give_one(&db).await;
    let mine = phone.get("/me").await.text;
    assert!(mine.contains("Added on 20 November 2026"), "{mine}");
    assert!(mine.contains("A phone or tablet that opens your page"), "it is among what is kept: {mine}");
    assert!(desk.get(&address).await.text.contains("Has a passkey: yes."));
    let id = hidden(&mine, "id");
    assert!(phone.post("/me/passkey/remove", &[("id", "x")]).await.status.is_client_error());
    let removed = phone.post("/me/passkey/remove", &[("id", &id)]).await;
    assert_eq!(removed.location, "/me?done=unmade");
    let mine = phone.get("/me?done=unmade").await.text;
    assert!(mine.contains("It does not open your page any more.") && !mine.contains("Added on"), "{mine}");
    assert_eq!(phone.post("/me/passkey/remove", &[("id", &id)]).await.location, "/me", "pressed twice");

    // On one that others use as well none is made.
    phone.cookies.push(("shared".into(), "1".into()));
    let shared = phone.get("/me").await.text;
    assert!(shared.contains("Other people use this one") && !shared.contains("data-passkey=\"make\""));
    assert_eq!(phone.post("/me/passkey/begin", &[]).await.status, StatusCode::NOT_FOUND);
    phone.cookies.retain(|(name, _)| name != "shared");
    let again = code(&mut desk, &address, &account).await;
    let mut library = Browser::new(&site);
    let there = library.post("/me", &[("code", again.as_str()), ("shared", "yes")]).await;
    assert_eq!(there.location, "/me", "{}", there.text);
    let there = library.get("/me").await.text;
    assert!(
        there.contains("Other people use this one") && !there.contains("data-passkey=\"make\""),
        "{there}"
    );
    assert_eq!(library.post("/me/passkey/begin", &[]).await.status, StatusCode::NOT_FOUND);

    give_one(&db).await;
    let taken = does(&mut desk, &address, &account, "take-passkeys").await;
    assert_eq!(taken.location, format!("{address}?done=take-passkeys"));
    let group = desk.get(&taken.location).await.text;
    assert!(group.contains("Taken away.") && group.contains("Has a passkey: no."), "{group}");
    assert!(!group.contains("value=\"take-passkeys\""), "there is nothing to take");
    assert!(phone.get("/me").await.text.contains("You are signed out"));
    assert_eq!(does(&mut desk, &address, &account, "take-passkeys").await.status, StatusCode::CONFLICT);

    let mut nobody = Browser::new(&site);
    assert_eq!(nobody.post("/me/passkey/begin", &[]).await.status, StatusCode::NOT_FOUND);
    for path in ["/me/passkey", "/me/passkey/remove"] {
        assert_eq!(nobody.post(path, &[("id", &id)]).await.location, "/me", "{path}");
    }
}
