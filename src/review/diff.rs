//! Reads the patches of a pull request: which lines are in which hunk, on which side, with their text.

use super::changed_file::{ChangedFile, Status};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// Neighbouring lines of one side of a hunk, without their line endings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SideLines<'p> {
    /// Number of the first line, from 1.
    pub(crate) first: usize,
    /// What each of them says.
    pub(crate) texts: Vec<&'p str>,
}

impl<'p> SideLines<'p> {
    /// The text of the line of a number, if it is among them.
    pub(crate) fn get(&self, number: usize) -> Option<&'p str> {
        self.texts.get(number.checked_sub(self.first)?).copied()
    }
}

/// One hunk: the lines before and after, those that stayed on both sides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Hunk<'p> {
    /// Lines of the file before.
    pub(crate) left: SideLines<'p>,
    /// Lines of the file after.
    pub(crate) right: SideLines<'p>,
}

/// The hunks of a patch. What is not a patch has none; a patch that stops early has the lines up to there.
pub(crate) fn hunks(patch: &str) -> Vec<Hunk<'_>> {
    let mut hunks = Vec::new();
    // How many lines of each side are still to come; a hunk that says too much or too little ends there.
    let (mut left, mut right) = (0, 0);
    for line in patch.split('\n') {
        if let Some((before, after)) = header(line) {
            (left, right) = (before.1, after.1);
            let side = |first| SideLines { first, texts: Vec::new() };
            hunks.push(Hunk { left: side(before.0), right: side(after.0) });
            continue;
        }
        let Some(hunk) = hunks.last_mut().filter(|_| left > 0 || right > 0) else { continue };
        // An editor may have taken the blank of an empty line that stayed.
        let (sign, text) = line.split_at_checked(1).unwrap_or((" ", ""));
        let text = text.strip_suffix('\r').unwrap_or(text);
        let (is_left, is_right) = match sign {
            "-" => (true, false),
            "+" => (false, true),
            " " => (true, true),
            // `\ No newline at end of file`
            "\\" => continue,
            _ => (false, false),
        };
        if !(is_left || is_right) || is_left && left == 0 || is_right && right == 0 {
            (left, right) = (0, 0);
            continue;
        }
        if is_left {
            left -= 1;
            hunk.left.texts.push(text);
        }
        if is_right {
            right -= 1;
            hunk.right.texts.push(text);
        }
    }
    hunks
}

/// First line and count of both sides, of a line such as `@@ -1,3 +1,4 @@ heading`.
fn header(line: &str) -> Option<((usize, usize), (usize, usize))> {
    let (before, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let (after, _) = rest.split_once(" @@")?;
    let side = |text: &str| {
        let (first, count) = text.split_once(',').unwrap_or((text, "1"));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?;
        Some((digits(first)?, digits(count)?))
    };
    Some((side(before)?, side(after)?))
}

/// A file of the diff, with its hunks, which are read when they are first needed.
pub(crate) struct File<'d> {
    /// What GitHub says of the file.
    pub(crate) changed: &'d ChangedFile,
    hunks: OnceCell<Vec<Hunk<'d>>>,
}

impl<'d> File<'d> {
    /// Its hunks; none where GitHub sent no patch.
    pub(crate) fn hunks(&self) -> &[Hunk<'d>] {
        self.hunks.get_or_init(|| self.changed.patch.as_deref().map(hunks).unwrap_or_default())
    }

    /// Whether the file exists after the change.
    pub(crate) fn stays(&self) -> bool {
        self.changed.status != Status::Removed
    }
}

/// The files of the diff by their path.
pub(crate) struct Diff<'d>(BTreeMap<&'d str, File<'d>>);

impl<'d> Diff<'d> {
    /// Of the files that GitHub lists.
    pub(crate) fn new(files: &'d [ChangedFile]) -> Self {
        let files = files.iter().map(|changed| (changed.path.as_str(), File { changed, hunks: OnceCell::new() }));
        Self(files.collect())
    }

    /// A file that the pull request changes.
    pub(crate) fn file(&self, path: &str) -> Option<&File<'d>> {
        self.0.get(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_on_their_sides_with_their_numbers() {
        let patch = "@@ -2,3 +2,4 @@ heading\n a\r\n-b\n+c\n+d\n e\n\\ No newline at end of file\n@@ -20 +21,0 @@\n-x";
        let hunks = hunks(patch);
        assert_eq!(hunks[0].left, SideLines { first: 2, texts: vec!["a", "b", "e"] });
        assert_eq!(hunks[0].right, SideLines { first: 2, texts: vec!["a", "c", "d", "e"] });
        assert_eq!(hunks[0].right.get(4), Some("d"));
        assert_eq!(hunks[0].right.get(1), None);
        assert_eq!(hunks[1].left.get(20), Some("x"));
        assert_eq!(hunks[1].right.texts.len(), 0);
    }

    #[test]
    fn what_is_no_patch_has_no_lines() {
        for patch in
            ["", "+a", "@@ -1,1 +1,1", "@@ -x +1 @@\n+a", "@@ -1 +99999999999999999999 @@\n+a", "@@ -+1 +1 @@\n+a"]
        {
            assert!(hunks(patch).is_empty(), "{patch:?}");
        }
        // More lines than the header says, an unknown sign, a character of two bytes in front.
        for patch in ["@@ -1,0 +1 @@\n+a\n+b", "@@ -0,0 +1,5 @@\n+a\n#b\n+c", "@@ -0,0 +1,5 @@\n+a\néb\n+c"] {
            assert_eq!(hunks(patch)[0].right.texts, ["a"], "{patch:?}");
        }
        let last = usize::MAX;
        assert_eq!(hunks(&format!("@@ -1 +{last},2 @@\n a\n+b"))[0].right.get(last), Some("a"));
    }
}
