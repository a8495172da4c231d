//! What rows have in common, written once: a row holds its number.

use std::collections::HashMap;

/// Most values that are kept, and most bytes of them, both chosen: later values are written in each row.
const MAX_VALUES: usize = 20_000;
const MAX_BYTES: usize = 16 << 20;

/// Values in JSON, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Shared {
    numbers: HashMap<String, usize>,
    values: Vec<String>,
    bytes: usize,
}

impl Shared {
    /// The number of a value; the value itself where there is no room for more.
    pub(super) fn place(&mut self, value: String) -> String {
        if let Some(number) = self.numbers.get(&value) {
            return number.to_string();
        }
        if self.values.len() >= MAX_VALUES || self.bytes + value.len() > MAX_BYTES {
            return value;
        }
        let number = self.values.len();
        self.bytes += value.len();
        self.values.push(value.clone());
        self.numbers.insert(value, number);
        number.to_string()
    }

    /// All values as a list in JSON.
    pub(super) fn list(&self) -> String {
        format!("[{}]", self.values.join(",\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_room_stands_in_the_row() {
        let mut shared = Shared { bytes: MAX_BYTES - 3, ..Shared::default() };
        let placed = ["\"a\"", "\"b\"", "\"a\""].map(|value| shared.place(value.to_owned()));
        assert_eq!(placed, ["0", "\"b\"", "0"]);
        assert_eq!(shared.list(), "[\"a\"]");
    }
}
