//! Words that were said, the way that they took, what was counted, and help.

use leptos::prelude::*;

use super::{BUS, pair, part};
use crate::components::{
    AnswerRow, Answered, AnswersList, Band, Bar, BarCount, BarHead, BoxKind, CountCell, CountRow, CountTable,
    Ease, EaseLink, Fact, Facts, Finding, Help, HelpFooter, HiddenWords, Level, Link, Look, LoopPlace,
    NoteBox, Part, Reached, Receipt, Said, SaidBy, SaidList, Spoken, Status, StatusKey, Trail, TrailStep,
    Voice, look_href,
};

pub(super) fn eight() -> Vec<(StatusKey, String)> {
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

pub(super) fn speaking() -> AnyView {
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

pub(super) fn travelling() -> AnyView {
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

pub(super) fn counting() -> AnyView {
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
        ..HiddenWords::default()
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

pub(super) fn helping() -> AnyView {
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
