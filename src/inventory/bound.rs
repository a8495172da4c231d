//! How much of each list is taken: a bill of materials is of a size that programs can take, and says what it lacks.

/// Most items of all lists of one kind in a document, chosen.
const MOST_IN_ALL: usize = 10_000;

/// Most items of one list, chosen: real cards have some dozens.
const MOST: usize = 200;

/// Fewest items of one list that have room, however many models there are; chosen.
const LEAST: usize = 2;

/// The lists of one model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bound {
    most: usize,
    /// What more there was, and how many.
    pub(super) left_out: Vec<(&'static str, usize)>,
}

impl Bound {
    /// For one of some models.
    pub(super) fn for_each_of(models: usize) -> Self {
        Self { most: (MOST_IN_ALL / models.max(1)).clamp(LEAST, MOST), left_out: Vec::new() }
    }

    /// The items that have room; the others are counted under a name.
    pub(super) fn take<T>(&mut self, what: &'static str, items: impl IntoIterator<Item = T>) -> Vec<T> {
        let mut items = items.into_iter();
        let taken = items.by_ref().take(self.most).collect();
        self.leave_out(what, items.count());
        taken
    }

    /// Whether a list has room for one more item; if not, it is counted.
    pub(super) fn has_room(&mut self, what: &'static str, list: usize) -> bool {
        let has_room = list < self.most;
        self.leave_out(what, usize::from(!has_room));
        has_room
    }

    fn leave_out(&mut self, what: &'static str, more: usize) {
        match self.left_out.iter_mut().find(|(known, _)| *known == what) {
            Some((_, count)) => *count += more,
            None if more > 0 => self.left_out.push((what, more)),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bound;

    #[test]
    fn what_has_no_room_is_counted() {
        let mut bound = Bound::for_each_of(1);
        assert_eq!(bound.take("tags", 0..200).len(), 200);
        assert_eq!(bound.left_out, []);
        assert_eq!(bound.take("tags", 0..203).len(), 200);
        assert!(bound.has_room("weights", 199) && !bound.has_room("weights", 200) && !bound.has_room("weights", 201));
        assert_eq!(bound.left_out, [("tags", 3), ("weights", 2)]);
        assert_eq!(Bound::for_each_of(10_000).take("tags", 0..10).len(), 2);
    }
}
