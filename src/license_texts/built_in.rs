//! The fingerprints that the build script packs from `fingerprints/`.
#![expect(clippy::unreadable_literal, reason = "hashes are not read")]

use super::table::{Alone, Clause, Gram, Number, Slot, Table, Text, Use};

include!(concat!(env!("OUT_DIR"), "/fingerprints.rs"));
