//! A form as it is printed: a cover with the promise, the questions page by page, and a last page to keep a part of.
//! What stands on it is for young people, so it is in their words. Its pages are the program's, not the printer's.

use earshot_domain::consultation::Mode;
use earshot_domain::door::Door;
use earshot_domain::journey::Stop;
use earshot_domain::paper::{self, Entry, FormCode, LINES, Layout, columns, entries, pack, sheets};
use earshot_domain::question::{Grid, Kind, Place, Question, Rating, Scale};
use earshot_service::{Actor, Asked, PrintedForms};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::rules::Numbered;
use crate::components::{Facts, Icon, NoteBox, PageHead, escape, faces_for};
use crate::pages::desk::shell::{DeskStep, Here, count_of, desk};
use crate::pages::desk::ways::square;
use crate::pages::respond::{start_facts, value_words};
use crate::words::{Tongue, direction, language_name};
use crate::{Page, Site, say};

/// Stands for the code of a form until there are as many forms as were asked for: the rest of them is alike.
const CODE: char = '\u{F8F1}';

/// The forms, one after the other.
pub fn forms(site: &Site, actor: &Actor, printed: PrintedForms) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    Page::desk("Forms to print", move || {
        let (spoken, printed) = (in_its_language(&site, &printed.asked), marked(&site, printed));
        let slug = printed.asked.slug.clone();
        let codes = &printed.batch.codes;
        let many = count_of(i64::try_from(codes.len()).unwrap_or_default(), "form", "forms");
        let pages = pages(&spoken, &printed);
        let of = pages.len();
        let each = count_of(i64::try_from(of).unwrap_or_default(), "page", "pages");
        let text = format!("{many} of {each}, A4.");
        let form: String = pages
            .into_iter()
            .enumerate()
            .map(|(at, page)| sheet(&spoken, &printed, page, at + 1, of).to_html())
            .collect();
        let all: Vec<AnyView> = codes.iter().map(|code| one(&form, *code)).collect();
        let class = format!("forms forms--{}", printed.batch.layout);
        let (lang, dir) = (spoken.tongue.tag(), direction(&spoken.tongue.tag()).unwrap_or("ltr"));
        let back = format!("/desk/c/{slug}/paper");
        let body = view! {
            <div class="no-print">
                <PageHead title="Forms to print" text quiet=true/>
                <NoteBox>
                    <p>"Print this page on both sides or on one, in its own size. Every page carries the code of its form. Print it again at any time: the codes stay the same, so print each form only once."</p>
                    <p><a href=back>"Back to paper"</a></p>
                </NoteBox>
            </div>
            <div class=class role="region" aria-label="The forms" tabindex="0" lang=lang dir=dir>{all}</div>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask)
            .of(&slug, &printed.asked.setup.title)
            .under(format!("/desk/c/{slug}/paper"), "Paper");
        desk(&site, &actor, here, None, body)
    })
}

/// One form: what is alike in all of them, with its own code.
fn one(form: &str, code: FormCode) -> AnyView {
    let html = form.replace(CODE, &escape(&code.to_string()));
    view! { <article class="paper-form" inner_html=html></article> }.into_any()
}

/// Things that stand under each other, and how tall each is.
#[derive(Default)]
struct Blocks {
    tall: Vec<usize>,
    views: Vec<AnyView>,
}

impl Blocks {
    fn put(&mut self, tall: usize, view: AnyView) {
        self.tall.push(tall);
        self.views.push(view);
    }

    fn pages(self) -> Vec<AnyView> {
        let mut views = self.views.into_iter();
        let page = |page: std::ops::Range<usize>| {
            let rows: Vec<AnyView> = views.by_ref().take(page.len()).collect();
            view! { {rows} }.into_any()
        };
        pack(&self.tall).into_iter().map(page).collect()
    }
}

/// The number of the first page with questions, and of the last page of a form.
pub(super) fn page_numbers(site: &Site, asked: &Asked, layout: Layout) -> (usize, usize) {
    let site = &in_its_language(site, asked);
    let before = pack(&cover(site, asked, &Door::default(), layout).tall).len();
    let after = pack(&end(site, asked, &entries(&asked.questionnaire), layout).tall).len();
    (before + 1, before + sheets(&asked.questionnaire, layout).len() + after)
}

