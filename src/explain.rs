//! Stand-in until the core is merged: nothing to explain.

/// Stand-in: replaced by the core.
pub fn explain(topic: &str) -> Result<String, String> {
    Err(format!("there is no rule or license `{topic}`"))
}

/// Stand-in: replaced by the core.
pub fn list_rules() -> String {
    String::new()
}
