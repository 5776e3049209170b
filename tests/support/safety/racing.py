"""Many people who press at the same moment: in threads of one process and in several processes.

A worker process makes a thread for each job, says that it is ready, and lets all of them go at once when it is told to.
Each is a fork of one process that has read the program already: to read it takes two seconds of a processor.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

Job = dict[str, Any]
#: Seconds after which a test that hangs ends; they judge nothing.
SAFETY = 600


def at_once(app: Any, jobs: Iterable[Callable[[], Any]]) -> list[Any]:
    """Run each job in a thread of its own, all beginning together; what each gave back or raised, in their order."""
    jobs = list(jobs)
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        with app.app_context():
            start.wait(SAFETY)
            try:
                return job()
            except Exception as failed:  # the test judges it
                return failed

    with ThreadPoolExecutor(len(jobs)) as people:
        return list(people.map(run, jobs))


def outcome(done: Any) -> str:
    """ "saved <receipt>", "refused <sentence>", or "error <kind>"."""
    from pb.refusals import Refusal

    if isinstance(done, Refusal):
        return f"refused {done.sentence}"
    if isinstance(done, Exception):
        return f"error {type(done).__name__}"
    return f"saved {done}"


def in_processes(app: Any, *shares: list[Job], moment: datetime | None = None) -> list[list[str]]:
    """Each share of the jobs in a process of its own, everything at once; the outcomes, share by share.

    A job is ``{"do": "cast", "round": …, "right": …, "attempt": …, "numbers": […], "channel": …}``,
    ``{"do": "release", "round": …, "card": …, "by": …}``, ``{"do": "exchange", "right": …}``,
    ``{"do": "open", "round": …}`` or ``{"do": "correct", "round": …, "by": …}``.
    ``"corrected"`` of a cast: how often the texts had been corrected when its voter read them.
    """
    from pb.database import db

    db.session.rollback()  # the test itself reads nothing meanwhile
    folder, url = app.config["KEYS_DIR"].parent, app.config["DATABASE_URL"]
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pb.serving", "tests.support.program"])
    workers = []
    for share in shares:
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, url, folder, moment, share))
        process.start()
        theirs.close()  # a worker that dies is an EOFError here, and nothing waits for it
        workers.append((process, ours))
    for _, pipe in workers:
        assert pipe.recv() == "ready"
    for _, pipe in workers:
        pipe.send("go")
    answers = [pipe.recv() for _, pipe in workers]
    for process, _ in workers:
        process.join(SAFETY)
    return answers


def cast_job(vote: Any) -> Job:
    """A vote as a job for another process."""
    return {
        "do": "cast",
        "round": vote.ballot.round_id,
        "right": vote.right_key,
        "attempt": vote.attempt,
        "numbers": sorted(vote.choices),
        "channel": vote.channel,
    }


def cast(vote: Any) -> str:
    """Cast ``vote`` as the voter's screen does; the receipt."""
    from pb.voting import actions

    return actions.cast_vote(vote)


def open_the_box(round_: Any) -> int:
    """Open the box of ``round_`` an hour after the last post; the number of votes that were in it."""
    from pb import clock
    from pb.rounds.rules import post_closes_at

    with clock.moved(post_closes_at(round_) + timedelta(hours=1)):
        return int(_open({"round": round_.id}))


def _cast(job: Job) -> str:
    from pb import clock
    from pb.voting import actions, queries

    opened_at = clock.now() if job["channel"] in ("online", "kiosk") else None
    ballot, choices = queries.frozen_ballot(job["round"]), dict.fromkeys(job["numbers"], 1)
    if "corrected" in job:  # what its voter was shown
        ballot = replace(ballot, corrected=job["corrected"])
    return cast(actions.VoteToCast(ballot, job["right"], job["attempt"], choices, job["channel"], opened_at=opened_at))


def _release(job: Job) -> str:
    from pb.database import db
    from pb.voting import actions
    from pb.voting.models import CardPack
    from pb.web.access import Actor, Role

    pack = db.session.get_one(CardPack, (job["round"], job["card"]))
    actions.release_cards(Actor(job["by"], Role.STEERING), pack, 1)
    return "released"


def _exchange(job: Job) -> str:
    from pb.database import db, transaction
    from pb.voting import actions
    from pb.voting.models import VotingRight

    right = db.session.get(VotingRight, job["right"])
    with transaction() as session:
        actions.exchange(session, right)
    return "exchanged"


def _correct(job: Job) -> str:
    """Agree to the correction that waits."""
    from pb.database import db
    from pb.programme.actions.corrections import agree_to_correction
    from pb.projects.queries import waiting_corrections
    from pb.rounds.models import Round
    from pb.web.access import Actor, Role

    (waiting,) = waiting_corrections(job["round"])
    agree_to_correction(Actor(job["by"], Role.STEERING), db.session.get_one(Round, job["round"]), waiting)
    return "corrected"


def _open(job: Job) -> str:
    from pb.database import db
    from pb.rounds.models import Round
    from pb.voting import actions
    from pb.web.access import Actor, Role

    return str(actions.decrypt_ballot_box(Actor(None, Role.COMMAND), db.session.get(Round, job["round"])))


DOING: dict[str, Callable[[Job], str]] = {
    "cast": _cast,
    "release": _release,
    "exchange": _exchange,
    "open": _open,
    "correct": _correct,
}


def _work(pipe: Connection, url: str, folder: Path, moment: datetime | None, jobs: list[Job]) -> None:
    from pb import clock
    from tests.support.program import program

    then = clock.moved(moment.astimezone(UTC), everywhere=True) if moment else nullcontext()
    with program(url, folder) as app, then:
        with app.app_context():
            from pb.voting import queries

            for job in jobs:
                queries.frozen_ballot(job.get("round", 0))
        pipe.send("ready")
        assert pipe.recv() == "go"
        done = at_once(app, [lambda job=job: DOING[job["do"]](job) for job in jobs])
        pipe.send([outcome(each) for each in done])
