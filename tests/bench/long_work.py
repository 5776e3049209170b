"""What may take long, beside cards and the opening: python -m tests.bench.long_work [FOLDER of elections]

Prints the processor seconds of printing ballot papers, reading a file of sessions, counting and publishing a result
with its files, and importing the largest file of FOLDER. What takes longer than about two seconds is a job.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

PAPERS, LINES, SESSIONS, BALLOTS = 2_000, 40, 1_000, 20_000
LOT = "12345678901234567890"


def processor() -> float:
    """Seconds of the processor that this process and those it has started took."""
    each = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in each)


def row(what: str, work: Callable[[], Any]) -> Any:
    """Do it, and print one line of the table; what came of it."""
    began, spent = time.perf_counter(), processor()
    made = work()
    print(f"| {what} | {processor() - spent:.2f} | {time.perf_counter() - began:.2f} |", flush=True)
    return made


def papers(app: Any, make: Any) -> None:
    """Papers are printed: the act, and the page of a batch."""
    from pb.paper import actions
    from tests.support.makers.voting import COMMAND

    round_id = make.voting_round(projects=LINES).id
    batch_id = row(f"{PAPERS:,} papers: the act", lambda: actions.print_batch(COMMAND, round_id, None, PAPERS).id)
    person = signed_in(app, make, round_id)
    for size in ("", "?size=large"):
        what = f"{PAPERS:,} papers of {LINES} projects as a PDF file{', large print' if size else ''}"
        row(what, partial(person, f"paper-desk/batches/{batch_id}/papers.pdf{size}"))


def signed_in(app: Any, make: Any, round_id: int) -> Callable[..., Any]:
    """What somebody who coordinates and counts gets from an address of the round."""
    from pb.people import actions
    from pb.web.access import Role
    from tests.support.makers.projects import actor_of
    from tests.support.visitor import Visitor

    me = make.staff(Role.COORDINATOR, Role.COUNTER)
    actions.declare_interest(actor_of(me), round_id=round_id, description="")
    visitor = Visitor(app).signed_in_as(me)
    return lambda address: visitor.downloads(f"/rounds/{round_id}/{address}").get_data()


def sessions(make: Any) -> None:
    """A file of sessions is read, and then added."""
    from pb.database import db
    from pb.rounds.models import Round
    from pb.venues import actions, queries
    from pb.venues.rules import planning
    from pb.venues.rules.planning import plan
    from pb.venues.rules.reading import read_list
    from tests.support.makers.voting import COMMAND

    round_id = make.voting_round().id
    round_ = db.session.get_one(Round, round_id)
    day = (round_.voting_opens_at + timedelta(days=1)).strftime("%d/%m/%Y")
    lines = ["venue,date,starts,ends"]
    lines += [f"Venue {number},{day},{10 + number % 8}:00,{11 + number % 8}:00" for number in range(SESSIONS)]
    data = "\n".join(lines).encode()
    row(f"a file of {SESSIONS} sessions: looked at", lambda: plan(*read_list(data), queries.known_to(round_)))
    planning.MOST_AT_ONCE = SESSIONS  # done here, as a job does it
    row(f"a file of {SESSIONS} sessions: added", lambda: actions.import_or_order(COMMAND, round_, data))


def results(app: Any, make: Any) -> None:
    """A result is counted, published, and looked at; its files are made."""
    from pb import clock
    from pb.pages.results.charts import charts_of, drawings_of
    from pb.pages.results.files import pack_file, picture_file
    from pb.pages.results.result_view import published
    from pb.pages.results.what_if import OtherCounts, counts_compared
    from pb.results import actions
    from tests.bench.results_page import fill

    round_ = make.voting_round(projects=LINES)
    with clock.moved(round_.post_closes_at + timedelta(hours=1)):
        fill(round_, BALLOTS)
        what = f"{BALLOTS:,} ballots, {LINES} projects"
        row(f"{what}: the lot typed twice and the count", lambda: make.counted(round_))
        make.signed(round_)
        row(f"{what}: published", lambda: actions.publish(make.actor("coordinator"), make.fresh(round_)))
    address = f"/rounds/{round_.id}/results"
    row("its page", lambda: app.test_client().get(address).get_data())
    with app.test_request_context(address):
        found = published(round_.id)
        assert found is not None
        pictures = drawings_of(charts_of(found))
        row(f"its {len(pictures)} pictures", lambda: [picture_file(picture) for picture in pictures])
        row("its files", lambda: pack_file(found, "everything.zip"))
        row("the same ballots under every other rule", lambda: counts_compared(OtherCounts(found)))


def imported(app: Any, folder: Path) -> None:
    """The largest file becomes a published round, by the command."""
    file = max(folder.glob("*.pb"), key=lambda each: each.stat().st_size)
    command = ["rounds", "import", str(file), "--lot", LOT]
    said = row(f"{file.name}: flask rounds import", lambda: app.test_cli_runner().invoke(args=command))
    assert said.exit_code == 0, said.output


def main(asked: list[str]) -> None:
    """Print the table, on SQLite."""
    from pb.database import db
    from tests.support.make import Make
    from tests.support.program import program

    print("| what | s of the processor | s |\n|---|---:|---:|")
    with (
        tempfile.TemporaryDirectory() as folder,
        program(f"sqlite:///{folder}/pb.sqlite", Path(folder)) as app,
        app.app_context(),
    ):
        db.create_all()
        make = Make(app)
        papers(app, make)
        results(app, make)
        sessions(make)
        if asked:
            imported(app, Path(asked[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
