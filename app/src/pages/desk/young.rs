//! Accounts of young people, as their workers look after them: groups, members, and the code to read out.

use earshot_domain::policy::Permission;
use earshot_domain::respondent::AgeBand;
use earshot_domain::young::{
    ACCOUNT_MONTHS, AccountState, CODE_DAYS, GivenBy, GroupKind, NicknameFlaw, Tick, WORDING,
    WORDING_ASSESSOR,
};
use earshot_service::{Actor, AskedOfGroup, NewYoungCode, Refusal, YoungGroup, YoungGroupPage, YoungMember};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{DeskStep, Here, count_of, day, desk};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, CheckBox, Confirm, DateField, DeskTable, Empty,
    FieldSet, Grid, Level, Link, NoteBox, PageHead, Panel, Receipt, Stack, TableRow, Tag, TagKind, TextField,
};
use crate::{Page, Site, say};

/// Where the groups are.
const GROUPS: &str = "/desk/young-people";

fn here() -> Here {
    Here::at(DeskStep::Young)
}

/// Whether somebody looks after all young people, and makes groups, ends them and says what they are asked.
fn looks_after_all(actor: &Actor) -> bool {
    actor.may_everywhere(Permission::ManageYoungPeople)
}

/// The groups, and the form that adds one.
pub fn groups(
    site: &Site,
    actor: &Actor,
    groups: Vec<YoungGroup>,
    typed: &Typed,
    refusals: &[Refusal],
) -> Page {
    let (site, actor, typed) = (site.clone(), actor.clone(), typed.clone());
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk("Young people", move || {
        let summary = wrong.summary();
        let table = groups_table(&site, groups);
        let form = looks_after_all(&actor).then(|| group_form(&typed, &wrong));
        let body = view! {
            {summary}
            <PageHead
                title="Young people"
                text="Groups that you look after. Who is in one has a page with a nickname: what is open, and what changed. What they answer is not linked with it."
                quiet=true
            />
            <Grid>
                <Stack><Panel id="groups" title="Groups">{table}</Panel></Stack>
                <Stack>{form}</Stack>
            </Grid>
        }
        .into_any();
        desk(&site, &actor, here(), None, body)
    })
    .wrong(is_wrong)
}

fn groups_table(site: &Site, groups: Vec<YoungGroup>) -> AnyView {
    if groups.is_empty() {
        return view! { <Empty title="No group yet" text="Add the first one. Then its members stand here."/> }
            .into_any();
    }
    let head = ["Group", "Kind", "Members", "Since"].map(str::to_string).to_vec();
    let rows = groups
        .into_iter()
        .map(|group| {
            let href = format!("{GROUPS}/{}", group.id);
            let since = match group.ended_on {
                Some(on) => format!("{}, ended {}", day(site, group.created_on), day(site, on)),
                None => day(site, group.created_on),
            };
            TableRow {
                head: view! { <a href=href>{group.name}</a> }.into_any(),
                cells: vec![
                    group.kind.label().into_any(),
                    count_of(group.members, "member", "members").into_any(),
                    since.into_any(),
                ],
            }
        })
        .collect();
    view! { <DeskTable labelled_by="groups" head rows/> }.into_any()
}

fn group_form(typed: &Typed, wrong: &Wrong) -> AnyView {
    let (name, name_error) = (typed.get("name").to_string(), wrong.at("name"));
    let kind_error = wrong.at("group_kind");
    let kinds: Vec<AnyView> = GroupKind::ALL
        .iter()
        .map(|kind| {
            let (label, checked) = (kind.label(), typed.get("group_kind") == kind.as_str());
            view! { <CheckBox name="group_kind" value=kind.as_str() label checked one_of=true/> }.into_any()
        })
        .collect();
    let actions = view! { <Button words="Add the group"/> }.into_any();
    view! {
        <Panel id="new" title="Add a group" action=GROUPS inset=true actions>
            <TextField
                name="name"
                label="Name"
                hint="For example: youth forum. Never the name of a person."
                value=name
                error=name_error
                autocomplete="off"
            />
            <FieldSet legend="What it is" id="group_kind" error=kind_error>{kinds}</FieldSet>
        </Panel>
    }
    .into_any()
}

