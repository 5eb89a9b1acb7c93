//! Double coding on the desk, and a young person who sorts answers on their phone.

use super::*;

const ROUNDS: &str = "/desk/c/getting-to-school/rounds";

/// The id of who is signed in.
async fn me(browser: &Browser<'_>) -> String {
    let actor = browser.site.earshot.who(&browser.cookies[0].1).await.unwrap().unwrap();
    actor.staff_id.unwrap().to_string()
}

/// Begins a round of two answers; gives its address.
async fn begin(desk: &mut Browser<'_>, second: &str, sample: &str) -> String {
    let begun = desk.post(ROUNDS, &[("second", second), ("sample", sample)]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let address = begun.location.split('?').next().unwrap().to_string();
    assert!(desk.get(&begun.location).await.text.contains("The answers are drawn."));
    address
}

/// Codes the answer that is next, with these codes.
async fn code_next(browser: &mut Browser<'_>, address: &str, codes: &[&str]) {
    let answer = hidden(&browser.get(address).await.text, "answer");
    let mut fields = vec![("do", "code"), ("answer", answer.as_str())];
    fields.extend(codes.iter().map(|code| ("code", *code)));
    let coded = browser.post(address, &fields).await;
    assert_eq!(coded.location, format!("{address}?done=coded#reading"), "{}", coded.text);
}

#[tokio::test]
async fn two_code_the_same_answers_and_settle_where_they_differ() {
    let site = site().await;
    let (mut desk, mut other) = (desk(&site).await, staff(&site, Role::Analyst).await);
    let second = format!("staff:{}", me(&other).await);
    let page = desk.get(ROUNDS).await.text;
    assert!(page.contains("None yet") && page.contains("Begin a round"), "{page}");
    let wrong = desk.post(ROUNDS, &[("second", ""), ("sample", "many")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#second\"") && wrong.text.contains("href=\"#sample\""));
    let kept = desk.post(ROUNDS, &[("second", second.as_str()), ("sample", "-3")]).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(kept.text.contains("value=\"-3\""), "{}", kept.text);
    let many = desk.post(ROUNDS, &[("second", second.as_str()), ("sample", "4000")]).await;
    assert_eq!(many.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(many.text.contains("answers to draw from. Write ") && many.text.contains("value=\"4000\""));
    let own = format!("staff:{}", me(&desk).await);
    let oneself = desk.post(ROUNDS, &[("second", own.as_str())]).await;
    assert!(oneself.status == StatusCode::UNPROCESSABLE_ENTITY && oneself.text.contains("href=\"#second\""));

    let address = begin(&mut desk, &second, "2").await;
    assert!(desk.get(ROUNDS).await.text.contains("Yours to code"));
    let page = desk.get(&address).await.text;
    assert!(page.contains("Answer 1 of 2") && page.contains("What each code means"), "{page}");
    let code = hidden(&page, "code");
    let early = desk.post(&address, &[("do", "finish")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text.contains("Code every answer first"), "{}", early.text);
    code_next(&mut desk, &address, &[&code]).await;
    let answer = hidden(&desk.get(&address).await.text, "answer");
    let passed = desk.post(&address, &[("do", "pass"), ("answer", answer.as_str())]).await;
    assert_eq!(passed.location, format!("{address}?done=passed#reading"));
    assert!(desk.get(&format!("{address}?at=1")).await.text.contains(" checked"), "what they ticked");
    let answer = hidden(&desk.get(&format!("{address}?at=2")).await.text, "answer");
    let coded = desk.post(&address, &[("do", "code"), ("answer", answer.as_str())]).await;
    assert_eq!(coded.location, format!("{address}?done=coded#reading"));
    assert!(desk.get(&address).await.text.contains("You have coded every answer"));
    let finished = desk.post(&address, &[("do", "finish")]).await;
    assert_eq!(finished.location, format!("{address}?done=finished"));
    let waits = desk.get(&address).await.text;
    assert!(waits.contains("You are done") && !waits.contains("How well they agree"), "{waits}");

    for _ in 0..2 {
        let theirs = other.get(&address).await.text;
        assert!(!theirs.contains(" checked") && !theirs.contains("How well they agree"), "{theirs}");
        code_next(&mut other, &address, &[]).await;
    }
    other.post(&address, &[("do", "finish")]).await;
    let page = other.get(&address).await.text;
    assert!(page.contains("How well they agree") && page.contains("1 difference is"), "{page}");
    let table = page.split("How well they agree").nth(1).unwrap();
    let (words, numbers) = (table.find(">How well<").unwrap(), table.find(">Alpha<").unwrap());
    let kept_shut = table.find("<details").unwrap();
    assert!(words < kept_shut && kept_shut < numbers, "words first, and numbers for who asks: {page}");
    let open = other.post(&address, &[("do", "close")]).await;
    assert_eq!(open.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(open.text.contains("Settle every difference first"));
    let (answer, settle) = (hidden(&page, "answer"), hidden(&page, "settle"));
    assert_eq!(settle, code);
    let fields = |reason: &'static str, applies: &'static str| {
        let of = [("do", "settle"), ("answer", answer.as_str()), ("settle", settle.as_str())];
        of.into_iter().chain([("reason", reason), ("applies", applies)]).collect::<Vec<_>>()
    };
    let wrong = other.post(&address, &fields("It says so", "")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("value=\"It says so\"") && wrong.text.contains("-applies\""));
    let settled = other.post(&address, &fields("It says so", "yes")).await;
    assert_eq!(settled.location, format!("{address}?done=settled#{answer}"));
    assert!(other.get(&address).await.text.contains("It applies"));
    for press in ["once", "twice"] {
        let closed = other.post(&address, &[("do", "close")]).await;
        assert_eq!(closed.location, format!("{ROUNDS}?done=closed"), "{press}");
    }
    let list = other.get(&format!("{ROUNDS}?done=closed")).await.text;
    assert!(list.contains("The round is closed."));
    let themes = desk.get("/desk/c/getting-to-school/themes").await.text;
    assert!(themes.contains("Two people coded the answers"), "{themes}");

    let again = begin(&mut desk, &second, "3").await;
    assert!(again.ends_with("/rounds/2"));
    let stopped = desk.post(&again, &[("do", "stop")]).await;
    assert_eq!(stopped.location, format!("{ROUNDS}?done=stopped"));
    assert_eq!(desk.post(&again, &[("do", "stop")]).await.status, StatusCode::CONFLICT);
    assert!(desk.post(&again, &[("do", "burn")]).await.status.is_client_error());
}

#[tokio::test]
async fn nobody_else_sees_a_round() {
    let site = site().await;
    let (mut desk, other) = (desk(&site).await, staff(&site, Role::Analyst).await);
    let second = format!("staff:{}", me(&other).await);
    let address = begin(&mut desk, &second, "2").await;
    let answer = hidden(&desk.get(&address).await.text, "answer");
    let mut reader = staff(&site, Role::Reader).await;
    site.earshot.add_organisation("Elsewhere", "").await.unwrap();
    let theirs = site.earshot.console_of("Elsewhere").await.unwrap();
    let mut stranger = trusted_with_everything(&site, &theirs, "kit@elsewhere.example").await;
    for (who, status) in [(&mut reader, StatusCode::FORBIDDEN), (&mut stranger, StatusCode::NOT_FOUND)] {
        assert_eq!(who.get(ROUNDS).await.status, status);
        assert_eq!(who.get(&address).await.status, status);
        assert_eq!(who.post(ROUNDS, &[("second", second.as_str())]).await.status, status);
        for does in ["code", "pass", "names", "finish", "close", "stop"] {
            let fields = [("do", does), ("answer", answer.as_str()), ("names_checked", "yes")];
            assert_eq!(who.post(&address, &fields).await.status, status, "{does}");
        }
    }
    let mut third =
        trusted_with_everything(&site, &site.earshot.console().await.unwrap(), "bo@x.example").await;
    let page = third.get(&address).await.text;
    assert!(page.contains("This is for the two who code") && !page.contains("name=\"code\""), "{page}");
    let coded = third.post(&address, &[("do", "pass"), ("answer", answer.as_str())]).await;
    assert_eq!(coded.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.get(&format!("{ROUNDS}/9")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.get(&format!("{ROUNDS}/x")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_young_person_sorts_answers_on_their_phone() {
    let site = site().await;
    let mut desk = desk(&site).await;
    let (group, account) = young::assessor(&mut desk).await;
    let code = young::code(&mut desk, &group, &account).await;
    let mut phone = young::signed_in(&site, &code).await;
    let address = begin(&mut desk, &format!("young:{account}"), "4").await;
    assert!(!phone.get("/me").await.text.contains("/me/sorting/"), "nobody has looked for names");
    let page = desk.get(&address).await.text;
    assert!(page.contains("Look for names first") && page.contains("#redact"), "{page}");
    let unsure = desk.post(&address, &[("do", "names")]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsure.text.contains("href=\"#names_checked\""), "{}", unsure.text);
    let sure = desk.post(&address, &[("do", "names"), ("names_checked", "yes")]).await;
    assert_eq!(sure.location, format!("{address}?done=names"));

    let mine = phone.get("/me").await.text;
    assert!(mine.contains("Help us sort answers") && mine.contains("0 of 4 done"), "{mine}");
    let sorting = links(&mine).into_iter().find(|link| link.starts_with("/me/sorting/")).unwrap();
    let page = phone.get(&sorting).await.text;
    for words in ["Answer 1 of 4", "None of these", "Skip", "I am worried about this answer"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("/desk"), "nothing of the desk");
    let (answer, first) = (hidden(&page, "answer"), hidden(&page, "code"));
    let nothing = phone.post(&sorting, &[("do", "sort"), ("answer", answer.as_str()), ("at", "1")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text.contains("href=\"#code\"") && hidden(&nothing.text, "answer") == answer);
    let fields = [("do", "sort"), ("answer", answer.as_str()), ("code", first.as_str())];
    assert_eq!(phone.post(&sorting, &fields).await.location, sorting);
    assert!(phone.get(&format!("{sorting}?at=1")).await.text.contains(" checked"));
    for (does, to) in
        [("none", sorting.clone()), ("skip", sorting.clone()), ("worry", format!("{sorting}?done=worry"))]
    {
        let answer = hidden(&phone.get(&sorting).await.text, "answer");
        assert_eq!(phone.post(&sorting, &[("do", does), ("answer", answer.as_str())]).await.location, to);
    }
    let page = phone.get(&format!("{sorting}?done=worry")).await.text;
    assert!(
        page.contains("Thank you for telling us") && page.contains("You have seen all of them"),
        "{page}"
    );
    let lane = staff(&site, Role::SafeguardingLead).await.get("/desk/safeguarding").await;
    assert!(
        lane.status == StatusCode::OK && desk.get(&address).await.text.contains("1 answer of the sample")
    );

    assert_eq!(phone.post(&sorting, &[("do", "finish")]).await.location, sorting);
    assert!(phone.get(&sorting).await.text.contains("Somebody else sorts the same answers"));
    for _ in 0..3 {
        code_next(&mut desk, &address, &[]).await;
    }
    desk.post(&address, &[("do", "finish")]).await;
    let page = phone.get(&sorting).await.text;
    // One was skipped, so two were sorted by both; of one they said the same.
    assert!(page.contains("You and Test agreed on 1 of 2"), "{page}");
    // A page that was open still: it is over, and a worry counts all the same. Where the answer is gone, help is there.
    let late = phone.post(&sorting, &[("do", "worry"), ("answer", answer.as_str())]).await;
    assert_eq!(late.location, format!("{sorting}?done=worry"));
    let nowhere = "01890000-0000-7000-8000-000000000000";
    let gone = phone.post(&sorting, &[("do", "worry"), ("answer", nowhere)]).await;
    assert_eq!(gone.location, format!("{sorting}?done=gone"));
    let page = phone.get(&gone.location).await.text;
    assert!(page.contains("This answer is not here any more") && page.contains("tel:08001111"), "{page}");
    phone.get("/look?lang=cy").await;
    assert!(phone.get(&sorting).await.text.contains("Helpa ni i ddidoli atebion"));
    let mut nobody = Browser::new(&site);
    assert_eq!(nobody.get(&sorting).await.location, "/me");
    assert_eq!(nobody.post(&sorting, &[("do", "finish")]).await.location, "/me");
    assert!(phone.post(&sorting, &[("do", "burn")]).await.status.is_client_error());
}
