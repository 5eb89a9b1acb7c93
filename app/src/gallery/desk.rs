//! The desk: its ways around, its lists, its forms.

use leptos::prelude::*;

use super::asking::item;
use super::{BUS, Side, desk_pair, part};
use crate::components::{
    Button, ButtonKind, ButtonLink, Buttons, CheckItem, CheckState, Checklist, Choices, DateField, DatedItem,
    Dates, DeskFrame, DeskTable, DeskTop, Details, Empty, Fact, FieldSet, Find, FormRow, GroupTabs, IconName,
    InnerTabs, KeyHint, Keys, Level, Link, ListFacts, LoopPlace, LoopStep, NavLink, OptionItem, OptionList,
    OrderItem, OrderList, PageHead, Pager, Panel, PhonePreview, PhoneTop, Question, Queue, QueueItem, Ref,
    Remark, Remarks, Select, SelectOption, SignOut, Stack, SubNav, TabGroup, TabLink, TableRow, Tabs, Tag,
    TagKind, TextField, Voice, WordTable, Words,
};

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

pub(super) fn desk_ways() -> AnyView {
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
                <div class="pad-top">
                    <GroupTabs label="Groups, as a part" groups=tab_groups()/>
                    <InnerTabs label="Pages of a group, as a part" links=tabs()/>
                </div>
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

fn tab_groups() -> Vec<TabGroup> {
    let other = TabLink { href: "#x".to_owned(), words: "Codes".to_owned(), current: false, tag: None };
    vec![
        TabGroup { words: "Read and code".to_owned(), pages: tabs() },
        TabGroup { words: "Codebook".to_owned(), pages: vec![other] },
    ]
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

fn matrix_head() -> Vec<AnyView> {
    ["Full bus", "Late bus", "No shelter"].map(|name| view! { <a href="#x">{name}</a> }.into_any()).into()
}

fn matrix_rows() -> Vec<TableRow> {
    ["Aged 11 to 13", "Aged 14 to 15"]
        .map(|head| TableRow {
            head: head.into_any(),
            cells: ["They stand, or wait for the next.", "Nobody says when it comes.", ""]
                .map(|words| view! { <p>{words}</p><p class="small"><a href="#x">"Write"</a></p> }.into_any())
                .into(),
        })
        .into()
}

pub(super) fn desk_work() -> AnyView {
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
        {desk_pair("A matrix", "Words in the cells; the head of a line stays while the columns move.", |side| {
            view! { <WordTable label=format!("A matrix, {}", side.0) corner="Who" head=matrix_head() rows=matrix_rows()/> }.into_any()
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
