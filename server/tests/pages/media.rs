//! Photos and recordings through the router: with a plain form, with the phone's bundle, at the desk; and the files that
//! staff put beside their questions.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use earshot_domain::code::{AccessCode, CodeKind};
use earshot_domain::consultation::{Setup, Step};
use earshot_domain::question::{Choice, Kind, Picture, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_service::{NewCodes, NewConsultation};

use super::{Browser, Page, Site, site, worker};

/// A PNG of 2 by 2 points in one colour, with the name of its author.
pub(super) const PHOTO: [u8; 106] = [
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0, 253,
    212, 154, 115, 0, 0, 0, 21, 116, 69, 88, 116, 65, 117, 116, 104, 111, 114, 0, 122, 97, 110, 122, 105, 98,
    97, 114, 113, 117, 111, 107, 107, 97, 91, 196, 215, 186, 0, 0, 0, 16, 73, 68, 65, 84, 120, 156, 99, 248,
    207, 192, 0, 68, 12, 16, 10, 0, 31, 238, 3, 253, 139, 95, 20, 212, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66,
    96, 130,
];

const AUTHOR: &[u8] = b"zanzibarquokka";

const ID: &str = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0";

/// A recording of a second, with a place among its words.
fn recording() -> Vec<u8> {
    let chunk = |name: &[u8; 4], body: &[u8]| {
        [&name[..], &u32::try_from(body.len()).unwrap().to_le_bytes(), body].concat()
    };
    let format = [&[1, 0, 1, 0][..], &800_u32.to_le_bytes(), &800_u32.to_le_bytes(), &[1, 0, 8, 0]].concat();
    let list = [b"INFO", AUTHOR].concat();
    let body =
        [b"WAVE".to_vec(), chunk(b"fmt ", &format), chunk(b"LIST", &list), chunk(b"data", &[128; 800])];
    chunk(b"RIFF", &body.concat())
}

/// The open consultation of the demo, with two questions before its own.
async fn asking(site: &Site) {
    let worker = worker(site).await;
    let consultation = site.earshot.preparation(&worker, "free-time").await.unwrap().consultation;
    let mut asked = consultation.questionnaire;
    let photo = Question::new("place", "Show us a place you like.", Kind::Photo);
    asked.questions.splice(0..0, [photo, Question::new("say", "Tell us about it.", Kind::Audio)]);
    site.earshot.save_questionnaire(&worker, "free-time", consultation.edition, &asked).await.unwrap();
}

/// A browser in which a participation worker is signed in.
async fn desk(site: &Site) -> Browser<'_> {
    let console = site.earshot.console().await.unwrap();
    let role = earshot_domain::policy::Role::ParticipationWorker;
    let invitation = site.earshot.invite(&console, "media@wexmoor.example", "Test", role).await.unwrap();
    let session = site.earshot.sign_in(&invitation.token).await.unwrap();
    Browser { site, cookies: vec![("session".into(), session)] }
}

impl Browser<'_> {
    /// Sends a form with files: each with its field, its name and its bytes.
    pub(super) async fn hand_in(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Page {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        for (field, name, bytes) in files {
            let head = format!(
                "--x\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 content-type: application/octet-stream\r\n\r\n"
            );
            body.extend(head.bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--x--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .header(header::HOST, "earshot.example")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body)).await
    }

    async fn put(&mut self, path: &str, bytes: &[u8]) -> StatusCode {
        let request = Request::put(path).header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(bytes.to_vec())).await.status
    }
}

/// What stands between two words of a page.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    page.split(before).nth(1).unwrap_or_default().split(after).next().unwrap_or_default()
}

