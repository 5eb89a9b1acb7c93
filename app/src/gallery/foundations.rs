//! Colours, letters and spaces, and everything that is pressed.

use leptos::prelude::*;

use super::pair;
use crate::components::{
    AskSide, Back, Brand, Button, ButtonKind, ButtonLink, Buttons, Icon, IconName, Link, LoopPlace, Pill,
    Ripple, Square,
};

const COLOURS: [&str; 20] = [
    "paper",
    "surface",
    "sunk",
    "line",
    "edge",
    "ink",
    "ink-2",
    "link",
    "brand",
    "action",
    "voice",
    "voice-wash",
    "voice-line",
    "yes",
    "wait",
    "try",
    "pass",
    "no",
    "more",
    "error",
];

fn swatches() -> Vec<AnyView> {
    COLOURS
        .into_iter()
        .map(|name| {
            let drawing = format!(r#"<rect class="f-{name}" width="100" height="40"/>"#);
            view! {
                <div>
                    <svg viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true" inner_html=drawing></svg>
                    <code>{format!("--{name}")}</code>
                </div>
            }
            .into_any()
        })
        .collect()
}

pub(super) fn foundations() -> AnyView {
    view! {
        {pair(
            "Colour roles",
            "Named by what they are for. The same name changes value with the theme.",
            |_| view! { <div class="swatches">{swatches()}</div> }.into_any(),
        )}
        {pair(
            "Type",
            "Headings, text and quiet text use the phone’s own sans. A young person’s exact words get the serif, and nobody else’s do.",
            |_| {
                view! {
                    <h3>"What’s it like getting to school?"</h3>
                    <p>"We want to know. It takes about 5 minutes."</p>
                    <p class="quiet small">"For people aged 11 to 17 in Wexmoor."</p>
                    <p class="own">"the 7.20 bus just drives past when its full"</p>
                    <p><a href="#x">"A link in a sentence"</a></p>
                }
                .into_any()
            },
        )}
        {pair(
            "The mark and the ripple",
            "A dot is a voice. Each arc is one step it has come. Words always say the same thing.",
            |_| {
                view! {
                    <p><Brand href="#x"/></p>
                    <Ripple words="Question 0 of 6" done=0 of=6/>
                    <Ripple words="Question 1 of 6" done=1 of=6/>
                    <Ripple words="Question 3 of 6" done=3 of=6/>
                    <Ripple words="Question 6 of 6" done=6 of=6/>
                    <Ripple words="Question 9 of 25" done=9 of=25/>
                    <p><LoopPlace step=1 name="Answer" spoken=", step 1 of 8"/></p>
                    <p><LoopPlace step=4 name="Need" spoken=", step 4 of 8"/></p>
                    <p><LoopPlace step=8 name="Told" spoken=", step 8 of 8"/></p>
                }
                .into_any()
            },
        )}
        {pair("Icons", "Beside every one stand words that say the same.", |_| {
            let icons = IconName::ALL
                .iter()
                .map(|name| view! { <span class="pill"><Icon name=*name/>{name.key()}</span> })
                .collect::<Vec<_>>();
            view! { <p class="buttons">{icons}</p> }.into_any()
        })}
    }
    .into_any()
}

pub(super) fn pressing() -> AnyView {
    view! {
        {pair(
            "Buttons",
            "One button with arcs on a page: the one that carries the words on. Rest, hover, focus, off.",
            |side| {
                let why = side.id("why");
                view! {
                    <p class="buttons">
                        <Button words="Next" kind=ButtonKind::Go/>
                        <button class="button button--go" data-state="hover">"Hover"</button>
                        <button class="button button--go" data-state="focus">"Focus"</button>
                        <button class="button button--go" disabled=true>"Off"</button>
                    </p>
                    <p class="buttons">
                        <Button words="Skip this question" kind=ButtonKind::Still/>
                        <button class="button button--still" data-state="focus">"Focus"</button>
                        <Button words="Take back my words" kind=ButtonKind::Stop/>
                    </p>
                    <p class="buttons">
                        <Button words="Publish" off_because=why.clone()/>
                        <span class="quiet small" id=why>"One theme still has no answer."</span>
                    </p>
                    <p class="buttons">
                        <ButtonLink href="#x" words="Add a question" kind=ButtonKind::Still icon=IconName::Plus/>
                        <Pill href="#x" words="Pill"/>
                        <Pill href="#x" words="Pill, chosen" on=true/>
                        <Back href="#x" words="Back"/>
                    </p>
                    <Buttons next="Next" skip="Skip this question"/>
                    <p class="buttons">
                        <Square icon=IconName::Up words="Move up" disabled=true/>
                        <Square icon=IconName::Down words="Move down"/>
                        <Square icon=IconName::Bin words="Remove"/>
                    </p>
                }
                .into_any()
            },
        )}
        {pair(
            "A page that asks",
            "A strip on a phone, a panel beside the question where there is room. On sensitive consultations the way out comes first.",
            |_| {
                view! {
                    <AskSide
                        home="#x"
                        name="What’s it like getting to school?"
                        progress="Question 1 of 6"
                        done=1
                        of=6
                        help=Link::new("#help", "Help")
                    >
                        <p>"We don’t ask your name."</p>
                    </AskSide>
                    <AskSide
                        home="#x"
                        name="What’s it like living in care in Wexmoor?"
                        progress="Question 3 of 6"
                        done=3
                        of=6
                        help=Link::new("#help", "Help")
                        leave=Link::new("https://www.bbc.co.uk/weather", "Leave this page")
                    />
                }
                .into_any()
            },
        )}
    }
    .into_any()
}
