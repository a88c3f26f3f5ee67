"""What is drawn for representative days, batteries and energy matched by the hour: parts of the random models."""


class Daily:
    def days(self):
        """The parts of one or two days in the place of blocks of hours, now and then with a block that belongs to no day."""
        r, m, whole = self.r, self.m, 365 * self.month / 12
        if not self.grid or not self.yes(self.chance["day"]): return
        kinds = ["winter", "summer"][:r.choice([1, 1, 2])]
        share = dict(zip(kinds, [1.0] if len(kinds) == 1 else r.choice([(0.5, 0.5), (0.3, 0.7), (0.2, 0.6)])))
        m["day"], m["block"] = {}, {}
        alone = self.yes(0.2)
        for kind in kinds:
            m["day"][kind] = {"days": round(whole * share[kind] * (0.9 if alone else 1.0), 1)}
            lengths = r.choice([[12, 12], [8, 16], [8, 10, 6], [6, 10, 8], [24], [4, 15]] if self.yes(0.5) else [[12, 12], [8, 16]])
            for name, n in zip(("night", "noon", "dusk"), lengths):
                d = m["block"][f"{kind}-{name}"] = {"day": kind, "hours_of_day": n}
                if self.yes(0.5): d["load_factor"] = r.choice([0.5, 0.7, 0.8, 0.9])
        if alone: m["block"]["rest"] = {"hours": round(whole * 24 * 0.1)}

    def storage(self):
        r, m = self.r, self.m
        for d in m["node"].values():
            if "other_load" in d and len(m.get("block") or {}) > 1 and self.yes(0.4): d["load_factor"] = self.by_block([0.3, 0.6, 0.9])
        if "day" not in m or not self.yes(self.chance["battery"]): return
        m["battery"] = {}
        for i in range(r.choice([1, 1, 2])):
            d = m["battery"][f"y{i}"] = {"node": r.choice(list(m["node"])), "power": self.q(1, 8, "MW", 2), "efficiency": {"value": r.choice([0.6, 0.8, 0.85, 1.0]), "unit": "1"}}
            if self.yes(0.6): d["hours"] = r.choice([0.5, 2, 4, 8, 12])
            else: d["energy"] = self.q(2, 40, "MWh", 2)
            if self.yes(0.4): d["availability"] = self.by_block([0.3, 0.6, 0.9])
            if self.yes(0.4): d["fixed_om"] = self.money(1e4, 2e5, "/MW/year")
            if self.yes(0.3): d["tags"] = [r.choice(["x", "y"])]
        # Power that is cheap in some parts of the day and dear in others makes it worth while.
        if self.yes(0.7):
            g = m["supply"]["sun"] = {"node": r.choice(list(m["node"])), "power": self.q(2, 16, "MW", 2), "availability": self.by_block([0, 0, 0.5, 1.0], 1.0)}
            if self.yes(0.5): g["price"] = self.money(5, 60, "/MWh")
            if self.yes(0.15): g["price"] = {"value": {"value": -20.0, "unit": "USD/MWh"}}
            if self.yes(0.3): g["output"] = "as-produced"

    def add_clean(self, o, key):
        """A share of the load, or so much energy, that is matched without carbon in its own hours."""
        r, m = self.r, self.m
        if not any("carbon" not in d for d in m["supply"].values()):
            m["supply"]["clean"] = {"node": r.choice(list(m["node"])), "power": self.q(2, 14, "MW", 2), "price": self.money(60, 400, "/MWh"),
                                    "availability": self.by_block([0.2, 0.5, 0.8, 1.0])}
            o = self.solved() or o
        d, f = {"measure": "carbon_free"}, {}
        if self.yes(0.7): f = d["filter"] = {"region": [r.choice(list(m["region"]))]}
        ps = list(range(self.P))
        if self.yes(0.4):
            ps = ps[r.randint(0, self.P - 1):]
            d["periods"] = f"{self.label(ps[0])}..{self.label(ps[-1])}"
        if self.yes(0.5): d["over"] = "sum"
        if self.yes(0.75):
            d["of"] = {"measure": "energy", **({"filter": dict(f)} if f else {})}
            d["at_least"] = {"value": {"value": r.choice([0.2, 0.5, 0.8, 0.95, 1.0]), "unit": "1"}}
        else:
            levels = [o.val(o.measure("energy", f, p)[0]) * 1e3 for p in ps]
            level = sum(levels) if d.get("over") == "sum" else max(levels)
            if level < 1: return
            d["at_least"] = {"value": {"value": float("%.3g" % (level * self.u(0.2, 0.8))), "unit": "MWh"}}
            if self.yes(0.5): d["bend"] = {"price": self.q(20, 600, "USD/MWh")}
        before = dict(m.get("policy") or {})
        m.setdefault("policy", {})[key] = d
        if self.solved() is None and not self.yes(0.1): m["policy"] = before
