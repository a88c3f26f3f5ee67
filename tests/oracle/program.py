"""Linear expressions and programs, handed to HiGHS at gap 0 with tight tolerances."""
import highspy
import numpy as np

INF = highspy.kHighsInf


class Lin:
    """A linear expression: coefficients by column and a constant."""
    __slots__ = ("c", "k")

    def __init__(self, c=None, k=0.0):
        self.c, self.k = c or {}, k

    def __add__(self, o):
        if not isinstance(o, Lin):
            return Lin(dict(self.c), self.k + o)
        c = dict(self.c)
        for i, a in o.c.items():
            c[i] = c.get(i, 0.0) + a
        return Lin(c, self.k + o.k)

    def __mul__(self, a):
        return Lin({i: a * b for i, b in self.c.items()}, a * self.k)

    def __sub__(self, o):
        return self + o * -1.0

    def __rsub__(self, o):
        return self * -1.0 + o

    __radd__, __rmul__ = __add__, __mul__

    def fixed(self):
        return all(a == 0 for a in self.c.values())


def num(q, default=None):
    """The number of a quantity, which may also be bare."""
    return default if q is None else float(q["value"]) if isinstance(q, dict) else float(q)


def total(xs):
    return sum(xs, Lin())


class Program:
    """Columns and rows as they are stated."""

    def __init__(self):
        self.lo, self.hi, self.int, self.rows = [], [], [], []
        self.quick = False

    def var(self, lo=0.0, hi=INF, integer=False):
        self.lo.append(lo), self.hi.append(hi), self.int.append(integer)
        return Lin({len(self.lo) - 1: 1.0})

    def row(self, x, lo=-INF, hi=INF):
        self.rows.append((x, lo, hi))

    def le(self, a, b):
        self.row(a - b, hi=0)

    def eq(self, a, b):
        self.row(a - b, lo=0, hi=0)

    def run(self, objective, fix=None):
        """Minimises; returns (status, x). With integers, with and without presolve: HiGHS has called a worse point optimal
        after presolve (seed 1 of the drawn models: 190.12 instead of 213.70)."""
        if self.quick or fix is not None or not any(self.int):
            return self.once(objective, fix, "on")
        found = [self.once(objective, None, presolve) for presolve in ("on", "off")]
        value = lambda x: objective.k + sum(a * x[i] for i, a in objective.c.items())
        return min(found, key=lambda f: INF if f[1] is None else value(f[1]))

    def once(self, objective, fix, presolve):
        h, lp, n = highspy.Highs(), highspy.HighsLp(), len(self.lo)
        for key, v in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 1e-9),
                       ("primal_feasibility_tolerance", 1e-9), ("dual_feasibility_tolerance", 1e-9),
                       ("mip_feasibility_tolerance", 1e-9), ("presolve", presolve), ("time_limit", 60.0)):
            h.setOptionValue(key, v)
        cost = np.zeros(n)
        for i, a in objective.c.items():
            cost[i] = a
        lo, hi = np.array(self.lo, float), np.array(self.hi, float)
        if fix is not None:
            whole = np.array(self.int)
            lo[whole] = hi[whole] = np.round(fix[whole])
        start, index, value, rlo, rhi = [0], [], [], [], []
        for x, a, b in self.rows:
            index += x.c.keys()
            value += x.c.values()
            start.append(len(index)), rlo.append(a - x.k), rhi.append(b - x.k)
        lp.num_col_, lp.num_row_, lp.col_cost_, lp.col_lower_, lp.col_upper_ = n, len(rlo), cost, lo, hi
        lp.row_lower_, lp.row_upper_ = np.array(rlo), np.array(rhi)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = np.array(start), np.array(index), np.array(value)
        if fix is None and any(self.int):
            kind = highspy.HighsVarType
            lp.integrality_ = [kind.kInteger if i else kind.kContinuous for i in self.int]
        h.passModel(lp)
        h.run()
        names = {highspy.HighsModelStatus.kOptimal: "optimal", highspy.HighsModelStatus.kInfeasible: "infeasible",
                 highspy.HighsModelStatus.kUnbounded: "unbounded",
                 highspy.HighsModelStatus.kUnboundedOrInfeasible: "either", highspy.HighsModelStatus.kModelEmpty: "optimal"}
        status = names.get(h.getModelStatus(), str(h.getModelStatus()))
        if status == "either":
            status = "unbounded" if self.once(Lin(), None, presolve)[0] == "optimal" else "infeasible"
        return status, np.array(h.getSolution().col_value) if status == "optimal" else None

    def val(self, x):
        """Of an expression, at the solution."""
        return float(x.k + sum(a * self.x[i] for i, a in x.c.items()))
