//! The hidden mark by which `fix` knows its own pull requests again; only hashes are in it.

use super::plan::Edit;
use crate::report::finding::hash;
use std::fmt;

/// The mark at the very start of a description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FixMark {
    /// Hash of the branch that the fix is for.
    branch: String,
    /// Hash of the files that it writes.
    content: String,
}

impl FixMark {
    /// The mark of a fix of a branch.
    pub(crate) fn new(branch: &str, edits: &[Edit]) -> Self {
        let files: Vec<String> = edits
            .iter()
            .flat_map(|edit| [edit.path.clone(), String::from_utf8_lossy(&edit.new).into_owned()])
            .collect();
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        Self { branch: hash(&[branch]), content: hash(&files) }
    }

    /// The mark of a description, where it begins with one.
    pub(crate) fn of(description: &str) -> Option<Self> {
        let line = description.split(['\r', '\n']).next()?;
        let mut words = line.strip_prefix("<!-- model-license-gate fix v1 ")?.strip_suffix(" -->")?.split(' ');
        let mut field = |name: &str| words.next()?.strip_prefix(name)?.strip_prefix('=').map(str::to_owned);
        let mark = Self { branch: field("branch")?, content: field("content")? };
        words.next().is_none().then_some(mark)
    }

    /// Whether it is of a fix of the same branch, whatever that writes.
    pub(crate) fn is_for_branch_of(&self, other: &Self) -> bool {
        self.branch == other.branch
    }
}

impl fmt::Display for FixMark {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "<!-- model-license-gate fix v1 branch={} content={} -->", self.branch, self.content)
    }
}

#[cfg(test)]
mod tests {
    use super::FixMark;
    use crate::fix::Edit;

    #[test]
    fn a_mark_is_read_as_it_is_written() {
        let edits = |new: &str| [Edit { path: "Notice".to_owned(), old: None, new: new.as_bytes().to_vec() }];
        let mark = FixMark::new("main", &edits("a"));
        assert_eq!(FixMark::of(&format!("{mark}\r\ntext")), Some(mark.clone()));
        for other in [format!("> {mark}"), format!(" {mark}"), format!("{mark} x"), "text".to_owned()] {
            assert_eq!(FixMark::of(&other), None, "{other}");
        }
        let (later, elsewhere) = (FixMark::new("main", &edits("b")), FixMark::new("dev", &edits("a")));
        assert!(later != mark && later.is_for_branch_of(&mark) && !elsewhere.is_for_branch_of(&mark));
    }
}
