//! Writes the man pages that go into the archives of a release: cargo run --example man -- FOLDER
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "a command for developers"
)]

use clap::Command;
use clap_mangen::Man;
use std::path::Path;
use std::process::ExitCode;

const PROGRAM: &str = env!("CARGO_PKG_NAME");

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("Writes the man pages: cargo run --example man -- FOLDER");
        return ExitCode::from(2);
    };
    match write(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}: {error}", Path::new(&folder).display());
            ExitCode::from(2)
        }
    }
}

/// One page for the program and one for each command.
fn write(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let command = described();
    for page in std::iter::once(&command).chain(command.get_subcommands()) {
        let name = page.get_display_name().unwrap_or(PROGRAM).to_owned();
        std::fs::write(folder.join(format!("{name}.1")), rendered(page.clone().display_name(&name), &name)?)?;
    }
    Ok(())
}

/// The command line as a whole, with the parts that are put off.
fn described() -> Command {
    let mut command = model_license_gate::cli::command().disable_help_subcommand(true);
    command.build();
    command
}

/// One page. The examples keep their lines and their columns.
fn rendered(command: Command, name: &str) -> std::io::Result<Vec<u8>> {
    let has = (command.get_subcommands().next().is_some(), command.get_after_help().is_some());
    let page = Man::new(command).title(name).source(concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")));
    let mut out = Vec::new();
    page.render_title(&mut out)?;
    page.render_name_section(&mut out)?;
    page.render_synopsis_section(&mut out)?;
    page.render_description_section(&mut out)?;
    page.render_options_section(&mut out)?;
    if has.0 {
        page.render_subcommands_section(&mut out)?;
    }
    if has.1 {
        let mut examples = Vec::new();
        page.render_extra_section(&mut examples)?;
        let examples = String::from_utf8_lossy(&examples).replacen(".SH EXTRA", ".SH EXAMPLES\n.nf", 1);
        out.extend_from_slice(examples.replacen("Examples:\n", "", 1).as_bytes());
        out.extend_from_slice(b".fi\n");
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_hold_every_command_and_every_option() -> std::io::Result<()> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp/man");
        write(&folder)?;
        let command = described();
        let page = |name: &str| std::fs::read_to_string(folder.join(format!("{name}.1")));
        let first = page(PROGRAM)?;
        let mut options = 0;
        for inner in command.get_subcommands() {
            let name = format!("{}-{}", PROGRAM, inner.get_name());
            assert!(first.contains(&name.replace('-', "\\-")), "the first page does not name {name}");
            let text = page(&name)?;
            for option in inner.get_arguments().filter_map(|argument| argument.get_long()) {
                assert!(text.contains(&format!("\\-\\-{}", option.replace('-', "\\-"))), "{name} lacks --{option}");
                options += 1;
            }
        }
        assert!(options > 20, "{options} options");
        Ok(())
    }
}
