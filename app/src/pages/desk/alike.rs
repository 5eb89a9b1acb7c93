//! What is alike among the answers: groups that somebody may make a code of, answers in nearly the same words, and what is
//! like one answer. All of it is suggested by counting words, each time with the words that speak for it, and nothing comes of
//! it until somebody decides.

use earshot_domain::respondent::RespondentType;
use earshot_service::{
    Actor, Alike, AlikeAnswer, AlikeFold, AlikeGroup, AlikeText, Campaign, CodeIdea, DeskConsultation,
};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::codebook::here;
use super::shell::{count_of, desk, moment, respondent_words};
use super::tried::{Form, Tried, code_tabs};
use super::typed::{Typed, hidden};
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonRow, CheckBox, DeskTable, Empty, FieldSet, NoteBox, PageHead,
    Panel, Pile, PileItem, Pill, Stack, TableRow, query_value,
};
use crate::{Page, Site};

/// Letters of an answer that stand beside a box to tick.
const CLIP: usize = 400;

/// The form that makes a code of a group.
pub fn group_form(key: &str) -> String {
    format!("group-{key}")
}

/// The form that counts answers in nearly the same words apart.
pub fn fold_form(key: &str) -> String {
    format!("fold-{key}")
}

/// How many others are in nearly the same words, where there are any.
pub(super) fn nearly_same_words(others: i64) -> Option<String> {
    (others > 0).then(|| format!("and {others} more in nearly the same words"))
}

/// What happened on the page before.
fn flash(done: Option<&str>) -> Option<String> {
    match done? {
        "code" => Some("The code is in the codebook, and on the answers that you ticked.".into()),
        "campaign" => Some("These answers are counted apart now. They stay answers.".into()),
        "split" => Some("These answers are counted like all others again.".into()),
        "dismissed" => Some("This is not suggested again.".into()),
        "coded" => Some("The answer has the code.".into()),
        _ => None,
    }
}

/// What is alike among the answers to one question.
pub fn alike(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    found: Alike,
    tried: Tried,
    done: Option<&str>,
) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    let wrong = tried.is_wrong();
    Page::desk("Similar answers", move || {
        let slug = consultation.slug.as_str();
        let tabs = code_tabs(&consultation, "alike", true);
        let pills = pills(slug, &found);
        let at = found.at.as_deref().unwrap_or_default();
        let looked_at = looked_at(&found);
        let mut summaries: Vec<AnyView> = Vec::new();
        let mut groups: Vec<AnyView> = Vec::new();
        for (number, group) in (1..).zip(&found.groups) {
            let form = Form::new(&tried, &group_form(&group.key), &format!("group-{number}-"), || {
                let name = group.typical.iter().take(2).map(String::as_str).collect::<Vec<_>>().join(", ");
                Typed::default().with("name", name)
            });
            summaries.extend(form.summary());
            groups.push(group_panel((slug, at), number, group, &form));
        }
        let mut folds: Vec<AnyView> = Vec::new();
        for (number, fold) in (1..).zip(&found.folds) {
            let form = Form::empty(&tried, &fold_form(&fold.key), &format!("fold-{number}-"));
            summaries.extend(form.summary());
            folds.push(fold_panel((slug, at), number, fold, &form));
        }
        let none = nothing(&found);
        let campaigns = campaigns_panel(&site, (slug, at), &found.campaigns);
        let body = view! {
            {summaries}
            <PageHead
                title="Similar answers"
                text="Suggested by counting words, on this machine and nowhere else. Nobody has read the answers for this, and the same word can mean two things. Read before you use it."
                quiet=true
            />
            {tabs}
            <div class="stack pad-top">{pills}{looked_at}{none}{folds}{groups}{campaigns}</div>
        }
        .into_any();
        desk(&site, &actor, here(&consultation), done, body)
    })
    .wrong(wrong)
}

/// The questions to choose from, where there are several.
fn pills(slug: &str, found: &Alike) -> Option<AnyView> {
    let pills: Vec<AnyView> = found
        .questions
        .iter()
        .map(|(key, words, n)| {
            let href = format!("/desk/c/{slug}/alike?question={}", query_value(key));
            let (words, on) = (format!("{words} ({n})"), found.at.as_ref() == Some(key));
            view! { <Pill href words on/> }.into_any()
        })
        .collect();
    (pills.len() > 1).then(|| view! { <ButtonRow>{pills}</ButtonRow> }.into_any())
}

/// How many answers were looked at, and what was left out.
fn looked_at(found: &Alike) -> Option<AnyView> {
    (found.looked_at > 0).then(|| {
        let answers = count_of(as_count(found.looked_at), "cleared answer", "cleared answers");
        let more = found.more.then_some(" There are more: no more than these are compared in one go.");
        let out = (!found.groups.is_empty() && found.left_out > 0).then(|| {
            let words = count_of(as_count(found.left_out), "fits nowhere.", "fit nowhere.");
            format!(" Of them {words}")
        });
        view! { <p class="quiet">{answers}" compared."{more}{out}</p> }.into_any()
    })
}

