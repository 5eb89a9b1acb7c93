//! A young person's own page: signing in with a code or their own device, what they can have a say in, everything that is kept
//! of them, and stopping it (domain.md 5.1 standards 4, 8 and 15; 7.3 invariant 9). It never shows anybody else.

use chrono::NaiveDate;
use earshot_domain::young::{GivenBy, NICKNAME_MAX, NicknameFlaw, wording_of};
use earshot_service::{OwnAccount, OwnPage, Refusal, YOUNG_PASSKEYS_MAX, YoungPasskey};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::{home, sorting};
use crate::components::{
    Band, Button, ButtonKind, ButtonLink, ButtonRow, CheckBox, ErrorSummary, Fact, Facts, Flash, Link,
    NoteBox, Section, TextField,
};
use crate::layout::PublicLayout;
use crate::pages::passkey::{self as device, Ask};
use crate::{Page, Site, say};

/// What was just done on the page of whoever is signed in, or did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// They are called something else now.
    Renamed,
    /// They have one more passkey.
    Made,
    /// They have one less.
    Unmade,
    /// What their device said is not what it was asked, or there is no room for one more. Nothing was kept.
    NotMade,
}

impl Done {
    /// What was done, by the word in the address.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "renamed" => Some(Done::Renamed),
            "made" => Some(Done::Made),
            "unmade" => Some(Done::Unmade),
            _ => None,
        }
    }

    /// The key of its words.
    fn key(self) -> &'static str {
        match self {
            Done::Renamed => "me-renamed",
            Done::Made => "me-passkey-made",
            Done::Unmade => "me-passkey-unmade",
            Done::NotMade => "me-passkey-not-made",
        }
    }
}

/// What the form for a code says besides: what is wrong with the code, or with the passkey, and what has to be known.
#[derive(Default)]
struct Says {
    code: Option<String>,
    passkey: Option<String>,
    note: Option<String>,
}

/// The form for a code. `error` is the key of what is wrong.
pub fn ask(site: &Site, typed: &str, shared: bool, error: Option<&'static str>) -> Page {
    let code = error.map(|key| say!(site, key));
    form(site, (typed, shared), Says { code, ..Says::default() })
}

/// The same for somebody whose session has ended.
pub fn ended(site: &Site) -> Page {
    form(site, ("", site.shared), Says { note: Some(say!(site, "me-ended")), ..Says::default() })
}

/// The same for somebody whose device signed nobody in. `error` is the key of why.
pub fn not_in(site: &Site, error: &'static str) -> Page {
    form(site, ("", site.shared), Says { passkey: Some(say!(site, error)), ..Says::default() })
}

