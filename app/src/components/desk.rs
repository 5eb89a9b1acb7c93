//! The desk: where staff read, sort, decide and tell. The same parts, closer together, and the loop
//! itself as the way around.

use leptos::prelude::*;

use super::{Brand, Icon, IconName, Level, Link, MaybeText, MaybeView, NavLink, Square, classes, heading};

/// Everything that stands above a page of the desk.
#[derive(Clone, Debug, Default)]
pub struct DeskTop {
    /// Where the desk begins.
    pub home: String,
    /// What the first navigation is called by a screen reader.
    pub nav_label: String,
    /// The first navigation.
    pub links: Vec<NavLink>,
    /// The search, where there is one.
    pub find: Option<Find>,
    /// Who is signed in, and for whom; where it goes is where they are signed in.
    pub who: Link,
    /// The way out.
    pub sign_out: Option<SignOut>,
    /// What the loop is called by a screen reader.
    pub loop_label: String,
    /// The eight steps of the consultation at hand. Without one there are none.
    pub steps: Vec<LoopStep>,
}

/// The search of the desk.
#[derive(Clone, Debug, Default)]
pub struct Find {
    /// Where it sends `q`.
    pub action: String,
    /// What it is called by a screen reader.
    pub label: String,
    /// What can be looked for.
    pub example: String,
    /// What was looked for.
    pub value: String,
}

/// The way out of the desk.
#[derive(Clone, Debug, Default)]
pub struct SignOut {
    /// Where it is sent.
    pub action: String,
    /// Its words.
    pub words: String,
}

/// One of the eight steps of the loop.
#[derive(Clone, Debug, Default)]
pub struct LoopStep {
    /// Where it goes.
    pub href: String,
    /// Its name.
    pub words: String,
    /// What waits there: "142 to read".
    pub note: Option<String>,
    /// Whether the page belongs to it.
    pub current: bool,
}

/// The top of the desk: whose desk it is, and the loop as the way around.
#[component]
pub fn DeskFrame(
    /// What stands in it.
    top: DeskTop,
) -> impl IntoView {
    let links = top
        .links
        .into_iter()
        .map(|link| {
            let aria = link.aria();
            view! { <li><a href=link.href aria-current=aria>{link.words}</a></li> }
        })
        .collect::<Vec<_>>();
    let find = top.find.map(|find| {
        let value = (!find.value.is_empty()).then_some(find.value);
        let name = find.label.clone();
        view! {
            <form role="search" aria-label=name action=find.action>
                <label class="hush" for="find">{find.label}</label>
                <input class="input" id="find" name="q" type="search" placeholder=find.example value=value/>
            </form>
        }
    });
    let sign_out = top.sign_out.map(|out| {
        view! { <form method="post" action=out.action><button class="out">{out.words}</button></form> }
    });
    let steps = (!top.steps.is_empty()).then(|| view! { <LoopNav label=top.loop_label steps=top.steps/> });
    view! {
        <header>
            <div class="deskbar">
                <div class="wrap">
                    <Brand href=top.home/>
                    <nav aria-label=top.nav_label><ul class="plain">{links}</ul></nav>
                    {find}
                    <div class="who"><a class="small" href=top.who.href>{top.who.words}</a>{sign_out}</div>
                </div>
            </div>
            {steps}
        </header>
    }
    .into_any()
}