fn as_count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn nothing(found: &Alike) -> Option<AnyView> {
    if !found.groups.is_empty() || !found.folds.is_empty() {
        return None;
    }
    let (title, text) = if found.looked_at < earshot_service::FEWEST_TEXTS {
        (
            "Too few answers to compare",
            "From a dozen cleared answers in different words on, groups of them can stand here. Until then, reading is faster.",
        )
    } else {
        ("Nothing to suggest", "What stood out was decided about, or the answers have few words in common.")
    };
    Some(view! { <Empty title text/> }.into_any())
}

/// What an answer says, cut where it is long.
fn clipped(words: &str) -> String {
    let mut clipped: String = words.chars().take(CLIP).collect();
    if clipped.len() < words.len() {
        clipped.push('\u{2026}');
    }
    clipped
}

/// Who said it, as finely as those who code see it.
fn who(text: &AlikeText) -> String {
    match (text.respondent, text.band) {
        (RespondentType::Child, Some(band)) => band.label().to_string(),
        (RespondentType::Child, None) => "age not said".to_string(),
        (other, _) => respondent_words(other).to_string(),
    }
}

/// The words that speak for it.
fn shares(words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| format!("shares: {}", words.join(", ")))
}

fn group_panel((slug, at): (&str, &str), number: usize, group: &AlikeGroup, form: &Form) -> AnyView {
    let action = format!("/desk/c/{slug}/alike");
    let id = format!("group-{number}");
    let title = match group.typical.join(", ") {
        words if words.is_empty() => "Answers that share words".to_string(),
        words => words,
    };
    let many = count_of(as_count(group.answers), "answer", "answers");
    let aside = view! { <span class="quiet">{many}</span> }.into_any();
    let boxes: Vec<AnyView> = group
        .texts
        .iter()
        .map(|text| {
            let (value, label) = (text.id.to_string(), clipped(&text.words));
            let note = [Some(text.name.clone()), Some(who(text)), shares(&text.shares)];
            let note = note.into_iter().flatten().collect::<Vec<_>>().join(" \u{b7} ");
            // A person says which belong together, and not a count of words.
            let checked = form.has("answers", &value);
            view! { <CheckBox name="answers" value label note checked/> }.into_any()
        })
        .collect();
    let hint = if group.answers > group.texts.len() {
        format!(
            "The {} that are nearest to what they have in common. Read them, and tick those that say the same.",
            group.texts.len()
        )
    } else {
        "Read them, and tick those that say the same.".to_string()
    };
    let (answers_id, error) = (form.id("answers"), form.error("answers"));
    let name = form.line(
        "name",
        "Name of the code",
        "What they say, in your words. What it means goes into the codebook.",
    );
    let hiddens = (hidden("key", group.key.clone()), hidden("question", at));
    let spoken = title.clone();
    let spoken_too = spoken.clone();
    let actions = view! {
        <Button words="Make a code of it" name="do" value="group" spoken=spoken/>
        <Button words="Not a group" kind=ButtonKind::Still name="do" value="dismiss-group" spoken=spoken_too/>
    }
    .into_any();
    view! {
        <Panel id title aside action actions inset=true>
            {hiddens.0}
            {hiddens.1}
            <FieldSet legend="Answers" id=answers_id hint error>{boxes}</FieldSet>
            {name}
        </Panel>
    }
    .into_any()
}

fn fold_panel((slug, at): (&str, &str), number: usize, fold: &AlikeFold, form: &Form) -> AnyView {
    let action = format!("/desk/c/{slug}/alike");
    let id = format!("fold-{number}");
    let title = format!("{} answers in nearly the same words", fold.answers);
    let first = fold.texts.first().map(|text| text.id.to_string()).unwrap_or_default();
    let items = items(slug, &fold.texts);
    let name = form.line("title", "What you call it", "For example: the letter of the swimming club");
    let hiddens = (hidden("key", fold.key.clone()), hidden("question", at), hidden("first", first));
    let actions = view! {
        <Button words="Count them apart" name="do" value="campaign"/>
        <Button words="Leave them as they are" kind=ButtonKind::Still name="do" value="dismiss-campaign"/>
    }
    .into_any();
    view! {
        <Panel
            id
            title
            action
            actions
            foot="They stay answers, and each voice counts. Findings for staff say how many were in nearly the same words."
        >
            {hiddens.0}
            {hiddens.1}
            {hiddens.2}
            <Pile items/>
            <div class="in-pad">{name}</div>
        </Panel>
    }
    .into_any()
}

/// Answers, each with the way to its own page.
fn items(slug: &str, texts: &[AlikeText]) -> Vec<PileItem> {
    texts
        .iter()
        .map(|text| PileItem {
            href: format!("/desk/c/{slug}/answer/{}", text.id),
            words: clipped(&text.words).into(),
            adult: text.respondent != RespondentType::Child,
            code: text.name.clone(),
            meta: std::iter::once(who(text)).chain(shares(&text.shares)).collect(),
            ..PileItem::default()
        })
        .collect()
}

