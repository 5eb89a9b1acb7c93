//! "We already asked": what young people here have said about something, before anybody asks them again.

use earshot_service::{Actor, AlreadyAsked, AskedBefore, AskedLately, ThemeView};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::quotes::quote_words;
use super::shell::{DeskStep, Here, count_of, day, desk};
use super::tried::{frequency_words, hidden_note, shown};
use crate::components::{
    Button, ButtonKind, ButtonRow, DeskTable, Empty, FormRow, PageHead, Panel, Ref, Stack, TableRow,
    TextField,
};
use crate::{Page, Site};

/// From how many consultations in twelve months on a group counts as asked a lot.
const OFTEN: usize = 3;

/// What was said about these words before, and who was asked lately.
pub fn already_asked(site: &Site, actor: &Actor, words: &str, asked: AlreadyAsked) -> Page {
    let (site, actor, words) = (site.clone(), actor.clone(), words.trim().to_string());
    Page::desk("What young people already told us", move || {
        let form = form(&words);
        let hidden = hidden_note(asked.before.iter().any(|one| one.voices.is_hidden()));
        let before: Vec<AnyView> = asked.before.iter().map(|one| before(&site, one)).collect();
        let nothing = (before.is_empty() && !words.is_empty()).then(|| {
            let title = format!("Nothing was said about \u{201c}{words}\u{201d} yet");
            view! { <Empty title text="Try one word alone, or another word for the same thing."/> }
        });
        let groups = lately(
            "groups",
            "Groups",
            "that were given codes or paper forms. Whoever came through a link that everybody has is of no group.",
            &asked.groups,
        );
        let areas = lately(
            "areas",
            "Areas",
            "that could be named, whether or not somebody from there came.",
            &asked.areas,
        );
        let body = view! {
            <PageHead
                title="What young people already told us"
                text="Before you ask them again: what they have said about it here, and who was asked lately."
                quiet=true
            />
            <Stack>
                {form}
                {before}
                {nothing}
                {hidden}
                <Panel id="lately" title="Asked in the last twelve months" inset=true>{groups}{areas}</Panel>
            </Stack>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask).under("/desk/consultations", "Consultations");
        desk(&site, &actor, here, None, body)
    })
}

fn form(words: &str) -> AnyView {
    let value = words.to_string();
    view! {
        <form role="search" aria-label="What was said about something" action="/desk/already-asked" class="fit">
            <FormRow>
                <TextField
                    name="words"
                    label="About what"
                    hint="In a few words, like a title. One of them is enough."
                    kind="search"
                    value
                    autocomplete="off"
                />
            </FormRow>
            <ButtonRow><Button words="Show what they said" kind=ButtonKind::Still/></ButtonRow>
        </form>
    }
    .into_any()
}

/// One consultation: when, how many, and what they said.
fn before(site: &Site, one: &AskedBefore) -> AnyView {
    let when = match (one.opened_on, one.close_on) {
        (Some(from), Some(until)) => format!("{} to {}", day(site, from), day(site, until)),
        (Some(from), None) => format!("Since {}", day(site, from)),
        (None, _) => "Asked elsewhere, and taken in from a file".to_string(),
    };
    let voices = shown(one.voices, "children and young people answered");
    let list = |themes: &[ThemeView]| {
        let lines: Vec<AnyView> = themes.iter().map(|theme| theme_line(&one.slug, theme)).collect();
        view! { <ul class="plain flow">{lines}</ul> }.into_any()
    };
    let (about, others) = one.themes.split_at(one.speaking.min(one.themes.len()));
    let themes = if about.is_empty() {
        view! { <p class="quiet">"No final theme speaks of it in these words."</p> }.into_any()
    } else {
        list(about)
    };
    // Found by what the whole was asked for: what its other themes speak of is for the reader to see.
    let others = (!others.is_empty()).then(|| {
        let title = if about.is_empty() {
            "Themes of this consultation:"
        } else {
            "Other themes of this consultation:"
        };
        view! { <p class="quiet">{title}</p>{list(others)} }
    });
    let quotes: Vec<AnyView> = one.quotes.iter().map(quote_words).collect();
    let (id, code, title) =
        (format!("before-{}", one.reference), one.reference.to_string(), one.title.clone());
    let href = format!("/desk/c/{}", one.slug);
    let aside = view! { <a href=href><Ref code/></a> }.into_any();
    view! {
        <Panel id title aside inset=true>
            <p>{when}": "{voices}"."</p>
            {themes}
            {others}
            {quotes}
        </Panel>
    }
    .into_any()
}

