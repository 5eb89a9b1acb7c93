//! The audit trail: who did what, and when. For administrators.

use earshot_service::{Actor, AuditChain, AuditEntry, AuditPage, Person, Refusal, hex};
use leptos::prelude::*;

use super::paging::{TIMES, pager};
use super::shell::{DeskStep, Here, behind_the_last, count_of, desk, moment};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonRow, DateField, DeskTable, Empty, FormRow, NoteBox, PageHead, Panel,
    Select, SelectOption, Stack, TableRow, TextField, query_value,
};
use crate::{Page, Site};

/// What was done, in words. Every action that a use case writes has its line.
const ACTIONS: &[(&str, &str)] = &[
    ("action.add", "Added an action"),
    ("action.update", "Said how an action goes"),
    ("answer.check", "Looked over what is taken out of an answer"),
    ("answer.clear", "Cleared an answer"),
    ("answer.code", "Coded an answer"),
    ("answer.code-piece", "Coded a piece of an answer"),
    ("answer.decide-held", "Decided about a held answer"),
    ("answer.fine", "Said that words of an answer are fine"),
    ("answer.held-back", "Took back or changed what was held as it came, before anybody decided"),
    ("answer.hold", "Held an answer"),
    ("answer.look", "Looked at what young people wrote"),
    ("answer.look-held", "Looked at held answers"),
    ("answer.redact", "Took words out of an answer"),
    ("answer.uncode-piece", "Took a code off a piece of an answer"),
    ("answer.undo", "Took back their last coding of an answer"),
    ("answer.unredact", "Put words of an answer back"),
    ("answer.write-down", "Wrote down what a recording says"),
    ("answers.import", "Took in answers from a file"),
    ("area.add", "Added an area"),
    ("area.change", "Changed an area"),
    ("area.delete", "Deleted an area"),
    ("area.list", "Took in a list of areas"),
    ("area.restore", "Offered an area again"),
    ("area.retire", "Retired an area"),
    ("board.add", "Added a board"),
    ("board.change", "Changed a board"),
    ("board.end", "Ended a board"),
    ("board.reopen", "Let a board decide again"),
    ("campaign.add", "Counted answers in nearly the same words apart"),
    ("campaign.remove", "Took answers in nearly the same words apart again"),
    ("clinic.expected", "Wrote how many answers are counted on"),
    ("clinic.leave", "Left a finding of the clinic as it is"),
    ("clinic.take-up", "Took a finding of the clinic up again"),
    ("code.add", "Added a code"),
    ("code.change", "Changed a code"),
    ("code.merge", "Merged a code into another"),
    ("code.restore", "Brought a code back into use"),
    ("code.retire", "Retired a code"),
    ("code.split", "Split a code"),
    ("codebook.freeze", "Froze the codebook"),
    ("codes.make", "Made codes for slips"),
    ("codes.revoke", "Took codes for slips back"),
    ("coding.import", "Took in a coding from a file"),
    ("coding.import-back", "Took back what a file of coding had brought"),
    ("comment.escalate", "Passed a post to the safeguarding lead"),
    ("comment.keep", "Kept a post that was passed on"),
    ("comment.redact", "Showed a post without some of its words"),
    ("comment.reject", "Did not show a post"),
    ("comment.release", "Gave a post back to be checked"),
    ("comment.show", "Showed a post"),
    ("comments.close", "Stopped taking comments"),
    ("comments.open", "Let young people comment"),
    ("consultation.board", "Chose which board decides"),
    ("consultation.check", "Looked at a sensitive consultation for somebody else to open"),
    ("consultation.close", "Closed"),
    ("consultation.create", "Started a consultation"),
    ("consultation.decide", "Decided"),
    ("consultation.extend", "Gave more time"),
    ("consultation.feed-back", "Told young people"),
    ("consultation.file", "Added a file for questions"),
    ("consultation.file-removed", "Took a file out"),
    ("consultation.file-words", "Wrote what a file shows"),
    ("consultation.follow-up", "Followed up"),
    ("consultation.open", "Opened"),
    ("consultation.pause", "Paused"),
    ("consultation.publish-findings", "Published findings"),
    ("consultation.questions", "Changed the questions"),
    ("consultation.questions-undo", "Took a change of the questions back"),
    ("consultation.questions-while-open", "Changed the questions while they are asked"),
    ("consultation.setup", "Changed why and who decides"),
    ("consultation.targets", "Wrote how many are hoped for"),
    ("contact.agree", "Agreed to open how to reach somebody"),
    ("contact.ask", "Asked to open how to reach somebody"),
    ("contact.look", "Looked at how to reach somebody"),
    ("contact.refuse", "Said no to opening how to reach somebody"),
    ("decision.change", "Changed a decision"),
    ("decision.create", "Began a decision"),
    ("decision.publish", "Published a decision"),
    ("decision.reply", "Replied to a theme"),
    ("evidence.read", "Read the evidence"),
    ("evidence.share", "Gave somebody outside a link to the evidence"),
    ("evidence.unshare", "Took a link to the evidence back"),
    ("export.approve", "Agreed to a file of words as they were written"),
    ("export.ask", "Asked for a file"),
    ("export.console", "Wrote a file at the console"),
    ("export.fetch", "Fetched a file"),
    ("export.pack", "Made an evidence pack"),
    ("export.qdc", "Took the codebook along for another program"),
    ("export.qdpx", "Took the coding along for another program, redacted"),
    ("export.refuse", "Did not agree to a file"),
    ("feedback.follow-up", "Wrote what came of it"),
    ("feedback.publish", "Published what young people are told"),
    ("holiday.add", "Added school holidays"),
    ("holiday.remove", "Took school holidays out"),
    ("ideas.close", "Stopped taking ideas"),
    ("ideas.open", "Let young people put ideas forward"),
    ("installation.rotate-secret", "Changed the installation’s secret"),
    ("job.discard", "Threw something away that could not be sent"),
    ("job.retry", "Had something sent again"),
    ("library.keep", "Kept questions in the library"),
    ("library.offer", "Offered a set of the library again"),
    ("library.retire", "Retired a set of the library"),
    ("library.take", "Took questions from elsewhere"),
    ("live.close", "Stopped taking live words"),
    ("live.open", "Put a question on a screen and took live words"),
    ("matrix.write", "Wrote in a cell of the matrix"),
    ("memo.add", "Wrote a note beside an answer or a code"),
    ("memo.remove", "Took a note of theirs away"),
    ("need.add-quote", "Added a quote to a need"),
    ("need.add-theme", "Added a theme to a need"),
    ("need.agree", "Agreed a need"),
    ("need.change", "Changed a need"),
    ("need.create", "Began a need"),
    ("need.propose", "Proposed a need"),
    ("need.remove-quote", "Took a quote out of a need"),
    ("need.remove-theme", "Took a theme out of a need"),
    ("news.reminder", "Sent a reminder to those who asked"),
    ("news.thanks", "Sent thanks to those who asked"),
    ("organisation.add", "Added the organisation"),
    ("organisation.languages", "Wrote which languages must be offered"),
    ("organisation.rename", "Named the organisation"),
    ("paper.check", "Compared a paper form with its first typing"),
    ("paper.correct", "Corrected what was typed from a paper form"),
    ("paper.print", "Made paper forms"),
    ("paper.take-back", "Took a paper form back"),
    ("paper.type", "Typed a paper form in"),
    ("partner.accept", "Accepted a link with another organisation"),
    ("partner.decline", "Declined a link with another organisation"),
    ("partner.end", "Ended a link with another organisation"),
    ("partner.look", "Read evidence through a link between organisations"),
    ("partner.offer", "Offered a link to another organisation"),
    ("partner.take-out", "Took a consultation out of a link with another organisation"),
    ("partner.withdraw", "Took the offer of a link back"),
    ("population.take", "Took in how many people live where"),
    ("priority.set", "Set a priority"),
    ("quote.check", "Looked at a quote of somebody else"),
    ("quote.look-again", "Looked again at what cites a quote that was taken back"),
    ("quote.make", "Made a quote"),
    ("quote.publish", "Published a quote"),
    ("quote.strike", "Struck a quote"),
    ("redaction.lists", "Changed which words are looked for in answers"),
    ("request.acknowledge", "Said that a request was read"),
    ("request.answer", "Answered a request"),
    ("request.look", "Read a request"),
    ("request.note", "Noted something about a request"),
    ("request.pause", "Asked for something about a request"),
    ("request.receive", "A request came"),
    ("request.refuse", "Refused a request"),
    ("request.reply", "Somebody wrote back to a request"),
    ("request.resume", "Went on with a request"),
    ("request.write", "Wrote a request down"),
    ("retention.answers", "Deleted words whose time was over"),
    ("retention.change", "Changed how long something is kept"),
    ("retention.comments", "Deleted posts whose time was over"),
    ("retention.equality", "Counted equality answers whose time was over"),
    ("retention.hold", "Held something for a legal case"),
    ("retention.lift", "Ended a hold"),
    ("retention.receipts", "Forgot four words whose time was over"),
    ("retention.requests", "Deleted requests whose time was over"),
    ("retention.young-accounts", "Deleted accounts of young people whose time was over"),
    ("retention.safeguarding", "Deleted lines of the safeguarding log whose time was over"),
    ("round.close", "Closed a round of double coding"),
    ("round.code", "Coded an answer in a round of double coding"),
    ("round.finish", "Was done with their part of a round of double coding"),
    ("round.names", "Looked for names in a round of double coding"),
    ("round.settle", "Settled a difference of a round of double coding"),
    ("round.start", "Began a round of double coding"),
    ("round.stop", "Stopped a round of double coding"),
    ("safeguarding.words", "Changed the words that put an answer first"),
    ("safeguarding.plan", "Changed hours and clocks of reading"),
    ("organisation.second-step", "Said whether readers need a second step"),
    ("staff.second-step", "Set up their second step"),
    ("staff.second-step-forgotten", "Took somebody’s second step away"),
    ("staff.second-step-removed", "Took their second step away"),
    ("staff.second-step-shown", "Showed their second step"),
    ("staff.passkey", "Made a passkey"),
    ("staff.passkey-removed", "Took a passkey away"),
    ("staff.provider-new", "Came through a provider for the first time"),
    ("staff.provider-roles", "Was given or lost roles by a provider’s groups"),
    ("staff.end-session", "Ended a session of their own"),
    ("staff.invite", "Invited"),
    ("staff.revoke", "Took a role back"),
    ("staff.sign-in", "Signed in"),
    ("session.few-adults", "Gave a reason why fewer than two adults were in a group session"),
    ("session.import", "Took a group session in"),
    ("session.take-back", "Took a group session back"),
    ("session.take-back-one", "Took one speaker of a group session back"),
    ("standards.add-evidence", "Added evidence to a standard"),
    ("standards.begin", "Began a self-assessment"),
    ("standards.remove-evidence", "Took evidence out of a standard"),
    ("standards.score", "Scored a standard"),
    ("standards.share", "Shared the self-assessment"),
    ("standards.unshare", "Stopped sharing the self-assessment"),
    ("suggestion.dismiss", "Dismissed a suggestion"),
    ("suppression.choose", "Chose how small numbers are hidden"),
    ("theme.add", "Added a theme"),
    ("theme.change", "Changed a theme"),
    ("themes.import", "Took in themes from a file"),
    ("tray.add", "Put an answer aside as a possible quote"),
    ("tray.remove", "Took an answer off the tray"),
    ("young.add", "Gave a young person an account"),
    ("young.add-group", "Added a group of young people"),
    ("young.age", "Changed how old a young person is"),
    ("young.ask-group", "Said what a group of young people is asked"),
    ("young.code", "Made a code for a young person"),
    ("young.end-group", "Ended a group of young people"),
    ("young.go-on", "Let a young person’s account go on"),
    ("young.passkeys-removed", "Took a young person’s passkeys away"),
    ("young.pause", "Paused a young person’s account"),
    ("young.remove", "Removed a young person’s account"),
    ("young.rename-group", "Renamed a group of young people"),
    ("young.renew", "Renewed a young person’s account"),
];