/// The desk is in English; what is printed speaks the language of its questions, where pages speak it.
fn in_its_language(site: &Site, asked: &Asked) -> Site {
    let own = asked.questionnaire.own_lang();
    let tongue = Tongue::of(asked.doors.read.lang.as_deref().unwrap_or(own)).unwrap_or_default();
    Site { tongue, ..site.clone() }
}

/// The forms, with the questions marked that are in another language than the sentences around them.
fn marked(site: &Site, mut printed: PrintedForms) -> PrintedForms {
    let page = in_its_language(site, &printed.asked).tongue.tag();
    let questions = std::mem::take(&mut printed.asked.questionnaire);
    printed.asked.questionnaire = questions.on_page_in(&page, &printed.asked.doors.read);
    printed
}

/// Every page of a form, without what stands at its foot.
fn pages(site: &Site, printed: &PrintedForms) -> Vec<AnyView> {
    let (asked, layout) = (&printed.asked, printed.batch.layout);
    let entries = entries(&asked.questionnaire);
    let numbered = Numbered { site, asked: &asked.questionnaire, entries: &entries };
    let mut pages = cover(site, asked, &printed.batch.door, layout).pages();
    let mut before: Option<Entry> = None;
    for sheet in sheets(&asked.questionnaire, layout) {
        let mut top = true;
        let rows: Vec<AnyView> = sheet
            .entries
            .iter()
            .map(|entry| {
                let head = section_head(&numbered, *entry, before.filter(|_| !top));
                top = false;
                before = Some(*entry);
                let question = question(&numbered, *entry, layout);
                view! { <div class="paper-q">{head}{question}</div> }.into_any()
            })
            .collect();
        pages.push(view! { {rows} }.into_any());
    }
    pages.extend(end(site, asked, &entries, layout).pages());
    pages
}

/// A page with what stands at its foot.
fn sheet(site: &Site, printed: &PrintedForms, page: AnyView, number: usize, of: usize) -> AnyView {
    let lang = printed.batch.door.lang.clone();
    let page_of = say!(site, "paper-page", n = number, of = of);
    let form = say!(site, "paper-form");
    view! {
        <section class="sheet" lang=lang>
            <div class="sheet__body">{page}</div>
            <footer class="sheet__foot">
                <p><span>{form}" "<strong>{CODE.to_string()}</strong></span><span>{page_of}</span></p>
            </footer>
        </section>
    }
    .into_any()
}

/// What, why, who decides, what can change, how to fill it in, and the promise.
fn cover(site: &Site, asked: &Asked, door: &Door, layout: Layout) -> Blocks {
    let setup = &asked.setup;
    let mut blocks = Blocks::default();
    let wants = say!(site, "start-wants", organisation = asked.organisation.as_str());
    let title = setup.child_title.clone();
    let mut lead = vec![say!(site, "start-lead"), say!(site, "start-minutes", n = setup.minutes)];
    lead.push(say!(site, "start-skip"));
    if let Some((from, to)) = setup.ages() {
        lead.push(say!(site, "start-for", from = from, to = to));
    }
    if let Some(last) = setup.close_on {
        lead.push(say!(site, "paper-until", day = site.tongue.day(last)));
    }
    let lead = lead.join(" ");
    // The title is half as large again as another heading.
    let tall = paper::tall(layout, 1, &format!("{title}\n{title}"), &format!("{wants}\n{lead}"), 0);
    blocks.put(
        tall,
        view! { <div class="paper-q"><p>{wants}</p><h2 class="paper-title">{title}</h2><p>{lead}</p></div> }
            .into_any(),
    );
    let how = ["paper-how-box", "paper-how-change", "paper-how-name"].map(|key| say!(site, key));
    let how_title = say!(site, "paper-how");
    let tall = paper::tall(layout, 1, &how_title, &how.join("\n"), 0);
    let how: Vec<AnyView> = how.into_iter().map(|words| view! { <li>{words}</li> }.into_any()).collect();
    blocks.put(tall, view! { <div class="paper-q"><h3>{how_title}</h3><ul>{how}</ul></div> }.into_any());
    let beside = if layout == Layout::Standard { 2 } else { 1 };
    for facts in start_facts(site, asked).chunks(beside) {
        let each = facts.iter().map(|fact| paper::tall(layout, beside, &fact.term, &fact.words, 0));
        let (tall, facts, two) = (each.max().unwrap_or_default(), facts.to_vec(), beside == 2);
        blocks.put(tall, view! { <Facts facts two/> }.into_any());
    }
    promise(site, asked, layout, &mut blocks);
    blocks.put(PHONE, phone(site, asked, door));
    blocks
}