#[tokio::test]
async fn a_photo_and_a_recording_go_all_the_way_without_script() {
    let site = site().await;
    asking(&site).await;
    let mut phone = Browser::new(&site);
    let page = phone.get("/c/free-time/q/1").await;
    assert!(
        page.text.contains("enctype=\"multipart/form-data\"") && page.text.contains("accept=\"image/*\"")
    );
    assert!(!page.text.contains(" style="));

    // What is no photo is said kindly, and nothing is kept.
    for (name, bytes) in
        [("cat.png", &b"<svg onload=alert(1)>"[..]), ("cat.jpg", &[0xff, 0xd8, 0xff, 0xe0, 1])]
    {
        let wrong =
            phone.hand_in("/c/free-time/q/1", &[("answer", "")], &[("file-answer", name, bytes)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("Choose") && wrong.text.contains("href=\"#answer\""), "{}", wrong.text);
    }
    let empty = phone.hand_in("/c/free-time/q/1", &[("answer", "")], &[("file-answer", "", b"")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("Choose a photo or a drawing, or press"));

    let sent =
        phone.hand_in("/c/free-time/q/1", &[("answer", "")], &[("file-answer", "a.png", &PHOTO)]).await;
    assert_eq!((sent.status, sent.location.as_str()), (StatusCode::SEE_OTHER, "/c/free-time/q/1"));
    let shown = phone.get("/c/free-time/q/1").await.text;
    assert!(shown.contains("Your photo or drawing is here."));
    let address = between(&shown, "<img src=\"", "\"").to_string();
    let photo = phone.get(&address).await;
    assert_eq!(photo.status, StatusCode::OK);
    assert!(photo.text.contains("PNG") && !photo.text.contains("zanzibarquokka"), "its author is gone");
    assert!(photo.policy.contains("sandbox"), "{}", photo.policy);
    assert_eq!(Browser::new(&site).get(&address).await.status, StatusCode::NOT_FOUND, "nobody else's");

    // Out, and in again.
    let id = address.rsplit('/').next().unwrap().to_string();
    let out = phone.hand_in("/c/free-time/q/1", &[("answer", &id), ("out", "answer")], &[]).await;
    assert_eq!(out.location, "/c/free-time/q/1");
    assert_eq!(phone.get(&address).await.status, StatusCode::NOT_FOUND);
    phone.hand_in("/c/free-time/q/1", &[("answer", "")], &[("file-answer", "a.png", &PHOTO)]).await;
    let shown = phone.get("/c/free-time/q/1").await.text;
    let id = between(&shown, "<img src=\"", "\"").rsplit('/').next().unwrap().to_string();
    let on = phone.hand_in("/c/free-time/q/1", &[("answer", &id)], &[("file-answer", "", b"")]).await;
    assert_eq!(on.location, "/c/free-time/q/2");

    // Said and written: one of them. Film is not sound.
    let both = [("answer", ""), ("answer", "its quiet")];
    let sound = recording();
    let wrong = phone.hand_in("/c/free-time/q/2", &both, &[("file-answer", "a.wav", &sound)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("Take one of them out") && wrong.text.contains("its quiet"),
        "{}",
        wrong.text
    );
    let wrong =
        phone.hand_in("/c/free-time/q/2", &[("answer", "")], &[("file-answer", "a.png", &PHOTO)]).await;
    assert!(wrong.text.contains("Choose a recording with only sound"));
    let sent =
        phone.hand_in("/c/free-time/q/2", &[("answer", "")], &[("file-answer", "a.wav", &sound)]).await;
    assert_eq!(sent.location, "/c/free-time/q/2");
    let shown = phone.get("/c/free-time/q/2").await.text;
    assert!(shown.contains("<audio controls") && shown.contains("Your recording is here."));

    let check = phone.get("/c/free-time/check").await.text;
    assert!(check.contains("A photo or drawing") && check.contains("A recording") && !check.contains(&id));
    let asked = phone.post("/c/free-time/check", &[]).await;
    assert_eq!(asked.location, "/c/free-time/words", "what is said aloud is somebody's words");
    phone.post("/c/free-time/words", &[("words", "yes")]).await;
    phone.post("/c/free-time/about-you", &[("band", "14-15")]).await;
    let thanks = phone.get("/c/free-time/thanks").await;
    let receipt = super::receipt(&thanks.text);

    // At the desk.
    let mut desk = desk(&site).await;
    let queue = desk.get("/desk/c/free-time/read").await.text;
    let media = format!("/desk/c/free-time/media/{id}");
    assert!(queue.contains(&media) && queue.contains("Write down what it says"));
    let seen = desk.get(&media).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(seen.policy.contains("sandbox"));
    assert_eq!(Browser::new(&site).get(&media).await.location, "/sign-in");
    let before = queue.split("Write down what it says").next().unwrap();
    let answer = before.rsplit("id=\"a-").next().unwrap().split('"').next().unwrap();
    let fields = [("answer", answer), ("state", "new"), ("page", "1"), ("do", "write"), ("words", " ")];
    let wrong = desk.post("/desk/c/free-time/read", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("Write what the recording says."));
    let fields =
        [("answer", answer), ("state", "new"), ("page", "1"), ("do", "write"), ("words", "Its quiet there")];
    let written = desk.post("/desk/c/free-time/read", &fields).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.text);
    let queue = desk.get(&written.location).await.text;
    assert!(
        queue.contains("Its quiet there") && queue.contains("Written down from the recording, word for word")
    );

    // With the four words: to see, and to take back.
    let mine = phone.post("/mine", &[("receipt", &receipt)]).await.text;
    assert!(mine.contains("See my photo or drawing") && mine.contains("Hear my recording"));
    let seen = phone.post("/mine/file", &[("receipt", &receipt), ("file", &id)]).await;
    assert!(seen.status == StatusCode::OK && seen.text.contains("PNG"));
    let stranger = Browser::new(&site)
        .post("/mine/file", &[("receipt", "wren copper ladder tide"), ("file", &id)])
        .await;
    assert_ne!(stranger.status, StatusCode::OK);
    phone.post("/mine/take-back", &[("receipt", &receipt), ("sure", "yes")]).await;
    assert_eq!(desk.get(&media).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_phone_hands_in_a_file_under_an_id_of_its_own() {
    let site = site().await;
    let mut phone = Browser::new(&site);
    let path = format!("/c/free-time/media/{ID}");
    assert_eq!(phone.put(&path, &PHOTO).await, StatusCode::NOT_FOUND, "no question asks for one");
    asking(&site).await;
    assert_eq!(phone.put("/c/free-time/media/1", &PHOTO).await, StatusCode::NOT_FOUND);
    assert_eq!(phone.put(&path, b"GIF89a").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(phone.put(&path, &vec![0; 9 * 1024 * 1024]).await, StatusCode::PAYLOAD_TOO_LARGE);
    // The answer may be there first.
    let kept = phone.post("/c/free-time/q/1", &[("answer", ID)]).await;
    assert_eq!(kept.location, "/c/free-time/q/2");
    for _ in 0..2 {
        assert_eq!(phone.put(&path, &PHOTO).await, StatusCode::NO_CONTENT);
    }
    assert_eq!(phone.get(&path).await.status, StatusCode::OK);
    assert_eq!(Browser::new(&site).get(&path).await.status, StatusCode::NOT_FOUND);
    let gone =
        phone.send(Request::delete(&path).header("sec-fetch-site", "same-origin"), Body::empty()).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(phone.get(&path).await.status, StatusCode::NOT_FOUND);
    let journey = phone.get("/c/free-time/journey.json").await.text;
    assert!(journey.contains("data-capture=\\\"photo\\\"") && journey.contains("/c/free-time/media"));
    let mut stopped = false;
    for _ in 0..200 {
        stopped |= phone.put(&path, &PHOTO).await == StatusCode::TOO_MANY_REQUESTS;
    }
    assert!(stopped, "two hundred in a row");
}

/// Opens "place", which only those with a code answer; gives two, each for one.
pub(super) async fn place(site: &Site) -> Vec<AccessCode> {
    let worker = worker(site).await;
    let new = NewConsultation { title: "A place".into(), slug: "place".into(), questions_of: String::new() };
    site.earshot.create_consultation(&worker, &new).await.unwrap();
    let open = site.earshot.preparation(&worker, "free-time").await.unwrap().consultation;
    let setup = Setup { by_invitation: true, ..open.setup };
    site.earshot.save_setup(&worker, "place", 1, &setup).await.unwrap();
    let photo = Question::new("place", "Show us a place you like.", Kind::Photo);
    let asked = Questionnaire::of(vec![photo]);
    let edition = async || site.earshot.preparation(&worker, "place").await.unwrap().consultation.edition;
    site.earshot.save_questionnaire(&worker, "place", edition().await, &asked).await.unwrap();
    site.earshot.run_consultation(&worker, "place", edition().await, Step::Open).await.unwrap();
    let (kind, group) = (CodeKind::Single, String::new());
    let new = NewCodes { kind, count: 2, group, max_uses: None, expires_on: None };
    site.earshot.make_codes(&worker, "place", &new).await.unwrap()
}

#[tokio::test]
async fn where_only_those_with_a_code_answer_a_file_needs_one_too() {
    let site = site().await;
    let codes = place(&site).await;
    let code = codes[0];
    let path = format!("/c/place/media/{ID}");
    let mut stranger = Browser::new(&site);
    assert_eq!(stranger.put(&path, &PHOTO).await, StatusCode::GONE);
    let mut phone = Browser::new(&site);
    phone.get(&format!("/join/{}", code.shown())).await;
    assert_eq!(phone.put(&path, &PHOTO).await, StatusCode::NO_CONTENT);
    assert_eq!(
        stranger.put(&path, b"anything").await,
        StatusCode::NO_CONTENT,
        "it is here: nothing is cleaned"
    );
    // A slip for one is used up by sending; what the answer names is waited for all the same.
    let other = ID.replace('0', "a");
    phone.post("/c/place/q/1", &[("answer", &other)]).await;
    phone.post("/c/place/about-you", &[("band", "14-15")]).await;
    assert_eq!(phone.put(&format!("/c/place/media/{other}"), &PHOTO).await, StatusCode::NO_CONTENT);
    let mut pupil = Browser::new(&site);
    pupil.get(&format!("/join/{}", codes[1].shown())).await;
    // A code that is none is a guess wherever it is said.
    let unknown = earshot_domain::code::AccessCode::from_bits([1; 8]).shown();
    let guess = format!("/c/place/journey.json?code={unknown}");
    let mut stopped = false;
    for _ in 0..19 {
        stopped |= stranger.get(&guess).await.status == StatusCode::TOO_MANY_REQUESTS;
    }
    assert!(stopped, "nineteen guesses in a row");
    assert_eq!(stranger.post("/join", &[("code", &unknown)]).await.status, StatusCode::TOO_MANY_REQUESTS);
    // Who had come in goes on; without the mark, or with one that was made up, the same code is a guess.
    assert_eq!(pupil.get("/c/place/q/1").await.status, StatusCode::OK);
    let third = ID.replace('0', "b");
    assert_eq!(pupil.post("/c/place/q/1", &[("answer", &third)]).await.status, StatusCode::SEE_OTHER);
    let code = codes[1].shown();
    for kept in [code.clone(), format!("{code}."), format!("{code}.{}", "0".repeat(32))] {
        let mut tablet = Browser { site: &site, cookies: pupil.cookies.clone() };
        for (name, value) in &mut tablet.cookies {
            if name == "code-place" {
                value.clone_from(&kept);
            }
        }
        tablet.cookies.push(("kiosk-place".into(), "1".into()));
        assert_eq!(tablet.get("/c/place/q/1").await.status, StatusCode::TOO_MANY_REQUESTS, "{kept}");
        // The next person finds nothing all the same.
        assert_eq!(tablet.post("/c/place/start-over", &[]).await.location, "/c/place", "{kept}");
        assert!(!tablet.cookies.iter().any(|(name, _)| name == "draft-place"), "{:?}", tablet.cookies);
        assert!(tablet.cookies.contains(&("code-place".into(), kept)), "nobody knows what it is");
    }
    let words = stranger.post("/mine", &[("code", "wren copper ladder tide")]).await;
    assert_ne!(words.status, StatusCode::TOO_MANY_REQUESTS, "four words are counted apart");
}

#[tokio::test]
async fn staff_upload_files_and_choose_what_each_question_shows() {
    let site = site().await;
    let staff = worker(&site).await;
    let consultation = site.earshot.preparation(&staff, "free-time").await.unwrap().consultation;
    let mut asked = consultation.questionnaire;
    let options = vec![Choice::new("park", "The park"), Choice::new("home", "Home")];
    let kind = Kind::Picture(Picture { options, several: false, shuffle: false });
    asked.questions.insert(0, Question::new("liked", "Where do you like to be?", kind));
    site.earshot.save_questionnaire(&staff, "free-time", consultation.edition, &asked).await.unwrap();

    let mut desk = desk(&site).await;
    let page = desk.get("/desk/c/free-time/files").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("No file yet") && !page.text.contains(" style="));
    let files = [("file", "My Park.PNG", &PHOTO[..]), ("file", "aloud.wav", &recording()[..])];
    let wrong = desk.hand_in("/desk/c/free-time/files", &[("do", "add"), ("alt", "")], &files).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("Write what the picture shows") && wrong.text.contains("href=\"#alt\""));
    let bad = [("file", "x.png", &b"<svg>"[..])];
    let wrong = desk.hand_in("/desk/c/free-time/files", &[("do", "add"), ("alt", "A park")], &bad).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("value=\"A park\""), "what was typed is kept");
    let added = desk.hand_in("/desk/c/free-time/files", &[("do", "add"), ("alt", "A park")], &files).await;
    assert_eq!(added.location, "/desk/c/free-time/files?done=added");

    let form = desk.get("/desk/c/free-time/files/1").await.text;
    assert!(form.contains("my-park.png: A park") && form.contains("aloud.wav"));
    let edition = between(&form, "name=\"edition\" value=\"", "\"").to_string();
    let fields = [
        ("edition", edition.as_str()),
        ("picture", ""),
        ("audio", "aloud.wav"),
        ("option_park", "my-park.png"),
    ];
    let saved = desk.post("/desk/c/free-time/files/1", &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let removed =
        desk.hand_in("/desk/c/free-time/files", &[("do", "remove"), ("name", "my-park.png")], &[]).await;
    assert_eq!(removed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(removed.text.contains("A question shows this file."));

    let mut phone = Browser::new(&site);
    let question = phone.get("/c/free-time/q/1").await.text;
    let address = between(&question, "<img src=\"", "\"").to_string();
    assert!(address.starts_with("/c/free-time/files/my-park.png?v="), "{address}");
    assert!(question.contains("loading=\"lazy\"") && question.contains("width=\"2\""));
    assert!(question.contains("Listen to the question") && question.contains("preload=\"none\""));
    let file = phone.get(&address).await;
    assert!(file.status == StatusCode::OK && !file.text.contains("zanzibarquokka"));
    assert_eq!(phone.get("/c/free-time/files/none.png").await.status, StatusCode::NOT_FOUND);
    assert_eq!(phone.get("/desk/c/free-time/files").await.location, "/sign-in");
}
