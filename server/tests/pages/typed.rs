//! Every form of the program, and where somebody types in it: the marker goes through all of them (`logs.rs`).

use std::collections::BTreeSet;

use super::addresses::{routes, source};

/// Where a form goes; what it holds besides, so that it is taken; and the fields into which the marker is typed. `{receipt}`
/// stands for four words that lead to an answer. A route that does several things stands here once for each.
pub(super) type Typed = (&'static str, &'static str, &'static [&'static str]);

/// What describes a code of a codebook.
const CODE: &[&str] = &["name", "definition", "use_when", "not_when", "example", "near_miss", "young_name"];

/// What describes a theme.
const THEME: &[&str] = &["name", "child_name", "summary"];

/// Every address to which a form with something typed goes.
pub(super) const TYPED: &[Typed] = &[
    ("/join", "", &["code"]),
    ("/c/{slug}/q/{number}", "", &["answer"]),
    ("/c/{slug}/words", "", &["words"]),
    ("/c/{slug}/about-you", "", &["band", "area", "contact", "spoke"]),
    ("/c/{slug}/feedback", "website=", &["words"]),
    ("/c/{slug}/feedback", "website=&anyway=yes", &["words"]),
    ("/c/{slug}/feedback", "", &["form", "words", "website"]),
    ("/c/{slug}/ideas", "website=", &["words"]),
    ("/c/{slug}/ideas", "", &["form", "words", "website"]),
    ("/c/{slug}/live", "website=", &["words"]),
    ("/c/{slug}/live", "", &["form", "question", "words", "website"]),
    ("/c/{slug}/news", "", &["email"]),
    ("/news/{token}", "", &[]),
    ("/news/{token}/stop", "", &[]),
    ("/comments/mine", "", &["code"]),
    ("/comments/take-back", "sure=yes", &["code"]),
    ("/comments/report", "sure=yes", &["comment"]),
    ("/tell-us", "kind=access&of=&about=free-time", &["words"]),
    ("/tell-us", "", &["form", "kind", "words", "about", "of"]),
    ("/tell-us/reply", "", &["code", "reply"]),
    ("/tell-us/answer", "", &["code"]),
    ("/mine", "", &["receipt"]),
    ("/mine/answer", "receipt={receipt}&question=1&save=1", &["answer"]),
    ("/mine/contact", "receipt={receipt}&save=1", &["contact"]),
    ("/mine/file", "receipt={receipt}", &["file"]),
    ("/mine/narrow", "sure=yes", &["receipt"]),
    ("/mine/take-back", "sure=yes", &["receipt"]),
    ("/me", "", &["code"]),
    ("/me/nickname", "sure=yes", &["nickname"]),
    ("/me/passkey", "", &["token", "answer"]),
    ("/me/passkey/enter", "", &["token", "answer"]),
    ("/sign-in", "", &["token"]),
    ("/sign-in/mail", "", &["email"]),
    ("/sign-in/code", "", &["code", "to"]),
    ("/sign-in/passkey", "", &["token", "answer", "to"]),
    ("/sign-in/with/{name}/logged-out", "", &["logout_token"]),
    ("/desk/areas", "add=1", &["name"]),
    ("/desk/areas", "add=", &["list"]),
    ("/desk/areas/{key}", "retire=&restore=", &["name"]),
    ("/desk/boards", "board_kind=partnership&level=strategic&parent_board=&shadows=", &["name", "meets"]),
    (
        "/desk/boards/{reference}",
        "do=save&board_kind=partnership&level=strategic&parent_board=&shadows=",
        &["name", "meets"],
    ),
    ("/desk/c/{slug}/alike", "do=group", &["name"]),
    ("/desk/c/{slug}/alike", "do=campaign", &["title"]),
    ("/desk/c/{slug}/answer/{id}/aside", "theme=", &["why"]),
    ("/desk/c/{slug}/answer/{id}/memos", "", &["memo"]),
    ("/desk/c/{slug}/answer/{id}/pieces", "code=", &["piece", "nth"]),
    ("/desk/c/{slug}/answer/{id}/quotes", "theme=", &["piece", "why_chosen"]),
    ("/desk/c/{slug}/answer/{id}/redact", "token=name", &["words"]),
    ("/desk/c/{slug}/board", "do=theme", &["name"]),
    ("/desk/c/{slug}/codes/{id}/memos", "", &["memo"]),
    ("/desk/c/{slug}/clinic", "up=&remove=", &["reason"]),
    ("/desk/c/{slug}/clinic", "leave=&up=&remove=&save=languages", &["languages"]),
    (
        "/desk/c/{slug}/clinic",
        "leave=&up=&remove=&save=holiday&first_day=2026-12-25&last_day=2026-12-26",
        &["holiday"],
    ),
    ("/desk/c/{slug}/codes", "parent=&folder=", CODE),
    ("/desk/c/{slug}/codes/versions", "", &["note"]),
    ("/desk/c/{slug}/codes/{id}", "parent=&folder=", CODE),
    (
        "/desk/c/{slug}/codes/{id}/split",
        "name_2=Other&name_3=&name_4=&definition_3=&definition_4=",
        &["name_1", "definition_1", "definition_2"],
    ),
    ("/desk/c/{slug}/evidence", "days=30", &["for_whom"]),
    ("/desk/c/{slug}/exports", "what=answers&format=csv&raw=", &["reason"]),
    ("/desk/c/{slug}/feedback", "sure=yes&follow_up_on=2027-01-01", &["message"]),
    ("/desk/c/{slug}/feedback/follow-up", "", &["follow_up"]),
    ("/desk/c/{slug}/files", "do=words", &["name", "alt"]),
    ("/desk/c/{slug}/files/{number}", "", &["picture", "audio", "sign"]),
    ("/desk/c/{slug}/keep", "", &["name", "about"]),
    ("/desk/c/{slug}/live", "do=open", &["live_question"]),
    ("/desk/c/{slug}/matrix/{id}/{row}", "", &["matrix_summary"]),
    ("/desk/c/{slug}/paper", "count=1&band=&lang=", &["group"]),
    ("/desk/c/{slug}/paper/take-back", "", &["form"]),
    ("/desk/c/{slug}/paper/type", "", &["form", "a-1", "a-6", "area"]),
    ("/desk/c/{slug}/progress", "", &["close_on"]),
    ("/desk/c/{slug}/questions", "add=1&type=long_text", &["text", "hint"]),
    ("/desk/c/{slug}/questions/sections", "add=1", &["title"]),
    ("/desk/c/{slug}/questions/sections/{number}", "remove=&quota=&each_of=", &["title"]),
    ("/desk/c/{slug}/questions/words", "words=", &["own", "other"]),
    ("/desk/c/{slug}/questions/words", "words=1", &["t_0", "h_0", "o_0_0", "s_0"]),
    (
        "/desk/c/{slug}/questions/{number}",
        "remove=&copy=&key=&type=single",
        &["text", "hint", "options", "statements", "low", "high"],
    ),
    ("/desk/c/{slug}/questions/{number}", "remove=&copy=", &["key", "rule"]),
    ("/desk/c/{slug}/questions/{number}/shown", "type=long_text", &["text", "hint"]),
    ("/desk/c/{slug}/read", "do=write", &["words"]),
    ("/desk/c/{slug}/quotes/{reference}/strike", "", &["reason"]),
    ("/desk/c/{slug}/rounds/{number}", "do=settle&applies=yes", &["reason"]),
    ("/desk/c/{slug}/redact/words", "", &["names", "workers", "schools", "places"]),
    (
        "/desk/c/{slug}/sessions/keep",
        "carried=[[\"Fac\",\"Why?\"],[\"Sam\",\"its full\"]]&held_on=2026-11-20&many=6&adults=1&consent=no&question=",
        &["title", "few_adults"],
    ),
    (
        "/desk/c/{slug}/setup",
        "close_on=2026-12-31&findings_on=2027-01-10&decision_on=2027-01-20&feedback_on=2027-02-01&minutes=5&draft_days=7",
        &[
            "title",
            "child_title",
            "purpose",
            "decided_already",
            "can_change",
            "decider",
            "decider_role",
            "areas",
            "lawful_basis",
            "legal_function",
            "best_interests",
            "safeguarding_plan",
            "reader",
            "safeguarding_lead",
            "reach",
        ],
    ),
    ("/desk/c/{slug}/themes", "final=", THEME),
    ("/desk/c/{slug}/themes/{reference}", "", THEME),
    ("/desk/c/{slug}/ways/codes", "kind=group&count=2&max_uses=&expires_on=", &["group"]),
    ("/desk/consultations/new", "questions_of=&slug=crossing", &["title"]),
    ("/desk/consultations/new", "", &["title", "slug", "questions_of"]),
    ("/desk/decisions", "", &["title", "plain_title", "decider"]),
    (
        "/desk/decisions/{reference}",
        "decided_on=2026-06-02&due_on=2027-03-31&do=save",
        &[
            "title",
            "plain_title",
            "decider",
            "level_why",
            "options",
            "reasons",
            "equality_impact",
            "safeguarding_note",
            "what",
            "owner",
        ],
    ),
    ("/desk/decisions/{reference}/actions", "due_on=2027-03-31", &["what", "owner"]),
    ("/desk/decisions/{reference}/actions/{action}", "done_on=", &["change_note"]),
    ("/desk/exports", "do=refuse", &["reason"]),
    ("/desk/moderation/{id}", "do=without", &["piece"]),
    ("/desk/moderation/{id}", "do=reject", &["why"]),
    ("/desk/needs", "", &["title", "statement"]),
    (
        "/desk/needs/{reference}",
        "review_on=2027-04-20&do=save",
        &[
            "title",
            "statement",
            "plain_statement",
            "population_group",
            "area",
            "outcome",
            "size",
            "comparator",
            "inequality",
            "services_in_place",
            "assets",
            "gaps",
            "knowledge_gaps",
            "recommendations",
            "equality_impact",
            "safeguarding_note",
            "owner",
            "no_voice_reason",
        ],
    ),
    ("/desk/needs/{reference}/priority", "place=1&young_place=2", &["reason", "young_source"]),
    ("/desk/partners/new", "from_on=2026-11-22&until_on=2026-12-31", &["agreement_ref"]),
    ("/desk/partners/new", "", &["partner", "link_kind", "agreement_ref", "from_on", "until_on"]),
    ("/desk/passkeys", "", &["name", "token", "answer"]),
    ("/desk/people", "role=reader&only_in=", &["email", "name", "why"]),
    ("/desk/people/revoke", "role=reader&only_in=&sure=yes", &["email", "why"]),
    ("/desk/people/second-step", "do=forget&sure=yes", &["email", "why"]),
    ("/desk/population", "", &["list", "source"]),
    ("/desk/requests", "kind=access", &["words"]),
    ("/desk/requests/{reference}", "do=note", &["note"]),
    ("/desk/requests/{reference}", "do=&step=pause", &["answer"]),
    ("/desk/retention", "do=rule&months=6", &["reason"]),
    ("/desk/retention", "do=hold&of=free-time", &["reason"]),
    ("/desk/small-numbers", "preset=dfe", &["reason"]),
    ("/desk/safeguarding", "", &["note"]),
    ("/desk/safeguarding/contact/{id}", "do=ask", &["reason"]),
    ("/desk/safeguarding/contact/{id}", "do=refuse", &["reason"]),
    (
        "/desk/safeguarding/plan",
        "opens=9&closes=17&marked_hours=4&unread_days=2&held_hours=24&deputy_hours=4",
        &["closed", "cover"],
    ),
    ("/desk/safeguarding/words", "do=try", &["lines", "sentence"]),
    ("/desk/safeguarding/words", "do=save", &["lines"]),
    ("/desk/second-step", "", &["code"]),
    ("/desk/second-step/remove", "", &["code"]),
    (
        "/desk/standards/{criterion}",
        "staff=2&young=3",
        &["staff_note", "young_statement", "difference_reason"],
    ),
    ("/desk/young-people", "group_kind=forum", &["name"]),
    (
        "/desk/young-people/{id}",
        "age_band=16-17&consent_by=young_person&consent_on=2026-11-20&sure=yes",
        &["nickname"],
    ),
    ("/desk/young-people/{id}/name", "", &["name"]),
];

