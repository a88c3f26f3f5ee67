"""How near to the best, how soon: capplan beside HiGHS alone on the same models.

    python3 benches/gap.py RESULTS [--members benches/members.toml] [--only ID ...] [--program target/release/capplan]
                                   [--model models/amazon-2026 --seconds 600] [--threads 2] [--table]

Needs Python 3.11 and highspy (pip install highspy). For each member of the table it makes the model in a temporary folder and
runs, one after the other and for the same time,

  capplan  `capplan solve --gap 0 --threads N`
  HiGHS    HiGHS with its own defaults and as many threads on `capplan export --format mps` of the same model.

A member's result is one JSON file in RESULTS; what is there already is not run again. Values are maximised USD; a gap is
(bound - incumbent) / the discounted payments that capplan's last plan decides, for both. Times to 1 % are
`proved`: a run's own bound is within 1 % of its own incumbent; and `reached`: its incumbent is within 1 % of the best bound
that either run proved. A time that is not reached counts as the limit in the mean and is marked `>`.
The machine should be idle: both runs see the clock.
"""

import argparse
import json
import math
import multiprocessing
import queue as queue_of
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

KEYS = ["sites", "regions", "chips", "workloads", "projects", "periods", "tightness", "seed"]
MONEY = 1e6  # USD in an internal unit of the exported objective


def main():
    args = arguments()
    args.results.mkdir(parents=True, exist_ok=True)
    members = chosen(args)
    if not args.table:
        for member in members:
            path = args.results / f"{member['id']}.json"
            if path.exists() and json.loads(path.read_text())["member"] == member:
                continue
            result = measure(args, member)
            part = path.with_suffix(".part")
            part.write_text(json.dumps(result, indent=1) + "\n")
            part.replace(path)
            print(line(row(result)), flush=True)
    paths = [args.results / f"{member['id']}.json" for member in members]
    print(table([json.loads(path.read_text()) for path in paths if path.exists()]))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = Path(__file__).resolve().parent
    parser.add_argument("results", type=Path, help="folder of one JSON file a member")
    parser.add_argument("--members", type=Path, default=here / "members.toml")
    parser.add_argument("--only", nargs="*", help="ids of members")
    parser.add_argument("--kept", type=Path, help="folder of ID.highs.json: courses of HiGHS alone that need not be run again")
    parser.add_argument("--program", type=Path, default=here.parent / "target/release/capplan")
    parser.add_argument("--model", type=Path, help="a bundled model in place of the members")
    parser.add_argument("--seconds", type=float, default=240, help="for --model")
    parser.add_argument("--threads", type=int, default=2, help="of both; --kept courses have their own")
    parser.add_argument("--table", action="store_true", help="print what is there, run nothing")
    return parser.parse_args()


def chosen(args):
    if args.model:
        return [{"id": args.model.name, "model": str(args.model.resolve()), "seconds": args.seconds}]
    members = tomllib.loads(args.members.read_text())["member"]
    return [member for member in members if not args.only or member["id"] in args.only]


def measure(args, member):
    program = args.program
    with tempfile.TemporaryDirectory(prefix="capplan-gap-") as folder:
        folder = Path(folder)
        model = Path(member["model"]) if "model" in member else made(program, member, folder / "model")
        mps = folder / "model.mps"
        call([program, "export", model, "--format", "mps", "-o", mps])
        capplan, base, size = run_capplan(program, model, member["seconds"], args.threads, folder / "plan.json")
        kept = args.kept and args.kept / f"{member['id']}.highs.json"
        highs = json.loads(kept.read_text()) if kept and kept.exists() else run_highs(mps, member["seconds"], args.threads)
        version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return {"member": member, "version": version, "size": size, "base": base, "capplan": capplan, "highs": highs}


def made(program, member, folder):
    options = [word for key in KEYS if key in member for word in (f"--{key}", str(member[key]))]
    call([program, "generate", *options, "-o", folder])
    return folder


