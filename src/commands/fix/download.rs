//! Fetches the texts that a plan lacks, and takes none that is not the licensor's own, whole and unchanged.

use super::TEXT_LIMIT;
use anyhow::{Context, Result, anyhow, bail};
use model_license_gate::fix::{Offer, Plan, Why};
use model_license_gate::http::download;
use model_license_gate::{policy, render};
use std::collections::BTreeSet;
use std::time::Duration;

/// Longest wait for one text.
const TIME: Duration = Duration::from_secs(30);

/// The texts that findings of the plan want and nobody brought: from the licensors' addresses, or from the one that is given.
pub(super) fn texts(plan: &Plan, address: Option<&str>) -> Result<Vec<Offer>> {
    let lacking = plan.left.iter().filter_map(|left| match left.why {
        Why::NoText(license) => Some(license),
        _ => None,
    });
    let lacking: BTreeSet<&str> = lacking.collect();
    match address {
        _ if lacking.is_empty() => Ok(Vec::new()),
        Some(address) => {
            let offer = text(address)?;
            if !lacking.contains(offer.license) {
                let wanted = lacking.iter().map(|license| format!("`{license}`")).collect::<Vec<_>>().join(", ");
                bail!("{} is the text of `{}`, and {wanted} is wanted; nothing was written", offer.from, offer.license);
            }
            Ok(vec![offer])
        }
        None => lacking.into_iter().map(of_license).collect(),
    }
}

/// The text of a license from its licensor.
fn of_license(license: &str) -> Result<Offer> {
    let policy = policy::all().iter().find(|policy| policy.license == license);
    let policy =
        policy.with_context(|| format!("no address of the text of `{license}` is known; nothing was written"))?;
    let Some(address) = policy.text_url else {
        bail!(
            "the {} is not published as plain text: save it from {} and give it with `--agreement FILE`; nothing was written",
            policy.name,
            policy.url
        );
    };
    let offer = text(address)?;
    if offer.license != license {
        bail!("{} is the text of `{}`, and `{license}` is wanted; nothing was written", offer.from, offer.license);
    }
    Ok(offer)
}

fn text(address: &str) -> Result<Offer> {
    let shown = render::one_line(address);
    let instead = "nothing was written. Save the text yourself and give it with `--agreement FILE`";
    let most = usize::try_from(TEXT_LIMIT).unwrap_or(usize::MAX);
    let bytes = download(address, most, TIME)
        .map_err(|error| anyhow!("cannot fetch the agreement from {shown}: {error}; {instead}"))?;
    Offer::read(&shown, bytes)
        .map_err(|refused| anyhow!("cannot use what {shown} holds as the agreement: {refused}; {instead}"))
}
