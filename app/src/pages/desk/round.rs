//! One round of double coding: coding one's own part, answer by answer; and once both are done, how well they agree, where
//! they do not, and what is settled.

use earshot_domain::agreement::{Agreement, Measures, RoundState};
use earshot_domain::respondent::RespondentType;
use earshot_service::{
    Actor, Apart, CoderView, CodersCompared, DeskConsultation, Disagreement, RoundCode, RoundView,
    RoundWords, ToCode,
};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::codebook::here;
use super::rounds::{coder_name, figure, graded, share, state_tag};
use super::shell::{count_of, desk, respondent_words};
use super::tried::{Form, Tried};
use super::typed::hidden;
use crate::components::{
    BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, CheckBox, DeskTable, Details, Empty, FieldSet,
    NoteBox, PageHead, Panel, Ripple, SaidBy, Stack, TableRow, Tag, TagKind, VoiceToRead,
};
use crate::{Page, Site};

/// The form that says that somebody has looked for names.
pub const NAMES: &str = "names";

/// The form that says that somebody is done.
pub const FINISH: &str = "finish";

/// The form that closes the round.
pub const CLOSE: &str = "close";

/// The form that settles a code on an answer.
pub fn settle_form(answer: &str, code: &str) -> String {
    format!("settle-{answer}-{code}")
}

fn flash(done: Option<&str>) -> Option<String> {
    match done? {
        "started" => Some("The answers are drawn.".into()),
        "coded" => Some("Saved.".into()),
        "passed" => Some("Passed over. You can come back to it until you are done.".into()),
        "names" => Some("Noted. The young person sees the answers on their own page now.".into()),
        "finished" => Some("You are done.".into()),
        "settled" => Some("Settled.".into()),
        _ => None,
    }
}

/// A round.
pub fn round(
    site: &Site,
    actor: &Actor,
    consultation: DeskConsultation,
    view: RoundView,
    tried: &Tried,
    done: Option<&str>,
) -> Page {
    let (site, actor, done, tried) = (site.clone(), actor.clone(), flash(done), tried.clone());
    let wrong = tried.is_wrong();
    let title = format!("Round {}", view.number);
    Page::desk(title.clone(), move || {
        let slug = consultation.slug.clone();
        let action = format!("/desk/c/{slug}/rounds/{}", view.number);
        let others: Vec<AnyView> = [NAMES, FINISH, CLOSE]
            .iter()
            .filter_map(|form| Form::empty(&tried, form, "").summary())
            .collect();
        let (settle_summary, part) = match view.state {
            RoundState::Coding => (None, coding(&action, &slug, &view, &tried)),
            RoundState::Comparing => comparing(&action, &view, &tried),
            RoundState::Closed => (None, closed(&view)),
        };
        let meta = vec![state_tag(view.state, view.result.as_ref())];
        let who = who(&view);
        let stop = (view.state != RoundState::Closed).then(|| stop(&action));
        let body = view! {
            {others}
            {settle_summary}
            <PageHead title meta/>
            <Stack>{who}{part}{stop}</Stack>
        }
        .into_any();
        let here = here(&consultation).under(format!("/desk/c/{slug}/rounds"), "Double coding");
        desk(&site, &actor, here, done, body)
    })
    .wrong(wrong)
}

