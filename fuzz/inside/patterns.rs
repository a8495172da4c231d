//! Patterns of paths, those of `skip` and those of files of attributes, against what they mean, said in the plainest way.

use crate::Config;
use crate::model::attribute_pattern::Pattern;

/// Most bytes of a pattern and of a path that are compared with the reference, which takes its time.
const SMALL: usize = 100;

/// Lines of patterns, an empty line, lines of paths: each pattern on each path.
pub fn patterns(text: &str) {
    let (patterns, paths) = text.split_once("\n\n").unwrap_or((text, "a/b"));
    let paths: Vec<&str> = paths.lines().filter(|path| crate::tree::is_plain(path)).take(50).collect();
    for pattern in patterns.lines().filter(|pattern| !pattern.is_empty()).take(50) {
        let config = format!("skip: [{}]\n", serde_json::Value::from(pattern));
        let config = Config::parse(".model-license-gate.yml", &config).ok();
        let attribute = Pattern::read("", Some(pattern));
        for path in &paths {
            let skips = config.as_ref().map(|config| config.skips(path));
            let (may_fit, surely_fits) = (attribute.may_fit(path), attribute.surely_fits(path));
            assert!(may_fit || !surely_fits, "{pattern:?} surely fits {path:?}, and does not");
            if pattern.len() > SMALL || path.len() > SMALL {
                continue;
            }
            assert!(skips.is_none_or(|skips| skips == is_skipped(pattern, path)), "{pattern:?} {path:?}: {skips:?}");
            let fits = is_attributed(pattern, path);
            assert!(may_fit || !fits, "Git says that {pattern:?} fits {path:?}");
            assert!(fits || !surely_fits, "Git says that {pattern:?} does not fit {path:?}");
        }
    }
}

/// Whether a pattern of `skip` fits a path or a folder above it.
fn is_skipped(pattern: &str, path: &str) -> bool {
    let pattern = chars(pattern.trim_start_matches("./").trim_end_matches('/'));
    let path = chars(path);
    let ends = (0..path.len()).filter(|at| path[*at] == '/').chain([path.len()]);
    ends.into_iter().any(|end| skip(&pattern, &path[..end], &mut Memo::new(&pattern, &path)))
}

fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

/// Bytes as characters: Git knows no others.
fn bytes(text: &str) -> Vec<char> {
    text.bytes().map(char::from).collect()
}

/// What was found not to fit: how much of the pattern and of the path was left.
struct Memo(Vec<Vec<bool>>);

impl Memo {
    fn new(pattern: &[char], path: &[char]) -> Self {
        Self(vec![vec![false; path.len() + 1]; pattern.len() + 1])
    }

    /// Tries what is left, unless that was in vain before.
    fn once(&mut self, pattern: &[char], path: &[char], fits: impl FnOnce(&mut Self) -> bool) -> bool {
        if self.0[pattern.len()][path.len()] {
            return false;
        }
        let fits = fits(self);
        self.0[pattern.len()][path.len()] = !fits;
        fits
    }
}

fn skip(pattern: &[char], path: &[char], memo: &mut Memo) -> bool {
    memo.once(pattern, path, |memo| match pattern {
        [] => path.is_empty(),
        ['*', '*', rest @ ..] => {
            let stars = rest.iter().take_while(|c| **c == '*').count();
            match &rest[stars..] {
                ['/', rest @ ..] => {
                    let starts = (0..path.len()).filter(|at| path[*at] == '/').map(|at| at + 1).chain([0]);
                    starts.into_iter().any(|start| skip(rest, &path[start..], memo))
                }
                rest => (0..=path.len()).any(|start| skip(rest, &path[start..], memo)),
            }
        }
        ['*', rest @ ..] => inside(path).any(|start| skip(rest, &path[start..], memo)),
        ['?', rest @ ..] => path.first().is_some_and(|c| *c != '/') && skip(rest, &path[1..], memo),
        [c, rest @ ..] => path.first() == Some(c) && skip(rest, &path[1..], memo),
    })
}

