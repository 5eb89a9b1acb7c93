//! The audit trail: who did what, and when. For administrators.

use earshot_service::{Actor, AuditChain, AuditEntry, AuditPage};
use leptos::prelude::*;

use super::shell::{DeskStep, Here, count_of, desk, moment};
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonRow, DateField, DeskTable, Empty, FormRow, Link, NoteBox, PageHead,
    Pager, Panel, Select, SelectOption, Stack, TableRow, TextField, query_value,
};
use crate::{Page, Site};

/// What an action is called, for those that the desk knows.
fn action_words(action: &str) -> String {
    let words = match action {
        "action.add" => "Added an action",
        "action.update" => "Said how an action goes",
        "answer.clear" => "Cleared an answer",
        "answer.code" => "Coded an answer",
        "answer.decide-held" => "Decided about a held answer",
        "answer.hold" => "Held an answer",
        "answer.look" => "Looked at what young people wrote",
        "answer.look-held" => "Looked at held answers",
        "answer.redact" => "Took words out of an answer",
        "answer.unredact" => "Put words of an answer back",
        "answer.write-down" => "Wrote down what a recording says",
        "answers.import" => "Took in answers from a file",
        "area.add" => "Added an area",
        "area.change" => "Changed an area",
        "area.list" => "Took in a list of areas",
        "area.restore" => "Offered an area again",
        "area.retire" => "Retired an area",
        "clinic.expected" => "Wrote how many answers are counted on",
        "clinic.leave" => "Left a finding of the clinic as it is",
        "clinic.take-up" => "Took a finding of the clinic up again",
        "code.add" => "Added a code",
        "code.change" => "Changed a code",
        "code.retire" => "Retired a code",
        "codes.make" => "Made codes for slips",
        "codes.revoke" => "Took codes for slips back",
        "coding.import" => "Took in a coding from a file",
        "consultation.close" => "Closed",
        "consultation.create" => "Started a consultation",
        "consultation.decide" => "Decided",
        "consultation.extend" => "Gave more time",
        "consultation.feed-back" => "Told young people",
        "consultation.file" => "Added a file for questions",
        "consultation.file-removed" => "Took a file out",
        "consultation.file-words" => "Wrote what a file shows",
        "consultation.follow-up" => "Followed up",
        "consultation.open" => "Opened",
        "consultation.pause" => "Paused",
        "consultation.publish-findings" => "Published findings",
        "consultation.questions" => "Changed the questions",
        "consultation.questions-undo" => "Took a change of the questions back",
        "consultation.questions-while-open" => "Changed the questions while they are asked",
        "consultation.setup" => "Changed why and who decides",
        "consultation.targets" => "Wrote how many are hoped for",
        "decision.change" => "Changed a decision",
        "decision.create" => "Began a decision",
        "decision.publish" => "Published a decision",
        "decision.reply" => "Replied to a theme",
        "feedback.follow-up" => "Wrote what came of it",
        "feedback.publish" => "Published what young people are told",
        "holiday.add" => "Added school holidays",
        "holiday.remove" => "Took school holidays out",
        "library.keep" => "Kept questions in the library",
        "library.offer" => "Offered a set of the library again",
        "library.retire" => "Retired a set of the library",
        "library.take" => "Took questions from elsewhere",
        "need.add-quote" => "Added a quote to a need",
        "need.add-theme" => "Added a theme to a need",
        "need.agree" => "Agreed a need",
        "need.change" => "Changed a need",
        "need.create" => "Began a need",
        "need.propose" => "Proposed a need",
        "need.remove-quote" => "Took a quote out of a need",
        "need.remove-theme" => "Took a theme out of a need",
        "organisation.languages" => "Wrote which languages must be offered",
        "organisation.rename" => "Named the organisation",
        "paper.check" => "Compared a paper form with its first typing",
        "paper.correct" => "Corrected what was typed from a paper form",
        "paper.print" => "Made paper forms",
        "paper.take-back" => "Took a paper form back",
        "paper.type" => "Typed a paper form in",
        "population.take" => "Took in how many people live where",
        "priority.set" => "Set a priority",
        "quote.make" => "Made a quote",
        "quote.publish" => "Published a quote",
        "quote.strike" => "Struck a quote",
        "staff.end-session" => "Ended a session of their own",
        "staff.invite" => "Invited",
        "staff.revoke" => "Took a role back",
        "staff.sign-in" => "Signed in",
        "standards.add-evidence" => "Added evidence to a standard",
        "standards.begin" => "Began a self-assessment",
        "standards.remove-evidence" => "Took evidence out of a standard",
        "standards.score" => "Scored a standard",
        "standards.share" => "Shared the self-assessment",
        "standards.unshare" => "Stopped sharing the self-assessment",
        "theme.add" => "Added a theme",
        "theme.change" => "Changed a theme",
        "themes.import" => "Took in themes from a file",
        other => return other.replace(['.', '-'], " "),
    };
    words.to_string()
}