fn action_words(action: &str) -> String {
    let words = ACTIONS.iter().find(|(name, _)| *name == action);
    words.map_or_else(|| action.replace(['.', '-'], " "), |(_, words)| (*words).to_string())
}

/// What there is to show.
#[derive(Debug, Clone)]
pub struct Shown {
    /// What was found; nothing where what was looked for cannot be read.
    pub found: Option<AuditPage>,
    /// The page of it, counted from 0.
    pub number: i64,
    /// Whether the trail is as it was written, where that was asked.
    pub chain: Option<AuditChain>,
}

/// What is looked for stands in these fields.
const FIELDS: [&str; 5] = ["who", "what", "about", "from_on", "until_on"];

/// The address of a page of what was found, counted from 1.
fn address(typed: &Typed, page: i64) -> String {
    FIELDS
        .into_iter()
        .filter(|name| !typed.get(name).is_empty())
        .fold(format!("/desk/audit?page={page}"), |address, name| {
            format!("{address}&{name}={}", query_value(typed.get(name)))
        })
}

/// What can be looked for by kind: how its actions begin, and what it is called.
const KINDS: [(&str, &str); 22] = [
    ("answer.look", "Looking at what young people wrote"),
    ("answer", "Answers: read, held, coded"),
    ("consultation", "Consultations and their questions"),
    ("paper", "Paper forms"),
    ("session", "Group sessions"),
    ("code", "Codes and coding"),
    ("round", "Double coding"),
    ("theme", "Themes"),
    ("quote", "Quotes"),
    ("need", "Needs"),
    ("decision", "Decisions"),
    ("board", "Boards"),
    ("comment", "Posts of young people"),
    ("ideas", "Ideas turned on or off"),
    ("live", "Questions on a screen"),
    ("export", "Files that were taken out"),
    ("standards", "Hear by Right"),
    ("staff", "Staff and their roles"),
    ("young", "Accounts of young people"),
    ("partner", "Links with other organisations"),
    ("news", "News by mail"),
    ("job", "What is on its way"),
];