def call(words):
    subprocess.run([str(word) for word in words], check=True, stderr=subprocess.DEVNULL)


def run_capplan(program, model, seconds, threads, plan):
    """Its trajectory as it tells it."""
    words = [program, "solve", model, "--gap", "0", "--time-limit", f"{seconds} s", "--threads", threads, "--worth", "none", "-o", plan]
    words = [str(word) for word in words] + ["--json-progress"]
    begun = time.monotonic()
    ended = subprocess.run(words, capture_output=True, text=True)
    took = time.monotonic() - begun
    course = []
    for text in ended.stderr.splitlines():
        if text.startswith("{"):
            tick = json.loads(text)
            if "elapsed_seconds" in tick and "bound_usd" in tick:
                course.append([tick["elapsed_seconds"], tick["incumbent_usd"], tick["bound_usd"]])
    if not plan.exists():
        return {"exit": ended.returncode, "took": took, "course": tidy(course)}, None, None
    told = json.loads(plan.read_text())
    outcome, run = told["outcome"], told["run"]
    course.append([run["seconds"]["state"] + run["seconds"]["solve"], outcome["objective"], outcome["bound"]])
    result = {"exit": ended.returncode, "status": outcome["status"], "took": took, "course": tidy(course)}
    return result, told["totals"]["decided_usd_discounted"], run["size"]


def run_highs(mps, seconds, threads):
    """In a process of its own, since HiGHS has one scheduler a process and may outlast its limit."""
    queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=highs_alone, args=(str(mps), seconds, threads, queue))
    process.start()
    course, end = [], {"status": "killed"}
    begun = time.monotonic()
    while time.monotonic() - begun < 2 * seconds + 120:
        try:
            kind, what = queue.get(timeout=1)
        except queue_of.Empty:
            if not process.is_alive():
                break
            continue
        if kind == "end":
            end = what
            break
        course.append(what)
    if process.is_alive():
        process.terminate()
    process.join()
    if "last" in end:
        course.append(end.pop("last"))
    return {**end, "took": time.monotonic() - begun, "course": tidy(course)}


def highs_alone(mps, seconds, threads, queue):
    import highspy

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", threads)
    solver.setOptionValue("time_limit", float(seconds))
    solver.readModel(mps)
    up = 1.0 if solver.getObjectiveSense()[1] == highspy.ObjSense.kMaximize else -1.0

    def value(x):
        return up * x * MONEY if math.isfinite(x) else None

    def tick(event):
        data = event.data_out
        queue.put(("tick", [data.running_time, value(data.mip_primal_bound), value(data.mip_dual_bound)]))

    last = [0.0]

    def now_and_then(event):
        if event.data_out.running_time - last[0] >= 1.0:
            last[0] = event.data_out.running_time
            tick(event)

    solver.cbMipImprovingSolution.subscribe(tick)
    solver.cbMipInterrupt.subscribe(now_and_then)
    solver.solve()
    info = solver.getInfo()
    # A limit may come in the root relaxation, before there is any bound.
    none = highspy.SolutionStatus.kSolutionStatusFeasible != highspy.SolutionStatus(info.primal_solution_status)
    found = None if none else value(info.objective_function_value)
    end = [solver.getRunTime(), found, value(info.mip_dual_bound)]
    queue.put(("end", {"status": solver.modelStatusToString(solver.getModelStatus()), "last": end}))


def tidy(course):
    """Best so far of incumbent (highest) and bound (lowest), one entry a change."""
    tidied, incumbent, bound = [], None, None
    for seconds, found, proved in sorted(course, key=lambda tick: tick[0]):
        before = (incumbent, bound)
        if found is not None and math.isfinite(found):
            incumbent = found if incumbent is None else max(incumbent, found)
        if proved is not None and math.isfinite(proved):
            bound = proved if bound is None else min(bound, proved)
        if (incumbent, bound) != before:
            tidied.append([round(seconds, 3), incumbent, bound])
    return tidied


