//! A file of a commit that is to be fetched, and whether what comes is it. What is read whole is taken only where its bytes have the hash
//! that the Hub's list names.

use crate::http::github::blobs::blob_hash;
use crate::http::response::Response;
use crate::lfs::hexadecimal;
use sha2::{Digest, Sha256};

/// A file of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HubFile {
    /// Path from the root of the repository.
    pub(super) path: String,
    /// Bytes.
    pub(super) size: u64,
    /// The name that Git gives it: of a file in Git LFS, that of its pointer.
    pub(super) blob: String,
    /// SHA-256 of a file that Git LFS keeps, in hexadecimal digits.
    pub(super) sha256: Option<String>,
}

/// How much of a file is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// The bytes from one up to before another; there are as many.
    Bytes { start: u64, end: u64 },
}

/// A file of a commit that is to be fetched.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) file: HubFile,
    pub(super) part: Part,
}

impl Wanted {
    /// How many bytes are wanted.
    pub(super) fn count(&self) -> usize {
        let count = match self.part {
            Part::Whole => self.file.size,
            Part::Bytes { start, end } => end.saturating_sub(start),
        };
        usize::try_from(count).unwrap_or(usize::MAX)
    }

    /// Whether an answer holds the bytes that are meant, as far as that can be known: of a part, their number and the size of the whole.
    pub(super) fn is_right(&self, response: &Response) -> bool {
        let bytes = response.body.as_slice();
        let is_right = match self.part {
            Part::Whole => self.has_hash(bytes),
            // Where a range is not heeded, the whole file comes.
            Part::Bytes { start: 0, .. } if response.status == 200 => {
                response.header("content-length") == Some(self.file.size.to_string().as_str())
            }
            Part::Bytes { start, end } => {
                let range = format!("bytes {start}-{}/{}", end.saturating_sub(1), self.file.size);
                response.status == 206 && response.header("content-range") == Some(range.as_str())
            }
        };
        is_right && bytes.len() == self.count()
    }

    /// Whether bytes are those of the file.
    pub(super) fn has_hash(&self, bytes: &[u8]) -> bool {
        match &self.file.sha256 {
            Some(sha256) => hexadecimal(&Sha256::digest(bytes)).eq_ignore_ascii_case(sha256),
            None => blob_hash(bytes).eq_ignore_ascii_case(&self.file.blob),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{HubFile, Part, Response, Wanted};
    use ::http::HeaderMap;

    fn wanted(part: Part, blob: &str, sha256: Option<&str>) -> Wanted {
        let (blob, sha256) = (blob.to_owned(), sha256.map(str::to_owned));
        Wanted { file: HubFile { path: "x".to_owned(), size: 6, blob, sha256 }, part }
    }

    fn response(status: u16, headers: &[(&'static str, &str)], body: &str) -> Response {
        let headers: HeaderMap =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        Response::new(status, &headers, body.as_bytes().to_vec())
    }

    #[test]
    fn only_the_bytes_that_the_list_names_are_taken() {
        let is_right = |wanted: &Wanted, body: &str| wanted.is_right(&response(200, &[], body));
        let git = wanted(Part::Whole, "CE013625030ba8dba906f756967f9e9ca394464a", None);
        assert!(is_right(&git, "hello\n") && !is_right(&git, "hellO\n") && !is_right(&git, "hello"));
        let sha256 = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
        let lfs = wanted(Part::Whole, "of the pointer", Some(sha256));
        assert!(is_right(&lfs, "hello\n") && !is_right(&lfs, "hellO\n"));
    }

    #[test]
    fn of_a_part_the_place_and_the_size_of_the_whole_are_right() {
        let first = wanted(Part::Bytes { start: 0, end: 4 }, "", None);
        let range = |range: &str, body: &str| first.is_right(&response(206, &[("content-range", range)], body));
        assert!(range("bytes 0-3/6", "hell"));
        assert!(!range("bytes 0-3/6", "hel") && !range("bytes 1-4/6", "ello") && !range("bytes 0-3/7", "hell"));
        let whole = |length: &str| first.is_right(&response(200, &[("content-length", length)], "hell"));
        assert!(whole("6") && !whole("4"));
        assert!(!first.is_right(&response(200, &[], "hell")), "nobody knows of what");
        let later = wanted(Part::Bytes { start: 2, end: 6 }, "", None);
        assert!(later.is_right(&response(206, &[("content-range", "bytes 2-5/6")], "llo\n")));
        assert!(!later.is_right(&response(200, &[("content-length", "6")], "hell")));
    }
}
