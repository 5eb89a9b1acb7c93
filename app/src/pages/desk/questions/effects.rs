//! What a change means for the answers that are there, before it is kept.

use earshot_domain::edit::Meaning;
use earshot_service::{Actor, DeskConsultation, EditEffect};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::components::{
    Button, ButtonRow, CheckBox, DeskTable, FieldSet, NoteBox, PageHead, Panel, Stack, TableRow,
};
use crate::pages::desk::Typed;
use crate::pages::desk::shell::{DeskStep, Here, desk};
use crate::pages::desk::typed::hidden;
use crate::{Page, Site};

/// The page between a change of questions that are being asked and keeping it. `typed` is the form, which is sent once
/// more as it was.
pub fn effects(
    site: &Site,
    actor: &Actor,
    consultation: &DeskConsultation,
    action: &str,
    typed: Typed,
    effects: Vec<EditEffect>,
) -> Page {
    let (site, actor, consultation) = (site.clone(), actor.clone(), consultation.clone());
    let action = action.to_string();
    let title = format!("What this change means: {}", consultation.setup.title);
    Page::desk(title, move || {
        let rows = effects.iter().map(row).collect();
        let reworded = effects.iter().any(|effect| effect.effect.meaning.contains(&Meaning::Reworded));
        let fields: Vec<AnyView> = typed
            .0
            .into_iter()
            .filter(|(name, _)| name != "sure" && name != "intent")
            .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
            .collect();
        let intent = reworded.then(|| {
            view! {
                <FieldSet legend="Do the new words ask the same?" id="intent">
                    <CheckBox
                        name="intent"
                        value="same_question"
                        label="Yes: better words for the same question"
                        note="Answers from before and after are counted together."
                        checked=true
                        one_of=true
                    />
                    <CheckBox
                        name="intent"
                        value="another_question"
                        label="No: it is another question"
                        note="It begins with nothing. The answers to the old one stay, in a column of their own."
                        one_of=true
                    />
                </FieldSet>
            }
        });
        let back = format!("/desk/c/{}/questions", consultation.slug);
        let to_list = back.clone();
        let head = ["Question", "Answers so far", "What happens"].map(String::from).to_vec();
        let body = view! {
            <PageHead title="What this change means"/>
            <Stack>
                <NoteBox>
                    <p>
                        "Young people have this questionnaire on their phones now. Every answer that was sent keeps the version that it was given to. Who has begun goes on; where something that they chose is not offered any more, they are asked that once more."
                    </p>
                </NoteBox>
                <Panel id="effects" title="For the answers that are there"><DeskTable labelled_by="effects-title" head rows/></Panel>
                <form method="post" action=action class="flow">
                    {fields}
                    {hidden("sure", "yes".to_string())}
                    {intent}
                    <ButtonRow>
                        <Button words="Make this change"/>
                        <a class="button" href=to_list>"Change nothing"</a>
                    </ButtonRow>
                </form>
            </Stack>
        }
        .into_any();
        let here = Here::at(DeskStep::Ask)
            .of(&consultation.slug, &consultation.setup.title)
            .under(back, "Questions");
        desk(&site, &actor, here, None, body)
    })
}

fn row(effect: &EditEffect) -> TableRow {
    let answered = match effect.answered.value() {
        Some(0) => "None".to_string(),
        Some(n) => format!("About {n}"),
        None => "A few".to_string(),
    };
    let meaning: Vec<String> = effect.effect.meaning.iter().map(meaning_words).collect();
    let text = effect.effect.text.clone();
    TableRow {
        head: view! { {text} }.into_any(),
        cells: vec![view! { {answered} }.into_any(), view! { {meaning.join(" ")} }.into_any()],
    }
}

fn meaning_words(meaning: &Meaning) -> String {
    let list = |keys: &[String]| keys.join(", ");
    match meaning {
        Meaning::New => "New: who has answered already was not asked.".into(),
        Meaning::Back => "Asked again: its earlier answers are counted with the new ones.".into(),
        Meaning::Reworded => "Other words.".into(),
        Meaning::OptionsAdded(keys) => {
            format!("More to choose from ({}): who answered before could not.", list(keys))
        }
        Meaning::OptionsRetired(keys) => {
            format!("No longer offered ({}): what was chosen stays counted.", list(keys))
        }
        Meaning::AskedOfOthers => "Asked of other people than before.".into(),
        Meaning::Moved => "It stands elsewhere.".into(),
        Meaning::Retired => "Not asked any more. Its answers stay, in their own column.".into(),
    }
}
