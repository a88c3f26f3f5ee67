"""A second, naive statement of the planning problem.

Reads the resolved model (the `inputs` of a plan, or `capplan export MODEL --format json`), writes down every variable and
every row one by one, and lets HiGHS find the optimum. Money is in millions of the model's currency, power in MW, chips in
thousands, energy in GWh, carbon in kt, work in a power of ten of its own unit. Usage: `python oracle.py resolved.json`.
"""
import calendar as gregorian
import json
import math
import re
import sys

from agreements import Agreements
from network import Network
from program import INF, Lin, Program, num, total
from storage import Storage
from wires import Wires


def listed(x):
    return [] if x is None else x if isinstance(x, list) else [x]


def hit(flt, **has):
    """Whether a thing with these attributes passes a filter."""
    return all(set(listed(want)) & set(listed(has.get(key))) for key, want in (flt or {}).items() if want is not None)


class Commitment:
    """The cancelling variables of something already ordered or begun: x[c] is the share cancelled in period c."""

    def __init__(self, o, terms, arrive):
        self.x, self.o = {}, o
        if terms:
            part = terms.get("part", False)
            for c in range(0, min(o.period(terms["until"]) + 1, arrive, o.P)): self.x[c] = o.var(0, 1, integer=not part)
            o.row(total(self.x.values()), hi=1)

    def by(self, t): return total(x for c, x in self.x.items() if c <= t)
    def kept(self): return 1 - total(self.x.values())


