"""A worker of the tests that is killed, by the guard against hanging tests or by the system, ends the run and is named.

With a worker in its place, pytest-xdist waits for ever when the one that died had the last tests.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

from tests.support.sources import TOP

TESTS = """
import os, signal, pytest

@pytest.mark.parametrize("number", range(6))
def test_that_is_well(number):
    assert number < 6

def test_whose_worker_is_killed():
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_run_ends_with_the_name_of_the_test_whose_worker_was_killed(tmp_path):
    (tmp_path / "test_killed.py").write_text(TESTS, encoding="utf-8")
    options = re.search(r"^PYTEST = .* -m pytest -n \$\(WORKERS\) (.*)$", (TOP / "Makefile").read_text(), re.MULTILINE)
    command = [sys.executable, "-m", "pytest", "-n", "2", *options[1].split(), "-c", os.devnull, "test_killed.py"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PB_TEST_"))}
    ran = subprocess.run(command, cwd=tmp_path, env=clean, capture_output=True, text=True, timeout=600)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    # How many passed is not asked: what a worker was about to report is lost when it is killed.
    assert "FAILED test_killed.py::test_whose_worker_is_killed" in ran.stdout, ran.stdout + ran.stderr
