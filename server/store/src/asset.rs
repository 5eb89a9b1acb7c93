//! Files that staff made for the questions of a consultation: pictures, recordings, clips.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    PUT = "INSERT INTO asset (id, consultation_id, name, alt, content_type, hash, width, height, size, created_by, \
           created_at, bytes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
           ON CONFLICT (consultation_id, name) DO UPDATE SET alt = excluded.alt, \
           content_type = excluded.content_type, hash = excluded.hash, width = excluded.width, \
           height = excluded.height, size = excluded.size, created_by = excluded.created_by, \
           created_at = excluded.created_at, bytes = excluded.bytes";
    LIST = "SELECT name, alt, content_type, hash, width, height, size FROM asset WHERE consultation_id = $1 \
            ORDER BY name";
    BYTES = "SELECT bytes, content_type, hash FROM asset WHERE consultation_id = $1 AND name = $2";
    ALT = "UPDATE asset SET alt = $3 WHERE consultation_id = $1 AND name = $2";
    REMOVE = "DELETE FROM asset WHERE consultation_id = $1 AND name = $2";
}

/// A file to be kept.
#[derive(Debug, Clone)]
pub struct NewAsset {
    /// Its id.
    pub id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
    /// How it is called.
    pub name: String,
    /// The words for those who do not see it.
    pub alt: String,
    /// Its type, as HTTP names it.
    pub content_type: String,
    /// The first letters of the hash of its bytes.
    pub hash: String,
    /// Width and height in points, of a picture.
    pub points: Option<(i64, i64)>,
    /// Who put it there.
    pub created_by: Option<Uuid>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What is known of a file without looking into it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Asset {
    /// How it is called.
    pub name: String,
    /// The words for those who do not see it.
    pub alt: String,
    /// Its type, as HTTP names it.
    pub content_type: String,
    /// The first letters of the hash of its bytes.
    pub hash: String,
    /// Width in points, of a picture.
    pub width: Option<i64>,
    /// Height in points, of a picture.
    pub height: Option<i64>,
    /// How many bytes.
    pub size: i64,
}

/// Keeps a file, in place of the one of the same name.
pub async fn put(tx: &mut Tx, asset: &NewAsset) -> Result<(), StoreError> {
    execute!(
        tx,
        PUT,
        asset.id,
        asset.consultation_id,
        &asset.name,
        &asset.alt,
        &asset.content_type,
        &asset.hash,
        asset.points.map(|(width, _)| width),
        asset.points.map(|(_, height)| height),
        i64::try_from(asset.bytes.len()).unwrap_or(i64::MAX),
        asset.created_by,
        asset.created_at,
        asset.bytes.as_slice()
    )?;
    Ok(())
}

/// The files of a consultation, by name.
pub async fn list(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Asset>, StoreError> {
    fetch_all!(tx, Asset, LIST, consultation_id)
}

/// The file of this name: its bytes, its type and its hash.
pub async fn bytes(
    tx: &mut Tx,
    consultation_id: Uuid,
    name: &str,
) -> Result<Option<(Vec<u8>, String, String)>, StoreError> {
    fetch_optional!(tx, (Vec<u8>, String, String), BYTES, consultation_id, name)
}

/// Keeps other words for the file of this name. `false` when there is none.
pub async fn save_alt(tx: &mut Tx, consultation_id: Uuid, name: &str, alt: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, ALT, consultation_id, name, alt)? == 1)
}

/// Removes the file of this name. `false` when there is none.
pub async fn remove(tx: &mut Tx, consultation_id: Uuid, name: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, REMOVE, consultation_id, name)? == 1)
}
