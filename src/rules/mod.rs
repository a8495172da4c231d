//! The list of all rules.

mod agreement;
mod attributes;
mod beyond_license;
mod card_finding;
mod card_name;
mod change;
mod changes;
mod compatibility;
mod configuration;
mod declared;
mod declared_license;
mod derivative;
mod disguise;
mod display_duty;
mod front_matter;
mod keys;
mod license_file;
mod lineage;
mod multi_license;
mod notice;
mod origin;
mod output_use;
mod oversized;
mod policy_context;
mod readers;
mod refused_id;
mod restrictions;
mod rule;
mod severity;
mod territory;
mod undeclared;
mod unknown_parent;
mod unread_license;
mod unread_parent;
mod unreadable;
mod use_policy;

pub(crate) use agreement::MISSING as MISSING_AGREEMENT;
pub(crate) use change::{BROKEN_CONFIGURATION, LOOSENED_CONFIGURATION, LOST_LINEAGE};
pub(crate) use compatibility::INCOMPATIBLE as INCOMPATIBLE_LICENSE;
pub(crate) use configuration::{EXPIRED_EXCEPTION, INVALID_WAIVER, UNUSED_EXCEPTION};
pub(crate) use derivative::FORBIDDEN as FORBIDDEN_DERIVATIVE;
pub(crate) use multi_license::NO_COMMON as NO_COMMON_LICENSE;
pub(crate) use oversized::OVERSIZED;
pub(crate) use policy_context::PolicyContext;
pub(crate) use rule::{ModelUnderRules, Rule, Scope, UnknownParents, UnreadLicense, WhyUnread};
pub(crate) use severity::severity_under;
pub(crate) use unreadable::{CARD as UNREADABLE_FILE, HEADER as UNREADABLE_HEADER};

use crate::report::Meta;

/// All rules, in the order in which they are listed and explained.
pub(crate) const ALL: [Rule; 53] = [
    compatibility::INCOMPATIBLE,
    compatibility::AMBIGUOUS,
    derivative::FORBIDDEN,
    beyond_license::CONTRADICTORY,
    beyond_license::CUSTOM,
    undeclared::UNDECLARED,
    declared::UNKNOWN,
    declared::UNNAMED,
    declared::UNLINKED,
    declared::DEAD_LINK,
    agreement::MISSING,
    agreement::BY_REFERENCE,
    agreement::ALTERED,
    agreement::UNKNOWN_EDITION,
    notice::MISSING,
    notice::MISPLACED,
    notice::DAMAGED,
    use_policy::MISSING,
    restrictions::MISSING,
    display_duty::WORDS,
    display_duty::NAME,
    display_duty::PART,
    territory::UNSTATED,
    changes::UNSTATED,
    changes::UNDOCUMENTED,
    multi_license::NO_COMMON,
    output_use::FORBIDDEN,
    output_use::UNNAMED,
    lineage::UNCERTAIN,
    front_matter::UNSEEN,
    front_matter::INVALID,
    readers::DISAGREE,
    keys::DUPLICATE,
    keys::MISSPELLED,
    refused_id::REFUSED,
    unread_parent::UNREAD,
    unknown_parent::UNKNOWN,
    unread_license::UNREAD,
    disguise::NAME,
    disguise::MARKUP,
    license_file::MORE,
    card_name::SECOND,
    attributes::REWRITTEN,
    unreadable::CARD,
    unreadable::HEADER,
    unreadable::ENCODING,
    OVERSIZED,
    UNUSED_EXCEPTION,
    INVALID_WAIVER,
    EXPIRED_EXCEPTION,
    LOST_LINEAGE,
    LOOSENED_CONFIGURATION,
    BROKEN_CONFIGURATION,
];

/// The rules that say whether a license may be declared. What the others find under a license is a duty, whatever is declared.
const ON_TERMS: [Rule; 6] = [
    compatibility::INCOMPATIBLE,
    compatibility::AMBIGUOUS,
    derivative::FORBIDDEN,
    beyond_license::CONTRADICTORY,
    beyond_license::CUSTOM,
    multi_license::NO_COMMON,
];

/// Whether a rule says whether a license may be declared.
pub(crate) fn is_on_terms(meta: &Meta) -> bool {
    ON_TERMS.iter().any(|rule| rule.meta == *meta)
}

/// What all rules say of themselves, in the same order.
pub fn metas() -> Vec<&'static Meta> {
    ALL.iter().map(|rule| &rule.meta).collect()
}

/// A rule by its identifier or its name.
pub(crate) fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.meta.id == name || rule.meta.name() == name)
}

/// The name of the rule with an identifier.
pub(crate) fn name_of(id: &str) -> &str {
    find(id).map_or(id, |rule| rule.meta.name())
}