class Oracle(Agreements, Network, Storage, Wires, Program):
    def __init__(self, m):
        super().__init__()
        self.m = m
        self.read_calendar()
        self.pays, self.salvage, self.bends, self.effs, self.copy_on = [], [], [], {}, {}
        self.dep = [Lin() for _ in range(self.P)]       # depreciation of what the plan decides
        self.dep_com = [Lin() for _ in range(self.P)]   # depreciation of commitments
        self.standing, self.standing_om = [0.0] * self.P, [0.0] * self.P  # what stands before any decision; fixed O&M in it
        self.buys, self.cap, self.serv = [], {}, {}
        self.projects(), self.agreements(), self.groups(), self.purchases(), self.capacity(), self.operation(), self.allotments()
        self.cash_lines(), self.budgets(), self.policies(), self.patience()

    def solve(self, quick=False):
        """Every goal in turn; the answer has the value of each goal at the last solution. `quick` believes the first answer,
        which is for sizing and counting."""
        self.quick = quick
        npv, cost, unmet = self.goals()
        scale = max(self.S.values(), default=1.0)
        least = {"npv": npv * -1.0, "cost": cost, "unmet": unmet * (1 / scale)}
        goals = list(self.m.get("goal") or [{"goal": "npv"}])
        if all(g["goal"] == "unmet" for g in goals):
            goals.append({"goal": "cost"})  # It breaks ties where no goal has money in it.
        for n, g in enumerate(goals):
            obj = least[g["goal"]]
            status, x = self.run(obj)
            if status != "optimal":
                return {"status": status, "goal": g["goal"], "objective": None}
            again = ("", None) if quick else self.run(obj, fix=x)
            self.x = again[1] if again[0] == "optimal" else x
            unit = scale if g["goal"] == "unmet" else 1.0
            best = self.val(obj) * unit
            slack = num(g.get("abs"), 0.0) * (1.0 if g["goal"] == "unmet" else 1e-6)
            allowed = max(num(g.get("tol"), 0.0) * abs(best) + slack, 1e-8 * max(1.0, abs(best)))
            if n + 1 < len(goals): self.row(obj, hi=(best + allowed) / unit)
        values = {"npv": self.val(npv), "cost": self.val(cost), "unmet": self.val(unmet)}
        last = goals[-1]["goal"]
        return {"status": "optimal", "goal": last, "objective": values[last], "values": values}

    # ---- calendar, prices, money -------------------------------------------------------------------------------------
    def read_calendar(self):
        m = self.m
        h = m["horizon"]
        self.P = int(num(h["periods"]))
        self.month = {"quarter": 3, "half": 6, "year": 12}[h["step"]]
        self.base, self.years = self.first_month(h["start"]), self.month / 12
        money = m["money"]
        self.cur, self.rate = money["currency"], num(money["discount_rate"])
        self.tax, self.incremental = num(money.get("tax_rate"), 0.0), m.get("basis") == "incremental"
        self.end = (1 + self.rate) ** -(self.P * self.years)
        slices = m.get("block") or {"all": {}}
        self.blocks = list(slices)
        self.hours = {b: num(d["hours_of_day"]) * num(m["day"][d["day"]]["days"]) if d.get("day") else num(d.get("hours"), 8760 * self.years)
                      for b, d in slices.items()}
        self.factor = {b: num(d.get("load_factor"), 1.0) for b, d in slices.items()}
        chips, self.S = m.get("chip") or {}, {}
        for w in m.get("workload") or {}:
            top = max((num(c.get("throughput", {}).get(w), 0.0) for c in chips.values()), default=0.0) or 1.0
            self.S[w] = 10.0 ** round(math.log10(1000 * top))

    def first_month(self, label):
        q = re.fullmatch(r"(\d{4})(?:Q(\d)|H(\d)|-(\d\d)(?:-\d\d)?)?", label)
        year, quarter, half, month = q.groups()
        return int(year) * 12 + (3 * (int(quarter) - 1) if quarter else 6 * (int(half) - 1) if half else
                                 int(month) - 1 if month else 0)

    def period(self, label): return (self.first_month(label) - self.base) // self.month

    def span(self, text):
        """Periods of the horizon and whether what comes after it is included."""
        ps, after = [], False
        for part in [] if text is None else text.split(","):
            part = part.strip()
            if part == "after-horizon":
                after = True
                continue
            a, _, b = part.partition("..")
            b = b or a
            length = 12 if re.fullmatch(r"\d{4}", b) else 3 if "Q" in b else 6 if "H" in b else self.month
            stop = (self.first_month(b) + length - self.base) // self.month
            ps += range(max(0, self.period(a)), min(self.P, stop))
        return (list(range(self.P)) if text is None else ps), after

    def mid(self, p): return (p + 0.5) * self.month
    def disc(self, p): return (1 + self.rate) ** -((p + 0.5) * self.years)
    def dur(self, q): return None if q is None else math.ceil(num(q) / self.month - 1e-9)

    def delay(self, d):
        """Periods from start, order or signature on; what slips is added to the lead before it is rounded."""
        return self.dur(num(d.get("lead"), 0.0) + num(d.get("slip"), 0.0))

    def at(self, path, p):
        """(number, unit) of a path in period p; absent paths are zero."""
        if path is None:
            return 0.0, ""
        if not isinstance(path, dict):
            return float(path), ""
        if "value" not in path:
            keys = sorted(path, key=self.period)
            q = path[[k for k in keys if self.period(k) <= p][-1] if self.period(keys[0]) <= p else keys[0]]
            return num(q), q["unit"] if isinstance(q, dict) else ""
        q = path["value"]
        if not isinstance(q, dict):
            return float(q), path.get("unit", "")
        if path.get("from") and p < self.period(path["from"]):
            return 0.0, q["unit"]
        when = path.get("at")
        date = 0.0
        if when:
            y, mo, d = (list(map(int, when.split("-"))) + [1])[:3]
            date = y * 12 + mo - 1 - self.base + (d - 1) / gregorian.monthrange(y, mo)[1]
        return num(q) * (1 + num(path.get("change"), 0.0)) ** ((self.mid(p) - date) / 12), q["unit"]

    def number(self, path, p): return self.at(path, p)[0]

    def fx(self, unit, t):
        cur = unit.split("/")[0]
        return self.number(self.m["fx"][cur], t) if cur in (self.m.get("fx") or {}) else 1.0

    def money(self, path, p, t=None):
        """A price fixed in period p and paid in t, in millions of the model's currency."""
        v, unit = self.at(path, p)
        return v * self.fx(unit, p if t is None else t) * 1e-6

    def pay(self, kind, t, x, category, region, site=None, vendor=None, tag=()):
        self.pays.append(dict(kind=kind, t=t, x=x if isinstance(x, Lin) else Lin(k=x), category=category, region=region,
                              site=site, vendor=vendor, tag=list(tag)))

    def milestones(self, shares, p, lead):
        """[(period, share)] of a start or order in p."""
        s = {k: num(v, 0.0) for k, v in (shares or {}).items()}
        first = s.get("start", 0.0) + s.get("order", 0.0) if s else 1.0
        out = [(p, first), (p + lead, s.get("completion", 0.0) + s.get("delivery", 0.0))]
        out += [(p + i, s.get("spread", 0.0) / lead) for i in range(lead)] if lead else [(p, s.get("spread", 0.0))]
        return [(t, a) for t, a in out if a]

    def unused(self, arrive, life): return 1.0 if arrive >= self.P else min(1.0, max(0.0, 1 - (self.P - arrive) / life))

    def write_off(self, dep, base, arrive, book):
        for p in range(max(0, arrive), min(self.P, arrive + (book or 0))): dep[p] = dep[p] + base * (1 / book)

    def capital(self, d, flows, arrive, who, extra=()):
        """A planned asset: `flows` are [(t, Lin)]; `extra` (order cost) earns no salvage but is written off."""
        life = self.dur(d.get("life"))
        for t, x in list(flows) + list(extra): self.pay("capital", t, x, **who)
        if life and d.get("salvage", "life") != "none":
            u = self.unused(arrive, life)
            self.salvage += [x * (u * (self.end if t < self.P else self.disc(t))) for t, x in flows]
        self.write_off(self.dep, total(x for _, x in list(flows) + list(extra)), arrive, self.dur(d.get("book_life")) or life)

    def committed(self, d, c, com, arrive, full, full_base, who):
        """What a commitment still owes, its fee, salvage and depreciation. `full` gives its price paid in t, or None."""
        life, due = self.dur(d.get("life")), []
        for label, q in (c.get("to_pay") or {}).items():
            t = self.period(label)
            a = num(q) * self.fx(q["unit"], t) * 1e-6
            due.append((t, a))
            self.pay("capital", t, (1 - com.by(t)) * a, **who)
            if t < self.P: self.standing[t] += a
        if life and d.get("salvage", "life") != "none":
            u = self.unused(arrive, life)
            self.salvage += [com.kept() * (u * a * (self.end if t < self.P else self.disc(t))) for t, a in due]
        base = full_base if full_base is not None else sum(a for _, a in due)
        self.write_off(self.dep_com, com.kept() * base, arrive, self.dur(d.get("book_life")) or life)
        fee = (c.get("cancel") or {}).get("fee")
        for t, x in com.x.items():
            share = not isinstance(fee, dict) or fee["unit"] in ("1", "", "%")
            f = num(fee, 0.0) * (full(t) if full and num(fee, 0.0) else 0.0) if share else self.money(fee, t)
            if f:
                self.pay("capital", t, x * f, **who)
                self.dep[t] = self.dep[t] + x * f

    # ---- projects ----------------------------------------------------------------------------------------------------
    def where(self, d):
        """Category, region and site of what a project, expansion or lease adds."""
        a = d.get("adds") or {}
        by = "grid" if "connection" in a or "rating" in a or "circuits" in a else "supply" if "power" in a else "site"
        site, m = d.get("site"), self.m
        feeds = m["battery"][d["battery"]] if d.get("battery") else m["supply"][d["supply"]] if d.get("supply") else {}
        if feeds.get("site"): site = feeds["site"]
        node = feeds.get("node") or (m["line"][d["line"]]["from"] if d.get("line") else None)
        region = d.get("region") or (m["site"][site]["region"] if site else m["node"][node].get("region") if node else None)
        return dict(category=d.get("category") or by, region=region, site=site, vendor=d.get("vendor"), tag=d.get("tags") or [])

    def target(self, d):
        """(what, which) an asset adds to, and how many MW."""
        a = d.get("adds") or {}
        for key, what, holder in (("it_power", "liquid" if a.get("cooling") == "liquid" else "air", "site"),
                                  ("connection", "connection", "site"), ("rating", "rating", "line"), ("power", "battery", "battery"), ("power", "power", "supply")):
            if key in a and d.get(holder):
                return (what, d[holder]), num(a[key])
        return None, 0.0

    def open(self, d):
        """The periods in which a window lets something start."""
        w, lead = d.get("window") or {}, self.delay(d)
        first = self.period(w["start"]) if w.get("start") else 0
        last = self.period(w["complete"]) - lead if w.get("complete") else self.P
        return [p for p in range(self.P) if first <= p <= last]

    def projects(self):
        self.J = J = self.m.get("project") or {}
        self.start, self.com = {}, {}
        for j, d in J.items():
            n, lead, who = int(num(d.get("copies"), 1)), self.delay(d), self.where(d)
            if d.get("committed"):
                c = d["committed"]
                s = self.period(c["start"])
                com = self.com[j] = Commitment(self, c.get("cancel"), s + lead)
                full = (lambda t, d=d, n=n, s=s: n * self.money(d["cost"], s, t)) if d.get("cost") else None
                self.committed(d, c, com, s + lead, full, full(s) if full else None, who)
                continue
            xs = self.start[j] = {p: self.var(0, n, integer=True) for p in self.open(d)}
            for p, x in xs.items():
                self.row(x, hi=num(d.get("starts_per_period"), INF))
                self.capital(d, [(t, x * (a * self.money(d["cost"], p, t))) for t, a in self.milestones(d.get("payments"), p, lead)], p + lead, who)
            self.row(total(xs.values()), hi=n, lo=n if d.get("required") else 0)
        for j, d in J.items():
            self.relations(j, d)
            for p in range(self.P):
                at, life = p - (self.delay(d)), self.dur(d.get("life"))
                had = self.begun(j, at).k - (self.begun(j, at - life).k if life else 0) if j in self.com else 0
                self.upkeep(d, p, self.in_service(j, p), had, self.where(d))

    def groups(self):
        for g in (self.m.get("group") or {}).values():
            count = total(self.any_begun(j) for j in g.get("projects") or [])
            count = count + total(x for a in g.get("agreements") or [] for _, x, _, _ in self.signed[a])
            self.row(count, hi=1, lo=1 if g["pick"] == "exactly-one" else -INF)

    def copies(self, j): return int(num(self.J[j].get("copies"), 1))

    def begun(self, j, t):
        """Copies begun by the end of t, cancellation apart."""
        if j in self.com:
            return Lin(k=self.copies(j) if t >= self.period(self.J[j]["committed"]["start"]) else 0)
        return total(x for p, x in self.start[j].items() if p <= t)

    def done(self, j, t):
        """Copies complete by t."""
        n = self.begun(j, t - (self.delay(self.J[j])))
        return self.com[j].kept() * n.k if j in self.com else n

    def in_service(self, j, t):
        life = self.dur(self.J[j].get("life"))
        return self.done(j, t) - (self.done(j, t - life) if life else 0)

    def full(self, x, n):
        """1 exactly when x (at most n) is n."""
        if x.fixed():
            return Lin(k=1.0 if x.k >= n - 1e-9 else 0.0)
        f = self.var(0, 1, integer=True)
        self.le(f * n, x)
        self.le(1 - (n - x) * 1000.0, f)
        return f

    def effective(self, j, t):
        """Copies in effect in t: those in service, limited by each need; stated exactly, for effects are not optional."""
        if (j, t) not in self.effs:
            terms = [self.in_service(j, t)]
            if not terms[0].fixed() or terms[0].k:
                for r in self.J[j].get("needs") or []:
                    e, n = self.effective(r["project"], t - (self.dur(r.get("lag")) or 0)), self.copies(r["project"])
                    terms.append(e if r.get("each") else self.full(e, n) * self.copies(j))
            self.effs[j, t] = self.smallest(terms, self.copies(j))
        return self.effs[j, t]

    def smallest(self, terms, top):
        known = [x.k for x in terms if x.fixed()]
        terms = [x for x in terms if not x.fixed()] + ([Lin(k=min(known))] if known else [])
        if len(terms) == 1 or (known and min(known) == 0):
            return terms[-1]
        e, picks = self.var(), []
        for x in terms:
            b = self.var(0, 1, integer=True)
            self.le(e, x)
            self.le(x - (1 - b) * top, e)
            picks.append(b)
        self.row(total(picks), 1, 1)
        return e

    def relations(self, j, d):
        if j in self.com:
            return  # A commitment began when it began.
        for kind in ("after", "with"):
            for r in d.get(kind) or []:
                i, lag = r["project"], self.dur(r.get("lag")) or 0
                for p in range(self.P):
                    ready = (self.done if kind == "after" else self.begun)(i, p - lag)
                    if r.get("each"): self.le(self.begun(j, p), ready)
                    elif p in self.start[j]:
                        f = self.var(0, 1, integer=True)
                        self.le(f * self.copies(i), ready)
                        self.le(self.start[j][p], f * self.copies(j))

    def upkeep(self, d, p, live, had, who, per=1.0):
        """Fixed O&M of what is in service; of `had`, what stands before any decision, it is a constant."""
        a = self.money(d.get("fixed_om"), p) * self.years * per
        if a:
            self.pay("opex", p, live * a, **who)
            self.standing[p] += a * had
            self.standing_om[p] += a * had

    def any_begun(self, j):
        if j in self.com:
            return self.com[j].kept()
        b, xs = self.var(0, 1, integer=True), total(self.start[j].values())
        self.le(xs, b * self.copies(j))
        self.le(b, xs)
        return b

    # ---- purchases, leases, commitments, fleet -----------------------------------------------------------------------
    def amount(self, lot, per):
        """A quantity ordered: continuous, or whole lots."""
        return self.var(0, INF, integer=True) * (num(lot) * per) if lot is not None else self.var()

    def buy(self, kind, key, site, d, t, arrive, leave, x, com=None, tags=()):
        region = self.m["site"][site]["region"] if kind == "chip" else self.where(d)["region"]
        self.buys.append(dict(kind=kind, key=key, site=site, region=region, vendor=d.get("vendor"), t=t, arrive=arrive,
                              tag=(d.get("tags") or []) + list(tags), leave=INF if leave is None else leave, x=x, com=com))

    def orders(self, kind, key, site, d, price, per, who, top):
        """The orders of one chip at one site, or of one expansion; `per` turns a unit of the file into ours."""
        lead, life = self.delay(d), self.dur(d.get("life"))
        for p in self.open(d):
            x, extra = self.amount(d.get("lot"), per), []
            if d.get("order_cost") is not None:
                y = self.var(0, 1, integer=True)
                self.le(x, y * top)
                if d.get("lot") is not None: self.le(y * (num(d["lot"]) * per), x)  # No order, no cost.
                extra = [(p, y * self.money(d["order_cost"], p))]
            flows = [(t, x * (a * self.money(price, p, t) / per)) for t, a in self.milestones(d.get("payments"), p, lead)]
            self.capital(d, flows, p + lead, who, extra)
            self.buy(kind, key, site, d, p, p + lead, p + lead + life if life else None, x)

    def purchases(self):
        m, sites = self.m, self.m.get("site") or {}
        chips, expansions = m.get("chip") or {}, m.get("expansion") or {}
        chip_who = lambda k, s, tags=(): dict(category="chips", region=sites[s]["region"], site=s, vendor=chips[k].get("vendor"),
                                             tag=(chips[k].get("tags") or []) + list(tags))
        for k, d in chips.items():
            for s in (d.get("sites") or sites) if d.get("price") is not None else ():
                self.orders("chip", k, s, d, d["price"], 1e-3, chip_who(k, s), self.most_useful(k, d))
        for x, d in expansions.items():
            self.orders("expansion", x, d.get("site"), d, d["price"], 1.0, self.where(d), self.target(d)[1])
        for o in (m.get("order") or {}).values():
            kind = "chip" if o.get("chip") else "expansion"
            d, key, per = (chips if kind == "chip" else expansions)[o[kind]], o[kind], 1e-3 if kind == "chip" else 1.0
            s, arrive, q = self.period(o["ordered"]), self.period(o["delivered"]), num(o["quantity"])
            com, life, tags = Commitment(self, o.get("cancel"), arrive), self.dur(d.get("life")), o.get("tags") or []
            who = chip_who(key, o["site"], tags) if kind == "chip" else dict(self.where(d), tag=(d.get("tags") or []) + tags)
            full = None
            if o.get("price") is not None: full = lambda t, o=o: num(o["price"]) * self.fx(o["price"]["unit"], t) * 1e-6
            elif d.get("price") is not None: full = lambda t, d=d, q=q, s=s: q * self.money(d["price"], s, t)
            self.committed(d, o, com, arrive, full, full(s) if full else None, who)
            self.buy(kind, key, o.get("site") if kind == "chip" else d.get("site"), d, s, arrive,
                     arrive + life if life else None, Lin(k=q * per), com, tags)
        for key, d in (m.get("lease") or {}).items():
            lead, term, who = self.delay(d), self.dur(d["term"]), self.where(d)
            for p in self.open(d):
                x = self.amount(d.get("lot"), 1.0)
                self.buy("lease", key, d["site"], d, p, p + lead, p + lead + term, x)
                for t in range(p + lead, p + lead + term): self.pay("lease", t, x * (self.money(d["fee"], p, t) * self.years), **who)
        for kind in ("expansion", "lease"):
            for key, d in (m.get(kind) or {}).items():
                for p in range(self.P): self.row(self.owned(p, kind=kind, key=key), hi=self.target(d)[1])
        for p in range(self.P):
            for k, d in chips.items():
                for s in sites: self.upkeep_bought(d, p, "chip", k, s, self.fleet(k, s, p), chip_who(k, s), 1e3)
            for x, d in expansions.items(): self.upkeep_bought(d, p, "expansion", x, d.get("site"), 0.0, self.where(d))

    def upkeep_bought(self, d, p, kind, key, site, old, who, per=1.0):
        """Fixed O&M of what is owned; that of a commitment has the tags of its order besides."""
        there = [b for b in self.buys if (b["kind"], b["key"], b["site"]) == (kind, key, site) and b["arrive"] <= p < b["leave"]]
        self.upkeep(d, p, total(b["x"] for b in there if b["com"] is None) + old, old, who, per)
        for b in there:
            if b["com"] is not None: self.upkeep(d, p, b["com"].kept() * b["x"].k, b["x"].k, dict(who, tag=b["tag"]), per)

    def most_useful(self, k, d):
        """What all demand that accepts the chip could ever use (at least one lot), in thousands."""
        most = 0.0
        for q in (self.m.get("segment") or {}).values():
            if k in q["chips"]:
                series = [self.number(q["demand"], p) for p in range(self.P)]
                up = num((q.get("defer") or {}).get("up_to"), 0.0)
                top = max(x + up * y for x, y in zip(series, [0.0] + series))
                most += (1 + num(q.get("headroom"), 0.0)) * top / self.work_per_chip(k, q["workload"])
        lot = num(d.get("lot"), 0.0)
        return max(math.ceil(most / lot - 1e-9) * lot if lot else most, lot) * 1e-3

    def work_per_chip(self, k, w):
        d = self.m["chip"][k]
        utilisation = 1.0 if w in (d.get("effective") or []) else num(self.m["workload"][w].get("utilisation"), 1.0)
        return num(d.get("throughput", {}).get(w), 0.0) * utilisation

    def fleet(self, k, s, p):
        rows = [f for f in self.m.get("fleet") or [] if f["chip"] == k and f["site"] == s]
        return sum(num(f["quantity"]) - sum(num(q) for l, q in (f.get("retires") or {}).items() if self.period(l) <= p) for f in rows) * 1e-3

    def owned(self, p, **want):
        """What is in service in p of the orders that match."""
        return total(b["x"] if b["com"] is None else b["com"].kept() * b["x"].k for b in self.buys
                     if all(b[k] == v for k, v in want.items()) and b["arrive"] <= p < b["leave"])

    def counted(self, which, p, match):
        """Quantity ordered ('t') or delivered ('arrive') in p, commitments included unless cancelled by then."""
        return total(b["x"] if b["com"] is None else (1 - b["com"].by(p)) * b["x"].k for b in self.buys
                     if b[which] == p and match(b))

    def growth(self, g, match, per):
        for p in range(self.P):
            before = self.counted("t", p - 1, match)
            self.le(self.counted("t", p, match), before * (1 + num(g["rate"])) + num(g["seed"]) * per)

    def bend(self, d, per_unit, p):
        """By how much a limit is exceeded, its price charged in the objective; zero where it cannot bend."""
        b = d.get("bend")
        if not b:
            return Lin()
        v = self.var(0, num(b["at_most"]) / per_unit if b.get("at_most") is not None else INF)
        self.bends.append(v * (self.money(b["price"], p) * per_unit * self.disc(p)))
        return v

    def allotments(self):
        chips = self.m.get("chip") or {}
        for x, d in (self.m.get("expansion") or {}).items():
            if d.get("growth"): self.growth(d["growth"], lambda b: b["kind"] == "expansion" and b["key"] == x, 1.0)
        for k, d in chips.items():
            for p in range(self.P) if d.get("allotment") is not None else ():
                self.row(self.counted("arrive", p, lambda b: b["kind"] == "chip" and b["key"] == k),
                         hi=self.number(d["allotment"], p) * self.years * 1e-3)
        for a in (self.m.get("allotment") or {}).values():
            kind = "expansion" if a.get("expansion") else "lease" if a.get("lease") else "chip"
            per = 1e-3 if kind == "chip" else 1.0
            match = lambda b: (b["kind"] == kind and hit({"key": a.get(kind), "vendor": a.get("vendor"), "site": a.get("site")}, **b))
            which = "t" if a.get("counts") == "ordered" else "arrive"
            for p in range(self.P) if a.get("at_most") is not None else ():
                self.le(self.counted(which, p, match), self.number(a["at_most"], p) * self.years * per + self.bend(a, 1 / per, p))
            if a.get("cumulative") is not None:
                self.row(total(self.counted(which, p, match) for p in range(self.P)), hi=num(a["cumulative"]) * per)
            if a.get("growth"): self.growth(a["growth"], match, per)

    # ---- capacity and operation --------------------------------------------------------------------------------------
    def capacity(self):
        m = self.m
        own = {}
        for s, d in (m.get("site") or {}).items():
            it = d.get("it_power") or {}
            own["air", s], own["liquid", s], own["connection", s] = num(it.get("air"), 0.0), num(it.get("liquid"), 0.0), num(d.get("connection"), 0.0)
        own.update({("power", g): num(d.get("power"), 0.0) for g, d in (m.get("supply") or {}).items()})
        own.update({("battery", y): num(d.get("power"), 0.0) for y, d in (m.get("battery") or {}).items()})
        for key, mw in own.items():
            for p in range(self.P):
                effect, service = Lin(k=mw), Lin(k=mw)
                for j, d in self.J.items():
                    if self.target(d)[0] == key:
                        effect = effect + self.effective(j, p) * self.target(d)[1]
                        service = service + self.in_service(j, p) * self.target(d)[1]
                for kind in ("expansion", "lease"):
                    for x, d in (m.get(kind) or {}).items():
                        if self.target(d)[0] == key:
                            more = self.owned(p, kind=kind, key=x)
                            effect, service = effect + more, service + more
                self.cap[key + (p,)], self.serv[key + (p,)] = effect, service
        for l, d in (m.get("line") or {}).items():
            for p in range(self.P):
                standing = self.circuits(l, p)
                mw = total(u * (k * num(d.get("rating"), 0.0)) for u, k in standing)
                self.cap["rating", l, p] = mw + (self.added(l, p) if standing[0][0].k else 0.0)
        self.plain, self.letter_mw = {}, {}
        for a, d in (m.get("agreement") or {}).items():
            for p in range(self.P) if d.get("supply") else ():
                key = ("power", d["supply"], p)
                self.letter_mw[a, p] = self.connected(a, p)
                self.cap[key] = self.cap[key] + self.letter_mw[a, p]
                self.serv[key] = self.serv[key] + self.in_force(a, p) * num(d["contracted"])  # Whether what it needs is in effect or not.
        for s in m.get("site") or {}:
            for p in range(self.P):
                self.plain[s, p] = self.cap["connection", s, p]
                for a in self.letters_at(s):
                    self.letter_mw[a, p] = self.connected(a, p)
                    self.cap["connection", s, p] = self.cap["connection", s, p] + self.letter_mw[a, p]

    def path(self, s, q):
        """The winning path row from a site to a segment: (latency or None, cost path or None)."""
        seg, region = self.m["segment"][q], self.m["site"][s]["region"]
        for a in ("site:" + s, "region:" + region):
            for b in ("segment:" + q, "region:" + seg["region"]):
                for r in self.m.get("path") or []:
                    if (r["from"], r["to"]) == (a, b):
                        return num(r.get("latency")), r.get("cost")
        return (0.0 if region == seg["region"] else None), None

    def reaches(self, s, q):
        reach, latency = self.m["segment"][q].get("reach") or {}, self.path(s, q)[0]
        if reach.get("latency") is not None and (latency is None or latency > num(reach["latency"])):
            return False
        if reach.get("regions") and self.m["site"][s]["region"] not in reach["regions"]:
            return False
        return not reach.get("sites") or s in reach["sites"]

    def operation(self):
        m, P = self.m, range(self.P)
        sites, chips, segments = m.get("site") or {}, m.get("chip") or {}, m.get("segment") or {}
        self.classes = sorted({(q["workload"], tuple(sorted(q["chips"]))) for q in segments.values()})
        self.served, self.unmet, self.assigned, self.it = {}, {}, {}, {}
        for q, d in segments.items():
            w, reach = d["workload"], [s for s in sites if self.reaches(s, q)]
            S, who = self.S[w], dict(region=d["region"], tag=d.get("tags") or [])
            one = {s: self.var(0, 1, integer=True) for s in reach} if d.get("placement") == "one-site" else {}
            self.row(total(one.values()), hi=1)
            wait = d.get("defer")
            waiting = Lin()
            for p in P:
                demand, before = self.number(d["demand"], p) / S, waiting
                most = demand
                if wait:
                    up = num(wait["up_to"])
                    if p: most += up * self.number(d["demand"], p - 1) / S
                    waiting = self.var(0, up * demand) if p < self.P - 1 else Lin()
                    self.pay("penalty", p, waiting * (self.money(wait.get("penalty"), p) * S * self.years), "penalty", **who)
                for s in reach:
                    x = self.served[s, q, p] = self.var()
                    if one: self.le(x, one[s] * most)
                    cost = self.path(s, q)[1]
                    if cost is not None: self.pay("opex", p, x * (self.money(cost, p) * S * self.years), "paths", **who)
                    self.pay("revenue", p, x * (-self.money(d.get("price"), p) * S * self.years), "revenue", **who)
                u = self.unmet[q, p] = self.bend(d, S, p) if d["kind"] == "firm" else self.var()
                self.eq(total(self.served[s, q, p] for s in reach) + u + waiting, before + demand)
                if d["kind"] == "contracted": self.pay("penalty", p, u * (self.money(d["penalty"], p) * S * self.years), "penalty", **who)
        for s, d in sites.items():
            for p in P:
                used = {k: Lin() for k in chips}
                for c, (w, accepted) in enumerate(self.classes):
                    for k in accepted:
                        self.assigned[s, k, c, p] = x = self.var()
                        used[k] = used[k] + x
                    qs = [q for q, e in segments.items() if (e["workload"], tuple(sorted(e["chips"]))) == (w, accepted)]
                    self.eq(total(self.served[s, q, p] * (1 + num(segments[q].get("headroom"), 0.0)) for q in qs if (s, q, p) in self.served),
                            total(self.assigned[s, k, c, p] * (self.work_per_chip(k, w) * 1e3 / self.S[w]) for k in accepted))
                for k in chips: self.le(used[k], self.owned(p, kind="chip", key=k, site=s) + self.fleet(k, s, p))
                it = total(used[k] * num(e.get("power"), 0.0) for k, e in chips.items())
                liquid = total(used[k] * num(e.get("power"), 0.0) for k, e in chips.items() if e.get("cooling") == "liquid")
                self.le(it, self.cap["air", s, p] + self.cap["liquid", s, p])
                self.le(liquid, self.cap["liquid", s, p])
                self.it[s, p] = it
        self.grid()

    # ---- money limits ------------------------------------------------------------------------------------------------
    def cash_lines(self):
        for c in self.m.get("cash") or []:
            ps = self.span(c.get("periods"))[0]
            sign = -1.0 if c.get("inflow") else 1.0
            for p in ps:
                a = sign * self.money(c["amount"], p) / len(ps)
                self.pay("cash", p, a, c["category"], c.get("region"), tag=c.get("tags") or [])
                self.standing[p] += a

    def budgets(self):
        rows = self.m.get("budget") or {}
        carry = {b: self.var() for b, d in rows.items() if isinstance(d.get("unspent"), dict)}
        self.spent = {}
        for b, d in rows.items():
            ps, after = self.span(d["periods"])
            flt, kinds = d.get("filter") or {}, set(d.get("counts") or ["capital"])
            spent = self.spent[b] = total(y["x"] for y in self.pays if (y["t"] in ps or (after and y["t"] >= self.P)) and hit(flt, **y)
                                          and (y["kind"] in kinds or (y["kind"] == "cash" and y["category"] in listed(flt.get("category")))))
            if d.get("at_least") is not None: self.row(spent, lo=self.money(d["at_least"], 0))
            if d.get("at_most") is None: continue
            most = self.money(d["at_most"], 0)
            bent = self.bend(d, 1e6, max(ps, default=self.P - 1))
            had = total(carry[a] for a in carry if rows[a]["unspent"]["to"] == b)
            self.le(spent + carry.get(b, Lin()), had + bent + most)
            if b in carry:
                up = d["unspent"].get("up_to")
                self.row(carry[b], hi=INF if up is None else num(up) * most)
                if d.get("bend"):
                    y = self.var(0, 1, integer=True)  # What is bent is not carried out.
                    self.le(carry[b], y * 1e4)
                    self.le(bent, (1 - y) * 1e4)

    def measure(self, name, f, p):
        """A policy's measure in period p in the model's internal unit, and the file's units in one of ours."""
        m, f = self.m, f or {}
        sites, chips, segments = m.get("site") or {}, m.get("chip") or {}, m.get("segment") or {}
        place = lambda s, **more: hit(f, site=s, region=sites[s]["region"], **more)
        at_site = [s for s in sites if place(s, tag=sites[s].get("tags"))]
        if name == "spend":
            return total(y["x"] for y in self.pays if y["kind"] == "capital" and y["t"] == p and hit(f, **y)), 1e6
        if name == "orders":
            return self.counted("t", p, lambda b: b["kind"] == "chip" and hit(f, chip=b["key"], **b)), 1e3
        if name == "owned":
            mine = [b for b in self.buys if b["kind"] == "chip" and b["arrive"] <= p < b["leave"] and hit(f, chip=b["key"], **b)]
            have = total(b["x"] if b["com"] is None else b["com"].kept() * b["x"].k for b in mine)
            return have + sum(self.fleet(k, s, p) for k, d in chips.items() for s in sites
                              if place(s, chip=k, vendor=d.get("vendor"), tag=d.get("tags"))), 1e3
        if name in ("it_mw", "liquid_mw", "connection_mw"):
            what = {"it_mw": ("air", "liquid"), "liquid_mw": ("liquid",), "connection_mw": ("connection",)}[name]
            return total(self.cap[a, s, p] for a in what for s in at_site), 1.0
        if name == "supply_mw":
            return total(self.cap["power", g, p] for g in self.supplies(f)), 1.0
        if name == "line_mw":
            return total(self.cap["rating", l, p] for l, d in m["line"].items()
                         if hit(f, line=l, region=m["node"][d["from"]].get("region"))), 1.0
        if name == "served":
            match = lambda s, q: hit(f, workload=segments[q]["workload"], segment=q, customer=segments[q].get("customer"),
                                     region=segments[q]["region"], site=s, tag=segments[q].get("tags"))
            S = max(self.S.values())
            return total(x * (self.S[segments[q]["workload"]] / S) for (s, q, t), x in self.served.items()
                         if t == p and match(s, q)), S
        if name == "chip_work":
            S = max(self.S.values())
            out = Lin()
            for (s, k, c, t), x in self.assigned.items():
                w = self.classes[c][0]
                if t == p and place(s, chip=k, vendor=chips[k].get("vendor"), workload=w, tag=chips[k].get("tags")):
                    out = out + x * (self.work_per_chip(k, w) * 1e3 / S)
            return out, S
        if name == "energy":
            return total(self.facility(s, self.it[s, p], b) * (self.hours[b] * 1e-3) for s in at_site for b in self.blocks), 1e3
        if name == "carbon_free":
            return self.matched(f, p), 1e3
        if name in ("carbon", "water"):
            given = total(self.dispatch[g, p, b] * (num(m["supply"][g].get(name), 0.0) * self.hours[b] * 1e-3)
                          for g in self.supplies(f) for b in self.blocks)
            if name == "water" and not f.get("supply"):
                # What cools a site, for each MWh of its chips: of what it takes, without what cooling itself takes.
                given = given + total(self.facility(s, self.it[s, p], b) * (num(sites[s].get("water"), 0.0) / num(sites[s].get("pue"), 1.0) * self.hours[b] * 1e-3)
                                      for s in at_site for b in self.blocks)
            return given, 1e3
        raise ValueError("no such measure: " + name)

    def supplies(self, f):
        m = self.m
        return [g for g, d in (m.get("supply") or {}).items()
                if hit(f, supply=g, region=self.region_of(d), site=d.get("site"), tag=d.get("tags"))]

    def policies(self):
        for d in (self.m.get("policy") or {}).values():
            ps, of = self.span(d.get("periods"))[0], d.get("of")
            for group in [ps] if d.get("over") == "sum" else [[p] for p in ps]:
                level = total(self.measure(d["measure"], d.get("filter"), p)[0] for p in group)
                unit = self.measure(d["measure"], d.get("filter"), group[0])[1]
                other = total(self.measure(of["measure"], of.get("filter"), p)[0] for p in group) if of else None
                if of: other = other * (self.measure(of["measure"], of.get("filter"), group[0])[1] / unit)
                bound = lambda key: other * self.number(d[key], group[0]) if of else Lin(k=self.number(d[key], group[0]) / unit)
                if d.get("at_most") is not None: self.le(level, bound("at_most") + self.bend(d, unit, group[-1]))
                if d.get("at_least") is not None: self.le(bound("at_least"), level + self.bend(d, unit, group[-1]))

    def free_cash_flow(self, p):
        flow = total(y["x"] for y in self.pays if y["t"] == p) * -1.0
        income = total(y["x"] for y in self.pays if y["t"] == p and y["kind"] in ("revenue", "opex", "lease", "penalty")) * -1.0 - self.dep[p]
        if self.incremental:
            # Of what stands, fixed O&M alone is operating cost: it is what is not capital or a cash line.
            flow = flow + self.standing[p]
            income = income + self.standing_om[p]
        else: income = income - self.dep_com[p]
        return flow - income * self.tax

    def patience(self):
        for d in (self.m.get("patience") or {}).values():
            for p in self.span(d.get("periods"))[0]:
                first = 0 if d.get("per") == "cumulative" else p
                level = total(self.free_cash_flow(t) for t in range(first, p + 1))
                self.row(level + self.bend(d, 1e6, p), lo=self.money(d["at_least"], p))

    def goals(self):
        """(npv, cost, unmet)."""
        money = total(y["x"] * self.disc(y["t"]) for y in self.pays if y["kind"] == "capital" or y["t"] < self.P)
        income = total(y["x"] * self.disc(y["t"]) for y in self.pays if y["kind"] == "revenue" or (y["kind"] == "cash" and y["x"].k < 0))
        charge = money + total(self.bends) - total(self.salvage)
        unmet = Lin()
        for (q, p), u in self.unmet.items():
            w = self.m["segment"][q]["workload"]
            unmet = unmet + u * (num(self.m["workload"][w].get("weight"), 1.0) * self.years * self.S[w])
        return charge * -1.0, charge - income, unmet


def solve(model, quick=False):
    return Oracle(model).solve(quick)


if __name__ == "__main__":
    with open(sys.argv[1]) as f:
        data = json.load(f)
    print(json.dumps(solve(data.get("inputs", data)), indent=1))
