//! What was left out of a check, so that nothing is passed over in silence.

/// Why files and folders are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeftOutReason {
    /// Git ignores them, and keeps none of them.
    Ignored,
    /// They are those of a tool: a virtual environment, installed packages, a cache.
    Environment,
    /// The command line excludes them.
    Excluded,
    /// The configuration skips them.
    Skipped,
}

impl LeftOutReason {
    /// Who leaves them out, as the end of a clause on some paths.
    const fn words(self) -> &'static str {
        match self {
            Self::Ignored => "that Git ignores",
            Self::Environment => "of a virtual environment, installed packages or a cache",
            Self::Excluded => "excluded by `--exclude`",
            Self::Skipped => "skipped by the configuration",
        }
    }
}

/// Files and folders that are left out for one reason. A folder counts once, with all that lies in it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LeftOut {
    /// Why.
    pub reason: LeftOutReason,
    /// How many.
    pub count: usize,
    /// The first of them.
    pub first: String,
}

/// All that is left out, in one sentence; nothing where nothing is.
pub(crate) fn left_out_sentence(all: &[LeftOut]) -> Option<String> {
    let part = |left: &LeftOut| {
        let noun = if left.count == 1 { "path" } else { "paths" };
        let first = if left.count == 1 { format!("`{}`", left.first) } else { format!("`{}` and others", left.first) };
        format!("{} {noun} {} ({first})", left.count, left.reason.words())
    };
    let parts: Vec<String> = all.iter().map(part).collect();
    let advice = all.iter().any(|left| matches!(left.reason, LeftOutReason::Ignored | LeftOutReason::Environment));
    let advice = if advice { " Use `--no-ignore` to check ignored files and environments too." } else { "" };
    (!parts.is_empty()).then(|| format!("{}.{advice}", parts.join(", ")))
}
