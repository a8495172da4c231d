//! Files of a commit, fetched by the names that Git gives them: only what has the name is taken.

use super::client::Client;
use crate::http::error::HttpError;
use crate::lfs::hexadecimal;
use sha1::{Digest, Sha1};
use std::sync::Arc;
use tokio::task::JoinSet;

/// How many files are fetched at the same time, chosen.
const CONCURRENT_FETCHES: usize = 6;

/// Fetches files by the names that Git gives them, each with its bytes.
pub(super) async fn fetch_blobs(
    client: &Arc<Client>,
    mut left: impl Iterator<Item = (String, u64)>,
) -> Result<Vec<(String, Vec<u8>)>, HttpError> {
    let mut tasks = JoinSet::new();
    let mut all = Vec::new();
    loop {
        while tasks.len() < CONCURRENT_FETCHES
            && let Some((hash, size)) = left.next()
        {
            let client = Arc::clone(client);
            tasks.spawn(async move {
                let size = usize::try_from(size).unwrap_or(usize::MAX);
                let address = client.endpoint.repository_url(&format!("git/blobs/{hash}"));
                // Repositories with longer hashes name their files by another function.
                let right = |bytes: &[u8]| bytes.len() == size && (hash.len() != 40 || blob_hash(bytes) == hash);
                let bytes = client.bytes(&address, size, right).await?;
                Ok::<_, HttpError>((hash, bytes))
            });
        }
        let Some(fetched) = tasks.join_next().await else { return Ok(all) };
        let fetched = fetched.map_err(|_| HttpError::Unreachable("a file could not be read from GitHub".to_owned()));
        all.push(fetched??);
    }
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
