"""Hand-worked models that the oracle must get right. Run with `python test_oracle.py`."""
import copy

from oracle import Oracle, solve


def usd(x):
    return {"value": x, "unit": "USD"}


def q(x, unit):
    return {"value": x, "unit": unit}


def near(a, b, tol=1e-6):
    assert abs(a - b) <= tol * max(1, abs(b)), (a, b)


def base(periods=8, start="2026Q1", step="quarter", rate=0.09):
    """Nothing but a calendar."""
    return {"name": "t", "horizon": {"start": start, "periods": periods, "step": step},
            "money": {"currency": "USD", "discount_rate": q(rate, "1/year")}, "goal": [{"goal": "npv"}]}


def world(periods=1, rate=0.0, demand=1000.0, price=100.0):
    """One yearly site with ample power, one chip that does one unit of work, one market segment."""
    m = base(periods, "2026", "year", rate)
    m.update(region={"r": {}}, workload={"w": {"unit": "u", "utilisation": 1, "weight": 1}},
             site={"s": {"region": "r", "it_power": {"air": q(1e3, "MW"), "liquid": q(0, "MW")}}},
             chip={"c": {"power": q(1, "kW"), "cooling": "air", "throughput": {"w": q(1, "u")}, "price": {"value": usd(30)}, "lead": q(0, "months")}},
             segment={"q": {"workload": "w", "region": "r", "kind": "market", "chips": ["c"], "price": {"value": q(price, "USD/u/year")},
                            "demand": {"value": q(demand, "u")}}})
    return m


def ledger():
    """The worked ledger of the calendar: each of three assets forced by a limit, nothing else in the model."""
    o = Oracle(base())
    for p, d in enumerate([0.989286, 0.968200, 0.947564, 0.927367, 0.907601, 0.888257, 0.869325, 0.850796, 0.832662, 0.814915]):
        assert abs(o.disc(p) - d) < 5e-7
    assert abs(o.end - 0.841680) < 5e-7
    m = base()
    m["project"] = {"j": {"cost": {"value": usd(1400e6)}, "lead": q(18, "months"), "life": q(180, "months"), "required": True, "region": None,
                          "payments": {"start": q(0.1, "1"), "spread": q(0.6, "1"), "completion": q(0.3, "1")},
                          "window": {"start": "2026Q2", "complete": "2027Q4"}}}
    near(solve(m)["objective"], -105.333, 5e-6)
    m["project"]["j"]["salvage"] = "none"
    near(solve(m)["objective"], -1264.046, 1e-6)
    m = base()
    m.update(region={"r": {}}, site={"s": {"region": "r"}})
    m["chip"] = {"c": {"price": {"value": usd(20e3), "change": q(-0.06, "1/year")}, "lead": q(9, "months"), "life": q(60, "months"),
                       "payments": {"order": q(0.3, "1"), "spread": q(0, "1"), "delivery": q(0.7, "1")}, "lot": q(10000, "chips"),
                       "window": {"start": "2027Q3"}, "power": q(0, "kW")}}
    m["policy"] = {"p": {"measure": "orders", "periods": "2027Q3", "at_least": {"value": q(10000, "chips")}, "over": "each"}}
    near(solve(m)["objective"], -1.500008, 1e-6)
    m = base()
    m.update(region={"r": {}}, site={"s": {"region": "r"}})
    m["lease"] = {"l": {"site": "s", "adds": {"it_power": q(50, "MW"), "cooling": "air"}, "fee": {"value": q(1.8e6, "USD/MW/year")},
                        "lead": q(3, "months"), "term": q(48, "months")}}
    m["policy"] = {"p": {"measure": "it_mw", "periods": "2026Q2", "at_least": {"value": q(50, "MW")}, "over": "each"}}
    near(solve(m)["objective"], -143.079969, 1e-8)


