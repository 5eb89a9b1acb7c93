//! What staff are trusted with in one place alone: a consultation, a board, a group of young people (domain.md 7.1, role
//! assignment). A role at a board or in a group holds in the consultations that are that board's or that group's at the
//! moment of asking: nothing of it is kept beside them.

use chrono::NaiveDate;
use earshot_domain::consultation::Setup;
use earshot_domain::policy::Role;
use uuid::Uuid;

use crate::{Json, StoreError, Tx};

/// Who is trusted with what in which consultation: there alone, at its board, or in a group that it is asked of. What has
/// ended gives nothing any more.
macro_rules! resolved {
    ($where:literal) => {
        concat!(
            "SELECT k.staff_id, k.role, k.consultation_id, c.slug FROM \
             (SELECT staff_id, role, consultation_id FROM staff_scope UNION \
             SELECT s.staff_id, s.role, d.id FROM staff_board_scope s \
             JOIN board b ON b.id = s.board_id AND b.ended_on IS NULL \
             JOIN consultation d ON d.board_id = b.id AND d.organisation_id = b.organisation_id UNION \
             SELECT s.staff_id, s.role, a.consultation_id FROM staff_group_scope s \
             JOIN young_group g ON g.id = s.group_id AND g.ended_on IS NULL \
             JOIN consultation_group a ON a.group_id = g.id) k \
             JOIN consultation c ON c.id = k.consultation_id WHERE ",
            $where,
            " ORDER BY c.number, k.role, k.staff_id"
        )
    };
}

statements! {
    OF = resolved!("k.staff_id = $1");
    OF_ORGANISATION = resolved!("c.organisation_id = $1");
    BOARDS_OF = "SELECT s.role, s.board_id FROM staff_board_scope s \
                 JOIN board b ON b.id = s.board_id AND b.ended_on IS NULL WHERE s.staff_id = $1 ORDER BY b.name, s.role";
    GROUPS_OF = "SELECT s.role, s.group_id FROM staff_group_scope s \
                 JOIN young_group g ON g.id = s.group_id AND g.ended_on IS NULL WHERE s.staff_id = $1 ORDER BY g.name, s.role";
    ROLES = "SELECT role FROM staff_scope WHERE staff_id = $1 UNION \
             SELECT s.role FROM staff_board_scope s JOIN board b ON b.id = s.board_id AND b.ended_on IS NULL \
             WHERE s.staff_id = $1 UNION \
             SELECT s.role FROM staff_group_scope s JOIN young_group g ON g.id = s.group_id AND g.ended_on IS NULL \
             WHERE s.staff_id = $1 ORDER BY role";
    IN_CONSULTATIONS = "SELECT k.staff_id, k.role, c.id, c.slug, c.setup FROM staff_scope k \
                        JOIN consultation c ON c.id = k.consultation_id WHERE c.organisation_id = $1 \
                        ORDER BY c.number, k.role, k.staff_id";
    AT_BOARDS = "SELECT k.staff_id, k.role, b.id, b.name, b.ended_on FROM staff_board_scope k \
                 JOIN board b ON b.id = k.board_id WHERE b.organisation_id = $1 ORDER BY b.name, k.role, k.staff_id";
    IN_GROUPS = "SELECT k.staff_id, k.role, g.id, g.name, g.ended_on FROM staff_group_scope k \
                 JOIN young_group g ON g.id = k.group_id WHERE g.organisation_id = $1 ORDER BY g.name, k.role, k.staff_id";
    BOARDS = "SELECT id, number, name, ended_on FROM board WHERE organisation_id = $1 ORDER BY name";
    HAS_IN_CONSULTATION = "SELECT role FROM staff_scope WHERE staff_id = $1 AND consultation_id = $2 ORDER BY role";
    HAS_AT_BOARD = "SELECT role FROM staff_board_scope WHERE staff_id = $1 AND board_id = $2 ORDER BY role";
    HAS_IN_GROUP = "SELECT role FROM staff_group_scope WHERE staff_id = $1 AND group_id = $2 ORDER BY role";
    ADD_IN_CONSULTATION = "INSERT INTO staff_scope (staff_id, role, consultation_id) VALUES ($1, $2, $3) \
                           ON CONFLICT (staff_id, role, consultation_id) DO NOTHING";
    ADD_AT_BOARD = "INSERT INTO staff_board_scope (staff_id, role, board_id) VALUES ($1, $2, $3) \
                    ON CONFLICT (staff_id, role, board_id) DO NOTHING";
    ADD_IN_GROUP = "INSERT INTO staff_group_scope (staff_id, role, group_id) VALUES ($1, $2, $3) \
                    ON CONFLICT (staff_id, role, group_id) DO NOTHING";
    REMOVE_IN_CONSULTATION = "DELETE FROM staff_scope WHERE staff_id = $1 AND role = $2 AND consultation_id = $3";
    REMOVE_AT_BOARD = "DELETE FROM staff_board_scope WHERE staff_id = $1 AND role = $2 AND board_id = $3";
    CLEAR_BOARD = "DELETE FROM staff_board_scope WHERE board_id = $1 RETURNING staff_id, role";
    REMOVE_IN_GROUP = "DELETE FROM staff_group_scope WHERE staff_id = $1 AND role = $2 AND group_id = $3";
    // Holds the row: of two who tick at once, or one who ends the group, one comes after the other.
    GROUP_HOLD = "UPDATE young_group SET ended_on = ended_on WHERE organisation_id = $1 AND id = $2 AND ended_on IS NULL";
    ASKED_OF = "SELECT consultation_id FROM consultation_group WHERE group_id = $1 ORDER BY consultation_id";
    ASK = "INSERT INTO consultation_group (consultation_id, group_id) VALUES ($2, $1) \
           ON CONFLICT (consultation_id, group_id) DO NOTHING";
    ASK_NO_MORE = "DELETE FROM consultation_group WHERE group_id = $1 AND consultation_id = $2";
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

/// Which place a role is for alone, by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceId {
    /// A consultation.
    Consultation(Uuid),
    /// A board, and the consultations whose board it is.
    Board(Uuid),
    /// A group of young people, and the consultations that are asked of it.
    Group(Uuid),
}

