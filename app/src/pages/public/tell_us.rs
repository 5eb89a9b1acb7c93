//! "Tell us if something is wrong": asking what is kept, having it changed or taken out, and complaining, in a child's
//! words (domain.md 5.1 standard 15, 5.2).

use earshot_domain::request::{RequestKind, RequestState};
use earshot_service::{OwnRequest, Refusal, RequestText, SentRequest};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::four_words::{self, Find};
use crate::components::{
    Band, BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, CheckBox, ErrorSummary, FieldSet, Flash, Link,
    NoteBox, Receipt, Section, TextArea, VoiceToRead,
};
use crate::layout::PublicLayout;
use crate::{Page, Site, say};

/// What is wrong with the form: the id of its field, and the key of its words.
fn flaw(refusal: &Refusal) -> (&'static str, &'static str) {
    match refusal {
        Refusal::Missing("kind") => ("kind", "tell-error-kind"),
        Refusal::Missing(_) => ("words", "tell-error-words"),
        Refusal::TooLong { .. } => ("words", "tell-error-long"),
        // What they wrote stands in a fresh form.
        Refusal::Taken(_) => ("words", "tell-error-sent"),
        _ => ("tell", "tell-error-form"),
    }
}

/// The form. Where there are several organisations and it is about no consultation, it asks which one it is put to.
pub fn ask(
    site: &Site,
    text: &RequestText,
    organisations: &[String],
    refusals: &[Refusal],
    too_many: bool,
) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "tell-title");
    let (head, lead) = (title.clone(), say!(site, "tell-lead"));
    let mut flaws: Vec<(&str, String)> =
        refusals.iter().map(flaw).map(|(field, key)| (field, say!(site, key))).collect();
    if too_many {
        flaws.push(("tell", say!(site, "tell-error-many")));
    }
    let wrong = !flaws.is_empty();
    let of = |field: &str| flaws.iter().find(|(at, _)| *at == field).map(|(_, words)| words.clone());
    let (kind_error, words_error) = (of("kind"), of("words"));
    let summary = wrong.then(|| {
        let title = say!(site, if flaws.len() == 1 { "error-one" } else { "error-many" });
        let problems = flaws.iter().map(|(at, words)| Link::new(format!("#{at}"), words.clone())).collect();
        view! { <ErrorSummary title problems/> }.into_any()
    });
    let kinds: Vec<AnyView> = RequestKind::ALL
        .iter()
        .map(|kind| {
            let (label, note) =
                (say!(site, &format!("tell-{kind}")), say!(site, &format!("tell-{kind}-hint")));
            let checked = text.kind == Some(*kind);
            view! { <CheckBox name="kind" value=kind.as_str() label note checked one_of=true/> }.into_any()
        })
        .collect();
    let whom = (text.about.is_none() && text.before.is_none() && organisations.len() > 1).then(|| {
        let legend = say!(site, "tell-of");
        let names = organisations.iter().map(|name| (name.clone(), name.clone()));
        let unknown = (String::new(), say!(site, "tell-of-unknown"));
        let chosen = text.of.clone().unwrap_or_default();
        let choices: Vec<AnyView> = names
            .chain([unknown])
            .map(|(value, label)| {
                let checked = value == chosen;
                view! { <CheckBox name="of" value label checked one_of=true/> }.into_any()
            })
            .collect();
        view! { <FieldSet legend>{choices}</FieldSet> }.into_any()
    });
    let legend = say!(site, "tell-what");
    let (label, hint) = (say!(site, "tell-words"), say!(site, "tell-words-hint"));
    let (form, about, value) = (text.form.clone(), text.about.clone(), text.words.clone());
    let about = about.map(|slug| view! { <input type="hidden" name="about" value=slug/> });
    let before =
        text.before.map(|code| view! { <input type="hidden" name="before" value=code.canonical()/> });
    let button = say!(site, "tell-button");
    let (self_title, self_text, mine) =
        (say!(site, "tell-self"), say!(site, "tell-self-text"), say!(site, "nav-mine"));
    let (reads, back_text, back) =
        (say!(site, "tell-reads"), say!(site, "tell-come-back"), say!(site, "tell-find"));
    Page::public(title, move || {
        let band = view! { <Band still=true><h1>{head}</h1><p>{lead}</p></Band> }.into_any();
        view! {
            <PublicLayout shell band>
                <div class="flow measure">
                    {summary}
                    <NoteBox title=self_title id="self">
                        <p>{self_text}</p>
                        <ButtonRow><ButtonLink href="/mine" words=mine kind=ButtonKind::Still/></ButtonRow>
                    </NoteBox>
                    <form method="post" action="/tell-us" class="flow" id="tell" novalidate=true>
                        <input type="hidden" name="form" value=form/>
                        {about}
                        {before}
                        {whom}
                        <FieldSet legend id="kind" error=kind_error>{kinds}</FieldSet>
                        <TextArea name="words" label hint error=words_error value rows=5 most=2_000 voice=true/>
                        <p class="quiet">{reads}</p>
                        <ButtonRow><Button words=button kind=ButtonKind::Go/></ButtonRow>
                    </form>
                    <p>{back_text}" "<a href="/tell-us/answer">{back}</a></p>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
    .wrong(wrong)
}

/// It has come: the four words that lead back to it, shown this once.
pub fn sent(site: &Site, sent: &SentRequest) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "tell-sent");
    let head = title.clone();
    let lead = say!(site, "tell-sent-lead", day = site.tongue.day(sent.due_on));
    let words = sent.code.words().iter().map(ToString::to_string).collect();
    let (keep, keep_text) = (say!(site, "tell-keep"), say!(site, "tell-keep-text"));
    let find = say!(site, "tell-find");
    let worrying = sent.worrying.then(|| four_words::help_note(site));
    Page::public(title, move || {
        let band = view! { <Band><h1>{head}</h1><p>{lead}</p></Band> }.into_any();
        view! {
            <PublicLayout shell band>
                <div class="flow measure">
                    {worrying}
                    <Section id="keep" title=keep>
                        <Receipt words/>
                        <p>{keep_text}" "<a href="/tell-us/answer">{find}</a></p>
                    </Section>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
}

/// The page after the form where this phone does not know the four words any more.
pub fn sent_before(site: &Site) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "tell-sent-before");
    let (head, lead) = (title.clone(), say!(site, "tell-sent-before-lead"));
    let find = say!(site, "tell-find");
    Page::public(title, move || {
        let band = view! { <Band still=true><h1>{head}</h1><p>{lead}</p></Band> }.into_any();
        view! { <PublicLayout shell band><p><a href="/tell-us/answer">{find}</a></p></PublicLayout> }
            .into_any()
    })
}

/// The form for the four words. `error` is the key of what is wrong with them.
pub fn find(site: &Site, typed: &str, error: Option<&'static str>) -> Page {
    let title = say!(site, "tell-find");
    let asks = Find {
        head: title.clone(),
        title,
        lead: say!(site, "tell-find-lead"),
        button: say!(site, "tell-find-button"),
        lost: None,
        action: "/tell-us/answer",
        field: "code",
    };
    four_words::find(site, asks, typed, error)
}

/// What became of a request. `code` goes into the form of a reply, `typed` is what came back from it, and `flaw` the key of
/// what is wrong with that.
pub fn own(
    site: &Site,
    own: &OwnRequest,
    code: &str,
    (typed, flaw): (&str, Option<&'static str>),
    replied: bool,
) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "tell-own");
    let head = say!(site, &format!("tell-{}", own.kind));
    let day = |day| site.tongue.day(day);
    let came = say!(site, "tell-own-came", day = day(own.received_on));
    let state = match own.state {
        RequestState::Received => say!(site, "tell-state-received", day = day(own.due_on)),
        RequestState::Acknowledged => say!(site, "tell-state-acknowledged", day = day(own.due_on)),
        RequestState::Paused => say!(site, "tell-state-paused"),
        RequestState::Answered => say!(site, "tell-state-answered"),
        RequestState::Refused => say!(site, "tell-state-refused"),
    };
    let late = own.late.then(|| {
        let words = say!(site, "tell-late");
        view! { <NoteBox kind=BoxKind::Late><p>{words}</p></NoteBox> }.into_any()
    });
    let said = (!own.words.is_empty()).then(|| {
        let (title, words) = (say!(site, "tell-own-words"), own.words.clone());
        view! { <Section id="words" title><VoiceToRead words/></Section> }.into_any()
    });
    let answer = (!own.answer.is_empty()).then(|| {
        let title = say!(site, "tell-own-answer");
        let lines: Vec<AnyView> =
            own.answer.lines().map(|line| view! { <p>{line.to_string()}</p> }.into_any()).collect();
        view! { <Section id="answer" title><div class="flow measure">{lines}</div></Section> }.into_any()
    });
    let reply = (own.state == RequestState::Paused).then(|| {
        let (label, hint) = (say!(site, "tell-reply"), say!(site, "tell-reply-hint"));
        let button = say!(site, "tell-reply-button");
        let error = flaw.map(|key| say!(site, key));
        let (code, value) = (code.to_string(), typed.to_string());
        view! {
            <form method="post" action="/tell-us/reply" class="flow measure" novalidate=true>
                <input type="hidden" name="code" value=code/>
                <TextArea name="reply" label hint error value rows=5 most=2_000 voice=true/>
                <ButtonRow><Button words=button kind=ButtonKind::Go/></ButtonRow>
            </form>
        }
        .into_any()
    });
    let summary = flaw.map(|key| {
        let title = say!(site, "error-one");
        let problems = vec![Link::new("#reply", say!(site, key))];
        view! { <ErrorSummary title problems/> }.into_any()
    });
    let thanks = replied.then(|| {
        let words = say!(site, "tell-replied");
        view! { <Flash words/> }.into_any()
    });
    let again = own.again.clone().map(|form| {
        let title = say!(site, "tell-again");
        let (label, hint) = (say!(site, "tell-words"), say!(site, "tell-again-hint"));
        let (button, code, kind) = (say!(site, "tell-button"), code.to_string(), own.kind.as_str());
        view! {
            <Section id="ask-again" title>
                <form method="post" action="/tell-us" class="flow measure" novalidate=true>
                    <input type="hidden" name="form" value=form/>
                    <input type="hidden" name="before" value=code/>
                    <input type="hidden" name="kind" value=kind/>
                    <TextArea name="words" id="again" label hint rows=5 most=2_000 voice=true/>
                    <ButtonRow><Button words=button kind=ButtonKind::Still/></ButtonRow>
                </form>
            </Section>
        }
        .into_any()
    });
    // Whoever is not content can say so here and elsewhere (DPA 2018 section 165).
    let further = (!own.state.is_open()).then(|| {
        let words = say!(site, "tell-further");
        view! { <p class="quiet measure">{words}</p> }.into_any()
    });
    Page::public(title, move || {
        let band = view! { <Band still=true><p class="quiet">{came}</p><h1>{head}</h1><p>{state}</p></Band> }
            .into_any();
        view! {
            <PublicLayout shell band>
                <div class="flow">{thanks}{summary}{late}{answer}{reply}{said}{further}{again}</div>
            </PublicLayout>
        }
        .into_any()
    })
    .wrong(flaw.is_some())
}
