"""Agreements: a connection, or a supply behind a meter, signed in a period or not at all, energised later, billed by contracted and by drawn megawatts."""
from program import Lin, num, total


class Agreements:
    def agreements(self):
        """Signing, ending, deposits and exit fees; the bills follow once it is known what is drawn."""
        self.signed, self.ended = {}, {}
        for a, d in (self.m.get("agreement") or {}).items():
            late, term, P = self.dur(d.get("slip")) or 0, self.dur(d["term"]), self.P
            lead = self.delay(d)
            self.signed[a], self.ended[a] = [], {}
            if d.get("signed"):
                signatures = [(self.period(d["signed"]), Lin(k=1.0))]
            else:
                last = self.period(d["sign_by"]) if d.get("sign_by") else P - 1
                signatures = [(p, self.var(0, 1, integer=True)) for p in range(min(P - 1, last) + 1)]
                self.row(total(x for _, x in signatures), hi=1)
            for p, x in signatures:
                e = p + lead
                if d.get("queue"): e = max(e, self.period(d["queue"]) + late)
                ends = self.ended[a][p] = {}
                if d.get("exit"):
                    after = self.dur(d["exit"].get("after")) or 0
                    for t in range(max(0, e + after), min(P, e + term)):
                        ends[t] = self.var(0, 1, integer=True)
                        self.pay("opex", t, ends[t] * self.money(d["exit"].get("fee"), t), **self.letter_who(d))
                    self.le(total(ends.values()), x)
                self.signed[a].append((p, x, e, e + term))
                self.deposit(a, d, p, x, e, e + term)

    def letter_who(self, d):
        site = self.m["supply"][d["supply"]]["site"] if d.get("supply") else d["site"]
        category = "supply" if d.get("supply") else "grid"
        return dict(category=category, region=self.m["site"][site]["region"], site=site, vendor=d.get("vendor"), tag=d.get("tags") or [])

    def running(self, a, p, x, t):
        """Whether what was signed in p is not ended by t."""
        return x - total(y for c, y in self.ended[a][p].items() if c <= t)

    def deposit(self, a, d, p, x, e, over):
        if not d.get("deposit"):
            return
        amount, back = d["deposit"]["amount"], d["deposit"].get("returned")
        if p >= 0: self.pay("capital", p, x * self.money(amount, p), **self.letter_who(d))
        # Of a letter that is signed what is paid, and comes back if it is not ended, stands before any decision.
        if d.get("signed") and 0 <= p < self.P: self.standing[p] += self.money(amount, p)
        if back is not None:
            t = e + self.dur(back)
            if 0 <= t < over: self.pay("capital", t, self.running(a, p, x, t) * -self.money(amount, t), **self.letter_who(d))
            if d.get("signed") and 0 <= t < min(over, self.P): self.standing[t] -= self.money(amount, t)

    def ramp(self, d, since):
        """The share in force so many periods after energisation."""
        if not d.get("ramp"):
            return 1.0
        year = since * self.month // 12 + 1
        keys = sorted(d["ramp"], key=int)
        v = d["ramp"][([k for k in keys if int(k) <= year] or keys[:1])[-1]]
        return num(v) / num(d["contracted"]) if isinstance(v, dict) and v["unit"] == "MW" else num(v)

    def in_force(self, a, t):
        """The share of the contracted MW in force in t, the ramp included."""
        d = self.m["agreement"][a]
        return total(self.running(a, p, x, t) * self.ramp(d, t - e) for p, x, e, over in self.signed[a] if e <= t < over)

    def connected(self, a, t):
        """Connection MW: none unless all that it needs is in effect."""
        d = self.m["agreement"][a]
        mw = num(d.get("connection"), num(d["contracted"]))
        gives = self.in_force(a, t) * mw
        needs = [self.full(self.effective(j, t), self.copies(j)) for j in d.get("needs") or []]
        if not needs or (gives.fixed() and gives.k == 0):
            return gives
        if any(n.fixed() and n.k == 0 for n in needs):
            return Lin()
        needs = [n for n in needs if not n.fixed()]
        if not needs:
            return gives
        # A product of what is in force and of what is there, stated exactly, for it is a level that policies read.
        all_there = needs[0]
        if len(needs) > 1:
            all_there = self.var(0, 1, integer=True)
            for n in needs: self.le(all_there, n)
            self.le(total(needs) - (len(needs) - 1), all_there)
        top = mw * max([self.ramp(d, t - e) for _, _, e, over in self.signed[a] if e <= t < over])
        c = self.var()
        self.le(c, gives), self.le(c, all_there * top)
        self.le(gives - (1 - all_there) * top, c)
        return c

    def letters_at(self, s): return [a for a, d in (self.m.get("agreement") or {}).items() if d.get("site") == s]
    def letters_of(self, g): return [a for a, d in (self.m.get("agreement") or {}).items() if d.get("supply") == g]

    def brought(self, g, p):
        """What a supply gives beyond megawatts of its own is drawn under the agreements that bring it, each up to what is available of it."""
        d, letters = self.m["supply"][g], self.letters_of(g)
        drawn = {(a, b): self.var() for a in letters for b in self.blocks}
        for b in self.blocks if letters else ():
            there = self.share(d.get("availability"), b, 1.0)
            for a in letters: self.le(drawn[a, b], self.letter_mw[a, p] * there)
            own = self.cap["power", g, p] - total(self.letter_mw[a, p] for a in letters)
            self.le(self.dispatch[g, p, b], own * there + total(drawn[a, b] for a in letters))
        for a in letters: self.bills(a, p, {b: drawn[a, b] for b in self.blocks})

    def drawing(self, s, p, imports):
        """What a site draws in each block beyond the connection that no agreement gives is drawn under its agreements, and billed."""
        letters = self.letters_at(s)
        drawn = {(a, b): self.var() for a in letters for b in self.blocks}
        for a in letters:
            gives = self.letter_mw[a, p]
            for b in self.blocks: self.le(drawn[a, b], gives)
        for b in self.blocks if letters else ():
            self.le(imports[b] - self.plain[s, p], total(drawn[a, b] for a in letters))
        for a in letters: self.bills(a, p, {b: drawn[a, b] for b in self.blocks})

    def bills(self, a, p, drawn):
        d = self.m["agreement"][a]
        contracted, who = self.in_force(a, p) * num(d["contracted"]), self.letter_who(d)
        peak, billed = self.var(), self.var()
        for x in drawn.values(): self.le(x, peak)
        self.le(peak, billed), self.le(contracted * num(d.get("minimum_demand"), 0.0), billed)
        self.pay("opex", p, billed * (self.money(d.get("demand"), p) * self.years), **who)
        energy, hours = self.var(), sum(self.hours.values())
        self.le(total(x * (self.hours[b] * 1e-3) for b, x in drawn.items()), energy)
        self.le(contracted * (num(d.get("minimum_bill"), 0.0) * hours * 1e-3), energy)
        self.pay("opex", p, energy * (self.money(d.get("energy"), p) * 1e3), **who)
        c = d.get("curtail")
        if c:
            self.pay("opex", p, peak * (num(c["share"]) * num(c["hours"]) * self.years * self.money(c["price"], p)), **who)
