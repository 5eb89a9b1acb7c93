//! What can go wrong between Earshot and its database.

/// An error of the store. Never shown to people: the edge answers with a
/// reference id, and this goes to the log. No variant carries a bound value,
/// so that no answer can reach a log this way.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row with this key is there already.
    #[error("a row with this key is there already")]
    Taken,
    /// Somebody else changed the record in the meantime.
    #[error("the record was changed by somebody else in the meantime")]
    Stale,
    /// The database failed or could not be reached.
    #[error("the database failed: {0}")]
    Database(#[source] sqlx::Error),
    /// The migrations could not be run.
    #[error("the database could not be brought up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A URL or a path that names no database of ours.
    #[error("this is no address of a database that Earshot knows: it takes postgres://... or a folder")]
    Address,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(inner) if inner.is_unique_violation() => StoreError::Taken,
            _ => StoreError::Database(error),
        }
    }
}