/// The two, and how far each has come.
fn who(view: &RoundView) -> AnyView {
    let line = |coder: &CoderView| {
        let name = coder_name(coder);
        let how = match (view.state, coder.is_finished) {
            (RoundState::Coding, false) => format!("{} of {}", coder.done, view.live),
            _ if coder.is_finished => "done".to_string(),
            _ => "not done".to_string(),
        };
        view! { <li>{name}": "{how}</li> }.into_any()
    };
    let lines: Vec<AnyView> = view.coders.iter().map(line).collect();
    let gone = (view.coders.len() < 2).then(|| {
        view! { <li>"A young person who has stopped their account. Their part went with it."</li> }
    });
    let held = usize::try_from(view.drawn).unwrap_or_default().saturating_sub(view.live);
    let held = (held > 0).then(|| {
        let many = count_of(i64::try_from(held).unwrap_or(i64::MAX), "answer", "answers");
        let words = format!("{many} of the sample cannot be used now, and nobody sees it here.");
        view! { <p class="quiet">{words}</p> }
    });
    view! {
        <Panel id="who" title="Who codes" inset=true>
            <ul>{lines}{gone}</ul>
            {held}
        </Panel>
    }
    .into_any()
}

/// An answer without what was taken out of it. Only a child's own words stand in the voice's type.
fn words_of(words: &RoundWords) -> AnyView {
    let (question, said) = (words.question.clone(), words.words.clone());
    let said = match words.respondent {
        RespondentType::Child => view! { <VoiceToRead words=said/> }.into_any(),
        other => view! { <SaidBy words=said by=respondent_words(other)/> }.into_any(),
    };
    view! { <p class="quiet">{question}</p>{said} }.into_any()
}

fn coding(action: &str, slug: &str, view: &RoundView, tried: &Tried) -> AnyView {
    let names = view.is_unchecked.then(|| names(action, slug, view, tried));
    let own = match (&view.now, view.mine) {
        (Some(now), _) => to_code(action, view, now),
        (None, Some(mine)) => {
            let finished = view.coders.iter().any(|coder| coder.number == mine && coder.is_finished);
            if finished { waiting("You are done") } else { finish(action) }
        }
        (None, None) => waiting("This is for the two who code"),
    };
    view! { {names}{own} }.into_any()
}

fn waiting(title: &'static str) -> AnyView {
    view! {
        <Empty
            title
            text="When both are done, it stands here how well they agree and where they do not. Until then nobody sees what either has coded."
        />
    }
    .into_any()
}

/// Answers that stand open under each other; more of them are folded, so that a page has an end.
const AT_A_GLANCE: usize = 10;

/// Looking for names before a young person sees anything.
fn names(action: &str, slug: &str, view: &RoundView, tried: &Tried) -> AnyView {
    if view.to_check.is_empty() {
        return view! {
            <NoteBox title="A young person waits" id="names_checked">
                <p>"Somebody who looks after young people\u{2019}s accounts has to look for names in the sample first."</p>
            </NoteBox>
        }
        .into_any();
    }
    let form = Form::empty(tried, NAMES, "");
    let (error, action) = (form.error("names_checked"), action.to_string());
    let answers: Vec<AnyView> = view
        .to_check
        .iter()
        .map(|words| {
            let (href, name) = (format!("/desk/c/{slug}/answer/{}#redact", words.id), words.name.clone());
            view! {
                <li>
                    {words_of(words)}
                    <p><a href=href>"Take words out of "{name}</a></p>
                </li>
            }
            .into_any()
        })
        .collect();
    let many = count_of(i64::try_from(view.to_check.len()).unwrap_or(i64::MAX), "answer", "answers");
    let open = view.to_check.len() <= AT_A_GLANCE;
    let actions =
        view! { <Button words="Show them to the young person" name="do" value="names"/> }.into_any();
    view! {
        <Panel
            id="names"
            title="Look for names first"
            action
            inset=true
            actions
            foot="The young person sees each answer as it stands here, and nothing of who said it."
        >
            <p>
                "Names, schools, places, and anything that could tell who somebody is. Whoever sorts these answers may go to school with those who wrote them."
            </p>
            <Details words=many open=open><ul class="plain flow">{answers}</ul></Details>
            <CheckBox
                name="names_checked"
                id="names_checked"
                label="Somebody has looked at every answer in this sample and taken out names"
                error
            />
        </Panel>
    }
    .into_any()
}

