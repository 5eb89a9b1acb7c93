//! The framework matrix: groups or single responses in the rows, codes in the columns, and what it comes to in the cells.

use earshot_domain::respondent::RespondentType;
use earshot_service::{
    Actor, Code, DeskConsultation, MATRIX_CODES_MAX, Matrix, MatrixAsk, MatrixCell, MatrixLine, MatrixRow,
    MatrixSummary, Refusal,
};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::codebook::here;
use super::paging::pager;
use super::shell::{desk, moment, respondent_words};
use super::tried::{Form, Tried, code_tabs, hidden_note, shown};
use super::typed::{Typed, hidden};
use crate::components::{
    Button, ButtonKind, ButtonLink, CheckBox, Details, Empty, FieldSet, NoteBox, PageHead, Panel, Select,
    SelectOption, Stack, TableRow, WordTable,
};
use crate::{Page, Site};

/// The form that writes in a cell.
pub const WRITE: &str = "write-summary";

/// Letters of what was said that stand in a cell.
const IN_SHORT: usize = 160;

/// The address of the matrix with these rows and columns, on this page of them, counted from 0.
pub fn address(slug: &str, ask: &MatrixAsk, page: i64) -> String {
    format!("/desk/c/{slug}/matrix?{}", query(ask, page))
}

/// What is asked for, as fields with their values.
fn asked_for(ask: &MatrixAsk, page: i64) -> Vec<(&'static str, String)> {
    let mut asked: Vec<(&str, String)> = ask.codes.iter().map(|code| ("code", code.to_string())).collect();
    asked.extend(ask.theme.map(|theme| ("theme", theme.to_string())));
    if ask.singles {
        asked.push(("rows", "single".to_string()));
    }
    asked.push(("page", (page + 1).to_string()));
    asked
}

/// The same behind a question mark. Ids and numbers alone: nothing to escape.
fn query(ask: &MatrixAsk, page: i64) -> String {
    let asked: Vec<String> =
        asked_for(ask, page).iter().map(|(name, value)| format!("{name}={value}")).collect();
    asked.join("&")
}

/// The matrix.
pub fn matrix(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    matrix: Matrix,
    ask: MatrixAsk,
    done: Option<&str>,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let done = done.filter(|done| *done == "written").map(|_| "Saved.".to_string());
    Page::desk("People by codes", move || {
        let slug = consultation.slug.as_str();
        let tabs = code_tabs(&consultation, "matrix", true);
        let choose = choose(slug, &matrix, &ask);
        let table = table(slug, &matrix, &ask);
        let cut = matrix.is_cut.then(|| {
            let words = format!(
                "There is room for {MATRIX_CODES_MAX} codes: these are the first of those you chose."
            );
            view! { <p class="quiet">{words}</p> }
        });
        let voices =
            |cell: &MatrixCell| cell.voices.is_some_and(earshot_domain::suppression::Shown::is_hidden);
        let hides = hidden_note(matrix.lines.iter().any(|line| line.cells.iter().any(voices)));
        let to = |page| address(slug, &ask, page);
        let pager = pager("More responses", ["Back", "More"], (matrix.page, matrix.more), to);
        let body = view! {
            <PageHead
                title="People by codes"
                text="Each row is a group of people, or one response; each column is a code. Write in a cell what it comes to, in your own words. It stays with those who analyse. A number is how many people said it, and leads to their answers; where it is hidden, what each of them said stands among the single responses."
                quiet=true
            />
            {tabs}
            <div class="pad-top"><Stack>{choose}{cut}{table}{pager}{hides}</Stack></div>
        }
        .into_any();
        desk(&site, &actor, here(&consultation), done, body)
    })
}

/// The form that chooses rows and columns. It is an address, and can be kept.
fn choose(slug: &str, matrix: &Matrix, ask: &MatrixAsk) -> AnyView {
    let action = format!("/desk/c/{slug}/matrix");
    let themes =
        matrix.themes.iter().map(|(id, name)| SelectOption::new(id.to_string(), name.clone())).collect();
    let theme = ask.theme.map(|id| id.to_string()).unwrap_or_default();
    let codes: Vec<AnyView> = matrix
        .codes
        .iter()
        .map(|code| {
            let (value, label) = (code.id.to_string(), code.name.clone());
            let checked = ask.theme.is_none() && matrix.columns.iter().any(|column| column.id == code.id);
            view! { <CheckBox name="code" value label checked/> }.into_any()
        })
        .collect();
    let legend = format!("Codes, up to {MATRIX_CODES_MAX}");
    let (groups, singles) = (!ask.singles, ask.singles);
    view! {
        <Details words="Choose rows and columns">
            <form method="get" action=action class="flow">
                <FieldSet legend="Rows">
                    <CheckBox name="rows" value="groups" label="Groups of people" one_of=true checked=groups/>
                    <CheckBox
                        name="rows"
                        value="single"
                        label="Single responses"
                        note="Each under a short name that tells nothing, 25 on a page."
                        one_of=true
                        checked=singles
                    />
                </FieldSet>
                <Select name="theme" label="The codes of a theme" empty="No theme: the codes below" value=theme options=themes/>
                <FieldSet legend>{codes}</FieldSet>
                <Button words="Show" kind=ButtonKind::Still/>
            </form>
        </Details>
    }
    .into_any()
}

