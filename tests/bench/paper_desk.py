"""The paper desk in figures: python -m tests.bench.paper_desk [--part PART …]

Parts: typing (keys and milliseconds a paper in Chromium, beside 28 others who type a paper every twenty seconds, 5,000
papers stored), errors (500 forms with 50 seeded errors), printing (seconds for 2,000 papers), prints (papers read back from
the PDF and held against the screen; squares, also creased ones), journey (a practice of 29 venues), troubles (29 venues with every
trouble of the desk: papers unaccounted for).
Made up anew in each run, from the same seed.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.paper_box import PROJECTS, Desk, p95, row
from tests.bench.paper_prints import printing, prints

STORED, TYPED, OTHERS, PACE = 5_000, 60, 28, 20
FORMS, ERRORS = 500, 50
#: Runs in the page: from Enter in the field of what is marked to the caret in the field of the next number.
WAITS = """() => { window.waits = []; let at = null;
    addEventListener('keydown', e => { if (e.key === 'Enter' && e.target.name === 'entry') at = performance.now(); }, true);
    addEventListener('focusin', e => { if (at !== null && e.target.name === 'serial') { waits.push(performance.now() - at); at = null; } }); }"""
SAVED = "() => performance.getEntriesByType('resource').filter(e => e.initiatorType === 'fetch').map(e => e.duration)"


@contextmanager
def others_typing(desk: Desk, bundle: Any, rows: dict[str, str]) -> Iterator[list[float]]:
    """``OTHERS`` people type the second pass of a bundle, each a paper every ``PACE`` seconds; the seconds that each took."""
    from pb.paper import actions, queries
    from pb.paper.models import Bundle
    from pb.paper.rules import read_entry
    from pb.voting.queries import frozen_ballot

    took: list[float] = []
    bundle_id, ended = bundle.id, threading.Event()

    def types() -> None:
        from pb.database import db

        with desk.app.app_context():
            ballot = frozen_ballot(desk.round.id)
            assert ballot is not None
            for serial, marked in rows.items():
                if ended.wait(PACE / OTHERS):
                    break
                began = time.perf_counter()
                here = db.session.get_one(Bundle, bundle_id)
                paper = queries.paper_of(here.round_id, serial)
                assert paper is not None
                actions.type_paper(desk.counters[2], here, 2, paper, read_entry(marked, ballot.rules))
                took.append(time.perf_counter() - began)
                db.session.remove()

    thread = threading.Thread(target=types, daemon=True)
    thread.start()
    try:
        yield took
    finally:
        ended.set()
        thread.join()


def typing(desk: Desk) -> None:
    """Somebody types papers in Chromium."""
    from tests.support.browser import BrowserVisitor, chromium
    from tests.support.server import serving

    stored, serials = desk.box(STORED)
    rows = {serial: desk.marked() for serial in serials}
    began = time.perf_counter()
    desk.uploads(0, stored, 1, rows)
    row(f"a spreadsheet of {STORED:,} papers read and saved, s", f"{time.perf_counter() - began:.1f}")
    mine, serials = desk.box(TYPED)
    address = f"/rounds/{desk.round.id}/paper-desk/bundles/{mine.id}/typing/1"
    with serving(desk.app) as server, chromium() as browser, others_typing(desk, stored, rows) as others:
        person = BrowserVisitor(browser, server).signed_in_as(desk.people[1])
        person.opens(address)
        person.page.evaluate(WAITS)
        keys, began = 0, time.perf_counter()
        for done, serial in enumerate(serials, start=1):
            pressed = [*serial, "Enter", *desk.marked(), "Enter"]
            for key in pressed:
                person.page.keyboard.press("Space" if key == " " else key)
            keys += len(pressed)
            person.page.get_by_text(f"{done} of {TYPED}").first.wait_for()
        all_in = time.perf_counter() - began
        waits, saved = person.page.evaluate("() => window.waits"), person.page.evaluate(SAVED)
        person.context.close()
    row("keys a paper with three choices, mouse", f"{keys / TYPED:.1f}, 0")
    row("ms a paper, keys pressed by a program and the answer awaited", f"{1000 * all_in / TYPED:.0f}")
    row(
        "ms from Enter to the caret in the next field: median, p95", f"{statistics.median(waits):.1f}, {p95(waits):.1f}"
    )
    row("ms from Enter to the answer of the server: median, p95", f"{statistics.median(saved):.0f}, {p95(saved):.0f}")
    row(f"papers that {OTHERS} others typed meanwhile; ms p95", f"{len(others)}; {1000 * p95(others or [0]):.0f}")


def errors(desk: Desk) -> None:
    """Forms typed twice; in some of them the second typist slips."""
    from pb.paper import queries
    from pb.paper.rules import PaperState
    from pb.voting.queries import frozen_ballot

    bundle, serials = desk.box(FORMS)
    first = {serial: desk.marked() for serial in serials}
    wrong = set(desk.drawn.sample(serials, ERRORS))
    second = {serial: _slip(desk, marked) if serial in wrong else marked for serial, marked in first.items()}
    desk.uploads(0, bundle, 1, first)
    desk.make.typed(bundle, desk.people[1], 2, second)
    ballot = frozen_ballot(desk.round.id)
    assert ballot is not None
    found = queries.paper_statuses([bundle.id], ballot)[bundle.id]
    flagged = {each.paper.serial for each in found if each.state == PaperState.DIFFERS}
    row(f"of {ERRORS} seeded errors in {FORMS} forms caught", len(flagged & wrong))
    row(f"of {FORMS - ERRORS} clean forms flagged", len(flagged - wrong))


def _slip(desk: Desk, marked: str) -> str:
    """One number is another, is missing, or is one too many."""
    numbers = list(map(int, marked.split()))
    others = [each for each in range(1, PROJECTS + 1) if each not in numbers]
    how = desk.drawn.randrange(3)
    if how == 0:
        numbers[desk.drawn.randrange(3)] = desk.drawn.choice(others)
    elif how == 1:
        numbers.pop(desk.drawn.randrange(3))
    else:
        numbers.append(desk.drawn.choice(others))
    return " ".join(map(str, numbers))


def journey(_desk: Desk) -> None:
    """A practice of 29 venues is played to its published result."""
    import subprocess

    done = subprocess.run([sys.executable, "-m", "tests.bench.rehearsal"], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    told = dict(re.split(r"\s{2,}", line, maxsplit=1) for line in done.stdout.splitlines())
    said = ("votes off, by venue and way of voting", "papers off, of both typings", "gaps that the programme sees")
    row(
        f"a practice of 29 venues, {told['ballots']} ballots: " + "; ".join(said),
        ", ".join(told[each] for each in said),
    )


def troubles(desk: Desk) -> None:
    """Every trouble of the desk at 29 venues, to the published result."""
    from tests.support.desk_journey import Journey
    from tests.support.desk_journey_found import found
    from tests.support.desk_journey_plan import WHOLE

    journey, began = Journey(desk.make, WHOLE), time.perf_counter()
    journey.goes()
    rows = dict(found(journey, desk.app).table())
    where = f"{WHOLE.venues} venues, {WHOLE.sessions} sessions, {WHOLE.papers:,} papers, {WHOLE.packs} of them by post"
    row(f"papers unaccounted for in the journey: {where}", rows.pop("unaccounted"))
    row("; ".join(rows), ", ".join(map(str, rows.values())))
    row("s for all of it", f"{time.perf_counter() - began:.0f}")


PARTS = {
    "typing": typing,
    "errors": errors,
    "printing": printing,
    "prints": prints,
    "journey": journey,
    "troubles": troubles,
}


def main(words: Sequence[str]) -> None:
    """Print the table."""
    from pb.database import db
    from tests.support.program import program

    parser = argparse.ArgumentParser(prog="python -m tests.bench.paper_desk")
    parser.add_argument("--part", action="append", choices=sorted(PARTS))
    asked = parser.parse_args(words)
    print(f"SQLite, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n\n| what | figure |\n|---|---|")
    for name in asked.part or PARTS:
        with (
            tempfile.TemporaryDirectory() as folder,
            program(f"sqlite:///{folder}/pb.sqlite", Path(folder)) as app,
            app.app_context(),
        ):
            db.create_all()
            PARTS[name](Desk(app))
    print(f"\nload at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
