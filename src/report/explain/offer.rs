//! A site without a plan: what can stand there, and when.

use serde_json::Value;

use super::Page;
use super::scene::Scene;
use super::sentences::{never, source};
use super::site::title;
use crate::domain::SiteId;
use crate::network::power::{Power, gains};
use crate::report::table::{Table, finish, head, right, text_table};
use crate::report::words::megawatts;

/// Without a plan: what can stand when.
pub(super) fn page(scene: &Scene, site: SiteId) -> Page {
    let offered = gains(scene.model, &scene.calendar, &scene.alone, site, 0);
    let power = Power::of(scene.model, site, &offered);
    let mut table =
        Table::new("site", &["site", "period", "adds", "mw", "from", "it_mw", "connection_mw", "usable_mw"]);
    let mut text = text_table();
    text.set_header(
        [
            ("earliest", false),
            ("from", false),
            ("adds", false),
            ("IT MW", true),
            ("connection MW", true),
            ("usable IT MW", true),
        ]
        .map(|(name, numeric)| head(name, numeric)),
    );
    let connection = |mw: Option<f64>| mw.map_or_else(|| "-".into(), megawatts);
    let day = &power.day_one;
    text.add_row([
        head("day one", false),
        head("", false),
        head("", false),
        right(megawatts(day.it_mw)),
        right(connection(day.connection_mw)),
        right(megawatts(day.usable_mw)),
    ]);
    for rise in &power.rises {
        for (n, gain) in rise.gains.iter().enumerate() {
            let last = n + 1 == rise.gains.len();
            let level = |text: String| right(if last { text } else { String::new() });
            text.add_row([
                head(&scene.label(rise.period), false),
                head(&source(scene, gain), false),
                head(&scene.adds(&gain.adds), false),
                level(megawatts(rise.level.it_mw)),
                level(connection(rise.level.connection_mw)),
                level(megawatts(rise.level.usable_mw)),
            ]);
            table.rows.push(vec![
                scene.model.sites.name(site).into(),
                scene.label(rise.period).into(),
                scene.adds(&gain.adds).into(),
                gain.mw.into(),
                source(scene, gain).trim_matches(['`', '\'']).into(),
                rise.level.it_mw.into(),
                rise.level.connection_mw.map_or(Value::Null, Value::from),
                rise.level.usable_mw.into(),
            ]);
        }
    }
    let mut out = title(scene, site);
    out.push_str("as early as each can be, with nothing said about money or worth\n\n");
    out.push_str(&finish(&text));
    let mut milestones = vec![("first power", power.first()), ("full power", power.full())];
    milestones.dedup_by(|a, b| a.1 == b.1);
    for (name, rise) in milestones {
        let Some(rise) = rise else { continue };
        out.push_str(&format!(
            "\n{name}: {} MW of usable IT power from {} at the earliest\n",
            megawatts(rise.level.usable_mw),
            scene.label(rise.period)
        ));
        out.push_str(&scene.chain(&rise.path(&scene.graph, &scene.alone)));
    }
    let dead = never(scene, site);
    if !dead.is_empty() {
        out.push_str(&format!("\n{dead}"));
    }
    Page { text: out, table }
}
