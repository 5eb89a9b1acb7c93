//! One code: its words, where it is used, what was done with it, and what can be done with it.

use earshot_domain::codebook::{self as rules, CodeColour, CodeEventKind, CodePart, FrozenCode};
use earshot_service::{Actor, Code, CodeEvent, Codebook, DeskConsultation, MemoView};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;
use uuid::Uuid;

use super::{
    CHANGE_CODE, colour_class, colour_words, fields, flash, folder_tag, merged_into, parents, under,
};
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, Confirm, DeskTable, Details, Fact, Facts, Link, ListFacts,
    PageHead, Panel, TableRow, Tag, TagKind,
};
use crate::pages::desk::pieces::{Back, memo_form, memos};
use crate::pages::desk::shell::{count_of, desk, moment};
use crate::pages::desk::tried::{Form, Tried};
use crate::pages::desk::typed::Typed;
use crate::{Page, Site};

/// A code, with the codebook around it.
#[derive(Debug, Clone)]
pub struct OneCode {
    /// The codebook.
    pub book: Codebook,
    /// The code, in use or not.
    pub code: Code,
    /// What was done with it, the newest first.
    pub history: Vec<CodeEvent>,
    /// The notes beside it.
    pub memos: Vec<MemoView>,
    /// The number of the form for another one.
    pub number: Uuid,
    /// Whether somebody wants to take it out of use and is asked once more.
    pub retire: bool,
}

impl OneCode {
    /// How many answers carry it, in a sentence.
    pub(super) fn carried(&self) -> String {
        match self.code.used {
            0 => "No answer carries it.".to_string(),
            1 => "One answer carries it.".to_string(),
            n => format!("{n} answers carry it."),
        }
    }

    /// The address of its page.
    pub(super) fn href(&self, slug: &str) -> String {
        format!("/desk/c/{slug}/codes/{}", self.code.id)
    }
}

/// One code, to be changed or taken out of use; or to be brought back.
pub fn code(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    one: OneCode,
    tried: Tried,
    done: Option<&str>,
) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    let wrong = tried.is_wrong();
    Page::desk(format!("Code: {}", one.code.name), move || {
        let slug = consultation.slug.as_str();
        let code = &one.code;
        let form = Form::new(&tried, CHANGE_CODE, "", || typed(code));
        let note = memo_form(&tried);
        let summary = form.summary().or_else(|| note.summary());
        let is_live = code.retired_at.is_none();
        let main = match (is_live, one.retire) {
            (true, true) => sure_to_retire(slug, &one),
            (true, false) => {
                let action = one.href(slug);
                let fields = fields(&form, Some(parents(&one.book, Some(code))));
                let actions = view! { <Button words="Save"/> }.into_any();
                view! { <Panel id="words" title="What it means" action actions inset=true>{fields}</Panel> }
                    .into_any()
            }
            (false, _) => out_of_use(slug, &one),
        };
        let reshape = (is_live && !one.retire).then(|| reshape(slug, &one));
        let used = used(slug, &one);
        let notes = format!("{}/memos", one.href(slug));
        let notes = memos(&site, &notes, (one.memos.as_slice(), one.number), &note, Back::Code);
        let history = history(&site, &one);
        let mut meta = Vec::new();
        if let Some(colour) = code.colour.as_deref().and_then(CodeColour::parse) {
            let (class, words) = (colour_class(colour), colour_words(colour));
            let swatch = view! { <span class=class aria-hidden="true"></span> };
            meta.push(view! { <span class="code-name">{swatch}{words}</span> }.into_any());
        }
        if !code.is_codable {
            meta.push(folder_tag());
        }
        if !is_live {
            meta.push(view! { <Tag words="Out of use" kind=TagKind::Wait/> }.into_any());
        }
        let title = code.name.clone();
        let text = if is_live {
            "Changing the words does not change which answers carry it."
        } else {
            "It is out of use. Answers that carry it keep it."
        };
        let body = view! {
            {summary}
            <PageHead title meta text quiet=true/>
            <div class="stack measure">{main}{used}{notes}{reshape}{history}</div>
        }
        .into_any();
        desk(&site, &actor, under(&consultation), done, body)
    })
    .wrong(wrong)
}

/// What stands in the fields of a code that is there.
fn typed(code: &Code) -> Typed {
    Typed::default()
        .with("name", &code.name)
        .with("definition", &code.definition)
        .with("use_when", &code.use_when)
        .with("not_when", &code.not_when)
        .with("example", &code.example)
        .with("near_miss", &code.near_miss)
        .with("young_name", &code.young_name)
        .with("colour", code.colour.clone().unwrap_or_default())
        .with("parent", code.parent_id.map(|id| id.to_string()).unwrap_or_default())
        .with("folder", if code.is_codable { "" } else { "yes" })
}

