//! Paper and the page about how the asking goes: printing, typing in, comparing, more time, a reminder.

use axum::http::StatusCode;

use super::{Browser, Role, desk, hidden, site, staff};

/// Prints forms of the open consultation of the demo; gives the page and their codes.
pub(super) async fn print(desk: &mut Browser<'_>, count: &str, layout: &str) -> (String, Vec<String>) {
    let fields = [("count", count), ("layout", layout), ("group", "Year 9")];
    let made = desk.post("/desk/c/free-time/paper", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let page = desk.get(&made.location).await;
    assert_eq!(page.status, StatusCode::OK);
    let codes = page
        .text
        .split("paper-code\">")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().to_string())
        .collect();
    (page.text, codes)
}

#[tokio::test]
async fn every_page_of_every_form_has_its_code() {
    let site = site().await;
    let mut desk = desk(&site).await;
    for (count, error) in
        [("", "Write"), ("many", "a whole number from 1"), ("100000", "a whole number from 1")]
    {
        let wrong = desk.post("/desk/c/free-time/paper", &[("count", count), ("layout", "large")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains(error) && wrong.text.contains("#count"), "{count}");
    }
    for layout in ["standard", "large", "easy"] {
        let (page, codes) = print(&mut desk, "2", layout).await;
        assert_eq!(codes.len(), 2);
        assert!(page.contains(&format!("forms--{layout}")) && !page.contains(" style="));
        let sheets: Vec<&str> = page.split("<section class=\"sheet\"").skip(1).collect();
        assert!(sheets.len() >= 6 && sheets.len().is_multiple_of(2), "{layout}: {}", sheets.len());
        let of = sheets.len() / 2;
        for (at, sheet) in sheets.iter().enumerate() {
            let foot = sheet.split("sheet__foot").nth(1).unwrap();
            let (code, number) = (&codes[at / of], at % of + 1);
            assert!(foot.contains(&format!("<strong>{code}</strong>")), "{layout} {at}");
            assert!(foot.contains(&format!("Page {number} of {of}")), "{layout} {at}");
        }
        // The promise and the help before the questions, and the help once more after them.
        let form = sheets[..of].concat();
        let (before, after) = form.split_once("Where are you most").unwrap();
        assert!(before.contains("Our promise") && before.contains("Childline 0800 1111"), "{layout}");
        assert!(
            after.contains("Childline 0800 1111") && sheets[of - 1].contains("Keep this part"),
            "{layout}"
        );
        assert!(!page.contains("your name:"), "no name is asked for");
    }
    let list = desk.get("/desk/c/free-time/paper").await;
    assert!(list.text.contains("Large print, 18 points") && list.text.contains("Year 9"));
    let mut commissioner = staff(&site, Role::Commissioner).await;
    let refused = commissioner.post("/desk/c/free-time/paper", &[("count", "1"), ("layout", "large")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(commissioner.get("/desk/c/free-time/paper/type").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_form_is_typed_in_by_numbers_and_only_once() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let (_, codes) = print(&mut desk, "2", "standard").await;
    let at = "/desk/c/free-time/paper/type";
    assert!(desk.get(at).await.text.contains("The code of the form"));
    let unknown = earshot_domain::paper::FormCode::parse(&codes[0]).unwrap();
    let unknown = earshot_domain::paper::FormCode { serial: 9_999, ..unknown }.to_string();
    for (typed, words) in
        [("hello", "Look at the code again"), (unknown.as_str(), "There is no form with this code")]
    {
        let wrong = desk.get(&format!("{at}?form={typed}")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains(words) && wrong.text.contains(&format!("value=\"{typed}\"")), "{typed}");
    }
    let code = codes[0].as_str();
    let screen = desk.get(&format!("{at}?form={}", code.to_lowercase())).await;
    assert_eq!(screen.status, StatusCode::OK);
    assert!(
        screen.text.contains("1 At home \u{b7} 2 ") && screen.text.contains("name=\"a-1\""),
        "{}",
        screen.text
    );
    let wrong = [("form", code), ("a-1", "99"), ("a-6", "call me on 07700 900 123"), ("band", "9")];
    let page = desk.post(at, &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text.contains("value=\"99\"") && page.text.contains("07700 900 123"),
        "what was typed is kept"
    );
    assert!(page.text.contains("href=\"#a-1\"") && page.text.contains("href=\"#band\""));
    assert!(page.text.contains("write [number] in its place"), "{}", page.text);
    let fields = [
        ("form", code),
        ("a-1", "1"),
        ("a-2", "?"),
        ("a-6", "a place that is [?] and warm"),
        ("words", "1"),
        ("band", "2"),
    ];
    let kept = desk.post(at, &fields).await;
    assert_eq!(kept.location, format!("{at}?done=kept&last={code}"));
    assert!(desk.get(&kept.location).await.text.contains(&format!("Form {code} is in.")));
    // The same form once more: nothing happens, and the page says so.
    assert!(desk.get(&format!("{at}?form={code}")).await.text.contains("was typed in already"));
    let twice = desk.post(at, &fields).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text.contains("typed in already") && twice.text.contains("and warm"), "kept to compare");
    let mut second = fields.to_vec();
    second.push(("second", "1"));
    assert_eq!(desk.post(at, &second).await.location, format!("{at}?done=same&last={code}"));
    second[1] = ("a-1", "2");
    let differs = desk.post(at, &second).await;
    assert_eq!(differs.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(differs.text.contains("Both times are not alike") && differs.text.contains("name=\"replace\""));
    second.push(("replace", "1"));
    assert_eq!(desk.post(at, &second).await.location, format!("{at}?done=replaced&last={code}"));
    // Somebody has changed their mind.
    let unknown = desk.post("/desk/c/free-time/paper/take-back", &[("form", &codes[1])]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.text.contains("No form with this code"));
    let back = desk.post("/desk/c/free-time/paper/take-back", &[("form", code)]).await;
    assert_eq!(back.location, "/desk/c/free-time/paper?done=taken-back");
    assert!(desk.get(&back.location).await.text.contains("counted no more"));
}

#[tokio::test]
async fn the_page_while_it_is_open_pauses_gives_time_and_reminds() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let page = desk.get("/desk/c/getting-to-school/progress").await;
    assert_eq!(page.status, StatusCode::OK);
    for words in ["Who is missing", "Young people by age", "Where people stop", "How long it takes", "<svg"] {
        assert!(page.text.contains(words), "{words}");
    }
    assert!(!page.text.contains(" style=") && !page.text.contains("Give more time"), "it is closed");
    let page = desk.get("/desk/c/free-time/progress").await;
    assert!(page.text.contains("Fewer than ten people so far"), "nobody has answered the demo yet");
    let first = hidden(&page.text, "edition");
    for wrong in ["soon", "2026-01-01", "2036-01-01"] {
        let fields = [("edition", first.as_str()), ("close_on", wrong)];
        let page = desk.post("/desk/c/free-time/progress", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(
            page.text.contains("#close_on") && page.text.contains(&format!("value=\"{wrong}\"")),
            "{wrong}"
        );
    }
    let paused = desk
        .post("/desk/c/free-time/run", &[("edition", &first), ("step", "pause"), ("back", "progress")])
        .await;
    assert_eq!(paused.location, "/desk/c/free-time/progress?done=paused");
    let page = desk.get(&paused.location).await;
    assert!(page.text.contains("Paused. It takes no answers") && page.text.contains("Open again"));
    let second = hidden(&page.text, "edition");
    let open = [("edition", second.as_str()), ("step", "open"), ("back", "progress")];
    desk.post("/desk/c/free-time/run", &open).await;
    let worker = super::worker(&site).await;
    let consultation = site.earshot.preparation(&worker, "free-time").await.unwrap().consultation;
    let later = consultation.setup.close_on.unwrap().succ_opt().unwrap().to_string();
    let third = consultation.edition.to_string();
    let extended =
        desk.post("/desk/c/free-time/progress", &[("edition", &third), ("close_on", &later)]).await;
    assert_eq!(extended.location, "/desk/c/free-time/progress?done=extended");
    assert!(desk.get(&extended.location).await.text.contains("It takes answers until"));
    let reminder = desk.get("/desk/c/free-time/reminder").await;
    for words in ["There is still time", "days left", "/c/free-time", "class=\"qr\"", "Thank you to everyone"]
    {
        assert!(reminder.text.contains(words), "{words}");
    }
}

#[tokio::test]
async fn a_phone_remembers_when_it_began_and_the_server_only_how_long() {
    let site = site().await;
    for _ in 0..10 {
        let mut phone = Browser::new(&site);
        phone.get("/c/free-time/q/1").await;
        assert!(phone.cookies.iter().any(|(name, _)| name == "begun-free-time"));
        phone.answer_all("with a clock").await;
        assert!(
            !phone.cookies.iter().any(|(name, _)| name == "begun-free-time"),
            "forgotten when it is sent"
        );
    }
    let worker = super::worker(&site).await;
    assert_eq!(site.earshot.progress(&worker, "free-time").await.unwrap().minutes, Some(1));
    // Who forges it says nothing.
    for n in 0..12 {
        let mut phone = Browser::new(&site);
        let forged = ["1", "x", "99999999999999999"][n % 3];
        phone.cookies.push(("begun-free-time".into(), forged.into()));
        phone.answer_all("long ago").await;
    }
    assert_eq!(site.earshot.progress(&worker, "free-time").await.unwrap().minutes, Some(1));
}
