"""The features of the core mathematics: for each a function that takes it out of a model.

A model draws a feature when taking it out changes the model; the feature changes the optimum when the model without it has
another one.
"""
import copy

KINDS = ("chip", "project", "expansion", "lease")


def rows(m, *kinds):
    for kind in kinds:
        table = m.get(kind) or {}
        yield from table.values() if isinstance(table, dict) else table


def drop(key, *kinds):
    def strip(m):
        for d in rows(m, *kinds):
            d.pop(key, None)
    return strip


def put(key, value, *kinds):
    def strip(m):
        for d in rows(m, *kinds):
            if key in d:
                d[key] = copy.deepcopy(value)
    return strip


def q(v, unit):
    return {"value": v, "unit": unit}


def forget(m, key):
    m.pop(key, None)


def no_rows(kind):
    return lambda m: forget(m, kind)


def where(kind, test):
    """Removes the rows of a kind that pass the test."""
    def strip(m):
        m[kind] = {k: d for k, d in (m.get(kind) or {}).items() if not test(d)}
    return strip


def remove_projects(test):
    def strip(m):
        gone = {j for j, d in (m.get("project") or {}).items() if test(d)}
        m["project"] = {j: d for j, d in (m.get("project") or {}).items() if j not in gone}
        for d in rows(m, "project"):
            for kind in ("after", "with", "needs"):
                if kind in d:
                    d[kind] = [r for r in d[kind] if r["project"] not in gone]
        for g in rows(m, "group"):
            g["projects"] = [j for j in g.get("projects") or [] if j not in gone]
        for a in rows(m, "agreement"):
            if "needs" in a:
                a["needs"] = [j for j in a["needs"] if j not in gone]
        m["group"] = {k: g for k, g in (m.get("group") or {}).items() if g["projects"] or g.get("agreements")}
    return strip


def paths(m):
    """Every number over time that carries a change, a start or a table, with its holder and key."""
    def walk(x):
        for k, v in list(x.items()) if isinstance(x, dict) else list(enumerate(x)) if isinstance(x, list) else []:
            if k in ("to_pay", "retires", "inputs"):
                continue
            if isinstance(v, dict) and (("value" in v and isinstance(v["value"], dict)) or (v and all(str(a)[:2] == "20" for a in v))):
                yield x, k, v
            else:
                yield from walk(v)
    yield from walk(m)


def no_change(m):
    for _, _, v in paths(m):
        v.pop("change", None), v.pop("at", None)


def no_from(m):
    for _, _, v in paths(m):
        v.pop("from", None)


def no_table(m):
    for x, k, v in paths(m):
        if "value" not in v:
            x[k] = {"value": v[min(v)]}


def no_lag(m):
    for d in rows(m, "project"):
        for kind in ("after", "with", "needs"):
            for r in d.get(kind) or []:
                r.pop("lag", None)


def no_each(m):
    for d in rows(m, "project"):
        for kind in ("after", "with", "needs"):
            for r in d.get(kind) or []:
                r.pop("each", None)


def one_copy(m):
    put("copies", 1, "project")(m)


def no_cancel(m):
    for d in rows(m, "order"):
        d.pop("cancel", None)
    for d in rows(m, "project"):
        (d.get("committed") or {}).pop("cancel", None)


def whole_cancel(m):
    for d in list(rows(m, "order")) + [d["committed"] for d in rows(m, "project") if d.get("committed")]:
        (d.get("cancel") or {}).pop("part", None)


def no_fee(m):
    for d in list(rows(m, "order")) + [d["committed"] for d in rows(m, "project") if d.get("committed")]:
        (d.get("cancel") or {}).pop("fee", None)


def all_accept(m):
    for d in rows(m, "segment"):
        d["chips"] = sorted(k for k, c in m["chip"].items() if d["workload"] in c.get("throughput", {}))


def no_cooling(m):
    for d in rows(m, "chip"):
        d.pop("cooling", None)
    for d in rows(m, *KINDS):
        if "it_power" in (d.get("adds") or {}):
            d["adds"].pop("cooling", None)
    for d in rows(m, "site"):
        it = d.get("it_power") or {}
        if "liquid" in it:
            it["air"] = q(it.get("air", {"value": 0})["value"] + it.pop("liquid")["value"], "MW")


