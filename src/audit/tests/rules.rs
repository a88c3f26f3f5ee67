//! What is said of a plan that was tampered with.

#[test]
fn todo() {}
