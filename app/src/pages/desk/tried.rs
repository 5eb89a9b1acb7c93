//! A form that could not be taken, for the page that shows it again; and the
//! fields and words that many pages of the desk share.

use earshot_domain::decision::ResponseStatus;
use earshot_domain::frequency::Frequency;
use earshot_domain::suppression::Shown;
use earshot_domain::text::{Part as Piece, Redaction};
use earshot_service::{DeskConsultation, Refusal};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::refusals::refusal_words;
use super::typed::{Typed, Wrong};
use crate::components::{
    CheckBox, DateField, ErrorSummary, FormRow, GroupTabs, InnerTabs, Link, MarkColour, Part, Select,
    SelectOption, Spoken, TabGroup, TabLink, TextArea, TextField,
};
use crate::{Site, say};

/// Which form of a page was sent and could not be taken, what was typed into
/// it, and why it was refused. The default is that none was.
#[derive(Debug, Clone, Default)]
pub struct Tried {
    form: String,
    typed: Typed,
    refusals: Vec<Refusal>,
}

impl Tried {
    /// This form, with what was typed into it.
    pub fn new(form: impl Into<String>, typed: Vec<(String, String)>, refusals: Vec<Refusal>) -> Self {
        Self { form: form.into(), typed: Typed(typed), refusals }
    }

    /// What was typed, if it was this form.
    pub(super) fn typed(&self, form: &str) -> Option<&Typed> {
        (self.form == form).then_some(&self.typed)
    }

    /// Why it was refused, if it was this form.
    pub(super) fn refusals(&self, form: &str) -> &[Refusal] {
        if self.form == form { &self.refusals } else { &[] }
    }

    /// Whether any form was refused.
    pub(super) fn is_wrong(&self) -> bool {
        !self.refusals.is_empty()
    }
}

/// What a form sends when somebody says that they are sure.
pub(super) const SURE: &str = "sure";

/// A form: what stands in its fields, and what is wrong with them. The ids of
/// its fields begin with `stem`, so that two forms of a page can have fields of
/// one name.
#[derive(Debug, Clone, Default)]
pub(super) struct Form {
    stem: String,
    typed: Typed,
    refusals: Vec<Refusal>,
    wrong: Wrong,
}

impl Form {
    /// What was typed into it, or else what `kept` gives.
    pub(super) fn new(tried: &Tried, form: &str, stem: &str, kept: impl FnOnce() -> Typed) -> Self {
        let typed = tried.typed(form).cloned().unwrap_or_else(kept);
        let wrong = tried
            .refusals(form)
            .iter()
            .map(|refusal| {
                let (field, words) = match refusal {
                    Refusal::Missing(SURE) => (Some(SURE.to_string()), "Tick the box first.".to_string()),
                    other => refusal_words(other),
                };
                (field.map(|field| format!("{stem}{field}")), words)
            })
            .collect();
        Self { stem: stem.to_string(), typed, refusals: tried.refusals(form).to_vec(), wrong: Wrong(wrong) }
    }

    /// The same, where `place` gives the ids of the fields that some refusals
    /// belong to: those of a field that stands on the page once for each theme.
    #[must_use]
    pub(super) fn placed(mut self, place: impl Fn(&Refusal) -> Option<String>) -> Self {
        for (refusal, (field, _)) in self.refusals.iter().zip(&mut self.wrong.0) {
            if let Some(id) = place(refusal) {
                *field = Some(id);
            }
        }
        self
    }

    /// Nothing stands in its fields but what was typed.
    pub(super) fn empty(tried: &Tried, form: &str, stem: &str) -> Self {
        Self::new(tried, form, stem, Typed::default)
    }

    /// What stands in a field.
    pub(super) fn value(&self, name: &str) -> &str {
        self.typed.get(name)
    }

