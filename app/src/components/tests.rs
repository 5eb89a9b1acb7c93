//! What people type must come out as what they typed, and nothing else.

use leptos::prelude::*;

use super::*;
use crate::render::fragment;

const EVIL: &str = "</textarea></title><script>alert(\"1\")</script><img src=x onerror=alert(1)>";

fn safe(view: AnyView) -> String {
    let html = fragment(EVIL, || view);
    for tag in ["<script", "<img", "</textarea></title>"] {
        assert!(!html.contains(tag), "{tag} got through: {html}");
    }
    html
}

#[test]
fn what_is_typed_is_shown_as_text() {
    let item = || ChoiceItem::new(EVIL, EVIL).note(EVIL);
    let link = || Link::new(EVIL, EVIL);
    let html = fragment(EVIL, || {
        view! {
            <Choices name=EVIL items=vec![item()] or=EVIL way_out=vec![item()]/>
            <Question id=EVIL words=EVIL hint=EVIL error=EVIL><Faces name=EVIL items=vec![item(), item()]/></Question>
            <WordsQuestion name=EVIL words=EVIL hint=EVIL error=EVIL value=EVIL count=EVIL/>
            <WordsQuestion name=EVIL words=EVIL kind=WordsKind::Line value=EVIL/>
            <TextField name=EVIL label=EVIL note=EVIL hint=EVIL error=EVIL value=EVIL count=EVIL/>
            <TextArea name=EVIL label=EVIL value=EVIL/>
            <Select name=EVIL label=EVIL options=vec![SelectOption::new(EVIL, EVIL)] empty=EVIL value=EVIL/>
            <CheckBox name=EVIL label=EVIL value=EVIL note=EVIL error=EVIL/>
            <OneLine name=EVIL label=EVIL button=EVIL value=EVIL hint=EVIL error=EVIL/>
            <ErrorSummary title=EVIL kept=EVIL problems=vec![link()]/>
            <Voice words=vec![Part::Said(EVIL.to_owned()), Part::Hidden(EVIL.to_owned())] by=EVIL link=link()/>
            <SaidBy words=EVIL by=EVIL/>
            <Status key=StatusKey::No words=EVIL/>
            <Ripple words=EVIL done=1 of=2/>
            <Receipt words=vec![EVIL.to_owned()]/>
            <Tag words=EVIL/>
        }
        .into_any()
    });
    for tag in ["<script", "<img", "</textarea></title>"] {
        assert!(!html.contains(tag), "{tag} got through");
    }
    assert!(html.contains("&lt;script&gt;alert(\"1\")&lt;/script&gt;"));
}

#[test]
fn drawings_escape_their_words() {
    safe(
        view! {
            <HistoryChart
                id=EVIL
                title=EVIL
                unit=EVIL
                summary=EVIL
                note=EVIL
                region=EVIL
                steps=vec![EVIL.to_owned(), EVIL.to_owned()]
                lines=vec![Line { values: vec![1.0, 2.0], label: vec![EVIL.to_owned()], ..Line::default() }]
                now=(0, EVIL.to_owned())
            />
            <Bars
                caption=EVIL
                head=BarHead { label: EVIL.to_owned(), bar: EVIL.to_owned(), count: EVIL.to_owned() }
                bars=vec![Bar { label: EVIL.to_owned(), count: BarCount::Hidden(EVIL.to_owned()) }]
            />
        }
        .into_any(),
    );
}

#[test]
fn a_text_area_gives_back_exactly_what_was_typed() {
    let area = |value: &str| {
        let html = fragment("", || view! { <TextArea name="a" label="A" value/> }.into_any());
        html.split_once("<textarea").and_then(|(_, rest)| {
            let (_, content) = rest.split_once('>')?;
            Some(content.split_once("</textarea>")?.0.to_owned())
        })
    };
    assert_eq!(area("").as_deref(), Some(""));
    assert_eq!(area("a & b <c>\n\"d\"").as_deref(), Some("a &amp; b &lt;c&gt;\n&quot;d&quot;"));
    // A browser drops the first line break in a text area.
    assert_eq!(area("\n\nlater").as_deref(), Some("\n\n\nlater"));
}

#[test]
fn an_error_is_tied_to_its_field_and_announced_as_one() {
    let html = fragment("Error:", || {
        view! { <TextField name="title" label="Name" hint="As they know it." error="Give it a name." value="x"/> }
            .into_any()
    });
    assert!(html.contains("<label for=\"title\" class=\"label\">Name</label>"), "{html}");
    assert!(html.contains("<p id=\"title-hint\" class=\"hint\">As they know it.</p>"), "{html}");
    assert!(
        html.contains(
            "<p id=\"title-error\" class=\"error\"><span><span class=\"hush\">Error: </span>Give it a name.</span></p>"
        ),
        "{html}"
    );
    assert!(html.contains("aria-invalid=\"true\""), "{html}");
    assert!(html.contains("aria-describedby=\"title-hint title-error\""), "{html}");
    assert!(html.contains("value=\"x\""), "{html}");
}

