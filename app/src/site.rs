//! What every page of one request shares: who looks, in which language and
//! colours, and where the styles and the bundles are.

use earshot_domain::door::{Door, Doors, same_language};
use earshot_domain::question::Kind;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::respondent::Channel;
use earshot_service::Actor;
use leptos::tachys::view::any_view::AnyView;

use crate::components::{EaseLink, Help, Link, Look, NavLink, look_href};
use crate::layout::{ASK, DESK, PUBLIC, PublicShell};
use crate::render::{self, Bundle, Dir, Frame, Script, Theme};
use crate::say;
use crate::words::{Tongue, direction, language_name};

/// Where the files of a page are, named by their hash.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// The styles of every page.
    pub styles: String,
    /// The styles of the desk.
    pub desk_styles: String,
    /// The young person's bundle: its JavaScript and its WebAssembly.
    pub respond: (String, String),
    /// What takes photos, drawings and sound on a phone.
    pub capture: String,
    /// What leaves a page at once.
    pub leave: String,
    /// What asks a device for a passkey.
    pub passkey: String,
    /// The desk's bundle.
    pub desk: (String, String),
    /// The icon.
    pub icon: String,
}

/// How staff may sign in besides a link.
#[derive(Debug, Clone, Default)]
pub struct SignInWays {
    /// The providers: what each is called in addresses, and on its button.
    pub providers: Vec<(String, String)>,
    /// Whether they can have passkeys here.
    pub passkeys: bool,
}

/// What every page of one request shares.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// The language.
    pub tongue: Tongue,
    /// The words that were chosen on this phone: language, age band, Easy Read.
    pub door: Door,
    /// The languages that this phone prefers, the dearest first (`Accept-Language`).
    pub prefers: Vec<String>,
    /// The chosen colours.
    pub theme: Option<Theme>,
    /// Whether "bigger words" was chosen.
    pub large: bool,
    /// The address of this page, for ways back.
    pub path: String,
    /// The files.
    pub assets: Assets,
    /// The nonce of this response.
    pub nonce: String,
    /// Who of the staff is signed in.
    pub actor: Option<Actor>,
    /// The code that somebody came with, on the pages of its consultation.
    pub code: Option<String>,
    /// Whether other people use this phone, so that it must keep nothing.
    pub shared: bool,
    /// Whose device this is, on the pages of a consultation: somebody's own, one of many, or that of staff who type.
    pub channel: Channel,
    /// Whether mail goes out from here.
    pub mails: bool,
    /// How staff may sign in besides a link.
    pub sign_in: SignInWays,
    /// How this site is reached from outside: `https://earshot.example`.
    pub origin: String,
}

/// The layout that a page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Public,
    Ask,
    Desk,
}

/// Whose islands a page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Islands {
    None,
    OfLayout,
}

/// A page, ready to be put into a document.
pub struct Page {
    kind: Layout,
    title: String,
    wrong: bool,
    islands: Islands,
    indexed: bool,
    passkey: bool,
    tools: Tools,
    body: Box<dyn FnOnce() -> AnyView>,
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page").field("kind", &self.kind).field("title", &self.title).finish_non_exhaustive()
    }
}

impl Page {
    /// A page for everybody.
    pub fn public(title: impl Into<String>, body: impl FnOnce() -> AnyView + 'static) -> Self {
        Self::new(Layout::Public, title.into(), Box::new(body))
    }

    /// A page that asks a young person something.
    pub fn ask(title: impl Into<String>, body: impl FnOnce() -> AnyView + 'static) -> Self {
        Self::new(Layout::Ask, title.into(), Box::new(body))
    }

    /// A page of the desk.
    pub fn desk(title: impl Into<String>, body: impl FnOnce() -> AnyView + 'static) -> Self {
        Self::new(Layout::Desk, title.into(), Box::new(body))
    }

    fn new(kind: Layout, title: String, body: Box<dyn FnOnce() -> AnyView>) -> Self {
        Self {
            kind,
            title,
            wrong: false,
            islands: Islands::None,
            indexed: false,
            passkey: false,
            tools: Tools::default(),
            body,
        }
    }

    /// Its title begins with "Error:".
    #[must_use]
    pub fn wrong(mut self, wrong: bool) -> Self {
        self.wrong = wrong;
        self
    }

    /// It has islands, so its bundle comes with it.
    #[must_use]
    pub fn awake(mut self) -> Self {
        self.islands = Islands::OfLayout;
        self
    }

    /// What it needs besides its words: it comes with it.
    #[must_use]
    pub fn tools(mut self, tools: Tools) -> Self {
        self.tools = tools;
        self
    }

