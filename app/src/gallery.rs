//! Every part in every state, light beside dark: to look at while building, and for tests to walk
//! through. It is mounted in debug builds only, so its words are not translated.

use leptos::prelude::*;

use crate::components::{
    AnswerRow, Answered, AnswersList, AskSide, Back, Band, Bar, BarCount, BarHead, Blocked, BoxKind, Brand,
    Button, ButtonKind, ButtonLink, ButtonRow, Buttons, Card, Cards, CheckBox, CheckItem, CheckState,
    Checklist, Choice, ChoiceItem, ChoiceKind, Choices, CodeGroup, CodeItem, Codes, Column, ColumnChart,
    Confirm, CountCell, CountRow, CountTable, DateField, DatedItem, Dates, DeskFrame, DeskTable, DeskTop,
    Details, Ease, EaseLink, Empty, Faces, Fact, Facts, FieldSet, FileField, Find, Finding, Flash, FormRow,
    Help, HelpFooter, HiddenWords, HistoryChart, Icon, IconName, KeyHint, Keys, Level, Line, LineKind, Link,
    ListFacts, Look, LoopPlace, LoopStep, MarkColour, NavLink, NoteBox, OneLine, OptionItem, OptionList,
    OrderItem, OrderList, PageHead, Pager, Pane, Panel, Part, PhonePreview, PhoneTop, Pile, PileItem, Pill,
    Question, Queue, QueueItem, RankItem, RankList, Reached, ReadPane, Receipt, Ref, Remark, Remarks, Reply,
    Ripple, Row, Rows, Rung, Said, SaidBy, SaidList, ScoreGroup, ScoreKey, ScoreRow, ScoreTable, Select,
    SelectOption, SignOut, SkipLink, Spoken, Spread, Square, Stack, StandardLink, StandardsNav, Status,
    StatusKey, SubNav, TabLink, TableRow, Tabs, Tag, TagKind, TextArea, TextField, TopBar, Trail, TrailStep,
    Voice, VoiceToRead, Words, WordsKind, WordsQuestion, Workbench, choice_in_state, look_href,
};

/// The class of `<body>` for [`gallery`].
pub const BODY: &str = "";

/// The whole page.
pub fn gallery() -> AnyView {
    view! {
        <SkipLink words="Skip to the main part"/>
        <TopBar home="/" label="Main" links=nav()/>
        <main id="main" tabindex="-1" class="wrap">
            <h1>"Every part, in every state"</h1>
            <p class="quiet">"Light on the left, dark on the right. Use the Tab key to see focus move."</p>
            {foundations()}
            {pressing()}
            {choosing()}
            {choosing_on_a_line()}
            {typing()}
            {holding()}
            {speaking()}
            {travelling()}
            {counting()}
            {helping()}
            {desk_ways()}
            {desk_work()}
            {desk_reading()}
            {desk_judging()}
            {right_to_left()}
        </main>
    }
    .into_any()
}