def serving():
    m = world()
    near(solve(m)["objective"], 0.07)                              # 1000 x (100 - 30)
    m["segment"]["q"]["headroom"] = q(0.5, "1")
    near(solve(m)["objective"], 0.055)                             # 1000 x 100 - 1500 x 30
    m = world()
    m["workload"]["w"]["utilisation"] = q(0.25, "1")
    assert abs(solve(m)["objective"]) < 1e-9                       # four chips a unit cost 120
    m["chip"]["c"]["effective"] = ["w"]
    near(solve(m)["objective"], 0.07)
    m = world()
    m["chip"]["c"]["lot"] = q(400, "chips")
    near(solve(m)["objective"], 0.064)                             # 1000 x 100 - 1200 x 30
    m["chip"]["c"]["order_cost"] = usd(70e3)
    assert abs(solve(m)["objective"]) < 1e-9
    m = world(demand=1000)
    m["site"]["s"]["it_power"]["air"] = q(0.5, "MW")
    near(solve(m)["objective"], 0.035)
    m["segment"]["q"].update(kind="firm")
    assert solve(m)["status"] == "infeasible"
    m["segment"]["q"]["bend"] = {"price": q(10, "USD/u")}
    near(solve(m)["objective"], 0.030)
    m["segment"]["q"].pop("bend")
    m["segment"]["q"].update(kind="contracted", penalty={"value": q(40, "USD/u/year")})
    near(solve(m)["objective"], 0.015)
    m["goal"] = [{"goal": "unmet"}, {"goal": "cost"}]
    near(solve(m)["objective"], 0.035)                             # 500 x 30 + 500 x 40
    near(solve(m)["values"]["unmet"], 500.0)


def relations():
    """Two needs, a lag and copies: what is dark until when."""
    m = world(periods=4, demand=1000.0, price=100.0)
    m["site"]["s"]["it_power"]["air"] = q(0, "MW")
    m["chip"]["c"]["price"] = {"value": usd(1)}
    m["project"] = {
        "hall": {"site": "s", "adds": {"it_power": q(0.5, "MW"), "cooling": "air"}, "copies": 2, "cost": {"value": usd(1000)},
                 "lead": q(0, "months"), "needs": [{"project": "power", "lag": q(12, "months"), "each": False}]},
        "power": {"cost": {"value": usd(500)}, "lead": q(12, "months"), "copies": 1, "region": "r"}}
    near(solve(m)["objective"], (2 * 1000 * 100 - 1000 - 2000 - 500) * 1e-6)   # in effect from period 2
    m["project"]["hall"]["starts_per_period"] = 1
    near(solve(m)["objective"], (2 * 1000 * 100 - 1000 - 2000 - 500) * 1e-6)   # may begin before it can be used
    m["project"]["power"]["life"] = q(12, "months")
    near(solve(m)["objective"], (1000 * 100 - 1000 - 2000 - 500) * 1e-6)
    m["project"]["hall"].update(needs=[], after=[{"project": "power", "lag": q(0, "months"), "each": False}])
    near(solve(m)["objective"], (500 * 100 + 2 * 1000 * 100 - 1000 - 2000 - 500) * 1e-6)  # one in 1, both from 2
    m["project"]["hall"]["after"] = [{"project": "power", "lag": q(13, "months"), "each": False}]
    near(solve(m)["objective"], (500 * 100 - 500 - 1000 - 500) * 1e-6)


