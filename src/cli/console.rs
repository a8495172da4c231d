//! The terminal: standard output and error, colors, progress, and the exit code for the gate's own failures.
#![expect(clippy::disallowed_methods, reason = "this is the edge that the fence leads to")]

use crate::audit::pace;
use crate::cli::arguments::Color;
use crate::disk;
use crate::render::{inert_text, page, visible};
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::io::{ErrorKind, IsTerminal, Read, Write, stderr, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// The exit code where the gate could not do its work.
pub(crate) const FAILED: u8 = 2;

/// Columns where nothing says how many there are.
const PAGE: usize = 120;

/// Files read from one progress line to the next, chosen.
const FILES_PER_UPDATE: usize = 1_000;

/// Writes to standard output. A reader that has gone away (`| head`) is no failure.
pub(crate) fn print(text: &str) -> Result<()> {
    emit(text.as_bytes()).map(drop)
}

/// Writes to standard output, and says whether anybody still reads it.
pub(crate) fn emit(bytes: &[u8]) -> Result<bool> {
    let mut out = stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        done => done.map(|()| true).context("cannot write to standard output"),
    }
}

/// How many threads the machine runs at once.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Standard input, as it comes.
pub(crate) fn input() -> impl Read + Send {
    stdin()
}

/// Shows text on standard error that is not a complaint, such as a summary.
pub(crate) fn note(text: &str) {
    _ = write!(stderr(), "{}", inert_text(&visible(text)));
}

/// Says on standard error how long the gate waits for the rate limit of the Hub; takes a line of progress away first.
pub(crate) fn note_wait(time: Duration) {
    if stderr().is_terminal() {
        _ = write!(stderr(), "\r\x1b[K");
    }
    _ = writeln!(stderr(), "waiting {} for the Hub's rate limit", pace::clock(time.as_secs()));
}

/// Says on standard error why the gate could not do its work.
pub(crate) fn complain(message: &str) {
    let label = if colored_on(&stderr(), Color::Auto) { "\x1b[1;31merror:\x1b[0m" } else { "error:" };
    // Where standard error cannot be written, there is no other place to report it.
    _ = writeln!(stderr(), "{label} {}", inert_text(&visible(message)));
}

/// Whether standard output is looked at by people, and not read by a program.
pub(crate) fn is_shown() -> bool {
    stdout().is_terminal() || in_workflow()
}

/// Shows help, version or a mistake in the arguments.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    let failed = error.use_stderr();
    let text = error.render();
    let is_colored = if failed { colored_on(&stderr(), Color::Auto) } else { colored(Color::Auto) };
    let text = if is_colored { text.ansi().to_string() } else { text.to_string() };
    let text = inert_text(&text);
    if failed {
        _ = write!(stderr(), "{text}");
        return FAILED.into();
    }
    match print(&text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => FAILED.into(),
    }
}

/// Prints a text of our own: in the width of the terminal, as it is for a program.
pub(crate) fn print_page(text: &str) -> Result<()> {
    let width = if stdout().is_terminal() { width() } else { usize::MAX };
    print(&page(text, width, colored(Color::Auto)))
}

/// Whether text on standard output is colored.
pub(crate) fn colored(choice: Color) -> bool {
    colored_on(&stdout(), choice)
}

