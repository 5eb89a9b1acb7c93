//! Fields of forms. The label, then help with it, then what is wrong, then the field with what was
//! typed before.
//!
//! A form that has [`ErrorSummary`](super::ErrorSummary) above it carries `novalidate`: what is
//! wrong is said in our words, all at once, and with nothing lost.

#![expect(clippy::fn_params_excessive_bools, reason = "each is an attribute of the field")]

use leptos::prelude::*;

use super::{FieldError, MaybeText, classes, described_by, escape, number};

/// What someone typed, as the content of a text area.
///
/// Views write the content of a text area as it is, so it is made safe here; and a browser drops a
/// line break at its start, so a first one is written twice.
pub(crate) fn area_content(value: &str) -> String {
    let break_first = if value.starts_with(['\n', '\r']) { "\n" } else { "" };
    format!("{break_first}{}", escape(value))
}

/// What stands around every field.
struct Around {
    id: String,
    label: String,
    note: MaybeText,
    hint: MaybeText,
    error: MaybeText,
    count: MaybeText,
    small: bool,
    wide: bool,
}

/// What the field itself needs to know of what stands around it.
#[derive(Clone)]
struct Ties {
    id: String,
    described: Option<String>,
    invalid: Option<&'static str>,
}

impl Around {
    fn hint_id(&self) -> Option<String> {
        self.hint.is_some().then(|| format!("{}-hint", self.id))
    }

    fn error_id(&self) -> Option<String> {
        self.error.is_some().then(|| format!("{}-error", self.id))
    }

    fn count_id(&self) -> Option<String> {
        self.count.is_some().then(|| format!("{}-count", self.id))
    }

    fn ties(&self) -> Ties {
        Ties {
            id: self.id.clone(),
            described: described_by(&[self.hint_id(), self.error_id(), self.count_id()]),
            invalid: self.error.is_some().then_some("true"),
        }
    }