def commitments():
    m = world(demand=1000.0)
    m["chip"]["c"]["price"] = {"value": usd(200)}
    m["order"] = {"o": {"chip": "c", "site": "s", "quantity": q(600, "chips"), "ordered": "2025", "delivered": "2026", "to_pay": {"2026": usd(30e3)}}}
    near(solve(m)["objective"], 0.030)
    late = copy.deepcopy(m)
    late["order"]["o"].update(delivered="2027", cancel={"until": "2026", "fee": q(0.1, "1"), "part": True})
    near(solve(late)["objective"], -0.012)                         # a tenth of 600 x 200 instead of 30,000 due
    late["order"]["o"]["cancel"]["fee"] = usd(50e3)
    near(solve(late)["objective"], -0.030)
    m["chip"]["c"]["fixed_om"] = {"value": q(10, "USD/chips/year")}  # of the order's own tag as well: 30 and 6 are spent under it
    m["order"]["o"]["tags"] = ["mine"]
    m["budget"] = {"b": {"periods": "2026", "filter": {"tag": ["mine"]}, "counts": ["capital", "opex"], "at_most": usd(36e3 + 0.1)}}
    near(solve(m)["objective"], 0.024)
    m["budget"]["b"]["at_most"] = usd(35.9e3)
    assert solve(m)["status"] == "infeasible"


def power():
    m = world(demand=1000.0)
    m["node"] = {"a": {"region": "r"}, "b": {"region": "r", "other_load": {"value": q(0.2, "MW")}, "shed": {"value": q(1000, "USD/MWh")}}}
    m["line"] = {"l": {"from": "a", "to": "b", "rating": q(5, "MW")}}
    m["supply"] = {"g": {"node": "a", "power": q(1.0, "MW"), "price": {"value": q(1, "USD/MWh")}, "availability": q(1, "1")}}
    m["site"]["s"].update(node="b", pue=1.25, connection=q(2, "MW"), load_factor=q(0.8, "1"))
    # 1000 chips draw 1 x 1.25 x 0.8 = 1 MW; 0.2 MW are other load, worth more: 0.8 MW serve 800.
    near(solve(m)["objective"], (800 * 70 - 8760 * 1.0) * 1e-6)
    m["site"]["s"]["connection"] = q(0.5, "MW")                    # nameplate: 400 chips
    near(solve(m)["objective"], (400 * 70 - 8760 * 0.6) * 1e-6)
    m["line"]["l"]["rating"] = q(0.3, "MW")                        # 0.1 MW: 100 chips
    near(solve(m)["objective"], (100 * 70 - 8760 * 0.3) * 1e-6)


def budgets():
    m = world(periods=2, demand=1000.0)
    m["budget"] = {"one": {"periods": "2026", "at_most": usd(12e3), "unspent": {"to": "two", "up_to": q(0.25, "1")}},
                   "two": {"periods": "2027", "at_most": usd(12e3)}}
    near(solve(m)["objective"], (400 * 100 * 2 + 400 * 100 - 24e3) * 1e-6)
    m["segment"]["q"]["demand"] = {"2026": q(0, "u"), "2027": q(1000, "u")}
    m["chip"]["c"]["life"] = q(12, "months")
    near(solve(m)["objective"], 500 * 70e-6)                       # 3,000 carried
    m["budget"]["two"]["bend"] = {"price": q(1, "USD/USD"), "at_most": usd(3e3)}
    near(solve(m)["objective"], (600 * 70 - 3000) * 1e-6)


def groups():
    m = base(1, "2026", "year", 0.0)
    m["project"] = {k: {"cost": {"value": usd(c)}, "region": None} for k, c in (("a", 5e6), ("b", 3e6))}
    m["group"] = {"g": {"pick": "exactly-one", "projects": ["a", "b"]}}
    near(solve(m)["objective"], -3.0)
    m["project"]["a"]["required"] = True
    near(solve(m)["objective"], -5.0)
    m["project"]["b"]["required"] = True
    assert solve(m)["status"] == "infeasible"


