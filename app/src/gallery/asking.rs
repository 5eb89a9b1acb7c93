//! Everything that a question is answered with.

use leptos::prelude::*;

use super::showing::eight;
use super::{pair, part};
use crate::components::{
    Band, Blocked, BoxKind, Button, ButtonKind, ButtonLink, Card, Cards, CheckBox, Choice, ChoiceItem,
    ChoiceKind, Choices, Confirm, DateField, Details, Empty, Faces, FieldSet, FileField, Flash, IconName,
    Level, Link, NoteBox, OneLine, Pager, Question, RankItem, RankList, Ripple, Row, Rows, Select,
    SelectOption, TextArea, TextField, WordsKind, WordsQuestion, choice_in_state,
};

pub(super) fn item(value: &str, label: &str) -> ChoiceItem {
    ChoiceItem::new(value, label)
}

fn five_faces(chosen: &str) -> Vec<ChoiceItem> {
    [("1", "Very unhappy"), ("2", "Unhappy"), ("3", "In the middle"), ("4", "Happy"), ("5", "Very happy")]
        .into_iter()
        .map(|(value, label)| item(value, label).chosen(value == chosen))
        .collect()
}

pub(super) fn choosing() -> AnyView {
    view! {
        {pair(
            "Choose one",
            "The dot you press is the dot that starts the trail. Rest, hover, focus, chosen, off.",
            |side| {
                let name = side.id("one");
                view! {
                    <fieldset>
                        <legend class="hush">"Choose one"</legend>
                        <div class="choices">
                            <Choice name=name.clone() item=item("1", "I walk").icon(IconName::Walk)/>
                            {choice_in_state(name.clone(), item("2", "Hover"), "hover")}
                            {choice_in_state(name.clone(), item("3", "Focus"), "focus")}
                            <Choice name=name.clone() item=item("4", "On the bus").chosen(true).icon(IconName::Bus)/>
                            <Choice
                                name=name
                                item=ChoiceItem { disabled: true, ..item("5", "Not running today") }
                            />
                        </div>
                    </fieldset>
                    <Question id=side.id("q") words="How do you get to school?" hint="If you go two ways, choose the longest bit." small=true>
                        <Choices
                            name=side.id("q")
                            items=vec![
                                item("taxi", "In a taxi").note("Also a minibus that picks you up").icon(IconName::Taxi),
                                item("bike", "On a bike or scooter").icon(IconName::Bike),
                                item("car", "In a car").icon(IconName::Car),
                                item("other", "Some other way").icon(IconName::Other),
                            ]
                            or="or"
                            way_out=vec![item("pnts", "I don’t want to say")]
                        />
                    </Question>
                }
                .into_any()
            },
        )}
        {pair("A file that was given", "What is there, and the way to take it out.", |side| {
            let id = side.id("given-file");
            view! {
                <Question id=side.id("photo") words="Show us a place you like." small=true>
                    <div class="flow">
                        <figure class="own-file">
                            <img src="/icon.svg" alt="Your photo or drawing" width="240" height="240"/>
                            <figcaption>"Your photo or drawing is here."</figcaption>
                        </figure>
                        <p><Button words="Take it out" kind=ButtonKind::Still/></p>
                        <div class="field">
                            <label class="label" for=id.clone()>"Choose another one"</label>
                            <input class="input" type="file" id=id/>
                        </div>
                    </div>
                </Question>
            }
            .into_any()
        })}
        {pair("Choose any", "A tick, because more than one can be true.", |side| {
            view! {
                <Question id=side.id("any") words="What helps?" small=true error="Choose one or more, or skip this question.">
                    <Choices
                        kind=ChoiceKind::Any
                        name=side.id("any")
                        items=vec![
                            item("1", "Headphones").chosen(true),
                            item("2", "A quiet room").picture(Some(("/icon.svg".to_owned(), 96, 96))),
                            item("3", "My adult").chosen(true),
                            ChoiceItem { disabled: true, ..item("4", "Not at this school") },
                        ]
                    />
                </Question>
                <CheckBox name=side.id("tick") label="Small tick, for staff forms" checked=true/>
                <CheckBox name=side.id("dot") label="Small dot" note="With smaller words under it" one_of=true checked=true/>
            }
            .into_any()
        })}
        {pair(
            "Faces",
            "One colour from sad to happy, so that no face looks like the right one. Always with words. In a narrow place they stack.",
            |side| {
                view! {
                    <Question id=side.id("face") words="How happy are you with where you live?" small=true>
                        <Faces
                            name=side.id("face")
                            items=five_faces("2")
                            or="or"
                            way_out=vec![item("pnts", "I don’t want to say")]
                        />
                    </Question>
                }
                .into_any()
            },
        )}
    }
    .into_any()
}

