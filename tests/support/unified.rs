//! Makes the patch of a file as GitHub sends it: hunks of three lines around each change, no file headers.

use std::fmt::Write;

/// Lines around a change.
const AROUND: usize = 3;

/// The hunks between two texts.
pub(crate) fn patch(old: &str, new: &str) -> String {
    let (left, right) = (split(old), split(new));
    let steps = steps(&left, &right);
    let mut shown = vec![false; steps.len()];
    for (at, _) in steps.iter().enumerate().filter(|(_, step)| step.0 != ' ') {
        let end = steps.len().min(at + AROUND + 1);
        shown[at.saturating_sub(AROUND)..end].fill(true);
    }
    let mut out = String::new();
    let mut at = 0;
    while at < steps.len() {
        if !shown[at] {
            at += 1;
            continue;
        }
        let end = (at..steps.len()).find(|&end| !shown[end]).unwrap_or(steps.len());
        hunk(&steps, at, end, &mut out);
        at = end;
    }
    out.trim_end_matches('\n').to_owned()
}

fn hunk(steps: &[(char, &str)], start: usize, end: usize, out: &mut String) {
    let count = |steps: &[(char, &str)], not: char| steps.iter().filter(|step| step.0 != not).count();
    let side = |not: char| {
        let (before, inside) = (count(&steps[..start], not), count(&steps[start..end], not));
        format!("{},{inside}", if inside == 0 { before } else { before + 1 })
    };
    _ = writeln!(out, "@@ -{} +{} @@", side('+'), side('-'));
    for (sign, line) in &steps[start..end] {
        match line.strip_suffix('\n') {
            Some(line) => _ = writeln!(out, "{sign}{line}"),
            None => _ = writeln!(out, "{sign}{line}\n\\ No newline at end of file"),
        }
    }
}

/// Lines with their line ends.
fn split(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Which lines stay, go and come, by the longest common subsequence.
fn steps<'t>(left: &[&'t str], right: &[&'t str]) -> Vec<(char, &'t str)> {
    let mut longest = vec![vec![0_usize; right.len() + 1]; left.len() + 1];
    for a in (0..left.len()).rev() {
        for b in (0..right.len()).rev() {
            longest[a][b] =
                if left[a] == right[b] { longest[a + 1][b + 1] + 1 } else { longest[a + 1][b].max(longest[a][b + 1]) };
        }
    }
    let (mut a, mut b) = (0, 0);
    let mut steps = Vec::new();
    while a < left.len() || b < right.len() {
        if a < left.len() && b < right.len() && left[a] == right[b] {
            steps.push((' ', left[a]));
            (a, b) = (a + 1, b + 1);
        } else if b == right.len() || a < left.len() && longest[a + 1][b] >= longest[a][b + 1] {
            steps.push(('-', left[a]));
            a += 1;
        } else {
            steps.push(('+', right[b]));
            b += 1;
        }
    }
    steps
}
