//! Icons: drawn once at the end of a page, and only those the page uses.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident $key:literal $body:literal;)*) => {
        /// An icon, by what it shows. Beside every icon stand words that say the same.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum IconName {
            $($(#[$doc])* $name,)*
        }

        impl IconName {
            /// Every icon there is.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name that a questionnaire uses for it.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)* }
            }

            const fn body(self) -> &'static str {
                match self { $(Self::$name => $body,)* }
            }
        }
    };
}

const EYES: &str = r#"<circle class="face" cx="12" cy="12" r="9.3"/><circle class="fill" cx="8.8" cy="10" r="1.25"/><circle class="fill" cx="15.2" cy="10" r="1.25"/>"#;

icons! {
    /// A question mark.
    Ask "ask" r#"<path d="M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.2-1.5 2.6"/><circle class="fill" cx="12" cy="18.6" r="1.5"/>"#;
    /// A bicycle.
    Bike "bike" r#"<circle cx="5.8" cy="15.5" r="3.8"/><circle cx="18.2" cy="15.5" r="3.8"/><path d="M5.8 15.5L9.5 8h6l2.7 7.5M9.5 8l3 7.5 3-7.5M8 8h3"/>"#;
    /// A bin.
    Bin "bin" r#"<path d="M5 7h14M10 4h4M7 7l1 13h8l1-13"/>"#;
    /// A bus.
    Bus "bus" r#"<rect x="4" y="4" width="16" height="13.5" rx="2.5"/><path d="M4 11.5h16M12 4v7.5"/><circle class="fill" cx="8" cy="19" r="1.9"/><circle class="fill" cx="16" cy="19" r="1.9"/>"#;
    /// A car.
    Car "car" r#"<path d="M3 16.5v-4l2.2-1 2-4.5h8.6l2.5 4.5 2.7 1v4z"/><path d="M5.2 11.5h13"/><circle class="fill" cx="7.5" cy="17.5" r="1.9"/><circle class="fill" cx="16.5" cy="17.5" r="1.9"/>"#;
    /// A tick.
    Check "check" r#"<path d="M5 12.5l4.7 4.7L19 7.5"/>"#;
    /// A clock.
    Clock "clock" r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 7.2V12l3.2 2.2"/>"#;
    /// Two sheets: a second one like the first.
    Copy "copy" r#"<rect x="8.5" y="8.5" width="11" height="11" rx="2"/><path d="M15.5 5.5v-1h-9a2 2 0 0 0-2 2v9h1"/>"#;
    /// Down.
    Down "down" r#"<path d="M6 9.5l6 6 6-6"/>"#;
    /// Something to take home: an arrow into a tray.
    Download "download" r#"<path d="M12 4v11M7.5 10.5L12 15l4.5-4.5M5 19.5h14"/>"#;
    /// A pencil.
    Edit "edit" r#"<path d="M4.5 19.5h3.6L19 8.6 15.4 5 4.5 15.9zM12.8 7.6l3.6 3.6"/>"#;
    /// An eye.
    Eye "eye" r#"<path d="M2.8 12S6 5.8 12 5.8 21.2 12 21.2 12 18 18.2 12 18.2 2.8 12 2.8 12z"/><circle class="fill" cx="12" cy="12" r="2.6"/>"#;
    /// The saddest of the five faces.
    Face1 "face1" r#"<path d="M8 17.2c1.2-2.6 6.8-2.6 8 0"/><path d="M6.6 8.3l2.4-1.2M17.4 8.3L15 7.1"/>"#;
    /// A sad face.
    Face2 "face2" r#"<path d="M8.5 16.4c1.6-1.4 5.4-1.4 7 0"/>"#;
    /// A face in the middle.
    Face3 "face3" r#"<path d="M8.5 15.6h7"/>"#;
    /// A happy face.
    Face4 "face4" r#"<path d="M8.3 14.6c1.7 1.7 5.7 1.7 7.4 0"/>"#;
    /// The happiest of the five faces.
    Face5 "face5" r#"<path d="M7.6 13.6c1 4.6 7.8 4.6 8.8 0z"/>"#;
    /// Another way.
    Fork "fork" r#"<path d="M4 18c6 0 5-11 11-11h4"/><path d="M15.8 3.5L19.3 7l-3.5 3.5"/>"#;
    /// Half done.
    Half "half" r#"<circle cx="12" cy="12" r="8.5"/><path class="fill" d="M12 3.5a8.5 8.5 0 0 1 0 17z"/>"#;
    /// A loudspeaker.
    Listen "listen" r#"<path d="M4 9.5v5h3.5L12 18V6L7.5 9.5z"/><path d="M15.5 9a4.5 4.5 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11"/>"#;
    /// A lock.
    Lock "lock" r#"<rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>"#;
    /// A cross.
    No "no" r#"<path d="M6.5 6.5l11 11M17.5 6.5l-11 11"/>"#;
    /// Three dots.
    Other "other" r#"<circle class="fill" cx="5.5" cy="12" r="1.8"/><circle class="fill" cx="12" cy="12" r="1.8"/><circle class="fill" cx="18.5" cy="12" r="1.8"/>"#;
    /// Handed on.
    Pass "pass" r#"<circle class="fill" cx="4.8" cy="12" r="2.4"/><path d="M10 12h9.5M15.7 8l4 4-4 4"/>"#;
    /// A place on a map.
    Pin "pin" r#"<path d="M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11z"/><circle class="fill" cx="12" cy="10" r="2.2"/>"#;
    /// A plus.
    Plus "plus" r#"<path d="M12 5v14M5 12h14"/>"#;
    /// A taxi.
    Taxi "taxi" r#"<path d="M3 17v-4l2.2-1 2-4h8.6l2.5 4 2.7 1v4z"/><path d="M9.5 8V4.5h5V8M5.2 12h13"/><circle class="fill" cx="7.5" cy="18" r="1.9"/><circle class="fill" cx="16.5" cy="18" r="1.9"/>"#;
    /// Up.
    Up "up" r#"<path d="M6 14.5l6-6 6 6"/>"#;
    /// Someone walking.
    Walk "walk" r#"<circle class="fill" cx="13.2" cy="3.8" r="2"/><path d="M8 21l2.5-6.5M13 8l-2.5 6.5 4 2.5 1 4M13 8l-3.5 1.5L8 13M13 8l2.5 3.5L19 12.5"/>"#;
    /// A warning.
    Warn "warn" r#"<path d="M12 4L2.8 19.5h18.4z"/><path d="M12 10v4"/><circle class="fill" cx="12" cy="16.8" r="1.2"/>"#;
}

