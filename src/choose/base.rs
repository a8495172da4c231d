//! A base model as the user names it: an identifier of the Hub, a license, or a family of models.

use crate::lineage::{self, Root, hub_id_in_address, is_spelled_as_hub_id, known};
use crate::policy;
use crate::spelling::{LOOSE, nearest};

/// A base model to build on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Base {
    /// As the user names it.
    pub(crate) given: String,
    /// The identifier that the card has for it.
    pub(super) id: String,
    /// What is said of it instead of an identifier that can be looked up.
    pub(super) stated: Option<Stated>,
}

/// What the user says of a base model without naming it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stated {
    /// It derives from a family.
    Root(Root),
    /// It is under a license, by its identifier.
    License(String),
}

impl Base {
    /// Reads one base, the `nth` from 0. The error is a sentence without its full stop.
    pub(crate) fn read(given: &str, nth: usize) -> Result<Self, String> {
        let base = |id: &str, stated| Self { given: given.to_owned(), id: id.to_owned(), stated };
        if let Some(id) = hub_id_in_address(given).filter(|id| is_spelled_as_hub_id(id)) {
            return Ok(base(id, None));
        }
        if is_spelled_as_hub_id(given) {
            return Ok(base(given, None));
        }
        // No name in it, so that nothing but what is stated speaks for descent.
        let unnamed = format!("given/base-{nth}");
        match stated(given)? {
            Some(stated) => Ok(base(&unnamed, Some(stated))),
            None => known::by_name(given).map(|known| base(known.id, None)).ok_or_else(|| unknown(given)),
        }
    }

    /// Whether two bases are one.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (&self.stated, &other.stated) {
            (None, None) => self.id.eq_ignore_ascii_case(&other.id),
            (one, other) => one == other,
        }
    }
}

/// What a license or a family means, where a text is the name of one.
fn stated(given: &str) -> Result<Option<Stated>, String> {
    match policy::identify(given).as_slice() {
        [one] if one.names_none => Err(format!("`{given}` names no single license: name the base model")),
        [one] => {
            let family = policy::of_identifier(one).and_then(|policy| Root::of_configuration(policy.family?));
            Ok(Some(family.map_or_else(|| Stated::License(one.id.clone()), Stated::Root)))
        }
        _ => Ok(lineage::families().find(|key| *key == given).and_then(Root::of_configuration).map(Stated::Root)),
    }
}

fn unknown(given: &str) -> String {
    let known = policy::known_licenses().map(|(id, _)| id).chain(lineage::families());
    let near = nearest(&given.to_lowercase(), known, LOOSE).map(|near| format!("; did you mean `{near}`?"));
    format!(
        "`{given}` is not a model `owner/name` on the Hub, a license or a family of models{}",
        near.unwrap_or_default()
    )
}