/// "More than half said: You can't rely on the bus." Where the word for a share is hidden with its number, how many.
fn theme_line(slug: &str, theme: &ThemeView) -> AnyView {
    let href = format!("/desk/c/{slug}/themes#{}", theme.reference);
    let name = if theme.child_name.is_empty() { theme.name.clone() } else { theme.child_name.clone() };
    let many = match theme.frequency {
        Some(frequency) => format!("{} said: ", frequency_words(frequency)),
        None => format!("Said by {}: ", theme.voices.in_words()),
    };
    view! { <li>{many}<a href=href>{name}</a></li> }.into_any()
}

/// How often each group or area was asked.
fn lately(id: &'static str, title: &'static str, counted: &'static str, asked: &[AskedLately]) -> AnyView {
    let often: Vec<&str> =
        asked.iter().filter(|one| one.consultations.len() >= OFTEN).map(|one| one.name.as_str()).collect();
    let sentence = if asked.is_empty() {
        "None was asked by name.".to_string()
    } else if often.is_empty() {
        format!("None was asked {OFTEN} times or more.")
    } else {
        format!(
            "Asked {OFTEN} times or more: {}. Before you ask them again, look at what they have said already.",
            often.join(", ")
        )
    };
    let rows: Vec<TableRow> = asked
        .iter()
        .map(|one| {
            let n = i64::try_from(one.consultations.len()).unwrap_or(i64::MAX);
            let titles: Vec<AnyView> = one
                .consultations
                .iter()
                .map(|(slug, title)| {
                    let (href, title) = (format!("/desk/c/{slug}"), title.clone());
                    view! { <li><a href=href>{title}</a></li> }.into_any()
                })
                .collect();
            TableRow {
                head: one.name.clone().into_any(),
                cells: vec![
                    count_of(n, "time", "times").into_any(),
                    view! { <ul class="plain">{titles}</ul> }.into_any(),
                ],
            }
        })
        .collect();
    let head = [title, "How often", "In which"].map(str::to_string).to_vec();
    let table = (!rows.is_empty()).then(|| view! { <DeskTable labelled_by=id head rows/> });
    view! {
        <h3 id=id>{title}</h3>
        <p class="quiet">{format!("Counted are {} {counted}", title.to_lowercase())}</p>
        <p>{sentence}</p>
        {table}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use earshot_domain::evidence::ThemeState;
    use earshot_domain::reference::{Kind, Reference};
    use earshot_domain::suppression::Shown;

    use super::*;
    use crate::render::fragment;

    #[test]
    fn a_theme_of_which_the_number_is_hidden_was_said_by_a_few() {
        let theme = ThemeView {
            id: uuid::Uuid::nil(),
            reference: Reference::new(Kind::Theme, 3),
            name: "Dark stops".into(),
            child_name: String::new(),
            summary: String::new(),
            state: ThemeState::Final,
            codes: Vec::new(),
            voices: Shown::HIDDEN,
            frequency: None,
            in_sessions: false,
            other_voices: Shown::HIDDEN,
            nearly_same: Shown::HIDDEN,
        };
        let html = fragment("", || theme_line("bus", &theme));
        assert!(html.contains("Said by a few: "), "{html}");
    }
}
