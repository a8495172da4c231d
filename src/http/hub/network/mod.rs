//! What speaks with the Hub over the network.

mod client;
mod commit;
mod discussions;
mod files;
mod headers;
mod history;
mod kept;
mod links;
mod memo;
mod model;
mod refusal;
mod session;
mod speak;
mod traffic;
mod tree;
mod wanted;
mod write;

pub(crate) use model::HubModel;
pub(crate) use session::HubSession;
