//! The file: style, data, and the scripts that draw it, all within.

use super::parts::Page;

const DOCUMENT: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");
/// In the order in which they need each other.
const SCRIPTS: [&str; 6] = [
    include_str!("page/base.js"),
    include_str!("page/charts.js"),
    include_str!("page/map.js"),
    include_str!("page/gantt.js"),
    include_str!("page/tables.js"),
    include_str!("page/page.js"),
];
const ECHARTS: &str = include_str!("../../../assets/echarts/echarts.min.js");
/// Land, as `GeoJSON`: drawn behind places, so only where there are some.
const LAND: &str = include_str!("../../../assets/coastline/land.json");

/// The page as a file.
pub(super) fn document(page: &Page) -> String {
    let data = serde_json::to_string(page).expect("a page is plain data");
    let has_map = page.sections.iter().flat_map(|section| &section.charts).any(super::parts::Chart::is_map);
    let land = if has_map { LAND.trim_end() } else { "null" };
    let parts = [
        ("style", STYLE.to_owned()),
        ("land", land.to_owned()),
        ("plan", harmless(&data)),
        ("echarts", ECHARTS.trim_end().to_owned()),
        ("scripts", SCRIPTS.concat()),
    ];
    let mut out = String::with_capacity(ECHARTS.len() + data.len() + 200_000);
    let mut rest = DOCUMENT;
    // Each place once, in order, so that what is filled in is never looked through for places.
    for (name, text) in parts {
        let place = format!("{{{{{name}}}}}");
        let (before, after) = rest.split_once(&place).expect("the document has a place for each part");
        out.push_str(before);
        out.push_str(&text);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// JSON in which no `<` is left: within the quotes of JSON its escape means the same, and outside of them there is none.
fn harmless(json: &str) -> String {
    json.replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_ends_the_block_of_data() {
        let name = "</script><!--<script>alert(1)</script>";
        let json = harmless(&serde_json::to_string(name).expect("a name is text"));
        assert!(!json.contains('<'), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).expect("it is JSON"), name);
    }

    #[test]
    fn scripts_and_styles_end_no_element_of_the_page() {
        for script in SCRIPTS.iter().chain([&ECHARTS]) {
            assert!(!script.contains("</script") && !script.contains("<!--"));
        }
        assert!(!STYLE.contains("</style") && !LAND.contains('<'));
    }
}
