//! kubewright.
fn main() {}
