//! Whose words a need rests on: the panel of children and young people, and apart from it what others said.

use earshot_domain::evidence::QuoteState;
use earshot_domain::respondent::RespondentType;
use earshot_service::{NeedView, QuoteView, ThemeView};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::FORM;
use crate::components::{Button, ButtonKind, Details, Panel, Ref};
use crate::pages::desk::quotes::quote_words;
use crate::pages::desk::themes::strength;

/// The children's voice panel: everything in it is worked out from the records.
pub(super) fn voice_panel(view: &NeedView, edits: bool) -> AnyView {
    let panel = &view.panel;
    let themes: Vec<AnyView> = panel.themes.iter().map(|theme| theme_line(theme, edits)).collect();
    let quotes: Vec<AnyView> = panel.quotes.iter().map(|quote| quote_item(quote, edits)).collect();
    let empty = (themes.is_empty() && quotes.is_empty()).then(|| {
        let reason = view.body.no_voice_reason.clone();
        if reason.is_empty() {
            view! {
                <p>"Nobody\u{2019}s words are in here yet. Add a theme, or write in the record why there are none."</p>
            }
            .into_any()
        } else {
            view! { <p><strong>"No child\u{2019}s words, because: "</strong>{reason}</p> }.into_any()
        }
    });
    let drawn: Vec<AnyView> = panel
        .consultations
        .iter()
        .map(|(slug, title)| {
            let (href, words) = (format!("/desk/c/{slug}"), title.clone());
            view! { <span><a href=href>{words}</a>" "</span> }.into_any()
        })
        .collect();
    let aside = (!panel.themes.is_empty()).then(|| {
        let voices = match panel.voices.value() {
            Some(n) => format!("About {n} children and young people answered"),
            None => "[c] children and young people answered: too few to show".to_string(),
        };
        view! { <span class="quiet">{voices}</span> }.into_any()
    });
    let quotes = (!quotes.is_empty()).then(|| view! { <div class="grid grid--half">{quotes}</div> });
    let drawn = (!drawn.is_empty()).then(|| view! { <p class="small quiet">"Drawn from: "{drawn}</p> });
    let themes = (!themes.is_empty()).then(|| view! { <ul class="plain flow">{themes}</ul> });
    let add = edits.then(|| add_voices(view));
    let foot = (!panel.themes.is_empty()).then(|| panel.method.clone());
    view! {
        <Panel id="voice" title="What children and young people said" voice=true inset=true aside foot>
            {empty}
            {themes}
            {quotes}
            {drawn}
            {add}
        </Panel>
    }
    .into_any()
}

/// A button that keeps the record and does something to the voice panel.
fn step_button(step: &str, id: &str, words: &'static str, spoken: String) -> AnyView {
    let value = format!("{step}:{id}");
    view! { <Button words kind=ButtonKind::Still name="do" value form=FORM spoken/> }.into_any()
}

fn theme_name(theme: &ThemeView) -> String {
    if theme.child_name.is_empty() { theme.name.clone() } else { theme.child_name.clone() }
}

fn theme_line(theme: &ThemeView, edits: bool) -> AnyView {
    let (code, name, strength) = (theme.reference.to_string(), theme_name(theme), strength(theme));
    let remove = edits.then(|| {
        step_button("remove-theme", &theme.id.to_string(), "Take it out", theme.reference.to_string())
    });
    view! {
        <li class="buttons">
            <span>{strength}". \u{201c}"{name}"\u{201d} "<Ref code/></span>
            {remove}
        </li>
    }
    .into_any()
}

fn quote_item(quote: &QuoteView, edits: bool) -> AnyView {
    let words = quote_words(quote);
    let draft = (quote.state == QuoteState::Draft).then(|| {
        let words = format!("{} is not published", quote.reference);
        view! { <p class="small quiet">{words}</p> }
    });
    let remove = edits.then(|| {
        step_button("remove-quote", &quote.id.to_string(), "Take it out", quote.reference.to_string())
    });
    view! { <div class="flow">{words}{draft}{remove}</div> }.into_any()
}

/// What can be put into the voice panel.
fn add_voices(view: &NeedView) -> AnyView {
    let themes: Vec<AnyView> = view
        .themes_on_offer
        .iter()
        .map(|(consultation, theme)| {
            let (code, name, from) = (theme.reference.to_string(), theme_name(theme), consultation.clone());
            let (strength, button) =
                (strength(theme), step_button("add-theme", &theme.id.to_string(), "Add this theme", theme.reference.to_string()));
            view! {
                <li class="buttons">
                    <span>"\u{201c}"{name}"\u{201d} "<Ref code/>" "{strength}". "<span class="quiet">{from}</span></span>
                    {button}
                </li>
            }
            .into_any()
        })
        .collect();
    let themes = if themes.is_empty() {
        view! { <p class="small quiet">"No other final theme can be added."</p> }.into_any()
    } else {
        let words = format!("Add a final theme ({} on offer)", themes.len());
        let open = view.panel.themes.is_empty();
        view! { <Details words open><ul class="plain flow">{themes}</ul></Details> }.into_any()
    };
    let offered: Vec<&QuoteView> =
        view.quotes_on_offer.iter().filter(|quote| quote.respondent == RespondentType::Child).collect();
    let quotes = offers(&offered, "Add what a young person said");
    view! { {themes}{quotes} }.into_any()
}

fn offers(offered: &[&QuoteView], words: &'static str) -> Option<AnyView> {
    if offered.is_empty() {
        return None;
    }
    let items: Vec<AnyView> = offered
        .iter()
        .map(|quote| {
            let words = quote_words(quote);
            let button = step_button(
                "add-quote",
                &quote.id.to_string(),
                "Add this quote",
                quote.reference.to_string(),
            );
            view! { <div class="flow">{words}{button}</div> }.into_any()
        })
        .collect();
    let words = format!("{words} ({} on offer)", offered.len());
    Some(view! { <Details words><div class="grid grid--half">{items}</div></Details> }.into_any())
}

/// What parents, professionals and others said: never in the children's panel.
pub(super) fn others_panel(view: &NeedView, edits: bool) -> Option<AnyView> {
    let offered: Vec<&QuoteView> = if edits {
        view.quotes_on_offer.iter().filter(|quote| quote.respondent != RespondentType::Child).collect()
    } else {
        Vec::new()
    };
    let counted: Vec<AnyView> = view
        .panel
        .themes
        .iter()
        .filter(|theme| theme.other_voices.value() != Some(0))
        .map(|theme| {
            let many = match theme.other_voices.value() {
                Some(n) => format!("About {n} adults"),
                None => "[c] adults (too few to show)".to_string(),
            };
            let words = format!("{many} said it too: {} {}", theme.reference, theme.name);
            view! { <p class="small">{words}</p> }.into_any()
        })
        .collect();
    let quotes: Vec<AnyView> = view.panel.other_quotes.iter().map(|quote| quote_item(quote, edits)).collect();
    if quotes.is_empty() && offered.is_empty() && counted.is_empty() {
        return None;
    }
    let offers = offers(&offered, "Add what somebody else said");
    Some(
        view! {
            <Panel
                id="others"
                title="What parents, professionals and others said"
                inset=true
                foot="Kept apart. Their words explain causes. They are never counted as a child\u{2019}s."
            >
                {counted}
                {quotes}
                {offers}
            </Panel>
        }
        .into_any(),
    )
}
