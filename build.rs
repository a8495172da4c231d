//! Embeds the project's data: policies, families and fingerprints.

#[path = "src/basis.rs"]
#[allow(unreachable_pub, reason = "shared with the library")]
mod basis;
#[path = "build/data.rs"]
mod data;

fn main() {
    let out = std::env::var_os("OUT_DIR").unwrap_or_default();
    data::write(std::path::Path::new(&out));
}
