//! Comments on what young people were told, and ideas: those that everybody may read, the form for one, what became of one's
//! own, and the rules by which somebody looks at each before anybody sees it (domain.md 5.5). What is alike for live words
//! is here as well.

use chrono::Datelike;
use earshot_domain::comment::{COMMENT_LETTERS, CommentReason, PostKind, WriterSees};
use earshot_service::{CommentPage, OwnComment, Refusal, SentComment, ShownComment};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::four_words::{self, Find};
use super::spoken;
use crate::components::{
    Band, BoxKind, Button, ButtonKind, ButtonLink, ButtonRow, CheckBox, Confirm, Empty, ErrorSummary, Flash,
    Level, Link, NoteBox, Pager, Receipt, Section, TextArea, Voice, VoiceToRead,
};
use crate::layout::PublicLayout;
use crate::{Page, Site, say};

/// The page on which young people write something of this kind.
pub fn place(kind: PostKind, slug: &str) -> String {
    let page = match kind {
        PostKind::Comment => "feedback",
        PostKind::Idea => "ideas",
        PostKind::Live => "live",
    };
    format!("/c/{slug}/{page}")
}

/// The way back to it.
fn back_words(site: &Site, kind: PostKind) -> String {
    say!(
        site,
        match kind {
            PostKind::Comment => "comments-back",
            PostKind::Idea => "ideas-back",
            PostKind::Live => "live-back",
        }
    )
}

/// What stands under a feedback page, or on the page of ideas.
#[derive(Clone)]
pub struct Under {
    /// Comments or ideas.
    pub kind: PostKind,
    /// The short name of the consultation.
    pub slug: String,
    /// The comments.
    pub page: CommentPage,
    /// What somebody typed, where it came back.
    pub typed: String,
    /// Why it came back.
    pub refusals: Vec<Refusal>,
    /// Whether too many came at once.
    pub too_many: bool,
    /// Whether somebody has just said that something is wrong with one.
    pub reported: bool,
    /// Whether somebody has just sent one from a device that is not theirs.
    pub sent: bool,
}

impl Under {
    /// The comments or ideas, without anything typed.
    pub fn new(kind: PostKind, slug: &str, page: CommentPage) -> Self {
        Self {
            kind,
            slug: slug.to_string(),
            page,
            typed: String::new(),
            refusals: Vec::new(),
            too_many: false,
            reported: false,
            sent: false,
        }
    }

    /// The sentence for comments, or the one for ideas.
    fn one_of(&self, site: &Site, of_comments: &str, of_ideas: &str) -> String {
        say!(site, if self.kind == PostKind::Idea { of_ideas } else { of_comments })
    }

    /// What is wrong with what was typed.
    fn flaws(&self, site: &Site) -> Vec<(&'static str, String)> {
        let many = self.too_many.then(|| ("say", say!(site, "comments-error-many")));
        let flaw = |refusal: &Refusal| match refusal {
            Refusal::Missing(_) => {
                ("comment", self.one_of(site, "comments-error-empty", "ideas-error-empty"))
            }
            refusal => flaw(site, refusal),
        };
        self.refusals.iter().map(flaw).chain(many).collect()
    }

    /// Whether something is.
    pub(super) fn is_wrong(&self) -> bool {
        self.too_many || !self.refusals.is_empty() || self.is_late()
    }

    /// Whether it was typed while it was still taken.
    fn is_late(&self) -> bool {
        !self.page.open && !self.typed.is_empty()
    }

    /// What is wrong, above the page.
    pub(super) fn summary(&self, site: &Site) -> Option<AnyView> {
        if self.is_late() {
            let why = self.one_of(site, "comments-closed", "ideas-closed");
            return Some(not_sent(site, why, &self.typed));
        }
        error_summary(site, self.flaws(site))
    }

    /// That a report has arrived, or what was sent.
    pub(super) fn thanks(&self, site: &Site) -> Option<AnyView> {
        if self.sent {
            return Some(thanks_for(site));
        }
        self.reported.then(|| {
            let words = say!(site, "comments-reported");
            view! { <Flash words/> }.into_any()
        })
    }