fn form(site: &Site, (typed, shared): (&str, bool), says: Says) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "me-title");
    let (head, lead) = (title.clone(), say!(site, "me-lead"));
    let Says { code: error, passkey, note } = says;
    let not_in = passkey.map(|words| (say!(site, "me-passkey-failed"), Link::new("#passkey", words)));
    let problem = error.clone().map(|words| (say!(site, "error-one"), Link::new("#code", words))).or(not_in);
    let wrong = problem.is_some();
    let by_device = site.sign_in.passkeys.then(|| by_device(site));
    let (label, hint, button) = (say!(site, "me-label"), say!(site, "me-hint"), say!(site, "me-button"));
    let (shared_label, shared_note) = (say!(site, "me-shared"), say!(site, "me-shared-note"));
    let (no_code, see) = (say!(site, "me-no-code"), say!(site, "home-see-open"));
    let value = typed.to_string();
    Page::public(title, move || {
        let summary = problem.map(|(title, link)| {
            let problems = vec![link];
            view! { <ErrorSummary title problems/> }.into_any()
        });
        let note = note.map(|words| view! { <NoteBox><p>{words}</p></NoteBox> }.into_any());
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    {summary}
                    <h1>{head}</h1>
                    {note}
                    <p>{lead}</p>
                    <form method="post" action="/me" class="flow" novalidate=true>
                        <TextField name="code" label hint error value autocomplete="off"/>
                        <CheckBox name="shared" label=shared_label note=shared_note checked=shared/>
                        <ButtonRow><Button words=button kind=ButtonKind::Go/></ButtonRow>
                    </form>
                    {by_device}
                    <p class="quiet">{no_code}" "<a href="/#open">{see}</a></p>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
    .with_passkey()
    .wrong(wrong)
}

/// The button that asks a device, in the words of this page. `words` is the key of those on it.
fn device_button(site: &Site, begin: &'static str, make: bool, words: &'static str) -> AnyView {
    device::button(Ask {
        begin,
        make,
        words: say!(site, words),
        otherwise: say!(site, "me-passkey-script"),
        server: say!(site, "me-passkey-server"),
        many: say!(site, "me-error-many"),
        device: say!(site, "me-passkey-device"),
    })
}

/// The way in without a code, for whoever has added their device before.
fn by_device(site: &Site) -> AnyView {
    let title = say!(site, "me-passkey-title");
    let (text, before) = (say!(site, "me-passkey-text"), say!(site, "me-passkey-before"));
    let button = device_button(site, "/me/passkey/ask", false, "me-passkey-use");
    view! {
        <Section id="by-device" title>
            <p>{text}" "{before}</p>
            <form method="post" action="/me/passkey/enter" id="passkey" class="flow" tabindex="-1">{button}</form>
        </Section>
    }
    .into_any()
}

/// The page of whoever is signed in. `done` says what they have just done.
pub fn own(site: &Site, page: OwnPage, done: Option<Done>) -> Page {
    let OwnPage { own, home, sorting: to_sort, passkeys, shared } = page;
    let shell = site.public_shell(site.help(false, &own.duty_phone));
    let title = say!(site, "me-title");
    let hello = say!(site, "me-hello", name = own.nickname.as_str());
    let group = say!(site, "me-group", group = own.group.as_str());
    let assessor = own.is_assessor.then(|| say!(site, "me-assessor"));
    let wrong = done == Some(Done::NotMade);
    let done = done.map(|done| say!(site, done.key()));
    let failed = say!(site, "me-passkey-failed");
    let (open_title, open) = (say!(site, "me-open"), home::open(site, &home));
    let (apart_title, apart) = (say!(site, "me-apart-title"), say!(site, "me-apart"));
    let (changed_title, changed) = (say!(site, "home-changed"), home::changed(site, &home.changes));
    let (kept_title, kept_lead) = (say!(site, "me-kept"), say!(site, "me-kept-lead"));
    let mut facts = kept(site, &own);
    facts.extend(passkeys.iter().map(|one| {
        Fact::new(
            say!(site, "me-kept-passkey"),
            say!(site, "me-passkey-since", day = site.tongue.day(one.since)),
        )
    }));
    facts.extend(sorting::kept(site, &to_sort));
    let to_sort = sorting::cards(site, &to_sort);
    let devices = devices(site, shared, &passkeys);
    let yours = yours(site, !passkeys.is_empty());
    Page::public(title, move || {
        let band = view! {
            <Band still=true>
                <h1>{hello}</h1>
                <p>{group}</p>
                {assessor.map(|words| view! { <p>{words}</p> })}
            </Band>
        }
        .into_any();
        let done = done.map(|words| {
            if wrong {
                let problems = vec![Link::new("#passkey", words)];
                view! { <ErrorSummary title=failed problems/> }.into_any()
            } else {
                view! { <Flash words/> }.into_any()
            }
        });
        view! {
            <PublicLayout shell band>
                {done}
                {to_sort}
                <Section id="open" title=open_title>
                    {open}
                    <NoteBox title=apart_title id="apart" measure=true><p>{apart}</p></NoteBox>
                </Section>
                <Section id="changed" title=changed_title>{changed}</Section>
                <Section id="kept" title=kept_title measure=true>
                    <p>{kept_lead}</p>
                    <Facts facts/>
                </Section>
                {devices}
                {yours}
            </PublicLayout>
        }
        .into_any()
    })
    .with_passkey()
    .wrong(wrong)
}

/// Their devices that sign them in: those that they have, each to be taken away, and one more.
/// Nothing where there can be none; `shared` says that they signed in on a device that others use as well.
fn devices(site: &Site, shared: bool, passkeys: &[YoungPasskey]) -> Option<AnyView> {
    let can = site.sign_in.passkeys;
    if !can && passkeys.is_empty() {
        return None;
    }
    let title = say!(site, "me-passkey-title");
    let (text, mine) = (say!(site, "me-passkey-text"), say!(site, "me-passkey-mine"));
    let own: Vec<AnyView> = passkeys
        .iter()
        .map(|one| {
            let since = say!(site, "me-passkey-since", day = site.tongue.day(one.since));
            let (remove, spoken, id) = (say!(site, "me-passkey-remove"), since.clone(), one.id.to_string());
            view! {
                <li>
                    <form method="post" action="/me/passkey/remove">
                        <p>{since}</p>
                        <input type="hidden" name="id" value=id/>
                        <ButtonRow><Button words=remove kind=ButtonKind::Still spoken/></ButtonRow>
                    </form>
                </li>
            }
            .into_any()
        })
        .collect();
    let own = (!own.is_empty()).then(|| view! { <ul class="plain flow">{own}</ul> });
    let more = if site.shared || shared {
        let words = say!(site, "me-passkey-shared");
        view! { <p id="passkey" tabindex="-1">{words}</p> }.into_any()
    } else if passkeys.len() >= YOUNG_PASSKEYS_MAX {
        let words = say!(site, "me-passkey-full", n = YOUNG_PASSKEYS_MAX.to_string());
        view! { <p id="passkey" tabindex="-1">{words}</p> }.into_any()
    } else {
        let button = device_button(site, "/me/passkey/begin", true, "me-passkey-make");
        view! {
            <form method="post" action="/me/passkey" id="passkey" class="flow" tabindex="-1">
                <p>{mine}</p>
                {button}
            </form>
        }
        .into_any()
    };
    let more = can.then_some(more);
    let section = view! {
        <Section id="devices" title measure=true>
            <p>{text}</p>
            {own}
            {more}
        </Section>
    };
    Some(section.into_any())
}

/// Everything that is kept of them.
fn kept(site: &Site, own: &OwnAccount) -> Vec<Fact> {
    let day = |day: NaiveDate| site.tongue.day(day);
    let (from, to) = own.age_band.ages();
    let on = day(own.consent_on);
    let by = match own.consent_by {
        GivenBy::YoungPerson => say!(site, "me-by-you", day = on),
        GivenBy::Parent => say!(site, "me-by-parent", day = on),
        GivenBy::Carer => say!(site, "me-by-carer", day = on),
        GivenBy::LocalAuthority => say!(site, "me-by-authority", day = on),
    };
    // The name of a version tells nobody anything: the words themselves stand here.
    let said = wording_of(&own.wording).join(" ");
    let wording = if said.is_empty() { own.wording.clone() } else { said };
    let mut facts = vec![
        Fact::new(say!(site, "me-kept-nickname"), own.nickname.as_str()),
        Fact::new(say!(site, "me-kept-age"), say!(site, "me-kept-age-words", from = from, to = to)),
        Fact::new(say!(site, "me-kept-group"), own.group.as_str()),
        Fact::new(say!(site, "me-kept-by"), own.organisation.as_str()),
        Fact::new(say!(site, "me-kept-consent"), by),
        Fact::new(say!(site, "me-kept-wording"), wording),
    ];
    if own.is_assessor {
        facts.push(Fact::new(say!(site, "me-kept-assessor"), say!(site, "me-kept-assessor-words")));
    }
    if let Some(name) = &own.judged_by {
        let words = say!(site, "me-kept-ticks-words", name = name.as_str());
        facts.push(Fact::new(say!(site, "me-kept-ticks"), words));
    }
    facts.push(Fact::new(say!(site, "me-kept-since"), day(own.since)));
    facts.extend(own.joined_on.map(|on| Fact::new(say!(site, "me-kept-first"), day(on))));
    let until = say!(site, "me-kept-until-words", day = day(own.ends_on));
    facts.push(Fact::new(say!(site, "me-kept-until"), until));
    let code = |on: NaiveDate| {
        Fact::new(say!(site, "me-kept-code"), say!(site, "me-kept-code-words", day = day(on)))
    };
    facts.extend(own.code_until.map(code));
    let place = |(since, last): &(NaiveDate, NaiveDate)| {
        let words = say!(site, "me-kept-place-words", day = day(*since), last = day(*last));
        Fact::new(say!(site, "me-kept-place"), words)
    };
    facts.extend(own.places.iter().map(place));
    facts
}

/// What they can do with it. Before they sign out they read what brings them in again: a device of theirs, where they have
/// added one, or else a code alone.
fn yours(site: &Site, has_device: bool) -> AnyView {
    let title = say!(site, "me-yours");
    let (rename, stop) = (say!(site, "me-nickname"), say!(site, "me-stop"));
    let (leave, everywhere) = (say!(site, "me-sign-out"), say!(site, "me-sign-out-all"));
    let note = say!(site, if has_device { "me-sign-out-note-device" } else { "me-sign-out-note" });
    view! {
        <Section id="yours" title>
            <p>{note}</p>
            <form method="post" action="/me/sign-out">
                <ButtonRow><Button words=leave/></ButtonRow>
            </form>
            <form method="post" action="/me/sign-out-everywhere">
                <ButtonRow><Button words=everywhere kind=ButtonKind::Still/></ButtonRow>
            </form>
            <ButtonRow>
                <ButtonLink href="/me/nickname" words=rename kind=ButtonKind::Still/>
                <ButtonLink href="/me/stop" words=stop kind=ButtonKind::Stop/>
            </ButtonRow>
        </Section>
    }
    .into_any()
}

/// What is wrong with a nickname: the key of its words.
fn flaw(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Nickname(NicknameFlaw::TooLong) => "me-error-long",
        Refusal::Nickname(NicknameFlaw::Contact(_)) => "me-error-contact",
        Refusal::Nickname(NicknameFlaw::Rude) => "me-error-rude",
        Refusal::Nickname(NicknameFlaw::FullName) => "me-error-full",
        Refusal::Taken(_) => "me-error-taken",
        _ => "me-error-nickname",
    }
}