/// How tall the square to scan is with the words beside it, in millimetres.
const PHONE: usize = 40;

/// The promise, in the words of the start page (domain.md 5.4), and who helps.
fn promise(site: &Site, asked: &Asked, layout: Layout, blocks: &mut Blocks) {
    let (first, second) = match asked.setup.mode {
        Mode::Anonymous => ("start-anonymous-1", "start-anonymous-2"),
        Mode::Confidential => ("start-confidential-1", "start-confidential-2"),
    };
    let title = say!(site, "start-promise");
    let promised = format!("{} {}", say!(site, first), say!(site, "paper-typed"));
    let worried = format!("{} {}.", say!(site, second), say!(site, "start-anonymous-link"));
    let tall = paper::tall(layout, 1, &title, &format!("{promised}\n{worried}"), help_rows(layout));
    let help = help(site, asked);
    blocks.put(
        tall,
        view! {
            <div class="paper-box">
                <h3>{title}</h3>
                <p>{promised}</p>
                <p>{worried}</p>
                {help}
            </div>
        }
        .into_any(),
    );
}

/// Rows that the numbers to ring take.
fn help_rows(layout: Layout) -> usize {
    if layout == Layout::Standard { 2 } else { 4 }
}

/// The numbers to ring.
fn help(site: &Site, asked: &Asked) -> AnyView {
    let help = site.help(asked.setup.mode == Mode::Anonymous, &asked.duty_phone);
    let lines: Vec<AnyView> = help
        .lines
        .into_iter()
        .map(|line| view! { <li><strong>{line.words}</strong></li> }.into_any())
        .collect();
    view! { <ul class="paper-help plain">{lines}</ul> }.into_any()
}

/// Other ways to answer: on a phone, and in other languages.
fn phone(site: &Site, asked: &Asked, door: &Door) -> AnyView {
    let address = format!("{}/c/{}", site.origin, asked.slug);
    let on_phone = (!asked.setup.by_invitation).then(|| {
        let words = say!(site, "paper-phone", address = address.as_str());
        let square = square(&address, &say!(site, "reminder-square"));
        view! { <div class="paper-phone">{square}<p>{words}</p></div> }
    });
    let own = asked.questionnaire.own_lang().to_string();
    let here = door.lang.clone().unwrap_or_else(|| own.clone());
    let others: Vec<String> = std::iter::once(&own)
        .chain(&asked.questionnaire.languages)
        .filter(|tag| **tag != here)
        .map(|tag| language_name(tag))
        .collect();
    let others = (!others.is_empty()).then(|| {
        let words = say!(site, "paper-languages", languages = others.join(", "));
        view! { <p>{words}</p> }
    });
    view! { {on_phone}{others} }.into_any()
}

/// The words over a section, where one begins or goes on at the top of a page.
fn section_head(numbered: &Numbered<'_>, entry: Entry, before: Option<Entry>) -> Option<AnyView> {
    let asked = numbered.asked;
    let section_of = |entry: Entry| {
        let section = asked.questions.get(entry.stop.position)?.section.clone()?;
        Some((section, entry.stop.turn))
    };
    let here = section_of(entry)?;
    if before.and_then(section_of) == Some(here) {
        return None;
    }
    let section = asked.section_of(asked.questions.get(entry.stop.position)?)?;
    let title = numbered.sentence(entry.stop, &section.title);
    let title = if title.is_empty() { numbered.turn(entry.stop).unwrap_or_default() } else { title };
    let title = (!title.is_empty()).then(|| view! { <h2>{title}</h2> });
    let only = numbered.section_only_if(entry.stop).map(only_if);
    Some(view! { {title}{only} }.into_any())
}

fn only_if(words: String) -> AnyView {
    view! { <p class="paper-if">{words}":"</p> }.into_any()
}