    fn view(self, field: AnyView) -> AnyView {
        let (hint_id, error_id, count_id) = (self.hint_id(), self.error_id(), self.count_id());
        let class = classes(&[
            "field",
            if self.small { "field--s" } else { "" },
            if self.wide { "wide" } else { "" },
        ]);
        view! {
            <div class=class>
                <label class="label" for=self.id>
                    {self.label}
                    {self.note.into_option().map(|note| view! { <span class="quiet">" "{note}</span> })}
                </label>
                {self.hint.into_option().map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
                {self.error.into_option().zip(error_id).map(|(words, id)| view! { <FieldError id words/> })}
                {field}
                {self.count.into_option().map(|count| view! { <p class="count" id=count_id>{count}</p> })}
            </div>
        }
        .into_any()
    }
}

/// A field of one line.
#[component]
pub fn TextField(
    /// The name it sends.
    #[prop(into)]
    name: String,
    /// What it is called.
    #[prop(into)]
    label: String,
    /// Its id, where it is not its name.
    #[prop(optional, into)]
    id: MaybeText,
    /// A quiet word beside the label: "(if needed)".
    #[prop(optional, into)]
    note: MaybeText,
    /// Help with it.
    #[prop(optional, into)]
    hint: MaybeText,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeText,
    /// What was typed before.
    #[prop(optional, into)]
    value: MaybeText,
    /// Words under it: how much room there is, how old a reader must be.
    #[prop(optional, into)]
    count: MaybeText,
    /// The kind of text: `email`, `url`, `search`. Plain text where it is not given.
    #[prop(optional, into)]
    kind: MaybeText,
    /// What a phone may fill in: `email`, `name`, `off`.
    #[prop(optional, into)]
    autocomplete: MaybeText,
    /// The keyboard a phone should show: `numeric`, `email`.
    #[prop(optional, into)]
    inputmode: MaybeText,
    /// How many letters there is room for.
    #[prop(optional)]
    most: usize,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// Whether it cannot be changed.
    #[prop(optional)]
    disabled: bool,
    /// Whether what goes in is short.
    #[prop(optional)]
    short: bool,
    /// Whether it is what the page is for, so that one can type at once.
    #[prop(optional)]
    first: bool,
    /// Whether it stands among many, with a smaller label.
    #[prop(optional)]
    small: bool,
    /// Whether it takes a line of its own in a row of fields.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let id = id.into_option().unwrap_or_else(|| name.clone());
    let around = Around { id, label, note, hint, error, count, small, wide };
    let Ties { id, described, invalid } = around.ties();
    around.view(
        view! {
            <input
                class=if short { "input input--s" } else { "input" }
                type=kind.into_option()
                id=id
                name=name
                value=value.into_option()
                autocomplete=autocomplete.into_option()
                inputmode=inputmode.into_option()
                maxlength=number(most)
                required=required
                disabled=disabled
                autofocus=first
                aria-invalid=invalid
                aria-describedby=described
            />
        }
        .into_any(),
    )
}

/// A field of several lines.
#[component]
pub fn TextArea(
    /// The name it sends.
    #[prop(into)]
    name: String,
    /// What it is called.
    #[prop(into)]
    label: String,
    /// Its id, where it is not its name.
    #[prop(optional, into)]
    id: MaybeText,
    /// A quiet word beside the label: "(if needed)".
    #[prop(optional, into)]
    note: MaybeText,
    /// Help with it.
    #[prop(optional, into)]
    hint: MaybeText,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeText,
    /// What was typed before.
    #[prop(optional, into)]
    value: MaybeText,
    /// Words under it: how much room there is, how old a reader must be.
    #[prop(optional, into)]
    count: MaybeText,
    /// How many lines show.
    #[prop(optional)]
    rows: usize,
    /// How many letters there is room for.
    #[prop(optional)]
    most: usize,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// Whether a young person's exact words go in.
    #[prop(optional)]
    voice: bool,
    /// Whether it stands among many, with a smaller label.
    #[prop(optional)]
    small: bool,
    /// Whether it takes a line of its own in a row of fields.
    #[prop(optional)]
    wide: bool,
    /// The language that goes in, where it is not that of the page.
    #[prop(optional, into)]
    lang: MaybeText,
    /// Which way it runs. Where it is not given, what is typed decides.
    #[prop(default = "auto")]
    dir: &'static str,
) -> impl IntoView {
    let id = id.into_option().unwrap_or_else(|| name.clone());
    let around = Around { id, label, note, hint, error, count, small, wide };
    let Ties { id, described, invalid } = around.ties();
    let content = area_content(value.get().unwrap_or_default());
    around.view(
        view! {
            <textarea
                class=if voice { "input input--voice" } else { "input" }
                id=id
                name=name
                rows=number(rows)
                maxlength=number(most)
                lang=lang.into_option()
                dir=dir
                required=required
                aria-invalid=invalid
                aria-describedby=described
                inner_html=content
            ></textarea>
        }
        .into_any(),
    )
}

/// One thing in a list to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SelectOption {
    /// What is sent.
    pub value: String,
    /// The words.
    pub words: String,
    /// The heading under which it stands with its neighbours that have the same one; under none where it is empty.
    pub under: &'static str,
}

impl SelectOption {
    /// One thing in a list.
    pub fn new(value: impl Into<String>, words: impl Into<String>) -> Self {
        Self { value: value.into(), words: words.into(), under: "" }
    }

    /// The same, under a heading.
    #[must_use]
    pub fn under(self, under: &'static str) -> Self {
        Self { under, ..self }
    }
}

