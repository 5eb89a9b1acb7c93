//! The second step of signing in, as a browser without script goes through it.

use totp_rs::{Builder, Secret};

use super::*;

/// What the app shows now.
fn code(site: &Site, secret: &str, later: u64) -> String {
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    totp.generate(u64::try_from(site.earshot.now().timestamp()).unwrap() + later).to_string()
}

#[tokio::test]
async fn somebody_sets_it_up_signs_in_with_it_and_goes_where_they_wanted() {
    let mut site = site().await;
    let mut phone = staff(&site, Role::Reader).await;
    assert!(phone.get("/desk/sessions").await.text.contains("Set it up"));
    let page = phone.get("/desk/second-step").await.text;
    assert!(page.contains("class=\"qr\""), "a square to scan");
    let secret = page.split("into the app: <code>").nth(1).unwrap().split('<').next().unwrap().to_string();
    let wrong = phone.post("/desk/second-step", &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#code\"") && wrong.text.contains(&secret), "the same secret");
    let old = phone.cookies.clone();
    let on = phone.post("/desk/second-step", &[("code", &code(&site, &secret, 0))]).await.text;
    assert!(on.contains("Your second step is on"), "{on}");
    let words = on.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_string();
    assert_ne!(phone.cookies, old, "the session has another token");
    assert_eq!(phone.get("/desk/second-step").await.location, "/desk/sessions", "there is one");
    assert!(phone.get("/desk/sessions").await.text.contains("8 lines of four words left"));

    // Elsewhere, by another link: nothing before the code, and then where they wanted to go.
    let mut other = staff(&site, Role::Reader).await;
    for path in ["/desk", "/desk/c/free-time/read?state=new", "/desk/sessions", "/desk/second-step"] {
        let to = other.get(path).await;
        assert!(to.location.starts_with("/sign-in/code?to=%2Fdesk"), "{path}: {}", to.location);
    }
    let refused = other.post("/desk/c/free-time/read", &[("do", "all")]).await;
    assert_eq!(refused.location, "/sign-in/code?to=");
    let asked = other.get("/sign-in/code?to=%2Fdesk%2Fc%2Ffree-time%2Fread%3Fstate%3Dnew").await.text;
    assert_eq!(hidden(&asked, "to"), "/desk/c/free-time/read?state=new");
    for elsewhere in
        ["//elsewhere.example", "https://elsewhere.example", "/desk\\elsewhere", "/deskelsewhere"]
    {
        let page = other.post("/sign-in/code", &[("code", "000000"), ("to", elsewhere)]).await;
        assert!(page.text.contains("name=\"to\" value=\"/desk\""), "{elsewhere}");
    }
    for status in [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::TOO_MANY_REQUESTS] {
        let wrong = other.post("/sign-in/code", &[("code", "x"), ("to", "/desk")]).await;
        assert_eq!(wrong.status, status, "the fifth, and the sixth");
    }
    let cookies = other.cookies;
    let later = site.earshot.now() + chrono::TimeDelta::minutes(21);
    site.earshot = site.earshot.with_clock(Arc::new(FixedClock::at(later)));
    site.router = router(App::new(site.earshot.clone(), false));
    let mut other = Browser { site: &site, cookies };
    let fields = [("code", code(&site, &secret, 0)), ("to", "/desk/c/free-time/read?state=new".to_string())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let shown = other.post("/sign-in/code", &fields).await;
    assert_eq!(shown.location, "/desk/c/free-time/read?state=new");
    assert!(other.get(&shown.location).await.status.is_success());

    // A lost phone: four words, once; then it is taken away.
    let mut third = staff(&site, Role::Reader).await;
    let shown = third.post("/sign-in/code", &[("code", words.as_str()), ("to", "/desk")]).await;
    assert_eq!(shown.location, "/desk");
    let taken = third.post("/desk/second-step/remove", &[("code", words.as_str())]).await;
    assert_eq!(taken.location, "/desk/sessions?done=wrong");
    let taken = third.post("/desk/second-step/remove", &[("code", &code(&site, &secret, 30))]).await;
    assert_eq!(taken.location, "/desk/sessions?done=removed");
    assert!(third.get(&taken.location).await.text.contains("Your second step is gone."));
    assert_eq!(Browser::new(&site).get("/sign-in/code").await.location, "/sign-in");
}

#[tokio::test]
async fn an_administrator_asks_it_of_those_who_read_and_helps_who_has_lost_it() {
    let site = site().await;
    let mut admin = staff(&site, Role::Administrator).await;
    let mut reader = staff(&site, Role::Reader).await;
    assert!(reader.get("/desk").await.status.is_success());
    let set = admin.post("/desk/people/second-step", &[("do", "require")]).await;
    assert_eq!(set.location, "/desk/people?done=required");
    assert_eq!(admin.get("/desk/people").await.location, "/desk/second-step", "it is asked of them, too");
    let page = admin.get("/desk/second-step").await.text;
    assert!(!page.contains("Not now"), "there is no way around it");
    let own = page.split("into the app: <code>").nth(1).unwrap().split('<').next().unwrap();
    admin.post("/desk/second-step", &[("code", &code(&site, own, 0))]).await;
    assert_eq!(reader.get("/desk").await.location, "/desk/second-step", "first set it up");
    let page = reader.get("/desk/second-step").await.text;
    let secret = page.split("into the app: <code>").nth(1).unwrap().split('<').next().unwrap();
    reader.post("/desk/second-step", &[("code", &code(&site, secret, 0))]).await;
    assert!(reader.get("/desk/c/free-time/read").await.status.is_success());
    assert!(admin.get("/desk/people").await.text.contains("Take it away"));
    let forget = [("do", "forget"), ("email", "reader@wexmoor.example")];
    assert_eq!(reader.post("/desk/people/second-step", &forget).await.status, StatusCode::FORBIDDEN);
    let asked = admin.post("/desk/people/second-step", &forget).await;
    assert!(asked.status.is_success() && asked.text.contains("Take the second step of "));
    assert!(reader.get("/desk").await.status.is_success(), "nothing was taken yet");
    let long = "so ".repeat(70) + "it is";
    let sure = |why| [forget[0], forget[1], ("sure", "yes"), ("why", why)];
    let refused = admin.post("/desk/people/second-step", &sure(long.as_str())).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#why\"") && refused.text.contains(&long), "{}", refused.text);
    assert_eq!(reader.post("/desk/people/second-step", &sure("")).await.status, StatusCode::FORBIDDEN);
    let nobody = [forget[0], ("email", "nobody@wexmoor.example"), ("sure", "yes")];
    assert_eq!(admin.post("/desk/people/second-step", &nobody).await.status, StatusCode::NOT_FOUND);
    let forgotten = admin.post("/desk/people/second-step", &sure("A phone in the sea")).await;
    assert_eq!(forgotten.location, "/desk/people?done=forgotten");
    let trail = admin.get("/desk/audit?what=staff.second-step-forgotten").await.text;
    assert!(trail.contains("Why: A phone in the sea"), "{trail}");
    assert_eq!(reader.get("/desk").await.location, "/sign-in", "signed out");
    assert_eq!(
        admin.post("/desk/people/second-step", &[("do", "free")]).await.location,
        "/desk/people?done=free"
    );
}
