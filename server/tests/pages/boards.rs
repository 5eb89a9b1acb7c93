//! Boards on the desk: the tree, one board, and where somebody says which board decides.

use earshot_service::BoardText;

use super::*;

/// The value of an option with these words, in the list of this name.
fn option(html: &str, list: &str, words: &str) -> Option<String> {
    let list = html.split(&format!("name=\"{list}\"")).nth(1)?.split("</select>").next()?;
    list.split("<option").skip(1).find_map(|option| {
        let (tag, rest) = option.split_once('>')?;
        (rest.split('<').next()? == words).then(|| attribute(tag, "value"))?
    })
}

#[tokio::test]
async fn a_board_is_added_changed_ended_and_decides_again() {
    let site = site().await;
    let mut worker = desk(&site).await;
    assert!(worker.get("/desk/decisions").await.text.contains("href=\"/desk/boards\""));
    let page = worker.get("/desk/boards").await.text;
    assert!(page.contains("Corporate Parenting Board") && page.contains("Our Say"), "{page}");
    assert!(!page.contains(" style="));

    let bad = [("name", " "), ("board_kind", ""), ("level", "moon"), ("meets", "A kept sentence")];
    let wrong = worker.post("/desk/boards", &bad).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["name", "board_kind", "level"] {
        assert!(wrong.text.contains(&format!("href=\"#{field}\"")), "{field}: {}", wrong.text);
        assert!(wrong.text.contains(&format!("id=\"{field}\"")), "{field}");
    }
    assert!(wrong.text.contains("A kept sentence"));
    let same = [("name", "Our Say"), ("board_kind", "committee"), ("level", "locality")];
    let same = worker.post("/desk/boards", &same).await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(same.text.contains("href=\"#name\""), "{}", same.text);

    let parent = option(&page, "parent_board", "Corporate Parenting Board").unwrap();
    let mut good = vec![
        ("name", "Placements <b>panel</b>"),
        ("board_kind", "programme"),
        ("level", "locality"),
        ("parent_board", parent.as_str()),
        ("shadows", ""),
        ("meets", "Mondays"),
    ];
    let added = worker.post("/desk/boards", &good).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let at = added.location.split('?').next().unwrap_or_default().to_string();
    assert_eq!(added.location, format!("{at}?done=added"));
    let one = worker.get(&added.location).await.text;
    assert!(one.contains("Placements &lt;b&gt;panel&lt;/b&gt;") && !one.contains("<b>panel</b>"), "{one}");
    assert!(
        one.contains("It answers to") && one.contains("Corporate Parenting Board") && one.contains("Mondays")
    );
    let listed = worker.get("/desk/boards").await.text;
    assert!(listed.contains(&format!("href=\"{at}\"")), "{listed}");

    good.extend([("edition", "1"), ("do", "save")]);
    good[0].1 = "Placements panel";
    assert_eq!(worker.post(&at, &good).await.location, format!("{at}?done=changed"));
    let late = worker.post(&at, &good).await;
    assert!(late.status.is_client_error(), "it is in edition 2 now: {}", late.status);
    let decisions = worker.get("/desk/decisions").await.text;
    assert!(option(&decisions, "board", "Placements panel").is_some(), "{decisions}");
    let end = worker.post(&at, &[("edition", "2"), ("do", "end")]).await;
    assert_eq!(end.location, format!("{at}?done=end"));
    assert!(worker.get(&at).await.text.contains("Ended on 22 November 2026"));
    assert!(worker.get("/desk/boards").await.text.contains("ended on 22 November 2026"));
    let decisions = worker.get("/desk/decisions").await.text;
    assert_eq!(option(&decisions, "board", "Placements panel"), None);
    let again = worker.post(&at, &[("edition", "3"), ("do", "reopen")]).await;
    assert_eq!(again.location, format!("{at}?done=reopen"));
    assert!(worker.post(&at, &[("edition", "4"), ("do", "delete")]).await.status.is_client_error());
}

