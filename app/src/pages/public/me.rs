//! A young person's own page: signing in with a code, what they can have a say in, everything that is kept of them, and
//! stopping it (domain.md 5.1 standards 4, 8 and 15; 7.3 invariant 9). It never shows anybody else.

use chrono::NaiveDate;
use earshot_domain::young::{GivenBy, NICKNAME_MAX, NicknameFlaw};
use earshot_service::{OwnAccount, OwnPage, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::{home, sorting};
use crate::components::{
    Band, Button, ButtonKind, ButtonLink, ButtonRow, CheckBox, ErrorSummary, Fact, Facts, Flash, Link,
    NoteBox, Section, TextField,
};
use crate::layout::PublicLayout;
use crate::{Page, Site, say};

/// The form for a code. `error` is the key of what is wrong.
pub fn ask(site: &Site, typed: &str, shared: bool, error: Option<&'static str>) -> Page {
    form(site, (typed, shared), error, None)
}

/// The same for somebody whose session has ended.
pub fn ended(site: &Site) -> Page {
    form(site, ("", false), None, Some(say!(site, "me-ended")))
}

fn form(
    site: &Site,
    (typed, shared): (&str, bool),
    error: Option<&'static str>,
    note: Option<String>,
) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "me-title");
    let (head, lead) = (title.clone(), say!(site, "me-lead"));
    let error = error.map(|key| say!(site, key));
    let wrong = error.is_some();
    let problem = error.clone().map(|words| (say!(site, "error-one"), Link::new("#code", words)));
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
                    <p class="quiet">{no_code}" "<a href="/#open">{see}</a></p>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
    .wrong(wrong)
}

/// The page of whoever is signed in. `renamed` says that they have just changed what they are called.
pub fn own(site: &Site, page: OwnPage, renamed: bool) -> Page {
    let OwnPage { own, home, sorting: to_sort } = page;
    let shell = site.public_shell(site.help(false, &own.duty_phone));
    let title = say!(site, "me-title");
    let hello = say!(site, "me-hello", name = own.nickname.as_str());
    let group = say!(site, "me-group", group = own.group.as_str());
    let assessor = own.is_assessor.then(|| say!(site, "me-assessor"));
    let flash = renamed.then(|| say!(site, "me-renamed"));
    let (open_title, open) = (say!(site, "me-open"), home::open(site, &home));
    let (apart_title, apart) = (say!(site, "me-apart-title"), say!(site, "me-apart"));
    let (changed_title, changed) = (say!(site, "home-changed"), home::changed(site, &home.changes));
    let (kept_title, kept_lead) = (say!(site, "me-kept"), say!(site, "me-kept-lead"));
    let mut facts = kept(site, &own);
    facts.extend(sorting::kept(site, &to_sort));
    let to_sort = sorting::cards(site, &to_sort);
    let yours = yours(site);
    Page::public(title, move || {
        let band = view! {
            <Band still=true>
                <h1>{hello}</h1>
                <p>{group}</p>
                {assessor.map(|words| view! { <p>{words}</p> })}
            </Band>
        }
        .into_any();
        let flash = flash.map(|words| view! { <Flash words/> }.into_any());
        view! {
            <PublicLayout shell band>
                {flash}
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
                {yours}
            </PublicLayout>
        }
        .into_any()
    })
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
    let mut facts = vec![
        Fact::new(say!(site, "me-kept-nickname"), own.nickname.as_str()),
        Fact::new(say!(site, "me-kept-age"), say!(site, "me-kept-age-words", from = from, to = to)),
        Fact::new(say!(site, "me-kept-group"), own.group.as_str()),
        Fact::new(say!(site, "me-kept-by"), own.organisation.as_str()),
        Fact::new(say!(site, "me-kept-consent"), by),
        Fact::new(say!(site, "me-kept-wording"), own.wording.as_str()),
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

/// What they can do with it.
fn yours(site: &Site) -> AnyView {
    let title = say!(site, "me-yours");
    let (rename, stop) = (say!(site, "me-nickname"), say!(site, "me-stop"));
    let (leave, everywhere) = (say!(site, "me-sign-out"), say!(site, "me-sign-out-all"));
    view! {
        <Section id="yours" title>
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
