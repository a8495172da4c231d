//! `identify`: which license texts files hold.

use crate::cli::{FileFormat, IdentifyArguments};
use crate::console;
use anyhow::Result;
use model_license_gate::decode::decode;
use model_license_gate::render::identified;
use model_license_gate::{disk, texts};
use std::process::ExitCode;

/// Most bytes of a file that are read.
const LIMIT: u64 = 64 << 20;

pub(crate) fn run(arguments: &IdentifyArguments) -> Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for file in &arguments.files {
        let bytes = match disk::read(file, LIMIT) {
            Ok(bytes) => bytes,
            Err(error) => {
                console::complain(&format!("{error:#}"));
                code = console::FAILED.into();
                continue;
            }
        };
        let found = texts::identify(&decode(&bytes).text);
        let file = file.to_string_lossy();
        console::print(&match arguments.format {
            FileFormat::Text => identified::text(&file, &found),
            FileFormat::Json => identified::json(&file, &found),
        })?;
    }
    Ok(code)
}
