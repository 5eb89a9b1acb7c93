//! Ways in: the address and its square, codes, and slips to print.

use std::fmt::Write;

use earshot_domain::code::{CODES_MAX, CodeKind};
use earshot_domain::consultation::Mode;
use earshot_domain::policy::Permission;
use earshot_service::{Actor, CodeBatch, DeskConsultation, NewCodes, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;
use qrcode::{Color, EcLevel, QrCode};

use super::consultations::try_it;
use super::shell::{ConsultationPart, DeskStep, Here, count_of, day, desk, parts};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, DateField, DeskTable, Empty, Fact, Grid, ListFacts, NoteBox,
    PageHead, Panel, Ref, Select, SelectOption, Stack, TableRow, TextField,
};
use crate::{Page, Site, say};

/// What was just done, by the key in the address.
fn done_words(key: &str) -> Option<&'static str> {
    (key == "revoked").then_some("Taken back. These codes let nobody in any more.")
}

/// Every way in to a consultation. `typed` is what stands in the form for codes.
pub fn ways(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    batches: Vec<CodeBatch>,
    typed: Typed,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = done.and_then(done_words).map(str::to_string);
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk(format!("Ways in: {}", consultation.setup.title), move || {
        let slug = consultation.slug.clone();
        let runs = actor.may(Permission::RunConsultations);
        let summary = wrong.summary();
        let makes = runs && (consultation.state.is_editable() || consultation.state.asks());
        let make = makes.then(|| make(&slug, &typed, &wrong));
        let list = list(&site, &slug, &batches, runs);
        let link = link(&site, &consultation);
        let beside = runs.then(|| beside(&site, &slug));
        let meta = vec![view! { <Ref code=consultation.reference.to_string()/> }.into_any()];
        let preview = try_it(&consultation);
        let tabs = parts(&actor, &slug, ConsultationPart::Ways);
        let body = view! {
            {summary}
            <PageHead title="Ways in" meta>{preview}</PageHead>
            {tabs}
            <Grid pad=true>
                <Stack>{make}{list}</Stack>
                <Stack>{link}{beside}</Stack>
            </Grid>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask).of(&slug, &consultation.setup.title);
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
}

/// The address, its square, and where codes are typed.
fn link(site: &Site, consultation: &DeskConsultation) -> AnyView {
    let address = format!("{}/c/{}", site.origin, consultation.slug);
    let join = format!("{}/join", site.origin);
    let who = if consultation.setup.by_invitation {
        "Only those with a code can answer. Give them a slip, or the address with a code behind it."
    } else {
        "Everybody who has this address can answer. Nobody needs a code."
    };
    let square = square(&address, "A square to scan: the address of this consultation");
    let facts = vec![Fact::new("The address", address), Fact::new("Where codes are typed", join)];
    view! {
        <Panel id="link" title="The address" inset=true>
            <p>{who}</p>
            <ListFacts facts/>
            {square}
        </Panel>
    }
    .into_any()
}

/// A tablet for many, and typing for somebody.
fn beside(site: &Site, slug: &str) -> AnyView {
    let address = format!("/c/{slug}");
    let kiosk = format!("{}{address}?kiosk=1", site.origin);
    let facts = vec![Fact::new("On another tablet, open", kiosk)];
    let (many, stop, assist) =
        (format!("{address}?kiosk=1"), format!("{address}?kiosk=0"), format!("{address}?assist=1"));
    let ideas = format!("/desk/c/{slug}/ideas");
    view! {
        <Panel id="many" title="A tablet for many people" inset=true>
            <p>"The tablet keeps nothing between one person and the next. It needs no script, and keeps no drafts."</p>
            <ListFacts facts/>
            <ButtonRow>
                <ButtonLink href=many words="Use this tablet for many people" kind=ButtonKind::Still/>
                <ButtonLink href=stop words="Stop" kind=ButtonKind::Still/>
            </ButtonRow>
        </Panel>
        <Panel id="assist" title="Type for somebody" inset=true>
            <p>"You type what somebody tells you. Before it is sent you say whether these are their exact words, or what you understood. What you understood is counted, and never quoted."</p>
            <ButtonRow><ButtonLink href=assist words="Type for somebody" kind=ButtonKind::Still/></ButtonRow>
        </Panel>
        <Panel id="write" title="Ideas and live words" inset=true>
            <p>"Young people can put ideas forward, or send words to a screen in the room. Nobody sees any before somebody has looked at it."</p>
            <ButtonRow><ButtonLink href=ideas words="Ideas and live words" kind=ButtonKind::Still/></ButtonRow>
        </Panel>
    }
    .into_any()
}

/// The form for codes.
fn make(slug: &str, typed: &Typed, wrong: &Wrong) -> AnyView {
    let action = format!("/desk/c/{slug}/ways/codes");
    let text = |name: &str| (typed.get(name).to_string(), wrong.at(name));
    let (kind, kind_error) = text("kind");
    let (count, count_error) = text("count");
    let (group, group_error) = text("group");
    let (uses, uses_error) = text("max_uses");
    let (expires, expires_error) = text("expires_on");
    let kinds = vec![
        SelectOption::new(CodeKind::Single.as_str(), "For one person each, once"),
        SelectOption::new(CodeKind::Group.as_str(), "For everybody of a group"),
    ];
    let actions = view! { <Button words="Make codes" kind=ButtonKind::Go/> }.into_any();
    view! {
        <Panel id="make" title="Make codes" inset=true action actions>
            <p>"You see the codes once, as slips to print. Earshot does not keep them."</p>
            <Select name="kind" label="Who uses a code" options=kinds value=kind error=kind_error/>
            <TextField
                name="count"
                label="How many codes"
                hint=format!("1 to {CODES_MAX}. For one class, one code is enough.")
                value=count
                error=count_error
                short=true
                inputmode="numeric"
            />
            <TextField
                name="group"
                label="School, club or ward"
                note="(needed for a group)"
                hint="The answers that come with these codes are counted for it. Never write the name of a person."
                value=group
                error=group_error
                autocomplete="off"
            />
            <TextField
                name="max_uses"
                label="How often a group may use its code"
                note="(if you want a limit)"
                value=uses
                error=uses_error
                short=true
                inputmode="numeric"
            />
            <DateField name="expires_on" label="Last day" note="(if you want one)" value=expires error=expires_error/>
        </Panel>
    }
    .into_any()
}

/// The codes that were made.
fn list(site: &Site, slug: &str, batches: &[CodeBatch], runs: bool) -> AnyView {
    if batches.is_empty() {
        return view! { <Empty title="No codes yet" text="Codes that you make stand here, with how often they were used."/> }
            .into_any();
    }
    let head = ["Made", "Who", "Codes", "Used", "Last day", ""].map(str::to_string).to_vec();
    let rows = batches.iter().map(|batch| row(site, slug, batch, runs)).collect();
    let foot = "Small numbers are hidden, so that nobody can be found by them.";
    view! {
        <Panel id="codes" title="Codes that were made" foot><DeskTable labelled_by="codes" head rows/></Panel>
    }
    .into_any()
}

fn row(site: &Site, slug: &str, batch: &CodeBatch, runs: bool) -> TableRow {
    let who = match (batch.kind, &batch.group) {
        (CodeKind::Single, None) => "One person each".to_string(),
        (CodeKind::Single, Some(group)) => format!("One person each: {group}"),
        (CodeKind::Group, group) => group.clone().unwrap_or_default(),
    };
    let codes = match batch.max_uses.filter(|_| batch.kind == CodeKind::Group) {
        Some(max) => format!("{}, {max} uses each", count_of(batch.codes, "code", "codes")),
        None => count_of(batch.codes, "code", "codes"),
    };
    let last = batch.expires_on.map(|last| day(site, last)).unwrap_or_default();
    let revoke = if batch.revoked {
        "Taken back".into_any()
    } else if runs {
        let action = format!("/desk/c/{slug}/ways");
        view! {
            <form method="post" action=action>
                {hidden("batch", batch.id.to_string())}
                <Button words="Take back" kind=ButtonKind::Stop/>
            </form>
        }
        .into_any()
    } else {
        ().into_any()
    };
    TableRow {
        head: day(site, batch.made_at.date_naive()).into_any(),
        cells: vec![who.into_any(), codes.into_any(), batch.used.text().into_any(), last.into_any(), revoke],
    }
}

/// The slips, once: a sheet to print and cut.
pub fn slips(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    codes: Vec<String>,
    new: &NewCodes,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let group = new.group.trim().to_string();
    Page::desk("Slips to print", move || {
        let slug = consultation.slug.clone();
        let made = count_of(i64::try_from(codes.len()).unwrap_or_default(), "code", "codes");
        let text = if group.is_empty() { made } else { format!("{made} for {group}") };
        let slips: Vec<AnyView> = codes.iter().map(|code| slip(&site, &consultation, code)).collect();
        let back = format!("/desk/c/{slug}/ways");
        let body = view! {
            <PageHead title="Slips to print" text quiet=true/>
            <div class="no-print">
                <NoteBox>
                    <p>"Print this page now, and cut along the lines. The codes are shown once: Earshot does not keep them."</p>
                    <p><a href=back>"Done: back to the ways in"</a></p>
                </NoteBox>
            </div>
            <ul class="slips plain">{slips}</ul>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask).of(&slug, &consultation.setup.title);
        desk(&site, &actor, here, None, body)
    })
}

/// One slip. What stands on it is for a young person, so it is in their language.
fn slip(site: &Site, consultation: &DeskConsultation, code: &str) -> AnyView {
    let setup = &consultation.setup;
    let title = setup.child_title.clone();
    let square = square(&format!("{}/join/{code}", site.origin), &say!(site, "slip-square"));
    let address = format!("{}/join", site.origin);
    let go = say!(site, "slip-go", address = address.as_str());
    let promise = say!(
        site,
        match setup.mode {
            Mode::Anonymous => "side-anonymous",
            Mode::Confidential => "side-confidential",
        }
    );
    let code = code.to_string();
    view! {
        <li class="slip">
            <div class="flow">
                <h2>{title}</h2>
                <p>{go}</p>
                <p class="slip-code">{code}</p>
                <p class="quiet small">{promise}</p>
            </div>
            {square}
        </li>
    }
    .into_any()
}

/// Light modules around a square, so that a camera finds it.
const QUIET: usize = 4;

/// The words of an address as a square to scan. Nothing where they are too long for one.
pub(super) fn square(words: &str, label: &str) -> Option<AnyView> {
    let (size, path) = square_path(words)?;
    let view_box = format!("0 0 {size} {size}");
    let label = label.to_string();
    Some(
        view! {
            <svg class="qr" viewBox=view_box role="img" aria-label=label shape-rendering="crispEdges">
                <path class="qr-paper" d=format!("M0 0h{size}v{size}h-{size}z")></path>
                <path class="qr-ink" d=path></path>
            </svg>
        }
        .into_any(),
    )
}

/// The width of the square in modules, and its dark modules as one path: each run of them a line.
fn square_path(words: &str) -> Option<(usize, String)> {
    let code = QrCode::with_error_correction_level(words, EcLevel::M).ok()?;
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, line) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = line[x..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    Some((width + 2 * QUIET, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws a path again as light and dark modules.
    fn drawn(size: usize, path: &str) -> Vec<Vec<bool>> {
        let mut field = vec![vec![false; size]; size];
        for run in path.split('M').skip(1) {
            let (start, rest) = run.split_once('h').unwrap();
            let (x, y) = start.split_once(' ').unwrap();
            let length: usize = rest.split_once('v').unwrap().0.parse().unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            for module in &mut field[y][x..x + length] {
                assert!(!*module, "drawn twice");
                *module = true;
            }
        }
        field
    }

    #[test]
    fn a_square_is_drawn_as_it_was_made() {
        let words = "https://earshot.example/join/KX4M-7QPD";
        let (size, path) = square_path(words).unwrap();
        let field = drawn(size, &path);
        let code = QrCode::with_error_correction_level(words, EcLevel::M).unwrap();
        assert_eq!(size, code.width() + 8);
        for (y, line) in field.iter().enumerate() {
            for (x, dark) in line.iter().enumerate() {
                let inside = (QUIET..size - QUIET).contains(&x) && (QUIET..size - QUIET).contains(&y);
                let made = inside && code[(x - QUIET, y - QUIET)] == Color::Dark;
                assert_eq!(*dark, made, "{x} {y}");
            }
        }
        assert!(square_path(&"x".repeat(5_000)).is_none());
    }
}
