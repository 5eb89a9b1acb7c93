//! How big something is and where it is going: what was counted, what may come, what a plan could do.
//! The lines carry their own labels, and the same numbers stand beside them as a table.

use std::fmt::Write as _;

use leptos::prelude::*;

use super::{escape, ripple::short};

/// What a line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineKind {
    /// What was counted: solid.
    #[default]
    Was,
    /// What comes if nothing changes: dotted.
    Will,
    /// What a plan could do: dashed.
    Could,
    /// Others to compare with: thin.
    Peer,
}

impl LineKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Was => "was",
            Self::Will => "will",
            Self::Could => "could",
            Self::Peer => "peer",
        }
    }
}

/// A line of a chart.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// The place in [`HistoryChart`]'s `steps` of its first value.
    pub from: usize,
    /// Its values, one for every step.
    pub values: Vec<f64>,
    /// What it is called, where it ends. One entry for every line of words.
    pub label: Vec<String>,
}

/// The range in which what comes will likely be.
#[derive(Clone, Debug, Default)]
pub struct Spread {
    /// The place in `steps` where it begins.
    pub from: usize,
    /// The lower end, one value for every step.
    pub low: Vec<f64>,
    /// The upper end, one value for every step.
    pub high: Vec<f64>,
}

pub(super) const LEFT: f64 = 48.0;
const RIGHT: f64 = 552.0;
const TOP: f64 = 58.0;
pub(super) const BOTTOM: f64 = 262.0;
const LINE_OF_WORDS: f64 = 20.0;

/// A chart of what was and what may be.
#[component]
pub fn HistoryChart(
    /// What the ids of its parts begin with.
    #[prop(into)]
    id: String,
    /// What it shows, above it.
    #[prop(into)]
    title: String,
    /// The rest of the title, less strong: "for every 100 pupils who go by bus".
    #[prop(optional, into)]
    unit: super::MaybeText,
    /// What can be seen on it, in words, for those who cannot see it.
    #[prop(into)]
    summary: String,
    /// How to read it: what is counted, what is a forecast.
    #[prop(optional, into)]
    note: super::MaybeText,
    /// What it is called by a screen reader while it scrolls.
    #[prop(into)]
    region: String,
    /// The years, or whatever goes from left to right.
    steps: Vec<String>,
    /// The lines.
    lines: Vec<Line>,
    /// The likely range.
    #[prop(optional_no_strip, into)]
    spread: Option<Spread>,
    /// The place in `steps` of the last count, and the words for it.
    #[prop(optional_no_strip, into)]
    now: Option<(usize, String)>,
) -> impl IntoView {
    let scale = Scale::new(steps.len(), &lines, spread.as_ref());
    let (title_id, summary_id) = (format!("{id}-title"), format!("{id}-summary"));
    let unit = unit.into_option();
    let spoken = unit.as_ref().map_or_else(|| title.clone(), |unit| format!("{title}, {unit}"));
    let mut drawing = format!(
        r#"<title id="{}">{}</title><desc id="{}">{}</desc>"#,
        escape(&title_id),
        escape(&spoken),
        escape(&summary_id),
        escape(&summary)
    );
    draw(&mut drawing, &scale, &steps, &lines, spread.as_ref(), now.as_ref());
    let labelled = format!("{title_id} {summary_id}");
    view! {
        <figure class="chart">
            <p><strong>{title}</strong>{unit.map(|unit| format!(", {unit}"))}</p>
            <div class="scroll" role="region" aria-label=region tabindex="0">
                <svg viewBox="0 0 720 300" role="img" aria-labelledby=labelled inner_html=drawing></svg>
            </div>
            {note.into_option().map(|note| view! { <figcaption class="quiet small">{note}</figcaption> })}
        </figure>
    }
    .into_any()
}

/// Where values and steps stand on the drawing.
pub(super) struct Scale {
    steps: usize,
    /// The distance between two grid lines, as a value.
    grid: f64,
    lines: u32,
}

impl Scale {
    pub(super) fn new(steps: usize, lines: &[Line], spread: Option<&Spread>) -> Self {
        let most = lines
            .iter()
            .flat_map(|line| &line.values)
            .chain(spread.into_iter().flat_map(|spread| &spread.high))
            .copied()
            .filter(|value| value.is_finite())
            .fold(0.0, f64::max);
        // Three or four lines, at 1, 2, 2.5, 4 or 5 of some power of ten.
        let rough = if most > 0.0 { most / 4.0 } else { 1.0 };
        let power = 10f64.powf(rough.log10().floor());
        let grid = [1.0, 2.0, 2.5, 4.0, 5.0, 10.0]
            .into_iter()
            .map(|nice| nice * power)
            .find(|nice| *nice >= rough - f64::EPSILON)
            .unwrap_or(10.0 * power);
        let mut count = 1;
        while f64::from(count) * grid < most - grid * 1e-9 {
            count += 1;
        }
        Self { steps, grid, lines: count }
    }