    /// The comments and the form.
    pub(super) fn section(&self, site: &Site) -> AnyView {
        let title = self.one_of(site, "comments-title", "ideas-list");
        let list: Vec<AnyView> = self.page.comments.iter().map(|comment| one(site, comment)).collect();
        let inside = if list.is_empty() && !self.page.open {
            // Nobody can be the first any more.
            ().into_any()
        } else if list.is_empty() {
            let title = self.one_of(site, "comments-none", "ideas-none");
            view! { <Empty title level=Level::Three/> }.into_any()
        } else {
            view! { <div class="flow">{list}</div> }.into_any()
        };
        let pager = self.pager(site);
        let form = if self.page.open {
            self.form(site)
        } else {
            let words = self.one_of(site, "comments-closed", "ideas-closed");
            view! { <p class="quiet">{words}</p> }.into_any()
        };
        let (mine, rules) = (say!(site, "comments-mine-link"), say!(site, "comments-rules-link"));
        view! {
            <Section id="comments" title>
                {inside}
                {pager}
                {form}
                <p><a href="/comments/mine">{mine}</a></p>
                <p><a href="/rules">{rules}</a></p>
            </Section>
        }
        .into_any()
    }

    fn pager(&self, site: &Site) -> Option<AnyView> {
        let page = self.page.page;
        (page > 0 || self.page.more).then(|| {
            let at = place(self.kind, &self.slug);
            let to = |page: i64| format!("{at}?page={}#comments", page + 1);
            let before = (page > 0).then(|| Link::new(to(page - 1), say!(site, "comments-newer")));
            let after = self.page.more.then(|| Link::new(to(page + 1), say!(site, "comments-older")));
            let (label, place) = (say!(site, "comments-pages"), say!(site, "comments-place", n = page + 1));
            view! { <Pager label place before after/> }.into_any()
        })
    }

    fn form(&self, site: &Site) -> AnyView {
        let flaws = self.flaws(site);
        let error = flaws.into_iter().find(|(at, _)| *at == "comment").map(|(_, words)| words);
        // Offered once something was found, and not before: whoever has read why may still want to say it so.
        let found = self.refusals.iter().any(|refusal| matches!(refusal, Refusal::Personal(_)));
        let anyway = found.then(|| {
            let label = say!(site, "comments-anyway");
            view! { <CheckBox name="anyway" label/> }
        });
        let (label, hint) = (self.one_of(site, "comments-form", "ideas-form"), say!(site, "comments-hint"));
        let (first, button) = (say!(site, "comments-first"), say!(site, "comments-button"));
        let rules = before_you_write(site);
        let action = place(self.kind, &self.slug);
        let (form, value) = (self.page.form.clone(), self.typed.clone());
        view! {
            <form method="post" action=action class="flow measure" id="say" novalidate=true>
                <input type="hidden" name="form" value=form/>
                // Nobody sees this field; what fills in everything fills it in as well.
                <p hidden=true><input name="website" autocomplete="off" tabindex="-1"/></p>
                <TextArea name="words" id="comment" label hint error value rows=4 most=COMMENT_LETTERS voice=true/>
                {anyway}
                {rules}
                <p class="quiet">{first}</p>
                <ButtonRow><Button words=button kind=ButtonKind::Go/></ButtonRow>
            </form>
        }
        .into_any()
    }
}

