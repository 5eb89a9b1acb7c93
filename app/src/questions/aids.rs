//! What helps to understand a question: a picture, somebody who reads it aloud, a clip in sign language. Shown before
//! the question, because who needs them needs them first.

use earshot_domain::question::Help;
use earshot_service::{Asset, FileKind};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::{Around, Shown};
use crate::{Site, say};

impl Around<'_> {
    /// The file of this name, where it was uploaded and is what it is asked to be. Files of other programs are often
    /// named in a questionnaire and not there.
    fn asset(&self, name: Option<&str>, kind: FileKind) -> Option<&Asset> {
        let found = self.files.iter().find(|asset| Some(asset.name.as_str()) == name)?;
        (FileKind::of(&found.content_type) == kind).then_some(found)
    }

    /// Where a file is: its hash stands in its address, so that a browser may keep it.
    fn address(&self, asset: &Asset) -> String {
        format!("/c/{}/files/{}?v={}", self.slug, asset.name, asset.hash)
    }

    /// The picture of this name for an option: its address, width and height. The option's words stand beside it, so
    /// its own are not said as well.
    pub(super) fn picture(&self, name: Option<&str>) -> Option<(String, i64, i64)> {
        let asset = self.asset(name, FileKind::Picture)?;
        Some((self.address(asset), asset.width?, asset.height?))
    }
}

/// Everything that helps with a question, or nothing.
pub(super) fn aids(site: &Site, shown: &Shown<'_>) -> Option<AnyView> {
    let (around, help) = (&shown.around, &shown.asks.help);
    let Help { picture, picture_text, audio, sign } = help;
    let picture = around.asset(picture.as_deref(), FileKind::Picture).map(|asset| {
        // The words that the question has for it are nearer to the question than those of the file.
        let alt = picture_text.clone().unwrap_or_else(|| asset.alt.clone());
        let (src, width, height) = (around.address(asset), asset.width, asset.height);
        view! { <p class="aid-picture"><img src=src alt=alt width=width height=height loading="lazy"/></p> }
            .into_any()
    });
    let audio = around.asset(audio.as_deref(), FileKind::Sound).map(|asset| {
        let (src, label) = (around.address(asset), say!(site, "aid-audio"));
        view! {
            <figure class="aid-file"><figcaption>{label}</figcaption><audio controls=true preload="none" src=src></audio></figure>
        }
        .into_any()
    });
    let sign = around.asset(sign.as_deref(), FileKind::Film).map(|asset| {
        let (src, label) = (around.address(asset), say!(site, "aid-sign"));
        view! {
            <figure class="aid-file">
                <figcaption>{label}</figcaption>
                <video controls=true preload="none" playsinline=true src=src></video>
            </figure>
        }
        .into_any()
    });
    let all: Vec<AnyView> = [sign, audio, picture].into_iter().flatten().collect();
    (!all.is_empty()).then(|| view! { <div class="aids flow">{all}</div> }.into_any())
}
