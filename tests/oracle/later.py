"""What is drawn for the features that came last: water of sites, what is behind a meter, what is raised, what a letter brings."""
from features import rows


class Later:
    """Parts of small models: each draws nothing unless it is asked for."""

    def cooled(self):
        """Water that cools sites."""
        for d in self.m["site"].values():
            if self.yes(0.8): d["water"] = self.q(0.2, 2.5, "m3/MWh", 2)

    def add_water(self, o, key):
        """A cap on the water of a place, or a share of all of it."""
        r, m = self.r, self.m
        f = r.choice([{}, {"site": [r.choice(list(m["site"]))]}, {"site": [r.choice(list(m["site"]))]}, {"region": [r.choice(list(m["region"]))]}, {"tag": ["x"]},
                      {"supply": [r.choice(list(m["supply"]))]}])
        d = {"measure": "water", **({"filter": f} if f else {})}
        over = d["over"] = r.choice(["sum", "each"])
        levels = [o.val(o.measure("water", f, p)[0]) * 1e3 for p in range(self.P)]
        level = sum(levels) if over == "sum" else max(levels)
        if self.yes(0.3): d["bend"] = {"price": self.q(0.5, 30, "USD/m3")}
        self.tighten("policy", key, d, level, ("at_most", lambda v: {"value": {"value": v, "unit": "m3"}}))

    def metered(self):
        """Batteries behind the meters of sites, whose connections are small."""
        r, m = self.r, self.m
        for d in rows(m, "battery"):
            if self.yes(0.7):
                d.pop("node")
                d["site"] = s = r.choice(list(m["site"]))
                if self.yes(0.6): m["site"][s]["connection"] = self.q(0.5, 4, "MW", 2)

    def raised(self):
        """More of a battery, and more rating of a line that loses power, to be bought or built."""
        r, m = self.r, self.m
        if m.get("battery") and self.yes(0.8):
            y = r.choice(list(m["battery"]))
            if "hours" in m["battery"][y]: m["battery"][y]["power"] = {"value": 0 if self.yes(0.4) else self.u(0.2, 1, 2), "unit": "MW"}
            self.offer("eb", dict(battery=y, adds={"power": self.q(1, 8, "MW", 2)}))
        loses = [l for l, d in m["line"].items() if "resistance" in d and d.get("circuits", 1)]
        if loses and self.yes(0.85):
            mw = self.u(1, 6, 2)
            l = r.choice(loses)
            if self.yes(0.7): m["line"][l]["rating"] = self.q(0.4, 3, "MW", 2)
            adds = dict(line=l, adds={"rating": {"value": mw, "unit": "MW"}})
            if self.yes(0.5): self.offer("el", adds)
            else:
                m["project"]["jl"] = self.extras(dict(adds, cost=self.money(1e4 * mw, 3e5 * mw, "")), "start", "completion", lead=0.4)
                if self.yes(0.4): m["project"]["jl"]["copies"] = 2

    def offer(self, key, adds):
        d = self.m["expansion"][key] = self.extras(dict(adds, price=self.money(5e3, 3e5, "/MW")), lead=0.3)
        if self.yes(0.3): d["lot"] = self.q(0.5, 3, "MW", 1)
        if self.yes(0.3): d["fixed_om"] = self.money(1e4, 1e5, "/MW/year")

    def developers(self):
        """Letters that bring a supply behind the meter of a site that has next to no connection."""
        r, m = self.r, self.m
        for i, s in enumerate(list(m["site"])):
            if not self.yes(0.8): continue
            g = f"own-{s}"
            if g not in m["supply"]: m["supply"][g] = {"site": s, "power": self.q(1, 3, "MW", 2)}
            supply = m["supply"][g]
            if self.yes(0.6): supply["power"] = {"value": 0, "unit": "MW"}
            if self.yes(0.5): supply["fixed_om"] = self.money(2e4, 2e5, "/MW/year")
            supply.pop("contracted", None)
            m["site"][s]["connection"] = {"value": 0 if self.yes(0.4) else self.u(0.2, 2, 2), "unit": "MW"}
            m["site"][s]["it_power"]["air"] = self.q(4, 12, "MW", 2)
            for k in range(r.choice([1, 1, 2])):
                d = m["agreement"][f"d{i}{k}"] = {"supply": g}
                self.terms(d, "d")
                for key in ("connection", "curtail"): d.pop(key, None)