/// Which of the two sides of a pair is being drawn. Ids and names on it end with it, so that they
/// stay apart.
#[derive(Clone, Copy)]
struct Side(&'static str);

impl Side {
    fn id(self, stem: &str) -> String {
        format!("{stem}-{}", self.0)
    }
}

fn part(title: &str, text: &str, content: AnyView) -> AnyView {
    view! {
        <section class="specimen">
            <h2>{title.to_owned()}</h2>
            <p class="quiet measure">{text.to_owned()}</p>
            {content}
        </section>
    }
    .into_any()
}

fn pair(title: &str, text: &str, content: impl Fn(Side) -> AnyView) -> AnyView {
    part(
        title,
        text,
        view! {
            <div class="pair">
                <div data-theme="light">{content(Side("l"))}</div>
                <div data-theme="dark">{content(Side("d"))}</div>
            </div>
        }
        .into_any(),
    )
}

fn desk_pair(title: &str, text: &str, content: impl Fn(Side) -> AnyView) -> AnyView {
    pair(title, text, |side| view! { <div class="desk">{content(side)}</div> }.into_any())
}

fn nav() -> Vec<NavLink> {
    vec![
        NavLink::new("#changed", "What changed", true),
        NavLink::new("#mine", "My words", false),
        NavLink::new("#help", "Help", false),
    ]
}

const BUS: &str =
    "the 7.20 bus just drives past when its full. then i get a late mark and its not even my fault";
const DRAMA: &str = "if you stop the late bus i cant do drama. thats the only thing i like about school";

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

fn foundations() -> AnyView {
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

fn pressing() -> AnyView {
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

fn item(value: &str, label: &str) -> ChoiceItem {
    ChoiceItem::new(value, label)
}

fn five_faces(chosen: &str) -> Vec<ChoiceItem> {
    [("1", "Very unhappy"), ("2", "Unhappy"), ("3", "In the middle"), ("4", "Happy"), ("5", "Very happy")]
        .into_iter()
        .map(|(value, label)| item(value, label).chosen(value == chosen))
        .collect()
}

fn choosing() -> AnyView {
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

fn choosing_on_a_line() -> AnyView {
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

fn typing() -> AnyView {
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

fn holding() -> AnyView {
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

fn eight() -> Vec<(StatusKey, String)> {
    StatusKey::ALL
        .into_iter()
        .zip([
            "Yes, we are doing it",
            "Yes, but in a different way",
            "Not yet",
            "We are trying it out",
            "Someone else decides. We told them",
            "No, and this is why",
            "It is already there. Here is how to get it",
            "We need to ask you more",
        ])
        .map(|(key, words)| (key, words.to_owned()))
        .collect()
}

fn hidden_words() -> Vec<Part> {
    vec![
        Part::Hidden("worker".to_owned()),
        Part::Said(" at ".to_owned()),
        Part::Hidden("home".to_owned()),
        Part::Said(" said i cant have my phone after 8 but ".to_owned()),
        Part::Hidden("name".to_owned()),
        Part::Said(" allowed his".to_owned()),
    ]
}

fn speaking() -> AnyView {
    view! {
        {pair(
            "Voices",
            "Marigold, serif and dot: a young person. Anyone else: plain, with a double line, and named.",
            |_| {
                view! {
                    <Voice
                        words="i had 4 social workers since year 5. everytime i have to say my hole story again. can they just read it"
                        by="Young person aged 11 to 13, in care"
                        link=Link::new("#x", "Q-0061")
                    />
                    <Voice words=hidden_words() by="Young person aged 11 to 13. Names taken out."/>
                    <Voice words=BUS by="From quote to theme on Friday." link=Link::new("#x", "Q-0107")>
                        <LoopPlace step=3 name="Theme" spoken=", step 3 of 8"/>
                    </Voice>
                    <SaidBy words="My son has missed six registrations this term because the bus is full." by="Parent"/>
                    <Band>
                        <Voice big=true words=BUS by="Young person aged 11 to 13, March 2026. Exact words, used with a yes."/>
                    </Band>
                }
                .into_any()
            },
        )}
        {pair("The eight answers", "Icon, words and colour: never colour alone. These eight, and no others.", |_| {
            let all = eight().into_iter().map(|(key, words)| view! { <Status key words/> }).collect::<Vec<_>>();
            view! { <p class="buttons">{all}</p> }.into_any()
        })}
        {pair(
            "You said, we did",
            "The words arrive. Side by side where there is room, one under the other where there is not.",
            |_| said_list(),
        )}
        {part("You said, we did, where there is room", "The arcs stand between the two.", said_list())}
    }
    .into_any()
}

fn said_list() -> AnyView {
    view! {
        <SaidList>
            <Said
                you="You said"
                words=Spoken::from("i want to stay at my school even if i move")
                by="Young person aged 8 to 10, in care"
                we="We did"
                answers=vec![(StatusKey::No, "No, and this is why".to_owned())]
            >
                <p>"Not for every move, because some are too far. A worker must tell you why, each time."</p>
            </Said>
            <Said
                you="You said"
                theme="You can’t rely on the bus"
                words=Spoken::from(BUS)
                by="Young person aged 11 to 13"
                we="We did"
                answers=vec![
                    (StatusKey::Doing, "Yes, we are doing it".to_owned()),
                    (StatusKey::NotYet, "Not yet".to_owned()),
                ]
            >
                <p>"A bigger bus on route 14 since 3 September. It has 70 seats."</p>
                <NoteBox kind=BoxKind::Good>
                    <p><strong>"Did it work?"</strong>" We asked in November. 40 of 50 said “yes, it changed”."</p>
                </NoteBox>
                <p><a href="#x">"Follow these words"</a></p>
            </Said>
        </SaidList>
    }
    .into_any()
}

fn travelling() -> AnyView {
    view! {
        {pair(
            "The trail: closed",
            "Each arc is wider than the one before. The last turns back to the one who spoke.",
            |_| trail(8),
        )}
        {pair("The trail: half way", "What has not happened is dotted. The end stays empty until it is true.", |_| trail(4))}
        {pair("The trail: late", "When it is late, it says so.", |_| {
            view! {
                <Trail>
                    <TrailStep title="You said it" when="14 March"/>
                    <TrailStep title="Someone decided" when="2 June" reached=Reached::Here here="(you are here)"/>
                    <TrailStep
                        title="We tell you"
                        when="By 14 June"
                        reached=Reached::Ahead
                        told=true
                        late="We said we would tell you by 14 June. We are late. We are sorry. New date: 28 June, because one price is missing."
                    />
                </Trail>
            }
            .into_any()
        })}
        {part("The trail with the page to itself", "For one quote’s way.", {
            view! {
                <Trail wide=true>
                    <TrailStep title="Someone said it" when="14 March 2026">
                        <p>"In “Getting to school”, question 3. They said yes to using their exact words."</p>
                    </TrailStep>
                    <TrailStep title="It became a quote" when="24 March">
                        <p>"A second person checked that nobody can tell who said it."</p>
                    </TrailStep>
                    <TrailStep title="Someone decides" when="2 June" reached=Reached::Ahead/>
                    <TrailStep title="We tell the young people" when="By 14 June" reached=Reached::Ahead told=true/>
                </Trail>
            }
            .into_any()
        })}
        {pair("Receipt", "Four words a child can read out, spell and remember.", |_| {
            let words = ["wren", "copper", "ladder", "tide"].map(str::to_owned).to_vec();
            view! { <Receipt words/> }.into_any()
        })}
        {pair("Check your answers", "One row, one change link with its own name.", |_| {
            let row = |question: &str, answer: Answered, spoken: &str| AnswerRow {
                question: question.to_owned(),
                lang: None,
                answer,
                change: Some(Link::new("#x", "Change")),
                change_spoken: spoken.to_owned(),
            };
            let rows = vec![
                row(
                    "How do you get to school?",
                    Answered::Chosen(vec!["On the bus".to_owned()]),
                    " how you get to school",
                ),
                row(
                    "What is the worst bit?",
                    Answered::Own("the driver shouts at us even when we done nothing".to_owned()),
                    " the worst bit",
                ),
                row(
                    "Which idea is best?",
                    Answered::Chosen(vec!["1. A bigger bus".to_owned(), "2. Fewer taxis".to_owned()]),
                    " the best idea",
                ),
                row(
                    "What would make it better?",
                    Answered::Skipped("You skipped this one".to_owned()),
                    " what would make it better",
                ),
            ];
            view! { <AnswersList rows/> }.into_any()
        })}
        {pair("Facts", "A question, and a straight answer.", |_| {
            let facts = vec![
                Fact::new("Who decides?", "Councillor Sam Idowu decides about buses, on 2 June."),
                Fact::new("What can’t change?", "We can’t spend more money in total."),
            ];
            view! { <Facts facts two=true/> }.into_any()
        })}
    }
    .into_any()
}

fn trail(done: usize) -> AnyView {
    let steps = [
        ("You said it", "14 March"),
        ("We read it", "24 March"),
        ("Others said it too", "20 April"),
        ("We wrote down what is needed", "28 April"),
        ("It went on the list", "12 May"),
        ("Someone decided", "2 June"),
        ("It changed", "3 September"),
        ("We told you", "20 November"),
    ]
    .into_iter()
    .enumerate()
    .map(|(at, (title, when))| {
        let reached = if at < done { Reached::Done } else { Reached::Ahead };
        view! { <TrailStep title when when_below=true reached told=at == 7/> }
    })
    .collect::<Vec<_>>();
    view! { <Trail>{steps}</Trail> }.into_any()
}

fn counting() -> AnyView {
    view! {
        {pair(
            "Bars",
            "The chart is the table. A bar is marigold because it counts voices; its outline carries the contrast. A hidden number is an empty dashed bar and a word.",
            |side| {
                view! {
                    <Finding
                        id=side.id("finding")
                        title="More than half of you go by bus"
                        caption="How do you get to school?"
                        head=BarHead { label: "Way".to_owned(), bar: "Bar".to_owned(), count: "How many".to_owned() }
                        bars=bars()
                        note="Every number is rounded to the nearest 5, so they don’t add up exactly."
                        more="See it by age"
                        open=true
                    >
                        <CountTable
                            id=side.id("by-age")
                            caption="How young people get to school, by age"
                            head=["Way", "11 to 13", "16 to 17", "Everyone"].map(str::to_owned).to_vec()
                            rows=count_rows()
                            hidden=HiddenWords {
                                short: "too few to show".to_owned(),
                                title: "What does [c] mean?".to_owned(),
                                meaning: "It means only a few people. We hide small numbers so that nobody can work out who said what.".to_owned(),
                            }
                        />
                    </Finding>
                }
                .into_any()
            },
        )}
    }
    .into_any()
}

fn bars() -> Vec<Bar> {
    let shown = |label: &str, number: &str, share: &str, length: f64| Bar {
        label: label.to_owned(),
        count: BarCount::Shown { number: number.to_owned(), share: Some(share.to_owned()), length },
    };
    vec![
        shown("Bus", "80", "55%", 1.0),
        shown("Walk", "40", "28%", 0.5),
        shown("Car", "15", "10%", 0.1875),
        Bar { label: "Bike".to_owned(), count: BarCount::Hidden("[c] too few".to_owned()) },
    ]
}

fn count_rows() -> Vec<CountRow> {
    let number = |n: &str| CountCell::Shown(n.to_owned());
    vec![
        CountRow { label: "Walk".to_owned(), cells: vec![number("20"), CountCell::Hidden, number("40")] },
        CountRow { label: "Bus".to_owned(), cells: vec![number("30"), number("10"), number("80")] },
        CountRow { label: "Car".to_owned(), cells: vec![number("10"), CountCell::Hidden, number("15")] },
    ]
}

fn helping() -> AnyView {
    let help = || Help {
        title: "Need to talk?".to_owned(),
        lines: vec![
            Link::new("tel:08001111", "Childline 0800 1111"),
            Link::new("sms:85258?body=SHOUT", "Text SHOUT to 85258"),
            Link::new("tel:999", "In danger now: 999"),
        ],
        note: Some(
            "We don’t know who you are. So we can’t get help to you from here. These people can help now."
                .to_owned(),
        ),
        links: vec![Link::new("#x", "Your privacy"), Link::new("#x", "Accessibility")],
    };
    let ways = || {
        vec![
            EaseLink {
                href: look_href(Look::Large, "/_gallery"),
                words: "Bigger words".to_owned(),
                ..EaseLink::default()
            },
            EaseLink {
                href: look_href(Look::Dark, "/_gallery"),
                words: "Darker page".to_owned(),
                on: true,
                ..EaseLink::default()
            },
            EaseLink {
                href: "#x".to_owned(),
                words: "العربية".to_owned(),
                lang: Some("ar".to_owned()),
                ..EaseLink::default()
            },
        ]
    };
    view! {
        {pair("Help", "The same words in the same place on every page a young person sees.", move |side| {
            view! { <HelpFooter help=help() id=side.id("help") level=Level::Three/> }.into_any()
        })}
        {pair("Make this easier", "Settings kept by the server, so they work with script off.", move |_| {
            view! { <Ease words="Make this easier" links=ways()/> }.into_any()
        })}
    }
    .into_any()
}

fn steps() -> Vec<LoopStep> {
    [
        ("Answers", Some("142 to read")),
        ("Quotes", Some("2 to check")),
        ("Themes", None),
        ("Needs", None),
        ("Priorities", None),
        ("Decisions", Some("1 draft")),
        ("Changes", None),
        ("Told", Some("1 late")),
    ]
    .into_iter()
    .map(|(words, note)| LoopStep {
        href: "#x".to_owned(),
        words: words.to_owned(),
        note: note.map(str::to_owned),
        current: words == "Themes",
    })
    .collect()
}

fn desk_ways() -> AnyView {
    let top = DeskTop {
        home: "#x".to_owned(),
        nav_label: "Desk".to_owned(),
        links: vec![NavLink::new("#x", "Today", true), NavLink::new("#x", "Consultations", false)],
        find: Some(Find {
            action: "#x".to_owned(),
            label: "Find words, themes, needs or a reference".to_owned(),
            example: "Find words or N-0042".to_owned(),
            value: String::new(),
        }),
        who: Link::new("#x", "Meg Oyelaran · Wexmoor County Council"),
        sign_out: Some(SignOut { action: "#x".to_owned(), words: "Sign out".to_owned() }),
        loop_label: "The loop".to_owned(),
        steps: steps(),
    };
    view! {
        {part(
            "The desk, and the loop as the way around",
            "Staff move along the same eight steps that the words do. The last arc turns back.",
            view! { <div class="desk"><DeskFrame top/></div> }.into_any(),
        )}
        {desk_pair("The head of a page, and its parts", "What it is, how it stands, what can be done with all of it.", |_| {
            view! {
                <PageHead
                    title="Buses to school from September 2026"
                    meta=vec![
                        view! { <Ref code="D-0019"/> }.into_any(),
                        view! { <Tag words="Draft" kind=TagKind::Wait/> }.into_any(),
                        view! { <Words words="Answers need" link=Link::new("#x", "N-0042")/> }.into_any(),
                    ]
                    text="Every theme gets an answer."
                    quiet=true
                >
                    <ButtonLink href="#x" words="See it as young people will" kind=ButtonKind::Still/>
                    <Button words="Publish"/>
                </PageHead>
                <Tabs label="Parts, as a part" links=tabs()/>
                <div class="pad-top"><SubNav label="Parts, one under the other" links=tabs()/></div>
            }
            .into_any()
        })}
        {desk_pair("Tags and keys", "How something stands, in a word.", |_| {
            view! {
                <p class="buttons">
                    <Tag words="Draft"/>
                    <Tag words="Same" kind=TagKind::Ok icon=IconName::Check/>
                    <Tag words="this week" kind=TagKind::Wait/>
                    <Tag words="11 days late" kind=TagKind::Urgent/>
                    <KeyHint key="J"/>
                    <KeyHint key="Enter"/>
                </p>
                <Keys
                    label="Keys, as a part"
                    keys=vec![
                        (vec!["J".to_owned(), "K".to_owned()], "next, back".to_owned()),
                        (vec!["Enter".to_owned()], "done, next".to_owned()),
                    ]
                    note="You are coder A."
                />
            }
            .into_any()
        })}
    }
    .into_any()
}

fn tabs() -> Vec<TabLink> {
    vec![
        TabLink { href: "#x".to_owned(), words: "Read and code".to_owned(), current: true, tag: None },
        TabLink {
            href: "#x".to_owned(),
            words: "Launch checks".to_owned(),
            current: false,
            tag: Some((TagKind::Wait, "4 left".to_owned())),
        },
    ]
}

/// What was found when something was looked over.
fn looked_over() -> AnyView {
    desk_pair(
        "What was found when something was looked over",
        "Where it is mended, and why it matters.",
        |side| {
            let leave =
                view! { <Details words="Leave it as it is"><p>"With a reason."</p></Details> }.into_any();
            view! {
            <Panel id=side.id("remarks") title="Answers will be fewer, or worse" level=Level::Three>
                <Remarks>
                    <Remark
                        title="Two questions in one"
                        about="Question 3: \u{201c}Do you like your school and your bus?\u{201d}"
                        what="\u{201c}school and your bus\u{201d} asks two things. Make two questions of it."
                        why="You would not know which of the two was meant."
                        mend=Link::new("#x", "Mend it at question 3")
                        also=leave
                        level=Level::Four
                    />
                    <Remark
                        title="It takes too long"
                        what="It takes about 13 minutes. 10 are the most."
                        why="The longer it is, the fewer come to its end."
                        level=Level::Four
                    />
                </Remarks>
            </Panel>
        }
        .into_any()
        },
    )
}

fn desk_work() -> AnyView {
    view! {
        {desk_pair("Panel, queue and days", "Verb first, why, how long, by when.", |side| {
            let aside = view! { <span class="quiet">"The most urgent first"</span> }.into_any();
            view! {
                <Stack>
                    <Panel id=side.id("queue") title="What needs you" level=Level::Three aside foot="A note under a panel.">
                        <Queue items=queue() level=Level::Four/>
                    </Panel>
                    <Panel id=side.id("dates") title="What we promised young people" level=Level::Three>
                        <Dates items=vec![
                            DatedItem {
                                day: "20 March".to_owned(),
                                words: "Skate and play: what was decided".to_owned(),
                                tag: Some((TagKind::Urgent, "Late".to_owned())),
                                href: Some("#x".to_owned()),
                            },
                            DatedItem {
                                day: "20 April".to_owned(),
                                words: "Getting to school: what we heard".to_owned(),
                                ..DatedItem::default()
                            },
                        ]/>
                    </Panel>
                    <Panel id=side.id("said") title="What children and young people said" level=Level::Three voice=true inset=true>
                        <Voice words=BUS by="Young person aged 11 to 13"/>
                    </Panel>
                    <Panel id=side.id("record") title="The record" level=Level::Three>
                        <ListFacts facts=vec![
                            Fact::new("Who", "Aged 11 to 17, villages more than 3 miles from school"),
                            Fact { own: true, ..Fact::new("In a child’s words", "room for us") },
                        ]/>
                    </Panel>
                    <Panel id=side.id("none") title="Quotes" level=Level::Three>
                        <Empty title="No quotes yet" level=Level::Four text="They come from answers that were read."/>
                    </Panel>
                </Stack>
            }
            .into_any()
        })}
        {desk_pair("Tables", "On a narrow screen they scroll by themselves.", |side| {
            let row = |name: &str, step: usize, place: &str| TableRow {
                head: view! { <a href="#x">{name.to_owned()}</a> }.into_any(),
                cells: vec![
                    view! { <LoopPlace step name=place.to_owned()/> }.into_any(),
                    "145 children".into_any(),
                ],
            };
            view! {
                <Panel id=side.id("cons") title="Consultations" level=Level::Three>
                    <DeskTable
                        labelled_by=side.id("cons")
                        head=["Consultation", "Place in the loop", "Heard from"].map(str::to_owned).to_vec()
                        rows=vec![row("Getting to school", 3, "Theme"), row("Words on council letters", 8, "Told")]
                    />
                    <Pager label="Pages of consultations" place="Page 1 of 3" after=Link::new("#x", "After")/>
                </Panel>
            }
            .into_any()
        })}
        {desk_pair("Checks", "Done, missing, waiting, unknown.", |_| view! { <Checklist items=checks()/> }.into_any())}
        {looked_over()}
        {desk_pair("A questionnaire being built", "The order, the answers, and how it looks on a phone.", |side| {
            view! {
                <Panel id=side.id("order") title="Questions" level=Level::Three>
                    <OrderList action="#x" items=order()/>
                </Panel>
                <Panel id=side.id("edit") title="Question 4" level=Level::Three inset=true action="#x" actions=view! {
                    <Button words="Save question"/>
                    <Button words="Remove" kind=ButtonKind::Stop/>
                }.into_any()>
                    <FormRow>
                        <TextField name=side.id("q4") label="The question" value="Do you go to the meeting about your plan?" small=true wide=true/>
                        <Select name=side.id("kind") label="Kind" options=vec![SelectOption::new("one", "Choose one")] small=true/>
                        <DateField name=side.id("from") label="From" small=true/>
                    </FormRow>
                    <FieldSet legend="Answers"><OptionList items=options(side)/></FieldSet>
                </Panel>
                {preview(side)}
            }
            .into_any()
        })}
    }
    .into_any()
}

fn preview(side: Side) -> AnyView {
    let top = view! { <PhoneTop name="Help at school" progress="Question 4 of 5" done=4 of=5/> }.into_any();
    view! {
        <PhonePreview title="On a phone" id=side.id("preview") top>
            <Question id=side.id("pv") words="Do you go to the meeting about your plan?" hint="A plan says what help you get at school.">
                <Choices name=side.id("pv") items=vec![item("yes", "Yes"), item("no", "No").chosen(true)]/>
            </Question>
            <Buttons next="Next"/>
        </PhonePreview>
    }
    .into_any()
}

fn queue() -> Vec<QueueItem> {
    vec![
        QueueItem {
            href: "#x".to_owned(),
            title: "Read 1 answer the screen marked".to_owned(),
            text: "What’s it like living in care in Wexmoor?".to_owned(),
            by: Some((TagKind::Urgent, "by 1.15 pm".to_owned())),
            takes: Some("2 minutes".to_owned()),
        },
        QueueItem {
            href: "#x".to_owned(),
            title: "Check 2 quotes as the second person".to_owned(),
            text: "Can anyone tell who said it?".to_owned(),
            by: Some((TagKind::Wait, "this week".to_owned())),
            takes: Some("5 minutes".to_owned()),
        },
    ]
}

fn checks() -> Vec<CheckItem> {
    let check = |state: CheckState, spoken: &str, words: &str| CheckItem {
        state,
        spoken: spoken.to_owned(),
        words: words.to_owned(),
        link: None,
    };
    vec![
        check(CheckState::Done, "Done:", "Equality impact, before the decision"),
        CheckItem {
            link: Some(Link::new("#x", "Answer T-07")),
            ..check(CheckState::Missing, "Missing:", "Every theme answered: 3 of 4.")
        },
        check(CheckState::Waiting, "Waiting:", "A young person has read the page"),
        check(CheckState::Unknown, "Not known:", "Not tried yet"),
    ]
}

fn order() -> Vec<OrderItem> {
    [
        ("School is…", "Faces, 3"),
        ("What helps?", "Pictures, choose any"),
        ("Do you go to the meeting?", "Choose one"),
    ]
    .into_iter()
    .enumerate()
    .map(|(at, (words, note))| OrderItem {
        href: "#x".to_owned(),
        words: words.to_owned(),
        note: note.to_owned(),
        current: at == 2,
        value: at.to_string(),
        up: format!("Move up: {words}"),
        down: format!("Move down: {words}"),
        tag: (at == 1).then(|| (TagKind::Urgent, "No answers".to_owned())),
        ..OrderItem::default()
    })
    .collect()
}

fn options(side: Side) -> Vec<OptionItem> {
    ["Yes", "No"]
        .into_iter()
        .enumerate()
        .map(|(at, value)| OptionItem {
            label: format!("Answer {}", at + 1),
            name: side.id(&format!("option-{at}")),
            value: value.to_owned(),
            key: at.to_string(),
            up: format!("Move up {value}"),
            down: format!("Move down {value}"),
            remove: format!("Remove {value}"),
            invalid: false,
        })
        .collect()
}

fn marked() -> Vec<Part> {
    vec![
        Part::Marked {
            words: "if you stop the late bus i cant do drama".to_owned(),
            key: "5".to_owned(),
            mark: MarkColour::A,
        },
        Part::Said(". ".to_owned()),
        Part::Marked {
            words: "thats the only thing i like about school".to_owned(),
            key: "8".to_owned(),
            mark: MarkColour::B,
        },
    ]
}

fn desk_reading() -> AnyView {
    let pile = || {
        vec![
            PileItem {
                href: "#x".to_owned(),
                words: DRAMA.into(),
                code: "R-0071".to_owned(),
                meta: vec!["14 to 15".to_owned(), "to do".to_owned()],
                current: true,
                ..PileItem::default()
            },
            PileItem {
                href: "#x".to_owned(),
                words: "mr davis on the 9 always skips Lower Barton stop".into(),
                tag: Some((TagKind::Wait, "Names someone".to_owned())),
                code: "R-0093".to_owned(),
                meta: vec!["14 to 15".to_owned(), "to do".to_owned()],
                ..PileItem::default()
            },
            PileItem {
                href: "#x".to_owned(),
                held: Some("Rude about a person. Open to read.".to_owned()),
                tag: Some((TagKind::Urgent, "Held".to_owned())),
                code: "R-0099".to_owned(),
                meta: vec!["14 to 15".to_owned(), "not to be quoted".to_owned()],
                ..PileItem::default()
            },
        ]
    };
    let groups = || {
        let code = |key: &str, words: &str, count: &str, mark: Option<MarkColour>| CodeItem {
            value: key.to_owned(),
            key: key.to_owned(),
            words: words.to_owned(),
            count: count.to_owned(),
            on: mark.is_some(),
            mark,
        };
        vec![CodeGroup {
            legend: "Codes".to_owned(),
            codes: vec![
                code("5", "Late bus and clubs", "41", Some(MarkColour::A)),
                code("8", "What school means to me", "12", Some(MarkColour::B)),
                code("1", "Bus is late or full", "67", None),
            ],
        }]
    };
    part(
        "Answers to read, and codes",
        "The pile, the words with what was marked, the codebook with its keys.",
        view! {
            <div class="desk">
                <Workbench>
                    <Pane id="pile" title="Answers" head=vec![view! { <Pill href="#x" words="To do: 26"/> }.into_any()]>
                        <Pile items=pile()/>
                    </Pane>
                    <ReadPane code="R-0071" meta=vec!["Young person aged 14 to 15".to_owned(), "Yes to exact words".to_owned()]>
                        <VoiceToRead words=marked()/>
                        <ButtonRow>
                            <Button words="Done, next" kind=ButtonKind::Go/>
                            <Button words="Make a quote" kind=ButtonKind::Still/>
                            <Button words="Worried about this" kind=ButtonKind::Stop/>
                        </ButtonRow>
                    </ReadPane>
                    <Pane id="book" title="Codebook 4" head=vec![view! { <span class="quiet">"14 codes, frozen"</span> }.into_any()]>
                        <Codes action="#x" groups=groups()/>
                    </Pane>
                </Workbench>
            </div>
        }
        .into_any(),
    )
}

fn desk_judging() -> AnyView {
    view! {
        {desk_pair("An answer to a theme", "No theme without an answer.", |side| {
            let said = view! { <Voice words=BUS by="Young person aged 11 to 13"/> }.into_any();
            view! {
                <Reply id=side.id("t03") code="T-03" title="You can’t rely on the bus" strength="More than half" said>
                    <FormRow>
                        <Select
                            name=side.id("t03-answer")
                            label="Our answer"
                            options=eight().into_iter().map(|(key, words)| SelectOption::new(key.key(), words)).collect()
                            empty="Choose an answer"
                            error="Choose an answer and give a reason."
                            small=true
                        />
                        <TextField name=side.id("t03-when") label="When" small=true/>
                        <TextArea name=side.id("t03-why") label="What and why" small=true wide=true/>
                    </FormRow>
                </Reply>
            }
            .into_any()
        })}
        {desk_pair("Two scores", "Square: staff. Marigold dot: young people. The words stand beside them.", |side| {
            view! {
                <ScoreKey staff="Staff" young="Young people" ends="Left: not in place. Right: in place and effective."/>
                <p>"Same: In place, but needs improving"</p>
                <Rung staff=3 young=3/>
                <p>"Far apart. Staff: In place and effective. Young people: Currently being established"</p>
                <Rung staff=4 young=2/>
                <p>"Young people have not said"</p>
                <Rung staff=1/>
                <span class="hush" id=side.id("scores")>"Scores"</span>
                <ScoreTable labelled_by=side.id("scores") head=score_head() groups=scores(side)/>
            }
            .into_any()
        })}
        {part("The standards", "As the way around them.", {
            let standard = |words: &str, text: &str, apart: bool| StandardLink {
                link: Link::new("#x", words),
                text: text.to_owned(),
                apart,
            };
            view! {
                <div class="desk">
                    <StandardsNav
                        title="The seven standards"
                        items=vec![
                            standard("1 Shared values", "A step apart on 1", false),
                            standard("3 Structures", "Far apart on 1", true),
                            standard("6 Skills and knowledge", "We see it the same way", false),
                        ]
                    />
                </div>
            }
            .into_any()
        })}
        {desk_pair(
            "History and forecast",
            "Solid is counted. Dotted is a guess. Dashed is a plan. The lines carry their own labels.",
            |side| chart(side.id("chart")),
        )}
        {desk_pair(
            "How many came when",
            "A hidden number is an empty dashed column. The same numbers stand under it as a table.",
            |side| columns(side.id("columns")),
        )}
    }
    .into_any()
}

fn score_head() -> [String; 6] {
    ["What we look for", "Staff say", "Distance", "Young people say", "In their words", "Agreed?"]
        .map(str::to_owned)
}

fn scores(side: Side) -> Vec<ScoreGroup> {
    vec![ScoreGroup {
        id: side.id("s3"),
        title: "3 Structures".to_owned(),
        rows: vec![
            ScoreRow {
                words: "Meetings change to suit young people".to_owned(),
                staff: (Some(4), "In place and effective".to_owned()),
                young: (Some(2), "Currently being established".to_owned()),
                quote: Some((
                    "meetings about me are in the middle of maths so everyone knows".into(),
                    "Young person aged 14 to 15, in care".to_owned(),
                )),
                agreed: Some((TagKind::Wait, "Talk on 14 April".to_owned())),
                apart: true,
                ..ScoreRow::default()
            },
            ScoreRow {
                words: "The care council is linked to the board".to_owned(),
                staff: (Some(4), "In place and effective".to_owned()),
                young: (Some(4), "In place and effective".to_owned()),
                missing: Some((TagKind::Urgent, "No statement yet".to_owned())),
                agreed: Some((TagKind::Ok, "Same".to_owned())),
                ..ScoreRow::default()
            },
        ],
    }]
}

fn columns(id: String) -> AnyView {
    let column = |label: &str, count| Column { label: label.to_owned(), count };
    view! {
        <ColumnChart
            id
            title="People who answered, by day"
            summary="Most came on 3 June: about 40."
            note="Rounded to the nearest 5."
            region="Columns, as a part"
            more="The same as a table"
            head=["Day", "People"].map(str::to_owned)
            hidden=HiddenWords {
                short: "too few to show".to_owned(),
                title: "What does [c] mean?".to_owned(),
                meaning: "Only a few people.".to_owned(),
            }
            columns=vec![
                column("1 June", Some(15)),
                column("2 June", None),
                column("3 June", Some(40)),
                column("4 June", Some(0)),
                column("5 June", Some(20)),
            ]
        />
    }
    .into_any()
}

fn chart(id: String) -> AnyView {
    let line = |kind: LineKind, from: usize, values: &[f64], label: &[&str]| Line {
        kind,
        from,
        values: values.to_vec(),
        label: label.iter().map(|words| (*words).to_owned()).collect(),
    };
    view! {
        <HistoryChart
            id
            title="Late marks caused by the bus"
            unit="for every 100 pupils who go by bus"
            summary="Rising from 4 in 2021 to 8 in 2025. If nothing changes it reaches 12 in 2028. With the bigger bus it could fall to 5. Similar councils: 5 in 2025."
            note="Solid: counted. Dotted: forecast if nothing changes, with the likely range. Dashed: with a 70-seat bus on route 14."
            region="Chart, as a part"
            steps=(2021..=2028).map(|year| year.to_string()).collect()
            lines=vec![
                line(LineKind::Was, 0, &[4.1, 5.0, 5.8, 7.2, 8.4], &["8 now"]),
                line(LineKind::Will, 4, &[8.4, 9.6, 10.8, 12.0], &["12 if nothing", "changes"]),
                line(LineKind::Could, 4, &[8.4, 7.6, 6.2, 5.0], &["5 with the plan"]),
                line(LineKind::Peer, 0, &[4.0, 4.3, 4.6, 4.9, 5.1], &["5 similar councils"]),
            ]
            spread=Spread { from: 4, low: vec![8.4, 9.0, 9.8, 10.4], high: vec![8.4, 10.1, 11.8, 13.3] }
            now=(4, "last counted".to_owned())
        />
    }
    .into_any()
}

fn right_to_left() -> AnyView {
    let side = |side: Side| {
        view! {
            <Ripple words="السؤال 3 من 6" done=3 of=6/>
            <Choices name=side.id("ar") items=vec![item("bus", "بالحافلة").chosen(true), item("walk", "مشيًا")]/>
            <Buttons next="التالي" skip="تخطَّ هذا السؤال"/>
            <Voice words="الحافلة دائمًا ممتلئة" by="شاب"/>
            <Trail>
                <TrailStep title="قلتَها"/>
                <TrailStep title="قرأناها"/>
                <TrailStep title="سيُتّخذ القرار" reached=Reached::Ahead/>
                <TrailStep title="سنخبرك" reached=Reached::Ahead told=true/>
            </Trail>
        }
    };
    part(
        "Right to left",
        "Nothing is mirrored by hand but the arcs.",
        view! {
            <div class="pair">
                <div data-theme="light" dir="rtl" lang="ar">{side(Side("arl"))}</div>
                <div data-theme="dark" dir="rtl" lang="ar">{side(Side("ard"))}</div>
            </div>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::gallery;
    use crate::render::fragment;

    const STYLES: [&str; 4] = [
        include_str!("../../style/tokens.css"),
        include_str!("../../style/base.css"),
        include_str!("../../style/components.css"),
        include_str!("../../style/desk.css"),
    ];

    fn html() -> String {
        fragment("Error:", gallery)
    }

    /// The values of an attribute, wherever it stands.
    fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
        let opening = format!(" {attribute}=\"");
        html.split(opening.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn nothing_carries_its_own_style_or_script() {
        let html = html();
        assert!(!html.contains(" style="), "a style attribute");
        assert!(!html.contains("<style") && !html.contains("<script"), "a style or a script");
        let handler = html.split(" on").skip(1).find(|rest| {
            let name = rest.split('=').next().unwrap_or_default();
            rest.contains("=\"") && !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase())
        });
        assert_eq!(handler, None, "an inline event handler");
    }

    #[test]
    fn nothing_is_left_for_a_hydration_that_never_comes() {
        let html = html();
        assert!(!html.contains("<!>"));
        assert!(!html.contains(" class=\"\""));
    }

    #[test]
    fn ids_are_unique_and_everything_that_refers_to_one_finds_it() {
        let html = html();
        let ids = values(&html, "id");
        let mut seen = BTreeSet::new();
        let twice = ids.iter().filter(|id| !seen.insert(**id)).collect::<Vec<_>>();
        assert_eq!(twice, Vec::<&&str>::new(), "ids that stand twice");
        for attribute in ["for", "aria-labelledby", "aria-describedby"] {
            for id in values(&html, attribute).iter().flat_map(|ids| ids.split(' ')) {
                assert!(seen.contains(id), "{attribute} refers to {id}, which is not there");
            }
        }
        for icon in values(&html, "href").iter().filter_map(|href| href.strip_prefix("#i-")) {
            assert!(seen.contains(format!("i-{icon}").as_str()), "the drawing of {icon} is missing");
        }
    }

    #[test]
    fn every_class_has_a_style() {
        // `plain` only says that a list has no bullets, which any class on a list says. `here` is for
        // tests and for those who read the page by its HTML.
        const BARE: [&str; 2] = ["plain", "here"];
        let css = STYLES.concat();
        let html = html();
        let classes =
            values(&html, "class").into_iter().flat_map(str::split_whitespace).collect::<BTreeSet<_>>();
        let bare = classes
            .into_iter()
            .filter(|class| !BARE.contains(class))
            .filter(|class| {
                !css.match_indices(&format!(".{class}")).any(|(at, found)| {
                    css[at + found.len()..]
                        .chars()
                        .next()
                        .is_none_or(|next| !next.is_alphanumeric() && next != '-' && next != '_')
                })
            })
            .collect::<Vec<_>>();
        assert_eq!(bare, Vec::<&str>::new());
    }

    /// The dark values stand twice: once for the device, once for the choice.
    #[test]
    fn the_dark_values_agree() {
        let chosen = declarations("\n  [data-theme=\"dark\"] {");
        let device = declarations("    :root:not([data-theme]) {");
        assert!(chosen.len() > 30);
        assert_eq!(chosen, device);
    }

    fn declarations(selector: &str) -> BTreeMap<&'static str, &'static str> {
        STYLES[0]
            .split(selector)
            .nth(1)
            .and_then(|rest| rest.split('}').next())
            .unwrap_or_default()
            .split(';')
            .filter_map(|declaration| declaration.split_once(':'))
            .map(|(name, value)| (name.trim(), value.trim()))
            .collect()
    }
}
