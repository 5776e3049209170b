"""python -m tests.mutation PATH… --tests PATH…: mutants of the code, and whether the tests notice them.

The same seed draws the same mutants. Status 1 where less than --least per cent are noticed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.mutation.baseline import Failed, measured
from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.running import TOP, copy_of_the_tree, results

NOTICED = ("killed", "too long")


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    made.add_argument("paths", nargs="+", help="modules or folders to change, such as pb/counting")
    made.add_argument("--tests", nargs="+", required=True, help="what pytest is to run")
    made.add_argument("--sample", type=int, help="so many mutants at random (default: all)")
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    made.add_argument("--budget", type=float, default=math.inf, help="processor seconds of tests for each mutant")
    made.add_argument("--results", type=Path, help="a file with one line of JSON for each mutant")
    made.add_argument("--again", type=Path, help="only those that no test noticed, by such a file of an earlier run")
    made.add_argument("--least", type=float, default=0, help="per cent that must be noticed")
    return made


def drawn(asked: argparse.Namespace) -> list[Mutant]:
    """The mutants of this run, in a random order, so that the work is spread evenly."""
    files = [file for path in asked.paths for file in ([TOP / path] if path.endswith(".py") else python_files(path))]
    found = [mutant for file in files for mutant in mutants_of(file, TOP)]
    if asked.again:
        lines = map(json.loads, asked.again.read_text(encoding="utf-8").splitlines())
        open_keys = {line["mutant"] for line in lines if line["result"] not in NOTICED}
        found = [mutant for mutant in found if mutant.key in open_keys]
    size = len(found) if asked.sample is None else min(asked.sample, len(found))
    print(f"{size} of {len(found)} mutants in {len(files)} files, seed {asked.seed}", flush=True)
    return random.Random(asked.seed).sample(found, size)


def python_files(path: str) -> list[Path]:
    return sorted((TOP / path).rglob("*.py"))


def table(found: Iterable[tuple[Mutant, str]]) -> str:
    """By file how many were noticed, and each mutant that was not."""
    found = sorted(found, key=lambda one: (one[0].file, one[0].number))
    lines = ["| file | mutants | noticed | not noticed | % |", "|---|---:|---:|---:|---:|"]
    many, good = Counter(m.file for m, _ in found), Counter(m.file for m, result in found if result in NOTICED)
    for file in many:
        lines.append(row(file, many[file], good[file]))
    lines.append(row("all", many.total(), good.total()))
    return "\n".join(lines + ["", *(f"{result}: {m.key} (line {m.lines[0]})" for m, result in found
                                    if result not in NOTICED)])  # fmt: skip


def row(name: str, many: int, good: int) -> str:
    return f"| {name} | {many} | {good} | {many - good} | {100 * good / max(many, 1):.1f} |"


def main() -> int:
    asked = parser().parse_args()
    os.environ["PB_BRIEF"] = "1"
    mutants, found = drawn(asked), []
    with tempfile.TemporaryDirectory(prefix="pb-mutation-") as name:
        folder = Path(name)
        try:
            baseline = measured(copy_of_the_tree(folder / "tree"), folder, asked.paths, asked.tests)
        except Failed as error:
            print(error)
            return 2
        took = sum(baseline.seconds.values())
        print(f"{len(baseline.seconds)} tests, {took:.0f} processor seconds together", flush=True)
        with open(asked.results or os.devnull, "w", encoding="utf-8") as kept:
            for mutant, result in results(mutants, baseline, folder, asked.workers, asked.budget):
                found.append((mutant, result))
                kept.write(json.dumps({"mutant": mutant.key, "line": mutant.lines[0], "result": result}) + "\n")
                kept.flush()
    print(table(found))
    noticed = sum(result in NOTICED for _, result in found)
    return 0 if 100 * noticed >= asked.least * len(found) else 1


if __name__ == "__main__":
    sys.exit(main())