def no_reach(key):
    def strip(m):
        for d in rows(m, "segment"):
            (d.get("reach") or {}).pop(key, None)
    return strip


def no_path_cost(m):
    for d in rows(m, "path"):
        d.pop("cost", None)


def market(kind):
    def strip(m):
        for d in rows(m, "segment"):
            if d["kind"] == kind:
                d["kind"] = "market"
                for k in ("penalty", "bend"):
                    d.pop(k, None)
    return strip


def no_fx(m):
    for k in m.get("fx") or {}:
        m["fx"][k] = {"value": q(1, "USD/" + k)}


def no_grid(m):
    no_letters(lambda d: True)(m)
    for k in ("node", "line", "supply", "flow", "base_power", "battery", "security", "losses"):
        m.pop(k, None)
    gone = lambda d: "connection" in (d.get("adds") or {}) or "rating" in (d.get("adds") or {}) or "power" in (d.get("adds") or {}) or "circuits" in (d.get("adds") or {})
    remove_projects(gone)(m)
    xs = {k for kind in ("expansion", "lease") for k, d in (m.get(kind) or {}).items() if gone(d)}
    for kind in ("expansion", "lease"):
        where(kind, gone)(m)
    where("order", lambda d: d.get("expansion") in xs)(m)
    where("allotment", lambda d: xs & set((d.get("expansion") or []) + (d.get("lease") or [])))(m)
    where("policy", lambda d: d["measure"] in ("supply_mw", "line_mw", "connection_mw", "energy", "carbon", "water", "carbon_free"))(m)
    for d in rows(m, "site"):
        for k in ("node", "connection", "bend"):
            d.pop(k, None)


def no_lease(m):
    m.pop("lease", None)
    where("allotment", lambda d: d.get("lease"))(m)


def no_expansion(m):
    m.pop("expansion", None)
    where("allotment", lambda d: d.get("expansion"))(m)
    where("order", lambda d: d.get("expansion"))(m)


def no_orders(kind):
    def strip(m):
        where("order", lambda d: d.get(kind))(m)
    return strip


def no_retire(m):
    drop("retires", "fleet")(m)


def no_connection_limit(m):
    put("connection", q(1e4, "MW"), "site")(m)


def no_letters(test):
    """Takes out agreements, and groups of nothing else."""
    def strip(m):
        gone = {a for a, d in (m.get("agreement") or {}).items() if test(d)}
        m["agreement"] = {a: d for a, d in (m.get("agreement") or {}).items() if a not in gone}
        for g in rows(m, "group"):
            if "agreements" in g:
                g["agreements"] = [a for a in g["agreements"] if a not in gone]
        m["group"] = {k: g for k, g in (m.get("group") or {}).items() if g.get("projects") or g.get("agreements")}
    return strip


def lengths(m):
    """Hours a period of each block."""
    return {b: d["hours_of_day"] * m["day"][d["day"]]["days"] if "day" in d else d["hours"] for b, d in m["block"].items()}


def mean(m, share, default):
    """A share by block as one number, by hours."""
    if not isinstance(share, dict) or "value" in share:
        return share
    hours = lengths(m)
    return sum(h * (share[b] if b in share else default(m["block"][b])) for b, h in hours.items()) / sum(hours.values())


def no_site_blocks(m):
    for d in rows(m, "site"):
        if "load_factor" in d:
            d["load_factor"] = mean(m, d["load_factor"], lambda b: b.get("load_factor", 1.0))


def no_supply_blocks(m):
    for d in rows(m, "supply"):
        if "availability" in d:
            d["availability"] = mean(m, d["availability"], lambda b: 1.0)


def no_node_blocks(m):
    for d in rows(m, "node"):
        if "load_factor" in d:
            d["load_factor"] = mean(m, d["load_factor"], lambda b: 1.0)


def no_days(m):
    """The same hours, between which no energy moves."""
    if m.get("day"):
        hours = lengths(m)
        for b, d in m["block"].items():
            d.pop("day", None), d.pop("hours_of_day", None), d.update(hours=hours[b])
        m.pop("day")


def put_in(kind, key, sub, value):
    """Puts a value in the place of a key of a key."""
    def strip(m):
        for d in rows(m, kind):
            if key in d: d[key][sub] = copy.deepcopy(value)
    return strip