    /// It asks the device for a passkey, so what does that comes with it.
    #[must_use]
    pub fn with_passkey(mut self) -> Self {
        self.passkey = true;
        self
    }

    /// Search engines may list it.
    #[must_use]
    pub fn indexed(mut self) -> Self {
        self.indexed = true;
        self
    }
}

/// What comes with a page besides its words and styles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tools {
    /// It asks for photos, drawings or sound.
    pub files: bool,
    /// It asks for sound, so the microphone may be asked for.
    pub sound: bool,
    /// It carries "leave this page", so it can be left at once.
    pub leave: bool,
}

impl Tools {
    /// What the pages of a questionnaire need. On a phone they follow each other without a page load, so each needs
    /// what any of them does. `sensitive` says that they ask about something that may hurt.
    pub fn of(asked: &Questionnaire, sensitive: bool) -> Self {
        let any = |kind: &Kind| asked.questions.iter().any(|question| question.kind == *kind);
        let sound = any(&Kind::Audio);
        Self { files: sound || any(&Kind::Photo), sound, leave: sensitive }
    }
}

/// A document and the policy that goes with it.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The whole HTML.
    pub html: String,
    /// Whether its script may ask for the microphone.
    pub sound: bool,
    /// The `Content-Security-Policy` header.
    pub policy: String,
}

impl Site {
    /// Puts a page into its document.
    pub fn render(&self, page: Page) -> Rendered {
        let error_word = say!(self, "error-word");
        let brand = say!(self, "brand");
        let title = if page.wrong {
            format!("{error_word} {} \u{2013} {brand}", page.title)
        } else {
            format!("{} \u{2013} {brand}", page.title)
        };
        let mut styles = vec![self.assets.styles.as_str()];
        if page.kind == Layout::Desk {
            styles.push(&self.assets.desk_styles);
        }
        let of_desk = page.kind == Layout::Desk;
        let (js, wasm) = if of_desk { &self.assets.desk } else { &self.assets.respond };
        // Without the files of the bundle, as in a build for tests, there is
        // nothing to wake. And a device of many keeps nothing, so nothing is woken
        // that would; on a phone that others use as well, what waits for signal still goes.
        let keeps = self.channel == Channel::Web && !(self.shared && page.kind == Layout::Ask);
        let awake = page.islands != Islands::None && keeps;
        let bundle = (awake && !js.is_empty()).then_some(Bundle {
            js,
            wasm,
            nonce: &self.nonce,
            keeps: !of_desk,
            capture: &self.assets.capture,
            captures: page.tools.files,
        });
        // Whosever device it is: there is always somebody to leave it.
        let leave = (page.tools.leave && !self.assets.leave.is_empty())
            .then_some(Script { address: &self.assets.leave, nonce: &self.nonce });
        let passkey = (page.passkey && !self.assets.passkey.is_empty())
            .then_some(Script { address: &self.assets.passkey, nonce: &self.nonce });
        let tag = self.tongue.tag();
        let frame = Frame {
            title: &title,
            lang: &tag,
            dir: if direction(&tag).is_some() { Dir::Rtl } else { Dir::Ltr },
            theme: self.theme,
            large: self.large,
            description: None,
            private: !page.indexed,
            icon: Some(&self.assets.icon).filter(|icon| !icon.is_empty()).map(String::as_str),
            styles: &styles,
            body_class: match page.kind {
                Layout::Public => PUBLIC,
                Layout::Ask => ASK,
                Layout::Desk => DESK,
            },
            error_word: &error_word,
            leave,
            passkey,
            bundle,
        };
        let nonce = bundle.map(|bundle| bundle.nonce).or(leave.or(passkey).map(|script| script.nonce));
        let policy = render::content_security_policy(nonce);
        let sound = page.tools.sound && bundle.is_some();
        Rendered { html: render::document(&frame, page.body), sound, policy }
    }

    /// A page without its document: what the phone's bundle puts in place of the
    /// one that is shown.
    pub fn part(&self, page: Page) -> (String, String) {
        let error_word = say!(self, "error-word");
        let title = format!("{} \u{2013} {}", page.title, say!(self, "brand"));
        (title, render::fragment(&error_word, page.body))
    }

    /// A piece of a page, to be put in the place of the one that is shown.
    pub fn piece(&self, body: impl FnOnce() -> AnyView) -> String {
        render::fragment(&say!(self, "error-word"), body)
    }

