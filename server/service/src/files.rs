//! Files that staff make for the questions of a consultation: pictures of options, Easy Read pictures, recordings of a
//! question read aloud, clips in sign language (domain.md 5.12). Earshot ships none: symbol sets are licensed.

use std::collections::BTreeSet;

use earshot_domain::policy::Permission;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::{slug, text};
use earshot_store::Tx;
use earshot_store::asset::{self, NewAsset};
use earshot_store::consultation::{self, Consultation};
use uuid::Uuid;

use crate::error::Refusal;
use crate::media::{CleanFile, File};
use crate::{Actor, Earshot, Error, hex, keys};

pub use earshot_store::asset::Asset;

/// The most files of one consultation.
pub(crate) const FILES_MAX: usize = 200;

/// Letters of the words for a picture.
const ALT_MAX: usize = 300;

/// Letters of a hash in an address.
const HASH_LETTERS: usize = 16;

/// A file as the desk lists it.
#[derive(Debug, Clone)]
pub struct StaffFile {
    /// What is known of it.
    pub asset: Asset,
    /// Whether a question names it.
    pub used: bool,
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A picture.
    Picture,
    /// A recording.
    Sound,
    /// A clip.
    Film,
}

impl FileKind {
    /// By the type that HTTP names.
    pub fn of(content_type: &str) -> Self {
        match content_type.split('/').next() {
            Some("image") => FileKind::Picture,
            Some("video") => FileKind::Film,
            _ => FileKind::Sound,
        }
    }
}

impl Earshot {
    /// The files of a consultation, by name, and which of them its questions name.
    pub async fn staff_files(&self, actor: &Actor, slug: &str) -> Result<Vec<StaffFile>, Error> {
        actor.require_somewhere(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeConsultations, slug).await?;
        let used = self.used(&mut tx, &row).await?;
        let files = asset::list(&mut tx, row.id).await?;
        Ok(files.into_iter().map(|asset| StaffFile { used: used.contains(&asset.name), asset }).collect())
    }

    /// Whether this actor may put files beside questions: asked before the work of cleaning them.
    pub fn may_put_files(&self, actor: &Actor) -> Result<(), Error> {
        actor.require_somewhere(Permission::EditConsultations)
    }

    /// Keeps files, all or none, each under a name made from its own. Pictures need words; several get the same ones,
    /// until each is given its own.
    pub async fn put_staff_files(
        &self,
        actor: &Actor,
        slug: &str,
        files: Vec<(String, CleanFile)>,
        alt: &str,
    ) -> Result<(), Error> {
        self.may_put_files(actor)?;
        let alt = alt_words(alt)?;
        let needs_words = |file: &CleanFile| FileKind::of(&file.content_type) == FileKind::Picture;
        if alt.is_empty() && files.iter().any(|(_, file)| needs_words(file)) {
            return Err(Error::refused(Refusal::Missing("alt")));
        }
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::EditConsultations, slug).await?;
        self.may_change_beside(&mut tx, &row).await?;
        let mut names: BTreeSet<String> =
            asset::list(&mut tx, row.id).await?.into_iter().map(|asset| asset.name).collect();
        if names.len() + files.len() > FILES_MAX {
            return Err(Error::TooMany);
        }
        for (name, file) in files {
            let name = file_name(&name, &file.content_type);
            if !names.insert(name.clone()) {
                return Err(Error::refused(Refusal::Taken("file")));
            }
            let alt = if needs_words(&file) { alt.clone() } else { String::new() };
            self.put_asset(&mut tx, actor, &row, name, alt, file).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Puts a file in the place of the one of this name, whose words stay. It must be of the same kind: a question that
    /// shows a picture cannot show a recording in its place.
    pub async fn replace_staff_file(
        &self,
        actor: &Actor,
        slug: &str,
        name: &str,
        file: CleanFile,
    ) -> Result<(), Error> {
        self.may_put_files(actor)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::EditConsultations, slug).await?;
        self.may_change_beside(&mut tx, &row).await?;
        let files = asset::list(&mut tx, row.id).await?;
        let before = files.into_iter().find(|asset| asset.name == name).ok_or(Error::NotFound)?;
        if FileKind::of(&before.content_type) != FileKind::of(&file.content_type) {
            return Err(Error::refused(Refusal::Unreadable("file")));
        }
        self.put_asset(&mut tx, actor, &row, before.name, before.alt, file).await?;
        Ok(tx.commit().await?)
    }

