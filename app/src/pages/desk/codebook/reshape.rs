//! Merging a code into another one, and splitting one.

use earshot_service::{Actor, DeskConsultation, SPLIT_FIELDS};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::{MERGE_CODE, OneCode, SPLIT_CODE, in_order, under};
use crate::components::{Button, ButtonKind, ButtonLink, Empty, NoteBox, PageHead, Panel, SelectOption};
use crate::pages::desk::shell::desk;
use crate::pages::desk::tried::{Form, Tried};
use crate::{Page, Site};

/// What the fields of the new codes are called: of their names, and of what they mean.
const SPLIT_LABELS: [(&str, &str); SPLIT_FIELDS.len()] = [
    ("Short name of the first code", "What the first means"),
    ("Short name of the second code", "What the second means"),
    ("Short name of the third code", "What the third means"),
    ("Short name of the fourth code", "What the fourth means"),
];

/// Chooses the code that another one is merged into, and says what follows.
pub fn merge(site: &Site, actor: &Actor, consultation: DeskConsultation, one: OneCode, tried: Tried) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let wrong = tried.is_wrong();
    Page::desk(format!("Merge: {}", one.code.name), move || {
        let slug = consultation.slug.as_str();
        let form = Form::empty(&tried, MERGE_CODE, "");
        let summary = form.summary();
        let back = one.href(slug);
        let options: Vec<SelectOption> = in_order(&one.book.codes)
            .into_iter()
            .filter(|(code, _)| code.id != one.code.id && code.is_codable)
            .map(|(code, _)| SelectOption::new(code.id.to_string(), &code.name))
            .collect();
        let holds = one.book.codes.iter().any(|code| code.parent_id == Some(one.code.id));
        let main = if holds {
            view! {
                <NoteBox>
                    <p>"Other codes stand under this one. Put them somewhere else first, then it can be merged."</p>
                </NoteBox>
            }
            .into_any()
        } else if options.is_empty() {
            view! {
                <Empty title="No other code" text="There is no other code that answers can be given. Add it first."/>
            }
            .into_any()
        } else {
            merge_form(&form, options, &one, slug)
        };
        let title = format!("Merge \u{201c}{}\u{201d} into another code", one.code.name);
        let body = view! {
            {summary}
            <PageHead title text="For two codes that turn out to say the same." quiet=true/>
            <div class="stack measure">{main}</div>
        }
        .into_any();
        desk(&site, &actor, under(&consultation).under(back, one.code.name.clone()), None, body)
    })
    .wrong(wrong)
}

fn merge_form(form: &Form, options: Vec<SelectOption>, one: &OneCode, slug: &str) -> AnyView {
    let (action, cancel) = (format!("{}/merge", one.href(slug)), one.href(slug));
    let into = form.select("into", "The code that stays", "", "Choose a code", options);
    let carried = one.carried();
    let actions = view! {
        <Button words="Merge them" kind=ButtonKind::Stop/>
        <ButtonLink href=cancel words="Leave it" kind=ButtonKind::Still/>
    }
    .into_any();
    view! {
        <Panel id="merge" title="Which code stays" action actions inset=true>
            <p><strong>{carried}</strong>" Each of them gets the code that stays instead. Who coded it and when is kept."</p>
            <p>"Themes that group this code group the other one too. This one goes out of use. Merging cannot be taken back as a whole."</p>
            {into}
        </Panel>
    }
    .into_any()
}

/// Asks for the codes that one is split into.
pub fn split(site: &Site, actor: &Actor, consultation: DeskConsultation, one: OneCode, tried: Tried) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let wrong = tried.is_wrong();
    Page::desk(format!("Split: {}", one.code.name), move || {
        let slug = consultation.slug.as_str();
        let form = Form::empty(&tried, SPLIT_CODE, "");
        let summary = form.summary();
        let (action, cancel) = (format!("{}/split", one.href(slug)), one.href(slug));
        let rows: Vec<AnyView> = SPLIT_FIELDS
            .into_iter()
            .zip(SPLIT_LABELS)
            .map(|((name, definition), (name_label, definition_label))| {
                let name = form.line(name, name_label, "");
                let definition = form.lines(definition, definition_label, "", 2);
                view! { {name}{definition} }.into_any()
            })
            .collect();
        let actions = view! {
            <Button words="Split it"/>
            <ButtonLink href=cancel words="Leave it" kind=ButtonKind::Still/>
        }
        .into_any();
        let carried = one.carried();
        let title = format!("Split \u{201c}{}\u{201d}", one.code.name);
        let body = view! {
            {summary}
            <PageHead title text="For a code under which several things have come together." quiet=true/>
            <div class="stack measure">
                <Panel id="split" title="The new codes, two at least" action actions inset=true>
                    <p><strong>{carried}</strong>" Nobody can tell by themselves which of the new codes fits: you go through them afterwards. Until then they keep the old one."</p>
                    <p>"The new codes stand under the old one, which is given to no more answers. Themes that group it group them too."</p>
                    {rows}
                </Panel>
            </div>
        }
        .into_any();
        let back = one.href(slug);
        desk(&site, &actor, under(&consultation).under(back, one.code.name.clone()), None, body)
    })
    .wrong(wrong)
}
