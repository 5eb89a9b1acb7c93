//! What is alike among the answers, as those who code see it and decide about it.

use earshot_domain::evidence::AnswerState;

use super::*;

const WISHES: [&str; 14] = [
    "A skate park with lights",
    "Lights at the skate park",
    "The skate park needs lights at night",
    "Skate park lights, it is dark",
    "More lights at the old skate park",
    "A new skate park and lights",
    "A warm room to draw after school",
    "A room after school that is warm",
    "Somewhere warm after school, a room",
    "A quiet warm room to read in after school",
    "Our own room after school",
    "Warm room, open after school",
    "A room for homework after school",
    "<b>A room</b> after school with tea",
];

const LETTER: &str =
    "Please keep the youth club in Barton open, it is the only place for us after school on Fridays";

const AT: &str = "/desk/c/free-time/alike?question=wish";

/// Answers that are like each other, read and cleared.
async fn answered(site: &Site) {
    for wish in WISHES.into_iter().chain([LETTER; 4]) {
        Browser::new(site).answer_all(wish).await;
    }
    let worker = worker(site).await;
    let mut new = Vec::new();
    for page in 0.. {
        let queue = site.earshot.queue(&worker, "free-time", AnswerState::New, page).await.unwrap();
        new.extend(queue.answers.iter().map(|answer| answer.id));
        if !queue.more {
            break;
        }
    }
    site.earshot.clear(&worker, "free-time", &new).await.unwrap();
}

/// The first form of a page in which this stands.
fn form<'a>(html: &'a str, with: &str) -> &'a str {
    let forms = html.split("<form").skip(1).map(|piece| piece.split("</form>").next().unwrap_or_default());
    forms.into_iter().find(|form| form.contains(with)).unwrap()
}

/// The answers that can be ticked in a form.
fn boxes(form: &str) -> Vec<String> {
    let values = form.split("name=\"answers\" value=\"").skip(1);
    values.map(|rest| rest.split('"').next().unwrap_or_default().to_string()).collect()
}

#[tokio::test]
async fn a_group_is_shown_with_its_reasons_and_becomes_a_code() {
    let site = site().await;
    answered(&site).await;
    let mut desk = desk(&site).await;
    assert!(desk.get("/desk/c/free-time/coding?which=all").await.text.contains("/desk/c/free-time/alike"));
    let page = desk.get(AT).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("Suggested by counting words") && page.text.contains("shares: "),
        "{}",
        page.text
    );
    assert!(!page.text.contains("<b>A room") && !page.text.contains(" style="));
    let group = form(&page.text, "value=\"group\"");
    let (key, answers) = (hidden(group, "key"), boxes(group));
    assert!(answers.len() > 2 && !group.contains(" checked"), "nothing is ticked for somebody: {group}");

    let mut fields = vec![("key", key.as_str()), ("question", "wish"), ("do", "group"), ("name", " ")];
    fields.push(("answers", answers[1].as_str()));
    let bad = desk.post("/desk/c/free-time/alike", &fields).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = form(&bad.text, &key);
    assert!(bad.text.contains("Write the name.") && again.matches(" checked").count() == 1, "{again}");
    fields[3] = ("name", "One <i>wish</i>");
    let nothing = desk.post("/desk/c/free-time/alike", &fields[..4]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text.contains("Tick at least one answer.") && nothing.text.contains("One &lt;i&gt;wish"));
    let good = desk.post("/desk/c/free-time/alike", &fields).await;
    assert_eq!(
        (good.status, good.location.as_str()),
        (StatusCode::SEE_OTHER, "/desk/c/free-time/alike?question=wish&done=code")
    );
    assert!(desk.get("/desk/c/free-time/codes").await.text.contains("One &lt;i&gt;wish"));
    let after = desk.get(&good.location).await.text;
    assert!(after.contains("The code is in the codebook") && !after.contains(&key));

    let key = hidden(form(&after, "value=\"dismiss-group\""), "key");
    let fields = [("key", key.as_str()), ("question", "wish"), ("do", "dismiss-group")];
    assert_eq!(desk.post("/desk/c/free-time/alike", &fields).await.status, StatusCode::SEE_OTHER);
    assert!(!desk.get(AT).await.text.contains(&key));
}

#[tokio::test]
async fn nearly_the_same_words_are_counted_apart() {
    let site = site().await;
    answered(&site).await;
    let mut desk = desk(&site).await;
    let page = desk.get(AT).await.text;
    assert!(page.contains("4 answers in nearly the same words"), "{page}");
    let fold = form(&page, "value=\"campaign\"");
    let (key, first) = (hidden(fold, "key"), hidden(fold, "first"));
    let fields = |title| {
        [
            ("key", key.as_str()),
            ("first", &*first),
            ("question", "wish"),
            ("do", "campaign"),
            ("title", title),
        ]
    };
    let bad = desk.post("/desk/c/free-time/alike", &fields("")).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text.contains("href=\"#fold-1-title\"") && bad.text.contains("id=\"fold-1-title\""));
    let good = desk.post("/desk/c/free-time/alike", &fields("The letter")).await;
    assert_eq!(good.status, StatusCode::SEE_OTHER, "{}", good.text);
    let page = desk.get(AT).await.text;
    assert!(page.contains("The letter") && !page.contains("answers in nearly the same words"));
    // On whichever page of the pile they lie.
    let mut coding = String::new();
    for page in 1..=5 {
        let at = format!("/desk/c/free-time/coding?which=all&question=wish&page={page}");
        coding.push_str(&desk.get(&at).await.text);
    }
    assert!(coding.contains("and 3 more in nearly the same words"), "{coding}");
    let campaign = hidden(form(&page, "value=\"split\""), "campaign");
    let fields = [("campaign", campaign.as_str()), ("question", "wish"), ("do", "split")];
    for press in ["once", "twice"] {
        let apart = desk.post("/desk/c/free-time/alike", &fields).await;
        assert_eq!(apart.status, StatusCode::SEE_OTHER, "{press}");
    }
}

#[tokio::test]
async fn an_answer_has_a_page_of_what_is_like_it() {
    let site = site().await;
    answered(&site).await;
    let mut desk = desk(&site).await;
    let list = desk.get(AT).await.text;
    let one = boxes(form(&list, "value=\"group\"")).remove(0);
    let at = format!("/desk/c/free-time/answer/{one}/alike");
    assert!(desk.get(&format!("/desk/c/free-time/answer/{one}")).await.text.contains(&at));
    let page = desk.get(&at).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("More like this") && page.text.contains("shares: "), "{}", page.text);
    assert_eq!(desk.post(&at, &[("do", "anything")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let other = "/desk/c/getting-to-school";
    assert_eq!(desk.get(&format!("{other}/answer/{one}/alike")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.get(&format!("{other}/alike?question=nothing")).await.status, StatusCode::NOT_FOUND);
    for role in [Role::Reader, Role::Commissioner] {
        let mut browser = staff(&site, role).await;
        for path in [AT, at.as_str()] {
            assert_eq!(browser.get(path).await.status, StatusCode::FORBIDDEN, "{role} {path}");
        }
        let key = "0".repeat(64);
        let fields = [("do", "dismiss-group"), ("key", key.as_str())];
        let refused = browser.post("/desk/c/free-time/alike", &fields);
        assert_eq!(refused.await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn too_few_answers_are_not_compared() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let new = [("title", "The park"), ("slug", "the-park"), ("questions_of", "")];
    assert_eq!(desk.post("/desk/consultations/new", &new).await.status, StatusCode::SEE_OTHER);
    let page = desk.get("/desk/c/the-park/alike").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Too few answers to compare"), "{}", page.text);
}
