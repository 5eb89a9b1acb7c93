//! Staff and what they are trusted with. For administrators.

use earshot_domain::policy::{Permission, Role};
use earshot_service::{Actor, Invitation, Person, PlaceId, Placed, Places, Refusal, place_key};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{DeskStep, Here, desk, moment};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, CheckBox, Confirm, DeskTable, Empty, FieldSet, Grid,
    Level, Link, NoteBox, PageHead, Panel, Select, SelectOption, Stack, TableRow, TextField,
};
use crate::{Page, Site};

/// What the page of the staff shows.
#[derive(Debug, Clone)]
pub struct Staff {
    /// Everybody.
    pub people: Vec<Person>,
    /// Whether a second step is asked of those who read.
    pub required: bool,
    /// The places that somebody can be trusted with a role in alone.
    pub places: Places,
}

/// Everybody of the staff, and the form that invites somebody.
pub fn people(
    site: &Site,
    actor: &Actor,
    staff: Staff,
    typed: &Typed,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor, typed) = (site.clone(), actor.clone(), typed.clone());
    let flash = match done {
        Some("revoked") => Some("Taken back. They are signed out everywhere."),
        Some("forgotten") => Some("Taken away. They are signed out everywhere, and can set it up again."),
        Some("required") => Some("From now on a second step is needed."),
        Some("free") => Some("A second step is up to everybody now."),
        _ => None,
    };
    let flash = flash.map(str::to_string);
    let Staff { people, required, places } = staff;
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk("People", move || {
        let summary = wrong.summary();
        let manages = actor.may(Permission::ManagePeople);
        let table = table(people, manages);
        let invite = manages.then(|| invite(&typed, &wrong, &places));
        let second = manages.then(|| second_step(required));
        let body = view! {
            {summary}
            <PageHead title="People" text="Who may do what on this desk." quiet=true>
                <ButtonLink href="/desk/people/roles" words="What each role may do" kind=ButtonKind::Still/>
            </PageHead>
            <Grid>
                <Stack><Panel id="people" title="Everybody of the staff">{table}</Panel></Stack>
                <Stack>{invite}{second}</Stack>
            </Grid>
        }
        .into_any();
        desk(&site, &actor, Here::at(DeskStep::People), flash, body)
    })
    .wrong(is_wrong)
}

fn table(people: Vec<Person>, manages: bool) -> AnyView {
    if people.is_empty() {
        return view! { <Empty title="Nobody yet" text="Invite somebody, and they will stand here."/> }
            .into_any();
    }
    let head = ["Name", "Address", "Trusted with", "Second step"].map(str::to_string).to_vec();
    let rows = people
        .into_iter()
        .map(|person| {
            let roles: Vec<AnyView> = person
                .roles
                .iter()
                .map(|role| {
                    // What a provider gives comes back with the next sign-in: it is taken away there.
                    let given = person.given.contains(role);
                    let from = given
                        .then(|| view! { <span class="quiet small">"by the groups of your provider"</span> });
                    let take_back = (manages && !given).then(|| {
                        let spoken = format!("{} from {}", role.label(), person.name);
                        view! {
                            <form method="post" action="/desk/people/revoke">
                                {hidden("email", person.email.clone())}
                                {hidden("role", role.as_str())}
                                <Button words="Take back" kind=ButtonKind::Still spoken/>
                            </form>
                        }
                    });
                    view! {
                        <li class="buttons">
                            <span>{role.label()}</span>
                            {from}
                            {take_back}
                        </li>
                    }
                    .into_any()
                })
                .collect();
            let only_here = person.places.iter().map(|placed| {
                let words = format!("{}, {}", placed.role.label(), where_words(placed));
                let ended = placed.has_ended.then(|| {
                    view! { <span class="quiet small">"It has ended, and this role with it."</span> }
                });
                let take_back = manages.then(|| {
                    let spoken = format!("{words} from {}", person.name);
                    view! {
                        <form method="post" action="/desk/people/revoke">
                            {hidden("email", person.email.clone())}
                            {hidden("role", placed.role.as_str())}
                            {hidden("only_in", place_key(placed.place, placed.slug.as_deref()))}
                            <Button words="Take back" kind=ButtonKind::Still spoken/>
                        </form>
                    }
                });
                view! { <li class="buttons"><span>{words.clone()}</span>{ended}{take_back}</li> }.into_any()
            });
            let roles: Vec<AnyView> = roles.into_iter().chain(only_here).collect();
            let roles = if roles.is_empty() {
                view! { <span class="quiet">"Nothing. They can sign in and see nothing."</span> }.into_any()
            } else {
                view! { <ul class="plain flow">{roles}</ul> }.into_any()
            };
            let second = if person.second_step {
                let forget = manages.then(|| {
                    let spoken = format!("of {}", person.name);
                    view! {
                        <form method="post" action="/desk/people/second-step">
                            {hidden("do", "forget")}
                            {hidden("email", person.email.clone())}
                            <Button words="Take it away" kind=ButtonKind::Still spoken/>
                        </form>
                    }
                });
                view! { <span>"On"</span>{forget} }.into_any()
            } else {
                view! { <span class="quiet">"None"</span> }.into_any()
            };
            TableRow { head: person.name.into_any(), cells: vec![person.email.into_any(), roles, second] }
        })
        .collect();
    view! { <DeskTable labelled_by="people" head rows/> }.into_any()
}