fn sure_to_retire(slug: &str, one: &OneCode) -> AnyView {
    let action = format!("{}/retire", one.href(slug));
    let no = Link::new(one.href(slug), "No, keep it");
    let words = format!("{} What carries it keeps it. Nobody can give it to another answer.", one.carried());
    view! {
        <Confirm title="Take this code out of use?" action yes="Take it out of use" stop=true no>
            <p>{words}</p>
        </Confirm>
    }
    .into_any()
}

/// The words of a code that is out of use, and the way back.
fn out_of_use(slug: &str, one: &OneCode) -> AnyView {
    let code = &one.code;
    let facts: Vec<Fact> = [
        ("What it means", &code.definition),
        ("Use it when", &code.use_when),
        ("Not when", &code.not_when),
        ("Something typical", &code.example),
        ("A near miss", &code.near_miss),
        ("Young people would say", &code.young_name),
    ]
    .into_iter()
    .filter(|(_, words)| !words.is_empty())
    .map(|(term, words)| Fact::new(term, words))
    .collect();
    let facts = (!facts.is_empty())
        .then(|| view! { <Panel id="words" title="What it means"><ListFacts facts/></Panel> });
    let action = format!("{}/restore", one.href(slug));
    let into = merged_into(code, &one.book)
        .map(|into| format!("It was merged into \u{201c}{into}\u{201d}. Its answers stay there."));
    let actions = view! { <Button words="Bring it back" kind=ButtonKind::Still/> }.into_any();
    view! {
        {facts}
        <Panel id="restore" title="Bring it back into use" action actions inset=true>
            <p>"Then it can be given to answers again."</p>
            {into.map(|into| view! { <p>{into}</p> })}
        </Panel>
    }
    .into_any()
}

/// Where it is used: how many answers, and the themes.
fn used(slug: &str, one: &OneCode) -> AnyView {
    let code = &one.code;
    let carried = one.carried();
    let href = format!("/desk/c/{slug}/coding?which={}", code.id);
    let answers = (code.used > 0).then(|| {
        let words = if code.is_codable { "Look at them" } else { "Code them again" };
        view! { " "<a href=href>{words}</a>"." }
    });
    let recode = (code.used > 0 && !code.is_codable && code.retired_at.is_none()).then(|| {
        view! {
            <p>
                "It is given to no more answers. Go through those that carry it: once one of them has a code that stands under it, this one comes off."
            </p>
        }
    });
    let themes: Vec<AnyView> = one
        .book
        .themes
        .iter()
        .filter(|theme| theme.codes.contains(&code.id))
        .map(|theme| {
            let (href, words) = (
                format!("/desk/c/{slug}/themes/{}", theme.reference),
                format!("{} {}", theme.reference, theme.name),
            );
            view! { <li><a href=href>{words}</a></li> }.into_any()
        })
        .collect();
    let themes = if themes.is_empty() {
        view! { <p class="quiet">"It is part of no theme."</p> }.into_any()
    } else {
        let lead = format!("It is part of {}:", count_of(count(&themes), "theme", "themes"));
        view! { <p>{lead}</p><ul>{themes}</ul> }.into_any()
    };
    view! {
        <Panel id="used" title="Where it is used" inset=true>
            <p>{carried}{answers}</p>
            {recode}
            {themes}
        </Panel>
    }
    .into_any()
}

fn count<T>(list: &[T]) -> i64 {
    i64::try_from(list.len()).unwrap_or(i64::MAX)
}

/// The ways to merge it, split it, and take it out of use.
fn reshape(slug: &str, one: &OneCode) -> AnyView {
    let href = |what: &str| format!("{}/{what}", one.href(slug));
    let (merge, split, retire) = (href("merge"), href("split"), href("retire"));
    view! {
        <Panel id="reshape" title="When the code does not fit" inset=true>
            <p>"Merge it when it says the same as another. Split it when it says several things. Take it out of use when nobody needs it. Nothing is lost."</p>
            <ButtonRow>
                <ButtonLink href=merge words="Merge it" kind=ButtonKind::Still/>
                <ButtonLink href=split words="Split it" kind=ButtonKind::Still/>
                <ButtonLink href=retire words="Take it out of use" kind=ButtonKind::Stop/>
            </ButtonRow>
        </Panel>
    }
    .into_any()
}