    /// What stands around a public page.
    pub fn public_shell(&self, help: Help) -> PublicShell {
        let link = |href: &str, key: &str| NavLink::new(href, say!(self, key), self.path == href);
        PublicShell {
            skip: say!(self, "skip-main"),
            home: "/".into(),
            nav_label: say!(self, "nav-label"),
            links: vec![
                link("/#changed", "nav-changed"),
                link("/mine", "nav-mine"),
                NavLink::new("#help", say!(self, "nav-help"), false),
            ],
            leave: None,
            org: None,
            help,
        }
    }

    /// Where somebody tells that something is wrong: on the pages of a consultation it is about that one, and goes to
    /// those who asked.
    fn tell_us(&self) -> String {
        let slug = self.path.strip_prefix("/c/").and_then(|rest| rest.split(['/', '?']).next());
        match slug.filter(|slug| !slug.is_empty()) {
            Some(slug) => format!("/tell-us?about={slug}"),
            None => "/tell-us".to_string(),
        }
    }

    /// The help line that every page carries. `anonymous` says that nobody can
    /// be reached from here (domain.md 5.4).
    pub fn help(&self, anonymous: bool, duty_phone: &str) -> Help {
        let mut lines = vec![
            Link::new("tel:08001111", say!(self, "help-childline")),
            Link::new("sms:85258?body=SHOUT", say!(self, "help-shout")),
            Link::new("tel:999", say!(self, "help-999")),
        ];
        if !duty_phone.is_empty() {
            let digits: String = duty_phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            lines.push(Link::new(format!("tel:{digits}"), say!(self, "help-duty", phone = duty_phone)));
        }
        Help {
            title: say!(self, "help-title"),
            lines,
            note: Some(say!(self, if anonymous { "help-anonymous" } else { "help-any-time" })),
            links: [
                Link::new("/privacy", say!(self, "foot-privacy")),
                Link::new("/accessibility", say!(self, "foot-accessibility")),
                Link::new(self.tell_us(), say!(self, "foot-tell")),
            ]
            .into_iter()
            .chain(self.other_tongues())
            .collect(),
        }
    }

    /// The ways to make a page easier.
    pub fn ease(&self) -> Vec<EaseLink> {
        let link = |look: Look<'_>, key: &str| self.ease_link(look, say!(self, key), false, None);
        vec![
            link(
                if self.large { Look::Usual } else { Look::Large },
                if self.large { "ease-usual" } else { "ease-large" },
            ),
            if self.theme == Some(Theme::Dark) {
                link(Look::Light, "ease-light")
            } else {
                link(Look::Dark, "ease-dark")
            },
        ]
    }

    /// The other languages that pages speak.
    fn other_tongues(&self) -> Vec<Link> {
        let others = Tongue::ALL.into_iter().filter(|tag| !same_language(tag, &self.tongue.tag()));
        let link = |tag: &str| Link {
            lang: Some(tag.to_owned()),
            ..Link::new(look_href(Look::Language(tag), &self.path), language_name(tag))
        };
        others.map(link).collect()
    }

    /// The ways to make the questions of a consultation easier: those of every page, and the words that there are.
    pub fn ease_of(&self, doors: &Doors) -> Vec<EaseLink> {
        let mut links = self.ease();
        if doors.easy {
            let key = if doors.read.easy { "ease-not-easy" } else { "ease-easy" };
            links.push(self.ease_link(Look::Easy(!doors.read.easy), say!(self, key), false, None));
        }
        if doors.bands.len() > 1 {
            links.extend(doors.bands.iter().map(|band| {
                let words = say!(self, "ease-band", ages = band.label());
                self.ease_link(Look::Band(*band), words, doors.read.band == Some(*band), None)
            }));
        }
        let mut tags: Vec<&str> = doors.languages.iter().map(String::as_str).collect();
        for tag in Tongue::ALL {
            if !tags.iter().any(|known| same_language(known, tag)) {
                tags.push(tag);
            }
        }
        let read =
            self.door.lang.clone().or_else(|| doors.read.lang.clone()).unwrap_or_else(|| self.tongue.tag());
        links.extend(tags.into_iter().map(|tag| self.language(tag, same_language(tag, &read))));
        links
    }

    fn language(&self, tag: &str, on: bool) -> EaseLink {
        self.ease_link(Look::Language(tag), language_name(tag), on, Some(tag))
    }

    fn ease_link(&self, look: Look<'_>, words: String, on: bool, lang: Option<&str>) -> EaseLink {
        let lang = lang.map(str::to_owned);
        EaseLink { href: look_href(look, &self.path), words, on, lang, icon: None }
    }
}