/// The eight steps that the words take, as the way around for those who carry them.
#[component]
pub fn LoopNav(
    /// What it is called by a screen reader.
    #[prop(into)]
    label: String,
    /// The steps.
    steps: Vec<LoopStep>,
) -> impl IntoView {
    let steps = steps
        .into_iter()
        .map(|step| {
            view! {
                <li>
                    <a href=step.href aria-current=step.current.then_some("true")>
                        {step.words}
                        {step.note.map(|note| view! { " "<b>{note}</b> })}
                    </a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <nav class="loopnav" aria-label=label><div class="wrap"><ol class="plain">{steps}</ol></div></nav>
    }
    .into_any()
}

/// The head of a page of the desk.
#[component]
pub fn PageHead(
    /// The title of the page.
    #[prop(into)]
    title: String,
    /// Reference, version, state, owner, days: above the title. [`Ref`], [`Tag`], [`Words`].
    #[prop(optional)]
    meta: Vec<AnyView>,
    /// A sentence under the title.
    #[prop(optional, into)]
    text: MaybeText,
    /// Whether that sentence is quiet.
    #[prop(optional)]
    quiet: bool,
    /// What can be done with all of it: buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let meta = (!meta.is_empty()).then(|| view! { <p class="meta">{meta}</p> });
    view! {
        <div class="head">
            <div>
                {meta}
                <h1>{title}</h1>
                {text.into_option().map(|text| view! { <p class=quiet.then_some("quiet")>{text}</p> })}
            </div>
            {children.map(|children| view! { <div class="buttons">{children()}</div> })}
        </div>
    }
    .into_any()
}

/// A reference: `N-0042`.
#[component]
pub fn Ref(
    /// It.
    #[prop(into)]
    code: String,
) -> impl IntoView {
    view! { <span class="ref">{code}</span> }.into_any()
}

/// A few words in a line of facts, with a link behind them where there is one.
#[component]
pub fn Words(
    /// The words.
    #[prop(into)]
    words: String,
    /// A link behind them.
    #[prop(optional_no_strip, into)]
    link: Option<Link>,
) -> impl IntoView {
    let link = link.map(|link| view! { " "<a href=link.href>{link.words}</a> });
    view! { <span>{words}{link}</span> }.into_any()
}

/// What a tag says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagKind {
    /// How something stands.
    #[default]
    Plain,
    /// That it must be done now.
    Urgent,
    /// That it is done.
    Ok,
    /// That it waits for something.
    Wait,
}

/// A word or two on how something stands.
#[component]
pub fn Tag(
    /// The words.
    #[prop(into)]
    words: String,
    /// What they say.
    #[prop(optional)]
    kind: TagKind,
    /// An icon before them.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
) -> impl IntoView {
    let class = match kind {
        TagKind::Plain => "tag",
        TagKind::Urgent => "tag tag--urgent",
        TagKind::Ok => "tag tag--ok",
        TagKind::Wait => "tag tag--wait",
    };
    view! { <span class=class>{icon.map(|name| view! { <Icon name/> })}{words}</span> }.into_any()
}

/// A part of a page of the desk, with its title.
#[component]
pub fn Panel(
    /// The id of its title.
    #[prop(into)]
    id: String,
    /// Its title.
    #[prop(into)]
    title: String,
    /// What stands beside the title: quiet words, a tag, a link.
    #[prop(optional, into)]
    aside: MaybeView,
    /// What has to be known about it, under it.
    #[prop(optional, into)]
    foot: MaybeText,
    /// What can be done with it, under it: buttons.
    #[prop(optional, into)]
    actions: MaybeView,
    /// Whether it holds what young people said.
    #[prop(optional)]
    voice: bool,
    /// Whether what stands in it keeps away from its edge. A list or a table goes up to it.
    #[prop(optional)]
    inset: bool,
    /// Where it is sent, when it is a form.
    #[prop(optional, into)]
    action: MaybeText,
    /// Whether the form sends a file.
    #[prop(optional)]
    file: bool,
    /// How deep its title stands.
    #[prop(optional)]
    level: Level,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    let class = if voice { "panel panel--voice" } else { "panel" };
    let inside = if inset { view! { <div class="in">{children()}</div> }.into_any() } else { children() };
    let inside = view! {
        <header>{heading(level, Some(id.clone()), title.into_any())}{aside.into_option()}</header>
        {inside}
        {foot.into_option().map(|foot| view! { <footer>{foot}</footer> })}
        {actions.into_option().map(|actions| view! { <footer class="buttons">{actions}</footer> })}
    };
    match action.into_option() {
        Some(action) => view! {
            <form
                class=class
                method="post"
                action=action
                enctype=file.then_some("multipart/form-data")
                novalidate=true
                aria-labelledby=id
            >
                {inside}
            </form>
        }
        .into_any(),
        None => view! { <section class=class aria-labelledby=id>{inside}</section> }.into_any(),
    }
}

/// Panels one under the other.
#[component]
pub fn Stack(
    /// They.
    children: Children,
) -> impl IntoView {
    view! { <div class="stack">{children()}</div> }.into_any()
}

/// How panels stand beside each other where there is room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GridKind {
    /// A wide one, and a narrow one beside it.
    #[default]
    Side,
    /// Two of the same width.
    Half,
    /// Three of the same width.
    Third,
    /// A list, what is being changed, and what it will look like.
    Bench,
}

/// Panels beside each other where there is room.
#[component]
pub fn Grid(
    /// How.
    #[prop(optional)]
    kind: GridKind,
    /// Whether there is room above.
    #[prop(optional)]
    pad: bool,
    /// They.
    children: Children,
) -> impl IntoView {
    let class = classes(&[
        match kind {
            GridKind::Side => "grid grid--side",
            GridKind::Half => "grid grid--half",
            GridKind::Third => "grid grid--third",
            GridKind::Bench => "bench",
        },
        if pad { "pad-top" } else { "" },
    ]);
    view! { <div class=class>{children()}</div> }.into_any()
}