    #[expect(clippy::cast_precision_loss, reason = "a few years")]
    fn x(&self, step: usize) -> f64 {
        let gaps = self.steps.saturating_sub(1).max(1) as f64;
        (RIGHT - LEFT).mul_add(step as f64 / gaps, LEFT)
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * value / (self.grid * f64::from(self.lines))
    }

    /// The grid and its numbers, as far as `right`.
    pub(super) fn draw_grid(&self, html: &mut String, right: f64) {
        // Writing to a string does not fail.
        for line in 0..=self.lines {
            let value = f64::from(line) * self.grid;
            let y = self.y(value);
            let _ = write!(
                html,
                r#"<path class="axis" d="M{LEFT} {y}H{right}"/><text x="38" y="{}" text-anchor="end">{}</text>"#,
                short(y + 5.0),
                label(value),
                y = short(y),
            );
        }
    }

    fn point(&self, step: usize, value: f64) -> String {
        format!("{},{}", short(self.x(step)), short(self.y(value)))
    }
}

fn draw(
    html: &mut String,
    scale: &Scale,
    steps: &[String],
    lines: &[Line],
    spread: Option<&Spread>,
    now: Option<&(usize, String)>,
) {
    scale.draw_grid(html, RIGHT);
    // Writing to a string does not fail.
    for (at, step) in steps.iter().enumerate() {
        let _ = write!(
            html,
            r#"<text x="{}" y="288" text-anchor="middle">{}</text>"#,
            short(scale.x(at)),
            escape(step)
        );
    }
    if let Some((at, words)) = now {
        let x = short(scale.x(*at));
        let _ = write!(
            html,
            r#"<path class="now" d="M{x} 40V262"/><text x="{x}" y="32" text-anchor="middle">{}</text>"#,
            escape(words)
        );
    }
    if let Some(spread) = spread {
        let high = spread.high.iter().enumerate().map(|(at, value)| scale.point(spread.from + at, *value));
        let low =
            spread.low.iter().enumerate().rev().map(|(at, value)| scale.point(spread.from + at, *value));
        let points = high.chain(low).collect::<Vec<_>>().join(" ");
        let _ = write!(html, r#"<polygon class="spread" points="{points}"/>"#);
    }
    // What was counted lies on top.
    for kind in [LineKind::Peer, LineKind::Could, LineKind::Will, LineKind::Was] {
        for line in lines.iter().filter(|line| line.kind == kind) {
            let points = line
                .values
                .iter()
                .enumerate()
                .map(|(at, value)| scale.point(line.from + at, *value))
                .collect::<Vec<_>>()
                .join(" ");
            let _ = write!(html, r#"<polyline class="{}" points="{points}"/>"#, kind.class());
        }
    }
    for line in lines.iter().filter(|line| line.kind == LineKind::Was) {
        for (at, value) in line.values.iter().enumerate() {
            let _ = write!(
                html,
                r#"<circle class="pt" cx="{}" cy="{}" r="5"/>"#,
                short(scale.x(line.from + at)),
                short(scale.y(*value))
            );
        }
    }
    words(html, scale, lines);
}

/// The names of the lines, each where its line ends. Those that end at the same step are moved apart,
/// so that none covers another.
fn words(html: &mut String, scale: &Scale, lines: &[Line]) {
    let mut ends = lines
        .iter()
        .filter(|line| !line.label.is_empty())
        .filter_map(|line| {
            let last = line.values.last()?;
            Some((line.from + line.values.len() - 1, scale.y(*last), line))
        })
        .collect::<Vec<_>>();
    ends.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut free: Option<(usize, f64)> = None;
    for (step, y, line) in ends {
        let at_the_end = step + 1 >= scale.steps;
        // What was counted ends at a point, and the lines after it go on from there: its name stands
        // above, before the point.
        let counted = line.kind == LineKind::Was && !at_the_end;
        let mut y = if counted { y - 12.0 } else { y + 5.0 };
        if let Some((_, lowest)) = free.filter(|(before, _)| *before == step) {
            y = y.max(lowest);
        }
        let (x, anchor) = if counted {
            (scale.x(step) - 10.0, r#" text-anchor="end""#)
        } else {
            (scale.x(step) + 10.0, "")
        };
        let class = if line.kind == LineKind::Peer { "" } else { r#" class="strong""# };
        // The name of others to compare with goes under their line, out of the way of ours.
        let below = if line.kind == LineKind::Peer && !at_the_end { 13.0 } else { 0.0 };
        for part in &line.label {
            let _ = write!(
                html,
                r#"<text{class} x="{}" y="{}"{anchor}>{}</text>"#,
                short(x),
                short(y + below),
                escape(part)
            );
            y += LINE_OF_WORDS;
        }
        free = Some((step, y));
    }
}

fn label(value: f64) -> String {
    if (value - value.round()).abs() < 1e-9 { format!("{value:.0}") } else { format!("{value:.1}") }
}
