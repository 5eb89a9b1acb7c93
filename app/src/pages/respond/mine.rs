//! With the four words: what I said, what happened to it, change, say less,
//! take back. The words travel in the form of every button here and nowhere
//! else: no cookie, no address.

use earshot_domain::evidence::QuoteConsent;
use earshot_domain::journey::{Journey, Stop};
use earshot_domain::question::{FieldError, Given, Kind, Question};
use earshot_service::{Mine, OwnWords};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::question::said;
use super::{error_words, given_words, shell_of, tools};
use crate::components::{
    Button, ButtonKind, ButtonRow, ErrorSummary, Flash, Link, SaidBy, Section, Split, TextField, Voice,
};
use crate::layout::PublicLayout;
use crate::pages::public::four_words::{self, Find, help_note};
use crate::pages::trail::{Beginning, Whose, trail};
use crate::questions::{self, Around, Shown};
use crate::{Page, Site, say};

/// What is asked before something cannot be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sure {
    /// "Count me, but don't show my words."
    Narrow,
    /// "Take back everything."
    TakeBack,
}

/// The form for the four words. `error` is the key of what is wrong.
pub fn ask_receipt(site: &Site, typed: &str, error: Option<&'static str>) -> Page {
    let asks = Find {
        title: say!(site, "mine-title"),
        head: say!(site, "mine-ask-head"),
        lead: say!(site, "mine-ask-lead"),
        button: say!(site, "mine-ask-button"),
        lost: Some(say!(site, "mine-ask-lost")),
        action: "/mine",
        field: "receipt",
    };
    four_words::find(site, asks, typed, error)
}

/// What I said and what happened to it. `receipt` goes into the forms; `done`
/// is the key of what was just done; `worrying` says who can help, as after words that worry.
pub fn found(site: &Site, mine: Mine, receipt: &str, done: Option<&'static str>, worrying: bool) -> Page {
    let setup = &mine.asked.setup;
    let shell = shell_of(site, &mine.asked);
    let tools = tools(&mine.asked);
    let title = say!(site, "mine-head");
    let head = title.clone();
    let about = setup.child_title.clone();
    let flash = done.map(|key| {
        let words = say!(site, key);
        view! { <Flash words/> }.into_any()
    });
    let help = worrying.then(|| {
        let note = help_note(site);
        view! { <div class="measure">{note}</div> }
    });
    let words: Vec<AnyView> = mine.words.iter().map(|words| one(site, &mine, words)).collect();
    let none = mine.words.is_empty().then(|| {
        let words = say!(site, "mine-no-words", day = site.tongue.day(mine.sent_on));
        view! { <p>{words}</p> }
    });
    let answers = answers(site, &mine, receipt);
    let yours = yours(site, &mine, receipt);
    let reach = mine.contact.map(|kept| reach(site, kept, receipt));
    let done_words = say!(site, "mine-done");
    Page::public(title, move || {
        view! {
            <PublicLayout shell>
                {flash}
                <div class="head-space flow"><p class="quiet">{about}</p><h1>{head}</h1></div>
                {help}
                {none}
                {words}
                <Split>{answers}{yours}</Split>
                {reach}
                <p class="quiet">{done_words}</p>
            </PublicLayout>
        }
        .into_any()
    })
    .tools(tools)
}

/// One answer in my own words and its way.
fn one(site: &Site, mine: &Mine, own: &OwnWords) -> AnyView {
    let key = match mine.words_consent {
        QuoteConsent::Yes => "mine-said-yes",
        QuoteConsent::No => "mine-said-no",
    };
    let by = say!(site, key, day = site.tongue.day(mine.sent_on));
    let begin = Beginning {
        when: site.tongue.day(mine.sent_on),
        about: own.question.clone(),
        read: own.read,
        quoted: !own.quotes.is_empty(),
        quote: own.quotes.first().map(|q| (format!("/trace/{q}"), q.to_string())),
    };
    let way = trail(site, Whose::Mine, begin, &own.trail, &mine.asked.slug, false);
    let words = own.words.clone();
    let question = own.question.clone();
    // Nobody's exact words but what staff have heard in a recording.
    let said = match (&own.file, words.is_empty()) {
        (Some(_), true) => view! { <p class="quiet">{by}</p> }.into_any(),
        (Some(_), false) => {
            let by = say!(site, "mine-written-down");
            view! { <SaidBy words by/> }.into_any()
        }
        (None, true) => {
            let gone = say!(site, "mine-words-gone");
            view! { <p class="quiet">{gone}</p> }.into_any()
        }
        (None, false) => view! { <Voice words by measure=true/> }.into_any(),
    };
    view! {
        <section class="flow">
            <h2>{question}</h2>
            {said}
            {way}
        </section>
    }
    .into_any()
}

fn hidden(receipt: &str) -> AnyView {
    view! { <input type="hidden" name="receipt" value=receipt.to_string()/> }.into_any()
}

