//! Shares of one whole, side by side: a line for each group, its parts from the first answer to the last. The same numbers
//! stand beside it as a table; the drawing adds nothing, and what is hidden in the table is dashed here.

use std::fmt::Write as _;

use leptos::prelude::*;

use super::{escape, ripple::short};

/// One line of shares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares {
    /// Whose they are: "11 to 13".
    pub label: String,
    /// The share of each answer in whole per cent; nothing where it is hidden.
    pub parts: Vec<Option<u8>>,
}

/// The colours of parts: dark and light in turn, so that neighbours can be told apart by anybody. Where there are more parts
/// they begin again; the words under each line say each share by its name, so that nothing hangs on the colour alone.
const COLOURS: [&str; 6] = ["part-1", "part-2", "part-3", "part-4", "part-5", "part-6"];

/// Lines of shares, with what each colour stands for.
#[component]
pub fn StackedBars(
    /// What it shows.
    #[prop(into)]
    caption: String,
    /// What the parts are, in their order.
    key: Vec<String>,
    /// The names of the columns: of whom, and the shares.
    head: [String; 2],
    /// What is said of a part that is hidden: "hidden".
    #[prop(into)]
    hidden: String,
    /// The lines.
    lines: Vec<Shares>,
) -> impl IntoView {
    let rows = lines
        .into_iter()
        .map(|line| {
            let said: Vec<String> = key
                .iter()
                .zip(&line.parts)
                .map(|(name, part)| match part {
                    Some(part) => format!("{name}: {part}%"),
                    None => format!("{name}: {hidden}"),
                })
                .collect();
            let drawing = draw(&line.parts, &said);
            view! {
                <tr>
                    <th scope="row">{line.label}</th>
                    <td>
                        <svg viewBox="0 0 100 28" preserveAspectRatio="none" aria-hidden="true" inner_html=drawing></svg>
                        <span class="small quiet">{said.join(", ")}</span>
                    </td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let names = key
        .into_iter()
        .enumerate()
        .map(|(at, name)| {
            let swatch = format!(r#"<rect class="bar {}" x="1" y="1" width="14" height="14"/>"#, colour(at));
            view! { <li><svg viewBox="0 0 16 16" aria-hidden="true" inner_html=swatch></svg>{name}</li> }
        })
        .collect::<Vec<_>>();
    let [whose, shares] = head;
    view! {
        <ol class="plain part-key">{names}</ol>
        <table class="bars bars--shares">
            <caption>{caption}</caption>
            <thead class="hush"><tr><th scope="col">{whose}</th><th scope="col">{shares}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The colour of a part, by its place.
fn colour(at: usize) -> &'static str {
    COLOURS[at % COLOURS.len()]
}

fn draw(parts: &[Option<u8>], said: &[String]) -> String {
    let mut html = String::new();
    let mut left = 0.0;
    for (at, (part, said)) in parts.iter().zip(said).enumerate() {
        // Each share is rounded by itself, so together they may be a little more than the whole.
        let width = f64::from(part.unwrap_or(0)).min(100.0 - left);
        if width > 0.0 {
            // Writing to a string does not fail.
            let _ = write!(
                html,
                r#"<rect class="bar {}" x="{}" y="3" width="{}" height="22"><title>{}</title></rect>"#,
                colour(at),
                short(left),
                short(width),
                escape(said)
            );
            left += width;
        }
    }
    if parts.iter().any(Option::is_none) && left < 100.0 {
        let _ = write!(
            html,
            r#"<rect class="bar-hid" x="{}" y="3" width="{}" height="22"/>"#,
            short(left),
            short(100.0 - left)
        );
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_share_is_dashed_and_the_others_keep_their_colour() {
        let said = ["<b>".to_string(), "b".to_string(), "c".to_string()];
        let html = draw(&[Some(40), None, Some(30)], &said);
        assert_eq!(html.matches("class=\"bar part-").count(), 2, "{html}");
        assert!(html.contains("part-1") && html.contains("part-3") && !html.contains("part-2"));
        assert!(html.contains(r#"class="bar-hid" x="70""#) && html.contains("&lt;b&gt;"));
        assert!(!draw(&[Some(60), Some(41), Some(0)], &said).contains("bar-hid"), "all are shown");
        assert_eq!(draw(&[Some(60), Some(41), Some(0)], &said).matches("<rect").count(), 2);
    }

    /// The lightness of a colour of the tokens, as WCAG reckons it.
    fn lightness(token: &str) -> f64 {
        let tokens = include_str!("../../../style/tokens.css");
        let hex = tokens.split(&format!("--{token}: #")).nth(1).and_then(|rest| rest.get(..6)).unwrap();
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126_f64.mul_add(part(0), 0.7152_f64.mul_add(part(2), 0.0722 * part(4)))
    }

    #[test]
    fn neighbours_can_be_told_apart_however_many_parts_there_are() {
        for at in 0..12 {
            let (one, next) = (lightness(colour(at)), lightness(colour(at + 1)));
            let contrast = (one.max(next) + 0.05) / (one.min(next) + 0.05);
            assert!(contrast >= 3.0, "{} beside {}: {contrast:.2}", colour(at), colour(at + 1));
        }
    }

    #[test]
    fn each_share_is_said_under_its_line() {
        let lines = vec![Shares { label: "11 to 13".into(), parts: vec![Some(60), None] }];
        let html = crate::render::fragment("", || {
            let key = vec!["Agree".to_string(), "Disagree".to_string()];
            let head = ["Who", "Shares"].map(str::to_string);
            view! { <StackedBars caption="The share of each answer" key head hidden="hidden" lines/> }
                .into_any()
        });
        assert!(html.contains(r#"<span class="small quiet">Agree: 60%, Disagree: hidden</span>"#), "{html}");
    }
}