    async fn put_asset(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        row: &Consultation,
        name: String,
        alt: String,
        file: CleanFile,
    ) -> Result<(), Error> {
        let mut hash = hex(&keys::sha256(&file.bytes));
        hash.truncate(HASH_LETTERS);
        let subject = format!("{} {name}", Reference::new(Kind::Consultation, row.number));
        let new = NewAsset {
            id: self.ordered_id(),
            consultation_id: row.id,
            name,
            alt,
            hash,
            points: file.kept_points(),
            created_by: actor.staff_id,
            created_at: self.now(),
            content_type: file.content_type,
            bytes: file.bytes,
        };
        asset::put(tx, &new).await?;
        self.audit(tx, actor, "consultation.file", subject);
        Ok(())
    }

    /// Keeps other words for a picture.
    pub async fn save_alt(&self, actor: &Actor, slug: &str, name: &str, alt: &str) -> Result<(), Error> {
        actor.require_somewhere(Permission::EditConsultations)?;
        let alt = alt_words(alt)?;
        if alt.is_empty() {
            return Err(Error::refused(Refusal::Missing("alt")));
        }
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::EditConsultations, slug).await?;
        self.may_change_beside(&mut tx, &row).await?;
        if !asset::save_alt(&mut tx, row.id, name, &alt).await? {
            return Err(Error::NotFound);
        }
        let subject = format!("{} {name}", Reference::new(Kind::Consultation, row.number));
        self.audit(&mut tx, actor, "consultation.file-words", subject);
        Ok(tx.commit().await?)
    }

    /// Removes a file that no question names.
    pub async fn remove_staff_file(&self, actor: &Actor, slug: &str, name: &str) -> Result<(), Error> {
        actor.require_somewhere(Permission::EditConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::EditConsultations, slug).await?;
        self.may_change_beside(&mut tx, &row).await?;
        if self.used(&mut tx, &row).await?.contains(name) {
            return Err(Error::refused(Refusal::InUse));
        }
        if !asset::remove(&mut tx, row.id, name).await? {
            return Err(Error::NotFound);
        }
        let subject = format!("{} {name}", Reference::new(Kind::Consultation, row.number));
        self.audit(&mut tx, actor, "consultation.file-removed", subject);
        Ok(tx.commit().await?)
    }

    /// A file of a consultation that everybody may see, and its hash; before it opens, for staff who may see it.
    pub async fn public_file(
        &self,
        slug: &str,
        name: &str,
        viewer: Option<&Actor>,
    ) -> Result<(File, String), Error> {
        let mut tx = self.db.read().await?;
        let row = consultation::by_slug(&mut tx, slug).await?.ok_or(Error::NotFound)?;
        let may_preview = viewer.is_some_and(|actor| {
            actor.organisation_id == row.organisation_id && actor.may_in(Permission::SeeConsultations, row.id)
        });
        if !row.state.is_public() && !may_preview {
            return Err(Error::NotFound);
        }
        let found = asset::bytes(&mut tx, row.id, name).await?;
        let (bytes, content_type, hash) = found.ok_or(Error::NotFound)?;
        Ok((File { content_type, bytes }, hash))
    }

    /// The names that the questions of a consultation use.
    async fn used(&self, tx: &mut Tx, row: &Consultation) -> Result<BTreeSet<String>, Error> {
        let asked: Questionnaire = self.questions(tx, row).await?;
        Ok(asked.files().into_iter().map(str::to_string).collect())
    }

    /// What is known of the files of a consultation.
    pub(crate) async fn assets(&self, tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Asset>, Error> {
        Ok(asset::list(tx, consultation_id).await?)
    }
}

fn alt_words(alt: &str) -> Result<String, Error> {
    let alt = text::normalise(alt).split_whitespace().collect::<Vec<_>>().join(" ");
    if alt.chars().count() > ALT_MAX {
        return Err(Error::refused(Refusal::TooLong { field: "alt", max: ALT_MAX }));
    }
    Ok(alt)
}

/// A name that can stand in an address: the file's own without its folder and its ending, and the ending of what it is.
fn file_name(name: &str, content_type: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = match slug::from_title(stem) {
        empty if empty.is_empty() => "file".to_string(),
        stem => stem,
    };
    let ending = match content_type {
        "image/jpeg" => "jpg",
        "audio/mpeg" => "mp3",
        "audio/mp4" => "m4a",
        other => other.split('/').nth(1).unwrap_or("bin"),
    };
    format!("{stem}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_stand_in_an_address_and_says_what_the_file_is() {
        assert_eq!(file_name("C:\\Users\\jo\\Bus Stop (1).PNG", "image/jpeg"), "bus-stop-1.jpg");
        assert_eq!(file_name("../../etc/passwd", "audio/mp4"), "passwd.m4a");
        assert_eq!(file_name("\u{1f68c}.svg", "image/png"), "file.png");
        assert_eq!(file_name("clip.tar.webm", "video/webm"), "clip-tar.webm");
    }
}