fn answers(site: &Site, mine: &Mine, receipt: &str) -> AnyView {
    let title = say!(site, "mine-answers");
    let note = match (mine.may_change, mine.asked.setup.close_on) {
        (true, Some(day)) => say!(site, "mine-may-change", day = site.tongue.day(day)),
        (true, None) => String::new(),
        (false, _) => say!(site, "mine-may-not-change"),
    };
    let journey = Journey::new(&mine.questionnaire, &mine.answers, 0);
    let rows: Vec<AnyView> = journey
        .review()
        .into_iter()
        .map(|(stop, question, given)| {
            let text = journey.told(stop, &question.text);
            let shown: AnyView = match given {
                Some(Given::Words(words)) => {
                    view! { <dd class="own" dir="auto">{words.clone()}</dd> }.into_any()
                }
                Some(Given::File(id)) => {
                    let lines = given_words(site, question, given).join(", ");
                    let see = see(site, question, id, receipt);
                    view! { <dd>{lines}{see}</dd> }.into_any()
                }
                Some(_) => {
                    let lines = given_words(site, question, given).join(", ");
                    view! { <dd>{lines}</dd> }.into_any()
                }
                None => {
                    let skipped = say!(site, "check-skipped");
                    view! { <dd><span class="quiet">{skipped}</span></dd> }.into_any()
                }
            };
            let change = mine.may_change.then(|| {
                let words = say!(site, "check-change");
                let spoken = say!(site, "check-change-spoken", question = text.as_str());
                view! {
                    <dd class="do">
                        <form method="post" action="/mine/answer">
                            {hidden(receipt)}
                            <input type="hidden" name="question" value=stop.number()/>
                            <Button words kind=ButtonKind::Still spoken/>
                        </form>
                    </dd>
                }
            });
            view! { <div><dt>{text}</dt>{shown}{change}</div> }.into_any()
        })
        .collect();
    view! { <Section id="answers" title><p class="quiet">{note}</p><dl class="answers">{rows}</dl></Section> }
        .into_any()
}

/// Shows my file: only with the four words, so by a form.
fn see(site: &Site, question: &Question, id: &str, receipt: &str) -> AnyView {
    let words = if matches!(question.kind, Kind::Photo) {
        say!(site, "mine-see-photo")
    } else {
        say!(site, "mine-hear")
    };
    let id = id.to_string();
    view! {
        <form method="post" action="/mine/file" target="_blank">
            {hidden(receipt)}
            <input type="hidden" name="file" value=id/>
            <Button words kind=ButtonKind::Still/>
        </form>
    }
    .into_any()
}

fn yours(site: &Site, mine: &Mine, receipt: &str) -> AnyView {
    let (title, text) = (say!(site, "mine-yours"), say!(site, "mine-yours-text"));
    let narrow = (mine.words_consent == QuoteConsent::Yes && !mine.words.is_empty()).then(|| {
        let words = say!(site, "mine-narrow");
        view! {
            <form method="post" action="/mine/narrow">{hidden(receipt)}<Button words kind=ButtonKind::Still/></form>
        }
    });
    let words = say!(site, "mine-take-back");
    let note = say!(site, "mine-take-back-note");
    let receipt = hidden(receipt);
    view! {
        <Section id="yours" title>
            <p>{text}</p>
            {narrow}
            <form method="post" action="/mine/take-back">{receipt}<Button words kind=ButtonKind::Stop/></form>
            <p class="quiet small">{note}</p>
        </Section>
    }
    .into_any()
}

/// Whether a way to reach me is kept. What it is stands on no page: whoever has my four words need not know it.
fn reach(site: &Site, kept: bool, receipt: &str) -> AnyView {
    let title = say!(site, "mine-contact");
    let text = say!(site, if kept { "mine-contact-kept" } else { "mine-contact-none" });
    let words = say!(site, if kept { "mine-contact-change" } else { "mine-contact-add" });
    let receipt = hidden(receipt);
    view! {
        <Section id="reach" title measure=true>
            <p>{text}</p>
            <form method="post" action="/mine/contact">{receipt}<Button words kind=ButtonKind::Still/></form>
        </Section>
    }
    .into_any()
}