/// The form for another nickname.
pub fn nickname(site: &Site, typed: &str, refusals: &[Refusal]) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "me-nickname");
    let (head, lead) = (title.clone(), say!(site, "me-nickname-lead"));
    let error = refusals.first().map(flaw).map(|key| say!(site, key));
    let wrong = error.is_some();
    let problem = error.clone().map(|words| (say!(site, "error-one"), Link::new("#nickname", words)));
    let asked = refusals.contains(&Refusal::Nickname(NicknameFlaw::FullName));
    let sure = asked.then(|| say!(site, "me-nickname-sure"));
    let (label, hint) =
        (say!(site, "me-kept-nickname"), say!(site, "me-nickname-hint", n = NICKNAME_MAX.to_string()));
    let (button, back) = (say!(site, "mine-save"), say!(site, "back"));
    let value = typed.to_string();
    Page::public(title, move || {
        let summary = problem.map(|(title, link)| {
            let problems = vec![link];
            view! { <ErrorSummary title problems/> }.into_any()
        });
        let sure = sure.map(|label| view! { <CheckBox name="sure" label/> }.into_any());
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    {summary}
                    <h1>{head}</h1>
                    <p>{lead}</p>
                    <form method="post" action="/me/nickname" class="flow" novalidate=true>
                        <TextField name="nickname" label hint error value autocomplete="off"/>
                        {sure}
                        <ButtonRow>
                            <Button words=button kind=ButtonKind::Go/>
                            <ButtonLink href="/me" words=back kind=ButtonKind::Still/>
                        </ButtonRow>
                    </form>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
    .wrong(wrong)
}

/// Asks once more before the account is stopped.
pub fn sure(site: &Site) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "me-stop-sure");
    let (head, text, answers) = (title.clone(), say!(site, "me-stop-text"), say!(site, "me-stop-answers"));
    let (yes, no) = (say!(site, "me-stop-yes"), say!(site, "mine-no"));
    Page::public(title, move || {
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    <h1>{head}</h1>
                    <p>{text}</p>
                    <p>{answers}</p>
                    <form method="post" action="/me/stop">
                        <ButtonRow>
                            <Button words=yes kind=ButtonKind::Stop name="sure" value="yes"/>
                            <ButtonLink href="/me" words=no kind=ButtonKind::Still/>
                        </ButtonRow>
                    </form>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
}

/// The account is gone.
pub fn stopped(site: &Site) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "me-stopped");
    let (head, text, home) = (title.clone(), say!(site, "me-stopped-text"), say!(site, "missing-home"));
    Page::public(title, move || {
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    <h1>{head}</h1>
                    <p>{text}</p>
                    <p><a href="/">{home}</a></p>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
}