def finance():
    """Free cash flow of 1000 chips at 30 that earn 100: tax on revenue less depreciation."""
    m = world()
    m["chip"]["c"].update(life=q(24, "months"), salvage="none")
    m["money"]["tax_rate"] = q(0.5, "1")
    floor = m["patience"] = {"f": {"measure": "free-cash-flow", "at_least": usd(27.5e3 - 0.1), "per": "period"}}
    near(solve(m)["objective"], 0.07)                              # 100 - 30 - (100 - 15) / 2 = 27.5 each
    floor["f"]["at_least"] = usd(27.6e3)
    assert solve(m)["status"] == "infeasible"
    floor["f"]["bend"] = {"price": q(0.5, "USD/USD")}
    near(solve(m)["objective"], (70e3 - 50) * 1e-6)
    del floor["f"]["bend"]
    m["chip"]["c"]["book_life"] = q(12, "months")
    near(solve(m)["objective"], 0.07)                              # 35 each
    m["cash"] = [{"id": "x", "category": "other", "amount": usd(10e3)}]
    assert solve(m)["status"] == "infeasible"
    m["basis"] = "incremental"
    near(solve(m)["objective"], 0.06)
    m["order"] = {"o": {"chip": "c", "site": "s", "quantity": q(100, "chips"), "ordered": "2025", "delivered": "2027", "to_pay": {"2026": usd(20e3)},
                        "cancel": {"until": "2026", "fee": usd(1e3)}}}
    near(solve(m)["objective"], 0.059)                             # the saved 20 come in, less the fee of 1
    floor["f"]["at_least"] = usd(35e3 + 20e3 - 0.5e3)              # and the fee is written off at once
    near(solve(m)["objective"], 0.059)
    floor["f"]["at_least"] = usd(35e3 + 20e3 - 0.4e3)
    assert solve(m)["status"] == "infeasible"


def limits():
    m = world(periods=3, demand=1000.0)
    m["allotment"] = {"a": {"chip": ["c"], "growth": {"rate": q(0.5, "1"), "seed": q(100, "chips")}}}
    near(solve(m)["objective"], (100 * 270 + 250 * 170 + 475 * 70) * 1e-6)
    m["order"] = {"o": {"chip": "c", "site": "s", "quantity": q(200, "chips"), "ordered": "2025", "delivered": "2029", "to_pay": {}}}
    near(solve(m)["objective"], (400 * 270 + 600 * 170) * 1e-6)    # 200 of 2025 grow to 400, then to 700
    m["allotment"]["a"] = {"chip": ["c"], "at_most": {"value": q(300, "chips/year")}, "counts": "delivered", "cumulative": q(500, "chips")}
    near(solve(m)["objective"], (300 * 270 + 200 * 170) * 1e-6)
    m = world()
    m["segment"]["p"] = dict(copy.deepcopy(m["segment"]["q"]), price={"value": q(50, "USD/u/year")})
    m["policy"] = {"p": {"measure": "served", "filter": {"segment": ["q"]}, "of": {"measure": "served"}, "at_most": {"value": q(0.4, "1")}, "over": "each"}}
    near(solve(m)["objective"], (1000 * 20 + 2000 / 3 * 70) * 1e-6)
    m["policy"]["p"] = {"measure": "owned", "at_most": {"value": q(900, "chips")}, "over": "each", "bend": {"price": q(15, "USD/chips")}}
    near(solve(m)["objective"], (900 * 70 + 100 * 55 + 1000 * 5) * 1e-6)


def copies():
    """Copy n waits for copy n, or for all."""
    m = world(periods=4, demand=2000.0)
    m["site"]["s"]["it_power"]["air"] = q(0, "MW")
    m["chip"]["c"]["price"] = {"value": usd(0)}
    m["project"] = {
        "hall": {"site": "s", "adds": {"it_power": q(1, "MW"), "cooling": "air"}, "copies": 2, "cost": {"value": usd(0)},
                 "needs": [{"project": "line", "each": True}]},
        "line": {"cost": {"value": usd(0)}, "lead": q(12, "months"), "copies": 2, "region": "r", "starts_per_period": 1}}
    near(solve(m)["objective"], (0 + 1 + 2 + 2) * 0.1)
    m["project"]["hall"]["needs"][0]["each"] = False
    near(solve(m)["objective"], (0 + 0 + 2 + 2) * 0.1)
    m["project"]["hall"]["needs"][0]["each"] = True
    m["project"]["line"]["life"] = q(12, "months")
    near(solve(m)["objective"], (0 + 1 + 1 + 0) * 0.1)


