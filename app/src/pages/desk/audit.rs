//! The audit trail: who did what, and when. For administrators.

use earshot_service::{Actor, AuditEntry};
use leptos::prelude::*;

use super::shell::{DeskStep, Here, desk, moment};
use crate::components::{DeskTable, Empty, Link, PageHead, Pager, Panel, TableRow};
use crate::{Page, Site};

/// What an action is called, for those that the desk knows.
fn action_words(action: &str) -> String {
    let words = match action {
        "answer.clear" => "Cleared an answer",
        "answer.code" => "Coded an answer",
        "answer.decide-held" => "Decided about a held answer",
        "answer.hold" => "Held an answer",
        "clinic.expected" => "Wrote how many answers are counted on",
        "clinic.leave" => "Left a finding of the clinic as it is",
        "clinic.take-up" => "Took a finding of the clinic up again",
        "consultation.close" => "Closed",
        "consultation.create" => "Started a consultation",
        "consultation.decide" => "Decided",
        "consultation.extend" => "Gave more time",
        "consultation.feed-back" => "Told young people",
        "consultation.follow-up" => "Followed up",
        "consultation.open" => "Opened",
        "consultation.pause" => "Paused",
        "consultation.publish-findings" => "Published findings",
        "consultation.questions" => "Changed the questions",
        "consultation.setup" => "Changed why and who decides",
        "holiday.add" => "Added school holidays",
        "holiday.remove" => "Took school holidays out",
        "library.keep" => "Kept questions in the library",
        "library.offer" => "Offered a set of the library again",
        "library.retire" => "Retired a set of the library",
        "library.take" => "Took questions from elsewhere",
        "organisation.languages" => "Wrote which languages must be offered",
        "organisation.rename" => "Named the organisation",
        "paper.check" => "Compared a paper form with its first typing",
        "paper.correct" => "Corrected what was typed from a paper form",
        "paper.print" => "Made paper forms",
        "paper.take-back" => "Took a paper form back",
        "paper.type" => "Typed a paper form in",
        "staff.invite" => "Invited",
        "staff.revoke" => "Took a role back",
        "staff.sign-in" => "Signed in",
        other => return other.replace(['.', '-'], " "),
    };
    words.to_string()
}

/// A page of the audit trail.
pub fn audit(site: &Site, actor: &Actor, entries: Vec<AuditEntry>, page: i64, more: bool) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    Page::desk("Audit trail", move || {
        let inside = if entries.is_empty() {
            view! { <Empty title="Nothing here" text="What staff do will stand here, the newest first."/> }
                .into_any()
        } else {
            let head = ["When", "Who", "What", "About"].map(str::to_string).to_vec();
            let rows = entries
                .into_iter()
                .map(|entry| {
                    let who = entry.staff_name.unwrap_or_else(|| "Earshot or the console".to_string());
                    let subject = entry.subject;
                    TableRow {
                        head: moment(&site, entry.at).into_any(),
                        cells: vec![
                            who.into_any(),
                            action_words(&entry.action).into_any(),
                            view! { <span class="ref">{subject}</span> }.into_any(),
                        ],
                    }
                })
                .collect();
            view! { <DeskTable labelled_by="trail" head rows/> }.into_any()
        };
        let pager = (page > 0 || more).then(|| {
            let to = |page: i64| format!("/desk/audit?page={}", page + 1);
            let before = (page > 0).then(|| Link::new(to(page - 1), "Newer"));
            let after = more.then(|| Link::new(to(page + 1), "Older"));
            let place = format!("Page {}", page + 1);
            view! { <Pager label="Pages of the trail" place before after/> }
        });
        let body = view! {
            <PageHead
                title="Audit trail"
                text="Who did what, and when. It holds references, never what young people said."
                quiet=true
            />
            <Panel id="trail" title="The newest first">{inside}{pager}</Panel>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Audit), None, body)
    })
}
