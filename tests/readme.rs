//! What the README shows is what the program prints. `UPDATE_EXPECT=1 cargo test --test readme` rewrites it.
#![expect(clippy::disallowed_methods, reason = "tests read the project and run the program")]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;
use std::process::Command;

const MARK: &str = "<!-- output of: ";
const OPENER: &str = " -->\n```text\n";

#[test]
fn the_readme_shows_what_the_program_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("README.md")).unwrap();
    let mut parts = text.split(MARK);
    let mut renewed = parts.next().unwrap().to_owned();
    let mut shown = 0;
    for part in parts {
        let (arguments, rest) = part.split_once(OPENER).unwrap();
        let (_, after) = rest.split_once("```\n").unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_model-license-gate"))
            .args(arguments.split(' '))
            .current_dir(root)
            .env_clear()
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        renewed.extend([
            MARK, arguments, OPENER, &printed, "```
", after,
        ]);
        shown += 1;
    }
    assert!(shown > 0, "the README shows no output");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(root.join("README.md"), &renewed).unwrap();
    } else {
        assert_eq!(text, renewed, "run UPDATE_EXPECT=1 cargo test --test readme");
    }
}
