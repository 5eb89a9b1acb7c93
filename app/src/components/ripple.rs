//! How far the words have come: one dot, then one arc for every step.

use std::fmt::Write as _;

use leptos::prelude::*;

use super::MaybeText;

/// More arcs than this are too thin to be counted. A longer way is drawn to scale.
const MOST_ARCS: usize = 14;

/// How far, in words and as arcs. The words say it; the arcs only show it.
#[component]
pub fn Ripple(
    /// How far, in words: "Question 3 of 6".
    #[prop(into)]
    words: String,
    /// How many steps are done.
    done: usize,
    /// How many steps there are. Without any there are only the words.
    of: usize,
) -> impl IntoView {
    view! { <p class="ripple"><span>{words}</span>{arcs(done, of)}</p> }.into_any()
}

/// How far along the eight steps, small, to stand in a sentence or in a table.
#[component]
pub fn LoopPlace(
    /// Which of the eight steps it has reached, from 1.
    step: usize,
    /// The name of that step.
    #[prop(into)]
    name: String,
    /// The rest of it for a screen reader: ", step 3 of 8".
    #[prop(optional, into)]
    spoken: MaybeText,
) -> impl IntoView {
    view! {
        <span class="ripple">
            {arcs(step, 8)}
            <span>{name}{spoken.into_option().map(|spoken| view! { <span class="hush">{spoken}</span> })}</span>
        </span>
    }
    .into_any()
}

/// The dot and its arcs, `done` of them lit.
fn arcs(done: usize, of: usize) -> Option<AnyView> {
    if of == 0 {
        return None;
    }
    let (done, of) = if of > MOST_ARCS { (to_scale(done, of), MOST_ARCS) } else { (done.min(of), of) };
    let mut drawing = String::from(r#"<circle cx="5" cy="14" r="3.6"/>"#);
    for step in 1..=of {
        arc(&mut drawing, step, of, step <= done);
    }
    let view_box = format!("0 0 {} 28", short(width(of)));
    Some(view! { <svg viewBox=view_box aria-hidden="true" inner_html=drawing></svg> }.into_any())
}

/// `done` of `of` as a number of arcs out of [`MOST_ARCS`]: never none for a way begun, and never all
/// for a way not ended.
fn to_scale(done: usize, of: usize) -> usize {
    if done == 0 {
        0
    } else if done >= of {
        MOST_ARCS
    } else {
        (done * MOST_ARCS / of).clamp(1, MOST_ARCS - 1)
    }
}

#[expect(clippy::cast_precision_loss, reason = "at most a few arcs")]
fn width(arcs: usize) -> f64 {
    7.5f64.mul_add(arcs as f64, 10.0)
}

/// One arc. Each is wider than the one before; the last one is as high as the drawing.
#[expect(clippy::cast_precision_loss, reason = "at most a few arcs")]
fn arc(drawing: &mut String, step: usize, of: usize, lit: bool) {
    const MIDDLE: f64 = 14.0;
    // Radius over half the height: how much of the ring the wedge shows.
    const ROUND: f64 = 1.345;
    // How far the ends lie behind the middle of the arc, for a radius of one.
    const BEHIND: f64 = 0.3313;
    let half = 9.5f64.mul_add(step as f64 / of as f64, 4.0);
    let radius = half * ROUND;
    let x = 7.5f64.mul_add(step as f64, 7.0) - radius * BEHIND;
    let (x, r) = (short(x), short(radius));
    let class = if lit { r#" class="on""# } else { "" };
    // Writing to a string does not fail.
    let _ = write!(
        drawing,
        r#"<path{class} d="M{x} {}A{r} {r} 0 0 1 {x} {}"/>"#,
        short(MIDDLE - half),
        short(MIDDLE + half)
    );
}

/// A number with one decimal at most.
pub(crate) fn short(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arcs_are_those_of_the_drawing() {
        let mut drawing = String::new();
        arc(&mut drawing, 1, 6, true);
        arc(&mut drawing, 8, 8, false);
        assert_eq!(
            drawing,
            concat!(
                r#"<path class="on" d="M12 8.4A7.5 7.5 0 0 1 12 19.6"/>"#,
                r#"<path d="M61 0.5A18.2 18.2 0 0 1 61 27.5"/>"#
            )
        );
    }

    #[test]
    fn a_long_way_is_drawn_to_scale() {
        assert_eq!(to_scale(0, 40), 0);
        assert_eq!(to_scale(1, 40), 1);
        assert_eq!(to_scale(39, 40), MOST_ARCS - 1);
        assert_eq!(to_scale(40, 40), MOST_ARCS);
        assert_eq!(to_scale(20, 40), MOST_ARCS / 2);
    }
}