/// What each code means, as it was when the round began.
fn meanings(codes: &[RoundCode]) -> AnyView {
    let lines: Vec<AnyView> = codes
        .iter()
        .map(|code| {
            let (name, definition) = (code.name.clone(), code.definition.clone());
            view! { <dt>{name}</dt><dd>{definition}</dd> }.into_any()
        })
        .collect();
    view! { <Details words="What each code means"><dl>{lines}</dl></Details> }.into_any()
}

/// The answer that somebody codes now.
fn to_code(action: &str, view: &RoundView, now: &ToCode) -> AnyView {
    let (action, of) = (action.to_string(), view.live);
    let (place, title) = (now.place, format!("Answer {}", now.words.name));
    let progress = format!("Answer {place} of {of}");
    let ticks: Vec<AnyView> = view
        .codes
        .iter()
        .map(|code| {
            let (value, label) = (code.id.to_string(), code.name.clone());
            let checked = now.codes.contains(&code.id);
            view! { <CheckBox name="code" value label checked/> }.into_any()
        })
        .collect();
    let back = (now.place > 1).then(|| {
        let href = format!("{action}?at={}#reading", now.place - 1);
        view! { <ButtonLink href words="Back" kind=ButtonKind::Still/> }
    });
    let onward = (now.is_done && now.place < of).then(|| {
        let href = format!("{action}?at={}#reading", now.place + 1);
        view! { <ButtonLink href words="Onward" kind=ButtonKind::Still/> }
    });
    let (answer, words, meanings) =
        (hidden("answer", now.words.id.to_string()), words_of(&now.words), meanings(&view.codes));
    let actions = view! {
        <Button words="Save, next" kind=ButtonKind::Go name="do" value="code"/>
        <Button words="Pass it over" kind=ButtonKind::Still name="do" value="pass"/>
        {back}
        {onward}
    }
    .into_any();
    view! {
        <Panel
            id="reading"
            title
            action
            inset=true
            actions
            foot="You see only what you have coded yourself. Without a tick, no code applies."
        >
            {answer}
            <Ripple words=progress done=place of/>
            {words}
            <FieldSet legend="The codes that apply">{ticks}</FieldSet>
            {meanings}
        </Panel>
    }
    .into_any()
}

fn finish(action: &str) -> AnyView {
    let (action, first) = (action.to_string(), format!("{action}?at=1#reading"));
    let actions = view! {
        <Button words="I am done" name="do" value="finish"/>
        <ButtonLink href=first words="Look at them again" kind=ButtonKind::Still/>
    }
    .into_any();
    view! {
        <Panel id="unfinished" title="You have coded every answer" action inset=true actions>
            <p>"After this you cannot change your codes in this round. When both are done, both see everything."</p>
        </Panel>
    }
    .into_any()
}

/// What stands beside the name of a code when hardly any or nearly every answer has it.
const LOPSIDED: &str = "Fewer than a tenth or more than nine tenths: kappa and alpha are low then, however well two people agree. Look at how often they said the same.";

