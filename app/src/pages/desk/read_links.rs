//! Links with which somebody outside reads the evidence of a consultation for a time.

use chrono::{DateTime, Utc};
use earshot_service::{Actor, DeskConsultation, NewReadLink, READ_DAYS, ReadLink, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::codebook::here;
use super::shell::{count_of, desk, moment};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, DeskTable, Empty, NoteBox, PageHead, Panel, Select,
    SelectOption, Stack, TableRow, Tag, TagKind, TextField,
};
use crate::{Page, Site};

/// The links of a consultation, and the form that makes one. `now` is this moment.
pub fn links(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    (links, now): (Vec<ReadLink>, DateTime<Utc>),
    typed: &Typed,
    (done, refusals): (Option<&str>, &[Refusal]),
) -> Page {
    let (site, actor, typed) = (site.clone(), actor.clone(), typed.clone());
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    let flash = (done == Some("revoked")).then(|| "Taken back. The link opens nothing any more.".to_string());
    Page::desk("Share the evidence", move || {
        let summary = wrong.summary();
        let slug = consultation.slug.as_str();
        let table = table(&site, slug, links, now);
        let form = if consultation.state.is_editable() || consultation.state.asks() {
            view! {
                <NoteBox>
                    <p>"Close the consultation first: while answers come in, two looks would tell what came in between them."</p>
                </NoteBox>
            }
            .into_any()
        } else {
            form(slug, &typed, &wrong)
        };
        let body = view! {
            {summary}
            <PageHead
                title="Share the evidence"
                text="A link for somebody outside the desk, such as an inspector or a member of a board. They see what was said in suppressed counts, the final themes with published quotes, the needs and the decisions, and nothing that a young person wrote besides."
                quiet=true
            />
            <Stack>{form}<Panel id="links" title="Links">{table}</Panel></Stack>
        }
        .into_any();
        let here = here(&consultation).under(format!("/desk/c/{slug}/findings"), "Findings");
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
}

fn form(slug: &str, typed: &Typed, wrong: &Wrong) -> AnyView {
    let (whom, whom_error) = (typed.get("for_whom").to_string(), wrong.at("for_whom"));
    let days = match typed.get("days") {
        "" => READ_DAYS[1].to_string(),
        days => days.to_string(),
    };
    let options = READ_DAYS.iter().map(|n| SelectOption::new(n.to_string(), format!("{n} days"))).collect();
    let days_error = wrong.at("days");
    let action = format!("/desk/c/{slug}/evidence");
    let actions = view! { <Button words="Make a link"/> }.into_any();
    view! {
        <Panel id="new" title="A link for somebody" action inset=true actions>
            <TextField name="for_whom" label="Whom it is for" hint="For example: the inspector of children\u{2019}s services" value=whom error=whom_error autocomplete="off"/>
            <Select name="days" label="It works for" options value=days error=days_error/>
        </Panel>
    }
    .into_any()
}

fn table(site: &Site, slug: &str, links: Vec<ReadLink>, now: DateTime<Utc>) -> AnyView {
    if links.is_empty() {
        return view! { <Empty title="None yet" text="Links that you make stand here, with how often they were used."/> }
            .into_any();
    }
    let head = ["For", "Take it back", "Works until", "Used", "Made"].map(str::to_string).to_vec();
    let rows = links
        .into_iter()
        .map(|link| {
            let live = link.revoked_at.is_none() && link.expires_at > now;
            let action = format!("/desk/c/{slug}/evidence/revoke");
            let revoke = if live {
                let spoken = format!("the link for {}", link.for_whom);
                view! {
                    <form method="post" action=action>
                        {hidden("id", link.id.to_string())}
                        <Button words="Take it back" kind=ButtonKind::Still spoken/>
                    </form>
                }
                .into_any()
            } else if link.revoked_at.is_some() {
                view! { <Tag words="Taken back" kind=TagKind::Wait/> }.into_any()
            } else {
                view! { <Tag words="Over" kind=TagKind::Wait/> }.into_any()
            };
            let used = match link.visited_at {
                Some(at) => format!("{}, last {}", count_of(link.visits, "time", "times"), moment(site, at)),
                None => "Not yet".to_string(),
            };
            let made = match link.made_by {
                Some(name) => format!("{name}, {}", moment(site, link.created_at)),
                None => moment(site, link.created_at),
            };
            TableRow {
                head: link.for_whom.into_any(),
                cells: vec![
                    revoke,
                    moment(site, link.expires_at).into_any(),
                    used.into_any(),
                    made.into_any(),
                ],
            }
        })
        .collect();
    view! { <DeskTable labelled_by="links" head rows/> }.into_any()
}

/// The link that was made; shown this once.
pub fn made(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    new: &NewReadLink,
    origin: &str,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let link = format!("{origin}/read/{}", new.token);
    let until = moment(&site, new.expires_at);
    let title = format!("A link for {}", new.for_whom);
    Page::desk(title.clone(), move || {
        let slug = consultation.slug.as_str();
        let back = format!("/desk/c/{slug}/evidence");
        let href = back.clone();
        let body = view! {
            <PageHead title/>
            <NoteBox kind=BoxKind::Promise measure=true>
                <p><label for="link">"Send this link to them. It is shown only now."</label></p>
                <p><input class="input" id="link" readonly=true value=link/></p>
                <p>"It works until "{until}", for everybody who has it. Each hour in which it is used stands in the audit trail."</p>
            </NoteBox>
            <div class="pad-top">
                <ButtonRow><ButtonLink href words="Done" kind=ButtonKind::Still/></ButtonRow>
            </div>
        }
        .into_any();
        desk(&site, &actor, here(&consultation).under(back, "Share the evidence"), None, body)
    })
}
