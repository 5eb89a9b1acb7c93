//! Whose device this is to be, where somebody has followed a link of another site that says so.

use earshot_service::Asked;
use leptos::prelude::*;

use super::shell_of;
use crate::components::{Band, Button, ButtonKind, ButtonLink, ButtonRow};
use crate::layout::PublicLayout;
use crate::{Page, Site, say};

/// Whose a device is from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Of many people, one after the other.
    Many,
    /// Of somebody of the staff who types for somebody who speaks.
    Assisted,
    /// Neither of these any more.
    Own,
    /// Of somebody, and others use it as well.
    Shared,
    /// Of somebody, and nobody else uses it any more.
    NotShared,
}

/// The address that asks, and where the answer goes.
pub fn whose_address(slug: &str, whose: Whose) -> String {
    let said = match whose {
        Whose::Many => "kiosk=1",
        Whose::Assisted => "assist=1",
        Whose::Own => "kiosk=0",
        Whose::Shared => "shared=1",
        Whose::NotShared => "shared=0",
    };
    format!("/c/{slug}/whose?{said}")
}

/// Asks whoever holds the device. Whoever does not want it goes to the start page.
pub fn whose(site: &Site, asked: &Asked, whose: Whose) -> Page {
    let shell = shell_of(site, asked);
    let (title, lead) = match whose {
        Whose::Many => (say!(site, "whose-many"), say!(site, "whose-many-lead")),
        Whose::Assisted => (say!(site, "whose-assisted"), say!(site, "whose-assisted-lead")),
        Whose::Shared => (say!(site, "whose-shared"), say!(site, "whose-shared-lead")),
        Whose::Own | Whose::NotShared => (say!(site, "whose-own"), say!(site, "whose-own-lead")),
    };
    let (yes, no) = (say!(site, "whose-yes"), say!(site, "whose-no"));
    let (head, action, start) =
        (title.clone(), whose_address(&asked.slug, whose), format!("/c/{}", asked.slug));
    Page::public(title, move || {
        let band = view! { <Band still=true><h1>{head}</h1><p>{lead}</p></Band> }.into_any();
        view! {
            <PublicLayout shell band>
                <form method="post" action=action class="flow fit">
                    <ButtonRow>
                        <Button words=yes kind=ButtonKind::Go/>
                        <ButtonLink href=start words=no kind=ButtonKind::Still/>
                    </ButtonRow>
                </form>
            </PublicLayout>
        }
        .into_any()
    })
}
