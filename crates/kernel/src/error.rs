//! The one error type. `web` renders it once, as a page with a way out.

/// Shorthand for results of this program.
pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong, as the person who asked may know it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or the person may not know that there is.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in.
    #[error("not signed in")]
    Unauthenticated,
    /// The person may know that this exists, but may not do it.
    #[error("not allowed")]
    Forbidden,
    /// Something typed is wrong; `message` is in the person's language.
    #[error("{field}: {message}")]
    Invalid {
        /// The form field or column.
        field: String,
        /// What is wrong and how to mend it.
        message: String,
    },
    /// It was already done, or somebody else changed it meanwhile.
    #[error("conflict: {0}")]
    Conflict(String),
    /// Too many attempts.
    #[error("too many attempts, again in {retry_after_s} s")]
    TooMany {
        /// Seconds until another attempt is taken.
        retry_after_s: u64,
    },
    /// Something this program needs does not answer now.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A fault of ours; its text is logged, never shown.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::PoolClosed => {
                Self::Unavailable(format!("the database does not answer ({error})"))
            }
            sqlx::Error::Database(fault) if fault.is_unique_violation() => Self::Conflict(fault.to_string()),
            _ => Self::Internal(error.into()),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.into())
    }
}