/// Changes how I can be reached, or takes it out.
pub fn change_contact(
    site: &Site,
    mine: &Mine,
    typed: &str,
    error: Option<&FieldError>,
    receipt: &str,
) -> Page {
    let shell = shell_of(site, &mine.asked);
    let tools = tools(&mine.asked);
    let title = say!(site, "contact-label");
    let (label, hint) = (title.clone(), say!(site, "contact-hint"));
    let error = error.map(|error| match error {
        FieldError::Empty => say!(site, "mine-contact-empty"),
        error => error_words(site, &Kind::ShortText, error).0,
    });
    let wrong = error.is_some();
    let summary = error.clone().map(|words| {
        let title = say!(site, "error-one");
        let problems = vec![Link::new("#contact", words)];
        view! { <ErrorSummary title problems/> }.into_any()
    });
    let (save, remove, leave) =
        (say!(site, "mine-save"), say!(site, "mine-contact-remove"), say!(site, "mine-no"));
    let kept = mine.contact == Some(true);
    let value = typed.to_string();
    let receipt = receipt.to_string();
    let head = say!(site, "mine-contact");
    Page::public(title, move || {
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    <form method="post" action="/mine/contact" class="flow" novalidate=true>
                        {summary}
                        <h1>{head}</h1>
                        {hidden(&receipt)}
                        <TextField name="contact" label hint error value autocomplete="off"/>
                        <ButtonRow>
                            <Button words=save kind=ButtonKind::Go name="save" value="1"/>
                            {kept.then(|| view! { <Button words=remove kind=ButtonKind::Stop name="remove" value="1"/> })}
                        </ButtonRow>
                    </form>
                    <form method="post" action="/mine">
                        {hidden(&receipt)}
                        <ButtonRow><Button words=leave kind=ButtonKind::Still/></ButtonRow>
                    </form>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
    .tools(tools)
    .wrong(wrong)
}

/// Asks once more before something that cannot be undone.
pub fn sure(site: &Site, what: Sure, receipt: &str) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let (key, action) = match what {
        Sure::Narrow => ("mine-narrow", "/mine/narrow"),
        Sure::TakeBack => ("mine-take-back", "/mine/take-back"),
    };
    let title = say!(site, &format!("{key}-sure"));
    let (head, text) = (title.clone(), say!(site, &format!("{key}-sure-text")));
    let (yes, no) = (say!(site, &format!("{key}-yes")), say!(site, "mine-no"));
    let kind = if what == Sure::TakeBack { ButtonKind::Stop } else { ButtonKind::Main };
    let receipt = receipt.to_string();
    Page::public(title, move || {
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    <h1>{head}</h1>
                    <p>{text}</p>
                    <form method="post" action=action class="flow">
                        {hidden(&receipt)}
                        <ButtonRow><Button words=yes kind name="sure" value="yes"/></ButtonRow>
                    </form>
                    <form method="post" action="/mine" class="flow">
                        {hidden(&receipt)}
                        <ButtonRow><Button words=no kind=ButtonKind::Still/></ButtonRow>
                    </form>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
}

/// After everything was taken back.
pub fn gone(site: &Site) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "mine-gone");
    let (head, text, home) = (title.clone(), say!(site, "mine-gone-text"), say!(site, "missing-home"));
    Page::public(title, move || {
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    <h1>{head}</h1>
                    <p>{text}</p>
                    <p><a href="/">{home}</a></p>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
}

/// Changes the answer to one question.
pub fn change(
    site: &Site,
    mine: &Mine,
    stop: Stop,
    typed: Option<Vec<String>>,
    error: Option<&FieldError>,
    receipt: &str,
) -> Page {
    let journey = Journey::new(&mine.questionnaire, &mine.answers, 0);
    let Some(question) = said(&journey, stop) else {
        return crate::pages::error::page(
            site,
            crate::pages::error::Trouble::Missing,
            crate::pages::error::Extras::default(),
        );
    };
    let before = journey.given(stop);
    let shell = shell_of(site, &mine.asked);
    let tools = tools(&mine.asked);
    let typed = typed.unwrap_or_else(|| before.map(Given::raw).unwrap_or_default());
    let errors = error.map(|error| error_words(site, &question.kind, error));
    let wrong = errors.is_some();
    let summary = errors.as_ref().map(|(words, _)| {
        let title = say!(site, "error-one");
        let kept = say!(site, "error-kept");
        let problems = vec![Link::new("#answer", words.clone())];
        view! { <ErrorSummary title kept problems/> }.into_any()
    });
    let shown = Shown {
        asks: &question,
        name: "answer".into(),
        typed: &typed,
        error: errors.map(|(_, words)| words),
        small: false,
        seed: 0,
        around: Around { own_files: false, ..Around::asking(&mine.asked) },
    };
    let encoding = question.kind.takes_file().then_some("multipart/form-data");
    let control = questions::question(site, &shown);
    let title = question.text.clone();
    let (save, skip, leave) = (say!(site, "mine-save"), say!(site, "mine-delete"), say!(site, "mine-no"));
    let given = before.is_some();
    let receipt = receipt.to_string();
    let number = stop.number();
    Page::public(title, move || {
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    <form method="post" action="/mine/answer" enctype=encoding class="flow" novalidate=true>
                        {summary}
                        {hidden(&receipt)}
                        <input type="hidden" name="question" value=number/>
                        <input type="hidden" name="save" value="1"/>
                        {control}
                        <ButtonRow>
                            <Button words=save kind=ButtonKind::Go/>
                            {given.then(|| view! { <Button words=skip kind=ButtonKind::Stop name="skip" value="1"/> })}
                        </ButtonRow>
                    </form>
                    <form method="post" action="/mine">
                        {hidden(&receipt)}
                        <ButtonRow><Button words=leave kind=ButtonKind::Still/></ButtonRow>
                    </form>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
    .tools(tools)
    .wrong(wrong)
}