    /// Whether this value was ticked.
    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.typed.has(name, value)
    }

    /// What is wrong with it, above the page.
    pub(super) fn summary(&self) -> Option<AnyView> {
        self.wrong.summary()
    }

    /// The same, where everything else on the page was saved.
    pub(super) fn summary_saved(&self, title: &'static str) -> Option<AnyView> {
        if self.wrong.is_empty() {
            return None;
        }
        let problems = self
            .wrong
            .0
            .iter()
            .map(|(field, words)| {
                Link::new(format!("#{}", field.as_deref().unwrap_or("main")), words.clone())
            })
            .collect();
        Some(view! { <ErrorSummary title kept="Everything else is saved." problems/> }.into_any())
    }

    /// Whether something is wrong with it.
    pub(super) fn is_wrong(&self) -> bool {
        !self.wrong.is_empty()
    }

    /// Whether it was refused for such a reason.
    pub(super) fn has_refusal(&self, such: impl Fn(&Refusal) -> bool) -> bool {
        self.refusals.iter().any(such)
    }

    /// What is wrong with a field.
    pub(super) fn error(&self, name: &str) -> Option<String> {
        self.wrong.at(&self.id(name))
    }

    /// The id of a field.
    pub(super) fn id(&self, name: &str) -> String {
        format!("{}{name}", self.stem)
    }

    /// A field of one line.
    pub(super) fn line(&self, name: &'static str, label: &'static str, hint: &'static str) -> AnyView {
        let (id, value, error) = (self.id(name), self.value(name).to_string(), self.error(name));
        view! { <TextField name id label hint value error/> }.into_any()
    }

    /// A field of several lines.
    pub(super) fn lines(
        &self,
        name: &'static str,
        label: &'static str,
        hint: &'static str,
        rows: usize,
    ) -> AnyView {
        let (id, value, error) = (self.id(name), self.value(name).to_string(), self.error(name));
        view! { <TextArea name id label hint value error rows/> }.into_any()
    }

    /// A field for a young person's exact words.
    pub(super) fn voice(
        &self,
        name: &'static str,
        label: &'static str,
        hint: &'static str,
        rows: usize,
    ) -> AnyView {
        let (id, value, error) = (self.id(name), self.value(name).to_string(), self.error(name));
        view! { <TextArea name id label hint value error rows voice=true/> }.into_any()
    }

    /// A day.
    pub(super) fn day(&self, name: &'static str, label: &'static str, hint: &'static str) -> AnyView {
        let (id, value, error) = (self.id(name), self.value(name).to_string(), self.error(name));
        view! { <DateField name id label hint value error/> }.into_any()
    }

    /// A list to choose from. `empty` stands first while nothing is chosen.
    pub(super) fn select(
        &self,
        name: &'static str,
        label: &'static str,
        hint: &'static str,
        empty: &'static str,
        options: Vec<SelectOption>,
    ) -> AnyView {
        let (id, value, error) = (self.id(name), self.value(name).to_string(), self.error(name));
        view! { <Select name id label hint value error options empty/> }.into_any()
    }

    /// "I am sure."
    pub(super) fn sure(&self, label: &'static str) -> AnyView {
        let (id, error) = (self.id(SURE), self.error(SURE));
        view! { <CheckBox name=SURE id label error/> }.into_any()
    }
}

/// Fields beside each other, where there is room.
pub(super) fn row(fields: Vec<AnyView>) -> AnyView {
    view! { <FormRow>{fields}</FormRow> }.into_any()
}

/// A page on which words become findings: its address in the consultation, its name, and whether only those who
/// analyse may see it.
type CodePage = (&'static str, &'static str, bool);

