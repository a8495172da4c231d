//! `identify`: which license texts files hold.

use crate::cli::arguments::{FileFormat, IdentifyArguments};
use crate::cli::console;
use crate::decode::decode;
use crate::disk;
use crate::license_texts::{self, Container};
use crate::render::identified;
use anyhow::Result;
use std::process::ExitCode;

/// Most bytes of a file that are read, chosen.
const FILE_LIMIT: u64 = 64 << 20;

pub(crate) fn run(arguments: &IdentifyArguments) -> Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for file in &arguments.files {
        let bytes = match disk::read(file, FILE_LIMIT) {
            Ok(bytes) => bytes,
            Err(error) => {
                console::complain(&format!("{error:#}"));
                code = console::FAILED.into();
                continue;
            }
        };
        let file = file.to_string_lossy();
        let found = license_texts::identify_in(Container::of(&file), &decode(&bytes).text);
        console::print(&match arguments.format {
            FileFormat::Text => identified::text(&file, &found),
            FileFormat::Json => identified::json(&file, &found),
        })?;
    }
    Ok(code)
}
