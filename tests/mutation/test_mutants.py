"""The mutation run itself: which changes it makes, and that it tells noticed ones from others."""

from __future__ import annotations

import subprocess
import sys

from tests.mutation.baseline import Baseline
from tests.mutation.mutants import mutants_of, mutated
from tests.support.sources import TOP

SAMPLE = '''"""A docstring with a < b."""
__all__ = ["fits"]


def fits(cost: int, left: int = 0) -> bool:
    """Whether 1 < 2."""
    if left < 0:
        raise ValueError("Less than nothing.")
    return cost <= left and not _l("A text")


def never() -> None:
    raise AssertionError("Never.")


def seldom(x):
    y = x + 1  # pragma: no mutate - any number will do
    return y + 1  # pragma: no cover - only on Sundays
'''
EXPECTED = [
    "fits: 0 -> 1",
    "fits: left < 0 -> left <= 0",
    "fits: left < 0 -> left >= 0",
    "fits: 0 -> 1 (2)",
    "fits: raise ValueError('Less than nothing.') -> pass",
    "fits: return cost <= left and (not _l('A text')) -> return None",
    "fits: cost <= left and (not _l('A text')) -> cost <= left or not _l('A text')",
    "fits: cost <= left -> cost < left",
    "fits: cost <= left -> cost > left",
    "fits: not _l('A text') -> _l('A text')",
]


def test_the_changes_to_a_small_module(tmp_path):
    file = tmp_path / "sample.py"
    file.write_text(SAMPLE)
    found = mutants_of(file, tmp_path)
    assert [mutant.key for mutant in found] == [f"sample.py {change}" for change in EXPECTED]
    assert found[7].lines == (9, 9) and "return cost < left and" in mutated(SAMPLE, found[7].number)
    assert len({mutated(SAMPLE, mutant.number) for mutant in found}) == len(EXPECTED)


def test_a_mutant_meets_the_quickest_tests_of_its_line_first_and_no_more_than_the_budget_has_seconds_for():
    seconds = {"slow": 5.0, "quick": 0.5, "other": 0.25, "middle": 1.5}
    found = Baseline(seconds, {"a.py": {7: ["slow", "quick", "middle"]}}, {"a.py": [1]}, [])
    assert found.for_lines("a.py", 7, 7) == ["quick", "middle", "slow"]
    assert found.for_lines("a.py", 7, 7, budget=2) == ["quick", "middle"]
    assert found.for_lines("a.py", 7, 7, budget=0) == ["quick"], "one at least"
    assert found.for_lines("a.py", 1, 7) == ["quick", "middle", "slow", "other"], "line 1 runs at the import"
    assert found.for_lines("a.py", 8, 9, budget=2) == []


def test_a_run_says_what_no_test_notices():
    """The test above runs no line of the count, so all three are left."""
    this = "tests/mutation/test_mutants.py::test_the_changes_to_a_small_module"
    asked = ["pb/counting/rules/trace.py", "--tests", this, "--workers", "1", "--sample", "3", "--least", "1"]
    run = subprocess.run([sys.executable, "-m", "tests.mutation", *asked], cwd=TOP, capture_output=True, text=True)
    assert run.returncode == 1 and run.stdout.count("no test: pb/counting/rules/trace.py ") == 3, run.stdout
    assert "| all | 3 | 0 | 3 | 0.0 |" in run.stdout
