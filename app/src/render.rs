//! Whole HTML documents.
//!
//! A handler calls a service, hands what it got to a page, and hands the page to [`document`]. The
//! document is built in one go, as one string: nothing on it waits, so nothing has to be streamed,
//! and its status is known before its first byte is sent.

use std::{fmt::Write as _, sync::Arc};

use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use crate::components::{ERROR_WORD, escape, symbols};

/// What stands around a page: everything in `<html>`, `<head>` and the end of `<body>` that is not
/// the page itself.
#[derive(Clone, Debug, Default)]
pub struct Frame<'a> {
    /// The whole title, the product's name included. On a page with errors it starts with the word
    /// for "Error".
    pub title: &'a str,
    /// The language of the page, as a BCP 47 tag.
    pub lang: &'a str,
    /// Which way the page runs.
    pub dir: Dir,
    /// The chosen colours. Without a choice the page follows the device.
    pub theme: Option<Theme>,
    /// Whether "Bigger words" was chosen.
    pub large: bool,
    /// One sentence for search engines and for those who pass the address on.
    pub description: Option<&'a str>,
    /// Whether search engines are asked to leave the page out.
    pub private: bool,
    /// The address of the icon, where there is one.
    pub icon: Option<&'a str>,
    /// The stylesheets, in their order.
    pub styles: &'a [&'a str],
    /// The class of `<body>`: empty for a public page, `ask` or `desk` for the others.
    pub body_class: &'a str,
    /// The word that a screen reader hears before an error: "Error:".
    pub error_word: &'a str,
    /// What leaves the page at once, where it carries a link that does.
    pub leave: Option<Script<'a>>,
    /// What asks a device for a passkey, where the page does.
    pub passkey: Option<Script<'a>>,
    /// The islands' code. A page without it, and without [`Frame::leave`] and [`Frame::passkey`], carries no script at all.
    pub bundle: Option<Bundle<'a>>,
}

/// A script of a page that needs no islands.
#[derive(Clone, Copy, Debug)]
pub struct Script<'a> {
    /// Its address.
    pub address: &'a str,
    /// The nonce of this one response, the same as in [`content_security_policy`].
    pub nonce: &'a str,
}

/// The code that wakes the islands of a page.
#[derive(Clone, Copy, Debug)]
pub struct Bundle<'a> {
    /// The address of the JavaScript that wasm-bindgen wrote.
    pub js: &'a str,
    /// The address of the WebAssembly it loads.
    pub wasm: &'a str,
    /// The nonce of this one response, the same as in [`content_security_policy`].
    pub nonce: &'a str,
    /// Whether a questionnaire on the page is kept for when there is no signal.
    pub keeps: bool,
    /// The address of what takes photos, drawings and sound; empty where there is none.
    pub capture: &'a str,
    /// Whether the page asks for any of these.
    pub captures: bool,
}

/// Which way a page runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dir {
    /// From left to right.
    #[default]
    Ltr,
    /// From right to left.
    Rtl,
}

impl Dir {
    /// The value of the `dir` attribute.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// Colours that someone chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Light paper, dark words.
    Light,
    /// Dark paper, light words.
    Dark,
}

impl Theme {
    /// The value of the `data-theme` attribute.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads what [`Theme::as_str`] writes; `None` is whatever the device says.
    pub fn parse(value: &str) -> Option<Self> {
        [Self::Light, Self::Dark].into_iter().find(|theme| theme.as_str() == value)
    }
}

/// A whole document: the frame, and inside it what `body` returns.
///
/// `body` runs under a reactive owner of its own, which is gone when this returns. Icons that the
/// page used stand at its end, once each.
pub fn document(frame: &Frame<'_>, body: impl FnOnce() -> AnyView) -> String {
    let (content, symbols) = render(frame.error_word, body);
    let mut html = String::with_capacity(content.len() + 2048);
    head(&mut html, frame);
    html.push_str(&content);
    html.push_str(&symbols);
    if let Some(bundle) = frame.bundle {
        boot(&mut html, bundle);
    }
    html.push_str("</body></html>");
    html
}

/// A piece of a page without a document around it: for parts that are fetched alone, and for tests.
pub fn fragment(error_word: &str, body: impl FnOnce() -> AnyView) -> String {
    let (content, symbols) = render(error_word, body);
    content + &symbols
}