def blocks():
    """What halls hold is for the period; what flows, is given and is shed is for each block."""
    m = world(demand=1000.0)
    m["block"] = {"peak": {"hours": 2000, "load_factor": q(1, "1")}, "rest": {"hours": 5000, "load_factor": q(0.5, "1")}}
    m["node"] = {"a": {"region": "r", "other_load": {"value": q(0.3, "MW")}, "shed": {"value": q(5, "USD/MWh")}}}
    m["supply"] = {"g": {"node": "a", "power": q(1.0, "MW"), "price": {"value": q(1, "USD/MWh")}}}
    m["site"]["s"].update(node="a", connection=q(2, "MW"))
    # At the peak 0.3 MW are shed, 1 MW is taken; else 0.8 MW.
    near(solve(m)["objective"], (70e3 - 2000 * (1.0 + 5 * 0.3) - 5000 * 0.8) * 1e-6)
    m["supply"]["g"]["availability"] = {"rest": q(0.6, "1")}       # 0.2 MW are shed then as well
    near(solve(m)["objective"], (70e3 - 2000 * (1.0 + 5 * 0.3) - 5000 * (0.6 + 5 * 0.2)) * 1e-6)
    m["site"]["s"]["load_factor"] = {"peak": q(0.7, "1")}
    near(solve(m)["objective"], (70e3 - 2000 * 1.0 - 5000 * (0.6 + 5 * 0.2)) * 1e-6)
    m["node"]["b"] = {"region": "r"}
    m["supply"]["g"]["node"] = "b"
    m["line"] = {"l": {"from": "b", "to": "a", "rating": q(0.5, "MW"), "bend": {"price": q(1000, "USD/MW")}}}
    # Bent by 0.5 MW once for the period, though both blocks need it.
    near(solve(m)["objective"], (70e3 - 2000 * 1.0 - 5000 * (0.6 + 5 * 0.2) - 500) * 1e-6)


def angles():
    """A triangle of like lines; what flows follows from angles."""
    m = base(1, "2026", "year", 0.0)
    m["flow"], m["base_power"] = "dc", q(10, "MW")
    m["node"] = {"a": {}, "b": {"other_load": {"value": q(3, "MW")}}, "c": {}}
    m["supply"] = {k: {"node": k, "power": q(9, "MW"), "price": {"value": q(v, "USD/MWh")}} for k, v in (("a", 10), ("c", 50))}
    m["line"] = {"ab": {"from": "a", "to": "b", "reactance": 0.1, "rating": q(1.5, "MW")}, "ac": {"from": "a", "to": "c", "reactance": 0.1},
                 "cb": {"from": "c", "to": "b", "susceptance": 100}}
    near(solve(m)["objective"], -8760 * (1.5 * 10 + 1.5 * 50) * 1e-6)          # two thirds of a, one third of c
    m["line"]["ab"].update(reactance=0.05, tap=2.0)                            # the tap makes it the same line
    near(solve(m)["objective"], -8760 * (1.5 * 10 + 1.5 * 50) * 1e-6)
    m["line"]["ab"]["shift"] = q(0.015, "rad")                                 # a third of 100 x 0.015 is pushed around: 2/3 a + 1/3 c = 2.5
    m["line"]["ab"]["rating"] = q(1.0, "MW")
    near(solve(m)["objective"], -8760 * (1.5 * 10 + 1.5 * 50) * 1e-6, 1e-6)
    m["line"]["ab"].pop("shift"), m["line"]["ab"].pop("rating")
    near(solve(m)["objective"], -8760 * 3 * 10 * 1e-6)
    m["line"]["ab"]["angle_max"] = q(0.015, "rad")
    near(solve(m)["objective"], -8760 * (1.5 * 10 + 1.5 * 50) * 1e-6)
    m["line"]["ab"]["retires"] = "2026"
    near(solve(m)["objective"], -8760 * 3 * 10 * 1e-6)
    # A copy of a new circuit from a to b takes its share once it is there: of 3 MW two would take 1.125 each, three take 0.82 each.
    m["line"]["ab"] = {"from": "a", "to": "b", "susceptance": 75, "circuits": 0, "rating": q(0.9, "MW")}
    m["line"]["cb"]["rating"] = q(1.2, "MW")
    m["project"] = {"new": {"line": "ab", "adds": {"circuits": 1}, "copies": 3, "cost": {"value": usd(1000)}, "region": None}}
    near(solve(m)["objective"], -(8760 * 3 * 10 + 3000) * 1e-6)
    m["project"]["new"]["copies"] = 1
    assert solve(m)["status"] == "infeasible"                                  # 3 MW are more than 0.9 and 1.2 can bring


