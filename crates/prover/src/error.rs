use std::{fmt, path::Path};

/// Everything that can go wrong, with a code for programs and a message for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProverError {
    pub code: &'static str,
    pub message: String,
}

impl ProverError {
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// A file that cannot be opened, read or written: `file_not_found` or `io_error`.
    pub fn file(path: &Path, error: &std::io::Error) -> Self {
        let code = match error.kind() {
            std::io::ErrorKind::NotFound => "file_not_found",
            _ => "io_error",
        };
        Self::new(code, format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for ProverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for ProverError {}
