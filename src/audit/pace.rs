//! How far an audit is, in words: rate, share and time left.

use std::fmt::Write;
use std::time::Duration;

/// One line: repositories checked in a time, and, where the size of the input is known, how much of it is done. `size` is in bytes, or in
/// models where these are counted.
pub(crate) fn line(count: usize, done: u64, size: Option<u64>, time: Duration) -> String {
    let millis = time.as_millis().max(1);
    let mut line = format!("{count} checked, {} a second", count as u128 * 1_000 / millis);
    if let Some(size) = size.filter(|size| *size > 0 && done > 0) {
        let left = u128::from(size.saturating_sub(done)) * millis / u128::from(done) / 1_000;
        let percent = done.min(size) * 100 / size;
        _ = write!(line, ", {percent} %, {} left", clock(u64::try_from(left).unwrap_or(u64::MAX)));
    }
    line
}

/// Seconds as `59 s`, `1 min 05 s` or `2 h 03 min`.
pub(crate) fn clock(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min {:02} s", seconds / 60, seconds % 60),
        _ => format!("{} h {:02} min", seconds / 3_600, seconds / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_share_and_time_left() {
        let time = Duration::from_secs(10);
        assert_eq!(line(500, 25, Some(100), time), "500 checked, 50 a second, 25 %, 30 s left");
        assert_eq!(line(500, 1, Some(1_000), time), "500 checked, 50 a second, 0 %, 2 h 46 min left");
        assert_eq!(line(500, 25, None, time), "500 checked, 50 a second");
        assert_eq!(line(0, 0, Some(0), Duration::ZERO), "0 checked, 0 a second");
        assert_eq!(clock(65), "1 min 05 s");
    }
}