def letters():
    """One connection on offer, its ramp and its bills."""
    m = world(periods=3, demand=1000.0)
    m["node"] = {"a": {"region": "r"}}
    m["supply"] = {"g": {"node": "a", "power": q(10, "MW")}}
    m["site"]["s"].update(node="a", connection=q(0, "MW"))
    a = {"site": "s", "contracted": q(1, "MW"), "lead": q(12, "months"), "term": q(24, "months"), "ramp": {"1": q(0.5, "1"), "2": q(1, "MW")},
         "demand": {"value": q(10e3, "USD/MW/year")}, "minimum_demand": q(0.8, "1"), "energy": {"value": q(1, "USD/MWh")}, "minimum_bill": q(0.5, "1"),
         "deposit": {"amount": usd(3e3), "returned": q(12, "months")}, "curtail": {"share": q(0.5, "1"), "hours": 100, "price": {"value": q(2, "USD/MWh")}}}
    m["agreement"] = {"a": a}
    near(solve(m)["objective"], (150e3 - 30e3 - 15e3 - 1.5 * 8760 - 150) * 1e-6)
    m["segment"]["q"]["demand"] = {"value": q(400, "u")}           # the minima bind in the second year
    near(solve(m)["objective"], (80e3 - 12e3 - 12e3 - (0.4 + 0.5) * 8760 - 80) * 1e-6)
    m["site"]["s"]["connection"] = q(0.1, "MW")                    # of which 0.1 MW are drawn in any case, 10 units in 2026
    near(solve(m)["objective"], (90e3 - 12e3 - (4e3 + 8e3) - (0.3 + 0.5) * 8760 - 60) * 1e-6)
    m["site"]["s"]["connection"] = q(0, "MW")
    a["slip"] = q(1, "months")                                     # a year later: half of it in one year, the deposit back after the horizon
    near(solve(m)["objective"], (40e3 - 12e3 - 4e3 - 0.4 * 8760 - 40) * 1e-6)
    a["slip"], a["queue"] = q(12, "months"), "2026"                # no later than the slip says
    near(solve(m)["objective"], (40e3 - 12e3 - 4e3 - 0.4 * 8760 - 40) * 1e-6)
    a.pop("slip")
    a["queue"], a["deposit"] = "2028", {"amount": usd(3e3)}        # never back
    near(solve(m)["objective"], (40e3 - 12e3 - 4e3 - 0.4 * 8760 - 40 - 3e3) * 1e-6)
    a.pop("queue"), a.pop("deposit"), a.pop("curtail")
    m["segment"]["q"]["demand"] = {"2026": q(0, "u"), "2027": q(400, "u"), "2028": q(0, "u")}
    a["exit"] = {"after": q(12, "months"), "fee": usd(5e3)}        # dearer minima of 2028: 8,000 + 4,380
    near(solve(m)["objective"], (40e3 - 12e3 - 4e3 - 0.4 * 8760 - 5e3) * 1e-6)
    a["exit"]["after"] = q(24, "months")
    near(solve(m)["objective"], (40e3 - 12e3 - 12e3 - 0.9 * 8760) * 1e-6)
    a["exit"]["after"] = q(12, "months")
    m["project"] = {"gate": {"cost": {"value": usd(100)}, "region": "r", "lead": q(12, "months"), "slip": q(1, "months")}}
    a["needs"] = ["gate"]                                          # there from 2028
    assert abs(solve(m)["objective"]) < 1e-9
    m["project"]["gate"].pop("slip")
    near(solve(m)["objective"], (40e3 - 12e3 - 4e3 - 0.4 * 8760 - 5e3 - 100) * 1e-6)
    m["agreement"]["b"] = dict(a, signed="2026", needs=[])
    m["group"] = {"g": {"pick": "at-most-one", "agreements": ["a", "b"]}}
    near(solve(m)["objective"], (40e3 - 12e3 - 4e3 - 0.4 * 8760 - 5e3) * 1e-6)
    m["group"]["h"] = {"pick": "exactly-one", "agreements": ["a"]}
    assert solve(m)["status"] == "infeasible"