/// One line of a table: what it is about, and the cells after it.
pub struct TableRow {
    /// What it is about. It is the head of the line.
    pub head: AnyView,
    /// The cells, in the order of the columns.
    pub cells: Vec<AnyView>,
}

impl std::fmt::Debug for TableRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TableRow").field("cells", &self.cells.len()).finish_non_exhaustive()
    }
}

/// A table of the desk. On a narrow screen it scrolls by itself, and the keyboard can reach that.
#[component]
pub fn DeskTable(
    /// The id of the words that say what it shows: the title of its panel.
    #[prop(into)]
    labelled_by: String,
    /// The names of the columns, that of the first one included.
    head: Vec<String>,
    /// The lines.
    rows: Vec<TableRow>,
) -> impl IntoView {
    let head = head.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect::<Vec<_>>();
    let rows = rows
        .into_iter()
        .map(|row| {
            let cells = row.cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect::<Vec<_>>();
            view! { <tr><th scope="row">{row.head}</th>{cells}</tr> }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="scroll" role="group" aria-labelledby=labelled_by tabindex="0">
            <table class="table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}

/// Something that needs someone: what to do, why, by when, and how long it takes.
#[derive(Clone, Debug, Default)]
pub struct QueueItem {
    /// Where it is done.
    pub href: String,
    /// What to do. The verb comes first.
    pub title: String,
    /// Why.
    pub text: String,
    /// By when.
    pub by: Option<(TagKind, String)>,
    /// How long it takes.
    pub takes: Option<String>,
}

/// What needs someone, the most urgent first.
#[component]
pub fn Queue(
    /// It.
    items: Vec<QueueItem>,
    /// How deep each of them stands.
    #[prop(default = Level::Three)]
    level: Level,
) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|item| {
            let by = item.by.map(|(kind, words)| {
                let icon = (kind == TagKind::Urgent).then_some(IconName::Warn);
                view! { <Tag kind words icon/> }
            });
            let takes = item.takes.map(|takes| view! { <span>{takes}</span> });
            let when =
                (by.is_some() || takes.is_some()).then(|| view! { <div class="when">{by}{takes}</div> });
            view! {
                <li>
                    {heading(level, None, view! { <a href=item.href>{item.title}</a> }.into_any())}
                    <p>{item.text}</p>
                    {when}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ol class="queue plain">{items}</ol> }.into_any()
}

/// A day, and what was promised for it.
#[derive(Clone, Debug, Default)]
pub struct DatedItem {
    /// The day.
    pub day: String,
    /// What was promised.
    pub words: String,
    /// How it stands, where that must be said: "Late".
    pub tag: Option<(TagKind, String)>,
    /// Where it is done.
    pub href: Option<String>,
}

/// Days and what was promised for them.
#[component]
pub fn Dates(
    /// They.
    items: Vec<DatedItem>,
) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|item| {
            let tag = item.tag.map(|(kind, words)| view! { <Tag kind words/>" " });
            let words = match item.href {
                Some(href) => view! { <a href=href>{item.words}</a> }.into_any(),
                None => item.words.into_any(),
            };
            view! { <div><dt>{item.day}</dt><dd>{tag}{words}</dd></div> }
        })
        .collect::<Vec<_>>();
    view! { <dl class="dates">{items}</dl> }.into_any()
}

/// One of the parts of a record.
#[derive(Clone, Debug, Default)]
pub struct TabLink {
    /// Where it is.
    pub href: String,
    /// Its name.
    pub words: String,
    /// Whether it is the one that is seen.
    pub current: bool,
    /// What is left to do there.
    pub tag: Option<(TagKind, String)>,
}

/// Links to the parts, the current one marked as the page that is seen.
pub(super) fn tab_links(links: Vec<TabLink>) -> Vec<AnyView> {
    links
        .into_iter()
        .map(|link| {
            let tag = link.tag.map(|(kind, words)| view! { " "<Tag kind words/> });
            view! { <a href=link.href aria-current=link.current.then_some("page")>{link.words}{tag}</a> }
                .into_any()
        })
        .collect()
}

/// The parts of a record, beside each other.
#[component]
pub fn Tabs(
    /// What they are called by a screen reader.
    #[prop(into)]
    label: String,
    /// They.
    links: Vec<TabLink>,
) -> impl IntoView {
    view! { <nav class="tabs" aria-label=label>{tab_links(links)}</nav> }.into_any()
}

/// The parts of something large, one under the other, for the side of a page.
#[component]
pub fn SubNav(
    /// What they are called by a screen reader.
    #[prop(into)]
    label: String,
    /// They.
    links: Vec<TabLink>,
) -> impl IntoView {
    view! { <nav class="subnav" aria-label=label>{tab_links(links)}</nav> }.into_any()
}

/// How one thing on a list of checks stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CheckState {
    /// Done.
    Done,
    /// Missing, or wrong.
    Missing,
    /// Waiting for someone.
    #[default]
    Waiting,
    /// Not known.
    Unknown,
}