/// Whether everybody who reads needs a second step.
fn second_step(required: bool) -> AnyView {
    let (now, button, send) = if required {
        (
            "Everybody who reads words of young people, gives roles or keeps rules needs a passkey, or a code from an app after the link. Who has none yet is asked to set it up: you, too.",
            "Leave it up to everybody",
            "free",
        )
    } else {
        (
            "It is up to everybody. Ask it of those who read words of young people, give roles or keep rules, so that nobody gets in who only reads their mail.",
            "Ask it of them",
            "require",
        )
    };
    let actions = view! { <Button words=button kind=ButtonKind::Still name="do" value=send/> }.into_any();
    view! {
        <Panel id="second-step" title="Second step of signing in" action="/desk/people/second-step" inset=true actions>
            <p>{now}</p>
            <p class="quiet small">"Somebody has lost their phone and their lines of four words? Take it away beside their name."</p>
        </Panel>
    }
    .into_any()
}

/// Where somebody has a role that they have in one place alone.
fn where_words(placed: &Placed) -> String {
    let name = format!("\u{201c}{}\u{201d}", placed.name);
    match placed.place {
        PlaceId::Consultation(_) => format!("only in {name}"),
        PlaceId::Board(_) => format!("only at the board {name}"),
        PlaceId::Group(_) => format!("only in the group {name}"),
    }
}

fn invite(typed: &Typed, wrong: &Wrong, places: &Places) -> AnyView {
    let (email, name) = (typed.get("email").to_string(), typed.get("name").to_string());
    let (email_error, name_error, role_error) = (wrong.at("email"), wrong.at("name"), wrong.at("role"));
    let everywhere = SelectOption::new("", "Everywhere here");
    let kinds = [
        (&places.consultations, "Only in a consultation"),
        (&places.boards, "Only at a board"),
        (&places.groups, "Only in a group of young people"),
    ];
    let of_a_kind = |(places, under): (&Vec<(String, String)>, &'static str)| -> Vec<SelectOption> {
        places.iter().map(|(key, name)| SelectOption::new(key, name).under(under)).collect()
    };
    let options = std::iter::once(everywhere).chain(kinds.into_iter().flat_map(of_a_kind)).collect();
    let only_in_error = wrong.at("only_in");
    let only_in = typed.get("only_in").to_string();
    let why = why(typed, wrong);
    let roles: Vec<AnyView> = Role::ALL
        .iter()
        .map(|role| {
            let checked = typed.get("role") == role.as_str();
            let (label, note) = (role.label(), role.purpose());
            view! { <CheckBox name="role" value=role.as_str() label note checked one_of=true/> }.into_any()
        })
        .collect();
    view! {
        <Panel
            id="invite"
            title="Invite somebody"
            action="/desk/people"
            inset=true
            foot="They get a link that works once, within 24 hours. For somebody who is here already, it adds the role and makes a new link."
            actions=view! { <Button words="Make a link"/> }.into_any()
        >
            <TextField name="email" label="Address" value=email error=email_error kind="email" autocomplete="off"/>
            <TextField name="name" label="Name" note="(as others will see it)" value=name error=name_error autocomplete="off"/>
            <FieldSet legend="Trusted with" id="role" error=role_error>{roles}</FieldSet>
            <Select
                name="only_in"
                label="Where"
                hint="Who helps in one place needs to see no other. At a board: commissioners and decision-makers. In a group: participation workers, readers and analysts."
                options
                value=only_in
                error=only_in_error
            />
            {why}
        </Panel>
    }
    .into_any()
}

/// What each role may do: the whole table of the policy.
pub fn roles(site: &Site, actor: &Actor) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    Page::desk("Who may do what", move || {
        let head =
            std::iter::once(String::new()).chain(Role::ALL.iter().map(|role| role.label().to_string()));
        let rows = Permission::ALL
            .iter()
            .map(|permission| {
                let cell = |role: &Role| {
                    let words = if permission.roles().contains(role) { "Yes" } else { "" };
                    words.into_any()
                };
                TableRow { head: permission.label().into_any(), cells: Role::ALL.iter().map(cell).collect() }
            })
            .collect();
        let purposes: Vec<AnyView> = Role::ALL
            .iter()
            .map(|role| view! { <li><strong>{role.label()}</strong>": "{role.purpose()}</li> }.into_any())
            .collect();
        let body = view! {
            <PageHead
                title="Who may do what"
                text="Whoever wrote a need cannot agree it. A role can be for one consultation, one board or one group of young people alone. Everything that is changed stands in the audit trail, and so does who looked at what young people wrote."
                quiet=true
            />
            <Stack>
                <Panel id="roles" title="What each role is for" inset=true><ul class="plain flow">{purposes}</ul></Panel>
                <Panel id="table" title="What each may do">
                    <DeskTable labelled_by="table" head=head.collect() rows/>
                </Panel>
            </Stack>
        }
        .into_any();
        desk(&site, &actor, Here::default().under("/desk/people", "People"), None, body)
    })
}