def waiting():
    """A backlog is served later, at the price of then, for a penalty."""
    m = world(periods=2, demand=1000.0)
    m["site"]["s"]["it_power"]["air"] = q(0.75, "MW")
    m["segment"]["q"].update(demand={"2026": q(1000, "u"), "2027": q(500, "u")}, defer={"up_to": q(0.5, "1"), "penalty": {"value": q(10, "USD/u/year")}})
    near(solve(m)["objective"], (150e3 - 22.5e3 - 2.5e3) * 1e-6)
    m["segment"]["q"]["defer"]["up_to"] = q(0.1, "1")
    near(solve(m)["objective"], (135e3 - 22.5e3 - 1e3) * 1e-6)
    m["segment"]["q"].update(kind="firm")                          # may wait, not lapse
    assert solve(m)["status"] == "infeasible"
    m["segment"]["q"]["defer"]["up_to"] = q(0.5, "1")
    near(solve(m)["objective"], (150e3 - 22.5e3 - 2.5e3) * 1e-6)


def meters():
    """A supply behind the meter of a site, and bills that have a least."""
    m = world(demand=1000.0)
    m["node"] = {"a": {"region": "r"}}
    m["supply"] = {"g": {"node": "a", "power": q(10, "MW"), "price": {"value": q(2, "USD/MWh")}}, "own": {"site": "s", "power": q(0.3, "MW")}}
    m["site"]["s"].update(node="a", connection=q(0.5, "MW"), load_factor=q(0.5, "1"))
    near(solve(m)["objective"], (800 * 70 - 8760 * 0.1 * 2) * 1e-6)
    m["supply"]["own"].update(price={"value": q(5, "USD/MWh")})
    near(solve(m)["objective"], (800 * 70 - 8760 * (0.1 * 2 + 0.3 * 5)) * 1e-6)      # nameplate asks for it all the same
    m["supply"]["g"].update(minimum_bill=q(0.02, "1"), demand={"value": q(1000, "USD/MW/year")}, minimum_demand=q(0.03, "1"))
    near(solve(m)["objective"], (800 * 70 - 8760 * (0.2 * 2 + 0.3 * 5) - 300) * 1e-6)
    m["supply"]["g"]["contracted"] = q(1, "MW")
    near(solve(m)["objective"], (800 * 70 - 8760 * (0.1 * 2 + 0.3 * 5) - 100) * 1e-6)


