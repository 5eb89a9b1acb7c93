//! How somebody can be reached whose answer is held: closed, and opened by two people for a day. For safeguarding leads and
//! their deputies.

use std::fmt::Display;

use earshot_domain::policy::Permission;
use earshot_domain::sealed_contact::{REASON_MAX, REASON_MIN, Stage};
use earshot_service::{Actor, AskedOpening, ContactLeft, OpenContact, Refusal, SealedContact};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{DeskStep, Here, desk, moment};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, Empty, Fact, ListFacts, NoteBox, PageHead, Panel,
    Stack, Tag, TagKind, TextArea,
};
use crate::{Page, Site};

/// Where it is asked, agreed to and looked at.
fn address(answer: &impl Display) -> String {
    format!("/desk/safeguarding/contact/{answer}")
}

/// One line beside a held answer: whether there is a way to reach them, and how far it is open.
pub(crate) fn beside(answer: &impl Display, left: ContactLeft) -> Option<AnyView> {
    let (tag, link) = match left {
        ContactLeft::NotAsked => return None,
        ContactLeft::None => {
            return Some(view! { <p class="quiet">"They left no way to reach them."</p> }.into_any());
        }
        ContactLeft::Closed => ((TagKind::Wait, "Closed"), "Ask to open it"),
        ContactLeft::Opening { stage: Stage::Asked(_), own: true } => {
            ((TagKind::Wait, "You asked to open it"), "See how it stands")
        }
        ContactLeft::Opening { stage: Stage::Asked(_), own: false } => {
            ((TagKind::Urgent, "Somebody asks to open it"), "Say yes or no")
        }
        ContactLeft::Opening { stage: Stage::Open(_), .. } => ((TagKind::Urgent, "Open"), "Open it"),
        ContactLeft::Opening { .. } => ((TagKind::Wait, "Closed"), "See how it stands"),
    };
    let (kind, words) = tag;
    Some(
        view! {
            <p>"They left a way to reach them. "<Tag kind words/>" "<a href=address(answer)>{link}</a></p>
        }
        .into_any(),
    )
}

/// How a sealed contact stands, and what can be done.
pub fn contact(
    site: &Site,
    actor: &Actor,
    contact: SealedContact,
    typed: &Typed,
    (done, refusals): (Option<&str>, &[Refusal]),
) -> Page {
    let (site, actor, typed) = (site.clone(), actor.clone(), typed.clone());
    let flash = match done {
        Some("asked") => Some("You asked. Somebody else has to agree."),
        Some("agreed") => Some("You agreed. It is open to the two of you for a day."),
        Some("refused") => Some("You said no. It stays closed."),
        _ => None,
    };
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    let title = format!("How to reach whoever wrote {}", contact.name);
    Page::desk(title.clone(), move || {
        let summary = wrong.summary();
        let inside = inside(&site, &actor, &contact, &typed, &wrong);
        let meta = vec![view! { <span class="ref">{contact.reference.to_string()}</span> }.into_any()];
        let body = view! {
            {summary}
            <PageHead
                title
                text="They were told: we only open it if we are worried that you or someone else is not safe. Two people must agree to open it, and we will try to tell you first."
                meta
                quiet=true
            />
            <Stack>{inside}</Stack>
        }
        .into_any();
        desk(&site, &actor, here(), flash.map(str::to_string), body)
    })
    .wrong(is_wrong)
}

fn here() -> Here {
    Here::at(DeskStep::Safeguarding).under("/desk/safeguarding", "Safeguarding")
}

fn inside(site: &Site, actor: &Actor, contact: &SealedContact, typed: &Typed, wrong: &Wrong) -> Vec<AnyView> {
    let mut parts = Vec::new();
    if matches!(contact.left, ContactLeft::NotAsked | ContactLeft::None) {
        let text = "Nothing is kept here. They may have taken it out themselves.";
        return vec![view! { <Empty title="They left no way to reach them" text/> }.into_any()];
    }
    if let (ContactLeft::Opening { stage, .. }, Some(opening)) = (contact.left, &contact.opening) {
        parts.push(asked(site, stage, opening));
    }
    match (contact.left, &contact.opening) {
        (ContactLeft::Opening { stage: Stage::Asked(until), own: true }, _) => {
            let words = format!("Somebody else has to say yes by {}. Then it lapses.", moment(site, until));
            parts.push(view! { <NoteBox><p>{words}</p></NoteBox> }.into_any());
        }
        (ContactLeft::Opening { stage: Stage::Asked(until), own: false }, Some(opening)) => {
            parts.extend(yes_or_no(contact, opening, &moment(site, until), typed, wrong));
        }
        (ContactLeft::Opening { stage: Stage::Open(until), .. }, Some(opening)) => {
            parts.push(open_until(address(&contact.answer), opening.is_theirs, &moment(site, until)));
        }
        _ => {}
    }
    let asks = contact.left.may_be_asked();
    let waits = matches!(contact.left, ContactLeft::Opening { stage: Stage::Asked(_), own: true });
    if contact.others.is_empty() && (asks || waits) {
        parts.push(nobody_else(actor));
    }
    if asks {
        parts.push(ask(contact, typed, wrong));
    }
    parts
}

