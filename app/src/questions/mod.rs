//! How each type of question is shown. One exhaustive match joins the types, as in the domain; a file each where
//! there is more to it than a list of rows.

mod aids;
mod area;
mod file;
mod grid;
mod own_words;
mod ranking;
mod rating;

use earshot_domain::journey::option_order;
use earshot_domain::question::{
    AGREE, Choice, FACES, GIVEN, Kind, Question as Asks, Scale, WHEN, YES_NO_UNSURE,
};
use earshot_service::{Asked, Asset};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::components::{ChoiceItem, ChoiceKind, Choices, Faces, Question};
use crate::words::direction;
use crate::{Site, say};

pub use ranking::shifted;

/// What stands around a question: whose files may be shown with it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Around<'a> {
    /// The consultation's short name in addresses.
    pub slug: &'a str,
    /// The files that staff made for its questions.
    pub files: &'a [Asset],
    /// Days that an unsent answer is kept.
    pub draft_days: i64,
    /// Whether the files of this phone's unsent answer can be seen and taken out here.
    pub own_files: bool,
}

impl<'a> Around<'a> {
    /// On the pages of a consultation that ask.
    pub fn asking(asked: &'a Asked) -> Self {
        Self { slug: &asked.slug, files: &asked.files, draft_days: asked.setup.draft_days, own_files: true }
    }

    /// Where the files of this phone's unsent answer are.
    fn own_files(&self) -> Option<String> {
        self.own_files.then(|| format!("/c/{}/media", self.slug))
    }
}

/// A question that is to be shown, in words that are ready to be read.
#[derive(Debug, Clone)]
pub struct Shown<'a> {
    /// The question, with earlier answers in its sentences.
    pub asks: &'a Asks,
    /// The name of its field, which is also what the ids of its parts begin with.
    pub name: String,
    /// What stands in it: what was given, or what was just typed.
    pub typed: &'a [String],
    /// What is wrong with that.
    pub error: Option<String>,
    /// Whether it is one of several on its page, and so not the heading of the page.
    pub small: bool,
    /// What the order of its options is drawn from.
    pub seed: u32,
    /// What stands around it.
    pub around: Around<'a>,
}

impl Shown<'_> {
    /// Whether this value is chosen.
    fn chosen(&self, value: &str) -> bool {
        self.typed.iter().any(|given| given == value)
    }

    /// The options in the order of this response.
    fn options(&self) -> Vec<&Choice> {
        let options = self.asks.kind.options();
        option_order(self.asks, self.seed).into_iter().filter_map(|at| options.get(at)).collect()
    }

    fn items(&self) -> Vec<ChoiceItem> {
        let item = |option: &&Choice| {
            let note = option.note.clone().unwrap_or_default();
            let picture = self.around.picture(option.picture.as_deref());
            ChoiceItem::new(&option.key, &option.label)
                .chosen(self.chosen(&option.key))
                .note(note)
                .picture(picture)
        };
        self.options().iter().map(item).collect()
    }

    /// The hint, with what a form of this kind always says.
    fn hint(&self, always: Option<String>) -> Option<String> {
        let said: Vec<String> = [self.asks.hint.clone(), always].into_iter().flatten().collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    /// Rows to choose from, under the question.
    fn frame(&self, hint: Option<String>, inside: impl FnOnce() -> AnyView + Send + 'static) -> AnyView {
        let id = format!("{}-q", self.name);
        let (words, small) = (self.asks.text.clone(), self.small);
        let (error, lang) = (self.error.clone(), self.asks.lang.clone());
        view! { <Question id words small hint error lang>{inside()}</Question> }.into_any()
    }
}

/// The whole question: what is asked, help with it, what is wrong, and what to answer with.
pub fn question(site: &Site, shown: &Shown<'_>) -> AnyView {
    let asked = control(site, shown);
    match aids::aids(site, shown) {
        Some(aids) => view! { {aids}{asked} }.into_any(),
        None => asked,
    }
}

