//! The theme board: every theme with its codes beside each other, and the codes that are in none.

use earshot_service::{Actor, Code, CodeMove, Codebook, DeskConsultation, ThemeId, ThemeView};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::codebook::here;
use super::shell::{count_of, desk};
use super::themes::state_tag;
use super::tried::{Form, Tried, code_tabs};
use super::typed::hidden;
use crate::components::{
    BoxKind, Button, ButtonKind, Details, Empty, Grid, GridKind, NoteBox, PageHead, Panel, SelectOption,
};
use crate::{Page, Site};

/// What stands for no theme where a code is moved to.
pub const NO_THEME: &str = "none";

/// The form that moves a code, or makes a theme of it, where it lies: in a theme, or in none.
pub fn card_form(what: &str, code: &str, from: &str) -> String {
    format!("{what}-{code}-{from}")
}

fn flash(done: Option<&str>) -> Option<String> {
    match done? {
        "moved" => Some("The code is moved.".into()),
        "undone" => Some("The code is back where it was.".into()),
        "theme" => Some("The theme is made. It is a draft.".into()),
        _ => None,
    }
}

/// The board. `moved` is what was done a moment ago, and can be taken back.
pub fn board(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    book: Codebook,
    moved: Option<CodeMove>,
    tried: Tried,
    done: Option<&str>,
) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    let wrong = tried.is_wrong();
    Page::desk("Theme board", move || {
        let slug = consultation.slug.as_str();
        let tabs = code_tabs(&consultation, "board", true);
        let loose: Vec<&Code> = book
            .codes
            .iter()
            .filter(|code| !book.themes.iter().any(|theme| theme.codes.contains(&code.id)))
            .collect();
        let places = book.themes.iter().map(Some).chain([None]);
        let summaries: Vec<AnyView> = places
            .flat_map(|place| {
                let of: Vec<&Code> = match place {
                    Some(theme) => codes_of(&book, theme),
                    None => loose.clone(),
                };
                of.into_iter().map(move |code| (code, place.map(|theme| theme.id))).collect::<Vec<_>>()
            })
            .flat_map(|(code, from)| ["move", "theme"].map(|what| form(&tried, what, code, from).summary()))
            .flatten()
            .collect();
        let undo = moved.and_then(|moved| undo(slug, &book, moved));
        let none = column(slug, &book, None, &loose, &tried);
        let columns: Vec<AnyView> = book
            .themes
            .iter()
            .map(|theme| column(slug, &book, Some(theme), &codes_of(&book, theme), &tried))
            .collect();
        let board = if book.codes.is_empty() {
            view! { <Empty title="No code yet" text="Codes are cards here. Write the codebook first."/> }.into_any()
        } else {
            view! { <Grid kind=GridKind::Third>{none}{columns}</Grid> }.into_any()
        };
        let body = view! {
            {summaries}
            <PageHead
                title="Theme board"
                text="Move codes until each theme says one thing. A theme that is final and was answered keeps its codes."
                quiet=true
            />
            {tabs}
            <div class="stack pad-top">{undo}{board}</div>
        }
        .into_any();
        desk(&site, &actor, here(&consultation), done, body)
    })
    .wrong(wrong)
}

fn codes_of<'a>(book: &'a Codebook, theme: &ThemeView) -> Vec<&'a Code> {
    book.codes.iter().filter(|code| theme.codes.contains(&code.id)).collect()
}

/// A place as its forms send it.
fn place(theme: Option<ThemeId>) -> String {
    theme.map_or_else(|| NO_THEME.to_string(), |id| id.to_string())
}

fn form(tried: &Tried, what: &str, code: &Code, from: Option<ThemeId>) -> Form {
    let name = card_form(what, &code.id.to_string(), &place(from));
    Form::empty(tried, &name, &format!("{name}-"))
}