/// One question: its number, its words, how to answer it, and where.
fn question(numbered: &Numbered<'_>, entry: Entry, layout: Layout) -> AnyView {
    let Some(asks) = numbered.asked.questions.get(entry.stop.position) else { return ().into_any() };
    let said = |sentence: &str| numbered.sentence(entry.stop, sentence);
    let lang = asks.lang.clone();
    let words = said(&asks.text);
    let hint = asks.hint.as_ref().map(|hint| {
        let hint = said(hint);
        view! { <p>{hint}</p> }
    });
    let only = numbered.only_if(entry.stop).map(only_if);
    let number = entry.number.map(|number| format!("{number}. "));
    let answer = answer(numbered, asks, entry.stop, layout);
    view! { <div lang=lang>{only}<h3>{number}{words}</h3>{hint}{answer}</div> }.into_any()
}

/// What a question is answered with on paper.
fn answer(numbered: &Numbered<'_>, asks: &Question, stop: Stop, layout: Layout) -> AnyView {
    let site = numbered.site;
    let label = |value: &str| numbered.sentence(stop, &value_words(site, asks, value));
    let choose = |how: String| {
        let labels: Vec<String> = asks.kind.values().into_iter().map(label).collect();
        let short: Vec<&str> = labels.iter().map(String::as_str).collect();
        let two = columns(&short, layout) == 2;
        let notes = asks.kind.options().iter().map(|option| option.note.clone());
        let notes = notes.chain(std::iter::repeat(None));
        tick_boxes(how, &labels, notes.take(labels.len()).collect(), two)
    };
    match &asks.kind {
        Kind::Info => ().into_any(),
        Kind::Single(_) | Kind::Agree | Kind::YesNoUnsure | Kind::When => choose(say!(site, "paper-one")),
        Kind::Multi(multi) => choose(match (multi.min, multi.max) {
            (Some(min), Some(max)) if min == max => say!(site, "several-hint-exactly", n = max),
            (_, Some(max)) => say!(site, "several-hint-max", n = max),
            (Some(min), None) => say!(site, "several-hint-min", n = min),
            (None, None) => say!(site, "several-hint"),
        }),
        Kind::Area(area) => places(say!(site, "paper-one"), &area.places, layout),
        Kind::Picture(picture) => {
            choose(say!(site, if picture.several { "several-hint" } else { "paper-one" }))
        }
        Kind::Faces => faces(site, asks),
        Kind::Rating(rating) => row_of_numbers(site, rating),
        Kind::Ranking(ranking) => {
            let labels: Vec<String> =
                ranking.options.iter().map(|option| numbered.sentence(stop, &option.label)).collect();
            order(say!(site, "paper-order", n = labels.len()), &labels)
        }
        Kind::Number(number) => {
            let between = match (number.min, number.max) {
                (Some(min), Some(max)) => say!(site, "number-between", min = min, max = max),
                _ => String::new(),
            };
            let how = say!(site, "paper-number");
            view! { <p class="paper-how">{how}" "{between}</p><p class="paper-number"></p> }.into_any()
        }
        Kind::ShortText => lines(site, LINES[0]),
        Kind::LongText | Kind::Audio => lines(site, LINES[1]),
        Kind::Photo => {
            let words = say!(site, "paper-not-photo");
            view! { <p class="paper-how">{words}</p> }.into_any()
        }
        Kind::Grid(grid) if layout == Layout::Standard => table(numbered, asks, grid, stop),
        Kind::Grid(grid) => statements(numbered, asks, grid, stop),
    }
}

/// Boxes to tick. The small number beside each is for whoever types the form in.
fn tick_boxes(how: String, labels: &[String], notes: Vec<Option<String>>, two: bool) -> AnyView {
    let boxes = boxes(labels, notes, two);
    view! { <p class="paper-how">{how}</p>{boxes} }.into_any()
}

fn boxes(labels: &[String], notes: Vec<Option<String>>, two: bool) -> AnyView {
    let rows: Vec<AnyView> = labels
        .iter()
        .zip(notes)
        .enumerate()
        .map(|(at, (label, note))| {
            let (number, label) = ((at + 1).to_string(), label.clone());
            let note = note.map(|note| view! { <small>{note}</small> });
            view! { <li><i class="paper-tick">{number}</i><span>{label}{note}</span></li> }.into_any()
        })
        .collect();
    let class = if two { "paper-boxes paper-boxes--two" } else { "paper-boxes" };
    view! { <ol class=class>{rows}</ol> }.into_any()
}

/// The names of the places that can be chosen.
fn names_of(places: &[Place]) -> Vec<&str> {
    places.iter().filter(|place| !place.retired).map(|place| place.name.as_str()).collect()
}