/// Where what follows a `*` may start.
fn inside(path: &[char]) -> impl Iterator<Item = usize> {
    0..=path.iter().position(|c| *c == '/').unwrap_or(path.len())
}

/// Whether a pattern of a file of attributes at the root fits a file, as Git has it (`match_pathname` and `wildmatch`).
pub(crate) fn is_attributed(pattern: &str, path: &str) -> bool {
    // A folder has no attributes.
    if pattern.ends_with('/') {
        return false;
    }
    let (pattern, path) = if pattern.contains('/') {
        let pattern = pattern.strip_prefix('/').unwrap_or(pattern);
        // What stands before the first special character is compared as it is, and the rest is a pattern of its own.
        let plain = pattern.find(['*', '?', '[', '\\']).unwrap_or(pattern.len());
        let Some(path) = path.strip_prefix(&pattern[..plain]) else { return false };
        (bytes(&pattern[plain..]), bytes(path))
    } else {
        (bytes(pattern), bytes(path.rsplit('/').next().unwrap_or(path)))
    };
    wild(None, &pattern, &path, &mut Memo::new(&pattern, &path))
}

fn wild(before: Option<char>, pattern: &[char], path: &[char], memo: &mut Memo) -> bool {
    memo.once(pattern, path, |memo| match pattern {
        [] => path.is_empty(),
        ['*', ..] => {
            let stars = pattern.iter().take_while(|c| **c == '*').count();
            let rest = &pattern[stars..];
            let starts_part = matches!(before, None | Some('/'));
            let is_whole_part = stars > 1 && starts_part && matches!(rest, [] | ['/', ..] | ['\\', '/', ..]);
            match rest {
                ['/', after @ ..] if is_whole_part && wild(Some('/'), after, path, memo) => true,
                _ if is_whole_part => (0..=path.len()).any(|start| wild(Some('*'), rest, &path[start..], memo)),
                _ => inside(path).any(|start| wild(Some('*'), rest, &path[start..], memo)),
            }
        }
        ['?', rest @ ..] => path.first().is_some_and(|c| *c != '/') && wild(Some('?'), rest, &path[1..], memo),
        ['[', rest @ ..] => {
            let Some((c, path)) = path.split_first().filter(|(c, _)| **c != '/') else { return false };
            set(rest, *c).is_some_and(|(fits, rest)| fits && wild(Some(']'), rest, path, memo))
        }
        ['\\'] => false,
        ['\\', c, rest @ ..] | [c, rest @ ..] => path.first() == Some(c) && wild(Some(*c), rest, &path[1..], memo),
    })
}

/// Whether a set, from behind its `[`, has a character, and what follows it; nothing where it has no end.
fn set(mut rest: &[char], c: char) -> Option<(bool, &[char])> {
    let is_not = matches!(rest, ['!' | '^', ..]);
    rest = if is_not { &rest[1..] } else { rest };
    let mut has = false;
    let mut first = true;
    let mut previous = None;
    loop {
        let (member, after) = match rest {
            [']', after @ ..] if !first => return Some((has != is_not, after)),
            // Classes such as `[:alpha:]`: the gate does not read them, and so may fit anything.
            ['[', ':', ..] | [] => return None,
            ['\\', member, after @ ..] | [member, after @ ..] => (*member, after),
        };
        let (range, after) = match (previous, member, after) {
            (Some(low), '-', ['\\', high, after @ ..]) if rest[0] == '-' => (Some((low, *high)), after),
            (Some(low), '-', [high, after @ ..]) if rest[0] == '-' && *high != ']' => (Some((low, *high)), after),
            _ => (None, after),
        };
        has |= range.map_or(member == c, |(low, high)| (low..=high).contains(&c));
        previous = if range.is_some() { None } else { Some(member) };
        first = false;
        rest = after;
    }
}
