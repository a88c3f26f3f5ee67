"""A made power network in MATPOWER form, of any size: a lattice of buses with some long lines, as grids have them.

    python3 benches/grid.py 6000 > grid.m
    capplan import matpower grid.m -o grid
    capplan solve grid --no-prices -o plan.json

The same bytes for the same arguments. A bus has two to four neighbours, a third of the buses have a load, a sixth a generator with a
straight cost; ratings follow what lines carry when all generators share the load by their size, so that some of them bind.
"""

import random
import sys


def edges_of(buses, width, dice):
    """Pairs of neighbours in the lattice (three of four that run down are left out), and a long line for every fortieth bus."""
    edges = []
    for bus in range(buses):
        if bus % width + 1 < width and bus + 1 < buses:
            edges.append((bus, bus + 1))
        if bus + width < buses and (bus % width == 0 or dice.random() < 0.45):
            edges.append((bus, bus + width))
    for _ in range(buses // 40):
        edges.append(tuple(dice.sample(range(buses), 2)))
    return edges


def main():
    buses = int(sys.argv[1]) if len(sys.argv) > 1 else 6000
    dice = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    width = max(2, int(buses**0.5))
    edges = edges_of(buses, width, dice)
    load = [round(dice.uniform(5, 60), 1) if dice.random() < 1 / 3 else 0.0 for _ in range(buses)]
    generators = []
    for bus in range(buses):
        if dice.random() < 1 / 6:
            generators.append((bus, round(dice.uniform(30, 200), 1), round(dice.uniform(5, 80), 2)))
    short = 1.5 * sum(load) - sum(power for _, power, _ in generators)
    if short > 0:
        # Enough at every load, whatever lines carry: dear, and where it is needed.
        generators += [(bus, mw, 400.0) for bus, mw in enumerate(load) if mw > 0]
    lines = [f"\t{bus + 1}\t{3 if bus == 0 else 1}\t{load[bus]}\t0\t0\t0\t1\t1\t0\t230\t1\t1.1\t0.9;" for bus in range(buses)]
    print("function mpc = made\nmpc.version = '2';\nmpc.baseMVA = 100;\nmpc.bus = [")
    print("\n".join(lines))
    print("];\nmpc.gen = [")
    for bus, power, _ in generators:
        print(f"\t{bus + 1}\t0\t0\t0\t0\t1\t100\t1\t{power}\t0;")
    print("];\nmpc.branch = [")
    for start, end in edges:
        reactance = round(dice.uniform(0.01, 0.1), 4)
        rating = dice.choice([60, 100, 160, 250, 400])
        print(f"\t{start + 1}\t{end + 1}\t{round(reactance / 8, 5)}\t{reactance}\t0\t{rating}\t0\t0\t0\t0\t1\t-360\t360;")
    print("];\nmpc.gencost = [")
    for _, _, price in generators:
        print(f"\t2\t0\t0\t2\t{price}\t0;")
    print("];")


main()