/// The value of the `Content-Security-Policy` header for a page with this nonce, or without script.
pub fn content_security_policy(nonce: Option<&str>) -> String {
    let script = nonce.map_or_else(
        || "script-src 'none'".to_owned(),
        |nonce| format!("script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; connect-src 'self'"),
    );
    format!(
        "default-src 'none'; {script}; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         media-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}

fn render(error_word: &str, body: impl FnOnce() -> AnyView) -> (String, String) {
    let before = Owner::current();
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let content = owner.with(|| body().to_html());
    owner.unset_with_forced_cleanup();
    if let Some(before) = before {
        before.set();
    }
    let content = without_markers(&content).replace(ERROR_WORD, &escape(error_word));
    let symbols = symbols(&content);
    (content, symbols)
}

fn head(html: &mut String, frame: &Frame<'_>) {
    html.push_str("<!doctype html><html");
    attribute(html, "lang", frame.lang);
    attribute(html, "dir", frame.dir.as_str());
    if let Some(theme) = frame.theme {
        attribute(html, "data-theme", theme.as_str());
    }
    if frame.large {
        attribute(html, "data-size", "large");
    }
    html.push_str(
        "><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>",
    );
    html.push_str(&escape(frame.title));
    html.push_str("</title><meta name=\"color-scheme\"");
    attribute(html, "content", frame.theme.map_or("light dark", Theme::as_str));
    html.push('>');
    if let Some(description) = frame.description {
        html.push_str("<meta name=\"description\"");
        attribute(html, "content", description);
        html.push('>');
    }
    if frame.private {
        html.push_str("<meta name=\"robots\" content=\"noindex\">");
    }
    if let Some(icon) = frame.icon {
        html.push_str("<link rel=\"icon\"");
        attribute(html, "href", icon);
        html.push('>');
    }
    for style in frame.styles {
        html.push_str("<link rel=\"stylesheet\"");
        attribute(html, "href", style);
        html.push('>');
    }
    for script in [frame.leave, frame.passkey].into_iter().flatten() {
        html.push_str("<script type=\"module\"");
        attribute(html, "nonce", script.nonce);
        attribute(html, "src", script.address);
        html.push_str("></script>");
    }
    if frame.bundle.is_some_and(|bundle| bundle.keeps) {
        html.push_str("<link rel=\"manifest\" href=\"/site.webmanifest\">");
    }
    html.push_str("</head><body");
    if !frame.body_class.is_empty() {
        attribute(html, "class", frame.body_class);
    }
    html.push('>');
}

fn attribute(html: &mut String, name: &str, value: &str) {
    // Writing to a string does not fail.
    let _ = write!(html, " {name}=\"{}\"", escape(value));
}

/// Asks the service worker to keep the questionnaire of this page, so that it opens without signal as well.
const KEEP: &str = concat!(
    "const kept=document.querySelector(\"[data-slug]\")?.dataset,at=navigator.serviceWorker;",
    "at?.register(\"/sw.js\").then(()=>at.ready)",
    ".then(to=>kept&&to.active.postMessage({keep:kept.slug,read:kept.read,code:kept.code})).catch(()=>{})"
);

/// Fetches what takes photos and sound, behind everything else: where the page asks for them, or where one of them
/// still waits on this phone. `public/capture.js` keeps the note that is looked for.
fn capture(bundle: Bundle<'_>) -> String {
    if bundle.capture.is_empty() || !bundle.keeps {
        return String::new();
    }
    let address = script_string(bundle.capture);
    let load = format!("import({address}).catch(()=>{{}})");
    if bundle.captures {
        format!(";{load}")
    } else {
        format!(";try{{localStorage[\"earshot:files\"]&&{load}}}catch{{}}")
    }
}

/// The script that wakes the islands: when the page is there and the phone is idle, after two
/// seconds at the latest, and never when the phone asks to save data. Until then, and without it,
/// every form on the page works as a plain form.
///
/// An island inside another one stands in a `leptos-children` element. The outer one has left a
/// function on that element which makes its context the current one, so it is called first. Islands
/// are woken in the order of the document: the outer one always comes before the inner one.
///
/// `data-awake` on the root tells tests, and styles that need it, that all islands are awake.
fn boot(html: &mut String, bundle: Bundle<'_>) {
    html.push_str("<script type=\"module\"");
    attribute(html, "nonce", bundle.nonce);
    let _ = write!(
        html,
        concat!(
            ">const wake=async()=>{{const code=await import({js});",
            "await code.default({{module_or_path:{wasm}}});code.hydrate();",
            "for(const el of document.querySelectorAll(\"leptos-island\")){{",
            "el.parentElement.closest(\"leptos-children\")?.$$on_hydrate?.();",
            "await code[el.dataset.component](el)}}",
            "document.documentElement.dataset.awake=\"\";{keep}{capture}}};",
            "navigator.connection?.saveData||addEventListener(\"load\",()=>window.requestIdleCallback?",
            "requestIdleCallback(wake,{{timeout:2000}}):setTimeout(wake))</script>"
        ),
        keep = if bundle.keeps { KEEP } else { "" },
        capture = capture(bundle),
        js = script_string(bundle.js),
        wasm = script_string(bundle.wasm),
    );
}

/// A string as a JavaScript literal that cannot end the script element it stands in.
fn script_string(value: &str) -> String {
    serde_json::Value::from(value).to_string().replace('<', "\\u003c")
}

/// Takes out what is only there for hydration, where nothing will be hydrated: the empty comments that
/// mark places, and class attributes with nothing in them.
///
/// They stay inside an island. What an island got as children is not hydrated again, so there they
/// go, down to the next island inside. Text and attributes never hold a bare `<` or `>`, so a marker
/// can only be a marker and a tag ends at the next `>`.
fn without_markers(html: &str) -> String {
    const MARKER: &str = "<!>";
    const NO_CLASS: &str = " class=\"\"";
    const ISLAND: &str = "leptos-island";
    const CHILDREN: &str = "leptos-children";

    let mut kept = String::with_capacity(html.len());
    // Whether what we are in is hydrated; outermost first.
    let mut inside: Vec<bool> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, from_tag) = rest.split_at(at);
        kept.push_str(before);
        let end = from_tag.find('>').map_or(from_tag.len(), |end| end + 1);
        let (tag, after) = from_tag.split_at(end);
        rest = after;
        let hydrated = inside.last() == Some(&true);
        let name = &tag[1..];
        if name.starts_with(ISLAND) {
            inside.push(true);
        } else if name.starts_with(CHILDREN) {
            inside.push(false);
        } else if name.strip_prefix('/').is_some_and(|n| n.starts_with(ISLAND) || n.starts_with(CHILDREN)) {
            inside.pop();
        }
        if hydrated {
            kept.push_str(tag);
        } else if let Some((start, end)) = tag.split_once(NO_CLASS) {
            kept.push_str(start);
            kept.push_str(end);
        } else if tag != MARKER {
            kept.push_str(tag);
        }
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::{Bundle, Dir, Frame, Theme, content_security_policy, fragment, without_markers};
    use crate::components::{Icon, IconName};

    const FRAME: Frame<'static> = Frame {
        title: "How? – Earshot",
        lang: "en-GB",
        dir: Dir::Ltr,
        theme: None,
        large: false,
        description: None,
        private: false,
        icon: None,
        styles: &["/assets/respond-1.css"],
        body_class: "ask",
        error_word: "Error:",
        leave: None,
        passkey: None,
        bundle: None,
    };

    /// Something to press, with something inside.
    #[island]
    fn Probe(
        /// Some words.
        words: String,
        /// What is inside.
        children: Children,
    ) -> impl IntoView {
        let pressed = RwSignal::new(0);
        view! { <div on:click=move |_| pressed.update(|n| *n += 1)>{words}{move || pressed.get()}{children()}</div> }
    }

    #[test]
    fn a_page_without_islands_is_plain() {
        let body = || {
            let none = None::<String>;
            view! { <p class=none>{"a"}{"b"}{None::<String>}</p>{vec![view! { <b>"1"</b> }]} }.into_any()
        };
        assert_eq!(
            super::document(&FRAME, body),
            "<!doctype html><html lang=\"en-GB\" dir=\"ltr\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>How? – Earshot</title><meta name=\"color-scheme\" content=\"light dark\">\
             <link rel=\"stylesheet\" href=\"/assets/respond-1.css\"></head><body class=\"ask\">\
             <p>ab</p><b>1</b></body></html>"
        );
    }

    #[test]
    fn the_frame_says_what_was_chosen_and_escapes_what_it_is_given() {
        let frame = Frame {
            title: "</title><script>",
            lang: "ar\"><script>",
            dir: Dir::Rtl,
            theme: Some(Theme::Dark),
            large: true,
            description: Some("\"<x>"),
            private: true,
            ..FRAME
        };
        let html = super::document(&frame, || ().into_any());
        assert!(html.contains(
            "<html lang=\"ar&quot;&gt;&lt;script&gt;\" dir=\"rtl\" data-theme=\"dark\" data-size=\"large\">"
        ));
        assert!(html.contains("<title>&lt;/title&gt;&lt;script&gt;</title>"));
        assert!(html.contains("<meta name=\"color-scheme\" content=\"dark\">"));
        assert!(html.contains("content=\"&quot;&lt;x&gt;\""));
        assert!(html.contains("noindex"));
    }

    #[test]
    fn an_island_keeps_what_it_needs_and_what_is_inside_it_does_not() {
        let html = fragment("", || {
            view! {
                <p>{"a"}{"b"}</p>
                <Probe words="<\"".to_owned()>
                    <p>{"c"}{"d"}</p>
                    <Probe words="in".to_owned()><p>{"e"}{"f"}</p></Probe>
                </Probe>
                <p>{"g"}{None::<String>}</p>
            }
            .into_any()
        });
        assert!(html.starts_with("<p>ab</p><leptos-island data-component=\"Probe_"), "{html}");
        assert!(html.contains("data-props=\"{&quot;words&quot;:&quot;&lt;\\&quot;&quot;}\""), "{html}");
        assert!(html.contains("<div>&lt;\"<!>0<leptos-children><p>cd</p><leptos-island"), "{html}");
        assert!(
            html.contains(
                "<div>in<!>0<leptos-children><p>ef</p></leptos-children><!><!></div></leptos-island>"
            ),
            "{html}"
        );
        assert!(html.ends_with("</leptos-island><p>g</p>"), "{html}");
    }

    #[test]
    fn markers_go_by_where_they_stand() {
        assert_eq!(
            without_markers(
                "<!><leptos-island a=\"b\"><!><leptos-children><!>x<leptos-island><!></leptos-island><!></leptos-children><!></leptos-island><!>1 < 2"
            ),
            "<leptos-island a=\"b\"><!><leptos-children>x<leptos-island><!></leptos-island></leptos-children><!></leptos-island>1 < 2"
        );
    }

    #[test]
    fn a_page_with_a_bundle_carries_its_nonce_and_cannot_be_broken_out_of() {
        let bundle = Bundle {
            js: "/a.js",
            wasm: "/</script>\"",
            nonce: "n0nce",
            keeps: true,
            capture: "",
            captures: false,
        };
        let html = super::document(&Frame { bundle: Some(bundle), ..FRAME }, || ().into_any());
        assert!(html.contains("<script type=\"module\" nonce=\"n0nce\">"));
        assert!(html.contains("import(\"/a.js\")"));
        assert!(html.contains("module_or_path:\"/\\u003c/script>\\\"\""));
        assert_eq!(html.matches("</script").count(), 1);
    }

    #[test]
    fn the_policy_has_script_only_where_there_is_a_bundle() {
        let plain = content_security_policy(None);
        assert!(plain.starts_with("default-src 'none'; script-src 'none'; style-src 'self'; "));
        assert!(!plain.contains("connect-src"));
        let with = content_security_policy(Some("n0nce"));
        assert!(with.contains(
            "; script-src 'nonce-n0nce' 'strict-dynamic' 'wasm-unsafe-eval'; connect-src 'self'; style-src"
        ));
        for policy in [plain, with] {
            assert!(!policy.contains("unsafe-inline"));
            assert!(policy.ends_with("base-uri 'none'; frame-ancestors 'none'"));
        }
    }

    #[test]
    fn a_page_draws_the_icons_it_uses_once_each() {
        let html = fragment("", || {
            view! { <Icon name=IconName::Bus/><Icon name=IconName::Bus/><Icon name=IconName::Ask/> }
                .into_any()
        });
        assert_eq!(html.matches("<symbol").count(), 2);
        assert_eq!(html.matches("href=\"#i-bus\"").count(), 2);
        assert!(!fragment("", || "words".into_any()).contains("<svg"));
    }

    #[test]
    fn the_owner_before_is_the_owner_after() {
        let outer = Owner::new();
        outer.with(|| {
            provide_context(7_u8);
            assert_eq!(fragment("", || use_context::<u8>().map(|n| n.to_string()).into_any()), "");
            assert_eq!(use_context::<u8>(), Some(7));
        });
    }
}
