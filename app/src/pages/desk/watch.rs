//! The words that put an answer first in the reading queue. For the safeguarding lead and the deputy.

use earshot_domain::safeguarding::built_in;
use earshot_service::{Actor, Refusal, WatchWords};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{DeskStep, Here, count_of, desk, moment};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, Details, Grid, GridKind, NoteBox, PageHead, Panel,
    Stack, TextArea, TextField,
};
use crate::{Page, Site};

/// What a sentence that was tried has led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// It would be marked.
    Marked,
    /// It would not.
    Plain,
}

/// The page. `typed` is what came back from it; `marked` says how many unread answers and comments were marked just now.
pub fn words(
    site: &Site,
    actor: &Actor,
    words: &WatchWords,
    (typed, refusals): (Option<Typed>, &[Refusal]),
    (marked, tried): (Option<u64>, Option<Tried>),
) -> Page {
    let (site, actor, words) = (site.clone(), actor.clone(), words.clone());
    let typed = typed.unwrap_or_else(|| Typed::default().with("lines", words.lines.clone()));
    let flash = marked.map(|many| match many {
        0 => "Saved. No unread answer or post is marked that was not marked before.".to_string(),
        many => {
            let many = i64::try_from(many).unwrap_or(i64::MAX);
            let said = count_of(many, "unread answer or post is", "unread answers and posts are");
            format!("Saved. {said} marked now.")
        }
    });
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk("Words that put an answer first", move || {
        let edition = match typed.get("version") {
            "" => words.version.to_string(),
            typed => typed.to_string(),
        };
        let (lines, sentence) = (typed.get("lines").to_string(), typed.get("sentence").to_string());
        let error = wrong.at("lines");
        let last = match (&words.by, words.at) {
            (Some(by), Some(at)) => format!("Version {}, {by}, {}.", words.version, moment(&site, at)),
            _ => "Nobody has added any yet.".to_string(),
        };
        let found = tried.map(|tried| {
            let (kind, text) = match tried {
                Tried::Marked => (BoxKind::Late, "It would be marked, and read first."),
                Tried::Plain => (BoxKind::Plain, "It would not be marked. A person reads it all the same."),
            };
            view! { <NoteBox kind><p>{text}</p></NoteBox> }
        });
        let actions = view! {
            <Button words="Save" name="do" value="save"/>
            <ButtonLink href="/desk/safeguarding" words="Back to the lane" kind=ButtonKind::Still/>
        }
        .into_any();
        let known: Vec<AnyView> = built_in().map(|line| view! { <li><code>{line}</code></li> }.into_any()).collect();
        let body = view! {
            {wrong.summary()}
            <PageHead
                title="Words that put an answer first"
                text="A person reads every answer, marked or not. A mark only says what is read first, and young people never see it."
                quiet=true
            />
            <form method="post" action="/desk/safeguarding/words" novalidate=true>
                {hidden("version", edition)}
                <Grid kind=GridKind::Half>
                    <Panel id="own" title="Words of your own" inset=true foot=last actions>
                        <TextArea
                            name="lines"
                            label="One a line"
                            hint="Names of places and groups, what young people there call things, other languages. They are read beside the list that is built in, never instead of it."
                            value=lines
                            error
                            rows=14
                        />
                    </Panel>
                    <Stack>
                        <Panel id="try" title="Try a sentence" inset=true>
                            {found}
                            <TextField name="sentence" label="A sentence" hint="It is not kept." value=sentence autocomplete="off"/>
                            <ButtonRow><Button words="Try it" kind=ButtonKind::Still name="do" value="try"/></ButtonRow>
                        </Panel>
                        <Panel id="how" title="How a line is written" inset=true>
                            <ul class="flow">
                                <li><code>"old mill"</code>": these words, one after the other, in small or big letters"</li>
                                <li><code>"fizz|pop"</code>": either word"</li>
                                <li><code>"fizz*"</code>": every word that begins so"</li>
                                <li><code>"old .. mill"</code>": up to three words between; "<code>"_"</code>" is exactly one"</li>
                                <li><code>"@adult"</code>": mum, dad, carer and others; "<code>"@near"</code>" also brother, friend and others; "<code>"@not"</code>" not, never, can\u{2019}t and others"</li>
                                <li><code>"# ..."</code>": a note of your own"</li>
                            </ul>
                        </Panel>
                        <Details words="The list that is built in (English and Welsh)"><ul class="plain">{known}</ul></Details>
                    </Stack>
                </Grid>
            </form>
        }
        .into_any();
        let here = Here::at(DeskStep::Safeguarding).under("/desk/safeguarding", "Safeguarding");
        desk(&site, &actor, here, flash, body)
    })
    .wrong(is_wrong)
}
