"""Compares `capplan` with the oracle on seeded models.

    python run.py BINARY [--seeds 0..499] [--store 50] [--keep FOLDER]
    python run.py --coverage [--seeds 0..499] [--store 50]
"""
import argparse
import json
import multiprocessing
import pathlib
import shutil
import subprocess
import tempfile

import features
import generate
from oracle import solve

HERE = pathlib.Path(__file__).parent


def same(a, b, tol=1e-6):
    """Whether two answers agree: both without a plan, or the same objective in M USD (unmet: unit-years)."""
    if a["status"] != "optimal" or b["status"] != "optimal":
        return a["status"] == b["status"]
    return abs(a["objective"] - b["objective"]) <= tol * max(1.0, abs(a["objective"]))


def changed(a, b):
    """Whether taking a feature out moved the optimum: goals may differ, so net present value is compared as well."""
    if a["status"] != "optimal" or b["status"] != "optimal":
        return a["status"] != b["status"]
    if a["goal"] == b["goal"]:
        return not same(a, b)
    return not same({"status": "optimal", "objective": a["values"]["npv"]}, {"status": "optimal", "objective": b["values"]["npv"]})


def call(*args):
    return subprocess.run([str(a) for a in args], capture_output=True, text=True, timeout=300)


def one(seed, binary, keep, model=None):
    """(seed, verdict, oracle's answer, capplan's answer)."""
    model = model or generate.generate(seed)
    name, text = generate.text(seed, model)
    with tempfile.TemporaryDirectory() as tmp:
        folder = pathlib.Path(keep or tmp) / f"{seed:03}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
        out = call(binary, "export", folder / name, "--format", "json")
        if out.returncode != 0:
            return seed, "not read", None, "; ".join(l for l in (out.stderr + out.stdout).splitlines() if l.startswith("error"))
        resolved = json.loads(out.stdout)
        resolved = resolved.get("inputs", resolved)
        if keep:
            (folder / "resolved.json").write_text(json.dumps(resolved, indent=1))
        mine = solve(resolved)
        if not same(mine, solve(model, quick=True)) and not same(mine, solve(model)):
            return seed, "read otherwise", mine, solve(model)
        run = call(binary, "solve", folder / name, "--gap", "0", "--threads", "1", "-o", folder / "plan.json")
        if run.returncode == 3:
            theirs = {"status": "unbounded" if "unbounded" in run.stderr + run.stdout else "infeasible", "objective": None}
        elif run.returncode == 0:
            outcome = json.loads((folder / "plan.json").read_text())["outcome"]
            theirs = {"status": "optimal", "goal": outcome["goal"], "objective": in_millions(outcome)}
            if mine["status"] == "optimal":
                mine = dict(mine, goal=outcome["goal"], objective=mine["values"][outcome["goal"]])
        else:
            said = [l for l in (run.stderr + run.stdout).splitlines() if l.startswith(("error", "capplan"))]
            return seed, f"exit {run.returncode}", mine, "; ".join(said[:4])
        return seed, "agree" if same(mine, theirs) else "DISAGREE", mine, theirs


def in_millions(outcome):
    """The plan's objective: money is in units of currency there."""
    return outcome["objective"] * (1.0 if outcome["goal"] == "unmet" else 1e-6)


def cover(seed):
    """{feature: whether it changes the optimum} for the features that the seed draws, and the status."""
    model = generate.generate(seed)
    answer = solve(model, quick=True)
    return {f: changed(answer, solve(features.without(model, f), quick=True)) for f in features.drawn(model)}, answer["status"]


def store(bites, count):
    """The models that together show each feature at work most often: always the seed that adds most to what is shown least."""
    folder, shown, chosen = HERE / "stored", {}, []
    shutil.rmtree(folder, ignore_errors=True)
    while len(chosen) < min(count, len(bites)):
        best = max((s for s in bites if s not in chosen), key=lambda s: (sum(1 / (1 + shown.get(f, 0)) ** 2 for f in bites[s]), -s))
        chosen.append(best)
        for f in bites[best]:
            shown[f] = shown.get(f, 0) + 1
    for n, seed in enumerate(sorted(chosen)):
        model = generate.generate(seed)
        answer = solve(model)
        at = folder / f"{n:03}"
        at.mkdir(parents=True)
        (at / "model.toml").write_text(generate.to_toml(model, seed))
        (at / "expected.json").write_text(json.dumps({"seed": seed, **{k: v for k, v in answer.items()}, "features": features.drawn(model), "changes": bites[seed]}, indent=1) + "\n")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("binary", nargs="?")
    p.add_argument("--seeds", default="0..499")
    p.add_argument("--store", type=int, default=0, help="with --coverage: write so many models with the oracle's objective to stored/")
    p.add_argument("--coverage", action="store_true", help="count how often each feature is drawn and changes the optimum")
    p.add_argument("--keep", help="folder for the models, resolved models and plans")
    p.add_argument("--jobs", type=int, default=2)
    args = p.parse_args()
    a, b = map(int, args.seeds.split(".."))
    seeds = list(range(a, b + 1))
    with multiprocessing.Pool(args.jobs) as pool:
        if args.coverage:
            at_work, count, states = {}, {f: {"drawn": 0, "changes": 0} for f in [*features.FEATURES, *features.PARTS]}, {}
            for seed, (found, status) in zip(seeds, pool.imap(cover, seeds)):
                at_work[seed] = sorted(f for f, bites in found.items() if bites)
                states[status] = states.get(status, 0) + 1
                for f, bites in found.items():
                    count[f]["drawn"] += 1
                    count[f]["changes"] += bites
            (HERE / "coverage.json").write_text(json.dumps({f: count[f] for f in features.FEATURES}, indent=1) + "\n")
            print({f: (count[f]["drawn"], count[f]["changes"]) for f in features.PARTS})
            print(states, "thin:", {f: (c["drawn"], c["changes"]) for f, c in count.items() if c["drawn"] < len(seeds) / 10 or c["changes"] < len(seeds) / 50})
            if args.store:
                store(at_work, args.store)
        if args.binary:
            verdicts = {}
            for seed, verdict, mine, theirs in pool.imap(run_one, [(s, args.binary, args.keep) for s in seeds]):
                verdicts[verdict] = verdicts.get(verdict, 0) + 1
                if verdict != "agree":
                    print(f"seed {seed}: {verdict}: oracle {mine}, capplan {theirs}", flush=True)
            print(verdicts)


def run_one(job):
    return one(*job)


if __name__ == "__main__":
    main()