fn figures(agreement: &Agreement, codes: &[RoundCode]) -> AnyView {
    let head = ["Code", "How well", "Both said the same", "How often it applies", "Mind"]
        .map(str::to_string)
        .to_vec();
    let row = |name: String, measures: &Measures| {
        let mind = measures.is_lopsided.then(|| view! { <Tag words="Lopsided" kind=TagKind::Wait/> });
        TableRow {
            head: name.into_any(),
            cells: vec![
                graded(measures.alpha).into_any(),
                share(measures.percent).into_any(),
                share(measures.prevalence).into_any(),
                mind.into_any(),
            ],
        }
    };
    let mut rows = vec![row("All codes together".to_string(), &agreement.pooled)];
    rows.extend(codes.iter().zip(&agreement.codes).map(|(code, measures)| row(code.name.clone(), measures)));
    // The numbers behind the words, for who wants them.
    let chance = |name: String, measures: &Measures| TableRow {
        head: name.into_any(),
        cells: vec![figure(measures.alpha).into_any(), figure(measures.kappa).into_any()],
    };
    let mut numbers = vec![chance("All codes together".to_string(), &agreement.pooled)];
    numbers.extend(
        codes.iter().zip(&agreement.codes).map(|(code, measures)| chance(code.name.clone(), measures)),
    );
    let number_head = ["Code", "Alpha", "Kappa"].map(str::to_string).to_vec();
    let lopsided = agreement.codes.iter().any(|code| code.is_lopsided);
    let foot = lopsided.then(|| format!("Lopsided. {LOPSIDED}"));
    let many = count_of(i64::from(agreement.units), "answer that both coded", "answers that both coded");
    let aside = view! { <span class="quiet">{many}</span> }.into_any();
    view! {
        <Panel id="figures" title="How well they agree" aside foot><DeskTable labelled_by="figures" head rows/></Panel>
        <Details words="Alpha and kappa, and what they mean">
            <Panel id="numbers" title="Alpha and kappa">
                <DeskTable labelled_by="numbers" head=number_head rows=numbers/>
            </Panel>
            <p>
                "Alpha and kappa take away what two people would agree on by chance: 1 is always, 0 is no better than chance. An alpha of 0.80 or more is good, from 0.667 it is tentative, and below that the codebook needs clearer words. Where every answer got the same, neither can be calculated."
            </p>
        </Details>
    }
    .into_any()
}

/// The figures, where the two differ, and the way to close it. Gives the summary of the form that was refused apart.
fn comparing(action: &str, view: &RoundView, tried: &Tried) -> (Option<AnyView>, AnyView) {
    let Some(compared) = &view.compared else { return (None, ().into_any()) };
    let mut summary = None;
    // What is to be settled stands first; what is settled, and what comes after the first few, is folded.
    let (mut panels, mut later, mut settled) = (Vec::new(), Vec::new(), Vec::new());
    let mut later_is_wrong = false;
    for disagreement in &compared.disagreements {
        let (mut forms, mut is_wrong) = (Vec::new(), false);
        for apart in &disagreement.codes {
            let (answer, code) = (disagreement.words.id.to_string(), apart.code.id.to_string());
            let name = settle_form(&answer, &code);
            let form = Form::empty(tried, &name, &format!("{name}-"));
            is_wrong |= form.is_wrong();
            summary = summary.or(form.summary());
            forms.push(settle(action, &view.coders, disagreement, apart, &form));
        }
        let title = format!("Answer {}", disagreement.words.name);
        let (id, words) = (disagreement.words.id.to_string(), words_of(&disagreement.words));
        let panel = view! { <Panel id=id title inset=true>{words}{forms}</Panel> }.into_any();
        let is_open = is_wrong || disagreement.codes.iter().any(|apart| apart.settled.is_none());
        if !is_open {
            settled.push(panel);
        } else if panels.len() < AT_A_GLANCE {
            panels.push(panel);
        } else {
            later_is_wrong |= is_wrong;
            later.push(panel);
        }
    }
    let none = compared.disagreements.is_empty().then(|| {
        view! { <NoteBox kind=BoxKind::Good><p>"They gave the same codes to every answer."</p></NoteBox> }
    });
    let folded = |panels: Vec<AnyView>, words: &str, open: bool| {
        (!panels.is_empty()).then(|| {
            let words = format!(
                "{} {words}",
                count_of(i64::try_from(panels.len()).unwrap_or(i64::MAX), "answer", "answers")
            );
            view! { <Details words open><Stack>{panels}</Stack></Details> }
        })
    };
    let later = folded(later, "more to settle", later_is_wrong);
    let settled = folded(settled, "settled", false);
    let figures = figures(&compared.agreement, &view.codes);
    let close = close(action, compared);
    let part = view! {
        {figures}
        <h2 id="apart">"Where they differ"</h2>
        {none}
        {panels}
        {later}
        {settled}
        {close}
    }
    .into_any();
    (summary, part)
}