/// What there is to choose, with the headings between.
fn options_view(options: Vec<SelectOption>, chosen: Option<&String>) -> Vec<AnyView> {
    let mut parts: Vec<(&'static str, Vec<AnyView>)> = Vec::new();
    for option in options {
        let selected = chosen == Some(&option.value);
        let shown = view! { <option value=option.value selected=selected>{option.words}</option> }.into_any();
        match parts.last_mut() {
            Some((under, shown_before)) if *under == option.under => shown_before.push(shown),
            _ => parts.push((option.under, vec![shown])),
        }
    }
    let part = |(under, shown): (&'static str, Vec<AnyView>)| {
        if under.is_empty() {
            return shown.into_any();
        }
        view! { <optgroup label=under>{shown}</optgroup> }.into_any()
    };
    parts.into_iter().map(part).collect()
}

/// A list to choose one thing from. For staff; a young person gets rows to press.
#[component]
pub fn Select(
    /// The name it sends.
    #[prop(into)]
    name: String,
    /// What it is called.
    #[prop(into)]
    label: String,
    /// What there is to choose.
    options: Vec<SelectOption>,
    /// What was chosen before.
    #[prop(optional, into)]
    value: MaybeText,
    /// What stands first while nothing is chosen: "Choose an answer".
    #[prop(optional, into)]
    empty: MaybeText,
    /// Its id, where it is not its name.
    #[prop(optional, into)]
    id: MaybeText,
    /// A quiet word beside the label.
    #[prop(optional, into)]
    note: MaybeText,
    /// Help with it.
    #[prop(optional, into)]
    hint: MaybeText,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeText,
    /// Whether something must be chosen.
    #[prop(optional)]
    required: bool,
    /// Whether it stands among many, with a smaller label.
    #[prop(optional)]
    small: bool,
    /// Whether it takes a line of its own in a row of fields.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let id = id.into_option().unwrap_or_else(|| name.clone());
    let around = Around { id, label, note, hint, error, count: MaybeText::default(), small, wide };
    let Ties { id, described, invalid } = around.ties();
    let chosen = value.into_option();
    let options = options_view(options, chosen.as_ref());
    around.view(
        view! {
            <select
                class="input"
                id=id
                name=name
                required=required
                aria-invalid=invalid
                aria-describedby=described
            >
                {empty.into_option().map(|empty| view! { <option value="">{empty}</option> })}
                {options}
            </select>
        }
        .into_any(),
    )
}

/// A day, as `2026-06-14`.
#[component]
pub fn DateField(
    /// The name it sends.
    #[prop(into)]
    name: String,
    /// What it is called.
    #[prop(into)]
    label: String,
    /// What was chosen before.
    #[prop(optional, into)]
    value: MaybeText,
    /// The first day that can be chosen.
    #[prop(optional, into)]
    min: MaybeText,
    /// The last day that can be chosen.
    #[prop(optional, into)]
    max: MaybeText,
    /// Its id, where it is not its name.
    #[prop(optional, into)]
    id: MaybeText,
    /// A quiet word beside the label.
    #[prop(optional, into)]
    note: MaybeText,
    /// Help with it.
    #[prop(optional, into)]
    hint: MaybeText,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeText,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// Whether it stands among many, with a smaller label.
    #[prop(optional)]
    small: bool,
    /// Whether it takes a line of its own in a row of fields.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let id = id.into_option().unwrap_or_else(|| name.clone());
    let around = Around { id, label, note, hint, error, count: MaybeText::default(), small, wide };
    let Ties { id, described, invalid } = around.ties();
    around.view(
        view! {
            <input
                class="input input--s"
                type="date"
                id=id
                name=name
                value=value.into_option()
                min=min.into_option()
                max=max.into_option()
                required=required
                aria-invalid=invalid
                aria-describedby=described
            />
        }
        .into_any(),
    )
}

/// A file to hand over.
#[component]
pub fn FileField(
    /// The name it sends.
    #[prop(into)]
    name: String,
    /// What it is called.
    #[prop(into)]
    label: String,
    /// What kinds of file are taken: `.xlsx,.csv`.
    #[prop(optional, into)]
    accept: MaybeText,
    /// Help with it.
    #[prop(optional, into)]
    hint: MaybeText,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeText,
    /// Whether there must be one.
    #[prop(optional)]
    required: bool,
    /// Whether several can be chosen at once.
    #[prop(optional)]
    several: bool,
    /// Its id, where it is not its name.
    #[prop(optional, into)]
    id: MaybeText,
    /// Whether it stands among many, with a smaller label.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let around = Around {
        id: id.into_option().unwrap_or_else(|| name.clone()),
        label,
        note: MaybeText::default(),
        hint,
        error,
        count: MaybeText::default(),
        small,
        wide: false,
    };
    let Ties { id, described, invalid } = around.ties();
    around.view(
        view! {
            <input
                class="input"
                type="file"
                id=id
                name=name
                accept=accept.into_option()
                multiple=several
                required=required
                aria-invalid=invalid
                aria-describedby=described
            />
        }
        .into_any(),
    )
}

