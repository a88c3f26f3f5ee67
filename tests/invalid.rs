use std::path::Path;
#[test]
fn two() {
    let loaded = capplan::input::load(Path::new("tests/data/two-valleys"));
    println!("{}", loaded.findings.render(false));
    println!("{:#?}", loaded.model);
    assert!(loaded.model.is_some());
}
