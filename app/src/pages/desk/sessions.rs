//! Where somebody of the staff is signed in, and ending it elsewhere.

use earshot_service::{Actor, OwnPasskey, OwnSession, SecondStepState};
use leptos::prelude::*;

use super::shell::{Here, count_of, desk, moment};
use super::typed::hidden;
use crate::components::{Button, ButtonKind, ButtonRow, DeskTable, PageHead, Panel, Stack, TableRow};
use crate::{Page, Site};

/// The page. `ended` says how many were ended just now.
pub fn sessions(
    site: &Site,
    actor: &Actor,
    sessions: Vec<OwnSession>,
    (state, passkeys): (SecondStepState, Vec<OwnPasskey>),
    (ended, done): (Option<u64>, Option<&str>),
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let flash = ended.map(|many| match many {
        0 => "Nothing to end: you are signed in nowhere else.".to_string(),
        many => {
            format!("Signed out of {}.", count_of(i64::try_from(many).unwrap_or(i64::MAX), "place", "places"))
        }
    });
    let flash = flash.or_else(|| {
        let words = match done? {
            "made" => "Your passkey is made. Next time, choose \u{201c}Use a passkey\u{201d}.",
            "unmade" => "The passkey is taken away. You are signed out everywhere else.",
            "removed" => "Your second step is gone.",
            "wrong" => "This code was not right, or was used already. Nothing was changed.",
            "many" => "Too many codes were wrong. Wait 20 minutes.",
            _ => return None,
        };
        Some(words.to_string())
    });
    Page::desk("Where you are signed in", move || {
        let second = super::second_step::panel(&state, !passkeys.is_empty());
        let keys = site.sign_in.passkeys.then(|| super::passkey::panel(&site, &passkeys));
        let elsewhere = sessions.iter().filter(|session| !session.here).count();
        let table = table(&site, sessions);
        let all = (elsewhere > 1).then(|| {
            view! {
                <form method="post" action="/desk/sessions" class="in">
                    {hidden("end", "others")}
                    <ButtonRow><Button words="Sign out everywhere else" kind=ButtonKind::Stop/></ButtonRow>
                </form>
            }
        });
        let body = view! {
            <PageHead
                title="Where you are signed in"
                text="If you do not know one of these, end it, and tell your administrator."
                quiet=true
            />
            <Stack><Panel id="sessions" title="Now">{table}{all}</Panel>{keys}{second}</Stack>
        }
        .into_any();
        desk(&site, &actor, Here::default(), flash, body)
    })
}

fn table(site: &Site, sessions: Vec<OwnSession>) -> AnyView {
    let head = ["Signed in", "End it", "Last used", "Ends by"].map(str::to_string).to_vec();
    let rows = sessions
        .into_iter()
        .map(|session| {
            let began = moment(site, session.began);
            let spoken = format!(" the one of {began}");
            let end = if session.here {
                view! { <span class="quiet">"This one. Use \u{201c}Sign out\u{201d}."</span> }.into_any()
            } else {
                view! {
                    <form method="post" action="/desk/sessions">
                        {hidden("end", session.handle)}
                        <Button words="End it" kind=ButtonKind::Still spoken/>
                    </form>
                }
                .into_any()
            };
            TableRow {
                head: began.into_any(),
                // What there is to do is seen on a phone too, where the rest has to be pushed aside.
                cells: vec![
                    end,
                    moment(site, session.last_seen).into_any(),
                    moment(site, session.ends).into_any(),
                ],
            }
        })
        .collect();
    view! { <DeskTable labelled_by="sessions" head rows/> }.into_any()
}