/// What was done with it: when, by whom, and what it was before.
fn history(site: &Site, one: &OneCode) -> AnyView {
    if one.history.is_empty() {
        return view! {
            <Panel id="history" title="What was done with it" inset=true>
                <p class="quiet">"Nothing since its history is kept."</p>
            </Panel>
        }
        .into_any();
    }
    let head = ["When", "What", "Who"].map(String::from).to_vec();
    // What it became after each step: the newest one led to what it is now.
    let mut after = one.code.frozen();
    let mut rows = Vec::with_capacity(one.history.len());
    for event in &one.history {
        let was = event.was.as_ref().map(|was| &was.0);
        let own = was.filter(|was| was.id == one.code.id);
        let what = happened(event.kind, was, own.map(|own| (own, &after)));
        let before = own.filter(|_| event.kind == CodeEventKind::Changed).map(|own| {
            let facts = as_it_was(own, &after, &one.book);
            view! { <Details words="As it was"><Facts facts/></Details> }
        });
        if let Some(own) = own {
            after = own.clone();
        }
        let who = event.staff_name.clone().unwrap_or_else(|| "The program".into());
        rows.push(TableRow {
            head: moment(site, event.at).into_any(),
            cells: vec![view! { {what}{before} }.into_any(), who.into_any()],
        });
    }
    view! {
        <Panel id="history" title="What was done with it"><DeskTable labelled_by="history" head rows/></Panel>
    }
    .into_any()
}

/// What happened to a code, in words. `own` is the code itself as it was and as it became.
fn happened(
    kind: CodeEventKind,
    was: Option<&FrozenCode>,
    own: Option<(&FrozenCode, &FrozenCode)>,
) -> String {
    let other = was.filter(|_| own.is_none()).map(|other| format!("\u{201c}{}\u{201d}", other.name));
    match (kind, other) {
        (CodeEventKind::Added, _) => "Added".into(),
        (CodeEventKind::Changed, _) => {
            let parts = own.map(|(before, after)| rules::differences(before, after)).unwrap_or_default();
            format!("Changed: {}", part_list(&parts))
        }
        (CodeEventKind::Merged, Some(other)) => format!("{other} was merged into it"),
        (CodeEventKind::Merged, None) => "Merged into another code".into(),
        (CodeEventKind::Split, Some(other)) => format!("Came out of {other}, which was split"),
        (CodeEventKind::Split, None) => "Split into codes under it".into(),
        (CodeEventKind::Retired, _) => "Taken out of use".into(),
        (CodeEventKind::Restored, _) => "Brought back into use".into(),
    }
}

/// What a part of a code is called.
fn part_words(part: CodePart) -> &'static str {
    match part {
        CodePart::Name => "short name",
        CodePart::Definition => "what it means",
        CodePart::UseWhen => "when to use it",
        CodePart::NotWhen => "when not to use it",
        CodePart::Example => "something typical",
        CodePart::NearMiss => "a near miss",
        CodePart::YoungName => "what young people would call it",
        CodePart::Colour => "colour",
        CodePart::Parent => "the code it stands under",
        CodePart::Codable => "whether it is given to answers",
    }
}

/// The parts of a code that changed, one after the other.
pub(super) fn part_list(parts: &[CodePart]) -> String {
    parts.iter().map(|part| part_words(*part)).collect::<Vec<_>>().join(", ")
}

/// What stood there before in the parts that changed.
fn as_it_was(before: &FrozenCode, after: &FrozenCode, book: &Codebook) -> Vec<Fact> {
    let named = |code: &FrozenCode| {
        let mut all = book.codes.iter().chain(&book.retired);
        all.find(|above| code.parent_id == Some(above.id)).map(|above| above.name.clone())
    };
    rules::differences(before, after)
        .into_iter()
        .map(|part| {
            let words = match part {
                CodePart::Name => before.name.clone(),
                CodePart::Definition => before.definition.clone(),
                CodePart::UseWhen => before.use_when.clone(),
                CodePart::NotWhen => before.not_when.clone(),
                CodePart::Example => before.example.clone(),
                CodePart::NearMiss => before.near_miss.clone(),
                CodePart::YoungName => before.young_name.clone(),
                CodePart::Colour => before.colour.map(colour_words).unwrap_or_default().to_string(),
                CodePart::Parent => named(before).unwrap_or_default(),
                CodePart::Codable if before.is_codable => "It was given to answers".into(),
                CodePart::Codable => "It only held other codes".into(),
            };
            let words = if words.is_empty() { "Nothing".to_string() } else { words };
            Fact::new(part_words(part), words)
        })
        .collect()
}