/// Boxes for places, without numbers: places come and go while forms lie about, so they are typed in by name.
fn places(how: String, places: &[Place], layout: Layout) -> AnyView {
    let names = names_of(places);
    let rows: Vec<AnyView> = names
        .iter()
        .map(|name| {
            let name = (*name).to_string();
            view! { <li><i class="paper-tick"></i><span>{name}</span></li> }.into_any()
        })
        .collect();
    let two = columns(&names, layout) == 2;
    let class = if two { "paper-boxes paper-boxes--two" } else { "paper-boxes" };
    view! { <p class="paper-how">{how}</p><ol class=class>{rows}</ol> }.into_any()
}

/// Five faces with their words.
fn faces(site: &Site, asks: &Question) -> AnyView {
    let values = asks.kind.values();
    let rows: Vec<AnyView> = values
        .iter()
        .zip(faces_for(values.len()))
        .enumerate()
        .map(|(at, (value, name))| {
            let (name, label, number) = (*name, value_words(site, asks, value), (at + 1).to_string());
            view! { <li><Icon name/><i class="paper-tick">{number}</i><span>{label}</span></li> }.into_any()
        })
        .collect();
    let how = say!(site, "paper-one");
    view! { <p class="paper-how">{how}</p><ol class="paper-faces">{rows}</ol> }.into_any()
}

/// A row of numbers with words at both ends.
fn row_of_numbers(site: &Site, rating: &Rating) -> AnyView {
    let steps: Vec<AnyView> = rating
        .steps()
        .into_iter()
        .map(|step| view! { <li><i class="paper-tick"></i><span>{step}</span></li> }.into_any())
        .collect();
    let end = |step: u8| {
        let key = step.to_string();
        rating.ends.iter().find(|end| end.key == key).map(|end| end.label.clone())
    };
    let ends = match (end(rating.from), end(rating.to)) {
        (None, None) => None,
        (low, high) => Some(view! { <p class="paper-ends"><span>{low}</span><span>{high}</span></p> }),
    };
    let how = say!(site, "paper-one");
    view! { <p class="paper-how">{how}</p><ol class="paper-rating">{steps}</ol>{ends} }.into_any()
}

/// Boxes for numbers: the most important is 1.
fn order(how: String, labels: &[String]) -> AnyView {
    let rows: Vec<AnyView> = labels
        .iter()
        .map(|label| {
            let label = label.clone();
            view! { <li><i class="paper-tick paper-tick--number"></i><span>{label}</span></li> }.into_any()
        })
        .collect();
    view! { <p class="paper-how">{how}</p><ol class="paper-boxes">{rows}</ol> }.into_any()
}

fn lines(site: &Site, many: usize) -> AnyView {
    let how = say!(site, "words-hint");
    let rules: Vec<AnyView> = (0..many).map(|_| view! { <li></li> }.into_any()).collect();
    view! { <p class="paper-how">{how}</p><ol class="paper-lines" aria-hidden="true">{rules}</ol> }.into_any()
}

/// Statements one under the other, each with the whole scale: large print has no room for it across the page.
fn statements(numbered: &Numbered<'_>, asks: &Question, grid: &Grid, stop: Stop) -> AnyView {
    let site = numbered.site;
    let label = |key: &str| numbered.sentence(stop, &value_words(site, asks, key));
    let labels: Vec<String> = asks.kind.values().into_iter().map(label).collect();
    let rows: Vec<AnyView> = grid
        .statements
        .iter()
        .map(|statement| {
            let words = numbered.sentence(stop, &statement.label);
            let boxes = boxes(&labels, vec![None; labels.len()], true);
            view! { <div class="paper-said"><p>{words}</p>{boxes}</div> }.into_any()
        })
        .collect();
    let how = say!(site, "paper-each");
    view! { <p class="paper-how">{how}</p>{rows} }.into_any()
}