/// What was just done, by the key in the address.
fn done_words(key: &str) -> Option<&'static str> {
    match key {
        "group" => Some("Added. Now add its members."),
        "added" => Some("Added. Make a code, and give it to them."),
        "pause" => Some("Paused. They are signed out everywhere, and no code and no passkey lets them in."),
        "go-on" => Some("It goes on. They sign in with a passkey, or with a new code."),
        "take-passkeys" => {
            Some("Taken away. They are signed out everywhere. Make a code so that they can sign in again.")
        }
        "renew" => Some("Renewed for a year from today."),
        "asked" => Some("Saved. Whoever helps with this group alone sees these consultations."),
        "remove" => Some("Removed. Nothing of the account is left."),
        "named" => Some("Saved. It has its new name everywhere."),
        "age" => Some("Saved. Their page and this list say their new age."),
        "ended" => Some(
            "Ended. Everybody in it is signed out, and the accounts are deleted when their time is over.",
        ),
        _ => None,
    }
}

/// A group with its members, and the form that adds one.
pub fn group(
    site: &Site,
    actor: &Actor,
    page: YoungGroupPage,
    typed: &Typed,
    (done, refusals): (Option<&str>, &[Refusal]),
) -> Page {
    let (site, actor, typed) = (site.clone(), actor.clone(), typed.clone());
    let flash = done.and_then(done_words).map(str::to_string);
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    let asks_name = refusals.contains(&Refusal::Nickname(NicknameFlaw::FullName));
    let YoungGroupPage { group, members, asked } = page;
    Page::desk(group.name.clone(), move || {
        let summary = wrong.summary();
        let goes_on = group.ended_on.is_none();
        let table = members_table(&site, &group, members);
        let form = goes_on.then(|| member_form(&group, &typed, &wrong, asks_name));
        let manages = goes_on && looks_after_all(&actor);
        let rename = goes_on.then(|| name_form(&group, &typed, &wrong));
        let asked = (manages && !asked.is_empty()).then(|| asked_form(&group, asked));
        let end = manages.then(|| end_form(&group));
        let text = match group.ended_on {
            Some(on) => format!("{}. Ended on {}.", group.kind.label(), day(&site, on)),
            None => group.kind.label().to_string(),
        };
        let title = group.name.clone();
        let body = view! {
            {summary}
            <PageHead title text quiet=true/>
            <Stack><Panel id="members" title="Members">{table}</Panel>{form}{asked}{rename}{end}</Stack>
        }
        .into_any();
        desk(&site, &actor, here().under(GROUPS, "Young people"), flash, body)
    })
    .wrong(is_wrong)
}

fn state_tag(state: AccountState) -> AnyView {
    let (words, kind) = match state {
        AccountState::Waiting => ("Waiting for first sign-in", TagKind::Wait),
        AccountState::Active => ("Active", TagKind::Ok),
        AccountState::Paused => ("Paused", TagKind::Wait),
        AccountState::Ended => ("Ended", TagKind::Plain),
    };
    view! { <Tag words kind/> }.into_any()
}

fn members_table(site: &Site, group: &YoungGroup, members: Vec<YoungMember>) -> AnyView {
    if members.is_empty() {
        return view! { <Empty title="Nobody yet" text="Who you add stands here, with how their account stands."/> }
            .into_any();
    }
    let head = ["Nickname", "What you can do", "How it stands", "Age", "Since", "Until"];
    let head = head.map(str::to_string).to_vec();
    let rows = members
        .into_iter()
        .map(|member| {
            let does = member_does(group, &member);
            let assessor = member.is_assessor.then(|| view! { " "<Tag words="Young assessor"/> });
            let code = member.code_until.map(|until| {
                let words = format!("A code works until {}.", day(site, until.date_naive()));
                view! { <div class="quiet small">{words}</div> }
            });
            let passkey = if member.has_passkey { "Has a passkey: yes." } else { "Has a passkey: no." };
            TableRow {
                head: view! { <span>{member.nickname.as_str().to_string()}{assessor}</span> }.into_any(),
                cells: vec![
                    does,
                    view! { {state_tag(member.state)}{code}<div class="quiet small">{passkey}</div> }
                        .into_any(),
                    member.age_band.label().into_any(),
                    day(site, member.since).into_any(),
                    day(site, member.ends_on).into_any(),
                ],
            }
        })
        .collect();
    view! { <DeskTable labelled_by="members" head rows/> }.into_any()
}