/// A page of the audit trail.
pub fn audit(
    site: &Site,
    actor: &Actor,
    people: &[Person],
    typed: &Typed,
    refusals: &[Refusal],
    shown: Shown,
) -> Page {
    let (site, actor, typed) = (site.clone(), actor.clone(), typed.clone());
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    let form = search(people, &typed, &wrong);
    let is_everything = FIELDS.into_iter().all(|name| typed.get(name).is_empty());
    Page::desk("Audit trail", move || {
        let summary = wrong.summary();
        let Shown { found, number, chain } = shown;
        let trail = found.map(|found| {
            let to = |page| address(&typed, page + 1);
            let pager = pager("Pages of the trail", TIMES, (number, found.more), to);
            let inside = match found.entries.is_empty() {
                false => table(&site, found.entries),
                true if number > 0 => behind_the_last(address(&typed, 1)),
                true if is_everything => {
                    view! { <Empty title="Nothing here" text="What staff do will stand here, the newest first."/> }
                        .into_any()
                }
                true => view! { <Empty title="Nothing found" text="Nobody did such a thing on these days. Look for less."/> }
                    .into_any(),
            };
            view! { <Panel id="trail" title="The newest first">{inside}{pager}</Panel> }
        });
        let body = view! {
            {summary}
            <PageHead
                title="Audit trail"
                text="Who did what, when, and why where they wrote it. It holds references, never what young people said."
                quiet=true
            />
            <Stack>
                <Panel id="look-for" title="Look for">{form}</Panel>
                {trail}
                {unbroken(chain)}
            </Stack>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::Audit), None, body)
    })
    .wrong(is_wrong)
}