/// Statements down, the scale across.
fn table(numbered: &Numbered<'_>, asks: &Question, grid: &Grid, stop: Stop) -> AnyView {
    let site = numbered.site;
    let keys = asks.kind.values();
    let faces: &[_] = if grid.scale == Scale::Faces { faces_for(keys.len()) } else { &[] };
    let head: Vec<AnyView> = keys
        .iter()
        .enumerate()
        .map(|(at, key)| {
            let label = numbered.sentence(stop, &value_words(site, asks, key));
            let face = faces.get(at).map(|name| view! { <Icon name=*name/> });
            view! { <th scope="col">{face}{label}</th> }.into_any()
        })
        .collect();
    let rows: Vec<AnyView> = grid
        .statements
        .iter()
        .map(|statement| {
            let words = numbered.sentence(stop, &statement.label);
            let cells: Vec<AnyView> = (1..=keys.len())
                .map(|at| view! { <td><i class="paper-tick">{at.to_string()}</i></td> }.into_any())
                .collect();
            view! { <tr><th scope="row">{words}</th>{cells}</tr> }.into_any()
        })
        .collect();
    let how = say!(site, "paper-each");
    view! {
        <p class="paper-how">{how}</p>
        <table class="paper-grid"><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>
    }
    .into_any()
}

/// About them, whether exact words may be used, what happens next, and a part to keep.
fn end(site: &Site, asked: &Asked, entries: &[Entry], layout: Layout) -> Blocks {
    let setup = &asked.setup;
    let mut blocks = Blocks::default();
    let lead = say!(site, "paper-about");
    let tall = paper::tall(layout, 1, "", &lead, 0);
    blocks.put(tall, view! { <p>{lead}</p> }.into_any());
    let bands: Vec<String> = setup.bands.iter().map(|band| band.label().to_string()).collect();
    if !bands.is_empty() {
        choice(&mut blocks, layout, say!(site, "about-age"), say!(site, "paper-one"), &bands);
    }
    let offered: Vec<&str> = names_of(&asked.areas);
    if !offered.is_empty() {
        let (title, how) = (say!(site, "about-area"), say!(site, "paper-one"));
        let rows = offered.len().div_ceil(columns(&offered, layout));
        let tall = paper::tall(layout, 1, &title, &how, rows);
        let boxes = places(how, &asked.areas, layout);
        blocks.put(tall, view! { <div class="paper-q"><h3>{title}</h3>{boxes}</div> }.into_any());
    }
    let writes = entries.iter().any(|entry| {
        asked.questionnaire.questions.get(entry.stop.position).is_some_and(|asks| asks.kind.is_free_text())
    });
    if writes {
        let labels = [say!(site, "consent-yes"), say!(site, "consent-no")];
        choice(&mut blocks, layout, say!(site, "consent-title"), say!(site, "consent-hint"), &labels);
    }
    let (thanks, give_back) = (say!(site, "paper-thanks"), say!(site, "paper-give-back"));
    let told = setup.feedback_on.map(|day| {
        let address = format!("{}/c/{}", site.origin, asked.slug);
        say!(site, "paper-told", day = site.tongue.day(day), address = address.as_str())
    });
    let text = format!("{give_back}\n{}", told.clone().unwrap_or_default());
    let tall = paper::tall(layout, 1, &thanks, &text, help_rows(layout));
    let told = told.map(|told| view! { <p>{told}</p> });
    let help = help(site, asked);
    blocks.put(
        tall,
        view! { <div class="paper-q"><h3>{thanks}</h3><p>{give_back}</p>{told}{help}</div> }.into_any(),
    );
    let (title, keep) = (say!(site, "paper-keep"), say!(site, "paper-keep-text"));
    let name = setup.child_title.clone();
    let tall = paper::tall(layout, 1, &title, &format!("{name}\n{keep}"), 2);
    blocks.put(
        tall,
        view! {
            <div class="paper-keep">
                <h3>{title}</h3>
                <p>{name}</p>
                <p class="paper-code">{CODE.to_string()}</p>
                <p>{keep}</p>
            </div>
        }
        .into_any(),
    );
    blocks
}

/// Boxes to tick, with what they are about.
fn choice(blocks: &mut Blocks, layout: Layout, title: String, how: String, labels: &[String]) {
    let short: Vec<&str> = labels.iter().map(String::as_str).collect();
    let two = columns(&short, layout) == 2;
    let rows = if two { labels.len().div_ceil(2) } else { labels.len() };
    let tall = paper::tall(layout, 1, &title, &how, rows);
    let boxes = tick_boxes(how, labels, vec![None; labels.len()], two);
    blocks.put(tall, view! { <div class="paper-q"><h3>{title}</h3>{boxes}</div> }.into_any());
}