/// These pages, in the groups in which they are found. Group sessions are here for those who read and code them;
/// everybody else finds them among the parts of the consultation.
const CODE_GROUPS: [(&str, &[CodePage]); 6] = [
    (
        "Read and code",
        &[
            ("coding", "Answers", true),
            ("redact", "Names and places", true),
            ("alike", "Similar answers", true),
            ("rounds", "Double coding", true),
            ("sessions", "Group sessions", true),
        ],
    ),
    (
        "Codebook",
        &[
            ("codes", "Codes", false),
            ("codes/versions", "Frozen versions", false),
            ("codes/import", "Import", true),
            ("codes/kept", "What came in files", true),
        ],
    ),
    (
        "Themes",
        &[("themes", "Themes", false), ("board", "Theme board", true), ("matrix", "People by codes", true)],
    ),
    ("Quotes", &[("quotes", "Quotes", false), ("tray", "Possible quotes", true)]),
    (
        "Findings",
        &[("findings", "Findings", false), ("numbers", "Numbers", false), ("pack", "Evidence pack", false)],
    ),
    ("Take files out", &[("exports", "Take files out", false)]),
];

/// The pages on which words become findings: their groups, and below them the pages of the group that is seen.
pub(super) fn code_tabs(desk: &DeskConsultation, current: &str, analyses: bool) -> AnyView {
    let (groups, pages) = code_rows(desk, current, analyses);
    view! { {groups}{pages} }.into_any()
}

/// The same two rows, each by itself. There is no second one where the group has one page for them.
pub(super) fn code_rows(
    desk: &DeskConsultation,
    current: &str,
    analyses: bool,
) -> (AnyView, Option<AnyView>) {
    let slug = &desk.slug;
    let groups: Vec<TabGroup> = CODE_GROUPS
        .iter()
        .map(|(words, pages)| TabGroup {
            words: (*words).to_string(),
            pages: pages
                .iter()
                .filter(|(.., only_analysts)| analyses || !only_analysts)
                .map(|(page, words, _)| TabLink {
                    href: format!("/desk/c/{slug}/{page}"),
                    words: (*words).to_string(),
                    current: *page == current,
                    tag: None,
                })
                .collect(),
        })
        .collect();
    let links = groups.iter().find(|group| group.is_current()).map(|group| group.pages.clone());
    let pages = links
        .filter(|links| links.len() > 1)
        .map(|links| view! { <InnerTabs label="In this part" links/> }.into_any());
    (view! { <GroupTabs label="From words to findings" groups/> }.into_any(), pages)
}

/// How many said something, as a word in a sentence: "more than half".
pub(super) fn frequency_words(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::All => "Everyone",
        Frequency::AlmostAll => "Almost everyone",
        Frequency::Most => "Most",
        Frequency::MoreThanHalf => "More than half",
        Frequency::AboutHalf => "About half",
        Frequency::Some => "Some",
        Frequency::AFew => "A few",
    }
}

/// A count as it may be shown: "about 145 voices", or `[c]` with what it means.
pub(super) fn shown(shown: Shown, one_word: &'static str) -> AnyView {
    match shown.value() {
        Some(0) => format!("no {one_word}").into_any(),
        Some(n) => format!("about {n} {one_word}").into_any(),
        None => view! {
            <abbr title=HIDDEN_SHORT>"[c]"</abbr>
            <span class="hush">" "{HIDDEN_SHORT}</span>
            " "
            {one_word}
        }
        .into_any(),
    }
}

/// What a hidden count is, heard in place of it.
const HIDDEN_SHORT: &str = "too few to show";

/// What `[c]` means, said on every page that shows it.
pub(super) fn hidden_note(any: bool) -> Option<AnyView> {
    any.then(|| {
        view! {
            <p class="box box--promise">
                <strong>"What does [c] mean?"</strong>
                " It means only a few people. We hide small numbers so that nobody can work out who said what. Other numbers may be rounded to the nearest 5."
            </p>
        }
        .into_any()
    })
}

/// One of the eight answers, in its words.
pub(super) fn status_words(site: &Site, status: ResponseStatus) -> String {
    say!(site, &format!("status-{status}"))
}

