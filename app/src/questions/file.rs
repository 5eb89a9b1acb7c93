//! Answers that are files: a photo or a drawing, and something said aloud. Without script it is a field for a file;
//! with it the phone's small bundle (`public/capture.js`) adds a drawing pad and a recorder, and finds what it needs
//! in the attributes that begin with `data-`.

use earshot_domain::question::is_file;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::Shown;
use crate::components::{Button, ButtonKind, area_content};
use crate::{Site, say};

/// Letters that an address of a file begins with, before its id.
fn address(shown: &Shown<'_>, id: &str) -> Option<String> {
    shown.around.own_files().map(|at| format!("{at}/{id}"))
}

/// A photo or a drawing.
pub(super) fn photo(site: &Site, shown: &Shown<'_>) -> AnyView {
    let hint = shown.hint(Some(say!(site, "photo-hint")));
    let given = given(shown);
    let alt = say!(site, "photo-alt");
    let here = given.clone().map(|id| {
        let picture = address(shown, &id).map(|src| view! { <img src=src alt=alt/> });
        let words = say!(site, "photo-here");
        (view! { <figure class="own-file">{picture}<figcaption>{words}</figcaption></figure> }).into_any()
    });
    let choose = say!(site, if given.is_some() { "photo-again" } else { "photo-choose" });
    let name = shown.name.clone();
    let field = field(shown, "image/*", name.clone(), choose);
    let around = around(site, shown, "photo", given, here, field);
    shown.frame(hint, move || around)
}

/// Something said aloud, or written instead.
pub(super) fn audio(site: &Site, shown: &Shown<'_>) -> AnyView {
    let hint = shown.hint(Some(say!(site, "audio-hint")));
    let given = given(shown);
    let here = given.clone().map(|id| {
        let player =
            address(shown, &id).map(|src| view! { <audio controls=true preload="none" src=src></audio> });
        let words = say!(site, "audio-here");
        (view! { <figure class="own-file">{player}<figcaption>{words}</figcaption></figure> }).into_any()
    });
    let choose = say!(site, if given.is_some() { "audio-again" } else { "audio-choose" });
    let name = shown.name.clone();
    let field = field(shown, "audio/*", format!("{name}-file"), choose);
    let around = around(site, shown, "audio", given, here, field);
    let words =
        shown.typed.iter().find(|typed| !typed.is_empty() && !is_file(typed)).cloned().unwrap_or_default();
    let label = say!(site, "audio-write");
    shown.frame(hint, move || {
        view! {
            {around}
            <div class="field">
                <label class="label" for=name.clone()>{label}</label>
                <textarea
                    class="input input--voice"
                    id=name.clone()
                    name=name
                    rows="4"
                    dir="auto"
                    inner_html=area_content(&words)
                ></textarea>
            </div>
        }
        .into_any()
    })
}

/// The id of the file that was given.
fn given(shown: &Shown<'_>) -> Option<String> {
    shown.typed.iter().find(|typed| is_file(typed)).cloned()
}

fn field(shown: &Shown<'_>, accept: &'static str, id: String, choose: String) -> AnyView {
    let name = format!("file-{}", shown.name);
    view! {
        <div class="field" data-choose="">
            <label class="label" for=id.clone()>{choose}</label>
            <input class="input" type="file" id=id name=name accept=accept/>
        </div>
    }
    .into_any()
}

/// What the phone's bundle takes hold of: the id in a field that nobody sees, what is there, and the field.
fn around(
    site: &Site,
    shown: &Shown<'_>,
    what: &'static str,
    given: Option<String>,
    here: Option<AnyView>,
    field: AnyView,
) -> AnyView {
    let name = shown.name.clone();
    let to = shown.around.own_files();
    let words = to.is_some().then(|| words(site));
    // With the four words the whole answer is taken out by a button of its own.
    let out = (given.is_some() && to.is_some()).then(|| {
        let (words, value) = (say!(site, "file-out"), name.clone());
        view! { <p><Button words kind=ButtonKind::Still name="out" value/></p> }
    });
    let days = shown.around.draft_days.to_string();
    let hidden = view! { <input type="hidden" name=name value=given/> };
    view! {
        <div class="flow" data-capture=what data-to=to data-days=days data-words=words>
            {hidden}
            {here}
            {out}
            {field}
        </div>
    }
    .into_any()
}

/// Everything that the phone's bundle says, by a short name.
fn words(site: &Site) -> String {
    let said: serde_json::Map<String, serde_json::Value> = [
        ("alt", say!(site, "photo-alt")),
        ("photo", say!(site, "photo-here")),
        ("audio", say!(site, "audio-here")),
        ("out", say!(site, "file-out")),
        ("draw", say!(site, "capture-draw")),
        ("pad", say!(site, "capture-pad")),
        ("undo", say!(site, "capture-undo")),
        ("clear", say!(site, "capture-clear")),
        ("use", say!(site, "capture-use")),
        ("leave", say!(site, "capture-leave")),
        ("record", say!(site, "capture-record")),
        ("recording", say!(site, "capture-recording")),
        ("stop", say!(site, "capture-stop")),
        ("listen", say!(site, "capture-listen")),
        ("again", say!(site, "capture-again")),
        ("refused", say!(site, "capture-refused")),
        ("waiting", say!(site, "capture-waiting")),
        ("sending", say!(site, "capture-sending")),
        ("sent", say!(site, "capture-sent")),
        ("failed", say!(site, "capture-failed")),
    ]
    .into_iter()
    .map(|(name, words)| (name.to_string(), words.into()))
    .collect();
    serde_json::Value::Object(said).to_string()
}