fn vote_words(vote: Option<bool>) -> &'static str {
    match vote {
        Some(true) => "yes",
        Some(false) => "no",
        None => "passed it over",
    }
}

/// What was settled of one code, or the form that settles it.
fn settle(
    action: &str,
    coders: &[CoderView],
    disagreement: &Disagreement,
    apart: &Apart,
    form: &Form,
) -> AnyView {
    let said: Vec<String> = coders
        .iter()
        .zip(&apart.votes)
        .map(|(coder, vote)| format!("{}: {}", coder_name(coder), vote_words(*vote)))
        .collect();
    let (said, name) = (said.join(", "), apart.code.name.clone());
    let settled = apart.settled.as_ref().map(|(applies, reason)| {
        let (words, reason) = (if *applies { "It applies" } else { "It does not apply" }, reason.clone());
        view! { <p><Tag words kind=TagKind::Ok/>" "{reason}</p> }
    });
    let (answer, code) =
        (hidden("answer", disagreement.words.id.to_string()), hidden("settle", apart.code.id.to_string()));
    let (id, error) = (form.id("applies"), form.error("applies"));
    let (yes, no) = (form.has("applies", "yes"), form.has("applies", "no"));
    let reason = form.line("reason", "Why", "What the code means here. The codebook may need these words.");
    let action = action.to_string();
    let spoken = format!("{} on {}", apart.code.name, disagreement.words.name);
    let fields = view! {
        <form method="post" action=action class="flow" novalidate=true>
            {answer}
            {code}
            <FieldSet legend="Does it apply?" id error>
                <CheckBox name="applies" value="yes" label="Yes" one_of=true checked=yes/>
                <CheckBox name="applies" value="no" label="No" one_of=true checked=no/>
            </FieldSet>
            {reason}
            <ButtonRow><Button words="Settle it" kind=ButtonKind::Still name="do" value="settle" spoken/></ButtonRow>
        </form>
    }
    .into_any();
    let open = apart.settled.is_none() || form.is_wrong();
    let fields = if open {
        fields
    } else {
        view! { <Details words="Settle it in another way">{fields}</Details> }.into_any()
    };
    view! {
        <section class="flow">
            <h3>{name}</h3>
            <p>{said}"."</p>
            {settled}
            {fields}
        </section>
    }
    .into_any()
}

fn close(action: &str, compared: &CodersCompared) -> AnyView {
    let action = action.to_string();
    let left = (compared.open > 0).then(|| {
        let many =
            count_of(i64::try_from(compared.open).unwrap_or(i64::MAX), "difference is", "differences are");
        view! { <p>{many}" not settled yet."</p> }
    });
    let actions = view! { <Button words="Close the round" name="do" value="close"/> }.into_any();
    view! {
        <Panel id="consensus" title="Close the round" action inset=true actions>
            {left}
            <p>
                "Its figures stay as they are. The codes that both gave, and those that you settled, go on the answers, beside the codes that are there already."
            </p>
        </Panel>
    }
    .into_any()
}

fn closed(view: &RoundView) -> AnyView {
    match &view.result {
        Some(result) => figures(result, &view.codes),
        None => view! {
            <Empty title="This round was stopped" text="It has no figures, and nothing of it is on the answers."/>
        }
        .into_any(),
    }
}

fn stop(action: &str) -> AnyView {
    let action = action.to_string();
    view! {
        <Details words="Stop this round">
            <form method="post" action=action class="flow">
                <p>"It ends without figures, and nothing of it goes on the answers. This cannot be taken back."</p>
                <ButtonRow><Button words="Stop this round" kind=ButtonKind::Stop name="do" value="stop"/></ButtonRow>
            </form>
        </Details>
    }
    .into_any()
}