/// What is wrong, above a page: each with the id of its field.
pub(super) fn error_summary(site: &Site, flaws: Vec<(&'static str, String)>) -> Option<AnyView> {
    if flaws.is_empty() {
        return None;
    }
    let title = say!(site, if flaws.len() == 1 { "error-one" } else { "error-many" });
    let kept = say!(site, "error-kept");
    let problems = flaws.into_iter().map(|(at, words)| Link::new(format!("#{at}"), words)).collect();
    Some(view! { <ErrorSummary title kept problems/> }.into_any())
}

/// What somebody has typed that nobody takes any more, and why. They have it still, to say it elsewhere.
pub(in crate::pages) fn not_sent(site: &Site, why: String, typed: &str) -> AnyView {
    let (title, words) = (say!(site, "comments-not-sent"), typed.to_string());
    view! {
        <NoteBox kind=BoxKind::Sunk title id="not-sent" measure=true>
            <p>{why}</p>
            <VoiceToRead words/>
        </NoteBox>
    }
    .into_any()
}

/// That it has come, on a device that is not of whoever wrote it: without the four words. Where help is stands there for
/// everybody, so that nobody beside it sees for whom it is.
pub(super) fn thanks_for(site: &Site) -> AnyView {
    let (words, help) = (say!(site, "comments-sent"), four_words::help_note(site));
    view! {
        <Flash words/>
        {help}
    }
    .into_any()
}

/// What somebody should know before they write.
pub(super) fn before_you_write(site: &Site) -> AnyView {
    let title = say!(site, "comments-rules");
    let rules: Vec<AnyView> = [
        say!(site, "comments-rule-kind"),
        say!(site, "comments-rule-names"),
        say!(site, "comments-rule-reach"),
        say!(site, "comments-rule-school"),
    ]
    .into_iter()
    .map(|words| view! { <li>{words}</li> }.into_any())
    .collect();
    view! {
        <NoteBox kind=BoxKind::Sunk title id="comment-rules" level=Level::Three>
            <ul>{rules}</ul>
        </NoteBox>
    }
    .into_any()
}

/// What is wrong with the form: the id of its field, and the words.
pub(super) fn flaw(site: &Site, refusal: &Refusal) -> (&'static str, String) {
    match refusal {
        Refusal::TooLong { .. } => ("comment", say!(site, "comments-error-long")),
        // What they wrote stands in a fresh form.
        Refusal::Taken(_) => ("comment", say!(site, "comments-error-sent")),
        Refusal::Personal(what) => ("comment", say!(site, &format!("comments-found-{what}"))),
        _ => ("say", say!(site, "comments-error-form")),
    }
}

fn one(site: &Site, comment: &ShownComment) -> AnyView {
    let month = say!(site, &format!("month-{}", comment.month.month()));
    let by = say!(site, "comments-month", month = month, year = comment.month.year().to_string());
    let words = spoken(&comment.text);
    let (button, id) = (say!(site, "comments-report"), comment.id.to_string());
    view! {
        <div class="flow">
            <Voice words by measure=true/>
            <form method="post" action="/comments/report">
                <input type="hidden" name="comment" value=id/>
                <ButtonRow><Button words=button kind=ButtonKind::Still/></ButtonRow>
            </form>
        </div>
    }
    .into_any()
}

/// Whether somebody is sure that something is wrong with a comment.
pub fn report(site: &Site, (kind, slug): (PostKind, &str), id: &str) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "comments-report-title");
    let (head, text, yes) =
        (title.clone(), say!(site, "comments-report-text"), say!(site, "comments-report-yes"));
    let no = Link::new(format!("{}#comments", place(kind, slug)), say!(site, "comments-report-no"));
    let id = id.to_string();
    Page::public(title, move || {
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    <Confirm title=head level=Level::One action="/comments/report" yes no>
                        <p>{text}</p>
                        <input type="hidden" name="comment" value=id/>
                        <input type="hidden" name="sure" value="yes"/>
                    </Confirm>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
}

/// It has come: the four words that lead back to it, shown this once.
pub fn sent(site: &Site, sent: &SentComment) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    // Nobody else reads it then, and whoever wrote it should not be told that everyone will.
    let keys = if sent.worrying {
        ["comments-told", "comments-told-lead"]
    } else {
        ["comments-sent", "comments-sent-lead"]
    };
    let [title, lead] = keys.map(|key| say!(site, key));
    let head = title.clone();
    let words = sent.code.words().iter().map(ToString::to_string).collect();
    let (keep, keep_text) = (say!(site, "comments-keep"), say!(site, "comments-keep-text"));
    let (mine, back) = (say!(site, "comments-mine"), back_words(site, sent.kind));
    let href = place(sent.kind, &sent.slug);
    let worrying = sent.worrying.then(|| four_words::help_note(site));
    Page::public(title, move || {
        let band = view! { <Band><h1>{head}</h1><p>{lead}</p></Band> }.into_any();
        view! {
            <PublicLayout shell band>
                <div class="flow measure">
                    {worrying}
                    <Section id="keep" title=keep>
                        <Receipt words/>
                        <p>{keep_text}" "<a href="/comments/mine">{mine}</a></p>
                    </Section>
                    <ButtonRow><ButtonLink href words=back kind=ButtonKind::Still/></ButtonRow>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
}

/// The page after the form where this phone does not know the four words any more.
pub fn sent_before(site: &Site) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "comments-sent-before");
    let (head, lead, mine) =
        (title.clone(), say!(site, "comments-sent-before-lead"), say!(site, "comments-mine"));
    Page::public(title, move || {
        let band = view! { <Band still=true><h1>{head}</h1><p>{lead}</p></Band> }.into_any();
        view! { <PublicLayout shell band><p><a href="/comments/mine">{mine}</a></p></PublicLayout> }
            .into_any()
    })
}

/// The form for the four words. `error` is the key of what is wrong with them.
pub fn find(site: &Site, typed: &str, error: Option<&'static str>) -> Page {
    let title = say!(site, "comments-mine");
    let asks = Find {
        head: title.clone(),
        title,
        lead: say!(site, "comments-mine-lead"),
        button: say!(site, "mine-ask-button"),
        lost: None,
        action: "/comments/mine",
        field: "code",
    };
    four_words::find(site, asks, typed, error)
}

/// What became of a comment. `code` goes into the form that takes it back.
pub fn own(site: &Site, own: &OwnComment, code: &str) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "comments-mine");
    let (head, text, again) = match own.sees {
        WriterSees::Waiting => (say!(site, "comments-waiting"), say!(site, "comments-waiting-text"), false),
        WriterSees::Shown if own.kind == PostKind::Live => {
            (say!(site, "comments-shown"), say!(site, "live-shown-text"), false)
        }
        WriterSees::Shown => (say!(site, "comments-shown"), say!(site, "comments-shown-text"), false),
        WriterSees::ShownWithout => {
            (say!(site, "comments-without"), say!(site, "comments-without-text"), true)
        }
        WriterSees::NotShown(reason) => {
            (say!(site, "comments-not-shown"), say!(site, &format!("comments-why-{reason}")), true)
        }
    };
    let (yours, everyone) = (say!(site, "comments-own-words"), say!(site, "comments-own-shown"));
    let words = own.words.clone();
    let shown = own.shown.as_deref().map(|text| {
        let words = spoken(text);
        view! { <Section id="shown" title=everyone><VoiceToRead words/></Section> }.into_any()
    });
    let look_again = again.then(|| {
        let (text, link) = (say!(site, "comments-again"), say!(site, "foot-tell"));
        let href = format!("/tell-us?about={}", own.slug);
        view! { <p>{text}" "<a href=href>{link}</a></p> }.into_any()
    });
    let help = (own.worrying || own.sees == WriterSees::NotShown(CommentReason::Harm))
        .then(|| four_words::help_note(site));
    let (take_back, back) = (say!(site, "comments-take-back"), back_words(site, own.kind));
    let (code, href) = (code.to_string(), place(own.kind, &own.slug));
    Page::public(title.clone(), move || {
        let band = view! { <Band still=true><p class="quiet">{title}</p><h1>{head}</h1><p>{text}</p></Band> }
            .into_any();
        view! {
            <PublicLayout shell band>
                <div class="flow measure">
                    {help}
                    {look_again}
                    {shown}
                    <Section id="words" title=yours><VoiceToRead words/></Section>
                    <form method="post" action="/comments/take-back">
                        <input type="hidden" name="code" value=code/>
                        <ButtonRow>
                            <Button words=take_back kind=ButtonKind::Stop/>
                            <ButtonLink href words=back kind=ButtonKind::Still/>
                        </ButtonRow>
                    </form>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
}

/// Whether somebody is sure that they want to take a comment back.
pub fn sure(site: &Site, (kind, slug): (PostKind, &str), code: &str) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "comments-sure");
    let (head, text, yes) =
        (title.clone(), say!(site, "comments-sure-text"), say!(site, "comments-sure-yes"));
    let no = Link::new(place(kind, slug), say!(site, "mine-no"));
    let code = code.to_string();
    Page::public(title, move || {
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    <Confirm
                        title=head
                        level=Level::One
                        action="/comments/take-back"
                        yes
                        stop=true
                        no
                    >
                        <p>{text}</p>
                        <input type="hidden" name="code" value=code/>
                        <input type="hidden" name="sure" value="yes"/>
                    </Confirm>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
}

/// It was taken back.
pub fn gone(site: &Site) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "comments-gone");
    let (head, lead, home) = (title.clone(), say!(site, "comments-gone-text"), say!(site, "missing-home"));
    Page::public(title, move || {
        let band = view! { <Band still=true><h1>{head}</h1><p>{lead}</p></Band> }.into_any();
        view! { <PublicLayout shell band><p><a href="/">{home}</a></p></PublicLayout> }.into_any()
    })
}