/// The link, shown this once.
pub fn invited(site: &Site, actor: &Actor, invitation: &Invitation, origin: &str) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let link = format!("{origin}/sign-in?token={}", invitation.token);
    let until = moment(&site, invitation.expires_at);
    let shown = !invitation.token.is_empty();
    let mailed =
        site.mails.then(|| {
            let words = if shown {
                "A link of their own is on its way to them by mail as well."
            } else {
                "They are here already, so their link goes to them alone: it is on its way by mail, and works for a day."
            };
            view! { <p>{words}</p> }
        });
    let title = format!("A link for {}", invitation.name);
    let head = title.clone();
    Page::desk(title, move || {
        let link = shown.then(|| {
            view! {
                <p><label for="link">"Send this link to them. It is shown only now, and works once."</label></p>
                <p><input class="input" id="link" readonly=true value=link/></p>
                <p>"It works until "{until}". Send it in a way that only they can read."</p>
            }
        });
        let body = view! {
            <PageHead title=head/>
            <NoteBox kind=BoxKind::Promise measure=true>
                {link}
                {mailed}
            </NoteBox>
            <div class="pad-top">
                <ButtonRow><ButtonLink href="/desk/people" words="Done" kind=ButtonKind::Still/></ButtonRow>
            </div>
        }
        .into_any();
        let here = Here::at(DeskStep::People).under("/desk/people", "People");
        desk(&site, &actor, here, None, body)
    })
}

/// Why a role is given or something is taken from somebody, which may be left out.
fn why(typed: &Typed, wrong: &Wrong) -> AnyView {
    let (value, error) = (typed.get("why").to_string(), wrong.at("why"));
    view! {
        <TextField
            name="why"
            label="Why"
            note="(if you like)"
            hint="One line for the audit trail, where it stays: “Has moved to another team”. Nothing about a child or anybody’s health."
            value
            error
            most=200
            autocomplete="off"
        />
    }
    .into_any()
}

/// Asks once more before a role is taken back, everywhere or in one place alone, and why.
pub fn revoke(
    site: &Site,
    actor: &Actor,
    person: &Person,
    (role, only_in): (Role, Option<&Placed>),
    (typed, refusals): (&Typed, &[Refusal]),
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let of = only_in.map(|placed| format!(", {},", where_words(placed))).unwrap_or_default();
    let key = only_in.map(|placed| place_key(placed.place, placed.slug.as_deref())).unwrap_or_default();
    let title = format!("Take back \u{201c}{}\u{201d}{of} from {}?", role.label(), person.name);
    let email = person.email.clone();
    let wrong = Wrong::new(refusals);
    let (is_wrong, why) = (!wrong.is_empty(), why(typed, &wrong));
    Page::desk(title.clone(), move || {
        let summary = wrong.summary();
        let no = Link::new("/desk/people", "No, go back");
        let body = view! {
            {summary}
            <Confirm title action="/desk/people/revoke" yes="Yes, take it back" stop=true no level=Level::One>
                <p>"They are signed out everywhere at once. What they did stays in the audit trail."</p>
                {hidden("email", email)}
                {hidden("role", role.as_str())}
                {hidden("only_in", key)}
                {hidden("sure", "yes")}
                {why}
            </Confirm>
        }
        .into_any();
        let here = Here::at(DeskStep::People).under("/desk/people", "People");
        desk(&site, &actor, here, None, body)
    })
    .wrong(is_wrong)
}

/// Asks once more before the second step of somebody is taken away who has lost their phone, and why.
pub fn forget(site: &Site, actor: &Actor, person: &Person, (typed, refusals): (&Typed, &[Refusal])) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let title = format!("Take the second step of {} away?", person.name);
    let email = person.email.clone();
    let wrong = Wrong::new(refusals);
    let (is_wrong, why) = (!wrong.is_empty(), why(typed, &wrong));
    Page::desk(title.clone(), move || {
        let summary = wrong.summary();
        let no = Link::new("/desk/people", "No, go back");
        let body = view! {
            {summary}
            <Confirm title action="/desk/people/second-step" yes="Yes, take it away" stop=true no level=Level::One>
                <p>"Make sure that it is they who ask: ring them, or see them. Their codes and passkeys go, and they are signed out everywhere at once. A link by mail lets them in again, and they can set it up anew."</p>
                {hidden("do", "forget")}
                {hidden("email", email)}
                {hidden("sure", "yes")}
                {why}
            </Confirm>
        }
        .into_any();
        let here = Here::at(DeskStep::People).under("/desk/people", "People");
        desk(&site, &actor, here, None, body)
    })
    .wrong(is_wrong)
}