fn table(slug: &str, matrix: &Matrix, ask: &MatrixAsk) -> AnyView {
    if matrix.columns.is_empty() {
        return view! {
            <Empty title="No code to show" text="A code that is given to answers is a column here. Write the codebook first, or choose other codes."/>
        }
        .into_any();
    }
    if matrix.lines.is_empty() {
        return view! {
            <Empty title="No row to show" text="Once answers in words are cleared, those who gave them stand here."/>
        }
        .into_any();
    }
    let head = matrix
        .columns
        .iter()
        .map(|code| {
            let (href, name) = (format!("/desk/c/{slug}/codes/{}", code.id), code.name.clone());
            view! { <a href=href>{name}</a> }.into_any()
        })
        .collect();
    let rows = matrix
        .lines
        .iter()
        .map(|line| TableRow {
            head: row_head(line),
            cells: matrix
                .columns
                .iter()
                .zip(&line.cells)
                .map(|(code, it)| cell((slug, ask), line, code, it))
                .collect(),
        })
        .collect();
    view! { <WordTable label="People by codes" corner="Who" head rows/> }.into_any()
}

/// Who somebody is, in a few words.
fn who(line: &MatrixLine) -> String {
    match (line.respondent, line.band) {
        (RespondentType::Child, Some(band)) => format!("Aged {}", band.label()),
        (RespondentType::Child, None) => "Young, age not said".to_string(),
        (other, _) => respondent_words(other).to_string(),
    }
}

fn row_words(line: &MatrixLine) -> String {
    match &line.name {
        Some(name) => format!("{name}, {}", who(line).to_lowercase()),
        None => who(line),
    }
}

fn row_head(line: &MatrixLine) -> AnyView {
    let who = who(line);
    match &line.name {
        Some(name) => {
            let name = name.clone();
            view! { {name}<br/><span class="small quiet">{who}</span> }.into_any()
        }
        None => who.into_any(),
    }
}

/// What is written in a cell, unless it was emptied.
fn written(cell: &MatrixCell) -> Option<&MatrixSummary> {
    cell.summary.as_ref().filter(|summary| !summary.words.is_empty())
}

fn cell((slug, ask): (&str, &MatrixAsk), line: &MatrixLine, code: &Code, cell: &MatrixCell) -> AnyView {
    let voices = cell.voices.map(|voices| {
        let many = match voices.value() {
            Some(0) => "none".into_any(),
            Some(n) => format!("about {n}").into_any(),
            None => shown(voices, ""),
        };
        // The page of the answers says how many they are: what is hidden here leads to none.
        let counts = voices.value().is_some_and(|people| people > 0);
        let href = counts.then(|| answers_of(slug, line, code)).flatten();
        // What is counted stands above the table once; whoever hears one cell hears which it is.
        let about = format!(" people: {}, {}", code.name, row_words(line));
        let about = view! { <span class="hush">{about}</span> };
        match href {
            Some(href) => view! { <p class="small"><a href=href>{many}{about}</a></p> }.into_any(),
            None => view! { <p class="small">{many}{about}</p> }.into_any(),
        }
    });
    let said: Vec<AnyView> = cell
        .said
        .iter()
        .map(|said| {
            let (href, name) = (format!("/desk/c/{slug}/answer/{}", said.answer_id), said.name.clone());
            let words = in_short(&said.words);
            view! { <p class="small"><a href=href>{name}</a>" "<q dir="auto">{words}</q></p> }.into_any()
        })
        .collect();
    let summary = written(cell).map(|summary| {
        let words = summary.words.clone();
        view! { <p dir="auto">{words}</p> }
    });
    let write = line.is_open.then(|| {
        let asked = query(ask, ask.page);
        let href = format!("/desk/c/{slug}/matrix/{}/{}?{asked}", code.id, line.row.key());
        let words = if written(cell).is_some() { "Change" } else { "Write" };
        let rest = format!(" what it comes to: {}, {}", code.name, row_words(line));
        view! { <p class="small"><a href=href>{words}<span class="hush">{rest}</span></a></p> }
    });
    view! { {voices}{said}{summary}{write} }.into_any()
}

/// The address of the answers of a group that carry a code, where the workbench can show just these.
fn answers_of(slug: &str, line: &MatrixLine, code: &Code) -> Option<String> {
    let band = line.band.filter(|_| matches!(line.row, MatrixRow::Group(..)))?;
    Some(format!("/desk/c/{slug}/coding?which={}&band={}", code.id, band.as_str()))
}

/// The beginning of something long.
fn in_short(words: &str) -> String {
    if words.chars().count() <= IN_SHORT {
        return words.to_string();
    }
    let beginning: String = words.chars().take(IN_SHORT).collect();
    format!("{}\u{2026}", beginning.trim_end())
}

