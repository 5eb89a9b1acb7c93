//! Themes: the codes that belong together, what they say, and the voices behind
//! them.

use earshot_domain::evidence::ThemeState;
use earshot_domain::policy::Permission;
use earshot_domain::respondent::RespondentType;
use earshot_domain::suppression::Shown;
use earshot_service::{Actor, Codebook, DeskConsultation, QuoteView, ThemeView};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::codebook::here;
use super::numbers::waiting;
use super::quotes::quote_words;
use super::shell::desk;
use super::tried::{Form, Tried, code_tabs, frequency_words, hidden_note, shown};
use super::typed::Typed;
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, CheckBox, Empty, FieldSet, IconName, PageHead, Panel, Ref,
    Tag, TagKind,
};
use crate::{Page, Site};

/// The form that adds a theme.
pub const ADD_THEME: &str = "add-theme";

/// The form that changes a theme.
pub const CHANGE_THEME: &str = "change-theme";

fn flash(done: Option<&str>) -> Option<String> {
    match done? {
        "theme" => Some("The theme is made.".into()),
        "changed" => Some("The theme is changed.".into()),
        _ => None,
    }
}

/// Every theme of a consultation. `agreement` says how well two people agreed who coded the same answers.
pub fn themes(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    book: Codebook,
    (quotes, agreement): (Vec<QuoteView>, Option<String>),
    tried: Tried,
    done: Option<&str>,
) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    let wrong = tried.is_wrong();
    Page::desk("Themes", move || {
        let analyses = actor.may(Permission::Analyse);
        let slug = consultation.slug.as_str();
        let form = Form::empty(&tried, ADD_THEME, "");
        let summary = form.summary();
        let tabs = code_tabs(&consultation, "themes", analyses);
        let hides = |theme: &ThemeView| {
            [theme.voices, theme.other_voices, theme.nearly_same].into_iter().any(Shown::is_hidden)
        };
        let hidden = if consultation.state.asks() && !book.preset.rounds() {
            (!book.themes.is_empty()).then(waiting)
        } else {
            hidden_note(book.themes.iter().any(hides))
        };
        let panels: Vec<AnyView> = book
            .themes
            .iter()
            .map(|theme| {
                let own: Vec<&QuoteView> = quotes.iter().filter(|quote| quote.theme_id == theme.id).collect();
                theme_panel(slug, theme, &book, &own, analyses)
            })
            .collect();
        let none = panels.is_empty().then(|| {
            view! {
                <Empty
                    title="No theme yet"
                    text="A theme says what several codes have in common. When it is final, a decision must answer it."
                />
            }
        });
        let loose: Vec<&str> = book
            .codes
            .iter()
            .filter(|code| !book.themes.iter().any(|theme| theme.codes.contains(&code.id)))
            .map(|code| code.name.as_str())
            .collect();
        let loose = (!loose.is_empty() && !book.themes.is_empty()).then(|| {
            let words = loose.join(", ");
            view! { <p class="quiet">"Codes in no theme: "{words}"."</p> }
        });
        let add = analyses.then(|| {
            let action = format!("/desk/c/{slug}/themes");
            let fields = fields(&form, &book);
            let actions = view! { <Button words="Make the theme"/> }.into_any();
            view! {
                <div class="measure"><Panel id="add" title="Make a theme" action actions inset=true>{fields}</Panel></div>
            }
        });
        let agreement = agreement.map(|words| view! { <p class="quiet">{words}</p> });
        let body = view! {
            {summary}
            <PageHead
                title="Themes"
                text="Voices are people, not answers. Young people are counted by themselves; everybody else stands apart."
                quiet=true
            />
            {tabs}
            <div class="stack pad-top">{agreement}{none}{panels}{loose}{hidden}{add}</div>
        }
        .into_any();
        desk(&site, &actor, here(&consultation), done, body)
    })
    .wrong(wrong)
}

/// Draft or final, as a tag.
pub(super) fn state_tag(state: ThemeState) -> AnyView {
    match state {
        ThemeState::Draft => view! { <Tag words="Draft" kind=TagKind::Wait/> }.into_any(),
        ThemeState::Final => view! { <Tag words="Final" kind=TagKind::Ok icon=IconName::Check/> }.into_any(),
    }
}

/// How many said it, in words: "More than half said it (about 75 voices)."
pub(super) fn strength(theme: &ThemeView) -> AnyView {
    let voices = shown(theme.voices, "voices");
    // Each voice counts, also those that others have lent their words to. Whoever reads the number is told.
    let folded = (theme.nearly_same.value() != Some(0)).then(|| {
        let voices = shown(theme.nearly_same, "voices");
        view! { ", of them "{voices}" in nearly the same words" }
    });
    let aloud = theme.in_sessions.then_some("; some of them said it in a group session");
    match theme.frequency {
        Some(frequency) => {
            let words = frequency_words(frequency);
            view! { <strong>{words}</strong>" said it: "{voices}{folded}{aloud} }.into_any()
        }
        None => view! { {voices}{folded}{aloud} }.into_any(),
    }
}

