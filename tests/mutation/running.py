"""Each mutant is written into a copy of the project and its tests are run there, by several workers at once.

A worker has imported what the tests need from outside and forks for each mutant, which saves the seconds of starting
Python. A mutant is over by processor seconds, never by the clock, so that a busy machine decides nothing.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import resource
import shutil
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.mutation.baseline import Baseline, Chosen, Failed, enter, options
from tests.mutation.mutants import Mutant, mutated

__all__ = ["TOP", "copy_of_the_tree", "results"]

TOP = Path(__file__).resolve().parents[2]
#: Bytes of address space for one mutant: a list that grows without end must not take the machine with it.
_MEMORY = 2 << 30
_LIMIT = 600  # processor seconds of one mutant, and of each process that its tests start; one test has far fewer


@dataclass(frozen=True)
class _Work:
    tree: Path
    folder: Path
    baseline: Baseline
    budget: float


_work: _Work = None  # type: ignore[assignment]  # of this worker, from ``_begin`` on


def copy_of_the_tree(to: Path) -> Path:
    """The project without what tools have made."""
    made = (".git", ".venv", ".*cache", ".hypothesis", "__pycache__", "build", "instance", "node_modules")
    return Path(shutil.copytree(TOP, to, ignore=shutil.ignore_patterns(*made)))


def results(
    mutants: Sequence[Mutant], baseline: Baseline, folder: Path, workers: int, budget: float
) -> Iterator[tuple[Mutant, str]]:
    """Each mutant with "killed", "survived", "too long" (noticed as well) or "no test", in the order of their ends.

    budget: each meets the quickest of its tests that together take so many processor seconds without a change.
    """
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # threads do not live through a fork
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in baseline.modules:
            with suppress(Exception):
                importlib.import_module(name)
    context = multiprocessing.get_context("fork")
    with context.Pool(workers, _begin, (folder, baseline, budget)) as pool:
        yield from pool.imap_unordered(_result, mutants)


def _begin(folder: Path, baseline: Baseline, budget: float) -> None:
    """A worker begins: it makes its copy, and sees that tests which pass without a change pass there."""
    global _work
    own = folder / str(os.getpid())
    own.mkdir()
    _work = _Work(Path(shutil.copytree(folder / "tree", own / "tree")), own, baseline, budget)
    first = sorted(baseline.seconds, key=baseline.seconds.__getitem__)[:20]
    if _verdict(first) != "survived":
        os.write(2, b"The tests do not pass in a worker's copy of the project.\n")
        os.kill(os.getppid(), 15)


def _result(mutant: Mutant) -> tuple[Mutant, str]:
    tests = _work.baseline.for_lines(mutant.file, *mutant.lines, _work.budget)
    if not tests:
        return mutant, "no test"
    file = _work.tree / mutant.file
    source = file.read_text(encoding="utf-8")
    for compiled in file.parent.glob(f"__pycache__/{file.stem}.*"):
        compiled.unlink()
    try:
        file.write_text(mutated(source, mutant.number), encoding="utf-8")
        return mutant, _verdict(tests)
    finally:
        file.write_text(source, encoding="utf-8")


def _verdict(tests: Sequence[str]) -> str:
    child = os.fork()
    if not child:
        _run(tests)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status == pytest.ExitCode.NO_TESTS_COLLECTED:
        raise Failed(f"None of these tests was found again: {tests[:3]}")
    return "survived" if status == 0 else "too long" if status < 0 else "killed"


def _run(tests: Sequence[str]) -> None:
    """In the forked process: it ends with pytest's status, or by a signal when its processor seconds are over."""
    status = 3
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (_LIMIT, _LIMIT + 5))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        enter(_work.tree, _work.folder)
        files = dict.fromkeys(test.partition("::")[0] for test in tests)
        status = int(
            pytest.main([*options(_work.folder), "--tb=no", *files], plugins=[Chosen(tests, _work.baseline.seconds)])
        )
    finally:
        os._exit(status)
