use capplan::*;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let loaded = input::load(std::path::Path::new(&path));
    println!("{}", loaded.model.is_some());
    let Some(model) = loaded.model else { return };
    let mut options = solve::outcome::Options::default();
    options.gap = solve::outcome::Gap::Share(std::env::args().nth(2).map_or(0.0, |g| g.parse().unwrap()));
    options.relax = std::env::args().nth(3).is_some_and(|r| r == "relax");
    options.time_limit = Some(std::time::Duration::from_secs(300));
    match study::run::solve(&model, &options, study::run::Worth::Kept) {
        Ok(plan) => { println!("{:#?}\n{:#?}", plan.outcome, plan.totals); println!("{:#?}\n{}", plan.worth, plan.run.seconds); println!("{:?} {:?}", plan.run.size, plan.audit); }
        Err(no) => println!("{no:#?}"),
    }
}