/// Every other address to which a form goes, and why nothing is typed there. What stands on a page goes through all the same.
pub(super) const NOTHING_TYPED: &[(&str, &str)] = &[
    ("/c/{slug}/check", "one button"),
    ("/c/{slug}/send", "no form: the phone's bundle sends it, and the test does so too"),
    ("/c/{slug}/start-over", "one button"),
    ("/c/{slug}/whose", "one button"),
    ("/desk/c/{slug}/answer/{id}/alike", "buttons"),
    ("/desk/c/{slug}/answer/{id}/codes", "boxes to tick"),
    ("/desk/c/{slug}/answer/{id}/memos/remove", "one button"),
    ("/desk/c/{slug}/answer/{id}/pieces/remove", "one button"),
    ("/desk/c/{slug}/answer/{id}/undo", "one button"),
    ("/desk/c/{slug}/answer/{id}/look-over", "one button"),
    ("/desk/c/{slug}/answer/{id}/suggestions", "buttons, and a list to choose from"),
    ("/desk/c/{slug}/decider", "a list to choose from"),
    ("/desk/c/{slug}/answer/{id}/unredact", "one button"),
    ("/desk/c/{slug}/check", "one button"),
    ("/desk/c/{slug}/codes/import", "a file"),
    ("/desk/c/{slug}/codes/kept", "one button"),
    ("/desk/c/{slug}/codes/{id}/memos/remove", "one button"),
    ("/desk/c/{slug}/codes/{id}/merge", "a list to choose from"),
    ("/desk/c/{slug}/codes/{id}/restore", "one button"),
    ("/desk/c/{slug}/codes/{id}/retire", "one button"),
    ("/desk/c/{slug}/evidence/revoke", "one button"),
    ("/desk/c/{slug}/feedback/comments", "one button"),
    ("/desk/c/{slug}/feedback/taken-back", "one button"),
    ("/desk/c/{slug}/findings", "a box to tick"),
    ("/desk/c/{slug}/ideas", "one button"),
    ("/desk/c/{slug}/quotes/{reference}/check", "one button"),
    ("/desk/c/{slug}/quotes/{reference}/publish", "one button"),
    ("/desk/c/{slug}/questions/undo", "one button"),
    ("/desk/c/{slug}/reach", "numbers, in fields with the names of groups"),
    ("/desk/c/{slug}/reminder", "one button"),
    ("/desk/c/{slug}/rounds", "lists to choose from, and a number"),
    ("/desk/c/{slug}/run", "one button"),
    ("/desk/c/{slug}/sessions", "a file to choose"),
    ("/desk/c/{slug}/sessions/{id}/remove", "a box to tick"),
    ("/desk/c/{slug}/sessions/{id}/speaker", "a list to choose from, and a box to tick"),
    ("/desk/c/{slug}/take/{kind}/{name}", "boxes to tick"),
    ("/desk/c/{slug}/tray", "one button"),
    ("/desk/c/{slug}/ways", "one button"),
    ("/desk/decisions/{reference}/taken-back", "one button"),
    ("/desk/jobs", "buttons"),
    ("/desk/library/{id}", "one button"),
    ("/desk/live-words", "boxes to tick, and buttons"),
    ("/desk/needs/{reference}/taken-back", "one button"),
    ("/desk/partners/{id}", "buttons"),
    ("/desk/passkeys/begin", "nothing is sent"),
    ("/desk/passkeys/remove", "one button"),
    ("/desk/safeguarding/comments/{id}", "buttons"),
    ("/desk/sessions", "buttons"),
    ("/desk/standards/share", "one button"),
    ("/desk/standards/{criterion}/evidence", "one button"),
    ("/desk/young-people/{id}/asked", "boxes to tick"),
    ("/desk/young-people/{id}/end", "one button"),
    ("/desk/young-people/{id}/member", "buttons, and boxes to tick"),
    ("/me/passkey/ask", "nothing is sent"),
    ("/me/passkey/begin", "nothing is sent"),
    ("/me/passkey/remove", "one button"),
    ("/me/sorting/{id}", "rows to press, and buttons"),
    ("/me/sign-out", "one button"),
    ("/me/sign-out-everywhere", "one button"),
    ("/me/stop", "one button"),
    ("/sign-in/passkey/begin", "nothing is sent"),
    ("/sign-out", "one button"),
];