/// One thing on a list of checks.
#[derive(Clone, Debug, Default)]
pub struct CheckItem {
    /// How it stands.
    pub state: CheckState,
    /// How it stands, for a screen reader: "Done: ".
    pub spoken: String,
    /// What it is.
    pub words: String,
    /// Where it is put right.
    pub link: Option<Link>,
}

/// What is done, and what is missing.
#[component]
pub fn Checklist(
    /// It.
    items: Vec<CheckItem>,
    /// Whether it keeps away from the edge of its panel.
    #[prop(optional)]
    inset: bool,
) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|item| {
            let (class, name) = match item.state {
                CheckState::Done => ("ok", IconName::Check),
                CheckState::Missing => ("warn", IconName::Warn),
                CheckState::Waiting => ("idle", IconName::Clock),
                CheckState::Unknown => ("idle", IconName::Ask),
            };
            let spoken =
                (!item.spoken.is_empty()).then(|| view! { <span class="hush">{item.spoken}" "</span> });
            let link = item.link.map(|link| view! { " "<a href=link.href>{link.words}</a> });
            view! {
                <li>
                    <span class=class><Icon name/></span>
                    <span>{spoken}{item.words}{link}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class=if inset { "checks plain in" } else { "checks plain" }>{items}</ul> }.into_any()
}

/// A key of the keyboard.
#[component]
pub fn KeyHint(
    /// What stands on it.
    #[prop(into)]
    key: String,
) -> impl IntoView {
    view! { <kbd>{key}</kbd> }.into_any()
}