def no_offers(m, test):
    """Takes out expansions, with what was ordered of them and is rationed."""
    xs = {k for k, d in (m.get("expansion") or {}).items() if test(d)}
    where("expansion", test)(m)
    where("order", lambda d: d.get("expansion") in xs)(m)
    where("allotment", lambda d: xs & set(d.get("expansion") or []))(m)


def no_own(m):
    """Without what stands behind meters, and without what adds to it."""
    own = {g for g, d in (m.get("supply") or {}).items() if d.get("site")}
    remove_projects(lambda d: d.get("supply") in own)(m)
    no_offers(m, lambda d: d.get("supply") in own)
    no_letters(lambda d: d.get("supply") in own)(m)
    where("supply", lambda d: d.get("site"))(m)
    for a in rows(m, "agreement"):
        if "needs" in a: a["needs"] = [j for j in a["needs"] if j in m["project"]]


def no_batteries(m):
    remove_projects(lambda d: d.get("battery"))(m)
    no_offers(m, lambda d: d.get("battery"))
    for a in rows(m, "agreement"):
        if "needs" in a: a["needs"] = [j for j in a["needs"] if j in m["project"]]
    m.pop("battery", None)


def no_raise(m):
    """No more rating for lines that lose power."""
    loses = {l for l, d in (m.get("line") or {}).items() if d.get("resistance")}
    remove_projects(lambda d: d.get("line") in loses and "rating" in d["adds"])(m)
    no_offers(m, lambda d: d.get("line") in loses)


def one_block(m):
    if len(m.get("block") or {}) > 1:
        no_site_blocks(m), no_supply_blocks(m), no_node_blocks(m)
        factors = {b: d.get("load_factor", 1.0) for b, d in m["block"].items()}
        m["block"] = {"all": {"hours": sum(lengths(m).values()), "load_factor": mean(m, factors, None)}}


def whole_hours(m):
    if len(m.get("block") or {}) == 1:
        drop("hours", "block")(m)


def some_rating(m):
    for d in rows(m, "line"):
        d.setdefault("rating", q(2, "MW"))


def inside(kind, key, sub):
    """Drops a key of a key."""
    def strip(m):
        for d in rows(m, kind):
            (d.get(key) or {}).pop(sub, None)
    return strip


def no_letter_groups(m):
    m["group"] = {k: g for k, g in (m.get("group") or {}).items() if not g.get("agreements")}


def no_rating(m):
    put("rating", q(1e3, "MW"), "line")(m)


def no_carry(m):
    put("unspent", "lost", "budget")(m)


def no_after_horizon(m):
    for d in rows(m, "budget"):
        d["periods"] = d["periods"].replace(", after-horizon", "")


def no_allotment(key):
    def strip(m):
        for d in rows(m, "allotment"):
            d.pop(key, None)
        where("allotment", lambda d: not any(k in d for k in ("at_most", "cumulative", "growth")))(m)
    return strip


def counts(kind):
    def strip(m):
        for d in rows(m, "budget"):
            if kind in d.get("counts", []) and len(d["counts"]) > 1:
                d["counts"] = [k for k in d["counts"] if k != kind]
    return strip


def budget_filter(m):
    drop("filter", "budget")(m)


def no_bound(kind, key):
    def strip(m):
        for d in rows(m, kind):
            d.pop(key, None)
        where(kind, lambda d: "at_most" not in d and "at_least" not in d)(m)
        names = m.get(kind) or {}
        for d in rows(m, kind):
            if isinstance(d.get("unspent"), dict) and (d["unspent"]["to"] not in names or "at_most" not in names[d["unspent"]["to"]]):
                d["unspent"] = "lost"
    return strip


def goals(f):
    def strip(m):
        m["goal"] = f(m["goal"])
    return strip


def no_tolerance(m):
    for g in m["goal"]:
        g.pop("tol", None), g.pop("abs", None)


def money(key):
    return lambda m: m["money"].pop(key, None)


def whole_filter(m):
    for d in rows(m, "policy"):
        if not d.get("of"):
            d.pop("filter", None)


def one_weight(m):
    put("weight", 1, "workload")(m)


MEASURES = ("spend", "orders", "owned", "it_mw", "liquid_mw", "connection_mw", "supply_mw", "line_mw", "served", "chip_work",
            "energy", "carbon", "water")

