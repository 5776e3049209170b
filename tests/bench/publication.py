"""What a publication makes, with 40 projects, 29 venues and 20,000 ballots: seconds for each thing, the page, and what the
validators of each format and the checks of small numbers and sentences find.

python -m tests.bench.publication [ballots]
"""

from __future__ import annotations

import io
import json
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
from frictionless import Package, system

from pb import clock
from pb.database import db
from pb.results import actions
from tests.bench.results_page import PROJECTS, TIMES, VENUES, fill, timed
from tests.support.make import Make
from tests.support.pdf import failures_of_pdf_ua
from tests.support.program import program

#: Rounds made by chance: for small numbers, for sentences.
ATTACKED, READ = 60, 1_000


def main() -> None:
    """Print the table."""
    ballots = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with (
        tempfile.TemporaryDirectory() as folder,
        program(f"sqlite:///{folder}/pb.sqlite", Path(folder)) as app,
        app.app_context(),
    ):
        db.create_all()
        make = Make(app)
        round_ = make.voting_round(projects=PROJECTS)
        with clock.moved(round_.post_closes_at + timedelta(hours=1)):
            fill(round_, ballots)
            make.signed(make.counted(round_))
            actions.publish(make.actor("coordinator"), make.fresh(round_))
            print(f"{ballots:,} ballots, {PROJECTS} projects, {VENUES} venues, SQLite")
            _made(app, round_.id, Path(folder) / "zip")
            _page(app, f"/rounds/{round_.id}/results")
        attack, read = (
            import_module(f"tests.results.test_{name}")
            for name in ("hidden_numbers_cannot_be_worked_out", "true_charts")
        )
        with app.test_request_context():
            chances = map(random.Random, range(ATTACKED))
            narrow = sum(len(attack.narrow_in(attack.by_chance(chance), chance)) for chance in chances)
            print(f"hidden numbers below ten known nearer than ten, in {ATTACKED} rounds by chance: {narrow}")
            off = sum(read.faults_in(seed) for seed in range(READ))
            print(f"rounds by chance whose charts say something that is not so, of {READ:,}: {off}")


def _made(app: Any, round_id: int, folder: Path) -> None:
    from pb.pages.results.charts import charts_of, drawings_of
    from pb.pages.results.files import ZIP, pack_file, picture_file
    from pb.pages.results.pack import pack_made, slides_made
    from pb.pages.results.poster import poster_made
    from pb.pages.results.result_view import published
    from pb.pages.results.venue_sheets import sheets_made

    whole = 0.0

    def row(what: str, make: Callable[[], Any]) -> Any:
        nonlocal whole
        began = time.perf_counter()
        found = make()
        whole += (took := time.perf_counter() - began)
        print(f"{what}: {took:.2f} s")
        return found

    with app.test_request_context(f"/rounds/{round_id}/results"):
        found = published(round_id)
        assert found is not None
        file = row("all files and the zip", lambda: pack_file(found, ZIP))
        charts = row("what people chose, from the ballots", lambda: charts_of(found))
        pictures = drawings_of(charts)
        row(f"{len(pictures)} pictures in three forms", lambda: [picture_file(each) for each in pictures])
        row("slides", lambda: slides_made(found))
        pack = row("pack for the steering group", lambda: pack_made(found).read_bytes())
        sheets = row(f"{VENUES + 1} sheets", lambda: sheets_made(found))
        poster = row("poster", lambda: poster_made(found))
    print(f"together: {whole:.1f} s")
    failures = sum(len(failures_of_pdf_ua(pdf)) for pdf in (pack, sheets, poster))
    print(f"failures of PDF/UA in pack, sheets and poster: {failures}")
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        archive.extractall(folder)
    _validated(app, folder)


def _validated(app: Any, folder: Path) -> None:
    with system.use_context(trusted=True):
        tables = Package(str(folder / "datapackage.json")).validate()
    print(f"frictionless: {'valid' if tables.valid else 'NOT VALID'}, {len(tables.tasks)} tables")
    result, schema = (json.loads((folder / name).read_text()) for name in ("result.json", "result.schema.json"))
    jsonschema.validate(result, schema)
    print("JSON Schema: valid")
    feed = feedparser.parse(app.test_client().get("/results/feed.atom").get_data())
    print(f"feedparser: {'NOT WELL FORMED' if feed.bozo else feed.version}, {len(feed.entries)} entry")


def _page(app: Any, address: str) -> None:
    timed(app, address)
    took = sorted(timed(app, address) for _ in range(TIMES))
    print(f"the page: p50 {took[TIMES // 2] * 1000:.0f} ms, p95 {took[int(TIMES * 0.95)] * 1000:.0f} ms")


if __name__ == "__main__":
    main()