/// What was asked the last time, and what became of it.
fn asked(site: &Site, stage: Stage, opening: &AskedOpening) -> AnyView {
    let state = match stage {
        Stage::Asked(_) => "Waits for a second person".to_string(),
        Stage::Open(until) => format!("Open until {}", moment(site, until)),
        Stage::Over => "It was open for a day, and is closed again".to_string(),
        Stage::Lapsed => "Nobody said yes or no in three days, so it lapsed".to_string(),
        Stage::Refused => "Somebody said no: why stands in the safeguarding log".to_string(),
    };
    let mut facts = vec![
        Fact::new("How it stands", state),
        Fact::new("Asked by", format!("{}, {}", opening.asked_by, moment(site, opening.asked_at))),
        Fact::new("Why", opening.reason.clone()),
    ];
    if let Some((name, at)) = &opening.answered {
        let term = if stage == Stage::Refused { "Said no" } else { "Agreed" };
        facts.push(Fact::new(term, format!("{name}, {}", moment(site, *at))));
    }
    view! { <Panel id="asked" title="The last request"><ListFacts facts/></Panel> }.into_any()
}

/// For somebody other than who asked.
fn yes_or_no(
    contact: &SealedContact,
    opening: &AskedOpening,
    until: &str,
    typed: &Typed,
    wrong: &Wrong,
) -> [AnyView; 2] {
    let (action, again) = (address(&contact.answer), address(&contact.answer));
    let (id, same) = (hidden("opening", opening.id.to_string()), hidden("opening", opening.id.to_string()));
    let (reason, error) = (typed.get("reason").to_string(), wrong.at("reason"));
    let yes = view! { <Button words="Yes, open it with me" name="do" value="agree"/> }.into_any();
    let no = view! { <Button words="No, keep it closed" kind=ButtonKind::Still name="do" value="refuse"/> }
        .into_any();
    let text = format!(
        "Say yes if you think so too: somebody may not be safe, and there is no other way to reach them. It is then open \
         to the two of you for 24 hours, and the data protection officer is told. You can say it until {until}."
    );
    let hint = format!("It stands in the safeguarding log. {REASON_MIN} to {REASON_MAX} letters.");
    [
        view! {
            <Panel id="yes" title="Do you agree?" action inset=true actions=yes>
                {id}
                <p>{text}</p>
            </Panel>
        }
        .into_any(),
        view! {
            <Panel id="no" title="Or do you not?" action=again inset=true actions=no>
                {same}
                <TextArea name="reason" label="Why it should stay closed" hint value=reason error rows=3/>
            </Panel>
        }
        .into_any(),
    ]
}

fn open_until(action: String, is_theirs: bool, until: &str) -> AnyView {
    if !is_theirs {
        return view! {
            <NoteBox><p>"It is open to the two who agreed, and to nobody else."</p></NoteBox>
        }
        .into_any();
    }
    let actions = view! { <Button words="Look at it" name="do" value="look"/> }.into_any();
    let text = format!("It is open to you until {until}. Every look stands in the audit trail.");
    view! {
        <Panel id="look" title="It is open" action inset=true actions><p>{text}</p></Panel>
    }
    .into_any()
}

fn nobody_else(actor: &Actor) -> AnyView {
    let invite = if actor.may(Permission::ManagePeople) {
        view! { <p><a href="/desk/people">"Invite a deputy safeguarding lead"</a></p> }.into_any()
    } else {
        view! { <p>"Ask an administrator to invite a deputy safeguarding lead today."</p> }.into_any()
    };
    view! {
        <NoteBox kind=BoxKind::Late title="Nobody else can agree" id="nobody">
            <p>"You are the only safeguarding lead or deputy here, and it takes two. In danger, call 999: do not wait for this."</p>
            {invite}
        </NoteBox>
    }
    .into_any()
}

fn ask(contact: &SealedContact, typed: &Typed, wrong: &Wrong) -> AnyView {
    let (reason, error) = (typed.get("reason").to_string(), wrong.at("reason"));
    let others = (!contact.others.is_empty())
        .then(|| view! { <p class="quiet">{format!("Can agree: {}.", contact.others.join(", "))}</p> });
    let hint = format!(
        "Do not repeat the child\u{2019}s words. It stands in the safeguarding log. {REASON_MIN} to {REASON_MAX} letters."
    );
    let action = address(&contact.answer);
    let actions = view! { <Button words="Ask to open it" name="do" value="ask"/> }.into_any();
    view! {
        <Panel id="ask" title="They left a way to reach them (closed)" action inset=true actions>
            <p>"Ask to open it only if somebody may not be safe and there is no other way to reach them. Somebody else has to agree within three days."</p>
            {others}
            <TextArea name="reason" label="Why it has to be opened" hint value=reason error rows=3/>
        </Panel>
    }
    .into_any()
}

/// What they left. It stands on no other page, and at no address.
pub fn open(site: &Site, actor: &Actor, open: OpenContact) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let back = address(&open.answer);
    let until = format!("It is open to you until {}.", moment(&site, open.until));
    let title = format!("How to reach whoever wrote {}", open.name);
    Page::desk(title.clone(), move || {
        let way = match &open.way {
            Some(way) => {
                let words = way.as_str().to_string();
                view! { <p class="own" dir="auto">{words}</p> }.into_any()
            }
            None => {
                view! { <p>"It was sealed with another key, and cannot be read any more."</p> }.into_any()
            }
        };
        let href = back.clone();
        let body = view! {
            <PageHead title/>
            <NoteBox kind=BoxKind::Promise measure=true>
                {way}
                <p>"Try to tell them first. Copy it nowhere but into the record of what you do to keep them safe."</p>
                <p class="quiet">{until}</p>
            </NoteBox>
            <div class="pad-top">
                <ButtonRow><ButtonLink href words="Done" kind=ButtonKind::Still/></ButtonRow>
            </div>
        }
        .into_any();
        desk(&site, &actor, here().under(back, "How to reach them"), None, body)
    })
}
