//! The pages that Markdown links to.

use super::escape::code;
use crate::render::percent::percent_encoded;
use crate::source::Place;

/// The pages that Markdown links to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pages<'p> {
    /// Address of the page that explains the rules; `#rule` is put after it.
    pub(crate) rules: &'p str,
    /// Address of the files at the commit that was checked, with a slash at its end. Without it, places are no links.
    pub(crate) files: Option<&'p str>,
}

impl<'p> Pages<'p> {
    /// Links to the page of rules alone.
    pub(crate) const fn of_rules(rules: &'p str) -> Self {
        Self { rules, files: None }
    }

    /// A place as a code span, `README.md:3`, and as a link to the line where the files have an address.
    pub(super) fn place(self, place: &Place) -> String {
        let span = code(&place.to_string());
        let Some(files) = self.files.filter(|_| !place.path.is_empty()) else { return span };
        let line = place.line().map(|line| format!("#L{line}")).unwrap_or_default();
        format!("[{span}]({files}{}{line})", percent_encoded(&place.path, b"/"))
    }
}

#[cfg(test)]
mod tests {
    use super::Pages;
    use crate::source::Place;

    #[test]
    fn a_path_cannot_leave_its_link() {
        let pages = Pages { rules: "", files: Some("https://hub.example/a/b/blob/c0/") };
        let link = |path: &str| pages.place(&Place::file(path));
        assert_eq!(link("a/README.md"), "[`a/README.md`](https://hub.example/a/b/blob/c0/a/README.md)");
        assert_eq!(
            link("x) [y](z `k`"),
            "[`` x) [y](z `k` ``](https://hub.example/a/b/blob/c0/x%29%20%5By%5D%28z%20%60k%60)"
        );
        assert_eq!(Pages::of_rules("").place(&Place::file("x")), "`x`");
    }
}