/// A role that somebody has in one place alone, as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// What somebody is trusted with.
    pub role: Role,
    /// Where.
    pub place: PlaceId,
    /// The address of a consultation: `getting-to-school`. Nothing has one else.
    pub slug: Option<String>,
    /// What the place is called.
    pub name: String,
    /// Whether the place has ended, and the role with it.
    pub has_ended: bool,
}

/// A board at which somebody can be trusted with a role.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct BoardPlace {
    /// Its id.
    pub id: Uuid,
    /// The number of its reference.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// When it ended.
    pub ended_on: Option<NaiveDate>,
}

/// What somebody is trusted with in single consultations: there alone, at their boards, in the groups that they are asked
/// of. Each once.
pub async fn of(tx: &mut Tx, staff_id: Uuid) -> Result<Vec<Scope>, StoreError> {
    let rows = fetch_all!(tx, (Uuid, String, Uuid, String), OF, staff_id)?;
    Ok(rows.into_iter().filter_map(scope).map(|(_, scope)| scope).collect())
}

/// The same for everybody of an organisation: who, and what.
pub async fn of_organisation(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<(Uuid, Scope)>, StoreError> {
    let rows = fetch_all!(tx, (Uuid, String, Uuid, String), OF_ORGANISATION, organisation_id)?;
    Ok(rows.into_iter().filter_map(scope).collect())
}

/// `None` for a role that a newer version knew.
fn scope((staff_id, role, consultation_id, slug): (Uuid, String, Uuid, String)) -> Option<(Uuid, Scope)> {
    Some((staff_id, Scope { role: Role::parse(&role)?, consultation_id, slug }))
}

/// What somebody is trusted with at boards that have not ended.
pub async fn boards_of(tx: &mut Tx, staff_id: Uuid) -> Result<Vec<(Role, Uuid)>, StoreError> {
    let rows = fetch_all!(tx, (String, Uuid), BOARDS_OF, staff_id)?;
    Ok(rows.into_iter().filter_map(|(role, id)| Some((Role::parse(&role)?, id))).collect())
}

/// What somebody is trusted with in groups of young people that have not ended.
pub async fn groups_of(tx: &mut Tx, staff_id: Uuid) -> Result<Vec<(Role, Uuid)>, StoreError> {
    let rows = fetch_all!(tx, (String, Uuid), GROUPS_OF, staff_id)?;
    Ok(rows.into_iter().filter_map(|(role, id)| Some((Role::parse(&role)?, id))).collect())
}

/// What somebody is trusted with in any place that has not ended, each role once.
pub async fn roles(tx: &mut Tx, staff_id: Uuid) -> Result<Vec<Role>, StoreError> {
    let rows = fetch_all!(tx, (String,), ROLES, staff_id)?;
    Ok(rows.into_iter().filter_map(|(role,)| Role::parse(&role)).collect())
}

/// What everybody of an organisation was trusted with in one place alone, as it was given: who, and what. Also where the
/// place has ended.
pub async fn placed(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<(Uuid, Placed)>, StoreError> {
    type Titled = (Uuid, String, Uuid, String, Json<Setup>);
    type Named = (Uuid, String, Uuid, String, Option<NaiveDate>);
    let mut placed = Vec::new();
    let consultations = fetch_all!(tx, Titled, IN_CONSULTATIONS, organisation_id)?;
    for (staff_id, role, id, slug, Json(setup)) in consultations {
        let Some(role) = Role::parse(&role) else { continue };
        let (place, name) = (PlaceId::Consultation(id), setup.title);
        placed.push((staff_id, Placed { role, place, slug: Some(slug), name, has_ended: false }));
    }
    let boards = fetch_all!(tx, Named, AT_BOARDS, organisation_id)?;
    let groups = fetch_all!(tx, Named, IN_GROUPS, organisation_id)?;
    let boards = boards.into_iter().map(|row| (PlaceId::Board(row.2), row));
    let groups = groups.into_iter().map(|row| (PlaceId::Group(row.2), row));
    for (place, (staff_id, role, _, name, ended_on)) in boards.chain(groups) {
        let Some(role) = Role::parse(&role) else { continue };
        placed.push((staff_id, Placed { role, place, slug: None, name, has_ended: ended_on.is_some() }));
    }
    Ok(placed)
}

/// The boards of an organisation by name, also those that have ended.
pub async fn boards(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<BoardPlace>, StoreError> {
    fetch_all!(tx, BoardPlace, BOARDS, organisation_id)
}

/// What somebody was trusted with in this place alone, also where it has ended.
pub async fn roles_in(tx: &mut Tx, staff_id: Uuid, place: PlaceId) -> Result<Vec<Role>, StoreError> {
    let (sql, id) = match place {
        PlaceId::Consultation(id) => (HAS_IN_CONSULTATION, id),
        PlaceId::Board(id) => (HAS_AT_BOARD, id),
        PlaceId::Group(id) => (HAS_IN_GROUP, id),
    };
    let rows = fetch_all!(tx, (String,), sql, staff_id, id)?;
    Ok(rows.into_iter().filter_map(|(role,)| Role::parse(&role)).collect())
}

/// Trusts somebody with a role in one place alone. `false` where they were already.
pub async fn add(tx: &mut Tx, staff_id: Uuid, role: Role, place: PlaceId) -> Result<bool, StoreError> {
    let (sql, id) = match place {
        PlaceId::Consultation(id) => (ADD_IN_CONSULTATION, id),
        PlaceId::Board(id) => (ADD_AT_BOARD, id),
        PlaceId::Group(id) => (ADD_IN_GROUP, id),
    };
    Ok(execute!(tx, sql, staff_id, role.as_str(), id)? == 1)
}

/// Takes it back. `false` where they were not trusted with it.
pub async fn remove(tx: &mut Tx, staff_id: Uuid, role: Role, place: PlaceId) -> Result<bool, StoreError> {
    let (sql, id) = match place {
        PlaceId::Consultation(id) => (REMOVE_IN_CONSULTATION, id),
        PlaceId::Board(id) => (REMOVE_AT_BOARD, id),
        PlaceId::Group(id) => (REMOVE_IN_GROUP, id),
    };
    Ok(execute!(tx, sql, staff_id, role.as_str(), id)? == 1)
}

/// Takes back what everybody was trusted with at a board alone: who, and what, in one order.
pub async fn clear_board(tx: &mut Tx, board_id: Uuid) -> Result<Vec<(Uuid, Role)>, StoreError> {
    let mut rows = fetch_all!(tx, (Uuid, String), CLEAR_BOARD, board_id)?;
    rows.sort();
    Ok(rows.into_iter().filter_map(|(id, role)| Some((id, Role::parse(&role)?))).collect())
}

/// Holds a group of an organisation until the transaction ends. `false` where there is none that has not ended.
pub async fn hold_group(tx: &mut Tx, organisation_id: Uuid, group_id: Uuid) -> Result<bool, StoreError> {
    Ok(execute!(tx, GROUP_HOLD, organisation_id, group_id)? == 1)
}

/// The consultations that are asked of a group of young people, by their ids.
pub async fn asked_of(tx: &mut Tx, group_id: Uuid) -> Result<Vec<Uuid>, StoreError> {
    let rows = fetch_all!(tx, (Uuid,), ASKED_OF, group_id)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Notes that a consultation is asked of a group. `false` where it was already.
pub async fn ask(tx: &mut Tx, group_id: Uuid, consultation_id: Uuid) -> Result<bool, StoreError> {
    Ok(execute!(tx, ASK, group_id, consultation_id)? == 1)
}

/// Takes it back. `false` where it was not asked of the group.
pub async fn ask_no_more(tx: &mut Tx, group_id: Uuid, consultation_id: Uuid) -> Result<bool, StoreError> {
    Ok(execute!(tx, ASK_NO_MORE, group_id, consultation_id)? == 1)
}
