//! Colors of a terminal.

/// A text in a color, by its code of ECMA-48, where there are colors.
pub(super) fn painted(text: &str, code: &str, color: bool) -> String {
    if color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
}
