"""What lines lose, and the outages of one line that a plan survives."""
import math

from network import radians
from program import INF, Lin, num, total


class Wires:
    def lost(self, p, flow):
        """MW that each line loses in each block: exactly the line through the ends of the piece that its flow lies in."""
        m, out = self.m, {}
        n = int(num((m.get("losses") or {}).get("segments"), 0))
        for l, d in (m.get("line") or {}).items():
            r, stands = num(d.get("resistance"), 0.0), self.circuits(l, p)[0][0].k
            if not n or not r or not stands: continue
            r, step = r / num(m.get("base_power"), 100.0), num(d["rating"]) / n
            # What may be added to the rating is told in further pieces as wide, whether it is added or not.
            more = sum(num(e["adds"]["rating"]) * int(num(e.get("copies"), 1)) for kind in ("project", "expansion")
                       for e in (m.get(kind) or {}).values() if e.get("line") == l and "rating" in (e.get("adds") or {}))
            pieces = math.ceil((num(d["rating"]) + more) / step - 1e-9)
            for b in self.blocks:
                x, picks = self.var(), []
                out[l, b] = x
                for sign in (1.0, -1.0):
                    for i in range(pieces):
                        # Between i and i + 1 steps of so many MW.
                        chord = flow[l, b] * (sign * r * step * (2 * i + 1)) - r * step * step * i * (i + 1)
                        pick = self.var(0, 1, integer=True)
                        self.le(chord, x)
                        self.le(x, chord + (1 - pick) * (8 * r * (2 * pieces + 1) * step * (num(d["rating"]) + more + self.injection())))
                        picks.append(pick)
                self.row(total(picks), lo=1)
        return out

    def ends(self, l): return self.m["line"][l]["from"], self.m["line"][l]["to"]

    def parted(self, lines, l):
        """Whether the ends of a line are connected by none of the others."""
        a, goal = self.ends(l)
        seen, todo = set(), [a]
        while todo:
            n = todo.pop()
            if n in seen: continue
            seen.add(n)
            todo += [self.ends(k)[1 - i] for k in lines if k != l for i in (0, 1) if self.ends(k)[i] == n]
        return goal not in seen

    def outages(self, p, flow):
        """Angles and flows after the outage of each line by itself, with what enters and leaves each node as before."""
        m = self.m
        if m.get("security", "none") != "n-1": return
        lines = [l for l in m["line"] if self.circuits(l, p)[0][0].k]
        for out in lines:
            if self.parted(lines, out): continue
            for b in self.blocks:
                angle = {n: self.var(-INF) for n in m["node"]}
                after = {}
                for l in lines:
                    if l == out: continue
                    d = m["line"][l]
                    x = after[l] = self.var(-INF)
                    self.eq(x, (angle[d["from"]] - angle[d["to"]] - radians(d.get("shift"))) * self.susceptance(l))
                    if d.get("rating") is None: continue
                    most = Lin(k=num(d.get("emergency_rating"), num(d["rating"]))) + self.added(l, p)
                    self.le(x, most), self.le(x * -1.0, most)
                for n in m["node"]:
                    leaves = lambda xs: total(xs[l] for l in xs if self.ends(l)[0] == n) - total(xs[l] for l in xs if self.ends(l)[1] == n)
                    self.eq(leaves(after), leaves({l: flow[l, b] for l in lines}))