/// What can be done with one member.
fn member_does(group: &YoungGroup, member: &YoungMember) -> AnyView {
    let action = format!("{GROUPS}/{}/member", group.id);
    let button = |words: &'static str, does: &'static str, kind: ButtonKind| {
        let spoken = member.nickname.as_str().to_string();
        view! { <Button words kind name="do" value=does spoken/> }.into_any()
    };
    let goes_on = group.ended_on.is_none();
    let code = member.state.is_open().then(|| button("New code", "code", ButtonKind::Still));
    let pause = match member.state {
        AccountState::Waiting | AccountState::Active => Some(button("Pause", "pause", ButtonKind::Still)),
        AccountState::Paused => Some(button("Go on", "go-on", ButtonKind::Still)),
        AccountState::Ended => None,
    };
    let renew = goes_on.then(|| button("Renew for a year", "renew", ButtonKind::Still));
    let passkeys =
        member.has_passkey.then(|| button("Take passkeys away", "take-passkeys", ButtonKind::Still));
    let open = member.state != AccountState::Ended;
    let age = open.then(|| button("Change age", "age", ButtonKind::Still));
    let remove = button("Remove", "remove", ButtonKind::Stop);
    view! {
        <form method="post" action=action>
            {hidden("account", member.id.to_string())}
            <ButtonRow>{code}{pause}{renew}{age}{passkeys}{remove}</ButtonRow>
        </form>
    }
    .into_any()
}

/// The form that gives somebody an account. `asks_name` says that what was typed looks like a full name.
fn member_form(group: &YoungGroup, typed: &Typed, wrong: &Wrong, asks_name: bool) -> AnyView {
    let action = format!("{GROUPS}/{}", group.id);
    let of = |name: &str| (typed.get(name).to_string(), wrong.at(name));
    let ((nickname, nickname_error), (on, on_error)) = (of("nickname"), of("consent_on"));
    let choice = |name: &'static str, value: &'static str, label: &'static str, one_of: bool| {
        let checked = typed.has(name, value);
        view! { <CheckBox name value label checked one_of/> }.into_any()
    };
    let bands: Vec<AnyView> =
        AgeBand::ALL.iter().map(|band| choice("age_band", band.as_str(), band.label(), true)).collect();
    let givers: Vec<AnyView> =
        GivenBy::ALL.iter().map(|by| choice("consent_by", by.as_str(), by.label(), true)).collect();
    let ticks: Vec<AnyView> =
        Tick::ALL.iter().map(|tick| choice("competence", tick.as_str(), tick.label(), false)).collect();
    let (band_error, by_error, ticks_error) =
        (wrong.at("age_band"), wrong.at("consent_by"), wrong.at("competence"));
    let sure = asks_name.then(|| choice("sure", "yes", "It is not their full name", false));
    let assessor = choice("is_assessor", "yes", "They were trained as a young assessor", false);
    let list = |said: &[&'static str]| -> Vec<AnyView> {
        said.iter().map(|sentence| view! { <li>{*sentence}</li> }.into_any()).collect()
    };
    let (wording, to_assessor) = (list(&WORDING), list(&WORDING_ASSESSOR));
    let foot = format!("It ends after {ACCOUNT_MONTHS} months, unless you renew it.");
    let actions = view! { <Button words="Add them"/> }.into_any();
    view! {
        <Panel id="add" title="Add a member" action inset=true foot actions>
            <TextField
                name="nickname"
                label="Nickname"
                hint="They choose it. Never a surname, and nothing by which somebody can be reached."
                value=nickname
                error=nickname_error
                autocomplete="off"
            />
            {sure}
            <FieldSet legend="Age" id="age_band" error=band_error>{bands}</FieldSet>
            {assessor}
            <NoteBox title="Say this first" id="wording" level=Level::Three>
                <ul>{wording}</ul>
                <p>"And to a young assessor:"</p>
                <ul>{to_assessor}</ul>
            </NoteBox>
            <FieldSet
                legend="Who agreed"
                id="consent_by"
                hint="For a child who is looked after, ask who may: not a birth parent by habit."
                error=by_error
            >
                {givers}
            </FieldSet>
            <DateField name="consent_on" label="On which day" value=on error=on_error/>
            <FieldSet
                legend="Under 16: what you are sure of"
                id="competence"
                hint="All four, before they join. It is kept that you were sure, and no score."
                error=ticks_error
            >
                {ticks}
            </FieldSet>
        </Panel>
    }
    .into_any()
}

