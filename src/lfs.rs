//! Pointers of Git LFS: small texts that stand in a commit for large files that are kept elsewhere.
//!
//! Written by its specification, a pointer has the lines `version`, `oid` and `size` in this order. The reader here takes them in any
//! order and leaves out lines that it does not know: two pointers with one oid stand for one content, however they are written.

use std::fmt::Write;

/// Most bytes of a pointer, by the specification of Git LFS.
pub(crate) const MAX_POINTER: u64 = 1_024;

/// The SHA-256 of a file's content.
pub(crate) type Sha256Digest = [u8; 32];

/// What a pointer says of the file that it replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pointer {
    /// The hash of its content.
    pub(crate) oid: Sha256Digest,
    /// Its bytes, where the pointer says so.
    pub(crate) size: Option<u64>,
}

impl Pointer {
    /// Reads a file that may be a pointer.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.len() as u64 > MAX_POINTER {
            return None;
        }
        let text = std::str::from_utf8(bytes).ok()?;
        let (mut is_pointer, mut oid, mut size) = (false, None, None);
        for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
            let Some((key, value)) = line.trim().split_once([' ', '\t']) else { continue };
            match (key, value.trim()) {
                ("version", address) => {
                    // The names that Git LFS has had.
                    is_pointer |= ["git-lfs", "hawser", "git-media"].iter().any(|name| address.contains(name));
                }
                ("oid", hash) => oid = oid.or_else(|| digest(hash.strip_prefix("sha256:")?)),
                ("size", bytes) => size = size.or_else(|| bytes.parse().ok()),
                _ => {}
            }
        }
        Some(Self { oid: oid.filter(|_| is_pointer)?, size })
    }
}

/// Bytes in hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string does not fail.
        _ = write!(text, "{byte:02x}");
        text
    })
}

/// A hash from its 64 hexadecimal digits.
pub(crate) fn digest(text: &str) -> Option<Sha256Digest> {
    let digits = text.as_bytes();
    let mut out = Sha256Digest::default();
    if digits.len() != 2 * out.len() {
        return None;
    }
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |at: usize| char::from(pair[at]).to_digit(16);
        *byte = u8::try_from(digit(0)? * 16 + digit(1)?).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    const OID: &str = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393";

    #[test]
    fn one_content_however_its_pointer_is_written() {
        let written = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{OID}\nsize 12345\n");
        let plain = Pointer::read(written.as_bytes());
        assert_eq!(plain.map(|it| (it.oid[0], it.oid[31], it.size)), Some((0x4d, 0x93, Some(12_345))));
        let others = [
            written.replace('\n', "\r\n"),
            written.trim_end().to_owned(),
            format!("\u{feff}{written}"),
            format!("\n{written}\nmore lines\n"),
            written.replace("oid ", "x-note nothing\noid "),
            written.replace("oid ", &format!("ext-0-foo sha256:{}\noid ", "0".repeat(64))),
            format!("size 12345\noid sha256:{}\nversion https://git-lfs.github.com/spec/v1\n", OID.to_uppercase()),
            written.replace("https://git-lfs.github.com/spec/v1", "https://hawser.github.com/spec/v1"),
            written.replace(' ', " \t "),
        ];
        for other in others {
            assert_eq!(Pointer::read(other.as_bytes()), plain, "{other:?}");
        }
    }

    #[test]
    fn what_is_no_pointer() {
        let whole = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{OID}\n");
        for text in [
            String::new(),
            "GGUF".to_owned(),
            format!("oid sha256:{OID}\n"),
            whole.replace("4d7a", "4d7"),
            whole.replace("4d7a", "4d7x"),
            whole.replace("sha256:", "md5:"),
            format!("{whole}{}", "x".repeat(1_024)),
        ] {
            assert_eq!(Pointer::read(text.as_bytes()), None, "{text:?}");
        }
    }
}