impl IconName {
    /// The icon of that name, if there is one.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|icon| icon.key() == key)
    }

    /// The five faces, from the saddest to the happiest.
    pub const FACES: [Self; 5] = [Self::Face1, Self::Face2, Self::Face3, Self::Face4, Self::Face5];

    fn write_symbol(self, html: &mut String) {
        let eyes = if Self::FACES.contains(&self) { EYES } else { "" };
        // Writing to a string does not fail.
        let _ = write!(
            html,
            r#"<symbol id="i-{}" viewBox="0 0 24 24">{eyes}{}</symbol>"#,
            self.key(),
            self.body()
        );
    }
}

/// How an icon refers to its drawing.
const REFERENCE: &str = r##"<use href="#i-"##;

/// The drawings of the icons that a page refers to, for its end. Nothing when there are none. They are found in
/// the finished HTML, so that it does not matter where and when a part was made.
pub(crate) fn symbols(html: &str) -> String {
    let used: BTreeSet<IconName> = html
        .split(REFERENCE)
        .skip(1)
        .filter_map(|rest| IconName::from_key(rest.split('"').next().unwrap_or_default()))
        .collect();
    if used.is_empty() {
        return String::new();
    }
    let mut sheet = String::from(r#"<svg hidden aria-hidden="true">"#);
    for icon in used {
        icon.write_symbol(&mut sheet);
    }
    sheet.push_str("</svg>");
    sheet
}

/// An icon. It is hidden from screen readers: the words beside it say the same.
#[component]
pub fn Icon(
    /// Which one.
    name: IconName,
) -> impl IntoView {
    let drawing = format!(r#"{REFERENCE}{}"/>"#, name.key());
    view! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" inner_html=drawing></svg> }.into_any()
}
