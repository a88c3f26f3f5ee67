"""Small models that are about one of the later features: `python small.py BINARY FEATURE --seeds 0..99`."""
import argparse

import generate
import run
from later import Later

FOCUS = {
    "wait": {"wait": 1.0, "grid": 0.3}, "own": {"own": 1.0}, "bill": {"bill": 1.0, "own": 0.5}, "battery": {"day": 1.0, "battery": 1.0},
    "clean": {"clean": 1.0, "own": 0.3, "day": 0.4, "battery": 0.5},
    "losses": {"losses": 1.0}, "outages": {"outages": 1.0},
    "water": {"own": 0.5}, "meter": {"day": 1.0, "battery": 1.0, "own": 0.3}, "raised": {"losses": 1.0, "day": 0.7, "battery": 1.0}, "brings": {"own": 0.7, "bill": 0.15, "deposits": 1.0},
}


class Small(Later, generate.Draw):
    """Few things besides, and no more than one limit."""

    def __init__(self, seed, feature):
        super().__init__(f"{feature} {seed}")
        self.chance = {k: 0.0 for k in self.chance} | {"grid": 1.0} | FOCUS[feature]
        self.feature = feature

    def storage(self):
        super().storage()
        if self.feature == "meter" or (self.feature == "raised" and self.yes(0.4)): self.metered()
        if self.feature == "water": self.cooled()

    def things(self):
        super().things()
        if self.feature == "raised" or (self.feature == "meter" and self.yes(0.8)): self.raised()
        for d in self.m["project"].values():
            # It counts where its battery does.
            if self.feature == "meter" and "battery" in d and self.yes(0.5): d.pop("region")

    def ahead(self):
        super().ahead()
        if self.feature == "brings": self.developers()

    def chain(self): pass

    def letters(self):
        self.m["agreement"] = {}
        if self.feature == "own" and self.yes(0.3): super().letters()

    def limits(self):
        jobs = ["clean"] * (self.grid and self.feature == "clean") + ["water"] * (2 if self.feature == "water" else 0) + ["policy"] * self.yes(0.3) + ["budget"] * self.yes(0.15) + ["patience"] * self.yes(0.1)
        for i, job in enumerate(jobs):
            o = self.solved()
            if o is not None: getattr(self, "add_" + job)(o, f"{job}{i}")


def draw(feature, seed):
    return generate.generate(seed, Small(seed, feature))


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("binary"), p.add_argument("feature", choices=FOCUS), p.add_argument("--seeds", default="0..99"), p.add_argument("--keep")
    args = p.parse_args()
    a, b = map(int, args.seeds.split(".."))
    verdicts = {}
    for seed in range(a, b + 1):
        _, verdict, mine, theirs = run.one(seed, args.binary, args.keep, draw(args.feature, seed))
        verdicts[verdict] = verdicts.get(verdict, 0) + 1
        if verdict != "agree": print(f"{args.feature} {seed}: {verdict}: oracle {mine}, capplan {theirs}", flush=True)
    print(args.feature, verdicts)