fn theme_panel(
    slug: &str,
    theme: &ThemeView,
    book: &Codebook,
    quotes: &[&QuoteView],
    analyses: bool,
) -> AnyView {
    let id = theme.reference.to_string();
    let (code, tag) = (id.clone(), state_tag(theme.state));
    let aside = view! { <span class="meta"><Ref code/>{tag}</span> }.into_any();
    let child_name = if theme.child_name.is_empty() {
        view! { <p class="quiet">"No name in young people\u{2019}s words yet."</p> }.into_any()
    } else {
        let words = theme.child_name.clone();
        view! { <p>"In young people\u{2019}s words: "<strong>{words}</strong></p> }.into_any()
    };
    let summary = (!theme.summary.is_empty()).then(|| {
        let words = theme.summary.clone();
        view! { <p>{words}</p> }
    });
    let strength = strength(theme);
    let others = (theme.other_voices.value() != Some(0)).then(|| {
        let voices = shown(theme.other_voices, "voices");
        view! { <p class="quiet">"Parents, professionals and others, kept apart: "{voices}"."</p> }
    });
    let codes: Vec<AnyView> = book
        .codes
        .iter()
        .filter(|code| theme.codes.contains(&code.id))
        .map(|code| {
            let name = code.name.clone();
            if analyses {
                let href = format!("/desk/c/{slug}/coding?which={}", code.id);
                view! { <li><a href=href>{name}</a></li> }.into_any()
            } else {
                view! { <li>{name}</li> }.into_any()
            }
        })
        .collect();
    let codes = if codes.is_empty() {
        view! { <p class="quiet">"It groups no code yet, so nobody is counted for it."</p> }.into_any()
    } else {
        let lead =
            if analyses { "Its codes, each with its answers: find a quote there." } else { "Its codes:" };
        view! { <p class="small quiet">{lead}</p><ul>{codes}</ul> }.into_any()
    };
    let (children, others_said): (Vec<&QuoteView>, Vec<&QuoteView>) = quotes
        .iter()
        .copied()
        .filter(|quote| quote.state.stands())
        .partition(|quote| quote.respondent == RespondentType::Child);
    let said: Vec<AnyView> = children.iter().map(|quote| quote_words(quote)).collect();
    let said_by: Vec<AnyView> = others_said.iter().map(|quote| quote_words(quote)).collect();
    let said = (!said.is_empty()).then(|| view! { <div class="grid grid--half">{said}</div> });
    let said_by = (!said_by.is_empty()).then(|| {
        view! { <p class="small quiet">"Others said, kept apart:"</p><div class="flow">{said_by}</div> }
    });
    let change = analyses.then(|| {
        let href = format!("/desk/c/{slug}/themes/{id}");
        view! { <ButtonRow><ButtonLink href words=format!("Change {id}") kind=ButtonKind::Still/></ButtonRow> }
    });
    let title = theme.name.clone();
    view! {
        <Panel id=theme.reference.to_string() title aside inset=true>
            {child_name}
            {summary}
            <p>{strength}"."</p>
            {others}
            {codes}
            {said}
            {said_by}
            {change}
        </Panel>
    }
    .into_any()
}

/// The fields of a theme.
fn fields(form: &Form, book: &Codebook) -> AnyView {
    let name = form.line("name", "Name for staff", "");
    let child_name = form.line(
        "child_name",
        "Name in young people\u{2019}s words",
        "As one of them might say it: \u{201c}You can\u{2019}t rely on the bus\u{201d}. A final theme needs it.",
    );
    let summary =
        form.lines("summary", "What it says", "One or two sentences that a young person can read.", 3);
    let boxes: Vec<AnyView> = book
        .codes
        .iter()
        .map(|code| {
            let (value, label, checked) =
                (code.id.to_string(), code.name.clone(), form.has("codes", &code.id.to_string()));
            let note = code.definition.clone();
            view! { <CheckBox name="codes" value label note checked/> }.into_any()
        })
        .collect();
    let boxes = if boxes.is_empty() {
        view! { <p class="quiet">"The codebook is empty."</p> }.into_any()
    } else {
        boxes.into_any()
    };
    let (id, error) = (form.id("codes"), form.error("codes"));
    let is_final = form.has("final", "yes");
    view! {
        {name}
        {child_name}
        {summary}
        <FieldSet legend="The codes it groups" id hint="Somebody is counted once, however many of these they said." error>
            {boxes}
        </FieldSet>
        <CheckBox
            name="final"
            label="It is final"
            note="It is part of the findings, and a decision must answer it."
            checked=is_final
        />
    }
    .into_any()
}

/// One theme, to be changed.
pub fn theme(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    book: Codebook,
    theme: ThemeView,
    tried: Tried,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let wrong = tried.is_wrong();
    Page::desk(format!("{} {}", theme.reference, theme.name), move || {
        let slug = consultation.slug.as_str();
        let form = Form::new(&tried, CHANGE_THEME, "", || {
            let typed = Typed::default()
                .with("name", &theme.name)
                .with("child_name", &theme.child_name)
                .with("summary", &theme.summary)
                .with("final", if theme.state == ThemeState::Final { "yes" } else { "" });
            theme.codes.iter().fold(typed, |typed, code| typed.with("codes", code.to_string()))
        });
        let here = here(&consultation).under(format!("/desk/c/{slug}/themes"), "Themes");
        let action = format!("/desk/c/{slug}/themes/{}", theme.reference);
        let summary = form.summary();
        let fields = fields(&form, &book);
        let (code, tag, title) = (theme.reference.to_string(), state_tag(theme.state), theme.name.clone());
        let meta = vec![view! { <Ref code/> }.into_any(), tag];
        let shows = consultation.state.shows_findings().then_some(
            "The findings are published. What you change here changes them at once, for everybody.",
        );
        let cancel = format!("/desk/c/{slug}/themes");
        let actions = view! {
            <Button words="Save"/>
            <ButtonLink href=cancel words="Leave it" kind=ButtonKind::Still/>
        }
        .into_any();
        let text = shows.map(String::from);
        let body = view! {
            {summary}
            <PageHead title meta text/>
            <div class="measure"><Panel id="theme" title="The theme" action actions inset=true>{fields}</Panel></div>
        }
        .into_any();
        desk(&site, &actor, here, None, body)
    })
    .wrong(wrong)
}
