//! Fetches the texts that a plan lacks, and takes none that is not the licensor's own, whole and unchanged.

use crate::fix::{LeftReason, Plan, Scope, SuppliedText};
use crate::http::download;
use crate::policy;
use crate::render;
use anyhow::{Context, Result, anyhow, bail};
use std::collections::BTreeSet;
use std::time::Duration;

/// Longest wait for one text, chosen.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// The texts that findings of the plan miss and the user did not supply: from the licensors' addresses, or from the one that is given.
pub(super) fn texts(plan: &Plan, address: Option<&str>) -> Result<Vec<SuppliedText>> {
    let missing = plan.left.iter().filter_map(|left| match left.why {
        LeftReason::NoText(ref missing) => missing.text,
        _ => None,
    });
    // An agreement that cannot be fetched stops everything. Of a bundle, and of use policies, it is listed with its address.
    let has_address = |text: &&str| {
        policy::address_of_text(text).is_some() || plan.scope == Scope::Faults && policy::of_license(text).is_some()
    };
    let missing = missing.filter(|text| address.is_some() || has_address(text));
    let missing: BTreeSet<&str> = missing.collect();
    match address {
        _ if missing.is_empty() => Ok(Vec::new()),
        Some(address) => {
            let fetched = fetch(address)?;
            if !missing.contains(fetched.license) {
                let wanted = missing.iter().map(|license| format!("`{license}`")).collect::<Vec<_>>().join(", ");
                let SuppliedText { from, license, .. } = &fetched;
                bail!("{from} is the text of `{license}`, but {wanted} is needed; nothing was written");
            }
            Ok(vec![fetched])
        }
        None => missing.into_iter().map(of_licensor).collect(),
    }
}

/// A text from its licensor.
fn of_licensor(license: &str) -> Result<SuppliedText> {
    let Some(address) = policy::address_of_text(license) else {
        let policy = policy::of_license(license);
        let policy =
            policy.with_context(|| format!("no address of the text of `{license}` is known; nothing was written"))?;
        bail!(
            "the {} is not published as plain text: save it from {} and pass it with `--agreement FILE`; nothing was written",
            policy.name,
            policy.url
        );
    };
    let fetched = fetch(address)?;
    if fetched.license != license {
        bail!("{} is the text of `{}`, but `{license}` is needed; nothing was written", fetched.from, fetched.license);
    }
    Ok(fetched)
}

fn fetch(address: &str) -> Result<SuppliedText> {
    let shown = render::one_line(address);
    let instead = "nothing was written. Save the text yourself and pass it with `--agreement FILE`";
    let most = usize::try_from(SuppliedText::LIMIT).unwrap_or(usize::MAX);
    let bytes = download(address, most, TIME_LIMIT)
        .map_err(|error| anyhow!("cannot download the agreement from {shown}: {error}; {instead}"))?;
    SuppliedText::read(&shown, bytes)
        .map_err(|refused| anyhow!("cannot use {shown} as the agreement: {refused}; {instead}"))
}
