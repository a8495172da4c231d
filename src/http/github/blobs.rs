//! Files of a commit, fetched by the names that Git gives them: only what has the name is taken.

use super::client::Client;
use crate::http::error::HttpError;
use crate::http::side_by_side::side_by_side;
use crate::lfs::hexadecimal;
use sha1::{Digest, Sha1};
use std::sync::Arc;

/// How many files are fetched at the same time, chosen.
const CONCURRENT_FETCHES: usize = 6;

/// Fetches files by the names that Git gives them, each with its bytes.
pub(super) async fn fetch_blobs(
    client: &Arc<Client>,
    blobs: impl Iterator<Item = (String, u64)>,
) -> Result<Vec<(String, Vec<u8>)>, HttpError> {
    let fetch = |(hash, size): (String, u64)| {
        let client = Arc::clone(client);
        async move {
            let size = usize::try_from(size).unwrap_or(usize::MAX);
            let address = client.endpoint.repository_url(&format!("git/blobs/{hash}"));
            // Repositories with longer hashes name their files by another function.
            let right = |bytes: &[u8]| bytes.len() == size && (hash.len() != 40 || blob_hash(bytes) == hash);
            let bytes = client.bytes(&address, size, right).await?;
            Ok((hash, bytes))
        }
    };
    side_by_side(CONCURRENT_FETCHES, blobs.map(fetch)).await
}

/// The name that git gives a file's bytes.
pub(crate) fn blob_hash(bytes: &[u8]) -> String {
    let hash = Sha1::new().chain_update(format!("blob {}\0", bytes.len())).chain_update(bytes).finalize();
    hexadecimal(&hash)
}

#[cfg(test)]
mod tests {
    use super::blob_hash;

    #[test]
    fn hashes_as_git_has_them() {
        assert_eq!(blob_hash(b""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(blob_hash(b"hello\n"), "ce013625030ba8dba906f756967f9e9ca394464a");
    }
}