/// One cell, to be written in.
pub fn cell_page(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    (code, line): (Code, MatrixLine),
    ask: MatrixAsk,
    tried: Tried,
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let wrong = tried.is_wrong();
    Page::desk(format!("{}: {}", code.name, row_words(&line)), move || {
        let slug = consultation.slug.as_str();
        let summary = line.cells.first().and_then(|cell| cell.summary.clone());
        let kept = summary.as_ref().map(|summary| summary.words.clone()).unwrap_or_default();
        let edition = summary.as_ref().map_or(0, |summary| summary.edition);
        let form = Form::new(&tried, WRITE, "", || {
            Typed::default().with("matrix_summary", kept).with("edition", edition.to_string())
        });
        let problems = form.summary();
        // Somebody was quicker: their words are seen, and the next press takes their place.
        let is_changed = form.has_refusal(|why| matches!(why, Refusal::ChangedMeanwhile(_)));
        let theirs = summary.as_ref().filter(|_| is_changed).map(|summary| theirs(&site, summary));
        let back = address(slug, &ask, ask.page);
        let said: Vec<AnyView> = line.cells.iter().map(|cell| said_in(slug, cell)).collect();
        let by = summary.as_ref().filter(|summary| !is_changed && !summary.words.is_empty());
        let by = by.map(|summary| last_written(&site, summary));
        let write = if line.is_open {
            let action = format!("/desk/c/{slug}/matrix/{}/{}", code.id, line.row.key());
            let edition = if is_changed { edition.to_string() } else { form.value("edition").to_string() };
            let asked = asked_for(&ask, ask.page).into_iter().map(|(name, value)| hidden(name, value));
            let fields: Vec<AnyView> = asked.chain([hidden("edition", edition)]).collect();
            let words = form.lines(
                "matrix_summary",
                "What it comes to",
                "In your own words: no names, and nothing that only one of them could have said.",
                6,
            );
            let cancel = back.clone();
            let actions = view! {
                <Button words="Save"/>
                <ButtonLink href=cancel words="Leave it" kind=ButtonKind::Still/>
            }
            .into_any();
            view! { <Panel id="cell" title="Summary" action actions inset=true>{fields}{words}{by}</Panel> }
                .into_any()
        } else {
            view! {
                <NoteBox title="Nothing can be written here now">
                    <p>"Something that this person wrote is with the safeguarding lead."</p>
                </NoteBox>
            }
            .into_any()
        };
        let (title, text) = (code.name.clone(), row_words(&line));
        let body = view! {
            {problems}
            <PageHead title text quiet=true/>
            <div class="measure"><Stack>{said}{theirs}{write}</Stack></div>
        }
        .into_any();
        desk(&site, &actor, here(&consultation).under(back, "People by codes"), None, body)
    })
    .wrong(wrong)
}

/// Who wrote in a cell last, and when.
fn last_written(site: &Site, summary: &MatrixSummary) -> AnyView {
    let by = summary.by.clone().unwrap_or_else(|| "somebody".to_string());
    let words = format!("Last written by {by}, {}.", moment(site, summary.at));
    view! { <p class="small quiet">{words}</p> }.into_any()
}

/// What somebody else has written in a cell meanwhile.
fn theirs(site: &Site, summary: &MatrixSummary) -> AnyView {
    let words = if summary.words.is_empty() { "Nothing: it was emptied." } else { summary.words.as_str() };
    let (words, by) = (words.to_string(), last_written(site, summary));
    view! { <Panel id="theirs" title="What stands there now" inset=true><p dir="auto">{words}</p>{by}</Panel> }
        .into_any()
}

/// What stands in a cell besides the summary, in full.
fn said_in(slug: &str, cell: &MatrixCell) -> AnyView {
    let voices = cell.voices.map(|voices| {
        let many = shown(voices, "people");
        view! { <p>{many}</p> }
    });
    let hides = hidden_note(cell.voices.is_some_and(earshot_domain::suppression::Shown::is_hidden));
    let said: Vec<AnyView> = cell
        .said
        .iter()
        .map(|said| {
            let (href, name) = (format!("/desk/c/{slug}/answer/{}", said.answer_id), said.name.clone());
            let (question, words) = (said.question.clone(), said.words.clone());
            view! {
                <p class="small quiet">{question}</p>
                <p><a href=href>{name}</a>" "<q dir="auto">{words}</q></p>
            }
            .into_any()
        })
        .collect();
    view! { <div class="flow">{voices}{said}{hides}</div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_long_is_cut_between_letters() {
        assert_eq!(in_short("short"), "short");
        let long = "\u{1f68c}".repeat(IN_SHORT + 1);
        assert_eq!(in_short(&long), format!("{}\u{2026}", "\u{1f68c}".repeat(IN_SHORT)));
    }

    #[test]
    fn what_is_asked_for_stands_in_the_address() {
        let ask = MatrixAsk { singles: true, ..MatrixAsk::default() };
        assert_eq!(address("bus", &ask, 1), "/desk/c/bus/matrix?rows=single&page=2");
    }
}