fn control(site: &Site, shown: &Shown<'_>) -> AnyView {
    match &shown.asks.kind {
        Kind::Single(_) => choices(shown, ChoiceKind::One, shown.hint(None), shown.items()),
        Kind::Multi(multi) => {
            let many = match (multi.min, multi.max) {
                (Some(min), Some(max)) if min == max => say!(site, "several-hint-exactly", n = max),
                (_, Some(max)) => say!(site, "several-hint-max", n = max),
                (Some(min), None) => say!(site, "several-hint-min", n = min),
                (None, None) => say!(site, "several-hint"),
            };
            choices(shown, ChoiceKind::Any, shown.hint(Some(many)), shown.items())
        }
        Kind::Faces => {
            let items = scale_items(site, &Scale::Faces, |key| shown.chosen(key));
            let name = shown.name.clone();
            shown.frame(shown.hint(None), move || view! { <Faces name items/> }.into_any())
        }
        Kind::Agree => {
            let items = scale_items(site, &Scale::Agree, |key| shown.chosen(key));
            choices(shown, ChoiceKind::One, shown.hint(None), items)
        }
        Kind::YesNoUnsure => {
            let items = scale_items(site, &Scale::YesNoUnsure, |key| shown.chosen(key));
            choices(shown, ChoiceKind::One, shown.hint(None), items)
        }
        Kind::When => {
            let item = |key: &str| {
                ChoiceItem::new(key, say!(site, &format!("when-{key}"))).chosen(shown.chosen(key))
            };
            choices(shown, ChoiceKind::One, shown.hint(None), WHEN.into_iter().map(item).collect())
        }
        Kind::Rating(rating) => rating::question(shown, rating),
        Kind::Ranking(ranking) => ranking::question(site, shown, ranking),
        Kind::Picture(picture) if picture.several => {
            choices(shown, ChoiceKind::Any, shown.hint(Some(say!(site, "several-hint"))), shown.items())
        }
        Kind::Picture(_) => choices(shown, ChoiceKind::One, shown.hint(None), shown.items()),
        Kind::Area(area) => area::question(site, shown, area),
        Kind::Grid(grid) => grid::question(site, shown, grid),
        Kind::ShortText => own_words::line(site, shown),
        Kind::LongText => own_words::lines(site, shown),
        Kind::Number(number) => own_words::number(site, shown, number),
        Kind::Photo => file::photo(site, shown),
        Kind::Audio => file::audio(site, shown),
        Kind::Info => {
            let (words, lang) = (shown.asks.text.clone(), shown.asks.lang.clone());
            let text = shown.asks.hint.clone().map(|hint| view! { <p>{hint}</p> });
            let head = if shown.small {
                view! { <h2>{words}</h2> }.into_any()
            } else {
                view! { <h1>{words}</h1> }.into_any()
            };
            let dir = lang.as_deref().and_then(direction);
            view! { <div class="question" lang=lang dir=dir>{head}{text}</div> }.into_any()
        }
    }
}

/// The key of the words for a value whose words belong to the language.
pub fn value_key(kind: &Kind, value: &str) -> Option<String> {
    let scale = match kind {
        Kind::Faces => &Scale::Faces,
        Kind::Agree => &Scale::Agree,
        Kind::YesNoUnsure => &Scale::YesNoUnsure,
        Kind::Grid(grid) => &grid.scale,
        Kind::When if WHEN.contains(&value) => return Some(format!("when-{value}")),
        Kind::Photo => return Some("photo-given".to_string()),
        Kind::Audio if value == GIVEN => return Some("audio-given".to_string()),
        _ => return None,
    };
    scale_key(scale, value)
}

fn scale_key(scale: &Scale, value: &str) -> Option<String> {
    match scale {
        Scale::Faces => FACES.contains(&value).then(|| format!("face-{value}")),
        Scale::Agree => AGREE.contains(&value).then(|| format!("agree-{value}")),
        Scale::YesNoUnsure => YES_NO_UNSURE.contains(&value).then(|| format!("answer-{value}")),
        Scale::Options(_) => None,
    }
}

/// The steps of a scale to choose from.
fn scale_items(site: &Site, scale: &Scale, chosen: impl Fn(&str) -> bool) -> Vec<ChoiceItem> {
    let label = |key: &str| match scale {
        Scale::Options(options) => {
            options.iter().find(|option| option.key == key).map(|option| option.label.clone())
        }
        _ => scale_key(scale, key).map(|words| say!(site, &words)),
    };
    let item = |key: &str| ChoiceItem::new(key, label(key).unwrap_or_default()).chosen(chosen(key));
    scale.keys().into_iter().map(item).collect()
}

fn choices(shown: &Shown<'_>, kind: ChoiceKind, hint: Option<String>, items: Vec<ChoiceItem>) -> AnyView {
    let name = shown.name.clone();
    shown.frame(hint, move || view! { <Choices kind name items/> }.into_any())
}
