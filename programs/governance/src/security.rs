//! What explorers show to whoever finds a hole. The contact is one for all programs, so it is written here.

#[doc(hidden)]
pub use solana_security_txt::security_txt;

/// Puts the contact into the file of the program `$name`. A program that others depend on does so only in its own
/// build: one file has one contact.
#[macro_export]
macro_rules! security_contact {
    ($name:literal) => {
        $crate::security::security_txt! {
            name: $name,
            project_url: "CyxWiz",
            contacts: "other:private vulnerability report on the repository",
            policy: "SECURITY.md of the repository",
            preferred_languages: "en",
            auditors: "none"
        }
    };
}
