//! Limits of a network with angles.

use super::Forgery;

/// A triangle of two periods with cheap power at one corner, a load and dear power at another.
fn triangle(straight: &str) -> String {
    format!(
        "name = \"triangle\"\nhorizon = {{ start = \"2026\", periods = 2 }}\n\
         money = {{ currency = \"USD\", discount_rate = \"0 %/year\" }}\nflow = \"dc\"\n\
         [node.a]\n[node.b]\n[node.c]\nother_load = \"90 MW\"\n\
         [supply.cheap]\nnode = \"a\"\npower = \"200 MW\"\nprice = \"10 USD/MWh\"\n\
         [supply.dear]\nnode = \"c\"\npower = \"200 MW\"\nprice = \"30 USD/MWh\"\n\
         [line.ab]\nfrom = \"a\"\nto = \"b\"\nsusceptance = 2000\nrating = \"100 MW\"\n\
         [line.bc]\nfrom = \"b\"\nto = \"c\"\nsusceptance = 2000\nrating = \"100 MW\"\n\
         [line.ac]\nfrom = \"a\"\nto = \"c\"\n{straight}\n"
    )
}

#[test]
fn angles() {
    let cases = [
        Forgery {
            name: "law",
            text: triangle("susceptance = LIMIT\nrating = \"40 MW\""),
            honest: "1000",
            wide: "990",
            breaks: &["line[ac].law@"],
        },
        Forgery {
            name: "angle at most",
            text: triangle("susceptance = 1000\nangle_max = \"LIMIT deg\""),
            honest: "2",
            wide: "2.02",
            breaks: &["line[ac].angle_max@"],
        },
        Forgery {
            name: "shift",
            text: triangle("susceptance = 1000\nrating = \"40 MW\"\nshift = \"LIMIT deg\""),
            honest: "0.5",
            wide: "0.505",
            breaks: &["line[ac].law@"],
        },
        Forgery {
            name: "outage",
            text: triangle("susceptance = 1000\nrating = \"40 MW\"\nemergency_rating = \"LIMIT MW\"")
                .replace("flow = \"dc\"", "flow = \"dc\"\nsecurity = \"n-1\""),
            honest: "50",
            wide: "50.5",
            breaks: &["line[ac].emergency_rating["],
        },
        Forgery {
            name: "loss",
            text: triangle("susceptance = 1000\nrating = \"40 MW\"\nresistance = LIMIT")
                .replace("flow = \"dc\"", "flow = \"dc\"\nlosses = { segments = 3 }"),
            honest: "0.1",
            wide: "0.099",
            breaks: &["line[ac]@", "node[a].balance@", "node[c].balance@"],
        },
    ];
    for case in cases {
        case.is_named();
    }
}