pub(super) fn choosing_on_a_line() -> AnyView {
    view! {
        {part("Faces where there is room", "Five, three, and words alone.", {
            view! {
                <Question id="five" words="How happy are you with where you live?" small=true>
                    <Faces name="five" items=five_faces("4")/>
                </Question>
                <Question id="three" words="School is…" small=true>
                    <Faces name="three" items=vec![item("1", "Not good"), item("2", "OK"), item("3", "Good")]/>
                </Question>
                <Question id="words" words="Did it change for you?" small=true>
                    <Faces
                        name="words"
                        items=vec![item("yes", "Yes"), item("partly", "A bit"), item("no", "No")]
                        words_only=true
                    />
                </Question>
            }
            .into_any()
        })}
        {pair("Put in order", "By buttons, never by drag. Each press sends the page.", |side| {
            let rank = |value: &str, label: &str| RankItem {
                value: value.to_owned(),
                label: label.to_owned(),
                up: format!("Move up: {label}"),
                down: format!("Move down: {label}"),
            };
            view! {
                <Question id=side.id("rank") words="Which idea is best?" small=true>
                    <RankList
                        name=side.id("rank")
                        items=vec![
                            rank("a", "A bigger bus on route 14"),
                            rank("b", "Taxis only for people who need one"),
                            rank("c", "Stop two late buses"),
                        ]
                    />
                </Question>
            }
            .into_any()
        })}
    }
    .into_any()
}

pub(super) fn typing() -> AnyView {
    view! {
        {pair("Words", "Their own words are typed in the same face they will be printed in.", |side| {
            view! {
                <WordsQuestion
                    name=side.id("words")
                    words="What would you change?"
                    small=true
                    hint="Please don’t write names of people or your phone number."
                    value="my stuff got moved in bin bags. like it was rubbish. like i was"
                    count="There is room for 2,000 letters."
                />
                <WordsQuestion name=side.id("line") words="In one word?" small=true kind=WordsKind::Line value="lonely"/>
                <WordsQuestion name=side.id("age") words="How old are you?" small=true kind=WordsKind::Number value="12"/>
                <OneLine
                    name=side.id("code")
                    label="Type your code"
                    hint="Big or small letters, both are fine. For example: otter 52"
                    button="Join"
                    value="otter 52"
                    code=true
                />
            }
            .into_any()
        })}
        {pair("Fields of staff forms", "Label, hint, what is wrong, field. What is not needed says so.", |side| {
            view! {
                <TextField name=side.id("name") label="Name" note="(if needed)" hint="As young people know it." value="Getting to school"/>
                <TextField name=side.id("mail") label="E-mail" kind="email" autocomplete="email" short=true required=true/>
                <div class="field">
                    <label class="label" for=side.id("focus")>"Focus"</label>
                    <input class="input input--s" id=side.id("focus") data-state="focus"/>
                </div>
                <TextField name=side.id("closed") label="Closed" value="Closed on 22 March" short=true disabled=true/>
                <TextArea
                    name=side.id("reason")
                    label="What and why, in words a 10-year-old reads"
                    value="A bigger bus on route 14. It has 70 seats."
                    count="Reading age about 8."
                />
                <Select
                    name=side.id("answer")
                    label="Our answer"
                    options=eight().into_iter().map(|(key, words)| SelectOption::new(key.key(), words)).collect()
                    value="not_yet"
                    empty="Choose an answer"
                />
                <DateField name=side.id("day") label="By when" value="2026-06-14" hint="We tell young people this day."/>
                <FileField name=side.id("file") label="A questionnaire" accept=".xlsx" hint="An XLSForm, up to 5 MB."/>
                <FieldSet legend="Who sees it" id=side.id("who") hint="Everyone, if nothing is ticked.">
                    <CheckBox name=side.id("who") value="11" label="11 to 13" checked=true/>
                    <CheckBox name=side.id("who") value="14" label="14 to 15"/>
                </FieldSet>
            }
            .into_any()
        })}
        {pair("When something is wrong", "Say what to do, kindly. Keep what was typed. Focus goes to the summary.", |side| {
            view! {
                <Blocked
                    id=side.id("errors")
                    level=Level::Three
                    title="One thing to change"
                    problems=vec![Link::new(format!("#{}", side.id("wrong")), "Take the phone number out of your words")]
                />
                <WordsQuestion
                    name=side.id("wrong")
                    words="What is the worst bit of the journey?"
                    small=true
                    error="There is a phone number here. Please take it out. We can’t text you back, and leaving it out keeps you safe."
                    value="text me on 07700 900123 if you want to know more"
                    count="You have room for 1,952 more letters."
                />
                <TextField name=side.id("bad") label="Name" error="Give it a name." required=true/>
                <Select name=side.id("choose") label="Kind" options=vec![SelectOption::new("one", "Choose one")] error="Choose a kind."/>
                <CheckBox name=side.id("sure") label="I have read it" error="Tick this to go on."/>
            }
            .into_any()
        })}
    }
    .into_any()
}

