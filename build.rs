//! Prepares the data that is compiled into the program.

#[path = "build/fingerprints.rs"]
mod fingerprints;

fn main() {
    fingerprints::write();
}