#[tokio::test]
async fn a_consultation_and_a_decision_say_which_board_decides() {
    let site = site().await;
    let mut worker = desk(&site).await;
    let written = worker.get("/desk/c/living-in-care/setup").await.text;
    assert!(
        written.contains("Which board decides") && written.contains("Corporate Parenting Board"),
        "{written}"
    );
    worker.post("/desk/consultations/new", &[("title", "The park")]).await;
    let page = worker.get("/desk/c/the-park/setup").await.text;
    let board = option(&page, "board", "Corporate Parenting Board").unwrap();

    site.earshot.add_organisation("Elsewhere", "").await.unwrap();
    let theirs = site.earshot.console_of("Elsewhere").await.unwrap();
    let text = BoardText {
        name: "Theirs".into(),
        kind: "committee".into(),
        level: "strategic".into(),
        ..BoardText::default()
    };
    let reference = site.earshot.add_board(&theirs, &text).await.unwrap();
    let foreign = site.earshot.board(&theirs, reference).await.unwrap().board.id.to_string();
    let edition = hidden(&page, "edition");
    let with = |board: &str| -> Vec<(String, String)> {
        let fields = [
            ("edition", edition.as_str()),
            ("title", "The park"),
            ("purpose", "A kept sentence"),
            ("kind", "engagement"),
            ("mode", "anonymous"),
            ("minutes", "5"),
            ("draft_days", "7"),
            ("board", board),
        ];
        fields.iter().map(|(name, value)| ((*name).to_string(), (*value).to_string())).collect()
    };
    for wrong in [foreign.as_str(), "nobody"] {
        let fields = with(wrong);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let refused = worker.post("/desk/c/the-park/setup", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(refused.text.contains("href=\"#board\"") && refused.text.contains("A kept sentence"));
    }
    let fields = with(&board);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let kept = worker.post("/desk/c/the-park/setup", &fields).await;
    assert_eq!(kept.location, "/desk/c/the-park/setup?done=setup", "{}", kept.text);
    let page = worker.get("/desk/c/the-park/setup").await.text;
    assert!(page.contains(&format!("value=\"{board}\" selected")), "{page}");
    assert!(page.contains("value=\"Corporate Parenting Board\""), "and its name is what young people read");

    let mut commissioner = staff(&site, Role::Commissioner).await;
    let title = ("title", "More play");
    let refused = commissioner.post("/desk/decisions", &[title, ("board", foreign.as_str())]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#board\"") && refused.text.contains("More play"));
    let begun = commissioner.post("/desk/decisions", &[title, ("board", board.as_str())]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let one = commissioner.get(&begun.location).await.text;
    assert!(one.contains("Board: Corporate Parenting Board"), "{one}");
    assert!(one.contains(&format!("value=\"{board}\" selected")), "{one}");
    let list = commissioner.get("/desk/decisions").await.text;
    assert!(list.contains("More play"), "{list}");
    let named = list.matches("Corporate Parenting Board").count();
    assert_eq!(named, 3, "to choose, as the board, and as who decides: {list}");
    let boards = commissioner.get("/desk/boards").await.text;
    let at = links(&boards).into_iter().find(|link| {
        link.starts_with("/desk/boards/")
            && boards.contains(&format!("href=\"{link}\">Corporate Parenting Board"))
    });
    let waiting = commissioner.get(&at.unwrap()).await.text;
    assert!(waiting.contains("More play") && waiting.contains("What waits for it"), "{waiting}");
    assert!(waiting.contains("/desk/c/the-park"), "{waiting}");
}

#[tokio::test]
async fn a_board_is_taken_off_a_consultation_that_is_asked_already() {
    let site = site().await;
    let mut worker = desk(&site).await;
    let (at, put) = ("/desk/c/living-in-care/setup", "/desk/c/living-in-care/decider");
    let page = worker.get(at).await.text;
    let board = option(&page, "board", "Corporate Parenting Board").unwrap();
    let is_chosen = format!("value=\"{board}\" selected");
    assert!(page.contains(&is_chosen), "{page}");
    for odd in ["x", "01890000-0000-7000-8000-000000000000"] {
        assert!(worker.post(put, &[("board", odd)]).await.status.is_client_error(), "{odd}");
    }
    assert!(worker.get(at).await.text.contains(&is_chosen));
    let taken_off = worker.post(put, &[("board", "")]).await;
    assert_eq!(taken_off.location, format!("{at}?done=setup"), "{}", taken_off.text);
    assert!(!worker.get(at).await.text.contains(&is_chosen));
    worker.post(put, &[("board", board.as_str())]).await;
    assert!(worker.get(at).await.text.contains(&is_chosen), "and put to it again");
}