/// What was looked for, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct AuditAsked {
    /// In the name of whoever did it.
    pub who: String,
    /// How the action begins.
    pub what: String,
    /// In the reference of the record.
    pub about: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub until: String,
}

impl AuditAsked {
    fn pairs(&self) -> [(&'static str, &str); 5] {
        [
            ("who", &self.who),
            ("what", &self.what),
            ("about", &self.about),
            ("from", &self.from),
            ("until", &self.until),
        ]
    }

    /// Whether anything was looked for.
    pub fn is_empty(&self) -> bool {
        self.pairs().iter().all(|(_, value)| value.is_empty())
    }

    /// The address of a page of what was found, counted from 1.
    fn page(&self, page: i64) -> String {
        let mut address = format!("/desk/audit?page={page}");
        for (name, value) in self.pairs().into_iter().filter(|(_, value)| !value.is_empty()) {
            address = format!("{address}&{name}={}", query_value(value));
        }
        address
    }
}

/// What can be looked for by kind: how its actions begin, and what it is called.
const KINDS: [(&str, &str); 11] = [
    ("answer.look", "Looking at what young people wrote"),
    ("answer", "Answers: read, held, coded"),
    ("consultation", "Consultations and their questions"),
    ("paper", "Paper forms"),
    ("code", "Codes and coding"),
    ("theme", "Themes"),
    ("quote", "Quotes"),
    ("need", "Needs"),
    ("decision", "Decisions"),
    ("standards", "Hear by Right"),
    ("staff", "Staff and their roles"),
];

/// A page of the audit trail. `number` counts from 0; `wrong` names the days that are none.
pub fn audit(
    site: &Site,
    actor: &Actor,
    found: AuditPage,
    number: i64,
    asked: AuditAsked,
    wrong: &[&'static str],
    chain: Option<AuditChain>,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let is_wrong = !wrong.is_empty();
    let search = search(&asked, wrong);
    Page::desk("Audit trail", move || {
        let inside = if found.entries.is_empty() {
            let (title, text) = if asked.is_empty() {
                ("Nothing here", "What staff do will stand here, the newest first.")
            } else {
                ("Nothing found", "Nobody did such a thing on these days. Look for less.")
            };
            view! { <Empty title text/> }.into_any()
        } else {
            table(&site, found.entries)
        };
        let pager = (number > 0 || found.more).then(|| {
            let before = (number > 0).then(|| Link::new(asked.page(number), "Newer"));
            let after = found.more.then(|| Link::new(asked.page(number + 2), "Older"));
            let place = format!("Page {}", number + 1);
            view! { <Pager label="Pages of the trail" place before after/> }
        });
        let body = view! {
            <PageHead
                title="Audit trail"
                text="Who did what, and when. It holds references, never what young people said."
                quiet=true
            />
            <Stack>
                <Panel id="look-for" title="Look for">{search}</Panel>
                <Panel id="trail" title="The newest first">{inside}{pager}</Panel>
                {unbroken(chain)}
            </Stack>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Audit), None, body)
    })
    .wrong(is_wrong)
}

fn table(site: &Site, entries: Vec<AuditEntry>) -> AnyView {
    let head = ["When", "Who", "What", "About"].map(str::to_string).to_vec();
    let rows = entries
        .into_iter()
        .map(|entry| {
            let who = entry.staff_name.unwrap_or_else(|| "Earshot or the console".to_string());
            let subject = entry.subject;
            TableRow {
                head: moment(site, entry.at).into_any(),
                cells: vec![
                    who.into_any(),
                    action_words(&entry.action).into_any(),
                    view! { <span class="ref">{subject}</span> }.into_any(),
                ],
            }
        })
        .collect();
    view! { <DeskTable labelled_by="trail" head rows/> }.into_any()
}

fn search(asked: &AuditAsked, wrong: &[&'static str]) -> AnyView {
    let asked = asked.clone();
    let kinds = KINDS.into_iter().map(|(value, words)| SelectOption::new(value, words)).collect::<Vec<_>>();
    let error = |name: &str| {
        if wrong.contains(&name) { "Write the day as in 2026-06-14.".to_string() } else { String::new() }
    };
    let (from_error, until_error) = (error("from"), error("until"));
    let all = (!asked.is_empty()).then(|| view! { <a href="/desk/audit">"Show everything"</a> });
    view! {
        <form role="search" action="/desk/audit" class="in" novalidate=true>
            <FormRow>
                <TextField name="who" label="Who" note="part of a name" value=asked.who small=true autocomplete="off"/>
                <Select name="what" label="What" options=kinds value=asked.what empty="Everything" small=true/>
                <TextField
                    name="about"
                    label="About"
                    note="part of a reference"
                    value=asked.about
                    small=true
                    autocomplete="off"
                />
                <DateField name="from" label="From" value=asked.from error=from_error small=true/>
                <DateField name="until" label="Until" value=asked.until error=until_error small=true/>
            </FormRow>
            <ButtonRow><Button words="Search" kind=ButtonKind::Still/>{all}</ButtonRow>
        </form>
    }
    .into_any()
}

/// Whether the trail is as it was written, once somebody asks.
fn unbroken(chain: Option<AuditChain>) -> AnyView {
    let inside = match chain {
        None => view! {
            <p>"Every entry is sealed together with the one before it. An entry that was changed, taken out or put in afterwards breaks the chain."</p>
            <form action="/desk/audit" class="fit">
                <input type="hidden" name="chain" value="check"/>
                <ButtonRow><Button words="Check the chain" kind=ButtonKind::Still/></ButtonRow>
            </form>
        }
        .into_any(),
        Some(chain) => {
            let links = count_of(chain.events, "entry", "entries");
            let said = match chain.broken {
                None if chain.events == 0 => view! { <p>"Nothing was done yet, so there is nothing to check."</p> }.into_any(),
                None => {
                    let words = format!("Unbroken: {links}, each as it was written. The chain ends in ");
                    let end = chain.end;
                    view! {
                        <p>{words}<span class="ref">{end}</span>"."</p>
                        <p class="quiet">"Write the end down somewhere else, with the day. If it ever stands at another place of the chain, or nowhere, somebody has rewritten the trail."</p>
                    }
                    .into_any()
                }
                Some(number) => {
                    let text = format!(
                        "Entry {number} of {links} is missing, or is not as it was written. Keep the database and its backups as they are, and tell the data protection officer."
                    );
                    view! { <NoteBox kind=BoxKind::Late title="The chain is broken" id="broken"><p>{text}</p></NoteBox> }.into_any()
                }
            };
            let before = (chain.before > 0).then(|| {
                let words = format!("{} from before there was a chain.", count_of(chain.before, "entry", "entries"));
                view! { <p class="quiet">{words}</p> }
            });
            view! { {said}{before} }.into_any()
        }
    };
    view! { <Panel id="chain" title="Whether it is as it was written" inset=true>{inside}</Panel> }.into_any()
}