def cooling():
    """Water that cools a site, by the energy of its chips, and that supplies take with what they give."""
    m = world(demand=1000.0)
    m["node"] = {"a": {"region": "r"}}
    m["supply"] = {"g": {"node": "a", "power": q(10, "MW"), "water": q(1, "m3/MWh")}}
    m["site"]["s"].update(node="a", connection=q(10, "MW"), pue=1.5, load_factor=q(0.5, "1"), water=q(2, "m3/MWh"))
    cap = lambda v, f: m.update(policy={"y": {"measure": "water", "filter": f, "at_most": {"value": q(v, "m3")}, "over": "each"}})
    cap(0.4 * 4380 * 2, {"site": ["s"]})
    near(solve(m)["objective"], 400 * 70e-6)
    cap(0.2 * 4380 * (2 + 1.5), {"region": ["r"]})
    near(solve(m)["objective"], 200 * 70e-6)
    cap(0.3 * 4380 * 1.5, {"supply": ["g"]})
    near(solve(m)["objective"], 300 * 70e-6)


def stores():
    """A battery behind a meter carries panels into the night; one at the node does not."""
    m = world(demand=1000.0)
    m["node"] = {"a": {"region": "r"}}
    m["day"] = {"d": {"days": 365}}
    m["block"] = {b: {"day": "d", "hours_of_day": 12} for b in ("noon", "night")}
    m["supply"] = {"g": {"node": "a", "power": q(10, "MW")}, "own": {"site": "s", "power": q(0.4, "MW"), "availability": {"night": q(0, "1")}}}
    m["site"]["s"].update(node="a", connection=q(0.5, "MW"))
    m["battery"] = {"y": {"node": "a", "power": q(0.3, "MW"), "hours": 12, "efficiency": q(1, "1")}}
    near(solve(m)["objective"], 500 * 70e-6)
    m["battery"]["y"].pop("node")
    m["battery"]["y"]["site"] = "s"
    near(solve(m)["objective"], 700 * 70e-6)                       # 0.2 MW are taken by day and given by night
    m["battery"]["y"]["efficiency"] = q(0.81, "1")
    near(solve(m)["objective"], (0.9 - 0.4 / 1.81) * 70e-3)
    m["battery"]["y"].update(efficiency=q(1, "1"), power=q(0, "MW"))
    m["expansion"] = {"more": {"battery": "y", "adds": {"power": q(0.1, "MW")}, "price": {"value": q(1e3, "USD/MW")}}}
    near(solve(m)["objective"], (600 * 70 - 100) * 1e-6)


def brought():
    """A supply behind a meter that a developer brings, with what it waits for."""
    m = world(periods=2, demand=1000.0)
    m["node"] = {"a": {"region": "r"}}
    m["supply"] = {"g": {"node": "a", "power": q(10, "MW")}, "own": {"site": "s", "power": q(0.1, "MW"), "price": {"value": q(3, "USD/MWh")}}}
    m["site"]["s"].update(node="a", connection=q(0.2, "MW"))
    m["agreement"] = {"d": {"supply": "own", "contracted": q(0.4, "MW"), "term": q(60, "months"), "demand": {"value": q(1e3, "USD/MW/year")},
                            "minimum_demand": q(1, "1"), "energy": {"value": q(1, "USD/MWh")}}}
    near(solve(m)["objective"], (140e3 - 21e3 - 800 - 2 * 8760 * (0.4 * 1 + 0.5 * 3)) * 1e-6)
    m["project"] = {"pipe": {"cost": {"value": usd(100)}, "region": "r", "lead": q(12, "months")}}
    m["agreement"]["d"]["needs"] = ["pipe"]
    near(solve(m)["objective"], (100e3 - 21e3 - 100 - 400 - 8760 * (0.4 * 1 + 0.6 * 3)) * 1e-6)
    m["agreement"]["d"]["sign_by"] = "2026"                        # dark in 2026, and paid for
    m["supply"]["own"]["fixed_om"] = {"value": q(1e3, "USD/MW/year")}
    near(solve(m)["objective"], (100e3 - 21e3 - 100 - 800 - 1000 - 8760 * (0.4 * 1 + 0.6 * 3)) * 1e-6)


if __name__ == "__main__":
    for check in (ledger, serving, relations, commitments, power, budgets, groups, finance, limits, copies, blocks, angles, letters, waiting, meters, cooling, stores, brought):
        check()
        print("ok", check.__name__)
