//! A statement and its values, for either engine.

use std::borrow::Cow;

use sqlx::postgres::PgRow;
use sqlx::query::{Query as SqlxQuery, QueryAs};
use sqlx::sqlite::SqliteRow;
use sqlx::{Arguments, AssertSqlSafe, Database, Encode, FromRow, IntoArguments, SqlSafeStr, SqlStr, Type};

use crate::Result;
use crate::time::Time;

/// A struct that either engine's rows can be read into; `#[derive(sqlx::FromRow)]` makes one.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// A value bound to a parameter, of one of the types both engines share.
#[derive(Clone, Debug)]
pub enum Value {
    /// TEXT, or NULL.
    Text(Option<String>),
    /// BIGINT, or NULL.
    Int(Option<i64>),
    /// DOUBLE PRECISION, or NULL.
    Real(Option<f64>),
}

macro_rules! value_from {
    ($($from:ty => |$v:ident| $value:expr;)*) => {
        $(impl From<$from> for Value { fn from($v: $from) -> Self { $value } })*
    };
}

value_from! {
    &str => |v| Self::Text(Some(v.to_owned()));
    String => |v| Self::Text(Some(v));
    &String => |v| Self::Text(Some(v.clone()));
    Option<String> => |v| Self::Text(v);
    Option<&str> => |v| Self::Text(v.map(str::to_owned));
    i64 => |v| Self::Int(Some(v));
    i32 => |v| Self::Int(Some(v.into()));
    u32 => |v| Self::Int(Some(v.into()));
    Option<i64> => |v| Self::Int(v);
    Time => |v| Self::Int(Some(v.0));
    Option<Time> => |v| Self::Int(v.map(|time| time.0));
    f64 => |v| Self::Real(Some(v));
    Option<f64> => |v| Self::Real(v);
}

/// A statement with its values.
#[derive(Clone, Debug)]
pub struct Query {
    text: Cow<'static, str>,
    values: Vec<Value>,
}

/// A statement known when the program was written.
pub fn sql(text: &'static str) -> Query {
    Query { text: Cow::Borrowed(text), values: Vec::new() }
}

/// A statement put together at run time, of constant parts only: never of anything a person typed.
pub fn sql_built(text: String) -> Query {
    Query { text: Cow::Owned(text), values: Vec::new() }
}

/// Placeholders for a list of `count` values that begins at parameter `first`: `$1, $2, $3`.
pub fn places(first: usize, count: usize) -> String {
    (first..first + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

/// Placeholders for inserting `rows` rows of `columns` values: `($1, $2), ($3, $4)`.
pub fn values(rows: usize, columns: usize) -> String {
    let row = |row: usize| format!("({})", places(row * columns + 1, columns));
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

impl Query {
    /// Binds the next parameter.
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    fn text(text: Cow<'static, str>) -> SqlStr {
        match text {
            Cow::Borrowed(text) => text.into_sql_str(),
            Cow::Owned(text) => AssertSqlSafe(text).into_sql_str(),
        }
    }

    pub(super) fn typed<D, R>(self) -> Result<QueryAs<'static, D, R, D::Arguments>>
    where
        D: Database,
        D::Arguments: IntoArguments<D>,
        R: for<'r> FromRow<'r, D::Row>,
        Option<String>: Encode<'static, D> + Type<D>,
        Option<i64>: Encode<'static, D> + Type<D>,
        Option<f64>: Encode<'static, D> + Type<D>,
    {
        Ok(sqlx::query_as_with(Self::text(self.text), arguments::<D>(self.values)?))
    }

    pub(super) fn untyped<D>(self) -> Result<SqlxQuery<'static, D, D::Arguments>>
    where
        D: Database,
        D::Arguments: IntoArguments<D>,
        Option<String>: Encode<'static, D> + Type<D>,
        Option<i64>: Encode<'static, D> + Type<D>,
        Option<f64>: Encode<'static, D> + Type<D>,
    {
        Ok(sqlx::query_with(Self::text(self.text), arguments::<D>(self.values)?))
    }
}

fn arguments<D>(values: Vec<Value>) -> Result<D::Arguments>
where
    D: Database,
    Option<String>: Encode<'static, D> + Type<D>,
    Option<i64>: Encode<'static, D> + Type<D>,
    Option<f64>: Encode<'static, D> + Type<D>,
{
    let mut arguments = D::Arguments::default();
    for value in values {
        match value {
            Value::Text(text) => arguments.add(text),
            Value::Int(number) => arguments.add(number),
            Value::Real(number) => arguments.add(number),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}
