//! The framework matrix, the theme board and the tray as a browser without script sees them.

use super::*;

const DESK: &str = "/desk/c/getting-to-school";

/// A code of the demo that is given to answers, and the theme that it lies in.
async fn code(site: &Site) -> (String, String) {
    let book = site.earshot.codebook(&worker(site).await, "getting-to-school").await.unwrap();
    let theme = book.themes.iter().find(|theme| theme.codes.len() == 1).unwrap_or(&book.themes[0]);
    (theme.codes[0].to_string(), theme.id.to_string())
}

#[tokio::test]
async fn a_cell_is_written_on_its_own_page_by_who_has_seen_what_stood_there() {
    let site = site().await;
    let (code, _) = code(&site).await;
    let mut desk = desk(&site).await;
    let page = desk.get(&format!("{DESK}/matrix?code={code}")).await.text;
    assert!(page.contains("class=\"table matrix\"") && page.contains("role=\"region\""), "{page}");
    assert!(
        page.contains("<th scope=\"row\"") && page.contains("Aged 11 to 13") && !page.contains(" style="),
        "{page}"
    );
    // A cell has short words, and says to whoever hears its link which cell it is.
    assert!(page.contains("<span class=\"hush\"> people: ") && !page.contains("Answers<span"), "{page}");
    // What is hidden leads to no page that says how many they are.
    let whole = desk.get(&format!("{DESK}/matrix")).await.text;
    let cells = whole.split("<td").skip(1).filter_map(|cell| cell.split("</td>").next());
    let hides: Vec<&str> = cells.filter(|cell| cell.contains("[c]")).collect();
    assert!(!hides.is_empty() && hides.iter().all(|cell| !cell.contains("/coding?")), "{whole}");
    let singles = desk.get(&format!("{DESK}/matrix?rows=single&code={code}")).await.text;
    assert!(singles.contains("P-") && singles.contains(&format!("{DESK}/answer/")), "{singles}");

    let cell = format!("{DESK}/matrix/{code}/child-11-13");
    let empty = desk.post(&cell, &[("edition", "0"), ("matrix_summary", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        empty.text.contains("href=\"#matrix_summary\"") && empty.text.contains("Write what it comes to.")
    );
    let long = "n".repeat(2_001);
    let refused = desk.post(&cell, &[("edition", "0"), ("matrix_summary", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains(&long), "what was typed is kept");
    let first = [("edition", "0"), ("matrix_summary", "Full <b>buses")];
    let kept = desk.post(&cell, &first).await;
    let at = format!("{DESK}/matrix?page=1&done=written");
    assert_eq!((kept.status, kept.location), (StatusCode::SEE_OTHER, at));
    // Whoever was slower keeps what they typed, sees the other's words, and may save once more.
    let late = desk.post(&cell, &[("edition", "0"), ("matrix_summary", "My own words")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    for shown in ["My own words", "Full &lt;b&gt;buses", "Somebody else has changed this"] {
        assert!(late.text.contains(shown), "{shown}: {}", late.text);
    }
    assert_eq!(hidden(&late.text, "edition"), "1");
    // And comes back to the rows and columns that were chosen.
    let page = desk.get(&format!("{DESK}/matrix?code={code}&page=2")).await.text;
    assert!(page.contains(&format!("{cell}?code={code}&amp;page=2")), "{page}");
    let chosen = desk.get(&format!("{cell}?code={code}")).await.text;
    assert_eq!(hidden(&chosen, "code"), code);
    let same = [("edition", "1"), first[1], ("code", code.as_str()), ("page", "1")];
    let kept = desk.post(&cell, &same).await;
    assert_eq!(kept.location, format!("{DESK}/matrix?code={code}&page=1&done=written"));
    assert!(desk.get(&format!("{DESK}/matrix?code={code}")).await.text.contains("Full &lt;b&gt;buses"));
    assert_eq!(hidden(&desk.get(&cell).await.text, "edition"), "2");
    for nowhere in ["child-99", "parents", "01890000-0000-7000-8000-000000000000"] {
        let none = desk.get(&format!("{DESK}/matrix/{code}/{nowhere}")).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
    let mut commissioner = staff(&site, Role::Commissioner).await;
    for address in [format!("{DESK}/matrix"), cell.clone(), format!("{DESK}/board"), format!("{DESK}/tray")] {
        assert_eq!(commissioner.get(&address).await.status, StatusCode::FORBIDDEN, "{address}");
    }
    assert_eq!(commissioner.post(&cell, &first).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_code_becomes_a_theme_is_moved_and_moved_back() {
    let site = site().await;
    let (code, answered) = code(&site).await;
    let mut desk = desk(&site).await;
    let board = format!("{DESK}/board");
    let page = desk.get(&board).await.text;
    assert!(page.contains("In no theme yet") && page.contains("Final"), "{page}");
    let card = [("code", code.as_str()), ("from", "none")];
    let nameless = desk.post(&board, &[card[0], ("from", &answered), ("do", "theme"), ("name", "")]).await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nameless.text.contains(&format!("href=\"#theme-{code}-{answered}-name\"")), "{}", nameless.text);
    let nowhere = desk.post(&board, &[card[0], ("from", &answered), ("do", "move"), ("theme", "")]).await;
    assert_eq!(nowhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nowhere.text.contains("Choose a theme."));

    let made = desk.post(&board, &[card[0], card[1], ("do", "theme"), ("name", "New one")]).await;
    assert_eq!((made.status, made.location), (StatusCode::SEE_OTHER, format!("{board}?done=theme")));
    let book = site.earshot.codebook(&worker(&site).await, "getting-to-school").await.unwrap();
    let theme = book.themes.iter().find(|theme| theme.name == "New one").unwrap().id.to_string();
    let step = [card[0], ("from", theme.as_str()), ("do", "move"), ("theme", "none")];
    let moved = desk.post(&board, &step).await;
    assert_eq!(moved.location, format!("{board}?done=moved&code={code}&from={theme}&to=none"));
    let page = desk.get(&moved.location).await.text;
    assert!(page.contains("The code is moved.") && page.contains("value=\"undo\""), "{page}");
    let back = [card[0], card[1], ("do", "undo"), ("theme", theme.as_str())];
    assert_eq!(desk.post(&board, &back).await.location, format!("{board}?done=undone"));
    assert_eq!(desk.post(&board, &[card[0], ("do", "burn")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut commissioner = staff(&site, Role::Commissioner).await;
    assert_eq!(commissioner.post(&board, &step).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_answer_is_put_aside_and_taken_off() {
    let site = site().await;
    let actor = worker(&site).await;
    let all = earshot_service::CodingFilter::All;
    let queue = site.earshot.coding_queue(&actor, "getting-to-school", all, 0).await.unwrap();
    let id = queue.answers.iter().find(|answer| answer.may_be_quoted()).unwrap().id;
    let mut desk = desk(&site).await;
    let (tray, answer) = (format!("{DESK}/tray"), format!("{DESK}/answer/{id}"));
    assert!(desk.get(&tray).await.text.contains("Nothing is put aside"));
    assert!(desk.get(&answer).await.text.contains("Put aside as a possible quote"));
    let long = "w".repeat(501);
    let refused = desk.post(&format!("{answer}/aside"), &[("theme", ""), ("why", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#aside-why\"") && refused.text.contains(&long));
    let put = desk.post(&format!("{answer}/aside"), &[("theme", ""), ("why", "Says <b>it")]).await;
    assert_eq!((put.status, put.location), (StatusCode::SEE_OTHER, format!("{answer}?done=aside#aside")));
    let page = desk.get(&tray).await.text;
    assert!(page.contains("Says &lt;b&gt;it") && page.contains(&format!("{answer}#quote")), "{page}");
    let item = hidden(&page, "item");
    let mut commissioner = staff(&site, Role::Commissioner).await;
    let not = commissioner.post(&tray, &[("item", item.as_str())]).await;
    assert_eq!(not.status, StatusCode::FORBIDDEN);
    let off = desk.post(&tray, &[("item", item.as_str())]).await;
    assert_eq!((off.status, off.location), (StatusCode::SEE_OTHER, format!("{tray}?done=off")));
    assert_eq!(desk.post(&tray, &[("item", item.as_str())]).await.status, StatusCode::SEE_OTHER, "twice");
}