/// The rules by which somebody looks at each comment before anybody sees it.
pub fn rules(site: &Site) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, "rules-title");
    let (head, lead) = (title.clone(), say!(site, "rules-lead"));
    let part = |id: &'static str, title: String, lines: Vec<String>| {
        let lines: Vec<AnyView> = lines.into_iter().map(|line| view! { <p>{line}</p> }.into_any()).collect();
        move || view! { <Section id title>{lines}</Section> }.into_any()
    };
    let who = part(
        "who",
        say!(site, "rules-who"),
        vec![say!(site, "rules-who-text"), say!(site, "rules-who-safe")],
    );
    let what = part("what", say!(site, "rules-what"), vec![say!(site, "rules-what-text")]);
    let soon = part("soon", say!(site, "rules-soon"), vec![say!(site, "rules-soon-text")]);
    let without = part(
        "without",
        say!(site, "rules-without"),
        vec![say!(site, "rules-without-text"), say!(site, "rules-never")],
    );
    let report = part("report", say!(site, "rules-report"), vec![say!(site, "rules-report-text")]);
    let why = say!(site, "rules-why");
    let reasons: Vec<AnyView> = CommentReason::ALL
        .iter()
        .map(|reason| {
            let words = say!(site, &format!("rules-why-{reason}"));
            view! { <li>{words}</li> }.into_any()
        })
        .collect();
    let (ask, ask_text) = (say!(site, "rules-ask"), say!(site, "rules-ask-text"));
    let (tell, mine) = (say!(site, "foot-tell"), say!(site, "comments-mine"));
    Page::public(title, move || {
        let band = view! { <Band still=true><h1>{head}</h1><p>{lead}</p></Band> }.into_any();
        view! {
            <PublicLayout shell band>
                <div class="flow measure">
                    {what()}
                    {who()}
                    {soon()}
                    <Section id="why" title=why><ul>{reasons}</ul></Section>
                    {without()}
                    <Section id="ask" title=ask>
                        <p>{ask_text}</p>
                        <ButtonRow>
                            <ButtonLink href="/tell-us" words=tell kind=ButtonKind::Still/>
                            <ButtonLink href="/comments/mine" words=mine kind=ButtonKind::Still/>
                        </ButtonRow>
                    </Section>
                    {report()}
                </div>
            </PublicLayout>
        }
        .into_any()
    })
    .indexed()
}
