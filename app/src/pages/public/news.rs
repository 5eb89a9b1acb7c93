//! News for those who want it: leaving an address, saying that it is one's own, and ending it.

use earshot_domain::news::may_follow;
use earshot_domain::respondent::Channel;
use earshot_service::{Asked, Follower};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::components::{
    Band, Button, ButtonKind, ButtonLink, ButtonRow, ErrorSummary, Link, NoteBox, TextField,
};
use crate::layout::PublicLayout;
use crate::{Page, Site, say};

/// What is wrong with an address: the key of its words.
pub type Flaw = &'static str;

/// The way to the form, on the pages of a consultation. None where no mail goes out, where it could be seen by somebody
/// else in a home that a young person came here, or on a device that others use.
pub fn follow_link(site: &Site, asked: &Asked) -> Option<AnyView> {
    let offered = site.mails && !asked.preview && may_follow(asked.state, asked.setup.sensitive);
    let own_device = site.channel == Channel::Web && !site.shared;
    (offered && own_device).then(|| {
        let (href, words) = (format!("/c/{}/news", asked.slug), say!(site, "news-link"));
        view! { <ButtonRow><ButtonLink href words kind=ButtonKind::Still/></ButtonRow> }.into_any()
    })
}

/// The form for an address.
pub fn ask(site: &Site, asked: &Asked, typed: &str, flaw: Option<Flaw>) -> Page {
    let shell = site.public_shell(site.help(false, &asked.duty_phone));
    let title = say!(site, "news-title");
    let (head, lead, apart) = (title.clone(), say!(site, "news-lead"), say!(site, "news-apart"));
    let name = asked.setup.child_title.clone();
    let (label, hint, button) =
        (say!(site, "news-label"), say!(site, "news-young"), say!(site, "news-button"));
    let (careful, stop) = (say!(site, "news-careful"), say!(site, "news-any-time"));
    let error = flaw.map(|key| say!(site, key));
    let wrong = error.is_some();
    let summary = error.clone().map(|words| {
        let title = say!(site, "error-one");
        let problems = vec![Link::new("#email", words)];
        view! { <ErrorSummary title problems/> }.into_any()
    });
    let action = format!("/c/{}/news", asked.slug);
    let back = Link::new(format!("/c/{}", asked.slug), say!(site, "news-back"));
    let value = typed.to_string();
    Page::public(title, move || {
        let band = view! { <Band still=true><p class="quiet">{name}</p><h1>{head}</h1><p>{lead}</p></Band> };
        let band = band.into_any();
        view! {
            <PublicLayout shell band>
                <div class="flow measure">
                    {summary}
                    <form method="post" action=action class="flow" novalidate=true>
                        <TextField name="email" label hint error value kind="email" autocomplete="email"/>
                        <ButtonRow><Button words=button kind=ButtonKind::Go/></ButtonRow>
                    </form>
                    <NoteBox><p>{apart}</p><p>{stop}</p><p>{careful}</p></NoteBox>
                    <p><a href=back.href>{back.words}</a></p>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
    .wrong(wrong)
}

/// After the form: a letter is on its way. It cannot be told from here whether the address was known.
pub fn asked(site: &Site, asked: &Asked) -> Page {
    let shell = site.public_shell(site.help(false, &asked.duty_phone));
    let title = say!(site, "news-sent");
    let (head, lead, junk) = (title.clone(), say!(site, "news-sent-lead"), say!(site, "news-sent-junk"));
    let back = Link::new(format!("/c/{}", asked.slug), say!(site, "news-back"));
    Page::public(title, move || {
        let band = view! { <Band still=true><h1>{head}</h1><p>{lead}</p></Band> }.into_any();
        view! {
            <PublicLayout shell band>
                <div class="flow measure">
                    <p>{junk}</p>
                    <p><a href=back.href>{back.words}</a></p>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
}

/// Somebody's own page, which the links in their mail lead to.
pub fn own(site: &Site, follower: Follower, token: &str) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let on = follower.confirmed;
    let title = say!(site, if on { "news-on" } else { "news-want" });
    let (head, name) = (title.clone(), follower.title);
    let lead = say!(site, if on { "news-on-lead" } else { "news-want-lead" });
    let yes = (!on).then(|| {
        let (action, words) = (format!("/news/{token}"), say!(site, "news-yes"));
        view! {
            <form method="post" action=action>
                <ButtonRow><Button words kind=ButtonKind::Go/></ButtonRow>
            </form>
        }
    });
    let (stop_action, stop) = (format!("/news/{token}/stop"), say!(site, "news-stop"));
    let stop_hint = say!(site, "news-stop-hint");
    let back = Link::new(format!("/c/{}", follower.slug), say!(site, "news-back"));
    Page::public(title, move || {
        let band = view! { <Band still=true><p class="quiet">{name}</p><h1>{head}</h1><p>{lead}</p></Band> };
        let band = band.into_any();
        view! {
            <PublicLayout shell band>
                <div class="flow measure">
                    {yes}
                    <form method="post" action=stop_action class="flow fit">
                        <ButtonRow><Button words=stop kind=ButtonKind::Still/></ButtonRow>
                        <p class="quiet small">{stop_hint}</p>
                    </form>
                    <p><a href=back.href>{back.words}</a></p>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
}

/// The address is gone, or was never there: the two look alike.
pub fn gone(site: &Site) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "news-gone");
    let (head, lead, home) = (title.clone(), say!(site, "news-gone-lead"), say!(site, "news-home"));
    Page::public(title, move || {
        let band = view! { <Band still=true><h1>{head}</h1><p>{lead}</p></Band> }.into_any();
        view! { <PublicLayout shell band><p><a href="/">{home}</a></p></PublicLayout> }.into_any()
    })
}

/// The link was cut on its way. `some` says that a part of it could be read, and was stopped; otherwise nothing was.
pub fn cut(site: &Site, some: bool) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, if some { "news-part" } else { "news-cut" });
    let lead = say!(site, if some { "news-part-lead" } else { "news-cut-lead" });
    let (head, home) = (title.clone(), say!(site, "news-home"));
    Page::public(title, move || {
        let band = view! { <Band still=true><h1>{head}</h1><p>{lead}</p></Band> }.into_any();
        view! { <PublicLayout shell band><p><a href="/">{home}</a></p></PublicLayout> }.into_any()
    })
}