/// Fields that are read as text and in which somebody chooses, and types nothing.
const CHOSEN: &[&str] =
    &["area_branch", "each_of", "equality_set", "lang", "months", "parent", "section", "within"];

#[test]
fn every_address_that_takes_a_form_is_typed_into_or_says_why_not() {
    let posts = routes("src/web").into_iter().filter(|(_, method)| method == "post");
    let written: BTreeSet<String> = posts.map(|(path, _)| path).collect();
    let typed: BTreeSet<String> = TYPED.iter().map(|(path, ..)| (*path).to_string()).collect();
    let nothing: BTreeSet<String> = NOTHING_TYPED.iter().map(|(path, _)| (*path).to_string()).collect();
    assert_eq!(typed.intersection(&nothing).next(), None, "it is one or the other");
    let known: BTreeSet<String> = typed.union(&nothing).cloned().collect();
    let apart: Vec<&String> = written.symmetric_difference(&known).collect();
    assert!(
        apart.is_empty(),
        "a form came or went: say here what is typed into it, or why nothing is: {apart:?}"
    );
}

#[test]
fn every_field_that_is_read_as_text_is_typed_into_or_chosen() {
    let known: BTreeSet<&str> = TYPED.iter().flat_map(|(.., names)| *names).chain(CHOSEN).copied().collect();
    let source = source("src/web");
    let read = [".text(\"", ".lines(\""].into_iter().flat_map(|before| source.split(before).skip(1));
    let read: BTreeSet<&str> = read.filter_map(|rest| rest.split('"').next()).collect();
    assert!(read.len() > 60, "{}", read.len());
    let unknown: Vec<&&str> = read.difference(&known).collect();
    assert!(
        unknown.is_empty(),
        "a field came: say here which form it is typed into, or that it is chosen: {unknown:?}"
    );
}
