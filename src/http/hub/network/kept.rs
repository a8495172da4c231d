//! Files of the Hub that earlier runs kept in a folder, by their hashes. The folder may be damaged or somebody else's work: a file is used
//! only if it has its hash.

use super::wanted::Wanted;
use crate::disk;
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Most bytes of the folder, chosen: a model's texts have some ten thousands.
const MAX_BYTES: u64 = 256 << 20;

/// Most files that are looked at to see how large the folder is, chosen. A folder with more is full.
const MAX_FILES: usize = 50_000;

/// A folder of files.
pub(super) struct KeptFiles {
    folder: PathBuf,
    /// Bytes that may be added.
    room: AtomicU64,
}

impl KeptFiles {
    /// Makes the folder where there is none.
    pub(super) fn open(folder: &Path) -> Result<Self> {
        let used = disk::make_and_measure(folder, MAX_FILES)?;
        let room = used.map_or(0, |used| MAX_BYTES.saturating_sub(used));
        Ok(Self { folder: folder.to_owned(), room: AtomicU64::new(room) })
    }

    /// The bytes of a whole file.
    pub(super) fn get(&self, wanted: &Wanted) -> Option<Vec<u8>> {
        let path = self.path(wanted)?;
        let bytes = if disk::exists(&path) { disk::read(&path, wanted.file.size).ok()? } else { return None };
        Some(bytes).filter(|bytes| wanted.has_hash(bytes))
    }

    /// Keeps a whole file that is a text, as far as there is room. What cannot be written is fetched again next time.
    pub(super) fn add(&self, wanted: &Wanted, bytes: &[u8]) {
        let (Some(path), Ok(text)) = (self.path(wanted), str::from_utf8(bytes)) else { return };
        let count = bytes.len() as u64;
        let take = |room: u64| room.checked_sub(count);
        if self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok() {
            _ = disk::replace(&path, text);
        }
    }

    /// Where a file is kept; nothing where its hash is none.
    fn path(&self, wanted: &Wanted) -> Option<PathBuf> {
        let (hash, digits) = match &wanted.file.sha256 {
            Some(sha256) => (sha256, 64),
            None => (&wanted.file.blob, 40),
        };
        let is_hash = hash.len() == digits && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hash.then(|| self.folder.join(hash.to_ascii_lowercase()))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test makes its own files")]
mod tests {
    use super::{KeptFiles, MAX_BYTES, Wanted};
    use crate::http::hub::network::wanted::{HubFile, Part};
    use std::fs;
    use std::path::{Path, PathBuf};

    fn folder(name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp/kept").join(name);
        _ = fs::remove_dir_all(&folder);
        folder
    }

    fn hello(blob: &str) -> Wanted {
        let file = HubFile { path: "README.md".to_owned(), size: 6, blob: blob.to_owned(), sha256: None };
        Wanted { file, part: Part::Whole }
    }

    const HASH: &str = "ce013625030ba8dba906f756967f9e9ca394464a";

    #[test]
    fn a_file_is_used_only_if_it_has_its_hash() {
        let folder = folder("hash");
        let kept = KeptFiles::open(&folder).unwrap();
        assert_eq!(kept.get(&hello(HASH)), None);
        kept.add(&hello(HASH), b"hello\n");
        assert_eq!(kept.get(&hello(HASH)).as_deref(), Some(b"hello\n".as_slice()));
        for other in ["hellO\n", "", "hello\nand more"] {
            fs::write(folder.join(HASH), other).unwrap();
            assert_eq!(kept.get(&hello(HASH)), None, "{other}");
        }
    }

    #[test]
    fn what_is_no_hash_names_no_file() {
        let folder = folder("names");
        let kept = KeptFiles::open(&folder).unwrap();
        for odd in ["../evil", "", "CE01", "ce013625030ba8dba906f756967f9e9ca39446/a"] {
            kept.add(&hello(odd), b"hello\n");
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    }

    #[test]
    fn a_full_folder_takes_no_more() {
        let folder = folder("full");
        fs::create_dir_all(&folder).unwrap();
        fs::File::create(folder.join("large")).unwrap().set_len(MAX_BYTES - 5).unwrap();
        let kept = KeptFiles::open(&folder).unwrap();
        kept.add(&hello(HASH), b"hello\n");
        assert_eq!(kept.get(&hello(HASH)), None);
    }
}
