//! The macros through which all SQL goes: a text is written once, listed for
//! the test that prepares it on both engines, and run by the same body for
//! each engine of a [`crate::Tx`].

use std::pin::Pin;

use uuid::Uuid;

/// A question to a database that is on its way.
pub(crate) type Asked<'a, T> = Pin<Box<dyn Future<Output = Result<T, sqlx::Error>> + Send + 'a>>;

/// Asks a database behind a type that says no more than that. Everything above waits for many such futures, in functions
/// within functions: where each carried all that sqlx keeps while it waits, the compiler would prove of all of it, again for
/// each that calls them, that it may move between threads. That took more time than everything else that it does.
pub(crate) fn asked<'a, T>(
    question: impl Future<Output = Result<T, sqlx::Error>> + Send + 'a,
) -> Asked<'a, T> {
    Box::pin(question)
}

/// Ids that are asked for in one statement: those of a page.
pub(crate) const EACH: usize = 20;

/// The ids of `fetch_each!` in a statement: the text is the same however many there are, so that it is prepared once.
macro_rules! each {
    () => {
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"
    };
}

/// Ids by the page. Where they are fewer, the last one fills the places up: named twice, it is found once.
pub(crate) fn each(ids: &[Uuid]) -> Vec<[Uuid; EACH]> {
    let full = |some: &[Uuid]| {
        let last = *some.last()?;
        Some(std::array::from_fn(|at| some.get(at).copied().unwrap_or(last)))
    };
    ids.chunks(EACH).filter_map(full).collect()
}

/// Names SQL texts and lists them in `STATEMENTS`.
macro_rules! statements {
    ($( $name:ident = $sql:expr; )+) => {
        $( const $name: &str = $sql; )+
        pub(crate) const STATEMENTS: &[(&str, &str)] = &[ $( (concat!(module_path!(), "::", stringify!($name)), $name), )+ ];
    };
}

/// Names SQL texts that one engine alone understands: an index of words, say. They are listed for each engine, so that the
/// test prepares each on its own. What both understand stays in [`statements!`], and whoever needs this pair chooses by
/// `tx.on`, in one place.
macro_rules! statements_of {
    (sqlite: { $( $lite:ident = $lite_sql:expr; )+ } postgres: { $( $post:ident = $post_sql:expr; )+ }) => {
        $( const $lite: &str = $lite_sql; )+
        $( const $post: &str = $post_sql; )+
        pub(crate) const OF_SQLITE: &[(&str, &str)] =
            &[ $( (concat!(module_path!(), "::", stringify!($lite)), $lite), )+ ];
        pub(crate) const OF_POSTGRES: &[(&str, &str)] =
            &[ $( (concat!(module_path!(), "::", stringify!($post)), $post), )+ ];
    };
}

/// That an answer `a` is one to the question with this key. A turn of a session answers what its session answered, or `#`
/// where that is none of the consultation's (`earshot_domain::session::IN_A_GROUP`).
macro_rules! is_answer_to {
    ($key:literal) => {
        concat!(
            "(a.question_key = ",
            $key,
            " OR EXISTS (SELECT 1 FROM transcript_turn u JOIN transcript t ON t.id = u.transcript_id \
             WHERE u.answer_id = a.id AND COALESCE(t.question_key, '#') = ",
            $key,
            "))"
        )
    };
}

/// Runs a statement; gives the number of rows it touched.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut $tx.on {
            $crate::db::On::Sqlite(c) => $crate::sql::asked(sqlx::query($sql)$(.bind($bind))*.execute(&mut **c)).await.map(|done| done.rows_affected()),
            $crate::db::On::Postgres(c) => $crate::sql::asked(sqlx::query($sql)$(.bind($bind))*.execute(&mut **c)).await.map(|done| done.rows_affected()),
        }
        .map_err($crate::StoreError::from)
    };
}

/// All rows of a query, as a `FromRow` type or a tuple.
macro_rules! fetch_all {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut $tx.on {
            $crate::db::On::Sqlite(c) => $crate::sql::asked(sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(&mut **c)).await,
            $crate::db::On::Postgres(c) => $crate::sql::asked(sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(&mut **c)).await,
        }
        .map_err($crate::StoreError::from)
    };
}

/// All rows of a query about several ids, which stand in it as `each!()`. Nothing is asked where there are none.
macro_rules! fetch_each {
    ($tx:expr, $row:ty, $sql:expr, $ids:expr) => {{
        let mut rows: Vec<$row> = Vec::new();
        for ids in $crate::sql::each($ids) {
            let found: Result<Vec<$row>, sqlx::Error> = match &mut $tx.on {
                $crate::db::On::Sqlite(c) => {
                    let mut query = sqlx::query_as::<sqlx::Sqlite, $row>($sql);
                    for id in ids {
                        query = query.bind(id);
                    }
                    $crate::sql::asked(query.fetch_all(&mut **c)).await
                }
                $crate::db::On::Postgres(c) => {
                    let mut query = sqlx::query_as::<sqlx::Postgres, $row>($sql);
                    for id in ids {
                        query = query.bind(id);
                    }
                    $crate::sql::asked(query.fetch_all(&mut **c)).await
                }
            };
            rows.extend(found?);
        }
        rows
    }};
}

/// The row of a query, if there is one.
macro_rules! fetch_optional {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut $tx.on {
            $crate::db::On::Sqlite(c) => $crate::sql::asked(sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(&mut **c)).await,
            $crate::db::On::Postgres(c) => $crate::sql::asked(sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(&mut **c)).await,
        }
        .map_err($crate::StoreError::from)
    };
}

/// The one row of a query that always has one, such as a count.
macro_rules! fetch_one {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut $tx.on {
            $crate::db::On::Sqlite(c) => $crate::sql::asked(sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_one(&mut **c)).await,
            $crate::db::On::Postgres(c) => $crate::sql::asked(sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_one(&mut **c)).await,
        }
        .map_err($crate::StoreError::from)
    };
}