fn campaigns_panel(site: &Site, (slug, at): (&str, &str), campaigns: &[Campaign]) -> Option<AnyView> {
    if campaigns.is_empty() {
        return None;
    }
    let head = ["What it is", "Answers", "Put together", "Take it apart"].map(str::to_string).to_vec();
    let rows = campaigns
        .iter()
        .map(|campaign| {
            let action = format!("/desk/c/{slug}/alike");
            let made = match &campaign.made_by {
                Some(name) => format!("{name}, {}", moment(site, campaign.created_at)),
                None => moment(site, campaign.created_at),
            };
            let fields = (hidden("campaign", campaign.id.to_string()), hidden("question", at));
            let spoken = campaign.title.clone();
            let apart = view! {
                <form method="post" action=action>
                    {fields.0}
                    {fields.1}
                    <Button words="Take it apart" kind=ButtonKind::Still name="do" value="split" spoken/>
                </form>
            }
            .into_any();
            TableRow {
                head: campaign.title.clone().into_any(),
                cells: vec![campaign.answers.to_string().into_any(), made.into_any(), apart],
            }
        })
        .collect();
    Some(
        view! {
            <Panel id="campaigns" title="Counted apart"><DeskTable labelled_by="campaigns" head rows/></Panel>
        }
        .into_any(),
    )
}

/// What is like one answer, and the codes that it may deserve.
pub fn alike_answer(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    found: AlikeAnswer,
    done: Option<&str>,
) -> Page {
    let (site, actor, done) = (site.clone(), actor.clone(), flash(done));
    let title = format!("More like {}", found.answer.name);
    Page::desk(title.clone(), move || {
        let slug = consultation.slug.as_str();
        let one = format!("/desk/c/{slug}/answer/{}", found.answer.id);
        let here = here(&consultation).under(one.clone(), format!("Answer {}", found.answer.name));
        let own = items(slug, std::slice::from_ref(&found.answer));
        let codes: Vec<AnyView> = found.codes.iter().map(|idea| idea_item(&one, idea)).collect();
        let codes = (!codes.is_empty()).then(|| {
            view! {
                <Panel
                    id="codes"
                    title="Codes that it may deserve"
                    inset=true
                    foot="Of the seven coded answers that are most like it, two or more carry the code, with a third of the likeness or more. A code needs five examples before it is suggested."
                >
                    <div class="stack">{codes}</div>
                </Panel>
            }
        });
        let like = if found.like.is_empty() {
            let text = "No other cleared answer to this question has enough words in common with it.";
            view! { <Empty title="No answer is like it" text/> }.into_any()
        } else {
            let items = items(slug, &found.like);
            view! { <Panel id="like" title="More like this"><Pile items/></Panel> }.into_any()
        };
        let more = found.more.then(|| {
            view! {
                <NoteBox>
                    <p>"There are more answers to this question than are compared in one go."</p>
                </NoteBox>
            }
        });
        let text = format!(
            "{} Suggested by counting words. Read before you use it.",
            super::shell::sentence(&found.question)
        );
        let body = view! {
            <PageHead title text quiet=true/>
            <Stack>
                <Panel id="answer" title="The answer"><Pile items=own/></Panel>
                {codes}
                {like}
                {more}
                <ButtonRow><ButtonLink href=one words="Back to the answer" kind=ButtonKind::Still/></ButtonRow>
            </Stack>
        }
        .into_any();
        desk(&site, &actor, here, done, body)
    })
}

/// A suggested code, with the words that speak for it.
fn idea_item(one: &str, idea: &CodeIdea) -> AnyView {
    let action = format!("{one}/alike");
    let name = idea.name.clone();
    let reasons = [Some(format!("{} of the {} answers that are most like it carry it", idea.carry, idea.of))];
    let reasons = reasons.into_iter().chain([shares(&idea.shares)]).flatten().collect::<Vec<_>>().join("; ");
    let fields = (hidden("code", idea.code.to_string()), hidden("key", idea.key.clone()));
    let (spoken, spoken_too) = (idea.name.clone(), idea.name.clone());
    view! {
        <form method="post" action=action class="flow">
            {fields.0}
            {fields.1}
            <p><strong>{name}</strong>" \u{2013} "{reasons}"."</p>
            <ButtonRow>
                <Button words="Give it this code" name="do" value="code" spoken/>
                <Button words="It does not fit" kind=ButtonKind::Still name="do" value="dismiss" spoken=spoken_too/>
            </ButtonRow>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_answer_is_cut_and_a_short_one_is_whole() {
        assert_eq!(clipped("late \u{1f68c}"), "late \u{1f68c}");
        let long = "\u{e9}".repeat(CLIP + 1);
        assert_eq!(clipped(&long), format!("{}\u{2026}", "\u{e9}".repeat(CLIP)));
        assert_eq!(nearly_same_words(0), None);
        assert_eq!(nearly_same_words(14).as_deref(), Some("and 14 more in nearly the same words"));
    }
}
