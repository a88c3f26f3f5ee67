"""Tiny random models, the same ones for the same seed.

First a world (places, things, demand) is drawn; then limits are laid on it one after another, each sized by the optimum
without it, so that most of them bind. `generate(seed)` gives the model in the shape of the resolved JSON with only what
differs from the defaults; `to_toml` writes it as a planner would.
"""
import copy
import json
import random
import re

from daily import Daily
from features import drawn, rows
from letters import Physics
from oracle import Oracle

STEPS = {"quarter": 3, "half": 6, "year": 12}
PREFIX = (("k", 1e3), ("M", 1e6), ("B", 1e9))


class Draw(Physics, Daily):
    chance = {"grid": 0.68, "day": 0.3, "battery": 0.85, "clean": 0.2, "wait": 0.4, "own": 0.4, "bill": 0.4, "losses": 0.25, "outages": 0.3}

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.m = {}

    # ---- dice --------------------------------------------------------------------------------------------------------
    def yes(self, chance):
        return self.r.random() < chance

    def u(self, a, b, digits=3):
        return float(f"%.{digits}g" % self.r.uniform(a, b))

    def q(self, a, b, unit, digits=3):
        return {"value": self.u(a, b, digits), "unit": unit}

    def label(self, p):
        month = self.base + p * self.month
        year, month = divmod(month, 12)
        return f"{year}" + {3: f"Q{month // 3 + 1}", 6: f"H{month // 6 + 1}", 12: ""}[self.month]

    def months(self, periods):
        """A duration of about so many periods; now and then one that must be rounded up."""
        n = periods * self.month
        return {"value": n - 1 if n and self.yes(0.2) else n, "unit": "months"}

    def path(self, a, b, unit, varied=0.35, over=None, first=0):
        """A number over time."""
        v = {"value": self.u(a, b), "unit": unit}
        if not self.yes(varied):
            return {"value": v}
        if self.yes(0.5):
            out = {"value": v, "change": {"value": self.u(-0.3, 0.4, 2), "unit": "1/year"}}
            if self.yes(0.5):
                out["at"] = self.r.choice(["2025-07-01", "2026-03-15", "2026-02", "2025-12-31"])
            return out
        ps = sorted(self.r.sample(range(first, self.P), min(self.P - first, self.r.randint(1, 3))))
        return {self.label(p): {"value": self.u(a * 0.8, b * 1.2), "unit": unit} for p in ps}

    def payments(self, first, last):
        a = self.r.choice([0.1, 0.2, 0.3])
        b = self.r.choice([0, 0.3, 0.5])
        return {first: {"value": a, "unit": "1"}, "spread": {"value": b, "unit": "1"}, last: {"value": round(1 - a - b, 6), "unit": "1"}}

    def money(self, a, b, per, **more):
        """A price path, now and then in a foreign currency."""
        foreign = self.m.get("fx") and self.yes(0.4)
        return self.path(a, b, ("EUR" if foreign else "USD") + per, **more)

    def extras(self, d, first="order", last="delivery", lead=0.6, life=0.6):
        if self.yes(lead):
            d["lead"] = self.months(self.r.randint(1, 2))
        if self.yes(life):
            d["life"] = self.months(self.r.randint(1, 8) if self.yes(0.5) else self.r.randint(8, 40))
            if self.yes(0.2):
                d["salvage"] = "none"
        if self.yes(0.4):
            d["payments"] = self.payments(first, last)
        if self.yes(0.25):
            d["window"], first = {}, 0
            if self.yes(0.6):
                first = self.r.randint(0, max(0, self.P - 2))
                d["window"]["start"] = self.label(first)
            if not d["window"] or self.yes(0.4):
                least = first + -(-d.get("lead", {"value": 0})["value"] // self.month)
                d["window"]["complete"] = self.label(self.r.randint(max(least, self.P // 2), max(least, self.P)))
        if self.yes(0.5 if "tax_rate" in self.m["money"] else 0.05):
            d["book_life"] = self.months(self.r.randint(1, 10))
        if self.yes(0.25):
            d["tags"] = [self.r.choice(["x", "y"])]
        if self.yes(0.4):
            d["vendor"] = self.r.choice(["v1", "v2"])
        return d

    # ---- the world ---------------------------------------------------------------------------------------------------
    def world(self):
        r, m = self.r, self.m
        step = r.choice(["quarter", "half", "year", "year"])
        self.month, self.P = STEPS[step], r.choice([2, 3, 3, 4, 4, 5, 6])
        self.base = 2026 * 12 + (r.choice([0, 6]) if self.month < 12 else 0)
        self.Y = self.P * self.month / 12
        m["name"] = "tiny"
        m["horizon"] = {"start": self.label(0), "periods": self.P, "step": step}
        m["money"] = {"currency": "USD", "discount_rate": {"value": r.choice([0, 0.05, 0.08, 0.09, 0.12]), "unit": "1/year"}}
        self.patient = self.yes(0.4)
        if self.yes(0.55 if self.patient else 0.05):
            m["money"]["tax_rate"] = {"value": r.choice([0.21, 0.25, 0.3]), "unit": "1"}
        if self.yes(0.5 if self.patient else 0.05):
            m["basis"] = "incremental"
        if self.yes(0.2):
            m["fx"] = {"EUR": self.path(1.0, 1.3, "USD/EUR", varied=0.8)}
        regions = ["east", "west"][:r.choice([1, 2, 2])]
        m["region"] = {k: {} for k in regions}
        m["workload"] = {"train": {"unit": "H100e"}}
        if self.yes(0.5):
            m["workload"]["web"] = {"unit": "vCPU"}
        for w in m["workload"].values():
            if self.yes(0.4):
                w["utilisation"] = r.choice([0.4, 0.5, 0.8])
            if self.yes(0.3):
                w["weight"] = r.choice([0.5, 2, 3])
        self.grid = self.yes(self.chance["grid"])
        self.slices(), self.days()
        sites = [f"s{i}" for i in range(r.choice([1, 2, 2, 3]))]
        m["site"] = {}
        for s in sites:
            d = m["site"][s] = {"region": r.choice(regions), "it_power": {"air": self.q(0, 6, "MW", 2) if self.yes(0.7) else {"value": 0, "unit": "MW"}}}
            if self.yes(0.4):
                d["it_power"]["liquid"] = self.q(0.5, 4, "MW", 2)
            if self.yes(0.3):
                d["tags"] = [r.choice(["x", "y"])]
        if self.grid:
            self.power(), self.storage()
        self.chips(), self.demand(), self.paths(), self.things(), self.chain(), self.letters()
        self.ahead()
        self.existing(), self.goals()

    def power(self):
        r, m = self.r, self.m
        nodes = [f"n{i}" for i in range(r.choice([1, 2, 2, 3, 3]))]
        m["node"] = {n: {"region": r.choice(list(m["region"]))} for n in nodes}
        for n in nodes:
            if self.yes(0.45):
                m["node"][n]["other_load"] = self.path(-2 if self.yes(0.3) else 2, 9, "MW")
            if self.yes(0.4):
                m["node"][n]["shed"] = self.path(40, 900, "USD/MWh")
        m["line"] = {f"l{i}": {"from": nodes[i], "to": nodes[i + 1], "rating": self.q(2, 14, "MW", 2)} for i in range(len(nodes) - 1)}
        self.wires(nodes)
        m["supply"] = {}
        for i in range(r.choice([1, 2, 2])):
            d = m["supply"][f"g{i}"] = {"node": nodes[0] if i == 0 else r.choice(nodes), "power": self.q(8, 26, "MW", 2) if self.yes(0.6 if len(m.get("block") or {}) < 2 else 0.25) else self.q(3, 12, "MW", 2)}
            if self.yes(0.7):
                d["price"] = self.money(30, 250, "/MWh")
            if self.yes(0.4 if len(m.get("block") or {}) < 2 else 0.8):
                d["availability"] = self.by_block([0.2, 0.5, 0.8, 0.9])
            if self.yes(0.25):
                d["fixed_om"] = self.money(2e4, 2e5, "/MW/year")
            if self.yes(0.85):
                d["carbon"] = self.q(0.1, 0.9, "t/MWh", 2)
            if self.yes(0.85):
                d["water"] = self.q(0.2, 2, "m3/MWh", 2)
            if self.yes(0.3):
                d["tags"] = [r.choice(["x", "y"])]
        if self.yes(0.35):
            m["money"]["carbon_price"] = self.path(20, 150, "USD/t")
        for d in m["site"].values():
            d["node"] = r.choice(nodes)
            d["connection"] = self.q(1, 16, "MW", 2)
            if self.yes(0.75):
                d["pue"] = r.choice([1.1, 1.2, 1.35])
            if self.yes(0.25 if len(m.get("block") or {}) < 2 else 0.6):
                d["load_factor"] = self.by_block([0.4, 0.6, 0.75, 0.95])

    def chips(self):
        r, m = self.r, self.m
        m["chip"] = {}
        for i in range(r.choice([1, 2, 2, 3])):
            d = m["chip"][f"c{i}"] = {"power": self.q(0.6, 2, "kW", 2), "price": self.money(8e3, 3e4, "", varied=0.5)}
            works = [w for w in m["workload"] if self.yes(0.7)] or [r.choice(list(m["workload"]))]
            d["throughput"] = {w: {"value": self.u(0.5, 3) * (1 if w == "train" else 100), "unit": m["workload"][w]["unit"]} for w in works}
            if self.yes(0.3) and any("utilisation" in m["workload"][w] for w in works):
                d["effective"] = [r.choice([w for w in works if "utilisation" in m["workload"][w]])]
            if self.yes(0.4):
                d["cooling"] = "liquid"
            if self.yes(0.5):
                d["lot"] = {"value": r.choice([1000, 2000, 2500, 4000]), "unit": "chips"}
            if self.yes(0.3):
                d["order_cost"] = self.q(5e6, 3e7, "USD")
            if self.yes(0.4):
                d["fixed_om"] = self.money(300, 3000, "/chips/year")
            if self.yes(0.3) and len(m["site"]) > 1:
                d["sites"] = sorted(r.sample(list(m["site"]), r.randint(1, len(m["site"]) - 1)))
            self.extras(d, lead=0.45)
            d["vendor"] = r.choice(["v1", "v2"])
        for w in m["workload"]:
            if not any(w in d["throughput"] for d in m["chip"].values()):
                d = r.choice(list(m["chip"].values()))
                d["throughput"][w] = {"value": 1.5 * (1 if w == "train" else 100), "unit": m["workload"][w]["unit"]}

    def yearly(self, w):
        """What a unit of work about has to earn a year for a chip to pay."""
        util = self.m["workload"][w].get("utilisation", 1)
        return 2.2e4 / self.Y / (1.6 * (1 if w == "train" else 100) * util)

    def demand(self):
        r, m = self.r, self.m
        m["segment"] = {}
        for i in range(r.choice([1, 2, 2, 3])):
            w = r.choice(list(m["workload"]))
            unit = m["workload"][w]["unit"]
            able = sorted(k for k, c in m["chip"].items() if w in c["throughput"])
            kind = r.choice(["market", "market", "contracted", "contracted", "firm"])
            size = (1 if w == "train" else 100) * m["workload"][w].get("utilisation", 1) * (0.3 if kind == "firm" else 1.0)
            d = m["segment"][f"q{i}"] = {"workload": w, "region": r.choice(list(m["region"])), "kind": kind, "chips": able,
                                         "customer": r.choice(["a", "b"])}
            if len(able) > 1 and self.yes(0.4):
                d["chips"] = sorted(r.sample(able, r.randint(1, len(able) - 1)))
            d["demand"] = self.path(5e3 * size, 2.5e4 * size, unit, varied=0.6)
            if kind == "firm" and self.yes(0.7):
                if "value" in d["demand"]:
                    d["demand"]["from"] = self.label(r.randint(1, max(1, self.P - 1)))
                else:
                    d["demand"] = {self.label(0): {"value": 0, "unit": unit}, self.label(r.randint(1, max(1, self.P - 1))): self.q(5e3 * size, 2e4 * size, unit)}
            if kind == "contracted" or self.yes(0.85):
                y = self.yearly(w)
                d["price"] = self.money(0.4 * y, 2.2 * y, f"/{unit}/year")
                if kind == "contracted":
                    d["penalty"] = self.path(0.2 * y, 1.2 * y, f"USD/{unit}/year")
            if self.yes(0.35):
                d["headroom"] = {"value": r.choice([0.05, 0.1, 0.2, 0.25]), "unit": "1"}
            if self.yes(0.25):
                d["placement"] = "one-site"
            if kind == "firm" and self.yes(0.75):
                d["bend"] = {"price": self.q(0.3 * self.yearly(w), 3 * self.yearly(w), f"USD/{unit}")}
                if self.yes(0.3):
                    d["bend"]["at_most"] = self.q(2e3 * size, 2e4 * size, unit)
            if self.yes(0.3):
                d["tags"] = [r.choice(["x", "y"])]

    def paths(self):
        r, m = self.r, self.m
        m["path"], seen = [], set()
        ends = {k: [f"site:{s}" for s in m["site"]] + [f"region:{x}" for x in m["region"]] for k in ("from",)}["from"]
        goals = [f"segment:{x}" for x in m["segment"]] + [f"region:{x}" for x in m["region"]]
        for _ in range(r.choice([0, 2, 3, 5])):
            a, b = r.choice(ends), r.choice(goals)
            if (a, b) in seen:
                continue
            seen.add((a, b))
            row = {"from": a, "to": b}
            if self.yes(0.75):
                row["latency"] = {"value": r.choice([5, 20, 60, 120]), "unit": "ms"}
            w = m["segment"][b[8:]]["workload"] if b.startswith("segment") else None
            if not row.get("latency") or self.yes(0.75):
                unit = m["workload"][w]["unit"] if w else "unit"
                low = min(self.yearly(x) for x in m["workload"])
                y = self.yearly(w) if w else low
                row["cost"] = self.money(0.03 * y, 0.5 * y, f"/{unit}/year")
            m["path"].append(row)
        for q in m["segment"].values():
            if self.yes(0.3):
                q["reach"] = {"latency": {"value": r.choice([30, 80, 100]), "unit": "ms"}}
            if self.yes(0.2):
                q.setdefault("reach", {})["regions"] = [r.choice(list(m["region"]))]
            if self.yes(0.2) and len(m["site"]) > 1:
                q.setdefault("reach", {})["sites"] = sorted(r.sample(list(m["site"]), r.randint(1, len(m["site"]) - 1)))
        probe = Oracle({k: v for k, v in m.items() if k not in ("chip", "segment", "supply", "battery", "line", "node", "flow", "security")} | {"segment": {}})
        probe.m = m
        for q, d in m["segment"].items():
            if not any(probe.reaches(s, q) for s in m["site"]):
                d.pop("reach")

    def things(self):
        """Projects and their relations, expansions, leases."""
        r, m = self.r, self.m
        m["project"], m["expansion"], m["lease"], m["group"] = {}, {}, {}, {}
        kinds = ["hall", "hall", "hall", "permit"] + (["connection", "connection", "line", "supply", "circuit", "circuit"] if self.grid else []) + ["battery"] * 3 * ("battery" in m)
        kinds += ["circuit", "circuit", "circuit"] * ("flow" in m)
        if "security" in m or "losses" in m: kinds = [k for k in kinds if k != "circuit"]
        if self.grid and not self.rated():
            kinds = [k for k in kinds if k != "line" and (m["line"] or k != "circuit")]  # The reader lets a line have one or the other.
        for i in range(r.choice([0, 1, 2, 2, 3, 3, 3])):
            kind, site = r.choice(kinds), r.choice(list(m["site"]))
            d = m["project"][f"j{i}"] = {}
            if kind == "permit":
                d.update(region=r.choice(list(m["region"])), cost=self.money(1e6, 8e6, ""))
            elif kind == "circuit":
                self.candidate(i, d)
            else:
                mw = self.u(3, 14, 2)
                d["cost"] = self.money(0.4e6 * mw, 3e6 * mw, "")
                self.adding(d, kind, site, mw)
            if self.yes(0.4):
                d["copies"] = r.choice([2, 2, 3])
                if self.yes(0.4):
                    d["starts_per_period"] = 1
            self.extras(d, "start", "completion", lead=0.5)
            if self.yes(0.25):
                d["fixed_om"] = self.money(1e5, 1.5e6, "/year")
            if self.yes(0.2):
                d["required"] = True
            if self.yes(0.1):
                d["category"] = "special"
            if "complete" not in d.get("window", {}) and self.yes(0.3):
                d["slip"] = {"value": r.choice([1, 2, 4, self.month, self.month + 1]), "unit": "months"}
        names = list(m["project"])
        for i, j in enumerate(names[1:], 1):
            for kind, chance in (("after", 0.35), ("with", 0.25), ("needs", 0.5)):
                for other in names[:i]:
                    if self.yes(chance / (1 if i == 1 else 1.5)):
                        rel = {"project": other}
                        if self.yes(0.5):
                            rel["lag"] = self.months(1)
                        n = m["project"][other].get("copies", 1)
                        paired = any(x.get("each") for k in ("after", "with", "needs") for x in m["project"][j].get(k, []))
                        if n > 1 and self.yes(0.7) and not (paired and m["project"][j]["copies"] != n):
                            m["project"][j]["copies"], rel["each"] = n, True
                            if self.yes(0.8):
                                m["project"][other]["starts_per_period"] = 1
                        m["project"][j].setdefault(kind, []).append(rel)
        if len(names) > 1 and self.yes(0.45):
            pick = r.choice(["at-most-one", "exactly-one", "exactly-one"])
            m["group"]["one"] = {"pick": pick, "projects": sorted(r.sample(names, 2))}
        if self.yes(0.35):
            d = m["expansion"]["e0"] = {}
            kind = r.choice(["hall", "hall"] + (["connection", "line", "supply"] if self.grid and self.rated() else []))
            self.adding(d, kind, r.choice(list(m["site"])), self.u(4, 15, 2))
            d["price"] = self.money(5e5, 5e6, "/MW")
            self.extras(d)
            if self.yes(0.3):
                d["lot"] = self.q(1, 5, "MW", 1)
            if self.yes(0.2):
                d["order_cost"] = self.q(1e6, 1e7, "USD", 2)
            if self.yes(0.5):
                d["growth"] = {"rate": {"value": r.choice([0.2, 0.5, 1.0]), "unit": "1"}, "seed": self.q(0.5, 3, "MW", 2)}
            if self.yes(0.3):
                d["fixed_om"] = self.money(5e4, 4e5, "/MW/year")
        if self.yes(0.35):
            d = m["lease"]["w0"] = {"site": r.choice(list(m["site"])), "fee": self.money(3e5, 4e6, "/MW/year")}
            self.adding(d, "connection" if self.grid and self.yes(0.3) else "hall", d["site"], self.u(3, 12, 2))
            d["term"] = self.months(r.randint(1, 6))
            self.extras(d, life=0)
            d.pop("payments", None), d.pop("book_life", None)
            if self.yes(0.3):
                d["lot"] = self.q(1, 4, "MW", 1)

    def chain(self):
        """A place where nothing stands yet, a customer who wants that place alone, and what must be done first."""
        r, m = self.r, self.m
        if self.P < 3 or not self.yes(0.5):
            return
        chip = m["chip"]["c0"]
        w = next(iter(chip["throughput"]))
        y, unit, lead = self.yearly(w), m["workload"][w]["unit"], lambda n: {"value": n * self.month, "unit": "months"}
        m["site"]["new"] = {"region": "east", "it_power": {"liquid": {"value": 0, "unit": "MW"}}}
        if "sites" in chip:
            chip["sites"].append("new")
        if self.grid:
            node = m["supply"]["g0"]["node"]
            m["site"]["new"].update(node=node, connection={"value": 20, "unit": "MW"})
            m["supply"]["gx"] = {"node": node, "power": {"value": 25, "unit": "MW"}, "price": self.path(30, 90, "USD/MWh")}
        util = m["workload"][w].get("utilisation", 1)
        size = (1 if w == "train" else 100) * util
        m["segment"]["new"] = {"workload": w, "region": "east", "kind": r.choice(["market", "contracted"]), "chips": ["c0"], "reach": {"sites": ["new"]},
                               "demand": self.path(6e3 * size, 1.5e4 * size, unit), "price": self.path(2 * y, 4 * y, f"USD/{unit}/year")}
        if m["segment"]["new"]["kind"] == "contracted":
            m["segment"]["new"]["penalty"] = self.path(0.2 * y, y, f"USD/{unit}/year")
        n = r.choice([1, 2, 2, 3])
        first = m["project"]["prep"] = {"region": "east", "cost": self.money(1e6, 6e6, ""), "lead": lead(r.choice([0, 1, 1]))}
        hall = m["project"]["shell"] = {"site": "new", "adds": {"it_power": self.q(3, 7, "MW", 2), "cooling": "liquid"}, "cost": self.money(2e6, 1.2e7, ""),
                                        "lead": lead(r.choice([0, 0, 1]))}
        if n > 1:
            first["copies"] = hall["copies"] = n
            first["starts_per_period"] = 1
        elif self.yes(0.3):
            first["life"] = lead(r.randint(1, 3))
        rel = {"project": "prep"}
        if self.yes(0.6):
            rel["lag"] = lead(1)
        if n > 1 and self.yes(0.6):
            rel["each"] = True
        hall[r.choice(["after", "with", "needs"])] = [rel]

    def rated(self):
        """The lines whose rating can be raised."""
        # A raised rating of a line that loses power is left out: over which megawatts its pieces then run is not settled.
        multiplied = {d["line"] for d in rows(self.m, "project") if "circuits" in d.get("adds", {})}
        return [l for l, d in self.m["line"].items() if "rating" in d and d.get("circuits", 1) and l not in multiplied and "resistance" not in d]

    def adding(self, d, kind, site, mw):
        m, v = self.m, {"value": mw, "unit": "MW"}
        if kind == "hall":
            d.update(site=site, adds={"it_power": v})
            if self.yes(0.4):
                d["adds"]["cooling"] = "liquid"
        elif kind == "connection":
            d.update(site=site, adds={"connection": v})
        elif kind == "line" and self.rated():
            d.update(line=self.r.choice(self.rated()), adds={"rating": v})
        elif kind == "battery":
            d.update(battery=self.r.choice(list(m["battery"])), adds={"power": v})
            feeds = m["battery"][d["battery"]]
            d["region"] = m["node"][feeds["node"]]["region"] if "node" in feeds else m["site"][feeds["site"]]["region"]
        else:
            d.update(supply=self.r.choice(list(m["supply"])), adds={"power": v})

    def cancel(self, d, until, price):
        if self.yes(0.75):
            d["cancel"] = {"until": self.label(until)}
            if self.yes(0.6):
                d["cancel"]["fee"] = {"value": self.r.choice([0.05, 0.1, 0.2]), "unit": "1"} if self.yes(0.5) else {"value": float("%.2g" % (price * self.u(0.05, 0.3))), "unit": "USD"}
            if self.yes(0.6):
                d["cancel"]["part"] = True

    def existing(self):
        """Commitments, fleet, cash lines."""
        r, m = self.r, self.m
        m["order"], m["fleet"], m["cash"] = {}, [], []
        for j, d in list(m["project"].items()):
            if d.get("required") or not self.yes(0.25):
                continue
            lead = r.randint(1, 3)
            d.pop("slip", None)
            if self.yes(0.3):
                d["slip"] = {"value": r.choice([1, self.month]), "unit": "months"}
            price = d["cost"].get("value", next(iter(d["cost"].values())))["value"]
            d["lead"] = {"value": lead * self.month, "unit": "months"}
            start = r.randint(-lead, 0)
            pays = {self.label(p): {"value": float("%.2g" % (price * self.u(0.2, 0.9))), "unit": "USD"}
                    for p in {r.randint(0, max(0, start + lead)), start + lead} if p >= 0}
            d["committed"] = {"start": self.label(start), "to_pay": pays}
            for k in ("window", "starts_per_period", "payments", "after", "with"):
                d.pop(k, None)
            if start + lead > 0:
                self.cancel(d["committed"], r.randint(0, start + lead - 1), price)
                if "circuits" in d.get("adds", {}) or any(j in a.get("needs", []) for a in rows(m, "agreement")) or any(
                        rel["project"] == j for e in rows(m, "project") for k in ("after", "with", "needs") for rel in e.get(k, [])):
                    d["committed"].get("cancel", {}).pop("part", None)
            if self.yes(0.2):
                d.pop("cost")
                if d["committed"].get("cancel", {}).get("fee", {}).get("unit") == "1":
                    d["committed"]["cancel"].pop("fee")
        for i in range(r.choice([0, 0, 1, 1, 2])):
            use = m["expansion"] and self.yes(0.45)
            key = ("e0" if "e0" in m["expansion"] else next(iter(m["expansion"]))) if use else r.choice(list(m["chip"]))
            asset = m["expansion"][key] if use else m["chip"][key]
            count = self.u(0.15, 0.5, 2) * asset["adds"][self.adds(asset)]["value"] if use else r.choice([1000, 2500, 4000])
            count = float("%.3g" % count)
            p = asset["price"].get("value", None) or next(iter(asset["price"].values()))
            if isinstance(p, dict) and isinstance(p.get("value"), dict):
                p = p["value"]
            worth = p["value"] * count
            ordered = r.randint(-3, 0)
            delivered = r.randint(max(ordered, -1), max(ordered, min(self.P - 1, 3)))
            o = m["order"][f"o{i}"] = {"quantity": {"value": count, "unit": "MW" if use else "chips"}, "ordered": self.label(ordered),
                                       "delivered": self.label(delivered)}
            o.update({"expansion": key} if use else {"chip": key, "site": r.choice(list(m["site"]))})
            o["to_pay"] = {self.label(t): {"value": float("%.3g" % (worth * self.u(0.2, 0.8))), "unit": "USD"}
                           for t in {r.randint(0, self.P - 1), max(0, delivered)} if delivered >= 0}
            if delivered > 0:
                self.cancel(o, r.randint(0, delivered - 1), worth)
            if self.yes(0.3):
                o["price"] = {"value": float("%.3g" % (worth * self.u(0.8, 1.2))), "unit": "USD"}
            if self.yes(0.2):
                o["tags"] = ["x"]
        for k in m["chip"]:
            for s in m["site"]:
                if self.yes(0.6 if (k, s) == ("c0", "camp") else 0.25):
                    f = {"chip": k, "site": s, "quantity": {"value": r.choice([800, 2000, 4000, 6000]), "unit": "chips"}}
                    if self.yes(0.6):
                        f["retires"] = {self.label(r.randint(0, self.P - 1)): {"value": f["quantity"]["value"] / r.choice([1, 2, 2]), "unit": "chips"}}
                    m["fleet"].append(f)
        for i in range(r.choice([0, 0, 1, 2])):
            c = {"id": f"k{i}", "category": r.choice(["other", "chips"]), "amount": self.q(5e6, 8e7, "USD", 2)}
            if self.yes(0.4):
                c["inflow"] = True
            if self.yes(0.6):
                a = r.randint(0, self.P - 1)
                c["periods"] = f"{self.label(a)}..{self.label(r.randint(a, self.P - 1))}"
            if self.yes(0.5):
                c["region"] = r.choice(list(m["region"]))
            m["cash"].append(c)
        for kind in ("site", "line"):
            for key, d in (m[kind].items() if self.grid else ()):
                if kind == "line" and key not in self.rated() or any(a.get("site") == key for a in rows(m, "agreement")):
                    continue  # Nothing bends without a rating, nor where agreements say what is drawn.
                if self.yes(0.35):
                    d["bend"] = {"price": self.q(1e5, 4e6, "USD/MW")}
                    if self.yes(0.5) or (kind == "line" and "flow" in m and any("circuits" in e.get("adds", {}) for e in rows(m, "project"))):
                        d["bend"]["at_most"] = self.q(0.5, 4, "MW", 2)
        if self.grid:
            self.least_output()

    def adds(self, d):
        return next(k for k in d["adds"] if k != "cooling")

    def least_output(self):
        m = self.m
        for g, d in m["supply"].items():
            if d.get("output") != "as-produced" and self.yes(0.45):
                grows = any(e.get("supply") == g for e in rows(m, "project", "expansion", "agreement"))
                share = self.u(0.05, 0.4, 2) if self.yes(0.75) else -self.u(0.05, 0.2, 2)
                mw = float("%.2g" % (share * d["power"]["value"] * self.lowest(d.get("availability", 1))))
                d["min_output"] = {"value": round(share * self.lowest(d.get("availability", 1)), 3), "unit": "1"} if grows or self.yes(0.2) else {"value": mw, "unit": "MW"}

    def goals(self):
        x = self.r.random()
        if x < 0.62:
            self.m["goal"] = [{"goal": "npv"}]
        elif x < 0.72:
            self.m["goal"] = [{"goal": "cost"}]
        else:
            names = self.r.choice([["unmet", "npv"], ["unmet", "cost"], ["npv", "unmet"], ["cost", "unmet"], ["unmet"], ["unmet", "cost", "npv"]])
            self.m["goal"] = [{"goal": g} for g in names]
            for g in self.m["goal"][:-1]:
                if self.yes(0.4):
                    g["tol"] = {"value": self.r.choice([0.02, 0.05, 0.1]), "unit": "1"}
                if self.yes(0.3):
                    g["abs"] = self.u(500, 5000) if g["goal"] == "unmet" else {"value": self.u(1e6, 2e7), "unit": "USD"}

    # ---- limits, sized by the optimum without them -------------------------------------------------------------------
    def solved(self):
        o = Oracle(self.m)
        answer = o.solve(quick=True)
        return o if answer["status"] == "optimal" else None

    def tighten(self, kind, key, row, level, bound, slack=(0.5, 0.95), more=(1.05, 1.3), least=False):
        """Adds a limit at a share of its present level; kept only if the model can still be solved (nearly always)."""
        if level is None or abs(level) < 1e-6 or (level < 0 and kind == "budget"):
            return False
        share = self.u(*(more if least == (level > 0) else slack), digits=2)
        value = float("%.3g" % (level * share))
        row = copy.deepcopy(row)
        row[bound[0]] = bound[1](value)
        before = copy.deepcopy(self.m)
        self.m.setdefault(kind, {})[key] = row
        if self.solved() is None and not self.yes(0.015):
            self.m = before
            return False
        return True

    def limits(self):
        jobs = ["policy"] * self.r.choice([5, 5, 6] if self.grid else [4, 4, 5, 5]) + ["group"] * self.yes(0.85) + ["allot"] * self.r.choice([1, 1, 2]) + ["chip"] * self.yes(0.4)
        jobs += ["budget"] * self.r.choice([0, 1, 1, 2]) + ["carry"] * self.yes(0.35) + ["patience"] * self.patient
        jobs += ["clean"] * (self.grid and self.yes(self.chance["clean"]))
        self.r.shuffle(jobs)
        for i, job in enumerate(jobs):
            o = self.solved()
            if o is None:
                return
            getattr(self, "add_" + job)(o, f"{job}{i}")

    def add_policy(self, o, key):
        r, m = self.r, self.m
        free = ["spend", "spend", "orders", "owned", "it_mw", "it_mw", "liquid_mw", "liquid_mw", "served", "served", "chip_work", "chip_work", "orders"]
        grid = ["connection_mw", "connection_mw", "supply_mw", "supply_mw", "supply_mw", "line_mw", "line_mw", "energy", "energy", "carbon", "carbon", "water", "water"]
        if self.grid:
            free += grid * 4 + ["line_mw"] * 2
        measure = r.choice(free)
        if measure == "line_mw" and (not self.rated() or len(self.rated()) < len([d for d in m["line"].values() if d.get("circuits", 1)])):
            measure = r.choice(["energy", "water"])
        level_kind = measure in ("owned", "it_mw", "it_mw", "liquid_mw", "connection_mw", "supply_mw", "line_mw")
        if measure in ("connection_mw", "supply_mw", "line_mw", "liquid_mw", "it_mw") and self.yes(0.85):
            self.worth_adding(measure)
            o = self.solved() or o
        d = {"measure": measure}
        sites = {"site": list(m["site"]), "region": list(m["region"])}
        options = {"spend": {"category": ["chips", "site", "grid"], "vendor": ["v1", "v2"], "tag": ["x"], **sites}, "orders": {"chip": list(m["chip"]), "vendor": ["v1", "v2"], **sites},
                   "owned": {"chip": list(m["chip"]), "vendor": ["v1"], **sites}, "served": {"segment": list(m["segment"]), "customer": ["a", "b"], **sites},
                   "chip_work": {"chip": list(m["chip"]), "vendor": ["v1", "v2"], **sites}, "supply_mw": {"supply": list(m.get("supply", []))},
                   "carbon": {"supply": list(m.get("supply", []))}, "water": {"region": list(m["region"])}, "line_mw": {"line": list(m.get("line", []))}}.get(measure, sites)
        f = {}
        if self.yes(0.6):
            key2 = r.choice(list(options))
            f[key2] = [r.choice(options[key2])]
        if measure in ("served", "chip_work") and len(m["workload"]) > 1:
            f["workload"] = [r.choice(list(m["workload"]))]
            if "segment" in f and m["segment"][f["segment"][0]]["workload"] != f["workload"][0]:
                f.pop("segment")
        if f:
            d["filter"] = f
        if not level_kind and self.yes(0.4):
            d["over"] = "sum"
        ps = list(range(self.P))
        if self.yes(0.4):
            a = r.randint(0, self.P - 1)
            ps = list(range(a, r.randint(a, self.P - 1) + 1))
            d["periods"] = f"{self.label(ps[0])}..{self.label(ps[-1])}"
        of = f and self.yes(0.35)
        whole = {k: v for k, v in f.items() if k == "workload"}
        least = self.yes(0.45)

        def level(filter_):
            xs = [o.val(o.measure(measure, filter_, p)[0]) * o.measure(measure, filter_, p)[1] for p in ps]
            return sum(xs) if d.get("over") == "sum" else min(xs) if least and min(xs) > 0 else max(xs)
        have = level(f)
        if of:
            every = level(whole)
            if every < 1e-6 or not 0.02 < have / every:
                return
            d["of"] = {"measure": measure, **({"filter": whole} if whole else {})}
            have = min(0.7, have / every)
            self.tighten("policy", key, d, have, ("at_least" if least else "at_most", lambda v: {"value": {"value": v, "unit": "1"}}), least=least)
            return
        unit = {"spend": "USD", "orders": "chips", "owned": "chips", "energy": "MWh", "carbon": "t", "water": "m3"}.get(measure, "MW")
        if measure in ("served", "chip_work"):
            unit = m["workload"][f["workload"][0] if "workload" in f else next(iter(m["workload"]))]["unit"]
        if self.yes(0.3) and have > 0:
            d["bend"] = {"price": {"value": float("%.2g" % (self.u(1e7, 2e8) / have)), "unit": "USD/" + unit}}
        self.tighten("policy", key, d, have, ("at_least" if least else "at_most", lambda v: {"value": {"value": v, "unit": unit}}), least=least)

    def worth_adding(self, measure):
        """An expansion that makes a level something to decide."""
        m = self.m
        if "e0" in m["expansion"] or "e1" in m["expansion"]:
            return
        d = {}
        self.adding(d, {"connection_mw": "connection", "supply_mw": "supply", "line_mw": "line"}.get(measure, "hall"),
                    self.r.choice(list(m["site"])), self.u(4, 15, 2))
        if measure == "liquid_mw":
            d["adds"]["cooling"] = "liquid"
        if d.get("supply") and m["supply"][d["supply"]].get("min_output", {}).get("unit") == "MW":
            return
        d["price"] = self.money(3e5, 3e6, "/MW")
        m["expansion"]["e1"] = self.extras(d, lead=0.2)

    def add_group(self, o, key):
        """At most one of two projects that are both begun."""
        begun = [j for j, xs in o.start.items() if sum(o.val(x) for x in xs.values()) > 0.5]
        if len(begun) > 1:
            before = copy.deepcopy(self.m)
            self.m["group"] = dict(self.m.get("group", {}), **{key: {"pick": "at-most-one", "projects": sorted(self.r.sample(begun, 2))}})
            if self.solved() is None:
                self.m = before

    def add_allot(self, o, key):
        r, m = self.r, self.m
        kind = r.choice(["chip", "vendor", "all"] + ["expansion"] * bool(m["expansion"]) + ["lease"] * bool(m["lease"]))
        d = {}
        if kind == "chip":
            d["chip"] = [r.choice(list(m["chip"]))]
        elif kind == "vendor":
            d["vendor"] = [r.choice(["v1", "v2"])]
        elif kind == "all":
            d["chip"] = sorted(m["chip"])
        else:
            d[kind] = [r.choice(list(m[kind]))]
        what = kind if kind in ("expansion", "lease") else "chip"
        if what == "chip" and self.yes(0.25):
            d["site"] = [r.choice(list(m["site"]))]
        if self.yes(0.6):
            d["counts"] = "ordered"
        unit, per = ("chips", 1e3) if what == "chip" else ("MW", 1.0)
        which = "t" if d.get("counts") == "ordered" else "arrive"
        match = lambda b: b["kind"] == what and all(not d.get(k) or b[a] in d[k] for k, a in ((what, "key"), ("vendor", "vendor"), ("site", "site")))
        got = [o.val(o.counted(which, p, match)) * per for p in range(self.P)]
        how = r.choice(["at_most", "at_most", "cumulative", "cumulative", "growth", "growth"])
        if how == "at_most":
            if self.yes(0.75):
                scale = 2e4 if what == "chip" else 2e6
                d["bend"] = {"price": self.q(0.05 * scale, 0.6 * scale, "USD/" + unit)}
            self.tighten("allotment", key, d, max(got) / o.years, ("at_most", lambda v: {"value": {"value": v, "unit": unit + "/year"}}))
        elif how == "cumulative":
            self.tighten("allotment", key, d, sum(got), ("cumulative", lambda v: {"value": v, "unit": unit}))
        else:
            d.pop("counts", None)
            got = [o.val(o.counted("t", p, match)) * per for p in range(self.P)]
            rate = r.choice([0, 0.25, 0.5, 1.0])
            need = max([a - (1 + rate) * b for a, b in zip(got, [0] + got[:-1])], default=0)
            self.tighten("allotment", key, d, need, ("growth", lambda v: {"rate": {"value": rate, "unit": "1"}, "seed": {"value": v, "unit": unit}}))

    def add_chip(self, o, key):
        k = self.r.choice(list(self.m["chip"]))
        got = [o.val(o.counted("arrive", p, lambda b: b["kind"] == "chip" and b["key"] == k)) * 1e3 for p in range(self.P)]
        if max(got) > 1:
            before = copy.deepcopy(self.m)
            self.m["chip"][k]["allotment"] = {"value": {"value": float("%.3g" % (max(got) / o.years * self.u(0.4, 0.9))), "unit": "chips/year"}}
            if self.solved() is None:
                self.m = before

    def budget_row(self, a, b):
        r, m = self.r, self.m
        d = {"periods": f"{self.label(a)}..{self.label(b)}" if b > a else self.label(a)}
        if self.yes(0.5):
            key = r.choice(["category", "category", "region", "site", "vendor", "tag"])
            d["filter"] = {key: [r.choice({"category": ["chips", "site"], "region": list(m["region"]), "site": list(m["site"]),
                                           "vendor": ["v1", "v2"], "tag": ["x", "y"]}[key])]}
            if key == "category" and self.yes(0.5):
                d["filter"]["category"] = ["chips", "other"]
        counts = ["capital"] + ["lease"] * (bool(m["lease"]) and self.yes(0.7)) + ["opex"] * self.yes(0.4)
        if len(counts) > 1:
            d["counts"] = counts
        return d

    def spent(self, d):
        """What a budget's row counts at the optimum."""
        self.m.setdefault("budget", {})["probe"] = dict(d, at_most={"value": 1e13, "unit": "USD"})
        o = self.solved()
        self.m["budget"].pop("probe")
        return None if o is None else o.val(o.spent["probe"]) * 1e6

    def add_budget(self, o, key):
        a = self.r.randint(0, self.P - 1)
        d = self.budget_row(a, self.r.randint(a, self.P - 1))
        if self.yes(0.35):
            d = self.budget_row(a, self.P - 1)
            d["periods"] += ", after-horizon"
            if self.m["lease"]:
                d["counts"] = sorted(set(d.get("counts", ["capital"])) | {"lease"})
        least = self.yes(0.3)
        if least and (self.m.get("agreement") or any("minimum_bill" in g or "demand" in g for g in rows(self.m, "supply"))) and "opex" in d.get("counts", []):
            d["counts"].remove("opex")  # Bills are maxima: paying more than is due would count as spending.
        if not least and self.yes(0.35):
            d["bend"] = {"price": self.q(0.05, 1.5, "USD/USD", 2)}
            if self.yes(0.4):
                d["bend"]["at_most"] = self.q(5e6, 5e7, "USD", 2)
        self.tighten("budget", key, d, self.spent(d), ("at_least" if least else "at_most", lambda v: {"value": v, "unit": "USD"}), least=least)

    def add_carry(self, o, key):
        cut = self.r.randint(0, self.P - 2)
        first, second = self.budget_row(0, cut), None
        second = dict(copy.deepcopy(first), periods=f"{self.label(cut + 1)}..{self.label(self.P - 1)}")
        had, later = self.spent(first), self.spent(second)
        if not had or not later or had < 1 or later < 1:
            return
        before = copy.deepcopy(self.m)
        most = lambda x, a, b: {"value": float("%.3g" % (x * self.u(a, b))), "unit": "USD"}
        first.update(at_most=most(had, 0.9, 1.5), unspent={"to": key + "b", "up_to": {"value": self.r.choice([0.1, 0.2, 0.3]), "unit": "1"}})
        second["at_most"] = most(later, 0.5, 0.95)
        if self.yes(0.2):
            second["bend"] = {"price": self.q(0.02, 0.4, "USD/USD", 2)}
        self.m["budget"] = dict(self.m.get("budget", {}), **{key + "a": first, key + "b": second})
        if self.solved() is None:
            self.m = before

    def add_patience(self, o, key):
        d = {"per": self.r.choice(["period", "cumulative"])}
        ps = list(range(self.P))
        if self.yes(0.3):
            ps = ps[self.r.randint(0, self.P - 1):]
            d["periods"] = f"{self.label(ps[0])}..{self.label(ps[-1])}"
        flow = [o.val(o.free_cash_flow(p)) for p in range(self.P)]
        level = min(sum(flow[:p + 1]) if d["per"] == "cumulative" else flow[p] for p in ps)
        value = level + abs(level) * self.u(0.05, 0.5) + self.u(0, 5)
        if self.yes(0.4):
            d["bend"] = {"price": self.q(0.02, 0.8, "USD/USD", 2)}
        before = copy.deepcopy(self.m)
        d["at_least"] = {"value": float("%.3g" % (value * 1e6)), "unit": "USD"}
        self.m["patience"] = {key: d}
        if self.solved() is None and not self.yes(0.015):
            self.m = before


def generate(seed, d=None):
    d = d or Draw(seed)
    d.world()
    if d.solved() is None and not d.yes(0.1):
        for q in d.m["segment"].values():  # Firm demand is the usual reason why nothing is possible.
            if q["kind"] == "firm":
                q["kind"] = "market"
                q.pop("bend", None)
        if d.solved() is None:
            for p in d.m["project"].values():
                p.pop("required", None)
            if d.solved() is None:
                for n in d.m.get("node", {}).values():
                    n["shed"] = {"value": {"value": 500, "unit": "USD/MWh"}}
                for g in d.m.get("supply", {}).values():
                    g.pop("min_output", None)
                for l in d.m.get("line", {}).values():
                    l.pop("angle_min", None), l.pop("angle_max", None)
                if d.solved() is None:
                    for l in d.m.get("line", {}).values():
                        l.pop("retires", None), l.pop("shift", None)
                    for n in d.m.get("node", {}).values():
                        n["other_load"] = {"value": {"value": 3, "unit": "MW"}}
    d.limits()
    if any("at_least" in x for x in rows(d.m, "budget")) or any("at_least" in x and x["measure"] == "spend" for x in rows(d.m, "policy")):
        for x in list(rows(d.m, "chip")) + list(rows(d.m, "expansion")):  # Else paying for an order of nothing would count as spending.
            if "order_cost" in x and "lot" not in x:
                x["lot"] = {"value": 2000, "unit": "chips"} if "throughput" in x else {"value": 2, "unit": "MW"}
    return {k: v for k, v in d.m.items() if v not in ({}, [], None)}


# ---- TOML ------------------------------------------------------------------------------------------------------------
def words(q, r):
    """A quantity as a planner writes it."""
    v, unit = q["value"], q["unit"]
    if unit == "1":
        return f'"{round(v * 100, 9):g} %"' if r.random() < 0.5 else repr(v)
    if unit == "1/year":
        return f'"{round(v * 100, 9):g} %/year"'
    if unit == "months":
        for n, name, more in ((12, "year", "years"), (6, "half", "halves"), (3, "quarter", "quarters")):
            if v and v % n == 0 and r.random() < 0.5:
                return f"\"{v // n} {name if v == n else more}\""
        return f'"{v} months"'
    head, _, tail = unit.partition("/")
    if tail == "year" and head == "chips" and r.random() < 0.5:
        v, tail = v / 4, "quarter"
    if head in ("USD", "EUR", "chips") and r.random() < 0.6:
        for p, x in PREFIX:
            if abs(v) >= x and r.random() < 0.7:
                return f'"{v / x!r} {p}{" " if p == "B" else ""}{head}{"/" + tail if tail else ""}"'
    return f'"{v!r} {head}{"/" + tail if tail else ""}"'


def key(k):
    return k if re.fullmatch(r"[A-Za-z0-9_-]+", k) else json.dumps(k)


def inline(x, r):
    if isinstance(x, bool):
        return "true" if x else "false"
    if isinstance(x, dict):
        if set(x) == {"value", "unit"}:
            return words(x, r)
        if set(x) == {"value"} and isinstance(x["value"], dict):
            return words(x["value"], r)
        return "{ " + ", ".join(f"{json.dumps(k) if k[0] == '2' else key(k)} = {inline(v, r)}" for k, v in x.items()) + " }"
    if isinstance(x, list):
        return "[" + ", ".join(inline(v, r) for v in x) + "]"
    return json.dumps(x) if isinstance(x, str) else repr(x)


def to_toml(m, seed):
    r = random.Random(seed)
    out = [f'name = {json.dumps(m["name"])}', f'goal = {inline([g["goal"] if len(g) == 1 and r.random() < 0.5 else g for g in m["goal"]], r)}']
    out += [f"{k} = {inline(m[k], r)}" for k in ("basis", "flow", "base_power", "security", "losses") if k in m]
    for kind, table in m.items():
        if kind in ("horizon", "money", "fx"):
            out += [f"\n[{kind}]"] + [f"{key(k)} = {inline(v, r)}" for k, v in table.items()]
        elif isinstance(table, list) and kind != "goal":
            for d in table:
                out += [f"\n[[{kind}]]"] + [f"{key(k)} = {inline(v, r)}" for k, v in d.items()]
        elif isinstance(table, dict) and kind not in ("base_power", "losses"):
            for i, d in table.items():
                out += [f"\n[{kind}.{key(i)}]"] + [f"{key(k)} = {inline(v, r)}" for k, v in d.items()]
    return "\n".join(out) + "\n"


def text(seed, model=None):
    """(file name, content): even seeds as TOML, odd ones as JSON."""
    m = model or generate(seed)
    return ("model.toml", to_toml(m, seed)) if seed % 2 == 0 else ("model.json", json.dumps(m, indent=1))


if __name__ == "__main__":
    import sys
    model = generate(int(sys.argv[1]))
    print(f"# {', '.join(drawn(model))}")
    print(to_toml(model, int(sys.argv[1])))