/// The form that gives the group another name.
fn name_form(group: &YoungGroup, typed: &Typed, wrong: &Wrong) -> AnyView {
    let action = format!("{GROUPS}/{}/name", group.id);
    let error = wrong.at("name");
    let value = match typed.get("name") {
        "" => group.name.clone(),
        typed => typed.to_string(),
    };
    let actions = view! { <Button words="Save the name"/> }.into_any();
    view! {
        <Panel id="rename" title="Change its name" action inset=true actions>
            <TextField
                name="name"
                label="Name"
                hint="Its members see it on their page. Never the name of a person."
                value
                error
                autocomplete="off"
            />
        </Panel>
    }
    .into_any()
}

/// The form that says which consultations are asked of the group.
fn asked_form(group: &YoungGroup, asked: Vec<AskedOfGroup>) -> AnyView {
    let action = format!("{GROUPS}/{}/asked", group.id);
    let actions = view! { <Button words="Save" kind=ButtonKind::Still/> }.into_any();
    let had = asked.iter().filter(|one| one.is_asked).map(|one| hidden("had", one.id.to_string()));
    // The empty one says that a page was sent where it showed none.
    let had: Vec<AnyView> = [hidden("had", "")].into_iter().chain(had).collect();
    let boxes: Vec<AnyView> = asked
        .into_iter()
        .map(|one| {
            let (value, label, checked) = (one.id.to_string(), one.title, one.is_asked);
            view! { <CheckBox name="consultation" value label checked/> }.into_any()
        })
        .collect();
    view! {
        <Panel id="asked" title="What this group is asked" action inset=true actions>
            <FieldSet
                legend="Consultations"
                id="consultation"
                hint="Colleagues who are trusted with a role in this group alone have it in these consultations, and in no others."
            >
                {boxes}
            </FieldSet>
            {had}
        </Panel>
    }
    .into_any()
}

/// How old somebody is, to be changed. `typed` is what came back from it.
pub fn age(
    site: &Site,
    actor: &Actor,
    group: &YoungGroup,
    member: &YoungMember,
    (typed, refusals): (Option<Typed>, &[Refusal]),
) -> Page {
    let (site, actor, name) = (site.clone(), actor.clone(), group.name.clone());
    let title = format!("How old is {}?", member.nickname.as_str());
    let back = format!("{GROUPS}/{}", group.id);
    let (action, account) = (format!("{back}/member"), member.id.to_string());
    let typed =
        typed.unwrap_or_else(|| Typed::default().with("age_band", member.age_band.as_str().to_string()));
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk(title.clone(), move || {
        let summary = wrong.summary();
        let choice = |name: &'static str, value: &'static str, label: &'static str, one_of: bool| {
            let checked = typed.has(name, value);
            view! { <CheckBox name value label checked one_of/> }.into_any()
        };
        let bands: Vec<AnyView> =
            AgeBand::ALL.iter().map(|band| choice("age_band", band.as_str(), band.label(), true)).collect();
        let ticks: Vec<AnyView> =
            Tick::ALL.iter().map(|tick| choice("competence", tick.as_str(), tick.label(), false)).collect();
        let (band_error, ticks_error) = (wrong.at("age_band"), wrong.at("competence"));
        let actions = view! { <Button words="Save the age"/> }.into_any();
        let body = view! {
            {summary}
            <PageHead title quiet=true/>
            <Panel id="age" title="Age" action inset=true actions>
                {hidden("account", account)}
                {hidden("do", "age")}
                {hidden("save", "yes")}
                <FieldSet legend="Age" id="age_band" error=band_error>{bands}</FieldSet>
                <FieldSet
                    legend="16 or over before, and under 16 now: what you are sure of"
                    id="competence"
                    hint="All four. It is kept that you were sure, and no score."
                    error=ticks_error
                >
                    {ticks}
                </FieldSet>
            </Panel>
        }
        .into_any();
        desk(&site, &actor, here().under(GROUPS, "Young people").under(back, name), None, body)
    })
    .wrong(is_wrong)
}