pub(super) fn holding() -> AnyView {
    view! {
        {pair("Boxes", "A promise, a plain box, something quiet, news that is late, news that is good.", |side| {
            view! {
                <NoteBox kind=BoxKind::Promise title="Our promise" id=side.id("promise") level=Level::Three>
                    <p>"We don’t ask your name. We won’t know it was you."</p>
                </NoteBox>
                <NoteBox title="A plain box" id=side.id("plain") level=Level::Three><p>"For one thing apart."</p></NoteBox>
                <NoteBox kind=BoxKind::Sunk><p>"Something quiet."</p></NoteBox>
                <NoteBox kind=BoxKind::Late>
                    <p>"We said we would tell you by 14 June. We are late. We are sorry. New date: 28 June, because one price is missing."</p>
                </NoteBox>
                <NoteBox kind=BoxKind::Good><p>"We asked in November. 40 of 50 said “yes, it changed”."</p></NoteBox>
            }
            .into_any()
        })}
        {pair("Bands", "With rings where a voice starts. Without, where the words have arrived.", |_| {
            view! {
                <Band>
                    <h3>"Say what you think. Then see where it goes."</h3>
                    <p>"You answer a few questions."</p>
                    <p class="buttons"><ButtonLink href="#x" words="Start" kind=ButtonKind::Go/></p>
                </Band>
                <Band still=true>
                    <p class="quiet">"Getting to school · Wexmoor · 20 April 2026"</p>
                    <h3>"What we heard"</h3>
                    <Ripple words="Now: what you said. Next: someone decides, on 2 June" done=3 of=8/>
                </Band>
            }
            .into_any()
        })}
        {pair("Cards and rows", "The whole card is one link.", |_| {
            view! {
                <Cards>
                    <Card
                        href="#x"
                        title="Your youth clubs in Tidemouth"
                        text="Two clubs might close. Nothing is decided yet."
                        foot="About 8 minutes · Easy Read"
                        until="Closes 29 March"
                    />
                </Cards>
                <Rows>
                    <Row href="#x" title="What’s it like living in care in Wexmoor?" text="We are reading 131 sets of answers. Next: what we heard, on 20 April."/>
                    <Row href="#x" title="Skate and play in Lower Barton" late="We are late. We are sorry. New date: 17 April, because the parks team asked for one more price."/>
                </Rows>
            }
            .into_any()
        })}
        {pair("Open and close, page by page", "Plain details. Works with script off.", |_| {
            view! {
                <Details words="See the numbers in a table"><p>"Closed until asked for."</p></Details>
                <Details words="What does [c] mean?" open=true>
                    <p>"Only a few people. We hide small numbers so that nobody can work out who said what."</p>
                </Details>
                <Pager label="Pages" place="Page 2 of 7" before=Link::new("#x", "Before") after=Link::new("#x", "After")/>
            }
            .into_any()
        })}
        {pair("Nothing yet", "What has not happened is dotted, and its ring is empty.", |_| {
            view! {
                <Empty title="No answers yet" level=Level::Three text="They will be here from 9 February, when it opens.">
                    <ButtonLink href="#x" words="See it as young people will" kind=ButtonKind::Still/>
                </Empty>
            }
            .into_any()
        })}
        {pair("Yes or no", "What will happen, then yes and no, both as near.", |side| {
            view! {
                <Confirm
                    title="Take back everything you said?"
                    level=Level::Three
                    action="#x"
                    yes="Take back everything I said"
                    stop=true
                    no=Link::new("#x", "Keep my words")
                >
                    <p>"We remove your words within a day. They also come out of our reports. This can’t be undone."</p>
                </Confirm>
                <Confirm
                    title="Publish D-0019?"
                    level=Level::Three
                    action="#x"
                    yes="Publish"
                    no=Link::new("#x", "Not now")
                    tick=(side.id("read"), "A young person has read the page".to_owned())
                    error="Tick this first."
                />
                <Flash words="Saved at 10.42."/>
            }
            .into_any()
        })}
    }
    .into_any()
}
