"""The tests on the code as it is: that all of them pass, how long each takes, and which lines it goes through."""

from __future__ import annotations

import json
import math
import os
import signal
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import pytest

__all__ = ["Baseline", "Chosen", "Failed", "enter", "measured", "options"]

_PATIENCE = 4  # how many times as long as without a change a test may take…
_GRACE = 4  # …and so many processor seconds more, also for the start


class Failed(Exception):
    """The tests do not pass on the code as it is, so they can say nothing about a changed one."""


@dataclass(frozen=True)
class Baseline:
    """seconds: processor seconds of each test by its pytest id; tests: by file and line the ids of those that run it;
    loaded: the lines that run already when the module is imported; modules: what the tests imported from outside."""

    seconds: dict[str, float]
    tests: dict[str, dict[int, list[str]]]
    loaded: dict[str, list[int]]
    modules: list[str]

    def for_lines(self, file: str, first: int, last: int, budget: float = math.inf) -> list[str]:
        """The tests that run one of these lines, quick ones first; for what runs at the import, all other tests too.
        Of these as many as fit into ``budget`` processor seconds, but one at least.
        """
        lines = range(first, last + 1)
        hits = {test for line in lines for test in self.tests.get(file, {}).get(line, ())}
        ordered = sorted(hits, key=self.seconds.__getitem__)
        if set(lines) & set(self.loaded.get(file, ())):
            ordered += sorted(self.seconds.keys() - hits, key=self.seconds.__getitem__)
        spent = accumulate(self.seconds[test] for test in ordered)
        return ordered[:1] + [test for test, so_far in list(zip(ordered, spent, strict=True))[1:] if so_far <= budget]


class Chosen:
    """A plug-in of pytest: only these tests, in this order, each with a limit of processor seconds that ends it all."""

    def __init__(self, ids: Sequence[str], seconds: dict[str, float]):
        self.place, self.seconds = {id: place for place, id in enumerate(ids)}, seconds
        signal.setitimer(signal.ITIMER_PROF, _GRACE)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((item for item in items if item.nodeid in self.place), key=lambda one: self.place[one.nodeid])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        signal.setitimer(signal.ITIMER_PROF, _PATIENCE * self.seconds[item.nodeid] + _GRACE)


class _Watch:
    """A plug-in of pytest: how long each test takes, and under its name what it runs (coverage's contexts)."""

    def __init__(self, coverage):
        self.coverage, self.seconds = coverage, {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.coverage.switch_context(item.nodeid)
        before = sum(os.times()[:4])
        result = yield
        self.seconds[item.nodeid] = sum(os.times()[:4]) - before
        self.coverage.switch_context("")
        return result


def options(folder: Path) -> list[str]:
    """How pytest is called: nothing is kept between two runs, no plug-in shares out the tests, and it does not matter
    that plug-ins of others have been imported already. On SQLite only: each mutant would start a PostgreSQL anew."""
    already = ["-W", "ignore::pytest.PytestAssertRewriteWarning", "-k", "not postgresql"]
    return [*already, "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", f"--basetemp={folder / 'base'}"]


def enter(tree: Path, folder: Path, compiled: bool = False) -> None:
    """From now on this process works in ``tree``, a copy of the project, and keeps its own files in ``folder``.

    compiled: what is imported is kept in its compiled form, so that the next one need not do it again.
    """
    os.chdir(tree)
    sys.path[:] = [str(tree), *(path for path in sys.path if path not in ("", str(Path(__file__).parents[2])))]
    sys.dont_write_bytecode = not compiled
    for name in [name for name in sys.modules if name.split(".")[0] == "tests"]:
        del sys.modules[name]
    os.environ |= {"TMPDIR": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    tempfile.tempdir = None


def measured(tree: Path, folder: Path, paths: Sequence[str], tests: Sequence[str]) -> Baseline:
    """Run all tests in a process of its own."""
    kept = folder / "baseline.json"
    child = os.fork()
    if not child:
        os._exit(_measure(tree, folder, paths, tests, kept))
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code:
        raise Failed(f"The tests fail without any change (pytest says {code}).")
    found = json.loads(kept.read_text())
    by_line = {file: {int(line): ids for line, ids in lines.items()} for file, lines in found["tests"].items()}
    return Baseline(found["seconds"], by_line, found["loaded"], found["modules"])


def _measure(tree: Path, folder: Path, paths: Sequence[str], tests: Sequence[str], kept: Path) -> int:
    import coverage

    enter(tree, folder, compiled=True)
    asked = [str(tree / path) if path.endswith(".py") else f"{tree / path}/**" for path in paths]
    watched = coverage.Coverage(data_file=None, include=asked, config_file=False)
    watched.start()
    watch = _Watch(watched)
    code = pytest.main([*options(folder), *tests], plugins=[watch])
    watched.stop()
    data, by_line, loaded = watched.get_data(), defaultdict(dict), {}
    for file in data.measured_files():
        name = str(Path(file).relative_to(tree))
        for line, contexts in data.contexts_by_lineno(file).items():
            by_line[name][line] = [one for one in contexts if one]
        loaded[name] = [line for line, contexts in data.contexts_by_lineno(file).items() if "" in contexts]
    here = ("pb", "tests", "conftest", "__main__", "coverage")
    modules = [name for name in sys.modules if name.split(".")[0] not in here]
    found = {"seconds": watch.seconds, "tests": by_line, "loaded": loaded, "modules": modules}
    kept.write_text(json.dumps(found))
    return int(code)
