//! What staff are trusted with in one consultation alone (domain.md 7.1, role assignment).

use earshot_domain::consultation::Setup;
use earshot_domain::policy::Role;
use uuid::Uuid;

use crate::{Json, StoreError, Tx};

statements! {
    OF = "SELECT k.role, k.consultation_id, c.slug FROM staff_scope k JOIN consultation c ON c.id = k.consultation_id \
          WHERE k.staff_id = $1 ORDER BY c.number, k.role";
    OF_ORGANISATION = "SELECT k.staff_id, k.role, k.consultation_id, c.slug, c.setup FROM staff_scope k \
                       JOIN consultation c ON c.id = k.consultation_id WHERE c.organisation_id = $1 \
                       ORDER BY c.number, k.role";
    ADD = "INSERT INTO staff_scope (staff_id, role, consultation_id) VALUES ($1, $2, $3) \
           ON CONFLICT (staff_id, role, consultation_id) DO NOTHING";
    REMOVE = "DELETE FROM staff_scope WHERE staff_id = $1 AND role = $2 AND consultation_id = $3";
}

/// A role in one consultation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// What somebody is trusted with.
    pub role: Role,
    /// In which consultation.
    pub consultation_id: Uuid,
    /// Its address: `getting-to-school`.
    pub slug: String,
}

impl Scope {
    /// `None` for a role that a newer version knew.
    fn read((role, consultation_id, slug): (String, Uuid, String)) -> Option<Self> {
        Some(Self { role: Role::parse(&role)?, consultation_id, slug })
    }
}

/// What somebody is trusted with in single consultations.
pub async fn of(tx: &mut Tx, staff_id: Uuid) -> Result<Vec<Scope>, StoreError> {
    let rows = fetch_all!(tx, (String, Uuid, String), OF, staff_id)?;
    Ok(rows.into_iter().filter_map(Scope::read).collect())
}

/// The same for everybody of an organisation: who, what, and what the consultation is called.
pub async fn of_organisation(
    tx: &mut Tx,
    organisation_id: Uuid,
) -> Result<Vec<(Uuid, Scope, String)>, StoreError> {
    let rows = fetch_all!(tx, (Uuid, String, Uuid, String, Json<Setup>), OF_ORGANISATION, organisation_id)?;
    let read = |row: (Uuid, String, Uuid, String, Json<Setup>)| {
        let (staff_id, role, consultation_id, slug, Json(setup)) = row;
        Some((staff_id, Scope::read((role, consultation_id, slug))?, setup.title))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Trusts somebody with a role in a consultation. `false` where they were already.
pub async fn add(tx: &mut Tx, staff_id: Uuid, role: Role, consultation_id: Uuid) -> Result<bool, StoreError> {
    Ok(execute!(tx, ADD, staff_id, role.as_str(), consultation_id)? == 1)
}

/// Takes it back. `false` where they were not trusted with it.
pub async fn remove(
    tx: &mut Tx,
    staff_id: Uuid,
    role: Role,
    consultation_id: Uuid,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, REMOVE, staff_id, role.as_str(), consultation_id)? == 1)
}
