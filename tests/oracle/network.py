"""The power network: what flows, is given, is shed and is drawn in each block, with angles or without."""
import math

from program import INF, Lin, num, total


def radians(q):
    """An angle, given in degrees unless it says otherwise."""
    return 0.0 if q is None else num(q) if isinstance(q, dict) and q["unit"] == "rad" else math.radians(num(q))


class Network:
    def circuits(self, l, p):
        """What stands of a line in p: [(whether, how many circuits)], first that of day one."""
        d, out = self.m["line"][l], []
        if int(num(d.get("circuits"), 1)) and not (d.get("retires") and p >= self.period(d["retires"])):
            out.append((Lin(k=1.0), 1))
        else:
            out.append((Lin(), 1))
        for j, e in self.J.items():
            if e.get("line") == l and "circuits" in (e.get("adds") or {}):
                out += [(u, int(num(e["adds"]["circuits"]))) for u in self.each_copy(j, p)]
        return out

    def each_copy(self, j, p):
        """Whether the first, the second, ... copy is in effect."""
        if (j, p) not in self.copy_on:
            e, n = self.effective(j, p), self.copies(j)
            if e.fixed():
                us = [Lin(k=1.0 if i < e.k - 1e-9 else 0.0) for i in range(n)]
            else:
                us = [self.var(0, 1, integer=True) for _ in range(n)]
                for a, b in zip(us, us[1:]): self.le(b, a)
                self.eq(total(us), e)
            self.copy_on[j, p] = us
        return self.copy_on[j, p]

    def susceptance(self, l):
        """MW a radian of one circuit, its tap included."""
        d = self.m["line"][l]
        b = num(d["susceptance"]) if d.get("susceptance") is not None else num(self.m.get("base_power"), 100.0) / num(d["reactance"])
        return b / num(d.get("tap"), 1.0)

    def injection(self):
        """More MW than can ever enter or leave the network."""
        m, mw = self.m, 1.0
        for kind in ("supply", "site", "battery"):
            for d in (m.get(kind) or {}).values():
                it = d.get("it_power") or {}
                mw += 2 * (abs(num(d.get("power"), 0.0)) + num(it.get("air"), 0.0) + num(it.get("liquid"), 0.0))
        for d in (m.get("node") or {}).values(): mw += max(abs(self.number(d.get("other_load"), p)) for p in range(self.P))
        for kind in ("project", "expansion", "lease"):
            for d in (m.get(kind) or {}).values():
                if "circuits" not in (d.get("adds") or {}): mw += 2 * self.target(d)[1] * int(num(d.get("copies"), 1))
        mw += sum(2 * num(d["contracted"]) for d in (m.get("agreement") or {}).values())
        return mw

    def widest(self):
        """More than two angles of what stands together can ever differ by; circuits that do not stand yet are held by nothing else."""
        m, out, most = self.m, 0.0, self.injection()
        loose = any(self.susceptance(l) < 0 or radians(d.get("shift")) for l, d in m["line"].items())
        for l, d in m["line"].items():
            mw = most * (20 if loose else 1) if d.get("rating") is None else num(d["rating"])
            if d.get("rating") is not None:
                for kind in ("project", "expansion"):
                    for e in (m.get(kind) or {}).values():
                        if e.get("line") == l and "rating" in e["adds"]: mw += num(e["adds"]["rating"]) * int(num(e.get("copies"), 1))
                if d.get("bend"): mw += num(d["bend"].get("at_most"), most * (20 if loose else 1))
            out += mw / abs(self.susceptance(l)) + abs(radians(d.get("shift")))
        return 2 * out + 1e-3

    def islands(self):
        """The first node of each group of nodes that lines could connect."""
        nodes, lines, seen, first = list(self.m.get("node") or {}), (self.m.get("line") or {}).values(), set(), []
        for n in nodes:
            if n in seen: continue
            first.append(n)
            todo = [n]
            while todo:
                at = todo.pop()
                if at in seen: continue
                seen.add(at)
                todo += [d["to"] for d in lines if d["from"] == at] + [d["from"] for d in lines if d["to"] == at]
        return first

    def flows(self, p):
        """{(line, block): MW from its first node to its second}, with the limits that lines set."""
        lines, flow, dc = self.m.get("line") or {}, {}, self.m.get("flow") == "dc"
        wide = self.widest() if dc and lines else 0.0
        angle = {}
        if dc:
            still = self.islands()
            angle = {(n, b): Lin() if n in still else self.var(-INF) for n in self.m["node"] for b in self.blocks}
        for l, d in lines.items():
            bent = self.bend(d, 1.0, p)  # Once a line and period, whatever the block.
            standing = self.circuits(l, p)
            for b in self.blocks:
                if dc:
                    flow[l, b] = self.angles(l, d, p, standing, bent, angle[d["from"], b] - angle[d["to"], b], wide)
                    continue
                x = flow[l, b] = self.var(-INF)
                limits = [self.cap["rating", l, p] + bent] if d.get("rating") is not None else []
                if not standing[0][0].k: limits.append(total(u for u, _ in standing) * (10 * self.injection()))  # Nothing flows where nothing stands.
                for most in limits: self.le(x, most), self.le(x * -1.0, most)
        return flow

    def angles(self, l, d, p, standing, bent, delta, wide):
        """The flow of one line in one block as its circuits obey their laws, each with its own rating."""
        shift, low, high = radians(d.get("shift")), d.get("angle_min"), d.get("angle_max")
        flows, over, rating = [], [], d.get("rating")
        for i, (u, k) in enumerate(standing):
            if u.fixed() and not u.k: continue
            x, b = self.var(-INF), self.susceptance(l) * k
            law = x - (delta - shift) * b
            if u.fixed():
                self.eq(law, 0.0)
                free = Lin()
            else:
                free = (1 - u) * wide
                room = abs(b) * (wide + abs(shift))
                self.le(law, (1 - u) * room), self.le(law * -1.0, (1 - u) * room)
                self.le(x, u * room), self.le(x * -1.0, u * room)
            if rating is not None:
                v = self.var() if bent.c else Lin()
                over.append(v)
                most = u * (num(rating) * k) + v + (self.added(l, p) if i == 0 else 0.0)
                self.le(x, most), self.le(x * -1.0, most)
            if high is not None: self.le(delta, free + radians(high))
            if low is not None: self.le(radians(low) - free, delta)
            flows.append(x)
        self.le(total(over), bent)
        return total(flows)

    def added(self, l, p):
        """MW that projects and expansions add to the rating of what stands on day one."""
        out = total(self.effective(j, p) * self.target(d)[1] for j, d in self.J.items() if self.target(d)[0] == ("rating", l))
        return out + total(self.owned(p, kind="expansion", key=x) for x, d in (self.m.get("expansion") or {}).items()
                           if self.target(d)[0] == ("rating", l))

    def share(self, given, b, default):
        """A share that may be given by block."""
        if isinstance(given, dict) and "value" not in given:
            given = given.get(b)
        return num(given, default)

    def facility(self, s, it, b):
        """What a site takes in a block, on the average of its hours."""
        d = self.m["site"][s]
        return it * (num(d.get("pue"), 1.0) * self.share(d.get("load_factor"), b, self.factor[b]))

    def behind(self, s, p, b):
        """What supplies and batteries behind the meter of a site give."""
        given = total(self.dispatch[g, p, b] for g, d in (self.m.get("supply") or {}).items() if d.get("site") == s)
        return given + self.stored(p, b, site=s)

    def supplies_of(self, p):
        m = self.m
        for g, d in (m.get("supply") or {}).items():
            who = dict(category="supply", region=self.region_of(d), site=d.get("site"), tag=d.get("tags") or [])
            least, mw, service = d.get("min_output"), self.cap["power", g, p], self.serv["power", g, p]
            for b in self.blocks:
                x = self.dispatch[g, p, b] = self.var(-INF)
                most = mw * self.share(d.get("availability"), b, 1.0)
                self.le(x, most)
                if d.get("output") == "as-produced": self.le(most, x)
                share = isinstance(least, dict) and least["unit"] in ("1", "%")
                self.le(mw * num(least) if share else Lin(k=num(least, 0.0)), x)
                carbon = self.money(m["money"].get("carbon_price"), p) * num(d.get("carbon"), 0.0) * self.hours[b]
                self.pay("opex", p, x * carbon, **who)
                if d.get("minimum_bill") is None: self.pay("opex", p, x * (self.money(d.get("price"), p) * self.hours[b]), **who)
            contracted = Lin(k=num(d["contracted"])) if d.get("contracted") is not None else service
            if d.get("minimum_bill") is not None:
                billed = self.var(-INF)
                self.le(total(self.dispatch[g, p, b] * (self.hours[b] * 1e-3) for b in self.blocks), billed)
                self.le(contracted * (num(d["minimum_bill"]) * sum(self.hours.values()) * 1e-3), billed)
                self.pay("opex", p, billed * (self.money(d.get("price"), p) * 1e3), **who)
            if d.get("demand") is not None:
                peak = self.var()
                for b in self.blocks: self.le(self.dispatch[g, p, b], peak)
                self.le(contracted * num(d.get("minimum_demand"), 0.0), peak)
                self.pay("opex", p, peak * (self.money(d["demand"], p) * self.years), **who)
            self.pay("opex", p, service * (self.money(d.get("fixed_om"), p) * self.years), **who)
            self.brought(g, p)

    def grid(self):
        """Connections, agreements and the balance of each node in each block."""
        m = self.m
        self.dispatch, self.imports, self.take, self.give = {}, {}, {}, {}
        for p in range(self.P):
            self.supplies_of(p), self.batteries(p)
            for s, d in (m.get("site") or {}).items():
                it, pue = self.it[s, p], num(d.get("pue"), 1.0)
                self.imports.update({(s, p, b): self.facility(s, it, b) - self.behind(s, p, b) for b in self.blocks})
                if not m.get("node"): continue
                most, bent = self.cap["connection", s, p], self.bend(d, 1.0, p)
                for b in self.blocks:
                    own = self.behind(s, p, b)
                    self.le(it * pue - own, most + bent)
                    if own.c: self.le(self.imports[s, p, b] * -1.0, most)
                self.drawing(s, p, {b: self.imports[s, p, b] for b in self.blocks})
            flow = self.flows(p)
            lost = self.lost(p, flow)
            self.outages(p, flow)
            for n, d in (m.get("node") or {}).items():
                for b in self.blocks:
                    load = self.number(d.get("other_load"), p) * self.share(d.get("load_factor"), b, 1.0)
                    shed = self.var(0, max(load, 0.0)) if d.get("shed") is not None else Lin()
                    self.pay("opex", p, shed * (self.money(d.get("shed"), p) * self.hours[b]), "supply", d.get("region"))
                    given = total(self.dispatch[g, p, b] for g, e in (m.get("supply") or {}).items() if e.get("node") == n)
                    given = given + total(flow[l, b] for l, e in (m.get("line") or {}).items() if e["to"] == n)
                    given = given - total(flow[l, b] for l, e in (m.get("line") or {}).items() if e["from"] == n)
                    given = given + self.stored(p, b, node=n) - total(x * 0.5 for (l, c), x in lost.items() if c == b for end in self.ends(l) if end == n)
                    drawn = total(self.imports[s, p, b] for s, e in (m.get("site") or {}).items() if e["node"] == n)
                    self.eq(given, load - shed + drawn)
