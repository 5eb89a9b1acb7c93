//! The evidence pack: what there may be one of, and the files.

use earshot_domain::evidence::ThemeState;
use earshot_domain::policy::Permission;
use earshot_domain::reference::Reference;
use earshot_service::{Actor, Codebook, DeskConsultation};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::codebook::here;
use super::shell::desk;
use super::tried::code_tabs;
use crate::components::{BoxKind, DeskTable, NoteBox, PageHead, Panel, Stack, TableRow};
use crate::{Page, Site};

/// The packs of a consultation: of all of it, and of each of its final themes; or why there is none yet. `not_known` says why
/// it is not known who is missing, where it is not.
pub fn pack(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    book: Codebook,
    not_known: Option<&'static str>,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    Page::desk("Evidence pack", move || {
        let state = consultation.state;
        let slug = consultation.slug.as_str();
        let files = if state.is_editable() || state.asks() {
            not_yet(slug, state.asks())
        } else {
            let unpublished = (!state.shows_findings()).then(|| {
                view! {
                    <NoteBox kind=BoxKind::Sunk>
                        <p>"The findings are not published yet. The pack says so, and holds no quote until they are."</p>
                    </NoteBox>
                }
            });
            let table = table(slug, &book);
            let figures = not_known.map(figures);
            view! { {unpublished}{figures}<Panel id="packs" title="Take it along">{table}</Panel> }.into_any()
        };
        let tabs = code_tabs(&consultation, "pack", actor.may(Permission::Analyse));
        let body = view! {
            <PageHead
                title="Evidence pack"
                text="One document for a report, a board or an inspector, that says how it was made and where each sentence comes from."
                quiet=true
            />
            {tabs}
            <div class="pad-top">
                <Stack>
                    {files}
                    <Panel id="inside" title="What is in it" inset=true>
                        <ul>
                            <li>"How young people were asked, how many answered, who is missing, who read it, and what they were told"</li>
                            <li>"The final themes with how many said it, and published quotes with their references"</li>
                            <li>"The counted questions as tables and bars, with small numbers hidden"</li>
                            <li>"The needs that rest on it and the decisions that answer it"</li>
                            <li>"What it cannot say, and the address of every record"</li>
                        </ul>
                        <p>"Nothing that a young person wrote is in it but quotes that are published and not taken back. Who made a pack stands in the audit trail."</p>
                    </Panel>
                </Stack>
            </div>
        }
        .into_any();
        let here = here(&consultation).under(format!("/desk/c/{slug}/findings"), "Findings");
        desk(&site, &actor, here, None, body)
    })
}

/// Why there is no pack yet, and the way to where that changes.
fn not_yet(slug: &str, asks: bool) -> AnyView {
    let why = if asks {
        "Close the consultation first: while answers come in, two packs would tell what came in between them."
    } else {
        "Nobody has been asked yet. A pack can be made once the consultation was open and is closed."
    };
    let back = format!("/desk/c/{slug}");
    view! {
        <NoteBox title="There is no evidence pack yet">
            <p>{why}</p>
            <p><a href=back>"Back to the consultation"</a></p>
        </NoteBox>
    }
    .into_any()
}

/// What the pack cannot say of who is missing, and the way to change that.
fn figures(why: &'static str) -> AnyView {
    view! {
        <NoteBox kind=BoxKind::Sunk>
            <p>{why}" The pack says so. "<a href="/desk/population">"Bring in how many young people live where"</a></p>
        </NoteBox>
    }
    .into_any()
}

/// Both files of a pack; `about` is what a screen reader says behind their names.
pub(super) fn both_files(docx: String, pdf: String, about: String) -> (AnyView, AnyView) {
    let of = about.clone();
    let docx = view! { <a href=docx>"Word document"<span class="hush">" about "{of}</span></a> }.into_any();
    let pdf = view! { <a href=pdf>"PDF"<span class="hush">" about "{about}</span></a> }.into_any();
    (docx, pdf)
}

fn table(slug: &str, book: &Codebook) -> AnyView {
    let row = |name: String, theme: Option<Reference>| {
        let part = theme.map(|theme| format!("?theme={theme}")).unwrap_or_default();
        let address = |ending: &str| format!("/desk/c/{slug}/pack.{ending}{part}");
        let (docx, pdf) = both_files(address("docx"), address("pdf"), name.clone());
        TableRow { head: name.into_any(), cells: vec![docx, pdf] }
    };
    let themes = book.themes.iter().filter(|theme| theme.state == ThemeState::Final);
    let rows = std::iter::once(row("The whole consultation".into(), None))
        .chain(themes.map(|theme| row(format!("{} {}", theme.reference, theme.name), Some(theme.reference))))
        .collect();
    let head = ["About", "Word", "PDF"].map(str::to_string).to_vec();
    view! { <DeskTable labelled_by="packs" head rows/> }.into_any()
}
