//! The one error of the crate; its texts are what a user reads.

use std::fmt;

/// What every fallible kernel returns.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a kernel gave no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// An argument was refused; the text names it, what was found and the remedy.
    InvalidInput(String),
    /// An iteration ended without reaching its tolerance; the text says how far it was.
    NotConverged(String),
    /// Somebody asked the run to stop.
    Stopped,
    /// A promise inside the crate was broken; the text asks for a report.
    Internal(String),
}

impl Error {
    /// An argument was refused.
    pub fn invalid(text: impl Into<String>) -> Self {
        Self::InvalidInput(text.into())
    }

    /// An iteration ended short of its tolerance.
    pub fn not_converged(text: impl Into<String>) -> Self {
        Self::NotConverged(text.into())
    }

    /// A promise inside the crate was broken.
    pub fn internal(text: impl Into<String>) -> Self {
        Self::Internal(text.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidInput(text) | Self::NotConverged(text) => formatter.write_str(text),
            Self::Stopped => formatter.write_str("stopped on request"),
            Self::Internal(text) => {
                write!(formatter, "internal error in weakties: {text}. Please report it with the call that led here.")
            }
        }
    }
}

impl std::error::Error for Error {}
