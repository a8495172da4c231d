//! How the text for a person is laid out.

/// A place that the user named to be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The place as it is written on the command line.
    pub name: String,
    /// What is written after `fix` for it, apart from options for texts.
    pub fix: String,
}

/// How the text is laid out.
#[derive(Debug, Clone, Copy)]
pub struct TextOptions<'a> {
    /// Columns of the output.
    pub width: usize,
    /// Whether colors are written.
    pub color: bool,
    /// The page that the names of rules link to, where the terminal can; `#rule` is put after it.
    pub rules_page: Option<&'a str>,
    /// What the user named to be checked, for the commands that are shown; nothing for the current folder.
    pub targets: &'a [Target],
    /// Whether the findings, and what was not checked, are above in full.
    pub is_verbose: bool,
}

impl Default for TextOptions<'_> {
    fn default() -> Self {
        Self { width: 120, color: false, rules_page: None, targets: &[], is_verbose: false }
    }
}
