//! The program: all that it does stands in the library.

fn main() -> std::process::ExitCode {
    model_license_gate::cli::main()
}