/// One thing to tick, or, where `one_of` says so, one of several of which one can be chosen.
#[component]
pub fn CheckBox(
    /// The name it sends.
    #[prop(into)]
    name: String,
    /// What is ticked.
    #[prop(into)]
    label: String,
    /// What is sent when it is ticked.
    #[prop(into, default = "yes".to_owned())]
    value: String,
    /// Its id.
    #[prop(optional, into)]
    id: MaybeText,
    /// Smaller words under the label.
    #[prop(optional, into)]
    note: MaybeText,
    /// Whether it is ticked.
    #[prop(optional)]
    checked: bool,
    /// Whether it cannot be changed.
    #[prop(optional)]
    disabled: bool,
    /// Whether only one of those with its name can be chosen.
    #[prop(optional)]
    one_of: bool,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeText,
) -> impl IntoView {
    let id = id.into_option().or_else(|| error.is_some().then(|| name.clone()));
    let error_id = error.is_some().then(|| format!("{}-error", id.as_deref().unwrap_or(&name)));
    let invalid = error.is_some().then_some("true");
    view! {
        {error.into_option().zip(error_id.clone()).map(|(words, id)| view! { <FieldError id words/> })}
        <label class="tick">
            <input
                type=if one_of { "radio" } else { "checkbox" }
                id=id
                name=name
                value=value
                checked=checked
                disabled=disabled
                aria-invalid=invalid
                aria-describedby=error_id
            />
            <span>{label}{note.into_option().map(|note| view! { <small>{note}</small> })}</span>
        </label>
    }
    .into_any()
}

/// Fields that belong together, under one legend.
#[component]
pub fn FieldSet(
    /// What they are together.
    #[prop(into)]
    legend: String,
    /// What the ids of its parts begin with, where it has help or an error; also what an error links
    /// to.
    #[prop(optional, into)]
    id: MaybeText,
    /// Help with them.
    #[prop(optional, into)]
    hint: MaybeText,
    /// What is wrong with them.
    #[prop(optional, into)]
    error: MaybeText,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let stem = id.get().unwrap_or("set").to_owned();
    let hint_id = hint.is_some().then(|| format!("{stem}-hint"));
    let error_id = error.is_some().then(|| format!("{stem}-error"));
    let focus = id.is_some().then_some("-1");
    let described = described_by(&[hint_id.clone(), error_id.clone()]);
    view! {
        <fieldset
            class="fieldset"
            id=id.into_option()
            tabindex=focus
            aria-describedby=described
        >
            <legend class="label">{legend}</legend>
            {hint.into_option().map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.into_option().zip(error_id).map(|(words, id)| view! { <FieldError id words/> })}
            {children()}
        </fieldset>
    }
    .into_any()
}

/// Fields beside each other, where there is room.
#[component]
pub fn FormRow(
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! { <div class="form-row">{children()}</div> }.into_any()
}

/// One line and a button behind it: a code to join with, something to find.
#[component]
pub fn OneLine(
    /// The name the line sends.
    #[prop(into)]
    name: String,
    /// What it is called.
    #[prop(into)]
    label: String,
    /// The words on the button.
    #[prop(into)]
    button: String,
    /// Help with it.
    #[prop(optional, into)]
    hint: MaybeText,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeText,
    /// What was typed before.
    #[prop(optional, into)]
    value: MaybeText,
    /// Whether what is typed is a code: nothing is filled in, corrected or made a capital.
    #[prop(optional)]
    code: bool,
) -> impl IntoView {
    let hint_id = hint.is_some().then(|| format!("{name}-hint"));
    let error_id = error.is_some().then(|| format!("{name}-error"));
    let described = described_by(&[hint_id.clone(), error_id.clone()]);
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field measure">
            <label class="label" for=name.clone()>{label}</label>
            {hint.into_option().map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.into_option().zip(error_id).map(|(words, id)| view! { <FieldError id words/> })}
            <div class="buttons">
                <input
                    class="input input--s"
                    id=name.clone()
                    name=name
                    value=value.into_option()
                    autocomplete=code.then_some("off")
                    autocapitalize=code.then_some("none")
                    spellcheck=code.then_some("false")
                    aria-invalid=invalid
                    aria-describedby=described
                />
                <button class="button button--still">{button}</button>
            </div>
        </div>
    }
    .into_any()
}
