"""Batteries: what they take and give in the blocks of representative days, and energy that is matched without carbon."""
import math

from program import INF, Lin, num, total


class Storage:
    def batteries(self, p):
        """What each battery takes and gives; every day ends as it began."""
        m = self.m
        for y, d in (m.get("battery") or {}).items():
            mw, power = self.cap["battery", y, p], num(d.get("power"), 0.0)
            hours = num(d["hours"]) if d.get("hours") is not None else num(d["energy"]) / power
            way = math.sqrt(num(d["efficiency"]))
            for b in self.blocks:
                idle = m["block"][b].get("day") is None if m.get("block") else True
                take, give = (self.var(0, 0.0 if idle else INF) for _ in range(2))
                self.take[y, p, b], self.give[y, p, b] = take, give
                self.le(take + give, mw * self.share(d.get("availability"), b, 1.0))
            for day in m.get("day") or {}:
                parts = [b for b in self.blocks if m["block"][b].get("day") == day]
                holds = [self.var() for _ in parts]  # At the beginning of each part.
                for i, b in enumerate(parts):
                    self.le(holds[i], mw * hours)
                    long = num(m["block"][b]["hours_of_day"])
                    self.eq(holds[(i + 1) % len(parts)], holds[i] + (self.take[y, p, b] * way - self.give[y, p, b] * (1 / way)) * long)
            self.pay("opex", p, self.serv["battery", y, p] * (self.money(d.get("fixed_om"), p) * self.years), "supply", self.region_of(d), site=d.get("site"),
                     tag=d.get("tags") or [])

    def region_of(self, d):
        """Where what feeds in counts: at its node, or at the site behind whose meter it stands."""
        return self.m["site"][d["site"]]["region"] if d.get("site") else self.m["node"][d["node"]].get("region")

    def stored(self, p, b, **at):
        """What batteries at a node, or behind the meter of a site, give, less what they take."""
        here = lambda d: all(d.get(key) == at[key] for key in at)
        return total(self.give[y, p, b] - self.take[y, p, b] for y, d in (self.m.get("battery") or {}).items() if here(d))

    def matched(self, f, p):
        """GWh that sites of a region draw while as much comes without carbon in the region; for limits from below alone."""
        m, out = self.m, Lin()
        for r in m.get("region") or {}:
            if f.get("region") and r not in f["region"]: continue
            clean = [g for g in self.supplies({"region": [r]}) if not num(m["supply"][g].get("carbon"), 0.0)]
            here = [s for s, d in (m.get("site") or {}).items() if d["region"] == r]
            for b in self.blocks:
                least = self.var(-INF)
                self.le(least, total(self.dispatch[g, p, b] for g in clean))
                self.le(least, total(self.facility(s, self.it[s, p], b) for s in here))
                out = out + least * (self.hours[b] * 1e-3)
        return out