def row(result):
    """What is said about a member."""
    base, limit = result["base"], result["member"]["seconds"]
    runs = {name: result[name]["course"] for name in ("capplan", "highs")}
    bounds = [course[-1][2] for course in runs.values() if course and course[-1][2] is not None]
    best = min(bounds, default=None)
    said = {"id": result["member"]["id"], "limit": limit, "size": result["size"] or {}}
    for name, course in runs.items():
        def first(holds):
            return next((tick[0] for tick in course if holds(*tick[1:])), math.inf)

        last = course[-1] if course else [0, None, None]
        known = base and last[1] is not None
        said[name] = {
            "incumbent": last[1],
            "gap": (last[2] - last[1]) / base if known and last[2] is not None else math.inf,
            "first": first(lambda found, _: found is not None),
            "proved": first(lambda found, bound: base and found is not None and bound is not None and bound - found <= 0.01 * base),
            "reached": first(lambda found, _: base and found is not None and best is not None and best - found <= 0.01 * base),
        }
    ours, theirs = said["capplan"]["incumbent"], said["highs"]["incumbent"]
    said["ahead"] = (ours - theirs) / base if base and ours is not None and theirs is not None else None
    for key in ("proved", "reached"):
        # At least a tenth of a second, so that a clock's grain makes no ratio.
        times = [max(min(said[name][key], limit), 0.1) for name in ("highs", "capplan")]
        said[f"{key} ratio"] = times[0] / times[1]
    return said


HEAD = (
    f"{'member':<12}{'limit':>6}{'columns':>9}{'integers':>9} |{'gap':>9}{'HiGHS':>9}{'ahead':>9} |"
    f"{'first':>7}{'HiGHS':>7} |{'to 1 %':>8}{'HiGHS':>8}{'ratio':>7} |{'reached':>8}{'HiGHS':>8}{'ratio':>7}"
)


def line(said):
    ours, theirs, limit = said["capplan"], said["highs"], said["limit"]

    def share(x):
        return "-" if x is None or not math.isfinite(x) else f"{100 * x:.2f} %"

    def seconds(x):
        return f"{x:.1f}" if x <= limit * 1.5 else f">{limit:g}"

    return (
        f"{said['id']:<12}{limit:>6g}{said['size'].get('columns', 0):>9}{said['size'].get('integers', 0):>9} |"
        f"{share(ours['gap']):>9}{share(theirs['gap']):>9}{share(said['ahead']):>9} |"
        f"{seconds(ours['first']):>7}{seconds(theirs['first']):>7} |"
        f"{seconds(ours['proved']):>8}{seconds(theirs['proved']):>8}{said['proved ratio']:>7.2f} |"
        f"{seconds(ours['reached']):>8}{seconds(theirs['reached']):>8}{said['reached ratio']:>7.2f}"
    )


def table(results):
    rows = sorted((row(result) for result in results), key=lambda said: (said["proved ratio"], -said["capplan"]["gap"]))
    if not rows:
        return "no results yet"
    mean = {key: math.exp(sum(math.log(said[f"{key} ratio"]) for said in rows) / len(rows)) for key in ("proved", "reached")}
    worse = [said["id"] for said in rows if said["capplan"]["gap"] > said["highs"]["gap"] + 1e-9]
    missed = {name: sum(said[name]["proved"] > said["limit"] for said in rows) for name in ("capplan", "highs")}
    return "\n".join([
        HEAD,
        *map(line, rows),
        f"time to 1 %, HiGHS / capplan, geometric mean of {len(rows)}: {mean['proved']:.2f} proved by itself, "
        f"{mean['reached']:.2f} reached by the best bound",
        f"1 % not proved in time: capplan {missed['capplan']}, HiGHS {missed['highs']}; "
        f"gap at the end worse than HiGHS alone: {', '.join(worse) or 'none'}",
    ])


if __name__ == "__main__":
    sys.exit(main())
