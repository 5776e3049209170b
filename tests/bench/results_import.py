"""A real vote becomes a published round: ``flask rounds import`` and the first look at its page.

    python -m tests.bench.results_import FOLDER [name of a file …]

Without names it takes Warsaw 2026 and Łódź 2022.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from pb.database import db
from pb.rounds.models import Round
from tests.bench.results_page import timed
from tests.support.program import program

FILES = ("Poland_Warszawa_2026.pb", "Poland_Lodz_2022.pb")
LOT = "12345678901234567890"


def main() -> None:
    """Print the table."""
    print("| file | import, s | page at first, s | page then, s | what the command said |\n|---|---:|---:|---:|---|")
    for name in sys.argv[2:] or FILES:
        with (
            tempfile.TemporaryDirectory() as folder,
            program(f"sqlite:///{folder}/pb.sqlite", Path(folder)) as app,
            app.app_context(),
        ):
            db.create_all()
            began = time.perf_counter()
            said = app.test_cli_runner().invoke(args=["rounds", "import", str(Path(sys.argv[1]) / name), "--lot", LOT])
            took = time.perf_counter() - began
            assert said.exit_code == 0, said.output
            address = f"/rounds/{db.session.scalar(select(Round.id))}/results"
            db.session.rollback()
            pages = [timed(app, address) for _ in range(5)]
            print(
                f"| {name} | {took:.1f} | {pages[0]:.2f} | {min(pages):.2f} | {said.output.splitlines()[-2]} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
