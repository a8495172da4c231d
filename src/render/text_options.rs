//! How the text for a person is laid out, and which places its commands name.

use super::visible::one_line;

/// Most places for which a command of its own is shown, chosen.
const MOST_COMMANDS: usize = 3;

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

impl TextOptions<'_> {
    /// The name of the model at a path: the root of a repository on the Hub has one.
    pub(super) fn name_of<'m>(&'m self, path: &'m str) -> &'m str {
        match self.targets {
            [target] if path == "." && target.name.starts_with("hf://") => &target.name,
            _ => path,
        }
    }

    /// The places after a command that takes all of them.
    pub(super) fn named(&self) -> String {
        self.targets.iter().flat_map(|target| [" ".into(), one_line(&target.name)]).collect()
    }

    /// The commands that fix them: `fix` takes one place. `option` is written after its name.
    pub(super) fn fix_commands(&self, option: &str) -> Vec<String> {
        let command = |place: &str| format!("model-license-gate fix{option}{place}");
        if self.targets.is_empty() {
            return vec![command("")];
        }
        let shown = self.targets.iter().take(MOST_COMMANDS);
        let mut commands: Vec<String> = shown.map(|target| command(&format!(" {}", one_line(&target.fix)))).collect();
        if let more @ 1.. = self.targets.len().saturating_sub(MOST_COMMANDS) {
            commands.push(format!("and {more} more"));
        }
        commands
    }
}
