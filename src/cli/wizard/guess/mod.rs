//! Guesses answers from what lies in the repository.
pub(crate) struct Guess<T> {
    pub(crate) value: T,
    pub(crate) reason: String,
}
#[derive(Default)]
pub(crate) struct Guesses {
    pub(crate) name: Option<Guess<String>>,
    pub(crate) port: Option<Guess<u16>>,
    pub(crate) user: Option<Guess<u32>>,
    pub(crate) group: Option<Guess<u32>>,
    pub(crate) readiness: Option<Guess<String>>,
    pub(crate) liveness: Option<Guess<String>>,
    pub(crate) startup: Option<Guess<String>>,
    pub(crate) image: Option<Guess<String>>,
    pub(crate) writable: Vec<Guess<String>>,
}
pub(crate) fn guess(folder: &str, _sources: &dyn crate::preset::Sources) -> Guesses {
    Guesses { name: Some(Guess { value: folder.into(), reason: "folder".into() }), ..Guesses::default() }
}