/// Bytes of a hash that are shown: as many as tell two states of a record apart.
const SHOWN: usize = 4;

/// What was done, why, and what shows what changed.
fn what(entry: &AuditEntry) -> AnyView {
    let words = action_words(&entry.action);
    let short = |hash: &[u8]| format!("{}…", hex(hash.get(..SHOWN).unwrap_or_default()));
    let (before, after) = (entry.detail.before_hash.as_deref(), entry.detail.after_hash.as_deref());
    let changed = match (before, after) {
        (Some(before), Some(after)) if before == after => Some(format!("Left as it was: {}", short(after))),
        (Some(before), Some(after)) => Some(format!("Changed from {} to {}", short(before), short(after))),
        (None, Some(after)) => Some(format!("New: {}", short(after))),
        (Some(before), None) => Some(format!("Taken away: {}", short(before))),
        (None, None) => None,
    };
    let why = entry.detail.reason.clone();
    let why = why.map(|why| view! { <div class="quiet small">{format!("Why: {why}")}</div> });
    let changed = changed.map(|changed| view! { <div class="quiet small">{changed}</div> });
    view! { {words}{why}{changed} }.into_any()
}

/// What the letters show that stand beside a change, where there are any.
fn what_it_shows(entries: &[AuditEntry]) -> Option<AnyView> {
    let shows = entries.iter().any(|one| one.detail.before_hash.is_some() || one.detail.after_hash.is_some());
    shows.then(|| {
        view! {
            <div class="in">
                <p class="quiet small measure">"“Changed from … to …” stands for a whole record, before and after. The letters are made from it with a key of this installation, so they tell nothing of what it says. What one change ends with, the next change of the same record begins with. Where it does not, it was changed without an entry of its own: because somebody took their words back, by a newer version of Earshot, or in the database itself."</p>
            </div>
        }
        .into_any()
    })
}

