//! The macros through which all SQL goes: a text is written once, listed for
//! the test that prepares it on both engines, and run by the same body for
//! each engine of a [`crate::Tx`].

/// Names SQL texts and lists them in `STATEMENTS`.
macro_rules! statements {
    ($( $name:ident = $sql:expr; )+) => {
        $( const $name: &str = $sql; )+
        pub(crate) const STATEMENTS: &[(&str, &str)] = &[ $( (concat!(module_path!(), "::", stringify!($name)), $name), )+ ];
    };
}

/// Runs a statement; gives the number of rows it touched.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut $tx.on {
            $crate::db::On::Sqlite(c) => sqlx::query($sql)$(.bind($bind))*.execute(&mut **c).await.map(|done| done.rows_affected()),
            $crate::db::On::Postgres(c) => sqlx::query($sql)$(.bind($bind))*.execute(&mut **c).await.map(|done| done.rows_affected()),
        }
        .map_err($crate::StoreError::from)
    };
}

/// All rows of a query, as a `FromRow` type or a tuple.
macro_rules! fetch_all {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut $tx.on {
            $crate::db::On::Sqlite(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(&mut **c).await,
            $crate::db::On::Postgres(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(&mut **c).await,
        }
        .map_err($crate::StoreError::from)
    };
}

/// The row of a query, if there is one.
macro_rules! fetch_optional {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut $tx.on {
            $crate::db::On::Sqlite(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(&mut **c).await,
            $crate::db::On::Postgres(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(&mut **c).await,
        }
        .map_err($crate::StoreError::from)
    };
}

/// The one row of a query that always has one, such as a count.
macro_rules! fetch_one {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut $tx.on {
            $crate::db::On::Sqlite(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_one(&mut **c).await,
            $crate::db::On::Postgres(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_one(&mut **c).await,
        }
        .map_err($crate::StoreError::from)
    };
}