/// Whether text on a stream gets colors.
fn colored_on(stream: &impl IsTerminal, choice: Color) -> bool {
    match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if is_set("NO_COLOR") => false,
        Color::Auto if is_set("FORCE_COLOR") || variable("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        Color::Auto => {
            stream.is_terminal()
                && !is_set("CI")
                && variable("CLICOLOR").is_none_or(|value| value != "0")
                && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

/// Whether a terminal that shows links reads standard output.
pub(crate) fn has_links() -> bool {
    stdout().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// The columns of the terminal: as `COLUMNS` or the terminal says, else as many as a page takes.
pub(crate) fn width() -> usize {
    let said = variable("COLUMNS").and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0);
    let asked = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    said.or_else(asked).unwrap_or(PAGE)
}

/// Whether a variable of the environment is there and not empty.
fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// The value of a variable of the environment without blanks around it, where it has one.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// Whether a variable of the environment has this value, blanks around it apart.
pub(crate) fn is_value_of(name: &str, value: &str) -> bool {
    variable(name).as_deref() == Some(value.trim())
}

/// The bytes of a variable that holds a secret; nothing where it is not set.
pub(crate) fn secret(name: &str) -> Option<Vec<u8>> {
    std::env::var_os(name).map(OsString::into_encoded_bytes)
}

/// Tokens that came over standard input, which no other program can read again: for GitHub, for the Hugging Face Hub.
static TOKENS: OnceLock<[Option<String>; 2]> = OnceLock::new();

/// Most bytes of both tokens, chosen.
const TOKENS_LIMIT: u64 = 64 << 10;

/// Takes the tokens from standard input, a line each, in place of those of the environment.
pub(crate) fn read_tokens() -> Result<()> {
    let mut text = String::new();
    stdin().lock().take(TOKENS_LIMIT).read_to_string(&mut text).context("cannot read the tokens on standard input")?;
    let mut lines = text.lines().map(|line| Some(line.trim().to_owned()).filter(|line| !line.is_empty()));
    // A second call would change nothing.
    _ = TOKENS.set([lines.next().flatten(), lines.next().flatten()]);
    Ok(())
}

/// The token that GitHub takes: from standard input where it was read, else from `GITHUB_TOKEN`.
pub(crate) fn token() -> Option<String> {
    TOKENS.get().map_or_else(|| variable("GITHUB_TOKEN"), |[github, _]| github.clone())
}

/// The token that the Hugging Face Hub takes: from standard input where it was read, else from `HF_TOKEN` or the older
/// `HUGGING_FACE_HUB_TOKEN`.
pub(crate) fn hub_token() -> Option<String> {
    let in_environment = || variable("HF_TOKEN").or_else(|| variable("HUGGING_FACE_HUB_TOKEN"));
    TOKENS.get().map_or_else(in_environment, |[_, hub]| hub.clone())
}

/// Whether the tokens were read from standard input: then there are no others.
pub(crate) fn has_tokens_of_input() -> bool {
    TOKENS.get().is_some()
}

/// Those of some variables of the environment that are set, for a program that is started.
pub(crate) fn variables(names: &[&'static str]) -> Vec<(&'static str, OsString)> {
    names.iter().filter_map(|name| Some((*name, std::env::var_os(name)?))).collect()
}

/// Where the system searches for programs, without folders that lie in `untrusted` and those that depend on where this program runs.
pub(crate) fn search_path(untrusted: &Path) -> Option<OsString> {
    let path = std::env::var_os("PATH")?;
    let trusted =
        std::env::split_paths(&path).filter(|folder| folder.is_absolute() && !disk::lies_in(folder, untrusted));
    std::env::join_paths(trusted).ok()
}

/// The address of the Hugging Face Hub that `HF_ENDPOINT` names.
pub(crate) fn hub_endpoint() -> Option<String> {
    variable("HF_ENDPOINT").map(|endpoint| endpoint.trim_end_matches('/').to_owned())
}

/// The folder that the system keeps for what this program may find again.
pub(crate) fn cache() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let system = if cfg!(windows) { folder("LOCALAPPDATA") } else { folder("HOME").map(|home| home.join(".cache")) };
    Some(folder("XDG_CACHE_HOME").or(system)?.join("model-license-gate"))
}

/// Whether a workflow of GitHub Actions runs the program.
pub(crate) fn in_workflow() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// The folder that the runner of a workflow keeps for temporary files.
pub(crate) fn temporary() -> Option<PathBuf> {
    std::env::var_os("RUNNER_TEMP").filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The time since it was started.
pub(crate) struct Clock(Instant);

impl Clock {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// What is left of a time, nothing when it is over.
    pub(crate) fn left(&self, of: Duration) -> Duration {
        of.saturating_sub(self.0.elapsed())
    }
}

/// Seconds since 1970.
pub(crate) fn now() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// The date as `2027-01-31`, in UTC.
pub(crate) fn today() -> String {
    // Days to a date of the Gregorian calendar, with years that begin in March.
    let days = now() / 86_400 + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year + carry)
}

/// One line that counts the files read, on a terminal and only where there are many.
pub(crate) struct Progress {
    shown: bool,
}

impl Progress {
    pub(crate) const fn new() -> Self {
        Self { shown: false }
    }

    /// Shows how many files were read so far.
    pub(crate) fn show(&mut self, count: usize) {
        if count.is_multiple_of(FILES_PER_UPDATE) && stderr().is_terminal() && !is_set("CI") {
            self.shown = true;
            _ = write!(stderr(), "\rreading: {count} files and folders");
        }
    }

    /// Takes the line away.
    pub(crate) fn done(self) {
        if self.shown {
            _ = write!(stderr(), "\r\x1b[K");
        }
    }
}

/// One line with the pace of an audit, on a terminal that does not show the verdicts too.
pub(crate) struct Pace {
    clock: Instant,
    shown_at: Option<Instant>,
    is_shown: bool,
    judged: usize,
    done: u64,
    size: Option<u64>,
}

impl Pace {
    /// `size` is how much there is to read, if that is known: bytes, or models where they are counted.
    pub(crate) fn start(size: Option<u64>) -> Self {
        let is_shown = stderr().is_terminal() && !stdout().is_terminal() && !is_set("CI");
        Self { clock: Instant::now(), shown_at: None, is_shown, judged: 0, done: 0, size }
    }

    /// Learns how much there is to read.
    pub(crate) fn expect(&mut self, size: u64) {
        self.size = Some(size);
    }

    /// Counts more repositories, and how much of what there is to read they were; shows the counts at most five times a second.
    pub(crate) fn judged(&mut self, more: usize, done: usize) {
        self.judged += more;
        self.done += done as u64;
        if self.is_shown && self.shown_at.unwrap_or(self.clock).elapsed() > Duration::from_millis(200) {
            let line = pace::line(self.judged, self.done, self.size, self.clock.elapsed());
            _ = write!(stderr(), "\r{line}\x1b[K");
            self.shown_at = Some(Instant::now());
        }
    }

    /// Takes the line away.
    pub(crate) fn clear(&self) {
        if self.shown_at.is_some() {
            _ = write!(stderr(), "\r\x1b[K");
        }
    }
}
