//! News by mail and links to sign in, as a browser without script asks for them.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use earshot_server::web::{App, router};
use earshot_service::LetterAbout;

use super::{Browser, Site, site};

/// The demo, where mail goes out.
async fn mailing() -> Site {
    let mut site = site().await;
    site.earshot = site.earshot.clone().with_mail();
    site.router = router(App::new(site.earshot.clone(), false));
    site
}

#[tokio::test]
async fn news_is_offered_where_mail_goes_out_and_nobody_floods_a_stranger() {
    let silent = site().await;
    let mut browser = Browser::new(&silent);
    assert_eq!(browser.get("/c/free-time/news").await.status, StatusCode::NOT_FOUND);
    assert!(!browser.get("/c/free-time").await.text.contains("Tell me what happens"));

    let site = mailing().await;
    let mut phone = Browser::new(&site);
    assert!(phone.get("/c/free-time").await.text.contains("href=\"/c/free-time/news\""));
    for wrong in ["", "kim", "Kim <kim@mail.example>"] {
        let page = phone.post("/c/free-time/news", &[("email", wrong)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(wrong != "kim" || page.text.contains("value=\"kim\""), "{}", page.text);
    }
    // A class asks at the same time; then it is enough for a while, and what was typed is there.
    let mut last = String::new();
    for n in 0..70 {
        let page = phone.post("/c/free-time/news", &[("email", &format!("p{n}@mail.example"))]).await;
        if n < 60 {
            assert_eq!(
                (page.status, page.location.as_str()),
                (StatusCode::SEE_OTHER, "/c/free-time/news/sent")
            );
        } else if page.status == StatusCode::TOO_MANY_REQUESTS {
            last = page.text;
        }
    }
    assert!(last.contains("A lot of tries") || last.contains("a lot of tries"), "{last}");
    // Staff still get their link: it is counted apart.
    let mut staff = Browser::new(&site);
    let asked = staff.post("/sign-in/mail", &[("email", "nobody@wexmoor.example")]).await;
    assert_eq!(asked.location, "/sign-in?done=mailed");
    let wrong = staff.post("/sign-in/mail", &[("email", "jo")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text.contains("value=\"jo\""));

    for odd in ["x", &"0".repeat(64), "%00"] {
        let page = phone.get(&format!("/news/{odd}")).await;
        assert!(page.text.contains("We do not have your address"), "{odd}: {}", page.text);
    }
    // A program for mail posts for its reader, and says nothing of where it comes from.
    let request = Request::post(format!("/news/{}/stop", "0".repeat(64)))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let ended = Browser::new(&site).send(request, Body::from("List-Unsubscribe=One-Click")).await;
    assert_eq!(ended.status, StatusCode::NOT_FOUND);
    assert!(ended.text.contains("we stopped nothing"), "{}", ended.text);
}

#[tokio::test]
async fn a_link_in_a_letter_is_not_used_up_by_being_looked_at() {
    let site = mailing().await;
    let console = site.earshot.console().await.unwrap();
    let role = earshot_domain::policy::Role::Commissioner;
    let token = site.earshot.invite(&console, "new@wexmoor.example", "New", role).await.unwrap().token;
    let mut scanner = Browser::new(&site);
    for _ in 0..2 {
        let page = scanner.get(&format!("/sign-in/link?token={token}")).await;
        assert!(page.status == StatusCode::OK && page.text.contains(&token));
        assert!(scanner.cookies.is_empty());
    }
    let mut reader = Browser::new(&site);
    assert_eq!(reader.post("/sign-in", &[("token", &token)]).await.location, "/desk");
    assert_eq!(reader.get("/desk").await.status, StatusCode::OK);
    assert_eq!(scanner.get("/sign-in/link").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_a_letter_about_several_things_says_ends_with_one_press() {
    let site = mailing().await;
    let mut phone = Browser::new(&site);
    let mut keys = Vec::new();
    let asked = site.earshot.asked("free-time", None).await.unwrap();
    for address in ["kim@mail.example", "lee@mail.example"] {
        site.earshot.follow(&asked, address, "en-GB").await.unwrap();
        while let Some(job) = site.earshot.take_job().await.unwrap() {
            let letter = site.earshot.perform(&job).await.unwrap();
            if let Some(LetterAbout::Confirm { key, .. }) = letter.map(|letter| letter.about) {
                site.earshot.confirm_following(&key).await.unwrap();
                keys.push(key);
            }
            site.earshot.job_done(&job).await.unwrap();
        }
    }
    let all = format!("/news/{}", keys.join("."));
    // Whoever only looks at the address changes nothing, and sees what it is about.
    for address in [all.clone(), format!("{all}/stop")] {
        let page = phone.get(&address).await;
        assert!(page.text.contains("You are on the list"), "{}", page.text);
        assert!(page.text.contains(&format!("action=\"{all}/stop\"")), "{}", page.text);
    }
    // A program for mail has cut the address: the key that is whole counts.
    let cut = phone.get(&format!("{all}x")).await;
    assert!(cut.text.contains("You are on the list"), "{}", cut.text);
    let nothing = phone.post(&format!("/news/{}/stop", &keys[0][..40]), &[]).await;
    assert!(nothing.status == StatusCode::NOT_FOUND && nothing.text.contains("This link is not whole"));
    assert!(site.earshot.follower(&keys[0]).await.is_ok() && site.earshot.follower(&keys[1]).await.is_ok());
    let half = phone.post(&format!("{}x/stop", &all[..all.len() - 1]), &[]).await;
    assert!(half.status == StatusCode::OK && half.text.contains("We stopped some of it"), "{}", half.text);
    assert!(site.earshot.follower(&keys[0]).await.is_err() && site.earshot.follower(&keys[1]).await.is_ok());
    let request = Request::post(format!("{all}/stop"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let ended = Browser::new(&site).send(request, Body::from("List-Unsubscribe=One-Click")).await;
    assert_eq!(ended.status, StatusCode::OK);
    for key in &keys {
        let page = phone.get(&format!("/news/{key}")).await;
        assert!(page.text.contains("We do not have your address"), "{}", page.text);
    }
}