/// The way back from what was done a moment ago.
fn undo(slug: &str, book: &Codebook, moved: CodeMove) -> Option<AnyView> {
    let code = book.codes.iter().find(|code| code.id == moved.code)?;
    let name = |theme: Option<ThemeId>| match theme {
        None => "no theme".to_string(),
        Some(id) => book
            .themes
            .iter()
            .find(|theme| theme.id == id)
            .map_or_else(|| "a theme".to_string(), |theme| format!("\u{201c}{}\u{201d}", theme.name)),
    };
    let words =
        format!("\u{201c}{}\u{201d} went from {} to {}.", code.name, name(moved.from), name(moved.to));
    let action = format!("/desk/c/{slug}/board");
    let (id, from, to) = (
        hidden("code", code.id.to_string()),
        hidden("from", place(moved.to)),
        hidden("theme", place(moved.from)),
    );
    Some(
        view! {
            <NoteBox kind=BoxKind::Good>
                <form method="post" action=action class="buttons">
                    <input type="hidden" name="do" value="undo"/>
                    {id}
                    {from}
                    {to}
                    <span>{words}</span>
                    <Button words="Undo" kind=ButtonKind::Still/>
                </form>
            </NoteBox>
        }
        .into_any(),
    )
}

/// A theme with its codes; without one, those that are in none.
fn column(slug: &str, book: &Codebook, theme: Option<&ThemeView>, codes: &[&Code], tried: &Tried) -> AnyView {
    let cards: Vec<AnyView> =
        codes.iter().map(|code| card(slug, book, code, theme.map(|theme| theme.id), tried)).collect();
    let cards = if cards.is_empty() {
        view! { <p class="quiet">"No code lies here."</p> }.into_any()
    } else {
        view! { <ul class="plain flow">{cards}</ul> }.into_any()
    };
    let Some(theme) = theme else {
        return view! { <Panel id="no-theme" title="In no theme yet" inset=true>{cards}</Panel> }.into_any();
    };
    let child_name = if theme.child_name.is_empty() {
        view! { <p class="quiet">"No name in young people\u{2019}s words yet."</p> }.into_any()
    } else {
        let words = theme.child_name.clone();
        view! { <p>{words}</p> }.into_any()
    };
    let (id, title, aside) = (theme.reference.to_string(), theme.name.clone(), state_tag(theme.state));
    let href = format!("/desk/c/{slug}/themes/{id}");
    let change = format!("Change {id}");
    view! {
        <Panel id title aside inset=true>
            {child_name}
            {cards}
            <p class="small"><a href=href>{change}</a></p>
        </Panel>
    }
    .into_any()
}

/// A code, with the ways to move it.
fn card(slug: &str, book: &Codebook, code: &Code, from: Option<ThemeId>, tried: &Tried) -> AnyView {
    let action = format!("/desk/c/{slug}/board");
    let (moves, makes) = (form(tried, "move", code, from), form(tried, "theme", code, from));
    let mut to: Vec<SelectOption> = book
        .themes
        .iter()
        .filter(|theme| Some(theme.id) != from)
        .map(|theme| SelectOption::new(theme.id.to_string(), theme.name.clone()))
        .collect();
    if from.is_some() {
        to.push(SelectOption::new(NO_THEME, "No theme"));
    }
    let open = moves.is_wrong() || makes.is_wrong();
    let fields = || (hidden("code", code.id.to_string()), hidden("from", place(from)));
    let (name, spoken) = (code.name.clone(), code.name.clone());
    let opens = format!("Move {name}");
    let move_it = (!to.is_empty()).then(|| {
        let (select, fields, spoken) =
            (moves.select("theme", "To", "", "Choose", to), fields(), spoken.clone());
        let action = action.clone();
        view! {
            <form method="post" action=action class="flow">
                <input type="hidden" name="do" value="move"/>
                {fields.0}
                {fields.1}
                {select}
                <Button words="Move" kind=ButtonKind::Still spoken/>
            </form>
        }
    });
    let (line, hidden_fields) = (makes.line("name", "Or a new theme of this name", ""), fields());
    let answers = count_of(code.used, "answer", "answers");
    let href = format!("/desk/c/{slug}/coding?which={}", code.id);
    view! {
        <li class="box">
            <p><strong>{name}</strong>" "<a class="small" href=href>{answers}</a></p>
            <Details words=opens open>
                {move_it}
                <form method="post" action=action class="flow">
                    <input type="hidden" name="do" value="theme"/>
                    {hidden_fields.0}
                    {hidden_fields.1}
                    {line}
                    <Button words="Make the theme" kind=ButtonKind::Still spoken/>
                </form>
            </Details>
        </li>
    }
    .into_any()
}