#[test]
fn a_question_is_legend_and_heading_and_its_error_links_to_its_first_row() {
    let html = fragment("Error:", || {
        view! {
            <Question id="q1" words="How?" hint="The longest bit." error="Choose one.">
                <Choices name="q1" items=vec![ChoiceItem::new("a", "A"), ChoiceItem::new("b", "B").chosen(true)]/>
            </Question>
        }
        .into_any()
    });
    assert!(html.starts_with(
        "<fieldset aria-describedby=\"q1-hint q1-error\" class=\"question fit\"><legend><h1>How?</h1></legend>"
    ));
    assert_eq!(html.matches(" id=\"q1\"").count(), 1);
    assert_eq!(html.matches(" checked").count(), 1);
}

#[test]
fn the_way_out_comes_before_everything_in_the_head_of_a_sensitive_page() {
    let html = fragment("", || {
        view! {
            <AskSide
                home="/"
                name="Care"
                progress="Question 1 of 6"
                done=1
                of=6
                help=Link::new("#help", "Help")
                leave=Link::new("https://www.bbc.co.uk/weather", "Leave this page")
            />
        }
        .into_any()
    });
    let leave = html.find("class=\"button leave\"");
    assert!(leave.is_some() && leave < html.find("class=\"brand\""));
    assert!(!html.contains("#help"));
}

#[test]
fn a_hidden_number_is_a_word_and_says_what_it_means() {
    let hidden = HiddenWords {
        short: "too few to show".to_owned(),
        title: "What does [c] mean?".to_owned(),
        meaning: "Only a few people.".to_owned(),
        ..HiddenWords::default()
    };
    let table = |cell: CountCell| {
        let rows = vec![CountRow { label: "Walk".to_owned(), cells: vec![cell] }];
        let head = vec!["Way".to_owned(), "Everyone".to_owned()];
        let hidden = hidden.clone();
        fragment("", || view! { <CountTable id="t" caption="Ways" head rows hidden/> }.into_any())
    };
    let with = table(CountCell::Hidden);
    assert!(with.contains("[c]") && with.contains("too few to show") && with.contains("Only a few people."));
    assert!(!table(CountCell::Shown("40".to_owned())).contains("Only a few people."));
    let why = HiddenWords {
        why: "Why are some numbers hidden?".to_owned(),
        reasons: vec!["A small number is one person.".to_owned()],
        ..hidden.clone()
    };
    let table = |cell: CountCell| {
        let rows = vec![CountRow { label: "Walk".to_owned(), cells: vec![cell] }];
        let (head, hidden) = (vec!["Way".to_owned(), "Everyone".to_owned()], why.clone());
        fragment("", || view! { <CountTable id="t" caption="Ways" head rows hidden/> }.into_any())
    };
    let with = table(CountCell::HiddenFor("a small number".to_owned()));
    assert!(
        with.contains("title=\"a small number\"") && with.contains("<span class=\"hush\"> a small number"),
        "{with}"
    );
    assert!(
        with.contains("<summary>Why are some numbers hidden?</summary>") && with.contains("is one person")
    );
    assert!(!table(CountCell::Shown("40".to_owned())).contains("<details"));
    let bars = fragment("", || {
        let bars = vec![Bar { label: "Bike".to_owned(), count: BarCount::Hidden("[c] too few".to_owned()) }];
        view! { <Bars caption="Ways" head=BarHead::default() bars/> }.into_any()
    });
    assert!(bars.contains("bar-hid") && bars.contains("[c] too few") && !bars.contains("class=\"bar\""));
}

#[test]
fn a_table_that_is_wider_than_a_phone_says_so_and_is_reached_with_the_keyboard() {
    let table = |columns: usize| {
        let head = vec!["Way".to_owned(); columns];
        let sideways = "Move it sideways.";
        fragment("", || view! { <CountTable id="t" caption="Ways" head rows=vec![] sideways/> }.into_any())
    };
    assert!(table(4).contains("Move it sideways.") && !table(3).contains("Move it sideways."));
    assert!(table(4).contains("role=\"region\"") && table(4).contains("tabindex=\"0\""), "{}", table(4));
    let desk = |columns: usize| {
        let head = vec!["Way".to_owned(); columns];
        fragment("", || view! { <DeskTable labelled_by="t" head rows=vec![]/> }.into_any())
    };
    assert!(desk(4).contains("Move the table sideways") && !desk(3).contains("Move the table sideways"));
    assert!(desk(4).contains("tabindex=\"0\"") && desk(4).contains("aria-labelledby=\"t\""), "{}", desk(4));
}

#[test]
fn missing_words_leave_nothing_behind() {
    let none: Option<String> = None;
    let html = fragment("", || {
        view! { <TextField name="n" label="Name" hint="" error=none value=Some("v")/> }.into_any()
    });
    assert!(!html.contains("hint") && !html.contains("error") && !html.contains("aria-"), "{html}");
    assert!(html.contains("value=\"v\""));
}