fn table(site: &Site, entries: Vec<AuditEntry>) -> AnyView {
    let shows = what_it_shows(&entries);
    let head = ["When", "Who", "What", "About"].map(str::to_string).to_vec();
    let rows = entries
        .into_iter()
        .map(|entry| {
            let who = match &entry.staff_name {
                Some(name) => name.clone(),
                None if entry.action == "evidence.read" => "Somebody with a link".to_string(),
                // In the own trail it has a name.
                None if entry.action.starts_with("partner.") => "The other organisation".to_string(),
                None => "Earshot or the console".to_string(),
            };
            let what = what(&entry);
            let subject = entry.subject;
            TableRow {
                head: moment(site, entry.at).into_any(),
                cells: vec![who.into_any(), what, view! { <span class="ref">{subject}</span> }.into_any()],
            }
        })
        .collect();
    view! { {shows}<DeskTable labelled_by="trail" head rows/> }.into_any()
}

fn search(people: &[Person], typed: &Typed, wrong: &Wrong) -> AnyView {
    let staff: Vec<SelectOption> =
        people.iter().map(|person| SelectOption::new(person.id.to_string(), &person.name)).collect();
    let kinds: Vec<SelectOption> =
        KINDS.into_iter().map(|(value, words)| SelectOption::new(value, words)).collect();
    let of = |name: &str| (typed.get(name).to_string(), wrong.at(name));
    let ((who, who_error), (what, _), (about, _)) = (of("who"), of("what"), of("about"));
    let ((from, from_error), (until, until_error)) = (of("from_on"), of("until_on"));
    let is_everything = FIELDS.into_iter().all(|name| typed.get(name).is_empty());
    let all = (!is_everything).then(|| view! { <a href="/desk/audit">"Show everything"</a> });
    view! {
        <form role="search" action="/desk/audit" class="in" novalidate=true>
            <FormRow>
                <Select name="who" label="Who" options=staff value=who error=who_error empty="Everybody" small=true/>
                <Select name="what" label="What" options=kinds value=what empty="Everything" small=true/>
                <TextField
                    name="about"
                    label="About"
                    note="part of a reference"
                    value=about
                    small=true
                    autocomplete="off"
                />
                <DateField name="from_on" label="From" value=from error=from_error small=true/>
                <DateField name="until_on" label="Until" value=until error=until_error small=true/>
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
                {hidden("chain", "check")}
                <ButtonRow><Button words="Check the chain" kind=ButtonKind::Still/></ButtonRow>
            </form>
        }
        .into_any(),
        Some(chain) => {
            let links = count_of(chain.events, "entry", "entries");
            let end = chain.end;
            let said = match chain.broken {
                None if chain.events == 0 => {
                    view! { <p>"Nothing was done yet, so there is nothing to check."</p> }.into_any()
                }
                None => {
                    let words = format!("Unbroken: {links}, each as it was written. The chain ends in ");
                    let entry = chain.events.to_string();
                    let then = chain.then.map(|then| {
                        view! { <p>"Once the entry that you asked for was written, it ended in "<span class="ref">{then}</span>"."</p> }
                    });
                    view! {
                        <p>{words}<span class="ref">{end}</span>"."</p>
                        {then}
                        <p class="quiet">"Write both down somewhere else: how many entries, and the end. Whoever rewrites the whole trail cannot make it end like that after as many entries."</p>
                        <form action="/desk/audit" class="flow fit">
                            {hidden("chain", "check")}
                            <TextField
                                name="entry"
                                label="How it ended after so many entries"
                                value=entry
                                short=true
                                autocomplete="off"
                            />
                            <ButtonRow><Button words="Compare" kind=ButtonKind::Still/></ButtonRow>
                        </form>
                    }
                    .into_any()
                }
                Some(number) => {
                    let text = format!(
                        "Entry {number} of {links} is missing, or is not as it was written. Keep the database and its backups as they are, and tell the data protection officer."
                    );
                    view! {
                        <NoteBox kind=BoxKind::Late title="The chain is broken" id="broken">
                            <p>{text}</p>
                        </NoteBox>
                    }
                    .into_any()
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