/// The eight answers to choose from.
pub(super) fn status_options(site: &Site) -> Vec<SelectOption> {
    ResponseStatus::ALL
        .iter()
        .map(|status| SelectOption::new(status.as_str(), status_words(site, *status)))
        .collect()
}

/// What each of the eight answers must say (domain.md 7.5).
pub(super) fn status_needs(status: ResponseStatus) -> &'static str {
    match status {
        ResponseStatus::Doing => "Say what will happen, and when.",
        ResponseStatus::DoingDifferently => "Say what is different from what they asked for, and why.",
        ResponseStatus::NotYet => "Say why, and when you will look again.",
        ResponseStatus::Trying => "Say where, and when you decide.",
        ResponseStatus::PassedOn => "Say who decides, and when you told them. Add their reply when it comes.",
        ResponseStatus::No => "Say the honest reason.",
        ResponseStatus::Already => "Say how to get it, and why people did not know.",
        ResponseStatus::NeedMore => "Say what you will ask next.",
    }
}

/// Words with some of them taken out, as everybody would see them.
pub(super) fn spoken_parts(parts: &[Piece<'_>]) -> Spoken {
    Spoken(
        parts
            .iter()
            .map(|part| match part {
                Piece::Words(words) => Part::Said((*words).to_string()),
                Piece::Hidden(token) => Part::Hidden(token.as_str().to_string()),
            })
            .collect(),
    )
}

/// The whole answer with what was taken out of it marked.
pub(super) fn spoken_marked(words: &str, taken_out: &[Redaction]) -> Spoken {
    let mut sorted: Vec<_> = taken_out.iter().collect();
    sorted.sort_by_key(|redaction| redaction.span.start);
    let letters: Vec<char> = words.chars().collect();
    let piece = |from: usize, to: usize| letters.get(from..to).map(|run| run.iter().collect::<String>());
    let mut parts = Vec::new();
    let mut at = 0;
    for redaction in sorted {
        let (start, end) = (redaction.span.start.max(at), redaction.span.end);
        if start >= end {
            continue;
        }
        parts.extend(piece(at, start).filter(|run| !run.is_empty()).map(Part::Said));
        if let Some(words) = piece(start, end) {
            parts.push(Part::Marked {
                words,
                key: redaction.token.as_str().to_string(),
                mark: MarkColour::A,
            });
        }
        at = end;
    }
    parts.extend(piece(at, letters.len()).filter(|run| !run.is_empty()).map(Part::Said));
    Spoken(parts)
}

#[cfg(test)]
mod tests {
    use earshot_domain::text::{Span, Token};

    use super::*;

    #[test]
    fn what_is_taken_out_is_marked_in_place() {
        let redaction = |start, end, token| Redaction { span: Span { start, end }, token };
        // Positions count letters, not bytes; an overlap is marked once.
        let Spoken(parts) = spoken_marked(
            "é mr davis said no",
            &[redaction(5, 10, Token::Name), redaction(2, 10, Token::Worker)],
        );
        assert_eq!(
            parts,
            vec![
                Part::Said("é ".into()),
                Part::Marked { words: "mr davis".into(), key: "worker".into(), mark: MarkColour::A },
                Part::Said(" said no".into()),
            ]
        );
    }

    #[test]
    fn a_form_shows_again_what_was_typed_and_links_to_its_own_fields() {
        let typed = vec![("title".to_string(), "Buses".to_string())];
        let tried = Tried::new("new", typed, vec![Refusal::Missing("title"), Refusal::Missing(SURE)]);
        let form = Form::empty(&tried, "new", "new-");
        assert_eq!(form.value("title"), "Buses");
        assert_eq!(form.error("title").as_deref(), Some("Write the title."));
        assert_eq!(form.error(SURE).as_deref(), Some("Tick the box first."));
        let other = Form::empty(&tried, "priority", "");
        assert_eq!((other.value("title"), other.is_wrong()), ("", false));
    }
}
