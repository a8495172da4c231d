//! The short form in which the lexicon writes many phrases at once: `(a|b c)` is one or the other, `?` behind a word or a group says that
//! it may be missing.

/// All phrases that a line stands for, or what is wrong with it.
pub(crate) fn expand(say: &str) -> Result<Vec<String>, String> {
    let mut rest = say;
    let all = alternatives(&mut rest)?;
    if !rest.is_empty() {
        return Err("a `)` too many".to_owned());
    }
    let phrases: Vec<String> = all.into_iter().map(|words| words.join(" ")).collect();
    let is_short = |phrase: &&String| {
        let first = phrase.split(' ').next().unwrap_or_default();
        first.is_empty() || first.strip_suffix('*').is_some_and(|stem| stem.len() < 2)
    };
    match phrases.iter().find(is_short) {
        Some(phrase) => Err(format!("`{phrase}` is too short")),
        None => Ok(phrases),
    }
}

/// The alternatives up to the end, or to the `)` that ends a group: each a list of words.
fn alternatives(rest: &mut &str) -> Result<Vec<Vec<String>>, String> {
    let mut all = Vec::new();
    let mut branch: Vec<Vec<String>> = vec![Vec::new()];
    loop {
        *rest = rest.trim_start_matches(' ');
        let Some(c) = rest.chars().next().filter(|c| *c != ')') else { break };
        let mut options: Vec<Vec<String>>;
        match c {
            '|' => {
                *rest = &rest[1..];
                all.append(&mut branch);
                branch = vec![Vec::new()];
                continue;
            }
            '(' => {
                *rest = &rest[1..];
                options = alternatives(rest)?;
                *rest = rest.strip_prefix(')').ok_or("a `)` is missing")?;
            }
            _ => {
                let end = rest.find([' ', '|', '(', ')', '?']).unwrap_or(rest.len());
                if end == 0 {
                    return Err("`?` without a word".to_owned());
                }
                options = vec![vec![rest[..end].to_owned()]];
                *rest = &rest[end..];
            }
        }
        if let Some(after) = rest.strip_prefix('?') {
            *rest = after;
            options.push(Vec::new());
        }
        branch = branch
            .iter()
            .flat_map(|start| options.iter().map(move |option| [start.as_slice(), option.as_slice()].concat()))
            .collect();
    }
    all.append(&mut branch);
    Ok(all)
}
