//! Choices that a license leaves to its reader, and the configuration makes.

/// Choices that the license leaves to its reader (policy, "three choices").
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "five independent choices, each named in the policy")]
pub(crate) struct Settings {
    /// Warnings of a policy's rules are errors.
    pub(crate) strict: bool,
    /// The notice is asked of plain copies only, not of models that were trained further.
    pub(crate) notice_for_copies_only: bool,
    /// The notice may be anywhere in the repository.
    pub(crate) notice_anywhere: bool,
    /// A reference to the agreement counts like a copy.
    pub(crate) agreement_link_suffices: bool,
    /// The use policy has to come along as a file where its text is known: a pointer to it is not enough.
    pub(crate) use_policy_in_file: bool,
}