FEATURES = {
    "discount": lambda m: m["money"].update(discount_rate=q(0, "1/year")),
    "price change": no_change, "price table": no_table, "price from": no_from, "currency": no_fx,
    "project": remove_projects(lambda d: not d.get("committed")),
    "copies": one_copy, "starts per period": drop("starts_per_period", "project"),
    "after": drop("after", "project"), "with": drop("with", "project"), "needs": drop("needs", "project"), "lag": no_lag, "each": no_each,
    "window": drop("window", *KINDS), "window project": drop("window", "project"), "window purchase": drop("window", "chip", "expansion", "lease"),
    "group": no_rows("group"), "group at-most-one": where("group", lambda d: d["pick"] == "at-most-one"),
    "group exactly-one": where("group", lambda d: d["pick"] == "exactly-one"), "required": drop("required", "project"),
    "committed project": remove_projects(lambda d: d.get("committed")),
    "committed order": no_rows("order"), "committed chips": no_orders("chip"), "committed megawatts": no_orders("expansion"),
    "cancel": no_cancel, "cancel part": whole_cancel, "cancel fee": no_fee,
    "lead": lambda m: drop("lead", *KINDS)(m), "life": drop("life", "chip", "project", "expansion"),
    "salvage": put("salvage", "life", "chip", "project", "expansion"),
    "payments": drop("payments", *KINDS), "lot": drop("lot", *KINDS), "order cost": drop("order_cost", *KINDS), "sites of chip": drop("sites", "chip"),
    "chip allotment": drop("allotment", "chip"), "allotment": no_rows("allotment"), "allotment at most": no_allotment("at_most"),
    "allotment cumulative": no_allotment("cumulative"), "allotment growth": no_allotment("growth"), "allotment ordered": drop("counts", "allotment"),
    "expansion growth": drop("growth", "expansion"),
    "lease": no_lease, "expansion": no_expansion, "fleet": no_rows("fleet"), "retirement": no_retire,
    "eligibility": all_accept, "headroom": drop("headroom", "segment"), "utilisation": put("utilisation", 1, "workload"),
    "effective": drop("effective", "chip"), "cooling": no_cooling, "reach latency": no_reach("latency"), "reach residency": lambda m: (
        no_reach("regions")(m), no_reach("sites")(m)), "path cost": no_path_cost, "one-site": drop("placement", "segment"),
    "firm": market("firm"), "contracted": market("contracted"), "weight": one_weight,
    "grid": no_grid, "pue": drop("pue", "site"), "connection": no_connection_limit, "load factor": lambda m: (
        drop("load_factor", "site", "block")(m)), "block hours": whole_hours, "line": no_rating, "min output": drop("min_output", "supply"),
    "availability": drop("availability", "supply"), "energy price": drop("price", "supply"), "carbon price": money("carbon_price"),
    "shedding": drop("shed", "node"), "other load": drop("other_load", "node"),
    "fixed om": drop("fixed_om", "chip", "project", "expansion", "supply"), "cash line": no_rows("cash"),
    "budget": no_rows("budget"), "budget at most": no_bound("budget", "at_most"), "budget at least": no_bound("budget", "at_least"),
    "budget filter": budget_filter, "budget lease": counts("lease"), "budget opex": counts("opex"), "carry": no_carry, "after-horizon": no_after_horizon,
    "policy": no_rows("policy"), "policy share": where("policy", lambda d: d.get("of")), "policy sum": where("policy", lambda d: d.get("over") == "sum"),
    "policy at most": no_bound("policy", "at_most"), "policy at least": no_bound("policy", "at_least"), "policy filter": whole_filter,
    "patience": no_rows("patience"), "patience period": where("patience", lambda d: d.get("per") != "cumulative"),
    "patience cumulative": where("patience", lambda d: d.get("per") == "cumulative"),
    "tax": money("tax_rate"), "book life": drop("book_life", *KINDS), "incremental": lambda m: m.pop("basis", None),
    "goal cost": goals(lambda gs: [{"goal": "npv"} if g["goal"] == "cost" else g for g in gs]),
    "goal unmet": goals(lambda gs: [g for g in gs if g["goal"] != "unmet"] or [{"goal": "npv"}]),
    "goal list": goals(lambda gs: gs[-1:]), "goal tolerance": no_tolerance,
}
FEATURES.update({
    "blocks": one_block, "load factor by block": no_site_blocks, "availability by block": no_supply_blocks,
    "dc flow": lambda m: (forget(m, "flow"), forget(m, "security")), "base power": lambda m: forget(m, "base_power"), "tap": drop("tap", "line"), "phase shift": drop("shift", "line"),
    "angle limits": lambda m: (drop("angle_min", "line")(m), drop("angle_max", "line")(m)),
    "line retires": drop("retires", "line"), "circuits": remove_projects(lambda d: "circuits" in (d.get("adds") or {})),
    "slip": drop("slip", "project", "agreement"),
    "agreement": no_letters(lambda d: True), "agreement signed": no_letters(lambda d: d.get("signed")), "agreement ramp": drop("ramp", "agreement"),
    "agreement queue": drop("queue", "agreement"), "agreement sign by": drop("sign_by", "agreement"), "agreement term": put("term", q(1200, "months"), "agreement"),
    "agreement minimum bill": drop("minimum_bill", "agreement"), "agreement minimum demand": drop("minimum_demand", "agreement"),
    "agreement exit": drop("exit", "agreement"), "agreement deposit": drop("deposit", "agreement"), "agreement curtail": drop("curtail", "agreement"),
    "agreement needs": drop("needs", "agreement"), "group agreements": no_letter_groups, "agreement supply": no_letters(lambda d: d.get("supply")),
})
# Parts of features: looked at when models are chosen, not counted by the name of a feature.
PARTS = {
    "line without rating": some_rating, "slip of a project": drop("slip", "project"), "slip of an agreement": drop("slip", "agreement"),
    "agreement lead": drop("lead", "agreement"), "agreement connection": drop("connection", "agreement"), "agreement energy": drop("energy", "agreement"),
    "agreement demand": drop("demand", "agreement"), "agreement exit after": inside("agreement", "exit", "after"),
    "agreement deposit returned": inside("agreement", "deposit", "returned"),
    "supply contracted": drop("contracted", "supply"), "emergency rating": drop("emergency_rating", "line"), "other load by block": drop("load_factor", "node"),
    "battery project": remove_projects(lambda d: d.get("battery")), "battery loss": put("efficiency", 1.0, "battery"),
    "battery expansion": lambda m: no_offers(m, lambda d: d.get("battery")), "rating raised of a line that loses": no_raise,
    "battery behind a meter": lambda m: no_batteries(m) if any("site" in d for d in rows(m, "battery")) else None,
}
FEATURES.update({
    "defer": drop("defer", "segment"), "defer share": put_in("segment", "defer", "up_to", q(100, "1")),
    "defer firm": lambda m: [d.pop("defer", None) for d in rows(m, "segment") if d["kind"] == "firm"],
    "defer penalty": put_in("segment", "defer", "penalty", None),
    "own supply": no_own, "as-produced": drop("output", "supply"), "supply minimum bill": drop("minimum_bill", "supply"),
    "supply demand charge": drop("demand", "supply"), "representative day": no_days, "battery": no_batteries,
    "security": lambda m: forget(m, "security"), "losses": lambda m: forget(m, "losses"),
    "battery energy": lambda m: [d.update(hours=1e3) or d.pop("energy", None) for d in rows(m, "battery")],
    "battery availability": drop("availability", "battery"), "battery fixed om": drop("fixed_om", "battery"),
    "site water": drop("water", "site"), "policy carbon-free": where("policy", lambda d: d["measure"] == "carbon_free"),
})
FEATURES.update({"bend " + kind: drop("bend", kind) for kind in ("segment", "site", "line", "allotment", "budget", "policy", "patience")})
FEATURES.update({"policy " + measure: where("policy", lambda d, measure=measure: d["measure"] == measure) for measure in MEASURES})


def without(model, name):
    m = copy.deepcopy(model)
    (FEATURES.get(name) or PARTS[name])(m)
    return m


def clean(m):
    """Without empty tables, so that an emptied table and an absent one are the same."""
    return {k: clean(v) if isinstance(v, dict) else v for k, v in m.items() if v not in ({}, [], None)}


def drawn(model):
    base = clean(model)
    return sorted(f for f in [*FEATURES, *PARTS] if clean(without(model, f)) != base)
