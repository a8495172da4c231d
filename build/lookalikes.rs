//! The characters of ASCII that others look like, from Unicode's list of confusable characters: one number each, without its names and
//! sequences, which would take the program a hundred times the room.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use unicode_security::confusable_detection::skeleton;

/// No character after this one looks like one of ASCII; a test of `reader_text` asks them all.
const LAST: char = '\u{2ffff}';

/// Writes a table for `src/reader_text.rs`: the number of each character times 256, and the byte that it looks like.
pub(crate) fn write(out: &Path) {
    let mut table = String::from("[");
    for c in '\0'..=LAST {
        let looks: String = skeleton(c.encode_utf8(&mut [0; 4])).collect();
        let letter = match looks.as_bytes() {
            // Unicode takes `m` and `rn` for alike.
            b"rn" => b'm',
            [letter @ b'!'..=b'~'] => *letter,
            _ => continue,
        };
        if u32::from(c) != u32::from(letter) {
            let _ = write!(table, "{},", u32::from(c) << 8 | u32::from(letter));
        }
    }
    table.push(']');
    assert!(
        fs::write(out.join("lookalikes.rs"), table).is_ok(),
        "the table of characters that look alike cannot be written"
    );
}
