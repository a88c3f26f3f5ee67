"""What is drawn for networks with physics and for connections on offer: parts of the random models."""



class Physics:
    """Blocks, electrical data of lines, new circuits, agreements."""

    def slices(self):
        """The blocks of a period: none, one, or several that need not add up to it."""
        r, whole = self.r, 8760 * self.month / 12
        n = r.choice([0, 0, 0, 1, 1, 2, 2, 2, 3] if self.grid else [0, 0, 0, 0, 1, 1, 1, 2])
        if n == 1:
            block = self.m["block"] = {"all": {}}
            if self.yes(0.7): block["all"]["hours"] = round(whole * r.choice([0.9, 0.95, 0.8]))
            if not block["all"] or self.yes(0.6): block["all"]["load_factor"] = r.choice([0.7, 0.8, 0.9])
        if n > 1:
            cut = r.choice([0.98, 1.0, 0.95])
            shares = {2: [r.choice([0.2, 0.4, 0.5])], 3: [0.2, r.choice([0.3, 0.5])]}[n]
            self.m["block"] = {b: {"hours": round(whole * x * cut)} for b, x in zip(("peak", "day", "night"), shares + [1 - sum(shares)])}
            for d in self.m["block"].values():
                if self.yes(0.75): d["load_factor"] = r.choice([0.5, 0.7, 0.8, 0.9])

    def by_block(self, choices, chance=0.75):
        """A share, in models with several blocks mostly of some of them."""
        blocks = list(self.m.get("block") or {})
        if len(blocks) > 1 and self.yes(chance):
            return {b: self.r.choice(choices) for b in sorted(self.r.sample(blocks, self.r.randint(1, len(blocks))))}
        return self.r.choice(choices)

    def lowest(self, share):
        """The least of a share that may be given by block."""
        if not isinstance(share, dict):
            return share
        return min(list(share.values()) + [1.0] * (len(share) < len(self.m["block"])))

    def wires(self, nodes):
        """Rings of lines, angles, lines without a rating or that are taken down."""
        r, m = self.r, self.m
        if len(nodes) > 2 and self.yes(0.75):
            m["line"]["ring"] = {"from": nodes[0], "to": nodes[2], "rating": self.q(1, 8, "MW", 2)}
        if len(nodes) == 2 and self.yes(0.4):
            m["line"]["twin"] = {"from": nodes[1], "to": nodes[0], "rating": self.q(1, 8, "MW", 2)}
        if m["line"] and self.yes(0.7 if self.chance["outages"] < 1 else 1):
            m["flow"] = "dc"
            if self.yes(0.5): m["base_power"] = {"value": r.choice([10.0, 50.0, 200.0]), "unit": "MW"}
        if m["line"] and self.yes(self.chance["losses"]):
            m["losses"] = {"segments": r.choice([1, 2, 3, 5])}
            base = m.get("base_power", {"value": 100.0})["value"]
            for d in m["line"].values():
                if self.yes(0.8): d["resistance"] = float("%.3g" % (base * self.u(0.02, 0.3) / d["rating"]["value"]))  # Of its rating so much is lost.
        if "flow" not in m and self.yes(0.8): return
        for d in m["line"].values(): self.electric(d)
        if "flow" in m and self.yes(self.chance["outages"]) and len(m["line"]) > 1:
            m["security"] = "n-1"
            for d in m["line"].values():
                if "rating" in d and self.yes(0.6): d["emergency_rating"] = {"value": float("%.3g" % (d["rating"]["value"] * r.choice([1.0, 1.1, 1.3, 2.0]))), "unit": "MW"}

    def electric(self, d):
        r = self.r
        # With limits by angle of the size of what its rating allows.
        base = self.m.get("base_power", {"value": 100.0})["value"]
        b = self.u(60, 400, 2) * (-1 if self.yes(0.06) else 1)
        d.update({"susceptance": b} if self.yes(0.4) else {"reactance": float(f"{base / b:.3g}")})
        if self.yes(0.3): d["tap"] = r.choice([0.8, 0.95, 1.1, 1.25])
        reach = d["rating"]["value"] / abs(b) * 57.29578
        if self.yes(0.3): d["shift"] = {"value": float(f"{reach * self.u(-0.6, 0.6):.3g}"), "unit": "deg"}
        if self.yes(0.25):
            for k, sign in (("angle_min", -1), ("angle_max", 1)):
                if self.yes(0.7): d[k] = {"value": float(f"{sign * reach * self.u(0.2, 0.9):.3g}"), "unit": "deg"}
        if self.yes(0.22) and "resistance" not in d: d.pop("rating")
        elif self.yes(0.2): d["retires"] = self.label(r.randint(1, self.P))

    def candidate(self, key, d):
        """A project that brings circuits, of a line of its own or of one that stands."""
        r, m = self.r, self.m
        stands = [l for l, e in m["line"].items() if e.get("circuits", 1)]
        line = r.choice(stands)
        raised = {e.get("line") for e in m["project"].values() if "rating" in e.get("adds", {})}
        if self.yes(0.7) or line in raised or "rating" not in m["line"][line]:
            like, line = m["line"][line], f"new{key}"
            e = m["line"][line] = {"from": like["from"], "to": like["to"], "rating": self.q(1, 6, "MW", 2), "circuits": 0}
            if "flow" in m:
                self.electric(e)
                e.setdefault("rating", self.q(1, 6, "MW", 2)), e.pop("retires", None)
        if "flow" in m:  # The reader asks that something bounds the angle across what is not built.
            for e in m["line"].values():
                if not ("angle_min" in e and "angle_max" in e): e.setdefault("rating", self.q(2, 9, "MW", 2))
        d.update(line=line, adds={"circuits": 2 if self.yes(0.15) else 1}, cost=self.money(5e5, 8e6, ""))

    def camp(self):
        """A campus with halls and a customer of its own, and next to no connection; what it takes comes over the network."""
        r, m, chip = self.r, self.m, self.m["chip"]["c0"]
        w, nodes = next(iter(chip["throughput"])), list(m["node"])
        y, unit, size = self.yearly(w), m["workload"][w]["unit"], (1 if w == "train" else 100) * m["workload"][w].get("utilisation", 1)
        m["site"]["camp"] = {"region": r.choice(list(m["region"])), "node": nodes[-1], "it_power": {"air": {"value": 0, "unit": "MW"}, "liquid": self.q(4, 12, "MW", 2)},
                             "connection": {"value": 0, "unit": "MW"}, "pue": r.choice([1.0, 1.15])}
        if len(m.get("block") or {}) > 1 and self.yes(0.6): m["site"]["camp"]["load_factor"] = self.by_block([0.3, 0.6, 0.9])
        if "sites" in chip: chip["sites"].append("camp")
        g = m["supply"]["g0"]
        g["power"] = self.q(16, 26, "MW", 2) if len(nodes) > 1 and self.yes(0.6) else self.q(6, 14, "MW", 2)
        if len(m.get("block") or {}) > 1 and self.yes(0.6): g["availability"] = self.by_block([0.15, 0.3, 0.6], 1.0)
        if self.yes(0.4):
            m["supply"]["gc"] = {"node": nodes[-1], "power": self.q(1, 8, "MW", 2), "price": self.path(60, 300, "USD/MWh")}
            if self.yes(0.6): m["supply"]["gc"]["availability"] = self.by_block([0.1, 0.5, 0.8])
        d = m["segment"]["camp"] = {"workload": w, "region": m["site"]["camp"]["region"], "kind": r.choice(["market", "contracted"]), "chips": ["c0"],
                                    "reach": {"sites": ["camp"]}, "demand": self.path(4e3 * size, 1.2e4 * size, unit, varied=0.7),
                                    "price": self.path(2.5 * y, 6 * y, f"USD/{unit}/year")}
        if d["kind"] == "contracted": d["penalty"] = self.path(0.2 * y, y, f"USD/{unit}/year")
        if self.yes(0.5): d["demand"] = {self.label(0): {"value": 0, "unit": unit}, self.label(r.randint(1, self.P - 1)): self.q(4e3 * size, 1.2e4 * size, unit)}

    def letters(self):
        """Connections on offer at sites whose own connection is small."""
        r, m = self.r, self.m
        m["agreement"] = {}
        if not self.grid or not self.yes(0.62):
            return
        if self.yes(0.8):
            self.camp()
            sites = ["camp"]
        else:
            sites = r.sample(list(m["site"]), min(len(m["site"]), r.choice([1, 1, 2])))
            for s in sites: m["site"][s]["it_power"]["air"] = self.q(4, 12, "MW", 2)
        for s in sites:
            m["site"][s]["connection"] = {"value": 0 if self.yes(0.6) else self.u(0.2, 1.5, 2), "unit": "MW"}
        for i in range(r.choice([1, 1, 2, 2, 3])):
            d = m["agreement"][f"a{i}"] = {"site": r.choice(sites)}
            self.terms(d, i)
        names = list(m["agreement"])
        if len(names) > 1 and self.yes(0.5):
            g = m["group"]["letters"] = {"pick": r.choice(["at-most-one", "exactly-one"]), "agreements": sorted(r.sample(names, 2))}
            if all("signed" in m["agreement"][a] for a in g["agreements"]): m["group"].pop("letters")
            elif m["project"] and self.yes(0.2): g["projects"] = [r.choice(list(m["project"]))]

    def terms(self, d, i):
        """What a letter says: how much, from when, for how long and at what price."""
        r, m = self.r, self.m
        d["contracted"] = self.q(1, 6, "MW", 2)
        mw = d["contracted"]["value"]
        if self.yes(0.4): d["connection"] = {"value": float("%.2g" % (mw * r.choice([0.3, 0.5, 0.7, 1.4]))), "unit": "MW"}
        if self.yes(0.45):
            years = sorted(r.sample([1, 2, 3, 4], r.choice([1, 2, 3])))
            d["ramp"] = {str(y): {"value": float("%.2g" % (mw * x)), "unit": "MW"} if self.yes(0.25) else {"value": x, "unit": "1"}
                         for y, x in zip(years, [0.3, 0.6, 1.0][-len(years):])}
        if self.yes(0.45): d["lead"] = self.months(r.randint(1, 2))
        if self.yes(0.25): d["queue"] = self.label(r.randint(0, self.P - 1))
        if self.yes(0.25): d["slip"] = {"value": r.choice([1, 2, 3, 5, self.month]), "unit": "months"}
        d["term"] = self.months(r.randint(1, 3) if self.yes(0.5) else r.randint(5, 20))
        if self.yes(0.65): d["energy"] = self.money(10, 160, "/MWh")
        if self.yes(0.65): d["demand"] = self.money(5e4, 1.5e6, "/MW/year")
        if "energy" in d and self.yes(0.5): d["minimum_bill"] = {"value": r.choice([0.3, 0.6, 0.8, 0.9]), "unit": "1"}
        if "demand" in d and self.yes(0.6): d["minimum_demand"] = {"value": r.choice([0.5, 0.7, 0.85, 1.0]), "unit": "1"}
        if self.yes(0.5):
            d["exit"] = {"fee": self.q(5e4, 2e6, "USD")}
            if self.yes(0.5): d["exit"]["after"] = self.months(r.randint(1, 2))
            if self.yes(0.7):  # A letter that is dear to keep.
                d.update(demand=self.money(4e5, 3e6, "/MW/year"), minimum_demand={"value": r.choice([0.85, 1.0]), "unit": "1"})
                d["term"], d["signed"] = self.months(r.randint(5, 20)), self.label(r.randint(-2, 0))
        if self.yes(0.45):
            d["deposit"] = {"amount": self.q(3e5, 5e6, "USD")}
            if self.yes(0.7): d["deposit"]["returned"] = self.months(r.randint(0, 4))
        if self.yes(0.35):
            d["curtail"] = {"share": {"value": r.choice([0.2, 0.4, 0.5]), "unit": "1"}, "hours": r.choice([200, 500, 900]), "price": self.path(400, 6000, "USD/MWh")}
        if "signed" not in d and self.yes(0.2):
            d["signed"] = self.label(r.randint(-2, 1))
        if "signed" not in d and self.yes(0.5):
            d["sign_by"] = self.label(0 if self.yes(0.6) else r.randint(0, self.P - 1))
        later = self.label(0) in m["segment"].get("camp", {}).get("demand", {}) and d.get("site") == "camp"
        if i == 0 and later and self.yes(0.6):  # To be signed now or never for what is asked for later.
            for k in ("signed", "lead", "queue", "slip", "exit", "needs"): d.pop(k, None)
            d.update(sign_by=self.label(0), demand=self.money(5e4, 4e5, "/MW/year"), minimum_demand={"value": 0.85, "unit": "1"}, term=self.months(r.randint(8, 20)))
        if "signed" in d and "basis" in m and not self.chance.get("deposits"):
            d.pop("deposit", None)  # Small models alone draw it.
        if m["project"] and self.yes(0.35): d["needs"] = sorted(r.sample(list(m["project"]), 1 if self.yes(0.8) else min(2, len(m["project"]))))
        if self.yes(0.5): d["vendor"] = r.choice(["v1", "v2"])
        if self.yes(0.25): d["tags"] = [r.choice(["x", "y"])]

    def ahead(self):
        """Segments that wait, supplies behind a meter, bills of supplies."""
        r, m = self.r, self.m
        for d in m["segment"].values():
            if self.yes(self.chance["wait"]):
                y = self.yearly(d["workload"])
                d["defer"] = {"up_to": {"value": r.choice([0.1, 0.3, 0.6]), "unit": "1"}, "penalty": self.path(0.02 * y, 0.5 * y, f"USD/{m['workload'][d['workload']]['unit']}/year")}
        for s in m["site"] if self.grid else ():
            if self.yes(self.chance["own"]):
                d = m["supply"][f"own-{s}"] = {"site": s, "power": self.q(1, 6, "MW", 2), "price": self.money(40, 300, "/MWh"), "carbon": self.q(0.1, 0.6, "t/MWh", 2)}
                if self.yes(0.5): d["availability"] = self.by_block([0.3, 0.6, 0.9])
                if self.yes(0.3): d["output"] = "as-produced"
        for d in m["supply"].values() if self.grid else ():
            if "price" in d and "sun" not in (k for k, e in m["supply"].items() if e is d) and self.yes(self.chance["bill"]): d["minimum_bill"] = {"value": r.choice([0.3, 0.6, 0.9]), "unit": "1"}
            if self.yes(self.chance["bill"]):
                d["demand"] = self.money(2e4, 3e5, "/MW/year")
                if self.yes(0.5): d["minimum_demand"] = {"value": r.choice([0.5, 0.8]), "unit": "1"}
            if ("minimum_bill" in d or "minimum_demand" in d) and self.yes(0.4): d["contracted"] = self.q(2, 12, "MW", 2)
