"""Every table of measurements, one after another: python -m tests.bench [part of a name …]

Each runs in a process of its own, so that none inherits the memory of another. Real elections come from the folder that
PB_ELECTIONS names; where there is none, the tables beside pabutools are left out, and it says so. All of it takes about
an hour.
"""

from __future__ import annotations

import os
import subprocess
import sys

FOLDER = os.environ.get("PB_ELECTIONS")
#: The arguments of each; None where it cannot run at all.
BENCHES: dict[str, list[str] | None] = {
    "counting_speed": [FOLDER] if FOLDER else [],
    "counting_memory": [],
    "counting_large_file": [],
    "counting_database": [],
    "results_page": [],
    "first_paint": [],
    "voter_screens": [],
    "voter_offline": [],
    "rehearsal": [],
    "paper_desk": [],
    "results_import": [FOLDER] if FOLDER else None,
    "voting_casting": [],
    "trust": [],
    "running": [],
    "staff_pages": [],
    "long_work": [FOLDER] if FOLDER else [],
}
#: What measures real elections, alone or beside made-up ones.
NEED_ELECTIONS = ("counting_speed", "results_import", "long_work")


def main(asked: list[str]) -> int:
    """Run them; the exit status is 1 if one of them failed."""
    failed = []
    for name, arguments in BENCHES.items():
        if asked and not any(part in name for part in asked):
            continue
        print(f"\n== tests.bench.{name}", flush=True)
        if name in NEED_ELECTIONS and not FOLDER:
            print(
                "NOT RUN HERE: what is measured with real elections; PB_ELECTIONS names no folder of them", flush=True
            )
        if arguments is None:
            continue
        if subprocess.run([sys.executable, "-m", f"tests.bench.{name}", *arguments]).returncode:
            failed.append(name)
    for name in failed:
        print(f"FAILED: tests.bench.{name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
