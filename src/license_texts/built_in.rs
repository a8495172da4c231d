//! The fingerprints that the build script packs from `fingerprints/`.
#![expect(clippy::unreadable_literal, reason = "hashes are not read")]

use super::exact::Alone;
use super::table::{Clause, Gram, Slot, Table, Text, Use};

include!(concat!(env!("OUT_DIR"), "/fingerprints.rs"));
