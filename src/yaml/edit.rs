//! stub
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
/// x
pub enum EditError {
    /// x
    #[error("x")]
    X,
}
/// x
pub fn set_value(_: &str, _: &[&str], _: &serde_json::Value) -> Result<String, EditError> {
    Err(EditError::X)
}
/// x
pub fn remove_value(_: &str, _: &[&str]) -> Result<String, EditError> {
    Err(EditError::X)
}
