//! The desk where answers are read and standards are scored.

use leptos::prelude::*;

use super::showing::eight;
use super::{BUS, DRAMA, Side, desk_pair, part};
use crate::components::{
    Button, ButtonKind, ButtonRow, CodeGroup, CodeItem, Codes, Column, ColumnChart, FormRow, HiddenWords,
    HistoryChart, Line, LineKind, Link, MarkColour, Pane, Part, Pile, PileItem, Pill, ReadPane, Reply, Rung,
    ScoreGroup, ScoreKey, ScoreRow, ScoreTable, Select, SelectOption, Spread, StandardLink, StandardsNav,
    TagKind, TextArea, TextField, Voice, VoiceToRead, Workbench,
};

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

pub(super) fn desk_reading() -> AnyView {
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
                        <div class="pane-foot">
                            <Button words="Save, next" kind=ButtonKind::Go/>
                            <Button words="Undo my last change" kind=ButtonKind::Still/>
                        </div>
                    </Pane>
                </Workbench>
            </div>
        }
        .into_any(),
    )
}

pub(super) fn desk_judging() -> AnyView {
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
        ..HiddenWords::default()
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
