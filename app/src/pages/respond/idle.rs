//! A tablet that many people use, and that nobody has touched for a while.

use earshot_service::Asked;
use leptos::prelude::*;

use super::shell_of;
use crate::components::{Band, ButtonKind, ButtonLink, ButtonRow};
use crate::layout::PublicLayout;
use crate::{Page, Site, say};

/// Asks whether somebody is still there. `back` is the page that they were on. Where nobody says so, the start page
/// comes, on which the tablet forgets.
pub fn idle(site: &Site, asked: &Asked, back: String) -> Page {
    let shell = shell_of(site, asked);
    let title = say!(site, "idle-title");
    let (head, lead) = (title.clone(), say!(site, "idle-lead"));
    let (yes, next) = (say!(site, "idle-yes"), say!(site, "kiosk-next"));
    let start = format!("/c/{}", asked.slug);
    Page::public(title, move || {
        let band = view! { <Band still=true><h1>{head}</h1><p>{lead}</p></Band> }.into_any();
        view! {
            <PublicLayout shell band>
                <ButtonRow>
                    <ButtonLink href=back words=yes kind=ButtonKind::Go/>
                    <ButtonLink href=start words=next kind=ButtonKind::Still/>
                </ButtonRow>
            </PublicLayout>
        }
        .into_any()
    })
}
