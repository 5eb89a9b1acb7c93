//! Files: those that staff put beside the questions, and what young people showed and said, to see and hear.

use earshot_domain::evidence::AnswerState;
use earshot_domain::policy::Permission;
use earshot_domain::question::{Choice, Help, Question};
use earshot_service::{Actor, AnswerView, Arrival, DeskConsultation, FileKind, Refusal, StaffFile};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::shell::{ConsultationPart, DeskStep, Here, desk, form_page, parts};
use super::typed::{Typed, Wrong, hidden};
use crate::components::{
    Button, ButtonKind, ButtonRow, CheckBox, DeskTable, Details, Empty, FieldSet, FileField, FormRow, Grid,
    Link, NoteBox, PageHead, Panel, Ref, SaidBy, Select, SelectOption, Stack, TableRow, Tag, TagKind,
    TextArea, TextField,
};
use crate::{Page, Site};

/// What was just done, by the key in the address.
fn done_words(key: &str) -> Option<&'static str> {
    Some(match key {
        "added" => "Uploaded. Choose now which question shows what.",
        "replaced" => "Replaced. Every question that shows it shows the new one.",
        "words" => "Saved.",
        "removed" => "Removed.",
        _ => return None,
    })
}

/// The files of a consultation. A form that comes back names its file in `typed`; the one that uploads names none.
pub fn files(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    files: Vec<StaffFile>,
    typed: Typed,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Page {
    let told = (done.and_then(done_words), Wrong::new(refusals));
    let title = format!("Files: {}", consultation.setup.title);
    form_page(site, actor, title, told, move |_, actor, wrong| {
        let slug = consultation.slug.clone();
        let changes = actor.may(Permission::EditConsultations);
        let upload = changes.then(|| upload(&slug, &typed, wrong));
        let list = list(&slug, &files, changes, &typed);
        let questions = questions(&consultation, changes);
        let meta = vec![view! { <Ref code=consultation.reference.to_string()/> }.into_any()];
        let tabs = parts(actor, &slug, ConsultationPart::Questions);
        let body = view! {
            <PageHead
                title="Files for the questions"
                meta
                text="Pictures of answers, pictures for Easy Read, questions read aloud, clips in sign language."
                quiet=true
            />
            {tabs}
            <Grid pad=true>
                <Stack>{upload}{list}</Stack>
                <Stack>{questions}</Stack>
            </Grid>
        }
        .into_any();
        (Here::at(DeskStep::Ask).of(&slug, &consultation.setup.title), body)
    })
}

fn upload(slug: &str, typed: &Typed, wrong: &Wrong) -> AnyView {
    let action = format!("/desk/c/{slug}/files");
    // Words that were typed for a file of the list belong there.
    let alt = if typed.get("name").is_empty() { typed.get("alt").to_string() } else { String::new() };
    let (file_error, alt_error) = (wrong.at("file"), wrong.at("alt"));
    let actions = view! { <Button words="Upload" name="do" value="add"/> }.into_any();
    view! {
        <Panel id="upload" title="Upload" action file=true inset=true actions>
            <FileField
                name="file"
                label="Pictures, recordings or clips"
                hint="JPEG, PNG, WebP; MP3, M4A, WAV, Ogg; MP4, WebM. Up to 8 MB each, 20 at once. Dates, places and names that a camera or a program has written into them are taken out."
                accept="image/*,audio/*,video/*"
                several=true
                error=file_error
            />
            <TextField
                name="alt"
                label="What the picture shows"
                note="(needed for pictures)"
                hint="For those who do not see it, in a few words: a bus at a stop. Of several pictures, write the words of each in the list afterwards; until then they carry these."
                value=alt
                error=alt_error
            />
            <p class="quiet small">
                "Symbols such as Widgit or Makaton are licensed: use what you have a licence for. Show no young person who could be recognised."
            </p>
        </Panel>
    }
    .into_any()
}

fn list(slug: &str, files: &[StaffFile], changes: bool, typed: &Typed) -> AnyView {
    if files.is_empty() {
        return view! { <Empty title="No file yet" text="What you upload stands here, with where it is used."/> }
            .into_any();
    }
    let rows = files.iter().map(|file| row(slug, file, changes, typed)).collect();
    let head = ["File", "Words", "Size", ""].map(str::to_string).to_vec();
    view! { <Panel id="files" title="What is there"><DeskTable labelled_by="files" head rows/></Panel> }
        .into_any()
}

fn row(slug: &str, file: &StaffFile, changes: bool, typed: &Typed) -> TableRow {
    let asset = &file.asset;
    let kind = FileKind::of(&asset.content_type);
    let address = format!("/c/{slug}/files/{}?v={}", asset.name, asset.hash);
    let shown = match kind {
        FileKind::Picture => {
            let (src, alt) = (address.clone(), asset.alt.clone());
            view! { <img class="thumb" src=src alt=alt width=asset.width height=asset.height loading="lazy"/> }
                .into_any()
        }
        FileKind::Sound => {
            view! { <audio controls=true preload="none" src=address.clone()></audio> }.into_any()
        }
        FileKind::Film => {
            view! { <video class="thumb" controls=true preload="none" src=address.clone()></video> }
                .into_any()
        }
    };
    let used = file.used.then(|| view! { <Tag kind=TagKind::Ok words="In use"/> });
    let name = asset.name.clone();
    let head = view! { <Stack>{shown}<span><a href=address>{name}</a>" "{used}</span></Stack> }.into_any();
    let action = format!("/desk/c/{slug}/files");
    let is_it = typed.get("name") == asset.name;
    let alt = if is_it { typed.get("alt").to_string() } else { asset.alt.clone() };
    let words = match (kind, changes) {
        (FileKind::Picture, true) => {
            let (id, name) = (format!("alt-{}", asset.name), asset.name.clone());
            view! {
                <form method="post" action=action.clone() class="flow">
                    {hidden("name", asset.name.clone())}
                    <TextField name="alt" id label="What it shows" small=true value=alt/>
                    <Button words="Save" kind=ButtonKind::Still name="do" value="words" spoken=name/>
                </form>
            }
            .into_any()
        }
        _ => alt.into_any(),
    };
    let size = size_words(asset.size);
    let act = changes.then(|| {
        let (id, name) = (format!("new-{}", asset.name), asset.name.clone());
        let accept = match kind {
            FileKind::Picture => "image/*",
            FileKind::Sound => "audio/*",
            FileKind::Film => "video/*",
        };
        // What a question shows cannot go away under it.
        let remove = (!file.used).then(|| {
            let (action, name) = (action.clone(), asset.name.clone());
            view! {
                <form method="post" action=action>
                    {hidden("name", name.clone())}
                    <Button words="Remove" kind=ButtonKind::Stop name="do" value="remove" spoken=name/>
                </form>
            }
        });
        let (action, which) = (action.clone(), hidden("name", asset.name.clone()));
        view! {
            <Stack>
                <form method="post" action=action enctype="multipart/form-data" class="flow">
                    {which}
                    <FileField name="file" id label="Another file in its place" accept small=true/>
                    <Button words="Replace" kind=ButtonKind::Still name="do" value="replace" spoken=name/>
                </form>
                {remove}
            </Stack>
        }
        .into_any()
    });
    TableRow { head, cells: vec![words, size.into_any(), act.into_any()] }
}

/// As staff read it: "340 KB", "2.1 MB".
fn size_words(bytes: i64) -> String {
    const KB: i64 = 1024;
    match bytes {
        small if small < 1024 * KB => format!("{} KB", (small / KB).max(1)),
        large => format!("{}.{} MB", large / (KB * KB), large % (KB * KB) * 10 / (KB * KB)),
    }
}

/// The questions, each with a way to what it shows.
fn questions(consultation: &DeskConsultation, changes: bool) -> AnyView {
    let rows: Vec<AnyView> = consultation
        .questionnaire
        .questions
        .iter()
        .enumerate()
        .map(|(at, question)| {
            let shows = shows(question);
            let note = match shows {
                0 => "Shows no file".to_string(),
                1 => "Shows 1 file".to_string(),
                n => format!("Shows {n} files"),
            };
            let words = question.text.clone();
            let href = format!("/desk/c/{}/files/{}", consultation.slug, at + 1);
            let words =
                if changes { view! { <a href=href>{words}</a> }.into_any() } else { words.into_any() };
            view! { <li>{words}<span class="quiet small">" "{note}</span></li> }.into_any()
        })
        .collect();
    if rows.is_empty() {
        return view! { <Empty title="No question yet" text="Write the questions first."/> }.into_any();
    }
    view! { <Panel id="questions" title="What each question shows" inset=true><ol class="flow">{rows}</ol></Panel> }
        .into_any()
}

fn shows(question: &Question) -> usize {
    let of = |help: &Help| [&help.picture, &help.audio, &help.sign].into_iter().flatten().count();
    of(&question.help)
        + question.wordings.iter().map(|wording| of(&wording.help)).sum::<usize>()
        + question.kind.options().iter().filter(|option| option.picture.is_some()).count()
}

/// The form in which files are chosen for one question.
pub fn of_question(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    at: usize,
    files: Vec<StaffFile>,
    refusals: &[Refusal],
) -> Page {
    let (site, actor) = (site.clone(), actor.clone());
    let wrong = Wrong::new(refusals);
    let is_wrong = !wrong.is_empty();
    Page::desk(format!("Files of question {}: {}", at + 1, consultation.setup.title), move || {
        let slug = consultation.slug.clone();
        let Some(question) = consultation.questionnaire.questions.get(at) else { return ().into_any() };
        let summary = wrong.summary();
        let tabs = parts(&actor, &slug, ConsultationPart::Questions);
        let action = format!("/desk/c/{slug}/files/{}", at + 1);
        let own = help_fields("", "Beside the question", &question.help, &files);
        let options: Vec<AnyView> = question.kind.options().iter().map(|option| of_option(option, &files)).collect();
        let takes_pictures = matches!(question.kind, earshot_domain::question::Kind::Picture(_));
        let options = (takes_pictures && !options.is_empty())
            .then(|| view! { <FieldSet legend="The pictures to choose from">{options}</FieldSet> });
        let wordings: Vec<AnyView> = question
            .wordings
            .iter()
            .enumerate()
            .map(|(at, wording)| {
                let legend = format!("With the words \u{201c}{}\u{201d}", wording.text);
                help_fields(&format!("w{at}_"), &legend, &wording.help, &files)
            })
            .collect();
        let actions = view! { <Button words="Save"/> }.into_any();
        let none = files.is_empty().then(|| {
            view! { <NoteBox><p>"Nothing is uploaded yet. Upload files first, then choose them here."</p></NoteBox> }
        });
        let back = format!("/desk/c/{slug}/files");
        let words = question.text.clone();
        let body = view! {
            {summary}
            <PageHead title=format!("Files of question {}", at + 1) text=words/>
            {tabs}
            <div class="pad-top flow">
                {none}
                <Panel id="choose" title="What it shows" action inset=true actions>
                    {hidden("edition", consultation.edition.to_string())}
                    {own}
                    {options}
                    {wordings}
                </Panel>
                <p><a href=back>"All files"</a></p>
            </div>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask).of(&slug, &consultation.setup.title);
        desk(&site, &actor, here, None, body)
    })
    .wrong(is_wrong)
}

fn choices(files: &[StaffFile], kind: FileKind) -> Vec<SelectOption> {
    files
        .iter()
        .filter(|file| FileKind::of(&file.asset.content_type) == kind)
        .map(|file| {
            let asset = &file.asset;
            let words = if asset.alt.is_empty() {
                asset.name.clone()
            } else {
                format!("{}: {}", asset.name, asset.alt)
            };
            SelectOption::new(asset.name.clone(), words)
        })
        .collect()
}

/// A name that a questionnaire brought along and that is not uploaded stays to be chosen, so that saving loses nothing.
fn select(
    name: String,
    label: String,
    chosen: Option<&String>,
    files: &[StaffFile],
    kind: FileKind,
) -> AnyView {
    let mut options = choices(files, kind);
    let value = chosen.cloned().unwrap_or_default();
    if !value.is_empty() && !options.iter().any(|option| option.value == value) {
        options.insert(0, SelectOption::new(value.clone(), format!("{value} (not uploaded)")));
    }
    view! { <Select name label options value empty="None" small=true/> }.into_any()
}

fn help_fields(before: &str, legend: &str, help: &Help, files: &[StaffFile]) -> AnyView {
    let name = |part: &str| format!("{before}{part}");
    let picture = select(name("picture"), "Picture".into(), help.picture.as_ref(), files, FileKind::Picture);
    let audio = select(name("audio"), "Read aloud".into(), help.audio.as_ref(), files, FileKind::Sound);
    let sign = select(name("sign"), "Sign language".into(), help.sign.as_ref(), files, FileKind::Film);
    let legend = legend.to_string();
    view! { <FieldSet legend><FormRow>{picture}{audio}{sign}</FormRow></FieldSet> }.into_any()
}

fn of_option(option: &Choice, files: &[StaffFile]) -> AnyView {
    let name = format!("option_{}", option.key);
    select(name, option.label.clone(), option.picture.as_ref(), files, FileKind::Picture)
}

/// What young people showed or said, for staff who may read it; nothing where the answer is in words.
pub(super) fn answer_file(slug: &str, answer: &AnswerView) -> Option<AnyView> {
    let file = answer.file.as_ref()?;
    let src = format!("/desk/c/{slug}/media/{}", file.id);
    Some(match file.arrival {
        Arrival::Picture(width, height) => {
            let href = src.clone();
            view! {
            <p class="answer-file">
                <a href=href>
                    <img src=src alt="The photo or drawing of this answer" width=width height=height loading="lazy"/>
                </a>
            </p>
        }
        .into_any()
        }
        Arrival::Sound => {
            view! { <p class="answer-file"><audio controls=true preload="none" src=src></audio></p> }
                .into_any()
        }
        Arrival::Waits(day) => {
            let day = day.format("%-d %B %Y").to_string();
            let words = format!(
                "The file is not here yet. It waits on a phone without signal, and may come until {day}. Until then this \
                 answer cannot be cleared."
            );
            view! { <p class="quiet">{words}</p> }.into_any()
        }
        Arrival::Lost => {
            view! { <p class="quiet">"The file did not arrive. It is not taken any more."</p> }.into_any()
        }
    })
}

/// The way from the builder to what a question shows.
pub(super) fn link(slug: &str, at: usize) -> AnyView {
    let link = Link::new(format!("/desk/c/{slug}/files/{}", at + 1), "Picture, recording, sign language");
    view! { <ButtonRow><a href=link.href>{link.words}</a></ButtonRow> }.into_any()
}

/// What staff have written down of a recording; nothing while nobody has.
pub(super) fn written_down(answer: &AnswerView) -> Option<AnyView> {
    let words = answer.words.clone();
    let by = match answer.interpretation {
        _ if words.is_empty() => return None,
        Some(true) => "A colleague, who wrote what they understood",
        _ => "Written down from the recording, word for word",
    };
    Some(view! { <SaidBy words by/> }.into_any())
}

/// The fields in which a recording is written down, within the form of its answer; nothing where it is no recording, or
/// where its words are in use.
pub(super) fn write_down(answer: &AnswerView, typed: &Typed, wrong: &Wrong) -> Option<AnyView> {
    let is_sound = answer.file.as_ref().is_some_and(|file| file.arrival == Arrival::Sound);
    let free = answer.state == AnswerState::New || answer.words.is_empty();
    if !is_sound || !free {
        return None;
    }
    let is_it = typed.get("answer") == answer.id.to_string();
    let words = if is_it { typed.get("words").to_string() } else { answer.words.clone() };
    let understood = if is_it { typed.has("understood", "yes") } else { answer.interpretation == Some(true) };
    // The summary of what is wrong leads to the one that is.
    let id = if is_it { "words".to_string() } else { format!("words-{}", answer.id) };
    let open = is_it;
    let (error, spoken) = (wrong.at("words").filter(|_| is_it), answer.name.clone());
    Some(
        view! {
            <Details words="Write down what it says" open>
                <TextArea
                    name="words"
                    id
                    label="What it says"
                    hint="Word for word, as it was said. Leave out names. It is marked as written down by staff."
                    value=words
                    error
                    rows=3
                />
                <CheckBox
                    name="understood"
                    label="These are not the exact words"
                    note="It is what you understood: it is counted, and never quoted."
                    checked=understood
                />
                <ButtonRow><Button words="Save these words" kind=ButtonKind::Still name="do" value="write" spoken/></ButtonRow>
            </Details>
        }
        .into_any(),
    )
}

/// The words of an answer; of a file without words, what it is.
pub(super) fn words_or_kind(answer: &AnswerView) -> String {
    match &answer.file {
        Some(file) if answer.words.is_empty() => match file.arrival {
            Arrival::Picture(..) => "A photo or drawing",
            Arrival::Sound => "A recording",
            Arrival::Waits(_) => "A file that is not here yet",
            Arrival::Lost => "A file that did not arrive",
        }
        .to_string(),
        _ => answer.words.clone(),
    }
}