fn end_form(group: &YoungGroup) -> AnyView {
    let action = format!("{GROUPS}/{}/end", group.id);
    let actions = view! { <Button words="End this group" kind=ButtonKind::Stop/> }.into_any();
    view! {
        <Panel id="end" title="End this group" action inset=true actions>
            <p>"Everybody in it is signed out at once, and their accounts end today. You are asked once more."</p>
        </Panel>
    }
    .into_any()
}

/// The code, shown this once: to print, or to read out.
pub fn code(site: &Site, actor: &Actor, new: &NewYoungCode) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let title = format!("A code for {}", new.nickname.as_str());
    let words = new.code.parts().to_vec();
    let until = site.tongue.day(new.expires_at.date_naive());
    let address = format!("{}/me", site.origin);
    let (go, once) = (say!(site, "me-slip-go", address = address), say!(site, "me-slip-until", day = until));
    let (id, group) = new.group.clone();
    let back = format!("{GROUPS}/{id}");
    Page::desk(title.clone(), move || {
        let href = back.clone();
        let told = format!(
            "Print this page or read it out. The code is shown only now, and works for {CODE_DAYS} days. The one before it opens nothing any more."
        );
        let body = view! {
            <PageHead title/>
            <div class="no-print">
                <NoteBox kind=BoxKind::Promise measure=true><p>{told}</p></NoteBox>
            </div>
            <div class="flow measure">
                <p>{go}</p>
                <Receipt words/>
                <p>{once}</p>
            </div>
            <div class="no-print pad-top">
                <ButtonRow><ButtonLink href words="Done" kind=ButtonKind::Still/></ButtonRow>
            </div>
        }
        .into_any();
        desk(&site, &actor, here().under(GROUPS, "Young people").under(back, group), None, body)
    })
}

/// Asks once more before an account is deleted.
pub fn remove(site: &Site, actor: &Actor, group: &YoungGroup, member: &YoungMember) -> Page {
    let title = format!("Remove {}?", member.nickname.as_str());
    let action = format!("{GROUPS}/{}/member", group.id);
    let account = member.id.to_string();
    let fields = vec![("account", account), ("do", "remove".to_string())];
    let text = "The account and everything of it is deleted at once. What they answered stays: nothing leads from the account to it.";
    sure(site, actor, group, (title, action, text, "Yes, remove it"), fields)
}

/// Asks once more before a group ends.
pub fn end(site: &Site, actor: &Actor, group: &YoungGroup) -> Page {
    let title = format!("End {}?", group.name);
    let action = format!("{GROUPS}/{}/end", group.id);
    let text = "Everybody in it is signed out at once. Their accounts end today, and are deleted when their time is over.";
    sure(site, actor, group, (title, action, text, "Yes, end it"), Vec::new())
}

fn sure(
    site: &Site,
    actor: &Actor,
    group: &YoungGroup,
    (title, action, text, yes): (String, String, &'static str, &'static str),
    fields: Vec<(&'static str, String)>,
) -> Page {
    let (site, actor, name) = (site.clone(), actor.clone(), group.name.clone());
    let back = format!("{GROUPS}/{}", group.id);
    Page::desk(title.clone(), move || {
        let no = Link::new(back.clone(), "No, go back");
        let fields: Vec<AnyView> = fields.into_iter().map(|(field, value)| hidden(field, value)).collect();
        let body = view! {
            <Confirm title action yes stop=true no level=Level::One>
                <p>{text}</p>
                {fields}
                {hidden("sure", "yes")}
            </Confirm>
        }
        .into_any();
        desk(&site, &actor, here().under(GROUPS, "Young people").under(back, name), None, body)
    })
}