/// The keys of a page. Each does what some button does.
#[component]
pub fn Keys(
    /// What they are called by a screen reader.
    #[prop(into)]
    label: String,
    /// The keys, and what they do.
    keys: Vec<(Vec<String>, String)>,
    /// Something else that has to be known here.
    #[prop(optional, into)]
    note: MaybeText,
) -> impl IntoView {
    let keys = keys
        .into_iter()
        .map(|(keys, words)| {
            let keys = keys.into_iter().map(|key| view! { <KeyHint key/>" " }).collect::<Vec<_>>();
            view! { <span>{keys}{words}</span> }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="keys" role="group" aria-label=label>
            {keys}
            {note.into_option().map(|note| view! { <span>{note}</span> })}
        </div>
    }
    .into_any()
}

/// How something will look on a phone. Nothing in it can be pressed.
#[component]
pub fn PhonePreview(
    /// What it shows, for a screen reader.
    #[prop(into)]
    title: String,
    /// The id of that title.
    #[prop(into, default = "preview".to_owned())]
    id: String,
    /// What stands above: [`PhoneTop`].
    #[prop(optional, into)]
    top: MaybeView,
    /// What is shown.
    children: Children,
) -> impl IntoView {
    let labelled = id.clone();
    view! {
        <section aria-labelledby=labelled class="flow">
            <h2 id=id class="hush">{title}</h2>
            <div class="phone" inert=true>{top.into_option()}<div class="ask-in">{children()}</div></div>
        </section>
    }
    .into_any()
}

/// The strip at the top of [`PhonePreview`].
#[component]
pub fn PhoneTop(
    /// The consultation's name.
    #[prop(into)]
    name: String,
    /// How far, in words.
    #[prop(into)]
    progress: String,
    /// How many questions are done.
    done: usize,
    /// How many questions there are.
    of: usize,
) -> impl IntoView {
    view! { <div class="side"><p class="side__name">{name}</p><super::Ripple words=progress done of/></div> }
        .into_any()
}

/// One question in the order of a questionnaire.
#[derive(Clone, Debug, Default)]
pub struct OrderItem {
    /// Where it is changed.
    pub href: String,
    /// The question.
    pub words: String,
    /// Its kind.
    pub note: String,
    /// Whether it is the one being changed.
    pub current: bool,
    /// What the buttons send: `up` or `down` with this value.
    pub value: String,
    /// What the button that moves it up does, with its name. Without words there is no button.
    pub up: String,
    /// What the button that moves it down does, with its name. Without words there is no button.
    pub down: String,
    /// What the button that makes a second one like it does, with its name. It sends `copy`. Without
    /// words there is no button.
    pub copy: String,
    /// What the button that takes it away does, with its name. It sends `remove`. Without words there
    /// is no button.
    pub remove: String,
    /// A tag behind it: what is wrong with it.
    pub tag: Option<(TagKind, String)>,
}

/// The questions in their order, which buttons change.
#[component]
pub fn OrderList(
    /// Where the buttons send.
    #[prop(into)]
    action: String,
    /// The questions.
    items: Vec<OrderItem>,
    /// What else is sent.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let last = items.len().saturating_sub(1);
    let items = items
        .into_iter()
        .enumerate()
        .map(|(at, item)| {
            let value = item.value;
            let button = |icon, words: String, name, disabled| {
                let value = value.clone();
                (!words.is_empty()).then(|| view! { <Square icon words name value disabled/> })
            };
            let up = button(IconName::Up, item.up, "up", at == 0);
            let down = button(IconName::Down, item.down, "down", at == last);
            let copy = button(IconName::Copy, item.copy, "copy", false);
            let remove = button(IconName::Bin, item.remove, "remove", false);
            let tag = item.tag.map(|(kind, words)| view! { " "<Tag kind words/> });
            view! {
                <li>
                    <a href=item.href aria-current=item.current.then_some("true")>
                        {item.words}
                        {tag}
                        <small>{item.note}</small>
                    </a>
                    <span class="does">{up}{down}{copy}{remove}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <form method="post" action=action>
            {children.map(|children| children())}
            <ol class="order plain">{items}</ol>
        </form>
    }
    .into_any()
}

/// One answer that a question offers, as it is being changed.
#[derive(Clone, Debug, Default)]
pub struct OptionItem {
    /// What its field is called by a screen reader: "Answer 2".
    pub label: String,
    /// The id and the name of its field.
    pub name: String,
    /// Its words.
    pub value: String,
    /// What the buttons send: `option_up`, `option_down` or `option_remove` with this value.
    pub key: String,
    /// What the button that moves it up does.
    pub up: String,
    /// What the button that moves it down does.
    pub down: String,
    /// What the button that removes it does.
    pub remove: String,
    /// Whether something is wrong with it. What, says the field set around the list.
    pub invalid: bool,
}

/// The answers that a question offers, as they are being changed.
#[component]
pub fn OptionList(
    /// They.
    items: Vec<OptionItem>,
) -> impl IntoView {
    let last = items.len().saturating_sub(1);
    let items = items
        .into_iter()
        .enumerate()
        .map(|(at, item)| {
            let (up, down) = (item.key.clone(), item.key.clone());
            view! {
                <li>
                    <label class="hush" for=item.name.clone()>{item.label}</label>
                    <input
                        class="input"
                        id=item.name.clone()
                        name=item.name
                        value=item.value
                        aria-invalid=item.invalid.then_some("true")
                    />
                    <Square icon=IconName::Up words=item.up name="option_up" value=up disabled=at == 0/>
                    <Square icon=IconName::Down words=item.down name="option_down" value=down disabled=at == last/>
                    <Square icon=IconName::Bin words=item.remove name="option_remove" value=item.key/>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class="options plain">{items}</ul> }.into_any()
}

/// What was said on one theme, and beside it the answer to it. No theme stays without one.
#[component]
pub fn Reply(
    /// The id of its title.
    #[prop(into)]
    id: String,
    /// The reference of the theme.
    #[prop(into)]
    code: String,
    /// The theme.
    #[prop(into)]
    title: String,
    /// How many said it, in words.
    #[prop(optional, into)]
    strength: MaybeText,
    /// What was said: [`super::Voice`].
    #[prop(optional, into)]
    said: MaybeView,
    /// How deep the theme stands.
    #[prop(default = Level::Three)]
    level: Level,
    /// The fields of the answer.
    children: Children,
) -> impl IntoView {
    let labelled = id.clone();
    view! {
        <article class="reply" aria-labelledby=labelled>
            <header>
                <Ref code/>
                {heading(level, Some(id), title.into_any())}
                {strength.into_option().map(|strength| view! { <span class="quiet">{strength}</span> })}
            </header>
            <div class="in"><div>{said.into_option()}</div><div>{children()}</div></div>
        </article>
    }
    .into_any()
}
